"""What is known beforehand: the traces of the references, the frameworks' forms and the wrong functions. Each is run once."""

import contextlib
import functools
import inspect

import numpy as np

from .. import adaptive, beyond, classic, variants
from . import mistakes
from ..core import signature
from .learner import Learner
from .probes import NAMES, same, stacked, trace
from .stumble import Stumble


def steps():
    """{name: step function} of everything that an exercise may ask for."""
    modules = (classic, adaptive, beyond, variants)
    return {
        name: f
        for module in modules
        for name, f in vars(module).items()
        if inspect.isfunction(f) and f.__module__ == module.__name__
    }


@functools.cache
def quantities(name):
    return tuple(mistakes.assignments(mistakes.tree(steps()[name])))


@functools.cache
def reference(name):
    """The right traces on all probes: {quantity: array (steps, probes, WIDTH)}."""
    return trace(steps()[name], stacked())


@functools.cache
def conventions(name):
    """{variant: traces} of the frameworks' forms of a step, as far as they differ from the paper's."""
    mine = {
        v: f for v, f in steps().items() if f.__module__ == variants.__name__ and (v.startswith(name + "_") or v == name + "w")
    }
    traces = {v: trace(f, stacked(), signature(steps()[name])) for v, f in mine.items()}
    return {v: t for v, t in traces.items() if not equal(t, reference(name), "x")}


@functools.cache
def wrong(name):
    """{mistake: traces} of the catalogue's edits of a step."""
    rows = mistakes.catalogue(name)
    return {key: trace(mistakes.edited(steps()[name], row.edit), stacked()) for key, row in rows.items()}


def stack(runs):
    return {q: np.stack([run[q] for run in runs], axis=1) for q in runs[0] if all(q in run for run in runs)}


def moved(values, q):
    return values[q] - stacked().x0 if q == "x" else values[q]


def agreement(a, b, q):
    """Whether quantity q of two traces agrees, step by step."""
    return same(moved(a, q), moved(b, q))


def equal(a, b, q, probes=slice(None)):
    """Whether quantity q of two traces is the same in every step (of some of the probes)."""
    return q in a and q in b and bool(same(moved(a, q)[:, probes], moved(b, q)[:, probes]).all())


# With a constant lr it makes no difference whether lr stands inside or outside of a velocity.
CONSTANT_LR = [i for i, name in enumerate(NAMES) if name != "changing lr"]


def others(name):
    """Other methods of the course that take no more than this one gives."""
    gives = {*signature(steps()[name]).inputs, "t"}
    own = [s for s, f in steps().items() if f.__module__ != variants.__name__ and s != name]
    return [s for s in own if set(signature(steps()[s]).inputs) <= gives]


@functools.cache
def other_trace(other, name):
    """What another method does on these probes, its arguments read as a learner's."""
    with contextlib.suppress(Stumble):
        return Learner(steps()[other], signature(steps()[name]), quantities(other)).run(stacked())
    return {}
