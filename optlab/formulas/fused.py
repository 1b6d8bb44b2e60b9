"""Two formulas of which one writes out what the other has under a name: brought to one form, and what the name stands for."""

import ast
import functools
import itertools

import numpy as np

from .algebra import BOTH_WAYS, clipped, factors, in_numpy, in_words, joined, key, lerp, letters, likeness, terms
from .lines import BEFORE, at_step, case_of_t, code, lines, mapped, names, parse, put, text, where


def alike(mine, q, table):
    """(right, mine): the rule's line of q and the learner's in one form: the first of two lines, a name in the place of what
    another line computes, if that is nearer; in full, where the learner's is."""
    return _alike(mine, q, tuple(table.items()))


@functools.lru_cache(maxsize=2048)
def _alike(mine, q, table):
    table = dict(table)
    made = {code(table[n]): ast.Name(n) for n in table if n != q}
    plain, table = {n: in_words(formula) for n, formula in table.items()}, {n: in_numpy(formula) for n, formula in table.items()}
    rules = [some[n] for some in (table, plain) for n in (q, f"{q}_1") if n in table]
    rules += [lerp(table[q]), put(table[q], {n: table[n] for n in (f"{q}_1",) if n in table})]
    right, mine = max(itertools.product(rules, (in_numpy(mine), in_words(mine))), key=lambda pair: likeness(*pair))
    right = max(right.body, right.orelse, key=lambda case: likeness(case, mine)) if isinstance(right, ast.IfExp) else right
    mine = clipped(mine, right)
    short = mapped(mine, lambda node: made.get(code(node), node))
    mine = max(mine, short, key=lambda line: likeness(line, right))
    for n in sorted(table.keys() & names(right) - names(mine)):
        full, other = put(right, {n: table[n]}), letters(table[n]) - letters(mine)
        nearer = not other or (len(other) < 2 and likeness(full, mine) > likeness(right, mine))
        right = full if nearer and n + BEFORE not in names(mine) else right
    match right, mine:  # a case of the learner's own
        case ast.Call(ast.Attribute(_, "maximum" | "minimum") as of, _), ast.Call(ast.Attribute(_, "where"), [_, *some]) if (
            key(ast.Call(of, some, [])) != key(right)):  # fmt: skip
            mine = ast.Call(of, some, [])
        case right, ast.Call(ast.Attribute(_, "where"), [_, one, other]) if "np.where" not in ast.unparse(right):
            mine = mine if key(right) in (key(one), key(other)) else max(one, other, key=lambda case: likeness(case, right))
    for n in sorted(table.keys() & names(mine) - {q}):
        full, other = put(mine, {n: table[n]}), letters(mine) - letters(right)
        if n in names(right) and letters(table[n]) <= other:  # z / t, where the rule has c * z
            right, mine = put(right, {n: table[n]}), full
        elif n not in names(right) and key(mine) != n and likeness(full, right) > likeness(mine, right):
            mine = full
    return right, max(mine, mapped(mine, _under_one_root), key=lambda line: likeness(line, right))


def _under_one_root(node):
    match node:
        case ast.BinOp(ast.Call(root, [a]), ast.Div(), ast.Call(other, [b])) if key(root) == key(other) == "np.sqrt":
            return ast.Call(root, [ast.BinOp(a, ast.Div(), b)], [])
    return node


def in_full(formula, q, table):
    """The formula of q with what the other lines compute in the place of their names."""
    for n in reversed(table):
        formula = put(formula, {n: table[n]}) if n != q else formula
    return in_numpy(formula)


