"""Foreign code: read, run without letting it disturb anything or run for ever, and what stopped it in a sentence."""

import ast
import contextlib
import copy
import dis
import functools
import inspect
import io
import linecache
import os
import random
import re
import sys
import time
import traceback
import types
import warnings

import numpy as np

from ..run.nearest import nearest
from ..theory.lines import assigned, tree

# The folders of numpy and of this package: their loops end by themselves, so only their calls are counted.
TRUSTED = tuple(os.path.join(folder, "") for folder in (os.path.dirname(np.__file__), os.path.dirname(os.path.dirname(__file__))))


class TooLong(BaseException):
    """Raised inside the learner's function when its lines run out."""


@functools.lru_cache(maxsize=1024)
def loops(code):
    """Whether a code object has a jump backwards in it."""
    return any("BACKWARD" in instruction.opname for instruction in dis.get_instructions(code))


class Guard(contextlib.ExitStack):
    """Lets a function run without letting it disturb anything, or run for ever.

    Output, warnings, numpy errors and global random numbers of the caller stay as they are. The end comes by counting
    operations through `sys.settrace`, which works in any thread and on any system, so that a slow machine stops at the same
    place; the clock is a last resort.
    """

    def __init__(self, operations=200_000, seconds=10.0, watch=None):
        super().__init__()
        self.operations, self.end, self.text = operations, time.monotonic() + seconds, io.StringIO()
        self.watch, self.locals = watch, {}  # the code object whose local names are read when it returns

    def __enter__(self):
        self.random, self.numpy = random.getstate(), np.random.get_state()  # noqa: NPY002
        self.callback(random.setstate, self.random)
        self.callback(np.random.set_state, self.numpy)  # noqa: NPY002
        self.enter_context(warnings.catch_warnings(action="ignore"))
        self.enter_context(np.errstate(all="ignore"))
        self.enter_context(contextlib.redirect_stdout(self.text))
        self.enter_context(contextlib.redirect_stderr(self.text))
        return self

    def call(self, function, *args, **kwargs):
        """The function's result; TooLong if it does not come to an end."""
        before, self.left = sys.gettrace(), self.operations
        sys.settrace(self._trace)
        try:
            return function(*args, **kwargs)
        finally:
            sys.settrace(before)

    def _trace(self, frame, event, arg):
        self.left -= 1
        if self.left < 0 or time.monotonic() > self.end:
            raise TooLong
        if event == "return" and frame.f_code is self.watch:
            self.locals = dict(frame.f_locals)
        if event == "call":
            if frame.f_code.co_filename.startswith(TRUSTED):
                return None
            # `while True: pass` on one line never reaches another line; what has no loop comes to its end, or to a call
            frame.f_trace_lines = frame.f_trace_opcodes = loops(frame.f_code)
            if not frame.f_trace_lines and frame.f_code is not self.watch:
                return None
        return self._trace

    def drawn(self):
        """Whether global random numbers were used."""
        now = np.random.get_state()  # noqa: NPY002
        return random.getstate() != self.random or now[2] != self.numpy[2] or not np.array_equal(now[1], self.numpy[1])


def fresh(function):
    """A copy of a function with defaults, closure, attributes and global data of its own, so that each run starts anew."""
    if not isinstance(function, types.FunctionType):
        with contextlib.suppress(Exception):
            return copy.deepcopy(function)
        return function
    world = dict(function.__globals__)
    world.update(_each({name: world[name] for name in function.__code__.co_names if name in world}))
    defaults, cells = map(_own, function.__defaults__ or ()), map(_own, function.__closure__ or ())
    twin = types.FunctionType(function.__code__, world, function.__name__, tuple(defaults), tuple(cells))
    twin.__kwdefaults__ = _each(function.__kwdefaults__ or {})
    twin.__dict__.update(_each(function.__dict__))
    if world.get(function.__name__) is function:  # adam.t += 1: it finds itself by its name
        world[function.__name__] = twin
    return twin


