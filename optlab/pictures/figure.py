"""The live figure: a description from which a page computes and paints it, and a twin in Python that says and draws the same."""

import copy
import functools
import json
import textwrap
import threading

import anywidget
import numpy as np
import traitlets

from ..run import hyper, inputs
from ..run.signature import signature
from . import page, scene, translate
from .shell import takes


class Figure(anywidget.AnyWidget):
    """Base of all live figures. Subclasses give `about`, the first `state`, `put` (a control) and `build` (state -> scene).

    The page has the same three in js/: it computes the figure without asking, and its state comes back here. Where a step has
    no JavaScript, the page asks `build` for the scene and paints that.
    """

    _esm = page.module()
    about = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    size = (820, 380)

    def __init__(self, about, state):
        self._one, self._known = threading.RLock(), (None, None)
        super().__init__(about=about, state=state)
        self.on_msg(self._asked)
        if about.get("remote"):
            self.about = {**about, "scene": scene.as_json(self.scene)}

    def build(self):
        """The scene for the present state."""
        raise NotImplementedError

    def put(self, state, name, value):
        """One control set to a value in this state; ValueError, one sentence, where it does not fit."""
        raise NotImplementedError

    def set(self, **values):
        """Set controls by name, as a reader would move them: figure.set(lr=0.1, signal="spikes")."""
        with self._one:
            state = copy.deepcopy(self.state)
            for name, value in values.items():
                if name == "projector":
                    state["projector"] = bool(value)
                else:
                    self.put(state, name, value)
            before, self.state = self.state, state
            try:
                _ = self.scene
            except (TypeError, ValueError):
                self.state = before
                raise
            self.send(dict(set=state))

    @property
    def scene(self):
        """What is drawn now."""
        with self._one:
            key = json.dumps(self.state)
            if self._known[0] != key:
                self._known = key, self.build()
            return self._known[1]

    @property
    def words(self):
        """The figure in words."""
        return self.scene.words

    @property
    def spec(self):
        """All that a page needs to compute and paint the figure: a dict of JSON values."""
        about = dict(self.about)
        if about.get("remote"):
            about["scene"] = scene.as_json(self.scene)
        return {**about, "state": copy.deepcopy(self.state)}

    def html(self):
        """A piece of HTML that lives alone: no kernel, no widget, no network."""
        return page.piece(self.spec, self.words)

    def png(self):
        """The present scene as a picture that stands alone, with its legend and its words: PNG bytes."""
        return self._picture()[0]

    def _picture(self):
        from . import plots  # matplotlib

        return plots.alone(self.scene, self.size, "\n".join(textwrap.wrap(self.words, int(self.size[0] / 7))))

    def _asked(self, _, content, buffers):
        """The page asks for the scene of a state: answered even if it does not fit, for the page waits."""
        with self._one:
            before, self.state = self.state, content["state"]
            try:
                self.send(dict(id=content["id"], scene=scene.as_json(self.scene)))
            except (TypeError, ValueError) as error:
                self.state = before
                self.send(dict(id=content["id"], trouble=str(error)))

    def _repr_mimebundle_(self, **kwargs):
        """The widget; for pages without one a figure that lives alone; for what shows no HTML a picture, and its words."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        data["text/plain"] = self.words
        if not takes("image/png"):
            return data | {"text/html": self.html()}, {}
        from . import plots

        png, (width, height), below = self._picture()
        data |= {"text/html": page.piece(self.spec, self.words, plots.small(png, below)), "image/png": png}
        return data, {"image/png": {"width": width, "height": height, "alt": self.words}}


# What a description is made of


def stops(allowed, value):
    """The stops of a hyperparameter's slider: allowed is its range, value where it begins.

    Shares get finer towards 1, where the memory gets longer; rates and sizes are logarithmic.

    >>> import optlab
    >>> averages = stops(inputs.ranges(optlab.momentum)["mu"], 0.9)
    >>> averages[:3], averages[-3:]
    ((0.0, 0.1, 0.2), (0.999, 0.9995, 0.9999))
    """
    if inputs.is_share(allowed):
        coarse = [0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.975, 0.9995, 0.9999, 1.0]
        fine = [round(0.9 + 0.01 * k, 2) for k in range(10)] + [round(0.99 + 0.001 * k, 3) for k in range(10)]
        found = sorted({*coarse, *fine})
    elif value > 0 and (allowed.low >= 0 or value < 0.1):
        lowest = min(-7 if allowed.with_low else -5, int(np.floor(np.log10(float(value)))) - 2)
        found = [float(f"{m}e{d}") for d in range(lowest, 3) for m in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)]
    else:
        top = max(1.0, 3 * abs(value))
        found = [float(f"{v:.4g}") for v in np.linspace(-top if value < 0 else 0.0, top, 121)]
    return tuple(stop for stop in found if inputs.allows(allowed, stop))


def plain(step, given=None):
    """The hyperparameters of a step that a dial can move, by name: numbers, as given or by default."""
    values = {**signature(step).hyper, **(given or {})}
    return {k: v for k, v in values.items() if isinstance(v, int | float) and not isinstance(v, bool)}


def dials(ranges, values):
    """What a page needs of each dial: its name, its stops, and what its number may be, in which None is no bound."""
    described = []
    for name, value in values.items():
        ends = [None if abs(end) == np.inf else end for end in ranges[name]]
        described.append(dict(name=name, stops=list(stops(ranges[name], value)), range=ends))
    return described


def checked(name, value, ranges, label=None):
    """A number in the range of this hyperparameter, or one sentence."""
    number = hyper.number(label or name, value, ranges[name], np.dtype(float))
    if number.ndim:
        raise ValueError(f"{label or name} is {inputs.show(value)}; a dial takes one number.")
    return float(number)


def point(value, d):
    """A start as a list of d finite numbers."""
    at = np.atleast_1d(inputs.as_floats("start", value, integers=True))
    if at.shape != (d,) or not np.isfinite(at).all():
        raise ValueError(f"start is {inputs.show(value)}; it must be {d} finite number{'s' * (d > 1)}.")
    return at.tolist()


def chosen(name, value, options):
    if not isinstance(value, str) or value not in options:
        raise ValueError(f"{name} is {inputs.show(value)}; it must be one of: {', '.join(options)}.")
    return value


def known(steps, given):
    """The steps that a figure runs, translated: (their descriptions by number, why one has no JavaScript or "").

    given : the dimensions in which each is run, such as (1, 2).
    """
    out, why = {}, ""
    for number, step in enumerate(steps):
        sig = signature(step)
        out[str(number)] = dict(name=sig.name, names=[], run={}, state={}, hyper={})
        try:
            made = {d: _translated(step, d) for d in given}
            out[str(number)] |= dict(
                names=list(made[given[0]].names),
                run={str(d): one.text for d, one in made.items()},
                uniform=any("$world.uniform" in one.text for one in made.values()),
                state=_json(sig.state),
                hyper=_json(sig.hyper),
            )
        except translate.Untranslatable as error:
            why = why or str(error)
    return out, why


def _translated(step, d):
    """The course's own steps are translated once."""
    return _own_step(step, d) if (step.__module__ or "").startswith("optlab.") else translate.step(step, d)


_own_step = functools.cache(translate.step)


def _json(values):
    """Start values or hyperparameters as JSON: arrays as lists, what is no number or switch left out."""
    out = {name: value.tolist() if isinstance(value, np.ndarray | np.generic) else value for name, value in values.items()}
    return {name: value for name, value in out.items() if value is None or isinstance(value, int | float | bool | str | list)}


def as_json_hyper(values, steps):
    """Hyperparameters of a run as JSON: a schedule is an array of one value for each step."""
    return _json(
        {name: [float(value(t)) for t in range(1, steps + 1)] if callable(value) else value for name, value in values.items()}
    )
