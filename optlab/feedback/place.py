"""Where a wrong line is written in a learner's function: the innermost line that makes it wrong, with the names that it uses."""

import ast
import builtins
import contextlib
import functools
import re

import numpy as np

from ..formulas.algebra import key
from ..formulas.apart import apart, compared
from ..formulas.fused import alike
from ..formulas.lines import BEFORE, LONG, at_step, case_of_t, looped, mapped, names, put, shown, text, tree
from ..formulas.values import evaluate, identical, named
from ..functions import source
from ..functions.inner import made_in, usual, written_out
from ..functions.innermost import innermost
from ..functions.roles import quantity_of
from ..run.signature import signature
from ..worlds.probes import same
from .comparison import EXCHANGED, NOT_RETURNED, STORED
from .words import old


def placed(c, wrong):
    """The wrong lines that a Comparison c has found, each with its place, in the learner's names."""
    c.learner.called = c.called | {w.quantity: name for w in wrong if (name := _own_name(c, w))}
    return _at_place(c, [_plain(c, w) for w in _by_name(c, wrong)])


def _own_name(c, wrong):
    """The learner's own name of what a wrong line computes, where it is no quantity of the rule."""
    if wrong.quantity not in c.missing:
        return None
    with contextlib.suppress(Exception):
        if not isinstance(wrong.formula, ast.Name):
            name = c.name_of(wrong.formula)
            return name if name not in c.called.values() else None
        own, values = c.learner.made - {*c.called.values(), *c.table}, evaluate(wrong.formula, c.env)  # by another name than that
        twins = [n for n, v in c.locals.items() if n in own and same(v, values).all()]
        return twins[0] if len(twins) == 1 else None


def _by_name(c, wrong):
    """The wrong lines as they are written: with names in the place of what other wrong lines compute."""
    told, made = [], {}
    for w in wrong:
        if w.formula is not None:
            mine = c.learner.written.get(c.learner.called.get(w.quantity), w.formula)
            mine = mine if c.equal(mine, w.formula) and w.quantity not in names(mine) else w.formula
            fine = [q for q in c.table if q in c.env and q not in (w.quantity, *c.wrong)]
            used = {text: ast.Name(q) for text, q in made.items() if q in names(c.table.get(w.quantity, ast.Name(q)))}
            w = w._replace(formula=mapped(named(mine, c.env, fine), lambda node, used=used: used.get(key(node), node)))
            made[key(w.formula)] = w.quantity
        told.append(w)
    bare = {w.formula.id: w.quantity for w in told if isinstance(w.formula, ast.Name)}  # v_hat = v: what uses v_hat uses v
    for i, w in enumerate(told):
        used = names(c.table.get(w.quantity, ast.Name(w.quantity)))
        alias = {v: ast.Name(v_hat) for v, v_hat in bare.items() if v_hat in used and v not in used}
        told[i] = w._replace(formula=w.formula and put(w.formula, alias))
    return told


def _plain(c, wrong):
    """The wrong line with what it is compared as."""
    if wrong.formula is None or wrong.quantity not in c.table:
        return wrong
    right, mine = (at_step(f, np.inf) for f in alike(wrong.formula, wrong.quantity, c.table))
    plain = compared(right, mine, c.equal)
    return wrong._replace(plain=plain) if key(plain) != key(mine) else wrong


def _at_place(c, wrong):
    """The wrong lines with their innermost lines; those of one line that makes a quantity of the rule are that quantity's."""
    found, places = {}, [_innermost(c, w, wrong) for w in wrong]
    deep = [(at.name, key(at.right)) for at in places if at and at.deep]
    shared = {name for name, needed in deep if any(n == name and other != needed for n, other in deep)}
    own = [source.line(c.learner.function, at.line) for at in places if at and not at.deep]
    shared |= {name for name, _ in deep if any(re.search(rf"\b{name}\b", line) for line in own)}  # a line that is wrong by itself
    right = {c.learner.back(q) for q in ({*c.checked} - {*c.wrong}) & c.learner.sig.state.keys()} if not c.form else set()
    shared |= right - source.assigned_again(c.learner.function)  # what comes back and is right
    for w, at in zip(wrong, places):
        back = at and at.line == source.return_line(c.learner.function) and getattr(at.mine, "id", None)
        if back and shown(back) in c.learner.made and w.formula:  # a name alone comes back
            line = source.line_of(c.learner.function, shown(back).__eq__)
            at = at._replace(name=shown(back), line=line, mine=w.formula) if line else at
        at = _innermost(c, w, wrong, shared) if at and at.name in shared else at  # one line cannot be two things
        read = at and not any("#" in n for n in names(at.mine))
        w = w._replace(at=at._replace(mine=_dated(c, at.right, compared(at.right, at.mine, c.equal))) if read else at)
        q = getattr(w.formula, "id", None)  # what the rule has under a name, and this line writes out
        if at and q in c.table and not re.search(rf"\b{c.learner.own_name(q)}\b", source.line(c.learner.function, at.line)):
            w = w._replace(formula=c.table[q], at=at if at.deep else at._replace(mine=c.table[q]))
        if at and not at.deep and key(at.right) == key(at.mine) + BEFORE:  # g2 = g1, where g1 is g already
            w = w._replace(plain=at.mine)
        ways = [(p, mine, needed) for mine, needed in (at.way if at else ()) for p in c.missing if c.equal(c.table[p], needed)]
        if ways and ways[0][0] != w.quantity:  # a quantity of the rule that has another name
            w = w._replace(quantity=ways[0][0], formula=ways[0][1])
        found.setdefault(w.quantity, w)
    return c.in_order(found.values())


