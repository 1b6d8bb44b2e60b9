"""A museum of wrong steps: for each, a test on which the picture looks fine, one that shows the mistake, and a number.

What is wrong comes from elsewhere (a step and its edit); here stands how it is looked at.
"""

import ast
import functools
import html
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..formulas.formula import source
from ..run.drive import descend, drive
from ..run.signature import signature
from ..worlds import landscapes, signals
from .looks import INKS
from .still import panel


class Clue(NamedTuple):
    """How a wrong step is looked at. hall : what kind of slip it is. usual, shows : functions of a step that give a curve; on the
    first nothing is seen. number : a function of a step; label : what it is. drawn : what the two curves are."""

    hall: str
    usual: Callable
    shows: Callable
    label: str
    number: Callable
    drawn: tuple = ("update", "update")


def _run(quantity, signal, **hyper):
    """A function of a step: one of its quantities along a signal, nan where it left the floats."""

    def curve(step):
        known = signature(step)
        options = {name: value for name, value in hyper.items() if name in known.hyper or name in ("f", "rng", "x0")}
        trace = drive(step, signal, **options)
        values = np.full(len(signal), np.nan)
        kept = trace.update if quantity == "update" else trace[quantity]
        values[: len(kept)] = kept
        return values

    return curve


def _loss(landscape, steps=60, x0=None, **hyper):
    def curve(step):
        with np.errstate(all="ignore"):
            loss = descend(step, landscape, x0, steps, **hyper).loss
        return np.concatenate([loss, np.full(steps + 1 - len(loss), np.nan)])

    return curve


def _last(curve, scale=1.0, at=-1):
    return lambda step: float(curve(step)[at] * scale)


def _finite(curve):
    return lambda step: int(np.isfinite(curve(step)).sum())


def _rms(curve):
    return lambda step: float(np.sqrt(np.mean(curve(step)[100:] ** 2)))


def _too_far(lr=0.05, mu=0.9, steps=60):
    """The loss on `_FAR` if the look-ahead is mu v / lr: the recurrence of `theory.rates` with a share of 1 / lr."""
    left = 0.0
    for h in (1.0, 4.0):
        p, q = np.roots([1, mu * (h - 1) + lr * h - 1, mu * (1 - h)]) if h != 1 else (1 - lr, 0.0)
        first = 1 - lr * h
        left += h / 2 * (((first - q) * p**steps - (first - p) * q**steps) / (p - q)) ** 2
    return float(left)


def _stable(step, mu=0.9):
    """The largest lr, a multiple of 0.002, on a bowl of curvature 1 with which 400 steps end nearer than they began."""
    lr = np.arange(1, 1001) / 500
    x = descend(step, landscapes.ravine(1), [1.0, 1.0], 400, lr=lr, mu=mu).x[-1, :, 0]
    return float(lr[np.nan_to_num(np.abs(x), nan=np.inf) < 1].max())


_BOWL, _ONE, _ZIGZAG = landscapes.simple_quadratic, signals.constant, signals.alternating
_SILENT = np.concatenate([np.zeros(10), np.ones(50)])
_BURST = np.concatenate([np.ones(20), [100.0], np.ones(280)])
_STEADY = _run("update", _ONE(5000), lr=1.0)
_STEEP = _run("rate", _ONE(100, height=1e4))
_LEVEL = _run("update", _ONE(3000), lr=1.0, f=np.full(3000, 5.0))
_NEGATIVE = _run("update", _ONE(1000), lr=1.0, f=np.resize([-8.0, -1.0], 1000), f_star=-10.0, beta3=0.99)
_NOISE = _run("mem", signals.gaussian_noise(200))
_FAR = _loss(landscapes.ravine(4), x0=[1.0, 1.0], lr=0.05)
_SHALLOW = landscapes.Landscape(lambda x: 0.15 * (x**2).sum(-1), lambda x: 0.3 * x, start=(1.0, 1.0))
_MISPLACED, _MIXED, _COPIED, _UNTRIED = "a misplaced mark", "one name for another", "copied, not adapted", "the case nobody tried"

