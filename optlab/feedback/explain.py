"""What a learner's function computes, line by line: each line of the reference, on the values that the learner had before it.

So a wrong line does not spoil the next one, and two mistakes are seen as two. What a line computes instead is looked for
among the named changes first, then among all formulas a change or two away, and in the learner's function run on symbols.
Nothing is claimed that does not reproduce the learner's run: the edit is run on fresh probes beside the learner.
"""

import ast
import contextlib
import functools
import itertools
from typing import NamedTuple

import numpy as np

from ..run.signature import signature
from . import names as named
from . import search
from .foreign import Stumble
from .lines import BEFORE, copied, edited, lines, names, parse, put, text, written
from .probes import DATA_SIZE, STEPS, equal, is_alone, probes, reference, same, stack, stacked, trace
from .search import call

WORK = 24_000_000  # numbers that are computed at most to find the formulas (0.4 s of a 2024 processor), and for one search of it
NEAR = 8_000_000


class Wrong(NamedTuple):
    """A wrong line: the quantity, its formula in the learner's function (None: not found), the row of its name, changes."""

    quantity: str
    formula: ast.AST | None
    row: named.Row | None
    bound: dict
    cost: int


class Explanation(NamedTuple):
    """wrong: the wrong lines. edit: them as an edit of the reference that takes the learner's path, or "". starts: {state: its
    wrong start}. lines: how many lines could be compared. form: the edit of the
    reference to the form in which the learner wrote it (another sign, another place for lr)."""

    wrong: tuple
    edit: str
    starts: dict
    lines: int
    form: str


def explain(learner, step, yours, tolerance=1e-9):
    """The Explanation of a learner's run `yours` that is not the reference's."""
    sig = signature(step)
    starts = {r.name: r.default for r in learner.roles.values() if r.kind == "state" and r.name in sig.state
              and _differs(r.default, sig.state[r.name])}  # fmt: skip
    started = "start({})".format(", ".join(f"{s}={_number(v)}" for s, v in starts.items())) if starts else ""
    best, plain = None, yours
    with contextlib.suppress(Stumble, ValueError):
        yours = stack([learner.run(probe, shaken=True) for probe in probes(step)])
    bare = {q: v for q, v in yours.items() if q not in learner.helpers}
    for form in forms(step, plain):
        for values in (yours, bare) if len(bare) < len(yours) else (yours,):
            judged = Judge(learner, edited(step, form) if form else step, values, tolerance)
            score = (len(judged.wrong), bool(form))
            if best is None or score < best[0]:
                best = score, form, judged
    _, form, judged = best
    wrong = judged.search(search.Budget(WORK))
    edit = ""
    if wrong or starts:
        edit = _confirmed(learner, step, form, judged, wrong, started)
    if not edit:
        edit, own = from_symbols(learner, step, judged, wrong, started)
        if edit:
            wrong = own
    if not edit:
        wrong = [w._replace(formula=None, row=None) for w in wrong]
    pair = exchanged(learner, step, yours, tolerance) if len(wrong) > 1 else ()
    if pair:  # then the lines below are right
        wrong = [w._replace(row=EXCHANGED) for w in wrong if w.quantity in pair]
    return Explanation(tuple(wrong), edit, starts, len(judged.checked), form)


def exchanged(learner, step, yours, tolerance):
    """The two states whose new values are returned under each other's names, if all lines are right once that is put right."""
    for a, b in itertools.combinations([s for s in signature(step).state if s in yours], 2):
        judged = Judge(learner, step, {**yours, a: yours[b], b: yours[a]}, tolerance)
        if not judged.wrong and {a, b} <= set(judged.checked):
            return a, b
    return ()


def _confirmed(learner, step, form, judged, wrong, started):
    """The edit of the wrong lines, if it reproduces the learner's run."""
    if any(w.formula is None for w in wrong):
        return ""
    changes = {w.quantity: w.formula for w in wrong} | judged.follow
    body = written(judged.step, changes)
    if form:  # the other lines of this form belong to the edit as well
        rest = {q: f for q, f in lines(judged.step) if q not in changes and f"{q} = " in form}
        body = written(judged.step, {**rest, **changes})
    edit = "; ".join(part for part in (started, body) if part)
    return edit if reproduces(learner, step, edit) else ""


