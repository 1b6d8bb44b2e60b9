"""What is seen of a wrong run: how it parts from the rule's, in a sentence."""

import contextlib
import functools
import re

import numpy as np

from ..formulas.algebra import functions, letters
from ..formulas.fused import in_full
from ..formulas.lines import lines, names, shown
from ..run.signature import signature
from ..worlds.probes import STEPS, equal, probes, reference, same, trace
from ..worlds.probes import moved as way
from . import source
from .stumble import Stumble

USUAL = 4, 5  # probes with gradients of usual size, besides the first


def seen(step, q, yours, run):
    """The symptom, measured: how the learner's quantity parts from the reference's; where it is not returned, the first one that
    is made of it and parts. run : a function, {quantity: values} of the learner on a probe."""
    right, table, made = reference(step), dict(lines(step)), {q}
    for n in table if q in table else ():
        made |= {n} if names(table[n]) & made else set()
    parted = {n: _first(way(step, yours, n), way(step, right, n)) for n in [n for n in table if n in made] + ["x"]
              if n in yours and n in right and not equal(step, yours, right, n)}  # fmt: skip
    shows = q if q in parted else min(parted, key=parted.get, default="x")
    first = f"It shows in {shows} first. " * (shows not in ("x", q))
    usually = _usually(step, shows, run, parted.get(shows, 1))
    return first + (usually or _parted(shows, way(step, yours, shows), way(step, right, shows)))


def _usually(step, q, run, first):
    """From which step on it shows with the values of the signature, in a sentence; "" where that is the `first` step of all."""
    with contextlib.suppress(Stumble, KeyError):
        since = _parts(q, run, *_usual(step))
        if since and since > 1:  # it may hang on the gradients
            others = (_parts(q, run, *_usual(step, i)) for i in USUAL)
            since = min(filter(None, (since, *others)))
        if since and since != first:
            steps = "right in the first step" if since == 2 else f"right in the first steps, up to {since - 1}"
            steps = f"{steps}; from step {since} on it is not" if since > 1 else "off from the first step on"
            return f"Here, with the values of the signature, your {q} is {steps}."
    return ""


def _parts(q, run, probe, right):
    """The first step in which the learner's quantity is another on a probe; None where it never is."""
    start = probe.x0 if q == "x" else 0.0
    parts = ~same(run(probe)[q] - start, right[q] - start)
    return int(np.argmax(parts)) + 1 if parts.any() else None


@functools.cache
def _usual(step, i=0):
    """(a probe with the values of the signature, what the step does there)."""
    probe = probes(step)[i]
    probe = probe._replace(hyper=probe.hyper | signature(step).hyper)
    return probe, trace(step, probe, signature(step))


def where_right(step, run, q):
    """In a sentence, at which value of the signature the learner's quantity is right; "" where it is right at none, or at all.

    run : a function, {quantity: values} of the learner on a probe.
    """
    (usual, rule), shows = _usual(step), []  # what was compared

    def fits(probe):
        mine, right = run(probe), rule if probe is usual else trace(step, probe, signature(step))
        n, start = (q, 0.0) if q in mine and q in right else ("x", probe.x0)
        shows.append(n)
        return bool(same(mine[n] - start, right[n] - start).all())

    defaults = signature(step).hyper
    others = {h: usual._replace(hyper=usual.hyper | {h: probes(step)[1].hyper[h]}) for h in defaults}
    sizes = (usual._replace(g=usual.g * size) if size else usual for size in (None, 1e3, 1e-3))
    needed = [f"{h} = {defaults[h]}" for h, probe in others.items() if not fits(probe)] if all(map(fits, sizes)) else []
    return f"Your {shows[0]} is right with {' and '.join(needed)}, as in the signature." if needed else ""


def _first(mine, theirs):
    """The first step in which two arrays (steps, …) part."""
    return int(np.argmin(same(mine, theirs).reshape(STEPS, -1).all(1))) + 1


def _parted(q, mine, theirs):
    """How an array (steps, …) parts from another one, in a sentence."""
    first, mine, theirs = _first(mine, theirs), mine.reshape(STEPS, -1), theirs.reshape(STEPS, -1)
    lost = ~np.isfinite(mine).all(1) & np.isfinite(theirs).all(1)
    called = "way from the start" if q == "x" else q
    if np.array_equal(mine, np.broadcast_to(mine[:1], mine.shape), equal_nan=True) and (q != "x" or not mine.any()):
        return f"Your {q} never changes."
    if lost.any() and int(np.argmax(lost)) + 1 == first:
        return f"On some inputs your {q} becomes nan or infinite in step {int(np.argmax(lost)) + 1}."
    if first > 1:
        return f"Here your {q} is right in the first step{f's, up to {first - 1}' * (first > 2)}; from step {first} on it is not."
    ratio = np.where(np.abs(theirs) > 1e-9 * np.abs(theirs).max(0), mine / theirs, np.nan)
    ratio = ratio[:, np.isfinite(ratio).any(0)]
    if not ratio.size:
        return f"Your {q} moves; the right one does not."
    low, high, steady = np.nanmin(ratio), np.nanmax(ratio), np.allclose(np.nanmin(ratio, 0), np.nanmax(ratio, 0))
    if np.isclose(low, -1) and np.isclose(high, -1):
        return f"Your {called} has the right size and the wrong sign."
    if low > 1 or 0 < low <= high < 1:
        since = "in every step by one and the same factor" if steady else "from the first step on"
        return f"Your {called} is {'too large' if low > 1 else 'too small'}, {since}."
    return f"Your {q} is off from the first step on."


def made_of(q, right, mine, table, name, function, line):
    """What a line is made of, and what the learner's lacks or has beside that, by whatever name. name: of the difference."""
    if q == "loop":
        return "How often a loop runs is a part of the rule."
    called, used = shown(q), letters(right) | {name for name in functions(right) if "." not in name}
    made = f"{called} {'are' if ' and ' in called else 'is'} made of {', '.join(sorted(used))} and of nothing else."
    made = made if used - {called} else f"Look at what {called} is made of."
    if mine is None:
        return made
    full = (in_full(f, "", table) for f in (table.get(q, right), mine))
    one, two, ours, theirs = (letters(f) | functions(f) for f in (right, mine, *full))
    by_hand = {"np.linalg.norm", "np.sqrt", "np.sum"} if "np.linalg.norm" in one - two else set()  # a length in another way
    lost, more = sorted(one - two - theirs - by_hand), sorted(two - one - ours - by_hand)
    told = [n for n in lost if not re.search(rf"\b{re.escape(n)}\b", line) and not source.holds(function, n, otherwise=True)]
    unsaid = any("." in n for n in {*lost} - {*told})  # a maximum for a minimum that stands elsewhere is no more than there
    there = [n for n in more if not line or re.search(rf"\b{n.rpartition('.')[2].removesuffix('imum')}", line)]
    lost, more = told, [n for n in there if "." not in n or (source.holds(function, n) and not unsaid)]
    lost = lost * (not {*more} & source.own_names(function) - table.keys())  # else it may be in what that name holds
    if lost or more:
        lacks, has = f" Yours has no {' and no '.join(lost)}.", f" Yours has {' and '.join(more)} as well."
        return made + lacks * bool(lost) + has * bool(more)
    alike = not name and names(right) == names(mine)
    return made + " The letters are right: look at their places, at how often they stand, at what is between them." * alike
