"""How things look: colours, dashes and markers that everyone can tell apart, on light and on dark paper."""

# Okabe and Ito's colours, which stay apart for colour-blind readers; every index also has a line style and a marker.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F", "#8C564B")
DASHES = ("-", (0, (6, 2)), (0, (2, 1.4)), (0, (7, 2, 1.5, 2)), (0, (1, 1)), (0, (9, 3)), (0, (4, 1, 1, 1, 1, 1)), (0, (3, 4)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
THEMES = {
    "light": dict(paper="#ffffff", ink="#1a1a1a", faint="#b5b5b5", signal="#8a8a8a", theory="#000000", deep="#d3dfea"),
    "dark": dict(paper="#111111", ink="#e8e8e8", faint="#4a4a4a", signal="#9a9a9a", theory="#ffffff", deep="#2a3c50"),
}
# The first three on paper of any colour: darker on light, lighter on dark, as the text is.
INKS = tuple(f"color-mix(in srgb,{colour} 75%,currentColor)" for colour in COLOURS[:3])
MISSING = "#8f8f8f"  # where there is no number; no shade of viridis is grey
_POINTS = {"start": "o", "minimum": "*", "chosen": "P", "region": "s", "missing": "s"}


def look(kind, index, theme="light"):
    """How a curve of this kind and index is drawn: keyword arguments of matplotlib's Line2D."""
    colour = COLOURS[index % len(COLOURS)]
    turn = index + index // len(COLOURS)  # the ninth has the first's colour, but another dash and marker
    dash, marker = DASHES[turn % len(DASHES)], MARKERS[turn % len(MARKERS)]
    if kind in ("signal", "ground"):
        return dict(color=THEMES[theme]["signal"], linewidth=1.0, linestyle="-", zorder=1)
    if kind == "border":
        return dict(color=COLOURS[1], linewidth=2.4, linestyle=(0, (5, 1.5)), zorder=5)
    if kind in _POINTS or kind == "now":
        fill = {"region": (*COLOURS, THEMES[theme]["faint"])[index % 9], "missing": MISSING, "now": colour}
        return dict(color=fill.get(kind, THEMES[theme]["ink"]), linewidth=0, linestyle="none", marker=_POINTS.get(kind, marker),
                    markersize=8, fillstyle="none" if kind == "start" else "full")  # fmt: skip
    if kind == "theory":
        return dict(color=THEMES[theme]["theory"], linewidth=1.1, linestyle=(0, (1, 2.5)), zorder=5)
    if kind == "edge":
        return dict(color=colour, linewidth=0.7, linestyle="-", zorder=2, alpha=0.8)
    if kind == "internal":
        return dict(color=colour, linewidth=1.8, linestyle=DASHES[(index - 3) % len(DASHES)], zorder=3)  # the first is 3
    if kind == "event":
        return dict(color=colour, linewidth=0, linestyle="none", marker=marker, markersize=5, zorder=5)
    if kind == "path":
        every = dict(marker=marker, markersize=3.2, markevery=8)
        return dict(color=colour, linewidth=1.8, linestyle=dash, zorder=4, **every)
    return dict(color=colour, linewidth=1.8, linestyle=dash, zorder=4)
