"""What chapter 11 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.adaptive import adam, nadam
from ...steps.variants import nadam_dozat, nadam_torch
from ...worlds import landscapes, signals
from .ask import Question


def _past():
    return -descend(nadam, landscapes.ravine(1), x0=[1.0, 1.0], steps=60, lr=0.1).x.min()


def _nearer():
    """How many times nearer Nadam is than Adam, on the bowl at step 200 with lr = 0.2."""
    far = [abs(descend(step, landscapes.ravine(1), x0=[1.0, 1.0], steps=200, lr=0.2).x[-1, 0]) for step in (adam, nadam)]
    times = far[0] / far[1]
    return "nearly a million times" if 3e5 < times < 1e6 else "about ten times" if 3 < times < 30 else times


def _riddle():
    """The factor a step by which Nadam's error shrinks on the ravine, along a, with lr = 2."""
    size = np.abs(descend(nadam, landscapes.ravine(100), steps=125, lr=2.0).x[:, 0])
    return (size[100:].max() / size[50:75].max()) ** (1 / 50)


def _good_rates():
    """Which of the two has more rates with which it comes within 0.001 of the lowest loss of wobbly."""
    lrs, wobbly = np.geomspace(0.003, 10, 81), landscapes.wobbly
    lowest = wobbly.f(np.array(wobbly.minima)).min()
    by_adam, by_nadam = ((descend(step, wobbly, lr=lrs).loss[-1] - lowest < 1e-3).sum() for step in (adam, nadam))
    return "Nadam with fewer" if by_nadam < 0.8 * by_adam else "Nadam with more" if by_nadam > 1.2 * by_adam else "about as many"


def _as_printed(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - 0.5 * 0.96 ** (t * psi))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * psi))
    mu_product = mu_product * mu_t
    m = mu_t * m + (1 - mu_t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_t * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = beta2 * v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, mu_product=mu_product, x=x)


def _printed_gap():
    g = signals.gaussian_noise(300, rng=11)
    gap = np.abs(drive(_as_printed, g, lr=1.0).update - drive(nadam_dozat, g, lr=1.0).update).max()
    return "about 0.0001 lr" if 3e-5 < gap < 3e-4 else "about 0.1 lr" if 0.03 < gap < 0.3 else gap


QUESTIONS = {
    "nadam_overshoot": Question(
        "On the bowl x²/2, from x = 1 with `lr = 0.1`, Adam runs 0.27 past the minimum. How far does Nadam?",
        0.21,
        {
            0.27: "That is Adam. Nadam's newest gradient weighs nearly twice as much, and so turns it sooner.",
            0: "It turns sooner, but it still has a memory.",
            0.1: "So in chapter 05 at best. Here each step has the length of lr, near the minimum, too.",
        },
        "It is a little calmer: the newest gradient weighs 0.19 in place of 0.1, so the turn comes a step sooner.",
        measured=_past,
        tolerance=0.08,
    ),
    "nadam_nearer": Question(
        "With `lr = 0.2` Adam runs 0.41 past the minimum, Nadam 0.29. At step 200 Adam is 0.00002 away. How many times nearer "
        "is Nadam?",
        "nearly a million times",
        {
            "1.4 times": "So the farthest points compare. But each swing is a factor, and factors multiply over 200 steps.",
            "about ten times": "So with `lr = 0.05`. The larger rate makes the difference larger.",
        },
        "Adam's swings shrink by 5 % a step, whatever the rate is; Nadam's by more, the larger the rate. Part 6 shows why.",
        measured=_nearer,
    ),
    "nadam_riddle": Question(
        "r h = 0.63 and `beta1` = 0.9. By which factor does the size of Nadam's error change in a step?",
        np.sqrt(0.9 * (1 - 0.63)),
        {
            0.95: "That is Adam's, the root of 0.9.",
            0.333: "That is the determinant. Two swinging numbers share it: take the root.",
            0.608: "That is the root of 1 - 0.63. The momentum of 0.9 belongs under it, too.",
            0.37: "So for gradient descent with this rate. Here momentum goes along, and a root is taken.",
        },
        "√(0.9 · 0.37) = 0.58: after ten steps 0.004 of the error is left. With Adam it is 0.6.",
        measured=_riddle,
        tolerance=0.03,
    ),
    "nadam_good_rates": Question(
        "Wobbly, 81 rates from 0.003 to 10, 125 steps. Adam comes within 0.001 of the minimum with 40 of them. And Nadam?",
        "Nadam with fewer",
        {
            "Nadam with more": "Its best end is lower. But on wobbly looking ahead costs stability.",
            "about as many": "Looking ahead costs stability, as in chapter 05.",
        },
        "Its newest gradient weighs nearly twice as much. With a large `lr` that throws it about.",
        measured=_good_rates,
    ),
    "nadam_printed": Question(
        "`mu_t` stands where `mu_next` belongs, with Dozat's schedule. On noise, how large is the largest error of a step?",
        "about 0.0001 lr",
        {"about 0.1 lr": "Look how little the schedule grows in one step.", "none": "The two numbers differ, if by little."},
        "In one step mu grows by 0.00008, and that is multiplied by m.",
        measured=_printed_gap,
    ),
    "nadam_torch_third": Question(
        "PyTorch's Nadam keeps m with a constant 0.9, and corrects it with the product of the `mu_t`, which start at 0.45. The "
        "gradient is constant. How long is its third step, in units of `lr`?",
        0.732,
        {
            1: "It would be, if m and its correction had the same weights.",
            1.078: "So with a constant 0.9 in all places.",
            1.04: "So in Dozat's own rule, where m is made with mu_t.",
            0.271: "That is m. There is a second term, with the gradient itself.",
        },
        "m holds 1 - 0.9^3 = 0.27, but is divided by 1 - 0.45^4 = 0.96: "
        "0.45 · 0.27 / 0.96 + 0.55 / 0.91 = 0.73.",
        measured=lambda: drive(nadam_torch, signals.constant(3), lr=1.0).update[-1],
        tolerance=0.03,
    ),
}
