"""Formulas as algebra has them: a sum is a bag of terms, a product a bag of factors, so that order, and parentheses that change
nothing, are no difference.
"""

import ast
import collections
import functools

from .lines import mapped, names, parse, shown

OVER = "axis", "keepdims", "dtype"  # over which axis: no difference for one point
WRITTEN = dict(add=ast.Add, subtract=ast.Sub, multiply=ast.Mult, divide=ast.Div, power=ast.Pow, true_divide=ast.Div)
BOTH_WAYS = ("np.maximum", "np.minimum")  # the order of what they are called with does not matter


def terms(node, sign=1):
    """A formula as a sum: [(1 or -1, term)]."""
    match node:
        case ast.BinOp(a, ast.Add() | ast.Sub() as op, b):
            return terms(a, sign) + terms(b, sign if isinstance(op, ast.Add) else -sign)
        case ast.UnaryOp(ast.USub(), a):
            return terms(a, -sign)
        case ast.BinOp(_, ast.Mult() | ast.Div()):
            turned, node = _unsigned(node)
            sign *= turned
    return [(sign, node)]


def _unsigned(node):
    """(1 or -1, the rest) of a product."""
    match node:
        case ast.UnaryOp(ast.USub(), a):
            sign, a = _unsigned(a)
            return -sign, a
        case ast.Constant(int() | float() as number) if number < 0:
            return -1, ast.Constant(-number)
        case ast.BinOp(a, ast.Mult() | ast.Div() as op, b):
            (one, c), (two, d) = _unsigned(a), _unsigned(b)
            return one * two, node if c is a and d is b else ast.BinOp(c, op, d)
    return 1, node


def factors(node):
    """A formula as a product: [(1 or -1, factor)], -1 for what it is divided by; its numbers are one."""

    def bag(node, side):
        match node:
            case ast.BinOp(a, ast.Mult() | ast.Div() as op, b):
                return bag(a, side) + bag(b, side if isinstance(op, ast.Mult) else -side)
        return [(side, node)]

    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div)):
        return [(1, node)]
    parts, number = [], 1.0
    for side, part in bag(node, 1):
        if isinstance(part, ast.Constant) and type(part.value) in (int, float) and part.value:
            number *= part.value**side
        else:
            parts.append((side, part))
    if number != 1 or not parts:
        side = -1 if 0.1 < number < 1 and round(1 / number, 9) % 1 == 0 else 1  # A / 2, and 0.1 * A
        number = round(number**side, 9)
        parts.append((side, ast.Constant(int(number) if number % 1 == 0 else number)))
    return parts