CLUES = {
    "lost-parentheses": Clue(_MISPLACED, _loss(_BOWL, lr=0.3), _STEADY, "steady step / lr", _last(_STEADY), ("loss", "update")),
    "multiplied-correction": Clue(_MISPLACED, _loss(_BOWL, lr=0.03), _run("update", _ONE(60), lr=1.0), "first step / lr",
                                  _last(_run("update", _ONE(60), lr=1.0), at=0), ("loss", "update")),
    "exponent-two": Clue(_MISPLACED, _loss(_BOWL, lr=0.03), _run("update", _ONE(60), lr=1.0), "step 60 / lr",
                         _last(_run("update", _ONE(60), lr=1.0)), ("loss", "update")),
    "wrong-ceiling": Clue(_MISPLACED, _loss(_BOWL, lr=0.1, gamma=1.0), _run("upper", _ONE(60)), "ceiling in step 1",
                          _last(_run("upper", _ONE(60)), at=0), ("loss", "upper")),
    "power-for-product": Clue(_MISPLACED, _loss(_BOWL, lr=0.1), _STEEP, "rate at step 100, g = 1e4", _last(_STEEP),
                              ("loss", "rate")),
    "look-ahead-without-lr": Clue(_MISPLACED, _loss(_SHALLOW, lr=1.0), _FAR, "loss after 60 steps, lr = 0.05",
                                  _last(_FAR), ("loss", "loss")),
    "damped-and-undamped": Clue(_MISPLACED, _loss(_BOWL, lr=0.5), _run("update", _ONE(60), lr=1.0), "steady step / lr g",
                                _last(_run("update", _ONE(), lr=1.0)), ("loss", "update")),
    "hat-left-out": Clue(_MIXED, _loss(_BOWL, lr=0.3), _run("update", _ONE(60), lr=1.0), "first step / lr",
                         _last(_run("update", _ONE(60), lr=1.0), at=0), ("loss", "update")),
    "unused-maximum": Clue(_MIXED, _run("rate", _ONE()), _run("rate", _BURST, lr=1.0, beta2=0.9), "rate 200 steps after a burst",
                           _last(_run("rate", _BURST, lr=1.0, beta2=0.9), at=220), ("rate", "rate")),
    "early-velocity": Clue(_MIXED, _loss(_BOWL, lr=0.05, mu=0.9),
                           _loss(landscapes.ravine(1), x0=[1.0, 1.0], lr=1.1, mu=0.9), "largest stable lr L, mu = 0.9", _stable,
                           ("loss", "loss")),
    "distance-to-the-minimum": Clue(_MIXED, _loss(_BOWL, lr=0.3), _LEVEL, "step 3000 / lr, loss stands still", _last(_LEVEL),
                                    ("loss", "update")),
    "half-a-step-lost": Clue(_MIXED, _run("u", _ONE(200), burnin=1, rng=0),
                             _run("update", _ONE(200), burnin=1, rng=0), "way in 200 steps",
                             lambda step: float(_run("update", _ONE(200), burnin=1, rng=0)(step).sum()), ("u", "update")),
    "left-over-plus": Clue(_COPIED, _loss(_BOWL, steps=10, lr=0.3), _run("update", _ONE(60), lr=1.0), "v after 60 steps, g = 1",
                           _last(_run("v", _ONE(60))), ("loss", "update")),
    "cancelled-lr": Clue(_COPIED, _loss(_BOWL, lr=1.0), _run("update", _ONE(60), lr=0.1), "first step with lr = 0.1",
                         _last(_run("update", _ONE(60), lr=0.1), at=0), ("loss", "update")),
    "square-in-code-only": Clue(_COPIED, _run("update", _ONE()), _run("update", -_ZIGZAG(60)), "of 60 steps are numbers",
                                _finite(_run("update", -_ZIGZAG(60)))),
    "unsquared-average": Clue(_COPIED, _run("update", _ONE()), _run("update", _ZIGZAG(60)), "of 60 steps are numbers",
                              _finite(_run("update", _ZIGZAG(60)))),
    "forgotten-friction": Clue(_COPIED, _loss(_BOWL, lr=1e-3), _run("update", signals.noisy_sine(), lr=1.0),
                               "rms step / lr on noise", _rms(_run("update", signals.gaussian_noise(3000), lr=1.0)),
                               ("loss", "update")),
    "short-memory": Clue(_COPIED, _loss(_BOWL, lr=0.1), _NOISE,
                         "memory after 200 noisy steps (pencil: at most)", _last(_NOISE), ("loss", "mem")),
    "dead-unit": Clue(_UNTRIED, _loss(_BOWL, lr=0.5), _run("update", _SILENT), "of 60 steps are numbers",
                      _finite(_run("update", _SILENT)), ("loss", "update")),
    "zero-by-zero": Clue(_UNTRIED, _loss(_BOWL, lr=0.1), _run("update", _SILENT), "of 60 steps are numbers",
                         _finite(_run("update", _SILENT)), ("loss", "update")),
    "minimum-at-zero": Clue(_UNTRIED, _loss(_BOWL, lr=0.3), _NEGATIVE, "step 1000 / lr, loss −8, −1, −8, …", _last(_NEGATIVE),
                            ("loss", "update")),
}  # fmt: skip

