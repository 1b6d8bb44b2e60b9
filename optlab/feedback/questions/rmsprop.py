"""What chapter 07 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps import variants
from ...steps.adaptive import rmsprop, rmsprop_graves
from ...worlds import landscapes, signals
from .ask import Question

RAVINE = landscapes.ravine(100)


def _bound():
    """The longest step on gradients of the wildest sizes, with rho = 0.99."""
    rng = np.random.default_rng(7)
    wild = rng.standard_normal((3000, 50)) * 10 ** rng.uniform(-3, 3, (3000, 50))
    return np.abs(drive(rmsprop, wild, lr=1.0, rho=0.99).update).max()


def _teeth():
    """The first low tooth whose top makes 95 % of the full update."""
    tops = drive(rmsprop, signals.sawtooth(), lr=1.0, rho=0.9).update[99::20]
    full = drive(rmsprop, signals.sawtooth(2000), lr=1.0, rho=0.9).update[-1]
    return int(np.argmax(tops > 0.95 * full)) + 1


def _burst():
    loss = descend(rmsprop, RAVINE, steps=1000, lr=0.1).loss
    assert loss.argmin() == 48 and 2 < loss[53] < 2.3
    return "it jumps up to 2" if loss[53] > 10 * loss[-100:].mean() else "?"


def _quarter():
    high, low = (descend(rmsprop, RAVINE, steps=1000, lr=lr).loss[-100:].mean() for lr in (0.1, 0.05))
    return high / low


def _best_lr():
    """The lr with the lowest loss after 125 steps, rho = 0.9, as the nearest of the choices."""
    lrs = np.geomspace(0.001, 1, 61)
    best = lrs[descend(rmsprop, RAVINE, steps=125, lr=lrs).loss[-1].argmin()]
    return f"about {min((0.003, 0.03, 0.3), key=lambda choice: abs(np.log(choice / best)))}"


def _as_printed(x, g, v=0.0, *, lr=0.01, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def _from_left():
    run = descend(_as_printed, landscapes.ravine(1), x0=[-1.0, -1.0], steps=300)
    return "it has no number after the first step" if run.diverged and len(run.x) == 0 else "?"


def _largest_first():
    tiny = signals.constant(1, height=1e-4)
    forms = {
        "PyTorch": rmsprop,
        "Keras": variants.rmsprop_eps_inside,
        "optax with correction": variants.rmsprop_corrected,
    }
    steps = {name: drive(form, tiny, lr=1.0, rho=0.9, eps=1e-7).update[0] for name, form in forms.items()}
    return max(steps, key=steps.get)


def _graves_copied():
    """Where Graves's form ends on the loss with two minima, without and with momentum."""
    ends = [descend(rmsprop_graves, landscapes.quartic, steps=100, lr=0.04, mu=mu).path[-1, 0] for mu in (0.0, 0.9)]
    return "without at −1.5, with at 2.5" if np.allclose(ends, (-1.5, 2.5), atol=0.01) else ends


