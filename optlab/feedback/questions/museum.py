"""What chapter 21 shows, mistakes that were published, and what it asks. Each answer is measured again by a run: `measured`."""

from typing import NamedTuple

import numpy as np

from ...formulas.edits import edited
from ...run.drive import descend, drive
from ...run.signature import signature
from ...steps import STEPS
from ...steps.adaptive import adagrad
from ...worlds import landscapes, signals
from .ask import Question


class Bug(NamedTuple):
    """A wild bug: the step, its edits, the kind of source and what it looks like from outside."""

    step: str
    edit: str
    seen: str
    story: str


# fmt: off
PUBLISHED = {
    "lost-parentheses": Bug("adam", "m_hat = m / (1 - beta1); v_hat = v / (1 - beta2); x = x - lr * m_hat / np.sqrt(v_hat) + eps",
        "a leading interactive textbook, one framework tab", "The steady step is 0.32 lr, a first gradient of 0 makes "
        "nan, and the loss curve still looks fine."),
    "multiplied-correction": Bug("adam", "m_hat = m * (1 - beta1**t); v_hat = v * (1 - beta2**t)", "a browser deep-learning demo",
        "The first step is not lr."),
    "exponent-two": Bug("adam", "m_hat = m / (1 - beta1**2)", "the printed formula of a widely read list of optimizers",
        "Late steps are 5.26 lr long."),
    "hat-left-out": Bug("adam", "x = x - lr * m / (np.sqrt(v_hat) + eps)", "the formulas of a notebook",
        "The first step is a tenth of lr."),
    "left-over-plus": Bug("adam", "v = v + beta2 * v + (1 - beta2) * g**2", "a blog post whose author found it",
        "v doubles in each step."),
    "cancelled-lr": Bug("adagrad", "h = h + (lr * g) ** 2", "a blog post whose author found it", "Runs with lr 0.001, 0.01 and "
        "0.1 are the same."),
    "square-in-code-only": Bug("adagrad", "h = h + g", "the formulas of a notebook whose code was right",
        "A negative gradient makes nan."),
    "dead-unit": Bug("adagrad", "x = x - lr * g / np.sqrt(h)", "a widely read list of optimizers", "A first gradient of 0 makes "
        "nan."),
    "unsquared-average": Bug("rmsprop", "v = rho * v + (1 - rho) * g", "the formulas of a notebook", "Steps become nan."),
    "early-velocity": Bug("nesterov", "g_ahead = grad(x); x = x + mu**2 * v - (1 + mu) * lr * g_ahead",
        "a well-known book's early code and a framework", "On a quadratic it is stable up to 0.86 / L instead of 1.36 / L at mu "
        "= 0.9."),
    "damped-and-undamped": Bug("momentum", "v = mu * v - (1 - mu) * lr * g", "a best-selling course book: prose and code "
        "disagree", "The step is off by a factor of ten."),
    "forgotten-friction": Bug("rmsprop_graves", "delta = -lr * g / np.sqrt(v - m**2 + eps)", "a widely read list of optimizers",
        "Steady steps are ten times too short."),
    "zero-by-zero": Bug("adamax", "u = np.maximum(beta2 * u, np.abs(g))", "a widely read list of optimizers",
        "A first gradient of 0 makes nan."),
    "wrong-ceiling": Bug("adabound", "upper = final_lr * (1 - 1 / (gamma * t))", "the printed formula of a widely read list",
        "The ceiling is below the floor."),
    "power-for-product": Bug("adabound", "lower = final_lr * (1 - 1 / gamma ** (t + 1))", "the first listing of a widely read "
        "list", "The floor is at minus infinity."),
    "unused-maximum": Bug("amsbound", "rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)", "the printed formula of a "
        "widely read list", "It equals AdaBound."),
    "look-ahead-without-lr": Bug("nesterov", "g_ahead = grad(x + mu * v / lr)", "the second form of a widely read list of "
        "optimizers", "The look-ahead is 1 / lr times too far."),
    "distance-to-the-minimum": Bug("eve", "change = np.abs(f - f_star) / (np.minimum(f, f_old) - f_star)", "a widely read list "
        "of optimizers", "A loss that stands still does not make the steps longer."),
    "minimum-at-zero": Bug("eve", "change = np.abs(f - f_old) / np.minimum(f, f_old)", "a widely read list of optimizers",
        "Where the loss is below 0, every change counts as the smallest."),
    "half-a-step-lost": Bug("santa_sss", "x = x_before + G * u / 2", "a widely read list of optimizers", "The first half of each "
        "step is overwritten."),
    "short-memory": Bug("smorms3", "r = 1 - 1 / (mem + 1); mem = 1 + (1 - zeta * mem); start(mem=0.0)",
        "a widely read list of optimizers", "Noise does not make the memory longer."),
}
# fmt: on


