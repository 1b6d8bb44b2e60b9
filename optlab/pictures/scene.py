"""What is drawn: panels of named curves as arrays, with their words. A page paints it, or plots.py."""

from dataclasses import dataclass, field

import numpy as np

from . import limits


@dataclass
class Curve:
    """One line. `kind` says what it means, and so how it looks:

    signal : the gradient that comes in. run : a result, numbered by `index` for its colour, line style and marker.
    theory : a prediction in closed form. internal : another quantity of the same run. path : a run on a landscape.
    event : points on a run. ground : the loss itself. border : where theory draws a line through a map. edge : of a band.

    run : where the curve has no label of its own, the run that it belongs to.
    """

    x: np.ndarray
    y: np.ndarray
    label: str = ""
    kind: str = "run"
    index: int = 0
    show: bool = True
    top: bool = False  # painted over the others, wherever it stands in the legend
    run: str = ""


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
    run: str = ""


@dataclass(eq=False)
class Field:
    """A coloured map: z (len(y), len(x)) over x and y.

    names : for a map of kinds, what each number in z stands for, as (name, letter). missing : what nan in z stands for.
    zlim : the numbers of the first and the last colour. power : z is the logarithm to base 10 of what is told.
    """

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    label: str = ""
    names: dict | None = None
    missing: str = ""
    zlim: tuple | None = None
    power: bool = False

    def limits(self):
        """The numbers of the first and the last colour."""
        low, high = self.zlim or limits.extent([self.z])
        return (low, high) if low < high else (low - 1.0, low + 1.0) if low == high else (0.0, 1.0)

    def ticks(self):
        """What stands beside the colours: (share of the height, text)."""
        low, high = self.limits()
        raw = (high - low) / (6 if self.power else 4)
        ten = 10.0 ** np.floor(np.log10(raw))
        step = max(1.0, np.ceil(raw)) if self.power else next(m * ten for m in (1, 2, 2.5, 5, 10) if m * ten >= raw)
        at = np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step
        return [((float(z) - low) / (high - low), _power(z) if self.power else f"{z + 0.0:.3g}") for z in at]

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
    under: bool = False  # stands below the panel before it
    tall: float = 1.0  # its share of the height, where panels stand below each other

    def limits(self):
        """The limits of both axes."""
        seen = [c for c in self.curves if c.show] or self.curves
        xs, ys = [c.x for c in seen], [c.y for c in seen]
        low, high = limits.extent(xs)
        whole = (low, high) if self.xscale == "log" else limits.tight(low, high)
        x = self.xlim or (whole if low < np.inf else (0.0, 1.0))
        start = max((float(np.ravel(y)[0]) for y in ys if np.size(y) and np.isfinite(np.ravel(y)[0])), default=1.0)
        y = self.ylim or (limits.logarithmic(ys, start) if self.yscale == "log" else limits.linear(ys))
        return tuple(map(float, x)), tuple(map(float, y))


@dataclass
class Scene:
    """A picture: panels from left to right and the sentence that tells what can be seen."""

    panels: list
    words: str = ""
    caption: str = ""  # the same in one line

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


def _power(z):
    """10 to the power z, as a reader writes it."""
    z = int(round(z))
    return f"{10.0**z:g}" if -3 <= z <= 4 else "10" + str(z).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


# As JSON values, for a page. nan is null; seven digits are more than a screen shows.


def as_json(scene):
    """The scene as JSON values, with all limits."""
    return dict(panels=[_panel(p) for p in scene.panels], legend=[list(item) for item in scene.legend()], words=scene.words,
                caption=scene.caption)  # fmt: skip


def numbers(values):
    flat = np.asarray(values, float).ravel()
    return [float(f"{v:.7g}") if np.isfinite(v) else None if np.isnan(v) else float(np.copysign(1e300, v)) for v in flat]


def _panel(p):
    xlim, ylim = p.limits()
    out = dict(title=p.title, xlabel=p.xlabel, ylabel=p.ylabel, xlim=xlim, ylim=ylim, xscale=p.xscale, yscale=p.yscale,
               square=bool(p.square), width=p.width, under=p.under, tall=p.tall,
               curves=[_curve(c) for c in p.curves], marks=[_mark(m) for m in p.marks])  # fmt: skip
    if p.contours is not None:
        x, y, z, levels = p.contours
        out["ground"] = dict(x=numbers(x), y=numbers(y), z=numbers(z), levels=numbers(levels), id=f"{p.title} {xlim} {ylim}")
    if p.field is not None:
        f = p.field
        out["field"] = dict(
            x=numbers(f.x),
            y=numbers(f.y),
            z=numbers(f.z),
            label=f.label,
            missing=f.missing,
            power=f.power,
            id=id(f),
            zlim=f.limits(),
            ticks=f.ticks(),
            names=f.names and {k: v[::-1] for k, v in f.names.items()},
        )
    return out


def _curve(c):
    x = np.asarray(c.x, float)
    places = {} if np.array_equal(x, np.arange(1, len(x) + 1)) else dict(x=numbers(x))
    return dict(
        y=numbers(c.y), label=c.label, kind=c.kind, index=c.index, show=bool(c.show), top=bool(c.top), run=c.run, **places
    )


def _mark(m):
    return dict(x=numbers(m.x)[0], y=numbers(m.y)[0], kind=m.kind, index=m.index, note=m.note, run=m.run)
