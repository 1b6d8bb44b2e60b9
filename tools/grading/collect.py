"""Find what was handed in, and read it: regular files only, no links, no pipes. Nothing is run here, and nothing is left out.

Names may be of any length, alphabet and bytes; a notebook may have another suffix or encoding, or lie in a zip.
"""

import hashlib
import io
import itertools
import json
import os
import re
import stat
import unicodedata
import zipfile
from typing import NamedTuple

from .course import plain

LARGEST = 50_000_000  # bytes of a notebook without its pictures
READ = 300_000_000  # bytes of a file, and of all that is read of a zip
FILES = 2_000  # of one student
DEEP = 12  # folders in folders
PICTURE = re.compile(rb'"[^"\\]{10000,}"')  # so long a text without an end of a line
BLANK = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # what may stand before the first bracket
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)  # no names of files on Windows
JUNK = {".ipynb_checkpoints", "__MACOSX", ".git", "__pycache__", ".DS_Store", "Thumbs.db", "desktop.ini", ".venv", ".Trash"}


class Broken(Exception):
    """What cannot be graded, with the reason for its author."""


class Student(NamedTuple):
    """Someone who has a folder: its path, the name as it is shown, and an id that is safe as the name of a file."""

    id: str
    name: str
    path: str


class Found(NamedTuple):
    """What was handed in for an exercise: where, the cells, the version of Python; or why it cannot be graded."""

    place: str = ""
    cells: tuple = ()
    remark: str = ""
    broken: str = ""
    doubt: str = ""
    python: str = ""


def shown(name):
    """A name in letters, whatever its bytes are."""
    data = os.fsencode(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return "".join(c if c.isprintable() else "_" for c in unicodedata.normalize("NFC", text)) or "_"


def students(folder):
    """Everyone who has a folder, in the order of their names; and a sentence for each entry that is none."""
    found, names, skipped = [], set(), []
    for entry in sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name)):
        name = shown(entry.name)
        if entry.is_symlink():
            skipped.append(f"{name}: a link, not followed")
        elif not entry.is_dir(follow_symlinks=False):
            skipped.append(f"{name}: lies beside the students' folders; put it into one")
        elif entry.name in JUNK:
            skipped.append(f"{name}: not a student's folder")
        else:
            if name in names:
                name = next(other for n in itertools.count(2) if (other := f"{name} ({n})") not in names)
                skipped.append(f"{name}: another folder's name looks the same")
            names.add(name)
            found.append(Student(_id(name, entry.name, {student.id.casefold() for student in found}), name, entry.path))
    return found, skipped


def _id(name, raw, taken):
    """A name for files, on any system, which nobody else has."""
    id_ = re.sub(r"[^\w .@,'()-]", "_", name).strip(" .") or "_"
    if len(id_.encode()) > 100:
        id_ = id_[:30] + "-" + hashlib.sha256(os.fsencode(raw)).hexdigest()[:10]
    if RESERVED.fullmatch(id_):
        id_ = f"_{id_}"
    while id_.casefold() in taken:
        id_ += "_"
    return id_


