"""The exercises: fresh; solved they get full marks, untouched none. And grading, which nothing that is handed in can stop."""

import ast
import copy
import csv
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

import grade  # noqa: E402
import submissions  # noqa: E402

import exercises  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, sqlalchemy's and the kernel's own
NAMES = exercises.names()
every = pytest.mark.parametrize("name", NAMES)


def read(folder, name):
    return nbformat.read(ROOT / folder / name / f"{name}.ipynb", as_version=4)


def edited(notebook, **sources):
    """A copy with other sources; the words of a cell's id are joined by _."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        cell.source = sources.get((submissions.grade_id(cell) or "").replace("-", "_"), cell.source)
    return notebook


def in_process(notebook):
    """{id of a check cell: its marks} of the code cells, run here as nbgrader would. An error in a check cell counts 0."""
    names, found = {"__name__": "__main__"}, {}
    for i, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        tree, file = ast.parse(cell.source), f"<cell {id(notebook)} {i}>"
        linecache.cache[file] = len(cell.source), None, cell.source.splitlines(True), file  # for inspect
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, file, "exec"), names)
        value = eval(compile(ast.Expression(last.value), file, "eval"), names) if last else None
        if cell.metadata.get("nbgrader", {}).get("grade"):
            found[submissions.grade_id(cell)] = value
    return found


def points(notebook, of=lambda cell: cell.cell_type == "code"):
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade") and of(cell)]
    return {submissions.grade_id(cell): cell.metadata["nbgrader"]["points"] for cell in graded}


# The exercises as files


def test_there_is_an_exercise_for_every_solution_and_no_other():
    assert NAMES and NAMES == sorted(path.name for path in (ROOT / "exercises").iterdir() if path.is_dir())


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
    ids = [submissions.grade_id(cell) for cell in notebook.cells if submissions.grade_id(cell)]
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
        if submissions.grade_id(cell) in points(read("exercises", name)):
            assert re.search(r"of=(\d+)", cell.source)[1] == str(cell.metadata["nbgrader"]["points"])


@every
def test_solved_they_get_full_marks_and_untouched_none(name, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    solved, untouched = in_process(read("solutions", name)), in_process(read("exercises", name))
    assert solved == points(read("solutions", name))
    assert untouched == dict.fromkeys(solved, 0.0)
    assert "✗" in capsys.readouterr().out


def test_a_bug_is_not_found_by_pasting_the_right_function(monkeypatch):
    """The line and a signal are asked for, and a signal on which nothing shows earns nothing."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    solved = read("solutions", "04_momentum")
    pasted = next(cell.source for cell in solved.cells if submissions.grade_id(cell) == "implement-momentum")
    answers = {pasted: 0.0, "line, signal = 2, [1.0] * 5": 1.0, "line, signal = 1, [1.0, -1.0]": 1.0,
               "line, signal = 2, [1.0, 0.0, 0.0]": 1.0, "line, signal = 2, [1.0, 1.0, -1.0, -1.0]": 2.0}  # fmt: skip
    for answer, score in answers.items():
        names = "line = ...\nsignal = [...]\n" if answer == pasted else ""
        assert in_process(edited(solved, find_bug=names + answer))["find-bug-check"] == score, answer


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
    from optlab.feedback.marks import claim, marks

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
        assert len(result["failed"]) == 6 and "Your function is still empty" in said and "There is no line yet" in said


# Grading


def hand_in(folder, student, notebook, path="04_momentum/04_momentum.ipynb"):
    file = folder / student / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(notebook if isinstance(notebook, str) else nbformat.writes(notebook), "utf-8")


