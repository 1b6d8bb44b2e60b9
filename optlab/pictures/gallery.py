"""The accumulation figures side by side: small pictures, a row for each rule, a column for each signal; each opens in place."""

import html

import numpy as np

from . import words
from .looks import INKS
from .rules import RULES, SIGNALS, accumulate

SIX = ("spikes", "rectangles", "noisy sine", "very noisy sine", "sawtooth", "saturation")
_WIDE, _HIGH, _EVERY = 300, 200, 2  # the box of a small picture, in its own units; one point for so many samples
_DASHES = ("", "6 2", "2 1.4")

_CSS = (
    ".optlab-gallery{max-width:70em;overflow-x:auto;color:inherit;font-size:13px;line-height:1.35}"
    ".optlab-gallery .row{display:grid;gap:.35em .5em;align-items:center;margin:.35em 0}.optlab-gallery .row>*{grid-row:1}"
    ".optlab-gallery .column{font-weight:600;text-align:center}.optlab-gallery .row b{display:block}"
    ".optlab-gallery summary{cursor:pointer;list-style:none;text-align:center}"
    ".optlab-gallery summary::-webkit-details-marker{display:none}"
    ".optlab-gallery summary:focus-visible{outline:2.5px solid #0072b2;outline-offset:2px}"
    ".optlab-gallery svg{display:block;width:100%;height:4.2em;overflow:visible}"
    ".optlab-gallery path{fill:none;stroke-width:1.3;vector-effect:non-scaling-stroke}"
    ".optlab-gallery .g{stroke:currentColor;opacity:.4;stroke-width:1}"
    ".optlab-gallery details[open]{grid-column:1/-1!important;grid-row:auto;border:1px solid;border-radius:6px;padding:.6em 1em}"
    ".optlab-gallery details[open] svg{height:17em}.optlab-gallery details[open] path{stroke-width:1.8}"
    ".optlab-gallery .key{display:inline-block;margin-right:1.2em;white-space:nowrap}.optlab-gallery .key svg{display:inline;"
    "width:2.2em!important;height:.7em!important;vertical-align:middle}"
    "".join(f".optlab-gallery .u{k}{{stroke:{INKS[k]};stroke-dasharray:{_DASHES[k] or 'none'}}}" for k in range(3))
)
# A button puts its rule and signal into the next live figure of the page that listens.
_SCRIPT = (
    "if(!window.optlabGallery){window.optlabGallery=true;document.addEventListener('click',e=>{"
    "const b=e.target.closest&&e.target.closest('.optlab-gallery button');if(!b)return;"
    "const f=[...document.querySelectorAll('.optlab-figure')].find(f=>f.figure&&b.compareDocumentPosition(f)&4);"
    "if(!f){b.nextElementSibling.hidden=false;return}"
    "f.figure.set({optimizer:b.dataset.rule,signal:b.dataset.signal});f.scrollIntoView({block:'center'})})}"
)


def gallery(rules=None, names=SIX):
    """The accumulation figures as a page of small pictures; each opens in place, and can be put into a live figure below.

    rules : names of the rows, keys of `optlab.pictures.rules.RULES`; all eight if not given. names : of the signals.

    Grey is the signal g, the coloured lines are the update for three values of the rule's main parameter, all to one scale.

    >>> gallery(["sgd"])
    Traceback (most recent call last):
    ValueError: rules has 'sgd'; it must be one of: momentum, Nesterov, smoothed Nesterov, AdaGrad, RMSprop, AdaDelta from zero, \
AdaDelta from a big start, Adam.
    >>> gallery(["momentum"], ["rectangles"]).figures["momentum", "rectangles"][1][:70]
    'Momentum on rectangles: update, mu = 0.9 rises from 0.25 to 2.2 at ste'
    """
    rules = list(RULES) if rules is None else list(rules)
    for given, known, what in ((rules, RULES, "rules"), (names, SIGNALS, "names")):
        for name in given:
            if name not in known:
                raise ValueError(f"{what} has {name!r}; it must be one of: {', '.join(known)}.")
    return Gallery({(rule, name): _figure(rule, name) for rule in rules for name in names}, rules, list(names))


