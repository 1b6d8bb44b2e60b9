"""The table of optimizers: what each step is, what it must equal, and how it must behave.

A row is everything the tests need to know of a step. To add one: the step, its source, hyperparameters far from the
defaults, the first step in closed form; then run ``python tests/golden/make_golden.py`` if it `equals` a framework's class.

    golden data and reductions   test_truth.py
    properties                   test_properties.py
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

import optlab
from optlab import variants
from optlab.steps.adasecant import adasecant_paper


@dataclass(frozen=True)
class Equals:
    """A framework's class that the step must equal, as the call that makes it.

    call : Python with the step's own hyperparameter names as values; `p` is torch's list of parameters.
    hyper : hyperparameters that differ from the row's. state : initial state that differs from the step's own.
    schedule : whether the two also agree when lr falls to a third in the middle of the run.
    on : "signal", gradients given; "matrix", gradients (rows, cols) given; "quadratic", g = curvature * x, for steps that look
        ahead.
    reads : the point that the framework calls its parameter, from the trace; x if not given.
    scale : factor on the gradients. lr_from : the lr of each step, from the losses (Eve).
    """

    call: str
    hyper: dict = field(default_factory=dict)
    state: dict = field(default_factory=dict)
    schedule: bool = True
    on: str = "signal"
    reads: Callable = lambda trace, **hyper: trace.x
    scale: float = 1.0
    lr_from: Callable | None = None

    @property
    def library(self):
        return self.call.split(".")[0]


@dataclass(frozen=True)
class Row:
    """One step of the table.

    source : where the formula stands. hyper : hyperparameters far from the defaults.
    first : (g, x, **hyper) -> x before − x after the first step; None if there is no closed form.
    power : the update with k-fold gradients is k**power times as large when the `exact` hyperparameters hold: 1, 0, or None
        for neither. With 0 the path is the same for 10 f as for f, and a unit of x twice as small finds steps too small.
    rests : whether x stays where it is while all gradients are 0; False if it decays to 0, None if it moves otherwise.
    needs_eps : whether a first gradient of 0 gives 0/0 with eps = 0.
    lr_moves : whether lr = 0 stops it; bounds other than lr can keep it going.
    elementwise : each coordinate is by itself, to the last bit.
    random : it draws random numbers, so a grid, many starts, another order or another type are other runs.
    equals : framework classes that it must equal.
    """

    step: Callable
    source: str
    hyper: dict
    first: Callable | None
    power: int | None = None
    exact: dict = field(default_factory=dict)
    rests: bool | None = True
    needs_eps: bool = False
    lr_moves: bool = True
    elementwise: bool = True
    random: bool = False
    equals: tuple = ()

    @property
    def name(self):
        return self.step.__name__

    @property
    def matrix(self):
        return optlab.run.signature.takes_matrix(self.step)

    def references(self):
        """(key in the golden data, Equals, hyperparameters) for each class that the step must equal."""
        return [(f"{self.name}_{i}", ref, {**self.hyper, **ref.hyper}) for i, ref in enumerate(self.equals)]


def look_ahead_point(trace, *, mu, **hyper):
    """Frameworks keep the look-ahead point of Nesterov's method as their parameter."""
    return trace.x + mu * trace.v


def eve_lr(losses, *, lr, beta3, c, f_star, **hyper):
    """Eve's lr / d_t for each step, written out on its own."""
    d, rates = 1.0, [lr]
    for f_old, f in zip(losses, losses[1:]):
        relative = abs(f - f_old) / (min(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * min(max(relative, 1 / c), c)
        rates.append(lr / d)
    return rates


def point_between(trace, **hyper):
    """Frameworks keep the point y of the next gradient as the parameter of a schedule-free method."""
    beta = hyper.get("beta", hyper.get("beta1"))
    return (1 - beta) * trace.z + beta * trace.x


def trusted(u, x):
    """LAMB's direction for one coordinate: its sign and the size of x, or u itself where one of them is 0."""
    return np.sign(u) * abs(x) if u and x else u


def bounded_rate(rate, t, final_lr, gamma):
    return np.clip(rate, final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t)))


def nadam_growth(beta1, psi, m):
    """m_hat / g in step 1, where m = m_share * g: 1 + mu_2 * m_share / (1 - mu_1 mu_2)."""
    mu_1, mu_2 = (beta1 * (1 - 0.5 * 0.96 ** (t * psi)) for t in (1, 2))
    return 1 + mu_2 * m(mu_1) / (1 - mu_1 * mu_2)


