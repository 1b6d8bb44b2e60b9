"""Steps, landscapes and closed forms as JavaScript, made by running them once on symbols: what a page needs to compute by itself.

What was written down is compared with the Python function on rows of numbers before it is given away; where they differ, or
where a function cannot be followed, `Untranslatable` says why in one sentence.

    >>> from optlab.steps.classic import sgd
    >>> step(sgd).names
    ('x',)
    >>> print(step(sgd).text)
    ($steps, $state, $hyper, $world, $keep) => {
      const $G = new Float64Array(1);
      let $k = 0, [x$0] = $state.x;
      let lr = $hyper.lr;
      const $schedules = [lr].some((value) => typeof value === "object");
      for (let t = $state.t ?? 1, $end = t + $steps; t < $end; t++) {
        if ($schedules) { lr = $at($hyper.lr, t); }
        $world.g(t, x$0, $G);
        const g$0 = $G[0];
        const $0 = x$0 - lr * g$0;
        if ($keep) {
          $keep[$k++] = $0;
        }
        x$0 = $0;
      }
      return [x$0];
    }
"""

import base64
import types
from typing import NamedTuple

import numpy as np

from ..run.signature import signature
from ..steps.learned import learned
from .symbols import (
    Fork,
    Node,
    Raises,
    Text,
    Untranslatable,
    _quietly,
    array,
    branches,
    leaves,
    number,
    operation,
    symbol,
    symbols,
    taken,
    value,
)


class Step(NamedTuple):
    """text: `(steps, state, hyper, world, keep) => x`; names: the quantities of which keep gets one number a coordinate."""

    text: str
    names: tuple


class Landscape(NamedTuple):
    """f: `(a, b) => loss`; grad: `(a, b, G) => {}`, which writes the gradient into G."""

    f: str
    grad: str


# Steps


class Way(NamedTuple):
    """One way through a step: the row, each quantity as d nodes or None, and what was asked of the world, in order."""

    row: dict
    asked: list


def step(function, d=1):
    """A step on d coordinates as JavaScript, a `Step`.

    Raises `Untranslatable`, one sentence, where the step cannot be followed or depends on more than its arguments.
    """
    sig = signature(function)
    if getattr(function, "__code__", None) is learned.__code__:
        return _learned(function)
    shape = (1,) if d == 1 else (1, d)
    waits = [name for name, start in sig.state.items() if start is None]
    cases, todo, names = {}, [frozenset(waits)], None
    while todo:
        none = todo.pop()
        if none in cases:
            continue
        cases[none] = _on_symbols(function, sig, shape, d, none)
        _check(function, sig, shape, d, none, cases[none])
        for way in leaves(cases[none]):
            names = names or tuple(way.row)
            todo.append(frozenset(name for name in waits if way.row[name] is None))
    return Step(_text(sig, d, waits, cases, names), names)


def _learned(function):
    """The learned optimizer is written by hand in js/learned.js; only its weights are written down here."""
    weights = function.__globals__["trained"](np.dtype(float))
    parts = ", ".join(f"{name}: {_floats(array)}" for name, array in weights.items())
    return Step(f"$learnedStep({{ {parts} }})", ("u", "x"))


def _floats(numbers):
    """Numbers as JavaScript: one, or an array of them as base64, in 4 bytes each where that loses nothing."""
    if not np.ndim(numbers):
        return repr(float(numbers))
    single = np.asarray(numbers, "<f4")
    numbers = single if (single == numbers).all() else np.asarray(numbers, "<f8")
    return f'$floats({numbers.itemsize}, "{base64.b64encode(numbers.tobytes()).decode()}")'


class World:
    """What a step asks for while it runs on symbols; every call is remembered, in order."""

    def __init__(self, d, shape):
        self.d, self.shape, self.asked = d, shape, []

    def _ask(self, op, count, *args):
        call = operation(op, len(self.asked), *args)
        parts = [operation("part", call, i) for i in range(count)]
        self.asked.append((call, parts))
        return parts

    def grad(self, y):
        return array(self._ask("ahead", self.d, *_numbers(y, self.d)), self.shape)

    def _draw(self, op, size):
        if size is None:
            return self._ask(op, 1)[0]
        size = tuple(np.atleast_1d(size))
        return array(self._ask(op, int(np.prod(size))), size)

    def standard_normal(self, size=None, dtype=None):
        return self._draw("normal", size)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return loc + scale * self._draw("normal", self._size(size, loc, scale))

    def random(self, size=None, dtype=None):
        return self._draw("uniform", size)

    def uniform(self, low=0.0, high=1.0, size=None):
        return low + (high - low) * self._draw("uniform", self._size(size, low, high))

    def _size(self, size, *others):
        return size if size is not None else np.broadcast_shapes(*(np.shape(other) for other in others)) or None


