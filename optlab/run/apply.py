"""One step on many parameters, block by block: what a training loop calls."""

import dis
import functools
import itertools

import numpy as np

from . import inputs
from .asked import ARRAY, ASKED, COUNT, FUNCTION, GENERATOR, GIVEN, NUMBER, of_form
from .signature import broadcasts, check_item, check_row, explain, initial_state, signature, takes_matrix

# A step whose code uses nothing but these names works on each parameter by itself, so it can be run block by block.
_ELEMENTWISE = {"np", "dict", "abs", "sqrt", "power", "maximum", "minimum", "clip", "sign", "where", "exp", "log"}


def apply(step, x, g, t, state=None, *, overwrite=False, block=8192, **hyper):
    """One step on parameters of any size and shape, as a training loop needs it: no trace, only the new x and state.

    Parameters
    ----------
    step : a step function such as `optlab.adam`.
    x, g : arrays of one shape; g is None for a step that asks for grad instead. t : the number of the step, from 1.
    state : dict of state arrays as the last call returned it; None in the first step.
    overwrite : write the result into the arrays x and state themselves, which saves the memory of a second copy.
    block : an elementwise step is applied to so many parameters at a time, whose temporaries then stay in the cache;
        None for all at once.
    f, grad, hess, rng, n : only for a step that asks for them, and then needed. f : the loss at x, a number or an array that
        broadcasts to x (Eve). grad : function of an array of x's shape, the gradient there (Nesterov): so x holds *all*
        parameters that the gradient depends on, those of a network in one vector. hess : the diagonal of the Hessian at x, or an
        estimate of it, an array of x's shape (Sophia). rng : `numpy.random.Generator`, the same in each call (Santa). n : size of
        the data set (Santa).
    **hyper : one number for each hyperparameter.

    Returns
    -------
    (x, state) : new arrays, and what went in is unchanged; or the same arrays with new content if overwrite. They are not
    searched for inf and nan: a training loop looks at its loss.

    Raises
    ------
    TypeError, ValueError : one sentence naming the argument, its value and what is allowed.

    >>> import optlab
    >>> x, state = apply(optlab.adam, np.ones(3), np.full(3, 7.0), 1, lr=0.5)
    >>> x
    array([0.5, 0.5, 0.5])
    >>> apply(optlab.nesterov, np.ones(3), None, 1, grad=lambda x: 2 * x, lr=0.25)[0]
    array([0.5, 0.5, 0.5])
    """
    sig = signature(step)
    t = inputs.whole("t", t)
    if t > 2**53:
        raise ValueError(f"t is {inputs.show(t)}; it must be at most 2**53, so that a float can hold it.")
    if not isinstance(overwrite, bool):
        raise TypeError(f"overwrite is {inputs.show(overwrite)}; it must be True or False.")
    block = None if block is None else inputs.whole("block", block)
    asked = dict(g=g, **{name: hyper.pop(name, None) for name in GIVEN})
    given = dict(x=inputs.as_floats("x", x))
    shape, dtype = given["x"].shape, given["x"].dtype
    check_item(step, shape, "the call")
    asked = _asked(sig, given["x"], asked)
    known = _checked_once if all(type(value) in (int, float) for value in hyper.values()) else _hyper
    rest, schedules, grid = known(step, len(shape), dtype, **hyper)
    if grid or schedules:
        name = next(iter(schedules), None) or next(name for name, value in rest.items() if np.ndim(value))
        raise ValueError(f"{name} is {inputs.show(hyper[name])}; apply takes one number for each hyperparameter.")
    rest = dict(rest, **asked)
    g = rest.pop("g", None)
    if "t" in sig.inputs:
        rest["t"] = t
    if state is None:
        given.update(initial_state(sig, None, shape, dtype))
    else:
        given.update(_checked(sig, state, shape, dtype, takes_matrix(step)))
    if overwrite:
        _check_writable(dict(x=x, **(state or {})))
        _check_apart(dict(x=given["x"], g=g, **{f"state {name!r}": value for name, value in (state or {}).items()}))

    plain = all(value is not None and value.shape == shape and value.flags.c_contiguous for value in given.values())
    plain = plain and not any(np.ndim(value) for value in rest.values())  # a loss for each parameter is not cut into blocks
    with np.errstate(all="ignore"):
        if not block or given["x"].size <= block or not plain or g is None or not elementwise(step):
            new = _all_at_once(step, sig, given, g, rest, overwrite)
        else:
            new = given if overwrite else {name: np.empty(shape, dtype) for name in given}
            _block_by_block(step, sig, given, g, rest, new, block)
    return new["x"], {name: new[name] for name in sig.state}


def _asked(sig, x, given):
    """What the step asks for, checked; what is missing or too much is named."""
    for name, value in given.items():
        if value is None and name in sig.inputs:
            raise TypeError(f"{sig.name} asks for {name}: pass {name}={_words(name)}.")
        if value is not None and name not in sig.inputs and name != "g":  # g has its place in every call
            raise TypeError(f"{sig.name} does not ask for {name}; it asks for {', '.join(sig.inputs)}.")
    return {name: _READ[ASKED[name].form](name, value, x, sig) for name, value in given.items() if name in sig.inputs}


def _words(name):
    form, words, *_ = ASKED[name]
    if form == FUNCTION:
        return f"a function that gives {words} at an array of x's shape"
    return words + {ARRAY: " at x, an array of x's shape", NUMBER: " at x"}.get(form, "")


def _array(name, value, x, sig):
    value = inputs.as_floats(name, value).astype(x.dtype, copy=False)
    if value.shape != x.shape:
        raise ValueError(f"{name} has shape {value.shape}; it must have the shape of x, {x.shape}.")
    return inputs.frozen(value)


