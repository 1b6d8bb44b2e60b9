"""What chapter 12 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.adaptive import adam, amsgrad
from ...steps.variants import amsgrad_optax, amsgrad_torch
from ...worlds import landscapes, online, signals
from .ask import Question

RUN = dict(beta1=0.0, beta2=0.1, eps=0.0)


def _rate(t):
    return 0.1 / np.sqrt(t)


def _ends(beta2):
    x = drive(online.on_interval(adam), online.periodic(6000), lr=_rate, beta1=0.0, beta2=beta2, eps=0.0).x[-1]
    return "at +1, the worst point" if x > 0.9 else "at -1, the best point" if x < -0.9 else "near 0"


def _burst():
    g = signals.constant(7000)
    g[1000] = 100.0
    return drive(amsgrad, g, lr=1.0, eps=0.0).update[-1]


def _as_printed(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    x = x - lr * m / np.sqrt(v)
    return dict(m=m, v=v, v_max=v_max, x=x)


def _unused():
    """On how many of four signals a step of the printed rule is wrong."""
    four = [getattr(signals, name)() + 0.01 for name in ("ramp", "constant", "spikes", "gaussian_noise")]
    wrong, right = ([drive(step, g, lr=1.0, beta2=0.9).update for g in four] for step in (_as_printed, amsgrad))
    return sum(np.abs(a - b).max() > 1e-3 for a, b in zip(wrong, right))


def _places():
    g = signals.constant(20_000)
    g[0] = 100.0
    torch, optax = (drive(step, g, lr=1.0, eps=0.0).update[-1] for step in (amsgrad_torch, amsgrad_optax))
    return torch / optax


def _settles():
    loss = [descend(step, landscapes.ravine(100), steps=500, lr=0.1, beta2=0.9).loss[-1] for step in (adam, amsgrad)]
    times = loss[0] / loss[1]
    return "AMSGrad" if times > 10 else "Adam" if times < 0.1 else "both alike"


QUESTIONS = {
    "amsgrad_adam_end": Question(
        "`beta1` = 0, `beta2` = 0.1, the gradients 3, -1, -1 again and again, x kept in [-1, 1]. Where does Adam end?",
        "at +1, the worst point",
        {
            "at -1, the best point": "The sum of a period is +1, so it should go there. But ask how long its step is on each.",
            "near 0": "Each period moves it a little, always the same way.",
        },
        "The 3 makes one step of about lr downwards, each -1 makes nearly one upwards: v has forgotten the 3. Two against one.",
        measured=lambda: _ends(0.1),
    ),
    "amsgrad_default_end": Question(
        "The same losses, but with Adam's usual `beta2` = 0.999. Where does it end?",
        "at -1, the best point",
        {
            "at +1, the worst point": "Its v remembers a thousand gradients, and the period is 3.",
            "near 0": "Each period moves it a little, always the same way.",
        },
        "With so long a memory all three gradients are divided by the same number, and the sum decides.",
        measured=lambda: _ends(0.999),
    ),
    "amsgrad_settles": Question(
        "The ravine, `lr` = 0.1 and a short memory, `beta2` = 0.9, 500 steps. Who ends lower by more than a factor of 10?",
        "AMSGrad",
        {
            "Adam": "Near the minimum its v shrinks with the gradients, and its steps stop shrinking.",
            "both alike": "Near the minimum gradients shrink. Ask what v does with each of the two.",
        },
        "AMSGrad's denominator stays, so its steps shrink with the gradients. Adam's shrinks, too, so it never comes to rest.",
        measured=_settles,
    ),
    "amsgrad_burst": Question(
        "The gradient is 1 at every step; once, at step 1000, it is 100. How long is AMSGrad's step 6000 steps later, in units "
        "of `lr`?",
        1 / np.sqrt(0.999 * (1 - 0.999**1000) + 0.001 * 100**2),
        {
            1: "So Adam's. AMSGrad's maximum never fades.",
            0.01: "The 100 enters v with a thousandth of its square.",
            0.094: "That is one over v. The step divides by the root.",
            0.1: "The 100 enters v as 0.001 · 10 000 = 10. Then comes the root.",
        },
        "v is 0.63 before, and 10.6 with the spike; the maximum stays there for ever, and 1 / √10.6 = 0.31.",
        measured=_burst,
        tolerance=0.03,
    ),
    "amsgrad_unused": Question(
        "Four signals: a ramp, a constant gradient, spikes, noise. `beta2` is 0.9. On how many of them does the printed rule "
        "make other steps than AMSGrad?",
        2,
        {
            4: "Ask on which of them v ever falls. Where it only rises, v is its own maximum.",
            3: "On a constant gradient v rises to it and stays.",
            0: "The last line divides by v, and the maximum is never used.",
            1: "Spikes are not alone: on noise v falls after each larger gradient, too.",
        },
        "A ramp and a constant gradient let v rise all the time: there v and its maximum are one number.",
        measured=_unused,
    ),
    "amsgrad_places": Question(
        "This time the *first* gradient is 100 and all others are 1. optax takes the maximum of the corrected v_hat, PyTorch of "
        "the raw v. How many times longer are PyTorch's steps in the end?",
        np.sqrt(1 / 0.001),
        {
            1: "In step 1 v_hat is 100^2, and v a thousandth of that. Each is kept for ever.",
            1000: "That is v_hat over v in step 1. The step divides by the root.",
            100: "That is the height of the spike.",
        },
        "v_hat = v / 0.001 in step 1, and that is kept. The root of 1000 is 31.6.",
        measured=_places,
    ),
}
