"""Online losses on an interval: the loss of step t is g_t x with x in [-1, 1], and each step has another one.

After Reddi, Kale and Kumar (2018), "On the Convergence of Adam and Beyond", arXiv:1904.09237, sections 3 and 5: both problems are
convex, their best point is x = -1, and Adam can end at +1.
"""

import functools

import numpy as np

from ..run import inputs


def periodic(steps=6000, C=3.0):
    """C, -1, -1, C, -1, -1, …: the gradients of Theorem 1. Their sum over a period is C - 2, so x = -1 is best for C > 2.

    >>> periodic(4)
    array([ 3., -1., -1.,  3.])
    """
    C = inputs.real("C", C, low=2.0)
    return np.where(np.arange(inputs.steps(steps)) % 3 == 0, float(C), -1.0)


def rare(steps=6000, runs=100, rng=12):
    """1010 with probability 0.01, else -10, independent for each run: (steps, runs). The mean is 0.2, so x = -1 is best.

    >>> rare(3, runs=2).tolist(), round(0.01 * 1010 - 0.99 * 10, 10)
    ([[-10.0, -10.0], [-10.0, -10.0], [-10.0, -10.0]], 0.2)
    """
    shape = inputs.steps(steps), inputs.whole("runs", runs)
    return np.where(inputs.generator(rng).random(shape) < 0.01, 1010.0, -10.0)


def on_interval(step, low=-1.0, high=1.0):
    """The same step, after which x is put back to the nearest point of [low, high]: the projection of the paper.

    >>> import optlab
    >>> optlab.drive(on_interval(optlab.sgd), [-1.0, -1.0, 1.0], lr=0.8).x
    array([0.8, 1. , 0.2])
    """

    @functools.wraps(step)
    def projected(*args, **given):
        row = step(*args, **given)
        return {**row, "x": np.clip(row["x"], low, high)}

    return projected


def average_regret(run, g):
    """How much worse the run was than x = -1 all the time, by step: (1 / t) Σ g_i (x_(i-1) + 1), for a signal (steps,).

    >>> import optlab
    >>> g = periodic(3)
    >>> average_regret(optlab.drive(on_interval(optlab.sgd), g, lr=1.0), g).round(2)
    array([3.  , 1.5 , 0.67])
    """
    return np.cumsum(g * (run.path[:-1] + 1)) / np.arange(1, len(g) + 1)
