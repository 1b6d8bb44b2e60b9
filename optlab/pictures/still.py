"""Still pictures for the chapters: a few lines say what to compare, the words come by themselves."""

import numpy as np

from . import words
from .scene import Curve, Panel, Scene


class Drawing:
    """A scene that shows itself: a picture in a notebook, its words wherever there are no pictures."""

    def __init__(self, scene, size=(820, 360)):
        self.scene, self.size = scene, size

    def png(self):
        """The picture as PNG bytes."""
        from . import plots

        return plots.plot(self.scene, self.size)

    def _repr_mimebundle_(self, include=None, exclude=None):
        width, height = self.size
        return (
            {"image/png": self.png(), "text/plain": self.scene.words},
            {"image/png": {"width": width, "height": height, "alt": self.scene.words}},
        )

    def __repr__(self):
        return self.scene.words


def panel(
    curves, theory=None, *, x=None, band=None, title="", xlabel="step t", ylabel="", log=False, xlim=None, ylim=None, kind="run"
):  # fmt: skip
    """One pair of axes from named arrays: `curves` as measured, `theory` (same form) dotted over them.

    curves, theory : dict label -> y, or label -> (x, y). x : the common x; 1, 2, … if not given. log : logarithmic y.
    band : dict label -> (low, high), two thin lines around the curve of that label.
    """
    drawn = []
    for index, (label, values) in enumerate(curves.items()):
        drawn.append(Curve(*_xy(values, x), label, kind, index))
    for index, (label, values) in enumerate((theory or {}).items()):
        drawn.append(Curve(*_xy(values, x), label, "theory", index))
    for index, label in enumerate(curves):
        for edge in (band or {}).get(label, ()):
            drawn.append(Curve(*_xy(edge, x), "", "edge", index))
    scale = "log" if log else "linear"
    return Panel(title, xlabel, ylabel, drawn, xlim=xlim, ylim=ylim, yscale=scale)


def _xy(values, x):
    if isinstance(values, tuple):
        return np.asarray(values[0], float), np.asarray(values[1], float)
    y = np.asarray(values, float)
    return (np.arange(1, len(y) + 1) if x is None else np.asarray(x, float)), y


def draw(*panels, words_=None, size=(820, 360)):
    """Panels side by side as a `Drawing`. Its words are computed from the curves unless `words_` says something better.

    >>> draw(panel({"loss": [1.0, 0.5, 0.25]}))
    Loss starts with its largest size at 1 and ends at 0.25.
    """
    said = words_ or words.sentence(_said(p, c, len(panels) > 1) for p in panels for c in p.curves if c.label)
    return Drawing(Scene(list(panels), said), size)


def _said(panel, curve, named):
    """One curve in words; where it is not counted in steps from 1, by its x."""
    steps = panel.xlabel.startswith("step") and curve.x[0] == 1
    text = words.curve(curve.label, curve.y, None if steps else curve.x)
    return f"{panel.title}: {text}" if panel.title and named else text
