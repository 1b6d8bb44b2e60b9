"""A function with its lines laid open: what each of them gives in a run, and what comes of it where one gives another value."""

import ast
import inspect
from typing import NamedTuple

import numpy as np

from ..formulas.cells import parsed
from ..formulas.unrolled import Unrolled
from ..run.guard import fresh

HOOK = "_planted"


class Site(NamedTuple):
    """Where a name, or a part of a dict such as state['m'], gets a value: in which lines the statement stands, the def line being
    1; the names that it uses; whether it is what comes back."""

    name: str
    first: int
    last: int
    uses: frozenset
    back: bool = False

    @property
    def key(self):
        """The name, or that of the part."""
        return self.name.rpartition("[")[2].strip("'\"]")

    @property
    def whole(self):
        """The name, or that of the dict."""
        return self.name.partition("[")[0]


def used(node):
    """The names that a node uses, and the parts of dicts by their keys, as in state['m']."""
    match node:
        case ast.Name(name):
            return {name}
        case ast.Subscript(ast.Name(), ast.Constant(str())):
            return {ast.unparse(node)}
    return set().union(*map(used, ast.iter_child_nodes(node)))


class Planted:
    """A twin of a function, with a hook behind each assignment outside of loops and in each value that comes back.

    sites : all of them, in order. seen : [{number of a site: value}] of the steps of the last twin. given : {number of a site:
    [value of each step]}, what the next twin takes instead. Raises ValueError where the source is not to be had.

    >>> from optlab import sgd
    >>> planted = Planted(sgd)
    >>> planted.given = {0: [5.0]}  # what the line of x gives in the first step
    >>> planted.twin()(1.0, 2.0, lr=0.1)["x"]
    5.0
    """

    def __init__(self, function, order=()):
        self.sites, self.seen, self.given, self._order = [], [], {}, order
        try:
            module = Unrolled().visit(parsed(function))
            body = next(node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))
            body.decorator_list, body.body = [], [ast.Expr(self._call(None, ast.Constant(None))), *self._block(body.body)]
            looped = [n for n in ast.walk(body) if isinstance(n, ast.For | ast.While)]
            within = [n for loop in looped for n in ast.walk(loop) if isinstance(n, ast.Name)]
            self.looped, self._in_loops = ({n.id for n in within if isinstance(n.ctx, kind)} for kind in (ast.Store, ast.Load))
            world = function.__globals__ | inspect.getclosurevars(function).nonlocals | {HOOK: self._at}
            exec(compile(ast.fix_missing_locations(module), f"<lines of {body.name}>", "exec"), world)
        except (OSError, TypeError, SyntaxError, StopIteration, AttributeError, NameError) as error:
            raise ValueError("no source") from error
        self._function = world[body.name]
        self._function.__defaults__, self._function.__kwdefaults__ = function.__defaults__, function.__kwdefaults__

    def twin(self):
        """A function that starts anew."""
        self.seen = []
        return fresh(self._function)

    def made_of(self, number):
        """The numbers of the sites whose values a site may use."""
        found, need = set(), set(self.sites[number].uses)
        for k in range(number - 1, -1, -1):
            need, site = need | (self._in_loops if need & self.looped else set()), self.sites[k]
            parts = {name for name in need if name.startswith(f"{site.name}[")}
            if not site.back and (parts or {site.name, site.whole} & need):
                found.add(k)
                need -= {site.name, *parts}
        return found

    def above(self, number, but=frozenset()):
        """The numbers of all sites that a site is made of, and its own; without `but`, and what only those are made of."""
        found, todo = set(), {number}
        while todo:
            found |= todo
            todo = set().union(*map(self.made_of, todo)) - found - but
        return found

    def _at(self, number, value):
        if number is None:  # a step begins
            self.seen.append({})
            return None
        kept = self.seen[-1][number] = np.array(value) if isinstance(value, np.ndarray) else value
        return like(self.given[number][len(self.seen) - 1], kept) if number in self.given else value

    def _call(self, number, value):
        return ast.Call(ast.Name(HOOK, ast.Load()), [ast.Constant(number), value], [])

    def _site(self, name, node, value, back=False):
        """The hook around what a name gets in a node."""
        self.sites.append(Site(name, node.lineno, node.end_lineno, frozenset(used(node)), back))
        return self._call(len(self.sites) - 1, value)

    def _block(self, body):
        return [made for node in body for made in self._statement(node)]

    def _statement(self, node):
        if isinstance(node, ast.If | ast.With | ast.Try):
            for part in ("body", "orelse", "finalbody"):
                setattr(node, part, self._block(getattr(node, part, [])))
        if isinstance(node, ast.Return):
            self._returned(node.value)
        made = isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value
        targets = getattr(node, "targets", None) or [node.target] if made else []
        stored = [part for target in targets for part in getattr(target, "elts", [target])
                  if isinstance(part, ast.Name) or ast.unparse(part) in used(part)]  # fmt: skip
        return [node, *(ast.Assign([part], self._site(ast.unparse(part), node, _loaded(part))) for part in stored)]

    def _returned(self, value):
        match value:
            case ast.Call(keywords=[*named]) if named:
                for keyword in named:
                    keyword.value = self._site(keyword.arg, keyword.value, keyword.value, True)
            case ast.Dict(keys, values):
                value.values = [self._site(getattr(k, "value", ""), v, v, True) for k, v in zip(keys, values, strict=True)]
            case ast.Tuple(parts):
                names = [*(name or "" for name in self._order), *(getattr(part, "id", "") for part in parts[len(self._order) :])]
                value.elts = [self._site(name, part, part, True) for name, part in zip(names, parts)]


def _loaded(target):
    return ast.parse(ast.unparse(target), mode="eval").body


def like(value, old):
    """A value of all coordinates in the shape of an old one: one number, one for each row, or all."""
    if np.shape(value) == np.shape(old):
        return np.array(value) if np.ndim(value) else value
    short = value
    if np.ndim(old) == np.ndim(value):
        short = value[tuple(slice(0, 1) if n == 1 else slice(None) for n in np.shape(old))]
    elif np.ndim(old) == 0:
        short = np.ravel(value)[0]
    if not np.array_equal(np.broadcast_to(short, np.shape(value)), value, equal_nan=True):
        raise ValueError("several numbers in the place of one")
    return np.array(np.broadcast_to(short, np.shape(old))) if np.ndim(old) else float(short)
