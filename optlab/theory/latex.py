"""Python's assignments as LaTeX: the writer behind `formula`."""

import ast

from ..run.asked import ASKED, COUNT, FUNCTION, of_form

# Names that do not simply read as their own letter.
SYMBOLS = {
    "lr": r"\eta", "mu": r"\mu", "rho": r"\rho", "eps": r"\varepsilon", "gamma": r"\gamma", "psi": r"\psi",
    "beta1": r"\beta_1", "beta2": r"\beta_2", "beta3": r"\beta_3", "sigma": r"\sigma", "lam": r"\lambda",
    "final_lr": r"\eta_\infty", "weight_decay": r"\lambda", "f_star": r"f^\star", "dampening": r"\delta",
    "delta": r"\Delta", "zeta": r"\zeta", "tau": r"\tau", "mem": r"\mathrm{mem}",
    "mu_next": r"\mu_{t+1}", "mu_product": r"\Pi", "f_old": "f", "lr_decay": r"\delta", "beta": r"\beta",
    "beta0": r"\beta_0", "alpha": r"\alpha", "d0": "d_0", "eps2": r"\varepsilon_2", "rho_inf": r"\rho^{\infty}", "QL": "Q^{L}",
    "QR": "Q^{R}", "g_old": "g",
    **{name: asked.letter for name, asked in ASKED.items() if asked.letter},
}  # fmt: skip

_CALLS = {
    "sqrt": r"\sqrt{%s}", "abs": r"\left|%s\right|", "absolute": r"\left|%s\right|", "exp": "e^{%s}",
    "norm": r"\left\lVert %s \right\rVert", "transpose": r"{%s}^{\top}",
}  # fmt: skip
_ADD, _MUL, _UNARY, _POW, _ATOM = range(5)


