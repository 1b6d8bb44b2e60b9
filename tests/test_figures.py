"""Do the live figures show what the numbers are? Controls are moved as a reader moves them, and the scene must hold the trace
of an independent `drive` or `descend`; what is painted must be what a fresh drawing of that scene is, pixel by pixel.
"""

import asyncio
import io
import shutil
import subprocess

import numpy as np
import pytest
from table import TABLE

import optlab
from optlab import explore, landscapes, signals
from optlab.pictures import animation, figures, looks, maps, plots, progress, race, rules, runs, scene, views
from optlab.pictures.player import Player
from optlab.pictures.terrain import TerrainFigure
from optlab.run import inputs
from optlab.run.signature import signature
from optlab.theory import rates

PIL_Image = pytest.importorskip("PIL.Image")
WOBBLY, RAVINE = landscapes.wobbly, landscapes.ravine()
PAIR = [(optlab.momentum, dict(lr=0.01)), (optlab.adam, dict(lr=0.25))]


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch, request):
    """Most tests ask what is in the scene; only those marked as `painted` need its pixels."""
    if "painted" not in request.fixturenames:
        monkeypatch.setattr(plots.Painter, "png", lambda self, scene: b"")


@pytest.fixture
def painted():
    """The test looks at pixels."""


def curves(figure, kind):
    return [curve for curve in figure.scene.curves if curve.kind == kind and curve.show]


def same(curve, y):
    np.testing.assert_array_equal(np.asarray(curve.y), np.asarray(y))


def image(png):
    return np.asarray(PIL_Image.open(io.BytesIO(png)))


def data_of(figure):
    """Everything a scene shows, to see whether a control had an effect."""
    rows = [figure.scene.words]
    for panel in figure.scene.panels:
        rows += [panel.title, panel.ylabel, panel.yscale, panel.ylim, panel.field and panel.field.z.tobytes()]
        rows += [(c.label, c.show, np.asarray(c.y, float).tobytes()) for c in panel.curves]
        rows += [(m.kind, m.x, m.y) for m in panel.marks]
    return repr(rows)


# The figure for signals


def test_all_48_accumulation_figures_from_one_widget():
    figure = explore(optlab.momentum, "spikes")
    six = ("spikes", "rectangles", "noisy sine", "very noisy sine", "sawtooth", "saturation")
    for rule, (step, name, values, fixed, state) in rules.RULES.items():
        figure.rule.value = rule
        for signal in six:
            figure.signal.value = signal
            g = rules.SIGNALS[signal]()
            same(curves(figure, "signal")[0], g)
            update = optlab.drive(step, g, state=state or None, **fixed, **{name: values}).update
            for curve in curves(figure, "run"):
                same(curve, update[:, curve.index])
    assert len(rules.RULES) * len(six) == 48


def test_the_middle_of_three_values_is_the_one_that_was_asked_for():
    figure = explore(optlab.momentum, "constant", mu=0.5)
    assert figure.dials["mu"].value == 0.5
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
    assert alone.label == "learned" and not figure.dials and "h1" not in figure.quantities
    same(curves(figure, "internal")[0], optlab.drive(optlab.learned, signals.impulse()).u)
    assert len(curves(figure, "run")) == 4 and figure.scene.words.startswith("Learned: the update")
    same(curves(explore(optlab.momentum, "step", beside=optlab.learned), "run")[-1],
         optlab.drive(optlab.learned, signals.step()).update)  # fmt: skip


def test_controls_of_a_signal_figure():
    figure = explore(optlab.adam, "noisy sine", show=("m_hat",))
    g = signals.noisy_sine()
    figure.dials["beta1"].box.value = 0.8
    figure._low_high["high"].value = 0.99
    figure.dials["lr"].box.value = 0.1
    for curve in curves(figure, "run"):
        same(curve, optlab.drive(optlab.adam, g, lr=0.1, beta1=[0.25, 0.8, 0.99][curve.index]).update)
    same(curves(figure, "internal")[0], optlab.drive(optlab.adam, g, lr=0.1, beta1=0.8).m_hat)
    theory = curves(figure, "theory")[0]
    np.testing.assert_allclose(theory.y, optlab.drive(optlab.adam, g, lr=0.1, beta1=0.8).update, atol=1e-12)
    figure.theory.value = False
    assert not curves(figure, "theory")
    figure.quantities["v"].value = True
    assert {curve.label for curve in curves(figure, "internal")} == {"m_hat", "v"}
    figure.beside.value = "momentum"
    assert figure.scene.panels[-1].title == "momentum"
    figure.dials["lr"].slider.value = 0.5
    assert figure.dials["lr"].box.value == 0.5
    figure.signal.value = figures._OWN
    figure.pasted.value = "1, 0, -1 2"
    same(curves(figure, "signal")[0], [1, 0, -1, 2])
    figure.pasted.value = "1 zwei"
    assert "your signal is '1 zwei'" in figure.picture.trouble


