"""The steps of today: what is said of each, measured; the curvature that is asked for by name; a step over a step."""

import numpy as np
import pytest

import optlab
from optlab import apply, descend, drive, landscapes

ONE = np.ones(1)


def bowl(*curvatures, start=None):
    h = np.array(curvatures, float)
    start = np.ones(len(h)) if start is None else start
    return landscapes.Landscape(lambda x: (h * x**2).sum(-1) / 2, lambda x: h * x, start=tuple(start))


# The curvature


def test_a_landscape_gives_its_own_curvature_or_differences_of_its_gradient():
    scape = landscapes.rosenbrock
    trace = descend(optlab.sophia, scape, steps=1, beta2=0.0)
    np.testing.assert_allclose(trace.h[0], np.diag(scape.hessian(scape.start)), rtol=1e-8)

    class Own:
        f, grad, start = staticmethod(scape.f), staticmethod(scape.grad), scape.start
        hess = staticmethod(lambda x: np.full_like(x, 7.0))

    assert descend(optlab.sophia, Own(), steps=1, beta2=0.0).h.tolist() == [[7.0, 7.0]]


def test_a_signal_is_given_its_curvature():
    with pytest.raises(ValueError, match="^hess is None, and the step asks for the diagonal of the Hessian; a signal has"):
        drive(optlab.sophia, np.ones(3))
    with pytest.raises(ValueError, match=r"^hess has shape \(2,\), which does not broadcast to the signal of shape \(3,\)"):
        drive(optlab.sophia, np.ones(3), hess=np.ones(2))
    assert drive(optlab.sophia, np.ones(3), hess=2.0, beta2=0.5, k=1).h.tolist() == [1.0, 1.5, 1.75]
    with pytest.raises(TypeError, match="^sophia asks for hess: pass hess=the diagonal of the Hessian at x"):
        apply(optlab.sophia, ONE, ONE, 1)
    assert apply(optlab.sophia, ONE, ONE, 1, hess=ONE, lr=0.5)[0] == 0.5


# A step over a step


def test_lookahead_is_a_step_of_its_own():
    step = optlab.lookahead(optlab.momentum)
    sig = optlab.signature(step)
    assert sig.name == "lookahead_momentum" and sig.inputs == ("x", "g", "t")
    assert sig.state == dict(v=0.0, slow=None) and sig.hyper == dict(lr=0.01, mu=0.9, k=5, alpha=0.5)
    hyper = dict(lr=0.02, mu=0.7)
    trace = descend(step, bowl(1.0, 9.0), steps=23, k=4, alpha=0.3, **hyper)
    x, slow, v = np.ones(2), np.ones(2), np.zeros(2)
    for t in range(1, 24):
        v = 0.7 * v - 0.02 * np.array([1.0, 9.0]) * x
        x = x + v
        if t % 4 == 0:
            x = slow = slow + 0.3 * (x - slow)
    np.testing.assert_allclose(trace.x[-1], x, rtol=1e-13)
    grid = descend(step, bowl(1.0, 9.0), steps=23, k=[4, 7], alpha=0.3, **hyper)
    np.testing.assert_array_equal(grid.x[:, 0], trace.x)
    plain = descend(optlab.lookahead(optlab.adam), bowl(1.0), steps=9, alpha=1.0)
    np.testing.assert_array_equal(plain.x, descend(optlab.adam, bowl(1.0), steps=9).x)


def test_lookahead_takes_the_function_itself():
    with pytest.raises(TypeError, match=r"step is 'adam'; it must be the function itself, such as optlab\.adam\."):
        optlab.lookahead("adam")


def test_lookahead_of_gradient_descent_on_a_quadratic():
    """In one cycle of k steps x shrinks by 1 - alpha + alpha (1 - lr h)^k."""
    trace = descend(optlab.lookahead(optlab.sgd), bowl(2.0), steps=50, lr=0.1, k=5, alpha=0.5)
    np.testing.assert_allclose(trace.x[4::5, 0], (0.5 + 0.5 * 0.8**5) ** np.arange(1, 11), rtol=1e-12)


# What is said of each


def test_adamw_decays_what_has_large_gradients_and_adam_with_l2_does_not():
    """Weights at 1, gradients pure noise of size 0.1 and 10: AdamW's decay reaches both, L2's only the first."""
    rng = np.random.default_rng(0)
    noise = rng.standard_normal((20_000, 2)) * [0.1, 10.0]
    hyper = dict(x0=1.0, lr=1e-3, weight_decay=0.1)
    decoupled = drive(optlab.adamw, noise, **hyper).x[-1]
    l2 = drive(optlab.variants.adam_l2, noise, **hyper).x[-1]
    assert (np.abs(decoupled) < 0.35).all() and abs(l2[0]) < 0.1 and l2[1] > 0.75, (decoupled, l2)


@pytest.mark.parametrize("lr, decay, steps", [(1e-2, 0.1, 3000), (1e-3, 1.0, 4000)])
def test_on_noise_alone_adamw_s_weights_have_a_size(lr, decay, steps):
    """The root mean square of the weights settles at sqrt(lr / (2 weight_decay))."""
    noise = np.random.default_rng(1).standard_normal((steps, 500))
    x = drive(optlab.adamw, noise, lr=lr, weight_decay=decay).x[-1]
    assert np.sqrt((x**2).mean()) == pytest.approx(np.sqrt(lr / (2 * decay)), rel=0.12)


