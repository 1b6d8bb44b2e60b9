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

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

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


def test_a_chapter_is_light():
    """The runtime, and what the figures of a chapter add to a page that shares nothing."""
    sizes = {kind: len(pages.script(kind)) for kind in ("signal", "landscape", "map", "still", "tree")}
    assert max(sizes.values()) < 82_000 and sizes["still"] < 45_000, sizes
    figures = [
        optlab.explore(optlab.momentum, "constant"),
        optlab.explore(optlab.momentum, "rectangles", show=["v"]),
        optlab.explore([optlab.sgd, optlab.momentum], landscape="wobbly"),
        optlab.explore([optlab.sgd, optlab.momentum], landscape="ravine"),
        optlab.explore(optlab.momentum, landscape="wobbly", map=("lr", "mu")),
        optlab.draw(optlab.panel({"a": np.sin(np.arange(30.0)), "b": np.cos(np.arange(30.0))})),
    ]
    assert sum(len(figure.html()) for figure in figures) < 300_000


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


def test_a_notebook_that_is_not_trusted_shows_the_words(lab, saved, words):
    """Somebody else's notebook, not run: no script, but what the figure says."""
    book = json.loads(saved.read_text())
    book["cells"][0]["source"] = "import optlab  # from elsewhere"  # JupyterLab trusts what it saved itself
    (lab.root / "foreign.ipynb").write_text(json.dumps(book))
    lab.open("foreign.ipynb")
    try:
        text = lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output p")
        text.wait_for()
        assert text.inner_text() == words
        assert lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .optlab-figure svg").count() == 0
    finally:
        lab.close()