def test_a_signal_is_drawn_with_the_mouse_and_with_keys():
    figure = explore(optlab.sgd, np.zeros(50))
    figure.on_pointer("down", (0, 11.2, 1.0))  # step 11 is sample 10
    figure.on_pointer("move", (0, 15.0, 3.0))
    figure.on_pointer("up", (0, 15.0, 3.0))
    same(curves(figure, "signal")[0], np.interp(np.arange(50), [9, 10, 14, 15], [0, 1, 3, 0]))
    figure.on_key("ArrowRight", True)
    figure.on_key("ArrowUp", False)
    assert curves(figure, "signal")[0].y[10] == pytest.approx(1.1)


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


def test_start_by_boxes_mouse_and_keys():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=20)

    def starts_at(a, b):
        for (step, hyper), path in zip(PAIR, curves(figure, "path"), strict=True):
            trace = optlab.descend(step, WOBBLY, [a, b], 20, **hyper)
            np.testing.assert_array_equal(np.stack([path.x, path.y], axis=-1), trace.path)
        assert [box.value for box in figure.start] == [a, b]

    figure.start[0].value = 1.5
    starts_at(1.5, -2.5)
    figure.on_pointer("down", (0, 2.0, -1.25))
    starts_at(2.0, -1.25)
    figure.on_pointer("move", None)  # off the axes: nothing
    figure.on_pointer("move", (0, 2.5, 2.25))
    starts_at(2.5, 2.25)
    figure.on_key("ArrowLeft", False)
    starts_at(2.4, 2.25)
    figure.on_key("ArrowUp", True)
    starts_at(2.4, 2.75)
    figure.on_pointer("down", (1, 7.4, 1.0))
    assert figure.shown.value == 7


def test_playing_only_slices(monkeypatch):
    figure = optlab.explore(PAIR, landscape=WOBBLY)
    traces = [optlab.descend(step, WOBBLY, steps=125, **hyper) for step, hyper in PAIR]
    monkeypatch.setattr(runs, "descend", lambda *a, **k: pytest.fail("a run was computed again"))
    for k in (0, 1, 60, 125):
        figure.play.value = k
        assert figure.shown.value == k
        for trace, path, mark in zip(traces, curves(figure, "path"), figure.scene.panels[0].marks[-2:], strict=True):
            same(path, trace.path[: k + 1, 1])
            assert (mark.x, mark.y) == tuple(trace.path[k])
    assert f"from {views.words.number(traces[1].loss[0])} to {views.words.number(traces[1].loss[-1])}" in figure.scene.words
    figure.play.playing = True
    before = figure.picture.words
    figure.play.value = 10
    assert figure.picture.words == before, "twenty texts a second are for nobody"
    figure.play.playing = False
    assert "in 10 steps" in figure.picture.words


def play(figure, page):
    """Play the figure on an event loop, as a notebook does; `page(frame)` is called where the page would paint."""

    async def watch():
        figure.picture.observe(lambda change: figure.picture.reports and page(change["new"]), "frame")
        figure.play.playing = True
        await asyncio.wait_for(figure.player._task, 20)

    asyncio.run(watch())


def test_playing_pushes_every_step_and_stops_at_the_last():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=12, shown=0)
    shown = []
    play(figure, lambda frame: (shown.append(figure.shown.value), figure.player.painted(frame)))
    assert shown == list(range(1, 13))
    assert not figure.play.playing and not figure.picture.reports and figure.play.value == 12
    assert "in 12 steps" in figure.scene.words


