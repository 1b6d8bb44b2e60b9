"""Do the live figures show what the numbers are? Controls are moved as a reader moves them, and the scene must hold the trace
of an independent `drive` or `descend`; what is painted must be what a fresh drawing of that scene is, pixel by pixel.
"""

import base64
import io
import json
import re
import shutil
import subprocess
from types import SimpleNamespace

import numpy as np
import pytest
from table import VECTORS

import optlab
from optlab import explore, landscapes, signals
from optlab.pictures import animation, limits, looks, page, plots, progress, rules, runs, scene, views
from optlab.pictures.signal import NOTHING
from optlab.pictures.terrain import TerrainFigure
from optlab.run import inputs
from optlab.theory import rates

PIL_Image = pytest.importorskip("PIL.Image")
WOBBLY, RAVINE = landscapes.wobbly, landscapes.ravine()
PAIR = [(optlab.momentum, dict(lr=0.01)), (optlab.adam, dict(lr=0.25))]


def curves(figure, kind):
    return [curve for curve in figure.scene.curves if curve.kind == kind and curve.show]


def same(curve, y):
    np.testing.assert_array_equal(np.asarray(curve.y), np.asarray(y))


def image(png):
    return np.asarray(PIL_Image.open(io.BytesIO(png)).convert("RGB"))


def data_of(figure):
    """Everything a scene shows, to see whether a control had an effect."""
    rows = [figure.scene.words]
    for panel in figure.scene.panels:
        rows += [panel.title, panel.ylabel, panel.yscale, panel.ylim, panel.field and panel.field.z.tobytes()]
        rows += [(c.label, c.show, np.asarray(c.y, float).tobytes()) for c in panel.curves]
        rows += [(m.kind, m.x, m.y) for m in panel.marks]
    return repr(rows)


# The figure for signals


def test_two_steps_on_a_signal_stand_beside_each_other():
    pair = explore([optlab.adam, optlab.sgd], "spikes", lr=0.01)
    assert pair.spec == explore(optlab.adam, "spikes", beside=optlab.sgd, lr=0.01).spec
    assert explore([optlab.adam], "spikes").spec == explore(optlab.adam, "spikes").spec
    with pytest.raises(ValueError, match="explore got 3 steps for a signal; it takes one, or two"):
        explore([optlab.adam, optlab.sgd, optlab.momentum], "spikes")


@pytest.mark.parametrize("start", [(1.0,), (1.0, 2.0, 3.0), (1.0, np.inf), "a"])
def test_a_start_is_a_point_of_the_landscape(start):
    for figure in (explore(optlab.sgd, landscape="ravine"), explore(optlab.sgd, landscape="ravine", map="start", steps=5)):
        before = figure.spec["state"]
        with pytest.raises((TypeError, ValueError), match="^start is"):
            figure.set(start=start)
        figure.set(start=(1, 2))
        assert figure.spec["state"] == {**before, "start": [1.0, 2.0]}


def test_hyperparameters_are_given_by_name_on_a_landscape_too():
    steps = [optlab.adam, (optlab.sgd, dict(lr=0.01), "mine")]
    figure = explore(steps, landscape="ravine", lr=0.2, steps=30)
    assert [(run.label, run.hyper) for run in figure.runs] == [("Adam, lr = 0.2", {"lr": 0.2}), ("mine", {"lr": 0.01})]
    small = explore(optlab.adam, landscape="ravine", map=("lr", "beta1"), ranges=dict(lr=(0.01, 1)), beta2=0.9)
    assert small.dials["beta2"] == 0.9
    assert explore(optlab.adam, landscape="ravine", map="start", lr=0.2).dials["lr"] == 0.2
    assert explore(optlab.muon, lr=0.2, steps=5).dials["lr"] == 0.2
    assert callable(explore(optlab.adam, landscape="ravine", lr=lambda t: 0.1 / t).runs[0].hyper["lr"])


@pytest.mark.parametrize("sentence, given", [
    ("adam has no hyperparameter 'lrr' (did you mean 'lr'?)", dict(landscape="ravine", lrr=0.2)),
    ("lr is [0.1, 0.2]; a run takes one number", dict(landscape="ravine", lr=[0.1, 0.2])),
    ("lr is [0.1, 0.2]; a run takes one number", dict(signal="spikes", lr=[0.1, 0.2])),
    ("beside is 'sgd'; it must be one of: Adam, momentum", dict(signal="spikes", beside="sgd")),
])  # fmt: skip
def test_what_explore_is_given(sentence, given):
    with pytest.raises((TypeError, ValueError), match=re.escape(sentence)):
        explore(optlab.adam, **given)
    assert explore(optlab.momentum, "spikes", beside="Adam").spec


def test_all_48_accumulation_figures_from_one_widget():
    figure = explore(optlab.momentum, "spikes")
    six = ("spikes", "rectangles", "noisy sine", "very noisy sine", "sawtooth", "saturation")
    for rule, (step, name, values, fixed, state) in rules.RULES.items():
        figure.set(optimizer=rule)
        for signal in six:
            figure.set(signal=signal)
            g = rules.SIGNALS[signal]()
            same(curves(figure, "signal")[0], g)
            update = optlab.drive(step, g, state=state or None, **fixed, **{name: values}).update
            for curve in curves(figure, "run"):
                same(curve, update[:, curve.index])
    assert len(rules.RULES) * len(six) == 48