def filled(right, mine, places):
    """{name: formula} that makes one formula of another, in which some names stand for formulas; None where more differs.

    >>> from optlab.formulas.lines import parse
    >>> ast.unparse(filled(parse("x - lr * m_hat / v"), parse("x - lr * m / (1 - b) / v"), ["m_hat"])["m_hat"])
    'm / (1 - b)'
    """
    if getattr(right, "id", None) in places:
        return {right.id: mine}
    if case := case_of_t(mine):  # the first step has a case of its own
        one, other = (filled(right, part, places) for part in case[1:])
        return one and other and {n: f if key(f) == key(one[n]) else where(case[0], one[n], f) for n, f in other.items()}
    if not names(right) & {*places}:
        return {} if key(right) == key(mine) else None
    for cut, kind in ((terms, "term"), (factors, "factor")):
        ours, theirs = cut(right), cut(mine)
        if len(ours) > 1:
            return _filled(kind, ours, theirs, places) or (_divided(ours, mine, places) if kind == "factor" else None)
    some, others = ([*ast.iter_child_nodes(node)] for node in (right, mine))
    match right, mine:
        case ast.Call(f, [a, b]), ast.Call(g, [c, d]) if key(f) == key(g) in BOTH_WAYS:
            ways = (_together([filled(a, one, places), filled(b, other, places)]) for one, other in ((c, d), (d, c)))
            return next((way for way in ways if way is not None), None)
    if type(right) is not type(mine) or len(some) != len(others):
        return None
    return _together(filled(a, b, places) if isinstance(a, ast.expr) else {} if type(a) is type(b) else None
                     for a, b in zip(some, others))  # fmt: skip


def _filled(kind, ours, theirs, places):
    """The same of two bags of signed parts: what is left of the one is what the name in the other stands for."""
    whole, found = [part for part in ours if getattr(part[1], "id", None) in places], []
    open_ = [part for part in ours if part not in whole and names(part[1]) & {*places}]
    last = open_[0] if kind == "term" and not whole and len(open_) == 1 < len(ours) else None  # it takes all that is left
    for sign, part in (part for part in ours if part not in whole and part is not last):
        tried = ((two, filled(part, two[1], places)) for two in theirs if two[0] == sign)
        twin, inner = next((pair for pair in tried if pair[1] is not None), (None, None))
        found.append(inner)
        theirs = [two for two in theirs if two is not twin]
    if last and not theirs:  # the whole term is 0
        found.append({name.id: ast.Constant(0) for _, name in factors(last[1]) if getattr(name, "id", None) in places} or None)
    elif last:
        found.append(filled(last[1], joined("term", [(last[0] * sign, part) for sign, part in theirs]), places))
        theirs = []
    left = dict(theirs)
    if len(whole) == len(left) == len(theirs) == 2 and dict(whole).keys() == left.keys():  # one above the line, one below
        return _together([*found, *({name.id: left[side]} for side, name in whole)])
    if len(whole) == 1:
        sign, name = whole[0]
        nothing = ast.Constant(0 if kind == "term" else 1)
        found.append({name.id: joined(kind, [(sign * other, part) for other, part in theirs]) if theirs else nothing})
    return _together(found) if len(whole) == 1 or not (whole or theirs) else None


def _divided(ours, mine, places):
    """The same of a product and a sum: what each term has beside the product's other factors."""
    found = [(sign, _filled("factor", ours, factors(term), places)) for sign, term in terms(mine)]
    if len(found) == 1 or not all(part and len(part) == 1 for _, part in found):
        return None
    (name,) = {*found[0][1]}
    same = all(name in part for _, part in found)
    return {name: joined("term", [(sign, part[name]) for sign, part in found])} if same else None


def _together(found):
    """One dict of several, if they say the same of the same name; None if one is None."""
    total = {}
    for one in found:
        if one is None or any(key(total.setdefault(n, f)) != key(f) for n, f in one.items()):
            return None
    return total


def folded(step, formulas, first=False):
    """Each formula with the names of earlier lines in the place of what they compute, in the first step or in later ones; but not
    of what the rule has there under no name, which an earlier line that is wrong may compute by chance."""
    table, found = {}, {}
    for q, right in lines(step):
        rule = at_step(right, 1 if first else np.inf)
        plain = {code(part) for part in ast.walk(rule) if isinstance(part, ast.BinOp | ast.Call)} if q in formulas else ()
        called = {text: ast.Name(n) for text, n in table.items() if text not in plain}
        formula = mapped(formulas.get(q, rule), lambda node, called=called: called.get(code(node), node))
        if q in formulas:
            found[q] = parse(text(formula))
        case = code(right).startswith("np.where") and getattr(formula, "id", q) not in formulas
        if not isinstance(formula, ast.Name | ast.Constant) or case:
            table[code(formula)] = q
    return found
