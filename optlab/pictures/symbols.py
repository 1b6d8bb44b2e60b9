"""numpy functions run on symbols in place of numbers: what a function computes, as an expression.

A function is run once, and each operation on a symbol is kept as a node. Helpers, loops, lambdas and closures need not be
understood: when the expression is there, they have done their work. A condition on a symbol forks the run: the function is run
again for the other answer. What cannot be followed raises `Untranslatable`, with a sentence that says why.

    >>> root = branches(lambda: np.sqrt(symbol("g") ** 2 + 1))
    >>> root.op, root.args[0].op, [node.op for node in root.args[0].args]
    ('sqrt', 'add', ['square', 'number'])
    >>> value(root, dict(g=-2.0))
    np.float64(2.23606797749979)
    >>> fork = branches(lambda: -symbol("g") if symbol("g") < 0 else 0)
    >>> fork.test.op, fork.then.op, fork.other
    ('less', 'negative', 0)
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
    """Why a function cannot be written in another language."""


# Symbols: a number is a Node, an array of them Symbols. numpy calls _ufunc and _array_function in place of its own functions.


class Node(NDArrayOperatorsMixin):
    """One number of the computation. op and args: "in", a name and perhaps an index: what the function is given; "number", a
    constant; else the name of a function of numpy, or of what else was asked, and the nodes that it was called with."""

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

    def __getattr__(self, name):
        if isinstance(getattr(np, name, None), np.ufunc):  # numpy asks the elements of an array of objects for its functions
            return lambda *others: operation(name, self, *others)
        if hasattr(np.float64, name) and not name.startswith("_"):  # a number of numpy has the methods of an array
            return getattr(_as_array(self), name)
        raise AttributeError(f"a symbol has no {name!r}")

    def __float__(self, *_):
        raise Untranslatable("a number is taken out of numpy, by float(), int(), range(), an index or a function of math")

    __int__ = __index__ = __complex__ = __round__ = __float__

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

    def astype(self, dtype, *_, **__):
        if np.dtype(dtype).kind not in "fO":
            raise Untranslatable(f"numbers are made {np.dtype(dtype)}")
        return self.copy()

    def var(self, axis=None, ddof=0, keepdims=False):
        apart = (self - self.mean(axis, keepdims=True)) ** 2
        return apart.sum(axis, keepdims=keepdims) / (self.size / np.size(self.mean(axis)) - ddof)

    def std(self, *args, **kwargs):
        return np.sqrt(self.var(*args, **kwargs))

    @property
    def real(self):
        return self


def symbol(name):
    """A number that the function is given; the same one in each of the ways through a function."""
    return _now.node("in", name) if _now else Node("in", name)


def vector(name, shape):
    """An array that the function is given, and may not write into, as the driver's are."""
    result = array([_now.node("in", name, i) for i in range(int(np.prod(shape)))], shape)
    result.flags.writeable = False
    return result


def array(nodes, shape):
    """Nodes as an array."""
    result = np.empty(len(nodes), object)
    result[:] = nodes
    return result.reshape(shape).view(Symbols)


def _objects(value):
    """The value as a plain array of objects."""
    if isinstance(value, Node):
        return array([value], ()).view(np.ndarray)
    return np.asarray(value, object).view(np.ndarray)


def _as_numpy(value):
    """What numpy would give: a number, or an array."""
    value = _objects(value)
    return value.view(Symbols) if value.ndim else value[()]


def _decided(key):
    """An index in which a condition on symbols is answered, element by element."""
    if isinstance(key, np.ndarray) and key.dtype == object:
        return np.array([bool(one) for one in key.flat], bool).reshape(key.shape)
    return tuple(map(_decided, key)) if isinstance(key, tuple) else key