def _on_symbols(function, sig, shape, d, none):
    """The step on symbols, for the case that these states are not yet known: a tree of ways."""

    def run():
        world = World(d, shape)
        given = dict(x=symbols("x", shape), g=symbols("g", shape), t=Node("in", "t"), n=Node("in", "n"), rng=world, grad=world.grad)
        given |= dict(f=array([Node("in", "f")], (1,) * len(shape)))
        given = {name: given[name] for name in sig.inputs}
        given |= {name: None if name in none else symbols(name, shape) for name in sig.state}
        row = function(**given, **{name: symbol(name) for name in sig.hyper})
        if not isinstance(row, dict) or not {"x", *sig.state} <= set(row):
            raise Untranslatable(f"{sig.name} does not return a dict of its state and x.")
        return Way({name: _numbers(quantity, d) for name, quantity in row.items()}, world.asked)

    try:
        return branches(run)
    except Untranslatable as error:
        raise Untranslatable(f"{sig.name} has no JavaScript: {str(error).rstrip('.')}.") from None
    except Exception as error:
        raise Untranslatable(f"{sig.name} has no JavaScript: on symbols it raises {type(error).__name__}: {error}") from error


def _numbers(quantity, d):
    """A quantity as d nodes, whatever its form; None stays None."""
    if quantity is None:
        return None
    flat = np.array(quantity, object) if not isinstance(quantity, Node) else np.full(1, quantity, object)
    if flat.size not in (1, d):
        raise Untranslatable(f"a quantity has the shape {flat.shape}, not that of x")
    flat = flat.view(np.ndarray).ravel().tolist() * (d if flat.size == 1 else 1)
    return [one if isinstance(one, Node) else Node("number", float(one)) for one in flat]


def _check(function, sig, shape, d, none, tree):
    """What was written down gives the same numbers as the function: else it remembers, draws or reads something outside."""
    rng = np.random.default_rng(0)
    for t in (1, 2, 7):
        numbers = {name: np.abs(rng.normal(size=shape)) for name in ("x", "g", *(set(sig.state) - none))}
        asked = []

        def answer(*_):
            asked.append(rng.normal(size=shape))
            return asked[-1]

        world = types.SimpleNamespace(standard_normal=answer, normal=answer, random=answer, uniform=answer)
        given = dict(numbers, t=t, f=np.array([1.5]), n=3, grad=answer, rng=world, **dict.fromkeys(none))
        given = {name: given[name] for name in (*sig.inputs, *sig.state)}
        row = _quietly(lambda: function(**given, **sig.hyper))  # noqa: B023
        known = {f"{name}${i}": one for name, numbers in numbers.items() for i, one in enumerate(numbers.ravel())}
        known |= {"t": t, "f": 1.5, "n": 3, **{symbol(name).args[0]: one for name, one in sig.hyper.items()}}
        with np.errstate(all="ignore"):
            way = taken(tree, known)
            known |= {id(part): one for (_, parts), drawn in zip(way.asked, asked) for part, one in zip(parts, drawn.ravel())}
            for name, parts in way.row.items():
                got = [np.nan if part is None else value(part, known) for part in parts or [None] * d]
                want = np.broadcast_to(np.nan if row[name] is None else np.asarray(row[name], float), shape).ravel()
                if not np.allclose(got, want, rtol=1e-9, equal_nan=True):
                    raise Untranslatable(f"{sig.name} gives another {name} when it is run again; a step depends on its arguments alone.")


