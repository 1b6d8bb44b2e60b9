"""A stand-in: a function with the learner's name, parameters, file and line, in which not a line of the learner's stands.

For `def momentum(x, g, v=0.0, *, lr=0.01)` it is

    def momentum(x, g, v=_optlab_2, *, lr=_optlab_3):
        _optlab_value, [x, g, v, lr] = _optlab_ask(_optlab_run, [x, g, v], {'lr': lr}, {'x': x, 'g': g, 'v': v, 'lr': lr})
        return _optlab_value

where `_optlab_ask` asks the box. The checks take it for the learner's own: they read its source, which they find by file and
line; the values that its names have when it returns; and the line on which an error was raised.
"""

import builtins
import inspect
import keyword
import linecache
import types
from inspect import Parameter

from .wire import Lost, unpack

MOST = 40  # parameters
DEEPEST = 60  # nodes above each other in the syntax tree of a source that the checker may read
LONGEST = 20_000  # characters of it
ERRORS = {name: error for name, error in vars(builtins).items() if isinstance(error, type) and issubclass(error, Exception)}


class _Written:
    """A default, as it stands in the text of a stand-in."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


def make(facts, ask):
    """The stand-in for a function of which the box says these facts: name n, module m, parameters v.

    ask(run, args, kwargs, given) gives the value, and what the parameters are bound to at the end. run is a dict that the
    function keeps; the checker's copies of the function, one for each run, have copies of their own.
    """
    called = facts["n"] if _is_name(facts["n"]) else "f"
    parameters, defaults = [], {}
    for i, (name, kind, has, default) in enumerate(facts["v"][:MOST]):
        if not _is_name(name) or name.startswith("_optlab"):
            raise Lost("what came back cannot be read")
        defaults[f"_optlab_{i}"] = unpack(default)
        parameters.append(Parameter(name, kind, default=_Written(f"_optlab_{i}") if has else Parameter.empty))
    signature = inspect.Signature(parameters)
    every, given = ", ".join(p.name for p in parameters), ", ".join(f"{p.name!r}: {p.name}" for p in parameters)
    by_place = ", ".join(f"*{p.name}" if p.kind == p.VAR_POSITIONAL else p.name for p in parameters if p.kind < p.KEYWORD_ONLY)
    by_name = ", ".join(
        f"**{p.name}" if p.kind == p.VAR_KEYWORD else f"{p.name!r}: {p.name}" for p in parameters if p.kind >= p.KEYWORD_ONLY
    )
    text = (
        f"def {called}{signature}:\n"
        f"    _optlab_value, [{every}] = _optlab_ask(_optlab_run, [{by_place}], {{{by_name}}}, {{{given}}})\n"
        f"    return _optlab_value\n"
    )
    world = {"__name__": "__main__", "_optlab_ask": ask, "_optlab_run": {}, **defaults}
    exec(compile(text, "<stand-in>", "exec"), world)  # built from names that were looked at, one by one
    function, module = world.pop(called), str(facts.get("m", ""))[:80]
    function.__module__ = module if module.startswith("optlab.") else "__main__"
    return function


def _is_name(text):
    return isinstance(text, str) and text.isidentifier() and not keyword.iskeyword(text)


def place(function, sources, facts):
    """Give a stand-in the file and line of the learner's function. sources : {file: text}; facts : {file: what was read off}."""
    for file, read in reversed(facts.items()):
        if function.__name__ in read.get("defs", {}):
            first, _, used = read["defs"][function.__name__]
            if read["depth"] <= DEEPEST and len(sources[file]) <= LONGEST:
                linecache.cache[file] = len(sources[file]), None, sources[file].splitlines(True), file
                code = function.__code__
                names = (*code.co_names, *(name for name in used if name not in code.co_names))
                function.__code__ = code.replace(co_filename=file, co_firstlineno=first, co_names=names)
            return


def fail(facts, code):
    """Raise an error of the box as one of Python's own; on the learner's line, where a stand-in has its place."""
    kinds, text = [str(kind) for kind in facts.get("types", [])][:20], str(facts.get("text", ""))[:600]
    try:
        error = next((ERRORS[kind] for kind in kinds if kind in ERRORS), RuntimeError)(text)
    except Exception:
        error = RuntimeError(text)
    if isinstance(error, NameError) and facts.get("name"):
        error.name = str(facts["name"])[:80]
    line = facts.get("line")
    if code is None or code.co_filename == "<stand-in>" or not (isinstance(line, int) and 0 < line < 10_000):
        raise error

    def stop(error): raise error  # fmt: skip  # noqa: E704

    types.FunctionType(stop.__code__.replace(co_filename=code.co_filename, co_firstlineno=line), {})(error)
