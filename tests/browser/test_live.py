"""Do the live figures do in JupyterLab what they say? Each control is moved as a reader moves it, and what is then in the page
must be, pixel by pixel, what a twin of the figure paints in this process when its control is set to the same value.
"""

import contextlib
import io

import numpy as np
import pytest

import optlab  # noqa: F401, for the code below

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOMENTUM = 'optlab.explore(optlab.momentum, "rectangles")'
OWN = "optlab.explore(optlab.momentum, np.zeros(300))"
SHORT = "optlab.explore(optlab.momentum, landscape=optlab.landscapes.wobbly, steps=12)"
RACE = "optlab.explore([optlab.sgd, optlab.adam], landscape=optlab.landscapes.wobbly)"
HYPER = 'optlab.explore(optlab.adam, landscape=optlab.landscapes.ravine(100), map=("lr", "beta1"), steps=50)'
STARTS = 'optlab.explore((optlab.sgd, dict(lr=0.05)), landscape="hills and canyon", map="start")'


def both(book, code):
    """The figure in the page and its twin here."""
    figure, twin = book.show(code), eval(code)
    agree(figure, twin)
    return figure, twin


def picture(twin):
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(twin.picture.png)))


def agree(figure, twin, since=0):
    """Wait for a later frame than `since` with the twin's pixels; then the words must be the twin's, too."""

    def differ():
        painted, wanted = figure.pixels(), picture(twin)
        return painted.shape != wanted.shape or (painted != wanted).any()

    figure.wait(lambda: figure.frame > since, lambda: f"a frame after {since}; painted is {figure.frame}")
    figure.wait(lambda: not differ(), lambda: "what the twin paints")
    figure.wait(lambda: figure.canvas.get_attribute("aria-label") == twin.scene.words, lambda: twin.scene.words)
    assert figure.element.locator("figcaption").inner_text() == twin.scene.words
    assert figure.legend() == [label for label, *_ in twin.scene.legend()]


@contextlib.contextmanager
def change(figure, twin):
    """What is done in the body, in the page and to the twin, paints another picture, the same in both."""
    frame, before = figure.frame, picture(twin)
    yield
    assert picture(twin).shape != before.shape or (picture(twin) != before).any(), "the twin's picture did not change"
    agree(figure, twin, since=frame)


def test_sliders_move_by_keyboard(book):
    figure, twin = both(book, MOMENTUM)
    for name, key, by in (("mu", "ArrowRight", 1), ("mu", "ArrowLeft", -1), ("lr", "ArrowUp", 1)):
        with change(figure, twin):
            figure.slider(name).press(key)
            twin.dials[name].slider.index += by
        figure.wait(lambda: float(figure.number(name).input_value()) == twin.dials[name].value, lambda: "the box follows")  # noqa: B023


def test_numbers_can_be_typed(book):
    figure, twin = both(book, MOMENTUM)
    for name, value in (("lr", 0.3), ("mu", 0.123), ("mu", 0)):
        with change(figure, twin):
            figure.type(name, value)
            twin.dials[name].box.value = value
    with change(figure, twin):
        figure.type("high mu", 0.95)
        twin._low_high["high"].value = 0.95


def test_optimizer_signal_and_neighbour_can_be_chosen(book):
    figure, twin = both(book, MOMENTUM)
    choices = (("signal", "spikes", twin.signal), ("optimizer", "Adam", twin.rule), ("beside it", "AdaGrad", twin.beside))
    for label, value, control in choices:
        with change(figure, twin):
            figure.element.get_by_label(label, exact=True).select_option(value)
            control.value = value
    figure.slider("beta2").wait_for()  # the dials are Adam's now, and have names


def test_curves_can_be_switched(book):
    figure, twin = both(book, MOMENTUM)
    with change(figure, twin):
        figure.element.get_by_label("theory over it").uncheck()
        twin.theory.value = False
    with change(figure, twin):
        figure.element.get_by_label("v", exact=True).check()
        twin.quantities["v"].value = True


def test_projector(book):
    figure, twin = both(book, MOMENTUM)
    size = figure.element.locator("figcaption").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    with change(figure, twin):
        figure.element.get_by_role("button", name="projector").click()
        twin.large.value = True
    assert figure.element.locator("figcaption").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > 1.2 * size


def test_a_signal_is_drawn_with_the_mouse(book):
    figure, twin = both(book, OWN)
    box = figure.canvas.bounding_box()
    with change(figure, twin):
        for event, x, y in (("down", 200, 150), ("move", 500, 90), ("up", 500, 90)):
            x, y = round(box["x"]) + x, round(box["y"]) + y
            book.page.mouse.move(x, y) if event != "up" else book.page.mouse.up()
            book.page.mouse.down() if event == "down" else None
            place = dict(x=(x - box["x"]) / box["width"], y=(y - box["y"]) / box["height"])
            twin._message(twin.picture, dict(event=event, **place), [])
    assert np.count_nonzero(twin.own) > 50  # a line, not two points


