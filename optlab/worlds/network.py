"""A network in numpy with hand-derived gradients: parameters in a dict W1, b1, …, WL, bL, trained by any step.

Layers are z = a W + b with a = max(z, 0) between them and softmax cross-entropy at the end. W_l has shape (inputs, outputs).
"""

import dataclasses
import time

import numpy as np

from ..run import inputs
from ..run.apply import apply
from ..run.signature import signature


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


def difference(params, name, place, x, y, *, h=1e-6):
    """The slope of the loss along one weight, by moving it by h to both sides.

    >>> x, y = np.ones((1, 2)), np.array([0])
    >>> params = init((2, 2))
    >>> bool(np.isclose(difference(params, "b1", 0, x, y), gradients(params, x, y)[1]["b1"][0]))
    True
    """
    moved = np.zeros_like(params[name])
    moved[place] = h
    up, down = (loss({**params, name: params[name] + sign * moved}, x, y) for sign in (1, -1))
    return (up - down) / (2 * h)


def accuracy(params, x, y):
    """The share of samples whose largest score is the right one."""
    return float((scores(params, x)[0].argmax(axis=1) == y).mean())


def flatten(params):
    """All entries of a dict of parameters as one vector, in the dict's order.

    >>> flatten(dict(W1=np.ones((2, 1)), b1=np.zeros(1)))
    array([1., 1., 0.])
    """
    return np.concatenate([np.ravel(value) for value in params.values()])


def unflatten(vector, like):
    """The vector cut into the shapes of the dict `like`: views, so nothing is copied.

    >>> unflatten(np.array([1.0, 2.0, 3.0]), like=dict(W1=np.ones((2, 1)), b1=np.zeros(1)))
    {'W1': array([[1.],
           [2.]]), 'b1': array([3.])}
    """
    ends = np.cumsum([np.size(value) for value in like.values()])
    return {name: part.reshape(np.shape(like[name])) for name, part in zip(like, np.split(vector, ends[:-1]), strict=True)}


@dataclasses.dataclass
class History:
    """What a training run leaves: losses of each mini-batch (steps,), mean training loss after each epoch (epochs + 1,) and
    the seconds spent training up to there (epochs + 1,), and the final parameters."""

    losses: np.ndarray
    epochs: np.ndarray
    seconds: np.ndarray
    params: dict


def train(
    step, x, y, *, sizes=(64, 32, 10), epochs=10, batch=256, rng=0, init_rng=0, params=None, watch=None, **hyper
):  # fmt: skip
    """Train a network with any step function, run on one vector of all parameters.

    One vector, because a gradient at a looked-ahead point (Nesterov) is that of all layers looking ahead at once, and a loss
    (Eve) or a block (AdaSecant) is the whole network's. For an elementwise step it is the same, bit for bit, as a state of
    its own for W1, b1, …

    step : a step function such as `optlab.adam`; n is len(x) where it is asked for. x, y : as from `optlab.data.digits`.
    batch : samples in a mini-batch, 1 … len(x). rng : seed or generator of the shuffles; a step that draws random numbers has
    a stream of its own made from it, so all steps see the same mini-batches; a step that asks for hess gets Hutchinson's estimate
    z · (H z) with random signs z, right on average (Sophia). init_rng : of the initial weights. params : start
    from these instead. watch : called after each step with (t, loss of its mini-batch before it, params, state); the arrays
    of state are vectors as `flatten` makes them. **hyper : the step's hyperparameters, one number each.

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
    params = init(sizes, rng=init_rng) if params is None else params
    vector, state = flatten(params), None
    sources = dict(rng=rng.spawn(1)[0], n=len(x))
    signs = rng.spawn(1)[0]
    losses, after, seconds, t = [], [loss(params, x, y)], [0.0], 0

    def at(vector, chosen):
        value, grads = gradients(unflatten(vector, params), x[chosen], y[chosen])
        return value, flatten({name: grads[name] for name in params})

    for _ in range(inputs.steps(epochs)):
        begun, order = time.perf_counter(), rng.permutation(len(x))
        for low in range(0, len(x), batch):
            t += 1
            chosen = order[low : low + batch]
            value, g = at(vector, chosen)
            losses.append(value)
            sources.update(f=value, grad=lambda point, chosen=chosen: at(point, chosen)[1])
            if "hess" in signature(step).inputs:
                z = signs.choice([-1.0, 1.0], size=vector.shape)
                sources["hess"] = z * (at(vector + 1e-4 * z, chosen)[1] - at(vector - 1e-4 * z, chosen)[1]) / 2e-4
            asked = {name: sources[name] for name in signature(step).inputs if name in sources}
            vector, state = apply(step, vector, g, t, state, **asked, **hyper)
            if watch is not None:
                watch(t, value, unflatten(vector, params), state)
        seconds.append(seconds[-1] + time.perf_counter() - begun)
        after.append(loss(unflatten(vector, params), x, y))
    return History(np.array(losses), np.array(after), np.array(seconds), unflatten(vector, params))


def train_in_place(update, states, x, y, *, sizes=(64, 32, 10), epochs=10, batch=256):
    """Train with an update that changes dictionaries: update(params, grads, t, *states), each state a dict of zeros at first.

    states : how many. Same start and same mini-batches as `train` with its defaults. Returns the parameters.

    >>> def descend(params, grads, t):
    ...     for name in params:
    ...         params[name] = params[name] - 0.01 * grads[name]
    >>> from optlab import data, sgd
    >>> x, y, *_ = data.digits()
    >>> by_hand = train_in_place(descend, 0, x, y, epochs=1)
    >>> bool(np.isclose(loss(by_hand, x, y), train(sgd, x, y, epochs=1, lr=0.01).epochs[-1]))
    True
    """
    params, rng, t = init(sizes), inputs.generator(0), 0
    held = [{name: np.zeros_like(array) for name, array in params.items()} for _ in range(states)]
    for _ in range(inputs.steps(epochs)):
        order = rng.permutation(len(x))
        for low in range(0, len(x), batch):
            t += 1
            chosen = order[low : low + batch]
            update(params, gradients(params, x[chosen], y[chosen])[1], t, *held)
    return params