def test_lion_s_step_has_one_size_where_adam_s_is_small():
    noise = np.random.default_rng(2).standard_normal((3000, 20))
    size = {step: np.sqrt((drive(step, noise, lr=1.0).update[1000:] ** 2).mean()) for step in (optlab.lion, optlab.adam)}
    assert size[optlab.lion] == 1.0 and size[optlab.adam] == pytest.approx(0.23, abs=0.01)


@pytest.mark.parametrize("step", [optlab.schedule_free, optlab.schedule_free_adamw])
def test_a_schedule_free_point_is_the_mean_of_its_z(step):
    trace = descend(step, landscapes.hills_and_canyon.with_noise(1.0), steps=50, rng=3, lr=0.03)
    mean = np.cumsum(trace.z, axis=0) / np.arange(1, 51)[:, None]
    np.testing.assert_allclose(trace.x, mean, rtol=0, atol=1e-14)


def test_sam_ends_in_a_hop_to_both_sides():
    """On h x² / 2 it hops with the amplitude lr h rho / (2 - lr h)."""
    for h, lr, rho in ((1.0, 0.1, 0.05), (4.0, 0.2, 0.3)):
        x = descend(optlab.sam, bowl(h), steps=400, lr=lr, rho=rho).x[:, 0]
        size = lr * h * rho / (2 - lr * h)
        np.testing.assert_allclose(x[-2:] * np.sign(x[-2]), [size, -size], rtol=1e-9)


def test_prodigy_s_d_grows_to_a_bound_of_the_distance_from_below():
    rng = np.random.default_rng(4)
    start = rng.normal(size=20) * 3
    trace = descend(optlab.prodigy, bowl(*np.geomspace(0.1, 10, 20), start=start), steps=400)
    d = trace.d[..., 0]
    growth = d[1:30] / d[:29]
    assert d[0] == 1e-6 and (growth >= 1).all() and growth[5:].mean() > 1.2
    assert d[-1] == d[200] and 0.05 < d[-1] < np.linalg.norm(start)


def test_lamb_moves_by_its_share_of_the_length():
    trace = drive(optlab.lamb, np.random.default_rng(5).standard_normal((200, 6)), x0=np.arange(1.0, 7), lr=0.01)
    size = np.linalg.norm(trace.update, axis=-1) / np.linalg.norm(trace.path[:-1], axis=-1)
    np.testing.assert_allclose(size, 0.01, rtol=1e-12)


def test_radam_warms_up_by_itself():
    """lr |g| in the first five steps; then the rectified share of lr."""
    update = drive(optlab.radam, np.full(1000, 3.0), lr=1.0).update
    np.testing.assert_allclose(update[:5], 3.0, rtol=1e-12)
    np.testing.assert_allclose(update[[9, 99, 999]], [0.049, 0.215, 0.645], atol=5e-4)


def test_ademamix_grows_for_ten_thousand_steps():
    state = dict(m1=np.ones(1), m2=1 - 0.9999 ** (1e4 - 1) * ONE, v=ONE)  # as after 9999 steps of a gradient of 1, v saturated
    first = drive(optlab.ademamix, np.ones(1), lr=1.0).update[0]
    x, _ = apply(optlab.ademamix, np.zeros(1), ONE, 10_000, state, lr=1.0)
    assert first == pytest.approx(1.0005, abs=1e-5) and -x[0] == pytest.approx(4.16, abs=0.01)


def test_adabelief_s_steps_grow_on_a_constant_gradient():
    update = drive(optlab.adabelief, np.ones(400), lr=1.0).update
    np.testing.assert_allclose(update[[0, 9, 49, 99, 399]], [1.11, 1.64, 3.46, 4.96, 10.7], rtol=0.01)


def test_yogi_forgets_a_burst_in_a_straight_line():
    v = drive(optlab.yogi, np.r_[100.0, np.ones(3000)], lr=1e-3).v
    adam = drive(optlab.adam, np.r_[100.0, np.ones(3000)], lr=1e-3).v
    np.testing.assert_allclose(v[[0, 1000, 3000]], [10.0, 9.0, 7.0], atol=1e-2)
    np.testing.assert_allclose(adam[[0, 1000, 3000]], [10.0, 4.3, 1.4], atol=0.05)


def test_adan_and_optax_s_form_part():
    """They weigh the change of the gradient by 0.92 and by 0.08."""
    wave = np.sin(np.arange(60.0))
    paper, optax = (drive(step, wave, lr=0.1).x for step in (optlab.adan, optlab.variants.adan_optax))
    assert np.abs(paper - optax).max() > 0.1


def test_sophia_is_newton_s_step_where_it_knows_the_curvature_and_lion_s_where_it_is_negative():
    hyper = dict(beta1=0.0, beta2=0.0, gamma=1.0, k=1, lr=0.5)
    trace = descend(optlab.sophia, bowl(1.0, 100.0, start=(0.5, 0.5)), steps=6, **hyper)
    np.testing.assert_allclose(trace.x[-1], 0.5**7, rtol=1e-6)  # both shrink alike
    down = drive(optlab.sophia, np.array([0.1, -0.2]), hess=np.array([-3.0, -3.0]), **hyper).update
    assert down.tolist() == [0.5, -0.5]
