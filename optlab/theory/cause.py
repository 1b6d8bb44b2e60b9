"""Which line is the cause: the first one whose values the rule has nowhere, and that mends all if it gives what the rule has.

Only runs decide: some lines of the function are given values of the rule's own run, and then x is right or it is not. So it
does not matter how the function is written.
"""

import ast
import contextlib
import copy
import functools
import itertools

import numpy as np

from ..worlds.probes import probes, same
from .inner import Inner, usual, written_out
from .lines import mapped, names, put, shown, text
from .planted import Planted
from .stumble import Stumble
from .trusted import own_values
from .values import evaluate

LOOKED_AT = (0, 3, 5)  # the probes on which lines are compared with pieces of the rule
MOST = 300  # trials for one function
READABLE = 80  # letters of a formula in which nothing needs a name


def caused(c, wrong, reading):
    """The wrong lines of a Comparison c: each with the line that is its cause.

    reading : a function, the lines of the function that c compares as formulas, as in `place`.
    """
    if not wrong or c.learner.single:
        return wrong
    try:
        return _Trials(c, reading).all_of(wrong)
    except (ValueError, Stumble):  # it has no source, or a step draws other numbers there
        return wrong


class _Trials:
    """Runs of a learner's function in which some sites are given values; a site is known by its number."""

    def __init__(self, c, reading):
        self.c, self.reading, self.left, self.rule = c, reading, MOST, own_values(c.step, c.base)
        self.planted = Planted(c.learner.function, c.learner.order or ())
        self.sites = self.planted.sites
        self.learner = copy.copy(c.learner)  # a run notes what it meets
        for name in ("roles", "state", "helpers", "in_place"):
            setattr(self.learner, name, copy.copy(getattr(c.learner, name)))
        self.last = {site.name: k for k, site in enumerate(self.sites) if not site.back}
        self.own = {c.learner.own_name(q): q for q in {*c.table, "x"}} | {name: q for q, name in c.called.items()}
        self.pieces = {ast.unparse(node): node for formula in c.table.values() for node in ast.walk(formula)
                       if isinstance(node, ast.BinOp | ast.Call | ast.UnaryOp | ast.Compare | ast.Name)}  # fmt: skip
        self.pieces = {q: ast.Name(q) for q in c.table} | self.pieces

    def all_of(self, wrong):
        wrong = self.proved(wrong)
        told = {w.quantity: self.told(w) for w in wrong}
        for i, w in enumerate(wrong):
            (below, needed), others = told[w.quantity], dict(told[q] for q in told if q != w.quantity)
            known = None not in others and all(values is not None for values in others.values())
            if known and not w.name and (sites := self.candidates(below, others)):
                right = {q for q in told if self.mends(dict(told.values()), {q})}
                if cause := self.cause(sites, needed, others, right):
                    told[w.quantity] = cause[0], self.values[cause[1]]
                    wrong[i] = self.at(w, *cause)
        return wrong

    def proved(self, wrong):
        """The same, without an innermost line that others use as well, where it does not mend all and the line below does."""
        plain = [w._replace(at=None) if w.at and w.at.deep else w for w in wrong]
        given, shallow = ([self.told(w) for w in some] for some in (wrong, plain))
        lines = {below for below, _ in shallow} - {None}
        for (k, _), (below, _) in zip(given, shallow):
            others = [p for (o, _), (p, _) in zip(given, shallow) if o != k and p is not None] + self.right_but(below)
            used = k != below and any(k in self.planted.above(other, lines) for other in others)
            if used and not self.mends(dict(given)) and self.mends(dict(shallow)):
                return plain
        return [*wrong]

    def told(self, wrong):
        """(the site of a wrong line, what the rule has there); None for what is not known."""
        learner, at, q = self.c.learner, wrong.at, wrong.quantity
        sites = list(enumerate(self.sites))
        line = [k for k, s in sites if at and s.name == at.name and s.first <= at.line <= s.last]
        made = [k for k, s in sites if s.name == learner.own_name(q) and not s.back and not wrong.name]
        back = [k for k, s in sites if s.name in (learner.own_name(q), learner.back(q)) and s.back]
        values = _numbers(at.right if line else ast.Name(q), self.rule)
        return next((some[-1] for some in (line, made, back) if some), None), values

    def candidates(self, below, others):
        """The odd sites above a told one of which nothing right, and no other told one, is made."""
        above = range(len(self.sites)) if below is None else self.planted.above(below) - {below}
        used = set().union(*(self.planted.above(k, {below}) for k in others), *map(self.planted.made_of, self.right_but(below)))
        return [k for k in self.odd if k in above and k not in used] if {*above} - used else []

    def cause(self, sites, needed, others, right):
        """(site, piece): the first of the sites that mends all with a piece of the rule; None where there is none."""
        for k, (piece, values) in itertools.product(sites, self.values.items()):
            if self.may_stand(piece, k) and not (needed is not None and same(*np.broadcast_arrays(values, needed)).all()):
                self.left -= 1
                given = others | {k: values}
                if self.left > 0 and self.mends(given, right, (0,), 2) and self.mends(given, right):
                    return k, piece
        return None

    def right_but(self, below):
        """The sites of right quantities, other than a told one: what they use is right as well."""
        right = {*self.c.checked} - {*self.c.wrong}
        return [k for k, s in enumerate(self.sites) if k != below and not s.back and self.own.get(s.name) in right]

    def mends(self, given, right=(), on=None, steps=None):
        """Whether x, and the quantities `right`, are the rule's where sites are given the rule's values.

        on : the numbers of the probes, all by default.
        """
        if None in given or any(values is None for values in given.values()):
            return False
        for i in range(len(probes(self.c.base))) if on is None else on:
            probe = probes(self.c.base)[i]
            self.planted.given = {k: values[:, i] for k, values in given.items()}
            try:
                mine = self.learner.run(probe.until(steps) if steps else probe, self.planted.twin())
            except (Stumble, Exception):
                return False
            for q in mine.keys() & self.rule.keys() & {"x", *right} - self.c.learner.helpers:
                moved, rule = probe.x0 if q == "x" else 0.0, self.rule[q][:steps, i]
                if not same(mine[q] - moved, rule - moved, max(self.learner.tolerance, 1e-8)).all():
                    return False
        return True

    @functools.cached_property
    def values(self):
        """{piece: its values in the rule's own run}, each values once."""
        found = {}
        for piece, formula in self.pieces.items():
            values = _numbers(formula, self.rule)
            if np.ndim(values) > 1:
                found.setdefault(np.round(values, 12).tobytes(), (piece, values))
        return dict(found.values())

    @functools.cached_property
    def mine(self):
        """{piece: its values in the learner's run}."""
        found = {piece: _numbers(formula, self.c.env) for piece, formula in self.pieces.items()}
        return {piece: values for piece, values in found.items() if values is not None}

    @functools.cached_property
    def there(self):
        """For each site [(probe, step, value)] of all times that it is come by in the learner's run, the last first."""
        found = [[] for _ in self.sites]
        self.planted.given = {}
        for i in LOOKED_AT:
            self.learner.run(probes(self.c.base)[i], self.planted.twin(), shaken=self.learner.shaken)
            for t, row in reversed(list(enumerate(self.planted.seen))):
                for k, value in row.items():
                    found[k].append((i, t, value))
        return found

    @functools.cached_property
    def odd(self):
        """The sites whose values the rule has nowhere, or has under another name."""
        found = []
        for k, site in enumerate(self.sites):
            q = self.own.get(site.name) if self.last.get(site.name) == k else None
            meant = [q] if q in self.mine and q not in self.c.wrong else self.mine
            later = any(t and isinstance(value, float | np.ndarray) for _, t, value in self.there[k])  # else it starts, or counts
            if later and not site.back and site.name not in self.planted.looped:
                found += [k] * (not any(self.agrees(k, self.mine[piece]) for piece in meant))
        return found

    def agrees(self, k, values, late=False):
        """Whether a site gives these values each time, or each time but the first."""
        with contextlib.suppress(TypeError, ValueError, IndexError):  # no numbers, other shapes
            for i, t, mine in self.there[k]:
                rule = values[t, i] if np.ndim(values) > 1 else values
                if np.ndim(mine) < np.ndim(rule):
                    rule = rule.ravel()
                    rule = rule[0] if (rule == rule[0]).all() else np.nan
                mine = np.asarray(mine, float)
                close = (abs(mine - rule) <= 1e-9 * abs(rule) + 1e-15) | (np.isnan(mine) & np.isnan(rule))
                if not close.all() and not (late and t == 0):
                    return False
            return bool(self.there[k])
        return False

    def may_stand(self, piece, k):
        """Whether a piece may be what a site should give: no other site has it, it is not made of what this one gives, nor of
        other things alone."""
        if piece not in self.mine:
            return False
        when = {at[:2] for at in self.there[k]}
        others = (j for j, s in enumerate(self.sites) if j != k and not s.back and when <= {at[:2] for at in self.there[j]})
        if any(self.agrees(j, self.mine[piece]) for j in others):
            return False
        q, mine, right = self.own.get(self.sites[k].name), self.formula(k), names(self.c.inline(self.pieces[piece]))
        return (q == piece or q not in names(self.pieces[piece])) and (mine is None or bool(names(self.c.inline(mine)) & right))

    @functools.cached_property
    def read(self):
        return self.reading(self.c)

    def formula(self, k):
        """What a site gives, in names of the rule, if that can be read."""
        made, known, _ = self.read or ({}, {}, ())
        site = self.sites[k]
        for one in made.values():
            if one.own == site.name and site.first <= one.line <= site.last:
                formula = written_out(one.formula, made, {*self.c.table})
                both = "np.nan" not in text(formula)  # else it is one branch of an `if`, and the other has nothing
                if both and self.agrees(k, _numbers(formula, self.c.env), late=True):
                    return formula
        return None

    def at(self, wrong, k, piece):
        """The wrong line with its cause."""
        site, mine = self.sites[k], self.formula(k)
        right, table = self.c.table.get(piece, self.pieces[piece]), self.c.table
        for n in (n for n in reversed(table) if n != piece and shown(n) == shown(piece)):
            right = put(right, {n: table[n]})  # noise_1 would be read as noise
        right = usual(right, self.read[2] if self.read else ())
        if mine is not None and len(text(mine)) > READABLE:
            mine = mapped(mine, self.shortened)
        q = next((p for p in self.c.missing if mine is not None and self.c.equal(self.c.table[p], right)), None)
        wrong = wrong._replace(quantity=q, formula=mine) if q and q not in self.c.wrong else wrong
        return wrong._replace(at=Inner(site.name, site.first, right, mine, True))

    def shortened(self, node):
        """The name of what has the values of a node, if it is one of the rule's."""
        if not isinstance(node, ast.BinOp | ast.Call) or (values := _numbers(node, self.c.env)) is None:
            return node
        fits = (q for q in self.c.table if q in self.mine and same(*np.broadcast_arrays(values, self.mine[q])).all())
        return next(map(ast.Name, fits), node)


def _numbers(formula, env):
    """The values of a formula; None where it has no numbers."""
    with contextlib.suppress(Exception):
        values = np.asarray(evaluate(formula, env))
        return values.astype(float) if values.dtype.kind in "fiub" else None
    return None
