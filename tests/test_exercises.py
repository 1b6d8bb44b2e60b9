"""The exercises: fresh; solved they get full marks, untouched none."""

import ast
import copy
import linecache
import pathlib
import re
import shutil
import sys

import nbformat
import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed: exercises cannot be made or graded")

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import exercises  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, sqlalchemy's and the kernel's own
NAMES = exercises.names()
every = pytest.mark.parametrize("name", NAMES)


def read(folder, name):
    return nbformat.read(ROOT / folder / name / f"{name}.ipynb", as_version=4)


def grade_id(cell):
    """The name that nbgrader knows a cell by, or None."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def edited(notebook, **sources):
    """A copy with other sources; the words of a cell's id are joined by _."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        cell.source = sources.get((grade_id(cell) or "").replace("-", "_"), cell.source)
    return notebook


def in_process(notebook, until=None):
    """{id of a check cell: its marks} of the code cells, up to one of them, run here as nbgrader would."""
    names, found = {"__name__": "__main__"}, {}
    for i, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        tree, file = ast.parse(cell.source), f"<cell {id(notebook)} {i}>"
        linecache.cache[file] = len(cell.source), None, cell.source.splitlines(True), file  # for inspect
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, file, "exec"), names)
        value = eval(compile(ast.Expression(last.value), file, "eval"), names) if last else None
        if cell.metadata.get("nbgrader", {}).get("grade"):
            found[grade_id(cell)] = value
        if grade_id(cell) == until:
            break
    return found


def marks_of(question, notebook):
    """The marks of one question; what stands below it is not run."""
    return in_process(notebook, f"{question}-check")[f"{question}-check"]


def points(notebook, of=lambda cell: cell.cell_type == "code"):
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade") and of(cell)]
    return {grade_id(cell): cell.metadata["nbgrader"]["points"] for cell in graded}


# The exercises as files


def test_there_is_an_exercise_for_every_solution_and_no_other():
    assert NAMES and NAMES == exercises.names(ROOT / "exercises")


def test_they_are_what_the_solutions_give_now(tmp_path):
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions")
    exercises.generate(root=tmp_path)
    stale = [name for name in NAMES if (tmp_path / "exercises" / name / f"{name}.ipynb").read_bytes()
             != (ROOT / "exercises" / name / f"{name}.ipynb").read_bytes()]  # fmt: skip
    assert stale == [], "run: make exercises"
    assert not (tmp_path / "gradebook.db").exists()


@every
@pytest.mark.parametrize("folder", ["solutions", "exercises"])
def test_they_hold_no_output_and_no_path(folder, name):
    notebook = read(folder, name)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
    assert not re.search(r"/(home|root|tmp|Users|work)/|[A-Z]:\\\\", nbformat.writes(notebook))


@every
def test_solutions_and_hidden_tests_are_taken_out(name):
    text, whole = nbformat.writes(read("exercises", name)), nbformat.writes(read("solutions", name))
    for mark in ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS"):
        assert mark in whole and mark not in text
    assert "Rubric" in whole and "Rubric" not in text


@every
def test_questions_say_what_they_are(name):
    notebook = read("exercises", name)
    ids = [grade_id(cell) for cell in notebook.cells if grade_id(cell)]
    graded = points(notebook, lambda cell: True)
    kinds = {question.partition("-")[0] for question in graded}
    assert (
        len(ids) == len(set(ids)) and len(kinds) >= 4 and kinds <= {"predict", "implement", "find", "break", "explain", "compare"}
    )
    assert all(question.removesuffix("-check") in ids for question in graded)
    first = notebook.cells[0].source
    assert f"{sum(graded.values())} points" in first and first.count("●") >= len(graded)
    asked = [cell.source for cell in notebook.cells if cell.source.startswith("## ")]
    assert len(asked) == len(graded)
    assert all(re.search(r"\*\d+ minutes, ●+, \d+ points", text) for text in asked)


@every
def test_the_points_of_a_check_cell_stand_in_it_once_more(name):
    for cell in read("exercises", name).cells:
        if grade_id(cell) in points(read("exercises", name)):
            assert re.search(r"of=(\d+)", cell.source)[1] == str(cell.metadata["nbgrader"]["points"])


