"""The trace: every quantity that a step names, as an array over the steps."""

import functools

import numpy as np


class Trace:
    """What `drive` and `descend` return.

    Every quantity that the step names is an attribute and an item: ``trace.x``, ``trace["v_hat"]``; shape
    (steps, *grid, *starts, d). ``x[t-1]`` is the point after step t; ``g[t-1]`` is the gradient that step t used.

    names : the quantities in the order of the formulas, x last.
    update : x before − x after: what is taken off, so it has the gradient's sign.
    path : the points with the start: (steps + 1, …).
    loss : the landscape's f along the path: (steps + 1, …) without the last axis.
    left : for each run, the step at which it left the floats (0: it never did), shape (*grid, *starts).
    diverged : None, or one sentence that says which quantity left the floats at which step.

    A single run that leaves the floats keeps the steps up to there; in a grid or a batch the run's entries from there on are nan.
    """

    def __init__(self, sig, names, rows, shape, public, batch, start, landscape, gradient, again, alarmed):
        self._sig, self._rows, self._shape, self._public, self._batch = sig, rows, shape, public, batch
        self._start, self._landscape, self._gradient, self._again = start, landscape, gradient, again
        self._arrays = {}
        self._steps = len(rows)
        self.names = names
        self.left = np.zeros(public[:batch], int)
        self.diverged = None
        if alarmed or not rows or not all(np.isfinite(value).all() for value in rows[-1].values()):
            self._find_where_it_left()

    def __len__(self):
        return self._steps

    def __getitem__(self, name):
        if name not in self._arrays:
            if not self._has(name):
                raise KeyError(f"{self._sig.name} names no quantity {name!r}; the trace has {', '.join(self.names)}.")
            self._arrays[name] = self._stack(name)
        return self._arrays[name]

    def __getattr__(self, name):
        if name.startswith("_") or not self._has(name):
            raise AttributeError(
                f"{self._sig.name if '_sig' in self.__dict__ else 'trace'} names no quantity {name!r}; "
                f"the trace has {', '.join(self.__dict__.get('names', ()))}."
            )
        return self[name]

    def _has(self, name):
        return name in self.names or name == "g"

    def __dir__(self):
        return [*super().__dir__(), *self.names]

    def __repr__(self):
        text = f"Trace of {self._sig.name}: {self._steps} steps of shape {self._public}; {', '.join(self.names)}"
        return f"{text}\n{self.diverged}" if self.diverged else text

    def _stack(self, name):
        """One quantity of all rows; a row may hold less than the full shape (a scalar, a part of the grid)."""
        if self._again and name != "x":
            self._rows, self._again = self._again(), None
        if name == "g" and "g" not in self.names:  # a step that looks ahead never asked for the gradient at x
            points = np.concatenate([self._start[None], [row["x"] for row in self._rows[:-1]]]) if self._rows else self._start[:0]
            rows = self._gradient(points)
        else:
            rows = [row[name] for row in self._rows]
        out = np.empty((len(self._rows), *self._shape), self._start.dtype)
        for t, values in enumerate(rows):
            out[t] = values
        return self._finish(out.reshape(len(out), *self._public))

    def _finish(self, out):
        """Nothing is told of a run after it left the floats."""
        out = out[: self._steps]
        if self._batch and self.left.any():
            steps = np.arange(1, len(out) + 1).reshape(-1, *(1,) * self._batch)
            gone = (self.left > 0) & (steps >= self.left)
            out = np.where(gone.reshape(*gone.shape, *(1,) * (out.ndim - gone.ndim)), np.nan, out)
        return out

    def _find_where_it_left(self):
        if not self._rows:
            self.diverged = f"{self._sig.name} left the floats at step 1: no step could be completed."
            self.left = np.ones_like(self.left)
            return
        first, culprit = np.zeros(self._public[: self._batch], int), {}
        rest = tuple(range(1 + self._batch, 1 + len(self._public)))
        for name in self.names:
            bad = ~np.isfinite(self._stack(name))
            bad = bad.any(axis=rest) if rest else bad
            step = np.where(bad.any(axis=0), bad.argmax(axis=0) + 1, 0)
            earlier = (step > 0) & ((first == 0) | (step < first))
            if earlier.any():
                culprit[name] = int(step[earlier].min())
                first = np.where(earlier, step, first)
        if not culprit:
            return  # an alarm on the way (0/0 under a np.where, say) that reached no quantity
        self.left = first if self._batch else first[()]
        name = min(culprit, key=culprit.get)
        self.diverged = f"{self._sig.name} left the floats: {name} is no longer finite at step {culprit[name]}"
        if self._batch:
            self.diverged += f" (first of {np.count_nonzero(first)} of {first.size} runs)."
        else:
            self._steps = culprit[name] - 1
            self.diverged += f"; {self._steps} steps are kept."

    @functools.cached_property
    def path(self):
        start = np.broadcast_to(self._start, self._shape).reshape(1, *self._public)
        return np.concatenate([start, self["x"]])

    @functools.cached_property
    def update(self):
        return -np.diff(self.path, axis=0)

    @functools.cached_property
    def loss(self):
        if self._landscape is None:
            raise AttributeError("a run on a signal has no loss; use descend on a landscape.")
        with np.errstate(all="ignore"):
            return np.asarray(self._landscape.f(self.path))
