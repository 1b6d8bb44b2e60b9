"""Problems with data behind them: the gradient that a step gets comes from a mini-batch, or there are many problems at once."""

import numpy as np

from ..run import inputs


class Quadratics:
    """Many random quadratics f(x) = |W x - y|^2 side by side: problem k is row k of x, (..., count, d).

    W (count, d, d) and y (count, d) are standard normal. The least loss is 0, a typical f(0) is d.

    Source: Andrychowicz et al. (2016), "Learning to learn by gradient descent by gradient descent", arXiv:1606.04474,
    section 3.1, where d = 10.

    >>> problems = Quadratics(1000, rng=0)
    >>> problems.f(problems.start).shape, problems.grad(problems.start).shape
    ((1000,), (1000, 10))
    """

    def __init__(self, count, d=10, rng=0, dtype=float):
        rng, count, d = inputs.generator(rng), inputs.whole("count", count), inputs.whole("d", d)
        self.W = rng.standard_normal((count, d, d)).astype(dtype)
        self.y = rng.standard_normal((count, d)).astype(dtype)
        self.start = np.zeros((count, d), dtype)
        self.name = f"{count} random quadratics"

    def residual(self, x):
        return (self.W @ x[..., None])[..., 0] - self.y

    def f(self, x):
        return (self.residual(x) ** 2).sum(-1)

    def grad(self, x):
        return 2 * (self.W.swapaxes(-1, -2) @ self.residual(x)[..., None])[..., 0]


class LeastSquares:
    """Stochastic least squares: f(x) = E[(a.x - b)^2] / 2 less its least value, gradients from mini-batches of fresh data.

    a (d,) is normal with variances from 1 down to 1 / condition; b = a.best + noise times a standard normal number, so the
    gradient is noisy at the best point too: with the default noise Adam at lr = 0.03 stands at a loss of 2.4e-4 after 2000
    steps (median of 20 runs). `descend` draws a new mini-batch for each step and each start.

    >>> problem = LeastSquares()
    >>> problem.curvature[[0, -1]], float(problem.f(problem.best))
    (array([1.  , 0.01]), 0.0)
    >>> rng = np.random.default_rng(0)
    >>> mean = np.mean([problem.sample_grad(problem.start, rng) for _ in range(4000)], axis=0)
    >>> bool(np.abs(mean - problem.grad(problem.start)).max() < 0.01)       # unbiased
    True
    """

    def __init__(self, d=20, condition=100.0, batch=32, noise=0.045, rng=0):
        d, condition = inputs.whole("d", d), inputs.real("condition", condition, 1)
        self.curvature = np.geomspace(1, 1 / condition, d)
        self.best = inputs.generator(rng).uniform(-1, 1, d)
        self.start = np.zeros(d)
        self.batch, self.sigma = inputs.whole("batch", batch), inputs.real("noise", noise, 0)
        self.name = "stochastic least squares"

    def f(self, x):
        return (self.curvature * (x - self.best) ** 2).sum(-1) / 2

    def grad(self, x):
        return self.curvature * (x - self.best)

    def sample_grad(self, x, rng, starts=()):
        """The gradient of one mini-batch for each of the starts, at x (*grid, *starts, d): the same for each cell of a grid."""
        a = np.sqrt(self.curvature) * rng.standard_normal((*starts, self.batch, len(self.best)))
        error = (a @ (x - self.best)[..., None])[..., 0] - self.sigma * rng.standard_normal((*starts, self.batch))
        return (error[..., None, :] @ a)[..., 0, :] / self.batch