def test_a_page_that_paints_slowly_gets_no_queue(monkeypatch):
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=8, shown=0)
    monkeypatch.setattr(Player, "PATIENCE", 5)
    waiting, most = [], []

    def page(frame):  # it paints one picture each 0.15 s, a third as many as could be sent
        waiting.append(frame)
        most.append(len(waiting))
        figure.player._loop.call_later(0.15 * len(waiting), lambda: figure.player.painted(waiting.pop(0)))

    play(figure, page)
    assert figure.shown.value == 8 and max(most) <= Player.AHEAD


def test_a_page_that_is_gone_holds_nothing_up(monkeypatch):
    monkeypatch.setattr(Player, "PATIENCE", 0.01)
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=8, shown=0)
    play(figure, lambda frame: None)
    assert figure.shown.value == 8 and not figure.play.playing


def test_playing_can_be_stopped_and_the_slider_moved_meanwhile():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=100, shown=0)

    def page(frame):
        figure.player.painted(frame)
        if figure.shown.value == 3:
            figure.shown.value = 50  # the reader drags the slider
        if figure.shown.value == 54:
            figure.play.playing = False  # and presses pause

    play(figure, page)
    assert figure.shown.value == figure.play.value == 54
    assert "in 54 steps" in figure.picture.words


def test_a_dial_changes_its_run_only():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=30)
    other = np.array(curves(figure, "path")[0].x)
    figure.which.value = "Adam, lr = 0.25"
    assert list(figure.dials) == ["lr", "beta1", "beta2", "eps"]
    figure.dials["beta1"].box.value = 0.5
    same(curves(figure, "path")[0], optlab.descend(optlab.momentum, WOBBLY, steps=30, lr=0.01).path[:, 1])
    np.testing.assert_array_equal(curves(figure, "path")[0].x, other)
    same(curves(figure, "path")[1], optlab.descend(optlab.adam, WOBBLY, steps=30, lr=0.25, beta1=0.5).path[:, 1])
    figure.dials["beta1"].box.value = 1.5
    assert figure.picture.trouble == "beta1 is 1.5; it must be in [0, 1)."
    figure.dials["beta1"].box.value = 0.9
    assert figure.picture.trouble == ""


def test_every_control_of_a_landscape_has_an_effect():
    figure = optlab.explore([optlab.sgd, optlab.momentum], landscape=RAVINE, steps=40)
    changes = [
        (figure.start[0], -1.0), (figure.start[1], -0.5), (figure.noise, 0.5), (figure.seed, 3), (figure.noise, 0.0),
        (figure.shown, 20), (figure.log_axis, False), (figure.theory, False), (figure.boxes["SGD"], False),
        (figure.boxes["SGD"], True), (figure.landscape, "Rosenbrock"),
    ]  # fmt: skip
    for control, value in changes:
        before = data_of(figure)
        control.value = value
        assert data_of(figure) != before, control.description
    before = list(figure.dials)
    figure.which.value = "momentum"
    assert list(figure.dials) != before
    for name in figure._landscapes:
        figure.landscape.value = name
        assert not figure.picture.trouble and figure.scene.panels[0].title == name


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
    assert flat == ["simple_quadratic", "ravine"]


# The race


