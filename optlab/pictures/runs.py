"""Which optimizers run on which landscape: one step or many, each with its hyperparameters and its label."""

import numbers
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..run import inputs
from ..run.drive import descend
from ..run.signature import signature
from ..steps import adaptive, classic
from ..worlds import landscapes, race
from . import words
from .words import value as told


class Run(NamedTuple):
    """One optimizer of a comparison."""

    label: str
    step: Callable
    hyper: dict


# The comparisons of the course on two-dimensional landscapes, 125 steps from (−2.8, −2.5).
LINEUPS = {
    "Nesterov, three gammas": [
        Run("Nesterov, mu = 0.25", classic.nesterov, dict(lr=0.01, mu=0.25)),
        Run("Nesterov, mu = 0.9", classic.nesterov, dict(lr=0.01, mu=0.9)),
        Run("Nesterov, mu = 0.975", classic.nesterov, dict(lr=0.01, mu=0.975)),
    ],
    "five methods": [
        Run("Nesterov", classic.nesterov, dict(lr=0.01, mu=0.9)),
        Run("RMSprop", adaptive.rmsprop, dict(lr=0.25)),
        Run("AdaDelta", adaptive.adadelta, dict(lr=100.0)),
        Run("AdaGrad", adaptive.adagrad, dict(lr=1.0)),
        Run("Adam", adaptive.adam, dict(lr=0.25)),
    ],
}

RACERS = [Run(*row) for row in race.lineup("as the papers have it")]
LINEUPS["race"], LINEUPS["race as published"] = RACERS, [Run(*row) for row in race.lineup("as published")]


def take(steps, **hyper):
    """The runs that a caller means: a step, (step, hyperparameters[, label]), a list of those, or the name of a line-up.

    **hyper : hyperparameters of all of them, where a run does not have its own.

    >>> [run.label for run in take([classic.sgd, (classic.sgd, dict(lr=0.1)), (adaptive.adam, {}, "my Adam")])]
    ['SGD', 'SGD, lr = 0.1', 'my Adam']
    >>> [run.label for run in take([classic.sgd, (adaptive.adam, dict(lr=0.5))], lr=0.1)]
    ['SGD, lr = 0.1', 'Adam, lr = 0.5']
    """
    if isinstance(steps, str):
        if hyper:
            raise ValueError(f"{next(iter(hyper))} is given for {steps!r}; the runs of a line-up have their own hyperparameters.")
        known = {name.lower(): runs for name, runs in LINEUPS.items()}
        if steps.lower() not in known:
            raise ValueError(f"step is {steps!r}; it must be a step function, a list of them, or one of: {', '.join(LINEUPS)}.")
        return list(known[steps.lower()])
    alone = (
        callable(steps) or isinstance(steps, Run) or (isinstance(steps, tuple) and len(steps) > 1 and isinstance(steps[1], dict))
    )
    items = [steps] if alone else list(steps) if isinstance(steps, list | tuple) else None
    if not items:
        raise TypeError(f"step is {inputs.show(steps)}; it must be a step function such as optlab.adam, or a list of them.")
    runs, labels = [], set()
    for item in items:
        run = _one(item, hyper)
        label, twin = run.label, 2
        while label in labels:
            label, twin = f"{run.label} ({twin})", twin + 1
        labels.add(label)
        runs.append(run._replace(label=label))
    return runs


def _one(item, common):
    if isinstance(item, Run):
        return item._replace(hyper={**common, **item.hyper})
    parts = item if isinstance(item, tuple) else (item, {})
    if len(parts) not in (2, 3) or not isinstance(parts[1], dict):
        raise TypeError(f"step is {inputs.show(item)}; it must be a step, (step, dict) or (step, dict, label).")
    step, hyper = parts[0], {**common, **parts[1]}
    inputs.hyper(step, hyper, 1, np.dtype(float), 1)
    single(hyper)
    values = [f"{name} = {told(value)}" for name, value in hyper.items() if isinstance(value, numbers.Real)]
    return Run(str(parts[2]) if len(parts) == 3 else ", ".join([words.name(step), *values]), step, dict(hyper))


def single(hyper):
    """A run takes one number for a hyperparameter, or a function of t."""
    for name, value in hyper.items():
        if not callable(value) and np.ndim(value):
            raise ValueError(f"{name} is {inputs.show(value)}; a run takes one number (several are several runs, or a map).")


def now(run, hyper):
    """The run with these values of its dials; its label says which are not those that it was made with.

    >>> now(Run("SGD, lr = 0.1", classic.sgd, dict(lr=0.1)), dict(lr=0.2)).label
    'SGD, lr = 0.1 (now lr = 0.2)'
    """
    made = {**signature(run.step).hyper, **run.hyper}
    changed = ", ".join(f"{name} = {told(value)}" for name, value in hyper.items() if value != made[name])
    return Run(f"{run.label} (now {changed})" if changed else run.label, run.step, {**run.hyper, **hyper})


def take_landscape(value):
    """A landscape of one or two coordinates, by itself or by name.

    >>> take_landscape("hills and canyon").minima[0]
    (-0.0404194469107, 0.0719737284981)
    """
    if isinstance(value, str):
        known = {name.replace("_", " "): landscape for name, landscape in landscapes.ALL.items()}
        if value.replace("_", " ").lower() not in known:
            raise ValueError(f"landscape is {value!r}; it must be a Landscape or one of: {', '.join(landscapes.ALL)}.")
        return known[value.replace("_", " ").lower()]
    if not isinstance(value, landscapes.Landscape):
        raise TypeError(f"landscape is {inputs.show(value)}; it must be a Landscape or the name of one, such as 'wobbly'.")
    if value.axes > 1:
        raise ValueError(f"landscape {value.name} has a matrix for its parameters; a picture takes 1 or 2 coordinates.")
    if len(value.start) > 2:
        raise ValueError(f"landscape {value.name} has {len(value.start)} coordinates; a picture takes 1 or 2.")
    return value


def floor(landscape):
    """The loss at the best known minimum, or None."""
    return float(np.min(landscape.f(np.asarray(landscape.minima, float)))) if len(landscape.minima) else None


def descent(run, landscape, x0=None, steps=125, rng=None):
    """The trace of a run."""
    return descend(run.step, landscape, x0, steps, rng=rng, **run.hyper)


def distance(landscape, points):
    """The distance of points (..., d) to the nearest known minimum, (...), or None."""
    if not len(landscape.minima):
        return None
    return apart(landscape, points).min(axis=-1)


def apart(landscape, points):
    """The distance of points (..., d) to each known minimum, (..., k)."""
    with np.errstate(over="ignore"):
        return np.sqrt(((np.asarray(points)[..., None, :] - np.asarray(landscape.minima, float)) ** 2).sum(axis=-1))