def test_the_middle_of_three_values_is_the_one_that_was_asked_for():
    figure = explore(optlab.momentum, "constant", mu=0.5)
    assert figure.dials["mu"] == 0.5
    same(curves(figure, "run")[1], optlab.drive(optlab.momentum, signals.constant(), mu=0.5).update)
    assert len({tuple(curve.y) for curve in curves(explore(optlab.adagrad, "constant"), "run")}) == 3
    with pytest.raises(ValueError, match=r"mu is 0.5 and the middle of values is 0.8; give one of the two"):
        explore(optlab.momentum, "constant", mu=0.5, values=(0.1, 0.8, 0.9))


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(ValueError, match="show has 'c2'; learned has u to be drawn"):
        explore(optlab.learned, "impulse", show=("c2",))
    with pytest.raises(ValueError, match="show has 'm_hut'; adam has m, v, m_hat, v_hat to be drawn"):
        explore(optlab.adam, "impulse", show=["m_hut"])


def test_a_step_without_hyperparameters():
    figure = explore(optlab.learned, "impulse", show=("u",), beside=optlab.momentum)
    alone = curves(figure, "run")[0]
    same(alone, optlab.drive(optlab.learned, signals.impulse()).update)
    assert alone.label == "learned" and not figure.dials and figure.spec["rules"]["learned"]["quantities"] == ["u"]
    same(curves(figure, "internal")[0], optlab.drive(optlab.learned, signals.impulse()).u)
    assert len(curves(figure, "run")) == 4 and figure.scene.words.startswith("Learned: the update")
    same(curves(explore(optlab.momentum, "step", beside=optlab.learned), "run")[-1],
         optlab.drive(optlab.learned, signals.step()).update)  # fmt: skip


def test_controls_of_a_signal_figure():
    figure = explore(optlab.adam, "noisy sine", show=("m_hat",))
    g = signals.noisy_sine()
    figure.set(beta1=0.8, high=0.99, lr=0.1)
    for curve in curves(figure, "run"):
        same(curve, optlab.drive(optlab.adam, g, lr=0.1, beta1=[0.25, 0.8, 0.99][curve.index]).update)
    same(curves(figure, "internal")[0], optlab.drive(optlab.adam, g, lr=0.1, beta1=0.8).m_hat)
    theory = curves(figure, "theory")[0]
    np.testing.assert_allclose(theory.y, optlab.drive(optlab.adam, g, lr=0.1, beta1=0.8).update, atol=1e-12)
    assert "Theory lies on it" in figure.words
    figure.set(theory=False)
    assert not curves(figure, "theory") and "heory" not in figure.words
    figure.set(v=True)
    assert {curve.label for curve in curves(figure, "internal")} == {"m_hat", "v"}
    figure.set(beside="momentum")
    mine, other, inside = figure.scene.panels
    assert (mine.title, other.title, inside.title) == ("Adam", "momentum", "inside Adam")
    assert mine.ylim == other.ylim != inside.ylim, "what is compared has one scale"
    figure.set(show=[])
    assert figure.scene.panels[-1].title == "momentum" and not curves(figure, "internal")
    figure.set(beside=NOTHING, optimizer="momentum")
    assert figure.dials == {"lr": 0.25, "mu": 0.9} and len(figure.scene.panels) == 1


@pytest.mark.parametrize(
    "text, numbers",
    {
        "1, 0, -1 2": [1, 0, -1, 2], "[1, 0, 0, -1]": [1, 0, 0, -1], "1 \u22121 1": [1, -1, 1], "0,5 -0,5 0,5": [0.5, -0.5, 0.5],
        "1;2;3": [1, 2, 3],
        "1.5\n2.5\n": [1.5, 2.5], "np.array([1., 2.])": [1, 2], "1,2,3": [1, 2, 3], "(1e-3, 2E2)": [1e-3, 200],
        "0,5; 1,5": [0.5, 1.5], "[1.,2.\n 3.]": [1, 2, 3],
    }.items(),
)  # fmt: skip
def test_numbers_are_read_as_people_paste_them(text, numbers):
    figure = explore(optlab.momentum, np.zeros(5))
    figure.set(pasted=text)
    same(curves(figure, "signal")[0], numbers)


@pytest.mark.parametrize("text", ["1 zwei", "", "1 nan", "inf"])
def test_what_is_pasted_and_is_no_signal_is_said(text):
    figure = explore(optlab.momentum, np.zeros(5))
    with pytest.raises(ValueError, match="your signal is|signal is|signal has"):
        figure.set(pasted=text)
    same(curves(figure, "signal")[0], np.zeros(5))


def test_a_signal_of_zeros_leaves_room_to_draw():
    assert explore(optlab.sgd, np.zeros(50)).scene.panels[0].limits()[1] == (-1.2, 1.2)


def test_steps_far_smaller_than_the_signal_have_an_axis_of_their_own():
    figure = explore(optlab.adam, "spikes")
    above, below = figure.scene.panels
    assert below.under and [c.kind for c in above.curves] == ["signal"] and below.limits()[1][1] < 0.01
    figure.set(lr=0.5)
    assert len(figure.scene.panels) == 1


def test_a_step_may_have_a_schedule():
    figure = explore(optlab.sgd, "constant", lr=lambda t: 1 / t)
    same(curves(figure, "run")[0], optlab.drive(optlab.sgd, signals.constant(), lr=lambda t: 1 / t).update)


def test_a_renamed_copy_of_a_step_has_its_theory():
    def mine(x, g, t, a=0.0, b=0.0, *, rate=0.1, b1=0.9, b2=0.99, small=1e-8):
        a, b = b1 * a + (1 - b1) * g, b2 * b + (1 - b2) * g * g
        return dict(a=a, b=b, x=x - rate * (a / (1 - b1**t)) / (np.sqrt(b / (1 - b2**t)) + small))

    def other(x, g, t, a=0.0, b=0.0, *, rate=0.1, b1=0.9, b2=0.99, small=1e-8):
        return mine(x, g, t + 1, a, b, rate=rate, b1=b1, b2=b2, small=small)

    figure = explore(mine, "noisy sine", compare="b1")
    assert "Theory lies on it" in figure.words and "remote" not in figure.spec
    assert not curves(explore(other, "noisy sine", compare="b1"), "theory")

    def polyak(x, g, v=0.0, *, lr=0.01, mu=0.9):
        return dict(v=mu * v - lr * g, x=x + mu * v - lr * g)

    words = explore(polyak, landscape=RAVINE, steps=30).words
    assert "theory: in the long run its distance shrinks by a factor 0.949 a step" in words


