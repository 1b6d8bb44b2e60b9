"""One thread for each process: the tests run side by side, and the matrices of the course are small.

Chapters store the text of their tables; a page of the same table, which nbval would compare too, is left out.
"""

import gc
import os
import sys
import zlib
from pathlib import Path

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")  # numpy's matrix products, here and in the kernels: two threads wait for each other
sys.modules.setdefault("rfc3987_syntax", None)  # nbformat can do without; its import takes a second, mostly to build grammars


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """One more than processors: a worker that waits for a browser or a box leaves its processor to another."""
    return (os.cpu_count() or 1) + 1


def pytest_ignore_collect(collection_path):
    """A notebook of one's own beside the chapters is run by nobody else."""
    folder = Path(__file__).parent / "notebooks"
    if collection_path.suffix == ".ipynb" and collection_path.parent == folder:
        sys.path.insert(0, str(folder.parent / "tools"))
        import course

        sys.path.pop(0)
        return collection_path not in course.paths() or None


# What shares JupyterLab, boxes or verdicts is for one process. These are long and begin; then it goes file by file.
TOGETHER = "tests/test_grading", "tests/browser/", "tests/test_lines.py", "tests/test_translate.py"
ROWS = "tests/test_blind.py"  # many rows: the tests of one share its verdict, and a quarter of the rows is for one process


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Groups by path: pytest 9.2 drops what xdist 3.8 writes into a test's name to keep marked tests together."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            if nodeid.startswith(ROWS):
                return f"{ROWS} {zlib.crc32(nodeid.partition('[')[2].encode()) % 4}"
            return next((path for path in TOGETHER if nodeid.startswith(path)), nodeid.split("::")[0])

    if config.getvalue("dist") == "loadgroup":
        config.option.loadscopereorder = False  # keeps the order below
        return Together(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Modules and thousands of tests come to stay: nobody looks for garbage among them, neither now nor later."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: [not item.nodeid.startswith(path) for path in TOGETHER])
    for file in {item.parent for item in items if hasattr(item.parent, "skip_compare")}:
        file.skip_compare += ("text/html",)
