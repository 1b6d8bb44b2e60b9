"""Hyperparameters: what each may be, the names under which it is known elsewhere, grids and schedules of it."""

import difflib
import inspect
import math

import numpy as np

from .values import as_floats, frozen, show

# What a hyperparameter of this name may be: (low, high, is low allowed, is high allowed). Any other name: finite.
_UNIT = (0.0, 1.0, True, False)
_ANY = (-math.inf, math.inf, False, False)
RANGES = {
    "lr": (0.0, math.inf, False, False),
    "final_lr": (0.0, math.inf, False, False),
    "mu": _UNIT,
    "beta": _UNIT,
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
    "sigma": (0.0, 1.0, True, True),
    "lam": (0.0, math.inf, True, False),
    "beta0": (0.0, math.inf, False, False),
    "burnin": (0.0, math.inf, True, False),
    "C": (0.0, math.inf, True, False),
    "p": (0.0, math.inf, False, False),
    "gamma_max": (0.0, math.inf, True, False),
    "eps_rate": (0.0, math.inf, True, False),
    "k": (1.0, math.inf, True, False),
    "d0": (0.0, math.inf, False, False),
}


def is_share(name):
    """Whether a hyperparameter of this name lies between 0 and 1: a share, such as what an average keeps.

    >>> is_share("beta1"), is_share("lr")
    (True, False)
    """
    return RANGES.get(name, _ANY)[:2] == (0.0, 1.0)


def allows(name, value):
    """Whether a hyperparameter of this name may have this value.

    >>> allows("lr", 0.0), allows("eps", 0.0), allows("c", 0.5)
    (False, True, False)
    """
    low, high, with_low, with_high = RANGES.get(name, _ANY)
    return low < value < high or (value == low and with_low) or (value == high and with_high)


# Names under which the same hyperparameter is known elsewhere.
_ALIASES = {
    "lr": ("learning_rate", "learningrate", "learn_rate", "eta", "alpha", "step_size", "stepsize", "rate"),
    "mu": ("momentum", "gamma", "beta", "beta1", "rho", "b1"),
    "rho": ("decay", "gamma", "alpha", "beta2", "mu", "b2", "smoothing", "decay_rate"),
    "beta1": ("b1", "beta_1", "mu", "momentum"),
    "beta2": ("b2", "beta_2", "nu", "rho"),
    "beta3": ("b3", "beta_3"),
    "eps": ("epsilon", "delta"),
    "weight_decay": ("wd", "l2", "lambda_"),
}


def nearest(name, known):
    """The known name that was probably meant, or None.

    >>> nearest("learning_rate", ["lr", "beta1"]), nearest("beta", ["lr", "beta1"]), nearest("foo", ["lr"])
    ('lr', 'beta1', None)
    """
    name = name.lower()
    alias = next((k for k in known if name in _ALIASES.get(k, ())), None)
    return alias or next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), None)


def hyper(sig, given, item_ndim, dtype, steps):
    """Fixed values, schedules (one value a step) and the shape of the grid, of the hyperparameters of a run.

    A number is handed to the step as a 0-d array: numpy's power of arrays and Python's power of floats differ in the last
    bit, and a single run must equal its cell of a grid.
    """
    _check_names(sig, given)
    values, schedules = {}, {}
    for name, default in sig.hyper.items():
        value = given.get(name, default)
        if value is inspect.Parameter.empty:
            raise TypeError(f"{sig.name} needs a value for {name!r}; it has no default.")
        if value is None or isinstance(value, bool | str):  # a switch such as nesterov=True
            if name in given and type(value) is not type(default):
                raise TypeError(f"{name} is {show(value)}; it must be {_kind(name, default)}.")
            values[name] = value
        elif callable(value):
            schedules[name] = [_number(f"{name}({t})", name, _at(name, value, t), default, dtype) for t in range(1, steps + 1)]
        else:
            values[name] = _number(name, name, value, default, dtype)
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
            guess = nearest(name, list(sig.hyper))
            meant = f" (did you mean {guess!r}?)" if guess else ""
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


def _range(name, default):
    """The range of the name, unless a learner's own default lies outside: then the name means something else there."""
    allowed = RANGES.get(name, _ANY)
    own = isinstance(default, int | float) and not isinstance(default, bool) and not _inside(np.asarray(float(default)), allowed)
    return _ANY if own else allowed


def _inside(array, allowed):
    low, high, low_in, high_in = allowed
    return (array >= low if low_in else array > low) & (array <= high if high_in else array < high)


def _words(allowed):
    low, high, low_in, high_in = allowed
    if allowed == _ANY:
        return "a finite number"
    if high == math.inf:
        return f"{'≥' if low_in else '>'} {low:g}"
    return f"in {'[' if low_in else '('}{low:g}, {high:g}{']' if high_in else ')'}"


def _kind(name, default):
    """What a hyperparameter with this default may be, for whoever gave something that is no number."""
    if isinstance(default, bool):
        return "True or False"
    words = _words(_range(name, default))
    return words if words.startswith("a ") else f"a number {words}"


def _number(label, name, value, default, dtype):
    allowed = _range(name, default)
    try:
        array = as_floats(label, value, integers=True)
    except TypeError:
        if isinstance(value, np.ndarray | list | tuple):
            raise
        raise TypeError(f"{label} is {show(value)}; it must be {_kind(name, default)}.") from None
    with np.errstate(over="ignore"):
        cast = np.array(array, dtype=dtype)
    if _inside(np.zeros(()), allowed):  # an eps of 1e-8 is 0 in float16, and 0 / 0 is no number: take the least there is
        cast = np.where((cast == 0) & (array != 0), np.copysign(np.finfo(dtype).smallest_subnormal, cast), cast)
    for numbers in (array, cast):
        ok = _inside(numbers, allowed)
        if not ok.all():
            bad, seen = array[~ok].flat[0], numbers[~ok].flat[0]
            rounded = f", which is {seen:g} in {dtype}" if numbers is cast else ""
            raise ValueError(f"{label} is {bad:g}{rounded}; it must be {_words(allowed)}.")
    return cast
