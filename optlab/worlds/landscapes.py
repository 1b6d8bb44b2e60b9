"""Landscapes for the closed loop: a loss f, its analytic gradient, and what is known of it (minima, saddles, source).

>>> simple_quadratic.f([3.0, 4.0]), simple_quadratic.grad([3.0, 4.0])
(np.float64(25.0), array([6., 8.]))
"""

import numpy as np

from ..run import inputs
from .landscape import Landscape, on_plane, points

_LEVELS = (*np.arange(-2, 5.8, 0.25).tolist(), 6.25, 6.5, 6.75, 7.0, *np.arange(8.0, 20.0).tolist())
_TOUR = dict(start=(-2.8, -2.5), levels=_LEVELS, source="course landscape, after a widely read visual tutorial")

# The seven landscapes of the course

simple_quadratic = on_plane(
    lambda a, b: a**2 + b**2,
    lambda a, b: (2 * a, 2 * b),
    name="simple quadratic", minima=((0.0, 0.0),), **_TOUR,
)  # fmt: skip


def _wobbly(a, b):
    bump = 8 * np.exp(-2 * ((a + 1) ** 2 + (b + 2) ** 2))
    return (a**2 + b**2) / 3 + np.abs(a) * np.sqrt(np.abs(a) + 0.1) + 3 * np.sin(a + b) + 3 + bump


def _wobbly_grad(a, b):
    bump = 8 * np.exp(-2 * ((a + 1) ** 2 + (b + 2) ** 2))
    root = np.sqrt(np.abs(a) + 0.1)
    ridge = np.sign(a) * (root + np.abs(a) / (2 * root))
    wave = 3 * np.cos(a + b)
    return 2 * a / 3 + ridge + wave - 4 * (a + 1) * bump, 2 * b / 3 + wave - 4 * (b + 2) * bump


wobbly = on_plane(_wobbly, _wobbly_grad, name="wobbly", minima=((-0.172420943763, -0.906301840902),), **_TOUR)

basins_and_walls = on_plane(
    lambda a, b: (a**2 + b**2) / 2 + np.sin(4 * a) ** 2,
    lambda a, b: (a + 4 * np.sin(8 * a), b),
    name="basins and walls",
    minima=((0.0, 0.0), (0.761456532272, 0.0), (-0.761456532272, 0.0), (1.522004075940, 0.0), (-1.522004075940, 0.0),
            (2.280367288493, 0.0), (-2.280367288493, 0.0)), **_TOUR,
)  # fmt: skip

ripple = on_plane(
    lambda a, b: (a**2 + b**2) / 3 + (np.sin(20 * a) ** 2 + np.sin(20 * b) ** 2) / 15,
    lambda a, b: (2 * a / 3 + 4 * np.sin(40 * a) / 3, 2 * b / 3 + 4 * np.sin(40 * b) / 3),
    name="ripple", minima=((0.0, 0.0),), **_TOUR,
)  # fmt: skip

giant_plateau = on_plane(
    lambda a, b: 4 * (1 - np.exp(-(a**2 + b**2))),
    lambda a, b: (8 * a * np.exp(-(a**2 + b**2)), 8 * b * np.exp(-(a**2 + b**2))),
    name="giant plateau", minima=((0.0, 0.0),), **_TOUR,
)  # fmt: skip

# Each hill: height, sharpness, stretch along a and b, centre.
_HILLS = (
    (3.0, 1.0, 1.0, 1.0, -1.0, -2.0),
    (1.0, 1.5, 2.0, 1.0, -2.0, 0.5),
    (3.0, 1.5, 1.0, 2.0, 1.0, -1.5),
    (1.5, 1.0, 1.0, 3.0, -1.5, -0.5),
)


def _hill(a, b, height, sharp, along_a, along_b, a0, b0):
    return height * np.exp(-sharp * (along_a * (a - a0) ** 2 + along_b * (b - b0) ** 2))


def _hills_and_canyon(a, b):
    hills = sum(_hill(a, b, *hill) for hill in _HILLS)
    return (a**2 + b**2) / 3 + hills + 4 * (1 - np.exp(-((a + b) ** 2)))


def _hills_and_canyon_grad(a, b):
    canyon = 8 * (a + b) * np.exp(-((a + b) ** 2))
    ga, gb = 2 * a / 3 + canyon, 2 * b / 3 + canyon
    for hill in _HILLS:
        _, sharp, along_a, along_b, a0, b0 = hill
        h = _hill(a, b, *hill)
        ga, gb = ga - 2 * sharp * along_a * (a - a0) * h, gb - 2 * sharp * along_b * (b - b0) * h
    return ga, gb


hills_and_canyon = on_plane(
    _hills_and_canyon, _hills_and_canyon_grad, name="hills and canyon",
    minima=((-0.0404194469107, 0.0719737284981), (1.929145935696, -1.921457692048), (-2.034193993374, -1.081878763006)),
    **_TOUR,
)  # fmt: skip


