"""The live figure for landscapes: paths of one or many optimizers, and their losses. Its twin in the page is js/landscape.js."""

import dataclasses
import functools

from ..run import inputs
from ..run.signature import check_item
from ..theory import rates
from ..worlds import landscapes
from . import figure, runs, translate, views
from .looks import COLOURS


class TerrainFigure(figure.Figure):
    """`explore(steps, landscape=…)`: contours with the paths of the runs, and the loss of each against the steps.

    The start is moved with the mouse, a finger, the arrow keys (shift: five times as far) or in its number boxes.
    """

    size = (900, 420)

    def __init__(self, step, landscape, *, steps=125, x0=None, noise=None, seed=0, shown=None, log=True):
        self.runs = runs.take(step)
        landscape = runs.take_landscape(landscape)
        self.steps = inputs.steps(steps)
        start = inputs.x0(landscape, x0)
        for run in self.runs:
            check_item(run.step, start.shape[-1:], "the landscape")
        if start.ndim != 1:
            raise ValueError(f"x0 has shape {start.shape}; a figure takes one start point, ({start.shape[-1]},).")
        same = {scape.name: scape for scape in landscapes.ALL.values() if len(scape.start) == len(landscape.start)}
        self._landscapes = {landscape.name: landscape, **{name: scape for name, scape in same.items() if name != landscape.name}}
        self._traces, self._grounds = {}, {}
        noise = landscape.noise if noise is None else noise
        first = dict(landscape=landscape.name, start=start.tolist(), noise=float(noise), seed=int(seed), run=self.runs[0].label,
                     hyper=[figure.plain(run.step, run.hyper) for run in self.runs], log=bool(log), theory=True, hidden=[],
                     shown=self.steps if shown is None else int(shown))  # fmt: skip
        super().__init__(self._about(len(landscape.start), max(3.0, noise)), first)

    def _about(self, d, noise):
        steps = list(dict.fromkeys(run.step for run in self.runs))
        known, why = figure.known(steps, (d,))
        described = [
            dict(
                label=run.label,
                step=str(steps.index(run.step)),
                hyper=figure.as_json_hyper(run.hyper, self.steps) | figure.plain(run.step, run.hyper),
                dials=figure.dials(inputs.ranges(run.step), figure.plain(run.step, run.hyper)),
                rate=rate(run),
            )
            for run in self.runs
        ]
        worlds, also = describe(self._landscapes)
        about = dict(
            kind="landscape",
            name=f"{', '.join(run.label for run in self.runs)} on a landscape",
            steps=self.steps,
            known=known,
            runs=described,
            landscapes=worlds,
            noise=noise,
        )
        return {**about, "remote": why or also} if why or also else about

    @property
    def dials(self):
        """The hyperparameters of the run that the menu shows, as its dials now stand, by name."""
        return dict(self.state["hyper"][self._chosen(self.state)])

    def _chosen(self, state):
        return [run.label for run in self.runs].index(state["run"])

    def put(self, state, name, value):
        labels = [run.label for run in self.runs]
        k, names = self._chosen(state), "x" if len(state["start"]) == 1 else "ab"
        if name in state["hyper"][k]:
            state["hyper"][k][name] = figure.checked(name, value, inputs.ranges(self.runs[k].step))
        elif name in names:
            state["start"][names.index(name)] = float(inputs.real(f"start {name}", value))
        elif name == "start":
            state["start"] = figure.point(value, len(state["start"]))
        elif name == "landscape":
            land = self._landscapes[figure.chosen(name, value, list(self._landscapes))]
            state |= dict(landscape=value, start=[float(v) for v in land.start], noise=float(land.noise))
        elif name == "run":
            state[name] = figure.chosen(name, value, labels)
        elif name == "shown":
            if not 0 <= inputs.real("steps shown", value) <= self.steps:
                raise ValueError(f"steps shown is {inputs.show(value)}; it must be in [0, {self.steps}].")
            state[name] = round(value)
        elif name == "noise":
            state[name] = float(inputs.real(name, value, low=0.0))
        elif name == "seed":
            state[name] = inputs.whole(name, value) if value else 0
        elif name in ("log", "theory"):
            state[name] = bool(value)
        elif name == "hidden":
            state[name] = [figure.chosen(name, label, labels) for label in value]
        elif name == "all":
            state["hidden"] = [] if value else labels
        else:
            figure.chosen(
                "control",
                name,
                ["landscape", *names, "start", "noise", "seed", "run", "shown", "log", "theory", "hidden", *state["hyper"][k]],
            )

    def current(self):
        """The landscape with its noise, and the runs as their dials now stand."""
        landscape = dataclasses.replace(self._landscapes[self.state["landscape"]], noise=self.state["noise"])
        return landscape, [run._replace(hyper={**run.hyper, **hyper}) for run, hyper in zip(self.runs, self.state["hyper"])]

    def _trace(self, k, run, landscape):
        """A run's trace: computed when something that it depends on has changed."""
        key = (landscape.name, landscape.noise, self.state["seed"], *self.state["start"], *run.hyper.values())
        if self._traces.get(k, (None,))[0] != key:
            self._traces[k] = key, runs.descent(run, landscape, self.state["start"], self.steps, self.state["seed"])
        return self._traces[k][1]

    def build(self):
        state, (landscape, now) = self.state, self.current()
        traces = [None if run.label in state["hidden"] else self._trace(k, run, landscape) for k, run in enumerate(now)]
        if landscape.name not in self._grounds:
            self._grounds[landscape.name] = (
                views.grounds(landscape),
                rates.curvature(landscape) if len(landscape.box) == 2 else None,
            )
        over, curvature = self._grounds[landscape.name]
        told = [runs.now(run, figure.plain(run.step, moved.hyper)) for run, moved in zip(self.runs, now)]
        view = views.terrain if len(landscape.box) == 2 else views.race
        return view(
            told,
            traces,
            landscape,
            over,
            start=state["start"],
            shown=int(state["shown"]),
            steps=self.steps,
            log=state["log"],
            curvature=curvature if state["theory"] else None,
            top=self._chosen(state) if sum(trace is not None for trace in traces) > len(COLOURS) else None,
        )


def describe(worlds):
    """Landscapes as JSON, translated, by name; and why the first has no JavaScript, or "". Another that has none is left out."""
    out, why = {}, ""
    for k, (name, land) in enumerate(worlds.items()):
        try:
            out[name] = _own(name) if land is _OWN.get(name) else _described(land)
        except translate.Untranslatable as error:
            if k == 0:
                out[name], why = _facts(land), str(error)
    return out, why


_OWN = {land.name: land for land in landscapes.ALL.values()}


@functools.cache
def _own(name):
    """A landscape of the course is translated once."""
    return _described(_OWN[name])


def _described(land):
    return {**_facts(land), **translate.landscape(land)._asdict()}


def _facts(land):
    known = dict(
        start=list(map(float, land.start)),
        box=[list(map(float, side)) for side in land.box],
        noise=float(land.noise),
        n=land.n,
        minima=[list(map(float, point)) for point in land.minima],
    )
    if len(land.box) == 2:
        curvature = rates.curvature(land)
        known |= dict(levels=views.levels(land), curvature=None if curvature is None else curvature.tolist())
    return known


def rate(run):
    """What theory says of a run on a quadratic, as JavaScript; None where it has no word."""
    known = None if any(callable(v) for v in run.hyper.values()) else translate.rates(run.step)
    return known and known._asdict()
