"""What a function has outside of its arguments, and whether a call changes it: a step must depend on its arguments alone."""

import types

import numpy as np


def changed(function, call):
    """The name of what a call changes outside of the function's arguments, or None.

    >>> seen = []
    >>> def noted(x): seen.append(x); return x
    >>> changed(noted, lambda: noted(1)), changed(abs, lambda: abs(1))
    ('seen', None)
    """
    before = {name: _print(value) for name, value in _reached(function).items()}
    call()
    after = {name: _print(value) for name, value in _reached(function).items()}
    return next((name for name in before if before[name] != after.get(name)), None)


def _reached(function, seen=None):
    """The values that a function finds by name: closure, defaults, attributes, globals; and so on in the functions it calls."""
    seen = set() if seen is None else seen
    if isinstance(function, types.MethodType):
        return {**_reached(function.__func__, seen), "self": function.__self__}
    if not isinstance(function, types.FunctionType) or id(function) in seen or (function.__module__ or "").startswith("numpy"):
        return {}
    seen.add(id(function))
    found = {name: function.__globals__[name] for name in names(function.__code__) if name in function.__globals__}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # not yet filled
            pass
    defaults = {"its default": [function.__defaults__, function.__kwdefaults__], "its attribute": function.__dict__}
    for value in [*found.values(), *(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]:
        found = {**_reached(value, seen), **found}
    return {name: value for name, value in {**found, **defaults}.items() if not isinstance(value, types.ModuleType)}


def names(code):
    """The global names in a function, and in those that it defines."""
    inner = [name for part in code.co_consts if isinstance(part, types.CodeType) for name in names(part)]
    return dict.fromkeys([*code.co_names, *inner])


def _print(value, seen=None):
    """What tells two states of a value apart: plain data by content, any other object by its attributes."""
    seen = set() if seen is None else seen
    if isinstance(value, str | bytes | int | float | complex | None):
        return repr(value)
    if id(value) in seen or isinstance(value, types.FunctionType | types.ModuleType | types.BuiltinFunctionType):
        return id(value)
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes() if value.dtype != object else repr(value)
    if isinstance(value, np.random.Generator):
        return repr(value.bit_generator.state)
    if isinstance(value, dict):
        return [(repr(key), _print(one, seen)) for key, one in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return [_print(one, seen) for one in value]
    attributes = {name: one for name, one in getattr(value, "__dict__", {}).items() if not name.startswith("__")}
    return id(value), _print(attributes, seen) if attributes else None
