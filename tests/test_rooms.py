"""The rooms of the package: which may import from which, and no circle between files."""

import ast
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

from optlab.run.asked import ARRAY, FUNCTION, NUMBER, of_form

PACKAGE = pathlib.Path(__file__).parent.parent / "optlab"

# A room imports from itself and from these.
ALLOWED = {
    "steps": set(),
    "run": set(),
    "worlds": {"run", "steps"},
    "theory": {"run", "steps", "worlds"},
    "formulas": {"run", "steps", "worlds"},
    "functions": {"run", "steps", "worlds", "formulas"},
    "pictures": {"run", "steps", "worlds", "formulas", "theory"},
    "feedback": {"run", "steps", "worlds", "formulas", "functions", "theory"},
}


def asked(node, here):
    """The dotted names, in parts, that a line asks for: an import, or a call of importlib with the name or how it begins."""

    def absolute(dots, name):
        base = ["optlab", *here[: len(here) - dots + 1]] if dots else []
        return base + [part for part in name.split(".") if part]

    if isinstance(node, ast.Import):
        return [absolute(0, alias.name) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [[*absolute(node.level, node.module or ""), alias.name] for alias in node.names]
    if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("import_module", "__import__"):
        start = next(part for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)).value
        return [absolute(len(start) - len(start.lstrip(".")), start)]
    return []


def imports(path, package):
    """The files of the package that a file imports, also inside its functions: names such as run/drive. The package itself,
    which hands on the names of all rooms, is __init__."""
    here = path.relative_to(package).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for top, *parts in filter(None, asked(node, here)):
            while top == "optlab":  # the longest part of the name that is a file, or a room
                file = package.joinpath(*parts)
                if parts and file.with_suffix(".py").is_file():
                    yield "/".join(parts)
                    break
                if not parts or file.joinpath("__init__.py").is_file():
                    yield "/".join([*parts, "__init__"])
                    break
                parts = parts[:-1]


def graph(package):
    """{file: the files that it imports}, for all files in the rooms."""
    names = {path: path.relative_to(package).with_suffix("").as_posix() for path in package.glob("*/**/*.py")}
    return {name: set(imports(path, package)) - {name} for path, name in names.items()}


def forbidden(arrows):
    rooms = ((name, to, name.split("/")[0], to.split("/")[0]) for name, targets in arrows.items() for to in targets)
    return [f"{name} imports {to}" for name, to, a, b in rooms if a != b and b not in ALLOWED[a]]


def circles(arrows):
    """The files on a circle: those that stay when whoever imports nothing that is left, or is imported by nothing, goes."""
    left = dict(arrows)
    while True:
        imported = set().union(*left.values())
        stay = {name: to for name, to in left.items() if name in imported and to & left.keys()}
        if len(stay) == len(left):
            return sorted(left)
        left = stay


def test_the_rooms_are_all_there_is():
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(ALLOWED)
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py"}


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_says_what_is_in_it(room):
    about = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8")))
    files = {path.stem for path in PACKAGE.joinpath(room).glob("*.py")} - {"__init__"}
    assert files <= set(re.findall(r"`(\w+)`", about))
    assert set(re.findall(r"`(\w+)`", about)) <= files


def test_rooms_import_only_what_they_stand_on():
    assert not forbidden(graph(PACKAGE))


def test_no_circle_between_files():
    assert not circles(graph(PACKAGE))


@pytest.fixture
def planted(tmp_path):
    for name in ("steps/a", "run/b", "run/c", "worlds/d"):
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text("import numpy as np\n")
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "from ..worlds import d",
        "from ..worlds.d import x",
        "import optlab.worlds.d",
        "import optlab.worlds.d as y",
        "from optlab.worlds import d",
        "def f():\n    from ..worlds import d",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..worlds import d",
        "import importlib\nimportlib.import_module('optlab.worlds.d')",
        "from importlib import import_module\nimport_module('..worlds.d', __package__)",
        "__import__('optlab.worlds.d')",
    ],
)
def test_a_planted_arrow_is_found(planted, line):
    (planted / "steps/a.py").write_text(line)
    assert forbidden(graph(planted)) == ["steps/a imports worlds/d"]


