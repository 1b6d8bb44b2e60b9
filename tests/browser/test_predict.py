"""The callout of a prediction where a reader meets it: in a page from disk without a kernel, in JupyterLab, by keyboard."""

import re

import pytest

import optlab
from optlab.feedback.questions.ask import predict

pytestmark = pytest.mark.browser

NUMBER = dict(answer=10, wrong={0.9: "That is mu itself.", 1: "That is <b>the</b> average."}, why="The sum of mu^k.", unit="lr g")
CHOICE = dict(answer="momentum", wrong={"gradient descent": "It is late on the long way."}, why="It remembers.")
PAGE = '<!doctype html><html lang=en {}><title>Questions</title><body style="background:Canvas"><main><h1>Questions</h1>{}</main>'


@pytest.fixture
def window(lab):
    browser = lab.page.context.browser
    before = set(browser.contexts)
    yield browser
    for context in set(browser.contexts) - before:
        context.close()


def shown(window, tmp_path, *callouts, head="", **context):
    """A page from disk with the callouts; `head` stands in its html tag."""
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(head, "".join(callout._repr_html_() for callout in callouts)), "utf-8")
    page = window.new_context(offline=True, **context).new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(path.as_uri())
    return page


def asked(window, tmp_path, **context):
    callouts = [predict("How large is the step?", **NUMBER), predict("Which is lower?", **CHOICE), predict("momentum_gain")]
    return shown(window, tmp_path, *callouts, **context)


def test_three_on_a_page_that_has_no_kernel(window, tmp_path):
    page = asked(window, tmp_path)
    first, second, third = page.locator(".optlab-ask").all()
    status, field = first.locator("[role=status]"), first.locator("input")
    for typed, told in {"": "Type a number", "x": "Type a number", "0.9": "mu itself", "1": "<b>the</b>", "7": "Too small",
                        "20": "Too large", "-10": "the sign is not"}.items():  # fmt: skip
        field.fill(typed)
        first.get_by_text("Check").click()
        assert told in status.inner_text()
        assert not first.locator("details").is_visible()
    field.fill("10,1")
    field.press("Enter")
    assert "Right" in status.inner_text() and "10 lr g. The sum" in first.locator("details").inner_text()
    second.get_by_label("gradient descent").check()
    second.get_by_text("Check").click()
    assert "long way" in second.inner_text() and "remembers" not in second.inner_text()
    second.get_by_text("Show me").click()
    assert "momentum. It remembers." in second.inner_text()
    third.locator("input").fill("20/2")
    third.locator("input").press("Enter")
    assert "Right" in third.inner_text()
    assert page.errors == []


def test_the_keyboard_is_enough(window, tmp_path):
    page = asked(window, tmp_path)
    press = page.keyboard.press
    press("Tab")
    page.keyboard.type("1")
    press("Enter")
    press("Tab")  # Check
    press("Tab")  # Show me
    press("Enter")
    assert page.locator(".optlab-ask").nth(0).locator("details").is_visible()
    press("Tab")
    for _ in range(4):
        if page.evaluate("document.activeElement.type") == "radio":
            break
        press("Tab")
    press("Space")
    press("ArrowDown")
    press("Enter")
    assert "Right" in page.locator(".optlab-ask").nth(1).inner_text()


def test_without_a_script_the_answer_can_be_opened(window, tmp_path):
    page = asked(window, tmp_path, java_script_enabled=False)
    first = page.locator(".optlab-ask").first
    assert page.locator("form, input, button").count() == 0 and first.locator("details").is_visible()
    assert "10 lr g" not in first.inner_text()
    assert "gradient descent · momentum" in page.locator(".optlab-ask").nth(1).inner_text()
    first.locator("summary").click()
    assert "10 lr g. The sum" in first.inner_text()


def test_the_source_of_the_page_does_not_tell(window, tmp_path):
    source = predict("How large is the step?", **NUMBER)._repr_html_()
    assert not re.search(r"\b10 lr g|mu itself|The sum", source)


@pytest.mark.parametrize("theme", [dict(color_scheme="light"), dict(color_scheme="dark"), dict(head="data-theme=dark"),
                                   dict(color_scheme="dark", head="data-theme=light")], ids=str)  # fmt: skip
def test_axe_finds_nothing_in_any_theme(window, tmp_path, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = asked(window, tmp_path, **theme)
    for state in ("", "1", "10"):
        if state:
            page.locator("input").first.fill(state)
            page.locator("input").first.press("Enter")
        found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})
        assert found.violations_count == 0, found.generate_report()
    dark = theme.get("head", theme.get("color_scheme")).endswith("dark")
    assert (page.locator(".optlab-ask").first.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(23, 36, 46)") == dark


def test_in_print_the_question_stands_alone(window, tmp_path):
    page = asked(window, tmp_path)
    page.emulate_media(media="print")
    first = page.locator(".optlab-ask").first
    assert "How large" in first.inner_text() and not first.locator("form").is_visible()
    assert "10 lr g" not in first.inner_text()


def test_in_jupyterlab_keys_go_to_the_callout(lab):
    second = 'optlab.predict("Up?", "no", wrong={"yes": "Down."})'
    lab.new("callouts.ipynb", "import optlab", 'optlab.predict("momentum_gain", mu=0.95)', second)
    try:
        lab.run_all()
        box = lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .optlab-ask")
        field = box.nth(0).locator("input")
        field.click()
        lab.page.keyboard.type("1")
        lab.page.keyboard.press("Enter")
        assert "averaged form" in box.nth(0).inner_text()
        lab.page.keyboard.press("Tab")
        lab.page.keyboard.press("Tab")
        lab.page.keyboard.press("Enter")
        assert "20. 1 + mu" in box.nth(0).inner_text()
        box.nth(1).get_by_label("yes").focus()
        lab.page.keyboard.press("Space")
        lab.page.keyboard.press("ArrowUp")
        lab.page.keyboard.press("Enter")
        assert "Right" in box.nth(1).inner_text()
        assert len(lab.cells()) == 3
    finally:
        lab.close()


def test_a_table_is_a_table(window, tmp_path):
    from optlab.pictures.tables import Table

    page = shown(window, tmp_path, Table(("a < b", "x"), [("<i>", "1.5"), ("c", "10")], [False, True], "Caption"))
    assert not page.locator("table").is_visible() and page.get_by_text("Table · Caption").is_visible()
    page.locator("summary").click()
    assert page.locator("caption").inner_text() == "Caption" and page.get_by_text("<i>").count() == 1
    assert page.locator("th[scope=col]").count() == 2
    boxes = [cell.evaluate("e => { const r = document.createRange(); r.setStart(e.firstChild, 0); "
                           "r.setEnd(e.firstChild, e.firstChild.length); return r.getBoundingClientRect().right }")
             for cell in page.locator("td").all()]  # fmt: skip
    assert abs(boxes[0] - boxes[1]) < 2


def test_who_has_answered_sees_the_table(window, tmp_path):
    from optlab.pictures.tables import Table

    rows = ("a", "x"), [("b", "1")], [False, True]
    page = shown(window, tmp_path, predict("How large?", **NUMBER), Table(*rows), Table(*rows), predict("How large?", **NUMBER))
    page.locator("input").first.fill("7")
    page.get_by_text("Check").first.click()
    assert not page.locator("table").first.is_visible()
    page.locator("input").first.fill("10")
    page.get_by_text("Check").first.click()
    assert [one.is_visible() for one in page.locator("table").all()] == [True, False]


def test_optlab_hands_it_out():
    assert optlab.predict is predict
