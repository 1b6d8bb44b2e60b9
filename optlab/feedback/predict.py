"""Predictions that a chapter asks for before it shows: what is asked, the right number as a formula, and the common wrong ones.

Nothing is stored: each number is computed from its formula with the parameters of the question.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

sqrt, log = np.sqrt, np.log


class Prediction(NamedTuple):
    """A question, its answer as a function of named parameters, and the wrong answers that have a reason.

    wrong : {name: (sentence, function)}; the name is short, and the sentence tells what the wrong number is.
    """

    question: str
    answer: Callable
    wrong: dict
    why: str
    tolerance: float = 0.02


def _radius(kappa):
    return (sqrt(kappa) - 1) / (sqrt(kappa) + 1)


CLASSIC = {
    # gradient descent
    "sgd_stable": Prediction(
        "The largest lr at which gradient descent on curvature L does not diverge.",
        lambda L=10.0: 2 / L,
        {
            "one-step lr": ("That is the lr that reaches the minimum in one step.", lambda L=10.0: 1 / L),
            "curvature multiplied": ("The curvature divides.", lambda L=10.0: 2 * L),
            "curvature forgotten": ("That is for curvature 1: divide by L.", lambda L=10.0: 2.0),
        },
        "The error is multiplied by 1 - lr L in each step; |1 - lr L| = 1 at lr = 2 / L.",
    ),
    "sgd_factor": Prediction(
        "The factor by which one step multiplies the error, for learning rate lr and curvature h.",
        lambda lr=0.1, h=2.0: 1 - lr * h,
        {"taken off, not left": ("That is what is taken off, not what is left.", lambda lr=0.1, h=2.0: lr * h)},
        "x - lr h x = (1 - lr h) x.",
    ),
    "sgd_best_rate": Prediction(
        "The error factor of the best single lr when the curvatures lie between m and kappa m.",
        lambda kappa=100.0: (kappa - 1) / (kappa + 1),
        {
            "momentum's factor": ("That is momentum's factor, with roots.", lambda kappa=100.0: _radius(kappa)),
            "factor at lr = 1/L": ("This is with lr = 1/L.", lambda kappa=100.0: 1 - 1 / kappa),
        },
        "lr = 2 / (L + m) makes both ends equally slow: (kappa - 1) / (kappa + 1).",
        0.002,
    ),
    "sgd_noise": Prediction(
        "The variance of x around the minimum, for gradient noise of variance s2, curvature h and learning rate lr.",
        lambda lr=0.1, h=1.0, s2=1.0: lr * s2 / (h * (2 - lr * h)),
        {"variance of one step": ("That is the variance of one step.", lambda lr=0.1, h=1.0, s2=1.0: lr**2 * s2)},
        "In balance V = (1 - lr h)^2 V + lr^2 s2.",
    ),
    # averages and momentum
    "momentum_gain": Prediction(
        "How many times longer than lr g the step becomes on a constant gradient g.",
        lambda mu=0.9: 1 / (1 - mu),
        {
            "averaged form": ("That is the averaged form: its gain is 1. Classic momentum sums.", lambda mu=0.9: 1.0),
            "two steps only": ("That is 1 + mu: the sum after two steps only.", lambda mu=0.9: 1 + mu),
            "mean age": ("That is mu / (1 - mu), the mean age of what is remembered.", lambda mu=0.9: mu / (1 - mu)),
        },
        "1 + mu + mu^2 + ... = 1 / (1 - mu).",
    ),
    "half_life": Prediction(
        "After how many steps the weight of a gradient has halved.",
        lambda beta=0.9: log(0.5) / log(beta),
        {
            "window length": ("That is the length of the window, 1 / (1 - beta).", lambda beta=0.9: 1 / (1 - beta)),
            "half of the window": ("That is half of the window.", lambda beta=0.9: 0.5 / (1 - beta)),
        },
        "beta^k = 1/2 at k = ln 0.5 / ln beta.",
    ),
    "mean_age": Prediction(
        "The mean age, in steps, of what an average with factor beta remembers (the newest has age 0).",
        lambda beta=0.9: beta / (1 - beta),
        {"newest counted as 1": ("The newest gradient has age 0, not 1.", lambda beta=0.9: 1 / (1 - beta))},
        "The weights (1 - beta) beta^k have mean beta / (1 - beta).",
    ),
    "window_share": Prediction(
        "The share of the weight that the newest 1 / (1 - beta) gradients carry.",
        lambda beta=0.9: 1 - beta ** (1 / (1 - beta)),
        {
            "share of the older": ("That is the share of what is older.", lambda beta=0.9: beta ** (1 / (1 - beta))),
            "sharp window": ("The window has no sharp edge.", lambda beta=0.9: 1.0),
        },
        "1 - beta^n with n = 1 / (1 - beta); near 1 - 1/e.",
    ),
    "noise_reduction": Prediction(
        "By which factor an average with factor beta changes the variance of independent noise.",
        lambda beta=0.9: (1 - beta) / (1 + beta),
        {
            "1 + beta missing": ("The sum of the squared weights has 1 + beta below.", lambda beta=0.9: 1 - beta),
            "standard deviation": ("That is the standard deviation.", lambda beta=0.9: sqrt((1 - beta) / (1 + beta))),
        },
        "The sum of (1 - beta)^2 beta^(2k).",
    ),
    "momentum_stable": Prediction(
        "The largest stable lr of momentum on curvature L.",
        lambda mu=0.9, L=1.0: 2 * (1 + mu) / L,
        {
            "gradient descent's limit": ("That is gradient descent's.", lambda mu=0.9, L=1.0: 2 / L),
            "curvature forgotten": ("That is for curvature 1: divide by L.", lambda mu=0.9, L=1.0: 2 * (1 + mu)),
            "divided by the gain": ("The gain does not divide the limit.", lambda mu=0.9, L=1.0: 2 * (1 - mu) / L),
        },
        "At the limit the error changes sign in every step: lr L = 2 (1 + mu).",
    ),
    "momentum_rate": Prediction(
        "The error factor of momentum with the best lr and mu at condition number kappa.",
        lambda kappa=100.0: _radius(kappa),
        {
            "gradient descent's factor": ("That is gradient descent's.", lambda kappa=100.0: (kappa - 1) / (kappa + 1)),
            "mu, the square": ("That is mu, the square.", lambda kappa=100.0: _radius(kappa) ** 2),
        },
        "(sqrt(kappa) - 1) / (sqrt(kappa) + 1).",
        0.005,
    ),
    "nesterov_stable": Prediction(
        "The largest stable lr of Nesterov's form on curvature L.",
        lambda mu=0.9, L=1.0: 2 * (1 + mu) / (1 + 2 * mu) / L,
        {
            "momentum's limit": ("That is momentum's: looking ahead costs room.", lambda mu=0.9, L=1.0: 2 * (1 + mu) / L),
            "curvature forgotten": ("That is for curvature 1: divide by L.", lambda mu=0.9, L=1.0: 2 * (1 + mu) / (1 + 2 * mu)),
            "v updated before its use": (
                "That is the limit with v updated before its use.",
                lambda mu=0.9, L=1.0: 2 * (1 + mu) / (1 + 2 * mu + 2 * mu**2) / L,
            ),
        },
        "A look-ahead of c v is stable up to 2 (1 + mu) / (1 + 2 c) / L, here c = mu.",
    ),
    "nesterov_first": Prediction(
        "How far Nesterov's look-ahead point moves in the first step, in units of lr g.",
        lambda mu=0.9: 1 + mu,
        {"x, not the look-ahead point": ("x itself moves by 1; the look-ahead point is further.", lambda mu=0.9: 1.0)},
        "lr g by x, and mu times that by the look-ahead.",
    ),
}


def predictions():
    """All questions, in the order of the course."""
    from .predict_adaptive import ADAPTIVE

    return CLASSIC | ADAPTIVE
