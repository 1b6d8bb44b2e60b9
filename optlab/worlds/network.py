"""A network in numpy with hand-derived gradients: parameters in a dict W1, b1, …, WL, bL, the step applied to each.

Layers are z = a W + b with a = max(z, 0) between them and softmax cross-entropy at the end. W_l has shape (inputs, outputs).
"""

import dataclasses
import time

import numpy as np

from ..run import inputs
from ..run.apply import apply


def init(sizes, *, rng=0):
    """Parameters for layers of these sizes, e.g. (64, 32, 10): W ~ normal(0, 2 / inputs), b = 0 (He et al. 2015, eq. 10).

    >>> sorted(init((64, 32, 10)))
    ['W1', 'W2', 'b1', 'b2']
    """
    rng = inputs.generator(rng)
    params = {}
    for layer, (into, out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1):
        params[f"W{layer}"] = rng.normal(0, np.sqrt(2 / into), (into, out))
        params[f"b{layer}"] = np.zeros(out)
    return params


def depth(params):
    """How many layers: there are two entries, W and b, for each."""
    return len(params) // 2


def scores(params, x):
    """The network's outputs before the softmax, and the input of every layer (what the gradients need)."""
    layers, seen = depth(params), []
    for layer in range(1, layers + 1):
        seen.append(x)
        x = x @ params[f"W{layer}"] + params[f"b{layer}"]
        if layer < layers:
            x = np.maximum(x, 0)
    return x, seen


def loss(params, x, y):
    """Mean cross-entropy of the labels y (samples,) under the softmax of the scores; natural logarithm."""
    z, _ = scores(params, x)
    z = z - z.max(axis=1, keepdims=True)
    return float((np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]).mean())


def gradients(params, x, y):
    """(loss, gradients as a dict like params), by the chain rule from the last layer to the first."""
    z, seen = scores(params, x)
    z = z - z.max(axis=1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(axis=1, keepdims=True)
    value = float(-np.log(p[np.arange(len(y)), y] + 1e-300).mean())
    dz = p.copy()
    dz[np.arange(len(y)), y] -= 1
    dz /= len(y)
    grads = {}
    for layer in range(depth(params), 0, -1):
        grads[f"W{layer}"] = seen[layer - 1].T @ dz
        grads[f"b{layer}"] = dz.sum(axis=0)
        if layer > 1:
            dz = (dz @ params[f"W{layer}"].T) * (seen[layer - 1] > 0)
    return value, grads


def accuracy(params, x, y):
    """The share of samples whose largest score is the right one."""
    return float((scores(params, x)[0].argmax(axis=1) == y).mean())


@dataclasses.dataclass
class History:
    """What a training run leaves: losses of each mini-batch (steps,), mean training loss after each epoch (epochs + 1,) and
    the seconds spent training up to there (epochs + 1,), and the final parameters."""

    losses: np.ndarray
    epochs: np.ndarray
    seconds: np.ndarray
    params: dict


def train(step, x, y, *, sizes=(64, 32, 10), epochs=10, batch=256, rng=0, init_rng=0, params=None, **hyper):
    """Train a network with a step function; every parameter array is stepped by the same rule with a state of its own.

    step : asks for x, g and t only. x, y : as from `optlab.data.digits`. batch : samples in a mini-batch, 1 … len(x).
    rng : seed or generator of the shuffles; init_rng : of the initial weights. params : start from these instead.
    **hyper : the step's hyperparameters, one number each.

    >>> from optlab import adam, data
    >>> x, y, x_test, y_test = data.digits()
    >>> history = train(adam, x, y, epochs=5, batch=64, lr=0.01)
    >>> bool(history.epochs[-1] < 0.2 < 2.2 < history.epochs[0])
    True
    """
    batch = inputs.steps(batch)
    if batch > len(x):
        raise ValueError(f"batch is {batch}; it must be at most the {len(x)} samples there are.")
    rng = inputs.generator(rng)
    params = dict(init(sizes, rng=init_rng) if params is None else params)
    states = dict.fromkeys(params)
    losses, after, seconds, t = [], [loss(params, x, y)], [0.0], 0
    for _ in range(inputs.steps(epochs)):
        begun, order = time.perf_counter(), rng.permutation(len(x))
        for low in range(0, len(x), batch):
            t += 1
            chosen = order[low : low + batch]
            value, grads = gradients(params, x[chosen], y[chosen])
            losses.append(value)
            for name in params:
                params[name], states[name] = apply(step, params[name], grads[name], t, states[name], **hyper)
        seconds.append(seconds[-1] + time.perf_counter() - begun)
        after.append(loss(params, x, y))
    return History(np.array(losses), np.array(after), np.array(seconds), params)
