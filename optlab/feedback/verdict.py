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
    said: tuple = field(default=(), repr=False)  # the formula as it is shown, for each of `lines`

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
        rows = [(_escape(what), _escape(text)) for what, text in self._facts()]
        shown = self.said or [formula for _, formula, _ in self.lines]
        for (quantity, _, number), quoted, formula in zip(self.lines, self.quoted, shown, strict=False):
            yours = f"<code>{_escape(quoted)}</code>, so that " if quoted else ""
            formula = re.sub(r"_\d\b", "", formula)  # z_1 is z as well
            what = f"{quantity} = {formula}" if formula else f"{quantity} is another than the rule's"
            what = formula if formula.startswith(f"{quantity} starts at") else what
            rows.append((f"Line {number}" if number else _escape(quantity), f"{yours}<code>{_escape(what)}</code>"))
        plain = "margin:0;float:none;width:auto"  # JupyterLab gives a term a fifth of the width
        term = f"{plain};font-weight:600;white-space:nowrap"
        facts = "".join(f'<dt style="{term}">{what}</dt><dd style="{plain}">{text}</dd>' for what, text in rows)
        grid = "display:grid;grid-template-columns:max-content 1fr;gap:0 1em;margin:.5em 0"
        facts = f'<dl style="{grid}">{facts}</dl>' if facts else ""
        told = zip(HINTS, self.hints if not self.ok else (), strict=False)
        hints = "".join(
            f"<details><summary>Hint {i}: {about}</summary>{_escape(hint)}</details>" for i, (about, hint) in enumerate(told, 1)
        )
        given = f" <span>({points[0]:g} of {points[1]:g} points)</span>" if points else ""
        picture = "" if self.ok or not self.curves else svg(*self.curves)
        return (
            f'<section role="status" style="border-left:4px solid {colour};padding:.2em 1em;color:inherit;max-width:46em">'
            f"<strong>{self.mark} {_escape(self.headline)}</strong>{given}<p style='margin:.3em 0'>{_escape(self.message)}</p>"
            f"{facts}{hints}{picture}</section>"
        )


def _escape(text):
    return html.escape(str(text), quote=False)


def svg(quantity, yours, reference, step):
    """Two curves over the steps, yours solid and the reference dashed, with axes, and a sentence for who cannot see.

    Both arrays (steps,). The unit of the vertical axis is the reference's own largest size, so none of its numbers is told.
    """
    n, left, right, top, bottom = len(yours), 36, 370, 26, 138
    with np.errstate(all="ignore"):
        unit = np.nanmax(np.where(np.isfinite(reference), np.abs(reference), 0)) or 1.0
        theirs, mine = (np.clip(np.nan_to_num(curve / unit, nan=0.0, posinf=2, neginf=-2), -2, 2) for curve in (reference, yours))
    low, high = min(0.0, theirs.min(), mine.min()), max(0.0, theirs.max(), mine.max())
    high += low == high

    def across(t):
        return np.interp(t, (1, n), (left, right))

    def up(value):
        return np.interp(value, (low, high), (bottom, top))

    def path(points, look='stroke="currentColor"'):
        return f'<path d="M{"L".join(f"{x:.1f},{y:.1f}" for x, y in points)}" {look}/>'

    def write(x, y, words, anchor="start"):
        where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
        return f'<text {where} font-size="12" font-family="sans-serif" fill="currentColor">{words}</text>'

    what, size = "the way from the start, x" if quantity == "x" else quantity, np.abs(mine).max()
    grown = f"its largest size is {size:.2g} times the reference's" if size < 2 else "it grows to more than twice its size"
    grown = grown if np.isfinite(yours).all() else "it becomes nan or infinite"
    alt = f"{what} over {n} steps: your curve leaves the reference in step {step}; {grown}."
    drawn = [path([(left, top), (left, bottom), (right, bottom)]), write(left, 12, f"{_escape(quantity)} (1 = largest)")]
    for value in (v for v in (-2, -1, 0, 1, 2) if low - 1e-9 <= v <= high + 1e-9):
        drawn += path([(left - 4, up(value)), (left, up(value))]), write(left - 8, up(value) + 4, value, "end")
    for t, words in ((1, 1), (n // 2, n // 2), (n, f"step {n}")):
        drawn.append(write(across(t), bottom + 16, words, "end" if t == n else "middle"))
    for curve, name, at, look in (
        (theirs, "reference", left + 110, 'stroke="currentColor" stroke-dasharray="5 4" opacity=".65" stroke-width="2"'),
        (mine, "yours", left, 'stroke="#D55E00" stroke-width="2"'),
    ):
        drawn.append(path([(across(t), up(value)) for t, value in enumerate(curve, 1)], look))
        drawn += path([(at, 174), (at + 24, 174)], look), write(at + 30, 178, name)
    return (
        f'<svg role="img" aria-label="{html.escape(alt)}" width="380" height="186" viewBox="0 0 380 186" fill="none">'
        f"<title>{_escape(alt)}</title>{''.join(drawn)}</svg>"
    )
