"""A step's source as mathematics, line by line beside its code, so that formula and code cannot drift apart.

A state is written with index t − 1 until the step assigns it, and with t from there on: `v = mu * v - lr * g` reads
v_t = μ v_{t−1} − η g_t. An arrow in place of = says that a line replaces what a line above has made.
"""

import ast
import functools
import inspect
import re
import textwrap
from typing import NamedTuple

from ..run.signature import check_step, signature
from .latex import Writer


class Line(NamedTuple):
    """One assignment: its formula in LaTeX and its code."""

    latex: str
    code: str


class Formula(NamedTuple):
    """The lines of a step. In a notebook it shows itself as a table; `latex` is one aligned block; str() is the code."""

    name: str
    lines: tuple

    @property
    def latex(self):
        rows = " \\\\\n".join(re.sub(r"=|\\leftarrow", lambda sign: "&" + sign[0], line.latex, count=1) for line in self.lines)
        return f"\\begin{{aligned}}\n{rows}\n\\end{{aligned}}"

    def _repr_markdown_(self):
        cells = [(line.latex.replace("|", r"\vert "), line.code.replace("|", r"\|")) for line in self.lines]  # a bare | ends one
        rows = "\n".join(f"| ${latex}$ | `{code}` |" for latex, code in cells)
        return f"| formula | code of `{self.name}` |\n|:---|:---|\n{rows}"

    def __str__(self):
        return "\n".join(line.code for line in self.lines)

    __repr__ = __str__


def source(step):
    """The step's code without its docstring, as it stands in the file; a cell's width is 88, and what is longer goes on below.

    >>> import optlab
    >>> print(source(optlab.sgd))
    def sgd(x, g, *, lr=0.01):
        x = x - lr * g
        return dict(x=x)
    """
    check_step(step)
    text = textwrap.dedent(_read(step))
    body = _body(text)
    lines = text.splitlines()
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        del lines[body[0].lineno - 1 : body[0].end_lineno]
    return "\n".join(map(_narrow, "\n".join(lines).replace("  # fmt: skip", "").splitlines()))


def _narrow(line, width=88):
    """A signature or a return in as many lines as a cell needs, below its first name."""
    found = re.match(r" *(def \w+\(|return dict\(|(?=x, |\*, ))", line)
    if len(line) <= width or not found:
        return line
    at = line.rindex(", ", 0, width) + 1
    return line[:at] + "\n" + _narrow(" " * found.end() + line[at + 1 :], width)


def formula(step):
    """The formula of a step, rendered from its source; that of a step over a step, such as Lookahead, follows the step's own.

    Raises TypeError if step is no step function, ValueError if its source cannot be read.

    >>> import optlab
    >>> formula(optlab.momentum).lines[0]
    Line(latex='v_{t} = \\\\mu\\\\, v_{t-1} - \\\\eta\\\\, g_{t}', code='v = mu * v - lr * g')
    """
    check_step(step)
    return _formula(step)


@functools.lru_cache(maxsize=256)
def _formula(step):
    sig = signature(step)
    writer = Writer(sig)
    for part in getattr(step, "parts", (step,)):
        writer.text = textwrap.dedent(_read(part))
        for statement in _body(writer.text):
            writer.statement(statement)
    return Formula(sig.name, tuple(Line(*line) for line in writer.lines))


def _read(step):
    if hasattr(step, "__signature__") or hasattr(step, "__wrapped__"):
        raise ValueError(f"{step.__name__} is made of another step; ask for the formula of that one.")
    try:
        return inspect.getsource(step)
    except (OSError, TypeError):
        name = step.__name__
        raise ValueError(f"the source of {name} cannot be read; a formula is made from a function in a file or a cell.") from None


def _body(text):
    """The statements of the first function in a text; of a lambda, what it returns."""
    try:
        tree = ast.parse(text)
    except SyntaxError:  # a lambda that is cut out of a longer expression
        raise ValueError("a formula is made from a function written with def; this is a lambda inside a longer line.") from None
    function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda))
    return function.body if isinstance(function, ast.FunctionDef) else [ast.Return(function.body)]
