"""Where two formulas part: the smallest pieces in which a learner's line differs from the rule's.

A sum is a bag of terms and a product a bag of factors, so order, and parentheses that change nothing, are no difference.
"""

import ast
import collections
import re

from .lines import BEFORE, mapped, names, parse, put

LARGE = 5  # names and numbers in a piece that is too large to be one
BOTH_WAYS = ("np.maximum", "np.minimum")  # the order of what they are called with does not matter


def terms(node, sign=1):
    """A formula as a sum: [(1 or -1, term)]."""
    match node:
        case ast.BinOp(a, ast.Add() | ast.Sub() as op, b):
            return terms(a, sign) + terms(b, sign if isinstance(op, ast.Add) else -sign)
        case ast.UnaryOp(ast.USub(), a):
            return terms(a, -sign)
        case ast.BinOp(ast.UnaryOp(ast.USub(), a), ast.Mult() | ast.Div() as op, b):
            return [(-sign, ast.BinOp(a, op, b))]
        case ast.BinOp(a, ast.Mult() | ast.Div() as op, ast.UnaryOp(ast.USub(), b)):
            return [(-sign, ast.BinOp(a, op, b))]
    return [(sign, node)]


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


def key(node):
    """A text that is the same for formulas that differ in order, and in parentheses that change nothing."""
    if isinstance(node, ast.Name | ast.Constant | ast.Attribute):
        return ast.unparse(node)
    for cut in (terms, factors):
        parts = cut(node)
        if len(parts) > 1 or parts[0][1] is not node:
            return f"{cut.__name__}({' '.join(sorted(f'{sign:+}{key(part)}' for sign, part in parts))})"
    if isinstance(node, ast.Call) and key(node.func) in BOTH_WAYS:
        return f"{key(node.func)}({' '.join(sorted(map(key, node.args)))})"
    children = [key(child) if isinstance(child, ast.expr) else type(child).__name__ for child in ast.iter_child_nodes(node)]
    return f"{type(node).__name__}({' '.join(children)})"


def apart(right, mine):
    """[(kind, right piece, wrong piece)], the smallest pieces in which two formulas differ; None for one that is not there.

    >>> told = apart(parse("a * v + b * np.abs(g)"), parse("a * v - b * g"))
    >>> [(kind, ast.unparse(right)) for kind, right, _ in told]
    [('function', 'np.abs(g)'), ('sign', 'b * np.abs(g)')]
    """
    if key(right) == key(mine):
        return []
    match right, mine:
        case (ast.Call(_, some), other) | (other, ast.Call(_, some)) if key(other) in map(key, some):
            return [("function", right, mine)]
        case ast.BinOp(a, op, b), ast.BinOp(c, ast.FloorDiv() | ast.Mult() as other, d) if [key(a), key(b)] == [key(c), key(d)]:
            if isinstance(other, ast.FloorDiv) or isinstance(op, ast.Pow):  # // for /, beta * t for beta ** t
                return [("piece", right, mine)]
    for whole, part, kind in ((right, mine, "missing"), (mine, right, "extra")):  # one is the other and a factor more
        rest = [(side, other) for side, other in factors(whole) if key(other) != key(part)]
        if len(rest) == len(factors(whole)) - 1 and {side for side, _ in rest} == {1}:
            more = joined("factor", rest)
            return [(f"{kind} factor", *((more, None) if kind == "missing" else (None, more)))]
    for cut, kind, turned in ((terms, "term", "sign"), (factors, "factor", "side")):
        ours, theirs = cut(right), cut(mine)
        if ours[0][1] is not right or theirs[0][1] is not mine:
            return _between(kind, turned, ours, theirs)
    match right, mine:
        case ast.BinOp(a, ast.Pow(), n), ast.BinOp(b, ast.Pow(), k) if key(a) == key(b):
            return [("power", right, mine)] if isinstance(n, ast.Constant) and isinstance(k, ast.Constant) else apart(n, k)
        case ast.BinOp(a, ast.Pow(), n), ast.BinOp(b, ast.Pow(), k) if key(n) == key(k):
            return apart(a, b)
        case (ast.BinOp(a, ast.Pow(), ast.Constant()), b) | (b, ast.BinOp(a, ast.Pow(), ast.Constant())) if key(a) == key(b):
            return [("power", right, mine)]
        case ast.Call(f, some), ast.Call(g, more) if [key(f), len(some), options(right)] == [key(g), len(more), options(mine)]:
            unlike = [(a, b) for a, b in zip(some, more, strict=True) if key(a) != key(b)]
            if len(unlike) == 2 and [*map(key, unlike[0])] == [*map(key, unlike[1][::-1])]:
                return [("exchanged", *unlike[0])]
            turned = key(f) in BOTH_WAYS and (key(some[0]) == key(more[1]) or key(some[1]) == key(more[0]))
            return _merged([p for a, b in zip(some, more[::-1] if turned else more, strict=True) for p in apart(a, b)])
        case ast.Call(f, some), ast.Call(g, others) if key(f) != key(g) and [*map(key, some)] == [*map(key, others)]:
            return [("function", right, mine)]
        case ast.Call(f, [a, low, high]), ast.Call(g, [b, c]) if key(f) == "np.clip" and key(g) in BOTH_WAYS:
            lost, kept = (high, low) if key(g) == "np.maximum" else (low, high)
            b, c = (b, c) if key(c) == key(kept) else (c, b)
            return [("missing bound", lost, None), *apart(a, b), *apart(kept, c)]
        case ast.BinOp(a, op, b), ast.BinOp(c, other, d) if type(op) is type(other) is ast.MatMult:
            return apart(a, c) + apart(b, d)
    return [("piece", right, mine)]


