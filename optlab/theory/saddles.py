"""The share of saddles among the points without slope of a smooth random function of d variables.

In a Gaussian random function that looks alike in all directions, the Hessian at any point is a random symmetric matrix A + z·1:
the entries of A are independent, with variance 1 off the diagonal and 2 on it, and z has variance 1. Where the slope is nearly 0,
the ground is the wider the flatter it is; who counts points, and not ground, weighs each Hessian with |det H| (Kac and Rice).

Source: Cheng and Schwartzman (2018), Expected number and height distribution of critical points of smooth isotropic Gaussian
random fields, arXiv:1511.06835.
"""

import numpy as np

from ..run import inputs


def expected_share(d, *, samples=100_000, rng=0):
    """The expected share of saddles, as a weighted mean over random Hessians; its error is near 1/√samples.

    >>> [round(float(expected_share(d)), 2) for d in (1, 2, 3)]
    [0.0, 0.5, 0.75]
    """
    rng = inputs.generator(rng)
    b = rng.standard_normal((samples, d, d))
    hessian = (b + b.swapaxes(1, 2)) / np.sqrt(2) + rng.standard_normal((samples, 1, 1)) * np.eye(d)
    curvature = np.linalg.eigvalsh(hessian)
    weight = np.abs(curvature.prod(axis=1))
    saddle = (curvature[:, 0] < 0) & (curvature[:, -1] > 0)
    return (weight * saddle).sum() / weight.sum()
