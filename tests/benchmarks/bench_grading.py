"""Times grading beside nbgrader's own autograde, on the same notebooks, in turns: python tests/benchmarks/bench_grading.py"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT)]

import exercises  # noqa: E402

CHAPTERS = ("01_gradient_descent", "04_momentum", "09_adam")


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
        began = time.monotonic()
        command = [sys.executable, ROOT / "tools" / "grade.py", folder, "--to", to, "--jobs", str(jobs)]
        subprocess.run(command, check=True, capture_output=True)
        return time.monotonic() - began


def nbgraders(folder):
    """Plain nbgrader autograde of each chapter, in its own layout; the exercises are made before the clock starts."""
    with tempfile.TemporaryDirectory() as to:
        root = Path(to)
        shutil.copytree(ROOT / "solutions", root / "solutions")
        shutil.copy(ROOT / "nbgrader_config.py", root)
        exercises.generate(CHAPTERS, root, database=True)
        shutil.copytree(folder, root / "submitted")
        began = time.monotonic()
        for name in CHAPTERS:
            subprocess.run([sys.executable, "-m", "nbgrader", "autograde", name], cwd=root, check=True, capture_output=True)
        return time.monotonic() - began


def main(students=6, rounds=3):
    with tempfile.TemporaryDirectory() as folder:
        hand_in(Path(folder), students)
        runs = [(nbgraders(Path(folder)), ours(Path(folder), 1), ours(Path(folder), 2)) for _ in range(rounds)]
    theirs, one, two = (statistics.median(column) for column in zip(*runs))
    print(f"{students * len(CHAPTERS)} notebooks: nbgrader {theirs:.1f} s, one process {one:.1f} s, two {two:.1f} s")
    print(f"{theirs / one:.1f} and {theirs / two:.1f} times as fast, median of {rounds}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
