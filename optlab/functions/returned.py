"""What comes back from a learner's function, under the reference's names: the new x, its memory, its quantities."""

import contextlib
import functools
import inspect

import numpy as np

from ..formulas.lines import lines
from ..run.signature import broadcasts, signature, takes_matrix
from ..run.values import show
from ..worlds.probes import reference
from . import source
from .roles import alike, everything, find, flatten, in_order, keys_of, plain, quantity_of, read_roles
from .stumble import Stumble
from .symbols import Symbol


class Again(Exception):
    """Raised after a first call that showed a memory of the learner's own; the run starts again and carries it."""


class Returned:
    """What a learner's function beside a reference step hands back; `quantities` are the names that the reference returns."""

    def __init__(self, function, step, roles=None):
        self.function, self.step, self.sig = function, step, signature(step)
        self.quantities = tuple(reference(step))
        self.unreturned = {q for q, _ in lines(step)} - {*self.quantities}
        self.made = source.own_names(function)  # the names that it gives values to
        self.roles = dict(roles or read_roles(function, self.sig))
        self.whole = everything(self.roles, function)  # the name of all that is remembered, in one tuple or dict
        self.returned = [key or name for key, name in source.returned_as(function)]  # None where it is not a name
        self.state = [p for p, role in self.roles.items() if role.kind == "state"]
        self.in_place = set()  # the arguments that it changes in place
        self.helpers = set()  # quantities that are read from names that are not returned
        self.called = {}  # the learner's own name of a quantity, where it is found by its values
        self.back_under = {}  # {what came back: {"x" or state: the key under which it comes back}}
        self.guessed = set()  # states that a memory stands for, as far as its place tells
        self.stands_for = {}  # {name: the quantity that it stands for, or None}
        self.keys = {}  # what the keys of that dict stand for, where their names do not tell
        self.bare = False  # whether what it returns is no dict
        self.loose = False  # whether a state that starts as None may have any shape
        self.plain = False  # whether a state that starts as a number is handed over as one, and comes back in its own shape
        self.integers = set()  # quantities that came back as integers
        self.order = None  # how an unnamed tuple is read, once known
        self.orders = []  # how it may be read, as far as its first step tells
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

    def line_of(self, quantity, find=source.line_of, **which):
        """The number of the line that makes a quantity, or None. find, which : how it is looked for."""

        def meant(name):
            return (self.roles[name].name if name in self.roles else plain(name)) in (quantity, plain(quantity))

        tests = self.back(quantity).__eq__, self.own_name(quantity).__eq__, meant
        return find(self.function, *tests, lambda name: quantity_of(name, self.quantities) == quantity, **which)

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
                    value = value if free or self.plain else shaped
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
        role = self.roles.get(name)
        return self.sig.state.get(role.name if role else name, 0.0) is None or bool(self.loose and role and role.default is None)

    def _as(self, value, x, name, t):
        """A returned value in the shape of x, or a sentence that says why it cannot be."""
        if isinstance(x, Symbol):
            return Symbol(Symbol.of(value))
        if type(value) is np.ndarray and value.shape == np.shape(x) != () and value.dtype == float:
            return value.copy("K")
        if type(value) in (float, np.float64) and name != "x" and np.shape(x):
            return np.full(x.shape, value)
        try:
            if np.iscomplexobj(value) or np.asarray(value).dtype.kind in "US":
                raise TypeError
            array, shape = np.array(value, dtype=float), np.shape(x)
        except (TypeError, ValueError):
            what = f"In step {t} your {name} is {show(value)}: it must be a number or an array of numbers."
            raise Stumble("not a number", what) from None
        kind = value.dtype.kind if isinstance(value, np.ndarray | np.generic) else ""
        if kind and kind in "iu":
            self.integers.add(self.roles[name].name if name in self.roles else quantity_of(name, self.quantities))
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
