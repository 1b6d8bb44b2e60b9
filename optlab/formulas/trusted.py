"""The lines of a step on the values of its runs: what a line may use, and whether it says what the step does."""

import contextlib
import functools

import numpy as np

from ..run.signature import broadcasts, signature, takes_matrix
from ..worlds.probes import DATA_SIZE, STEPS, beside, is_alone, probes, same, stack, stacked, trace
from .lines import BEFORE, lines, names
from .values import evaluate


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

    def standard_normal(self, shape=(), dtype=float):
        draws = np.stack([np.random.default_rng(t).standard_normal(shape[-1:]) for t in range(1, STEPS + 1)])
        return draws.reshape(STEPS, 1, -1)


@functools.cache
def own_values(step, base):
    """The environment of a step's own run, with what each of its lines gives. base : whose probes it runs on."""
    run = stack([trace(step, probe, signature(base)) for probe in probes(base)])
    before = {s: run[s] for s in signature(step).state if s in run}
    for s, new in (before | dict(x=run["x"])).items():
        first = stacked(base).x0 if s == "x" else np.nan if signature(step).state[s] is None else signature(step).state[s]
        run[s + BEFORE] = np.concatenate([np.broadcast_to(first, new.shape[1:])[None], new[:-1]])
    env = environment(step, base, run)
    for q, formula in lines(step):
        with contextlib.suppress(Exception):
            env.setdefault(q, evaluate(formula, env))
    return env


@functools.cache
def trusted(step, base):
    """The lines that, evaluated on the step's own run, give the step's own values. base : whose probes it runs on."""
    env, good = own_values(step, base), set()
    for q, formula in lines(step):
        with contextlib.suppress(Exception):
            values, moved = evaluate(formula, env), env["x" + BEFORE] if q == "x" else 0.0
            if same(values - moved, env[q] - moved)[int(is_alone(base)) :].all():
                good.add(q)
    return good
