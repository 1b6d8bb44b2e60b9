"""The driver: what it hands to a step, what it keeps, batches and grids equal to single runs, divergence, apply."""

import copy
import inspect
import math
import warnings

import numpy as np
import pytest

import optlab
import optlab.run.drive
from optlab import adam, apply, descend, drive, eve, landscapes, momentum, nesterov, sgd, signals, signature, variants
from optlab.run.apply import elementwise
from optlab.worlds.landscapes import simple_quadratic, wobbly

STEPS = [
    optlab.sgd, optlab.momentum, optlab.momentum_ema, optlab.nesterov, optlab.smoothed_nesterov, optlab.adagrad, optlab.rmsprop,
    optlab.rmsprop_graves, optlab.adadelta, optlab.adam, optlab.adamax, optlab.nadam, optlab.amsgrad, optlab.adabound,
    optlab.amsbound, optlab.smorms3, optlab.eve, variants.momentum_torch, variants.nadam_torch,
]  # fmt: skip
EACH = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)


def same(a, b):
    """Equal to the last bit, nan included."""
    return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


# What a step is handed


def test_signature_reads_inputs_state_and_hyperparameters():
    def step(x, g, t, m=0.0, *, lr=0.1, mode="a"): ...

    assert signature(step) == ("step", ("x", "g", "t"), {"m": 0.0}, {"lr": 0.1, "mode": "a"})
    assert list(inspect.signature(adam).parameters) == ["x", "g", "t", "m", "v", "lr", "beta1", "beta2", "eps"]


def test_everything_a_step_can_ask_for():
    seen = []

    def step(x, g, t, f, grad, rng, n):
        seen.append((x.tolist(), g.tolist(), t, f.tolist(), grad(x).tolist(), rng.random(), n))
        return dict(x=x - 0.25 * g)

    draws = np.random.default_rng(7)
    descend(step, simple_quadratic, [1.0, 2.0], 2, rng=7)
    assert seen == [
        ([[1.0, 2.0]], [[2.0, 4.0]], 1, [[5.0]], [[2.0, 4.0]], draws.random(), 1),
        ([[0.5, 1.0]], [[1.0, 2.0]], 2, [[1.25]], [[1.0, 2.0]], draws.random(), 1),
    ]
    seen.clear()
    drive(step, [3.0, 5.0], f=[8.0, 9.0], n=60, x0=1.0, rng=np.random.default_rng(7))
    draws = np.random.default_rng(7)
    assert seen == [([1.0], [3.0], 1, [8.0], [3.0], draws.random(), 60), ([0.25], [5.0], 2, [9.0], [5.0], draws.random(), 60)]


