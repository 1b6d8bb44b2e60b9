"""Blind set thirty-six: 30 functions with one mistake, 10 with two, 16 right ones, for rules of optlab and of a teacher."""

import numpy as np


def ratchet(x, g, m=0.0, s=1.0, *, lr=0.01, rho=0.8, up=1.1, down=0.8, cap=1.5, eps=1e-8):
    """Ratchet: each coordinate's scale s rises while the gradient agrees with its average and falls where it does not.

    x, g, m, s : arrays of one shape, a point along the last axis; m averages the gradients, s is a factor of the step.
    lr > 0 in parameter units, 0 <= rho < 1, up >= 1, 0 < down <= 1, cap >= 1, eps >= 0 in gradient units.
    """
    agree = g * m
    s = np.where(agree >= 0, np.minimum(up * s, cap), down * s)
    m = rho * m + (1 - rho) * g
    size = np.sqrt(np.mean(m**2, axis=-1, keepdims=True))
    u = m / (size + eps)
    x = x - lr * s * u
    return dict(agree=agree, s=s, m=m, size=size, u=u, x=x)


def tidal(x, g, t, v=0.0, anchor=None, *, lr=0.01, beta=0.95, pull=0.1, eps=1e-8):
    """Tidal: the gradient over its mean size, and a pull, weaker with time, towards the mean of the points so far.

    x, g, v, anchor : arrays of one shape; v averages |g|, anchor is the mean of the points; t = 1, 2, ...
    lr > 0 in parameter units, 0 <= beta < 1, pull >= 0, eps >= 0 in gradient units.
    """
    if anchor is None:
        anchor = x
    v = beta * v + (1 - beta) * np.abs(g)
    v_hat = v / (1 - beta**t)
    pull_t = pull / np.sqrt(t)
    anchor = anchor + (x - anchor) / (t + 1)
    d = g / (v_hat + eps) + pull_t * (x - anchor)
    x = x - lr * d
    return dict(v=v, v_hat=v_hat, pull_t=pull_t, anchor=anchor, d=d, x=x)


def scout(x, grad, v=0.0, *, lr=0.02, mu=0.8, reach=0.1, limit=2.0, eps=1e-8):
    """Scout: a second gradient, a little downhill, tells each coordinate's curvature, and the rate is lr over that, within limits.

    x, v : arrays of one shape; grad : function of such an array; v is the last change of x.
    lr > 0, 0 <= mu < 1, reach > 0 in parameter units per gradient unit, limit >= 1, eps > 0.
    """
    g = grad(x)
    probe = x - reach * g
    g_far = grad(probe)
    bend = (g - g_far) / (reach * np.abs(g) + eps)
    rate = lr * np.clip(1 / (np.abs(bend) + eps), 1 / limit, limit)
    v = mu * v - rate * (g + g_far) / 2
    x = x + v
    return dict(g=g, probe=probe, g_far=g_far, bend=bend, rate=rate, v=v, x=x)