def _between(kind, turned, ours, theirs):
    """What differs between two bags of signed parts."""
    all_ours, all_theirs = [*ours], [*theirs]
    for part in list(ours):
        twin = next((other for other in theirs if other[0] == part[0] and key(other[1]) == key(part[1])), None)
        if twin:
            ours.remove(part)
            theirs.remove(twin)
    if kind == "term" and len(ours) + len(theirs) == 1 and isinstance((ours + theirs)[0][1], ast.Constant):  # t + 1 for t
        return [("piece", joined(kind, all_ours), joined(kind, all_theirs))]
    sides, single = {side for side, _ in (*ours, *theirs)}, min(ours, theirs, key=len)
    fewer = sides == {1} and single and len(ours) < len(all_ours)
    whole = sides == {-1} or (fewer and len(terms(single[0][1])) > 1)
    if kind == "factor" and whole and single and len(ours) != len(theirs):  # 1 / (gamma * t), lr * (a + b): one formula
        return apart(*(joined(kind, [(1, part) for _, part in bag]) for bag in (ours, theirs)))
    rest, found = [(joined(kind, ours), joined(kind, theirs))] if len(ours) + len(theirs) > 2 and ours and theirs else [], []
    alone = len(ours) == len(theirs) == 1
    while pairs := [(one, two) for one in ours for two in theirs if alone or likeness(one[1], two[1])]:
        (sign, a), (other, b) = one, two = max(pairs, key=_match)
        ours.remove(one)
        theirs.remove(two)
        found += apart(a, b) + [(turned, a, b)] * (sign != other)
    called = {1: kind, -1: "divisor" if kind == "factor" else kind}
    found += [(f"missing {called[s]}", a, None) for s, a in ours] + [(f"extra {called[s]}", None, b) for s, b in theirs]
    return _merged(found, *rest)


def _match(pair):
    """How well two signed parts of two bags go together: by their pieces, the sign, and what is done last."""
    (sign, a), (other, b) = pair
    return likeness(a, b) + 0.3 * (sign == other) + 0.3 * (type(getattr(a, "op", a)) is type(getattr(b, "op", b)))


def _merged(found, whole=None):
    """Fewer differences that say the same: two pieces in each other's place, all signs turned, one small piece as a whole."""
    pieces = {(key(r), key(w)) for kind, r, w in found if kind == "piece"}
    found = [(kind, r, w) for kind, r, w in found
             if kind != "piece" or size(r) < 2 or (key(_rest(r)), key(_rest(w))) not in pieces - {(key(r), key(w))}]  # fmt: skip
    kinds = {kind for kind, *_ in found}
    if len(found) == 2 and kinds == {"piece"}:
        (_, a, b), (_, c, d) = found
        if (key(a), key(b)) == (key(d), key(c)):
            return [("exchanged", a, b)]
    if len(found) > 1 and whole and kinds in ({"sign"}, {"side"}):
        return [("all " + kinds.pop(), *whole)]
    letter = all(isinstance(piece, ast.Name) for kind, *some in found for piece in some)
    if len(found) > 1 and whole and max(map(size, whole)) < LARGE and "function" not in kinds and not letter:
        return [("piece", *whole)]
    return found


def _rest(weight):
    """What is left of 1: of rho 1 - rho, of 1 - rho rho, of 0.9 0.1."""
    match weight:
        case ast.BinOp(ast.Constant(1), ast.Sub(), a):
            return a
        case ast.Constant(float() as value):
            return ast.Constant(round(1 - value, 12))
    return ast.BinOp(ast.Constant(1), ast.Sub(), weight)


def joined(kind, parts):
    """A formula of signed parts, those with a plus, or above the line, first."""
    plus, minus = (" + ", " - ") if kind == "term" else (" * ", " / ")
    above, below = ([f"({ast.unparse(part)})" for sign, part in parts if sign == side] for side in (1, -1))
    if kind == "factor":
        return parse(plus.join(above or ["1"]) + (f"{minus}({plus.join(below)})" if below else ""))
    return parse((plus.join(above) + "".join(minus + part for part in below)).strip())


