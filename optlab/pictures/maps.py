"""Maps, of which one cell is chosen and shows its path: here the final loss over two hyperparameters; `starts` has the other."""

import ipywidgets as widgets
import numpy as np

from ..run import inputs
from ..run.drive import descend
from ..run.signature import signature
from ..theory import rates
from ..worlds import landscapes
from . import runs, views, words
from .live import Dial, Figure, menu, number_box, style
from .progress import Progress
from .scene import Curve, Field, Mark, Panel, Scene

WORSE = 1e3  # a run that ends this many times above its start's loss has diverged, even if it is still among the floats


class MapFigure(Figure):
    """A map on the left, the contours with the path of the chosen cell on the right. Subclasses say what is mapped."""

    size = (900, 420)

    def __init__(self, step, landscape, *, steps=125, x0=None, seed=0):
        super().__init__()
        chosen = runs.take(step)
        if len(chosen) > 1:
            raise ValueError(f"step is a list of {len(chosen)}; a map takes one step, or (step, dict of hyperparameters).")
        self.run = chosen[0]
        landscape = runs.take_landscape(landscape)
        if len(landscape.start) != 2 or not len(landscape.minima):
            raise ValueError(f"landscape is {landscape.name}; a map needs two coordinates and a known minimum to measure from.")
        plane = {scape.name: scape for scape in landscapes.ALL.values() if len(scape.start) == 2 and len(scape.minima)}
        self._landscapes, self._done = {landscape.name: landscape, **plane}, None
        self.rng = seed
        values = {**signature(self.run.step).hyper, **self.run.hyper}
        self._plain = {k: v for k, v in values.items() if isinstance(v, int | float) and not isinstance(v, bool)}
        self.landscape = menu("landscape", list(self._landscapes), landscape.name)
        self.steps = widgets.BoundedIntText(value=inputs.steps(steps), min=1, max=100_000, description="steps", **style(150, 45))
        self.start = [number_box(f"start {name}", value) for name, value in zip("ab", inputs.x0(landscape, x0))]
        self.dials_box, self.dials = widgets.VBox(), {}
        self.landscape.observe(self._new_landscape, "value")
        self.steps.observe(self.redraw, "value")
        self.picture.interactive = True
        self._over, self._quiet = views.ground(landscape), False

    def _show_dials(self, names):
        self.dials = {name: self.dials.get(name) or Dial(name, self._plain[name], lambda: self.redraw()) for name in names}
        rows = [dial.widget for dial in self.dials.values()]
        self.dials_box.children = [widgets.HBox(rows[k : k + 2]) for k in range(0, len(rows), 2)]

    def _new_landscape(self, change):
        landscape = self._landscapes[change["new"]]
        self._over = views.ground(landscape)
        self._set_start(landscape.start)

    def _set_start(self, start):
        self._quiet = True
        try:
            for box, value in zip(self.start, start):
                box.value = float(f"{value:.4g}")
        finally:
            self._quiet = False
        self.redraw()

    def redraw(self, *_):
        if self._quiet:
            return
        try:
            super().redraw()
        except KeyboardInterrupt:
            self.picture.trouble = "Stopped: the picture shows the last map that was finished."

    def hyper(self):
        """The hyperparameters that are no axis of the map."""
        return {**self.run.hyper, **{name: dial.value for name, dial in self.dials.items()}}

    def label(self):
        return runs.now(self.run, self.hyper()).label

    def descend(self, x0, **hyper):
        """All cells in one run, with a progress bar if it takes long."""
        landscape, steps = self._landscapes[self.landscape.value], self.steps.value
        with Progress(steps, self.label()) as progress:
            return descend(progress.count(self.run.step), landscape, x0, steps, rng=self.rng, **hyper)

    def key(self):
        """All that the map depends on."""
        return (self.landscape.value, self.steps.value, *(box.value for box in self.start), *self.hyper().items())

    def build(self):
        if self._done != (key := self.key()):
            self.measure()
            self._done = key
        if self.cell is None:
            self.cell = self.first_cell()
        row, column = self.cell = tuple(np.clip(self.cell, 0, np.array(self.field.z.shape) - 1))
        landscape = self._landscapes[self.landscape.value]
        x, y = landscape.box
        left, right = self.panel(), Panel(landscape.name, "a", "b", xlim=x, ylim=y, contours=self._over, width=0.9)
        right.square = np.ptp(x) == np.ptp(y)
        path = self.trace.path[:, row, column]
        right.curves.append(Curve(*path.T, "the chosen run", "path", 0))
        right.marks += [Mark(a, b, "minimum" if k == 0 else "", "minimum", note=self.letter(k))
                        for k, (a, b) in enumerate(landscape.minima)]  # fmt: skip
        right.marks += [Mark(*path[0], "start", "start"), Mark(*path[-1], "", "now", 0)]
        left.field = self.field
        left.marks.append(Mark(self.field.x[column], self.field.y[row], "chosen", "chosen"))
        text = words.run(self.describe(row, column), self.trace.loss[:, row, column], float(runs.distance(landscape, path[-1])))
        return Scene([left, right], words.sentence([self.told, "chosen: " + text]))

    def first_cell(self):
        """The cell nearest to the run's own values."""
        x, y = self.own()
        return int(np.argmin(abs(self.field.y - y))), int(np.argmin(abs(self.field.x - x)))

    def letter(self, k):
        """The letter of a minimum."""
        return ""

    def on_pointer(self, kind, place):
        """A click on the map chooses a cell."""
        if place is None or place[0] != 0:
            return
        cell = int(np.argmin(abs(self.field.y - place[2]))), int(np.argmin(abs(self.field.x - place[1])))
        if cell != tuple(self.cell):
            self.cell = cell
            self.redraw()

    def on_key(self, key, shift):
        """Arrow keys choose the next cell, with shift the fifth."""
        move = {"ArrowLeft": (0, -1), "ArrowRight": (0, 1), "ArrowUp": (1, 0), "ArrowDown": (-1, 0)}[key]
        self.cell = tuple(np.clip(np.add(self.cell, np.multiply(move, 5 if shift else 1)), 0, np.array(self.field.z.shape) - 1))
        self.redraw()