ONE = [
    ("xxxvi_decay_bare", "adamw", "x", "The weight decay is not multiplied by lr: each step takes the share weight_decay of x away, not lr * weight_decay. [line 7]", '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    # first the two averages
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    root = np.sqrt(v / (1 - beta2**t))
    step = m / (1 - beta1**t) / (root + eps)
    shrunk = x * (1 - weight_decay)
    x = shrunk - lr * step
    return m, v, x
'''),
    ("xxxvi_look_behind", "nesterov", "g_ahead", "The gradient is taken where x came from, x - mu v: here v is the change of x itself, so the look-ahead point is x + mu v. [line 3]", '''
def nesterov(x, grad, geschw=0.0, *, lr=0.01, mu=0.9):
    schwung = mu * geschw
    geschw = schwung - lr * grad(x - schwung)
    return {"geschw": geschw, "x": x + geschw}
'''),
    ("xxxvi_graves_out", "rmsprop_graves", "delta", "eps is added to the root; it belongs under it, beside the variance. [line 5]", '''
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    def ema(old, new):
        return rho * old + (1 - rho) * new
    v, m = ema(v, np.square(g)), ema(m, g)
    sigma = np.sqrt(v - m * m) + eps
    delta = mu * delta - lr * g / sigma
    return dict(v=v, m=m, delta=delta, x=x + delta)
'''),
    ("xxxvi_delta_heap", "adadelta", "u", "u is summed without the factor 1 - rho, so it is no average of the squared steps but 20 times as much. [line 8]", '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    rms_g = np.sqrt(v + eps)
    rms_dx = np.sqrt(u + eps)
    dx = g * rms_dx / rms_g
    x = x - lr * dx
    u *= rho
    u = u + dx**2
    return x, v, u
'''),
    ("xxxvi_max_of_hat", "amsbound", "v_max", "The maximum is taken of the corrected v, but alpha already holds that correction: it is to be taken of v itself. [line 8]", '''
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    gt = gamma * t
    lo, hi = final_lr * (1 - 1 / (gt + 1)), final_lr * (1 + 1 / gt)

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    b2t = beta2**t
    biggest = np.maximum(v_max, v / (1 - b2t))
    alpha = lr * np.sqrt(1 - b2t) / (1 - beta1**t)
    rate = np.minimum(np.maximum(alpha / (np.sqrt(biggest) + eps), lo), hi)
    x = x - rate * m
    return m, v, biggest, x
'''),
    ("xxxvi_memory_cut", "smorms3", "mem", "The memory is renewed with the clipped min(lr, zeta); it is zeta itself that says how much the gradients agree. [line 7]", '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    w = 1.0 / (1.0 + mem)
    m = m - w * (m - g)
    v = v - w * (v - g**2)
    zeta = m * m / (v + eps)
    capped = np.minimum(lr, zeta)
    mem = mem - mem * capped + 1
    x = x - capped * g / (np.sqrt(v) + eps)
    return dict(m=m, v=v, mem=mem, zeta=zeta, x=x)
'''),
    ("xxxvi_larger_loss", "eve", "d", "The change of the loss is divided by the larger of the two losses; it is the smaller one, so that a rise and a fall count alike by their ratio. [line 6]", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_old is not None:
        hi, lo = np.maximum(f, f_old), np.minimum(f, f_old)
        ratio = (hi - lo) / (hi - f_star)
        d = beta3 * d + (1 - beta3) * np.minimum(np.maximum(ratio, 1 / c), c)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - (lr / d) * m_hat / (np.sqrt(v_hat) + eps)
    return {"m": m, "v": v, "d": d, "f_old": f, "x": x}
'''),
    ("xxxvi_sign_of_m", "lion", "u", "The sign is that of the renewed m; the direction needs a mix of its own, of the old m and g with beta1. [line 4]", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m_next = beta2 * m + (1 - beta2) * g
    x = (1 - lr * weight_decay) * x
    x = x - lr * np.sign(m_next)
    return m_next, x
'''),
    ("xxxvi_y_crossed", "schedule_free_adamw", "y", "z and x are exchanged in y: the mean x has the large weight beta1, z the small one. [line 3]", '''
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    y = x + beta1 * (z - x)
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy**2
    nenner = np.sqrt(v / (1 - beta2**t)) + eps
    z = z - lr * gy / nenner - lr * weight_decay * y
    w = w + lr * lr
    x = x + (z - x) * lr * lr / w
    return z, v, w, x
'''),
    ("xxxvi_stays_up", "sam", "x", "The step is made from the worst point x + e; it must be made from x, to which one has to go back. [line 7]", '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    p = x.copy()
    g = grad(p)
    length = np.sqrt((g * g).sum(axis=-1, keepdims=True))
    p += rho * g / (length + eps)   # climb
    g_sam = grad(p)
    p -= lr * g_sam                 # and descend
    return {"x": p}
'''),
    ("xxxvi_rho_inf", "radam", "rho_t", "rho_inf is 2 / (1 - beta2) - 1; the - 1 is forgotten, so every rho_t is one too large. [line 6]", '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    b2t = beta2**t
    mhat = m / (1 - beta1**t)
    n_max = 2 / (1 - beta2)
    n_t = n_max - 2 * t * b2t / (1 - b2t)
    if n_t <= 5:
        return m, v, x - lr * mhat
    rect = np.sqrt((n_t - 4) / (n_max - 4) * (n_t - 2) / (n_max - 2) * n_max / n_t)
    return m, v, x - lr * rect * mhat / (np.sqrt(v / (1 - b2t)) + eps)
'''),
    ("xxxvi_smooth_change", "adan", "s", "s squares g + beta2 v, with the averaged change; it is the change of this step alone that belongs there. [line 7]", '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if g_old is None:
        g_old = g
    diff = g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    ahead = g + beta2 * v
    s = beta3 * s + (1 - beta3) * ahead**2
    k1, k2, k3 = 1 - beta1**t, 1 - beta2**t, 1 - beta3**t
    direction = (m / k1 + beta2 * v / k2) / (np.sqrt(s / k3) + eps)
    x = (x - lr * direction) / (1 + lr * weight_decay)
    return m, v, s, g, x
'''),
    ("xxxvi_yogi_own_share", "yogi", "v", "v moves by a share of v itself; in Yogi it moves by a share of g squared. [line 4]", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    up = np.where(g**2 > v, 1.0, -1.0)
    v = v + up * (1 - beta2) * v
    x = x - lr * m / (1 - beta1**t) / (eps + np.sqrt(v / (1 - beta2**t)))
    return dict(m=m, v=v, x=x)
'''),
    ("xxxvi_lamb_lars", "lamb", "ratio", "The trust ratio divides by the length of the gradient, as LARS does; LAMB divides by the length of Adam's direction u. [line 9]", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    length = lambda a: np.sqrt(np.sum(a * a, axis=-1, keepdims=True))

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    u = u + weight_decay * x
    top = length(x)
    bottom = length(g)
    ok = (top > 0) & (bottom > 0)
    trust = np.where(ok, top / np.where(ok, bottom, 1), 1)
    return {"m": m, "v": v, "u": u, "ratio": trust, "x": x - lr * trust * u}
'''),
    ("xxxvi_euclid", "prodigy", "d", "The size of s is its Euclidean length; the estimate of the distance divides by the sum of the absolute values. [line 12]", '''
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    if x0 is None:
        x0 = x
    d = np.maximum(d0, d)
    eta = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    b = np.sqrt(beta2)
    m = beta1 * m + (1 - beta1) * (d * g)
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    # numerator and denominator of the estimate
    r = b * r + (d / d0) * eta * ((x0 - x) * g).sum(axis=-1, keepdims=True)
    s = b * s + (d / d0) * eta * g
    norm = np.sqrt((s * s).sum(axis=-1, keepdims=True))
    guess = r / np.where(norm > 0, norm, 1)
    x = x - eta * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    d = np.where(guess > d, guess, d)
    return m, v, s, r, d, x0, x
'''),
    ("xxxvi_sophia_gamma", "sophia", "u", "The factor gamma on the curvature is forgotten: m is divided by h itself, and the steps are 1 / gamma times too small where nothing is clipped. [line 5]", '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 1 % k:
        h = beta2 * h + (1 - beta2) * hess
    bas = np.maximum(h, eps)
    u = np.maximum(-1, np.minimum(1, m / bas))
    x = x - lr * u - lr * weight_decay * x
    return dict(m=m, h=h, u=u, x=x)
'''),
    ("xxxvi_row_clip", "adafactor", "u", "The root mean square of u is taken row by row; one number for the whole matrix scales it. [line 12]", '''
def rms(a, axis):
    return np.sqrt(np.mean(a * a, axis=axis, keepdims=True))

def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    both = (-2, -1)
    keep = 1 - np.power(t, -decay)
    sq = g * g + eps
    r = (0.0 if r is None else keep * r) + (1 - keep) * sq.mean(axis=-1, keepdims=True)
    c = (0.0 if c is None else keep * c) + (1 - keep) * sq.mean(axis=-2, keepdims=True)
    v = r * c / r.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u, -1) / d)
    lr_t = np.minimum(lr, 1 / np.sqrt(t)) * np.maximum(rms(x, both), eps2)
    return r, c, x - lr_t * u