def _ufunc(function, method, *inputs, out=None, axis=0, keepdims=False, where=True, initial=np._NoValue, **_):
    """What numpy calls in place of one of its elementwise functions."""
    called = f"np.{function.__name__}{'' if method == '__call__' else '.' + method}"
    if where is not True:
        raise Untranslatable(f"{called} is called with where")
    if method == "reduce":
        return _reduce(function, _objects(inputs[0]), axis, keepdims, [] if initial is np._NoValue else [initial])
    if method != "__call__" or function.nout > 1:
        raise Untranslatable(f"{called} cannot be followed")
    if function is np.matmul:
        a, b = map(_as_numpy, inputs)
        return (a[..., None] * b).sum(-2) if b.ndim > 1 else (a * b).sum(-1)
    each = np.frompyfunc(functools.partial(operation, function.__name__), len(inputs), 1)
    result = each(*map(_objects, inputs))
    if not out or isinstance(out[0], Node):  # lr *= 2 makes a new number
        return _as_numpy(result)
    if not isinstance(out[0], Symbols):
        raise Untranslatable("a result is written into an array that was made for numbers")
    out[0][...] = result
    return out[0]


def _reduce(function, values, axis, keepdims, initial):
    """A sum, a product, a largest number: one after the other."""
    axes = tuple(range(values.ndim)) if axis is None else tuple(np.atleast_1d(axis) % values.ndim)
    kept = [k for k in range(values.ndim) if k not in axes]
    rows = values.transpose(*axes, *kept).reshape(-1, *(values.shape[k] for k in kept))
    result = functools.reduce(function, [*initial, *(_as_numpy(row) for row in rows)])
    return _as_numpy(np.expand_dims(_objects(result), axes)) if keepdims else result


def _array_function(function, args, kwargs):
    """What numpy calls in place of its other functions. Most of them work on any objects; those in _OWN do not."""
    if function in _now.whole:
        return array([operation(function.__name__, *(_objects(a).item() for a in args))], (1,))
    if function in _OWN:
        return _OWN[function](*args, **kwargs)
    args = tuple(_as_array(a) if isinstance(a, Node) else a for a in args)
    try:
        result = np.ndarray.__array_function__(np.empty(0, object).view(Symbols), function, (Symbols,), args, kwargs)
    except TypeError as error:
        raise Untranslatable(f"np.{function.__name__} cannot be followed ({error})") from error
    return _as_numpy(result) if isinstance(result, np.ndarray) and result.dtype == object else result


def _as_array(value):
    return _objects(value).view(Symbols)


def _where(condition, *choices):
    if not choices:
        return np.nonzero(_decided(_objects(condition)))
    return _as_numpy(np.frompyfunc(functools.partial(operation, "where"), 3, 1)(*map(_objects, (condition, *choices))))


def _select(conditions, choices, default=0):
    for condition, choice in reversed(list(zip(conditions, choices))):
        default = np.where(condition, choice, default)
    return default


def _nan_to_num(x, copy=True, nan=0.0, posinf=np.finfo(float).max, neginf=np.finfo(float).min):
    return np.where(np.isnan(x), nan, np.where(x == np.inf, posinf, np.where(x == -np.inf, neginf, x)))


def _norm(x, ord=None, axis=None, keepdims=False):
    if ord in (None, 2, "fro"):
        return np.sqrt((x**2).sum(axis, keepdims=keepdims))
    if ord in (1, np.inf) and (axis is not None or np.ndim(x) == 1):
        return (np.sum if ord == 1 else np.max)(np.abs(x), axis=axis, keepdims=keepdims)
    if ord in (1, np.inf) and np.ndim(x) == 2 and not keepdims:  # of a matrix
        return np.abs(x).sum(0 if ord == 1 else 1).max()
    raise Untranslatable(f"np.linalg.norm is called with ord={ord}")


_OWN = {np.where: _where, np.select: _select, np.nan_to_num: _nan_to_num, np.linalg.norm: _norm,
        np.var: lambda x, *args, **kwargs: _as_array(x).var(*args, **kwargs),
        np.std: lambda x, *args, **kwargs: _as_array(x).std(*args, **kwargs)}  # fmt: skip


_POWERS = {0.5: "sqrt", 1: "positive", 2: "square", -1: "reciprocal"}  # numpy's own short cuts