def _own(value):
    """A copy of plain data, or of a closure's cell; anything else as it is."""
    with contextlib.suppress(Exception):  # what a list holds may have no copy, and a cell may be empty yet
        if isinstance(value, types.CellType):
            return types.CellType(_own(value.cell_contents))
        if isinstance(value, np.ndarray | list | dict):
            return copy.deepcopy(value)
    return value


def _each(table):
    return {name: _own(value) for name, value in table.items()}


# Read


def nodes(function):
    """All nodes of a function's syntax tree, the function first; none where there is no source (a built-in, a bare prompt)."""
    try:
        body = tree(function)
    except TypeError:  # not hashable
        body = None
    return list(ast.walk(body)) if body else []


def _returns(function):
    """For each return, [(key, formula)]: the keys of a dict, None for the parts of a tuple."""
    for node in nodes(function):
        match node:
            case ast.Return(ast.Call(keywords=keywords)):
                yield [(keyword.arg, keyword.value) for keyword in keywords]
            case ast.Return(ast.Tuple() | ast.List() | ast.Name() as value):
                yield [(None, part) for part in _leaves(value)]


def _leaves(node):
    return [leaf for part in node.elts for leaf in _leaves(part)] if isinstance(node, ast.Tuple | ast.List) else [node]


def returned_as(function):
    """[(key, name)] of the last return: the key is None in a tuple, the name is None for what is computed there."""
    last = list(_returns(function))[-1:]
    return [(key, getattr(part, "id", None)) for pairs in last for key, part in pairs]


def _made(some):
    """(name, line) of each assignment; not of np.zeros_like(x), which is where a memory begins and not how it is computed."""
    for node in some:
        targets = getattr(node, "targets", None) or [node.target] if isinstance(node, ast.Assign | ast.AugAssign) else []
        if targets and not re.search(r"zeros|ones|empty|full|^[\d.]+(e-?\d+)?$|^None$", ast.unparse(node.value)):
            for part in (part for target in targets for part in getattr(target, "elts", [target])):
                yield getattr(part, "id", None) or getattr(getattr(part, "value", None), "id", None), node.lineno


def line_of(function, *tests, last=True):
    """The number of the last line (or the first) that assigns to a name that fits the first test that any does, or None.

    The def line is 1. A quantity that is computed where it is returned has the line of the return.
    """
    found = list(_made(nodes(function)))
    for name, value in (pair for pairs in _returns(function) for pair in pairs):
        if name and any(isinstance(n, ast.BinOp) for n in ast.walk(value)):
            found.append((name, value.lineno))
    return _line(found, tests, max if last else min)


def _line(found, tests, which):
    fit = ([number for name, number in found if name and fits(name)] for fits in tests)
    return next(map(which, filter(None, fit)), None)


def return_line(function):
    """The number of the last return, or None."""
    return max((node.lineno for node in nodes(function) if isinstance(node, ast.Return)), default=None)


def assigned_again(function):
    """The names that several lines of a function assign to, not only branches of one `if`: they mean one thing, then another."""
    blocks = [getattr(node, part, ()) for node in nodes(function) for part in ("body", "orelse")]
    made = [[assigned(part) for part in block] for block in blocks if isinstance(block, list)]
    return {name for block in made for i, one in enumerate(block) for other in block[:i] for name in one & other}


def case_line(function, *tests):
    """The number of the line that makes what fits a test in the first step alone: under `if t == 1`, `if v is None`; or None."""
    first = re.compile(r"\bis None|== 1\b|< 2\b|<= 1\b")
    asked = [n for n in nodes(function) if isinstance(n, ast.If) and first.search(ast.unparse(n.test))]
    return _line(list(_made(part for n in asked for top in n.body for part in ast.walk(top))), tests, max)


