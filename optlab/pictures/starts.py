"""The map of starts: which minimum is reached from where."""

import numpy as np

from . import runs, views, words
from .maps import WORSE, MapFigure
from .scene import Field, Panel


class StartMap(MapFigure):
    """`explore(step, landscape=…, map="start")`: which minimum is reached from each of 61 × 61 start points.

    A run has reached a minimum if it ends within a twentieth of the box's width of it.
    """

    KIND, POINTS = "starts", 61

    def __init__(self, step, landscape, **options):
        super().__init__(step, landscape, {}, **options)

    def _about(self):
        about, noisy = super()._about(), any(land.noise for land in self._landscapes.values())
        return (
            {**about, "remote": f"each start of {self.run.label} has noise of its own."}
            if noisy and "remote" not in about
            else about
        )

    def own(self):
        return self.state["start"]

    def letter(self, k):
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[k % 26]

    def measure(self):
        landscape = self._landscapes[self.state["landscape"]]
        x, y = (np.linspace(low, high, self.POINTS) for low, high in landscape.box)
        trace = self.descend(self.state, np.stack(np.meshgrid(x, y), axis=-1), **self.hyper())
        apart, radius = runs.apart(landscape, trace.x[-1]), np.ptp(landscape.box[0]) / 20
        floor, most = runs.floor(landscape), views.ground(landscape, landscape.box)[2].max()
        gone = ~(trace.loss[-1] - floor <= WORSE * (most - floor))  # nan, too
        z = np.where(apart.min(axis=-1) < radius, np.argmin(apart, axis=-1) % 8, 8).astype(float)
        z[gone] = np.nan
        at = [f"({words.number(round(a, 3))}, {words.number(round(b, 3))})" for a, b in landscape.minima]
        names = {k: (where, self.letter(k)) for k, where in enumerate(at)}
        parts = {letter: words.percent(np.mean(z == k)) for k, (_, letter) in names.items()}
        shares = [f"{parts[letter]} reach {letter} at {where}" for where, letter in names.values()]
        for share, what in ((np.mean(z == 8), "end at none of them"), (np.mean(gone), "diverge")):
            shares += [f"{words.percent(share)} {what}"] if share else []
        self.field = Field(x, y, z, "", {**names, **({8: ("no known minimum", "")} if (z == 8).any() else {})}, "diverged")
        self.trace, self.told = trace, f"{self.label()} on {landscape.name}, {z.size} starts: " + ", ".join(shares)
        self.short = ", ".join(
            f"{part}{'' if k else ' of the starts'} reach {letter}" for k, (letter, part) in enumerate(parts.items())
        )

    def panel(self):
        (a, b), wide = (
            self._landscapes[self.state["landscape"]].box,
            np.ptp(self._landscapes[self.state["landscape"]].box, axis=1),
        )
        return Panel(
            self.label(), "a of the start", "b of the start", xlim=a, ylim=b, square=bool(abs(wide[0] - wide[1]) < 1e-9 * wide[0])
        )

    def describe(self, row, column):
        return f"start ({words.number(self.field.x[column])}, {words.number(self.field.y[row])})"
