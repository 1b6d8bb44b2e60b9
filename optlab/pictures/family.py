"""The family tree of the methods: who followed whom, and which failure led there."""

from .scene import Scene
from .still import Drawing

# name -> (year of the first source, chapter, column and row of the picture).
METHODS = {
    "gradient descent": (1847, "01", 0, 3), "learned": (2016, "18", 1, 0), "AdaSecant": (2014, "", 1, 1),
    "stochastic": (1951, "02", 1, 2), "momentum": (1964, "04", 1, 3), "Nesterov": (1983, "05", 2, 3),
    "AdaGrad": (2011, "06", 1, 7), "RMSprop": (2012, "07", 2, 7), "Adam": (2015, "09", 3, 7), "Nadam": (2016, "", 4, 5),
    "Eve": (2016, "", 4, 6), "AMSGrad": (2018, "", 4, 7), "AdaBound": (2019, "", 4, 8), "AdaMax": (2015, "", 4, 9),
    "Graves": (2013, "07", 3, 9), "SMORMS3": (2015, "", 3, 10), "Santa": (2016, "", 3, 11), "AdaDelta": (2012, "08", 2, 12),
}  # fmt: skip

# (from, to, the failure of the first that led to the second)
FAILURES = (
    ("gradient descent", "stochastic", "one step costs a pass over all data"),
    ("gradient descent", "momentum", "zigzags in a ravine"),
    ("gradient descent", "AdaGrad", "one rate for rare and frequent features"),
    ("gradient descent", "AdaSecant", "the rate must be tuned by hand"),
    ("gradient descent", "learned", "the rule itself is made by hand"),
    ("momentum", "Nesterov", "sees a turn too late"),
    ("AdaGrad", "RMSprop", "its step only ever shrinks"),
    ("AdaGrad", "AdaDelta", "its step has the wrong units"),
    ("RMSprop", "Graves", "a steady gradient counts as noise"),
    ("RMSprop", "SMORMS3", "its memory length must be guessed"),
    ("RMSprop", "Santa", "stays in the first minimum"),
    ("RMSprop", "Adam", "no momentum; first steps too large"),
    ("momentum", "Adam", "one rate for all parameters"),
    ("Adam", "AdaMax", "squares let one spike rule for long"),
    ("Adam", "Nadam", "its momentum does not look ahead"),
    ("Adam", "Eve", "deaf to the loss itself"),
    ("Adam", "AMSGrad", "forgets rare large gradients"),
    ("Adam", "AdaBound", "some rates stay extreme to the end"),
)


class Tree(Drawing):
    """The family tree as a picture and, in words, as a list of failures."""

    def __init__(self):
        lines = "\n".join(f"{a} -> {b}: {why}" for a, b, why in FAILURES)
        super().__init__(Scene([], lines), size=(980, 690))

    @property
    def spec(self):
        nodes = [dict(name=name, year=year, chapter=chapter, column=x, row=y) for name, (year, chapter, x, y) in METHODS.items()]
        arrows = [dict(zip(("from", "to", "why"), arrow, strict=True)) for arrow in FAILURES]
        return dict(kind="tree", words=self.words, nodes=nodes, arrows=arrows)

    def png(self):
        import io

        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9.8, 6.9), dpi=160)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(-0.6, 8.9), ylim=(12.6, -0.6))
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
        """From a to b round a corner; every method has its own row, so the label on the last stretch stays free."""
        _, _, column_a, row_a = METHODS[a]
        _, _, column_b, row_b = METHODS[b]
        start, end = _APART * column_a + half[a], _APART * column_b - half[b]
        corner = _APART * column_a + 0.56
        if column_b - column_a > 1:  # momentum -> Adam: along a row of its own, then down
            row, end = row_b - 2.4, _APART * column_b
            axes.plot([corner, corner, end], [row_a, row, row], color="#888888", lw=1.1)
            axes.annotate("", (end, row_b - 0.42), (end, row - 0.02), arrowprops=dict(arrowstyle="-|>", color="#888888", lw=1.1))
            axes.text((corner + end) / 2, row, why, fontsize=8.6, ha="center", va="center", color="#8a3a00", backgroundcolor="w")
            return
        axes.plot([start, corner, corner], [row_a, row_a, row_b], color="#888888", lw=1.1)
        axes.annotate("", (end, row_b), (corner - 0.01, row_b), arrowprops=dict(arrowstyle="-|>", color="#888888", lw=1.1))
        axes.text(_APART * column_b - 1.05, row_b, _wrapped(why), fontsize=8.4, ha="center", va="center", color="#8a3a00",
                  bbox=dict(boxstyle="square,pad=0.1", fc="white", ec="none"))  # fmt: skip


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