_SGD = dict(lr=0.07, mu=0.65)
_RMS = dict(lr=0.05, rho=0.7, eps=0.03)
_ADAM = dict(lr=0.05, beta1=0.6, beta2=0.85, eps=0.03)
_BOUND = dict(lr=0.04, beta1=0.6, beta2=0.85, final_lr=0.02, gamma=0.01, eps=0.03)
_NO_EPS = dict(eps=0.0)
_FREE = dict(power=0, exact=_NO_EPS, needs_eps=True)  # scale-free but for eps
# pytorch_optimizer adds 1e-15 under the root, which gradients of size 10 to 1e5 do not notice.
_LARGE = dict(hyper=dict(lr=5.0, final_lr=1e-3), schedule=False, scale=1e4)
_BOUND_CALL = "p, lr=lr, final_lr=final_lr, betas=(beta1, beta2), gamma=gamma, eps=eps"
_DECAY = dict(power=0, exact=dict(eps=0.0, weight_decay=0.0), rests=False)
_ADAN = dict(lr=0.05, beta1=0.6, beta2=0.7, beta3=0.8, eps=0.03)
_CALM = dict(weight_decay=0.0, eps=0.3)  # a run in which rounding does not grow: the frameworks find x by a division
_SANTA = dict(lr=0.03, sigma=0.7, lam=0.05, beta0=3.0, anneal=0.3, burnin=4, C=2.0, p=1.2, curvature=True, a_min=0.1, a_max=0.9)
_ADAM_PAPER = "Kingma and Ba (2015), arXiv:1412.6980, Algorithm 1"

