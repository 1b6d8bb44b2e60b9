"""The innermost line of a function that is wrong: what a name must stand for, so that the line below it is right."""

import ast
import collections
import itertools
from typing import NamedTuple

import numpy as np

from .algebra import clipped, expanded, factors, joined, key, lerp, numpy_s, terms
from .apart import apart, weight
from .fused import filled
from .lines import BEFORE, at_step, mapped, names, put, readings, simple

HOLE = "_"  # where a name stood
SUMS = "np.sum", "np.mean", "np.linalg.norm"  # what is summed is made in a line of its own


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
            line = next((n.lineno for n in ast.walk(asked) if hasattr(n, "lineno")), None)
            return line if [*map(key, some)] == [*map(key, others)] else None


def _places(formula, name):
    """A formula with HOLE in the place of a name: everywhere, and in one place after the other if there are several."""
    often = sum(n.id == name for n in ast.walk(formula) if isinstance(n, ast.Name))
    for place in (None, *range(often)) if often > 1 else (None,):
        count = itertools.count()
        yield mapped(formula, lambda node, at=place, count=count: ast.Name(HOLE) if (
            getattr(node, "id", None) == name and at in (None, next(count))) else node)  # fmt: skip


def _outside(formula):
    """A choice between two sums with what both have outside of it: a - where(c, b, d) for where(c, a - b, a - d)."""
    match formula:
        case ast.Call(ast.Attribute(_, "where") as where, [asked, *cases]):
            bags = [terms(case) for case in cases]
            both = [part for part in bags[0] if (part[0], key(part[1])) in [(sign, key(term)) for sign, term in bags[1]]]
            left = [[(sign, term) for sign, term in bag if key(term) not in {key(part) for _, part in both}] for bag in bags]
            if both and all(left):
                sign = 1 if any(sign > 0 for bag in left for sign, _ in bag) else -1
                parts = [joined("term", [(sign * one, term) for one, term in bag]) for bag in left]
                return joined("term", [*both, (sign, ast.Call(where, [asked, *parts], []))])
    return formula


