"""Runs a function as a learner wrote it: other names, other returns, in place, printing, endless loops, errors.

The driver is strict on purpose. Here the function is met halfway, and what cannot be met is said in a sentence.
"""

import ast
import contextlib
import copy
import inspect
import itertools

import numpy as np

from ..run.signature import broadcasts, signature, takes_matrix
from ..theory.lines import BEFORE, lines, put
from ..theory.symbols import First, Late, Rng, Symbol, answering, either, length, taking_symbols
from . import foreign
from .foreign import Guard, Stumble, TooLong, fresh, of_error
from .probes import reference
from .roles import everything, find, flatten, quantity_of, read_roles

LONGEST = 600  # pieces of a formula that is told


class Again(Exception):
    """Raised after a first call that showed a memory of the learner's own; the run starts again and carries it."""


class Learner:
    """A learner's function beside a reference step; `quantities` are the names that the reference returns."""

    def __init__(self, function, step, roles=None):
        self.function, self.step, self.sig = function, step, signature(step)
        self.quantities = tuple(reference(step))
        self.unreturned = {q for q, _ in lines(step)} - {*self.quantities, *self.sig.inputs}
        self.tolerance, self.numbers = 1e-9, foreign.numbers(function, self.sig)
        self.roles = dict(roles or read_roles(function, self.sig))
        self.returned = [key or name for key, name in foreign.returned_as(function)]  # None where it is not a name
        self.state = [p for p, role in self.roles.items() if role.kind == "state"]
        self.in_place, self.printed, self.drawn = set(), "", False
        self.slopes = 0  # how often grad has been asked, in all steps together
        self.kept = None  # what a tuple or dict of all that is remembered holds after the run
        self.helpers = set()  # quantities that are read from names that are not returned
        self.bare = False  # whether what it returns is no dict
        self.single = False  # whether it takes single numbers only
        self.order = None  # how an unnamed tuple is read, once known
        self.dtype = np.dtype(float)  # the coarsest kind of number that came back as x

    def run(self, probe, function=None, expected=None, shaken=None):
        """{quantity: array (steps, …)} under the reference's names. Raises Stumble with a sentence.

        shaken : return what state and x were before each step as well, and change the state by up to that share after each step:
        then no two quantities are equal by chance.
        """
        if self.single and isinstance(probe.x0, np.ndarray):
            columns = [self.run(probe.coordinate(i), function, None, shaken) for i in range(len(probe.x0))]
            return {q: np.stack([column[q] for column in columns], axis=1) for q in columns[0]}
        try:
            return self._run(probe, function or fresh(self.function), expected, shaken)
        except Again:
            return self._run(probe, fresh(self.function), expected, shaken)

    def _run(self, probe, function, expected, shaken):
        x = np.array(probe.x0) if isinstance(probe.x0, np.ndarray) else probe.x0
        state = {p: self._start(p, x, probe.begin) for p in self.state}
        rows, chance = [], np.random.default_rng(5)
        with Guard(watch=getattr(function, "__code__", None)) as guard:
            for t in range(1, len(probe.g) + 1):
                given = self._given(probe, t, x, state)
                watched = {p: v.tobytes() for p, v in given.items() if isinstance(v, np.ndarray)}
                row = self._call(guard, function, given, t)
                self.in_place |= {p for p, value in watched.items() if value != given[p].tobytes()}
                before = {"x": x} | {self.roles[p].name: v for p, v in state.items()}
                x, state, named = self._read(row, given, x, state, t, expected)
                self._helpers(named, guard.locals, x)
                if shaken is not None:
                    named |= self._before(named, before, rows)
                    for p, v in state.items():
                        if self.roles[p].name in self.sig.state and np.asarray(v).dtype.kind == "f":
                            state[p] = v * chance.uniform(1 - shaken, 1 + shaken, np.shape(v))
                rows.append(named)
            self.kept = state.get(everything(self.roles))
            self.printed = self.printed or guard.text.getvalue().strip()
            self.drawn = self.drawn or guard.drawn()
        for name in self.helpers & set(rows[-1]) - set(rows[0]):  # computed from the second step on, in a branch
            rows[0][name] = np.full(np.shape(rows[-1][name]), np.nan)
        names = [name for name in rows[0] if all(name in row for row in rows)]
        return {name: np.array([row[name] for row in rows], float) for name in names}

    def _before(self, named, before, rows):
        """x and the states as they were before the step, under names such as v_before; "not yet" is the reference's own start."""
        found = {}
        for q, begin in ({"x": None} | self.sig.state).items():
            if q in named and (q in before or everything(self.roles)):
                unset = np.full(np.shape(named[q]), np.nan if begin is None else float(begin))
                old = before.get(q, rows[-1].get(q) if rows else None)
                found[q + BEFORE] = unset if old is None else np.broadcast_to(np.asarray(old, float), unset.shape)
        return found

    def _helpers(self, named, local, x):
        """Adds what the function computes under a name of the reference's, and does not return."""
        for name, value in local.items():
            quantity = quantity_of(name, self.quantities) or (name if name in self.unreturned else None)
            mine = name not in self.roles and isinstance(value, np.ndarray | float | np.floating)
            if quantity and quantity not in named and mine:
                with contextlib.suppress(Stumble):
                    named[quantity] = self._as(value, x, name, 0)
                    self.helpers.add(quantity)

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
        array, shape = np.asarray(value), np.shape(x)
        if array.dtype.kind not in "fiub":
            raise Stumble("not a number", f"Your {p} begins as {_short(value)}: it must be a number or an array of numbers.")
        array = array if broadcasts(array.shape, shape) else np.resize(array, shape)  # an array for other numbers of units
        array = np.array(np.broadcast_to(array, shape), array.dtype if array.ndim and array.dtype.kind in "iu" else float)
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
        given = self._arguments(state.get, lambda name: probe.at(name, t), inputs.get)
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

    # On symbols

    def symbols(self, first=False):
        """({own memory: (start, formula)}, {quantity: formula}): what the function computes, run on symbols.

        first : as in the first step, when t is 1 and a memory that starts as None is still None. A function that branches on
        symbols is run along both branches, and the pieces that differ become np.where.
        """
        with contextlib.suppress(Stumble):
            return self._symbols(first)
        with answering(True) as asked:
            own, yes = self._symbols(first)
        with answering(False):
            other, no = self._symbols(first)
        if len({ast.unparse(question) for question in asked}) != 1:
            raise Stumble("branches", "Your function asks more than one question.")
        own = {name: (start, either(asked[0], formula, other[name][1], yes, no)) for name, (start, formula) in own.items()}
        return own, {q: either(asked[0], formula, no[q], yes, no) for q, formula in yes.items() if q in no}

    def _symbols(self, first):
        whole = everything(self.roles) if isinstance(self.kept, tuple | list | dict) else None
        twin, parts = fresh(self.function), {}
        if whole:  # a tuple or dict of all that is remembered, by the names of its parts
            keys = list(self.kept) if isinstance(self.kept, dict) else list(self.sig.state)[: len(self.kept)]
            parts = {key: quantity_of(key, self.quantities) or key for key in keys}
        if hasattr(twin, "__globals__"):
            twin.__globals__.update(taking_symbols(twin.__globals__, self.step.__globals__))
        with Guard(watch=getattr(twin, "__code__", None)) as guard:
            row = self._call(guard, twin, self._given_symbols(first, whole, parts), 1)
        returned, own, found = self._returned(row), {}, {}
        if whole:
            new = returned[whole]
            found |= dict(zip(parts.values(), map(Symbol.of, new.values() if isinstance(new, dict) else new)))
        for p in self.state:
            if p != whole:
                value = Symbol.of(returned[find(p, returned, self.roles, self.sig)])
                if self.roles[p].name in self.sig.state:
                    found[self.roles[p].name] = value
                else:
                    own[self._label(p)] = self.roles[p].default, value
        found["x"] = Symbol.of(returned[find("x", returned, self.roles, self.sig)])
        written = dict(lines(self.step))
        for name, value in (guard.locals | returned).items():
            quantity = name if name in written else quantity_of(name, self.quantities) if name else None
            if quantity and quantity not in found and isinstance(value, Symbol) and (name not in self.roles or quantity == name):
                found[quantity] = value.node
        again = foreign.assigned_again(self.function) & self.helpers  # read at the return, it may have meant another
        named, told = {}, {}  # by identity: a line that uses another is not written out, as it may be very long
        for q in (q for q in written if q in found):
            if length(found[q], dict.fromkeys(named, 1)) < LONGEST:
                told[q] = put(found[q], named)
            if q not in again and not isinstance(found[q], ast.Name | ast.Constant):
                named.setdefault(id(found[q]), ast.Name(q))
        short = {name: pair for name, pair in own.items() if length(pair[1], dict.fromkeys(named, 1)) < LONGEST}
        return {name: (start, put(formula, named)) for name, (start, formula) in short.items()}, told

    def _given_symbols(self, first, whole, parts):
        """{parameter: the symbol that it is given}."""
        own = dict(grad=lambda y: Symbol(ast.Call(ast.Name("grad"), [Symbol.of(y)], [])), rng=Rng())
        own["t"] = (First if first else Late)(ast.Name("t"))
        again = {"x", *dict(lines(self.step))}  # what the step gives another value
        switches = {role.name: role.default for role in self.roles.values() if isinstance(role.default, bool)}

        def state(p):
            if p == whole:
                leaves = {key: Symbol(ast.Name(label + BEFORE)) for key, label in parts.items()}
                return leaves if isinstance(self.kept, dict) else type(self.kept)(leaves.values())
            return None if first and self.roles[p].default is None else Symbol(ast.Name(self._label(p) + BEFORE))

        return self._arguments(state, lambda name: switches.get(name, Symbol(ast.Name(name))),
                               lambda name: own.get(name, Symbol(ast.Name(name + BEFORE * (name in again)))))  # fmt: skip

    def _label(self, p):
        name = self.roles[p].name
        return name if name in self.sig.state else f"{name}_own"

    # What comes back

    def _returned(self, row, x=None, t=1, expected=None):
        """{name: value} of what came back, by the learner's names."""
        if inspect.isgenerator(row) or inspect.iscoroutine(row):
            row.close()
            raise Stumble("return missing", "Your function yields or awaits; a step is a plain def that ends with return.")
        items = flatten(row, self.returned, everything(self.roles))
        self.bare = not isinstance(row, dict) and not everything(self.roles)
        if items is None:
            raise Stumble("return missing", "Your function returns nothing: its last line must be return dict(...).")
        if items and self.bare and self._told_by_place([name for name, _ in items]):
            items = self._name([(None, value) for _, value in items], x, t, expected)
        found = {}
        for name, value in items:
            found.setdefault(name, value)
        return found

    def _read(self, row, given, x, state, t, expected):
        """The new x, the new state by the learner's names, and the quantities by the reference's names."""
        found = self._returned(row, x, t, expected)
        for name in found:
            role = self.roles.get(name)
            if role and role.kind in ("own", "input") and role.default is not inspect.Parameter.empty and role.name != "x":
                self.roles[name] = role._replace(kind="state")  # it has a default and comes back: a counter, for instance
                self.state.append(name)
        if len(state) != len(self.state):
            raise Again
        new = find("x", found, self.roles, self.sig)
        if new is None:
            what = f"Your function returns {', '.join(map(str, found))}, but not x: the next step needs the new x."
            raise Stumble("return missing", what)
        quantities, carried = {"x": self._as(found[new], x, "x", t)}, {}
        for p in self.state:
            key, role = find(p, found, self.roles, self.sig), self.roles[p]
            if key is None and p not in self.in_place:
                what = f"Your function does not return {p}; the next step needs {', '.join([*self.state, 'x'])}."
                raise Stumble("return missing", what)
            value = given[p] if key is None else found[key]
            if role.name in self.sig.state:
                quantities[role.name] = shaped = self._as(value, x, p, t)
                one = self._open_ended(p) and np.ndim(value) == 0 and value is not None  # the loss of the last step is one number
                value = value if one else shaped
            carried[p] = value
        for name, value in found.items():
            quantity = quantity_of(name, self.quantities)
            if quantity and quantity not in quantities:
                with contextlib.suppress(Stumble):
                    quantities[quantity] = self._as(value, x, name, t)
        return quantities["x"], carried, {q: v for q, v in quantities.items() if q in self.quantities}

    def _open_ended(self, name):
        """Whether a state starts as "not yet", so that its shape is the function's own affair."""
        return self.sig.state.get(self.roles[name].name if name in self.roles else name, 0.0) is None

    def _as(self, value, x, name, t):
        """A returned value in the shape of x, or a sentence that says why it cannot be."""
        try:
            if np.iscomplexobj(value):
                raise TypeError
            array, shape = np.array(value, dtype=float), np.shape(x)
        except (TypeError, ValueError):
            what = f"In step {t} your {name} is {_short(value)}: it must be a number or an array of numbers."
            raise Stumble("not a number", what) from None
        if name == "x" and getattr(getattr(value, "dtype", None), "kind", "") == "f":
            self.dtype = min(self.dtype, value.dtype, key=lambda d: d.itemsize)
        if array.shape == shape:
            integers = isinstance(value, np.ndarray) and value.dtype.kind in "iu" and name != "x"
            return np.array(value) if integers else (array if shape else float(array))
        if not isinstance(x, np.ndarray):
            if array.size == 1:
                return float(array.reshape(()))
        elif array.ndim == 0 or (name != "x" and array.size == 1):
            if name == "x" and x.size > 1:
                raise Stumble("wrong shape", f"Your x comes back as one single number; {x.size} numbers went in.")
            return np.array(np.broadcast_to(array.reshape(()), shape))
        if self._open_ended(name) and array.shape[: len(shape)] == shape:
            return array  # several numbers for each parameter, such as the units of a network
        if name != "x" and array.ndim == len(shape) and broadcasts(array.shape, shape):
            return np.array(np.broadcast_to(array, shape))  # one number for each point
        if takes_matrix(self.step) and array.ndim == 2 and name != "x":  # a row, a column, or another matrix beside x
            return np.broadcast_to(array, shape) if broadcasts(array.shape, shape) else array
        if array.ndim == 2 and array.shape == (np.size(x), np.size(x)) and np.size(x) > 1:
            what = f"Your {name} is a square table of shape {array.shape}; {np.size(x)} numbers went in."
            raise Stumble("(d,1)+(d,) broadcast", what)
        what = f"Your {name} has shape {array.shape} in step {t}; x of shape {shape} went in, and the same shape must come out."
        raise Stumble("wrong shape", what)

    def _told_by_place(self, returned):
        """Whether the names in a returned tuple say too little: what is wanted has no name, and what has a name is not wanted."""
        if all(name is None for name in returned):
            return True
        wanted = {p: find(p, [name for name in returned if name], self.roles, self.sig) for p in ("x", *self.state)}
        idle = {n for n in returned if n not in wanted.values() and n not in self.roles and not quantity_of(n, self.quantities)}
        return bool(lost := [p for p, key in wanted.items() if key is None]) and len(idle) >= len(lost)

    def _name(self, items, x, t, expected):
        """Names for an unnamed tuple: the order that fits the reference best; x first if none fits."""
        values = [value for _, value in items]
        names = ["x", *self.state]
        if len(values) < len(names):
            names = [name for name in names if name == "x" or name not in self.in_place]
        if len(values) < len(names):
            lost = "x alone" if len(values) == 1 else f"{len(values)} values"
            raise Stumble("x returned alone", f"Your function returns {lost}; the next step needs {', '.join(names)}.")
        if self.order is None:
            orders = list(itertools.permutations(names)) if len(names) <= 4 else [tuple(names)]
            orders.sort(key=lambda order: (order[0] != "x", order[-1] != "x"))
            called = [name if name in names else None for name in self.returned]
            told = [order for order in orders if all(c in (None, o) for c, o in zip(called, order))]
            self.order = max(told or orders, key=lambda order: self._fit(dict(zip(order, values)), x, expected))
        return list(zip((*self.order, *[None] * (len(values) - len(names))), values, strict=True))

    def _fit(self, named, x, expected):
        """How well the first step fits the reference's: equal quantities, then an x that stayed near the old one."""
        points = 0.0
        for p, value in named.items():
            role = "x" if p == "x" else self.roles[p].name
            if expected is not None and role in expected and np.shape(value) == np.shape(expected[role]):
                points += np.allclose(value, expected[role], rtol=1e-9, atol=0)
        with contextlib.suppress(Exception):
            points += 0.5 / (1 + float(np.mean(np.abs(np.asarray(named["x"], float) - x))))
        return points


def _short(value):
    text = " ".join(repr(value).split())
    return text if len(text) <= 40 else text[:37] + "..."
