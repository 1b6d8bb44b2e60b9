"""Paints scenes with matplotlib: once in full, then only what moved.

Text, ticks and contours are nine tenths of a matplotlib drawing, so the painter draws them once, keeps the pixels as a
background and blits the curves onto it; a new background is made only when limits, titles or contours change.
"""

import io

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import NullLocator
from PIL import Image, features

from .looks import COLOURS, MISSING, THEMES, look
from .scene import columns

SMALL = 680  # pixels, the width of the picture for a page that runs no script
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _power(value, _=None):
    """10⁻³ for 0.001. As a formula, which is matplotlib's way, a label takes as long as all lines together."""
    exponent = f"{np.log10(value):.0f}" if value > 0 else ""
    return f"10{exponent.translate(_RAISED)}" if exponent else ""


class Painter:
    """Paints one scene after another of the same figure.

    size : (width, height) in CSS pixels. scale : 1 for a desk, about 1.6 for a projector (fonts and widths, same pixels).
    theme : "light" or "dark". legend, caption : draw the legend, and this text, into the picture (for pictures that stand alone).
    """

    def __init__(self, size=(820, 380), *, scale=1.0, theme="light", legend=False, caption="", dpi=100):
        self.size, self.scale, self.theme, self.dpi, self.legend, self.caption = size, scale, theme, dpi, legend, caption
        self._key, self._limits = None, {}
        self.full_draws = 0

    def frame(self, scene):
        """The scene as an RGB array (height, width, 3), uint8: a view, valid until the next frame."""
        key = self._static(scene)
        if key != self._key:
            self._lay_out(scene)
            self._key = key
        canvas = self.figure.canvas
        canvas.restore_region(self._background)
        for axes, panel, (lines, marks) in zip(self._axes, scene.panels, self._artists, strict=True):
            for line, curve in sorted(zip(lines, panel.curves, strict=True), key=lambda pair: pair[1].top):
                if curve.show:
                    line.set_data(curve.x, curve.y)
                    axes.draw_artist(line)
            for point, mark in zip(marks, panel.marks, strict=True):
                point.set_data([mark.x], [mark.y])
                axes.draw_artist(point)
        return np.asarray(canvas.buffer_rgba())[..., :3]

    def _static(self, scene):
        """Everything that the background shows: as long as this is equal, only curves and marks are redrawn."""
        panels = tuple(
            (p.title, p.xlabel, p.ylabel, self._fitted(number, p), p.xscale, p.yscale, p.square, p.width,
             tuple((c.kind, c.index, c.top) for c in p.curves), tuple((m.kind, m.index, m.note) for m in p.marks),
             id(p.contours), id(p.field))
            for number, p in enumerate(scene.panels)
        )  # fmt: skip
        return panels, tuple(scene.legend()) if self.legend else None

    def _fitted(self, number, panel):
        """The panel's limits; the last ones as long as the data stay inside and fill a good part of them."""
        x, y = panel.limits()
        name, last_x, last_y = self._limits.get(number, (None, x, y))
        inside = last_y[0] <= y[0] and y[1] <= last_y[1] and y[1] - y[0] > 0.4 * (last_y[1] - last_y[0])
        if name == (panel.title, panel.ylabel) and last_x == x and panel.yscale == "linear" and inside and panel.ylim is None:
            y = last_y
        self._limits[number] = ((panel.title, panel.ylabel), x, y)
        return x, y

    def _lay_out(self, scene):
        self.full_draws += 1
        colours = THEMES[self.theme]
        self._kept = [(p.contours, p.field) for p in scene.panels]  # an id is only unique while the object lives
        style = {
            "font.size": 10 * self.scale, "axes.linewidth": 0.8 * self.scale, "text.color": colours["ink"],
            "axes.labelcolor": colours["ink"], "axes.edgecolor": colours["ink"], "axes.facecolor": colours["paper"],
            "xtick.color": colours["ink"], "ytick.color": colours["ink"], "figure.facecolor": colours["paper"],
            "axes.titlesize": 10.5 * self.scale, "legend.frameon": False, "axes.spines.top": False, "axes.spines.right": False,
        }  # fmt: skip
        with mpl.rc_context(style):
            self.figure = Figure(figsize=(self.size[0] / 100, self.size[1] / 100), dpi=self.dpi, layout="constrained")
            FigureCanvasAgg(self.figure)
            self._axes, self._artists = _axes(self.figure, scene.panels), []
            for axes, panel in zip(self._axes, scene.panels, strict=True):
                self._artists.append(self._furnish(axes, panel, colours, self._limits[len(self._artists)][1:]))
            if self.legend and scene.legend():
                self._add_legend(scene)
            if self.caption:
                self.figure.supxlabel(self.caption, x=0.01, ha="left", size=9 * self.scale)
            self.figure.canvas.draw()
            self.figure.set_layout_engine("none")
        self._background = self.figure.canvas.copy_from_bbox(self.figure.bbox)

    def _furnish(self, axes, panel, colours, limits):
        """Axes, labels, contours and map of a panel; the artists of its curves and marks, which are drawn later."""
        xlim, ylim = limits
        axes.set(title=panel.title, xlabel=panel.xlabel, ylabel=panel.ylabel, xscale=panel.xscale, yscale=panel.yscale)
        axes.set(xlim=xlim, ylim=ylim)
        for axis, scale in ((axes.xaxis, panel.xscale), (axes.yaxis, panel.yscale)):
            if scale == "log":
                axis.set_major_formatter(_power)
                low, high = np.log10(axis.get_view_interval())
                if np.floor(high) > np.ceil(low):  # two powers of ten to see: the page has no more, and more take long
                    axis.set_minor_locator(NullLocator())
        if panel.xscale == "linear" and panel.xlabel in ("step t", "epoch", "step", "steps"):
            axes.xaxis.get_major_locator().set_params(integer=True)
        if panel.square:
            axes.set_aspect("equal", adjustable="box")
        if panel.field is not None:
            self._colour(axes, panel.field, colours)
        elif panel.contours is not None:
            x, y, z, levels = panel.contours
            ramp = mpl.colors.LinearSegmentedColormap.from_list("depth", (colours["deep"], colours["paper"]))
            norm = mpl.colors.BoundaryNorm(levels, ramp.N, extend="both")
            axes.imshow(z, extent=(x[0], x[-1], y[0], y[-1]), origin="lower", aspect="auto", interpolation="bilinear", cmap=ramp,
                        norm=norm, zorder=0)  # fmt: skip
            few = levels[:: -(-len(levels) // 24)]  # more lines would be a grey that hides the paths
            lines = axes.contour(x, y, z, levels=few, colors=colours["faint"], linewidths=0.5 * self.scale, linestyles="-")
            lines.set(in_layout=False, zorder=1)
        else:
            axes.axhline(0, color=colours["faint"], linewidth=0.8 * self.scale, zorder=0) if panel.yscale == "linear" else None
        lines, marks = [], []
        runs = [curve for curve in panel.curves if curve.kind in ("run", "path") and curve.show]
        faded = len(runs) > len(COLOURS) and any(curve.top for curve in runs)  # one stands out
        for curve in panel.curves:
            style = look(curve.kind, curve.index, self.theme)
            style["linewidth"] *= self.scale
            if faded and not curve.top:
                style["alpha"] = 0.45
            lines += axes.plot([], [], animated=True, **style)
        for mark in panel.marks:
            if mark.note:
                place, align = (5, 5), "left"
                if mark.kind == "minimum":  # named under it; where the axis is too near, beside it
                    low = axes.transLimits.transform((mark.x, mark.y))[1] < 0.1
                    place, align = ((-9, -4), "right") if low else ((0, -14), "center")
                edge = [withStroke(linewidth=2.5 * self.scale, foreground=colours["paper"])]  # read on dark ground, too
                axes.annotate(mark.note, (mark.x, mark.y), xytext=place, textcoords="offset points", ha=align, weight="bold",
                              path_effects=edge)  # fmt: skip
            marks += axes.plot([], [], linestyle="", animated=True, zorder=6, **self._mark(mark, colours))
        return lines, marks

    def _colour(self, axes, field, colours):
        """A coloured map: numbers with a colour bar, or kinds, each with its colour and its letter in a few cells."""
        axes.patch.set(facecolor=colours["paper"], hatch="////", edgecolor=MISSING)  # seen where z is nan
        if field.names is None:
            (low, high), ticks = field.limits(), field.ticks()
            mesh = axes.pcolormesh(
                field.x, field.y, field.z, cmap="viridis", vmin=low, vmax=high, shading="nearest", rasterized=True
            )
            bar = self.figure.colorbar(mesh, ax=axes, label=field.label, fraction=0.05, pad=0.02)
            bar.set_ticks([low + share * (high - low) for share, _ in ticks], labels=[text for _, text in ticks])
            bar.outline.set_visible(False)
            return
        paper = np.array(mpl.colors.to_rgb(colours["paper"]))
        flat = mpl.colors.ListedColormap(
            [0.7 * np.array(mpl.colors.to_rgb(c)) + 0.3 * paper for c in (*COLOURS, colours["faint"])]
        )
        axes.pcolormesh(field.x, field.y, field.z, cmap=flat, vmin=-0.5, vmax=8.5, shading="nearest", rasterized=True)
        every = slice(3, None, 6)
        for k, (_, letter) in field.names.items():
            rows, columns = np.nonzero(field.z[every, every] == k)
            if letter:
                axes.plot(field.x[every][columns], field.y[every][rows], linestyle="", marker=f"${letter}$", color=colours["ink"],
                          markersize=5 * self.scale, markeredgewidth=0)  # fmt: skip

    def _mark(self, mark, colours):
        style = look(mark.kind, mark.index, self.theme)
        size = {"start": 9, "minimum": 11, "chosen": 11}.get(mark.kind, 8) * self.scale
        fill = {"start": "none", "chosen": "#ffffff"}.get(mark.kind, style["color"])
        edge = "#000000" if mark.kind == "chosen" else colours["ink"] if mark.kind != "minimum" else colours["paper"]
        return dict(marker=style["marker"], markersize=size, markerfacecolor=fill, markeredgecolor=edge, markeredgewidth=1.2)

    def _add_legend(self, scene):
        handles = []
        for label, kind, index in scene.legend():
            style = look(kind, index, self.theme)
            style.pop("markevery", None)
            style["linewidth"] *= self.scale
            handles.append(mpl.lines.Line2D([], [], label=label, **style))
        most = max(1, int(self.size[1] / self.scale / 80))  # rows; more would leave too little of the panels
        fitting = max(legend_columns(scene, self.size[0] / self.scale), -(-len(handles) // most))
        self.figure.legend(handles=handles, loc="outside upper center", ncols=fitting, handlelength=3.2)


def _axes(figure, panels):
    """Axes side by side; where a panel is `under` the one before it, the two share a column."""
    if not any(panel.under for panel in panels):
        return list(figure.subplots(1, len(panels), width_ratios=[panel.width for panel in panels], squeeze=False)[0])
    columns = []
    for panel in panels:
        columns.append([panel]) if not panel.under else columns[-1].append(panel)
    grid, axes = figure.add_gridspec(1, len(columns), width_ratios=[column[0].width for column in columns]), []
    for place, column in zip(grid, columns):
        rows = place.subgridspec(len(column), 1, height_ratios=[panel.tall for panel in column])
        axes += [figure.add_subplot(rows[k]) for k in range(len(column))]
    return axes


def legend_columns(scene, width):
    return max(1, columns([label for label, _, _ in scene.legend()], width))


def plot(scene, size=(820, 400), **options):
    """A scene as a picture that stands alone: PNG bytes, with its legend, half as many pixels again for a sharp page.

    >>> from optlab.pictures.scene import Curve, Panel, Scene
    >>> plot(Scene([Panel(curves=[Curve([0, 1], [0, 1], "line")])]))[:4]
    b'\x89PNG'
    """
    out = io.BytesIO()
    Image.fromarray(Painter(size, legend=True, dpi=150, **options).frame(scene)).save(out, "PNG", compress_level=3)
    return out.getvalue()


def alone(scene, size, caption, **options):
    """A scene with its legend above and its words below: PNG bytes, the size in CSS pixels that they are meant for, and how much
    of the height the words take.
    """
    labels, words = len(scene.legend()), 16 * (caption.count("\n") + 1) * bool(caption)
    around = (10 + 20 * -(-labels // legend_columns(scene, size[0])) if labels else 0) + words
    size = size[0], size[1] + around
    return plot(scene, size, caption=caption, **options), size, (words + 5) / size[1]  # and what lies between


def small(png, below=0.0):
    """A picture for a page that runs no script, as WebP of about 8 kB, without this share of its height at the foot; or None.

    >>> from optlab.pictures.scene import Curve, Panel, Scene
    >>> small(plot(Scene([Panel(curves=[Curve([0, 1], [0, 1], "line")])])))[8:12]
    b'WEBP'
    """
    if not features.check("webp"):
        return None
    picture, out = Image.open(io.BytesIO(png)).convert("RGB"), io.BytesIO()
    whole = 0, 0, picture.width, round(picture.height * (1 - below))
    picture.resize((SMALL, round(SMALL * whole[3] / whole[2])), Image.Resampling.HAMMING, whole).save(out, "WEBP", quality=15)
    return out.getvalue()
