"""The live figure for landscapes of matrices: losses, and how far each step goes in each direction. Python computes it."""

import numpy as np

from ..run import inputs
from ..run.signature import check_item
from . import figure, limits, runs, words
from .scene import Curve, Panel, Scene


class MatrixFigure(figure.Figure):
    """`explore(steps, landscape=…)` where x has rows and columns: the loss of each run, and the singular values of its steps.

    Gradient descent goes far in a few directions, Muon equally far in all. The dials are those of the first run.
    """

    def __init__(self, step, landscape, *, steps=125, x0=None, seed=0):
        self.runs, self.landscape, self.steps, self.seed = runs.take(step), landscape, inputs.steps(steps), seed
        self.x0 = inputs.x0(landscape, x0)
        if self.x0.ndim != 2:
            raise ValueError(f"x0 has shape {self.x0.shape}; a figure takes one start, a matrix of shape {self.x0.shape[-2:]}.")
        for run in self.runs:
            check_item(run.step, self.x0.shape, "the landscape")
        first = self.runs[0]
        hyper, self._ranges = figure.plain(first.step, first.hyper), inputs.ranges(first.step)
        about = dict(kind="curve", name=f"{', '.join(run.label for run in self.runs)} on {landscape.name}",
                     dials=figure.dials(self._ranges, hyper), remote="A page does not multiply matrices.")  # fmt: skip
        super().__init__(about, dict(hyper=hyper))

    @property
    def dials(self):
        """The hyperparameters of the first run as its dials now stand, by name."""
        return dict(self.state["hyper"])

    def put(self, state, name, value):
        figure.chosen("control", name, list(state["hyper"]))
        state["hyper"][name] = figure.checked(name, value, self._ranges)

    def build(self):
        losses, sizes, said, captions = [], [], [], []
        for k, run in enumerate([runs.now(self.runs[0], self.state["hyper"]), *self.runs[1:]]):
            trace = runs.descent(run, self.landscape, self.x0, self.steps, self.seed)
            loss = trace.loss - (runs.floor(self.landscape) or 0.0)
            losses.append(Curve(np.arange(len(loss)), loss, run.label, "run", k))
            said.append(words.run(run.label, [*loss, np.nan] if trace.diverged else loss))
            values = np.linalg.svd(trace.update, compute_uv=False)  # (steps, directions), the largest first
            sizes += [Curve(np.arange(1, len(values) + 1), column, "" if i else run.label, "run", k, run=run.label)
                      for i, column in enumerate(values.T)]  # fmt: skip
            moves = values[values[:, -1] > 0]
            if len(moves):
                ratio = words.number(np.median(moves[:, 0] / moves[:, -1]))
                said[-1] += f"; at its median step the largest singular value of the step is {ratio} times the smallest"
                captions.append(f"{run.label}: {ratio}")
        panels = [
            Panel(self.landscape.name, "step t", "loss − lowest known loss", losses, yscale="log",
                  ylim=limits.losses([c.y for c in losses], True)),
            Panel("singular values of the steps", "step t", "size", sizes, yscale="log"),
        ]  # fmt: skip
        caption = f"the largest singular value of a step over the smallest, median: {'; '.join(captions)}" if captions else ""
        return Scene(panels, words.sentence(said), words.sentence([caption]))
