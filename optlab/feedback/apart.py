"""Where two formulas part: the smallest pieces in which a learner's line differs from the rule's, and what that is called.

A sum is a bag of terms and a product a bag of factors, so order, and parentheses that change nothing, are no difference.
"""

import ast
import collections
import re

from .lines import at_step, mapped, names, parse, put, text

LARGE = 5  # names and numbers in a piece that is too large to be told
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
        side = -1 if number < 1 and round(1 / number, 9) % 1 == 0 else 1
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
        case ast.Call(f, some), ast.Call(g, others) if key(f) == key(g) and len(some) == len(others):
            turned = key(f) in BOTH_WAYS and (key(some[0]) == key(others[1]) or key(some[1]) == key(others[0]))
            return _merged([p for a, b in zip(some, others[::-1] if turned else others, strict=True) for p in apart(a, b)])
        case ast.Call(_, some), ast.Call(_, others) if [*map(key, some)] == [*map(key, others)]:
            return [("function", right, mine)]
        case ast.BinOp(a, op, b), ast.BinOp(c, other, d) if type(op) is type(other) is ast.MatMult:
            return apart(a, c) + apart(b, d)
    return [("piece", right, mine)]


def _between(kind, turned, ours, theirs):
    """What differs between two bags of signed parts."""
    for part in list(ours):
        twin = next((other for other in theirs if other[0] == part[0] and key(other[1]) == key(part[1])), None)
        if twin:
            ours.remove(part)
            theirs.remove(twin)
    below = kind == "factor" and {side for side, _ in (*ours, *theirs)} == {-1}
    if below and ours and theirs and len(ours) != len(theirs):  # 1 / (gamma * t): what stands below is one formula
        return apart(*(joined(kind, [(1, part) for _, part in bag]) for bag in (ours, theirs)))
    rest, found = [(joined(kind, ours), joined(kind, theirs))] if len(ours) + len(theirs) > 2 and ours and theirs else [], []
    alone = len(ours) == len(theirs) == 1
    while pairs := [(one, two) for one in ours for two in theirs if alone or likeness(one[1], two[1])]:
        (sign, a), (other, b) = one, two = max(pairs, key=lambda p: (likeness(p[0][1], p[1][1]), p[0][0] == p[1][0]))
        ours.remove(one)
        theirs.remove(two)
        found += apart(a, b) + [(turned, a, b)] * (sign != other)
    called = {1: kind, -1: "divisor" if kind == "factor" else kind}
    found += [(f"missing {called[s]}", a, None) for s, a in ours] + [(f"extra {called[s]}", None, b) for s, b in theirs]
    return _merged(found, *rest)


def _merged(found, whole=None):
    """Fewer differences that say the same: two pieces in each other's place, all signs turned, one small piece as a whole."""
    kinds = {kind for kind, *_ in found}
    if len(found) == 2 and kinds == {"piece"}:
        (_, a, b), (_, c, d) = found
        if (key(a), key(b)) == (key(d), key(c)):
            return [("exchanged", a, b)]
    if len(found) > 1 and whole and kinds in ({"sign"}, {"side"}):
        return [("all " + kinds.pop(), *whole)]
    if len(found) > 1 and whole and max(map(size, whole)) < LARGE and "function" not in kinds:
        return [("piece", *whole)]
    return found


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


def moved(right, mine):
    """A piece, or the function of a call, that stands once in both formulas, in different places, where nothing else differs."""
    for piece in (n for n in ast.walk(right) if isinstance(n, ast.expr)):
        (a, one), (b, two) = (_without(formula, piece) for formula in (right, mine))
        if one == two and len(one) == 1 and key(a) == key(b):
            return piece.func if isinstance(piece, ast.Call) else piece
    return None


def _without(formula, piece):
    """The formula without a term, a factor, or the function of a call; and how each of them stood there."""
    lost, found = key(piece), []
    func, rest = (key(piece.func), [*map(key, piece.args[1:])]) if isinstance(piece, ast.Call) else (None, [])

    def change(node):
        match node:
            case ast.BinOp(a, ast.Add() | ast.Sub() | ast.Mult() | ast.Div() as how, b) if key(b) == lost:
                left = a
            case ast.BinOp(b, ast.Add() | ast.Mult() as how, a) if key(b) == lost:
                left = a
            case ast.Call(ast.Attribute() as how, [a, *others]) if key(how) == func and [*map(key, others)] == rest:
                left = a
            case _:
                return node
        found.append(type(how))
        return left

    return mapped(formula, change), found


def like(mine, q, table):
    """The rule's line of q in the form of the learner's: the first of two, if that is nearer; in full, where the learner's is."""
    right = max((table[n] for n in (q, f"{q}_1") if n in table), key=lambda line: likeness(line, mine))
    written_out = names(right) & set(table) - names(mine)
    return put(right, {n: table[n] for n in written_out if letters(table[n]) <= letters(mine)})


