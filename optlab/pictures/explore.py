"""`explore`: the live figure that fits what it is given."""

import inspect

from ..run import inputs
from ..run.signature import takes_matrix
from ..worlds import landscapes, matrices
from . import runs
from .maps import HyperMap
from .matrix import MatrixFigure
from .signal import SignalFigure
from .starts import StartMap
from .terrain import TerrainFigure


def explore(step, signal=None, landscape=None, *, map=None, **options):
    """A live figure for one or several steps.

    step : a step function, or with a signal a list of two, the second beside the first; with a landscape also (step, dict of
        hyperparameters[, label]), a list of those, or the name of a line-up: "Nesterov, three gammas", "five methods", "race",
        "race as published".
    signal : a name ("rectangles"), a function of `optlab.signals` or an array (steps,): the open loop.
    landscape : a `Landscape` of one or two coordinates, or its name: the closed loop. explore("race") needs none. Or one of
        matrices, such as `optlab.worlds.matrices` has; a step for matrices alone gets a regression.
    map : with a landscape: two hyperparameters such as ("lr", "mu"), or "start".
    **options : for a signal: compare (the parameter with three values), values (three of them), show (names of internal
        quantities), beside (another step), state, and hyperparameters by name. For a landscape: those of `TerrainFigure`,
        `HyperMap`, `StartMap` and `MatrixFigure`, and hyperparameters, for each run that does not have its own.

    In a notebook the figure shows itself, and so in pages made of it: `figure.html()` computes and paints without a kernel.
    `figure.set(lr=0.1)` moves a control by name and `figure.dials` tells where the dials stand; `figure.scene` holds what is
    drawn, `figure.words` says it, `figure.png()` is a picture that stands alone.
    """
    if signal is not None and landscape is not None:
        raise ValueError("explore got a signal and a landscape; it takes one of the two.")
    if hasattr(signal, "grad"):
        raise TypeError("signal is a landscape; write explore(step, landscape=...).")
    if landscape is None:
        if isinstance(step, str) and step == "race" and signal is None:
            return TerrainFigure(step, landscapes.quartic, **{"steps": 100, **options})
        if isinstance(step, list | tuple) and step and signal is not None:
            step, options = _beside(step, options)
        inputs.check_step(step)
        if signal is not None or not takes_matrix(step):
            return SignalFigure(step, "rectangles" if signal is None else signal, **options)
        landscape = matrices.regression()
    if map is None:
        figure = MatrixFigure if getattr(landscape, "axes", 1) == 2 else TerrainFigure
    else:
        figure = StartMap if isinstance(map, str) and map == "start" else HyperMap
    hyper = {name: options.pop(name) for name in [*options] if name not in _keywords(figure)}
    chosen = runs.take(step, **hyper)
    return figure(chosen, landscape, map, **options) if figure is HyperMap else figure(chosen, landscape, **options)


def _keywords(figure):
    """The options of a figure, its own and those that it hands on."""
    makers = [vars(kind)["__init__"] for kind in figure.__mro__ if "__init__" in vars(kind) and kind is not object]
    return {p.name for make in makers for p in inspect.signature(make).parameters.values() if p.kind is p.KEYWORD_ONLY}


def _beside(steps, options):
    """The first of several steps on a signal, and the options with the second one beside it."""
    first, *others = steps
    if len(others) + ("beside" in options) > 1:
        raise ValueError(f"explore got {len(steps)} steps for a signal; it takes one, or two to be seen beside each other.")
    return first, {**options, "beside": others[0]} if others else options
