"""The chapters as files: what is stored in them, and that a wrong stored number is found. `make chapters` runs them."""

import ast
import copy
import json
import os
import pathlib
import re
import subprocess
import sys

import nbformat
import pytest

ROOT = pathlib.Path(__file__).parent.parent
CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CHECK = "nbval-check-output"


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def stored_wrongly(notebook):
    """What a notebook file must not hold, as sentences."""
    wrong = []
    if "widgets" in notebook.metadata:
        wrong.append("it holds widget state")
    for i, cell in enumerate(notebook.cells):
        if cell.get("attachments"):
            wrong.append(f"cell {i} holds an attached picture")
        if cell.cell_type == "markdown" and "data:image" in cell.source:
            wrong.append(f"cell {i} holds a picture in its text")
        for output in cell.get("outputs", []):
            kinds = set(output.get("data", {})) - {"text/plain"}
            if kinds:
                wrong.append(f"cell {i} stores {', '.join(sorted(kinds))}")
            if output.output_type == "error" or output.get("name") == "stderr":
                wrong.append(f"cell {i} stores an error")
        if cell.get("outputs") and CHECK not in tags(cell):
            wrong.append(f"cell {i} stores an output that nothing compares")
        if CHECK in tags(cell) and not cell.get("outputs"):
            wrong.append(f"cell {i} is a check cell and stores no output to compare with")
        if cell.get("outputs") and cell.execution_count is None:
            wrong.append(f"cell {i} stores an output and no number of execution, which nbval takes for a mistake")
    return wrong


def test_it_is_a_valid_notebook_for_any_python_kernel(chapter):
    nbformat.validate(chapter)
    assert chapter.metadata.kernelspec.name == "python3"


def test_it_stores_text_and_only_what_is_compared(chapter):
    assert stored_wrongly(chapter) == []


def test_it_has_check_cells(chapter):
    assert sum(CHECK in tags(cell) for cell in code(chapter)) >= 1


def test_its_cells_are_short(chapter):
    assert [cell.source for cell in code(chapter) if len(cell.source.splitlines()) > 15] == []


# A chapter of the second edition asks with `optlab.predict`; what it must keep is counted here.
ASKING = [path for path in CHAPTERS if re.search(r"from optlab import .*\bpredict\b|optlab\.predict\(", path.read_text("utf-8"))]
WIDTH, QUESTIONS = 88, 5


def asked(source):
    """The calls of `predict` in a code cell, or `optlab.predict`, as syntax trees."""
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _name(node.func) == "predict"]


def _name(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def unfit(notebook):
    """What a chapter of the second edition must not have, as sentences."""
    calls = 0
    for i, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        wide = [line for line in cell.source.splitlines() if len(line) > WIDTH]
        if wide:
            yield f"cell {i} has {len(wide)} lines of more than {WIDTH} characters"
        for call in asked(cell.source):
            calls += 1
            told = {keyword.arg for keyword in call.keywords} & {"answer", "wrong", "why"}
            if len(call.args) > 1 or told:
                yield f"cell {i} tells the answer where it asks: give the question a name in optlab/feedback/questions"
        if CHECK in tags(cell) and not cell.metadata.get("jupyter", {}).get("outputs_hidden"):
            yield f"cell {i} shows its table before it is opened: set jupyter.outputs_hidden"
    if calls < QUESTIONS:
        yield f"it asks {calls} times; {QUESTIONS} are needed"


@pytest.mark.parametrize("path", ASKING, ids=lambda path: path.stem)
def test_a_chapter_that_asks_is_fit_to_be_read(path):
    assert list(unfit(nbformat.read(path, as_version=4))) == []


def test_what_is_unfit_is_found():
    notebook = nbformat.v4.new_notebook()
    cells = ["x = 1  # " + "." * 90, 'predict("Why?", 10)', 'optlab.predict("Why?", answer=1)', 'predict("gain", mu=0.9)']
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in cells]
    assert [sentence.split(" ")[2] for sentence in unfit(notebook)] == ["has", "tells", "tells", "3"]
    notebook.cells = [nbformat.v4.new_code_cell('predict("gain")')] * QUESTIONS
    assert list(unfit(notebook)) == []
    notebook.cells.append(nbformat.v4.new_code_cell("6 * 7", metadata=dict(tags=[CHECK])))
    assert len(list(unfit(notebook))) == 1


def good():
    notebook = nbformat.v4.new_notebook(
        metadata=dict(kernelspec=dict(name="python3", display_name="Python 3", language="python"))
    )
    cell = nbformat.v4.new_code_cell("print(6 * 7)", metadata=dict(tags=[CHECK]))
    cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", name="stdout", text="42\n")], 1
    silent = nbformat.v4.new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    notebook.cells = [nbformat.v4.new_markdown_cell("A question?"), cell, silent]
    return notebook


def test_what_is_stored_wrongly_is_found():
    assert stored_wrongly(good()) == []
    picture, widget, untold, empty, failed, unrun = (copy.deepcopy(good()) for _ in range(6))
    picture.cells[1].outputs = [nbformat.v4.new_output("display_data", data={"image/png": "AAAA", "text/plain": "x"})]
    widget.metadata["widgets"] = {}
    untold.cells[1].metadata["tags"] = []
    empty.cells[1].outputs = []
    failed.cells[1].outputs = [nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])]
    unrun.cells[1].execution_count = None
    assert [len(stored_wrongly(notebook)) for notebook in (picture, widget, untold, empty, failed, unrun)] == [1] * 6


@pytest.mark.parametrize("number, passes", [("42", True), ("41", False)])
def test_a_check_cell_is_compared(tmp_path, number, passes):
    notebook = good()
    notebook.cells[1].outputs[0].text = number + "\n"
    path = tmp_path / "chapter.ipynb"
    path.write_text(json.dumps(notebook), "utf-8")
    options = ["-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path), "--nbval-lax", "--nbval-current-env"]
    command = [sys.executable, "-m", "pytest", *options, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode == 0) == passes, done.stdout + done.stderr
    assert ("2 passed" if passes else "1 failed") in done.stdout
