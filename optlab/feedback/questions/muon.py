"""What chapter 24 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...formulas.edits import edited
from ...run.drive import descend, drive
from ...steps.classic import sgd
from ...steps.matrices import muon, newton_schulz
from ...worlds import digits, matrices, network
from .ask import Question


def _first_three():
    """The share of three of 32 directions in the squared length of the digits network's first gradient."""
    x, y, *_ = digits.digits()
    s = np.linalg.svd(network.gradients(network.init((64, 32, 10)), x[:256], y[:256])[1]["W1"], compute_uv=False) ** 2
    return s[:3].sum() / s.sum()


def _steps(step, condition, **hyper):
    """The steps until W is within a tenth of its way, with the best of 41 rates."""
    world = matrices.regression(16, 16, condition=condition)
    best = np.array(world.minima[0])
    x = descend(step, world, steps=400, lr=np.geomspace(1e-3, 3, 41), **hyper).x
    near = (np.linalg.norm(x - best, axis=(-2, -1)) < 0.1 * np.linalg.norm(best)).any(axis=1)
    return int(np.argmax(near)) + 1 if near.any() else 401


def _ill():
    assert _steps(sgd, 100.0) > 5 * _steps(sgd, 10.0)
    ratio = _steps(muon, 100.0, mu=0.0) / _steps(muon, 10.0, mu=0.0)
    return "fewer than twice as many" if ratio < 2 else "about ten times as many" if ratio > 5 else "about three times as many"


def _aim():
    """The cosine between Muon's step and a rank-one signal under a little noise."""
    rng = np.random.default_rng(1)
    signal = rng.standard_normal((32, 1)) * rng.standard_normal((1, 32))
    signal /= np.linalg.norm(signal)
    o = newton_schulz(signal + 0.3 * rng.standard_normal((200, 32, 32)) / 32)
    cosine = ((o * signal).sum((-2, -1)) / np.linalg.norm(o, axis=(-2, -1))).mean()
    return "about 0.15" if cosine < 0.2 else "about 0.95" if cosine > 0.9 else "about 0.5"


def _other_way():
    """The wide layer's step over the tall one's, with the factor of the other layout; as it should be, over that."""
    wrong = edited(muon, "x = x - lr * (max(1, x.shape[-1] / x.shape[-2]) ** 0.5 * o + weight_decay * x)")
    size = {}
    for step in (muon, wrong):
        wide, tall = (
            np.linalg.norm(drive(step, np.ones((1, *shape)), lr=1.0).update[0], ord=2) for shape in ((16, 64), (64, 16))
        )
        size[step] = wide / tall
    return size[wrong] / size[muon]


QUESTIONS = {
    "muon_share": Question(
        "The gradient of the first layer has 32 directions. What share of its squared length lies in the three largest?",
        0.88,
        {
            0.094: "So it would be if all 32 were alike: 3/32. They are not at all.",
            0.5: "More still: the first one alone has more than that.",
        },
        "88 %. A step along this gradient is a step in three directions, and nearly none in the other 29.",
        measured=_first_three,
        tolerance=0.1,
    ),
    "muon_sign": Question(
        "A gradient of rank one, 64 rows and 32 columns, without a zero. The step is its sign: each entry is 1 or −1. An input "
        "of length 1 goes through this step. How long can the change of the output be at most?",
        45.25,
        {
            1: "Each entry is 1; but they add up along the input and over the outputs.",
            2048: "That is the number of entries. Take the root: lengths are roots of sums of squares.",
            8: "The root of the rows. The entries of the input add up, too.",
            32: "That is the number of columns. There are 64 rows, and lengths are roots.",
        },
        "The signs are of rank one, too. One singular value holds all of the length, √(64 · 32) = 45.3.",
        measured=lambda: np.linalg.norm(np.sign(np.outer(np.arange(1, 65) - 32.5, np.arange(1, 33) - 16.5)), ord=2),
    ),
    "muon_small": Question(
        "A singular value of 0.001 goes into the five iterations. About what comes out? (3.4445 to the power of 5 is 485.)",
        0.47,
        {
            1: "Only if there were time enough. Five iterations multiply a small value by 485 at most.",
            0.001: "It is multiplied by 3.4445 each time, as long as it is small.",
            0.017: "Five times 3.4445 is 17, but each iteration multiplies anew: 3.4445 to the power of 5.",
        },
        "0.001 · 485 = 0.485. The cubic term takes a little of it: 0.47.",
        measured=lambda: newton_schulz(np.diag([1.0, 0.001]))[1, 1],
        tolerance=0.05,
    ),
    "muon_ill": Question(
        "From condition 10 to 100, gradient descent needs ten times as many steps (8 and 77). Muon without momentum needs …",
        "fewer than twice as many",
        {
            "about ten times as many": "So it would be if its step in a direction went with the gradient there.",
            "about three times as many": "The root of 10 is what momentum gets at best (chapter 04). It is fewer.",
        },
        "12 and 16. A small singular value of the gradient makes no small step.",
        measured=_ill,
    ),
    "muon_aim": Question(
        "The gradient is a signal of rank one and length 1, and noise of length 0.3, in 32 rows and columns. Its cosine with the "
        "signal is 0.96. And that of Muon's step?",
        "about 0.15",
        {
            "about 0.95": "Muon makes all directions alike, and the signal is in one of the 32.",
            "about 0.5": "Worse. One of 32 directions holds the signal, and all get the same step.",
        },
        "32 directions get about the same step, one of them is right: 1/√32 = 0.18 or a little less.",
        measured=_aim,
    ),
    "muon_layout": Question(
        "One layer has 16 rows and 64 columns, the next one 64 rows and 16 columns. Someone uses the other layout's factor. By "
        "what is the ratio of the two layers' steps wrong?",
        4,
        {
            2: "Each of the two layers is wrong by 2, one too long and one too short.",
            16: "That is without the roots.",
            1: "The factor is 1 for one of them and 2 for the other, and they change places.",
        },
        "The wide one gets 2 for 1, the tall one 1 for 2.",
        measured=_other_way,
    ),
}
