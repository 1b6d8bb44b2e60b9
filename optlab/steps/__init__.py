"""The formulas, and nothing else: each step is one pure function, written as in its paper.

A file holds one idea: `classic`, `adaptive` and `beyond`, then `santa`, `adasecant` and `learned`; `modern` has the years after
Adam's repairs, `matrices` what takes rows and columns. `variants` has the forms of the frameworks.
"""

import importlib
import inspect

FILES = ("classic", "adaptive", "beyond", "santa", "adasecant", "learned", "modern", "matrices")


def _steps_of(file):
    """The step functions of a file, in its order: the public ones that take x first."""
    module = importlib.import_module(f".{file}", __name__)
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_"):
            if next(iter(inspect.signature(value).parameters), "") == "x":
                yield name, value


STEPS = {name: step for file in FILES for name, step in _steps_of(file)}  # adding a function to a file is all there is to do
FORMS = dict(_steps_of("variants"))  # of the frameworks, where they are others than the papers'
KNOWN = STEPS | FORMS
