"""What chapter 16 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.adasecant import adasecant
from ...worlds import landscapes
from ...worlds.problems import LeastSquares
from ..lines import edited
from .ask import Question

NO_COVARIANCE = "rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate)"


def _scaled():
    g = np.array([3.0, 4.0])
    first, large = (adasecant(np.zeros(2), scale * g, 1)["x"] for scale in (1.0, 1000.0))
    return np.linalg.norm(large) / np.linalg.norm(first)


def _secant(x, g, t, g_old=0.0, delta=0.0, *, first=0.005):
    alpha = g - g_old
    rate = first if t == 1 else np.abs(delta / alpha)
    delta = -rate * g
    return dict(alpha=alpha, delta=delta, g_old=g, x=x + delta)


def _longest():
    noisy = landscapes.ravine(100).with_noise(0.1)
    longest = np.abs(descend(_secant, noisy, x0=np.ones((200, 2)), steps=500).update).max()
    return "more than 100" if longest > 100 else "about 10" if longest > 5 else "about 1"


def _losses(lines, state=None, steps=100):
    """The median loss of 20 runs of AdaSecant with other lines, at the last step."""
    run = descend(edited("adasecant", lines), LeastSquares(), np.zeros((20, 20)), steps=steps, state=state)
    return np.median(run.loss[-1])


def _window():
    lines = f"{NO_COVARIANCE}; g_tilde = g; tau = tau"
    return f"{min((2.2, 20.0, 100.0), key=lambda tau: _losses(lines, dict(tau=tau))):g} steps"


def _covariance():
    noise = np.random.default_rng(1).standard_normal((1200, 200))
    rate = np.median(drive(edited("adasecant", "tau = tau"), noise, gamma_max=0.0, state=dict(tau=50.0)).rate, axis=1)
    return "it grows" if rate[-1] > 2 * rate[400] else "it falls" if rate[-1] < rate[400] / 2 else "it stays"


def _harmless():
    """What can go at no cost: within a factor of two of the complete rule at step 100 and at step 500."""
    parts = {"the outlier test": "far = np.zeros(g.shape, bool)", "variance reduction": "g_tilde = g",
             "the average of alpha^2": "c2 = alpha**2", "the covariance": NO_COVARIANCE}  # fmt: skip
    whole = [_losses("", steps=steps) for steps in (100, 500)]
    fine = [name for name, lines in parts.items()
            if all(_losses(lines, steps=steps) < 2 * right for steps, right in zip((100, 500), whole))]  # fmt: skip
    return fine[0] if len(fine) == 1 else fine


QUESTIONS = {
    "adasecant_scaled": Question(
        "The loss is multiplied by 1000. How many times longer is AdaSecant's first step?",
        1,
        {
            1000: "So with gradient descent. Here the gradient is divided by its own length first.",
            0.001: "That is what a secant would do to a rate. The first step has no secant yet.",
            31.6: "That is √1000. Nothing takes a root of the loss here.",
        },
        "The gradient is brought to length 1, whatever it was. 1000 cancels.",
        measured=_scaled,
    ),
    "adasecant_longest": Question(
        "How long is the longest step that the plain secant makes, in 200 runs of 500 steps?",
        "more than 100",
        {
            "about 1": "So it would be without noise. Think of what stands below the fraction bar, 200 000 times.",
            "about 10": "A denominator that can be anywhere near 0 knows no such limit.",
        },
        "The change of the gradient holds two draws of the noise. Among 200 000 changes, some are nearly 0.",
        measured=_longest,
    ),
    "adasecant_windows": Question(
        "Which window has the lowest loss at step 100: 2.2, 20 or 100 steps?",
        "2.2 steps",
        {
            "20 steps": "It is the best of the three at step 500. Early, it still remembers the first steps.",
            "100 steps": "At step 100 it has hardly forgotten the start.",
        },
        "What the first step was is forgotten soonest. The rate is right after a few steps.",
        measured=_window,
    ),
    "adasecant_covariance": Question(
        "Gradients of pure noise, `gamma` = 0, and the covariance term of the released code is in place. What does the rate do?",
        "it grows",
        {
            "it falls": "So it does without the term. Ask for the sign of the mean of delta · alpha: both hold the same noise.",
            "it stays": "Two terms, 0.707 and one more. Add them.",
        },
        "delta is −rate times the noise, alpha is +noise: their mean is negative, and it is subtracted.",
        measured=_covariance,
    ),
    "adasecant_harmless": Question(
        "One part of the released rule can be left out, and the loss is as good at step 100 and at step 500. Which?",
        "the covariance",
        {
            "variance reduction": "Without it the rate grows: part 3.",
            "the outlier test": "Without it the windows grow for ever.",
            "the average of alpha^2": "Without it the denominator comes near 0.",
        },
        "It corrects the mean of a ratio, and under noise in the wrong direction. What it costs, variance reduction pays.",
        measured=_harmless,
    ),
}
