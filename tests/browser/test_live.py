"""Do the live figures do what they say? Each control is moved as a reader moves it, in JupyterLab, and then the page must show
what a twin of the figure computes in this process when its control is set to the same value. The kernel must hear of it.
"""

import contextlib

import numpy as np
import pytest

import optlab  # noqa: F401, for the code below

from .lab import Figure
from .test_twin import agree

pytestmark = pytest.mark.browser

MOMENTUM = 'optlab.explore(optlab.momentum, "rectangles")'
OWN = "optlab.explore(optlab.momentum, np.zeros(300))"
RACE = "optlab.explore([optlab.sgd, optlab.adam], landscape=optlab.landscapes.wobbly, steps=60)"
HYPER = 'optlab.explore(optlab.adam, landscape=optlab.landscapes.ravine(100), map=("lr", "beta1"), steps=50)'
STARTS = 'optlab.explore((optlab.sgd, dict(lr=0.05)), landscape="hills and canyon", map="start", steps=60)'
ODD = """
def odd(x, g, *, lr=0.1):
    return dict(x=x - lr * np.fft.ifft(np.fft.fft(g)).real)
"""


def both(book, code):
    """The figure in the page and its twin here."""
    figure, twin = book.show(code), eval(code)
    agree(figure.scene(), twin.scene)
    return figure, twin


@contextlib.contextmanager
def change(figure, twin, within=4.0):
    """What is done in the body, in the page and to the twin, shows another scene, the same in both."""
    frame, before = figure.frame, twin.scene
    yield
    assert twin.scene is not before
    figure.wait(lambda: figure.frame > frame, lambda: f"a frame after {frame}", within)
    agree(figure.scene(), twin.scene)


def test_sliders_move_by_keyboard(book):
    figure, twin = both(book, MOMENTUM)
    for name, key, by in (("mu", "ArrowRight", 1), ("mu", "ArrowLeft", -1), ("lr", "ArrowUp", 1)):
        dial = next(d for d in twin.spec["rules"]["momentum"]["dials"] if d["name"] == name)
        with change(figure, twin):
            figure.slider(name).press(key)
            twin.set(**{name: dial["stops"][dial["stops"].index(twin.dials[name]) + by]})
        assert float(figure.number(name).input_value()) == twin.dials[name], "the box follows"
    assert book.page.evaluate("document.activeElement.type") == "range", "the notebook has not taken the keys"


def test_numbers_can_be_typed(book):
    figure, twin = both(book, MOMENTUM)
    figure.unfold()
    for name, value, control in (("lr", 0.3, "lr"), ("mu", 0.123, "mu"), ("mu", 0, "mu"), ("high mu", 0.95, "high")):
        with change(figure, twin):
            figure.type(name, value)
            twin.set(**{control: value})


def test_optimizer_signal_and_neighbour_can_be_chosen(book):
    figure, twin = both(book, MOMENTUM)
    figure.unfold()
    for label, value, control in (
        ("signal", "spikes", "signal"),
        ("optimizer", "Adam", "optimizer"),
        ("beside it", "AdaGrad", "beside"),
    ):
        with change(figure, twin):
            figure.element.get_by_label(label, exact=True).select_option(value)
            twin.set(**{control: value})
    figure.slider("beta2").wait_for()  # the dials are Adam's now, and have names
    assert figure.element.locator("details[open]").count(), "what was open stays open"


def test_curves_can_be_switched(book):
    figure, twin = both(book, MOMENTUM)
    figure.unfold()
    with change(figure, twin):
        figure.element.get_by_label("theory over it").uncheck()
        twin.set(theory=False)
    with change(figure, twin):
        figure.element.get_by_label("v", exact=True).check()
        twin.set(v=True)


