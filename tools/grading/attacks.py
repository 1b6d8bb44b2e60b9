"""A hostile class: submissions that try to earn points, to read, to break or to outlive what grades them.

An attack is the text of one answer (attacks.md), or a function that writes a submission. Whoever finds one, adds it.
`breaches` grades them and says what got through.
"""

import contextlib
import io
import json
import os
import re
import socket
import tempfile
import zipfile
from pathlib import Path

from . import course

RIGHT = "def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    v = mu * v - lr * g\n    return dict(v=v, x=x + v)"
MARK = os.path.join(tempfile.gettempdir(), "optlab-attack")  # what attacks try to leave behind


def texts(part):
    """{name: text of an answer} of a part of attacks.md."""
    whole = Path(__file__).with_suffix(".md").read_text("utf-8").partition(f"\n# {part}\n")[2].partition("\n# ")[0]
    found = re.findall(r"^## ([^\n]*)\n\n```python\n(.*?)\n```$", whole, re.S | re.M)
    return {name: text.replace("MARK", MARK) for name, text in found}


POINTS = texts("Points that are not deserved") | {
    "operators above each other": f"momentum = lambda x, g: {'-' * 30_000}1",
    "brackets in each other": f"x = {'(' * 150}1{')' * 150}\ny = {'[' * 5000}{']' * 5000}",
    "a long sum": f"x = {'+'.join(['1'] * 40_000)}",
    "many lines": "x = 1\n" * 50_000,
    "null characters": "x = 1\0\n",
    "a surrogate": "x = '\ud83d'\nmomentum = lambda x, g: x",
}
HARM = texts("Harm")
SHORT = ("setup", "implement-momentum", "implement-momentum-check")  # the cells of the question that is attacked


# Submissions that are files of another kind


def _file(folder, data, path="04_momentum/04_momentum.ipynb"):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())


def _link(to):
    def make(folder):
        (folder / "04_momentum").mkdir()
        (folder / "04_momentum" / "04_momentum.ipynb").symlink_to(to)

    return make


def _zip(*members, place="work.zip"):
    def make(folder):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members:
                info = zipfile.ZipInfo(name)
                info.external_attr, info.compress_type = (
                    (0o120777 << 16 if data.startswith(b"/") else 0o644 << 16),
                    zipfile.ZIP_DEFLATED,
                )
                archive.writestr(info, data)
        _file(folder, buffer.getvalue(), place)

    return make


def _changed(change):
    def make(folder):
        notebook = _exercise()
        change(notebook)
        _file(folder, notebook)

    return make


def _exercise(name="04_momentum"):
    return json.loads((course.ROOT / "exercises" / name / f"{name}.ipynb").read_text("utf-8"))


def _facts(notebook, **facts):
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(facts)


