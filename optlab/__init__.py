import difflib
import importlib
import textwrap

from .steps import STEPS

__version__ = "0.2.0"

# The other public names by room and file; a module stands under its own name, or as `name=file`. Each is loaded when first
# used, so that `import optlab` loads numpy and nothing else.
_ROOMS = {
    "run": {"drive": "drive descend", "apply": "apply", "signature": "signature"},
    "worlds": {"": "signals landscapes matrices problems network learning data=digits"},
    "theory": {"formula": "formula source"},
    "pictures": {
        "explore": "explore",
        "curve": "explore_curve",
        "animation": "animate",
        "still": "draw panel",
        "tables": "table",
        "radius": "radius_panel",
        "family": "family",
    },
    "feedback": {"checks": "check", "questions.marks": "claim marks own", "questions.ask": "predict"},
}
_PLACES = {
    name.partition("=")[0]: (f"{room}.{file}", name) if file else (f"{room}.{name.partition('=')[2] or name}", None)
    for room, files in _ROOMS.items()
    for file, names in files.items()
    for name in names.split()
} | {"lookahead": ("steps.modern", "lookahead"), "variants": ("steps.variants", None)}

_ABOUT = {
    "steps": "the formulas; `lookahead` makes a step of a step, `variants` has the forms of the frameworks",
    "run": "the driver: runs a step on a signal, on a landscape, or in a training loop",
    "worlds": "what steps run on: signals, landscapes, matrices, noisy problems, a network with its data, learning to learn",
    "theory": "a step as formulas: rendered, changed, compared; predictions in closed form",
    "pictures": "live figures, still pictures, films, the family tree",
    "feedback": "what a learner's function does, line by line, and the marks for it",
}


def _names(room):
    if room == "steps":
        return [*STEPS, "lookahead", "variants"]
    return [name.partition("=")[0] for names in _ROOMS[room].values() for name in names.split()]


def _overview():
    """The whole package on one screen, room by room: what `help(optlab)` shows."""
    rooms = []
    for room, about in _ABOUT.items():
        names = textwrap.fill(" ".join(_names(room)), 88, initial_indent="    ", subsequent_indent="    ")
        rooms.append(f"{room}: {about}\n{names}")
    first = "Gradient-descent optimizers to learn from. Each is one pure function; its signature is its specification."
    return "\n".join([first, "", *rooms])


__doc__ = _overview()
globals().update(STEPS)


def __getattr__(name):
    if name in _ABOUT:
        return importlib.import_module(f".{name}", __name__)
    if name not in _PLACES:
        raise AttributeError(f"optlab has no {name!r}{_meant(name)}.")
    place, attribute = _PLACES[name]
    module = importlib.import_module(f".{place}", __name__)
    value = globals()[name] = module if attribute is None else getattr(module, attribute)
    return value


def _meant(name):
    """Whoever writes `optlab.Adam` or `optlab.adamw_keras` is told the nearest name that there is."""
    from .steps import variants

    forms = {form: f"variants.{form}" for form in vars(variants) if not form.startswith("_") and form != "np"}
    known = forms | {name: name for name in (*STEPS, *_PLACES, *_ABOUT)}
    close = difflib.get_close_matches(name.lower(), known, n=1)
    return f" (did you mean optlab.{known[close[0]]}?)" if close else f"; it has {', '.join(_ABOUT)}: see help(optlab)"


def __dir__():
    return [*STEPS, *_PLACES, *_ABOUT]


for _name in _names("run"):  # as light as the steps, so that `from optlab import *` gives both
    __getattr__(_name)
