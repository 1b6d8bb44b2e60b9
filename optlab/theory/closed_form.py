"""Predictions in closed form, computed from the whole signal at once and never from a run of the step.

Momentum, the shifted form of Nesterov and the averages are weighted sums of past gradients, so their update on any signal is a
convolution with the weights; AdaGrad's denominator is a cumulative sum. `update(step, signal, **hyper)` is what a run shows.
"""

import numpy as np

from ..run.signature import signature
from .known import known


def weights(beta, steps):
    """The weights (1 − beta) beta^k that an exponential average gives to the gradients of k = 0, 1, … steps ago.

    >>> weights(0.5, 3)
    array([0.5  , 0.25 , 0.125])
    """
    return _weights(beta, np.arange(steps))


def average(signal, beta):
    """The exponential average, started at 0, of a signal (steps,): Σ (1 − beta) beta^k g_{t−k}."""
    return _average(signal, np.arange(len(signal)), beta)


def _weights(beta, k):
    return (1 - beta) * beta**k


def _past(g, weights):
    """Σ weights[k] g_{t−k}, for each t."""
    return np.convolve(g, weights)[: len(g)]


def _average(g, k, beta):
    return _past(g, _weights(beta, k))


def _corrected(g, k, beta):
    return _average(g, k, beta) / (1 - beta ** (k + 1))


def _ahead(g, k, beta):
    """The average of now with the correction of the next step, and the gradient with that of this one."""
    return beta * _average(g, k, beta) / (1 - beta ** (k + 2)) + (1 - beta) * g / (1 - beta ** (k + 1))


def _momentum(g, k, lr, mu):
    return lr * _past(g, mu**k)


def _shifted(g, k, lr, mu):
    """The look-ahead point moves by 1 + mu of the last gradient, mu^2 of the one before it, mu^3 of the next."""
    return lr * _past(g, np.where(k == 0, 1 + mu, mu ** (k + 1)))


# The update x_before − x_after on a signal g, for each step that has one in closed form; k is 0, 1, …, as long as g. Elementwise
# functions, np.cumsum and np.convolve are what a page can compute, too.
_UPDATES = {
    "sgd": lambda g, k, lr: lr * g,
    "momentum": _momentum,
    "momentum_ema": lambda g, k, lr, mu: lr * _average(g, k, mu),
    "nesterov_shifted": _shifted,
    "nesterov_torch": _shifted,
    "nesterov_keras": _shifted,
    "adagrad": lambda g, k, lr, eps: lr * g / (np.sqrt(np.cumsum(g**2)) + eps),
    "adagrad_eps_inside": lambda g, k, lr, eps: lr * g / np.sqrt(np.cumsum(g**2) + eps),
    "rmsprop": lambda g, k, lr, rho, eps: lr * g / (np.sqrt(_average(g**2, k, rho)) + eps),
    "rmsprop_eps_inside": lambda g, k, lr, rho, eps: lr * g / np.sqrt(_average(g**2, k, rho) + eps),
    "adam": lambda g, k, lr, beta1, beta2, eps: lr * _corrected(g, k, beta1) / (np.sqrt(_corrected(g**2, k, beta2)) + eps),
    "adam_eps_inside": lambda g, k, lr, beta1, beta2, eps: (
        lr * _corrected(g, k, beta1) / np.sqrt(_corrected(g**2, k, beta2) + eps)
    ),
    "nadam": lambda g, k, lr, beta1, beta2, eps: lr * _ahead(g, k, beta1) / (np.sqrt(_corrected(g**2, k, beta2)) + eps),
}


def has_update(step):
    """Whether the step's update on a signal is known in closed form."""
    return known(step, tuple(_UPDATES))[0] is not None


def formula(step):
    """The closed form as a function of the gradients g (steps,), k = 0 … steps − 1 and the step's hyperparameters."""
    name, called = known(step, tuple(_UPDATES))
    return lambda g, k, **hyper: _UPDATES[name](g, k, **{theirs: hyper[mine] for theirs, mine in called.items()})


def update(step, signal, **hyper):
    """The update of each step of a run on a signal (steps,), in closed form.

    >>> import optlab
    >>> update(optlab.momentum, np.ones(4), lr=1.0, mu=0.5)
    array([1.   , 1.5  , 1.75 , 1.875])
    """
    values = {**signature(step).hyper, **hyper}
    g = np.asarray(signal, float)
    return formula(step)(g, np.arange(len(g)), **values)
