"""optlab: gradient-descent optimizers to learn from. Each optimizer is one pure function; its signature is its specification."""

import importlib

from .adaptive import adadelta, adagrad, adam, adamax, amsgrad, nadam, rmsprop, rmsprop_graves
from .beyond import adabound, amsbound, eve, smorms3
from .classic import momentum, momentum_ema, nesterov, sgd, smoothed_nesterov
from .core import descend, drive, signature
from .formula import formula
from .learned import learned

__version__ = "0.1.0"

# Loaded when first used, so that `import optlab` costs little more than numpy and needs neither matplotlib nor ipywidgets.
_MODULES = ("landscapes", "problems", "signals", "variants")
_LAZY = {
    "santa_e": "santa", "santa_sss": "santa", "adasecant": "secant", "apply": "blockwise",
    "explore": "pictures.figures", "check": "feedback.checks", "animate": "pictures.animation",
}  # fmt: skip


def __getattr__(name):
    if name in _MODULES:
        return importlib.import_module(f".{name}", __name__)
    if name not in _LAZY:
        raise AttributeError(f"optlab has no {name!r}.")
    value = globals()[name] = getattr(importlib.import_module(f".{_LAZY[name]}", __name__), name)
    return value


def __dir__():
    return sorted({*globals(), *_MODULES, *_LAZY})
