"""nbgrader's gradebook: its one writer. It is made from results that are kept as files, so it can be lost, and be made again.

Points that a person gave in the Formgrader are read from it first, kept beside the results, and put back.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import warnings
from pathlib import Path

from .files import read, write
from .task import MANUAL

IN_USE = "gradebook.db is in use by another program: the tables are right, and the next run writes it."
SELECT = """
select a.name, a.student, c.name, g.auto_score, g.manual_score + coalesce(g.extra_credit, 0), g.needs_manual_grade from grade g
join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id
join (select s.id as id, s.student_id as student, t.name as name from submitted_assignment s
      join assignment t on t.id = s.assignment_id) a on a.id = n.assignment_id"""


def grades(path):
    """{(exercise, student, cell): (points of the machine, of a person or None, whether a person must look)}; None: unreadable."""
    if not path.exists():
        return {}
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True, timeout=3)) as book:
            return {tuple(row[:3]): tuple(row[3:]) for row in book.execute(SELECT)}
    except sqlite3.Error:
        return None


def by_hand(root, answer):
    """The points that a person has given, {(exercise, student, cell): (points, what the answer was)}; sentences on the gradebook.

    answer(key) : a short form of the answer as it was graded last. The points are kept beside the results, too.
    """
    path, kept = root / "gradebook.db", root / "results" / "by-hand.json"
    found, said = {tuple(key): (points, was) for *key, points, was in read(kept, [])}, []
    now = grades(path)
    if now is None:
        if _locked(path):
            return found, [IN_USE]
        aside = path.with_suffix(".unreadable.db")
        try:
            os.replace(path, aside)
        except OSError:
            return found, ["gradebook.db can neither be read nor moved: the tables are right without it."]
        now = {}
        said.append(f"gradebook.db could not be read; it is now {aside.name}, and a new one is made, with {_points(found)}.")
    elif not path.exists() and found:
        said.append(f"gradebook.db was gone: a new one is made, with {_points(found)}.")
    for key, (_, points, waits) in now.items():
        if points is None:
            found.pop(key, None)  # taken back in the Formgrader
        elif not waits or key not in found:
            found[key] = points, answer(key)
    write(kept, json.dumps([[*key, *value] for key, value in sorted(found.items())], indent=0))
    return found, said


def _points(found):
    return (
        f"{len(found)} points that were given by hand" if len(found) != 1 else "the points for 1 answer that were given by hand"
    )


def _locked(path):
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path.as_posix()}?mode=rw", uri=True, timeout=3)) as book:
            book.execute("begin immediate")
            book.rollback()
    except sqlite3.OperationalError as error:
        return "locked" in str(error) or "readonly" in str(error)
    except sqlite3.Error:
        return False
    return False


def update(root, rows, hand, source):
    """Write what is not there yet, in one transaction. Returns sentences on what is not as before."""
    path = root / "gradebook.db"
    should = {
        (row["assignment"], row["id"], row["cell"]): (row["auto"], row["status"].startswith(MANUAL))
        for row in rows
        if row["graded"]
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own talk with its data base
        try:
            said = _released(root, sorted({name for name, _, _ in should}), source, hand)
            now = grades(path) or {}
            put_back = {key: hand[key][0] for key in should if key in hand and now.get(key, (0, None))[1] is None}
            new = {key: value for key, value in should.items() if key in put_back or now.get(key, (None,) * 3)[::2] != value}
            if new:
                _write(path, new, put_back)
            return said
        except Exception as error:
            if "locked" in str(error) or "readonly" in str(error):
                return [IN_USE]
            return [f"gradebook.db could not be written ({' '.join(str(error).split())[:200]}): the tables are right without it."]


def _released(root, names, source, hand):
    """Let nbgrader note the exercises. One whose questions have changed is noted anew; points given by hand are put back."""
    path, said = root / "gradebook.db", []
    noted = set()
    if path.exists():
        with contextlib.closing(sqlite3.connect(path, timeout=3)) as book, contextlib.suppress(sqlite3.Error):
            noted = {name for (name,) in book.execute("select name from assignment")}
    for name in names:
        mine, copied = (Path(folder) / name / f"{name}.ipynb" for folder in (source, root / "solutions"))
        if name in noted and copied.exists() and copied.read_bytes() == mine.read_bytes():
            continue
        from nbgrader.api import Gradebook

        import exercises

        shutil.copy(exercises.ROOT / "nbgrader_config.py", root)
        shutil.copytree(mine.parent, copied.parent, dirs_exist_ok=True)
        try:
            exercises.generate([name], root, database=True)
        except SystemExit:  # nbgrader does not change the questions of an exercise that was handed in
            with Gradebook(f"sqlite:///{path}") as book:
                book.remove_assignment(name)
            exercises.generate([name], root, database=True)
            there = _cells(path, name)
            gone = sum(key[0] == name and key[2] not in there for key in hand)
            lost = f"; {gone} of the points given by hand belong to questions that are gone, and stay in results/by-hand.json"
            said.append(f"{name} has other questions than before: it is noted anew" + (lost if gone else "") + ".")
    return said


def _cells(path, name):
    """The names of the cells that the gradebook knows of an exercise."""
    with contextlib.closing(sqlite3.connect(path, timeout=3)) as book:
        rows = book.execute(
            "select c.name from base_cell c join notebook n on n.id = c.notebook_id join assignment a on a.id = n.assignment_id "
            "where a.name = ?",
            (name,),
        )
        return {cell for (cell,) in rows}


def _write(path, new, hand):
    from nbgrader.api import (
        BaseCell,
        Comment,
        Grade,
        Gradebook,
        Notebook,
        SolutionCell,
        Student,
        SubmittedAssignment,
        SubmittedNotebook,
    )

    with Gradebook(f"sqlite:///{path}") as book:
        db = book.db
        known = {student.id for student in book.students}
        for student in {student for _, student, _ in new} - known:
            db.add(Student(id=student))
        db.flush()
        for name, student in sorted({key[:2] for key in new}):
            assignment = book.find_assignment(name)
            submitted = db.query(SubmittedAssignment).filter_by(assignment_id=assignment.id, student_id=student).first()
            if submitted is None:
                submitted = SubmittedAssignment(assignment_id=assignment.id, student_id=student)
                db.add(submitted)
                db.flush()
            notebook = db.query(Notebook).filter_by(assignment_id=assignment.id, name=name).one()
            mine = db.query(SubmittedNotebook).filter_by(assignment_id=submitted.id, notebook_id=notebook.id).first()
            if mine is None:
                mine = SubmittedNotebook(assignment_id=submitted.id, notebook_id=notebook.id)
                db.add(mine)
                db.flush()
            have = {grade.cell_id: grade for grade in db.query(Grade).filter_by(notebook_id=mine.id)}
            said = {comment.cell_id for comment in db.query(Comment).filter_by(notebook_id=mine.id)}
            for cell in db.query(BaseCell).filter_by(notebook_id=notebook.id):
                if isinstance(cell, SolutionCell):
                    if cell.id not in said:
                        db.add(Comment(notebook_id=mine.id, cell_id=cell.id))
                    continue
                grade = have.get(cell.id)
                if grade is None:
                    grade = Grade(notebook_id=mine.id, cell_id=cell.id)
                    db.add(grade)
                if (name, student, cell.name) in new:
                    grade.auto_score, grade.needs_manual_grade = new[name, student, cell.name]
                if (name, student, cell.name) in hand and grade.manual_score is None:
                    grade.manual_score = hand[name, student, cell.name]
        db.commit()
