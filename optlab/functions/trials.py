"""Runs of a learner's function in which lines are given other values, and what comes of it, beside the pieces of the rule."""

import ast
import contextlib
import copy
import functools

import numpy as np

from ..formulas.trusted import own_values
from ..formulas.values import evaluate
from ..worlds.probes import probes, same, stacked
from .planted import Planted
from .stumble import Stumble

LOOKED_AT = (0, 3, 5)  # the probes on which lines are compared with pieces of the rule
MOST = 300  # trials for one function
FIRST = 3  # steps that are made again with other values


class Trials:
    """Trials with the function that a Comparison c is about; its lines are sites, each known by its number.

    sites : of `planted`. rule : the rule's own run, {name: values}. pieces : {text: formula} of all that stands in the rule.
    left : how many trials may still be made. Raises ValueError where the source is not to be had.
    """

    def __init__(self, c):
        self.c, self.left, self.rule = c, MOST, own_values(c.step, c.base)
        self.planted = Planted(c.learner.function, c.learner.order or ())
        self.sites = self.planted.sites
        self.learner = copy.copy(c.learner)  # a run notes what it meets
        for name in ("roles", "state", "helpers", "in_place"):
            setattr(self.learner, name, copy.copy(getattr(c.learner, name)))
        self.pieces = {ast.unparse(node): node for formula in c.table.values() for node in ast.walk(formula)
                       if isinstance(node, ast.BinOp | ast.Call | ast.UnaryOp | ast.Compare | ast.Name)}  # fmt: skip
        self.pieces = {q: ast.Name(q) for q in c.table} | self.pieces
        self.having = functools.cache(self.having)

    def mends(self, given, right=(), on=None, steps=None):
        """Whether x, and the quantities `right`, are the rule's where sites are given the rule's values.

        on : the numbers of the probes, all by default.
        """
        return {"x", *right} <= self.mended(given, {"x", *right}, on, steps)

    def mended(self, given, needed=(), on=None, steps=None):
        """The quantities that are the rule's where sites are given the rule's values; none where one that is needed is not."""
        found = {*self.rule} - self.c.learner.helpers
        if None in given or any(values is None for values in given.values()):
            return set()
        rows = probes(self.c.base)
        if on is None and self.learner.at_once:
            with contextlib.suppress(Stumble, Exception):  # the rule may have several numbers in the place of one
                return self._mended(found, given, needed, [(stacked(self.c.base), slice(None))], steps)
        with contextlib.suppress(Stumble, Exception):
            return self._mended(found, given, needed, [(rows[i], i) for i in (range(len(rows)) if on is None else on)], steps)
        return set()

    def _mended(self, found, given, needed, runs, steps):
        for probe, i in runs:
            self.planted.given = {k: values[:, i] for k, values in given.items()}
            mine = self.learner.run(probe.until(steps) if steps else probe, self.planted.twin())
            for q in found & mine.keys():
                moved, rule = probe.x0 if q == "x" else 0.0, self.rule[q][:steps, i]
                if not same(mine[q] - moved, rule - moved, max(self.learner.tolerance, 1e-8)).all():
                    found = found - {q}
            if found.intersection(needed) < {*needed}:
                return set()
        return found

    def tried(self, given, right):
        """Whether all is mended, as long as trials are left."""
        self.left -= 1
        return self.left > 0 and self.mends(given, right, (0,), 2) and self.mends(given, right)

    @functools.cached_property
    def values(self):
        """{piece: its values in the rule's own run}, each values once."""
        found = {}
        for piece, formula in self.pieces.items():
            values = numbers(formula, self.rule)
            if np.ndim(values) > 1:
                found.setdefault(np.round(values, 12).tobytes(), (piece, values))
        return dict(found.values())

    @functools.cached_property
    def mine(self):
        """{piece: its values in the learner's run}."""
        found = {piece: numbers(formula, self.c.env) for piece, formula in self.pieces.items()}
        return {piece: values for piece, values in found.items() if values is not None}

    @functools.cached_property
    def there(self):
        """For each site [(probe, step, value)] of all times that it is come by in the learner's run, the last first."""
        found = [[] for _ in self.sites]
        self.planted.given, self.calls = {}, []
        for i in LOOKED_AT:
            twin, calls = self.planted.twin(), []

            def called(*args, twin=twin, calls=calls, **named):
                calls.append(copy.deepcopy((args, named)))
                return twin(*args, **named)

            self.learner.run(probes(self.c.base)[i], called, shaken=self.learner.shaken)
            self.calls += [(i, t, arguments) for t, arguments in enumerate(calls)]
            for t, row in reversed(list(enumerate(self.planted.seen))):
                for k, value in row.items():
                    found[k].append((i, t, value))
        return found

    def there_with(self, given, first=FIRST):
        """The same as `there`, of the first steps, where sites get other values in the learner's own steps."""
        found = [[] for _ in self.sites]
        for i, t, arguments in self.calls:
            if t < first:
                args, named = copy.deepcopy(arguments)
                self.planted.given = {k: [values[t, i] if np.ndim(values) > 1 else values] for k, values in given.items()}
                with contextlib.suppress(Exception):
                    self.planted.twin()(*args, **named)
                for k, value in self.planted.seen[0].items():
                    found[k].append((i, t, value))
        return found

    def agrees(self, k, values, there=None, late=False):
        """Whether a site gives these values each time, or each time but the first."""
        there = there or self.there
        with contextlib.suppress(TypeError, ValueError, IndexError):  # no numbers, other shapes
            for i, t, mine in there[k]:
                rule = values[t, i] if np.ndim(values) > 1 else values
                if np.ndim(mine) < np.ndim(rule):
                    rule = rule.ravel()
                    rule = rule[0] if (rule == rule[0]).all() else np.nan
                mine = np.asarray(mine, float)
                close = (abs(mine - rule) <= 1e-9 * abs(rule) + 1e-15) | (np.isnan(mine) & np.isnan(rule))
                if not close.all() and not (late and t == 0):
                    return False
            return bool(there[k])
        return False

    def having(self, piece):
        """The sites that give what a piece of the rule gives."""
        return [k for k, site in enumerate(self.sites) if not site.back and self.agrees(k, self.mine[piece])]


def equal(values, others):
    """Whether two arrays, or numbers, are equal; None, and what has another shape, is not."""
    with contextlib.suppress(ValueError, TypeError):
        one, two = np.broadcast_arrays(values, others)
        return others is not None and bool(same(one[None], two[None]).all())
    return False


def numbers(formula, env):
    """The values of a formula; None where it has no numbers."""
    with contextlib.suppress(Exception):
        values = np.asarray(evaluate(formula, env))
        return values.astype(float) if values.dtype.kind in "fiub" else None
    return None