@pytest.mark.parametrize("line", ["import optlab", "from optlab import landscapes", "from .. import landscapes"])
def test_the_way_round_through_the_package_is_found(planted, line):
    (planted / "steps/a.py").write_text(line)
    assert forbidden(graph(planted)) == ["steps/a imports __init__"]


@pytest.mark.parametrize("there", ["from . import c", "import optlab.run.c as y", "from .c import x"])
@pytest.mark.parametrize("back", ["from .b import x", "def f():\n    from . import b", "import_module('.b', __package__)"])
def test_a_planted_circle_is_found(planted, there, back):
    assert not circles(graph(planted))
    (planted / "run/b.py").write_text(there)
    (planted / "run/c.py").write_text(back)
    assert circles(graph(planted)) == ["run/b", "run/c"]


# What a step can ask for stands in one table

ROW = '    "slope": Asked(ARRAY, "the slope", on=lambda landscape, x, axes: 3 * x, letter=r"\\\\sigma"),\n}\n'
USES = '''
import numpy as np
import optlab
from optlab.pictures import translate
from optlab.run.asked import ASKED
from optlab.worlds.tuning import kept

def own(x, g, slope, v=0.0, *, lr=0.1):
    v = 0.5 * v + slope * g
    x = x - lr * v
    return dict(v=v, x=x)

def wrong(x, g, slope, v=0.0, *, lr=0.1):
    v = 0.5 * v + slope * g**2
    x = x - lr * v
    return dict(v=v, x=x)

assert list(ASKED)[-1] == "slope"
assert optlab.drive(own, np.ones(2), slope=[2.0, 4.0]).v.tolist() == [2.0, 5.0]
assert optlab.drive(own, np.ones(2), slope=[2.0, 4.0]).slope.tolist() == [2.0, 4.0]
bowl = optlab.landscapes.simple_quadratic
assert optlab.descend(own, bowl, [1.0, 2.0], 1).v.tolist() == [[6.0, 24.0]]
assert optlab.apply(own, np.ones(2), np.ones(2), 1, slope=np.full(2, 5.0))[0].tolist() == [0.5, 0.5]
assert optlab.formula(own).lines[0].latex == r"v_{t} = 0.5\\, v_{t-1} + \\sigma_{t}\\, g_{t}"
assert optlab.check(own, own).ok and optlab.check(wrong, own).edit == "v = 0.5 * v + slope * g ** 2"
assert "$world.slope(t, x$0, $G);" in translate.step(own).text
assert "the update" in optlab.explore(own, "constant").words and kept(own) == 1
for call in (lambda: optlab.drive(own, np.ones(2)), lambda: optlab.apply(own, np.ones(2), np.ones(2), 1)):
    try:
        call()
    except (TypeError, ValueError) as error:
        print(error)
'''


def test_a_further_input_is_one_row(tmp_path):
    """In a copy of the package, to whose table a row is added, a step that asks for it is run, drawn, printed and checked."""
    shutil.copytree(PACKAGE, tmp_path / "optlab", ignore=shutil.ignore_patterns("__pycache__"))
    table = tmp_path / "optlab" / "run" / "asked.py"
    table.write_text(re.sub(r'(?m)^(    "n": .*\n)\}\n', rf"\1{ROW}", table.read_text("utf-8")), "utf-8")
    (tmp_path / "uses.py").write_text(USES, "utf-8")
    run = subprocess.run([sys.executable, "uses.py"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
                         capture_output=True, text=True)  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "slope is None, and the step asks for the slope; a signal has none, so pass slope=array that broadcasts to the signal.",
        "own asks for slope: pass slope=the slope at x, an array of x's shape.",
    ]


@pytest.mark.parametrize("world", ["openloop", "land"])
def test_the_page_has_all_that_a_step_can_ask_for(world):
    text = (PACKAGE / "pictures" / "js" / f"{world}.js").read_text("utf-8")
    names = set(of_form(ARRAY, NUMBER, FUNCTION)) - {"x"}
    assert [name for name in names if not re.search(rf"\b{name}(: |\()|\bconst {name} = ", text)] == []