def files(folder):
    """(place, path) of each regular file under a folder; path is None, and a sentence stands third, for what is none."""
    todo, count = [(folder, "", 0)], 0
    while todo:
        path, place, depth = todo.pop()
        try:
            entries = sorted(os.scandir(path), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield place, None, f"cannot be opened ({error.strerror})"
            continue
        for entry in entries:
            count, here = count + 1, f"{place}/{shown(entry.name)}".lstrip("/")
            if count > FILES:
                yield here, None, f"comes after {FILES} other files"
                return
            if entry.name in JUNK or entry.name.startswith("._"):
                continue
            if entry.is_symlink():
                yield here, None, "is a link; hand in the file itself"
            elif entry.is_dir(follow_symlinks=False):
                if depth < DEEP:
                    todo.append((entry.path, here, depth + 1))
                else:
                    yield here, None, "lies too deep"
            elif entry.is_file(follow_symlinks=False):
                yield here, entry.path, ""
            else:
                yield here, None, "is not a file"


def content(path):
    """The bytes of a regular file that may be a notebook or hold one; b"" of any other. Raises Broken."""
    try:
        number = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise Broken("is not a file")
            return _read(path, file)
    except OSError as error:
        raise Broken(f"cannot be opened ({error.strerror})") from None


def _read(name, file):
    """What is in an open file, if it begins like a notebook or a zip or is called so; else b""."""
    data = file.read(100)
    if not (name.lower().strip().endswith((".ipynb", ".zip")) or data.startswith(b"PK\3\4") or data.lstrip(BLANK)[:1] == b"{"):
        return b""
    data += file.read(READ)
    if len(data) > READ:
        raise Broken(f"has more than {READ // 1_000_000} MB; clear its outputs and hand it in again")
    return data


def unzip(data):
    """(name, bytes, why not) of the files in a zip, notebooks first; nothing is written. Raises Broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            left = READ
            for info in sorted(archive.infolist(), key=lambda info: not info.filename.endswith(".ipynb"))[:FILES]:
                parts = info.filename.replace("\\", "/").split("/")
                if info.is_dir() or JUNK & set(parts) or parts[-1].startswith("._") or stat.S_ISLNK(info.external_attr >> 16):
                    continue
                if info.flag_bits & 1:
                    raise Broken("has a password; hand in the notebook itself")
                inside, why = b"", ""
                try:
                    with archive.open(info) as file:
                        inside = _read(parts[-1], file)
                except Exception as error:
                    why = str(error) if isinstance(error, Broken) else "is damaged and cannot be unpacked"
                left -= len(inside)
                if left < 0:
                    raise Broken("holds too much; hand in the notebook itself")
                yield "/".join(map(shown, parts)), inside, why
    except Broken:
        raise
    except Exception as error:
        raise Broken(f"cannot be unpacked ({' '.join(str(error).split())[:100]})") from None


def cells(data):
    """The cells of a notebook file, a tuple of dicts with type, source, name (nbgrader's) and id; and the version of Python that
    wrote it, or "". What stands behind the notebook does not count. Raises Broken."""
    if len(data) > LARGEST:
        data = PICTURE.sub(b'""', data)
    if len(data) > LARGEST:
        raise Broken(f"has {len(data) // 1_000_000} MB; clear its outputs and hand it in again")
    try:
        notebook, _ = json.JSONDecoder().raw_decode(_text(data).lstrip())
    except json.JSONDecodeError as error:
        raise Broken(f"is damaged and cannot be read (line {error.lineno}: {error.msg})") from None
    except (ValueError, RecursionError):
        raise Broken("is damaged and cannot be read") from None
    try:
        raw = notebook["cells"] if "cells" in notebook else [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
        found = tuple(_cell(cell) for cell in raw if isinstance(cell, dict))
    except Exception:
        raise Broken("is damaged and cannot be read (cells are missing or damaged)") from None
    try:
        return found, str(notebook["metadata"]["language_info"]["version"])[:20]
    except (KeyError, TypeError):
        return found, ""


def _text(data):
    for encoding in ("utf-8-sig", None, "cp1252", "latin-1"):
        try:
            return data.decode(encoding or json.detect_encoding(data))
        except UnicodeDecodeError:
            continue
    raise Broken("is no text")


def _cell(raw):
    source = raw.get("source", raw.get("input", ""))
    source = "".join(map(str, source)) if isinstance(source, list) else str(source)
    source = re.sub("[\ud800-\udfff]", "\ufffd", source).replace("\r\n", "\n").replace("\r", "\n")
    metadata = raw.get("metadata")
    facts = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name, id_ = facts.get("grade_id") if isinstance(facts, dict) else None, raw.get("id")
    kind = str(raw.get("cell_type"))
    return dict(type=kind if kind in ("code", "raw") else "markdown", source=source,
                name=name if isinstance(name, str) else None, id=id_ if isinstance(id_, str) else None)  # fmt: skip


def everything(folder, exercises, asked=()):
    """Everyone; what they have handed in, {(student, exercise): Found}; the exercises that count, in their order; and sentences
    on what belongs to none. asked : exercises that count though nobody has handed them in."""
    everyone, said = students(folder)
    found = {student: find(student.path, exercises) for student in everyone}
    asked = [name for name in exercises if name in asked or any(name in mine for mine, _ in found.values())]
    work = {(student, name): what for student, (mine, _) in found.items() for name, what in mine.items()}
    for student, (mine, strays) in found.items():
        said += [f"{student.name}: {stray}" for stray in strays]
        if strays and not mine:
            work |= {(student, name): Found(broken="; ".join(strays[:3])) for name in asked}
    return everyone, work, asked, said


def find(folder, exercises):
    """{exercise: Found} of one student, and a sentence for each file that belongs to none."""
    candidates, strays = {}, []
    for place, data, why in _all(folder):
        by_path = next((name for name in exercises if name in place), None)
        if not why and not data:
            why = "is not a notebook; hand in the .ipynb file"
        try:
            if why:
                raise Broken(why)
            found, python = cells(data)
            name = _which(found, exercises, by_path)
            if name is None:
                raise Broken("is not one of the exercises")
            candidates.setdefault(name, []).append(Found(place, found, python=python))
        except Broken as error:
            sentence = f"{place.rpartition('/')[2]} {error}"
            strays.append(f"{place} {error}")
            if by_path:
                candidates.setdefault(by_path, []).append(Found(place, broken=sentence))
    return {name: _best(name, several, exercises[name], strays) for name, several in candidates.items()}, strays


def _all(folder):
    """(place, bytes, why not) of every file, those in a zip too."""
    for place, path, why in files(folder):
        if why:
            yield place, b"", why
            continue
        try:
            data = content(path)
            if data.startswith(b"PK\3\4") or place.lower().endswith(".zip"):  # a zip under another name, too
                yield from ((f"{place}/{name}", inside, no) for name, inside, no in unzip(data))
            else:
                yield place, data, ""
        except Broken as error:
            yield place, b"", str(error)


def _which(found, exercises, by_path):
    """The exercise that a notebook is, by the cells that it has from it; None if there is none."""

    texts, names = [plain(cell["source"]) for cell in found], [cell["name"] for cell in found if cell["name"]]

    def likeness(name):
        exercise = exercises[name]
        return 2 * sum(text in exercise.texts for text in texts if text) + sum(name in exercise.cells for name in names)

    best = max(exercises, key=lambda name: (likeness(name), name == by_path), default=None)
    if best is None or likeness(best) < 2:
        return by_path if found else None
    return best


def _best(name, several, exercise, strays):
    """Of several files for one exercise the one that counts; a person is told where it is not clear."""
    whole = [found for found in several if not found.broken]
    if not whole:
        return several[0]

    def work(found):
        return tuple(plain(cell["source"]) for cell in found.cells if plain(cell["source"]) not in exercise.texts | {""})

    right = f"{name}/{name}.ipynb"
    whole.sort(key=lambda found: (not work(found), found.place != right, found.place))
    first, others = whole[0], {work(found): found.place for found in whole[1:] if work(found)}
    others.pop(work(first), None)
    strays += [f"{found.place} is another copy" for found in whole[1:]]
    doubt = f"two different notebooks: {first.place} was taken, {', '.join(others.values())} was not" if others else ""
    return first._replace(remark="" if first.place == right else f"found as {first.place}", doubt=doubt)
