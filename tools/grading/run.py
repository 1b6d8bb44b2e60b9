"""Grade a folder of submissions: what is new is graded, each result is kept as a file, and all else is made from these files."""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path

from tqdm import tqdm

from . import course, gradebook, pool, similar, table
from .box import IMAGE
from .collect import Found, find, students
from .files import read, write
from .notebook import autograded
from .page import page
from .table import MANUAL

EVERY = 0.5  # seconds between two new tables, while students come in
GROWN = ("broken", "not submitted", MANUAL)


def grade(folder, to="grading", only=(), seconds=30, again=False, quiet=False, source=course.SOURCE, jobs=1, kind="bwrap",
          image=IMAGE, scheduler=""):  # fmt: skip
    """Grade every submission in a folder. Returns the rows of grades.csv, and sentences for the teacher.

    One row for each question of each student, whatever was handed in.
    """
    root = Path(to).resolve()
    (root / "results").mkdir(parents=True, exist_ok=True)
    exercises = {name: course.exercise(name, source) for name in only or course.names(source)}
    everyone, said = students(folder)
    handed_in = {}
    for student in everyone:
        handed_in[student.id], strays = find(student.path, exercises)
        said += [f"{student.name}: {stray}" for stray in strays]
        if strays and not handed_in[student.id]:
            handed_in[student.id][""] = Found(broken="; ".join(strays[:3]))
    asked = [name for name in exercises if only or any(name in found for found in handed_in.values())]
    results, todo = _known(root, everyone, handed_in, exercises, asked, source, again, kind)
    hand, more = gradebook.by_hand(root, lambda key: _short(_kept(root, key[1], key[0]), key[2]))
    said += more

    def rows(student):
        return [row for name in asked for row in _rows(student, exercises[name], handed_in[student.id], results, hand)]

    made = {student.id: rows(student) for student in everyone}
    write_all = _Writer(root, everyone, made)
    write_all.student(*everyone)
    settings = dict(kind=kind, image=image, seconds=seconds, budget=4 * seconds, source=str(source))
    tasks = [dict(settings, exercise=name, cells=list(found.cells), python=found.python)
             for student, name, _ in todo for found in [handed_in[student.id][name]]]  # fmt: skip
    graded = pool.run(tasks, jobs) if not scheduler else _cluster(tasks, scheduler, source)
    with tqdm(total=len(tasks), unit="notebook", disable=quiet or not tasks) as bar:
        for i, result in graded:
            student, name, key = todo[i]
            result |= dict(key=key)
            results[student.id, name] = result
            if "error" not in result:
                write(root / "results" / student.id / f"{name}.json", json.dumps(result))
                found, labels = handed_in[student.id][name], {int(i): n for i, n in result["labels"].items()}
                path = root / "autograded" / student.id / name / f"{name}.ipynb"
                write(path, autograded(found.cells, labels, exercises[name], result["questions"]))
            made[student.id] = rows(student)
            write_all.student(student)
            bar.set_postfix_str(f"{student.name[:30]}, {name}")
            bar.update()
    every = write_all.end()
    said += [sentence for sentence in gradebook.update(root, every, hand, source) if sentence not in said]
    work = {name: {s.name: similar.own(handed_in[s.id][name].cells, exercises[name]) for s in everyone if name in handed_in[s.id]}
            for name in asked}  # fmt: skip
    alike = list(similar.report(work))
    write(root / "similar.txt", "".join(f"{line}\n" for line in alike))
    write(root / "notes.txt", "".join(f"{line}\n" for line in said))
    return every, said, alike


def _cluster(tasks, scheduler, source):
    from .cluster import run

    return run(tasks, scheduler, source)


class _Writer:
    """Writes the pages and the tables as students come in, the tables not more than twice a second."""

    def __init__(self, root, everyone, made):
        self.root, self.everyone, self.made, self.last = root, everyone, made, 0.0

    def student(self, *students):
        for student in students:
            write(self.root / "feedback" / f"{student.id}.html", page(student.name, self.made[student.id]))
        if time.monotonic() - self.last > EVERY:
            self.end()

    def end(self):
        rows = [row for student in self.everyone for row in self.made[student.id]]
        table.grades(rows, self.root / "grades.csv")
        table.totals(rows, self.root / "totals.csv")
        self.last = time.monotonic()
        return rows