def mixing(function, matrix):
    """[(text, line)] of what counts axes from the front or, not `matrix`, makes one number of several and keeps no axis."""
    found = []
    for node in nodes(function):
        match node:
            case ast.Subscript(ast.Attribute(attr="shape"), ast.Constant()) | ast.Attribute(attr="T") | ast.Call(ast.Name("len")):
                found += [node] if matrix else []
            case ast.Call(ast.Attribute(attr="norm" | "sum" | "mean" | "max" | "min" | "std" | "prod"), keywords=named):
                found += [node] if not matrix and "keepdims" not in {k.arg for k in named} else []
    return [(ast.unparse(node), node.lineno) for node in found]


def made_above(function, number):
    """The names that a line uses and that lines above it make or change: [(name, line)]."""
    below = nodes(function) if number else []
    there = [s for s in below if getattr(s, "lineno", 0) == number]
    used = {n.id for s in there for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    made = [(node.name, node.lineno) for node in below if isinstance(node, ast.FunctionDef)][1:]
    return sorted((name, at) for name, at in {*made, *_made(below)} if name in used and at < number)


def is_empty(function):
    """Whether the body is nothing but a docstring, pass or ..."""
    said = [s for body in nodes(function)[:1] for s in body.body if not isinstance(s, ast.Pass)]
    return bool(nodes(function)) and all(isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) for s in said)


def line(function, number):
    """The text of a line, counted from the def line as 1; "" where there is none."""
    try:
        return inspect.getsource(function).splitlines()[number - 1].strip()
    except (OSError, TypeError, IndexError):
        return ""


# What stopped it


class Stumble(Exception):
    """A function that cannot be judged: the name of what is wrong, a sentence for its author, and what more is known of it."""

    def __init__(self, kind, sentence, **more):
        super().__init__(sentence)
        self.kind, self.sentence, self.more = kind, sentence, more


_AS_AXIS = "only integer scalar arrays|cannot be interpreted as an integer|axis .* out of bounds"
_ONE, SINGLE = "only (length-1|0-dim|size-1|integer scalar)|real number, not (ndarray|list)", "works for single numbers only"
_NAMED = (  # what Python says, what the line calls, the name of the mistake, and what it is in words, for each call
    ("ambiguous|" + _AS_AXIS, r"\ba?(max|min)\(", "{0} for np.{0}imum",
        "{0}(a, b) and np.{0}(a, b) do not compare two arrays; np.{0}imum(a, b) does"),
    ("ambiguous", "", "scalar `if` on arrays",
        "a condition (if, while, and, or) asks about a whole array; use np.where or np.maximum"),
    (r"bitwise_xor|for \^", "", "^ for **", "^ is not a power in Python; write **"),
    (_ONE, r"(?<!np\.)\b(sqrt|exp|log|fabs|floor|ceil|tanh)\(", SINGLE,
        "math.{0} takes one number; np.{0} takes an array"),
    (_ONE, "", SINGLE, "math functions, float() and int() take one number; np.sqrt and its like take arrays"),
    ("Cannot cast ufunc .*int", "", "integer state truncates",
        "a float result does not fit into an array of integers; make the array of floats"),
)  # fmt: skip
_PLAIN = {  # what Python says, and what it is in words
    "^UnboundLocalError.*'([^']+)'": "the name {0} is used before it has a value",
    "^NameError.*'(np|math)'": "{0} is not known: import it first",
    "^NameError.*'([^']+)'": "the name {0} is not known; {near}",
    "^ZeroDivisionError": "it divides by zero",
    "^OverflowError": "a number becomes too large",
    "^RecursionError": "it calls itself without end",
    "^KeyError: (.+)": "there is no entry {0}",
    "^IndexError: (.+)": "an index is out of range ({0})",
    "^SystemExit": "it asks Python to quit",
    "^NotImplementedError": "it raises NotImplementedError: replace that line by your own",
    r"(?:broadcast|matmul).*?(shapes? \(.*|size \d+ is different from \d+)": "shapes do not fit together ({0})",
    "math domain": "a root or logarithm is taken of a negative number",
    "unsupported operand.*function'": "a function stands where a number is needed: call it, with its argument in parentheses",
    "^TypeError: (.*not callable.*)": "something is called like a function that is none ({0})",
    "^(.+?): (.+)": "{0} ({1})",
    "(.+):": "{0}",
}


