"""Formulas in the place of numbers: a function that is run on them once says itself what it computes."""

import ast
import contextlib
import contextvars
import functools
import math
import operator
import types

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..formulas.lines import BEFORE, names, parse, where
from ..formulas.values import EACH

BINARY = dict(
    add=ast.Add, subtract=ast.Sub, multiply=ast.Mult, divide=ast.Div, power=ast.Pow, floor_divide=ast.FloorDiv, remainder=ast.Mod,
    bitwise_or=ast.BitOr, bitwise_and=ast.BitAnd, matmul=ast.MatMult,
)  # fmt: skip
COMPARED = dict(less=ast.Lt, greater=ast.Gt, less_equal=ast.LtE, greater_equal=ast.GtE, equal=ast.Eq, not_equal=ast.NotEq)


_answer = contextvars.ContextVar("answer", default=None)


@contextlib.contextmanager
def answering(given):
    """The questions that are asked of symbols get these answers in their order, all others a yes, and what is asked again the
    same one; gives {question as text: (question, answer)}."""
    asked = {}
    token = _answer.set((tuple(given), asked))
    try:
        yield asked
    finally:
        _answer.reset(token)


def answers():
    """The answers that are given within `answering`, else None."""
    return _answer.get() and _answer.get()[0]


def answer_to(question):
    """The answer to a question, which is noted; None where there is no `answering`."""
    if _answer.get() is None:
        return None
    (given, asked), text = _answer.get(), ast.unparse(question)
    asked.setdefault(text, (question, given[len(asked)] if len(asked) < len(given) else True))
    return asked[text][1]


def alike(a, b):
    """Whether two formulas are written alike. Pieces that they share are not looked into: written out they may be very long."""
    if a is b or type(a) is not type(b):
        return a is b
    if isinstance(a, list):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, ast.AST):
        return all(alike(getattr(a, part), getattr(b, part)) for part in a._fields if part != "ctx")
    return a == b


def length(node, known):
    """How many pieces a formula has when it is written out; what several pieces share counts each time. known : filled, by id."""
    if id(node) not in known:
        known[id(node)] = 1 + sum(length(part, known) for part in ast.iter_child_nodes(node))
    return known[id(node)]


def either(test, a, b, yes, no):
    """One formula for two: np.where in the place of the pieces in which they differ.

    yes, no : {name: formula}, what a name stands for where the test holds, and where it does not.
    """
    if alike(a, b) or alike(no.get(getattr(a, "id", None)), b):
        return a
    if alike(yes.get(getattr(b, "id", None)), a):
        return b
    match a, b:
        case ast.BinOp(), ast.BinOp() if alike(a.op, b.op):
            parts = either(test, a.left, b.left, yes, no), either(test, a.right, b.right, yes, no)
            if not all(isinstance(part, ast.Call) and part.args[:1] == [test] for part in parts):  # else there is one choice
                return ast.BinOp(parts[0], a.op, parts[1])
        case ast.Call(), ast.Call() if alike(a.func, b.func) and len(a.args) == len(b.args):
            return ast.Call(a.func, [either(test, *pair, yes, no) for pair in zip(a.args, b.args)], a.keywords)
    return where(test, a, b)


def _is_array(node):
    """Whether a formula is made of x, of a gradient, of a memory; not of t and of hyperparameters alone."""
    return any(n.endswith(BEFORE) or n in ("g", "grad", "rng") for n in names(node))


