"""Data in which most features are rare, as words in texts are: what AdaGrad was made for."""

import numpy as np

from ..run import inputs


class RareFeatures:
    """Logistic regression on features that are 0 or 1; number j = 1, 2, … is present with probability min(1, 3 / j).

    The labels ±1 come from a linear rule in which a rare feature weighs more, 1 / probability times a normal number, and from
    noise. The loss of a sample is ln(1 + exp(−y X·x)); f is its mean over all n samples, ln 2 = 0.69 at the start x = 0.

    features (n, d), labels (n,), often (d,): how often each feature is present. `descend` draws a new mini-batch of `batch`
    samples for each step, the same for every cell of a grid.

    >>> words = RareFeatures()
    >>> words.features.shape, float(words.f(words.start).round(2)), words.features[:, [0, 9, 299]].sum(axis=0)
    ((4000, 300), 0.69, array([4000., 1208.,   39.]))
    >>> np.abs(words.grad(words.start)[[0, 299]]).round(4)
    array([0.098 , 0.0006])
    """

    def __init__(self, d=300, n=4000, batch=10, rng=6):
        d, self.n, self.batch = inputs.whole("d", d), inputs.whole("n", n), inputs.whole("batch", batch)
        rng = inputs.generator(rng)
        self.often = np.minimum(1.0, 3.0 / np.arange(1, d + 1))
        self.features = (rng.random((n, d)) < self.often) * 1.0
        weights = rng.standard_normal(d) / self.often
        self.labels = np.where(self.features @ weights + rng.standard_normal(n) > 0, 1.0, -1.0)
        self.start = np.zeros(d)
        self.name = "rare features"

    def f(self, x):
        return np.logaddexp(0, -self.labels * (x @ self.features.T)).mean(axis=-1)

    def grad(self, x):
        return self._grad(x, slice(None))

    def sample_grad(self, x, rng, starts=()):
        """The gradient of one mini-batch at x (..., d), the same mini-batch for all of them."""
        return self._grad(x, rng.integers(0, self.n, self.batch))

    def _grad(self, x, rows):
        features, labels = self.features[rows], self.labels[rows]
        pull = labels / (1 + np.exp(labels * (x @ features.T)))
        return -pull @ features / len(labels)
