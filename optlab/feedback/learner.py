"""Runs a function as a learner wrote it: other names, other returns, in place, printing, endless loops, errors.

The driver is strict on purpose. Here the function is met halfway, and what cannot be met is said in a sentence.
"""

import ast
import contextlib
import copy
import functools
import inspect

import numpy as np

from ..run.guard import Guard, TooLong, fresh
from ..run.signature import broadcasts, signature, takes_matrix
from ..run.values import show
from ..theory import source
from ..theory.lines import BEFORE, lines
from ..theory.stumble import Stumble, of_error
from ..theory.symbols import Symbol
from ..worlds.probes import is_alone, probes, reference, same, stack, stacked
from .roles import alike, everything, find, flatten, in_order, keys_of, quantity_of, read_roles

TRIED_ALONE = 3  # probes that are run alone as well: noise, an impulse, and no gradient at first
LOCAL = "_local"  # after a name of the learner's own


class Again(Exception):
    """Raised after a first call that showed a memory of the learner's own; the run starts again and carries it."""


class Learner:
    """A learner's function beside a reference step; `quantities` are the names that the reference returns."""

    def __init__(self, function, step, roles=None):
        self.function, self.step, self.sig = function, step, signature(step)
        self.quantities = tuple(reference(step))
        self.unreturned = {q for q, _ in lines(step)} - {*self.quantities}
        self.tolerance, body = 1e-9, source.nodes(function)
        self.numbers = sorted({n.value for n in body if isinstance(n, ast.Constant) and type(n.value) is int} - {0, 1, 2})[:6]
        self.made = source.own_names(function)  # the names that it gives values to
        self.passing = source.of_one_coordinate(function)  # the names that are left with the numbers of the last coordinate
        self.roles = dict(roles or read_roles(function, self.sig))
        self.whole = everything(self.roles, function)  # the name of all that is remembered, in one tuple or dict
        self.returned = [key or name for key, name in source.returned_as(function)]  # None where it is not a name
        self.state = [p for p, role in self.roles.items() if role.kind == "state"]
        self.in_place, self.printed, self.drawn = set(), "", False
        self.slopes = 0  # how often grad has been asked, in all steps together
        self.kept = None  # what that tuple or dict holds after the run
        self.helpers = set()  # quantities that are read from names that are not returned
        self.called = {}  # the learner's own name of a quantity, where it is found by its values
        self.back_under = {}  # {what came back: {"x" or state: the key under which it comes back}}
        self.guessed = set()  # states that a memory stands for, as far as its place tells
        self.stands_for = {}  # {name: the quantity that it stands for, or None}
        self.keys = {}  # what the keys of that dict stand for, where their names do not tell
        self.written = {}  # the formulas of all names of the learner's own
        self.bare = False  # whether what it returns is no dict
        self.single = False  # whether it takes single numbers only
        self.at_once = None  # whether all probes may be run at once, once known
        self.loose = False  # whether a state that starts as None may have any shape
        self.shaken = 0.0  # by how much its state was changed in the run that is explained
        self.order = None  # how an unnamed tuple is read, once known
        self.dtype = np.dtype(float)  # the coarsest kind of number that came back as x

    def own_name(self, quantity):
        """What a quantity is called in the function, as far as that is known."""
        keys = {q: key for key, q in self.keys.items()}
        return next((p for p, role in self.roles.items() if role.name == quantity), (keys | self.called).get(quantity, quantity))

    @property
    def again(self):
        """Quantities that are read at the return under names that may have meant another one before."""
        return source.assigned_again(self.function) & self.helpers - {*(self.sig.state if self.whole else ())}

    @property
    def back_as(self):
        """{key: name} of what comes back, as {"v": "v_new"}; in a tuple by its order, of what a function makes once."""
        once = {n for n in self.made - self.roles.keys() - source.assigned_again(self.function)}
        placed = zip(self.order, self.returned) if self.order and len(self.order) == len(self.returned) else ()
        return {p: n for p, n in placed if n in once and p not in self.made} | dict(source.returned_as(self.function))

    def back(self, quantity):
        """The name of what comes back as a quantity."""
        mine, returned = self.own_name(quantity), self.back_as
        key = next(iter(self.back_under.values()), {}).get(mine)  # in a tuple it is a name of the function's own
        return returned.get(mine) or returned.get(quantity) or (key if key in self.made else mine)

    def run(self, probe, function=None, expected=None, shaken=None):
        """{quantity: array (steps, …)} under the reference's names. Raises Stumble with a sentence.

        shaken : return what state and x were before each step as well, and change the state by up to that share after each step:
        then no two quantities are equal by chance.
        """
        return self.runs([probe], function, expected, shaken)[0]

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
            sentence = f"Your function does not come to an end in step {t}: look for a loop that never stops."
            raise Stumble("endless loop", sentence) from None
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise of_error(error, function, t) from None

    # What comes back

    def _parts(self, whole, expected=None):
        """[(key, quantity, value)] of a tuple or dict of all that is remembered; the quantity is None where it is not known."""
        if isinstance(whole, dict):
            self.keys |= keys_of(whole, self.sig.state, self.quantities, self.keys, expected)
            return [(key, self.keys.get(key), value) for key, value in whole.items()]
        if not isinstance(whole, tuple | list):
            return []
        some = [*zip(self.sig.state, whole)]
        called = source.names_in_tuple(self.function, len(some))
        self.keys |= {name: q for name, (q, _) in zip(called, some) if name not in self.roles}
        return [(q, q, value) for q, value in some]

    def _returned(self, row, x, expected):
        """{name: value} of what came back, by the learner's names."""
        if inspect.isgenerator(row) or inspect.iscoroutine(row):
            row.close()
            raise Stumble("return missing", "Your function yields or awaits; a step is a plain def that ends with return.")
        items = flatten(row, self.returned, self.whole)
        self.bare = not isinstance(row, dict) and not self.whole
        if items is None:
            raise Stumble("return missing", "Your function returns nothing: its last line must be return dict(...).")
        found = {}
        for name, value in self._by_name(items, x, expected) if self.bare else items:
            found.setdefault(name, value)
        return found

    def _read(self, row, given, local, x, t, expected, short=False):
        """The new x, the new state by the learner's names, and the quantities by the reference's names.

        local : what stands under the function's own names at its end; some quantities are computed and not returned. short : no
        quantities but x.
        """
        found = self._returned(row, x, expected)
        quantities, carried = {}, {}
        for p, key in self.keys_back(found).items():
            quantity = "x" if p == "x" else self.roles[p].name
            if key is None and p == "x":
                what = f"Your function returns {', '.join(map(str, found))}, but not x: the next step needs the new x."
                raise Stumble("return missing", what)
            if key is None and p not in self.in_place:
                what = f"Your function does not return {p}; the next step needs {', '.join([*self.state, 'x'])}."
                raise Stumble("return missing", what)
            value = given[p] if key is None else found[key]
            free = self._open_ended(p)  # its shape is its own affair
            if quantity == "x" or quantity in self.sig.state:
                try:
                    quantities[quantity] = shaped = self._as(value, x, p, t)
                    value = value if free else shaped
                except Stumble:
                    if not (self.loose and free):
                        raise
            carried[p] = value
        if short:
            return carried.pop("x"), carried, {"x": quantities["x"]}
        symbols = isinstance(x, Symbol)
        for key, quantity, value in self._parts(carried.get(self.whole), expected) if not symbols else ():
            if quantity not in (None, *quantities):
                with contextlib.suppress(Stumble):
                    quantities[quantity] = self._as(value, x, key, t)
        kinds = Symbol if symbols else (np.ndarray, float, np.floating)
        for name, value in (*found.items(), *local.items()):
            quantity = self._meant(name, symbols)
            if quantity is None or quantity in quantities:
                continue
            if name in found:
                told = isinstance(value, Symbol) == symbols
            else:
                told = isinstance(value, kinds) and (name not in self.roles or (symbols and quantity == name))
            if not told:
                continue
            try:
                quantities[quantity] = self._as(value, x, name, t)
            except Stumble:  # it may be no number
                continue
            if name not in found:
                self.helpers.add(quantity)
        return carried.pop("x"), carried, quantities

    def _meant(self, name, symbols):
        """The quantity that a name of the function stands for, or None."""
        own = name if name in self.unreturned else None  # G_old is no G in a formula; its numbers are those of the old G
        if symbols and own:
            return own
        if name not in self.stands_for:
            self.stands_for[name] = quantity_of(name, self.quantities) or own
        named = {mine: q for q, mine in self.called.items()} if symbols else {}
        return self.stands_for[name] or named.get(name)

    def keys_back(self, found):
        """{"x" or state: the key under which it comes back}, None for what does not. Raises Again where more does than before."""
        names = (*found,)
        if names not in self.back_under:
            more = [(p, self.roles[p]) for p in names if p in self.roles]
            more = [(p, role) for p, role in more if role.kind in ("own", "input") and role.name != "x"
                    and role.default is not inspect.Parameter.empty]  # fmt: skip
            free = [q for q in self.sig.state if all(role.name != q for role in self.roles.values())]
            for p, role in more:  # it has a default and comes back: what starts with another number, or a counter, for instance
                alone = type(role.default) in (int, float) and len(free) == len(more) == 1
                self.guessed |= {free[0]} if alone else set()
                self.roles[p] = role._replace(kind="state", name=free[0] if alone else role.name)
                self.state.append(p)
            if more:
                self.back_under.clear()
                raise Again
            self.back_under[names] = {p: find(p, found, self.roles, self.sig) for p in ("x", *self.state)}
        return self.back_under[names]

    def _open_ended(self, name):
        """Whether a state starts as "not yet", so that its shape is the function's own affair."""
        return self.sig.state.get(self.roles[name].name if name in self.roles else name, 0.0) is None

    def _as(self, value, x, name, t):
        """A returned value in the shape of x, or a sentence that says why it cannot be."""
        if isinstance(x, Symbol):
            return Symbol(Symbol.of(value))
        if type(value) is np.ndarray and value.shape == np.shape(x) != () and value.dtype == float:
            return value.copy("K")
        if type(value) in (float, np.float64) and name != "x" and np.shape(x):
            return np.full(x.shape, value)
        try:
            if np.iscomplexobj(value):
                raise TypeError
            array, shape = np.array(value, dtype=float), np.shape(x)
        except (TypeError, ValueError):
            what = f"In step {t} your {name} is {show(value)}: it must be a number or an array of numbers."
            raise Stumble("not a number", what) from None
        kind = value.dtype.kind if isinstance(value, np.ndarray | np.generic) else ""
        if name == "x" and kind == "f":
            self.dtype = min(self.dtype, value.dtype, key=lambda d: d.itemsize)
        if array.shape == shape:
            whole = name != "x" and kind and kind in "iu"
            return np.array(value) if whole else array if shape else float(array)
        if array.size == 1 and (name != "x" or array.size == np.size(x)):
            array = np.broadcast_to(array.reshape(()), shape)
        elif name != "x" and array.ndim == len(shape) and broadcasts(array.shape, shape):
            array = np.broadcast_to(array, shape)  # one number for each point
        several = self._open_ended(name) and array.shape[: len(shape)] == shape  # such as the units of a network
        if array.shape == shape or several or (takes_matrix(self.step) and array.ndim == 2 and name != "x"):
            return np.array(array) if isinstance(x, np.ndarray) else float(array)
        if array.ndim == 2 and array.shape == (np.size(x), np.size(x)):
            what = f"Your {name} is a square table of shape {array.shape}; {np.size(x)} numbers went in."
            raise Stumble("(d,1)+(d,) broadcast", what)
        has = f"has shape {array.shape}" if array.ndim else "is one single number"
        what = f"Your {name} {has} in step {t}; x of shape {shape} went in, and the same shape must come out."
        raise Stumble("wrong shape", what)

    def _by_name(self, items, x, expected):
        """Names for what comes back without, as they are in the first step."""
        self.order = self.order or in_order(items, self, functools.partial(self._fit, x=x, expected=expected))
        return zip(self.order, (value for _, value in items))

    def _fit(self, named, x, expected):
        """How well the first step fits the reference's: equal quantities, then an x that stayed near the old one."""
        here = {"x" if p == "x" else self.roles[p].name: value for p, value in named.items()}
        points = sum(alike(value, expected[q]) for q, value in here.items() if q in (expected or {}))
        with contextlib.suppress(Exception):  # x may be none of them
            points += 0.5 / (1 + float(np.mean(np.abs(np.asarray(named["x"], float) - x))))
        return points


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
