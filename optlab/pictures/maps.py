"""Maps, of which one cell is chosen and shows its path: here the final loss over two hyperparameters; `starts` has the other.
Their twins in the page are js/map.js, js/hyper.js and js/starts.js.
"""

import numpy as np

from ..run import inputs
from ..run.drive import descend
from ..run.signature import signature
from ..theory import rates
from ..worlds import landscapes
from . import figure, runs, views, words
from .progress import Progress
from .scene import Curve, Field, Mark, Panel, Scene
from .terrain import describe, rate

WORSE = 1e3  # a run that ends this many times above its start's loss has diverged, even if it is still among the floats
FLOOR = 1e-12  # losses below this are rounding


class MapFigure(figure.Figure):
    """A map on the left, the contours with the path of the chosen cell on the right. Subclasses say what is mapped."""

    KIND, size = "map", (900, 420)

    def __init__(self, step, landscape, state, *, steps=125, x0=None, seed=0):
        chosen = runs.take(step)
        if len(chosen) > 1:
            raise ValueError(f"step is a list of {len(chosen)}; a map takes one step, or (step, dict of hyperparameters).")
        self.run, self.rng = chosen[0], seed
        if self.run.label == runs.take((self.run.step, self.run.hyper))[0].label:
            self.run = self.run._replace(label=words.name(self.run.step))  # its values are axes and dials
        landscape = runs.take_landscape(landscape)
        if len(landscape.start) != 2 or not len(landscape.minima):
            raise ValueError(f"landscape is {landscape.name}; a map needs two coordinates and a known minimum to measure from.")
        plane = {scape.name: scape for scape in landscapes.ALL.values() if len(scape.start) == 2 and len(scape.minima)}
        self._landscapes = {landscape.name: landscape, **{name: scape for name, scape in plane.items() if name != landscape.name}}
        self._plain = figure.plain(self.run.step, self.run.hyper)
        self._ranges = inputs.ranges(self.run.step)
        self._done, self._grounds = None, {}
        first = dict(
            landscape=landscape.name,
            start=[float(v) for v in inputs.x0(landscape, x0)],
            steps=inputs.steps(steps),
            hyper=dict(self._plain),
            cell=None,
            **state,
        )
        self._zoom(first)
        super().__init__(self._about(), first)

    def _about(self):
        known, why = figure.known([self.run.step], (2,))
        worlds, also = describe(self._landscapes)
        drawn = "rng" in signature(self.run.step).inputs
        also = also or (f"{self.run.label} draws random numbers for each cell." if drawn else "")
        described = [{**dial, "wide": list(self._wide(dial["name"]))} for dial in figure.dials(self._ranges, self._plain)]
        run = dict(
            label=self.run.label,
            step="0",
            hyper=figure.as_json_hyper(self.run.hyper, 100) | self._plain,
            dials=described,
            rate=rate(self.run),
        )
        about = dict(
            kind=self.KIND,
            name=f"{self.run.label}, a map",
            run=run,
            known=known,
            landscapes=worlds,
            points=self.POINTS,
            seed=self.rng,
            shares=[name for name in self._plain if inputs.is_share(self._ranges[name])],
        )
        return {**about, "remote": why or also} if why or also else about

    def _wide(self, name):
        """A wide range of a hyperparameter."""
        allowed, value = self._ranges[name], self._plain[name]
        if inputs.is_share(allowed):
            return 0.0 if allowed.with_low else 0.01, 0.99
        low, high = (1e-3, 10.0) if name == "lr" else (value / 100, value * 100 or 1.0)
        return float(f"{max(low, allowed.low):.6g}"), float(f"{high:.6g}")

    @property
    def dials(self):
        """The hyperparameters that are no axis of the map, as their dials now stand, by name."""
        return {name: value for name, value in self.state["hyper"].items() if name not in self.state.get("axes", ())}

    def put(self, state, name, value):
        if name in ("a", "b"):
            state["start"]["ab".index(name)] = float(inputs.real(f"start {name}", value))
        elif name == "start":
            state["start"] = figure.point(value, len(state["start"]))
        elif name == "steps":
            state["steps"] = inputs.steps(value)
        elif name == "landscape":
            land = self._landscapes[figure.chosen(name, value, list(self._landscapes))]
            state |= dict(landscape=value, start=[float(v) for v in land.start])
            self._zoom(state)
        elif name == "cell":
            state["cell"] = [int(v) for v in value]
        elif name in self._plain:
            state["hyper"][name] = figure.checked(name, value, self._ranges)
        else:
            figure.chosen("control", name, ["landscape", "a", "b", "start", "steps", "cell", *self._plain])

    def _zoom(self, state):
        """The ranges that a map begins with."""

    def hyper(self):
        """The hyperparameters that are no axis of the map."""
        return {**self.run.hyper, **self.dials}

    def label(self):
        return runs.now(self.run, self.dials).label

    def descend(self, state, x0, **hyper):
        """All cells in one run, with a progress bar if it takes long."""
        with Progress(state["steps"], self.run.label) as progress:
            step = progress.count(self.run.step)
            return descend(step, self._landscapes[state["landscape"]], x0, state["steps"], rng=self.rng, **hyper)

    def build(self):
        state = self.state
        key = repr({name: value for name, value in state.items() if name not in ("cell", "projector")})
        if self._done != key:
            self.measure()
            self._done = key
        x, y = self.field.x, self.field.y
        row, column = np.clip(state["cell"] or self.first_cell(), 0, np.array(self.field.z.shape) - 1)
        landscape = self._landscapes[state["landscape"]]
        if landscape.name not in self._grounds:
            self._grounds[landscape.name] = views.grounds(landscape)(tuple(map(tuple, landscape.box)))
        (a, b), left = landscape.box, self.panel()
        right = Panel(landscape.name, "a", "b", xlim=a, ylim=b, contours=self._grounds[landscape.name], width=0.9)
        right.square = bool(abs(np.ptp(a) - np.ptp(b)) < 1e-9 * np.ptp(a))
        path, loss = self.trace.path[:, row, column], self.trace.loss[:, row, column]
        path = path[np.isfinite(path).all(axis=-1)]
        right.curves.append(Curve(*path.T, "the chosen run", "path", 0))
        minima = [Mark(p, q, "", "minimum", note=self.letter(k)) for k, (p, q) in enumerate(landscape.minima)]
        right.marks += [*minima, Mark(*path[0], "", "start", note="start"), Mark(*path[-1], "", "now", 0, run="the chosen run")]
        left.field = self.field
        left.marks += [*(minima if "axes" not in state else []), Mark(x[column], y[row], "", "chosen")]
        text = words.run(self.describe(row, column), loss[: len(path) + 1], float(runs.distance(landscape, path[-1])))
        return Scene([left, right], words.sentence([self.told, "chosen: " + text]), words.sentence([self.short]))

    def first_cell(self):
        """The cell nearest to the run's own values."""
        x, y = self.own()
        return int(np.argmin(abs(self.field.y - y))), int(np.argmin(abs(self.field.x - x)))

    def letter(self, k):
        """The letter of a minimum."""
        return ""


