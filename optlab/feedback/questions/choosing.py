"""What chapter 27 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend
from ...steps import classic
from ...worlds import digits, landscapes, league, network, tuning
from .ask import Question


def _off():
    """How many methods, at their best rates, end worse than AdaGrad at a twelfth of its own."""
    played = league.shipped()
    m = list(played.methods).index("adagrad")
    at = np.maximum(played.chosen[m, :, 0].astype(int) - 8, 0)
    best = np.median(played.tuning[:, :, 0].min(axis=-1), axis=1)
    return int((best > np.median(played.tuning[m, np.arange(len(at)), 0, at])).sum())


def _runs():
    return len(tuning.search(lambda lr: abs(np.log10(lr / 0.02)), 1e-5, 1e3, factor=16, halvings=1))


def _one_step(batch):
    """The best rate of one step on a ravine with noise of size 100 in the gradient of a sample."""
    rates, start = np.geomspace(1e-4, 0.3, 201), np.full((8000, 2), 3.0)
    noisy = landscapes.ravine(10).with_noise(100 / np.sqrt(batch))
    return rates[descend(classic.sgd, noisy, start, steps=1, lr=rates, rng=1).loss[-1].mean(axis=-1).argmin()]


def _fourfold():
    ratio = _one_step(0.5) / _one_step(0.125)
    return "four times as large" if ratio > 3 else "twice as large" if ratio > 1.5 else "the same"


def _steps(batch):
    noisy, rates = landscapes.ravine(10).with_noise(10 / np.sqrt(batch)), np.geomspace(1e-3, 0.3, 31)
    below = descend(classic.sgd, noisy, np.full((40, 2), 3.0), steps=400, lr=rates, rng=27).loss.mean(axis=-1) < 0.5
    return np.where(below.any(axis=0), below.argmax(axis=0), 9999).min()


def _digits():
    """The loss of AdaGrad and of Lion, each after the same search."""
    x, y, _, _ = digits.digits()
    ends = {}
    for name in ("adagrad", "lion"):

        def end(lr, step=league.PLAYERS[name]):
            return network.train(step, x, y, epochs=4, batch=100, lr=lr).epochs[-1]

        with np.errstate(all="ignore"):
            ends[name] = min(tuning.search(end, 1e-4, 10, factor=16).values())
    ratio = ends["adagrad"] / ends["lion"]
    return "Lion, by far" if ratio > 1.2 else "AdaGrad, by far" if ratio < 1 / 1.2 else "they are level"


def _crash():
    rates = 10.0 ** np.arange(-6, 2)
    with np.errstate(all="ignore"):
        ends = descend(classic.momentum, landscapes.beale, steps=125, lr=rates).loss[-1]
    chosen = np.argmin(ends)
    return "one whose run has crashed" if np.isnan(ends[chosen]) else float(rates[chosen])


QUESTIONS = {
    "choosing_rate": Question(
        "Somebody takes AdaGrad, with a twelfth of its best rate on each landscape. How many of the 36 methods, each at *its* "
        "best rate, end worse than that?",
        1,
        {
            35: "At its best rate it leaves 32 behind. A twelfth of it costs seven decades of loss.",
            18: "The middle ends at −5.6. This one ends at −1.5.",
        },
        "One, Sophia, which pays five gradients a step here. With 125 gradients a twelfth of the rate does not arrive.",
        measured=_off,
    ),
    "choosing_digits": Question(
        "AdaGrad leads this table; Lion is near its end. Both train the network that reads digits, 60 steps, each with a search "
        "of the same length for its rate. Who has the lower loss?",
        "Lion, by far",
        {
            "AdaGrad, by far": "So the league says. But 2410 parameters and mini-batches are not two parameters and a hill.",
            "they are level": "Not even that: it is nearly a factor 2.",
        },
        "The league scores how near to a minimum one comes, where Lion's fixed steps cannot rest. Here nobody comes near it.",
        measured=_digits,
    ),
    "choosing_runs": Question(
        "Eight decades, one valley, within a factor 2: a grid alone needs 14 runs. How many need a grid of factor 16 and one "
        "halving?",
        9,
        {
            14: "That is the grid of factor 4. One of factor 16 has half as many points.",
            7: "That is the grid. The halving takes two more.",
            8: "A halving tries both sides: two runs.",
        },
        "8 / log10(16) = 6.6: 7 runs, and 2 for the halving.",
        measured=_runs,
    ),
    "choosing_batch": Question(
        "The batch is a hundredth of the noise scale and is made four times as large. The best rate for one step becomes …",
        "four times as large",
        {
            "twice as large": "The size of the noise halves. But what counts is its variance, which is divided by four.",
            "the same": "So it is far above the noise scale, where curvature is what limits the step.",
        },
        "1 + 100 becomes 1 + 25: almost four times.",
        measured=_fourfold,
    ),
    "choosing_steps": Question(
        "With a batch of 1 it takes 200 steps. A batch of 256 costs 256 times as many gradients a step. How many times fewer "
        "steps does it take?",
        25,
        {
            256: "So it would be if the rate could grow 256 times. Curvature allows 17 times.",
            16: "The root of 256: noise alone. The rate grows with the batch at first.",
            1: "A larger batch allows a larger rate, up to the noise scale.",
        },
        "200 steps become 8. The first factor of 16 in the batch is worth 14, the second hardly 2.",
        measured=lambda: _steps(1) / _steps(256),
        tolerance=0.1,
    ),
    "choosing_nan": Question(
        "`best_lr = rates[np.argmin(ends)]`: which rate is it?",
        "one whose run has crashed",
        {
            "the one with the least loss": "So it is if all losses are numbers. Compare 0.2 with nan.",
            "the largest": "Only by accident. Look up what argmin does with nan.",
        },
        "np.argmin returns the place of the first nan, if there is one.",
        measured=_crash,
    ),
}
