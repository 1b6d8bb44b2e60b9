"""What chapter 22 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...formulas.edits import edited
from ...run.drive import drive
from ...steps.adaptive import adam
from ...steps.modern import adamw
from ...steps.variants import adam_l2
from ...worlds import digits, network, signals
from .ask import Question


def _reach():
    """What L2 in Adam leaves of the mean of weights whose gradients are noise of size 100."""
    noise = 100 * np.random.default_rng(22).standard_normal((2000, 500))
    left = drive(adam_l2, noise, x0=1.0, lr=0.01, weight_decay=0.1).x[-1].mean()
    return "0.98" if left > 0.9 else "0.14" if left > 0.05 else "0.00"


def _size(lr):
    noise = np.random.default_rng(2).standard_normal((int(40 / lr), 400))
    return np.sqrt((drive(adamw, noise, lr=lr, weight_decay=0.1).x[-1] ** 2).mean())


def _quarter():
    """How many times larger a weight on noise is at lr = 0.04 than at 0.01."""
    ratio = _size(0.04) / _size(0.01)
    return "twice as large" if 1.7 < ratio < 2.4 else "four times as large" if ratio > 3 else "as large as before"


def _first_step():
    update = drive(adam, np.random.default_rng(3).standard_normal((400, 2000)), lr=1.0).update
    size = np.sqrt((update**2).mean(axis=1))
    return size[0] / size[-50:].mean()


def _after_a_spike():
    g = signals.constant(1101)
    g[1000] = 100.0
    step = drive(adam, g, lr=1.0).update[-1]
    return "about a quarter" if 0.2 < step < 0.3 else "1 again" if step > 0.9 else "about a hundredth"


def _best_decay():
    """Which decay of 0, 1 and 10 has the most unseen digits right, if the lead is larger than the spread."""
    x, y, x_test, y_test = digits.digits()
    right = {}
    for decay in (0.0, 1.0, 10.0):
        scores = []
        for seed in range(4):
            few = np.random.default_rng(seed).permutation(len(x))[:150]
            options = dict(epochs=60, batch=50, lr=0.01, weight_decay=decay, rng=seed, init_rng=seed)
            scores.append(network.accuracy(network.train(adamw, x[few], y[few], **options).params, x_test, y_test))
        right[decay] = np.array(scores)
    best = max(right, key=lambda decay: right[decay].mean())
    lead = right[best].mean() - sorted(scores.mean() for scores in right.values())[-2]
    return "no difference between 0 and 1" if lead < right[best].std() else f"{best:g}"


def _half_life():
    typed = edited(adamw, "x = x - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x")
    x = drive(typed, np.full(100, 1e-30), x0=1.0, eps=1.0, lr=0.01, weight_decay=0.01).x
    return float(np.interp(0.5, x[::-1], np.arange(len(x), 0, -1)))


QUESTIONS = {
    "adamw_reach": Question(
        "The other half has noise of size 100, and the same L2, the same Adam (`lr` = 0.01, λ = 0.1). To what does *their* mean "
        "fall in 2000 steps?",
        "0.98",
        {
            "0.14": "So it would be in gradient descent. Adam divides by the size of what stands in g, and the pull stands in g.",
            "0.00": "Large gradients do not help the decay: they are what the pull is divided by.",
        },
        "Adam divides g + λx by the size of the gradients, 100. A hundredth of the decay is left: exp(−0.01 · 0.1 · 2000 / 100).",
        measured=_reach,
    ),
    "adamw_rest": Question(
        "The gradient is −1 at every step, for ever. AdamW with `lr` = 0.1 and `weight_decay` = 0.1 begins at 0. Where does x "
        "come to rest?",
        10,
        {
            1: "That is `lr` over the decay. Both pulls are multiplied by `lr`, so it cancels.",
            0.1: "There the decay pulls with 0.01 of a step. It must pull with a whole one.",
            100: "The decay and `lr` multiplied? `lr` stands before both pulls and cancels.",
        },
        "Adam's part of the step is 1, the decay's is 0.1 x. They are equal at x = 1/0.1.",
        measured=lambda: drive(adamw, -signals.constant(5000), lr=0.1, weight_decay=0.1).x[-1],
    ),
    "adamw_size": Question(
        "The gradients are noise of size 1, the decay is 0.1, and `lr` = 0.01. Somebody trains with `lr` = 0.04 instead and does "
        "not touch the decay. In the long run the weights are …",
        "twice as large",
        {
            "as large as before": "The decay takes a larger share, too; but the noise grows with the square of `lr`.",
            "four times as large": "So is their variance. Take the root.",
        },
        "The variance is lr/(2 λ): four times as large, so the size is twice as large.",
        measured=_quarter,
    ),
    "adamw_first": Question(
        "The gradients are pure noise. How many times longer is Adam's first step than one of its late steps, on average (root "
        "mean square)?",
        4.36,
        {
            1: "Late steps are averages of noise: plus and minus cancel. The first gradient has nothing to cancel with.",
            19: "That is the ratio of the variances, (1 + 0.9)/(1 − 0.9). Take the root.",
            10: "Gradients that *agree* would make a factor 10 in a sum. These are noise, and the correction is in place.",
        },
        "The first step is ±lr. Late ones have the variance (1 − β₁)/(1 + β₁) = 1/19 of it.",
        measured=_first_step,
        tolerance=0.06,
    ),
    "adamw_spike": Question(
        "The gradient is 1 for 1000 steps, then once 100, then 1 again. Adam with `lr` = 1 makes steps of 1. How long are its "
        "steps a hundred steps after the spike?",
        "about a quarter",
        {
            "1 again": "m has forgotten the spike by then, for it remembers ten steps. v remembers a thousand.",
            "about a hundredth": "Then v would be 100² still. One gradient goes into v with the weight 0.001.",
        },
        "v has got 0.001 · 100² = 10 and forgets it over 1000 steps; v̂ is about 15, and 1/√15 is a quarter.",
        measured=_after_a_spike,
    ),
    "adamw_digits": Question(
        "Which `weight_decay` of 0, 1 and 10 gets the most *unseen* digits right?",
        "no difference between 0 and 1",
        {
            "0": "Without decay it learns the 150 by heart, and still gets as many right.",
            "1": "One hopes so. It is level with none at all, within the spread of the seeds.",
            "10": "No weight beyond 0.1, and a half-life of 7 steps: too little is left.",
        },
        "Both get 92 %. Only a decay that is far too strong is seen.",
        measured=_best_decay,
    ),
    "adamw_half": Question(
        "With `lr` = 0.01 and λ = 0.01 AdamW takes the share 0.0001 of each weight at a step: half is left after 6931 steps. "
        "After how many steps is half left in what was typed?",
        69,
        {
            6931: "That is AdamW's. What was typed takes the share λ, without `lr`.",
            50: "Half of 1/0.01: it would be so if each step took the same amount. Each takes the same share: ln 2/0.01.",
            100: "That is 1/λ, when a share of 1/e = 0.37 is left.",
        },
        "ln 2/0.01 = 69: a hundred times too soon.",
        measured=_half_life,
        unit="steps",
    ),
}
