"""The learned optimizer: a small recurrent network, one for all coordinates, reads the gradient and writes the step.

`optlab.learning` trains it; the trained weights lie in learned.npz beside this file and are loaded when first used.
"""

import functools
import os
import types

import numpy as np


@functools.lru_cache(maxsize=8)
def _halves(n, dtype):
    """For three blocks of gates and one of candidates: 1/2 and 1 before and behind the tanh, 1/2 and 0 to add."""
    return np.repeat([0.5, 1], [3 * n, n]).astype(dtype), np.repeat([0.5, 0], [3 * n, n]).astype(dtype)


def lstm(a, h, c, W, U, b):
    """One step of one LSTM layer: from input a (..., k), output h and memory c (..., units) to the new (h, c).

    Also returns the gates (..., 4 units) in the order input, forget, output, candidate: the backward pass needs them.
    """
    n = c.shape[-1]
    z = a @ W + h @ U + b
    scale, shift = _halves(n, z.dtype)  # a gate is 1 / (1 + exp(-z)) = 1/2 + 1/2 tanh(z / 2): one tanh does all four
    gates = scale * np.tanh(scale * z) + shift
    i, f, o, j = (gates[..., k * n : (k + 1) * n] for k in range(4))
    c = f * c + i * j
    h = o * np.tanh(c)
    return h, c, gates


def log_and_sign(g, p=10.0):
    """What the network sees of a gradient whose size varies a lot: (log|g| / p, sign g), or (-1, e^p g) if |g| < e^-p.

    Source: Andrychowicz et al. (2016), appendix A, with p = 10; the released code has p = 5.

    >>> log_and_sign(np.array([1.0, -np.exp(-5.0), 0.0])).round(2)
    array([[ 0. ,  1. ],
           [-0.5, -1. ],
           [-1. ,  0. ]])
    """
    size = np.maximum(np.abs(g), np.exp(-p))
    return np.stack([np.log(size) / p, np.clip(g * np.exp(p), -1, 1)], axis=-1)


@functools.lru_cache(maxsize=8)
def trained(dtype=np.dtype(float)):
    """The weights that the package ships, by name, as read-only arrays of this dtype."""
    with np.load(os.path.join(os.path.dirname(__file__), "learned.npz")) as file:
        weights = {name: file[name].astype(dtype) for name in file.files}
    for array in weights.values():
        array.flags.writeable = False
    return weights


def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    """The learned optimizer: an LSTM reads each coordinate's gradient and writes its step. It has no hyperparameters.

    Line by line: w are the weights, found by training on random quadratics (`optlab.learning`), the same for all coordinates.
    Each coordinate has its own memory: outputs h1, h2 and cells c1, c2 of two layers, 0 at first. a is what the network
    reads: the gradient itself, or its logarithm and sign if it was trained so. The two layers follow each other. u is the
    step: a linear read-out times a scale that keeps the untrained steps small. No line says "descend": minus signs,
    momentum and learning rates are all in w.

    Source: Andrychowicz, Denil, Gómez Colmenarejo, Hoffman, Pfau, Schaul, Shillingford and de Freitas (2016), "Learning to
    learn by gradient descent by gradient descent", arXiv:1606.04474, section 2.1. Where the sources differ: `log_and_sign`
    has p = 10 in the paper, 5 in the released code, which leaves it out for the quadratics, as here; scale is 1 there for
    quadratics (0.01 for networks), 0.1 here; W and y of the problems are normal in the paper and here, uniform in the code.

    Measured (`python -m optlab.worlds.learning --compare`): mean loss on 1000 fresh 10-D Gaussian quadratics after 100
    steps, the others with lr tuned on these very problems: learned 0.134; momentum 0.228 (0.212 with mu tuned too),
    Adam 0.307, Nesterov 0.386, RMSprop 0.677, SGD 0.811. It was trained for 100 steps: after 200 it has 0.089, best
    momentum 0.126; after 400 0.085, best momentum 0.063. It wins where it was trained.

    x, g : arrays of one shape; h1, c1, h2, c2 : that shape with an axis of 20 units behind it, and so they are in the trace.
    The weights were made for gradients of size 0.01 to 20 and x of size 1: it is not scale-free.

    >>> row = learned(np.zeros(2), np.array([5.0, -5.0]))
    >>> row["u"].shape, row["h1"].shape, bool(row["x"][0] < 0 < row["x"][1])
    ((2,), (2, 20), True)
    """
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, len(w["Wo"])), x.dtype)
    a = log_and_sign(g, w["p"]) if "p" in w else g[..., None]
    h1, c1, _ = lstm(a, h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * (h2 @ w["Wo"] + w["bo"])
    x = x + u
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x)


def with_weights(weights):
    """The step `learned` with weights of your own, such as `optlab.learning.train` returns.

    >>> step = with_weights(trained())
    >>> step(np.array([1.0]), np.array([2.0]))["x"] == learned(np.array([1.0]), np.array([2.0]))["x"]
    array([ True])
    """
    # The same code with another meaning of the name `trained`: the formula stands once.
    names = {**learned.__globals__, "trained": lambda dtype: weights}
    return types.FunctionType(learned.__code__, names, "learned", learned.__defaults__)