def _text(sig, d, waits, cases, names):
    """The function that runs the step: a loop, in it one case for each set of states that are not yet known."""
    each = lambda name: ", ".join(f"{name}${i}" for i in range(d))  # noqa: E731
    hyper = {name: symbol(name).args[0] for name in sig.hyper}
    lines = [f"const $G = new Float64Array({d}){', n = $world.n' * ('n' in sig.inputs)};"]
    lines += ["let $k = 0, " + ", ".join(f"[{each(name)}] = $state.{name}" for name in ("x", *sig.state)) + ";"]
    if hyper:
        lines += [f"let {', '.join(f'{js} = $hyper.{name}' for name, js in hyper.items())};"]
        lines += [f"const $schedules = [{', '.join(hyper.values())}].some((value) => typeof value === \"object\");"]
    lines += ["for (let t = $state.t ?? 1, $end = t + $steps; t < $end; t++) {"]
    if hyper:
        lines += [f"  if ($schedules) {{ {' '.join(f'{js} = $at($hyper.{name}, t);' for name, js in hyper.items())} }}"]
    if "g" in sig.inputs:
        lines += [f"  $world.g(t, {each('x')}, $G);", f"  const {', '.join(f'g${i} = $G[{i}]' for i in range(d))};"]
    if "f" in sig.inputs:
        lines += [f"  const f = $world.f(t, {each('x')});"]
    for k, (none, tree) in enumerate(cases.items()):
        test = " && ".join(f"{name}$0 {'===' if name in none else '!=='} null" for name in waits)
        if len(cases) > 1:
            lines += [f"  {'} else ' * (k > 0)}if ({test}) {{"]
        lines += _indented(_ways(tree, sig, d, names), 1 + (len(cases) > 1))
    lines += ["  }"] * (len(cases) > 1) + ["}", f"return [{each('x')}];"]
    return "\n".join(["($steps, $state, $hyper, $world, $keep) => {", *_indented(lines), "}"])


def _indented(lines, by=1):
    return ["  " * by + line for line in lines]


def _ways(tree, sig, d, names):
    """The lines of a tree of ways."""
    if isinstance(tree, Raises):
        return [f"throw new Error({number(tree.message)});"]
    if isinstance(tree, Fork):
        test = Text([]).write(tree.test)
        then, other = (_indented(_ways(branch, sig, d, names)) for branch in (tree.then, tree.other))
        return [f"if ({test}) {{", *then, "} else {", *other, "}"]
    row, asked = tree
    text = Text([part for parts in row.values() if parts for part in parts] + [call for call, _ in asked])
    for call, parts in asked:
        if call.op == "ahead":
            places = [f"x${i}" for i in range(d)] + [text.write(a) for a in call.args[1:]]
            text.lines.append(f"$world.ahead(t, {', '.join(places)}, $G);")
        for i, part in enumerate(parts):
            text.name(part, f"$G[{i}]" if call.op == "ahead" else f"$world.{call.op}()")
    kept = [text.named(part) if part else "NaN" for name in names for part in (row[name] or [None] * d)]
    moved = {f"{name}${i}": text.named(row[name][i]) if row[name] else "null" for name in ("x", *sig.state) for i in range(d)}
    moved = {variable: new for variable, new in moved.items() if variable != new}
    held = [new for new in moved.values() if new in moved]  # a value that is needed after its variable was written
    lines = [*text.lines, "if ($keep) {", *(f"  $keep[$k++] = {one};" for one in kept), "}"]
    lines += [f"const $old_{name} = {name};" for name in dict.fromkeys(held)]
    return lines + [f"{variable} = {f'$old_{new}' if new in held else new};" for variable, new in moved.items()]


# Landscapes


def landscape(world):
    """A landscape of one or two coordinates as JavaScript, a `Landscape`."""
    d = len(world.start)
    names = ("a", "b")[:d]
    texts = []
    for part, function in (("f", world.f), ("grad", world.grad)):
        count = 1 if part == "f" else d
        nodes = _numbers(_quietly(lambda: function(array([Node("in", name) for name in names], (1, d), False))), count)  # noqa: B023
        text = Text(nodes)
        last = [text.write(node) for node in nodes]
        last = [f"return {last[0]};"] if part == "f" else [f"G[{i}] = {one};" for i, one in enumerate(last)]
        head = f"({', '.join([*names, *['G'] * (part == 'grad')])}) => {{"
        texts.append("\n".join([head, *_indented([*text.lines, *last]), "}"]))
    return Landscape(*texts)
