"""A learner's values beside the lines of a rule: which lines fit, what the others compute, and the edits that say so.

Each line is asked on the values that the learner had before it, so a wrong line does not spoil the next one, and two mistakes are
seen as two. What a wrong line computes the function says itself when it is run on symbols.
"""

import ast
import contextlib
import functools
import itertools

import numpy as np

from ..formulas.algebra import clipped, expanded, factors, key, size
from ..formulas.apart import apart, weight
from ..formulas.counted import carried
from ..formulas.edits import edit_of, edited, written
from ..formulas.fused import alike, filled, folded
from ..formulas.lines import BEFORE, at_step, case_of_t, lines, mapped, names, parse, put, said, shown, simple, text, where
from ..formulas.trusted import environment, trusted
from ..formulas.values import evaluate
from ..functions import source
from ..functions.followed import followed
from ..functions.inner import Wrong
from ..functions.learner import LOCAL
from ..functions.roles import quantity_of
from ..functions.stumble import Stumble
from ..run.signature import broadcasts, signature
from ..worlds.probes import STEPS, is_alone, probes, same, same_while_finite, stacked, trace

NOT_RETURNED, EXCHANGED, STORED = "new value not returned", "new values exchanged", "another value remembered"


def reproduces(learner, step, edit):
    """Whether the edited reference walks the learner's path on fresh probes."""
    with contextlib.suppress(Stumble, Exception):
        twin, fresh = edited(step, edit), stacked(step, 77)
        if learner.at_once:
            mine, theirs = learner.way(fresh) - fresh.x0, trace(twin, fresh, signature(step))["x"] - fresh.x0
            return all(_the_same(learner, mine[:, i], theirs[:, i]) for i in range(len(fresh.x0)))
        for probe in (probes(step, 77)[i] for i in (0, 2, 5, 6)):
            if not _the_same(learner, learner.way(probe) - probe.x0, trace(twin, probe, signature(step))["x"] - probe.x0):
                return False
        return True
    return False


def _the_same(learner, mine, theirs):
    return same_while_finite(mine, theirs, max(learner.tolerance, 1e-8))


