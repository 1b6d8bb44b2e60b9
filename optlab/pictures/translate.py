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
from typing import NamedTuple

import numpy as np

from ..run import inputs
from ..run.signature import check_row, explain, signature
from ..steps.learned import learned
from ..theory import closed_form as theory
from ..theory import rates as theory_of_rates
from . import javascript, symbols
from .outside import changed
from .standins import with_standins
from .symbols import Untranslatable as Untranslatable


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
        raise Untranslatable(f"{name} has no JavaScript: {str(error).rstrip('.')}.") from None
    except RecursionError:
        raise Untranslatable(f"{name} has no JavaScript: its expression is too long.") from None
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise Untranslatable(f"{name} has no JavaScript: it fails with {what.rstrip('.')}.") from error


# Steps


def step(step, d=1):
    """A step on d coordinates as JavaScript, a `Step`.

    The text is a function `(steps, state, hyper, world, keep) => x`. state: {x: [d numbers], and each state; t: the first
    step, 1 if not given}. hyper: {name: a number, or an array with one number for each step, counted from t = 1}. world gives
    the gradient and what else the step asks for, as js/core.js has it. keep, if there is one, receives steps · names · d numbers.

    Raises `Untranslatable` where the step cannot be followed or depends on more than its arguments.
    """
    sig = signature(step)
    with _reasons(sig.name):
        if getattr(step, "__code__", None) is learned.__code__:
            return _learned(step)
        cases = _cases(step, sig, d)
        names = tuple(next(way.row for tree in cases.values() for way in symbols.leaves(tree)))
        if any(set(way.row) != set(names) for tree in cases.values() for way in symbols.leaves(tree)):
            raise Untranslatable("it does not always return the same names")
        return Step(_text(sig, d, cases, names), names)


class Way(NamedTuple):
    """One way through a step: the row, each quantity as d nodes or None, and what was asked of the world, in order."""

    row: dict
    asked: list


def _cases(step, sig, d):
    """A tree of ways for each set of states, and hyperparameters, that can be None when the step is called."""
    shapes = [(1,), (1, 1)] if d == 1 else [(1, d)]  # a signal gives x of shape (1,), a landscape of shape (1, d)
    optional = [name for name, default in sig.hyper.items() if default is None]
    waits = {name for name, start in sig.state.items() if start is None}
    todo = [waits | set(some) for k in range(len(optional) + 1) for some in itertools.combinations(optional, k)]
    cases = {}
    while todo:
        none = frozenset(todo.pop())
        if none in cases:
            continue
        rows = [_rows(step, sig, shape, none) for shape in shapes]
        tree = cases[none] = symbols.branches(lambda: _way(with_standins(step), sig, shapes[0], none))  # noqa: B023
        _compare(tree, rows[0])
        if not any(isinstance(row.result, Exception) for row in rows[-1]):
            _compare(tree, rows[-1])
        switched = none - waits
        todo += [{name for name in waits if way.row[name] is None} | switched for way in symbols.leaves(tree)]
    return cases


def _way(step, sig, shape, none):
    """The step on symbols, where these of its arguments are None."""
    asked = []

    def answer(op, size, *args):
        call = symbols.operation(op, len(asked), *args)
        parts = [symbols.operation("part", call, i) for i in range(int(np.prod(size)))]
        asked.append((call, parts))
        return symbols.array(parts, size)

    world = _World(shape, answer)
    given = dict(x=symbols.vector("x", shape), g=symbols.vector("g", shape), t=symbols.symbol("t"), n=symbols.symbol("n"), grad=world.grad, rng=world)
    given["f"] = symbols.array([symbols.symbol("f")], (1,) * len(shape))
    row = step(
        **{name: given[name] for name in sig.inputs},
        **{name: None if name in none else symbols.vector(name, shape) for name in sig.state},
        **{name: None if name in none else symbols.symbol(name) for name in sig.hyper},
    )
    return Way({name: _nodes(quantity, shape[-1]) for name, quantity in row.items()}, asked)


