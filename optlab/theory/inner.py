"""The innermost line of a function that is wrong: what a name must stand for, so that the line below it is right."""

import ast
import collections
import itertools
from typing import NamedTuple

import numpy as np

from .algebra import clipped, expanded, factors, key, lerp, numpy_s, terms
from .apart import apart, weight
from .fused import filled
from .lines import BEFORE, at_step, mapped, names, put, readings, simple


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
    it is, what it should be) of all lines down to this one, the last first."""

    name: str
    line: int
    right: ast.AST
    mine: ast.AST
    deep: bool
    way: tuple = ()


def usual(formula, off):
    """A formula as it is in later steps, where the hyperparameters `off` are switched off."""

    def chosen(node):
        match node:
            case ast.IfExp(test, _, other) | ast.Call(_, [ast.BinOp(_, ast.BitAnd(), test), _, other]):
                return other if getattr(test, "id", None) in off else node
        return node

    return mapped(simple(mapped(at_step(formula, np.inf), numpy_s)), chosen)


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
    helpers = {own: Helper(tuple(a.arg for a in args.args), mapped(body, numpy_s), line) for own, args, body, line in short}

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
    """A formula as it is in later steps, with what `made` says in the place of names that are not `known`."""
    for n in reversed(made):
        if n in names(formula) and n not in known and n not in but:
            formula = put(formula, {n: made[n].formula})
    return at_step(formula, np.inf)


def _asked(mine, right):
    """The number of the line of an `if`, where two choices differ in nothing but what is asked."""
    match mine, right:
        case ast.Call(ast.Attribute(_, "where"), [asked, *some]), ast.Call(ast.Attribute(_, "where"), [_, *others]):
            return getattr(asked, "lineno", None) if [*map(key, some)] == [*map(key, others)] else None


def _takes_in(line, n, needed, mine):
    """Whether n would only have to take in another factor, or another term, as any name beside it in its line could."""
    beside = next(factors(term) for _, term in terms(line) if n in names(term))
    alone = any(getattr(part, "id", None) == n for _, part in beside)
    cuts = [factors] * (alone and len(beside) > 1) + [terms] * (alone and len(beside) == 1 < len(terms(line)))
    bags = [[collections.Counter((sign, key(part)) for sign, part in cut(f)) for f in (mine, needed)] for cut in cuts]
    return any(some < whole for some, whole in bags) or key(mine) in [key(part) for part in getattr(needed, "args", ())]


def innermost(start, right, named, made, fine, known, rule, equal, stands):
    """The Inner line, from that of the name `start` on, whose formula should be `right`.

    A line is not the one that is wrong if a name in it could stand for another thing so that it is right, and no right line
    uses that name. made : of `made_in`. known : names that mean what they mean in the rule, fine : those of right lines,
    rule : all that a formula may hold. named : `right` with the function's own names of some of its pieces.
    equal : a function, whether two formulas with names of the rule have the same values. stands : another one, which quantity of
    the rule a name in a formula must be for that formula to be right, where the formulas do not tell; or None.
    """

    def full(formula, but=()):
        return written_out(formula, made, known, but)

    def later(one):
        """The line that holds in later steps, of two in the branches of an `if`."""
        match one.formula:
            case ast.Call(ast.Attribute(_, "where"), [_, _, ast.Name(n)]) if n in made and made[n].own == one.own:
                return later(made[n]) if key(full(one.formula)) == key(full(made[n].formula)) else one
        return one

    made = {n: one._replace(formula=clipped(one.formula, right)) for n, one in made.items()}
    right_too, todo = set(), fine & made.keys()  # what right lines are made of
    while todo:
        new = set().union(*(names(made[n].formula) for n in todo)) & made.keys() - right_too
        right_too, todo = right_too | new, new - known
    name, ways, path = start, (right, lerp(right), named), []
    while True:
        one, found = later(made[name]), []
        some = sorted(names(one.formula) & made.keys() - known - right_too - {name})
        written = [n for n in some if not isinstance(made[n].formula, ast.Subscript)]  # x.shape[-2:] is right
        pairs = [pair for pair in itertools.combinations(written, 2) if made[pair[0]].line == made[pair[1]].line]  # a, b = c, d
        for n, *more in [*((n,) for n in some), *pairs]:
            if more and found:
                continue
            part, mine = full(one.formula, {n, *more}), full(made[n].formula)
            both = (*((full(one.formula, {n, *more, *names(way)}), way) for way in ways), (expanded(part), expanded(ways[0])))
            needed = next((full(made_of[n]) for pair in both if (made_of := filled(*pair, [n, *more]))), None)
            needed = needed or (None if more else stands(part, n, ways[0]))
            if needed is None or isinstance(needed, ast.Constant) > isinstance(mine, ast.Constant) or names(mine) - rule:
                continue
            if not isinstance(needed, ast.Name) and start + BEFORE in names(needed) - names(mine):  # what is lost is lost below
                continue
            if _takes_in(one.formula, n, needed, mine):
                continue
            own = {made[n].own, *names(mine)}  # else n may stand in its place
            if not isinstance(needed, ast.Name) or needed.id.removesuffix(BEFORE) in own:
                found += [(weight(apart(needed, mine)), n, needed)] * (not equal(needed, mine))
        if not found:
            shared = {n for n in fine & made.keys() if made[n].helper is one.helper}
            inside = one.helper and not shared and not any(filled(one.helper.returns, way, one.helper.takes) for way in ways)
            line = one.helper.line if inside else _asked(one.formula, ways[0]) or one.line
            return Inner(one.own, line, ways[0], full(one.formula), name != start, tuple(path))
        _, name, right = min(found, key=lambda way: way[:2])
        path.insert(0, (full(made[name].formula), right))
        ways = right, lerp(right)
