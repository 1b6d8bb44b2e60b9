"""The one change of a function's own text that puts its whole run right: it does not matter in which form it is written.

Each expression of the function has a hook, so that one compiled twin can try all changes. A change mends if x is the rule's in
the step in which it was wrong first, and then on all probes and on fresh ones.
"""

import ast
import contextlib
import functools
import inspect
import itertools
import sys
from typing import NamedTuple

import numpy as np

from ..formulas.cells import helpers, parsed
from ..formulas.lines import assigned, lines, put
from ..run.guard import TRUSTED, fresh, loops
from ..worlds.probes import close, probes, reference, trace
from .changes import WAS, Scope, changed, closure
from .places import Place, places
from .planted import like

HOOK, BEGIN = "_hook", "_begin"
FRESH = 0, 2, 5  # of the fresh probes
SIZE = 100_000  # numbers in a memory: one that gains an axis in each step would fill all
MOST = 200_000  # places that are come by, for all changes together


class Change(NamedTuple):
    """A Place, and the formula that mends all if it stands there."""

    place: Place
    formula: ast.AST

    @property
    def right(self):
        """The whole that the statement should compute."""
        return put(self.place.whole, {id(self.place.node): self.formula})


class _Useless(Exception):
    """Raised where a change changes nothing, or makes what has no end."""


