"""The trace: every quantity that a step names, as an array over the steps."""

import functools

import numpy as np

from .nearest import nearest
from .values import show


class Trace:
    """What `drive` and `descend` return.

    Every quantity that the step names is an attribute and an item: ``trace.x``, ``trace["v_hat"]``; shape
    (steps, *grid, *starts, d). ``x[t-1]`` is the point after step t; ``g[t-1]`` is the gradient that step t used.
    A quantity that is called like one of the names below is an item only.

    names : the quantities in the order of the formulas, x last.
    update : x before − x after: what is taken off, so it has the gradient's sign.
    path : the points with the start: (steps + 1, …).
    loss : the landscape's f along the path: (steps + 1, …) without the last axis; inf where f is too large for a float.
    left : for each run, the step at which it left the floats (0: it never did), shape (*grid, *starts).
    diverged : None, or one sentence that says which quantity left the floats at which step.

    A single run that leaves the floats keeps the steps up to there; in a grid or a batch the run's entries from there on are nan.
    """

    def __init__(self, sig, record, public, batch, gradient, again, landscape):
        self._sig, self._record, self._public, self._batch = sig, record, public, batch
        self._gradient, self._again, self._landscape = gradient, again, landscape
        self._read()

    def _read(self):
        """Find out whether and where the run left the floats, then keep what is finite."""
        if self._record.stopped and self._again:  # only x was kept: it tells that, but not what came first
            self._record, self._again = self._again(), None
        record = self._record
        self.names = record.names
        left, culprit, at = np.zeros(self._public[: self._batch], int), None, None
        for name in () if self._again else record.names:
            step = self._first_bad(name)
            earlier = (step > 0) & ((left == 0) | (step < left))
            if earlier.any() and (at is None or step[earlier].min() < at):
                culprit, at = f"{name} is no longer finite", int(step[earlier].min())
            left = np.where(earlier, step, left)
        if record.stopped:
            left = np.where(left == 0, record.done + 1, left)
            if at is None:
                culprit, at = record.stopped, record.done + 1
        self.left, self.diverged, self._steps = left[()], None, len(record.path) - 1
        self._arrays = {}
        if culprit:
            self.diverged = f"{self._sig.name} left the floats: {culprit} at step {at}"
            if self._batch:
                self.diverged += f" (first of {np.count_nonzero(left)} of {left.size} runs)."
            else:
                self._steps = at - 1
                self.diverged += f"; {self._steps} step{'s are' if self._steps != 1 else ' is'} kept."
        self.path = self._finish(record.path, offset=1)

    def _first_bad(self, name):
        """For each run the step at which a quantity is first inf or nan; 0 if it never is."""
        record = self._record
        if name not in record.arrays:
            return np.zeros(self._public[: self._batch], int)
        rows = record.arrays[name][record.first[name] - 1 : record.done]
        if np.isfinite(rows).all():
            return np.zeros(self._public[: self._batch], int)
        bad = ~np.isfinite(rows.reshape(len(rows), *self._public[: self._batch], -1)).all(axis=-1)
        return np.where(bad.any(axis=0), bad.argmax(axis=0) + record.first[name], 0)

    def _finish(self, array, offset=0):
        """The array as the caller sees it: nothing is told of a run after it left the floats."""
        whole, item = self._record.path.shape[1:], self._public[self._batch :]
        if array.shape[1 : len(whole) + 1] == whole:
            array = array.reshape(len(array), *self._public, *array.shape[len(whole) + 1 :])
        else:  # beside a matrix, another with rows and columns of its own
            array = array.reshape(len(array), *self._public[: self._batch], *array.shape[len(whole) + 1 - len(item) :])
        if not self._batch:
            return array[: self._steps + offset]
        if self.left.any():
            steps = np.arange(1 - offset, len(array) + 1 - offset).reshape(-1, *(1,) * self._batch)
            array[(self.left > 0) & (steps >= self.left)] = np.nan
        return array

    def __len__(self):
        return self._steps

    def __getitem__(self, name):
        if not isinstance(name, str) or name not in self._arrays:
            if not isinstance(name, str) or name not in self.names and name != "g":
                near = nearest(str(name), self.names)
                meant = f" (did you mean {near!r}?)" if near else ""
                raise KeyError(f"{self._sig.name} names no quantity {show(name)}{meant}; the trace has {', '.join(self.names)}.")
            self._arrays[name] = self._array(name)
        return self._arrays[name]

    def _array(self, name):
        if name == "x":
            return self.path[1:]
        if name not in self._record.arrays and self._again:
            self._record, self._again = self._again(), None
            self._read()
        record = self._record
        if name in record.arrays:
            return self._finish(record.arrays[name])
        out = np.full((len(record.path) - 1, *record.path.shape[1:]), np.nan, record.path.dtype)
        if name == "g":  # a step that looks ahead never asked for the gradient at x
            with np.errstate(all="ignore"):
                out[...] = self._gradient(record.path[:-1])
        return self._finish(out)

    def __getattr__(self, name):
        if name == "loss":
            raise AttributeError("a run on a signal has no loss; use descend on a landscape.")
        if name.startswith("_") or not (name in self.names or name == "g"):
            known = ", ".join(self.__dict__.get("names", ()))
            raise AttributeError(f"the trace has no attribute {name!r}; its quantities are {known}.")
        return self[name]

    def __dir__(self):
        return [*super().__dir__(), *self.names]

    def __repr__(self):
        text = f"Trace of {self._sig.name}: {self._steps} steps of shape {self._public}; {', '.join(self.names)}"
        return f"{text}\n{self.diverged}" if self.diverged else text

    @functools.cached_property
    def update(self):
        with np.errstate(all="ignore"):
            return -np.diff(self.path, axis=0)

    @functools.cached_property
    def loss(self):
        if self._landscape is None:
            raise AttributeError  # __getattr__ says it in words
        with np.errstate(all="ignore"):
            return np.asarray(self._landscape.f(self.path))
