"""One JupyterLab and one Chromium for all browser tests; skipped, with the reason, where there is no Chromium."""

import pathlib
import shutil

import pytest

from . import lab as labs

NOTEBOOKS = pathlib.Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="package")
def chromium():
    """Headless Chromium."""
    if labs.missing():
        pytest.skip(f"no live figures in a browser: {labs.missing()}")
    with labs.browser() as window:
        yield window


@pytest.fixture(scope="package")
def lab(chromium, tmp_path_factory):
    """A page with JupyterLab over a temporary folder that has copies of the chapters."""
    root = tmp_path_factory.mktemp("browser") / "root"
    shutil.copytree(NOTEBOOKS, root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    with labs.server(root) as url:
        yield labs.Lab(chromium, url, root)


@pytest.fixture(scope="module")
def book(lab, request):
    """A notebook with one cell, in which a test runs what it needs."""
    lab.new(request.module.__name__.rpartition(".")[2] + ".ipynb", "import numpy as np, optlab")
    lab.run_all()
    yield lab
    lab.close()


@pytest.fixture(scope="module")
def disk(chromium, tmp_path_factory):
    """A page opened from disk, without a kernel or a network: disk(figure, …) shows figures, and gives the first."""
    folder, page = tmp_path_factory.mktemp("disk"), chromium.new_page(viewport=dict(width=1100, height=900))
    page.set_default_timeout(15_000)
    page.context.set_offline(True)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

    def show(*figures, head=""):
        body = "".join(each if isinstance(each, str) else each.html() for each in figures)
        (folder / "page.html").write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>figures</title>{head}<body>{body}</body></html>'
        )
        page.goto(f"file://{folder}/page.html")
        return labs.Figure(page, "")

    yield show
    assert not errors
    page.close()
