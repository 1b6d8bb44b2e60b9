"""Grade the hostile class of `attacks`, and say what got through.

    python -m grading.breaches           all of them, between honest neighbours
    python -m grading.breaches --quick   those that take no time
"""

import argparse
import contextlib
import ctypes
import hashlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from . import course, run
from .attacks import MARK, hand_in, short
from .collect import students


def world():
    """What must be the same afterwards: the course, and the places that attacks write to."""
    found = {}
    for top in ("optlab", "solutions", "exercises", "tools"):
        for path in sorted((course.ROOT / top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    for path in (Path(MARK), Path.home() / ".ipython" / "profile_default" / "startup" / "00.py", Path("/dev/shm/1")):
        found[str(path)] = path.exists()
    return found


def adopt(on=True):
    """From now on (or no more) what comes from this process and loses its parent gets this one for it, and cannot get away."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, int(on))  # PR_SET_CHILD_SUBREAPER


def survivors():
    """The processes that came from this one and still run: {number: command}. Those of others do not count."""
    parent, command = {}, {}
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, above = (path / "stat").read_text().rpartition(")")[2].split()[:2]
            parent[int(path.name)] = int(above)
            if state != "Z":
                command[int(path.name)] = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()

    def ours(number):
        while number and number != os.getpid():
            number = parent.get(number)
        return bool(number)

    return {number: text for number, text in command.items() if number != os.getpid() and ours(number)}


def leaks(out):
    """Lines of hidden tests and solutions, and secrets of the machine, in what students get to see."""
    exercise = course.exercise("04_momentum")
    hidden = {
        line.strip()
        for cell in exercise.cells.values()
        for part in course.HIDDEN.findall(cell.source)
        for line in part.splitlines()
    }
    secret = {line for line in hidden if len(line) > 25 and "###" not in line} | {"BEGIN SOLUTION", "root:x:", str(course.ROOT)}
    return [
        f"{path.name}: {line}" for path in (out / "feedback").glob("*.html") for line in secret if line in path.read_text("utf-8")
    ]


def attack(folder, quick=False, jobs=2, seconds=6):
    """Grade the hostile class. {what got through: names}."""
    inn, out, source = folder / "in", folder / "out", short(folder / "solutions") if quick else course.SOURCE
    inn.mkdir()
    adopt()
    most, before, alive = hand_in(inn, quick), world(), survivors()
    began = time.monotonic()
    rows = run.grade(inn, out, only=("04_momentum",), seconds=seconds, jobs=jobs, source=source, quiet=not sys.stderr.isatty())[0]
    took = time.monotonic() - began
    time.sleep(1)
    points = {}
    for row in rows:
        points.setdefault(row["student"], []).append(row["score"])
    left = [f"{number} {text[:60]}" for number, text in survivors().items() if number not in alive]
    adopt(False)
    names = {student.name: most[os.path.basename(student.path)] for student in students(inn)[0]}
    honest = {name for name, limit in names.items() if limit}
    return (
        dict(
            forged=[name for name, limit in names.items() if sum(points.get(name, [])) > limit],
            neighbours=[name for name in honest if sum(points.get(name, [])) != 3.0],
            lost=[name for name in names if len(points.get(name, [])) != (1 if quick else 6)],
            survivors=left,
            changed=[path for path, what in world().items() if before.get(path) != what],
            leaks=leaks(out),
        ),
        _slowest(out),
        len(most) - len(honest),
        took,
    )


def _slowest(out):
    """The attacks that took longest: [(seconds, student)]."""
    found = [(json.loads(path.read_text())["seconds"], path.parent.name) for path in (out / "results").glob("*/*.json")]
    return sorted(found, reverse=True)[:5]


def main():
    parser = argparse.ArgumentParser(description="Grade a hostile class and say what got through.")
    parser.add_argument("--quick", action="store_true", help="those on the protocol and as files, on one question")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="optlab-attack-") as folder:
        found, slowest, attacks, took = attack(Path(folder), given.quick, given.jobs)
    for what, names in found.items():
        print(f"{len(names):4} {what}{': ' if names else ''}{', '.join(map(str, names))}")
    print(f"{attacks} attacks in {took:.0f} s; longest: {', '.join(f'{name} {seconds:.0f} s' for seconds, name in slowest)}")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
