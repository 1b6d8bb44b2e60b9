"""Short runs in which two rules that differ part from each other, and whether two runs are the same.

"Does it converge" lets most wrong optimizers pass: they converge as well, only otherwise. A few steps on odd gradients with
hyperparameters far from the defaults leave nothing to chance: whatever is wrong shows in the first digits.
"""

import contextlib
import functools
import inspect
import math
from typing import NamedTuple

import numpy as np

from ..run.asked import ARRAY, GIVEN, of_form
from ..run.signature import broadcasts, signature, takes_matrix

STEPS, WIDTH = 20, 4
LONG = 130  # steps of a long run
_MATRIX = (3, 2)  # of a probe for matrices

# One row for each probe. lr (and nothing else) may be a list: its value in each step.
_FALLING = [0.3 / (1 + t / 4) for t in range(STEPS)]
_HYPER = dict(
    lr=[0.31, 0.17, 0.4, 0.052, 0.23, _FALLING, 0.11],
    mu=[0.7, 0.55, 0.8, 0.6, 0.45, 0.75, 0.65],
    rho=[0.6, 0.75, 0.83, 0.55, 0.7, 0.8, 0.65],
    beta1=[0.6, 0.45, 0.7, 0.8, 0.55, 0.75, 0.35],
    beta2=[0.8, 0.7, 0.9, 0.65, 0.85, 0.6, 0.75],
    beta3=[0.6, 0.75, 0.5, 0.8, 0.65, 0.7, 0.55],
    eps=[0.03, 0.11, 0.02, 0.005, 0.07, 0.04, 0.13],
    final_lr=[0.2, 0.3, 0.1, 0.25, 0.15, 0.35, 0.4],
    gamma=[0.2, 0.4, 0.3, 0.6, 0.1, 0.5, 0.25],
    c=[5.0, 3.0, 8.0, 4.0, 6.0, 10.0, 2.0],
    f_star=[0.01, 0.03, 0.02, 0.04, 0.0, 0.01, 0.02],
)
DATA_SIZE = 3  # for steps that ask for n


def beside(g):
    """What else of x's shape a step can ask for, by name: numbers of both signs, in no fixed proportion to the gradient."""
    return {name: 3 * np.sin((7.0 + k) * g) + 0.5 for k, name in enumerate(of_form(ARRAY, among=GIVEN))}


class Probe(NamedTuple):
    """Gradients (steps, *shape), a start (*shape), hyperparameters by name, and the loss of each step.

    begin : {state: number} in place of the step's own start. late : by how much t is ahead.
    """

    g: np.ndarray
    x0: np.ndarray
    hyper: dict
    f: np.ndarray
    begin: dict = {}
    late: int = 0

    def at(self, name, t):
        """A hyperparameter in step t; None where the function is left to its own default."""
        value = self.hyper.get(name)
        return value[t - 1] if isinstance(value, list) else value

    def gradient(self, t):
        """The gradient of step t as a function of the place, for steps that look ahead: not constant, not linear."""
        return lambda y: self.g[t - 1] + y + np.sin(3 * y) / 2

    def given(self, sig, t, x):
        """{name: value} of all that a step of signature `sig` can ask for in step t, at x."""
        ahead, others = self.gradient(t), beside(self.g[t - 1]) if set(sig.inputs) - {"x", "g", "t"} else {}
        g = ahead(x) if "grad" in sig.inputs else self.g[t - 1]
        others |= {"rng": np.random.default_rng(t)} if "rng" in sig.inputs else {}
        return dict(x=x, g=g if np.ndim(x) else float(g), t=t + self.late, grad=ahead, f=self.f[t - 1], n=DATA_SIZE) | others

    def until(self, t):
        """The first t steps."""
        return self._replace(g=self.g[:t], f=self.f[:t])

    def shaped(self, shape):
        """The same numbers in another shape."""
        return self._replace(g=self.g.reshape(-1, *shape), x0=self.x0.reshape(shape))

    def one(self, i):
        """One coordinate, as arrays of length 1."""
        return self._replace(g=self.g[:, i : i + 1], x0=self.x0[i : i + 1])

    def coordinate(self, i):
        """One coordinate, as plain Python floats."""
        return self._replace(g=[float(g) for g in self.g[:, i]], x0=float(self.x0[i]))