def _number(name, value, x, sig):
    value = inputs.as_floats(name, value, integers=True).astype(x.dtype, copy=False)
    if not broadcasts(value.shape, x.shape):
        raise ValueError(f"{name} has shape {value.shape}; it must be a number or broadcast to the shape of x, {x.shape}.")
    return inputs.frozen(value)


def _function(name, value, x, sig):
    if not callable(value):
        raise TypeError(f"{name} is {inputs.show(value)}; it must be {_words(name)}.")
    return lambda y: _array(f"{name}(x)", value(inputs.point(y, x.shape)), x, sig)


def _generator(name, value, x, sig):
    if not isinstance(value, np.random.Generator):  # a seed would give the same numbers in each step
        raise TypeError(f"{name} is {inputs.show(value)}; it must be {_words(name)}: make it once, np.random.default_rng(0).")
    return inputs.generator(value, sig, x.dtype)


def _count(name, value, x, sig):
    return inputs.whole(name, value)


_READ = {ARRAY: _array, NUMBER: _number, FUNCTION: _function, GENERATOR: _generator, COUNT: _count}


def _hyper(step, ndim, dtype, /, **hyper):
    return inputs.hyper(step, hyper, ndim, dtype, 1)


_checked_once = functools.lru_cache(maxsize=256, typed=True)(_hyper)  # a training loop asks thousands of times the same


def _all_at_once(step, sig, given, g, rest, overwrite):
    row = _row(step, sig, _frozen(given), None if g is None else inputs.frozen(g), rest)
    new = {name: _own(row[name]) for name in given}
    for name, old in given.items():
        if overwrite and old is not None and new[name] is not None and old.shape == new[name].shape:
            old[...] = new[name]
            new[name] = old
    return new


def _block_by_block(step, sig, given, g, rest, new, block):
    old, into = ({name: array.reshape(-1) for name, array in arrays.items()} for arrays in (_frozen(given), new))
    g = inputs.frozen(np.ascontiguousarray(g).reshape(-1))
    for low in range(0, g.size, block):
        part = slice(low, low + block)
        row = _row(step, sig, {name: array[part] for name, array in old.items()}, g[part], rest)
        for name, array in into.items():
            array[part] = row[name]


def _own(value):
    """A step may return what it was given, such as b = g in the first step; the caller gets a copy of that."""
    return value if value is None or value.flags.writeable else value.copy()


def _frozen(arrays):
    return {name: array if array is None else inputs.frozen(array) for name, array in arrays.items()}


def _row(step, sig, given, g, rest):
    try:
        row = step(**given, **rest) if g is None else step(**given, g=g, **rest)
    except ValueError as error:
        explain(sig, error)
        raise
    check_row(sig, row, given, given["x"].shape, given["x"].dtype, rest.get("t", 1), own=0 if takes_matrix(step) else None)
    return row


def _checked(sig, state, shape, dtype, matrix):
    """The state that the last call returned; beside a matrix, others of their own shape."""
    if not isinstance(state, dict) or set(state) != set(sig.state):
        got = f"a dict of {', '.join(map(str, state)) or 'nothing'}" if isinstance(state, dict) else inputs.show(state)
        raise TypeError(f"state is {got}; it must be the state that the last call returned: {', '.join(sig.state) or 'empty'}.")
    result = {}
    for name, value in state.items():
        if value is not None:
            value = inputs.as_floats(f"state {name!r}", value)
            if not matrix and value.shape[: len(shape)] != shape and not broadcasts(value.shape, shape):
                raise ValueError(f"state {name!r} has shape {value.shape}; it must broadcast to the shape of x, {shape}.")
            value = value.astype(dtype, copy=False)
        result[name] = value
    return result


def _check_writable(arrays):
    for name, value in arrays.items():
        if value is not None and not (type(value) is np.ndarray and value.flags.writeable and value.dtype == arrays["x"].dtype):
            what = "x" if name == "x" else f"state {name!r}"
            raise ValueError(
                f"{what} is not an array that can be written; overwrite=True needs x and its state as arrays of one dtype."
            )


def _check_apart(arrays):
    """With overwrite each result goes where its array lies: two that overlap would spoil each other."""
    for (one, a), (two, b) in itertools.combinations(arrays.items(), 2):
        if a is not None and b is not None and np.may_share_memory(a, b):
            raise ValueError(f"{one} and {two} share memory; overwrite=True writes results there, so give each its own array.")


@functools.lru_cache(maxsize=1024)
def elementwise(step):
    """Whether each parameter's step depends on that parameter alone, as far as the compiled code shows it.

    >>> import optlab
    >>> elementwise(optlab.adam), elementwise(lambda x, g: dict(x=x - g / np.sum(g))), elementwise(lambda x, g: dict(x=x - g @ g))
    (True, False, False)
    """
    if of_form(ARRAY, FUNCTION, GENERATOR, among=set(signature(step).inputs) - {"x", "g"}):  # those of all parameters together
        return False
    code = getattr(step, "__code__", None)
    if code is None or code.co_freevars or not set(code.co_names) <= _ELEMENTWISE:
        return False
    for line in dis.get_instructions(step):
        if line.opname in _MIXES or (line.opname == "BINARY_OP" and line.argrepr[:1] in "@["):
            return False
    return True


# Instructions that reach into an array (x[0]), walk along it or hand it to code of its own.
_MIXES = {"BINARY_SUBSCR", "BINARY_SLICE", "STORE_SUBSCR", "GET_ITER", "UNPACK_SEQUENCE", "MAKE_FUNCTION", "CALL_FUNCTION_EX"}
