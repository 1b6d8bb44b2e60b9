"""One thread for each process: the tests run side by side, and the matrices of the course are small.

Chapters store the text of their tables; a page of the same table, which nbval would compare too, is left out.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # numpy's matrix products, here and in the kernels: two threads wait for each other


def pytest_collection_modifyitems(items):
    for file in {item.parent for item in items if hasattr(item.parent, "skip_compare")}:
        file.skip_compare += ("text/html",)