def _values(default):
    """Values for the seven probes of a hyperparameter that nobody knows: they vary about its default."""
    if isinstance(default, bool) or not isinstance(default, int | float):
        return [default] * 7
    if 0 < default < 1:
        return _HYPER["mu" if default > 0.3 else "eps" if default < 1e-3 else "f_star" if default < 0.05 else "gamma"]
    factors = (1.2, 0.7, 1.5, 0.9, 1.1, 0.6, 1.3)
    about = [round(f * default + (default == 0) * f / 50, 3) for f in factors]
    if isinstance(default, int):  # it counts: what begins or ends on the way does so within the steps of a probe
        return [3, 7, 5, 12, 4, 9, 1] if default > 3 else [1, 3, 2, 4, 3, 1, 2]
    return [4.5, about[1], 7.5, about[3], 11.5, about[5], 5.5] if default > 9 else about  # it may be a time


@functools.cache
def probes(step, seed=20):
    """The seven probes for a step. Another seed gives fresh ones, with the hyperparameters in another order."""
    rng, turn = np.random.default_rng(seed), 0 if seed == 20 else 2
    size = np.array([0.3, 1.0, 2.0, 5.0, 1.5, 0.6][: math.prod(_MATRIX) if takes_matrix(step) else WIDTH])

    def noise():
        return rng.normal(size=(STEPS, len(size))) * size + 0.3

    t = np.arange(STEPS)[:, None]
    gradients = [
        noise(),
        np.where(t == 2, size, 0.0),  # an impulse
        np.where(t < 3, 0.0, noise()),
        1e-3 * noise(),
        np.where(t % 2 == 0, size, -size) * (1 + 0.1 * rng.random((STEPS, len(size)))),
        noise(),  # under an lr that falls
        np.where(t < 10, 1.4**t, 1.4 ** (20 - t) / 9) * size * np.array([1, -1, 1, -1, -1, 1][: len(size)]),
    ]
    x0 = rng.normal(size=(len(gradients), len(size)))
    losses = rng.uniform(0.1, 2.0, size=(len(gradients), STEPS))
    table = {}
    for k, (name, default) in enumerate(signature(step).hyper.items()):  # two that are alike differ on each probe
        values = _values(default)
        table[name] = values[k % 7 :] + values[: k % 7]
    table |= _HYPER
    hyper = [{name: values[(i + turn * (name != "lr")) % 7] for name, values in table.items()} for i in range(7)]
    rows = tuple(Probe(*row) for row in zip(gradients, x0, hyper, losses, strict=True))
    rows = tuple(row.shaped(_MATRIX) for row in rows) if takes_matrix(step) else rows
    usual = signature(step).hyper
    return tuple(row if _has_numbers(step, row.until(1)) else row._replace(hyper=row.hyper | usual) for row in rows)


