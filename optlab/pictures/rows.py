"""A step on rows of numbers: whether it depends on its arguments alone, and what its translation must give."""

import functools
import inspect
from typing import NamedTuple

import numpy as np

from ..run import inputs
from ..run.asked import ARRAY, ASKED, COUNT, FUNCTION, GENERATOR, NUMBER, of_form
from ..run.signature import check_row, explain
from . import symbols
from .outside import changed
from .symbols import Untranslatable

_COUNT = 6


class Row(NamedTuple):
    """What the step was given, by name; what the world answered; what it gave: {name: d numbers, or None}, or an error."""

    given: dict
    answers: list
    result: object


class Draws:
    """A generator of random numbers: `answer(op, shape)` makes them, or the symbols for them."""

    def __init__(self, answer):
        self.answer = answer

    def standard_normal(self, size=None, dtype=None):
        return self._draw("normal", size)

    def random(self, size=None, dtype=None):
        return self._draw("uniform", size)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return loc + scale * self._draw("normal", size, loc, scale)

    def uniform(self, low=0.0, high=1.0, size=None):
        return low + (high - low) * self._draw("uniform", size, low, high)

    def _draw(self, op, size, *others):
        shape = np.broadcast_shapes(*map(np.shape, others)) if size is None else tuple(np.atleast_1d(size))
        return self.answer(op, shape)[()]

    def __getattr__(self, name):
        raise Untranslatable(f"rng.{name} has no counterpart")


def asked(sig, shape, values, answer):
    """What the step asks for, by name: a value, or what asks the world for one."""
    made = {FUNCTION: lambda name: functools.partial(answer, name, shape), GENERATOR: lambda name: Draws(answer)}
    return {name: values[name] if name in values else made[ASKED[name].form](name) for name in sig.inputs}


def rows(step, sig, shape, none):
    """The step on numbers, where the arguments named by `none` are None; refused if it depends on more than its arguments."""
    first, again = [], []
    name = changed(step, lambda: first.extend(_row(step, sig, shape, none, k) for k in range(_COUNT)))
    if name:
        raise Untranslatable(f"it changes {name}, which lies outside of it; a step depends on its arguments alone")
    again.extend(_row(step, sig, shape, none, k) for k in range(_COUNT))
    if repr([row.result for row in first]) != repr([row.result for row in again]):
        raise Untranslatable("it gives something else when it is run again; a step depends on its arguments alone")
    if all(isinstance(row.result, Exception) for row in first):
        explain(sig, first[0].result)
        raise first[0].result
    return first


def _row(step, sig, shape, none, k):
    """The step on the k-th row of numbers."""
    rng, answers = np.random.default_rng(k), []

    def answer(op, size, *_):
        answers.append(rng.random(size) if op == "uniform" else rng.normal(size=size))
        return answers[-1]

    arrays = {name: rng.normal(size=shape) for name in of_form(ARRAY)}
    arrays["g"] *= (0.0, 1.0, 10.0)[(k + 1) % 3]
    numbers = {name: rng.normal() for name in of_form(NUMBER)}
    counts = {name: k + 1 for name in of_form(COUNT)} | dict(t=(1, 2, 3, 7, 60)[k % 5])
    values = {**arrays, **counts, **{name: np.full((1,) * len(shape), number) for name, number in numbers.items()}}
    states = {name: rng.normal(size=shape) for name in sig.state if name not in none}
    if k % 2:  # a state is a size more often than not
        states = {name: np.abs(state) for name, state in states.items()}
    hyper = {name: None if name in none else _hyper(inputs.ranges(step)[name], default, k) for name, default in sig.hyper.items()}
    given = asked(sig, shape, values, answer) | {name: states.get(name) for name in sig.state}
    frozen = {name: inputs.frozen(one) if isinstance(one, np.ndarray) else one for name, one in {**given, **hyper}.items()}

    def run():
        row = step(**frozen)
        check_row(sig, row, given, shape, np.dtype(float), k + 1)
        for name, one in row.items():
            if np.ndim(one) > len(shape):
                raise Untranslatable(f"its {name} has the shape {one.shape}, and x has the shape {shape}")
        return {name: None if one is None else np.broadcast_to(one, shape).ravel().tolist() for name, one in row.items()}

    try:
        result = symbols.quietly(run)
    except Untranslatable:
        raise
    except Exception as error:
        result = error
    known = {**numbers, **counts} | {name: array.ravel() for name, array in {**arrays, **states}.items()}
    return Row({**known, **hyper}, answers, result)


def _hyper(allowed, default, k):
    """A value that a hyperparameter may have: its default, and in every other row another one."""
    if isinstance(default, bool):
        return default != bool(k % 2)
    if isinstance(default, int | float):
        other = default * (0.6 + 0.1 * k)
        return np.asarray(other if k % 2 and inputs.allows(allowed, other) else default, float)
    return np.asarray(0.5) if default in (None, inspect.Parameter.empty) else default


def compare(tree, rows):
    """Refuse a tree of ways that does not give the numbers of the rows. A way has row, {name: d nodes or None}, and asked, pairs
    of a question to the world and the nodes of its answer."""
    for row in rows:
        known = dict(row.given)
        for way in symbols.leaves(tree):
            for (_, parts), answer in zip(way.asked, row.answers):
                known |= {id(part): number for part, number in zip(parts, np.ravel(answer))}
        with np.errstate(all="ignore"):
            way = symbols.taken(tree, known)
            if isinstance(way, symbols.Raises):
                if not isinstance(row.result, Exception):
                    raise Untranslatable("on symbols it raises an error, and on numbers it does not")
                continue
            got = {name: parts and [symbols.value(part, known) for part in parts] for name, parts in way.row.items()}
        if isinstance(row.result, Exception):  # where a function of math raises an error, that of numpy gives nan
            if not any(np.isnan(numbers).any() for numbers in got.values() if numbers):
                raise Untranslatable("on numbers it raises an error, and on symbols it does not")
            continue
        if len(way.asked) != len(row.answers):
            raise Untranslatable("on symbols it asks for something else than on numbers")
        for name, want in row.result.items():
            if not same(got.get(name), want):
                raise Untranslatable(f"on symbols its {name} is another than on numbers")


def same(got, want):
    """Whether numbers are the same, but for rounding; None is the same as None alone."""
    if got is None or want is None:
        return got is want
    got, want = np.asarray(got, float), np.asarray(want, float)
    with np.errstate(all="ignore"):
        near = np.abs(got - want) <= 1e-12 + 1e-9 * np.abs(want)
    return bool((near | (got == want) | (np.isnan(got) & np.isnan(want))).all())
