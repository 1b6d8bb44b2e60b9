"""Edits of a step: other lines in the place of its own, and the function that they make of it.

An edit is Python itself, one assignment a line of the step that it changes::

    "v = rho * v + g**2; x = x - lr * g / np.sqrt(v)"     other right-hand sides for v and for x
    "x = x + v_before"                                    name_before is what a state, or x, was before this step
    "start(v=1.0); v_hat = v"                             another initial value (a name that is new becomes a state)
"""

import ast
import copy
import functools
import inspect
import linecache

import numpy as np

from ..run.signature import signature
from ..steps import KNOWN
from .lines import BEFORE, assigned, case_of_t, lines, mapped, names, put, text, tree


def edit_of(starts, *assignments):
    """An edit of initial values, {state: number}, and of assignments."""
    begin = ", ".join(f"{s}={v!r}".replace("=inf", "=np.inf") for s, v in starts.items())
    return "; ".join(filter(None, (begin and f"start({begin})", *assignments)))


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

    def beside(q):
        """What one statement makes, such as h, c = lstm(x, h, c), if q is a part of it."""
        whole = isinstance(reference[q], ast.Subscript) and ast.unparse(reference[q].value)
        return [n for n, f in reference.items() if isinstance(f, ast.Subscript) and ast.unparse(f.value) == whole]

    for q in (q for q in order if q in changes):
        formula, table = settled(q, changes[q]), {}
        assigned = {part for n in order[: order.index(q)] for part in (n, n.rpartition("_")[0])}
        for name in names(formula):
            stem = name.removesuffix(BEFORE)
            if stem != name and stem in state - assigned:
                table[name] = ast.Name(stem)
            elif name in reference and (version := name.rpartition("_"))[2].isdigit():
                between = [*order[order.index(name) + 1 : order.index(q)], *beside(q)]  # z_1 is z, until z is renewed
                if version[0] not in (*between, *(n.rpartition("_")[0] for n in between)):
                    table[name] = ast.Name(version[0])
        parts.append(f"{q} = {text(put(formula, table))}")
    return "; ".join(parts)


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
        if step not in KNOWN:
            raise ValueError(f"step is {step!r}; it must be the name of a step, such as 'adam'.")
        step = KNOWN[step]
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
