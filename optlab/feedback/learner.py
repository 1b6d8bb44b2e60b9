"""Runs a function as a learner wrote it: other names, other returns, in place, printing, endless loops, errors.

The driver is strict on purpose. Here the function is met halfway, and what cannot be met is said in a sentence. What arguments
and returned values mean is read by exact names first, then by other common names, then by their order.
"""

import ast
import contextlib
import copy
import functools
import inspect
import itertools
import re
from typing import Any, NamedTuple

import numpy as np

from ..run.signature import broadcasts, signature, takes_matrix
from . import foreign
from .foreign import Guard, Stumble, TooLong, fresh, of_error
from .lines import BEFORE, lines, parse
from .probes import DATA_SIZE, hess, reference
from .symbols import First, Late, Rng, Symbol, answering, taking_symbols


class Again(Exception):
    """Raised after a first call that showed a memory of the learner's own; the run starts again and carries it."""


class Learner:
    """A learner's function beside a reference step; `quantities` are the names that the reference returns."""

    def __init__(self, function, step):
        self.function, self.step, self.sig = function, step, signature(step)
        self.quantities = tuple(reference(step))
        self.unreturned = {q for q, _ in lines(step)} - {*self.quantities, *self.sig.inputs}
        self.step_inputs, self.tolerance, self.numbers = set(self.sig.inputs), 1e-9, foreign.numbers(function, self.sig)
        self.roles = read_roles(function, self.sig)
        self.returned = foreign.returned_names(function)
        self.state = [p for p, role in self.roles.items() if role.kind == "state"]
        self.open_ended = self._open_ended()
        self.in_place, self.printed, self.drawn = set(), "", False
        self.begin = {}  # a state to begin with in place of the function's own start
        self.late = 0  # added to t, to see whether the function listens to it
        self.slopes = 0  # how often grad has been asked, in all steps together
        self.kept = None  # what a tuple or dict of all that is remembered holds after the run
        self.helpers = set()  # quantities that are read from names that are not returned
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
            twin.__globals__.update(taking_symbols(twin.__globals__))
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


# What arguments and returned values mean

EMPTY = inspect.Parameter.empty
EVERYTHING = ("state", "optstate", "memory", "config", "cache")  # a tuple or dict of all that is remembered
_GREEK = dict(zip("αβγδεηθμρ", "alpha beta gamma delta eps eta theta mu rho".split(), strict=True))

# Other names in use, best first; written without underscores.
ALIASES = {
    "x": "w theta params param weights weight p pos position point xs wt xt newx xnew".split(),
    "g": "grad grads gradient gradients dx dw dtheta gt derivative slope dldx".split(),
    "t": "step i k it iteration iterations niter nstep time count steps epoch".split(),
    "grad": "gradient gradf fgrad gradfn gradfunc df fprime fn func gradfunction gradientfn dfdx".split(),
    "f": "loss cost value fx".split(),
    "rng": "random generator gen".split(),
    "lr": "learningrate eta alpha stepsize rate a".split(),
    "mu": "momentum beta gamma mom friction decay beta1 b rho alpha".split(),
    "rho": "decay gamma beta beta2 alpha decayrate b r keep".split(),
    "beta1": "b1 betaone betam mu rho1 decay1 momentum".split(),
    "beta2": "b2 betatwo betav nu rho2 decay2 rho".split(),
    "eps": "epsilon e tiny small delta fudge".split(),
    "final_lr": "finallr lrfinal finalrate".split(),
    "m": "m1 mean mom momentum moment first firstmoment avg average expavg ema mt velocity v s".split(),
    "v": "m2 s second secondmoment var variance sq expavgsq velocity vel r cache g2 meansquare vt n u".split(),
    "h": "cache sum sumsq acc accumulator total s g2 v ht n r".split(),
    "u": "infnorm norm uinf edelta edx2 deltasq accdelta s v sx".split(),
    "v_max": "vmax vhat vhatmax maxv largest vm".split(),
    "m_hat": "mhat mcorrected mh mc mbar mcorr mhatt firstcorrected".split(),
    "v_hat": "vhat vcorrected vh vc vbar vcorr vhatt shat scorrected secondcorrected".split(),
    "g_ahead": "glook lookahead gahead gradahead gnext gl".split(),
    "delta": "dx step update d change".split(),
    "mem": "memory s tau".split(),
}


