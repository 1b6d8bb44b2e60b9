"""Wrong lines, each where one change of the function's own text mends it: what is told is proved, in whatever form it is."""

import ast
import contextlib
import functools
import itertools
import re

import numpy as np

from ..formulas.algebra import functions, key, likeness
from ..formulas.apart import apart
from ..formulas.lines import BEFORE, assigned, case_of_t, code, mapped, names, put
from ..formulas.trusted import own_values
from ..formulas.values import evaluate
from ..run.guard import Guard
from ..run.signature import signature
from . import source
from .changes import WAS
from .inner import Inner
from .repair import MOST, Repair
from .trials import equal, numbers

NUMBER = re.compile(r"(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?![\w.])")
ORDER, SHADOWED = "another order of the lines", "an argument overwritten"


def mended(c, wrong, lines, named, seen):
    """The wrong lines of a Comparison c, told elsewhere where no change in the told line mends, and one elsewhere does; and only
    one where a single change mends all.

    lines : {quantity: the number of its line}, None where it is not known. named : {quantity: what is Told of it, by its name}.
    seen : whether all that is wrong can be seen in the told lines: then fewer changes are tried.
    """
    if not wrong or c.learner.single:
        return wrong
    with contextlib.suppress(ValueError), Guard():  # it has no source
        return _Mended(c, lines, named, seen).all_of(wrong)
    return wrong