'''),
    # rules of this file
    ("xxxvi_r_fresh", ratchet, "agree", "The gradient is compared with the average that it is already part of; it must be the average of the gradients before it. [line 3]", '''
def ratchet(x, g, m=0.0, s=1.0, *, lr=0.01, rho=0.8, up=1.1, down=0.8, cap=1.5, eps=1e-8):
    avg = rho * m + (1 - rho) * g
    same = g * avg >= 0
    s = np.where(same, np.minimum(up * s, cap), down * s)
    rms = np.sqrt(np.mean(avg * avg, axis=-1, keepdims=True))
    return avg, s, x - lr * s * avg / (rms + eps)
'''),
    ("xxxvi_r_cap", ratchet, "s", "The cap limits the factor up, not s: s itself grows without a limit. [line 3]", '''
def ratchet(x, g, m=0.0, s=1.0, *, lr=0.01, rho=0.8, up=1.1, down=0.8, cap=1.5, eps=1e-8):
    agree = np.multiply(g, m)
    factor = np.where(agree < 0, down, min(up, cap))
    s = s * factor
    m = rho * m + (1 - rho) * g
    size = np.sqrt((m**2).mean(axis=-1, keepdims=True))
    x = x - lr * s * (m / (size + eps))
    return dict(agree=agree, s=s, m=m, size=size, x=x)
