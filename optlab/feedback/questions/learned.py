"""What chapter 18 asks. Each answer is measured again by a run: `measured`."""

import functools

import numpy as np

from ...run.drive import descend, drive
from ...steps.adaptive import adam
from ...steps.classic import momentum
from ...steps.learned import learned, lstm, with_weights
from ...theory.near_rest import near_rest
from ...worlds import landscapes, learning, signals
from ...worlds.problems import Quadratics
from .ask import Question


@functools.lru_cache(maxsize=8)
def _run(step, **hyper):
    """The losses of 128 fresh problems over 400 steps, (401, 128)."""
    return descend(step, Quadratics(128, rng=10, dtype=np.float32), steps=400, **hyper).loss


def _ratio(t, **hyper):
    return _run(learned)[t].mean() / _run(momentum, **hyper)[t].mean()


def _race():
    ratio = _ratio(100, lr=0.028, mu=0.95)
    return "it is about a third lower" if 0.55 < ratio < 0.75 else ratio


def _long():
    ratio = _ratio(400, lr=0.04, mu=0.98)
    return "momentum is lower" if ratio > 1.1 else ratio


def _tuning():
    ratio = _run(momentum, lr=0.04, mu=0.98)[20].mean() / _run(momentum, lr=0.0283, mu=0.8)[20].mean()
    return "more than five times higher" if ratio > 5 else ratio


def _second():
    weights = learning.train(12, seed=0, problems=8, units=4, lr=0.03, every=12, progress=False)
    loss = descend(with_weights(weights), Quadratics(128, rng=10, dtype=np.float32), steps=100).loss[100].mean()
    return "below gradient descent" if loss < 0.85 else "between" if loss < 9 else "still near 10"


def _after_impulse():
    """Whether the update goes on after the impulse, against the silent run."""
    gap = drive(learned, signals.impulse(150)).update - drive(learned, np.zeros(150)).update
    lasts = int(np.flatnonzero(np.abs(gap) > 0.1 * np.abs(gap).max())[-1])
    return "it walks on for some fifty steps" if 30 < lasts < 70 else lasts


def _silent():
    update = drive(learned, np.zeros(2000)).update
    return "it walks, and never quite stops" if abs(update[0]) > 1e-3 and abs(update[-1]) > 1e-4 else update[[0, -1]]


def _border():
    """The border, as the nearest of the choices."""
    border = near_rest(learned).border()
    return min(CURVATURES, key=lambda choice: abs(np.log(CURVATURES[choice] / border)))


CURVATURES = {"about 2": 2.0, "about 60": 60.0, "about 2000": 2000.0}


def _worst():
    """What the five problems have on which the learned rule has the highest loss after 400 steps."""
    worst = np.argsort(_run(learned)[400])[-5:]
    singular = np.linalg.svd(Quadratics(128, rng=10, dtype=np.float32).W.astype(float), compute_uv=False)
    flattest = 2 * singular.min(axis=1) ** 2
    return "a very flat direction" if flattest[worst].max() < np.median(flattest) / 20 else flattest[worst]


def _scale():
    rival, ratios = None, []
    for scale in (1.0, 0.01, 100.0):
        problems = Quadratics(10, rng=11, dtype=np.float32)
        rival = rival or descend(momentum, problems, steps=100, lr=0.04, mu=0.95).loss[100].mean()
        problems.W, problems.y = np.sqrt(scale) * problems.W, np.sqrt(scale) * problems.y
        ratios.append(descend(learned, problems, steps=100).loss[100].mean() / scale / rival)
    return "only near the scale of its training" if ratios[0] < 1 < min(ratios[1:]) else ratios


def _hills():
    good = np.array(landscapes.hills_and_canyon.minima[0])
    runs = {"learned": (learned, {}), "momentum, lr = 0.01": (momentum, dict(lr=0.01)), "Adam, lr = 0.25": (adam, dict(lr=0.25))}
    ends = {name: descend(step, landscapes.hills_and_canyon, **hyper).x[-1] for name, (step, hyper) in runs.items()}
    arrived = [name for name, x in ends.items() if np.linalg.norm(x - good) < 0.1]
    return arrived[0] if len(arrived) == 1 else arrived


def _order():
    """h of a cell with the output gate shut in our order, where the blocks are read in PyTorch's."""
    biases = dict(input=100.0, forget=100.0, candidate=100.0, output=-100.0)
    none, nothing = np.zeros((1, 1)), np.zeros((1, 4))
    h, _, _ = lstm(none, none, np.full((1, 1), 0.5), nothing, nothing, np.array(list(biases.values())))
    return h.item()