@functools.lru_cache(maxsize=2048)  # no formula is changed in place
def key(node):
    """A text that is the same for formulas that differ in order, and in parentheses that change nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant | ast.Attribute):
        return ast.unparse(node)
    for cut in (terms, factors):
        parts = cut(node)
        if len(parts) > 1 or parts[0][1] is not node:
            return f"{cut.__name__}({' '.join(sorted(f'{sign:+}{key(part)}' for sign, part in parts))})"
    match node:
        case ast.Compare(a, [ast.Lt() | ast.LtE() as op], [b]):  # b > a
            node = ast.Compare(b, [ast.Gt() if isinstance(op, ast.Lt) else ast.GtE()], [a])
    if isinstance(node, ast.Call) and key(node.func) in BOTH_WAYS:
        return f"{key(node.func)}({' '.join(sorted(map(key, node.args)))})"
    parts = [part for part in ast.iter_child_nodes(node) if not (isinstance(part, ast.keyword) and part.arg in OVER)]
    children = [key(child) if isinstance(child, ast.expr) else type(child).__name__ for child in parts]
    return f"{type(node).__name__}({' '.join(children)})"


def joined(kind, parts):
    """A formula of signed parts, those with a plus, or above the line, first."""
    plus, minus = (" + ", " - ") if kind == "term" else (" * ", " / ")
    above, below = ([f"({ast.unparse(part)})" for sign, part in parts if sign == side] for side in (1, -1))
    if kind == "factor":
        return parse(plus.join(above or ["1"]) + (f"{minus}({plus.join(below)})" if below else ""))
    return parse((plus.join(above) + "".join(minus + part for part in below)).strip())


@functools.lru_cache(maxsize=2048)
def expanded(node, whole=()):
    """A formula multiplied out: a sum of products, down to what a function or a divisor holds. A sum of only the names `whole`,
    such as 1 - beta, stays one factor."""
    total = []
    for sign, term in terms(node):
        parts = factors(term)
        sums = (i for i, (side, part) in enumerate(parts) if side > 0 and len(terms(part)) > 1)
        at = next((i for i in sums if not names(parts[i][1]) <= {*whole}), None)
        if at is None:
            total.append((sign, _product(parts)))
            continue
        for one, part in terms(parts[at][1]):
            product = joined("factor", [*parts[:at], (1, part), *parts[at + 1 :]])
            total += [(sign * one * other, product) for other, product in terms(expanded(product, whole))]
    return joined("term", total)


def _product(parts):
    """A product in which what stands there twice is a power."""
    often = collections.Counter((side, key(part)) for side, part in parts)
    once = {(side, key(part)): part for side, part in parts}
    some = [(side, part if often[side, k] == 1 else ast.BinOp(part, ast.Pow(), ast.Constant(often[side, k])))
            for (side, k), part in once.items() if k != "1"]  # fmt: skip
    return joined("factor", some) if len(some) != 1 or some[0][0] < 0 else some[0][1]


def spread(node):
    """(a * b) ** 2 as a ** 2 * b ** 2; any other formula as it is."""
    match node:
        case ast.BinOp(ast.BinOp(_, ast.Mult()) as product, ast.Pow(), ast.Constant(int() as n)):
            return joined("factor", [(side, ast.BinOp(part, ast.Pow(), ast.Constant(n))) for side, part in factors(product)])
    return node


def lerp(node):
    """a * s + (1 - a) * b as s + (1 - a) * (b - s), the way from the one to the other; any other formula as it is."""
    match node:
        case ast.BinOp(ast.BinOp(a, ast.Mult(), s), ast.Add(), ast.BinOp(w, ast.Mult(), b)) if key(rest(a)) == key(w):
            return ast.BinOp(s, ast.Add(), ast.BinOp(w, ast.Mult(), ast.BinOp(b, ast.Sub(), s)))
    return node


def rest(weight):
    """What is left of 1: of rho 1 - rho, of 1 - rho rho, of 0.9 0.1."""
    match weight:
        case ast.BinOp(ast.Constant(1), ast.Sub(), a):
            return a
        case ast.Constant(float() as value):
            return ast.Constant(round(1 - value, 12))
    return ast.BinOp(ast.Constant(1), ast.Sub(), weight)


def numpy_s(node):
    """max of the rule is np.maximum of a learner; a power 0.5 is a root, np.power is **."""
    match node:
        case ast.Name("abs" | "max" | "min" as name):
            return parse(f"np.{name}" + "imum" * (name != "abs"))
        case ast.Lambda(ast.arguments(args=[a], posonlyargs=[], kwonlyargs=[]), ast.Call(of, [ast.Name(b)], [])) if a.arg == b:
            return of
        case ast.Attribute(ast.Name("np"), "fmax" | "fmin" as name):  # they differ where a number is none
            return parse(f"np.{name[1:]}imum")
        case ast.Constant(float() as a) if a % 1 == 0 and abs(a) < 1e15:
            return ast.Constant(int(a))
        case ast.Call(ast.Attribute(ast.Name("np"), name), [a, b], []) if name in WRITTEN:
            return numpy_s(ast.BinOp(a, WRITTEN[name](), b))
        case ast.Call(ast.Attribute(ast.Name("np"), "square"), [a], []):
            return ast.BinOp(a, ast.Pow(), ast.Constant(2))
        case ast.BinOp(a, ast.Pow(), ast.Constant(0.5)):
            return ast.Call(parse("np.sqrt"), [a], [])
        case ast.BinOp(a, ast.Pow(), ast.Constant(-0.5 | -1 as n)):
            return ast.BinOp(ast.Constant(1), ast.Div(), numpy_s(ast.BinOp(a, ast.Pow(), ast.Constant(-n))))
        case ast.BinOp(a, ast.Pow(), ast.Constant(1)):
            return a
        case ast.BinOp(ast.Constant(int() | float() as a), ast.Div(), ast.Constant(int() | float() as b)) if b:
            return ast.Constant(a / b)
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as a)):
            return ast.Constant(-a)
        case ast.Call(ast.Attribute(a, "sum" | "mean" | "max" | "min" as name), over, named) if ast.unparse(a) != "np":
            return numpy_s(ast.Call(parse(f"np.{name}"), [a, *over], named))
        case ast.Call(ast.Attribute(ast.Name("np"), "sum" | "mean" | "max" | "min"), [a, over], named):
            return ast.Call(node.func, [a], [ast.keyword("axis", over), *named])
        case ast.Call(ast.Attribute(_, "where"), [a, one, ast.Call(ast.Attribute(_, "where"), [b, two, other])]) if (
            key(one) == key(two)):  # fmt: skip
            return ast.Call(node.func, [ast.BinOp(a, ast.BitOr(), b), one, other], [])
        case ast.Call(ast.Attribute(ast.Name("rng")), [shape, _]):  # with a dtype
            return ast.Call(node.func, [shape], [])
        case ast.Call(ast.Attribute(ast.Name("np"), "swapaxes"), [a, *_]):
            return ast.Call(ast.Name("transpose"), [a], [])
        case ast.Subscript(ast.Subscript(a, ast.Slice(ast.Constant(int() as k))), ast.Constant(int() as i)) if k < 0 <= i:
            return ast.Subscript(a, ast.Constant(k + i))  # x.shape[-2:][0]
    return node


def gathered(node):
    """a * a as a ** 2, and s + w * (a - s) as the average that it is."""
    match node:
        case ast.BinOp(ast.BinOp(c, ast.Mult(), a), ast.Mult(), b) if key(a) == key(b):
            return ast.BinOp(c, ast.Mult(), ast.BinOp(a, ast.Pow(), ast.Constant(2)))
        case ast.BinOp(a, ast.Mult(), b) if key(a) == key(b):
            return ast.BinOp(a, ast.Pow(), ast.Constant(2))
        case ast.BinOp(s, ast.Add(), ast.BinOp(w, ast.Mult(), ast.BinOp(a, ast.Sub(), old))) if key(s) == key(old):
            return ast.BinOp(ast.BinOp(rest(w), ast.Mult(), s), ast.Add(), ast.BinOp(w, ast.Mult(), a))  # s + w * (a - s)
        case ast.BinOp(s, ast.Add(), ast.BinOp(ast.BinOp(a, ast.Sub(), old), ast.Div(), k)) if key(s) == key(old):
            w = ast.BinOp(ast.Constant(1), ast.Div(), k)
            return ast.BinOp(ast.BinOp(rest(w), ast.Mult(), s), ast.Add(), ast.BinOp(w, ast.Mult(), a))  # s + (a - s) / k
    return node


@functools.lru_cache(maxsize=2048)
def in_words(formula):
    """A whole formula in numpy's words."""
    return mapped(formula, numpy_s)


