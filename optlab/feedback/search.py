"""Which formula does a line compute? All formulas a change or two away from the right one, as numbers.

A formula's variants are built bottom up: pairs of its parts' variants, and changes of its own (another name, another operator,
a root, a square, a factor or a term lost or doubled, parentheses moved, t + 1, a mean over the coordinates …). Each variant is a
row of numbers; those that are equal in all of them are one. So millions of formulas are a few array operations.
"""

import ast
import functools
import time

import numpy as np

from .lines import BEFORE, copied, names, parse, put

CELLS = 3_000_000  # numbers in one array of variants: 24 MB
KEY = np.random.default_rng(1).normal(size=99)
BINARY = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide, ast.Pow: np.power}
OTHER = {
    ast.Add: [ast.Sub, "maximum"],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.Pow: [ast.Mult],
}
BINARY[ast.FloorDiv] = np.floor_divide


PATIENCE = 30.0  # seconds, a last resort: work is counted, so that a slow machine gives the same answer as a fast one


class Spent(Exception):
    """Raised when there is nothing left of a budget."""


class Budget:
    """How many numbers may still be computed. A `part` is a smaller budget that is paid out of this one."""

    CALL = 6_000  # what one array operation costs beside its numbers

    def __init__(self, numbers, whole=None):
        self.left, self.whole = numbers, whole
        self.end = whole.end if whole else time.monotonic() + PATIENCE

    def spend(self, numbers=0):
        if self.whole:
            self.whole.spend(numbers)
        self.left -= numbers + self.CALL
        if self.left < 0 or time.monotonic() > self.end:
            raise Spent

    def part(self, numbers):
        return Budget(min(numbers, self.left), self)


class _Norm:
    @staticmethod
    def norm(a, ord=None, axis=-1, keepdims=True):
        return np.linalg.norm(a, ord, axis=-1, keepdims=True)


class _Coordinates:
    """numpy for arrays (…, coordinates) of many steps at once: what is summed is summed over the coordinates of one step."""

    linalg = _Norm

    def __getattr__(self, name):
        function = getattr(np, name)
        if name in ("sum", "mean", "max", "min", "prod", "median", "std", "var", "any", "all", "amax", "amin"):
            return lambda a, *args, **kwargs: function(a, axis=-1, keepdims=True)
        return function

    def dot(self, a, b):
        return (a * b).sum(-1, keepdims=True)

    def where(self, test, a, b):
        deep = max(np.ndim(a), np.ndim(b))
        return np.where(test[..., None] if np.ndim(test) == 3 < deep else test, a, b)

    def roll(self, a, shift, axis=-1):
        return np.roll(a, shift, -1)

    def arange(self, *n):
        return np.arange(*n)


COORDINATES = _Coordinates()


@functools.lru_cache(maxsize=20_000)
def _code(text):
    return compile(text, "<formula>", "eval")


def evaluate(formula, env):
    """The numbers of a formula on the values in env, {name: array (steps, probes, coordinates)}."""
    code = _code(ast.unparse(formula))
    with np.errstate(all="ignore"):
        value = eval(code, {**env.get("__globals__", {}), "np": COORDINATES}, env)
    shape = env["x"].shape
    return value if np.ndim(value) > len(shape) else np.broadcast_to(value, shape)


def _over(function):
    return lambda a: np.broadcast_to(function(a), a.shape)


FUNCTIONS = {
    "np.sqrt": np.sqrt, "np.abs": np.abs, "np.square": np.square, "np.negative": np.negative, "np.sign": np.sign,
    "np.exp": np.exp,
    "np.mean": _over(lambda a: a.mean(-1, keepdims=True)), "np.sum": _over(lambda a: a.sum(-1, keepdims=True)),
    "np.max": _over(lambda a: a.max(-1, keepdims=True)),
    "np.linalg.norm": _over(lambda a: np.sqrt((a * a).sum(-1, keepdims=True))),
}  # fmt: skip


def call(name, *args):
    """f(a), in the form that is usual: a ** 2 and -a have signs of their own."""
    if name == "np.square":
        return ast.BinOp(args[0], ast.Pow(), ast.Constant(2))
    if name == "np.negative":
        return ast.UnaryOp(ast.USub(), args[0])
    return ast.Call(parse(name), list(args), [])