def test_a_course_is_graded(tmp_path):
    solved, untouched = read("solutions", "04_momentum"), read("exercises", "04_momentum")
    average = "def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    v = mu * v - (1 - mu) * lr * g\n    return dict(v=v, x=x + v)"
    hand_in(tmp_path / "in", "Ada", solved)
    hand_in(
        tmp_path / "in",
        "Zoë Müller",
        edited(untouched, implement_momentum=average, predict_numbers="gain, half_life, limit = 5, 9, ..."),
    )
    rows = grade.grade(tmp_path / "in", tmp_path / "out", quiet=True)
    ada, zoe = ([row for row in rows if row["student"] == student] for student in ("Ada", "Zoë Müller"))
    assert [row["score"] for row in ada[:-1]] == [row["max"] for row in ada[:-1]]
    assert [row["status"] for row in ada] == ["graded"] * 5 + ["needs manual grading"]
    assert [row["kind"] for row in ada] == ["predict", "implement", "implement", "find", "break", "explain"]
    assert (zoe[1]["score"], zoe[1]["mistake"]) == (0, "average instead of sum")
    assert (zoe[5]["score"], zoe[5]["status"], zoe[5]["mistake"]) == (0, "graded", "no answer")
    with open(tmp_path / "out" / "grades.csv", encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert list(table[0]) == list(grade.COLUMNS) and len(table) == len(rows) == 12
    assert table[5]["score"] == "" and table[7]["mistake"] == "average instead of sum"

    page = (tmp_path / "out" / "feedback" / "Zoë Müller.html").read_text("utf-8")
    assert "momentum: average instead of sum" in page and "1 of 16 points" in page
    hidden = re.findall(r"BEGIN HIDDEN TESTS(.*?)### END", "\n".join(cell.source for cell in solved.cells), re.DOTALL)
    for line in {line.strip() for part in hidden for line in part.splitlines()} - {""}:
        assert line not in page
    assert "v = mu * v - lr * g" not in page and "Rubric" not in page

    file = tmp_path / "out" / "autograded" / "Ada" / "04_momentum" / "04_momentum.ipynb"
    before = file.stat().st_mtime_ns  # a second time nothing has changed, so nothing is run
    assert grade.grade(tmp_path / "in", tmp_path / "out", quiet=True) == rows
    assert file.stat().st_mtime_ns == before


def test_the_packages_own_function_earns_nothing(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    solved = read("solutions", "04_momentum")
    for copied in (
        "momentum = optlab.momentum",
        "def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    return optlab.momentum(x, g, v, lr=lr, mu=mu)",
    ):
        assert in_process(edited(solved, implement_momentum=copied))["implement-momentum-check"] == 0


def tiny():
    """A solution with one question, which runs fast."""
    cell, facts = nbformat.v4.new_code_cell, dict(schema_version=3, grade=False, locked=False, solution=False, task=False)
    answer = cell("number = 1\n### BEGIN SOLUTION\nnumber = 2\n### END SOLUTION", id="find-two")
    answer.metadata["nbgrader"] = facts | dict(grade_id="find-two", solution=True)
    check = cell("if number != 2:\n    raise ValueError('not two')\n2.0", id="find-two-check")
    check.metadata["nbgrader"] = facts | dict(grade_id="find-two-check", grade=True, locked=True, points=2)
    metadata = dict(kernelspec=dict(name="python3", display_name="Python 3", language="python"))
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("## 1 · Two", id="two"), answer, check], metadata=metadata
    )


