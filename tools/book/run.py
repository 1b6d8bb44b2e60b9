"""Executes notebooks, once for each content: what was run with the same notebook and the same package is taken from build/run."""

import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from course import ROOT
from nbclient import NotebookClient

CACHE = ROOT / "build" / "run"
# The book shows a figure's HTML: its kernels are asked for no pictures, which matplotlib takes long to paint.
KINDS = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")
ARGUMENTS = ["--log-level=40", *(f"--DisplayFormatter.active_types={kind}" for kind in KINDS)]


def _package():
    """All that a chapter's output depends on besides the chapter."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted((ROOT / "optlab").rglob("*")):
        if path.is_file() and path.suffix in {".py", ".js", ".css", ".npz"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def executed(paths, progress=print):
    """The notebooks as they are after a run, with every output, in the order of the paths; two run at a time."""
    package = _package()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # two run at a time, and threads of one would wait for those of the other
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        return list(pool.map(lambda path: _executed(Path(path), package, progress), paths))


def _executed(path, package, progress):
    key = hashlib.sha256(path.read_bytes() + package.encode()).hexdigest()[:32]
    done = CACHE / f"{path.stem}-{key}.ipynb"
    if not done.exists():
        progress(f"running {path.name}")
        notebook = nbformat.read(path, as_version=4)
        # Without widget state a page shows the figure's own HTML, which needs no kernel.
        where = {"metadata": {"path": str(path.parent)}}
        NotebookClient(notebook, timeout=300, store_widget_state=False, resources=where, extra_arguments=ARGUMENTS).execute()
        notebook.metadata.pop("widgets", None)
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob(f"{path.stem}-*.ipynb"):
            old.unlink()
        nbformat.write(notebook, done)
    return without_bars(nbformat.read(done, as_version=4))


def without_bars(notebook):
    """The notebook without what a progress bar left: a widget that only a kernel can show, where a figure has its HTML too."""
    widget = "application/vnd.jupyter.widget-view+json"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            data = [(output, output.get("data", {})) for output in cell.outputs]
            cell.outputs = [output for output, kinds in data if widget not in kinds or "text/html" in kinds]
    return notebook
