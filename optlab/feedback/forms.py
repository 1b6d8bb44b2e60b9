"""The forms of a rule that take its path and count a quantity otherwise, as a learner may."""

import functools

import numpy as np

from ..run.signature import signature
from ..theory.counted import counted
from ..theory.edits import edited
from ..theory.lines import lines
from ..worlds.probes import equal, probes, reference, same, trace


def forms(step, yours):
    """Edits of the reference that take its path and count a quantity otherwise, as far as the learner has that quantity."""
    yield ""
    right = reference(step)
    for q, _ in lines(step):
        if q != "x" and q in yours and q in right and yours[q].shape == right[q].shape and not equal(step, yours, right, q):
            turned = np.nansum(np.sign(yours[q]) * np.sign(right[q])) < 0
            yield from (edit for factor, edit in counted(step, q) if (turned or "-" not in factor) and _same_path(step, edit))


@functools.cache
def _same_path(step, edit):
    try:
        twin, probe = edited(step, edit), probes(step)[0]
        return bool(same(trace(twin, probe, signature(step))["x"], trace(step, probe)["x"]).all())
    except Exception:
        return False
