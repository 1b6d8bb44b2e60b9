"""What chapter 19 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps import adaptive, classic
from ...steps.variants import adagrad_eps_inside
from ...theory import leaving
from ...worlds import landscapes, league, published, race
from ...worlds.signals import alternating
from .ask import Question


def _adamax():
    return abs(race.ends("as published")["AdaMax"][0] + 3)


def _sgd():
    """With which of many rates SGD ends at 2.5."""
    rates = np.linspace(0.001, 0.06, 500)
    good = rates[np.abs(descend(classic.sgd, landscapes.quartic, steps=100, lr=rates).x[-1, :, 0] - 2.5) < 0.01]
    return "no" if not len(good) else "yes, with a larger one" if good.min() > 0.01 else "yes, with a smaller one"


def _leader():
    played = league.among(league.shipped(), league.EARLIER)
    first = str(played.methods[league.ranks(played, resamples=1)[0][:, 0].argmin()])
    return {"adagrad": "AdaGrad", "adam": "Adam", "nadam": "Nadam", "sgd": "SGD"}.get(first, first)


def _eps():
    land = landscapes.giant_plateau
    outside = descend(adaptive.adagrad, land, steps=1, lr=1.0).update[0, 0]
    return outside / descend(adagrad_eps_inside, land, steps=1, lr=1.0, eps=1e-6).update[0, 0]


def _shadow():
    return drive(published.smorms3, alternating(100), lr=0.04).zeta[-1]


def _default():
    """What Adam leaves of the loss at the rate of the league nearest to its default: the median landscape."""
    whole = league.shipped()
    near = np.abs(np.log(whole.rates / 1e-3)).argmin()
    q = np.median(whole.tuning[list(whole.methods).index("adam"), :, 0, near])
    return "about four fifths" if q > -0.3 else "about a hundredth" if q > -3 else "about a millionth"


QUESTIONS = {
    "race_adamax": Question(
        "AdaMax and Nadam ran with `lr` = 0.002, and their steps are about `lr` long. At most how far from −3 is AdaMax after "
        "100 steps?",
        0.2,
        {
            5.5: "That is the way to 2.5. A step is 0.002 long.",
            0.002: "That is one step.",
            2: "100 times 0.002 is less.",
        },
        "100 steps of 0.002. (It has come 0.19.) To −1.5 it would take 750 steps, whatever the method is like.",
        measured=_adamax,
        tolerance=0.06,
    ),
    "race_sgd": Question(
        "SGD with its rate of 0.01 ended in the hole at −1.5. Is there another rate with which SGD ends at 2.5 in the same 100 "
        "steps?",
        "yes, with a larger one",
        {
            "no": "It has no memory to carry it over the ridge at −0.5. But its first step need not stop before the ridge.",
            "yes, with a smaller one": "A smaller one walks down to −1.5, and stays there.",
        },
        "The gradient at the start is −82.5. A rate above 2.5 / 82.5 carries the first step over the ridge.",
        measured=_sgd,
    ),
    "race_leader": Question(
        "22 steps, 16 landscapes, no noise; each method has on each landscape the best of 61 rates. Which of these has the best "
        "mean rank?",
        "AdaGrad",
        {
            "Adam": "It is in the middle: with rates as free as these, others are as good on most of the landscapes.",
            "Nadam": "It is close behind, and the two bands overlap.",
            "SGD": "It shares the first place on half of the landscapes, and falls far behind on the others.",
        },
        "AdaGrad, one of the losers of the race. With a large rate its first steps are long and the later ones shorter.",
        measured=_leader,
    ),
    "race_eps": Question(
        "On the giant plateau the gradient at the start is 1.7e-5. AdaGrad with eps = 1e-6 *under* the root: how many times "
        "shorter is its first step than with eps = 1e-8 beside the root?",
        np.sqrt(1.7023e-5**2 + 1e-6) / 1.7023e-5,
        {
            1: "Compare eps with g^2, which is 3e-10.",
            3451: "That is eps over g^2: the root is missing.",
            17: "Upside down, and a factor lost: the root of eps is 1e-3.",
        },
        "√(g^2 + 1e-6) is 0.001, for a gradient of 1.7e-5: it divides by 59 times too much.",
        measured=_eps,
        tolerance=0.05,
    ),
    "race_saddle": Question(
        "The rate is 0.05. SGD leaves a saddle in 49 steps from 0.01 beside the ridge, and in 145 from 0.000001. Adam needs 20 "
        "from 0.01. And from 0.000001?",
        20,
        {
            60: "Three times as many: so SGD. Adam divides the size of the gradient away.",
            200_000: "Its first steps are not shorter because the gradient is small.",
        },
        "Adam divides by the size of the gradient: its steps are about `lr` long from the first one on.",
        measured=lambda: leaving.measured(adaptive.adam, [1e-6], lr=0.05)[0],
        unit="steps",
        tolerance=0.06,
    ),
    "race_shadow": Question(
        "The weight's gradients are +1, −1, +1, … Funk's ζ falls to 0. In the listing the bias never moves, so its gradient is "
        "the same in each step. Where does the weight's ζ, `zetaw`, end?",
        1,
        {
            0: "So by its own gradients. But the second line writes over it.",
            0.5: "That is about where it starts.",
        },
        "The second line writes the bias's ζ into the weight's, and equal gradients agree: m² / v goes to 1.",
        measured=_shadow,
    ),
    "race_default": Question(
        "Adam's default rate is 0.001, a run has 125 steps, a start is a few units from the minimum. How much of the loss does "
        "it leave on the typical landscape?",
        "about four fifths",
        {
            "about a hundredth": "Count how far it comes in 125 steps of about 0.001.",
            "about a millionth": "That is Adam at its best rate.",
        },
        "125 steps of 0.001 make 0.125.",
        measured=_default,
    ),
}
