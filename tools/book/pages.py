"""The book: prepares the executed notebooks as Sphinx's sources and builds build/site: `python -m book.pages`."""

import ast
import os
import re
import sys
from pathlib import Path

import course
import nbformat
from course import ROOT
from sphinx.cmd.build import build_main

from . import formulas, run

HERE = Path(__file__).resolve().parent
SITE = ROOT / "build" / "site"
PYTHON = {
    "kernelspec": {"name": "python3", "display_name": "Python 3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
SHOWS = r"explore\w*|draw|family|animate|gallery|formula|wall|table"  # a cell that is there to call one of these is folded


def main(site=SITE, chapters=None):
    """Builds the book of these chapters, or all; 0 if Sphinx has nothing to warn of."""
    chapters = chapters or course.chapters()
    source = site.parent / "source"
    written = {_write(source / name, text) for name, text in _sources(chapters)}
    written.add(_math_font(source / "_static" / "math.woff"))
    for path in source.rglob("*"):
        if path.is_file() and path not in written:
            path.unlink()
    for page in [*site.glob("notebooks/*.html"), *site.glob("exercises/*/*.html")]:  # of a chapter that has another name now
        if not any((source / page.relative_to(site)).with_suffix(s).exists() for s in (".ipynb", ".md")):
            page.unlink()
    options = ["-q", "-W", "--keep-going", "-b", "html", "-j", "2", "-c", str(HERE), "-d", str(site.parent / "doctrees")]
    return build_main([*options, "-D", f"html_static_path={source / '_static'}", str(source), str(site)])


def _sources(chapters):
    """(path, text) of every page and of what the pages load."""
    from optlab.pictures import page

    for chapter, notebook in zip(chapters, run.executed([chapter.path for chapter in chapters])):
        yield f"notebooks/{chapter.name}.ipynb", nbformat.writes(_chapter(chapter, notebook))
        if chapter.exercises:
            course.read(chapter.exercises)  # or says that it is no notebook
            exercises = _exercises(nbformat.read(chapter.exercises, as_version=4))
            yield f"exercises/{chapter.name}/{chapter.name}.ipynb", nbformat.writes(exercises)
    yield "index.md", _front(chapters)
    yield "symbols.md", _glossary(chapters)
    yield "here.md", (HERE / "here.md").read_text("utf-8") + _elsewhere(os.environ.get("GITHUB_REPOSITORY"))
    for path in (HERE / "static").iterdir():
        yield f"_static/{path.name}", path.read_text("utf-8")
    yield "_static/figures.js", page.runtime()


def _write(path, text):
    """A source, touched only where it changed, so that Sphinx reads again only what it must."""
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return path


def _math_font(path):
    if not path.exists():
        formulas.font(path)
    return path


def _chapter(chapter, notebook):
    """A chapter as the book shows it: figures that live in the page, code folded where it only makes a figure."""
    from optlab.pictures import page

    for cell in notebook.cells:
        if cell.cell_type != "code":
            cell.source = _folded(for_readers(cell.source))
            continue
        tags = [tag for tag in cell.metadata.get("tags", []) if not tag.startswith("nbval")]
        if calls(cell.source) == {"predict"}:
            tags.append("remove-input")
        elif only_shows(cell.source) or _only_imports(cell.source):
            tags.append("hide-input")
        cell.metadata = {"tags": sorted(set(tags))}
        cell.outputs = [shown(output) for output in cell.outputs if output.output_type != "stream" or output.name == "stdout"]
        for output in cell.outputs:
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = page.without_runtime(output.data["text/html"])
    return _plain(notebook)


def for_readers(text):
    """A chapter's text without what is said to whoever runs it."""
    return re.sub(r"First Run → Run All Cells.*?(?=Reading time)", "", text, flags=re.S)


def _folded(text):
    r"""A cell that is the table of symbols, to be opened: in the book each symbol also says itself what it means.

    >>> _folded("| symbol | code |\n|:--|:--|\n| $g$ | `g` |")[:43]
    '<details><summary>Symbols</summary>\n\n| symb'
    """
    return f"<details><summary>Symbols</summary>\n\n{text.strip()}\n\n</details>" if text.startswith("| symbol |") else text


def shown(output):
    """An output in the one form that the page shows."""
    data = output.get("data", {})
    for kind in ("text/html", "text/markdown", "image/png", "text/plain"):
        if kind in data:
            output.data = {kind: data[kind]}
            break
    return output


def calls(source):
    """The names of the functions that a cell calls, if its statements are nothing but such calls, imports and names for values.

    >>> sorted(calls("runs = 3\\noptlab.explore(optlab.adam)"))
    ['explore']
    """
    names = set()
    for statement in _body(source):
        if isinstance(statement, ast.Import | ast.ImportFrom | ast.Assign):
            continue
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            return set()
        called = statement.value.func
        names.add(called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""))
    return names


def only_shows(source):
    r"""Whether a cell is there for the figure or the table that it makes: it ends with them, and defines no function to read.

    >>> only_shows("rows = []\nfor k in (1, 2):\n    rows.append((k, k**2))\ntable(('k', 'square'), rows)")
    True
    >>> only_shows("def step(x, g):\n    return dict(x=x - g)\n\ndraw(step)"), only_shows("draw(1)\nruns = 2")
    (False, False)
    """
    *before, last = _body(source) or [None]
    if any(isinstance(one, (ast.FunctionDef, ast.ClassDef, type(None))) for one in [*before, last]):
        return False
    called = _called(last)
    return bool(re.fullmatch(rf"(\w+\.)?({SHOWS})", _called(before[-1]) if called == "print" and before else called))


def _called(statement):
    """The name of the function that a statement calls, or that the last of its own statements calls."""
    while isinstance(statement, ast.For | ast.With):
        statement = statement.body[-1]
    return ast.unparse(statement.value.func) if isinstance(getattr(statement, "value", None), ast.Call) else ""


def _only_imports(source):
    return all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in _body(source))


