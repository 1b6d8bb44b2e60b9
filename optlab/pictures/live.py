"""The live figure: controls, a picture that answers at once, and the picture in words."""

import pathlib
import textwrap
import threading

import anywidget
import ipywidgets as widgets
import numpy as np
import traitlets

from ..run import inputs
from . import looks, plots

_HERE = pathlib.Path(__file__).parent


class Picture(anywidget.AnyWidget):
    """A picture in the page that knows its words, its legend, the mouse, the keys and the theme.

    anywidget and not `ipywidgets.Image`: an Image has no alternative text, no mouse and no keys.
    """

    _esm = _HERE / "live.js"
    _css = _HERE / "live.css"
    png = traitlets.Bytes().tag(sync=True)
    frame = traitlets.Int(0).tag(sync=True)
    width = traitlets.Int(820).tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    trouble = traitlets.Unicode().tag(sync=True)
    legend = traitlets.List().tag(sync=True)
    interactive = traitlets.Bool(False).tag(sync=True)
    large = traitlets.Bool(False).tag(sync=True)
    reports = traitlets.Bool(False).tag(sync=True)  # the page says which frame it has painted


def stops(name, value):
    """The stops of a hyperparameter's slider.

    Averages (mu, beta1, beta2, rho) get finer towards 1, where the memory gets longer; rates and eps are logarithmic.

    >>> stops("mu", 0.9)[:3], stops("mu", 0.9)[-3:]
    ((0.0, 0.1, 0.2), (0.999, 0.9995, 0.9999))
    """
    if inputs.is_share(name):
        coarse = [0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.975, 0.9995, 0.9999, 1.0]
        fine = [round(0.9 + 0.01 * k, 2) for k in range(10)] + [round(0.99 + 0.001 * k, 3) for k in range(10)]
        found = sorted({*coarse, *fine})
    elif value > 0 and (name in inputs.RANGES or value < 0.1):
        lowest = min(-10 if name == "eps" else -5, int(np.floor(np.log10(value))) - 2)
        found = [float(f"{m}e{d}") for d in range(lowest, 3) for m in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)]
    else:
        top = max(1.0, 3 * abs(value))
        found = [float(f"{v:.4g}") for v in np.linspace(-top if value < 0 else 0.0, top, 121)]
    return tuple(stop for stop in found if inputs.allows(name, stop))


class Dial:
    """One hyperparameter: a number box that holds its exact value, and a slider that moves it."""

    def __init__(self, name, value, changed):
        self.box = widgets.FloatText(value=value, description=name, step=None, layout=widgets.Layout(width="180px"),
                                     style={"description_width": "80px"})  # fmt: skip
        self._stops = stops(name, value)
        self.slider = widgets.SelectionSlider(options=[(f"{v:g}", v) for v in self._stops], value=self._nearest(value),
                                              readout=False, layout=widgets.Layout(width="230px"))  # fmt: skip
        self.widget = widgets.HBox([self.box, self.slider])
        self._following = False
        self.box.observe(lambda change: self._typed(changed), "value")
        self.slider.observe(lambda change: self._moved(), "value")

    def _typed(self, changed):
        """The slider follows a typed number to its nearest stop, without rounding the number."""
        self._following = True
        try:
            self.slider.value = self._nearest(self.box.value)
        finally:
            self._following = False
        changed()

    def _nearest(self, value):
        return min(self._stops, key=lambda stop: abs(stop - value)) if np.isfinite(value) else self._stops[0]

    def _moved(self):
        if not self._following:
            self.box.value = self.slider.value

    @property
    def value(self):
        return self.box.value


