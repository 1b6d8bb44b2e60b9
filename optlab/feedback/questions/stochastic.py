"""What chapter 02 asks. Each number and each choice is measured again by a run: `measured`."""

import time

import numpy as np

from ...run.drive import descend
from ...steps.classic import sgd
from ...worlds import digits, landscapes, network, signals
from .ask import Question


def _nearest(value, choices):
    """The label whose number is nearest to the value, in proportion."""
    return min(choices, key=lambda label: abs(np.log(value / choices[label])))


def _cloud(lr, noise=1.0, landscape=None, steps=300):
    """The variance of 2000 runs in the end, on curvature 1 if nothing else is said."""
    landscape = (landscape or landscapes.ravine(1)).with_noise(noise)
    return descend(sgd, landscape, x0=np.zeros((2000, 2)), steps=steps, lr=lr, rng=2).x[-1].var(axis=0)


def _batch():
    """The batch size with the lowest loss after two epochs on the first 500 digits."""
    x, y, *_ = digits.digits()
    loss = {}
    for batch in (1, 50, 500):
        loss[batch] = network.train(sgd, x[:500], y[:500], epochs=2, batch=batch, lr=0.1).epochs[-1]
    return {1: "1", 50: "50", 500: "1500, all"}[min(loss, key=loss.get)]


def _alone():
    """What one sample costs alone, over what it costs in a batch of 50."""
    x, y, *_ = digits.digits()
    params, cost = network.init((64, 32, 10)), {1: np.inf, 50: np.inf}
    for _ in range(100):
        for batch in cost:
            begun = time.perf_counter()
            network.gradients(params, x[:batch], y[:batch])
            cost[batch] = min(cost[batch], (time.perf_counter() - begun) / batch)
    return _nearest(cost[1] / cost[50], {"about as much": 1, "twice as much": 2, "many times as much": 20})


def _half():
    """Noise variance of a batch of half of all samples, without over with repetition."""
    rng, samples = np.random.default_rng(0), np.random.default_rng(1).normal(size=300)
    without = np.var([rng.choice(samples, 150, replace=False).mean() for _ in range(20_000)])
    return without / np.var([rng.choice(samples, 150).mean() for _ in range(20_000)])


def _schedule():
    """Which falling rate ends nearest to the minimum."""
    schedules = {"0.1, fixed": 0.1, "1/√t": lambda t: t**-0.5, "1/t": lambda t: 1 / t, "1/t^2": lambda t: t**-2.0}
    noisy, end = landscapes.ravine(1).with_noise(1.0), {}
    for name, lr in schedules.items():
        end[name] = (descend(sgd, noisy, x0=np.full((500, 2), 3.0), steps=1000, lr=lr, rng=2).x[-1] ** 2).mean()
    return min(end, key=end.get)


def _fitted():
    rng = np.random.default_rng(2)
    a, truth, w = rng.standard_normal((200, 10)) / np.sqrt(10), rng.standard_normal(10), np.zeros(10)
    for i in rng.integers(200, size=500):
        w = w - 0.5 * (a[i] @ (w - truth)) * a[i]
    error = np.linalg.norm(w - truth)
    return "below 0.00001" if error < 1e-5 else _nearest(error, {"0.1": 0.1, "0.001": 1e-3})


def _hidden():
    """Variance of the noise over that of the sine."""
    sine = signals.noisy_sine(200_000, amplitude=0.2, noise=0.0)
    return (signals.very_noisy_sine(200_000) - sine).var() / sine.var()


def _noise():
    best = {}
    for noise in (0, 2, 4, 8):
        scape = landscapes.basins_and_walls.with_noise(noise)
        end = descend(sgd, scape, x0=np.full((400, 2), [-1.5, 0.0]), steps=400, lr=0.05, rng=1).x[-1]
        best[str(noise)] = (np.abs(end[:, 0]) < 0.4).mean()
    return max(best, key=best.get)