def test_the_race():
    figure = optlab.explore("race")
    assert isinstance(figure, TerrainFigure) and len(figure.runs) == len(race.RACERS) >= 15
    ends = {}
    for run, curve, mark in zip(race.RACERS, curves(figure, "path"), figure.scene.panels[0].marks[2:], strict=True):
        trace = optlab.descend(run.step, landscapes.quartic, [-3.0], 100, **run.hyper)
        same(curve, (trace.path[:, 0] - 2.5) ** 2 / 2)
        assert mark.x == trace.path[-1, 0] and mark.y >= trace.loss[-1]
        ends[run.label] = curve.y[-1]
    order = sorted(ends, key=ends.get)
    places = [figure.scene.words.index(f"{label} {views.words.number(ends[label])}") for label in order]
    assert places == sorted(places)
    figure.play.value = 40
    assert "After 40 of 100 steps" in figure.scene.words
    figure.on_key("ArrowUp", False)  # there is no second coordinate
    figure.on_pointer("down", (0, 1.0, 9.0))
    assert [box.value for box in figure.start] == [1.0]


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
            assert field.z[row, column] == np.log10(max(alone.loss[-1], 1e-16))
    border = curves(figure, "border")[0]
    np.testing.assert_allclose(border.x, 2 * (1 + field.y) / 100)
    slow = np.abs(np.log(field.x[None] / border.x[:, None])) > 0.15
    outside = (field.x[None] > border.x[:, None]) == np.isnan(field.z)
    assert outside[slow].all(), "the border of theory separates what converges from what diverges"
    assert f"{np.isnan(field.z).mean():.1%} of the 1681 runs" in figure.scene.words
    assert ("diverged", "missing", 0) in figure.scene.legend()

    figure.on_pointer("down", (0, field.x[9] * 1.01, field.y[30] + 0.001))
    path = curves(figure, "path")[0]
    alone = optlab.descend(optlab.momentum, RAVINE, lr=field.x[9], mu=field.y[30])
    same(path, alone.path[:, 1])
    assert views.words.number(alone.loss[-1]) in figure.scene.words
    figure.on_key("ArrowRight", False)
    figure.on_key("ArrowDown", True)
    same(curves(figure, "path")[0], optlab.descend(optlab.momentum, RAVINE, lr=field.x[10], mu=field.y[25]).path[:, 1])


def test_every_control_of_a_map_has_an_effect():
    figure = optlab.explore(optlab.adam, landscape=WOBBLY, map=("lr", "beta1"), steps=10)
    assert list(figure.dials) == ["beta2", "eps"]
    (low_x, high_x), (low_y, high_y) = figure.bounds
    for control, value in [
        (figure.start[0], 1.0), (figure.start[1], 1.0), (figure.steps, 12),
        (low_x, 0.01), (high_x, 1.0), (low_y, 0.2), (high_y, 0.8),
        (figure.dials["beta2"].box, 0.5), (figure.axes[1], "eps"), (figure.landscape, "Himmelblau"),
    ]:  # fmt: skip
        before = data_of(figure)
        control.value = value
        assert not figure.picture.trouble and data_of(figure) != before, control.description
    assert list(figure.dials) == ["beta1", "beta2"]
    figure.axes[1].value = "lr"
    assert figure.picture.trouble == "both axes are lr; choose two different hyperparameters."
    figure.axes[1].value, low_x.value = "beta2", 9.0
    assert figure.picture.trouble == "the range of lr is 9 to 1; it must go upwards."


def test_map_over_starts():
    figure = optlab.explore((optlab.sgd, dict(lr=0.01)), landscape=landscapes.himmelblau, map="start", steps=150)
    field = figure.scene.panels[0].field
    minima = np.array(landscapes.himmelblau.minima)
    assert field.z.shape == (61, 61)
    shares = []
    for k, letter in enumerate("ABCD"):
        assert f"{np.mean(field.z == k):.1%} reach {letter}" in figure.scene.words
        shares.append(np.mean(field.z == k))
    assert sum(shares) > 0.9
    for row, column in ((3, 50), (50, 50), (20, 10)):
        end = optlab.descend(optlab.sgd, landscapes.himmelblau, [field.x[column], field.y[row]], 150, lr=0.01).x[-1]
        assert field.z[row, column] == np.argmin(((end - minima) ** 2).sum(axis=-1))
    figure.on_pointer("down", (0, field.x[50], field.y[3]))
    alone = optlab.descend(optlab.sgd, landscapes.himmelblau, [field.x[50], field.y[3]], 150, lr=0.01)
    same(curves(figure, "path")[0], alone.path[:, 1])
    before = data_of(figure)
    figure.dials["lr"].box.value = 0.02
    assert data_of(figure) != before


