"""What can be said of a wrong function that equals no known one: four things that every rule of the course does, and it does not.

A right step listens to each hyperparameter, treats each coordinate by itself, does not care where x stands, and mirrors its
run when the gradients are mirrored. Where a rule is an exception, the reference shows it, and nothing is said.
"""

import numpy as np

from .known import by_coordinate, random, steps
from .probes import probes, same, trace
from .stumble import Stumble


def trait(learner, name):
    """(name of the mistake, what it is about), or (None, "")."""
    if random(name):
        return None, ""
    try:
        first = probes()[0]
        if same(learner.run(first)["x"], learner.run(first._replace(g=2 * first.g + 1))["x"]).all():
            return None, ""  # it does not listen to the gradient either
        given = {role.name for role in learner.roles.values()} & set(first.hyper)
        deaf = [h for h in learner.sig.hyper if h in given and _deaf(learner, name, h)]
        if deaf:
            return "hyperparameter not used", f"Changing {' or '.join(deaf)} does not change your run."
        if by_coordinate(name) and _breaks(learner, name, _other_neighbour, lambda x: x[:, 1:]):
            return "coordinates mixed", ""
        if "g" in learner.sig.inputs and _breaks(learner, name, _elsewhere, lambda x: x - x[:1]):
            return "step depends on x", ""
        if _breaks(learner, name, _mirrored, lambda x: x, -1):
            return "one sign treated differently", ""
    except Stumble:
        pass
    return None, ""


def _deaf(learner, name, hyper):
    """Whether a hyperparameter changes the reference's run on some probe, and the learner's on none."""
    heard = False
    for probe in probes()[:4]:
        other = probe._replace(hyper={**probe.hyper, hyper: 0.9 * probe.hyper[hyper]})
        one, two = learner.run(probe)["x"], learner.run(other)["x"]
        if not np.isfinite(one).all() or not same(one, two, 1e-13).all():
            return False
        heard = heard or not same(trace(steps()[name], probe)["x"], trace(steps()[name], other)["x"], 1e-13).all()
    return heard


def _breaks(learner, name, change, view, sign=1):
    """Whether a change of the probe leaves the reference as it was, in this view, and the learner not."""
    probe, other = probes()[0], change(probes()[0])

    def kept(run):
        one, two = view(run(probe)), sign * view(run(other))
        return not np.isfinite(one).all() or bool(same(two, one, 1e-7).all())

    return kept(lambda p: trace(steps()[name], p)["x"]) and not kept(lambda p: learner.run(p)["x"])


def _other_neighbour(probe):
    """Another gradient in the first coordinate; the others must not notice."""
    g = np.array(probe.g)
    g[:, 0] = 2 - 3 * g[:, 0]
    return probe._replace(g=g)


def _elsewhere(probe):
    return probe._replace(x0=2 * probe.x0 + 3)


def _mirrored(probe):
    return probe._replace(g=-probe.g, x0=-probe.x0)
