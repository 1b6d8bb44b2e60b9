"""Steps, landscapes and closed forms as JavaScript: the page computes what Python computes."""

import base64
import functools
import inspect
import json
import pathlib
import re

import numpy as np
import pytest

import optlab
from optlab import descend, drive, landscapes, signals, signature, variants
from optlab.pictures import javascript, symbols, translate
from optlab.pictures.rules import SIGNALS
from optlab.pictures.symbols import Untranslatable
from optlab.theory import closed_form, rates

from browser import lab
from table import TABLE
from translated_functions import STEPS as LEARNERS

JS = pathlib.Path(translate.__file__).parent / "js"
PAGE = "http://optlab.test/"
ROWS = {row.step: row for row in TABLE}
ALL = [*optlab.steps.STEPS.values(), *(one for one in vars(variants).values() if inspect.isfunction(one))]
LOSSES = 1.5 + np.sin(np.arange(300))


def browser(test):
    """Runs in the one page of this file."""
    return pytest.mark.browser(pytest.mark.xdist_group("translate")(test))


def test_every_step_and_landscape_is_meant():
    assert set(ROWS) <= {*ALL, *ROWS} and len(ALL) >= 47 and len(landscapes.ALL) >= 18 and len(LEARNERS) >= 40


# One page for all


HELPERS = """
window.core = await import("./core.js"); window.rng = await import("./rng.js");
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
window.wanted = (columns) => columns.map((column) => column.map(floats));

// Runs of a step on signals: the worst difference of each quantity.
window.openLoop = ({ text, names, state, hyper, runs, losses, x0, seed }) => {
  const step = { run: { 1: core.compile(text) }, names, state, hyper }, worst = {};
  for (const { signal, want } of runs) {
    const world = core.signalWorld(floats(signal), floats(losses), rng.defaultRng(seed));
    const got = core.trace(step, world, [x0], floats(signal).length);
    for (const [name, column] of Object.entries(want)) worst[name] = Math.max(worst[name] ?? 0, apart(got[name][0], floats(column)));
  }
  return worst;
};

// Single steps on a landscape, each from where Python's run stands.
window.forced = ({ text, names, state, hyper, f, grad, n, x0, want, seed }) => {
  const step = core.compile(text), d = x0.length;
  const world = core.landscapeWorld(core.compile(f), core.compile(grad), d, { n, rng: rng.defaultRng(seed) });
  const rows = Object.fromEntries(Object.entries(want).map(([name, columns]) => [name, columns.map(floats)]));
  const steps = rows.x[0].length, keep = new Float64Array(names.length * d);
  const got = Object.fromEntries(names.map((name) => [name, x0.map(() => new Float64Array(steps))]));
  for (let t = 1; t <= steps; t++) {
    const before = (name, start) => t === 1 ? start : rows[name].map((column) => column[t - 2]);
    const now = { t, x: before("x", x0) };
    for (const [name, start] of Object.entries(state)) now[name] = before(name, x0.map(() => start));
    step(1, now, hyper, world, keep);
    names.forEach((name, j) => x0.forEach((_, i) => { got[name][i][t - 1] = keep[j * d + i]; }));
  }
  return Object.fromEntries(names.map((name) => [name, Math.max(...x0.map((_, i) => apart(got[name][i], rows[name][i])))]));
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
    return page.evaluate(f"one => {call}(one)", case)


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
    return translate.landscape(landscapes.ALL[name])


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
    given = dict(x0=0.3, rng=3, f=LOSSES if "f" in signature(step).inputs else None, **hyper)
    trace = drive(step, np.stack(columns, axis=1)[..., None], **given)  # each signal is a block of its own
    if len(trace) < 300 and len(columns) > 1:  # one of them left the floats and ended the run
        return {name: max(open_loop(page, step, hyper, [name]).values()) for name in chosen}
    want = {name: each_coordinate(trace, name, len(columns)) for name in text.names}
    runs = [dict(signal=coded(g), want={name: coded(want[name][k]) for name in want}) for k, g in enumerate(columns)]
    return ask(page, "openLoop", **as_json(step, hyper, text), runs=runs, losses=coded(LOSSES), x0=0.3, seed=3)


@browser
@pytest.mark.parametrize("step", ALL, ids=lambda step: step.__name__)
def test_every_quantity_in_the_open_loop(page, step, record):
    for hyper in ({}, ROWS[step].hyper):
        chosen = [[name] for name in ("rectangles", "noisy sine")] if ROWS[step].random else [list(all_signals())]
        for names in chosen:  # what draws random numbers has a run for each
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


def forced(page, step, name, hyper, steps=25):
    """The worst relative difference of each quantity in single steps, each from where Python's run stands."""
    landscape = landscapes.ALL[name]
    d = len(landscape.start)
    text, world = translated(step, d), translated_landscape(name)
    trace = descend(step, landscape, steps=steps, rng=3, **hyper)
    names = {*text.names, *signature(step).state} & set(trace.names)
    want = {name: [coded(column) for column in each_coordinate(trace, name, d)] for name in names}
    return ask(page, "forced", **as_json(step, hyper, text), f=world.f, grad=world.grad, n=landscape.n, x0=landscape.start,
               want=want, seed=3)  # fmt: skip


@browser
@pytest.mark.parametrize("step", [step for step in ALL if step is not optlab.learned], ids=lambda step: step.__name__)
def test_single_steps_on_every_landscape(page, step, record):
    for name in landscapes.ALL:
        for hyper in ({}, ROWS[step].hyper):
            worst = forced(page, step, name, hyper)
            record("forced", 1, max(worst.values()))
            assert max(worst.values()) <= 1e-12, (name, hyper, worst)
