"""What chapter 13 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...formulas.edits import edited
from ...run.drive import descend, drive
from ...steps.adaptive import adam
from ...steps.beyond import adabound
from ...worlds import digits, landscapes, network, signals
from .ask import Question
from .museum import PUBLISHED


def _caught(rate):
    """The first step at which a bound changes this rate, with final_lr = 0.1 and gamma = 0.001."""
    bounded, free = (
        drive(adabound, signals.constant(3000), lr=rate, final_lr=0.1, gamma=gamma, eps=0.0).rate for gamma in (1e-3, 1e-300)
    )
    return int(np.flatnonzero(bounded != free)[0]) + 1


def _cloud():
    """What the cloud around the minimum does when lr is a hundred times smaller."""
    noisy = landscapes.ravine(1).with_noise(1.0)
    small, large = (
        np.sqrt((descend(adabound, noisy, np.zeros((50, 2)), steps=2000, rng=13, lr=lr, gamma=0.01).x[1000:] ** 2).mean())
        for lr in (1e-3, 0.1)
    )
    return "it stays the same" if small > 0.9 * large else "it is a tenth" if small > 0.05 * large else "it is a hundredth"


def _plateau():
    """Which of Adam and AdaBound is off the plateau after 400 steps."""
    runs = {
        "Adam": descend(adam, landscapes.giant_plateau, steps=400, lr=0.1),
        "AdaBound": descend(adabound, landscapes.giant_plateau, steps=400, lr=0.1),
    }
    off = [name for name, run in runs.items() if run.loss[-1] < 3]
    return {2: "both", 0: "neither"}.get(len(off), f"only {off[0]}" if off else "")


def _best_end():
    """The final_lr of three with the lowest loss on the digits."""
    x, y, _, _ = digits.digits()
    loss = {
        final_lr: network.train(adabound, x, y, epochs=8, lr=0.06, final_lr=final_lr, gamma=0.2).epochs[-1]
        for final_lr in (0.1, 1.0, 10.0)
    }
    best = min(loss, key=loss.get)
    return f"final_lr = {best:g}"


def _as_printed():
    bug = PUBLISHED["wrong-ceiling"]
    return drive(edited(bug.step, bug.edit), [1.0], lr=0.01).update[0]


QUESTIONS = {
    "adabound_thousand": Question(
        "AdaBound with `lr` = 0.01, `final_lr` = 0.1, `gamma` = 0.001. The gradient is 1 at every step, so Adam's step would be "
        "0.01 from the first to the last. The rate must stay above `final_lr` (1 − 1/(`gamma` t + 1)). How long is AdaBound's "
        "step number 1000?",
        0.05,
        {
            0.01: "That is Adam's. Compute the lower bound for t = 1000.",
            0.1: "That is where it goes in the end. At t = 1000 the bound is on its way.",
            0.2: "That is the upper bound at t = 1000. The rate is below it.",
        },
        "With `gamma` t = 1 the lower bound is 0.1 (1 − 1/2). It is above 0.01, so it is the rate: the bound makes the step "
        "longer.",
        measured=lambda: drive(adabound, signals.constant(1000), lr=0.01).update[-1],
    ),
    "adabound_mirror": Question(
        "A rate of 0.01, a tenth of `final_lr`, meets the lower bound at step 111. Now a rate of 1, ten times `final_lr`. At "
        "which step does it meet the upper bound?",
        111,
        {
            11: "`gamma` t must be a ninth, as above.",
            1111: "Put 0.1 (1 + 1/(`gamma` t)) = 1 and solve for t.",
            1000: "That is 1/`gamma`. Then the upper bound is twice `final_lr`, not ten times.",
            9000: "`gamma` t is a ninth, not nine.",
            1 / 9: "That is `gamma` t. Divide by `gamma`.",
        },
        "0.1 (1 + 1/(`gamma` t)) = 1 gives `gamma` t = 1/9, the same as below: the bounds are mirror images.",
        measured=lambda: _caught(1.0),
        unit="steps",
    ),
    "adabound_cloud": Question(
        "On a bowl with noise, Adam ends in a cloud whose radius goes with the root of `lr`. AdaBound with `final_lr` = 0.1 has "
        "run for long. Now the same with an `lr` a hundred times smaller. What is the radius of its cloud?",
        "it stays the same",
        {
            "it is a tenth": "So for Adam: the root of a hundredth. Think of AdaBound's rate after a long run.",
            "it is a hundredth": "Not even Adam's is: its radius goes with the root.",
        },
        "After a long run the rate is `final_lr`, whatever `lr` was.",
        measured=_cloud,
    ),
    "adabound_plateau": Question(
        "The giant plateau: at the start the gradient is about 0.00002. Adam and AdaBound start with `lr` = 0.1, and the minimum "
        "is 3.8 away. Which of them has left the plateau after 400 steps?",
        "only Adam",
        {
            "both": "AdaBound's rate may be at most 0.1 (1 + 1000/t). Multiply that by the gradient.",
            "neither": "Adam's steps have the size of `lr`, whatever the gradient is.",
            "only AdaBound": "Its upper bound is in SGD's units: a rate, to be multiplied by the gradient.",
        },
        "Adam needs a rate of 0.1/0.00002 = 5000 here. AdaBound's upper bound is 100 at the first step, and falls.",
        measured=_plateau,
    ),
    "adabound_digits": Question(
        "The network of chapter 09 on the digits, with `lr` = 0.06 and `gamma` = 0.2. Which of the three has the lowest loss "
        "after 8 epochs?",
        "final_lr = 10",
        {
            "final_lr = 0.1": "That is the default. For this network it is SGD with far too small a rate.",
            "final_lr = 1": "Closer. The best averaged SGD here has a rate of 5 to 10.",
        },
        "AdaBound ends as averaged SGD, and averaged SGD wants a rate of 5 to 10 on this network.",
        measured=_best_end,
    ),
    "adabound_ceiling": Question(
        "The gradient is 1, `final_lr` is 0.1, `gamma` is 0.001, and `m` after the first step is 0.1. With the minus, and "
        "np.clip, which lets the upper bound win: how long is the first step? (Positive is downhill.)",
        -9.99,
        {
            0.01: "That is AdaBound's. Here the upper bound is 0.1 (1 − 1000).",
            9.99: "Mind the sign of 1 − 1000.",
            10.01: "With the plus sign the bound would be 100.1, and it would not be reached.",
            -99.9: "That is the rate. It is multiplied by m = 0.1.",
        },
        "The upper bound is −99.9, so the rate is −99.9: a step of 9.99 uphill.",
        measured=_as_printed,
    ),
}
