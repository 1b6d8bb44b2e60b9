"""The innermost line of a function that is wrong: what a name must stand for, so that the line below it is right."""

import ast
import collections
import itertools

from ..formulas.algebra import clipped, expanded, factors, joined, key, lerp, terms
from ..formulas.apart import apart, weight
from ..formulas.fused import filled
from ..formulas.lines import BEFORE, code, mapped, names, put
from .inner import Inner, written_out

HOLE = "_"  # where a name stood
SUMS = "np.sum", "np.mean", "np.linalg.norm"  # what is summed is made in a line of its own


def innermost(start, right, named, made, fine, known, rule, equal, stands):
    """The Inner line, from that of the name `start` on, whose formula should be `right`.

    A line is not the one that is wrong if a name in it could stand for another thing so that it is right, and no right line
    uses that name. made : of `made_in`. known : names that mean what they mean in the rule, fine : those of right lines,
    rule : all that a formula may hold. named : `right` with the function's own names of some of its pieces.
    equal : a function, whether two formulas with names of the rule have the same values. stands : another one, which quantity of
    the rule a name in a formula must be for that formula to be right, where the formulas do not tell; or None.
    """
    made = {n: one._replace(formula=clipped(one.formula, right)) for n, one in made.items()}
    return _Search(start, made, fine, known, rule, equal, stands).from_line(right, named)


