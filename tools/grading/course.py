"""What the checks know of the course: each exercise with its hidden tests; and the package as it lies in the box."""

import ast
import compileall
import functools
import inspect
import json
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from optlab.steps import STEPS, variants

from .files import own_folder

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions"
HIDDEN = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS[^\n]*\n?", re.S | re.M)
SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION.*?### END SOLUTION[^\n]*$", re.S | re.M)


class Cell(NamedTuple):
    """A cell of an exercise that nbgrader knows. released: its text as learners get it; kind: given, answer, check or text."""

    name: str
    kind: str
    source: str
    released: str
    points: float
    id: str


class Exercise(NamedTuple):
    """An exercise: its cells in their order, the titles above them, and all texts that were handed out."""

    name: str
    cells: dict
    titles: dict
    texts: frozenset

    def answers(self):
        """The names that answers give."""
        return {name for cell in self.cells.values() if cell.kind == "answer" for name in given_names(cell.source)}

    def questions(self):
        """The graded cells: `implement-momentum-check`, or `explain-loss`, which a person reads."""
        return [cell for cell in self.cells.values() if cell.kind in ("check", "text")]


def released(source, kind="code"):
    """What learners get of a cell: without the solution and the hidden tests, as nbgrader takes them out."""
    stub = "# Your code here." if kind == "code" else "*Your answer here.*"
    return SOLUTION.sub(lambda m: m[1] + stub, HIDDEN.sub("", source)).strip("\n")


def names(source=SOURCE):
    """The exercises that there are, in the order of the course."""
    return sorted(path.stem for path in Path(source).glob("*/*.ipynb") if path.stem == path.parent.name)


@functools.lru_cache(maxsize=64)
def exercise(name, source=SOURCE):
    """An exercise as its solution says it."""
    notebook = json.loads((Path(source) / name / f"{name}.ipynb").read_text("utf-8"))
    cells, titles, texts, title = {}, {}, set(), ""
    for raw in notebook["cells"]:
        text, facts = "".join(raw["source"]), raw["metadata"].get("nbgrader")
        texts.add(plain(released(text, raw["cell_type"])))
        if raw["cell_type"] == "markdown" and text.startswith("## "):
            title = text.splitlines()[0].removeprefix("## ")
        if facts:
            cell = _cell(raw, text, facts)
            cells[cell.name], titles[cell.name] = cell, title
    return Exercise(name, cells, titles, frozenset(texts))


def _cell(raw, text, facts):
    code = raw["cell_type"] == "code"
    if facts["grade"]:
        kind = "check" if code and not facts["solution"] else "text"
    else:
        kind = "answer" if facts["solution"] else "given"
    return Cell(facts["grade_id"], kind, text, released(text, raw["cell_type"]), facts.get("points", 0), raw.get("id", ""))


@functools.cache
def compiled(cell):
    """What the trusted side runs of a cell, given or check: its code, and all names in it."""
    tree = ast.parse(cell.source)
    if cell.kind == "given":
        tree.body = [node for node in tree.body if not isinstance(node, ast.Expr | ast.For | ast.With)]  # what it only prints
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return compile(tree, f"<{cell.name}>", "exec"), names


@functools.cache
def given_names(source):
    """The names that the lines of a cell of the course give: functions and what stands on the left of =."""
    body = ast.parse(source).body
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    functions = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    return frozenset(functions | {target.id for target in targets if isinstance(target, ast.Name)})


def plain(text):
    """A text without what editors change by themselves: ends of lines, blanks at their ends, empty lines around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


# The package in the box

REFUSE = ast.parse("raise RuntimeError('not to be had while an answer is graded')").body
SILENT = ("feedback", "pictures")  # all other rooms lie in the box
CHECKER = '''"""Where an answer is graded there is no checker: what it would say is said outside."""


class Silent:
    ok = False
    mistake = message = ""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __bool__(self):
        return False


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Silent()
'''


@functools.cache
def stripped():
    """A folder with the package as it lies in the box: written once, for as long as this process lives."""
    return strip(own_folder("optlab-box-") / "course")


def strip(to):
    """Write the package as it lies in the box: steps are asked for outside, no checker, no catalogue, no pictures."""
    package = ROOT / "optlab"
    shutil.copytree(package, to / "optlab", ignore=shutil.ignore_patterns("__pycache__", *SILENT))
    for room in SILENT:
        for path in (package / room).rglob("*.py"):
            target = to / "optlab" / path.relative_to(package)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("" if path.name == "__init__.py" else CHECKER)
    for path in (to / "optlab").rglob("*.py"):
        tree, room = ast.parse(path.read_text("utf-8")), path.parent.name
        for node in ast.walk(tree):
            if room not in SILENT and isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
                node.body = node.body[1:] or [ast.Pass()]  # an example in it may be an answer
        if room == "steps":
            tree = _without_answers(tree)
        elif path.name == "learning.py":
            tree = _silenced(tree)
        elif room == "worlds":
            tree = _silenced(tree, steps=True)
        path.write_text(ast.unparse(tree), "utf-8")
    for file in ("wire.py", "inside.py"):
        shutil.copy(Path(__file__).with_name(file), to)
    compileall.compile_dir(to, quiet=2)  # a box starts for every notebook
    for path in (to, *to.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)  # in a container nobody in particular reads it
    return to


def _without_answers(tree):
    """The functions of a file of steps, whose lines ask outside. Helpers, and how weights are loaded, stay as they are."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            known = f"variants.{node.name}" if getattr(variants, node.name, None) and node.name not in STEPS else node.name
            first = node.args.args[0].arg if node.args.args else ""
            if node.name in STEPS or first == "x":
                every = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
                named = [a.arg for a in node.args.kwonlyargs]
                call = f"outside.step({', '.join([repr(known), *every, *(f'{n}={n}' for n in named)])})"
                node.body = ast.parse(f"import outside\nreturn {call}").body
            elif node.name == "with_weights":
                node.body = REFUSE
    return tree


def _silenced(tree, steps=False):
    """A file of which only the names are left: chapter 18 asks for what stands in its functions. steps : only of the steps in it,
    which are published slips and lie near the right ones."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and (not steps or "lr" in [a.arg for a in node.args.kwonlyargs]):
            node.body = REFUSE
    return tree


def asks_for_a_function(cell):
    """Whether a check compares an answer with a step of the package."""
    return bool(compiled(cell)[1] & {"check", "own"})


@functools.cache
def step_files():
    """The files of steps as they are, without examples: what the box gets when no answer can use them any more."""
    files = sorted((ROOT / "optlab" / "steps").glob("[!_]*.py"))
    return {path.stem: path.read_text("utf-8") for path in files}


def step(name):
    """The step that the box asks for by name: one of the package's functions, and nothing else that is to be had under a name."""
    form = getattr(variants, name.removeprefix("variants."), None) if name.startswith("variants.") else None
    if inspect.isfunction(form) and form.__module__ == variants.__name__:
        return form
    return STEPS[name]
