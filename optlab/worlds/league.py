"""The league: every step that there is, on every landscape with a minimum, each with the rate that suits it best there.

A race with one rate for each method ranks the rates. Here each method gets the same budget: 125 gradients a run, and 61 rates
from 1e-5 to 1e3 to choose from, all other hyperparameters at their defaults. Some starts choose the rate, others judge it; so
nobody is judged by what it was tuned on. The score of a run is the share of the loss that is left at its end, as a power of ten:
−2 is a hundredth.

    python -m optlab.worlds.league        plays all of it, in two minutes, and writes league.npz beside this file
"""

import functools
import pathlib
from typing import NamedTuple

import numpy as np

from ..run import inputs
from ..run.drive import descend
from ..run.signature import signature, takes_matrix
from ..steps import STEPS, classic, modern
from . import landscapes

PLAYERS = {name: step for name, step in STEPS.items() if not takes_matrix(step)}  # a matrix has no place on a plane
EARLIER = {name: step for name, step in PLAYERS.items() if step.__module__ != modern.__name__}  # those of chapter 19
PLAYERS["lookahead_momentum"] = modern.lookahead(classic.momentum)  # a step over a step plays over one of them
RATES = np.geomspace(1e-5, 1e3, 61)
NOISES = (0.0, 0.1, 1.0)
LOWEST, HIGHEST = -12.0, 3.0  # who has a millionth of a millionth left has arrived; who left the floats has HIGHEST
_FILE = pathlib.Path(__file__).with_name("league.npz")


class League(NamedTuple):
    """What a league leaves. m methods, k landscapes, n levels of noise, r rates, s starts that judge.

    methods, landscapes : names, (m,) and (k,). noises (n,), rates (r,).
    tuning (m, k, n, r) : median score of the starts that tune; of a method without a rate the same for all rates.
    chosen (m, k, n) : the index of the rate with the best median. scores (m, k, n, s) : the scores at that rate.
    """

    methods: np.ndarray
    landscapes: np.ndarray
    noises: np.ndarray
    rates: np.ndarray
    tuning: np.ndarray
    chosen: np.ndarray
    scores: np.ndarray


def grounds():
    """{name: landscape} of the course's landscapes that have a minimum.

    >>> len(grounds()), "saddle" in grounds()
    (16, False)
    """
    return {name: scape for name, scape in landscapes.ALL.items() if len(scape.minima)}


def starts(landscape, count, rng=0):
    """Random starts, uniform in the landscape's box: (count, d).

    >>> starts(landscapes.quartic, 2).shape
    (2, 1)
    """
    low, high = np.transpose(landscape.box)
    return inputs.generator(rng).uniform(low, high, (count, len(low)))


def gradients(step):
    """How many gradients a step takes. Each is paid for, so who takes four makes a fourth of the steps.

    >>> gradients(STEPS["adam"]), gradients(STEPS["smoothed_nesterov"])
    (1, 4)
    """
    count = 0

    def grad(x):
        nonlocal count
        count += 1
        return 2 * x

    counted = landscapes.Landscape(lambda x: (x**2).sum(-1), grad, start=(1.0, 1.0))
    totals = []
    for steps in (1, 2):
        count = 0
        descend(step, counted, steps=steps)
        totals.append(count)
    return totals[1] - totals[0]


def scores(step, landscape, x0, *, rates=RATES, noise=0.0, steps=125, rng=0):
    """log10 of the share of the loss above the minimum that is left after a run: (rates, starts), or (1, starts) without a rate.

    x0 : starts (s, d). noise : standard deviation of the gradient noise, in units of the root mean square of the gradient's
    coordinates at the starts. Clipped to [LOWEST, HIGHEST]; a run that left the floats has HIGHEST.

    >>> bowl = landscapes.simple_quadratic
    >>> scores(STEPS["sgd"], bowl, [[1.0, 1.0]], rates=[0.05, 0.45, 2.0], steps=10).round(1)   # 2 log10(0.9) · 10
    array([[ -0.9],
           [-12. ],
           [  3. ]])
    """
    asked = signature(step).hyper
    hyper = dict(lr=np.asarray(rates)) if "lr" in asked else {}
    least = float(np.min(landscape.f(np.asarray(landscape.minima, float))))
    if "f_star" in asked:
        hyper["f_star"] = least
    x0 = np.asarray(x0, float)
    size = float(np.sqrt((landscape.grad(x0) ** 2).mean()))
    run = descend(step, landscape.with_noise(noise * size), x0, steps, rng=rng, **hyper)
    with np.errstate(all="ignore"):
        left = np.log10(np.maximum(run.loss[-1] - least, 1e-99) / (run.loss[0] - least))
    return np.clip(np.nan_to_num(left, nan=HIGHEST), LOWEST, HIGHEST).reshape(-1, len(x0))


