"""Grading: the box, what goes through it, what was handed in, and what the teacher gets. Nothing can stop or forge it."""

import ast
import copy
import csv
import errno
import inspect
import io
import json
import linecache
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time
import zipfile

import numpy as np
import pytest

import optlab
from optlab import check
from optlab.formulas.lines import parse
from optlab.functions.symbols import Symbol

pytest.importorskip("nbgrader", reason="nbgrader is not installed: exercises cannot be made or graded")
from nbgrader import api as nbgrader_api  # noqa: E402
from nbgrader.plugins import CsvExportPlugin  # noqa: E402

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import grade  # noqa: E402
from grading import box, breaches, collect, course, files, gradebook, handout, run, similar, standin, table, wire  # noqa: E402
from grading.rebuild import rebuild  # noqa: E402
from grading.session import Session  # noqa: E402

NO_BOX = "" if sys.platform != "linux" else box.works("bwrap")
boxed = pytest.mark.skipif(bool(NO_BOX) or sys.platform != "linux", reason=f"no box here: {NO_BOX or sys.platform}")
pytestmark = pytest.mark.filterwarnings("ignore")


def read(folder, name="04_momentum"):
    return json.loads((ROOT / folder / name / f"{name}.ipynb").read_text("utf-8"))


def grade_id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def edited(notebook, **sources):
    """A copy with other sources; the words of a cell's name are joined by _."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        cell["source"] = sources.get((grade_id(cell) or "").replace("-", "_"), cell["source"])
    return notebook


def hand_in(folder, student, notebook, path="04_momentum/04_momentum.ipynb"):
    file = folder / student / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
    return file


def graded(folder, to, **more):
    """{student: {question: row}}"""
    rows = {}
    for row in run.grade(folder, to, quiet=True, **more)[0]:
        rows.setdefault(row["student"], {})[row["question"]] = row
    return rows


def tiny(answer="number = 1\n### BEGIN SOLUTION\nnumber = 2\n### END SOLUTION"):
    """A solution with one question, which runs fast."""
    facts = dict(schema_version=3, grade=False, locked=False, solution=False, task=False)

    def cell(name, source, **more):
        return dict(cell_type="code", id=name, source=source, outputs=[], execution_count=None,
                    metadata=dict(nbgrader=facts | dict(grade_id=name) | more))  # fmt: skip

    check = "def test():\n    assert number == 2, 'not two'\n\n\nmarks(claim('two', test), of=2)"
    title = dict(cell_type="markdown", id="two", source="## 1 · Two", metadata={})
    cells = [title, cell("setup", "from optlab import claim, marks", locked=True), cell("find-two", answer, solution=True),
             cell("find-two-check", check, grade=True, locked=True, points=2)]  # fmt: skip
    metadata = dict(kernelspec=dict(name="python3", display_name="Python 3", language="python"))
    return dict(cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5)


# The wire


VALUES = [None, True, 7, -0.1, float("inf"), "Zoë", ..., [1, [2.5, None]], (1, 2), {"v": 1, "x": [2]}, [[]], {}, {4}, set()]
VALUES += [np.float32(0.1), np.arange(6).reshape(2, 3), np.array(2.0), np.array([], bool)]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_come_through_as_they_are(value):
    back = wire.unpack(json.loads(json.dumps(wire.pack(value))))
    assert type(back) is type(value) and repr(back) == repr(value)


def test_a_generator_goes_on_where_it_stood():
    rng = np.random.default_rng(3)
    rng.random(5, np.float32)
    back = wire.unpack(json.loads(json.dumps(wire.pack(rng))))
    assert np.array_equal(back.integers(0, 9, 20), rng.integers(0, 9, 20))


ARRAYS = [("<f8", [10**9]), ("O", [1]), ("<f8", [-1]), ("<f8", [0, 10**12]), ("M8[Y]", [1]), ("<f8", [1]), ([], [1])]
FORGED = [{"t": "a", "d": kind, "s": shape, "v": "AAAAAA=="} for kind, shape in ARRAYS]
FORGED += [{"t": "a"}, {"t": "d", "v": 3}, {"v": 1}]
FORGED += [{"t": "r", "v": ["1", "2", "3"]}, {"t": "r", "v": [str(2**200), "1", "0", "0"]}]
FORGED += [[0] * (wire.ITEMS + 1), [[[[[[[[[[]]]]]]]]]], {"t": "f", "v": "x"}, {"t": ["a"]}]


@pytest.mark.parametrize("data", FORGED, ids=lambda data: str(data)[:40])
def test_what_is_not_as_it_should_be_is_lost(data):
    try:
        assert isinstance(wire.unpack(data), wire.Strange)
    except wire.Lost:
        pass


LINES = [(b"x" * (wire.LINE + 10), "too much"), (b"", "died"), (b'{"r": 1}', "died")]
LINES += [(line + b"\n", "cannot be read") for line in (b"[" * 100_000, b"[1]", b"\xff\xfe", b'{"r": ' + b"9" * 5000 + b"}")]


@pytest.mark.parametrize("data, why", LINES, ids=lambda data: str(data)[:20])
def test_a_line_has_a_length_and_is_json(data, why):
    come, go = os.pipe()
    null = os.open(os.devnull, os.O_WRONLY)
    pid = os.fork() if hasattr(os, "fork") else pytest.skip("no fork here")
    if pid == 0:
        try:
            os.write(go, data) if len(data) < 60_000 else os.fdopen(go, "wb").write(data)
        finally:
            os._exit(0)
    os.close(go)
    with pytest.raises(wire.Lost, match=why):
        wire.Wire(come, null, None).ask({}, 5)
    os.close(come), os.close(null), os.waitpid(pid, 0)


FORMULAS = ["mu * v_before - lr * g", "np.where(x > 0, x, -x)", "np.linalg.norm(g, axis=-1, keepdims=True)", "grad(x + mu * v)"]
NO_FORMULAS = ["exec('1')", "__import__('os').system('true')", "np.load('a')", "np.random.seed(1)", "x.__class__"]
NO_FORMULAS += ["(lambda: x)()", "[x for x in x]", "f'{x}'", "'text' * 3", "np", "other", "np.sqrt.__self__(x)", "x.shape.real"]
NO_FORMULAS += ["-" * 100 + "x", "x +" * 900 + "x", "np.zeros(10**9)", "grad.__globals__", "(x := 1)", "np.sqrt(*x)"]
NO_FORMULAS += ["9 ** 9 ** 9 ** 9", "x if x else x"]


def test_a_formula_is_arithmetic_and_nothing_else():
    known = set("x v_before v mu lr g grad".split())
    for text in FORMULAS:
        assert ast.unparse(wire.formula(text, known)) == text
        sent = json.loads(json.dumps(wire.pack(Symbol(parse(text)))))
        assert ast.unparse(wire.unpack(sent, known=known).node) == text
    for text in NO_FORMULAS:
        with pytest.raises(wire.Lost):
            wire.unpack({"t": "s", "v": text, "k": "Symbol"}, known=known)
    assert isinstance(wire.unpack({"t": "s", "v": "x", "k": "Symbol"}), wire.Strange)


# The box and the trusted side


@pytest.fixture
def notebook():
    """Runs a cell in a box, and gives the stand-in of a function in it."""
    session = Session("bwrap", course.stripped(), "", 30, 600)

    def stand_in(source, name, file):
        facts = session.parse(source)
        session.sources[file] = source
        session.run(file, source)
        return session.get(name, {file: facts})

    yield stand_in
    session.close()


@boxed
def test_a_verdict_from_the_box_is_the_verdict_in_the_notebook(notebook):
    """Also where the checker runs a function on formulas, and reads what is not returned."""
    hidden = "def adam(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):\n"
    hidden += "    m = beta1 * m + (1 - beta1) * g\n    v = beta2 * v + (1 - beta1) * g**2\n"
    hidden += "    mhat = m / (1 - beta1**t)\n    vhat = v / (1 - beta2**t)"
    hidden += "\n    return dict(m=m, v=v, x=x - lr * mhat / np.sqrt(vhat + eps))"
    slip = "def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    v = mu * v + lr * g\n    x = x + v / 3 + 1e-3 * np.sign(g)\n"
    slip += "    return x, v"
    dice = "def sgd(x, g, *, lr=0.1):\n    return dict(x=x - lr * g + 1e-3 * np.random.randn(*np.shape(x)))"
    fails = "def sgd(x, g, *, lr=0.1):\n    if g > 0:\n        x = x - lr * g\n    return dict(x=x)"
    for i, (source, name) in enumerate([(hidden, "adam"), (slip, "momentum"), (fails, "sgd"), (dice, "sgd")]):
        source, files, world = f"import numpy as np\n\n\n{source}", (f"<cell {i}>", f"<notebook {i}>"), {"__name__": "__main__"}
        linecache.cache[files[1]] = len(source), None, source.splitlines(True), files[1]
        exec(compile(source, files[1], "exec"), world)
        boxed, here = (vars(check(f, name)) for f in (notebook(source, name, files[0]), world[name]))
        assert boxed | dict(curves=()) == here | dict(curves=())


HEADS = ["x, g, v=0.0, *, lr=0.01, mu=0.9", "x, /, *rest, lr, **more", "", "*, a, b=1", "dict, list, x=(1, [2]), *, print=None"]


@pytest.mark.parametrize("head", HEADS)
def test_a_stand_in_has_the_parameters_of_the_function(head):
    """It asks with what it was given, and binds them to what it is told, whatever they are called."""
    world, asked = {}, []
    exec(f"def f({head}): pass", world)
    facts = json.loads(json.dumps(dict(n="f", m="", v=wire.parameters(world["f"]))))
    made = standin.make(facts, lambda run, args, kwargs, given: (asked.append((args, kwargs)) or "value", list(given.values())))
    assert inspect.signature(made) == inspect.signature(world["f"])
    kinds = [(p.name, p.kind) for p in inspect.signature(made).parameters.values()]
    args, kwargs = [i for i, (_, kind) in enumerate(kinds) if kind < 2], {name: 7 for name, kind in kinds if kind == 3}
    assert made(*args, **kwargs) == "value" and asked == [(args, kwargs)]
    for name in ("def", "a b", "_optlab_run", 7, "x=print(1)"):
        with pytest.raises(wire.Lost):
            standin.make(dict(facts, v=[[name, 1, False, None]]), None)


@boxed
def test_no_text_of_an_answer_is_run_outside(notebook, tmp_path):
    """Neither around a function, nor in its decorators, defaults, annotations or lines; whatever reads its source."""
    mark = tmp_path / "was here"
    plant = f"open({str(mark)!r}, 'w').close()"
    source = f"""
