"""The league: fair by construction, reproduced by a run, and able to tell a wrong one."""

import numpy as np
import pytest

import optlab
from optlab.run.signature import takes_matrix
from optlab.steps import STEPS
from optlab.worlds import landscapes, league


def names(*which):
    return {name: STEPS[name] for name in which}


def test_every_step_and_every_landscape_with_a_minimum_takes_part():
    shipped = league.shipped()
    missing = {*league.PLAYERS, *league.grounds()} - {*shipped.methods, *shipped.landscapes}
    assert not missing, f"{missing} are not in the shipped league: python -m optlab.worlds.league"
    assert list(shipped.landscapes) == list(league.grounds())
    assert league._FILE.stat().st_size < 100_000


def test_the_league_of_chapter_19_is_that_of_the_first_three_parts():
    """Told by the module that a step stands in; each was played alone, so what is left out changes no score."""
    whole, part = league.shipped(), league.among(league.shipped(), league.EARLIER)
    assert list(part.methods) == list(league.EARLIER) and set(whole.methods) - set(part.methods) >= {"adamw", "lion", "sam"}
    for m, name in enumerate(part.methods):
        np.testing.assert_array_equal(part.scores[m], whole.scores[list(whole.methods).index(name)])
    assert part.scores.shape[1:] == whole.scores.shape[1:] and part.chosen.shape[0] == len(league.EARLIER)


@pytest.mark.parametrize("world", ["ravine", "two_minima", "quartic"])
def test_the_shipped_league_is_what_a_run_gives(world):
    """Calm landscapes: where paths are chaotic, rounding that differs with the machine changes single runs."""
    shipped = league.shipped()
    live = league.play(names("sgd", "adam"), {world: landscapes.ALL[world]}, noises=(0.0,))
    at = [list(shipped.methods).index(name) for name in live.methods]
    k = list(shipped.landscapes).index(world)
    assert (live.chosen[:, 0, 0] == shipped.chosen[at, k, 0]).all()
    np.testing.assert_allclose(live.scores[:, 0, 0], shipped.scores[at, k, 0], atol=0.051)


def test_a_score_is_the_share_of_the_loss_that_is_left():
    """On a bowl SGD's loss shrinks by (1 − 2 lr)² a step; a rate beyond the border leaves the floats or grows."""
    found = league.scores(optlab.sgd, landscapes.simple_quadratic, [[1.0, 2.0], [-2.0, 0.5]], rates=[0.05, 1.5], steps=20)
    np.testing.assert_allclose(found[0], 40 * np.log10(0.9))
    assert (found[1] == league.HIGHEST).all()
    gone = league.scores(optlab.sgd, landscapes.himmelblau, [[4.0, 4.0]], rates=[1.0])
    assert gone == league.HIGHEST, "a run that left the floats has lost"
    assert league.scores(optlab.sgd, landscapes.simple_quadratic, [[1.0, 2.0]], rates=[0.5], steps=20) == league.LOWEST


def test_the_rate_is_chosen_by_others_than_those_that_judge():
    """With all weight on the tuning starts, a judge's start is never seen: other judges, same choice."""
    world = {"wobbly": landscapes.wobbly}
    few, many = (league.play(names("momentum"), world, noises=(1.0,), judge=judge, rng=3) for judge in (2, 9))
    assert few.scores.shape[-1] == 2 and many.scores.shape[-1] == 9
    x0 = league.starts(landscapes.wobbly, 16 + 2, rng=3)
    found = league.scores(optlab.momentum, landscapes.wobbly, x0, noise=1.0, rng=3)
    assert few.chosen[0, 0, 0] == league._best(np.median(found[:, :16], axis=1))
    np.testing.assert_array_equal(few.scores[0, 0, 0], found[few.chosen[0, 0, 0], 16:])


def test_gradients_are_counted_and_paid_for():
    on_vectors = {name: step for name, step in STEPS.items() if not takes_matrix(step)}
    several = {name: n for name, step in on_vectors.items() if (n := league.gradients(step)) != 1}
    assert several == {"smoothed_nesterov": 4, "sam": 2, "sophia": 5}
    world = {"ravine": landscapes.ravine(100)}
    played = league.play(names("smoothed_nesterov"), world, noises=(0.0,), budget=80)
    x0 = league.starts(world["ravine"], 40)
    alone = league.scores(optlab.smoothed_nesterov, world["ravine"], x0, steps=20)
    np.testing.assert_array_equal(played.scores[0, 0, 0], alone[played.chosen[0, 0, 0], 16:])


def test_who_takes_four_gradients_leads_where_steps_are_counted():
    """What chapter 19 tells: with 125 steps, not gradients, smoothed_nesterov is first in noise 0.1 and second in noise 1."""
    shipped = league.among(league.shipped(), league.EARLIER)
    scores, m = shipped.scores.copy(), list(shipped.methods).index("smoothed_nesterov")
    counted = league.play(names("smoothed_nesterov"), noises=(0.1, 1.0), budget=4 * 125)
    scores[m, :, 1:] = counted.scores[0]
    rank, _, _ = league.ranks(shipped._replace(scores=scores), resamples=1)
    assert (rank[:, 1:].argsort(axis=0).argsort(axis=0)[m] + 1).tolist() == [1, 2]


def test_ranks_share_places_and_bands_hold_them():
    score = np.array([[-3.0], [-1.0], [-3.04], [0.0]])
    assert league._ranked(score).ravel().tolist() == [1.5, 3.0, 1.5, 4.0]
    rank, low, high = league.ranks(league.shipped(), resamples=200)
    m = len(league.shipped().methods)
    np.testing.assert_allclose(rank.sum(axis=0), m * (m + 1) / 2)
    assert (low <= rank).mean() > 0.9 and (rank <= high).mean() > 0.9


def test_who_is_first_in_the_draws_of_the_bands():
    shipped = league.among(league.shipped(), league.EARLIER)
    share = league.first(shipped, resamples=40, rng=1)
    np.testing.assert_allclose(share.sum(axis=0), 1)
    ranks = np.array(list(league._drawn(shipped, 40, 1)))[:, :, 0]
    assert share[0, 0] == np.mean([(rank[0] == rank.min()) / (rank == rank.min()).sum() for rank in ranks])
    twins = shipped._replace(**{name: getattr(shipped, name)[[0, 0]] for name in ("methods", "tuning", "chosen", "scores")})
    assert (league.first(twins, resamples=3) == 0.5).all()


def test_a_method_without_a_rate_plays_with_what_it_has():
    played = league.play(names("adasecant", "sgd"), {"ravine": landscapes.ravine(100)}, noises=(0.0,))
    assert np.ptp(played.tuning[0, 0, 0]) == 0 and np.ptp(played.tuning[1, 0, 0]) > 0


def test_momentum_and_its_average_are_one_method_to_the_league():
    """The control: the same paths under two names. What the league makes of them is what it cannot tell apart."""
    shipped = league.among(league.shipped(), league.EARLIER)
    rank, low, high = league.ranks(shipped, resamples=200)
    a, b = (list(shipped.methods).index(name) for name in ("momentum", "momentum_ema"))
    assert (np.abs(rank[a] - rank[b]) < 2).all()
    assert (low[a] < rank[b]).all() and (rank[b] < high[a]).all()
