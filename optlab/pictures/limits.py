"""Limits of axes: rounded, so that they rarely move. The same as in js/limits.js."""

import numpy as np


def rounded(value):
    """The next value upwards of a short ladder times a power of ten.

    >>> rounded(0.93), rounded(3.1)
    (1.0, 4.0)
    """
    if not 0 < value < 1e300:
        return 1.0 if value <= 0 else value
    power = 10.0 ** np.floor(np.log10(value * 1.05))
    return float(next(step * power for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12) if step * power >= value * 1.05))


def extent(curves):
    """The lowest and the highest finite number of some arrays; (inf, -inf) if there is none."""
    finite = [v[np.isfinite(v)] for v in (np.asarray(values, float).ravel() for values in curves)]
    finite = [v for v in finite if v.size]
    return (min(v.min() for v in finite), max(v.max() for v in finite)) if finite else (np.inf, -np.inf)


def linear(curves):
    """Limits that hold 0 and all curves."""
    low, high = extent(curves)
    if low > high:
        return 0.0, 1.0
    return (-rounded(-low) if low < 0 else 0.0, rounded(high) if high > 0 else (0.0 if low < 0 else 1.0))


def tight(low, high):
    """A hundredth of margin: what happens at the first step must not hide behind the axis."""
    margin = 0.01 * (high - low) or 0.5
    return low - margin, high + margin


def logarithmic(curves, start=None):
    """Whole powers of ten around all positive numbers. A run that explodes or dies must not squeeze the others."""
    low, high = extent([v[v > 0] for v in (np.asarray(values, float).ravel() for values in curves)])
    if low > high:
        return 1e-3, 1.0
    low, high = np.floor(np.log10(low)), np.ceil(np.log10(high))
    if start is not None and start > 0:
        first = np.ceil(np.log10(start))
        low, high = max(low, first - 16), min(high, first + 8)
    return float(10.0**low), float(10.0 ** max(high, low + 1))


def losses(values, log):
    """Limits for the losses of all runs. A run that diverges does not squeeze the others: the top stays below 10⁴ (log) or
    3 times (linear) the first gaps.
    """
    values = [v[np.isfinite(v)] for v in (np.asarray(v, float) for v in values)]
    values = [v for v in values if len(v)] or [np.array([1.0])]
    bottom, top = extent(values)
    first = max(v[0] for v in values)
    if log:
        positive = [p.min() for v in values if len(p := v[v > 1e-16])]
        low = 2 * np.floor((np.log10(min(positive, default=1e-3)) / 2) + 1e-9)
        high = np.ceil(np.log10(max(min(top, first * 1e4), 10.0 ** (low + 1))) - 1e-9)
        return float(10.0**low), float(10.0**high)
    bottom = max(bottom, first - 20 * max(abs(first), 1.0))  # a loss without a minimum falls for ever
    top = min(top, first + 2 * (first - bottom)) if first > bottom else min(top, first + 3 * abs(first) + 1)
    step = rounded(top - bottom or 1.0) / 20
    return float(np.floor(bottom / step - 0.5) * step), float(np.ceil(top / step + 0.5) * step)


def grown(side, values):
    """A side of a box that shows whole paths: it grows in thirds, by its own length at most.

    >>> grown((-3, 3), [[-3.2, 0.0]])
    (-5.0, 3.0)
    """
    low, high = map(float, side)
    least, most = extent(values)
    width = high - low

    def by(beyond):
        return min(3, np.ceil(3 * beyond / width - 1e-9)) * width / 3 if beyond > 1e-9 * width else 0.0

    return float(low - by(low - least)), float(high + by(most - high))
