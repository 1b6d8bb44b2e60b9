"""The driver: runs a step on a signal or a landscape and keeps every quantity that the step names.

A step is a pure function whose signature is its specification::

    def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
        v = mu * v - lr * g
        x = x + v
        return dict(v=v, x=x)

Positional names without a default (`x`, `g`) are asked from the driver, positional names with a default (`v`) are
state and its initial value, keyword-only names (`lr`, `mu`) are hyperparameters. The returned dict is one row of the trace.
"""

import copy
import functools
from typing import NamedTuple

import numpy as np

from . import inputs
from .asked import ARRAY, ASKED, COUNT, GIVEN, NUMBER, of_form
from .signature import broadcasts, check_item, check_row, explain, initial_state, refuse_new_shape, signature
from .trace import Trace


def drive(step, signal, *, x0=0.0, state=None, rng=None, **hyper):
    """Run a step in the open loop: the gradients are given, whatever x does.

    Parameters
    ----------
    step : a step function such as `optlab.adam`.
    signal : array (steps,), (steps, d) or (steps, rows, cols), float: the gradient of each step.
    x0 : starting point, broadcast to one gradient.
    state : initial state by name, where it differs from the step's own, e.g. ``dict(u=50.0)``.
    rng : seed or `numpy.random.Generator`, for steps that draw random numbers; seed 0 if not given.
    f, hess, n : for steps that ask for them. f : array (steps,), the loss of each step (Eve). hess : array that broadcasts to
        the signal, the diagonal of the Hessian at each step (Sophia). n : size of the data set, 1 if not given (Santa).
    **hyper : hyperparameters by name. A number; an array, which runs a whole grid in one call (several arrays are broadcast
        together); or a function of t (a schedule).

    Returns
    -------
    Trace : every quantity as an array (steps, *grid, d), or (steps, *grid) for a signal of shape (steps,), or
        (steps, *grid, rows, cols); of a step for matrices a quantity may have rows and columns of its own.

    Raises
    ------
    TypeError, ValueError : one sentence naming the argument, its value and what is allowed.

    A step that looks ahead asks for `grad`. A signal has no landscape to look at, so it looks ahead in *time*: a
    displacement d along the update is the signal d samples later, linearly interpolated; the last sample lasts until the next
    would come, and then the signal is 0.

    >>> import optlab
    >>> trace = drive(optlab.momentum, np.ones(300), lr=0.25, mu=[0.25, 0.9, 0.975])
    >>> trace.update[-1].round(3)           # the gain of momentum is 1 / (1 - mu): here times 0.25
    array([0.333, 2.5  , 9.995])
    """
    sig = signature(step)
    signal = inputs.signal(signal)
    steps, item = len(signal), signal.shape[1:] or (1,)
    gradients = signal.reshape(steps, *item)
    check_item(step, signal.shape[1:], "the signal")
    given = {name: hyper.pop(name, None) for name in _BESIDE}
    hyper, schedules, grid = inputs.hyper(step, hyper, len(item), signal.dtype, steps)
    start = np.array(np.broadcast_to(inputs.fitted("x0", x0, item, signal.dtype, "one gradient"), grid + item))

    def look_ahead(t, x):
        return lambda y: _in_time(gradients, t - 1 + (x - inputs.point(y, x.shape)))

    sources = {name: inputs.beside(name, v, signal) for name, v in given.items() if name in sig.inputs or v is not None}
    sources |= dict(g=lambda t, x: gradients[t - 1], grad=look_ahead)
    run = functools.partial(_loop, step, sig, start, len(item), steps, state, sources, hyper, schedules)
    rng, all_gradients = inputs.generator(rng, sig, start.dtype), gradients.reshape(steps, *(1,) * len(grid), *item)
    return _trace(run, sig, start, grid + signal.shape[1:], len(grid), steps, rng, lambda path: all_gradients)


_BESIDE = of_form(ARRAY, NUMBER, COUNT, among=GIVEN)  # what can be given beside a signal