@every
def test_solved_they_get_full_marks_and_untouched_none(name, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    solved, untouched = in_process(read("solutions", name)), in_process(read("exercises", name))
    assert solved == points(read("solutions", name))
    assert untouched == dict.fromkeys(solved, 0.0)
    assert "✗" in capsys.readouterr().out


def test_a_bug_is_not_found_by_pasting_the_right_function(monkeypatch):
    """The line and a signal are asked for, and as long as nothing shows on the signal both earn nothing."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    solved = read("solutions", "04_momentum")
    pasted = next(cell.source for cell in solved.cells if grade_id(cell) == "implement-momentum")
    answers = {pasted: 0.0, "line, signal = 2, [1.0] * 5": 0.0, "line, signal = 1, [1.0, -1.0]": 1.0,
               "line, signal = 2, [1.0, 0.0, 0.0]": 0.0, "line, signal = 2, [1.0, 1.0, -1.0, -1.0]": 2.0}  # fmt: skip
    for answer, score in answers.items():
        names = "line, signal = ..., ...\n" if answer == pasted else ""
        assert marks_of("find-bug", edited(solved, find_bug=names + answer)) == score, answer


@every
def test_no_check_cell_tells_the_wrong_line_when_unfolded(name):
    told = re.compile(r"\b(lines?|given|wrong|swapped|set\(swapped\)) == ")
    assert [cell.source for cell in read("exercises", name).cells if told.search(cell.source)] == []


def test_the_steepest_direction_swings_first():
    """What the worked answer of exercise 6 says: mu = 0.25 is calm at lr = 0.0025, mu = 0.9 is not."""
    import numpy as np

    import optlab

    run = optlab.descend(optlab.momentum, optlab.landscapes.ravine(100), lr=0.0025, mu=np.array([0.9, 0.25, 0.27]))
    b = np.sign(run.x[..., 1])
    assert (b[1:] != b[:-1]).sum(axis=0).tolist() == [21, 0, 7]
    assert (np.diff(run.loss, axis=0) > 0).sum(axis=0).tolist() == [25, 0, 0]


# Marks


def test_marks_are_a_share_of_the_points(monkeypatch, capsys):
    import optlab
    from optlab.feedback.questions.marks import claim, marks

    def wrong():
        raise AssertionError("It is not so.")

    half = optlab.check(lambda x, g, v=0.0, *, lr=0.01, mu=0.9: dict(v=mu * v - lr * g, x=x + v), "momentum")  # right v, late x
    assert (half.mistake, half.score) == ("old v used", 0.5)
    assert marks(half, of=4) is None
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert (marks(half, of=4), marks(half, of=4, partial=False)) == (2.0, 0.0)
    given = marks(claim("one", lambda: None), claim("two", wrong), half, of=3)
    assert (given, repr(given)) == (1.5, "1.5")  # nbgrader takes what is no number for full marks
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(AssertionError, match=r"two: It is not so\."):
        marks(claim("one", lambda: None), claim("two", wrong), of=3)
    with pytest.raises(ValueError, match="no verdict"):
        marks(of=3)
    assert claim("three", lambda: 1 / 0).message == "Your answer cannot be tested: division by zero"


# Validate, as the button in JupyterLab does it


@pytest.mark.parametrize("folder, passes", [("exercises", False), ("solutions", True)])
def test_validate_says_what_is_not_right(folder, passes):
    from nbgrader.validator import Validator

    result = Validator().validate(str(ROOT / folder / "04_momentum" / "04_momentum.ipynb"))
    if passes:
        assert result == {}
    else:
        said = " ".join(failed["raw_error"] for failed in result["failed"])
        assert len(result["failed"]) == 6 and "Your function is still empty" in said and "There is no signal yet" in said


@pytest.mark.parametrize("name", NAMES)
def test_what_checks_is_folded(name):
    cells = [cell for cell in read("exercises", name).cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert all(cell.metadata.get("jupyter", {}).get("source_hidden") for cell in cells if cell.cell_type == "code")


def test_the_packages_own_function_earns_nothing(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    solved = read("solutions", "04_momentum")
    for copied in (
        "momentum = optlab.momentum",
        "def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    return optlab.momentum(x, g, v, lr=lr, mu=mu)",
    ):
        assert marks_of("implement-momentum", edited(solved, implement_momentum=copied)) == 0