def reproduces(learner, step, edit):
    """Whether the edited reference walks the learner's path on fresh probes."""
    try:
        twin = edited(step, edit)
        for probe in (probes(step, 77)[i] for i in (0, 2, 5, 6)):
            mine = learner.run(probe)["x"]
            theirs = trace(twin, probe, signature(step))["x"]
            if not _equal_while_finite(mine - probe.x0, theirs - probe.x0, learner.tolerance):
                return False
    except (Stumble, Exception):
        return False
    return True


def _equal_while_finite(a, b, tolerance):
    """Runs that leave the floats part by rounding; till then they are equal, and they leave them together."""
    bad = ~(np.isfinite(a) & np.isfinite(b) & (np.abs(b) < 1e8)).reshape(len(a), -1).all(1)
    end = int(np.argmax(bad)) if bad.any() else len(a)
    if end == 0:
        return bool(same(a, b).all())
    tolerance = max(tolerance, 1e-8)
    return bool(same(a[:end], b[:end], tolerance).all())


def _differs(value, start):
    if start is None or isinstance(value, type) or not isinstance(value, int | float):
        return False
    return value != start


def _number(value):
    return repr(float(value))


# Forms: the same rule with another sign for a quantity, or lr elsewhere


def forms(step, yours):
    """Edits of the reference that take its path and count a quantity otherwise, as far as the learner has that quantity."""
    yield ""
    for q, _ in lines(step):
        if q != "x" and q in yours and not equal(step, yours, reference(step), q):
            yield from _forms(step, q)


@functools.cache
def _forms(step, q):
    table = dict(lines(step))
    factors = ("-1", "lr", "-lr") if q + BEFORE in names_of(step) else ("-1",) if q == "delta" else ()
    edits = [_form(step, table, q, factor) for factor in factors]
    return [edit for edit in edits if edit and _same_path(step, edit)]


def _same_path(step, edit):
    try:
        twin, probe = edited(step, edit), probes(step)[0]
        return bool(same(trace(twin, probe, signature(step))["x"], trace(step, probe)["x"]).all())
    except Exception:
        return False


def _form(step, table, q, factor):
    """The edit that puts factor * q in the place of q everywhere, with the factor taken out of q's own line."""
    inside = {q, q + BEFORE}
    if "lr" in factor and not any("lr" in names(f) for n, f in table.items() if n == q):
        return None
    changes = {}
    for name, formula in table.items():
        if name == q:
            changes[name] = _divided(formula, inside, factor)
        elif inside & names(formula):
            changes[name] = _multiplied(formula, inside, factor)
    return written(step, changes)


def _terms(node, sign=1):
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return _terms(node.left, sign) + _terms(node.right, sign if isinstance(node.op, ast.Add) else -sign)
    return [(sign, node)]


def _sum(terms):
    terms = sorted(terms, key=lambda term: term[0] < 0) if terms[0][0] < 0 else terms
    first_sign, total = terms[0]
    if first_sign < 0:
        total = ast.UnaryOp(ast.USub(), total)
    for sign, node in terms[1:]:
        total = ast.BinOp(total, ast.Add() if sign > 0 else ast.Sub(), node)
    return total


def _divided(formula, inside, factor):
    terms = []
    for sign, node in _terms(formula):
        if not inside & names(node):
            if factor != "lr":
                sign = -sign
            if "lr" in factor:
                node = put(node, {"lr": ast.Constant(1)})
        terms.append((sign, node))
    return parse(text(_sum(terms)))


def _multiplied(formula, inside, factor):
    class Inside(ast.NodeTransformer):
        def visit_Call(self, node):  # grad(x + mu * v)
            if inside & names(node):
                node.args = [_multiplied(arg, inside, factor) for arg in node.args]
            return node

    terms = []
    for sign, node in _terms(formula):
        if inside & names(node):
            if any(isinstance(n, ast.Call) and inside & names(n) for n in ast.walk(node)):
                node = Inside().visit(copied(node))
            elif not any(
                isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow) and inside & names(n.left) for n in ast.walk(node)
            ):
                sign = sign if factor == "lr" else -sign
                node = ast.BinOp(ast.Name("lr"), ast.Mult(), node) if "lr" in factor else node
        terms.append((sign, node))
    return _sum(terms)


# The lines


