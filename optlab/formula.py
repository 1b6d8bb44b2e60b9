"""A step's source as mathematics, line by line beside its code, so that formula and code cannot drift apart.

A state is written with index t − 1 until the step assigns it, and with t from there on: `v = mu * v - lr * g` reads
v_t = μ v_{t−1} − η g_t.
"""

import ast
import functools
import inspect
import textwrap
from typing import NamedTuple

from .core import signature

# Names that do not simply read as their own letter.
SYMBOLS = {
    "lr": r"\eta", "mu": r"\mu", "rho": r"\rho", "eps": r"\varepsilon", "gamma": r"\gamma", "psi": r"\psi",
    "beta1": r"\beta_1", "beta2": r"\beta_2", "beta3": r"\beta_3", "sigma": r"\sigma", "lam": r"\lambda",
    "final_lr": r"\eta_\infty", "weight_decay": r"\lambda", "f_star": r"f^\star", "dampening": r"\delta",
    "delta": r"\Delta", "zeta": r"\zeta", "alpha": r"\alpha", "tau": r"\tau", "mem": r"\mathrm{mem}",
    "mu_next": r"\mu_{t+1}", "mu_product": r"\Pi", "f_old": "f", "lower": r"\eta^{\mathrm{low}}", "upper": r"\eta^{\mathrm{up}}",
    "rate": r"\eta^{\mathrm{clip}}", "change": r"\mathrm{change}", "lr_decay": r"\delta",
}  # fmt: skip

_CALLS = {"sqrt": r"\sqrt{%s}", "abs": r"\left|%s\right|", "absolute": r"\left|%s\right|", "exp": "e^{%s}"}
_ADD, _MUL, _UNARY, _POW, _ATOM = range(5)


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
        rows = " \\\\\n".join(line.latex.replace("=", "&=", 1) for line in self.lines)
        return f"\\begin{{aligned}}\n{rows}\n\\end{{aligned}}"

    def _repr_markdown_(self):
        rows = "\n".join(f"| ${line.latex.replace('|', chr(92) + 'vert ')}$ | `{line.code}` |" for line in self.lines)
        return f"| formula | code of `{self.name}` |\n|:---|:---|\n{rows}"

    def __str__(self):
        return "\n".join(line.code for line in self.lines)

    __repr__ = __str__


def source(step):
    """The step's code without its docstring, as it stands in the file.

    >>> import optlab
    >>> print(source(optlab.sgd))
    def sgd(x, g, *, lr=0.01):
        x = x - lr * g
        return dict(x=x)
    """
    text = textwrap.dedent(_read(step))
    body = _body(text)
    lines = text.splitlines()
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        del lines[body[0].lineno - 1 : body[0].end_lineno]
    return "\n".join(lines).replace("  # fmt: skip", "")


@functools.lru_cache(maxsize=256)
def formula(step):
    """The formula of a step, rendered from its source.

    Raises TypeError if step is no step function, ValueError if its source cannot be read.

    >>> import optlab
    >>> formula(optlab.momentum).lines[0]
    Line(latex='v_{t} = \\\\mu\\\\, v_{t-1} - \\\\eta\\\\, g_{t}', code='v = mu * v - lr * g')
    """
    sig = signature(step)
    text = textwrap.dedent(_read(step))
    writer = _Writer(sig, text)
    for statement in _body(text):
        writer.statement(statement)
    return Formula(sig.name, tuple(writer.lines))


def _read(step):
    try:
        return inspect.getsource(step)
    except (OSError, TypeError):
        name = step.__name__
        raise ValueError(f"the source of {name} cannot be read; a formula is made from a function in a file or a cell.") from None


def _body(text):
    return next(node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)).body


