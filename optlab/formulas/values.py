"""The numbers of a formula on the values of many runs at once: arrays (steps, runs, coordinates)."""

import ast
import builtins
import contextlib
import functools
import math
import types
import warnings

import numpy as np

from ..run.signature import broadcasts
from ..worlds.probes import same
from .algebra import in_numpy, key
from .lines import LONG, code, mapped, names, text

SUMS = "sum mean max min prod median std var any all amax amin".split()


def _along(axis):
    """The axis that is meant: the last one, unless a formula for matrices counts its axes from the end."""
    return axis if axis in (-1, -2, (-2, -1)) else -1


def _summed(name):
    function = getattr(np, name)
    return lambda a, *args, axis=-1, **kwargs: function(a, axis=_along(axis), keepdims=True)


def _norm(a, ord=None, axis=-1, keepdims=True):
    return np.linalg.norm(a, ord, _along(axis), keepdims=True)


def _where(test, a, b):
    deep = max(np.ndim(a), np.ndim(b))
    return np.where(test[..., None] if np.ndim(test) == 3 < deep else test, a, b)


# numpy for arrays (…, coordinates) of many steps at once: what is summed is summed over the coordinates of one step.
COORDINATES = types.SimpleNamespace(**vars(np) | {name: _summed(name) for name in SUMS} | dict(
    linalg=types.SimpleNamespace(**vars(np.linalg) | dict(norm=_norm)), where=_where,
    dot=lambda a, b: (a * b).sum(-1, keepdims=True), roll=lambda a, shift, axis=-1: np.roll(a, shift, -1)))  # fmt: skip


def _each(one, many):
    """A function of numbers that takes arrays, and formulas in the place of numbers, too."""
    return lambda *args: (one if all(isinstance(a, int | float | list | tuple) for a in args) else many)(*args)


EACH = {max: _each(max, lambda *args: functools.reduce(np.maximum, args if args[1:] else [*args[0]])),
        min: _each(min, lambda *args: functools.reduce(np.minimum, args if args[1:] else [*args[0]])),
        float: _each(float, lambda a: a)}  # fmt: skip
EACH |= {f: _each(f, getattr(np, name)) for name, f in vars(math).items() if isinstance(getattr(np, name, None), np.ufunc)}
_MATH = types.SimpleNamespace(**{name: EACH[f] if callable(f) and f in EACH else f for name, f in vars(math).items()})
# By identity: what a function's global names stand for, where it knows single numbers only.
EACH = {id(f): each for f, each in EACH.items()} | {id(math): _MATH}


@functools.lru_cache(maxsize=20_000)
def _compiled(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a formula that is none
        return compile(text, "<formula>", "eval")


def evaluate(formula, env):
    """The numbers of a formula on the values in env, {name: array (steps, probes, coordinates)}."""
    compiled, world = _compiled(code(formula)), env.get("__globals__", {})
    known = {n: world[n] if n in world else getattr(builtins, n, None) for n in compiled.co_names}
    with np.errstate(all="ignore"):
        value = eval(compiled, {n: EACH.get(id(f), f) for n, f in known.items() if f is not None} | {"np": COORDINATES}, env)
    shape = env["x"].shape
    whole = not isinstance(value, dict) and broadcasts(np.shape(value), shape)  # a dict: the weights of a network
    return np.broadcast_to(value, shape) if whole else value


def named(formula, env, quantities):
    """A formula that nobody reads, as it is very long, with quantities of env in the place of what has their values."""

    def name(node):
        if isinstance(node, ast.BinOp | ast.Call):
            with contextlib.suppress(Exception):
                values = evaluate(node, env)
                return ast.Name(next(q for q in quantities if same(*np.broadcast_arrays(values, env[q])).all()))
        return node

    return mapped(formula, name) if len(text(formula)) > LONG else formula


def identical(a, b):
    """Whether two formulas say the same: in one form, or on numbers that are drawn.

    >>> from optlab.formulas.lines import parse
    >>> identical(parse("m + (1 - mu) * (g - m)"), parse("mu * m + (1 - mu) * g"))
    True
    """
    a, b = in_numpy(a), in_numpy(b)
    known = ast.Compare | ast.Attribute | ast.Subscript  # what few draws do not answer: questions, shapes
    if key(a) == key(b) or any(isinstance(n, known) and ast.unparse(n)[:3] != "np." for f in (a, b) for n in ast.walk(f)):
        return key(a) == key(b)
    draws = np.random.default_rng(3)
    env = {n: draws.uniform(-1, 1, (8, 1, 4)) for n in sorted(names(a) | names(b) | {"x"})} | dict(__globals__={})
    with contextlib.suppress(Exception), np.errstate(all="ignore"):  # what asks for a function, as grad(x)
        one, other = (np.asarray(evaluate(formula, env), float) for formula in (a, b))
        there = np.isfinite(one).mean() > 0.2 and one.shape == other.shape
        return there and np.allclose(one, other, 1e-9, 1e-12, equal_nan=True)
    return False
