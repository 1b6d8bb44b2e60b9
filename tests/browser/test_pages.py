"""Chapters opened and run in JupyterLab, and figures in pages that have no kernel: exports, and files opened from disk."""

import json

import nbformat
import numpy as np
import pytest

import optlab
from optlab.pictures import page as pages

from . import lab as labs
from .conftest import NOTEBOOKS
from .test_twin import agree

pytestmark = pytest.mark.browser

CHAPTERS = [name for name in ("00_map.ipynb", "04_momentum.ipynb") if (NOTEBOOKS / name).exists()]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_runs_and_paints(lab, name):
    lab.open("notebooks/" + name)
    try:
        lab.run_all()
        outputs = lab.outputs()
        assert outputs and not [out["evalue"] for cell in outputs for out in cell if out["output_type"] == "error"]
        drawn = [k for k, cell in enumerate(lab.cells()) if any(_is_figure(out) for out in cell.get("outputs", []))]
        for k in drawn:
            cell = lab.scroll(k)
            cell.locator(".optlab-figure svg[data-frame]").first.wait_for()
            assert len(cell.locator(".optlab-figure .line").first.get_attribute("d")) > 15, f"cell {k} shows no line"
        assert drawn or name == "00_map.ipynb", "a chapter about an optimizer has a live figure"
    finally:
        lab.close()


def _is_figure(output):
    return "optlab-figure" in "".join(output.get("data", {}).get("text/html", ""))


def test_figures_from_disk_without_a_kernel(disk):
    figures = [optlab.explore(optlab.adam, "rectangles", lr=0.25), optlab.explore("five methods", landscape="wobbly"),
               optlab.draw(optlab.panel({"loss": [1.0, 0.5, 0.25]}))]  # fmt: skip
    page = disk(*figures).page
    page.wait_for_function("document.querySelectorAll('.optlab-figure svg[data-frame]').length === 3")
    for k, figure in enumerate(figures):
        agree(labs.Figure(page, "", k).scene(), figure.scene)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids)), "each kind of figure has a runtime of its own, and no two figures share a clip path"


def test_a_page_that_shares_the_runtime(disk):
    figure = optlab.explore(optlab.sgd, "spikes")
    shown = disk(pages.without_runtime(figure.html()), head=f"<script>{pages.runtime()}</script>")
    agree(shown.scene(), figure.scene)


@pytest.mark.parametrize("width", [900, 1300])
def test_in_the_family_tree_nothing_overlaps_and_a_click_opens_a_chapter(chromium, tmp_path, width):
    file, page = tmp_path / "tree.html", chromium.new_page(viewport=dict(width=width, height=900))
    file.write_text(f'<!doctype html><meta charset="utf-8">{optlab.family().html()}<a href="12_amsgrad.ipynb">12</a>', "utf-8")
    page.goto(file.as_uri())
    page.wait_for_selector(".tree svg")
    boxes = page.evaluate("""[...document.querySelectorAll(".tree text.why, .tree rect")].map((e) => {
        const { left, right, top, bottom } = e.getBoundingClientRect();
        return [left, right, top, bottom, e.textContent || e.parentNode.dataset.name]; })""")
    for k, (left, right, top, bottom, name) in enumerate(boxes):
        assert 0 <= left and right <= width, name
        for left_2, right_2, top_2, bottom_2, other in boxes[k + 1 :]:
            apart = right - 1 < left_2 or right_2 < left + 1 or bottom - 1 < top_2 or bottom_2 < top + 1
            assert apart, f"{name} and {other}"
    page.evaluate("() => { document.links[0].onclick = (e) => { e.preventDefault(); window.clicked = 1; }; }")
    page.locator('[data-name="AMSGrad"]').click(force=True)
    assert page.evaluate("window.clicked") == 1
    page.close()


@pytest.mark.parametrize("width", [700, 1000, 2500])
def test_a_page_of_any_width(disk, width):
    """No control or text leaves the page, and type is never smaller than 11 pixels."""
    shown = disk(optlab.explore("race", steps=20), optlab.explore(optlab.adam, "sawtooth", show=["m_hat"]))
    shown.page.set_viewport_size(dict(width=width, height=900))
    shown.page.wait_for_timeout(150)
    for k in (0, 1):
        figure = labs.Figure(shown.page, "", k)
        box = figure.element.bounding_box()
        assert box["width"] > width - 40
        out = figure.element.evaluate(
            """(root, most) => [...root.querySelectorAll("input, select, button, summary, svg text")]
                 .filter((e) => e.checkVisibility())
                 .filter((e) => e.getBoundingClientRect().right > most + 1 || parseFloat(getComputedStyle(e).fontSize) < 11)
                 .map((e) => e.outerHTML.slice(0, 90))""",
            width,
        )
        assert out == []
    shown.page.set_viewport_size(dict(width=1100, height=900))


