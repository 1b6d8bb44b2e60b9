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
from . import foreign
from .foreign import Guard, Stumble, TooLong, fresh, of_error
from .lines import BEFORE, lines, parse
from .probes import DATA_SIZE, hess, reference
from .roles import everything, find, flatten, quantity_of, read_roles
from .symbols import First, Late, Rng, Symbol, answering, taking_symbols


class Again(Exception):
    """Raised after a first call that showed a memory of the learner's own; the run starts again and carries it."""


class Learner:
    """A learner's function beside a reference step; `quantities` are the names that the reference returns."""

    def __init__(self, function, step, roles=None):
        self.function, self.step, self.sig = function, step, signature(step)
        self.quantities = tuple(reference(step))
        self.unreturned = {q for q, _ in lines(step)} - {*self.quantities, *self.sig.inputs}
        self.step_inputs, self.tolerance, self.numbers = set(self.sig.inputs), 1e-9, foreign.numbers(function, self.sig)
        self.roles = dict(roles or read_roles(function, self.sig))
        self.returned = foreign.returned_names(function)
        self.state = [p for p, role in self.roles.items() if role.kind == "state"]
        self.open_ended = self._open_ended()
        self.in_place, self.printed, self.drawn = set(), "", False
        self.begin = {}  # a state to begin with in place of the function's own start
        self.late = 0  # added to t, to see whether the function listens to it
        self.slopes = 0  # how often grad has been asked, in all steps together
        self.kept = None  # what a tuple or dict of all that is remembered holds after the run
        self.helpers = set()  # quantities that are read from names that are not returned
        self.single = False  # whether it takes single numbers only
        self.order = None  # how an unnamed tuple is read, once known
        self.dtype = np.dtype(float)  # the coarsest kind of number that came back as x

    def _open_ended(self):
        """Names of states that start as "not yet", so that their shape is the function's own affair."""
        free = {name for name, value in self.sig.state.items() if value is None}
        return free | {p for p, role in self.roles.items() if role.name in free}

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
        state = {p: self.start(p, x) for p in self.state}
        rows, chance = [], np.random.default_rng(5)
        with Guard(watch=getattr(function, "__code__", None)) as guard:
            for t in range(1, len(probe.g) + 1):
                given = self._given(probe, t, x, state)
                watched = {p: v.tobytes() for p, v in given.items() if isinstance(v, np.ndarray)}
                row = self._call(guard, function, given, t)
                for p, value in watched.items():
                    if value != given[p].tobytes():
                        self.in_place.add(p)
                before = {"x": x} | {self.roles[p].name: v for p, v in state.items() if self.roles[p].name in self.sig.state}
                x, state, named = self._read(row, given, x, state, t, expected)
                self._helpers(named, guard.locals, x)
                if shaken is not None:
                    for q, begin in self.sig.state.items():  # kept in a tuple or dict of all that is remembered
                        if q in named and q not in before and everything(self.roles):
                            first = np.full(np.shape(named[q]), np.nan if begin is None else float(begin))
                            before[q] = rows[-1][q] if rows and q in rows[-1] else first
                    for q, v in before.items():
                        if q in named:  # "not yet" is the reference's own start
                            begin = self.sig.state.get(q)
                            unset = np.full(np.shape(named[q]), np.nan if begin is None else float(begin))
                            named[q + BEFORE] = unset if v is None else np.broadcast_to(np.asarray(v, float), np.shape(unset))
                    for p, v in state.items():
                        if self.roles[p].name in self.sig.state and _real(v):
                            state[p] = v * chance.uniform(1 - shaken, 1 + shaken, np.shape(v))
                rows.append(named)
            self.kept = state.get(everything(self.roles))
            self.printed = self.printed or guard.text.getvalue().strip()
            self.drawn = self.drawn or guard.drawn()
        for name in self.helpers & set(rows[-1]) - set(rows[0]):  # computed from the second step on, in a branch
            rows[0][name] = np.full(np.shape(rows[-1][name]), np.nan)
        names = [name for name in rows[0] if all(name in row for row in rows)]
        return {name: np.array([row[name] for row in rows], float) for name in names}

    def _helpers(self, named, local, x):
        """Adds what the function computes under a name of the reference's, and does not return."""
        for name, value in local.items():
            quantity = quantity_of(name, self.quantities) or (name if name in self.unreturned else None)
            if (
                quantity
                and quantity not in named
                and name not in self.roles
                and isinstance(value, np.ndarray | float | np.floating)
            ):
                with contextlib.suppress(Stumble):
                    named[quantity] = self._as(value, x, name, 0)
                    self.helpers.add(quantity)

    def start(self, p, x):
        """The learner's own initial value, else the reference's, in the shape of x."""
        value = self.begin.get(self.roles[p].name, self.roles[p].default)
        if self.roles[p].name not in self.sig.state:
            return copy.deepcopy(value)  # memory of the learner's own, as it stands in the signature
        if value is inspect.Parameter.empty:
            value = self.sig.state.get(self.roles[p].name, 0.0)
        if value is None:
            return None
        if not isinstance(x, np.ndarray):
            return float(np.ravel(value)[0])
        try:
            array = np.asarray(value)
            kind = array.dtype if array.ndim and array.dtype.kind in "iu" else float
            return np.array(np.broadcast_to(array, x.shape), dtype=kind)
        except (ValueError, TypeError):
            return np.zeros(x.shape)

    def _given(self, probe, t, x, state):
        given = {}
        for p, role in self.roles.items():
            copied = np.array(x) if isinstance(x, np.ndarray) else x
            if role.kind == "state":
                given[p] = np.array(state[p]) if isinstance(state[p], np.ndarray) else state[p]
            elif role.kind == "hyper":
                if role.name == "betas":
                    given[p] = (probe.at("beta1", t), probe.at("beta2", t))
                elif probe.at(role.name, t) is not None:
                    given[p] = probe.at(role.name, t)
            elif role.name == "x":
                given[p] = copied
            elif role.name == "g":
                ahead = "grad" in self.sig.inputs
                g = probe.gradient(t)(x) if ahead else probe.g[t - 1]
                given[p] = np.array(g) if isinstance(x, np.ndarray) else float(g)
            elif role.name == "grad":
                given[p] = self._counted(probe.gradient(t))
            elif role.name == "f":
                given[p] = probe.f[t - 1]
            elif role.name == "hess":
                given[p] = hess(probe.g[t - 1])
            elif role.name == "t":
                given[p] = t + self.late
            elif role.name == "rng":
                given[p] = np.random.default_rng(t)
            elif role.name == "n":
                given[p] = DATA_SIZE
        return given

    def _counted(self, grad):
        def slope(x):
            self.slopes += 1
            return grad(x)

        return slope

    def _call(self, guard, function, given, t):
        by_place = [given[p] for p, role in self.roles.items() if role.by_place and p in given]
        by_name = {p: v for p, v in given.items() if not self.roles[p].by_place}
        try:
            return guard.call(function, *by_place, **by_name)
        except TooLong:
            raise Stumble(
                "endless loop", f"Your function does not come to an end in step {t}: look for a loop that never stops."
            ) from None
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise of_error(error, function, t) from None

    # On symbols

    def symbols(self, first=False):
        """({own memory: (start, formula)}, {quantity: formula}): what the function computes, run on symbols.

        first : as in the first step, when t is 1 and a memory that starts as None is still None. A function that branches on
        symbols is run along both branches, and what differs becomes np.where.
        """
        with contextlib.suppress(Stumble):
            return self._symbols(first)
        with answering(True) as asked:
            own, yes = self._symbols(first)
        with answering(False):
            other, no = self._symbols(first)
        if len({ast.unparse(question) for question in asked}) != 1:
            raise Stumble("branches", "Your function asks more than one question.")

        def either(a, b):
            return a if ast.unparse(a) == ast.unparse(b) else ast.Call(parse("np.where"), [asked[0], a, b], [])

        own = {name: (start, either(formula, other[name][1])) for name, (start, formula) in own.items()}
        return own, {q: either(formula, no[q]) for q, formula in yes.items() if q in no}

    def _symbols(self, first):
        given = {}
        whole = everything(self.roles) if isinstance(self.kept, tuple | list | dict) else None
        if whole:  # a tuple or dict of all that is remembered, by the names of its parts
            parts = list(self.kept) if isinstance(self.kept, dict) else list(self.sig.state)[: len(self.kept)]
            labels = [quantity_of(name, self.quantities) or name for name in parts]
            leaves = [Symbol(ast.Name(label + BEFORE)) for label in labels]
            filled = dict(zip(parts, leaves)) if isinstance(self.kept, dict) else type(self.kept)(leaves)
        for p, role in self.roles.items():
            if p == whole:
                given[p] = None if first and role.default is None else filled
            elif role.kind == "state":
                given[p] = None if first and role.default is None else Symbol(ast.Name(self._label(p) + BEFORE))
            elif role.kind == "hyper":
                given[p] = (Symbol(parse("beta1")), Symbol(parse("beta2"))) if role.name == "betas" else Symbol(parse(role.name))
                if isinstance(role.default, bool):
                    given[p] = role.default
            elif role.name == "grad":
                given[p] = lambda y: Symbol(ast.Call(ast.Name("grad"), [Symbol.of(y)], []))
            elif role.name == "t":
                given[p] = (First if first else Late)(ast.Name("t"))
            elif role.name == "rng":
                given[p] = Rng()
            elif role.kind == "input":
                given[p] = Symbol(ast.Name(role.name + BEFORE * (role.name == "x" or role.name in dict(lines(self.step)))))
        twin = fresh(self.function)
        if hasattr(twin, "__globals__"):
            twin.__globals__.update(taking_symbols(twin.__globals__, self.step.__globals__))
        with Guard(watch=getattr(twin, "__code__", None)) as guard:
            row = self._call(guard, twin, given, 1)
        items = flatten(row, self.returned, everything(self.roles))
        if self.order and all(name is None for name, _ in items):
            items = list(zip((*self.order, *[None] * (len(items) - len(self.order))), [v for _, v in items], strict=True))
        returned, own, found = dict(items), {}, {}
        if whole:
            new = returned[whole]
            found |= dict(zip(labels, map(Symbol.of, new.values() if isinstance(new, dict) else new)))
        for p in self.state:
            if p == whole:
                continue
            value = Symbol.of(returned[find(p, returned, self.roles, self.sig)])
            if self.roles[p].name in self.sig.state:
                found[self.roles[p].name] = value
            else:
                own[self._label(p)] = self.roles[p].default, value
        found["x"] = Symbol.of(returned[find("x", returned, self.roles, self.sig)])
        for name, value in (guard.locals | returned).items():
            quantity = quantity_of(name, self.quantities) if name else None
            quantity = name if name in dict(lines(self.step)) else quantity
            if quantity and quantity not in found and isinstance(value, Symbol) and (name not in self.roles or quantity == name):
                found[quantity] = value.node
        return own, found

    def _label(self, p):
        name = self.roles[p].name
        return name if name in self.sig.state else f"{name}_own"

    # What comes back

    def _read(self, row, given, x, state, t, expected):
        """The new x, the new state by the learner's names, and the quantities by the reference's names."""
        if inspect.isgenerator(row) or inspect.iscoroutine(row):
            row.close()
            raise Stumble("return missing", "Your function yields or awaits; a step is a plain def that ends with return.")
        items = flatten(row, self.returned, everything(self.roles))
        if items is None:
            raise Stumble("return missing", "Your function returns nothing: its last line must be return dict(...).")
        if items and all(name is None for name, _ in items):
            items = self._name(items, x, t, expected)
        found = {}
        for name, value in items:
            found.setdefault(name, value)
        for name in found:
            role = self.roles.get(name)
            if role and role.kind in ("own", "input") and role.default is not inspect.Parameter.empty and role.name != "x":
                self.roles[name] = role._replace(kind="state")  # it has a default and comes back: a counter, for instance
                self.state.append(name)
        if len(state) != len(self.state):
            raise Again
        new = find("x", found, self.roles, self.sig)
        if new is None:
            raise Stumble(
                "return missing", f"Your function returns {', '.join(map(str, found))}, but not x: the next step needs the new x."
            )
        x_new = self._as(found[new], x, "x", t)
        carried = {}
        for p in self.state:
            key = find(p, found, self.roles, self.sig)
            if key is not None and self.roles[p].name not in self.sig.state:
                carried[p] = found[key]
            elif key is not None:
                carried[p] = self._as(found[key], x, p, t)
                if p in self.open_ended and np.ndim(found[key]) == 0 and found[key] is not None:
                    carried[p] = found[key]  # the loss of the last step is one number
            elif p in self.in_place:
                carried[p] = given[p]
            else:
                raise Stumble(
                    "return missing",
                    f"Your function does not return {p}; the next step needs {', '.join([*self.state, 'x'])}.",
                )
        quantities = {"x": x_new}
        for p in self.state:
            if self.roles[p].name in self.quantities and self.roles[p].name in self.sig.state:
                quantities[self.roles[p].name] = self._as(carried[p], x, p, t)
        for name, value in found.items():
            quantity = quantity_of(name, self.quantities)
            if quantity and quantity not in quantities:
                with contextlib.suppress(Stumble):
                    quantities[quantity] = self._as(value, x, name, t)
        return x_new, carried, quantities

    def _as(self, value, x, name, t):
        """A returned value in the shape of x, or a sentence that says why it cannot be."""
        try:
            if np.iscomplexobj(value):
                raise TypeError
            array = np.array(value, dtype=float)
        except (TypeError, ValueError):
            raise Stumble(
                "not a number", f"In step {t} your {name} is {_short(value)}: it must be a number or an array of numbers."
            ) from None
        shape = np.shape(x)
        if name == "x" and getattr(value, "dtype", self.dtype).kind == "f":
            self.dtype = min(self.dtype, value.dtype, key=lambda d: d.itemsize) if hasattr(value, "dtype") else self.dtype
        if array.shape == shape:
            integers = np.asarray(value).dtype.kind in "iu" and name != "x" and isinstance(value, np.ndarray)
            return np.array(value) if integers else (array if shape else float(array))
        if not isinstance(x, np.ndarray):
            if array.size == 1:
                return float(array.reshape(()))
        elif array.ndim == 0 or (name != "x" and array.size == 1):
            if name == "x" and x.size > 1:
                raise Stumble("wrong shape", f"Your x comes back as one single number; {x.size} numbers went in.")
            return np.array(np.broadcast_to(array.reshape(()), shape))
        if name in self.open_ended and array.shape[: len(shape)] == shape:
            return array  # several numbers for each parameter, such as the units of a network
        if takes_matrix(self.step) and array.ndim == 2 and name != "x":  # a row, a column, or another matrix beside x
            return np.broadcast_to(array, shape) if broadcasts(array.shape, shape) else array
        if array.ndim == 2 and array.shape == (np.size(x), np.size(x)) and np.size(x) > 1:
            raise Stumble(
                "(d,1)+(d,) broadcast", f"Your {name} is a square table of shape {array.shape}; {np.size(x)} numbers went in."
            )
        raise Stumble(
            "wrong shape",
            f"Your {name} has shape {array.shape} in step {t}; x of shape {shape} went in, and the same shape must come out.",
        )

    def _name(self, items, x, t, expected):
        """Names for an unnamed tuple: the order that fits the reference best; x first if none fits."""
        values = [value for _, value in items]
        names = ["x", *self.state]
        if len(values) < len(names):
            kept = [p for p in self.state if p in self.in_place]
            names = [name for name in names if name not in kept]
        if len(values) < len(names):
            lost = "x alone" if len(values) == 1 else f"{len(values)} values"
            raise Stumble("x returned alone", f"Your function returns {lost}; the next step needs {', '.join(names)}.")
        if self.order is None:
            orders = [order for order in itertools.permutations(names)] if len(names) <= 4 else [tuple(names)]
            orders.sort(key=lambda order: order[0] != "x")
            called = [{"x": "x"}.get(name, name) if name in names else None for name in self.returned]
            told = [order for order in orders if all(c in (None, o) for c, o in zip(called, order))]
            orders = told or orders
            fit = [self._fit(dict(zip(order, values, strict=False)), x, expected) for order in orders]
            self.order = orders[fit.index(max(fit))]
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


def _real(value):
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")


def _short(value):
    text = " ".join(repr(value).split())
    return text if len(text) <= 40 else text[:37] + "..."
