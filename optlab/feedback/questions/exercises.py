"""Predictions that the exercises ask for: what is asked, the right number as a formula, and the common wrong ones.

Nothing is stored: each number is computed from its formula with the parameters of the question.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ...run import inputs
from ..verdict import Verdict
from .ask import Question

sqrt, log = np.sqrt, np.log


class Prediction(NamedTuple):
    """A question, its answer as a function of named parameters, and the wrong answers that have a reason.

    wrong : {name: (sentence, function)}; the name is short, and the sentence tells what the wrong number is.
    first : the first step of the derivation. why : its end.
    """

    title: str
    question: str
    answer: Callable
    wrong: dict
    first: str
    why: str
    tolerance: float = 0.02


def _radius(kappa):
    return (sqrt(kappa) - 1) / (sqrt(kappa) + 1)


# fmt: off
PREDICTIONS = {
    # gradient descent
    "sgd_stable": Prediction("The largest stable lr of gradient descent",
        "The largest lr at which gradient descent on curvature L does not diverge.", lambda L=10.0: 2 / L,
        {"one-step lr": ("That is the lr that reaches the minimum in one step.", lambda L=10.0: 1 / L),
        "curvature multiplied": ("The curvature divides.", lambda L=10.0: 2 * L),
        "curvature forgotten": ("That is for curvature 1: divide by L.", lambda L=10.0: 2.0)},
        "On the slope L x one step makes (1 - lr L) x of x; the size of that factor must not pass 1.",
        "The error is multiplied by 1 - lr L in each step; |1 - lr L| = 1 at lr = 2 / L."),
    "sgd_factor": Prediction("The error factor of one gradient step",
        "The factor by which one step multiplies the error, for learning rate lr and curvature h.",
        lambda lr=0.1, h=2.0: 1 - lr * h, {"taken off, not left": ("That is what is taken off, not what is left.",
        lambda lr=0.1, h=2.0: lr * h)}, "Put the gradient h x into x - lr g.", "x - lr h x = (1 - lr h) x."),
    "sgd_best_rate": Prediction("The best error factor of gradient descent",
        "The error factor of the best single lr when the curvatures lie between m and kappa m.",
        lambda kappa=100.0: (kappa - 1) / (kappa + 1), {"momentum's factor": ("That is momentum's factor, with roots.",
        lambda kappa=100.0: _radius(kappa)), "factor at lr = 1/L": ("This is with lr = 1/L.", lambda kappa=100.0: 1 - 1 / kappa),
        "lr, not the factor": ("That is the best lr, for m = 1.", lambda kappa=100.0: 2 / (1 + kappa))},
        "Write the factor 1 - lr h for the smallest and the largest curvature, and let the two have the same size.",
        "lr = 2 / (L + m) makes both ends equally slow: (kappa - 1) / (kappa + 1).", 0.002),
    "sgd_noise": Prediction("The noise of gradient descent around the minimum",
        "The variance of x around the minimum, for gradient noise of variance s2, curvature h and learning rate lr.",
        lambda lr=0.1, h=1.0, s2=1.0: lr * s2 / (h * (2 - lr * h)), {"variance of one step": ("That is the variance of one step.",
        lambda lr=0.1, h=1.0, s2=1.0: lr ** 2 * s2)},
        "Write the variance after a step by the variance before it: the factor (1 - lr h) squared, plus lr squared times s2.",
        "In balance V = (1 - lr h)^2 V + lr^2 s2."),
    # averages and momentum
    "momentum_gain": Prediction("Momentum's gain", "How many times longer than lr g the step becomes on a constant gradient g.",
        lambda mu=0.9: 1 / (1 - mu), {"averaged form": ("That is the averaged form: its gain is 1. Classic momentum sums.",
        lambda mu=0.9: 1.0), "two steps only": ("That is 1 + mu: the sum after two steps only.", lambda mu=0.9: 1 + mu),
        "mean age": ("That is mu / (1 - mu), the mean age of what is remembered.", lambda mu=0.9: mu / (1 - mu))},
        "Write v for the first three steps on the gradient 1: lr, lr (1 + mu), lr (1 + mu + mu^2).",
        "1 + mu + mu^2 + ... = 1 / (1 - mu)."),
    "half_life": Prediction("The half-life of an average", "After how many steps the weight of a gradient has halved.",
        lambda beta=0.9: log(0.5) / log(beta), {"window length": ("That is the length of the window, 1 / (1 - beta).",
        lambda beta=0.9: 1 / (1 - beta)), "half of the window": ("That is half of the window.",
        lambda beta=0.9: 0.5 / (1 - beta)), "whole steps": ("That is the first whole step after it. Do not round k up.",
        lambda beta=0.9: np.ceil(log(0.5) / log(beta)))},
        "After k steps a gradient's weight has been multiplied by beta k times.", "beta^k = 1/2 at k = ln 0.5 / ln beta."),
    "mean_age": Prediction("The mean age in an average",
        "The mean age, in steps, of what an average with factor beta remembers (the newest has age 0).",
        lambda beta=0.9: beta / (1 - beta), {"newest counted as 1": ("The newest gradient has age 0, not 1.",
        lambda beta=0.9: 1 / (1 - beta))},
        "The gradient of age k has the weight (1 - beta) beta^k; multiply each age by its weight and add.",
        "The weights (1 - beta) beta^k have mean beta / (1 - beta)."),
    "window_share": Prediction("The share of the window",
        "The share of the weight that the newest 1 / (1 - beta) gradients carry.", lambda beta=0.9: 1 - beta ** (1 / (1 - beta)),
        {"share of the older": ("That is the share of what is older.", lambda beta=0.9: beta ** (1 / (1 - beta))),
        "sharp window": ("The window has no sharp edge.", lambda beta=0.9: 1.0)},
        "The newest n gradients carry (1 - beta)(1 + beta + ... + beta^(n - 1)): a geometric sum.",
        "1 - beta^n with n = 1 / (1 - beta); near 1 - 1/e."),
    "noise_reduction": Prediction("The noise that an average lets through",
        "By which factor an average with factor beta changes the variance of independent noise.",
        lambda beta=0.9: (1 - beta) / (1 + beta), {"1 + beta missing": ("The sum of the squared weights has 1 + beta below.",
        lambda beta=0.9: 1 - beta), "standard deviation": ("That is the standard deviation.",
        lambda beta=0.9: sqrt((1 - beta) / (1 + beta)))},
        "The variance of a weighted sum of independent numbers is the sum of the squared weights.",
        "The sum of (1 - beta)^2 beta^(2k)."),
    "momentum_stable": Prediction("The largest stable lr of momentum", "The largest stable lr of momentum on curvature L.",
        lambda mu=0.9, L=1.0: 2 * (1 + mu) / L, {"gradient descent's limit": ("That is gradient descent's.",
        lambda mu=0.9, L=1.0: 2 / L), "curvature forgotten": ("That is for curvature 1: divide by L.",
        lambda mu=0.9, L=1.0: 2 * (1 + mu)), "divided by the gain": ("The gain does not divide the limit.",
        lambda mu=0.9, L=1.0: 2 * (1 - mu) / L)},
        "Write x after the step by x and the x before it, and try x that changes its sign in every step.",
        "At the limit the error changes sign in every step: lr L = 2 (1 + mu)."),
    "momentum_rate": Prediction("The best error factor of momentum",
        "The error factor of momentum with the best lr and mu at condition number kappa.", lambda kappa=100.0: _radius(kappa),
        {"gradient descent's factor": ("That is gradient descent's.", lambda kappa=100.0: (kappa - 1) / (kappa + 1)),
        "mu, the square": ("That is mu, the square.", lambda kappa=100.0: _radius(kappa) ** 2)},
        "With complex roots the factor is sqrt(mu); the best mu makes both ends of the curvatures just complex.",
        "(sqrt(kappa) - 1) / (sqrt(kappa) + 1).", 0.005),
    "nesterov_stable": Prediction("The largest stable lr of Nesterov's form",
        "The largest stable lr of Nesterov's form on curvature L.", lambda mu=0.9, L=1.0: 2 * (1 + mu) / (1 + 2 * mu) / L,
        {"momentum's limit": ("That is momentum's: looking ahead costs room.", lambda mu=0.9, L=1.0: 2 * (1 + mu) / L),
        "curvature forgotten": ("That is for curvature 1: divide by L.", lambda mu=0.9, L=1.0: 2 * (1 + mu) / (1 + 2 * mu)),
        "v updated before its use": ("That is the limit with v updated before its use.",
        lambda mu=0.9, L=1.0: 2 * (1 + mu) / (1 + 2 * mu + 2 * mu ** 2) / L)},
        "Put the slope at x + mu v, L (x + mu v), into the step, and try x that changes its sign in every step.",
        "A look-ahead of c v is stable up to 2 (1 + mu) / (1 + 2 c) / L, here c = mu."),
    "nesterov_first": Prediction("Nesterov's first look-ahead point",
        "How far Nesterov's look-ahead point moves in the first step, in units of lr g.", lambda mu=0.9: 1 + mu,
        {"x, not the look-ahead point": ("x itself moves by 1; the look-ahead point is further.", lambda mu=0.9: 1.0)},
        "After the first step v is -lr g; the look-ahead point lies mu v beyond the new x.",
        "lr g by x, and mu times that by the look-ahead."),
    # AdaGrad and RMSprop
    "adagrad_step": Prediction("AdaGrad's step number t", "AdaGrad's step number t on a constant gradient, in units of lr.",
        lambda t=100, g=3.0: 1 / sqrt(t), {"root missing": ("The root is missing.", lambda t=100, g=3.0: 1 / t),
        "no shrinking": ("It does shrink.", lambda t=100, g=3.0: 1.0),
        "size of g kept": ("The size of g cancels.", lambda t=100, g=3.0: g / sqrt(t)),
        "gradient descent": ("That is gradient descent's step.", lambda t=100, g=3.0: g)},
        "After t equal gradients the sum h is t times g squared.",
        "h = t g^2, so the step is lr g / (sqrt(t) g)."),
    "adagrad_distance": Prediction("AdaGrad's way in t steps",
        "How far AdaGrad gets in t steps on a constant gradient, in units of lr.",
        lambda t=100, g=3.0: np.sum(1 / sqrt(np.arange(1, t + 1))),
        {"one step times t": ("That is a single step times t.", lambda t=100, g=3.0: float(t)),
        "half of it": ("That is sqrt(t), half of it.", lambda t=100, g=3.0: sqrt(t)),
        "size of g kept": ("The size of g cancels.", lambda t=100, g=3.0: 2 * g * sqrt(t)),
        "gradient descent": ("That is gradient descent's way.", lambda t=100, g=3.0: g * t)},
        "Step k is lr / sqrt(k) long; add them up.", "The sum of 1 / sqrt(k), near 2 sqrt(t).", 0.1),
    "adagrad_first": Prediction("AdaGrad's first step", "AdaGrad's first step in units of lr, for a gradient g.",
        lambda g=100.0: 1.0, {"size of g kept": ("The size of g cancels.", lambda g=100.0: g),
        "size of g cancelled twice": ("It does not cancel twice.", lambda g=100.0: 1 / g)},
        "After one gradient h is g squared; take the root.", "g / sqrt(g^2) = 1 in size."),
    "rmsprop_first": Prediction("RMSprop's first step", "RMSprop's first step in units of lr (v starts at 0).",
        lambda rho=0.9, g=3.0: 1 / sqrt(1 - rho),
        {"last step": ("That is where it ends, not where it starts.", lambda rho=0.9, g=3.0: 1.0),
        "root missing": ("The root is missing.", lambda rho=0.9, g=3.0: 1 / (1 - rho)),
        "upside down": ("It is too long, not too short.", lambda rho=0.9, g=3.0: sqrt(1 - rho)),
        "size of g kept": ("The size of g cancels.", lambda rho=0.9, g=3.0: g / sqrt(1 - rho))},
        "After one gradient v is (1 - rho) g squared; take the root.",
        "v = (1 - rho) g^2, so the step is lr / sqrt(1 - rho)."),
    "rmsprop_step": Prediction("RMSprop's step number t", "RMSprop's step number t on a constant gradient, in units of lr.",
        lambda t=10, rho=0.9: 1 / sqrt(1 - rho ** t), {"first step": ("That is the first step.",
        lambda t=10, rho=0.9: 1 / sqrt(1 - rho)), "root missing": ("The root is missing.",
        lambda t=10, rho=0.9: 1 / (1 - rho ** t))},
        "On a constant gradient v is g squared times (1 - rho)(1 + rho + ... + rho^(t - 1)).", "v = (1 - rho^t) g^2."),
    "graves_steady": Prediction("The steady step of Graves's RMSprop",
        "The steady step of Graves's RMSprop on a constant gradient 1, in units of lr.",
        lambda mu=0.9, eps=0.0001: 1 / sqrt(eps) / (1 - mu), {"momentum left out": ("Momentum multiplies it once more.",
        lambda mu=0.9, eps=0.0001: 1 / sqrt(eps)), "eps left out": ("The variance of a constant is 0.",
        lambda mu=0.9, eps=0.0001: 1 / (1 - mu)), "root missing": ("eps stands under the root.",
        lambda mu=0.9, eps=0.0001: 1 / eps / (1 - mu))}, "In the end v is g squared and m is g: what is left under the root?",
        "The variance goes to 0, so only eps is left under the root."),
    # AdaDelta
    "adadelta_first": Prediction("AdaDelta's first step", "The size of AdaDelta's first step.",
        lambda rho=0.95, eps=1e-06, g=3.0: sqrt(eps / (1 - rho)),
        {"1 - rho missing": ("v has only the share 1 - rho of g squared.", lambda rho=0.95, eps=1e-06, g=3.0: sqrt(eps)),
        "root missing": ("The root is missing.", lambda rho=0.95, eps=1e-06, g=3.0: eps / (1 - rho)),
        "root of v missing": ("v stands under a root, too.", lambda rho=0.95, eps=1e-06, g=3.0: sqrt(eps) / (1 - rho)),
        "size of g kept": ("The size of g cancels.", lambda rho=0.95, eps=1e-06, g=3.0: g * sqrt(eps / (1 - rho)))},
        "In the first step u is 0 and v is (1 - rho) g squared.",
        "sqrt(0 + eps) / sqrt((1 - rho) g^2) * g."),
    "adadelta_warmup": Prediction("AdaDelta's step number t",
        "AdaDelta's step number t on a constant gradient 1, long before the end.",
        lambda t=10000, rho=0.95, eps=1e-06: sqrt((1 - rho) * eps * (t + 1 / (1 - rho) ** 2)),
        {"square of the step": ("Its square grows linearly.", lambda t=10000, rho=0.95, eps=1e-06: (1 - rho) * eps * t),
        "first step": ("That is the first step.", lambda t=10000, rho=0.95, eps=1e-06: sqrt(eps / (1 - rho)))},
        "Write u after a step by u before it, with delta squared = (u + eps) g^2 / v.",
        "The square of the step starts at eps / (1 - rho) and grows by (1 - rho) eps in each step.", 0.05),
    # Adam and after
    "adam_first": Prediction("Adam's first step", "Adam's first step in units of lr, for a gradient g.",
        lambda g=100.0, beta1=0.9, beta2=0.999: 1.0,
        {"size of the gradient": ("Adam's step has the size of lr, not of the gradient.",
        lambda g=100.0, beta1=0.9, beta2=0.999: g),
        "no bias correction": ("That is without any bias correction.",
        lambda g=100.0, beta1=0.9, beta2=0.999: (1 - beta1) / sqrt(1 - beta2)),
        "only v corrected": ("That is with only v corrected.", lambda g=100.0, beta1=0.9, beta2=0.999: 1 - beta1),
        "only m corrected": ("That is with only m corrected.", lambda g=100.0, beta1=0.9, beta2=0.999: 1 / sqrt(1 - beta2))},
        "In step 1, m is (1 - beta1) g and v is (1 - beta2) g squared; correct both.", "m_hat = g and v_hat = g^2 in step 1."),
    "adam_uncorrected_first": Prediction("The first step of Adam without its correction",
        "The first step of Adam without bias correction, in units of lr.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / sqrt(1 - beta2), {"corrected": ("That is with the correction.",
        lambda beta1=0.9, beta2=0.999: 1.0), "root missing": ("The root is missing.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / (1 - beta2)), "upside down": ("Upside down.",
        lambda beta1=0.9, beta2=0.999: sqrt(1 - beta2) / (1 - beta1))},
        "In step 1, m is (1 - beta1) g and v is (1 - beta2) g squared; take the root of v.",
        "m = (1 - beta1) g over the root of v = (1 - beta2) g^2: longer than lr, not shorter."),
    "adam_spike": Prediction("Adam's step after a spike",
        "The longest step of Adam after one spike that follows a long silence, in units of lr.",
        lambda beta1=0.9, beta2=0.999, g=3.0: (1 - beta1) / sqrt(1 - beta2), {"lr taken for the bound": ("lr is not the bound.",
        lambda beta1=0.9, beta2=0.999, g=3.0: 1.0), "growing gradients": ("That is the bound for growing gradients.",
        lambda beta1=0.9, beta2=0.999, g=3.0: (1 - beta1) / sqrt((1 - beta2) * (1 - beta1 ** 2 / beta2))),
        "root missing": ("The root of v is missing.", lambda beta1=0.9, beta2=0.999, g=3.0: (1 - beta1) / (1 - beta2)),
        "all of g in m": ("m holds only the share 1 - beta1 of g.", lambda beta1=0.9, beta2=0.999, g=3.0: 1 / sqrt(1 - beta2)),
        "size of g kept": ("The size of g cancels.",
        lambda beta1=0.9, beta2=0.999, g=3.0: g * (1 - beta1) / sqrt(1 - beta2))},
        "After a long silence both averages are 0, and both corrections are 1; put the spike g into m and v.",
        "The corrections are 1 by then: (1 - beta1) / sqrt(1 - beta2)."),
    "adam_bound": Prediction("The longest step of Adam",
        "The longest step of Adam at all, in units of lr (gradients that grow by beta2 / beta1 in each step).",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / sqrt((1 - beta2) * (1 - beta1 ** 2 / beta2)),
        {"spike after silence": ("That is the spike after silence. Growing gradients do more.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / sqrt(1 - beta2))},
        "Write m and v as weighted sums of all gradients, and compare their weights.",
        "Cauchy and Schwarz: the sum of m's weights squared over v's weights."),
    "adam_noise": Prediction("Adam's step on noise", "The root mean square of Adam's step on pure noise, in units of lr.",
        lambda beta1=0.9: sqrt((1 - beta1) / (1 + beta1)), {"variance": ("That is the variance.",
        lambda beta1=0.9: (1 - beta1) / (1 + beta1)), "no cancelling": ("Signs cancel in m.", lambda beta1=0.9: 1.0),
        "newest gradient only": ("That is the newest gradient's share; the older ones add to it.", lambda beta1=0.9: 1 - beta1),
        "1 + beta1 missing": ("Square the weights of m, then add up all of them.",
        lambda beta1=0.9: sqrt(1 - beta1))},
        "v is the variance of the noise; how much of it does the average m let through?", "m averages the noise, v does not.",
        0.05),
    "correction_length": Prediction("The length of the bias correction",
        "After how many steps the correction 1 - beta^t has come within 1/e of 1, roughly.", lambda beta=0.999: -1 / log(beta),
        {"half-life": ("That is the half-life.", lambda beta=0.999: log(0.5) / log(beta))},
        "Ask when beta^t is 1/e, and take the logarithm.", "beta^t = 1/e at t = -1 / ln beta, near 1 / (1 - beta)."),
    "adamax_bound": Prediction("longest, AdaMax's longest step", "The longest step of AdaMax in units of lr.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / (1 - beta1 / beta2), {"lr itself": ("Nearly, but not exactly.",
        lambda beta1=0.9, beta2=0.999: 1.0), "product for quotient": ("The ratio of the sum is beta1 / beta2, not beta1 beta2.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / (1 - beta1 * beta2)),
        "1 - beta1 missing": ("In m each gradient has the factor 1 - beta1, too.",
        lambda beta1=0.9, beta2=0.999: 1 / (1 - beta1 / beta2)),
        "growing gradients": ("That is for gradients that grow by beta2 / beta1. Others do more.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / (1 - beta1 ** 2 / beta2)),
        "Adam's bound": ("That is Adam's.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / sqrt((1 - beta2) * (1 - beta1 ** 2 / beta2)))},
        "Let the gradients fall by beta2 in each step, so that u is just the newest |g|, and add up m.",
        "u never falls faster than beta2: a geometric sum with ratio beta1 / beta2.", 0.003),
    "nadam_first": Prediction("first, Nadam's first step", "Nadam's first step in units of lr, for a gradient g.",
        lambda beta1=0.9, g=3.0: 1 + beta1 / (1 + beta1),
        {"Adam's first step": ("That is Adam's.", lambda beta1=0.9, g=3.0: 1.0),
         "m corrected for one step": ("The share of m is corrected for two steps.", lambda beta1=0.9, g=3.0: 1 + beta1),
         "g's own term missing": ("That is the share by way of m. g stands there by itself, too.",
                                  lambda beta1=0.9, g=3.0: beta1 / (1 + beta1)),
         "m uncorrected": ("The share of m is divided by 1 - beta1^2.", lambda beta1=0.9, g=3.0: 1 + beta1 * (1 - beta1)),
         "late in a run": ("That is a weight late in a run.", lambda beta1=0.9, g=3.0: 1 - beta1 ** 2),
         "size of g kept": ("The size of g cancels.", lambda beta1=0.9, g=3.0: g * (1 + beta1 / (1 + beta1))),
         "the gradient": ("That is the gradient. Its size cancels.", lambda beta1=0.9, g=3.0: g)},
        "In step 1, m is (1 - beta1) g; its share is divided by 1 - beta1^2, that of g by 1 - beta1.",
        "beta1 (1 - beta1) g / (1 - beta1^2) + g."),
    "amsgrad_start": Prediction("start, AMSGrad's step number t",
        "AMSGrad's step number t on a constant gradient, in units of lr.",
        lambda t=10, beta1=0.9, beta2=0.999: (1 - beta1 ** t) / sqrt(1 - beta2 ** t),
        {"corrected": ("The paper's rule has no correction.", lambda t=10, beta1=0.9, beta2=0.999: 1.0),
         "root missing": ("The step divides by the root of v.",
                          lambda t=10, beta1=0.9, beta2=0.999: (1 - beta1 ** t) / (1 - beta2 ** t)),
         "m full at once": ("m starts at 0, too: at step t it is not g yet.",
                            lambda t=10, beta1=0.9, beta2=0.999: 1 / sqrt(1 - beta2 ** t)),
         "v full at once": ("That is m alone. v starts at 0, too.", lambda t=10, beta1=0.9, beta2=0.999: 1 - beta1 ** t),
         "root of v alone": ("That is the root of v. The step is m over it.",
                             lambda t=10, beta1=0.9, beta2=0.999: sqrt(1 - beta2 ** t)),
         "step 1": ("That is step 1.", lambda t=10, beta1=0.9, beta2=0.999: (1 - beta1) / sqrt(1 - beta2))},
        "On a constant gradient m is (1 - beta1^t) g and v is (1 - beta2^t) g squared.",
        "m = (1 - beta1^t) g over the root of v = (1 - beta2^t) g^2."),
    "adabound_switch": Prediction("lifted, where AdaBound's lower bound reaches a rate",
        "The step t at which the lower bound is the own rate.",
        lambda lr=0.01, final_lr=0.1, gamma=0.001: lr / (gamma * (final_lr - lr)),
        {"final_lr alone": ("Over the difference, final_lr less the own rate, not over final_lr.",
                            lambda lr=0.01, final_lr=0.1, gamma=0.001: lr / (gamma * final_lr)),
         "1 / gamma": ("That is 1 / gamma, where the lower bound is half of final_lr.",
                       lambda lr=0.01, final_lr=0.1, gamma=0.001: 1 / gamma),
         "final_lr above": ("The own rate stands over the difference, not final_lr.",
                            lambda lr=0.01, final_lr=0.1, gamma=0.001: final_lr / (gamma * (final_lr - lr))),
         "upside down": ("The own rate stands over the difference, not below it.",
                         lambda lr=0.01, final_lr=0.1, gamma=0.001: (final_lr - lr) / (gamma * lr)),
         "gamma t": ("That is gamma t; you are asked for t.", lambda lr=0.01, final_lr=0.1, gamma=0.001: lr / (final_lr - lr))},
        "Set the lower bound final_lr (1 - 1 / (gamma t + 1)) equal to the own rate, and solve.",
        "final_lr (1 - 1 / (gamma t + 1)) = the own rate."),
    "smorms3_first": Prediction("SMORMS3's first step", "SMORMS3's first step on a constant gradient, in units of lr.",
        lambda: sqrt(2.0), {"r = 1": ("The memory starts at one step, so r = 1/2.", lambda: 1.0),
        "root missing": ("The root is missing.", lambda: 2.0)},
        "The memory starts at 1, so r is 1/2, and v is half of g squared.", "r = 1/2, so v = g^2 / 2."),
}
# fmt: on

# The same as a chapter asks them.
QUESTIONS = {
    name: Question(row.question, row.answer, dict(row.wrong.values()), row.why, tolerance=row.tolerance)
    for name, row in PREDICTIONS.items()
}


def _how_far(number, right):
    """What one sees of a wrong number, without the right one."""
    if number * right <= 0:
        return "First ask which sign it has, and whether it can be 0."
    off = max(number / right, right / number)
    sizes = {1.1: "less than a tenth", 2: "less than a factor of 2", 10: "a factor of 2 to 10"}
    return f"It is off by {next((told for most, told in sizes.items() if off < most), 'more than a factor of 10')}."


def judged(name, question, value, parameters):
    """The verdict on a predicted number: right, wrong in a way that has a reason, or too large or small."""
    for p, v in parameters.items():
        inputs.real(p, v)
    try:
        right = float(question.answer(**parameters))
    except TypeError:
        allowed = ", ".join(question.answer.__code__.co_varnames[: question.answer.__code__.co_argcount]) or "none"
        raise TypeError(f"{name} has other parameters than {', '.join(parameters)}; it has {allowed}.") from None
    except (ZeroDivisionError, OverflowError):
        given = ", ".join(f"{p} = {inputs.show(v)}" for p, v in parameters.items())
        raise ValueError(f"{name} has no finite answer for {given}.") from None
    title = question.title
    if value is ... or value is None:
        return Verdict(False, "There is no number yet: put one in its place.", name, title=title)
    try:
        number = float(np.asarray(value, float).reshape(()))
    except (TypeError, ValueError, OverflowError):
        number = np.nan
    if np.isnan(number):
        return Verdict(False, f"You predicted {inputs.show(value)}; a number is needed.", name, title=title)

    def near(target):
        return abs(number - target) <= question.tolerance * max(abs(target), 1e-12)

    if near(right):
        return Verdict(True, f"Right. {question.why}", name, score=1.0, title=title)
    hints = _how_far(number, right), question.first, question.why
    for mistake, (sentence, formula) in question.wrong.items():
        if near(float(formula(**parameters))):
            return Verdict(False, f"Not {number:.6g}. {sentence}", name, mistake, hints=hints, title=title)
    heeded = [{p: v for p, v in parameters.items() if p != one} for one in parameters] + [{}]  # all but one, or none
    if parameters and any(near(float(question.answer(**some))) for some in heeded):
        given = ", ".join(f"{p} = {v:g}" for p, v in parameters.items())
        sentence = f"Not {number:.6g}. That is the number for other values; here {given}."
        return Verdict(False, sentence, name, "other values", hints=hints, title=title)
    if near(-right):
        return Verdict(False, "The size is right; the sign is not.", name, "sign", 0.5, hints=hints, title=title)
    if right and near(1 / right):
        return Verdict(False, "That is one over the right number.", name, "upside down", 0.5, hints=hints, title=title)
    side = "large" if abs(number) > abs(right) else "small"
    size = " in size" if min(number, right) < 0 else ""
    return Verdict(False, f"{number:.6g} is too {side}{size}.", name, hints=hints, title=title)
