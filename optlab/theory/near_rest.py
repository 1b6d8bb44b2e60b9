"""A step near rest: on small gradients it is a linear filter of the gradients, and so it has a gain and a border."""

from typing import NamedTuple

import numpy as np

from ..run.drive import drive
from ..run.signature import signature


class Filter(NamedTuple):
    """e_t = A e_(t−1) + B g_t and update_t = drift + C e_(t−1) + D g_t: what a step is near rest.

    e (n,) is the deviation of one parameter's memory from rest; A (n, n), B (n,), C (n,), D and drift numbers. The update is x
    before minus x after.
    """

    A: np.ndarray
    B: np.ndarray
    C: np.ndarray
    D: float
    drift: float

    def weights(self, steps):
        """How much of the gradient of k = 0, 1, … steps ago is in the update: D, then C A^(k−1) B."""
        q, e = [self.D], self.B
        for _ in range(steps - 1):
            q.append(self.C @ e)
            e = self.A @ e
        return np.array(q)

    def gain(self):
        """The update on a steady gradient, for each unit of it: the sum of all weights, D + C (1 − A)^−1 B."""
        return float(self.D + self.C @ np.linalg.solve(np.eye(len(self.B)) - self.A, self.B))

    def half_life(self):
        """After how many steps half of the slowest memory is left."""
        return float(np.log(0.5) / np.log(np.abs(np.linalg.eigvals(self.A)).max()))

    def radius(self, curvature):
        """What is left of a deviation after a step in a bowl, where g_t = curvature · x_(t−1); above 1 it grows."""
        memory = np.column_stack([self.A, curvature * self.B])
        place = np.append(-self.C, 1 - curvature * self.D)
        return float(np.abs(np.linalg.eigvals(np.vstack([memory, place]))).max())

    def border(self, low=1e-3, high=1e6):
        """The largest curvature on which it comes to rest; there is one border between low and high."""
        while high > low * (1 + 1e-6):
            middle = np.sqrt(low * high)
            low, high = (middle, high) if self.radius(middle) <= 1 else (low, middle)
        return float(low)


def near_rest(step, *, silent=2000, nudge=1e-5, **hyper):
    """The filter that a step is near rest, measured: each number of its memory and the gradient are moved a little.

    step : asks for x and g only. silent : so many gradients of 0 bring it to rest. nudge : how far is a little.

    >>> import optlab
    >>> momentum = near_rest(optlab.momentum, lr=0.04, mu=0.98)
    >>> round(momentum.gain(), 6), round(momentum.border(), 3)       # lr / (1 − mu) and 2 (1 + mu) / lr
    (2.0, 99.0)
    >>> near_rest(optlab.momentum, lr=1.0, mu=0.5).weights(4)
    array([1.   , 0.5  , 0.25 , 0.125])
    """
    rest = drive(step, np.zeros(silent), **hyper)
    names = list(signature(step).state)
    parts = [np.atleast_1d(rest[name][-1]) for name in names]
    sizes = np.cumsum([len(part) for part in parts])[:-1]
    memory = np.concatenate(parts)
    n = len(memory)

    moves = nudge * np.concatenate([np.eye(n + 1), -np.eye(n + 1)])  # each number of the memory, then the gradient; up and down
    states = np.split(memory + moves[:, :n], sizes, axis=1)
    states = [state if np.ndim(rest[name][-1]) else state[:, 0] for name, state in zip(names, states, strict=True)]
    row = step(np.zeros(len(moves)), moves[:, n], *states, **hyper)
    after = np.concatenate([row[name].reshape(len(moves), -1) for name in names], axis=1)

    slopes = (after[: n + 1] - after[n + 1 :]).T / (2 * nudge)
    effects = -(row["x"][: n + 1] - row["x"][n + 1 :]) / (2 * nudge)
    return Filter(slopes[:, :n], slopes[:, n], effects[:n], float(effects[n]), float(rest.update[-1]))
