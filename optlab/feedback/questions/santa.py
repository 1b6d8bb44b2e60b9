"""What chapter 17 asks. Each answer is measured again by a run: `measured`."""

import dataclasses

import numpy as np

from ...formulas.edits import edited
from ...run.drive import descend, drive
from ...steps.santa import santa_e, santa_sss
from ...worlds import landscapes, signals
from .ask import Question

HOT = dict(lr=4e-3, beta0=0.01, C=1.0, a_min=0.05, burnin=1000)


def ends(step, runs=1000, steps=2000, n=1, **hyper):
    """The share of `runs` on the quartic, as a mean loss over n data, that go from -3 and end within 0.1 of 2.5, from 0 to 1.

    >>> float(ends(santa_e, runs=50, **HOT)) > 0.9
    True
    """
    landscape = dataclasses.replace(landscapes.quartic, n=n)
    run = descend(step, landscape, np.full((runs, 1), -3.0), steps, rng=17, **hyper)
    return (np.abs(run.x[-1, ..., 0] - 2.5) < 0.1).mean(axis=-1)


def interval(share, runs=1000):
    """The 95 % interval of a share that was counted in so many runs.

    Source: Wilson (1927), JASA 22, 209-212, doi:10.1080/01621459.1927.10502953.

    >>> [round(float(end), 3) for end in interval(0.0)]
    [0.0, 0.004]
    """
    z = 1.96**2 / runs
    half = np.sqrt(z * share * (1 - share) + z**2 / 4)
    return (share + z / 2 - half) / (1 + z), (share + z / 2 + half) / (1 + z)


def _share(**hyper):
    return ends(santa_e, runs=300, **(HOT | hyper))


def _told(share):
    return "more than 90 %" if share > 0.9 else "about half" if share > 0.3 else "fewer than 3 %" if share < 0.03 else share


def _temperature():
    shares = {heat: _share(beta0=1 / heat, anneal=0.0) for heat in (1, 10, 1000)}
    return f"{max(shares, key=shares.get)}"


def _cold():
    settings = HOT | dict(anneal=0.0, burnin=10**6)
    u = descend(santa_e, landscapes.quartic, np.full((200, 1), -3.0), 3000, rng=17, **settings).u
    heat = (u[1000:] ** 2).mean() / HOT["lr"]
    return "about 20" if 18 < heat < 25 else heat


def _drift():
    friction = drive(santa_e, np.ones((50, 4000)), C=1.0, rng=17).a[:49].mean(axis=1)
    growth = friction[-1] / friction[0]
    return "it doubles" if 1.8 < growth < 2.5 else growth


def _bug():
    lost = edited("santa_sss", "x = x_before + G * u / 2")
    ends = [drive(step, signals.constant(200), burnin=0, state=dict(a=0.3, u=0.0)).update[-1] for step in (lost, santa_sss)]
    return ends[0] / ends[1]


QUESTIONS = {
    "santa_share": Question(
        "How many of the 1000 runs end in the deep valley at 2.5?",
        "more than 90 %",
        {
            "about half": "So it would be if noise did not care how deep a valley is.",
            "fewer than 3 %": "That is Santa without its noise.",
        },
        "The noise is strong enough to leave the shallow valley, and too weak to leave the deep one.",
        measured=lambda: _told(_share()),
    ),
    "santa_temperature": Question(
        "The walls are 2.33 and 45 high. At which constant temperature do most runs end in the deep valley: 1, 10 or 1000?",
        "10",
        {
            "1": "A wall of 2.33 costs at least a factor exp(−2.33) at each attempt. Most runs are still in at the end.",
            "1000": "Against this, 45 is no wall either. The runs come and go.",
        },
        "It lies between the walls. The first is climbed at once, the second hardly ever.",
        measured=_temperature,
    ),
    "santa_cold": Question(
        "The friction that fits is 0.010 to 0.013, and `a_min` forbids less than 0.05. We told the runs 100. How hot are they?",
        "about 20",
        {
            "about 100": "The thermostat lowers the friction where it is too cold. Here it may not.",
            "about 500": "More friction takes more energy out, so it is colder, not hotter.",
        },
        "At 100 the noise feeds in what a friction of 0.010 would take out. 0.05 takes five times that: it cools.",
        measured=_cold,
    ),
    "santa_drift": Question(
        "Noise, and a gradient of 1 at every step. What does the mean friction do in the 50 steps?",
        "it doubles",
        {
            "it stays near 0.063": "Noise alone lifts it by a third, to 0.084. And the gradient moves u, too.",
            "it falls to a_min": "It falls where u² is smaller than lr / beta. Here the gradient adds to u².",
        },
        "The gradient drives u one way, and the thermostat sees u² only.",
        measured=_drift,
    ),
    "santa_data": Question(
        "The mean loss is the same curve, and n = 10. How many runs end in the deep valley?",
        "fewer than 3 %",
        {
            "more than 90 %": "So for n = 1. The noise has not grown, and the force has.",
            "about half": "The walls are 23 and 450 now. See when 100 / √t falls below 23.",
        },
        "The force is that of 10 f: its walls are 23 and 450. From step 19 on the run is too cold for both.",
        measured=lambda: _told(_share(n=10)),
    ),
    "santa_bug": Question(
        "A constant gradient, no noise, after 200 steps. How long is the step, divided by that of the right version?",
        0.5,
        {
            1: "So with the friction alone. Here a move of x is lost, not one of u.",
            0.25: "The velocity is right. Only one of two moves is lost.",
            0.75: "Both halves are equal when the velocity is steady.",
        },
        "The velocity is steady, so both half moves are equal. One of them is lost.",
        measured=_bug,
    ),
}
