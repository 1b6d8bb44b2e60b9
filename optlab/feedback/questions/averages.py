"""What chapter 03 asks. Each number and each choice is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.classic import momentum_ema, sgd
from ...worlds import landscapes, signals
from .ask import Question


def _average(signal, beta):
    return drive(momentum_ema, signal, lr=1.0, mu=beta).m


def _window():
    mean = np.convolve(signals.impulse(60, at=5, height=20.0), np.full(20, 1 / 20))[:60]
    return "it falls from 1 to 0 at once" if np.allclose(mean[23:27], [1, 1, 0, 0]) else "other"


def _sine(period, beta):
    """The height of what an average makes of a sine: √2 times its root mean square over whole periods."""
    m = _average(np.sin(2 * np.pi * np.arange(1200) / period), beta)[-10 * period :]
    return np.sqrt(2 * (m**2).mean())


def _cloud(beta):
    """The variance of many runs in the end, for lr = 0.1, curvature 1 and noise 1."""
    noisy = landscapes.ravine(1).with_noise(1.0)
    return descend(momentum_ema, noisy, x0=np.zeros((1000, 2)), steps=400, lr=0.1, mu=beta, rng=2).x[200:].var()


def _overshoot():
    a = descend(momentum_ema, landscapes.simple_quadratic, x0=[1.0, 1.0], steps=125, lr=0.05, mu=0.99).x[:, 0]
    choices = {"not at all": 1e-3, "about 0.15": 0.15, "about 0.6": 0.6}
    return min(choices, key=lambda label: abs(np.log(max(-a.min(), 1e-3) / choices[label])))


def _same_cloud():
    choices = {"19 times smaller": 19, "a few times smaller": 4, "as large as without": 1}
    return min(choices, key=lambda label: abs(np.log(_cloud(0.0) / _cloud(0.9) / choices[label])))


def _room():
    """How much more lr the average allows in the ravine: 2/L times 1, 1/19 or 19."""
    x0 = [1.0, 1.0]
    for factor, label in ((18, "19 times more"), (0.9, "as much"), (1 / 20, "19 times less")):
        run = descend(momentum_ema, landscapes.ravine(100), x0=x0, steps=2000, lr=0.02 * factor, mu=0.9)
        if np.abs(run.x[-1]).max() < 1:
            return label


def _dent():
    away = [np.linalg.norm(descend(momentum_ema, landscapes.ripple, steps=500, lr=0.03, mu=beta).x[-1]) for beta in (0, 0.9)]
    return "it rolls over many dents" if away[1] < away[0] / 2 else "other"


def _doubled():
    v = [0.0]
    for _ in range(60):
        v.append(v[-1] + (0.9 * v[-1] + 0.1))
    return v[-1] / v[-2]


def _mean_of_all():
    x = descend(sgd, landscapes.ravine(1).with_noise(1.0), x0=np.zeros((1000, 2)), steps=1000, lr=0.1, rng=2).x
    return x.mean(axis=0).var()


QUESTIONS = {
    "averages_window": Question(
        "The mean of the last 20 values meets a spike of height 20, and then only zeros. What does it do 20 steps after the "
        "spike, when nothing happens?",
        "it falls from 1 to 0 at once",
        {
            "it fades away": "That is an exponential average. The window keeps the spike at full weight until it drops out.",
            "nothing": "At that step the spike leaves the window.",
        },
        "The spike counts 20/20 = 1 for 20 steps, and then not at all.",
        measured=_window,
    ),
    "averages_start": Question(
        "A constant 1 comes in, and the average with β = 0.9 starts at 0. What does it show after 5 steps?",
        1 - 0.9**5,
        {
            1: "It started at 0, and that 0 still has more than half of the weight.",
            0.5: "It is no mean of the last ten: the invented 0 has the weight 0.9^5.",
            0.59: "That is the weight that the invented 0 still has.",
            0.344: "That is after four steps.",
            0.1: "That is after one step.",
        },
        "1 − 0.9^5: the weights of five values.",
        measured=lambda: _average(np.ones(5), 0.9)[-1],
    ),
    "averages_alternating": Question(
        "+1, −1, +1, −1 … comes in. How high does the average with β = 0.9 still swing?",
        1 / 19,
        {
            0: "Neighbours cancel, but the newest value weighs more than the one before it.",
            0.1: "The newest value has the weight 0.1, and the one before it takes 0.09 of that back, and so on.",
            0.526: "That is the sum, 1/1.9. The factor 1 − β = 0.1 of an average is missing.",
            0.05: "Nearly. If that is half of 0.1: divide by 1 + β = 1.9, not by 2.",
            0.23: "That is the root of 1/19: a rule for noise, not for a swing.",
        },
        "0.1 (1 − 0.9 + 0.81 − …) = 0.1/(1 + 0.9).",
        measured=lambda: abs(_average(signals.alternating(400), 0.9)[-1]),
    ),
    "averages_sine": Question(
        "How high is a sine of height 1 and a period of 6 steps (cos ω = 1/2) after an average with β = 0.9?",
        0.1 / np.sqrt(1 - 0.9 + 0.81),
        {
            1: "That is a slow sine. Within six steps up and down nearly cancel.",
            0.053: "That is the fastest one, with a period of 2 steps.",
            1.05: "1/√0.91: the factor 1 − β = 0.1 is missing.",
            0.11: "Nearly: take the root of 0.91.",
        },
        "0.1/√(1 − 2 · 0.9 · 0.5 + 0.81) = 0.1/√0.91.",
        measured=lambda: _sine(6, 0.9),
        tolerance=0.015,
    ),
    "averages_saturation": Question(
        "The signal is 1 for 40 steps, 0 for 40 steps, and so on. How high does the average with β = 0.99 get at the end of each "
        "on-time, after many periods?",
        1 / (1 + 0.99**40),
        {
            1: "It remembers 100 steps, and 40 of them are not enough to climb from far below to 1.",
            0.5: "That is the mean around which it swings.",
            0.33: "That is the first time, from 0. Later it starts higher.",
            0.4: "That is the lowest point, at the end of the off-time.",
        },
        "Top p and bottom q: q = p β^40 and 1 − p = (1 − q) β^40, so p = 1/(1 + β^40).",
        measured=lambda: _average(signals.saturation(4000), 0.99)[3879],
    ),
    "averages_cloud": Question(
        "Noisy gradients, `lr` = 0.1, β = 0.9. In the long run, how large is the cloud around the minimum, in variance?",
        "as large as without",
        {
            "19 times smaller": "Each step has a nineteenth of the noise, but neighbouring steps share theirs, and it adds up.",
            "a few times smaller": "That happens with a large lr, such as 1.5. With a small one there is no gain.",
        },
        "What an average takes out of each step, neighbouring steps have in common: it no longer cancels from step to step.",
        measured=_same_cloud,
    ),
    "averages_overshoot": Question(
        "The same bowl without noise, curvature 2, `lr` = 0.05, and a run from a distance of 1. How far beyond the minimum does "
        "the average with β = 0.99 carry it?",
        "about 0.6",
        {
            "not at all": "The average still tells of the slopes at the start when the run comes to the minimum.",
            "about 0.15": "That is β = 0.9, which remembers ten times less.",
        },
        "Its memory of 100 steps is longer than the way to the minimum: it arrives with slopes from far up, and goes on.",
        measured=_overshoot,
    ),
    "averages_room": Question(
        "Without an average the ravine allows `lr` up to 2/L = 0.02. How much does an average with β = 0.9 allow?",
        "19 times more",
        {
            "as much": "The steep direction changes sign at every step, and that is what an average takes out.",
            "19 times less": "An average makes the run sluggish, but it calms the jumps across the ravine.",
        },
        "On alternating gradients the average is (1 − β)/(1 + β) = 1/19 of the gradient.",
        measured=_room,
    ),
    "averages_dents": Question(
        "On ripple, gradient descent with `lr` = 0.03 stops in the first dent, 2.6 away from the middle. "
        "And with an average, β = 0.9, and the same `lr`?",
        "it rolls over many dents",
        {
            "it stops in the same dent": "When it comes to the dent, the average still tells of the slope before it.",
            "it diverges": "An average allows a larger lr, not a smaller one.",
        },
        "The dents are short, and the average of their slopes along the way is nearly 0. What is left is the slope of the bowl.",
        measured=_dent,
    ),
    "averages_doubled": Question(
        "By which factor does v grow in each step?",
        1.9,
        {
            0.9: "It grows: look at the figure.",
            2: "That would be v += v. Count what stands in front of the old v.",
            1.1: "That is 1 + (1 − β). The new line keeps 0.9 of v, and += adds the old v once more.",
            10: "That is a hundred-million-fold in eight steps; the line rises by 17 powers of ten in 60 steps.",
        },
        "v + 0.9 v = 1.9 v.",
        measured=_doubled,
    ),
    "averages_weights": Question(
        "One run of SGD, `lr` = 0.1, curvature 1, noise 1: its cloud has the variance 0.053. What is the variance of the plain "
        "mean of all points of its first 1000 steps?",
        0.001,
        {
            0.053: "That is a single point.",
            0.000053: "That would be 1000 independent points. Neighbours are alike, so far fewer count.",
            0.00166: "That divides by √1000, as a standard deviation does.",
            0.0046: "That is their exponential average with β = 0.99, which forgets the older ones.",
        },
        "About s^2/(h^2 t) = 1/1000, whatever lr is: as good as the best falling rate.",
        measured=_mean_of_all,
        tolerance=0.08,
    ),
}
