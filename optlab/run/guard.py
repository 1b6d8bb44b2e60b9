"""Somebody's function: run without letting it disturb anything or run for ever, and copied so that each run starts anew."""

import contextlib
import copy
import dis
import functools
import gc
import io
import os
import random
import sys
import sysconfig
import time
import types
import warnings

import numpy as np

# The folders of numpy, of this package and of Python's own: what they do ends by itself, and is not counted.
TRUSTED = tuple(os.path.join(folder, "") for folder in (os.path.dirname(np.__file__), os.path.dirname(os.path.dirname(__file__))))
TRUSTED += tuple(os.path.join(sysconfig.get_path(name), "") for name in ("stdlib", "platstdlib", "purelib", "platlib"))
TRUSTED += ("<frozen ",)


class TooLong(BaseException):
    """Raised inside the learner's function when its lines run out."""


@functools.lru_cache(maxsize=1024)
def loops(code):
    """Whether a code object has a jump backwards in it."""
    return any("BACKWARD" in instruction.opname for instruction in dis.get_instructions(code))


class Guard(contextlib.ExitStack):
    """Lets a function run without letting it disturb anything, or run for ever.

    Output, warnings, numpy errors and global random numbers of the caller stay as they are. The end comes by counting
    operations through `sys.settrace`, which works in any thread and on any system, so that a slow machine stops at the same
    place; the clock is a last resort.
    """

    def __init__(self, operations=200_000, seconds=10.0, watch=None):
        super().__init__()
        self.operations, self.end, self.text = operations, time.monotonic() + seconds, io.StringIO()
        self.watch, self.locals = watch, {}  # the code object whose local names are read when it returns

    def __enter__(self):
        self.random, self.numpy = random.getstate(), np.random.get_state()  # noqa: NPY002
        self.callback(random.setstate, self.random)
        self.callback(np.random.set_state, self.numpy)  # noqa: NPY002
        self.callback(sys.setrecursionlimit, sys.getrecursionlimit())
        with contextlib.suppress(OSError):  # there may be no folder any more
            self.callback(os.chdir, os.getcwd())
        self.callback(_close, _figures())
        self.enter_context(np.printoptions())
        self.enter_context(warnings.catch_warnings(action="ignore"))
        self.enter_context(np.errstate(all="ignore"))
        self.enter_context(contextlib.redirect_stdout(self.text))
        self.enter_context(contextlib.redirect_stderr(self.text))
        return self

    def call(self, function, *args, **kwargs):
        """The function's result; TooLong if it does not come to an end."""
        before, self.left = sys.gettrace(), self.operations
        sys.settrace(self._trace)
        try:
            return function(*args, **kwargs)
        finally:
            sys.settrace(before)

    def _trace(self, frame, event, arg):
        trusted = event == "call" and frame.f_code.co_filename.startswith(TRUSTED)
        self.left -= not trusted
        if self.left < 0 or time.monotonic() > self.end:
            raise TooLong
        if trusted:
            return None
        if event == "return" and frame.f_code is self.watch:
            self.locals = dict(frame.f_locals)
        if event == "call":
            # `while True: pass` on one line never reaches another line; what has no loop comes to its end, or to a call
            frame.f_trace_lines = frame.f_trace_opcodes = loops(frame.f_code)
            if not frame.f_trace_lines and frame.f_code is not self.watch:
                return None
        return self._trace

    def drawn(self):
        """Whether global random numbers were used."""
        now = np.random.get_state()  # noqa: NPY002
        return random.getstate() != self.random or now[2] != self.numpy[2] or not np.array_equal(now[1], self.numpy[1])


def _figures():
    """The numbers of pyplot's open figures."""
    return {*sys.modules["matplotlib.pyplot"].get_fignums()} if "matplotlib.pyplot" in sys.modules else set()


def _close(before):
    """Closes the figures that were not open before."""
    for number in _figures() - before:
        sys.modules["matplotlib.pyplot"].close(number)


@contextlib.contextmanager
def uncollected():
    """Python does not look for garbage meanwhile: among so many small trees that takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def fresh(function):
    """A copy of a function with defaults, closure, attributes and global data of its own, so that each run starts anew."""
    if not isinstance(function, types.FunctionType):
        with contextlib.suppress(Exception):
            return copy.deepcopy(function)
        return function
    world = dict(function.__globals__)
    world.update(_each({name: world[name] for name in function.__code__.co_names if name in world}))
    defaults, cells = map(_own, function.__defaults__ or ()), map(_own, function.__closure__ or ())
    twin = types.FunctionType(function.__code__, world, function.__name__, tuple(defaults), tuple(cells))
    twin.__kwdefaults__ = _each(function.__kwdefaults__ or {})
    twin.__dict__.update(_each(function.__dict__))
    if world.get(function.__name__) is function:  # adam.t += 1: it finds itself by its name
        world[function.__name__] = twin
    return twin


def _own(value):
    """A copy of plain data, or of a closure's cell; anything else as it is."""
    if issubclass(type(value), (types.CellType, np.ndarray, list, dict)):  # to ask what it is may run its own code
        with contextlib.suppress(Exception):  # what a list holds may have no copy, and a cell may be empty yet
            return types.CellType(_own(value.cell_contents)) if isinstance(value, types.CellType) else copy.deepcopy(value)
    return value


def _each(table):
    return {name: _own(value) for name, value in table.items()}