def test_an_interrupted_map_keeps_the_last_picture(monkeypatch):
    figure = optlab.explore(optlab.sgd, landscape=WOBBLY, map="start", steps=5)
    before, kept = data_of(figure), figure.field
    with monkeypatch.context() as patch:
        patch.setattr(maps, "descend", lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
        figure.steps.value = 6
    assert figure.picture.trouble.startswith("Stopped") and data_of(figure) == before and figure.field is kept
    figure.steps.value = 7
    assert figure.picture.trouble == "" and data_of(figure) != before


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


def test_blitted_frames_equal_fresh_ones(painted):
    """What stays from earlier frames must not be seen: not in the background, not in kept bands of the PNG."""
    figure = optlab.explore("five methods", landscape="logistic", steps=40)
    frames = []
    for k in (0, 7, 8, 40):
        figure.shown.value = k
        if k < 8:
            continue
        fresh = plots.Painter(figure.size)
        frames.append(fresh.frame(figure.scene).copy())
        np.testing.assert_array_equal(figure.painter.frame(figure.scene), frames[-1])
        np.testing.assert_array_equal(image(figure.picture.png), frames[-1])
    assert figure.painter.full_draws == 1 and (frames[0] != frames[1]).any()

    # A drawing by matplotlib alone, everything at once. It draws axes and ticks after thin curves, so a few pixels may differ.
    for lines, marks in fresh._artists:
        for artist in (*lines, *marks):
            artist.set_animated(False)
    fresh.figure.canvas.draw()
    whole = np.asarray(fresh.figure.canvas.buffer_rgba())[..., :3]
    assert np.mean((whole != frames[-1]).any(axis=-1)) < 0.002


def test_locate_inverts_the_axes(painted):
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=5)
    for number, (axes, x, y) in enumerate(zip(figure.painter._axes, (-1.25, 3.0), (2.0, 1.0), strict=True)):
        column, from_below = axes.transData.transform((x, y))
        panel, *found = figure.painter.locate(column, figure.size[1] - from_below)
        assert panel == number
        np.testing.assert_allclose(found, (x, y), rtol=1e-9)
    assert figure.painter.locate(2, 2) is None
    frame = figure.picture.frame
    place = dict(x=(column + 1) / figure.size[0], y=(figure.size[1] - from_below) / figure.size[1])
    figure._message(figure.picture, dict(event="down", **place), [])
    assert figure.picture.frame > frame and figure.shown.value == 3


@pytest.mark.parametrize("options", [{}, dict(map=("lr", "mu")), dict(map="start")], ids=["paths", "map", "start"])
def test_pictures_for_pages_without_widgets(painted, options):
    figure = optlab.explore(optlab.momentum, landscape="Himmelblau", steps=20, **options)
    bundle, about = figure._repr_mimebundle_()
    height, width = about["image/png"]["height"], about["image/png"]["width"]
    shape = image(figure.png()).shape[:2]  # half as many pixels again as the page shows
    assert np.allclose(shape, (1.5 * height, 1.5 * width), atol=1) and height > figure.size[1]
    assert bundle["image/png"][:8] == b"\x89PNG\r\n\x1a\n" and bundle["text/plain"] == figure.scene.words
    assert about["image/png"]["alt"] == figure.scene.words
    light = image(figure.picture.png)
    figure.restyle(theme="dark")
    dark = image(figure.picture.png)
    assert dark.shape == light.shape and dark.mean() < light.mean()


def test_the_projector_draws_larger(painted):
    figure = optlab.explore(optlab.sgd, "spikes")
    desk = image(figure.picture.png)
    figure.large.value = True
    wall = image(figure.picture.png)
    assert figure.picture.large and figure.picture.width == wall.shape[1] == 1.3 * desk.shape[1]
    assert wall.mean() < desk.mean(), "more ink"


def test_legend_names_what_is_shown():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=5)
    assert [entry["label"] for entry in figure.picture.legend] == ["momentum, lr = 0.01", "Adam, lr = 0.25", "minimum", "start"]
    figure.boxes["Adam, lr = 0.25"].value = False
    assert "Adam, lr = 0.25" not in [entry["label"] for entry in figure.picture.legend]
    styles = [(looks.look("path", k)["color"], looks.look("path", k)["marker"]) for k in range(len(race.RACERS))]
    assert len(set(styles)) == len(styles), "no two racers look alike"


def test_a_label_tells_what_its_dials_have_become():
    figure = optlab.explore(PAIR, landscape=WOBBLY, steps=5)
    figure.dials["lr"].box.value = 0.02
    assert figure.scene.legend()[0][0] == "momentum, lr = 0.01 (now lr = 0.02)"
    assert figure.scene.words.startswith("Momentum, lr = 0.01 (now lr = 0.02) takes")
    figure.dials["lr"].box.value = 0.01
    assert figure.scene.legend()[0][0] == "momentum, lr = 0.01"
    chart = optlab.explore((optlab.rmsprop, dict(lr=0.1)), landscape=WOBBLY, map=("lr", "rho"), steps=5)
    assert chart.scene.panels[0].title == "RMSprop, loss after 5 steps", "lr is an axis"
    chart.dials["eps"].box.value = 0.1
    assert chart.scene.panels[0].title == "RMSprop (now eps = 0.1), loss after 5 steps"