class Symbol(NDArrayOperatorsMixin):
    """A formula in the place of a number, or of one coordinate: arithmetic and numpy's functions write down what they do."""

    __hash__ = object.__hash__

    def __init__(self, node):
        self.node = node

    @staticmethod
    def of(value):
        """The formula of a symbol, or of a number; TypeError for anything else."""
        while isinstance(value, list | np.ndarray) and np.shape(value) == (1,):  # one coordinate
            value = value[0]
        if isinstance(value, Symbol):
            return value.node
        array = np.asarray(value, float)
        if not array.size or not (array == array.flat[0]).all():
            raise TypeError("not one number")
        if array.flat[0] == np.pi:
            return parse("np.pi")
        return ast.Constant(float(array.flat[0]) if array.flat[0] % 1 else int(array.flat[0]))

    @staticmethod
    def made(name, values):
        """What one of numpy's functions makes of symbols and numbers."""
        nodes = [Symbol.of(value) for value in values]
        if name == "square" or name == "multiply" and alike(*nodes):  # g * g is g**2
            name, nodes[1:] = "power", [ast.Constant(2)]
        if name in BINARY:
            return Symbol(ast.BinOp(nodes[0], BINARY[name](), nodes[1]))
        if name in COMPARED and getattr(nodes[1], "id", None) == "t":  # burnin > t
            name = name.replace("less", "greater") if "less" in name else name.replace("greater", "less")
            nodes.reverse()
        if name in COMPARED:
            return Symbol(ast.Compare(nodes[0], [COMPARED[name]()], nodes[1:]))
        if name == "negative":
            return Symbol(ast.UnaryOp(ast.USub(), *nodes))
        return Symbol(ast.Call(parse(f"np.{name.replace('absolute', 'abs')}"), nodes, []))

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        if method != "__call__":
            raise TypeError(f"{ufunc.__name__}.{method}")
        result = Symbol.made({"fmax": "maximum", "fmin": "minimum"}.get(ufunc.__name__, ufunc.__name__), inputs)
        if out and (out[0] is not inputs[0] or _is_array(result.node)):  # as v += g: v changes under all its names
            out[0].node = result.node
        return out[0] if out and _is_array(result.node) else result

    def __array_function__(self, function, types, args, kwargs):
        if function.__name__ in ("zeros_like", "empty_like", "ones_like"):
            return Symbol(ast.Constant(int(function.__name__ == "ones_like")))
        if function.__name__ in ("copy", "array"):
            return Symbol(args[0].node)
        if function.__name__ in ("asarray", "atleast_1d", "broadcast_to"):
            return args[0]
        if function.__name__ == "where" and isinstance(args[0], bool | np.bool_):  # t == 1, in the first step or later
            return Symbol(Symbol.of(args[1 if args[0] else 2]))
        if function.__name__ in ("sum", "mean", "max", "min", "amax", "amin") and len(args) > 1:
            args, kwargs = args[:1], {"axis": args[1]} | kwargs
        module = function.__module__.replace("numpy", "np") + "."
        keywords = [ast.keyword(k, ast.Constant(v)) for k, v in kwargs.items()]
        return Symbol(ast.Call(parse(module + function.__name__), [Symbol.of(v) for v in args], keywords))

    def __array__(self, dtype=None, copy=None):
        array = np.empty((), object)
        array[()] = self
        return array

    def __len__(self):
        return 1

    def __index__(self):
        if "shape" in ast.unparse(self.node) or "size" in ast.unparse(self.node):
            return 1  # range(x.shape[0])
        raise TypeError("a symbol is no whole number")

    def __iter__(self):
        yield from (self[-2], self[-1]) if getattr(self.node, "attr", "") == "shape" else (self,)

    def __getitem__(self, key):
        if isinstance(self.node, ast.Attribute) and isinstance(key, slice):  # rows, cols = x.shape[-2:]
            return [self[i] for i in range(key.start or 0, key.stop or 0)]
        if isinstance(self.node, ast.Attribute) or "linalg" in ast.unparse(getattr(self.node, "func", self.node)):  # x.shape[-1]
            return Symbol(ast.Subscript(self.node, ast.Constant(key)))
        return self

    def __setitem__(self, key, value):
        self.node = Symbol.of(value)

    def __getattr__(self, name):
        if name in ("shape", "size", "dtype"):
            return Symbol(ast.Attribute(self.node, name))
        if name in ("T", "mT"):
            return Symbol(ast.Call(parse("np.swapaxes"), [self.node, ast.Constant(-1), ast.Constant(-2)], []))
        if name in ("copy", "astype", "reshape", "ravel", "flatten"):
            return lambda *args, **kwargs: Symbol(self.node)
        if name in ("sum", "mean", "max", "min"):
            return functools.partial(getattr(np, name), self)
        raise AttributeError(name)

    def __bool__(self):
        answer = answer_to(self.node)
        if answer is None:
            raise TypeError("a symbol is neither true nor false")
        return answer


