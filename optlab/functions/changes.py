"""What may have been meant in the place of an expression: other names, operations and functions, factors and terms."""

import ast
import itertools
import operator
from typing import NamedTuple

import numpy as np

from ..formulas.algebra import key
from ..formulas.lines import mapped, names, parse, put

WAS = "__was"  # after an argument's name: what it was before the function gave it another value
PAIRS = ("np.maximum", "np.minimum"), ("np.fmax", "np.fmin"), ("max", "min"), ("np.mean", "np.sum")
OTHER = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
METHOD = dict(sum="mean", mean="sum", max="min", min="max")  # of (m * g).sum()
POWER, LARGE = "_power", 64


def power(a, b):
    """a ** b; a whole number to a large whole one would fill the memory."""
    if isinstance(a, int) and isinstance(b, int) and abs(b) > LARGE:
        raise OverflowError
    return a**b


OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: power}
TURNED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}
COMPARED = ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq
WRAPPED = {name: getattr(np, name) for name in ("sqrt", "abs", "sign")}


class Scope(NamedTuple):
    """The names that an expression may use: all of them, those of hyperparameters, and those of the arguments of helpers. over :
    [keywords] with which the rule makes one number of several, such as axis=-1, keepdims=True."""

    known: tuple
    hyper: tuple
    inner: tuple = ()
    over: tuple = ()


def changed(node, parent, scope, level):
    """Formulas that may be meant in the place of a node. parent: the expression that it stands in, or None.

    level : 0, another name, number, operation or function, or a part alone; 1, a sign, root, square or step of t more; 2, another
    factor, divisor or term.
    """
    return (_others, _wrapped, _with_more)[level](node, parent, scope)


def _others(node, parent, scope):
    match node:
        case ast.Name(n):
            yield from (_name(other) for other in scope.known if other != n)
            yield from [_op(1, ast.Sub, node)] * (n in (*scope.hyper, *scope.inner))
        case ast.Constant(v):
            near = (v + 1, v - 1) if isinstance(parent, ast.UnaryOp) else (v - 1, v + 1)  # axis=-2 for axis=-1
            near = near if v % 1 == 0 else ()
            yield from (ast.Constant(w) for w in dict.fromkeys((*near, 0, 1, 2, 0.5, -v, 2 * v, v / 2)) if w != v)
            yield from map(_name, scope.hyper)
        case ast.BinOp(a, sign, b):
            yield from [_op(a, TURNED[type(sign)], b)] if type(sign) in TURNED else ()
            yield from (a, b)
            yield from [_op(b, type(sign), a)] * isinstance(sign, ast.Sub | ast.Div | ast.Pow)
            yield from [_op(a, ast.Pow, b)] * isinstance(sign, ast.Mult) + [_op(a, ast.Mult, b)] * isinstance(sign, ast.Pow)
            match a, sign, b:  # a parenthesis that is missing, or one that is too many
                case ast.BinOp(c, ast.Add() | ast.Sub() as plus, d), ast.Mult() | ast.Div() as times, _:
                    yield _op(c, type(plus), _op(d, type(times), b))
                case _, ast.Add() | ast.Sub() as plus, ast.BinOp(c, ast.Mult() | ast.Div() as times, d):
                    yield _op(_op(a, type(plus), c), type(times), d)
                case ast.BinOp(c, ast.Mult() | ast.Div() as times, d), ast.Add() | ast.Sub() as plus, _:
                    yield _op(c, type(times), _op(d, type(plus), b))
            match a, b:  # the same of a function: sqrt(v) + eps for sqrt(v + eps)
                case (ast.Call(of, [c]), d) | (d, ast.Call(of, [c])) if isinstance(sign, ast.Add | ast.Sub):
                    yield ast.Call(of, [_op(c, type(sign), d)], [])
        case ast.UnaryOp(_, a):
            yield a
            yield from map(_name, scope.known) if isinstance(a, ast.Constant) else ()  # axis=both for axis=-1
        case ast.Call(of, [ast.BinOp(a, ast.Add() | ast.Sub() as sign, b)], []):
            yield from (_op(ast.Call(of, [a], []), type(sign), b), a, b)
            yield node.args[0]
        case ast.Call(called, args, named):
            yield from args
            if other := OTHER.get(ast.unparse(called)):
                yield ast.Call(parse(other), args, named)
            if isinstance(called, ast.Attribute) and not isinstance(called.value, ast.Name):
                yield called.value
            if getattr(called, "attr", "") in METHOD and key(called.value) != "np":
                yield ast.Call(ast.Attribute(called.value, METHOD[called.attr], ast.Load()), args, named)
            if len(args) > 1:
                yield ast.Call(called, args[::-1] if len(args) == 2 else [args[0], *args[:0:-1]], named)
        case ast.Compare(a, [sign], [b]):
            yield from (ast.Compare(a, [other()], [b]) for other in COMPARED if not isinstance(sign, other))
        case ast.BoolOp(sign, values):
            yield ast.BoolOp(ast.And() if isinstance(sign, ast.Or) else ast.Or(), values)
            yield from values
        case ast.IfExp(test, a, b):
            yield from (a, b, ast.IfExp(test, b, a))


