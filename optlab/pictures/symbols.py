"""numpy functions run on symbols in place of numbers, and what they compute written down as JavaScript.

A function is run once, and each operation on a symbol is kept as a node of its expression. Helpers, loops, lambdas and closures
need not be understood: when the expression is there, they have done their work. A condition on a symbol forks the run: the
function is run again for the other answer. What cannot be followed raises `Untranslatable`, one sentence that says why.

    >>> tree = branches(lambda: np.sqrt(symbol("g") ** 2 + 1))
    >>> Text([tree]).write(tree)
    'Math.sqrt(g * g + 1)'
"""

import contextlib
import dis
import functools
import io
import warnings
from typing import NamedTuple

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin


class Untranslatable(ValueError):
    """Why a function has no JavaScript."""


# How numpy's elementwise functions are written: the form, how strongly it binds, and how strongly each operand must bind to
# stand without parentheses. $name is a function of js/core.js.
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
    "square": _call("$square"), "rint": _call("$rint"), "exp2": _call("$exp2"), "isinf": _call("$isinf"),
    "fmax": _call("$fmax", 2), "fmin": _call("$fmin", 2), "copysign": _call("$copysign", 2), "remainder": _call("$mod", 2),
    "floor_divide": _call("$floordiv", 2), "logaddexp": _call("$logaddexp", 2), "clip": _call("$clip", 3),
}  # fmt: skip

# Words that JavaScript keeps for itself, or that the written functions use.
_RESERVED = frozenset(
    """arguments await case catch const debugger default delete do enum eval export extends false function implements
    instanceof interface let new null package private protected public static super switch this throw true typeof undefined
    var void Math Number Float64Array Error NaN Infinity t f n""".split()
)


# Symbols


class Node(NDArrayOperatorsMixin):
    """One number of the computation: an argument ("in"), a constant ("number") or an operation on other nodes."""

    def __init__(self, op, *args):
        self.op, self.args = op, args

    def __array_ufunc__(self, function, method, *inputs, **options):
        return _ufunc(function, method, *inputs, **options)

    def __array_function__(self, function, types, args, kwargs):
        return _array_function(function, args, kwargs)

    def __bool__(self):
        return _now.answer(self)

    def __abs__(self):
        return np.abs(self)

    def __getattr__(self, name):  # numpy asks the elements of an array of objects for its functions
        if name in FORMS:
            return lambda *others: operation(name, self, *others)
        raise AttributeError(f"a symbol has no {name!r}")

    def __float__(self):
        raise Untranslatable("a number is taken out of numpy, by float(), int(), range(), an index or a function of math")

    __int__ = __index__ = __complex__ = __float__

    def __hash__(self):
        raise Untranslatable("a number is a key, of a dict, a set or a cache")


class Symbols(np.ndarray):
    """An array of nodes, which a function takes for an array of floats."""

    floats = True  # what reads arrays of floats lets it pass

    def __array_ufunc__(self, function, method, *inputs, **options):
        return _ufunc(function, method, *inputs, **options)

    def __array_function__(self, function, types, args, kwargs):
        return _array_function(function, args, kwargs)

    def __getitem__(self, key):
        return super().__getitem__(_decided(key))

    def __setitem__(self, key, value):
        super().__setitem__(_decided(key), value)

    def astype(self, dtype=float, *args, **kwargs):
        if np.dtype(dtype).kind not in "fO":
            raise Untranslatable(f"numbers are made {np.dtype(dtype)}")
        return self.copy()

    def var(self, axis=None, ddof=0, keepdims=False, **_):
        apart = (self - self.mean(axis, keepdims=True)) ** 2
        return apart.sum(axis, keepdims=keepdims) / (self.size / np.mean(self, axis).size - ddof)

    def std(self, *args, **kwargs):
        return np.sqrt(self.var(*args, **kwargs))


def _decided(key):
    """An index in which a condition on symbols is answered, element by element."""
    if isinstance(key, np.ndarray) and key.dtype == object:
        return np.array([bool(one) for one in key.flat], bool).reshape(key.shape)
    return tuple(map(_decided, key)) if isinstance(key, tuple) else key


def symbol(name):
    """A number that the function is given."""
    return Node("in", f"${name}" if name in _RESERVED else name)


def symbols(name, shape):
    """An array that the function is given and may not write into, as the driver's are; its numbers are name$0, name$1, …"""
    return array([Node("in", f"{name}${i}") for i in range(int(np.prod(shape)))], shape, writeable=False)


