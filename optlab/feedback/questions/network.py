"""What chapter 20 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import drive
from ...steps.adaptive import adam, rmsprop
from ...worlds import digits, network
from ...worlds.long_runs import adagrad_lr_inside, adam_uncorrected, long_runs, step_lengths
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
    lower = "a much lower loss" if off < on / 2 else "a much higher loss" if off > 2 * on else "the same loss"
    off, on = (step_lengths(name, epochs=10).mean() for name in ("Adam, uncorrected", "Adam"))
    return f"{'longer' if off > 1.1 * on else 'shorter' if off < on / 1.1 else 'equal'} steps, {lower}"


def _noise():
    """Adam's rms step on independent noise, once its averages are full."""
    steps = drive(adam, np.random.default_rng(20).standard_normal((6000, 20)), lr=1.0).update
    return np.sqrt(np.mean(steps[4000:] ** 2))


def _lead():
    """What brings Adam level with RMSprop after 300 iterations, and how many decades each of the two brings in the end."""
    first, second = _train(adam, 50, lr=0.01).epochs[-1], _train(rmsprop, 50, lr=0.01, rho=0.99).epochs[-1]
    early = "the rate" if first < 1.25 * second else "the memory"
    three = ("Adam", "Adam, RMSprop's lr", "Adam, RMSprop's lr and memory")
    rate, memory = -np.diff([np.log10(long_runs()[name].loss[-1]) for name in three])
    return f"early {early}; late rate {rate:.0f}, memory {memory:.0f}"


def _slips():
    losses = [_train(adagrad_lr_inside, epochs=5, lr=lr).epochs[-1] for lr in (0.001, 0.01, 0.1)]
    alike = "all alike" if max(losses) < 1.05 * min(losses) else "0.1 is lowest" if losses[2] == min(losses) else "others"
    plus = long_runs()["Adam, += in the average"].loss
    return f"{alike}; the second {'stays near 2.3' if plus[-1] > 0.9 * plus[0] else 'falls, but later'}"


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
        "Adam at `lr` = 0.001 has a loss of 1.57 after 60 iterations. Without the correction of its averages, are these steps "
        "longer or shorter, and is the loss lower or higher?",
        "longer steps, a much lower loss",
        {
            "longer steps, a much higher loss": "So one expects of a mistake. But 0.001 is a short step, and 60 are few.",
            "shorter steps, a much higher loss": "m alone is smaller. But √v, which divides it, is smaller by more.",
            "equal steps, the same loss": "At step 12 the correction changes the length of the step by a factor of 6.6.",
        },
        "0.30. The rate of the early steps is up to 6.6 times as large, and `lr` = 0.001 was too short for so few steps.",
        measured=_uncorrected,
    ),
    "network_slips": Question(
        "The loss starts at 2.3. The first version runs five passes with `lr` 0.001, 0.01 and 0.1: how do the three losses "
        "compare? The second runs 10 000 iterations: what does its loss do?",
        "all alike; the second stays near 2.3",
        {
            "all alike; the second falls, but later": "The first half is right. But v doubles in each step, and √v divides it.",
            "0.1 is lowest; the second stays near 2.3": "The second half is right. In the first, see what divides the step.",
            "0.1 is lowest; the second falls, but later": "See what divides the first one's step, and what a growing v does.",
        },
        "√h is lr times the right one, and the lr above cancels: all three run with a rate of 1. And v, which soon doubles "
        "in each step, shrinks the steps by nearly √2 each: all together they are 3.8 `lr` long (rms).",
        measured=_slips,
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
    "network_lead": Question(
        "RMSprop led Adam in part 1, 0.03 to 0.28 after 300 iterations. Adam gets RMSprop's rate, then its memory, too, and by "
        "iteration 10 002 gains 6 decades. What makes up for the early lead? Of the 6, how many are the rate's, how many the "
        "memory's?",
        "early the rate; late rate 2, memory 4",
        {
            "early the rate; late rate 6, memory 0": "Early, yes. Late, v lies on its floor: the memory rules how that falls.",
            "early the rate; late rate 4, memory 2": "Early, yes. Late, v lies on its floor: the memory rules how that falls.",
            "early the memory; late rate 2, memory 4": "Late, yes. But with the rate alone Adam is level at 300.",
            "early the memory; late rate 4, memory 2": "It tells late, when the gradients shrink faster than v can forget.",
        },
        "With one rate they are at 0.026 and 0.029 after 300. In the end it is 1.7 decades for the rate, 4.2 for the memory.",
        measured=_lead,
    ),
}
