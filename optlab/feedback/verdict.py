"""What the checker says, as text and as a small page: what is right, the first difference, its name, a picture, a hint."""

import html
from dataclasses import dataclass, field

import numpy as np

LEVELS = ("symptom", "idea", "line")


@dataclass(frozen=True)
class Verdict:
    """The answer of `optlab.check`.

    ok : whether it is right. mistake : the name of what is wrong, or None. message : one or two sentences.
    score : 0 to 1, the share of the named quantities that are right. convention : the framework whose form it is, or None.
    agree : the quantities that are right. first : (quantity, step) of the first difference, or None. remarks : what else is worth
    knowing. `hint(1)`, `hint(2)`, `hint(3)`: symptom, idea, line.
    """

    ok: bool
    message: str
    step: str = ""
    mistake: str | None = None
    score: float = 0.0
    convention: str | None = None
    agree: tuple = ()
    first: tuple | None = None
    remarks: tuple = ()
    hints: tuple = ()
    curves: tuple = field(default=(), repr=False)
    lines: tuple = ()
    edit: str = ""

    def hint(self, level=1):
        """A hint: 1 the symptom, 2 the idea, 3 the line.

        >>> import optlab
        >>> optlab.check(lambda x, g, lr: x + lr * g, "sgd").hint(2)
        'The gradient points uphill. A descent step goes the other way.'
        """
        if level not in (1, 2, 3):
            raise ValueError(f"level is {level!r}; it must be 1 (symptom), 2 (idea) or 3 (line).")
        if not self.hints:
            return "Nothing to hint at: it is right." if self.ok else self.message
        return self.hints[level - 1]

    def __bool__(self):
        return self.ok

    @property
    def headline(self):
        if self.ok:
            return f"{self.step}: right" if self.step else "right"
        if self.convention:
            return f"{self.step}: another convention"
        return f"{self.step}: {self.mistake or 'not yet'}" if self.step else (self.mistake or "not yet")

    def _lines(self):
        if self.agree and not self.ok:
            yield "Right already", ", ".join(self.agree)
        if self.first and not self.ok:
            yield "First difference", f"{self.first[0]} in step {self.first[1]}"
        if self.hints and not self.ok:
            yield "Hint 1", self.hints[0]
            yield "More", "hint(2) and hint(3) of this verdict"
        for remark in self.remarks:
            yield "Remark", remark

    def __str__(self):
        mark = "✓" if self.ok else "≈" if self.convention else "✗"
        lines = [f"{mark} {self.headline}", self.message, *(f"{what}: {text}" for what, text in self._lines())]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self):
        colour = "#009E73" if self.ok else "#0072B2" if self.convention else "#D55E00"
        plain = "border:0;background:none;color:inherit;text-align:left;vertical-align:top"  # a page may stripe its tables
        head = f"{plain};padding:0 1em 0 0;font-weight:600;white-space:nowrap"
        rows = "".join(
            f'<tr style="{plain}"><th scope="row" style="{head}">{what}</th>'
            f'<td style="{plain};padding:0">{_escape(text)}</td></tr>'
            for what, text in self._lines()
        )
        table = f'<table style="{plain};margin:.5em 0;font-size:inherit">{rows}</table>' if rows else ""
        picture = "" if self.ok or not self.curves else svg(*self.curves)
        return (
            f'<section role="status" style="border-left:4px solid {colour};padding:.2em 1em;color:inherit;max-width:46em">'
            f"<strong>{_escape(self.headline)}</strong><p style='margin:.3em 0'>{_escape(self.message)}</p>"
            f"{table}{picture}</section>"
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self), "text/html": self._repr_html_()}


def _escape(text):
    return html.escape(text, quote=False)


def svg(quantity, yours, reference, step):
    """Two curves over the steps, yours solid and the reference dashed: one scale, no numbers, and a sentence for who cannot see.

    Both arrays (steps,). The scale is the reference's own size, so no value can be read off.
    """
    width, height, margin = 340, 120, 12
    with np.errstate(all="ignore"):
        unit = np.nanmax(np.where(np.isfinite(reference), np.abs(reference), 0)) or 1.0
        y = [np.clip(np.nan_to_num(curve / unit, nan=0.0, posinf=1.5, neginf=-1.5), -1.5, 1.5) for curve in (reference, yours)]
    low, high = min(c.min() for c in y), max(c.max() for c in y)
    span = (high - low) or 1.0

    def points(curve):
        at = np.linspace(margin, width - margin, len(curve))
        up = height - margin - (curve - low) / span * (height - 2 * margin)
        return " ".join(f"{a:.0f},{b:.0f}" for a, b in zip(at, up, strict=True))

    lost = not np.isfinite(yours).all()
    alt = f"{quantity} over {len(yours)} steps: your curve leaves the reference in step {step}" + (
        ", and becomes nan." if lost else "."
    )
    text = 'font-size="12" font-family="sans-serif" fill="currentColor"'
    yours_is, reference_is = 'stroke="#D55E00" stroke-width="2"', 'stroke="currentColor" stroke-width="2" stroke-dasharray="5 4"'
    legend, middle = height + 10, width // 2
    return (
        f'<svg role="img" aria-label="{html.escape(alt)}" width="{width}" height="{height + 20}" '
        f'viewBox="0 0 {width} {height + 20}" fill="none"><title>{_escape(alt)}</title>'
        f'<polyline points="{points(y[0])}" {reference_is} opacity=".65"/><polyline points="{points(y[1])}" {yours_is}/>'
        f'<path d="M{margin} {legend}h24" {yours_is}/><path d="M{middle} {legend}h24" {reference_is} opacity=".65"/>'
        f'<text x="{margin + 30}" y="{legend + 4}" {text}>{_escape(quantity)}, yours</text>'
        f'<text x="{middle + 30}" y="{legend + 4}" {text}>reference</text></svg>'
    )
