"""A fifteenth set of functions as students write them, by someone who had read the steps and not the feedback: a teacher's own references.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong and in which line, source). " | " stands
between alternatives, a space between two wrong lines. RIGHT: (name, step, source): the same path in another form.
"""

import numpy as np


def adashift(x, g, t, v=0.0, g1=0.0, g2=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, eps=1e-8):
    m = (g + beta1 * g1) / (1 + beta1)
    v = beta2 * v + (1 - beta2) * g2**2
    v_hat = v / (1 - beta2 ** np.maximum(t - 2, 1))
    x = np.where(t > 2, x - lr * m / (np.sqrt(v_hat) + eps), x)
    return dict(m=m, v=v, v_hat=v_hat, g2=g1, g1=g, x=x)


def padam(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.1, beta1=0.9, beta2=0.99, p=0.125, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    x = x - lr * m / (v_max**p + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def clipped_momentum(x, g, v=0.0, *, lr=0.01, mu=0.9, c=3.0, eps=1e-12):
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    g_clip = g * np.minimum(1, c / (size + eps))
    v = mu * v - lr * g_clip
    x = x + v
    return dict(size=size, g_clip=g_clip, v=v, x=x)


def centralized(x, g, v=0.0, *, lr=0.01, mu=0.9, weight_decay=0.01):
    g_c = g - np.mean(g, axis=-1, keepdims=True)
    v = mu * v + g_c
    u = g_c + mu * v
    x = x - lr * (u + weight_decay * x)
    return dict(g_c=g_c, v=v, u=u, x=x)


def barzilai(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=1.0):
    y = g - g_old
    dy = np.sum(d * y, axis=-1, keepdims=True)
    rate = np.where(dy > 0, np.sum(d**2, axis=-1, keepdims=True) / np.where(dy > 0, dy, 1), lr)
    d = -np.minimum(rate, most) * g
    x = x + d
    return dict(y=y, dy=dy, rate=rate, d=d, g_old=g, x=x)


def conjugate(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=0.9):
    before = np.sum(g_old**2, axis=-1, keepdims=True)
    change = np.sum(g * (g - g_old), axis=-1, keepdims=True)
    beta = np.clip(change / np.where(before > 0, before, 1), 0, most)
    d = beta * d - g
    x = x + lr * d
    return dict(before=before, change=change, beta=beta, d=d, g_old=g, x=x)


def belief_bounds(x, g, t, m=0.0, s=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, final=0.05, gamma=0.1, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * (g - m) ** 2
    s_hat = s / (1 - beta2**t)
    width = 1 / (gamma * t + 1)
    rate = np.clip(lr / (np.sqrt(s_hat) + eps), final * (1 - width), final * (1 + width))
    x = x - rate * m / (1 - beta1**t)
    return dict(m=m, s=s, s_hat=s_hat, width=width, rate=rate, x=x)


def restarted(x, g, v=0.0, k=0.0, *, lr=0.01, r=3.0):
    uphill = np.sum(g * v, axis=-1, keepdims=True) > 0
    k = np.where(uphill, 1.0, k + 1)
    mu = (k - 1) / (k + r - 1)
    v = mu * v - lr * g
    x = x + v
    return dict(uphill=uphill, k=k, mu=mu, v=v, x=x)


def trust(x, g, f, radius=1.0, gain=1.0, f_old=None, *, lr=0.5, up=2.0, down=0.5, most=2.0, eps=1e-12):
    if f_old is not None:
        rho = (f_old - f) / gain
        radius = np.where(rho < 0.25, down * radius, np.where(rho > 0.75, np.minimum(up * radius, most), radius))
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    d = -np.minimum(lr, radius / (size + eps)) * g
    gain = -np.sum(g * d, axis=-1, keepdims=True)
    x = x + d
    return dict(radius=radius, size=size, d=d, gain=gain, f_old=f, x=x)


def averaged(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    g_z = grad(z)
    z = z - lr * g_z
    c = np.maximum(1 - beta, 1 / t)
    x = x + c * (z - x)
    return dict(g_z=g_z, z=z, c=c, x=x)


def noam(x, g, t, m=0.0, v=0.0, *, lr=0.01, beta1=0.9, beta2=0.98, eps=1e-9, warmup=4.0):
    lr_t = lr * np.minimum(t / warmup, np.sqrt(warmup / t))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr_t * m_hat / (np.sqrt(v_hat) + eps)
    return dict(lr_t=lr_t, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def langevin(x, g, rng, v=0.0, *, lr=0.01, rho=0.9, temp=1e-3, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    p = 1 / (np.sqrt(v) + eps)
    z = rng.standard_normal(x.shape, x.dtype)
    x = x - lr * p * g + np.sqrt(2 * lr * temp * p) * z
    return dict(v=v, p=p, z=z, x=x)


ONE = [
    (
        'shift_weights',
        adashift,
        'm',
        'The average of two gradients is divided by 2 and not by the sum of its weights 1 + beta1. [line 4]',
        '''
def adashift(x, g, t, v=0.0, g1=0.0, g2=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, eps=1e-8):
    w = np.array([1.0, beta1])
    window = [g, g1]
    m = sum(wi * gi for wi, gi in zip(w, window)) / len(w)
    v = beta2 * v + (1 - beta2) * g2 * g2
    v_hat = v / (1 - beta2 ** max(t - 2, 1))
    if t <= 2:
        return dict(m=m, v=v, v_hat=v_hat, g2=g1, g1=g, x=x)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_hat=v_hat, g2=g1, g1=g, x=x)
''',
    ),
    (
        'shift_newest',
        adashift,
        'v',
        'The second moment takes the newest gradient, so nothing is shifted and it is correlated with the step. [line 3]',
        '''
def adashift(x, g, t, v=0.0, g1=0.0, g2=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, eps=1e-8):
    m = (g + beta1 * g1) / (1 + beta1)
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2 ** np.maximum(t - 2, 1))
    step = lr * m / (np.sqrt(v_hat) + eps)
    x = x - np.where(t > 2, step, 0)
    return dict(m=m, v=v, v_hat=v_hat, g2=g1, g1=g, x=x)
''',
    ),
    (
        'shift_queue',
        adashift,
        'g2',
        'The queue is moved in the wrong order: g1 is overwritten before it is passed on, so g2 is the newest gradient. [line 8]',
        '''
def adashift(x, g, t, v=0.0, g1=0.0, g2=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, eps=1e-8):
    momentum = (g + beta1 * g1) / (1 + beta1)
    v = beta2 * v + (1 - beta2) * np.square(g2)
    corrected = v / (1 - beta2 ** (t - 2 if t > 2 else 1))
    if t > 2:
        x = x - lr * momentum / (np.sqrt(corrected) + eps)
    g1 = g  # push
    g2 = g1  # and shift
    return {"v": v, "g1": g1, "g2": g2, "x": x}
''',
    ),
    (
        'padam_root',
        padam,
        'x',
        'The root is taken besides the power p, so the exponent is p / 2. [line 5]',
        '''
def padam(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.1, beta1=0.9, beta2=0.99, p=0.125, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    denom = np.sqrt(v_max) ** p + eps
    x = x - lr * m / denom
    return dict(m=m, v=v, v_max=v_max, x=x)
''',
    ),
    (
        'padam_leak',
        padam,
        'v_max|v',
        'The maximum is stored back as the running average v, so the average never falls either. [line 3]',
        '''
def padam(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.1, beta1=0.9, beta2=0.99, p=0.125, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    v = v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.power(v_max, p) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
''',
    ),
    (
        'padam_swapped',
        padam,
        'v',
        'The second average uses beta1: copied from the line above. [line 6]',
        '''
def padam(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.1, beta1=0.9, beta2=0.99, p=0.125, eps=1e-8):
    def ema(old, new, beta):
        return old + (1 - beta) * (new - old)

    m = ema(m, g, beta1)
    v = ema(v, g * g, beta1)
    v_max = np.where(v > v_max, v, v_max)
    x = x - lr / (v_max**p + eps) * m
    return dict(m=m, v=v, v_max=v_max, x=x)
''',
    ),
    (
        'clip_elementwise',
        clipped_momentum,
        'size',
        'The size is the absolute value of each coordinate, so it clips by value and not by norm. [line 2]',
        '''
def momento(x, g, v=0.0, *, lr=0.01, mu=0.9, c=3.0, eps=1e-12):
    tamano = np.sqrt(g**2)  # norma
    recortado = g * np.minimum(1, c / (tamano + eps))
    v = mu * v - lr * recortado
    x = x + v
    return dict(v=v, x=x)
''',
    ),
    (
        'clip_always',
        clipped_momentum,
        'g_clip',
        'Every gradient is brought to length c, the short ones too: the minimum with 1 is missing. [line 4]',
        '''
def clipped(x, g, v=0.0, *, lr=0.01, mu=0.9, c=3.0, eps=1e-12):
    length = np.sqrt(np.sum(g * g, axis=-1, keepdims=True))
    direction = g / (length + eps)
    g = c * direction
    v = mu * v - lr * g
    x = x + v
    return dict(v=v, x=x)
''',
    ),
    (
        'clip_unused',
        clipped_momentum,
        'v',
        'The clipped gradient is computed and then not used: the velocity takes the raw gradient. [line 6]',
        '''
def clipped(x, g, v=None, *, lr=0.01, mu=0.9, c=3.0, eps=1e-12):
    if v is None:
        v = np.zeros_like(x)
    norm = np.linalg.norm(g, axis=-1, keepdims=True)
    clipped_g = g * np.minimum(1.0, c / (norm + eps))
    v = mu * v - lr * g
    return dict(size=norm, g_clip=clipped_g, v=v, x=x + v)
''',
    ),
    (
        'central_stacked',
        centralized,
        'g_c',
        'The mean is taken over the whole array and not over the last axis, so rows leak into each other. [line 2]',
        '''
def centralized(x, g, v=0.0, *, lr=0.01, mu=0.9, weight_decay=0.01):
    gc = g - g.mean()
    v = v * mu + gc
    x = x - lr * (gc + mu * v + weight_decay * x)
    return dict(v=v, x=x)
''',
    ),
    (
        'central_twice',
        centralized,
        'u',
        'The look-ahead multiplies the centred gradient by mu too. [line 4]',
        '''
def centralized(x, g, v=0.0, *, lr=0.01, mu=0.9, weight_decay=0.01):
    g_c = g - np.mean(g, axis=-1, keepdims=True)
    v = mu * v + g_c
    u = mu * (g_c + v)
    x = (1 - lr * weight_decay) * x - lr * u
    return dict(g_c=g_c, v=v, u=u, x=x)
''',
    ),
    (
        'central_decay_early',
        centralized,
        'g_c|x',
        'The decay is added to the gradient before it is centred, so it goes through mean and momentum (L2, not decoupled). [line 2]',
        '''
def centralized(x, g, v=0.0, *, lr=0.01, mu=0.9, weight_decay=0.01):
    g = g + weight_decay * x
    g = g - np.mean(g, axis=-1, keepdims=True)
    v = mu * v + g
    x = x - lr * (g + mu * v)
    return dict(v=v, x=x)
''',
    ),
    (
        'bb_inverse',
        barzilai,
        'rate',
        'The quotient is upside down: it is the curvature and not its inverse. [line 6]',
        '''
def bb(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=1.0):
    y = g - g_old
    dy = (d * y).sum(axis=-1, keepdims=True)
    dd = (d * d).sum(axis=-1, keepdims=True)
    ok = dy > 0
    rate = np.where(ok, dy / np.where(ok, dd, 1), lr)
    d = -np.minimum(rate, most) * g
    return dict(y=y, dy=dy, rate=rate, d=d, g_old=g, x=x + d)
''',
    ),
    (
        'bb_abs',
        barzilai,
        'rate',
        'A negative curvature is made positive by an absolute value, where the rule falls back to lr. [line 5]',
        '''
def bb(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=1.0):
    y = g - g_old
    dy = np.sum(d * y, axis=-1, keepdims=True)
    dd = np.sum(d * d, axis=-1, keepdims=True)
    rate = np.where(dy != 0, dd / np.where(dy != 0, np.abs(dy), 1), lr)
    d = -np.minimum(rate, most) * g
    x = x + d
    return dict(d=d, g_old=g, x=x)
''',
    ),
    (
        'bb_forgot_old',
        barzilai,
        'g_old',
        'The old gradient is passed through and never renewed, so y is always the whole gradient. [line 7]',
        '''
def bb(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=1.0):
    y = g - g_old
    dy = np.sum(d * y, axis=-1, keepdims=True)
    rate = np.where(dy > 0, np.sum(d**2, axis=-1, keepdims=True) / np.where(dy > 0, dy, 1), lr)
    d = -np.minimum(rate, most) * g
    x = x + d
    return dict(y=y, dy=dy, rate=rate, d=d, g_old=g_old, x=x)
''',
    ),
    (
        'cg_fletcher',
        conjugate,
        'change',
        'The formula of Fletcher and Reeves, |g|^2, stands for that of Polak and Ribiere, g (g - g_old). [line 3]',
        '''
def cg(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=0.9):
    before = np.sum(g_old**2, axis=-1, keepdims=True)
    now = np.sum(g**2, axis=-1, keepdims=True)
    beta = np.clip(now / np.where(before > 0, before, 1), 0, most)
    d = beta * d - g
    x = x + lr * d
    return dict(before=before, change=now, beta=beta, d=d, g_old=g, x=x)
''',
    ),
    (
        'cg_no_floor',
        conjugate,
        'beta',
        'beta is only limited from above: a negative one, where the method starts anew, is kept. [line 5]',
        '''
def cg(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=0.9):
    dot = lambda a, b: np.sum(a * b, axis=-1, keepdims=True)
    before = dot(g_old, g_old)
    beta = dot(g, g - g_old) / np.where(before > 0, before, 1)
    beta = np.minimum(beta, most)
    d = -g + beta * d
    return {"d": d, "g_old": g, "x": x + lr * d}
''',
    ),
    (
        'cg_scaled_memory',
        conjugate,
        'd',
        'The direction is stored with lr in it while the gradient enters without, so the memory is scaled down. [line 5]',
        '''
def cg(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=0.9):
    before = np.sum(g_old * g_old, axis=-1, keepdims=True)
    change = np.sum(g * (g - g_old), axis=-1, keepdims=True)
    beta = np.clip(change / np.where(before == 0, 1, before), 0, most)
    d = lr * (beta * d - g)
    x = x + d
    return dict(d=d, g_old=g, x=x)
''',
    ),
    (
        'belief_old_mean',
        belief_bounds,
        's',
        'The deviation is from the old average: s is computed before m is renewed. [line 3]',
        '''
def abb(x, g, t, m=0.0, s=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, final=0.05, gamma=0.1, eps=1e-8):
    m_new = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * (g - m) ** 2
    s_hat = s / (1 - beta2**t)
    lo, hi = final * (1 - 1 / (gamma * t + 1)), final * (1 + 1 / (gamma * t + 1))
    rate = np.minimum(np.maximum(lr / (np.sqrt(s_hat) + eps), lo), hi)
    x = x - rate * m_new / (1 - beta1**t)
    return dict(m=m_new, s=s, x=x)
''',
    ),
    (
        'belief_lower_zero',
        belief_bounds,
        'width',
        "The width lacks the + 1 of its denominator, as only AdaBound's upper bound does. [line 5]",
        '''
def abb(x, g, t, m=0.0, s=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, final=0.05, gamma=0.1, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * (g - m) ** 2
    s_hat = s / (1 - beta2**t)
    width = 1 / (gamma * t)
    rate = np.clip(lr / (np.sqrt(s_hat) + eps), final - final * width, final + final * width)
    x = x - rate * (m / (1 - beta1**t))
    return dict(m=m, s=s, s_hat=s_hat, width=width, rate=rate, x=x)
''',
    ),
    (
        'belief_clip_late',
        belief_bounds,
        'rate',
        'lr is taken out of the clip, so 1 / sqrt(s_hat) is clipped and lr multiplies the result. [line 6]',
        '''
def abb(x, g, t, m=0.0, s=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, final=0.05, gamma=0.1, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    s = beta2 * s + (1 - beta2) * np.square(g - m)
    s_hat = s / (1 - beta2**t)
    width = 1 / (gamma * t + 1)
    rate = lr * np.clip(1 / (np.sqrt(s_hat) + eps), final * (1 - width), final * (1 + width))
    x = x - rate * m / (1 - beta1**t)
    return dict(m=m, s=s, s_hat=s_hat, width=width, rate=rate, x=x)
''',
    ),
    (
        'restart_sign',
        restarted,
        'uphill',
        'The condition has the wrong direction: it restarts when the velocity goes downhill. [line 2]',
        '''
def fista(x, g, v=0.0, k=0.0, *, lr=0.01, r=3.0):
    overshoot = np.sum(g * v, axis=-1, keepdims=True) < 0
    k = np.where(overshoot, 1.0, k + 1)
    mu = (k - 1) / (k + r - 1)
    v = mu * v - lr * g
    x = x + v
    return dict(uphill=overshoot, k=k, mu=mu, v=v, x=x)
''',
    ),
    (
        'restart_half',
        restarted,
        'mu',
        'The denominator lacks its - 1: the coefficient is (k - 1) / (k + r). [line 4]',
        '''
def fista(x, g, v=0.0, k=0.0, *, lr=0.01, r=3.0):
    if_restart = (g * v).sum(-1, keepdims=True) > 0
    k = 1 + k * ~if_restart
    v = (k - 1) / (k + r) * v - lr * g
    return dict(v=v, k=k, x=x + v)
''',
    ),
    (
        'restart_zero',
        restarted,
        'k',
        'The counter restarts at 0 and not at 1, so after a restart the coefficient is negative. [line 3]',
        '''
def fista(x, g, v=0.0, k=0.0, *, lr=0.01, r=3.0):
    uphill = np.sum(g * v, axis=-1, keepdims=True) > 0
    k = np.where(uphill, 0.0, k + 1)
    mu = (k - 1) / (k + r - 1)
    v = mu * v - lr * g
    x = x + v
    return dict(uphill=uphill, k=k, mu=mu, v=v, x=x)
''',
    ),
    (
        'trust_swap',
        trust,
        'radius',
        'The two branches are exchanged: the radius grows after a bad step and shrinks after a good one. [line 4]',
        '''
def trust(x, g, f, radius=1.0, gain=1.0, f_old=None, *, lr=0.5, up=2.0, down=0.5, most=2.0, eps=1e-12):
    if f_old is not None:
        rho = (f_old - f) / gain
        bad, good = rho > 0.75, rho < 0.25
        radius = np.where(bad, down * radius, np.where(good, np.minimum(up * radius, most), radius))
    size = np.sqrt(np.sum(g**2, -1, keepdims=True))
    d = -np.minimum(lr, radius / (size + eps)) * g
    gain = -np.sum(g * d, axis=-1, keepdims=True)
    return dict(radius=radius, size=size, d=d, gain=gain, f_old=f, x=x + d)
''',
    ),
    (
        'trust_capless',
        trust,
        'radius',
        'The cap `most` is forgotten where the radius grows. [line 5]',
        '''
def trust(x, g, f, radius=1.0, gain=1.0, f_old=None, *, lr=0.5, up=2.0, down=0.5, most=2.0, eps=1e-12):
    if f_old is not None:
        quality = (f_old - f) / gain
        factor = np.where(quality < 0.25, down, np.where(quality > 0.75, up, 1.0))
        radius = radius * factor
    norm = np.linalg.norm(g, axis=-1, keepdims=True)
    rate = np.minimum(lr, radius / (norm + eps))
    gain = rate * np.sum(g * g, axis=-1, keepdims=True)
    x = x - rate * g
    return dict(radius=radius, gain=gain, f_old=f, x=x)
''',
    ),
    (
        'trust_gain',
        trust,
        'gain',
        "The predicted decrease is half of it, as on a quadratic's exact minimum; the rule has the plain linear one. [line 7]",
        '''
def trust(x, g, f, radius=1.0, gain=1.0, f_old=None, *, lr=0.5, up=2.0, down=0.5, most=2.0, eps=1e-12):
    if f_old is not None:
        rho = (f_old - f) / gain
        radius = np.where(rho < 0.25, down * radius, np.where(rho > 0.75, np.minimum(up * radius, most), radius))
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    d = -np.minimum(lr, radius / (size + eps)) * g
    gain = -0.5 * np.sum(g * d, axis=-1, keepdims=True)
    x = x + d
    return dict(radius=radius, size=size, d=d, gain=gain, f_old=f, x=x)
''',
    ),
    (
        'avg_at_x',
        averaged,
        'g_z',
        'The gradient is taken at the average x and not at the fast point z. [line 3]',
        '''
def polyak(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    z = z - lr * grad(x)
    c = max(1 - beta, 1 / t)
    x = (1 - c) * x + c * z
    return dict(z=z, c=c, x=x)
''',
    ),
    (
        'avg_weight',
        averaged,
        'c',
        'The weight of the newest point starts at 1/(t + 1): the index is off by one. [line 5]',
        '''
def polyak(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    z = z - lr * grad(z)
    c = 1 - beta if (n := t + 1) * (1 - beta) > 1 else 1 / n
    return dict(z=z, x=x + c * (z - x))
''',
    ),
    (
        'avg_reset',
        averaged,
        'z',
        'The fast point starts anew from the average in every step: z is set to x unconditionally. [line 2]',
        '''
def polyak(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x  # start both at the same point
    g = grad(z)
    z = z - lr * g
    c = np.maximum(1 - beta, 1 / t)
    x = x + c * (z - x)
    return dict(g_z=g, z=z, c=c, x=x)
''',
    ),
    (
        'noam_max',
        noam,
        'lr_t',
        'A maximum stands for the minimum, so the schedule falls first and then grows without end. [line 3]',
        '''
def noam(x, g, t, m=0.0, v=0.0, *, lr=0.01, beta1=0.9, beta2=0.98, eps=1e-9, warmup=4.0):
    ramp, decay = t / warmup, (warmup / t) ** 0.5
    lr = lr * max(ramp, decay)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)
''',
    ),
    (
        'noam_decay_power',
        noam,
        'lr_t',
        'The decay after the warm-up is warmup / t, without the square root. [line 5]',
        '''
def noam(x, g, t, m=0.0, v=0.0, *, lr=0.01, beta1=0.9, beta2=0.98, eps=1e-9, warmup=4.0):
    if t < warmup:
        lr_t = lr * t / warmup
    else:
        lr_t = lr * warmup / t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr_t * m_hat / (np.sqrt(v_hat) + eps)
    return dict(lr_t=lr_t, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
''',
    ),
    (
        'noam_hat_mix',
        noam,
        'v_hat',
        'The second moment is corrected with beta1. [line 7]',
        '''
def noam(x, g, t, m=0.0, v=0.0, *, lr=0.01, beta1=0.9, beta2=0.98, eps=1e-9, warmup=4.0):
    lr_t = lr * np.minimum(t / warmup, np.sqrt(warmup / t))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    c = 1 - beta1**t
    m_hat = m / c
    v_hat = v / c
    x = x - lr_t * m_hat / (np.sqrt(v_hat) + eps)
    return dict(lr_t=lr_t, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
''',
    ),
    (
        'langevin_plain_noise',
        langevin,
        'x',
        'The noise is not preconditioned: p is missing under its root. [line 5]',
        '''
def sgld(x, g, rng, v=0.0, *, lr=0.01, rho=0.9, temp=1e-3, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    p = 1 / (np.sqrt(v) + eps)
    drift = lr * p * g
    noise = np.sqrt(2 * lr * temp) * rng.standard_normal(x.shape)
    x = x - drift + noise
    return dict(v=v, p=p, x=x)
''',
    ),
    (
        'langevin_one_draw',
        langevin,
        'z',
        'One random number is drawn for all coordinates. [line 4]',
        '''
def sgld(x, g, rng, v=0.0, *, lr=0.01, rho=0.9, temp=1e-3, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    p = 1 / (np.sqrt(v) + eps)
    z = rng.standard_normal()
    x = x - lr * p * g + np.sqrt(2 * lr * temp * p) * z
    return dict(v=v, p=p, x=x)
''',
    ),
    (
        'langevin_rsqrt',
        langevin,
        'p',
        'eps stands under the root. [line 3]',
        '''
def sgld(x, g, rng, v=0.0, *, lr=0.01, rho=0.9, temp=1e-3, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    p = (v + eps) ** -0.5
    z = rng.standard_normal(x.shape)
    x = x - lr * p * g + np.sqrt(2 * lr * temp * p) * z
    return dict(v=v, p=p, z=z, x=x)
''',
    ),
]

TWO = [
    (
        'shift_two',
        adashift,
        'v_hat x',
        'The correction counts t and not the gradients that v has seen; the steps begin one step too early. [lines 4, 5]',
        '''
def adashift(x, g, t, v=0.0, g1=0.0, g2=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, eps=1e-8):
    m = (g + beta1 * g1) / (1 + beta1)
    v = beta2 * v + (1 - beta2) * g2**2
    v_hat = v / (1 - beta2**t)
    x = np.where(t > 1, x - lr * m / (np.sqrt(v_hat) + eps), x)
    return dict(m=m, v=v, v_hat=v_hat, g2=g1, g1=g, x=x)
''',
    ),
    (
        'shift_two_more',
        adashift,
        'm v',
        'The older gradient lacks its factor beta1 in the average; the weight of the new square is missing. [lines 2, 3]',
        '''
def adashift(x, g, t, v=0.0, g1=0.0, g2=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, eps=1e-8):
    m = (g + g1) / (1 + beta1)
    v = beta2 * v + g2**2
    v_hat = v / (1 - beta2 ** np.maximum(t - 2, 1))
    if t > 2:
        x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_hat=v_hat, g2=g1, g1=g, x=x)
''',
    ),
    (
        'padam_two',
        padam,
        'm v_max',
        'm lacks the factor 1 - beta1; the maximum is decayed as in AdaMax. [lines 2, 4]',
        '''
def padam(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.1, beta1=0.9, beta2=0.99, p=0.125, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(beta2 * v_max, v)
    x = x - lr * m / (v_max**p + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
''',
    ),
    (
        'clip_two',
        clipped_momentum,
        'size v',
        "The norm is the sum of absolute values; the velocity's gradient has the weight 1 - mu. [lines 2, 4]",
        '''
def clipped(x, g, v=0.0, *, lr=0.01, mu=0.9, c=3.0, eps=1e-12):
    n = np.linalg.norm(g, 1, axis=-1, keepdims=True)
    g = g * np.minimum(1, c / (n + eps))
    v = mu * v - (1 - mu) * lr * g
    return dict(v=v, x=x + v)
''',
    ),
    (
        'clip_two_again',
        clipped_momentum,
        'g_clip x',
        'The clipping scale is a maximum; the step adds mu v - lr g a second time as a look-ahead. [lines 3, 6]',
        '''
def clipped(x, g, v=0.0, *, lr=0.01, mu=0.9, c=3.0, eps=1e-12):
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    scale = np.maximum(1, c / (size + eps))
    g_clip = scale * g
    v = mu * v - lr * g_clip
    x = x + mu * v - lr * g_clip
    return dict(size=size, g_clip=g_clip, v=v, x=x)
''',
    ),
    (
        'central_two',
        centralized,
        'v x',
        'The momentum sums the raw gradient; the decay is added with the wrong sign. [lines 3, 5]',
        '''
def centralized(x, g, v=0.0, *, lr=0.01, mu=0.9, weight_decay=0.01):
    g_c = g - np.mean(g, axis=-1, keepdims=True)
    v = mu * v + g
    u = g_c + mu * v
    x = x - lr * (u - weight_decay * x)
    return dict(g_c=g_c, v=v, u=u, x=x)
''',
    ),
    (
        'bb_two',
        barzilai,
        'dy d',
        'The product is that of y with itself; the cap is a floor. [lines 3, 6]',
        '''
def bb(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=1.0):
    y = g - g_old
    dy = np.sum(y * y, axis=-1, keepdims=True)
    dd = np.sum(d * d, axis=-1, keepdims=True)
    rate = np.where(dy > 0, dd / np.where(dy > 0, dy, 1), lr)
    d = -np.maximum(rate, most) * g
    x = x + d
    return dict(y=y, dy=dy, rate=rate, d=d, g_old=g, x=x)
''',
    ),
    (
        'cg_two',
        conjugate,
        'before d',
        'The denominator is the size of the new gradient; the old direction is subtracted. [lines 2, 5]',
        '''
def cg(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=0.9):
    before = np.sum(g**2, axis=-1, keepdims=True)
    change = np.sum(g * (g - g_old), axis=-1, keepdims=True)
    beta = np.clip(change / np.where(before > 0, before, 1), 0, most)
    d = -(beta * d + g)
    x = x + lr * d
    return dict(before=before, change=change, beta=beta, d=d, g_old=g, x=x)
''',
    ),
    (
        'cg_two_again',
        conjugate,
        'change x',
        'The product has the old gradient in front of the difference; the step takes lr twice. [lines 2, 6]',
        '''
def cg(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=0.9):
    num = np.sum(g_old * (g - g_old), axis=-1, keepdims=True)
    den = np.sum(g_old**2, axis=-1, keepdims=True)
    beta = np.clip(num / (den + (den == 0)), 0, most)
    d = beta * d - g
    x = x + lr * lr * d
    return dict(d=d, g_old=g, x=x)
''',
    ),
    (
        'belief_two',
        belief_bounds,
        's x',
        's averages the plain square as Adam does; m is not corrected in the step. [lines 3, 7]',
        '''
def abb(x, g, t, m=0.0, s=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, final=0.05, gamma=0.1, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    s_hat = s / (1 - beta2**t)
    width = 1 / (gamma * t + 1)
    rate = np.clip(lr / (np.sqrt(s_hat) + eps), final * (1 - width), final * (1 + width))
    x = x - rate * m
    return dict(m=m, s=s, s_hat=s_hat, width=width, rate=rate, x=x)
''',
    ),
    (
        'restart_two',
        restarted,
        'k v',
        'The counter is 2 and does not grow while there is no restart; the gradient is divided by the damping. [lines 3, 5]',
        '''
def fista(x, g, v=0.0, k=0.0, *, lr=0.01, r=3.0):
    uphill = np.sum(g * v, axis=-1, keepdims=True) > 0
    k = np.where(uphill, 1.0, 2.0)
    mu = (k - 1) / (k + r - 1)
    v = mu * v - lr * g * (1 - mu)
    x = x + v
    return dict(uphill=uphill, k=k, mu=mu, v=v, x=x)
''',
    ),
    (
        'trust_two',
        trust,
        'radius d',
        "A bad step cuts the radius to down itself, without the old radius; the length is not normalised by the gradient's size. [lines 4, 6]",
        '''
def trust(x, g, f, radius=1.0, gain=1.0, f_old=None, *, lr=0.5, up=2.0, down=0.5, most=2.0, eps=1e-12):
    if f_old is not None:
        rho = (f_old - f) / gain
        radius = np.where(rho < 0.25, down, np.where(rho > 0.75, np.minimum(up * radius, most), radius))
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    d = -np.minimum(lr, radius) * g
    gain = -np.sum(g * d, axis=-1, keepdims=True)
    x = x + d
    return dict(radius=radius, size=size, d=d, gain=gain, f_old=f, x=x)
''',
    ),
    (
        'avg_two',
        averaged,
        'z x',
        'The fast point goes uphill; the weights of the average are exchanged. [lines 5, 7]',
        '''
def polyak(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    g_z = grad(z)
    z = z + lr * g_z
    c = np.maximum(1 - beta, 1 / t)
    x = c * x + (1 - c) * z
    return dict(g_z=g_z, z=z, c=c, x=x)
''',
    ),
    (
        'noam_two',
        noam,
        'lr_t m_hat',
        'The ramp divides the other way round; m is corrected with t + 1. [lines 2, 5]',
        '''
def noam(x, g, t, m=0.0, v=0.0, *, lr=0.01, beta1=0.9, beta2=0.98, eps=1e-9, warmup=4.0):
    lr_t = lr * min(warmup / t, np.sqrt(warmup / t))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr_t * m_hat / (np.sqrt(v_hat) + eps)
    return dict(lr_t=lr_t, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
''',
    ),
    (
        'noam_two_again',
        noam,
        'v x',
        'v sums without forgetting as in AdaGrad; the step uses lr and not the scheduled lr_t. [lines 4, 7]',
        '''
def noam(x, g, t, m=0.0, v=0.0, *, lr=0.01, beta1=0.9, beta2=0.98, eps=1e-9, warmup=4.0):
    lr_t = lr * np.minimum(t / warmup, np.sqrt(warmup / t))
    m = beta1 * m + (1 - beta1) * g
    v = v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(lr_t=lr_t, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
''',
    ),
    (
        'langevin_two',
        langevin,
        'v x',
        "The average's weights are exchanged; the noise has the factor lr outside its root. [lines 2, 5]",
        '''
def sgld(x, g, rng, v=0.0, *, lr=0.01, rho=0.9, temp=1e-3, eps=1e-6):
    v = (1 - rho) * v + rho * g**2
    p = 1 / (np.sqrt(v) + eps)
    z = rng.standard_normal(x.shape)
    x = x - lr * p * g + lr * np.sqrt(2 * temp * p) * z
    return dict(v=v, p=p, z=z, x=x)
''',
    ),
]

RIGHT = [
    (
        'right_shift_buffer',
        adashift,
        '''
def adashift(x, g, t, memory=None, *, lr=0.01, beta1=0.9, beta2=0.99, eps=1e-8):
    last, before, total = (0 * g,) * 3 if memory is None else np.moveaxis(memory, -1, 0)
    total = beta2 * total + before**2
    if t > 2:
        mean = g - beta1 / (1 + beta1) * (g - last)
        # the factor 1 - beta2 is taken out of the sum
        x = x - lr * mean / (np.sqrt((1 - beta2) * total / (1 - beta2 ** (t - 2))) + eps)
    return dict(memory=np.stack([g, last, total], axis=-1), x=x)
''',
    ),
    (
        'right_shift_tuple',
        adashift,
        '''
def f(x, g, t, v=0.0, g1=0.0, g2=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, eps=1e-8):
    v = v - (1 - beta2) * (v - g2 * g2)
    seen = t - 2
    if seen < 1:
        return v, g, g1, x
    root = np.sqrt(1 - beta2**seen)
    return v, g, g1, x - lr * root / (1 + beta1) * (g + beta1 * g1) / (np.sqrt(v) + eps * root)
''',
    ),
    (
        'right_padam_logs',
        padam,
        '''
def padam(x, g, m=None, v=None, v_max=None, *, lr=0.1, beta1=0.9, beta2=0.99, p=0.125, eps=1e-8):
    m, v = (1 - beta1) * g + (0 if m is None else beta1 * m), (1 - beta2) * g * g + (0 if v is None else beta2 * v)
    v_max = v if v_max is None else np.where(v > v_max, v, v_max)
    return dict(m=m, v=v, v_max=v_max, x=x - np.divide(lr * m, eps + np.sqrt(v_max) ** (2 * p)))
''',
    ),
    (
        'right_padam_sums',
        padam,
        '''
def padam(x, g, a=0.0, b=0.0, top=0.0, *, lr=0.1, beta1=0.9, beta2=0.99, p=0.125, eps=1e-8):
    # a and b are sums; their weights are put in at the end
    a = beta1 * a + g
    b = beta2 * b + g**2
    top = np.maximum(top, b)
    x = x - lr * (1 - beta1) * a / (((1 - beta2) * top) ** p + eps)
    return dict(a=a, b=b, top=top, x=x)
''',
    ),
    (
        'right_clip_where',
        clipped_momentum,
        '''
def clipped(x, g, b=0.0, last=0.0, *, lr=0.01, mu=0.9, c=3.0, eps=1e-12):
    size = np.sqrt(np.einsum("...i,...i->...", g, g))[..., None] + eps
    b = mu * b - lr * np.where(size > c, c * g / size, g)
    return dict(b=b, last=x, x=x + b)
''',
    ),
    (
        'right_clip_loop',
        clipped_momentum,
        '''
def clipped(x, g, v=0.0, *, lr=0.01, mu=0.9, c=3.0, eps=1e-12):
    total = 0.0
    for i in range(g.shape[-1]):
        total = total + g[..., i : i + 1] ** 2
    too_long = np.maximum(1.0, (np.sqrt(total) + eps) / c)
    v = mu * v
    v -= lr * g / too_long
    return {"x": x + v, "v": v}
''',
    ),
    (
        'right_central_projection',
        centralized,
        '''
def centralized(x, g, v=0.0, *, lr=0.01, mu=0.9, weight_decay=0.01):
    n = g.shape[-1]
    P = np.eye(n) - np.ones((n, n)) / n
    g = g @ P
    new = mu * v + g
    x = x * (1 - lr * weight_decay) - lr * g
    x = x - lr * mu * new
    return dict(v=new, x=x)
''',
    ),
    (
        'right_central_raw',
        centralized,
        '''
def centralized(x, g, v=0.0, *, lr=0.01, mu=0.9, weight_decay=0.01):
    # centring is linear: keep the raw momentum, centre at the end
    v = mu * v + g
    u = g + mu * v
    u -= np.add.reduce(u, axis=-1, keepdims=True) / u.shape[-1]
    u += weight_decay * x
    return dict(v=v, x=x - lr * u)
''',
    ),
    (
        'right_bb_points',
        barzilai,
        '''
def bb(x, g, s=None, g_old=None, *, lr=0.01, most=1.0):
    rate = np.full_like(x[..., :1], lr)
    if s is not None:
        sy = (s * (g - g_old)).sum(-1, keepdims=True)
        np.divide((s * s).sum(-1, keepdims=True), sy, out=rate, where=sy > 0)
    s = np.where(rate < most, rate, most) * g
    s *= -1
    return dict(s=s, g_old=g, x=x + s)
''',
    ),
    (
        'right_bb_cap',
        barzilai,
        '''
def bb(x, g, d=0.0, g_old=0.0, *, lr=0.01, most=1.0):
    dot = lambda a, b: np.sum(a * b, axis=-1, keepdims=True)
    curvature, length = dot(d, g - g_old), dot(d, d)
    usable = curvature > 0
    # rate > most is the same as length > most * curvature
    rate = np.where(usable, np.minimum(length, most * curvature) / np.where(usable, curvature, 1), min(lr, most))
    d = -(rate * g)
    return dict(d=d, g_old=g, x=x + d)
''',
    ),
    (
        'right_cg_minus',
        conjugate,
        '''
def cg(x, g, p=0.0, g_old=None, *, lr=0.01, most=0.9):
    beta = 0.0
    if g_old is not None:
        gg = np.sum(g_old * g_old, axis=-1, keepdims=True)
        beta = (np.sum(g * g, axis=-1, keepdims=True) - np.sum(g * g_old, axis=-1, keepdims=True)) / np.where(gg > 0, gg, 1)
        beta = np.minimum(np.maximum(beta, 0), most)
    p = g + beta * p  # uphill
    return dict(p=p, g_old=g, x=x - lr * p)
''',
    ),
    (
        'right_cg_size_kept',
        conjugate,
        '''
def cg(x, g, d=0.0, g_old=0.0, size=0.0, *, lr=0.01, most=0.9):
    new = np.sum(g**2, axis=-1, keepdims=True)
    old = np.where(size == 0, 1, size)
    beta = (new - np.sum(g * g_old, axis=-1, keepdims=True)) / old
    beta = np.where(beta > most, most, np.where(beta < 0, 0, beta))
    d, g_old, size = beta * d - g, g, new
    x = x + lr * d
    return dict(d=d, g_old=g_old, size=size + 0 * g, x=x)
''',
    ),
    (
        'right_belief_rest',
        belief_bounds,
        '''
def abb(x, g, t, m=0.0, s=0.0, *, lr=0.01, beta1=0.9, beta2=0.99, final=0.05, gamma=0.1, eps=1e-8):
    # g - m_new = beta1 (g - m_old)
    rest = g - m
    s = beta2 * s + (1 - beta2) * beta1**2 * rest**2
    m = g - beta1 * rest
    low, high = final * gamma * t / (gamma * t + 1), final * (gamma * t + 2) / (gamma * t + 1)
    c = np.sqrt(1 - beta2**t)
    rate = np.minimum(np.maximum(lr * c / (np.sqrt(s) + c * eps), low), high)
    return dict(m=m, s=s, x=x - rate / (1 - beta1**t) * m)
''',
    ),
    (
        'right_restart_keep',
        restarted,
        '''
def fista(x, g, v=0.0, j=0.0, *, lr=0.01, r=3.0):
    # j = k - 1 steps since the restart; before the first step v = 0, so mu does not matter
    along = np.sum(g * v, axis=-1, keepdims=True) <= 0
    mu = np.where(along, j / (j + r), 0)
    j = np.where(along, j, 0) + 1
    v = mu * v - lr * g
    return dict(v=v, j=j, x=x + v)
''',
    ),
    (
        'right_trust_factor',
        trust,
        '''
def trust(x, g, f, radius=1.0, gain=1.0, f_old=None, *, lr=0.5, up=2.0, down=0.5, most=2.0, eps=1e-12):
    if f_old is not None:
        fall = f_old - f
        good, bad = fall > 0.75 * gain, fall < 0.25 * gain  # gain is positive
        radius = radius * (1 + (down - 1) * bad) * (1 + (up - 1) * good)
        radius = np.where(good & (radius > most), most, radius)
    gg = np.sum(g**2, axis=-1, keepdims=True)
    rate = np.where(lr * (np.sqrt(gg) + eps) < radius, lr, radius / (np.sqrt(gg) + eps))
    return dict(radius=radius, gain=rate * gg, f_old=f, x=x - rate * g)
''',
    ),
    (
        'right_avg_first',
        averaged,
        '''
def polyak(x, grad, t, state=None, *, lr=0.01, beta=0.9):
    fast = x if state is None else state
    fast = fast - lr * grad(fast)
    if t == 1:
        return dict(state=fast, x=fast)
    keep = min(beta, (t - 1) / t)
    return dict(state=fast, x=keep * x + (1 - keep) * fast)
''',
    ),
    (
        'right_avg_gap',
        averaged,
        '''
def polyak(x, grad, t, gap=0.0, *, lr=0.01, beta=0.9):
    # gap = z - x
    z = x + gap
    move = gap - lr * grad(z)
    c = 1 / t if t * (1 - beta) < 1 else 1 - beta
    return {"gap": (1 - c) * move, "x": x + c * move}
''',
    ),
    (
        'right_noam_folded',
        noam,
        '''
def noam(x, g, t, m=0.0, v=0.0, b1t=1.0, b2t=1.0, *, lr=0.01, beta1=0.9, beta2=0.98, eps=1e-9, warmup=4.0):
    b1t, b2t = beta1 * b1t, beta2 * b2t  # the powers, counted by hand
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    q = t / warmup
    schedule = q if q < 1 else q**-0.5
    root = np.sqrt(1 - b2t)
    x = x - schedule * lr * root / (1 - b1t) * m / (np.sqrt(v) + eps * root)
    return dict(m=m, v=v, b1t=b1t, b2t=b2t, x=x)
''',
    ),
    (
        'right_noam_out',
        noam,
        '''
def noam(x, g, t, m=0.0, v=0.0, *, lr=0.01, beta1=0.9, beta2=0.98, eps=1e-9, warmup=4.0):
    first = np.multiply(m, beta1)
    first += (1 - beta1) * g
    second = np.multiply(v, beta2)
    second += (1 - beta2) * np.square(g)
    down = np.divide(second, 1 - beta2**t)
    np.sqrt(down, out=down)
    down += eps
    rate = lr * np.clip(t / warmup, None, np.sqrt(warmup / t)) / (1 - beta1**t)
    return {**dict(m=first, v=second), "x": x - rate * first / down}
''',
    ),
    (
        'right_langevin_factored',
        langevin,
        '''
def sgld(x, g, rng, v=0.0, *, lr=0.01, rho=0.9, temp=1e-3, eps=1e-6):
    v = v + (1 - rho) * (g**2 - v)
    a = lr / (v**0.5 + eps)
    noise = rng.standard_normal(size=x.shape)
    return dict(v=v, x=x + np.sqrt(a) * (np.sqrt(2 * temp) * noise - np.sqrt(a) * g))
''',
    ),
]
