"""What the formulas predict, and what a run then measures: one test for each prediction, by optimizer.

Each test writes the prediction from the formula, runs the optimizer, and compares. Tolerances are those of the prediction:
rounding where it is exact, and stated where it is an approximation or an average over random numbers.
"""

import numpy as np
import pytest
from pytest import approx

import optlab
from optlab import descend, drive, landscapes, signals, variants
from optlab.theory import closed_form

ETA = 0.01


def bowl(*curvatures, start=None, sigma=0.0):
    """f = sum of h x**2 / 2 over the curvatures h, with gradient noise of standard deviation sigma."""
    h = np.array(curvatures)
    return landscapes.Landscape(lambda x: (h * x**2).sum(-1) / 2, lambda x: h * x, start=start or (1.0,) * len(h), noise=sigma)


def rate(x, skip=0):
    """By which factor x shrinks in a step, on average over the second half of a run."""
    size = np.abs(x[skip:])
    return (size[-1] / size[len(size) // 2]) ** (1 / (len(size) - 1 - len(size) // 2))


def stability_limit(step, curvature=1.0, *, low, high, **hyper):
    """The largest lr for which a run on a bowl does not grow in its second half: bisection on whole grids of lr."""
    for _ in range(4):
        lr = np.linspace(low, high, 41)
        x = np.abs(descend(step, bowl(curvature), [1.0], 1600, lr=lr, **hyper).x[:, :, 0])
        grows = np.isnan(x[-1]) | (x[-100:].max(axis=0) > x[800:900].max(axis=0))
        first = int(np.argmax(grows))
        assert grows[first] and first > 0
        low, high = lr[first - 1], lr[first]
    return (low + high) / 2


def steps_on(signal, step, **hyper):
    """The updates of a run with lr = 1, so in units of lr."""
    return drive(step, signal, **{"lr": 1.0, **hyper}).update


def silence_then(signal, silence=10_000):
    """A long silence first, in which v_hat's correction fades: Adam's worst case for a spike."""
    return np.concatenate([np.zeros(silence), signal])


# 2.1 Gradient descent


def test_gd_error_factor_on_a_quadratic():
    """|1 - eta h| per step."""
    h, eta = np.array([0.5, 1.0, 4.0]), 0.3
    x = descend(optlab.sgd, bowl(*h), steps=10, lr=eta).path
    np.testing.assert_allclose(x[1:] / x[:-1], np.broadcast_to(1 - eta * h, (10, 3)), rtol=1e-12)


@pytest.mark.parametrize("curvature", [0.5, 4.0])
def test_gd_is_stable_below_2_over_L(curvature):
    assert stability_limit(optlab.sgd, curvature, low=0.1, high=5.0) == approx(2 / curvature, rel=1e-6)


def test_gd_best_lr_and_its_rate():
    """eta = 2 / (L + m) contracts both ends by (k - 1) / (k + 1); any other eta is slower: k = 100, .980198."""
    m, L = 1.0, 100.0
    best = 2 / (L + m)
    x = descend(optlab.sgd, bowl(m, L), steps=200, lr=[0.98 * best, best, 1.02 * best]).x
    slowest = [max(rate(x[:, i, 0]), rate(x[:, i, 1])) for i in range(3)]
    assert slowest[1] == approx(99 / 101, rel=1e-12) and round(slowest[1], 6) == 0.980198
    assert slowest[0] > slowest[1] < slowest[2]


def test_sgd_impulse_response():
    np.testing.assert_allclose(drive(optlab.sgd, signals.impulse(5), lr=ETA).update, [ETA, 0, 0, 0, 0])


def test_sgd_stationary_variance_on_a_noisy_quadratic():
    """eta s**2 / (h (2 - eta h)); 500 runs of 600 steps, the last 500 counted: within 3 %."""
    h, s, eta = 2.0, 0.7, np.array([0.05, 0.3, 0.8])
    x = descend(optlab.sgd, bowl(h, sigma=s), np.zeros((500, 1)), 600, lr=eta, rng=1).x[100:]
    np.testing.assert_allclose((x**2).mean(axis=(0, 2, 3)), eta * s**2 / (h * (2 - eta * h)), rtol=0.03)


def one_sample(A, y, n_steps, rng):
    """A least-squares problem, one random sample a step, as a landscape over (d,)."""
    rows = iter(rng.integers(len(A), size=10 * n_steps))

    def grad(x):
        a = next(rows)
        return A[a] * (x @ A[a] - y[a])[..., None]

    return landscapes.Landscape(lambda x: ((x @ A.T - y) ** 2).mean(-1) / 2, grad, start=(0.0,) * A.shape[1])


def test_sgd_converges_linearly_when_it_can_interpolate():
    """Zero residual: the noise dies with the error. With a residual the same run stops at a noise floor."""
    rng = np.random.default_rng(0)
    A, truth = rng.standard_normal((20, 5)), rng.standard_normal(5)
    error = {}
    for residual in (0.0, 0.5):
        y = A @ truth + residual * rng.standard_normal(20)
        best = np.linalg.lstsq(A, y, rcond=None)[0]
        trace = descend(optlab.sgd, one_sample(A, y, 500, np.random.default_rng(1)), steps=500, lr=0.1)
        error[residual] = np.linalg.norm(trace.x - best, axis=1)
    fall = np.log10(error[0.0][[99, 199, 299, 399, 499]])
    assert error[0.0][-1] < 1e-6 and (np.diff(fall) < -0.5).all(), "a straight line in the logarithm"
    assert error[0.5][-100:].min() > 1e-3


def test_minibatch_gradient_is_unbiased_with_variance_over_B():
    """Var / B with replacement, times (n - B) / (n - 1) without (1 - B/n up to the usual n / (n - 1))."""
    rng = np.random.default_rng(2)
    g, B, runs = rng.standard_normal(40), 8, 20_000
    with_replacement = g[rng.integers(40, size=(runs, B))].mean(axis=1)
    without = rng.permuted(np.broadcast_to(g, (runs, 40)), axis=1)[:, :B].mean(axis=1)
    for estimate, variance in ((with_replacement, g.var() / B), (without, g.var() / B * (40 - B) / 39)):
        assert estimate.mean() == approx(g.mean(), abs=4 * np.sqrt(variance / runs))
        assert estimate.var() == approx(variance, rel=0.04)


# 2.2 Momentum


def test_momentum_weights_mean_age_and_half_life():
    """The average weighs the gradient of k steps ago by (1 - b) b**k; mean age b / (1 - b) = 9; half-life 6.58."""
    b, k = 0.9, np.arange(600)
    weights = drive(optlab.momentum_ema, signals.impulse(600), mu=b).m
    np.testing.assert_allclose(weights, (1 - b) * b**k, rtol=1e-11, atol=0)
    assert (weights * k).sum() == approx(b / (1 - b)) == approx(9)
    assert weights[:10].sum() == approx(1 - b**10) and round(weights[:10].sum(), 2) == 0.65
    half_life = np.log(0.5) / np.log(b)
    assert round(half_life, 2) == 6.58 and np.interp(half_life, k, np.log(weights / weights[0])) == approx(np.log(0.5))


def test_momentum_noise_variance_factor():
    """(1 - b) / (1 + b) = .0526."""
    noise = np.random.default_rng(3).standard_normal((1000, 400))
    m = drive(optlab.momentum_ema, noise, mu=0.9).m[200:]
    assert (m**2).mean() == approx(0.1 / 1.9, rel=0.02) and round(0.1 / 1.9, 4) == 0.0526


def test_momentum_impulse_response():
    """eta mu**k, in total eta / (1 - mu) = 10 eta; the averaged form: eta in total."""
    pulse = signals.impulse(600)
    update = drive(optlab.momentum, pulse, lr=ETA, mu=0.9).update
    np.testing.assert_allclose(update[:100], ETA * 0.9 ** np.arange(100), rtol=1e-9)
    assert update.sum() == approx(10 * ETA)
    assert drive(optlab.momentum_ema, pulse, lr=ETA, mu=0.9).update.sum() == approx(ETA)


@pytest.mark.parametrize("step, limit", [(optlab.momentum, 3.8), (optlab.momentum_ema, 38.0)])
def test_momentum_is_stable_below_2_times_1_plus_mu_over_L(step, limit):
    assert limit == approx(2 * 1.9 / (1 if step is optlab.momentum else 0.1))
    assert stability_limit(step, low=limit / 2, high=2 * limit, mu=0.9) == approx(limit, rel=1e-6)


def test_momentum_best_rate():
    """eta = 4 / (sqrt L + sqrt m)**2, mu = ((sqrt k - 1) / (sqrt k + 1))**2: both ends at (sqrt k - 1) / (sqrt k + 1) = .818182.

    Both eigenvalues of the step coincide there, so the error is rate**t (a + b t): the root of the iteration matrix tells
    the rate; a run of 500 steps shows it to 1 %.
    """
    m, L, root = 1.0, 100.0, 9 / 11
    eta, mu = 4 / (np.sqrt(L) + np.sqrt(m)) ** 2, root**2
    for h in (m, L):
        matrix = np.array([[1 - eta * h, mu], [-eta * h, mu]])  # (x, v) -> (x + v', v')
        assert np.abs(np.linalg.eigvals(matrix)).max() == approx(root, abs=1e-7)
    x = descend(optlab.momentum, bowl(m, L), steps=500, lr=eta, mu=mu).x
    assert round(root, 6) == 0.818182 and rate(x[:, 0]) == approx(root, rel=0.01) and rate(x[:, 1]) == approx(root, rel=0.01)


def test_momentum_effective_lr_on_noise():
    """eta / (1 - mu): the average with eta = .01 goes as far as the sum with eta = .001, and as plain SGD with .01."""
    noise = 1 + np.random.default_rng(4).standard_normal((5000, 1))
    averaged = drive(optlab.momentum_ema, noise, lr=0.01, mu=0.9).x
    np.testing.assert_allclose(drive(optlab.momentum, noise, lr=0.001, mu=0.9).x, averaged, rtol=1e-11, atol=1e-14)
    assert averaged[-1, 0] == approx(drive(optlab.sgd, noise, lr=0.01).x[-1, 0], rel=0.01)


# 2.3 Nesterov


def nesterov_v_first(x, g, v=0.0, *, lr=0.01, mu=0.9):
    """The shifted form with v updated before it is used: found in Chainer and in many copies of one book's code."""
    v = mu * v - lr * g
    x = x + mu**2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)


def nesterov_far(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    """A look-ahead of two steps: (mu + mu**2) v."""
    v = mu * v - lr * grad(x + (mu + mu**2) * v)
    return dict(v=v, x=x + v)


@pytest.mark.parametrize("step, c", [
    (optlab.momentum, 0.0), (optlab.nesterov, 0.9), (nesterov_far, 0.9 + 0.81), (optlab.smoothed_nesterov, 0.625 * 0.9),
    (variants.nesterov_shifted, 0.9), (variants.nesterov_torch, 0.9), (nesterov_v_first, 0.9 + 0.81),
])  # fmt: skip
def test_nesterov_is_stable_below_2_times_1_plus_mu_over_1_plus_2c(step, c):
    """c is the look-ahead in units of v: 3.8, 1.35714, .85973 (to 5 digits) for c = 0, mu, mu + mu**2."""
    limit = 2 * 1.9 / (1 + 2 * c)
    assert stability_limit(step, low=limit / 2, high=2 * limit, mu=0.9) == approx(limit, rel=1e-5)
    assert {0.0: 3.8, 0.9: 1.35714, 1.71: 0.85973}.get(round(c, 4), limit) == approx(limit, abs=5e-6)


def test_nesterov_slow_mode():
    """eta = 1/L, mu = (sqrt k - 1) / (sqrt k + 1): radius 1 - 1 / sqrt k = .9 at k = 100.

    The eigenvalues coincide again, so a run of 500 steps shows it to 1 %.
    """
    m, L, mu = 1.0, 100.0, 9 / 11
    a = 1 - m / L
    matrix = np.array([[a * (1 + mu), -a * mu], [1, 0]])  # x_t from x_{t-1}, x_{t-2}
    assert np.abs(np.linalg.eigvals(matrix)).max() == approx(0.9, abs=1e-7)
    x = descend(optlab.nesterov, bowl(m, L), steps=500, lr=1 / L, mu=mu).x
    assert rate(x[:, 0]) == approx(0.9, rel=0.01)


def test_nesterov_impulse_response():
    """(1 + mu) eta, then eta mu**(k + 1): 1.9, .81, .729, ..., in total 10 eta."""
    for step in (variants.nesterov_shifted, variants.nesterov_torch, variants.nesterov_keras):
        update = steps_on(signals.impulse(600), step, mu=0.9)
        np.testing.assert_allclose(update[:3], [1.9, 0.81, 0.729])
        np.testing.assert_allclose(update[1:200], 0.9 ** np.arange(2, 201), rtol=1e-6)
        assert update.sum() == approx(10)


HILL = landscapes.Landscape(lambda x: (x**2).sum(-1) + np.cos(x).sum(-1), lambda x: 2 * x - np.sin(x), start=(-2.0, 1.0))


def test_nesterov_shifted_is_an_exact_change_of_variables():
    ahead = descend(optlab.nesterov, HILL, steps=100, lr=0.1, mu=0.9)
    shifted = descend(variants.nesterov_shifted, HILL, steps=100, lr=0.1, mu=0.9)
    np.testing.assert_allclose(shifted.x, ahead.x + 0.9 * ahead.v, atol=1e-14)


def test_nesterov_with_v_first_looks_two_steps_ahead():
    c = 0.9 + 0.81
    far = descend(nesterov_far, HILL, steps=100, lr=0.1, mu=0.9)
    v_first = descend(nesterov_v_first, HILL, steps=100, lr=0.1, mu=0.9)
    np.testing.assert_allclose(v_first.x, far.x + c * far.v, atol=1e-13)
    true = descend(variants.nesterov_shifted, HILL, steps=100, lr=0.1, mu=0.9)
    assert np.abs(v_first.x - true.x).max() > 0.1


def test_smoothed_nesterov_on_a_quadratic_is_one_look_ahead_at_five_eighths():
    def nesterov_at_five_eighths(x, grad, v=0.0, *, lr, mu):
        v = mu * v - lr * grad(x + 0.625 * mu * v)
        return dict(v=v, x=x + v)

    hyper = dict(steps=100, lr=0.1, mu=0.9)
    four, one = (descend(step, bowl(1.0, 9.0), **hyper).x for step in (optlab.smoothed_nesterov, nesterov_at_five_eighths))
    np.testing.assert_allclose(four, one, atol=1e-13)


# 2.4 AdaGrad


def test_adagrad_on_a_constant_gradient():
    """The step is exactly eta / sqrt t, so x ~ 2 eta sqrt t: 12.504 beside 12.649 at t = 4000, eta = .1."""
    trace = drive(optlab.adagrad, np.full(4000, 3.0), lr=0.1, eps=0.0)
    t = np.arange(1, 4001)
    np.testing.assert_allclose(trace.update, 0.1 / np.sqrt(t), rtol=1e-10)
    assert -trace.x[-1] == approx(12.504, abs=5e-4) and round(2 * 0.1 * np.sqrt(4000), 3) == 12.649


@pytest.mark.parametrize("g", [1e-8, -3.0, 1e8])
def test_adagrad_first_step_is_eta_whatever_the_scale(g):
    assert drive(optlab.adagrad, np.array([g]), lr=ETA, eps=0.0).update[0] == approx(ETA * np.sign(g), rel=1e-14)


@pytest.mark.parametrize("step", [optlab.adagrad, optlab.rmsprop, optlab.adam])
def test_10_f_takes_the_path_of_f(step):
    """AdaGrad 2e-15; with eps > 0 RMSprop and Adam too, to about eps over the size of the gradients. Plain SGD: no."""
    eps = 0.0 if step is optlab.adagrad else 1e-8
    tenfold = landscapes.Landscape(lambda x: 10 * x[..., 0] ** 2, lambda x: 20 * x, start=(3.0,))
    single = landscapes.Landscape(lambda x: x[..., 0] ** 2, lambda x: 2 * x, start=(3.0,))
    a, b = (descend(step, f, steps=200, lr=0.01, eps=eps).x for f in (single, tenfold))
    assert np.abs(a - b).max() < (1e-14 if eps == 0 else 5e-9)
    a, b = (descend(optlab.sgd, f, steps=20, lr=0.01).x for f in (single, tenfold))
    assert np.abs(a - b).max() > 0.1


def test_adagrad_zero_first_gradient_without_eps():
    """0 / 0: the run is over in step 1; with eps it waits."""
    trace = drive(optlab.adagrad, signals.step(20, at=10), eps=0.0)
    assert len(trace) == 0 and "x is no longer finite at step 1" in trace.diverged
    assert drive(optlab.adagrad, signals.step(20, at=10)).diverged is None


def test_adagrad_impulse_response():
    """One step of eta, and every later gradient is smaller for good: after a spike of 100 a gradient of 1 gives eta / 100."""
    signal = np.r_[100.0, np.zeros(500), np.ones(50)]
    update = steps_on(signal, optlab.adagrad, eps=0.0)
    assert update[0] == 1 and (update[1:501] == 0).all()
    np.testing.assert_allclose(update[501:], 1 / np.sqrt(100**2 + np.arange(1, 51)), rtol=1e-12)


# 2.5 RMSprop, centered RMSprop


def test_rmsprop_on_a_constant_gradient():
    """eta / sqrt(1 - rho**t): 10, 3.23, 1.26, 1.00 eta at t = 1, 10, 100, 1000 for rho = .99."""
    update = steps_on(np.full(1000, 5.0), optlab.rmsprop, rho=0.99, eps=0.0)
    t = np.array([1, 10, 100, 1000])
    np.testing.assert_allclose(update[t - 1], 1 / np.sqrt(1 - 0.99**t), rtol=1e-12)
    np.testing.assert_allclose(update[t - 1].round(2), [10, 3.23, 1.26, 1.0])


def test_rmsprop_bound():
    """No step exceeds eta / sqrt(1 - rho), and a spike after silence reaches it."""
    noise = 10 ** np.random.default_rng(5).uniform(-3, 3, (2000, 50))
    assert steps_on(noise, optlab.rmsprop, rho=0.9, eps=0.0).max() <= (1 + 1e-12) / np.sqrt(0.1)
    assert steps_on(signals.impulse(3, at=2), optlab.rmsprop, rho=0.9, eps=1e-30).max() == approx(1 / np.sqrt(0.1))


def test_rmsprop_impulse_response():
    """A single step: all memory is in the denominator."""
    update = steps_on(signals.impulse(50), optlab.rmsprop)
    assert update[0] > 0 and (update[1:] == 0).all()


def test_centered_rmsprop_explodes_on_a_constant_gradient():
    """v - m**2 = (1 - rho**t) rho**t g**2 -> 0, so the step grows to eta |g| / sqrt(eps) = 100 eta |g|: the method, not a bug."""
    g, rho, t = 2.0, 0.95, np.arange(1, 801)
    trace = drive(optlab.rmsprop_graves, np.full(800, g), lr=1e-4, rho=rho, mu=0.0, eps=1e-4)
    np.testing.assert_allclose(trace.v - trace.m**2, (1 - rho**t) * rho**t * g**2, atol=1e-14)
    assert trace.update[-1] == approx(100 * 1e-4 * g, rel=1e-9) and trace.update[0] < 1e-4 * 5
    with_momentum = drive(optlab.rmsprop_graves, np.full(800, g), lr=1e-4, rho=rho, mu=0.9, eps=1e-4)
    assert with_momentum.update[-1] == approx(1000 * 1e-4 * g, rel=1e-9)


# 2.6 AdaDelta


def test_adadelta_first_step_from_zero():
    """sqrt(eps / (1 - rho)) = 4.472e-3, for g = 1 as for g = 100."""
    for g in (1.0, 100.0):
        assert drive(optlab.adadelta, np.array([g])).update[0] == approx(np.sqrt(1e-6 / 0.05), rel=1e-4)
    assert round(np.sqrt(1e-6 / 0.05), 6) == 4.472e-3


def test_adadelta_warms_up_with_the_root_of_time():
    """step**2 grows by (1 - rho) eps = 5e-8 a step: 4.9993e-8 measured between steps 1000 and 10 000."""
    square = drive(optlab.adadelta, np.ones(10_000)).update ** 2
    slope = (square[-1] - square[999]) / 9000
    assert slope == approx(0.05 * 1e-6, rel=1e-3) and slope == approx(4.999e-8, abs=2e-11)


def test_adadelta_big_start_is_forgotten_at_rate_one_minus_rho_times_eps():
    """u has a near unit root: on a constant g it decays by (1 - rho) eps / (g**2 + eps) a step towards g**2."""
    rho, eps, g = 0.95, 1e-3, 1.0
    u = drive(optlab.adadelta, np.full(3000, g), state=dict(u=50.0), rho=rho, eps=eps).u[600:]
    decay = -np.diff(np.log(u - g**2))
    np.testing.assert_allclose(decay, (1 - rho) * eps / (g**2 + eps), rtol=1e-4)


@pytest.mark.parametrize("g", [1.0, 2.0])
def test_adadelta_settles_at_a_step_of_the_size_of_the_gradient(g):
    """The fixed point is u = v = g**2, |step| = |g|; time scale (g**2 + eps) / ((1 - rho) eps): 2e7 steps at the defaults."""
    trace = drive(optlab.adadelta, np.full(12_000, g), eps=0.1)
    assert trace.update[-1] == approx(g, rel=1e-6) and trace.u[-1] == approx(g**2, rel=1e-6)
    scale = (g**2 + 0.1) / (0.05 * 0.1)
    late = np.log(g**2 - trace.u[1000:3000])
    assert -1 / np.diff(late).mean() == approx(scale, rel=1e-2)
    assert (1 + 1e-6) / (0.05 * 1e-6) == approx(2e7, rel=1e-5)


# 2.7 Adam, AdaMax

ADAM = dict(beta1=0.9, beta2=0.999, eps=0.0)
AFTER_SILENCE = dict(ADAM, eps=1e-30)  # 0/0 during the silence otherwise


@pytest.mark.parametrize("step", [optlab.adam, optlab.adamax])
@pytest.mark.parametrize("g", [-1e-3, 7.0])
def test_adam_and_adamax_on_a_constant_gradient(step, g):
    """Exactly eta sign(g) at every step."""
    np.testing.assert_allclose(steps_on(np.full(2000, g), step, eps=0.0), np.sign(g), rtol=1e-11)


def test_adam_spike_after_silence():
    """eta (1 - b1) / sqrt(1 - b2) = 3.1623 eta, then times b1 / sqrt b2 each step, in total 31.77 eta."""
    update = steps_on(silence_then(signals.impulse(400)), optlab.adam, **AFTER_SILENCE)[10_000:]
    first, factor = 0.1 / np.sqrt(0.001), 0.9 / np.sqrt(0.999)
    np.testing.assert_allclose(update, first * factor ** np.arange(400), rtol=1e-4, atol=1e-14)
    assert (
        round(update[0], 3) == 3.162
        and update.sum() == approx(first / (1 - factor), rel=1e-4)
        and round(update.sum(), 2) == 31.77
    )


def test_adam_supremum():
    """Gradients that grow by b2 / b1 = 1.11 a step: eta (1 - b1) / sqrt((1 - b2)(1 - b1**2 / b2)) = 7.2703 eta; others less."""
    growth = np.array([1.05, 0.999 / 0.9, 1.2])
    signal = np.concatenate([np.zeros((10_000, 3)), growth ** np.arange(-700.0, 0.0)[:, None]])
    largest = steps_on(signal, optlab.adam, **dict(ADAM, eps=1e-90)).max(axis=0)
    bound = 0.1 / np.sqrt(0.001 * (1 - 0.81 / 0.999))
    assert largest[1] == approx(bound, rel=1e-4) and round(bound, 4) == 7.2703
    assert max(largest[0], largest[2]) < 0.99 * bound


def test_adam_spike_at_the_first_step():
    """1, .6701, .5180, .4243, .3586, ..., in total 6.01 eta."""
    t = np.arange(1, 401)
    update = steps_on(signals.impulse(400), optlab.adam, **ADAM)
    predicted = 0.1 * 0.9 ** (t - 1) / (1 - 0.9**t) * np.sqrt((1 - 0.999**t) / (0.001 * 0.999 ** (t - 1)))
    np.testing.assert_allclose(update, predicted, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(update[:5].round(4), [1, 0.6701, 0.5180, 0.4243, 0.3586])
    assert round(update.sum(), 2) == 6.01


def test_adam_on_pure_noise():
    """The rms step is sqrt((1 - b1) / (1 + b1)) = .2294 eta, to 2 % (measured .230)."""
    noise = np.random.default_rng(6).standard_normal((4000, 100))
    update = steps_on(noise, optlab.adam, **ADAM)[1000:]
    assert np.sqrt((update**2).mean()) == approx(np.sqrt(0.1 / 1.9), rel=0.02) and round(np.sqrt(0.1 / 1.9), 4) == 0.2294


def test_adam_lr_t_is_a_tick_mark():
    """.3162 at t = 1, least at t = 12 (.1522), then up for good; above .9 from t = 1660."""
    lr_t = drive(variants.adam_lr_t, np.ones(10_000), lr=1.0).lr_t
    assert lr_t[0] == approx(np.sqrt(0.001) / 0.1) and round(lr_t[0], 4) == 0.3162
    assert np.argmin(lr_t) + 1 == 12 and round(lr_t.min(), 4) == 0.1522
    assert (np.diff(lr_t[:12]) < 0).all() and (np.diff(lr_t[11:]) > 0).all()
    assert int(np.argmax(lr_t[12:] > 0.9)) + 13 == 1660


def test_adamax_bound():
    """eta (1 - b1) / (1 - b1 / b2) = 1.009 eta: reached by gradients that shrink as fast as u forgets."""
    bound = 0.1 / (1 - 0.9 / 0.999)
    assert round(bound, 3) == 1.009
    hyper = dict(beta1=0.9, beta2=0.999, eps=0.0)
    noise = 10 ** np.random.default_rng(7).uniform(-3, 3, (2000, 50))
    assert steps_on(noise, optlab.adamax, **hyper).max() <= bound * (1 + 1e-12)
    assert steps_on(0.999 ** np.arange(2000.0), optlab.adamax, **hyper).max() == approx(bound, rel=1e-6)


def burst(steps):
    """Ones, and one gradient of 100 at step 1000."""
    signal = np.ones(steps)
    signal[999] = 100.0
    return signal


def test_adam_after_a_burst():
    """The step is .436 eta 1000 steps after it, .919 eta 4000 steps after it: v_hat = 1 + .001 (100**2 - 1) b2**k / c2."""
    update, k = steps_on(burst(5000), optlab.adam, **ADAM), np.array([1000, 4000])
    v_hat = 1 + 0.001 * (100**2 - 1) * 0.999**k / (1 - 0.999 ** (1000 + k))
    np.testing.assert_allclose(update[999 + k], 1 / np.sqrt(v_hat), rtol=1e-9)
    np.testing.assert_allclose(update[999 + k].round(3), [0.436, 0.919])


# 2.8 Nadam


def test_nadam_on_a_constant_gradient():
    """eta (1 + mu / (1 + mu)) = 1.4737 eta at first, then down to eta."""
    update = steps_on(np.full(400, -5.0), optlab.nadam, eps=0.0)
    assert -update[0] == approx(1 + 0.9 / 1.9) and round(-update[0], 4) == 1.4737
    assert (np.diff(-update[:100]) < 0).all() and -update[-1] == approx(1, rel=1e-9)


def test_nadam_factor_nu_is_a_slightly_larger_lr():
    """With eps = 0 Dozat's nu on v_hat makes each step 1 / sqrt(nu) as large: + .05 %."""
    noise = np.random.default_rng(8).standard_normal((200, 3))
    hyper = dict(beta1=0.9, beta2=0.999, eps=0.0, psi=1e6)
    ratio = steps_on(noise, variants.nadam_dozat, **hyper) / steps_on(noise, variants.nadam_torch, **hyper)
    np.testing.assert_allclose(ratio, 1 / np.sqrt(0.999), rtol=1e-9)
    assert round(100 * (1 / np.sqrt(0.999) - 1), 2) == 0.05


# 2.9 AMSGrad


def on_interval(step):
    """The step, then the projection onto [-1, 1]."""
    if step is optlab.adam:

        def projected(x, g, t, m=0.0, v=0.0, *, lr, beta1, beta2):
            row = optlab.adam(x, g, t, m, v, lr=lr, beta1=beta1, beta2=beta2, eps=0.0)
            return {**row, "x": np.clip(row["x"], -1, 1)}

    else:

        def projected(x, g, m=0.0, v=0.0, v_max=0.0, *, lr, beta1, beta2):
            row = optlab.amsgrad(x, g, m, v, v_max, lr=lr, beta1=beta1, beta2=beta2, eps=0.0)
            return {**row, "x": np.clip(row["x"], -1, 1)}

    return projected


def test_amsgrad_on_the_problem_where_adam_fails():
    """f_t = C x if t mod 3 = 1 else -x on [-1, 1], C = 3, b1 = 0, b2 = 1 / (1 + C**2), alpha_t = .1 / sqrt t.

    The best x is -1; Adam ends at +1.
    """
    t = np.arange(1, 6001)
    signal = np.where(t % 3 == 1, 3.0, -1.0)
    hyper = dict(lr=lambda t: 0.1 / np.sqrt(t), beta1=0.0, beta2=0.1)
    adam, amsgrad = (drive(on_interval(step), signal, **hyper).x[-300:] for step in (optlab.adam, optlab.amsgrad))
    assert adam.min() > 0.99 and amsgrad.max() < -0.99


def test_amsgrad_on_the_stochastic_problem():
    """1010 x with probability .01, else -10 x: the mean gradient is +.2, so the best x on [-1, 1] is -1.

    Adam (.9, .99) goes to the other end. AMSGrad drifts the right way, by lr * .2 / sqrt(v_max) a step, which is slow: 400
    runs of 12 000 steps tell it from 0 (without the projection, which would hide it).
    """
    signal = np.where(np.random.default_rng(0).random((16_000, 400)) < 0.01, 1010.0, -10.0)
    assert (0.01 * 1010 - 0.99 * 10) == approx(0.2)
    hyper = dict(beta1=0.9, beta2=0.99)
    assert drive(on_interval(optlab.adam), signal[:3000], lr=0.01, **hyper).x[-1].mean() > 0.8
    trace = drive(optlab.amsgrad, signal, lr=1.0, eps=0.0, **hyper)
    drift = trace.update[4000:].mean(axis=0)
    error = drift.std() / np.sqrt(400)
    predicted = (0.2 / np.sqrt(trace.v_max[4000:])).mean()
    assert drift.mean() > 3 * error and drift.mean() == approx(predicted, abs=3 * error)


def test_amsgrad_starts_too_fast():
    """(1 - b1**t) / sqrt(1 - b2**t) on a constant gradient: 3.16, 4.25, 5.80, 6.53 at t = 1, 2, 5, 10, then down to 1."""
    update = steps_on(np.full(10_000, 4.0), optlab.amsgrad, eps=0.0)
    t = np.array([1, 2, 5, 10])
    np.testing.assert_allclose(update[t - 1], (1 - 0.9**t) / np.sqrt(1 - 0.999**t), rtol=1e-11)
    np.testing.assert_allclose(update[t - 1].round(2), [3.16, 4.25, 5.80, 6.53])
    assert update[-1] == approx(1, rel=1e-4)


def test_amsgrad_never_recovers_from_a_burst():
    """After one gradient of 100 the step stays at 1 / sqrt(v of the burst) = .31 eta for good; Adam's comes back."""
    stuck, recovered = (steps_on(burst(8000), step, eps=0.0) for step in (optlab.amsgrad, optlab.adam))
    peak = 1 - 0.999**999 + 0.001 * 100**2
    assert stuck[-1] == approx(1 / np.sqrt(peak), rel=1e-3) and 0.29 < stuck[-1] < 0.31
    assert stuck[-1] == approx(stuck[3000], rel=1e-12) and recovered[-1] > 0.99


# 2.10 AdaBound, AMSBound


def test_adabound_bounds():
    """(1e-4, 100.1) at t = 1, (.05, .2) at 1000, (.099, .101) at 1e5."""
    trace = drive(optlab.adabound, np.ones(1000))
    for t, low, high in ((1, 1e-4, 100.1), (1000, 0.05, 0.2)):
        assert trace.lower[t - 1] == approx(low, rel=2e-3) and trace.upper[t - 1] == approx(high)
    late = optlab.adabound(np.zeros(1), np.ones(1), 100_000)
    assert late["lower"] == approx(0.099, abs=2e-5) and late["upper"] == approx(0.101)


def test_adabound_on_a_constant_gradient_switches_to_sgd():
    """eta until the lower bound passes alpha at t = alpha / (gamma (final - alpha)), then the bound: 5 eta at t = 1000."""
    alpha, final, gamma = 0.01, 0.1, 1e-3
    update = drive(optlab.adabound, np.ones(4000), lr=alpha, final_lr=final, gamma=gamma, eps=0.0).update / alpha
    switch = alpha / (gamma * (final - alpha))
    assert switch == approx(111.1, abs=0.1)
    np.testing.assert_allclose(update[:111], 1, rtol=1e-11)
    assert update[112] > 1 + 1e-3
    t = np.arange(113, 4001)
    np.testing.assert_allclose(update[112:], final / alpha * (1 - 1 / (gamma * t + 1)) * (1 - 0.9**t), rtol=1e-9)
    assert update[999] == approx(5, rel=1e-6)


def test_adabound_s_bounds_are_mirror_images():
    """lower * upper = final_lr**2, so a rate a tenth of final_lr and one ten times it are clipped in the same step, 112."""
    trace = drive(optlab.adabound, np.ones(2000), lr=0.01)
    np.testing.assert_allclose(trace.lower * trace.upper, 0.1**2, rtol=1e-12)
    for lr in (0.01, 1.0):
        rate = drive(optlab.adabound, np.ones(300), lr=lr, eps=0.0).rate
        own = lr / (1 - 0.9 ** np.arange(1, 301))
        assert np.flatnonzero(np.abs(rate / own - 1) > 1e-9)[0] + 1 == 112


def test_adabound_breaks_where_its_lower_bound_passes_the_border():
    """On curvature L averaged SGD is stable up to 38 / L: the loss falls up to about that step, and then grows without end."""
    ravine = landscapes.ravine(1000)
    loss, lower = optlab.descend(optlab.adabound, ravine, steps=900, lr=0.01).loss, 0.1 * (1 - 1 / (1 + 1e-3 * np.arange(901)))
    border = np.argmax(lower > 0.038)
    assert border == 613 and loss[border - 10] < 1e-12 and loss[800] > 1e12
    assert optlab.descend(optlab.adabound, ravine, steps=900, lr=0.01, final_lr=0.03).loss[-1] < 1e-7


def test_amsbound_forgets_what_amsgrad_keeps():
    """After a burst AMSGrad's step stays at .31 lr; AMSBound's is lifted by the lower bound, and is AdaBound's."""
    g = np.ones(6000)
    g[1000] = 100.0
    ends = [drive(step, g, lr=0.01).update[-1] for step in (variants.amsgrad_keras, optlab.amsbound, optlab.adabound)]
    peak = 0.001 * 100**2 + 1 - 0.999**1000
    assert ends[0] == approx(0.01 / np.sqrt(peak), rel=5e-3) and ends[1] == approx(0.1 * 6 / 7, rel=1e-6) and ends[1] == ends[2]


# 2.11 SMORMS3


def test_smorms3_on_a_constant_gradient():
    """p_t = 1 - prod(1 - r_i), the step lr / sqrt(p_t): 1.4142, 1.1952, 1.1027, ... -> 1 (1.027 at t = 5)."""
    trace = drive(optlab.smorms3, np.full(60, 3.0), lr=0.001)
    p = 1 - np.cumprod(1 - trace.r)
    np.testing.assert_allclose(trace.update, 0.001 / np.sqrt(p), rtol=1e-12)
    np.testing.assert_allclose((trace.update[[0, 1, 4]] / 0.001).round(4), [1.4142, 1.1952, 1.0272])
    assert trace.update[-1] == approx(0.001, rel=1e-6)


def test_smorms3_lengthens_its_memory_on_noise():
    """mem grows like .63 t, zeta is about 1 / mem, so the step decays like 1 / t by itself."""
    noise = np.random.default_rng(10).standard_normal((3000, 400))
    trace = drive(optlab.smorms3, noise, lr=1.0)
    growth = (trace.mem[-1].mean() - trace.mem[999].mean()) / 2000
    assert growth == approx(0.63, rel=0.05)
    assert (trace.zeta * trace.mem)[1000:].mean() == approx(1, abs=0.7)
    early, late = (np.abs(trace.update[part]).mean() for part in (slice(250, 350), slice(2500, 3000)))
    assert early / late == approx(2750 / 300, rel=0.25)


@pytest.mark.parametrize("share", [0.5, 0.1, 0.02])
def test_smorms3_s_memory_in_balance(share):
    """mem = 1 + mem (1 - zeta): where the memory neither grows nor shrinks, mem times zeta is 1 on average."""
    noise = np.random.default_rng(12).standard_normal((3000, 200))
    trace = drive(optlab.smorms3, np.sqrt(share) + np.sqrt(1 - share) * noise)
    assert (trace.mem[999:-1] * trace.zeta[1000:]).mean() == approx(1, abs=0.02)
    assert trace.zeta[1000:].mean() == approx(share, rel=0.3)


def test_smorms3_falls_asleep_slowly_and_wakes_fast():
    """A memory that noise has made M long falls below 10 within a few root M steps of a steady gradient."""
    noise = np.random.default_rng(13).standard_normal((1000, 200))
    mem = drive(optlab.smorms3, np.concatenate([noise, np.ones((1000, 200))])).mem
    asleep, wake = np.median(mem[999]), np.median(np.argmax(mem[1000:] < 10, axis=0) + 1)
    assert 400 < asleep < 800 and 4 < wake / np.sqrt(asleep) < 8


def test_smorms3_takes_its_own_swinging_for_noise():
    """On a ravine any lr from 0.05 to 1 ends below a millionth; in a shallow basin none gets out."""
    assert (optlab.descend(optlab.smorms3, landscapes.ravine(100), lr=[0.05, 0.2, 1.0]).loss[-1] < 1e-6).all()
    canyon = landscapes.hills_and_canyon
    assert (optlab.descend(optlab.smorms3, canyon, steps=300, lr=[0.01, 0.1, 1.0]).loss[-1] > 6).all()


# 2.12 Eve


def test_eve_on_a_plateau():
    """The loss stands still: d -> 1 / c with time constant 1 / (1 - b3) = 1000, so lr grows to c eta; d = .1061 after 5000."""
    trace = drive(optlab.eve, np.ones(5001), f=np.full(5001, 2.0), lr=ETA, eps=0.0)
    t = np.arange(5001)
    np.testing.assert_allclose(trace.d, 0.1 + 0.9 * 0.999**t, rtol=1e-9)
    assert round(trace.d[4999], 4) == 0.1061
    assert trace.update[-1] == approx(ETA / trace.d[-1], rel=1e-9)


def test_eve_under_a_noisy_loss():
    """Relative changes of size r > 1 / c: d -> r, or the mean of r where it varies."""
    f = np.where(np.arange(8000) % 2, 2.0, 3.0)  # |f - f_old| / min = .5 at every step
    assert drive(optlab.eve, np.ones(8000), f=f).d[-1] == approx(0.5, rel=1e-3)
    f = 1 + np.random.default_rng(11).uniform(0, 1, 6000)
    relative = np.abs(np.diff(f)) / np.minimum(f[1:], f[:-1])
    d = drive(optlab.eve, np.ones(6000), f=f, c=100.0, beta3=0.99).d
    assert d[2000:].mean() == approx(relative[2000:].mean(), rel=0.02)


@pytest.mark.parametrize("q, d", [(0.99, 0.1), (0.8, 0.25), (0.5, 1.0), (0.05, 10.0)])
def test_eve_measures_how_fast_the_loss_falls(q, d):
    """The way to f_star shrinks by q a step: the change is (1 - q) / q, clipped to 1 / c and c."""
    f = 3 + q ** np.arange(60.0) if q > 0.5 else 3 + 1e9 * q ** np.arange(12.0)
    trace = drive(optlab.eve, np.ones(len(f)), f=f, f_star=3.0, beta3=0.3)
    assert trace.d[-1] == approx(d, rel=1e-3)


def test_eve_needs_to_know_how_low_the_loss_can_go():
    """From -3 on the quartic, lr = 0.1: only with f_star at the lowest loss, -43.2, does it leave the minimum at -1.5."""
    ends = optlab.descend(optlab.eve, landscapes.quartic, lr=0.1, beta3=0.9, f_star=[-43.2292, 0.0], steps=100).x[-1]
    assert ends[0, 0] == approx(2.5, abs=0.01) and ends[1, 0] == approx(-1.5, abs=0.05)


# Closed forms


def closed_forms():
    known = [getattr(home, name) for name in closed_form._UPDATES for home in (optlab, variants) if hasattr(home, name)]
    assert len(known) == len(closed_form._UPDATES)
    return known


@pytest.mark.parametrize("step", closed_forms(), ids=lambda step: step.__name__)
def test_the_closed_form_is_the_run_on_any_signal(step):
    g = np.random.default_rng(17).standard_normal(150)
    names = optlab.signature(step).hyper
    hyper = {name: {"lr": 0.3, "eps": 0.02}.get(name, 0.7) for name in names}
    np.testing.assert_allclose(closed_form.update(step, g, **hyper), drive(step, g, **hyper).update, rtol=0, atol=1e-12)


@pytest.mark.parametrize("given, told", [
    (dict(mu=True), "mu is True"), (dict(mu="a"), "mu is 'a'"), (dict(mu=1.0), "no finite answer for mu = 1"),
    (dict(beta=0.9), "it has mu"),
])  # fmt: skip
def test_a_parameter_that_no_number_answers_is_told(given, told):
    with pytest.raises((TypeError, ValueError), match=told):
        optlab.check.predict("momentum_gain", 10, **given)
    assert not optlab.check.predict("momentum_gain", 10**400).ok
