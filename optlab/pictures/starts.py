"""The map of starts: which minimum is reached from where."""

import ipywidgets as widgets
import numpy as np

from . import runs, words
from .maps import WORSE, MapFigure
from .scene import Field, Panel


class StartMap(MapFigure):
    """`explore(step, landscape=…, map="start")`: which minimum is reached from each of 61 × 61 start points.

    A run has reached a minimum if it ends within a twentieth of the box's width of it.
    """

    POINTS = 61

    def __init__(self, step, landscape, **options):
        super().__init__(step, landscape, **options)
        self.cell = None
        row = widgets.Layout(flex_flow="row wrap")
        self.children = [widgets.HBox([self.landscape, self.steps, self.large], layout=row), self.dials_box, self.picture]
        self._show_dials(list(self._plain))
        self.redraw()

    def own(self):
        return [box.value for box in self.start]

    def points(self):
        box = self._landscapes[self.landscape.value].box
        return [np.linspace(low, high, self.POINTS) for low, high in box]

    def letter(self, k):
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[k % 26]

    def measure(self):
        landscape = self._landscapes[self.landscape.value]
        x, y = self.points()
        trace = self.descend(np.stack(np.meshgrid(x, y), axis=-1), **self.hyper())
        apart, radius = runs.apart(landscape, trace.x[-1]), np.ptp(landscape.box[0]) / 20
        floor = runs.floor(landscape)
        gone = ~(trace.loss[-1] - floor <= WORSE * (self._over[2].max() - floor))  # nan, too
        z = np.where(apart.min(axis=-1) < radius, np.argmin(apart, axis=-1) % 8, 8).astype(float)
        z[gone] = np.nan
        at = [f"({words.number(round(a, 3))}, {words.number(round(b, 3))})" for a, b in landscape.minima]
        names = {k: (where, self.letter(k)) for k, where in enumerate(at)}
        shares = [f"{np.mean(z == k):.1%} reach {letter} at {where}" for k, (where, letter) in names.items()]
        shares += [
            f"{share:.1%} {what}"
            for share, what in ((np.mean(z == 8), "end at none of them"), (np.mean(gone), "diverge"))
            if share
        ]
        self.field = Field(x, y, z, "", {**names, **({8: ("no known minimum", "")} if (z == 8).any() else {})}, "diverged")
        self.trace, self.told = trace, f"{self.label()} on {landscape.name}, {z.size} starts: " + ", ".join(shares)

    def panel(self):
        landscape = self._landscapes[self.landscape.value]
        return Panel(self.label(), "a of the start", "b of the start", xlim=landscape.box[0], ylim=landscape.box[1],
                     square=np.ptp(landscape.box[0]) == np.ptp(landscape.box[1]))  # fmt: skip

    def describe(self, row, column):
        return f"start ({words.number(self.field.x[column])}, {words.number(self.field.y[row])})"
