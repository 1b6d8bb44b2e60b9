"""What every step of the table, and every run of it, must do whatever the gradients are."""

import dataclasses
import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table import VECTORS, roll

import optlab
from optlab import landscapes


def examples(**arguments):
    """hypothesis's given, with the same few examples in every run."""
    return lambda test: settings(derandomize=True, deadline=None, max_examples=6, database=None)(given(**arguments)(test))


def switched(row):
    """The row itself and, if it has switches such as `adagrad=True`, the row with the other value of each."""
    switches = {name: not value for name, value in row.hyper.items() if isinstance(value, bool)}
    return [row, dataclasses.replace(row, hyper={**row.hyper, **switches})] if switches else [row]


ROWS = [row for one in VECTORS for row in switched(one)]


def rows(which=lambda row: True):
    names = {id(row): "-".join([row.name, *(name for name, value in row.hyper.items() if value is True)]) for row in ROWS}
    return pytest.mark.parametrize("row", [row for row in ROWS if which(row)], ids=lambda row: names[id(row)])


each = rows()
not_random = rows(lambda row: not row.random)
with_grid = rows(lambda row: row.hyper and not row.random)
by_itself = rows(lambda row: row.elementwise and not row.random)
sizes = st.floats(1e-3, 1e3)
numbers = st.one_of(st.just(0.0), sizes, sizes.map(lambda size: -size))
not_zero = st.one_of(sizes, sizes.map(lambda size: -size))
FLOATS = [np.float64, np.float32]


def arrays(element, steps=6, d=3):
    return st.lists(element, min_size=steps * d, max_size=steps * d).map(lambda values: np.array(values).reshape(steps, d))


def losses(gradients):
    return 1 + np.abs(gradients).max(axis=1)


def path(row, gradients, x0=0.0, state=None, **hyper):
    run = roll(row.step, gradients, x0, losses=losses(gradients), state=state, hyper={**row.hyper, **hyper})
    return np.array([r["x"] for r in run])


def besides(step, signal, losses=losses):
    """What `drive` must be given for a step besides the signal."""
    everything = dict(f=losses(signal.reshape(len(signal), -1)), hess=np.abs(signal))
    return {name: value for name, value in everything.items() if name in optlab.signature(step).inputs}


def asked(row, x, g, t=1):
    """The arguments of one call of the raw step, all of them new arrays."""
    everything = dict(x=x, g=g, t=t, f=np.array(2.0, x.dtype), grad=lambda y: g, hess=np.abs(g),
                      rng=np.random.default_rng(0), n=1)  # fmt: skip
    return {name: everything[name] for name in optlab.signature(row.step).inputs}


# A step is a pure function


@each
@examples(gradients=arrays(numbers))
def test_inputs_stay_unchanged_and_two_runs_share_nothing(row, gradients):
    """Two runs of two steps each, one call of the one after one of the other, on arrays that cannot be written."""
    gradients.flags.writeable = False
    kept = gradients.copy()
    runs = [gradients[:3], gradients[3:]]
    alone = [path(row, signal) for signal in runs]
    state = [{name: p.default for name, p in inspect.signature(row.step).parameters.items() if name in
              optlab.signature(row.step).state} for _ in runs]  # fmt: skip
    x, generators = [np.zeros(3), np.zeros(3)], [np.random.default_rng(0), np.random.default_rng(0)]
    for t in (1, 2, 3):
        for i, signal in enumerate(runs):
            arguments = asked(row, x[i], signal[t - 1], t)
            arguments.update({name: losses(signal)[t - 1] for name in ("f",) if name in arguments})
            arguments.update({name: generators[i] for name in ("rng",) if name in arguments})
            for value in (*arguments.values(), *state[i].values()):
                if isinstance(value, np.ndarray):
                    value.flags.writeable = False
            with np.errstate(divide="ignore"):
                result = row.step(**arguments, **state[i], **row.hyper)
            x[i], state[i] = result["x"], {name: result[name] for name in state[i]}
            np.testing.assert_array_equal(x[i], alone[i][t - 1])
    np.testing.assert_array_equal(gradients, kept)


@by_itself
@examples(gradients=arrays(numbers), order=st.permutations(range(3)))
def test_the_order_of_the_coordinates_does_not_matter(row, gradients, order):
    np.testing.assert_array_equal(path(row, gradients[:, order]), path(row, gradients)[:, order])


