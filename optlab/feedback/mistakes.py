"""Wrong optimizers as a table: each mistake is an edit of one or two assignments of the right step function.

The rows stand in `mistakes_step`, `mistakes_momentum` and so on: `table` names them all. An edit is Python itself; what it
changes is found by the first name on its left::

    "v = rho * v + g**2"                     another right-hand side for v
    "m_hat = m = m / (1 - beta1**t)"         the same for m_hat, and m is overwritten as well
    "h, c = lstm(g, 0 * h, c)"               the same for the line with just these names on its left
    "before(u, delta)"                       the assignment to u moves up, before that to delta
    "start(v=1.0)"                           another initial value (or a new state)
    "a = ...; b = ..."                       several of these
"""

import ast
import functools
import importlib
import inspect
import textwrap
from dataclasses import dataclass, field

import numpy as np

SLIP = "a typical slip; no published source is recorded"


@dataclass(frozen=True)
class Mistake:
    """A named mistake: what is said about it, three hints from vague to exact, where it was seen, an edit for each step.

    quantity : the name on the left of the line that is wrong ("" for a mistake of programming, which has no edit).
    """

    name: str
    message: str
    symptom: str
    idea: str
    line: str
    seen: str
    edits: dict = field(default_factory=dict, repr=False)
    step: str = ""
    edit: str = ""

    @property
    def hints(self):
        return self.symptom, self.idea, self.line

    @property
    def quantity(self):
        return self.edit and _quantity(self.edit)


def mistake(name, message, symptom, idea, line, seen=SLIP, /, **edits):
    """One row of the table. `edits`: step name = an edit, or a tuple of edits when the step offers several lines for it.

    Each of these may be a tuple again: other forms of one and the same mistake.
    """
    return Mistake(name, message, symptom, idea, line, seen, edits)


@functools.cache
def table():
    """All rows, in the order of the course."""
    topics = "step momentum shifted adaptive eps adadelta correction hats adam family beyond".split()
    topics += "slips vector rare learned programming traits".split()
    modules = (importlib.import_module(f".mistakes_{topic}", __package__) for topic in topics)
    return tuple(row for module in modules for row in module.MISTAKES)


@functools.cache
def catalogue(step):
    """The mistakes that the step of this name has an edit for, by name.

    >>> catalogue("rmsprop")["square missing"].edit
    'v = rho * v + (1 - rho) * g'
    """
    found = {}
    for row in table():
        lines = row.edits.get(step, ())
        lines = (lines,) if isinstance(lines, str) else lines
        for line in lines:
            forms = (line,) if isinstance(line, str) else line
            name = f"{row.name} ({_quantity(forms[0])})" if len(lines) > 1 else row.name
            for number, edit in enumerate(forms, 1):
                key = name if number == 1 else f"{name}, form {number}"
                if key in found:
                    raise ValueError(f"two mistakes of {step} are called {key!r}; each needs a name of its own.")
                found[key] = Mistake(name, row.message, *row.hints, row.seen, row.edits, step, edit)
    return found


def named(name):
    """The row of this name, whatever the step: for mistakes of programming, which have no edit."""
    return next(row for row in table() if row.name == name)


def _quantity(edit):
    """The name that an edit changes first.

    >>> _quantity("m_hat = m = m / 2"), _quantity("start(v=1.0)"), _quantity("before(u, delta)")
    ('m_hat', 'v', 'u')
    """
    first = ast.parse(edit).body[0]
    if isinstance(first, ast.Assign):
        return _names(first.targets[0])[0]
    return first.value.args[0].id if first.value.args else first.value.keywords[0].arg


# The surgery


@functools.cache
def tree(step):
    """The syntax tree of a step function, without its docstring."""
    function = ast.parse(textwrap.dedent(inspect.getsource(step))).body[0]
    if ast.get_docstring(function) is not None:
        del function.body[0]
    return function


def assignments(function):
    """What each quantity of a step is made of, in formula order: {quantity: right-hand sides as text, one a line}.

    >>> from optlab import momentum
    >>> assignments(tree(momentum))
    {'v': 'mu * v - lr * g', 'x': 'x + v'}
    """
    found = {}
    for line in sorted((node for node in ast.walk(function) if isinstance(node, ast.Assign)), key=lambda node: node.lineno):
        for target in line.targets:
            for name in _names(target):
                found.setdefault(name, []).append(ast.unparse(line.value))
    returned = {keyword.arg: ast.unparse(keyword.value) for keyword in function.body[-1].value.keywords}
    return {name: "\n".join(found.get(name, [value])) for name, value in returned.items()}


def _names(target):
    """The names on the left of an assignment: one, or those of a tuple."""
    return [part.id for part in getattr(target, "elts", [target])]


def edited_source(step, edit):
    """The source of a step with one edit, as a reader would meet it.

    >>> from optlab import momentum
    >>> print(edited_source(momentum, "v = mu * v + lr * g"))
    def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
        v = mu * v + lr * g
        x = x + v
        return dict(v=v, x=x)
    """
    function = ast.parse(ast.unparse(tree(step))).body[0]
    for change in ast.parse(edit).body:
        if isinstance(change, ast.Assign):
            _replace(function.body, change)
        elif change.value.func.id == "before":
            _move(function.body, *(name.id for name in change.value.args))
        elif change.value.func.id == "start":
            for keyword in change.value.keywords:
                _start(function, keyword.arg, keyword.value)
        else:
            raise ValueError(f"the edit {edit!r} is neither an assignment nor before(…) nor start(…).")
    _ask_for_time(function)
    return ast.unparse(ast.fix_missing_locations(function))


@functools.cache
def edited(step, edit):
    """The wrong step function that an edit makes of the right one."""
    names = {}
    exec(compile(edited_source(step, edit), f"<{step.__name__}: {edit}>", "exec"), {**step.__globals__, "np": np}, names)
    return names[step.__name__]


def _where(body, name):
    """The number of the first line, outside of any `if`, that has this name (or tuple of names) on its left."""
    for at, line in enumerate(body):
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == name:
            return at
    raise ValueError(f"no line assigns to {name}.")


def _replace(body, change):
    body[_where(body, ast.unparse(change.targets[0]))] = change


def _move(body, name, other):
    line = body.pop(_where(body, name))
    body.insert(_where(body, other), line)


def _start(function, name, value):
    """Give a state another initial value; a name that is new becomes a state and is returned as well."""
    positional = function.args.args
    names = [arg.arg for arg in positional]
    if name in names:
        function.args.defaults[names.index(name) - len(names)] = value
        return
    positional.append(ast.arg(name))
    function.args.defaults.append(value)
    returned = function.body[-1].value
    returned.keywords.insert(-1, ast.keyword(name, ast.Name(name, ast.Load())))


def _ask_for_time(function):
    """An edit may use t although the right step does not ask for it."""
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    asked = len(function.args.args) - len(function.args.defaults)
    if "t" in used and "t" not in [arg.arg for arg in function.args.args]:
        function.args.args.insert(asked, ast.arg("t"))


def names_in(formula):
    """The Name nodes of a formula given as text."""
    return [node for node in ast.walk(ast.parse(formula)) if isinstance(node, ast.Name)]
