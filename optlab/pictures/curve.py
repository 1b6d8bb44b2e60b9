"""A live figure of formulas: y over x, with a dial for each hyperparameter. Its twin in the page is js/curve.js."""

import inspect

import numpy as np

from ..run import inputs
from . import figure, translate, words
from .scene import Curve, Panel, Scene


def explore_curve(functions, x, *, title="", xlabel="x", ylabel="", log=False, xlog=False, ylim=None, **hyper):
    """A live figure of formulas: each function of x is a curve, and each hyperparameter has a dial.

    functions : a function, or a dict label -> function, called as f(x, name=number, …) with the whole x: it gives one number for
        each x, or one for all. As in a step, the arguments after x are the hyperparameters, with defaults where dials start.
    x : finite numbers (n,). title, xlabel, ylabel : texts. log, xlog : logarithmic y, x. ylim : (low, high), else the y axis
        follows the curves.
    **hyper : where a dial starts, instead of the default.

    In a page it needs no kernel if each number follows from its own x by elementwise numpy; else Python computes it.
    TypeError or ValueError, one sentence, where something does not fit.

    >>> def larger_root(a, *, mu=0.9):  # of z**2 - (1 + mu - a) z + mu
    ...     b = 1 + mu - a
    ...     square = b**2 - 4 * mu  # below 0 the roots are a pair, whose product is mu
    ...     return np.where(square < 0, np.sqrt(mu), (abs(b) + np.sqrt(abs(square))) / 2)
    >>> figure = explore_curve({"|z|": larger_root}, x=np.linspace(0, 4, 201), xlabel="lr h")
    >>> figure.scene.caption
    'mu = 0.9: |z| is lowest, 0.949, from lr h = 0.02 to 3.78.'
    >>> figure.set(mu=0.5)
    >>> figure.scene.caption
    'mu = 0.5: |z| is lowest, 0.707, from lr h = 0.1 to 2.9.'
    """
    return CurveFigure(functions, x, hyper, dict(title=title, xlabel=xlabel, ylabel=ylabel, log=log, xlog=xlog, ylim=ylim))


class CurveFigure(figure.Figure):
    """`explore_curve(functions, x)`."""

    def __init__(self, functions, x, hyper, look):
        self.functions = dict(functions) if isinstance(functions, dict) else {words.name(_checked(functions)): functions}
        self.x = _numbers(x, look["xlog"])
        self.look = {**look, "ylabel": look["ylabel"] or (next(iter(self.functions)) if len(self.functions) == 1 else "")}
        self._takes = {label: _hyperparameters(_checked(f)) for label, f in self.functions.items()}
        self._plain = {name: default for takes in self._takes.values() for name, default in takes.items()}
        self._ranges = {name: one for f in self.functions.values() for name, one in inputs.ranges(f).items()}
        for name in hyper:
            figure.chosen("hyperparameter", name, list(self._plain))
        start = {**self._plain, **hyper}
        if missing := [name for name, value in start.items() if value is inspect.Parameter.empty]:
            raise TypeError(f"{missing[0]} has no default, so the figure needs {missing[0]}=number for its dial to start at.")
        start = {name: figure.checked(name, inputs.real(name, value), self._ranges) for name, value in start.items()}
        super().__init__(self._about(start), dict(hyper=start))

    def _about(self, start):
        about = dict(kind="curve", name=f"{', '.join(self.functions)} over {self.look['xlabel']}", x=self.x.tolist(), **self.look)
        about |= dict(dials=figure.dials(self._ranges, start), curves={label: None for label in self.functions})
        try:
            for label, f in self.functions.items():
                about["curves"][label] = translate.curve(f, self.x, {name: start[name] for name in self._takes[label]})
        except translate.Untranslatable as error:
            about["remote"] = str(error)
        return about

    @property
    def dials(self):
        """The hyperparameters as the dials now stand, by name."""
        return dict(self.state["hyper"])

    def put(self, state, name, value):
        figure.chosen("control", name, list(self._plain))
        state["hyper"][name] = figure.checked(name, value, self._ranges)

    def build(self):
        look, hyper = self.look, self.state["hyper"]
        curves = [Curve(self.x, self._values(label), label, "run", k) for k, label in enumerate(self.functions)]
        panel = Panel(look["title"], look["xlabel"], look["ylabel"], curves, ylim=look["ylim"] and tuple(look["ylim"]),
                      xlim=(self.x.min(), self.x.max()), xscale="log" if look["xlog"] else "linear",
                      yscale="log" if look["log"] else "linear")  # fmt: skip
        at = ", ".join(f"{name} = {words.value(value)}" for name, value in hyper.items())
        said = [words.curve(c.label, c.y, self.x) for c in curves]
        said += words.coinciding([c.label for c in curves], [c.y for c in curves])
        lows = "; ".join(_lowest(c.label, self.x, np.asarray(c.y), look["xlabel"]) for c in curves)
        return Scene([panel], words.sentence([f"over {look['xlabel']}{f', for {at}' if at else ''}", *said]),
                     words.sentence([f"{at}: {lows}" if at else lows]))  # fmt: skip

    def _values(self, label):
        """A curve, (n,)."""
        hyper = {name: self.state["hyper"][name] for name in self._takes[label]}
        with np.errstate(all="ignore"):
            y = np.asarray(self.functions[label](self.x, **hyper))
        if y.shape not in ((), self.x.shape) or y.dtype.kind not in "fiub":
            got = f"{label} gives {y.dtype} of shape {y.shape} for x of shape {self.x.shape}"
            raise ValueError(f"{got}; it must give one real number for each x.")
        return np.broadcast_to(y.astype(float), self.x.shape)


def _checked(function):
    if not callable(function):
        raise TypeError(f"functions has {inputs.show(function)}; it must be a function of x, or a dict label -> function.")
    return function


def _hyperparameters(function):
    """The arguments after x with their defaults."""
    return {name: p.default for name, p in list(inspect.signature(function).parameters.items())[1:]}


def _numbers(x, log):
    x = inputs.frozen(np.array(x, float))
    if x.ndim != 1 or len(x) < 2 or not np.isfinite(x).all() or (log and x.min() <= 0):
        raise ValueError(f"x is {inputs.show(x)}; it must be two or more finite numbers{', all > 0 for xlog' * log}, shape (n,).")
    return x


def _lowest(label, x, y, xlabel):
    """Where a curve is lowest: one place, or from where to where."""
    good = np.isfinite(y)
    if not good.any():
        return f"{label} has no finite number"
    low = y[good].min()
    at = x[good & (y <= low + 1e-9 * abs(low))]
    first, last = words.number(at[0]), words.number(at[-1])
    where = f"from {xlabel} = {first} to {last}" if len(at) > 1 else f"at {xlabel} = {first}"
    return f"{label} is lowest, {words.number(low)}, {where}"