@each
@examples(gradients=arrays(numbers))
def test_the_driver_runs_the_raw_step(row, gradients):
    if "grad" in optlab.signature(row.step).inputs:
        gradients = np.repeat(gradients[:1] / 1e3, 9, axis=0)  # looks ahead in time by less than a sample; all samples are alike
    trace = optlab.drive(row.step, gradients, x0=0.5, **besides(row.step, gradients), **row.hyper)
    np.testing.assert_array_equal(trace.x[:6], path(row, gradients[:6], 0.5))


# Documented behaviour


@rows(lambda row: row.first)
@examples(g=not_zero, x=numbers)
def test_first_step_in_closed_form(row, g, x):
    step = row.step(**asked(row, np.array([x]), np.array([g])), **row.hyper)
    expected = row.first(g, x, **row.hyper)
    assert x - step["x"][0] == pytest.approx(expected, rel=1e-10, abs=1e-12 * (1 + abs(x)))


@each
@examples(x0=arrays(not_zero, steps=1))
def test_zero_gradients(row, x0):
    x = path(row, np.zeros((6, 3)), x0[0])
    assert np.isfinite(x).all()
    if row.rests:
        np.testing.assert_array_equal(x, np.broadcast_to(x0, x.shape))
    elif row.rests is False:
        assert (np.abs(x[-1]) < np.abs(x0)).all(), "weight decay pulls towards 0"


@rows(lambda row: "eps" in row.hyper)
def test_zero_first_gradient_without_eps(row):
    with np.errstate(all="ignore"):
        x = path(row, np.zeros((2, 1)), 1.0, eps=0.0)
    assert np.isnan(x).all() if row.needs_eps else np.isfinite(x).all()


@rows(lambda row: row.power is not None)
@examples(gradients=arrays(not_zero), k=st.sampled_from([2.0**-9, 0.5, 4.0, 2.0**20]))
def test_scaling_the_loss(row, gradients, k):
    """k f for f: k-fold gradients and losses. With k a power of 2 not even the rounding changes."""
    runs = [roll(row.step, factor * gradients, losses=factor * losses(gradients), hyper={**row.hyper, **row.exact})
            for factor in (1.0, k)]  # fmt: skip
    once, scaled = (np.array([r["x"] for r in run]) for run in runs)
    np.testing.assert_array_equal(scaled, once * k**row.power)


@rows(lambda row: row.power is not None and row.elementwise)
@examples(gradients=arrays(not_zero), k=st.sampled_from([2.0**-9, 0.5, 4.0, 2.0**20]))
def test_scaling_one_coordinate(row, gradients, k):
    """A scale-free elementwise step takes the same path when only one parameter's gradient is larger."""
    scale = np.array([1.0, k, 1.0])
    runs = [roll(row.step, s * gradients, losses=losses(gradients), hyper={**row.hyper, **row.exact}) for s in (1.0, scale)]
    once, scaled = (np.array([r["x"] for r in run]) for run in runs)
    np.testing.assert_array_equal(scaled, once * scale**row.power)


@examples(gradients=arrays(not_zero), k=st.sampled_from([2.0**-9, 0.5, 4.0, 2.0**20]))
def test_only_adadelta_has_the_units_of_x(gradients, k):
    """x measured in units k times smaller: k-fold x, g / k. AdaDelta's path is k-fold too.

    By the test above all other paths are k**-power times as large, and no power is -1.
    """
    free = dict(lr=1.0, rho=0.7, eps=0.0)
    once = roll(optlab.adadelta, gradients, state=dict(u=1.0), hyper=free)
    scaled = roll(optlab.adadelta, gradients / k, state=dict(u=k**2), hyper=free)
    np.testing.assert_array_equal([row["x"] for row in scaled], [k * row["x"] for row in once])


# Without lr, Santa's curvature term is 0 / 0, and so are the weights in the mean of a schedule-free method's z.
@rows(lambda row: "lr" in row.hyper and not row.hyper.get("curvature") and "z" not in optlab.signature(row.step).state)
@examples(gradients=arrays(not_zero))
def test_without_lr_nothing_moves(row, gradients):
    x = path(row, gradients, 1.5, lr=0.0)
    if row.lr_moves:
        np.testing.assert_array_equal(x, np.full_like(x, 1.5))
    else:
        assert (x[-1] != 1.5).all(), "the lower bound moves it all the same"


# Types


def hyper_as_the_driver_gives_it(row, dtype):
    return {name: value if isinstance(value, bool) else np.array(value, dtype) for name, value in row.hyper.items()}


@each
@pytest.mark.parametrize("dtype", FLOATS)
def test_every_quantity_keeps_the_type_of_x(row, dtype):
    gradients = np.random.default_rng(1).standard_normal((4, 3)).astype(dtype)
    for r in roll(row.step, gradients, losses=losses(gradients), hyper=hyper_as_the_driver_gives_it(row, dtype)):
        for name, value in r.items():
            assert isinstance(value, float | int) or value.dtype == dtype, name  # Python numbers take any array's type


