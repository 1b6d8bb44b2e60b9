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

from optlab.feedback.questions.ask import questions

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import course  # noqa: E402

CHAPTERS = course.paths()
CHECK = "nbval-check-output"


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request):
    return nbformat.read(request.param, as_version=4)


def as_kept(path):
    """The chapter as git keeps it where only its outputs differ: a reader may run a chapter, save it, and test."""
    here = nbformat.read(path, as_version=4)
    command = ["git", "show", f":{path.relative_to(ROOT).as_posix()}"]
    try:
        shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        if all(cell.execution_count for cell in code(here)):
            pytest.skip("no git here, and the chapter was run and saved: make outputs stores it as it was")
        return here
    kept = nbformat.reads(shown, as_version=4)
    return kept if [cell.source for cell in kept.cells] == [cell.source for cell in here.cells] else here


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


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_it_stores_text_and_only_what_is_compared(path):
    assert stored_wrongly(as_kept(path)) == []


def test_it_has_check_cells(chapter):
    assert sum(CHECK in tags(cell) for cell in code(chapter)) >= 1


def test_its_cells_are_short(chapter):
    assert [cell.source for cell in code(chapter) if len(cell.source.splitlines()) > 15] == []


# A chapter of the second edition asks with `optlab.predict`; what it must keep is counted here.
ASKING = [path for path in CHAPTERS if re.search(r"from optlab import .*\bpredict\b|optlab\.predict\(", path.read_text("utf-8"))]
WIDTH, SLIDE = 88, 120
LONG, SHORT = (45, 5), (25, 4)  # the most minutes, the fewest questions: of Part I and the learned rule, and of what comes later
ASKS = questions()


def asked(source):
    """The calls of `predict` in a code cell, or `optlab.predict`, as syntax trees."""
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _name(node.func) == "predict"]


def _name(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def words(cell):
    """How many words a reader meets in a cell; a formula counts as one, a box that is closed as none."""
    if cell.cell_type == "code":
        names = [call.args[0].value for call in asked(cell.source) if call.args]
        said = " ".join(ASKS[name].asks if name in ASKS else name for name in names)
    else:
        said = re.sub(r"<details>.*?</details>", "", cell.source, flags=re.S)
        said = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "x", said, flags=re.S)
        said = re.sub(r"\]\([^)]*\)", "", said)
    return len(re.findall(r"[^\W_](?:[\w.'’-]*\w)?", said))


def minutes(notebook):
    """What it takes to read: 200 words a minute, formulas and code too, and a minute for each figure and each question."""
    text = re.sub(r"<details>.*?</details>", "", "\n".join(cell.source for cell in notebook.cells), flags=re.S)
    pauses = sum(len(re.findall(r"\b(?:explore\w*|draw|animate|family|predict)\(", cell.source)) for cell in code(notebook))
    return len(text.split()) / 200 + pauses


def slides(notebook):
    """(id of its first cell, words) of each slide."""
    found = []
    for cell in notebook.cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "")
        if kind in ("slide", "subslide"):
            found.append([cell.id, 0])
        if kind not in ("skip", "notes") and found:
            found[-1][1] += words(cell)
    return found


def limits(number):
    """The most minutes and the fewest questions of a chapter.

    >>> limits("09"), limits("10")
    ((45, 5), (25, 4))
    """
    return SHORT if "10" <= number <= "99" and number != "18" else LONG


def unfit(notebook, most, fewest):
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
    if calls < fewest:
        yield f"it asks {calls} times; {fewest} are needed"
    yield from (f"the slide {name} has {count} words; {SLIDE} are the most" for name, count in slides(notebook) if count > SLIDE)
    told = re.search(r"Reading time (\d+) minutes", "".join(cell.source for cell in notebook.cells[:2]))
    needed = minutes(notebook)
    if not told or abs(int(told[1]) - needed) > 2 or needed > most:
        yield f"it takes {needed:.0f} minutes, at most {most}, and the first cell must say so: Reading time … minutes"


@pytest.mark.parametrize("path", ASKING, ids=lambda path: path.stem)
def test_a_chapter_that_asks_is_fit_to_be_read(path):
    assert list(unfit(nbformat.read(path, as_version=4), *limits(path.name[:2]))) == []


def test_what_is_unfit_is_found():
    cell, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    first = text("*Reading time 5 minutes*", metadata=dict(slideshow=dict(slide_type="slide")))
    notebook = nbformat.v4.new_notebook(cells=[first] + [cell('predict("half_life")') for _ in range(LONG[1])])
    assert list(unfit(notebook, *LONG)) == []
    for source in ("x = 1  # " + "." * 90, 'optlab.predict("Why?", 10)', 'predict("half_life", why="So.")'):
        notebook.cells[1] = cell(source)
        assert len(list(unfit(notebook, *LONG))) == (2 if source.startswith("x") else 1), source
    notebook.cells[1] = cell('predict("half_life")', metadata=dict(tags=[CHECK]))
    assert len(list(unfit(notebook, *LONG))) == 1
    notebook.cells[1] = text("word " * 600)  # five questions are needed, the slide is full, and it takes 3 minutes
    assert len(list(unfit(notebook, *LONG))) == 3
    notebook.cells[1] = text("<details>" + "word " * 600 + "</details> $a b c d$")
    assert (words(notebook.cells[1]), len(list(unfit(notebook, *LONG)))) == (1, 1)


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


def test_a_check_cell_is_compared(tmp_path):
    notebook = good()
    for number in ("41", "42"):
        notebook.cells[1].outputs[0].text = number + "\n"
        (tmp_path / f"says_{number}.ipynb").write_text(json.dumps(notebook), "utf-8")
    options = ["-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path), "--nbval-lax", "--nbval-current-env"]
    done = subprocess.run([sys.executable, "-m", "pytest", *options, "."], capture_output=True, text=True, cwd=tmp_path)
    assert "1 failed, 3 passed" in done.stdout and "FAILED says_41.ipynb::Cell 0" in done.stdout, done.stdout + done.stderr
