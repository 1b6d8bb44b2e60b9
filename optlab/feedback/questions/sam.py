"""What chapter 26 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...formulas.edits import edited
from ...run.drive import descend
from ...steps.classic import sgd
from ...steps.modern import sam
from ...worlds import digits, network
from ...worlds.landscape import Landscape
from ...worlds.landscapes import flat_and_sharp as TWO
from .ask import Question

BOWL = Landscape(lambda x: (x**2).sum(-1) / 2, lambda x: x, start=(1.0,))
STEEP = Landscape(lambda x: 2 * (x**2).sum(-1), lambda x: 4 * x, start=(1.0,))


def _alone():
    x = descend(sam, TWO, steps=60, lr=0.02, rho=0.2).x[-2:, 0]
    if (x < 1).all():
        return "in the flat one"
    return "it hops about the sharp one" if abs(x[0] - x[1]) > 0.01 else "at rest in the sharp one"


def _batch_sam(x, grad, rng, *, lr=0.05, rho=0.2, s=2.5):
    """SAM whose two gradients share the noise of one mini-batch."""
    noise = s * rng.standard_normal(x.shape)
    return sam(x, lambda point: grad(point) + noise, lr=lr, rho=rho)


def _leaves():
    share = (descend(_batch_sam, TWO, np.full((200, 1), 2.0), steps=2000, rng=7).x[-1] < 1).mean()
    return "nearly all" if share > 0.9 else "nearly none" if share < 0.1 else "about half"


def _tops():
    """Whether SAM without noise finds the flat minimum more often than gradient descent, from everywhere."""
    everywhere = np.linspace(-4, 4, 201)[:, None]
    flat, plain = (
        (descend(step, TWO, everywhere, steps=3000, lr=0.02, **hyper).x[-1] < 1).mean()
        for step, hyper in ((sam, dict(rho=0.6)), (sgd, {}))
    )
    return "fewer than gradient descent's" if flat < plain - 0.02 else "as many" if flat < plain + 0.02 else "more"


def _digits():
    x, y, x_test, y_test = digits.digits()
    right = []
    for step, hyper, epochs in ((sgd, {}, 160), (sam, dict(rho=0.2), 80)):
        scores = []
        for seed in range(4):
            few = np.random.default_rng(seed).permutation(len(x))[:150]
            options = dict(epochs=epochs, batch=50, lr=0.5, rng=seed, init_rng=seed)
            scores.append(network.accuracy(network.train(step, x[few], y[few], **options, **hyper).params, x_test, y_test))
        right.append(np.array(scores))
    lead = right[1].mean() - right[0].mean()
    return "no difference beyond the spread" if abs(lead) < right[0].std() else "SAM's" if lead > 0 else "gradient descent's"


QUESTIONS = {
    "sam_alone": Question(
        "SAM with `rho` = 0.2 starts at 2.6, beside the sharp minimum at 2. No noise, `lr` = 0.02. Where is it after 60 steps?",
        "it hops about the sharp one",
        {
            "in the flat one": "One hopes so. But the hilltop between lies 0.75 away, and it looks only 0.2 far.",
            "at rest in the sharp one": "At rest, the gradient at x + e would have to be 0. With x at the minimum, "
            "x + e is 0.2 up the wall.",
        },
        "It cannot leave, and it cannot rest: from the minimum every look goes up a wall, and the step goes to the other side.",
        measured=_alone,
    ),
    "sam_hop": Question(
        "Solve −a = a − η h (a + ρ) for a. With η = 0.1, h = 4 and ρ = 0.2: how large is the hop a?",
        0.05,
        {
            0.08: "That is η h ρ. The a on the right counts, too: 2 a − η h a = η h ρ.",
            0.04: "η h ρ/2 leaves out the − η h in 2 − η h.",
            0.1: "That is the whole way from −a to +a.",
        },
        "a = η h ρ/(2 − η h) = 0.4 · 0.2/1.6.",
        measured=lambda: abs(descend(sam, STEEP, steps=500, lr=0.1, rho=0.2).x[-1, 0]),
    ),
    "sam_noise": Question(
        "In how many of the 400 runs is SAM with `rho` = 0.2 in the *flat* minimum at the end?",
        "nearly all",
        {
            "nearly none": "So it is for gradient descent. SAM's cloud in the sharp minimum is nearly three times as large.",
            "about half": "So it is after some 400 steps. But from the flat one it does not come back.",
        },
        "In the sharp minimum each step adds (η h ρ)²: the cloud reaches the hilltop. In the flat one it does not.",
        measured=_leaves,
    ),
    "sam_top": Question(
        "No noise, `rho` = 0.6, 201 starts from −4 to 4. How many end in the flat minimum?",
        "fewer than gradient descent's",
        {
            "more": "It ought to be so. Think of a run beside the hilltop, whose look uphill goes over the top.",
            "as many": "Far from the hilltop, yes. Close to it the look goes over the top, to a slope of the other sign.",
        },
        "Those that start near the hilltop stay there: 0.58 against 0.66 end in the flat one.",
        measured=_tops,
    ),
    "sam_digits": Question(
        "Who has more *unseen* digits right: SAM with `rho` = 0.2, or gradient descent with as many gradients?",
        "no difference beyond the spread",
        {
            "SAM's": "That is what the paper finds on large networks. Here the seeds spread by 3 %.",
            "gradient descent's": "It has the lower loss on what it learned; that does not carry over.",
        },
        "Both get 90 to 91 %, with a spread of 3 % between seeds.",
        measured=_digits,
    ),
    "sam_lost": Question(
        "Without the way back x becomes x + e − η g_SAM. On a bowl with h = 1, `rho` = 0.05 and `lr` = 0.1: where does it "
        "come to rest?",
        0.45,
        {
            0.0026: "That is SAM's own hop. Here the step uphill stays in.",
            0.05: "That is ρ, one look. The step down is η times the slope there, much shorter: it needs a steeper slope.",
            0.5: "That is ρ/(η h): the slope is taken at x + ρ, so subtract ρ.",
        },
        "At rest ρ = η h (x + ρ): x = ρ/(η h) − ρ = 0.5 − 0.05.",
        measured=lambda: descend(edited(sam, "x = x + e - lr * g_sam"), BOWL, steps=2000, lr=0.1, rho=0.05).x[-1, 0],
    ),
}
