"""What chapter 06 asks. Each answer is measured again by a run: `measured`."""

import functools

import numpy as np

from ...run.drive import descend, drive
from ...steps.adaptive import adagrad
from ...steps.classic import sgd
from ...steps.variants import adagrad_keras
from ...worlds import landscapes, signals
from ...worlds.rare import RareFeatures
from .ask import Question


@functools.cache
def _learned():
    """The losses of both methods after 1000 steps at ten rates, and AdaGrad's best run."""
    words, lrs = RareFeatures(), 2.0 ** np.arange(-5, 5)
    plain, own = (descend(step, words, steps=1000, lr=lrs) for step in (sgd, adagrad))
    ends = words.f(plain.x[-1]), words.f(own.x[-1])
    best = [int(loss.argmin()) for loss in ends]
    rare = [np.abs(run.x[-1, k, 150:]).mean() for run, k in zip((plain, own), best)]
    return dict(ends=ends, rare=rare, after_one=words.f(own.path[1, best[1]]), better=int((ends[1] < ends[0].min()).sum()))


def _rare():
    return "about 7" if 6 < _learned()["rare"][1] < 8 and 1.7 < _learned()["rare"][0] < 1.9 else "?"


def _half():
    return "about half" if 4 <= _learned()["better"] <= 6 else "?"


def _after_one():
    return "above 10" if _learned()["after_one"] > 10 else "?"


def _seen():
    """The step at the 25th of the 25 times that a feature is seen in 1000 steps."""
    g = np.zeros(1000)
    g[39::40] = 1.0
    return drive(adagrad, g, lr=1.0).update[-1]


def _no_root(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    x = x - lr * g / (h + eps)
    return dict(h=h, x=x)


def _smaller():
    count = 0
    for name in ("impulse", "spikes", "alternating", "rectangles", "noisy_sine", "sawtooth"):
        size = np.abs(drive(adagrad, getattr(signals, name)(), lr=1.0).update)
        count += size[-100:].mean() < size[:100].mean()
    return int(count)


def _diagonal():
    turn = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)
    ravine, lrs = landscapes.ravine(100), np.geomspace(0.001, 10, 401)
    diagonal = landscapes.Landscape(
        lambda x: ravine.f(x @ turn), lambda x: ravine.grad(x @ turn) @ turn.T, start=tuple(turn @ [-2.5, 0.5])
    )
    plain, own = (np.nanmin(descend(step, diagonal, steps=125, lr=lrs).loss[-1]) for step in (sgd, adagrad))
    return "gradient descent" if plain < own else "AdaGrad"


def _after_change():
    g = np.concatenate([signals.constant(100, height=10.0), signals.constant(1, height=0.5)])
    return drive(adagrad, g, lr=1.0).update[-1]


def _map():
    """How much the logarithm of the final loss moves with lr and with eps."""
    lrs, eps = np.array([[0.1], [1.0]]), np.array([1e-8, 1e-4, 1e-2])
    loss = np.log10(descend(adagrad, landscapes.ravine(100), steps=125, lr=lrs, eps=eps).loss[-1])
    assert np.ptp(loss, axis=1).max() < 1 < 30 < np.ptp(loss, axis=0).min()
    return "on lr alone"