def test_the_loop_is_the_obvious_one():
    """Adam on a signal, written out with plain arrays."""
    signal = signals.noisy_sine(rng=2)
    x, m, v = np.zeros(1), 0.0, 0.0
    lr, beta1, beta2, eps = (np.array(value) for value in (0.3, 0.8, 0.95, 1e-6))
    trace = drive(adam, signal, lr=0.3, beta1=0.8, beta2=0.95, eps=1e-6)
    for t in range(1, 301):
        row = adam(x, signal[t - 1 : t], t, m, v, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
        x, m, v = row["x"], row["m"], row["v"]
        assert all(row[name][0] == trace[name][t - 1] for name in row)
    assert trace.names == ("g", "m", "v", "m_hat", "v_hat", "x") and len(trace) == 300


def test_state_given_at_the_start():
    trace = drive(optlab.adadelta, np.ones(3), state=dict(u=50.0), eps=1e-3)
    assert trace.delta[0] == pytest.approx(math.sqrt(50.001) / math.sqrt(0.05 + 1e-3))


def test_state_that_is_not_yet_known():
    """None stands for "not yet"; what a step does not know yet is nan in the trace, and no divergence."""

    def step(x, g, last=None, before=None):
        return dict(last=g, before=last, x=x - g if before is None else x - before)

    trace = drive(step, [1.0, 2.0, 3.0, 4.0])
    np.testing.assert_array_equal(trace.before, [np.nan, 1, 2, 3])
    np.testing.assert_array_equal(trace.x, [-1, -3, -4, -6])
    assert trace.diverged is None


def test_state_with_axes_behind_those_of_x():
    """As the hidden state of the learned optimizer."""

    def step(x, g, h=None):
        h = np.zeros((*x.shape, 3)) if h is None else h + 1
        return dict(h=h, x=x - g)

    assert drive(step, np.ones(4)).h.shape == (4, 3)
    assert drive(step, np.ones((4, 2))).h.shape == (4, 2, 3)
    trace = descend(step, simple_quadratic, np.ones((5, 2)), 4)
    assert trace.h.shape == (4, 5, 2, 3) and (trace.h[-1] == 3).all()


def test_the_type_of_the_start_is_kept():
    def step(x, g, m=0.0):
        return dict(m=m + g.astype(np.float64), x=x - np.float64(0.1) * g)

    for dtype in (np.float32, np.float64, np.float16):
        for trace in (drive(step, np.ones(5, dtype)), descend(step, simple_quadratic, np.ones(2, dtype), 5)):
            assert {getattr(trace, name).dtype for name in (*trace.names, "update", "path")} == {np.dtype(dtype)}
            assert trace.m[-1].dtype == dtype


def test_schedule_is_a_function_of_t():
    trace = drive(sgd, np.ones(4), lr=lambda t: 1 / t)
    np.testing.assert_allclose(trace.update, [1, 1 / 2, 1 / 3, 1 / 4], rtol=1e-15)
    beside = drive(sgd, np.ones((4, 1)), lr=[1.0, 0.5])
    assert beside.x.shape == (4, 2, 1)


# What the trace holds


def test_path_update_and_loss():
    trace = descend(momentum, simple_quadratic, [1.0, 2.0], 10, lr=0.1)
    np.testing.assert_array_equal(trace.path, np.vstack([[1.0, 2.0], trace.x]))
    np.testing.assert_array_equal(trace.update, trace.path[:-1] - trace.path[1:])
    np.testing.assert_allclose(trace.loss, (trace.path**2).sum(-1))
    np.testing.assert_array_equal(trace.g, 2 * trace.path[:-1])
    assert trace.x is trace["x"] and trace.diverged is None and trace.left == 0
    assert repr(trace) == "Trace of momentum: 10 steps of shape (2,); g, v, x"
    assert {"v", "x"} <= set(dir(trace)) and copy.copy(trace).v is trace.v


def test_gradient_at_x_of_a_step_that_never_asked_for_it():
    trace = descend(nesterov, wobbly, steps=9, lr=[0.01, 0.02])
    np.testing.assert_array_equal(trace.g, wobbly.grad(trace.path[:-1]))
    signal = np.random.default_rng(0).normal(size=(7, 2))
    np.testing.assert_array_equal(drive(nesterov, signal, mu=[0.1, 0.9]).g, np.repeat(signal[:, None], 2, axis=1))


def test_asking_for_what_is_not_there():
    trace = drive(adam, np.ones(3))
    with pytest.raises(
        KeyError, match=r"adam names no quantity 'vhat' \(did you mean 'v_hat'\?\); the trace has g, m, v, m_hat, v_h"
    ):
        trace["vhat"]
    with pytest.raises(AttributeError, match="^the trace has no attribute 'nope'; its quantities are g, m, v, m_hat, v_hat, x.$"):
        print(trace.nope)
    with pytest.raises(AttributeError, match="^a run on a signal has no loss; use descend on a landscape.$"):
        print(trace.loss)


def test_quantities_smaller_than_x():
    trace = drive(variants.adam_lr_t, np.ones((5, 2)), lr=[0.1, 0.2])
    assert trace.lr_t.shape == (5, 2, 2) and trace.lr_t[0, 0, 0] == pytest.approx(0.1 * math.sqrt(0.001) / 0.1)


# Grids and batches are single runs


@EACH
def test_grid_equals_single_runs_bit_for_bit(step):
    names = [name for name in ("lr", "mu", "rho", "beta1") if name in signature(step).hyper][:2]
    first, second = [0.003, 0.02, 0.1], [0.0, 0.5, 0.9, 0.99]
    grid = {names[0]: np.array(first)[:, None], **({names[1]: second} if len(names) > 1 else {})}
    signal = np.random.default_rng(1).normal(size=(40, 2))
    f = np.abs(signal).sum(-1) + 1
    for run in (lambda **h: drive(step, signal, f=f, **h), lambda **h: descend(step, wobbly, steps=40, **h)):
        whole = run(**grid)
        for i, j in ((0, 0), (1, 2), (2, 3)):
            j = j if len(names) > 1 else 0
            single = run(**{names[0]: first[i]}, **({names[1]: second[j]} if len(names) > 1 else {}))
            for name in (*single.names, "g", "path", "update"):
                part = getattr(whole, name)[:, i, j]
                assert same(np.ascontiguousarray(part), getattr(single, name)), name


@EACH
@pytest.mark.parametrize("name", ["wobbly", "hills_and_canyon", "rosenbrock", "logistic", "quartic"])
def test_many_starts_equal_single_runs_bit_for_bit(step, name):
    land = landscapes.ALL[name]
    starts = np.array(land.start) + np.random.default_rng(2).normal(size=(3, 2, len(land.start))) * 0.1
    whole = descend(step, land, starts, 25, lr=1e-3) if "lr" in signature(step).hyper else descend(step, land, starts, 25)
    single = descend(step, land, starts[2, 1], 25, lr=1e-3)
    for quantity in single.names:
        assert same(np.ascontiguousarray(whole[quantity][:, 2, 1]), single[quantity]), quantity
    np.testing.assert_allclose(whole.loss[:, 2, 1], single.loss, rtol=1e-14)


def test_noise_is_the_same_for_each_cell_of_a_grid():
    noisy = simple_quadratic.with_noise(1.0)
    grid = descend(sgd, noisy, steps=20, lr=[0.1, 0.2], rng=3)
    for k, lr in enumerate((0.1, 0.2)):
        assert same(grid.x[:, k].copy(), descend(sgd, noisy, steps=20, lr=lr, rng=3).x)


@pytest.mark.parametrize("step", [adam, nesterov, eve, optlab.smorms3])
@pytest.mark.parametrize("hyper", [dict(lr=0.1), dict(lr=[0.1, 1.0])])
def test_a_large_run_that_keeps_only_x_tells_the_same(monkeypatch, step, hyper):
    land = wobbly.with_noise(0.3)
    kept = descend(step, land, steps=30, rng=5, **hyper)
    monkeypatch.setattr("optlab.run.drive._KEEP_ALL", 1)
    lean = descend(step, land, steps=30, rng=5, **hyper)
    assert list(lean._record.arrays) == ["x"]
    for name in ("x", *kept.names, "path", "loss"):
        assert same(getattr(kept, name), getattr(lean, name)), name


# Divergence is a result


def test_divergence_of_a_single_run_keeps_the_steps_up_to_there():
    trace = descend(sgd, simple_quadratic, [1.0, 1.0], 5000, lr=3.0)  # x -> -5 x
    steps = math.floor(math.log(np.finfo(float).max / 6, 5)) + 1  # lr g = 6 x must be a float
    assert trace.diverged == f"sgd left the floats: x is no longer finite at step {steps + 1}; {steps} steps are kept."
    assert len(trace) == len(trace.x) == steps and trace.left == steps + 1
    assert all(np.isfinite(trace[name]).all() for name in trace.names) and np.isfinite(trace.path).all()
    assert repr(trace).endswith(trace.diverged) and trace.update.shape == (steps, 2) and len(trace.loss) == steps + 1


@pytest.mark.parametrize("limit", [1, 5_000_000])
def test_divergence_in_a_grid_leaves_the_other_runs_alone(monkeypatch, limit):
    monkeypatch.setattr("optlab.run.drive._KEEP_ALL", limit)
    trace = descend(sgd, simple_quadratic, [1.0, 1.0], 600, lr=[0.1, 3.0, 4.0])
    assert trace.diverged == f"sgd left the floats: x is no longer finite at step {trace.left[2]} (first of 2 of 3 runs)."
    assert trace.left[0] == 0 and 0 < trace.left[2] < trace.left[1] and trace.x.shape == (600, 3, 2)
    assert same(trace.x[:, 0].copy(), descend(sgd, simple_quadratic, [1.0, 1.0], 600, lr=0.1).x)
    for name in ("x", "g"):
        for run in (1, 2):
            finite = np.isfinite(trace[name][:, run]).all(axis=-1)
            assert finite[: trace.left[run] - 1].all() and not finite[trace.left[run] - 1 :].any()


def test_the_quantity_that_went_first_is_named_in_the_order_of_the_formulas():
    trace = drive(adam, np.array([1.0, 1e200, 1.0]), lr=0.1)
    assert trace.diverged == "adam left the floats: v is no longer finite at step 2; 1 step is kept."


def test_a_nan_that_goes_away_again_is_told():
    def step(x, g, t):
        return dict(q=np.where(t == 3, np.nan, g), x=x - g)

    assert drive(step, np.ones(9)).diverged == "step left the floats: q is no longer finite at step 3; 2 steps are kept."


def test_a_landscape_that_is_not_finite_on_the_way():
    land = landscapes.Landscape(lambda x: np.abs(x).sum(-1), lambda x: np.where(x > 0, 1.0, np.nan), start=(1.0,), box=((-2, 2),))
    assert descend(sgd, land, lr=0.3).diverged == "sgd left the floats: g is no longer finite at step 5; 4 steps are kept."


@pytest.mark.parametrize("limit", [1, 5_000_000])
def test_pythons_own_floats_raise_where_numpy_goes_on(monkeypatch, limit):
    monkeypatch.setattr("optlab.run.drive._KEEP_ALL", limit)

    def step(x, g, v=2.0):
        return dict(v=float(v[0]) ** 2, x=x - g)

    trace = drive(step, np.ones(30))
    assert trace.diverged == "step left the floats: a number is too large for a float at step 10; 9 steps are kept."
    assert len(trace.x) == 9 and trace.v[-1] == 2.0**512

    with pytest.raises(ZeroDivisionError):
        drive(lambda x, g: dict(x=x - 1 / 0), np.ones(3))


def test_nothing_could_be_done():
    def step(x, g):
        return dict(x=x - math.exp(1000))

    trace = drive(step, np.ones(3))
    assert trace.diverged == "step left the floats: a number is too large for a float at step 1; 0 steps are kept."
    assert len(trace) == 0 and trace.x.shape == (0,) and trace.path.tolist() == [0.0]


# apply


@pytest.mark.parametrize("step", [optlab.sgd, optlab.momentum, optlab.adagrad, optlab.adadelta, optlab.adam, optlab.adamax,
                                  optlab.nadam, optlab.amsgrad, optlab.adabound, optlab.smorms3,
                                  variants.momentum_torch])  # fmt: skip
@pytest.mark.parametrize("overwrite", [False, True])
def test_apply_is_the_driver_without_a_trace(step, overwrite):
    """Blocks of 64 of 1000 parameters, three steps, against `drive`, bit for bit."""
    signal = np.random.default_rng(4).normal(size=(3, 10, 100))
    x, state = np.zeros((10, 100)), None
    trace = drive(step, signal)
    for t in (1, 2, 3):
        before = x.copy()
        new, state = apply(step, x, signal[t - 1], t, state, overwrite=overwrite, block=64)
        assert (new is x) == overwrite and (overwrite or same(x, before))
        assert same(new, trace.x[t - 1])
        assert all(same(state[name], trace[name][t - 1]) for name in state)
        x = new


def test_apply_finds_out_which_steps_can_be_cut_into_blocks():
    assert all(elementwise(step) for step in (adam, momentum, optlab.adabound, variants.nadam_torch))

    def normalised(x, g):
        return dict(x=x - g / np.sqrt((g**2).sum()))

    helper = normalised

    def through_a_helper(x, g):
        return helper(x, g)

    def shifted(x, g):
        return dict(x=x - g[::-1])

    def product(x, g):
        return dict(x=x - g / (g @ g))

    for step in (normalised, through_a_helper, shifted, product):
        assert not elementwise(step)
        x, g = np.zeros(1000), np.random.default_rng(0).normal(size=1000)
        assert same(apply(step, x, g, 1, block=10)[0], step(x, g)["x"])


def test_a_loss_for_each_parameter_is_not_cut_into_blocks():
    assert elementwise(eve)
    x, (whole, state), (parts, cut) = np.ones(10), (np.ones(10), None), (np.ones(10), None)
    for t in (1, 2, 3):
        f = t + np.arange(10.0)
        whole, state = apply(eve, whole, x, t, state, f=f, block=None)
        parts, cut = apply(eve, parts, x, t, cut, f=f, block=4)
    assert same(whole, parts) and same(state["d"], cut["d"])


def test_apply_on_other_shapes_and_types():
    for shape in ((), (0,), (3, 0), (2, 3, 4)):
        x, state = apply(adam, np.ones(shape), np.ones(shape), 1)
        assert np.shape(x) == shape and state["v"].shape == shape
    x = np.ones((6, 4), np.float32).T
    new, state = apply(adam, x, np.ones((4, 6)), 1, block=4)
    assert new.dtype == np.float32 and state["m"].dtype == np.float32 and new.shape == (4, 6)
