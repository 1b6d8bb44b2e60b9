"""A JupyterLab of our own and a Chromium that looks at it: what the browser tests and the benchmark stand on."""

import contextlib
import importlib.util
import json
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import optlab

# Quiet and offline; a container's root has no sandbox.
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-dev-shm-usage", "--force-color-profile=srgb"]  # fmt: skip


def chromium():
    """The system's Chromium, or None. Playwright's own download is never used."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


def missing(packages=("playwright", "jupyterlab", "anywidget")):
    """Why the browser cannot be used here, or None."""
    for package in packages:
        if not importlib.util.find_spec(package):
            return f"{package} is not installed"
    return None if chromium() else "there is no chromium, chromium-browser or google-chrome on the PATH"


@contextlib.contextmanager
def server(root):
    """JupyterLab over the folder `root`, for this computer only, with nobody's settings; yields its address."""
    home = root.parent / "jupyter"
    spec = home / "data" / "kernels" / "python3"
    spec.mkdir(parents=True)
    kernel = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(json.dumps(dict(argv=kernel, display_name="Python 3", language="python")))
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')  # else it asks
    package = str(pathlib.Path(optlab.__file__).parents[1])  # the kernel's optlab is the one under test
    path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    # JUPYTER_NO_CONFIG also leaves the server extensions of other packages out: a faster start, nothing to trip over.
    env = os.environ | dict(
        JUPYTER_CONFIG_DIR=str(home / "config"), JUPYTER_DATA_DIR=str(home / "data"), JUPYTER_RUNTIME_DIR=str(home / "runtime"),
        JUPYTERLAB_SETTINGS_DIR=str(home / "settings"),
        IPYTHONDIR=str(home / "ipython"), JUPYTER_PREFER_ENV_PATH="0", JUPYTER_NO_CONFIG="1", PYTHONPATH=path,
    )  # fmt: skip
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--port-retries=0",
               f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}", "--LabApp.news_url=None",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--expose-app-in-browser",
               *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])]  # fmt: skip
    with open(home / "log", "w") as log, subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=root) as process:
        try:
            deadline = time.monotonic() + 60
            while not _answers(f"{url}/api/status?token={token}"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("JupyterLab did not start:\n" + (home / "log").read_text())
                time.sleep(0.1)
            yield f"{url}/lab?reset&token={token}"
        finally:
            process.terminate()  # it ends its kernels first
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _answers(url):
    with contextlib.suppress(urllib.error.URLError, OSError):
        return urllib.request.urlopen(url, timeout=5).status == 200


@contextlib.contextmanager
def browser():
    """Headless Chromium; yields Playwright's browser."""
    from playwright.sync_api import sync_playwright

    root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium(), args=FLAGS + root)
        try:
            yield window
        finally:
            window.close()


class Lab:
    """A page with JupyterLab open in it."""

    def __init__(self, browser, url, root):
        self.root = root
        self.page = browser.new_page(viewport=dict(width=1280, height=1000))
        self.page.set_default_timeout(15_000)
        self.page.goto(url, wait_until="domcontentloaded")
        self.page.wait_for_function("window.jupyterapp && jupyterapp.restored", timeout=60_000)
        self.page.evaluate("jupyterapp.restored.then(() => null)")

    def command(self, name, **args):
        """One of JupyterLab's commands, as its menus call them."""
        self.page.evaluate("([name, args]) => jupyterapp.commands.execute(name, args).then(() => null)", [name, args])

    def open(self, path):
        """A notebook, its kernel ready."""
        self.command("docmanager:open", path=path, factory="Notebook")
        self.page.evaluate("jupyterapp.shell.currentWidget.context.ready.then(() => null)")
        self.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.ready.then(() => null)")

    def new(self, name, *cells):
        """A notebook of these code cells, opened."""
        import nbformat

        kernel = dict(name="python3", display_name="Python 3", language="python")
        cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
        book = nbformat.v4.new_notebook(cells=cells, metadata=dict(kernelspec=kernel))
        nbformat.write(book, self.root / name)
        self.open(name)

    def run_all(self):
        self.command("notebook:run-all-cells")

    def run(self, code):
        """Code typed into the notebook's active cell and run."""
        self.page.evaluate(
            """code => { const cell = jupyterapp.shell.currentWidget.content.activeCell;
                         cell.model.sharedModel.setSource(code); }""", code)  # fmt: skip
        self.command("notebook:run-cell")

    def cells(self):
        """The cells of the open notebook, as nbformat has them."""
        return self.page.evaluate("[...jupyterapp.shell.currentWidget.content.model.cells].map(cell => cell.toJSON())")

    def outputs(self):
        """The outputs of its code cells."""
        return [cell["outputs"] for cell in self.cells() if cell["cell_type"] == "code"]

    def scroll(self, k):
        """Scroll to a cell: JupyterLab draws what is in view."""
        self.page.evaluate("k => jupyterapp.shell.currentWidget.content.scrollToItem(k, 'start')", k)
        return self.page.locator(f".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell[data-windowed-list-index='{k}']")

    def show(self, code):
        """Code that ends with a live figure, run in the active cell; the figure."""
        self.run(code)
        errors = [line for cell in self.outputs() for line in cell if line["output_type"] == "error"]
        assert not errors, errors[0]["evalue"]
        return Figure(self.page)

    def close(self):
        """Close the notebook and end its kernel."""
        self.page.evaluate(
            """(async () => { const panel = jupyterapp.shell.currentWidget;
                 await panel.context.save(); await panel.sessionContext.shutdown(); panel.dispose(); })()"""
        )


class Figure:
    """A live figure in a page: JupyterLab's, or one that was opened from disk."""

    def __init__(self, page, within=".jp-NotebookPanel:not(.lm-mod-hidden) ", k=0):
        self.page = page
        self.element = page.locator(within + ".optlab-figure:has(svg[data-frame])").nth(k)
        self.svg = self.element.locator(".stage > svg")
        self.svg.wait_for()

    @property
    def frame(self):
        """The number of the frame that is painted."""
        return int(self.svg.get_attribute("data-frame"))

    def scene(self):
        """What the page shows."""
        return self.element.evaluate("root => root.figure.scene()")

    def set(self, **values):
        """Controls set by name, and painted."""
        self.element.evaluate("(root, values) => root.figure.set(values).then(() => null)", values)

    def state(self):
        return self.element.evaluate("root => root.figure.state")

    def wait(self, ready, what, timeout=10.0):
        """Wait until `ready()` is true; what is waited for is said when it does not come."""
        deadline = time.monotonic() + timeout
        while not ready():
            assert time.monotonic() < deadline, f"after {timeout} s still not: {what()}"
            self.page.wait_for_timeout(20)

    def unfold(self, name="more"):
        """Open a group of controls."""
        group = self.element.locator("summary", has_text=name)
        if group.count() and group.locator("xpath=..").get_attribute("open") is None:
            group.click()

    def number(self, name):
        """The number box with this label."""
        return self.element.get_by_role("spinbutton", name=name, exact=True)

    def slider(self, name):
        return self.element.get_by_role("slider", name=name + " slider", exact=True)

    def type(self, name, value):
        """A number typed into its box."""
        self.number(name).fill(str(value))
        self.number(name).press("Tab")

    def place(self, panel, x, y):
        """Where a point of a panel is in the window."""
        return self.element.evaluate(
            """(root, [k, x, y]) => { const b = root.figure.painter.boxes[k], r = root.figure.painter.svg.getBoundingClientRect();
                 return { x: r.left + b.sx(x), y: r.top + b.sy(y) }; }""", [panel, x, y])  # fmt: skip