# What the published step gives, by pencil. On a constant gradient of 1 all averages are 1 in the end.
THEORY = {
    "lost-parentheses": np.sqrt(1 - 0.999) / (1 - 0.9),
    "multiplied-correction": (1 - 0.9) ** 2 / (1 - 0.999),
    "exponent-two": (1 - 0.9**60) / (1 - 0.9**2),
    "hat-left-out": 1 - 0.9,
    "left-over-plus": 0.001 * 1.999**60 / 0.999,  # 0.001 (1 + 1.999 + 1.999^2 + …)
    "cancelled-lr": 1.0,
    "square-in-code-only": 0,
    "dead-unit": 0,
    "unsquared-average": 1,  # v is 0.01, then 0.0099 − 0.01
    "early-velocity": 2 * 1.9 / (1 + 2 * (0.9 + 0.9**2)),  # a look-ahead of (mu + mu^2) v
    "damped-and-undamped": 1.0,  # (1 − mu) / (1 − mu)
    "forgotten-friction": 1.0,  # the right one has 1 / sqrt(1 − mu^2) = 2.3
    "zero-by-zero": 0,
    "wrong-ceiling": 0.1 * (1 - 1 / 0.001),
    "power-for-product": 1e-3 / 1e4,  # Adam's rate lr / sqrt(v), with no floor under it
    "unused-maximum": 0.1 * (1 + 1 / (0.001 * 221)),  # the ceiling at step 221: nothing is left of the burst
    "look-ahead-without-lr": _too_far(),
    "distance-to-the-minimum": 1.0,
    "minimum-at-zero": 1 / (0.1 + 0.9 * 0.99**999),
    "half-a-step-lost": lambda right: right / 2,
    "short-memory": 2.0,  # mem = 2 − zeta mem, and zeta is at least 0
}


def _default():
    noise = _run("update", signals.noisy_sine())
    return Clue("others", _loss(_BOWL), noise, "longest step", lambda step: float(np.nanmax(np.abs(noise(step)))))


