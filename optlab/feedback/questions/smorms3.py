"""What chapter 14 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.adaptive import adam, rmsprop
from ...steps.beyond import smorms3
from ...worlds import landscapes
from .ask import Question


def _on_noise():
    noise = np.random.default_rng(14).standard_normal((1000, 200))
    mem = drive(smorms3, noise, lr=1e-3).mem[-1].mean()
    return "hundreds of steps" if mem > 100 else "about 10 steps" if mem > 5 else "1 step"


def _cloud():
    """How much nearer to the minimum SMORMS3 is than RMSprop, after 3000 noisy steps."""
    noisy, starts = landscapes.ravine(1).with_noise(1.0), np.full((50, 2), 3.0)
    runs = (descend(step, noisy, starts, 3000, lr=0.1, rng=14) for step in (rmsprop, smorms3))
    far, near = (np.sqrt((run.x[-20:] ** 2).sum(axis=-1).mean()) for run in runs)
    return "about ten times nearer" if 5 < far / near < 20 else "about as far" if 0.5 < far / near < 2 else "farther"


def _well_tuned():
    """For how many of five lr the ravine's loss at step 125 is below a millionth."""
    loss = descend(smorms3, landscapes.ravine(100), steps=125, lr=[0.05, 0.1, 0.2, 0.5, 1.0]).loss[-1]
    return {5: "with all five", 1: "with one", 0: "with none"}.get(int((loss < 1e-6).sum()), "with some")


def _out():
    """With how many of seven lr the run ends below the first basin."""
    canyon = landscapes.hills_and_canyon
    low = canyon.f(np.array(canyon.minima)).min()
    loss = descend(smorms3, canyon, steps=300, lr=np.geomspace(0.01, 1, 7)).loss[-1] - low
    return {0: "with none", 7: "with all"}.get(int((loss < 5).sum()), "with the largest only")


def _wakes():
    """How long a memory that noise has made long takes to fall below 10, on a steady gradient."""
    noise = np.random.default_rng(14).standard_normal((1000, 200))
    mem = drive(smorms3, np.concatenate([noise, np.ones((1000, 200))]), lr=1e-3).mem
    steps = np.median(np.argmax(mem[1000:] < 10, axis=0) + 1)
    return "about 5" if steps < 20 else "about 150" if steps < 300 else "about 600"


def _after_adam():
    """The loss 20 steps after the hand-over, Adam's over SMORMS3's."""
    canyon = landscapes.hills_and_canyon
    low = canyon.f(np.array(canyon.minima)).min()
    alone = descend(adam, canyon, steps=60, lr=0.46)
    after = descend(smorms3, canyon, alone.path[40], steps=20, lr=0.1)
    ratio = (alone.loss[60] - low) / (after.loss[20] - low)
    return "about ten times lower" if 5 < ratio < 20 else "about the same" if 0.5 < ratio < 2 else "higher"


def _short():
    mem = 0.0
    for _ in range(1000):
        mem = 1 + (1 - 0.01 * mem)
    return mem


