"""The site is built once, from all chapters, and opened from disk with the network blocked."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from browser import lab as labs  # noqa: E402


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.site)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def site():
    """build/site, with the book and the slides."""
    for package in ("sphinx", "myst_nb", "latex2mathml", "sphinx_revealjs"):
        if not importlib.util.find_spec(package):
            pytest.skip(f"no book: {package} is not installed")
    from book import pages, slides

    if "PYTEST_XDIST_WORKER" not in os.environ:  # else `make sitetest` has built it before it shared the tests out
        assert pages.main() == 0, "Sphinx has something to warn of"
        assert slides.main() == 0
    return pages.SITE


@pytest.fixture(scope="session")
def window():
    if labs.missing():
        pytest.skip(f"no pages in a browser: {labs.missing()}")
    with labs.browser() as window:
        yield window


@pytest.fixture
def open_page(window):
    """Opens a file of the site; what it asks other hosts for and what goes wrong in it is remembered."""
    contexts = []

    def open_(path, **options):
        context = window.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.errors = [], []
        page.on("request", lambda r: page.asked.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