def test_projector(book):
    figure, _ = both(book, MOMENTUM)
    figure.unfold()
    sizes = """root => [root.querySelector("figcaption"), root.querySelector("svg text")]
                 .map((e) => parseFloat(getComputedStyle(e).fontSize))"""
    before = figure.element.evaluate(sizes)
    figure.element.get_by_role("button", name="projector").click()
    figure.wait(lambda: figure.element.evaluate(sizes)[1] > 1.3 * before[1], lambda: "larger type")
    assert figure.element.evaluate(sizes)[0] > 1.3 * before[0]


def test_the_kernel_hears_of_it(book):
    book.run("figure = optlab.explore(optlab.adam, 'spikes'); figure")
    figure = book.show("figure")
    figure.slider("beta1").press("ArrowRight")
    figure.wait(
        lambda: book.run("print(figure.dials['beta1'])") or "0.91" in str(book.outputs()), lambda: str(book.outputs())[-300:]
    )
    figure = book.show("figure")
    book.page.wait_for_timeout(200)
    assert figure.state()["hyper"]["beta1"] == 0.91, "and a second view starts from there"
    book.run("figure.set(beta1=0.5); figure")
    figure.wait(lambda: book.show("figure").state()["hyper"]["beta1"] == 0.5, lambda: "the value that the kernel has set")


def test_a_signal_is_drawn_with_the_mouse_and_axes_stay(book):
    """A line at one height stays at one height, though the axes would like to move."""
    figure, _ = both(book, OWN)
    assert "draw a signal here" in figure.element.locator("svg .invite").text_content()
    limits = figure.scene()["panels"][0]["ylim"]
    at = [figure.place(0, x, 0.8) for x in (60, 100, 160, 240)]
    figure.page.mouse.move(**at[0])
    figure.page.mouse.down()
    for place in at:
        figure.page.mouse.move(**place, steps=3)
        assert figure.scene()["panels"][0]["ylim"] == limits, "the axes stay while the pen is down"
    figure.page.mouse.up()
    own = np.array(figure.state()["own"])
    drawn = np.flatnonzero(own)
    assert len(drawn) > 170 and np.ptp(own[drawn]) < 0.02 and abs(own[drawn].mean() - 0.8) < 0.02
    assert abs(drawn[0] + 1 - 60) <= 2 and abs(drawn[-1] + 1 - 240) <= 2
    assert figure.scene()["panels"][0]["ylim"] != limits, "and move when it is up"
    assert figure.element.locator("svg .invite").count() == 0


def test_a_signal_is_drawn_with_the_keys_and_pasted(book):
    figure, twin = both(book, OWN)
    figure.svg.focus()
    for key in ("Shift+ArrowRight", "ArrowRight", "Shift+ArrowUp", "ArrowUp"):
        book.page.keyboard.press(key)
    assert np.flatnonzero(figure.state()["own"]).tolist() == [11] and figure.state()["own"][11] == 1.1
    with change(figure, twin):
        figure.element.get_by_label("your signal").fill("0,5 \u22120,5 0,5")
        figure.element.get_by_label("your signal").press("Enter")
        twin.set(pasted="0,5 -0,5 0,5")


def test_what_does_not_fit_is_said_and_the_picture_stays(book):
    figure, twin = both(book, MOMENTUM)
    figure.type("lr", -1)
    message = figure.element.locator("[role=alert]")
    figure.wait(lambda: message.inner_text(), lambda: "a message")
    assert message.inner_text() == "lr is -1; it must be > 0."
    agree(figure.scene(), twin.scene)
    with change(figure, twin):
        figure.type("lr", 0.4)
        twin.set(lr=0.4)
    assert message.inner_text() == "" and not message.is_visible()


def test_the_start_is_moved_with_mouse_and_keys(book):
    figure, twin = both(book, RACE)
    with change(figure, twin):
        book.page.mouse.click(**figure.place(0, 1.0, -0.5))
        twin.set(start=figure.state()["start"])
    assert np.allclose(figure.state()["start"], [1.0, -0.5], atol=0.02)
    a, b = figure.state()["start"]
    with change(figure, twin):
        book.page.keyboard.press("Shift+ArrowRight")
        twin.set(a=float(f"{a + 0.5:.4g}"))
    figure.unfold()
    assert float(figure.number("start a").input_value()) == twin.state["start"][0]
    with change(figure, twin):
        book.page.mouse.click(**figure.place(1, 20, 1.0))
        twin.set(shown=20)