def _outputs(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [dict(output_type="execute_result", data={"text/plain": "3.0"}, metadata={}, execution_count=1)]


def _checks(notebook):
    for cell in notebook["cells"]:
        if (cell["metadata"].get("nbgrader") or {}).get("grade") and cell["cell_type"] == "code":
            cell["source"] = "3.0"


def _pipe(folder):
    (folder / "04_momentum").mkdir()
    os.mkfifo(folder / "04_momentum" / "04_momentum.ipynb")


def _socket(folder):
    (folder / "04_momentum").mkdir()
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as made:  # its name may be too long
        made.bind(os.path.relpath(folder / "04_momentum" / "04_momentum.ipynb"))


def _nested(folder):
    data = b"{}"
    for _ in range(30):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("04_momentum.zip", data)
        data = buffer.getvalue()
    _file(folder, data, "04_momentum.zip")


def _command(notebook):
    kernel = dict(name=f"sh -c 'touch {MARK}'", argv=["touch", MARK], display_name="x", language="bash")
    notebook["metadata"] = dict(kernelspec=kernel, language_info=dict(name="bash", version="99.9"))


def _attachment(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell |= dict(source="![](attachment:a.svg)", attachments={"a.svg": {"image/svg+xml": "<script>alert(1)</script>"}})


def _folder(folder):
    (folder / "04_momentum" / "04_momentum.ipynb").mkdir(parents=True)


def _sparse(folder):
    _file(folder, b"")
    os.truncate(folder / "04_momentum" / "04_momentum.ipynb", 20_000_000_000)


def _many(folder):
    for i in range(3000):
        _file(folder, b"{}", f"{i % 40}/{i}.ipynb")


def _deep(folder):
    _file(folder, b"{}", "/".join("d" * 40) + "/04_momentum.ipynb")


FILES = {
    "a link to the solution": _link(course.SOURCE / "04_momentum" / "04_momentum.ipynb"),
    "a link to a neighbour": _link("../../ada/04_momentum/04_momentum.ipynb"),
    "a link to nothing": _link("/nowhere/x.ipynb"),
    "a link to itself": _link("04_momentum.ipynb"),
    "a link to all zeros": _link("/dev/zero"),
    "a folder that is a link": lambda folder: (folder / "04_momentum").symlink_to(course.SOURCE / "04_momentum"),
    "a pipe": _pipe,
    "a folder for a file": _folder,
    "20 GB": _sparse,
    "3000 files": _many,
    "deep folders": _deep,
    "a zip that grows": _zip(("04_momentum/04_momentum.ipynb", b"0" * 300_000_000)),
    "a zip that climbs": _zip((f"../../../..{MARK}", b"{}"), (MARK, b"{}")),
    "a zip with a link": _zip(
        ("04_momentum/04_momentum.ipynb", str(course.SOURCE / "04_momentum" / "04_momentum.ipynb").encode())
    ),
    "a zip that climbs under another name": _zip((f"../../../..{MARK}", b"{}"), place="04_momentum/04_momentum.ipynb"),
    "zips in zips": _nested,
    "a socket": _socket,
    "a kernel that is a command": _changed(_command),
    "a page in an attachment": _changed(_attachment),
    "all cells a hundred times": _changed(lambda notebook: notebook["cells"].extend(99 * notebook["cells"])),
    "no zip": lambda folder: _file(folder, b"PK\x03\x04" + b"?" * 100, "04_momentum.zip"),
    "a deep JSON": lambda folder: _file(folder, b'{"cells": ' + b"[" * 200_000),
    "a JSON of many": lambda folder: _file(folder, b'{"cells": [' + b"{}," * 100_000 + b"{}]}"),
    "names that are lists": _changed(lambda notebook: _facts(notebook, grade_id=["a", {"b": 1}])),
    "a hundred points": _changed(lambda notebook: _facts(notebook, points=100)),
    "all checks are answers": _changed(lambda notebook: _facts(notebook, grade=False, solution=True, locked=False)),
    "one name for all": _changed(lambda notebook: _facts(notebook, grade_id="implement-momentum-check")),
    "checks rewritten": _changed(_checks),
    "checks left out": _changed(lambda notebook: notebook["cells"].__delitem__(slice(4, None))),
    "outputs that say 3.0": _changed(_outputs),
    "a number where text belongs": _changed(lambda notebook: [cell.update(source=7) for cell in notebook["cells"]]),
    "cells of another kind": _changed(
        lambda notebook: [cell.update(cell_type=["code"], metadata="x") for cell in notebook["cells"]]
    ),
    "5000 cells": _changed(
        lambda notebook: notebook["cells"].extend([dict(cell_type="code", metadata={}, source="x = 1")] * 5000)
    ),
}


# Honest work in forms that nobody expects: it gets its points


def _odd(change):
    """A right answer, and what an editor, a browser or a student has made of the file. change(notebook) may give its bytes."""

    def make(folder):
        notebook = _exercise()
        for cell in notebook["cells"]:
            if (cell["metadata"].get("nbgrader") or {}).get("grade_id") == "implement-momentum":
                cell["source"] = RIGHT
        data = change(notebook)
        _file(folder, data if isinstance(data, bytes) else notebook)

    return make


def _each(**facts):
    return lambda notebook: [cell.update(facts) for cell in notebook["cells"]] and None


def _pieces(notebook):
    for cell in notebook["cells"]:
        cell["source"] = re.findall(".{1,3}|\n", "".join(cell["source"]))


def _raw(notebook):
    for cell in notebook["cells"]:
        if cell["source"] == RIGHT:
            cell["cell_type"] = "raw"


def _copied(notebook):
    """Each cell twice, as copy and paste leaves it."""
    notebook["cells"] = [cell for cell in notebook["cells"] for cell in (cell, dict(cell))]


def _blob(size):
    def change(notebook):
        notebook["cells"][0]["attachments"] = {"a.png": {"image/png": "A" * size}}
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = [dict(output_type="display_data", metadata={}, data={"image/png": "A" * (size // 50)})]

    return change


ODD = {
    "odd: raw cells": _odd(_raw),
    "odd: one id for all": _odd(_each(id="a")),
    "odd: each cell twice": _odd(_copied),
    "odd: metadata that is none": _odd(_each(metadata=None)),
    "odd: metadata that is a list": _odd(_each(metadata=[1], tags=7)),
    "odd: facts that are a word": _odd(_each(metadata=dict(nbgrader="yes"))),
    "odd: sources in pieces": _odd(_pieces),
    "odd: no numbers in the outputs": _odd(lambda n: n["cells"][1].update(outputs=[dict(data=float("nan"), n=10**4000)])),
    "odd: the file twice": _odd(lambda n: 2 * json.dumps(n).encode()),
    "odd: something behind the file": _odd(lambda n: json.dumps(n).encode() + b"\n\0\0<!-- saved -->"),
    "odd: UTF-32": _odd(lambda n: json.dumps(n).encode("utf-32")),
    "odd: sheets and cells": _odd(lambda n: n.update(worksheets=[dict(cells=[])], nbformat=3)),
}


def _suffix(name):
    def make(folder):
        _odd(lambda notebook: None)(folder)
        (folder / "04_momentum" / "04_momentum.ipynb").rename(folder / name)

    return make


def _odd_zip(*members, **more):
    """The right notebook in a zip, beside something."""

    def make(folder):
        _odd(lambda notebook: None)(folder)
        data = (folder / "04_momentum" / "04_momentum.ipynb").read_bytes()
        (folder / "04_momentum" / "04_momentum.ipynb").unlink()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in (*members, ("04_momentum\\04_momentum.ipynb", data)):
                archive.writestr(name, text)
        zipped = bytearray(buffer.getvalue())
        for at, byte in more.get("change", ()):
            zipped[at] = byte
        (folder / "work.zip").write_bytes(zipped)

    return make


ODD |= {
    "odd: a blank behind the suffix": _suffix("04_momentum.ipynb "),
    "odd: a download that has a number": _suffix("04_momentum.ipynb (1)"),
    "odd: a suffix of a browser": _suffix("04_momentum.ipynb.download"),
    "odd: a name of 255 bytes": _suffix("é" * 124 + "a.ipynb"),
    "odd: a name of Windows": _suffix("aux.ipynb"),
    "odd: a zip made on Windows": _odd_zip(),
    "odd: a zip with a damaged picture": _odd_zip(("a.png", b"\x89PNG" * 99), change=[(45, 255)]),
    "odd: a zip with a thousand pictures": _odd_zip(*((f"{i}.png", b"?") for i in range(2500))),
}
LARGE = {
    "odd: attachments of 20 MB": _odd(_blob(20_000_000)),
    "odd: outputs of 100 MB": _odd(_blob(100_000_000)),
    "odd: a zip with a film": _odd_zip(("film.mp4", b"\0" * 60_000_000)),
}
NAMES = [
    "=1+1",
    "-rf",
    "x" * 250,
    "a\nb",
    "<b>",
    "'; drop table",
    "..hidden",
    "__init__",
    b"Andr\xe9",
    "con",
    "ada ",
    "ADA",
    "\u202etxt",
    "Zo\u00e9",
    "Zoe\u0301",  # looks the same
    "z\u00f6e\u200b",
    "z\u00f6e_",
    "nul.txt",
    "\U0001d51e\ufdfd" * 30,
    "é" * 127,
]


def hand_in(folder, quick=False):
    """Write the class: the attackers, and honest neighbours before, between and behind them. {student's folder: most points}.

    quick : only what takes no time, with one question each.
    """
    most = {}

    def notebook(text="", ada=False):
        whole = _exercise()
        for cell in list(whole["cells"]):
            name = (cell["metadata"].get("nbgrader") or {}).get("grade_id")
            if name == "implement-momentum":
                cell["source"] = RIGHT if ada else text
            elif quick and name not in SHORT:
                whole["cells"].remove(cell)
        return whole

    def student(name, most_points):
        path = folder / name if isinstance(name, str) else Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.mkdir()
        most[path.name] = most_points
        return path

    quick_ones = list(POINTS)[list(POINTS).index("a lying number") :]  # on what goes over the wire
    attacks = {name: POINTS[name] for name in quick_ones} if quick else POINTS | HARM
    for i, (name, text) in enumerate(attacks.items()):
        _file(student(f"{i:03} {name}".replace("/", "|"), 0.0), notebook(text))
    for i, (name, make) in enumerate(FILES.items()):
        make(student(f"f{i:02} {name}", 0.0))
    for name in NAMES:
        _file(student(name, 0.0 if quick else 3.0), b"{}" if quick else notebook(ada=True))
    for name, make in (ODD if quick else ODD | LARGE).items():
        make(student(name, 3.0))
    for name in ("ada", "f00 ada", "m ada", "zoe", "050 ada"):
        _file(student(name, 3.0), notebook(ada=True))
    return most


def short(folder):
    """The exercise cut down to the one question that is attacked, for a quick run."""
    notebook = json.loads((course.SOURCE / "04_momentum" / "04_momentum.ipynb").read_text("utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") in SHORT]
    _file(folder, notebook)
    return folder