def environment(learner, step, yours):
    """Arrays (STEPS, probes, coordinates) of all that a line may use: new and old values, inputs, hyperparameters."""
    base = learner.step  # its probes were used
    P, sig = stacked(base), signature(base)
    shape = P.g.shape
    env = dict(t=np.arange(1.0, STEPS + 1)[:, None, None], n=np.array(float(DATA_SIZE)), __globals__=step.__globals__)
    for h in sig.hyper:
        env[h] = np.array(P.hyper[h]) if isinstance(P.hyper.get(h), list | np.ndarray) else P.hyper.get(h)
    if "grad" in sig.inputs:
        env["grad"], env["g_0"] = lambda y: P.g + y + np.sin(3 * y) / 2, P.g
    else:
        env["g"] = P.g
    if "f" in sig.inputs:
        env["f"] = P.f
    if is_alone(base):
        env["rng"] = _Draws()
    begin = {learner.roles[p].name: learner.start(p, P.x0) for p in learner.state} | {"x": P.x0}
    for q, value in yours.items():
        env[q] = value
        first = begin.get(q, signature(step).state.get(q, None) if q in signature(step).state else None)
        if (q in signature(step).state or q == "x") and q + BEFORE not in yours:
            first = signature(step).state.get(q) if first is None else first
            first = np.nan if first is None else first
            env[q + BEFORE] = np.concatenate([np.broadcast_to(first, value.shape[1:])[None], value[:-1]])
    if "g" + BEFORE in names_of(step):  # the step gives g another meaning
        env["g" + BEFORE] = env["g"]
        if "g" not in yours:
            del env["g"]
    if "grad" in sig.inputs and "x_before" in env:
        env["g"] = env["grad"](env["x_before"])
    return {k: np.broadcast_to(v, shape) if isinstance(v, np.ndarray) and v.ndim <= 3 else v for k, v in env.items()}


def names_of(step):
    return set().union(*(names(f) for _, f in lines(step))) if lines(step) else set()


class _Draws:
    """The random numbers that a step is given: the first draw of each step, for all probes."""

    def standard_normal(self, shape, dtype=float):
        return np.stack([np.random.default_rng(t).standard_normal(shape[-1:]) for t in range(1, STEPS + 1)])[:, None, :]


