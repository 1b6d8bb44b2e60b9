"""Signals against plain formulas, sample by sample, at the default and at other arguments; the look-ahead in time."""

import math

import numpy as np
import pytest

from optlab import drive, momentum, nesterov, sgd, signals


def spikes(i, period=60, height=1.0):
    return height if i % period == 0 else 0.0


def rectangles(i, period=40, width=20, height=1.0):
    return height if i % period < width else -height


def sawtooth(i, period=20, switch=80, first=5.0, then=20.0):
    return (i % period) / (first if i <= switch else then)


def saturation(i, period=80, width=40, height=1.0):
    return height if i % period < width else 0.0


def chirp(i, slow=100.0, fast=4.0, n=300):
    """A sine: the phase is the integral of 1 / period, with period(i) = slow (fast/slow)^(i / (n-1))."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    at = i * (nodes + 1) / 2
    return math.sin(2 * math.pi * float(np.sum(weights * i / 2 / (slow * (fast / slow) ** (at / (n - 1))))))


FORMULAS = [
    (signals.spikes, spikes, dict(period=7, height=-2.0)),
    (signals.rectangles, rectangles, dict(period=9, width=4, height=3.0)),
    (signals.sawtooth, sawtooth, dict(period=7, switch=30, first=2.0, then=3.0)),
    (signals.saturation, saturation, dict(period=11, width=3, height=0.5)),
    (signals.constant, lambda i, height=1.0: height, dict(height=2.5)),
    (signals.impulse, lambda i, at=0, height=1.0: height if i == at else 0.0, dict(at=17, height=4.0)),
    (signals.step, lambda i, at=50, height=1.0: height if i >= at else 0.0, dict(at=17, height=4.0)),
    (signals.alternating, lambda i, height=1.0: height * (-1) ** i, dict(height=0.25)),
    (signals.ramp, lambda i, slope=0.01: slope * i, dict(slope=-2.0)),
    (signals.chirp, chirp, dict(slow=50.0, fast=8.0)),
]


@pytest.mark.parametrize("signal, formula, other", FORMULAS, ids=[row[0].__name__ for row in FORMULAS])
def test_formula(signal, formula, other):
    for arguments in ({}, other):
        made = signal(**arguments)
        assert made.shape == (300,) and made.dtype == np.float64
        np.testing.assert_allclose(made, [formula(i, **arguments) for i in range(300)], rtol=1e-12, atol=1e-9)
    assert signal(7).shape == (7,)


@pytest.mark.parametrize("number", [np.int8, np.uint8, np.float16, np.float32, np.array, float], ids=lambda n: n.__name__)
def test_a_number_counts_by_its_value_and_not_by_its_type(number):
    """-1 is no 255, and a ratio is not rounded to three digits; a period is a number of samples also as 7.0 or beyond int64."""
    for signal, values in [(signals.spikes, dict(period=7, height=2)), (signals.rectangles, dict(period=9, width=4, height=3)),
                           (signals.noisy_sine, dict(scale=3, amplitude=3, noise=1)), (signals.alternating, dict(height=1)),
                           (signals.sawtooth, dict(period=7, switch=30, first=3, then=7)), (signals.impulse, dict(at=17)),
                           (signals.saturation, dict(period=11, width=3)), (signals.step, dict(at=17, height=4)),
                           (signals.chirp, dict(slow=100, fast=7)), (signals.gaussian_noise, dict(mean=1, sigma=3))]:  # fmt: skip
        assert np.array_equal(signal(**{name: number(value) for name, value in values.items()}), signal(**values))
    assert signals.spikes(period=10**30).tolist() == signals.impulse().tolist()


@pytest.mark.parametrize("signal, amplitude", [(signals.noisy_sine, 1.0), (signals.very_noisy_sine, 0.2)])
def test_noisy_sines(signal, amplitude):
    """A sine of period 2 pi 20 plus uniform noise, fresh for each sample."""
    sine = np.array([amplitude * math.sin(i / 20) for i in range(3000)])
    noise = signal(3000, rng=5) - sine
    assert -0.5 <= noise.min() < -0.49 and 0.49 < noise.max() < 0.5
    assert noise.std() == pytest.approx(1 / math.sqrt(12), rel=0.03)
    assert abs(np.corrcoef(noise[1:], noise[:-1])[0, 1]) < 0.05
    np.testing.assert_allclose(signal(300, noise=0.0), sine[:300], atol=1e-15)
    other = signal(50, scale=3.0, amplitude=7.0, noise=0.0)
    np.testing.assert_allclose(other, [7 * math.sin(i / 3) for i in range(50)], atol=1e-14)


def test_gaussian_noise_and_sparse():
    noise = signals.gaussian_noise(20_000, mean=2.0, sigma=3.0, rng=1)
    assert noise.mean() == pytest.approx(2, abs=0.08) and noise.std() == pytest.approx(3, rel=0.03)
    rare = signals.sparse(20_000, p=0.05, height=4.0, rng=1)
    assert set(rare) == {0.0, 4.0} and np.mean(rare != 0) == pytest.approx(0.05, abs=0.006)


@pytest.mark.parametrize("signal", [signals.noisy_sine, signals.very_noisy_sine, signals.gaussian_noise, signals.sparse])
def test_noise_comes_from_the_seed_alone(signal):
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first, again, other = signal(rng=3), signal(rng=np.random.default_rng(3)), signal(rng=4)
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert np.array_equal(before, np.random.get_state()[1])  # noqa: NPY002


def test_your_own():
    assert signals.own([1, 2, -3]).tolist() == [1.0, 2.0, -3.0] and signals.own(np.array([1, 2])).dtype == np.float64


# A look-ahead on a signal reads it in time


def looks_ahead(x, grad, t, *, by=0.0, lr=1.0):
    """Asks for the gradient that a displacement `by` along the update leads to, and does not move."""
    return dict(g_ahead=grad(x - by), x=x)


def test_linear_between_samples_first_sample_before_last_sample_until_the_end_then_zero():
    signal = np.array([3.0, 5.0, -1.0, 4.0])
    by = np.array([0.0, 0.25, 1.0, 2.5, 3.0, 3.001, 3.999, 4.0, 50.0, -0.5, -9.0])
    seen = drive(looks_ahead, signal, by=by).g_ahead
    assert seen[0].tolist() == [3.0, 3.5, 5.0, 1.5, 4.0, 4.0, 4.0, 0.0, 0.0, 3.0, 3.0]
    for row, i in zip(seen, range(4), strict=True):
        plain = [0.0 if i + d >= 4 else np.interp(i + d, range(4), signal) for d in by]
        np.testing.assert_allclose(row, plain, rtol=1e-14)


def test_each_coordinate_looks_at_its_own_place():
    signal = np.array([[0.0, 10.0], [1.0, 20.0], [2.0, 30.0]])

    def ahead(x, grad):
        return dict(g_ahead=grad(x - np.array([0.5, 1.0])), x=x)

    np.testing.assert_allclose(drive(ahead, signal).g_ahead, [[0.5, 20.0], [1.5, 30.0], [2.0, 0.0]])


@pytest.mark.parametrize("mu", [0.25, 0.9, 0.975])
def test_nesterov_on_a_signal(mu):
    """v <- mu v + lr g(i + mu v), written as a plain loop."""
    signal = signals.rectangles()
    v, updates = 0.0, []
    for i in range(300):
        place = i + mu * v
        g = 0.0 if place >= 300 else float(np.interp(place, np.arange(300), signal))
        v = mu * v + 0.25 * g
        updates.append(v)
    np.testing.assert_allclose(drive(nesterov, signal, lr=0.25, mu=mu).update, updates, atol=1e-12)


def test_momentum_gains():
    assert drive(momentum, np.ones(3000), lr=0.25, mu=0.975).update[-1] == pytest.approx(0.25 * 40)
    assert drive(sgd, np.ones(3), lr=0.25).update.tolist() == [0.25] * 3
