"""The limit of stability, measured: from which learning rate on a run grows."""

import numpy as np

from ..run.drive import descend
from ..worlds.landscapes import ravine


def measured_limit(step, near, *, steps=3000, **hyper):
    """The smallest lr, within 2 % of `near`, whose run on x² / 2 ends farther out than it started.

    near : where to look, such as a predicted limit. steps : of each of the 801 runs. **hyper : those of the step.
    Returns nan where none of them grows.

    >>> import optlab
    >>> float(measured_limit(optlab.sgd, 2.0).round(2))
    2.0
    """
    lrs = np.linspace(0.98, 1.02, 801) * near
    trace = descend(step, ravine(1), x0=[1.0, 1.0], steps=steps, lr=lrs, **hyper)
    grows = (trace.left > 0) | (np.abs(trace.x[-1, :, 0]) > 1)
    return lrs[grows].min() if grows.any() else np.nan
