"""Find the notebooks that were handed in, and put right what the grader must not stumble over. Nothing is run here."""

import copy
import json
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

import nbformat

LARGEST = 50_000_000  # bytes of a notebook file


class Broken(Exception):
    """A submission that cannot be graded, with the reason for its author."""


class Found(NamedTuple):
    """What was handed in for one exercise: where, the notebook, a remark; or why it cannot be graded."""

    path: Path | None = None
    notebook: nbformat.NotebookNode | None = None
    remark: str = ""
    broken: str = ""


def students(folder):
    """{id: (name, folder)} of everyone who has a folder. The id holds no character with a meaning in paths or patterns."""
    found = {}
    for path in sorted(Path(folder).iterdir()):
        if not path.is_dir() or path.name.startswith((".", "__")):
            continue
        name = unicodedata.normalize("NFC", path.name)
        plain = re.sub(r"[^\w .@,'()-]", "_", name).strip() or "_"
        while plain in found:
            plain += "_"
        found[plain] = name, path
    return found


def read(path):
    """The notebook in a file, in today's format. Raises Broken."""
    size = path.stat().st_size
    if size > LARGEST:
        raise Broken(f"{path.name} has {size // 1_000_000} MB; clear its outputs and hand it in again")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        json.loads(text)
        notebook = nbformat.reads(text, as_version=4)
        for cell in notebook.cells:
            cell.cell_type, cell.source, cell.metadata  # noqa: B018  (each must be there)
    except Exception as error:
        why = f"line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else "cells are missing or damaged"
        raise Broken(f"{path.name} is damaged and cannot be read ({why})") from None
    return notebook


def grade_id(cell):
    """The name that nbgrader knows a cell by, or None."""
    facts = cell.metadata.get("nbgrader")
    return facts.get("grade_id") if isinstance(facts, dict) else None


def find(folder, exercises):
    """{exercise: Found} of one student, and the files that belong to none.

    exercises : {name: notebook as released}. A file under the right name is taken; any other is known by its cells.
    """
    files = [path for path in sorted(folder.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]
    found, strays = {}, []
    right = {folder / name / f"{name}.ipynb": name for name in exercises}
    for path in sorted(files, key=lambda path: path not in right):
        name, remark = right.get(path), ""
        try:
            notebook = read(path)
            if name is None:
                own = {grade_id(cell) for cell in notebook.cells} - {None}
                name = max(exercises, key=lambda n: len(own & ids(exercises[n])))
                if not own & ids(exercises[name]) or name in found:
                    raise Broken(f"{path.name} is not one of the exercises")
                remark = f"found as {path.relative_to(folder).as_posix()}"
            found[name] = Found(path, restored(notebook, exercises[name]), remark)
        except Broken as why:
            if path in right:
                found[name] = Found(path, broken=str(why))
            else:
                strays.append(str(why))
    return found, strays


def ids(notebook):
    return {grade_id(cell) for cell in notebook.cells} - {None}


def restored(notebook, exercise):
    """A submission in which every cell that nbgrader knows is there once, under its own name and with its own points.

    What the learner wrote stays. A cell that was deleted or renamed comes back after the one that it followed.
    """
    cells = {grade_id(cell): cell for cell in exercise.cells if grade_id(cell)}
    place = {}
    for i, cell in enumerate(notebook.cells):
        name = grade_id(cell)
        cell.metadata.pop("nbgrader", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if name in cells:
            place[name] = i  # of copies the last counts, as in nbgrader
    for name, i in place.items():
        notebook.cells[i].metadata["nbgrader"] = copy.deepcopy(cells[name].metadata["nbgrader"])
    at = 0
    for name, cell in cells.items():
        if name in place:
            at = next(i for i, other in enumerate(notebook.cells) if grade_id(other) == name) + 1
        else:
            back = copy.deepcopy(cell)
            back["id"] = f"{cell.id[:50]}-back"
            notebook.cells.insert(at, back)
            at += 1
    notebook.metadata.pop("widgets", None)
    return notebook