class Repair:
    """The changes of a learner's function, to be tried within a Guard. Raises ValueError where the source is not to be had, and
    where a change may set off a loop that never ends."""

    def __init__(self, learner):
        self.learner, self.step, self.given, self.calls = learner, learner.step, {}, 0
        self.fine = {}  # {key: quantity} of what comes back beside x and the states, and has to be right as well
        self.active, self.change, self.was, self.at, self.most = None, None, {}, (), MOST
        try:
            own, module = helpers(learner.function), parsed(learner.function)
            self.body = next(node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))
            module.body[:0] = beside = [node for helper in own for node in parsed(helper).body]
            if _may_never_end(learner.function, own, module):
                raise ValueError("a loop without an end of its own")
            self.body.decorator_list = []
            self.places = [*places(self.body, learner.order or (), beside)]
            functions = [n for part in (*beside, self.body) for n in ast.walk(part)]
            self.inner = [n for n in functions if isinstance(n, ast.Lambda | ast.FunctionDef) and n is not self.body]
            self._compile(module)
        except (OSError, TypeError, SyntaxError, StopIteration, AttributeError, NameError) as error:
            raise ValueError("no source") from error

    @property
    def given(self):
        """{number of a place: values of each step and probe} that other places have, in all trials."""
        return self._given

    @given.setter
    def given(self, values):
        self._given = values
        self.__dict__.pop("first", None)

    def _compile(self, module):
        """Makes the twin: the function with a hook around each place."""
        numbers, function = {id(place.node): k for k, place in enumerate(self.places)}, self.learner.function

        def hooked(node):
            if isinstance(node, list):
                return [hooked(part) for part in node]
            if not getattr(node, "_fields", ()):
                return node
            new = ast.copy_location(type(node)(**{field: hooked(getattr(node, field, None)) for field in node._fields}), node)
            k = numbers.get(id(node))
            return new if k is None else ast.Call(ast.Name(HOOK, ast.Load()), [ast.Constant(k), new], [])

        self.module = hooked(module)
        self.hooked = next(n for n in ast.walk(self.module) if isinstance(n, ast.FunctionDef) and n.name == self.body.name)
        self.hooked.body.insert(0, ast.Expr(ast.Call(ast.Name(BEGIN, ast.Load()), [], [])))
        self.world = function.__globals__ | inspect.getclosurevars(function).nonlocals | {HOOK: self._hook, BEGIN: self._begin}
        self.twin = self._made()

    def _made(self):
        """The function that the tree with the hooks is now."""
        function, name = self.learner.function, self.hooked.name
        exec(compile(ast.fix_missing_locations(self.module), f"<changes of {name}>", "exec"), self.world)
        twin = self.world[name]
        twin.__defaults__, twin.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
        return twin

    def _begin(self):
        if self.active is not None:
            self.was = {name + WAS: value for name, value in sys._getframe(1).f_locals.items()}

    def _hook(self, k, value):
        if k in self._given:
            rule = self._given[k][self.at]
            return like(rule, value)
        if k != self.active:
            return value
        frame, env = sys._getframe(1), {}
        while frame and frame.f_code is not self.twin.__code__:
            frame, env = frame.f_back, frame.f_locals | env
        new = self.change(value, self.was | frame.f_locals | env)
        same = new is value and not isinstance(value, int | float)  # max(beta, 0.9) is beta now, and not in each run
        if same or (isinstance(new, list | dict) and not isinstance(value, list | dict)):  # a list in itself has no end
            raise _Useless
        return new

    # The run

    @functools.cached_property
    def runs(self):
        """[(start, what is given in each step, {"x" or state: the rule's values})] of each probe, and of some fresh ones."""
        learner, known = self.learner, reference(self.step)
        meant = {"x": "x"} | {p: learner.roles[p].name for p in learner.state if learner.roles[p].name in known} | self.fine
        found = [(probe, {p: known[q][:, i] for p, q in meant.items()}) for i, probe in enumerate(probes(self.step))]
        for probe in (probes(self.step, 77)[i] for i in FRESH):
            run = trace(self.step, probe)
            found.append((probe, {p: run[q] for p, q in meant.items()}))
        return [(probe.x0, self._inputs(probe), right) for probe, right in found]

    def _inputs(self, probe):
        state = {p: self.learner._start(p, probe.x0, probe.begin) for p in self.learner.state}
        return [self.learner._given(probe, t, probe.x0, state) for t in range(1, len(probe.g) + 1)]

    @property
    def which(self):
        """The numbers of the runs that count: where other places have values of the rule, the fresh ones do not."""
        return range(len(self.runs) - len(FRESH) if self.given else len(self.runs))

    @functools.cached_property
    def keys(self):
        """{"x" or state: the key under which it comes back}, None for what is changed in place."""
        named = _copies(self.runs[0][1][0])
        found = self.learner._returned(self._call(fresh(self.twin), named), named[self.x], None)
        return self.learner.keys_back(found)

    @functools.cached_property
    def by_place(self):
        """The arguments that are passed by position."""
        return [p for p, role in self.learner.roles.items() if role.by_place and p in self.runs[0][1][0]]

    @functools.cached_property
    def x(self):
        return next(p for p, role in self.learner.roles.items() if role.name == "x")

    def _call(self, function, named):
        self.calls += 1
        return function(*(named[p] for p in self.by_place), **{p: v for p, v in named.items() if p not in self.by_place})

    def parts(self, i, steps=None, targets=None):
        """{"x" or state: the number of the first step in which it is another than the rule's} of a run, up to the first of the
        targets; of all where there are none."""
        learner, found = self.learner, {}
        begin, given, right = self.runs[i]
        draws = [p for p, role in learner.roles.items() if role.name == "rng" and p in given[0]]
        x, state, function = begin, {}, fresh(self.twin)
        for t in range(len(given[:steps])):
            self.at, named = (t, i), _copies(given[t] | state | {self.x: x})
            named |= {p: np.random.default_rng(t + 1) for p in draws}
            back = learner._returned(self._call(function, named), x, None)
            state = {p: named[p] if self.keys[p] is None else back[self.keys[p]] for p in learner.state}
            x = named[self.x] if self.keys["x"] is None else back[self.keys["x"]]
            if any(isinstance(value, np.ndarray) and value.size > SIZE for value in state.values()):
                raise _Useless
            for p in right.keys() - found.keys() if targets is None else targets:
                mine, rule, start = ({"x": x} | back | state)[p], right[p][t], begin if p == "x" else 0.0
                if (p == "x" and np.shape(mine) != np.shape(rule)) or not self._close(mine - start, rule - start):
                    found[p] = t
            if targets and found:
                break
        return found

    @property
    def spent(self):
        """Whether as much has been tried as may be."""
        return self.calls * len(self.places) > self.most

    def _close(self, mine, rule):
        return close(*np.broadcast_arrays(mine, rule), self.learner.tolerance).all()

    @functools.cached_property
    def first(self):
        """(step, run, targets): where x is another than the rule's first; or states, where x is given; or None."""
        if self.spent:
            return None
        with contextlib.suppress(Exception):  # the rule's values may not fit in
            self.parts(self.which[0], 1)  # a state that cannot be compared, as a list, is not followed
            found, steps = None, None
            for i in self.which:
                if parted := self.parts(i, steps, {"x"}):
                    found, steps = i, parted["x"]
            if found is not None:
                return steps, found, {"x"}
            parted = [(t, i, p) for i in self.which for p, t in self.parts(i).items()]
            return (*min(parted)[:2], {p for *_, p in parted}) if parted else None
        return None

    # The changes

    @functools.cached_property
    def scope(self):
        roles = {p: role for p, role in self.learner.roles.items() if role.name not in ("grad", "rng")}
        made = assigned(self.body)
        again = tuple(p + WAS for p in roles if p in made)
        hyper = tuple(p for p, role in roles.items() if role.kind == "hyper")
        inner = {a.arg for n in self.inner for a in n.args.args}
        calls = (n for _, formula in lines(self.step) for n in ast.walk(formula) if isinstance(n, ast.Call))
        over = {ast.unparse(n): n.keywords for n in calls if {"axis", "keepdims"} <= {k.arg for k in n.keywords}}
        over = {" ".join(map(ast.unparse, keywords)): keywords for keywords in over.values()}
        known = (*roles, *sorted((made | inner) - {*roles}), *again)
        return Scope(known, hyper, (*sorted(inner - {*roles}),), (*over.values(),))

    def mending(self, level, fits=lambda place: True):
        """Each Change that mends all, in the places that fit. level : as in `changed`."""
        if self.first is None:
            return
        for k, place in enumerate(self.places):
            for formula in changed(place.node, place.parent, self.scope, level) if fits(place) else ():
                if self.spent:
                    return
                if self._mends(k, formula):
                    yield Change(place, formula)

    def _mends(self, k, formula):
        try:
            self.active, self.change = k, closure(formula, self.places[k].node, self.world)
            return self._is_right()
        except Exception:  # it may ask for what is not there
            return False
        finally:
            self.active = None

    def _is_right(self):
        step, run, targets = self.first
        if self.parts(run, step + 1, targets):
            return False
        return not any(self.parts(i, None, some) for some in (targets, {*self.fine}) if some for i in self.which)

    def shadowed(self):
        """(name, line) of a loop over an argument of the function, where another name for the loop's mends all; or None."""
        twin = self.twin
        for loop in (node for node in ast.walk(self.hooked) if isinstance(node, ast.For)):
            name = getattr(loop.target, "id", None)
            inside = [n for part in (loop.target, *loop.body) for n in ast.walk(part) if getattr(n, "id", None) == name]
            if name not in self.learner.roles or not self.first:
                continue
            try:
                for n in inside:
                    n.id = f"_{name}"
                with contextlib.suppress(Exception):
                    self.twin = self._made()
                    if self._is_right():
                        return name, loop.lineno
            finally:
                self.twin = twin
                for n in inside:
                    n.id = name
        return None

    def moved(self, line):
        """(number of a line, "above" or "below", number of another line) of a statement that mends all if it stands there: that
        of a line, or another one across it; None where none does."""
        twin, body = self.twin, self.hooked.body
        written = [*body]
        at = next((i for i, node in enumerate(written[1:-1], 1) if node.lineno <= line <= node.end_lineno), None)
        others = [j for j in range(1, len(written) - 1) if j != at] if at and self.first else []
        others.sort(key=lambda j: abs(j - at))  # the nearest place first
        try:
            for i, j in itertools.chain.from_iterable(((at, other), (other, at)) for other in others):
                rest = written[:i] + written[i + 1 :]
                body[:] = [*rest[:j], written[i], *rest[j:]]
                with contextlib.suppress(Exception):  # it may ask for what is not there yet
                    self.twin = self._made()
                    if not self.spent and self._is_right():
                        return written[i].lineno, "above" if j < i else "below", written[j].lineno
        finally:
            body[:], self.twin = written, twin
        return None


def _may_never_end(function, beside, module):
    """Whether a function, or a helper beside it, has a `while`, or calls one of the learner's own elsewhere that has a loop: a
    change may take its end away."""
    called = (one.__globals__.get(name) for one in (function, *beside) for name in one.__code__.co_names)
    own = [value for value in called if hasattr(value, "__code__") and value not in beside]
    looped = any(loops(one.__code__) for one in own if not one.__code__.co_filename.startswith(TRUSTED))
    return looped or any(isinstance(n, ast.While) for n in ast.walk(module))


def _copies(given):
    return {p: np.array(v) if isinstance(v, np.ndarray) else v for p, v in given.items()}
