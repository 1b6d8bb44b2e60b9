"""What stopped a learner's function, in a sentence for its author."""

import ast
import inspect
import linecache
import re
import traceback

import numpy as np

from ..formulas.cells import cell_of
from ..run.nearest import nearest
from .source import nodes


class Stumble(Exception):
    """A function that cannot be judged: the name of what is wrong, and a sentence for its author."""

    def __init__(self, kind, sentence):
        super().__init__(sentence)
        self.kind, self.sentence = kind, sentence


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
    r"no attribute '(?:items|keys|values)'": "one array comes in, not a dictionary of layers; the loop over them belongs outside",
    r"no attribute '(?:grad|data)'": "x and its gradient g come in as two arrays: x has no .grad of its own",
    "math domain": "a root or logarithm is taken of a negative number",
    "unsupported operand.*function'": "a function stands where a number is needed: call it, with its argument in parentheses",
    "^TypeError: (.*not callable.*)": "something is called like a function that is none ({0})",
    "^(.+?): (.+)": "{0} ({1})",
    "(.+):": "{0}",
}


def of_error(error, function, step, memory=()):
    """The Stumble for an error that was raised while the function ran, with the line of the function. memory : the names of the
    rule's states, and t."""
    where, below, said = _where(error, function), nodes(function), f"{type(error).__name__}: {error}"
    stops, said = f"In step {step} your function stops{where}: ", " ".join(said.split()).rstrip(".")[:150]
    asked = [n for node in below if isinstance(node, ast.Subscript) for n in ast.walk(node.slice)]
    by_name = any(isinstance(n, ast.Constant) and isinstance(n.value, str) for n in asked)  # v["dW" + str(l)]
    if by_name and isinstance(error, IndexError | KeyError | TypeError):
        if any(p.kind is p.VAR_KEYWORD for p in inspect.signature(function).parameters.values()):
            asked = "what a step asks for has to stand in its signature by name, as in lr=0.01"
            return Stumble("unknown argument", f"{stops}{asked}.")
        wanted = [n.value for n in asked if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        if names := [*dict.fromkeys(name for name in wanted if name in memory)]:
            asked = ", ".join(f"{name}=0.0" for name in names if name != "t") or "v=0.0"
            advice = f"The memory comes in as arrays, each an argument with its start: {asked}; t is an argument without one."
            return Stumble("state in a dictionary", f"{stops}it asks an array for an entry by its name. {advice}")
        advice = "One array comes in, not a dictionary of layers: write the step for one; the loop over layers belongs outside."
        return Stumble("layers by name", f"{stops}it asks an array for an entry by its name, as in v['dW1']. {advice}")
    if _is_a_run(below):
        asked = "asked for is one step: x, g and the state go in, the new state and the new x come out. The loop belongs outside."
        return Stumble("whole run", f"Your function is a whole run, with a loop over the steps; {asked}")
    if "broadcast" in said and any(isinstance(node, ast.Global | ast.Nonlocal) for node in below):  # a run with another x
        kept = "what it remembers outside of what it is given is left over from another run"
        return Stumble("state shared between parameters or runs", f"{stops}{kept}.")
    unset = [name for name, p in inspect.signature(function).parameters.items() if p.default is None]
    if "NoneType" in said and (unset := _unset(error, function, where) or unset):
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


def _unset(error, function, where):
    """The names in the line that stopped which are None there."""
    code = getattr(function, "__code__", None)
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__) if frame.f_code is code]
    return [name for name in re.findall(r"\w+", where) if frames and frames[-1].f_locals.get(name, name) is None]


def _is_a_run(below):
    """Whether a loop of the function asks one of its arguments for the gradient, or runs over a number of steps given to it."""
    inside = [n for loop in below if isinstance(loop, ast.For | ast.While) for n in ast.walk(loop)]
    calls = [n for n in inside if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    asked = {n.func.id for n in calls} | {getattr(arg, "id", "") for n in calls if n.func.id == "range" for arg in n.args}
    return bool(asked & {n.arg for n in below if isinstance(n, ast.arg)})


def _where(error, function):
    """The last line of the learner's function in the traceback, or of a helper in the same cell."""
    code = getattr(function, "__code__", None) or getattr(type(function).__dict__.get("__call__"), "__code__", None)
    frames = traceback.walk_tb(error.__traceback__ if code else None)
    there = [number for frame, number in frames if frame.f_code.co_filename == code.co_filename]
    if counted := not cell_of(function):  # from the def line, and there is no number for what stands above or below
        size = nodes(function)[0].end_lineno if nodes(function) else np.inf
        there = [number for number in there if 0 <= number - code.co_firstlineno < size]
    if not there:
        return ""
    source = linecache.getline(code.co_filename, there[-1]).strip()
    return f" in line {there[-1] - (code.co_firstlineno - 1) * counted}" + (f" ({source})" if source else "")
