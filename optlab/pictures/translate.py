"""Steps, landscapes and closed forms as JavaScript, made by running them once on symbols: what a page computes with by itself.

What was written down is compared with the Python function on rows of numbers before it is given away. Where they differ, or
where a function cannot be followed, `Untranslatable` says why in one sentence.

    >>> from optlab.steps.classic import sgd
    >>> print(step(sgd).text)
    ($steps, $state, $hyper, $world, $keep) => {
      const $G = new Float64Array(1);
      let $k = 0;
      let [x$0] = $state.x;
      let lr = $hyper.lr;
      const $schedules = [lr].some($isSchedule);
      for (let t = $state.t ?? 1, $end = t + $steps; t < $end; t++) {
        if ($schedules) {
          lr = $at($hyper.lr, t);
        }
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
import contextlib
import inspect
import itertools
import pathlib
import types
from typing import NamedTuple

import numpy as np

from ..run import inputs
from ..run.asked import ARRAY, COUNT, FUNCTION, NUMBER, of_form
from ..run.signature import signature
from ..steps.learned import learned
from ..theory import closed_form as theory
from ..theory import rates as theory_of_rates
from . import symbols
from .javascript import Text, arrow, function, indented, statements, variable
from .outside import changed
from .rows import asked as asked_of
from .rows import compare, rows, same
from .standins import with_standins
from .symbols import Node, Untranslatable, branches, symbol


class Step(NamedTuple):
    """text: `(steps, state, hyper, world, keep) => x`; names: the quantities of which keep gets one number a coordinate."""

    text: str
    names: tuple


class Landscape(NamedTuple):
    """f: `(a, b) => loss`; grad: `(a, b, G) => {}`, which writes the gradient into G. One coordinate: `(a)`, `(a, G)`."""

    f: str
    grad: str


class Rates(NamedTuple):
    """What theory says of a quadratic for one curvature: the spectral radius, the largest lr: `(curvature, hyper) => number`."""

    radius: str
    largest: str


@contextlib.contextmanager
def _reasons(name):
    """Whatever stands in the way of a translation is told in one sentence that begins with the function's name."""
    try:
        yield
    except Untranslatable as error:
        raise Untranslatable(f"{name} has no JavaScript: {_sentence(error)}") from None
    except RecursionError:
        raise Untranslatable(f"{name} has no JavaScript: its expression is too long.") from None
    except Exception as error:
        raise Untranslatable(f"{name} has no JavaScript: it fails with {type(error).__name__}: {_sentence(error)}") from error


def _sentence(error):
    return " ".join(str(error).split()).rstrip(".") + "."


# Steps


def step(step, d=1, state=()):
    """A step on d coordinates as JavaScript, a `Step`.

    The text is a function `(steps, state, hyper, world, keep) => x`. state: {x: [d numbers], and each state likewise; t: the
    first step, 1 if not given}. hyper: {name: a number, or an array with one number for each step, counted from t = 1}. world
    gives the gradient and what else the step asks for: see js/core.js. keep, if there is one, receives steps · names · d numbers.
    state (names): states without a start value to which the caller gives one.

    Raises `Untranslatable` where the step cannot be followed or depends on more than its arguments.
    """
    sig = signature(step)
    with _reasons(sig.name):
        if getattr(step, "__code__", None) is learned.__code__:
            return _learned(step)
        cases = _cases(step, sig, d, state)
        ways = [way for tree in cases.values() for way in symbols.leaves(tree)]
        names = tuple(ways[0].row)
        if any(set(way.row) != set(names) for way in ways):
            raise Untranslatable("it does not always return the same names")
        return Step(_text(sig, d, cases, names), names)


class Way(NamedTuple):
    """One way through a step: the row, each quantity as d nodes or None; what was asked of the world, in order, each question
    with the nodes of its answer."""

    row: dict
    asked: list


def _cases(step, sig, d, state):
    """A tree of ways for each set of arguments that can be None: states not yet known, hyperparameters without a value."""
    shapes = [(1,), (1, 1)] if d == 1 else [(1, d)]  # a signal gives x of shape (1,), a landscape of shape (1, d)
    optional = [name for name, default in sig.hyper.items() if default is None]
    waits = {name for name, start in sig.state.items() if start is None}
    todo = [waits - set(state) | set(some) for k in range(len(optional) + 1) for some in itertools.combinations(optional, k)]
    cases, on_symbols = {}, with_standins(step)
    while todo:
        none = frozenset(todo.pop(0))
        if none not in cases:
            expected = [rows(step, sig, shape, none) for shape in shapes]
            tree = cases[none] = branches(lambda: _way(on_symbols, sig, shapes[0], none))  # noqa: B023
            compare(tree, expected[0])
            if not any(isinstance(row.result, Exception) for row in expected[-1]):
                compare(tree, expected[-1])
            todo += [(none - waits) | {name for name in waits if way.row[name] is None} for way in symbols.leaves(tree)]
    return cases


