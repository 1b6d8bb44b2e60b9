"""What the exercises ask under "break it": whether a method fails where a learner sends it."""

import numpy as np

from ...run.drive import descend, drive
from ...run.guard import Guard, TooLong
from ..verdict import Verdict

SECONDS = 8.0  # the longest run that is waited for
HINTS = (
    "The method still works there.",
    "What does it divide by, what does it remember, and what would that do on a very steep, flat or jumping slope?",
    "Push one hyperparameter past its limit, or let the gradient change its size suddenly.",
)


def _against(trace, signal):
    if trace.diverged:
        return True, f"It fails: {trace.diverged}"
    moved, mean = trace.update.sum(axis=0), signal.mean(axis=0)
    if np.any(moved * mean < 0):
        return True, "It fails: all in all it moves up the mean gradient instead of down."
    return False, "It does not fail: all in all it moves down the mean gradient."


def _stuck(trace, landscape):
    if trace.diverged:
        return True, f"It fails: {trace.diverged}"
    loss = trace.loss
    if loss[-1] > loss[0]:
        return True, f"It fails: the loss rises from {loss[0]:.4g} to {loss[-1]:.4g} in {len(trace)} steps."
    minima = np.asarray(landscape.minima, float)
    if not len(minima):
        return False, f"It does not fail: the loss falls from {loss[0]:.4g} to {loss[-1]:.4g}."
    away = float(np.linalg.norm(minima[0] - trace.x[-1], axis=-1))
    size = max(high - low for low, high in landscape.box)
    if away > 0.05 * size:
        return True, f"It fails: after {len(trace)} steps it is still {away:.3g} away from the best minimum."
    return False, f"It does not fail: after {len(trace)} steps it is {away:.3g} away from the best minimum."


def broken(step, landscape, signal, steps, x0, hyper):
    """The verdict on a run of a step on one of them, a landscape or a signal."""
    name = step.__name__
    try:
        with Guard(operations=np.inf, seconds=SECONDS) as guard:
            if signal is not None:
                trace = guard.call(drive, step, signal, **hyper)
                failed, message = _against(trace, np.asarray(signal, float))
            else:
                trace = guard.call(descend, step, landscape, x0, steps, **hyper)
                failed, message = _stuck(trace, landscape)
    except TooLong:
        message = f"The run is not over after {SECONDS:g} seconds: take fewer steps, or look for a loop that never stops."
        return Verdict(False, message, name)
    except (TypeError, ValueError) as error:
        return Verdict(False, f"The run could not be made: {error}", name)
    return Verdict(failed, message, name, score=float(failed), hints=() if failed else HINTS)