def _takes_in(line, n, needed, mine):
    """Whether n would only have to take in another factor, or another term, as any name beside it in its line could; or a minus
    that its line could have."""
    if key(needed) == key(ast.UnaryOp(ast.USub(), mine)) and all(sign > 0 for sign, _ in terms(mine)):
        return True
    beside = next(factors(term) for _, term in terms(line) if n in names(term))
    alone = any(getattr(part, "id", None) == n for _, part in beside)
    cuts = [factors] * (alone and len(beside) > 1) + [terms] * (alone and len(beside) == 1 < len(terms(line)))
    bags = [[collections.Counter((sign, key(part)) for sign, part in cut(f)) for f in (mine, needed)] for cut in cuts]
    wrapped = isinstance(needed, ast.Call) and ast.unparse(needed.func) not in SUMS and key(mine) in map(key, needed.args)
    return wrapped or any(some < whole for some, whole in bags)


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

    def in_branch(one, right):
        """(name, formula, what should be there) of the one branch of an `if` that is wrong, or of what it asks; () where it is
        not one of them alone."""
        match one.formula:
            case ast.Call(ast.Attribute(_, "where") as where, [test, mine, ast.Name(n)]) if (
                    n in made and made[n].own == one.own and n not in names(test) | names(mine)):  # fmt: skip
                first = made[n].formula
                if isinstance(first, ast.Call) and first.args[2:] and getattr(first.args[2], "attr", "") == "nan":
                    first = first.args[1]  # where the other branch holds there was nothing
                some, test = [("", mine), (n, first)], full(test)
                if isinstance(test, ast.Call) and ast.unparse(test.func) == "np.logical_not":
                    some, (test,) = some[::-1], test.args
                a, b = (full(formula) for _, formula in some)
                asked, *cases = right.args if isinstance(right, ast.Call) and ast.unparse(right.func) == "np.where" else (test,)

                def fits(one, other, asked=test):
                    return equal(ast.Call(where, [asked, one, other], []), right)

                both, either = (ast.BinOp(test, op, asked) for op in (ast.BitAnd(), ast.BitOr()))
                if not equal(test, asked) and not equal(both, ast.Constant(False)) and not equal(either, ast.Constant(True)):
                    if fits(a, right, both) and fits(right, b, either):
                        return "", ast.Call(where, [test, a, b], []), ast.Call(where, [asked, a, b], [])
                here, there = fits(a, right), fits(right, b)
                if here != there:
                    fit = (case for case in cases if (fits(right, case) if here else fits(case, right)))
                    return *some[here], next(fit, right)
        return ()

    def in_its_names(one, right):
        """The Inner line in which a name stands where another one belongs, or another thing; or None."""

        def called(n):
            return ast.Name(n if n in known else made[n].own)

        others = [p for p in made if p not in known and made[p].line <= one.line and made[p].own != one.own]
        for n in sorted(names(one.formula) & made.keys() - {start}):
            old = {start + BEFORE: (ast.Name(start + BEFORE), ast.Name(start))} if made[n].own == one.own else {}
            same = [p for p in made if p in names(right) and made[p].own == made[n].own and p != n]
            last = {p: (ast.Name(p), ast.Name(f"{p}_1")) for p in same}
            other = {p: (called(p), called(n)) for p in others if made[p].own != made[n].own}
            for part in _places(one.formula, n):
                for p, (meant, mine) in (old | last | other).items():
                    if not equal(full(ast.Name(n)), full(ast.Name(p))) and equal(full(put(part, {HOLE: ast.Name(p)})), right):
                        return told(one, part, meant, mine)
                whole, mine = full(part, {HOLE}), full(ast.Name(n))
                fit = next((fit for way in (right, lerp(right), _outside(right)) if (fit := filled(whole, way, [HOLE]))), None)
                if n in right_too - known and made[n].own not in rule and fit:  # a right line is not to be changed
                    needed = full(fit[HOLE])
                    if not (isinstance(needed, ast.Constant) or equal(needed, mine) or _takes_in(part, HOLE, needed, mine)):
                        return told(one, part, needed, called(n))
        return None

    def told(one, part, meant, mine):
        """The Inner line with what belongs into a place of it, and what stands there, both kept as they are called."""
        meant, mine = (put(full(part, {HOLE}), {HOLE: formula}) for formula in (meant, mine))
        return Inner(one.own, one.line, meant, mine, True, tuple(path))

    made = {n: one._replace(formula=clipped(one.formula, right)) for n, one in made.items()}
    right_too, todo = set(), fine & made.keys()  # what right lines are made of
    while todo:
        new = set().union(*(names(made[n].formula) for n in todo)) & made.keys() - right_too
        right_too, todo = right_too | new, new - known
    lines = collections.Counter((one.own, one.line) for one in made.values())
    passes = {n for n, one in made.items() if lines[one.own, one.line] > 1}  # of a loop
    name, ways, path = start, (right, lerp(right), named, _outside(right)), []
    while True:
        one, found = later(made[name]), []
        if branch := in_branch(one, right):
            other, mine, right = branch
            name, one = other or name, made.get(other, one)._replace(formula=mine)
            ways = right, lerp(right), _outside(right)
        some = sorted(names(one.formula) & made.keys() - known - right_too - {name} - passes)
        written = [n for n in some if not isinstance(made[n].formula, ast.Subscript)]  # x.shape[-2:] is right
        pairs = [pair for pair in itertools.combinations(written, 2) if made[pair[0]].line == made[pair[1]].line]  # a, b = c, d
        for n, *more in [*((n,) for n in some), *pairs]:
            if more and found:
                continue
            part, mine = full(one.formula, {n, *more}), full(made[n].formula)
            both = (*((full(one.formula, {n, *more, *names(way)}), way) for way in ways), (expanded(part), expanded(ways[0])))
            made_of = next((fit for pair in both if (fit := filled(*pair, [n, *more]))), {})
            needed = full(made_of[n]) if n in made_of else None if more else stands(part, n, ways[0])
            if len(made_of) == 2 and not any(equal(full(made_of[m]), full(made[m].formula)) for m in made_of):  # both are wrong
                lines_of = made_of, {m: made[m].formula for m in made_of}
                meant, mine = (ast.Tuple([full(of[m]) for m in (n, *more)]) for of in lines_of)
                return Inner(f"{made[n].own} and {made[more[0]].own}", made[n].line, meant, mine, True, tuple(path))
            if needed is None or isinstance(needed, ast.Constant) > isinstance(mine, ast.Constant) or names(mine) - rule:
                continue
            if not isinstance(needed, ast.Name) and start + BEFORE in names(needed) - names(mine):  # what is lost is lost below
                continue
            if _takes_in(one.formula, n, needed, mine):
                continue
            own = {made[n].own, *names(mine)}  # else n may stand in its place, unless it is another name, made for this line
            alias = isinstance(made[n].formula, ast.Name) and sum(n in names(other.formula) for other in made.values()) == 1
            if alias or not isinstance(needed, ast.Name) or needed.id.removesuffix(BEFORE) in own:
                found += [(weight(apart(needed, mine)), n, needed)] * (not equal(needed, mine))
        if not found and (other := in_its_names(one, right)):
            return other
        if not found:
            shared = {n for n in fine & made.keys() if made[n].helper is one.helper}
            inside = one.helper and not shared and not any(filled(one.helper.returns, way, one.helper.takes) for way in ways)
            line = one.helper.line if inside else _asked(one.formula, ways[0]) or one.line
            return Inner(one.own, line, ways[0], full(one.formula), name != start or bool(branch), tuple(path))
        _, name, right = min(found, key=lambda way: way[:2])
        path.insert(0, (full(made[name].formula), right))
        ways = right, lerp(right), _outside(right)
