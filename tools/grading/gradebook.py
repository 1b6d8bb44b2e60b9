"""nbgrader's gradebook: its one writer. It is made from results that are kept as files, so it can be lost, and be made again.

Points that a person gave in the Formgrader are read from it first, kept beside the results, and put back.
"""

import contextlib
import hashlib
import importlib.metadata
import json
import os
import shutil
import sqlite3
import uuid
import warnings
from pathlib import Path

from .course import ROOT
from .files import read, write
from .table import MANUAL

WAIT = 3.0  # seconds for another program that writes
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
        with contextlib.closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True, timeout=WAIT)) as book:
            return {tuple(row[:3]): tuple(row[3:]) for row in book.execute(SELECT)}
    except sqlite3.Error:
        return None


def by_hand(root, answer):
    """The points that a person has given, {(exercise, student, cell): (points, what the answer was, asked again)}; sentences.

    answer(key) : a short form of the answer as it was graded last. The points are kept beside the results, too.
    """
    path, kept = root / "gradebook.db", root / "results" / "by-hand.json"
    found, said = {tuple(key): tuple(facts) for *key, facts in read(kept, [])}, []
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
        elif key not in found or found[key][0] != points or (found[key][2] and not waits):
            found[key] = points, answer(key), False  # a person has just given them, for the answer that was there
    _keep(root, found)
    return found, said


def _keep(root, found):
    write(root / "results" / "by-hand.json", json.dumps([[*key, value] for key, value in sorted(found.items())], indent=0))


def _points(found):
    return (
        f"{len(found)} points that were given by hand" if len(found) != 1 else "the points for 1 answer that were given by hand"
    )


def _locked(path):
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path.as_posix()}?mode=rw", uri=True, timeout=0)) as book:
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
            _keep(root, {key: (*facts[:2], should[key][1] if key in should else facts[2]) for key, facts in hand.items()})
            return said
        except (Exception, SystemExit) as error:
            if "locked" in str(error) or "readonly" in str(error):
                return [IN_USE]
            return [f"gradebook.db could not be written ({' '.join(str(error).split())[:200]}): the tables are right without it."]


def _released(root, names, source, hand):
    """Let nbgrader note the exercises. One whose questions have changed is noted anew; points given by hand are put back."""
    path, said = root / "gradebook.db", []
    noted, fresh = set(), not path.exists()
    kept = _kept(names, source)
    if fresh and kept.exists():  # what nbgrader has noted of these very exercises before: it takes nbgrader seconds
        shutil.copy(kept, path)
        for name in names:
            shutil.copytree(Path(source) / name, root / "solutions" / name, dirs_exist_ok=True)
    if path.exists():
        with contextlib.closing(sqlite3.connect(path, timeout=WAIT)) as book:
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
    if fresh and not kept.exists() and path.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, kept.with_suffix(".new"))
        os.replace(kept.with_suffix(".new"), kept)
    return said


def _kept(names, source):
    """Where a gradebook with these exercises and nobody's points is kept."""
    about = [importlib.metadata.version("nbgrader").encode()]
    about += [(Path(source) / name / f"{name}.ipynb").read_bytes() for name in names]
    return ROOT / "build" / "gradebooks" / f"{hashlib.sha256(b''.join(about)).hexdigest()[:20]}.db"


def _cells(path, name):
    """The names of the cells that the gradebook knows of an exercise."""
    with contextlib.closing(sqlite3.connect(path, timeout=WAIT)) as book:
        rows = book.execute(
            "select c.name from base_cell c join notebook n on n.id = c.notebook_id join assignment a on a.id = n.assignment_id "
            "where a.name = ?",
            (name,),
        )
        return {cell for (cell,) in rows}


def _write(path, new, hand):
    """Points into nbgrader's tables, all or none."""
    with contextlib.closing(sqlite3.connect(path, timeout=WAIT)) as book, book:
        book.execute("begin immediate")

        def row(table, **keys):
            """The id of a row with these keys, which is made if there is none."""
            where = " and ".join(f"{key} = ?" for key in keys)
            found = book.execute(f"select id from {table} where {where}", [*keys.values()]).fetchone()
            if found:
                return found[0]
            made = {"id": uuid.uuid4().hex, **keys, **({"needs_manual_grade": 1} if table == "grade" else {})}
            made |= {"flagged": 0} if table == "submitted_notebook" else {}
            book.execute(f"insert into {table} ({', '.join(made)}) values ({', '.join('?' * len(made))})", [*made.values()])
            return made["id"]

        for name, student in sorted({key[:2] for key in new}):
            row("student", id=student)
            (assignment,) = book.execute("select id from assignment where name = ?", (name,)).fetchone()
            (notebook,) = book.execute("select id from notebook where assignment_id = ?", (assignment,)).fetchone()
            submitted = row("submitted_assignment", assignment_id=assignment, student_id=student)
            mine = row("submitted_notebook", assignment_id=submitted, notebook_id=notebook)
            cells = book.execute("select id, name, type from base_cell where notebook_id = ?", (notebook,)).fetchall()
            for cell, called, kind in cells:
                grade = row("comment" if kind == "SolutionCell" else "grade", notebook_id=mine, cell_id=cell)
                key = name, student, called
                if kind != "SolutionCell" and key in new:
                    book.execute("update grade set auto_score = ?, needs_manual_grade = ? where id = ?", (*new[key], grade))
                if kind != "SolutionCell" and key in hand:
                    book.execute("update grade set manual_score = ? where id = ?", (hand[key], grade))
