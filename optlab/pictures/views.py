"""Runs as scenes: traces on a landscape of two coordinates, or of one (the race), as panels, curves, marks and words."""

import functools

import numpy as np

from ..theory import rates
from . import limits, words
from .runs import distance, floor
from .scene import Curve, Mark, Panel, Scene


def levels(landscape, points=101):
    """Contour levels: the landscape's own; else even, closer around a minimum (on a quadratic the lines are then evenly apart),
    or logarithmic where the highest loss is more than 300 times the median.
    """
    if landscape.levels is not None:
        return tuple(map(float, landscape.levels))
    z = ground(landscape, landscape.box, points)[2]
    low, high = float(z.min()), float(z.max())
    steep = high - low > 300 * (np.median(z) - low)
    even = np.linspace(0, 1, 24)[1:-1] ** (2 if len(landscape.minima) else 1)
    return tuple((low + (high - low) * (np.geomspace(1e-4, 1, 20) if steep else even)).tolist())


def ground(landscape, box, points=101):
    """The loss over a box of two coordinates, for contours: (x, y, z)."""
    x, y = (np.linspace(low, high, points) for low, high in box)
    with np.errstate(all="ignore"):
        return x, y, landscape.f(np.stack(np.meshgrid(x, y), axis=-1))


def profile(landscape, points=401):
    """f over the box of a landscape of one coordinate: (x, f)."""
    x = np.linspace(*landscape.box[0], points)
    return x, landscape.f(x[:, None])


def grounds(landscape):
    """The function `over` that `terrain` and `race` take: what lies under the runs, for any box."""
    if len(landscape.box) == 1:
        known = profile(landscape)
        return lambda box: known
    lines = levels(landscape)

    @functools.lru_cache(8)
    def over(box):
        x, y, z = ground(landscape, box)
        return x, y, z, _up_to(lines, z.max())

    return over


def _up_to(lines, most):
    """More levels, further and further apart, up to the highest loss of a box."""
    lines = list(lines)
    while 2 < len(lines) < 200 and lines[-1] < most:
        last, before = lines[-1] - lines[-2], lines[-2] - lines[-3]
        lines.append(lines[-1] + max(1.1 * last, 2 * last - before))
    return tuple(lines)


def best(landscape):
    """Where the best known minimum of one coordinate is: all runs are measured from it, in whichever basin they end."""
    return landscape.minima[int(np.argmin(landscape.f(np.asarray(landscape.minima))))][0]


def errors(landscape, trace, log):
    """What the right panel shows of a run, (steps + 1,), and what it is called.

    In one coordinate half the squared distance to the best minimum; in two the loss, above the best minimum if log.
    """
    if not len(landscape.minima):
        return trace.loss, "loss"
    if len(landscape.start) == 1:
        low = best(landscape)
        with np.errstate(over="ignore"):
            return ((trace.path[:, 0] - low) ** 2) / 2, f"error ½(x − {words.number(low)})²"
    return (trace.loss - floor(landscape), "loss − lowest known loss") if log else (trace.loss, "loss")


def theory(run, landscape, trace, curvature):
    """The predicted decay of the loss above the minimum, (steps + 1,), and the rate; None where theory has no word."""
    if curvature is None or landscape.noise or not rates.has_rate(run.step) or any(callable(v) for v in run.hyper.values()):
        return None
    rate = float(rates.spectral_radius(run.step, curvature, **run.hyper))
    with np.errstate(all="ignore"):
        return (trace.loss[0] - floor(landscape)) * rate ** (2.0 * np.arange(len(trace) + 1)), rate


def terrain(runs, traces, landscape, over, *, start, shown, steps, log=True, curvature=None, top=None):
    """Paths of runs over contours, and their losses beside it: a scene.

    traces : one for each run, None where it is hidden. over : a function that gives the `ground` of a box. shown : how many
    steps of each run are drawn. curvature : eigenvalues for the theory's curves, or None. top : the number of the run that
    stands out among the others, or None.
    """
    log = log and len(landscape.minima) > 0
    box = tuple(limits.grown(side, [[start[k]], *(t.path[:, k] for t in traces if t)]) for k, side in enumerate(landscape.box))
    wide = [high - low for low, high in box]
    title = f"{landscape.name}, gradient noise {words.number(landscape.noise)}" if landscape.noise else landscape.name
    left = Panel(
        title, "a", "b", xlim=box[0], ylim=box[1], contours=over(box), square=abs(wide[0] - wide[1]) < 1e-9 * wide[0], width=0.8
    )
    left.marks += [Mark(a, b, "", "minimum", note="" if k else "minimum") for k, (a, b) in enumerate(landscape.minima)]
    left.marks.append(Mark(*start, "", "start", note="start"))
    right, ends, said = _losses(runs, traces, landscape, shown, steps, log, top)
    predictions = []
    for k, (run, trace) in enumerate(zip(runs, traces, strict=True)):
        if trace is None:
            left.curves.append(Curve([], [], "", "path", k, show=False))
            left.marks.append(Mark(np.nan, np.nan, "", "now", k, run=run.label))
            continue
        path = trace.path[: shown + 1]
        left.curves.append(Curve(path[:, 0], path[:, 1], run.label, "path", k, top=k == top))
        left.marks.append(Mark(*path[-1], "", "now", k, run=run.label))
        predicted = theory(run, landscape, trace, curvature)
        text = said[k]
        if predicted:
            decay, rate = predicted
            decay = decay if log else decay + floor(landscape)
            predictions.append(Curve(np.arange(len(decay)), decay, f"theory for {run.label}", "theory", run=run.label))
            verb = "shrinks" if rate < 1 else "grows"
            text += f"; theory: in the long run its distance {verb} by a factor {words.number(rate)} a step"
        said[k] = text
    right.curves += predictions
    return Scene([left, right], words.sentence(said), words.sentence([_lowest(ends, shown, right.ylabel)]))


