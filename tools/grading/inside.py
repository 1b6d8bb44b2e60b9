"""Runs in the box: the learner's cells, and calls of the learner's functions. It gives values, and never marks.

Whatever a learner does to this process, the other side only ever gets data from it.
"""

import ast
import builtins
import contextlib
import importlib
import inspect
import io
import linecache
import os
import random
import re
import sys
import traceback
import types
from inspect import Parameter

import numpy as np
from numpy import ndarray
from wire import Lost, Wire, pack, parameters, unpack

from optlab.functions.symbols import Symbol, answering
from optlab.run.guard import fresh
from optlab.worlds.landscape import Landscape

__builtins__ = dict(vars(builtins))  # what is below keeps its own, whatever a cell makes of them
OUTPUT = 10_000  # characters of output that are kept
functions = {}  # by the name under which the other side may call them
dice = [random.getstate(), np.random.get_state()]  # noqa: NPY002
main = sys.modules["__main__"] = types.ModuleType("__main__")
world = main.__dict__
world.update(display=print, exit=lambda *a: None, quit=lambda *a: None)


class Any:
    """All names there are: a formula that comes from the trusted side is not looked at."""

    def __contains__(self, name):
        return True

    def __and__(self, names):
        return names


class Output(io.StringIO):
    """Keeps the beginning."""

    def write(self, text):
        if self.tell() < OUTPUT:
            super().write(text[:OUTPUT])
        return len(text)


def parse(source):
    """What can be read off a cell before any line of it has run: the names that it gives, how deep it is, its functions."""
    try:
        tree = ast.parse(_python(source))
        code = _compiled(tree, "?")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        return {"error": f"{type(error).__name__}: {error}"[:300]}
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    given = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    codes = {c.co_firstlineno: sorted({*_names(c)}) for c in code.co_consts if isinstance(c, types.CodeType)}
    defs = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            defs[node.name] = [node.lineno, node.end_lineno, codes.get((node.decorator_list or [node])[0].lineno, [])]
    return {"names": sorted(given | set(defs)), "depth": depth, "defs": defs}


