"""The family tree of the methods: who followed whom, and which failure led there."""

import numpy as np

from .scene import Scene
from .still import Drawing

# name -> (year of the first source, chapter, column and row of the picture).
METHODS = {
    "gradient descent": (1847, "01", 0, 4), "learned": (2016, "18", 1, 1), "AdaSecant": (2014, "16", 1, 2),
    "stochastic": (1951, "02", 1, 3), "momentum": (1964, "04", 1, 4), "Nesterov": (1983, "05", 2, 3),
    "AdaGrad": (2011, "06", 1, 7), "RMSprop": (2012, "07", 2, 7), "Adam": (2015, "09", 3, 7), "Nadam": (2016, "11", 4, 4),
    "Eve": (2016, "15", 4, 5), "AdaMax": (2015, "10", 4, 6), "AMSGrad": (2018, "12", 4, 7), "AMSBound": (2019, "13", 4, 8.7),
    "AdaBound": (2019, "13", 4, 10.4), "Graves": (2013, "07", 3, 9), "SMORMS3": (2015, "14", 3, 10.2),
    "Santa": (2016, "17", 4, 11.6), "AdaDelta": (2012, "08", 2, 10.4),
    "SAM": (2021, "26", 1, 0), "Schedule-Free": (2024, "25", 2, 2), "Muon": (2024, "24", 2, 4.2), "AdamW": (2019, "22", 4, 2),
    "Lion": (2023, "23", 4, 0.3),
}  # fmt: skip

# (from, to, the failure of the first that led to the second)
FAILURES = (
    ("gradient descent", "stochastic", "each step needs all the data"),
    ("gradient descent", "momentum", "zigzags in a ravine"),
    ("gradient descent", "AdaGrad", "one rate for rare and frequent features"),
    ("gradient descent", "AdaSecant", "its rate must be tuned"),
    ("gradient descent", "learned", "its rule is made by hand"),
    ("gradient descent", "SAM", "ends in sharp minima"),
    ("stochastic", "Schedule-Free", "its end must be known"),
    ("momentum", "Nesterov", "sees a turn too late"),
    ("momentum", "Adam", "one rate for all parameters"),
    ("momentum", "Muon", "takes a matrix for a vector"),
    ("Nesterov", "Nadam", "one rate for all parameters, too"),
    ("AdaGrad", "RMSprop", "its step only ever shrinks"),
    ("AdaGrad", "AdaDelta", "its step has the wrong units"),
    ("RMSprop", "Graves", "a steady gradient counts as noise"),
    ("RMSprop", "SMORMS3", "its memory length must be guessed"),
    ("RMSprop", "Adam", "long first steps, no momentum"),
    ("RMSprop", "Santa", "it trembles for ever and does not cool"),
    ("Adam", "Nadam", "does not look ahead"),
    ("Adam", "Eve", "deaf to the loss itself"),
    ("Adam", "AdaMax", "its step has no bound"),
    ("Adam", "AMSGrad", "forgets rare large gradients"),
    ("Adam", "AdaBound", "some rates stay extreme to the end"),
    ("Adam", "Santa", "stays in the first minimum"),
    ("Adam", "AdamW", "divides the weight decay, too"),
    ("AdamW", "Lion", "stores two averages"),
    ("AMSGrad", "AMSBound", "some rates stay extreme"),
    ("AdaBound", "AMSBound", "forgets large gradients"),
)

# An arrow over more than one column runs along this row, and ends in the method from above or below.
WAYS = {("momentum", "Adam"): 5.4, ("Nesterov", "Nadam"): 3, ("RMSprop", "Santa"): 12.6}


class Tree(Drawing):
    """The family tree as a picture and, in words, as a list of failures."""

    def __init__(self):
        lines = "\n".join(f"{a} -> {b}: {why}" for a, b, why in FAILURES)
        super().__init__(Scene([], lines), size=(1020, 715))

    @property
    def spec(self):
        nodes = [dict(name=name, year=year, chapter=chapter, column=x, row=y) for name, (year, chapter, x, y) in METHODS.items()]
        arrows = [{"from": a, "to": b, "why": why, "way": WAYS.get((a, b))} for a, b, why in FAILURES]
        return dict(kind="tree", words=self.words, nodes=nodes, arrows=arrows)

    def png(self):
        import io

        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(10.2, 7.15), dpi=160)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(-0.6, 9.3), ylim=(13.2, -0.6))
        axes.axis("off")
        half = {}  # of the width of each method's box
        for name, (year, chapter, column, row) in METHODS.items():
            text = f"{name}\n{year}" + (f" · ch. {chapter}" if chapter else "")
            box = dict(boxstyle="round,pad=0.3", fc="#dcecf7" if chapter else "#f2f2f2", ec="#0072B2")
            drawn = axes.text(_APART * column, row, text, fontsize=9, ha="center", va="center", bbox=box, zorder=3)
            half[name] = drawn.get_window_extent().transformed(axes.transData.inverted()).width / 2 + 0.04
        for a, b, why in FAILURES:
            self._arrow(axes, a, b, why, half)
        out = io.BytesIO()
        figure.savefig(out, format="png", facecolor="white")
        return out.getvalue()

    def _arrow(self, axes, a, b, why, half):
        """From a to b round a corner; or along a row of its own; or, in one column, straight up or down."""
        _, _, column_a, row_a = METHODS[a]
        _, _, column_b, row_b = METHODS[b]
        start, end = _APART * column_a + half[a], _APART * column_b - half[b]
        corner = _APART * column_a + 0.56
        if column_a == column_b:
            x, side = _APART * column_a - 0.4, np.sign(row_b - row_a)
            self._head(axes, [x, x], [row_a + 0.4 * side, row_b - 0.4 * side])
            axes.text(x + 0.08, (row_a + row_b) / 2, _wrapped(why), fontsize=8.4, ha="left", va="center", color="#8a3a00")
            return
        if (a, b) in WAYS:
            row, x = WAYS[a, b], _APART * column_b
            edge = row_b - 0.42 * np.sign(row_b - row)
            self._head(axes, [start, corner, corner, x, x], [row_a, row_a, row, row, edge])
            at = (corner + x - half[b]) / 2, row, why
        else:
            self._head(axes, [start, corner, corner, end], [row_a, row_a, row_b, row_b])
            at = _APART * column_b - 1.05, row_b, _wrapped(why)
        box = dict(boxstyle="square,pad=0.1", fc="white", ec="none")
        axes.text(*at, fontsize=8.4, ha="center", va="center", color="#8a3a00", bbox=box)

    def _head(self, axes, x, y):
        """The way of an arrow, with its head at the end."""
        axes.plot(x, y, color="#888888", lw=1.1)
        middle = (x[-1] + x[-2]) / 2, (y[-1] + y[-2]) / 2
        look = dict(arrowstyle="-|>", color="#888888", lw=1.1, shrinkA=0, shrinkB=0)
        axes.annotate("", (x[-1], y[-1]), middle, arrowprops=look)


_APART = 2.13  # columns


def _wrapped(text, width=16):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def family():
    """The family tree of the methods as a picture; each arrow is labelled with the failure that led to the next method.

    >>> print(str(family()).splitlines()[1])
    gradient descent -> momentum: zigzags in a ravine
    """
    return Tree()
