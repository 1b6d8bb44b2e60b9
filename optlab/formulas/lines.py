"""A step function as its lines: what each computes, as a syntax tree that can be evaluated, compared and changed."""

import ast
import copy
import functools
import re

import numpy as np

from ..run.signature import signature
from .cells import parsed
from .unrolled import Unrolled

BEFORE = "_before"


@functools.lru_cache(maxsize=2048)  # no formula is changed in place
def code(formula):
    """A formula as Python code."""
    return ast.unparse(formula)


def parse(text):
    return ast.parse(text.strip(), mode="eval").body


def names(node):
    """The names in a formula, without numpy's."""
    found, todo = set(), [node]
    while todo:  # ast.walk takes three times as long
        n = todo.pop()
        if isinstance(n, ast.Name):
            found.add(n.id)
        elif isinstance(n, ast.AST):  # its fields alone: a traceback in a notebook leaves more, even in the one Load of all
            todo += [getattr(n, field, None) for field in n._fields]
        elif isinstance(n, list):
            todo += n
    return found - {"np"}


@functools.lru_cache(maxsize=2048)
def shown(name):
    """A name as a learner would write it: without before, and without the number of one of several lines."""
    return re.sub(r"_before$|_\d$", "", name)


def assigned(node):
    """The names that a statement, or a whole function, assigns to."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _rebuilt(node, change):
    """A new node, or list, with what `change` makes of each of its parts; what has no parts, as ast.Load(), is one for all."""
    if isinstance(node, list):  # it may hold None, as the keys of {**a} do
        return [change(part) if isinstance(part, (ast.AST, list)) else part for part in node]
    if not node._fields:
        return node
    new, parts = type(node)(), vars(node)
    new.__dict__.update(parts)
    for field in node._fields:  # line numbers, and marks that others leave, stay as they are
        part = parts.get(field)
        if isinstance(part, list) or (isinstance(part, ast.AST) and part._fields):
            new.__dict__[field] = change(part)
    return new


def put(node, table):
    """The formula with others in the place of names, or of nodes by their id, as a new tree; what is put in is shared."""

    def new(part):
        if id(part) in table:
            return table[id(part)]
        if isinstance(part, ast.Name):
            return table.get(part.id, part)
        return _rebuilt(part, new)

    return new(node)


def mapped(node, change):
    """A new tree in which each expression, from the innermost on, is what `change` makes of it."""

    def new(part):
        other = _rebuilt(part, new)
        return change(other) if isinstance(other, ast.expr) else other

    return new(node)


def case_of_t(node):
    """(test, formula, other formula) of an np.where that asks for nothing but the number of the step; None of another node."""
    match node:
        case ast.Call(ast.Attribute(ast.Name("np"), "where"), [test, one, other]) if names(test) == {"t"}:
            return test, one, other


@functools.lru_cache(maxsize=2048)  # no formula is changed in place
def at_step(formula, t):
    """The formula in step t: with the choices made that only ask for t."""

    def holds(test):
        return eval(ast.unparse(test), {"t": t, "np": np})

    def chosen(node):
        match node:
            case ast.BinOp(test, ast.BitAnd(), other) if names(test) == {"t"} and isinstance(test, ast.Compare):
                return other if holds(test) else ast.Constant(False)
        case = case_of_t(node)
        return case[1 if holds(case[0]) else 2] if case else node

    return mapped(formula, chosen)


class _OneWay(ast.NodeTransformer):
    """One way to say a thing: v += g and v: float = g are assignments as v = g is, and {"x": x} comes back as dict(x=x) does."""

    def visit_AugAssign(self, node):
        if not isinstance(node.target, ast.Name):
            return node
        plain = self._assign(node, ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value))
        plain.in_place = True  # what has several names changes under all of them
        return plain

    def visit_AnnAssign(self, node):
        return self._assign(node, node.value) if node.value else node

    def _assign(self, node, value):
        return ast.fix_missing_locations(ast.copy_location(ast.Assign([node.target], value), node))

    def visit_Return(self, node):
        match node.value:
            case ast.Dict(keys, values) if all(isinstance(key, ast.Constant) for key in keys):
                named = [ast.keyword(key.value, value) for key, value in zip(keys, values, strict=True)]
                node.value = ast.copy_location(ast.Call(ast.Name("dict", ast.Load()), [], named), node.value)
        return ast.fix_missing_locations(node)


@functools.lru_cache(maxsize=1024)
def tree(step):
    """The syntax tree of a function, without its docstring; None where there is no source."""
    try:
        module = parsed(step)
    except (OSError, TypeError, SyntaxError):
        return None
    function = next((node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)), None)
    if function and ast.get_docstring(function) is not None and len(function.body) > 1:
        del function.body[0]
    return function and _OneWay().visit(function)


@functools.cache
def lines(step):
    """The step as [(quantity, formula)] in order. In a formula `v` is the new v and `v_before` the old one.

    A quantity that is assigned twice is `x_1` first. A branch becomes np.where; "is None" asks for the first step.

    >>> from optlab import momentum
    >>> [(q, ast.unparse(f)) for q, f in lines(momentum)]
    [('v', 'mu * v_before - lr * g'), ('x', 'x_before + v')]
    """
    function = tree(step)
    if function is None:
        return []
    sig = signature(step)
    again = ("x", *sig.state, *assigned(function).intersection(sig.inputs))
    found = readings(function, {name: ast.Name(name + BEFORE) for name in again})
    last = {q: i for q, i, *_ in found}
    label = {f"{q}#{i}": ast.Name(q if i == last[q] else f"{q}_{i}") for q, i, *_ in found}
    return [(label[f"{q}#{i}"].id, put(formula, label)) for q, i, formula, _ in found]


def begun(table):
    """{name: old name} of what only begins in its first line, as u_1 = u_before, but for a case of the first step."""
    stems = {n: n.removesuffix("_1") + BEFORE for n in table if n.endswith("_1")}
    return {n: ast.Name(old) for n, old in stems.items() if ast.unparse(at_step(table[n], np.inf)) == old}


def readings(function, now, order=()):
    """[(name, the how manieth time, formula, line number)] of all that a syntax tree assigns, and returns under another name.

    now : {name: formula} at its beginning. order : the names of what comes back in a tuple. In a formula `name#2` is what was
    assigned to it the second time. A return within an `if` is read, where no other `if` is around it; of loops those that
    can be unrolled.
    """
    found, counts, now, before = [], {}, dict(now), {}  # before: what earlier returns have, and under which condition

    def current(node):
        return mapped(put(node, now), _branch)

    def assign(name, value, line, test=None, beside=None):
        if test is not None:
            value = choose(test, value, (beside or {}).pop(name, None) or now.get(name, parse("np.nan")))  # nothing is there
        counts[name] = counts.get(name, 0) + 1
        now[name] = ast.Name(f"{name}#{counts[name]}")
        found.append((name, counts[name], value, line))

    def leave(returned, asked=None):
        pairs = [(key.arg, key.value) for key in getattr(returned, "keywords", ()) if key.arg]
        pairs += zip(order, getattr(returned, "elts", [returned]))
        for name, value, formula in [(name, value, current(value)) for name, value in pairs if value]:
            condition, other = before.get(name, (None, formula))
            one = condition is None or ast.unparse(other) == ast.unparse(formula)
            if not one or getattr(value, "id", None) != name:  # dict(g_old=g) makes a line, too
                assign(name, formula if one else choose(_not(condition), formula, other), value.lineno)
                formula = now[name]
            if asked is not None:
                before[name] = asked if condition is None else ast.BinOp(condition, ast.BitOr(), asked), formula

    def walk(body, test=None, beside=None):
        for i, node in enumerate(body):
            if isinstance(node, ast.Return) and test is None:
                leave(node.value)
            elif isinstance(node, ast.If) and test is None and isinstance(node.body[-1], ast.Return):
                asked, kept = current(node.test), dict(now)
                walk(node.body[:-1])
                leave(node.body[-1].value, asked)
                now.clear()
                now.update(kept)
                return walk([*node.orelse, *body[i + 1 :]])
            elif isinstance(node, ast.If):
                asked, kept = current(node.test), dict(now)
                for branch, holds in ((node.body, asked), (node.orelse, _not(asked))):
                    made = {name: value for name, value in now.items() if value is not kept.get(name)}
                    now.update({name: kept[name] for name in made if name in kept})  # one branch does not see the other's
                    walk(branch, holds if test is None else ast.BinOp(test, ast.BitAnd(), holds), left := dict(made))
                    now.update(left)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    parts = getattr(target, "elts", [target])
                    if isinstance(node.value, ast.Tuple) and len(parts) > 1:
                        values = [(current(v), v.lineno) for v in node.value.elts]
                    else:  # the whole is computed before its first part is assigned
                        whole = current(node.value)
                        several = [ast.Subscript(whole, ast.Constant(i)) for i in range(len(parts))] if parts[1:] else [whole]
                        values = [(value, node.lineno) for value in several]
                    for part, (value, line) in zip(parts, values, strict=True):
                        if isinstance(part, ast.Name):
                            assign(part.id, value, line, test, beside)

    walk(_without_loops(function).body)
    return found


@functools.lru_cache(maxsize=1024)
def _without_loops(function):
    return _OneWay().visit(Unrolled(whole=True).visit(copy.deepcopy(function)))


def looped(function):
    """Whether a syntax tree has a loop that cannot be unrolled."""
    return any(isinstance(n, ast.For | ast.While) for n in ast.walk(_without_loops(function)))


def _not(asked):
    return ast.Call(parse("np.logical_not"), [asked], [])


def where(test, one, other):
    """np.where as a formula."""
    return ast.Call(parse("np.where"), [test, one, other], [])


def choose(test, one, other):
    """One of two formulas: an array of answers where the test asks about the step or about numbers, else a plain choice."""
    if ast.unparse(test) == "t > 1":
        test, one, other = parse("t == 1"), other, one
    varies = any(n == "t" or n.endswith(BEFORE) or "#" in n for n in names(test))
    return where(test, one, other) if varies else ast.IfExp(test, one, other)


def _branch(node):
    """A choice as a formula; `v is None` asks whether this is the first step."""
    match node:
        case ast.Compare(_, [ast.Is()], [ast.Constant(None)]):
            return parse("t == 1")
        case ast.Compare(_, [ast.IsNot()], [ast.Constant(None)]):
            return parse("t > 1")
        case ast.IfExp(test, one, other):
            return choose(test, one, other)
        case ast.Call(ast.Attribute(ast.Name("np"), "array" | "asarray" | "copy"), [ast.Name() as a, *_]) | ast.Call(
            ast.Attribute(a, "copy"), []
        ):
            return a
    return node


def simple(formula):
    """A formula without x + 0, 1 * x, x - (-y) and the like; the numbers stay the same."""
    return mapped(formula, _simple)


@functools.lru_cache(maxsize=2048)
def text(formula):
    """A formula as a learner would write it."""
    return ast.unparse(simple(formula))


LONG = 160  # letters of a formula that nobody reads
OVER = ", axis=-1, keepdims=True"


@functools.lru_cache(maxsize=2048)
def said(formula, old="", over=""):
    """The same without what tells old values from new ones; old: what is put before an old one, over: what stands for OVER."""
    line = text(formula).replace("x_before", "x").replace(OVER, over)
    return re.sub(r"_\d\b", "", re.sub(r"\b(?!x_)(\w+)_before\b", rf"{old}\1", line))


def _simple(node):
    match node:
        case ast.BinOp(a, ast.Add() | ast.Sub(), ast.Constant(0)) | ast.BinOp(ast.Constant(0), ast.Add(), a):
            return a
        case ast.BinOp(a, ast.Mult() | ast.Div() | ast.Pow(), ast.Constant(1)) | ast.BinOp(ast.Constant(1), ast.Mult(), a):
            return a
        case ast.BinOp(ast.Constant(0), ast.Mult(), _) | ast.BinOp(_, ast.Mult(), ast.Constant(0)):
            return ast.Constant(0)
        case ast.BinOp(a, ast.Add() | ast.Sub() as sign, ast.UnaryOp(ast.USub(), b)):
            return ast.BinOp(a, ast.Sub() if isinstance(sign, ast.Add) else ast.Add(), b)
        case ast.BinOp(a, ast.Add(), ast.BinOp(ast.Constant(int() | float() as c), ast.Mult() | ast.Div() as op, b)) if c < 0:
            return ast.BinOp(a, ast.Sub(), ast.BinOp(ast.Constant(-c), op, b))  # x + -0.01 * g
        case ast.BinOp(ast.Constant(1), ast.Sub(), ast.BinOp(ast.Constant(1), ast.Sub(), a)):
            return a
        case ast.UnaryOp(ast.USub(), ast.UnaryOp(ast.USub(), a)):
            return a
        case ast.Call(of, [ast.Call(inner)]) if ast.unparse(of) == ast.unparse(inner) in ("np.max", "np.min", "np.mean"):
            return node.args[0]
        case ast.Call(ast.Attribute(_, "where"), [ast.Compare(a, [sign], [b]), one, other]):  # where(a > b, a, b)
            sides, given = [ast.unparse(a), ast.unparse(b)], [ast.unparse(one), ast.unparse(other)]
            larger, ordered = isinstance(sign, ast.Gt | ast.GtE), isinstance(sign, ast.Gt | ast.GtE | ast.Lt | ast.LtE)
            if ordered and sorted(sides) == sorted(given):
                return ast.Call(parse("np.maximum" if larger == (sides == given) else "np.minimum"), [one, other], [])
    return node