class Exhibit(NamedTuple):
    """A wrong step beside the right one, as two `panels` to draw, one `number` and the `lines` that differ."""

    name: str
    right: Callable
    wrong: Callable
    edit: str
    seen: str = ""

    @property
    def test(self):
        return CLUES.get(self.name) or _default()

    def curves(self, which):
        """{"right": y, "as published": y} of the test `usual` or `shows`."""
        return _curves(getattr(self.test, which), self.right, self.wrong)

    def panels(self, log=("loss",)):
        """Two panels: the usual test, and the one that shows it; dotted: the number by pencil, where the published step ends."""
        found = []
        for which, title, quantity in zip(("usual", "shows"), ("looks fine", "shows it"), self.test.drawn, strict=True):
            curves = self.curves(which)
            first = 0 if quantity == "loss" else 1
            curves = {label: (np.arange(len(y)) + first, y) for label, y in ((k, _known(y)) for k, y in curves.items())}
            level, last, theory = self.predicted, len(curves["right"][1]), None
            if which == "shows" and level is not None and np.isclose(curves["as published"][1][-1], level, rtol=0.06):
                theory = {"by pencil": ([first, last], [level, level])}
            found.append(panel(curves, theory, title=title, ylabel=quantity, log=quantity in log))
        return found

    @property
    def words(self):
        """The two panels in words, and the number."""
        label, right, wrong = self.number
        which = zip(("Looks fine", "Shows it"), self.test.drawn, ("usual", "shows"), strict=True)
        said = [f"{title}: {_told(self.curves(test), quantity)}." for title, quantity, test in which]
        return " ".join([*said, f"The number, {label}: {wrong:.3g} as published, should be {right:.3g}."])

    @property
    def number(self):
        """(what it is, that of the right step, that of the published one)."""
        return self.test.label, self.test.number(self.right), self.test.number(self.wrong)

    @property
    def predicted(self):
        """The number of the published step by pencil (`THEORY`), None where nobody has calculated it."""
        theory = THEORY.get(self.name)
        return theory(self.number[1]) if callable(theory) else theory

    @property
    def lines(self):
        """(the line as published, the line as it should be) for each line of the edit."""
        body = ast.parse(source(self.right)).body[0].body
        lines = {node.targets[0].id: ast.unparse(node) for node in ast.walk(ast.Module(body, [])) if _is_line(node)}
        found = []
        for change in ast.parse(self.edit).body:
            if _is_line(change):
                found.append((ast.unparse(change), lines[change.targets[0].id]))
            else:  # start(mem=0.0)
                for start in change.value.keywords:
                    right = signature(self.right).state[start.arg]
                    found.append((f"{start.arg} starts at {ast.unparse(start.value)}", f"{start.arg} starts at {right}"))
        return found

    def __repr__(self):
        return "\n".join(f"{wrong}    should be    {right}" for wrong, right in self.lines)

    def _repr_html_(self):
        """The lines, closed until they are asked for: first as published, and in a second box inside how they should be."""
        asked, given = ("".join(f"<dd><code>{_safe(line)}</code>" for line in lines) for lines in zip(*self.lines, strict=True))
        box = "<details class=optlab-exhibit><summary data-lm-suppress-shortcuts=true>{}</summary><dl>{}</dl>{}</details>"
        repair = box.format("The repair", given, "")
        return f"<style>{_CSS}</style>{box.format('The line as published', asked, repair)}"


def _known(y):
    """The curve up to where it leaves the floats; at least one sample."""
    return y[: max(1, np.flatnonzero(np.isfinite(y)).max(initial=0) + 1)]


def _course(y):
    """Where a curve begins and ends, in words.

    >>> _course(np.array([1.0, 2.0, np.nan])), _course(np.array([np.nan, np.nan]))
    ('from 1 to 2, then no more numbers', 'no numbers')
    """
    seen = _known(y)
    if not np.isfinite(seen[-1]):
        return "no numbers"
    first = seen[np.isfinite(seen)][0] + 0.0  # no "-0"
    return f"from {first:.3g} to {seen[-1]:.3g}" + ", then no more numbers" * (len(seen) < len(y))


def _told(curves, quantity):
    return f"{quantity}, " + "; ".join(f"{label} {_course(y)}" for label, y in curves.items())


def _is_line(node):
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)


@functools.lru_cache(maxsize=128)
def _curves(test, right, wrong):
    return {"right": test(right), "as published": test(wrong)}


_safe = functools.partial(html.escape, quote=False)
_CSS = (
    ".optlab-exhibit summary{cursor:pointer}.optlab-exhibit :is(dl,dd){margin:.2em 0}"
    ".optlab-exhibit .optlab-exhibit{margin-left:1em}"
    ".optlab-wall{display:grid;grid-template-columns:repeat(auto-fill,minmax(15em,1fr));gap:.8em;color:inherit}"
    ".optlab-wall :is(h3,.key){grid-column:1/-1;margin:.6em 0 0}.optlab-wall .key svg{width:2.2em;height:1em;margin:0 .3em 0 1em}"
    ".optlab-wall article{border:1px solid color-mix(in srgb,currentColor 40%,transparent);border-radius:6px;padding:.5em .7em;"
    "grid-row:span 5;display:grid;grid-template-rows:subgrid;row-gap:.3em}"
    ".optlab-wall svg{width:100%;height:5.5em;overflow:hidden;vertical-align:middle}"
    ".optlab-wall path{fill:none;stroke-width:1.8;vector-effect:non-scaling-stroke}"
    ".optlab-wall summary{cursor:pointer}.optlab-wall p{margin:0}.optlab-wall .end{stroke-width:7;stroke-linecap:round}"
    f".optlab-wall .right{{stroke:{INKS[0]}}}.optlab-wall .published{{stroke:{INKS[1]}}}"
    ".optlab-wall .published:not(.end){stroke-dasharray:5 3}"
)
_KEY = "".join(
    f"<svg viewBox='0 0 30 14' aria-hidden=true><path class='{kind}' d='{line}'/></svg>{text}"
    for kind, line, text in (("right", "M0 7h30", "right"), ("published", "M0 7h30", "as published"),
                             ("published end", "M15 7h0", "its numbers end here"))
)  # fmt: skip


