"""The driver: reads a step's signature, runs it on a signal or a landscape, keeps every quantity it names.

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
import inspect
from typing import NamedTuple

import numpy as np

from . import inputs
from .trace import Trace


class Signature(NamedTuple):
    """What a step asks for: names from the driver, state with initial values, hyperparameters with defaults."""

    name: str
    inputs: tuple
    state: dict
    hyper: dict


@functools.lru_cache(maxsize=1024)
def _signature(step):
    ask, state, hyper = [], {}, {}
    for p in inspect.signature(step).parameters.values():
        if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            raise TypeError(f"{step.__name__} has *{p.name}; a step names each of its arguments.")
        if p.kind == p.KEYWORD_ONLY:
            hyper[p.name] = p.default
        elif p.default is p.empty:
            ask.append(p.name)
        else:
            state[p.name] = p.default
    inputs.check_asked(step.__name__, ask)
    return Signature(step.__name__, tuple(ask), state, hyper)


def signature(step):
    """The step's signature as a `Signature(name, inputs, state, hyper)`.

    >>> import optlab
    >>> signature(optlab.momentum)
    Signature(name='momentum', inputs=('x', 'g'), state={'v': 0.0}, hyper={'lr': 0.01, 'mu': 0.9})
    """
    inputs.check_step(step)
    return _signature(step)


def drive(step, signal, *, x0=0.0, state=None, rng=None, f=None, n=1, **hyper):
    """Run a step in the open loop: the gradients are given, whatever x does.

    Parameters
    ----------
    step : a step function such as `optlab.adam`.
    signal : array (steps,) or (steps, d), float: the gradient of each step.
    x0 : starting point, broadcast to one gradient.
    state : initial state by name, where it differs from the step's own, e.g. ``dict(u=50.0)``.
    rng : seed or `numpy.random.Generator`, for steps that draw random numbers; seed 0 if not given.
    f : array (steps,): the loss of each step, for steps that ask for it (Eve).
    n : size of the data set, for steps that ask for it.
    **hyper : hyperparameters by name. A number; an array, which runs a whole grid in one call (several arrays are broadcast
        together); or a function of t (a schedule).

    Returns
    -------
    Trace : every quantity as an array (steps, *grid, d), or (steps, *grid) for a signal of shape (steps,).

    Raises
    ------
    TypeError, ValueError : one sentence naming the argument, its value and what is allowed.

    A step that looks ahead asks for `grad`. A signal has no landscape to look at, so it looks ahead in *time*: a
    displacement d along the update is the signal d samples later, linearly interpolated (0 past the end).

    >>> import optlab
    >>> trace = drive(optlab.momentum, np.ones(300), lr=0.25, mu=[0.25, 0.9, 0.975])
    >>> trace.update[-1].round(3)           # the gain of momentum is 1 / (1 - mu): here times 0.25
    array([0.333, 2.5  , 9.995])
    """
    sig = signature(step)
    signal = inputs.signal(signal)
    item = signal.shape[1:] or (1,)
    gradients = signal.reshape(len(signal), *item)
    hyper, schedules, grid = inputs.hyper(sig, hyper, len(item), signal.dtype, len(signal))
    x = inputs.start(x0, item, signal.dtype)
    losses = inputs.losses(f, len(signal), signal.dtype) if "f" in sig.inputs else None

    def look_ahead(t, x):
        return lambda y: _in_time(gradients, t - 1 + (x - y))

    sources = dict(signal=gradients, g=lambda t, x: gradients[t - 1], f=lambda t, x: losses[t - 1], grad=look_ahead)
    return _run(step, sig, grid + item, grid + signal.shape[1:], len(grid), x, len(signal), sources, state, rng, n, hyper,
                schedules)  # fmt: skip


def _in_time(gradients, position):
    """The gradients (steps, *item) at fractional sample positions: linear in between, first sample before, 0 after."""
    last = len(gradients) - 1
    inside = np.clip(np.nan_to_num(position), 0, last)
    low = np.floor(inside).astype(int)
    columns = tuple(np.indices(gradients.shape[1:]))
    before, after = gradients[(low, *columns)], gradients[(np.minimum(low + 1, last), *columns)]
    return np.where(position > last, 0, before + (inside - low).astype(gradients.dtype) * (after - before))


def descend(step, landscape, x0=None, steps=125, *, state=None, rng=None, **hyper):
    """Run a step in the closed loop: g = landscape.grad(x).

    Parameters
    ----------
    step : a step function such as `optlab.adam`.
    landscape : a `Landscape`, or any object with f and grad that take arrays (..., d).
    x0 : array (d,) or (*starts, d), float; the landscape's own start if not given. Many starts run in one call.
    steps : how many steps, an int ≥ 1.
    state, rng, **hyper : as in `drive`. rng also feeds the landscape's gradient noise.

    Returns
    -------
    Trace : every quantity as an array (steps, *grid, *starts, d).

    >>> import optlab
    >>> trace = descend(optlab.sgd, optlab.landscapes.simple_quadratic, x0=[1.0, 2.0], steps=2, lr=0.25)
    >>> trace.x
    array([[0.5 , 1.  ],
           [0.25, 0.5 ]])
    """
    sig = signature(step)
    landscape = inputs.landscape(landscape)
    steps = inputs.steps(steps)
    x = inputs.x0(landscape, x0)
    starts, d = x.shape[:-1], x.shape[-1:]
    hyper, schedules, grid = inputs.hyper(sig, hyper, x.ndim, x.dtype, steps)
    # One start without a grid still runs as a batch of one, so that a batch equals its single runs bit for bit.
    shape = grid + starts + d if grid or starts else (1,) + d
    x = x.reshape((1,) * (len(shape) - x.ndim) + x.shape)
    inputs.check_landscape_at_start(landscape, x)

    rng = inputs.generator(rng)
    noise = getattr(landscape, "noise", 0.0)

    def noisy(y):  # the same draw for every cell of a grid (common random numbers), fresh for every start
        return landscape.grad(y) + (noise * rng.standard_normal(starts + d)).astype(x.dtype)

    gradient = noisy if noise else landscape.grad
    sources = dict(g=lambda t, x: gradient(x), f=lambda t, x: landscape.f(x)[..., None], grad=lambda t, x: gradient)
    return _run(step, sig, shape, grid + starts + d, len(grid) + len(starts), x, steps, sources, state, rng,
                getattr(landscape, "n", 1), hyper, schedules, landscape=landscape)  # fmt: skip


# A run of more numbers than this keeps only x; another quantity, when asked for, is had by running again.
_KEEP_ALL = 5_000_000


def _run(step, sig, shape, public, batch, x, steps, sources, state, rng, n, hyper, schedules, landscape=None):
    """Set up the loop of `drive` and `descend`. `shape` is what the step sees, `public` the same as the caller sees it."""
    rng = inputs.generator(rng)
    everything = dict(sources, x=None, t=None, rng=lambda t, x: rng, n=lambda t, x: n)
    wanted = {name: everything[name] for name in sig.inputs if name not in ("x", "t")}
    start = np.array(np.broadcast_to(x, shape), order="C")
    state = inputs.state(sig, state, shape, start.dtype)
    run = functools.partial(_loop, step, sig, start, state, steps, wanted, hyper, schedules)
    everything_kept = steps * start.size * (len(state) + 2) <= _KEEP_ALL
    drawn = None if everything_kept else copy.deepcopy(rng.bit_generator.state)

    def again():
        """The same rows with every quantity: a pure function and the same random numbers give the same."""
        now, rng.bit_generator.state = rng.bit_generator.state, drawn
        try:
            return run(keep=None)[0]
        finally:
            rng.bit_generator.state = now

    rows, names, alarmed = run(keep=None if everything_kept else ("x",))
    source = lambda points: sources["signal"] if "signal" in sources else landscape.grad(points)  # noqa: E731
    return Trace(sig, names, rows, shape, public, batch, start, landscape, source, None if everything_kept else again, alarmed)


def _loop(step, sig, x, state, steps, wanted, hyper, schedules, keep):
    """The rows of a run, the names in them, and whether numpy saw an overflow or a nan on the way."""
    shape, rows, names, alarms = x.shape, [], ("x",), []
    kept = [name for name in ("g", "f") if name in wanted]
    given = {"x": x, **state}
    fixed = dict(hyper)
    for array in given.values():
        inputs.freeze(array)
    # numpy already watches every operation for overflow and nan; asking it to tell us costs nothing while all is well.
    with np.errstate(all="call", under="ignore", call=lambda kind, flag: alarms or alarms.append(kind)):
        for t in range(1, steps + 1):
            for name, source in wanted.items():
                given[name] = source(t, x)
            if "t" in sig.inputs:
                given["t"] = t
            for name, values in schedules.items():
                fixed[name] = values[t - 1]
            try:
                row = step(**given, **fixed)
                inputs.check_row(sig, row, shape, t)
            except (ArithmeticError, ValueError) as error:
                if inputs.left_the_floats(given):
                    alarms.append("error")
                    break  # Python's own floats raise where numpy goes on with inf: divergence all the same
                message = inputs.in_place(sig, error)
                if message is None:
                    raise
                raise ValueError(message) from None
            if t == 1:
                names = tuple(dict.fromkeys((*kept, *row)))
            rows.append({"x": row["x"]} if keep else {**{name: given[name] for name in kept}, **row})
            x = given["x"] = row["x"]
            for name in state:
                given[name] = row[name]
            if alarms and t % 256 == 0 and not np.isfinite(x).any():
                break
    return rows, names, bool(alarms)


# A step that uses nothing but these works on each parameter by itself, so it can be run block by block.
_ELEMENTWISE = {"np", "dict", "abs", "sqrt", "maximum", "minimum", "clip", "sign", "where", "exp", "log"}


def apply(step, x, g, t, state=None, *, overwrite=False, block=8192, **hyper):
    """One step on parameters of any size and shape, as a training loop needs it: no trace, only the new x and state.

    Parameters
    ----------
    step : a step that asks for x, g and t only.
    x, g : arrays of one shape. t : the number of the step, from 1.
    state : dict of state arrays as the last call returned it; None in the first step.
    overwrite : write the result into the arrays x and state themselves, which saves the memory of a second copy.
    block : an elementwise step is applied to so many parameters at a time, whose temporaries then stay in the cache;
        None for all at once.
    **hyper : one number for each hyperparameter.

    Returns
    -------
    (x, state) : new arrays, and what went in is unchanged; or the same arrays with new content if overwrite.

    >>> import optlab
    >>> x, state = apply(optlab.adam, np.ones(3), np.full(3, 7.0), 1, lr=0.5)
    >>> x
    array([0.5, 0.5, 0.5])
    """
    sig = signature(step)
    x, g = inputs.as_floats("x", x), inputs.as_floats("g", g)
    if g.shape != x.shape:
        raise ValueError(f"g has shape {g.shape}; it must have the shape of x, {x.shape}.")
    if set(sig.inputs) - {"x", "g", "t"}:
        raise TypeError(f"{sig.name} asks for {', '.join(sig.inputs)}; apply gives x, g and t only.")
    hyper, _, grid = inputs.hyper(sig, hyper, x.ndim, x.dtype, 1)
    if grid:
        raise ValueError(f"the hyperparameters form a grid of shape {grid}; apply takes one number for each.")
    given = dict(x=x, **(inputs.state(sig, None, x.shape, x.dtype) if state is None else state))
    rest = dict(hyper, t=t) if "t" in sig.inputs else hyper
    elementwise = set(step.__code__.co_names) <= _ELEMENTWISE
    contiguous = all(np.asarray(array).flags.c_contiguous and np.shape(array) == x.shape for array in given.values())
    if block is None or x.size <= block or not elementwise or not contiguous:
        row = step(**given, g=g, **rest)
        new = {name: row[name] for name in given}
        if overwrite:
            for name, array in given.items():
                array[...] = new[name]
            new = given
    else:
        new = given if overwrite else {name: np.empty(x.shape, x.dtype) for name in given}
        old, into, g = _flat(given), _flat(new), np.ascontiguousarray(g).reshape(-1)
        for low in range(0, x.size, block):
            part = slice(low, low + block)
            row = step(**{name: array[part] for name, array in old.items()}, g=g[part], **rest)
            for name, array in into.items():
                array[part] = row[name]
    return new.pop("x"), new


def _flat(arrays):
    return {name: array.reshape(-1) for name, array in arrays.items()}
