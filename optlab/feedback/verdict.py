"""What the checker says, as text and as a small page: what is right, what each wrong line computes, hints to open, a plot."""

import html
import re
from dataclasses import dataclass, field

import numpy as np

HINTS = ("what you see", "the idea", "the line")


@dataclass(frozen=True)
class Verdict:
    """The answer of `optlab.check`.

    ok : whether it is right. mistake : the name of what is wrong, or None. message : what your lines do, in words.
    score : 0 to 1. Each line of the rule counts the same, and counts if it is right and something moves in it; a single slip gets
    at least 1/4, and what is not right never more than 0.9 (a framework's form, or right numbers with a mistake of programming).
    lines : (quantity, the formula that your function computes, the number of your line or None) for each wrong line; in a
    formula `v_before` is v as it was before the step. edit : the same as an edit of the rule that takes your path, "" if none was
    found; `optlab.feedback.edited(step, edit)` is that function.
    convention : the framework whose form it is, or None. agree : the quantities that are right. first : (quantity, step) of the
    first difference, or None. remarks : what else is worth knowing. `hint(1)`, `hint(2)`, `hint(3)`: symptom, idea, line.
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
    title: str = ""
    quoted: tuple = field(default=(), repr=False)  # the text of the learner's line, for each of `lines`

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
    def mark(self):
        return "✓" if self.ok else "≈" if self.convention else "✗"

    @property
    def headline(self):
        what = "right" if self.ok else "another convention" if self.convention else self.mistake or "not yet"
        name = self.title or self.step
        return f"{name}: {what}" if name else what

    def _facts(self):
        blamed = {quantity for quantity, _, _ in self.lines}  # -v may be right where the line of v is wrong
        fine = [q for q in self.agree if q not in blamed]
        if fine and not self.ok:
            yield "Right already", ", ".join(fine)
        if self.first and not self.ok:
            yield "First difference", f"{self.first[0]} in step {self.first[1]}"
        yield from (("Remark", remark) for remark in self.remarks)

    def __str__(self):
        facts = [f"{what}: {text}" for what, text in self._facts()]
        if self.hints and not self.ok:
            facts += [f"Hint 1: {self.hints[0]}", "More: hint(2) and hint(3) of this verdict"]
        return "\n".join([f"{self.mark} {self.headline}", self.message, *facts])

    __repr__ = __str__

    def _repr_html_(self):
        return self.page()

    def page(self, points=None):
        """The verdict as HTML. points : (given, of), to be shown beside the title."""
        colour = "#009E73" if self.ok else "#0072B2" if self.convention else "#D55E00"
        plain = "border:0;background:none;color:inherit;text-align:left;vertical-align:top"  # a page may stripe its tables
        head = f"{plain};padding:0 1em 0 0;font-weight:600;white-space:nowrap"
        rows = [(_escape(what), _escape(text)) for what, text in self._facts()]
        for (quantity, formula, number), quoted in zip(self.lines, self.quoted, strict=False):
            yours = f"<code>{_escape(quoted)}</code> computes " if quoted else ""
            formula = _escape(re.sub(r"_\d\b", "", formula))  # z_1 is z as well
            what = f"{_escape(quantity)} = {formula}" if formula else f"another {_escape(quantity)} than the rule"
            rows.append((f"Line {number}" if number else _escape(quantity), f"{yours}<code>{what}</code>"))
        rows = "".join(
            f'<tr style="{plain}"><th scope="row" style="{head}">{what}</th><td style="{plain};padding:0">{text}</td></tr>'
            for what, text in rows
        )
        table = f'<table style="{plain};margin:.5em 0;font-size:inherit">{rows}</table>' if rows else ""
        hints = "" if self.ok else "".join(
            f"<details><summary>Hint {i}: {about}</summary>{_escape(hint)}</details>"
            for i, (about, hint) in enumerate(zip(HINTS, self.hints, strict=False), 1)
        )  # fmt: skip
        given = f" <span>({points[0]:g} of {points[1]:g} points)</span>" if points else ""
        picture = "" if self.ok or not self.curves else svg(*self.curves)
        return (
            f'<section role="status" style="border-left:4px solid {colour};padding:.2em 1em;color:inherit;max-width:46em">'
            f"<strong>{self.mark} {_escape(self.headline)}</strong>{given}<p style='margin:.3em 0'>{_escape(self.message)}</p>"
            f"{table}{hints}{picture}</section>"
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self), "text/html": self._repr_html_()}


def _escape(text):
    return html.escape(str(text), quote=False)


def svg(quantity, yours, reference, step):
    """Two curves over the steps, yours solid and the reference dashed, with axes, and a sentence for who cannot see.

    Both arrays (steps,). The unit of the vertical axis is the reference's own largest size, so none of its numbers is told.
    """
    width, height, left, edge, n = 380, 170, 54, 34, len(yours)
    with np.errstate(all="ignore"):
        unit = np.nanmax(np.where(np.isfinite(reference), np.abs(reference), 0)) or 1.0
        theirs, mine = (np.clip(np.nan_to_num(curve / unit, nan=0.0, posinf=2, neginf=-2), -2, 2) for curve in (reference, yours))
    low, high = min(0.0, theirs.min(), mine.min()), max(0.0, theirs.max(), mine.max())

    def across(t):
        return left + (t - 1) / max(1, n - 1) * (width - left - 10)

    def up(value):
        return height - edge - (value - low) / ((high - low) or 1.0) * (height - edge - 12)

    def write(x, y, words, more=""):
        return f'<text x="{x}" y="{y}" {more} font-size="12" font-family="sans-serif" fill="currentColor">{words}</text>'

    def line(path, dashed):
        look = 'stroke="currentColor" stroke-dasharray="5 4" opacity=".65"' if dashed else 'stroke="#D55E00"'
        return f'<path d="M{path}" {look} stroke-width="2"/>'

    what, size = "the way from the start, x" if quantity == "x" else quantity, np.abs(mine).max()
    grows = "; it grows to more than twice the reference's size"
    grows = f"; its largest size is {size:.2g} times the reference's" if size < 2 else grows
    grows = grows if np.isfinite(yours).all() else ", and becomes nan or infinite"
    alt = f"{what} over {n} steps: your curve leaves the reference in step {step}{grows}."
    drawn = f'<path d="M{left} 8V{height - edge}H{width - 8}" stroke="currentColor"/>'
    for value in (v for v in (-2, -1, 0, 1, 2) if low - 1e-9 <= v <= high + 1e-9):
        drawn += f'<path d="M{left - 4} {up(value):.1f}h4" stroke="currentColor"/>'
        drawn += write(left - 8, f"{up(value) + 4:.1f}", value, 'text-anchor="end"')
    for t in dict.fromkeys((1, n // 2, n)):
        drawn += write(f"{across(t):.1f}", height - edge + 15, t, 'text-anchor="middle"')
    drawn += write(width - 8, height - 5, "step", 'text-anchor="end"')
    middle, legend = (height - edge) / 2, height + 8
    drawn += write(14, middle, f"{_escape(quantity)} (1 = largest)", f'text-anchor="middle" transform="rotate(-90 14 {middle})"')
    for curve, name, at in ((theirs, "reference", left + 110), (mine, "yours", left)):
        drawn += line("L".join(f"{across(t):.1f},{up(value):.1f}" for t, value in enumerate(curve, 1)), name == "reference")
        drawn += line(f"{at} {legend - 4}h24", name == "reference") + write(at + 30, legend, name)
    return (
        f'<svg role="img" aria-label="{html.escape(alt)}" width="{width}" height="{height + 16}" '
        f'viewBox="0 0 {width} {height + 16}" fill="none"><title>{_escape(alt)}</title>{drawn}</svg>'
    )
