"""Steps and worlds of matrices: what the driver does with them, and what is said of each step."""

import json

import numpy as np
import pytest
from table import MATRICES, VECTORS, roll

import optlab
from optlab import apply, descend, drive, landscapes, matrices
from optlab.run.signature import takes_matrix
from optlab.steps.matrices import newton_schulz, power, transpose

each = pytest.mark.parametrize("row", MATRICES, ids=lambda row: row.name)
DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32])
WORLDS = dict(regression=matrices.regression(), factorisation=matrices.factorisation())
_RNG = np.random.default_rng(7)
GRADIENTS = _RNG.standard_normal((12, 4, 3)) * 10.0 ** _RNG.uniform(-2, 1, (12, 4, 3))


def singular(a):
    return np.linalg.svd(a, compute_uv=False)


# The driver


@each
def test_the_driver_runs_the_raw_step(row):
    trace, rows = drive(row.step, GRADIENTS, x0=1.0, **row.hyper), roll(row.step, GRADIENTS, 1.0, hyper=row.hyper)
    for name in trace.names[1:]:
        for one, raw in zip(trace[name], rows, strict=True):
            np.testing.assert_array_equal(one, np.broadcast_to(raw[name], one.shape), err_msg=name)


@each
@DTYPES
@pytest.mark.parametrize("world", WORLDS)
def test_a_grid_by_many_starts_equals_single_runs(row, dtype, world):
    """Two values of every hyperparameter times three starts: six runs in one call, bit for bit."""
    world = WORLDS[world]
    starts = (np.random.default_rng(8).standard_normal((3, *np.shape(world.start))) / 2).astype(dtype)
    grid = {name: np.array([value, 0.9 * value if name != "k" else value], dtype) for name, value in row.hyper.items()}
    trace = descend(row.step, world, starts, 9, **grid)
    assert trace.x.shape == (9, 2, 3, *np.shape(world.start)) and trace.loss.shape == (10, 2, 3) and trace.diverged is None
    for i, j in np.ndindex(2, 3):
        single = descend(row.step, world, starts[j], 9, **{name: values[i] for name, values in grid.items()})
        for name in trace.names:
            np.testing.assert_array_equal(trace[name][:, i, j], single[name], err_msg=name)


@pytest.mark.parametrize("row", [row for row in VECTORS if row.elementwise and not row.random], ids=lambda row: row.name)
def test_an_elementwise_step_does_with_a_matrix_what_it_does_with_its_entries(row):
    asks = optlab.signature(row.step).inputs
    given = dict(f=np.linspace(2, 1, 12)) if "f" in asks else {}
    flat = dict(given, hess=np.abs(GRADIENTS.reshape(12, 12))) if "hess" in asks else given
    whole = dict(given, hess=np.abs(GRADIENTS)) if "hess" in asks else given
    same = drive(row.step, GRADIENTS.reshape(12, 12), **flat, **row.hyper)
    trace = drive(row.step, GRADIENTS, **whole, **row.hyper)
    np.testing.assert_array_equal(trace.x.reshape(12, 12), same.x)
    run = descend(row.step, WORLDS["regression"], steps=3, **row.hyper)
    assert run.x.shape == (3, 4, 6) and run.diverged is None


@each
def test_apply_is_one_step_of_the_driver(row):
    x, state = np.ones((4, 3)), None
    for t, g in enumerate(GRADIENTS, 1):
        x, state = apply(row.step, x, g, t, state, **row.hyper)
    np.testing.assert_array_equal(x, drive(row.step, GRADIENTS, x0=1.0, **row.hyper).x[-1])


@each
def test_a_vector_is_refused_in_one_sentence(row):
    name = row.step.__name__
    for call, words in (
        (lambda: drive(row.step, np.ones(5)), "the signal has x of shape ()"),
        (lambda: drive(row.step, np.ones((5, 2))), "the signal has x of shape (2,)"),
        (lambda: descend(row.step, landscapes.simple_quadratic), "the landscape has x of shape (2,)"),
        (lambda: apply(row.step, np.ones(3), np.ones(3), 1), "the call has x of shape (3,)"),
    ):
        with pytest.raises(ValueError) as error:
            call()
        assert str(error.value) == f"{name} takes a matrix x of shape (rows, cols); {words}."