def _folded(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    step = lr * g
    h = h + step**2
    x = x - step / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def _same_path():
    ends = descend(_folded, landscapes.simple_quadratic, x0=[5.0, 5.0], lr=np.array([0.001, 0.01, 0.1])).x[-1]
    return "it is the same" if np.ptp(ends) < 1e-3 else "?"


QUESTIONS = {
    "adagrad_hundredth": Question(
        "The gradient is 1 at every step. AdaGrad divides each step by the root of the sum of all squared gradients so far. "
        "With `lr = 1`: how large is step number 100?",
        0.1,
        {
            1: "That is the first step, and gradient descent's. The sum under the root grows by 1 in each step.",
            0.01: "The sum is 100. Do not forget the root.",
            10: "That is the root of the sum. The step is divided by it.",
        },
        "The sum of a hundred ones is 100, its root 10.",
        measured=lambda: drive(adagrad, signals.constant(100), lr=1.0).update[-1],
    ),
    "adagrad_rare": Question(
        "Gradient descent, with the best of ten rates, has pushed the weights of the 150 rarest features to a mean size of 1.8 "
        "after 1000 steps. To which mean size has AdaGrad pushed them, with its best of the same ten?",
        "about 7",
        {
            "about 2": "Then rare features would gain nothing from a rate of their own.",
            "about 30": "Their sums grow too: each is seen in about 140 of the 10 000 samples, and the steps become shorter.",
        },
        "6.8. A rare feature still makes large steps, because its own sum is still small.",
        measured=_rare,
    ),
    "adagrad_rates": Question(
        "Ten rates from 1/32 to 16 are tried for each method. With how many of its ten does AdaGrad end lower than gradient "
        "descent at its best?",
        "about half",
        {
            "all": "It has a rate too, and a bad one is bad.",
            "one or two": "It is less choosy than that.",
        },
        "With five, from 0.5 to 8.",
        measured=_half,
    ),
    "adagrad_after_one": Question(
        "The untrained loss is 0.69. AdaGrad's best rate here is `lr = 4`. How large is its loss after the very first step?",
        "above 10",
        {
            "a little lower": "The gradients are small here, about 0.1. But the size of the gradient cancels in the first step.",
            "about 1": "The step is longer than that: each weight that has a gradient at all moves by the whole `lr`.",
        },
        "12.3. Every word of the first ten texts moves by 4, and in all the other texts these moves add up.",
        measured=_after_one,
    ),
    "adagrad_seen": Question(
        "In 1000 steps a feature is seen 25 times, with a gradient of 1 each time. How long is its last step, in units of `lr`?",
        0.2,
        {
            0.0316: "That is 1/√1000. Its sum did not grow in the steps in which it was not seen.",
            0.04: "That is 1/25. The root is missing.",
            5: "That is √25. The step is divided by it.",
            1: "That is its first step.",
        },
        "Its own sum is 25: 1/√25. What counts is how often it was seen.",
        measured=_seen,
    ),
    "adagrad_no_root": Question(
        "Leave the root out: x = x − lr · g / h. The gradient is 1, `lr` is 1. How far does this get in 1000 steps? "
        "(AdaGrad: 61.8.)",
        float(np.sum(1 / np.arange(1, 1001))),
        {
            1000: "That is gradient descent.",
            61.8: "That is with the root.",
            1: "It gets beyond its first step, but not by much.",
            31.6: "That is √1000. Without the root, step number t is 1/t. Added up these make a logarithm.",
        },
        "1 + 1/2 + 1/3 + … grows like ln t: 6.9, and 0.6 more.",
        measured=lambda: -drive(_no_root, signals.constant(1000), lr=1.0).x[-1],
        tolerance=0.08,
    ),
    "adagrad_smaller": Question(
        "Six signals of 300 steps: impulse, spikes, alternating, rectangles, noisy sine, sawtooth. On how many of them is "
        "AdaGrad's "
        "update in the last hundred steps smaller, on average, than in the first hundred?",
        6,
        {
            1: "Not only on the impulse. The sum under the root grows on each of them.",
            2: "The sawtooth has lower teeth later, but the sum grows on the others too.",
            3: "The sum under the root grows on every signal that is not 0.",
            4: "The sign changes of alternating and rectangles do not help: squares have no sign.",
            5: "The noise does not help: its squares add up too.",
        },
        "The sum under the root only grows.",
        measured=_smaller,
    ),
    "adagrad_diagonal": Question(
        "The ravine is turned by 45°, so that both parameters see both curvatures. Each method takes the best of 401 "
        "rates. Whose "
        "loss is lower after 125 steps?",
        "gradient descent",
        {"AdaGrad": "Both coordinates now feel the steep wall, so both get the same small rate, which falls as well."},
        "AdaGrad can stretch a landscape along its axes only.",
        measured=_diagonal,
    ),
    "adagrad_change": Question(
        "The gradient is 10 for 100 steps, then 0.5. `lr` is 1. How long is AdaGrad's first step after the change?",
        0.005,
        {
            0.00005: "That is 0.5 / 10 000. The root is missing.",
            0.05: "That is half of the step before. The gradient has become twenty times smaller, not two.",
            0.1: "That is the step before the change.",
            0.5: "The sum of the large gradients is still under the root.",
            1: "That would be a method that has forgotten. AdaGrad's sum never forgets.",
        },
        "h = 100 · 10^2 = 10 000, so the step is 0.5 / 100. It stays that small.",
        measured=_after_change,
    ),
    "adagrad_map": Question(
        "The map shows AdaGrad's loss on the ravine after 125 steps, for each pair of `lr` and `eps`. On which of the two "
        "does it "
        "depend?",
        "on lr alone",
        {
            "on eps alone": "It keeps the quotient finite. As long as √h is much larger, it hardly counts.",
            "on both alike": "Compare sizes: √h is at least as large as the first gradient, 2.5 along and 50 across.",
        },
        "The map has vertical stripes: its `eps` are far below √h. Only from 1 on, far above its upper edge, would they bend.",
        measured=_map,
    ),
    "adagrad_folded": Question(
        "The program below multiplies by the rate one line too early: the *step* is squared into `h`. What does the run do when "
        "`lr` is made ten times larger?",
        "it is the same",
        {
            "it goes ten times as far": "So it would without a denominator. But `lr` stands in the denominator too.",
            "it diverges": "No step is longer than 1 here.",
        },
        "`lr` stands above and, squared and under a root, below. It cancels.",
        measured=_same_path,
    ),
    "adagrad_floor": Question(
        "Keras and optax start the sum at 0.1 instead of 0. The first gradient is 0.001, `lr` is 1. How long is the first step?",
        0.001 / np.sqrt(0.1 + 1e-6),
        {
            1: "That is the paper's: lr, whatever the gradient. The 0.1 is much larger than the square of this gradient.",
            0.01: "Take the root of 0.1.",
            0.001: "That is gradient descent. The denominator is √0.1 = 0.32.",
        },
        "0.001 / √0.1. It is 316 times shorter than the paper's.",
        measured=lambda: drive(adagrad_keras, signals.constant(1, height=1e-3), lr=1.0).update[0],
        tolerance=0.06,
    ),
}
