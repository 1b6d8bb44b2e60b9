"""What chapter 23 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...formulas.edits import edited
from ...run.drive import descend, drive
from ...steps.adaptive import adam
from ...steps.modern import lion
from ...worlds import landscapes, signals
from .ask import Question


def _noise(steps=2000, seed=5, mean=0.0):
    return mean + np.random.default_rng(seed).standard_normal((steps, 1000))


def _size():
    return np.sqrt((drive(lion, _noise(), lr=1.0).update ** 2).mean())


def _drift(step=lion):
    return drive(step, _noise(mean=0.1), lr=1.0).update[1000:].mean()


def _walk():
    """How many times farther than Adam's a random walk of 2000 of Lion's steps goes."""
    lions, adams = (np.sqrt((drive(step, _noise(), lr=1.0).x[-1] ** 2).mean()) for step in (lion, adam))
    return lions / adams


def _turn():
    g = np.r_[signals.constant(1000), -signals.constant(200)]
    return int(np.argmax(drive(lion, g, lr=1.0).update[1000:] < 0)) + 1


def _bounce():
    """Where Lion is on x² / 2 between steps 2000 and 3000."""
    starts = np.random.default_rng(5).uniform(1, 5, (100, 2))
    size = abs(descend(lion, landscapes.ravine(1), starts, steps=3000, lr=0.1).x[2000:]).max(axis=0) / 0.1
    return "hops about 0, up to 0.1 or so away" if 0.4 < size.min() and size.max() < 2 else "elsewhere"


def _arrives():
    x = abs(descend(lion, landscapes.ravine(1e4), np.array([4.0, 4.0]), steps=400, lr=0.02).x)
    return int(np.argmax((x < 0.03).all(axis=-1))) + 1


QUESTIONS = {
    "lion_size": Question(
        "Gradients of pure noise. Adam with `lr` = 1 makes steps of 0.23 (root mean square). How long are Lion's, with the same "
        "`lr`?",
        1,
        {
            0.23: "That is Adam's: an average of noise is small, and Adam keeps how small it is. The sign does not.",
            0.119: "So small is the average *before* the sign is taken.",
            0: "They are 0 on average; but not in size.",
        },
        "The sign is +1 or −1, whatever stood before it.",
        measured=_size,
    ),
    "lion_signal": Question(
        "The gradients are noise of size 1 around a mean of 0.1. Adam with `lr` = 1 drifts downhill by 0.10 a step. By how much "
        "does Lion?",
        0.6,
        {
            0.1: "That is Adam's. The sign of an average knows which way is down more often than that.",
            1: "Then every sign would be right. Four in five are.",
            0.08: "So much makes the sign of *one* gradient. Lion takes that of an average, which hears the 0.1 better.",
        },
        "The average has a tenth of the noise: 0.119. The mean of 0.1 is 0.84 of that; such a normal number is positive in four "
        "of five cases: 0.8 − 0.2 = 0.6.",
        measured=_drift,
        tolerance=0.03,
    ),
    "lion_walk": Question(
        "Pure noise again. Each of Lion's steps is 4.4 times as long as Adam's (1 for 0.23). After 2000 steps, how many times as "
        "far from its start is Lion?",
        6.5,
        {
            4.4: "It would be if both changed direction equally often. Lion's signs agree with those before them for longer.",
            1: "Noise does not cancel here: both walk at random, with steps of their own size.",
            19: "That is the ratio of the squares of the steps.",
        },
        "Lion's memory is ten times as long: it keeps its sign for longer runs, and those carry it farther.",
        measured=_walk,
        tolerance=0.08,
    ),
    "lion_turn": Question(
        "The gradient was 1 for a long time. Now it is −1 at every step. Adam turns at the 7th of them. At which one does Lion "
        "turn?",
        60,
        {
            7: "That is Adam's, with a memory of 10 steps. Lion's m remembers 100.",
            1: "The new gradient counts only 0.1 in u; m says 0.9 of the contrary.",
            69: "So late turns m itself. The new gradient has a vote of its own.",
        },
        "After k of them m = 2 · 0.99ᵏ − 1. The sign turns when 0.9 m < 0.1, that is 0.99ᵏ < 5/9: k = 59, at the next step.",
        measured=_turn,
        unit="steps",
    ),
    "lion_bounce": Question(
        "The loss is x²/2, without any noise. Lion begins at a few units from 0, with `lr` = 0.1. Where is it after thousands of "
        "steps?",
        "hops about 0, up to 0.1 or so away",
        {
            "at 0": "What would stop it there? A step of Lion is never shorter than 0.1, near 0 neither.",
            "swings farther and farther": "Then the gradient grows, and the sign turns sooner.",
        },
        "Every step has the size `lr`. It jumps over the minimum, and back, for ever.",
        measured=_bounce,
    ),
    "lion_ravine": Question(
        "A bowl: from (4, 4) Lion with `lr` = 0.02 needs 199 steps to the minimum. Now a ravine, ten thousand times as steep "
        "along b as along a. How many steps?",
        199,
        {
            19900: "That would be gradient descent with a condition number like this, or worse.",
            1990000: "That would be gradient descent: the steep side dictates its rate.",
            100: "Steeper is not faster: the sign does not know how steep it is.",
        },
        "The sign of b's gradient is the same, however steep. 4/0.02 = 200 steps in each coordinate.",
        measured=_arrives,
        unit="steps",
    ),
    "lion_exchanged": Question(
        "Noise of size 1, mean 0.1: Lion drifts by 0.60 a step. With the betas exchanged, by how much?",
        0.34,
        {
            0.6: "Then nobody could see the mistake. The average before the sign is a noisier one now.",
            0.1: "So slow is Adam. The sign is still there.",
            1: "Then it would be better than Lion.",
        },
        "m forgets after 10 steps; the average before the sign has noise 0.23 for 0.119: fewer signs are right.",
        measured=lambda: _drift(edited(lion, "u = np.sign(beta2 * m + (1 - beta2) * g)\nm = beta1 * m + (1 - beta1) * g")),
        tolerance=0.04,
    ),
}
