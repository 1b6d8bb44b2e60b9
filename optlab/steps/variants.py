"""The forms that torch, keras and optax ship, where they differ from the papers' (which stand in the other modules).

Each is named after where it is found; tests/ holds the exact class that each equals.
"""

import numpy as np

from . import matrices


# Gradient descent
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    """`torch.optim.SGD(weight_decay=…)`: the gradient of (weight_decay / 2) x² is added to g."""
    g_l2 = g + weight_decay * x
    x = x - lr * g_l2
    return dict(g_l2=g_l2, x=x)


# Momentum and Nesterov: lr inside or outside the buffer. The path is the same as long as lr stays constant.
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    """`torch.optim.SGD(momentum=mu, dampening=dampening)`, `optax.sgd(momentum=mu)`: lr outside the buffer; first b = g.

    0 <= dampening <= 1.
    """
    b = g if b is None else mu * b + (1 - dampening) * g
    x = x - lr * b
    return dict(b=b, x=x)


def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    """`torch.optim.SGD(momentum=mu, nesterov=True)`, `optax.sgd(momentum=mu, nesterov=True)`: x is the look-ahead point."""
    b = mu * b + g
    x = x - lr * (g + mu * b)
    return dict(b=b, x=x)


def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    """`keras.optimizers.SGD(momentum=mu, nesterov=True)`: x is the look-ahead point, lr stands inside the velocity."""
    v = mu * v - lr * g
    x = x + mu * v - lr * g
    return dict(v=v, x=x)


def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    """Nesterov written for the look-ahead point: an exact change of variables, one gradient a step.

    Source: Bengio, Boulanger-Lewandowski and Pascanu (2013), arXiv:1212.0901, eq. (7). The old v is used first.
    """
    x = x + mu**2 * v - (1 + mu) * lr * g
    v = mu * v - lr * g
    return dict(v=v, x=x)


# AdaGrad
def adagrad_eps_inside(x, g, h=0.0, *, lr=1e-2, eps=1e-7):
    """`optax.adagrad(initial_accumulator_value=0)`: eps under the root, where it acts like sqrt(eps) outside."""
    h = h + g**2
    x = x - lr * g / np.sqrt(h + eps)
    return dict(h=h, x=x)


def adagrad_keras(x, g, h=0.1, *, lr=1e-3, eps=1e-7):
    """`keras.optimizers.Adagrad`, `optax.adagrad`: eps under the root, and the sum starts at 0.1."""
    h = h + g**2
    x = x - lr * g / np.sqrt(h + eps)
    return dict(h=h, x=x)


def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    """`torch.optim.Adagrad`: eps outside as in the paper; with an lr_decay >= 0 lr falls by itself."""
    h = h + g**2
    x = x - lr / (1 + (t - 1) * lr_decay) * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


# RMSprop
def rmsprop_eps_inside(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-7):
    """`keras.optimizers.RMSprop`, `optax.rmsprop`: eps under the root."""
    v = rho * v + (1 - rho) * g**2
    x = x - lr * g / np.sqrt(v + eps)
    return dict(v=v, x=x)


def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    """`torch.optim.RMSprop(momentum=mu)`: eps outside, lr outside the momentum buffer b."""
    v = rho * v + (1 - rho) * g**2
    b = mu * b + g / (np.sqrt(v) + eps)
    x = x - lr * b
    return dict(v=v, b=b, x=x)


def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    """`keras.optimizers.RMSprop(momentum=mu)`: eps under the root, lr inside the momentum buffer b."""
    v = rho * v + (1 - rho) * g**2
    b = mu * b + lr * g / np.sqrt(v + eps)
    x = x - b
    return dict(v=v, b=b, x=x)


def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    """`torch.optim.RMSprop(centered=True)`: divide by the standard deviation, eps outside the root."""
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    x = x - lr * g / (np.sqrt(v - m**2) + eps)
    return dict(v=v, m=m, x=x)


def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    """`optax.rmsprop(bias_correction=True, eps_in_sqrt=False)`: corrected for the start at 0, as Adam is."""
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho**t)
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, x=x)


