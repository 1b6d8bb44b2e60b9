"""A function as its lines, each with what it makes; and the place of a line that is wrong."""

import ast
from typing import NamedTuple

import numpy as np

from ..formulas.algebra import in_numpy, size
from ..formulas.lines import at_step, mapped, names, put, readings, simple

MOST = 1000  # names and numbers in a formula


class Made(NamedTuple):
    """A line: what it computes, its number, the name that it makes, and the Helper that it is a call of, if it is."""

    formula: ast.AST
    line: int
    own: str
    helper: "Helper | None" = None


class Helper(NamedTuple):
    """A function of one line within the function: its parameters, what it returns, and the number of that line."""

    takes: tuple
    returns: ast.AST
    line: int


class Inner(NamedTuple):
    """name: what the line makes, as it is called there. line: its number. right: what it should be. mine: what it is, both with
    names of the rule only. deep: whether it is another line than that of the quantity itself. way: (what
    it is, what it should be) of all lines down to this one, the last first. own: whether both have names of the
    function's own."""

    name: str
    line: int
    right: ast.AST
    mine: ast.AST
    deep: bool
    way: tuple = ()
    own: bool = False


class Wrong(NamedTuple):
    """A wrong line: the quantity, its formula in the learner's function (None: not found), and its name, where it was not found
    by a formula. right: the learner's own name of what should come back in its place. plain: the formula without what changes
    no number, where there is such a thing. at: the innermost line of the learner's that makes it wrong, None where that is not
    known. mended: (name, formula, whether it is likely to be meant so) of what one statement should be, in the learner's names,
    where that mends all."""

    quantity: str
    formula: ast.AST | None = None
    name: str = ""
    right: str = ""
    plain: ast.AST | None = None
    at: Inner | None = None
    mended: tuple = ()


def usual(formula, off):
    """A formula as it is in later steps, where the hyperparameters `off` are switched off."""

    def chosen(node):
        match node:
            case ast.IfExp(test, _, other) | ast.Call(_, [ast.BinOp(_, ast.BitAnd(), test), _, other]):
                return other if getattr(test, "id", None) in off else node
        return node

    return mapped(simple(in_numpy(at_step(formula, np.inf))), chosen)


def made_in(function, begin, known, off, order=()):
    """{name: Made} of all that the syntax tree of a function assigns, in order, as it usually is.

    begin : {parameter: formula}, what it is in the rule. known : {own name: name in the rule} of what means the same at its end.
    off : hyperparameters that are switched off. order : the names of what comes back in a tuple.
    """
    found = readings(function, begin, order)
    last = {own: i for own, i, *_ in found}
    label = {f"{own}#{i}": ast.Name(known[own] if own in known and i == last[own] else f"{own}__{i}") for own, i, *_ in found}
    short = [(f"{own}__1", f.args, put(f.body, label), line)
             for own, _, f, line in found if isinstance(f, ast.Lambda) and last[own] == 1]
    short += [(f.name, f.args, f.body[0].value, f.body[0].lineno) for f in function.body
              if isinstance(f, ast.FunctionDef) and len(f.body) == 1 and isinstance(f.body[0], ast.Return)]  # fmt: skip
    helpers = {own: Helper(tuple(a.arg for a in args.args), in_numpy(body), line) for own, args, body, line in short}

    def helper_of(node):
        match node:
            case ast.Call(ast.Name(own), given) if own in helpers and len(given) == len(helpers[own].takes):
                return helpers[own]

    def called(node):
        helper = helper_of(node)
        return put(helper.returns, dict(zip(helper.takes, node.args))) if helper else node

    return {label[f"{own}#{i}"].id: Made(usual(mapped(put(formula, label), called), off), line, own, helper_of(formula))
            for own, i, formula, line in found if not isinstance(formula, ast.Lambda)}  # fmt: skip


def written_out(formula, made, known, but=()):
    """A formula as it is in later steps, with what `made` says in the place of names that are not `known`, as long as it is no
    polynomial of polynomials."""
    for n in reversed(made):
        if n in names(formula) and n not in known and n not in but:
            full = put(formula, {n: made[n].formula})
            formula = full if size(full) < MOST else formula
    return at_step(formula, np.inf)
