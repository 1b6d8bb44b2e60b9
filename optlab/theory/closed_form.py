"""Predictions in closed form, computed from the whole signal at once and never from a run of the step.

Momentum, the shifted form of Nesterov and the averages are weighted sums of past gradients, so their update on any signal is a
convolution with the weights; AdaGrad's denominator is a cumulative sum. `update(step, signal, **hyper)` is what a run shows.
"""

import numpy as np

from ..run.signature import signature


def weights(beta, steps):
    """The weights (1 − beta) beta^k that an exponential average gives to the gradients of k = 0, 1, … steps ago.

    >>> weights(0.5, 3)
    array([0.5  , 0.25 , 0.125])
    """
    return (1 - beta) * beta ** np.arange(steps)


def average(signal, beta):
    """The exponential average, started at 0, of a signal (steps,): Σ (1 − beta) beta^k g_{t−k}."""
    return np.convolve(signal, weights(beta, len(signal)))[: len(signal)]


def _momentum(g, lr, mu):
    return lr * np.convolve(g, mu ** np.arange(len(g)))[: len(g)]


def _shifted(g, lr, mu):
    """The look-ahead point moves by 1 + mu of the last gradient, mu^2 of the one before it, mu^3 of the next."""
    return lr * np.convolve(g, np.concatenate([[1 + mu], mu ** np.arange(2, len(g) + 1)]))[: len(g)]


def _corrected(g, beta):
    return average(g, beta) / (1 - beta ** np.arange(1, len(g) + 1))


# The update x_before − x_after on a signal g, for each step that has one in closed form.
_UPDATES = {
    "sgd": lambda g, lr: lr * g,
    "momentum": _momentum,
    "momentum_ema": lambda g, lr, mu: lr * average(g, mu),
    "nesterov_shifted": _shifted,
    "nesterov_torch": _shifted,
    "nesterov_keras": _shifted,
    "adagrad": lambda g, lr, eps: lr * g / (np.sqrt(np.cumsum(g**2)) + eps),
    "adagrad_eps_inside": lambda g, lr, eps: lr * g / np.sqrt(np.cumsum(g**2) + eps),
    "rmsprop": lambda g, lr, rho, eps: lr * g / (np.sqrt(average(g**2, rho)) + eps),
    "rmsprop_eps_inside": lambda g, lr, rho, eps: lr * g / np.sqrt(average(g**2, rho) + eps),
    "adam": lambda g, lr, beta1, beta2, eps: lr * _corrected(g, beta1) / (np.sqrt(_corrected(g**2, beta2)) + eps),
    "adam_eps_inside": lambda g, lr, beta1, beta2, eps: lr * _corrected(g, beta1) / np.sqrt(_corrected(g**2, beta2) + eps),
}


def has_update(step):
    """Whether the step's update on a signal is known in closed form."""
    return step.__name__ in _UPDATES


def update(step, signal, **hyper):
    """The update of each step of a run on a signal (steps,), in closed form.

    >>> import optlab
    >>> update(optlab.momentum, np.ones(4), lr=1.0, mu=0.5)
    array([1.   , 1.5  , 1.75 , 1.875])
    """
    values = {**signature(step).hyper, **hyper}
    return _UPDATES[step.__name__](np.asarray(signal, float), **values)
