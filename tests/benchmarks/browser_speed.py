"""How fast the live figures answer, in JupyterLab and in a file opened from disk, beside `interact` with a new matplotlib figure.

    python tests/benchmarks/browser_speed.py [rounds]

All run in one session of Chromium, in turns, so that a busy machine slows all. Times are taken in the page: from the key's
event to the picture that has been drawn (for an image: decoded), and to the second animation frame after it, when it is seen.
"""

import os
import pathlib
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from browser.lab import Figure, Lab, browser, missing, server  # noqa: E402

import optlab  # noqa: E402, F401
from optlab.pictures import page as pages  # noqa: E402

SIGNAL = 'optlab.explore(optlab.momentum, "rectangles")'
LANDSCAPE = 'optlab.explore("five methods", landscape="wobbly")'
MAP = 'optlab.explore((optlab.momentum, dict(lr=0.01)), landscape="wobbly", map=("lr", "mu"))'

SIGNAL_PLAIN = """
import numpy as np, matplotlib.pyplot as plt, ipywidgets, optlab
from optlab.theory import closed_form
signal, t = optlab.signals.rectangles(), np.arange(300)
def plot(mu):
    update = optlab.drive(optlab.momentum, signal, lr=0.25, mu=np.array([0.25, mu, 0.975])).update
    plt.figure(figsize=(8.2, 3.8))
    plt.plot(t, signal, label="signal g")
    for k, value in enumerate((0.25, mu, 0.975)):
        plt.plot(t, update[:, k], label=f"mu = {value:g}")
    plt.plot(t, closed_form.update(optlab.momentum, signal, lr=0.25, mu=mu), ":", label="theory")
    plt.xlabel("step t"); plt.ylabel("update"); plt.legend(); plt.show()
_ = ipywidgets.interact(plot, mu=ipywidgets.FloatSlider(value=0.9, min=0, max=0.99, step=0.01))
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

# In the page: `paints` collects [event, drawn, second frame after] of each picture.
WATCH = """() => {
  const speed = window.speed = { paints: [], event: 0, busy: 0 };
  for (const kind of ["keydown", "pointermove"]) document.addEventListener(kind, (e) => { speed.event = e.timeStamp; }, true);
  const painted = () => {
    const row = [speed.event, performance.now()];
    requestAnimationFrame(() => requestAnimationFrame(() => speed.paints.push([...row, performance.now()])));
  };
  new MutationObserver((changes) => {
    if (changes.some((change) => change.type === "attributes")) painted();
    for (const change of changes) for (const node of change.addedNodes) {
      const image = node.nodeType === 1 && (node.matches("img") ? node : node.querySelector("img"));
      if (image) image.decode().then(painted);
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-frame"] });
}"""


def press(page, handle, times_over):
    """[event, drawn, seen] for three presses up and three down, several times over."""
    handle.focus()
    page.wait_for_timeout(150)
    rows = []
    for key in (["ArrowRight"] * 3 + ["ArrowLeft"] * 3) * times_over:
        before = page.evaluate("speed.paints.length")
        page.keyboard.press(key)
        page.wait_for_function("n => speed.paints.length > n", arg=before, polling=10)
        rows.append(page.evaluate("n => speed.paints[n]", before))
        page.wait_for_timeout(60 + 7 * (len(rows) % 5))
    return rows


def drag(page, figure, moves=90):
    """A fast drag of the start: (milliseconds from the last move to the last picture drawn, pictures, most in a frame)."""
    places = [figure.place(0, 2 * np.cos(k / 14), 2 * np.sin(k / 14)) for k in range(moves)]
    page.mouse.move(**places[0])
    page.mouse.down()
    page.wait_for_timeout(300)
    figure.element.evaluate("""root => { root.frames = []; let last = root.figure.frame;
      const look = () => { root.frames.push(root.figure.frame - last); last = root.figure.frame;
                            root.looking = requestAnimationFrame(look); };
      look(); }""")
    page.evaluate("speed.paints.length = 0")
    for place in places[1:]:
        page.mouse.move(**place)
    page.wait_for_timeout(700)
    rows = np.array(page.evaluate("speed.paints"))
    most = figure.element.evaluate("root => { cancelAnimationFrame(root.looking); return Math.max(...root.frames); }")
    page.mouse.up()
    return rows[-1, 1] - rows[-1, 0], len(rows), most


def playback(page, figure):
    """Pictures a second while a race is played from its start to its end."""
    figure.set(shown=0)
    page.evaluate("speed.paints.length = 0")
    figure.element.evaluate("root => root.figure.play()")
    figure.wait(lambda: figure.state()["shown"] == 125 and not figure.state()["playing"], lambda: "the end", 30)
    drawn = np.array(page.evaluate("speed.paints"))[:, 1]
    return (len(drawn) - 2) / (drawn[-2] - drawn[0]) * 1000


def maps(figure, times=9):
    """Milliseconds for all runs of a map, and their picture: while the start is moved."""
    return figure.element.evaluate(
        """async (root, times) => { const out = [];
             for (let k = 0; k < times; k++) {
               await new Promise(requestAnimationFrame);
               const t = performance.now();
               root.figure.set({ a: -2 + 0.1 * k });
               out.push(performance.now() - t);
             }
             return out; }""", times)  # fmt: skip


def load():
    return "load " + " ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else ""


def row(name, rows, against=None):
    event, drawn, seen = np.array(rows).T
    ratio = f"{np.median(np.subtract(*np.array(against).T[1::-1])) / np.median(drawn - event):7.0f}" if against else ""
    both = " ".join(f"{np.median(t):8.1f} {np.percentile(t, 95):8.1f}" for t in (drawn - event, seen - event))
    print(f"{name:44} {len(rows):4} {both} {ratio:>8}   {load()}")


def main(rounds=4):
    if missing():
        sys.exit(f"The browser cannot be used: {missing()}.")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "root"
        root.mkdir()
        with server(root) as url, browser() as window:
            lab, disk = Lab(window, url, root), window.new_page(viewport=dict(width=1280, height=1000))
            lab.page.set_default_timeout(60_000)
            body = "".join(eval(code).html() for code in (SIGNAL, LANDSCAPE, MAP))
            (root / "page.html").write_text(
                f'<!doctype html><html lang="en"><meta charset="utf-8"><title>figures</title><body>{body}</body></html>'
            )
            disk.goto(f"file://{root}/page.html")
            for page in (lab.page, disk):
                page.evaluate(WATCH)
            lab.new("speed.ipynb", "import optlab\n" + SIGNAL, SIGNAL_PLAIN, LANDSCAPE, LANDSCAPE_PLAIN, MAP)
            lab.run_all()
            found = {}
            for _ in range(rounds):
                for k, name in enumerate(("signal", "landscape")):
                    lab.page.bring_to_front()
                    cell = lab.scroll(2 * k)
                    cell.locator("svg[data-frame]").first.wait_for()
                    handle = cell.get_by_role("slider", name="mu slider") if k == 0 else cell.locator(".stage > svg")
                    found.setdefault((name, "in JupyterLab"), []).extend(press(lab.page, handle, 2))
                    cell = lab.scroll(2 * k + 1)
                    cell.locator("img").wait_for()
                    found.setdefault((name, "interact and a new figure"), []).extend(
                        press(lab.page, cell.locator(".noUi-handle"), 1)
                    )
                    disk.bring_to_front()
                    figure = Figure(disk, "", k)
                    handle = figure.slider("mu") if k == 0 else figure.svg
                    found.setdefault((name, "from disk"), []).extend(press(disk, handle, 2))
            print(f"{'milliseconds from the key':44} {'n':>4} {'drawn':>8} {'p95':>8} {'seen':>8} {'p95':>8} {'ratio':>8}")
            for (name, where), rows in found.items():
                against = None if where.startswith("interact") else found[name, "interact and a new figure"]
                row(f"{name}, {where}", rows, against)
            disk.bring_to_front()
            figure = Figure(disk, "", 1)
            figure.svg.scroll_into_view_if_needed()
            late, paints, most = drag(disk, figure)
            print(
                f"drag of 90 moves: {paints} pictures, at most {most} in a frame; "
                f"the last {late:.1f} ms after the last move   {load()}"
            )
            print(f"playback of five paths: {playback(disk, figure):.1f} pictures a second   {load()}")
            times = maps(Figure(disk, "", 2))
            print(f"map of 41 x 41 runs of 125 steps: {np.median(times):.1f} ms, at most {max(times):.1f}   {load()}")
            for kind in ("signal", "landscape", "map", "still"):
                runtime, inline = len(pages.script(kind)) / 1000, len(pages.inline(kind)) / 1000
                print(f"runtime of a figure of kind {kind}: {runtime:.0f} kB, {inline:.0f} kB as it stands in a page")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
