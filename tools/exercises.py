"""Make exercises/ from solutions/: the solutions and the hidden tests are taken out, everything else stays.

    python tools/exercises.py               all of them
    python tools/exercises.py 04_momentum   one

The same solutions give the same bytes on every machine.
"""

import logging
import os
import sys
from pathlib import Path

import nbformat
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

ROOT = Path(__file__).resolve().parent.parent
# nbgrader makes its data base with the command `alembic`, which stands beside Python, also where that is not on the path.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def settings(root=None):
    """What nbgrader_config.py says, for this course folder or another with the same solutions/."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    config.CourseDirectory.root = str(root or ROOT)
    return config


def names(source=ROOT / "solutions"):
    """The exercises that there are, in the order of the course."""
    return sorted(path.stem for path in Path(source).glob("*/*.ipynb") if path.stem == path.parent.name)


def generate(only=(), root=None, database=False):
    """Make the exercises of these names, or all, of a course folder; database: and note them in its gradebook.db."""
    config = settings(root)
    config.GenerateAssignment.no_database, config.SaveCells.enabled = not database, database
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    api.log.setLevel(logging.ERROR)
    for name in only or names():
        api.coursedir.notebook_id = name  # what else lies in its folders is somebody's own, and stays
        done = api.generate_assignment(name)
        if not done["success"]:
            raise SystemExit(f"{name}: no exercise could be made of it.\n{done.get('log') or done.get('error')}")
        _fold(Path(root or ROOT) / "exercises" / name / f"{name}.ipynb")


def _fold(path):
    """Folds the cells that check: between answer and verdict no code is in the way, and none that tells what is right."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        facts = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and facts.get("grade") and facts.get("locked"):
            cell.metadata["jupyter"] = {"source_hidden": True}
    nbformat.write(notebook, path)


if __name__ == "__main__":
    generate(sys.argv[1:])
    print("exercises/:", ", ".join(sys.argv[1:] or names()))
