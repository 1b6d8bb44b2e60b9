"""Points without slope of random functions, all of them: how common are saddles?

A sum of waves, f(x) = Σ cos(k·x + phase) with whole numbers k, is periodic in each of its d variables, so it has no edge.
Newton's method from many starts finds its points without slope. Whether one is missing can be seen: for a function that is
periodic in every direction, the points with an even number of downhill directions are exactly half of all (Morse theory: Milnor
1963, section 5).
"""

import numpy as np

from ..run import inputs


def random_waves(d, rng=0, *, waves=12):
    """(k, phase) of a random periodic function of d variables: k (waves, d), each entry −1, 0 or 1; phase (waves,)."""
    rng = inputs.generator(rng)
    return rng.integers(-1, 2, (waves, d)).astype(float), rng.uniform(0, 2 * np.pi, waves)


def slopes(k, phase, x):
    """Gradient (n, d) and Hessian (n, d, d) of Σ cos(k·x + phase) at the points x (n, d)."""
    angle = x @ k.T + phase
    gradient = -np.sin(angle) @ k
    squares = (k[:, :, None] * k[:, None, :]).reshape(len(k), -1)  # k kᵀ of each wave, as a row
    return gradient, (-np.cos(angle) @ squares).reshape(len(x), *[k.shape[1]] * 2)


def critical_points(k, phase, *, starts=800, steps=30, rng=0):
    """The points without slope, each once, and the curvatures there: x (n, d) in [0, 2π), eigenvalues (n, d) ascending.

    Newton's method, x ← x − H⁻¹g, in `steps` steps of at most 0.5 a coordinate, from random starts. Points are told apart in
    the fourth digit.

    >>> x, curvatures = critical_points(np.eye(2), np.zeros(2), starts=50)  # cos a + cos b
    >>> len(x), int((curvatures.prod(axis=1) < 0).sum())                    # a top, a bottom, two saddles
    (4, 2)
    """
    d = k.shape[1]
    x, found = inputs.generator(rng).uniform(0, 2 * np.pi, (starts, d)), []
    for _ in range(steps):
        gradient, hessian = slopes(k, phase, x)
        arrived = np.abs(gradient).max(axis=1) < 1e-9
        found.append(x[arrived])
        x, gradient, hessian = x[~arrived], gradient[~arrived], hessian[~arrived]
        newton = np.linalg.solve(hessian + 1e-9 * np.eye(d), gradient[..., None])[..., 0]
        x = x - np.clip(newton, -0.5, 0.5)
    x = np.concatenate(found) % (2 * np.pi)
    _, once = np.unique(np.round(x, 4) % 6.2832, axis=0, return_index=True)
    return x[once], np.linalg.eigvalsh(slopes(k, phase, x[once])[1])


def share_of_saddles(d, *, functions=100, starts=800, rng=0):
    """Of all points without slope of random functions of d variables: the share of saddles, and of an even number of downhill
    directions, which is 0.5 where no point is missing.

    >>> share, even = share_of_saddles(2, functions=20, starts=200)
    >>> float(share), float(even)
    (0.5, 0.5)
    """
    rng = inputs.generator(rng)
    down = []
    for _ in range(functions):
        _, curvatures = critical_points(*random_waves(d, rng), starts=starts, rng=rng)
        down.append((curvatures < 0).sum(axis=1))
    down = np.concatenate(down)
    return ((down > 0) & (down < d)).mean(), (down % 2 == 0).mean()