class Space:
    """Variants of a formula: values (n, rows, coordinates), cost (n,) in changes, size (n,), and how to write down the i-th."""

    def __init__(self, values, cost, size, node):
        self.values, self.cost, self.size, self.node = values, np.asarray(cost), np.asarray(size), node

    def cut(self, most, extra=0):
        keep = np.nonzero(self.cost <= most)[0]
        return Space(self.values[keep], self.cost[keep] + extra, self.size[keep], lambda i: self.node(keep[i]))

    @staticmethod
    def join(parts):
        ends = np.cumsum([len(p.cost) for p in parts])
        values, cost, size = (np.concatenate([getattr(p, name) for p in parts]) for name in ("values", "cost", "size"))

        def node(i):
            k = int(np.searchsorted(ends, i, side="right"))
            return parts[k].node(i - (ends[k - 1] if k else 0))

        order = np.lexsort((size, cost))  # formulas that give the same numbers are one; the cheapest, then the shortest, stays
        flat = np.nan_to_num(values, nan=37.7, posinf=88.1, neginf=-99.3).reshape(len(values), -1)[order]
        mantissa, exponent = np.frexp(flat @ np.resize(KEY, flat.shape[1]))
        first = np.unique(np.round(mantissa * 2**40) + exponent * 2.0**42, return_index=True)[1]
        keep = order[np.sort(first)]
        return Space(values[keep], cost[keep], size[keep], lambda i: node(keep[i]))


