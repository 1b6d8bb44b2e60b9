"""A step function as its lines, and edits of them: what a line computes, written so that it can be evaluated, changed, run again.

An edit is Python itself, one assignment a line of the step that it changes::

    "v = rho * v + g**2; x = x - lr * g / np.sqrt(v)"     other right-hand sides for v and for x
    "x = x + v_before"                                    name_before is what a state, or x, was before this step
    "start(v=1.0); v_hat = v"                             another initial value (a name that is new becomes a state)
"""

import ast
import builtins
import copy
import functools
import inspect
import linecache
import math
import textwrap
import types
import warnings

import numpy as np

from ..run.signature import broadcasts, signature

BEFORE = "_before"


def parse(text):
    return ast.parse(text.strip(), mode="eval").body


def names(node):
    """The names in a formula, without numpy's."""
    found, todo = set(), [node]
    while todo:  # ast.walk takes three times as long
        n = todo.pop()
        if isinstance(n, ast.Name):
            found.add(n.id)
        else:
            todo += n if isinstance(n, list) else vars(n).values() if isinstance(n, ast.AST) else ()
    return found - {"np"}


def assigned(node):
    """The names that a statement, or a whole function, assigns to."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _rebuilt(node, change):
    """A new node, or list, with what `change` makes of each of its parts; what has no parts, as ast.Load(), is one for all."""
    if isinstance(node, list):
        return [change(part) for part in node]
    if not getattr(node, "_fields", ()):
        return node
    new = type(node)()
    new.__dict__.update({field: change(value) for field, value in vars(node).items()})
    return new


def put(node, table):
    """The formula with others in the place of names, or of nodes by their id, as a new tree; what is put in is shared."""
    if id(node) in table:
        return table[id(node)]
    if isinstance(node, ast.Name):
        return table.get(node.id, node)
    return _rebuilt(node, lambda part: put(part, table))


def mapped(node, change):
    """A new tree in which each expression, from the innermost on, is what `change` makes of it."""
    new = _rebuilt(node, lambda part: mapped(part, change))
    return change(new) if isinstance(new, ast.expr) else new


def case_of_t(node):
    """(test, formula, other formula) of an np.where that asks for nothing but the number of the step; None of another node."""
    match node:
        case ast.Call(ast.Attribute(ast.Name("np"), "where"), [test, one, other]) if names(test) == {"t"}:
            return test, one, other


def at_step(formula, t):
    """The formula in step t: with the choices made that only ask for t."""

    def chosen(node):
        case = case_of_t(node)
        return case[1 if eval(ast.unparse(case[0]), {"t": t}) else 2] if case else node

    return mapped(formula, chosen)


class _OneWay(ast.NodeTransformer):
    """One way to say a thing: v += g and v: float = g are assignments as v = g is, and {"x": x} comes back as dict(x=x) does."""

    def visit_AugAssign(self, node):
        if not isinstance(node.target, ast.Name):
            return node
        return self._assign(node, ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value))

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
        module = ast.parse(textwrap.dedent(inspect.getsource(step)))
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
    found, sig, counts = [], signature(step), {}
    now = {name: ast.Name(name + BEFORE) for name in ("x", *sig.state, *assigned(function).intersection(sig.inputs))}

    def current(node):
        return put(mapped(node, _branch), now)

    def assign(name, value, test=None):
        if test is not None:
            value = choose(test, value, now.get(name, ast.Constant(0.0)))
        counts[name] = counts.get(name, 0) + 1
        now[name] = ast.Name(f"{name}#{counts[name]}")
        found.append((name, counts[name], value))

    def walk(body, test=None):
        for node in body:
            if isinstance(node, ast.If):
                asked = current(node.test)
                for branch, holds in ((node.body, asked), (node.orelse, ast.Call(parse("np.logical_not"), [asked], []))):
                    walk(branch, holds if test is None else ast.BinOp(test, ast.BitAnd(), holds))
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    parts = getattr(target, "elts", [target])
                    if isinstance(node.value, ast.Tuple) and len(parts) > 1:
                        values = [current(v) for v in node.value.elts]
                    else:  # the whole is computed before its first part is assigned
                        whole = current(node.value)
                        values = [ast.Subscript(whole, ast.Constant(i)) for i in range(len(parts))] if parts[1:] else [whole]
                    for part, value in zip(parts, values, strict=True):
                        if isinstance(part, ast.Name):
                            assign(part.id, value, test)

    walk(function.body)
    returned = getattr(function.body[-1], "value", None)
    made = [key for key in getattr(returned, "keywords", ()) if key.arg and getattr(key.value, "id", None) != key.arg]
    for key, value in [(key.arg, current(key.value)) for key in made]:  # dict(g_old=g) makes a line of its own
        assign(key, value)
    label = {f"{q}#{i}": ast.Name(q if i == counts[q] else f"{q}_{i}") for q, i, _ in found}
    return [(label[f"{q}#{i}"].id, put(formula, label)) for q, i, formula in found]


def choose(test, one, other):
    """One of two formulas: an array of answers where the test asks about the step or about numbers, else a plain choice."""
    varies = any(n == "t" or n.endswith(BEFORE) or "#" in n for n in names(test))
    return ast.Call(parse("np.where"), [test, one, other], []) if varies else ast.IfExp(test, one, other)


def _branch(node):
    """A choice as a formula; `v is None` asks whether this is the first step."""
    match node:
        case ast.Compare(_, [ast.Is()], [ast.Constant(None)]):
            return parse("t == 1")
        case ast.Compare(_, [ast.IsNot()], [ast.Constant(None)]):
            return parse("t > 1")
        case ast.IfExp(test, one, other):
            return choose(test, one, other)
    return node


def written(step, changes):
    """The edit that gives lines other formulas. changes : {quantity: formula}."""
    reference, state, parts = dict(lines(step)), {"x", *signature(step).state}, []
    order = list(reference)

    def settled(q, formula, deep=0):
        """The formula with nothing in it that comes later: what does is replaced by its own formula."""
        later = [n for n in names(formula) if n in order and order.index(n) >= order.index(q) and n != q]
        if not later or deep > 9:
            return formula
        return settled(q, put(formula, {n: changes.get(n, reference[n]) for n in later}), deep + 1)

    for q in (q for q in order if q in changes):
        formula, table = settled(q, changes[q]), {}
        assigned = {part for n in order[: order.index(q)] for part in (n, n.rpartition("_")[0])}
        for name in names(formula):
            stem = name.removesuffix(BEFORE)
            if stem != name and stem in state - assigned:
                table[name] = ast.Name(stem)
            elif name in reference and (version := name.rpartition("_"))[2].isdigit():
                between = order[order.index(name) + 1 : order.index(q)]  # z_1 is z, until z is renewed
                if version[0] not in (*between, *(n.rpartition("_")[0] for n in between)):
                    table[name] = ast.Name(version[0])
        parts.append(f"{q} = {text(put(formula, table))}")
    return "; ".join(parts)


def text(node):
    """A formula as a learner would write it."""
    return ast.unparse(mapped(node, _simple))


def _simple(node):
    """x + 0, 1 * x, x - (-y) and the like, written shorter; the numbers stay the same."""
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


# Its numbers


SUMS = "sum mean max min prod median std var any all amax amin".split()


def _along(axis):
    """The axis that is meant: the last one, unless a formula for matrices counts its axes from the end."""
    return axis if axis in (-1, -2, (-2, -1)) else -1


def _summed(name):
    function = getattr(np, name)
    return lambda a, *args, axis=-1, **kwargs: function(a, axis=_along(axis), keepdims=True)


def _norm(a, ord=None, axis=-1, keepdims=True):
    return np.linalg.norm(a, ord, _along(axis), keepdims=True)


def _where(test, a, b):
    deep = max(np.ndim(a), np.ndim(b))
    return np.where(test[..., None] if np.ndim(test) == 3 < deep else test, a, b)


# numpy for arrays (…, coordinates) of many steps at once: what is summed is summed over the coordinates of one step.
COORDINATES = types.SimpleNamespace(**vars(np) | {name: _summed(name) for name in SUMS} | dict(
    linalg=types.SimpleNamespace(**vars(np.linalg) | dict(norm=_norm)), where=_where,
    dot=lambda a, b: (a * b).sum(-1, keepdims=True), roll=lambda a, shift, axis=-1: np.roll(a, shift, -1)))  # fmt: skip


def _each(one, many):
    """A function of numbers that takes arrays, and formulas in the place of numbers, too."""
    return lambda *args: (one if all(isinstance(a, int | float | list | tuple) for a in args) else many)(*args)


EACH = {max: _each(max, lambda *args: functools.reduce(np.maximum, args)), float: _each(float, lambda a: a),
        min: _each(min, lambda *args: functools.reduce(np.minimum, args))}  # fmt: skip
EACH |= {f: _each(f, getattr(np, name)) for name, f in vars(math).items() if isinstance(getattr(np, name, None), np.ufunc)}
_MATH = types.SimpleNamespace(**{name: EACH[f] if callable(f) and f in EACH else f for name, f in vars(math).items()})
# By identity: what a function's global names stand for, where it knows single numbers only.
EACH = {id(f): each for f, each in EACH.items()} | {id(math): _MATH}


@functools.lru_cache(maxsize=20_000)
def _code(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a formula that is none
        return compile(text, "<formula>", "eval")


def evaluate(formula, env):
    """The numbers of a formula on the values in env, {name: array (steps, probes, coordinates)}."""
    code, world = _code(ast.unparse(formula)), env.get("__globals__", {})
    known = {name: world[name] if name in world else getattr(builtins, name, None) for name in code.co_names}
    with np.errstate(all="ignore"):
        value = eval(code, {name: EACH.get(id(f), f) for name, f in known.items() if f is not None} | {"np": COORDINATES}, env)
    shape = env["x"].shape
    return np.broadcast_to(value, shape) if broadcasts(np.shape(value), shape) else value


# The surgery


def edited_source(step, edit):
    """The source of a step with one edit, as a reader would meet it.

    >>> from optlab import momentum
    >>> print(edited_source(momentum, "v = mu * v + lr * g"))
    def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
        v = mu * v + lr * g
        x = x + v
        return dict(v=v, x=x)
    """
    function = copy.deepcopy(tree(step))
    if function is None:
        raise ValueError(f"step is {step.__name__}, whose source cannot be read; an edit changes lines of a function with def.")
    named = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)}
    known = {q for q, _ in lines(step)} | named
    try:
        changes = ast.parse(edit)
    except SyntaxError:
        raise ValueError(f"edit is {edit!r}; it must be assignments such as 'x = x - lr * g', separated by ;.") from None
    numbered = {stem for stem, _, count in (n.rpartition("_") for n in names(changes)) if count.isdigit()}
    for change in mapped(changes, lambda node: ast.IfExp(*case) if (case := case_of_t(node)) else node).body:  # only one is made
        if isinstance(change, ast.Assign):
            _replace(function, change)
            _forget(function.body, change, names(change.value) | numbered)
        elif isinstance(change.value, ast.Call) and ast.unparse(change.value.func) == "start":
            for keyword in change.value.keywords:
                _start(function, keyword.arg, keyword.value)
        else:
            raise ValueError(f"edit is {edit!r}; it must be assignments or start(…), separated by ;.")
    args, defaults = function.args.args, function.args.defaults
    used = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)}
    for name in sorted(n for n in used if n.endswith(BEFORE) and n not in known):
        function.body.insert(0, ast.Assign([ast.Name(name)], ast.Name(name.removesuffix(BEFORE)), lineno=0))
    for name, stem, count in [(n, *n.rpartition("_")[::2]) for n in sorted(used - named)]:
        if count.isdigit() and stem in named:  # z_1, where z is renewed below: it is kept under that name
            at = next(i for i in range(len(function.body)) if sum(stem in _targets(n) for part in function.body[: i + 1]
                                                                  for n in ast.walk(part)) >= int(count))  # fmt: skip
            function.body.insert(at + 1, ast.Assign([ast.Name(name)], ast.Name(stem), lineno=0))
    for name in ("g", "t"):  # an edit may use them although the right step does not ask
        if name in used and name not in [arg.arg for arg in args] and name not in known:
            args.insert(len(args) - len(defaults), ast.arg(name))
    return ast.unparse(ast.fix_missing_locations(function))


@functools.lru_cache(maxsize=4096)
def edited(step, edit):
    """The step function that an edit makes of another one: what a verdict's `edit` says, as a function to run.

    step : a step function, or the name of one. edit : as above; "" changes nothing. Raises ValueError if it does not fit.

    >>> from optlab import sgd
    >>> edited(sgd, "x = x + lr * g")(np.array([1.0]), np.array([2.0]), lr=0.25)["x"]
    array([1.5])
    """
    if isinstance(step, str):
        from .probes import known

        if step not in known():
            raise ValueError(f"step is {step!r}; it must be the name of a step, such as 'adam'.")
        step = known()[step]
    source, space = edited_source(step, edit), {}
    file = f"<{step.__name__}: {edit}>"
    exec(compile(source, file, "exec"), {**step.__globals__, **inspect.getclosurevars(step).nonlocals, "np": np}, space)
    linecache.cache[file] = len(source), None, source.splitlines(True), file  # so that its source can be read
    (made,) = space.values()
    if hasattr(step, "__signature__"):
        made.__name__, made.__signature__ = step.__name__, step.__signature__
    return made


def _targets(node):
    return [part.id for target in getattr(node, "targets", ()) for part in getattr(target, "elts", [target])
            if isinstance(part, ast.Name)]  # fmt: skip


def _replace(function, change):
    """Puts the new line in the place of the last one that assigns to the same name; x_1 stands for the first of several."""
    name, asked = ast.unparse(change.targets[0]), {arg.arg for arg in function.args.args}
    stem, _, count = name.rpartition("_")
    if count.isdigit() and name not in {n.id for n in ast.walk(function) if isinstance(n, ast.Name)}:
        same = [n for n in ast.walk(function) if isinstance(n, ast.Assign) and _targets(n) == [stem]]
        same[int(count) - 1].value = change.value
        return

    def replaced(body):
        for at, node in reversed(list(enumerate(body))):
            inside = isinstance(node, ast.If) and any(name in _targets(n) for n in ast.walk(node))
            if inside and names(node.test) & asked:
                return replaced(node.body)
            if inside:  # a case of a hyperparameter: the new line says what holds in all of them
                node.body = [n for n in node.body if name not in _targets(n)] or [ast.Pass()]
            if inside or name in _targets(node):
                body[at : at + 1] = [change] if _targets(node) == [name] else [node, change]
                return True
        return False

    last = function.body[-1]
    key = next((k for k in getattr(getattr(last, "value", None), "keywords", ()) if k.arg == name), None)
    if key is not None and not (isinstance(key.value, ast.Name) and key.value.id == name):
        key.value = change.value
    elif not replaced(function.body):
        raise ValueError(f"edit assigns to {name}, and no line of {function.name} does.")


def _forget(body, change, read):
    """Drops the lines above a change whose value it overwrites unread, as they may draw random numbers. read : not these."""
    name, at = ast.unparse(change.targets[0]), body.index(change) if change in body else 0
    while at and name not in read and (name not in names(body[at - 1]) or assigned(body[at - 1]) == {name}):
        at -= 1
        if name in names(body[at]):
            del body[at]


def _start(function, name, value):
    """Give a state, or a hyperparameter, another value; a name that is new becomes a state and is returned as well."""
    positional, defaults = function.args.args, function.args.defaults
    stated, asked = ([arg.arg for arg in args] for args in (positional, function.args.kwonlyargs))
    if name in asked:
        function.args.kw_defaults[asked.index(name)] = value
        return
    if name in stated:
        defaults[stated.index(name) - len(stated)] = value
        return
    positional.append(ast.arg(name))
    defaults.append(value)
    function.body[-1].value.keywords.insert(-1, ast.keyword(name, ast.Name(name)))
