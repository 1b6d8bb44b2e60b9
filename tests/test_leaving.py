"""Leaving a saddle: theory and runs agree."""

import numpy as np
import pytest

import optlab
from optlab.theory import leaving

B0 = np.array([1e-2, 1e-4, 1e-6])


@pytest.mark.parametrize("name", ["sgd", "momentum", "momentum_ema", "nesterov", "smoothed_nesterov"])
@pytest.mark.parametrize("lr", [0.003, 0.05, 0.2])
def test_linear_steps_need_what_the_recurrence_says(name, lr):
    step = getattr(optlab, name)
    predicted, measured = leaving.predicted(step, B0, lr=lr), leaving.measured(step, B0, lr=lr, steps=6000)
    assert (predicted <= measured + 1e-3).all()
    assert (measured < predicted + 1 + 1e-3).all()


@pytest.mark.parametrize("name, lr, tolerance", [("adagrad", 0.01, 0.02), ("rmsprop", 0.001, 0.06), ("adam", 0.001, 0.1)])
def test_walkers_need_a_time_that_the_start_does_not_change(name, lr, tolerance):
    step = getattr(optlab, name)
    measured = leaving.measured(step, B0, lr=lr)
    np.testing.assert_allclose(measured, leaving.predicted(step, B0, lr=lr), rtol=tolerance)
    assert np.ptp(measured) <= 0.01 * measured.max()


def test_on_the_ridge_nobody_without_noise_leaves():
    assert leaving.measured(optlab.adam, [0.0], steps=50, lr=0.1) == np.inf
    assert leaving.measured(optlab.santa_e, [0.0], steps=400, lr=0.01, burnin=400, beta0=0.01) < 400


def test_an_unknown_step_is_told():
    with pytest.raises(ValueError, match="step is eve; a prediction is known for sgd"):
        leaving.predicted(optlab.eve, 0.1)
