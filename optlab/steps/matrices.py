"""Steps for matrices: what they do to one entry depends on its row and its column.

x is a matrix of shape (rows, cols); axes before those two are runs of their own. `x: "matrix"` in a signature says so, and
the driver refuses anything else.
"""

import numpy as np


def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    """Muon: momentum whose matrix is made orthogonal, so that the step has the same length in all directions.

    Momentum's matrix has a few large singular values; the step has all of them near 1, and no direction is slow.

    Source: Jordan et al. (2024), "Muon: An optimizer for hidden layers in neural networks",
    kellerjordan.github.io/posts/muon, with Nesterov's look-ahead and the factor sqrt(max(1, rows / cols)) of the released code;
    weight decay as in Liu et al. (2025), "Muon is Scalable for LLM Training", arXiv:2502.16982, eq. (3).

    x, g, b : arrays (..., rows, cols). lr > 0: the size of the step's singular values; 0 <= mu < 1, weight_decay >= 0.

    >>> muon(np.zeros((2, 2)), np.diag([300.0, 3.0]), lr=1.0)["x"].round(2)
    array([[-0.7,  0. ],
           [ 0. , -0.7]])
    """
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(u)
    x = x - lr * (max(1, x.shape[-2] / x.shape[-1]) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def newton_schulz(u, times=5, eps=1e-7):
    """The nearest orthogonal matrix, nearly: each singular value of u goes through a polynomial of degree 5, five times.

    Those of a size between 0.01 and 1 of the norm of u end between 0.68 and 1.14; the directions stay.

    Source: Jordan et al. (2024), kellerjordan.github.io/posts/muon, with their coefficients.

    u : array (..., rows, cols).

    >>> np.linalg.svd(newton_schulz(np.diag([5.0, 0.1])), compute_uv=False).round(2)
    array([0.7 , 0.68])
    """
    o = u / (np.linalg.norm(u, axis=(-2, -1), keepdims=True) + eps)
    for _ in range(times):
        a = o @ transpose(o)
        o = 3.4445 * o + (-4.7750 * a + 2.0315 * a @ a) @ o
    return o


def transpose(a):
    """The matrix with rows and columns exchanged: a of shape (..., rows, cols) becomes (..., cols, rows)."""
    return np.swapaxes(a, -1, -2)


def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    """Shampoo: AdaGrad for a matrix: the sums of squares are matrices too, one for the rows and one for the columns.

    The first step, with a small eps, is U V^T of the gradient's U S V^T: what Muon makes of it.

    Source: Gupta, Koren and Singer (2018), "Shampoo: Preconditioned Stochastic Tensor Optimization", arXiv:1802.09568,
    Algorithm 1.

    x, g : arrays (..., rows, cols); L : (..., rows, rows); R : (..., cols, cols). lr > 0 in parameter units, eps > 0 in squared
    gradient units.

    >>> shampoo(np.zeros((2, 2)), np.diag([300.0, 3.0]), lr=1.0)["x"].round(4)
    array([[-1.,  0.],
           [ 0., -1.]])
    """
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    L = L + g @ transpose(g)
    R = R + transpose(g) @ g
    u = power(L, -1 / 4) @ g @ power(R, -1 / 4)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)


def power(a, p):
    """A power of a symmetric positive matrix: that of its eigenvalues.

    a : array (..., n, n).

    >>> power(np.array([[5.0, 4.0], [4.0, 5.0]]), 0.5).round(6)
    array([[2., 1.],
           [1., 2.]])
    """
    values, vectors = np.linalg.eigh(a)
    least = np.finfo(a.dtype).eps * values[..., -1:]  # below that an eigenvalue is rounding
    return (vectors * np.maximum(values, least)[..., None, :] ** p) @ transpose(vectors)


def soap(
    x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
    *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10
):  # fmt: skip
    """SOAP: Adam in the eigenbasis of Shampoo's matrices, which is turned anew every k steps.

    Source: Vyas et al. (2025), "SOAP: Improving and Stabilizing Shampoo using Adam", arXiv:2409.11321, Algorithms 3 and 4, with
    Adam's corrections in lr_t as in the authors' code, and without its weight decay. The basis of the first steps is that of
    the first gradient, with which the authors make no step. beta3 is that of L and R, for which the paper takes beta2.

    x, g, m, v : arrays (..., rows, cols), v in the eigenbasis; L, QL : (..., rows, rows); R, QR : (..., cols, cols);
    t = 1, 2, ... lr > 0 in parameter units, 0 <= beta1, beta2, beta3 < 1, eps >= 0 in gradient units, k >= 1 whole steps.

    >>> soap(np.zeros((2, 2)), np.diag([300.0, 3.0]), 1, lr=1.0)["x"].round(4) + 0.0
    array([[-1.,  0.],
           [ 0., -1.]])
    """
    if QL is None:
        L, R = 0.0, 0.0
        QL = eigenvectors(g @ transpose(g))
        QR = eigenvectors(transpose(g) @ g)
    g_turned = transpose(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g_turned**2
    m_turned = transpose(QL) @ m @ QR
    u = QL @ (m_turned / (np.sqrt(v) + eps)) @ transpose(QR)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ transpose(g)
    R = beta3 * R + (1 - beta3) * transpose(g) @ g
    QL = np.where(t % k == 0, np.linalg.qr(L @ QL)[0], QL)
    QR = np.where(t % k == 0, np.linalg.qr(R @ QR)[0], QR)
    return dict(g_turned=g_turned, m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)


def eigenvectors(a):
    """The eigenvectors of a symmetric matrix as columns, that of the largest eigenvalue first.

    a : array (..., n, n).

    >>> np.abs(eigenvectors(np.diag([1.0, 9.0])))
    array([[0., 1.],
           [1., 0.]])
    """
    return np.linalg.eigh(a)[1][..., ::-1]


def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    """Adafactor: Adam's v from its row means and column means alone, so that rows + cols numbers are kept, not rows * cols.

    There is no momentum. The step is a share of the size of x, and no longer than d.

    Source: Shazeer and Stern (2018), "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", arXiv:1804.04235,
    Algorithm 4 with the decay of section 7.2 and the relative step of section 8.

    x, g : arrays (..., rows, cols); r : (..., rows, 1); c : (..., 1, cols); t = 1, 2, ... lr > 0: the largest share of x in a
    step; decay > 0, d > 0: the largest root mean square of the step before it is scaled; eps >= 0 in squared gradient units,
    eps2 >= 0: the least size of x that counts, in parameter units.

    >>> adafactor(np.ones((2, 2)), np.array([[300.0, 3.0], [30.0, 0.3]]), 1, lr=0.5)["x"].round(4)      # a product: exact
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - np.power(t, -decay)
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)