def line_number(learner, wrong, told, table):
    """The number of the learner's line that makes a quantity, or else what is made of it; of the return, where that is wrong."""
    q, right = wrong.quantity, table.get(wrong.quantity)
    mine, back = learner.own_name(q), learner.back(q)
    at_return = told.name in (NOT_RETURNED, EXCHANGED, "only the step returned", "memory of the first step") or old(wrong)
    at_return = at_return or (wrong.name == STORED and wrong.right)
    deep = wrong.at and wrong.at.deep
    if at_return or (not deep and q in ("x", *learner.sig.state) and quantity_of(back, learner.quantities) not in (q, None)):
        return source.return_line(learner.function, mine)
    first = wrong.formula is not None and ast.unparse(wrong.formula).startswith("np.where(t == 1, ") and (
        right is None or identical(at_step(wrong.formula, np.inf), at_step(right, np.inf)))
    if wrong.name == "a coordinate left out" and (loop := source.loop_line(learner.function, learner.line_of(q))):
        return loop
    if (at := wrong.at) and not first:
        pieces = [piece for *_, piece in apart(at.right, at.mine)] if at.mine and not at.own else []
        return source.helper_line(learner.function, at.line, pieces) or at.line
    last = q == shown(q) and not isinstance(right, ast.IfExp)  # of a hyperparameter's case, what holds without it stands above
    made = first and learner.line_of(shown(q), source.case_line) or learner.line_of(shown(q), last=last)
    there = source.return_line(learner.function, mine) if mine in dict(source.returned_as(learner.function)) else None
    there = there or (source.return_line(learner.function) if q == "x" else None)
    return made or there or next(filter(None, (learner.line_of(n) for n, f in table.items() if q in names(f))), None)


def to_be_seen(c, wrong, beside, known):
    """Whether the mistake can be seen in the told line, as its names stand there. beside : whether another line is wrong as well;
    then a wrong call, such as np.abs, may have no effect. known : whether it is a well-known mistake."""
    at, mine = wrong.at, wrong.at and wrong.at.mine
    line = source.line(c.learner.function, at.line) if mine is not None else ""

    def stand(pieces):
        if beside and any(isinstance(n, ast.Call) for piece in pieces if piece is not None for n in ast.walk(piece)):
            return False
        own = {c.learner.own_name(n.removesuffix(BEFORE)) for piece in pieces if piece is not None for n in names(piece)}
        return all(re.search(rf"\b{name}\b", line) for name in own)

    if known or not (at and at.deep):  # it is the line of the quantity itself; but x - x_before is right, whatever x is
        moved = wrong.formula and "x" in names(wrong.formula) - names(c.table.get(wrong.quantity, wrong.formula))
        return not moved and (not line or stand([piece for *_, piece in apart(at.right, mine)]))
    if not line or wrong.formula is None or case_of_t(mine) or case_of_t(wrong.formula):
        return False
    last = source.line_of(c.learner.function, lambda name: name == at.name)
    if isinstance(mine, ast.Name) or last not in (None, at.line):  # what uses it may be wrong
        return False
    pieces, more = [piece for *_, piece in apart(at.right, mine) if piece is not None], names(mine) - names(at.right)
    read = not {wrong.quantity, "x"} & more and more <= names(wrong.formula)  # else something of the function's own is in it
    return read and stand(pieces)


