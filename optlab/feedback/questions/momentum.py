"""What chapter 04 asks. Each number and each choice is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import drive
from ...steps.classic import momentum
from ...worlds import signals
from ..ask import Question


def _wrong_way():
    """Steps with the old sign after rectangles have turned, of the 20 until they turn back."""
    update = drive(momentum, signals.rectangles(), lr=1.0, mu=0.9).update
    return int(np.sum(update[20:40] > 0))


QUESTIONS = {
    "momentum_wrong_way": Question(
        "The gradient is +1 for 20 steps, then it turns to −1. With `mu = 0.9`: for how many steps after the turn does momentum "
        "still walk the old way?",
        5,
        {
            0: "That is gradient descent. Momentum still holds the sum of the 20 old gradients.",
            20: "The new gradients also count, and the old ones fade: the sum turns before the signal does.",
            10: "That is the gain 1/(1 − mu). The new gradients cancel the old ones sooner.",
            6.6: "That is the half-life of one gradient. Here new gradients of the other sign help to cancel the old ones.",
        },
        "After the turn the sum has to lose what 20 steps have put in; it is 0 between the fifth and the sixth step.",
        measured=_wrong_way,
        unit="steps",
    ),
}
