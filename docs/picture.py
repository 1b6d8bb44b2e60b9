"""The pictures of the README: python docs/picture.py writes docs/picture.png and docs/race.webp."""

import pathlib

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

import optlab  # noqa: E402

# Okabe and Ito's colours, which colour-blind readers can tell apart, and a line style each.
BLUE, ORANGE, GREEN, PINK, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#444444"
RACE = [
    (optlab.sgd, dict(lr=0.03), BLUE, ":"),
    (optlab.momentum, dict(lr=0.03, mu=0.9), ORANGE, "--"),
    (optlab.adagrad, dict(lr=0.6), GREEN, "-."),
    (optlab.adam, dict(lr=0.15), PINK, "-"),
]


def inside(axes, grid):
    """Left: Adam's named quantities on a gradient that speaks up rarely."""
    trace = optlab.drive(optlab.adam, optlab.signals.spikes(), lr=0.1)
    root = np.sqrt(trace.v_hat)
    rows = [("gradient g", trace.g, GREY), ("m_hat", trace.m_hat, BLUE), ("√v_hat", root, GREEN), ("update", trace.update, PINK)]
    for row, (name, values, colour) in enumerate(rows):
        ax = axes.figure.add_subplot(grid[row])
        ax.plot(np.arange(1, len(values) + 1), values, color=colour, lw=1.6)
        ax.set_ylabel(name, rotation=0, ha="right", va="center", color=colour)
        ax.spines[["top", "right"]].set_visible(False)
        ax.locator_params(axis="y", nbins=2)
        ax.tick_params(labelbottom=row == len(rows) - 1)
        if row == 0:
            ax.set_title("What happens inside Adam", loc="left", fontweight="bold")
    ax.set_xlabel("step")
    axes.remove()


def race(ax, landscape):
    """Right: four steps on one landscape."""
    (low_a, high_a), (low_b, high_b) = landscape.box
    a, b = np.meshgrid(np.linspace(low_a, high_a, 200), np.linspace(low_b, high_b, 200))
    ax.contourf(a, b, landscape.f(np.stack([a, b], axis=-1)), 24, cmap="Greys", alpha=0.6)
    for step, hyper, colour, style in RACE:
        path = optlab.descend(step, landscape, steps=150, **hyper).path
        label = f"{step.__name__}, " + ", ".join(f"{name} {value:g}" for name, value in hyper.items())
        ax.plot(*path.T, style, color=colour, lw=2, label=label)
        ax.plot(*path[-1], "o", color=colour, ms=8, mec="white")
    ax.plot(*landscape.start, "s", color="black", ms=7)
    ax.plot(*np.transpose(landscape.minima), "*", color="black", ms=10, mec="white", ls="")
    ax.set(xlim=landscape.box[0], ylim=landscape.box[1], xticks=[], yticks=[])
    ax.set_title(f"150 steps on “{landscape.name}”", loc="left", fontweight="bold")
    ax.legend(loc="upper left", framealpha=0.9)


def main():
    plt.rcParams.update({"font.size": 10, "figure.facecolor": "white", "axes.edgecolor": GREY})
    figure = plt.figure(figsize=(10, 4.6), dpi=110, layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[1, 1.05])
    inside(left, left.get_subplotspec().subgridspec(4, 1))
    race(right, optlab.landscapes.hills_and_canyon)
    target = pathlib.Path(__file__).with_suffix(".png")
    figure.savefig(target, metadata={"Software": None}, pil_kwargs={"optimize": True})
    film = target.with_name("race.webp")
    optlab.animate("five methods", optlab.landscapes.wobbly, film, steps=60, size=(760, 360), fps=12)
    for path in (target, film):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
