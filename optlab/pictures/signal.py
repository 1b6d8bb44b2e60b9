"""The live figure for signals: a gradient signal and what an optimizer adds up from it. Its twin in the page is js/signal.js."""

import re

import numpy as np

from ..run import inputs
from ..run.asked import ARRAY, ASKED, GIVEN, NUMBER, of_form
from ..run.drive import drive
from ..run.signature import initial_state, signature
from ..theory import closed_form
from ..worlds import signals
from . import figure, limits, runs, translate, words
from .rules import RULES, SIGNALS, main_parameter, three
from .scene import Curve, Panel, Scene

OWN, NOTHING = "your own (draw or paste)", "nothing"
_UPDATE = "update (x before − x after)"
_ONES = dict.fromkeys(of_form(ARRAY, NUMBER, among=GIVEN), 1.0)  # what a step asks for and a signal has not


class SignalFigure(figure.Figure):
    """`explore(step, signal=…)`: the signal, the update for three values of a parameter, any internal quantity, theory."""

    def __init__(self, step, signal="rectangles", *, compare=None, values=None, show=(), beside=None, state=None, **hyper):
        rules = dict(RULES)
        if compare is not None and not isinstance(compare, str):
            known = ", ".join(signature(step).hyper)
            raise TypeError(f"compare is {inputs.show(compare)}; it must be the name of a hyperparameter: {known}.")
        initial_state(signature(step), state, (1,), np.dtype(float))  # or a sentence
        name = next((name for name, rule in rules.items() if _same(rule, step, state)), None)
        if name is None or compare or values is not None or hyper:
            name = words.name(step)
            rules = {name: _rule(step, compare, values, hyper, state), **{k: rule for k, rule in RULES.items() if k != name}}
        if isinstance(beside, str):
            other, beside = figure.chosen("beside", beside, list(rules)), None
        else:
            inputs.check_step(step if beside is None else beside, "beside")
            other = next((k for k, rule in RULES.items() if beside is not None and _same(rule, beside, None)), NOTHING)
        self._beside = {}
        if beside is not None and other == NOTHING:
            other = words.name(beside)
            other += " (beside)" * (other in rules)
            self._beside = {other: _rule(beside, None, None, {}, None)}
        self._rules = {**rules, **self._beside}
        self._quantities = {key: _quantities(rule[0]) for key, rule in self._rules.items()}
        show = _names("show", show)
        if missing := [q for q in show if q not in self._quantities[name]]:
            drawn = ", ".join(self._quantities[name])
            raise ValueError(f"show has {missing[0]!r}; {step.__name__} has {drawn} to be drawn.")
        kind, own = _take_signal(signal)
        first = dict(signal=kind, beside=other, show=list(show), theory=True, own=own.tolist(), **self._started(name))
        super().__init__(self._about(name, max(300, len(own))), first)

    def _about(self, name, longest):
        steps = list(dict.fromkeys(rule[0] for rule in self._rules.values()))
        known, why = figure.known(steps, (1,))
        asked = {name, *self._beside}
        missing = [key for key in asked if not known[str(steps.index(self._rules[key][0]))]["run"]]
        rules = {}
        for key, (step, compare, values, fixed, state) in self._rules.items():
            hyper = {**figure.plain(step, fixed), **({compare: values[1]} if compare else {})}
            rules[key] = dict(
                step=str(steps.index(step)),
                compare=compare,
                values=list(values),
                hyper=figure.as_json_hyper({**fixed, **hyper}, longest),
                state=state,
                dials=figure.dials(inputs.ranges(step), hyper),
                quantities=self._quantities[key],
                only=key in self._beside,
                theory=translate.closed_form(step) if _has_theory(step, fixed) else None,
            )
        about = dict(kind="signal", name=f"{name} on a signal", rules=rules, known=known,
                     signals={key: make().tolist() for key, make in SIGNALS.items()})  # fmt: skip
        return {**about, "remote": why} if missing else about

    def _started(self, name):
        """The part of the state that another optimizer brings with it."""
        step, compare, values, fixed, _ = self._rules[name]
        hyper = {**figure.plain(step, fixed), **({compare: values[1]} if compare else {})}
        return dict(optimizer=name, hyper=hyper, low=values[0] if compare else None, high=values[2] if compare else None)

    @property
    def dials(self):
        """The hyperparameters as the dials now stand, by name."""
        return dict(self.state["hyper"])

    def put(self, state, name, value):
        rule, quantities = self._rules[state["optimizer"]], self._quantities[state["optimizer"]]
        step, compare = rule[:2]
        if name in state["hyper"]:
            state["hyper"][name] = figure.checked(name, value, inputs.ranges(step))
        elif name in ("low", "high") and compare:
            state[name] = figure.checked(compare, value, inputs.ranges(step))
        elif name == "optimizer":
            state |= self._started(figure.chosen(name, value, list(self._rules)))
            state["show"] = [q for q in state["show"] if q in self._quantities[value]]
        elif name == "signal":
            state[name] = figure.chosen(name, value, [*SIGNALS, OWN])
        elif name == "beside":
            state[name] = figure.chosen(name, value, [NOTHING, *self._rules])
        elif name == "theory":
            state[name] = bool(value)
        elif name == "pasted":
            state |= dict(own=(_pasted(value) if isinstance(value, str) else signals.own(value)).tolist(), signal=OWN)
        elif name == "show":
            state[name] = [figure.chosen(name, q, quantities) for q in _names(name, value)]
        elif name in quantities:
            state["show"] = [q for q in quantities if (bool(value) if q == name else q in state["show"])]
        else:
            figure.chosen(
                "control", name, ["optimizer", "signal", "beside", "low", "high", "theory", "show", "pasted", *state["hyper"]]
            )

    def gradient(self):
        """The signal that is shown, (steps,)."""
        own = self.state["signal"] == OWN
        return np.array(self.state["own"], float) if own else SIGNALS[self.state["signal"]]()

    def build(self):
        state, g = self.state, self.gradient()
        name, shown = state["optimizer"], [q for q in self._quantities[state["optimizer"]] if q in state["show"]]
        main = self._runs(name, state["hyper"], (state["low"], None, state["high"]), g)
        panels, inside = self._accumulation(main, g), []
        said, captions = [self._sentence(main)], [_caption(main)]
        if shown:
            inside.append(self._inside(main, shown))
            said.append("inside, " + ", and ".join(words.curve(q, main["middle"][q]) for q in shown))
        if state["beside"] != NOTHING:
            other = self._runs(state["beside"], {}, self._rules[state["beside"]][2], g)
            panels = _alike(panels, self._accumulation(other, g))
            said.append(self._sentence(other))
            captions = [f"{name}: {captions[0]}", f"{state['beside']}: {_caption(other)}"]
        return Scene(panels + inside, words.sentence(said), words.sentence(captions))

    def _runs(self, name, hyper, values, g):
        """The runs for three values of one hyperparameter, or one run where there is none; and the theory of the middle one."""
        step, compare, middles, fixed, state = self._rules[name]
        full = {**signature(step).hyper, **fixed, **({compare: middles[1]} if compare else {}), **hyper}
        three = [values[0], full[compare] if values[1] is None else values[1], values[2]] if compare else [None]
        at = len(three) // 2
        if compare:
            full[compare] = three[at]
        traces = [
            drive(step, g, state=state or None, **_ONES, **{**full, **({compare: v} if compare else {})})
            for v in three
        ]
        labels = [f"{compare} = {words.value(v)}" if compare else name for v in three]
        theory = (
            closed_form.update(step, g, **{k: v for k, v in full.items() if k in signature(step).hyper})
            if _has_theory(step, fixed)
            else None
        )
        return dict(name=name, labels=labels, at=at, middle=traces[at], updates=[t.update for t in traces], theory=theory)

    def _accumulation(self, runs, g):
        """The signal, the updates for the three values and the theory for the middle one: in one panel, or, where the steps are
        far smaller than the signal, in two.
        """
        x, labels, updates = np.arange(1, len(g) + 1), runs["labels"], runs["updates"]
        signal = Curve(x, g, "signal g", "signal")
        curves = [
            Curve(x[: len(u)], u, label, "run", k, top=k == runs["at"])
            for k, (u, label) in enumerate(zip(updates, labels, strict=True))
        ]
        if np.count_nonzero(g) < 0.1 * len(g):  # lone spikes hide each other: a point at each
            for k, u in enumerate(updates):
                at = g[: len(u)] != 0
                curves.append(Curve(x[: len(u)][at], u[at], "", "event", k, run=labels[k]))
        if runs["theory"] is not None and self.state["theory"]:
            curves.append(Curve(x, runs["theory"], f"theory for {labels[runs['at']]}", "theory", top=True))
        size, steps = words.largest(g), max(words.largest(u[np.isfinite(u)]) for u in updates)
        floor = [[-1.0, 1.0]] if self.state["signal"] == OWN else []
        xlim, ys = limits.tight(1, len(g)), [c.y for c in curves]
        if not 0 < steps < size / 20:
            return [Panel(runs["name"], "step t", _UPDATE, [signal, *curves], xlim=xlim, ylim=limits.linear([g, *floor, *ys]))]
        return [Panel(runs["name"], "", "gradient g", [signal], xlim=xlim, ylim=limits.linear([g, *floor]), tall=0.45),
                Panel("", "step t", _UPDATE, curves, xlim=xlim, ylim=limits.linear(ys), under=True)]  # fmt: skip

    def _inside(self, runs, shown):
        names = self._quantities[runs["name"]]
        curves = [
            Curve(np.arange(1, len(runs["middle"]) + 1), runs["middle"][q], q, "internal", 3 + names.index(q)) for q in shown
        ]
        steps = len(self.gradient())
        return Panel(
            "inside" if self.state["beside"] == NOTHING else f"inside {runs['name']}",
            "step t",
            ", ".join(shown),
            curves,
            xlim=limits.tight(1, steps),
            ylim=limits.linear([c.y for c in curves]),
            width=0.8,
        )

    def _sentence(self, runs):
        """The middle run in words, the largest sizes of the other two, what coincides, what theory says."""
        labels, updates, name = runs["labels"], runs["updates"], runs["name"]
        middle = updates[runs["at"]]
        settled = words.settling(middle) if self.state["signal"] == "constant" else None
        text = f"{name if len(labels) == 1 else f'{name}, {labels[1]}'}: {words.curve('the update', middle)}"
        if settled and settled > 1:
            text += f"; it first has 95 % of its last value at step {settled}"
        if len(labels) == 3:
            low, _, high = (words.number(words.largest(u)) for u in updates)
            text += f". Its largest size is {low} for {labels[0]} and {high} for {labels[2]}"
        text += "".join(f". The runs for {pair}" for pair in words.coinciding(labels, updates))
        if runs["middle"].diverged:
            text += f". {runs['middle'].diverged.rstrip('.')}"
        if runs["theory"] is None or not self.state["theory"]:
            return text
        off = words.largest(middle - runs["theory"][: len(middle)])
        return text + (
            ". Theory lies on it"
            if off <= 1e-9 * words.largest(middle)
            else f". Theory is up to {words.number(off)} away from it"
        )


