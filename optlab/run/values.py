"""Reading one value: a number, an array, a seed; what does not fit gets one sentence that names it."""

import math
import numbers

import numpy as np


def show(value):
    """A value as it reads in a sentence: short, on one line, without addresses."""
    if isinstance(value, np.ndarray | list | tuple):
        try:
            array = np.asarray(value)
            value = array.tolist()
        except Exception:
            return f"a {type(value).__name__}"
        if array.size > 6:
            return f"an array of shape {array.shape}"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if callable(value) and hasattr(value, "__name__"):
        return f"the function {value.__name__}"
    try:
        text = " ".join(repr(value).split())
    except Exception:  # a repr can fail, too: that of 10**5000 does
        text = "<"
    if text.startswith("<") or " at 0x" in text:
        return f"an object of type {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "..."


def as_floats(name, value, integers=False):
    """The value as an array of floats; what would truncate or is not a number is refused.

    A list of Python ints is a plain way to write numbers and is taken; an integer *array* is refused, because code that
    keeps its type loses everything behind the decimal point.
    """
    if getattr(value, "floats", False):  # symbols, which stand for floats
        return value
    if callable(value) and not isinstance(value, type):
        raise TypeError(f"{name} is {show(value)}; it must be a number or an array of floats: call the function.")
    if isinstance(value, str | bytes | dict | set | type) or value is None:
        raise TypeError(f"{name} is {show(value)}; it must be a number or an array of floats.")
    try:
        array = np.asarray(value)
    except Exception:
        raise ValueError(f"{name} cannot be read as one array; its rows must be of one length and hold floats.") from None
    written = isinstance(value, numbers.Real | list | tuple | range) and not isinstance(value, np.generic | bool)
    if array.dtype.kind in "iu":
        if written or integers:
            return array.astype(float)
        raise TypeError(
            f"{name} has dtype {array.dtype}; it must be float, because integers would cut off what stands behind the point: "
            f"use {name}.astype(float)."
        )
    if array.dtype == object and array.size and all(type(one) is int for one in array.flat):  # beyond int64
        try:
            return array.astype(float)
        except OverflowError:
            raise ValueError(f"{name} is {show(value)}; that is too large for a float.") from None
    if array.dtype == object and array.ndim == 0:
        raise TypeError(f"{name} is {show(value)}; it must be a number or an array of floats.")
    if array.dtype.kind != "f":
        raise TypeError(f"{name} has dtype {array.dtype}; it must be float.")
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def finite(name, array):
    """The array, if all of it is finite; else a sentence that says where it is not."""
    bad = ~np.isfinite(array)
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        at = "" if not where else f" at index {where[0] if len(where) == 1 else where}"
        raise ValueError(f"{name} is {array[where]}{at}; it must be finite.")
    return array


def fitted(name, value, shape, dtype, what, integers=False):
    """The value as a finite array of this shape and dtype, a copy of its own; `what` says what has the shape."""
    array = finite(name, as_floats(name, value, integers))
    with np.errstate(over="ignore"):
        cast = array.astype(dtype)
    if not np.isfinite(cast).all():
        raise ValueError(f"{name} is {show(value)}; that is too large for {dtype}.")
    try:
        return np.array(np.broadcast_to(cast, shape), order="C")
    except ValueError:
        raise ValueError(f"{name} has shape {array.shape}, which does not broadcast to {what} of shape {shape}.") from None


def frozen(array):
    """A read-only view: a step that writes into its inputs is told so, and the owner of the array is not affected."""
    array = array.view()
    array.flags.writeable = False
    return array


def whole(name, value, error=ValueError):
    """An int of at least 1."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < 1:
        raise error(f"{name} is {show(value)}; it must be an int ≥ 1.")
    return int(value)


def steps(value):
    value = whole("steps", value)
    if value > 10**8:
        raise ValueError(f"steps is {show(value)}; it must be at most 10**8, or the trace does not fit into memory.")
    return value


def real(name, value, low=None, strict=False):
    """A finite number, at least `low`, or above it if strict, as a float."""
    allowed = "a finite number" if low is None else f"a finite number {'>' if strict else '≥'} {low:g}"
    try:
        number = float(as_floats(name, value, integers=True))
    except (TypeError, ValueError, OverflowError):
        raise TypeError(f"{name} is {show(value)}; it must be {allowed}.") from None
    if not np.isfinite(number) or (low is not None and (number < low or (strict and number == low))):
        raise ValueError(f"{name} is {show(value)}; it must be {allowed}.")
    return number


def count(name, value, low, high=None):
    """A whole number from `low` to `high`, as a float: 3, 3.0 and numpy's 3 alike."""
    allowed = f"a whole number ≥ {low:g}" if high is None else f"a whole number from {low:g} to {high:g}"
    try:
        number, error = real(name, value), ValueError
    except (TypeError, ValueError) as refused:
        number, error = math.nan, type(refused)
    if not number.is_integer() or number < low or (high is not None and number > high):
        raise error(f"{name} is {show(value)}; it must be {allowed}.") from None
    return number


def generator(rng, sig=None, dtype=None):
    """The generator that is meant: itself, or one from a seed. sig, dtype : of a step that will draw numbers of that type."""
    if sig is not None and "rng" in sig.inputs and dtype == np.float16:
        why = f"because {sig.name} draws random numbers of its type"
        raise TypeError(f"x has dtype float16; it must be float32 or float64, {why}.")
    if isinstance(rng, np.random.Generator):
        return rng
    if rng is None:
        rng = 0
    if isinstance(rng, bool) or not isinstance(rng, numbers.Integral) or rng < 0:
        raise TypeError(f"rng is {show(rng)}; it must be a numpy.random.Generator or a seed (an int ≥ 0).")
    return np.random.default_rng(int(rng))
