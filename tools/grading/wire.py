"""What goes between the box and the checks: data, one message of JSON a line, and nothing that could be run.

Both sides use this file. The trusted side believes nothing: every size, depth and name is looked at before it is used.
"""

import ast
import base64
import inspect
import json
import math
import os
import select
import time
from numbers import Number

import numpy as np

from optlab.formulas.lines import parse
from optlab.functions.symbols import First, Late, Rng, Symbol
from optlab.worlds.landscape import Landscape

LINE = 4_000_000  # bytes of a message
ITEMS = 60_000  # values in a message
DEPTH = 6  # containers in containers
NUMBERS = 400_000  # elements of an array
TEXT = 2_000  # characters of a string
FORMULA, HIGH = 2_000, 50  # characters of a formula; nodes above each other
NESTED = 8  # a call that asks back, that asks back, …


class Lost(Exception):
    """The other side is gone, is silent, or says what cannot be read."""


class Strange:
    """Something that is neither number, text, list nor dict: an object of which only the name of its type is known."""

    def __repr__(self):
        return f"<{type(self).__name__}>"


def strange(name):
    return type("".join(c for c in str(name)[:60] if c.isalnum() or c in "_. ") or "thing", (Strange,), {})()


def pack(value, give=None, depth=0):
    """A value as JSON. give : a list that takes the functions among the arguments of a call; without it they are strange."""
    if value is None or value is True or value is False:
        return value
    if value is ...:
        return {"t": "dots"}
    if isinstance(value, np.ndarray | np.generic):
        array = np.array(value)
        if array.dtype.kind not in "fiub" or array.size > NUMBERS:
            return {"t": "x", "v": type(value).__name__}
        data = base64.b64encode(array.tobytes()).decode()
        return {"t": "a", "d": array.dtype.str, "s": array.shape, "v": data, "g": isinstance(value, np.generic)}
    if isinstance(value, int):
        return int(value) if abs(value) < 2**63 else {"t": "x", "v": "int"}
    if isinstance(value, float):
        return float(value)
    if isinstance(value, Number) and not isinstance(value, complex):  # a fraction, a decimal number
        return float(value)
    if isinstance(value, str):
        return str(value)[:TEXT]
    if isinstance(value, Symbol | Rng):
        formula = ast.unparse(value.node) if isinstance(value, Symbol) else ""
        return {"t": "s", "v": formula, "k": type(value).__name__}
    if isinstance(value, np.random.Generator) and isinstance(value.bit_generator, np.random.PCG64):
        state = value.bit_generator.state
        numbers = [*state["state"].values(), state["has_uint32"], state["uinteger"]]
        return {"t": "r", "v": [str(number) for number in numbers]}
    if depth < DEPTH:
        if hasattr(value, "_asdict"):
            value = value._asdict()
        if isinstance(value, dict) and len(value) <= 1000:
            return {"t": "d", "v": [[str(k)[:200], pack(v, give, depth + 1)] for k, v in value.items()]}
        if isinstance(value, set | frozenset) and len(value) <= 1000:
            return {"t": "e", "v": [pack(v, give, depth + 1) for v in value]}
        if isinstance(value, list | tuple | range) and len(value) <= ITEMS:
            items = [pack(v, give, depth + 1) for v in value]
            return {"t": "u", "v": items} if isinstance(value, tuple) else items
    if isinstance(value, Landscape) and give is not None:
        known = {name: getattr(value, name) for name in ("f", "grad", "start", "box", "minima", "noise", "name")}
        return {"t": "l", "v": pack(known, give, depth)}
    if callable(value) and give is not None:
        give.append(value)
        return {"t": "f", "v": len(give) - 1, "n": str(getattr(value, "__name__", "f"))[:80], "p": parameters(value)}
    return {"t": "x", "v": type(value).__name__}


def parameters(function):
    """The parameters of a function, each as [name, kind, whether it has a default, the default]; none where none are known."""
    try:
        given = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [[p.name, int(p.kind), p.default is not p.empty, pack(None if p.default is p.empty else p.default)] for p in given]


def unpack(data, function=None, known=None):
    """The value of what `pack` made. function(part) : what stands for a function or a landscape; known : the names that a formula
    may use, without which it is strange. Lost at whatever is not as it should be."""
    left = [ITEMS]

    def read(part, depth):
        left[0] -= 1
        if left[0] < 0 or depth > DEPTH + 1:
            raise Lost("too much came back")
        if part is None or isinstance(part, bool | int | float):
            return part
        if isinstance(part, str):
            return part[:TEXT]
        if isinstance(part, list):
            return [read(item, depth + 1) for item in part]
        kind, value = part["t"], part.get("v")
        if kind == "dots":
            return ...
        if kind == "a":
            return _array(part)
        if kind == "d":
            return {str(name)[:200]: read(item, depth + 1) for name, item in value}
        if kind == "e":
            return {read(item, depth + 1) for item in value}
        if kind == "u":
            return tuple(read(item, depth + 1) for item in value)
        if kind == "r":
            return _generator(value)
        if kind == "s" and known is not None:
            symbol = {"Late": Late, "First": First}.get(part["k"], Symbol)
            return Rng() if part["k"] == "Rng" else symbol(formula(str(value), known))
        if kind in ("f", "l") and function is not None:
            return function(part)
        return strange(value)

    try:
        return read(data, 0)
    except Lost:
        raise
    except Exception:
        raise Lost("what came back cannot be read") from None