class Search:
    """The variants of formulas on a few rows of numbers. env : {name: array (rows, coordinates)}; quantity : what is sought."""

    def __init__(self, quantity, env, hyper, right, numbers, parts, rich, budget):
        self.env, self.right, self.numbers, self.memo, self.rich, self.budget = env, right, numbers, {}, rich, budget
        self.shape = env["x"].shape
        self.most = CELLS // int(np.prod(self.shape))
        self.names = [n for n, v in env.items() if isinstance(v, np.ndarray) and n != quantity and v.shape == self.shape]
        self.hyper = [n for n in self.names if n in hyper]
        shares = [h for h in self.hyper if h[:2] in ("mu", "rh", "be")]
        atoms = [*self.hyper, *(f"(1 {s} {h})" for h in shares for s in "-+")]
        if "t" in env:
            atoms += [f.format(h) for h in shares if h != "mu" for f in ("(1 - {}**t)", "np.sqrt(1 - {}**t)")]
        self.atoms = [parse(a) for a in atoms]
        if rich:
            more = [*self.names, "1", "2", *map(str, numbers), *(f"{c} * x_before" for c in numbers)]
            self.atoms += [parse(a) for a in more] + [
                n for f in parts for n in ast.walk(f) if isinstance(n, ast.BinOp | ast.Call)
            ]
            if "grad" in env:
                self.atoms.append(parse("lr * grad(x_before)"))
        usable = {n for n in env if n != quantity}
        self.atoms = [a for a in {ast.unparse(a): a for a in self.atoms if names(a) <= usable}.values() if self._fits(a)]

    def _fits(self, node):
        try:
            return self.value(node).shape == self.shape
        except Exception:
            return False

    def value(self, node):
        return np.asarray(evaluate(node, self.env), float)

    def leaf(self, options):
        values = np.stack([self.value(n) for n, _ in options])
        return Space(values, [c for _, c in options], [sum(1 for _ in ast.walk(n)) for n, _ in options], lambda i: options[i][0])

    def wrap(self, name, space):
        f = FUNCTIONS[name]
        return Space(f(space.values), space.cost, space.size + 2, lambda i: call(name, space.node(i)))

    def pair(self, op, left, right, extra, most):
        li, ri = [], []
        for c in range(most - extra + 1):
            a, b = np.nonzero(left.cost == c)[0], np.nonzero(right.cost <= most - extra - c)[0]
            if len(a) * len(b) > self.most:  # then the two changes stand on one side
                b = b[right.cost[b] == 0]
            a = a[: max(1, self.most // max(1, len(b)))]
            li.append(np.repeat(a, len(b)))
            ri.append(np.tile(b, len(a)))
        li, ri = np.concatenate(li), np.concatenate(ri)
        self.budget.spend(len(li) * int(np.prod(self.shape)))
        function = BINARY[op] if op in BINARY else getattr(np, op)

        def node(i):
            a, b = left.node(li[i]), right.node(ri[i])
            return ast.BinOp(a, op(), b) if op in BINARY else call(f"np.{op}", a, b)

        values = function(left.values[li], right.values[ri])
        return Space(values, left.cost[li] + right.cost[ri] + extra, left.size[li] + right.size[ri] + 1, node)

    def space(self, node, most):
        key = ast.dump(node), most
        if key not in self.memo:
            self.memo[key] = self._space(node, most)
        return self.memo[key]

    def _space(self, node, most):
        parts = list(self._parts(node, most))
        if most:
            parts += [self.space(other, most - 1).cut(most, 1) for other in moved_parentheses(node)]
            if not isinstance(node, ast.Constant):
                wrap = self.leaf([(a, 0) for a in self.atoms]) if self.atoms else None
                operators = [ast.Mult, ast.Div, *((ast.Add, ast.Sub, "maximum") if self.rich else ())]
                for _ in range(most):
                    low = self.join(parts).cut(most - 1, 1)
                    parts += [self.wrap(f, low) for f in FUNCTIONS if f != "np.exp"]
                    if wrap:
                        parts += [self.pair(o, low, wrap, 0, most) for o in operators]
                    if "eps" in self.env:
                        parts += [self.pair(o, low, self.leaf([(parse("eps"), 0)]), 0, most) for o in (ast.Add, ast.Sub)]
        return self.join(parts)

    def join(self, parts):
        self.budget.spend(3 * sum(part.values.size for part in parts))  # sorting costs more than arithmetic
        return Space.join(parts)

    def _parts(self, node, most):
        if isinstance(node, ast.Name):
            options = [(node, 0)] + ([(self.right[node.id], 0)] if node.id in self.right else [])  # what it should have been
            if most:
                others = (*self.names, "0", "1", *map(str, self.numbers), *(f"1 - {h}" for h in self.hyper))
                options += [(parse(n), 1) for n in others if n != node.id]
                if self.rich:
                    options += [(a, 1) for a in self.atoms if not isinstance(a, ast.Name | ast.Constant)]
            yield self.leaf(options)
        elif isinstance(node, ast.Constant):
            others = {2: [1, 3, 0.5, 4], 1: [0, 2, -1], 4: [2, 1]}.get(node.value, [])
            yield self.leaf([(node, 0)] + [(ast.Constant(o), 1) for o in (*others, *self.numbers) if most])
        elif isinstance(node, ast.BinOp) and type(node.op) in OTHER:
            left, right, op = self.space(node.left, most), self.space(node.right, most), type(node.op)
            if op is ast.Pow and isinstance(node.right, ast.Name):
                powers = ("t + 1", "t - 1", "t + 2", "2 * t", "1", "2") if "t" in self.env else ("1", "2")
                right = self.leaf([(node.right, 0)] + [(parse(e), 1) for e in powers if most])
            yield self.pair(op, left, right, 0, most)
            if most:
                for other in OTHER[op]:
                    yield self.pair(other, left, right, 1, most)
                yield from (side.cut(most - 1, 1) for side in (left, right))
                if op is ast.Pow:
                    yield self.wrap("np.abs", left.cut(most - 1, 1))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            yield self.wrap("np.negative", self.space(node.operand, most))
            if most:
                yield self.space(node.operand, most - 1).cut(most, 1)
        elif isinstance(node, ast.Call):
            yield from self._call(node, most)
        else:
            yield self.leaf([(node, 0)])  # a comparison, an index: as it is

    def _call(self, node, most):
        name = ast.unparse(node.func)
        if name in ("np.maximum", "np.minimum"):
            a, b, this = self.space(node.args[0], most), self.space(node.args[1], most), name[3:]
            yield self.pair(this, a, b, 0, most)
            if most:
                yield self.pair("minimum" if this == "maximum" else "maximum", a, b, 1, most)
                yield self.pair(ast.Add, a, b, 1, most)
                yield from (side.cut(most - 1, 1) for side in (a, b))
        elif name == "np.clip":
            value, low, high = (self.space(arg, most) for arg in node.args)
            yield self.pair("minimum", self.pair("maximum", value, low, 0, most), high, 0, most)
            if most:
                yield value.cut(most - 1, 1)
                yield from (self.pair(f, value, side, 1, most) for f, side in (("maximum", low), ("minimum", high)))
        elif name == "np.where":
            test, other = self.value(node.args[0]) > 0, self.value(node.args[2])
            value = self.space(node.args[1], most)
            yield Space(np.where(test, value.values, other), value.cost, value.size + 4,
                        lambda i: call("np.where", node.args[0], value.node(i), node.args[2]))  # fmt: skip
            if most:
                yield value.cut(most - 1, 1)
        elif name == "grad":
            value = self.space(node.args[0], most)
            yield Space(self.env["grad"](value.values), value.cost, value.size + 1, lambda i: call("grad", value.node(i)))
        elif name in FUNCTIONS and len(node.args) == 1 and not node.keywords:
            value = self.space(node.args[0], most)
            yield self.wrap(name, value)
            if most:
                low = value.cut(most - 1, 1)
                yield low
                yield self.wrap("np.square", low)
                yield self.pair(ast.Div, low, self.leaf([(ast.Constant(2), 0)]), 0, most)
        else:
            yield self.leaf([(node, 0)])


def moved_parentheses(node):
    """(a o b) p c and a o (b p c); f(a) p b and f(a p b); f(a o b) and f(a) o b, a o f(b)."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.BinOp):
        if ast.unparse(node.func) in ("np.clip", "np.sqrt", "np.abs"):
            a = node.args[0]
            yield ast.BinOp(ast.Call(node.func, [a.left, *node.args[1:]], []), a.op, a.right)
            yield ast.BinOp(a.left, a.op, ast.Call(node.func, [a.right, *node.args[1:]], []))
    if not isinstance(node, ast.BinOp):
        return
    left, right, op = node.left, node.right, node.op
    if isinstance(left, ast.BinOp):
        yield ast.BinOp(left.left, left.op, ast.BinOp(left.right, op, right))
    if isinstance(right, ast.BinOp):
        yield ast.BinOp(ast.BinOp(left, op, right.left), right.op, right.right)
    for a, b, first in ((left, right, True), (right, left, False)):
        if isinstance(a, ast.Call) and a.args and ast.unparse(a.func) in FUNCTIONS:
            inner = ast.BinOp(a.args[0], op, b) if first else ast.BinOp(b, op, a.args[0])
            yield ast.Call(a.func, [inner, *a.args[1:]], [])


class _Beside(ast.NodeTransformer):
    """eps from under every root to beside it."""

    def visit_Call(self, n):
        n = self.generic_visit(n)
        a = n.args[0] if n.args else None
        if ast.unparse(n.func) == "np.sqrt" and isinstance(a, ast.BinOp) and ast.unparse(a.right) == "eps":
            return ast.BinOp(ast.Call(n.func, [a.left], []), a.op, a.right)
        return n


def starts(quantity, formula, reference, hyper):
    """[(formula, cost)] from which the search goes: the line, with one hyperparameter for another, or a part of another line."""
    yield formula, 0
    for name in sorted(names(formula) & set(hyper)):
        for other in [*(ast.Name(h) for h in hyper if h != name), parse(f"1 - {name}")]:
            yield put(formula, {name: other}), 1
    for q, other in reference:
        if q != "x" != quantity:
            yield from ((put(n, {q + BEFORE: ast.Name(quantity + BEFORE), quantity: other}), 1) for n in ast.walk(other)
                        if isinstance(n, ast.BinOp | ast.Call))  # fmt: skip
    yield _Beside().visit(copied(formula)), 1


def rows_of(env, quantity, formula):
    """The values on a few rows (step, probe) on which numbers differ most, as a smaller env."""
    branchy = any(isinstance(n, ast.Call) and ast.unparse(n.func).split(".")[-1] in ("maximum", "minimum", "clip", "where")
                  for n in ast.walk(formula))  # fmt: skip
    value, shape = env[quantity], env["x"].shape
    wanted = [(0, (2, 4)), (5, (3, 2)), (6, (5, 4)), (3, (4, 3)), (2, (7, 9))]
    if branchy:
        wanted = [(p, (t, t + 1)) for p in (0, 5, 6, 1) for t in (2, 4, 8, 13)]
    rows = [min(((t, p) for t in steps), key=lambda r: -np.isfinite(value[r]).sum()) for p, steps in wanted]
    at = tuple(np.array(rows).T)
    small = {n: v[at] if isinstance(v, np.ndarray) and v.shape[:2] == shape[:2] else v for n, v in env.items()}
    if "grad" in env:
        g = env["g_0"][at]
        small["grad"] = lambda y: g + y + np.sin(3 * y) / 2
    return small


def variants(quantity, formula, env, reference, hyper, right, numbers, fits, depth, budget):
    """The nearest formula that gives what the learner has, as (formula, changes); (None, None) where none is near.

    env : the learner's values. right : {quantity: right formula} of the lines that are wrong before this one. numbers : those in
    the learner's source. fits(formula) : whether it is right on all steps and probes.
    """
    small = rows_of(env, quantity, formula)
    aim = np.asarray(small[quantity], float)
    base = small["x_before"] if quantity == "x" else 0.0
    scale = np.nanmax(np.where(np.isfinite(aim), np.abs(aim - base), 0), initial=0)
    for most in range(depth + 1):
        for rich in (False, True):
            search = Search(quantity, small, hyper, right, numbers, [f for _, f in reference], rich, budget)
            for start, extra in starts(quantity, formula, reference, hyper):
                if extra > most or names(start) - set(small) - {"grad"}:
                    continue
                try:
                    with np.errstate(all="ignore"):
                        space = search.space(start, most - extra)
                        near = (np.abs(space.values - aim) <= 1e-9 * scale + 1e-15) | (space.values == aim)
                        near |= np.isnan(space.values) & np.isnan(aim)
                except Spent:
                    raise
                except Exception:
                    continue
                hits = np.nonzero(near.all((1, 2)))[0]
                for i in hits[np.lexsort((space.size[hits], space.cost[hits]))][:40]:
                    node = space.node(i)
                    budget.spend()
                    if fits(node):
                        return node, int(space.cost[i]) + extra
            if not most:
                break
    return None, None