QUESTIONS = {
    "rmsprop_start": Question(
        "RMSprop divides by the root of the *average* of the squared gradients, and that average starts at 0. The "
        "gradient is 1 at "
        "every step, `lr` is 1, `rho` is 0.99. How large is the very first step?",
        10,
        {
            1: "That is where it ends. In the first step the average holds only 1 % of the square.",
            0.1: "It is too long, not too short: a small number stands below.",
            100: "The root is missing.",
        },
        "v = 0.01 · 1^2, and its root is 0.1.",
        measured=lambda: drive(rmsprop, signals.constant(1), lr=1.0, rho=0.99).update[0],
    ),
    "rmsprop_rectangles": Question(
        "The gradient alternates between twenty times +1 and twenty times −1. After 300 steps AdaGrad (`lr = 1`) has "
        "0.058 of its "
        "first step left. How large is step 300 of RMSprop (`lr = 1`, `rho = 0.9`), without its sign?",
        1,
        {
            0.058: "That is AdaGrad. An average of ones does not grow.",
            3.162: "That is its first step, when the average was still near 0.",
            0: "The squares do not cancel, whatever the signs.",
        },
        "The average of squares is 1 in the end, so the step is lr.",
        measured=lambda: abs(drive(rmsprop, signals.rectangles(), lr=1.0, rho=0.9).update[-1]),
    ),
    "rmsprop_longest": Question(
        "Gradients of wildly different sizes, from 0.001 to 1000, `lr = 1`, `rho = 0.99`. How long can a step get at most?",
        10,
        {
            1000: "The size of the gradient stands above and below.",
            1: "That is the step when all gradients are equally large. After a long silence it is longer.",
            100: "The root is missing.",
        },
        "v holds at least (1 − rho) of the newest square, so no step is longer than lr / √(1 − rho).",
        measured=_bound,
        tolerance=0.03,
    ),
    "rmsprop_certain": Question(
        "Graves divides by the *spread* of the gradients, with ε = 0.0001 under the root. No momentum, `lr = 1`. The "
        "gradient is exactly "
        "1 at every step. How large does a step become?",
        100,
        {
            1: "That is RMSprop. Here the mean is taken off, and a constant has no spread.",
            10000: "ε stands under the root.",
            1000: "That is with his momentum of 0.9, which makes ten times that. Here there is none.",
            4.58: "That is about the first step. The spread goes on falling.",
        },
        "The spread goes to 0, and √ε = 0.01 is left below.",
        measured=lambda: drive(rmsprop_graves, signals.constant(1000), lr=1.0, rho=0.95, mu=0.0, eps=1e-4).update[-1],
    ),
    "rmsprop_graves_copied": Question(
        "Graves's form with `mu` = 0 and with `mu` = 0.9. Where do the two end?",
        "without at −1.5, with at 2.5",
        {
            "both at −1.5": "With momentum it does not stop where the slope does.",
            "both at 2.5": "Without momentum the step goes to 0 with the gradient, and the poor minimum comes first.",
            "with at −1.5, without at 2.5": "What could carry it over the hill against the gradient? Only a velocity.",
        },
        "It crosses the poor minimum at seven times `lr` a step, and that is enough for the hill.",
        measured=_graves_copied,
    ),
    "rmsprop_teeth": Question(
        "The sawtooth has long teeth first, then teeth a quarter as high, 20 steps each. With `rho = 0.9`: which low "
        "tooth is the first on "
        "which RMSprop is back at 95 % of its full step?",
        3,
        {
            1: "The large squares fade by 0.9 a step, but they are 16 times as large.",
            2: "Nearly: it has 90 % there.",
            10: "0.9^20 is 0.12: most of the past is gone after one tooth.",
        },
        "The old squares are 16 times as large and fade to 12 % with each tooth: 60 %, 90 %, 99 %.",
        measured=_teeth,
    ),
    "rmsprop_switch": Question(
        "All gradients are exactly as large as `eps`. How large is RMSprop's step in the end, in units of `lr`?",
        0.5,
        {
            1: "That is for gradients much larger than eps.",
            0: "eps makes it smaller, but not that small.",
            0.707: "That would be eps² under the root. It stands beside the root.",
        },
        "g / (|g| + eps) = 1/2.",
        measured=lambda: drive(rmsprop, signals.constant(300, height=1e-3), lr=1.0, eps=1e-3).update[-1],
    ),
    "rmsprop_burst": Question(
        "RMSprop with `lr = 0.1` starts on the ravine with a loss of 16. At step 48 its loss is 0.00000003. What does the "
        "loss do in the next "
        "five steps?",
        "it jumps up to 2",
        {
            "it falls on": "The denominator falls on too, and a small denominator makes long steps.",
            "it stays": "It cannot stay: the denominator forgets the large gradients of the start.",
        },
        "√v has sunk so low that the steep direction is beyond the border of stability.",
        measured=_burst,
    ),
    "rmsprop_dither": Question(
        "After 1000 steps RMSprop trembles around the minimum, and its loss stays at a certain level. How many times "
        "lower is that level "
        "with half the `lr`?",
        4,
        {
            2: "The distance is half as large. The loss is its square.",
            1: "The steps stay as long as `lr`, so the trembling follows it.",
            1.414: "The distance is proportional to lr, not to its root.",
            0.25: "That share of it is left: turn it round.",
        },
        "It jumps between +lr/2 and −lr/2; the loss is a square.",
        measured=_quarter,
    ),
    "rmsprop_best_lr": Question(
        "The map shows the loss on the ravine after 125 steps for each pair of `lr` and `rho`. The start is 2.5 away. "
        "Which `lr` is best for "
        "`rho = 0.9`?",
        "about 0.03",
        {
            "about 0.003": "125 steps of 0.003 make 0.375: it does not arrive.",
            "about 0.3": "It arrives at once, and then trembles with 0.15 to both sides.",
        },
        "Large enough to arrive (125 steps of 0.02 are 2.5), and as small as possible to stay.",
        measured=_best_lr,
    ),
    "rmsprop_printed": Question(
        "A learner types the formula as it is printed and starts it at x = −1 on the bowl x^2/2. What happens?",
        "it has no number after the first step",
        {
            "it walks to 0, as from +1": "From −1 the gradients are negative, and an average of them stands under the root.",
            "it walks the wrong way": "The direction comes from g above, which is right. Look at the root below.",
        },
        "v is an average of the gradient itself, here −0.1, and a negative number has no root.",
        measured=_from_left,
    ),
    "rmsprop_largest_first": Question(
        "The first gradient is 0.0001, and all have ε = 0.0000001: PyTorch beside the root, Keras under it; optax can "
        "also correct the start of the "
        "average. Whose first step is the longest?",
        "PyTorch",
        {
            "Keras": "Under the root ε acts like its root, 0.0003. That is more than the gradient.",
            "optax with correction": "It begins with lr, as it goes on.",
        },
        "3.15 lr: the uncorrected average makes the first step too long, and ε is too small to matter.",
        measured=_largest_first,
    ),
}