# The figure for landscapes


@pytest.mark.parametrize("name", list(runs.LINEUPS))
def test_a_lineup_shows_its_traces(name):
    figure = optlab.explore(name, landscape="wobbly")
    assert len(curves(figure, "path")) == len(runs.LINEUPS[name])
    for run, path, loss in zip(runs.LINEUPS[name], curves(figure, "path"), curves(figure, "run"), strict=True):
        trace = optlab.descend(run.step, WOBBLY, [-2.8, -2.5], 125, **run.hyper)
        assert path.label == run.label
        np.testing.assert_array_equal(np.stack([path.x, path.y], axis=-1), trace.path)
        same(loss, trace.loss - WOBBLY.f(np.array(WOBBLY.minima[0])))


def test_the_start_can_be_anywhere():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=20)
    for values, start in ((dict(a=1.5), [1.5, -2.5]), (dict(b=-1.25), [1.5, -1.25]), (dict(start=[7.0, 2.25]), [7.0, 2.25])):
        figure.set(**values)
        for (step, hyper), path in zip(PAIR, curves(figure, "path"), strict=True):
            trace = optlab.descend(step, WOBBLY, start, 20, **hyper)
            np.testing.assert_array_equal(np.stack([path.x, path.y], axis=-1), trace.path)
    (low, high), _ = figure.scene.panels[0].limits()
    assert low == -3 and high >= 7, "the box grows with the paths"


def test_steps_shown_only_slice(monkeypatch):
    figure = optlab.explore(PAIR, landscape=WOBBLY)
    assert figure.scene
    traces = [optlab.descend(step, WOBBLY, steps=125, **hyper) for step, hyper in PAIR]
    monkeypatch.setattr(runs, "descend", lambda *a, **k: pytest.fail("a run was computed again"))
    for k in (0, 1, 60, 125):
        figure.set(shown=k)
        for trace, path, mark in zip(traces, curves(figure, "path"), figure.scene.panels[0].marks[-2:], strict=True):
            same(path, trace.path[: k + 1, 1])
            assert (mark.x, mark.y) == tuple(trace.path[k])
    assert f"from {views.words.number(traces[1].loss[0])} to {views.words.number(traces[1].loss[-1])}" in figure.words


def test_a_dial_changes_its_run_only():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=30)
    other = np.array(curves(figure, "path")[0].x)
    figure.set(run="Adam, lr = 0.25")
    assert list(figure.dials) == ["lr", "beta1", "beta2", "eps"]
    figure.set(beta1=0.5)
    np.testing.assert_array_equal(curves(figure, "path")[0].x, other)
    same(curves(figure, "path")[1], optlab.descend(optlab.adam, WOBBLY, steps=30, lr=0.25, beta1=0.5).path[:, 1])
    with pytest.raises(ValueError, match=r"^beta1 is 1.5; it must be in \[0, 1\)\.$"):
        figure.set(beta1=1.5)
    assert figure.dials["beta1"] == 0.5
    with pytest.raises(ValueError, match="^control is 'beta7'; it must be one of: landscape, a, b, "):
        figure.set(beta7=1.5)


def test_a_step_from_nowhere_has_its_figure():
    """A function made by exec may have no module."""
    made = {}
    exec("def own(x, g, *, lr=0.1):\n    x = x - lr * g\n    return dict(x=x)", made)
    made["own"].__module__ = None
    assert "remote" not in optlab.explore(made["own"], landscape="wobbly").spec


def test_every_control_of_a_landscape_has_an_effect():
    figure = optlab.explore([optlab.sgd, optlab.momentum], landscape=RAVINE, steps=40)
    changes = [
        dict(a=-1.0), dict(b=-0.5), dict(noise=0.5), dict(seed=3), dict(noise=0.0), dict(shown=20), dict(log=False),
        dict(theory=False),
        dict(hidden=["SGD"]), dict(hidden=[]), dict(landscape="Rosenbrock"),
    ]  # fmt: skip
    for change in changes:
        before = data_of(figure)
        figure.set(**change)
        assert data_of(figure) != before, change
    for name in figure.spec["landscapes"]:
        figure.set(landscape=name)
        assert figure.scene.panels[0].title == name


def test_noise_is_the_same_for_the_same_seed():
    figure = optlab.explore(optlab.sgd, landscape=WOBBLY, noise=0.5, seed=4, steps=25)
    same(curves(figure, "path")[0], optlab.descend(optlab.sgd, WOBBLY.with_noise(0.5), steps=25, rng=4).path[:, 1])


def test_words_of_a_landscape_carry_the_numbers():
    figure = optlab.explore((optlab.momentum, dict(lr=0.015)), landscape=RAVINE, steps=60)
    trace = optlab.descend(optlab.momentum, RAVINE, steps=60, lr=0.015)
    number = views.words.number
    for value in (
        trace.loss[0],
        trace.loss[-1],
        np.hypot(*trace.path[-1]),
        rates.spectral_radius(optlab.momentum, [1, 100], lr=0.015),
    ):
        assert number(value) in figure.scene.words
    assert f"goes up in {(np.diff(trace.loss) > 0).sum()} of 60 steps" in figure.scene.words
    figure = optlab.explore((optlab.sgd, dict(lr=1.0)), landscape=landscapes.rosenbrock)
    loss = optlab.descend(optlab.sgd, landscapes.rosenbrock, lr=1.0).loss
    assert f"diverges: its loss leaves the floats at step {np.argmin(np.isfinite(loss))}" in figure.scene.words


