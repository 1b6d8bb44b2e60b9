"""A search keeps its promise and counts its runs; a crash never wins; what a step keeps is what its signature says."""

import numpy as np
import pytest

import optlab
from optlab import data
from optlab.run.signature import signature
from optlab.worlds import league, tuning


@pytest.mark.parametrize("halvings", [0, 1, 2])
def test_with_one_valley_it_comes_within_half_of_the_last_gap(halvings):
    how = dict(factor=4.0**2**halvings, halvings=halvings)
    for best in np.random.default_rng(27).uniform(-5, 3, 40):
        tried = tuning.search(lambda lr, best=best: abs(np.log10(lr) - best), 1e-5, 1e3, **how)
        off = abs(np.log10(min(tried, key=tried.get)) - best)
        beyond = best > np.log10(max(tried))  # the grid's last point may stand below the upper end
        assert off <= np.log10(2) + 1e-9 or beyond
        assert len(tried) == 8 // np.log10(4.0**2**halvings) + 1 + 2 * halvings


@pytest.mark.parametrize("gone", [np.nan, np.inf, -np.inf])
def test_a_crash_never_wins(gone):
    tried = tuning.search(lambda lr: lr if lr < 0.5 else gone, 1e-3, 1e3, factor=10)
    assert min(tried, key=tried.get) < 0.5 and np.inf in tried.values()


@pytest.mark.parametrize(
    "bad, said", [(dict(low=0.0), "low is 0.0"), (dict(high=1e-4), "high is 0.0001"), (dict(factor=1.0), "factor is 1.0")]
)
def test_bad_input_is_named(bad, said):
    with pytest.raises(ValueError, match=said):
        tuning.search(lambda lr: lr, **dict(low=1e-3, high=1.0) | bad)


@pytest.mark.parametrize("name", ["sgd", "momentum", "adam", "amsgrad", "adan", "lion", "muon"])
def test_each_state_of_the_signature_is_one_number_a_parameter(name):
    step = getattr(optlab, name)
    assert tuning.kept(step) == pytest.approx(len(signature(step).state))


def test_what_is_one_number_for_all_parameters_costs_nothing():
    assert tuning.kept(optlab.prodigy) == pytest.approx(4, abs=0.01) and len(signature(optlab.prodigy).state) == 6
    assert tuning.kept(optlab.adafactor) == pytest.approx((64 + 32) / (64 * 32), abs=1e-3)


def test_every_step_of_the_league_is_measured():
    assert all(0 <= tuning.kept(step) < 100 for step in league.PLAYERS.values())


def test_vitals_tell_a_shaking_run_from_a_creeping_one():
    x, y, _, _ = data.digits()
    x, y = x[:300], y[:300]
    shaking, creeping = (tuning.vitals(optlab.sgd, x, y, epochs=30, batch=300, lr=lr) for lr in (0.8, 0.01))
    assert shaking.turn < -0.5 and creeping.turn > 0.9
    assert tuning.vitals(optlab.momentum, 16 * x, y, epochs=4, batch=50, lr=1.0).dead == 1
