"""What chapter 15 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...formulas.edits import edited
from ...run.drive import descend, drive
from ...steps.adaptive import adam
from ...steps.beyond import eve
from ...worlds import landscapes
from .ask import Question
from .museum import PUBLISHED

LOWEST = -43.2292  # the quartic at 2.5


def _still(step=eve):
    return drive(step, np.ones(5001), f=np.full(5001, 2.0), lr=1.0)


def _slow_fall():
    return drive(eve, np.ones(1500), f=0.99 ** np.arange(1500.0), beta3=0.9).d[-1]


def _lifted():
    """What adding 100 to the ravine's loss does to Eve's rate after 600 steps."""
    ravine = landscapes.ravine(100)
    higher = landscapes.Landscape(lambda x: ravine.f(x) + 100, ravine.grad, ravine.start)
    plain, lifted = (descend(eve, land, steps=600, lr=0.01, beta3=0.99).d[-1, 0] for land in (ravine, higher))
    return "they get longer" if lifted < 0.8 * plain else "they get shorter" if lifted > 1.25 * plain else "nothing"


def _finders():
    """Who ends within 0.1 of the quartic's lowest point, from -3."""
    runs = {
        "Adam": descend(adam, landscapes.quartic, steps=100, lr=0.1),
        "f* = 0": descend(eve, landscapes.quartic, steps=100, lr=0.1, beta3=0.9),
        "f* = -43.2": descend(eve, landscapes.quartic, steps=100, lr=0.1, beta3=0.9, f_star=LOWEST),
    }
    found = [name for name, run in runs.items() if abs(run.x[-1, 0] - 2.5) < 0.1]
    return {0: "none", 3: "all three"}.get(len(found), f"only Eve with {found[0]}" if found else "")


def _cloud():
    noisy = landscapes.ravine(1).with_noise(1.0)
    run = descend(eve, noisy, np.zeros((50, 2)), steps=2000, lr=0.01, rng=15, beta3=0.99, f_star=-1.0)
    return np.sqrt((run.x[1000:] ** 2).mean())


def _arrived():
    run = descend(eve, landscapes.giant_plateau, steps=2000, lr=0.01, beta3=0.99)
    return "x becomes nan" if len(run.loss) < 2001 else "it stays there"


def _jump():
    """d just after one jump of the loss, up and down again."""
    f = np.ones(1002)
    f[1000] = 50.0
    return drive(eve, np.ones(1002), f=f, beta3=0.9).d[-1]


def _as_listed():
    bug = PUBLISHED["distance-to-the-minimum"]
    return _still(edited(bug.step, bug.edit)).d[-1]


QUESTIONS = {
    "eve_slow_fall": Question(
        "`f_star` is 0, and the loss is multiplied by 0.99 at every step: a healthy run. With `c` = 10, where does d go?",
        0.1,
        {
            0.0101: "That is the relative change. It is clipped to 1/c from below.",
            1: "So for a loss that halves at every step.",
            10: "That is for a loss that falls to an eleventh, or less, at every step.",
        },
        "The relative change is 0.01/0.99, below 1/c. To Eve a loss that falls by 1 % stands still.",
        measured=_slow_fall,
    ),
    "eve_lifted": Question(
        "We add 100 to the loss of a ravine. All gradients stay the same, and so does `f_star` = 0. What happens to Eve's steps?",
        "they get longer",
        {
            "nothing": "So for all methods that hear the gradient alone. Eve divides by the height of the loss.",
            "they get shorter": "A higher loss makes the same change look smaller.",
        },
        "|f − f_old| is what it was, but it is divided by 100 and more. So the loss seems to stand still.",
        measured=_lifted,
    ),
    "eve_finders": Question(
        "The quartic of the race: from -3 a method meets a minimum at -1.5, where f = -0.56; the lowest point is at 2.5, with "
        "f = -43.2. `lr` = 0.1, 100 steps, `beta3` = 0.9. Which of Adam, Eve with f* = 0 and Eve with f* = -43.2 end at 2.5?",
        "only Eve with f* = -43.2",
        {
            "none": "Far above f* = -43.2 the loss seems to stand still, even while it falls.",
            "all three": "Nothing tells Adam that the shallow minimum is not the goal.",
            "only Eve with f* = 0": "Below 0 its relative change is negative, whatever the loss does.",
        },
        "Far above f* = -43.2 every change is small, so the steps grow from the start, and carry it over the hill.",
        measured=_finders,
    ),
    "eve_cloud": Question(
        "A bowl with noise 1. Adam with `lr` = 0.01 ends in a cloud of radius √(0.01/2) = 0.07. Eve with the same `lr`, and "
        "`f_star` = -1, while the lowest loss is 0. What is the radius of its cloud?",
        np.sqrt(0.1 / 2),
        {
            0.07: "So if d were 1. The loss near 0 is 1 above `f_star`, and hardly changes.",
            0.7: "The rate is ten times as large. The radius goes with its root.",
            0.007: "d divides the rate: it makes it larger.",
            0.316: "That is the root of the rate. Half of the rate stands under the root.",
            0.05: "That is its square.",
        },
        "The loss seems to stand still, so d = 0.1 and the rate is 0.1: √(0.1/2) = 0.22.",
        measured=_cloud,
        tolerance=0.05,
    ),
    "eve_arrived": Question(
        "Eve, with the right `f_star` = 0, on the giant plateau, where the loss at the minimum is exactly 0. At about step 400 "
        "the loss is 0 in every digit of the machine. What then?",
        "x becomes nan",
        {
            "it stays there": "So does Adam. Put f = f_old = f_star = 0 into the relative change.",
            "it leaves": "For that d would have to be small. Compute it: f = f_old = f_star = 0.",
        },
        "|0 − 0|/(0 − 0) is nan, the average keeps it for ever, and x is divided by it.",
        measured=_arrived,
    ),
    "eve_jump": Question(
        "`beta3` = 0.9 and `c` = 10. After 1000 steps of standstill d is 0.1: ten times Adam's steps. Now the loss jumps from 1 "
        "to 50, and in the next step back to 1. Where is d then?",
        0.9 * (0.9 * 0.1 + 0.1 * 10) + 0.1 * 10,
        {
            1.09: "So after the way up. The way down is a change, too.",
            0.981: "The way down is a change, too.",
            4.99: "That is with a change of 49, after the way up. It is clipped to 10.",
            9.391: "That is with changes of 49. They are clipped to 10.",
            10: "Each change counts as 10; only a tenth of it goes into d.",
            0.1: "Each of the two changes counts as 10, and a tenth of it goes into d.",
        },
        "0.9 · 0.1 + 0.1 · 10 = 1.09, and 0.9 · 1.09 + 0.1 · 10 = 1.98: the steps are 20 times shorter.",
        measured=_jump,
    ),
    "eve_as_listed": Question(
        "A list of optimizers has |f − f*| for |f − f_old| above the line. The loss stands still at 2. Where does d go?",
        1,
        {
            0.1: "So for Eve. Here the numerator is 2, too.",
            10: "For that the numerator must be ten times the denominator.",
            2: "The denominator is 2 as well.",
            0: "So for the change. Here |f − f*| stands above the line: 2.",
        },
        "2/2 = 1. The loss over the smaller of two is never below 1: this form can slow down and never speed up.",
        measured=_as_listed,
    ),
}
