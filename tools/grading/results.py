"""What was graded is kept: a file for each notebook, with a fingerprint of all that its points depend on."""

import hashlib
import json
from pathlib import Path

from . import course
from .files import read, write


class Results:
    """The results of a class. work : {(student, name of the exercise): what was handed in}."""

    def __init__(self, folder, source, work):
        self.folder, self.source, self.work, self.graded, self.keys = folder, Path(source), work, {}, {}

    def missing(self, again=False):
        """What is to be graded, [((student, exercise), what was handed in)]; other results stand. again : none stands."""
        todo, code = [], _code()
        for (student, name), found in self.work.items():
            if not found.broken:
                about = [code, (self.source / name / f"{name}.ipynb").read_text("utf-8"), found.cells, found.python]
                self.keys[student, name] = hashlib.sha256(json.dumps(about).encode()).hexdigest()
                result = read(self._file(student.id, name), {})
                if again or result.get("key") != self.keys[student, name]:
                    todo.append(((student, name), found))
                else:
                    self.graded[student, name] = result
        return todo

    def add(self, student, name, result):
        """Keep a result; one that says why there is none, {"error": why}, counts for this run."""
        self.graded[student, name] = result | dict(key=self.keys[student, name])
        if "error" not in result:
            write(self._file(student.id, name), json.dumps(self.graded[student, name]))

    def answer(self, key):
        """A short form of an answer as it was graded last, to see whether it is still the same. key : (exercise, id, cell)."""
        name, id_, cell = key
        return short(read(self._file(id_, name), {}), cell)

    def _file(self, id_, name):
        return self.folder / id_ / f"{name}.json"


def short(result, cell):
    """A short form of one answer of a result."""
    answer = result.get("questions", {}).get(cell, {}).get("answer", [])
    return hashlib.sha256(json.dumps(answer).encode()).hexdigest()[:16]


def _code():
    """A fingerprint of all code that decides on points."""
    files = sorted([*(course.ROOT / "optlab").rglob("*.py"), *Path(__file__).parent.glob("*.py")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
