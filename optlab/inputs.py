"""Every check of what comes in, and the one sentence that a caller gets where it does not fit."""

import difflib
import inspect
import math
import numbers

import numpy as np

ASKED = ("x", "g", "t", "f", "grad", "rng", "n")

# What a hyperparameter of this name may be: (low, high, is low allowed, is high allowed). Any other name: finite.
_UNIT = (0.0, 1.0, True, False)
RANGES = {
    "lr": (0.0, math.inf, False, False),
    "final_lr": (0.0, math.inf, False, False),
    "mu": _UNIT,
    "beta1": _UNIT,
    "beta2": _UNIT,
    "beta3": _UNIT,
    "rho": _UNIT,
    "dampening": (0.0, 1.0, True, True),
    "gamma": (0.0, math.inf, False, False),
    "eps": (0.0, math.inf, True, False),
    "psi": (0.0, math.inf, True, False),
    "weight_decay": (0.0, math.inf, True, False),
    "lr_decay": (0.0, math.inf, True, False),
    "c": (1.0, math.inf, True, False),
}

# Names under which the same hyperparameter is known elsewhere.
_ALIASES = {
    "lr": ("learning_rate", "eta", "alpha", "step_size", "rate"),
    "mu": ("momentum", "gamma", "beta", "beta1", "rho"),
    "rho": ("decay", "gamma", "alpha", "beta2", "mu"),
    "beta1": ("b1", "mu", "momentum", "beta_1"),
    "beta2": ("b2", "nu", "rho", "beta_2"),
    "eps": ("epsilon",),
}


def show(value):
    """A value as it reads in a sentence: short, on one line."""
    if isinstance(value, np.ndarray | list | tuple):
        try:
            kind = np.asarray(value)
        except Exception:
            return type(value).__name__
        if kind.size > 6:
            return f"an array of shape {kind.shape}"
        return str(kind.tolist())
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def as_floats(name, value, integers=False):
    """The value as an array of floats; what would truncate or is not a number is refused.

    A list of Python ints is a plain way to write numbers and is taken; an integer *array* is refused, because code that
    keeps its type loses everything behind the decimal point.
    """
    if isinstance(value, str | bytes | dict | set) or callable(value) or value is None:
        raise TypeError(f"{name} is {show(value)}; it must be a number or an array of floats.")
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, RuntimeError):
        raise ValueError(f"{name} has rows of different lengths; it must be one array of floats.") from None
    written = isinstance(value, numbers.Real | list | tuple) and not isinstance(value, np.generic | bool)
    if array.dtype.kind in "iu" and (written or integers) and array.dtype.kind != "b":
        array = array.astype(float)
    if array.dtype.kind != "f":
        raise TypeError(
            f"{name} has dtype {array.dtype}; it must be float, because integers and objects would truncate or "
            f"slow down the updates: use {name}.astype(float)."
            if array.dtype.kind in "iuO"
            else f"{name} has dtype {array.dtype}; it must be float."
        )
    return array


def finite(name, array):
    """The array, if all of it is finite; else a sentence that says where it is not."""
    bad = ~np.isfinite(array)
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        at = "" if not where else f" at index {where[0] if len(where) == 1 else where}"
        raise ValueError(f"{name} is {array[where]}{at}; it must be finite.")
    return array


def freeze(array):
    """Make an array read-only: a step that changes its inputs in place is told so."""
    if isinstance(array, np.ndarray):
        array.flags.writeable = False


# Steps


def check_step(step):
    if isinstance(step, str):
        raise TypeError(f"step is {show(step)}; it must be the function itself, such as optlab.adam.")
    if not callable(step) or not hasattr(step, "__name__") or isinstance(step, type):
        raise TypeError(f"step is {show(step)}; it must be a function such as optlab.adam.")


def check_asked(name, asked):
    for ask in asked:
        if ask not in ASKED:
            raise TypeError(
                f"{name} asks for {ask!r}; the driver gives {', '.join(ASKED)}. "
                f"If {ask!r} is state, give it a start value ({ask}=0.0); if it is a hyperparameter, put it after the *."
            )
    if "x" not in asked:
        raise TypeError(f"{name} does not ask for 'x'; a step takes the parameters x and returns the new x.")


def generator(rng):
    if isinstance(rng, np.random.Generator):
        return rng
    if rng is None:
        rng = 0
    if isinstance(rng, bool) or not isinstance(rng, numbers.Integral) or rng < 0:
        raise TypeError(f"rng is {show(rng)}; it must be a numpy.random.Generator or a seed (an int ≥ 0).")
    return np.random.default_rng(int(rng))


def steps(value):
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < 1:
        raise ValueError(f"steps is {show(value)}; it must be an int ≥ 1.")
    return int(value)


