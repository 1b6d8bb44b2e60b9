"""What chapter 08 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.adaptive import adadelta, adagrad, adam, rmsprop
from ...steps.classic import sgd
from ...worlds import landscapes, signals
from .ask import Question

METHODS = {
    "gradient descent": (sgd, dict(lr=0.01)),
    "AdaGrad": (adagrad, dict(lr=0.1, eps=0.0)),
    "RMSprop": (rmsprop, dict(lr=0.01, eps=0.0)),
    "Adam": (adam, dict(lr=0.01, eps=0.0)),
    "AdaDelta": (adadelta, dict(eps=1e-4)),
}


def _changed(loss=1.0, unit=1.0):
    """Which of the five methods end elsewhere on the ravine, as the label of a choice."""
    ravine = landscapes.ravine(10)
    scaled = landscapes.Landscape(
        lambda x: loss * ravine.f(x / unit), lambda x: loss * ravine.grad(x / unit) / unit, start=(2.0 * unit, 1.0 * unit)
    )
    plain = landscapes.Landscape(ravine.f, ravine.grad, start=(2.0, 1.0))
    ends = {
        name: descend(step, scaled, steps=50, **hyper).x[-1] / unit - descend(step, plain, steps=50, **hyper).x[-1]
        for name, (step, hyper) in METHODS.items()
    }
    changed = [name for name, gap in ends.items() if np.abs(gap).max() > 0.01]
    labels = {1: "only gradient descent", 4: "all but AdaDelta", 5: "all five"}
    return labels[len(changed)] if changed[0] == "gradient descent" else changed


def _growth():
    update = drive(adadelta, signals.constant(10_000)).update
    return update[-1] / update[0]


def _favoured():
    both = np.stack([signals.constant(3000), signals.spikes(3000)], axis=1)
    always, rarely = drive(adadelta, both, eps=1e-3, rho=0.9).update[-60:].max(axis=0)
    return "the one that is always on" if always > 2 * rarely else "the rare one" if rarely > 2 * always else "both alike"


def _way():
    """How much of its height above the minimum the run has lost after 9 steps."""
    lowest = landscapes.wobbly.f(np.array(landscapes.wobbly.minima)).min()
    loss = descend(adadelta, landscapes.wobbly, steps=9).loss - lowest
    lost = 1 - loss[-1] / loss[0]
    return "less than a hundredth" if lost < 0.01 else "nearly all" if lost > 0.9 else "about half"


def _along_eps():
    """How the loss goes when eps grows from 1e-6 to 0.1, at the default rho."""
    eps = 10.0 ** np.arange(-6, 0)
    loss = [descend(adadelta, landscapes.ravine(100), steps=125, eps=e).loss[-1] for e in eps]
    best = int(np.argmin(loss))
    return "it falls, then it rises again" if 0 < best < 5 else "it only falls" if best == 5 else "it stays the same"


def _as_typed(x, g, v=0.0, u=0.0, *, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    u = rho * u + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    return dict(v=v, u=u, x=x - delta)


def _keras():
    x = descend(adadelta, landscapes.ravine(1), x0=[1.0, 1.0], steps=1000, lr=1e-3, eps=1e-7).x[-1, 0]
    return "still at 1, nearly" if x > 0.99 else "half way" if x > 0.1 else "at the minimum"


QUESTIONS = {
    "adadelta_start": Question(
        "`rho` is 0.95 and `eps` is 1e-6. The step is sqrt(u + eps) / sqrt(v + eps) times g, with u = 0 at the start and "
        "v = 0.05 g^2 after the first gradient. The first gradient is 100. How long is the first step?",
        np.sqrt(1e-6 / 0.05),
        {
            100: "That is the gradient. It is divided by the root of v, which grows with it.",
            1e-3: "That is √eps. The v below holds only the share 0.05 of the squared gradient.",
            0.447: "The 100 cancels: v grows with its square.",
            2e-5: "The roots are missing.",
        },
        "√eps above, √0.05 · 100 below, times 100: the 100 cancels, √(1e-6 / 0.05) = 0.0045 is left.",
        measured=lambda: drive(adadelta, [100.0]).update[0],
        tolerance=0.03,
    ),
    "adadelta_loss_scaled": Question(
        "The *loss* is multiplied by 10, and every setting stays as it was. Which of the five methods gradient descent, AdaGrad, "
        "RMSprop, Adam and AdaDelta take another path?",
        "only gradient descent",
        {
            "all five": "Four of them divide the gradient by its own size.",
            "all but AdaDelta": "So one can read. But AdaGrad, RMSprop and Adam divide by the size of the gradient, too.",
        },
        "A ten times larger gradient over a ten times larger root: nothing changes. Gradient descent does not divide.",
        measured=lambda: _changed(loss=10.0),
    ),
    "adadelta_unit_scaled": Question(
        "Which of the five take another path now? (AdaDelta starts from u = 0.)",
        "all five",
        {
            "only gradient descent": "`lr` = 0.01 is a length. In the new unit it is a tenth of what it was.",
            "all but AdaDelta": "Nearly what Zeiler hoped for. But from zero its first step is √(eps / (1 − rho)) in any unit.",
        },
        "Each has a number that is a length: `lr`, or the root of `eps`. A length has other numbers in other units.",
        measured=lambda: _changed(unit=10.0),
    ),
    "adadelta_growth": Question(
        "`rho` = 0.95, `eps` = 1e-6, gradient 1 at every step. How many times longer is step number 10 000 than the first?",
        np.sqrt((10_000 + 400) / 401),
        {
            1: "Each step enters u, and `eps` comes on top: the steps do grow.",
            10_000: "It is the square of the step that grows evenly, and slowly.",
            26: "That is its square. Take the root.",
            100: "√10 000, if the first step were as short as its growth. It has a start of its own.",
        },
        "The square starts from eps / 0.05 and grows by 0.05 eps a step: after 400 steps it has doubled. After 10 000 it is 26 "
        "times as large, and √26 is 5.1.",
        measured=_growth,
        tolerance=0.05,
    ),
    "adadelta_favour": Question(
        "AdaDelta starts from zero (`rho` = 0.9, `eps` = 1e-3). After 3000 steps: which weight makes the longer steps?",
        "the one that is always on",
        {
            "the rare one": "So with AdaGrad. Here a weight forgets the steps that it has made while it rests.",
            "both alike": "The gradients are alike. What each has walked before is not.",
        },
        "Its u grows step by step. The u of the rare weight has faded before the next gradient comes.",
        measured=_favoured,
    ),
    "adadelta_way": Question(
        "The minimum is 3.1 away, and the start is 14 above it. How much of this height has AdaDelta lost after 9 steps at its "
        "defaults?",
        "less than a hundredth",
        {
            "about half": "RMSprop has lost more than that. Think of the length of AdaDelta's first steps.",
            "nearly all": "That is the second run, whose steps are 100 times as long.",
        },
        "9 steps of about 0.0045 are 0.04 of a way of 3.1.",
        measured=_way,
    ),
    "adadelta_larger_eps": Question(
        "On the ravine with its curvature of 100, from `eps` = 1e-6 upwards to 0.1: what does the loss after 125 steps do?",
        "it falls, then it rises again",
        {
            "it only falls": "Longer steps are faster as long as the steep direction bears them.",
            "it stays the same": "`eps` sets the length of the first steps, and u remembers it.",
        },
        "Longer steps are faster, and then too long: as with a learning rate.",
        measured=_along_eps,
    ),
    "adadelta_bug": Question(
        "How long is the first step of this function on a gradient of 0.5?",
        0.5,
        {
            0.0045: "That is AdaDelta's. Look at what u averages here.",
            1: "The ratio is 1. It is multiplied by the gradient.",
            0.112: "That is the root of v. It also stands above, and cancels.",
        },
        "u equals v, so the ratio is 1, and the step is the gradient.",
        measured=lambda: drive(_as_typed, [0.5]).update[0],
    ),
    "adadelta_keras": Question(
        "Where is the run with Keras's defaults after 1000 steps?",
        "still at 1, nearly",
        {
            "half way": "The first steps are a thousandth of √(1e-7 / 0.05) long.",
            "at the minimum": "So the paper's settings. Here each step is a thousandth of what the rule says.",
        },
        "1000 steps of about 2e-6: it moves by 0.002.",
        measured=_keras,
    ),
}