def test_theory_of_quadratics_is_measured():
    for step in (optlab.sgd, optlab.momentum, optlab.momentum_ema, optlab.nesterov, optlab.smoothed_nesterov):
        for mu in (0.5, 0.9):
            hyper = {} if step is optlab.sgd else dict(mu=mu)
            border = rates.largest_lr(step, 100.0, **hyper)
            assert rates.spectral_radius(step, [1.0, 100.0], lr=border * 0.999, **hyper) < 1
            assert rates.spectral_radius(step, [1.0, 100.0], lr=border * 1.001, **hyper) > 1
            lr = border / 3
            path = optlab.descend(step, RAVINE, steps=1500, lr=lr, **hyper).path
            size = np.sqrt((path**2).sum(axis=-1))
            n = min(len(size) - 1, int(np.argmax(size < 1e-200)) or len(size) - 1)
            measured = (size[n] / size[n // 2]) ** (1 / (n - n // 2))
            np.testing.assert_allclose(measured, rates.spectral_radius(step, [1.0, 100.0], lr=lr, **hyper), rtol=0.02)
    assert rates.curvature(RAVINE).round(6).tolist() == [1, 100]
    flat = [name for name, scape in landscapes.ALL.items() if len(scape.start) == 2 and rates.curvature(scape) is not None]
    assert flat[:2] == ["simple_quadratic", "ravine"] and not {"wobbly", "rosenbrock", "saddle", "logistic"} & set(flat)


# The race


def test_the_race():
    figure = optlab.explore("race")
    assert isinstance(figure, TerrainFigure) and len(figure.runs) == len(runs.RACERS) >= 15
    ends = {}
    for run, curve, mark in zip(runs.RACERS, curves(figure, "run"), figure.scene.panels[0].marks[3:], strict=True):
        trace = optlab.descend(run.step, landscapes.quartic, [-3.0], 100, **run.hyper)
        same(curve, (trace.path[:, 0] - 2.5) ** 2 / 2)
        assert mark.x == trace.path[-1, 0] and mark.y >= trace.loss[-1]
        ends[run.label] = curve.y[-1]
    order = sorted(ends, key=ends.get)
    places = [figure.scene.words.index(f"{label} {views.words.number(ends[label])}") for label in order]
    assert places == sorted(places)
    figure.set(shown=40)
    assert "After 40 of 100 steps" in figure.scene.words
    figure.set(x=1.0)
    assert figure.state["start"] == [1.0]


# Curves of formulas


def test_curves_of_formulas_follow_their_dials():
    x = np.linspace(0.1, 2, 20)
    f, g = (lambda t, lr, mu=0.5: lr * t**mu), (lambda t, mu=0.5, eps=0.1: t + mu / eps)
    figure = optlab.explore_curve({"f": f, "g": g}, x, lr=2.0, xlabel="t")
    assert figure.dials == dict(lr=2.0, mu=0.5, eps=0.1) and "remote" not in figure.spec
    for values in ({}, dict(mu=0.25), dict(lr=0.5, eps=1.0)):
        figure.set(**values)
        at = figure.dials
        same(figure.scene.curves[0], f(x, at["lr"], at["mu"]))
        same(figure.scene.curves[1], g(x, at["mu"], at["eps"]))
    lr, mu, eps = (dial["range"] for dial in figure.spec["dials"])
    assert lr == [0, None, False, False] and mu == [0, 1, True, False] and eps == [0, None, True, False]
    assert "lr = 0.5, mu = 0.25, eps = 1" in figure.words and figure.png()[:4] == b"\x89PNG"
    same(optlab.explore_curve(lambda t: 3, x).scene.curves[0], np.full(20, 3.0))


def test_a_curve_that_has_no_javascript_is_computed_by_python():
    figure = optlab.explore_curve({"sum": lambda t, mu=0.5: np.cumsum(t) * mu}, np.arange(5.0))
    assert figure.spec["remote"].startswith("<lambda> has no JavaScript: ")
    figure.set(mu=0.25)
    same(figure.scene.curves[0], 0.25 * np.cumsum(np.arange(5.0)))


@pytest.mark.parametrize("functions, x, more, said", [
    (lambda t, mu=0.5: t, [1.0, 2.0], dict(mu=1.5), r"^mu is 1.5; it must be in \[0, 1\)\.$"),
    (lambda t, mu=0.5: t, [1.0, 2.0], dict(nu=1.5), "^hyperparameter is 'nu'; it must be one of: mu."),
    (lambda t, mu: t, [1.0, 2.0], {}, "^mu has no default, so the figure needs mu=number for its dial to start at."),
    (lambda t: t, [1.0, np.nan], {}, r"^x is \[1.0, nan\]; it must be two or more finite numbers, shape \(n,\)."),
    (lambda t: t, [0.0, 1.0], dict(xlog=True), "finite numbers, all > 0 for xlog, shape"),
    (lambda t: t[:1], [1.0, 2.0], {}, r"^<lambda> gives float64 of shape \(1,\) for x of shape \(2,\); it must"),
    (lambda t: t * 1j, [1.0, 2.0], {}, "^<lambda> gives complex128"),
    ({"a": 3}, [1.0, 2.0], {}, "^functions has 3; it must be a function of x, or a dict label -> function."),
])  # fmt: skip
def test_a_curve_that_does_not_fit_is_said(functions, x, more, said):
    with pytest.raises((TypeError, ValueError), match=said):
        _ = optlab.explore_curve(functions, x, **more).scene


# Maps


def test_map_over_two_hyperparameters():
    figure = optlab.explore(optlab.momentum, landscape=RAVINE, map=("lr", "mu"), ranges=dict(lr=(1e-3, 0.1)))
    field = figure.scene.panels[0].field
    assert field.z.shape == (41, 41)
    for row, column in ((0, 0), (20, 7), (40, 30), (33, 25)):
        alone = optlab.descend(optlab.momentum, RAVINE, lr=field.x[column], mu=field.y[row])
        gone = not alone.loss[-1] < 1e3 * alone.loss[0]
        assert np.isnan(field.z[row, column]) == gone
        if not gone:
            assert field.z[row, column] == np.log10(max(alone.loss[-1], 1e-12))
    border = curves(figure, "border")[0]
    np.testing.assert_allclose(border.x, 2 * (1 + field.y) / 100)
    slow = np.abs(np.log(field.x[None] / border.x[:, None])) > 0.15
    outside = (field.x[None] > border.x[:, None]) == np.isnan(field.z)
    assert outside[slow].all(), "the border of theory separates what converges from what diverges"
    assert f"{views.words.percent(np.isnan(field.z).mean())} of the 1681 runs" in figure.scene.words
    assert ("diverged", "missing", 0) in figure.scene.legend()

    figure.set(cell=(30, 9))
    path = curves(figure, "path")[0]
    alone = optlab.descend(optlab.momentum, RAVINE, lr=field.x[9], mu=field.y[30])
    same(path, alone.path[:, 1])
    assert views.words.number(alone.loss[-1]) in figure.scene.words
    figure.set(lr=field.x[10] * 1.001, mu=field.y[25])
    same(curves(figure, "path")[0], optlab.descend(optlab.momentum, RAVINE, lr=field.x[10], mu=field.y[25]).path[:, 1])


def test_a_map_ends_a_little_above_what_converges():
    figure = optlab.explore(optlab.momentum, landscape=RAVINE, map=("lr", "mu"))
    assert np.isnan(figure.scene.panels[0].field.z).mean() < 0.3
    assert 0.038 < figure.spec["state"]["bounds"][0][1] < 0.08, "2 (1 + mu) / 100 is the border"
    low, high = figure.scene.panels[0].field.limits()
    assert high - low <= 8


def test_every_control_of_a_map_has_an_effect():
    figure = optlab.explore(optlab.adam, landscape=WOBBLY, map=("lr", "beta1"), steps=10)
    assert list(figure.dials) == ["beta2", "eps"]
    for values in [dict(a=1.0), dict(b=1.0), dict(steps=12), {"lr from": 0.01}, {"lr to": 1.0}, {"beta1 from": 0.2},
                   {"beta1 to": 0.8},
                   dict(beta2=0.5), dict(up="eps"), dict(landscape="Himmelblau")]:  # fmt: skip
        before = data_of(figure)
        figure.set(**values)
        assert data_of(figure) != before, values
    assert list(figure.dials) == ["beta1", "beta2"]
    with pytest.raises(ValueError, match="^both axes are lr; choose two different hyperparameters.$"):
        figure.set(up="lr")
    with pytest.raises(ValueError, match="^the range of lr is 9e\\+09 to .*; it must go upwards.$"):
        figure.set(**{"lr from": 9e9})


def test_map_over_starts():
    figure = optlab.explore((optlab.sgd, dict(lr=0.01)), landscape=landscapes.himmelblau, map="start", steps=150)
    field = figure.scene.panels[0].field
    minima = np.array(landscapes.himmelblau.minima)
    assert field.z.shape == (61, 61)
    shares = []
    for k, letter in enumerate("ABCD"):
        assert f"{views.words.percent(np.mean(field.z == k))} reach {letter}" in figure.scene.words
        shares.append(np.mean(field.z == k))
    assert sum(shares) > 0.9
    for row, column in ((3, 50), (50, 50), (20, 10)):
        end = optlab.descend(optlab.sgd, landscapes.himmelblau, [field.x[column], field.y[row]], 150, lr=0.01).x[-1]
        assert field.z[row, column] == np.argmin(((end - minima) ** 2).sum(axis=-1))
    figure.set(cell=(3, 50))
    alone = optlab.descend(optlab.sgd, landscapes.himmelblau, [field.x[50], field.y[3]], 150, lr=0.01)
    same(curves(figure, "path")[0], alone.path[:, 1])
    before = data_of(figure)
    figure.set(lr=0.02)
    assert data_of(figure) != before


# What does not fit


@pytest.mark.parametrize(
    "call, says",
    [
        (lambda: optlab.explore("adam", landscape="wobbly"), "step is 'adam'; it must be a step function, a list"),
        (lambda: optlab.explore(optlab.adam, landscape="wobly"), "landscape is 'wobly'; it must be a Landscape or one of:"),
        (lambda: optlab.explore(optlab.adam, landscape=3), "landscape is 3; it must be a Landscape or the name of one"),
        (lambda: optlab.explore((optlab.adam, dict(mu=1)), landscape=WOBBLY), "adam has no hyperparameter 'mu'"),
        (lambda: optlab.explore((optlab.adam, dict(lr=-1.0)), landscape=WOBBLY), "lr is -1; it must be > 0."),
        (lambda: optlab.explore((optlab.adam, dict(lr=[0.1, 0.2])), landscape=WOBBLY), "lr is [0.1, 0.2]; a run takes"),
        (lambda: optlab.explore([], landscape=WOBBLY), "step is []; it must be a step function"),
        (lambda: optlab.explore(optlab.adam, landscape=WOBBLY, steps=0), "steps is 0; it must be an int ≥ 1."),
        (lambda: optlab.explore(optlab.adam, landscape=WOBBLY, x0=[1.0]), "x0 has shape (1,); it must be"),
        (lambda: optlab.explore(optlab.adam, landscape=WOBBLY, x0=np.zeros((3, 2))), "x0 has shape (3, 2); a figure takes"),
        (lambda: optlab.explore(optlab.adam, landscape=WOBBLY, map=("lr", "mu")), "map is ['lr', 'mu']; it must be 'start'"),
        (lambda: optlab.explore(optlab.adam, landscape=WOBBLY, map=("lr", "eps"), ranges=dict(mu=(0, 1))), "ranges has 'mu'"),
        (lambda: optlab.explore(PAIR, landscape=WOBBLY, map="start"), "step is a list of 2; a map takes one step"),
        (lambda: optlab.explore(optlab.adam, landscape="saddle", map="start"), "landscape is saddle; a map needs"),
        (lambda: optlab.explore(optlab.adam, "squares"), "signal is 'squares'; it must be an array or one of:"),
        (lambda: optlab.explore(optlab.adam, "spikes", WOBBLY), "explore got a signal and a landscape"),
        (lambda: optlab.animate(PAIR, WOBBLY, "film.avi"), "filename is 'film.avi'; it must end in .mp4, .webp or .gif."),
        (lambda: optlab.animate(PAIR, WOBBLY, "no/such/film.gif"), "filename is 'no/such/film.gif'; its folder does not exist."),
        (lambda: optlab.animate(PAIR, WOBBLY, "film.gif", fps=0), "fps is 0; it must be in [1, 100]."),
    ],
)  # fmt: skip
def test_bad_options_give_one_sentence(call, says):
    with pytest.raises((TypeError, ValueError)) as error:
        call()
    message = str(error.value)
    assert message.startswith(says) and "\n" not in message


# The painter


def test_blitted_frames_equal_fresh_ones():
    """What stays from earlier frames must not be seen."""
    figure, painter = optlab.explore("five methods", landscape="logistic", steps=40), plots.Painter((900, 420))
    for k in (0, 7, 8, 40):
        figure.set(shown=k)
        frame, fresh = painter.frame(figure.scene), plots.Painter((900, 420))
        np.testing.assert_array_equal(frame, fresh.frame(figure.scene))
    assert painter.full_draws == 1

    # A drawing by matplotlib alone, everything at once. It draws axes and ticks after thin curves, so a few pixels may differ.
    for lines, marks in fresh._artists:
        for artist in (*lines, *marks):
            artist.set_animated(False)
    fresh.figure.canvas.draw()
    whole = np.asarray(fresh.figure.canvas.buffer_rgba())[..., :3]
    assert np.mean((whole != frame).any(axis=-1)) < 0.002


def still(bundle):
    """The picture in a bundle's HTML, for where no script runs."""
    (data,) = re.findall(r'<img src="data:image/webp;base64,([^"]+)"', bundle["text/html"])
    assert len(data) < 25_000
    return PIL_Image.open(io.BytesIO(base64.b64decode(data)))


@pytest.mark.parametrize("options", [{}, dict(map=("lr", "mu")), dict(map="start")], ids=["paths", "map", "start"])
def test_what_a_notebook_gets(options):
    figure = optlab.explore(optlab.momentum, landscape="Himmelblau", steps=20, **options)
    bundle, about = figure._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "image/png", "text/plain"} <= set(bundle)
    height, width = about["image/png"]["height"], about["image/png"]["width"]
    shape = image(bundle["image/png"]).shape[:2]  # half as many pixels again as the page shows
    assert np.allclose(shape, (1.5 * height, 1.5 * width), atol=1) and height > figure.size[1]
    assert bundle["text/plain"] == figure.words == about["image/png"]["alt"]
    assert "https:" not in bundle["text/html"].replace("http://www.w3.org", "")
    assert figure.html().rpartition("Promise.all")[2] in bundle["text/html"], "the same figure"
    assert "<img" not in figure.html() and still(bundle).size[0] == plots.SMALL
    assert still(bundle).size[1] < plots.SMALL * figure.size[1] / figure.size[0] + 50, "without the words, which stand below"
    assert json.loads(json.dumps(figure.spec, allow_nan=False)) == json.loads(json.dumps(figure.spec))


def test_no_picture_is_painted_where_none_is_asked_for(monkeypatch):
    asked = SimpleNamespace(active_types=["text/plain", "text/html"])
    monkeypatch.setattr("optlab.pictures.shell.shell", lambda: SimpleNamespace(display_formatter=asked))
    for thing in (explore(optlab.sgd, "spikes"), optlab.draw(optlab.panel({"a": [1, 2]}))):
        bundle, about = thing._repr_mimebundle_()
        assert {"text/html", "text/plain"} <= set(bundle) and "image/png" not in bundle and about == {}
        assert bundle["text/html"] == thing.html()


def test_a_book_can_share_the_runtime():
    figures = [explore(optlab.sgd, "spikes"), explore(PAIR, landscape=WOBBLY)]
    text = "".join(each.html() for each in figures)
    short = page.without_runtime(text)
    assert text.count("optlab-runtime") == 2 and "optlab-runtime" not in short
    for kind in ("signal", "landscape"):
        assert f'"{page.version(kind)}"' in page.runtime() and short.count(page.version(kind)) == 1


def test_what_has_no_javascript_comes_from_the_kernel():
    def transformed(x, g, *, lr=0.1):
        return dict(x=x - lr * np.fft.ifft(np.fft.fft(g)).real)

    figure = explore(transformed, landscape=WOBBLY, steps=5)
    spec = figure.spec
    assert "transformed has no JavaScript" in spec["remote"] and spec["scene"]["words"] == figure.words
    sent = []
    figure.send = lambda content: sent.append(content)
    figure._asked(figure, dict(id=1, state={**figure.state, "shown": 3}), [])
    assert figure.state["shown"] == 3 and len(sent[0]["scene"]["panels"][0]["curves"][0]["y"]) == 4
    figure._asked(figure, dict(id=1, state={**figure.state, "noise": -3.0}), [])
    assert "noise is -3" in sent[1]["trouble"] and figure.state["noise"] == 0


def test_legend_names_what_is_shown():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=5)
    assert [label for label, *_ in figure.scene.legend()][:2] == ["momentum, lr = 0.01", "Adam, lr = 0.25"]
    figure.set(hidden=["Adam, lr = 0.25"])
    assert "Adam, lr = 0.25" not in [label for label, *_ in figure.scene.legend()]
    styles = [(looks.look("path", k)["color"], looks.look("path", k)["marker"]) for k in range(len(runs.RACERS))]
    assert len(set(styles)) == len(styles), "no two racers look alike"


