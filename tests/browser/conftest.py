"""One JupyterLab and one Chromium for all browser tests; skipped, with the reason, where there is no Chromium."""

import pathlib
import shutil

import pytest

from . import lab as labs

NOTEBOOKS = pathlib.Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="package")
def lab(tmp_path_factory):
    """A page with JupyterLab over a temporary folder that has copies of the chapters."""
    if labs.missing():
        pytest.skip(f"no live figures in a browser: {labs.missing()}")
    root = tmp_path_factory.mktemp("browser") / "root"
    shutil.copytree(NOTEBOOKS, root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    with labs.server(root) as url, labs.browser() as window:
        yield labs.Lab(window, url, root)


@pytest.fixture(scope="module")
def book(lab, request):
    """A notebook with one cell, in which a test runs what it needs."""
    lab.new(request.module.__name__.rpartition(".")[2] + ".ipynb", "import numpy as np, optlab")
    lab.run_all()
    yield lab
    lab.close()
