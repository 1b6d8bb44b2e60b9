"""Steps, landscapes and closed forms as JavaScript: the page computes what Python computes."""

import base64
import functools
import inspect
import json
import pathlib
import re

import numpy as np
import pytest
import right_functions
import wrong_functions
from browser import lab
from table import VECTORS
from translated_functions import STEPS as LEARNERS

import optlab
from optlab import descend, drive, landscapes, signals, signature, variants
from optlab.pictures import javascript, symbols, translate
from optlab.pictures.rules import SIGNALS
from optlab.pictures.symbols import Untranslatable
from optlab.run.signature import takes_matrix
from optlab.theory import closed_form, rates

JS = pathlib.Path(translate.__file__).parent / "js"
PAGE = "http://optlab.test/"
ROWS = {row.step: row for row in VECTORS}
ALL = [*optlab.steps.STEPS.values(), *(one for one in vars(variants).values() if inspect.isfunction(one))]
ALL = [step for step in ALL if not takes_matrix(step)]
GROUNDS = {**landscapes.ALL, "flat_and_sharp": landscapes.flat_and_sharp}
LOSSES = 1.5 + np.sin(np.arange(300))


browser = pytest.mark.browser  # runs in the one page of this file


def test_every_step_and_landscape_is_meant():
    assert set(ROWS) <= {*ALL, *ROWS} and len(ALL) >= 47 and len(GROUNDS) >= 19 and len(LEARNERS) >= 40


# One page for all


HELPERS = """
window.core = Object.assign({}, ...(await Promise.all(["core", "openloop", "land"].map((name) => import(`./${name}.js`)))));
window.rng = await import("./rng.js");
const floats = (text) => new Float64Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

// The largest difference, relative to the largest number of Python's column; nan only where Python has nan.
window.apart = (got, want) => {
  let worst = 0, size = 0;
  for (const v of want) if (Number.isFinite(v)) size = Math.max(size, Math.abs(v));
  want.forEach((v, k) => {
    if (v === got[k] || (v !== v && got[k] !== got[k])) return;
    const difference = Math.abs(v - got[k]) / size;
    worst = Math.max(worst, difference === difference ? difference : Infinity);
  });
  return worst;
};
const decoded = (want) => Object.fromEntries(Object.entries(want).map(([name, columns]) => [name, columns.map(floats)]));
const compared = (names, got, want) => Object.fromEntries(names.map((name) =>
  [name, Math.max(...want[name].map((column, i) => apart(got[name][i], column)))]));

// Runs of a step on signals: the worst difference of each quantity.
window.openLoop = ({ text, names, state, hyper, runs, losses, x0, seed }) => {
  const step = { run: { 1: core.compile(text) }, names, state, hyper }, worst = {};
  for (const { signal, want } of runs) {
    const world = core.signalWorld(floats(signal), floats(losses), rng.defaultRng(seed));
    const got = core.trace(step, world, [x0], floats(signal).length);
    for (const [name, column] of Object.entries(want))
      worst[name] = Math.max(worst[name] ?? 0, apart(got[name][0], floats(column)));
  }
  return worst;
};

// Single steps on a landscape, each from where Python's run stands.
window.forced = ({ cases }) => cases.map(({ text, names, state, hyper, f, grad, n, x0, want, seed }) => {
  const step = core.compile(text), d = x0.length;
  const world = core.landscapeWorld(core.compile(f), core.compile(grad), d, { n, rng: rng.defaultRng(seed) });
  const rows = decoded(want);
  const steps = rows.x[0].length, keep = new Float64Array(names.length * d);
  const got = Object.fromEntries(names.map((name) => [name, x0.map(() => new Float64Array(steps))]));
  for (let t = 1; t <= steps; t++) {
    const before = (name, start) => t === 1 ? start : rows[name].map((column) => column[t - 2]);
    const now = { t, x: before("x", x0) };
    for (const [name, start] of Object.entries(state)) now[name] = before(name, x0.map(() => start));
    step(1, now, hyper, world, keep);
    names.forEach((name, j) => x0.forEach((_, i) => { got[name][i][t - 1] = keep[j * d + i]; }));
  }
  return compared(names, got, rows);
});

// A whole run on a landscape.
window.closedLoop = ({ text, names, state, hyper, f, grad, n, noise, x0, want, seed }) => {
  const d = x0.length, step = { run: { [d]: core.compile(text) }, names, state, hyper };
  const world = core.landscapeWorld(core.compile(f), core.compile(grad), d, { n, noise, rng: rng.defaultRng(seed) });
  const rows = decoded(want);
  return compared(Object.keys(rows), core.trace(step, world, x0, rows.x[0].length), rows);
};

window.whole = ({ text, hyper, runs }) => {
  const f = core.compile(text);
  return runs.map(([signal, want]) => apart(f(floats(signal), hyper), floats(want)));
};

window.numbers = ({ texts, cases }) => {
  const all = texts.map(core.compile);
  return cases.map((one) => all.map((f) => f(...one)));
};

window.atPoints = ({ f, grad, points, want }) => {
  const value = core.compile(f), slope = core.compile(grad), d = points[0].length, G = new Float64Array(d), all = [];
  for (const point of points) { slope(...point, G); all.push(...G); }
  return [apart(points.map((point) => value(...point)), floats(want[0])), apart(all, floats(want[1]))];
};

window.elementwise = ({ text, arguments: given }) => {
  const f = core.compile(text), columns = given.map((one) => (typeof one === "string" ? floats(one) : one));
  return Array.from(columns[0], (_, k) => String(Number(f(...columns.map((column) => column[k])))).replace("Infinity", "inf"));
};
"""


