"""A thirteenth set of functions as students write them, by someone who had read the steps and not the feedback: a teacher's own references.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong and in which line, source). " | " stands
between alternatives, a space between two wrong lines. RIGHT: (name, step, source): the same path in another form.
"""

import numpy as np


def qhadam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, nu1=0.7, nu2=0.9, beta1=0.95, beta2=0.98, eps=1e-8):
    """QHAdam: numerator and denominator each mix the newest gradient with its average (Ma and Yarats, 2019)."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    top = (1 - nu1) * g + nu1 * m_hat
    bottom = (1 - nu2) * g**2 + nu2 * v_hat
    x = x - lr * top / (np.sqrt(bottom) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, top=top, bottom=bottom, x=x)


def adamod(x, g, t, m=0.0, v=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.99, eps=1e-8):
    """AdaMod: no learning rate may exceed its own moving average (Ding, Ren, Luo and Sun, 2019)."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rate = lr / (np.sqrt(v_hat) + eps)
    s = beta3 * s + (1 - beta3) * rate
    bounded = np.minimum(rate, s)
    x = x - bounded * m_hat
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rate=rate, s=s, bounded=bounded, x=x)


def diffgrad(x, g, t, m=0.0, v=0.0, g_old=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """DiffGrad: Adam with a friction xi that is near 1 where the gradient changes and 1/2 where it does not (Dubey et al., 2019)."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    xi = 1 / (1 + np.exp(-np.abs(g - g_old)))
    x = x - lr * xi * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, xi=xi, g_old=g, x=x)


def rprop(x, g, delta=0.1, g_old=0.0, *, lr=1.0, up=1.2, down=0.5, d_min=1e-6, d_max=50.0):
    """iRprop-: only signs count; where the sign turned, a smaller delta and no step (Igel and Hüsken, 2000)."""
    agree = g * g_old
    grown = np.minimum(up * delta, d_max)
    shrunk = np.maximum(down * delta, d_min)
    delta = np.where(agree > 0, grown, np.where(agree < 0, shrunk, delta))
    used = np.where(agree < 0, 0, g)
    x = x - lr * delta * np.sign(used)
    return dict(agree=agree, grown=grown, shrunk=shrunk, delta=delta, used=used, g_old=used, x=x)


def aggmo(x, g, v1=0.0, v2=0.0, v3=0.0, *, lr=0.01, mu1=0.0, mu2=0.9, mu3=0.99):
    """Aggregated momentum: the mean of three velocities with three dampings (Lucas et al., 2019)."""
    v1 = mu1 * v1 - g
    v2 = mu2 * v2 - g
    v3 = mu3 * v3 - g
    x = x + lr / 3 * (v1 + v2 + v3)
    return dict(v1=v1, v2=v2, v3=v3, x=x)


def adanorm(x, g, t, m=0.0, v=0.0, r=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, gamma=0.95, eps=1e-8):
    """AdaNorm: a gradient shorter than the recent ones is stretched to their mean length in m (Dubey et al., 2022)."""
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    r = gamma * r + (1 - gamma) * size
    s = np.where(r > size, g * r / (size + eps), g)
    m = beta1 * m + (1 - beta1) * s
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(size=size, r=r, s=s, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def polyak(x, g, f, b=0.0, *, lr=1.0, mu=0.9, c=0.5, f_star=0.0, eps=1e-8):
    """Polyak's step size, at most lr, along an average of the gradients (Loizou et al., 2021)."""
    b = mu * b + (1 - mu) * g
    size = np.sum(g**2, axis=-1, keepdims=True)
    rate = np.minimum(lr, (f - f_star) / (c * size + eps))
    x = x - rate * b
    return dict(b=b, size=size, rate=rate, x=x)


def sgdr(x, g, t, b=0.0, *, lr=0.05, lr_min=1e-3, period=8, mu=0.9):
    """SGDR: a cosine from lr to lr_min, again and again; each restart forgets the momentum (Loshchilov and Hutter, 2017).

    period >= 1 a whole number of steps.
    """
    phase = (t - 1) % period / period
    lr_t = lr_min + (lr - lr_min) * (1 + np.cos(np.pi * phase)) / 2
    b = np.where(phase == 0, g, mu * b + g)
    x = x - lr_t * b
    return dict(phase=phase, lr_t=lr_t, b=b, x=x)


def pid(x, g, v=0.0, d=0.0, g_old=None, *, lr=0.01, mu=0.9, kd=5.0):
    """PID momentum: the integral v as ever, and a derivative d, the averaged change of the gradient (An et al., 2018)."""
    v = mu * v - lr * g
    change = 0 * g if g_old is None else g - g_old
    d = mu * d + (1 - mu) * change
    x = x + v - lr * kd * d
    return dict(v=v, change=change, d=d, g_old=g, x=x)


def elastic(x, g, t, a=None, v=0.0, *, lr=0.01, mu=0.9, k=0.1):
    """A teacher's rule: momentum on a rubber band to the mean a of all points so far; the band slackens with time."""
    if a is None:
        a = x
    k_t = k / np.sqrt(t)
    v = mu * v - lr * g + k_t * (a - x)
    x = x + v
    a = a + (x - a) / (t + 1)
    return dict(k_t=k_t, v=v, a=a, x=x)


def extragradient(x, grad, v=0.0, *, lr=0.01, mu=0.5, gamma=1.5):
    """Extragradient with momentum: a trial step y, and the gradient there moves x (Korpelevich, 1976)."""
    g = grad(x)
    y = x - gamma * lr * g
    g_y = grad(y)
    v = mu * v - lr * g_y
    x = x + v
    return dict(g=g, y=y, g_y=g_y, v=v, x=x)


def noisy_clip(x, g, t, rng, m=0.0, *, lr=0.01, mu=0.9, clip=1.0, sigma=0.3, gamma=0.55, eps=1e-8):
    """Momentum of clipped gradients with a noise that dies out (after Neelakantan et al., 2015; sigma is a deviation here)."""
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    g_clip = g * np.minimum(1, clip / (size + eps))
    sigma_t = sigma / (1 + t) ** gamma
    noise = sigma_t * rng.standard_normal(x.shape, x.dtype)
    m = mu * m + (1 - mu) * (g_clip + noise)
    x = x - lr * m
    return dict(size=size, g_clip=g_clip, sigma_t=sigma_t, noise=noise, m=m, x=x)


ONE = [
    ("qhadam_weights_swapped", qhadam, "top", "nu1 weighs the gradient and 1 - nu1 the average, the wrong way round [line 6]", """
def qhadam_step(x, g, t, m=0.0, v=0.0, *, lr=1e-3, nu1=0.7, nu2=0.9, beta1=0.95, beta2=0.98, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    top = nu1 * g + (1 - nu1) * m_hat
    bottom = (1 - nu2) * g * g + nu2 * v_hat
    x = x - lr * top / (np.sqrt(bottom) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, top=top, bottom=bottom, x=x)
"""),
    ("qhadam_correction_forgotten", qhadam, "bottom",
     "The denominator mixes in the raw v; the corrected one is computed and never used [line 9]", """
def quasi_hiperbolico(x, g, t, media=0.0, cuadrado=0.0, *, lr=1e-3, nu1=0.7, nu2=0.9, beta1=0.95, beta2=0.98, eps=1e-8):
    # promedios
    media = beta1 * media + (1 - beta1) * g
    cuadrado = beta2 * cuadrado + (1 - beta2) * np.square(g)
    corregir = lambda a, b: a / (1 - b**t)
    media_c = corregir(media, beta1)
    cuadrado_c = corregir(cuadrado, beta2)
    arriba = g + nu1 * (media_c - g)
    abajo = np.square(g) * (1 - nu2) + nu2 * cuadrado
    x = x - lr * arriba / (np.sqrt(abajo) + eps)
    return dict(media=media, cuadrado=cuadrado, x=x)
"""),
    ("qhadam_corrected_stored", qhadam, "m|m_hat",
     "The bias-corrected average is written over m and so goes back into the state [line 4]", """
def qhadam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, nu1=0.7, nu2=0.9, beta1=0.95, beta2=0.98, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    num = (1 - nu1) * g + nu1 * m
    den = np.sqrt((1 - nu2) * g**2 + nu2 * v_hat) + eps
    return dict(m=m, v=v, v_hat=v_hat, x=x - lr * num / den)
"""),
    ("adamod_larger_of_two", adamod, "bounded", "The larger of the rate and its average is taken, not the smaller [line 10]", """
def adamod(x, g, t, m=0.0, v=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.99, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    c1 = 1 - beta1**t
    c2 = 1 - beta2**t
    m_hat, v_hat = m / c1, v / c2
    rate = lr / (np.sqrt(v_hat) + eps)
    s = beta3 * s + (1 - beta3) * rate
    # AdaMod: "restrict the learning rate from above"

    bounded = np.where(rate > s, rate, s)
    x = x - bounded * m_hat
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rate=rate, s=s, bounded=bounded, x=x)
"""),
    ("adamod_bound_before_average", adamod, "bounded|s",
     "The rate is bounded by the old average, since s is renewed only after the bound [line 7]", """
def adamod(x, g, t, m=0.0, v=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.99, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rate = lr / (np.sqrt(v_hat) + eps)
    bounded = np.minimum(rate, s)
    s = beta3 * s + (1 - beta3) * rate
    x = x - bounded * m_hat
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rate=rate, s=s, bounded=bounded, x=x)
"""),
    ("adamod_lr_twice", adamod, "x", "lr is already in the rate and is multiplied in once more [line 10]", """
def adamod(x, g, t, m=None, v=None, s=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.99, eps=1e-8):
    if m is None:
        m = v = s = np.zeros_like(g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    eta = lr / (np.sqrt(v / (1 - beta2**t)) + eps)
    s = beta3 * s + (1 - beta3) * eta
    eta = np.minimum(eta, s)
    direction = m / (1 - beta1**t)
    x = x - lr * eta * direction
    return dict(m=m, v=v, s=s, x=x)
"""),
    ("diffgrad_remembers_mean", diffgrad, "g_old", "m is handed on as the last gradient, not g [line 8]", """
def diff_grad(x, g, t, m=0.0, v=0.0, g_old=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    xi = 1 / (1 + np.exp(-np.abs(g_old - g)))
    x = x - lr * xi * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, xi=xi, g_old=m, x=x)
"""),
    ("diffgrad_sigmoid_upside_down", diffgrad, "xi",
     "The minus in the sigmoid's exponent is missing, so the friction falls where the gradient changes [line 3]", """
def diffgrad(x, g, t, m=0.0, v=0.0, g_old=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def friction(change):
        return 1 / (1 + np.exp(np.abs(change)))

    xi = friction(g - g_old)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * xi * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, xi=xi, g_old=g, x=x)
"""),
    ("diffgrad_belief_in_friction", diffgrad, "xi",
     "The friction looks at g - m, as AdaBelief does, in place of the change of the gradient [line 9]", """
def diffgrad(x, g, t, m=0.0, v=0.0, g_old=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = np.multiply(beta1, m)
    m = m + (1 - beta1) * g
    v = np.add(beta2 * v, (1 - beta2) * np.power(g, 2))

    corr1 = 1.0 - np.power(beta1, t)
    corr2 = 1.0 - np.power(beta2, t)
    # local friction coefficient
    diff = abs(g - m)
    dfc = 1.0 / (1.0 + np.exp(-diff))
    step_size = lr * np.sqrt(corr2) / corr1
    x = x - step_size * dfc * m / (np.sqrt(v) + eps * np.sqrt(corr2))
    return dict(m=m, v=v, g_old=g, x=x)
"""),
    ("rprop_lower_bound_min", rprop, "shrunk",
     "The lower bound is taken with minimum, so a single turn of the sign throws delta to d_min [line 4]", """
def rprop(x, g, delta=0.1, g_old=0.0, *, lr=1.0, up=1.2, down=0.5, d_min=1e-6, d_max=50.0):
    agree = g * g_old
    grown = np.minimum(up * delta, d_max)
    shrunk = np.minimum(down * delta, d_min)
    delta = np.where(agree > 0, grown, np.where(agree < 0, shrunk, delta))
    used = np.where(agree < 0, 0, g)
    x = x - lr * delta * np.sign(used)
    return dict(agree=agree, grown=grown, shrunk=shrunk, delta=delta, used=used, g_old=used, x=x)
"""),
    ("rprop_turn_remembered", rprop, "g_old",
     "After a turn of the sign the full gradient is remembered where 0 belongs, so the next step counts as "
     "agreement or turn again [line 14]", """
def rprop_minus(x, g, width=0.1, prev=0.0, *, lr=1.0, up=1.2, down=0.5, d_min=1e-6, d_max=50.0):
    product = prev * g
    same = product > 0
    flip = product < 0

    factor = np.ones(np.shape(g))
    factor[same] = up
    factor[flip] = down
    limited = factor * width
    limited = np.where(same, np.minimum(limited, d_max), limited)
    limited = np.where(flip, np.maximum(limited, d_min), limited)
    # no move where the sign has flipped
    move = np.where(flip, 0.0, lr * limited * np.sign(g))
    return dict(width=limited, prev=g, x=x - move)
"""),
    ("rprop_grows_at_zero", rprop, "delta",
     "delta grows already where the product is 0: in the first step and after every turn [line 4]", """
def rprop(x, g, delta=0.1, g_old=0.0, *, lr=1.0, up=1.2, down=0.5, d_min=1e-6, d_max=50.0):
    agree = g * g_old
    grown, shrunk = np.minimum(up * delta, d_max), np.maximum(down * delta, d_min)
    delta = np.where(agree >= 0, grown, shrunk)
    used = g * (agree >= 0)
    x = x - lr * delta * np.sign(used)
    return dict(agree=agree, grown=grown, shrunk=shrunk, delta=delta, used=used, g_old=used, x=x)
"""),
    ("aggmo_sum_for_mean", aggmo, "x", "The velocities are summed and not averaged: the division by 3 is missing [line 8]", """
def aggmo(x, g, v1=0.0, v2=0.0, v3=0.0, *, lr=0.01, mu1=0.0, mu2=0.9, mu3=0.99):
    velocities = []
    for mu, v in zip((mu1, mu2, mu3), (v1, v2, v3)):
        velocities.append(mu * v - g)
    v1, v2, v3 = velocities

    # mean over the velocities
    x = x + lr * (v1 + v2 + v3)
    return dict(v1=v1, v2=v2, v3=v3, x=x)
"""),
    ("aggmo_third_from_second", aggmo, "v3",
     "The third velocity is made from the second (copied line, index not changed) [line 4]", """
def aggmo(x, g, v1=0.0, v2=0.0, v3=0.0, *, lr=0.01, mu1=0.0, mu2=0.9, mu3=0.99):
    v1 = mu1 * v1 - g
    v2 = mu2 * v2 - g
    v3 = mu3 * v2 - g
    x = x + lr * (v1 + v2 + v3) / 3
    return dict(v1=v1, v2=v2, v3=v3, x=x)
"""),
    ("aggmo_damped_helper", aggmo, "v1|v2|v3",
     "The helper that renews all three velocities weighs the gradient with 1 - mu, as an average does [line 3]", """
def aggmo(x, g, v1=0.0, v2=0.0, v3=0.0, *, lr=0.01, mu1=0.0, mu2=0.9, mu3=0.99):
    def renew(v, mu):
        return mu * v - (1 - mu) * g

    v1, v2, v3 = renew(v1, mu1), renew(v2, mu2), renew(v3, mu3)
    x = x + lr * np.mean([v1, v2, v3], axis=0)
    return dict(v1=v1, v2=v2, v3=v3, x=x)
"""),
    ("adanorm_sum_of_sizes", adanorm, "size", "The length is the sum of the absolute values, not the Euclidean one [line 2]", """
def adanorm(x, g, t, m=0.0, v=0.0, r=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, gamma=0.95, eps=1e-8):
    size = np.abs(g).sum(axis=-1, keepdims=True)
    r = gamma * r + (1 - gamma) * size
    s = g * np.where(r > size, r / (size + eps), 1)
    m = beta1 * m + (1 - beta1) * s
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(size=size, r=r, s=s, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adanorm_stretched_square", adanorm, "v",
     "v averages the square of the stretched gradient; the raw one belongs there [line 9]", """
def adanorm(x, g, t, m=0.0, v=0.0, r=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, gamma=0.95, eps=1e-8):
    laenge = np.sqrt((g * g).sum(axis=-1, keepdims=True))
    r = laenge + gamma * (r - laenge)
    zu_kurz = laenge < r
    s = np.where(zu_kurz, g / (laenge + eps) * r, g)

    # Adam mit s statt g
    m = (1 - beta1) * s + beta1 * m
    v = (1 - beta2) * s * s + beta2 * v
    m_dach = m / (1 - beta1**t)
    v_dach = v / (1 - beta2**t)
    x = x - lr * m_dach / (np.sqrt(v_dach) + eps)
    return dict(m=m, v=v, r=r, x=x)
"""),
    ("adanorm_condition_by_coordinate", adanorm, "s",
     "r is compared with each coordinate's |g| in place of the gradient's length [line 4]", """
def adanorm(x, g, t, m=0.0, v=0.0, r=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, gamma=0.95, eps=1e-8):
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    r = gamma * r + (1 - gamma) * size
    s = np.where(r > np.abs(g), g * r / (size + eps), g)
    m = beta1 * m + (1 - beta1) * s
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(size=size, r=r, s=s, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("polyak_length_not_squared", polyak, "size",
     "The loss gap is divided by the length of the gradient, not by its square [line 3]", """
def polyak(x, g, f, b=0.0, *, lr=1.0, mu=0.9, c=0.5, f_star=0.0, eps=1e-8):
    b = b + (1 - mu) * (g - b)
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    rate = np.minimum(lr, (f - f_star) / (c * size + eps))
    x = x - rate * b
    return dict(b=b, size=size, rate=rate, x=x)
"""),
    ("polyak_gap_unbracketed", polyak, "rate",
     "The brackets around f - f_star are missing, so only f_star is divided [line 4]", """
def polyak_step(x, g, f, b=0.0, *, lr=1.0, mu=0.9, c=0.5, f_star=0.0, eps=1e-8):
    b = mu * b + (1 - mu) * g
    sq = (g**2).sum(-1, keepdims=True)
    rate = np.minimum(f - f_star / (c * sq + eps), lr)
    return dict(b=b, x=x - rate * b)
"""),
    ("polyak_rate_in_buffer", polyak, "b|x",
     "The buffer is multiplied by the rate and kept so, hence later steps carry old rates along [line 5]", """
def polyak(x, g, f, b=0.0, *, lr=1.0, mu=0.9, c=0.5, f_star=0.0, eps=1e-8):
    size = np.sum(np.square(g), axis=-1, keepdims=True)
    rate = np.minimum(lr, np.divide(f - f_star, c * size + eps))
    b = mu * b + (1 - mu) * g
    b = rate * b
    x = x - b
    return dict(b=b, size=size, rate=rate, x=x)
"""),
    ("sgdr_counts_from_zero", sgdr, "phase",
     "The phase is taken as if t began at 0, so every restart comes one step early [line 2]", """
def sgdr(x, g, t, b=0.0, *, lr=0.05, lr_min=1e-3, period=8, mu=0.9):
    phase = (t % period) / period
    lr_t = lr_min + 0.5 * (lr - lr_min) * (1 + np.cos(np.pi * phase))
    b = g if phase == 0 else mu * b + g
    x = x - lr_t * b
    return dict(phase=phase, lr_t=lr_t, b=b, x=x)
"""),
    ("sgdr_span_without_floor", sgdr, "lr_t",
     "The cosine spans lr and not lr - lr_min, so the rate starts at lr + lr_min [line 4]", """
def warm_restarts(x, g, t, b=0.0, *, lr=0.05, lr_min=1e-3, period=8, mu=0.9):
    phase = (t - 1) % period / period
    falling = (1 + np.cos(np.pi * phase)) / 2  # 1 ... 0
    lr_t = lr_min + lr * falling
    b = np.where(phase > 0, mu, 0) * b + g
    x = x - lr_t * b
    return dict(phase=phase, lr_t=lr_t, b=b, x=x)
"""),
    ("sgdr_forgets_too_soon", sgdr, "b",
     "The momentum is forgotten in the last step of a cycle and not in the first of the next [line 5]", """
def sgdr(x, g, t, b=0.0, *, lr=0.05, lr_min=1e-3, period=8, mu=0.9):
    done = (t - 1) % period
    phase = done / period
    lr_t = lr_min + (lr - lr_min) * np.cos(np.pi * phase / 2) ** 2
    if t % period == 0:
        b = 0 * g
    b = mu * b + g
    return dict(b=b, x=x - lr_t * b)
"""),
    ("pid_change_backwards", pid, "change", "The change of the gradient has the wrong sign: old minus new [line 5]", """
def pid(x, g, v=0.0, d=0.0, g_old=None, *, lr=0.01, mu=0.9, kd=5.0):
    if g_old is None:
        g_old = g
    v = mu * v - lr * g
    change = g_old - g
    d = mu * d + (1 - mu) * change
    x = x + v - lr * kd * d
    return dict(v=v, change=change, d=d, g_old=g, x=x)
"""),
    ("pid_first_change_from_zero", pid, "change|g_old",
     "The last gradient starts at 0, so the first change is the whole gradient and not 0 [line 1]", """
def pid_momentum(x, g, v=0.0, d=0.0, last=0.0, *, lr=0.01, mu=0.9, kd=5.0):
    # I
    v = mu * v - lr * g
    # D
    d = mu * d + (1 - mu) * (g - last)
    # P is hidden in I
    x = x + v - kd * lr * d
    return dict(v=v, d=d, last=g, x=x)
"""),
    ("pid_derivative_adds_up", pid, "d", "d keeps all of its past: the factor mu on the old d is missing [line 4]", """
def pid(x, g, v=0.0, d=0.0, g_old=None, *, lr=0.01, mu=0.9, kd=5.0):
    v = mu * v - lr * g
    change = g - g if g_old is None else g - g_old
    d = d + (1 - mu) * change
    x = x + (v - lr * kd * d)
    return dict(v=v, change=change, d=d, g_old=g, x=x)
"""),
    ("elastic_mean_before_move", elastic, "a", "The mean takes in the point before its move, not the new one [line 5]", """
def elastic(x, g, t, a=None, v=0.0, *, lr=0.01, mu=0.9, k=0.1):
    a = x if a is None else a
    k_t = k / t**0.5
    v = mu * v - lr * g + k_t * (a - x)
    a = a + (x - a) / (t + 1)
    x = x + v
    return dict(k_t=k_t, v=v, a=a, x=x)
"""),
    ("elastic_times_half", elastic, "k_t", "The root of t has become t times one half (one star for two) [line 4]", """
def elastico(x, g, t, centro=None, vel=0.0, *, lr=0.01, mu=0.9, k=0.1):
    if centro is None:
        centro = x.copy()
    rigidez = k / (t * 0.5)
    tira = rigidez * (centro - x)
    vel = mu * vel - lr * g + tira
    x = x + vel
    centro = (t * centro + x) / (t + 1)
    return dict(centro=centro, vel=vel, x=x)
"""),
    ("elastic_anchor_is_alias", elastic, "a|x",
     "In the first step the anchor is the array that is then moved in place, so the mean forgets the start [line 4]", """
def elastic(x, g, t, a=None, v=0.0, *, lr=0.01, mu=0.9, k=0.1):
    new = np.array(x)  # never touch the input
    if a is None:
        a = new
    k_t = k / np.sqrt(t)
    v = mu * v - lr * g + k_t * (a - new)
    new += v
    a = a + (new - a) / (t + 1)
    return dict(k_t=k_t, v=v, a=a, x=new)
"""),
    ("extragradient_from_trial", extragradient, "x", "The step starts from the trial point y, so x moves twice [line 6]", """
def extragradient(x, grad, v=0.0, *, lr=0.01, mu=0.5, gamma=1.5):
    g = grad(x)
    y = x - gamma * lr * g
    g_y = grad(y)
    v = mu * v - lr * g_y
    x = y + v
    return dict(g=g, y=y, g_y=g_y, v=v, x=x)
"""),
    ("extragradient_trial_unused", extragradient, "v",
     "The velocity takes the gradient at x; that of the trial point is computed and not used [line 5]", """
def extra(x, grad, v=0.0, *, lr=0.01, mu=0.5, gamma=1.5):
    g = grad(x)
    y = x - lr * gamma * g
    g_y = grad(y)
    v = mu * v - lr * g
    return dict(g=g, y=y, g_y=g_y, v=v, x=x + v)
"""),
    ("extragradient_looks_like_nesterov", extragradient, "g",
     "The first gradient is taken at Nesterov's look-ahead point, not at x [line 2]", """
def extragradient(x, grad, v=0.0, *, lr=0.01, mu=0.5, gamma=1.5):
    first = grad(x + mu * v)
    trial = x - gamma * lr * first
    second = grad(trial)
    v = mu * v - lr * second
    x = x + v
    return x, v
"""),
    ("noisy_clip_ratio_upside_down", noisy_clip, "g_clip",
     "The clipping ratio is upside down: long gradients are left alone and short ones shrunk [line 3]", """
def noisy_clip(x, g, t, rng, m=0.0, *, lr=0.01, mu=0.9, clip=1.0, sigma=0.3, gamma=0.55, eps=1e-8):
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    g_clip = g * np.minimum(1, (size + eps) / clip)
    sigma_t = sigma / (1 + t) ** gamma
    noise = sigma_t * rng.standard_normal(x.shape, x.dtype)
    m = mu * m + (1 - mu) * (g_clip + noise)
    x = x - lr * m
    return dict(size=size, g_clip=g_clip, sigma_t=sigma_t, noise=noise, m=m, x=x)
"""),
    ("noisy_clip_variance_read", noisy_clip, "noise", "sigma_t is taken for a variance and its root drawn with [line 6]", """
def noisy_clip(x, g, t, rng, m=0.0, *, lr=0.01, mu=0.9, clip=1.0, sigma=0.3, gamma=0.55, eps=1e-8):
    size = np.sqrt(np.sum(g**2, axis=-1, keepdims=True))
    factor = clip / (size + eps)
    g_clip = np.where(factor < 1, factor * g, g)
    sigma_t = sigma * (1 + t) ** -gamma
    noise = np.sqrt(sigma_t) * rng.standard_normal(x.shape, x.dtype)
    m = m + (1 - mu) * (g_clip + noise - m)
    x = x - lr * m
    return dict(size=size, g_clip=g_clip, sigma_t=sigma_t, noise=noise, m=m, x=x)
"""),
    ("noisy_clip_power_inside", noisy_clip, "sigma_t",
     "gamma is the power of t alone, not of 1 + t: the bracket is closed too late [line 5]", """
def geclippt(x, g, t, rng, m=0.0, *, lr=0.01, mu=0.9, clip=1.0, sigma=0.3, gamma=0.55, eps=1e-8):
    norm = np.linalg.norm(g, axis=-1, keepdims=True)
    kurz = g * np.minimum(1, clip / (norm + eps))

    streuung = sigma / (1 + t**gamma)
    kurz = kurz + streuung * rng.standard_normal(x.shape, x.dtype)
    m = mu * m + (1 - mu) * kurz
    return dict(m=m, x=x - lr * m)
"""),
]

TWO = [
    ("qhadam_sum_and_abs", qhadam, "m bottom",
     "m is a sum with the full gradient, without 1 - beta1. The denominator mixes in |g| and not g squared. [lines 2, 7]", """
def qhadam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, nu1=0.7, nu2=0.9, beta1=0.95, beta2=0.98, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    top = (1 - nu1) * g + nu1 * m_hat
    bottom = (1 - nu2) * np.abs(g) + nu2 * v_hat
    x = x - lr * top / (np.sqrt(bottom) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, top=top, bottom=bottom, x=x)
"""),
    ("qhadam_wrong_beta_no_root", qhadam, "v_hat x",
     "v is corrected with beta1. The root of the denominator is missing. [lines 5, 9]", """
def qh(x, g, t, m=0.0, v=0.0, *, lr=1e-3, nu1=0.7, nu2=0.9, beta1=0.95, beta2=0.98, eps=1e-8):
    m = (m - g) * beta1 + g
    g2 = g * g
    v = (v - g2) * beta2 + g2
    v_hat = v / (1 - beta1**t)
    m_hat = m / (1 - beta1**t)
    top = g + nu1 * (m_hat - g)
    bottom = g2 + nu2 * (v_hat - g2)
    x = x - lr * top / (bottom + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, top=top, bottom=bottom, x=x)
"""),
    ("adamod_sum_and_next_t", adamod, "m_hat s",
     "m is corrected with the t of the next step. The average of the rates lacks the factor 1 - beta3. [lines 4, 7]", """
def adamod(x, g, t, m=0.0, v=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.99, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    rate = lr / (np.sqrt(v_hat) + eps)
    s = beta3 * s + rate
    bounded = np.minimum(rate, s)
    x = x - bounded * m_hat
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rate=rate, s=s, bounded=bounded, x=x)
"""),
    ("diffgrad_no_abs_and_change_squared", diffgrad, "v xi",
     "v averages the square of the gradient's change. The absolute value in the friction is missing. [lines 4, 7]", """
def diffgrad(x, g, t, m=0.0, v=0.0, g_old=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    change = g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    xi = 1 / (1 + np.exp(-change))
    x = x - lr * xi * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, xi=xi, g_old=g, x=x)
"""),
    ("diffgrad_divides_by_friction", diffgrad, "m_hat x",
     "m is corrected with beta2. The step is divided by the friction and not multiplied. [lines 6, 9]", """
def diffgrad(x, g, t, m=0.0, v=0.0, g_old=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    xi = 1 / (1 + np.exp(-np.abs(g - g_old)))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    # undo the start at zero
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta2**t)
    denominator = np.sqrt(v_hat) + eps
    x = x - lr * m_hat / (xi * denominator)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, xi=xi, g_old=g, x=x)
"""),
    ("rprop_added_and_turned_back", rprop, "grown used",
     "delta grows by adding up, not by the factor up. Where the sign has turned the step goes backwards in place of "
     "resting. [lines 3, 6]", """
def rprop(x, g, delta=0.1, g_old=0.0, *, lr=1.0, up=1.2, down=0.5, d_min=1e-6, d_max=50.0):
    agree = g * g_old
    grown = np.minimum(up + delta, d_max)
    shrunk = np.maximum(down * delta, d_min)
    delta = np.where(agree > 0, grown, np.where(agree < 0, shrunk, delta))
    used = np.where(agree < 0, -g, g)
    x = x - lr * delta * np.sign(used)
    return dict(agree=agree, grown=grown, shrunk=shrunk, delta=delta, used=used, g_old=used, x=x)
"""),
    ("rprop_reversed_and_no_sign", rprop, "delta x",
     "delta grows where the sign turned and shrinks where it stayed. The step is the gradient's size times delta, "
     "its sign is not taken. [lines 5, 7]", """
def rprop(x, g, delta=0.1, g_old=0.0, *, lr=1.0, up=1.2, down=0.5, d_min=1e-6, d_max=50.0):
    agree = np.multiply(g, g_old)
    grown = np.minimum(np.multiply(up, delta), d_max)
    shrunk = np.maximum(np.multiply(down, delta), d_min)
    delta = np.where(agree < 0, grown, np.where(agree > 0, shrunk, delta))
    used = np.where(agree < 0, 0, g)
    x = x - lr * delta * used
    return dict(agree=agree, grown=grown, shrunk=shrunk, delta=delta, used=used, g_old=used, x=x)
"""),
    ("aggmo_bracket_and_half", aggmo, "v2 x",
     "mu2 multiplies the gradient too. The mean of three is divided by 2. [lines 3, 5]", """
def aggmo(x, g, v1=0.0, v2=0.0, v3=0.0, *, lr=0.01, mu1=0.0, mu2=0.9, mu3=0.99):
    v1 = mu1 * v1 - g
    v2 = mu2 * (v2 - g)
    v3 = mu3 * v3 - g
    x = x + lr * (v1 + v2 + v3) / 2
    return dict(v1=v1, v2=v2, v3=v3, x=x)
"""),
    ("adanorm_squared_mean_no_t", adanorm, "r m_hat",
     "r averages the squared length. The power t is missing in the correction of m. [lines 3, 7]", """
def adanorm(x, g, t, m=0.0, v=0.0, r=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, gamma=0.95, eps=1e-8):
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    r = gamma * r + (1 - gamma) * size**2
    s = np.where(r > size, g * r / (size + eps), g)
    m = beta1 * m + (1 - beta1) * s
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(size=size, r=r, s=s, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adanorm_turned_condition_mixed_betas", adanorm, "s v",
     "Long gradients are rescaled and short ones left, the condition is turned. v has 1 - beta1 for 1 - beta2. [lines 5, 8]", """
def adanorm(x, g, t, m=0.0, v=0.0, r=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, gamma=0.95, eps=1e-8):
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    r = gamma * r + (1 - gamma) * size
    unit = g / (size + eps)
    s = np.where(r < size, unit * r, g)
    m = beta1 * m + (1 - beta1) * s

    v = beta2 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(size=size, r=r, s=s, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("polyak_sum_and_no_limit", polyak, "b rate",
     "The buffer sums the full gradients. The rate is not limited by lr. [lines 2, 4]", """
def polyak(x, g, f, b=0.0, *, lr=1.0, mu=0.9, c=0.5, f_star=0.0, eps=1e-8):
    b = mu * b + g
    size = np.sum(g**2, axis=-1, keepdims=True)
    rate = (f - f_star) / (c * size + eps)
    x = x - rate * b
    return dict(b=b, size=size, rate=rate, x=x)
"""),
    ("sgdr_sine_and_average", sgdr, "lr_t b",
     "The rate follows a sine where a cosine belongs. The buffer weighs the gradient with 1 - mu between restarts. "
     "[lines 3, 4]", """
def sgdr(x, g, t, b=0.0, *, lr=0.05, lr_min=1e-3, period=8, mu=0.9):
    phase = (t - 1) % period / period
    lr_t = lr_min + (lr - lr_min) * (1 + np.sin(np.pi * phase)) / 2
    b = np.where(phase == 0, g, mu * b + (1 - mu) * g)
    x = x - lr_t * b
    return dict(phase=phase, lr_t=lr_t, b=b, x=x)
"""),
    ("pid_no_rate_and_plus", pid, "v x",
     "lr is missing in the velocity. The derivative is added, not taken away. [lines 2, 5]", """
def pid(x, g, v=0.0, d=0.0, g_old=None, *, lr=0.01, mu=0.9, kd=5.0):
    v = mu * v - g
    change = np.zeros_like(g) if g_old is None else g - g_old
    d = mu * d + (1 - mu) * change
    x = x + v + lr * kd * d
    return dict(v=v, change=change, d=d, g_old=g, x=x)
"""),
    ("elastic_bracket_and_t", elastic, "v a",
     "mu multiplies the new gradient too. The mean counts t points where there are t + 1. [lines 5, 7]", """
def elastic(x, g, t, a=None, v=0.0, *, lr=0.01, mu=0.9, k=0.1):
    if a is None:
        a = x
    k_t = k / np.sqrt(t)
    v = mu * (v - lr * g) + k_t * (a - x)
    x = x + v
    a = a + (x - a) / t
    return dict(k_t=k_t, v=v, a=a, x=x)
"""),
    ("extragradient_uphill_trial", extragradient, "y v",
     "The trial step goes uphill. The factor gamma of the trial step is in the velocity as well. [lines 3, 5]", """
def extragradient(x, grad, v=0.0, *, lr=0.01, mu=0.5, gamma=1.5):
    g = grad(x)
    y = x + gamma * lr * g
    g_y = grad(y)
    v = mu * v - gamma * lr * g_y
    x = x + v
    return dict(g=g, y=y, g_y=g_y, v=v, x=x)
"""),
    ("noisy_clip_bare_noise_no_root", noisy_clip, "size m",
     "The length is left squared. The noise stands outside the bracket and is not weighed with 1 - mu. [lines 2, 6]", """
def noisy_clip(x, g, t, rng, m=0.0, *, lr=0.01, mu=0.9, clip=1.0, sigma=0.3, gamma=0.55, eps=1e-8):
    size = np.sum(g * g, axis=-1, keepdims=True)
    g_clip = np.minimum(1, clip / (size + eps)) * g
    sigma_t = sigma / (1 + t) ** gamma
    noise = sigma_t * rng.standard_normal(x.shape, x.dtype)
    m = mu * m + (1 - mu) * g_clip + noise
    x = x - lr * m
    return dict(size=size, g_clip=g_clip, sigma_t=sigma_t, noise=noise, m=m, x=x)
"""),
]

RIGHT = [
    ("qhadam_expanded_tuple", qhadam, """
def qhadam_rewritten(x, g, t, m=None, v=None, *, lr=1e-3, nu1=0.7, nu2=0.9, beta1=0.95, beta2=0.98, eps=1e-8):
    m = (1 - beta1) * g if m is None else m - (1 - beta1) * (m - g)
    v = (1 - beta2) * g * g if v is None else v - (1 - beta2) * (v - g * g)
    w1, w2 = nu1 / (1 - beta1**t), nu2 / (1 - beta2**t)
    top = w1 * m + g - nu1 * g
    bottom = w2 * v + (g - nu2 * g) * g
    x = x - np.divide(lr * top, bottom**0.5 + eps)
    return x, m, v
"""),
    ("qhadam_in_one_dict", qhadam, """
def qhadam(x, g, t, state=None, *, lr=1e-3, nu1=0.7, nu2=0.9, beta1=0.95, beta2=0.98, eps=1e-8):
    old = state or {"m": 0.0, "v": 0.0}
    new = {"m": beta1 * old["m"] + (1 - beta1) * g}
    new.update(v=beta2 * old["v"] + (1 - beta2) * g**2)
    blend = lambda nu, now, mean, beta: (1 - nu) * now + nu * mean / (1 - beta**t)
    numerator = blend(nu1, g, new["m"], beta1)
    denominator = np.sqrt(blend(nu2, g**2, new["v"], beta2)) + eps
    return x - lr * numerator / denominator, new
"""),
    ("adamod_where_and_share", adamod, """
def adamod(x, g, t, m=0.0, v=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.99, eps=1e-8):
    m = g + beta1 * (m - g)
    v = g**2 + beta2 * (v - g**2)
    eta = lr / (eps + np.sqrt(v / (1 - beta2**t)))
    s = eta + beta3 * (s - eta)
    too_fast = eta > s
    x = x - np.where(too_fast, s, eta) * m / (1 - beta1**t)
    return dict(m=m, v=v, s=s, x=x)
"""),
    ("adamod_excess_taken_off", adamod, """
def adamod(x, g, t, moyenne=0.0, carre=0.0, lente=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.99, eps=1e-8):
    moyenne = beta1 * moyenne + (1 - beta1) * g
    carre = beta2 * carre + (1 - beta2) * g * g
    c2 = np.sqrt(1 - beta2**t)
    pas = lr * c2 / (np.sqrt(carre) + eps * c2)
    lente = beta3 * lente + (1 - beta3) * pas
    exces = np.clip(pas - lente, 0, None)  # what is above its own mean
    pas = pas - exces
    x = x - pas * moyenne / (1 - beta1**t)
    return dict(moyenne=moyenne, carre=carre, lente=lente, x=x)
"""),
    ("diffgrad_tanh", diffgrad, """
def diffgrad(x, g, t, m=0.0, v=0.0, g_old=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    half = np.abs(g_old - g) / 2
    xi = (1 + np.tanh(half)) / 2  # the same sigmoid
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(1 - beta2**t)
    x = x - lr * root / (1 - beta1**t) * xi * m / (np.sqrt(v) + eps * root)
    return dict(m=m, v=v, xi=xi, g_old=g, x=x)
"""),
    ("diffgrad_products_by_hand", diffgrad, """
def diffgrad_kahl(x, g, t, m=None, v=None, g_old=None, p1=1.0, p2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    zero = np.zeros_like(g)
    m, v, g_old = (zero if a is None else a for a in (m, v, g_old))
    p1, p2 = p1 * beta1, p2 * beta2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    jump = np.maximum(g, g_old) - np.minimum(g, g_old)
    e = np.exp(-jump)
    x = x - lr * (m / (1 - p1)) / ((1 + e) * (np.sqrt(v / (1 - p2)) + eps))
    return dict(m=m, v=v, g_old=g, p1=p1, p2=p2, x=x)
"""),
    ("rprop_loop", rprop, """
def rprop(x, g, delta=0.1, g_old=0.0, *, lr=1.0, up=1.2, down=0.5, d_min=1e-6, d_max=50.0):
    width = np.array(np.broadcast_to(delta, g.shape), dtype=g.dtype)
    memory = np.array(np.broadcast_to(g_old, g.shape), dtype=g.dtype)
    new = np.array(x)
    for i in np.ndindex(g.shape):
        turned = memory[i] * g[i] < 0
        if turned:
            width[i] = max(d_min, down * width[i])
            memory[i] = 0
            continue
        if memory[i] * g[i] > 0:
            width[i] = min(d_max, up * width[i])
        memory[i] = g[i]
        new[i] -= lr * width[i] * np.sign(g[i])
    return dict(delta=width, g_old=memory, x=new)
"""),
    ("rprop_select", rprop, """
def rprop(x, g, delta=0.1, last_sign=0.0, *, lr=1.0, up=1.2, down=0.5, d_min=1e-6, d_max=50.0):
    now = np.sign(g)
    same = now * last_sign
    delta = np.select([same == 1, same == -1], [np.where(up * delta < d_max, up * delta, d_max), np.where(down * delta > d_min, down * delta, d_min)], delta)
    now = now * (same != -1)
    x = x - lr * (delta * now)
    return delta, now, x
"""),
    ("aggmo_tuple_of_velocities", aggmo, """
def aggmo(x, g, vs=(0.0, 0.0, 0.0), *, lr=0.01, mu1=0.0, mu2=0.9, mu3=0.99):
    vs = tuple(mu * v - g for mu, v in zip((mu1, mu2, mu3), vs))
    return x + lr * sum(vs) / len(vs), vs
"""),
    ("aggmo_downhill_sums", aggmo, """
def aggmo(x, g, fast=None, medium=None, slow=None, *, lr=0.01, mu1=0.0, mu2=0.9, mu3=0.99):
    # the velocities with the other sign, so they are sums of gradients
    fast = g if fast is None else g + mu1 * fast
    medium = g if medium is None else g + mu2 * medium
    slow = g if slow is None else g + mu3 * slow
    x = x - lr * fast / 3 - lr * medium / 3 - lr * slow / 3
    return dict(fast=fast, medium=medium, slow=slow, x=x)
"""),
    ("adanorm_factor", adanorm, """
def adanorm(x, g, t, m=0.0, v=0.0, r=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, gamma=0.95, eps=1e-8):
    size = np.sqrt(np.einsum("...i,...i->...", g, g))[..., None]
    r = r + (1 - gamma) * (size - r)
    stretch = np.where(size >= r, 1.0, r / (size + eps))
    m = beta1 * m + (1 - beta1) * stretch * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr / (1 - beta1**t) * m / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(r=r, m=m, v=v, x=x)
"""),
    ("adanorm_out_arrays", adanorm, """
def adanorm(x, g, t, m=0.0, v=0.0, r=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, gamma=0.95, eps=1e-8):
    square = np.square(g)
    size = np.sqrt(square.sum(axis=-1, keepdims=True))
    r = gamma * r + size - gamma * size
    s = np.array(g)
    np.multiply(g, r / (size + eps), out=s, where=np.broadcast_to(r > size, g.shape))
    m = beta1 * m + (1 - beta1) * s
    v = beta2 * v + (1 - beta2) * square
    scale = np.sqrt(v)
    np.divide(scale, np.sqrt(1 - beta2**t), out=scale)
    np.add(scale, eps, out=scale)
    np.divide(m, scale, out=scale)
    return dict(m=m, v=v, r=r, x=x - lr / (1 - beta1**t) * scale)
"""),
    ("polyak_early_return", polyak, """
def polyak(x, g, f, b=0.0, *, lr=1.0, mu=0.9, c=0.5, f_star=0.0, eps=1e-8):
    b = b + (g - b) * (1 - mu)
    best = (f - f_star) / (eps + c * (g * g).sum(-1, keepdims=True))
    if np.all(best >= lr):
        return dict(b=b, x=x - lr * b)
    return dict(b=b, x=x - np.where(best < lr, best, lr) * b)
"""),
    ("polyak_plain_sum", polyak, """
def polyak_sum(x, g, f, total=0.0, *, lr=1.0, mu=0.9, c=0.5, f_star=0.0, eps=1e-8):
    total = mu * total + g  # 1 - mu comes in below
    size = np.linalg.norm(g, axis=-1, keepdims=True) ** 2
    gap = f - f_star
    rate = lr - np.maximum(lr - gap / (c * size + eps), 0)
    x = x - (1 - mu) * rate * total
    return x, total
"""),
    ("sgdr_half_angle", sgdr, """
def sgdr(x, g, t, b=0.0, *, lr=0.05, lr_min=1e-3, period=8, mu=0.9):
    angle = np.pi / 2 * ((t - 1) % period) / period
    lr_t = lr * np.cos(angle) ** 2 + lr_min * np.sin(angle) ** 2
    keep = mu if angle else 0.0
    b = keep * b + g
    x = x - lr_t * b
    return dict(lr_t=lr_t, b=b, x=x)
"""),
    ("sgdr_own_counter", sgdr, """
def sgdr(x, g, t, b=None, i=0, *, lr=0.05, lr_min=1e-3, period=8, mu=0.9):
    b = g if i == 0 else g + mu * b
    lr_t = (lr + lr_min) / 2 + (lr - lr_min) / 2 * np.cos(np.pi * i / period)
    i = 0 if i + 1 >= period else i + 1
    return dict(b=b, i=i, x=x - lr_t * b)
"""),
    ("pid_walrus", pid, """
def pid(x, g, v=0.0, d=0.0, g_old=None, *, lr=0.01, mu=0.9, kd=5.0):
    jump = g - (g if g_old is None else g_old)
    x = x + (v := mu * v - lr * g) - lr * kd * (d := jump + mu * (d - jump))
    return dict(v=v, d=d, g_old=g, x=x)
"""),
    ("elastic_weighted_mean", elastic, """
def gummiband(x, g, t, summe=None, v=0.0, *, lr=0.01, mu=0.9, k=0.1):
    summe = x if summe is None else summe  # of all points so far, t of them
    mitte = summe / t
    v = mu * v - lr * g
    v = v - k * t**-0.5 * (x - mitte)
    x = x + v
    summe = summe + x
    return dict(summe=summe, v=v, x=x)
"""),
    ("extragradient_displacement", extragradient, """
def korpelevich(x, grad, u=None, *, lr=0.01, mu=0.5, gamma=1.5):
    def trial(point):
        return np.subtract(point, lr * gamma * grad(point))

    u = np.zeros_like(x) if u is None else u
    u = lr * grad(trial(x)) - mu * u
    return dict(u=-u, x=x - u)
"""),
    ("noisy_clip_in_two_parts", noisy_clip, """
def noisy_clip(x, g, t, rng, m=0.0, *, lr=0.01, mu=0.9, clip=1.0, sigma=0.3, gamma=0.55, eps=1e-8):
    dice = rng.standard_normal(x.shape, x.dtype)
    size = np.sqrt((g**2).sum(axis=-1, keepdims=True)) + eps
    shortened = np.where(size > clip, clip * g / size, g)
    spread = sigma * np.exp(-gamma * np.log1p(t))
    m = m + (1 - mu) * (shortened - m) + (1 - mu) * spread * dice
    return dict(m=m, x=x - lr * m)
"""),
]