def _in_time(gradients, position):
    """The gradients (steps, *item) at fractional sample positions 0 … steps − 1: linear in between; the first sample before
    them, the last one after them, 0 from position steps on."""
    last = len(gradients) - 1
    inside = np.clip(np.nan_to_num(position), 0, last)
    low = np.floor(inside).astype(int)
    columns = tuple(np.indices(gradients.shape[1:]))
    before, after = gradients[(low, *columns)], gradients[(np.minimum(low + 1, last), *columns)]
    return np.where(position >= last + 1, 0, before + (inside - low).astype(gradients.dtype) * (after - before))


def descend(step, landscape, x0=None, steps=125, *, state=None, rng=None, **hyper):
    """Run a step in the closed loop: g = landscape.grad(x).

    Parameters
    ----------
    step : a step function such as `optlab.adam`.
    landscape : a `Landscape`, or any object with f and grad that take arrays (..., d). If it has sample_grad(x, rng, starts),
        that is the gradient: of a mini-batch drawn from rng, one for each of the starts. A step that asks for hess, the
        diagonal of the Hessian, gets the landscape's own hess(x) or else central differences of grad.
    x0 : array (d,) or (*starts, d), float; the landscape's own start if not given. Many starts run in one call. Where the
        landscape has axes = 2, (rows, cols) or (*starts, rows, cols), and so for all that follows.
    steps : how many steps, an int ≥ 1.
    state, rng, **hyper : as in `drive`. rng also feeds the landscape's gradient noise.

    Returns
    -------
    Trace : every quantity as an array (steps, *grid, *starts, d).

    Raises
    ------
    TypeError, ValueError : one sentence naming the argument, its value and what is allowed.

    >>> import optlab
    >>> trace = descend(optlab.sgd, optlab.landscapes.simple_quadratic, x0=[1.0, 2.0], steps=2, lr=0.25)
    >>> trace.x
    array([[0.5 , 1.  ],
           [0.25, 0.5 ]])
    """
    sig = signature(step)
    landscape = inputs.landscape(landscape)
    steps = inputs.steps(steps)
    x0, axes = inputs.x0(landscape, x0), inputs.axes(landscape)
    starts, d = x0.shape[:-axes], x0.shape[-axes:]
    check_item(step, d, "the landscape")
    hyper, schedules, grid = inputs.hyper(step, hyper, x0.ndim, x0.dtype, steps)
    # One start without a grid still runs as a batch of one, so that a batch equals its single runs bit for bit.
    shape = grid + starts + d if grid or starts else (1,) + d
    start = np.array(np.broadcast_to(x0, shape), order="C")
    inputs.check_landscape_at_start(landscape, x0.reshape((1,) * (len(shape) - x0.ndim) + x0.shape), axes)
    rng = inputs.generator(rng, sig, start.dtype)
    noise = getattr(landscape, "noise", 0.0)

    def gradient(x):
        if hasattr(landscape, "sample_grad"):  # made from data: a fresh mini-batch for every start, the same for every cell
            return landscape.sample_grad(x, rng, starts).astype(x.dtype, copy=False)
        g = inputs.gradient(landscape, x)
        if noise:  # the same draw for every cell of a grid (common random numbers), fresh for every start
            g = g + (noise * rng.standard_normal(starts + d)).astype(x.dtype)
        return g

    sources = {name: lambda t, x, on=asked.on: on(landscape, x, axes) for name, asked in ASKED.items() if asked.on}
    sources["g"] = lambda t, x: inputs.frozen(gradient(x))
    sources["grad"] = lambda t, x: lambda y: gradient(inputs.point(y, x.shape))
    run = functools.partial(_loop, step, sig, start, axes, steps, state, sources, hyper, schedules)
    return _trace(run, sig, start, grid + starts + d, len(grid) + len(starts), steps, rng, landscape.grad, landscape)


# A run of more numbers than this keeps only x; another quantity, when asked for, is had by running again.
_KEEP_ALL = 5_000_000