def test_a_label_tells_what_its_dials_have_become():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=5)
    figure.set(lr=0.02)
    assert figure.scene.legend()[0][0] == "momentum, lr = 0.01 (now lr = 0.02)"
    assert figure.scene.words.startswith("Momentum, lr = 0.01 (now lr = 0.02) takes")
    figure.set(lr=0.01)
    assert figure.scene.legend()[0][0] == "momentum, lr = 0.01"
    chart = optlab.explore((optlab.rmsprop, dict(lr=0.1)), landscape=WOBBLY, map=("lr", "rho"), steps=5)
    assert chart.scene.panels[0].title == "RMSprop, loss after 5 steps", "lr is an axis"
    chart.set(eps=0.1)
    assert chart.scene.panels[0].title == "RMSprop (now eps = 0.1), loss after 5 steps"


def test_predictions_are_one_entry_and_three_values_stand_in_order():
    figure = optlab.explore([optlab.sgd, optlab.momentum], landscape=RAVINE, steps=5)
    assert [entry for entry in figure.scene.legend() if entry[1] == "theory"] == [("theory", "theory", 0)]
    figure = optlab.explore(optlab.momentum, "spikes")
    assert [label for label, kind, _ in figure.scene.legend() if kind == "run"] == ["mu = 0.25", "mu = 0.9", "mu = 0.975"]
    spikes = signals.spikes() != 0
    for run, event in zip(curves(figure, "run"), curves(figure, "event"), strict=True):
        np.testing.assert_array_equal(event.y, run.y[spikes])
    figure.set(signal="rectangles")
    assert not curves(figure, "event")


