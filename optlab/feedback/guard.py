"""Lets foreign code run without letting it disturb anything or run for ever."""

import contextlib
import copy
import io
import os
import random
import sys
import time
import types
import warnings

import numpy as np

# The folders of numpy and of this package: their loops end by themselves, so only their calls are counted.
TRUSTED = tuple(os.path.join(folder, "") for folder in (os.path.dirname(np.__file__), os.path.dirname(os.path.dirname(__file__))))


class TooLong(BaseException):
    """Raised inside the learner's function when its lines run out."""


class Guard:
    """Lets a function run without letting it disturb anything, or run for ever.

    Output, warnings, numpy errors and global random numbers of the caller stay as they are. The end comes by counting
    operations through `sys.settrace`, which works in any thread and on any system, and by the clock.
    """

    def __init__(self, operations=200_000, seconds=2.0, watch=None):
        self.operations, self.seconds, self.text = operations, seconds, io.StringIO()
        self.watch, self.locals = watch, {}  # the code object whose local names are read when it returns

    def __enter__(self):
        self.random, self.numpy = random.getstate(), np.random.get_state()  # noqa: NPY002
        self.end = time.monotonic() + self.seconds
        with contextlib.ExitStack() as stack:
            stack.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore")
            stack.enter_context(np.errstate(all="ignore"))
            stack.enter_context(contextlib.redirect_stdout(self.text))
            stack.enter_context(contextlib.redirect_stderr(self.text))
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        np.random.set_state(self.numpy)  # noqa: NPY002
        random.setstate(self.random)
        return self.stack.__exit__(*error)

    def call(self, function, *args, **kwargs):
        """The function's result; TooLong if it does not come to an end."""
        before, self.left = sys.gettrace(), self.operations
        sys.settrace(self._trace)
        try:
            return function(*args, **kwargs)
        finally:
            sys.settrace(before)

    def _trace(self, frame, event, arg):
        self.left -= 1
        if self.left < 0 or time.monotonic() > self.end:
            raise TooLong
        if event == "return" and frame.f_code is self.watch:
            self.locals = dict(frame.f_locals)
        if event == "call" and frame.f_code.co_filename.startswith(TRUSTED):
            return None
        frame.f_trace_opcodes = True  # `while True: pass` on one line never reaches another line
        return self._trace

    def drawn(self):
        """Whether global random numbers were used."""
        now = np.random.get_state()  # noqa: NPY002
        return random.getstate() != self.random or now[2] != self.numpy[2] or not np.array_equal(now[1], self.numpy[1])


def fresh(function):
    """A copy of a function with defaults, closure, attributes and global data of its own, so that each run starts anew."""
    if not isinstance(function, types.FunctionType):
        with contextlib.suppress(Exception):
            return copy.deepcopy(function)
        return function
    world = dict(function.__globals__)
    world.update({name: _own(world[name]) for name in function.__code__.co_names if name in world})
    cells = function.__closure__ and tuple(
        types.CellType(_own(cell.cell_contents)) if _filled(cell) else cell for cell in function.__closure__
    )
    defaults = function.__defaults__ and tuple(_own(value) for value in function.__defaults__)
    twin = types.FunctionType(function.__code__, world, function.__name__, defaults, cells)
    twin.__kwdefaults__ = function.__kwdefaults__ and {name: _own(value) for name, value in function.__kwdefaults__.items()}
    twin.__dict__.update({name: _own(value) for name, value in function.__dict__.items()})
    if world.get(function.__name__) is function:  # adam.t += 1: it finds itself by its name
        world[function.__name__] = twin
    return twin


def _own(value):
    """A copy of plain data; anything else as it is."""
    if not isinstance(value, int | float | np.ndarray | np.generic | list | dict):
        return value
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


def _filled(cell):
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False
