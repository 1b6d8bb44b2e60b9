"""Prepares the notebooks as Sphinx's sources and builds the book: `python -m book.pages` makes build/site."""

import ast
import re
import shutil
import sys
from pathlib import Path

import nbformat
from sphinx.cmd.build import build_main

import course
from course import ROOT

from . import formulas, run

HERE = Path(__file__).resolve().parent
SOURCE, SITE = ROOT / "build" / "source", ROOT / "build" / "site"
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python", "pygments_lexer": "ipython3"}}
FIGURE_CALLS = {"explore", "draw", "family", "predict", "animate", "gallery", "formula"}


def main():
    from optlab.pictures import page

    written = set()
    chapters = course.chapters()
    for chapter, notebook in zip(chapters, run.executed([chapter.path for chapter in chapters]), strict=True):
        written.add(_write(f"notebooks/{chapter.name}.ipynb", nbformat.writes(_chapter(chapter, notebook))))
        if chapter.exercises:
            text = nbformat.writes(_exercises(nbformat.read(chapter.exercises, as_version=4)))
            written.add(_write(f"exercises/{chapter.name}/{chapter.name}.ipynb", text))
    written.add(_write("index.md", _front(chapters)))
    written.add(_write("symbols.md", _glossary(chapters)))
    for path in (HERE / "static").iterdir():
        written.add(_write(f"_static/{path.name}", path.read_text("utf-8")))
    written.add(_write("_static/figures.js", page.runtime()))
    written.add(_math_font(SOURCE / "_static" / "math.woff"))
    for path in SOURCE.rglob("*"):
        if path.is_file() and path not in written:
            path.unlink()
    return build_main(["-q", "-W", "--keep-going", "-b", "html", "-j", "2", "-c", str(HERE), "-d", str(ROOT / "build" / "doctrees"),
                       str(SOURCE), str(SITE)])  # fmt: skip


def _math_font(path):
    if not path.exists():
        formulas.font(path)
    return path


def _write(name, text):
    """A source, touched only where it changed, so that Sphinx reads again only what it must."""
    path = SOURCE / name
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return path


def _chapter(chapter, notebook):
    """A chapter as the book shows it: figures that live in the page, code folded where it only makes a figure."""
    from optlab.pictures import page

    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tags = [tag for tag in cell.metadata.get("tags", []) if not tag.startswith("nbval")]
        called = calls(cell.source)
        if called == {"predict"}:
            tags.append("remove-input")
        elif called and called <= FIGURE_CALLS or _only_imports(cell.source):
            tags.append("hide-input")
        cell.metadata = {"tags": tags} if tags else {}
        cell.outputs = [_output(output) for output in cell.outputs if output.output_type != "stream" or output.name == "stdout"]
        for output in cell.outputs:
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = page.without_runtime(output.data["text/html"])
    links = [f"[Exercises of this chapter](../exercises/{chapter.name}/{chapter.name}.ipynb)"] if chapter.exercises else []
    if links:
        notebook.cells.append(nbformat.v4.new_markdown_cell("\n".join(links)))
    notebook.metadata = PYTHON
    for k, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{k}"
    return notebook


def _output(output):
    """The one form of an output that the page shows."""
    data = output.get("data", {})
    for kind in ("text/html", "text/markdown", "image/png", "text/plain"):
        if kind in data:
            output.data = {kind: data[kind]}
            break
    return output


def calls(source):
    """The names of the functions that the last statements call, if a cell is nothing but such calls."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return set()
    names = set()
    for statement in body:
        value = getattr(statement, "value", None)
        if isinstance(statement, ast.Import | ast.ImportFrom | ast.Assign):
            continue
        if not isinstance(statement, ast.Expr) or not isinstance(value, ast.Call):
            return set()
        names.add(value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", ""))
    return names


def _only_imports(source):
    try:
        return all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in ast.parse(source).body)
    except SyntaxError:
        return False


def _exercises(notebook):
    """The exercises to read: questions, places for answers, checks; nothing was run."""
    for k, cell in enumerate(notebook.cells):
        cell.metadata, cell["id"] = {}, f"cell-{k}"
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata = PYTHON
    return notebook


def _front(chapters):
    parts = course.parts()
    lines = [(HERE / "index.md").read_text("utf-8").replace("HERO", f"<div class=hero>{_hero()}</div>")]
    for title, members in parts.items():
        lines += [f"\n## {title}\n", "| | chapter | minutes | exercises |", "|:--|:--|--:|--:|"]
        for c in members:
            exercises = f"[{c.exercise_minutes}](exercises/{c.name}/{c.name}.ipynb)" if c.exercises else ""
            lines.append(f"| {c.number} | [{c.title}](notebooks/{c.name}.ipynb) | {c.minutes} | {exercises} |")
    whole, solving = sum(c.minutes for c in chapters), sum(c.exercise_minutes for c in chapters)
    lines.append(f"\nThe whole course takes {round(whole / 60)} hours to read and {round(solving / 60)} to solve.\n")
    for title, members in parts.items():
        lines += ["```{toctree}", ":hidden:", f":caption: {title}", "", *(f"notebooks/{c.name}" for c in members), "```", ""]
    lines += ["```{toctree}", ":hidden:", ":caption: Exercises", "",
              *(f"{c.number} <exercises/{c.name}/{c.name}>" for c in chapters if c.exercises), "```", "",
              "```{toctree}", ":hidden:", "", "symbols", "```", ""]  # fmt: skip
    return "\n".join(lines)


def _hero():
    """The figure of the front page; book.js lets it play once."""
    import optlab
    from optlab.pictures import page

    return page.without_runtime(optlab.explore("five methods", landscape="wobbly").html())


def _glossary(chapters):
    """Every symbol of every chapter, from the chapters' own tables."""
    lines = ["# Symbols", "", "What each letter means, chapter by chapter; in the text of a chapter the meaning shows when the pointer is on a name.", ""]
    for c in chapters:
        if c.symbols:
            lines += [f"## {c.number} · {c.title}", "", "| symbol | code | meaning | unit |", "|:--|:--|:--|:--|"]
            lines += ["| " + " | ".join(row) + " |" for row in c.symbols] + [""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
