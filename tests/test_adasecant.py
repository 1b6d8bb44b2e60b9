"""AdaSecant: blocks, windows, variance reduction, and the problem on which it needs no tuning.

What it shares with every other step is in the table of optimizers: table.py, test_properties.py.
"""

import numpy as np
import pytest

import optlab
from optlab.feedback import edited
from optlab.steps.adasecant import adasecant_paper
from optlab.worlds.problems import LeastSquares

BOTH = pytest.mark.parametrize("step", [optlab.adasecant, adasecant_paper], ids=lambda step: step.__name__)


def some_gradients(steps=80, d=6, seed=0):
    return np.random.default_rng(seed).standard_normal((steps, d))


# Block normalisation


@BOTH
def test_one_coordinate_out_of_scale_does_matter(step):
    gradients = some_gradients()
    other = gradients * np.array([100.0, 1, 1, 1, 1, 1])
    assert np.abs(optlab.drive(step, other).x - optlab.drive(step, gradients).x)[:, 1:].max() > 0.01


@BOTH
def test_the_block_has_length_one(step):
    trace = optlab.drive(step, 1e3 * some_gradients())
    np.testing.assert_allclose(np.linalg.norm(trace.g_old, axis=-1), 1, rtol=1e-6)


# First step and first averages by hand


def test_first_step_by_hand():
    eps, tau = 1e-7, 2.1
    row = optlab.adasecant(np.zeros(2), np.array([30.0, 40.0]), 1)
    g = np.array([0.6, 0.8])
    m = 0.95e-7 + 0.05 * g
    gamma = np.sqrt(eps / (2 * eps))
    c2 = (1 - 1 / tau) * eps + g**2 / tau
    rate = np.sqrt(g**2 + 1e-6) / np.sqrt(c2 + 1e-6)  # 1.45: sqrt(2.1); cov is still nearly 0
    np.testing.assert_allclose(row["x"], -rate * (g + gamma * m) / (1 + gamma), rtol=1e-5)


def test_variance_reduction():
    """Where the mean of g is 0, g_tilde is g over 1 + gamma, up to what the average m still varies."""
    trace = optlab.descend(optlab.adasecant, LeastSquares(), steps=600, rho=0.99)
    g, g_tilde, gamma = trace.g_old[300:], trace.g_tilde[300:], trace.gamma[300:]
    np.testing.assert_allclose(np.mean(g_tilde**2), np.mean((g / (1 + gamma)) ** 2), rtol=0.1)
    assert gamma.max() == 1.8 and gamma.mean() > 0.5
    without = optlab.drive(optlab.adasecant, some_gradients(), gamma_max=0.0)
    np.testing.assert_array_equal(without.g_tilde, without.g_old)


# The window tau

AVERAGES = dict(m=np.array([0.6, 0.0]), m2=np.array([0.4, 0.01]), c=np.array([0.0, 0.8]), c2=np.array([1.0, 1.0]),
                g_old=np.array([0.6, 0.0]), d=0.0, d2=1.0, tau=10.0)  # fmt: skip


@BOTH
def test_an_outlier_resets_the_window_of_its_parameter(step):
    """g = (0.6, 0.8) where (0.6, 0) is usual: the second parameter's window is 2.2 again, the first one's grows by 1."""
    row = step(np.zeros(2), np.array([3.0, 4.0]), 7, **AVERAGES)
    if step is adasecant_paper:  # reset before, so it has grown by 1 since
        assert row["tau"] == pytest.approx([11, 3.2])
    else:
        assert row["tau"] == pytest.approx([11, 2.2])


@BOTH
def test_a_change_of_the_gradient_can_be_the_outlier(step):
    usual = {**AVERAGES, "m": np.array([0.6, 0.8]), "m2": np.array([0.4, 0.7])}
    row = step(np.zeros(2), np.array([3.0, 4.0]), 7, **{**usual, "c": np.array([0.0, 0.0]), "c2": np.array([1.0, 0.01])})
    assert row["tau"][1] < 3.3 < 10 < row["tau"][0]
    row = step(np.zeros(2), np.array([3.0, 4.0]), 7, **usual)
    assert (row["tau"] > 10).all()


def test_the_window_shrinks_while_steps_agree():
    """tau' = (1 - d^2 / d2) tau + 1, kept at 1.5 or more."""
    usual = {**AVERAGES, "m": np.array([0.6, 0.8]), "m2": np.array([0.4, 0.7])}
    for d, tau in [(0.0, 11), (0.5, 8.5), (1.0, 1.5)]:
        row = optlab.adasecant(np.zeros(2), np.array([3.0, 4.0]), 7, **{**usual, "d": d})
        assert row["tau"] == pytest.approx([tau, tau], rel=1e-6)


# On stochastic least squares: 20-D, condition number 100, batches of 32; nothing is tuned


@pytest.fixture(scope="module")
def excess():
    """Median loss of the runs above the least possible one, at step 100 and at the end."""
    problem = LeastSquares()

    def of(step, steps=2000, runs=10, **hyper):
        loss = np.median(optlab.descend(step, problem, np.zeros((runs, 20)), steps=steps, **hyper).loss, axis=1)
        return loss[100], loss[-1]

    return of