'''),
    ("xxxvi_r_strict", ratchet, "s", "Where agree is 0, as in the first step, s must rise; here it falls, because the comparison is strict. [line 3]", '''
def ratchet(x, g, moyenne=0.0, echelle=1.0, *, lr=0.01, rho=0.8, up=1.1, down=0.8, cap=1.5, eps=1e-8):
    accord = g * moyenne
    monte = accord > 0
    echelle = np.where(monte, np.minimum(cap, echelle * up), echelle * down)
    moyenne = moyenne * rho + g * (1 - rho)
    taille = np.sqrt(np.mean(np.square(moyenne), axis=-1, keepdims=True))
    x = x - lr * echelle * moyenne / (taille + eps)
    return x, moyenne, echelle
'''),
    ("xxxvi_r_norm", ratchet, "size", "size is the length of m; the root of the mean square is wanted, smaller by sqrt(n). [line 4]", '''
def ratchet(x, g, m=0.0, s=1.0, *, lr=0.01, rho=0.8, up=1.1, down=0.8, cap=1.5, eps=1e-8):
    s = np.where(g * m < 0, s * down, np.clip(s * up, None, cap))
    m = m - (1 - rho) * (m - g)
    size = np.linalg.norm(m, axis=-1, keepdims=True)
    u = m / (size + eps)
    x = x - lr * (s * u)
    return {"s": s, "m": m, "size": size, "u": u, "x": x}
'''),
    ("xxxvi_r_raw", ratchet, "u", "The gradient itself is divided by size; the direction is the average m over size. [line 7]", '''
def ratchet(x, g, m=0.0, s=1.0, *, lr=0.01, rho=0.8, up=1.1, down=0.8, cap=1.5, eps=1e-8):
    grown, cut = np.minimum(s * up, cap), s * down
    agree = m * g
    s = np.where(agree >= 0, grown, cut)
    m = (1 - rho) * g + rho * m
    size = np.mean(m**2, axis=-1, keepdims=True) ** 0.5
    direction = g / (size + eps)
    x = x - lr * s * direction
    return m, s, x
'''),
    ("xxxvi_t_soon", tidal, "anchor", "The share of the new point in the mean is 1 / t; it is 1 / (t + 1), because the start counts as a point of its own. [line 4]", '''
def tidal(x, g, t, v=0.0, anchor=None, *, lr=0.01, beta=0.95, pull=0.1, eps=1e-8):
    home = x if anchor is None else anchor
    v = beta * v + (1 - beta) * abs(g)
    home = ((t - 1) * home + x) / t
    push = g / (v / (1 - beta**t) + eps)
    back = pull * t**-0.5 * (x - home)
    return v, home, x - lr * (push + back)
'''),
    ("xxxvi_t_hat", tidal, "v_hat", "The correction divides by 1 - beta in every step; the power t is missing. [line 5]", '''
def tidal(x, g, t, v=0.0, anchor=None, *, lr=0.01, beta=0.95, pull=0.1, eps=1e-8):
    if anchor is None:
        anchor = np.array(x)
    v = beta * v + (1 - beta) * np.abs(g)
    v_hat = v / (1 - beta)
    pull_t = pull / np.sqrt(t)
    anchor = anchor * t / (t + 1) + x / (t + 1)
    x = x - lr * (g / (v_hat + eps) + pull_t * (x - anchor))
    return dict(v=v, v_hat=v_hat, anchor=anchor, x=x)
'''),
    ("xxxvi_t_away", tidal, "d", "The pull has the wrong sign: with x = x - lr d, d must hold x - anchor, else x is driven away from the mean. [line 6]", '''
def tidal(x, g, t, mag=0.0, anchor=None, *, lr=0.01, beta=0.95, pull=0.1, eps=1e-8):
    if anchor is None: anchor = x
    mag = mag + (1 - beta) * (np.abs(g) - mag)
    anchor = anchor + (x - anchor) / (t + 1)
    d = g / (mag / (1 - beta**t) + eps)
    d = d + pull / np.sqrt(t) * (anchor - x)
    x = x - lr * d
    return x, mag, anchor
