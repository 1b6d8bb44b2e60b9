"""The same rule, counted otherwise: a quantity with another sign, lr in another place, sums for averages."""

import ast
import functools

import numpy as np

from ..run.signature import signature
from ..worlds.probes import equal, probes, reference, same, trace
from .algebra import factors, joined, key, rest, terms
from .edits import edit_of, edited, written
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


@functools.cache
def summed(step, *averages):
    """The edit of a step in which some averages h * q + (1 - h) * new are sums h * q + new, and 1 - h stands where they are used;
    "" where one of them is none."""
    table, changes = dict(lines(step)), set()
    for q in averages:
        old = next((part for _, part in terms(table[q]) if q + BEFORE in names(part)), None)
        share = next((part for _, part in factors(old) if getattr(part, "id", q + BEFORE) != q + BEFORE), None) if old else None
        new = [(sign, part) for sign, part in terms(table[q]) if part is not old]
        whole = [[other for other in factors(part) if key(other[1]) != key(rest(share))] for _, part in new] if share else [[]]
        if not all(len(part) == len(factors(term)) - 1 for part, (_, term) in zip(whole, new)) or len(new) != 1 or not share:
            return ""
        weighed = {n: ast.BinOp(rest(share), ast.Mult(), ast.Name(n)) for n in (q, q + BEFORE)}
        table = {n: f if n == q else put(f, weighed) for n, f in table.items()}
        table[q] = joined("term", [(1, old), (new[0][0], joined("factor", whole[0]))])
        changes |= {n for n, f in lines(step) if key(f) != key(table[n])}
    return written(step, {n: table[n] for n in changes})


@functools.cache
def from_points(step, q):
    """The edit of a step x = x + q in which the last point is remembered in the place of q, the way from it; "" of another."""
    table = dict(lines(step))
    if key(table["x"]) != key(parse(f"x_before + {q}")):
        return ""
    way = parse(f"x_before - np.where(t == 1, x_before, {q}_before)")
    moved = {n: put(f, {q + BEFORE: way}) for n, f in table.items() if q + BEFORE in names(f)}
    x = ast.BinOp(ast.Name("x" + BEFORE), ast.Add(), moved.get(q, table[q]))
    return written(step, moved | {q: ast.Name("x" + BEFORE), "x": x})


def forms(step, yours):
    """Edits of a step that take its path and count a quantity as somebody's run `yours` does, "" the first."""
    yield ""
    right = reference(step)
    other = [q for q, _ in lines(step) if q != "x" and q in yours and q in right and yours[q].shape == right[q].shape
             and not equal(step, yours, right, q)]  # fmt: skip
    for q in other:
        turned = np.nansum(np.sign(yours[q]) * np.sign(right[q])) < 0
        yield from (edit for factor, edit in counted(step, q) if (turned or "-" not in factor) and same_path(step, edit))
    points = [from_points(step, q) for q in other if q in signature(step).state]
    yield from (edit for edit in points if edit and same_path(step, edit))
    averages = [q for q in other if summed(step, q)]
    for some in ([q] for q in averages), [averages] * (len(averages) > 1):
        yield from (edit for edit in (summed(step, *qs) for qs in some) if edit and same_path(step, edit))


@functools.cache
def same_path(step, edit):
    """Whether an edit of a step leaves its path as it is."""
    try:
        twin, probe = edited(step, edit), probes(step)[0]
        return bool(same(trace(twin, probe, signature(step))["x"], trace(step, probe)["x"]).all())
    except Exception:
        return False


def carried(name, start, new):
    """What a memory of the learner's own is in terms of t: a power of beta, or the number of the step; None of any other."""
    match new:
        case ast.BinOp(ast.Name(old), ast.Mult(), ast.Name() as h) if old == name + BEFORE and start == 1:
            return ast.BinOp(h, ast.Pow(), ast.Name("t"))
        case ast.BinOp(ast.Name(old), ast.Add(), ast.Constant(1)) if old == name + BEFORE and start == 0:
            return ast.Name("t")


def other_starts(step, begins):
    """{state: number} of what starts with another number than in a step, or with one where the step has a case of its own for
    its first call, and x shows it. begins : {state: how it starts}."""
    state, numbers = signature(step).state, {q: float(begin) for q, begin in begins.items() if isinstance(begin, int | float)}
    late = {q: begin for q, begin in numbers.items() if q in state and state[q] is None}
    late = {} if late and same_path(step, edit_of(late)) else late  # one by one they may be none of its cases
    late = {q: begin for q, begin in late.items() if not same_path(step, edit_of({q: begin}))}
    return {q: begin for q, begin in numbers.items() if state.get(q) is not None and begin != state[q]} | late