def test_of_more_runs_than_colours_one_stands_out():
    figure = optlab.explore("race", steps=5)
    assert {curve.label for curve in figure.scene.curves if curve.top} == {"SGD"}
    figure.set(run="Adam")
    assert {curve.label for curve in figure.scene.curves if curve.top} == {"Adam"}
    before = image(figure.png())
    figure.set(run="Eve")
    assert (image(figure.png()) != before).any(), "others fade"
    figure.set(hidden=[run.label for run in runs.RACERS[8:]])
    assert not any(curve.top for curve in figure.scene.curves)


def test_all_racers_are_taken_off_at_once():
    figure = optlab.explore("race", steps=5)
    figure.set(all=False)
    assert not curves(figure, "run") and figure.scene.caption == "No run is shown."
    figure.set(hidden=[run.label for run in runs.RACERS if run.label != "Adam"])
    assert [curve.label for curve in curves(figure, "run")] == ["Adam"]


def test_captions_are_one_line():
    for figure in (explore("five methods", landscape=WOBBLY), explore(optlab.adam, "sawtooth"), explore("race"),
                   explore(optlab.sgd, landscape="himmelblau", map="start", steps=20)):  # fmt: skip
        assert 10 < len(figure.scene.caption) < 140, figure.scene.caption
    assert (
        explore("five methods", landscape=WOBBLY).scene.caption
        == "AdaGrad comes lowest: 5.88e-15 above the lowest known loss after 125 steps."
    )
    assert explore((optlab.sgd, dict(lr=9.0)), landscape=RAVINE, steps=400).scene.caption == "SGD, lr = 9 diverges."
    assert "after 3 steps" in explore(optlab.sgd, landscape="saddle", steps=3).scene.caption


