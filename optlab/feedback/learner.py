"""Runs a function as a learner wrote it: other names, other returns, in place, printing, endless loops, errors.

The driver in `core` is strict on purpose. Here the function is met halfway, and what cannot be met is said in a sentence.
"""

import ast
import contextlib
import copy
import inspect
import itertools

import numpy as np

from . import roles, source
from ..run.signature import signature
from .guard import Guard, TooLong, fresh
from .lines import BEFORE, parse
from .probes import DATA_SIZE, reference
from .stumble import Stumble, of_error


class Symbol:
    """A formula in the place of a number: arithmetic and numpy's functions write down what they are asked."""

    __array_priority__ = 1000

    def __init__(self, node):
        self.node = node

    @staticmethod
    def of(value):
        if isinstance(value, Symbol):
            return value.node
        array = np.asarray(value, float)
        if not array.size or not (array == array.flat[0]).all():
            raise TypeError("not one number")
        return ast.Constant(float(array.flat[0]) if array.flat[0] % 1 else int(array.flat[0]))

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        operator = _OPERATORS.get(ufunc.__name__)
        if method != "__call__" or out is not None:
            raise TypeError("in place")
        nodes = [Symbol.of(v) for v in inputs]
        name = {"absolute": "abs"}.get(ufunc.__name__, ufunc.__name__)
        if name == "square":
            operator, nodes = ast.Pow, [*nodes, ast.Constant(2)]
        return Symbol(_operation(operator, nodes) if operator else ast.Call(parse(f"np.{name}"), nodes, []))

    def __array_function__(self, function, types, args, kwargs):
        if function.__name__ in ("zeros_like", "ones_like"):
            return float(function.__name__ == "ones_like")
        if function.__name__ in ("copy", "asarray", "array", "atleast_1d", "broadcast_to"):
            return args[0]
        module = "np.linalg." if function.__name__ == "norm" else "np."
        keywords = [ast.keyword(k, ast.Constant(v)) for k, v in kwargs.items()]
        return Symbol(ast.Call(parse(module + function.__name__), [Symbol.of(v) for v in args], keywords))

    def __getattr__(self, name):
        if name in ("copy", "astype"):
            return lambda *args, **kwargs: self
        if name in ("sum", "mean", "max", "min"):
            return lambda *args, **kwargs: Symbol(ast.Call(parse(f"np.{name}"), [self.node], []))
        raise AttributeError(name)

    def __neg__(self):
        return Symbol(ast.UnaryOp(ast.USub(), self.node))

    def __abs__(self):
        return Symbol(ast.Call(parse("np.abs"), [self.node], []))

    def __bool__(self):
        raise TypeError("a symbol is neither true nor false")


_OPERATORS = dict(add=ast.Add, subtract=ast.Sub, multiply=ast.Mult, divide=ast.Div, power=ast.Pow, floor_divide=ast.FloorDiv,
                  remainder=ast.Mod, less=ast.Lt, greater=ast.Gt, less_equal=ast.LtE, greater_equal=ast.GtE, equal=ast.Eq)  # fmt: skip


def _operation(kind, nodes):
    if issubclass(kind, ast.cmpop):
        return ast.Compare(nodes[0], [kind()], nodes[1:])
    return ast.BinOp(nodes[0], kind(), nodes[1])


for _names, _kind in (("add radd", ast.Add), ("sub rsub", ast.Sub), ("mul rmul", ast.Mult), ("truediv rtruediv", ast.Div),
                      ("pow rpow", ast.Pow), ("floordiv rfloordiv", ast.FloorDiv), ("lt", ast.Lt), ("gt", ast.Gt),
                      ("le", ast.LtE), ("ge", ast.GtE)):  # fmt: skip
    _plain, *_turned = _names.split()
    setattr(Symbol, f"__{_plain}__", lambda a, b, k=_kind: Symbol(_operation(k, [a.node, Symbol.of(b)])))
    for _name in _turned:
        setattr(Symbol, f"__{_name}__", lambda a, b, k=_kind: Symbol(_operation(k, [Symbol.of(b), a.node])))


class Again(Exception):
    """Raised after a first call that showed a memory of the learner's own; the run starts again and carries it."""


