"""optlab: gradient-descent optimizers to learn from. Each optimizer is one pure function; its signature is its specification."""

from . import landscapes, problems, signals, variants
from .adaptive import adadelta, adagrad, adam, adamax, amsgrad, nadam, rmsprop, rmsprop_graves
from .beyond import adabound, amsbound, eve, smorms3
from .classic import momentum, momentum_ema, nesterov, sgd, smoothed_nesterov
from .core import apply, descend, drive, signature
from .formula import formula
from .learned import learned
from .santa import santa_e, santa_sss
from .secant import adasecant

__version__ = "0.1.0"

# Loaded when first used, so that `import optlab` needs neither matplotlib nor ipywidgets.
_LAZY = {"explore": "pictures.figures", "check": "feedback.checks", "animate": "pictures.animation"}


def __getattr__(name):
    if name not in _LAZY:
        raise AttributeError(f"optlab has no {name!r}.")
    import importlib

    value = globals()[name] = getattr(importlib.import_module(f".{_LAZY[name]}", __name__), name)
    return value