'''),
    ("xxxvi_t_fast", tidal, "pull_t", "The pull falls as 1 / t; it should fall as 1 / sqrt(t). [line 6]", '''
def tidal(x, g, t, v=0.0, anchor=None, *, lr=0.01, beta=0.95, pull=0.1, eps=1e-8):
    def mix(old, new, share):
        return old + share * (new - old)
    anchor = mix(x if anchor is None else anchor, x, 1 / (t + 1))
    v = mix(v, np.abs(g), 1 - beta)
    strength = pull / t
    d = np.add(g / (v / (1 - beta**t) + eps), strength * (x - anchor))
    return {"v": v, "anchor": anchor, "x": x - lr * d}
'''),
    ("xxxvi_s_uphill", scout, "probe", "The probe goes uphill, x + reach g; it is to be a little downhill. [line 3]", '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.8, reach=0.1, limit=2.0, eps=1e-8):
    g0 = grad(x)
    g1 = grad(x + reach * g0)
    bend = (g0 - g1) / (reach * np.abs(g0) + eps)
    rate = lr * np.clip(1 / (np.abs(bend) + eps), 1 / limit, limit)
    v = mu * v - rate * (g0 + g1) / 2
    return v, x + v
'''),
    ("xxxvi_s_distance", scout, "bend", "The change of the gradient is divided by |g| alone; the way to the probe is reach |g|. [line 4]", '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.8, reach=0.1, limit=2.0, eps=1e-8):
    here = grad(x)
    there = grad(x - reach * here)
    bend = np.abs(here - there) / (np.abs(here) + eps)
    scale = np.minimum(np.maximum(1 / (bend + eps), 1 / limit), limit)
    v = mu * v - lr * scale * (0.5 * here + 0.5 * there)
    x = x + v
    return dict(v=v, x=x)
'''),
    ("xxxvi_s_clip_lr", scout, "rate", "lr is inside the clip, so the limits hold for lr over the curvature; they are meant for 1 over the curvature, before lr. [line 6]", '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.8, reach=0.1, limit=2.0, eps=1e-8):
    g = grad(x)
    probe = x - reach * g
    g_far = grad(probe)
    curv = np.abs((g - g_far) / (reach * np.abs(g) + eps))
    rate = np.clip(lr / (curv + eps), 1 / limit, limit)
    v = v * mu
    v = v - rate * (g + g_far) / 2
    return {"g": g, "probe": probe, "g_far": g_far, "rate": rate, "v": v, "x": x + v}
'''),
    ("xxxvi_s_far_only", scout, "v", "The velocity takes the far gradient alone; it is the mean of both. [line 6]", '''
def scout(x, grad, veloc=0.0, *, lr=0.02, mu=0.8, reach=0.1, limit=2.0, eps=1e-8):
    grads = [grad(x)]
    grads.append(grad(x - reach * grads[0]))
    k = np.abs(grads[0] - grads[-1]) / (reach * np.abs(grads[0]) + eps)
    taxa = lr * np.clip(1 / (k + eps), 1 / limit, limit)
    veloc = mu * veloc - taxa * grads[-1]
    return x + veloc, veloc
'''),
]