def of_error(error, function, step):
    """The Stumble for an error that was raised while the function ran, with the line of the function."""
    where, below, said = _where(error, function), nodes(function), f"{type(error).__name__}: {error}"
    stops, said = f"In step {step} your function stops{where}: ", " ".join(said.split()).rstrip(".")[:150]
    asked = [n for node in below if isinstance(node, ast.Subscript) for n in ast.walk(node.slice)]
    by_name = any(isinstance(n, ast.Constant) and isinstance(n.value, str) for n in asked)  # v["dW" + str(l)]
    if by_name and isinstance(error, IndexError | KeyError | TypeError):
        advice = "One array comes in, not a dictionary of layers: write the step for one; the loop over layers belongs outside."
        return Stumble("layers by name", f"{stops}it asks an array for an entry by its name, as in v['dW1']. {advice}")
    if _is_a_run(below):
        asked = "asked for is one step: x, g and the state go in, the new state and the new x come out. The loop belongs outside."
        return Stumble("whole run", f"Your function is a whole run, with a loop over the steps; {asked}")
    if "broadcast" in said and any(isinstance(node, ast.Global | ast.Nonlocal) for node in below):  # a run with another x
        kept = "what it remembers outside of what it is given is left over from another run"
        return Stumble("state shared between parameters or runs", f"{stops}{kept}.")
    unset = [name for name, p in inspect.signature(function).parameters.items() if p.default is None]
    if "NoneType" in said and unset:
        none = f"{unset[0]} is None in the first step, and None is no number: ask `if {unset[0]} is None` before you use it"
        return Stumble("error", f"{stops}{none}.")
    code = getattr(function, "__code__", None)
    line = where if where.endswith(")") else "( ".join((*getattr(code, "co_names", ()), ""))  # all that the function calls
    for pattern, calls, kind, words in _NAMED:
        called = dict.fromkeys(re.findall(calls, line)) if re.search(pattern, said) else ()
        if called:
            return Stumble(kind.format(*called), f"{stops}{'; '.join(map(words.format, called))}.")
    found, words = next((found, words) for pattern, words in _PLAIN.items() if (found := re.search(pattern, said)))
    near = nearest(found[found.lastindex or 0], getattr(code, "co_varnames", ()))
    near = f"did you mean {near}" if near else "is it missing among the arguments, or not imported"
    return Stumble("error", f"{stops}{words.format(*found.groups(), near=near)}.")


def _is_a_run(below):
    """Whether a loop of the function asks one of its arguments for the gradient, or runs over a number of steps given to it."""
    inside = [n for loop in below if isinstance(loop, ast.For | ast.While) for n in ast.walk(loop)]
    calls = [n for n in inside if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    asked = {n.func.id for n in calls} | {getattr(arg, "id", "") for n in calls if n.func.id == "range" for arg in n.args}
    return bool(asked & {n.arg for n in below if isinstance(n, ast.arg)})


def _where(error, function):
    """The last line of the learner's function in the traceback, counted from the def line as 1; not of a helper beside it."""
    code = getattr(function, "__code__", None) or getattr(type(function).__dict__.get("__call__"), "__code__", None)
    end = nodes(function)[0].end_lineno if nodes(function) else np.inf
    frames = traceback.walk_tb(error.__traceback__ if code else None)
    there = [number for frame, number in frames if frame.f_code.co_filename == code.co_filename]
    there = [number for number in there if 0 <= number - code.co_firstlineno < end]
    if not there:
        return ""
    source = linecache.getline(code.co_filename, there[-1]).strip()
    return f" in line {there[-1] - code.co_firstlineno + 1}" + (f" ({source})" if source else "")