import os, numpy as np
try: {plant}
except OSError: pass
def run(*_):
    try: {plant}
    except OSError: pass
    return 0.9
def same(f, *_):
    run()
    return f
@same
def momentum(x, g: run(), v=0.0, *, lr=0.01, mu=run()) -> run():
    "def momentum(): {plant}"
    v = mu * v + lr * g * run() / 0.9
    x = x + v
    return dict(v=v, x=x)
class Symbol: __array_ufunc__ = run
"""
    verdict = check(notebook(source, "momentum", "<cell 1>"), "momentum")
    assert not verdict.ok and verdict.lines and not mark.exists()


@boxed
def test_steps_go_into_the_box_when_no_answer_can_use_them(notebook):
    source = "import optlab\nx = optlab.descend(optlab.adam, optlab.landscapes.ravine(100.0), steps=9, lr=0.1).x"
    here = optlab.descend(optlab.adam, optlab.landscapes.ravine(100.0), steps=9, lr=0.1).x
    session = notebook.__closure__[0].cell_contents
    real, trips = session.serve, []
    session.serve = lambda message: trips.append(message) or real(message)
    for session.asked, count in ((False, 9), (True, 1)):
        trips.clear()
        assert np.array_equal(notebook(source, "x", "<cell 1>"), here) and len(trips) == count


@pytest.mark.slow
@boxed
def test_outside_gives_the_points_of_inside(tmp_path):
    """Solved: all points, in every exercise. Untouched: none, in four that have answers of all kinds."""
    four = {"02_stochastic", "04_momentum", "06_adagrad", "18_learned"}
    for name in course.names():
        hand_in(tmp_path / "in", "solved", read("solutions", name), f"{name}/{name}.ipynb")
        if name in four:
            hand_in(tmp_path / "in", "untouched", read("exercises", name), f"{name}/{name}.ipynb")
    rows = run.grade(tmp_path / "in", tmp_path / "out", quiet=True, jobs=2)[0]
    rows = [row for row in rows if row["student"] == "solved" or row["assignment"] in four]
    assert {row["assignment"] for row in rows} == set(course.names())
    for row in rows:
        solved = row["student"] == "solved"
        assert row["score"] == (row["max"] if solved and not row["free"] else 0), row
        assert row["status"] == ("needs manual grading" if solved and row["free"] else "graded"), row


def test_what_is_released_is_what_nbgrader_releases():
    for name in course.names():
        cells = {grade_id(cell): "".join(cell["source"]) for cell in read("exercises", name)["cells"] if grade_id(cell)}
        assert {cell.name: cell.released for cell in course.exercise(name).cells.values()} == cells


def test_no_answer_lies_in_the_box(tmp_path):
    course.strip(tmp_path)
    text = "\n".join(path.read_text("utf-8") for path in tmp_path.rglob("*.py"))
    assert "outside.step('adam', x, g, t, m, v, lr=lr" in text and "beta1 * m" not in text and "mu * v" not in text
    assert not (tmp_path / "solutions").exists() and "HIDDEN" not in text and "rho * v" not in text
    say = "types.SimpleNamespace(step=lambda *a, **k: print(*a))"
    code = f"import sys, types; sys.modules['outside'] = {say}; import optlab; optlab.adam(1, 2, 3)"
    world = os.environ | {"PYTHONPATH": "."}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=world, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("adam 1 2 3")


@boxed
def test_two_graders_do_not_write_to_one_folder(tmp_path):
    source = tmp_path / "solutions"
    hand_in(source, "tiny", tiny(), "tiny.ipynb")
    hand_in(tmp_path / "in", "ada", tiny("number = 2"), "tiny/tiny.ipynb")
    (tmp_path / "out").mkdir()
    other = files.hold(tmp_path / "out" / ".held")
    with pytest.raises(BlockingIOError, match="another grader writes to .*out; wait until it ends"):
        run.grade(tmp_path / "in", tmp_path / "out", quiet=True, source=source)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".held"]
    other.close()
    assert [row["score"] for row in run.grade(tmp_path / "in", tmp_path / "out", quiet=True, source=source)[0]] == [2.0]


def test_without_a_box_nothing_is_run(monkeypatch):
    monkeypatch.setattr(box, "works", lambda kind, image: "" if kind == "none" else f"{kind} is not installed")
    for given in ({}, {"container": "podman"}):
        with pytest.raises(box.NoBox, match="bubblewrap.*--unsafe"):
            box.choose(**given)
    assert box.choose(unsafe=True) == "none"


# What was handed in


def test_a_folder_that_holds_no_submissions_is_told(tmp_path, capsys):
    import grade

    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(SystemExit):
            grade.main([str(folder)])
        assert "is not a folder with a folder for each student" in capsys.readouterr().err


def test_names_of_any_kind_become_names_of_files(tmp_path):
    names = ["Ana [2]", "Ana (2)", "José", ".hidden", "__x", "x" * 250, "a/../b".replace("/", "\u2215"), "=1+1", "名前", "-rf"]
    names += ["con", "Nul.txt"]
    for name in names:
        (tmp_path / name).mkdir()
    if sys.platform == "linux":
        os.mkdir(os.fsencode(tmp_path) + b"/Andr\xe9")
    (tmp_path / "__MACOSX").mkdir(), (tmp_path / "notes.txt").touch(), (tmp_path / "link").symlink_to(tmp_path / "José")
    found, skipped = collect.students(tmp_path)
    shown = {student.name for student in found}
    assert set(names) <= shown and len({student.id for student in found}) == len(found)
    assert all(len(f"{student.id}.html".encode()) <= 255 and not set(student.id) & set("[]*?:/\\=") for student in found)
    assert not any(student.id.lower().startswith(("con", "nul.")) for student in found)
    assert sys.platform != "linux" or "André" in shown
    assert [line.partition(":")[0] for line in skipped] == ["__MACOSX", "link", "notes.txt"]


def test_names_that_look_the_same_stay_two(tmp_path):
    """In the tables, too, where a neighbour's points would be added."""
    for name in ("Zo\u00e9", "Zoe\u0301", "a\u200bb", "a_b", "a_b (2)"):
        (tmp_path / name).mkdir()
    found, skipped = collect.students(tmp_path)
    assert sorted(student.name for student in found) == ["Zo\u00e9", "Zo\u00e9 (2)", "a_b", "a_b (2)", "a_b (3)"]
    assert sorted(skipped) == [f"{name}: another folder's name looks the same" for name in ("Zo\u00e9 (2)", "a_b (3)")]