def test_a_drag_paints_once_a_frame_and_ends_at_once(book):
    figure, twin = both(book, RACE)
    places = [figure.place(0, 2 * np.cos(k / 14), 2 * np.sin(k / 14)) for k in range(90)]
    book.page.mouse.move(**places[0])
    book.page.mouse.down()
    before = figure.frame
    figure.element.evaluate(
        """root => { root.seen = []; let last = root.figure.frame;
             const look = () => { root.seen.push(root.figure.frame - last); last = root.figure.frame;
             root.looking = requestAnimationFrame(look); }; look(); }""")  # fmt: skip
    for place in places:
        book.page.mouse.move(**place)
    book.page.mouse.up()
    book.page.wait_for_timeout(100)
    seen = figure.element.evaluate("root => { cancelAnimationFrame(root.looking); return root.seen; }")
    assert 1 <= figure.frame - before <= 92 and max(seen) <= 2
    twin.set(start=figure.state()["start"])
    agree(figure.scene(), twin.scene)


def test_a_race_is_played_and_stopped(book):
    figure, twin = both(book, RACE)
    button = figure.element.get_by_role("button", name="play")
    button.click()
    figure.wait(lambda: figure.state()["shown"] > 5, lambda: "five steps")
    figure.element.get_by_role("button", name="pause").click()
    shown = figure.state()["shown"]
    assert 0 < shown < 60 and shown == round(shown)
    book.page.wait_for_timeout(200)
    with change(figure, twin):
        figure.slider("steps shown").press("ArrowRight")
        twin.set(shown=shown + 1)
    button.click()
    figure.wait(lambda: figure.state()["shown"] == 60 and button.count(), lambda: "the end")
    assert "60 steps" in figure.element.locator("figcaption summary").inner_text()


def test_one_run_stands_out_under_the_mouse(book):
    figure, _ = both(book, RACE)
    curve = figure.scene()["panels"][1]["curves"][1]
    book.page.mouse.move(**figure.place(1, curve["x"][30], curve["y"][30]))
    reading = figure.element.locator(".reading text")
    assert reading.text_content().startswith("Adam, step ") and figure.element.locator("svg.focus .series.on").count() > 1
    book.page.mouse.move(2, 2)
    assert reading.count() == 0 and figure.element.locator("svg.focus").count() == 0


def test_what_has_no_javascript_is_computed_by_the_kernel(book):
    book.run(ODD)
    figure = book.show("optlab.explore(odd, 'rectangles', lr=0.5)")
    assert "odd has no JavaScript" in figure.element.locator(".why").inner_text()
    figure.type("lr", 0.25)
    figure.wait(lambda: "0.25 for lr = 0.25" in figure.scene()["caption"], lambda: figure.scene()["caption"])
    figure.unfold()
    figure.element.get_by_label("signal").select_option("sawtooth")
    figure.wait(
        lambda: "0.5 for lr = 0.25" not in figure.scene()["caption"] and figure.scene()["panels"][0]["curves"][0]["y"][1] == 0.2,
        lambda: "teeth",
    )


def test_a_figure_of_matrices_is_computed_by_the_kernel(book):
    figure = book.show("optlab.explore(optlab.muon, steps=40)")
    assert "A page does not multiply matrices" in figure.element.locator(".why").inner_text()
    before = figure.scene()["panels"][0]["curves"][0]["y"][-1]
    figure.type("lr", 0.1)
    figure.wait(lambda: "now lr = 0.1" in figure.scene()["caption"], lambda: figure.scene()["caption"])
    assert figure.scene()["panels"][0]["curves"][0]["y"][-1] < before and len(figure.scene()["panels"][1]["curves"]) == 4


