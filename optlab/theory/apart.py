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
        case ast.Call(f, [a]), ast.BinOp(b, ast.Div(), ast.Constant(2)) if key(f) == "np.sqrt" and key(a) == key(b):  # h**1/2
            return [("piece", right, mine)]
        case (ast.Call(_, some), other) | (other, ast.Call(_, some)) if key(other) in map(key, some):
            return [("function", right, mine)]
        case ast.BinOp(a, op, b), ast.BinOp(c, ast.FloorDiv() | ast.Mult() as other, d) if [key(a), key(b)] == [key(c), key(d)]:
            if isinstance(other, ast.FloorDiv) or isinstance(op, ast.Pow):  # // for /, beta * t for beta ** t
                return [("piece", right, mine)]
    for call, other in ((right, mine), (mine, right)):  # a sum for a maximum, for a root
        added = isinstance(call, ast.Call) and isinstance(other, ast.BinOp) and isinstance(other.op, ast.Add)
        if added and key(call) not in [key(factor) for _, part in terms(other) for _, factor in factors(part)]:
            return [("piece", right, mine)]
    for whole, part, kind in ((right, mine, "missing"), (mine, right, "extra")):  # one is the other and a factor more
        rest = [(side, other) for side, other in factors(whole) if key(other) != key(part)]
        sides = {side for side, _ in rest}
        if len(rest) == len(factors(whole)) - 1 and len(sides) == 1:
            more, called = joined("factor", [(1, other) for _, other in rest]), "factor" if sides == {1} else "divisor"
            return [(f"{kind} {called}", *((more, None) if kind == "missing" else (None, more)))]
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
        case ast.Call(f, [a, *_]), ast.Call(g, [b, *_]) if key(f) != key(g) and key(a) == key(b):
            return [("function", right, mine)]
        case ast.Call(f, [a, low, high]), ast.Call(g, [b, c]) if key(f) == "np.clip" and key(g) in BOTH_WAYS:
            lost, kept = (high, low) if key(g) == "np.maximum" else (low, high)
            b, c = (b, c) if key(c) == key(kept) else (c, b)
            return [("missing bound", lost, None), *apart(a, b), *apart(kept, c)]
    if type(right) is type(mine) and isinstance(right, ast.BinOp | ast.Compare | ast.IfExp):
        parts = [(a, b) for a, b in zip(ast.iter_child_nodes(right), ast.iter_child_nodes(mine), strict=False)]
        if all(type(a) is type(b) for a, b in parts if not isinstance(a, ast.expr)):
            return _merged([piece for a, b in parts if isinstance(a, ast.expr) for piece in apart(a, b)])
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
    if kind == "term" and sides == {-1}:
        ours, theirs = ([(1, part) for _, part in bag] for bag in (ours, theirs))
    fewer = sides == {1} and single and len(ours) < len(all_ours)
    whole = sides == {-1} or (fewer and len(terms(single[0][1])) > 1)
    if kind == "factor" and whole and single and len(ours) != len(theirs):  # 1 / (gamma * t), lr * (a + b): one formula
        return apart(*(joined(kind, [(1, part) for _, part in bag]) for bag in (ours, theirs)))
    several = len(ours) + len(theirs) > 2 and ours and theirs and (kind == "term" or len(ours) == len(all_ours))
    rest, found = [(joined(kind, ours), joined(kind, theirs))] if several else [], []
    alone = len(ours) == len(theirs) == 1
    while pairs := [(one, two) for one in ours for two in theirs if alone or likeness(one[1], two[1])]:
        (sign, a), (other, b) = one, two = max(pairs, key=_match)
        ours.remove(one)
        theirs.remove(two)
        inner = apart(a, b)
        turns = alone and any(k == "side" for k, *_ in inner)  # -c for 1 / c
        whole = sign != other and (turns or kind == "factor" and bool(inner))
        inner += [(turned, a, b)] * (sign != other)
        found += [("piece", *(joined(kind, [part]) for part in (one, two)))] if whole else inner
    called = {1: kind, -1: "divisor" if kind == "factor" else kind}
    found += [(f"missing {called[s]}", a, None) for s, a in ours] + [(f"extra {called[s]}", None, b) for s, b in theirs]
    return _merged(found, *rest)


