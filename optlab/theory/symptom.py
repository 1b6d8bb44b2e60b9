"""What is seen of a wrong run: how it parts from the rule's, in a sentence."""

import re

import numpy as np

from ..worlds.probes import STEPS, equal, reference, same
from ..worlds.probes import moved as way
from . import source
from .algebra import functions, letters
from .fused import in_full
from .lines import lines, names, shown


def seen(step, q, yours):
    """The symptom, measured: how the learner's quantity parts from the reference's; where it is not returned, the next one that
    is made of it."""
    right, table, made, shows = reference(step), dict(lines(step)), {q}, ""
    for n in table if q in table else ():
        made |= {n} if names(table[n]) & made else set()
        if n in made and n in yours and n in right and not equal(step, yours, right, n):
            q, shows = n, "" if n in ("x", q) else f"It shows in {n} first. "
            break
    else:
        q = q if q in yours and q in right and not equal(step, yours, right, q) else "x"
    return shows + _parted(q, way(step, yours, q), way(step, right, q))


def _parted(q, mine, theirs):
    """How an array (steps, …) parts from another one, in a sentence."""
    part, mine, theirs = ~same(mine, theirs), mine.reshape(STEPS, -1), theirs.reshape(STEPS, -1)
    first, lost = int(np.argmax(part)) + 1, ~np.isfinite(mine).all(1) & np.isfinite(theirs).all(1)
    called = "way from the start" if q == "x" else q
    if np.array_equal(mine, np.broadcast_to(mine[:1], mine.shape), equal_nan=True) and (q != "x" or not mine.any()):
        return f"Your {q} never changes."
    if lost.any():
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
    called, used = shown(q), letters(right) | {name for name in functions(right) if "." not in name}
    made = f"{called} is made of {', '.join(sorted(used))} and of nothing else."
    made = made if used - {called} else f"Look at what {called} is made of."
    if mine is None:
        return made
    full = (in_full(f, "", table) for f in (table.get(q, right), mine))
    one, two, ours, theirs = (letters(f) | functions(f) for f in (right, mine, *full))
    by_hand = {"np.linalg.norm", "np.sqrt", "np.sum"} if "np.linalg.norm" in one - two else set()  # a length in another way
    lost, more = sorted(one - two - theirs - by_hand), sorted(two - one - ours - by_hand)
    lost = [n for n in lost if not re.search(rf"\b{re.escape(n)}\b", line) and not source.holds(function, n, otherwise=True)]
    more = [n for n in more if "." not in n or source.holds(function, n)]
    if lost or more:
        lacks, has = f" Yours has no {' and no '.join(lost)}.", f" Yours has {' and '.join(more)} as well."
        return made + lacks * bool(lost) + has * bool(more)
    alike = not name and names(right) == names(mine)
    return made + " The letters are right: look at their places, at how often they stand, at what is between them." * alike