def test_a_run_that_is_stuck_in_a_hollow_is_not_the_best():
    f, grad = (lambda x: -x.sum(-1)), (lambda x: -np.ones_like(x))
    slope = landscapes.Landscape(f, grad, start=(0.0, 0.0), minima=((9.0, 9.0), (0.0, 0.0)))
    figure = explore([(optlab.sgd, dict(lr=1e-9), "stuck"), (optlab.sgd, dict(lr=0.01), "on its way")], landscape=slope)
    assert figure.scene.caption == "On its way comes lowest: 15.5 above the lowest known loss after 125 steps."


def test_limits_do_not_follow_what_diverges():
    assert limits.losses([np.array([10.0, 1e-3])], True) == (1e-4, 10.0)
    low, high = limits.losses([np.array([10.0, 1.0, 1e200])], False)
    assert high < 100, "a run that diverges does not squeeze the others"
    assert limits.losses([np.array([6.0, -1e6])], False)[0] > -1000, "nor one that falls for ever"


def test_words_name_what_a_picture_is_about():
    t = np.arange(1, 3001)
    stroke = optlab.draw(optlab.panel({"lr_t / lr": np.sqrt(1 - 0.999**t) / (1 - 0.9**t)}, log=True)).words
    assert "falls to 0.152 at step 12 in between" in stroke
    assert "comes in 5 bursts, the second at step 61" in explore(optlab.sgd, "spikes").words
    assert "crosses zero at step 52" in optlab.draw(optlab.panel({"y": np.linspace(-1, 0.98, 100)})).words
    both = optlab.draw(optlab.panel({"a": np.ones(9), "b": np.ones(9) * 1.001, "c": np.zeros(9)})).words
    assert "A and b coincide." in both