class Judge:
    """Which lines of a step (the reference, or another form of it) fit the learner's values."""

    def __init__(self, learner, step, yours, tolerance):
        self.learner, self.step, self.tolerance = learner, step, tolerance
        self.reference = [(q, f) for q, f in lines(step)]
        self.table = dict(self.reference)
        self.env = environment(learner, step, yours)
        self.right, self.wrong, self.checked, self.missing, self.follow, self.groups, self.symbols = {}, [], [], {}, {}, {}, None
        self.budget = search.Budget(WORK)
        trusted = _trusted(learner.step, step)
        for q, formula in self.reference:
            needed = {n.removesuffix(BEFORE) if n not in self.env else n for n in names(formula)}
            lost = {n for n in names(formula) if n not in self.env and n in {x for y in self._known_names() for x in (y,)}}
            if q not in self.env:
                if not lost:
                    with contextlib.suppress(Exception):
                        self.env[q] = np.array(search.evaluate(formula, self.env))
                self.missing[q] = formula
                continue
            if lost and q == "x":
                self.wrong.append(q)  # the learner has no such state at all
                self.checked.append(q)
            if lost or q not in trusted or not needed:
                continue
            try:
                values = search.evaluate(formula, self.env)
            except Exception:
                continue
            self.checked.append(q)
            if not self.fits(q, values):
                self.wrong.append(q)

    def _known_names(self):
        state = signature(self.step).state
        return {*self.table, *(s + BEFORE for s in state)}

    def fits(self, q, values):
        base = self.env["x_before"] if q == "x" else 0.0
        return bool(same(self.env[q] - base, values - base, self.tolerance).all())

    def fits_formula(self, q):
        def test(formula):
            try:
                return self.fits(q, search.evaluate(formula, self.env))
            except Exception:
                return False

        return test

    def inline(self, formula):
        """The formula with the lines that the learner does not have in the place of their names."""
        for _ in range(9):
            lost = names(formula) & set(self.missing)
            if not lost:
                break
            formula = put(formula, {q: self.missing[q] for q in lost})
        return formula

    def inline_changed(self, q, found):
        """The formula of a line with what has been found for the lines below it."""
        changed = {w.quantity: w.formula for w in found if w.formula is not None}
        formula = self.table[q]
        for _ in range(9):
            lost = names(formula) & set(self.missing)
            formula = put(formula, {n: changed.get(n, self.missing[n]) for n in lost}) if lost else formula
        return formula

    def about(self, q):
        sig = signature(self.learner.step)
        return dict(q=q, hyper=[h for h in sig.hyper if h not in ("lr", "eps", "final_lr", "gamma", "c", "f_star")],
                    state={s for s in sig.state if q != s},
                    numbers=[*self.learner.numbers, *(v for v in sig.hyper.values() if type(v) in (int, float))])  # fmt: skip

    def search(self, budget):
        """[Wrong] for each wrong line, in order; a line that only follows from a state that was not returned is none."""
        found = []
        for left, q in zip(range(len(self.wrong), 0, -1), self.wrong, strict=True):
            self.budget = budget.part(budget.left / left)
            if self._follows(q, found):
                continue
            if any(w.quantity in self._group(q) and w.formula is not None for w in found) and self.fits_formula(q)(
                self.inline_changed(q, found)
            ):
                continue
            found += (self._within(NEAR, self._named, q) or self._within(NEAR, self._near, q, 1)
                      or self._within(NEAR, self._two, q) or self._own(q)
                      or self._within(WORK, self._near, q, 2) or [Wrong(q, None, None, {}, 9)])  # fmt: skip
            self.right[q] = self.inline(self.table[q])
        return found

    def _within(self, numbers, look, *args):
        """What a search finds before its part of the budget is spent."""
        whole, self.budget = self.budget, self.budget.part(numbers)
        try:
            return look(*args)
        except search.Spent:
            return None
        finally:
            self.budget = whole

    def _own(self, q):
        """What the learner's function says itself, run on symbols."""
        if self.symbols is None:
            self.symbols = ({}, {})
            with contextlib.suppress(Exception, Stumble):
                later, first = (folded(self.step, self.learner.symbols(now)[1]) for now in (False, True))
                both = {q: call("np.where", parse("t == 1"), first[q], f) for q, f in later.items() if q in first}
                self.symbols = later, both
        for formula in (s[q] for s in self.symbols if q in s):
            if self.fits_formula(q)(formula):
                return [Wrong(q, parse(text(formula)), None, {}, 2)]
        return None

    def _follows(self, q, found):
        """Whether the line fits with what an earlier wrong line should have been: that one is computed, and not returned."""

        def kept(s):
            return s + BEFORE in self.env and np.array_equal(self.env[s], self.env[s + BEFORE], equal_nan=True)

        stale = [i for i, w in enumerate(found) if w.quantity in names(self.table[q]) & set(self.right) and kept(w.quantity)]
        formula = put(self.inline(self.table[q]), {found[i].quantity: self.right[found[i].quantity] for i in stale})
        if not stale or not self.fits_formula(q)(formula):
            return False
        for i in stale:
            found[i] = found[i]._replace(row=NOT_RETURNED)
        self.follow[q] = formula
        return True

    def _group(self, q):
        """The line, and the lines it uses that the learner does not have, in order."""
        if q not in self.groups:
            group, todo = {q}, [q]
            while todo:
                lost = names(self.table[todo.pop()]) & set(self.missing) - group
                group |= lost
                todo += lost
            self.groups[q] = [n for n, _ in self.reference if n in group]
        return self.groups[q]

    def _options(self, q):
        return {name: named.changes(self.table[name], {**self.about(name)}) for name in self._group(q)}

    def _value(self, q, formulas):
        """The numbers of a line when some of the lines below it are changed."""
        env = self.env
        if len(formulas) - (q in formulas):
            env = dict(env)
            for name in self._group(q):
                if name != q:
                    with contextlib.suppress(Exception):  # what it needs is not there
                        env[name] = search.evaluate(formulas.get(name, self.table[name]), env)
        return search.evaluate(formulas.get(q, self.table[q]), env)

    def _fit_all(self, q, choice):
        self.budget.spend(self.env[q].size)
        try:
            return self.fits(q, self._value(q, {name: new for name, (_, _, new) in choice.items()}))
        except Exception:
            return False

    def _wrongs(self, choice):
        order = [q for q, _ in self.reference]
        return [Wrong(n, new, row, bound, 1) for n, (row, bound, new) in sorted(choice.items(), key=lambda c: order.index(c[0]))]

    def _named(self, q):
        """One named change, or the same change in several lines."""
        options = self.options = self._options(q)
        for name, list_ in options.items():
            for option in list_:
                if self._fit_all(q, {name: option}):
                    return self._wrongs({name: option})
        for row in named.NAMES:
            same_row = [[(n, o) for o in list_ if o[0] is row] for n, list_ in options.items()]
            same_row = [group for group in same_row if group]
            for count in range(2, min(len(same_row), 3) + 1):
                for groups in itertools.combinations(same_row, count):
                    for choice in itertools.product(*groups):
                        if self._fit_all(q, dict(choice)):
                            return self._wrongs(dict(choice))
        return None

    def _two(self, q):
        """Two named changes in two lines, or one after the other in one line."""
        small = search.rows_of(self.env, q, self.inline(self.table[q]))
        aim = small[q] - (small["x_before"] if q == "x" else 0)
        size = np.nanmax(np.where(np.isfinite(aim), np.abs(aim), 0), initial=0)

        def near(choice):
            self.budget.spend(2 * search.Budget.CALL * len(self._group(q)))
            env = dict(small)
            try:
                for name in self._group(q):
                    if name != q:
                        env[name] = search.evaluate(choice[name][2] if name in choice else self.table[name], env)
                value = search.evaluate(choice[q][2] if q in choice else self.table[q], env)
            except Exception:
                return False
            value = value - (env["x_before"] if q == "x" else 0)
            return bool(((np.abs(value - aim) <= 1e-9 * size + 1e-15) | (np.isnan(value) & np.isnan(aim))).all())

        for (a, ones), (b, twos) in itertools.combinations(self.options.items(), 2):
            for one, two in itertools.product(ones, twos):
                if near({a: one, b: two}) and self._fit_all(q, {a: one, b: two}):
                    return self._wrongs({a: one, b: two})
        for name, list_ in self.options.items():
            for one in list_:
                self.budget.spend(150_000)  # to derive the changes of a changed line
                for two in named.changes(one[2], self.about(name)):
                    if near({name: two}) and self._fit_all(q, {name: two}):
                        found = self._wrongs({name: two})[0]
                        return [found._replace(row=BOTH(one, two), bound=two[1] | one[1], cost=2)]
        return None

    def _near(self, q, depth):
        """Any formula a change or two away."""
        hyper = list(signature(self.learner.step).hyper)
        whole = self.inline(self.table[q])
        for formula in (self.table[q], whole) if ast.unparse(whole) != ast.unparse(self.table[q]) else (whole,):
            if not names(formula) <= {*self.env, "np", *self.env["__globals__"]}:
                continue
            reference = [(n, self.inline(f) if formula is whole else f) for n, f in self.reference]
            try:
                node, cost = search.variants(q, formula, self.env, reference, hyper, self.right, self.learner.numbers,
                                             self.fits_formula(q), depth, self.budget)  # fmt: skip
            except search.Spent:
                raise
            except Exception:
                continue
            if node is not None:
                return self._apart(q, node, cost)
        return None

    def _apart(self, q, node, cost):
        """The formula told apart into the lines that it is made of, where it is the line itself with other lines put in."""
        bound = {}
        if not isinstance(self.table[q], ast.Name) and self._align(self.table[q], node, bound):
            parts = {n: v for n, v in bound.items() if ast.unparse(v) != ast.unparse(self.inline(self.missing[n]))}
            own = not any(n.rpartition("_")[2].isdigit() for n in parts)  # x_1 cannot be changed alone
            if parts and own and all(names(v) - set(self.missing) == names(v) for v in parts.values()):
                return [Wrong(n, parse(text(v)), None, {}, cost) for n, v in parts.items()]
        table = {ast.unparse(self.inline(self.missing[n])): n for n in self._group(q) if n in self.missing}

        class Fold(ast.NodeTransformer):
            def visit(self, n):
                if isinstance(n, ast.expr) and ast.unparse(n) in table:
                    return ast.Name(table[ast.unparse(n)])
                return self.generic_visit(n)

        return [Wrong(q, parse(text(Fold().visit(parse(ast.unparse(node))))), None, {}, cost)]

    def _align(self, right, node, bound):
        if isinstance(right, ast.Name) and right.id in self.missing:
            if right.id in bound:
                return ast.unparse(bound[right.id]) == ast.unparse(node)
            bound[right.id] = node
            return True
        if type(right) is not type(node):
            return False
        if isinstance(right, ast.Name | ast.Constant | ast.Attribute):
            return ast.unparse(right) == ast.unparse(node)
        kids = list(ast.iter_child_nodes(right)), list(ast.iter_child_nodes(node))
        return len(kids[0]) == len(kids[1]) and all(
            type(a) is type(b) if isinstance(a, ast.operator | ast.unaryop | ast.expr_context) else self._align(a, b, bound)
            for a, b in zip(*kids, strict=True)
        )


