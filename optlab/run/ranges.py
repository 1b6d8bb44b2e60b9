"""What each hyperparameter of a step may be, read from the step: its docstring, its names, its code."""

import ast
import functools
import inspect
import math
import re
import textwrap
from typing import NamedTuple

import numpy as np


class Range(NamedTuple):
    """What a number may be: between low and high, and whether it may be those."""

    low: float = -math.inf
    high: float = math.inf
    with_low: bool = False
    with_high: bool = False


_ANY, _SHARE, _POSITIVE, _SIZE = Range(), Range(0.0, 1.0, True), Range(0.0), Range(0.0, with_low=True)
# What the field's names mean, where a step does not say it.
_USUAL = dict(lr=_POSITIVE, eps=_SIZE, weight_decay=_SIZE, **dict.fromkeys(("mu", "beta", "beta1", "beta2", "beta3"), _SHARE))
_SAYS = re.compile(r"(?<![^\s(])(?:(\d[\d.]*) (<=?) )?((?:\w+, )*\w+) ([<>]=?) (\d[\d.]*)")


@functools.lru_cache(maxsize=1024)
def ranges(step):
    """What each hyperparameter of a step may be: {name: Range}.

    That is what its docstring says, such as 0 <= rho < 1; else what its name means, if that is lr, mu, beta, eps or weight_decay;
    else a share, if the code takes it from 1, as 1 - rho or 1 - rho**t; else any number, as where the default lies outside.

    >>> import optlab
    >>> ranges(optlab.rmsprop)["rho"], ranges(optlab.sam)["rho"]
    (Range(low=0.0, high=1.0, with_low=True, with_high=False), Range(low=0.0, high=inf, with_low=True, with_high=False))
    """
    defaults, found = {name: p.default for name, p in inspect.signature(step).parameters.items()}, {}
    for part in getattr(step, "parts", (step,)):
        found = _said(part) | found
    found = _USUAL | found
    if not defaults.keys() <= found.keys():
        found = dict.fromkeys(_taken_from_one(step), _SHARE) | found
    return {name: one if allows(one := found.get(name, _ANY), default) else _ANY for name, default in defaults.items()}


def _said(step):
    """The ranges in a docstring, which may say that the arguments are as in another function."""
    text = step.__doc__ or ""
    for other in re.findall(r"Arguments as in `(\w+)`", text):
        text += getattr(getattr(inspect.unwrap(step), "__globals__", {}).get(other), "__doc__", None) or ""
    found = {}
    for least, from_least, names, sign, bound in _SAYS.findall(" ".join(re.sub(r">>>.*", "", text).split())):
        if sign[0] == "<":
            allowed = Range(float(least or -math.inf), float(bound), from_least == "<=", sign == "<=")
        else:
            allowed = Range(float(bound), with_low=sign == ">=")
        found = dict.fromkeys(names.split(", "), allowed) | found
    return found


def _taken_from_one(step):
    """The names p of which the code has 1 - p or 1 - p**t."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(step)))
    except (OSError, TypeError, SyntaxError):  # written nowhere, or a lambda in the middle of a line
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and getattr(node.left, "value", None) == 1:
            taken = node.right.left if isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Pow) else node.right
            if isinstance(taken, ast.Name):
                yield taken.id


def is_share(allowed):
    """Whether a range is from 0 to 1: that of a share, such as what an average keeps."""
    return allowed[:2] == (0.0, 1.0)


def allows(allowed, value):
    """Whether a value lies in a range; what is no number is not asked.

    >>> allows(Range(0.0), 0.0), allows(Range(0.0, with_low=True), 0.0)
    (False, True)
    """
    return isinstance(value, bool) or not isinstance(value, int | float) or bool(inside(np.asarray(float(value)), allowed))


def inside(array, allowed):
    low, high, low_in, high_in = allowed
    return (array >= low if low_in else array > low) & (array <= high if high_in else array < high)


def words(allowed):
    low, high, low_in, high_in = allowed
    if allowed == _ANY:
        return "a finite number"
    if high == math.inf:
        return f"{'≥' if low_in else '>'} {low:g}"
    return f"in {'[' if low_in else '('}{low:g}, {high:g}{']' if high_in else ')'}"