QUESTIONS = {
    "smorms3_on_noise": Question(
        "Each weight averages its gradients over a memory of `mem` steps, which starts at 1. The gradients are pure noise. How "
        "long has the memory become after 1000 steps?",
        "hundreds of steps",
        {
            "1 step": "So on a steady gradient. Averaging over one step does not calm noise.",
            "about 10 steps": "So long is the memory of an average with 0.9, which people have chosen. This one goes on growing.",
        },
        "The longer it listens to noise, the surer it is that there is nothing, and the longer it listens.",
        measured=_on_noise,
    ),
    "smorms3_cloud": Question(
        "A round bowl, gradients with noise of size 1, 3000 steps with `lr` = 0.1. At the end RMSprop is 0.34 away from the "
        "minimum. And SMORMS3?",
        "about ten times nearer",
        {
            "about as far": "So Adam: its steps stay about as long. SMORMS3 hears that its gradients disagree.",
            "farther": "A long memory would do that if it only made the step late. Here it makes the step short.",
        },
        "The longer the noise lasts, the less its gradients agree, and the shorter are its steps.",
        measured=_cloud,
    ),
    "smorms3_ravine": Question(
        "A ravine, curvatures 1 and 100, 125 steps, with `lr` = 0.05, 0.1, 0.2, 0.5 and 1. RMSprop ends above 0.01 with each of "
        "them. With how many does SMORMS3 end below a millionth?",
        "with all five",
        {
            "with one": "So one would think of a learning rate. Here it is only an upper limit.",
            "with none": "RMSprop swings with steps of about lr. SMORMS3 takes swinging for noise, and makes its steps shorter.",
        },
        "A gradient that changes sign is noise to it: zeta falls, and with it the step.",
        measured=_well_tuned,
    ),
    "smorms3_escape": Question(
        "Hills and canyon, from the usual start; a shallow basin lies near. 300 steps, seven `lr` from 0.01 to 1. RMSprop and "
        "Adam get out of the basin with the larger ones. And SMORMS3?",
        "with none",
        {
            "with the largest only": "Its first step, 0.71 along each axis, is too short. Then the gradient changes its sign.",
            "with all": "On the ravine all went well, because swinging was damped. It is damped here, too.",
        },
        "What throws the others out of the basin, swinging, is what it damps first.",
        measured=_out,
    ),
    "smorms3_wake": Question(
        "1000 steps of noise: the memory is 600 steps long. Now the gradient is 1 at every step. After how many steps is the "
        "memory below 10?",
        "about 150",
        {
            "about 600": "It does not have to fill the memory: zeta acts on it at every step.",
            "about 5": "A few gradients in a row are nothing beside 600 noisy ones.",
        },
        "After k steps m is about k/600, and the memory is gone a little after m³/3 passes 1/600: that is k = 103.",
        measured=_wakes,
    ),
    "smorms3_short": Question(
        "A list of optimizers has M = 1 + (1 − `zeta` M) for the memory, with other brackets. `zeta` is 0.01 at every step. "
        "Where does M go?",
        2 / 1.01,
        {
            100: "That is Funk's. Here M itself is not carried over.",
            1: "At rest M = 2 − zeta M.",
            200: "Only zeta M is multiplied, not the 2.",
        },
        "M = 2 − zeta M gives 2/(1 + zeta): never above 2, however noisy the gradients are.",
        measured=_short,
    ),
    "smorms3_hand_over": Question(
        "At step 40 Adam, with `lr` = 0.46, is in the right basin. From there SMORMS3 goes on, with `lr` = 0.1. After 20 steps "
        "more, at step 60: how high is its loss above the minimum, beside that of Adam alone?",
        "about ten times lower",
        {
            "about the same": "Adam still swings about the minimum. To SMORMS3 that is noise.",
            "higher": "So where a swing is needed. In the right basin it is not needed any more.",
        },
        "In the right basin swinging is only noise, and SMORMS3 damps it.",
        measured=_after_adam,
    ),
    "smorms3_eps": Question(
        "The gradient is 0.00001 at every step, without any noise, and `eps` is 1e-8 instead of 1e-16. How long does the memory "
        "get?",
        101,
        {
            1: "So with eps = 1e-16. Put g² = 1e-10 and eps = 1e-8 into zeta = m²/(v + eps).",
            10: "That is √eps over the gradient. Both stand as squares in zeta.",
            11: "That is with roots: 1e-5/(1e-5 + 1e-4). Both stand as squares in zeta.",
            1 / 101: "That is zeta. At rest mem zeta = 1.",
        },
        "zeta = 1e-10/(1e-10 + 1e-8) = 1/101, and at rest mem zeta = 1.",
        measured=lambda: drive(smorms3, np.full(2000, 1e-5), eps=1e-8).mem[-1],
        unit="steps",
    ),
}
