"""Does the page show what Python computes? At random settings of the controls the page's words, limits and curves must be those
of the twin. The page is opened from disk: there is no kernel that could help it.
"""

import numpy as np
import pytest

import optlab
from optlab import landscapes

pytestmark = pytest.mark.browser


def shown(scene):
    """A scene of Python in the form that the page gives its own."""
    panels = []
    for p in scene.panels:
        xlim, ylim = p.limits()
        curves = [dict(label=c.label or c.run, kind=c.kind, x=c.x, y=c.y) for c in p.curves if c.show]
        panels.append(dict(title=p.title, xlim=xlim, ylim=ylim, curves=curves, field=p.field))
    return panels


def agree(page, scene, tolerance=1e-9):
    """The page's scene is the twin's: texts exactly, limits and curves up to rounding."""
    assert page["words"] == scene.words
    assert page["caption"] == scene.caption
    for got, want in zip(page["panels"], shown(scene), strict=True):
        assert got["title"] == want["title"]
        np.testing.assert_allclose([*got["xlim"], *got["ylim"]], [*want["xlim"], *want["ylim"]], rtol=1e-9, atol=1e-12)
        assert [(c["label"], c["kind"]) for c in got["curves"]] == [(c["label"], c["kind"]) for c in want["curves"]]
        for one, other in zip(got["curves"], want["curves"], strict=True):
            for axis in "xy":
                a, b = np.array(one[axis], float), np.asarray(other[axis], float)
                assert a.shape == b.shape, one["label"]
                size = np.abs(b[np.isfinite(b)]).max(initial=1e-300)
                np.testing.assert_allclose(a, b, rtol=1e-6, atol=tolerance * size, err_msg=f"{one['kind']} {one['label']}")
        if want["field"] is not None:
            a, b = np.array(got["field"]["z"], float), np.ravel(want["field"].z)
            close = np.isclose(a, b, rtol=1e-6, atol=1e-6, equal_nan=True)
            assert close.mean() > 0.995, f"{np.count_nonzero(~close)} cells of the map differ"


def settings(rng, figure, choices):
    """A few controls at random: choices is name -> list of values."""
    names = rng.choice(list(choices), size=min(4, len(choices)), replace=False)
    return {str(name): choices[name][int(rng.integers(len(choices[name])))] for name in names}


def compare(disk, figure, choices, times, seed, skip=lambda: False):
    page, rng = disk(figure), np.random.default_rng(seed)
    agree(page.scene(), figure.scene)
    for _ in range(times):
        values = settings(rng, figure, choices() if callable(choices) else choices)
        figure.set(**values)
        page.set(**values)
        try:
            agree(page.scene(), figure.scene)
        except AssertionError as error:
            raise AssertionError(f"after {values}: {error}") from None


def stops(figure, rule):
    return {dial["name"]: dial["stops"] for dial in figure.spec["rules"][rule]["dials"]}


@pytest.mark.parametrize(
    "step", [optlab.adam, optlab.momentum, optlab.nesterov, optlab.amsgrad, optlab.eve], ids=lambda s: s.__name__
)
def test_signals(disk, step):
    figure = optlab.explore(step, "rectangles", lr=0.25, beside=optlab.adagrad)
    rule = figure.state["optimizer"]
    quantities = figure.spec["rules"][rule]["quantities"]
    choices = {
        **stops(figure, rule),
        "signal": list(figure.spec["signals"]),
        "theory": [True, False],
        "show": [[], quantities[:1], quantities],
        "beside": ["nothing", "momentum", "AdaGrad"],
        "pasted": ["1 0 0 -1", "0,5 -0,5 0,5", "[1, 2, 3]"],
    }
    compare(disk, figure, choices, 12, 1)


def test_each_rule_on_each_kind_of_signal(disk):
    figure = optlab.explore(optlab.momentum, "spikes")
    choices = {"optimizer": list(figure.spec["rules"]), "signal": list(figure.spec["signals"])}
    compare(disk, figure, choices, 25, 2)


PLACES = dict(a=np.linspace(-2.9, 2.9, 30).round(2).tolist(), b=np.linspace(-2.9, 2.9, 30).round(2).tolist())