def array(nodes, shape, writeable=True):
    """Nodes as an array."""
    result = np.empty(len(nodes), object)
    result[:] = nodes
    result = result.reshape(shape).view(Symbols)
    result.flags.writeable = writeable
    return result


def _objects(value):
    """The value as a plain array of objects."""
    if isinstance(value, Node):
        result = np.empty((), object)
        result[()] = value
        return result
    return np.asarray(value, object).view(np.ndarray)


def _symbols(value):
    """What numpy would give: a scalar, or an array."""
    value = _objects(value)
    return value.view(Symbols) if value.ndim else value[()]


def _ufunc(function, method, *inputs, out=None, axis=0, keepdims=False, where=True, **_):
    """What numpy calls in place of one of its elementwise functions when an operand is a symbol."""
    if method == "reduce":
        return _reduce(function, _objects(inputs[0]), axis, keepdims)
    if function is np.matmul and method == "__call__":
        a, b = map(_symbols, inputs)
        return (a[..., None] * b).sum(-2) if b.ndim > 1 else (a * b).sum(-1)
    if method != "__call__" or function.__name__ not in (*FORMS, "positive", "conjugate") or where is not True:
        raise Untranslatable(f"np.{function.__name__}{'' if method == '__call__' else '.' + method} has no translation")
    each = np.frompyfunc(functools.partial(operation, function.__name__), len(inputs), 1)
    result = each(*map(_objects, inputs))
    if out:
        if not isinstance(out[0], Symbols):
            raise Untranslatable("a result is written into an array that was made for numbers")
        out[0][...] = result
        return out[0]
    return _symbols(result)


def _reduce(function, values, axis, keepdims):
    """A sum, a product, a largest number: in the order in which numpy takes them."""
    axes = tuple(range(values.ndim)) if axis is None else tuple(np.atleast_1d(axis) % values.ndim)
    kept = [k for k in range(values.ndim) if k not in axes]
    rows = values.transpose(*axes, *kept).reshape(-1, *(values.shape[k] for k in kept))
    result = functools.reduce(function, [_symbols(row) for row in rows])
    return _symbols(np.expand_dims(_objects(result), axes)) if keepdims else result


def _array_function(function, args, kwargs):
    """What numpy calls in place of its other functions when an argument is a symbol."""
    if function is np.where and len(args) == 3:
        return _symbols(np.frompyfunc(functools.partial(operation, "where"), 3, 1)(*map(_objects, args)))
    if function is np.linalg.norm:
        return _norm(*args, **kwargs)
    if function is np.nan_to_num:
        return np.where(np.isnan(args[0]), 0.0, args[0])
    if function in (np.var, np.std):
        return getattr(args[0], function.__name__)(*args[1:], **kwargs)
    args = tuple(_objects(a).view(Symbols) if isinstance(a, Node) else a for a in args)
    result = np.ndarray.__array_function__(np.empty(0, object).view(Symbols), function, (Symbols,), args, kwargs)
    return _symbols(result) if isinstance(result, np.ndarray) and result.dtype == object else result


def _norm(x, ord=None, axis=None, keepdims=False):
    if ord in (None, 2, "fro"):
        return np.sqrt((x**2).sum(axis, keepdims=keepdims))
    if ord == 1 and (axis is not None or x.ndim == 1):
        return np.abs(x).sum(axis, keepdims=keepdims)
    if ord == np.inf and (axis is not None or x.ndim == 1):
        return np.abs(x).max(axis, keepdims=keepdims)
    raise Untranslatable(f"np.linalg.norm with ord={ord} has no translation")


def operation(op, *args):
    """A node for an operation, made once: what is computed twice is the same node. Constants are computed at once."""
    args = [a.item() if isinstance(a, np.generic | np.ndarray) else a for a in args]
    if op in ("positive", "conjugate"):
        return args[0]
    if op == "power" and not isinstance(args[1], Node) and args[1] in (0.5, 1, 2):  # numpy's own short cuts
        op, args = {0.5: "sqrt", 1: "positive", 2: "square"}[args[1]], args[:1]
        if op == "positive":
            return args[0]
    if op in FORMS and not any(isinstance(a, Node) for a in args):
        with np.errstate(all="ignore"):
            return getattr(np, op)(*args).item()
    if op == "square" and args[0].op == "in":
        op, args = "multiply", args * 2
    args = [a if isinstance(a, Node) else _now.node("number", a) for a in args]
    return _now.node(op, *args)


# A run on symbols


class Fork(NamedTuple):
    """A condition of the function, and what it gives where it holds and where it does not."""

    test: Node
    then: object
    other: object