def _two_minima(a, b):
    far = 0.5 * np.exp(-((a + 2.5) ** 2 + (b + 2.5) ** 2))
    near = 3 * np.exp(-(a**2 + b**2))
    return 4 - far - near


def _two_minima_grad(a, b):
    far = 0.5 * np.exp(-((a + 2.5) ** 2 + (b + 2.5) ** 2))
    near = 3 * np.exp(-(a**2 + b**2))
    return 2 * (a + 2.5) * far + 2 * a * near, 2 * (b + 2.5) * far + 2 * b * near


two_minima = on_plane(
    _two_minima, _two_minima_grad, name="two minima",
    minima=((-1.552795302e-06, -1.552795302e-06), (-2.499944070180, -2.499944070180)), **_TOUR,
)  # fmt: skip

# One dimension: the race
quartic = Landscape(
    lambda x: 4 * _quartic(points(x, 1)[..., 0]),
    lambda x: 4 * _quartic_slope(points(x, 1)),
    start=(-3.0,), box=((-3.5, 3.5),), minima=((2.5,), (-1.5,)), saddles=((-0.5,),), name="quartic",
    source="course landscape, after the race in a list of optimizers",
)  # fmt: skip


def _quartic(x):
    return x**4 / 4 - x**3 / 6 - 17 * x**2 / 8 - 15 * x / 8


def _quartic_slope(x):
    return x**3 - x**2 / 2 - 17 * x / 4 - 15 / 8


# A flat minimum at -2 and a sharp one at 2, as deep but for 0.0003: two parabolas joined by the log of the sum of e^-f


def _flat_and_sharp(x):
    return (x + 2) ** 2 / 2, 25 * (x - 2) ** 2 / 2


def _flat_and_sharp_loss(x):
    flat, sharp = _flat_and_sharp(points(x, 1)[..., 0])
    return -np.logaddexp(-flat, -sharp)


def _flat_and_sharp_slope(x):
    x = points(x, 1)
    flat, sharp = _flat_and_sharp(x)
    share = np.exp(-np.logaddexp(0, sharp - flat))  # of the sharp one
    return (1 - share) * (x + 2) + share * 25 * (x - 2)


flat_and_sharp = Landscape(  # not among ALL, on which the league is played
    _flat_and_sharp_loss, _flat_and_sharp_slope, start=(2.6,), box=((-4.0, 4.0),), minima=((1.9999463151710437,), (-2.0,)),
    name="flat and sharp", source="soft minimum of two parabolas of curvature 1 and 25",
)  # fmt: skip

# What learners know by name


def ravine(kappa=100.0):
    """An ill-conditioned quadratic, (a² + kappa b²) / 2: curvature 1 along a, kappa across; condition number kappa ≥ 1.

    >>> ravine(4.0).grad([1.0, 1.0])
    array([1., 4.])
    """
    kappa = inputs.real("kappa", kappa, low=1.0)
    return on_plane(
        lambda a, b: (a**2 + kappa * b**2) / 2,
        lambda a, b: (a, kappa * b),
        start=(-2.5, 0.5), box=((-3.0, 3.0), (-1.0, 1.0)), minima=((0.0, 0.0),), name=f"ravine {kappa:g}",
        source="quadratic with Hessian diag(1, kappa)",
    )  # fmt: skip


rosenbrock = on_plane(
    lambda a, b: (1 - a) ** 2 + 100 * (b - a**2) ** 2,
    lambda a, b: (-2 * (1 - a) - 400 * a * (b - a**2), 200 * (b - a**2)),
    start=(-1.2, 1.0), box=((-2.0, 2.0), (-1.0, 3.0)), minima=((1.0, 1.0),), name="Rosenbrock",
    levels=tuple(np.geomspace(0.1, 2500, 20)), source="Rosenbrock (1960), doi:10.1093/comjnl/3.3.175",
)  # fmt: skip


def _beale(a, b):
    return (1.5 - a + a * b) ** 2 + (2.25 - a + a * b**2) ** 2 + (2.625 - a + a * b**3) ** 2


def _beale_grad(a, b):
    r1, r2, r3 = 1.5 - a + a * b, 2.25 - a + a * b**2, 2.625 - a + a * b**3
    ga = 2 * r1 * (b - 1) + 2 * r2 * (b**2 - 1) + 2 * r3 * (b**3 - 1)
    gb = 2 * r1 * a + 4 * r2 * a * b + 6 * r3 * a * b**2
    return ga, gb


beale = on_plane(
    _beale, _beale_grad, start=(1.0, 1.0), box=((-4.5, 4.5), (-4.5, 4.5)), minima=((3.0, 0.5),), saddles=((0.0, 1.0),),
    name="Beale", levels=tuple(np.geomspace(0.1, 1e5, 20)),
    source="Beale (1958); Moré, Garbow and Hillstrom (1981), problem 5, doi:10.1145/355934.355936",
)  # fmt: skip

