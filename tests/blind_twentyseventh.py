"""Blind set: a first course's homework, on optlab's steps and on five references of a teacher's own."""

import numpy as np

# Five references of a teacher's own


def pocket(x, g, a=None, *, lr=0.1, mu=0.8):
    """Pocket: an average that starts with the first gradient, squashed so that no step is longer than lr.

    x, g, a : arrays of one shape; a is None before the first step. lr > 0 in parameter units, 0 <= mu < 1.
    """
    a = g if a is None else mu * a + (1 - mu) * g
    d = a / (1 + np.abs(a))
    x = x - lr * d
    return dict(a=a, d=d, x=x)


def bounce(x, g, m=0.0, gain=1.0, *, lr=0.02, beta=0.9, up=1.1, down=0.6):
    """Bounce: each coordinate's gain grows while the gradient agrees with the average, and falls where it does not.

    x, g, m, gain : arrays of one shape. lr > 0, 0 <= beta < 1, up >= 1, 0 < down <= 1.
    """
    gain = np.where(g * m >= 0, gain * up, gain * down)
    m = beta * m + (1 - beta) * g
    x = x - lr * gain * m
    return dict(gain=gain, m=m, x=x)


def warm_rms(x, g, t, v=0.0, *, lr=0.05, rho=0.9, warm=4.0, eps=1e-8):
    """Warm RMS: RMSprop corrected for its start at 0, whose learning rate rises in a straight line for `warm` steps.

    x, g, v : arrays of one shape; t = 1, 2, ... lr > 0 in parameter units, 0 <= rho < 1, warm >= 1 in steps, eps >= 0.
    """
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho**t)
    lr_t = lr * np.minimum(1, t / warm)
    x = x - lr_t * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, lr_t=lr_t, x=x)


def midpoint(x, grad, v=0.0, *, lr=0.05, mu=0.9):
    """Midpoint: momentum whose gradient is taken where the velocity and half a step down would lead.

    x : array; grad : function of such an array; v : the last change of x. lr > 0, 0 <= mu < 1.
    """
    k1 = grad(x)
    k2 = grad(x + mu * v - lr * k1 / 2)
    v = mu * v - lr * k2
    x = x + v
    return dict(k1=k1, k2=k2, v=v, x=x)


def tether(x, g, t, z=None, *, lr=0.1, pull=0.1, beta=0.7):
    """Tether: descent with lr / sqrt(t), pulled back to a slow average of its own points.

    x, g, z : arrays of one shape; z is None before the first step; t = 1, 2, ... lr > 0, 0 <= pull < 1, 0 <= beta < 1.
    """
    if z is None:
        z = x
    d = lr * g / np.sqrt(t) + pull * (x - z)
    x = x - d
    z = beta * z + (1 - beta) * x
    return dict(d=d, z=z, x=x)


