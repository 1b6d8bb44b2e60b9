"""Still pictures for the chapters: a few lines say what to compare, the words come by themselves."""

import numpy as np

from ..run.inputs import show
from . import words
from .scene import Curve, Panel, Scene, as_json
from .shell import takes


class Drawing:
    """A scene that shows itself: painted by the page, crisp in its width and theme; a picture where no page runs; its words
    wherever there are no pictures.
    """

    def __init__(self, scene, size=(820, 360)):
        self.scene, self.size = scene, size

    @property
    def words(self):
        """The picture in words."""
        return self.scene.words

    @property
    def spec(self):
        """All that a page needs to paint it: a dict of JSON values."""
        return dict(kind="still", name="picture", scene={**as_json(self.scene), "height": self.size[1] - 90})

    def html(self):
        """A piece of HTML that lives alone."""
        from . import page

        return page.piece(self.spec, self.words)

    def png(self):
        """The picture as PNG bytes."""
        from . import plots

        return plots.plot(self.scene, self.size)

    def _repr_mimebundle_(self, include=None, exclude=None):
        if not takes("image/png"):
            return {"text/html": self.html(), "text/plain": self.words}, {}
        from . import page, plots

        png, (width, height) = self.png(), self.size
        data = {"text/html": page.piece(self.spec, self.words, plots.small(png)), "text/plain": self.words, "image/png": png}
        return data, {"image/png": {"width": width, "height": height, "alt": self.words}}

    def __repr__(self):
        return self.words


def panel(
    curves,
    theory=None,
    *,
    x=None,
    band=None,
    title="",
    xlabel="step t",
    ylabel="",
    log=False,
    xlog=False,
    xlim=None,
    ylim=None,
    kind="run",
):
    """One pair of axes from named arrays: `curves` as measured, `theory` (same form) dotted over them.

    curves, theory : dict label -> y, or label -> (x, y). x : the common x; 1, 2, … if not given. log, xlog : logarithmic y, x.
    band : dict label -> (low, high), two thin lines around the curve of that label.
    """
    if not isinstance(curves, dict):
        raise TypeError(f"curves is {show(curves)}; it must be a dict label -> y, or label -> (x, y).")
    drawn = []
    for index, (label, values) in enumerate(curves.items()):
        drawn.append(Curve(*_xy(label, values, x), label, kind, index))
    for index, (label, values) in enumerate((theory or {}).items()):
        drawn.append(Curve(*_xy(label, values, x), label, "theory", index))
    for index, label in enumerate(curves):
        for edge in (band or {}).get(label, ()):
            drawn.append(Curve(*_xy(label, edge, x), "", "edge", index, run=label))
    scale = "log" if log else "linear"
    return Panel(title, xlabel, ylabel, drawn, xlim=xlim, ylim=ylim, yscale=scale, xscale="log" if xlog else "linear")


def _xy(label, values, x):
    x, y = values if isinstance(values, tuple) and len(values) == 2 else (x, values)
    try:
        y = np.asarray(y, float)
        x = np.arange(1, y.size + 1) if x is None else np.asarray(x, float)
        if y.ndim == 1 == x.ndim and len(x) == len(y) > 0:
            return x, y
    except (TypeError, ValueError):
        pass
    raise ValueError(f"the curve {label!r} is {show(values)}; it must be numbers y (n,), or (x, y), each (n,).")


def draw(*panels, words_=None, size=(820, 360)):
    """Panels side by side as a `Drawing`. Its words are computed from the curves unless `words_` says something better.

    >>> draw(panel({"loss": [1.0, 0.5, 0.25]}))
    Loss starts with its largest size at 1 and ends at 0.25.
    """
    for p in panels:
        if not hasattr(p, "curves"):
            raise TypeError(f"panels has {show(p)}; each must be made by panel({{label: y}}).")
    said = words_ or words.sentence(said for p in panels for said in _told(p, len(panels) > 1))
    return Drawing(Scene(list(panels), said), size)


def _told(panel, named):
    """The curves of a panel in words, and which of them coincide."""
    curves = [c for c in panel.curves if c.label]
    said = [_said(panel, c, named) for c in curves]
    return said + words.coinciding([c.label for c in curves], [c.y for c in curves])


def _said(panel, curve, named):
    """One curve in words; where it is not counted in steps from 1, by its x."""
    steps = panel.xlabel.startswith("step") and curve.x[0] == 1
    text = words.curve(curve.label, curve.y, None if steps else curve.x)
    return f"{panel.title}: {text}" if panel.title and named else text
