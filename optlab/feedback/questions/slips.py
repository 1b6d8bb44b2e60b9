"""Slips in the learned step. `lstm` returns two memories in one line, which reading cannot take apart: so each slip is run."""

from dataclasses import replace

import numpy as np

from ...steps.learned import learned, lstm, trained

SLIPS = {
    "u: h @ Wo is scaled, bo is not": "The scale multiplies one term of u only: a pair of parentheses is missing.",
    "u: bo is scaled, h @ Wo is not": "The scale multiplies one term of u only: a pair of parentheses is missing.",
    "u: no scale": "The scale is missing in u.",
    "u: no bias": "The bias bo is missing in u.",
    "u: h1": "u reads the output of layer 1. It must read that of layer 2.",
    "u: c2": "u reads the memory of layer 2. It must read its output.",
    "layer 2: c1": "Layer 2 reads the memory of layer 1. It must read its output.",
    "layer 2: old h1": "Layer 2 reads the h1 of the step before. It must read the new one.",
    "layer 2: a": "Layer 2 reads the gradient. It must read the output of layer 1.",
}


def _slipped(slip, x, g, h1=None, c1=None, h2=None, c2=None):
    """One step of the learned rule with this slip."""
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, len(w["Wo"])), x.dtype)
    a, old = g[..., None], h1
    h1, c1, _ = lstm(a, h1, c1, w["W1"], w["U1"], w["b1"])
    read = {"layer 2: c1": c1, "layer 2: old h1": old, "layer 2: a": np.repeat(a, h1.shape[-1], -1)}.get(slip, h1)
    h2, c2, _ = lstm(read, h2, c2, w["W2"], w["U2"], w["b2"])
    product, scale = {"u: h1": h1, "u: c2": c2}.get(slip, h2) @ w["Wo"], w["scale"]
    u = {
        "u: h @ Wo is scaled, bo is not": scale * product + w["bo"],
        "u: bo is scaled, h @ Wo is not": product + scale * w["bo"],
        "u: no scale": product + w["bo"],
        "u: no bias": scale * product,
    }.get(slip, scale * (product + w["bo"]))
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)


def _path(step):
    """x after each of four steps."""
    row, path = dict(x=np.zeros(2)), []
    for g in ((1.0, -2.0), (0.5, 0.0), (-3.0, 1.0), (0.0, 0.25)):
        row = step(row.pop("x"), np.array(g), **{name: row[name] for name in ("h1", "c1", "h2", "c2") if name in row})
        path.append(np.array(row["x"], float))
    return np.array(path)


def _sign(function):
    """(its name, what is said) of a sign that is wrong in u or in front of it, or None."""
    x, g = np.zeros(2), np.array([1.0, -2.0])
    row, step = function(x, g), learned(x, g)["u"]
    if np.allclose(row.get("u"), -step):
        return "sign of u", "The sign of u is wrong: it is the step itself, scale times (h2 @ Wo + bo), without a minus."
    if np.allclose(row["x"], -step):
        return "x - u for x + u", "The step u is added: x = x + u, without a minus. The network has learned the minus."
    return None


def named(function, verdict):
    """The verdict on a learner's `learned`, with the slip named where it is a usual one.

    >>> from ..checks import check
    >>> def forgets(x, g, h1=None, c1=None, h2=None, c2=None):
    ...     return _slipped("u: no bias", x, g, h1, c1, h2, c2)
    >>> named(forgets, check(forgets, "learned")).message
    'The bias bo is missing in u.'
    """
    try:
        theirs, sign = _path(function), _sign(function)
    except Exception:  # whatever it raises, the verdict has said it
        return verdict
    if sign:
        agree = tuple(name for name in verdict.agree if (name, sign[0]) != ("u", "sign of u"))
        return replace(verdict, ok=False, mistake=sign[0], message=sign[1], score=min(verdict.score, 0.75), agree=agree)
    if verdict:
        return verdict
    for slip, said in SLIPS.items():
        if np.allclose(theirs, _path(lambda *args, slip=slip, **state: _slipped(slip, *args, **state)), rtol=1e-6, atol=1e-9):
            return replace(verdict, message=said)
    return verdict
