"""What chapter 19 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...run.signature import signature
from ...steps import adaptive, beyond
from ...theory import leaving
from ...worlds import landscapes, league, published, race
from ...worlds.signals import alternating
from .ask import Question


def _adamax():
    return abs(race.ends("as published")["AdaMax"][0] + 3)


def _leader():
    played = league.among(league.shipped(), league.EARLIER)
    first = str(played.methods[league.ranks(played, resamples=1)[0][:, 0].argmin()])
    return {"adagrad": "AdaGrad", "adam": "Adam", "nadam": "Nadam", "sgd": "SGD"}.get(first, first)


def _tuned():
    """Which of the four has no rate of the league's that ends within 0.1 of the best minimum."""
    names = {"AdaMax": adaptive.adamax, "AdaGrad": adaptive.adagrad, "Nadam": adaptive.nadam, "SMORMS3": beyond.smorms3}
    ends = {name: descend(step, landscapes.quartic, steps=100, lr=league.RATES).x[-1, :, 0] for name, step in names.items()}
    return " and ".join(name for name, x in ends.items() if not (np.abs(x - 2.5) < 0.1).any())


def _room():
    """Who has the most decades of good rates in noise 0.1, the median landscape: near its best, a tenth left at most."""
    whole, names = league.shipped(), {"sgd": "SGD", "adam": "Adam", "adabound": "AdaBound", "smorms3": "SMORMS3"}
    room = np.median(league.room(whole), axis=1)[:, 1]
    return names[max(names, key=lambda name: room[list(whole.methods).index(name)])]


def _default():
    """What Adam's default rate leaves of the loss, in %: the median landscape, the nearest of the league's rates."""
    whole = league.shipped()
    near = np.abs(np.log(whole.rates / signature(adaptive.adam).hyper["lr"])).argmin()
    return 100 * 10 ** np.median(whole.tuning[list(whole.methods).index("adam"), :, 0, near])


def _shadow():
    return drive(published.smorms3, alternating(100), lr=0.04).zeta[-1]


QUESTIONS = {
    "race_adamax": Question(
        "AdaMax and Nadam ran with `lr` = 0.002, and their steps are about `lr` long. At most how far from −3 is AdaMax after "
        "100 steps?",
        0.2,
        {
            5.5: "That is the way to 2.5. A step is 0.002 long.",
            1.5: "That is the way to the hole. A step is 0.002 long.",
            0.002: "That is one step.",
            2: "100 times 0.002 is less.",
        },
        "100 steps of 0.002. (It has come 0.19.) To −1.5 it would take 750 steps, whatever the method is like.",
        measured=_adamax,
        tolerance=0.06,
    ),
    "race_tuned": Question(
        "From −3, 100 steps, each with the best of 61 rates. Which of these has no rate that ends within 0.1 of the best "
        "minimum, 2.5?",
        "SMORMS3",
        {
            "AdaMax": "Last in the film, by its rate of 0.002. With 2.9 it arrives.",
            "Nadam": "As AdaMax: with 1.6 it arrives.",
            "AdaGrad": "With 2.9 its first steps are long enough.",
        },
        "Its step is the smaller of `lr` and ζ, times |g| / √v: at most 0.71. From the hole to the ridge the slope points back, "
        "and that way is 1: no such step crosses.",
        measured=_tuned,
    ),
    "race_leader": Question(
        "22 steps, 16 landscapes, no noise; each method has on each landscape the best of 61 rates, if it has one. "
        "Which of these has the best mean rank?",
        "AdaGrad",
        {
            "Adam": "It is in the middle: with rates as free as these, others are as good on most of the landscapes.",
            "Nadam": "It is close behind, and the two bands overlap.",
            "SGD": "It shares the first place on half of the landscapes, and falls far behind on the others.",
        },
        "AdaGrad, one of the losers of the race. With a large rate its first steps are long and the later ones shorter.",
        measured=_leader,
    ),
    "race_room": Question(
        "A good rate scores within 1 of its method's best and leaves at most a tenth. In noise 0.1, on the typical landscape, "
        "momentum has 1.5 decades of them, of 8. Which of these forgives a wrong rate most?",
        "SMORMS3",
        {
            "SGD": "0.9 decades: its steps grow with the rate, up to the border where they diverge.",
            "Adam": "1.6 decades. Its steps are about `lr` long: a rate ten times too large trembles ten times as wide.",
            "AdaBound": "1.9 decades. Many more are near its best, but leave more than a tenth.",
        },
        "4.8 decades. Its rate is the smaller of `lr` and its own ζ, so an `lr` that is too large does nothing.",
        measured=_room,
    ),
    "race_saddle": Question(
        "The rate is 0.05. SGD leaves a saddle in 49 steps from 0.01 beside the ridge, and in 145 from 0.000001. Adam needs 20 "
        "from 0.01. And from 0.000001?",
        20,
        {
            60: "Three times as many: so SGD. Adam divides the size of the gradient away.",
            145: "That is SGD's.",
            200_000: "Its first steps are not shorter because the gradient is small.",
        },
        "Adam divides by the size of the gradient: its steps are about `lr` long from the first one on.",
        measured=lambda: leaving.measured(adaptive.adam, [1e-6], lr=0.05)[0],
        unit="steps",
        tolerance=0.06,
    ),
    "race_default": Question(
        "Adam with its default `lr` = 0.001, 125 steps, no noise. How much of the loss is left on the typical landscape, in %?",
        80,
        {
            1: "That takes a rate about twenty times as large.",
            10: "That takes a rate more than ten times as large.",
            50: "That takes a rate about five times as large.",
            100: "Not quite: each coordinate has gone 0.125.",
            12.5: "Each coordinate goes 0.125: that is the way, not what is left.",
            20: "That is what is gone.",
        },
        "125 steps of about 0.001 are 0.125, and the landscapes are several units wide.",
        measured=_default,
        unit="%",
        tolerance=0.15,
    ),
    "race_shadow": Question(
        "The weight's gradients are +1, −1, +1, … Funk's ζ falls to 0. In the listing the bias never moves, so its gradient is "
        "the same in each step. Where does the weight's ζ, `zetaw`, end?",
        1,
        {
            0: "So by its own gradients. But the second line writes over it.",
            0.5: "At step 1 it is 0.67 already.",
            0.667: "That is step 1. The averages of equal gradients go on.",
        },
        "The second line writes the bias's ζ into the weight's, and equal gradients agree: m² / v goes to 1.",
        measured=_shadow,
    ),
}
