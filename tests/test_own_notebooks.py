"""Notebooks of one's own beside the chapters and the exercises: they are left alone, or one sentence names the file."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import course  # noqa: E402

CODE = json.dumps(dict(cells=[dict(cell_type="code", source="1 + 1", metadata={}, outputs=[], execution_count=None)],
                       metadata={}, nbformat=4, nbformat_minor=4))  # fmt: skip
OTHER = CODE.replace('"code"', '"markdown"').replace("1 + 1", "# 03 · Averages")
COPY = (ROOT / "notebooks" / "04_momentum.ipynb").read_text("utf-8")
OWN = {
    "Untitled.ipynb": CODE, "Untitled1.ipynb": "", "broken.ipynb": "{", "my momentum.ipynb": COPY, "a_copy.ipynb": COPY,
    "04_momentum-Copy1.ipynb": COPY, "04_momentum (1).ipynb": COPY, "04_momentum_mine.ipynb": COPY, "04_m.ipynb": "",
    "00_map_mine.ipynb": "[]", "appendix_gallery_mine.ipynb": "", ".ipynb_checkpoints/04_momentum-checkpoint.ipynb": COPY,
}  # fmt: skip


def put(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_beside_the_chapters_they_are_left_alone(tmp_path):
    shutil.copytree(ROOT / "notebooks", tmp_path, dirs_exist_ok=True)
    put(tmp_path, OWN)
    names = [chapter.name for chapter in course.chapters(tmp_path)]
    assert names == [path.stem for path in course.paths()] and len(names) == 29


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("", "cannot be read as a notebook: restore it, or take it out of "),
        ("{", "cannot be read as a notebook: restore it, or take it out of "),
        ("[]", "cannot be read as a notebook: restore it, or take it out of "),
        ('{"cells": [3]}', "cannot be read as a notebook: restore it, or take it out of "),
        ("\udcff", "cannot be read as a notebook: restore it, or take it out of "),
        (CODE, "is no chapter: its first text has no heading '# 28 · Title'; write one, or rename it."),
        (OTHER, "is no chapter: its first text has no heading '# 28 · Title'; write one, or rename it."),
    ],
)
def test_what_is_called_as_a_chapter_and_is_none_is_told(tmp_path, text, sentence):
    path = tmp_path / "28_mine.ipynb"
    path.write_text(text, "utf-8", errors="surrogateescape")
    with pytest.raises(SystemExit, match=re.escape(f"{path} {sentence}")):
        course.chapters(tmp_path)


def test_a_chapter_that_is_not_there_is_told(tmp_path):
    for package in ("sphinx", "nbconvert", "latex2mathml"):
        pytest.importorskip(package)
    from book import alone

    with pytest.raises(SystemExit, match="CHAPTER is '99'; it must be one of 00, 01, .*, 27, Gallery."):
        alone.main("99", tmp_path / "page.html")


def test_beside_the_chapters_they_are_not_tested(tmp_path):
    chapters = {f"notebooks/{name}.ipynb" for name in ("00_map", "04_momentum", "appendix_gallery")}
    put(tmp_path, {f"notebooks/{name}": text for name, text in OWN.items()} | dict.fromkeys(chapters, CODE))
    put(tmp_path, {"exercises/04_momentum/04_momentum.ipynb": CODE})
    put(tmp_path, {name: (ROOT / name).read_text("utf-8") for name in ("conftest.py", "tools/course.py")})
    options = ["-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path), "--nbval-lax", "--collect-only", "-q"]
    line = [sys.executable, "-m", "pytest", *options, "notebooks"]
    said = subprocess.run(line, capture_output=True, text=True, cwd=tmp_path).stdout
    assert set(re.findall(r"notebooks/.*?\.ipynb", said)) == chapters, said
    assert ".ipynb" not in (ROOT / "Makefile").read_text("utf-8").partition("outputs:")[2].partition("constraints:")[0]


def test_beside_the_exercises_they_stay_and_beside_the_solutions_they_are_not_handed_out(tmp_path):
    pytest.importorskip("nbgrader")
    import exercises

    shutil.copytree(ROOT / "solutions" / "04_momentum", tmp_path / "solutions" / "04_momentum")
    put(tmp_path, {f"solutions/04_momentum/{name}": text for name, text in OWN.items()})
    put(tmp_path, {f"exercises/04_momentum/{name}": text for name, text in OWN.items()} | {"exercises/mine/mine.ipynb": ""})
    for _ in range(2):  # the second time there is an exercise
        exercises.generate(["04_momentum"], root=tmp_path)
        made = {path.name: path.read_text("utf-8") for path in (tmp_path / "exercises" / "04_momentum").glob("*.ipynb")}
        assert made.pop("04_momentum.ipynb") == (ROOT / "exercises/04_momentum/04_momentum.ipynb").read_text("utf-8")
        assert made == {name: text for name, text in OWN.items() if "/" not in name}
    assert (tmp_path / "exercises" / "mine" / "mine.ipynb").exists()


def test_a_handout_without_git_leaves_out_what_jupyter_left_behind(tmp_path, monkeypatch):
    from grading import handout

    put(tmp_path / "course", {f"exercises/04_momentum/{name}": text for name, text in OWN.items()})
    (tmp_path / "course" / "exercises" / "latin.ipynb").write_bytes(b"\xe9")
    monkeypatch.setattr(handout, "ROOT", tmp_path / "course")
    monkeypatch.setenv("PATH", str(tmp_path))
    written = {path.name for path in handout.write(tmp_path / "out").rglob("*.ipynb")}
    assert written == {name for name in OWN if "/" not in name} | {"latin.ipynb"}


def test_ruff_looks_at_chapters_alone(tmp_path):
    pytest.importorskip("ruff")
    put(tmp_path, {f"notebooks/{name}": OWN[name] for name in ("Untitled1.ipynb", "broken.ipynb", "my momentum.ipynb")})
    put(tmp_path, {"notebooks/04_momentum.ipynb": COPY, "pyproject.toml": (ROOT / "pyproject.toml").read_text("utf-8")})
    line = [sys.executable, "-m", "ruff", "check", "--no-cache", "--show-files", "."]
    said = subprocess.run(line, capture_output=True, text=True, cwd=tmp_path).stdout
    assert [name for name in said.splitlines() if name.endswith(".ipynb")] == [str(tmp_path / "notebooks" / "04_momentum.ipynb")]