def _nodes(quantity, d):
    """A quantity as d nodes, whatever its form; None stays None."""
    if quantity is None:
        return None
    flat = [quantity] if isinstance(quantity, symbols.Node) else np.asarray(quantity, object).ravel().tolist()
    if len(flat) not in (1, d):
        raise Untranslatable(f"it returns {len(flat)} numbers for one quantity")
    return [one if isinstance(one, symbols.Node) else symbols.constant(float(one)) for one in flat] * (d // len(flat))


class _World:
    """What a step can ask for while it is translated: `answer(op, shape, ...)` gives the numbers, or symbols for them."""

    def __init__(self, shape, answer):
        self.shape, self.answer = shape, answer

    def grad(self, y):
        return self.answer("ahead", self.shape, *_nodes(y, self.shape[-1]))

    def _draw(self, op, size):
        return self.answer(op, () if size is None else tuple(np.atleast_1d(size)))[()]

    def standard_normal(self, size=None, dtype=None):
        return self._draw("normal", size)

    def random(self, size=None, dtype=None):
        return self._draw("uniform", size)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return loc + scale * self._draw("normal", np.broadcast_shapes(np.shape(loc), np.shape(scale)) if size is None else size)

    def uniform(self, low=0.0, high=1.0, size=None):
        return low + (high - low) * self._draw(
            "uniform", np.broadcast_shapes(np.shape(low), np.shape(high)) if size is None else size
        )

    def __getattr__(self, name):
        raise Untranslatable(f"rng.{name} has no counterpart in JavaScript")


# Each translation is compared with the function on rows of numbers


class Row(NamedTuple):
    """What the function was given, by name; what the world answered; what it gave: {name: d numbers or None}, or an error."""

    given: dict
    answers: list
    result: object


_ROWS = 8


def _rows(step, sig, shape, none):
    """The step on numbers, where these of its arguments are None; refused if it depends on more than its arguments."""
    rows = []
    name = changed(step, lambda: rows.extend(_row(step, sig, shape, none, k) for k in range(_ROWS)))
    if name:
        raise Untranslatable(f"it changes {name}, which lies outside of it; a step depends on its arguments alone")
    again = [_row(step, sig, shape, none, k) for k in range(_ROWS)]
    if repr([row.result for row in rows]) != repr([row.result for row in again]):
        raise Untranslatable("it gives something else when it is run again; a step depends on its arguments alone")
    if all(isinstance(row.result, Exception) for row in rows):
        explain(sig, rows[0].result)
        raise rows[0].result
    return rows


def _row(step, sig, shape, none, k):
    """The step on the k-th row of numbers."""
    rng, answers = np.random.default_rng(k), []

    def answer(op, size, *_):
        answers.append(rng.random(size) if op == "uniform" else rng.normal(size=size))
        return answers[-1]

    world = _World(shape, answer)
    size = (0.0, 1.0, 10.0)[(k + 1) % 3]
    numbers = dict(x=rng.normal(size=shape), g=size * rng.normal(size=shape))
    numbers |= {name: rng.normal(size=shape) for name in sig.state if name not in none}
    if k % 2:  # states are sizes more often than not
        numbers |= {name: np.abs(numbers[name]) for name in sig.state if name not in none}
    single = dict(t=(1, 2, 3, 7, 60)[k % 5], n=k + 1, f=np.full((1,) * len(shape), rng.normal()))
    given = {**single, "grad": world.grad, "rng": world, **numbers}
    given = {name: given.get(name) for name in (*sig.inputs, *sig.state)}
    hyper = {name: None if name in none else _hyper(name, default, k) for name, default in sig.hyper.items()}
    frozen = {name: inputs.frozen(one) if isinstance(one, np.ndarray) else one for name, one in {**given, **hyper}.items()}

    def run():
        row = step(**frozen)
        check_row(sig, row, given, shape, np.dtype(float), k + 1)
        for name, one in row.items():
            if np.ndim(one) > len(shape):
                raise Untranslatable(f"its {name} has the shape {one.shape}, and x has the shape {shape}")
        return {name: None if one is None else np.broadcast_to(one, shape).ravel().tolist() for name, one in row.items()}

    try:
        result = symbols.quietly(run)
    except Untranslatable:
        raise
    except Exception as error:
        result = error
    numbers = {name: one.ravel() for name, one in numbers.items()}
    single = {name: np.asarray(one).item() for name, one in single.items() if name in sig.inputs}
    return Row({**numbers, **single, **hyper}, answers, result)


def _hyper(name, default, k):
    """A value that a hyperparameter may have: its default, and in every other row another one."""
    if isinstance(default, bool):
        return default != bool(k % 2)
    if isinstance(default, int | float):
        other = default * (0.6 + 0.1 * k)
        return np.asarray(other if k % 2 and inputs.allows(name, other) else default, float)
    return np.asarray(0.5) if default in (None, inspect.Parameter.empty) else default


def _compare(tree, rows):
    """What was written down gives the numbers of the function."""
    for row in rows:
        known = dict(row.given)
        for way in symbols.leaves(tree):
            for (_, parts), answer in zip(way.asked, row.answers):
                known |= {id(part): one for part, one in zip(parts, np.ravel(answer))}
        with np.errstate(all="ignore"):
            way = symbols.taken(tree, known)
            if isinstance(way, symbols.Raises) or isinstance(row.result, Exception):
                _same_end(way, row.result, known)
            elif len(way.asked) != len(row.answers):
                raise Untranslatable("on symbols it asks for something else than on numbers")
            else:
                for name, parts in way.row.items():
                    got = None if parts is None else [symbols.value(part, known) for part in parts]
                    _same(name, got, row.result.get(name))


def _same_end(way, result, known):
    """Both raise an error; or the function of math that raises one on numbers is one of numpy, which gives nan."""
    if isinstance(way, symbols.Raises) and isinstance(result, Exception):
        return
    if isinstance(way, Way) and np.isnan([symbols.value(part, known) for parts in way.row.values() for part in parts or ()]).any():
        return
    raise Untranslatable("on numbers it goes another way than on symbols")


def _same(name, got, want):
    if (got is None) != (want is None) or (
        want is not None and not np.allclose(np.asarray(got, float), want, rtol=1e-9, atol=1e-12, equal_nan=True)
    ):
        raise Untranslatable(f"on symbols its {name} is another than on numbers")


# A step as text


def _text(sig, d, cases, names):
    """The function that runs the step: a loop, and in it one case for each set of arguments that can be None."""
    vectors = {name: [javascript.variable(name, i) for i in range(d)] for name in ("x", "g", *sig.state)}
    hyper = {name: javascript.variable(name) for name in sig.hyper}
    point = ", ".join(vectors["x"])
    lines = [f"const $G = new Float64Array({d}){', n = $world.n' * ('n' in sig.inputs)};", "let $k = 0;"]
    lines += [f"let [{', '.join(vectors[name])}] = $state.{name};" for name in ("x", *sig.state)]
    lines += [f"let {js} = $hyper.{name};" for name, js in hyper.items()]
    loop = []
    if hyper:
        lines += [f"const $schedules = [{', '.join(hyper.values())}].some($isSchedule);"]
        loop += ["if ($schedules) {", *(f"  {js} = $at($hyper.{name}, t);" for name, js in hyper.items()), "}"]
    if "g" in sig.inputs:
        loop += [f"$world.g(t, {point}, $G);", f"const {', '.join(f'{js} = $G[{i}]' for i, js in enumerate(vectors['g']))};"]
    if "f" in sig.inputs:
        loop += [f"const f = $world.f(t, {point});"]
    maybe = {name: javascript.variable(name) if name in sig.hyper else vectors[name][0] for name in sorted(set().union(*cases))}
    for k, (none, tree) in enumerate(cases.items()):
        body = javascript.statements(tree, lambda way, known: _assign(way, known, sig, d, names), _ask_before)
        test = " && ".join(f"{js} {'===' if name in none else '!=='} null" for name, js in maybe.items())
        loop += [f"{'} else ' * (k > 0)}if ({test}) {{", *javascript.indented(body)] if maybe else body
    if maybe:
        loop += ["} else {", '  throw new Error("This mixture of known and unknown states is not translated.");', "}"]
    lines += ["for (let t = $state.t ?? 1, $end = t + $steps; t < $end; t++) {", *javascript.indented(loop), "}", f"return [{point}];"]
    return javascript.function(["$steps", "$state", "$hyper", "$world", "$keep"], lines)


def _assign(way, known, sig, d, names):
    """The lines of one way: what is asked, what is computed, what is kept, and what the next step begins with."""
    text = javascript.Text([part for parts in way.row.values() if parts for part in parts] + [call for call, _ in way.asked], known)
    _ask(text, way.asked)
    kept = [text.named(part) if part else "NaN" for name in names for part in way.row[name] or [None] * d]
    new = {}
    for name in ("x", *sig.state):
        for i, part in enumerate(way.row[name] or [None] * d):
            new[javascript.variable(name, i)] = text.named(part) if part else "null"
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
        if call.op == "ahead":
            places = [*(javascript.variable("x", i) for i in range(len(parts))), *(text.write(place) for place in call.args[1:])]
            text.lines.append(f"$world.ahead(t, {', '.join(places)}, $G);")
        for i, part in enumerate(parts):
            text.name(part, f"$G[{i}]" if call.op == "ahead" else f"$world.{call.op}()")


def _ask_before(text, fork):
    """Lines that ask the world for what the condition of a fork needs, and for what was asked before that."""
    needed = {id(node) for node in symbols.within([fork.test])}
    asked = next((way.asked for way in symbols.leaves(fork)), [])
    last = max((k for k, (call, _) in enumerate(asked) if id(call) in needed), default=-1)
    _ask(text, asked[: last + 1])


def _learned(step):
    """The learned optimizer is written by hand, in js/learned.js; only its weights are written down here."""
    weights = step.__globals__["trained"](np.dtype(float))
    lines = [f"{name}: {_floats(numbers)}," for name, numbers in weights.items()]
    return Step("\n".join(["$learnedStep({", *javascript.indented(lines), "})"]), ("u", "x"))


def _floats(numbers):
    """Numbers as JavaScript: one, or an array of them as base64, in 4 bytes each where that loses nothing."""
    if np.ndim(numbers) == 0:
        return repr(float(numbers))
    single = np.asarray(numbers, "<f4")
    exact = single if (single == numbers).all() else np.asarray(numbers, "<f8")
    return f'$floats({exact.itemsize}, "{base64.b64encode(exact.tobytes()).decode()}")'


# Landscapes


def landscape(landscape):
    """A landscape of one or two coordinates as JavaScript, a `Landscape`.

    Raises `Untranslatable` where its f or grad cannot be followed.
    """
    d = len(landscape.start)
    low, high = np.transpose(landscape.box)
    points = low + (high - low) * np.random.default_rng(0).random((_ROWS, d))
    places = ("a", "b")[:d]
    texts = []
    for name, count, arguments in (("f", 1, places), ("grad", d, (*places, "G"))):
        part = getattr(landscape, name)
        with _reasons(f"{name} of {landscape.name}"):
            want = []
            what = changed(part, lambda: want.extend(symbols.quietly(lambda: part(point[None])) for point in points))  # noqa: B023
            if what:
                raise Untranslatable(f"it changes {what}, which lies outside of it")
            tree = symbols.branches(lambda: _nodes(with_standins(part)(symbols.array([symbols.symbol(place) for place in places], (1, d))), count))  # noqa: B023
            for point, numbers in zip(points, want):
                known = dict(zip(places, point))
                with np.errstate(all="ignore"):
                    _same("value", [symbols.value(node, known) for node in symbols.taken(tree, known)], np.ravel(numbers))
            texts.append(javascript.function(arguments, javascript.statements(tree, _give if name == "f" else _write)))
    return Landscape(*texts)


def _give(nodes, known):
    text = javascript.Text(nodes, known)
    last = f"return {text.write(nodes[0])};"
    return [*text.lines, last]


def _write(nodes, known):
    text = javascript.Text(nodes, known)
    last = [f"G[{i}] = {text.write(node)};" for i, node in enumerate(nodes)]
    return [*text.lines, *last]


# Theory


def closed_form(step):
    """The update of a step on a whole signal, where theory has it, as JavaScript `(g, hyper) => Float64Array`; else None.

    Here symbols stand for whole arrays: g for the gradients, k for 0, 1, …; what is not elementwise is np.convolve or np.cumsum.
    """
    if not theory.has_update(step):
        return None
    sig, form = signature(step), theory.formula(step)
    g, k = symbols.symbol("g"), symbols.symbol("k")
    hyper = {name: symbols.symbol(name) for name in sig.hyper}
    with _reasons(f"the closed form of {sig.name}"):
        root = symbols.branches(lambda: form(symbols.array([g], (1,)), symbols.array([k], (1,)), **hyper).item(), whole=(np.cumsum, np.convolve))
        known = dict(g=np.random.default_rng(0).normal(size=20), k=np.arange(20), **sig.hyper)
        want = form(**known)
        _same("update", _whole_value(root, known), want)
        lines = [f"const {javascript.variable(name)} = hyper.{name};" for name in hyper]
        names = {id(g): "g[k]"}
        return javascript.function(["g", "hyper"], [*lines, *_whole(root, names, g), f"return {_array(root, names, g)};"])


def _whole_value(node, known):
    """As `value`, where functions of whole arrays keep the length of their first argument."""
    for one in symbols.within([node]):
        if one.op in ("convolve", "cumsum") and id(one) not in known:
            arrays = [np.broadcast_to(_whole_value(a, known), len(known["g"])) for a in one.args]
            known[id(one)] = getattr(np, one.op)(*arrays)[: len(known["g"])]
    return symbols.value(node, known)


def _whole(root, names, g):
    """Lines for the functions of whole arrays on which a node stands, innermost first."""
    lines = []
    for node in symbols.within([root]):
        if node.op in ("convolve", "cumsum") and id(node) not in names:
            lines += [line for a in node.args for line in _whole(a, names, g)]
            name = f"${len(names)}"
            lines.append(f"const {name} = ${node.op}({', '.join(_array(a, names, g) for a in node.args)});")
            names[id(node)] = f"{name}[k]"
    return lines


def _array(node, names, g):
    """A node as an array as long as g."""
    if id(node) in names:
        return names[id(node)].removesuffix("[k]")
    text = javascript.Text([node], names)
    last = text.write(node)
    if text.lines:
        return "\n".join(["$each(g.length, (k) => {", *javascript.indented([*text.lines, f"return {last};"]), "})"])
    return f"$each(g.length, (k) => {last})"


def rates(step):
    """What theory says of a step on a quadratic, for one curvature, as JavaScript, `Rates`; None where nothing is known."""
    if not theory_of_rates.has_rate(step):
        return None
    sig, curvature = signature(step), symbols.symbol("curvature")
    lr, mu = symbols.symbol("lr"), symbols.symbol("mu") if "mu" in sig.hyper else 0.0
    lines = [f"const {name} = hyper.{name};" for name in sig.hyper]
    texts = []
    for formula, given in ((theory_of_rates.radius_formula, (lr, mu)), (theory_of_rates.largest_lr_formula, (mu,))):
        node = symbols.branches(lambda: _nodes(formula(step, curvature, *given), 1))  # noqa: B023
        texts.append(javascript.function(["curvature", "hyper"], [*lines, *_give(node, ())]))
    return Rates(*texts)
