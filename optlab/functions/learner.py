"""Runs a function as a learner wrote it: other names, other returns, in place, printing, endless loops, errors.

The driver is strict on purpose. Here the function is met halfway, and what cannot be met is said in a sentence.
"""

import ast
import contextlib
import copy
import inspect

import numpy as np

from ..formulas.lines import BEFORE
from ..run.guard import Guard, TooLong, fresh
from ..run.signature import takes_matrix
from ..run.values import show
from ..worlds.probes import is_alone, probes, reference, same, stack, stacked
from . import source
from .returned import Again, Returned
from .stumble import Stumble, of_error

TRIED_ALONE = 3  # probes that are run alone as well: noise, an impulse, and no gradient at first
LOCAL = "_local"  # after a name of the learner's own


class Learner(Returned):
    """A learner's function beside a reference step: its runs, one probe or all, and what comes back from them."""

    def __init__(self, function, step, roles=None):
        super().__init__(function, step, roles)
        self.tolerance, body = 1e-9, source.nodes(function)
        self.numbers = sorted({n.value for n in body if isinstance(n, ast.Constant) and type(n.value) is int} - {0, 1, 2})[:6]
        self.passing = source.of_one_coordinate(function)  # the names that are left with the numbers of the last coordinate
        self.printed, self.drawn = "", False
        self.slopes = 0  # how often grad has been asked, in all steps together
        self.kept = None  # what that tuple or dict holds after the run
        self.written = {}  # the formulas of all names of the learner's own
        self.single = False  # whether it takes single numbers only
        self.at_once = None  # whether all probes may be run at once, once known
        self.shaken = 0.0  # by how much its state was changed in the run that is explained

    def run(self, probe, function=None, expected=None, shaken=None):
        """{quantity: array (steps, …)} under the reference's names. Raises Stumble with a sentence.

        shaken : return what state and x were before each step as well, and change the state by up to that share after each step:
        then no two quantities are equal by chance.
        """
        return self.runs([probe], function, expected, shaken)[0]

    def once(self):
        """Its `run`, as a function that makes each run only once."""
        kept = {}

        def run(probe):
            if id(probe) not in kept:
                kept[id(probe)] = probe, self.run(probe)
            return kept[id(probe)][1]

        return run

    def way(self, probe, function=None, guard=None):
        """The same of x alone: an array (steps, …), in half the time. guard : a Guard that is on already."""
        if guard:
            return self._anew(guard, probe, function, None, None, True)["x"]
        return self.runs([probe], function, short=True)[0]["x"]

    def runs(self, probes, function=None, expected=None, shaken=None, short=False):
        """[what `run` has] of several probes. short : x alone."""
        code = getattr(function or self.function, "__code__", None)
        with Guard(seconds=10.0 * len(probes), watch=None if short else code) as guard:
            found = [self._anew(guard, probe, function, expected, shaken, short) for probe in probes]
            self.printed = self.printed or guard.text.getvalue().strip()
            self.drawn = self.drawn or guard.drawn()
        return found

    def on_all(self, expected=None, shaken=None):
        """What `run` has of all probes, {quantity: array (STEPS, probes, …)}; in one run where that is the same for some."""
        rows, first = probes(self.step), []
        if self.at_once is None and not (self.single or is_alone(self.step)):
            first = self.runs(rows[:TRIED_ALONE], expected=expected)
            self.at_once = False
            with contextlib.suppress(Stumble, Exception):
                found = self.run(stacked(self.step))
                self.at_once = all(found.keys() == one.keys() and all(same(found[q][:, i], one[q], 1e-12).all() for q in one)
                                   for i, one in enumerate(first))  # fmt: skip
                if self.at_once and shaken is None:
                    return found
        if self.at_once:
            with contextlib.suppress(Stumble):
                return self.run(stacked(self.step), None, expected, shaken)
        if shaken is not None:
            first = []
        return stack([*first, *self.runs(rows[len(first) :], None, expected, shaken)])

    def _anew(self, guard, probe, function, *how):
        if self.single and isinstance(probe.x0, np.ndarray):
            columns = [self._anew(guard, probe.coordinate(i), function, None, *how[1:]) for i in range(len(probe.x0))]
            return {q: np.stack([column[q] for column in columns], axis=1) for q in columns[0]}
        try:
            return self._run(guard, probe, function or fresh(self.function), *how)
        except Again:
            return self._run(guard, probe, fresh(self.function), *how)

    def _run(self, guard, probe, function, expected, shaken, short):
        x = np.array(probe.x0) if isinstance(probe.x0, np.ndarray) else probe.x0
        state = {p: self._start(p, x, probe.begin) for p in self.state}
        rows, own, chance = [], [], np.random.default_rng(5)
        runs = max(np.ndim(x) - 1 - takes_matrix(self.step), 0)
        for t in range(1, len(probe.g) + 1):
            given = self._given(probe, t, x, state)
            watched = {p: v.tobytes() for p, v in given.items() if isinstance(v, np.ndarray)} if not short else {}
            row = self._call(guard, function, given, t)
            self.in_place |= {p for p, value in watched.items() if value != given[p].tobytes()}
            before = {"x": x} | {self.roles[p].name: v for p, v in state.items()} if shaken is not None else {}
            local = {name: v for name, v in guard.locals.items() if name not in self.passing or np.ndim(v)}
            x, state, named = self._read(row, given, local, x, t, expected, short)
            if shaken is not None:
                named |= self._before(named, before, rows)
                own.append({n: np.array(v) if isinstance(v, np.ndarray) else v for n, v in local.items() if _is_number(v, runs)})
                for p in state if shaken else ():
                    if self.roles[p].name in self.sig.state:
                        state[p] = _shaken(state[p], shaken, chance, runs)
            rows.append(named)
        self.kept = state.get(self.whole)
        for name in self.helpers & set(rows[-1]) - set(rows[0]):  # computed from the second step on, in a branch
            rows[0][name] = np.full(np.shape(rows[-1][name]), np.nan)
        names = [name for name in rows[0] if all(name in row for row in rows)]
        return {name: np.array([row[name] for row in rows], float) for name in names} | self._locals(own, x)

    def _before(self, named, before, rows):
        """x and the states as they were before the step, under names such as v_before; "not yet" is the reference's own start."""
        found = {}
        for q, begin in ({"x": None} | self.sig.state).items():
            if q in named and (q in before or self.whole):
                shape, old = np.shape(named[q]), before.get(q, rows[-1].get(q) if rows else None)
                if old is None:
                    old = np.nan if begin is None else begin
                old = np.asarray(old, float)
                found[q + BEFORE] = old if old.shape == shape else np.broadcast_to(old, shape)
        return found

    def _locals(self, own, x):
        """What stands under the learner's own names at the end of each step, where it has the shape of x or is a number."""
        found, shape = {}, np.shape(x)
        for name in own[0] if own else ():
            values = [row[name] for row in own if name in row]
            if len(values) < len(own):
                continue
            if shape and all(type(v) in (float, np.float64) for v in values):
                found[name + LOCAL] = np.broadcast_to(np.reshape(values, (-1, *(1,) * len(shape))), (len(values), *shape))
            elif all(type(v) is np.ndarray and v.shape == shape and v.dtype == float for v in values):
                found[name + LOCAL] = np.array(values)
            else:
                with contextlib.suppress(Stumble):
                    found[name + LOCAL] = np.array([self._as(v, x, "", t) for t, v in enumerate(values, 1)], float)
        return found

    # What goes in

    def _start(self, p, x, begin):
        """The learner's own initial value, else the reference's, in the shape of x."""
        role = self.roles[p]
        value = begin.get(role.name, role.default)
        if role.name not in self.sig.state:
            return copy.deepcopy(value)  # memory of the learner's own, as it stands in the signature
        if value is inspect.Parameter.empty:
            value = self.sig.state[role.name]
        if value is None:
            return None
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            raise Stumble("not a number", f"Your {p} begins as {show(value)}: it must be a number or an array of numbers.")
        if self.plain and not array.ndim:
            return float(array)
        whole = array.ndim and array.dtype.kind in "iu"
        array = np.resize(array, np.shape(x)).astype(array.dtype if whole else float)  # whatever the number of units
        return array if isinstance(x, np.ndarray) else float(array)

    def _arguments(self, state, hyper, inputs):
        """{parameter: what it is given}: of the three functions of a name that which fits its role; None is not given."""
        found = {}
        for p, role in self.roles.items():
            if role.kind == "state":
                found[p] = state(p)
            elif role.name == "betas":
                found[p] = hyper("beta1"), hyper("beta2")
            elif role.kind != "own" and (value := (hyper if role.kind == "hyper" else inputs)(role.name)) is not None:
                found[p] = value
        return found

    def _given(self, probe, t, x, state):
        """{parameter: what it is given in step t}, arrays as copies."""
        inputs = probe.given(self.sig, t, x)

        def grad(y, ahead=inputs["grad"]):
            self.slopes += 1
            return ahead(y)

        inputs["grad"] = grad

        def hyper(name):  # as the reference is given it: 1 / 0 is inf
            return np.float64(value) if type(value := probe.at(name, t)) is float else value

        given = self._arguments(state.get, hyper, inputs.get)
        return {p: np.array(value) if isinstance(value, np.ndarray) else value for p, value in given.items()}

    def _call(self, guard, function, given, t):
        by_place = [given[p] for p, role in self.roles.items() if role.by_place and p in given]
        by_name = {p: v for p, v in given.items() if not self.roles[p].by_place}
        try:
            return guard.call(function, *by_place, **by_name)
        except TooLong:
            look = "look for a loop that never stops, or that is very long"
            raise Stumble("endless loop", f"Your function does not come to an end in step {t}: {look}.") from None
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise of_error(error, function, t, {*self.sig.state, "t"}) from None


def _is_number(value, runs):
    """Whether a value may be a quantity; what asks for t alone is an array only because there are several runs."""
    some = isinstance(value, np.ndarray) and not (runs and value.ndim and value.dtype.kind in "bi" and value.size == len(value))
    return some or isinstance(value, float | np.floating)


def _shaken(value, share, chance, runs):
    """A number or an array changed by up to a share, in each of several runs alike; one for all stays one for all, and what may
    say yes or no as it is. runs : how many axes for runs stand in front."""
    if not isinstance(value, np.ndarray | float) or np.asarray(value).dtype.kind != "f":
        return value
    shape = np.shape(value)[runs:]
    factor, axes = 1 - share + 2 * share * chance.random(shape), (*range(runs, np.ndim(value)),)
    if shape:
        factor = np.where((value == value[..., :1]).all(axes, keepdims=True), factor[..., :1], factor)
    flags = np.all((value == 0) | (value == 1), axes, keepdims=True)
    if not shape:
        return value if flags else value * factor
    return np.where(flags, value, value * factor)


def run(learner):
    """{quantity: array (STEPS, probes, …)} of the learner's function on all probes."""
    start = {q: values[0, 0] for q, values in reference(learner.step).items()}
    return learner.on_all(start)
