"""What chapter 16 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...formulas.edits import edited
from ...run.drive import descend, drive
from ...steps.adasecant import adasecant
from ...steps.classic import sgd
from ...worlds.landscapes import ravine
from ...worlds.problems import LeastSquares
from .ask import Question

NO_COVARIANCE = "rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate)"


def _secant(x, g, t, g_old=0.0, delta=0.0):
    """The plain secant: what the last step was, over what it changed."""
    rate = 0.005 if t == 1 else np.abs(delta / (g - g_old))
    return dict(delta=-rate * g, g_old=g, x=x - rate * g)


def _longest():
    run = descend(_secant, ravine(100).with_noise(0.1), np.ones((200, 2)), steps=500)
    longest = np.abs(run.update).max()
    return "more than 100" if longest > 100 else "about 10" if longest > 3 else "about 1"


def _losses(lines, state=None, steps=100):
    """The median loss of 20 runs of AdaSecant with other lines, at the last step."""
    run = descend(edited("adasecant", lines), LeastSquares(), np.zeros((20, 20)), steps=steps, state=state)
    return np.median(run.loss[-1])


def _window():
    lines = f"{NO_COVARIANCE}; g_tilde = g; tau = tau"
    return f"{min((2.2, 20.0, 100.0), key=lambda tau: _losses(lines, dict(tau=tau))):g} steps"


def _leads():
    """How many of 400 runs on the ravine AdaSecant leads after 125 steps, at gradient noise 0.1, 1 and 3."""
    starts, shares = np.tile(ravine(100).start, (400, 1)), []
    for noise in (0.1, 1.0, 3.0):
        steps = [(adasecant, {}), (sgd, dict(lr=0.001)), (sgd, dict(lr=0.019))]
        ours, *others = (descend(step, ravine(100).with_noise(noise), starts, rng=16, **hyper).loss[-1] for step, hyper in steps)
        shares.append(float((ours < np.minimum(*others)).mean()))
    return "in about half" if np.allclose(shares, [1, 0.8, 0.45], atol=0.03) else shares


def _units():
    scaled = LeastSquares()
    scaled.best, scaled.sigma = scaled.best * 0.01, scaled.sigma * 0.01
    loss = descend(adasecant, scaled, np.zeros((20, 20)), steps=1).loss
    times = np.median(loss[1] / loss[0])
    return "about 2000 times larger" if 1500 < times < 3000 else times


def _covariance():
    noise = np.random.default_rng(1).standard_normal((1200, 200))
    rate = np.median(drive(edited("adasecant", "tau = tau"), noise, gamma_max=0.0, state=dict(tau=50.0)).rate, axis=1)
    return "it grows" if rate[-1] > 2 * rate[400] else "it falls" if rate[-1] < rate[400] / 2 else "it stays"


def _on_a_slope():
    step = np.abs(drive(adasecant, np.ones(40)).update)
    return "they explode" if step[-1] > 1e6 else "they shrink" if step[-1] < 0.5 else "they stay near 1"


def _paired():
    """D/A − E[alpha delta]/A² for delta = −noise and alpha the change that follows."""
    noise = np.random.default_rng(16).standard_normal(2_000_000)
    delta, alpha = -noise[:-1], np.diff(noise)
    return np.sqrt((delta**2).mean() / (alpha**2).mean()) - (alpha * delta).mean() / (alpha**2).mean()


QUESTIONS = {
    "adasecant_leads": Question(
        "At gradient noise 0.1 AdaSecant leads after 125 steps in all of 400 runs. In how many does it lead at noise 3?",
        "in about half",
        {
            "in nearly all": "At noise 1 it is 8 of 10. Move the noise to 3, and change the seed a few times.",
            "in nearly none": "Its windows grow, and its rate falls by itself. Change the seed a few times.",
        },
        "In 8 of 10 at noise 1, in 44 of 100 at noise 3.",
        measured=_leads,
    ),
    "adasecant_longest": Question(
        "200 runs of the plain secant with noise of size 0.1, 500 steps each, from (1, 1). No useful step is longer than about "
        "1. How long is the longest of all their steps?",
        "more than 100",
        {
            "about 1": "So without noise. Ask for the least change of the gradient that noise can leave below the step.",
            "about 10": "The step is divided by a change of the gradient. In 100 000 steps that change is somewhere nearly 0.",
        },
        "Where the change of the gradient is nearly 0 by chance, the step is divided by nearly 0.",
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
    "adasecant_constant": Question(
        "The gradient is 1 at every step, without noise. What do AdaSecant's steps do?",
        "they explode",
        {
            "they stay near 1": "So with RMSprop. Here the rate is D/A, and A averages the changes of the gradient.",
            "they shrink": "For that the changes of the gradient must be large beside the steps. They are 0.",
        },
        "Each new change is 0, so A falls at every step, and the rate D/A grows.",
        measured=_on_a_slope,
    ),
    "adasecant_units": Question(
        "The parameters are measured in units 100 times larger: their numbers are 100 times smaller, the minimum is 0.03 away. "
        "The first step is as long as ever. What does it do to the loss?",
        "about 2000 times larger",
        {
            "half as large": "So in the old units. Now the step, 0.88, is about 30 times as long as the way.",
            "about 30 times larger": "The step is 30 times as long as the way, and the loss grows with the square.",
        },
        "The loss grows with the square of the way, and a step 30 times too long is 900 and more.",
        measured=_units,
    ),
    "adasecant_pairing": Question(
        "Pure noise, gamma = 0. With the alpha in its line of cov the released code multiplies the rate by 1/√2 + 1/2 each time. "
        "What is the factor with the alpha that a secant needs?",
        1 / np.sqrt(2) - 0.5,
        {
            1.207: "So with the alpha before the step, which holds this noise with a plus.",
            0.707: "That is D/A alone. The covariance is not 0: this noise stands in delta and in alpha.",
            0.5: "That is the covariance alone.",
        },
        "delta = −rate · noise, and the next alpha holds −noise: their mean is positive, and it is subtracted.",
        measured=_paired,
    ),
}
