import functools
import importlib
import inspect
import sys
import textwrap

from .run.nearest import nearest
from .steps import STEPS

__version__ = "0.2.0"

# The other public names by room and file; a module stands under its own name, or as `name=file`. Each is loaded when first
# used, so that `import optlab` loads numpy and nothing else.
_ROOMS = {
    "run": {"drive": "drive descend", "apply": "apply", "signature": "signature"},
    "worlds": {"": "signals landscapes matrices problems network learning data=digits"},
    "theory": {},
    "formulas": {"formula": "formula source"},
    "functions": {},
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
    "steps": "the formulas; in variants the forms of the frameworks",
    "run": "the driver, in an open or closed loop",
    "worlds": "what steps run on, from signals to a network and its data",
    "theory": "predictions in closed form",
    "formulas": "a step as formulas, rendered and compared",
    "functions": "a function as it was written",
    "pictures": "live figures, still pictures, films, the family tree",
    "feedback": "what a learner's function does, line by line; questions; marks",
}


def _names(room):
    if room == "steps":
        return [*STEPS, "lookahead", "variants"]
    return [name.partition("=")[0] for names in _ROOMS[room].values() for name in names.split()]


def _overview():
    """The whole package, room by room, which `help(optlab)` shows in one screen of 24 lines and 80 columns."""
    rooms = []
    for room, about in _ABOUT.items():
        names = " ".join(_names(room))
        line = f"{room}: {about}: {names}" if names else ""
        below = textwrap.fill(names, 76, initial_indent="  ", subsequent_indent="  ")
        rooms += [line if len(line) <= 76 else f"{room}: {about}\n{below}"] if names else []
    rooms.append("; ".join(f"{room}: {about}" for room, about in _ABOUT.items() if not _names(room)))
    return "\n".join(["Gradient-descent optimizers to see, move, implement and check", "", *rooms])


__doc__ = _overview()
globals().update(STEPS)


def __getattr__(name):
    if name in _ABOUT:
        return importlib.import_module(f".{name}", __name__)
    if name not in _PLACES:
        _missing(name)
    place, attribute = _PLACES[name]
    module = importlib.import_module(f".{place}", __name__)
    if attribute is None:
        module.__getattr__ = functools.partial(_missing_in, name)
    value = globals()[name] = module if attribute is None else getattr(module, attribute)
    return value


def _missing(name):
    """Whoever writes `optlab.Adam` or `optlab.adam_kears` is told the nearest name that there is."""
    if name.startswith("__"):  # Python asks for such names, and nobody reads the answer
        raise AttributeError(name)
    known = {form: f"variants.{form}" for form in _public(__getattr__("variants"))} | {each: each for each in __dir__()}
    near = known.get(nearest(name, known))
    meant = f" (did you mean optlab.{near}?)" if near else f"; it has {', '.join(_ABOUT)}: see help(optlab)"
    asked_by_import = sys._getframe(2).f_code.co_name == "_handle_fromlist"  # it would put a sentence of its own instead
    raise (ImportError if asked_by_import else AttributeError)(f"optlab has no {name!r}{meant}.")


def _missing_in(module, name):
    """The same for what stands in a module, such as `optlab.signals.spike`."""
    near = nearest(name, _public(globals()[module]))
    meant = f" (did you mean optlab.{module}.{near}?)" if near else f": see help(optlab.{module})"
    raise AttributeError(f"optlab.{module} has no {name!r}{meant}.")


def _public(module):
    return [name for name, value in vars(module).items() if not name.startswith("_") and not inspect.ismodule(value)]


def __dir__():
    return [*STEPS, *_PLACES, *_ABOUT]


for _name in _names("run"):  # as light as the steps, so that `from optlab import *` gives both
    __getattr__(_name)
