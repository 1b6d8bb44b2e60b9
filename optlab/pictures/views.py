"""Runs as scenes: traces on a landscape of two coordinates, or of one (the race), as panels, curves, marks and words."""

import numpy as np

from ..theory import rates
from . import words
from .runs import distance, floor
from .scene import Curve, Mark, Panel, Scene


def ground(landscape, points=121):
    """The loss over the box, for contours: (x, y, z, levels).

    Levels are the landscape's own; else even, closer around a minimum (on a quadratic the lines are then evenly apart), or
    logarithmic where the highest loss is more than 300 times the median.
    """
    x, y = (np.linspace(low, high, points) for low, high in landscape.box)
    z = landscape.f(np.stack(np.meshgrid(x, y), axis=-1))
    low, high = float(z.min()), float(z.max())
    levels = landscape.levels
    if levels is None:
        steep = high - low > 300 * (np.median(z) - low)
        even = np.linspace(0, 1, 24)[1:-1] ** (2 if len(landscape.minima) else 1)
        levels = low + (high - low) * (np.geomspace(1e-4, 1, 20) if steep else even)
    return x, y, z, tuple(levels)


def profile(landscape, points=401):
    """f over the box of a landscape of one coordinate: (x, f)."""
    x = np.linspace(*landscape.box[0], points)
    return x, landscape.f(x[:, None])


def errors(landscape, trace, log):
    """What the right panel shows of a run, (steps + 1,), and what it is called.

    In one coordinate half the squared distance to the best minimum; in two the loss, above the best minimum if log.
    """
    if not len(landscape.minima):
        return trace.loss, "loss"
    if len(landscape.start) == 1:
        with np.errstate(over="ignore"):
            return ((trace.path[:, 0] - landscape.minima[0][0]) ** 2) / 2, f"error ½(x − {words.number(landscape.minima[0][0])})²"
    return (trace.loss - floor(landscape), "loss − lowest known loss") if log else (trace.loss, "loss")


def limits(values, log, last=None):
    """Limits for the curves of all runs: the last ones as long as these fit, so that axes rarely move.

    A run that diverges does not squeeze the others: the top stays below 10⁴ (log) or 3 times (linear) the first gaps.
    """
    values = [v[np.isfinite(v)] for v in values]
    values = [v for v in values if len(v)] or [np.array([1.0])]
    bottom, top = min(v.min() for v in values), max(v.max() for v in values)
    first = max(v[0] for v in values)
    if log:
        positive = [p.min() for v in values if len(p := v[v > 1e-16])]
        low = 2 * np.floor(np.log10(min(positive, default=1e-3)) / 2)
        high = np.ceil(np.log10(max(min(top, first * 1e4), 10.0 ** (low + 1))) + 1e-9)
        if (
            last
            and low >= np.log10(last[0]) - 1e-9
            and high <= np.log10(last[1]) + 1e-9
            and high - low > 0.6 * np.log10(last[1] / last[0])
        ):
            return last
        return 10.0**low, 10.0**high
    bottom = max(bottom, first - 20 * max(abs(first), 1.0))  # a loss without a minimum falls for ever
    top = min(top, first + 2 * (first - bottom)) if first > bottom else min(top, first + 3 * abs(first) + 1)
    margin = 0.06 * (top - bottom) or 0.5
    if last and last[0] <= bottom and top <= last[1] and top - bottom > 0.6 * (last[1] - last[0]):
        return last
    return float(bottom - margin), float(top + 2 * margin)


def theory(run, landscape, trace, curvature):
    """The predicted decay of the loss above the minimum, (steps + 1,), and the rate; None where theory has no word."""
    if curvature is None or landscape.noise or not rates.has_rate(run.step) or any(callable(v) for v in run.hyper.values()):
        return None
    rate = float(rates.spectral_radius(run.step, curvature, **run.hyper))
    with np.errstate(all="ignore"):
        return (trace.loss[0] - floor(landscape)) * rate ** (2.0 * np.arange(len(trace) + 1)), rate