def _trace(run, sig, start, public, batch, steps, rng, gradient, landscape=None):
    """Run and make the trace. start has the shape that the step sees, `public` is the same as the caller sees it."""
    keep_all = steps * start.size * (len(sig.state) + 2) <= _KEEP_ALL
    drawn = None if keep_all else copy.deepcopy(rng.bit_generator.state)

    def again():
        """The same run with every quantity: a pure function and the same random numbers give the same."""
        now, rng.bit_generator.state = rng.bit_generator.state, drawn
        try:
            return run(rng, True)
        finally:
            rng.bit_generator.state = now

    return Trace(sig, run(rng, keep_all), public, batch, gradient, None if keep_all else again, landscape)


class Record(NamedTuple):
    """What a run leaves: the path (steps + 1, *shape), arrays (steps, *shape) by name, and how it ended."""

    path: np.ndarray
    arrays: dict  # x is the path from step 1 on
    first: dict  # the step at which a quantity was first known: 1, or later where it was None ("not yet")
    names: tuple  # in the order of the formulas
    done: int  # how many steps were completed
    stopped: str | None  # the quantity, or the error, that ended the run before its last step


def _loop(step, sig, start, axes, steps, state, sources, hyper, schedules, rng, keep_all):
    """Run the step; the whole driver is in these lines, everything else is reading, checking and showing."""
    sources = dict(sources, rng=lambda t, x: rng)
    sources = {name: sources[name] for name in sig.inputs if name not in ("x", "t")}
    counts = "t" in sig.inputs
    shape, dtype = start.shape, start.dtype
    before = len(shape) - axes if axes > 1 else None  # behind these axes a matrix may have others of its own shape beside it
    path = np.empty((steps + 1, *shape), dtype)
    path[0] = start
    arrays, first, names, own, rest = {"x": path[1:]}, {"x": 1}, None, None, ()
    points = inputs.frozen(path)
    given = initial_state(sig, state, shape, dtype)
    given = {"x": points[0], **{name: None if value is None else inputs.frozen(value) for name, value in given.items()}}
    fixed = dict(hyper)
    with np.errstate(all="ignore"):
        for t in range(1, steps + 1):
            try:
                for name, source in sources.items():
                    given[name] = source(t, points[t - 1])
                if counts:
                    given["t"] = t
                for name, values in schedules.items():
                    fixed[name] = values[t - 1]
                row = step(**given, **fixed)
            except (ArithmeticError, ValueError) as error:
                stopped = _left_the_floats(given, error)
                if stopped:
                    path[t:] = np.nan
                    return Record(path, arrays, first, names or ("x",), t - 1, stopped)
                explain(sig, error)
                raise
            check_row(sig, row, given, shape, dtype, t, own, before)
            if not keep_all and t % 32 == 0 and not np.isfinite(row["x"]).all():  # what left the floats stays outside
                return Record(path, arrays, first, names or ("x",), t, "x is no longer finite")
            if t == 1:
                own = frozenset(row)
                rest = tuple(name for name in of_form(ARRAY, NUMBER, among=sources) if name not in row)
                names = rest + tuple(row)
            for name in names if keep_all else ("x",):
                value = given[name] if name in rest else row[name]
                if name not in arrays and value is not None:
                    arrays[name] = np.empty((steps, *(shape if broadcasts(value.shape, shape) else value.shape)), dtype)
                    arrays[name][: t - 1] = np.nan
                    first[name] = t
                if value is not None:
                    try:
                        arrays[name][t - 1] = value
                    except ValueError:
                        refuse_new_shape(sig, name, value.shape, arrays[name].shape[1:], t)
            given["x"] = points[t]
            for name in sig.state:
                given[name] = None if row[name] is None else inputs.frozen(row[name])
    # Where only x is kept, the last state tells whether another quantity left the floats on the way.
    return Record(path, arrays, first, names, steps, None if keep_all else _left_the_floats(given))


def _left_the_floats(given, error=None):
    """Why a step could not be computed if the numbers are to blame: Python's own floats raise where numpy goes on with inf."""
    for name, value in given.items():
        if isinstance(value, np.ndarray) and not np.isfinite(value).all():
            return f"{name} is no longer finite"
    return "a number is too large for a float" if isinstance(error, OverflowError) else None
