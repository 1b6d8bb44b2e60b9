"""A step near rest is a linear filter: for momentum all of it is known, for the learned optimizer a run must agree."""

import numpy as np
import pytest

import optlab
from optlab.theory.near_rest import near_rest


@pytest.mark.parametrize("lr, mu", [(0.04, 0.98), (0.1, 0.5), (1.0, 0.0)])
def test_momentum_is_the_filter_that_theory_says(lr, mu):
    found = near_rest(optlab.momentum, lr=lr, mu=mu)
    assert found.drift == 0
    assert found.weights(30) == pytest.approx(lr * mu ** np.arange(30), rel=1e-6, abs=1e-12)
    assert found.gain() == pytest.approx(lr / (1 - mu), rel=1e-6)
    assert found.border() == pytest.approx(2 * (1 + mu) / lr, rel=1e-5)
    if mu:
        assert found.half_life() == pytest.approx(np.log(0.5) / np.log(mu), rel=1e-6)


def test_the_learned_rule_has_the_gain_and_the_border_of_its_filter():
    found, small = near_rest(optlab.learned), 1e-4
    steady = optlab.drive(optlab.learned, np.full(2000, small)).update[-1]
    assert found.gain() == pytest.approx((steady - found.drift) / small, rel=0.02)
    curvature = np.array([0.97, 1.03]) * found.border()
    bowls = optlab.landscapes.Landscape(lambda x: (curvature * x**2).sum(-1) / 2, lambda x: curvature * x, start=(0.0, 0.0))
    end = optlab.descend(optlab.learned, bowls, steps=1500).path[-100:]
    assert np.ptp(end, axis=0)[0] < 1e-6 < 1e-3 < np.ptp(end, axis=0)[1]
