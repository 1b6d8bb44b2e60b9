"""Landscapes: definitions against plain formulas, gradients against a derivative made from f alone, minima that are minima."""

import math

import numpy as np
import pytest

from optlab import descend, landscapes, sgd
from optlab.worlds.landscapes import Landscape, flat_and_sharp, ravine, simple_quadratic

ALL = {**landscapes.ALL, "flat_and_sharp": flat_and_sharp}
EVERY = pytest.mark.parametrize("land", ALL.values(), ids=list(ALL))
# Where a first derivative jumps, derivatives are compared away from the jump and a minimum is tested in its neighbourhood.
KINKS = {"absolute value": (0, 1), "wobbly": (0,), "Ackley": (0, 1)}


def simple(a, b):
    return a * a + b * b


def wobbly(a, b):
    bump = 8 * math.exp(-2 * ((a + 1) ** 2 + (b + 2) ** 2))
    return (a * a + b * b) / 3 + abs(a) * math.sqrt(abs(a) + 0.1) + 3 * math.sin(a + b) + 3 + bump


def basins(a, b):
    return (a * a + b * b) / 2 + math.sin(4 * a) ** 2


def ripple(a, b):
    return (a * a + b * b) / 3 + (math.sin(20 * a) ** 2 + math.sin(20 * b) ** 2) / 15


def plateau(a, b):
    return 4 * (1 - math.exp(-(a * a + b * b)))


def canyon(a, b):
    return (
        (a * a + b * b) / 3
        + 3 * math.exp(-((a + 1) ** 2 + (b + 2) ** 2))
        + math.exp(-1.5 * (2 * (a + 2) ** 2 + (b - 0.5) ** 2))
        + 3 * math.exp(-1.5 * ((a - 1) ** 2 + 2 * (b + 1.5) ** 2))
        + 1.5 * math.exp(-((a + 1.5) ** 2 + 3 * (b + 0.5) ** 2))
        + 4 * (1 - math.exp(-((a + b) ** 2)))
    )


def two(a, b):
    return 4 - 0.5 * math.exp(-((a + 2.5) ** 2 + (b + 2.5) ** 2)) - 3 * math.exp(-(a * a + b * b))


def rosenbrock(a, b):
    return (1 - a) ** 2 + 100 * (b - a * a) ** 2


def beale(a, b):
    return sum((y - a * (1 - b**k)) ** 2 for k, y in ((1, 1.5), (2, 2.25), (3, 2.625)))


def himmelblau(a, b):
    return (a * a + b - 11) ** 2 + (a + b * b - 7) ** 2


def rastrigin(*x):
    return 10 * len(x) + sum(c * c - 10 * math.cos(2 * math.pi * c) for c in x)


def ackley(a, b):
    waves = math.exp((math.cos(2 * math.pi * a) + math.cos(2 * math.pi * b)) / 2)
    return -20 * math.exp(-0.2 * math.sqrt((a * a + b * b) / 2)) - waves + math.e + 20


def logistic(w, b):
    data = [(-2, -1), (-1, -1), (-0.5, 1), (0.5, -1), (1, 1), (2, 1)]
    return sum(math.log(1 + math.exp(-y * (w * p + b))) for p, y in data) / 6


def quartic(x):
    return 4 * (x**4 / 4 - x**3 / 6 - 17 * x**2 / 8 - 15 * x / 8)


def flat_or_sharp(x):
    return -math.log(math.exp(-((x + 2) ** 2) / 2) + math.exp(-((x - 2) ** 2) / 0.08))


PLAIN = {
    "simple_quadratic": simple, "wobbly": wobbly, "basins_and_walls": basins, "ripple": ripple, "giant_plateau": plateau,
    "hills_and_canyon": canyon, "two_minima": two, "ravine": lambda a, b: (a * a + 100 * b * b) / 2, "rosenbrock": rosenbrock,
    "beale": beale, "himmelblau": himmelblau, "rastrigin": rastrigin, "ackley": ackley, "saddle": lambda a, b: a * a - b * b,
    "monkey_saddle": lambda a, b: (complex(a, b) ** 3).real, "logistic": logistic, "absolute": lambda a, b: abs(a) + abs(b),
    "quartic": quartic, "flat_and_sharp": flat_or_sharp,
}  # fmt: skip


def points(land, n=200):
    low, high = np.array(land.box).T
    x = np.random.default_rng(0).uniform(low, high, (n, len(low)))
    for axis in KINKS.get(land.name, ()):
        x = x[np.abs(x[:, axis]) > 0.05]
    return x


@pytest.mark.parametrize("name", ALL)
def test_definition(name):
    x = points(ALL[name])
    np.testing.assert_allclose(ALL[name].f(x), [PLAIN[name](*p) for p in x.tolist()], rtol=1e-12, atol=1e-12)


@EVERY
def test_gradient_is_the_derivative_of_f(land):
    """Central differences of order 8, whose own error is about 1e-11 here."""
    x, h = points(land), 4e-3 if land.name not in ("ripple",) else 1e-3
    weights = {1: 4 / 5, 2: -1 / 5, 3: 4 / 105, 4: -1 / 280}
    for axis in range(x.shape[1]):
        e = h * np.eye(x.shape[1])[axis]
        slope = sum(w * (land.f(x + k * e) - land.f(x - k * e)) for k, w in weights.items()) / h
        scale = 1 + np.abs(land.f(x)) + np.abs(slope)
        np.testing.assert_array_less(np.abs(land.grad(x)[:, axis] - slope) / scale, 2e-9)