class _Writer:
    """Walks the assignments of a step in order and remembers which names already have their new value."""

    def __init__(self, sig, text):
        self.sig, self.text, self.new, self.lines = sig, text, set(), []

    def code(self, node):
        """An assignment as it stands in the source, on one line."""
        return " ".join(ast.get_source_segment(self.text, node).split())

    def statement(self, node, condition=""):
        if isinstance(node, ast.Assign):
            right, _ = self.write(node.value)
            targets = getattr(node.targets[0], "elts", node.targets)
            self.new.update(target.id for target in targets)
            left = r",\, ".join(self.name(target.id) for target in targets)
            self.lines.append(Line(f"{left} = {right}{condition}", self.code(node)))
        elif isinstance(node, ast.If):
            for inner in node.body:
                self.statement(inner, rf"\quad ({self.when(node.test)})")

    def name(self, name):
        """A name with its time index."""
        if name == "t":
            return "t"
        if name in self.sig.hyper or name in ("n", "mu_next"):
            return SYMBOLS.get(name) or self.lettered(name)
        old = name in (*self.sig.state, "x") and name not in self.new
        index = "{t-1}" if old else "{t}"
        if name.endswith("_t"):  # lr_t, mu_t: the index is in the name
            name = name[:-2]
        if name in SYMBOLS or len(name) == 1:
            return f"{SYMBOLS.get(name, name)}_{index}"
        return f"{self.lettered(name)}_{index}"

    def lettered(self, name):
        """A longer name: m_hat gets its hat, another suffix goes up, a word stands upright."""
        letter, _, suffix = name.partition("_")
        letter = SYMBOLS.get(letter, letter)
        if suffix == "hat":
            return rf"\hat{{{letter}}}"
        if suffix:
            suffix = suffix.replace("_", r"\ ")
            return rf"{letter}^{{\mathrm{{{suffix}}}}}"
        return letter if len(letter) == 1 or letter.startswith("\\") else rf"\mathrm{{{letter}}}"

    def write(self, node):
        """An expression as (LaTeX, precedence)."""
        if isinstance(node, ast.Name):
            return self.name(node.id), _ATOM
        if isinstance(node, ast.Constant):
            return repr(node.value), _ATOM
        if isinstance(node, ast.UnaryOp):
            return "-" + self.inside(node.operand, _UNARY), _UNARY
        if isinstance(node, ast.BinOp):
            return self.operation(node)
        if isinstance(node, ast.IfExp):
            cases = rf"{self.write(node.body)[0]} & {self.when(node.test)} \\ {self.write(node.orelse)[0]} & \text{{else}}"
            return rf"\begin{{cases}} {cases} \end{{cases}}", _ATOM
        if isinstance(node, ast.Call):
            return self.call(node), _ATOM
        if isinstance(node, ast.Compare):
            return self.when(node), _ADD
        return rf"\mathtt{{{ast.unparse(node)}}}".replace("_", r"\_"), _ATOM

    def when(self, test):
        """A condition: a state that is None stands for the first step."""
        if isinstance(test, ast.Compare):
            if isinstance(test.ops[0], ast.Is | ast.IsNot):
                return "t = 1" if isinstance(test.ops[0], ast.Is) else "t > 1"
            sign = {ast.Eq: "=", ast.Lt: "<", ast.LtE: r"\le", ast.Gt: ">", ast.GtE: r"\ge"}.get(type(test.ops[0]), r"\ne")
            return f"{self.write(test.left)[0]} {sign} {self.write(test.comparators[0])[0]}"
        return self.write(test)[0]

    def inside(self, node, precedence):
        """An operand, in brackets where it binds less."""
        text, own = self.write(node)
        return text if own >= precedence else rf"\left({text}\right)"

    def operation(self, node):
        left, right, op = node.left, node.right, node.op
        if isinstance(op, ast.Add):
            return f"{self.inside(left, _ADD)} + {self.inside(right, _ADD)}", _ADD
        if isinstance(op, ast.Sub):
            return f"{self.inside(left, _ADD)} - {self.inside(right, _MUL)}", _ADD
        if isinstance(op, ast.Div):
            return rf"\frac{{{self.write(left)[0]}}}{{{self.write(right)[0]}}}", _MUL
        if isinstance(op, ast.Pow):
            return self.power(left, right), _POW
        a, b = self.inside(left, _MUL), self.inside(right, _MUL)
        return (rf"{a} \cdot {b}" if b[0].isdigit() else rf"{a}\, {b}"), _MUL

    def power(self, base, exponent):
        exponent = self.write(exponent)[0]
        text, own = self.write(base)
        if isinstance(base, ast.Name) and base.id in self.sig.hyper:  # beta_1 already has an index below
            return f"{{{text}}}^{{{exponent}}}"
        if own < _ATOM or "^" in text or "hat" in text:
            return rf"\left({text}\right)^{{{exponent}}}"
        return f"{text}^{{{exponent}}}"

    def call(self, node):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if name == "power":
            return self.power(*node.args)
        arguments = [self.write(argument)[0] for argument in node.args]
        if name == "sum" and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) != "np":
            return rf"\sum {self.inside(node.func.value, _MUL)}"
        if name == "grad":
            return rf"\nabla f\!\left({arguments[0]}\right)"
        if name in _CALLS:
            return _CALLS[name] % arguments[0]
        name = {"maximum": r"\max", "minimum": r"\min", "sign": r"\operatorname{sign}", "log": r"\log"}.get(
            name, rf"\operatorname{{{name}}}".replace("_", r"\_")
        )
        return rf"{name}\!\left({', '.join(arguments)}\right)"
