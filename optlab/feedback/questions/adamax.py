"""What chapter 10 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.adaptive import adam, adamax
from ...steps.variants import adam_p
from ...worlds import landscapes
from ...worlds.signals import sawtooth
from .ask import Question


def _way():
    g = np.zeros(14_000)
    g[6000] = 1.0
    return drive(adam, g, lr=1.0, eps=1e-30).update.sum()


def _slowed():
    """Which of the two makes the shorter step, 50 steps after one gradient of 10 among ones."""
    g = np.ones(2051)
    g[2000] = 10.0
    by_adam, by_adamax = (drive(step, g, lr=1.0).update[-1] for step in (adam, adamax))
    return "AdaMax" if by_adamax < 0.8 * by_adam else "Adam" if by_adam < 0.8 * by_adamax else "both alike"


def _shorter():
    """How the loss at the end changes when beta2 goes from 0.999 to 0.99."""
    long, short = descend(adamax, landscapes.beale, steps=125, lr=0.25, beta2=np.array([0.999, 0.99])).loss[-1]
    times = long / short
    return "100 times lower" if times > 30 else "100 times higher" if times < 1 / 30 else "about the same"


def _teeth():
    """Steps from the last high tooth of the sawtooth until u is below the low ones."""
    u = drive(adamax, sawtooth(), lr=1.0, beta2=0.99).u[79:]
    return np.argmax(u <= 0.95)


def _as_listed(x, g, t, m=0.0, u=0.0, *, lr=1.0, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g))
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def _after_zero():
    run = drive(_as_listed, [0.0] + [1.0] * 9)
    return "nowhere: it is nan" if run.left else "about 7 lr away" if run.path[-1] < -5 else "at its start"


QUESTIONS = {
    "adamax_teeth": Question(
        "Teeth of height 3.8; from step 80 on they are 0.95 high. AdaMax divides by the largest recent gradient, which fades "
        "by `beta2` = 0.99 a step. How many steps after 80 do the low teeth count as much as the high ones did?",
        np.log(0.95 / 3.8) / np.log(0.99),
        {
            69: "That is the half-life, and a half is left. A quarter is wanted.",
            100: "After 1 / (1 - 0.99) steps 37 % are left, 1.4. A quarter is wanted.",
            218: "That is the step itself. Count from 80.",
            75: "It fades by a hundredth of what is left, not of the start.",
        },
        "3.8 · 0.99^k = 0.95 at k = ln 4 / 0.01, about 138.",
        measured=_teeth,
        unit="steps",
        tolerance=0.03,
    ),
    "adamax_way": Question(
        "Thousands of steps without a gradient; then a single gradient of 1, and silence again. How far does *Adam* carry the "
        "weight, all steps together, in units of `lr`?",
        0.1 / (np.sqrt(0.001) * (1 - 0.9 / np.sqrt(0.999))),
        {
            1: "So on a steady gradient. Here m holds a tenth of the gradient, and v a thousandth of its square.",
            3.16: "That is the first step. m fades by 0.9 a step, v hardly: the next steps are 0.9, 0.81, … of it.",
            10: "The steps fade by 0.9, so they sum up to ten times the first, which is 3.16 and not 1.",
        },
        "The first step is 0.1 / √0.001 = 3.16 lr, and m carries on: 3.16 (1 + 0.9 + 0.81 + …) is about 32.",
        measured=_way,
        tolerance=0.05,
    ),
    "adamax_p16": Question(
        "`beta2` = 0.999, from zero, one gradient g. For p = 2 the uncorrected root is 0.045 |g|. How much of |g| is it for "
        "p = 16?",
        (1 - 0.999**16) ** (1 / 16),
        {
            0.045: "So for p = 2. The share is 1 - beta2^p, and then comes the root.",
            0.0159: "That is the share 1 - beta2^16. The 16th root of it is still to be taken.",
            1: "Nearly. That is the limit of large p.",
        },
        "The 16th root of 1 - 0.999^16 = 0.0159: high roots bring every share near 1.",
        measured=lambda: drive(adam_p, [1.0], p=16.0, eps=0.0).u[0],
    ),
    "adamax_slowed": Question(
        "The gradient is 1 at every step. Once, and only once, it is 10. Whose step is slowed more, 50 steps later?",
        "AdaMax",
        {
            "Adam": "It squares the 10. But then it takes a thousandth of it, and the root.",
            "both alike": "Write down what 10 leaves in v, and what it leaves in u.",
        },
        "Afterwards u is nearly 10, so AdaMax makes a tenth of its step. Adam's v is 1 + 0.001 · 99: a twentieth is missing.",
        measured=_slowed,
    ),
    "adamax_shorter": Question(
        "Let AdaMax forget ten times faster: `beta2` = 0.99 for 0.999. What happens to its loss at step 125?",
        "100 times lower",
        {
            "about the same": "Ask how much of the first gradient, 28, is left in u after 125 steps with each.",
            "100 times higher": "A shorter memory makes u smaller, and so steps longer. Here they are too short.",
        },
        "0.99^125 is 0.28, 0.999^125 is 0.88: with the longer memory the first gradient still rules at the end.",
        measured=_shorter,
    ),
    "adamax_zero": Question(
        "The first gradient is 0, as it is for a weight behind a unit that is off. Then come nine gradients of 1. Where is x "
        "after the ten steps?",
        "nowhere: it is nan",
        {
            "about 7 lr away": "Steps 2 to 10 would bring it there. But look at m / u in step 1.",
            "at its start": "One step divides 0 by 0. Arithmetic has an answer to that, and keeps it.",
        },
        "In step 1 both m and u are 0. 0/0 is nan, and x stays nan whatever is added.",
        measured=_after_zero,
    ),
}
