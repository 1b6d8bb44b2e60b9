"""Make what students get: the course without solutions, hidden tests and grading, as handout.zip.

python tools/grading/handout.py          into handout.zip
python tools/grading/handout.py there    into the folder there/
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("solutions", "tools/grading", "tools/grade.py", "tests", ".ci", ".github", "nbgrader_config.py")
LEFT_BEHIND = {"__pycache__", ".git", ".ipynb_checkpoints"}  # by Python, git, Jupyter
MARKS = ("BEGIN SOLUTION", "BEGIN HIDDEN" + " TESTS")


def files():
    """What git tracks; without git, everything but what tools leave behind."""
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
        listed = [
            name for name in listed if not LEFT_BEHIND & set(name.split("/")) and not name.startswith((".venv", "grading/"))
        ]
    return [name for name in listed if not any(name == part or name.startswith(f"{part}/") for part in LEFT_OUT)]


def write(to):
    """Copy the handout into a folder. SystemExit if a solution would be in it."""
    for name in files():
        path = Path(to) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, path)
        if name.endswith(".ipynb") and any(mark in path.read_text("utf-8", "replace") for mark in MARKS):
            raise SystemExit(f"{name} holds a solution: run make exercises, or take it out.")
    return to


def main(to=""):
    if to:
        return print(f"{write(to)}: what students get.")
    with tempfile.TemporaryDirectory() as folder:
        write(os.path.join(folder, "optlab-course"))
        print(shutil.make_archive(str(ROOT / "handout"), "zip", folder, "optlab-course"), ": what students get.")


if __name__ == "__main__":
    main(*sys.argv[1:])
