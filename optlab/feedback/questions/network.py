"""What chapter 20 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import drive
from ...steps.adaptive import adam, rmsprop
from ...worlds import digits, network
from ...worlds.long_runs import adagrad_lr_inside, adam_uncorrected, long_runs
from .ask import Question


def _train(step, epochs=10, **options):
    x, y, *_ = digits.digits()
    return network.train(step, x, y, epochs=epochs, **options)


def _overtakes():
    runs = long_runs()
    return min(("momentum", "AdaGrad"), key=lambda name: runs[name].loss[-1])


def _without_last():
    """How far momentum comes in 100 iterations if the last layer is never stepped."""
    x, y, *_ = digits.digits()
    params, v = network.init((64, 32, 10)), dict.fromkeys(("W1", "b1"), 0.0)
    for _ in range(100):
        grads = network.gradients(params, x, y)[1]
        v = {name: 0.9 * v[name] - 0.03 * grads[name] for name in v}
        params |= {name: params[name] + v[name] for name in v}
    loss = network.loss(params, x, y)
    return "it falls, but not as far" if 0.4 < loss < 1.8 else "it stays near 2.3" if loss > 1.8 else "it falls as far as before"


def _uncorrected():
    off, on = (_train(step, lr=1e-3).epochs[-1] for step in (adam_uncorrected, adam))
    return "much lower" if off < on / 2 else "much higher" if off > 2 * on else "the same within a tenth"


def _noise():
    """Adam's rms step on independent noise, once its averages are full."""
    steps = drive(adam, np.random.default_rng(20).standard_normal((6000, 20)), lr=1.0).update
    return np.sqrt(np.mean(steps[4000:] ** 2))


def _alike():
    first, second = _train(adam, 50, lr=0.01).epochs[-1], _train(rmsprop, 50, lr=0.01, rho=0.99).epochs[-1]
    return "both alike" if 0.8 < first / second < 1.25 else "Adam" if first < second else "RMSprop"


def _inside():
    losses = [_train(adagrad_lr_inside, epochs=5, lr=lr).epochs[-1] for lr in (0.001, 0.01, 0.1)]
    return "all three alike" if max(losses) < 1.05 * min(losses) else ("0.001", "0.01", "0.1")[int(np.argmin(losses))]


QUESTIONS = {
    "network_overtakes": Question(
        "After 60 iterations AdaGrad has brought the loss to 0.77, momentum only to 1.29. Who is lower after 10 000?",
        "momentum",
        {
            "AdaGrad": "Its sum of squared gradients never shrinks, so its steps do.",
            "both alike": "One of them slows down by construction.",
        },
        "Momentum ends at 0.008, AdaGrad at 0.021. AdaGrad divides by the root of a sum that only grows.",
        measured=_overtakes,
    ),
    "network_last_layer": Question(
        "In a loop that ends one layer early, W2 and b2 stay at their random start. What does the loss of 2.3 do?",
        "it falls, but not as far",
        {
            "it stays near 2.3": "The first layer still learns: it sends its outputs to where the last layer wants them.",
            "it falls as far as before": "Most of the work can be done by the first layer, but not all of it.",
        },
        "The first layer adapts itself to a random last one. A falling curve does not show that everything is trained.",
        measured=_without_last,
    ),
    "network_uncorrected": Question(
        "Adam at `lr` = 0.001 has a loss of 1.57 after 60 iterations. What if the correction of its averages is left out?",
        "much lower",
        {
            "much higher": "So one expects of a mistake. Compare how long the steps are without it.",
            "the same within a tenth": "At step 12 the correction changes the length of the step by a factor of 6.6.",
        },
        "0.30. The early steps are up to 6.6 times as long, and `lr` = 0.001 was too short for so few steps.",
        measured=_uncorrected,
    ),
    "network_inside": Question(
        "AdaGrad's h collects (lr g)² in place of g². Three runs, with `lr` 0.001, 0.01 and 0.1: whose loss is the lowest "
        "after five passes?",
        "all three alike",
        {
            "0.1": "So with the right h. Look what divides the step now.",
            "0.01": "Look what divides the step now.",
            "0.001": "Look what divides the step now.",
        },
        "√h is lr times the right one, and the lr above cancels: all three run with a rate of 1.",
        measured=_inside,
    ),
    "network_noise": Question(
        "A weight's gradients are independent, of mean 0 and of one size; beta1 = 0.9. How long is Adam's step, as a root mean "
        "square and divided by `lr`?",
        np.sqrt((1 - 0.9) / (1 + 0.9)),
        {
            1: "So where the gradients agree. In noise m is smaller than g.",
            0.1: "That is the weight of the newest gradient alone. The older ones are in m, too.",
            0.0526: "That is the variance, 1/19. The step is its root.",
            0.316: "The squares of the weights 0.1 · 0.9^k add up to 1/19.",
            0: "The mean is 0; the root mean square is not.",
        },
        "Independent gradients add up by their squares: 0.01 / (1 − 0.81) = 1/19, and the root is 0.23.",
        measured=_noise,
        tolerance=0.04,
    ),
    "network_alike": Question(
        "In part 1 RMSprop was ahead of Adam after 300 iterations, 0.03 to 0.28. Now both have the rate 0.01. Who is lower?",
        "both alike",
        {
            "RMSprop": "In part 1 its rate was ten times Adam's.",
            "Adam": "It has momentum and a correction; here they change little.",
        },
        "0.026 and 0.029. The lead was the rate's.",
        measured=_alike,
    ),
}
