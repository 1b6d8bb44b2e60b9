"""The places of a function in which something else may have been meant: each expression of each statement, by its line."""

import ast
import itertools
from typing import NamedTuple

from ..formulas.lines import assigned, names, parse

SKIPPED = (ast.Attribute | ast.Tuple | ast.List | ast.Dict | ast.Set | ast.GeneratorExp | ast.ListComp | ast.DictComp
           | ast.SetComp | ast.Starred | ast.Slice | ast.JoinedStr | ast.Lambda | ast.NamedExpr)  # fmt: skip
SIZED = "eye identity zeros ones empty full arange linspace tile repeat range".split()  # a large one fills the memory


class Place(NamedTuple):
    """An expression: the name that its statement makes, the number of its line, the whole that the statement computes, and the
    expression that it stands in."""

    node: ast.AST
    name: str
    line: int
    whole: ast.AST
    parent: ast.AST | None


def places(body, order, beside):
    """Each Place of a function and of the helpers beside it, but in loops that may not end. order : the names of what comes back
    in a tuple."""
    given = {arg.arg for arg in (*body.args.posonlyargs, *body.args.args, *body.args.kwonlyargs)}
    for name, line, value, whole in _statements([*body.body, *beside], order, assigned(body) - given):
        yield from _within(value, name, line, whole)


def _statements(body, order, made, helper=""):
    """(name, number of the line, what is computed, the same with what += adds it to) of all statements, and of the parts of a
    tuple one by one. made : the names that the function itself makes."""
    for node in body:
        match node:
            case ast.FunctionDef(name):
                yield from _statements(node.body, (), made, name)
            case ast.Assign([ast.Tuple(parts)], ast.Tuple(values)) if len(parts) == len(values):
                yield from ((ast.unparse(part), value.lineno, value, value) for part, value in zip(parts, values))
            case ast.Assign(targets, value):
                yield _called(targets[0]), node.lineno, value, value
            case ast.AugAssign(target, sign, value):
                yield ast.unparse(target), node.lineno, value, ast.BinOp(parse(ast.unparse(target)), sign, value)
            case ast.AnnAssign(target, _, value) if value:
                yield ast.unparse(target), node.lineno, value, value
            case ast.Return(ast.Call(ast.Name("dict"), [], named)) if not helper:
                yield from ((keyword.arg or "", keyword.value.lineno, keyword.value, keyword.value) for keyword in named)
            case ast.Return(ast.Dict(keys, values)) if not helper:
                yield from ((getattr(k, "value", ""), value.lineno, value, value) for k, value in zip(keys, values))
            case ast.Return(ast.Tuple(values)) if not helper:
                called = itertools.chain((name or "" for name in order), itertools.repeat(""))
                yield from ((name, value.lineno, value, value) for value, name in zip(values, called))
            case ast.Return(value) if value:
                yield helper or "x", node.lineno, value, value
            case ast.Expr(ast.Call(keywords=named) as value):
                into = next((ast.unparse(keyword.value) for keyword in named if keyword.arg == "out"), "call")
                yield into, node.lineno, value, value
            case ast.If(test, then, other):
                if len(names(test)) > 1 or names(test) & made:  # else it may be the first step that is asked for
                    yield "condition", node.lineno, test, test
                yield from _statements([*then, *other], order, made, helper)
            case ast.For(_, ast.Call(ast.Name("range"), bounds) as value):
                yield from (("loop", node.lineno, bound, value) for bound in bounds)
                yield from _statements(node.body, order, made, helper)
            case ast.For(body=then) | ast.With(_, then) | ast.Try(then):  # over other things a loop may not end
                yield from _statements(then, order, made, helper)


def _called(target):
    """What an assignment gives values to, as it is said; a part that is called _ is thrown away."""
    return " and ".join(part for part in map(ast.unparse, getattr(target, "elts", [target])) if part != "_")


def _within(node, name, line, whole, parent=None):
    """The places in an expression; in what a lambda or := makes they are that thing's."""
    match node:
        case ast.Lambda(_, made):
            yield from _within(made, name, line, made)
            return
        case ast.NamedExpr(target, made):
            yield from _within(made, target.id, line, made)
            return
    number = not isinstance(node, ast.Constant) or type(node.value) in (int, float)
    if isinstance(node, ast.expr) and not isinstance(node, SKIPPED) and number:
        yield Place(node, name, line, whole, parent)
    parts = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr | ast.keyword | ast.comprehension)]
    parts = [part for part in parts if getattr(part, "arg", None) not in ("out", "where", "dtype")]
    match node:
        case ast.Call(called) if ast.unparse(called).rpartition(".")[2] in SIZED:
            parts = []
        case ast.BinOp(a, _, b) if isinstance(a, ast.List | ast.Tuple) or isinstance(b, ast.List | ast.Tuple):
            parts = []
        case ast.Call(ast.Attribute(ast.expr() as of)):  # (m * g).sum()
            parts[0] = of if not isinstance(of, ast.Name) else None
        case ast.Call():
            parts[0] = None
        case ast.Subscript(of):
            parts = [of]
        case ast.comprehension():
            parts = node.ifs
    for part in filter(None, parts):
        yield from _within(part, name, line, whole, node)