def test_predictions_are_one_entry_and_three_values_stand_in_order():
    figure = optlab.explore([optlab.sgd, optlab.momentum], landscape=RAVINE, steps=5)
    assert [entry for entry in figure.scene.legend() if entry[1] == "theory"] == [("theory", "theory", 0)]
    figure = optlab.explore(optlab.momentum, "spikes")
    assert [label for label, kind, _ in figure.scene.legend() if kind == "run"] == ["mu = 0.25", "mu = 0.9", "mu = 0.975"]
    spikes = signals.spikes() != 0
    for run, event in zip(curves(figure, "run"), curves(figure, "event"), strict=True):
        np.testing.assert_array_equal(event.y, run.y[spikes])
    figure.signal.value = "rectangles"
    assert not curves(figure, "event")


def test_all_racers_are_taken_off_at_once():
    figure = optlab.explore("race", steps=5)
    figure.every.value = False
    assert not any(curve.show for curve in curves(figure, "path")) and not figure.picture.trouble
    figure.boxes["Adam"].value = True
    assert [curve.label for curve in curves(figure, "path") if curve.show] == ["Adam"]


def test_limits_stay_while_values_move_a_little():
    first = views.limits([np.array([10.0, 1e-3])], True)
    assert first[0] <= 1e-3 and first[1] >= 10
    assert views.limits([np.array([9.0, 2e-3])], True, first) == first
    assert views.limits([np.array([10.0, 1e-11])], True, first) != first
    low, high = views.limits([np.array([10.0, 1.0, 1e200])], False)
    assert high < 100, "a run that diverges does not squeeze the others"
    assert views.limits([np.array([6.0, -1e6])], False)[0] > -1000, "nor one that falls for ever"


# Films


def read(path):
    with PIL_Image.open(path) as film:
        return film.n_frames, film.size


@pytest.mark.parametrize("ending", ["gif", "webp"])
def test_films_without_ffmpeg(painted, tmp_path, ending):
    path = optlab.animate("race", "quartic", tmp_path / f"film.{ending}", steps=6, size=(301, 200), theme="dark")
    assert read(path) == (7, (302, 200))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_film_with_ffmpeg(painted, tmp_path):
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


def test_mp4_becomes_webp_where_ffmpeg_is_missing(painted, tmp_path, monkeypatch):
    monkeypatch.setattr(animation.shutil, "which", lambda name: None)
    with pytest.warns(UserWarning, match="ffmpeg is not there, so the film is film.webp"):
        path = optlab.animate(optlab.sgd, WOBBLY, tmp_path / "film.mp4", steps=3, size=(200, 120))
    assert path == tmp_path / "film.webp" and read(path)[0] == 4


@pytest.mark.parametrize("ending", ["gif", "mp4"])
def test_an_interrupted_film_leaves_nothing(painted, tmp_path, monkeypatch, ending):
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

STEPS = {row.step.__name__: row.step for row in TABLE if row.step.__module__ != "optlab.variants"}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_step_has_its_figures(step):
    """On signals that are cruel in different ways, with all its quantities; on a landscape; as a map, where it has two axes."""
    figure = explore(step, "sparse")
    for signal in ("impulse", "Gaussian noise"):
        figure.signal.value = signal
    for box in figure.quantities.values():
        box.value = True
    shown = [figure, explore(step, landscape=WOBBLY, steps=10)]
    axes = [name for name, dial in figure.dials.items() if not isinstance(signature(step).hyper[name], bool)][:2]
    for name, dial in figure.dials.items():
        assert all(inputs.allows(name, stop) for stop in dial._stops), f"the slider of {name} offers what the step refuses"
    if len(axes) == 2:
        shown.append(explore(step, landscape=WOBBLY, map=tuple(axes), steps=5))
    for each in shown:
        assert not each.picture.trouble and each.scene.curves and "nan" not in each.scene.words.lower().split()
