"""Gradient descent and its momentum: steps that multiply the gradient by one number for all parameters."""


def sgd(x, g, *, lr=0.01):
    """Gradient descent: one step against the gradient.

    Stochastic or mini-batch gradient descent is the same rule with g taken from one sample or a few.

    Source: Cauchy (1847), Comptes Rendus 25, 536-538; Robbins and Monro (1951), "A Stochastic Approximation Method",
    Annals of Mathematical Statistics 22, eq. (2), doi:10.1214/aoms/1177729586.

    x, g : arrays of one shape. lr > 0: parameter units per gradient unit.

    >>> import numpy as np
    >>> sgd(np.array([1.0]), np.array([2.0]), lr=0.25)["x"]
    array([0.5])
    """
    x = x - lr * g
    return dict(x=x)


def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    """Momentum (heavy ball): the velocity v sums past gradients, each a factor mu weaker than the one after it.

    On a constant gradient the step grows to lr g / (1 - mu).

    Source: Polyak (1964), "Some methods of speeding up the convergence of iteration methods", eq. (9),
    doi:10.1016/0041-5553(64)90137-5; in this notation Sutskever, Martens, Dahl and Hinton (2013), "On the importance of
    initialization and momentum in deep learning", eqs. (1)-(2).

    x, g : arrays of one shape; v : the last change of x. lr > 0, 0 <= mu < 1.

    >>> import numpy as np
    >>> momentum(np.array([1.0]), np.array([2.0]), np.array([-0.5]), lr=0.25, mu=0.9)
    {'v': array([-0.95]), 'x': array([0.05])}
    """
    v = mu * v - lr * g
    x = x + v
    return dict(v=v, x=x)


def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    """Momentum as an average: m is the exponential moving average of the gradients.

    The same path as `momentum` with lr (1 - mu) in place of lr. m starts at 0, so the first steps are too small.

    Source: the averaged form in common use; the first line of Algorithm 1 of Kingma and Ba (2015), arXiv:1412.6980,
    without its bias correction.

    x, g, m : arrays of one shape. lr > 0, 0 <= mu < 1.

    >>> import numpy as np
    >>> momentum_ema(np.array([1.0]), np.array([2.0]), lr=0.25, mu=0.9)["x"].round(3)
    array([0.95])
    """
    m = mu * m + (1 - mu) * g
    x = x - lr * m
    return dict(m=m, x=x)


def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    """Nesterov's accelerated gradient: momentum whose gradient is taken where the velocity is about to lead.

    Source: Nesterov (1983), Doklady AN SSSR 269, 543-547; in this form Sutskever, Martens, Dahl and Hinton (2013), "On the
    importance of initialization and momentum in deep learning", eqs. (3)-(4).

    x : array; grad : function of such an array; v : the last change of x. lr > 0, 0 <= mu < 1.

    >>> import numpy as np
    >>> nesterov(np.array([1.0]), lambda x: 2 * x, np.array([-0.5]), lr=0.25, mu=0.8)["x"].round(3)
    array([0.3])
    """
    g_ahead = grad(x + mu * v)
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)


def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    """Nesterov with the mean of four gradients on the way to the look-ahead point.

    On a noisy signal it is calmer than Nesterov if the look-ahead spans several samples, and not otherwise.
    On a quadratic it is one look-ahead at 0.625 mu v, so it is stable up to lr = 2 (1 + mu) / (1 + 1.25 mu) / L.

    Source: a variant of Sutskever et al. (2013), eqs. (3)-(4), known from tutorials that read optimizers as signal
    accumulators; it has no paper of its own.

    x : array; grad : function of such an array; v : the last change of x. lr > 0, 0 <= mu < 1.

    >>> import numpy as np
    >>> smoothed_nesterov(np.array([1.0]), lambda x: 2 * x, np.array([-0.5]), lr=0.25, mu=0.8)["x"].round(3)
    array([0.225])
    """
    g_ahead = (grad(x + mu * v / 4) + grad(x + mu * v / 2) + grad(x + mu * v * 3 / 4) + grad(x + mu * v)) / 4
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