class HyperMap(MapFigure):
    """`explore(step, landscape=…, map=("lr", "mu"))`: log10 of the final loss above the minimum, over two hyperparameters.

    Where the landscape is a quadratic and theory knows the step, the largest lr that converges is drawn over it.
    """

    POINTS = 41

    def __init__(self, step, landscape, map, *, ranges=None, **options):
        super().__init__(step, landscape, **options)
        names = list(self._plain)
        if self.run.label == runs.take((self.run.step, self.run.hyper))[0].label:
            self.run = self.run._replace(label=words.name(self.run.step))  # its values are axes and dials
        if isinstance(map, str) or len(map) != 2 or map[0] == map[1] or any(name not in names for name in map):
            raise ValueError(f"map is {inputs.show(map)}; it must be 'start' or two different ones of: {', '.join(names)}.")
        if other := [name for name in ranges or {} if name not in map]:
            raise ValueError(f"ranges has {other[0]!r}; it must be one of the axes: {', '.join(map)}.")
        self.cell = None
        self.axes = [menu(label, names, name, 165) for label, name in zip(("across", "up"), map)]
        ends = {"from": style(118, 38), "to": style(112, 22)}
        self.bounds = [[widgets.FloatText(description=end, step=None, **box) for end, box in ends.items()] for _ in map]
        for k, name in enumerate(map):
            self._bound(k, (ranges or {}).get(name))
            self.axes[k].observe(lambda change, k=k: self._new_axis(k), "value")
        for control in (*self.start, *self.bounds[0], *self.bounds[1]):
            control.observe(self.redraw, "value")
        row = widgets.Layout(flex_flow="row wrap")
        self.children = [
            widgets.HBox([self.landscape, *self.start, self.steps, self.large], layout=row),
            widgets.HBox([self.axes[0], *self.bounds[0], self.axes[1], *self.bounds[1]], layout=row),
            self.dials_box,
            self.picture,
        ]
        self._show_dials([name for name in self._plain if name not in map])
        self.redraw()

    def own(self):
        return [self._plain[menu.value] for menu in self.axes]

    def _bound(self, k, values=None):
        """The range of an axis: given, or one that fits its hyperparameter."""
        name = self.axes[k].value
        if values is None:
            value = self._plain[name]
            values = (1e-3, 10.0) if name == "lr" else (value / 100, value * 100 or 1.0)
            values = (0.0, 0.99) if inputs.is_share(name) else (max(values[0], inputs.RANGES.get(name, values)[0]), values[1])
        self._quiet = True
        for box, value in zip(self.bounds[k], values):
            box.value = float(f"{value:.6g}")
        self._quiet = False

    def _new_axis(self, k):
        self._bound(k)
        self._show_dials([name for name in self._plain if name not in [menu.value for menu in self.axes]])
        self.redraw()

    def key(self):
        return (*super().key(), *(menu.value for menu in self.axes), *(box.value for pair in self.bounds for box in pair))

    def values(self, k):
        """The values along an axis: evenly spaced averages, logarithmic rates."""
        name, (low, high) = self.axes[k].value, (box.value for box in self.bounds[k])
        if not low < high:
            raise ValueError(f"the range of {name} is {low:g} to {high:g}; it must go upwards.")
        return np.geomspace(low, high, self.POINTS) if self._log(k) else np.linspace(low, high, self.POINTS)

    def _log(self, k):
        return not inputs.is_share(self.axes[k].value) and self.bounds[k][0].value > 0

    def measure(self):
        across, up = (menu.value for menu in self.axes)
        if across == up:
            raise ValueError(f"both axes are {across}; choose two different hyperparameters.")
        x, y = self.values(0), self.values(1)
        landscape = self._landscapes[self.landscape.value]
        hyper = {**self.hyper(), across: x[None, :], up: y[:, None]}
        trace = self.descend([box.value for box in self.start], **hyper)
        gap = trace.loss - runs.floor(landscape)
        with np.errstate(all="ignore"):
            final = np.maximum(gap[-1], 1e-16)
            z = np.where(final < WORSE * gap[0], np.log10(final), np.nan)
        label = "log10(loss above the minimum)"
        self.field, self.trace = Field(x, y, z, label, missing="diverged"), trace
        best = np.unravel_index(np.nanargmin(final), z.shape) if np.isfinite(z).any() else None
        self.told = f"{np.mean(np.isnan(z)):.1%} of the {z.size} runs of {self.label()} diverge" + (
            f"; the lowest final loss, {words.number(max(gap[-1][best], 0.0))} above the lowest known, "
            f"has {across} = {words.number(x[best[1]])}, {up} = {words.number(y[best[0]])}" if best else "")  # fmt: skip
        self.border = self._border(landscape, hyper, x, y)
        if self.border is not None:
            agree = np.mean((final < gap[0]) == self._predicted)
            self.told += f". Theory's border, the largest lr that converges, is right about {agree:.1%} of the cells"

    def _border(self, landscape, hyper, x, y):
        """(x, y) of the largest stable lr along the other axis; None where theory has no word or lr is no axis."""
        across, up = (menu.value for menu in self.axes)
        curvature = rates.curvature(landscape)
        if curvature is None or landscape.noise or not rates.has_rate(self.run.step) or "lr" not in (across, up):
            return None
        other, values = (up, y) if across == "lr" else (across, x)
        largest = rates.largest_lr(self.run.step, curvature[-1], **{**hyper, other: values})
        self._predicted = hyper["lr"] < (largest[:, None] if across == "lr" else largest[None, :])
        return (largest, values) if across == "lr" else (values, largest)

    def panel(self):
        across, up = (menu.value for menu in self.axes)
        x, y = self.field.x, self.field.y
        title = f"{self.label()}, loss after {self.steps.value} steps"
        panel = Panel(title, across, up, xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), width=1.25,
                      xscale="log" if self._log(0) else "linear", yscale="log" if self._log(1) else "linear")  # fmt: skip
        if self.border is not None:
            panel.curves.append(Curve(*self.border, "theory: largest lr that converges", "border"))
        return panel

    def describe(self, row, column):
        across, up = (menu.value for menu in self.axes)
        return f"{across} = {words.number(self.field.x[column])}, {up} = {words.number(self.field.y[row])}"