ONE = [
    # adam, rmsprop, ... and their forms
    (
        "xxvii_adam_power_of_bracket", "adam", "m_hat",
        "The correction of m raises the whole bracket to the power t, (1 - beta1)^t for 1 - beta1^t. [line 6]",
        '''
def adam(x, g, t, s=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (s["m"], s["v"]) if s else (0.0, 0.0)
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    # "initialization bias correction"
    corr2 = 1 - np.power(beta2, t)
    corr1 = np.power(1 - beta1, t)
    schritt = lr * (m / corr1)
    schritt = schritt / (np.sqrt(v / corr2) + eps)
    return dict(x=x - schritt, s=dict(m=m, v=v))
''',
    ),
    (
        "xxvii_rmsprop_mix_turned", "rmsprop", "v",
        "The helper that averages gives rho to the new square and 1 - rho to the old average. [line 3]",
        '''
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    # exponentially weighted moving average, lecture 6e
    ewma = lambda old, new: old + rho * (new - old)

    v = ewma(v, np.square(g))
    rms = np.sqrt(v) + eps
    return {"x": x - np.divide(lr * g, rms), "v": v}
''',
    ),
    (
        "xxvii_momentum_torch_damped_first", "momentum_torch", "b",
        "The buffer starts at zero, so the first gradient is dampened too, where the first buffer is g itself. [line 4]",
        '''
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    # like in torch/optim/sgd.py: buf = None on the first call
    if b is None:
        b = np.zeros_like(g)
    b = b * mu
    b = b + g * (1 - dampening)
    x = x + (-lr) * b
    return dict(x=x, b=b)
''',
    ),
    (
        "xxvii_nesterov_damped_twice", "nesterov", "g_ahead",
        "The look-ahead multiplies by mu a velocity that has already been multiplied by mu one line before. [line 3]",
        '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v              # friction first
    g_ahead = grad(x + mu * v)
    v = v - lr * g_ahead    # then the push
    return dict(g_ahead=g_ahead, v=v, x=x + v)
''',
    ),
    (
        "xxvii_adagrad_torch_decay_from_one", "adagrad_torch", "x",
        "The learning rate is already divided in the first step, because t stands where t - 1 must. [line 6]",
        '''
def adagrad_torch(x, g, t, h=None, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    if h is None:
        h = 0 * x
    sum_of_squares = h + np.power(g, 2)
    std = np.sqrt(sum_of_squares) + eps
    clr = lr / (1 + t * lr_decay)
    x = x - clr * (g / std)
    return dict(h=sum_of_squares, x=x)
''',
    ),
    (
        "xxvii_adadelta_eps_past_root", "adadelta", "delta",
        "The numerator is sqrt(u) + eps, where eps belongs under the root as it does in the denominator. [line 5]",
        '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    # E[g^2] and E[dx^2] of the paper
    Eg2 = rho * v + (1 - rho) * g ** 2
    RMS_g = np.sqrt(Eg2 + eps)
    RMS_dx = np.sqrt(u) + eps
    dx = -(RMS_dx / RMS_g) * g
    Edx2 = rho * u + (1 - rho) * dx ** 2
    x = x + lr * dx
    return dict(v=Eg2, u=Edx2, x=x)
''',
    ),
    (
        "xxvii_adamax_size_of_average", "adamax", "u",
        "The infinity norm looks at the size of m, the average, and not at that of the gradient g. [line 4]",
        '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m * beta1 + g * (1 - beta1)
    alt = beta2 * u
    neu = np.abs(m) + eps
    u = np.where(alt > neu, alt, neu)
    rate = lr / (1 - beta1**t)
    return x - rate * m / u, m, u
''',
    ),
    (
        "xxvii_nadam_one_denominator", "nadam", "m_hat",
        "Both shares of m_hat are divided by 1 - beta1^(t+1); that of the gradient belongs over 1 - beta1^t. [line 5]",
        '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    nesterov_m = beta1 * m + (1 - beta1) * g
    m_hat = nesterov_m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
''',
    ),
    (
        "xxvii_amsgrad_max_goes_on", "amsgrad", "v|v_max",
        "The maximum is written into v itself (out=v), so the average goes on from the maximum. [line 4]",
        '''
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    np.maximum(v_max, v, out=v)
    v_max = v
    return dict(m=m, v=v, v_max=v_max, x=x - lr * m / (np.sqrt(v_max) + eps))
''',
    ),
    # any other step
    (
        "xxvii_radam_missing_bracket", "radam", "rho_t",
        "The denominator 1 - beta2^t has lost its bracket: divided by 1, and beta2^t is subtracted. [line 8]",
        '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    b2t = beta2**t

    N = 2 / (1 - beta2) - 1                 # rho_infinity
    n = N - 2 * t * b2t / 1 - b2t
    if n <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    v_hat = v / (1 - b2t)
    r = (((n - 4) * (n - 2) * N) / ((N - 4) * (N - 2) * n)) ** 0.5
    return dict(m=m, v=v, x=x - lr * r * m_hat / (np.sqrt(v_hat) + eps))
''',
    ),
    (
        "xxvii_adabelief_old_average", "adabelief", "s",
        "The surprise is measured from the average before this gradient, because its line stands ahead of that of m. [line 5]",
        '''
def adabelief(x, g, t, m=None, s=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m, s = (np.zeros_like(x) if a is None else a.copy() for a in (m, s))
    x = x.copy()
    for i in np.ndindex(x.shape):
        surprise = g[i] - m[i]
        m[i] = beta1 * m[i] + (1 - beta1) * g[i]
        s[i] = beta2 * s[i] + (1 - beta2) * surprise * surprise + eps
        oben, unten = m[i] / (1 - beta1**t), s[i] / (1 - beta2**t)
        x[i] -= lr * oben / (np.sqrt(unten) + eps)
    return dict(m=m, s=s, x=x)
''',
    ),
    (
        "xxvii_lion_mixed_twice", "lion", "m",
        "The momentum is renewed from c, which already holds this gradient, and not from the old m. [line 5]",
        '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = beta1 * m + (1 - beta1) * g
    x = (1 - lr * weight_decay) * x       # decoupled
    x = x - lr * np.sign(c)
    m = beta2 * c + (1 - beta2) * g
    return dict(x=x, m=m)
''',
    ),
    (
        "xxvii_schedule_free_printed_weight", "schedule_free", "c",
        "The weight of the newest point is 1 / (t + 1) with t from 1, so the start counts in the mean. [line 6]",
        '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    # eqs. (3) to (5) of The Road Less Scheduled
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    weight = 1 / (t + 1)
    x = x + weight * (z - x)
    return dict(x=x, z=z)
''',
    ),
    (
        "xxvii_sam_never_climbs_down", "sam", "x",
        "The step starts from the perturbed point and not from x, so the climb by rho is never taken back. [line 8]",
        '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    # first_step(): climb to the local maximum
    g = grad(x)
    norm = np.sqrt(np.sum(g * g, axis=-1, keepdims=True))
    w = x + rho * g / (norm + eps)
    # second_step(): descend with the gradient found there
    g = grad(w)
    w = w - lr * g
    return dict(x=w)
''',
    ),
    (
        "xxvii_lamb_length_before_decay", "lamb", "u_size",
        "The length of the direction is taken of Adam's part alone, without the decay that u contains. [line 10]",
        '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    def length(a):
        return np.sqrt((a**2).sum(axis=-1, keepdims=True))

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    r = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    u = r + weight_decay * x
    w_norm = length(x)
    u_norm = length(r)
    ok = (w_norm > 0) & (u_norm > 0)
    trust = np.where(ok, w_norm / np.where(ok, u_norm, 1.0), 1.0)
    x = x - lr * trust * u
    return dict(m=m, v=v, x=x)
''',
    ),
    (
        "xxvii_sophia_looks_too_late", "sophia", "h",
        "The curvature is looked at in steps k, 2k, ... for 1, k + 1, ..., so h is 0 for the first k - 1 steps. [line 3]",
        '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * weight_decay * x - lr * u
    return dict(m=m, h=h, x=x)
''',
    ),
    (
        "xxvii_adafactor_mean_of_nothing", "adafactor", "v",
        "The row means are averaged along the axis that has length 1, so r cancels and v is c alone. [line 8]",
        '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    rms = lambda a: np.sqrt(np.mean(a * a, axis=(-2, -1), keepdims=True))
    if r is None:
        r = c = 0.0
    share, g2 = t ** (-decay), g * g + eps
    r = (1 - share) * r + share * g2.mean(axis=-1, keepdims=True)
    c = (1 - share) * c + share * g2.mean(axis=-2, keepdims=True)
    v = r * c / r.mean(axis=-1, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    lr_t = np.maximum(eps2, rms(x)) * np.minimum(lr, t**-0.5)
    return dict(r=r, c=c, x=x - lr_t * u)
''',
    ),
    (
        "xxvii_eve_clips_the_average", "eve", "d",
        "The clipping to [1/c, c] is put round the average d, where only the new relative change is clipped. [line 10]",
        '''
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
    *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_old is not None:
        lower = np.minimum(f, f_old)
        r = np.abs(f - f_old) / (lower - f_star)
        d = np.clip(beta3 * d + (1 - beta3) * r, 1 / c, c)
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x - lr * step / d)
''',
    ),
    # the teacher's own
    (
        "xxvii_pocket_one_divides_alone", pocket, "d",
        "The brackets round 1 + |a| are missing, so a is divided by 1 and |a| is added. [line 6]",
        '''
def pocket(x, g, a=None, *, lr=0.1, mu=0.8):
    if a is None:
        a = g
    else:
        a = mu * a + (1 - mu) * g
    d = a / 1 + np.abs(a)      # softsign
    x = x - lr * d
    return dict(a=a, d=d, x=x)
''',
    ),
    (
        "xxvii_pocket_starts_small", pocket, "a",
        "The first average is (1 - mu) g, as if it started from zero, where it is the first gradient itself. [line 4]",
        '''
def pocket(x, g, a=None, *, lr=0.1, mu=0.8):
    match a:
        case None:
            a = (1 - mu) * g
        case _:
            a = a - (1 - mu) * (a - g)
    return dict(a=a, x=x - lr * a / (np.abs(a) + 1))
''',
    ),
    (
        "xxvii_bounce_gain_without_memory", bounce, "gain",
        "The gain is up or down itself, its old value is not multiplied in. [line 3]",
        '''
def bounce(x, g, m=0.0, gain=1.0, *, lr=0.02, beta=0.9, up=1.1, down=0.6):
    agree = np.multiply(g, m) >= 0
    gain = np.where(agree, up, down)
    m = m - (1 - beta) * (m - g)
    return dict(m=m, gain=gain, x=x - lr * gain * m)
''',
    ),
    (
        "xxvii_bounce_gain_for_nothing", bounce, "x",
        "The gain is computed and kept but the step does not use it. [line 9]",
        '''
def bounce(x, g, m=0.0, gain=1.0, *, lr=0.02, beta=0.9, up=1.1, down=0.6):
    # jacobs' delta-bar-delta, more or less
    same = (np.sign(g) * np.sign(m) != -1)
    factor = np.full_like(x, down)
    factor[same] = up
    gain = gain * factor

    m = beta * m + (1 - beta) * g
    x = x - lr * m
    return dict(gain=gain, m=m, x=x)
''',
    ),
    (
        "xxvii_warm_rms_never_cool", warm_rms, "lr_t",
        "max for min: the rate is lr while it should rise, and afterwards rises without end. [line 7]",
        '''
def warm_rms(x, g, t, v=0.0, *, lr=0.05, rho=0.9, warm=4.0, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    v_corrigé = v / (1 - rho**t)
    échelle = np.sqrt(v_corrigé) + eps

    # montée linéaire puis plateau
    pas = max(1, t / warm) * lr
    return dict(v=v, x=x - pas * g / échelle)
''',
    ),
    (
        "xxvii_warm_rms_corrects_while_warm", warm_rms, "v_hat",
        "The correction for the start at 0 is only made during the warm-up, where it belongs in every step. [line 4]",
        '''
def warm_rms(x, g, t, v=0.0, *, lr=0.05, rho=0.9, warm=4.0, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    lr_t = lr * t / warm if t < warm else lr
    v_hat = v / (1 - rho**t) if t < warm else v
    x = x - lr_t * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, lr_t=lr_t, x=x)
''',
    ),
    (
        "xxvii_midpoint_whole_way", midpoint, "k2",
        "The second gradient is taken after a whole step down, the factor 1/2 is forgotten. [line 3]",
        '''
def midpoint(x, grad, v=0.0, *, lr=0.05, mu=0.9):
    trial = mu * v - lr * grad(x)
    k2 = grad(x + trial)
    v = mu * v - lr * k2
    return dict(v=v, x=x + v)
''',
    ),
    (
        "xxvii_tether_slackens", tether, "d",
        "The bracket closes too late, so the pull is divided by sqrt(t) as well. [line 4]",
        '''
def tether(x, g, t, z=None, *, lr=0.1, pull=0.1, beta=0.7):
    if (anker := z) is None:
        anker = x
    zug = (lr * g + pull * (x - anker)) / np.sqrt(t)
    x = x - zug
    anker = anker * beta + x * (1 - beta)
    return dict(z=anker, x=x)
''',
    ),
]

TWO = [
    (
        "xxvii_adam_l2_plain_square_and_beta", "adam_l2", "v v_hat",
        "The average of squares is fed with the bare g and not with g_l2. Its correction is made with beta1. [lines 4, 6]",
        '''
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    grad = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)
''',
    ),
    (
        "xxvii_nadam_torch_bracket_and_weight", "nadam_torch", "mu_next m_hat",
        "The exponent of mu_next is t psi + 1 for (t + 1) psi. The gradient's share is 1 - mu_next for 1 - mu_t. [lines 3, 7]",
        '''
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu = beta1 * (1.0 - 0.5 * (0.96 ** (t * psi)))
    mu_next = beta1 * (1.0 - 0.5 * (0.96 ** (t * psi + 1)))
    mu_product = mu_product * mu
    m = m + (1 - beta1) * (g - m)          # lerp_
    v = v * beta2 + (1 - beta2) * g * g    # addcmul_
    g_part = g * (1.0 - mu_next) / (1.0 - mu_product)
    m_part = m * mu_next / (1.0 - mu_product * mu_next)
    denom = np.sqrt(v / (1 - beta2**t)) + eps
    x = x - lr * (g_part + m_part) / denom
    return dict(m=m, v=v, mu_product=mu_product, x=x)
''',
    ),
    (
        "xxvii_rmsprop_keras_square_and_rate", "rmsprop_keras", "v x",
        "The factor 1 - rho is squared together with g. The rate, already in the buffer, is multiplied in again. [lines 2, 4]",
        '''
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    velocity = rho * v + ((1 - rho) * g) ** 2
    momentum = mu * b + lr * g / np.sqrt(velocity + eps)
    x = x - lr * momentum
    return x, velocity, momentum
''',
    ),
    (
        "xxvii_adan_backward_and_wrong_beta", "adan", "change s_hat",
        "The change of the gradient is old minus new. The squares, averaged with beta3, are corrected with beta2. [lines 7, 14]",
        '''
def adan(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    if g_old is None:
        diff = np.zeros_like(g)
    else:
        diff = g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * (g + beta2 * diff) ** 2

    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
''',
    ),
    (
        "xxvii_shampoo_forgets_columns", "shampoo", "R u",
        "The columns' matrix is made anew from this gradient alone. The powers are the inverse roots, -1/2 for -1/4. [lines 5, 6]",
        '''
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L, R = (eps * np.eye(n, dtype=x.dtype) for n in x.shape[-2:])
    L = L + g @ transpose(g)
    R = eps * np.eye(x.shape[-1], dtype=x.dtype) + transpose(g) @ g
    u = power(L, -1 / 2) @ g @ power(R, -1 / 2)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)
''',
    ),
    (
        "xxvii_ademamix_chain_and_decay", "ademamix", "m2 x",
        "The slow average averages the fast one and not the gradient. The decay is divided by the root of v_hat. [lines 5, 8]",
        '''
def ademamix(
    x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0
):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * m1
    v = beta2 * v + (1 - beta2) * g**2
    nenner = np.sqrt(v / (1 - beta2**t)) + eps
    x = x - lr * (m1 / (1 - beta1**t) + alpha * m2 + weight_decay * x) / nenner
    return dict(m1=m1, m2=m2, v=v, x=x)
''',
    ),
    (
        "xxvii_bounce_strict_and_sum", bounce, "gain m",
        "At the start, where g m is 0, the gain falls, since > stands for >=. The average is a sum, without 1 - beta. [lines 2, 3]",
        '''
def bounce(x, g, m=0.0, gain=1.0, *, lr=0.02, beta=0.9, up=1.1, down=0.6):
    gain = np.where(m * g > 0, up * gain, down * gain)
    m = beta * m + g
    x = x - lr * (gain * m)
    return dict(gain=gain, m=m, x=x)
''',
    ),
    (
        "xxvii_tether_zero_and_push", tether, "z d",
        "The slow point starts at the origin and not at x. The tether pushes away, z - x for x - z. [lines 3, 5]",
        '''
def tether(x, g, t, z=None, *, lr=0.1, pull=0.1, beta=0.7):
    if z is None:
        z = np.zeros_like(x)
    pente = lr * g / np.sqrt(t)
    d = pente + pull * (z - x)
    x = x - d
    z = beta * z + (1 - beta) * x
    return dict(d=d, z=z, x=x)
''',
    ),
    (
        "xxvii_midpoint_ahead_and_mu_again", midpoint, "k1 x",
        "The first gradient is taken at the look-ahead point and not at x. The move is mu v for v. [lines 2, 5]",
        '''
def midpoint(x, grad, v=0.0, *, lr=0.05, mu=0.9):
    k1 = grad(x + mu * v)
    k2 = grad(x + mu * v - 0.5 * lr * k1)
    v = mu * v - lr * k2
    x = x + mu * v
    return dict(k1=k1, k2=k2, v=v, x=x)
''',
    ),
]

RIGHT = [
    (
        "xxvii_right_adam_memory_in_tuple", "adam",
        '''
def adam(x, g, t, memory=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, p1, p2 = (0.0, 0.0, 1.0, 1.0) if memory is None else memory
    p1, p2 = p1 * beta1, p2 * beta2          # beta^t, counted by hand
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    root = np.sqrt(1 - p2)
    x = x - lr * root / (1 - p1) * m / (np.sqrt(v) + eps * root)
    return dict(memory=(m, v, p1, p2), x=x)
''',
    ),
    (
        "xxvii_right_adagrad_hypot", "adagrad",
        '''
def adagrad(x, g, radius=0.0, *, lr=0.01, eps=1e-8):
    radius = np.hypot(radius, g)     # the root itself is kept
    x = x - np.divide(g, radius + eps) * lr
    return dict(radius=radius, x=x)
''',
    ),
    (
        "xxvii_right_nesterov_last_point", "nesterov",
        '''
def nesterov(x, grad, before=None, *, lr=0.01, mu=0.9):
    if before is None:
        before = x
    y = (1 + mu) * x - mu * before
    return dict(before=x, x=y - lr * grad(y))
''',
    ),
    (
        "xxvii_right_nadam_cross_bracket", "nadam",
        '''
def nadam(x, g, t, m=None, v=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (np.zeros_like(x) if s is None else s for s in (m, v))
    fresh = (1 - beta1) * g
    m, v = beta1 * m + fresh, beta2 * (v - g**2) + g**2
    now, then = 1 - beta1**t, 1 - beta1**t * beta1
    up = (beta1 * m * now + fresh * then) / (now * then)
    x = x - lr * up / (eps + np.sqrt(v / (1 - beta2**t)))
    return dict(m=m, v=v, x=x)
''',
    ),
    (
        "xxvii_right_amsgrad_optax_root_of_max", "amsgrad_optax",
        '''
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    v_max = np.where(v_hat > v_max, v_hat, v_max)
    rate = lr / (1 - beta1**t)
    buffer = np.empty_like(v_max)
    np.sqrt(v_max, out=buffer)
    np.add(buffer, eps, out=buffer)
    np.divide(m, buffer, out=buffer)
    return dict(m=m, v=v, v_max=v_max, x=x - rate * buffer)
''',
    ),
    (
        "xxvii_right_momentum_torch_tuple", "momentum_torch",
        '''
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is not None:
        b = b * mu - (dampening - 1) * g
    else:
        b = g.copy()
    return x - b * lr, b
''',
    ),
    (
        "xxvii_right_lion_signs_by_where", "lion",
        '''
def lion(x, g, m=None, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    alt = 0 * g if m is None else m
    c = g + beta1 * (alt - g)
    u = np.where(c > 0, 1.0, np.where(c < 0, -1.0, 0.0))
    out = dict(m=g + beta2 * (alt - g))
    out.update(x=x * (1 - lr * weight_decay) - lr * u)
    return out
''',
    ),
    (
        "xxvii_right_radam_early_return", "radam",
        '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    row = dict(m=beta1 * m + (1 - beta1) * g, v=beta2 * v + (1 - beta2) * g**2)
    b2t = beta2**t
    m_hat = row["m"] / (1 - beta1**t)
    rho_inf = (1 + beta2) / (1 - beta2)
    if (rho := rho_inf - 2 * t * b2t / (1 - b2t)) <= 5:
        return row | dict(x=x - lr * m_hat)
    r = ((rho - 4) / (rho_inf - 4) * (rho - 2) / (rho_inf - 2) * rho_inf / rho) ** 0.5
    return row | dict(x=x - lr * r * m_hat / (np.sqrt(row["v"] / (1 - b2t)) + eps))
''',
    ),
    (
        "xxvii_right_schedule_free_adamw_sums", "schedule_free_adamw",
        '''
def schedule_free_adamw(
    x, grad, t, z=None, v=None, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    if z is None:
        z, v = x.copy(), np.zeros_like(x)
    y = z + beta1 * (x - z)
    steigung = grad(y)
    v = v - (1 - beta2) * (v - steigung**2)
    z = z - lr * weight_decay * y - lr * steigung / (np.sqrt(v / (1 - beta2**t)) + eps)
    total = w + lr * lr
    x = (w * x + lr * lr * z) / total     # the weighted mean, by its sums
    return dict(z=z, v=v, w=total, x=x)
''',
    ),
    (
        "xxvii_right_adabound_paper_min_max", "adabound_paper",
        '''
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = t - t * beta2
    eta = np.minimum(lr * v**-0.5, final_lr * (k + 1) / k)
    eta = np.maximum(eta, final_lr * k / (k + 1))
    return dict(m=m, v=v, x=x - eta * m * t**-0.5)
''',
    ),
    (
        "xxvii_right_adafactor_sums", "adafactor",
        '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    rows, cols = x.shape[-2:]
    q = g * g + eps
    new_r, new_c = q.sum(-1, keepdims=True) / cols, q.sum(-2, keepdims=True) / rows
    w = 1 / np.power(t, decay)
    r = new_r if r is None else r + w * (new_r - r)
    c = new_c if c is None else c + w * (new_c - c)
    u = g * np.sqrt(r.mean(-2, keepdims=True)) / np.sqrt(r) / np.sqrt(c)
    rms = np.sqrt((u * u).sum((-2, -1), keepdims=True) / (rows * cols))
    u = u * np.minimum(1, d / rms)
    size = np.linalg.norm(x, axis=(-2, -1), keepdims=True) / (rows * cols) ** 0.5
    return dict(r=r, c=c, x=x - np.maximum(eps2, size) * np.minimum(lr, t**-0.5) * u)
''',
    ),
    (
        "xxvii_right_pocket_branches", pocket,
        '''
def pocket(x, g, a=None, *, lr=0.1, mu=0.8):
    neu = g + mu * ((g if a is None else a) - g)
    d = np.where(neu >= 0, neu / (1 + neu * (neu >= 0)), neu / (1 - neu * (neu < 0)))
    return dict(a=neu, x=x - lr * d)
''',
    ),
    (
        "xxvii_right_bounce_disagree", bounce,
        '''
def bounce(x, g, m=0.0, gain=1.0, *, lr=0.02, beta=0.9, up=1.1, down=0.6):
    against = (g < 0) & (m > 0) | (g > 0) & (m < 0)
    gain = gain * (up + (down - up) * against)
    m = g - beta * (g - m)
    return dict(m=m, gain=gain, x=x - gain * m * lr)
''',
    ),
    (
        "xxvii_right_warm_rms_weights_counted", warm_rms,
        '''
def warm_rms(x, g, t, v=0.0, weight=0.0, *, lr=0.05, rho=0.9, warm=4.0, eps=1e-8):
    v, weight = rho * v + (1 - rho) * g**2, rho * weight + (1 - rho)
    if t < warm:
        lr = lr * t / warm
    return dict(v=v, weight=weight, x=x - lr * g / (np.sqrt(v / weight) + eps))
''',
    ),
    (
        "xxvii_right_midpoint_one_name", midpoint,
        '''
def midpoint(x, grad, v=None, *, lr=0.05, mu=0.9):
    drift = 0 * x if v is None else mu * v
    target = x + drift
    x_new = target - lr * grad(target - 0.5 * lr * grad(x))
    return dict(v=x_new - x, x=x_new)
''',
    ),
    (
        "xxvii_right_tether_distance_kept", tether,
        '''
def tether(x, g, t, rope=None, *, lr=0.1, pull=0.1, beta=0.7):
    if rope is None:
        rope = np.zeros_like(x)              # x - z, the slow point itself is not kept
    d = lr / t**0.5 * g + pull * rope
    return dict(rope=beta * (rope - d), x=x - d)
''',
    ),
]