class _Search:
    """The lines of one function, on the way from the line of a quantity to the one that makes it wrong."""

    def __init__(self, start, made, fine, known, rule, equal, stands):
        self.start, self.made, self.fine, self.known, self.rule = start, made, fine, known, rule
        self.equal, self.stands, self.path = equal, stands, []
        self.right_too, todo = set(), fine & made.keys()  # what right lines are made of
        while todo:
            new = set().union(*(names(made[n].formula) for n in todo)) & made.keys() - self.right_too
            self.right_too, todo = self.right_too | new, new - known
        lines = collections.Counter((one.own, one.line) for one in made.values())
        self.passes = {n for n, one in made.items() if lines[one.own, one.line] > 1}  # of a loop

    def from_line(self, right, named):
        """The Inner line from the start on, whose formula should be `right`, or `named`."""
        name, ways = self.start, (*_ways(right), named)
        while True:
            one = self.later(self.made[name])
            if branch := self.in_branch(one, right):
                other, mine, right = branch
                name, one, ways = other or name, self.made.get(other, one)._replace(formula=mine), _ways(right)
            both, found = self.of_two(name, one, ways)
            if both or (not found and (both := self.in_its_names(one, right))):
                return both
            if not found:
                return self.here(one, ways, name != self.start or bool(branch))
            _, name, right = min(found, key=lambda way: way[:2])
            self.path.insert(0, (self.full(self.made[name].formula), right))
            ways = _ways(right)

    def here(self, one, ways, deep):
        """A line, told as the one that is wrong; that of the helper which it calls, or of what an `if` asks, if it is that."""
        shared = {n for n in self.fine & self.made.keys() if self.made[n].helper is one.helper}
        inside = one.helper and not shared and not any(filled(one.helper.returns, way, one.helper.takes) for way in ways)
        line = one.helper.line if inside else _asked(one.formula, ways[0]) or one.line
        return Inner(one.own, line, ways[0], self.full(one.formula), deep, tuple(self.path))

    def full(self, formula, but=()):
        return written_out(formula, self.made, self.known, but)

    def later(self, one):
        """The line that holds in later steps, of two in the branches of an `if`."""
        match one.formula:
            case ast.Call(ast.Attribute(_, "where"), [_, _, ast.Name(n)]) if n in self.made and self.made[n].own == one.own:
                same = key(self.full(one.formula)) == key(self.full(self.made[n].formula))
                return self.later(self.made[n]) if same else one
        return one

    def in_branch(self, one, right):
        """(name, formula, what should be there) of the one branch of an `if` that is wrong, or of what it asks; () where it is
        not one of them alone."""
        match one.formula:
            case ast.Call(ast.Attribute(_, "where") as where, [test, mine, ast.Name(n)]) if (
                    n in self.made and self.made[n].own == one.own and n not in names(test) | names(mine)):  # fmt: skip
                first = self.made[n].formula
                if isinstance(first, ast.Call) and first.args[2:] and getattr(first.args[2], "attr", "") == "nan":
                    first = first.args[1]  # where the other branch holds there was nothing
                own = getattr(mine, "id", "") if getattr(self.made.get(getattr(mine, "id", "")), "own", "") == one.own else ""
                some, test = [(own, self.made[own].formula if own else mine), (n, first)], self.full(test)
                if isinstance(test, ast.Call) and ast.unparse(test.func) == "np.logical_not":
                    some, (test,) = some[::-1], test.args
                a, b = (self.full(formula) for _, formula in some)
                asked, *cases = right.args if isinstance(right, ast.Call) and ast.unparse(right.func) == "np.where" else (test,)

                def fits(one, other, asked=test):
                    return self.equal(ast.Call(where, [asked, one, other], []), right)

                both, either = (ast.BinOp(test, op, asked) for op in (ast.BitAnd(), ast.BitOr()))
                never, always = self.equal(both, ast.Constant(False)), self.equal(either, ast.Constant(True))
                if not self.equal(test, asked) and not never and not always and fits(a, right, both) and fits(right, b, either):
                    return "", ast.Call(where, [test, a, b], []), ast.Call(where, [asked, a, b], [])
                here, there = fits(a, right), fits(right, b)
                if here != there:
                    fit = (case for case in cases if (fits(right, case) if here else fits(case, right)))
                    return *some[here], next(fit, right)
        return ()

    def of_two(self, name, one, ways):
        """(the Inner line of two things that one statement makes, if both are wrong, [(how much differs, name, what it should
        stand for)]) of the names in a line that could stand for another thing."""
        found, made = [], self.made
        some = sorted(names(one.formula) & made.keys() - self.known - self.right_too - {name} - self.passes)
        written = [n for n in some if not isinstance(made[n].formula, ast.Subscript)]  # x.shape[-2:] is right
        pairs = [pair for pair in itertools.combinations(written, 2) if made[pair[0]].line == made[pair[1]].line]  # a, b = c, d
        for n, *more in [*((n,) for n in some), *pairs]:
            if more and found:
                continue
            part, mine = self.full(one.formula, {n, *more}), self.full(made[n].formula)
            pairs_of = [(self.full(one.formula, {n, *more, *names(way)}), way) for way in ways]
            pairs_of.append((expanded(part), expanded(ways[0])))
            made_of = next((fit for pair in pairs_of if (fit := filled(*pair, [n, *more]))), {})
            if len(made_of) == 2 and not any(self.equal(self.full(made_of[m]), self.full(made[m].formula)) for m in made_of):
                meant, mine = (ast.Tuple([self.full(of[m]) for m in (n, *more)])
                               for of in (made_of, {m: made[m].formula for m in made_of}))  # fmt: skip
                called = f"{made[n].own} and {made[more[0]].own}"
                return Inner(called, made[n].line, meant, mine, True, tuple(self.path)), found
            needed = self.full(made_of[n]) if n in made_of else None if more else self.stands(part, n, ways[0])
            if needed is not None and self.may_be(one, n, needed, mine):
                found += [(weight(apart(needed, mine)), n, needed)] * (not self.equal(needed, mine))
        return None, found

    def may_be(self, one, n, needed, mine):
        """Whether a name may well be meant to stand for what its line needs."""
        if isinstance(needed, ast.Constant) > isinstance(mine, ast.Constant) or names(mine) - self.rule:
            return False
        if not isinstance(needed, ast.Name):  # what is lost is lost below
            return self.start + BEFORE not in names(needed) - names(mine) and not _takes_in(one.formula, n, needed, mine)
        own = {self.made[n].own, *names(mine)}  # else n may stand in its place, unless it is another name, made for this line
        formula, users = self.made[n].formula, sum(n in names(other.formula) for other in self.made.values())
        alias = isinstance(formula, ast.Name) and users == 1
        return (alias or needed.id.removesuffix(BEFORE) in own) and not _takes_in(one.formula, n, needed, mine)

    def in_its_names(self, one, right):
        """The Inner line in which a name stands where another one belongs, or another thing; or None."""
        made, others = self.made, [p for p in self.made if p not in self.known and self.made[p].line <= one.line]
        some = {n for n in names(one.formula) & made.keys() if ".shape" not in code(made[n].formula)}  # one shape proves nothing
        for n in sorted(some - {self.start}):
            now, before = ast.Name(self.start), ast.Name(self.start + BEFORE)
            if any(other.own == one.own and key(other.formula) == before.id for other in made.values()):  # p, a copy of x
                now = ast.Name(one.own)
            old = {before.id: (before, now)} if made[n].own == one.own else {}
            same = (p for p in made if p in names(right) and made[p].own == made[n].own and p != n)
            last = {p: (ast.Name(p), ast.Name(f"{p}_1")) for p in same}
            other = {p: (self.called(p), self.called(n)) for p in others if made[p].own not in (one.own, made[n].own)}
            for part in _places(one.formula, n):
                for p, (meant, mine) in (old | last | other).items():
                    fits = self.equal(self.full(put(part, {HOLE: ast.Name(p)})), right)
                    if fits and not self.equal(self.full(ast.Name(n)), self.full(ast.Name(p))):
                        return self.told(one, part, meant, mine)
                whole, mine = self.full(part, {HOLE}), self.full(ast.Name(n))
                fit = next((fit for way in _ways(right) if (fit := filled(whole, way, [HOLE]))), None)
                free = n in self.right_too - self.known and made[n].own not in self.rule
                if free and fit:  # a right line is not to be changed
                    needed = self.full(fit[HOLE])
                    same = isinstance(needed, ast.Constant) or self.equal(needed, mine)
                    if not same and not _takes_in(part, HOLE, needed, mine):
                        return self.told(one, part, needed, self.called(n))
        return None

    def called(self, n):
        return ast.Name(n if n in self.known else self.made[n].own)

    def told(self, one, part, meant, mine):
        """The Inner line with what belongs into a place of it, and what stands there, both kept as they are called."""
        meant, mine = (put(self.full(part, {HOLE}), {HOLE: formula}) for formula in (meant, mine))
        return Inner(one.own, one.line, meant, mine, True, tuple(self.path))


def _ways(right):
    """A formula in several forms: as it is, as a way from one thing to another, with what two cases share outside of them."""
    return right, lerp(right), _outside(right)


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
    that its line could have, or the other side of a division."""
    if key(needed) == key(ast.UnaryOp(ast.USub(), mine)) and all(sign > 0 for sign, _ in terms(mine)):
        return True
    if key(needed) == key(ast.BinOp(ast.Constant(1), ast.Div(), mine)):
        return True
    beside = next(factors(term) for _, term in terms(line) if n in names(term))
    alone = any(getattr(part, "id", None) == n for _, part in beside)
    cuts = [factors] * (alone and len(beside) > 1) + [terms] * (alone and len(beside) == 1 < len(terms(line)))
    bags = [[collections.Counter((sign, key(part)) for sign, part in cut(f)) for f in (mine, needed)] for cut in cuts]
    wrapped = isinstance(needed, ast.Call) and ast.unparse(needed.func) not in SUMS and key(mine) in map(key, needed.args)
    return wrapped or any(some < whole for some, whole in bags)
