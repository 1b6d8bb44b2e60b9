"""The network and its training: gradients against differences, every step of the table trains it, reductions hold."""

import numpy as np
import pytest
from table import VECTORS

import optlab
from optlab import apply, data, network, variants
from optlab.worlds import long_runs
from optlab.worlds.network import flatten, unflatten

X, Y, *_ = data.digits()
X, Y = X[:300], Y[:300]


def trained(step, epochs=3, **hyper):
    return network.train(step, X, Y, sizes=(64, 16, 10), epochs=epochs, batch=100, **hyper)


def test_gradients_are_those_of_the_loss():
    params = network.init((4, 3, 2), rng=1)
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(5, 4)), rng.integers(2, size=5)
    vector = flatten(params)
    value, grads = network.gradients(params, x, y)
    assert value == pytest.approx(network.loss(params, x, y), rel=1e-12)
    shifts = 1e-6 * np.eye(len(vector))
    up, down = ([network.loss(unflatten(vector + sign * h, params), x, y) for h in shifts] for sign in (1, -1))
    np.testing.assert_allclose(flatten({name: grads[name] for name in params}), (np.array(up) - down) / 2e-6, atol=1e-8)


# Santa's defaults are made for a mean loss of its size: here lam keeps pixels that are always dark from flying off.
_SANTA = dict(lr=1e-5, lam=0.1, beta0=100.0)
SETTINGS = dict(santa_e=_SANTA, santa_sss=_SANTA, prodigy=dict(d0=1e-4))  # from 1e-6 it would take longer than nine epochs


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row.name)
def test_every_step_trains_the_network(row):
    history = trained(row.step, **SETTINGS.get(row.name, {}))
    assert len(history.losses) == 9 and np.isfinite(history.losses).all()
    assert history.epochs[-1] < history.epochs[0] - 0.002


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row.name)
def test_blocks_and_a_dictionary_equal_one_vector(row):
    """Two steps: all at once against blocks of 64, and against a state of its own for each parameter where that is the same."""
    params = network.init((64, 16, 10))
    vector, asks = flatten(params), optlab.signature(row.step).inputs

    def gradient(point):
        grads = network.gradients(unflatten(point, params), X, Y)[1]
        return flatten({name: grads[name] for name in params})

    given = gradient(vector)

    def two_steps(x, g, **options):
        state, rng = None, np.random.default_rng(3)
        for t in (1, 2):
            sources = dict(f=2.0 / t, grad=gradient, hess=np.abs(x), rng=rng, n=len(X))
            asked = {name: source for name, source in sources.items() if name in asks}
            x, state = apply(row.step, x, g, t, state, **asked, **options)
        return x

    whole = two_steps(vector, given, block=None)
    assert (two_steps(vector, given, block=64) == whole).all()
    if row.elementwise and not row.random and "grad" not in asks:
        for name, part in unflatten(whole, params).items():
            assert (two_steps(params[name], unflatten(given, params)[name]) == part).all()


def test_nesterov_looks_ahead_with_all_layers_at_once():
    """Its look-ahead point is what `nesterov_shifted` calls its parameters, so the two are one path."""
    last, settings = [], dict(lr=0.1, mu=0.9)

    def look_ahead(t, loss, params, state):
        last.append(flatten(params) + 0.9 * state["v"])

    ahead = trained(optlab.nesterov, watch=look_ahead, **settings)
    shifted = trained(variants.nesterov_shifted, **settings)
    np.testing.assert_allclose(last[-1], flatten(shifted.params), rtol=0, atol=1e-12)
    assert np.abs(flatten(ahead.params) - flatten(shifted.params)).max() > 1e-3


def test_random_steps_see_the_same_mini_batches_and_repeat():
    def still(x, g):
        return dict(x=x)

    def drawing(x, g, rng):
        return dict(drawn=rng.standard_normal(x.shape), x=x)

    assert (trained(still).losses == trained(drawing).losses).all()
    one, two, other = (trained(optlab.santa_e, rng=seed, **_SANTA).losses for seed in (0, 0, 1))
    assert (one == two).all() and (one != other).any()


# The runs that ship


@pytest.mark.parametrize("name", long_runs.RUNS)
def test_a_long_run_begins_as_it_is_stored(name):
    now, kept = long_runs.run(name, epochs=3), long_runs.long_runs()[name]
    np.testing.assert_allclose(now.first, kept.first[:18], rtol=1e-9)
    np.testing.assert_allclose(now.loss, kept.loss[:4], rtol=1e-9)
    for quantity, norms in now.norms.items():
        np.testing.assert_allclose(norms, kept.norms[quantity][:3], rtol=1e-9)
    states = optlab.signature(long_runs.RUNS[name][0]).state
    assert kept.iterations[-1] >= 10_000 and set(now.norms) == set(kept.norms) == {"W1", *states}


def test_the_long_runs_are_small():
    assert long_runs._FILE.stat().st_size < 60_000
