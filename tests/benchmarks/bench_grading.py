"""Times grading beside nbgrader's own autograde, on the same notebooks, in turns: python tests/benchmarks/bench_grading.py

Says the seconds that passed, and the seconds of processor time, which a busy machine changes less.
"""

import contextlib
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT)]

import exercises  # noqa: E402

CHAPTERS = ("01_gradient_descent", "04_momentum", "09_adam")


def timed(command, **more):
    """(seconds, seconds of processor time) of a command and all that it starts, orphans too."""
    before, began = os.times(), time.monotonic()
    subprocess.run(command, check=True, capture_output=True, **more)
    seconds = time.monotonic() - began
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, 0):
            pass
    now = os.times()
    return np.array([seconds, sum(now[2:4]) - sum(before[2:4])])


def hand_in(folder, students):
    for i in range(students):
        for name in CHAPTERS:
            path = folder / f"student{i:02}" / name / f"{name}.ipynb"
            path.parent.mkdir(parents=True)
            notebook = json.loads((ROOT / "solutions" / name / f"{name}.ipynb").read_text("utf-8"))
            notebook["cells"][0]["source"] = [f"student {i}"]
            path.write_text(json.dumps(notebook), "utf-8")


def ours(folder, jobs):
    with tempfile.TemporaryDirectory() as to:
        return timed([sys.executable, ROOT / "tools" / "grade.py", folder, "--to", to, "--jobs", str(jobs)])


def nbgraders(folder):
    """Plain nbgrader autograde of each chapter, in its own layout; the exercises are made before the clock starts."""
    with tempfile.TemporaryDirectory() as to:
        root = Path(to)
        shutil.copytree(ROOT / "solutions", root / "solutions")
        shutil.copy(ROOT / "nbgrader_config.py", root)
        exercises.generate(CHAPTERS, root, database=True)
        shutil.copytree(folder, root / "submitted")
        return sum(timed([sys.executable, "-m", "nbgrader", "autograde", name], cwd=root) for name in CHAPTERS)


def main(students=6, rounds=3):
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: processes whose parent was stopped are counted here
    with tempfile.TemporaryDirectory() as folder:
        hand_in(Path(folder), students)
        runs = [(nbgraders(Path(folder)), ours(Path(folder), 1), ours(Path(folder), 2)) for _ in range(rounds)]
    for what, (theirs, one, two) in zip(("seconds", "seconds of processor time"), np.median(runs, axis=0).T):
        print(f"{students * len(CHAPTERS)} notebooks, {what}: nbgrader {theirs:.1f}, one process {one:.1f}, two {two:.1f}: "
              f"{theirs / one:.1f} and {theirs / two:.1f} times as fast, median of {rounds}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
