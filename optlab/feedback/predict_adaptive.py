"""Predictions of the chapters from AdaGrad to SMORMS3."""

import numpy as np

from .predict import Prediction

sqrt, log = np.sqrt, np.log

ADAPTIVE = {
    # AdaGrad and RMSprop
    "adagrad_step": Prediction(
        "AdaGrad's step number t on a constant gradient, in units of lr.",
        lambda t=100: 1 / sqrt(t),
        {"root missing": ("The root is missing.", lambda t=100: 1 / t), "no shrinking": ("It does shrink.", lambda t=100: 1.0)},
        "h = t g^2, so the step is lr g / (sqrt(t) g).",
    ),
    "adagrad_distance": Prediction(
        "How far AdaGrad gets in t steps on a constant gradient, in units of lr.",
        lambda t=100: np.sum(1 / sqrt(np.arange(1, t + 1))),
        {
            "one step times t": ("That is a single step times t.", lambda t=100: float(t)),
            "half of it": ("That is sqrt(t), half of it.", lambda t=100: sqrt(t)),
        },
        "The sum of 1 / sqrt(k), near 2 sqrt(t).",
        0.1,
    ),
    "adagrad_first": Prediction(
        "AdaGrad's first step in units of lr, for a gradient g.",
        lambda g=100.0: 1.0,
        {
            "size of g kept": ("The size of g cancels.", lambda g=100.0: g),
            "size of g cancelled twice": ("It does not cancel twice.", lambda g=100.0: 1 / g),
        },
        "g / sqrt(g^2) = 1 in size.",
    ),
    "rmsprop_first": Prediction(
        "RMSprop's first step in units of lr (v starts at 0).",
        lambda rho=0.9: 1 / sqrt(1 - rho),
        {
            "last step": ("That is where it ends, not where it starts.", lambda rho=0.9: 1.0),
            "root missing": ("The root is missing.", lambda rho=0.9: 1 / (1 - rho)),
            "upside down": ("It is too long, not too short.", lambda rho=0.9: sqrt(1 - rho)),
        },
        "v = (1 - rho) g^2, so the step is lr / sqrt(1 - rho).",
    ),
    "rmsprop_step": Prediction(
        "RMSprop's step number t on a constant gradient, in units of lr.",
        lambda t=10, rho=0.9: 1 / sqrt(1 - rho**t),
        {
            "first step": ("That is the first step.", lambda t=10, rho=0.9: 1 / sqrt(1 - rho)),
            "root missing": ("The root is missing.", lambda t=10, rho=0.9: 1 / (1 - rho**t)),
        },
        "v = (1 - rho^t) g^2.",
    ),
    "graves_steady": Prediction(
        "The steady step of Graves's RMSprop on a constant gradient 1, in units of lr.",
        lambda mu=0.9, eps=1e-4: 1 / sqrt(eps) / (1 - mu),
        {
            "momentum left out": ("Momentum multiplies it once more.", lambda mu=0.9, eps=1e-4: 1 / sqrt(eps)),
            "eps left out": ("The variance of a constant is 0.", lambda mu=0.9, eps=1e-4: 1 / (1 - mu)),
        },
        "The variance goes to 0, so only eps is left under the root.",
    ),
    # AdaDelta
    "adadelta_first": Prediction(
        "The size of AdaDelta's first step.",
        lambda rho=0.95, eps=1e-6: sqrt(eps / (1 - rho)),
        {
            "1 - rho missing": ("v has only the share 1 - rho of g squared.", lambda rho=0.95, eps=1e-6: sqrt(eps)),
            "root missing": ("The root is missing.", lambda rho=0.95, eps=1e-6: eps / (1 - rho)),
        },
        "sqrt(0 + eps) / sqrt((1 - rho) g^2) * g.",
    ),
    "adadelta_warmup": Prediction(
        "AdaDelta's step number t on a constant gradient 1, long after the start (1 - rho^t is near 1) and long before the end.",
        lambda t=10_000, rho=0.95, eps=1e-6: sqrt((1 - rho) * eps * t),
        {
            "square of the step": ("Its square grows linearly.", lambda t=10_000, rho=0.95, eps=1e-6: (1 - rho) * eps * t),
            "first step": ("That is the first step.", lambda t=10_000, rho=0.95, eps=1e-6: sqrt(eps / (1 - rho))),
        },
        "The square of the step grows by (1 - rho) eps in each step.",
        0.05,
    ),
    # Adam and after
    "adam_first": Prediction(
        "Adam's first step in units of lr, for a gradient g.",
        lambda g=100.0: 1.0,
        {
            "size of the gradient": ("Adam's step has the size of lr, not of the gradient.", lambda g=100.0: g),
            "no bias correction": ("That is without any bias correction.", lambda g=100.0: (1 - 0.9) / sqrt(1 - 0.999)),
            "only v corrected": ("That is with only v corrected.", lambda g=100.0: 1 - 0.9),
        },
        "m_hat = g and v_hat = g^2 in step 1.",
    ),
    "adam_uncorrected_first": Prediction(
        "The first step of Adam without bias correction, in units of lr.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / sqrt(1 - beta2),
        {
            "corrected": ("That is with the correction.", lambda beta1=0.9, beta2=0.999: 1.0),
            "root missing": ("The root is missing.", lambda beta1=0.9, beta2=0.999: (1 - beta1) / (1 - beta2)),
            "upside down": ("Upside down.", lambda beta1=0.9, beta2=0.999: sqrt(1 - beta2) / (1 - beta1)),
        },
        "m = (1 - beta1) g over the root of v = (1 - beta2) g^2: longer than lr, not shorter.",
    ),
    "adam_spike": Prediction(
        "The longest step of Adam after one spike that follows a long silence, in units of lr.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / sqrt(1 - beta2),
        {
            "lr taken for the bound": ("lr is not the bound.", lambda beta1=0.9, beta2=0.999: 1.0),
            "growing gradients": (
                "That is the bound for growing gradients.",
                lambda beta1=0.9, beta2=0.999: (1 - beta1) / sqrt((1 - beta2) * (1 - beta1**2 / beta2)),
            ),
        },
        "The corrections are 1 by then: (1 - beta1) / sqrt(1 - beta2).",
    ),
    "adam_bound": Prediction(
        "The longest step of Adam at all, in units of lr (gradients that grow by beta2 / beta1 in each step).",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / sqrt((1 - beta2) * (1 - beta1**2 / beta2)),
        {
            "spike after silence": (
                "That is the spike after silence. Growing gradients do more.",
                lambda beta1=0.9, beta2=0.999: (1 - beta1) / sqrt(1 - beta2),
            )
        },
        "Cauchy and Schwarz: the sum of m's weights squared over v's weights.",
    ),
    "adam_noise": Prediction(
        "The root mean square of Adam's step on pure noise, in units of lr.",
        lambda beta1=0.9: sqrt((1 - beta1) / (1 + beta1)),
        {
            "variance": ("That is the variance.", lambda beta1=0.9: (1 - beta1) / (1 + beta1)),
            "no cancelling": ("Signs cancel in m.", lambda beta1=0.9: 1.0),
        },
        "m averages the noise, v does not.",
        0.05,
    ),
    "correction_length": Prediction(
        "After how many steps the correction 1 - beta^t has come within 1/e of 1, roughly.",
        lambda beta=0.999: -1 / log(beta),
        {"half-life": ("That is the half-life.", lambda beta=0.999: log(0.5) / log(beta))},
        "beta^t = 1/e at t = -1 / ln beta, near 1 / (1 - beta).",
    ),
    "adamax_bound": Prediction(
        "The longest step of AdaMax in units of lr.",
        lambda beta1=0.9, beta2=0.999: (1 - beta1) / (1 - beta1 / beta2),
        {"lr itself": ("Nearly, but not exactly.", lambda beta1=0.9, beta2=0.999: 1.0)},
        "u never falls faster than beta2: a geometric sum with ratio beta1 / beta2.",
        0.002,
    ),
    "nadam_first": Prediction(
        "Nadam's first step in units of lr.",
        lambda beta1=0.9: 1 + beta1 / (1 + beta1),
        {
            "Adam's first step": ("That is Adam's.", lambda beta1=0.9: 1.0),
            "m corrected for one step": ("The share of m is corrected for two steps.", lambda beta1=0.9: 1 + beta1),
        },
        "beta1 (1 - beta1) g / (1 - beta1^2) + g.",
    ),
    "amsgrad_start": Prediction(
        "AMSGrad's step number t on a constant gradient, in units of lr.",
        lambda t=10, beta1=0.9, beta2=0.999: (1 - beta1**t) / sqrt(1 - beta2**t),
        {"corrected": ("The paper's rule has no correction.", lambda t=10, beta1=0.9, beta2=0.999: 1.0)},
        "m = (1 - beta1^t) g over the root of v = (1 - beta2^t) g^2.",
    ),
    "adabound_switch": Prediction(
        "The step t at which the lower bound passes lr.",
        lambda lr=0.01, final_lr=0.1, gamma=1e-3: lr / (gamma * (final_lr - lr)),
        {"final_lr alone": ("final_lr - lr, not final_lr.", lambda lr=0.01, final_lr=0.1, gamma=1e-3: lr / (gamma * final_lr))},
        "final_lr (1 - 1 / (gamma t + 1)) = lr.",
    ),
    "smorms3_first": Prediction(
        "SMORMS3's first step on a constant gradient, in units of lr.",
        lambda: sqrt(2.0),
        {
            "r = 1": ("The memory starts at one step, so r = 1/2.", lambda: 1.0),
            "root missing": ("The root is missing.", lambda: 2.0),
        },
        "r = 1/2, so v = g^2 / 2.",
    ),
}