def likeness(a, b):
    """The share of their pieces that two formulas have in common."""
    one, two = (collections.Counter(key(n) for n in ast.walk(part) if isinstance(n, ast.expr)) for part in (a, b))
    return (one & two).total() / (one | two).total()


def size(node):
    """How many names and numbers a formula has."""
    return sum(isinstance(n, ast.Name | ast.Constant) and getattr(n, "id", "") != "np" for n in ast.walk(node))


def moved(right, mine, times=False):
    """A piece, or the function of a call, that stands once in both formulas, in different places, where nothing else differs;
    times: a function that stands once in the one and more often in the other."""
    for piece in (n for n in ast.walk(right) if isinstance(n, ast.expr)):
        (a, one), (b, two) = (_without(formula, piece) for formula in (right, mine))
        if (one[0:1] == two[0:1] != [] and len(two) > 1 if times else one == two) and len(one) == 1 and key(a) == key(b):
            return piece.func if isinstance(piece, ast.Call) else piece
    return None


def _without(formula, piece):
    """The formula without a term, a factor, or the function of a call; and how each of them stood there."""
    lost, found = key(piece), []
    call = isinstance(piece, ast.Call) and [key(piece.func), *map(key, piece.args[1:]), *options(piece)]

    def change(node):
        match node:
            case ast.BinOp(a, ast.Add() | ast.Sub() | ast.Mult() | ast.Div() as how, b) if key(b) == lost:
                left = a
            case ast.BinOp(b, ast.Add() | ast.Mult() as how, a) if key(b) == lost:
                left = a
            case ast.Call(ast.Attribute() as how, [a, *others]) if [key(how), *map(key, others), *options(node)] == call:
                left = a
            case _:
                return node
        found.append(type(how))
        return left

    return mapped(formula, change), found


def alike(mine, q, table):
    """(right, mine): the rule's line of q and the learner's in one form: the first of two lines, a name in the place of what
    another line computes, if that is nearer; in full, where the learner's is."""
    mine, made = mapped(mine, numpy_s), {ast.unparse(table[n]): ast.Name(n) for n in table if n != q}
    right = max((table[n] for n in (q, f"{q}_1") if n in table), key=lambda line: likeness(line, mine))
    right = max(right.body, right.orelse, key=lambda case: likeness(case, mine)) if isinstance(right, ast.IfExp) else right
    right, short = mapped(right, numpy_s), mapped(mine, lambda node: made.get(ast.unparse(node), node))
    mine = max(mine, short, key=lambda line: likeness(line, right))
    for n in sorted(table.keys() & names(right) - names(mine)):
        full, other = put(right, {n: table[n]}), letters(table[n]) - letters(mine)
        nearer = not other or (len(other) < 2 and likeness(full, mine) > likeness(right, mine))
        right = full if nearer and n + BEFORE not in names(mine) else right
    for n in sorted(table.keys() & names(mine) - {q}):
        full, other = put(mine, {n: table[n]}), letters(mine) - letters(right)
        if n in names(right) and letters(table[n]) <= other:  # z / t, where the rule has c * z
            right, mine = put(right, {n: table[n]}), full
        elif n not in names(right) and likeness(full, right) > likeness(mine, right):
            mine = full
    return right, mine


def numpy_s(node):
    """max of the rule is np.maximum of a learner; a power 0.5 is a root, np.power is **."""
    match node:
        case ast.Name("abs" | "max" | "min" as name):
            return parse(f"np.{name}" + "imum" * (name != "abs"))
        case ast.BinOp(a, ast.Pow(), ast.Constant(0.5)):
            return ast.Call(parse("np.sqrt"), [a], [])
        case ast.Call(ast.Attribute(ast.Name("np"), "power"), [a, n]):
            return ast.BinOp(a, ast.Pow(), n)
    return node


def options(call):
    """What a call is told by name, without what only says over which axis."""
    return [ast.unparse(k) for k in call.keywords if k.arg not in ("axis", "keepdims", "dtype")]


def functions(formula):
    """The functions that a formula calls, as they are written."""
    return {ast.unparse(n.func) for n in ast.walk(formula) if isinstance(n, ast.Call)} - {"np.where"}


def letters(formula):
    """The names in a formula as a learner would write them."""
    parts = formula.args if isinstance(formula, ast.Call) else ast.iter_child_nodes(formula)
    parts = [letters(part) for part in parts]
    own = {re.sub(r"_before$|_\d$", "", formula.id)} - {"np"} if isinstance(formula, ast.Name) else set()
    return own.union(*parts)