def test_landscapes(disk):
    """Steps that do not lie at the edge of stability: there paths part for rounding alone, in numpy, too."""
    five = [(optlab.sgd, dict(lr=0.01)), (optlab.momentum, dict(lr=0.01)), (optlab.adagrad, dict(lr=0.3)),
            (optlab.adam, dict(lr=0.05)), (optlab.nesterov, dict(lr=0.01), "ahead")]  # fmt: skip
    figure = optlab.explore(five, landscape="simple quadratic", steps=40)
    flat = ["simple quadratic", "giant plateau", "two minima", "ravine 100", "logistic loss", "wobbly"]
    labels = [run["label"] for run in figure.spec["runs"]]
    choices = {**PLACES, "shown": [0, 1, 7, 40], "log": [True, False], "theory": [True, False], "noise": [0.0, 0.3],
               "seed": [0, 5, 77], "hidden": [[], labels[:2], labels[1:]], "landscape": flat, "run": labels}  # fmt: skip
    compare(disk, figure, choices, 40, 3)


LANDS = [landscapes.ravine(100), landscapes.wobbly, landscapes.giant_plateau]


@pytest.mark.parametrize("land", LANDS, ids=lambda land: land.name)
def test_the_ground_goes_up_to_the_highest_loss_of_a_grown_box(disk, land):
    figure = optlab.explore((optlab.momentum, dict(lr=0.033, mu=0.67)), landscape=land)
    page = disk(figure)
    x, y, z, levels = figure.scene.panels[0].contours
    shown = page.element.evaluate("root => [...root.figure.painter.scene.panels[0].ground.levels]")
    np.testing.assert_allclose(shown, levels, rtol=1e-9)
    assert levels[-1] >= z.max() and np.all(np.diff(levels) > 0) and len(levels) < 80


def test_runs_that_diverge(disk):
    wild = [(optlab.sgd, dict(lr=3.0)), (optlab.momentum, dict(lr=0.5)), (optlab.adam, dict(lr=0.1))]
    figure = optlab.explore(wild, landscape=landscapes.ravine(100), steps=150)
    compare(disk, figure, {"shown": [0, 20, 90, 120, 150], "log": [True, False], "b": [0.1, -0.5]}, 12, 4)


def test_a_schedule_and_a_landscape_of_ones_own(disk):
    bowl = landscapes.Landscape(
        lambda x: (x**4).sum(-1), lambda x: 4 * x**3, start=(1.0, -2.0), minima=((0.0, 0.0),), name="bowl"
    )
    runs = [(optlab.sgd, dict(lr=lambda t: 0.1 / t)), (optlab.momentum, dict(lr=0.01))]
    figure = optlab.explore(runs, landscape=bowl, steps=30)
    assert "remote" not in figure.spec
    compare(disk, figure, {**PLACES, "shown": [3, 30]}, 6, 5)


def test_the_race(disk):
    four = [optlab.sgd, optlab.momentum, (optlab.adam, dict(lr=0.4)), (optlab.santa_sss, dict(lr=4e-4, burnin=50))]
    figure = optlab.explore(four, landscape="quartic", steps=60)
    compare(disk, figure, {"x": [-3.0, -1.0, 1.0, 3.2], "shown": [0, 10, 60], "noise": [0.0, 0.5], "log": [True, False]}, 15, 6)


def test_errors_are_measured_from_the_best_minimum_and_the_axis_says_so(disk):
    """In whichever order a landscape names its minima, and wherever a run ends."""
    turned = landscapes.Landscape(landscapes.quartic.f, landscapes.quartic.grad, start=(-3.0,), box=((-3.5, 3.5),),
                                  minima=((-1.5,), (2.5,)), name="turned")  # fmt: skip
    for land in (turned, landscapes.quartic):
        figure = optlab.explore([(optlab.sgd, dict(lr=0.01)), (optlab.adam, dict(lr=1.0))], landscape=land)
        page = disk(figure)
        agree(page.scene(), figure.scene)
        assert "error ½(x − 2.5)², best first: Adam" in figure.words
        assert figure.words.endswith("1 of 2 are nearest to the best minimum at x = 2.5.")
        label = figure.scene.panels[1].ylabel
        assert label == "error ½(x − 2.5)², from the best minimum"
        assert page.svg.locator("text.axis", has_text=label).count() == 1
        np.testing.assert_allclose(figure.scene.panels[1].curves[0].y[-1], 8, rtol=1e-3)  # half of 4 squared: the other one