def _body(source):
    try:
        return ast.parse(source).body
    except SyntaxError:  # a magic command
        return [None]


def _exercises(notebook):
    """The exercises to read: questions, places for answers, checks; nothing was run."""
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return _plain(notebook)


def _plain(notebook):
    """With nothing that changes from run to run, so that an unchanged page is not built again."""
    notebook.metadata = PYTHON
    for k, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{k}"
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
    return notebook


def _front(chapters):
    lines = [(HERE / "index.md").read_text("utf-8").replace("HERO", f"<div class=hero>{_hero()}</div>")]
    parts = {title: [c for c in members if c in chapters] for title, members in course.parts().items()}
    parts = {title: members for title, members in parts.items() if members}
    for title, members in parts.items():
        lines += [f"\n## {title}\n", "| | chapter | minutes | exercises |", "|:--|:--|--:|--:|"]
        for c in members:
            exercises = f"[{c.exercise_minutes}](exercises/{c.name}/{c.name}.ipynb)" if c.exercises else ""
            lines.append(f"| {c.number} | [{c.title}](notebooks/{c.name}.ipynb) | {c.minutes} | {exercises} |")
    hours, solving = (round(sum(minutes) / 60) for minutes in zip(*((c.minutes, c.exercise_minutes) for c in chapters)))
    lines.append(f"\nThe whole course takes about {hours} hours to read and {solving} to solve.\n")
    for title, members in parts.items():
        lines += _toctree(title, [f"notebooks/{c.name}" for c in members])
    lines += _toctree("Exercises", [f"{c.number} · {c.title} <exercises/{c.name}/{c.name}>" for c in chapters if c.exercises])
    return "\n".join(lines + _toctree("More", ["symbols", "here"]))


def _toctree(caption, entries):
    return ["```{toctree}", ":hidden:", *([f":caption: {caption}"] if caption else []), "", *entries, "```", ""]


def _hero():
    """The figure of the front page; book.js lets it play once."""
    import optlab
    from optlab.pictures import page

    return page.without_runtime(optlab.explore("five methods", landscape="wobbly").html())


def _elsewhere(repository):
    """Binder and Colab, where the site is made from a repository that they can reach."""
    if not repository:
        return ""
    binder = f"https://mybinder.org/v2/gh/{repository}/HEAD?urlpath=lab/tree/notebooks/00_map.ipynb"
    colab = f"https://colab.research.google.com/github/{repository}/blob/main/notebooks/04_momentum.ipynb"
    first = f"`%pip install git+https://github.com/{repository}`"
    return f"\n**On a computer of others:** in [Binder]({binder}), or in [Colab]({colab}) with {first} as the first cell.\n"


def _glossary(chapters):
    """Every symbol of every chapter, from the chapters' own tables."""
    lines = ["# Symbols\n", "What each letter means, by chapter. In a chapter it shows when the pointer is on a name.\n"]
    for c in chapters:
        if c.symbols:
            lines += [f"## {c.number} · {c.title}", "", "| symbol | code | meaning | unit |", "|:--|:--|:--|:--|"]
            lines += ["| " + " | ".join(row) + " |" for row in c.symbols] + [""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