class Figure(widgets.VBox):
    """Base of all live figures: subclasses give `controls` (widgets) and `build()` (controls -> scene)."""

    size = (820, 380)

    def __init__(self, **options):
        self.painter = plots.Painter(self.size)
        self.picture = Picture(width=self.size[0])
        self.picture.on_msg(self._message)
        self.large = widgets.ToggleButton(value=False, description="projector", tooltip="large fonts and lines for a lecture",
                                          layout=widgets.Layout(width="110px"))  # fmt: skip
        self.large.observe(lambda change: self.restyle(large=change["new"]), "value")
        self.scene = None
        self._one = threading.RLock()  # JupyterLab may bring two controls' news in two threads
        super().__init__(**options)
        self.add_class("optlab")

    def build(self):
        """The scene for the present values of the controls."""
        raise NotImplementedError

    def redraw(self, *_):
        """Make the scene anew and paint it; what does not fit is said in one sentence, and the last picture stays."""
        with self._one:
            try:
                scene = self.build()
            except (TypeError, ValueError) as error:
                self.picture.trouble = str(error)
            else:
                self._paint(scene)

    def _paint(self, scene):
        self.scene = scene
        with self.picture.hold_sync():
            self.picture.trouble = ""
            self.picture.words = scene.words
            self.picture.legend = [self._entry(*item) for item in scene.legend()]
            self.picture.png = self.painter.png(scene)
            self.picture.frame += 1

    def _entry(self, label, kind, index):
        style = looks.look(kind, index, self.painter.theme)
        dash = style["linestyle"]
        dashes, marker = list(dash[1]) if isinstance(dash, tuple) else [], style.get("marker", "")
        hollow = style.get("fillstyle") == "none"
        return dict(label=label, colour=style["color"], dash=dashes, line=dash != "none", marker=marker, hollow=hollow)

    def restyle(self, *, large=None, theme=None):
        """Another theme or the projector's size: the same scene, painted anew."""
        large = self.picture.large if large is None else large
        grown = 1.3 if large else 1.0  # the whole picture, and its fonts and lines once more
        with self._one:
            self.painter = plots.Painter(self.size, scale=grown, dpi=round(100 * grown), theme=theme or self.painter.theme)
            self.picture.large, self.picture.width = large, round(self.size[0] * grown)
            self.redraw()

    def _message(self, _, content, buffers):
        kind = content.get("event")
        if kind == "theme":
            self.restyle(theme=content["theme"])
        elif kind == "key":
            self.on_key(content["key"], bool(content.get("shift")))
        elif kind == "painted":
            self.on_painted(content["frame"])
        elif kind in ("down", "move", "up"):
            place = self.painter.locate(content["x"] * self.size[0], content["y"] * self.size[1])
            self.on_pointer(kind, place)

    def on_key(self, key, shift):
        """An arrow key on the picture."""

    def on_pointer(self, kind, place):
        """The mouse on the picture: kind is down, move or up; place is (panel, x, y) or None."""

    def on_painted(self, frame):
        """The page has painted this frame; said only while `picture.reports`."""

    def _alone(self):
        """The words in lines, and the size of a picture with a legend above and these lines below."""
        scale = self.painter.scale
        caption = "\n".join(textwrap.wrap(self.scene.words, int(self.size[0] / 7 / scale)))
        around = plots.legend_height(self.scene, self.size[0], scale) + plots.caption_height(caption, scale)
        return caption, (self.size[0], self.size[1] + around)

    def png(self):
        """The present scene as a picture that stands alone, with its legend and its words: PNG bytes."""
        caption, size = self._alone()
        return plots.plot(self.scene, size, caption=caption, scale=self.painter.scale, like=self.painter)

    def _repr_mimebundle_(self, **kwargs):
        """The widget, and for pages without one (exports, untrusted notebooks) a picture and its words."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle)
        if self.scene is None:
            return data, {}
        data |= {"image/png": self.png(), "text/plain": self.scene.words}
        width, height = self._alone()[1]
        return data, {"image/png": {"width": width, "height": height, "alt": self.scene.words}}


def style(width, label):
    return dict(layout=widgets.Layout(width=f"{width}px"), style={"description_width": f"{label}px"})


def menu(label, options, value, width=205):
    return widgets.Dropdown(options=options, value=value, description=label, **style(width, 75))


def number_box(label, value):
    return widgets.FloatText(value=float(value), step=0.1, description=label, **style(136, 48))
