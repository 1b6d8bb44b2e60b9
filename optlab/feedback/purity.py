"""What a run alone does not show: hidden memory, changed inputs, an own clock, other shapes, the function's own defaults."""

import numpy as np

from .guard import fresh
from .known import steps
from .probes import WIDTH, probes, same, trace
from .stumble import Stumble


def programming(learner, name):
    """The name of a mistake of programming in a function whose numbers are right, or None."""
    if learner.drawn:
        return "global random numbers"
    trouble = not_repeatable(learner, name)
    if trouble:
        return trouble
    if learner.in_place:
        shared = [p for p in learner.in_place if isinstance(learner.roles[p].default, list | dict | np.ndarray)]
        return "mutable default" if shared else "input changed in place"
    clock = next((role for role in learner.roles.values() if role.name == "t"), None)
    if "t" in learner.sig.inputs and clock is not None and clock.kind == "state":
        return "t counted inside"
    return None


def not_repeatable(learner, name):
    """Run twice on one copy: a pure function gives the same again."""
    again = fresh(learner.function)
    before = repr((getattr(again, "__defaults__", None), getattr(again, "__kwdefaults__", None)))
    try:
        one, two = learner.run(probes()[0], again), learner.run(probes()[0], again)
    except Stumble:
        return None
    if same(two["x"], one["x"]).all():
        return None
    if repr((getattr(again, "__defaults__", None), getattr(again, "__kwdefaults__", None))) != before:
        return "mutable default"
    return "t counted inside" if "t" in learner.sig.inputs and _deaf_to_t(learner) else "state shared between parameters or runs"


def _deaf_to_t(learner):
    """Whether the function gives the same whatever t it is given: then it counts by itself."""
    now = learner.run(probes()[0])
    learner.late = 7
    later = learner.run(probes()[0])
    learner.late = 0
    return bool(same(later["x"], now["x"]).all())


def shapes(learner, name):
    """Other shapes and the learner's own defaults. Wrong numbers raise a Stumble; what only cannot run becomes a remark."""
    step, remarks = steps()[name], []
    for shape, called in (((WIDTH, 1), "a column"), ((2, 2), "a matrix")):
        probe = probes()[0].shaped(shape)
        try:
            yours = learner.run(probe)
        except Stumble as stumble:
            if stumble.kind == "(d,1)+(d,) broadcast":
                raise
            remarks.append(f"For x in the form of {called} your function does not run: {stumble.sentence}")
            continue
        right = trace(step, probe)
        if not same(yours["x"] - probe.x0, right["x"] - probe.x0).all():
            raise Stumble("wrong shape", f"Your function is right for a list of numbers, but not for x in the form of {called}.")
    given = {role.name: role.default for role in learner.roles.values() if role.kind == "hyper"}
    own = {h: v for h, v in given.items() if isinstance(v, int | float)}
    whole = {**learner.sig.hyper, **own}
    yours = learner.run(probes()[0]._replace(hyper={h: v for h, v in whole.items() if h not in own}))
    right = trace(step, probes()[0]._replace(hyper=whole))
    if "betas" not in given and not same(yours["x"] - probes()[0].x0, right["x"] - probes()[0].x0, 1e-6).all():
        raise Stumble(
            "not with its defaults", "Your function is right for the values that it is given, but not for its own defaults."
        )
    return remarks
