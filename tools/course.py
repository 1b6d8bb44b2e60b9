"""What the course consists of, read from the notebooks themselves: order, titles, minutes, symbols.

    python tools/course.py    writes the list of chapters into README.md and into the map, notebooks/00_map.ipynb
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Chapter(NamedTuple):
    """One chapter. minutes : to read; exercise_minutes : to solve, 0 where there are none."""

    path: Path
    number: str
    title: str
    minutes: int
    exercise_minutes: int
    question: str  # the running question
    symbols: tuple  # (LaTeX, names in the code, meaning, unit)

    @property
    def name(self):
        return self.path.stem

    @property
    def exercises(self):
        path = _exercises(self.name)
        return path if path.exists() else None


def _exercises(name):
    return ROOT / "exercises" / name / f"{name}.ipynb"


# A part begins at the chapter of this number.
PARTS = {
    "00": "Part I · The family",
    "10": "Part II · Each repairs one thing",
    "19": "Part III · Judging and using",
    "22": "Part IV · What trains models today",
    "Gallery": "Appendix",
}


def source(cell):
    return "".join(cell["source"])


def paths(folder=ROOT / "notebooks"):
    """The files of the chapters in their order: NN_name.ipynb, appendix_name.ipynb. What else lies there is somebody's own.

    Of several with one number that is the chapter which has exercises, or the shortest name: the others are copies.
    """
    found = {}
    for path in sorted(Path(folder).glob("*.ipynb"), key=lambda path: (not _exercises(path.stem).exists(), len(path.stem))):
        if named := re.fullmatch(r"(\d\d(?=_.)|appendix_[^\W_]+)\w*", path.stem):
            found.setdefault(named[1], path)
    return sorted(found.values())


def chapters(folder=ROOT / "notebooks"):
    """All chapters in their order. SystemExit, a sentence, for a file that is called as one and is none."""
    return [_read(path) for path in paths(folder)]


def parts(folder=ROOT / "notebooks"):
    """{title of a part: its chapters}."""
    found, title = {}, None
    for chapter in chapters(folder):
        title = PARTS.get(chapter.number, title)
        found.setdefault(title, []).append(chapter)
    return found


def read(path):
    """What stands in the file of a notebook, by cells. SystemExit, a sentence, if it is none."""
    try:
        notebook = json.loads(path.read_text("utf-8"))
        if all(cell["cell_type"] and source(cell) is not None for cell in notebook["cells"]):
            return notebook
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass
    raise SystemExit(f"{_shown(path)} cannot be read as a notebook: restore it, or take it out of {_shown(path.parent)}.")


def _shown(path):
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _read(path):
    cells = read(path)["cells"]
    first = next((source(cell) for cell in cells if cell["cell_type"] == "markdown"), "")
    number = path.stem[:2] if path.stem[0].isdigit() else ""
    heading = re.search(rf"^# ({number or '[^·]+'}) · (.*)$", first, re.M)
    if not heading:
        wanted = f"'# {number or 'Name'} · Title'"
        raise SystemExit(f"{_shown(path)} is no chapter: its first text has no heading {wanted}; write one, or rename it.")
    number, title = heading.groups()
    said = re.search(r"[Rr]eading time (\d+) minutes", first)
    exercises = re.search(r"exercises (\d+)", first)
    rows = [row for cell in cells if cell["cell_type"] == "markdown" for row in _symbols(source(cell))]
    asked = re.search(r"running question:\s+([^?]*\?)", " ".join(first.split()))
    minutes, to_solve = (int(found[1]) if found else 0 for found in (said, exercises))
    return Chapter(path, number, title, minutes, to_solve, asked[1] if asked else "", tuple(rows))


def _symbols(text):
    """The rows of a table whose header is symbol, code, meaning, unit."""
    if not re.search(r"^\| *symbol *\| *code *\| *meaning *\| *unit *\|", text, re.M):
        return
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 4 and cells[1] not in ("code", "") and not set(cells[0]) <= set(":- "):
            yield tuple(cells)


def meanings(chapter):
    """{name in the code, or its LaTeX: what it means in this chapter}, for the glossary that shows itself."""
    found = {}
    for symbol, code, meaning, unit in chapter.symbols:
        for name in [*re.split(r"[,;/] *", code.replace("`", "")), *re.findall(r"\$([^$]+)\$", symbol)]:
            if name:
                plain = re.sub(r"[`*$]|\\\w+", "", meaning)
                found[name] = f"{plain}; unit: {unit}" if unit.strip("– -") and unit != "none" else plain
    return found


def readme_rows():
    """The rows of README's list of chapters."""
    for chapter in chapters():
        link = f"[{chapter.title}](notebooks/{chapter.path.name})"
        yield f"| {chapter.number} | {link} | {chapter.minutes} | {chapter.exercise_minutes or ''} |"


def map_rows():
    """The rows of the map's list: each chapter with its running question, part by part."""
    for title, members in parts().items():
        yield f"| **{title}** | | | |"
        for c in members:
            if c.number != "00":
                yield f"| [{c.number} · {c.title}]({c.path.name}) | {c.question} | {c.minutes} | {c.exercise_minutes or ''} |"


def write():
    path = ROOT / "README.md"
    path.write_text(_with_rows(path.read_text("utf-8"), "| | chapter | minutes to read | to solve |", readme_rows()), "utf-8")
    path = ROOT / "notebooks" / "00_map.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "chapters")
    text = _with_rows(source(cell), "| chapter | question | minutes | exercises |", map_rows())
    cell["source"] = text.splitlines(keepends=True)
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _with_rows(text, head, rows):
    """The text with these rows in the table that begins with this line; the line below it stays."""
    found = re.search(rf"{re.escape(head)}\n\|[-:| ]*\|\n((?:\|.*(?:\n|$))*)", text)
    return text[: found.start(1)] + "\n".join(rows) + "\n" + text[found.end(1) :]


if __name__ == "__main__":
    write()
