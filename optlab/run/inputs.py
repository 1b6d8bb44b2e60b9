"""What a step runs on is read here: signals, landscapes, starts. What does not fit gets one sentence that names it.

The checks of single values are in `values`, those of hyperparameters in `hyper`, those of steps in `signature`; what the
rest of the package needs of them can be had from here.
"""

import inspect

import numpy as np

from .asked import ARRAY, ASKED, COUNT, NUMBER
from .hyper import hyper as hyper
from .ranges import allows as allows
from .ranges import is_share as is_share
from .ranges import ranges as ranges
from .signature import check_step as check_step
from .values import as_floats, finite, fitted, frozen, show
from .values import count as count
from .values import generator as generator
from .values import real as real
from .values import steps as steps
from .values import whole as whole

# Signals


def signal(value):
    if isinstance(value, str):
        call = f": write optlab.signals.{value.lower().replace(' ', '_')}()"
        raise TypeError(f"signal is {show(value)}; it must be an array of floats (steps,) or (steps, d){call}.")
    if callable(getattr(value, "grad", None)):
        raise TypeError("signal is a landscape; it must be an array of floats (steps,) or (steps, d): descend takes a landscape.")
    array = as_floats("signal", value)
    if array.ndim == 0 or array.size == 0:
        raise ValueError(f"signal has shape {array.shape}; it must be (steps,) or (steps, d) with at least one sample.")
    bad = ~np.isfinite(array.reshape(len(array), -1)).all(axis=1)
    if bad.any():
        t = int(np.argmax(bad)) + 1
        first = array.reshape(len(array), -1)[t - 1]
        raise ValueError(f"signal is {first[~np.isfinite(first)][0]} at step {t}; every gradient g must be finite.")
    return frozen(array)


def beside(name, value, signal):
    """What a step asks for besides the gradients of a signal, as a function of (t, x): one for each step, or one count."""
    form, words, *_ = ASKED[name]
    if form == COUNT:
        count = whole(name, 1 if value is None else value)
        return lambda t, x: count
    shape, item, what, needs = {
        ARRAY: (signal.shape, signal.shape[1:] or (1,), "the signal", "array that broadcasts to the signal"),
        NUMBER: (signal.shape[:1], (1,), "the steps", "array of one number a step"),
    }[form]
    if value is None:
        raise ValueError(f"{name} is None, and the step asks for {words}; a signal has none, so pass {name}={needs}.")
    values = frozen(fitted(name, value, shape, signal.dtype, what).reshape(-1, *item))
    return lambda t, x: values[t - 1]


# Landscapes


def landscape(value):
    if isinstance(value, type) or not callable(getattr(value, "grad", None)) or not callable(getattr(value, "f", None)):
        raise TypeError(f"landscape is {show(value)}; it must have f and grad, as optlab.landscapes.Landscape has{_mend(value)}.")
    return value


def _mend(value):
    """What whoever gave something else probably wants to write."""
    if isinstance(value, str):
        return f": write optlab.landscapes.{value.lower().replace(' ', '_')}"
    if callable(value) and (isinstance(value, type) or not any(p.default is p.empty for p in _parameters(value))):
        return ": call it first"
    if callable(value):
        return ": make one of the loss and its gradient, Landscape(f, grad, start=(...))"
    return ""


def _parameters(function):
    try:
        return inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # some of numpy's own functions do not tell
        return ()


def x0(landscape, value):
    own = getattr(landscape, "start", None)
    if value is None and own is None:
        raise ValueError("x0 is None and the landscape has no start; pass x0=array (d,).")
    array = finite("x0", np.atleast_1d(as_floats("x0", own if value is None else value)))
    item = array.shape[-1:] if own is None else np.shape(own)[-axes(landscape) :]
    if array.size == 0 or array.shape[-len(item) :] != item:
        each = "one start point in each row" if len(item) == 1 else "one matrix for each start"
        item = "d" if own is None else ", ".join(map(str, item))
        raise ValueError(f"x0 has shape {array.shape}; it must be (..., {item}), {each}.")
    return array


def axes(landscape):
    """How many axes the parameters of one run have: 1, or 2 where the landscape says that they are a matrix."""
    return getattr(landscape, "axes", 1)


def check_landscape_at_start(landscape, x, axes):
    """f and grad must take many points at once, and be finite where the run starts."""
    with np.errstate(all="ignore"):
        g, f = (_at_start(landscape, name, x) for name in ("grad", "f"))
    for name, value, shape in (("grad", g, x.shape), ("f", f, x.shape[:-axes])):
        if value.shape != shape:
            raise ValueError(
                f"landscape.{name} gives shape {value.shape} for x of shape {x.shape}; it must give {shape}: "
                f"{_LAST[axes > 1]}."
            )
    for name, value in (("f", f), ("g", g)):
        bad = ~np.isfinite(value.reshape(*f.shape, -1)).all(axis=-1)
        if bad.any():
            where = tuple(np.argwhere(bad)[0])
            first = np.ravel(value[where])[~np.isfinite(np.ravel(value[where]))][0]
            raise ValueError(f"{name} is {first} at step 1, where x0 is {show(x[where])}; the landscape must be finite there.")


_LAST = {
    False: "the last axis is the coordinate, so write x[..., 0], not x[0]",
    True: "the last two axes are those of the matrix, so sum over axis=(-2, -1)",
}


def _at_start(landscape, name, x):
    try:
        value = getattr(landscape, name)(x)
    except IndexError as error:
        raise ValueError(
            f"landscape.{name} fails for x of shape {x.shape}: {error}; "
            "the last axis is the coordinate, so write x[..., 0], not x[0]."
        ) from error
    return as_floats(f"landscape.{name}(x)", value, integers=True)


def gradient(landscape, x):
    """The landscape's gradient at x, in x's type."""
    g = landscape.grad(x)
    if type(g) is not np.ndarray or g.shape != x.shape or g.dtype is not x.dtype:
        g = as_floats("landscape.grad(x)", g, integers=True).astype(x.dtype, copy=False)
        if g.shape != x.shape:
            raise ValueError(f"landscape.grad gives shape {g.shape} for x of shape {x.shape}; it must give the same shape.")
    return g


def point(value, shape):
    """Where a step asks grad for the gradient."""
    if type(value) is not np.ndarray or value.shape != shape or value.dtype.kind != "f":
        value = as_floats("the x of grad(x)", value, integers=True)
        if value.shape != shape:
            if value.size > 1 or np.prod(shape) != 1:
                raise ValueError(f"grad(x) was called with x of shape {value.shape}; x must have the shape {shape}.")
            value = value.reshape(shape)
    return value
