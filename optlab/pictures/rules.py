"""The accumulation figures: which rule, on which signals, with which three values of its main parameter."""

from ..run import inputs
from ..run.drive import drive
from ..steps import adaptive, classic, variants
from ..worlds import signals

BETAS, EPS = (0.25, 0.9, 0.975), (1e-7, 0.1, 10.0)

# The accumulation figures: rule -> (step, parameter with three values, the values, what is fixed, initial state).
RULES = {
    "momentum": (classic.momentum, "mu", BETAS, dict(lr=0.25), {}),
    "Nesterov": (classic.nesterov, "mu", BETAS, dict(lr=0.25), {}),
    "smoothed Nesterov": (classic.smoothed_nesterov, "mu", BETAS, dict(lr=0.25), {}),
    "AdaGrad": (variants.adagrad_eps_inside, "eps", EPS, dict(lr=2.5), {}),
    "RMSprop": (variants.rmsprop_eps_inside, "rho", BETAS, dict(lr=0.25, eps=1e-5), {}),
    "AdaDelta from zero": (adaptive.adadelta, "rho", BETAS, dict(eps=1e-3), {}),
    "AdaDelta from a big start": (adaptive.adadelta, "rho", BETAS, dict(eps=1e-3), dict(u=50.0)),
    "Adam": (variants.adam_eps_inside, "beta1", BETAS, dict(lr=0.25, beta2=0.999, eps=1e-7), {}),
}

SIGNALS = {
    "spikes": signals.spikes, "rectangles": signals.rectangles, "noisy sine": signals.noisy_sine,
    "very noisy sine": signals.very_noisy_sine, "sawtooth": signals.sawtooth, "saturation": signals.saturation,
    "constant": signals.constant, "impulse": signals.impulse, "step": signals.step, "alternating": signals.alternating,
    "ramp": signals.ramp, "chirp": signals.chirp, "Gaussian noise": signals.gaussian_noise, "sparse": signals.sparse,
}  # fmt: skip


def accumulate(rule, signal):
    """The numbers of one accumulation figure: a trace over the three values of the rule's main parameter.

    >>> accumulate("momentum", signals.rectangles()).update.max(axis=0).round(3)
    array([0.333, 2.196, 3.973])
    """
    step, name, values, fixed, state = RULES[rule]
    return drive(step, signal, state=state or None, **fixed, **{name: values})


def main_parameter(hyper):
    """The hyperparameter worth comparing: how long the memory is, else eps, else lr."""
    return next((name for name in ("mu", "rho", "beta1", "eps", "lr") if name in hyper), None)


def three(step, name, middle, default):
    """Three values of a hyperparameter to compare, around this middle one.

    >>> three(classic.momentum, "mu", 0.9, True), three(classic.momentum, "mu", 0.99, False), three(classic.sgd, "lr", 0.01, True)
    ((0.25, 0.9, 0.975), (0.25, 0.99, 0.9975), (0.001, 0.01, 0.1))
    """
    if inputs.is_share(inputs.ranges(step)[name]):
        if default:
            return BETAS
        return 0.25 if middle > 0.25 else middle / 4, middle, round(1 - (1 - middle) / 4, 6)
    if name == "eps" and default:
        return EPS  # a factor of 10 around 1e-8 would change nothing that can be seen
    return middle / 10, middle, middle * 10