def test_only_regular_files_are_read(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text(json.dumps(read("solutions")))
    folder = tmp_path / "in" / "eve" / "04_momentum"
    folder.mkdir(parents=True)
    (folder / "04_momentum.ipynb").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.ipynb") if hasattr(os, "mkfifo") else None
    found, strays = collect.find(str(folder.parent), {"04_momentum": course.exercise("04_momentum")})
    assert "is a link" in found["04_momentum"].broken
    assert len(strays) == 3 or not hasattr(os, "mkfifo")


@pytest.mark.parametrize(
    "change", ["utf-16", "bom", "latin", "cr", "version 3", "surrogate", "ids", "txt", "zip", "other folder", "upper"]
)
def test_a_notebook_in_another_form_is_the_same(change, tmp_path):
    notebook, path = (
        edited(read("exercises"), explain_loss="No bug, said Zoë, and wrote five words more."),
        "04_momentum/04_momentum.ipynb",
    )
    text = json.dumps(notebook, ensure_ascii=False)
    data = text.encode()
    match change:
        case "utf-16":
            data = text.encode("utf-16")
        case "bom":
            data = b"\xef\xbb\xbf" + data
        case "latin":
            data = text.encode("latin-1", "replace")
        case "cr":
            data = text.replace("\\n", "\\r\\n").encode()
        case "version 3":
            cells = [dict(cell, input=cell["source"]) if cell["cell_type"] == "code" else cell for cell in notebook["cells"]]
            data = json.dumps(dict(worksheets=[dict(cells=cells)], nbformat=3)).encode()
        case "surrogate":
            data = data.replace(b"five", b"\\ud83d five")
        case "ids":
            for cell in notebook["cells"]:
                cell["id"] = None
            data = json.dumps(notebook).encode()
        case "txt":
            path = "04_momentum.ipynb.txt"
        case "upper":
            path = "04_momentum/04_MOMENTUM.IPYNB"
        case "other folder":
            path = "05_nesterov/05_nesterov.ipynb"
        case "zip":
            path, buffer = "work.zip", io.BytesIO()
            with zipfile.ZipFile(buffer, "w") as archive:
                archive.writestr("04_momentum/04_momentum.ipynb", text)
                archive.writestr("__MACOSX/._x.ipynb", "?")
            data = buffer.getvalue()
    hand_in(tmp_path, "ana", data, path)
    exercises = {name: course.exercise(name) for name in ("04_momentum", "05_nesterov")}
    found, _ = collect.find(str(tmp_path / "ana"), exercises)
    assert list(found) == ["04_momentum"] and not found["04_momentum"].broken
    assert len(found["04_momentum"].cells) == len(notebook["cells"])
    plan = rebuild(found["04_momentum"].cells, exercises["04_momentum"], {})
    assert {step.name for step in plan.steps if step.what == "check"} == {
        cell.name for cell in exercises["04_momentum"].questions() if cell.kind == "check"
    }


def test_two_notebooks_and_strays_are_told(tmp_path):
    exercises = {"04_momentum": course.exercise("04_momentum")}
    for name, change in {"04_momentum/04_momentum.ipynb": "limit = 1", "04_momentum/copy.ipynb": "limit = 2"}.items():
        hand_in(tmp_path, "ana", edited(read("exercises"), predict_numbers=change), name)
    hand_in(tmp_path, "ana", read("exercises"), "untouched.ipynb")
    secret = io.BytesIO()
    with zipfile.ZipFile(secret, "w") as archive:
        archive.writestr("x.ipynb", "{}")
    locked = bytearray(secret.getvalue())
    locked[6] |= 1  # the bit that says: there is a password
    locked[locked.rfind(b"PK\1\2") + 8] |= 1
    hand_in(tmp_path, "ana", bytes(locked), "locked.zip")
    hand_in(tmp_path, "ana", b"{", "notes.ipynb"), hand_in(tmp_path, "ana", b"%PDF", "answer.pdf")
    found, strays = collect.find(str(tmp_path / "ana"), exercises)
    assert "two different notebooks" in found["04_momentum"].doubt
    assert sorted(stray.partition(" ")[0] for stray in strays) == [
        "04_momentum/copy.ipynb",
        "answer.pdf",
        "locked.zip",
        "notes.ipynb",
        "untouched.ipynb",
    ]
    assert "locked.zip has a password; hand in the notebook itself" in strays


# The whole of it


@boxed
def test_a_course_is_graded(tmp_path):
    solved, untouched = read("solutions"), read("exercises")
    average = "def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    v = mu * v - (1 - mu) * lr * g\n    return dict(v=v, x=x + v)"
    hand_in(tmp_path / "in", "Ada", solved)
    zoe = edited(
        untouched, implement_momentum=average, predict_numbers="gain, half_life, limit = 5, 9, ...", explain_loss="=1+1 <script>"
    )
    hand_in(tmp_path / "in", "Zoë Müller", zoe)
    rows = graded(tmp_path / "in", tmp_path / "out", jobs=2)
    ada, zoe = rows["Ada"], rows["Zoë Müller"]
    assert [row["kind"] for row in ada.values()] == ["predict", "implement", "implement", "find", "break", "explain"]
    assert zoe["implement-momentum"]["mistake"] and zoe["implement-momentum"]["score"] < 3
    assert zoe["predict-numbers"]["score"] == 1 and zoe["explain-loss"]["status"] == "needs manual grading"
    with open(tmp_path / "out" / "grades.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0]) == list(table.COLUMNS) and len(lines) == 12
    with open(tmp_path / "out" / "totals.csv", encoding="utf-8-sig", newline="") as file:
        sums = {line["student"]: line for line in csv.DictReader(file)}
    assert float(sums["Ada"]["total"]) == 13 and sums["Ada"]["to read"] == "1"

    page = (tmp_path / "out" / "feedback" / "Zoë Müller.html").read_text("utf-8")
    assert zoe["implement-momentum"]["mistake"] in page and "&lt;script&gt;" in page and "<script" not in page
    hidden = re.findall(
        r"BEGIN HIDDEN TESTS(.*?)### END", "\n".join("".join(cell["source"]) for cell in solved["cells"]), re.DOTALL
    )
    for line in {line.strip() for part in hidden for line in part.splitlines()} - {""}:
        assert line not in page
    assert "v = mu * v - lr * g" not in page and "Rubric" not in page and "http" not in page.replace("http-equiv", "")

    with nbgrader_api.Gradebook(f"sqlite:///{tmp_path / 'out' / 'gradebook.db'}") as book:  # as Formgrader and export read it
        work = book.find_submission("04_momentum", "Ada")
        assert (work.score, work.max_score, work.needs_manual_grade) == (13, 16, True)
        CsvExportPlugin(to=str(tmp_path / "export.csv")).export(book)
    assert "04_momentum,,,Ada,,,,13.0,0.0,13.0,16.0" in (tmp_path / "export.csv").read_text("utf-8")

    stamp = (tmp_path / "out" / "results" / "Ada" / "04_momentum.json").stat().st_mtime_ns
    assert graded(tmp_path / "in", tmp_path / "out") == rows  # a second time nothing has changed, so nothing is run
    assert (tmp_path / "out" / "results" / "Ada" / "04_momentum.json").stat().st_mtime_ns == stamp


def test_a_class_in_which_nothing_has_changed_is_done_in_a_moment(tmp_path, monkeypatch):
    """50 students with three exercises each, by processor time: solved, untouched, and each with an answer of their own."""
    names, asked = ["04_momentum", "07_rmsprop", "09_adam"], []
    for i in range(50):
        for name in names:
            notebook = read("exercises" if i % 3 else "solutions", name)
            answers = {grade_id(cell).replace("-", "_"): f"{cell['source']}\n# {i}" for cell in notebook["cells"]
                       if cell["metadata"].get("nbgrader", {}).get("solution") and i % 3 == 2}  # fmt: skip
            hand_in(tmp_path / "in", f"student {i}", edited(notebook, **answers), f"{name}/{name}.ipynb")

    def pool(tasks, *_):
        asked.extend(tasks)
        for i, task in enumerate(tasks):
            facts = dict(score=1.0, max=2.0, status="graded", mistake="m", verdicts=[], answer=["x = 1"], printed="")
            cells = course.exercise(task["exercise"]).questions()
            yield i, dict(questions={cell.name: facts for cell in cells}, labels={}, seconds=0.0)

    monkeypatch.setattr(run.pool, "run", pool)
    monkeypatch.setattr(os, "fsync", lambda number: None)  # 300 files
    first = run.grade(tmp_path / "in", tmp_path / "out", quiet=True)
    assert len(asked) == 150
    began = time.process_time()
    assert run.grade(tmp_path / "in", tmp_path / "out", quiet=True) == first and len(asked) == 150
    assert time.process_time() - began < 2


@boxed
def test_no_submission_stops_the_others(tmp_path):
    notebook, source, folder = tiny(), tmp_path / "solutions", tmp_path / "in"
    hand_in(source, "tiny", notebook, "tiny.ipynb")
    handed_in = {
        "cut off": json.dumps(notebook, indent=1).encode()[:300],
        "dead": edited(notebook, find_two="import os\nos._exit(1)"),
        "endless": edited(notebook, find_two="while True: pass\nnumber = 2"),
        "loud": edited(notebook, find_two="number = 2\nfor _ in range(3000): print('y' * 1000)"),
        "no cells": b'{"nbformat": 4}',
        "slip": edited(notebook, find_two="number = = 2"),
        "Zoë [1] Ünal": notebook,
    }
    for student, text in handed_in.items():
        hand_in(folder, student, text, "tiny/tiny.ipynb")
    (folder / "nothing").mkdir()
    rows = graded(folder, tmp_path / "out", seconds=1, source=source, jobs=2)
    said = {
        student: (row["find-two"]["score"], row["find-two"]["status"], row["find-two"]["mistake"])
        for student, row in rows.items()
    }
    assert said == {
        "Zoë [1] Ünal": (2, "graded", ""),
        "cut off": (0, "broken: tiny.ipynb is damaged and cannot be read (line 17: Unterminated string starting at)", ""),
        "dead": (0, "graded", "the process died"),
        "endless": (0, "graded", "it did not come to an end in time: look for a loop that never stops"),
        "loud": (2, "graded", ""),
        "no cells": (0, "broken: tiny.ipynb is damaged and cannot be read (cells are missing or damaged)", ""),
        "nothing": (0, "not submitted", ""),
        "slip": (0, "graded", "SyntaxError: invalid syntax (<cell 3>, line 1)"),
    }
    assert (tmp_path / "out" / "results" / "loud" / "tiny.json").stat().st_size < 30_000
    assert len(list((tmp_path / "out" / "feedback").glob("*.html"))) == len(rows)


@boxed
def test_honest_work_in_odd_forms_is_not_lost(tmp_path):
    """What a machine can read counts; where it cannot be sure, a person is told what was found."""
    source, folder, right = tmp_path / "solutions", tmp_path / "in", tiny("number = 2")
    hand_in(source, "tiny", tiny(), "tiny.ipynb")
    (title, setup, answer, check), stub = right["cells"], tiny("number = 1\n# Your code here.")["cells"][2]
    scratch, newer = dict(answer, id="own", metadata={}), dict(language_info=dict(version="99.1"))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("x/tiny.ipynb", json.dumps(right))
    full, manual, here = (2, "graded"), "needs manual grading", "{}.{}".format(*sys.version_info)
    elsewhere = (0, f"{manual} (the answer was found in another cell, where it gets 2 of 2)")
    handed_in = {
        "awaits": (tiny("import asyncio\nawait asyncio.sleep(0)\nnumber = 2"), full),
        "asks IPython": (tiny("%%time\nfiles = !ls\nlen?\n%time number = 2\nn = %sql select 1\n!ls"), full),
        "another language": (dict(right, cells=[title, setup, dict(scratch, source="%%bash\nls -la"), answer, check]), full),
        "a fraction": (tiny("from fractions import Fraction\nnumber = Fraction(4, 2)"), full),
        "a decimal number": (tiny("import decimal\nnumber = decimal.Decimal('2')"), full),
        "upside down": (dict(right, cells=right["cells"][::-1]), full),
        "a zip by another name": (data.getvalue(), full),
        "behind": (dict(right, cells=[title, setup, stub, check, dict(title, id="t"), scratch]), elsewhere),
        "before": (dict(right, cells=[title, setup, scratch, stub, check]), elsewhere),
        "newer": (dict(tiny("number: = 2"), metadata=newer),
                  (0, f"{manual} (it was written with Python 99.1 and graded with {here})")),
        "more is there": (tiny("import nowhere\nnumber = 2"), (0, f"{manual} (No module named 'nowhere' where it was graded)")),
        "wrong": (dict(right, cells=[title, setup, scratch, dict(answer, source="number = 3"), check]), (0, "graded")),
    }  # fmt: skip
    for student, (notebook, _) in handed_in.items():
        hand_in(folder, student, notebook, "tiny/tiny.ipynb")
    rows = graded(folder, tmp_path / "out", source=source, jobs=2)
    for student, row in rows.items():
        score, status = row["find-two"]["score"], row["find-two"]["status"].partition(" (found as")[0]
        assert (score, status) == handed_in[student][1], student


@boxed
def test_killed_in_the_middle_loses_the_notebook_in_hand_and_no_more(tmp_path):
    for student in ("Ada", "Bo", "Cy"):
        hand_in(tmp_path / "in", student, read("solutions"))
    kept, command = tmp_path / "out" / "results", [sys.executable, str(ROOT / "tools" / "grade.py"), str(tmp_path / "in")]
    command += ["--to", str(tmp_path / "out")]
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    pipes, world = dict.fromkeys(("stdout", "stderr"), subprocess.DEVNULL), os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen(command, **pipes, start_new_session=True, env=world) as running:
        wait_for(lambda: list(kept.glob("*/*.json")), 60)
        running.kill()  # the grader alone: what it started must end by itself
    stamps = {path: path.stat().st_mtime_ns for path in kept.glob("*/*.json")}
    assert 1 <= len(stamps) < 3
    for name in ("grades.csv", "totals.csv"):
        with open(tmp_path / "out" / name, encoding="utf-8-sig", newline="") as file:
            assert {line["student"] for line in csv.DictReader(file)} == {"Ada", "Bo", "Cy"}
    assert wait_for(lambda: not of_session(running.pid), 10)
    assert len(list(temporary.iterdir())) == 1  # what it has left behind
    subprocess.run(command, env=world, capture_output=True, check=True)
    assert not list(temporary.iterdir())
    rows = graded(tmp_path / "in", tmp_path / "out")
    assert [sum(row["score"] for row in questions.values()) for questions in rows.values()] == [13] * 3
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


def test_what_a_killed_grader_has_left_goes_and_nothing_else(tmp_path):
    """Not the folder of one that lives, nor what only has such a name."""
    say = "import sys\nfrom grading.files import own_folder\nprint(own_folder('optlab-box-'), flush=True)\nsys.stdin.read()"
    world = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": f"{ROOT / 'tools'}{os.pathsep}{ROOT}"}
    start = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=world, text=True)
    strange, empty, link = tmp_path / "optlab-box-mine", tmp_path / "optlab-box-empty", tmp_path / "optlab-box-link"
    strange.mkdir(), (strange / "thesis").touch(), empty.mkdir(), (empty / "held").touch(), link.symlink_to(strange)
    graders = [subprocess.Popen([sys.executable, "-c", say], **start) for _ in range(2)]
    dead, living = (pathlib.Path(grader.stdout.readline().strip()) for grader in graders)
    assert dead.is_dir() and living.is_dir()
    graders[0].kill(), graders[0].communicate()
    assert dead.is_dir()
    done = subprocess.run([sys.executable, "-c", say], env=world, input="", capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") and not os.path.exists(done.stdout.strip())
    assert set(tmp_path.iterdir()) == {living, strange, empty, link} and (strange / "thesis").exists()
    graders[1].communicate()
    assert not living.exists()


def wait_for(what, seconds):
    until = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def of_session(number):
    """The processes of a session, from /proc."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has just ended
            continue
        if session == str(number) and state != "Z":
            found.append(stat.parent.name)
    return found


@boxed
def test_a_full_disk_is_said_and_loses_nothing(tmp_path, monkeypatch, capsys):
    for student in ("Ada", "Bo", "Cy"):
        hand_in(tmp_path / "in", student, read("exercises"))
    command, sync = [str(tmp_path / "in"), "--to", str(tmp_path / "out")], os.fsync

    def full(number):
        if len(list((tmp_path / "out" / "results").glob("*/*.json"))) == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(number)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SystemExit) as ended:
        grade.main(command)
    said = capsys.readouterr().err
    assert ended.value.code == 1 and "No space left" in said and f"What was graded is kept in {tmp_path / 'out'}" in said
    (first,) = (tmp_path / "out" / "results").glob("*/*.json")
    stamp = first.stat().st_mtime_ns
    assert not list((tmp_path / "out").rglob(".new-*"))
    monkeypatch.setattr(os, "fsync", sync)
    grade.main(command)
    assert first.stat().st_mtime_ns == stamp and len(list((tmp_path / "out" / "results").glob("*/*.json"))) == 3


# Tables, the gradebook, alike


def test_no_cell_of_a_table_is_a_formula():
    for text in ("=1+1", " =HYPERLINK('x')", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1"):
        assert table.defused(text).startswith("'")
    assert table.defused(-1.5) == -1.5 and table.defused("Zoë") == "Zoë"


def test_alike_is_told():
    exercise = course.exercise("04_momentum")
    code = "".join(f"a{i} = {i} * b + c[{i}] - f({i}, d)\n" for i in range(12))
    texts = {"ann": code, "bob": code, "cem": code.replace("a", "z").replace("b", "y"), "dan": "x = 1"}
    found = {name: collect.Found(cells=[dict(source=text)]) for name, text in texts.items()}
    work = {(collect.Student(name, name, ""), "04_momentum"): each for name, each in found.items()}
    said = list(similar.report(work, {"04_momentum": exercise}))
    assert said == ["04_momentum: identical notebooks: ann, bob", "04_momentum: nearly the same code (100%): ann, cem"]


@boxed
def test_the_gradebook_can_be_lost(tmp_path, monkeypatch):
    source, folder, out = tmp_path / "solutions", tmp_path / "in", tmp_path / "out"
    hand_in(source, "tiny", tiny(), "tiny.ipynb"), hand_in(folder, "ana", tiny("number = 3"), "tiny/tiny.ipynb")
    key = ("tiny", "ana", "find-two-check")

    def grades():
        return gradebook.grades(out / "gradebook.db")

    graded(folder, out, source=source)
    assert grades() == {key: (0.0, None, 0)}
    with sqlite3.connect(out / "gradebook.db") as book:  # a person in the Formgrader
        book.execute("update grade set manual_score = 1.5, needs_manual_grade = 0")
    book.close()
    for change in ("nothing", "deleted", "damaged", "emptied", "renamed"):
        match change:
            case "deleted":
                (out / "gradebook.db").unlink()
            case "damaged":
                (out / "gradebook.db").write_bytes(b"no data base" * 100)
            case "emptied":
                (out / "gradebook.db").write_bytes(b"")
            case "renamed":
                text = json.dumps(tiny()).replace('"setup"', '"start"')
                hand_in(source, "tiny", text.encode(), "tiny.ipynb")
        rows, said, _ = run.grade(folder, out, quiet=True, source=source)
        assert (rows[0]["score"], rows[0]["status"]) == (1.5, "graded by hand"), change
        assert grades() == {key: (0.0, 1.5, 0)}, (change, said)
        assert len(said) == (change != "nothing"), (change, said)
    book = sqlite3.connect(out / "gradebook.db")
    book.execute("begin exclusive")
    hand_in(folder, "ana", tiny("number = 4"), "tiny/tiny.ipynb")
    monkeypatch.setattr(gradebook, "WAIT", 0.1)
    began = time.monotonic()
    rows, said, _ = run.grade(folder, out, quiet=True, source=source)
    assert said == [gradebook.IN_USE] and time.monotonic() - began < 20
    assert rows[0]["status"] == "needs manual grading (handed in anew; a person gave 1.5 for the last answer)"
    book.rollback(), book.close()
    run.grade(folder, out, quiet=True, source=source)
    assert grades() == {key: (0.0, 1.5, 1)}


@pytest.mark.slow
@boxed
@pytest.mark.timeout(600)
def test_nothing_hostile_gets_through(tmp_path):
    """The quick ones; `make grade-attack` runs all."""
    found, _, attacks, _ = breaches.attack(tmp_path, quick=True)
    assert found == dict.fromkeys(found, []) and attacks >= 60


@boxed
def test_a_survivor_is_one_of_ours(tmp_path):
    """Whatever it does to its parents; and a process of somebody else is none, whatever it is called."""
    name = "/course/inside.py"
    say = f"import os, time\nos.fork() or os.setsid()\nos.fork() or time.sleep(60)\nos._exit(0)  # {name}"
    start = f"import subprocess, sys, time; subprocess.run([sys.executable, '-c', {say!r}]); time.sleep(0.3)"
    look = "from grading import breaches; breaches.adopt(); before = breaches.survivors()\n"
    look += "exec(sys.argv[1])\nfound = breaches.survivors()\n[os.kill(number, 9) for number in found]; print(before, len(found))"
    with subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(60)  # {name}"]) as other:
        line = [sys.executable, "-c", f"import os, sys\n{look}"]
        world = os.environ | {"PYTHONPATH": f"{ROOT / 'tools'}{os.pathsep}{ROOT}"}
        done = [subprocess.run([*line, text], env=world, capture_output=True, text=True) for text in ("", start)]
        other.kill()
    assert [each.stdout for each in done] == ["{} 0\n", "{} 2\n"], [each.stderr for each in done]


def test_the_handout_holds_no_solution(tmp_path):
    handout.write(tmp_path)
    names = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert "exercises/04_momentum/04_momentum.ipynb" in names and "Makefile" in names
    assert not any(name.startswith(("solutions", "tests", "tools/grad")) for name in names)
    assert not any("BEGIN SOLUTION" in (tmp_path / name).read_text("utf-8") for name in names if name.endswith(".ipynb"))
