"""Tuning with a budget: a search for a rate that counts its runs, numbers to watch in a run, what a step keeps in memory."""

from typing import NamedTuple

import numpy as np

from ..run.apply import apply
from ..run.asked import ARRAY, ASKED, COUNT, FUNCTION, GENERATOR, GIVEN, NUMBER
from ..run.signature import signature, takes_matrix
from . import network


def search(loss, low, high, *, factor=10.0, halvings=1):
    """Try rates on a grid of equal factors, then beside the best one at the root of the factor, and so on: {rate: loss}.

    The dict has the order of the runs; its length is the cost, and `min(tried, key=tried.get)` the best rate. If the loss has
    one valley with equal walls over log lr, that is at most factor^(1/2^(halvings + 1)) away from the best; beside a cliff,
    at most twice as many decades.

    loss : function of a rate; inf where it returns what is not finite, so that a run that has left the floats never wins.
    low, high : the ends of the grid, 0 < low < high; the search goes beyond an end if the best rate is there.
    factor : between neighbours of the grid, > 1. halvings : how often the gap is halved, in decades, 0 or more; two runs each.

    >>> tried = search(lambda lr: abs(np.log10(lr / 0.02)), 1e-3, 1, factor=10)
    >>> [round(float(lr), 4) for lr in tried]
    [0.001, 0.01, 0.1, 1.0, 0.0032, 0.0316]
    >>> round(float(min(tried, key=tried.get)), 4)
    0.0316
    """
    if not 0 < low < high:
        raise ValueError(f"low is {low} and high is {high}; they must be 0 < low < high.")
    if not factor > 1:
        raise ValueError(f"factor is {factor}; it must be more than 1.")
    tried = {}

    def run(lr):
        value = loss(lr)
        tried[lr] = value if np.isfinite(value) else np.inf

    for k in range(int(np.log(high / low) / np.log(factor) + 1e-9) + 1):
        run(low * factor**k)
    for _ in range(halvings):
        factor, best = np.sqrt(factor), min(tried, key=tried.get)
        run(best / factor)
        run(best * factor)
    return tried


def replay(curve, rates, **how):
    """`search` over a curve that is known already: how many runs, how far off in decades, how much of the score it cost.

    curve : losses (rates,), such as one of the league's. rates : (rates,), in equal factors. **how : as in `search`. All that
    is within 0.1 of the lowest counts as best.

    >>> rates = np.geomspace(1e-4, 1, 41)
    >>> runs, off, cost = replay(np.log10(rates / 0.02) ** 2, rates, factor=10)
    >>> runs, round(off, 1), round(cost, 2)
    (7, 0.0, 0.04)
    """
    loss = lambda lr: curve[np.abs(np.log(rates / lr)).argmin()]  # noqa: E731
    tried = search(loss, rates[0], rates[-1], **how)
    best = min(tried, key=tried.get)
    good = rates[curve <= curve.min() + 0.1]
    return len(tried), float(np.abs(np.log10(good / best)).min()), float(tried[best] - curve.min())


class Vitals(NamedTuple):
    """Numbers that tell how a run is. loss : at its end, of all samples. turn : the median cosine between an update and the next
    one, in [-1, 1]. faded : the length of the last updates as a share of the first ones. dead : the share of the first hidden
    layer's units that are 0 for every sample."""

    loss: float
    turn: float
    faded: float
    dead: float


def vitals(step, x, y, *, rng=0, init_rng=0, **training):
    """Train a network as `network.train` does and take its `Vitals`.

    >>> from optlab import data, momentum
    >>> x, y, _, _ = data.digits()
    >>> [round(vitals(momentum, x, y, epochs=2, batch=50, lr=lr).dead, 1) for lr in (0.1, 3.0)]
    [0.2, 1.0]
    """
    points = []
    watch = lambda t, loss, params, state: points.append(network.flatten(params))  # noqa: E731
    run = network.train(step, x, y, rng=rng, init_rng=init_rng, watch=watch, **training)
    updates = np.diff(points, axis=0)
    lengths = np.linalg.norm(updates, axis=1)
    both = lengths[1:] * lengths[:-1]
    turn = (updates[1:] * updates[:-1]).sum(axis=1) / np.where(both > 0, both, 1)
    tenth = max(1, len(lengths) // 10)
    hidden = x @ run.params["W1"] + run.params["b1"]
    dead = (hidden <= 0).all(axis=0).mean()
    faded = lengths[-tenth:].mean() / lengths[:tenth].mean()
    return Vitals(float(run.epochs[-1]), float(np.median(turn)), float(faded), float(dead))


def kept(step, shape=(64, 32)):
    """How many numbers a step keeps from one step to the next, for each parameter.

    Measured: after two steps with random gradients every state is looked at. An axis along which it is constant counts once,
    so a state that is one number for all parameters costs nearly nothing.

    step : a step function; on a matrix of this shape if it takes one, otherwise on a vector of as many numbers.

    >>> import optlab
    >>> [round(kept(step), 2) for step in (optlab.sgd, optlab.adam, optlab.adafactor)]
    [0.0, 2.0, 0.05]
    """
    rng, state = np.random.default_rng(0), None
    x = rng.standard_normal(shape if takes_matrix(step) else np.prod(shape))
    for t in (1, 2):
        g = rng.standard_normal(x.shape)
        some = {ARRAY: np.abs(g), NUMBER: 1.0 / t, COUNT: 100, FUNCTION: lambda point, g=g: g + 0.1 * point, GENERATOR: rng}
        asked = {name: some[ASKED[name].form] for name in signature(step).inputs if name in GIVEN}
        x, state = apply(step, x, g, t, state, **asked)
    return sum(_numbers(np.asarray(value)) for value in state.values() if value is not None) / x.size


def _numbers(value):
    return int(np.prod([n if np.ptp(value, axis=axis).any() else 1 for axis, n in enumerate(value.shape)]))