def test_adasecant_needs_no_tuning(excess):
    at_100, at_2000 = excess(optlab.adasecant, runs=20)
    assert 1.7e-5 / 2 < at_100 < 1.7e-5 * 2 and 2.0e-5 / 2 < at_2000 < 2.0e-5 * 2
    for step, hyper in [(optlab.adam, {}), (optlab.sgd, dict(lr=0.1)), (optlab.adam, dict(lr=0.03)), (optlab.adadelta, {})]:
        assert at_100 < excess(step, 100, **hyper)[0] / 2


def test_with_adagrad_it_settles(excess):
    at_100, at_2000 = excess(optlab.adasecant, adagrad=True)
    assert at_100 < 4.2e-5 and 1.5e-6 < at_2000 < 6e-6


def test_the_released_form_fails_without_variance_reduction(excess):
    at_100, at_1000 = excess(optlab.adasecant, 1000, gamma_max=0.0)
    assert at_100 > 0.01 and at_1000 > 0.01


@pytest.mark.parametrize("gamma_max", [1.8, 0.0])
def test_the_printed_form_does_not(excess, gamma_max):
    at_100, at_1000 = excess(adasecant_paper, 1000, gamma_max=gamma_max)
    assert at_100 < 1e-4 and at_1000 < 4e-5


# What chapter 16 says of the averages


@pytest.mark.parametrize("gamma, growth", [(0.0, 0.219), (0.207, 0.0), (1.0, -0.338)])
def test_on_noise_the_covariance_of_the_released_form_makes_the_rate_grow(gamma, growth):
    """The rate goes like exp(k t / tau), 1 = (1 / sqrt(2 (1 + 2k)) + 1 / (2 (1 + k))) / (1 + gamma)."""
    step, tau = edited("adasecant", f"tau = tau; gamma = {gamma}"), 50.0
    rate = optlab.drive(step, some_gradients(1200, 200), state=dict(tau=tau), eps_rate=1e-12).rate
    measured = tau * np.log(np.median(rate[-1]) / np.median(rate[400])) / 799
    assert measured == pytest.approx(growth, abs=0.05)


def test_without_the_covariance_neither_it_nor_variance_reduction_is_missed(excess):
    no_covariance = "rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate)"
    whole, without = excess(optlab.adasecant, 500), excess(edited("adasecant", no_covariance), 500)
    assert without[0] < 2 * whole[0] and without[1] < 2 * whole[1]
    assert excess(edited("adasecant", f"{no_covariance}; g_tilde = g"), 500)[1] < 4e-5


def test_on_a_straight_slope_the_steps_grow_without_bound():
    size = optlab.drive(optlab.adasecant, np.ones(40)).update
    assert size[0] == pytest.approx(0.879, abs=1e-3) and size[-1] > 1e50


def test_it_is_not_free_of_the_scale_of_the_parameters():
    """The same problem in units a hundred times larger: steps of length 1 are then a hundred times too long."""
    left = []
    for unit in (1, 100):
        problem = LeastSquares()
        problem.best, problem.sigma = problem.best / unit, problem.sigma / unit
        loss = optlab.descend(optlab.adasecant, problem, np.zeros((20, 20)), steps=100).loss
        left.append(np.median(loss[-1] / loss[0]))
    assert left[1] > 100 * left[0]


@pytest.mark.parametrize(
    "eps_rate, at_100, at_500",
    [(1e-8, 9.7e-5, 1.2e-5), (1e-7, 5.4e-5, 4.7e-6), (1e-6, 2.8e-5, 1.3e-5), (1e-4, 9.6e-5, 9.1e-5), (1e-2, 1.0e-3, 1.2e-3)],
)
def test_what_eps_rate_costs(eps_rate, at_100, at_500):
    loss = optlab.descend(optlab.adasecant, LeastSquares(), np.zeros((20, 20)), steps=500, eps_rate=eps_rate).loss
    assert np.median(loss[[100, 500]], axis=1).ravel() == pytest.approx([at_100, at_500], rel=0.06)


# The problem itself


def test_mini_batches_are_unbiased_and_fresh():
    problem, rng = LeastSquares(), np.random.default_rng(0)
    x = np.ones((4000, 20))
    g = problem.sample_grad(x, rng, (4000,))
    error = (g - problem.grad(x)).mean(axis=0)
    assert (np.abs(error) < 5 * g.std(axis=0) / np.sqrt(4000)).all()
    assert len(np.unique(g[:, 0])) == 4000


def test_a_grid_shares_its_mini_batches():
    problem = LeastSquares()
    grid = optlab.descend(optlab.sgd, problem, steps=50, lr=[0.1, 0.02])
    for i, lr in enumerate([0.1, 0.02]):
        np.testing.assert_allclose(grid.x[:, i], optlab.descend(optlab.sgd, problem, steps=50, lr=lr).x, rtol=1e-12)


@BOTH
def test_zero_gradients_do_no_harm(step):
    assert np.abs(optlab.drive(step, np.zeros((20, 3))).x).max() < 1e-4


def test_bad_values_are_named():
    with pytest.raises(ValueError, match="^condition is 0.5; it must be a finite number ≥ 1"):
        LeastSquares(condition=0.5)
    with pytest.raises(ValueError, match="^batch is 0"):
        LeastSquares(batch=0)
    with pytest.raises(ValueError, match="^gamma_max is -1"):
        optlab.drive(optlab.adasecant, some_gradients(), gamma_max=-1.0)
    with pytest.raises(TypeError, match="no hyperparameter 'lr'"):
        optlab.drive(optlab.adasecant, some_gradients(), lr=0.1)
