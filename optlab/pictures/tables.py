"""Small tables for the chapters: text that every machine prints the same, and a real table in a page."""

import html

import numpy as np

from .shell import shell

_CSS = """.optlab-table { border-collapse: collapse; margin: .6em 0; color: inherit; font-variant-numeric: tabular-nums; }
.optlab-table caption { text-align: left; font-weight: 600; padding: .2em .6em; color: inherit; caption-side: top; }
.optlab-table :is(td, th) { padding: .25em .8em; text-align: right; border: 0; white-space: pre; }
.optlab-table :is(td, th):first-child { text-align: left; }
.optlab-table tbody th { font-weight: inherit; }
.optlab-table thead th { border-bottom: 1px solid currentColor; font-weight: 600; }
.optlab-fold > summary { cursor: pointer; padding: .2em 0; }
@media print { .optlab-fold::details-content { content-visibility: visible; display: block; } }"""


class Table:
    """A table as text and as HTML. `header`: titles; `cells`: rows of texts; `numeric`: whether a column holds numbers.

    With `fold` the page shows a line that opens it, so that a prediction can be made before.
    """

    def __init__(self, header, cells, numeric, caption="", fold=True):
        self.header, self.cells, self.numeric, self.caption, self.fold = header, cells, numeric, caption, fold

    def __repr__(self):
        columns = zip(self.header, *self.cells, strict=True)
        widths = [max(map(len, column)) if k == 0 else max(10, *map(len, column)) + 1 for k, column in enumerate(columns)]
        lines = [self.caption] if self.caption else []
        for first, *rest in (self.header, *self.cells):
            numbers = (text.rjust(width) for text, width in zip(rest, widths[1:], strict=True))
            lines.append(" ".join([first.ljust(widths[0]), *numbers]))
        return "\n".join(lines)

    def _repr_html_(self):
        columns = zip(zip(*self.cells, strict=True), self.numeric, strict=True)
        aligned = [_aligned(column) if numeric else column for column, numeric in columns]
        head = "".join(f"<th scope=col>{html.escape(text)}</th>" for text in self.header)
        rows = []
        for first, *rest in zip(*aligned, strict=True):
            cells = "".join(f"<td>{html.escape(text)}</td>" for text in rest)
            rows.append(f"<tr><th scope=row>{html.escape(first)}</th>{cells}</tr>")
        caption = f"<caption>{html.escape(self.caption)}</caption>" if self.caption else ""
        body = f"{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
        page = f"<table class=optlab-table>{body}</table>"
        if self.fold:
            first, *rest = self.header
            told = self.caption or f"{first}: {', '.join(dict.fromkeys(filter(None, rest)))}".removeprefix(": ")
            summary = f"<summary data-lm-suppress-shortcuts=true>Table · {html.escape(told)}</summary>"
            page = f"<details class=optlab-fold>{summary}{page}</details>"
        return f"<style>{_CSS}</style>{page}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def table(header, rows, digits=4, *, caption="", fold=None):
    """Show a small table, also from the middle of a cell; numbers are rounded so that every machine shows the same.

    header : the titles. rows : tuples of texts and numbers. caption : a line above. fold : whether a page shows one line that
    opens the table; by default where it may answer a question: one that its cell or the cell before asks with `predict`.
    digits : significant digits; or a format such as ".2f"; or one of these for each column.

    >>> table(("quantity", "predicted", "measured"), [("gain", 10, 9.99999997)])
    quantity    predicted   measured
    gain               10         10
    >>> table(("mu", "gain", "limit"), [("0.5", 2, 3), ("0.9", 10, 3.8)], digits=(0, ".0f", ".1f"))
    mu          gain       limit
    0.5            2         3.0
    0.9           10         3.8
    """
    header, rows = tuple(map(str, header)), [tuple(row) for row in rows]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row has {len(row)} cells, {row!r}; header has {len(header)}: every row needs as many.")
    formats = digits if isinstance(digits, tuple | list) else [digits] * len(header)
    if len(formats) != len(header):
        raise ValueError(f"digits has {len(formats)} entries; one for each of the {len(header)} columns is needed.")
    cells = [tuple(_cell(value, form) for value, form in zip(row, formats, strict=True)) for row in rows]
    numeric = [not any(isinstance(value, str | bool | np.bool_) for value in column) for column in zip(*rows, strict=True)]
    _show(Table(header, cells, numeric, caption, _asked() if fold is None else fold))


def _asked():
    """Whether this cell of a notebook or the one before asks a question."""
    return "predict(" in "".join(shell().user_ns.get("In", [])[-2:]) if shell() else False


def _show(thing):
    """In a notebook as an output, elsewhere as text."""
    if shell():
        from IPython.display import display

        display(thing)
    else:
        print(thing)


def _cell(value, form):
    if isinstance(value, str | bool | np.bool_):
        return str(value)
    if isinstance(value, int | np.integer) and not isinstance(form, str):
        return str(int(value))
    value = float(value)
    if not np.isfinite(value):
        return "left the floats" if not np.isnan(value) else "nan"
    return f"{0.0 if abs(value) < 1e-12 else value:{form if isinstance(form, str) else f'.{form}g'}}"


def _aligned(column):
    """Numbers one under the other at their decimal points, with a true minus."""
    if any("e" in text for text in column):
        return [text.replace("-", "−") for text in column]
    tails = [text.partition(".")[1:] for text in column]  # point and decimals
    longest = max(len(decimals) for _, decimals in tails)
    blank = "\u2008" if longest else ""  # as wide as a point; U+2007 is as wide as a digit
    padded = []
    for text, (point, decimals) in zip(column, tails, strict=True):
        padded.append(text.replace("-", "−") + ("" if point else blank) + "\u2007" * (longest - len(decimals)))
    return padded
