"""What chapter 25 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.classic import sgd
from ...steps.modern import schedule_free
from ...worlds import landscapes
from .ask import Question

BOWL = landscapes.ravine(1)
NOISY = BOWL.with_noise(1.0)
STARTS = np.full((400, 2), 5.0)


def _far(step, t, quantity="x", **hyper):
    """Root mean square distance of each coordinate from the minimum at step t, on the noisy bowl."""
    at = getattr(descend(step, NOISY, STARTS, steps=t, rng=7, **hyper), quantity)[-1]
    return np.sqrt((at**2).mean())


def _nearest():
    """Which of three is nearest at step 300."""
    far = {f"the schedule made for {T}": _far(sgd, 300, lr=lambda t, T=T: 0.1 * (1 - (t - 1) / T)) for T in (300, 1000)}
    far["Schedule-Free"] = _far(schedule_free, 300, lr=0.1)
    return min(far, key=far.get)


def _weight():
    """How much of the 31st of 100 gradients is in x, in lr."""
    g = np.zeros(100)
    g[30] = 1.0
    return -drive(schedule_free, g, lr=1.0, beta=0.0).x[-1]


def _start():
    """How the start dies out for beta = 0.5: by which factor in 100 steps, early and late."""
    x = descend(schedule_free, BOWL, np.array([5.0, 5.0]), steps=300, lr=0.1, beta=0.5).x[:, 0]
    steady = np.allclose([x[199] / x[99], x[299] / x[199]], 0.95**100, rtol=1e-6)
    return "by the same factor at each step" if steady else "otherwise"


def _limit():
    """The largest lr, of whole numbers, that does not diverge on a curvature of 1."""
    lr = np.arange(1.0, 40.0)
    with np.errstate(all="ignore"):
        x = descend(schedule_free, BOWL, np.ones(2), steps=3000, lr=lr, beta=0.9).x[-1]
    return lr[np.isfinite(x).all(axis=-1) & (abs(x) < 1).all(axis=-1)].max() + 1


def _smooth():
    ravine = landscapes.ravine(100)
    loss = {step: ravine.f(descend(step, ravine, steps=1000, lr=0.01).x[-1]) for step in (sgd, schedule_free)}
    return "gradient descent, by far" if loss[sgd] < 1e-4 * loss[schedule_free] else "otherwise"


QUESTIONS = {
    "sf_nearest": Question(
        "Noisy gradients on x²/2; `lr` = 0.1, falling to 0 on a straight line. One schedule was made for 300 steps, one for "
        "1000. Schedule-Free knows no end. Which is nearest to the minimum at step 300?",
        "the schedule made for 300",
        {
            "the schedule made for 1000": "Its rate is still 0.07 then, and its cloud that of 0.07.",
            "Schedule-Free": "It comes close. But who knows the end can use it.",
        },
        "0.09 for the schedule that was made for it, 0.12 for Schedule-Free, 0.18 for the one made for 1000.",
        measured=_nearest,
    ),
    "sf_weight": Question(
        "z goes downhill with a constant `lr`, and x₁₀₀ is the mean of z₁ … z₁₀₀. The 31st gradient moved z₃₁ and all later z by "
        "`lr` · g. By how many `lr` · g did it move x₁₀₀?",
        0.7,
        {
            1: "z₁₀₀ was moved by that. The first 30 of the 100 z were not.",
            0.01: "It is in 70 of the z, not in one.",
            0.3: "That is the share of the z that came *before* it.",
        },
        "70 of 100 z came after it: 1 − 30/100.",
        measured=_weight,
    ),
    "sf_larger": Question(
        "Noise again, on x²/2, β = 0. With `lr` = 0.1 the mean x is 0.054 from the minimum after 1000 steps, z is 0.23. Now "
        "`lr` = 1, and z is 1.0 from it. How far is x?",
        0.032,
        {
            1.0: "That is z's distance. x is the mean of a thousand of them, which lie on all sides.",
            0.17: "√10 times as far, like z? The mean has a surprise.",
            0.054: "So it would be if the rate did not count at all. It counts, but the other way round.",
        },
        "The mean is −(mean of the noise)/h, whatever `lr` is: 1/√1000 = 0.032. With 0.1 the start was not forgotten yet.",
        measured=lambda: _far(schedule_free, 1000, lr=1.0, beta=0.0),
        tolerance=0.06,
    ),
    "sf_start": Question(
        "With β = 0 the share of the start in x dies out with 1/t. How does it with β = 0.5? (`lr` = 0.1, curvature 1.)",
        "by the same factor at each step",
        {
            "with 1/t, too": "So it is where z has forgotten the start and x has not. But now x drags y along, and z feels it.",
            "not at all": "Then the mean would be of no use. z makes good for what x has kept.",
        },
        "z goes over to the other side, just so far that the mean goes like gradient descent with half the rate: here 0.95 "
        "a step.",
        measured=_start,
    ),
    "sf_limit": Question(
        "On a curvature of 1 gradient descent diverges when `lr` is above 2. From which `lr` on does Schedule-Free with β = 0.9 "
        "diverge, after many steps?",
        20,
        {
            2: "That is for β = 0. With 0.9 only a tenth of z's own place is in y.",
            3.8: "That is momentum's limit, 2 (1 + μ). There is another reason here.",
            0.2: "Less, because of the 0.9? It is x that has the 0.9, and x is slow.",
        },
        "z moves y by a tenth of its own way: its rate counts (1 − β) · `lr`, and that must be below 2.",
        measured=_limit,
        tolerance=0.03,
    ),
    "sf_smooth": Question(
        "Now without noise: a ravine with curvatures 1 and 100, `lr` = 0.01, 1000 steps. Which has the lower loss?",
        "gradient descent, by far",
        {
            "Schedule-Free, by far": "A mean calms noise, and here is none.",
            "about the same": "They would be if a rate of 0.01 were the same thing in both.",
        },
        "6e-9 for 0.01: with β = 0.9 a tenth of the rate counts.",
        measured=_smooth,
    ),
    "sf_stored": Question(
        "The noisy bowl, `lr` = 1, β = 0.9, 1000 steps: x is 0.07 from the minimum. Somebody evaluates y, which the framework "
        "stores. How far is it?",
        0.24,
        {
            0.07: "That is x. y has a tenth of z in it, and z is 2.3 from the minimum.",
            2.3: "That is z. Only a tenth of it is in y.",
            1.0: "That would be gradient descent with this rate.",
        },
        "A tenth of z's 2.3 is 0.23; x adds a little.",
        measured=lambda: _far(schedule_free, 1000, "y", lr=1.0),
        tolerance=0.06,
    ),
}