def test_bad_shapes_are_told():
    world = matrices.regression()
    for call, words in (
        (lambda: descend(optlab.muon, world, np.ones((3, 4, 5))), "x0 has shape (3, 4, 5); it must be (..., 4, 6), one"),
        (lambda: world.grad(np.ones((2, 2))), "x has shape (2, 2); this landscape takes matrices of shape (..., 4, 6)."),
        (lambda: world.hessian(np.ones((4, 6))), "start has shape (4, 6); hessian is for landscapes of vectors (d,)."),
        (lambda: landscapes.Landscape(world.f, world.grad, start=np.ones((2, 2, 2)).tolist()), "start has shape (2, 2, 2); it"),
        (lambda: matrices.factorisation(2, 3), "cols is 3; it must be at most rows, 2."),
        (lambda: matrices.regression(0), "rows is 0; it must be an int ≥ 1."),
        (lambda: descend(optlab.sgd, landscapes.Landscape(lambda W: W.sum(-1), lambda W: W, start=np.ones((2, 2)).tolist())),
         "landscape.f gives shape (1, 2) for x of shape (1, 2, 2); it must give (1,): the last two axes are those of the matrix"),
    ):  # fmt: skip
        with pytest.raises(ValueError) as error:
            call()
        assert str(error.value).startswith(words)


def test_a_matrix_beside_x_has_a_shape_of_its_own():
    trace = descend(optlab.shampoo, WORLDS["regression"], steps=5, lr=[0.1, 0.2])
    assert trace.L.shape == (5, 2, 4, 4) and trace.R.shape == (5, 2, 6, 6)
    long = descend(optlab.shampoo, WORLDS["regression"], np.zeros((300, 4, 6)), steps=200, lr=0.1)  # too long to keep all at once
    np.testing.assert_array_equal(long.L[:5, 7], descend(optlab.shampoo, WORLDS["regression"], steps=5, lr=0.1).L)


def test_noise_and_curvature_of_a_matrix():
    world = WORLDS["regression"].with_noise(0.3)
    one, two = (descend(optlab.muon, world, steps=5, rng=seed) for seed in (0, 1))
    assert (one.x[1:] != two.x[1:]).any()
    h = descend(optlab.sophia, world, steps=1, beta2=0.0).h[0]
    assert np.ptp(h, axis=0).max() < 1e-9 and (h > 0).all()  # the same for all rows: the diagonal of S


# The worlds


@pytest.mark.parametrize("name", WORLDS)
def test_gradients_are_those_of_f_and_minima_are_minima(name):
    world, rng = WORLDS[name], np.random.default_rng(9)
    W = rng.standard_normal((5, *np.shape(world.start)))
    for i in np.ndindex(W.shape[1:]):
        h = np.zeros(W.shape[1:])
        h[i] = 1e-6
        difference = (world.f(W + h) - world.f(W - h)) / 2e-6
        np.testing.assert_allclose(world.grad(W)[(slice(None), *i)], difference, rtol=1e-6, atol=1e-8)
    best = np.array(world.minima[0])
    assert world.f(best) < 1e-25 and np.abs(world.grad(best)).max() < 1e-13 and (world.f(W) > 1e-3).all()


def test_all_turned_factors_are_minima():
    world = WORLDS["factorisation"]
    turn, _ = np.linalg.qr(np.random.default_rng(1).standard_normal((2, 2)))
    assert world.f(np.array(world.minima[0]) @ turn) < 1e-25
    assert np.abs(world.grad(np.zeros((6, 2)))).max() == 0 and world.f(np.zeros((6, 2))) > 0.1, "0 is a saddle"


# What is said of each


@each
def test_at_rest_and_scaled(row):
    """While all gradients are 0 nothing moves but the decay; k f for f gives the same path where the table says so."""
    x = drive(row.step, np.zeros((5, 4, 3)), x0=1.0, **row.hyper).x
    assert (np.abs(x[-1]) < 1).all() if row.rests is False else (x == 1).all()
    if row.power is not None:
        once, scaled = (drive(row.step, k * GRADIENTS, x0=0.0, **{**row.hyper, **row.exact}).x for k in (1.0, 2.0**20))
        np.testing.assert_allclose(scaled, once, rtol=1e-6)