def test_maps(disk):
    figure = optlab.explore(optlab.momentum, landscape=landscapes.ravine(100), map=("lr", "mu"), steps=60)
    choices = {
        "steps": [20, 60],
        "lr": [0.002, 0.01],
        "mu": [0.1, 0.5, 0.9],
        "a": [-2.0, 1.0],
        "lr to": [0.02, 0.05],
        "cell": [[3, 4], [40, 40]],
    }
    compare(disk, figure, choices, 8, 7)
    lowest = figure.scene.panels[0].marks[0]
    row, column = np.unravel_index(np.nanargmin(figure.field.z), figure.field.z.shape)
    assert lowest.note == "lowest" and (lowest.x, lowest.y) == (figure.field.x[column], figure.field.y[row])
    figure = optlab.explore(optlab.adam, landscape="simple quadratic", map=("lr", "beta1"), steps=30)
    compare(disk, figure, {"up": ["eps", "beta2"], "landscape": ["giant plateau"], "beta1": [0.5, 0.8]}, 3, 8)


def test_a_share_near_one_keeps_its_digits(disk):
    """0.999 and 0.9999 are ten times apart in memory: words, axis and labels tell them apart."""
    figure = optlab.explore(optlab.momentum, landscape=landscapes.ravine(100), map=("lr", "mu"), ranges=dict(mu=(0.99, 0.9999)))
    page = disk(figure)
    for cell, said in (([40, 3], "mu = 0.9999 "), ([30, 3], "mu = 0.99743 ")):
        figure.set(cell=cell)
        page.set(cell=cell)
        agree(page.scene(), figure.scene)
        assert said in figure.words
    box = page.svg.bounding_box()
    at = page.place(0, figure.field.x[5], figure.field.y[30])
    page.svg.hover(position=dict(x=at["x"] - box["x"], y=at["y"] - box["y"]))
    assert "mu 0.99743" in page.svg.locator(".reading text").text_content()
    ticks = page.svg.locator("text").filter(has_text="0.99").all_text_contents()
    assert len(ticks) == len(set(ticks)) > 3

    figure = optlab.explore(optlab.momentum, "constant")
    values = dict(low=0.999, mu=0.9995, high=0.9999)
    figure.set(**values)
    page = disk(figure)
    page.set(**values)
    agree(page.scene(), figure.scene)
    assert [label for label, kind, _ in figure.scene.legend() if kind == "run"] == ["mu = 0.999", "mu = 0.9995", "mu = 0.9999"]


def test_maps_of_starts(disk):
    figure = optlab.explore((optlab.sgd, dict(lr=0.05)), landscape="hills and canyon", map="start", steps=60)
    compare(disk, figure, {"lr": [0.02, 0.1], "cell": [[3, 4], [30, 60]], "landscape": ["two minima", "Himmelblau"]}, 6, 9)


def momentum_root(a, *, mu=0.9):
    """The larger |z| with z² − (1 + mu − a) z + mu = 0."""
    b = 1 + mu - a
    square = b**2 - 4 * mu
    return np.where(square < 0, np.sqrt(mu), (abs(b) + np.sqrt(abs(square))) / 2)


def test_curves_of_formulas(disk):
    x = np.linspace(0.02, 4, 100)
    figure = optlab.explore_curve({"|z|": momentum_root, "plain": lambda a: abs(1 - a), "of eps": lambda a, eps=1e-3: eps}, x)
    assert "remote" not in figure.spec
    choices = {dial["name"]: dial["stops"] for dial in figure.spec["dials"]}
    compare(disk, figure, choices, 12, 10)
    figure = optlab.explore_curve(lambda t, lr, rho=0.5: lr / t + np.log(t) * (rho - 0.2), x, lr=0.1, log=True, xlog=True)
    compare(disk, figure, {"lr": [1e-9, 0.3, 20.0], "rho": [0.0, 0.1, 0.2, 0.9]}, 12, 11)


def test_what_does_not_fit_is_said_in_the_same_sentence(disk):
    figure = optlab.explore(optlab.adam, "spikes")
    page = disk(figure)
    before = page.scene()
    for values in (dict(lr=-1.0), dict(beta1=1.5), dict(signal="squares"), dict(nonsense=1), dict(pasted="1 zwei")):
        with pytest.raises(ValueError) as error:
            figure.set(**values)
        page.set(**values)
        assert page.element.locator("[role=alert]").inner_text() == str(error.value)
    assert page.scene() == before
    page.set(lr=0.5)
    assert page.element.locator("[role=alert]").inner_text() == ""
