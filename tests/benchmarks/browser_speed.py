"""How fast the live figures answer in JupyterLab: from the key to the painted picture, beside `interact` with a new figure.

    python tests/benchmarks/browser_speed.py [rounds]

Both run in one session of JupyterLab and Chromium, in turns, so that a busy machine slows both. Times are taken in the page:
from the key's event to the first animation frame after the new picture is there.
"""

import os
import pathlib
import re
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from browser.lab import Lab, browser, missing, server  # noqa: E402

SIGNAL = """
import optlab
optlab.explore(optlab.momentum, "rectangles")
"""

SIGNAL_PLAIN = """
import numpy as np, matplotlib.pyplot as plt, ipywidgets, optlab
from optlab.theory import closed_form
signal, x = optlab.signals.rectangles(), np.arange(300)
def plot(mu):
    update = optlab.drive(optlab.momentum, signal, lr=0.25, mu=np.array([0.25, mu, 0.975])).update
    plt.figure(figsize=(8.2, 3.8))
    plt.plot(x, signal, label="signal g")
    for k, value in enumerate((0.25, mu, 0.975)):
        plt.plot(x, update[:, k], label=f"mu = {value:g}")
    plt.plot(x, closed_form.update(optlab.momentum, signal, lr=0.25, mu=mu), ":", label="theory")
    plt.xlabel("step t"); plt.ylabel("update"); plt.legend(); plt.show()
_ = ipywidgets.interact(plot, mu=ipywidgets.FloatSlider(value=0.9, min=0, max=0.99, step=0.01))
"""

LANDSCAPE = """
import optlab
steps = [optlab.sgd, optlab.momentum, optlab.rmsprop, optlab.adagrad, optlab.adam]
optlab.explore(steps, landscape=optlab.landscapes.wobbly)
"""

LANDSCAPE_PLAIN = """
import numpy as np, matplotlib.pyplot as plt, ipywidgets, optlab
world = optlab.landscapes.wobbly
steps = [optlab.sgd, optlab.momentum, optlab.rmsprop, optlab.adagrad, optlab.adam]
traces = [optlab.descend(step, world, steps=125) for step in steps]
x, y = (np.linspace(*side, 121) for side in world.box)
z = world.f(np.stack(np.meshgrid(x, y), axis=-1))
def plot(lr):
    traces[0] = optlab.descend(steps[0], world, steps=125, lr=lr)
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4.2))
    left.contour(x, y, z, levels=25, colors="0.7", linewidths=0.6)
    for step, trace in zip(steps, traces):
        left.plot(*trace.path.T, label=step.__name__)
        right.semilogy(np.maximum(trace.loss - trace.loss.min(), 1e-12))
    left.legend(); plt.show()
_ = ipywidgets.interact(plot, lr=ipywidgets.FloatLogSlider(value=0.01, min=-4, max=0, step=0.05))
"""

# In the page: `paints` collects the time of each painted picture, `key` the time of the last key, `move` of the last mouse move.
WATCH = """() => {
  const speed = window.speed = { paints: [], key: 0, move: 0, blank: 0 };
  const painted = () => requestAnimationFrame(() => speed.paints.push(performance.now()));
  document.addEventListener("keydown", () => { speed.key = performance.now(); }, true);
  document.addEventListener("pointermove", () => { speed.move = performance.now(); }, true);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") painted();
      for (const node of change.addedNodes) {
        const image = node.nodeType === 1 && (node.matches("img") ? node : node.querySelector("img"));
        if (image) image.decode().then(painted);
      }
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-frame"] });
}"""

# Is the canvas ever empty while pictures follow each other? Looked at in each animation frame.
LOOK = """(canvas) => {
  const look = () => {
    const row = canvas.getContext("2d").getImageData(0, canvas.height >> 1, canvas.width, 1).data;
    if (row.every((value) => value === row[0] || value === 255)) speed.blank += 1;
    speed.looking = requestAnimationFrame(look);
  };
  look();
}"""