def _array(part):
    kind, shape = np.dtype(str(part["d"])[:8]), [int(n) for n in part["s"]]
    if kind.kind not in "fiub" or len(shape) > 6 or any(not 0 <= n <= NUMBERS for n in shape) or math.prod(shape) > NUMBERS:
        raise Lost("what came back cannot be read")
    array = np.frombuffer(base64.b64decode(part["v"]), kind).reshape(shape).copy()
    return array[()] if part.get("g") and not shape else array


CALLS = {"where", "clip", "mean", "sum", "max", "min", "amax", "amin", "prod", "median", "std", "var", "any", "all", "dot"}
PARTS = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call, ast.keyword, ast.Constant, ast.Name, ast.Attribute, ast.Subscript,
         ast.operator, ast.unaryop, ast.cmpop, ast.expr_context)  # fmt: skip


def formula(text, known):
    """The syntax tree of a formula of numbers, names and numpy's functions on them. The checks compute it.

    known : its names. Lost at anything else, at a power of bare numbers too, which could be computed for ever.
    """
    if len(text) > FORMULA:
        raise Lost("too much came back")
    tree, level = parse(text), [None]
    for _ in range(HIGH):
        level = [child for node in level for child in ([tree] if node is None else ast.iter_child_nodes(node))]
    if level:
        raise Lost("too much came back")
    functions = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    inner = {id(part) for node in ast.walk(tree) if id(node) in functions for part in ast.walk(node)}
    for node in ast.walk(tree):
        fine = isinstance(node, PARTS)
        if isinstance(node, ast.Name) and id(node) not in inner:
            fine = node.id in known
        elif isinstance(node, ast.Constant):
            fine = node.value is None or isinstance(node.value, bool | int | float)
        elif id(node) in functions:
            module, _, name = ast.unparse(node).rpartition(".")
            elementwise = isinstance(getattr(np, name, None), np.ufunc) or name in CALLS
            fine = module == "np" and elementwise or ast.unparse(node) in known & {"grad", "rng.standard_normal"}
            fine = fine or ast.unparse(node) == "np.linalg.norm"
        elif isinstance(node, ast.Attribute) and id(node) not in inner:
            fine = node.attr in ("shape", "size", "dtype") and isinstance(node.value, ast.Name)
        elif isinstance(node, ast.BinOp):
            fine = any(isinstance(part, ast.Name) for part in ast.walk(node))
        if not fine:
            raise Lost("what came back cannot be read")
    return tree


def _generator(numbers):
    """A random generator that goes on where the other side's stands."""
    state, inc, has, rest = (int(str(number)[:40]) for number in numbers)
    if not (0 <= state < 2**128 and 0 <= inc < 2**128 and has in (0, 1) and 0 <= rest < 2**32):
        raise Lost("what came back cannot be read")
    bits = np.random.PCG64()
    bits.state = dict(bit_generator="PCG64", state=dict(state=state, inc=inc), has_uint32=has, uinteger=rest)
    return np.random.Generator(bits)


class Wire:
    """A pair of pipes. `ask` sends a request and waits for its answer; meanwhile `serve` answers what the other side asks."""

    def __init__(self, come, go, serve, clock=time.monotonic):
        self.come, self.go, self.serve, self.clock, self.rest, self.nested = come, go, serve, clock, b"", 0
        os.set_blocking(go, False)  # who reads nothing stops nobody

    def ask(self, message, seconds=None):
        """The answer, a dict. Lost if there is none within the seconds by the clock."""
        end = None if seconds is None else self.clock() + seconds
        self.send(message, end)
        while True:
            answer = self.receive(end)
            if "op" not in answer:
                return answer
            self.nested += 1
            try:
                if self.nested > NESTED:
                    raise Lost("too much came back")
                self.send(self.serve(answer), end)
            finally:
                self.nested -= 1

    def wait(self, end, come=(), go=()):
        """Until there is something to read, or room to write; Lost when the time is over, however much there is."""
        while end is None or self.clock() < end:
            left = None if end is None else max(0.01, end - self.clock())
            if any(select.select(come, go, [], left)):
                return
        raise Lost("it did not come to an end in time")

    def send(self, message, end=None):
        data = memoryview(json.dumps(message).encode("utf-8", "replace") + b"\n")
        try:
            while data:
                self.wait(end, go=[self.go])
                data = data[os.write(self.go, data) :]
        except OSError:
            raise Lost("the process died") from None

    def receive(self, end=None):
        """The next message."""
        parts, size = [self.rest], len(self.rest)
        while b"\n" not in parts[-1]:
            self.wait(end, come=[self.come])
            part = os.read(self.come, 1 << 18)
            size += len(part)
            if not part:
                raise Lost("the process died")
            if size > LINE:
                raise Lost("too much came back")
            parts.append(part)
        line, _, self.rest = b"".join(parts).partition(b"\n")
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            raise Lost("what came back cannot be read") from None
        if not isinstance(message, dict):
            raise Lost("what came back cannot be read")
        return message
