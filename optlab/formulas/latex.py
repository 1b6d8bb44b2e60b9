"""Python's assignments as LaTeX: the writer behind `formula`."""

import ast

from ..run.asked import ASKED, COUNT, FUNCTION, of_form

# Names that do not simply read as their own letter.
SYMBOLS = {
    "lr": r"\eta", "mu": r"\mu", "rho": r"\rho", "eps": r"\varepsilon", "gamma": r"\gamma", "psi": r"\psi",
    "beta1": r"\beta_1", "beta2": r"\beta_2", "beta3": r"\beta_3", "sigma": r"\sigma", "lam": r"\lambda",
    "final_lr": r"\eta^{\ast}", "weight_decay": r"\lambda", "f_star": r"f^\star", "dampening": r"\delta",
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
        """One statement, as lines; condition : in which case it is reached, in LaTeX."""
        if isinstance(node, ast.AugAssign):
            value = ast.BinOp(ast.Name(ast.unparse(node.target)), node.op, node.value)
            self.assignment(node, [node.target], value, condition)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            self.assignment(node, getattr(node, "targets", None) or [node.target], node.value, condition)
        elif isinstance(node, ast.If):
            self.choice(node, condition)
        elif isinstance(node, ast.Return):
            for name, value, entry in returned(node.value):
                if not isinstance(value, ast.Name) or self.name(value.id) != self.name(name).replace("{t-1}", "{t}"):
                    self.assignment(entry, [ast.Name(name)], value, condition)
        elif isinstance(node, ast.For | ast.While):
            again = node.test if isinstance(node, ast.While) else node
            self.fixed |= {n.id for n in ast.walk(getattr(node, "target", ast.Tuple())) if isinstance(n, ast.Name)}
            head = self.when(again) if again is not node else typed(f"{ast.unparse(node.target)} in {ast.unparse(node.iter)}")
            word = "for" if again is node else "while"
            for inner in node.body:
                self.statement(inner, rf"{condition}\quad (\text{{{word} }} {head})")
        elif not isinstance(node, ast.Pass) and not isinstance(getattr(node, "value", None), ast.Constant):
            self.lines.append((typed(ast.unparse(node).partition("\n")[0]) + condition, self.code(node)))

    def choice(self, node, condition):
        """Both sides of an `if`; what the one side has made is not yet there in the other."""
        start, before = self.starts(node.test), (set(self.new), set(self.made))
        for inner in node.body:
            if start and isinstance(inner, ast.Assign):
                self.assignment(inner, inner.targets, inner.value, start=True)
            else:
                self.statement(inner, rf"{condition}\quad ({self.when(node.test)})")
        after = self.new, self.made
        self.new, self.made = map(set, before)
        for inner in node.orelse:
            self.statement(inner, condition + (r"\quad (t > 1)" if start else r"\quad (\text{else})"))
        self.new |= after[0]
        self.made |= after[1]

    def starts(self, test):
        """Is this `if v is None` for a state v: are the lines under it values to start from?"""
        return (
            isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is) and getattr(test.left, "id", "") in self.sig.state
        )

    def assignment(self, node, targets, value, condition="", start=False):
        """The line `targets = value`, which stands in the source as node."""
        right, _ = self.write(value)
        names = [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name) and n.id != "_"]
        read = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}
        again = not start and any(name in self.made or (name in self.new and name in read) for name in names)
        if not start and isinstance(value, ast.Call) and value.args and all(isinstance(n, ast.Attribute) for n in value.args):
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
        if isinstance(node, ast.NamedExpr):
            return self.write(node.value)
        if isinstance(node, ast.UnaryOp):
            sign = {ast.USub: "-", ast.UAdd: "+"}.get(type(node.op), r"\lnot ")
            return sign + self.inside(node.operand, _UNARY), _UNARY
        if isinstance(node, ast.BinOp):
            return self.operation(node)
        if isinstance(node, ast.IfExp):
            return self.cases(node.test, node.body, node.orelse), _ATOM
        if isinstance(node, ast.Subscript):
            return self.entry(node), _ATOM
        if isinstance(node, ast.Call):
            return self.call(node), _ATOM
        if isinstance(node, ast.Compare | ast.BoolOp):
            return self.when(node), _ADD
        if isinstance(node, ast.Tuple):
            return r",\, ".join(self.write(part)[0] for part in node.elts), _ADD
        return typed(ast.unparse(node)), _ATOM

    def constant(self, value):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return typed(repr(value))
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
            sides = {"-2": r"\mathrm{rows}", "-1": r"\mathrm{cols}"}
            return sides.get(ast.unparse(node.slice)) or typed(ast.unparse(node))
        if isinstance(key, str) and key:
            return f"{key[0]}_{{{key[1:]}}}" if len(key) == 2 else self.lettered(key)
        text = self.write(node.value)[0]
        whole = set(ast.unparse(node.slice).strip("()").split(", ")) <= {"...", ":", "None", "np.newaxis"}
        index = ast.unparse(node.slice)
        return text if whole else rf"\left({text}\right)_{{{index if index.isdigit() else typed(index)}}}"

    def when(self, test):
        """A condition: a state that is None stands for the first step."""
        if isinstance(test, ast.BoolOp):
            return (r" \lor " if isinstance(test.op, ast.Or) else r" \land ").join(map(self.when, test.values))
        if not isinstance(test, ast.Compare):
            return self.write(test)[0]
        if isinstance(test.ops[0], ast.Is | ast.IsNot):
            return "t = 1" if isinstance(test.ops[0], ast.Is) else "t > 1"
        parts = [self.lettered(n.value) if isinstance(getattr(n, "value", None), str) and isinstance(n, ast.Constant)
                 else self.write(n)[0] for n in (test.left, *test.comparators)]  # fmt: skip
        signs = {ast.Eq: "=", ast.NotEq: r"\ne", ast.Lt: "<", ast.LtE: r"\le", ast.Gt: ">", ast.GtE: r"\ge", ast.In: r"\in",
                 ast.NotIn: r"\notin"}  # fmt: skip
        return parts[0] + "".join(f" {signs[type(op)]} {part}" for op, part in zip(test.ops, parts[1:]))

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
        if isinstance(op, ast.FloorDiv):
            return rf"\left\lfloor \frac{{{self.write(left)[0]}}}{{{self.write(right)[0]}}} \right\rfloor", _ATOM
        if isinstance(op, ast.BitXor | ast.LShift | ast.RShift):
            return typed(ast.unparse(node)), _ATOM
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
        if not isinstance(node.func, ast.Attribute | ast.Name):
            return typed(ast.unparse(node))
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        args = [a for a in node.args if not (isinstance(a, ast.Attribute) and a.attr in ("dtype", "shape"))]
        if isinstance(node.func, ast.Attribute) and self.quantity(node.func.value):  # g.sum() is sum(g)
            args.insert(0, node.func.value)
        if name in ("zeros", "standard_normal", "eye"):
            return {"zeros": "0", "eye": "I"}.get(name, r"\mathcal{N}(0, 1)")
        if not args:
            return rf"\operatorname{{{name}}}\!\left(\right)"
        if name == "power":
            return self.power(*args)
        if name == "mean":  # over the columns j of each row, over the rows i of each column, over both
            axis = next((ast.unparse(k.value) for k in node.keywords if k.arg == "axis"), "")
            index = {"-1": "_{j}", "-2": "_{i}"}.get(axis, "")
            return rf"\operatorname{{mean}}{index}\!\left({self.write(args[0])[0]}\right)"
        if name == "where":
            return self.cases(*args)
        if name == "sum":
            return rf"\sum {self.inside(args[0], _MUL)}"
        arguments = [self.write(a)[0] for a in args]
        if name in of_form(FUNCTION):
            return rf"{SYMBOLS.get(name) or self.lettered(name)}\!\left({', '.join(arguments)}\right)"
        if name in _CALLS:
            return _CALLS[name] % arguments[0]
        name = {"maximum": r"\max", "max": r"\max", "minimum": r"\min", "sign": r"\operatorname{sign}", "log": r"\log"}.get(
            name, rf"\operatorname{{{name}}}".replace("_", r"\_")
        )
        return rf"{name}\!\left({', '.join(arguments)}\right)"

    def quantity(self, node):
        """Is this made of what the step has, and no module such as np.linalg?"""
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        return bool(names & {"x", *self.sig.inputs, *self.sig.state, *self.sig.hyper, *self.new, *self.fixed})


def returned(node):
    """[(name, value, where it stands)] of dict(x=x, …) or {"x": x, …}."""
    if isinstance(node, ast.Call):
        return [(k.arg, k.value, k) for k in node.keywords if k.arg]
    pairs = zip(getattr(node, "keys", ()), getattr(node, "values", ()))
    return [(key.value, value, value) for key, value in pairs if isinstance(key, ast.Constant)]


def typed(code):
    """Python as it is typed, where no sign of mathematics says the same."""
    escaped = "".join({"\\": r"\backslash "}.get(c, "\\" + c if c in "{}_%#&$ " else c) for c in code)
    return rf"\mathtt{{{escaped}}}"
