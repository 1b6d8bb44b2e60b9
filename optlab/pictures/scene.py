"""What is drawn: panels of named curves as arrays, with their words. Who paints a scene is another matter (plots.py)."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Curve:
    """One line. `kind` says what it means, and so how it looks:

    signal : the gradient that comes in. run : a result, numbered by `index` for its colour, line style and marker.
    theory : a prediction in closed form. internal : another quantity of the same run. path : a run on a landscape.
    event : points on a run. ground : the loss itself. border : where theory draws a line through a map.
    """

    x: np.ndarray
    y: np.ndarray
    label: str = ""
    kind: str = "run"
    index: int = 0
    show: bool = True
    top: bool = False  # painted over the others, wherever it stands in the legend


@dataclass
class Mark:
    """One point: a start, a minimum, where an optimizer stands now (a run's `index`), a chosen cell. nan: not shown.

    label : its entry in the legend. note : a few letters beside a point that does not move.
    """

    x: float
    y: float
    label: str = ""
    kind: str = "now"
    index: int = 0
    note: str = ""


@dataclass(eq=False)
class Field:
    """A coloured map: z (len(y), len(x)) over x and y.

    names : for a map of kinds, what each number in z stands for, as (name, letter). missing : what nan in z stands for.
    """

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    label: str = ""
    names: dict | None = None
    missing: str = ""

    def legend(self):
        """(label, kind, index) of what needs a word."""
        kinds = [(f"{letter}: {name}" if letter else name, "region", k) for k, (name, letter) in (self.names or {}).items()]
        return kinds + [(self.missing, "missing", 0)] * bool(self.missing and np.isnan(self.z).any())


@dataclass
class Panel:
    """One pair of axes. `xlim`, `ylim` None: from the data, rounded so that small changes do not move the axes."""

    title: str = ""
    xlabel: str = ""
    ylabel: str = ""
    curves: list = field(default_factory=list)
    marks: list = field(default_factory=list)
    xlim: tuple | None = None
    ylim: tuple | None = None
    xscale: str = "linear"
    yscale: str = "linear"
    contours: tuple | None = None  # (x, y, z, levels)
    field: Field | None = None
    square: bool = False
    width: float = 1.0

    def limits(self):
        """The limits of both axes."""
        seen = [c for c in self.curves if c.show] or self.curves
        x = self.xlim or _limits(np.concatenate([np.ravel(c.x) for c in seen] or [np.zeros(1)]), self.xscale, tight=True)
        start = max((float(np.ravel(c.y)[0]) for c in seen if np.size(c.y) and np.isfinite(np.ravel(c.y)[0])), default=1.0)
        y = self.ylim or _limits(np.concatenate([np.ravel(c.y) for c in seen] or [np.zeros(1)]), self.yscale, start=start)
        return x, y


@dataclass
class Scene:
    """A picture: panels from left to right and the sentence that tells what can be seen."""

    panels: list
    words: str = ""

    @property
    def curves(self):
        return [curve for panel in self.panels for curve in panel.curves]

    def legend(self):
        """(label, kind, index) of every shown curve, map and mark once, in order; predictions, which all look alike, as one."""
        items = [item for panel in self.panels if panel.field for item in panel.field.legend()]
        shown = [(c.label, c.kind, c.index) for c in self.curves if c.show]
        theories = {label for label, kind, _ in shown if label and kind == "theory"}
        items += [("theory", "theory", 0) if kind == "theory" and len(theories) > 1 and label else (label, kind, index)
                  for label, kind, index in shown]  # fmt: skip
        items += [(m.label, m.kind, m.index) for panel in self.panels for m in panel.marks]
        return [item for item in dict.fromkeys(items) if item[0]]


def columns(labels, width):
    """How many columns, five at most, a legend of these labels may have in a width of so many pixels.

    >>> columns(["lr = 0.1", "lr = 0.2", "minimum"], 820), columns(["a very long label of a run", "another"] * 3, 600)
    (3, 2)
    """
    for count in range(min(len(labels), 5), 1, -1):
        longest = [max(map(len, part)) for part in np.array_split(np.array(labels, object), count)]
        if sum(83 + 8 * length for length in longest) - 28 <= width:  # 8 pixels a letter; line and gap beside it
            return count
    return 1


def _limits(values, scale, tight=False, start=None):
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    if scale == "log":
        values = values[values > 0]
        if not len(values):
            return (1e-3, 1.0)
        low, high = np.floor(np.log10(values.min())), np.ceil(np.log10(values.max()))
        if start is not None and start > 0:  # a run that explodes or dies must not squeeze the others off the picture
            first = np.ceil(np.log10(start))
            low, high = max(low, first - 16), min(high, first + 8)
        return (10.0**low, 10.0 ** max(high, low + 1))
    if not len(values):
        return (0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    if tight:
        margin = 0.01 * (high - low) or 0.5  # what happens at the first step must not hide behind the axis
        return low - margin, high + margin
    return (-_rounded(-low) if low < 0 else 0.0, _rounded(high) if high > 0 else (0.0 if low < 0 else 1.0))


def _rounded(value):
    """The next value upwards of a short ladder times a power of ten: axes then rarely move."""
    if not 0 < value < 1e300:
        return 1.0 if value <= 0 else value
    power = 10.0 ** np.floor(np.log10(value * 1.05))
    return float(next(step * power for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12) if step * power >= value * 1.05))