himmelblau = on_plane(
    lambda a, b: (a**2 + b - 11) ** 2 + (a + b**2 - 7) ** 2,
    lambda a, b: (4 * a * (a**2 + b - 11) + 2 * (a + b**2 - 7), 2 * (a**2 + b - 11) + 4 * b * (a + b**2 - 7)),
    start=(-0.5, -1.5), box=((-5.0, 5.0), (-5.0, 5.0)), name="Himmelblau",
    minima=((3.0, 2.0), (3.58442834033, -1.848126526964), (-3.779310253378, -3.283185991286), (-2.805118086953, 3.131312518251)),
    levels=tuple(np.geomspace(1, 900, 18)), source="Himmelblau (1972), Applied Nonlinear Programming, problem 32",
)  # fmt: skip

rastrigin = on_plane(
    lambda a, b: 20 + a**2 + b**2 - 10 * np.cos(2 * np.pi * a) - 10 * np.cos(2 * np.pi * b),
    lambda a, b: (2 * a + 20 * np.pi * np.sin(2 * np.pi * a), 2 * b + 20 * np.pi * np.sin(2 * np.pi * b)),
    start=(-2.8, -2.5), box=((-5.12, 5.12), (-5.12, 5.12)), minima=((0.0, 0.0),), name="Rastrigin",
    source="Rastrigin (1974); Mühlenbein, Schomisch and Born (1991), doi:10.1016/S0167-8191(05)80052-3",
)  # fmt: skip


def _ackley(a, b):
    r = np.sqrt((a**2 + b**2) / 2)
    waves = (np.cos(2 * np.pi * a) + np.cos(2 * np.pi * b)) / 2
    return -20 * np.exp(-0.2 * r) - np.exp(waves) + 20 + np.e


def _ackley_grad(a, b):
    r = np.sqrt((a**2 + b**2) / 2)
    waves = np.exp((np.cos(2 * np.pi * a) + np.cos(2 * np.pi * b)) / 2)
    cone = 2 * np.exp(-0.2 * r) / np.where(r > 0, r, 1.0)  # at 0, the tip of the cone, the subgradient 0
    return cone * a + np.pi * np.sin(2 * np.pi * a) * waves, cone * b + np.pi * np.sin(2 * np.pi * b) * waves


ackley = on_plane(
    _ackley, _ackley_grad, start=(-2.8, -2.5), box=((-5.0, 5.0), (-5.0, 5.0)), minima=((0.0, 0.0),), name="Ackley",
    source="Ackley (1987), A Connectionist Machine for Genetic Hillclimbing, doi:10.1007/978-1-4613-1997-9",
)  # fmt: skip

saddle = on_plane(
    lambda a, b: a**2 - b**2,
    lambda a, b: (2 * a, -2 * b),
    start=(-2.5, 0.01), saddles=((0.0, 0.0),), name="saddle", source="hyperbolic paraboloid; no minimum",
)  # fmt: skip

monkey_saddle = on_plane(
    lambda a, b: a**3 - 3 * a * b**2,
    lambda a, b: (3 * a**2 - 3 * b**2, -6 * a * b),
    start=(1.5, 0.01), box=((-2.0, 2.0), (-2.0, 2.0)), saddles=((0.0, 0.0),), name="monkey saddle",
    source="real part of (a + ib)³; the Hessian is 0 at its saddle; no minimum",
)  # fmt: skip

absolute = on_plane(
    lambda a, b: np.abs(a) + np.abs(b),
    lambda a, b: (np.sign(a), np.sign(b)),
    start=(-2.8, -2.5), minima=((0.0, 0.0),), name="absolute value", source="the L1 norm; subgradient 0 at 0",
)  # fmt: skip

# Six points on a line, two of them on the wrong side, so that the best weights are finite.
_POINTS = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])
_LABELS = np.array([-1.0, -1.0, 1.0, -1.0, 1.0, 1.0])


def _margins(a, b):
    return _LABELS.astype(a.dtype) * (a[..., None] * _POINTS.astype(a.dtype) + b[..., None])


def _logistic_grad(a, b):
    pull = -_LABELS.astype(a.dtype) * np.exp(-np.logaddexp(0, _margins(a, b)))
    return (pull * _POINTS.astype(a.dtype)).mean(axis=-1), pull.mean(axis=-1)


logistic = on_plane(
    lambda a, b: np.logaddexp(0, -_margins(a, b)).mean(axis=-1),
    _logistic_grad,
    start=(-2.8, -2.5), minima=((1.351112159681, 0.0),), name="logistic loss", n=6,
    source="mean log(1 + exp(−y(a p + b))) over the points p and labels y above",
)  # fmt: skip

ALL = {
    "simple_quadratic": simple_quadratic, "wobbly": wobbly, "basins_and_walls": basins_and_walls, "ripple": ripple,
    "giant_plateau": giant_plateau, "hills_and_canyon": hills_and_canyon, "two_minima": two_minima, "ravine": ravine(),
    "rosenbrock": rosenbrock, "beale": beale, "himmelblau": himmelblau, "rastrigin": rastrigin, "ackley": ackley,
    "saddle": saddle, "monkey_saddle": monkey_saddle, "logistic": logistic, "absolute": absolute, "quartic": quartic,
}  # fmt: skip
