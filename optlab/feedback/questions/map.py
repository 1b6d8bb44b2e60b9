"""What the map of the course asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import drive
from ...steps.adaptive import adam
from ...steps.classic import momentum
from ...steps.variants import adagrad_eps_inside, rmsprop_eps_inside
from ...worlds import signals
from .ask import Question


def _crossing():
    """When the update of momentum, mu = 0.9, crosses zero after the first turn of the rectangles."""
    update = drive(momentum, signals.rectangles(), lr=0.25, mu=0.9).update
    late = int(np.argmax(update[20:40] <= 0))
    assert late == 5  # what the chapter says
    return "at once" if late == 0 else "later" if late < 20 else "never"


def _weaker():
    """Which of the two answers the last rectangle less than half as strongly as the first."""
    g, fading = signals.rectangles(), []
    for step, name in ((adagrad_eps_inside, "AdaGrad"), (rmsprop_eps_inside, "RMSprop")):
        update = abs(drive(step, g, lr=0.25).update)
        if update[-20:].mean() < update[:20].mean() / 2:
            fading.append(name)
    return " and ".join(fading)


def _hundred():
    """How many times longer Adam's longest step is when all gradients are 100 times as large."""
    g = signals.rectangles()
    small, large = (abs(drive(adam, scale * g, lr=0.25).update).max() for scale in (1.0, 100.0))
    return large / small


QUESTIONS = {
    "map_turn": Question(
        "The gradient changes its sign after step 20. When does the line of `mu = 0.9` cross zero?",
        "later",
        {
            "at once": "So does an optimizer without memory. This one still carries its last moves.",
            "never": "The memory fades: each step keeps nine tenths of it.",
        },
        "For five more steps the old gradients outweigh the new ones. Chapter 04 derives the five.",
        measured=_crossing,
    ),
    "map_weaker": Question(
        "Rectangles again. Which one answers them more and more weakly: AdaGrad or RMSprop?",
        "AdaGrad",
        {"RMSprop": "It forgets old gradients, so it keeps its strength."},
        "AdaGrad adds up all squares that it has ever seen and divides by their root. Chapters 06 and 07 follow the two.",
        measured=_weaker,
    ),
    "map_hundred": Question(
        "If every gradient were 100 times as large, how many times longer would Adam's longest step be?",
        1,
        {
            100: "That is gradient descent: its step is `lr` times the gradient.",
            10: "Adam divides by the whole size, not by its root.",
        },
        "Adam divides by the size of the gradients. Its step is about `lr`, whatever their scale: chapter 09.",
        measured=_hundred,
        unit="times",
    ),
    "map_third": Question(
        "Read the code: gradients 1, 1, 1 come, `lr = 1`, `mu = 0.5`. How long is the third step?",
        1.75,
        {1: "That is gradient descent's.", 3: "That is without fading: each step keeps only half of the velocity."},
        "1, then 0.5 · 1 + 1 = 1.5, then 0.5 · 1.5 + 1 = 1.75.",
        measured=lambda: drive(momentum, np.ones(3), lr=1.0, mu=0.5).update[-1],
    ),
    "map_end": Question(
        "And if gradients of 1 keep coming: how long does the step become?",
        2,
        {1: "That is gradient descent's.", 0.5: "That is what is kept of a step, not the sum of all."},
        "1 + 1/2 + 1/4 + … = 2. Chapter 04 begins here.",
        measured=lambda: drive(momentum, np.ones(200), lr=1.0, mu=0.5).update[-1],
    ),
}
