"""Where two formulas part: the smallest pieces in which a learner's line differs from the rule's."""

import ast
import functools

from .algebra import BOTH_WAYS, OVER, factors, joined, key, likeness, rest, size, terms
from .lines import mapped

LARGE = 5  # names and numbers in a piece that is too large to be one


def apart(right, mine):
    """[(kind, right piece, wrong piece)], the smallest pieces in which two formulas differ; None for one that is not there.

    >>> from optlab.formulas.lines import parse
    >>> told = apart(parse("a * v + b * np.abs(g)"), parse("a * v - b * g"))
    >>> [(kind, ast.unparse(right)) for kind, right, _ in told]
    [('function', 'np.abs(g)'), ('sign', 'b * np.abs(g)')]
    """
    return [*_apart(right, mine)]


@functools.lru_cache(maxsize=2048)
def _apart(right, mine):
    if key(right) == key(mine):
        return []
    match right, mine:
        case ast.Call(f, [a]), ast.BinOp(b, ast.Div(), ast.Constant(2)) if key(f) == "np.sqrt" and key(a) == key(b):  # h**1/2
            return [("piece", right, mine)]
        case (ast.BinOp(a, ast.Pow(), _), b) | (b, ast.BinOp(a, ast.Pow(), _)) if min(len(terms(a)), len(terms(b))) > 1:
            return [("piece", right, mine)]  # a square of a sum, a sum of squares
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
            both = isinstance(n, ast.Constant) and isinstance(k, ast.Constant)
            return [("power", right, mine)] if both else _whole(n, k, right, mine, "term", "factor")
        case ast.BinOp(a, ast.Pow(), n), ast.BinOp(b, ast.Pow(), k) if key(n) == key(k):
            plain = key(n) == "2" and len(terms(a)) == len(terms(b)) == 1  # a square has no sign
            return [part for part in apart(a, b) if not plain or part[0] != "sign"]
        case (ast.BinOp(a, ast.Pow(), ast.Constant()), b) | (b, ast.BinOp(a, ast.Pow(), ast.Constant())) if key(a) == key(b):
            return [("power", right, mine)]
        case ast.Call(f, some), ast.Call(g, more) if [key(f), len(some), options(right)] == [key(g), len(more), options(mine)]:
            unlike = [(a, b) for a, b in zip(some, more, strict=True) if key(a) != key(b)]
            if len(unlike) == 2 and [*map(key, unlike[0])] == [*map(key, unlike[1][::-1])]:
                return [("exchanged", *unlike[0])]
            if isinstance(f, ast.Name) and len(some) == 1:  # another point where the gradient is asked
                return _whole(*some, *more, right, mine, "term")
            turned = key(f) in BOTH_WAYS and (key(some[0]) == key(more[1]) or key(some[1]) == key(more[0]))
            return _merged([p for a, b in zip(some, more[::-1] if turned else more, strict=True) for p in apart(a, b)])
        case ast.Tuple(some), ast.Tuple(more) if len(some) == len(more):
            return _merged([part for pair in zip(some, more) for part in apart(*pair)])
        case ast.Call(f, [a, *_]), ast.Call(g, [b, *_]) if key(f) != key(g) and key(a) == key(b):
            return [("function", right, mine)]
        case ast.Compare(a, [_], [b]), ast.Compare(c, [_], [d]) if [key(a), key(b)] == [key(c), key(d)]:  # < for >
            return [("compared", right, mine)]
        case ast.Call(f, [a, low, high]), ast.Call(g, [b, c]) if key(f) == "np.clip" and key(g) in BOTH_WAYS:
            lost, kept = (high, low) if key(g) == "np.maximum" else (low, high)
            b, c = (b, c) if key(c) == key(kept) else (c, b)
            return [("missing bound", lost, None), *apart(a, b), *apart(kept, c)]
    part = isinstance(right, ast.Subscript) and isinstance(right.value, ast.Call)  # else, as w["U1"], it is one thing
    if type(right) is type(mine) and (part or isinstance(right, ast.BinOp | ast.Compare | ast.IfExp)):
        parts = [(a, b) for a, b in zip(ast.iter_child_nodes(right), ast.iter_child_nodes(mine), strict=False)]
        if all(type(a) is type(b) for a, b in parts if not isinstance(a, ast.expr)):
            return _merged([piece for a, b in parts if isinstance(a, ast.expr) for piece in apart(a, b)])
    return [("piece", right, mine)]


def _whole(inner, other, right, mine, *kinds):
    """What differs in a part; the whole where a term, or a factor, of the part is missing or too many: it is none of the line."""
    found = apart(inner, other)
    return [("piece", right, mine)] if any(None in pair and kind.split()[1] in kinds for kind, *pair in found) else found


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
        whole = sign != other and bool(inner) and (turns or kind == "factor" or isinstance(a, ast.Constant))
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
    if len(found) == 2 and {kind for kind, *_ in found} <= {"piece", "compared"}:
        (_, a, b), (_, c, d) = found
        if (key(a), key(b)) == (key(d), key(c)):
            return [("exchanged", a, b)]
    pieces = {(key(r), key(w)): (size(r), i) for i, (kind, r, w) in enumerate(found) if kind == "piece"}
    twins = [pieces.get((key(rest(r)), key(rest(w)))) if kind == "piece" else None for kind, r, w in found]
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


def weight(found):
    """How much differs: the names and numbers in the pieces that `apart` has found."""
    small = "function", "power", "sign", "side", "compared"
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


def options(call):
    """What a call is told by name, without what only says over which axis."""
    return [ast.unparse(k) for k in call.keywords if k.arg not in OVER]


def compared(right, mine, equal):
    """A formula without what changes no number, as np.abs of what is never negative: as the rule has it, there.

    equal : a function, whether two formulas have the same values.
    """
    for kind, ours, theirs in apart(right, mine):
        if kind in ("piece", "function", "power"):
            other = mapped(mine, lambda node, a=theirs, b=ours: b if key(node) == key(a) else node)
            mine = other if key(other) != key(right) and equal(other, mine) else mine
    return mine