class HyperMap(MapFigure):
    """`explore(step, landscape=…, map=("lr", "mu"))`: the final loss above the minimum, over two hyperparameters.

    Where the landscape is a quadratic and theory knows the step, the largest lr that converges is drawn over it. Without
    `ranges` the map ends a little above what converges.
    """

    POINTS = 41

    def __init__(self, step, landscape, map, *, ranges=None, **options):
        chosen = runs.take(step)
        names = list(figure.plain(chosen[0].step, chosen[0].hyper)) if len(chosen) == 1 else []
        axes = map if isinstance(map, list | tuple) and all(isinstance(name, str) for name in map) else ()
        if len(chosen) == 1 and not (len(axes) == len({*axes} & {*names}) == 2):
            raise ValueError(f"map is {inputs.show(map)}; it must be 'start' or two different ones of: {', '.join(names)}.")
        if not isinstance(ranges, dict | None):
            raise TypeError(f"ranges is {inputs.show(ranges)}; it must be a dict axis -> (from, to).")
        if other := [name for name in ranges or {} if name not in axes]:
            raise ValueError(f"ranges has {other[0]!r}; it must be one of the axes: {', '.join(axes)}.")
        self._given = {name: tuple(map_range) for name, map_range in (ranges or {}).items()}
        super().__init__(step, landscape, dict(axes=list(axes), bounds=[]), **options)

    def put(self, state, name, value):
        axes = state["axes"]
        axis, _, end = name.partition(" ")
        if name in ("across", "up"):
            way = ("across", "up").index(name)
            if figure.chosen(name, value, list(self._plain)) == axes[1 - way]:
                raise ValueError(f"both axes are {value}; choose two different hyperparameters.")
            axes[way] = value
            self._given = {}
            self._zoom(state)
        elif axis in axes and end in ("from", "to"):
            pair = state["bounds"][axes.index(axis)]
            pair[end == "to"] = figure.checked(axis, value, self._ranges, name)
            if not pair[0] < pair[1]:
                raise ValueError(f"the range of {axis} is {pair[0]:g} to {pair[1]:g}; it must go upwards.")
        elif name in axes:
            k, cell = axes.index(name), state["cell"] or [20, 20]
            cell[1 - k] = int(np.argmin(abs(self._values(state, k) - figure.checked(name, value, self._ranges))))
            state["cell"] = cell
        else:
            super().put(state, name, value)

    def _zoom(self, state):
        """Wide ranges, then cut above what converges; or those that were given."""
        state["cell"] = None
        state["bounds"] = [list(map(float, self._given.get(name) or self._wide(name))) for name in state["axes"]]
        free = [k for k, name in enumerate(state["axes"]) if name not in self._given and not inputs.is_share(self._ranges[name])]
        if not free:
            return
        x, y, _, final, first = self._measured(state)
        good = final < WORSE * first
        for k in free:
            values, some = (x, good.any(axis=0)) if k == 0 else (y, good.any(axis=1))
            last = max(int(np.flatnonzero(some)[-1]) if some.any() else 0, 3)
            state["bounds"][k][1] = float(f"{values[min(len(values) - 1, last + 3)]:.3g}")

    def _values(self, state, k):
        """The values along an axis: evenly spaced averages, logarithmic rates."""
        low, high = state["bounds"][k]
        return np.geomspace(low, high, self.POINTS) if self._log(state, k) else np.linspace(low, high, self.POINTS)

    def _log(self, state, k):
        return not inputs.is_share(self._ranges[state["axes"][k]]) and state["bounds"][k][0] > 0

    def _measured(self, state):
        (across, up), x, y = state["axes"], self._values(state, 0), self._values(state, 1)
        fixed = {**self.run.hyper, **state["hyper"]}
        trace = self.descend(state, state["start"], **{**fixed, across: x[None, :], up: y[:, None]})
        gap = trace.loss - runs.floor(self._landscapes[state["landscape"]])
        with np.errstate(all="ignore"):
            return x, y, trace, np.maximum(gap[-1], FLOOR), float(gap.reshape(len(gap), -1)[0, 0])

    def measure(self):
        state, (across, up) = self.state, self.state["axes"]
        x, y, self.trace, final, first = self._measured(state)
        with np.errstate(all="ignore"):
            z = np.where(final < WORSE * first, np.log10(final), np.nan)
        gone, self.told = float(np.mean(np.isnan(z))), ""
        self.short, zlim, self.lowest = f"{words.percent(gone)} diverge", None, []
        self.told = f"{words.percent(gone)} of the {z.size} runs of {self.label()} diverge"
        if gone < 1:
            high = min(np.log10(first), np.nanmax(z))
            low = max(high - 8, np.nanmin(z))
            zlim = (float(low), float(high)) if low < high else (float(low - 1), float(low + 1))
            best = np.unravel_index(np.nanargmin(final), z.shape)
            where = f"{across} = {words.value(x[best[1]])}, {up} = {words.value(y[best[0]])}"
            least = "less than 1e-12" if final[best] <= FLOOR else words.number(final[best])
            self.told += f"; the lowest final loss, {least} above the lowest known, has {where}"
            self.lowest.append(Mark(x[best[1]], y[best[0]], "", "minimum", note="lowest"))
            self.short = f"the lowest loss, {least}, has {where}; {self.short}"
        self.field = Field(x, y, z, "loss", missing="diverged", zlim=zlim, power=True)
        self.border = self._border(self._landscapes[state["landscape"]], x, y)
        if self.border is not None:
            agree = float(np.mean((final < first) == self._predicted))
            self.told += f". Theory's border, the largest lr that converges, is right about {words.percent(agree)} of the cells"

    def _border(self, landscape, x, y):
        """(x, y) of the largest stable lr along the other axis; None where theory has no word or lr is no axis."""
        across, up = self.state["axes"]
        curvature = rates.curvature(landscape)
        if curvature is None or landscape.noise or not rates.has_rate(self.run.step) or "lr" not in (across, up):
            return None
        other, values, lr = (up, y, x[None, :]) if across == "lr" else (across, x, y[:, None])
        largest = rates.largest_lr(self.run.step, curvature[-1], **{**self.run.hyper, **self.state["hyper"], other: values})
        self._predicted = lr < (largest[:, None] if across == "lr" else largest[None, :])
        return (largest, values) if across == "lr" else (values, largest)

    def panel(self):
        state, (across, up), x, y = self.state, self.state["axes"], self.field.x, self.field.y
        scales = ["log" if self._log(state, k) else "linear" for k in (0, 1)]
        panel = Panel(f"{self.label()}, loss after {state['steps']} steps", across, up, xlim=(x[0], x[-1]), ylim=(y[0], y[-1]),
                      width=1.1, xscale=scales[0], yscale=scales[1])  # fmt: skip
        panel.marks += self.lowest
        if self.border is not None:
            panel.curves.append(Curve(*self.border, "theory: largest lr that converges", "border"))
        return panel

    def own(self):
        return [self.state["hyper"][name] for name in self.state["axes"]]

    def describe(self, row, column):
        across, up = self.state["axes"]
        return f"{across} = {words.value(self.field.x[column])}, {up} = {words.value(self.field.y[row])}"