# What was graded before


def _kept(root, student, name):
    return read(root / "results" / student / f"{name}.json", {})


def _known(root, everyone, handed_in, exercises, asked, source, again, kind):
    """The results that stand, {(student, exercise): result}, and what is to be done, [(student, exercise, key)]."""
    code, results, todo = _code(), {}, []
    for name in asked:
        text = (Path(source) / name / f"{name}.ipynb").read_bytes()
        about = hashlib.sha256(code + text).hexdigest()
        for student in everyone:
            found = handed_in[student.id].get(name)
            if found is None or found.broken:
                continue
            key = hashlib.sha256((about + json.dumps([found.cells, found.python])).encode()).hexdigest()
            result = _kept(root, student.id, name)
            if result.get("key") == key and not again:
                results[student.id, name] = result
            else:
                todo.append((student, name, key))
    order = {student.id: i for i, student in enumerate(everyone)}
    return results, sorted(todo, key=lambda item: order[item[0].id])


def _code():
    """A fingerprint of all that decides on points."""
    files = sorted([*(course.ROOT / "optlab").rglob("*.py"), *Path(__file__).parent.glob("*.py")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).digest()


def _short(result, cell):
    """A short form of an answer, to see whether it is still the same."""
    answer = result.get("questions", {}).get(cell, {}).get("answer", [])
    return hashlib.sha256(json.dumps(answer).encode()).hexdigest()[:16]


# Rows


def _rows(student, exercise, handed_in, results, hand):
    """The rows of one student and exercise."""
    found, result = handed_in.get(exercise.name), results.get((student.id, exercise.name), {})
    if found is None:
        status = f"broken: {handed_in[''].broken}" if "" in handed_in else "not submitted"
    elif found.broken:
        status = f"broken: {found.broken}"
    elif "error" in result:
        status = f"broken: {result['error']}"
    else:
        status = "" if result else "not graded yet"
    for cell in exercise.questions():
        name = cell.name.removesuffix("-check")
        row = dict(student=student.name, id=student.id, assignment=exercise.name, question=name, kind=name.partition("-")[0],
                   title=exercise.titles[cell.name], cell=cell.name, free=cell.kind == "text", score=0.0, max=float(cell.points),
                   status=status, mistake="", verdicts=[], answer=[], printed="", graded=not status, auto=None)  # fmt: skip
        if not status:
            _fill(row, result, found, hand.get((exercise.name, student.id, cell.name)))
        yield row


def _fill(row, result, found, hand):
    """What the machine found, and what a person gave."""
    facts = result["questions"][row["cell"]]
    row.update({key: facts[key] for key in ("score", "status", "mistake", "verdicts", "answer", "printed")})
    row["auto"] = None if row["free"] and row["status"].startswith(MANUAL) else row["score"]
    if found.doubt:
        row["status"] = f"{MANUAL} ({found.doubt})"
    if hand:
        points, was, _ = hand
        row["score"] = points
        if was == _short(result, row["cell"]):
            row["status"] = "graded by hand"
        else:
            row["status"] = f"{MANUAL} (handed in anew; a person gave {points:g} for the last answer)"
    if found.remark:
        row["status"] += f" ({found.remark})"


def clear(to):
    """Remove what a run without results would not need."""
    shutil.rmtree(Path(to) / "results", ignore_errors=True)


def summary(rows, said, alike, to):
    """What the teacher reads at the end, line by line."""
    for kind in GROWN:
        if count := sum(row["status"].startswith(kind) for row in rows):
            yield f"{count} of {len(rows)} answers: {kind}"
    yield from said[:10]
    if len(said) > 10:
        yield f"… and {len(said) - 10} more: {Path(to) / 'notes.txt'}"
    yield from alike[:5]
    yield f"Results: {Path(to) / 'grades.csv'}, {Path(to) / 'totals.csv'} and {Path(to) / 'feedback'}{os.sep}"