class Comparison:
    """A learner's values beside the lines of a step, in one of its forms: which lines fit, and what the others compute."""

    def __init__(self, learner, step, form, values, hidden=()):
        self.learner, self.base, self.form, self.hidden = learner, step, form, hidden
        self.locals = {q.removesuffix(LOCAL): v for q, v in values.items() if q.endswith(LOCAL)}
        values = {q: v for q, v in values.items() if q not in hidden and not q.endswith(LOCAL)}
        self.step = edited(step, form) if form else step
        self.table, self.env = dict(lines(self.step)), environment(self.step, step, values)
        self.again = learner.again
        self.wrong, self.checked, self.missing, self.right, self.follow, self.called = [], [], {}, {}, {}, {}
        for q, formula in self.table.items():
            if q not in values:
                with contextlib.suppress(Exception):
                    self.env[q] = evaluate(formula, self.env)
                name = self.local(self.env.get(q))
                if name and quantity_of(name, learner.quantities) not in values:  # under another name
                    self.called[q] = name
                else:
                    self.missing[q] = formula
            elif q in trusted(self.step, step):
                fits = self.fits(q, formula)
                self.checked += [q] if fits is not None or q == "x" else []
                self.wrong += [q] if fits is False or (fits is None and q == "x") else []

    def fits(self, q, formula, env=None, first=False):
        """Whether a formula gives the learner's values of a quantity; None if it cannot be evaluated."""
        try:
            values = evaluate(formula, env or self.env)
        except Exception:
            return None
        moved = self.env["x" + BEFORE] if q == "x" else 0.0
        mine = self.env[q] - moved
        mine = mine if q in ("x", *self.learner.sig.state) else np.where(np.isnan(values), np.nan, mine)  # the rule has none
        whole = same(mine, values - moved, self.learner.tolerance)
        return bool(whole[int(is_alone(self.base) and not first) :].all())  # the first step may draw its start before

    def local(self, values):
        """The name under which the learner has just these values; None where there is none."""
        fitting = [(n, v) for n, v in self.locals.items() if broadcasts(np.shape(values), v.shape)]
        with contextlib.suppress(ValueError, TypeError):  # no numbers
            return next((n for n, v in fitting if same(v, np.broadcast_to(values, v.shape)).all()), None)

    def name_of(self, formula):
        """The name under which the learner has what a formula gives; None where there is none."""
        with contextlib.suppress(Exception):
            return self.local(evaluate(formula, self.env))
        return None

    def equal(self, a, b):
        """Whether two formulas have the same values in the learner's run."""
        with contextlib.suppress(Exception):
            return key(a) == key(b) or bool(same(*np.broadcast_arrays(evaluate(a, self.env), evaluate(b, self.env))).all())
        return False

    def inline(self, formula, changed=None):
        """The formula with the lines that the learner does not have in the place of their names."""
        table = self.missing | {n: f for n, f in (changed or {}).items() if n in self.missing}
        for _ in table:
            if not (used := names(formula) & table.keys()):
                break
            formula = put(formula, {n: table[n] for n in used})
        return formula

    def meant(self, q):
        """What the line of a quantity gives on the learner's own values; None where it has no numbers."""
        with contextlib.suppress(Exception):
            return evaluate(self.inline(self.table[q]), self.env)
        return None

    def search(self):
        """[Wrong] for each wrong line, in order; a line that only follows from one that is wrong is none."""
        found, of = [], {}
        for q in self.wrong:
            below = {w.quantity: w.formula for w in found if w.formula is not None and w.quantity in self.group(q)}
            if not self._right_before(q, found) and not (below and self._fits_changed(q, below, first=False)):
                said = [self._written_out(w) for w in self._said(q) or [Wrong(q)]]
                if twice := {w.quantity for w in said} & of.keys():  # one line cannot be two things: it is what has a name
                    old = [w for w in found if w.quantity in twice]
                    if any(map(self._has_name, said)) and not any(map(self._has_name, old)):
                        found = [w for w in found if w.quantity not in twice] + self._whole(of[min(twice)])
                    else:
                        said = self._whole(q) or said
                found += said
                of |= {w.quantity: q for w in said}
                self.right[q] = self.inline(self.table[q])
        return found

    def _written_out(self, wrong):
        """A wrong line that is the rule's in later steps, and has its own name there, with what that is."""
        n, formula = wrong.quantity, wrong.formula
        own = formula is not None and n in names(formula)
        return wrong._replace(formula=put(formula, {n: at_step(self.table[n], np.inf)})) if own else wrong

    def _has_name(self, wrong):
        """Whether the function has a name of its own for what a wrong line computes."""
        return self.name_of(wrong.formula) in self.learner.made

    def _whole(self, q):
        """[Wrong] with all that a line of the function computes, if it says so."""
        return [Wrong(q, own[q]) for own in self.own[1] if q in own and self.fits(q, own[q])][:1]

    def _right_before(self, q, found):
        """Whether the line fits with what an earlier wrong line should have been: the step uses that, and returns another."""
        kept = [w for w in found if w.quantity in self.learner.sig.state]
        for some in [w for n in range(len(kept), 0, -1) for w in itertools.combinations(kept, n)]:
            right = {w.quantity: self.right[w.quantity] for w in some if w.quantity in self.right}
            formula = put(self.inline(self.table[q]), right)
            if len(right) == len(some) and right.keys() <= names(self.inline(self.table[q])) and self.fits(q, formula):
                for w in some:
                    name, back = self.local(evaluate(right[w.quantity], self.env)) or "", self.learner.back(w.quantity)
                    other = quantity_of(back or "", self.learner.quantities) not in (w.quantity, None)
                    if back != self.learner.own_name(w.quantity):  # the line that makes it is right
                        other = other or source.used(self.learner.function, back)
                    name = name or (said(self.table[w.quantity]) if other else "")
                    name = f"{name}, not {back}" if name and back not in (name, None) else ""
                    found[found.index(w)] = w._replace(name=NOT_RETURNED if self._kept(w) else STORED, right=name)
                own = next((f[q] for f in self.own[1] if q in f), None)
                self.follow[q] = own if own is not None and self.fits(q, self.inline(own)) else formula
                return True
        return False

    def _kept(self, wrong):
        """Whether what comes back as a state is what went in."""
        q, back = wrong.quantity, self.learner.back(wrong.quantity)
        stays = q + BEFORE in self.env and np.array_equal(self.env[q], self.env[q + BEFORE], equal_nan=True)
        return stays and not source.line_of(self.learner.function, lambda name: name == back)  # else it is renewed

    def group(self, q):
        """The line, and the lines it uses that the learner does not have, in order."""
        group, todo = {q}, [q]
        while todo:
            new = names(self.table[todo.pop()]) & set(self.missing) - group
            group |= new
            todo += new
        return [n for n in self.table if n in group]

    def _fits_changed(self, q, changed, first=True):
        """Whether a line fits when some of the lines that make it up are changed. first : in any first step, too."""
        env = self.env
        if set(changed) - {q}:
            env = dict(env)
            for n in self.group(q):
                if n != q:
                    with contextlib.suppress(Exception):  # what it needs is not there
                        env[n] = evaluate(changed.get(n, self.table[n]), env)
        return self.fits(q, changed.get(q, self.table[q]), env, first=first and bool(set(changed) - {q}))

    @functools.cached_property
    def own(self):
        """({own memory: (start, formula)}, [{quantity: formula}, …]) of the learner's function run on symbols: as in later steps,
        and with the first steps apart where they differ; empty where it cannot be followed."""
        with contextlib.suppress(Exception, Stumble):
            return self._followed(1)
        with contextlib.suppress(Exception):
            return {}, [self._reads()]
        with contextlib.suppress(Exception, Stumble):
            return self._followed(3)
        return {}, []

    def _followed(self, questions):
        """The same of a function that asks its symbols so many questions at most."""
        memory, later = self._says(False, questions)
        versions = [later]
        with contextlib.suppress(Exception, Stumble):
            first = self._says(True, questions)[1]
            other = {q: f for q, f in first.items() if q in later and ast.unparse(f) != ast.unparse(later[q])}
            limits = [n for n in self.learner.numbers if isinstance(n, int) and n < STEPS]
            late = {n: at_step(f, np.inf) for n, f in self.table.items()}
            late = {n: f for n, f in late.items() if isinstance(f, ast.Name)}  # last is d, but in the first step
            plain = {q: f for q, f in other.items() if key(put(later[q], late)) == key(f)}
            versions += [later | plain] * bool(plain)
            for case in ("t == 1", *(f"t {sign} {n}" for n in limits for sign in ("<", "<="))):
                both = {q: where(parse(case), f, later[q]) for q, f in other.items()}
                versions.append(later | both)
        return memory, versions

    def _reads(self):
        """{quantity: formula} as the lines of the function are written, where they are written as a step is."""
        called = {p + end: ast.Name(role.name + end * (role.kind == "state" or role.name == "x"))
                  for p, role in self.learner.roles.items() for end in ("", BEFORE)}  # fmt: skip
        made = {getattr(called.get(n), "id", n): put(f, called) for n, f in lines(self.learner.function)}
        for _ in made:
            made = {n: put(f, {m: made[m] for m in names(f) & {*made} if m not in self.table}) for n, f in made.items()}
        if any(isinstance(n, ast.BoolOp) for formula in made.values() for n in ast.walk(formula)):
            raise ValueError("or, of arrays")
        return {q: made[q] for q in self.table if q in made}

    def _says(self, first, questions):
        self.learner.called = self.called
        memory, found = followed(self.learner, first, questions)
        known = {ast.unparse(new): of_t for name, (start, new) in memory.items() if (of_t := carried(name, start, new))}
        found = {q: mapped(f, lambda node: known.get(ast.unparse(node), node)) if known else f for q, f in found.items()}
        for _ in (hidden := {q: found[q] for q in self.hidden if q in found}):
            found = {q: put(f, hidden) for q, f in found.items() if q not in hidden}
        return memory, folded(self.step, {q: f for q, f in found.items() if q not in self.again}, first)

    def _said(self, q):
        """[Wrong] by what the function says itself: of one of the lines that this one is made of and that the learner has under
        no name, of two of them, or of this one."""
        vouch = {*self.checked} - {*self.wrong}  # lines that are right with the rule's n
        fine = {n for p in vouch for n in self.group(p)} - {*self.hidden}
        fine |= {n for own in self.own[1] for n in self.missing.keys() & own if not apart(*alike(own[n], n, self.table))}
        for own in (own for own in self.own[1] if q in own):
            case = case_of_t(own[q])
            spoken = names(case[1] if case and text(case[0]) == "t == 1" else own[q])
            inner = [n for n in self.group(q)[:-1] if n not in spoken | fine]
            for places in (*((n,) for n in inner), *itertools.combinations(inner, 2)):
                right, there = self.table[q], {*places, *spoken}
                for _ in inner:
                    right = put(right, {n: self.table[n] for n in inner if n not in there})
                mine = clipped(own[q], right)
                found = filled(right, mine, places) or filled(expanded(right), expanded(mine), places) or {}
                theirs = len(found) == len(places) and all(self._its_own(n, f) for n, f in found.items())
                if theirs and self._fits_changed(q, found):
                    return self._inside(q, [Wrong(n, found[n]) for n in places])
        for n in (n for n in self.group(q) if n not in fine):
            if fit := [own[n] for own in self.own[1] if n in own and self._fits_changed(q, {n: own[n]})]:
                return self._inside(q, [Wrong(n, min(fit, key=self._unknown))])
        return self._left_out(q)

    def _unknown(self, formula):
        """How many numbers of a formula are none, as before the first step."""
        with contextlib.suppress(Exception):
            return int(np.isnan(evaluate(formula, self.env)).sum())
        return 0

    def _inside(self, q, wrong):
        """The same, and of a line that one of them writes out what is wrong in it by itself."""
        found = {w.quantity: w.formula for w in wrong}
        others = {n for other in self.wrong if other != q for n in self.group(other)}  # what is found there
        inner = [n for n in self.group(q) if n in self.missing and n not in {*found, *others, *self.hidden}]
        parts = [(of, part) for of, formula in found.items() for part in ast.walk(formula)]
        pairs = [(p, n) for p in inner for n in inner if n in names(self.table[p])]
        ways = []
        for (of, part), (p, n) in itertools.product(parts, pairs):
            if isinstance(part, type(self.table[p])):
                mine = (filled(self.table[p], part, (n,)) or {}).get(n)
                own = mine is not None and not isinstance(mine, ast.Name) and self.name_of(mine)
                if own and not self.equal(mine, self.inline(self.table[n])):
                    ways.append((size(mine), len(ways), found | {n: mine, of: put(found[of], {id(part): ast.Name(p)})}))
        both = next((way for *_, way in sorted(ways) if self._fits_changed(q, way)), None)  # the smallest: others follow from it
        return self.in_order([Wrong(n, f) for n, f in both.items()]) if both else wrong

    def _its_own(self, n, formula):
        """Whether something of the line n itself is another thing; else what is too many may belong to the line that uses it."""
        with contextlib.suppress(Exception):
            if n not in self.hidden and self.local(evaluate(formula, self.env)):
                return True
        if isinstance(formula, ast.Name):
            return n == shown(n)
        if key(expanded(ast.UnaryOp(ast.USub(), formula))) == key(expanded(self.table[n])):
            return False
        if n != shown(n) and shown(n) in self.learner.sig.state:
            return False
        spread = apart(*map(expanded, (self.table[n], formula)))
        if len({key(piece) for kind, _, piece in spread if kind == "extra factor"}) == 1 == len({kind for kind, *_ in spread}):
            return False  # one factor of all its terms
        kinds = {kind.split()[0] for kind, *_ in apart(self.table[n], formula)}
        return bool(kinds - ({"extra", "sign"} if "extra" in kinds else {"extra"}))

    def _left_out(self, q):
        """[Wrong] where some coordinates of x are moved as the rule says, and the others never."""
        if q != "x" or is_alone(self.base) or self.env["x"].ndim != 3:
            return None
        with contextlib.suppress(Exception):
            moved = (self.env["x"] != self.env["x" + BEFORE]).any((0, 1))
            ends = [i for i in range(1, len(moved)) if moved[i] != moved[i - 1]]
            if len(ends) == 1:
                sign = "<" if moved[0] else ">="
                end = "x_before.shape[-1] - 1" if ends[0] == len(moved) - 1 else ends[0]
                formula = where(parse(f"np.arange(x_before.shape[-1]) {sign} {end}"), self.table[q], ast.Name("x" + BEFORE))
                return [Wrong(q, formula, "a coordinate left out")] if self.fits(q, self.inline(formula)) else None
        return None

    def differs(self, wrong):
        """How much the lines differ that were found; what has no formula counts as all."""
        table = {n: at_step(f, np.inf) for n, f in self.table.items()} if self.form else self.table
        return sum(weight(apart(*alike(at_step(w.formula, np.inf) if self.form else w.formula, w.quantity, table)))
                   if w.formula and w.quantity in table else 99 for w in wrong)  # fmt: skip

    def in_order(self, wrong):
        return sorted(wrong, key=lambda w: list(self.table).index(w.quantity))

    def _switched(self, q):
        """Whether a hyperparameter switches the last line of a quantity on: what is off in this run may well be right."""
        return isinstance(self.table.get(q), ast.IfExp) and f"{q}_1" in self.table

    @property
    def weighed(self):
        """Whether the learner's function has the weight 1 - h that each sum in the place of an average leaves to its users, and
        uses the last point where that is remembered."""

        def weights(formula):
            return {key(n) for n in ast.walk(formula) if isinstance(getattr(n, "op", None), ast.Sub) and key(n.left) == "1"}

        base, users = dict(lines(self.base)), [own for formulas in self.own[1] for own in formulas.items()]
        for q in base.keys() & self.table.keys():
            points = key(self.table[q]) == "x" + BEFORE != key(base[q])
            if points and not any(q + BEFORE in names(f) for _, f in users):
                return False
            for left in weights(base[q]) - weights(self.table[q]):
                products = (n for user, f in users if user != q for n in ast.walk(f) if {q, q + BEFORE} & names(n))
                if not any(left in [key(part) for _, part in factors(n)] for n in products):
                    return False
        return True

    def begins(self, wrong):
        """{state: its start} where that alone is another one: where the first of several cases is what it makes of the last."""
        found = []
        for q, formula in ((w.quantity, w.formula) for w in wrong if w.formula and self.learner.sig.state.get(w.quantity)):
            case = case_of_t(formula)
            if case and key(case[2]) == key(at_step(self.table[q], np.inf)):
                first = ((v, simple(put(case[2], {q + BEFORE: ast.Constant(v)}))) for v in (0, *self.learner.numbers))
                found += [{q: float(v)} for v, made in first if key(made) == key(simple(case[1]))][0:1]
        return {q: v for some in found for q, v in some.items()}

    def edit(self, wrong, starts):
        """The first edit that takes the learner's path, or ""."""
        return next((edit for edit in self.edits(wrong, starts) if reproduces(self.learner, self.base, edit)), "")

    def edits(self, wrong, starts):
        """Edits of the reference that may take the learner's path: the lines that were found, then all that the function says."""
        memory, versions = self.own
        found = {w.quantity: w.formula for w in wrong if w.formula is not None}
        if len(found) == len(wrong):
            form = {q: f for q, f in self.table.items() if f"{q} = " in self.form}  # its other lines belong to the edit as well
            changes = form | found | self.follow
            before = {f"{q}_1" if self._switched(q) else q: f for q, f in changes.items()}
            for told in (before, changes) if before.keys() != changes.keys() else (changes,):
                yield edit_of(starts, written(self.step, told))
        starts = starts | {s: float(start) for s, (start, _) in memory.items() if isinstance(start, int | float)}
        kept = [f"{s} = {text(formula)}" for s, (_, formula) in memory.items()]
        for own in versions:
            own = {q: f for q, f in own.items() if q in self.table}
            marked = {q: f for q, f in own.items() if q in {w.quantity for w in wrong}}
            for changes in (found | marked, own):
                yield edit_of(starts, *kept, written(self.base, changes))