class Raises(NamedTuple):
    """One way through the function ends with an error of its own."""

    message: str


class _Run:
    """One run of a function on symbols: the nodes that it made and the conditions that it met."""

    def __init__(self, answers=(), nodes=None):
        self.answers, self.met, self.nodes = answers, [], {} if nodes is None else nodes

    def node(self, op, *args):
        key = (op, *(id(a) if isinstance(a, Node) else repr(a) for a in args))
        return self.nodes.setdefault(key, Node(op, *args))

    def answer(self, test):
        """Whether a condition holds: as it was said before, as the fork wants it, else yes."""
        for k, one in enumerate(self.met):
            if one is test:
                break
        else:
            k = len(self.met)
            self.met.append(test)
        return self.answers[k] if k < len(self.answers) else True


_now = _Run()
_MOST = 64  # ways through a function


def branches(function):
    """What a function without arguments gives: a leaf, or a `Fork` of leaves where it asks a condition on a symbol."""
    nodes, ways = {}, 0

    def tree(answers):
        global _now
        nonlocal ways
        ways += 1
        if ways > _MOST:
            raise Untranslatable(f"its conditions lead more than {_MOST} ways")
        before, _now = _now, _Run(answers, nodes)
        try:
            leaf = _quietly(function)
        except Untranslatable:
            raise
        except Exception as error:
            if not (_now.met and _raised_by_hand(error)):
                raise
            leaf = Raises(str(error))
        finally:
            met, _now = _now.met, before
        for k in reversed(range(len(answers), len(met))):
            leaf = Fork(met[k], leaf, tree([*answers, *[True] * (k - len(answers)), False]))
        return leaf

    return tree([])


def _quietly(function):
    """Symbols are nothing to print or to warn of."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return function()


def _raised_by_hand(error):
    """Whether an error comes from a `raise` or an `assert` of the function, not from numpy."""
    last = error.__traceback__
    while last.tb_next:
        last = last.tb_next
    code = last.tb_frame.f_code
    return code.co_code[last.tb_lasti] == dis.opmap["RAISE_VARARGS"] and "numpy" not in code.co_filename


def leaves(tree):
    """All leaves of a tree that are results."""
    if isinstance(tree, Fork):
        return [*leaves(tree.then), *leaves(tree.other)]
    return [] if isinstance(tree, Raises) else [tree]


def value(node, known):
    """The number that a node stands for, computed by numpy; known: the numbers of the arguments by name, and of nodes by id."""
    if node.op == "in":
        return known[node.args[0]]
    if node.op == "number":
        return node.args[0]
    if id(node) not in known:
        known[id(node)] = getattr(np, node.op)(*(value(a, known) for a in node.args))
    return known[id(node)]


def taken(tree, known):
    """The leaf to which these numbers lead."""
    while isinstance(tree, Fork):
        tree = tree.then if value(tree.test, known) else tree.other
    return tree


# JavaScript


class Text:
    """Nodes as lines of JavaScript: what is used more than once gets a name, $0, $1, …"""

    def __init__(self, roots):
        self.lines, self.names, self.uses = [], {}, {}
        waiting = list(roots)
        while waiting:
            node = waiting.pop()
            self.uses[id(node)] = self.uses.get(id(node), 0) + 1
            if self.uses[id(node)] == 1:
                waiting += [a for a in node.args if isinstance(a, Node)]

    def name(self, node, text):
        """A line that gives what is written a name; the name."""
        self.names[id(node)] = f"${len(self.names)}"
        self.lines.append(f"const {self.names[id(node)]} = {text};")
        return self.names[id(node)]

    def named(self, node):
        """A node as a name or a number."""
        text = self.write(node)
        return text if node.op in ("in", "number") or id(node) in self.names else self.name(node, text)

    def write(self, node, least=0):
        """A node as an expression that binds at least as strongly as its surroundings need."""
        if id(node) in self.names or node.op == "in":
            return self.names.get(id(node)) or node.args[0]
        if node.op == "number":
            text = number(node.args[0])
            return f"({text})" if text[0] == "-" and least > _PLUS else text
        form, binds, *needs = FORMS[node.op]
        text = form.format(*(self.write(a, need) for a, need in zip(node.args, needs)))
        if self.uses.get(id(node), 0) > 1:
            return self.name(node, text)
        return f"({text})" if binds < least else text


def number(value):
    """A constant as JavaScript."""
    special = {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN", "True": "true", "False": "false", "None": "null"}
    return special.get(str(value), repr(value))