def test_no_submission_stops_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "nbgrader.api.get_alembic_version", lambda: "any"
    )  # starts a process and says what matters to updates only
    notebook, source, folder = tiny(), tmp_path / "solutions", tmp_path / "in"
    hand_in(source, "tiny", notebook, "tiny.ipynb")
    handed_in = {
        "cut off": nbformat.writes(notebook)[:300],
        "dead kernel": edited(notebook, find_two="import os\nos._exit(1)"),
        "endless": edited(notebook, find_two="while True: pass\nnumber = 2"),
        "loud": edited(notebook, find_two="number = 2\nfor _ in range(3000): print('y' * 1000)"),
        "no cells": '{"nbformat": 4}',
        "slip": edited(notebook, find_two="number = = 2"),
        "Zoë [1] Ünal": notebook,
    }
    for student, text in handed_in.items():
        hand_in(folder, student, text, "tiny/tiny.ipynb")
    (folder / "nothing").mkdir()
    rows = {row["student"]: row for row in grade.grade(folder, tmp_path / "out", timeout=4, quiet=True, source=source)}
    said = {student: (row["score"], row["status"]) for student, row in rows.items()}
    assert said == {
        "Zoë [1] Ünal": (2, "graded"),
        "cut off": (0, "broken: tiny.ipynb is damaged and cannot be read (line 19: Expecting value)"),
        "dead kernel": (0, "broken: it was not run, because of an earlier cell (the kernel died)"),
        "endless": (0, "broken: it did not come to an end in time: look for a loop that never stops"),
        "loud": (2, "graded"),
        "no cells": (0, "broken: tiny.ipynb is damaged and cannot be read (cells are missing or damaged)"),
        "nothing": (0, "not submitted"),
        "slip": (0, "broken: SyntaxError: invalid syntax (line 1)"),
    }
    loud = tmp_path / "out" / "autograded" / "loud" / "tiny" / "tiny.ipynb"
    assert loud.stat().st_size < 300_000
    assert len(list((tmp_path / "out" / "feedback").glob("*.html"))) == len(rows)


def test_what_was_deleted_or_renamed_comes_back():
    exercise = tiny()
    del exercise.cells[1].metadata["nbgrader"]["task"]
    for change in ("deleted", "renamed", "copied", "other points", "nonsense"):
        notebook = tiny()
        facts = notebook.cells[1].metadata["nbgrader"]
        match change:
            case "deleted":
                del notebook.cells[1:]
            case "renamed":
                facts["grade_id"] = "mine"
            case "copied":
                notebook.cells.insert(1, copy.deepcopy(notebook.cells[1]))
            case "other points":
                notebook.cells[2].metadata["nbgrader"]["points"] = 100
            case "nonsense":
                notebook.cells[2].metadata["nbgrader"] = "?"
        whole = submissions.restored(notebook, exercise)
        known = [cell for cell in whole.cells if submissions.grade_id(cell)]
        assert [submissions.grade_id(cell) for cell in known] == ["find-two", "find-two-check"], change
        assert [cell.metadata["nbgrader"] for cell in known] == [cell.metadata["nbgrader"] for cell in exercise.cells[1:]], change
        if change != "deleted":  # what the learner wrote is still run before the check, and last
            before = whole.cells[: whole.cells.index(known[1])]
            assert "number = 2" in before[-1].source, change


def test_a_file_under_another_name_is_known_by_its_cells(tmp_path):
    hand_in(tmp_path, "ana", tiny(), "tiny-1/my tiny (2).ipynb")
    hand_in(tmp_path, "ana", "{", "notes.ipynb")
    hand_in(tmp_path, "ana", nbformat.v4.new_notebook(), "own.ipynb")
    hand_in(tmp_path, "ana", "?", ".ipynb_checkpoints/tiny-checkpoint.ipynb")
    found, strays = submissions.find(tmp_path / "ana", dict(tiny=tiny(), other=nbformat.v4.new_notebook()))
    assert list(found) == ["tiny"] and found["tiny"].remark == "found as tiny-1/my tiny (2).ipynb"
    assert len(strays) == 2 and "notes.ipynb is damaged" in strays[0] and strays[1] == "own.ipynb is not one of the exercises"


def test_students_names_become_names_of_folders(tmp_path):
    for name in ("Ana [2]", "Ana (2)", "Ana _2_", "José", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes.txt").touch()
    found = submissions.students(tmp_path)
    assert sorted(name for name, _ in found.values()) == ["Ana (2)", "Ana [2]", "Ana _2_", "José"]
    assert len(found) == 4 and all(not set(plain) & set("[]*?:/\\") for plain in found)


def test_a_folder_that_holds_no_submissions_is_told(tmp_path, capsys):
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(SystemExit):
            grade.main([str(folder)])
        assert "is not a folder with a folder for each student" in capsys.readouterr().err
