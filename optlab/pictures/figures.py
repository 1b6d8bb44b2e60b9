"""`explore`, and the live figure for signals: a gradient signal and what an optimizer adds up from it."""

import ipywidgets as widgets
import numpy as np

from ..run import inputs
from ..run.drive import drive
from ..run.signature import signature
from ..theory import closed_form
from ..worlds import signals
from . import words
from .live import Dial, Figure
from .rules import RULES, SIGNALS, main_parameter, three
from .scene import Curve, Panel, Scene

_OWN = "your own (draw or paste)"


class SignalFigure(Figure):
    """`explore(step, signal=…)`: the signal, the update for three values of a parameter, any internal quantity, theory."""

    def __init__(self, step, signal="rectangles", *, compare=None, values=None, show=(), beside=None, state=None, **hyper):
        super().__init__()
        self._rules = dict(RULES)
        if not any(_same(rule, step, state) for rule in self._rules.values()) or compare or values or hyper:
            chosen = words.name(step)
            others = {name: rule for name, rule in RULES.items() if name != chosen}
            self._rules = {chosen: self._rule(step, compare, values, hyper, state), **others}
        else:
            chosen = next(name for name, rule in self._rules.items() if _same(rule, step, state))
        known = next((name for name, rule in RULES.items() if beside is not None and _same(rule, beside, None)), None)
        self._beside = {"nothing": None, **self._rules}
        if beside is not None and known is None:
            known = words.name(beside)
            self._beside[known] = self._rule(beside, None, None, {}, None)

        name, self.own = self._take_signal(signal)
        pick = dict(style={"description_width": "80px"}, layout={"width": "300px"})
        self.rule = widgets.Dropdown(options=list(self._rules), value=chosen, description="optimizer", **pick)
        self.signal = widgets.Dropdown(options=[*SIGNALS, _OWN], value=name, description="signal", **pick)
        self.beside = widgets.Dropdown(options=list(self._beside), description="beside it",
                                       value=known or "nothing", **pick)  # fmt: skip
        self.pasted = widgets.Text(placeholder="numbers: 1 0 0 -1", description="your signal", continuous_update=False, **pick)
        self.theory = widgets.Checkbox(value=True, description="theory over it", indent=False, layout={"width": "150px"})
        self._dials, self._quantities = widgets.VBox(), widgets.HBox()
        self._show = tuple(show)
        self.children = [
            widgets.HBox([self.rule, self.signal, self.beside]),
            self._dials,
            widgets.HBox([self._quantities, self.theory, self.large]),
            self.pasted,
            self.picture,
        ]
        self.rule.observe(lambda change: self._new_rule(), "value")
        for control in (self.signal, self.beside, self.theory):
            control.observe(self.redraw, "value")
        self.pasted.observe(self._paste, "value")
        self._new_rule()
        for name in show:
            if name not in self.quantities:
                raise ValueError(f"show has {name!r}; {step.__name__} has {', '.join(self.quantities)} to be drawn.")

    def _rule(self, step, compare, values, hyper, state):
        """A row of RULES for any step."""
        known = signature(step).hyper
        for name in (*hyper, *([compare] if compare else [])):
            if name not in known:
                inputs.hyper(signature(step), {name: 1.0}, 1, np.dtype(float), 1)
        compare = compare or main_parameter(known)
        given = hyper.get(compare)
        if values is None and compare is not None:
            values = three(compare, known[compare] if given is None else given, given is None)
        elif values is not None and len(values) != 3:
            raise ValueError(f"values is {inputs.show(values)}; it must be three values of {compare}: low, middle, high.")
        elif given is not None and given != values[1]:
            raise ValueError(f"{compare} is {given} and the middle of values is {values[1]}; give one of the two.")
        return step, compare, tuple(values or ()), {k: v for k, v in hyper.items() if k != compare}, state or {}

    def _take_signal(self, signal):
        for name, make in SIGNALS.items():
            if signal is make or (isinstance(signal, str) and signal.replace("_", " ").lower() == name.lower()):
                return name, np.zeros(300)
        if isinstance(signal, str):
            raise ValueError(f"signal is {signal!r}; it must be an array or one of: {', '.join(SIGNALS)}.")
        return _OWN, signals.own(signal)

    def _new_rule(self):
        """Another optimizer: other dials, other quantities."""
        step, compare, values, fixed, _ = self._rules[self.rule.value]
        hyper = {name: value for name, value in signature(step).hyper.items() if isinstance(value, int | float)}
        start = {**hyper, **fixed, **({compare: values[1]} if compare else {})}
        self.dials = {name: Dial(name, start[name], self.redraw) for name in hyper}
        self._low_high = {}
        rows = [dial.widget for dial in self.dials.values()]
        if compare:
            box = dict(step=None, layout=widgets.Layout(width="170px"), style={"description_width": "80px"})
            self._low_high = {
                "low": widgets.FloatText(value=values[0], description=f"low {compare}", **box),
                "high": widgets.FloatText(value=values[2], description=f"high {compare}", **box),
            }
            for control in self._low_high.values():
                control.observe(self.redraw, "value")
            rows.append(widgets.HBox(list(self._low_high.values())))
        self._dials.children = [widgets.HBox(rows[k : k + 2]) for k in range(0, len(rows), 2)]
        taste = drive(step, np.ones(2), f=np.ones(2))  # a number a step can be drawn, a vector of units cannot
        names = [name for name in taste.names if name not in ("x", "g", "f") and taste[name].size == 2]
        self.quantities = {
            name: widgets.Checkbox(value=name in self._show, description=name, indent=False, layout=widgets.Layout(width="auto"))
            for name in names
        }
        for box in self.quantities.values():
            box.observe(self.redraw, "value")
        self._quantities.children = list(self.quantities.values())
        self.theory.disabled = not closed_form.has_update(step)
        self.redraw()

    def gradient(self):
        """The signal that is shown, (steps,)."""
        self.pasted.layout.display = None if self.signal.value == _OWN else "none"
        self.picture.interactive = self.signal.value == _OWN
        return self.own if self.signal.value == _OWN else SIGNALS[self.signal.value]()

    def build(self):
        g = self.gradient()
        step, compare, _, _, state = self._rules[self.rule.value]
        hyper = {name: dial.value for name, dial in self.dials.items()}
        panels = [self._panel(self.rule.value, step, compare, hyper, state, g)]
        said = [self._said]
        shown = [name for name, box in self.quantities.items() if box.value]
        if shown:
            panels.append(self._inside(shown))
            said += ["inside, " + ", and ".join(words.curve(name, self._middle[name]) for name in shown)]
        other = self._beside[self.beside.value]
        if other:
            step, compare, values, fixed, state = other
            hyper = {**{k: v for k, v in signature(step).hyper.items()}, **fixed, **({compare: values[1]} if compare else {})}
            panels.append(self._panel(self.beside.value, step, compare, hyper, state, g, values))
            said.append(self._said)
        return Scene(panels, words.sentence(said))

    def _panel(self, name, step, compare, hyper, state, g, values=None):
        """The signal, the updates for the three values and the theory for the middle one."""
        if values is None:
            values = (self._low_high["low"].value, hyper[compare], self._low_high["high"].value) if compare else ()
        x, grid = np.arange(1, len(g) + 1), {compare: np.array(values)} if compare else {}
        trace = drive(step, g, state=state or None, f=np.ones(len(g)), **{**hyper, **grid})
        labels = [f"{compare} = {words.number(value)}" for value in values] or [name]
        columns = [trace.update[:, k] for k in range(3)] if compare else [trace.update]
        middle = len(labels) // 2
        curves = [Curve(x, g, "signal g", "signal")]
        curves += [
            Curve(x, u, label, "run", k, top=k == middle) for k, (u, label) in enumerate(zip(columns, labels, strict=True))
        ]
        if np.mean(g != 0) < 0.1:  # lone spikes hide each other: a point at each
            at = g != 0
            curves += [Curve(x[at], u[at], "", "event", k) for k, u in enumerate(columns)]
        if self.theory.value and closed_form.has_update(step):
            known = signature(step).hyper
            predicted = closed_form.update(step, g, **{k: v for k, v in hyper.items() if k in known})
            curves.append(Curve(x, predicted, f"theory for {labels[middle]}", "theory", top=True))
        drawn = {key: trace[key] for key in trace.names if trace[key].size <= len(x) * len(labels)}
        self._middle = {key: (np.broadcast_to(v, (len(x), 3))[:, 1] if compare else v) for key, v in drawn.items()}
        self._said = self._sentence(name, labels, columns, trace)
        return Panel(name, "step t", "update (x before − x after)", curves)

    def _sentence(self, name, labels, columns, trace):
        """The middle run in words, and the largest sizes of the other two."""
        middle = columns[len(columns) // 2]
        settled = words.settling(middle) if self.signal.value == "constant" else None
        text = name if len(labels) == 1 else f"{name}, {labels[1]}"
        text += f": {words.curve('the update', middle)}"
        if settled and settled > 1:
            text += f"; it first has 95 % of its last value at step {settled}"
        if len(labels) == 3:
            low, _, high = (words.number(np.nanmax(np.abs(u))) for u in columns)
            text += f". Its largest size is {low} for {labels[0]} and {high} for {labels[2]}"
        return text + (f". {trace.diverged}".rstrip(".") if trace.diverged else "")

    def _inside(self, shown):
        x = np.arange(1, len(self._middle["x"]) + 1)
        names = list(self.quantities)
        curves = [Curve(x, self._middle[name], name, "internal", 3 + names.index(name)) for name in shown]
        return Panel("inside", "step t", ", ".join(shown), curves, width=0.8)

    def _paste(self, change):
        try:
            self.own = signals.own([float(word) for word in change["new"].replace(",", " ").split()])
        except ValueError:
            self.picture.trouble = f"your signal is {inputs.show(change['new'])}; it must be numbers with spaces between them."
            return
        self.redraw()

    def on_pointer(self, kind, place):
        """Draw the signal: the samples between the last point of the mouse and this one follow a straight line."""
        if self.signal.value != _OWN or place is None or place[0] != 0:
            self._pen = None
            return
        i, y = int(np.clip(round(place[1]) - 1, 0, len(self.own) - 1)), place[2]  # sample 0 is drawn at step 1
        last = getattr(self, "_pen", None) if kind != "down" else None
        self.own = self.own.copy()
        if last is None or last[0] == i:
            self.own[i] = y
        else:
            (a, ya), (b, yb) = sorted([last, (i, y)])
            self.own[a : b + 1] = np.interp(np.arange(a, b + 1), [a, b], [ya, yb])
        self._pen = (i, y) if kind != "up" else None
        self.redraw()

    def on_key(self, key, shift):
        """Draw by keyboard: left and right move the pen, up and down lift the sample under it."""
        self._cursor = getattr(self, "_cursor", 0)
        jump = 10 if shift else 1
        if key in ("ArrowLeft", "ArrowRight"):
            self._cursor = int(np.clip(self._cursor + (jump if key == "ArrowRight" else -jump), 0, len(self.own) - 1))
            return
        self.own = self.own.copy()
        self.own[self._cursor] += 0.1 * jump * (1 if key == "ArrowUp" else -1)
        self.redraw()


def _same(rule, step, state):
    return rule[0] is step and (state or {}) == rule[4]