@EVERY
def test_a_gradient_that_is_not_the_derivative_is_told(land):
    """By one per cent, at points anywhere in the box; the right one is not, kinks included."""
    low, high = np.transpose(land.box)
    x = np.random.default_rng(3).uniform(low, high, (200, len(land.box))).reshape(200, *np.shape(land.start))
    assert land.wrong_gradient(x) == ""
    off = Landscape(land.f, lambda x: 1.01 * land.grad(x), start=land.start)
    assert off.wrong_gradient(x).startswith("grad is not the derivative of f: at (")


@EVERY
def test_minima(land):
    values = []
    for minimum in np.array(land.minima).reshape(-1, len(land.start)):
        assert all(low <= c <= high for c, (low, high) in zip(minimum, land.box, strict=True))
        values.append(float(land.f(minimum)))
        around = np.random.default_rng(1).normal(size=(500, len(minimum)))
        around *= np.geomspace(1e-4, 1e-2, 500)[:, None] / np.linalg.norm(around, axis=1, keepdims=True)
        assert (land.f(minimum + around) > values[-1]).all()
        np.testing.assert_allclose(land.grad(minimum), 0, atol=1e-8)
        if land.name not in ("absolute value", "Ackley"):
            assert land.curvature(minimum)[0] > 0
    assert np.all(np.diff(values) > -1e-9), "the best comes first"


@EVERY
def test_nothing_in_the_box_is_lower(land):
    if land.minima:
        assert land.f(points(land, 20_000)).min() >= land.f(np.array(land.minima[0]))


@EVERY
def test_saddles(land):
    """The gradient is 0, and somewhere around f is lower."""
    for saddle in np.array(land.saddles).reshape(-1, len(land.start)):
        np.testing.assert_allclose(land.grad(saddle), 0, atol=1e-12)
        around = saddle + 1e-2 * np.random.default_rng(2).normal(size=(500, len(saddle)))
        assert (land.f(around) < land.f(saddle)).any()


def test_kinds_of_saddles():
    np.testing.assert_allclose(landscapes.saddle.curvature([0.0, 0.0]), [-2, 2], atol=1e-8)
    np.testing.assert_allclose(landscapes.monkey_saddle.curvature([0.0, 0.0]), [0, 0], atol=1e-4)
    assert landscapes.quartic.curvature([-0.5])[0] < 0


@EVERY
def test_shapes_and_types(land):
    d = len(land.start)
    for shape in ((d,), (5, d), (2, 3, d)):
        for dtype in (np.float32, np.float64):
            x = np.random.default_rng(3).uniform(-1, 1, shape).astype(dtype)
            f, g = land.f(x), land.grad(x)
            assert np.shape(f) == shape[:-1] and f.dtype == dtype
            assert g.shape == shape and g.dtype == dtype
            np.testing.assert_allclose(f, land.f(x.astype(float)), rtol=2e-4, atol=2e-4)
    x = np.full((4, d), 0.5)
    before = x.copy()
    assert land.f(x.tolist()).tolist() == land.f(x).tolist()
    assert land.grad([1] * d).tolist() == land.grad(np.ones(d)).tolist()
    land.grad(x)
    assert np.array_equal(x, before)


@EVERY
def test_start_stands_in_the_box(land):
    assert all(low <= c <= high for c, (low, high) in zip(land.start, land.box, strict=True)) and land.source


def test_the_seven_of_the_course_share_start_box_and_levels():
    names = ["simple_quadratic", "wobbly", "basins_and_walls", "ripple", "giant_plateau", "hills_and_canyon", "two_minima"]
    levels = [-2 + 0.25 * k for k in range(32)] + [6.25, 6.5, 6.75, 7.0] + list(range(8, 20))
    for name in names:
        land = getattr(landscapes, name)
        assert land.start == (-2.8, -2.5) and land.box == ((-3, 3), (-3, 3)) and list(land.levels) == levels
        assert len(descend(sgd, land)) == 125


def test_ravine_has_its_condition_number():
    for kappa in (1.0, 30.0, 1e4):
        low, high = ravine(kappa).curvature([0.3, -0.2])
        assert high / low == pytest.approx(kappa, rel=1e-6)


def test_noise_has_its_size_and_mean_and_leaves_the_landscape_alone():
    noisy = simple_quadratic.with_noise(0.5)
    assert simple_quadratic.noise == 0 and noisy.f is simple_quadratic.f
    noise = descend(lambda x, g: dict(x=x + 0), noisy, np.ones((4000, 2)), steps=5, rng=1).g - 2.0
    assert noise.std() == pytest.approx(0.5, rel=0.02) and abs(noise.mean()) < 0.01
    steps = noise.reshape(5, -1)
    assert abs(np.corrcoef(steps[0], steps[1])[0, 1]) < 0.05


def test_own_landscape():
    own = Landscape(lambda x: (x**4).sum(-1), lambda x: 4 * x**3, start=(1.0, 2.0, 3.0))
    assert descend(sgd, own, lr=1e-3).x.shape == (125, 3)
    np.testing.assert_allclose(own.hessian([1.0, 2.0, 3.0]), np.diag([12.0, 48.0, 108.0]), atol=1e-6)
