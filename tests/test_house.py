"""The house: what is installed, what the files say of each other, what must not stand in any of them."""

import doctest
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import venv
import zipfile

import pytest

ROOT = pathlib.Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
PAGES = ["README.md", "CONTRIBUTING.md"]
SKIP = {
    ".git",
    "__pycache__",
    "build",
    "dist",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".benchmarks",
    ".ipynb_checkpoints",
}


def files():
    """What git tracks or would track; without git, everything but what tools leave behind."""
    try:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
        found = [ROOT / name for name in listed]
    except (OSError, subprocess.CalledProcessError):
        walked = ((pathlib.Path(folder), names, folders) for folder, folders, names in os.walk(ROOT))
        found = []
        for folder, names, folders in walked:
            folders[:] = [name for name in folders if name not in SKIP and not name.startswith(".venv")]
            found += [folder / name for name in names]
    return [path for path in found if path.is_file()]


def texts():
    """(path, text) of each file that is text."""
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data:
            yield path.relative_to(ROOT).as_posix(), data.decode("utf-8")


def run(*command, cwd=ROOT):
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


# What is installed


def test_the_package_needs_four_libraries():
    names = [re.match(r"[\w-]+", line)[0] for line in PROJECT["dependencies"]]
    assert sorted(names) == ["anywidget", "ipywidgets", "matplotlib", "numpy"]


def test_bounds_are_lower_bounds():
    lines = [
        *PROJECT["dependencies"],
        *(line for extra in EXTRAS.values() for line in extra),
        "python" + PROJECT["requires-python"],
    ]
    wrong = [line for line in lines if not re.fullmatch(r"[\w-]+>=\d+(\.\d+)*", line)]
    assert not wrong


def test_conda_has_the_same_bounds():
    lines = [line.strip() for line in (ROOT / "environment.yml").read_text("utf-8").splitlines()]
    conda = {line.removeprefix("- ") for line in lines if re.fullmatch(r"- [\w-]+>=.*", line)}
    assert conda == {"python" + PROJECT["requires-python"], *PROJECT["dependencies"], *EXTRAS["lab"]}
    assert "- --editable .[grade,test]" in lines


def test_constraints_are_names_and_versions_that_fit():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()[1:]
    tested = dict(line.split("==") for line in lines)
    assert all(re.fullmatch(r"[\w.-]+", name) and re.fullmatch(r"[\w.+!]+", version) for name, version in tested.items())
    tested = {name.lower().replace("_", "-"): [int(n) for n in re.findall(r"\d+", version)] for name, version in tested.items()}
    for line in [*PROJECT["dependencies"], *(line for extra in EXTRAS.values() for line in extra)]:
        name, bound = line.split(">=")
        assert tested[name] >= [int(n) for n in bound.split(".")], line


def test_import_loads_no_pictures_and_no_widgets():
    heavy = "[m for m in ('matplotlib', 'ipywidgets', 'anywidget', 'IPython', 'torch') if m in sys.modules]"
    assert run(sys.executable, "-c", f"import sys, optlab; print({heavy})").strip() == "[]"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_wheel_works_in_an_empty_environment(tmp_path):
    pytest.importorskip("hatchling")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("optlab_course-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {path.relative_to(ROOT).as_posix() for path in files()}
    assert {name for name in ours if name.startswith("optlab/")} == {name for name in inside if name.startswith("optlab/")}
    assert any(name.endswith("licenses/LICENSE") for name in inside)

    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(python, "-m", "pip", "install", "--quiet", "--no-compile", wheel)
    code = """
import numpy, optlab
assert optlab.__file__.startswith(__import__("sys").prefix), optlab.__file__
print(optlab.descend(optlab.sgd, optlab.landscapes.simple_quadratic, x0=[1.0, 2.0], steps=2, lr=0.25).x[-1])
"""
    assert run(python, "-c", code, cwd=tmp_path).strip() == "[0.25 0.5 ]"


# What the files say


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_pages_exist(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", (ROOT / page).read_text("utf-8"), re.M))
    assert named and named <= targets


@pytest.mark.parametrize("page", PAGES)
def test_links_of_the_pages_lead_somewhere(page):
    text = (ROOT / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    folders = re.findall(r"^\| `([\w./]+)` \|", text, re.M)
    missing = [name for name in [*links, *folders] if not (ROOT / name).exists()]
    assert not missing


def test_the_example_of_the_readme_runs():
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    example = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README.md", "README.md", 0)
    assert len(blocks) == 2 and len(example.examples) >= 9
    assert doctest.DocTestRunner().run(example).failed == 0


def test_windows_lines_of_the_workflow_are_those_of_the_readme():
    readme = {line.strip() for line in (ROOT / "README.md").read_text("utf-8").splitlines()}
    workflow = (ROOT / ".github/workflows/test.yml").read_text("utf-8").splitlines()
    lines = [line.strip() for line in workflow if ".venv\\" in line]
    assert len(lines) == 3 and set(lines) <= readme


def test_the_readme_lists_the_chapters_with_their_minutes():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import course
    finally:
        sys.path.pop(0)
    rows = re.findall(r"^\| \w+ \| \[.*\]\(notebooks/.*$", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert rows == list(course.readme_rows()), "run: python tools/course.py"
    cells = json.loads((ROOT / "notebooks" / "00_map.ipynb").read_text("utf-8"))["cells"]
    assert set(course.map_rows()) <= {line.strip() for cell in cells for line in cell["source"]}, "run: python tools/course.py"
    assert all(chapter.minutes for chapter in course.chapters())


def test_what_opens_first_says_how_to_run_it_and_how_to_work_in_a_copy():
    first = "".join(json.loads((ROOT / "notebooks" / "00_map.ipynb").read_text("utf-8"))["cells"][0]["source"])
    assert "Run → Run All Cells" in first and "copy (File → Save Notebook As…)" in first
    assert "00_map.ipynb" in re.search(r"LAB_FLAGS = .*", (ROOT / "Makefile").read_text("utf-8"))[0]


def test_jupyter_offers_no_news():
    settings = json.loads((ROOT / "tools" / "lab" / "overrides.json").read_text("utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"] == {"fetchNews": "false", "checkForUpdates": False}
    starts = [line for page in ("Makefile", "README.md") for line in (ROOT / page).read_text("utf-8").splitlines()
              if "app_settings_dir=" in line]  # fmt: skip
    assert len(starts) == 3 and all("LabApp.app_settings_dir=tools/lab" in line for line in starts)


def test_the_picture_is_small():
    assert (ROOT / "docs" / "race.webp").stat().st_size < 250_000


FORBIDDEN = {
    "a path of one machine": r"(?<![\w./<-])/(?:work|root|home|tmp|Users)/\w|[A-Z]:\\+Users",
    "a registry's host": r"pypi\.org/simple|pythonhosted\.org|conda\.anaconda\.org|npmjs\.org|-index-ur[l]|--find-link[s]",
    "a package of another author": r"pip3? install (?:-\S+ )*optlab\b(?!-course)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what):
    found = [f"{name}: {hit[0]}" for name, text in texts() for hit in re.finditer(FORBIDDEN[what], text)]
    assert not found


@pytest.mark.parametrize(
    "what, line",
    [
        ("a path of one machine", 'open("' + "/home" + '/ann/data.npz")'),
        ("a path of one machine", "C:\\" + "Users\\ann"),
        ("a registry's host", "https://files.python" + "hosted.org/packages/x"),
        ("a package of another author", "pip " + "install --upgrade optlab"),
    ],
)
def test_such_a_line_would_be_found(what, line):
    assert re.search(FORBIDDEN[what], line)