TABLE = [
    # classic: one number for all parameters
    Row(optlab.sgd, "Robbins and Monro (1951), eq. (2)", dict(lr=0.07), lambda g, x, lr: lr * g, power=1, equals=(
        Equals("torch.optim.SGD(p, lr=lr)"),
        Equals("keras.optimizers.SGD(lr)"),
        Equals("optax.sgd(lr)"),
    )),
    Row(optlab.momentum, "Polyak (1964), eq. (9); Sutskever et al. (2013), eqs. (1)-(2)", _SGD,
        lambda g, x, lr, mu: lr * g, power=1, equals=(
        Equals("keras.optimizers.SGD(lr, momentum=mu)"),
        Equals("torch.optim.SGD(p, lr=lr, momentum=mu)", schedule=False),
        Equals("optax.sgd(lr, momentum=mu)", schedule=False),
    )),
    Row(optlab.momentum_ema, "first line of Algorithm 1 of Kingma and Ba (2015), uncorrected", _SGD,
        lambda g, x, lr, mu: lr * (1 - mu) * g, power=1, equals=(
        Equals("optax.chain(optax.ema(mu, debias=False), optax.scale_by_learning_rate(lr))"),
        Equals("keras.optimizers.SGD(lr * (1 - mu), momentum=mu)", schedule=False),
    )),
    Row(optlab.nesterov, "Nesterov (1983); Sutskever et al. (2013), eqs. (3)-(4)", _SGD,
        lambda g, x, lr, mu: lr * g, power=1, equals=(
        Equals("keras.optimizers.SGD(lr, momentum=mu, nesterov=True)", on="quadratic", reads=look_ahead_point),
        Equals("torch.optim.SGD(p, lr=lr, momentum=mu, nesterov=True)", on="quadratic", reads=look_ahead_point, schedule=False),
        Equals("optax.sgd(lr, momentum=mu, nesterov=True)", on="quadratic", reads=look_ahead_point, schedule=False),
    )),
    Row(optlab.smoothed_nesterov, "mean of four look-aheads; no paper", _SGD, lambda g, x, lr, mu: lr * g, power=1),

    # adaptive
    Row(optlab.adagrad, "Duchi, Hazan and Singer (2011), fig. 1", dict(lr=0.3, eps=0.05),
        lambda g, x, lr, eps: lr * g / (abs(g) + eps), **_FREE, equals=(
        Equals("torch.optim.Adagrad(p, lr=lr, eps=eps)"),
    )),
    Row(optlab.rmsprop, "Tieleman and Hinton (2012), lecture 6.5", _RMS,
        lambda g, x, lr, rho, eps: lr * g / (np.sqrt(1 - rho) * abs(g) + eps), **_FREE, equals=(
        Equals("torch.optim.RMSprop(p, lr=lr, alpha=rho, eps=eps)"),
        Equals("optax.rmsprop(lr, decay=rho, eps=eps, eps_in_sqrt=False)"),
    )),
    Row(optlab.rmsprop_graves, "Graves (2013), arXiv:1308.0850, eqs. (38)-(45)", dict(lr=0.02, rho=0.7, mu=0.6, eps=0.03),
        lambda g, x, lr, rho, mu, eps: lr * g / np.sqrt(rho * (1 - rho) * g**2 + eps), **_FREE, equals=(
        Equals("keras.optimizers.RMSprop(lr, rho=rho, momentum=mu, epsilon=eps, centered=True)"),
        Equals("optax.rmsprop(lr, decay=rho, eps=eps, centered=True, momentum=mu)"),
        Equals("optax.rmsprop(lr, decay=rho, eps=eps, centered=True)", hyper=dict(mu=0.0)),
    )),
    Row(optlab.adadelta, "Zeiler (2012), arXiv:1212.5701, Algorithm 1", dict(lr=0.8, rho=0.7, eps=0.003),
        lambda g, x, lr, rho, eps: lr * np.sqrt(eps / ((1 - rho) * g**2 + eps)) * g, power=None, needs_eps=True, equals=(
        Equals("torch.optim.Adadelta(p, lr=lr, rho=rho, eps=eps)"),
        Equals("keras.optimizers.Adadelta(lr, rho=rho, epsilon=eps)"),
        Equals("optax.adadelta(lr, rho=rho, eps=eps)"),
        Equals("optax.adadelta(lr, rho=rho, eps=eps)", state=dict(u=50.0)),
    )),
    Row(optlab.adam, _ADAM_PAPER, _ADAM, lambda g, x, lr, eps, **_: lr * g / (abs(g) + eps), **_FREE, equals=(
        Equals("torch.optim.Adam(p, lr=lr, betas=(beta1, beta2), eps=eps)"),
        Equals("optax.adam(lr, b1=beta1, b2=beta2, eps=eps)"),
    )),
    Row(optlab.adamax, "Kingma and Ba (2015), arXiv:1412.6980, Algorithm 2", _ADAM,
        lambda g, x, lr, eps, **_: lr * g / (abs(g) + eps), **_FREE, equals=(
        Equals("torch.optim.Adamax(p, lr=lr, betas=(beta1, beta2), eps=eps)"),
        Equals("optax.adamax(lr, b1=beta1, b2=beta2, eps=eps)"),
        Equals("optax.adamax(lr, b1=beta1, b2=beta2, eps=0.0)", hyper=_NO_EPS),
    )),
    Row(optlab.nadam, "Dozat (2016), Algorithm 2, constant beta1, no factor on v_hat", _ADAM,
        lambda g, x, lr, beta1, eps, **_: lr * (1 + beta1 / (1 + beta1)) * g / (abs(g) + eps), **_FREE, equals=(
        Equals("optax.nadam(lr, b1=beta1, b2=beta2, eps=eps)"),
    )),
    Row(optlab.amsgrad, "Reddi, Kale and Kumar (2018), arXiv:1904.09237, Algorithm 2", _ADAM,
        lambda g, x, lr, beta1, beta2, eps: lr * (1 - beta1) * g / (np.sqrt(1 - beta2) * abs(g) + eps), **_FREE, equals=(
        Equals("optax.amsgrad(lr, b1=beta1, b2=beta2, eps=eps, bias_correction_mu=False, bias_correction_nu=False)"),
    )),

    # beyond
    Row(optlab.adabound, "Luo et al. (2019), arXiv:1902.09843, Algorithm 2, as released", _BOUND,
        lambda g, x, lr, beta1, beta2, final_lr, gamma, eps: (1 - beta1) * g * bounded_rate(
            lr / (1 - beta1) / (abs(g) + eps / np.sqrt(1 - beta2)), 1, final_lr, gamma), power=None, lr_moves=False, equals=(
        Equals(f"pytorch_optimizer.AdaBound({_BOUND_CALL})", **_LARGE),
    )),
    Row(optlab.amsbound, "Luo et al. (2019), arXiv:1902.09843, Algorithm 3, as released", _BOUND,
        lambda g, x, lr, beta1, beta2, final_lr, gamma, eps: (1 - beta1) * g * bounded_rate(
            lr / (1 - beta1) / (abs(g) + eps / np.sqrt(1 - beta2)), 1, final_lr, gamma), power=None, lr_moves=False, equals=(
        Equals(f"pytorch_optimizer.AdaBound({_BOUND_CALL}, ams_bound=True)", **_LARGE),
    )),
    Row(optlab.smorms3, "Funk (2015)", dict(lr=0.2, eps=0.01),
        lambda g, x, lr, eps: min(lr, (g / 2) ** 2 / (g**2 / 2 + eps)) * g / (abs(g) / np.sqrt(2) + eps), **_FREE),
    Row(optlab.eve, "Hayashi, Koushik and Neubig (2016), arXiv:1611.01505, Algorithm 1",
        dict(_ADAM, beta3=0.7, c=3.0, f_star=-0.5), lambda g, x, lr, eps, **_: lr * g / (abs(g) + eps), power=0,
        exact=dict(eps=0.0, f_star=0.0), needs_eps=True, equals=(
        Equals("torch.optim.Adam(p, lr=lr, betas=(beta1, beta2), eps=eps)", hyper=dict(c=1.0)),
        Equals("torch.optim.Adam(p, lr=lr, betas=(beta1, beta2), eps=eps)", lr_from=eve_lr, schedule=False),
    )),

    # modern
    Row(optlab.adamw, "Loshchilov and Hutter (2019), arXiv:1711.05101, Algorithm 2", dict(_ADAM, weight_decay=0.3),
        lambda g, x, lr, eps, weight_decay, **_: lr * (g / (abs(g) + eps) + weight_decay * x), **_DECAY, needs_eps=True, equals=(
        Equals("torch.optim.AdamW(p, lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)"),
        Equals("optax.adamw(lr, b1=beta1, b2=beta2, eps=eps, weight_decay=weight_decay)"),
    )),
    Row(optlab.lion, "Chen et al. (2023), arXiv:2302.06675, Algorithm 2", dict(lr=0.05, beta1=0.6, beta2=0.85, weight_decay=0.3),
        lambda g, x, lr, weight_decay, **_: lr * (np.sign(g) + weight_decay * x), power=0, exact=dict(weight_decay=0.0),
        rests=False, equals=(
        Equals("optax.lion(lr, b1=beta1, b2=beta2, weight_decay=weight_decay)"),
        Equals("keras.optimizers.Lion(lr, beta_1=beta1, beta_2=beta2, weight_decay=weight_decay)"),
        Equals("pytorch_optimizer.Lion(p, lr=lr, betas=(beta1, beta2), weight_decay=weight_decay)"),
    )),
    Row(optlab.schedule_free, "Defazio et al. (2024), arXiv:2405.15682, section 1", dict(lr=0.07, beta=0.65),
        lambda g, x, lr, beta: lr * g, power=1, rests=None, equals=(  # at rest but for the rounding of its mean
        Equals("optax.contrib.schedule_free_sgd(lr(0), b1=beta)", on="quadratic", reads=point_between, schedule=False),
        Equals("pytorch_optimizer.ScheduleFreeSGD(p, lr=lr, momentum=beta)", on="quadratic", reads=point_between,
               schedule=False),
    )),
    Row(optlab.schedule_free_adamw, "Defazio et al. (2024), arXiv:2405.15682, Algorithm 1", dict(_ADAM, weight_decay=0.3),
        lambda g, x, lr, eps, weight_decay, **_: lr * (g / (abs(g) + eps) + weight_decay * x), **_DECAY, needs_eps=True, equals=(
        Equals("optax.contrib.schedule_free_adamw(lr(0), b1=beta1, b2=beta2, eps=eps)", hyper=_CALM,
               on="quadratic", reads=point_between, schedule=False),
        Equals("keras.optimizers.ScheduleFreeAdamW(lr, beta_1=beta1, beta_2=beta2, epsilon=eps, warmup_steps=0)",
               hyper=_CALM, on="quadratic", reads=point_between, schedule=False),
    )),
    Row(optlab.sam, "Foret et al. (2021), arXiv:2010.01412, Algorithm 1", dict(lr=0.07, rho=0.3, eps=0.03),
        lambda g, x, lr, **_: lr * g, power=1, elementwise=False, equals=(
        Equals("optax.contrib.sam(optax.sgd(lr), optax.chain(optax.contrib.normalize(), optax.sgd(rho)), opaque_mode=True)",
               hyper=_NO_EPS, on="quadratic"),
    )),
    Row(optlab.radam, "Liu et al. (2020), arXiv:1908.03265, Algorithm 2, as released", _ADAM, lambda g, x, lr, **_: lr * g,
        power=None, equals=(
        Equals("optax.radam(lr, b1=beta1, b2=beta2, eps=eps)"),
        Equals("torch.optim.RAdam(p, lr=lr, betas=(beta1, beta2), eps=eps)", hyper=_NO_EPS),
    )),
    Row(optlab.adabelief, "Zhuang et al. (2020), arXiv:2010.07468, Algorithm 2", _ADAM,
        lambda g, x, lr, beta1, beta2, eps: lr * g / (np.sqrt(beta1**2 * g**2 + eps / (1 - beta2)) + eps), **_FREE, equals=(
        Equals("optax.adabelief(lr, b1=beta1, b2=beta2, eps=eps, eps_root=eps)"),
        Equals("pytorch_optimizer.AdaBelief(p, lr=lr, betas=(beta1, beta2), eps=eps)"),
    )),
    Row(optlab.adan, "Xie et al. (2022), arXiv:2208.06677, Algorithm 1, as released", dict(_ADAN, weight_decay=0.3),
        lambda g, x, lr, eps, weight_decay, **_: x - (x - lr * g / (abs(g) + eps)) / (1 + lr * weight_decay), **_DECAY,
        needs_eps=True, equals=(
        Equals("pytorch_optimizer.Adan(p, lr=lr, betas=(beta1, beta2, beta3), eps=eps, weight_decay=weight_decay)"),
    )),
    Row(variants.adan_optax, "optax: the change of the gradient weighed by 1 - beta2", dict(_ADAN, weight_decay=0.3),
        lambda g, x, lr, eps, weight_decay, **_: x - (x - lr * g / (abs(g) + eps)) / (1 + lr * weight_decay), **_DECAY,
        needs_eps=True, equals=(
        Equals("optax.adan(lr, b1=beta1, b2=beta2, b3=beta3, eps=eps, eps_root=0.0)", hyper=dict(weight_decay=0.0)),
    )),
    Row(optlab.yogi, "Zaheer et al. (2018), NeurIPS 31, Algorithm 2, corrected", _ADAM,
        lambda g, x, lr, beta2, eps, **_: lr * g / (np.sqrt(abs(
            1e-6 - (1 - beta2) * np.sign(1e-6 - g**2) * g**2) / (1 - beta2)) + eps), power=None, equals=(
        Equals("optax.yogi(lr, b1=beta1, b2=beta2, eps=eps)", state=dict(m=1e-6)),
        Equals("pytorch_optimizer.Yogi(p, lr=lr, betas=(beta1, beta2), eps=eps)", state=dict(m=1e-6)),
    )),
    Row(optlab.lamb, "You et al. (2020), arXiv:1904.00962, Algorithm 2", dict(_ADAM, weight_decay=0.3),
        lambda g, x, lr, eps, weight_decay, **_: lr * trusted(g / (abs(g) + eps) + weight_decay * x, x), **_DECAY, needs_eps=True,
        elementwise=False, equals=(
        Equals("optax.lamb(lr, b1=beta1, b2=beta2, eps=eps, weight_decay=weight_decay)"),
        Equals("keras.optimizers.Lamb(lr, beta_1=beta1, beta_2=beta2, epsilon=eps)", hyper=dict(weight_decay=0.0)),
    )),
    Row(optlab.prodigy, "Mishchenko and Defazio (2024), arXiv:2306.06101, Algorithm 4, corrected",
        dict(lr=0.7, beta1=0.6, beta2=0.85, eps=0.03, d0=0.2, weight_decay=0.3),
        lambda g, x, lr, eps, d0, weight_decay, beta1, beta2: lr * d0 * np.sqrt(1 - beta2) / (1 - beta1) * (
            (1 - beta1) * g / (np.sqrt(1 - beta2) * abs(g) + eps) + weight_decay * x), **_DECAY, needs_eps=True,
        elementwise=False, equals=(
        Equals("optax.contrib.prodigy(lr, betas=(beta1, beta2), eps=eps, estim_lr0=d0, weight_decay=weight_decay)"),
    )),
    Row(optlab.ademamix, "Pagliardini, Ablin and Grangier (2024), arXiv:2409.03137, Algorithm 1",
        dict(_ADAM, beta3=0.8, alpha=2.0, weight_decay=0.3),
        lambda g, x, lr, eps, beta3, alpha, weight_decay, **_: lr * (
            (1 + alpha * (1 - beta3)) * g / (abs(g) + eps) + weight_decay * x), **_DECAY, needs_eps=True, equals=(
        Equals("optax.contrib.ademamix(lr, b1=beta1, b2=beta2, b3=beta3, alpha=alpha, eps=eps, weight_decay=weight_decay)"),
        Equals("pytorch_optimizer.AdEMAMix(p, lr=lr, betas=(beta1, beta2, beta3), alpha=alpha, eps=eps, "
               "weight_decay=weight_decay, weight_decouple=True)"),
    )),
    Row(optlab.sophia, "Liu et al. (2024), arXiv:2305.14342, Algorithm 3",
        dict(lr=0.05, beta1=0.6, beta2=0.85, gamma=0.7, k=3.0, eps=0.03, weight_decay=0.3),
        lambda g, x, lr, beta1, beta2, gamma, eps, weight_decay, k: lr * (weight_decay * x + np.clip(
            (1 - beta1) * g / max(gamma * (1 - beta2) * abs(g), eps), -1, 1)), **_DECAY, needs_eps=True, equals=(
        Equals("pytorch_optimizer.SophiaH(p, lr=lr, betas=(beta1, beta2), p=1.0, eps=eps, weight_decay=weight_decay)",
               hyper=dict(gamma=1.0, k=1), on="quadratic"),
    )),

    # matrices
    Row(optlab.muon, "Jordan et al. (2024), kellerjordan.github.io/posts/muon, as released",
        dict(lr=0.05, mu=0.65, weight_decay=0.3), None, power=0, exact=dict(weight_decay=0.0), rests=False, elementwise=False),
    Row(variants.muon_optax, "optax: a corrected average, another factor", dict(lr=0.05, mu=0.65, weight_decay=0.3), None,
        power=0, exact=dict(weight_decay=0.0), rests=False, elementwise=False, equals=(
        Equals("optax.contrib.muon(lr, beta=mu, eps=1e-7, weight_decay=weight_decay)", on="matrix"),
    )),
    Row(optlab.shampoo, "Gupta, Koren and Singer (2018), arXiv:1802.09568, Algorithm 1", dict(lr=0.3, eps=0.05), None, power=None,
        elementwise=False, equals=(
        Equals("pytorch_optimizer.Shampoo(p, lr=lr, matrix_eps=eps)", on="matrix"),
    )),
    Row(optlab.soap, "Vyas et al. (2025), arXiv:2409.11321, Algorithms 3 and 4", dict(_ADAM, beta2=0.7, beta3=0.75, k=4.0),
        None, power=None, elementwise=False, equals=(
        Equals("pytorch_optimizer.SOAP(p, lr=lr, betas=(beta1, beta2), shampoo_beta=beta3, weight_decay=0.0, eps=eps, "
               "precondition_frequency=10**9)", hyper=dict(k=1e9), on="matrix"),
    )),
    Row(optlab.adafactor, "Shazeer and Stern (2018), arXiv:1804.04235, Algorithm 4",
        dict(lr=0.05, decay=0.6, d=1.3, eps=1e-20, eps2=0.01), None, power=0, exact=_NO_EPS, needs_eps=True, elementwise=False,
        equals=(
        Equals("torch.optim.Adafactor(p, lr=lr, beta2_decay=-decay, eps=(None, eps2), d=d)",
               hyper=dict(eps=0.0), on="matrix"),
    )),

    # variants: momentum and Nesterov
    Row(variants.sgd_l2, "torch: weight decay added to the gradient", dict(lr=0.07, weight_decay=0.3),
        lambda g, x, lr, weight_decay: lr * (g + weight_decay * x), power=None, rests=False, equals=(
        Equals("torch.optim.SGD(p, lr=lr, weight_decay=weight_decay)"),
    )),
    Row(variants.momentum_torch, "torch: lr outside the buffer", dict(_SGD, dampening=0.4), lambda g, x, lr, **_: lr * g, power=1,
        equals=(
        Equals("torch.optim.SGD(p, lr=lr, momentum=mu, dampening=dampening)"),
        Equals("optax.sgd(lr, momentum=mu)", hyper=dict(dampening=0.0)),
    )),
    Row(variants.nesterov_torch, "torch: x is the look-ahead point", _SGD,
        lambda g, x, lr, mu: lr * (1 + mu) * g, power=1, equals=(
        Equals("torch.optim.SGD(p, lr=lr, momentum=mu, nesterov=True)"),
        Equals("optax.sgd(lr, momentum=mu, nesterov=True)"),
    )),
    Row(variants.nesterov_keras, "keras: the same, lr inside the velocity", _SGD, lambda g, x, lr, mu: lr * (1 + mu) * g, power=1,
        equals=(
        Equals("keras.optimizers.SGD(lr, momentum=mu, nesterov=True)"),
    )),
    Row(variants.nesterov_shifted, "Bengio et al. (2013), arXiv:1212.0901, eq. (7)", _SGD, lambda g, x, lr, mu: lr * (1 + mu) * g,
        power=1, equals=(
        Equals("keras.optimizers.SGD(lr, momentum=mu, nesterov=True)"),
        Equals("torch.optim.SGD(p, lr=lr, momentum=mu, nesterov=True)", schedule=False),
    )),

    # variants: AdaGrad and RMSprop
    Row(variants.adagrad_eps_inside, "optax: eps under the root", dict(lr=0.3, eps=0.05),
        lambda g, x, lr, eps: lr * g / np.sqrt(g**2 + eps), **_FREE, equals=(
        Equals("optax.adagrad(lr, initial_accumulator_value=0.0, eps=eps)"),
    )),
    Row(variants.adagrad_keras, "keras, optax: the sum starts at 0.1", dict(lr=0.3, eps=0.05),
        lambda g, x, lr, eps: lr * g / np.sqrt(0.1 + g**2 + eps), power=None, equals=(
        Equals("keras.optimizers.Adagrad(lr, epsilon=eps)"),
        Equals("optax.adagrad(lr, eps=eps)"),
    )),
    Row(variants.adagrad_torch, "torch: lr falls by itself", dict(lr=0.3, eps=0.05, lr_decay=0.02),
        lambda g, x, lr, eps, lr_decay: lr * g / (abs(g) + eps), **_FREE, equals=(
        Equals("torch.optim.Adagrad(p, lr=lr, eps=eps, lr_decay=lr_decay)"),
    )),
    Row(variants.rmsprop_eps_inside, "keras, optax: eps under the root", _RMS,
        lambda g, x, lr, rho, eps: lr * g / np.sqrt((1 - rho) * g**2 + eps), **_FREE, equals=(
        Equals("keras.optimizers.RMSprop(lr, rho=rho, epsilon=eps)"),
        Equals("optax.rmsprop(lr, decay=rho, eps=eps)"),
    )),
    Row(variants.rmsprop_torch, "torch: lr outside the momentum buffer", dict(_RMS, mu=0.6),
        lambda g, x, lr, rho, mu, eps: lr * g / (np.sqrt(1 - rho) * abs(g) + eps), **_FREE, equals=(
        Equals("torch.optim.RMSprop(p, lr=lr, alpha=rho, eps=eps, momentum=mu)"),
    )),
    Row(variants.rmsprop_keras, "keras: lr inside the momentum buffer", dict(_RMS, mu=0.6),
        lambda g, x, lr, rho, mu, eps: lr * g / np.sqrt((1 - rho) * g**2 + eps), **_FREE, equals=(
        Equals("keras.optimizers.RMSprop(lr, rho=rho, epsilon=eps, momentum=mu)"),
        Equals("optax.rmsprop(lr, decay=rho, eps=eps, momentum=mu)"),
    )),
    Row(variants.rmsprop_centered_torch, "torch: centered, eps outside the root", _RMS,
        lambda g, x, lr, rho, eps: lr * g / (np.sqrt(rho * (1 - rho)) * abs(g) + eps), **_FREE, equals=(
        Equals("torch.optim.RMSprop(p, lr=lr, alpha=rho, eps=eps, centered=True)"),
    )),
    Row(variants.rmsprop_corrected, "optax: bias correction", _RMS,
        lambda g, x, lr, rho, eps: lr * g / (abs(g) + eps), **_FREE, equals=(
        Equals("optax.rmsprop(lr, decay=rho, eps=eps, eps_in_sqrt=False, bias_correction=True)"),
    )),

    # variants: Adam and its family
    Row(variants.adam_eps_inside, "optax: eps_root", _ADAM,
        lambda g, x, lr, eps, **_: lr * g / np.sqrt(g**2 + eps), **_FREE, equals=(
        Equals("optax.adam(lr, b1=beta1, b2=beta2, eps=0.0, eps_root=eps)"),
    )),
    Row(variants.adam_lr_t, "Kingma and Ba (2015), arXiv:1412.6980, end of section 2", _ADAM,
        lambda g, x, lr, beta1, beta2, eps: lr * g / (abs(g) + eps / np.sqrt(1 - beta2)), **_FREE, equals=(
        Equals("keras.optimizers.Adam(lr, beta_1=beta1, beta_2=beta2, epsilon=eps)"),
    )),
    Row(variants.adam_l2, "torch: weight decay added to the gradient", dict(_ADAM, weight_decay=0.3),
        lambda g, x, lr, eps, weight_decay, **_: lr * (g + weight_decay * x) / (abs(g + weight_decay * x) + eps), power=None,
        rests=False, needs_eps=False, equals=(
        Equals("torch.optim.Adam(p, lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)"),
    )),
    Row(variants.adamw_keras, "keras: AdamW in the lr_t form", dict(_ADAM, weight_decay=0.3),
        lambda g, x, lr, beta2, eps, weight_decay, **_: lr * (g / (abs(g) + eps / np.sqrt(1 - beta2)) + weight_decay * x),
        power=0, exact=dict(eps=0.0, weight_decay=0.0), rests=False, needs_eps=True, equals=(
        Equals("keras.optimizers.AdamW(lr, weight_decay=weight_decay, beta_1=beta1, beta_2=beta2, epsilon=eps)"),
    )),
    Row(variants.adam_p, "Kingma and Ba (2015), arXiv:1412.6980, section 7.1", dict(_ADAM, p=5.0),
        lambda g, x, lr, eps, **_: lr * g / (abs(g) + eps), **_FREE),
    Row(variants.adamax_keras, "keras: eps added where u divides", _ADAM,
        lambda g, x, lr, eps, **_: lr * g / (abs(g) + eps), **_FREE, equals=(
        Equals("keras.optimizers.Adamax(lr, beta_1=beta1, beta_2=beta2, epsilon=eps)"),
    )),
    Row(variants.nadam_torch, "torch: m with a constant beta1, mu_t in m_hat", dict(_ADAM, psi=0.05),
        lambda g, x, lr, beta1, eps, psi, **_: lr * nadam_growth(beta1, psi, lambda mu_1: 1 - beta1) * g / (abs(g) + eps),
        **_FREE, equals=(
        Equals("torch.optim.NAdam(p, lr=lr, betas=(beta1, beta2), eps=eps, momentum_decay=psi)"),
        Equals("keras.optimizers.Nadam(lr, beta_1=beta1, beta_2=beta2, epsilon=eps)", hyper=dict(psi=1.0)),
    )),
    Row(variants.nadam_dozat, "Dozat (2016), Algorithm 2", dict(_ADAM, psi=0.05),
        lambda g, x, lr, beta1, beta2, eps, psi: lr * nadam_growth(beta1, psi, lambda mu_1: 1 - mu_1) * g
        / (np.sqrt(beta2) * abs(g) + eps), **_FREE),
    Row(variants.amsgrad_torch, "torch: maximum of the raw v, corrected afterwards", _ADAM,
        lambda g, x, lr, eps, **_: lr * g / (abs(g) + eps), **_FREE, equals=(
        Equals("torch.optim.Adam(p, lr=lr, betas=(beta1, beta2), eps=eps, amsgrad=True)"),
    )),
    Row(variants.amsgrad_keras, "keras: maximum of the raw v, lr_t form", _ADAM,
        lambda g, x, lr, beta2, eps, **_: lr * g / (abs(g) + eps / np.sqrt(1 - beta2)), **_FREE, equals=(
        Equals("keras.optimizers.Adam(lr, beta_1=beta1, beta_2=beta2, epsilon=eps, amsgrad=True)"),
    )),
    Row(variants.amsgrad_optax, "optax: maximum of the corrected v", _ADAM,
        lambda g, x, lr, eps, **_: lr * g / (abs(g) + eps), **_FREE, equals=(
        Equals("optax.amsgrad(lr, b1=beta1, b2=beta2, eps=eps)"),
    )),
    Row(variants.adabound_paper, "Luo et al. (2019), arXiv:1902.09843, Algorithm 2, as printed",
        dict(lr=0.04, beta1=0.6, beta2=0.85, final_lr=0.02),
        lambda g, x, lr, beta1, beta2, final_lr: (1 - beta1) * g * bounded_rate(
            lr / (np.sqrt(1 - beta2) * abs(g)) if g else np.inf, 1, final_lr, 1 - beta2), power=None, lr_moves=False),
    Row(variants.amsbound_paper, "Luo et al. (2019), arXiv:1902.09843, Algorithm 3, as printed",
        dict(lr=0.04, beta1=0.6, beta2=0.85, final_lr=0.02),
        lambda g, x, lr, beta1, beta2, final_lr: (1 - beta1) * g * bounded_rate(
            lr / (np.sqrt(1 - beta2) * abs(g)) if g else np.inf, 1, final_lr, 1 - beta2), power=None, lr_moves=False),

    # noise, secants, a network: no first step in closed form. Reductions of Santa, which need an initial state: test_santa.py
    Row(optlab.santa_e, "Chen et al. (2016), arXiv:1512.07962, Algorithm 1", _SANTA, None, rests=None, elementwise=False,
        random=True),
    Row(optlab.santa_sss, "Chen et al. (2016), arXiv:1512.07962, Algorithm 2", _SANTA, None, rests=None, elementwise=False,
        random=True),
    Row(optlab.adasecant, "Gulcehre and Bengio (2014), arXiv:1412.7419, Algorithm 1, as released",
        dict(rho=0.7, gamma_max=0.9, eps=0.03, eps_rate=1e-3, adagrad=True), None, **_FREE, rests=None, elementwise=False),
    Row(adasecant_paper, "Gulcehre and Bengio (2014), arXiv:1412.7419, Algorithm 1, as printed",
        dict(gamma_max=0.9, eps=0.03, eps_rate=1e-3), None, **_FREE, rests=None, elementwise=False),
    Row(optlab.learned, "Andrychowicz et al. (2016), arXiv:1606.04474, section 2.1", {}, None, rests=None,
        elementwise=False),  # but for the rounding of a product of matrices: test_learned.py
]  # fmt: skip