# Adam
def adam_eps_inside(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """`optax.adam(eps=0, eps_root=eps)`: eps under the root, where it acts like sqrt(eps) = 1e-4 outside."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    """`keras.optimizers.Adam`: both corrections gathered in lr_t, so eps (the paper's "epsilon hat") is not corrected.

    Source: Kingma and Ba (2015), arXiv:1412.6980, the reordered form at the end of section 2, before 2.1.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, lr_t=lr_t, x=x)


def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    """`torch.optim.Adam(weight_decay=…)`: the decay is added to the gradient, so it is divided by sqrt(v_hat) too."""
    g_l2 = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * g_l2
    v = beta2 * v + (1 - beta2) * g_l2**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=g_l2, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    """`keras.optimizers.AdamW`: the decay acts on x itself, Adam in the lr_t form."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * m / (np.sqrt(v) + eps) - lr * weight_decay * x
    return dict(m=m, v=v, lr_t=lr_t, x=x)


def adan_optax(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):  # fmt: skip
    """`optax.adan`: the change of the gradient weighed by 1 - beta2, 0.08 at the defaults, where the paper has 0.92."""
    change = 0 * g if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + (1 - beta2) * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + (1 - beta2) * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)


# AdaMax
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    """Adam with powers p in place of squares, on the way to AdaMax; p = 2 is Adam with beta2 squared.

    Source: Kingma and Ba (2015), arXiv:1412.6980, section 7.1, before the limit. u is the p-th root of their v. M, the
    larger of the two sizes, is taken out, so that no power leaves the floats: u^p itself would be 0 or inf for a large p. p > 0.
    """
    m = beta1 * m + (1 - beta1) * g
    s = np.abs(g) + eps
    M = np.maximum(beta2 * u, s)
    u = M * np.power(np.power(beta2 * u / M, p) + (1 - np.power(beta2, p)) * np.power(s / M, p), 1 / p)
    u_hat = u / np.power(1 - np.power(beta2, p * t), 1 / p)
    x = x - lr / (1 - beta1**t) * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)


def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    """`keras.optimizers.Adamax`: eps is added where u divides."""
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g))
    x = x - lr / (1 - beta1**t) * m / (u + eps)
    return dict(m=m, u=u, x=x)


# Nadam: a momentum schedule mu_t that grows to beta1. np.power rounds alike for one number and for many; ** does not.
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    """`torch.optim.NAdam(momentum_decay=psi)`; `keras.optimizers.Nadam` is the same with psi = 1 (and eps = 1e-7); psi >= 0."""
    mu_t = beta1 * (1 - 0.5 * np.power(0.96, t * psi))
    mu_next = beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * psi))
    mu_product = mu_product * mu_t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def nadam_dozat(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    """Dozat's Algorithm 2 as printed: mu_t in the average too, and the factor beta2 on v_hat; psi >= 0. Source: as `nadam`."""
    mu_t = beta1 * (1 - 0.5 * np.power(0.96, t * psi))
    mu_next = beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * psi))
    mu_product = mu_product * mu_t
    m = mu_t * m + (1 - mu_t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = beta2 * v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


# AMSGrad: which v the maximum is taken of, and what is corrected
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """`torch.optim.Adam(amsgrad=True)`: the maximum of the raw v, corrected afterwards."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_max=v_max, m_hat=m_hat, v_hat=v_hat, x=x)


def amsgrad_keras(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    """`keras.optimizers.Adam(amsgrad=True)`: the maximum of the raw v, both corrections in lr_t."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, lr_t=lr_t, x=x)


def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """`optax.amsgrad`: the maximum of the corrected v."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    v_max = np.maximum(v_max, v_hat)
    x = x - lr * m_hat / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)


# AdaBound and AMSBound: the algorithms as printed
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    """AdaBound as printed: no bias correction, no eps, the clipped rate divided by sqrt(t), bounds that close in with beta2.

    Source: Luo, Xiong, Liu and Sun (2019), arXiv:1902.09843, Algorithm 2, with the bounds of its section 4, without
    the projection and with a constant beta1; final_lr > 0.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / ((1 - beta2) * t + 1))
    upper = final_lr * (1 + 1 / ((1 - beta2) * t))
    rate = np.clip(lr / np.sqrt(v), lower, upper) / t**0.5
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x)


def amsbound_paper(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    """AMSBound as printed: `adabound_paper` with the largest v so far under the root.

    Source: Luo, Xiong, Liu and Sun (2019), arXiv:1902.09843, Algorithm 3, as `adabound_paper` has Algorithm 2; final_lr > 0.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / ((1 - beta2) * t + 1))
    upper = final_lr * (1 + 1 / ((1 - beta2) * t))
    rate = np.clip(lr / np.sqrt(v_max), lower, upper) / t**0.5
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, rate=rate, x=x)


# Muon
def muon_optax(x: "matrix", g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    """`optax.contrib.muon`: an average corrected for its start, as Nadam's; the factor is sqrt(max(1, cols / rows))."""
    m = mu * m + (1 - mu) * g
    u = mu * m / (1 - mu ** (t + 1)) + (1 - mu) * g / (1 - mu**t)
    o = matrices.newton_schulz(u)
    x = x - lr * (max(1, x.shape[-1] / x.shape[-2]) ** 0.5 * o + weight_decay * x)
    return dict(m=m, u=u, o=o, x=x)
