"""The steps of a published race as they were run: each is a paper's step with what its code did otherwise.

They are kept for the comparison in `race`, and to be found out. Right are those of `optlab`; each docstring says what is not.
"""

import numpy as np


def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.95):
    """Nesterov with the gradient times 1 − mu: an average, so that the whole of all steps is a twentieth."""
    g_ahead = grad(x + mu * v)
    v = mu * v - (1 - mu) * lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)


def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with both corrections in lr_t and eps under the root of the uncorrected v: neither of the two printed forms."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * m / np.sqrt(v + eps)
    return dict(m=m, v=v, lr_t=lr_t, x=x)


def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.975, beta2=0.999, eps=1e-8):
    """Nadam without the schedule of beta1; the factor beta2 on v_hat is the paper's, eps under the root is not."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = beta2 * v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def smorms3(x, g, t, g_b=None, m_b=0.0, v_b=0.0, m=0.0, v=0.0, mem=0.0, zeta=0.0, *, lr=1e-3, eps=1e-8,
            own_zeta=0):  # fmt: skip
    """SMORMS3 with r and 1 − r exchanged, 1 + (1 − zeta mem) for 1 + mem (1 − zeta), and another parameter's zeta.

    The code keeps a weight x and a bias b, and where the bias's zeta should be set it sets the weight's once more. So the
    bias has zeta = 0 and never moves; its gradient stays what it was (g_b), and its agreement with itself is perfect. With
    own_zeta = 1 this one slip of the three is mended.
    """
    if g_b is None:
        g_b = g
    mem = 1 + (1 - zeta * mem)
    r = 1 / (mem + 1)
    m = r * m + (1 - r) * g
    v = r * v + (1 - r) * g**2
    m_b = m_b / 3 + 2 / 3 * g_b
    v_b = v_b / 3 + 2 / 3 * g_b**2
    zeta = m**2 / (v + eps) if own_zeta else m_b**2 / (v_b + eps)
    x = x - np.minimum(lr, zeta) / np.sqrt(v + eps) * g
    return dict(mem=mem, r=r, m=m, v=v, g_b=g_b, m_b=m_b, v_b=v_b, zeta=zeta, x=x)


def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
        eps=1e-8):  # fmt: skip
    """Eve with the distance to the minimum, |f − f*|, for the change of the loss; and f* = 0 where the least loss is −43."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_star) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def santa_e(x, g, t, rng, v=0.0, G=0.0, a=None, u=None, *, lr=4e-4, sigma=0.95, lam=1e-8, burnin=50, C=5.0, N=100.0):
    """Santa-E with the number of steps for N, the size of the data; G starts at 0, so its first noise is lr / u."""
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = t**0.5
    G_old = G
    v = sigma * v + (1 - sigma) / N**2 * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    explore = t < burnin
    a = np.where(explore, a + u**2 - lr / beta_t, a)
    noise = lr / beta_t * (1 - G_old / G) / u + np.sqrt(2 * lr / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    u = (1 - a) * u - lr * G * g + np.where(explore, noise, 0)
    x = x + G * u
    return dict(v=v, G=G, a=a, u=u, x=x)


def santa_sss(x, g, t, rng, v=0.0, G=0.0, a=None, u=None, *, lr=4e-4, sigma=0.95, lam=1e-8, burnin=50, C=5.0, N=100.0):
    """Santa-SSS as `santa_e`, and the first half step of x is overwritten by the second."""
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = t**0.5
    G_old = G
    v = sigma * v + (1 - sigma) / N**2 * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    explore = t < burnin
    a = np.where(explore, a + (u**2 - lr / beta_t) / 2, a)
    noise = lr / beta_t * (1 - G_old / G) / u + np.sqrt(2 * lr / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    u = np.exp(-a / 2) * (np.exp(-a / 2) * u - lr * G * g + np.where(explore, noise, 0))
    a = np.where(explore, a + (u**2 - lr / beta_t) / 2, a)
    x = x + G * u / 2
    return dict(v=v, G=G, a=a, u=u, x=x)


def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """AMSGrad with eps under the root; the paper has none. The rate falls as 1 / sqrt(t), as in the paper's theory."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    x = x - lr * m / np.sqrt(v_max + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, eps=1e-8):
    """AdaBound as printed, with eps under the root."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / ((1 - beta2) * t + 1))
    upper = final_lr * (1 + 1 / ((1 - beta2) * t))
    rate = np.clip(lr / np.sqrt(v + eps), lower, upper) / t**0.5
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x)


def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, eps=1e-8):
    """AMSBound as printed, with eps under the root."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / ((1 - beta2) * t + 1))
    upper = final_lr * (1 + 1 / ((1 - beta2) * t))
    rate = np.clip(lr / np.sqrt(v_max + eps), lower, upper) / t**0.5
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, rate=rate, x=x)
