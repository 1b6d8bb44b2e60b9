"""Steps beyond Adam: bounded (AdaBound, AMSBound), without a free memory length (SMORMS3), fed back from the loss (Eve)."""

import numpy as np


def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    """AdaBound: Adam whose learning rate for each parameter is clipped between two bounds that close in on final_lr.

    It starts as Adam and ends as momentum SGD with learning rate final_lr.

    Source: Luo, Xiong, Liu and Sun (2019), "Adaptive Gradient Methods with Dynamic Bound of Learning Rate",
    arXiv:1902.09843, Algorithm 2, as the authors' released code runs it (bias correction, eps, no 1/sqrt(t));
    `variants.adabound_paper` is the printed algorithm.

    x, g, m, v : arrays of one shape; t = 1, 2, ... lr, final_lr > 0 (final_lr in SGD's units), gamma > 0 per step.

    >>> adabound(np.array([1.0]), np.array([-300.0]), 1, lr=0.5)["x"].round(4)
    array([1.5])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    """AMSBound: AdaBound with AMSGrad's denominator, which never falls.

    Source: Luo, Xiong, Liu and Sun (2019), arXiv:1902.09843, Algorithm 3, as the authors' released code runs it.

    x, g, m, v, v_max : arrays of one shape; t = 1, 2, ... lr, final_lr > 0 (final_lr in SGD's units), gamma > 0 per step.

    >>> amsbound(np.array([1.0]), np.array([-300.0]), 1, lr=0.5)["x"].round(4)
    array([1.5])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    """SMORMS3: RMSprop that learns its memory length from how much the gradients agree, and never steps further than that.

    zeta = m^2 / v is 1 where all remembered gradients agree, near 0.4/mem where they are noise; noise makes the memory
    longer, and the step min(lr, zeta) shorter.

    Source: Funk (2015), "RMSprop loses to SMORMS3 - Beware the Epsilon!", sifter.org/~simon/journal/20150420.html.

    x, g, m, v, mem : arrays of one shape; mem in steps. lr > 0 in parameter units, eps >= 0.

    >>> smorms3(np.array([1.0]), np.array([-300.0]), lr=0.5)["x"].round(4)      # 1 + 0.5 sqrt(2)
    array([1.7071])
    """
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
    *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):  # fmt: skip
    """Eve: Adam with a global learning rate that listens to the loss: slower while it jumps, faster on a plateau.

    d averages the relative change of the loss, clipped to [1/c, c]; Adam's step is divided by it.

    Source: Hayashi, Koushik and Neubig (2016), "Eve: A Gradient Based Optimization Method with Locally and Globally
    Adaptive Learning Rates", arXiv:1611.01505, version 3, Algorithm 1. Versions 1 and 2 have another rule. The released
    code takes the absolute value of the denominator, for losses below f_star.

    x, g, m, v : arrays of one shape; f : the loss of the whole model, broadcast over the parameters; f_star : its least
    possible value, in the units of f. lr > 0, 0 <= beta1, beta2, beta3 < 1, c >= 1.

    >>> eve(np.array([1.0]), np.array([-300.0]), 1, np.array([2.0]), lr=0.5)["x"].round(4)
    array([1.5])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