def _alike(mine, other):
    """The panels of two rules, with the same limits where they show the same."""
    for p, q in zip(mine, other, strict=False):
        if p.ylabel == q.ylabel:
            p.ylim = q.ylim = min(p.ylim[0], q.ylim[0]), max(p.ylim[1], q.ylim[1])
    return mine + other


def _rule(step, compare, values, hyper, state):
    """A row of RULES for any step."""
    known = signature(step).hyper
    for name in (*hyper, *([compare] if compare else [])):
        if name not in known:
            inputs.hyper(step, {name: 1.0}, 1, np.dtype(float), 1)
    inputs.hyper(step, hyper, 1, np.dtype(float), 1)
    runs.single(hyper)
    if values is not None:
        values = inputs.finite("values", inputs.as_floats("values", values, integers=True))
    compare = compare or main_parameter(figure.plain(step, hyper))
    given = hyper.get(compare)
    if values is None and compare is not None:
        values = three(step, compare, known[compare] if given is None else given, given is None)
    elif values is not None and values.shape != (3,):
        raise ValueError(f"values is {inputs.show(values)}; it must be three values of {compare}: low, middle, high.")
    elif given is not None and given != values[1]:
        raise ValueError(f"{compare} is {given} and the middle of values is {values[1]}; give one of the two.")
    values = () if values is None else tuple(figure.checked(compare, value, inputs.ranges(step), "values") for value in values)
    return step, compare, values, {k: v for k, v in hyper.items() if k != compare}, state or {}