def functions(formula):
    """The functions that a formula calls, as they are written."""
    return {ast.unparse(n.func) for n in ast.walk(formula) if isinstance(n, ast.Call)} - {"np.where"}


def letters(formula, cases=False):
    """The names in a formula as a learner would write them; `cases`: with those that only choose a case."""
    if not cases and isinstance(formula, ast.Call) and ast.unparse(formula.func) == "np.where":
        return letters(formula.args[1]) | letters(formula.args[2])
    parts = [letters(part, cases) for part in ast.iter_child_nodes(formula)]
    own = {re.sub(r"_before$|_\d$", "", formula.id)} - {"np"} if isinstance(formula, ast.Name) else set()
    return own.union(*parts)


# In words


def told(right, mine):
    """(name, message, what the line needs), of what it has in the place of the rule's; None where too much differs."""
    right, mine = at_step(right, 1e9), at_step(mine, 1e9)
    if key(right) == key(mine):
        return None
    if (piece := moved(right, mine)) and size(piece) < LARGE:
        name, place = f"{said(piece)} in another place", f"{said(piece)} stands in another place than in the rule."
        return name, place, f"in the rule {said(piece)} acts on something else."
    found = apart(right, mine)
    words, much = [_words(*part) for part in found], sum(size(piece) for _, *pieces in found for piece in pieces if piece)
    if not 0 < len(words) < 4 or not all(words) or len(words) > 1 and 2 * much > size(right) + size(mine):
        return None
    names, sentences, needs = (dict.fromkeys(part) for part in zip(*words, strict=True))
    return " and ".join(names), " ".join(sentences), f"it needs {' and '.join(needs)}."


def said(formula, old=""):
    """A formula as a learner would write it, without what tells the old values from the new ones."""
    return re.sub(r"_\d\b", "", re.sub(r"\b(?!x_)(\w+)_before\b", rf"{old}\1", text(formula)).replace("x_before", "x"))


def _words(kind, right, wrong):
    """(name, sentence, what is needed) of one difference; None where the pieces are too large to be told."""
    r, w = (said(piece) if piece else "" for piece in (right, wrong))
    if r == w and kind == "piece":
        r, w = (said(piece, "the old ") for piece in (right, wrong))
    if kind == "function":
        return _function(right, wrong)
    if kind == "power":
        return _power(right, wrong)
    if kind == "all side":
        return "upside down", "What is divided and what it is divided by are exchanged.", "the two exchanged"
    if max(size(piece) for piece in (right, wrong) if piece) >= LARGE + (kind == "sign"):
        return None
    kind, _, part = kind.partition(" ")
    return {
        "all": ("signs turned", f"{w} stands where {r} belongs.", f"{r}, not {w}"),
        "sign": (f"sign of {r}", f"The sign of {r} is wrong.", f"the other sign before {r}"),
        "side": (f"{r} on the wrong side", f"{r} is on the wrong side of the division.", f"{r} on the other side"),
        "exchanged": (f"{r} and {w} exchanged", f"{r} and {w} stand in each other's place.", f"{r} where {w} stands"),
        "missing": (f"{r} left out", f"The {part} {r} of the rule is missing here.", f"the {part} {r}"),
        "extra": (f"{w} too many", f"The {part} {w} is not in the rule.", f"no {part} {w}"),
        "piece": (f"{w} in place of {r}", f"{w} stands where {r} belongs.", f"{r}, not {w}"),
    }[kind]


def _function(right, wrong):
    """A function that is missing, too many, or another one."""
    ours, theirs = (said(n.func) if isinstance(n, ast.Call) else "" for n in (right, wrong))
    if "np.where" in (ours, theirs):  # it stands for an if
        if ours:
            return "a case left out", "A case of the rule is missing here.", "one more case"
        return "a case of its own", "There is a case of its own here, which the rule does not have.", "no case of its own"
    if isinstance(right, ast.Call) and key(wrong) in map(key, right.args):
        return f"{ours} left out", f"{ours} is missing: {said(wrong)} stands there as it is.", ours
    if isinstance(wrong, ast.Call) and key(right) in map(key, wrong.args):
        return f"{theirs} too many", f"{theirs} is taken of {said(right)}; the rule takes it as it is.", f"no {theirs}"
    return f"{theirs} in place of {ours}", f"{theirs} stands where {ours} belongs.", f"{ours}, not {theirs}"


def _power(right, wrong):
    """A power that is missing, too many, or another one."""
    (base, ours), (_, theirs) = ((n.left, said(n.right)) if isinstance(n, ast.BinOp) else (n, "1") for n in (right, wrong))
    if (ours, theirs) == ("2", "1"):
        return "square missing", f"{said(base)} is not squared.", "a square"
    if (ours, theirs) == ("1", "2"):
        return "a square too many", f"{said(base)} is squared; the rule takes it as it is.", "no square"
    return f"power {theirs} in place of {ours}", f"{said(base)} is raised to {theirs}; the rule has {ours}.", f"the power {ours}"