def _way(step, sig, shape, none):
    """The step on symbols, where the arguments named by `none` are None."""
    d, asked = shape[-1], []

    def answer(op, size, *places):
        call = symbols.operation(op, len(asked), *(node for place in places for node in _nodes(place, d)))
        parts = [symbols.operation("part", call, i) for i in range(int(np.prod(size)))]
        asked.append((call, parts))
        return symbols.array(parts, size)

    values = {name: symbols.vector(name, shape) for name in of_form(ARRAY)} | {name: symbol(name) for name in of_form(COUNT)}
    values |= {name: symbols.array([symbol(name)], (1,) * len(shape)) for name in of_form(NUMBER)}
    row = step(
        **asked_of(sig, shape, values, answer),
        **{name: None if name in none else symbols.vector(name, shape) for name in sig.state},
        **{name: None if name in none else symbol(name) for name in sig.hyper},
    )
    return Way({name: _nodes(quantity, d) for name, quantity in row.items()}, asked)


def _nodes(quantity, d):
    """A quantity as d nodes, whatever its form; None stays None."""
    if quantity is None:
        return None
    flat = [quantity] if isinstance(quantity, Node) else np.asarray(quantity, object).ravel().tolist()
    if len(flat) not in (1, d):
        raise Untranslatable(f"it makes {len(flat)} numbers where {d} belong")
    return [one if isinstance(one, Node) else symbols.constant(float(one)) for one in flat] * (d // len(flat))


def _text(sig, d, cases, names):
    """The function that runs the step: a loop, and in it one case for each set of arguments that can be None."""
    vectors = {name: [variable(name, i) for i in range(d)] for name in (*of_form(ARRAY), *sig.state)}
    hyper = {name: variable(name) for name in sig.hyper}
    point = ", ".join(vectors["x"])
    lines = [f"const $G = new Float64Array({d});", "let $k = 0;"]
    lines += [f"const {name} = $world.{name};" for name in of_form(COUNT, among=sig.inputs) if name != "t"]
    lines += [f"let [{', '.join(vectors[name])}] = $state.{name};" for name in ("x", *sig.state)]
    lines += [f"let {js} = $hyper.{name};" for name, js in hyper.items()]
    loop = []
    if hyper:
        lines += [f"const $schedules = [{', '.join(hyper.values())}].some($isSchedule);"]
        loop += ["if ($schedules) {", *(f"  {js} = $at($hyper.{name}, t);" for name, js in hyper.items()), "}"]
    for name in of_form(ARRAY, among=sig.inputs)[1:]:
        parts = ", ".join(f"{js} = $G[{i}]" for i, js in enumerate(vectors[name]))
        loop += [f"$world.{name}(t, {point}, $G);", f"const {parts};"]
    loop += [f"const {name} = $world.{name}(t, {point});" for name in of_form(NUMBER, among=sig.inputs)]
    maybe = {name: hyper[name] if name in hyper else vectors[name][0] for name in sorted(set().union(*cases))}
    for k, (none, tree) in enumerate(cases.items()):
        body = statements(tree, lambda way, known: _assignments(way, known, sig, d, names), _ask_before)
        test = " && ".join(f"{js} {'===' if name in none else '!=='} null" for name, js in maybe.items())
        loop += [f"{'} else ' * (k > 0)}if ({test}) {{", *indented(body)] if maybe else body
    if maybe:
        loop += ["} else {", '  throw new Error("This mixture of known and unknown states is not translated.");', "}"]
    lines += ["for (let t = $state.t ?? 1, $end = t + $steps; t < $end; t++) {", *indented(loop), "}", f"return [{point}];"]
    return function(["$steps", "$state", "$hyper", "$world", "$keep"], lines)


def _assignments(way, known, sig, d, names):
    """The lines of one way: what is asked, what is computed, what is kept, and what the next step begins with."""
    row = {name: parts or [None] * d for name, parts in way.row.items()}
    computed = [part for parts in row.values() for part in parts if part is not None]
    text = Text(computed + [call for call, _ in way.asked], known)
    _ask(text, way.asked)
    kept = [text.named(part) if part is not None else "NaN" for name in names for part in row[name]]
    moved = {variable(name, i): part for name in ("x", *sig.state) for i, part in enumerate(row[name])}
    new = {old: text.named(part) if part is not None else "null" for old, part in moved.items()}
    new = {old: now for old, now in new.items() if old != now}
    held = dict.fromkeys(now for now in new.values() if now in new)  # needed after its variable is written
    lines = [*text.lines, "if ($keep) {", *(f"  $keep[$k++] = {one};" for one in kept), "}"]
    lines += [f"const $old${name} = {name};" for name in held]
    return lines + [f"{old} = {f'$old${now}' if now in held else now};" for old, now in new.items()]


def _ask(text, asked):
    """Lines that ask the world for what has no name yet."""
    for call, parts in asked:
        if parts and id(parts[0]) in text.names:
            continue
        if ahead := call.op in of_form(FUNCTION):
            places = [*(variable("x", i) for i in range(len(parts))), *(text.write(place) for place in call.args[1:])]
            text.lines.append(f"$world.{call.op}(t, {', '.join(places)}, $G);")
        for i, part in enumerate(parts):
            text.name(part, f"$G[{i}]" if ahead else f"$world.{call.op}()")


def _ask_before(text, fork):
    """Lines that ask the world for what the condition of a fork needs, and for what was asked before that."""
    needed = {id(node) for node in symbols.within([fork.test])}
    asked = next((way.asked for way in symbols.leaves(fork)), [])
    last = max((k for k, (call, _) in enumerate(asked) if id(call) in needed), default=-1)
    _ask(text, asked[: last + 1])


def _learned(step):
    """The learned optimizer is written by hand, in js/learned.js: its text and its weights."""
    weights = step.__globals__["trained"](np.dtype(float))
    source = (pathlib.Path(__file__).parent / "js" / "learned.js").read_text("utf-8").replace("export ", "")
    lines = [f"{name}: {_floats(numbers)}," for name, numbers in weights.items()]
    return Step("\n".join(["(() => {", source, "return learnedStep({", *indented(lines), "});", "})()"]), ("u", "x"))


def _floats(numbers):
    """Numbers as JavaScript: one, or an array of them as base64, in 4 bytes each where that loses nothing."""
    if np.ndim(numbers) == 0:
        return repr(float(numbers))
    single = np.asarray(numbers, "<f4")
    exact = single if (single == numbers).all() else np.asarray(numbers, "<f8")
    return f'floats({exact.itemsize}, "{base64.b64encode(exact.tobytes()).decode()}")'


# Landscapes


def landscape(landscape):
    """A landscape of one or two coordinates as JavaScript, a `Landscape`; its noise is not in it.

    Raises `Untranslatable` where its f or grad cannot be followed or depends on more than the point.

    >>> from optlab.worlds.landscapes import simple_quadratic
    >>> print(landscape(simple_quadratic).f)
    (a, b) => {
      return a * a + b * b;
    }
    """
    places = ("a", "b")[: len(landscape.start)]
    gradient = [f"G[{i}] = {{}};" for i in range(len(places))]
    f = _on_points(landscape, "f", places, places, ["return {};"])
    return Landscape(f, _on_points(landscape, "grad", places, (*places, "G"), gradient))


def _on_points(landscape, name, places, arguments, last):
    """A function of a landscape; `last` are the lines into which its values are put."""
    part, d = getattr(landscape, name), len(places)
    low, high = np.transpose(landscape.box)
    points = low + (high - low) * np.random.default_rng(0).random((8, d))
    with _reasons(f"{name} of {landscape.name}"):
        values = []
        evaluate = lambda: values.extend(part(inputs.frozen(point[None])) for point in points)  # noqa: E731
        outside = changed(part, lambda: symbols.quietly(evaluate))
        if outside:
            raise Untranslatable(f"it changes {outside}, which lies outside of it")
        point, on_symbols = symbols.array([symbol(place) for place in places], (1, d)), with_standins(part)
        tree = branches(lambda: _nodes(on_symbols(point), len(last)))
        for numbers, want in zip(points, values):
            known = dict(zip(places, numbers))
            if not same([symbols.value(node, known) for node in symbols.taken(tree, known)], np.ravel(want)):
                raise Untranslatable("on symbols it gives something else than on numbers")
        return function(arguments, statements(tree, lambda nodes, known: _filled(last, nodes, known)))


def _filled(lines, nodes, known=()):
    """Lines into which nodes are put, after those that the nodes need."""
    text = Text(nodes, known)
    lines = [line.format(text.write(node)) for line, node in zip(lines, nodes, strict=True)]
    return [*text.lines, *lines]


# Theory


def closed_form(step):
    """The update of a step on a whole signal, where theory has it, as JavaScript `(g, hyper) => Float64Array`; else None.

    Symbols stand for whole arrays: g for the gradients, k for 0, 1, …; np.convolve and np.cumsum are operations on them.
    """
    if not theory.has_update(step):
        return None
    sig, form = signature(step), theory.formula(step)
    g, k = (symbols.array([symbol(name)], (1,)) for name in "gk")
    with _reasons(f"the closed form of {sig.name}"):
        root = branches(lambda: form(g, k, **{name: symbol(name) for name in sig.hyper}).item(), whole=(np.convolve, np.cumsum))
        numbers = np.random.default_rng(0).normal(size=20)
        known = dict(g=numbers, k=np.arange(20), **sig.hyper)
        functions = types.SimpleNamespace(**vars(np) | dict(convolve=lambda g, weights: np.convolve(g, weights)[: len(g)]))
        if not same(symbols.value(root, dict(known), functions), form(**known)):
            raise Untranslatable("on symbols it gives something else than on numbers")
        names, lines = {id(g.item()): "g[k]"}, _unpacked(sig.hyper)
        last = _array(root, names, lines)
        return function(["g", "$hyper"], [*lines, f"return {last};"])


def curve(f, x, hyper):
    """A function of x and of these hyperparameters, elementwise in x, as JavaScript `(x, $hyper) => number`.

    It is compared on all of x, (n,), at these values and at some shares of them.

    >>> print(curve(lambda a, mu: abs(1 - a) ** (1 - mu), np.ones(3), dict(mu=0.5)))
    (a, $hyper) => {
      const mu = $hyper.mu;
      return Math.pow(Math.abs(1 - a), 1 - mu);
    }
    """
    argument = next(iter(inspect.signature(f).parameters))
    with _reasons(f.__name__):
        if outside := changed(f, lambda: symbols.quietly(lambda: f(x, **hyper))):
            raise Untranslatable(f"it changes {outside}, which lies outside of it")
        place, on_symbols = symbols.array([symbol(argument)], (1,)), with_standins(f)
        tree = branches(lambda: _nodes(on_symbols(place, **{name: symbol(name) for name in hyper}), 1))
        rng = np.random.default_rng(0)
        for share in (1.0, *rng.random(4)):  # of the values
            some = {name: share * value for name, value in hyper.items()}
            known = {argument: x, **some}
            want = symbols.quietly(lambda: f(x, **some))  # noqa: B023
            (node,) = symbols.quietly(lambda: symbols.taken(tree, known))  # noqa: B023
            got = symbols.quietly(lambda: symbols.value(node, known))  # noqa: B023
            if not same(np.broadcast_to(got, x.shape), np.broadcast_to(want, x.shape)):
                raise Untranslatable("on symbols it gives something else than on numbers")
        lines = statements(tree, lambda nodes, known: _filled(["return {};"], nodes, known))
        return function([variable(argument), "$hyper"], [*_unpacked(hyper), *lines])


def _unpacked(hyper):
    return [f"const {variable(name)} = $hyper.{name};" for name in hyper]


def _array(root, names, lines):
    """The whole array that a node stands for; names, by id: those of its elements; lines: where arrays get their names."""
    for node in symbols.within([root]):
        if node.op in ("convolve", "cumsum") and id(node) not in names:
            arrays = [_array(part, names, lines) for part in node.args]
            name = f"${len(names)}"
            lines.append(f"const {name} = ${node.op}({', '.join(arrays)});")
            names[id(node)] = f"{name}[k]"
    if id(root) in names:
        return names[id(root)].removesuffix("[k]")
    text = Text([root], names)
    last = text.write(root)
    element = arrow(["k"], [*text.lines, f"return {last};"]) if text.lines else f"(k) => {last}"
    return f"$each(g.length, {element})"


def rates(step):
    """What theory says of a step on a quadratic, for one curvature, as JavaScript, `Rates`; None where nothing is known."""
    if not theory_of_rates.has_rate(step):
        return None
    sig, curvature, lr = signature(step), symbol("curvature"), symbol("lr")
    mu = symbol("mu") if "mu" in sig.hyper else 0.0

    def text(formula):
        nodes = branches(lambda: _nodes(formula(), 1))
        return function(["curvature", "$hyper"], [*_unpacked(sig.hyper), *_filled(["return {};"], nodes)])

    return Rates(
        text(lambda: theory_of_rates.radius_formula(step, curvature, lr, mu)),
        text(lambda: theory_of_rates.largest_lr_formula(step, curvature, mu)),
    )
