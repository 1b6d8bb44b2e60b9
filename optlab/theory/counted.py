"""The same rule, counted otherwise: a quantity with another sign, or lr in another place."""

import ast
import functools

from .algebra import terms
from .edits import written
from .lines import BEFORE, lines, names, parse, put, text


@functools.cache
def counted(step, q):
    """[(factor, edit)]: the edits of a step in which factor * q stands in the place of q."""
    table, found = dict(lines(step)), []
    remembered = any(q + BEFORE in names(formula) for formula in table.values())
    for factor in ("-1", "lr", "-lr") if remembered else ("-1",) if q == "delta" else ():
        if "lr" not in factor or "lr" in names(table[q]):
            inside = {q, q + BEFORE}
            changes = {n: _formula(f, inside, factor, own=n == q) for n, f in table.items() if n == q or inside & names(f)}
            found.append((factor, written(step, changes)))
    return found


def _formula(formula, inside, factor, own):
    """A sum with factor * q in the place of q, {q, q_before} = inside; in q's own line the other terms are divided instead."""
    found = []
    for sign, term in terms(formula):
        holds, nodes = inside & names(term), list(ast.walk(term))
        if not holds and own:
            sign = sign if factor == "lr" else -sign
            term = put(term, {"lr": ast.Constant(1)}) if "lr" in factor else term
        elif holds and not own and any(isinstance(n, ast.Call) and inside & names(n) for n in nodes):  # grad(x + mu * v)
            term = put(term, {})
            for n in ast.walk(term):
                if isinstance(n, ast.Call):
                    n.args = [_formula(arg, inside, factor, own) for arg in n.args]
        elif holds and not own and not any(isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow) and inside & names(n.left)
                                           for n in nodes):  # fmt: skip
            sign = sign if factor == "lr" else -sign
            term = ast.BinOp(ast.Name("lr"), ast.Mult(), term) if "lr" in factor else term
        found.append((sign, term))
    if found[0][0] < 0:
        found.sort(key=lambda term: term[0] < 0)
    total = found[0][1] if found[0][0] > 0 else ast.UnaryOp(ast.USub(), found[0][1])
    for sign, term in found[1:]:
        total = ast.BinOp(total, ast.Add() if sign > 0 else ast.Sub(), term)
    return parse(text(total))