def _wrong(name):
    bug = PUBLISHED[name]
    return edited(STEPS[bug.step], bug.edit)


def _plateau():
    update = drive(_wrong("distance-to-the-minimum"), np.ones(3000), f=np.full(3000, 5.0), lr=1.0).update
    return "they stay as they are" if abs(update[-1] - 1) < 0.05 else "they grow" if update[-1] > 1 else "they shrink"


def _below_zero():
    losses = np.resize([-8.0, -1.0], 1000)
    update = drive(_wrong("minimum-at-zero"), np.ones(1000), f=losses, lr=1.0, beta3=0.99).update
    return "longer, up to ten times" if update[-1] > 5 else "shorter, down to a third" if update[-1] < 0.5 else "as Adam's"


def _too_far():
    loss = descend(_wrong("look-ahead-without-lr"), landscapes.ravine(4), [1.0, 1.0], 60, lr=0.05).loss
    places = ((1e50, "beyond 10^50"), (100, "near 1000"), (1, "near 2.5"), (0, "near 0"))
    return next(label for least, label in places if loss[-1] > least)


def _read_wrongly():
    samples = np.ones(3)
    return samples[0] + 0.5 * samples[1]


def falls(rates=(1e-3, 0.01, 0.05, 0.1, 0.3, 1.0)):
    """{published line: the share of the loss that is left on a bowl after 60 steps at the best of these rates}.

    >>> falls()["exponent-two"] < 0.01, falls()["wrong-ceiling"] > 1
    (True, True)
    """
    found = {}
    for name, bug in PUBLISHED.items():
        right = STEPS[bug.step]
        some = dict(burnin=1) if "burnin" in signature(right).hyper else {}
        loss = descend(edited(right, bug.edit), landscapes.simple_quadratic, steps=60, lr=list(rates), **some).loss
        found[name] = float(np.fmin.reduce(loss[-1]) / loss[0, 0])
    return found


def _same():
    """The rate at which AdaGrad with the rate inside its sum walks as the right one."""
    g, rates = signals.noisy_sine(), (0.01, 0.1, 1, 10)
    gap = [np.abs(drive(_wrong("cancelled-lr"), g, lr=lr).x - drive(adagrad, g, lr=lr).x).max() for lr in rates]
    return rates[int(np.argmin(gap))]


