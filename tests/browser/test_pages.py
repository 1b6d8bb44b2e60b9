"""Chapters opened and run in JupyterLab; what a figure leaves in a page that has no kernel."""

import html
import json

import pytest

import optlab

from .conftest import NOTEBOOKS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHAPTERS = [name for name in ("00_map.ipynb", "04_momentum.ipynb") if (NOTEBOOKS / name).exists()]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_runs_and_paints(lab, name):
    lab.open("notebooks/" + name)
    try:
        lab.run_all()
        outputs = lab.outputs()
        assert outputs and not [out["evalue"] for cell in outputs for out in cell if out["output_type"] == "error"]
        live = [k for k, cell in enumerate(lab.cells()) if any(_is_figure(out) for out in cell.get("outputs", []))]
        for k in live:
            canvas = lab.scroll(k).locator(".optlab canvas[data-frame]").first
            canvas.wait_for()
            pixels = canvas.evaluate("c => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size")
            assert pixels > 10, f"cell {k}: the canvas is empty"
        assert live or name == "00_map.ipynb", "a chapter about an optimizer has a live figure"
    finally:
        lab.close()


def _is_figure(output):
    return {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(output.get("data", {}))


@pytest.fixture(scope="module")
def saved(lab):
    """A notebook with a live figure, run and saved by JupyterLab: its path."""
    lab.new("saved.ipynb", "import optlab", 'optlab.explore(optlab.momentum, "rectangles")')
    lab.run_all()
    lab.close()
    return lab.root / "saved.ipynb"


@pytest.fixture(scope="module")
def words():
    return optlab.explore(optlab.momentum, "rectangles").scene.words


@pytest.mark.parametrize("template", ["lab", "classic"])
def test_a_page_of_the_notebook_has_the_picture_and_its_words(saved, words, template):
    nbconvert = pytest.importorskip("nbconvert")
    exporter = nbconvert.HTMLExporter(template_name=template, exclude_input=True)
    page, _ = exporter.from_filename(str(saved))
    assert 'src="data:image/png;base64,' in page
    outputs = [out["output_type"] for cell in json.loads(saved.read_text())["cells"] for out in cell["outputs"]]
    assert outputs == ["execute_result"]  # no error, no warning
    # The words are painted below the picture, too: the template "lab" prints no alternative text for any picture.
    assert template == "lab" or f'alt="{html.escape(words)}"' in page


def test_a_notebook_that_is_not_trusted_shows_the_picture(lab, saved):
    """Somebody else's notebook, not run: no widget, but the picture."""
    book = json.loads(saved.read_text())
    book["cells"][0]["source"] = "import optlab  # from elsewhere"  # JupyterLab trusts what it saved itself
    (lab.root / "foreign.ipynb").write_text(json.dumps(book))
    lab.open("foreign.ipynb")
    try:
        image = lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output img")
        image.wait_for()
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 800
        assert lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .optlab").count() == 0
    finally:
        lab.close()
