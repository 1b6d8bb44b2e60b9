"""Which line is the cause: the first one whose values the rule has nowhere, and that mends all if it gives what the rule has.

Only runs decide: some lines of the function are given values of the rule's own run, and then x is right or it is not. So it
does not matter how the function is written.
"""

import ast
import collections
import contextlib
import functools
import itertools

import numpy as np

from ..formulas.algebra import key, likeness
from ..formulas.lines import begun, code, mapped, names, put, shown, text
from ..worlds.probes import STEPS
from .inner import Inner, usual, written_out
from .stumble import Stumble
from .trials import Trials, equal, numbers

READABLE = 80  # letters of a formula in which nothing needs a name
LIKELY = 4  # pieces that are tried for each of two lines


def caused(c, wrong, reading):
    """The wrong lines of a Comparison c: each with the line that is its cause.

    reading : a function, the lines of the function that c compares as formulas, as in `place`.
    """
    if not wrong or c.learner.single:
        return wrong
    try:
        causes = _Causes(c, reading)
    except ValueError:  # it has no source
        return wrong
    with contextlib.suppress(Stumble):  # a step that draws other numbers there
        return causes.all_of(wrong)
    return wrong


class _Causes(Trials):
    """Which of the lines of a function are the causes of the wrong ones that were found."""

    def __init__(self, c, reading):
        super().__init__(c)
        self.reading = reading
        self.last = {site.name: k for k, site in enumerate(self.sites) if not site.back}
        self.own = {c.learner.own_name(q): q for q in {*c.table, "x"}} | {name: q for q, name in c.called.items()}
        self.own |= {site.name: self.own[site.key] for site in self.sites if site.key != site.name and site.key in self.own}
        self.formula, self.made, self.within = map(functools.cache, (self.formula, self.made, self.within))

    def all_of(self, wrong):
        wrong = self.proved(wrong)
        told = {w.quantity: self.told(w) for w in wrong}
        if len(told) < len(wrong):  # two lines of one quantity
            return wrong
        wrong = [w for w in wrong if len(wrong) == 1 or not self.idle(w, told)] or wrong
        told = {w.quantity: told[w.quantity] for w in wrong}
        for i, w in enumerate(wrong):
            others = self.all_but(w, told)
            below, needed = [*told[w.quantity].items()][-1]
            if w.name or None in others or any(values is None for values in others.values()):
                continue
            free = self.free(below, others)
            if not (sites := [k for k in self.odd if k in free]) and len(free) < 2:
                continue
            right = self.mended({k: v for some in told.values() for k, v in some.items()})
            if found := self.cause(sites, needed, others, right) or self.exchanged(free, others, right):
                told[w.quantity] = {k: self.values[piece] for k, piece in found.items()}
                wrong[i] = self.at(w, found)
            elif len(wrong) == 1 and (several := self.several(w, sites, right)):
                return self.c.in_order(several)
        return [self.spelled(w) if w.formula is None else w for w in wrong]

    def spelled(self, wrong):
        """The wrong line with what the last line of the quantity gives, if that can be read."""
        k = [*self.told(wrong._replace(at=None))][-1]
        mine = None if k is None else self.formula(k)
        if mine is None or wrong.quantity not in self.c.table:
            return wrong
        first = {old.id: ast.Name(n) for n, old in begun(self.c.table).items()}
        mine = put(self.short(mine), first)
        return wrong if key(mine) == wrong.quantity else wrong._replace(formula=mine)  # nothing but its own name is read

    def proved(self, wrong):
        """The same, without an innermost line that others use as well, where it does not mend all and the line below does."""
        plain = [w._replace(at=None) if w.at and w.at.deep else w for w in wrong]
        given, shallow = ([[*self.told(w).items()][-1] for w in some] for some in (wrong, plain))
        lines = {below for below, _ in shallow} - {None}
        for (k, _), (below, _) in zip(given, shallow):
            others = [p for (o, _), (p, _) in zip(given, shallow) if o != k and p is not None] + self.right_but(below)
            used = k != below and any(k in self.planted.above(other, lines) for other in others)
            if used and not self.mends(dict(given)) and self.mends(dict(shallow)):
                return plain
        return [*wrong]

    def all_but(self, wrong, told):
        """{site: what the rule has there} of the other wrong lines."""
        return {k: values for q in told if q != wrong.quantity for k, values in told[q].items()}

    def idle(self, wrong, told):
        """Whether nothing comes of a wrong line, as of a root that only the other branch of an `if` would use."""
        k, others = [*told[wrong.quantity]][-1], self.all_but(wrong, told)
        back = [j for j, site in enumerate(self.sites) if site.back]
        if k is None or k in back or not back:
            return False
        own = {q: self.c.table[q] for q in (wrong.quantity, self.own.get(self.sites[k].name)) if q in self.c.table}
        formula = wrong.at.right if wrong.at else self.c.table.get(wrong.quantity)
        right = numbers(self.c.inline(put(put(formula, own), own)), self.c.env) if formula else None
        if right is None or len(self.there[k]) < len(self.calls) or not self.mends(others):
            return False
        mine, other = ({(j, i, t): value for j in back for i, t, value in there[j]}
                       for there in (self.there, self.there_with({k: right}, STEPS)))  # fmt: skip
        return all(equal(value, other.get(at)) for at, value in mine.items())

    def told(self, wrong):
        """{the site of a wrong line: what the rule has there}, the last site last where it comes back in several branches; None
        for what is not known."""
        learner, at, q = self.c.learner, wrong.at, wrong.quantity
        sites = list(enumerate(self.sites))
        line = [k for k, s in sites if at and s.name == at.name and s.first <= at.line <= s.last]
        made = [k for k, s in sites if s.key == learner.own_name(q) and not s.back and not wrong.name]
        back = [k for k, s in sites if s.name in (learner.own_name(q), learner.back(q)) and s.back]
        values = numbers(at.right if line else ast.Name(q), self.rule)
        found = next((some for some in (line, made) if some), None)
        return dict.fromkeys(found[-1:] if found else back or [None], values)

    def free(self, below, others):
        """The sites above a told one of which nothing right, and no other told one, is made."""
        above = range(len(self.sites)) if below is None else self.planted.above(below) - {below}
        used = set().union(*(self.planted.above(k, {below}) for k in others), *map(self.planted.made_of, self.right_but(below)))
        return sorted({*above} - used)

    def cause(self, sites, needed, others, right):
        """{site: piece}: the first of the sites that mends all with a piece of the rule; {} where there is none."""
        for k, (piece, values) in itertools.product(sites, self.values.items()):
            if self.may_stand(piece, k) and not equal(values, needed):
                if self.tried(others | {k: values}, right):
                    return {k: piece}
        return {}

    def exchanged(self, free, others, right):
        """The same of two sites of one statement, as in a, b = c, d: with each other's values, or with others."""
        for j, k in itertools.combinations(free, 2):
            together = self.sites[j].last == self.sites[k].first
            if together and not {j, k} & {site for q in self.c.table if q in self.mine for site in self.having(q)}:
                mine = [[p for p in self.values if p in self.mine and site in self.having(p)] for site in (k, j)]
                if j in self.odd and k in self.odd:
                    mine = [[p for p in self.values if self.may_stand(p, site)] for site in (j, k)]
                for pair in itertools.product(*mine):
                    given = dict(zip((j, k), pair))
                    if self.tried(others | {site: self.values[p] for site, p in given.items()}, right):
                        return given
        return {}

    def several(self, wrong, sites, right):
        """[wrong lines] for one in which several mistakes meet: each makes right what comes next, or all in the end."""
        roots = [k for k in sites if not self.planted.made_of(k) & {*sites}]
        healed = {k: found for k in roots if (found := self.healed(k))} if len(roots) > 1 else {}
        left, given = [k for k in roots if k not in healed], {k: self.values[piece] for k, (piece, _, _) in healed.items()}
        last = self.cause(left, None, given, right) if len(left) == 1 else self.likely(left, given, right)
        if not (healed or last) or (left and not last) or not (left or self.tried(given, right)):
            return []
        told = []
        for k, (piece, q, j) in (healed | {k: (piece, piece, k) for k, piece in last.items()}).items():
            q, j = (piece, k) if piece in self.c.table else (q, j)
            formula = self.formula(j)
            if formula is None or q not in self.c.table:
                return []
            told.append(self.at(wrong._replace(quantity=q, formula=formula), {k: piece}))
        return told

    def likely(self, sites, given, right):
        """{site: piece} of two sites that mend all together, of the pieces that are most like what they give; {} of others."""
        read = [self.formula(k) for k in sites]
        if len(sites) != 2 or None in read:
            return {}
        near = []
        for k, mine in zip(sites, read):
            fit = (piece for piece in self.values if self.may_stand(piece, k))
            near.append(sorted(fit, key=lambda piece, mine=mine: -likeness(mine, self.in_full(piece)))[:LIKELY])
        for pair in itertools.product(*near):
            if self.tried(given | {k: self.values[piece] for k, piece in zip(sites, pair)}, right):
                return dict(zip(sites, pair))
        return {}

    def within(self, q):
        """All that stands in the rule's line of a quantity, as text."""
        return {code(n) for n in ast.walk(self.in_full(q)) if isinstance(n, ast.expr)}

    def in_full(self, piece):
        return self.c.table.get(piece, self.pieces[piece])

    def healed(self, k):
        """(piece, quantity, site): a piece that a site may give so that a site made of it gives one, too; or None."""
        next_ones = [j for j in self.odd if k in self.planted.made_of(j)]
        for piece in (p for p in self.values if self.may_stand(p, k)):
            there = self.there_with({k: self.mine[piece]})
            holds = [q for q in self.mine if piece in self.within(q)]
            for j, q in itertools.product(next_ones, holds):
                if q != piece and self.agrees(j, self.mine[q], there) and not self.having(q):
                    return piece, q, j
        return None

    def right_but(self, below):
        """The sites of right quantities, other than a told one: what they use is right as well."""
        right = {*self.c.checked} - {*self.c.wrong}
        return [k for k, s in enumerate(self.sites) if k != below and not s.back and self.own.get(s.name) in right]

    @functools.cached_property
    def odd(self):
        """The sites whose values the rule has nowhere, or has under another name."""
        found, passes = [], collections.Counter(site[:2] for site in self.sites if not site.back)
        for k, site in enumerate(self.sites):
            q = self.own.get(site.name) if self.last.get(site.name) == k else None
            meant = [q] if q in self.mine and q not in self.c.wrong else self.mine
            later = any(t and isinstance(value, float | np.ndarray) for _, t, value in self.there[k])  # else it starts, or counts
            if later and not site.back and site.name not in self.planted.looped and passes[site[:2]] < 3:
                found += [k] * (not any(self.agrees(k, self.mine[piece]) for piece in meant))
        return found

    def may_stand(self, piece, k):
        """Whether a piece may be what a site should give: no other site has it, it is not made of what this one gives, nor of
        other things alone."""
        if piece not in self.mine:
            return False
        when, shape = {at[:2] for at in self.there[k]}, np.shape(self.there[k][0][2])
        if len(shape) == 2 and shape != np.shape(self.mine[piece])[2:]:  # another matrix
            return False
        if any(when <= {at[:2] for at in self.there[j]} for j in self.having(piece) if j != k):
            return False
        q, mine = self.own.get(self.sites[k].name), self.formula(k)
        alike = mine is None or self.made(mine) & self.made(self.pieces[piece])
        return bool(alike) and (q == piece or q not in names(self.pieces[piece]))

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
                if both and self.agrees(k, numbers(formula, self.c.env), late=True):
                    return formula
        return None

    def made(self, formula):
        """The names that a formula is made of in the end."""
        return names(self.c.inline(formula))

    def at(self, wrong, found):
        """The wrong line with its cause, {site: piece}; with two pieces where it makes two things."""
        parts = [(self.sites[k], *self.read_as(k, piece)) for k, piece in found.items()]
        (site, right, mine), several = parts[0], len(parts) > 1
        if several:
            right = ast.Tuple([right for _, right, _ in parts])
            mine = None if any(mine is None for *_, mine in parts) else ast.Tuple([mine for *_, mine in parts])
        q = next((p for p in self.c.missing if mine is not None and self.c.equal(self.c.table[p], right)), None)
        wrong = wrong._replace(quantity=q, formula=mine) if q and q not in self.c.wrong else wrong
        name = " and ".join(dict.fromkeys(part.name for part, *_ in parts))
        return wrong._replace(at=Inner(name, site.first, right, mine, True))

    def read_as(self, k, piece):
        """(what a site should give, what it gives), to be read; the second is None where it cannot be."""
        mine, right, table = self.formula(k), self.in_full(piece), self.c.table
        for n in (n for n in reversed(table) if n != piece and shown(n) == shown(piece)):
            right = put(right, {n: table[n]})  # noise_1 would be read as noise
        right = usual(right, self.read[2] if self.read else ())
        return right, mine and self.short(mine)

    def short(self, formula):
        """A formula with names of the rule for what has their values, if it is long."""
        return mapped(formula, self.shortened) if len(text(formula)) > READABLE else formula

    def shortened(self, node):
        """The name of what has the values of a node, if it is one of the rule's."""
        if not isinstance(node, ast.BinOp | ast.Call) or (values := numbers(node, self.c.env)) is None:
            return node
        late = slice(1, None) if np.ndim(values) > 1 else ...  # in the first step nothing may be remembered
        known = [q for q in self.c.table if q not in self.c.wrong and np.ndim(self.mine.get(q))]
        fits = (q for q in known if equal(values[late], self.mine[q][late]))
        return next(map(ast.Name, fits), node)