def _match(pair):
    """How well two signed parts of two bags go together: by their pieces, the sign, and what is done last."""
    (sign, a), (other, b) = pair
    return likeness(a, b) + 0.3 * (sign == other) + 0.3 * (type(getattr(a, "op", a)) is type(getattr(b, "op", b)))


def _merged(found, whole=None):
    """Fewer differences that say the same: two pieces in each other's place, all signs turned, one small piece as a whole."""
    if [kind for kind, *_ in found] == ["piece", "piece"]:
        (_, a, b), (_, c, d) = found
        if (key(a), key(b)) == (key(d), key(c)):
            return [("exchanged", a, b)]
    pieces = {(key(r), key(w)): (size(r), i) for i, (kind, r, w) in enumerate(found) if kind == "piece"}
    twins = [pieces.get((key(_rest(r)), key(_rest(w)))) if kind == "piece" else None for kind, r, w in found]
    found = [part for i, (part, twin) in enumerate(zip(found, twins)) if not twin or (size(part[1]), i) <= twin]
    kinds = {kind for kind, *_ in found}
    if len(found) == 2 and kinds == {"side"} and not whole:
        return [("exchanged", found[0][1], found[1][1])]
    if len(found) > 1 and whole and kinds in ({"sign"}, {"side"}):
        return [("all " + kinds.pop(), *whole)]
    letter = all(isinstance(piece, ast.Name) for kind, *some in found for piece in some)
    if len(found) > 1 and whole and max(map(size, whole)) < LARGE and "function" not in kinds and not letter:
        return [("piece", *whole)]
    return found


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


def filled(right, mine, places):
    """{name: formula} that makes one formula of another, in which some names stand for formulas; None where more differs.

    >>> ast.unparse(filled(parse("x - lr * m_hat / v"), parse("x - lr * m / (1 - b) / v"), ["m_hat"])["m_hat"])
    'm / (1 - b)'
    """
    if getattr(right, "id", None) in places:
        return {right.id: mine}
    if not names(right) & {*places}:
        return {} if key(right) == key(mine) else None
    for cut, kind in ((terms, "term"), (factors, "factor")):
        ours, theirs = cut(right), cut(mine)
        if len(ours) > 1:
            return _filled(kind, ours, theirs, places)
    some, others = ([*ast.iter_child_nodes(node)] for node in (right, mine))
    if type(right) is not type(mine) or len(some) != len(others):
        return None
    return _together(filled(a, b, places) if isinstance(a, ast.expr) else {} if type(a) is type(b) else None
                     for a, b in zip(some, others))  # fmt: skip


def _filled(kind, ours, theirs, places):
    """The same of two bags of signed parts: what is left of the one is what the name in the other stands for."""
    whole, found = [part for part in ours if getattr(part[1], "id", None) in places], []
    for sign, part in (part for part in ours if part not in whole):
        twin = next((two for two in theirs if two[0] == sign and filled(part, two[1], places) is not None), None)
        if twin is None:
            return None
        found.append(filled(part, twin[1], places))
        theirs = [two for two in theirs if two is not twin]
    if len(whole) == 1:
        sign, name = whole[0]
        nothing = ast.Constant(0 if kind == "term" else 1)
        found.append({name.id: joined(kind, [(sign * other, part) for other, part in theirs]) if theirs else nothing})
    return _together(found) if len(whole) == 1 or not (whole or theirs) else None


def _together(found):
    """One dict of several, if they say the same of the same name; None if one is None."""
    total = {}
    for one in found:
        if one is None or any(key(total.setdefault(n, f)) != key(f) for n, f in one.items()):
            return None
    return total