VECTORS, MATRICES = ([row for row in TABLE if row.matrix == matrix] for matrix in (False, True))


def roll(step, gradients, x0=0.0, *, losses=None, state=None, hyper):
    """Run a step over given gradients in a plain loop, without optlab's driver: the list of its rows.

    A step that looks ahead finds the same gradient everywhere, one that asks for the curvature the size of the gradient.
    A hyperparameter may be a function of t.
    """
    gradients = np.asarray(gradients)
    parameters = inspect.signature(step).parameters
    dtype = gradients.dtype
    x = np.zeros(gradients.shape[1:], dtype) + np.asarray(x0, dtype)
    given = {name: p.default for name, p in parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD and p.default is not p.empty}
    given = {name: value if value is None else np.full_like(x, value) for name, value in {**given, **(state or {})}.items()}
    rng, rows = np.random.default_rng(0), []
    for t, g in enumerate(gradients, 1):
        f = None if losses is None else np.asarray(losses[t - 1], dtype)
        asked = dict(x=x, g=g, t=t, f=f, grad=lambda y, g=g: g, hess=np.abs(g), rng=rng, n=1)
        now = {name: value(t) if callable(value) else value for name, value in hyper.items()}
        with np.errstate(divide="ignore"):  # AdaBound as printed divides by a first gradient of 0 and clips the inf
            row = step(**{name: value for name, value in asked.items() if name in parameters}, **given, **now)
        rows.append(row)
        x, given = row["x"], {name: row[name] for name in given}
    return rows
