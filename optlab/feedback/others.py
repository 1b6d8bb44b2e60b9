"""What else a function may be: a framework's form of the rule, another method, or a mistake that was published."""

import functools
import inspect
import itertools

import numpy as np

from ..formulas.edits import edited
from ..functions.learner import Learner, run
from ..functions.stumble import Stumble
from ..run.guard import Guard
from ..run.signature import signature, takes_matrix
from ..steps import FORMS, KNOWN
from ..worlds.probes import close, equal, is_alone, probes, reference, same
from .questions.museum import PUBLISHED
from .verdict import Verdict


def whose(step):
    """What a right function agrees with: a framework's form, or the rule."""
    about = inspect.getdoc(step) or ""
    framework = KNOWN.get(step.__name__) is step and step.__module__.endswith("variants") and about.startswith("`")
    return about.partition(":")[0].rstrip(".") if framework else "the rule"


@functools.cache
def conventions(step):
    """{name: traces} of the frameworks' forms of a step, as far as they differ from the paper's."""
    name = step.__name__
    stem = name.removesuffix("_shifted")  # Nesterov's shifted form is what the frameworks have
    if KNOWN.get(name) is not step:
        return {}
    mine = [v for v in FORMS if v.startswith(stem + "_") or v == name + "w"]
    traces = {v: reference(KNOWN[v], step) for v in mine if v != name}
    return {v: t for v, t in traces.items() if not equal(step, t, reference(step), "x")}


def convention(case):
    """Whether it is a framework's form of the rule."""
    learner, step, forms = case.learner, case.learner.step, conventions(case.learner.step)
    variant = next((v for v, values in forms.items() if equal(step, case.yours, values, "x", learner.tolerance)), None)
    if variant:
        first = inspect.getdoc(KNOWN[variant]).partition("\n")[0]
        where, _, what = first.rstrip(".").partition(": ")
        message = f"Not wrong: correct for {where} ({what}). Here the paper's form is asked for."
        compare = "Compare with the formula of the chapter: where eps stands, where lr stands, what is corrected and when."
        hints = ("Your run is close to the paper's and equal to a framework's.", first, compare)
        return Verdict(False, message, convention=variant, score=0.9, hints=hints)


def published_as(step, yours):
    """The name under which the same mistake was published; None if it is not known to be."""
    runs = {name: reference(edited(step, bug.edit), step) for name, bug in PUBLISHED.items() if KNOWN.get(bug.step) is step}
    return next((name for name, bug in runs.items() if same(bug["x"][:, 0], yours["x"][:, 0]).all()), None)


@functools.cache
def beside(step):
    """([name of another step], what each does in its first steps), as far as they can be asked what the step is asked."""
    with Guard() as guard:
        runs = {name: _as_learner(other, step, guard) for name, other in KNOWN.items() if other is not step}
    runs = {name: run for name, run in runs.items() if run is not None and run.shape == reference(step)["x"][:3, 0].shape}
    return [*runs], np.stack([*runs.values()], axis=1) if runs else np.empty((3, 0, 1))


def _as_learner(other, step, guard):
    """What another step does in the first three steps, its arguments read as a learner's; None where it cannot be asked."""
    if not set(signature(other).inputs) <= {*signature(step).inputs, "t"} or is_alone(other) or is_alone(step):
        return None
    if takes_matrix(other) != takes_matrix(step):
        return None
    try:
        return Learner(other, step).way(probes(step)[0].until(3), guard=guard)
    except (Stumble, Exception):
        return None


def other_method(step, yours):
    """The name of another method that the function equals."""
    others, first = beside(step)
    near = close(first, yours["x"][:3, :1], 1e-7)
    for name in itertools.compress(others, near.all((0, *range(2, near.ndim)))):
        if equal(step, run(Learner(KNOWN[name], step)), yours, "x"):
            return name
    return None