def play(steps=PLAYERS, worlds=None, *, noises=NOISES, rates=RATES, tune=16, judge=24, budget=125, rng=0):
    """Play a league: every step of {name: step} on every landscape of {name: landscape}. Returns a `League`.

    tune, judge : how many starts choose the rate, and how many judge it. budget : gradients of a run. rng : seed.

    >>> two = {name: STEPS[name] for name in ("sgd", "momentum")}
    >>> league = play(two, {"ravine": landscapes.ravine(100)}, noises=(0.0,))
    >>> np.median(league.scores, axis=-1).round(1).ravel()
    array([-3.4, -7.1])
    """
    worlds = worlds or grounds()
    shape = len(steps), len(worlds), len(noises)
    tuning, chosen = np.empty((*shape, len(rates))), np.empty(shape, int)
    judged, each = np.empty((*shape, judge)), [gradients(step) for step in steps.values()]
    for k, world in enumerate(worlds.values()):
        x0 = starts(world, tune + judge, rng)
        for m, step in enumerate(steps.values()):
            for n, noise in enumerate(noises):
                found = scores(step, world, x0, rates=rates, noise=noise, steps=budget // each[m], rng=rng)
                tuning[m, k, n] = np.median(found[:, :tune], axis=1)
                chosen[m, k, n] = best = _best(tuning[m, k, n])
                judged[m, k, n] = found[min(best, len(found) - 1), tune:]
    return League(np.array(list(steps)), np.array(list(worlds)), np.array(noises), np.array(rates), tuning, chosen, judged)


def _best(curve):
    """The index of the lowest value; of several equal ones that in their middle."""
    lowest = np.flatnonzero(curve <= curve.min() + 1e-9)
    return int(lowest[len(lowest) // 2])


def ranks(league, *, resamples=2000, rng=0):
    """Mean rank of each method in each noise, and how sure it is: rank (m, n), low (m, n), high (m, n).

    In each landscape the methods are ranked by their median score; equal ones share their places. The band holds 90 % of
    bootstrap samples, in which landscapes and starts are drawn anew with replacement.

    >>> league = play({name: STEPS[name] for name in ("sgd", "momentum")}, {"ravine": landscapes.ravine(100)}, noises=(0.0,))
    >>> ranks(league, resamples=10)[0].ravel()
    array([2., 1.])
    """
    rank = _ranked(np.median(league.scores, axis=-1)).mean(axis=1)
    return rank, *np.quantile(list(_drawn(league, resamples, rng)), [0.05, 0.95], axis=0)


def first(league, *, resamples=2000, rng=0):
    """In which share of the bootstrap samples of `ranks` each method has the best mean rank, (m, n).

    >>> league = play({name: STEPS[name] for name in ("sgd", "momentum")}, {"ravine": landscapes.ravine(100)}, noises=(0.0,))
    >>> first(league, resamples=10).ravel()
    array([0., 1.])
    """
    best = [rank == rank.min(axis=0) for rank in _drawn(league, resamples, rng)]
    return np.mean([one / one.sum(axis=0) for one in best], axis=0)  # equal ones share it


def _drawn(league, resamples, rng):
    """Mean ranks (m, n) in each bootstrap sample."""
    rng, (_, worlds, _, judges) = inputs.generator(rng), league.scores.shape
    for _ in range(resamples):
        at = rng.integers(worlds, size=worlds)
        who = rng.integers(judges, size=(worlds, judges))
        sample = np.take_along_axis(league.scores[:, at], who[None, :, None], axis=-1)
        yield _ranked(np.median(sample, axis=-1)).mean(axis=1)


def _ranked(score):
    """Ranks 1, 2, … along the first axis; those within 0.1, a quarter more or less, share the mean of their places."""
    score = np.round(score, 1)
    below = (score[None] < score[:, None]).sum(axis=1)
    equal = (score[None] == score[:, None]).sum(axis=1)
    return below + (equal + 1) / 2


def room(league, within=1.0, most=-1.0):
    """How much a rate may be off: the number of decades of rates whose median score is within this of the best, (m, k, n).

    most : the highest score that counts: −1, a tenth of the loss left. Where a method's best is poor, any poor rate is near it.

    Of a method without a rate: all of them, or none.

    >>> league = play({"sgd": STEPS["sgd"]}, {"ravine": landscapes.ravine(100)}, noises=(0.0,))
    >>> float(room(league)[0, 0, 0].round(1))
    0.4
    """
    decades = np.log10(league.rates[-1] / league.rates[0]) / (len(league.rates) - 1)
    good = league.tuning <= np.minimum(league.tuning.min(axis=-1, keepdims=True) + within, most)
    return good.sum(axis=-1) * decades


def among(league, steps):
    """The same league among fewer: those whose names are in `steps`. Each was played alone, so only the ranks change.

    >>> among(shipped(), ("adam", "sgd")).methods.tolist()
    ['sgd', 'adam']
    """
    here = np.isin(league.methods, list(steps))
    those = {name: getattr(league, name)[here] for name in ("methods", "tuning", "chosen", "scores")}
    return league._replace(**those)


@functools.cache
def shipped():
    """The league that the package ships, as `play()` made it; scores to a tenth.

    >>> shipped().scores.shape[1:]
    (16, 3, 24)
    """
    with np.load(_FILE) as file:
        stored = {name: file[name] for name in file.files}
    return League(**{name: stored[name] / 10 if stored[name].dtype == np.int8 else stored[name] for name in League._fields})


def _store(league, path=_FILE):
    small = {name: np.round(10 * getattr(league, name)).astype(np.int8) for name in ("tuning", "scores")}
    np.savez_compressed(path, **{**league._asdict(), **small, "chosen": league.chosen.astype(np.uint8)})


if __name__ == "__main__":
    _store(play())
    print(f"{_FILE.name}: {_FILE.stat().st_size / 1000:.0f} kB")
    rank, low, high = ranks(shipped())
    for m in np.argsort(rank.mean(axis=1)):
        row = "   ".join(f"{rank[m, n]:4.1f} [{low[m, n]:4.1f}, {high[m, n]:4.1f}]" for n in range(rank.shape[1]))
        print(f"{shipped().methods[m]:18} {row}")