def far(step):
    """[(probe, in which case)] of what is asked seldom: a long run, large numbers, hyperparameters far from their defaults; as
    far as the step has numbers there."""
    first, hyper = probes(step)[0], signature(step).hyper
    numbers = getattr(getattr(inspect.unwrap(step), "__code__", None), "co_consts", ())
    end = max([LONG, *(n + 5 for n in numbers if type(n) is int and n < 10 * LONG)])  # a number of steps may stand in it
    rounds = -(-end // STEPS)
    long = first._replace(g=np.concatenate([first.g] * rounds), f=np.concatenate([first.f] * rounds), hyper=first.hyper | hyper)
    found = [(long.until(end), f"in {end} steps"), (first._replace(g=1e3 * first.g), "where gradients are large"),
             (first._replace(x0=1e3 * first.x0), "where x is large")]  # fmt: skip
    for h, v in {"lr": 3.0, **{h: 0.9995 for h, v in hyper.items() if type(v) is float and 0.3 < v < 1}}.items():
        found += [(first._replace(hyper=first.hyper | {h: v}), f"where {h} is {v:g}")] * (h in first.hyper)
    for h, small in ((h, v / 1e4) for h, v in hyper.items() if h.startswith("eps") and v):
        found.append((first._replace(g=1e-6 * first.g, hyper=first.hyper | {h: small}), f"where {h} is {small:g}"))
    return [(probe, what) for probe, what in found if _has_numbers(step, probe, stops=False)]


def _has_numbers(step, probe, stops=True):
    """Whether a step gives numbers on a probe, as it may not where a hyperparameter is 0, or large. stops : the answer for a step
    that stops there."""
    with contextlib.suppress(Exception), np.errstate(all="ignore"):
        return bool(np.isfinite(trace(step, probe)["x"]).all())
    return stops


@functools.cache
def stacked(step, seed=20):
    """All probes as one run of shape (probes, WIDTH): step functions broadcast, and all lines are evaluated at once."""
    rows = probes(step, seed)

    def column(values):
        """An array (…, probes), with axes of length 1 for what x has."""
        return np.reshape(values, (*np.shape(values), *(1,) * rows[0].x0.ndim))

    hyper = {h: column([row.at(h, 1) for row in rows]) if type(v) in (int, float) else v for h, v in rows[0].hyper.items()}
    hyper["lr"] = list(column([[row.at("lr", t) for row in rows] for t in range(1, STEPS + 1)]))
    losses = column(np.stack([row.f for row in rows], axis=1))
    return Probe(np.stack([row.g for row in rows], axis=1), np.stack([row.x0 for row in rows]), hyper, losses)


def stack(runs):
    return {q: np.stack([run[q] for run in runs], axis=1) for q in runs[0] if all(q in run for run in runs)}


@functools.cache
def reference(step, like=None, seed=20):
    """What a step does on all probes: {quantity: array (STEPS, probes, WIDTH)}. like : whose hyperparameters are given."""
    like = like or step
    return stack([trace(step, probe, signature(like)) for probe in probes(like, seed)])


def is_alone(step):
    """Whether a step draws random numbers: which ones depends on the shape of x, so each probe is run alone."""
    return "rng" in signature(step).inputs


@functools.cache
def by_coordinate(step):
    """Whether a step does with one coordinate what it does with several: no random numbers, no length of a block."""
    if is_alone(step) or takes_matrix(step):
        return False
    probe = probes(step)[0]
    try:
        alone = np.stack([trace(step, probe.one(i))["x"][:, 0] for i in range(WIDTH)], axis=1)
    except Exception:
        return False
    return bool(same(alone, trace(step, probe)["x"]).all())


def moved(step, values, q, seed=20):
    return values[q] - stacked(step, seed).x0 if q == "x" else values[q]


def equal(step, a, b, q, tolerance=1e-9, seed=20):
    """Whether quantity q of two traces is the same in every step."""
    return q in a and q in b and bool(same(moved(step, a, q, seed), moved(step, b, q, seed), tolerance).all())


def close(a, b, tolerance=1e-9):
    """Where two arrays (steps, …) agree, relative to the largest size in b of the run, which goes along the first axis."""
    with np.errstate(all="ignore"):
        size = np.where(np.isfinite(b), np.abs(b), 0.0).max(axis=0)
        return (np.abs(a - b) <= tolerance * size + 1e-15) | (a == b) | (np.isnan(a) & np.isnan(b))


def same(a, b, tolerance=1e-9):
    """Whether two arrays (steps, …) agree step by step: an array of bool (steps,). Each further index is a run of its own."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape != b.shape:  # a memory with another number of units
        return np.zeros(len(b), bool)
    return close(a, b, tolerance).reshape(len(b), -1).all(axis=1)


def same_while_finite(a, b, tolerance):
    """Runs that leave the floats part by rounding; till then they are equal, and they leave them together."""
    bad = ~(np.isfinite(a) & np.isfinite(b) & (np.abs(b) < 1e8)).reshape(len(a), -1).all(1)
    end = int(np.argmax(bad)) if bad.any() else len(a)
    return bool(same(a[:end], b[:end], tolerance).all() if end else same(a, b).all())


def trace(step, probe, like=None):
    """Every quantity of a step function that is written as the package writes them: {quantity: array (steps, …)}."""
    sig, x, shape = signature(step), probe.x0, np.shape(probe.x0)
    like = like or sig  # a framework's form is given what its paper's form is given, and nothing more
    state = {name: value if value is None else np.full(shape, float(value)) for name, value in (sig.state | probe.begin).items()}
    rows = []
    with np.errstate(all="ignore"):
        for t in range(1, len(probe.g) + 1):
            everything = probe.given(like, t, x)
            hyper = {name: probe.at(name, t) for name in like.hyper if name in sig.hyper and name in probe.hyper}
            hyper = {name: np.float64(v) if type(v) is float else v for name, v in hyper.items()}  # 1 / 0 is inf, in arrays too
            row = step(**{name: everything[name] for name in sig.inputs}, **state, **hyper)
            x, state = row["x"], {name: row[name] for name in state}
            rows.append(row)
    return {name: np.array([_like_x(row[name], shape) for row in rows], float) for name in rows[0]}


def _like_x(value, shape):
    """A quantity in the shape of x; one with axes of its own (the units of a network, another matrix) as it is."""
    return np.broadcast_to(value, shape) if np.shape(value) != shape and broadcasts(np.shape(value), shape) else value
