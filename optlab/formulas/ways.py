"""The differences of two formulas, read in several ways: the shortest that is true of what was written is the one to tell."""

import ast
import collections
import functools
import re

from .algebra import expanded, in_numpy, size, spread
from .apart import LARGE, apart, moved, weight
from .lines import mapped, names, said


def ways(right, mine, written, hyper):
    """([(kind, right piece, wrong piece)], whether the pieces stand so in the line) in several ways, the shortest first: one
    small piece, a piece in another place, two, multiplied out; "shared" is a piece that is right in another term.

    written: the formula `mine` as it stands in the function. hyper: the names of the hyperparameters.
    """
    yield _parting(right, mine, written, 1), True
    yield _parting(mapped(right, spread), mapped(mine, spread), written, 1), False
    yield [("moved", piece, None) for piece in [moved(right, mine)] if _short(piece)], True
    yield _parting(right, mine, written, 2), True
    yield [("moved", piece, None) for piece in [moved(right, mine, times=True)] if _short(piece)], True
    for whole in (tuple(hyper), ()):  # with 1 - beta as one weight, and without
        long = expanded(mine, whole)
        found = _parting(expanded(right, whole), long, written, 2)
        one, two = pieces(written), pieces(long)
        found = [("shared", r, w) if kind == "piece" and two[said(w)] > one[said(w)] else (kind, r, w) for kind, r, w in found]
        yield (found if len(found) < 2 or {kind for kind, *_ in found} == {"sign"} else ()), False


@functools.lru_cache(maxsize=1024)
def pieces(formula):
    """How often each piece stands in a formula, as it is said."""
    return collections.Counter(said(n) for n in ast.walk(formula) if isinstance(n, ast.expr))


def elsewhere(part, right, written):
    """What is missing, or one too many, once all is multiplied out, as what it is in the lines as they are: in another place."""
    kind, r, w = part
    both = [pieces(formula)[said(r or w)] for formula in (right, written)]
    return ("moved", r or w, None) if None in (r, w) and kind != "moved" and both[0] == both[1] > 0 else part


def _short(piece):
    return piece is not None and not isinstance(piece, ast.Constant) and size(piece) < LARGE


def _parting(right, mine, written, most):
    """The differences, of so many at most, if what is missing or too many is, and stands in what is written; else none."""
    found = [_as_written(part, said(written)) for part in apart(right, mine)]
    count = [pieces(right), pieces(mine)]
    single = [(said(w or r), *(count if w else count[::-1])) for _, r, w in found if None in (r, w)]
    if any(0 < less[p] >= more[p] for p, less, more in single):
        return ()
    there = re.findall(r"[\w.]+", f"{said(written)} {said(in_numpy(written))}")
    for w in (w for _, r, w in found if w and not (r and isinstance(w, ast.Constant))):
        if not {*re.findall(r"[\w.]+", said(w))} <= {*there} or (size(w) > 1 and not names(w)):  # 0 / 4 for a 0
            return ()
    if not 0 < len(found) <= most or most == 1 and weight(found) >= LARGE:
        return ()
    return found


def _as_written(part, written):
    """A divisor 2 as the factor 0.5, where that is what stands there."""
    match part:
        case "extra divisor", None, ast.Constant(value) if f"{value}" not in written and f"{1 / value:g}" in written:
            return "extra factor", None, ast.Constant(1 / value)
    return part