def terrain(runs, traces, landscape, over, *, shown, steps, log=True, curvature=None, ylim=None):
    """Paths of runs over contours, and their losses beside it.

    traces : one for each run, None where it is hidden. over : the `ground`. shown : how many steps of each run are drawn.
    curvature : eigenvalues for the theory's curves, or None.
    """
    x, y = landscape.box
    log = log and len(landscape.minima) > 0
    title = f"{landscape.name}, gradient noise {words.number(landscape.noise)}" if landscape.noise else landscape.name
    left = Panel(title, "a", "b", xlim=x, ylim=y, contours=over, square=(y[1] - y[0]) == (x[1] - x[0]), width=0.8)
    right = Panel("", "step t", "", xlim=(0, steps), ylim=ylim, yscale="log" if log else "linear")
    left.marks += [Mark(a, b, "minimum" if k == 0 else "", "minimum") for k, (a, b) in enumerate(landscape.minima)]
    start = next((t.path[0] for t in traces if t), (np.nan, np.nan))
    left.marks.append(Mark(start[0], start[1], "start", "start"))
    said, predictions = [], []
    for k, (run, trace) in enumerate(zip(runs, traces, strict=True)):
        path = trace.path[: shown + 1] if trace else np.full((1, 2), np.nan)
        left.curves.append(Curve(path[:, 0], path[:, 1], run.label, "path", k, show=trace is not None))
        left.marks.append(Mark(path[-1, 0], path[-1, 1], "", "now", k))
        if trace is None:
            right.curves.append(Curve([], [], "", "run", k, show=False))
            continue
        error, right.ylabel = errors(landscape, trace, log)
        right.curves.append(Curve(np.arange(len(path)), error[: shown + 1], "", "run", k))
        text = words.run(run.label, _with_its_end(trace, shown), _last(distance(landscape, path)))
        predicted = theory(run, landscape, trace, curvature)
        if predicted:
            decay, rate = predicted
            decay = decay if log else decay + floor(landscape)
            label = f"theory for {run.label}: {words.number(rate)} a step"
            predictions.append(Curve(np.arange(len(decay)), decay, label, "theory", k))
            verb = "shrinks" if rate < 1 else "grows"
            text += f"; theory: in the long run its distance {verb} by a factor {words.number(rate)} a step"
        said.append(text)
    right.curves += predictions
    return Scene([left, right], words.sentence(said))


def race(runs, traces, landscape, over, *, shown, steps, log=True, curvature=None, ylim=None):
    """Runs on a landscape of one coordinate: markers on f(x), and their errors beside it. Arguments as for `terrain`."""
    x, f = over
    left = Panel(landscape.name, "x", "f(x)", [Curve(x, f, "f(x)", "ground")], xlim=landscape.box[0], ylim=limits([f], False))
    right = Panel("", "step t", "", xlim=(0, steps), ylim=ylim, yscale="log" if log else "linear")
    for k, (a,) in enumerate(landscape.minima):
        left.marks.append(Mark(a, float(landscape.f(np.array([a]))), "minimum" if k == 0 else "", "minimum"))
    ends = []
    for k, (run, trace) in enumerate(zip(runs, traces, strict=True)):
        right.curves.append(Curve([], [], run.label, "path", k, show=trace is not None))
        left.marks.append(Mark(np.nan, np.nan, "", "now", k))
        if trace is None:
            continue
        now = min(shown, len(trace))
        error, right.ylabel = errors(landscape, trace, log)
        right.curves[-1].x, right.curves[-1].y = np.arange(now + 1), error[: now + 1]
        at = float(trace.path[now, 0])
        crowd = sum(mark.kind == "now" and abs(mark.x - at) < 0.02 * np.ptp(landscape.box[0]) for mark in left.marks)
        left.marks[-1].x, left.marks[-1].y = at, float(trace.loss[now]) + 0.025 * crowd * np.ptp(left.ylim)  # stacked, to be seen
        gone = trace.diverged and shown > len(trace)
        ends.append((np.inf if gone else float(error[now]), f"{run.label} {'diverges' if gone else words.number(error[now])}"))
    ends.sort(key=lambda end: end[0])
    said = [f"after {shown} of {steps} steps, {right.ylabel}, best first: " + ", ".join(text for _, text in ends)] if ends else []
    if ends and len(landscape.minima) > 1:
        at = [
            int(np.argmin(abs(np.ravel(landscape.minima) - mark.x)))
            for mark in left.marks
            if mark.kind == "now" and mark.x == mark.x
        ]
        said.append(f"{at.count(0)} of {len(at)} are nearest to the best minimum at x = {words.number(landscape.minima[0][0])}")
    return Scene([left, right], words.sentence(said))


def _with_its_end(trace, shown):
    """The losses up to a step; a run that has left the floats by then ends in nan, which says so."""
    loss = trace.loss[: shown + 1]
    return np.append(loss, np.nan) if trace.diverged and shown > len(trace) else loss


def _last(values):
    return None if values is None else float(values[-1])
