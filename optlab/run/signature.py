"""What a step asks for and what it must return: its signature is read here, and every row that it returns is checked."""

import functools
import inspect
from typing import NamedTuple

import numpy as np

from .asked import ASKED
from .values import fitted, show

_OF_THE_DRIVER = (*ASKED, "step", "signal", "landscape", "x0", "steps", "state")


class Signature(NamedTuple):
    """What a step asks for: names from the driver, state with initial values, hyperparameters with defaults."""

    name: str
    inputs: tuple
    state: dict
    hyper: dict


def signature(step):
    """The step's signature as a `Signature(name, inputs, state, hyper)`.

    >>> import optlab
    >>> signature(optlab.momentum)
    Signature(name='momentum', inputs=('x', 'g'), state={'v': 0.0}, hyper={'lr': 0.01, 'mu': 0.9})
    """
    check_step(step)
    return _signature(step)


@functools.lru_cache(maxsize=1024)
def takes_matrix(step):
    """Whether a step says in its signature, `x: "matrix"`, that x has rows and columns.

    >>> import optlab
    >>> takes_matrix(optlab.muon), takes_matrix(optlab.adam)
    (True, False)
    """
    _signature(step)
    return inspect.signature(step).parameters["x"].annotation == "matrix"


def check_item(step, item, what):
    """A step for matrices runs on matrices only: on vectors it would take the runs of a grid for rows."""
    if takes_matrix(step) and len(item) != 2:
        raise ValueError(f"{step.__name__} takes a matrix x of shape (rows, cols); {what} has x of shape {item}.")


def check_step(step, name="step"):
    if isinstance(step, type) or not callable(step) or not hasattr(step, "__name__"):
        raise TypeError(f"{name} is {show(step)}; it must be the function itself, such as optlab.adam.")


@functools.lru_cache(maxsize=1024)
def _signature(step):
    name, ask, state, hyper = step.__name__, [], {}, {}
    try:
        parameters = inspect.signature(step).parameters.values()
    except ValueError:
        raise TypeError(f"{name} has no signature that Python can read; a step is a function written with def.") from None
    for p in parameters:
        if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            stars = "*" if p.kind == p.VAR_POSITIONAL else "**"
            raise TypeError(f"{name} has {stars}{p.name}; a step names each of its arguments.")
        if p.kind == p.POSITIONAL_ONLY:
            raise TypeError(f"{name} takes {p.name!r} by position only; the driver gives every argument by name.")
        if p.kind == p.KEYWORD_ONLY:
            if p.name in _OF_THE_DRIVER:
                what = "goes before the *" if p.name in ASKED else "needs another name"
                raise TypeError(f"{name} has {p.name!r} as a hyperparameter; that is a name of the driver, so it {what}.")
            hyper[p.name] = p.default
        elif p.default is not p.empty:
            state[p.name] = p.default
        elif p.name in ASKED:
            ask.append(p.name)
        else:
            raise TypeError(
                f"{name} asks for {p.name!r}, but the driver gives {', '.join(ASKED)}: "
                f"state has a start value ({p.name}=0.0), a hyperparameter stands after the *."
            )
    if "x" not in ask:
        raise TypeError(f"{name} does not ask for 'x'; a step takes the parameters x and returns the new x.")
    return Signature(name, tuple(ask), state, hyper)


def initial_state(sig, given, shape, dtype):
    """The initial state as full arrays of x's type; None stays None ("not yet")."""
    if given is not None and not isinstance(given, dict):
        raise TypeError(f"state is {show(given)}; it must be a dict of initial values by name.")
    for name in given or ():
        if name not in sig.state:
            raise TypeError(f"{sig.name} has no state {name!r}; it has {', '.join(sig.state) or 'none'}.")
    result = {}
    for name, default in sig.state.items():
        value = (given or {}).get(name, default)
        integers = given is None or name not in given
        result[name] = None if value is None is default else fitted(f"state {name!r}", value, shape, dtype, "x", integers)
    return result


def check_row(sig, row, given, shape, dtype, t, names=None, own=None):
    """Checks one returned row and brings what is not an array of x's shape and type into form; costs little if nothing is.

    own : the number of x's first axes behind which a quantity may have a shape of its own; all of them if not given.
    """
    if not isinstance(row, dict):
        got = "nothing (is the return missing?)" if row is None else _kind(row)
        raise TypeError(f"{sig.name} returns {got}; it must return dict({', '.join(f'{k}={k}' for k in (*sig.state, 'x'))}).")
    if names is None or row.keys() != names:
        _check_names(sig, row, t, names)
    for name, value in row.items():
        if type(value) is not np.ndarray or value.shape != shape or value.dtype is not dtype:
            row[name] = _in_form(sig, name, value, given, shape, dtype, t, len(shape) if own is None else own)


def explain(sig, error):
    """Tells the author of a step that writes into its inputs what to write instead; does nothing about any other error."""
    if "read-only" in str(error):
        raise ValueError(
            f"{sig.name} changes one of its inputs in place; make a new array: m = m + ..., not m += ... or m[:] = ..."
        ) from None


def refuse_new_shape(sig, name, shape, before, t):
    raise ValueError(
        f"{sig.name} returns {name!r} of shape {shape} at step {t}, but {before} before; a shape must stay."
    ) from None


def _kind(value):
    kind = "array" if isinstance(value, np.ndarray) else type(value).__name__
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _check_names(sig, row, t, names):
    for key in (*sig.state, "x"):
        if key not in row:
            asked = f" (the driver gives {key} itself: write {key} without a start value)" if key in ASKED and key != "x" else ""
            raise TypeError(f"{sig.name} does not return {key!r}{asked}; without it the next step cannot know the new {key}.")
    for key in row:
        if not isinstance(key, str):
            raise TypeError(f"{sig.name} returns a quantity named {show(key)}; a name must be a string.")
        if names is not None and key not in names:
            raise TypeError(f"{sig.name} returns {key!r} at step {t} but not at step 1; each step returns the same names.")
    for key in names or ():
        if key not in row:
            raise TypeError(f"{sig.name} returns {key!r} at step 1 but not at step {t}; each step returns the same names.")


def _in_form(sig, name, value, given, shape, dtype, t, own):
    """A number, or an array that broadcasts to x or has further axes behind x's; None only as state not yet set."""
    if value is None and name in sig.state and given[name] is None:
        return None
    try:
        array = np.asarray(value)
    except Exception:
        array = np.asarray(None)
    if array.dtype.kind not in ("f" if name == "x" else "fiub"):
        what = {"O": show(value), "U": "text", "S": "text"}.get(array.dtype.kind, f"numbers of dtype {array.dtype}")
        if name == "x":
            raise TypeError(f"{sig.name} returns {what} for x at step {t}; x must stay float.")
        raise TypeError(f"{sig.name} returns {what} for {name!r} at step {t}; a quantity must be a number or an array of floats.")
    if array.shape != shape:
        if array.size == 1 == int(np.prod(shape)) and (name == "x" or array.ndim <= len(shape)):
            array = array.reshape(shape)
        elif name == "x":
            raise ValueError(f"{sig.name} returns x of shape {array.shape} at step {t}; x of shape {shape} went in.")
        elif array.shape[:own] != shape[:own] and not broadcasts(array.shape, shape):
            raise ValueError(
                f"{sig.name} returns {name!r} of shape {array.shape} at step {t}; it must broadcast to the shape of x, {shape}."
            )
    return array.astype(dtype, copy=False)


def broadcasts(shape, to):
    return len(shape) <= len(to) and all(n in (1, m) for n, m in zip(shape[::-1], to[::-1], strict=False))
