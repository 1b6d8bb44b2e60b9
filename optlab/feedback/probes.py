"""The inputs on which a learner's function is compared with the reference.

"Does it converge" lets most wrong optimizers pass: they converge as well, only otherwise. A few steps on odd gradients with
hyperparameters far from the defaults leave nothing to chance: whatever is wrong shows in the first digits.
"""

import functools
from typing import NamedTuple

import numpy as np

from ..run.signature import signature

STEPS, WIDTH = 20, 4

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
    # Santa: exploration ends on the way, the friction reaches both of its bounds
    sigma=[0.6, 0.75, 0.83, 0.55, 0.7, 0.8, 0.65],
    lam=[0.03, 0.11, 0.02, 0.05, 0.07, 0.04, 0.13],
    beta0=[2.0, 3.0, 0.7, 1.5, 4.0, 2.5, 0.9],
    anneal=[0.3, 0.6, 0.4, 0.7, 0.2, 0.8, 0.55],
    burnin=[8, 12, 5, 10, 15, 7, 9],
    C=[1.0, 0.6, 1.4, 2.0, 0.8, 0.5, 1.7],
    p=[1.3, 1.7, 1.2, 1.4, 1.8, 1.25, 1.6],
    a_min=[0.05, 0.1, 0.03, 0.08, 0.04, 0.12, 0.06],
    a_max=[0.9, 1.2, 0.8, 1.1, 0.7, 1.3, 1.0],
    # AdaSecant
    gamma_max=[0.9, 1.2, 0.6, 1.5, 0.4, 1.1, 0.7],
    eps_rate=[0.02, 0.05, 0.01, 0.03, 0.04, 0.06, 0.015],
)
DATA_SIZE = 3  # for steps that ask for n
NAMES = ("random", "impulse", "zero first", "tiny", "alternating", "changing lr", "rising and falling")


class Probe(NamedTuple):
    """Gradients (steps, *shape), a start (*shape), hyperparameters by name, and the loss of each step."""

    name: str
    g: np.ndarray
    x0: np.ndarray
    hyper: dict
    f: np.ndarray

    def at(self, name, t):
        """A hyperparameter in step t; None where the function is left to its own default."""
        value = self.hyper.get(name)
        return value[t - 1] if isinstance(value, list) else value

    def gradient(self, t):
        """The gradient of step t as a function of the place, for steps that look ahead: not constant, not linear."""
        return lambda y: self.g[t - 1] + y + np.sin(3 * y) / 2

    def shaped(self, shape):
        """The same numbers in another shape."""
        return self._replace(g=self.g.reshape(-1, *shape), x0=self.x0.reshape(shape))

    def coordinate(self, i):
        """One coordinate, as plain Python floats."""
        return self._replace(g=[float(g) for g in self.g[:, i]], x0=float(self.x0[i]))


@functools.cache
def probes():
    """The seven probes that every exercise shares."""
    rng = np.random.default_rng(20)
    size = np.array([0.3, 1.0, 2.0, 5.0])

    def noise():
        return rng.normal(size=(STEPS, WIDTH)) * size + 0.3

    t = np.arange(STEPS)[:, None]
    gradients = [
        noise(),
        np.where(t == 2, size, 0.0),
        np.where(t < 3, 0.0, noise()),
        1e-3 * noise(),
        np.where(t % 2 == 0, size, -size) * (1 + 0.1 * rng.random((STEPS, WIDTH))),
        noise(),
        np.where(t < 10, 1.4**t, 1.4 ** (20 - t) / 9) * size * np.array([1, -1, 1, -1]),
    ]
    x0 = rng.normal(size=(len(gradients), WIDTH))
    losses = rng.uniform(0.1, 2.0, size=(len(gradients), STEPS))
    hyper = [{name: values[i] for name, values in _HYPER.items()} for i in range(len(gradients))]
    return tuple(Probe(*row) for row in zip(NAMES, gradients, x0, hyper, losses, strict=True))


@functools.cache
def stacked():
    """All probes as one run of shape (probes, WIDTH): step functions broadcast, so a whole catalogue runs fast."""
    rows = probes()
    hyper = {}
    for name in _HYPER:
        values = np.array([[row.at(name, t) for row in rows] for t in range(1, STEPS + 1)])
        hyper[name] = list(values[:, :, None]) if name == "lr" else values[0][:, None]
    return Probe(
        "all",
        np.stack([row.g for row in rows], axis=1),
        np.stack([row.x0 for row in rows]),
        hyper,
        np.stack([row.f for row in rows], axis=1)[:, :, None],
    )


def same(a, b, tolerance=1e-9):
    """Whether two arrays (steps, …) agree step by step, relative to the largest size in b: an array of bool (steps,).

    The run goes along the first axis, and each further index is a run of its own with a size of its own.
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape != b.shape:  # a memory with another number of units
        return np.zeros(len(b), bool)
    with np.errstate(all="ignore"):
        size = np.nanmax(np.where(np.isfinite(b), np.abs(b), 0.0), axis=0)
        close = np.abs(a - b) <= tolerance * size + 1e-15
    close |= (a == b) | (np.isnan(a) & np.isnan(b))
    return close.reshape(len(b), -1).all(axis=1)


def trace(step, probe, like=None):
    """Every quantity of a step function that is written as the package writes them: {quantity: array (steps, …)}."""
    sig, x, shape = signature(step), probe.x0, probe.x0.shape
    like = like or sig  # a framework's form is given what its paper's form is given, and nothing more
    state = {name: value if value is None else np.full(shape, float(value)) for name, value in sig.state.items()}
    rows = []
    with np.errstate(all="ignore"):
        for t in range(1, len(probe.g) + 1):
            ahead = probe.gradient(t)
            g = ahead(x) if "grad" in like.inputs else probe.g[t - 1]
            everything = dict(x=x, g=g, t=t, grad=ahead, f=probe.f[t - 1], rng=np.random.default_rng(t), n=DATA_SIZE)
            hyper = {name: probe.at(name, t) for name in like.hyper if name in sig.hyper and name in probe.hyper}
            row = step(**{name: everything[name] for name in sig.inputs}, **state, **hyper)
            x, state = row["x"], {name: row[name] for name in state}
            rows.append(row)
    return {name: np.array([_like_x(row[name], shape) for row in rows], float) for name in rows[0]}


def _like_x(value, shape):
    """A quantity in the shape of x; one with an axis of its own behind it (the units of a network) as it is."""
    return value if np.ndim(value) > len(shape) else np.broadcast_to(value, shape)
