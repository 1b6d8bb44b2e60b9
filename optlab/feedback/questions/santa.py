"""What chapter 17 asks. Each answer is measured again by a run: `measured`."""

import dataclasses

import numpy as np

from ...run.drive import descend, drive
from ...steps.santa import santa_e, santa_sss
from ...theory.edits import edited
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


def _friction():
    bowl = landscapes.Landscape(lambda x: (x**2).sum(-1) / 2, lambda x: x, start=(0.0,) * 50)
    steady = dict(lr=0.0025, sigma=1.0, lam=1.0, beta0=4.0, anneal=0.0, burnin=10**6, C=1.0, a_min=0.0)
    return descend(santa_e, bowl, steps=4000, rng=1, **steady).a[2000:].mean()


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
            "1": "A wall of 2.33 costs a factor exp(−2.33) at each attempt. Most runs are still inside when the time is over.",
            "1000": "Against this, 45 is no wall either. The runs come and go.",
        },
        "It lies between the walls. The first is climbed at once, the second hardly ever.",
        measured=_temperature,
    ),
    "santa_cooling": Question(
        "`beta0` stays 0.01, and the inverse temperature grows like t instead of √t. How many runs end in the deep valley?",
        "fewer than 3 %",
        {
            "about half": "After 50 steps the temperature is 2 already.",
            "more than 90 %": "So with √t. Here the temperature falls from 100 to 2 within 50 steps.",
        },
        "The useful temperatures, 45 to 2.3, last from step 2 to step 43. That is too short a time to cross.",
        measured=lambda: _told(_share(anneal=1.0)),
    ),
    "santa_friction": Question(
        "`G` is 1 and `lr` is 0.0025, the gradients carry no noise. At which friction does the thermostat settle?",
        0.05,
        {
            0.0025: "That is lr. The noise that Santa adds has the variance 2 G lr^(3/2) / beta.",
            1: "That would be so if the noise had the variance 2 G lr / beta.",
            0.1: "That is the noise² over E[u²]. The friction is half of it.",
        },
        "a = G √lr, and the root of 0.0025 is 0.05.",
        measured=_friction,
        tolerance=0.05,
    ),
    "santa_data": Question(
        "The mean loss is the same curve, and n = 10. How many runs end in the deep valley?",
        "fewer than 3 %",
        {
            "more than 90 %": "So for n = 1. The noise has not grown, and the force has.",
            "about half": "Compare the walls, 10 times as high now, with the temperatures 100 to 3.",
        },
        "The force is that of 10 f: its walls are 23 and 450. For them the run is too cold.",
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
