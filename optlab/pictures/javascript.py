"""Expressions as JavaScript: nodes of `symbols` as lines of text.

    >>> from optlab.pictures.symbols import branches, symbol
    >>> def polynomial(z): return z**2 - z
    >>> root = branches(lambda: polynomial(symbol("g") + 1))
    >>> text = Text([root])
    >>> text.write(root), text.lines
    ('$square($0) - $0', ['const $0 = g + 1;'])
"""

import json
import pathlib
import re

from .symbols import Fork, Node, Raises, Untranslatable

# How numpy's elementwise functions are written: the form, how strongly it binds, and how strongly each operand must bind to
# stand without parentheses. $name is a function of js/core.js or js/numpy.js.
_OR, _AND, _EQUAL, _LESS, _PLUS, _TIMES, _SIGN, _CALL = range(1, 9)


def _call(name, operands=1):
    return f"{name}({', '.join(['{}'] * operands)})", _CALL, *[0] * operands


def _infix(sign, binds):
    return f"{{}} {sign} {{}}", binds, binds, binds + 1


FORMS = {
    "add": _infix("+", _PLUS), "subtract": _infix("-", _PLUS), "multiply": _infix("*", _TIMES), "divide": _infix("/", _TIMES),
    "fmod": _infix("%", _TIMES), "negative": ("-{}", _SIGN, _CALL), "reciprocal": ("1 / {}", _TIMES, _SIGN),
    "less": _infix("<", _LESS), "less_equal": _infix("<=", _LESS), "greater": _infix(">", _LESS),
    "greater_equal": _infix(">=", _LESS), "equal": _infix("===", _EQUAL), "not_equal": _infix("!==", _EQUAL),
    **dict.fromkeys(("logical_or", "bitwise_or"), _infix("||", _OR)),
    **dict.fromkeys(("logical_and", "bitwise_and"), _infix("&&", _AND)),
    **dict.fromkeys(("logical_not", "invert"), ("!{}", _SIGN, _CALL)),
    **dict.fromkeys(("logical_xor", "bitwise_xor"), _infix("!==", _EQUAL)),
    "where": ("{} ? {} : {}", 0, _OR, _OR, _OR),
    **{name: _call(f"Math.{name}") for name in (
        "sqrt", "cbrt", "sign", "exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh",
        "floor", "ceil", "trunc")},
    **{f"arc{name}": _call(f"Math.a{name}") for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **dict.fromkeys(("absolute", "fabs"), _call("Math.abs")), **dict.fromkeys(("power", "float_power"), _call("Math.pow", 2)),
    "maximum": _call("Math.max", 2), "minimum": _call("Math.min", 2), "hypot": _call("Math.hypot", 2),
    "arctan2": _call("Math.atan2", 2), "isnan": _call("Number.isNaN"), "isfinite": _call("Number.isFinite"),
    **{name: _call(f"${name}") for name in ("square", "rint", "exp2", "isinf")},
    **{name: _call(f"${name}", 2) for name in ("fmax", "fmin", "copysign", "remainder", "floor_divide", "logaddexp")},
    "clip": _call("$clip", 3),
}  # fmt: skip

# Words that JavaScript keeps for itself, and names that the written functions use.
_RESERVED = frozenset(
    """arguments await case catch const debugger default delete do enum eval export extends false function implements
    instanceof interface let new null package private protected public static super switch this throw true typeof undefined
    var void Math Number Float64Array Error NaN Infinity""".split()
)


def variable(name, *index):
    """What a symbol is called: coordinates are counted behind a $, which no Python name has.

    >>> variable("lr"), variable("m", 1), variable("new")
    ('lr', 'm$1', '$new')
    """
    return f"{name}${index[0]}" if index else f"${name}" if name in _RESERVED else name


def constant(value):
    """A constant.

    >>> constant(0.1), constant(True), constant(-float("inf")), constant("sign")
    ('0.1', 'true', '-Infinity', '"sign"')
    """
    return json.dumps(value)


class Text:
    """Nodes as lines of JavaScript: what is used more than once gets a name, $0, $1, …

    names : how nodes are called that have a name already, by id.
    """

    def __init__(self, roots, names=()):
        self.lines, self.names, self.uses = [], dict(names), {}
        waiting = list(roots)
        while waiting:
            node = waiting.pop()
            self.uses[id(node)] = self.uses.get(id(node), 0) + 1
            if self.uses[id(node)] == 1 and id(node) not in self.names:
                waiting += [a for a in node.args if isinstance(a, Node)]

    def name(self, node, text):
        """Give what is written a name, in a line; the name."""
        self.names[id(node)] = name = f"${len(self.names)}"
        self.lines.append(f"const {name} = {text};")
        return name

    def named(self, node):
        """A node as a name or a constant."""
        text = self.write(node)
        return text if node.op in ("in", "number") or id(node) in self.names else self.name(node, text)

    def write(self, node, least=0):
        """A node as an expression that binds at least as strongly as its surroundings need."""
        if id(node) in self.names:
            return self.names[id(node)]
        if node.op == "in":
            return variable(*node.args)
        if node.op == "number":
            text = constant(node.args[0])
            return f"({text})" if text[0] == "-" and least > _PLUS else text
        if node.op not in FORMS:
            raise Untranslatable(f"np.{node.op} has no counterpart in JavaScript")
        form, binds, *needs = FORMS[node.op]
        if node.op == "square" and node.args[0].op == "in":  # a product is easier to read
            form, binds, *needs = _infix("*", _TIMES)
            text = form.format(*[self.write(node.args[0])] * 2)
        else:
            text = form.format(*(self.write(a, need) for a, need in zip(node.args, needs)))
        if self.uses.get(id(node), 0) > 1:
            return self.name(node, text)
        return f"({text})" if binds < least else text


def indented(lines, by=1):
    return ["  " * by + line for line in lines]


def arrow(arguments, lines):
    """Lines as the body of a function."""
    return "\n".join([f"({', '.join(arguments)}) => {{", *indented(lines), "}"])


def function(arguments, lines):
    """Lines as the body of a function that stands alone: it brings along what it calls of js/numpy.js.

    >>> print(function(["x"], ["return $exp2(x);"]))
    (() => {
      const $exp2 = (x) => Math.pow(2, x);
      return (x) => {
        return $exp2(x);
      };
    })()
    """
    text, brought = arrow(arguments, lines), []
    for name, lacking in reversed(_LACKING.items()):  # those below call those above
        if any(f"{name}(" in one for one in (text, *brought)):
            brought.insert(0, lacking)
    if not brought:
        return text
    return "\n".join(["(() => {", *indented("\n".join([*brought, f"return {text};"]).split("\n")), "})()"])


_FILE = pathlib.Path(__file__).parent / "js" / "numpy.js"
_LACKING = {re.search(r"\$\w+", one)[0]: one for one in _FILE.read_text("utf-8").strip().split("\n\n")[1:]}


def statements(tree, body, before=None, known=()):
    """A tree of ways as lines.

    body(leaf, known) : the lines of a leaf; known: the names that nodes have there.
    before(text, fork) : writes into the text what a condition needs.
    """
    if isinstance(tree, Raises):
        return [f"throw new Error({constant(tree.message)});"]
    if not isinstance(tree, Fork):
        return body(tree, known)
    text = Text([tree.test], known)
    if before:
        before(text, tree)
    test = text.write(tree.test)
    then, other = (indented(statements(branch, body, before, text.names)) for branch in (tree.then, tree.other))
    return [*text.lines, f"if ({test}) {{", *then, "} else {", *other, "}"]