def _wrapped(node, parent, scope):
    if not _is_number(node):
        return
    if not isinstance(parent, ast.UnaryOp) and not _is_product(parent):
        yield ast.UnaryOp(ast.USub(), node)
    yield from (ast.Call(parse(f"np.{name}"), [node], []) for name in WRAPPED)
    yield _op(node, ast.Pow, 2)
    if isinstance(getattr(parent, "op", None), ast.MatMult):
        yield ast.Call(parse("np.swapaxes"), [node, ast.Constant(-1), ast.Constant(-2)], [])
    summed = isinstance(parent, ast.Call) and getattr(parent.func, "attr", "") in (*METHOD, "norm")
    for keywords in () if summed else scope.over:
        some = ("np.linalg.norm",) * isinstance(node, ast.Name) + ("np.sum", "np.mean")
        yield from (ast.Call(parse(name), [node], keywords) for name in some)
    match node:
        case ast.Call(called, args, named) if len(args) + len(named) > 1 and ast.unparse(called) != "np.where":  # norm(u, 2)
            yield from [ast.Call(called, args[:-1], named)] * (len(args) > 1)
            yield from (ast.Call(called, args, [other for other in named if other is not one]) for one in named)
        case ast.BinOp(a, ast.Add() | ast.Mult() as sign, b):
            yield _op(a, ast.Mult if isinstance(sign, ast.Add) else ast.Add, b)
    match node:  # to grow by a share, and by a number
        case ast.BinOp(a, ast.Mult(), ast.BinOp(ast.Constant(1), sign, b)):
            yield _op(a, type(sign), b)
        case ast.BinOp(a, ast.Add() | ast.Sub() as sign, b):
            yield _op(a, ast.Mult, _op(1, type(sign), b))
    if parent is None:  # two names in each other's place
        for one, other in itertools.combinations(sorted(names(node) & {*scope.known}), 2):
            yield put(node, {one: _name(other), other: _name(one)})
    if isinstance(node, ast.Name) and node.id not in scope.hyper or (parent is None and _is_product(node)):
        yield from (_op(node, sign, 1) for sign in (ast.Add, ast.Sub))


def _with_more(node, parent, scope):
    """A node with one more factor, divisor or term."""
    if not _is_number(node):
        return
    if not _is_product(parent):
        others = [*map(_name, scope.known), *(_op(1, ast.Sub, _name(h)) for h in scope.hyper)]
        yield from (_op(1, sign, node) for sign in (ast.Sub, ast.Div))
        yield from (_op(node, sign, other) for other in others for sign in (ast.Mult, ast.Div))
    if not isinstance(getattr(parent, "op", None), ast.Add | ast.Sub):
        yield from (_op(node, sign, _name(other)) for other in scope.known for sign in (ast.Add, ast.Sub))


def _is_number(node):
    return isinstance(node, ast.Name | ast.BinOp | ast.Call | ast.Subscript | ast.UnaryOp)


def _is_product(node):
    return isinstance(getattr(node, "op", None), ast.Mult | ast.Div)


def _name(name):
    return ast.Name(name, ast.Load())


def _op(a, sign, b):
    a, b = (ast.Constant(side) if isinstance(side, int) else side for side in (a, b))
    return ast.BinOp(a, sign(), b)


def closure(formula, node, world):
    """A function of (the value of a node, the names there) that gives the value of a formula in which the node may stand."""
    if formula is node:
        return lambda value, env: value
    match formula:
        case ast.Name(n):
            return lambda value, env: env[n]
        case ast.Constant(v):
            return lambda value, env: v
        case ast.BinOp(a, sign, b) if type(sign) in OPERATIONS and node in (a, b):
            do, one, other = OPERATIONS[type(sign)], closure(a, node, world), closure(b, node, world)
            return lambda value, env: do(one(value, env), other(value, env))
        case ast.UnaryOp(ast.USub(), a) if a is node:
            return lambda value, env: -value
        case ast.Call(ast.Attribute(ast.Name("np"), name), [a]) if a is node and name in WRAPPED:
            return lambda value, env: WRAPPED[name](value)
    safe = mapped(formula, lambda n: ast.Call(ast.Name(POWER, ast.Load()), [n.left, n.right], []) if _is_power(n) else n)
    world[POWER] = power
    code = compile(ast.fix_missing_locations(ast.Expression(safe)), "<change>", "eval")
    return lambda value, env: eval(code, world, env)


def _is_power(node):
    return isinstance(getattr(node, "op", None), ast.Pow)