class Gallery:
    """A page of small pictures: text where there are no pictures."""

    def __init__(self, figures, rules, names):
        self.figures, self.rules, self.names = figures, rules, names

    def __repr__(self):
        return "\n".join(said for _, said in self.figures.values())

    def _repr_html_(self):
        heads = "".join(f'<div class=column style="grid-column:{k}">{name}</div>' for k, name in enumerate(self.names, 2))
        rows = [heads, *(self._row(rule) for rule in self.rules)]
        columns = f"grid-template-columns:8em repeat({len(self.names)},minmax(5.5em,1fr))"
        page = "".join(f"<div class=row style='{columns}'>{row}</div>" for row in rows)
        return f"<style>{_CSS}</style><div class=optlab-gallery>{page}</div><script>{_SCRIPT}</script>"

    def _row(self, rule):
        _, parameter, values, _, _ = RULES[rule]
        three = ", ".join(words.value(value) for value in values)
        cells = (_cell(rule, name, *self.figures[rule, name], column) for column, name in enumerate(self.names, 2))
        return f"<div><b>{rule}</b>{parameter} = {three}</div>{''.join(cells)}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def _figure(rule, name):
    """The picture of one figure as SVG, and its words."""
    g = SIGNALS[name]()
    update = accumulate(rule, g).update
    low, high = min(0.0, g.min(), update.min()), max(0.0, g.max(), update.max())
    lines = [("g", g), *((f"u{k}", update[:, k]) for k in (0, 2, 1))]  # the middle one on top
    paths = "".join(f'<path class={kind} d="{_path(y, low, high)}"/>' for kind, y in lines)
    return f'<svg viewBox="0 0 {_WIDE} {_HIGH}" preserveAspectRatio=none aria-hidden=true>{paths}</svg>', _said(
        rule, name, update
    )


def _path(y, low, high):
    """A line as short relative moves; of each two samples the one further from 0, so that no spike is lost."""
    pairs = y[: len(y) // _EVERY * _EVERY].reshape(-1, _EVERY)
    kept = pairs[np.arange(len(pairs)), np.abs(pairs).argmax(axis=1)]
    levels = np.rint(_HIGH * (high - kept) / ((high - low) or 1.0)).astype(int)
    return f"M0 {levels[0]}l" + " ".join(f"{_EVERY} {move}" for move in np.diff(levels))


def _said(rule, name, update):
    _, parameter, values, _, _ = RULES[rule]
    small, middle, large = (f"{parameter} = {words.value(value)}" for value in values)
    low, _, high = (words.number(size) for size in np.abs(update).max(axis=0))
    seen = words.curve(f"update, {middle}", update[:, 1])
    return words.sentence([f"{rule} on {name}: {seen}", f"its largest size is {low} for {small} and {high} for {large}"])


def _cell(rule, name, svg, said, column):
    _, parameter, values, _, _ = RULES[rule]
    line = '<svg viewBox="0 0 30 8" aria-hidden=true><path class={} d="M0 4h30"/></svg>'
    keys = [("signal g", "g"), *((f"{parameter} = {words.value(value)}", f"u{k}") for k, value in enumerate(values))]
    legend = "".join(f"<span class=key>{line.format(kind)} {text}</span>" for text, kind in keys)
    button = (
        f'<button type=button data-lm-suppress-shortcuts=true data-rule="{rule}" data-signal="{name}">Show it live below</button>'
    )
    note = f"<span hidden> Choose {rule} and {name} in the menus of the live figure.</span>"
    label = html.escape(f"{rule} on {name}")
    return (
        f'<details style="grid-column:{column}">'
        f'<summary data-lm-suppress-shortcuts=true aria-label="{label}" title="{label}">{svg}</summary>'
        f"<p>{legend}</p><p>{html.escape(said)}</p><p>{button}{note}</p></details>"
    )