class Wall:
    """Exhibits as small pictures, hall by hall; each opens to its line, its repair and its number."""

    def __init__(self, exhibits):
        self.exhibits = sorted(exhibits, key=lambda e: list(_halls()).index(e.test.hall))

    def __repr__(self):
        return "\n".join(f"{e.name}: {e.number[0]} {e.number[2]:.3g}, should be {e.number[1]:.3g}" for e in self.exhibits)

    def _repr_html_(self):
        parts, hall = [f"<p class=key>{_KEY}</p>"], ""
        for exhibit in self.exhibits:
            if exhibit.test.hall != hall:
                hall = exhibit.test.hall
                parts.append(f"<h3>{_safe(hall.capitalize())}</h3>")
            label, right, wrong = exhibit.number
            parts.append(
                f"<article><div><b>{_safe(exhibit.name.replace('-', ' '))}</b> ({exhibit.right.__name__})</div>"
                f"{_svg(exhibit.curves('shows'), exhibit.test.drawn[1])}"
                f"<p>{_safe(label)}: <b>{wrong:.3g}</b>, should be {right:.3g}</p>"
                f"<p>{_safe(exhibit.seen)}</p>{exhibit._repr_html_()}</article>"
            )
        return f"<style>{_CSS}</style><div class=optlab-wall>{''.join(parts)}</div>"


def _halls():
    return dict.fromkeys([test.hall for test in CLUES.values()] + ["others"])


def _svg(curves, quantity):
    """Two lines in one small box, the right one solid and the published one dashed, with a dot where its numbers end."""
    right, wrong = (y[np.isfinite(y)] for y in curves.values())
    low, high = min(0.0, right.min()), right.max()
    far = max(np.max(wrong, initial=high) - high, low - np.min(wrong, initial=low)) / (high - low)
    room = (far if far < 50 else 10) * (high - low)  # the published one may leave the box, but not make the right one a flat line
    low, high = max(low - room, np.min(wrong, initial=low)), 1.05 * min(high + room, np.max(wrong, initial=high))
    paths = []
    for (label, y), kind in zip(curves.items(), ("right", "published"), strict=True):
        y, steps = _known(y), len(y)
        x, seen = np.linspace(0, 300, steps)[: len(y)], np.clip(np.nan_to_num(y), 2 * low - high, 2 * high - low)
        points = [f"{a:.0f} {v:.1f}" for a, v in zip(x, 100 * (high - seen) / (high - low), strict=True)]
        paths.append(f"<path class={kind} d='M{'L'.join(points)}'><title>{label}</title></path>")
        if len(y) < steps:
            paths.append(f"<path class='{kind} end' d='M{points[-1]}h0'/>")
    told = f"role=img aria-label='{html.escape(_told(curves, quantity))}'"
    return f"<svg viewBox='-5 -6 310 112' preserveAspectRatio=none {told}>{''.join(paths)}</svg>"


def wall(exhibits):
    """All exhibits as a page of small pictures.

    >>> from optlab import momentum
    >>> def averaged(x, g, v=0.0, *, lr=0.01, mu=0.9):
    ...     v = mu * v - (1 - mu) * lr * g
    ...     return dict(v=v, x=x + v)
    >>> wall([Exhibit("damped-and-undamped", momentum, averaged, "v = mu * v - (1 - mu) * lr * g")])
    damped-and-undamped: steady step / lr g 1, should be 10
    """
    return Wall(exhibits)