def race(runs, traces, landscape, over, *, start, shown, steps, log=True, curvature=None, top=None):
    """Runs on a landscape of one coordinate: markers on f(x), and their errors beside it. Arguments as for `terrain`."""
    x, f = over(landscape.box)
    left = Panel(
        landscape.name, "x", "f(x)", [Curve(x, f, "f(x)", "ground")], xlim=landscape.box[0], ylim=limits.losses([f], False)
    )
    for k, (a,) in enumerate(landscape.minima):
        left.marks.append(Mark(a, float(landscape.f(np.array([a]))), "", "minimum", note="" if k else "minimum"))
    left.marks.append(Mark(*start, float(landscape.f(np.array(start))), "", "start", note="start"))
    right, ends, _ = _losses(runs, traces, landscape, shown, steps, log and len(landscape.minima) > 0, top)
    for k, (run, trace) in enumerate(zip(runs, traces, strict=True)):
        left.marks.append(Mark(np.nan, np.nan, "", "now", k, run=run.label))
        if trace is None:
            continue
        now = min(shown, len(trace))
        at = float(trace.path[now, 0])
        crowd = sum(mark.kind == "now" and abs(mark.x - at) < 0.02 * np.ptp(landscape.box[0]) for mark in left.marks)
        left.marks[-1].x, left.marks[-1].y = at, float(trace.loss[now]) + 0.025 * crowd * np.ptp(left.ylim)  # stacked, to be seen
    order = sorted(ends, key=lambda end: np.inf if end[2] else end[1])
    told = ", ".join(f"{label} {'diverges' if gone else words.number(by)}" for label, by, gone in order)
    said = [f"after {shown} of {steps} steps, {right.ylabel}, best first: {told}"] if ends else []
    if ends and len(landscape.minima) > 1:
        minima, low = np.ravel(landscape.minima), best(landscape)
        at = [minima[np.argmin(abs(minima - m.x))] for m in left.marks if m.kind == "now" and m.x == m.x]
        said.append(f"{at.count(low)} of {len(at)} are nearest to the best minimum at x = {words.number(low)}")
    caption = _lowest(ends, shown, right.ylabel)
    if len(landscape.minima) > 1:
        right.ylabel += ", from the best minimum"
    return Scene([left, right], words.sentence(said), words.sentence([caption]))


def _losses(runs, traces, landscape, shown, steps, log, top):
    """The panel of the errors; for each shown run (label, its error, whether it has left the floats); and in words."""
    right = Panel("", "step t", "loss − lowest known loss" if log else "loss", xlim=(0, steps), yscale="log" if log else "linear")
    ends, said = [], []
    for k, (run, trace) in enumerate(zip(runs, traces, strict=True)):
        if trace is None:
            right.curves.append(Curve([], [], "", "run", k, show=False))
            said.append("")
            continue
        error, right.ylabel = errors(landscape, trace, log)
        now = min(shown, len(trace))
        right.curves.append(Curve(np.arange(now + 1), error[: now + 1], run.label, "run", k, top=k == top))
        far = distance(landscape, trace.path[now])
        gone = bool(trace.diverged) and shown > len(trace) or not np.isfinite(trace.loss[now])
        ends.append((run.label, float(error[now]), gone))
        said.append(words.run(run.label, _with_its_end(trace, shown), None if far is None else float(far)))
    right.ylim = limits.losses([errors(landscape, t, log)[0] for t in traces if t], log)
    return right, ends, said


def _lowest(ends, shown, what):
    """The outcome in one line: which run is lowest in the right panel."""
    alive = [end for end in ends if not end[2] and end[1] == end[1]]
    if not ends:
        return "no run is shown"
    if not alive:
        return "all runs diverge" if len(ends) > 1 else f"{ends[0][0]} diverges"
    label, by, _ = min(alive, key=lambda end: end[1])
    gone = f"; {len(ends) - len(alive)} of {len(ends)} diverge" if len(alive) < len(ends) else ""
    at = f"{words.number(by)} above the lowest known loss" if what.startswith("loss −") else f"{what} = {words.number(by)}"
    return f"{label} {'comes lowest:' if len(ends) > 1 else 'ends at'} {at} after {shown} steps{gone}"


def _with_its_end(trace, shown):
    """The losses up to a step; a run that has left the floats by then ends in nan, which says so."""
    loss = trace.loss[: shown + 1]
    return np.append(loss, np.nan) if trace.diverged and shown > len(trace) else loss