def operation(op, *args):
    """A node for an operation, made once: what is computed twice is the same node. Constants are computed at once."""
    args = [a.item() if isinstance(a, np.generic | np.ndarray) else a for a in args]
    symbolic = any(isinstance(a, Node) for a in args)
    if op == "power" and symbolic and not isinstance(args[1], Node) and args[1] in _POWERS:
        op, args = _POWERS[args[1]], args[:1]
    if op in ("positive", "conjugate") and symbolic:
        return args[0]
    if not symbolic and (op in ("where", "clip") or isinstance(getattr(np, op, None), np.ufunc)):
        with np.errstate(all="ignore"):
            return getattr(np, op)(*args).item()
    return _now.node(op, *(a if isinstance(a, Node) else _now.node("number", a) for a in args))


def constant(value):
    """A node for a number."""
    return _now.node("number", value)


# A run on symbols


class Fork(NamedTuple):
    """A condition of the function, and what it gives where the condition holds and where it does not."""

    test: Node
    then: object
    other: object


class Raises(NamedTuple):
    """A way through the function that ends with an error: its message."""

    message: str


class _Run:
    """One run of a function on symbols: the nodes that are made and the conditions that are met, with their answers."""

    def __init__(self, answers, nodes, whole):
        self.answers, self.nodes, self.whole, self.met = answers, nodes, whole, []

    def node(self, op, *args):
        key = (op, *(id(a) if isinstance(a, Node) else repr(a) for a in args))
        return self.nodes.setdefault(key, Node(op, *args))

    def answer(self, test):
        """Whether a condition holds: as it was said before, as the fork wants it, else yes."""
        k = next((k for k, one in enumerate(self.met) if one is test), len(self.met))
        if k == len(self.met):
            self.met.append(test)
        if k > _WAYS:  # a loop that ends by a condition never ends here
            raise Untranslatable(f"it asks more than {_WAYS} conditions one after the other")
        return self.answers[k] if k < len(self.answers) else True


_WAYS = 64  # through one function, at most
_now = None  # the run that is under way: symbols are nothing outside of one


def branches(function, whole=()):
    """What a function without arguments gives: a leaf, or a `Fork` where it asks a condition on a symbol.

    whole : functions of numpy that take a whole array, kept as one operation each.
    """
    nodes, ways = {}, 0

    def tree(answers):
        global _now
        nonlocal ways
        ways += 1
        if ways > _WAYS:
            raise Untranslatable(f"its conditions lead more than {_WAYS} ways")
        run, before = _Run(answers, nodes, whole), _now
        try:
            _now = run
            leaf = quietly(function)
        except Untranslatable:
            raise
        except Exception as error:
            if not (run.met and _by_a_raise(error)):
                raise
            leaf = Raises(str(error))
        finally:
            _now = before
        for k in reversed(range(len(answers), len(run.met))):
            leaf = Fork(run.met[k], leaf, tree([*answers, *[True] * (k - len(answers)), False]))
        return leaf

    return tree([])


def quietly(function):
    """The function's result, without what it prints or warns of."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return function()


def _by_a_raise(error):
    """Whether an error comes from a `raise` or an `assert`: it belongs to the function, not to the symbols."""
    last = error.__traceback__
    while last.tb_next:
        last = last.tb_next
    return last.tb_frame.f_code.co_code[last.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def leaves(tree):
    """The results in a tree, from the first way to the last."""
    if isinstance(tree, Fork):
        return [*leaves(tree.then), *leaves(tree.other)]
    return [] if isinstance(tree, Raises) else [tree]


def within(nodes):
    """These nodes and all that they are made of, each once."""
    seen, waiting = {}, list(nodes)
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen[id(node)] = node
            waiting += [a for a in node.args if isinstance(a, Node)]
    return seen.values()


# Numbers for symbols


def value(node, known, functions=np):
    """The number that a node stands for, computed by numpy; known: what the function is given, by name, and, by id, nodes."""
    if id(node) not in known:
        if node.op == "in":
            name, *index = node.args
            return known[name][index[0]] if index else known[name]
        if node.op == "number":
            return node.args[0]
        known[id(node)] = getattr(functions, node.op)(*(value(a, known, functions) for a in node.args))
    return known[id(node)]


def taken(tree, known):
    """The leaf to which these numbers lead."""
    while isinstance(tree, Fork):
        tree = tree.then if value(tree.test, known) else tree.other
    return tree
