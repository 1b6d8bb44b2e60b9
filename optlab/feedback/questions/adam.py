"""What chapter 09 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps import variants
from ...steps.adaptive import adagrad, adam, rmsprop
from ...steps.classic import momentum, sgd
from ...worlds import digits, landscapes, network, signals
from .ask import Question


def _uncorrected(x, g, m=0.0, v=0.0, *, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return dict(m=m, v=v, x=x - m / np.sqrt(v))


def _page(x, g, m=0.0, v=0.0, *, beta1=0.9, beta2=0.999, eps=1e-6):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return dict(m=m, v=v, x=x - m / (1 - beta1) / np.sqrt(v / (1 - beta2)) + eps)


def _shape():
    ratio = drive(variants.adam_lr_t, signals.constant(3000), lr=1.0).update / drive(_uncorrected, signals.constant(3000)).update
    low = int(ratio.argmin())
    return "it falls, then it rises to 1" if 0 < low < 2999 else "it rises to 1" if low == 0 else "it falls to 1"


def _longest():
    late = np.arange(10_200) - 10_000
    grow = np.where(late < 0, 0.0, (0.999 / 0.9) ** (late - 199.0))
    size = drive(adam, grow, lr=1.0, eps=1e-300).update.max()
    return "about 7 lr" if 6.5 < size < 7.5 else size


def _burst():
    plain, burst = signals.spikes(300), signals.spikes(300)
    burst[120] = 1000.0
    run = drive(adam, np.stack([plain, burst], axis=1), lr=1.0)
    assert np.allclose(run.m[180], [0.1, 0.28], rtol=0.01) and np.allclose(run.v[180], [0.00367, 942], rtol=0.01)
    answers = run.update[180:240].max(axis=0)
    return "more than a hundred times weaker" if answers[1] < 0.01 * answers[0] else answers


def _lowest():
    steps = {"gradient descent": (sgd, 0.02), "momentum": (momentum, 0.01), "AdaGrad": (adagrad, 1.0)}
    steps |= {"RMSprop": (rmsprop, 0.25), "Adam": (adam, 0.25)}
    ends = {name: descend(step, landscapes.wobbly, steps=25, lr=lr).loss[-1] for name, (step, lr) in steps.items()}
    return min(ends, key=ends.get)


def _cloud():
    noisy, start = landscapes.ravine(1).with_noise(1.0), np.zeros((50, 2))
    wide, narrow = (descend(adam, noisy, start, steps=3000, lr=lr, rng=9).x[1000:].std() for lr in (0.04, 0.01))
    return wide / narrow


def _diagonal():
    ravine, turn = landscapes.ravine(100), np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)
    where = landscapes.Landscape(
        lambda x: ravine.f(x @ turn), lambda x: ravine.grad(x @ turn) @ turn.T, start=tuple(turn @ [-2.5, 0.5])
    )
    lrs = np.geomspace(0.01, 10, 61)
    ours, theirs = (np.nanmin(descend(s, where, lr=lr).loss[-1]) for s, lr in ((adam, lrs), (momentum, lrs / 100)))
    return "momentum" if theirs < 0.5 * ours else "Adam" if ours < 0.5 * theirs else "both are level"


def _trained(step, epochs=8, **hyper):
    x, y, _, _ = digits.digits()
    return network.train(step, x, y, epochs=epochs, **hyper).epochs[-1]


def _without_average():
    ratio = _trained(adam, lr=0.03, beta1=0.0) / _trained(adam, lr=0.06)
    return "about twice as high" if 1.5 < ratio < 3.5 else "level with Adam" if ratio < 1.5 else "it does not learn"


def _forms():
    """Whose step has first halved when the gradients get smaller."""
    forms = {"hats": adam, "lr_t": variants.adam_lr_t, "eps under the root": variants.adam_eps_inside}
    for height in 10.0 ** -np.arange(10):
        small = [name for name, form in forms.items() if drive(form, [height] * 200, lr=1.0, eps=1e-8).update[-1] < 0.8]
        if small:
            return small[0] if len(small) == 1 else small


def _lr_cost():
    small, best, large = (_trained(adam, lr=lr) for lr in (0.015, 0.06, 0.24))
    return "4 times too large" if large > 2 * small > best else "4 times too small"


QUESTIONS = {
    "adam_start": Question(
        "The first gradient that Adam ever sees is 300. With `lr` = 0.25: how long is its first step?",
        0.25,
        {
            75: "That is gradient descent's step, `lr` times the gradient. Adam divides by the size of the gradient.",
            7.9: "That is RMSprop's. It divides by a root that holds only a thousandth of the squared gradient.",
            300: "That is the gradient.",
            0.79: "That is Adam without its corrections.",
        },
        "Both averages are corrected to g and g^2, so the step is `lr` · 300 / √300^2 = `lr`.",
        measured=lambda: drive(adam, [300.0], lr=0.25).update[0],
    ),
    "adam_first_uncorrected": Question(
        "The gradient is 1, `lr` is 1. m starts at 0 and keeps 0.9, v starts at 0 and keeps 0.999. How long is the first step "
        "m / √v, without any correction?",
        0.1 / np.sqrt(0.001),
        {
            1: "So it will be with the corrections. m is 0.1, v is 0.001.",
            0.1: "That is m. It is divided by √v = 0.032.",
            31.6: "That is 1 / √v, RMSprop's first step. m is only 0.1.",
            100: "The root of v is missing.",
        },
        "m = 0.1 and √v = 0.0316.",
        measured=lambda: drive(_uncorrected, [1.0]).update[0],
    ),
    "adam_lr_t_shape": Question(
        "With the usual betas: how does lr_t / lr go, from step 1 to step 3000?",
        "it falls, then it rises to 1",
        {
            "it rises to 1": "So the root, for v. The part for m starts small too, and is divided by.",
            "it falls to 1": "So the part for m alone. But the root for v starts at 0.03 and rises for thousands of steps.",
        },
        "The part for m falls fast, within 44 steps. The part for v rises slowly, for 4000.",
        measured=_shape,
    ),
    "adam_longest_step": Question(
        "Look for the worst signal there is. How long can a step of Adam get, with the usual betas?",
        "about 7 lr",
        {
            "never longer than lr": "One gradient after a long silence already makes more.",
            "about 3 lr": "That is one gradient after a long silence, the bound that is usually quoted. Let more follow.",
            "as long as one likes": "m and √v are made of the same gradients: neither grows alone.",
        },
        "Gradients that grow 1.11-fold a step: m follows them at once, √v is full of the small old ones.",
        measured=_longest,
    ),
    "adam_impulse_walk": Question(
        "With `lr` = 1, how far does Adam walk in all after this single gradient?",
        6.01,
        {
            1: "That is its first step. m goes on for some twenty steps.",
            10: "That is momentum's way, 1 / (1 − mu). Here m is an average, and is corrected less and less.",
            31.8: "That is the way after a *late* impulse, when the corrections have faded.",
        },
        "1 + 0.67 + 0.52 + 0.42 + …: the sum of m_hat / √v_hat.",
        measured=lambda: drive(adam, signals.impulse(400), lr=1.0).update.sum(),
        tolerance=0.1,
    ),
    "adam_burst": Question(
        "How strong is the response to the next ordinary spike, 60 steps after the one that was 1000 times higher?",
        "more than a hundred times weaker",
        {
            "as strong as before": "Of the burst m has 100 · 0.9^60 = 0.18 left after 60 steps. But v keeps 0.999^60 = 94 %.",
            "about half as strong": "It takes 9900 steps until it is back to half.",
        },
        "v holds 942 where it would hold 0.0037 without the burst: √v is 500 times larger. m holds 0.28 in "
        "place of 0.1, which makes up for little of that.",
        measured=_burst,
    ),
    "adam_wobbly": Question(
        "Who is lowest after 25 steps?",
        "AdaGrad",
        {
            "Adam": "It is still on its way round the hill. Another one got a bolder `lr`.",
            "gradient descent": "With `lr` = 0.02 it creeps.",
            "momentum": "It is still on its way.",
            "RMSprop": "Second! It is near soon, and then swings.",
        },
        "Its first steps are 1 long (`lr` = 1), and they shrink by themselves when it arrives.",
        measured=_lowest,
    ),
    "adam_cloud": Question(
        "By which factor does the cloud around the minimum get narrower (its distance, not its variance) with a quarter of `lr`?",
        2,
        {
            4: "That is the variance. The distance is its root.",
            1: "So one might think of a method that divides by the noise. But the noise then makes steps of the size `lr`.",
            16: "The variance goes with `lr`, not with its square.",
            1.41: "That is for half of `lr`.",
            0.5: "That share of it is left: turn it round.",
        },
        "The variance is lr s / 2h. A quarter of it is half the distance.",
        measured=_cloud,
        tolerance=0.05,
    ),
    "adam_diagonal": Question(
        "Who ends lower on the diagonal ravine?",
        "momentum",
        {
            "Adam": "Its rates are one for each coordinate, and here each coordinate mixes the steep and the flat direction.",
            "both are level": "Nearly, in powers of ten. But √v_hat, which changes as the gradient does, disturbs its momentum.",
        },
        "Momentum does not see the turn at all: its loss is the same in both. Adam's rates help only along the axes.",
        measured=_diagonal,
    ),
    "adam_without_average": Question(
        "Where is the loss of Adam with `beta1` = 0 after 8 epochs, beside that of Adam?",
        "about twice as high",
        {
            "level with Adam": "Then the average of gradients would add nothing.",
            "it does not learn": "It is RMSprop with a corrected start, and learns well.",
        },
        "Within 48 steps the average of gradients makes half of the loss. The division by √v_hat does not make up for it.",
        measured=_without_average,
    ),
    "adam_page_steady": Question(
        "A constant gradient of 1 and `lr` = 1. Adam's step is 1. How long is that of this function in the end?",
        10 / np.sqrt(1000),
        {
            1: "So with a t that counts. Here it stays 1.",
            10: "That is m_hat = 1 / 0.1. v_hat is too large as well.",
            0.01: "The root is missing: v_hat = 1000, its root 32.",
            0.001: "m_hat is 10, not 1.",
            0.0316: "That is 1 / √1000. m_hat is 10, not 1.",
        },
        "m ends at 1 and is divided by 0.1; v ends at 1 and is divided by 0.001: 10 / √1000.",
        measured=lambda: drive(_page, signals.constant(8000)).update[-1],
    ),
    "adam_forms": Question(
        "Which form is the first to make shorter steps?",
        "eps under the root",
        {
            "hats": "There eps is compared with |g| itself.",
            "lr_t": "There eps is compared with √v, which is small only in the first steps.",
        },
        "Under the root 1e-8 is compared with g^2: gradients below 1e-4 count as small.",
        measured=_forms,
    ),
    "adam_lr_cost": Question(
        "You do not know the best `lr` of Adam on the digits. Which mistake costs more?",
        "4 times too large",
        {
            "4 times too small": "That costs a factor of two in the loss after 8 epochs. The other one costs far more.",
        },
        "0.13 against 1.36, where the best has 0.06.",
        measured=_lr_cost,
    ),
}