def weight(found):
    """How much differs: the names and numbers in the pieces that `apart` has found."""
    small = "function", "power", "sign", "side"
    return sum(1 if kind in small else sum(map(size, filter(None, some))) for kind, *some in found)


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
    match right, mine:  # a case of the learner's own
        case right, ast.Call(ast.Attribute(_, "where"), [_, one, other]) if "np.where" not in ast.unparse(right):
            mine = mine if key(right) in (key(one), key(other)) else max(one, other, key=lambda case: likeness(case, right))
    for n in sorted(table.keys() & names(mine) - {q}):
        full, other = put(mine, {n: table[n]}), letters(mine) - letters(right)
        if n in names(right) and letters(table[n]) <= other:  # z / t, where the rule has c * z
            right, mine = put(right, {n: table[n]}), full
        elif n not in names(right) and likeness(full, right) > likeness(mine, right):
            mine = full
    return right, mine


def in_full(formula, q, table):
    """The formula of q with what the other lines compute in the place of their names."""
    for n in reversed(table):
        formula = put(formula, {n: table[n]}) if n != q else formula
    return mapped(formula, numpy_s)


def numpy_s(node):
    """max of the rule is np.maximum of a learner; a power 0.5 is a root, np.power is **."""
    match node:
        case ast.Name("abs" | "max" | "min" as name):
            return parse(f"np.{name}" + "imum" * (name != "abs"))
        case ast.BinOp(a, ast.Pow(), ast.Constant(0.5)):
            return ast.Call(parse("np.sqrt"), [a], [])
        case ast.Call(ast.Attribute(ast.Name("np"), "power"), [a, n]):
            return ast.BinOp(a, ast.Pow(), n)
        case ast.BinOp(ast.Constant(int() | float() as a), ast.Div(), ast.Constant(int() | float() as b)) if b:
            return ast.Constant(a / b)
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as a)):
            return ast.Constant(-a)
        case ast.Call(ast.Attribute(ast.Name("np"), "swapaxes"), [a, *_]):
            return ast.Call(ast.Name("transpose"), [a], [])
        case ast.BinOp(ast.BinOp(c, ast.Mult(), a), ast.Mult(), b) if key(a) == key(b):
            return ast.BinOp(c, ast.Mult(), ast.BinOp(a, ast.Pow(), ast.Constant(2)))
        case ast.BinOp(a, ast.Mult(), b) if key(a) == key(b):
            return ast.BinOp(a, ast.Pow(), ast.Constant(2))
        case ast.BinOp(s, ast.Add(), ast.BinOp(w, ast.Mult(), ast.BinOp(a, ast.Sub(), old))) if key(s) == key(old):
            return ast.BinOp(ast.BinOp(_rest(w), ast.Mult(), s), ast.Add(), ast.BinOp(w, ast.Mult(), a))  # s + w * (a - s)
    return node


def options(call):
    """What a call is told by name, without what only says over which axis."""
    return [ast.unparse(k) for k in call.keywords if k.arg not in ("axis", "keepdims", "dtype")]


def functions(formula):
    """The functions that a formula calls, as they are written."""
    return {ast.unparse(n.func) for n in ast.walk(formula) if isinstance(n, ast.Call)} - {"np.where"}


def numbers(formula):
    """The numbers in a formula, as text, without those that every formula has and those that count axes."""
    if isinstance(formula, ast.keyword | ast.Subscript):
        return set()
    if isinstance(formula, ast.Constant) and type(formula.value) in (int, float):
        return {f"{formula.value:g}"} - {"0", "1", "2", "-1"}
    return set().union(*map(numbers, ast.iter_child_nodes(formula)))


def letters(formula):
    """The names in a formula as a learner would write them."""
    parts = formula.args if isinstance(formula, ast.Call) else ast.iter_child_nodes(formula)
    parts = [letters(part) for part in parts]
    own = {re.sub(r"_before$|_\d$", "", formula.id)} - {"np"} if isinstance(formula, ast.Name) else set()
    return own.union(*parts)