def _still():
    """The arrays that a loop up to the last layer, without it, does not move."""
    params = network.init((8, 4, 3))
    moved = {f"{letter}{layer}" for layer in range(1, len(params) // 2) for letter in "Wb"}
    return " and ".join(sorted(set(params) - moved))


def _shuffled():
    """By which factor the cloud at the end of an epoch is smaller if each of 20 samples comes once."""
    rng, targets = np.random.default_rng(4), np.arange(20) - 9.5
    variance = {}
    for once in (False, True):
        x = np.zeros(4000)
        for _ in range(40):
            order = rng.permuted(np.tile(np.arange(20), (4000, 1)), axis=1) if once else rng.integers(20, size=(4000, 20))
            for k in range(20):
                x = x - 0.1 * (x - targets[order[:, k]])
        variance[once] = x.var()
    factor = variance[False] / variance[True]
    return _nearest(factor, {"hardly smaller": 1.1, "about four times smaller": 4, "twenty times smaller": 20})


QUESTIONS = {
    "sgd_halving": Question(
        "300 runs with noisy gradients end in a cloud around the minimum. You halve `lr`. By which factor does the typical "
        "distance from the minimum shrink?",
        "√2",
        {
            "2": "Each step is half as long, but twice as many of them are remembered, and noise partly cancels.",
            "1": "A shorter step also makes less of the noise: the cloud does shrink.",
        },
        "The variance goes with lr, so the distance goes with its root.",
        measured=lambda: _nearest(np.sqrt(_cloud(0.1).mean() / _cloud(0.05).mean()), {"1": 1, "√2": 2**0.5, "2": 2}),
    ),
    "sgd_batch": Question(
        "1500 digits, a network with 2410 parameters, the same `lr`. Which batch size has the lowest loss after 2 epochs?",
        "1",
        {
            "50": "It makes 60 steps in 2 epochs; single samples make 3000.",
            "1500, all": "Its gradients are the best, but it has made only 2 steps.",
        },
        "As many steps as samples: 3000 rough ones beat 60 better ones and 2 perfect ones, counted in epochs.",
        measured=_batch,
    ),
    "sgd_alone": Question(
        "What does the gradient of one sample cost alone, compared with what it costs in a batch of 50?",
        "many times as much",
        {
            "about as much": "The multiplications are as many. But each call has a cost, and a matrix is multiplied faster.",
            "twice as much": "It is far more: a call for one sample takes nearly as long as one for fifty.",
        },
        "A call costs nearly the same for one sample and for fifty.",
        measured=_alone,
    ),
    "sgd_half_batch": Question(
        "There are 300 samples, and every batch has 150 different ones. How large is the variance of its noise, in units of that "
        "of a batch of 150 that may repeat samples?",
        0.5,
        {
            1: "A batch that has seen half of all samples has only the other half left to guess.",
            0: "That would be a batch of all 300.",
            0.71: "That is the standard deviation.",
            2: "It has less noise, not more: it has seen half of all samples.",
            0.25: "The variance, not its square: what is left to guess is half of the samples.",
        },
        "The factor is (n − B)/(n − 1), here 150/299.",
        measured=_half,
        tolerance=0.03,
    ),
    "sgd_falling": Question(
        "Curvature 1, noise of variance 1, start at 3. Which rate is nearest to the minimum after 1000 steps?",
        "1/t",
        {
            "0.1, fixed": "It keeps a cloud of variance 0.05 for ever.",
            "1/√t": "It still falls, but the cloud goes with the rate, and the rate is still 0.03.",
            "1/t^2": "All its steps together are not enough: the sum of 1/t^2 is finite, and it comes to rest on the way.",
        },
        "With 1/t and curvature 1 the point is exactly the mean of all it has seen, with the variance 1/t.",
        measured=_schedule,
    ),
    "sgd_fitted": Question(
        "200 samples, and one choice of 10 weights fits every one of them. SGD takes one sample a step, with a fixed `lr`. "
        "How large is the error after 500 steps?",
        "below 0.00001",
        {
            "0.1": "That is the cloud of noise. Here the gradient of every sample is 0 at the minimum: the noise dies out.",
            "0.001": "It passes that on the way, and goes on falling by about the same factor.",
        },
        "Near the minimum each sample's gradient is in proportion to the error, so the noise shrinks with it.",
        measured=_fitted,
    ),
    "sgd_hidden": Question(
        "The very noisy sine has the height 0.2; its noise is uniform between −0.5 and 0.5. How many times larger is the "
        "variance of the noise than that of the sine?",
        4.17,
        {
            2.5: "That is the ratio of the largest values, 0.5 / 0.2.",
            6.25: "That is the square of 0.5/0.2. A uniform number has the variance 1/12, a sine half of its height squared.",
            2.06: "A sine of height A has the variance A^2/2, not A^2. And compare the variances, not their roots.",
            12.5: "0.5^2 would be the variance of a noise that is always −0.5 or 0.5. A uniform one has 1/12.",
            0.24: "That is the sine over the noise.",
        },
        "1/12 over 0.2^2/2 = 0.083/0.02.",
        measured=_hidden,
    ),
    "sgd_noise_needed": Question(
        "400 runs start in a poor basin of basins and walls. Which gradient noise brings the largest share of them into the "
        "best basin?",
        "4",
        {
            "0": "Without noise nothing leaves its basin.",
            "2": "It shakes some of them out, a quarter.",
            "8": "It shakes them out of the best basin as well.",
        },
        "Enough to get out of a poor basin, not enough to get out of the best one.",
        measured=_noise,
    ),
    "sgd_steep": Question(
        "A ravine with curvatures 1 and 100, `lr` = 0.015, equal noise in both directions. How many times more loss does the "
        "noise cost in the steep direction than in the flat one?",
        3.97,
        {
            1: "For a small lr that is right: the steep cloud is smaller as the curvature is larger. Here lr h is 1.5.",
            100: "The curvature weighs the square of the distance, but the steep cloud is also smaller.",
            0.0397: "That is the ratio of the variances. The loss weighs each of them with its curvature.",
            0.25: "The other way round.",
        },
        "h V/2 = lr s^2 / (2 (2 − lr h)): (2 − 0.015)/(2 − 1.5).",
        measured=lambda: 100 * _cloud(0.015, 3.0, landscapes.ravine(100), 1000)[1] / _cloud(0.015, 3.0, None, 1000)[0],
        tolerance=0.1,
    ),
    "sgd_unmoved": Question(
        "`for l in range(1, L)` over the layers of a network with L = 2 layers: which arrays do not move?",
        "W2 and b2",
        {
            "none": "range stops before its end.",
            "W1 and b1": "It begins at 1, and stops before 2.",
        },
        "range(1, 2) holds 1 alone: the last layer keeps its random weights.",
        measured=_still,
    ),
    "sgd_shuffled": Question(
        "20 samples, `lr` = 0.1. Each epoch takes every sample once, in a new order, in place of 20 fresh draws. "
        "How does that change the cloud at the end of an epoch?",
        "about four times smaller",
        {
            "hardly smaller": "Within an epoch every sample counts once, so a large part of the noise cancels.",
            "twenty times smaller": "The last samples of an epoch count more than its first, so it cannot cancel so far.",
        },
        "The samples' distances from their mean add up to 0; what is left comes from their unequal weights.",
        measured=_shuffled,
    ),
}
