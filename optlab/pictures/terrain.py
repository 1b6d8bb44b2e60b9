"""The live figure for landscapes: paths of one or many optimizers, their losses, dials for each, a button that plays them."""

import dataclasses

import ipywidgets as widgets
import numpy as np

from ..run import inputs
from ..run.signature import signature
from ..theory import rates
from ..worlds import landscapes
from . import runs, views
from .live import Dial, Figure, menu, number_box, style
from .player import Player


class TerrainFigure(Figure):
    """`explore(steps, landscape=…)`: contours with the paths of the runs, and the loss of each against the steps.

    The start is moved with the mouse, with the arrow keys (shift: five times as far) or in its number boxes.
    Every run is computed once; playing and the step slider only draw more or less of it.
    """

    size = (900, 420)

    def __init__(self, step, landscape, *, steps=125, x0=None, noise=None, seed=0, shown=None, log=True, x_names=("a", "b")):
        super().__init__()
        self.runs = runs.take(step)
        landscape = runs.take_landscape(landscape)
        self.steps = inputs.steps(steps)
        start = inputs.x0(landscape, x0)
        if start.ndim != 1:
            raise ValueError(f"x0 has shape {start.shape}; a figure takes one start point, ({start.shape[-1]},).")
        same = {name: scape for name, scape in landscapes.ALL.items() if len(scape.start) == len(landscape.start)}
        self._landscapes = {scape.name: scape for scape in (landscape, *same.values())}
        self._traces, self._dials, self._ylim, self._was_log, self._quiet = {}, {}, None, None, False

        self.landscape = menu("landscape", list(self._landscapes), landscape.name)
        self.start = [number_box(f"start {name}", value) for name, value in zip(x_names, start)]
        noise, most = landscape.noise if noise is None else noise, max(3, landscape.noise)
        self.noise = widgets.FloatSlider(value=noise, min=0, max=most, step=0.05,
                                         description="gradient noise", continuous_update=True, **style(250, 95))  # fmt: skip
        self.seed = widgets.BoundedIntText(value=seed, min=0, max=9999, description="seed", **style(95, 36))
        self.which = menu("dials of", [run.label for run in self.runs], self.runs[0].label, 300)
        self.dials_of = widgets.VBox()
        self.boxes = {
            run.label: widgets.Checkbox(value=True, description=run.label, indent=False, layout=widgets.Layout(width="auto"))
            for run in self.runs
        }
        self.every = widgets.Checkbox(value=True, description="all of them", indent=False, layout=widgets.Layout(width="auto"))
        self.every.layout.display = None if len(self.runs) > 5 else "none"
        self.shown = widgets.IntSlider(value=self.steps if shown is None else shown, min=0, max=self.steps,
                                       description="steps shown", **style(310, 90))  # fmt: skip
        self.player = Player(self.shown, self.picture)
        self.play = self.player.play
        self.log_axis = widgets.Checkbox(value=log, description="log axis", indent=False, layout=widgets.Layout(width="auto"))
        self.theory = widgets.Checkbox(value=True, description="theory over it", indent=False,
                                       layout=widgets.Layout(width="auto"))  # fmt: skip
        self.children = [
            widgets.HBox([self.landscape, *self.start, self.noise, self.seed], layout=widgets.Layout(flex_flow="row wrap")),
            widgets.HBox([self.which, self.dials_of], layout=widgets.Layout(flex_flow="row wrap")),
            widgets.HBox([*self.boxes.values(), self.every], layout=widgets.Layout(flex_flow="row wrap")),
            widgets.HBox(
                [self.play, self.shown, self.log_axis, self.theory, self.large], layout=widgets.Layout(flex_flow="row wrap")
            ),
            self.picture,
        ]
        if len(self.runs) == 1:  # nothing to choose
            self.which.layout.display = self.boxes[self.runs[0].label].layout.display = "none"
        self.picture.interactive = True
        self._ground_of(landscape)
        self.landscape.observe(self._new_landscape, "value")
        self.which.observe(self._show_dials, "value")
        self.every.observe(self._choose_all, "value")
        self.play.observe(lambda change: change["new"] or self.redraw(), "playing")  # the words of where it stopped
        for control in (*self.start, self.noise, self.seed, *self.boxes.values(), self.shown, self.log_axis, self.theory):
            control.observe(self.redraw, "value")
        self._show_dials()
        self.redraw()

    def _choose_all(self, change):
        self._quiet = True
        for box in self.boxes.values():
            box.value = change["new"]
        self._quiet = False
        self.redraw()

    @property
    def dials(self):
        """The dials of the run that the menu shows, by hyperparameter."""
        return self._dials[self.which.value]

    def _show_dials(self, *_):
        run = next(run for run in self.runs if run.label == self.which.value)
        if run.label not in self._dials:
            values = {**signature(run.step).hyper, **run.hyper}
            plain = {k: v for k, v in values.items() if isinstance(v, int | float) and not isinstance(v, bool)}
            self._dials[run.label] = {name: Dial(name, value, self.redraw) for name, value in plain.items()}
        rows = [dial.widget for dial in self.dials.values()]
        self.dials_of.children = [widgets.HBox(rows[k : k + 2]) for k in range(0, len(rows), 2)]

    def _ground_of(self, landscape):
        """What is computed once for each landscape."""
        self._over = views.ground(landscape) if len(landscape.box) == 2 else views.profile(landscape)
        self._curvature = rates.curvature(landscape) if len(landscape.box) == 2 else None

    def _new_landscape(self, change):
        landscape = self._landscapes[change["new"]]
        self._ground_of(landscape)
        self._ylim = None
        self._set(landscape.start, noise=landscape.noise)

    def _set(self, start, noise=None):
        """Several controls at once, one drawing."""
        self._quiet = True
        try:
            for box, value in zip(self.start, start):
                box.value = float(f"{value:.4g}")
            if noise is not None:
                self.noise.value = noise
        finally:
            self._quiet = False
        self.redraw()

    def redraw(self, *_):
        if not self._quiet:
            super().redraw()

    def current(self):
        """The landscape with its noise, and the runs as the dials now stand."""
        landscape = dataclasses.replace(self._landscapes[self.landscape.value], noise=self.noise.value)
        dialled = [{name: dial.value for name, dial in self._dials.get(run.label, {}).items()} for run in self.runs]
        return landscape, [run._replace(hyper={**run.hyper, **hyper}) for run, hyper in zip(self.runs, dialled)]

    def _trace(self, run, landscape):
        """A run's trace: computed when something that it depends on has changed."""
        start = [box.value for box in self.start]
        key = (landscape.name, landscape.noise, self.seed.value, *start, *run.hyper.values())
        if self._traces.get(run.label, (None,))[0] != key:
            self._traces[run.label] = key, runs.descent(run, landscape, start, self.steps, self.seed.value)
        return self._traces[run.label][1]

    def build(self):
        landscape, now = self.current()
        traces = [self._trace(run, landscape) if self.boxes[run.label].value else None for run in now]
        log = self.log_axis.value and bool(landscape.minima)
        view = views.terrain if len(landscape.box) == 2 else views.race
        self._ylim = views.limits(
            [views.errors(landscape, t, log)[0] for t in traces if t], log, self._ylim if log == self._was_log else None
        )
        self._was_log = log
        told = [runs.now(run, moved.hyper) for run, moved in zip(self.runs, now)]
        scene = view(told, traces, landscape, self._over, shown=self.shown.value, steps=self.steps, log=log, ylim=self._ylim,
                     curvature=self._curvature if self.theory.value else None)  # fmt: skip
        if self.play.playing:
            scene.words = self.picture.words  # a screen reader would have to read twenty texts a second
        return scene

    def on_pointer(self, kind, place):
        """On the landscape the mouse moves the start; on the losses it chooses the step."""
        if place is None:
            return
        panel, x, y = place
        if panel == 1:
            self.shown.value = int(np.clip(round(x), 0, self.steps))
        else:
            self._set((x, y)[: len(self.start)])

    def on_painted(self, frame):
        self.player.painted(frame)

    def on_key(self, key, shift):
        """Arrow keys move the start by a sixtieth of the box, with shift by five of them."""
        axis = 0 if key in ("ArrowLeft", "ArrowRight") else 1
        if axis >= len(self.start):
            return
        low, high = self._landscapes[self.landscape.value].box[axis]
        move = (high - low) / 60 * (5 if shift else 1) * (1 if key in ("ArrowRight", "ArrowUp") else -1)
        start = [box.value for box in self.start]
        start[axis] += move
        self._set(start)
