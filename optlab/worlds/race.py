"""The race: 17 optimizers and two more on one axis, down the quartic of `landscapes`, 100 steps from −3.

A widely read list of optimizers (2020) ran it and showed the film. Each entry has the step and the settings that were run
there, where they went, and what was wrong; and the step of the paper at the same settings.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..run.drive import descend
from ..run.signature import signature
from ..steps import adaptive, adasecant, beyond, classic, santa
from ..steps.learned import learned
from ..steps.variants import rmsprop_eps_inside
from . import landscapes, published


def decaying(lr):
    """The rate lr / sqrt(t)."""
    return lambda t: lr / t**0.5


class Entry(NamedTuple):
    """One racer.

    label; paper : (step, hyperparameters) as the paper has it. published : the same as it was run; None if it was not.
    wrong : what the published code does otherwise, "" where nothing. ends : x after 10 and 100 steps of the published code, in
    ten digits; None where it draws random numbers.
    """

    label: str
    paper: tuple[Callable, dict]
    published: tuple[Callable, dict] | None = None
    wrong: str = ""
    ends: tuple | None = None


# Santa stops exploring after half of the steps. Eve as in the paper is told the least loss. AdaSecant divides the gradient by its
# length, so on one axis its sign is left. The learned optimizer was trained on gradients up to 20; here the first one is −82.5.
_LEAST = float(landscapes.quartic.f([2.5]))
ENTRIES = (
    Entry("SGD", (classic.sgd, {}), (classic.sgd, {}), "", (-1.572367561, -1.50000001)),
    Entry("momentum", (classic.momentum, {}), (classic.momentum_ema, {}),
          "an average: a tenth of the step", (-1.163126134, 2.452361054)),
    Entry("Nesterov", (classic.nesterov, dict(mu=0.95)), (published.nesterov, dict(mu=0.95)),
          "an average: a twentieth of the step", (-1.754114498, 2.608069798)),
    Entry("AdaGrad", (adaptive.adagrad, dict(lr=0.4)), (adaptive.adagrad, dict(lr=0.4, eps=0.0)),
          "no eps: 0/0 at a first gradient 0", (-1.853245096, -1.501176473)),
    Entry("RMSprop", (adaptive.rmsprop, dict(lr=0.04)), (rmsprop_eps_inside, dict(lr=0.04, rho=0.99, eps=1e-8)),
          "eps under the root", (-1.84617319, -1.500196744)),
    Entry("AdaDelta", (adaptive.adadelta, dict(eps=1e-2)), (adaptive.adadelta, dict(eps=1e-2)), "", (-1.635919442, -1.5)),
    Entry("Adam", (adaptive.adam, dict(lr=0.4)), (published.adam, dict(lr=0.4)),
          "eps under the root of the uncorrected v", (-0.5033834174, 2.477750989)),
    Entry("AdaMax", (adaptive.adamax, {}), (adaptive.adamax, dict(eps=0.0)),
          "no eps, as in the paper", (-2.980038542, -2.810602936)),
    Entry("Nadam", (adaptive.nadam, {}), (published.nadam, dict(beta1=0.975)),
          "no schedule of beta1; eps under the root", (-2.978220081, -2.801772285)),
    Entry("AMSGrad", (adaptive.amsgrad, dict(lr=0.4)), (published.amsgrad, dict(lr=decaying(0.4))),
          "eps under the root", (3.103421918, 2.49454141)),
    Entry("AdaBound", (beyond.adabound, dict(lr=0.4)), (published.adabound, dict(lr=0.4)),
          "eps under the root", (3.103421921, 2.494716178)),
    Entry("AMSBound", (beyond.amsbound, dict(lr=0.4)), (published.amsbound, dict(lr=0.4)),
          "eps under the root", (3.103421921, 2.49454141)),
    Entry("Eve", (beyond.eve, dict(lr=0.4, f_star=_LEAST)), (published.eve, dict(lr=0.4)),
          "|f - f*| for the change; f* = 0, not -43", (-0.5019818536, 2.48123448)),
    Entry("RMSprop (Graves)", (adaptive.rmsprop_graves, dict(lr=0.04)), (adaptive.rmsprop_graves, dict(lr=0.04, mu=0.0)),
          "its momentum is left out", (-2.207166902, -1.500108081)),
    Entry("SMORMS3", (beyond.smorms3, dict(lr=0.04)), (published.smorms3, dict(lr=0.04)),
          "r, memory and zeta: three slips", (-2.601361002, -1.519499836)),
    Entry("Santa-E", (santa.santa_e, dict(lr=4e-4, burnin=50)), (published.santa_e, dict(burnin=50)),
          "divides by 100 steps, not by the data"),
    Entry("Santa-SSS", (santa.santa_sss, dict(lr=4e-4, burnin=50)), (published.santa_sss, dict(burnin=50)),
          "and half of each step is lost"),
    Entry("AdaSecant", (adasecant.adasecant, {})),
    Entry("learned (on quadratics)", (learned, {})),
)  # fmt: skip


def lineup(which):
    """[(label, step, hyperparameters)] "as the papers have it" or "as published".

    >>> [len(lineup(which)) for which in ("as the papers have it", "as published")]
    [19, 17]
    """
    place = {"as the papers have it": 1, "as published": 2}
    if which not in place:
        raise ValueError(f"which is {which!r}; it must be {' or '.join(map(repr, place))}.")
    return [(entry.label, *entry[place[which]]) for entry in ENTRIES if entry[place[which]]]


def settings():
    """[(label, what was set, what its code does otherwise)] of the race as published.

    >>> settings()[8]
    ('Nadam', 'lr = 0.002, beta1 = 0.975', 'no schedule of beta1; eps under the root')
    """
    rows = []
    for label, step, hyper in lineup("as published"):
        hyper = dict(lr=signature(step).hyper["lr"]) | hyper
        dials = [f"{name} = {value(1) if callable(value) else value:g}" for name, value in hyper.items()]
        rows.append((label, ", ".join(dials), {entry.label: entry.wrong for entry in ENTRIES}[label] or "-"))
    return rows


def ends(which, steps=100, rng=0, runs=1):
    """{label: where it is after this many steps, (runs,)}, of a line-up; each run draws its own random numbers.

    >>> float(ends("as published")["SGD"][0].round(8))
    -1.50000001
    """
    start = [[-3.0]] * runs
    return {
        label: descend(step, landscapes.quartic, start, steps, rng=rng, **hyper).path[-1, :, 0]
        for label, step, hyper in lineup(which)
    }


def compared():
    """[(label, x after 100 steps as published, whether the published code ended there to a millionth, x by our step)].

    >>> [row[0] for row in compared() if row[2] == "no"]
    []
    """
    papers, rows = ends("as the papers have it"), []
    for entry in ENTRIES:
        if entry.ends:
            step, hyper = entry.published
            x = descend(step, landscapes.quartic, [-3.0], 100, **hyper).path[:, 0]
            same = np.allclose(x[[10, 100]], entry.ends, rtol=1e-6, atol=0)
            rows.append((entry.label, x[100], "yes" if same else "no", papers[entry.label][0]))
    return rows