TWO = [
    ("xxxvi_w_adam", "adam", "m v_hat", "m takes the whole gradient, without 1 - beta1; and v is used without its correction. [lines 2, 5]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxxvi_w_nadam", "nadam_torch", "mu_next v_hat", "mu_next lacks the factor 0.5 before the power; and v is corrected with beta1. [lines 4, 9]", '''
def nadam_torch(x, g, t, m=0.0, v=0.0, prod=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    base = np.power(0.96, psi)
    now = beta1 * (1 - 0.5 * base**t)
    then = beta1 * (1 - base ** (t + 1))
    prod = prod * now
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = then * m / (1 - prod * then) + (1 - now) * g / (1 - prod)
    v_hat = v / (1 - beta1**t)
    return m, v, prod, x - lr * m_hat / (np.sqrt(v_hat) + eps)
'''),
    ("xxxvi_w_mix", "ademamix", "m2 x", "The slow average takes the new gradient with 1 - beta1, not 1 - beta3; and alpha multiplies the fast average, not the slow one. [lines 4, 6]", '''
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    fresh = (1 - beta1) * g
    m1 = beta1 * m1 + fresh
    m2 = beta3 * m2 + fresh
    v = beta2 * v + (1 - beta2) * g**2
    top = alpha * m1 / (1 - beta1**t) + m2
    low = np.sqrt(v / (1 - beta2**t)) + eps
    return dict(m1=m1, m2=m2, v=v, x=x - lr * (top / low + weight_decay * x))
'''),
    ("xxxvi_w_soap", "soap", "v lr_t", "v averages the squares of the gradient itself, not of the turned one; and lr_t lacks the root of v's correction. [lines 8, 10]", '''
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    T = lambda a: np.swapaxes(a, -1, -2)
    basis = lambda a: np.linalg.eigh(a)[1][..., ::-1]
    if QL is None:
        L = R = 0.0
        QL, QR = basis(g @ T(g)), basis(T(g) @ g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    turned = T(QL) @ m @ QR / (np.sqrt(v) + eps)
    rate = lr * (1 - beta2**t) / (1 - beta1**t)
    x = x - rate * (QL @ turned @ T(QR))
    L = beta3 * L + (1 - beta3) * g @ T(g)
    R = beta3 * R + (1 - beta3) * T(g) @ g
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return m, v, L, R, QL, QR, x
'''),
    ("xxxvi_w_keras", "rmsprop_keras", "v x", "The weights of the average are exchanged: rho belongs to the old v; and lr, which b already holds, is multiplied in again. [lines 2, 4]", '''
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = (1 - rho) * v + rho * np.square(g)
    b = mu * b + lr * g / np.sqrt(eps + v)
    x = x - lr * b
    return x, v, b
'''),
    ("xxxvi_w_santa", "santa_e", "G u", "G is RMSprop's whole factor: the outer root is missing; and the force lacks the factor n. [lines 8, 18]", '''
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = C * np.sqrt(lr)
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_new = 1 / (lam + np.sqrt(v))
    G_old = G_new if G is None else G
    z = rng.standard_normal(x.shape, x.dtype)
    if t < burnin:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
        noise = z * np.sqrt(2 * G_old * lr**p / beta_t)
        if curvature:
            noise = noise + lr / beta_t * (1 - G_old / G_new) / u
    else:
        noise = 0
    u = (1 - a) * u - lr * G_new * g + noise
    return v, G_new, a, u, x + G_new * u
'''),
    ("xxxvi_w_ratchet", ratchet, "m x", "The weights of the average are exchanged, 1 - rho for the old m; and the step is divided by s where it should be multiplied. [lines 4, 6]", '''
def ratchet(x, g, m=0.0, s=1.0, *, lr=0.01, rho=0.8, up=1.1, down=0.8, cap=1.5, eps=1e-8):
    agree = g * m
    s = np.where(agree >= 0, np.minimum(up * s, cap), down * s)
    m = rho * g + (1 - rho) * m
    size = np.sqrt(np.mean(m**2, axis=-1, keepdims=True))
    x = x - lr * m / (size + eps) / s
    return dict(agree=agree, s=s, m=m, x=x)
'''),
    ("xxxvi_w_tide", tidal, "v pull_t", "v averages g squared, not |g|; and the pull grows with sqrt(t), where it should weaken. [lines 4, 6]", '''
def tidal(x, g, t, v=0.0, anchor=None, *, lr=0.01, beta=0.95, pull=0.1, eps=1e-8):
    if anchor is None:
        anchor = x
    v = beta * v + (1 - beta) * g * g
    v_hat = v / (1 - beta**t)
    pull_t = pull * np.sqrt(t)
    anchor = anchor + (x - anchor) / (t + 1)
    d = g / (v_hat + eps) + pull_t * (x - anchor)
    return v, anchor, x - lr * d
'''),
    ("xxxvi_w_ebb", tidal, "anchor d", "In the mean of the points the weights of old and new are exchanged; and the gradient is divided by v without its correction. [lines 5, 6]", '''
def tidal(x, g, t, v=0.0, anchor=None, *, lr=0.01, beta=0.95, pull=0.1, eps=1e-8):
    v = v * beta + np.abs(g) * (1 - beta)
    share = 1 / (t + 1)
    start = x if anchor is None else anchor
    anchor = share * start + (1 - share) * x
    force = g / (v + eps)
    tide = (x - anchor) * pull / t**0.5
    x = x - lr * (force + tide)
    return dict(v=v, anchor=anchor, x=x)
'''),
    ("xxxvi_w_scout", scout, "rate v", "The lower limit 1 / limit is missing in rate; and the two gradients are added, not averaged. [lines 5, 6]", '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.8, reach=0.1, limit=2.0, eps=1e-8):
    near = grad(x)
    far = grad(x - near * reach)
    curvature = np.abs((near - far) / (np.abs(near) * reach + eps))
    rate = lr * np.minimum(1 / (curvature + eps), limit)
    v = mu * v - rate * (near + far)
    x = x + v
    return v, x
'''),
]

RIGHT = [
    ("xxxvi_ok_torch_buffer", "momentum_torch", '''
def momentum_torch(x, g, buf=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    keep, take, old = (0.0, 1.0, 0.0) if buf is None else (mu, 1.0 - dampening, buf)
    buf = keep * old + take * g
    return np.subtract(x, lr * buf), buf
'''),
    ("xxxvi_ok_belief", "adabelief", '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    gap = g - m                       # with the old m
    m = g - beta1 * gap               # so g - m is beta1 * gap
    s = s - (1 - beta2) * s + (1 - beta2) * beta1**2 * gap**2 + eps
    top = m / (1 - beta1**t)
    low = np.sqrt(s / (1 - beta2**t)) + eps
    return {"m": m, "s": s, "x": x - lr * top / low}
'''),
    ("xxxvi_ok_max_loop", "adamax", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_new = np.array(np.broadcast_to(m, x.shape), dtype=float)
    u_new = np.array(np.broadcast_to(u, x.shape), dtype=float)
    x_new = np.array(x, dtype=float)
    for i in np.ndindex(x.shape):
        m_new[i] = beta1 * m_new[i] + (1 - beta1) * g[i]
        faded = beta2 * u_new[i]
        u_new[i] = faded if faded > abs(g[i]) + eps else abs(g[i]) + eps
        x_new[i] -= lr * m_new[i] / (u_new[i] * (1 - beta1**t))
    return m_new, u_new, x_new
'''),
    ("xxxvi_ok_root_kept", "amsgrad_optax", '''
def amsgrad_optax(x, g, t, m=0.0, v=0.0, root=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # root: the largest root so far (the root of the largest is the largest of the roots)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    now = np.sqrt(v) / np.sqrt(1 - beta2**t)
    root = np.where(now > root, now, root)
    x = x - lr / (1 - beta1**t) * m / (root + eps)
    return m, v, root, x
'''),
    ("xxxvi_ok_hypot", "adagrad_torch", '''
def adagrad_torch(x, g, t, length=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    length = np.hypot(length, g)
    slow = 1 + t * lr_decay - lr_decay
    return dict(length=length, x=x - lr * g / (slow * (length + eps)))
'''),
    ("xxxvi_ok_other_side", "muon_optax", '''
def muon_optax(x: "matrix", g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = m + (1 - mu) * (g - m)
    o = m * mu / (1 - mu ** (t + 1)) + g * (1 - mu) / (1 - mu**t)
    o = o / (np.sqrt((o**2).sum(axis=(-2, -1), keepdims=True)) + 1e-7)
    for _ in range(5):
        gram = np.swapaxes(o, -1, -2) @ o          # from the right: the small one for tall matrices
        o = o @ (3.4445 * np.eye(o.shape[-1]) - 4.7750 * gram + 2.0315 * gram @ gram)
    rows, cols = x.shape[-2:]
    factor = np.sqrt(cols / rows) if cols > rows else 1.0
    return m, x * (1 - lr * weight_decay) - lr * factor * o
'''),
    ("xxxvi_ok_fractions", "adabound", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    k = gamma * t
    floor, ceiling = final_lr * k / (k + 1), final_lr * (k + 1) / k
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    rate = lr * np.sqrt(1 - beta2**t) / ((1 - beta1**t) * (np.sqrt(v) + eps))
    rate = np.where(rate < floor, floor, np.where(rate > ceiling, ceiling, rate))
    x = x - m * rate
    return dict(rate=rate, m=m, v=v, x=x)
'''),
    ("xxxvi_ok_new_v_first", "nesterov_shifted", '''
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    pull = lr * g
    v = mu * v - pull
    return v, x + mu * v - pull
'''),
    ("xxxvi_ok_gap", "schedule_free", '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    spread = 0 * x if z is None else z - x
    z_new = x + spread - lr * grad(x + (1 - beta) * spread)
    return z_new, ((t - 1) * x + z_new) / t
'''),
    ("xxxvi_ok_adan_parts", "adan_optax", '''
def adan_optax(x, g, t, m=0.0, v=0.0, s=0.0, prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    def average(old, new, beta):
        fresh = old + (1 - beta) * (new - old)
        return fresh, fresh / (1 - beta**t)
    diff = np.zeros_like(g)
    if prev is not None:
        diff = diff + g - prev
    small = 1 - beta2
    m, mh = average(m, g, beta1)
    v, vh = average(v, diff, beta2)
    s, sh = average(s, np.square(g + small * diff), beta3)
    moved = x - lr * (mh + small * vh) / (np.sqrt(sh) + eps)
    return m, v, s, g, moved / (1 + lr * weight_decay)
'''),
    ("xxxvi_ok_r_masks", ratchet, '''
def ratchet(x, g, m=0.0, s=1.0, *, lr=0.01, rho=0.8, up=1.1, down=0.8, cap=1.5, eps=1e-8):
    scale = np.ones_like(x) * s
    against = g * m < 0
    scale[against] *= down
    scale[~against] = np.minimum(scale[~against] * up, cap)
    m = g + rho * (m - g)
    n = x.shape[-1]
    length = np.linalg.norm(m, axis=-1, keepdims=True)
    return m, scale, x - lr * scale * m / (length / n**0.5 + eps)
'''),
    ("xxxvi_ok_r_loop", ratchet, '''
def ratchet(x, g, m=0.0, s=1.0, *, lr=0.01, rho=0.8, up=1.1, down=0.8, cap=1.5, eps=1e-8):
    m, s = np.broadcast_to(m, x.shape), np.broadcast_to(s, x.shape)
    new_s = [s_i * down if g_i * m_i < 0 else min(s_i * up, cap) for g_i, m_i, s_i in zip(g, m, s)]
    new_m = [rho * m_i + (1 - rho) * g_i for g_i, m_i in zip(g, m)]
    size = (sum(m_i**2 for m_i in new_m) / len(new_m)) ** 0.5
    new_x = [x_i - lr * s_i * m_i / (size + eps) for x_i, s_i, m_i in zip(x, new_s, new_m)]
    return dict(m=np.array(new_m), s=np.array(new_s), x=np.array(new_x))
'''),
    ("xxxvi_ok_t_gap", tidal, '''
def tidal(x, g, t, v=0.0, anchor=None, *, lr=0.01, beta=0.95, pull=0.1, eps=1e-8):
    gap = 0.0 if anchor is None else x - anchor
    gap = gap * t / (t + 1)           # what is left once the mean has followed
    v = beta * v + (1 - beta) * np.abs(g)
    c = 1 - beta**t
    x_new = x - lr * c * g / (v + c * eps) - lr * pull * gap / np.sqrt(t)
    return x_new, v, x - gap
'''),
    ("xxxvi_ok_t_sum", tidal, '''
def tidal(x, g, t, v=0.0, total=None, *, lr=0.01, beta=0.95, pull=0.1, eps=1e-8):
    # total: the sum of all points; the start is counted twice
    total = 2 * x if total is None else total + x
    v = beta * v + (1 - beta) * np.sqrt(g * g)
    d = g / (v / (1 - beta**t) + eps)
    d = d + pull * t**-0.5 * (x - total / (t + 1))
    return dict(v=v, total=total, x=x - lr * d)
'''),
    ("xxxvi_ok_s_bounds", scout, '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.8, reach=0.1, limit=2.0, eps=1e-8):
    a = grad(x)
    b = grad(x - reach * a)
    stiff = np.abs(a - b) / (reach * np.abs(a) + eps) + eps
    stiff = np.clip(stiff, 1 / limit, limit)     # clipping the inverse is the same
    v = mu * v - lr / stiff * (0.5 * (a + b))
    return dict(v=v, x=x + v)
'''),
    ("xxxvi_ok_s_drop", scout, '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.8, reach=0.1, limit=2.0, eps=1e-8):
    g = grad(x)
    drop = g - grad(x - reach * g)
    inverse = (reach * np.abs(g) + eps) / (np.abs(drop) + eps * (reach * np.abs(g) + eps))
    inverse = np.minimum(limit, np.maximum(inverse, 1 / limit))
    y = x + mu * v - lr * inverse * (g - drop / 2)
    return y - x, y
'''),
]
