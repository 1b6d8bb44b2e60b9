"""Santa: what it reduces to, that it samples at its temperature, and that it leaves a local minimum.

What it shares with every other step is in the table of optimizers: table.py, test_properties.py.
"""

import dataclasses

import numpy as np
import pytest

import optlab
from optlab.feedback import edited
from optlab.worlds.landscapes import Landscape, quartic

BOTH = pytest.mark.parametrize("step", [optlab.santa_e, optlab.santa_sss], ids=lambda step: step.__name__)
RACE = dict(lr=4e-3, beta0=0.01, C=1.0, sigma=0.95, burnin=500)


def some_gradients(steps=300, seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((steps, 12)) * 10 ** rng.uniform(-3, 1, (steps, 12))


def relative(a, b, b0=0.0):
    return np.abs(a - b).max() / np.abs(b - b0).max()


# Two reductions, in refinement


@pytest.mark.parametrize("mu", [0.0, 0.65, 0.9])
def test_with_g_at_one_it_is_momentum(mu):
    gradients = some_gradients()
    santa = optlab.drive(optlab.santa_e, gradients, lr=0.03, sigma=1.0, lam=1.0, burnin=0, state=dict(u=0.0, a=1 - mu))
    assert relative(santa.x, optlab.drive(optlab.momentum, gradients, lr=0.03, mu=mu).x) < 1e-12


@pytest.mark.parametrize("rho, eps", [(0.9, 1e-8), (0.7, 0.03), (0.99, 1.0)])
def test_with_friction_one_it_is_rmsprop(rho, eps):
    gradients = some_gradients()
    santa = optlab.drive(optlab.santa_e, gradients, lr=0.03, sigma=rho, lam=eps, burnin=0, state=dict(u=0.0, a=1.0))
    assert relative(santa.x, optlab.drive(optlab.rmsprop, gradients, lr=0.03, rho=rho, eps=eps).x) < 1e-12


@pytest.mark.parametrize("a", [0.02, 0.4, 1.5])
def test_the_splitting_scheme_is_momentum_seen_half_a_step_later(a):
    gradients = some_gradients()
    santa = optlab.drive(optlab.santa_sss, gradients, lr=0.03, sigma=1.0, lam=1.0, burnin=0, state=dict(u=0.0, a=a))
    same = optlab.drive(optlab.momentum, gradients, lr=0.03 * np.exp(-a / 2), mu=np.exp(-a))
    assert relative(santa.x + santa.u / 2, same.x) < 1e-12


def test_n_makes_the_mean_gradient_the_sum():
    gradients = some_gradients(40)
    hyper = dict(burnin=0, state=dict(u=0.0, a=0.3))
    all_of_it = optlab.drive(optlab.santa_e, gradients, n=50, lr=0.01, **hyper)
    assert relative(all_of_it.x, optlab.drive(optlab.santa_e, gradients, lr=0.5, **hyper).x) < 1e-12


# Exploration


@BOTH
def test_the_thermostat(step):
    """Friction grows where u^2 is above lr / beta_t, shrinks below it, and keeps within its bounds; then it stands."""
    trace = optlab.drive(step, np.zeros((60, 2)), lr=0.01, burnin=30, anneal=0.0, beta0=1.0, a_min=0.1, a_max=0.2, C=1.5, lam=1.0)
    assert (trace.a >= 0.1).all() and (trace.a <= 0.2).all() and np.ptp(trace.a[:29]) > 0.05
    assert (trace.a[29:] == trace.a[29]).all()
    assert (trace.noise[:29] != 0).all() and (trace.noise[29:] == 0).all()


def test_friction_by_hand():
    rng = np.random.default_rng(0)
    state = dict(a=0.1, u=np.array([0.3, 0.1]), G=1.0)
    row = optlab.santa_e(np.zeros(2), np.zeros(2), 4, rng, 1, **state, lr=0.04, beta0=1.0, burnin=9, lam=1.0)
    noise = np.sqrt(2 * 0.04**1.5 / 2) * np.random.default_rng(0).standard_normal(2)  # beta_4 = 2
    np.testing.assert_allclose(row["a"], [0.1 + 0.09 - 0.02, 0.1 + 0.01 - 0.02], rtol=1e-14)
    np.testing.assert_allclose(row["u"], (1 - row["a"]) * [0.3, 0.1] + noise, rtol=1e-14)


def test_curvature_term_by_hand():
    """It is what is left of the difference of two runs with the same noise."""
    given = dict(a=0.1, u=np.array([0.3, -0.2]), G=np.array([0.5, 0.25]))
    rows = [optlab.santa_e(np.zeros(2), np.array([1.0, 2.0]), 4, np.random.default_rng(0), 1, **given, lr=0.04, burnin=9,
                           curvature=on) for on in (True, False)]  # fmt: skip
    term = 0.04 / 2 * (1 - given["G"] / rows[0]["G"]) / given["u"]
    np.testing.assert_allclose(rows[0]["u"] - rows[1]["u"], term, rtol=1e-12)


def temperature(step, **hyper):
    """Mean square of x and of u in units of what the temperature demands, on a 50-D Gaussian of variance 1 / beta."""
    bowl = Landscape(lambda x: (x**2).sum(-1) / 2, lambda x: x, start=(0.0,) * 50)
    settings = dict(lr=4e-3, sigma=0.999, lam=1e-3, beta0=4.0, anneal=0.0, burnin=10**6, C=1.0) | hyper
    trace = optlab.descend(step, bowl, np.zeros((6, 50)), steps=2000, rng=2, **settings)
    x, u = trace.x[500:], trace.u[500:]
    return 4 * np.mean(x**2), 4 / settings["lr"] * np.mean(u**2)


@BOTH
def test_it_samples_at_its_temperature(step):
    of_x, of_u = temperature(step)
    assert of_x == pytest.approx(1, abs=0.1) and of_u == pytest.approx(1, abs=0.05)


@BOTH
def test_noise_of_the_pseudo_code_is_too_hot(step):
    assert temperature(step, p=1.0)[0] > 2


@BOTH
def test_the_curvature_term_is_far_too_hot(step):
    assert temperature(step, curvature=True)[0] > 10


# The race: from -3, past the local minimum -1.5, to the global one


def arrived(step, runs=400, steps=2000, **hyper):
    """Where the runs end: burnin is half of the steps."""
    settings = RACE | dict(burnin=steps // 2, a_min=0.05) | hyper
    return optlab.descend(step, quartic, np.full((runs, 1), -3.0), steps=steps, rng=1, **settings).x[-1, :, 0]


def share(x):
    """How many stand at the global minimum; none may have left the floats."""
    assert np.isfinite(x).all()
    return (np.abs(x - 2.5) < 0.1).mean()


@BOTH
def test_it_reaches_the_global_minimum(step):
    assert share(arrived(step)) >= 0.9


def test_euler_reaches_it_with_half_the_steps_and_less_friction():
    assert share(arrived(optlab.santa_e, steps=1000, a_min=0.02)) >= 0.9


def test_splitting_with_that_little_friction_is_in_the_right_basin_and_swings():
    x = arrived(optlab.santa_sss, steps=1000, a_min=0.02)
    assert (x > -0.5).mean() >= 0.9 > 0.8 > share(x)


@BOTH
def test_without_noise_none_does(step):
    x = arrived(step, runs=50, burnin=1)
    assert (np.abs(x + 1.5) < 0.1).all()


# What chapter 17 says of the temperature


@pytest.mark.parametrize("beta, low, high", [(0.001, 0.5, 0.85), (0.1, 0.97, 1.0), (1.0, 0.0, 0.3)])
def test_a_constant_temperature_between_the_walls_is_best(beta, low, high):
    assert low <= share(arrived(optlab.santa_e, 200, beta0=beta, anneal=0.0)) <= high


@pytest.mark.parametrize("a, told", [(0.2, 0.98), (0.3, 0.90), (0.45, 0.75), (0.6, 0.62)])
def test_with_much_friction_fewer_get_across_in_time(a, told):
    """Friction held at a, with the noise that fits it: the temperature is as told, and yet fewer runs cross."""

    def step(x, g, t, rng, u=0.0, v=0.0, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=0.01):
        v = sigma * v + (1 - sigma) * g**2
        G = 1 / np.sqrt(lam + np.sqrt(v))
        noise = np.sqrt(lr / (beta0 * np.sqrt(t)) * (1 - (1 - a) ** 2)) * rng.standard_normal(x.shape)
        u = (1 - a) * u - lr * G * g + (noise if t < 1000 else 0)
        return dict(u=u, v=v, x=x + G * u)

    run = optlab.descend(step, quartic, np.full((300, 1), -3.0), 2000, rng=17)
    heat = (run.u[800:999] ** 2).mean() / 4e-3 * 0.01 * np.sqrt(np.arange(801, 1000)).mean()
    assert heat == pytest.approx(1, abs=0.06)
    assert share(run.x[-1, :, 0]) == pytest.approx(told, abs=0.07)


def test_on_the_curve_few_kicks_of_the_curvature_term_go_far():
    settings = dict(lr=4e-3, beta0=0.01, C=1.0, a_min=0.05, burnin=1000, curvature=True)
    run = optlab.descend(optlab.santa_e, quartic, np.full((300, 1), -3.0), 2000, rng=17, **settings)
    farthest = np.abs(run.x[:1000, :, 0]).max(axis=0)
    far, end = farthest > 5.4, run.x[-1, :, 0]
    lost = np.minimum(np.abs(end - 2.5), np.abs(end + 1.5)) > 0.1
    assert far.mean() == pytest.approx(0.1, abs=0.03) and lost[far].mean() == pytest.approx(0.6, abs=0.15)
    assert share(end) > 0.9


def test_more_data_is_colder_and_beta0_repays_it():
    def of(**hyper):
        many, starts = dataclasses.replace(quartic, n=10), np.full((200, 1), -3.0)
        settings = RACE | dict(burnin=1000, a_min=0.05) | hyper
        return share(optlab.descend(optlab.santa_e, many, starts, steps=2000, rng=1, **settings).x[-1, :, 0])

    assert of() < 0.03 and of(beta0=0.001) > 0.9


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_the_thermostat_finds_the_friction_that_the_noise_asks_for(noise):
    """a = G sqrt(lr), and what noise in the gradient feeds in: lr beta noise^2 / 2, with G = 1."""
    bowl = Landscape(lambda x: (x**2).sum(-1) / 2, lambda x: x, start=(0.0,) * 50, noise=noise)
    steady = dict(lr=0.0025, sigma=1.0, lam=1.0, beta0=4.0, anneal=0.0, burnin=10**6, C=1.0, a_min=0.0)
    a = optlab.descend(optlab.santa_e, bowl, steps=4000, rng=1, **steady).a[2000:].mean()
    assert a == pytest.approx(0.05 + 0.0025 * 4 * noise**2 / 2, abs=0.004)


def test_half_a_step_lost_is_half_the_step_and_arrives_late():
    lost = edited("santa_sss", "x = x_before + G * u / 2")
    steps = [optlab.drive(step, np.ones(200), burnin=0, state=dict(a=0.3, u=0.0)).update[-1] for step in (lost, optlab.santa_sss)]
    assert steps[0] / steps[1] == pytest.approx(0.5, rel=1e-3)
    assert share(arrived(lost, steps=1000)) < 0.6 < 0.85 < share(arrived(optlab.santa_sss, steps=1000))


def test_the_others_stay():
    for step, hyper in [(optlab.sgd, dict(lr=0.01)), (optlab.adam, dict(lr=0.1)), (optlab.rmsprop, dict(lr=0.04))]:
        assert optlab.descend(step, quartic, steps=1000, **hyper).x[-1, 0] == pytest.approx(-1.5, abs=0.1)


# The contract


@BOTH
def test_a_seed_repeats_the_run(step):
    runs = [optlab.descend(step, quartic, steps=100, rng=seed, **RACE).x for seed in (5, 5, 6)]
    np.testing.assert_array_equal(runs[0], runs[1])
    assert (runs[0] != runs[2]).any()


@BOTH
def test_starts_draw_independently(step):
    x = optlab.descend(step, quartic, np.full((3, 1), -3.0), steps=20, **RACE).x
    assert len(np.unique(x[-1])) == 3


@BOTH
@pytest.mark.parametrize("name, value", [("sigma", 1.5), ("lam", -1.0), ("beta0", 0.0), ("burnin", -1), ("C", -1.0), ("p", 0.0)])
def test_bad_values_are_named(step, name, value):
    with pytest.raises(ValueError, match=f"^{name} is "):
        optlab.descend(step, quartic, **{name: value})