@pytest.fixture(scope="module")
def page():
    reason = lab.missing(("playwright",))
    if reason:
        pytest.skip(f"no translation is run: {reason}")

    def answer(route):
        name = route.request.url.removeprefix(PAGE)
        if name.endswith(".js"):
            route.fulfill(body=(JS / name).read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>optlab</title>", content_type="text/html")

    with lab.browser() as window:
        page = window.new_page()
        page.route("**/*", answer)
        page.goto(PAGE)
        page.add_script_tag(content=HELPERS, type="module")
        page.wait_for_function("!!window.forced")
        yield page


WORST = {}


@pytest.fixture(scope="module")
def record():
    """Keeps the differences; `pytest -s` shows how many there were and the worst."""
    yield lambda kind, runs, worst: WORST.setdefault(kind, []).append((runs, worst))
    for kind, values in WORST.items():
        runs, worst = np.transpose(values)
        print(f"{kind}: {runs.sum():.0f} runs, worst relative difference {worst.max():.1e}")


def coded(array):
    return base64.b64encode(np.ascontiguousarray(array, float).tobytes()).decode()


def ask(page, call, **case):
    return page.evaluate(f"text => {call}(JSON.parse(text))", json.dumps(case, default=np.ndarray.tolist))


def as_json(step, hyper, text):
    """A step as the page takes it."""
    sig = signature(step)
    return dict(text=text.text, names=text.names, state=sig.state, hyper={**sig.hyper, **hyper})


def each_coordinate(trace, name, d):
    """A quantity of a run (steps, …) as d columns."""
    values = np.asarray(trace[name])
    return np.broadcast_to(values.reshape(len(values), -1), (len(values), d)).T


translated = functools.cache(translate.step)


@functools.cache
def translated_landscape(name):
    return translate.landscape(GROUNDS[name])


# Open loop


@functools.cache
def all_signals():
    """By name; the last one as wild as it gets."""
    rng = np.random.default_rng(7)
    made = {name: make() for name, make in SIGNALS.items()}
    return made | {"wild": rng.normal(size=300) * 10.0 ** rng.uniform(-6, 4, 300)}


def open_loop(page, step, hyper, chosen=None):
    """The worst relative difference of each quantity on these signals, on all if none is named."""
    text = translated(step)
    columns = [all_signals()[name] for name in chosen or all_signals()]
    given = dict(x0=0.3, rng=3, f=LOSSES if "f" in signature(step).inputs else None, hess=1.0, **hyper)
    trace = drive(step, np.stack(columns, axis=1)[..., None], **given)  # each signal is a block of its own
    assert len(trace) == 300 or len(columns) == 1, trace.diverged  # else one would cut the others short
    want = {name: each_coordinate(trace, name, len(columns)) for name in text.names}
    runs = [dict(signal=coded(g), want={name: coded(want[name][k]) for name in want}) for k, g in enumerate(columns)]
    return ask(page, "openLoop", **as_json(step, hyper, text), runs=runs, losses=coded(LOSSES), x0=0.3, seed=3)


@browser
@pytest.mark.parametrize("step", ALL, ids=lambda step: step.__name__)
def test_every_quantity_in_the_open_loop(page, step, record):
    row = ROWS[step]
    groups = [list(all_signals())]  # the coordinates of one run
    if not row.elementwise and step is not optlab.learned:
        groups = [[name] for name in (("rectangles", "noisy sine") if row.random else all_signals())]
    for hyper in ({}, row.hyper)[: 2 if row.hyper else 1]:
        for names in groups:
            worst = open_loop(page, step, hyper, names)
            record("open", len(names), max(worst.values()))
            assert max(worst.values()) <= 1e-12, (hyper, names, worst)


@browser
def test_hyperparameters_may_be_schedules(page):
    """A function of t in Python is an array of its values in the page."""
    signal = signals.noisy_sine()
    for step, schedule in (
        (optlab.sgd, dict(lr=lambda t: 0.5 / np.sqrt(t))),
        (optlab.adam, dict(lr=lambda t: 0.1 * 0.99**t, beta1=lambda t: min(0.9, t / 50))),
        (optlab.nesterov, dict(mu=lambda t: 1 - 3 / (t + 5))),
    ):
        text = translate.step(step)
        trace = drive(step, signal, x0=0.3, **schedule)
        case = as_json(step, {name: [float(value(t)) for t in range(1, 301)] for name, value in schedule.items()}, text)
        runs = [dict(signal=coded(signal), want={name: coded(trace[name]) for name in text.names})]
        worst = ask(page, "openLoop", **case, runs=runs, losses="", x0=0.3, seed=0)
        assert max(worst.values()) <= 1e-12, worst


# Closed loop: single steps, because two runs part where a run is unstable, as numpy's own do under the smallest noise


def forced(page, step, *runs, steps=15):
    """For each (landscape, hyperparameters), the worst relative difference of each quantity in single steps, each from where
    Python's run stands."""
    cases = []
    for name, hyper in runs:
        landscape = GROUNDS[name]
        d = len(landscape.start)
        text, world = translated(step, d), translated_landscape(name)
        trace = descend(step, landscape, steps=steps, rng=3, **hyper)
        names = {*text.names, *signature(step).state} & set(trace.names)
        want = {name: [coded(column) for column in each_coordinate(trace, name, d)] for name in names}
        world = dict(f=world.f, grad=world.grad, n=landscape.n, x0=landscape.start)
        cases.append(as_json(step, hyper, text) | world | dict(want=want, seed=3))
    return ask(page, "forced", cases=cases)


# Where two numbers that are nearly alike are subtracted, the last digits of a page's powers and exponentials come forward.
CANCELS = {optlab.radam: 1e-11, optlab.adan: 1e-11, variants.adan_optax: 1e-11, optlab.sophia: 1e-8}


@browser
@pytest.mark.parametrize("step", [step for step in ALL if step is not optlab.learned], ids=lambda step: step.__name__)
def test_single_steps_on_every_landscape(page, step, record):
    runs = [(name, hyper) for name in GROUNDS for hyper in ({}, ROWS[step].hyper)]
    for (name, hyper), worst in zip(runs, forced(page, step, *runs), strict=True):
        record("forced", 1, max(worst.values()))
        assert max(worst.values()) <= CANCELS.get(step, 1e-12), (name, hyper, worst)


@browser
def test_the_learned_optimizer(page, record):
    """Written by hand in JavaScript; its weights are data."""
    for name, landscape in GROUNDS.items():
        d = len(landscape.start)
        trace = descend(optlab.learned, landscape, steps=5)
        want = {name: [coded(column) for column in each_coordinate(trace, name, d)] for name in ("u", "x")}
        world, text = translated_landscape(name), translated(optlab.learned, d)
        worst = ask(page, "closedLoop", **as_json(optlab.learned, {}, text), f=world.f, grad=world.grad, n=1, noise=0,
                    x0=landscape.start, want=want, seed=0)  # fmt: skip
        record("learned", 1, max(worst.values()))
        assert max(worst.values()) <= 1e-12, (name, worst)


@browser
@pytest.mark.parametrize("step, hyper", [
    (optlab.sgd, dict(lr=0.1)), (optlab.nesterov, dict(lr=0.02)), (optlab.smoothed_nesterov, dict(lr=0.02)),
    (optlab.adam, dict(lr=0.05)), (optlab.santa_e, dict(lr=1e-3, burnin=30)), (optlab.santa_sss, dict(lr=1e-3, burnin=30)),
])  # fmt: skip
def test_the_noise_of_a_run_is_that_of_python(page, step, hyper):
    """A landscape's noise and a step's own random numbers come from one generator, in Python's order."""
    landscape = landscapes.simple_quadratic.with_noise(0.3)
    trace = descend(step, landscape, steps=60, rng=12345, **hyper)
    world, text = translate.landscape(landscape), translated(step, 2)
    want = {name: [coded(column) for column in each_coordinate(trace, name, 2)] for name in text.names}
    worst = ask(page, "closedLoop", **as_json(step, hyper, text), f=world.f, grad=world.grad, n=1, noise=0.3,
                x0=landscape.start, want=want, seed=12345)  # fmt: skip
    assert max(worst.values()) <= 1e-11, worst


# The generator


@browser
@pytest.mark.parametrize("seed", [0, 1, 12345, 2**40, 2**130 + 7])
def test_the_generator_is_numpys(page, seed):
    uniform, normal = page.evaluate(
        """seed => { const one = rng.defaultRng(seed), two = rng.defaultRng(seed);
        return [Array.from({ length: 2000 }, one.random), Array.from({ length: 20000 }, two.normal)]; }""",
        str(seed),
    )
    assert uniform == np.random.default_rng(seed).random(2000).tolist()
    np.testing.assert_allclose(normal, np.random.default_rng(seed).standard_normal(20000), rtol=1e-13)  # the tail is in it


@browser
def test_normal_numbers_that_many_runs_share(page):
    seen = page.evaluate("() => Array.from({ length: 24 }, rng.replay(rng.normals(5, 24)).normal)")
    np.testing.assert_allclose(seen, np.random.default_rng(5).standard_normal(24), rtol=1e-13)


# Theory


@browser
@pytest.mark.parametrize("step", [step for step in ALL if closed_form.has_update(step)], ids=lambda step: step.__name__)
def test_closed_forms(page, step, record):
    text = translate.closed_form(step)
    for hyper in ({}, ROWS[step].hyper):
        runs = [[coded(g), coded(closed_form.update(step, g, **hyper))] for g in all_signals().values()]
        worst = ask(page, "whole", text=text, hyper={**signature(step).hyper, **hyper}, runs=runs)
        record("closed forms", len(runs), max(worst))
        assert max(worst) <= 1e-12, hyper


@browser
def test_rates_on_a_quadratic(page):
    for step in filter(rates.has_rate, ALL):
        shares = (0.0, 0.5, 0.9, 0.99) if "mu" in signature(step).hyper else (0.0,)
        cases = [(k, dict(lr=lr, mu=mu)) for k in (0.01, 1.0, 100.0) for lr in (0.001, 0.01, 0.3) for mu in shares]
        want = [[rates.spectral_radius(step, [k], **hyper), rates.largest_lr(step, k, mu=hyper["mu"])] for k, hyper in cases]
        got = ask(page, "numbers", texts=translate.rates(step), cases=cases)
        np.testing.assert_allclose(got, want, rtol=1e-12)


def test_no_theory_no_text():
    assert translate.closed_form(optlab.adadelta) is None and translate.rates(optlab.adam) is None


# What learners write


@browser
@pytest.mark.parametrize("step", LEARNERS, ids=lambda step: step.__name__)
def test_what_learners_write(page, step, record):
    alone = dict(lr=0.05) if "lr" in signature(step).hyper else {}
    worst = open_loop(page, step, alone, ["rectangles"]) | forced(page, step, ("wobbly", alone))[0]
    worst |= {f"{name}, default": one for name, one in open_loop(page, step, {}, ["noisy sine"]).items()}
    record("learners", 3, max(worst.values()))
    assert max(worst.values()) <= 1e-12, worst


@browser
def test_switches_and_options(page):
    by_name = {step.__name__: step for step in LEARNERS}
    for name, hyper in (
        ("a_switch", dict(nesterov=True)), ("an_option_that_may_be_none", dict(limit=0.3)), ("a_word", dict(mode="size")),
    ):  # fmt: skip
        assert max(open_loop(page, by_name[name], hyper, ["noisy sine"]).values()) <= 1e-12


@browser
def test_an_error_of_the_step_is_an_error_in_the_page(page):
    step = next(step for step in LEARNERS if step.__name__ == "checks_its_arguments")
    case = as_json(step, dict(lr=-1.0), translated(step))
    with pytest.raises(Exception, match="it must be positive"):
        ask(page, "openLoop", **case, runs=[dict(signal=coded(np.ones(3)), want={})], losses="", x0=0.0, seed=0)


UNTRANSLATED = {  # of the answers to exercises that the driver takes; why
    "network_with_layers_of_its_own": "its h1 has the shape",
    "column_minus_row": "it fails with ValueError: column_minus_row returns x of shape",
    "guards_with_an_if": "The truth value of an array",
    "pythons_max": "The truth value of an array",
    "adagrad, one size for all coordinates": "not aligned",
    "step": "it changes v",  # a closure
    "shakes": "something else when it is run again",
    "whole_numbers": "a number is taken out of numpy",
}


def test_answers_to_exercises():
    """Right and wrong, in the styles of many learners: nearly all that the driver takes are translated."""
    told, taken = {}, 0
    functions = [f for step, *_, f in (*right_functions.RIGHT, *wrong_functions.WRONG) if step != "muon"]  # that takes matrices
    for function in functions:
        try:
            drive(function, np.ones(4), **dict(f=np.ones(4)) if "f" in signature(function).inputs else {})
        except (TypeError, ValueError):
            continue
        taken += 1
        try:
            translate.step(function, 2)
        except Untranslatable as error:
            told[function.__name__] = str(error)
    assert taken == 166 and told.keys() == UNTRANSLATED.keys()
    assert all(why in told[name] for name, why in UNTRANSLATED.items())


def on_points(f, grad):
    return landscapes.Landscape(f, grad, start=(0.5, -1.0), name="mine")


def rings(x):
    """A loop, a condition and a helper on points (…, 2)."""
    total = 0.0
    for k, (centre, height) in enumerate([((0.0, 0.0), 1.0), ((1.0, 1.0), 2.0)]):
        r = np.linalg.norm(x - np.array(centre), axis=-1)
        total = total + height * np.where(r < 1, r**2, 2 * r - 1) + k
    return total


def rings_grad(x):
    total = np.zeros_like(x)
    for centre, height in [((0.0, 0.0), 1.0), ((1.0, 1.0), 2.0)]:
        apart = x - np.array(centre)
        r = np.linalg.norm(apart, axis=-1, keepdims=True)
        total += height * np.where(r < 1, 2 * apart, 2 * apart / np.where(r > 0, r, 1.0))
    return total


OWN = [
    on_points(lambda x: (x**2).sum(-1), lambda x: 2 * x),
    on_points(rings, rings_grad),
    on_points(lambda x: np.einsum("...i,ij,...j", x, np.eye(2), x), lambda x: 2 * x),
    on_points(lambda x: x[..., 0] ** 4 + np.sin(x[..., 1]), lambda x: np.stack([4 * x[..., 0] ** 3, np.cos(x[..., 1])], axis=-1)),
    landscapes.on_plane(lambda a, b: np.log(1 + a**2) + b**2, lambda a, b: (2 * a / (1 + a**2), 2 * b), start=(1.0, 1.0)),
    landscapes.ravine(7.5),
    landscapes.ravine(7.5).with_noise(0.1),
    landscapes.Landscape(lambda x: np.cosh(x[..., 0]), np.sinh, start=(1.0,), box=((-2.0, 2.0),)),
]


@browser
def test_landscapes_at_many_points(page, record):
    for landscape in (*GROUNDS.values(), *OWN):
        d = len(landscape.start)
        low, high = np.transpose(landscape.box)
        points = np.vstack([np.zeros(d), landscape.start, low + (high - low) * np.random.default_rng(1).random((200, d))])
        text = translate.landscape(landscape)
        want = [coded(np.reshape(part, -1)) for part in (landscape.f(points), landscape.grad(points))]
        worst = ask(page, "atPoints", f=text.f, grad=text.grad, points=points.tolist(), want=want)
        record("landscapes", 1, max(worst))
        assert max(worst) <= 1e-12, (landscape.name, worst)


ODD = [-np.inf, -1e300, -7.0, -2.5, -1.0, -0.5, -1e-9, -0.0, 0.0, 1e-9, 0.3, 0.5, 1.0, 1.5, 2.5, 7.0, 1e300, np.inf, np.nan]


@browser
@pytest.mark.parametrize("name", [name for name in javascript.FORMS if name != "where"])
def test_each_function_of_numpy(page, name):
    """At odd numbers; where the two languages agree to differ, on what, is said here."""
    function = getattr(np, name)
    logical = name.startswith(("logical", "bitwise", "invert"))
    count = 3 if name == "clip" else function.nin
    values = [False, True] if logical else ODD
    arguments = [np.array(one) for one in zip(*np.stack(np.meshgrid(*[values] * count), -1).reshape(-1, count).tolist())]
    if name in ("power", "float_power"):  # 1**nan and (−1)**inf are 1 in C and nan in JavaScript
        keep = ~(np.isin(np.abs(arguments[0]), 1) & ~np.isfinite(arguments[1]))
        arguments = [one[keep] for one in arguments]
    if name == "clip":  # a lower limit above the upper one
        keep = ~(arguments[1] > arguments[2])
        arguments = [one[keep] for one in arguments]
    nodes = [symbols.symbol(f"a{k}") for k in range(count)]
    root = symbols.branches(lambda: function(*nodes))
    text = javascript.function([f"a{k}" for k in range(count)], [f"return {javascript.Text([root]).write(root)};"])
    with np.errstate(all="ignore"):
        want = function(*arguments).astype(float)
    got = ask(page, "elementwise", text=text, arguments=[coded(one) if not logical else one.tolist() for one in arguments])
    np.testing.assert_allclose(np.array(got, float), want, rtol=1e-14, atol=0)


# Refused, with a reason


seen, total = [], {"v": 0.0}


def keeps_a_list(x, g, *, lr=0.1):
    seen.append(g)
    return dict(x=x - lr * g)


def keeps_a_number(x, g, *, lr=0.1):
    total["v"] = 0.9 * total["v"] + g
    return dict(x=x - lr * total["v"])


def has_an_attribute(x, g, *, lr=0.1):
    has_an_attribute.calls = getattr(has_an_attribute, "calls", 0) + 1
    return dict(x=x - lr * g)


def writes_a_global(x, g, *, lr=0.1):
    global latest
    latest = x - lr * g
    return dict(x=latest)


latest = None


def in_a_default(x, g, past=[], *, lr=0.1, kept=[]):  # noqa: B006
    kept.append(lr)
    return dict(past=g, x=x - lr * g)


def deep_inside(x, g, *, lr=0.1):
    return dict(x=x - lr * into_a_list(g))


def into_a_list(g):
    seen.append(1)
    return g


def closure():
    calls = 0

    def counts(x, g, *, lr=0.1):
        nonlocal calls
        calls += 1
        return dict(x=x - lr * g / calls)

    return counts


def global_numbers(x, g, *, lr=0.1):
    return dict(x=x - lr * g + 1e-3 * np.random.randn())  # noqa: NPY002


def whole_numbers(x, g, *, lr=0.1):
    return dict(x=x - lr * g * int(1 + abs(g.ravel()[0])))


def loops_to_t(x, g, t, *, lr=0.1):
    return dict(x=x - lr * g / sum(1.0 for _ in range(t)))


def an_integer_type(x, g, *, lr=0.1):
    return dict(x=x - lr * g.astype(int))


def interpolated(x, g, *, lr=0.1):
    return dict(x=x - lr * np.interp(g, [0, 1], [0, 2]))


def a_list_of_draws(x, g, rng, *, lr=0.1):
    return dict(x=x - lr * g * rng.choice([1.0, 2.0]))


def too_many_ways(x, g, t, *, lr=0.1):
    for k in range(8):
        if t > k**2 + 1:
            g = g / 2
        if lr < k:
            g = 2 * g
    return dict(x=x - lr * g)


def halves_until_small(x, g, *, lr=0.1):
    while np.linalg.norm(g) > 1:
        g = g / 2
    return dict(x=x - lr * g)


def in_place(x, g, *, lr=0.1):
    x -= lr * g
    return dict(x=x)


def fails(x, g, *, lr=0.1):
    return dict(x=x - lr * undefined)  # noqa: F821


def another_shape(x, g, *, lr=0.1):
    return dict(both=np.zeros((*x.shape, 3)), x=x - lr * g)


def other_names(x, g, t, *, lr=0.1):
    return dict(x=x - lr * g) if t > 1 else dict(first=g, x=x - lr * g)


REFUSED = {
    keeps_a_list: "it changes seen, which lies outside of it",
    keeps_a_number: "it changes total, which",
    has_an_attribute: "it changes its attribute",
    writes_a_global: "it changes latest, which",
    in_a_default: "it changes its default",
    deep_inside: "it changes seen, which",
    closure(): "it changes calls, which",
    global_numbers: "something else when it is run again",
    whole_numbers: "a number is taken out of numpy",
    loops_to_t: "a number is taken out of numpy",
    an_integer_type: "numbers are made int64",
    interpolated: "np.interp cannot be followed",
    a_list_of_draws: "rng.choice has no counterpart",
    too_many_ways: "its conditions lead more than 64 ways",
    halves_until_small: "it asks more than 64 conditions",
    in_place: "changes one of its inputs in place",
    fails: "'undefined' is not defined",
    another_shape: "its both has the shape",
    other_names: "does not always return the same names",
}


@pytest.mark.parametrize("step", REFUSED, ids=lambda step: step.__name__)
@pytest.mark.parametrize("d", [1, 2])
def test_refused_with_a_reason(step, d):
    with pytest.raises(Untranslatable, match=re.escape(REFUSED[step])) as caught:
        translate.step(step, d)
    sentence = str(caught.value)
    assert sentence.startswith(f"{step.__name__} has no JavaScript: ") and sentence.endswith(".") and "\n" not in sentence


def test_no_symbols_are_left_behind():
    for step in REFUSED:
        with pytest.raises(Untranslatable):
            translate.step(step)

    def holds_a_symbol(value):
        if isinstance(value, list | tuple | dict):
            return any(map(holds_a_symbol, value.values() if isinstance(value, dict) else value))
        return isinstance(value, symbols.Node | symbols.Symbols)

    left = [seen, total, latest, [step.__dict__ for step in REFUSED], [step.__kwdefaults__ for step in REFUSED]]
    left += [[cell.cell_contents for cell in step.__closure__ or ()] for step in REFUSED]
    assert seen and not holds_a_symbol(left)


def test_refused_landscapes():
    counted = []

    def counts(x):
        counted.append(1)
        return (x**2).sum(-1)

    def looks_up(x):
        return np.interp(x[..., 0], [0, 1], [0, 1])

    for f, why in ((counts, "it changes counted"), (looks_up, "np.interp cannot be followed")):
        with pytest.raises(Untranslatable, match=f"^f of mine has no JavaScript: .*{why}.*\\.$"):
            translate.landscape(on_points(f, lambda x: 2 * x))


def test_prints_and_warns_nothing(capsys, recwarn):
    translate.step(next(step for step in LEARNERS if step.__name__ == "a_decorated_step"))
    translate.step(variants.adabound_paper)
    assert capsys.readouterr().out == "" and not recwarn.list


def test_a_translation_that_differs_is_refused(monkeypatch):
    """The check that each translation passes can fail."""
    monkeypatch.setattr(symbols, "_POWERS", {2: "sqrt"})
    with pytest.raises(Untranslatable, match="on symbols its v is another than on numbers"):
        translate.step(optlab.rmsprop)


def test_states_that_the_caller_gives():
    """Santa's friction and velocity are not known at first; whoever starts it with its own is asked to say so."""
    for state, tests in (((), "G$0 === null && a$0 === null && u$0 === null"), (("a", "u"), "G$0 === null")):
        assert f"if ({tests}) {{" in translate.step(optlab.santa_e, state=state).text
