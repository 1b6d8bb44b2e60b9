"""What the lines of a step compute, on the values of many runs at once: arrays (steps, probes, coordinates)."""

import ast
import builtins
import contextlib
import functools
import math
import types
import warnings

import numpy as np

from ..run.signature import broadcasts, signature, takes_matrix
from .lines import BEFORE, lines, names
from .probes import DATA_SIZE, STEPS, beside, is_alone, probes, same, stack, stacked, trace

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


EACH = {max: _each(max, lambda *args: functools.reduce(np.maximum, args)), float: _each(float, lambda a: a),
        min: _each(min, lambda *args: functools.reduce(np.minimum, args))}  # fmt: skip
EACH |= {f: _each(f, getattr(np, name)) for name, f in vars(math).items() if isinstance(getattr(np, name, None), np.ufunc)}
_MATH = types.SimpleNamespace(**{name: EACH[f] if callable(f) and f in EACH else f for name, f in vars(math).items()})
# By identity: what a function's global names stand for, where it knows single numbers only.
EACH = {id(f): each for f, each in EACH.items()} | {id(math): _MATH}


@functools.lru_cache(maxsize=20_000)
def _code(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a formula that is none
        return compile(text, "<formula>", "eval")


def evaluate(formula, env):
    """The numbers of a formula on the values in env, {name: array (steps, probes, coordinates)}."""
    code, world = _code(ast.unparse(formula)), env.get("__globals__", {})
    known = {name: world[name] if name in world else getattr(builtins, name, None) for name in code.co_names}
    with np.errstate(all="ignore"):
        value = eval(code, {name: EACH.get(id(f), f) for name, f in known.items() if f is not None} | {"np": COORDINATES}, env)
    shape = env["x"].shape
    return np.broadcast_to(value, shape) if broadcasts(np.shape(value), shape) else value


def environment(step, base, values):
    """All that a line may use, as arrays (steps, probes, coordinates): `values`, inputs and hyperparameters of the probes for
    base."""
    probe, sig = stacked(base), signature(base)
    t = np.arange(1.0, STEPS + 1).reshape(-1, *(1,) * (probe.g.ndim - 1))
    given = dict(n=np.array(float(DATA_SIZE)), f=probe.f) | beside(probe.g)
    env = dict(t=t, g=probe.g) | {name: given[name] for name in sig.inputs if name in given}
    env |= {h: np.array(v) if isinstance(v := probe.hyper.get(h), list | np.ndarray) else v for h in sig.hyper}
    if "grad" in sig.inputs:
        env["grad"] = lambda y: probe.g + y + np.sin(3 * y) / 2
        env["g"] = env["grad"](values["x" + BEFORE])
    if is_alone(base):
        env["rng"] = _Draws()
    if any("g" + BEFORE in names(formula) for _, formula in lines(step)):  # the step gives g another meaning
        env["g" + BEFORE] = env.pop("g")
    env |= values
    if not takes_matrix(base):  # else a number also belongs to matrices of other shapes
        whole = [k for k, v in env.items() if isinstance(v, np.ndarray) and broadcasts(v.shape, probe.g.shape)]
        env |= {k: np.broadcast_to(env[k], probe.g.shape) for k in whole}
    return env | dict(__globals__=step.__globals__)


class _Draws:
    """The random numbers that a step is given: the first draw of each step, for all probes."""

    def standard_normal(self, shape, dtype=float):
        return np.stack([np.random.default_rng(t).standard_normal(shape[-1:]) for t in range(1, STEPS + 1)])[:, None, :]


@functools.cache
def trusted(step, base):
    """The lines that, evaluated on the step's own run, give the step's own values. base : whose probes it runs on."""
    run, good = stack([trace(step, probe, signature(base)) for probe in probes(base)]), set()
    before = {s: run[s] for s in signature(step).state if s in run}
    for s, new in (before | dict(x=run["x"])).items():
        first = stacked(base).x0 if s == "x" else np.nan if signature(step).state[s] is None else signature(step).state[s]
        run[s + BEFORE] = np.concatenate([np.broadcast_to(first, new.shape[1:])[None], new[:-1]])
    env = environment(step, base, run)
    for q, formula in lines(step):
        with contextlib.suppress(Exception):
            values = evaluate(formula, env)
            moved = env["x" + BEFORE] if q == "x" else 0.0
            if same(values - moved, env.setdefault(q, values) - moved)[int(is_alone(base)) :].all():
                good.add(q)
    return good
