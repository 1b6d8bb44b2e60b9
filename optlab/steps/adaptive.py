"""Steps that divide each parameter's gradient by a measure of its own past size: AdaGrad to AMSGrad."""

import numpy as np


def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    """AdaGrad: divide by the root of the sum of all past squared gradients.

    Parameters that rarely get a gradient keep a large step. On a constant gradient the step is lr / sqrt(t).

    Source: Duchi, Hazan and Singer (2011), "Adaptive Subgradient Methods", JMLR 12, 2121-2159, fig. 1 with the diagonal
    matrix H_t = delta I + diag(s_t): delta is eps here.

    x, g, h : arrays of one shape. lr > 0 in parameter units, eps >= 0 in gradient units.

    >>> adagrad(np.array([1.0, 2.0]), np.array([2.0, 1.0]), lr=1.0, eps=0.0)
    {'h': array([4., 1.]), 'x': array([0., 1.])}
    """
    h = h + g**2
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    """RMSprop: AdaGrad with a moving average in place of the sum, so old gradients are forgotten.

    v starts at 0 and is not corrected: on a constant gradient the step is lr / sqrt(1 - rho^t), too large at first.

    Source: Tieleman and Hinton (2012), "Neural Networks for Machine Learning", lecture 6.5 (rho = 0.9; no eps there).

    x, g, v : arrays of one shape. lr > 0 in parameter units, 0 <= rho < 1, eps >= 0 in gradient units.

    >>> rmsprop(np.array([1.0, 2.0]), np.array([2.0, 1.0]), lr=1.0, rho=0.75, eps=0.0)
    {'v': array([1.  , 0.25]), 'x': array([-1.,  0.])}
    """
    v = rho * v + (1 - rho) * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    """Graves's RMSprop: divide by the root of the gradient's variance, with momentum.

    On a constant gradient the variance goes to 0 and the step grows to lr |g| / sqrt(eps) / (1 - mu): a property of
    the method.

    Source: Graves (2013), "Generating Sequences With Recurrent Neural Networks", arXiv:1308.0850, eqs. (38)-(45).

    x, g, v, m, delta : arrays of one shape; v is Graves's n, m his g. lr > 0, 0 <= rho, mu < 1, eps >= 0 in squared
    gradient units.

    >>> rmsprop_graves(np.array([1.0]), np.array([2.0]), lr=0.1, rho=0.5, eps=0.0)["x"]
    array([0.8])
    """
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    """AdaDelta: the step is the gradient times the ratio of two running sizes, that of past steps and that of gradients.

    The ratio has the units of x, so no learning rate is needed; lr = 1 is the paper's rule. u starts at 0 and grows
    slowly: on a constant gradient step t is about sqrt((1 - rho) eps (t + 1 / (1 - rho)^2)), while that is far below |g|.
    `state=dict(u=50.0)` is the "big start".

    Source: Zeiler (2012), "ADADELTA: An Adaptive Learning Rate Method", arXiv:1212.5701, Algorithm 1. lr is not in the paper.

    x, g, v, u : arrays of one shape; v in squared gradient units, u in squared parameter units. lr > 0; 0 <= rho < 1;
    eps >= 0 is what starts the motion.

    >>> float(1 - adadelta(np.array([1.0]), np.array([100.0]))["x"][0])    # sqrt(eps / (1 - rho)), whatever g
    0.00447213...
    """
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam: the average of the gradients over the root of the average of their squares, both corrected for their start at 0.

    On a constant gradient the step is lr from the first step on; after a long silence it can reach
    lr (1 - beta1) / sqrt(1 - beta2), and with steadily growing gradients more.

    Source: Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization", arXiv:1412.6980, Algorithm 1.

    x, g, m, v : arrays of one shape; t = 1, 2, ... lr > 0 in parameter units, 0 <= beta1, beta2 < 1, eps >= 0 in gradient units.

    >>> adam(np.array([1.0]), np.array([-300.0]), 1, lr=0.5)["x"]
    array([1.5])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """AdaMax: Adam with the largest recent |g| in place of the root of the mean square.

    No single step exceeds lr (1 - beta1) / (1 - beta1 / beta2) = 1.009 lr at the defaults, whatever the gradients.

    Source: Kingma and Ba (2015), arXiv:1412.6980, Algorithm 2. The paper has no eps, and 0/0 as long as all gradients are 0;
    eps stands where torch and optax have it; eps = 0 is the paper's rule.

    x, g, m, u : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta1, beta2 < 1, eps >= 0 in gradient units.

    >>> adamax(np.array([1.0]), np.array([-300.0]), 1, lr=0.5)["x"].round(6)
    array([1.5])
    """
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Nadam: Adam whose average already contains the next step's share of momentum, as in Nesterov's shifted form.

    On a constant gradient the first step is lr (1 + beta1 / (1 + beta1)), then it falls to lr.

    Source: Dozat (2016), "Incorporating Nesterov Momentum into Adam", ICLR workshop, Algorithm 2, with a constant beta1
    for his schedule and without his factor nu on v_hat, as optax does; `variants.nadam_dozat` keeps both.

    x, g, m, v : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta1, beta2 < 1, eps >= 0 in gradient units.

    >>> nadam(np.array([1.0]), np.array([-300.0]), 1, lr=0.5)["x"].round(4)     # 1 + 0.5 (1 + 0.9/1.9)
    array([1.7368])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """AMSGrad: Adam whose denominator never falls, so a rare large gradient is not forgotten.

    The paper's rule has no bias correction: on a constant gradient it starts too fast, up to 6.6 lr at step 12.

    Source: Reddi, Kale and Kumar (2018), "On the Convergence of Adam and Beyond", arXiv:1904.09237, Algorithm 2, without
    the projection and with a constant beta1; the theory takes lr / sqrt(t), here `lr=lambda t: 0.1 / np.sqrt(t)`. The
    algorithm has no eps.

    x, g, m, v, v_max : arrays of one shape. lr > 0, 0 <= beta1, beta2 < 1, eps >= 0 in gradient units.

    >>> amsgrad(np.array([1.0]), np.array([-300.0]), lr=0.5)["x"].round(4)      # 1 + 0.5 * 3.1623
    array([2.5811])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