@functools.lru_cache(maxsize=2048)
def in_numpy(formula):
    """The same, with squares and averages in one form."""
    return mapped(formula, lambda node: gathered(numpy_s(node)))


def clipped(node, like):
    """A formula with np.clip in the place of a minimum of a maximum, where another formula clips to the same bounds.

    >>> ast.unparse(clipped(parse("np.minimum(b, np.maximum(v, a))"), parse("np.clip(v, a, b)")))
    'np.clip(v, a, b)'
    """
    clips = [n for n in ast.walk(like) if isinstance(n, ast.Call) and ast.unparse(n.func) == "np.clip"]
    orders = {tuple(map(key, clip.args[1:])) for clip in clips}
    bounds = {bound for order in orders for bound in order}

    def change(node):
        match node:
            case ast.Call(ast.Attribute(_, "minimum" | "maximum" as outer), [one, other]):
                for limit, rest in ((one, other), (other, one)):
                    match rest:
                        case ast.Call(ast.Attribute(_, "minimum" | "maximum" as inner), [a, b]) if inner != outer:
                            a, value = (a, b) if key(a) in bounds else (b, a)
                            if {key(a), key(limit)} <= bounds:
                                low, high = (a, limit) if outer == "minimum" else (limit, a)
                                exact = outer == "minimum" or (key(low), key(high)) in orders  # else low is above high
                                return ast.Call(parse("np.clip"), [value, low, high], []) if exact else node
        return node

    return mapped(node, change) if bounds else node


# What a formula is made of


def likeness(a, b):
    """The share of their pieces that two formulas have in common."""
    one, two = _bag(a), _bag(b)
    return (one & two).total() / (one | two).total()


@functools.lru_cache(maxsize=2048)
def _bag(formula):
    return collections.Counter(key(n) for n in ast.walk(formula) if isinstance(n, ast.expr))


def size(node):
    """How many names and numbers a formula has."""
    return sum(isinstance(n, ast.Name | ast.Constant) and getattr(n, "id", "") != "np" for n in ast.walk(node))


def functions(formula):
    """The functions that a formula calls, as they are written."""
    return {ast.unparse(n.func) for n in ast.walk(formula) if isinstance(n, ast.Call)} - {"np.where"}


def letters(formula):
    """The names in a formula as a learner would write them."""
    parts = formula.args if isinstance(formula, ast.Call) else ast.iter_child_nodes(formula)
    parts = [letters(part) for part in parts]
    own = {shown(formula.id)} - {"np"} if isinstance(formula, ast.Name) else set()
    match formula:
        case ast.Call(ast.Attribute(ast.Name("rng"))):
            own = {"rng"}
    return own.union(*parts)
