"""AdaSecant: each parameter's learning rate is a secant, its past steps over the changes of the gradient that they made."""

import numpy as np


def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    """AdaSecant as its authors released it: no learning rate; noise is averaged out, and windows lengthen by themselves.

    Line by line: g is brought to length 1 in each block, so the size of the loss does not matter; the block is the last
    axis of x (a matrix of weights as one block: pass it flat). m, m2 are averages of g and g^2. g_tilde mixes g with its
    average; its variance is that of g over (1 + gamma)^2, and gamma, the ratio of two root mean squares, is large where
    successive gradients agree in nothing but their mean. alpha is the change of the gradient; c, c2 average it and its
    square. rate is the mean of delta / alpha, the inverse curvature, to second order (paper's eq. for E[t_i]): a ratio of
    sizes minus a covariance. delta is the step. tau is the window of the averages, in steps: it grows by 1 a step while
    steps have no common direction, shrinks where d^2 is near d2, where they agree; a g or alpha more than two standard
    deviations off its mean is an outlier and puts tau back to 2.2, about half the weight on the newest. With adagrad,
    steps are divided by the root of the sum of all g_tilde^2 once that exceeds 1, so that they tend to 0.

    Source: Gulcehre and Bengio (2014), "ADASECANT: Robust Adaptive Secant Method for Stochastic Gradient",
    arXiv:1412.7419, Algorithm 1, as the authors' released code runs it. `adasecant_paper` is the printed algorithm; the
    code differs from it in

    * gamma: a ratio of root mean squares, always positive, from before this step; the paper has plain means, with signs;
    * cov: it pairs delta with the alpha *before* it; the paper's alpha is the change of the gradient that delta makes;
    * m, m2 have a fixed window rho; the paper's only averaging rule has the window tau;
    * an outlier resets tau after the averages are updated, and tau keeps within [1.5, 1e8]; the paper resets it before;
    * in the first step g stands for the unknown last step; the paper says nothing about it.

    The second matters most. Noise makes delta and the alpha before it correlate: cov is near -rate c2 / 2, the rate grows by
    half of itself and the steps never shrink. Variance reduction hides that; gamma_max = 0 switches it off. With the paper's
    pairing the method works without it.

    Measured on `problems.LeastSquares()` (20-D, condition number 100, batches of 32), median loss above the least possible
    of 40 runs at step 100 / 2000: 3.1e-5 / 1.4e-5; adagrad 2.4e-5 / 3.1e-6; gamma_max=0 0.09 / 0.08; paper 4.1e-5 / 1.0e-5,
    with gamma_max=0 5.4e-5 / 1.1e-5. SGD lr=0.1 0.039 / 1.7e-5, Adam 0.75 / 9.2e-4, Adam lr=0.03 8.1e-5 / 2.7e-4, AdaDelta
    0.34 / 4.4e-5: untuned it is soon near the end, where a well-chosen constant rate arrives later.
    Not scale-free in the parameters: all steps start at length 1.

    x, g and the state : arrays of one shape (..., block). t = 1, 2, ... 0 <= rho < 1; gamma_max >= 0; eps, eps_rate >= 0.

    >>> g = np.array([3.0, 4.0])
    >>> row, large = adasecant(np.zeros(2), g, 1), adasecant(np.zeros(2), 1000 * g, 1)
    >>> row["x"].round(3), np.allclose(row["x"], large["x"], rtol=1e-6)
    (array([-0.527, -0.703]), True)
    """
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha**2 / tau
    last = g if t == 1 else d
    last2 = g**2 if t == 1 else d2
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = (1 - 1 / tau) * d + delta / tau
    d2 = (1 - 1 / tau) * last2 + delta**2 / tau
    cov = (1 - 1 / tau) * cov + delta * alpha / tau
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps),
                  1.5, 1e8)  # fmt: skip
    x = x + delta
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde,
                alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x)  # fmt: skip


def adasecant_paper(
    x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0,
    c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6
):  # fmt: skip
    """AdaSecant as printed: all averages have the window tau, and each step is paired with the change of gradient it made.

    Where the paper is silent it does as the released code: the start (averages 0, tau 2.1, g for the unknown first step), the
    small eps, and gamma = gamma_max where its denominator is not positive (the paper assumes a positive gamma). m is renewed
    before g_tilde, as there; in print the averages follow it.

    Source: Gulcehre and Bengio (2014), arXiv:1412.7419, Algorithm 1; `adasecant` lists the differences and the figures.

    Arguments as in `adasecant`.
    """
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    gamma = np.clip(np.where(den > 0, num / np.where(den > 0, den, 1), gamma_max), 0, gamma_max)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, tau)
    m = (1 - 1 / tau) * m + g / tau
    m2 = (1 - 1 / tau) * m2 + g**2 / tau
    g_tilde = (g + gamma * m) / (1 + gamma)
    num = (1 - 1 / tau) * num + (g_old - g) * (g_old - m) / tau
    den = (1 - 1 / tau) * den + (g_old - m) * (g - m) / tau
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha**2 / tau
    d = g if t == 1 else (1 - 1 / tau) * d + delta / tau
    d2 = g**2 if t == 1 else (1 - 1 / tau) * d2 + delta**2 / tau
    cov = (1 - 1 / tau) * cov + delta * alpha / tau
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    x = x + delta
    return dict(alpha=alpha, gamma=gamma, m=m, m2=m2, g_tilde=g_tilde, num=num, den=den, c=c, c2=c2, d=d, d2=d2,
                cov=cov, rate=rate, tau=tau, delta=delta, g_old=g, x=x)  # fmt: skip