def _compiled(tree, file):
    return compile(tree, file, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def _names(code):
    return {*code.co_names, *(n for c in code.co_consts if isinstance(c, types.CodeType) for n in _names(c))}


MAGICS = [  # what stands in a line of IPython's, and what is run of it
    (r"(\s*)%%?time\s+(.*)", r"\1\2"),
    (r"(\s*)([\w, ]+=)\s*%time\s+(.*)", r"\1\2 \3"),
    (r"(\s*)([\w, ]+=)\s*[!%].*", r"\1\2 None"),
    (r"(\s*)([%!?].*|.*\?\s*)", r"\1pass"),
]


def _python(source):
    """A cell without IPython's magics, which are looked for only where it would not be Python."""
    try:
        ast.parse(source)
        return source
    except SyntaxError:
        if source.startswith("%%") and not source.startswith(("%%time", "%%capture", "%%prun")):
            return "pass"  # a cell in another language
        return "\n".join(map(_line, source.split("\n")))


def _line(line):
    for pattern, instead in MAGICS:
        if re.fullmatch(pattern, line):
            return re.sub(pattern, instead, line)
    return line


def run(file, source, quiet):
    source = _python(source)
    linecache.cache[file] = len(source), None, source.splitlines(True), file
    tree = ast.parse(source, file)
    if quiet:  # a cell of the course: what it only prints is of no use here
        tree.body = [n for n in tree.body if not isinstance(n, ast.Expr | ast.For | ast.With)]
    try:
        waits = eval(_compiled(tree, file), world)
        if inspect.iscoroutine(waits):  # a cell of JupyterLab's may have an await
            importlib.import_module("asyncio").run(waits)
    finally:
        dice[:] = random.getstate(), np.random.get_state()  # noqa: NPY002


def get(name):
    """A description of what stands under a name. A function can be called from now on."""
    value = world.get(name, ...)
    if type(value).__name__ == "Landscape":
        for part in ("f", "grad"):
            functions[f"{name}.{part}"] = getattr(value, part)
        return {"t": "landscape", "v": {part: pack(getattr(value, part)) for part in ("start", "box", "minima", "noise")}}
    if callable(value) and not isinstance(value, type):
        functions[name] = value
        named = {key: str(getattr(value, name, "")) for key, name in (("n", "__name__"), ("m", "__module__"))}
        return {"t": "function", "v": parameters(value), **named}
    return pack(value)


def roll_back():
    random.setstate(dice[0]), np.random.set_state(dice[1])  # noqa: NPY002


def anew(name):
    """A copy with data of its own, so that each run starts as the first one did, global random numbers too."""
    roll_back()
    key = f"#{len(functions)}"
    functions[key] = fresh(functions[name])
    return key


def call(key, args, kwargs, anew, answers):
    """What a function gives, which of its arguments it has changed, and its local values when it returned."""
    given = {name: unpack(v, back, Any()) for name, v in [*enumerate(args), *kwargs.items()]}
    before = {name: v.tobytes() for name, v in given.items() if isinstance(v, ndarray)}
    if anew:
        roll_back()
    function, local = functions[key], {}
    code = getattr(function, "__code__", None)

    def watch(frame, event, arg):
        if event == "return" and frame.f_code is code:
            local.update(frame.f_locals)

    sys.setprofile(watch)
    try:
        with contextlib.nullcontext({}) if answers is None else answering(answers) as asked:
            value = function(*[given[i] for i in range(len(args))], **{n: v for n, v in given.items() if isinstance(n, str)})
    finally:
        sys.setprofile(None)
    if inspect.isgenerator(value) or inspect.iscoroutine(value):
        value.close()
        value = {"t": "x", "v": "generator"}
    else:
        value = pack(value)
    (old, numpys), now = dice, (random.getstate(), np.random.get_state())  # noqa: NPY002
    drawn = now[0] != old or now[1][2] != numpys[2] or now[1][1].tobytes() != numpys[1].tobytes()
    changed = [[name, pack(given[name])] for name, old in before.items() if given[name].tobytes() != old]
    changed += [[name, pack(v)] for name, v in given.items() if isinstance(v, np.random.Generator)]
    known = {id(v) for v in given.values()}
    told = ndarray | float | np.floating | Symbol
    local = [[name, pack(v)] for name, v in local.items() if isinstance(v, told) and id(v) not in known]
    questions = [pack(Symbol(question)) for question, _ in [*asked.values()][:9]]
    return {"v": value, "in": changed, "drawn": drawn, "local": local[:40], "asked": questions}


def value_of(answer):
    """What the trusted side says, or its error as one of Python's own."""
    if "e" in answer:
        raise getattr(builtins, str(answer["e"].get("type")), RuntimeError)(answer["e"]["text"])
    return unpack(answer["r"], back, Any())


def back(part):
    """A function that stands on the other side, such as the gradient of a landscape; or a landscape of such functions."""
    if part["t"] == "l":
        return Landscape(**unpack(part["v"], back, Any()))

    def function(*args, **kwargs):
        given = {name: pack(value) for name, value in kwargs.items()}
        return value_of(wire.ask(dict(op="back", i=part["v"], a=[pack(a) for a in args], k=given)))

    if part.get("p"):
        made = [Parameter(n, kind, default=unpack(v) if has else Parameter.empty) for n, kind, has, v in part["p"]]
        function.__name__, function.__signature__ = part["n"], inspect.Signature(made)
    return function


def outside(name, *args, **kwargs):
    """A step of the package: it is computed outside, and only while a cell runs; or its lines come, if no answer may use them."""
    give = functions["outside"] = []
    message = dict(op="step", name=name, a=[pack(a, give) for a in args], k={n: pack(v, give) for n, v in kwargs.items()})
    answer = wire.ask(message)
    if "open" not in answer:
        return value_of(answer)
    for file, text in answer["open"].items():
        module, real = importlib.import_module(f"optlab.steps.{file}"), {}
        exec(compile(text, file, "exec"), dict(vars(module)), real)
        for stub in vars(module).values():
            own = isinstance(stub, types.FunctionType) and stub.__module__ == module.__name__
            if own and "outside" in stub.__code__.co_names:
                stub.__code__ = real[stub.__name__].__code__
    import optlab

    return getattr(optlab.variants if name.startswith("variants.") else optlab, name.removeprefix("variants."))(*args, **kwargs)


def failure(error, file):
    """An error as data: its type and those that it is made from, its text, the last line of the file in which it was raised."""
    line = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        line = number if frame.f_code.co_filename == file else line
    kinds = [kind.__name__ for kind in type(error).__mro__]
    return {"types": kinds, "text": str(error)[:600], "name": str(getattr(error, "name", None) or "")[:80], "line": line}


def answer(message):
    out, file = (
        Output(),
        message.get("file") or getattr(getattr(functions.get(message.get("f")), "__code__", None), "co_filename", None),
    )
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), np.errstate(all="ignore"):
            match message["op"]:
                case "parse":
                    result = parse(message["source"])
                case "run":
                    result = run(file, message["source"], message["quiet"])
                case "get":
                    result = get(message["name"])
                case "anew":
                    result = anew(message["f"])
                case "call":
                    result = call(message["f"], message["a"], message["k"], message["anew"], message["answers"])
                case "back":  # a function that was given to a step of the package
                    result = pack(functions["outside"][message["i"]](*[unpack(a, back, Any()) for a in message["a"]]))
        return {"r": result, "out": out.getvalue()[:OUTPUT]}
    except Lost:
        os._exit(1)
    except BaseException as error:
        with contextlib.suppress(BaseException):
            return {"e": failure(error, file), "out": out.getvalue()[:OUTPUT]}
        return {"e": {"types": ["RuntimeError"], "text": "an error that cannot be shown", "name": "", "line": None}, "out": ""}


wire = Wire(os.dup(0), os.dup(1), answer)
nothing = os.open(os.devnull, os.O_RDWR)
for standard in (0, 1, 2):
    os.dup2(nothing, standard)
sys.modules["outside"] = types.SimpleNamespace(step=outside)  # where the package in the box finds it
sys.setrecursionlimit(3000)
try:
    while True:
        wire.send(answer(wire.receive()))
except Lost:
    os._exit(0)
