"""A notebook in the box: its cells run there, and what it has made is fetched: values as data, functions as stand-ins.

A stand-in (standin.py) has not a line of the learner's: called, it asks the box.
"""

import contextlib
import math
import random
import sys
from typing import NamedTuple

import numpy as np

from optlab.formulas.lines import names
from optlab.functions.symbols import Rng, Symbol, answer_to, answers
from optlab.run.guard import TooLong
from optlab.worlds.landscape import Landscape

from . import course, limits, standin
from .box import START, Box
from .wire import Lost, pack, strange, unpack

CALL = 8.0  # seconds for a call of a learner's function; a right one takes a thousandth of one
BOXES = 6  # how often a notebook may lose its box


class Ran(NamedTuple):
    """What came of a cell: the error in a line, or "", and the beginning of what it printed."""

    error: str
    printed: str


class Session:
    """A notebook's run. A box that was lost is made anew, and what had run in it is run again."""

    def __init__(self, kind, stripped, image, seconds, budget):
        self.new = lambda: Box(kind, stripped, self.serve, image, self.clock)
        self.clock, self.seconds, self.end = limits.Clock(), seconds, {"notebook": budget}  # when what must be over
        self.asking = False  # whether there is a message that has no answer yet
        self.box, self.done, self.lost, self.steps, self.give = None, [], 0, False, []
        self.copies, self.endless = {}, set()  # of which function a key is a copy; functions that did not come to an end
        self.sources = {}  # by the name of the file that a cell counts as
        self.dice = None  # the state of this side's global random numbers where a run begins, once the box has drawn some
        self.asked = False  # all answers that are functions have been tried: from now on the steps may lie in the box
        self.known = None  # names that a formula from the box may use

    # The box

    def left(self, seconds):
        """At most so many seconds, and no more than the notebook and the check have left."""
        what = min(self.end, key=self.end.get)
        left = self.end[what] - self.clock()
        if left <= 0:
            raise Lost(f"the {what} took too long")
        return min(seconds, left)

    @contextlib.contextmanager
    def check(self, seconds):
        """The time of a check. It gives a function: whether it is over."""
        self.end["check"] = self.clock() + seconds
        try:
            yield lambda: self.clock() >= self.end.get("check", math.inf)
        finally:
            del self.end["check"]

    def ask(self, message, seconds):
        """An answer of the box, which is made if there is none."""
        asking, self.asking = self.asking, True
        try:
            self.left(seconds)
            if self.box is None:
                if self.lost >= BOXES:
                    raise Lost("it was stopped too often")
                self.box = self.new()
                self._ask(dict(op="parse", source=""), limits.MOST * START)
                self.clock.box = limits.family(self.box.process.pid)[-1]
                for cell in list(self.done):
                    self._ask(cell, self.seconds)
            return self._ask(message, seconds)
        finally:
            self.asking = asking

    def _ask(self, message, seconds):
        self.steps = message["op"] == "run"  # the steps of the package are to be had while cells run, not while answers are tried
        try:
            answer = self.box.ask(message, self.left(seconds))
            if not isinstance(answer.get("e", {}), dict):
                raise Lost("what came back cannot be read")
            return answer
        except BaseException:  # whatever broke it off: the answer that comes late is not that to the next question
            self.close()
            self.lost += 1
            raise
        finally:
            self.steps = False

    def close(self):
        if self.box:
            self.box.close()
        self.box = None

    def serve(self, message):
        """What the box may ask for: a step of the package while a cell runs; a function that was handed to it."""
        steps, self.steps = self.steps, False
        try:
            if message["op"] == "back":
                return {"r": pack(self._apply(self.give[int(message["i"])], message, known=self.known))}
            if message["op"] != "step" or not steps:
                raise RuntimeError("not to be had while an answer is graded")
            if self.asked:
                return {"open": course.step_files()}
            with np.errstate(all="ignore"):
                return {"r": pack(self._apply(course.step(str(message["name"])), message, function=self._given))}
        except Lost:
            raise
        except Exception as error:
            return {"e": {"type": type(error).__name__, "text": str(error)[:300]}}
        finally:
            self.steps = steps

    def _apply(self, ours, message, **how):
        """A function of this side on what came from the box."""
        args = [unpack(value, **how) for value in message["a"]]
        return ours(*args, **{str(name): unpack(value, **how) for name, value in message["k"].items()})

    def _given(self, part):
        """What stands for a function that the box gives to a step."""

        def function(*args):
            answer = self.box.wire.ask(dict(op="back", i=int(part["v"]), a=[pack(value) for value in args]), self.left(CALL))
            if "e" in answer:
                raise RuntimeError("the function that was handed to the step stops with an error")
            return unpack(answer.get("r"))

        return function

    # Cells

    def parse(self, source):
        """What can be read off a cell. The box has run no line yet, so it can be believed; a source that kills it is none."""
        try:
            return self.ask(dict(op="parse", source=source), 5).get("r") or {}
        except Lost as error:
            return {"error": str(error)}

    def run(self, file, source, quiet=False):
        """Run a cell."""
        message = dict(op="run", file=file, source=source, quiet=quiet)
        try:
            answer = self.ask(message, self.seconds)
        except Lost as error:
            return Ran(str(error), "")
        self.done.append(message)
        error = answer.get("e")
        return Ran(_line(error) if error else "", str(answer.get("out", ""))[:10_000])

    # What it has made

    def get(self, name, facts=()):
        """What stands under a name. facts : {file: what `parse` said of its source}, the last cell last."""
        try:
            value = self.ask(dict(op="get", name=name), 5).get("r")
            if isinstance(value, dict) and value.get("t") == "function":
                function = standin.make(value, lambda run, *given: self.stand_in(name, run, *given))
                standin.place(function, self.sources, dict(facts))
                return function
            if isinstance(value, dict) and value.get("t") == "landscape":
                return self.landscape(name, value["v"])
            return unpack(value)
        except Lost:
            return ...
        except Exception:
            return strange("something that cannot be read")

    def landscape(self, name, facts):
        facts = {part: unpack(facts[part]) for part in ("start", "box", "minima", "noise")}
        f, grad = (lambda x, part=part: self.call(f"{name}.{part}", [x], {}) for part in ("f", "grad"))
        return Landscape(f, grad, **facts)

    def anew(self, name):
        """A copy of a function in the box, with data of its own."""
        for _ in range(2):
            try:
                answer = self.ask(dict(op="anew", f=name), CALL)
                if "e" in answer:  # the box is a new one, and has not been asked for this function yet
                    self.ask(dict(op="get", name=name.partition(".")[0]), CALL)
                    answer = self.ask(dict(op="anew", f=name), CALL)
                self.copies[str(answer["r"])] = name
                return str(answer["r"])
            except (Lost, KeyError):
                continue
        raise RuntimeError("the process died")

    def call(self, key, args, kwargs, code=None, local=None):
        """Call a function in the box: its result, or its error on the learner's own line."""
        traced = sys.gettrace()
        sys.settrace(None)  # the checker counts the learner's operations, not ours
        try:
            return self._call(key, args, kwargs, code, {} if local is None else local)
        finally:
            sys.settrace(traced)

    def stand_in(self, name, run, args, kwargs, given):
        """What a stand-in asks: the value, and what its parameters are bound to when the function returns. The checker reads
        these, and its other local names, off the stand-in's frame."""
        if "key" not in run:
            run["key"] = self.anew(name)
        frame, local = sys._getframe(2), {}
        value = self.call(run["key"], args, kwargs, frame.f_code, local)
        frame.f_locals.update((name, v) for name, v in local.items() if name not in given)
        return value, [local.get(name, v) for name, v in given.items()]

    def _call(self, key, args, kwargs, code, local):
        if self.copies.get(key, key) in self.endless:
            raise TooLong
        self.give = give = []
        self.known = _names([*args, *kwargs.values()])
        message = dict(op="call", f=key, a=[pack(a, give) for a in args], k={n: pack(v, give) for n, v in kwargs.items()})
        message["anew"] = self.dice is not None and _dice() == self.dice
        message["answers"] = answers()  # to symbols that are asked whether they are true
        try:
            answer = self.ask(message, CALL)
        except Lost as error:
            if "come to an end" in str(error) or "too long" in str(error):
                self.endless.add(self.copies.get(key, key))
                raise TooLong from None
            raise RuntimeError(str(error)) from None
        if isinstance(answer.get("e"), dict):
            standin.fail(answer["e"], code)
        try:
            value = answer["r"]
            if answer.get("out"):
                print(str(answer["out"])[:200])
            if value.get("drawn"):  # the checker looks at these two, here, and puts them back before each run
                self.dice = self.dice or _dice()
                random.random(), np.random.random()  # noqa: NPY002
            for name, new in value["in"]:
                old, new = (args[name] if isinstance(name, int) else kwargs[name]), unpack(new)
                if isinstance(old, np.ndarray) and np.shape(new) == old.shape:
                    old[...] = new
                elif isinstance(old, np.random.Generator) and isinstance(new, np.random.Generator):
                    old.bit_generator.state = new.bit_generator.state
            for question in value["asked"]:
                answer_to(unpack(question, known=self.known).node)
            local.update((str(name), unpack(v, known=self.known)) for name, v in value["local"])
            return unpack(value["v"], known=self.known)
        except Exception:
            raise RuntimeError("what came back cannot be read") from None


def _names(values):
    """The names that stand in formulas among the values, and those that may come up with them; None if there is no formula."""
    values = [part for value in values for part in (value if isinstance(value, tuple) else [value])]
    known = [names(value.node) for value in values if isinstance(value, Symbol)]
    if known or any(isinstance(value, Rng) for value in values):
        return {"x_before", "grad", "rng", "rng.standard_normal"}.union(*known)
    return None


def _dice():
    kind, numbers, *rest = np.random.get_state()  # noqa: NPY002
    return random.getstate(), numbers.tobytes(), rest


def _line(error):
    """An error of the box in one line."""
    kinds = error.get("types") or ["Error"]
    return " ".join(f"{kinds[0]}: {error.get('text', '')}".split())[:300].rstrip(": ")
