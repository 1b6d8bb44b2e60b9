"""A progress bar for work that turns out to be long: short work never shows one, nor loads tqdm."""

import functools
import time

_PATIENCE = 1.0  # seconds without a bar


class Progress:
    """Counts steps of a work of `total` steps; from the second second on a bar shows them, where tqdm is installed.

    >>> with Progress(3, "frames") as progress:
    ...     for _ in range(3):
    ...         progress.step()
    >>> progress.done
    3
    """

    def __init__(self, total, what):
        self.total, self.what, self.done, self._bar = total, what, 0, None
        self._started = time.perf_counter()

    def step(self):
        self.done += 1
        if self._bar is not None:
            self._bar.update()
        elif self._bar is None and time.perf_counter() - self._started > _PATIENCE:
            self._started = float("inf")  # asked once
            try:
                from tqdm.auto import tqdm
            except ImportError:
                return
            self._bar = tqdm(total=self.total, initial=self.done, desc=self.what, leave=False)

    def count(self, step):
        """The same step function, each call of which is one step of the work."""

        @functools.wraps(step)
        def counted(*args, **hyper):
            self.step()
            return step(*args, **hyper)

        return counted

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self._bar is not None:
            self._bar.close()