def test_a_signal_is_drawn_with_the_keys(book):
    figure, twin = both(book, OWN)
    figure.canvas.focus()
    keys = ["Shift+ArrowRight", "ArrowRight", "Shift+ArrowUp", "ArrowUp"]
    with change(figure, twin):
        for key in keys:
            book.page.keyboard.press(key)
            twin.on_key(key.rpartition("+")[2], "Shift" in key)
    assert np.flatnonzero(twin.own).tolist() == [11]


def test_what_does_not_fit_is_said_and_the_picture_stays(book):
    figure, twin = both(book, MOMENTUM)
    figure.type("lr", -1)
    twin.dials["lr"].box.value = -1.0
    message = figure.element.locator(".optlab-trouble[role=alert]")
    figure.wait(lambda: message.inner_text(), lambda: "a message")
    assert message.inner_text() == twin.picture.trouble == "lr is -1; it must be > 0."
    agree(figure, twin)
    with change(figure, twin):
        figure.type("lr", 0.4)
        twin.dials["lr"].box.value = 0.4
    assert message.inner_text() == "" and not message.is_visible()


def test_the_start_is_moved_with_mouse_and_keys(book):
    figure, twin = both(book, RACE)
    box = figure.canvas.bounding_box()
    x, y = 150, 180
    with change(figure, twin):
        book.page.mouse.click(round(box["x"]) + x, round(box["y"]) + y)
        place = dict(x=(round(box["x"]) + x - box["x"]) / box["width"], y=(round(box["y"]) + y - box["y"]) / box["height"])
        twin._message(twin.picture, dict(event="down", **place), [])
    with change(figure, twin):
        book.page.keyboard.press("Shift+ArrowRight")
        twin.on_key("ArrowRight", True)
    for control in twin.start:
        assert float(figure.number(control.description).input_value()) == control.value


def test_a_race_is_played_and_stopped(book):
    figure, twin = both(book, RACE)
    button = figure.element.get_by_role("button", name="play or pause")
    button.click()
    figure.wait(lambda: figure.frame > 10, lambda: "ten frames")
    button.click()
    book.page.wait_for_timeout(500)
    shown = int(figure.slider("steps shown").get_attribute("aria-valuetext"))
    assert 0 < shown < 125
    with change(figure, twin):
        figure.slider("steps shown").press("ArrowRight")
        twin.shown.value = shown + 1


def test_playing_to_the_end_and_from_the_start_again(book):
    figure, _ = both(book, SHORT)
    button = figure.element.get_by_role("button", name="play or pause")

    def shown():
        return int(figure.slider("steps shown").get_attribute("aria-valuetext"))

    figure.slider("steps shown").press("Home")
    figure.wait(lambda: shown() == 0, lambda: "the start")
    button.click()
    figure.wait(lambda: shown() == 12, lambda: "the end")
    book.page.wait_for_timeout(300)
    button.click()  # at the end, so it starts anew
    figure.wait(lambda: 0 < shown() < 12, lambda: "a second run")
    figure.element.get_by_role("button", name="back to the start").click()
    figure.wait(lambda: shown() == 0, lambda: "the start again")
    book.page.wait_for_timeout(500)
    assert shown() == 0, "it has stopped there"


@pytest.fixture
def dark(book):
    """JupyterLab's dark theme; the light one afterwards."""
    yield lambda: book.command("apputils:change-theme", theme="JupyterLab Dark")
    book.command("apputils:change-theme", theme="JupyterLab Light")
    book.page.wait_for_selector("body[data-jp-theme-light=true]", state="attached")


def test_dark_theme(book, dark):
    figure, twin = both(book, MOMENTUM)
    with change(figure, twin):
        dark()
        twin.restyle(theme="dark")
    assert figure.pixels().mean() < 100


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
    figure.type(name, -1)  # the message is looked at, too
    figure.element.get_by_role("alert").wait_for()
    if theme == "dark":
        figure.wait(lambda: figure.pixels().mean() < 100, lambda: "dark")
    found = axe.Axe().run(book.page, context=".jp-NotebookPanel:not(.lm-mod-hidden) .optlab").response["violations"]
    assert not [f"{v['impact']} {v['id']}: {v['help']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def test_every_control_has_a_name(book):
    """What a screen reader says of each control, in the order of the Tab key."""
    figure, twin = both(book, MOMENTUM)
    for name in twin.dials:
        assert figure.number(name).count() == figure.slider(name).count() == 1
    nameless = figure.element.evaluate(
        """root => [...root.querySelectorAll("input, select, button, [role=slider], [tabindex='0']")]
             .filter(e => !(e.labels?.length || e.getAttribute("aria-label") || e.textContent.trim()))
             .map(e => e.outerHTML)"""
    )
    assert nameless == []
