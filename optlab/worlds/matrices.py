"""Small worlds whose parameters are a matrix: a linear regression, a factorisation.

A `Landscape` whose start has rows and columns: f takes arrays (..., rows, cols) and gives (...), grad gives (..., rows, cols).
"""

import numpy as np

from ..run import inputs
from .landscape import Landscape


def regression(rows=4, cols=6, condition=100.0, *, seed=0):
    """Linear regression W a ≈ y with ill-conditioned inputs: f(W) = tr((W - W*) S (W - W*)^T) / 2, grad f = (W - W*) S.

    S (cols, cols) is the covariance of the inputs a: its eigenvalues go from 1 down to 1 / condition, its axes are turned at
    random. W* (rows, cols), the one minimum with f = 0, has normal entries. The start is W = 0.

    Source: normal equations of least squares; for the condition of S see LeCun, Bottou, Orr and Müller (1998), "Efficient
    BackProp", section 5.

    >>> world = regression(3, 5, condition=10.0)
    >>> np.shape(world.start), world.f(np.array(world.minima[0])).item()
    ((3, 5), 0.0)
    """
    rows, cols = inputs.whole("rows", rows), inputs.whole("cols", cols)
    condition = inputs.real("condition", condition, low=1.0)
    rng = np.random.default_rng(seed)
    axes, _ = np.linalg.qr(rng.standard_normal((cols, cols)))
    best = rng.standard_normal((rows, cols))
    S = (axes * np.geomspace(1.0, 1 / condition, cols)) @ axes.T

    def grad(W):
        return ((_matrix(W, best.shape) - best) @ S).astype(W.dtype, copy=False)

    def f(W):
        return ((W - best) * grad(W)).sum((-2, -1)) / 2

    return Landscape(f, grad, start=np.zeros(best.shape).tolist(), minima=(best,), name="regression")


def factorisation(rows=6, cols=2, condition=10.0, *, seed=0):
    """A matrix A as a product W W^T: f(W) = |W W^T - A|^2 / 4, grad f = (W W^T - A) W, A (rows, rows) of rank cols.

    The simplest network of two linear layers, the second the first one's transpose. W = 0 is a saddle, all minima W* Q with an
    orthogonal Q are alike, f = 0 there. The eigenvalues of A go from 1 down to 1 / condition. The start is small and random.

    Source: the symmetric case of Burer and Monteiro (2003), "A nonlinear programming algorithm for solving semidefinite
    programs via low-rank factorization", doi:10.1007/s10107-002-0352-8.

    >>> world = factorisation()
    >>> np.shape(world.start), world.f(np.array(world.minima[0])).item() < 1e-30
    ((6, 2), True)
    """
    rows, cols = inputs.whole("rows", rows), inputs.whole("cols", cols)
    condition = inputs.real("condition", condition, low=1.0)
    if cols > rows:
        raise ValueError(f"cols is {cols}; it must be at most rows, {rows}.")
    rng = np.random.default_rng(seed)
    axes, _ = np.linalg.qr(rng.standard_normal((rows, cols)))
    best = axes * np.sqrt(np.geomspace(1.0, 1 / condition, cols))
    A = best @ best.T

    def apart(W):
        return _matrix(W, best.shape) @ np.swapaxes(W, -1, -2) - A

    def grad(W):
        return (apart(W) @ W).astype(W.dtype, copy=False)

    def f(W):
        return (apart(W) ** 2).sum((-2, -1)) / 4

    start = 0.1 * rng.standard_normal(best.shape)
    return Landscape(f, grad, start=start.tolist(), minima=(best,), name="factorisation")


def _matrix(W, shape):
    """W as an array of floats (..., rows, cols)."""
    W = inputs.as_floats("x", W, integers=True)
    if W.shape[-2:] != shape:
        raise ValueError(f"x has shape {W.shape}; this landscape takes matrices of shape (..., {shape[0]}, {shape[1]}).")
    return W
