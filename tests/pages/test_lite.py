"""The course in the browser: a chapter's figures move, an exercise gets its verdict, with no host but our own."""

import functools
import json
import os
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from .conftest import ROOT

PYODIDE = Path(os.environ.get("OPTLAB_PYODIDE") or ROOT.parent / "shared" / "pyodide")
CELLS = "[...jupyterapp.shell.currentWidget.content.model.cells].map(cell => cell.toJSON())"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    pytest.importorskip("jupyterlite_pyodide_kernel")
    if not (PYODIDE / "pyodide-lock.json").exists():
        pytest.skip("no Pyodide: OPTLAB_PYODIDE names no folder with one")
    from book import lite

    site = tmp_path_factory.mktemp("site")
    assert lite.main(site, str(PYODIDE)) == 0
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/lite/lab/index.html"
        server.shutdown()


@pytest.fixture(scope="module")
def lab(window, address):
    context = window.new_context(viewport=dict(width=1280, height=1000))
    page = context.new_page()
    page.set_default_timeout(240_000)
    page.asked = []
    own = (address.removesuffix("lite/lab/index.html"), "data:", "blob:")
    context.on("request", lambda r: page.asked.append(r.url) if not r.url.startswith(own) else None)
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


def opened(lab, address, path):
    """A notebook in the browser, its kernel ready."""
    lab.goto(f"{address}?path={path}", wait_until="domcontentloaded")
    lab.wait_for_function("window.jupyterapp && jupyterapp.restored")
    lab.wait_for_function(
        """path => { const panel = jupyterapp.shell.currentWidget;
             return panel?.context?.path === path && panel.sessionContext.session?.kernel?.status === "idle"; }""",
        arg=path,
    )


def run_all(lab):
    lab.evaluate("jupyterapp.commands.execute('notebook:run-all-cells').then(() => null)")
    return [output for cell in lab.evaluate(CELLS) if cell["cell_type"] == "code" for output in cell["outputs"]]


def test_a_chapter_runs_and_a_dial_moves(lab, address):
    opened(lab, address, "notebooks/04_momentum.ipynb")
    outputs = run_all(lab)
    assert not [output["evalue"] for output in outputs if output["output_type"] == "error"]
    figure = lab.locator(".optlab-figure:has(input[type=range])").first
    figure.scroll_into_view_if_needed()
    figure.locator(".stage > svg").wait_for()
    curves = "f => JSON.stringify(f.figure.scene().panels.map(p => p.curves.map(c => c.y)))"
    before = figure.evaluate(curves)
    figure.locator("input[type=range]").first.focus()
    lab.keyboard.press("ArrowLeft")
    lab.keyboard.press("ArrowLeft")
    lab.wait_for_timeout(100)
    assert figure.evaluate(curves) != before
    assert not lab.asked


WRONG = """def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v + lr * g
    x = x + v
    return dict(v=v, x=x)"""
ENDLESS = """def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    while True:
        pass"""


def test_an_exercise_gets_its_verdict(lab, address):
    path = ROOT / "solutions" / "04_momentum" / "04_momentum.ipynb"
    cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    solved = {cell["metadata"].get("nbgrader", {}).get("grade_id"): "".join(cell["source"]) for cell in cells}
    opened(lab, address, "exercises/04_momentum_exercises.ipynb")

    def verdicts(answers):
        lab.evaluate(
            """answers => { for (const cell of jupyterapp.shell.currentWidget.content.model.cells) {
                 const name = cell.getMetadata("nbgrader")?.grade_id;
                 if (name in answers) cell.sharedModel.setSource(answers[name]); } }""", answers)  # fmt: skip
        return json.dumps(run_all(lab), ensure_ascii=False)

    text = verdicts(solved)
    assert '"output_type": "error"' not in text and "✓" in text and "✗" not in text
    text = verdicts({"implement-momentum": WRONG})
    assert "✗" in text and "uphill" in text
    assert "look for a loop that never stops" in verdicts({"implement-momentum": ENDLESS})
    assert not lab.asked
