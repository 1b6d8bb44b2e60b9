"""Hyperparameters as they are given: names, numbers in their ranges, grids and schedules."""

import inspect

import numpy as np

from .nearest import nearest
from .ranges import inside, ranges, words
from .signature import signature
from .values import as_floats, frozen, show


def hyper(step, given, item_ndim, dtype, steps):
    """Fixed values, schedules (one value a step) and the shape of the grid, of the hyperparameters of a run.

    A number is handed to the step as a 0-d array: numpy's power of arrays and Python's power of floats differ in the last
    bit, and a single run must equal its cell of a grid.
    """
    sig, allowed = signature(step), ranges(step)
    _check_names(sig, given)
    values, schedules = {}, {}
    for name, default in sig.hyper.items():
        value = given.get(name, default)
        if value is inspect.Parameter.empty:
            raise TypeError(f"{sig.name} needs a value for {name!r}; it has no default.")
        if value is None or isinstance(value, bool | str):  # a switch such as nesterov=True
            if name in given and type(value) is not type(default):
                raise TypeError(f"{name} is {show(value)}; it must be {_kind(default, allowed[name])}.")
            values[name] = value
        elif callable(value):
            schedules[name] = [number(f"{name}({t})", _at(name, value, t), allowed[name], dtype) for t in range(1, steps + 1)]
        else:
            values[name] = number(name, value, allowed[name], dtype, default)
    for name, row in schedules.items():
        for t, value in enumerate(row, 1):
            if value.ndim:
                raise ValueError(f"{name}({t}) is {show(value)}; a schedule gives one number for each t.")
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    grid = _grid(arrays)
    for name, value in arrays.items():
        if value.ndim:  # grid axes stand before those of x
            value = value.reshape(value.shape + (1,) * item_ndim)
        values[name] = frozen(value)
    return values, schedules, grid


def _at(name, schedule, t):
    try:
        return schedule(t)
    except TypeError as error:
        raise TypeError(f"{name}({t}) fails: {error}; a schedule is a function of t that gives one number.") from error


def _check_names(sig, given):
    for name in given:
        if name in sig.state:
            raise TypeError(f"{name!r} is state of {sig.name}, not a hyperparameter; pass state=dict({name}=...).")
        if name not in sig.hyper:
            near = nearest(name, [*sig.hyper, "x0", "steps", "rng"])
            meant = f" (did you mean {near!r}?)" if near not in (None, name) else ""
            raise TypeError(f"{sig.name} has no hyperparameter {name!r}{meant}; it has {', '.join(sig.hyper) or 'none'}.")


def _grid(arrays):
    for name, value in arrays.items():
        if value.size == 0:
            raise ValueError(f"{name} is an empty array; it must hold at least one value.")
    try:
        return np.broadcast_shapes(*(value.shape for value in arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {value.shape}" for name, value in arrays.items() if value.ndim)
        raise ValueError(f"the shapes of the hyperparameters do not broadcast to one grid: {shapes}.") from None


def _kind(default, allowed):
    """What a hyperparameter with this default may be, for whoever gave something that is no number."""
    if isinstance(default, bool):
        return "True or False"
    kind = words(allowed)
    return kind if kind.startswith("a ") else f"a number {kind}"


def number(label, value, allowed, dtype, default=0.0):
    """A hyperparameter as an array of this type, in its range, or a sentence; of a switch its default tells what it may be."""
    try:
        array = as_floats(label, value, integers=True)
    except TypeError:
        if isinstance(value, np.ndarray | list | tuple):
            raise
        raise TypeError(f"{label} is {show(value)}; it must be {_kind(default, allowed)}.") from None
    with np.errstate(over="ignore"):
        cast = np.array(array, dtype=dtype)
    if inside(np.zeros(()), allowed):  # an eps of 1e-8 is 0 in float16, and 0 / 0 is no number: take the least there is
        cast = np.where((cast == 0) & (array != 0), np.copysign(np.finfo(dtype).smallest_subnormal, cast), cast)
    for numbers in (array, cast):
        ok = inside(numbers, allowed)
        if not ok.all():
            bad, seen = array[~ok].flat[0], numbers[~ok].flat[0]
            rounded = f", which is {seen:g} in {dtype}" if numbers is cast else ""
            raise ValueError(f"{label} is {bad:g}{rounded}; it must be {words(allowed)}.")
    return cast