class Learner:
    """A learner's function beside a reference step; `quantities` are the names that the reference returns."""

    def __init__(self, function, step):
        self.function, self.step, self.sig = function, step, signature(step)
        self.quantities = tuple(reference(step))
        self.step_inputs, self.tolerance, self.numbers = set(self.sig.inputs), 1e-9, source.numbers(function, self.sig)
        self.roles = roles.read(function, self.sig)
        self.returned = source.returned_names(function)
        self.state = [p for p, role in self.roles.items() if role.kind == "state"]
        self.open_ended = self._open_ended()
        self.in_place, self.printed, self.drawn = set(), "", False
        self.late = 0  # added to t, to see whether the function listens to it
        self.slopes = 0  # how often grad has been asked, in all steps together
        self.helpers = set()  # quantities that are read from names that are not returned
        self.order = None  # how an unnamed tuple is read, once known
        self.dtype = np.dtype(float)  # the coarsest kind of number that came back as x

    def _open_ended(self):
        """Names of states that start as "not yet", so that their shape is the function's own affair."""
        free = {name for name, value in self.sig.state.items() if value is None}
        return free | {p for p, role in self.roles.items() if role.name in free}

    def run(self, probe, function=None, expected=None, shaken=False):
        """{quantity: array (steps, …)} under the reference's names. Raises Stumble with a sentence.

        shaken : change the state a little after each step, and return what it was before each step as well: then no two
        quantities are equal by chance.
        """
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
                watched = {p: np.array(v) for p, v in given.items() if isinstance(v, np.ndarray)}
                row = self._call(guard, function, given, t)
                for p, value in watched.items():
                    if not np.array_equal(value, given[p], equal_nan=True):
                        self.in_place.add(p)
                before = {"x": x} | {self.roles[p].name: v for p, v in state.items() if self.roles[p].name in self.sig.state}
                x, state, named = self._read(row, given, x, state, t, expected)
                self._helpers(named, guard.locals, x)
                if shaken:
                    nan = np.full(np.shape(x), np.nan)
                    named |= {q + BEFORE: nan if v is None else v for q, v in before.items() if q in named}
                    state = {p: v * chance.uniform(0.9, 1.1, np.shape(v)) if self.roles[p].name in self.sig.state and _real(v) else v
                             for p, v in state.items()}  # fmt: skip
                rows.append(named)
            self.printed = self.printed or guard.text.getvalue().strip()
            self.drawn = self.drawn or guard.drawn()
        names = [name for name in rows[0] if all(name in row for row in rows)]
        return {name: np.array([row[name] for row in rows], float) for name in names}

    def _helpers(self, named, local, x):
        """Adds what the function computes under a name of the reference's, and does not return."""
        for name, value in local.items():
            quantity = roles.quantity(name, self.quantities)
            if quantity and quantity not in named and name not in self.roles and isinstance(value, np.ndarray | float | np.floating):
                with contextlib.suppress(Stumble):
                    named[quantity] = self._as(value, x, name, 0)
                    self.helpers.add(quantity)

    def start(self, p, x):
        """The learner's own initial value, else the reference's, in the shape of x."""
        value = self.roles[p].default
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

    def symbols(self):
        """({own memory: (start, formula)}, {quantity: formula}): what the function computes, run once on symbols."""
        given = {}
        for p, role in self.roles.items():
            if role.kind == "state":
                given[p] = Symbol(ast.Name(self._label(p) + BEFORE))
            elif role.kind == "hyper":
                given[p] = (Symbol(parse("beta1")), Symbol(parse("beta2"))) if role.name == "betas" else Symbol(parse(role.name))
            elif role.name == "grad":
                given[p] = lambda y: Symbol(ast.Call(ast.Name("grad"), [Symbol.of(y)], []))
            elif role.kind == "input":
                given[p] = Symbol(ast.Name("x" + BEFORE if role.name == "x" else role.name))
        with Guard() as guard:
            row = self._call(guard, fresh(self.function), given, 1)
        items = roles.flatten(row, self.returned, roles.everything(self.roles))
        if self.order and all(name is None for name, _ in items):
            items = list(zip((*self.order, *[None] * (len(items) - len(self.order))), [v for _, v in items], strict=True))
        returned, own, found = dict(items), {}, {}
        for p in self.state:
            value = Symbol.of(returned[roles.find(p, returned, self.roles, self.sig)])
            if self.roles[p].name in self.sig.state:
                found[self.roles[p].name] = value
            else:
                own[self._label(p)] = self.roles[p].default, value
        found["x"] = Symbol.of(returned[roles.find("x", returned, self.roles, self.sig)])
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
        items = roles.flatten(row, self.returned, roles.everything(self.roles))
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
        new = roles.find("x", found, self.roles, self.sig)
        if new is None:
            raise Stumble(
                "return missing", f"Your function returns {', '.join(map(str, found))}, but not x: the next step needs the new x."
            )
        x_new = self._as(found[new], x, "x", t)
        carried = {}
        for p in self.state:
            key = roles.find(p, found, self.roles, self.sig)
            if key is not None and self.roles[p].name not in self.sig.state:
                carried[p] = found[key]
            elif key is not None:
                carried[p] = self._as(found[key], x, p, t)
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
                quantities[self.roles[p].name] = carried[p]
        for name, value in found.items():
            quantity = roles.quantity(name, self.quantities)
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