@each
def test_rows_and_columns_can_be_renamed(row):
    """The order of the rows and of the columns does not matter, and (but for muon's factor) neither does which is which."""
    x = drive(row.step, GRADIENTS, **row.hyper).x
    rows, cols = [2, 0, 3, 1], [1, 2, 0]
    moved = drive(row.step, GRADIENTS[:, rows][:, :, cols], **row.hyper).x
    np.testing.assert_allclose(moved, x[:, rows][:, :, cols], rtol=1e-7, atol=1e-9)
    if "muon" not in row.name:
        np.testing.assert_allclose(drive(row.step, transpose(GRADIENTS), **row.hyper).x, transpose(x), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("step", [optlab.muon, optlab.shampoo], ids=lambda step: step.__name__)
def test_turned_gradients_take_the_turned_path(step):
    """Muon and Shampoo do not care for the axes: with U G V for G the path is U x V. Adam's is another one."""
    rng = np.random.default_rng(3)
    U, V = (np.linalg.qr(rng.standard_normal((n, n)))[0] for n in (4, 3))
    signal = rng.standard_normal((12, 4, 3))
    for one, alike in ((step, True), (optlab.adam, False)):
        turned = drive(one, U @ signal @ V, lr=0.1).x
        assert np.allclose(turned, U @ drive(one, signal, lr=0.1).x @ V, atol=1e-9) == alike


def test_newton_schulz_makes_singular_values_alike():
    """Between 0.68 and 1.14 for all that are between 0.01 and 1 of the norm; 0.001 is 0.47."""
    values = np.geomspace(0.01, 1, 400)
    for _ in range(5):
        values = 3.4445 * values - 4.7750 * values**3 + 2.0315 * values**5
    assert (values.min().round(3), values.max().round(3)) == (0.682, 1.134)
    rng = np.random.default_rng(4)
    U, V = (np.linalg.qr(rng.standard_normal((n, n)))[0][:, :5] for n in (7, 5))
    given = np.array([1.0, 0.5, 0.1, 0.05, 0.02])
    o = newton_schulz(U * given @ V.T)
    assert 0.68 < singular(o).min() and singular(o).max() < 1.14
    inside = U.T @ o @ V
    np.testing.assert_allclose(inside, np.diag(np.diag(inside)), atol=1e-12)  # the directions stay


def test_muon_moves_all_directions_alike_where_momentum_follows_the_largest():
    rng = np.random.default_rng(5)
    U, V = (np.linalg.qr(rng.standard_normal((5, 5)))[0] for _ in range(2))
    g = U * np.array([100.0, 10.0, 5.0, 3.0, 2.0]) @ V.T
    step = singular(drive(optlab.muon, g[None], lr=1.0).update[0])
    plain = singular(drive(optlab.momentum, g[None], lr=1.0).update[0])
    assert step.max() / step.min() < 1.7 and plain.max() / plain.min() == pytest.approx(50)


def test_shampoo_s_first_step_is_muon_s_without_momentum_exactly():
    g = np.random.default_rng(6).standard_normal((4, 3))
    U, _, V = np.linalg.svd(g, full_matrices=False)
    step = drive(optlab.shampoo, g[None], lr=1.0, eps=1e-14).update[0]
    np.testing.assert_allclose(step, U @ V, atol=1e-10)


def test_a_power_of_a_matrix():
    a = np.random.default_rng(6).standard_normal((2, 5, 5))
    a = a @ transpose(a)
    root = power(a, -1 / 4)
    np.testing.assert_allclose(root @ root @ root @ root @ a, np.broadcast_to(np.eye(5), a.shape), atol=1e-9)


def test_soap_is_adam_in_a_basis_that_stays_orthogonal():
    trace = drive(optlab.soap, GRADIENTS, k=3)
    for Q in (trace.QL, trace.QR):
        np.testing.assert_allclose(Q @ transpose(Q), np.broadcast_to(np.eye(Q.shape[-1]), Q.shape), atol=1e-12)
    changed = (np.abs(np.diff(trace.QL, axis=0)).max(axis=(1, 2)) > 1e-9).tolist()
    assert changed == [False, True, False] * 3 + [False, True]
    diagonal = np.zeros((9, 3, 3)) + np.eye(3) * np.array([9.0, 4.0, 1.0]) * np.random.default_rng(2).uniform(1, 2, (9, 1, 3))
    np.testing.assert_allclose(
        drive(optlab.soap, diagonal, lr=0.1, beta1=0.9, beta2=0.99).x,
        drive(optlab.variants.adam_lr_t, diagonal, lr=0.1, beta1=0.9, beta2=0.99, eps=1e-8).x, atol=1e-6,
    )  # fmt: skip


def test_adafactor_keeps_a_row_and_a_column():
    trace = drive(optlab.adafactor, GRADIENTS, x0=1.0)
    assert np.ptp(trace.r, axis=-1).max() == 0 and np.ptp(trace.c, axis=-2).max() == 0
    size = np.sqrt((trace.u**2).mean(axis=(1, 2)))
    assert (size <= 1 + 1e-12).all()
    product = np.outer([1.0, 2.0, 3.0, 4.0], [5.0, -6.0, 7.0])
    np.testing.assert_allclose(drive(optlab.adafactor, product[None]).v[0], product**2, rtol=1e-12)  # of rank one: exact


def test_matrix_steps_solve_the_worlds():
    for step, lr in ((optlab.muon, 0.02), (optlab.shampoo, 0.5), (optlab.soap, 0.05), (optlab.adafactor, 0.3)):
        assert takes_matrix(step)
        for world in WORLDS.values():
            loss = descend(step, world, steps=300, lr=lr).loss
            assert loss[-1] < loss[0] / 20, (step.__name__, world.name, loss[-1] / loss[0])


# Feedback


def wrong_muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + (1 - mu) * g
    u = g + mu * b
    o = newton_schulz(u)
    x = x - lr * (max(1, x.shape[-2] / x.shape[-1]) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def wrong_shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    L = L + g @ transpose(g)
    R = R + transpose(g) @ g
    u = power(L, -1 / 2) @ g @ power(R, -1 / 4)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)


@pytest.mark.parametrize("step, wrong, line, number", [
    (optlab.muon, wrong_muon, "b", 2), (optlab.shampoo, wrong_shampoo, "u", 7),
], ids=["muon", "shampoo"])  # fmt: skip
def test_a_wrong_line_is_found(step, wrong, line, number):
    verdict = optlab.check(wrong, step)
    assert not verdict.ok and [(q, at) for q, _, at in verdict.lines] == [(line, number)], verdict


def test_a_figure_of_matrices():
    """The losses and the singular values of the steps are those of the runs; a dial moves the first run."""
    world = WORLDS["regression"]
    figure = optlab.explore([optlab.muon, (optlab.sgd, dict(lr=0.5))], landscape=world, steps=40)
    figure.set(lr=0.1)
    left, right = figure.scene.panels
    for k, (step, lr) in enumerate(((optlab.muon, 0.1), (optlab.sgd, 0.5))):
        trace = descend(step, world, steps=40, lr=lr)
        np.testing.assert_allclose(left.curves[k].y, trace.loss)
        sizes = [c.y for c in right.curves if c.index == k]
        np.testing.assert_allclose(sizes, np.linalg.svd(trace.update, compute_uv=False).T)
    assert figure.dials == dict(lr=0.1, mu=0.95, weight_decay=0.0)
    assert "Muon (now lr = 0.1): 1." in figure.scene.caption and "; SGD, lr = 0.5: " in figure.scene.caption
    assert figure.spec["kind"] == "curve" and json.dumps(figure.spec) and figure.png()[:4] == b"\x89PNG"


@pytest.mark.parametrize("step", [optlab.muon, optlab.shampoo, optlab.soap, optlab.adafactor], ids=lambda step: step.__name__)
def test_every_step_for_matrices_has_its_figure(step):
    figure = optlab.explore(step)
    for dial in figure.spec["dials"]:
        figure.set(**{dial["name"]: dial["stops"][len(dial["stops"]) // 2]})
    assert figure.words.count("the loss from 2.23") == 1 and len(figure.scene.panels[1].curves) == 4
    gone = optlab.explore((optlab.sgd, dict(lr=1e9)), landscape=WORLDS["factorisation"])
    assert "diverges" in gone.words and np.isfinite(gone.scene.panels[0].limits()[1]).all()


def test_a_picture_that_does_not_fit_a_matrix_is_refused():
    for call, words in (
        (lambda: optlab.explore(optlab.momentum, landscape=WORLDS["regression"], map=("lr", "mu")), "landscape regression has a"),
        (lambda: optlab.explore(optlab.muon, landscape="wobbly"), "muon takes a matrix x of shape (rows, cols); the land"),
        (lambda: optlab.explore(optlab.muon, "constant"), "muon takes a matrix x of shape (rows, cols); the signal has x of"),
        (lambda: optlab.explore(optlab.muon, x0=np.zeros((2, 4, 6))), "x0 has shape (2, 4, 6); a figure takes one start, a"),
        (lambda: optlab.explore(optlab.muon).set(lr=-1.0), "lr is -1; it must be > 0."),
        (lambda: optlab.explore(optlab.muon).set(beta=0.5), "control is 'beta'; it must be one of: lr, mu, weight_decay."),
    ):
        with pytest.raises(ValueError) as error:
            call()
        assert str(error.value).startswith(words)