def reading(c, q=""):
    """({name: Made} of the lines of the function, {own name: name in the rule} of what means the same at its end, hyperparameters
    that are off), to find the line of q; nothing is read in a loop, and None where nothing can be."""
    learner, returned = c.learner, c.learner.back_as
    again = {"x", *signature(learner.step).state, *c.table}
    begin = {p: ast.Name(r.name + BEFORE * (r.name in again)) for p, r in learner.roles.items() if r.kind != "own"}
    known = {r.name: p for p, r in learner.roles.items() if r.kind == "state" or r.name == "x"}
    known |= {p: n for p in c.table if (n := returned.get(known.get(p, p)))}
    known = {own: p for p, own in (known | learner.called).items()}
    free = tuple(p for p in learner.quantities if p not in known.values())
    known |= {n: p for n in learner.made if n not in known and (p := quantity_of(n, free))}
    known |= {n: n for n in learner.made & c.table.keys() - {*known.values(), *learner.called.values()}}
    known = {own: p for own, p in known.items() if p not in c.hidden or p == q}
    off = {h for h, default in learner.sig.hyper.items() if default is False}
    if looped(tree(learner.function)):
        return None
    with contextlib.suppress(KeyError, ValueError, RecursionError, AttributeError):
        order = [next((p for p, q in known.items() if q == n), n) for n in (learner.order or ())]
        return made_in(tree(learner.function), begin, known, off, order), known, off
    return None


def _innermost(c, wrong, others, but=frozenset()):
    """The Inner line of a wrong one; None where the function cannot be read line by line, as one with a loop."""
    q, told, below = wrong.quantity, {w.quantity for w in others}, source.nodes(c.learner.function)
    read = None if wrong.formula is None or wrong.name or not below else reading(c, q)
    if not read:
        return None
    made, known, off = read
    with contextlib.suppress(KeyError, ValueError, RecursionError, AttributeError, SyntaxError):
        users = (p for p in c.table if p in made and q in names(c.table[p]) | {p})
        start = q if q in made else next(users, "")  # a quantity without a name is a part of another one's line
        right, mine = (usual(f, off) for f in (c.inline(c.table[start]), wrong.formula))
        if start in made and c.equal(written_out(made[start].formula, made, {*c.table}), right):
            return None  # as it is written it is right: something else changes it, as out=v does
        called = {one.own: ast.Name(n) for n, one in made.items()}  # the last of a name

        def by_name(node):
            with contextlib.suppress(Exception):  # of a part that has no values of its own
                return called.get(None if isinstance(node, ast.Name | ast.Constant) else c.local(evaluate(node, c.env)), node)
            return node

        so = mapped(right, by_name) if key(right) != key(mine) else right
        known = {*c.table, *(f"{n}__1" for n in but)}
        rule, fine = {*c.env, *c.env["__globals__"], *dir(builtins)}, {*c.table} - told - {start}
        fine -= {*c.wrong, *(p for p in fine if q not in made and q in names(c.table[p]))}  # what uses it is wrong as well
        return _short(c, innermost(start, right, so, made, fine, known, rule, c.equal, functools.partial(_stands, c)))
    return None


def _dated(c, right, mine):
    """The learner's formula with what a name of his stands for, where that is what the rule has there, but with older values."""
    more = (names(mine) - names(right)) & c.learner.made - {*c.table}
    read = reading(c) if more else None
    for n, holds in ((one.own, one.formula) for one in read[0].values() if one.own in more) if read else ():
        now = put(holds, {old: ast.Name(shown(old)) for old in names(holds) if old.endswith(BEFORE) and shown(old) in c.table})
        if key(now) != key(holds) and key(now) in {key(part) for part in ast.walk(right) if isinstance(part, ast.expr)}:
            mine = put(mine, {n: holds})
    return mine


def _short(c, at):
    """The same, with names of the rule in the place of their formulas where it is too long to be read."""
    if len(text(at.right)) < LONG:
        return at
    called = {key(formula): ast.Name(n) for n, formula in c.table.items() if n == shown(n) and not isinstance(formula, ast.Name)}
    right, mine = (mapped(formula, lambda node: called.get(key(node), node)) for formula in (at.right, at.mine))
    return at._replace(right=right, mine=mine)


def _stands(c, formula, name, right):
    """What a name must be for a formula to have the values of another one: the formula of a quantity that is missing."""
    for p in c.missing:
        with contextlib.suppress(Exception):
            if same(evaluate(formula, c.env | {name: c.env[p]}), evaluate(right, c.env)).all():
                return c.inline(c.table[p])
    return None