NOT_RETURNED = named.row("new value not returned", "S", "A -> S",
                         "The new value is computed and used, but the old one is returned: the next step knows nothing of it.",
                         "Your first step is right, the second is not.", "What is not returned is forgotten.",
                         "what is returned must be the new value.")  # fmt: skip


EXCHANGED = named.row("new values exchanged", "S", "A -> S", "What is returned as {q} is the new value of another state.",
                      "Your first x is right, the second is not.", "Each new value comes back under its own name.",
                      "look at which name gets which value.")  # fmt: skip


def BOTH(one, two):
    """A row for two named changes of one line."""
    a, b = one[0], two[0]
    if a is b:
        return a
    return named.Row(
        f"{a.name}, {b.name}",
        a.where,
        (),
        f"{a.message} {b.message}",
        a.symptom,
        f"{a.idea} {b.idea}",
        f"{a.line[:-1]}; {b.line}",
    )


def _trusted(base, step):
    """The lines that, evaluated on the reference's own run, give the reference's own values."""
    key = base, step
    if key not in _TRUST:

        class Self:  # the reference as a learner of itself
            roles, state, step_inputs, numbers = {}, [], set(), ()

        me = Self()
        me.step, me.start = base, None
        run = stack([trace(step, probe, signature(base)) for probe in probes(base)])
        sig = signature(step)
        from .learner import Role

        me.roles = {s: Role("state", s, v) for s, v in sig.state.items()}
        me.state = list(sig.state)
        me.start = lambda p, x: sig.state[p] if sig.state[p] is None else np.full(x.shape, float(sig.state[p]))
        env, good = environment(me, step, run), set()
        for q, formula in lines(step):
            try:
                values = search.evaluate(formula, env)
            except Exception:
                continue
            if q not in env:
                env[q] = values
                good.add(q)
                continue
            base_value = env["x_before"] if q == "x" else 0.0
            if same(values - base_value, env[q] - base_value).all():
                good.add(q)
        _TRUST[key] = good
    return _TRUST[key]