def two_views(book, code):
    """The figure and a second view of it, made as a reader makes one; both of them, and how to put the second away."""
    figure = book.show(code)
    book.command("notebook:create-output-view")
    second = Figure(book.page, ".jp-LinkedOutputView ")
    return figure, second


@pytest.fixture
def put_away(book):
    """The second view is closed afterwards."""
    yield
    book.page.evaluate(
        "[...jupyterapp.shell.widgets('main')].forEach((w) => w.node.querySelector('.jp-LinkedOutputView') && w.close())"
    )


def test_two_views_of_one_figure_follow_each_other(book, put_away):
    figure, second = two_views(book, RACE)
    for one, other, lr in ((figure, second, 0.02), (second, figure, 0.03)):
        one.type("lr", lr)
        other.wait(lambda: lr in [h["lr"] for h in other.state()["hyper"]], lambda: other.state()["hyper"])  # noqa: B023
        other.wait(lambda: other.scene() == one.scene(), lambda: "the same scene")  # noqa: B023
    book.page.wait_for_timeout(300)
    frames = figure.frame, second.frame
    book.page.wait_for_timeout(500)
    assert (figure.frame, second.frame) == frames, "they come to rest"
    figure.element.get_by_role("button", name="play").click()
    second.wait(lambda: 0 < second.state()["shown"] < 60, lambda: "the second moves along")
    second.wait(lambda: second.state()["shown"] == 60 == figure.state()["shown"], lambda: "the end")


def test_two_views_of_what_the_kernel_computes_follow_each_other(book, put_away):
    book.run(ODD)
    figure, second = two_views(book, "optlab.explore(odd, 'rectangles', lr=0.5)")
    for one, other, lr in ((figure, second, 0.25), (second, figure, 0.125)):
        one.type("lr", lr)
        other.wait(lambda: f"for lr = {lr}," in other.scene()["caption"], lambda: other.scene()["caption"])  # noqa: B023
        assert float(other.number("lr").input_value()) == lr


@pytest.fixture
def dark(book):
    """JupyterLab's dark theme; the light one afterwards."""
    yield lambda: book.command("apputils:change-theme", theme="JupyterLab Dark")
    book.command("apputils:change-theme", theme="JupyterLab Light")
    book.page.wait_for_selector("body[data-jp-theme-light=true]", state="attached")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "code, name",
    [(OWN, "lr"), (RACE, "lr"), (HYPER, "beta2"), (STARTS, "lr"), ('optlab.explore("race")', "lr")],
    ids=["signal", "landscape", "map", "starts", "race"],
)
def test_axe_finds_nothing(book, dark, theme, code, name):
    """axe-core's rules for people who read with ears, keys or weak eyes."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    if theme == "dark":
        dark()
    figure = book.show(code)
    for group in ("more", "runs"):
        figure.unfold(group)
    figure.type(name, -1)  # the message is looked at, too
    figure.element.locator("[role=alert]").wait_for()
    paper = figure.element.evaluate("root => getComputedStyle(root).backgroundColor")
    assert paper == ("rgb(17, 17, 17)" if theme == "dark" else "rgb(255, 255, 255)")
    found = axe.Axe().run(book.page, context=".jp-NotebookPanel:not(.lm-mod-hidden) .optlab-figure").response["violations"]
    assert not [f"{v['impact']} {v['id']}: {v['help']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def test_every_control_has_a_name(book):
    """What a screen reader says of each control, in the order of the Tab key."""
    figure, twin = both(book, MOMENTUM)
    figure.unfold()
    for name in twin.dials:
        assert figure.number(name).count() == figure.slider(name).count() == 1
    nameless = figure.element.evaluate(
        """root => [...root.querySelectorAll("input, select, button, [role=slider], [tabindex='0']")]
             .filter(e => !(e.labels?.length || e.getAttribute("aria-label") || e.textContent.trim()))
             .map(e => e.outerHTML)"""
    )
    assert nameless == []
    assert figure.svg.get_attribute("role") == "img" and figure.element.locator("svg desc").text_content() == twin.words