QUESTIONS = {
    "museum_parentheses": Question(
        "The first exhibit divides by 1 − beta1 and 1 − beta2 in every step (0.1 and 0.001). The gradient is 1 for ever, so m "
        "and v are 1 in the end. How long is the step, divided by `lr`?",
        np.sqrt(1 - 0.999) / (1 - 0.9),
        {
            1: "So with the right correction, which fades. This one stays.",
            10: "That is m_hat. It is divided by √v_hat.",
            0.01: "m_hat is 10 and v_hat is 1000; the step divides by the root.",
            31.6: "That is √v_hat, the denominator.",
            3.16: "That is √v_hat over m_hat, upside down.",
        },
        "m_hat = 1 / 0.1 = 10 and √v_hat = √(1 / 0.001) = 31.6: the step is 0.316.",
        measured=lambda: drive(_wrong("lost-parentheses"), signals.constant(8000), lr=1.0).update[-1],
    ),
    "museum_plateau": Question(
        "The loss stands still at 5, so f − f_old is 0, and Eve's d falls: her steps grow sevenfold. What do the steps of the "
        "published line do, which has f* = 0 in the place of f_old?",
        "they stay as they are",
        {
            "they grow": "So the right ones. Here the ratio is |f − 0| / (f − 0).",
            "they shrink": "The ratio is |f − 0| / (f − 0) now, whatever the loss does.",
        },
        "|f − f*| / (min(f, f_old) − f*) is 1 or more: d stays at 1, and Eve is Adam.",
        measured=_plateau,
    ),
    "museum_below_zero": Question(
        "A loss may be negative. It jumps between −8 and −1, and so the right Eve, told a least value of −10, makes shorter "
        "steps. What does Eve do with a least value of 0?",
        "longer, up to ten times",
        {
            "shorter, down to a third": "So the right one. Look at the sign of the denominator.",
            "as Adam's": "d stays at 1 only if the ratio is 1.",
        },
        "The ratio is negative and is clipped to its least value, 1/10: every jump counts as perfect calm.",
        measured=_below_zero,
    ),
    "museum_memory": Question(
        "The gradients are noise, and zeta is never below 0. In 200 steps the right line's memory grows to 127. How far can the "
        "listing's grow at most?",
        2,
        {
            127: "So the right one. Follow the parenthesis: of the old memory only zeta times it is left.",
            200: "So if mem itself stood in the sum, and grew by 1 in each step.",
            1: "So without noise, where zeta is 1.",
            0: "There it starts. The next is 1 + (1 − 0).",
        },
        "mem = 1 + (1 − zeta · mem) is 2 for zeta = 0, and less otherwise: in the run it jumps, 1.4 in the middle.",
        measured=lambda: drive(_wrong("short-memory"), signals.gaussian_noise(200)).mem.max(),
        unit="steps",
        tolerance=0.03,
    ),
    "museum_interpolation": Question(
        "The samples are 1, 1, 1. What does `X[low] + (pos - low) * X[high]` read at position 0.5?",
        1.5,
        {
            1: "So it should be. But the second term adds half of X[high], not half of the difference.",
            0.5: "That is the second term; the first is 1.",
            2: "Half of X[high] is added, not all of it.",
        },
        "1 + 0.5 · 1. Between two equal samples stands something that neither of them is.",
        measured=_read_wrongly,
    ),
    "museum_train": Question(
        "21 published lines run on a plain bowl, each at the best of six rates. How many of them lose more than half of the loss "
        "in 60 steps?",
        18,
        {
            0: "They were published because they seemed to work.",
            3: "So many fail.",
            10: "A bowl forgives more than that.",
            21: "Some walk uphill, and some meet the root of a negative number.",
        },
        "A bowl at a good rate is a weak test: three fail it.",
        measured=lambda: sum(left < 0.5 for left in falls().values()),
        tolerance=0.03,
    ),
    "museum_same": Question(
        "AdaGrad with its rate inside the sum, h + (lr g)². At which `lr` is it the right AdaGrad?",
        1,
        {
            0: "With a rate of 0 the sum is 0.",
            0.01: "The default: √h is a hundredth of the right one, the step a hundred times as long.",
            0.1: "√h is a tenth of the right one, the step ten times as long.",
            10: "√h is ten times the right one, the step a tenth as long.",
        },
        "√(Σ lr² g²) = lr √(Σ g²), and the lr above cancels: every rate runs as 1.",
        measured=_same,
    ),
    "museum_far": Question(
        "Curvatures 1 and 4, `lr` = 0.05. The right method brings the loss from 2.5 to 0.00004 in 60 steps. Where does the "
        "published line bring it?",
        "beyond 10^50",
        {
            "near 0": "So at a rate of 1, where the division does nothing.",
            "near 2.5": "The look-ahead is 20 times too far, on the other side of the valley, and its gradient makes v longer.",
            "near 1000": "20 times too far, squared, is 400. But v grows, and the next look-ahead with it.",
        },
        "Along the curvature of 4 each step multiplies x by −2.85, and that 60 times: the loss is 10^52.",
        measured=_too_far,
    ),
}