@pytest.mark.parametrize("head, dark", [("", False), ('<script>document.documentElement.dataset.theme = "dark"</script>', True),
                                        ('<script>document.documentElement.dataset.mode = "dark"</script>', True)])  # fmt: skip
def test_a_book_says_its_theme(disk, head, dark):
    shown = disk(optlab.explore(optlab.sgd, "spikes"), head=head)
    paper = "root => getComputedStyle(root).backgroundColor"
    assert shown.element.evaluate(paper) == ("rgb(17, 17, 17)" if dark else "rgb(255, 255, 255)")
    shown.page.evaluate("document.documentElement.dataset.theme = 'light'")
    shown.wait(lambda: shown.element.evaluate(paper) == "rgb(255, 255, 255)", lambda: "light")
    shown.page.emulate_media(media="print")
    assert not shown.element.locator(".tools").is_visible()
    shown.page.emulate_media(media="screen")


def test_what_has_no_javascript_shows_its_last_picture(disk):
    def odd(x, g, *, lr=0.1):
        return dict(x=x - lr * np.fft.ifft(np.fft.fft(g)).real)

    figure = optlab.explore(odd, "rectangles", lr=0.5)
    figure.set(signal="sawtooth")
    shown = disk(figure)
    agree(shown.scene(), figure.scene, 1e-6)
    assert "Without Python it shows its last picture" in shown.element.locator(".why").inner_text()


def test_no_words_lie_on_others(disk):
    """Titles, axis labels, legends and notes of every kind of figure stand apart, on a narrow page too."""
    figures = [
        optlab.explore(optlab.momentum, landscape="ravine", map=("lr", "mu")),
        optlab.explore("five methods", landscape="wobbly"),
        optlab.explore([optlab.sgd, optlab.momentum], landscape="quartic"),
    ]
    page = disk(*figures).page
    for width in (700, 1100):
        page.set_viewport_size(dict(width=width, height=900))
        page.wait_for_timeout(150)
        for k in range(len(figures)):
            met = labs.Figure(page, "", k).element.evaluate(
                """root => { const all = [...root.querySelectorAll(".tools label, .legend span, .stage text")]
                     .filter((e) => e.checkVisibility()).map((e) => [e.textContent, e.getBoundingClientRect()]);
                     const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
                       && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
                     return all.flatMap(([p, a], i) => all.slice(i + 1).filter(([, b]) => meet(a, b)).map(([q]) => [p, q])); }"""
            )
            assert met == [], f"figure {k}, {width} pixels wide"