_TRUST = {}


# Symbols


def from_symbols(learner, step, judged, wrong, started):
    """The edit and the wrong lines, read from the learner's function run on symbols; ("", wrong) where that does not go."""
    with contextlib.suppress(Exception, Stumble):
        own, later = learner.symbols()
        edit, wrong = _from(learner, step, judged, wrong, started, own, later)
        if edit:
            return edit, wrong
        _, first = learner.symbols(first=True)
        both = {
            q: call_where(first[q], f) if q in first and ast.unparse(first[q]) != ast.unparse(f) else f for q, f in later.items()
        }
        return _from(learner, step, judged, wrong, started, own, both)
    return "", wrong


def call_where(first, later):
    return ast.IfExp(parse("t == 1"), first, later)


def _from(learner, step, judged, wrong, started, own, formulas):
    order = [q for q, _ in lines(step)]
    formulas, marked = folded(step, {q: f for q, f in formulas.items() if q in order}), {w.quantity for w in wrong}
    extra = "".join(f"{s} = {text(f)}; " for s, (_, f) in own.items())
    begin = f"start({', '.join(f'{s}={_number(v)}' for s, (v, _) in own.items())})" if own else ""
    everything = formulas
    for keep in ({q: f for q, f in formulas.items() if q in marked}, everything):
        body = written(step, {w.quantity: w.formula for w in wrong if w.formula is not None and keep is not everything} | keep)
        edit = "; ".join(part for part in (started, begin, extra.rstrip("; "), body) if part)
        if keep and reproduces(learner, step, edit):
            if keep is everything and not wrong:
                wrong = [Wrong("x", None, None, {}, 9)]
            return edit, [w if w.formula is not None or w.quantity not in formulas else
                          w._replace(formula=parse(text(formulas[w.quantity]))) for w in wrong]  # fmt: skip
    return "", wrong


def folded(step, formulas):
    """Each formula with the names of earlier lines in the place of what they compute."""
    table, found = {}, {}

    class Fold(ast.NodeTransformer):
        def visit(self, node):
            node = self.generic_visit(node)
            return ast.Name(table[ast.unparse(node)]) if isinstance(node, ast.expr) and ast.unparse(node) in table else node

    for q, right in lines(step):
        formula = Fold().visit(copied(formulas.get(q, right)))
        if q in formulas:
            found[q] = formula
        if not isinstance(formula, ast.Name | ast.Constant):
            table[ast.unparse(formula)] = q
    return found
