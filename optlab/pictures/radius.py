"""How fast a step converges on a quadratic, against learning rate times curvature: theory over measurement."""

import numpy as np

from ..theory.rates import largest_lr, measured_radius, spectral_radius
from .still import panel


def radius_panel(step, mus=(0.0, 0.5, 0.9), *, title="", points=60):
    """A panel with |z|, the factor that is left of the error after a step, for several mu: as measured, theory dotted over it.

    step : a step with lr and mu on which theory has a word: momentum, nesterov. mus : 0 is gradient descent.

    >>> import optlab
    >>> [curve.label for curve in radius_panel(optlab.momentum, mus=(0.5,)).curves]
    ['mu = 0.5', 'theory, mu = 0.5']
    """
    runs, theory = {}, {}
    for mu in mus:
        limit = largest_lr(step, 1.0, mu=mu)
        a = np.linspace(0.02, 1.06 * limit, points)
        theory[f"theory, mu = {mu:g}"] = a, spectral_radius(step, [1.0], lr=a, mu=np.full(points, mu))
        runs[f"mu = {mu:g}" if mu else "gradient descent"] = a, measured_radius(step, a, mu=mu)
    return panel(
        runs, theory, title=title or step.__name__, xlabel="lr · h", ylabel="|z|, what is left of the error", ylim=(0, 1.1)
    )