def _names(name, value):
    """Several names, which may be one."""
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list | tuple) or not all(isinstance(one, str) for one in several):
        raise TypeError(f"{name} is {inputs.show(value)}; it must be a list of names.")
    return several


def _has_theory(step, fixed):
    return closed_form.has_update(step) and not any(callable(value) for value in fixed.values())


def _same(rule, step, state):
    return rule[0] is step and (state or {}) == rule[4]


def _quantities(step):
    """What can be drawn: a number a step can, a vector of units cannot."""
    taste = drive(step, np.ones(2), **_ONES)
    return [name for name in taste.names if name not in ASKED and taste[name].size == 2]


def _take_signal(signal):
    for name, make in SIGNALS.items():
        if signal is make or (isinstance(signal, str) and signal.replace("_", " ").lower() == name.lower()):
            return name, np.zeros(300)
    if isinstance(signal, str):
        raise ValueError(f"signal is {signal!r}; it must be an array or one of: {', '.join(SIGNALS)}.")
    return OWN, signals.own(signal)


def _caption(runs):
    labels, sizes = runs["labels"], [words.number(words.largest(u)) for u in runs["updates"]]
    if len(labels) > 1 and len(set(sizes)) == 1:
        return f"the largest update is {sizes[0]} for all"
    told = (size + (f" for {label}" if len(labels) > 1 else "") for size, label in zip(sizes, labels, strict=True))
    return f"the largest update is {', '.join(told)}"


def _pasted(text):
    """Numbers as people paste them: 1 0 -1; [1, 0, -1]; 0,5 -0,5; a column; with the minus sign of web pages."""
    plain = re.sub(r"[\[\](){}]|np\.array|array|tensor", " ", re.sub("[\u2212\u2013]", "-", text)).strip()
    comma = re.search(r"\d,\d", plain) and re.search(r"[\s;]", plain) and not re.search(r"\.\d|,\s", plain)
    parts = [word.replace(",", ".") for word in re.split(r"[\s;]+", plain)] if comma else re.split(r"[\s,;]+", plain)
    try:
        return signals.own([float(word) for word in parts if word])
    except ValueError:
        raise ValueError(f"your signal is {text!r}; it must be numbers with spaces between them.") from None
