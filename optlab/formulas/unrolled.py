"""Loops as lines: what a loop over a few things that are written out does, one after the other, and what a loop over all
coordinates does to the whole."""

import ast
import copy
import re

MOST = 8  # passes of a loop that are written out
COORDINATES = re.compile(r"range\((len\(\w+\)|\w+\.(size|shape\[-?[01]\]))\)|np\.ndindex\((\*?\w+\.shape|np\.shape\(\w+\))\)")


class Unrolled(ast.NodeTransformer):
    """A tree in which such loops are lines. whole: also those over coordinates, m[i] = … as m = …, which says what they compute
    and is not what they do."""

    def __init__(self, whole=False):
        self.whole = whole

    def visit_For(self, node):
        self.generic_visit(node)
        leaves = any(isinstance(n, ast.Break | ast.Continue | ast.Return) for n in ast.walk(node))
        if leaves or node.orelse:
            return node
        if passes := _passes(node.target, node.iter):
            return [_Put(one).visit(copy.deepcopy(line)) for one in passes for line in node.body]
        if self.whole and isinstance(node.target, ast.Name) and COORDINATES.fullmatch(ast.unparse(node.iter)):
            body = [_Whole(node.target.id).visit(copy.deepcopy(line)) for line in node.body]
            neighbours = any(isinstance(n, ast.Name) and n.id == node.target.id for line in body for n in ast.walk(line))
            return node if neighbours else body
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        match node:
            case ast.Call(ast.Name("sum"), [ast.GeneratorExp() | ast.ListComp() as some]) if parts := _elements(some):
                total = parts[0]
                for part in parts[1:]:
                    total = ast.copy_location(ast.BinOp(total, ast.Add(), part), node)
                return total
        return node

    def visit_Assign(self, node):
        self.generic_visit(node)
        match node:
            case ast.Assign([ast.Tuple(names)], ast.GeneratorExp() | ast.ListComp() as some):
                parts = _elements(some)
                if len(parts) == len(names):
                    node.value = ast.copy_location(ast.Tuple(parts, ast.Load()), node.value)
        return node

    def visit_If(self, node):
        self.generic_visit(node)
        known = _known(node.test)
        return node if known is None else node.body if known else node.orelse or ast.Pass()

    def visit_IfExp(self, node):
        self.generic_visit(node)
        known = _known(node.test)
        return node if known is None else node.body if known else node.orelse


class _Put(ast.NodeTransformer):
    """Formulas in the place of names."""

    def __init__(self, table):
        self.table = table

    def visit_Name(self, node):
        return copy.deepcopy(self.table[node.id]) if node.id in self.table and isinstance(node.ctx, ast.Load) else node


class _Whole(ast.NodeTransformer):
    """m for m[i]."""

    def __init__(self, index):
        self.index = index

    def visit_Subscript(self, node):
        self.generic_visit(node)
        match node:
            case ast.Subscript(ast.Name() as name, ast.Name(index)) if index == self.index:
                return ast.copy_location(ast.Name(name.id, node.ctx), node)
        return node


def _elements(some):
    """What a generator over a few things gives; [] of another one."""
    if len(some.generators) > 1 or some.generators[0].ifs:
        return []
    passes = _passes(some.generators[0].target, some.generators[0].iter)
    return [_Put(one).visit(copy.deepcopy(some.elt)) for one in passes]


def _passes(target, source):
    """[{name: formula}] of each pass of a loop over what is written out; [] of another one."""
    match source:
        case ast.Tuple(parts) | ast.List(parts):
            pass
        case ast.Call(ast.Name("range"), limits) if all(type(getattr(n, "value", None)) is int for n in limits):
            parts = [ast.copy_location(ast.Constant(k), source) for k in range(*(n.value for n in limits))][: MOST + 1]
        case ast.Call(ast.Name("zip"), [*rows]) if all(isinstance(row, ast.Tuple | ast.List) for row in rows):
            parts = [ast.Tuple([*column], ast.Load()) for column in zip(*(row.elts for row in rows))]
        case _:
            return []
    if not 0 < len(parts) <= MOST:
        return []
    match target:
        case ast.Name(name):
            return [{name: part} for part in parts]
        case ast.Tuple(names) if all(isinstance(n, ast.Name) for n in names):
            if all(isinstance(part, ast.Tuple | ast.List) and len(part.elts) == len(names) for part in parts):
                return [{n.id: value for n, value in zip(names, part.elts)} for part in parts]
    return []


def _known(test):
    """Whether a question about two constants holds, as "l" == "l"; None of another one."""
    match test:
        case ast.Compare(ast.Constant(a), [ast.Eq()], [ast.Constant(b)]):
            return a == b
        case ast.Compare(ast.Constant(a), [ast.NotEq()], [ast.Constant(b)]):
            return a != b
    return None