class Late(Symbol):
    """The number of the step, long after the first: it can be compared with a number."""

    number = math.inf
    __hash__ = object.__hash__


class First(Late):
    """The number of the first step."""

    number = 1


for _name in ("eq", "ne", "lt", "gt", "le", "ge"):
    setattr(Late, f"__{_name}__", lambda a, b, ask=getattr(operator, _name): ask(a.number, b) if isinstance(b, int)
            else NotImplemented)  # fmt: skip


def _kept(name, function):
    """The function, which on symbols is kept as one operation."""

    def kept(*args):
        if not any(isinstance(a, Symbol) for a in args):
            return function(*args)
        return Symbol(ast.Call(ast.Name(name), [Symbol.of(a) for a in args], []))

    return kept


class _Numpy:
    """numpy, whose functions of a list take a list of symbols too."""

    over = dict(sum=np.add, mean=np.add, max=np.maximum, min=np.minimum, amax=np.maximum, amin=np.minimum)

    def __getattr__(self, name):
        function = getattr(np, name)
        if name == "eye":
            return _kept("np.eye", function)
        if name == "array":
            return lambda a, *args, **kwargs: Symbol(a.node) if isinstance(a, Symbol) else function(a, *args, **kwargs)

        def of_list(a, *args, **kwargs):
            if not (isinstance(a, list | tuple) and any(isinstance(part, Symbol) for part in a)):
                return function(a, *args, **kwargs)
            if 0 not in (*args, kwargs.get("axis")):  # of each part, too
                a = [function(part) for part in a]
            total = functools.reduce(self.over[name], a)
            return total / len(a) if name == "mean" else total

        return of_list if name in self.over else function


BUILT_IN = max, min, float, len, sum


def _length(a):
    return Symbol(parse(f"{ast.unparse(a.node)}.shape[-1]")) if isinstance(a, Symbol) else len(a)


def _sum(parts, start=0):
    """One symbol stands for all coordinates."""
    parts = list(parts)
    return np.sum(parts[0]) + start if len(parts) == 1 and isinstance(parts[0], Symbol) else sum(parts, start)


def taking_symbols(world, whole):
    """The global names of a function, with what takes symbols in the place of what knows numbers only.

    whole : the global names of the reference; functions of its own, such as newton_schulz, are not looked into, nor copies of
    them.
    """
    each, world = EACH | {id(np): _Numpy(), id(len): _length, id(sum): _sum}, {f.__name__: f for f in BUILT_IN} | world
    mine = {n: each[id(f)] for n, f in world.items() if id(f) in each}
    shared = {n: _kept(n, f) for n, f in whole.items() if isinstance(f, types.FunctionType) and _is_copy(world.get(n), f)}
    return world | mine | shared


def _is_copy(function, other):
    """Whether two functions are one, or written alike."""
    one, two = (getattr(f, "__code__", None) for f in (function, other))
    return function is other or (one and [one.co_code, one.co_consts, one.co_names] == [two.co_code, two.co_consts, two.co_names])


class Rng:
    """A generator whose draws are symbols."""

    def standard_normal(self, size=None, dtype=float):
        return Symbol(parse(f"rng.standard_normal({'x_before.shape, x_before.dtype' if size is not None else ''})"))

    def normal(self, loc=0, scale=1, size=None):
        return loc + scale * self.standard_normal(size)
