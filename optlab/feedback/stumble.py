"""What stopped a learner's function, in one sentence that a beginner understands."""

import ast
import difflib
import linecache
import re

from .source import source_tree

_ARGUMENT_AS_AXIS = re.compile("only integer scalar arrays|cannot be interpreted as an integer|axis .* out of bounds")


class Stumble(Exception):
    """A function that cannot be judged: the name of what is wrong, and a sentence for its author."""

    def __init__(self, kind, sentence):
        super().__init__(sentence)
        self.kind, self.sentence = kind, sentence


def of_error(error, function, step):
    """The Stumble for an error that was raised while the function ran, with the line of the function."""
    text = str(error)
    if isinstance(error, IndexError | KeyError | TypeError) and _asks_by_name(function):
        kind, what = "layers by name", "it asks an array for an entry by its name, as in v['dW1']"
        return Stumble(kind, f"In step {step} your function stops{_where(error, function)}: {what}. One array comes in, not a dictionary"
                             " of layers: write the step for one array; the loop over the layers belongs outside.")  # fmt: skip
    if _is_a_run(function):
        return Stumble("whole run", "Your function is a whole run, with a loop over the steps; asked for is one step: x, g and the state go in,"
                                    " the new state and the new x come out. The loop belongs outside.")  # fmt: skip
    builtins = getattr(getattr(function, "__code__", None), "co_names", ())
    if "ambiguous" in text:
        if {"max", "min"} & set(builtins):
            kind, what = "max for np.maximum", "max() and min() compare whole arrays; use np.maximum and np.minimum"
        else:
            kind, what = (
                "scalar `if` on arrays",
                "a condition (if, while, and, or) asks about a whole array; use np.where or np.maximum",
            )
    elif _ARGUMENT_AS_AXIS.search(text) and {"max", "min", "amax", "amin"} & set(builtins):
        kind, what = "max for np.maximum", "np.max(a, b) takes b for the number of an axis; np.maximum(a, b) compares two arrays"
    elif "bitwise_xor" in text or re.search(r"for \^", text):
        kind, what = "^ for **", "^ is not a power in Python; write **"
    elif re.search(r"only (length-1|0-dimensional|size-1|integer scalar)|must be real number, not (ndarray|list)", text):
        kind, what = (
            "works for single numbers only",
            "math functions and float() take one number; np.sqrt and its like take arrays",
        )
    elif "Cannot cast ufunc" in text and "int" in text:
        kind, what = "integer state truncates", "a float result does not fit into an array of integers; make the array of floats"
    else:
        kind, what = "error", _plain(error, function)
    return Stumble(kind, f"In step {step} your function stops{_where(error, function)}: {what}.")


def _asks_by_name(function):
    """Whether an argument is asked for an entry by a text: v["dW" + str(l)]."""
    body = source_tree(function)
    return body is not None and any(
        isinstance(node, ast.Subscript) and any(isinstance(n, ast.Constant) and isinstance(n.value, str) for n in ast.walk(node.slice))
        for node in ast.walk(body)
    )


def _is_a_run(function):
    """Whether a loop of the function asks one of its arguments for the gradient, or runs over a number of steps given to it."""
    body = source_tree(function)
    if body is None:
        return False
    given = {arg.arg for arg in (*body.args.args, *body.args.kwonlyargs)}
    loops = [node for node in ast.walk(body) if isinstance(node, ast.For | ast.While)]
    called = {n.func.id for loop in loops for n in ast.walk(loop) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    counted = {n.id for loop in loops if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Call)
               and getattr(loop.iter.func, "id", "") == "range" for n in loop.iter.args if isinstance(n, ast.Name)}  # fmt: skip
    return bool(called & given or counted & given)


def _plain(error, function):
    text = " ".join(str(error).split()).rstrip(".")
    name = getattr(error, "name", None)
    if isinstance(error, UnboundLocalError):
        return f"the name {_quoted(text)} is used before it has a value"
    if isinstance(error, NameError):
        known = list(getattr(getattr(function, "__code__", None), "co_varnames", ()))
        if name in ("np", "math"):
            return f"{name} is not known: import it first"
        near = difflib.get_close_matches(name or "", known, n=1)
        hint = f"; did you mean {near[0]}?" if near else "; is it missing among the arguments, or not imported?"
        return f"the name {name or _quoted(text)} is not known{hint}".rstrip(".?")
    if isinstance(error, ZeroDivisionError):
        return "it divides by zero"
    if isinstance(error, OverflowError):
        return "a number becomes too large"
    if isinstance(error, RecursionError):
        return "it calls itself without end"
    if isinstance(error, KeyError):
        return f"there is no entry {text}"
    if isinstance(error, IndexError):
        return f"an index is out of range ({text})"
    if isinstance(error, SystemExit):
        return "it asks Python to quit"
    if isinstance(error, NotImplementedError):
        return "it raises NotImplementedError: replace that line by your own"
    if "broadcast" in text or "matmul" in text:
        sizes = re.findall(r"shapes? \(.*|size \d+ is different from \d+", text)
        return f"shapes do not fit together ({sizes[0] if sizes else text})"
    if isinstance(error, ValueError) and "math domain" in text:
        return "a root or logarithm is taken of a negative number"
    if isinstance(error, TypeError) and "unsupported operand" in text and "function'" in text:
        return "a function stands where a number is needed: call it, with its argument in parentheses"
    if isinstance(error, TypeError) and "not callable" in text:
        return f"something is called like a function that is none ({text})"
    return f"{type(error).__name__}" + (f" ({text[:120]})" if text else "")


def _quoted(text):
    match = re.search(r"'([^']*)'", text)
    return match.group(1) if match else "?"


def _where(error, function):
    """The last line of the learner's own file in the traceback, counted from the def line as 1."""
    code = getattr(function, "__code__", None) or getattr(type(function).__dict__.get("__call__"), "__code__", None)
    found, tb = None, error.__traceback__
    while tb is not None and code is not None:
        if tb.tb_frame.f_code.co_filename == code.co_filename:
            found = tb.tb_lineno
        tb = tb.tb_next
    if found is None:
        return ""
    source = linecache.getline(code.co_filename, found).strip()
    return f" in line {found - code.co_firstlineno + 1}" + (f" ({source})" if source else "")