class _Mended:
    """The told lines of one function beside the changes that mend it."""

    def __init__(self, c, lines, named, seen):
        self.c, self.lines, self.named, self.seen = c, lines, named, seen
        self.proved = False  # whether a change in the one told line mends all
        self.right = {c.learner.own_name(q) for q in {*c.checked} - {*c.wrong}}  # what right lines make is not to be changed

    @functools.cached_property
    def repair(self):
        c, repair = self.c, Repair(self.c.learner)
        if not c.form and not c.learner.whole:
            back = {key for key, _ in source.returned_as(c.learner.function)} & {*c.checked} - {*c.wrong}
            repair.fine = {q: q for q in back - {*c.learner.roles, *c.learner.sig.state, "x"}}
        return repair

    def all_of(self, wrong):
        if len(wrong) > 1 and (change := self.in_helper(wrong)):
            return (self.at(change, wrong[0]),)
        if self.seen and all(self.stands(w) and self.named[w.quantity].needs for w in wrong) and not self.remembers(wrong):
            return wrong  # nothing is to be added
        if loop := self.repair.shadowed():
            name, line = loop
            there = Inner(name, line, ast.Name(name), ast.Name(name), True, own=True)
            return (wrong[0]._replace(name=SHADOWED, right=name, at=there, formula=None, plain=None),)
        plain = len(wrong) < 3 and all(map(self.plain, wrong)) and not self.remembers(wrong)  # as a teacher would say it
        for n in range(0 if plain else len(wrong), 1, -1):
            for some in itertools.combinations(wrong, n):
                rest = [w for w in wrong if w not in some]
                given = self.given(rest)
                if (given or not rest) and (found := self.common(some, given)):
                    return tuple(found if w is some[0] else w for w in wrong if w is some[0] or w in rest)
        two = len(wrong) == 1 and self.double(wrong[0])
        if two and not self.stands(wrong[0]) and (both := self.chained(wrong[0])):
            return tuple(self.c.in_order(both))
        found, self.repair.most, self.repair.calls = list(wrong), MOST, 0
        for i, w in enumerate(wrong):
            others = [other for other in found if other is not w]
            given = self.given(others)
            if (given or not others) and not (self.plain(w) and (others or self.named[w.quantity].known)):
                found[i] = self.mend(w, given)
        if two and found[0] is wrong[0] and not self.proved:
            return tuple(self.c.in_order(self.chained(wrong[0]) or found))
        return tuple(found)

    def in_helper(self, wrong):
        """A change that mends all in a function of the learner's that all the told lines call; or None."""
        texts = (source.line(self.c.learner.function, self.lines[w.quantity]) for w in wrong)
        shared = set.intersection(*(source.own_calls(self.c.learner.function, text) for text in texts))
        some = (next(self.repair.mending(level, lambda place: place.name in shared), None) for level in range(3))
        return next(filter(None, some), None) if shared else None

    def pieces(self, w):
        """What differs in a line, as `apart` has it; [] where that is not known."""
        right, mine = (w.at.right, w.at.mine) if w.at else (self.c.table.get(w.quantity), w.formula)
        found = [] if w.name or right is None or mine is None or case_of_t(mine) else apart(right, mine)
        return [*{(kind, *(piece and key(piece) for piece in some)): (kind, *some) for kind, *some in found}.values()]

    def sure(self, w):
        """Whether a wrong line has a name for its mistake, and what is wrong stands in the line that is told."""
        return w.quantity in self.named and self.stands(w)

    def plain(self, w):
        """Whether it is sure, and one mistake."""
        return self.sure(w) and not self.double(w)

    def common(self, some, given):
        """The one wrong line that is the cause of several, by a change that mends all of them; or None."""
        told, named = {self.lines[w.quantity] for w in some}, all(map(self.sure, some))
        self.repair.given, self.repair.most = given, MOST // 2
        if not named:  # the first told line may be the cause of the others
            first = min((self.lines[w.quantity] or 0 for w in some), default=0)
            of_first = (next(self.repair.mending(level, lambda place: place.line == first), None) for level in range(2))
            if found := next(filter(None, of_first), None):
                return self.of_all(found, some)
        for level in range(1 if named else 3):
            changes = [change for change in self.repair.mending(level, lambda place: self.may_cause(place, told if named else ()))
                       if not named or self.is_rule(change)]  # fmt: skip
            if changes:
                return self.of_all(min(changes, key=lambda change: change.place.line not in told), some)
        if named and self.remembers(some) and (found := next(self.repair.mending(0, lambda place: place.line in told), None)):
            return self.of_all(found, some)
        return None

    def of_all(self, change, some):
        """The one wrong line for several, told at a change."""
        below = [w for w in some if (self.lines[w.quantity] or 0) >= change.place.line]
        return self.at(change, (below or some)[0])

    def remembers(self, some):
        """Whether a memory is told beside what uses it: it may be one in a form of its own, and right."""
        told = {w.quantity for w in some}
        states = {q for q in told & self.c.learner.sig.state.keys() if not (q in self.named and self.named[q].known)}
        return any(names(self.c.inline(self.c.table[q])) & states - {q} for q in told & self.c.table.keys())

    def may_cause(self, place, told):
        """Whether a place may be the cause of several wrong lines, which is in none of the told ones, nor in what goes in."""
        apart = not told or (place.line not in told and place.name not in self.c.learner.roles)
        return apart and place.name not in self.right

    def mend(self, w, given):
        """A wrong line as it is told, if a change there mends all; else where a change mends; or as it is told."""
        line, told, self.repair.given = self.lines[w.quantity], self.named.get(w.quantity), given
        called = source.own_calls(self.c.learner.function, source.line(self.c.learner.function, line)) if told else ()
        if called and not self.stands(w):  # it stands in a helper
            some = (next(self.repair.mending(level, lambda place: place.name in called), None) for level in range(2))
            if there := next(filter(None, some), None):
                return self.at(there, w)

        def change(level, there):
            def fits(place):
                return place.line == line if there else place.line != line and place.name not in self.right

            return next(self.repair.mending(level, fits), None)

        for level in range(1 if self.seen else 3):
            if here := change(level, True):
                if (late := self.kept_late(here)) and (moved := self.repair.moved(late)):
                    return self.moved(w, *moved)
                said, self.proved = self.said(here, level, told), True
                better = not told or (said[2] and not told.known and self.unclear(w))
                better = better and not (self.c.form and w.formula)  # what is counted otherwise is told as it is counted
                if better and (level < 2 or w.formula is None or self.double(w)) and not w.name:
                    return self.at(here, w)
                return w if level == 2 else w._replace(mended=said)
            if not told and (other := change(level, False)):
                return self.at(other, w)
            if not told and level == 1 and line and (moved := self.repair.moved(line)):
                return self.moved(w, *moved)
        stands, kinds = self.stands(w), [kind for kind, *_ in self.pieces(w)]
        one = len(kinds) == 1 and kinds != ["exchanged"] and not self.seen  # else no change of one place mends it
        for level in range(2 - stands if line else 3) if told and (not stands or (one and not told.known)) else ():
            if other := change(level, False):
                return self.at(other, w)
        return w

    def chained(self, w):
        """[two wrong lines] for one in which a mistake above meets its own: with the rule's values above, a change mends it."""
        c, rule, line = self.c, own_values(self.c.step, self.c.base), self.lines[w.quantity] or 0
        missing = [q for q in c.table if q not in {*c.checked} - {*c.wrong} and q != w.quantity and np.ndim(rule.get(q)) > 1]
        above = {k: self.in_names(p.whole, p, ()) for k, p in enumerate(self.repair.places)
                 if p.node is p.whole and p.line < line and p.name.isidentifier() and p.name not in self.right}  # fmt: skip
        pairs = sorted(itertools.product(above, missing), key=lambda pair: -likeness(above[pair[0]], c.table[pair[1]]))
        for k, q in pairs:  # what is most alike first
            self.repair.given, place = {k: rule[q]}, self.repair.places[k]
            for level, told in ((0, True), (0, False), (1, True), (2, True)):

                def fits(other, line=line, told=told, above=place.line):
                    return other.line == line if told else above < other.line < line and other.name not in self.right

                if here := next(self.repair.mending(level, fits), None):
                    at = Inner(place.name, place.line, c.table[q], above[k], True)
                    return [w._replace(quantity=q, formula=above[k], plain=None, at=at), self.at(here, w)]
        return []

    def moved(self, w, line, side, other):
        """The wrong line as one that has to stand above, or below, another one."""
        place = next((p for p in self.repair.places if p.line == line), None)
        if place is None:  # a statement in which nothing is computed
            return w
        mine = self.in_names(place.whole, place)
        at = Inner(place.name, line, mine, mine, True, own=True)
        return w._replace(name=ORDER, right=f"{side} line {other}", at=at, plain=None)

    def unclear(self, w):
        """Whether a name for what is wrong in a line says more than one change, or of the new value what is true of another."""
        return self.double(w) or bool(w.at and w.at.deep and w.quantity in names(w.at.mine) - names(w.at.right))

    def double(self, w):
        """Whether the name of what is wrong in a line is one for several things."""
        return " and " in getattr(self.named.get(w.quantity), "name", "")

    def said(self, change, level, told):
        """(name, formula, whether it is likely to be meant so) of what a statement should be, in the function's own names. One
        number for another is, where that is what is told."""
        node = change.place.node
        as_told = told and told.name == f"{code(node)} in place of {code(change.formula)}"
        old = {n: ast.Name(f"the old {n.removesuffix(WAS)}") for n in names(change.formula) if n.endswith(WAS)}
        return change.place.name, put(change.right, old), level == 0 and (as_told or not isinstance(node, ast.Constant))

    def is_rule(self, change):
        """Whether what a line should be is the rule's line, if it is that of a quantity."""
        q = next((q for q in self.c.table if self.c.learner.own_name(q) == change.place.name), None)
        return q is None or self.equal(self.in_names(change.right, change.place, ()), self.c.table[q])

    def equal(self, formula, other, late=0):
        """Whether two formulas, with names of the function or of the rule, have the same values in the learner's run; late : from
        which step on."""
        env = self.c.locals | self.c.env
        with contextlib.suppress(Exception):
            return equal(evaluate(formula, env)[late:], evaluate(self.c.inline(other), env)[late:])
        return False

    def stands(self, w):
        """Whether what is wrong in a line may stand there, by its names."""
        learner, found = self.c.learner, self.pieces(w)
        line = source.line(learner.function, self.lines[w.quantity])
        told = [piece for kind, _, piece in found if piece is not None and kind.startswith(("extra", "piece", "side"))]
        needed = set().union(*(map(names, told) if len(found) < 3 else ())) & {*learner.sig.hyper, *learner.sig.inputs} - {"x"}
        called = {name.rpartition(".")[2] for piece in told[: len(found) < 3] for name in functions(piece)}
        if called & source.own_calls(learner.function, line):
            return False
        lost = {name for kind, piece, _ in found if kind.startswith("missing") and piece for name in functions(piece)}
        if any(name.rpartition(".")[2] not in line and source.holds(learner.function, name) for name in lost):
            return False  # it may stand in another line
        numbers = {abs(piece.value) for *_, piece in found if isinstance(getattr(piece, "value", None), int | float)}
        if line and numbers - {float(n) for n in NUMBER.findall(line)}:
            return False
        return bool(line) and all(re.search(rf"\b{n}\b", line) for n in {*map(learner.own_name, needed), *called})

    def kept_late(self, change):
        """The number of the line that keeps what is new already under a name of its own, where the old is meant; or None."""
        own, name = self.c.learner.made - {*self.c.learner.roles}, getattr(change.place.node, "id", None)
        late = name in own and getattr(change.formula, "id", "").endswith(WAS)
        return source.line_of(self.c.learner.function, name.__eq__) if late else None

    def given(self, others):
        """{number of a place: the rule's values} of what the other wrong lines make; {} where one of them is not found."""
        c, found, rule = self.c, {}, own_values(self.c.step, self.c.base)
        for w in others:
            values = numbers(w.at.right if w.at else ast.Name(w.quantity), rule)
            name = w.at.name if w.at else c.learner.own_name(w.quantity)
            roots = [k for k, p in enumerate(self.repair.places)
                     if p.node is p.whole and p.line == self.lines[w.quantity] and p.name == name]  # fmt: skip
            if not roots or np.ndim(values) < 2 or w.name:
                return {}
            found[roots[-1]] = values
        return found

    def at(self, change, w):
        """The wrong line with a change as its place."""
        c, place = self.c, change.place
        right, mine = (self.in_names(formula, place) for formula in (change.right, place.whole))
        same = (q for q in c.missing if self.equal(self.in_names(change.right, place, ()), c.table[q], late=1))
        q = next((q for q in c.table if c.learner.own_name(q) == place.name), None) or next(same, None)
        line = self.lines[w.quantity]  # None of what is only a part of q's line
        part = w.quantity in c.missing and (line == place.line if line else w.quantity in names(c.table.get(q, place.node)))
        if q and q != w.quantity and not part:
            w = w._replace(quantity=q, formula=mine, plain=None)
        return w._replace(name="", at=Inner(place.name, place.line, right, mine, True, own=True))

    def in_names(self, formula, place, but=None):
        """A formula of the function in the rule's names, but for those that mean another thing there."""
        c, learner = self.c, self.c.learner
        but = c.wrong if but is None else but
        again = {"x", *signature(learner.step).state, *c.table}
        begins = place.line, getattr(place.whole, "col_offset", 0)
        above = set().union(*(assigned(n) for n in source.nodes(learner.function)
                              if isinstance(n, ast.Assign) and (n.end_lineno, n.end_col_offset) <= begins))  # fmt: skip
        called = {}
        for p, role in learner.roles.items():
            if role.name == "x" or (role.kind != "own" and role.name not in but):
                called[p] = ast.Name(role.name if role.name not in again or p in above else role.name + BEFORE)
                called[p + WAS] = ast.Name(role.name + BEFORE)
            else:
                called[p + WAS] = ast.Name(p + BEFORE)
        own = {name: q for q, name in learner.called.items()}
        called |= {n: ast.Name(q) for n, q in own.items() if q not in but and n not in called}
        return put(mapped(formula, lambda node: node.value if isinstance(node, ast.NamedExpr) else node), called)