def press(page, handle, times_over):
    """Milliseconds from key to paint, for three presses up and three down, several times over."""
    handle.focus()
    times = []
    for key in (["ArrowRight"] * 3 + ["ArrowLeft"] * 3) * times_over:
        before = page.evaluate("speed.paints.length")
        page.keyboard.press(key)
        page.wait_for_function("n => speed.paints.length > n", arg=before, polling=10)
        times.append(page.evaluate("n => speed.paints[n] - speed.key", before))
        page.wait_for_timeout(60)
    return times


def drag(page, handle, canvas, moves=90):
    """A fast drag: (milliseconds from the last move to the last paint, paints, animation frames with an empty canvas)."""
    canvas.evaluate(LOOK)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("speed.paints.length = 0")
    for k in range(moves):
        page.mouse.move(x + 60 * np.sin(k / 14), y)
    page.wait_for_timeout(1500)
    page.mouse.up()
    result = page.evaluate("[speed.paints.at(-1) - speed.move, speed.paints.length, speed.blank]")
    page.evaluate("cancelAnimationFrame(speed.looking)")
    return result


def playback(page, figure, seconds=5):
    """Pictures a second while a race is played from its start."""
    figure.get_by_role("slider", name="steps shown slider").press("Home")
    page.wait_for_timeout(700)
    button = figure.get_by_role("button", name="play or pause")
    button.click()
    page.wait_for_timeout(300)
    page.evaluate("speed.paints.length = 0")
    page.wait_for_timeout(1000 * seconds)
    button.click()
    first, last, count = page.evaluate("[speed.paints[0], speed.paints.at(-1), speed.paints.length]")
    return (count - 1) / (last - first) * 1000


def load():
    return "load " + " ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else ""


def row(name, times, against=None):
    median, p95 = np.median(times), np.percentile(times, 95)
    ratio = f"{np.median(against) / median:6.2f}" if against else ""
    print(f"{name:46} {median:8.0f} {p95:8.0f} {ratio:>8}   {load()}")


def compare(lab, name, live, plain, rounds):
    """The live and the plain figure, each in a cell of one notebook, in turns; the live one and its slider."""
    lab.new(name + ".ipynb", live, plain)
    lab.run_all()
    panel = lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    figure, other = panel.locator(".optlab"), panel.locator(".widget-interact")
    lab.scroll(0)
    figure.locator("canvas[data-frame]").wait_for()
    fast = figure.get_by_role("slider", name=re.compile("^(mu|lr) slider")).last
    quick, slow = [], []
    for _ in range(rounds):
        lab.scroll(0)
        quick += press(lab.page, fast, 2)
        lab.scroll(1)
        other.locator("img").wait_for()
        slow += press(lab.page, other.locator(".noUi-handle"), 1)
    row(f"{name}: live figure", quick, slow)
    row(f"{name}: interact and a new figure", slow)
    lab.scroll(0)
    return figure, fast


def main(rounds=4):
    if missing():
        sys.exit(f"The browser cannot be used: {missing()}.")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "root"
        root.mkdir()
        with server(root) as url, browser() as window:
            lab = Lab(window, url, root)
            lab.page.evaluate(WATCH)
            print(f"{'milliseconds from key to paint':46} {'median':>8} {'p95':>8} {'ratio':>8}   {load()}")
            figure, handle = compare(lab, "signal", SIGNAL, SIGNAL_PLAIN, rounds)
            late, paints, blank = drag(lab.page, handle, figure.locator("canvas"))
            print(f"drag of 90 moves: {paints} pictures, the last one {late:.0f} ms after the last move, {blank} empty frames")
            lab.close()
            figure, _ = compare(lab, "landscape", LANDSCAPE, LANDSCAPE_PLAIN, rounds)
            print(f"playback of five paths: {playback(lab.page, figure):.1f} pictures a second   {load()}")
            lab.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
