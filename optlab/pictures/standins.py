"""Stand-ins for functions that take no symbols: math, float, and those of numpy that make an array of numbers, such as np.zeros.

    >>> import math
    >>> from optlab.pictures.symbols import branches, symbol
    >>> def length(x): return math.sqrt(float(x))
    >>> branches(lambda: with_standins(length)(symbol("x"))).op
    'sqrt'
"""

import builtins
import functools
import math
import types

import numpy as np

from .outside import names
from .symbols import Node, Symbols


def _is_symbol(value):
    return isinstance(value, Node | Symbols)


class _Float(float):
    def __new__(cls, value=0.0):
        return np.sum(value) if _is_symbol(value) else float(value)  # of one number


def _math(plain, symbolic):
    """A function of math that takes symbols too."""

    @functools.wraps(plain)
    def either(*args):
        return (symbolic if any(map(_is_symbol, args)) else plain)(*args)

    return either


def _made(make):
    """A function of numpy that makes an array of floats: it can hold symbols."""

    @functools.wraps(make)
    def made(*args, dtype=float, **kwargs):
        floats = np.dtype(dtype).kind in "fO"
        array = make(*args, dtype=object if floats else dtype, **kwargs)
        return array.view(Symbols) if floats else array

    return made


def _gathered(gather):
    """A function of numpy that makes an array of a list: a list of symbols, too."""

    @functools.wraps(gather)
    def gathered(values, *args, **kwargs):
        objects = np.array(values, object)
        return objects.view(Symbols) if any(map(_is_symbol, objects.flat)) else gather(values, *args, **kwargs)

    return gathered


class _Module:
    """A module with some of its functions replaced."""

    def __init__(self, module, replaced):
        vars(self).update(replaced, _module=module)

    def __getattr__(self, name):
        return getattr(self._module, name)


_NAMES = dict(asin="arcsin", acos="arccos", atan="arctan", atan2="arctan2", asinh="arcsinh", acosh="arccosh", atanh="arctanh")
_MATH = {name: _math(one, getattr(np, _NAMES.get(name, name), one)) for name, one in vars(math).items() if callable(one)}
_MATH["log"] = _math(math.log, lambda x, *base: np.log(x) / np.log(*base) if base else np.log(x))
_NUMPY = {name: _made(getattr(np, name)) for name in ("zeros", "ones", "empty", "full")}
_NUMPY |= {name: _gathered(getattr(np, name)) for name in ("array", "asarray", "asanyarray")}
_NUMPY |= dict(float64=_Float)

_STANDINS = {id(math): _Module(math, _MATH), id(np): _Module(np, _NUMPY), id(float): _Float}  # what stands for what, by id
_STANDINS |= {id(getattr(module, name)): one for module, new in ((math, _MATH), (np, _NUMPY)) for name, one in new.items()}


def with_standins(function, copies=None):
    """A copy of a function, and of the functions that it finds by name, that finds the stand-ins."""
    copies = {} if copies is None else copies
    if isinstance(function, types.MethodType):
        return types.MethodType(with_standins(function.__func__, copies), function.__self__)
    if isinstance(getattr(function, "__wrapped__", None), types.FunctionType) and hasattr(function, "cache_info"):
        function = function.__wrapped__  # a symbol is nothing to keep in a cache
    if not isinstance(function, types.FunctionType) or (function.__module__ or "").startswith("numpy"):
        return _STANDINS.get(id(function), function)
    if id(function) in copies:
        return copies[id(function)]
    world = {**vars(builtins), **function.__globals__}
    cells = function.__closure__ and tuple(types.CellType() for _ in function.__closure__)
    copy = types.FunctionType(function.__code__, world, function.__name__, function.__defaults__, cells)
    copy.__kwdefaults__ = function.__kwdefaults__
    copies[id(function)] = copy
    world.update({name: with_standins(world[name], copies) for name in names(function.__code__) if name in world})
    for cell, old in zip(cells or (), function.__closure__ or ()):
        try:
            cell.cell_contents = with_standins(old.cell_contents, copies)
        except ValueError:  # not yet filled
            pass
    return copy