# Hyperparameters


def nearest(name, known):
    """The known name that was probably meant, or None."""
    close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    return next((k for k in known if name.lower() in _ALIASES.get(k, ())), close[0] if close else None)


def hyper(sig, given, item_ndim, dtype, steps):
    """Fixed values, schedules (one value a step) and the shape of the grid, of the hyperparameters of a run."""
    for name in given:
        if name not in sig.hyper:
            guess = nearest(name, list(sig.hyper))
            did = f"; did you mean {guess!r}?" if guess else ";"
            has = f"It has {', '.join(sig.hyper)}." if sig.hyper else "It has none."
            raise TypeError(f"{sig.name} has no hyperparameter {name!r}{did} {has}")
    values, schedules = {}, {}
    for name, default in sig.hyper.items():
        value = given.get(name, default)
        if value is inspect.Parameter.empty:
            raise TypeError(f"{sig.name} needs a value for {name!r}.")
        if value is None or isinstance(value, bool | str):
            if name in RANGES or (name in given and type(value) is not type(default)):
                raise TypeError(f"{name} is {show(value)}; it must be {_allowed(name)}.")
            values[name] = value
        elif callable(value):
            schedules[name] = [_hyper(f"{name}({t})", name, value(t), dtype) for t in range(1, steps + 1)]
        else:
            values[name] = _hyper(name, name, value, dtype)
    for name, row in schedules.items():
        if any(value.ndim for value in row):
            raise ValueError(f"{name}(1) is {show(row[0])}; a schedule gives one number for each t.")
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    try:
        grid = np.broadcast_shapes(*(value.shape for value in arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {value.shape}" for name, value in arrays.items() if value.ndim)
        raise ValueError(f"the shapes of the hyperparameters do not broadcast to one grid: {shapes}.") from None
    if 0 in grid:
        empty = next(name for name, value in arrays.items() if value.size == 0)
        raise ValueError(f"{empty} is an empty array; it must hold at least one value.")
    for name, value in arrays.items():
        if value.ndim:  # grid axes stand before those of x
            values[name] = value.reshape(value.shape + (1,) * item_ndim)
    return values, schedules, grid


def _allowed(name):
    low, high, low_in, high_in = RANGES.get(name, (-math.inf, math.inf, False, False))
    if name not in RANGES:
        return "a finite number"
    if high == math.inf:
        return f"{'≥' if low_in else '>'} {low:g}"
    return f"in {'[' if low_in else '('}{low:g}, {high:g}{']' if high_in else ')'}"


def _hyper(label, name, value, dtype):
    array = np.array(as_floats(label, value, integers=True), dtype=dtype)
    low, high, low_in, high_in = RANGES.get(name, (-math.inf, math.inf, False, False))
    ok = (array >= low if low_in else array > low) & (array <= high if high_in else array < high)
    if not ok.all():
        bad = array[~ok].flat[0]
        raise ValueError(f"{label} is {bad:g}; it must be {_allowed(name)}.")
    return array


# What a step runs on


def signal(value):
    array = as_floats("signal", value)
    if array.ndim == 0 or array.size == 0:
        raise ValueError(f"signal has shape {array.shape}; it must be (steps,) or (steps, d) with at least one sample.")
    bad = ~np.isfinite(array.reshape(len(array), -1)).all(axis=1)
    if bad.any():
        t = int(np.argmax(bad)) + 1
        first = array.reshape(len(array), -1)[t - 1]
        raise ValueError(f"signal is {first[~np.isfinite(first)][0]} at step {t}; every gradient g must be finite.")
    return array


def start(value, item, dtype):
    array = finite("x0", as_floats("x0", value))
    try:
        return np.array(np.broadcast_to(array, item), dtype=dtype)
    except ValueError:
        raise ValueError(f"x0 has shape {array.shape}, which does not broadcast to one gradient of shape {item}.") from None


def losses(value, steps, dtype):
    if value is None:
        raise ValueError("the step asks for f, the loss; a signal has none: pass f=array of one loss a step.")
    array = finite("f", as_floats("f", value)).astype(dtype)
    if array.shape not in ((), (steps,)):
        raise ValueError(f"f has shape {array.shape}; it must be ({steps},), one loss a step.")
    return np.broadcast_to(array, (steps,)).reshape(steps, 1)


def landscape(value):
    if not callable(getattr(value, "grad", None)) or not callable(getattr(value, "f", None)):
        raise TypeError(f"landscape is {show(value)}; it must have f and grad, as optlab.landscapes.Landscape has.")
    return value


def x0(landscape, value):
    if value is None:
        value = getattr(landscape, "start", None)
        if value is None:
            raise ValueError("x0 is None and the landscape has no start; pass x0=array (d,).")
    array = finite("x0", as_floats("x0", value))
    own = getattr(landscape, "start", None)
    d = np.asarray(own).shape[-1] if own is not None else None
    if array.ndim == 0:
        array = array.reshape(1)
    if array.size == 0 or (d is not None and array.shape[-1] != d):
        raise ValueError(f"x0 has shape {array.shape}; it must be (..., {d or 'd'}), one start point in each row.")
    return array


def check_landscape_at_start(landscape, x):
    with np.errstate(all="ignore"):
        g = landscape.grad(x)
        f = landscape.f(x)
    if np.shape(g) != x.shape:
        raise ValueError(f"landscape.grad gives shape {np.shape(g)} for x of shape {x.shape}; it must give the same shape.")
    if np.shape(f) != x.shape[:-1]:
        raise ValueError(
            f"landscape.f gives shape {np.shape(f)} for x of shape {x.shape}; it must give {x.shape[:-1]}, one loss a point."
        )
    for name, value in (("f", np.asarray(f)[..., None]), ("g", np.asarray(g))):
        bad = ~np.isfinite(value).all(axis=-1)
        if bad.any():
            where = tuple(np.argwhere(bad)[0])
            first = value[where][~np.isfinite(value[where])][0]
            raise ValueError(f"{name} is {first} at step 1, where x0 is {show(x[where])}; the landscape must be finite there.")


def state(sig, given, shape, dtype):
    """The initial state as full arrays of x's type; None stays None ("not yet")."""
    if given is not None and not isinstance(given, dict):
        raise TypeError(f"state is {show(given)}; it must be a dict of initial values by name.")
    for name in given or ():
        if name not in sig.state:
            has = f"it has {', '.join(sig.state)}." if sig.state else "it has none."
            raise TypeError(f"{sig.name} has no state {name!r}; {has}")
    result = {}
    for name, default in sig.state.items():
        value = (given or {}).get(name, default)
        if value is None:
            result[name] = None
            continue
        array = finite(f"state {name!r}", as_floats(f"state {name!r}", value, integers=given is None or name not in given))
        try:
            result[name] = np.array(np.broadcast_to(array, shape), dtype=dtype, order="C")
        except ValueError:
            raise ValueError(f"state {name!r} has shape {array.shape}, which does not broadcast to x of shape {shape}.") from None
    return result


# What a step returns


def check_row(sig, row, shape, t):
    """Names, shapes and types of one returned row; made to cost next to nothing when all is as it should be."""
    try:
        x = row["x"]
        if t == 1 or type(x) is not np.ndarray or x.shape != shape or x.dtype.kind != "f":
            _check_names(sig, row)
            x = row["x"] = _as_x(sig, x, shape, t)
        x.setflags(write=False)
        for name in sig.state:
            value = row[name]
            if type(value) is np.ndarray:
                value.setflags(write=False)
    except (KeyError, TypeError, IndexError):
        _check_names(sig, row)
        raise


def _check_names(sig, row):
    name = sig.name
    if not isinstance(row, dict):
        got = "nothing (is the return missing?)" if row is None else f"a {type(row).__name__}"
        want = ", ".join(f"{key}={key}" for key in (*sig.state, "x"))
        raise TypeError(f"{name} returns {got}; it must return dict({want}).")
    for key in (*sig.state, "x"):
        if key not in row:
            raise TypeError(f"{name} does not return {key!r}; without it the next step cannot know the new {key}.")
    for key, value in row.items():
        kind = np.asarray(value).dtype.kind
        if kind not in "fiub":
            raise TypeError(f"{name} returns {show(value)} for {key!r}; every returned quantity must be a number or an array.")


def _as_x(sig, x, shape, t):
    array = np.asarray(x)
    if array.dtype.kind != "f":
        raise TypeError(f"{sig.name} returns x of dtype {array.dtype} at step {t}; x must stay float.")
    if array.shape == shape:
        return array
    if array.size == 1 and math.prod(shape) == 1:
        return array.reshape(shape)
    raise ValueError(f"{sig.name} returns x of shape {array.shape} at step {t}; x of shape {shape} went in.")


def left_the_floats(given):
    """Whether any of the numbers that a step was given is inf or nan."""
    numbers_given = (value for value in given.values() if isinstance(value, np.ndarray | float))
    return any(not np.isfinite(value).all() for value in numbers_given)


def in_place(sig, error):
    """What to tell the author of a step that wrote into its inputs; None for any other error."""
    if "read-only" in str(error):
        return f"{sig.name} changes one of its inputs in place; make a new array: m = m + ..., not m += ... or m[:] = ..."