@each
def test_float32_runs_beside_float64(row):
    """The traces are float32 too, and x is not off by more than the rounding of float32."""
    single = np.random.default_rng(1).standard_normal((40, 3)).astype(np.float32)
    run = {}
    for dtype in FLOATS:
        run[dtype] = optlab.drive(row.step, single.astype(dtype), **besides(row.step, single.astype(dtype)), **row.hyper)
    for name in run[np.float32].names:
        assert run[np.float32][name].dtype == np.float32, name
    if not row.random:
        np.testing.assert_allclose(run[np.float32].x, run[np.float64].x, rtol=1e-3, atol=2e-4)


# One call for many runs. Bit for bit: assert_array_equal, no tolerance.


def grid_of(row, dtype):
    """Three values of each hyperparameter, moved together, as one axis; a switch has one value for all."""
    values = {name: value if isinstance(value, bool) else np.array([value, 0.5 * value, 0.9 * value], dtype)
              for name, value in row.hyper.items()}  # fmt: skip
    if "c" in values:
        values["c"] = np.array([3.0, 1.0, 1.5], dtype)
    return values


def cell(grid, i):
    return {name: value if isinstance(value, bool) else value[i] for name, value in grid.items()}


def same(trace, singles, index):
    assert len(trace) == max(len(single) for single in singles)
    for name in trace.names:
        for i, single in enumerate(singles):
            np.testing.assert_array_equal(trace[name][(slice(None), *index(i))], single[name], err_msg=name)


@with_grid
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("d", [None, 5])
def test_a_grid_in_drive_equals_single_runs(row, dtype, d):
    shape = (30,) if d is None else (30, d)
    signal = np.random.default_rng(2).standard_normal(shape).astype(dtype)
    f = besides(row.step, signal)
    grid = grid_of(row, dtype)
    trace = optlab.drive(row.step, signal, **f, **grid)
    singles = [optlab.drive(row.step, signal, **f, **cell(grid, i)) for i in range(3)]
    assert trace.x.dtype == dtype and trace.x.shape == (30, 3, *shape[1:])
    same(trace, singles, lambda i: (i,))


@with_grid
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("landscape", ["hills_and_canyon", "ravine", "quartic"])
def test_a_grid_in_descend_equals_single_runs(row, dtype, landscape):
    where = landscapes.ALL[landscape]
    start = np.array(where.start, dtype)
    grid = grid_of(row, dtype)
    if "lr" in grid:
        grid["lr"] = grid["lr"] / 20
    trace = optlab.descend(row.step, where, start, 12, **grid)
    singles = [optlab.descend(row.step, where, start, 12, **cell(grid, i)) for i in range(3)]
    assert trace.x.dtype == dtype and trace.x.shape == (12, 3, len(start)) and trace.diverged is None
    same(trace, singles, lambda i: (i,))


@not_random
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("landscape", ["hills_and_canyon", "quartic"])
def test_many_starts_equal_single_runs(row, dtype, landscape):
    where = landscapes.ALL[landscape]
    d = len(where.start)
    starts = np.random.default_rng(3).uniform(-2, 2, (2, 2, d)).astype(dtype)
    hyper = {**row.hyper, "lr": row.hyper["lr"] / 20} if "lr" in row.hyper else row.hyper
    trace = optlab.descend(row.step, where, starts, 12, **hyper)
    flat = starts.reshape(-1, d)
    singles = [optlab.descend(row.step, where, start, 12, **hyper) for start in flat]
    assert trace.x.shape == (12, 2, 2, d) and trace.diverged is None
    same(trace, singles, lambda i: divmod(i, 2))


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_plane_of_hyperparameters_by_many_starts(dtype):
    """Two hyperparameters spread over a plane, times three starts: 18 runs in one call."""
    where = landscapes.hills_and_canyon
    lr, beta1 = np.array([[0.01], [0.1]], dtype), np.array([[0.0, 0.6, 0.9]], dtype)
    starts = np.random.default_rng(4).uniform(-2, 2, (3, 2)).astype(dtype)
    trace = optlab.descend(optlab.adam, where, starts, 12, lr=lr, beta1=beta1)
    assert trace.x.shape == (12, 2, 3, 3, 2)
    for i, j, k in np.ndindex(2, 3, 3):
        single = optlab.descend(optlab.adam, where, starts[k], 12, lr=lr[i, 0], beta1=beta1[0, j])
        np.testing.assert_array_equal(trace.x[:, i, j, k], single.x)