def test_a_line_that_ends_early_leads_to_its_label(disk):
    curves = {"short": [1.0, 2.0, np.nan, np.nan], "whole": [1.0, 1.5, 2.0, 1.0]}
    page = disk(optlab.draw(optlab.panel(curves))).page
    ends = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll(".end")].map((g) => {
        const leader = g.querySelector("path"), y = +g.querySelector("text").getAttribute("y");
        return [g.dataset.label, { dots: leader.getAttribute("stroke-dasharray"), d: leader.getAttribute("d"), y }];
    }))""")
    assert ends["short"]["dots"] and not ends["whole"]["dots"]
    assert ends["short"]["y"] < ends["whole"]["y"] - 50, "at the height where the line ends, not at the foot"
    assert float(ends["short"]["d"][1:].split()[0]) < 0.5 * float(ends["short"]["d"].split("H")[1].split("L")[0])


def test_a_minimum_is_named_where_no_run_ends(disk):
    """Two runs come from below the minimum, and stop there."""
    turn, ravine = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2), optlab.landscapes.ravine(100)
    land = optlab.landscapes.Landscape(lambda x: ravine.f(x @ turn), lambda x: ravine.grad(x @ turn) @ turn.T,
                                       start=(-2.1, -1.4), minima=((0.0, 0.0),), name="turned")  # fmt: skip
    page = disk(optlab.explore([(optlab.sgd, dict(lr=0.0198)), (optlab.adam, dict(lr=0.1))], landscape=land)).page
    page.locator(".mark.now").first.wait_for(state="attached")
    hidden = page.evaluate("""() => {
        const note = [...document.querySelectorAll(".note")].find((t) => t.textContent === "minimum").getBoundingClientRect();
        return [...document.querySelectorAll(".mark.now path")].map((e) => e.getBoundingClientRect())
            .some((e) => e.left < note.right && e.right > note.left && e.top < note.bottom && e.bottom > note.top);
    }""")
    assert not hidden


def test_a_reader_who_wants_no_motion_sees_stages(disk):
    """Play goes on in a few jumps of whole steps, and ends at the last step."""
    shown = disk(optlab.explore([optlab.sgd, optlab.adam], landscape="wobbly", steps=40))
    shown.page.emulate_media(reduced_motion="reduce")
    shown.element.evaluate(
        """root => { root.seen = new Set(); const look = () => { root.seen.add(root.figure.state.shown);
                     requestAnimationFrame(look); }; look(); }"""
    )
    before = shown.frame
    button = shown.element.get_by_role("button", name="play")
    button.click()
    shown.wait(lambda: shown.state()["shown"] >= 4, lambda: "the first stage")
    shown.wait(lambda: shown.state()["shown"] == 40 and button.count(), lambda: "the end")
    seen = shown.element.evaluate("root => [...root.seen]")
    assert len(seen) > 3 and set(seen) <= set(range(0, 41, 4))
    assert shown.frame - before < 16, "nothing is painted between the stages"
    shown.page.emulate_media(reduced_motion="no-preference")


def test_beside_another_optimizer_both_axes_stay_while_the_pen_is_down(disk):
    figure = disk(optlab.explore(optlab.nesterov, np.zeros(60), beside=optlab.momentum))
    mouse = figure.page.mouse
    mouse.move(**figure.place(0, 10, 0.9))
    mouse.down()
    limits = [p["ylim"] for p in figure.scene()["panels"]]
    for step in range(11, 50):
        mouse.move(**figure.place(0, step, 0.9))
    shown = figure.scene()["panels"]
    assert [p["ylim"] for p in shown] == limits and max(max(c["y"]) for c in shown[1]["curves"]) > limits[1][1]
    mouse.up()
    figure.wait(lambda: figure.scene()["panels"][0]["ylim"] != limits[0], lambda: "axes that follow")
    first, second = figure.scene()["panels"]
    assert first["ylim"] == second["ylim"]
    mouse.move(**figure.place(0, 55, 2.0))
    mouse.down()
    mouse.up()
    assert figure.state()["own"][54] > 1.5, "the pen reaches all of the panel"


def test_a_finger_drags_the_start(chromium, tmp_path):
    figure = optlab.explore([optlab.sgd, optlab.momentum], landscape="wobbly")
    (tmp_path / "page.html").write_text(f'<!doctype html><meta name="viewport" content="width=device-width">{figure.html()}')
    context = chromium.new_context(viewport=dict(width=800, height=500), has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"file://{tmp_path}/page.html")
    shown = labs.Figure(page, "")
    begin, end = shown.place(0, *shown.state()["start"]), shown.place(0, 1, 1.5)
    finger = context.new_cdp_session(page)

    def touch(kind, *points):
        finger.send("Input.dispatchTouchEvent", dict(type=kind, touchPoints=list(points)))

    touch("touchStart", begin)
    for k in range(1, 9):
        touch("touchMove", {axis: begin[axis] + (end[axis] - begin[axis]) * k / 8 for axis in begin})
    touch("touchEnd")
    shown.wait(lambda: np.allclose(shown.state()["start"], (1, 1.5), atol=0.06), lambda: str(shown.state()["start"]))
    figure.set(start=shown.state()["start"])
    agree(shown.scene(), figure.scene)
    assert page.evaluate("scrollY") == 0, "the page stands still under the finger"
    context.close()


def test_of_more_runs_than_colours_one_stands_out(disk):
    shown = disk(optlab.explore("race", steps=20))
    chosen = "svg.crowded .series.chosen:not(.end)[data-label='{}'] .line"
    shown.set(run="Adam")
    opacity = "e => [e.querySelector('.line').getAttribute('stroke-width'), getComputedStyle(e).opacity].map(Number)"
    shown.page.wait_for_timeout(300)
    series = {e.get_attribute("data-label"): e.evaluate(opacity) for e in shown.svg.locator(".series:has(.line):not(.end)").all()}
    assert shown.element.locator(chosen.format("Adam")).count() == 1 and series["Adam"][1] == 1 and series["SGD"][1] < 0.5
    assert series["Adam"][0] > series["SGD"][0]
    look = "all => all.map((e) => e.getAttribute('stroke') + e.getAttribute('stroke-dasharray'))"
    dashes = shown.svg.locator(".end path:last-child").evaluate_all(look)
    assert len(dashes) == len(set(dashes)) >= 15, "no two labels have the same colour and dashes"
    shown.set(hidden=[run["label"] for run in optlab.explore("race").spec["runs"][8:]])
    assert shown.svg.locator(".series.chosen").count() == 0


def test_long_titles_are_wrapped(disk):
    title = "What is left of the error after a step, for each curvature that the landscape has"
    shown = disk(optlab.draw(optlab.panel({"a": np.ones(9)}, title=title), optlab.panel({"b": np.ones(9)}, title="short")))
    shown.page.set_viewport_size(dict(width=390, height=800))
    lines = shown.svg.locator("text.title")
    shown.wait(lambda: lines.count() > 2, lambda: lines.all_inner_texts())
    assert " ".join(lines.all_text_contents()) == f"{title} short"
    assert max(box["x"] + box["width"] for box in (line.bounding_box() for line in lines.all())) <= 390
    shown.page.set_viewport_size(dict(width=1100, height=900))


def test_a_chapter_is_light():
    """The runtime, and what the figures of a chapter add to a page that shares nothing."""
    sizes = {kind: len(pages.script(kind).encode()) for kind in pages._SHOW}
    assert max(sizes.values()) < 60_000 and sizes["still"] < 32_000, sizes
    figures = [
        optlab.explore(optlab.momentum, "constant"),
        optlab.explore(optlab.momentum, "rectangles", show=["v"]),
        optlab.explore([optlab.sgd, optlab.momentum], landscape="wobbly"),
        optlab.explore([optlab.sgd, optlab.momentum], landscape="ravine"),
        optlab.explore(optlab.momentum, landscape="wobbly", map=("lr", "mu")),
        optlab.draw(optlab.panel({"a": np.sin(np.arange(30.0)), "b": np.cos(np.arange(30.0))})),
    ]
    assert sum(len(figure._repr_mimebundle_()[0]["text/html"]) for figure in figures) < 300_000


@pytest.mark.parametrize("scripts", [True, False])
def test_the_picture_is_seen_only_where_no_script_runs(chromium, tmp_path, scripts):
    drawing = optlab.draw(optlab.panel({"a": [1.0, 0.5]}))
    figures = [optlab.explore(optlab.sgd, "spikes"), drawing, drawing, optlab.family()]
    look = """<script>window.seen = []; new MutationObserver(() => {
                for (const img of document.images) seen.push(img.checkVisibility());
              }).observe(document, { childList: true, subtree: true });</script>"""
    body = "".join(figure._repr_mimebundle_()[0]["text/html"] for figure in figures)
    (tmp_path / "page.html").write_text(f'<!doctype html><meta charset="utf-8">{look}{body}', "utf-8")
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"file://{tmp_path}/page.html")
    if scripts:
        page.wait_for_function("document.querySelectorAll('.optlab-figure svg[data-frame]').length === 4")
        assert set(page.evaluate("seen")) == {False}, "it was there, and hidden"
        assert page.locator("img, style[id^=optlab-]:not(#optlab-style)").count() == 0
    else:
        assert [each.is_visible() for each in page.locator(".optlab-figure > img").all()] == [True] * 4
        assert page.locator(".optlab-figure > p").first.inner_text() == figures[0].words
    context.close()


@pytest.fixture(scope="module")
def saved(lab):
    """A notebook with a live figure, run and saved by JupyterLab: its path."""
    lab.new("saved.ipynb", "import optlab", 'optlab.explore(optlab.momentum, "rectangles")')
    lab.run_all()
    lab.close()
    return lab.root / "saved.ipynb"


@pytest.fixture(scope="module")
def words():
    return optlab.explore(optlab.momentum, "rectangles").words


@pytest.mark.parametrize("template", ["lab", "classic", "slides"])
def test_an_export_has_the_figure_alive(saved, words, chromium, tmp_path, template):
    nbconvert = pytest.importorskip("nbconvert")
    exporter = (
        nbconvert.SlidesExporter() if template == "slides" else nbconvert.HTMLExporter(template_name=template, exclude_input=True)
    )
    book = nbformat.read(saved, 4)
    book.metadata.pop("widgets", None)  # as with store_widget_state=False
    page, _ = exporter.from_notebook_node(book)
    (tmp_path / "page.html").write_text(page)
    tab = chromium.new_page()
    try:
        tab.context.set_offline(True)
        tab.goto(f"file://{tmp_path}/page.html", wait_until="domcontentloaded")
        figure = tab.locator(".optlab-figure")
        tab.wait_for_function("document.querySelector('.optlab-figure')?.figure")
        assert figure.evaluate("root => root.figure.scene().words") == words
    finally:
        tab.close()


def test_a_notebook_that_is_not_trusted_shows_a_picture_and_its_words(lab, saved, words):
    """Somebody else's notebook, not run: no script, but what the figure shows and says."""
    book = json.loads(saved.read_text())
    book["cells"][0]["source"] = "import optlab  # from elsewhere"  # JupyterLab trusts what it saved itself
    (lab.root / "foreign.ipynb").write_text(json.dumps(book))
    lab.open("foreign.ipynb")
    try:
        output = lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output")
        output.locator("p").wait_for()
        assert output.locator("p").inner_text() == words
        picture, box = output.locator("img"), output.bounding_box()
        assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") == 680
        assert 300 < picture.bounding_box()["width"] <= box["width"]
        assert lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .optlab-figure svg").count() == 0
    finally:
        lab.close()
