"""Leaving a saddle: how many steps it takes to get `far` away from it, downhill, from a start that is b0 off its ridge.

Along the downhill direction, of curvature −c, the gradient is −c b: it grows with b. A step that is linear in the gradient
multiplies b by a fixed factor, so it needs a time that grows with log(far / b0). A step that divides the gradient by its own size
walks at a speed that b0 does not change.

    SGD, momentum, Nesterov   the recurrence of `rates` with λ = −c: b_t = A p^t + B q^t, p > 1 > |q|
    AdaGrad                   b = 2 √2 lr √t solves db/dt = lr b / √∫b² dt, so far² / (8 lr²) steps
    RMSprop                   its window is short: v is near g², the step near lr, far / lr steps
    Adam                      its window is long: of gradients that grow with t, v_hat is g² / 3, the step √3 lr

The last three hold from b0 → 0, and in the limit of a small lr: the averages need time to fill.
"""

import numpy as np

from ..run import inputs
from ..run.drive import descend
from ..worlds import landscapes
from .rates import _recurrence, _values, has_rate

_WALKERS = {
    "adagrad": lambda lr, far: far**2 / (8 * lr**2),
    "rmsprop": lambda lr, far: far / lr,
    "adam": lambda lr, far: far / (np.sqrt(3) * lr),
}


def predicted(step, b0, *, far=1.0, c=2.0, **hyper):
    """The number of steps to leave, by theory (a real number); b0 > 0 a number or an array.

    >>> import optlab
    >>> predicted(optlab.sgd, 0.01, lr=0.05).round(1), round(float(predicted(optlab.adagrad, 0.01, lr=0.05)), 1)
    (np.float64(48.3), 50.0)
    """
    b0 = np.asarray(b0, float)
    lr, mu = _values(step, hyper, "lr", "mu")
    if step.__name__ in _WALKERS:
        return _WALKERS[step.__name__](lr, far) + 0 * b0
    if not has_rate(step):
        known = "sgd, momentum, momentum_ema, nesterov, smoothed_nesterov, " + ", ".join(_WALKERS)
        raise ValueError(f"step is {step.__name__}; a prediction is known for {known}.")
    lr, mu, s = _recurrence(step, lr, mu)
    a = -lr * c
    half, product = (1 + mu - a - a * s * mu) / 2, mu - a * s * mu
    p, q = half + np.sqrt(half**2 - product), half - np.sqrt(half**2 - product)
    share = (1 - a - q) / (p - q)  # b_0 = 1 and b_1 = 1 − a, as the velocity starts at 0
    return np.log(far / (share * b0)) / np.log(p)


def measured(step, b0, *, far=1.0, steps=2000, rng=0, **hyper):
    """The first step after which a run on `landscapes.saddle` (c = 2) is further than `far` off the ridge: for each b0.

    b0 : an array (s,). Returns floats (s,); inf for a run that did not leave within `steps`.

    >>> import optlab
    >>> measured(optlab.sgd, [0.01, 0.0001], lr=0.05)
    array([49., 97.])
    """
    b0 = np.atleast_1d(inputs.as_floats("b0", b0))
    path = descend(step, landscapes.saddle, np.stack([0 * b0 - 2.5, b0], axis=1), steps, rng=rng, **hyper).path
    beyond = ~(np.abs(path[..., 1]) <= far)  # a run that left the floats has left
    return np.where(beyond.any(axis=0), beyond.argmax(axis=0), np.inf)
