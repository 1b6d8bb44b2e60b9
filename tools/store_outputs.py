"""Run notebooks and store the outputs of their check cells, text only; every other output is removed.

    python tools/store_outputs.py                               the chapters
    python tools/store_outputs.py notebooks/04_momentum.ipynb   one

A check cell carries the tag `nbval-check-output`: its small table is what `make test` compares.
"""

import sys
from pathlib import Path

import course
import nbformat
from nbclient import NotebookClient


def store(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, store_widget_state=False, resources={"metadata": {"path": str(path.parent)}}).execute()
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        checked = "nbval-check-output" in cell.metadata.get("tags", [])
        cell.execution_count = number if checked else None  # nbval compares only what has a number
        cell.metadata.pop("execution", None)
        if not checked:
            cell.outputs = []
        cell.outputs = [text for text in map(_text, cell.outputs) if text]
    notebook.metadata.pop("widgets", None)
    nbformat.write(notebook, path)
    print(f"{path}: outputs of {sum(bool(c.get('outputs')) for c in notebook.cells)} check cells stored")


def _text(output):
    """What is compared of an output: what was printed, or the text of what was shown; None for the rest."""
    if output.output_type == "stream":
        return output if output.name == "stdout" else None
    if "text/plain" in output.get("data", {}):
        output.data, output.metadata = {"text/plain": output.data["text/plain"]}, {}
        return output


if __name__ == "__main__":
    for name in sys.argv[1:] or course.paths():
        store(Path(name))
