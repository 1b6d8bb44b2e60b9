"""The course in the browser, with Python and without an install: `python -m book.lite` makes build/site/lite.

JupyterLite, the chapters, the exercises, and Pyodide: from its public distribution, or from the folder PYODIDE. The package and
what it needs stand in Pyodide's list of packages, so that `import optlab` works and nobody installs anything.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import course
from course import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .pages import SITE

HERE = Path(__file__).resolve().parent
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
SERVERS = ["@jupyter/nbgrader", "@jupyter-notebook/lab-extension"]  # extensions that would ask a server
STARTED = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython", "optlab-course"]  # with the kernel


def main(site=SITE, pyodide=os.environ.get("PYODIDE", "")):
    """Builds site/lite. pyodide : a folder with Pyodide and its packages; "" for the public distribution."""
    with tempfile.TemporaryDirectory() as stage:  # two builds at once do not meet
        _build(Path(stage), Path(site) / "lite", pyodide)
    return 0


def _build(stage, out, pyodide):
    from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_MJS

    _contents(stage / "files")
    static = stage / "own"
    settings = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": STARTED}}
    if pyodide:
        shutil.copytree(pyodide, static, copy_function=shutil.copyfile)
        lock = json.loads((static / "pyodide-lock.json").read_text("utf-8"))
        settings["pyodideUrl"] = f"./pyodide/{PYODIDE_MJS}"
    else:
        static.mkdir()
        with urllib.request.urlopen(f"{PYODIDE_CDN_URL}/pyodide-lock.json") as answer:
            lock = json.load(answer)
        for row in lock["packages"].values():
            row["file_name"] = f"{PYODIDE_CDN_URL}/{row['file_name']}"
        settings["loadPyodideOptions"]["lockFileURL"] = "./pyodide/pyodide-lock.json"
    _add(lock, static, [_own_wheel(stage), *([] if pyodide else _wheels(stage, lock["info"]["python"]))])
    (static / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")
    config = {
        "appName": "optlab",
        "exposeAppInBrowser": True,
        "disabledExtensions": SERVERS,
        "litePluginSettings": {KERNEL: settings},
    }
    config = json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config})
    (stage / "jupyter-lite.json").write_text(config, "utf-8")
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(stage), "--contents", str(stage / "files"),
               "--output-dir", str(out), "--apps", "lab", "--no-sourcemaps", "--no-unused-shared-packages", "--no-libarchive",
               "--log-level=ERROR"]  # fmt: skip
    done = subprocess.run(command, cwd=stage, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    shutil.copytree(static, out / "pyodide")


def place(kind, name):
    """Where a notebook lies in the browser. Two open notebooks of one name would share a kernel, so exercises are called so.

    >>> place("exercises", "04_momentum")
    'exercises/04_momentum_exercises.ipynb'
    """
    return f"{kind}/{name}{'_exercises' if kind == 'exercises' else ''}.ipynb"


def _contents(folder):
    for chapter in course.chapters():
        text = re.sub(r"exercises/(\w+)/\1\.ipynb", r"exercises/\1_exercises.ipynb", chapter.path.read_text("utf-8"))
        _write(folder / place("notebooks", chapter.name), text)
        if chapter.exercises:
            text = chapter.exercises.read_text("utf-8")
            _write(folder / place("exercises", chapter.name), text.replace("../../notebooks/", "../notebooks/"))
    _write(folder / "read_me_first.md", (HERE / "here.md").read_text("utf-8"))


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _pip(*arguments):
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)], check=True)


def _own_wheel(stage):
    folder = stage / "wheel"
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


def _wheels(stage, python):
    """What the public distribution has not: widgets, and the wheels that the kernel brings in place of ipykernel and others."""
    folder = stage / "wheels"
    target = ["--only-binary=:all:", "--platform=any", "--python-version=" + ".".join(python.split(".")[:2])]
    _pip("download", *target, "--dest", folder, "anywidget", "ipywidgets", "ipython")
    shims = Path(sys.prefix, "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi")
    return [*folder.glob("*.whl"), *shims.glob("*.whl")]  # of two with one name the last counts


def _add(lock, folder, wheels):
    """Put wheels into the folder and into Pyodide's list."""
    rows = {name: wheel for wheel in wheels for name in [canonicalize_name(_metadata(wheel)["Name"])]}
    known = {*lock["packages"], *rows}
    for name, wheel in rows.items():
        shutil.copyfile(wheel, folder / wheel.name)
        metadata, inside = _metadata(wheel), zipfile.ZipFile(wheel).namelist()
        tops = {file.split("/")[0].removesuffix(".py") for file in inside if file.endswith(".py") and ".data/" not in file}
        here = {"sys_platform": "emscripten", "platform_system": "Emscripten", "extra": ""}
        needs = [Requirement(line) for line in metadata.get_all("Requires-Dist") or []]
        needs = {canonicalize_name(need.name) for need in needs if not need.marker or need.marker.evaluate(here)}
        lock["packages"][name] = {
            "name": name, "version": metadata["Version"], "file_name": wheel.name, "install_dir": "site",
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(), "imports": sorted(tops), "depends": sorted(needs & known),
            "package_type": "package", "unvendored_tests": False,
        }  # fmt: skip


def _metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(file for file in archive.namelist() if file.endswith(".dist-info/METADATA"))
        return HeaderParser().parsestr(archive.read(name).decode())


if __name__ == "__main__":
    sys.exit(main())
