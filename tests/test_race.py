"""The race: as published it ends where the published code ended, and the slips are what separates it from the papers."""

import numpy as np
import pytest

import optlab
from optlab.pictures import runs
from optlab.worlds import landscapes, league, published, race

FIXED = [entry for entry in race.ENTRIES if entry.ends]


@pytest.mark.parametrize("entry", FIXED, ids=lambda entry: entry.label)
def test_as_published_it_ends_where_the_published_code_ended(entry):
    step, hyper = entry.published
    path = optlab.descend(step, landscapes.quartic, steps=100, **hyper).path[:, 0]
    np.testing.assert_allclose(path[[10, 100]], entry.ends, rtol=1e-6)


def test_what_is_random_is_told_by_shares():
    """40 runs of the published code: Santa-E at 2.5 in 55 %, at −1.5 in 42 %; Santa-SSS at −1.5 in 97 %. The error is 8 %."""
    ends = race.ends("as published", runs=400)
    e, sss = ends["Santa-E"], ends["Santa-SSS"]
    assert abs(np.mean(abs(e - 2.5) < 0.1) - 0.55) < 0.1 and abs(np.mean(abs(e + 1.5) < 0.1) - 0.42) < 0.1
    assert abs(np.mean(abs(sss + 1.5) < 0.1) - 0.97) < 0.03


def test_all_are_there():
    assert len(FIXED) == 15 and len(race.lineup("as published")) == 17 and len(race.ENTRIES) == 19
    assert all(bool(entry.wrong) != (entry.published in (None, entry.paper)) for entry in race.ENTRIES)
    with pytest.raises(ValueError, match="which is 'mine'; it must be 'as the papers have it' or 'as published'"):
        race.lineup("mine")


def test_the_pictures_take_the_same_line_ups():
    assert [(run.label, run.step, run.hyper) for run in runs.take("race")] == race.lineup("as the papers have it")
    assert len(runs.take("race as published")) == 17
    figure = optlab.explore("race as published", landscape=landscapes.quartic, steps=100)
    assert "remote" not in figure.spec, "the page computes the published steps itself"
    assert "8 of 17 are nearest to the best minimum" in figure.words


@pytest.mark.parametrize("name", ["adabound", "amsbound", "amsgrad"])
def test_without_eps_a_published_bound_is_as_printed(name):
    mine, other = getattr(published, name), optlab.amsgrad if name == "amsgrad" else None
    other = other or getattr(optlab.variants, name + "_paper", None)
    if other is None:
        pytest.skip(f"variants has no {name}_paper")
    eps = {"eps": 0.0} if name == "amsgrad" else {}
    paths = [optlab.descend(step, landscapes.quartic, steps=50, lr=0.4, **hyper).path
             for step, hyper in ((mine, dict(eps=0.0)), (other, eps))]  # fmt: skip
    np.testing.assert_allclose(*paths, rtol=1e-12)


def test_eps_under_the_root_delays_the_published_line_up():
    """What chapter 19 tells: the steps until f < 2 on the giant plateau, and how much shorter the first steps are."""
    plateau = landscapes.giant_plateau
    for step, lr, late, shorter in ((optlab.rmsprop, 0.25, 30, (185, 208)), (optlab.adagrad, 1.0, 10, (59, 66))):
        under = getattr(optlab.variants, f"{step.__name__}_eps_inside")
        here, there = (optlab.descend(one, plateau, lr=lr, **eps) for one, eps in ((step, {}), (under, dict(eps=1e-6))))
        assert [int(np.argmax(run.loss < 2)) for run in (here, there)] == [3, late]
        np.testing.assert_allclose((here.path[1] - here.path[0]) / (there.path[1] - there.path[0]), shorter, rtol=0.01)


def test_no_rate_takes_smorms3_over_the_ridge():
    """What chapter 19 tells: the first step is at most 0.71, the later ones 0.31; from −1.5 to −0.5 the slope points back."""
    x = optlab.descend(optlab.smorms3, landscapes.quartic, steps=100, lr=league.RATES).path[..., 0]
    longest = np.abs(np.diff(x, axis=0)).max(axis=1)
    assert longest[0] == pytest.approx(0.5**0.5) and 0.30 < longest[1:].max() < 0.31 and x.max() < -1.45
    assert (landscapes.quartic.grad(np.linspace(-1.49, -0.51, 99)[:, None]) > 0).all()


def test_smorms3s_other_weight_agrees_with_itself():
    zeta = optlab.descend(published.smorms3, landscapes.quartic, steps=20).zeta[:, 0]
    np.testing.assert_allclose(zeta, 1 - 3.0 ** -np.arange(1, 21))


def test_one_letter_alone_does_not_mend_the_published_smorms3():
    zeta = np.roots([1, 4, 4, -1]).real.max()  # zeta (2 + zeta)^2 = 1
    run = optlab.drive(published.smorms3, optlab.signals.alternating(100), lr=0.04, own_zeta=1)
    np.testing.assert_allclose([run.zeta[-1], run.mem[-1]], [zeta, 2 / (1 + zeta)], rtol=1e-4)
    ends = [
        optlab.descend(published.smorms3, landscapes.quartic, [-3.0], 100, lr=0.04, own_zeta=own).path[-1, 0] for own in (0, 1)
    ]
    np.testing.assert_allclose(ends, -1.5195, atol=1e-4)