class Writer:
    """Walks the assignments of a step in order and remembers which names already have their new value."""

    def __init__(self, sig):
        self.sig, self.text, self.lines = sig, "", []  # text : the source in which the statements stand
        self.new, self.fixed = {"t", *sig.inputs} - {"x"}, set()  # what has its value of this step; what has no index at all
        self.made = set()  # by a line above

    def code(self, node):
        """An assignment as it stands in the source, on one line."""
        return " ".join(ast.get_source_segment(self.text, node).split())

    def statement(self, node, condition=""):
        if isinstance(node, ast.Assign):
            self.assignment(node, condition)
        elif isinstance(node, ast.If):
            for inner in node.body:
                if self.starts(node.test):
                    self.assignment(inner, start=True)
                else:
                    self.statement(inner, rf"\quad ({self.when(node.test)})")

    def starts(self, test):
        """Is this `if v is None` for a state v: are the lines under it values to start from?"""
        return (
            isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is) and getattr(test.left, "id", "") in self.sig.state
        )

    def assignment(self, node, condition="", start=False):
        right, _ = self.write(node.value)
        names = [n.id for target in node.targets for n in getattr(target, "elts", [target]) if n.id != "_"]
        read = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
        again = not start and any(name in self.made or (name in self.new and name in read) for name in names)
        if not start and isinstance(node.value, ast.Call) and all(isinstance(n, ast.Attribute) for n in node.value.args):
            self.fixed.update(names)  # made of nothing that changes, such as trained(x.dtype)
        if start:
            left, right = (side.replace("_{t-1}", "_0") for side in (r",\, ".join(map(self.name, names)), right))
        else:
            self.new.update(names)
            self.made.update(names)
            left = r",\, ".join(map(self.name, names))
        sign = r"\leftarrow" if again else "="
        self.lines.append((f"{left} {sign} {right}{condition}", self.code(node)))

    def name(self, name):
        """A name with its time index."""
        if name in self.sig.hyper or name in (*of_form(COUNT), "mu_next"):
            return SYMBOLS.get(name) or self.lettered(name)
        if name in self.fixed:
            return self.lettered(name)
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
        if not suffix and len(name) > 1 and name[-1].isdigit():  # h1 is no power
            return rf"{self.lettered(name[:-1])}^{{({name[-1]})}}"
        if suffix in ("hat", "tilde"):
            return rf"\{suffix}{{{letter}}}"
        if suffix:
            suffix = suffix.replace("_", r"\ ")
            return rf"{letter}^{{\mathrm{{{suffix}}}}}"
        return letter if len(letter) == 1 or letter.startswith("\\") else rf"\mathrm{{{letter}}}"

    def write(self, node):
        """An expression as (LaTeX, precedence)."""
        if isinstance(node, ast.Name):
            return self.name(node.id), _ATOM
        if isinstance(node, ast.Constant):
            return self.constant(node.value), _ATOM
        if isinstance(node, ast.UnaryOp):
            sign = "-" if isinstance(node.op, ast.USub) else r"\lnot "
            return sign + self.inside(node.operand, _UNARY), _UNARY
        if isinstance(node, ast.BinOp):
            return self.operation(node)
        if isinstance(node, ast.IfExp):
            return self.cases(node.test, node.body, node.orelse), _ATOM
        if isinstance(node, ast.Subscript):
            return self.entry(node), _ATOM
        if isinstance(node, ast.Call):
            return self.call(node), _ATOM
        if isinstance(node, ast.Compare):
            return self.when(node), _ADD
        if isinstance(node, ast.Tuple):
            return r",\, ".join(self.write(part)[0] for part in node.elts), _ADD
        return rf"\mathtt{{{ast.unparse(node)}}}".replace("_", r"\_"), _ATOM

    def constant(self, value):
        mantissa, _, exponent = repr(value).partition("e")
        if abs(value) >= 1e5:
            mantissa, _, exponent = f"{value:e}".partition("e")
        power = f"10^{{{int(exponent)}}}" if exponent else ""
        return f"{float(mantissa):g} \\cdot {power}".replace("1 \\cdot ", "", 1) if power else mantissa

    def cases(self, test, then, otherwise):
        rows = rf"{self.write(then)[0]} & {self.when(test)} \\ {self.write(otherwise)[0]} & \text{{else}}"
        return rf"\begin{{cases}} {rows} \end{{cases}}"

    def entry(self, node):
        """w["W1"] is the weight W_1; g[..., None] is g, with an axis more."""
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            return {"-2": r"\mathrm{rows}", "-1": r"\mathrm{cols}"}[ast.unparse(node.slice)]
        if isinstance(key, str):
            return f"{key[0]}_{{{key[1:]}}}" if len(key) == 2 else self.lettered(key)
        return self.write(node.value)[0]

    def when(self, test):
        """A condition: a state that is None stands for the first step."""
        if isinstance(test, ast.Compare):
            if isinstance(test.ops[0], ast.Is | ast.IsNot):
                return "t = 1" if isinstance(test.ops[0], ast.Is) else "t > 1"
            if isinstance(test.ops[0], ast.In):
                return rf"\mathrm{{{ast.literal_eval(test.left)}}} \in {self.write(test.comparators[0])[0]}"
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
        if isinstance(op, ast.BitOr | ast.BitAnd):
            sign = r"\lor" if isinstance(op, ast.BitOr) else r"\land"
            return rf"{self.inside(left, _MUL)} {sign} {self.inside(right, _MUL)}", _ADD
        if isinstance(op, ast.Sub):
            return f"{self.inside(left, _ADD)} - {self.inside(right, _MUL)}", _ADD
        if isinstance(op, ast.Div):
            return rf"\frac{{{self.write(left)[0]}}}{{{self.write(right)[0]}}}", _MUL
        if isinstance(op, ast.Mod):
            return rf"{self.inside(left, _MUL)} \bmod {self.inside(right, _UNARY)}", _MUL
        if isinstance(op, ast.Pow):
            return self.power(left, right), _POW
        a, b = self.inside(left, _MUL), self.inside(right, _MUL)
        return (rf"{a} \cdot {b}" if b[0].isdigit() else rf"{a}\, {b}"), _MUL

    def power(self, base, exponent):
        exponent = self.write(exponent)[0]
        text, own = self.write(base)
        if isinstance(base, ast.Name) and base.id in self.sig.hyper:  # beta_1 already has an index below
            return f"{{{text}}}^{{{exponent}}}"
        if own < _ATOM or "^" in text or "hat" in text or "tilde" in text:
            return rf"\left({text}\right)^{{{exponent}}}"
        return f"{text}^{{{exponent}}}"

    def call(self, node):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if name == "power":
            return self.power(*node.args)
        if name == "eye":
            return "I"
        if name == "mean":  # over the columns j of each row, over the rows i of each column, over both
            axis = next((ast.unparse(k.value) for k in node.keywords if k.arg == "axis"), "")
            index = {"-1": "_{j}", "-2": "_{i}"}.get(axis, "")
            return rf"\operatorname{{mean}}{index}\!\left({self.write(node.args[0])[0]}\right)"
        if name in ("zeros", "standard_normal"):
            return "0" if name == "zeros" else r"\mathcal{N}(0, 1)"
        if name == "where":
            return self.cases(*node.args)
        arguments = [self.write(a)[0] for a in node.args if not (isinstance(a, ast.Attribute) and a.attr in ("dtype", "shape"))]
        if name == "sum" and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) != "np":
            return rf"\sum {self.inside(node.func.value, _MUL)}"
        if name in of_form(FUNCTION):
            return rf"{SYMBOLS.get(name) or self.lettered(name)}\!\left({', '.join(arguments)}\right)"
        if name in _CALLS:
            return _CALLS[name] % arguments[0]
        name = {"maximum": r"\max", "max": r"\max", "minimum": r"\min", "sign": r"\operatorname{sign}", "log": r"\log"}.get(
            name, rf"\operatorname{{{name}}}".replace("_", r"\_")
        )
        return rf"{name}\!\left({', '.join(arguments)}\right)"