class Role(NamedTuple):
    """What a parameter is: kind "input", "state", "hyper" or "own" (left to its default), under the reference's name."""

    kind: str
    name: str
    default: Any = EMPTY
    by_place: bool = False


@functools.lru_cache(maxsize=1024)
def plain(name):
    """A name without case, underscores, Greek letters and words like old and new."""
    name = "".join(_GREEK.get(c, c) for c in str(name)).lower()
    name = re.sub(r"^(old|prev|new|next|last)_|_(old|prev|new|next|last|t)$", "", name)
    return name.replace("_", "")


def read_roles(function, sig):
    """{parameter: Role} of a learner's function for a reference of signature `sig`."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        raise Stumble("not a function", "The arguments of your function cannot be read; write it with def.") from None
    open_ended = [p for p in parameters if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    parameters = [p for p in parameters if p not in open_ended]
    free = dict(input=list(sig.inputs), state=list(sig.state), hyper=list(sig.hyper))
    if "grad" in free["input"]:
        free["input"].append("g")  # the gradient at x, for those who write the form without a look-ahead
    if "g" in free["input"] and "t" not in free["input"]:
        free["input"].append("t")
    found = {}

    for p in parameters:  # a dict or an empty list cannot be the start of an average: it is a hiding place, or holds everything
        if (
            _holds_everything(p.name, p.default)
            or isinstance(p.default, dict | set)
            or (isinstance(p.default, list) and not p.default)
        ):
            found[p.name] = Role("own", p.name, p.default)

    def assign(p, kind, name):
        if name in free[kind]:
            free[kind].remove(name)
        found[p.name] = Role(kind, name, p.default, p.kind == p.POSITIONAL_ONLY)

    course_names = {"v", "s"} <= {p.name for p in parameters} and {"m", "v"} <= set(sig.state)
    for fits in (lambda p, role: p.name == role, lambda p, role: plain(p.name) == plain(role), _alias):
        for p in parameters:
            if p.name in found:
                continue
            if plain(p.name) == "betas" and "beta1" in sig.hyper:
                free["hyper"] = [name for name in free["hyper"] if name not in ("beta1", "beta2")]
                assign(p, "hyper", "betas")
            elif course_names and p.name in ("v", "s"):  # velocity and square, as some courses call Adam's m and v
                assign(p, "state", "m" if p.name == "v" else "v")
            else:
                match = next(((kind, role) for kind in _kinds(p) for role in free[kind] if fits(p, role)), None)
                if match and not (p.default is not EMPTY and match[1] == "g"):
                    assign(p, *match)
    for p in parameters:  # the rest by its place
        if p.name not in found:
            if p.default is EMPTY:
                kind = next((kind for kind in ("input", "state", "hyper") if free[kind] and not _optional(free[kind], sig)), None)
                if kind is None:
                    raise Stumble(
                        "unknown argument",
                        f"Your function asks for {p.name!r}, and the checker does not know what that is. {_given(sig)}",
                    )
                assign(p, kind, free[kind][0])
            elif p.kind != p.KEYWORD_ONLY and free["state"] and (p.default is None or _is_zero(p.default)):
                assign(p, "state", free["state"][0])
            else:
                found[p.name] = Role("own", p.name, p.default)
    if not any(role.name == "x" for role in found.values()):
        what = "takes *args or **kwargs" if open_ended else "does not take x"
        raise Stumble("unknown argument", f"Your function {what}. {_given(sig)}")
    found = {p.name: found[p.name] for p in parameters}
    return found


def _holds_everything(name, default):
    if isinstance(default, tuple):
        return plain(name) in EVERYTHING or (len(default) > 1 and plain(name) != "betas")
    return plain(name) in EVERYTHING and default is None


def everything(found):
    """The parameter in which a learner keeps all that is remembered, as one tuple or dict; None if there is none."""
    return next((p for p, role in found.items() if role.name == p and _holds_everything(p, role.default)), None)


def _alias(p, role):
    return plain(p.name) in ALIASES.get(role, ())


def _kinds(p):
    """Which kinds a parameter may be, the likeliest first."""
    if p.kind == p.KEYWORD_ONLY:
        return "hyper", "state", "input"
    if p.default is EMPTY:
        return "input", "state", "hyper"
    number = isinstance(p.default, int | float) and p.default != 0
    return ("hyper", "state", "input") if number else ("state", "hyper", "input")


def _optional(names, sig):
    return all(name not in (*sig.inputs, *sig.state, *sig.hyper) for name in names)


def _is_zero(value):
    return isinstance(value, int | float) and value == 0 or not isinstance(value, int | float | str | bool)


def _given(sig):
    state = f", the state {', '.join(sig.state)}" if sig.state else ""
    return f"It can give {', '.join(sig.inputs)}{state} and the hyperparameters {', '.join(sig.hyper) or '(none)'}."


# What comes back


def flatten(row, names, whole=None):
    """A returned value as [(name or None, value)]: dicts have names, tuples the `names` in the return line; None for nothing.

    whole : the name of a memory that holds everything in one tuple or dict, and stays as it is.
    """
    if row is None or row is Ellipsis:
        return None
    if whole:
        if isinstance(row, dict) and whole in row:
            return list(row.items())
        kept = [part for part in row if isinstance(part, tuple | list | dict)] if isinstance(row, tuple) else []
        if not kept and isinstance(row, tuple) and len(row) == 2:
            kept = [row[names.index(whole) if whole in names and len(names) == 2 else 1]]
        if len(kept) == 1 and len(row) > 1:
            return [("x", next(part for part in row if part is not kept[0])), (whole, kept[0])]
        raise Stumble("return missing", f"Your function does not return {whole} beside x, as it came in; the next step needs it.")
    if hasattr(row, "_asdict"):
        row = row._asdict()
    if isinstance(row, dict):
        parts = [[(key, value)] if not isinstance(value, dict) else list(value.items()) for key, value in row.items()]
        return [item for part in parts for item in part]
    if isinstance(row, tuple) or (isinstance(row, list) and any(hasattr(part, "shape") and part.shape for part in row)):
        values = list(_unnest(row))
        if all(isinstance(value, tuple) for value in values):
            return [pair for value in values for pair in value]
        plain_values = [pair for value in values for pair in (value if isinstance(value, tuple) else [(None, value)])]
        bare = [i for i, (name, _) in enumerate(plain_values) if name is None]
        if len(bare) == 1 < len(plain_values):  # (x, dict of the rest)
            return [("x", plain_values[bare[0]][1]), *(pair for i, pair in enumerate(plain_values) if i != bare[0])]
        if len(names) == len(plain_values) and None not in names and len(set(names)) == len(names):
            return [(name, value) for name, (_, value) in zip(names, plain_values, strict=True)]
        return plain_values
    return [(None, row)]


def _unnest(row):
    for part in row:
        if isinstance(part, dict):
            yield tuple(part.items())
        elif isinstance(part, tuple):
            yield from _unnest(part)
        else:
            yield part


def find(name, returned, found, sig):
    """The key under which the learner returns x, or a state of his; None if he does not."""
    role = "x" if name == "x" else found[name].name
    own = next((p for p, r in found.items() if r.name == "x" and r.kind == "input"), "x") if name == "x" else name
    for key in returned:
        if key in (own, name):
            return key
    for key in returned:
        if plain(key) in (plain(own), plain(role)):
            return key
    taken = {key for key in returned if key in found and found[key].name != role}
    for key in returned:
        if key not in taken and plain(key) in ALIASES.get(role, ()):
            return key
    if name == "x" and len(returned) == 1 and not sig.state:
        return next(iter(returned))
    return None


@functools.lru_cache(maxsize=1024)
def quantity_of(name, quantities):
    """The reference's quantity that a returned name stands for, or None."""
    for q in sorted(quantities, key=lambda q: q != name):  # exact names first: G and g are two
        if name == q or plain(name) == plain(q):
            return q
    return next((q for q in quantities if plain(name) in ALIASES.get(q, ()) and len(q) > 1), None)


def names_quantity(name, wanted, found):
    """Whether a name in the learner's function stands for a quantity of the reference."""
    return (found[name].name if name in found else plain(name)) in (wanted, plain(wanted))
