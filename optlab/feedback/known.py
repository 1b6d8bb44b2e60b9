"""What is known beforehand: the traces of the references, the frameworks' forms and the wrong functions. Each is run once."""

import contextlib
import functools
import inspect

import numpy as np

from ..run.signature import signature
from ..steps import STEPS, variants
from . import mistakes
from .learner import Learner
from .probes import NAMES, probes, same, stacked, trace
from .stumble import Stumble


@functools.cache
def steps():
    """{name: step function} of everything that an exercise may ask for."""
    return STEPS | {name: form for name, form in vars(variants).items() if inspect.isfunction(form)}


def random(name):
    """Whether a step draws random numbers. Which ones it draws depends on the shape of x, so each probe is run alone."""
    return "rng" in signature(steps()[name]).inputs


def by_coordinate(name):
    """Whether a step does with one coordinate what it does with several: no random numbers, no length of a block."""
    return not random(name) and not name.startswith("adasecant")


def _traces(step, name, like=None):
    """What a function, a form of the step of this name, does on all probes."""
    if random(name):
        return stack([trace(step, probe, like) for probe in probes()])
    return trace(step, stacked(), like)


@functools.cache
def quantities(name):
    return tuple(mistakes.assignments(mistakes.tree(steps()[name])))


@functools.cache
def reference(name):
    """The right traces on all probes: {quantity: array (steps, probes, WIDTH)}."""
    return _traces(steps()[name], name)


@functools.cache
def conventions(name):
    """{variant: traces} of the frameworks' forms of a step, as far as they differ from the paper's."""
    stem = name.removesuffix("_shifted")  # Nesterov's shifted form is what the frameworks have
    mine = {
        v: f for v, f in steps().items() if f.__module__ == variants.__name__ and (v.startswith(stem + "_") or v == name + "w")
    }
    traces = {v: _traces(f, name, signature(steps()[name])) for v, f in mine.items()}
    return {v: t for v, t in traces.items() if not equal(t, reference(name), "x")}


@functools.cache
def wrong(name):
    """{mistake: traces} of the catalogue's edits of a step."""
    rows = mistakes.catalogue(name)
    return {key: _traces(mistakes.edited(steps()[name], row.edit), name) for key, row in rows.items()}


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
        learner = Learner(steps()[other], signature(steps()[name]), quantities(other))
        return stack([learner.run(probe) for probe in probes()]) if random(name) else learner.run(stacked())
    return {}
