"""Points without slope of random functions: all are found, their curvatures are right, saddles are as common as theory says."""

import numpy as np
import pytest

from optlab.theory.saddles import expected_share
from optlab.worlds.critical import critical_points, random_waves, share_of_saddles, slopes


@pytest.mark.parametrize("d", [1, 2, 3])
def test_slopes_are_the_derivatives(d):
    k, phase = random_waves(d, rng=d)
    x, step = np.random.default_rng(0).uniform(0, 6, (5, d)), 1e-5 * np.eye(d)
    gradient, hessian = slopes(k, phase, x)
    for i in range(d):
        up, down = (np.cos((x + sign * step[i]) @ k.T + phase).sum(axis=1) for sign in (1, -1))
        np.testing.assert_allclose(gradient[:, i], (up - down) / 2e-5, atol=1e-8)
        ahead, behind = (slopes(k, phase, x + sign * step[i])[0] for sign in (1, -1))
        np.testing.assert_allclose(hessian[:, i], (ahead - behind) / 2e-5, atol=1e-8)


def test_each_point_is_found_once_and_none_is_missed():
    x, curvatures = critical_points(np.eye(3), np.array([0.1, 0.2, 0.3]), starts=200)  # a top and a bottom along each axis
    assert x.shape == (8, 3)
    assert sorted((curvatures < 0).sum(axis=1)) == [0, 1, 1, 1, 2, 2, 2, 3]


@pytest.mark.parametrize("d, functions, starts", [(1, 20, 50), (2, 40, 200), (3, 40, 800)])
def test_the_share_of_saddles_is_the_expected_one(d, functions, starts):
    share, even = share_of_saddles(d, functions=functions, starts=starts, rng=d)
    assert even == 0.5
    assert share == pytest.approx(expected_share(d, samples=20_000), abs=0.03)


def test_too_few_starts_miss_points_and_it_shows():
    share, even = share_of_saddles(4, functions=10, starts=60, rng=4)
    assert even != 0.5 and share > expected_share(4) + 0.01
