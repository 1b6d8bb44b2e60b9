"""Where the text of a function stands, in a cell or in a file: how its lines are counted, and which functions are beside it."""

import ast
import inspect
import os
import textwrap


def cell_of(function):
    """The name of the cell in which a function stands, for `linecache`; None where that is a file, or there is no source."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    return code.co_filename if code and not os.path.isfile(code.co_filename) else None


def above(function):
    """How many lines stand above a function in its cell; 0 in a file: there the def line is 1."""
    return inspect.unwrap(function).__code__.co_firstlineno - 1 if cell_of(function) else 0


def helpers(function):
    """The functions of the same cell that a function calls, and those that they call."""
    cell = cell_of(function)
    found = [inspect.unwrap(function)] if cell else []
    for one in found:  # it grows
        called = (one.__globals__.get(name) for name in one.__code__.co_names)
        found += [other for other in called if inspect.isfunction(other) and cell_of(other) == cell and other not in found]
    return found[1:]


def parsed(function):
    """The syntax tree of a function's source, with the numbers of its lines. Raises OSError, TypeError, SyntaxError."""
    return ast.increment_lineno(ast.parse(textwrap.dedent(inspect.getsource(function))), above(function))