# Still pictures


def test_a_still_picture_is_painted_by_the_page():
    drawing = optlab.draw(
        optlab.panel(
            {"loss": [1.0, np.nan, 0.25]},
            {"theory": [1.0, 0.5, 0.25]},
            xlog=True,
            log=True,
            band={"loss": ([1, 1, 0.2], [2, 1, 0.3])},
        )
    )
    (panel,) = drawing.spec["scene"]["panels"]
    assert [c["y"] for c in panel["curves"]] == [[1, None, 0.25], [1, 0.5, 0.25], [1, 1, 0.2], [2, 1, 0.3]]
    assert panel["xscale"] == panel["yscale"] == "log" and panel["xlim"] == (1, 3)
    bundle, about = drawing._repr_mimebundle_()
    assert drawing.html().rpartition("Promise.all")[2] in bundle["text/html"] and still(bundle).size[0] == plots.SMALL
    assert drawing.words in bundle["text/html"] and bundle["text/plain"] == drawing.words
    assert image(bundle["image/png"]).shape[1] == 1230 and about["image/png"]["alt"] == drawing.words


# Films


def read(path):
    with PIL_Image.open(path) as film:
        return film.n_frames, film.size


@pytest.mark.parametrize("ending", ["gif", "webp"])
def test_films_without_ffmpeg(tmp_path, ending):
    path = optlab.animate("race", "quartic", tmp_path / f"film.{ending}", steps=6, size=(301, 200), theme="dark")
    assert read(path) == (7, (302, 200))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_film_with_ffmpeg(tmp_path):
    if not (shutil.which("ffmpeg") and shutil.which("ffprobe")):
        pytest.skip("ffmpeg and ffprobe are not installed")
    path = optlab.animate(PAIR, WOBBLY, str(tmp_path / "film.mp4"), steps=9, size=(320, 200), fps=10, hold=0.5)
    ask = [
        "ffprobe",
        "-v",
        "error",
        "-count_frames",
        "-show_entries",
        "stream=nb_read_frames,width,height,pix_fmt",
        "-of",
        "csv=p=0",
    ]
    assert subprocess.run([*ask, path], capture_output=True, text=True, check=True).stdout.strip() == "320,200,yuv420p,14"


def test_mp4_becomes_webp_where_ffmpeg_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(animation.shutil, "which", lambda name: None)
    with pytest.warns(UserWarning, match="ffmpeg is not there, so the film is film.webp"):
        path = optlab.animate(optlab.sgd, WOBBLY, tmp_path / "film.mp4", steps=3, size=(200, 120))
    assert path == tmp_path / "film.webp" and read(path)[0] == 4


@pytest.mark.parametrize("ending", ["gif", "mp4"])
def test_an_interrupted_film_leaves_nothing(tmp_path, monkeypatch, ending):
    if ending == "mp4" and not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    (tmp_path / f"film.{ending}").write_bytes(b"the old film")
    paint = plots.Painter.frame

    def stop_at_three(self, scene):
        self.count = getattr(self, "count", 0) + 1
        if self.count == 3:
            raise KeyboardInterrupt
        return paint(self, scene)

    monkeypatch.setattr(plots.Painter, "frame", stop_at_three)
    with pytest.raises(KeyboardInterrupt):
        optlab.animate(optlab.sgd, WOBBLY, tmp_path / f"film.{ending}", steps=5, size=(200, 120))
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [(f"film.{ending}", b"the old film")]


def test_only_long_work_shows_a_bar(monkeypatch, capsys):
    pytest.importorskip("tqdm")
    with progress.Progress(3, "short") as bar:
        bar.step()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    import tqdm
    import tqdm.auto

    monkeypatch.setattr(tqdm.auto, "tqdm", tqdm.tqdm)
    with progress.Progress(3, "long") as bar:
        trace = optlab.descend(bar.count(optlab.adam), WOBBLY, steps=3)
    assert bar.done == 3 and "long" in capsys.readouterr().err
    np.testing.assert_array_equal(trace.x, optlab.descend(optlab.adam, WOBBLY, steps=3).x)


def test_a_scene_needs_no_widgets():
    panel = scene.Panel(field=scene.Field(np.arange(3.0), np.arange(2.0), np.array([[0, 1, np.nan], [0, 0, 1]]), "",
                                          {0: ("left", "A"), 1: ("right", "B")}, "gone"))  # fmt: skip
    assert scene.Scene([panel]).legend() == [("A: left", "region", 0), ("B: right", "region", 1), ("gone", "missing", 0)]


# Every step of the package

STEPS = {row.step.__name__: row.step for row in VECTORS if row.step.__module__ != "optlab.variants"}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_step_has_its_figures(step):
    """On signals that are cruel in different ways, with all its quantities; on a landscape; as a map, where it has two axes."""
    figure = explore(step, "sparse")
    rule = figure.spec["rules"][figure.state["optimizer"]]
    for signal in ("impulse", "Gaussian noise"):
        figure.set(signal=signal, show=rule["quantities"])
    shown = [figure, explore(step, landscape=WOBBLY, steps=10)]
    for dial in rule["dials"]:
        assert all(inputs.allows(inputs.ranges(step)[dial["name"]], stop) for stop in dial["stops"]), (
            f"the slider of {dial['name']} offers what the step refuses"
        )
    axes = [dial["name"] for dial in rule["dials"]][:2]
    if len(axes) == 2:
        shown.append(explore(step, landscape=WOBBLY, map=tuple(axes), steps=5))
    for each in shown:
        assert each.scene.curves and "nan" not in each.words.lower().split()
        assert "remote" not in each.spec or "draws random numbers" in each.spec["remote"]
        json.dumps(each.spec, allow_nan=False)