QUESTIONS = {
    "learned_race": Question(
        "After 100 steps: how does the mean loss of `learned` stand beside that of the best momentum?",
        "it is about a third lower",
        {
            "momentum is lower": "Momentum was tuned on these very problems, but it has two numbers and the network 5061.",
            "they are level": "The network may change its memory from step to step. Momentum's is fixed.",
            "it is ten times lower": "Not that much: the few hardest problems make most of a mean, and they are hard for both.",
        },
        "It was trained for exactly this: such problems, 100 steps.",
        measured=_race,
    ),
    "learned_long": Question(
        "And after 400 steps, beside the momentum that is best for 400?",
        "momentum is lower",
        {
            "learned is still lower": "It was trained in runs of 100 steps. Nothing told it how to go on.",
            "they are level": "In the mean, one of them is a third higher.",
        },
        "In the mean the learned rule is 1.3 times higher. The table shows that this is not the whole story.",
        measured=_long,
    ),
    "learned_tuning": Question(
        "Both run for 20 steps. How much higher is the mean loss of the one that was tuned for 400?",
        "more than five times higher",
        {
            "about the same": "20 steps are too few for a ball with `mu` = 0.98: its half-life is 34 steps.",
            "about twice as high": "It still swings widely at step 20.",
        },
        "6.2 against 0.82. At step 400 it is the other way round: 0.054 against 0.17.",
        measured=_tuning,
    ),
    "learned_second": Question(
        "Where is the small network after 100 steps on the 128 problems?",
        "below gradient descent",
        {
            "still near 10": "12 batches change its weights 60 times. That is enough to learn which way is down.",
            "between": "It has learned more than that: a memory, too.",
        },
        "0.44: in a second or two a rule has appeared that beats gradient descent's best.",
        measured=_second,
    ),
    "learned_impulse": Question(
        "One gradient of 1, then silence. What does the trained rule do?",
        "it walks on for some fifty steps",
        {
            "one step, then it stands": "So gradient descent. Problems with steep and flat directions reward a memory.",
            "it walks on for ever": "What this one gradient has added fades.",
        },
        "It has found momentum by itself: half-life and tail are those of several velocities at once.",
        measured=_after_impulse,
    ),
    "learned_silent": Question(
        "The gradient is 0 from the very first step on. What does the trained rule do?",
        "it walks, and never quite stops",
        {
            "it stands still": "A derived rule would. The network has biases, and nobody told it that 0 means stop.",
            "it walks at first, then it stops": "Nearly. A small drift is left.",
        },
        "Its memories wander to values at which they rest, and the read-out makes a step of what is in them.",
        measured=_silent,
    ),
    "learned_border": Question(
        "On a steady small gradient the trained rule takes steps of 1.2 g. Gradient descent with that gain, `lr` = 1.2, does not "
        "settle where the curvature is above 2/1.2. Where does the border of the trained rule lie?",
        "about 60",
        {
            "about 2": "So gradient descent: it gives its whole gain at once. This rule spreads it over fifty steps.",
            "about 2000": "A longer memory helps that much only when hardly anything is taken at once.",
            "it has none": "Near rest it is a linear filter. The bowl closes the loop, and on a steep one the loop swings.",
        },
        "58. Momentum with the same gain and mu = 0.94 has 54: much memory, little at once.",
        measured=_border,
    ),
    "learned_worst": Question(
        "Five of the 128 problems make 81 % of the learned rule's mean loss at step 400. What have they in common?",
        "a very flat direction",
        {
            "a largest curvature above the border": "Two problems of three have that, and the typical one of them is near 0.001.",
            "a high loss at the start": "They start between 8 and 21, as many others do; the mean is 10.6.",
        },
        "Their smallest curvatures are 0.0002 to 0.0014, the median of all is 0.044: there a step takes next to nothing off.",
        measured=_worst,
    ),
    "learned_scale": Question(
        "The loss is multiplied by 0.01, 0.1, 1, 10 or 100. Where is the learned rule ahead of momentum after 100 steps?",
        "only near the scale of its training",
        {
            "everywhere": "Its weights were made for gradients of the trained size.",
            "only where gradients are smaller": "There its steps are too short: the gain is fixed.",
            "only where gradients are larger": "There the curvatures lie above its border.",
        },
        "Its gain and its border are fixed numbers with units. Another scale is another problem.",
        measured=_scale,
    ),
    "learned_hills": Question(
        "Between the start and the good minimum lies a hollow. Which of the three leaves it?",
        "Adam, lr = 0.25",
        {
            "learned": "It takes steps of up to 0.69, but it brakes as in a bowl: it has seen nothing else.",
            "momentum, lr = 0.01": "With so small an `lr` it stays. With 0.1 and `mu` = 0.8 it would leave.",
        },
        "Its steps are as long as its `lr`, however small the gradient is.",
        measured=_hills,
    ),
    "learned_order_of_gates": Question(
        "A file in PyTorch's order says: output shut, all others open. Our cell reads it as it stands. What is h?",
        np.tanh(-0.5),
        {
            0: "That is right for a cell that reads the file in its own order.",
            0.91: "One block is shut, wherever it is read.",
            0.76: "That is with the forget gate shut.",
            0.46: "The size is right. An open candidate is +1. What is it when −100 comes in? Not 0.",
        },
        "Our cell takes the last block for the candidate: −1. c = 0.5 − 1, and the output gate is open.",
        measured=_order,
    ),
}
