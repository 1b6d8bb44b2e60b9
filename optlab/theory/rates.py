"""What theory says of a run on a quadratic: how much the error shrinks a step, and the largest lr that does not diverge.

Along an eigenvector of the Hessian with eigenvalue λ, each of these steps is a linear recurrence of second order,

    x_{t+1} = (1 + mu − a − a s mu) x_t − (mu − a s mu) x_{t−1},    a = lr λ,

whose gradient is taken a share s of mu v ahead: s = 0 for momentum, 1 for Nesterov. The spectral radius is the size of the
larger root of z² − (1 + mu − a − a s mu) z + (mu − a s mu).

Source: Polyak (1964), doi:10.1016/0041-5553(64)90137-5; Lessard, Recht and Packard (2016), arXiv:1408.3595, section 2.2.
"""

import numpy as np

from ..run.drive import descend
from ..run.signature import signature
from ..worlds.landscapes import ravine
from .known import known

_AHEAD = {"sgd": 0.0, "momentum": 0.0, "momentum_ema": 0.0, "nesterov": 1.0, "smoothed_nesterov": 0.625}


def has_rate(step):
    """Whether the step is one whose rate on a quadratic is known here, or a copy of one with its hyperparameters."""
    return _name(step) is not None


def _name(step):
    name, called = known(step, tuple(_AHEAD))
    return name if all(theirs == mine for theirs, mine in called.items()) else None


def _recurrence(step, lr, mu):
    """The step as one of the recurrence above: its lr, mu and s."""
    name = _name(step)
    if name is None:
        raise ValueError(f"step is {step.__name__}; how fast it converges is known here only of {', '.join(_AHEAD)}.")
    return (lr * (1 - mu) if name == "momentum_ema" else lr), mu, _AHEAD[name]


def radius_formula(step, curvature, lr, mu):
    """The spectral radius along one direction; everything elementwise."""
    lr, mu, s = _recurrence(step, lr, mu)
    a = lr * curvature
    c = mu * (1 - s * a)
    b = 1 - a + c
    square = b**2 - 4 * c  # below 0 the roots are a conjugate pair, whose product is c
    return np.where(square < 0, np.sqrt(np.abs(c)), (np.abs(b) + np.sqrt(np.abs(square))) / 2)


def largest_lr_formula(step, curvature, mu):
    """The border of convergence for the largest curvature."""
    one, mu, s = _recurrence(step, 1.0, mu)
    return 2 * (1 + mu) / ((1 + 2 * s * mu) * curvature) / one


def _values(step, hyper, *names):
    hyper = {"mu": 0.0, **signature(step).hyper, **hyper}
    return [np.asarray(hyper[name], float) for name in names]


def spectral_radius(step, curvature, **hyper):
    """The factor by which the error of the slowest direction shrinks each step, in the long run; above 1 it grows.

    curvature : eigenvalues of the Hessian, (d,). **hyper : numbers or arrays of one shape.

    >>> import optlab
    >>> spectral_radius(optlab.sgd, [1.0, 10.0], lr=0.1)
    np.float64(0.9)
    >>> spectral_radius(optlab.momentum, [1.0], lr=1.0, mu=0.81).round(12)
    np.float64(0.9)
    """
    lr, mu = _values(step, hyper, "lr", "mu")
    return radius_formula(step, np.asarray(curvature, float), lr[..., None], mu[..., None]).max(axis=-1)


def largest_lr(step, largest_curvature, **hyper):
    """The lr at which the run stops shrinking: 2 / L for sgd, 2 (1 + mu) / L for momentum. Any smaller lr converges.

    >>> import optlab
    >>> largest_lr(optlab.momentum, 2.0, mu=0.5)
    np.float64(1.5)
    """
    return largest_lr_formula(step, largest_curvature, *_values(step, hyper, "mu"))


def curvature(landscape):
    """The eigenvalues of the Hessian, ascending, if the landscape is a convex quadratic; else None.

    >>> from optlab import landscapes
    >>> curvature(landscapes.ravine(4.0)).round(6), curvature(landscapes.wobbly)
    (array([1., 4.]), None)
    """
    low, high = np.transpose(landscape.box)
    points = low + (high - low) * np.array([[0.13], [0.5], [0.71], [0.94]]) * np.linspace(0.6, 1.0, len(low))
    hessians = np.array([landscape.hessian(point) for point in points])
    values = np.linalg.eigvalsh(hessians[0])
    same = np.allclose(hessians, hessians[0], rtol=1e-5, atol=1e-5 * abs(hessians[0]).max())
    return values if same and values[0] > 0 else None


def measured_radius(step, lr, steps=1400, **hyper):
    """The same factor, measured: a run on x² / 2, and how much its positions shrink a step in the second half of the run.

    lr : a number or an array of them. **hyper : those of the step. Returns the factors, in the shape of lr. The run is over when
    the error is so small that its digits are lost.

    >>> import optlab
    >>> float(measured_radius(optlab.momentum, 1.0, mu=0.81).round(3))
    0.9
    """
    x = descend(step, ravine(1), x0=[1.0, 1.0], steps=steps, lr=lr, **hyper).x[..., 0]
    size = np.hypot(x[1:], x[:-1])  # of two positions, so that a swing through 0 does not count
    last = np.argmax(np.concatenate([size, 0 * size[:1]]) < 1e-250, axis=0) - 1
    middle = last // 2
    ends = [np.take_along_axis(size, at[None], axis=0)[0] for at in (last, middle)]
    return (ends[0] / ends[1]) ** (1 / (last - middle))


def measured_limit(step, near, *, steps=3000, **hyper):
    """The smallest lr, within 2 % of `near`, whose run on x² / 2 ends farther out than it started.

    near : where to look, such as a predicted limit. steps : of each of the 801 runs. **hyper : those of the step.
    Returns nan where none of them grows.

    >>> import optlab
    >>> float(measured_limit(optlab.sgd, 2.0).round(2))
    2.0
    """
    lrs = np.linspace(0.98, 1.02, 801) * near
    trace = descend(step, ravine(1), x0=[1.0, 1.0], steps=steps, lr=lrs, **hyper)
    grows = (trace.left > 0) | (np.abs(trace.x[-1, :, 0]) > 1)
    return lrs[grows].min() if grows.any() else np.nan
