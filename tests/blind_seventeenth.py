"""A seventeenth set of functions as students write them, by someone who had read the steps and not the feedback: a teacher's own references again.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong and in which line, source). " | " stands
between alternatives, a space between two wrong lines. RIGHT: (name, step, source): the same path in another form.
"""

import numpy as np


def swats(
    x, g, t, m=0.0, v=0.0, rate=0.0, sgd_lr=0.0, switched=0.0, *, lr=1e-3, beta1=0.9, beta2=0.99, tol=0.1, eps=1e-8
):  # fmt: skip
    """A switch from Adam to gradient descent, each coordinate at its own time: when the rate that Adam amounts to is steady.

    x, g and the state : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta1, beta2 < 1, tol > 0, eps > 0.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    p = lr * m_hat / (np.sqrt(v_hat) + eps)
    gamma = np.abs(p) / (np.abs(g) + eps)
    rate = beta2 * rate + (1 - beta2) * gamma
    rate_hat = rate / (1 - beta2**t)
    near = (t > 1) & (np.abs(rate_hat - gamma) < tol * rate_hat)
    sgd_lr = np.where(switched > 0, sgd_lr, rate_hat)
    switched = np.maximum(switched, near)
    x = x - np.where(switched > 0, sgd_lr * g, p)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, p=p, gamma=gamma, rate=rate, rate_hat=rate_hat, near=near,
                sgd_lr=sgd_lr, switched=switched, x=x)  # fmt: skip


def tiger(x, g, m=0.0, *, lr=1e-3, beta=0.965, floor=0.5, weight_decay=0.01):
    """Tiger: the sign of one average, times the root mean square of x, which counts as floor at least.

    x, g, m : arrays of one shape, a layer along the last axis. lr > 0, 0 <= beta < 1, floor > 0, weight_decay >= 0.
    """
    m = beta * m + (1 - beta) * g
    size = np.maximum(np.sqrt(np.mean(x**2, axis=-1, keepdims=True)), floor)
    u = np.sign(m) + weight_decay * x
    x = x - lr * size * u
    return dict(m=m, size=size, u=u, x=x)


def came(
    x, g, v=0.0, m=0.0, s=0.0, *, lr=2e-4, beta1=0.9, beta2=0.999, beta3=0.9999, clip=1.0, eps1=1e-30, eps2=1e-16
):  # fmt: skip
    """CAME without its factors: the clipped, divided gradient is averaged, and divided again by how far it is from its average.

    x, g, v, m, s : arrays of one shape, a layer along the last axis. lr > 0, 0 < beta1 < 1, 0 <= beta2, beta3 < 1, clip > 0,
    eps1, eps2 > 0.
    """
    v = beta2 * v + (1 - beta2) * (g**2 + eps1)
    u = g / np.sqrt(v)
    rms = np.sqrt(np.mean(u**2, axis=-1, keepdims=True))
    u_clip = u / np.maximum(rms / clip, 1)
    m = beta1 * m + (1 - beta1) * u_clip
    s = beta3 * s + (1 - beta3) * ((u_clip - m) ** 2 + eps2)
    x = x - lr * m / np.sqrt(s)
    return dict(v=v, u=u, rms=rms, u_clip=u_clip, m=m, s=s, x=x)


def lars_capped(x, g, v=0.0, *, lr=0.1, mu=0.9, trust=0.02, cap=0.02, weight_decay=1e-2, eps=1e-9):
    """LARS with a cap: momentum whose rate is the share trust of the length of x over that of the gradient, at most cap.

    x, g, v : arrays of one shape, a layer along the last axis. lr > 0, 0 <= mu < 1, trust > 0, cap > 0, weight_decay >= 0,
    eps > 0.
    """
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    g_size = np.linalg.norm(g, axis=-1, keepdims=True)
    ratio = np.minimum(trust * x_size / (g_size + weight_decay * x_size + eps), cap)
    d = g + weight_decay * x
    v = mu * v + lr * ratio * d
    x = x - v
    return dict(x_size=x_size, g_size=g_size, ratio=ratio, d=d, v=v, x=x)


def anchored(x, grad, t, anchor=None, mean=0.0, *, lr=0.01, k=4, rho=0.8):
    """SVRG with an average: the noise of the gradient at x is taken off as the anchor shows it; every k steps a new anchor.

    x, anchor, mean : arrays of one shape; grad : function of such an array; t = 1, 2, ... lr > 0, k >= 1 a whole number of
    steps, 0 <= rho < 1.
    """
    new = (t - 1) % k == 0
    anchor = np.where(new, x, x if anchor is None else anchor)
    g_x = grad(x)
    g_anchor = grad(anchor)
    mean = np.where(new, g_anchor, rho * mean + (1 - rho) * g_anchor)
    d = g_x - g_anchor + mean
    x = x - lr * d
    return dict(new=new, anchor=anchor, g_x=g_x, g_anchor=g_anchor, mean=mean, d=d, x=x)


def polak_ribiere(x, g, t, p=0.0, g_old=0.0, *, lr=0.01, k=20, nu=0.8, eps=1e-12):
    """Conjugate gradients (Polak and Ribiere) at a given rate; from -g again every k steps, and where g is too like the last one.

    x, g, p, g_old : arrays of one shape, a point along the last axis; t = 1, 2, ... lr > 0, k >= 1 a whole number of steps,
    nu > 0, eps > 0.
    """
    overlap = np.sum(g * g_old, axis=-1, keepdims=True)
    size = np.sum(g**2, axis=-1, keepdims=True)
    size_old = np.sum(g_old**2, axis=-1, keepdims=True)
    share = np.maximum((size - overlap) / (size_old + eps), 0)
    restart = ((t - 1) % k == 0) | (np.abs(overlap) > nu * size)
    p = np.where(restart, -g, share * p - g)
    x = x + lr * p
    return dict(overlap=overlap, size=size, size_old=size_old, share=share, restart=restart, p=p, g_old=g, x=x)


def averaged(x, g, t, z=None, v=0.0, *, lr=0.01, mu=0.9, decay=0.99, warm=10.0):
    """Momentum moves z, and x is the average of z; both warm up: lr for warm steps, the memory of the average up to decay.

    x, g, z, v : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= mu < 1, 0 <= decay < 1, warm >= 1.
    """
    if z is None:
        z = x
    lr_t = lr * np.minimum(t / warm, 1)
    v = mu * v - lr_t * g
    z = z + v
    c = np.minimum((1 + t) / (warm + t), decay)
    x = c * x + (1 - c) * z
    return dict(lr_t=lr_t, v=v, z=z, c=c, x=x)


def restless(
    x, g, t, f, rng, v=0.0, f_best=None, waited=0.0, *, lr=0.01, mu=0.9, eta=0.3, gamma=0.55, patience=5.0
):  # fmt: skip
    """Momentum with noise on the gradient that falls with t, and grows with the steps waited since the loss was at its best.

    x, g, v, waited : arrays of one shape; f : the loss; t = 1, 2, ... lr > 0, 0 <= mu < 1, eta >= 0, gamma >= 0, patience > 0.
    """
    waited = 0 * waited if f_best is None else np.where(f < f_best, 0, waited + 1)
    f_best = f if f_best is None else np.minimum(f, f_best)
    sigma = np.sqrt(eta / np.power(1.0 + t, gamma)) * np.minimum(waited / patience, 1)
    noise = sigma * rng.standard_normal(x.shape, x.dtype)
    v = mu * v - lr * (g + noise)
    x = x + v
    return dict(waited=waited, f_best=f_best, sigma=sigma, noise=noise, v=v, x=x)


ONE = [
    ("swats_signed_gamma", swats, "gamma", "gamma is p / g with its signs instead of the absolute values, so the rate can be negative [line 7]", """
def swats(x, g, t, m=0.0, v=0.0, rate=0.0, sgd_lr=0.0, switched=0.0, *, lr=1e-3, beta1=0.9, beta2=0.99, tol=0.1, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)
    p = lr * mh / (np.sqrt(vh) + eps)
    # what sgd would need as its lr to make the same step
    gamma = p / (g + eps)
    rate = rate + (1 - beta2) * (gamma - rate)
    r = rate / (1 - beta2**t)
    near = np.logical_and(t > 1, np.abs(r - gamma) < tol * r)
    sgd_lr = np.where(switched > 0, sgd_lr, r)
    switched = np.where(near, 1.0, switched)
    x = x - np.where(switched > 0, sgd_lr * g, p)
    return dict(m=m, v=v, rate=rate, sgd_lr=sgd_lr, switched=switched, x=x)
"""),
    ("swats_switches_back", swats, "switched", "switched is renewed from this step's test alone, so a coordinate goes back to Adam in the next step [line 14]", """
def step(x, g, t, m=None, v=None, rate=None, sgd_lr=None, switched=None, *, lr=1e-3, beta1=0.9, beta2=0.99, tol=0.1, eps=1e-8):
    zero = np.zeros_like(x)
    m, v, rate, sgd_lr, switched = (zero if s is None else s for s in (m, v, rate, sgd_lr, switched))
    ema = lambda old, new, beta: beta * old + (1 - beta) * new
    m = ema(m, g, beta1)
    v = ema(v, g**2, beta2)
    p = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    gamma = np.abs(p) / (np.abs(g) + eps)
    rate = ema(rate, gamma, beta2)
    rate_hat = rate / (1 - beta2**t)
    sgd_lr = np.where(switched > 0, sgd_lr, rate_hat)
    near = np.abs(rate_hat - gamma) < tol * rate_hat
    # remember that we switched
    switched = 1.0 * near if t > 1 else zero
    x = x - np.where(switched > 0, sgd_lr * g, p)
    return dict(m=m, v=v, rate=rate, sgd_lr=sgd_lr, switched=switched, x=x)
"""),
    ("swats_rate_beta1", swats, "rate_hat", "rate is an average with beta2 but is corrected with beta1**t, copied from m_hat [line 8]", """
def swats(x, g, t, m=0.0, v=0.0, rate=0.0, sgd_lr=0.0, switched=0.0, *, lr=1e-3, beta1=0.9, beta2=0.99, tol=0.1, eps=1e-8):
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    p = lr * m / c1 / (np.sqrt(v / c2) + eps)
    gamma = np.abs(p) / (np.abs(g) + eps)
    rate = beta2 * rate + (1 - beta2) * gamma
    rate_hat = rate / c1
    was = switched > 0
    sgd_lr = np.where(was, sgd_lr, rate_hat)
    now = was | ((t > 1) & (np.abs(rate_hat - gamma) < tol * rate_hat))
    x = np.where(now, x - sgd_lr * g, x - p)
    return dict(m=m, v=v, rate=rate, rate_hat=rate_hat, sgd_lr=sgd_lr, switched=now * 1.0, x=x)
"""),
    ("tiger_sum_not_mean", tiger, "size", "size is the length of x, the root of the sum of squares, instead of the root of their mean [line 4]", """
def tiger(x, g, m=0.0, *, lr=1e-3, beta=0.965, floor=0.5, weight_decay=0.01):
    m = m - (1 - beta) * (m - g)
    # RMS of the layer
    rms = np.sqrt((x * x).sum(-1, keepdims=True))
    size = np.where(rms < floor, floor, rms)
    x = x - lr * size * (np.sign(m) + weight_decay * x)
    return dict(m=m, size=size, x=x)
"""),
    ("tiger_decay_in_sign", tiger, "u", "the decay has slipped inside the parenthesis of sign, so it only votes about the direction [line 4]", """
def tiger(x, g, m=0.0, *, lr=1e-3, beta=0.965, floor=0.5, weight_decay=0.01):
    m = beta * m + (1 - beta) * g
    taille = np.maximum(np.sqrt(np.mean(np.square(x), -1, keepdims=True)), floor)
    direction = np.sign(m + weight_decay * x)
    pas = lr * taille
    x = x - pas * direction
    return {"m": m, "x": x}
"""),
    ("tiger_like_lion", tiger, "m|u", "the sign is taken of the old m, because m is renewed only after it as in Lion's last line [line 4]", """
def tiger(x, g, m=0.0, *, lr=1e-3, beta=0.965, floor=0.5, weight_decay=0.01):
    n = x.shape[-1]
    size = np.maximum(np.sqrt((x**2).sum(axis=-1, keepdims=True) / n), floor)
    u = np.sign(m) + weight_decay * x
    m = beta * m + (1 - beta) * g
    x = x - lr * size * u
    return dict(u=u, m=m, x=x)
"""),
    ("came_always_scaled", came, "u_clip", "the maximum with 1 is missing, so a u that is short gets stretched instead of left alone [line 6]", """
def came(x, g, v=0.0, m=0.0, s=0.0, *, lr=2e-4, beta1=0.9, beta2=0.999, beta3=0.9999, clip=1.0, eps1=1e-30, eps2=1e-16):
    v = beta2 * v + (1 - beta2) * (g**2 + eps1)
    u = g * v**-0.5
    rms = np.mean(u**2, axis=-1, keepdims=True) ** 0.5
    # clip by RMS
    u = u / (rms / clip)
    m = beta1 * m + (1 - beta1) * u
    s = beta3 * s + (1 - beta3) * ((u - m) ** 2 + eps2)
    x = x - lr * m / s**0.5
    return dict(v=v, m=m, s=s, x=x)
"""),
    ("came_unclipped_distance", came, "s", "s measures the distance of m from u, not from the clipped u that m averages [line 6]", """
def came(x, g, v=0.0, m=0.0, s=0.0, *, lr=2e-4, beta1=0.9, beta2=0.999, beta3=0.9999, clip=1.0, eps1=1e-30, eps2=1e-16):
    v = beta2 * v + (1 - beta2) * (g**2 + eps1)
    u = g / np.sqrt(v)
    u_clip = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=-1, keepdims=True)) / clip)
    m = beta1 * m + (1 - beta1) * u_clip
    s = beta3 * s + (1 - beta3) * ((u - m) ** 2 + eps2)
    step = m / np.sqrt(s)
    x = x - lr * step
    return dict(v=v, u=u, u_clip=u_clip, m=m, s=s, x=x)
"""),
    ("came_m_in_place", came, "m|x", "m itself is divided in place by the root of s, so the divided m is what the next step gets as its average [line 8]", """
def came(x, g, v=0.0, m=0.0, s=0.0, *, lr=2e-4, beta1=0.9, beta2=0.999, beta3=0.9999, clip=1.0, eps1=1e-30, eps2=1e-16):
    v = beta2 * v + (1 - beta2) * (g**2 + eps1)
    u = g / np.sqrt(v)
    rms = np.sqrt(np.mean(u**2, axis=-1, keepdims=True))
    u_clip = u / np.maximum(rms / clip, 1)
    m = beta1 * m + (1 - beta1) * u_clip
    s = beta3 * s + (1 - beta3) * ((u_clip - m) ** 2 + eps2)
    m /= np.sqrt(s)
    x = x - lr * m
    return dict(v=v, u=u, rms=rms, u_clip=u_clip, m=m, s=s, x=x)
"""),
    ("lars_cap_as_floor", lars_capped, "ratio", "the cap is a floor here: the ratio is replaced where it is below cap, not where it is above [line 6]", """
def lars(x, g, v=0.0, *, lr=0.1, mu=0.9, trust=0.02, cap=0.02, weight_decay=1e-2, eps=1e-9):
    laenge = lambda a: np.sqrt(np.sum(a**2, axis=-1, keepdims=True))
    lx = laenge(x)
    lg = laenge(g)
    ratio = trust * lx / (lg + weight_decay * lx + eps)
    ratio = np.where(ratio < cap, cap, ratio)
    d = g + weight_decay * x
    v = mu * v + lr * ratio * d
    return dict(ratio=ratio, v=v, x=x - v)
"""),
    ("lars_ratio_outside", lars_capped, "v|x", "the velocity sums the bare d, and lr times the ratio of today multiplies all of it at the end [line 7]", """
def lars_capped(x, g, v=0.0, *, lr=0.1, mu=0.9, trust=0.02, cap=0.02, weight_decay=1e-2, eps=1e-9):
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    g_size = np.linalg.norm(g, axis=-1, keepdims=True)
    ratio = np.minimum(trust * x_size / (g_size + weight_decay * x_size + eps), cap)
    d = g + weight_decay * x
    # torch style
    v = mu * v + d
    x = x - lr * ratio * v
    return dict(x_size=x_size, g_size=g_size, ratio=ratio, d=d, v=v, x=x)
"""),
    ("lars_decay_before_norm", lars_capped, "g_size|d", "the decay is put into g before its length is taken, so the denominator counts the decay twice [line 2]", """
def lars_capped(x, g, v=0.0, *, lr=0.1, mu=0.9, trust=0.02, cap=0.02, weight_decay=1e-2, eps=1e-9):
    g = g + weight_decay * x
    a, b = [np.linalg.norm(q, axis=-1, keepdims=True) for q in (x, g)]
    local_lr = lr * np.minimum(cap, trust * a / (b + weight_decay * a + eps))
    v = mu * v + local_lr * g
    x = x - v
    return dict(v=v, x=x)
"""),
    ("anchored_signs", anchored, "d", "the signs of the anchor's gradient and of its mean are exchanged, so the noise is doubled instead of taken off [line 12]", """
def svrg(x, grad, t, anchor=None, mean=0.0, *, lr=0.01, k=4, rho=0.8):
    if anchor is None:
        anchor = x
    fresh = (t - 1) % k == 0
    anchor = np.where(fresh, x, anchor)
    gx = grad(x)
    ga = grad(anchor)
    if fresh:
        mean = ga
    else:
        mean = rho * mean + (1 - rho) * ga
    d = gx + ga - mean
    x = x - lr * d
    return dict(anchor=anchor, mean=mean, d=d, x=x)
"""),
    ("anchored_counts_from_zero", anchored, "new", "the anchor is renewed where t is a multiple of k, as if t began at 0, and not in steps 1, k + 1, ... [line 2]", """
def anchored(x, grad, t, anchor=None, mean=0.0, *, lr=0.01, k=4, rho=0.8):
    new = not t % k
    anchor = x if new or anchor is None else anchor
    g_x, g_anchor = grad(x), grad(anchor)
    mean = g_anchor if new else rho * mean + (1 - rho) * g_anchor
    x = x - lr * (g_x - g_anchor + mean)
    return dict(new=new, anchor=anchor, g_x=g_x, g_anchor=g_anchor, mean=mean, x=x)
"""),
    ("anchored_grad_at_x", anchored, "g_anchor", "the anchor's gradient is taken at x by a slip, so it always cancels the first one and only the mean remains [line 5]", """
def anchored(x, grad, t, anchor=None, mean=0.0, *, lr=0.01, k=4, rho=0.8):
    new = (t - 1) % k == 0
    anchor = x if anchor is None else np.where(new, x, anchor)
    g_x = grad(x)
    g_anchor = grad(x)
    mean = np.where(new, g_anchor, mean + (1 - rho) * (g_anchor - mean))
    d = (g_x - g_anchor) + mean
    x = x - lr * d
    return dict(new=new, anchor=anchor, g_x=g_x, g_anchor=g_anchor, mean=mean, d=d, x=x)
"""),
    ("polak_new_size_below", polak_ribiere, "share", "the share is divided by the size of the new gradient instead of the old one's [line 6]", """
def polak_ribiere(x, g, t, p=0.0, g_old=0.0, *, lr=0.01, k=20, nu=0.8, eps=1e-12):
    dot = lambda a, b: (a * b).sum(-1, keepdims=True)
    overlap = dot(g, g_old)
    size = dot(g, g)
    size_old = dot(g_old, g_old)
    share = np.maximum((size - overlap) / (size + eps), 0)
    restart = ((t - 1) % k == 0) | (np.abs(overlap) > nu * size)
    p = np.where(restart, 0, share) * p - g
    x = x + lr * p
    return dict(overlap=overlap, size=size, size_old=size_old, share=share, p=p, g_old=g, x=x)
"""),
    ("polak_no_abs", polak_ribiere, "restart", "the test for a restart lacks the absolute value, so opposite gradients do not restart [line 7]", """
def cg(x, g, t, p=0.0, g_old=0.0, *, lr=0.01, k=20, nu=0.8, eps=1e-12):
    gg = np.sum(g * g, axis=-1, keepdims=True)
    go = np.sum(g * g_old, axis=-1, keepdims=True)
    oo = np.sum(g_old * g_old, axis=-1, keepdims=True)
    b = np.maximum((gg - go) / (oo + eps), 0)
    # Powell's test
    lost = go > nu * gg
    if (t - 1) % k == 0:
        p = -g
    else:
        p = np.where(lost, -g, b * p - g)
    x = x + lr * p
    return dict(p=p, g_old=g, x=x)
"""),
    ("polak_remembers_direction", polak_ribiere, "g_old", "what is remembered as the old gradient is the new direction -p, not g [line 9]", """
def polak_ribiere(x, g, t, p=0.0, g_old=0.0, *, lr=0.01, k=20, nu=0.8, eps=1e-12):
    overlap = np.sum(g * g_old, axis=-1, keepdims=True)
    size = np.sum(g**2, axis=-1, keepdims=True)
    size_old = np.sum(g_old**2, axis=-1, keepdims=True)
    share = np.clip((size - overlap) / (size_old + eps), 0, None)
    restart = np.logical_or((t - 1) % k == 0, np.abs(overlap) > nu * size)
    p = np.where(restart, -g, share * p - g)
    x = x + lr * p
    return dict(overlap=overlap, size=size, size_old=size_old, share=share, restart=restart, p=p, g_old=-p, x=x)
"""),
    ("averaged_fast_reset", averaged, "z", "the new average is stored back as z, so the fast point is pulled to the slow one in every step [line 9]", """
def averaged(x, g, t, z=None, v=0.0, *, lr=0.01, mu=0.9, decay=0.99, warm=10.0):
    z = x if z is None else z
    lr_t = lr * np.minimum(t / warm, 1)
    v = mu * v - lr_t * g
    z = z + v
    c = np.minimum((1 + t) / (warm + t), decay)
    x = c * x + (1 - c) * z
    row = dict(lr_t=lr_t, v=v, c=c, x=x)
    row["z"] = x
    return row
"""),
    ("averaged_lr_t_unused", averaged, "v", "lr_t is computed and then plain lr moves the velocity, so there is no warm-up [line 4]", """
def averaged(x, g, t, z=None, v=0.0, *, lr=0.01, mu=0.9, decay=0.99, warm=10.0):
    if z is None: z = np.array(x)
    lr_t = lr * t / warm if t < warm else lr
    v = mu * v - lr * g
    z = z + v
    c = min((t + 1) / (t + warm), decay)
    x = z + c * (x - z)
    return dict(lr_t=lr_t, v=v, z=z, c=c, x=x)
"""),
    ("averaged_weights_exchanged", averaged, "x", "c weighs the new z and 1 - c the average, the wrong way round [line 7]", """
def averaged(x, g, t, z=None, v=0.0, *, lr=0.01, mu=0.9, decay=0.99, warm=10.0):
    schnell = x if z is None else z
    v = mu * v - lr * min(1, t / warm) * g
    schnell = schnell + v
    c = min(decay, (1 + t) / (warm + t))
    # Polyak
    x = np.add(c * schnell, (1 - c) * x)
    return dict(v=v, z=schnell, x=x)
"""),
    ("restless_root_of_eta", restless, "sigma", "the root is closed after eta, so (1 + t)**gamma divides without its root and the noise falls too fast [line 4]", """
def restless(x, g, t, f, rng, v=0.0, f_best=None, waited=0.0, *, lr=0.01, mu=0.9, eta=0.3, gamma=0.55, patience=5.0):
    waited = np.zeros_like(x) if f_best is None else np.where(f < f_best, 0, waited + 1)
    f_best = f if f_best is None else np.minimum(f, f_best)
    sigma = np.sqrt(eta) / (1 + t) ** gamma * np.minimum(waited / patience, 1)
    noise = sigma * rng.standard_normal(x.shape)
    v = mu * v - lr * (g + noise)
    return dict(waited=waited, f_best=f_best, sigma=sigma, noise=noise, v=v, x=x + v)
"""),
    ("restless_best_first", restless, "waited|f_best", "f_best is renewed before f is compared with it, so f is never below it and waited only grows [line 5]", """
def restless(x, g, t, f, rng, v=0.0, f_best=None, waited=0.0, *, lr=0.01, mu=0.9, eta=0.3, gamma=0.55, patience=5.0):
    first = f_best is None
    f_best = f if first else np.minimum(f, f_best)
    if not first:
        waited = np.where(f < f_best, 0, waited + 1)
    else:
        waited = 0 * x
    sigma = np.sqrt(eta / (1 + t) ** gamma) * np.minimum(waited / patience, 1)
    noise = sigma * rng.standard_normal(x.shape)
    v = mu * v - lr * (g + noise)
    x = x + v
    return dict(waited=waited, f_best=f_best, sigma=sigma, noise=noise, v=v, x=x)
"""),
    ("restless_one_number", restless, "noise", "one random number is drawn for all coordinates instead of one for each [line 9]", """
def restless(x, g, t, f, rng, v=0.0, f_best=None, waited=0.0, *, lr=0.01, mu=0.9, eta=0.3, gamma=0.55, patience=5.0):
    if f_best is None:
        waited, f_best = 0 * x, f
    else:
        waited = (waited + 1) * (f >= f_best)
        f_best = np.minimum(f_best, f)
    sigma = (eta * (1 + t) ** -gamma) ** 0.5
    ramp = np.minimum(waited / patience, 1)
    rauschen = ramp * sigma * rng.standard_normal()
    v = mu * v - lr * g - lr * rauschen
    x = x + v
    return dict(waited=waited, f_best=f_best, v=v, x=x)
"""),
]


TWO = [
    ("swats_two_raw_m", swats, "m_hat sgd_lr", "m is not corrected for its start at 0; and the two branches of sgd_lr are exchanged, so the frozen rate is the one that still moves [lines 4, 10]", """
def swats(x, g, t, m=0.0, v=0.0, rate=0.0, sgd_lr=0.0, switched=0.0, *, lr=1e-3, beta1=0.9, beta2=0.99, tol=0.1, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m
    v_hat = v / (1 - beta2**t)
    p = lr * m_hat / (np.sqrt(v_hat) + eps)
    gamma = np.abs(p) / (np.abs(g) + eps)
    rate = beta2 * rate + (1 - beta2) * gamma
    rate_hat = rate / (1 - beta2**t)
    sgd_lr = np.where(switched > 0, rate_hat, sgd_lr)
    near = (t > 1) & (np.abs(rate_hat - gamma) < tol * rate_hat)
    switched = np.maximum(switched, near)
    x = x - np.where(switched > 0, sgd_lr * g, p)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, p=p, rate=rate, sgd_lr=sgd_lr, switched=switched, x=x)
"""),
    ("swats_two_tuple", swats, "v near", "v averages |g| where it should average the square; and the test has no absolute value, so any gamma far above the mean counts as near [lines 3, 8]", """
def swats(x, g, t, m=0.0, v=0.0, rate=0.0, sgd_lr=0.0, switched=0.0, *, lr=1e-3, beta1=0.9, beta2=0.99, tol=0.1, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.abs(g)
    p = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    gamma = np.abs(p) / (np.abs(g) + eps)
    rate = beta2 * rate + (1 - beta2) * gamma
    hat = rate / (1 - beta2**t)
    near = (hat - gamma < tol * hat) if t > 1 else False
    sgd_lr = np.where(switched > 0, sgd_lr, hat)
    switched = np.maximum(switched, near)
    x = np.where(switched > 0, x - sgd_lr * g, x - p)
    return x, m, v, rate, sgd_lr, switched
"""),
    ("tiger_two_weights", tiger, "m size", "the old m has the weight 1 - beta and the new g beta; and floor bounds the size from above because of minimum [lines 2, 3]", """
def tiger(x, g, m=0.0, *, lr=1e-3, beta=0.965, floor=0.5, weight_decay=0.01):
    m = beta * g + (1 - beta) * m
    size = np.minimum(np.sqrt(np.mean(x**2, axis=-1, keepdims=True)), floor)
    u = np.sign(m) + weight_decay * x
    x = x - lr * size * u
    return dict(m=m, size=size, u=u, x=x)
"""),
    ("tiger_two_signs_averaged", tiger, "m x|u", "m averages the signs of the gradients instead of the gradients; and the decay is not multiplied by the size [lines 2, 5]", """
def tiger(x, g, m=0.0, *, lr=1e-3, beta=0.965, floor=0.5, weight_decay=0.01):
    m = beta * m + (1 - beta) * np.sign(g)
    size = np.maximum(np.linalg.norm(x, axis=-1, keepdims=True) / np.sqrt(x.shape[-1]), floor)
    shrunk = x - lr * size * np.sign(m)
    x = shrunk - lr * weight_decay * x
    return dict(m=m, size=size, x=x)
"""),
    ("came_two_mean_abs", came, "rms x", "rms is the mean of |u|, not the root of the mean square; and x moves by the clipped u although m is there [lines 4, 8]", """
def came(x, g, v=0.0, m=0.0, s=0.0, *, lr=2e-4, beta1=0.9, beta2=0.999, beta3=0.9999, clip=1.0, eps1=1e-30, eps2=1e-16):
    v = beta2 * v + (1 - beta2) * (g**2 + eps1)
    u = g / np.sqrt(v)
    rms = np.mean(np.abs(u), axis=-1, keepdims=True)
    u_clip = u / np.maximum(rms / clip, 1)
    m = beta1 * m + (1 - beta1) * u_clip
    s = beta3 * s + (1 - beta3) * ((u_clip - m) ** 2 + eps2)
    x = x - lr * u_clip / np.sqrt(s)
    return dict(v=v, u=u, rms=rms, u_clip=u_clip, m=m, s=s, x=x)
"""),
    ("came_two_state", came, "v s|m", "v forgets with beta1 in its first term; and s is renewed with the old m, before m is [lines 4, 7]", """
def came(x, g, state=None, *, lr=2e-4, beta1=0.9, beta2=0.999, beta3=0.9999, clip=1.0, eps1=1e-30, eps2=1e-16):
    state = state or {"v": 0.0, "m": 0.0, "s": 0.0}
    v, m, s = state["v"], state["m"], state["s"]
    v = beta1 * v + (1 - beta2) * (g**2 + eps1)
    u = g / np.sqrt(v)
    u = u / np.maximum(np.sqrt(np.mean(u**2, axis=-1, keepdims=True)) / clip, 1)
    s = beta3 * s + (1 - beta3) * ((u - m) ** 2 + eps2)
    m = beta1 * m + (1 - beta1) * u
    x = x - lr * m / np.sqrt(s)
    return dict(state=dict(v=v, m=m, s=s), x=x)
"""),
    ("lars_two_l1", lars_capped, "x_size x", "the length of x is the sum of absolute values; and x moves by mu v plus the new term once more, Nesterov's last line, instead of by v [lines 2, 7]", """
def lars_capped(x, g, v=0.0, *, lr=0.1, mu=0.9, trust=0.02, cap=0.02, weight_decay=1e-2, eps=1e-9):
    x_size = np.sum(np.abs(x), axis=-1, keepdims=True)
    g_size = np.sqrt(np.sum(g**2, axis=-1, keepdims=True))
    ratio = np.minimum(trust * x_size / (g_size + weight_decay * x_size + eps), cap)
    push = lr * ratio * (g + weight_decay * x)
    v = mu * v + push
    x = x - (mu * v + push)
    return dict(x_size=x_size, g_size=g_size, ratio=ratio, v=v, x=x)
"""),
    ("lars_two_decay", lars_capped, "ratio d", "the decay's share of the denominator is forgotten; and the decay is subtracted from g instead of added [lines 4, 6]", """
def lars_capped(x, g, v=0.0, *, lr=0.1, mu=0.9, trust=0.02, cap=0.02, weight_decay=1e-2, eps=1e-9):
    norm = lambda a: np.linalg.norm(a, axis=-1, keepdims=True)
    v_old = v
    ratio = trust * norm(x) / (norm(g) + eps)
    ratio = np.where(ratio > cap, cap, ratio)
    d = g - weight_decay * x
    v = mu * v_old + ratio * lr * d
    return dict(x=x - v, v=v, d=d, ratio=ratio)
"""),
    ("anchored_two", anchored, "anchor mean", "the anchor is set in the first step only and never renewed; and in the mean rho and 1 - rho are exchanged [lines 4, 7]", """
def anchored(x, grad, t, anchor=None, mean=0.0, *, lr=0.01, k=4, rho=0.8):
    new = (t - 1) % k == 0
    if anchor is None:
        anchor = x
    g_x = grad(x)
    g_anchor = grad(anchor)
    mean = np.where(new, g_anchor, (1 - rho) * mean + rho * g_anchor)
    d = g_x - g_anchor + mean
    x = x - lr * d
    return dict(new=new, anchor=anchor, g_x=g_x, g_anchor=g_anchor, mean=mean, d=d, x=x)
"""),
    ("polak_two", polak_ribiere, "size_old x", "the old gradient's size is a sum of absolute values; and p, which already points downhill, is subtracted [lines 4, 10]", """
def polak_ribiere(x, g, t, p=0.0, g_old=0.0, *, lr=0.01, k=20, nu=0.8, eps=1e-12):
    overlap = (g * g_old).sum(axis=-1, keepdims=True)
    size = (g * g).sum(axis=-1, keepdims=True)
    size_old = np.abs(g_old).sum(axis=-1, keepdims=True)
    share = np.maximum((size - overlap) / (size_old + eps), 0)
    start_again = (np.abs(overlap) > nu * size) | ((t - 1) % k == 0)
    share = np.where(start_again, 0, share)
    p = share * p - g
    # gradient DEscent
    x = x - lr * p
    return dict(overlap=overlap, size=size, size_old=size_old, p=p, g_old=g, x=x)
"""),
    ("averaged_two", averaged, "z c", "z moves by lr v although lr is in v already; and the 1 is missing in the numerator of c [lines 6, 7]", """
def averaged(x, g, t, z=None, v=0.0, *, lr=0.01, mu=0.9, decay=0.99, warm=10.0):
    if z is None:
        z = x
    lr_t = lr * np.minimum(t / warm, 1)
    v = mu * v - lr_t * g
    z = z + lr * v
    c = np.minimum(t / (warm + t), decay)
    x = c * x + (1 - c) * z
    return dict(lr_t=lr_t, v=v, z=z, c=c, x=x)
"""),
    ("restless_two", restless, "sigma v", "the ramp is at least 1 instead of at most 1; and the noise is added outside the product with lr [lines 4, 6]", """
def restless(x, g, t, f, rng, v=0.0, f_best=None, waited=0.0, *, lr=0.01, mu=0.9, eta=0.3, gamma=0.55, patience=5.0):
    waited = 0 * waited if f_best is None else np.where(f < f_best, 0, waited + 1)
    f_best = f if f_best is None else np.minimum(f, f_best)
    sigma = np.sqrt(eta / (1 + t) ** gamma) * np.maximum(waited / patience, 1)
    noise = sigma * rng.standard_normal(x.shape)
    v = mu * v - lr * g + noise
    x = x + v
    return dict(waited=waited, f_best=f_best, sigma=sigma, noise=noise, v=v, x=x)
"""),
]


RIGHT = [
    ("right_swats_folded", swats, """
def swats(x, g, t, m=0.0, v=0.0, rate=0.0, sgd_lr=0.0, switched=0.0, *, lr=1e-3, beta1=0.9, beta2=0.99, tol=0.1, eps=1e-8):
    c1, c2 = 1 - np.power(beta1, t), 1 - np.power(beta2, t)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    root = np.sqrt(c2)
    p = (lr * root / c1) * m / (np.sqrt(v) + eps * root)
    gamma = np.abs(p / (np.abs(g) + eps))
    rate = rate + (1 - beta2) * (gamma - rate)
    frozen = switched > 0
    sgd_lr = sgd_lr * frozen + rate / c2 * np.logical_not(frozen)
    if t > 1:
        frozen = frozen | (np.abs(rate - c2 * gamma) < tol * rate)
    move = np.where(frozen, sgd_lr * g, p)
    return dict(m=m, v=v, rate=rate, sgd_lr=sgd_lr, switched=1.0 * frozen, x=x - move)
"""),
    ("right_swats_tuple", swats, """
def umschalter(x, g, t, m=None, v=None, rate=None, sgd_lr=None, switched=None, *, lr=1e-3, beta1=0.9, beta2=0.99, tol=0.1, eps=1e-8):
    if m is None:
        m, v, rate, sgd_lr, switched = (np.zeros(x.shape) for _ in range(5))
    m = np.multiply(beta1, m) + (1 - beta1) * g
    v = np.multiply(beta2, v) + (1 - beta2) * np.square(g)
    schritt = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    quotient = np.divide(np.abs(schritt), np.abs(g) + eps)
    rate = np.multiply(beta2, rate) + (1 - beta2) * quotient
    geschaetzt = rate / (1 - beta2**t)
    sgd_lr = np.where(switched == 0, geschaetzt, sgd_lr)
    if t != 1:
        abstand = np.abs(quotient - geschaetzt)
        switched = np.where(abstand < tol * geschaetzt, 1.0, switched)
    x = np.where(switched == 0, x - schritt, x - sgd_lr * g)
    return x, m, v, rate, sgd_lr, switched
"""),
    ("right_tiger_compared", tiger, """
def tiger(x, g, m=0.0, *, lr=1e-3, beta=0.965, floor=0.5, weight_decay=0.01):
    m = g + beta * (m - g)
    up, down = 1.0 * (m > 0), 1.0 * (m < 0)
    size = np.linalg.norm(x, axis=-1, keepdims=True) / x.shape[-1] ** 0.5
    size = np.where(size >= floor, size, floor)
    x = x * (1 - lr * size * weight_decay) - lr * size * (up - down)
    return dict(m=m, x=x)
"""),
    ("right_tiger_sum", tiger, """
def tigre(x, g, m=None, *, lr=1e-3, beta=0.965, floor=0.5, weight_decay=0.01):
    # somme sans (1 - beta) : le signe est le même tant que beta ne change pas
    m = (1 - beta) * g if m is None else (1 - beta) * g + beta * m
    carre = np.maximum(np.mean(x * x, axis=-1, keepdims=True), floor * floor)
    pas = lr * np.sqrt(carre)
    return x - pas * np.sign(m) - pas * weight_decay * x, m
"""),
    ("right_came_one_division", came, """
def came(x, g, v=0.0, m=0.0, s=0.0, *, lr=2e-4, beta1=0.9, beta2=0.999, beta3=0.9999, clip=1.0, eps1=1e-30, eps2=1e-16):
    v = beta2 * v + (1 - beta2) * g**2 + (1 - beta2) * eps1
    root = np.sqrt(v)
    longest = np.sqrt(np.mean(g**2 / v, axis=-1, keepdims=True))
    u = clip * g / (root * np.maximum(longest, clip))
    s_new = beta1 * (u - m)
    m = u - s_new
    s = beta3 * s + (1 - beta3) * (s_new * s_new + eps2)
    x = x - m * (lr / np.sqrt(s))
    return dict(v=v, m=m, s=s, x=x)
"""),
    ("right_came_out", came, """
def came(x, g, state=None, *, lr=2e-4, beta1=0.9, beta2=0.999, beta3=0.9999, clip=1.0, eps1=1e-30, eps2=1e-16):
    v, m, s = (np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)) if state is None else state
    lerp = lambda a, b, w: w * a + (1 - w) * b
    v = lerp(v, g**2 + eps1, beta2)
    u = np.empty_like(x)
    np.sqrt(v, out=u)
    np.divide(g, u, out=u)
    rms = np.sqrt((u * u).mean(-1, keepdims=True))
    u *= np.where(rms > clip, clip / rms, 1.0)
    m = lerp(m, u, beta1)
    s = lerp(s, np.square(m - u) + eps2, beta3)
    return dict(state=(v, m, s), x=x - lr * m * np.power(s, -0.5))
"""),
    ("right_lars_einsum", lars_capped, """
def lars_capped(x, g, v=0.0, *, lr=0.1, mu=0.9, trust=0.02, cap=0.02, weight_decay=1e-2, eps=1e-9):
    long = lambda a: np.sqrt(np.einsum("...i,...i->...", a, a))[..., None]
    w = long(x)
    below = long(g) + weight_decay * w + eps
    too_much = trust * w > cap * below
    rate = lr * np.where(too_much, cap, trust * w / below)
    v = v * mu + rate * g + rate * weight_decay * x
    return {"x": x - v, "v": v}
"""),
    ("right_lars_minus_v", lars_capped, """
def lars_capped(x, g, v=None, *, lr=0.1, mu=0.9, trust=0.02, cap=0.02, weight_decay=1e-2, eps=1e-9):
    # v is the change of x itself
    if v is None:
        v = np.zeros_like(x)
    ratio = trust / (((n := np.linalg.norm)(g, axis=-1, keepdims=True) + eps) / (lx := n(x, axis=-1, keepdims=True)) + weight_decay)
    d = weight_decay * x + g
    v = mu * v - np.minimum(cap, ratio) * lr * d
    x = x + v
    return dict(v=v, x=x)
"""),
    ("right_anchored_branches", anchored, """
def anchored(x, grad, t, anchor=None, mean=0.0, *, lr=0.01, k=4, rho=0.8):
    here = grad(x)
    if t % k == 1 % k:
        there = grad(x)
        return dict(anchor=x, mean=there, x=x - lr * (here + 0 * there))
    there = grad(anchor)
    mean = mean + (1 - rho) * (there - mean)
    return dict(anchor=anchor, mean=mean, x=x - lr * here + lr * (there - mean))
"""),
    ("right_anchored_loop", anchored, """
def anchored(x, grad, t, anchor=None, mean=None, *, lr=0.01, k=4, rho=0.8):
    fresh = float((t - 1) % k == 0)
    anchor = x if anchor is None else fresh * x + (1 - fresh) * anchor
    g1, g2 = grad(x), grad(anchor)
    keep = (1 - fresh) * rho
    mean = g2 if mean is None else keep * mean + (1 - keep) * g2
    d = np.add(np.subtract(g1, g2), mean)
    x = np.subtract(x, np.multiply(lr, d))
    return x, anchor, mean
"""),
    ("right_polak_difference", polak_ribiere, """
def polak_ribiere(x, g, t, p=0.0, g_old=0.0, *, lr=0.01, k=20, nu=0.8, eps=1e-12):
    if (t - 1) % k == 0:
        return dict(p=-g, g_old=g, x=x - lr * g)
    y = g - g_old
    share = np.sum(g * y, axis=-1, keepdims=True) / (np.sum(g_old * g_old, axis=-1, keepdims=True) + eps)
    share = np.where(share > 0, share, 0)
    like = np.sum(g * g_old, axis=-1, keepdims=True)
    go_on = like**2 <= (nu * np.sum(g * g, axis=-1, keepdims=True)) ** 2
    p = share * go_on * p - g
    return dict(p=p, g_old=g, x=x + lr * p)
"""),
    ("right_polak_uphill", polak_ribiere, """
def polak_ribiere(x, g, t, p=None, g_old=None, *, lr=0.01, k=20, nu=0.8, eps=1e-12):
    # p points uphill here
    p, alt = (g, g) if p is None else (p, g_old)
    punkt = lambda a, b: np.einsum("...i,...i->...", a, b)[..., np.newaxis]
    gg, ga, aa = punkt(g, g), punkt(g, alt), punkt(alt, alt)
    neu = ((t - 1) % k == 0) | (ga > nu * gg) | (ga < -nu * gg)
    anteil = np.where(neu | (ga >= gg), 0.0, (gg - ga) / (aa + eps))
    p = g + anteil * p
    x = x - lr * p
    return dict(p=p, g_old=g, x=x)
"""),
    ("right_averaged_distance", averaged, """
def averaged(x, g, t, z=None, v=0.0, *, lr=0.01, mu=0.9, decay=0.99, warm=10.0):
    ahead = 0 * x if z is None else z - x
    v = mu * v - (lr if t >= warm else lr * t / warm) * g
    ahead = ahead + v
    one_minus_c = np.maximum((warm - 1) / (warm + t), 1 - decay)
    z = x + ahead
    return dict(v=v, z=z, x=x + one_minus_c * ahead)
"""),
    ("right_restless_normal", restless, """
def unruhig(x, g, t, f, rng, v=0.0, f_best=None, waited=0.0, *, lr=0.01, mu=0.9, eta=0.3, gamma=0.55, patience=5.0):
    if f_best is None:
        warten, best = np.zeros(x.shape), f
    else:
        warten = np.where(f >= f_best, waited + 1, 0.0)
        best = np.where(f < f_best, f, f_best)
    streuung = np.sqrt(eta) * np.exp(-gamma / 2 * np.log1p(t)) * np.where(warten < patience, warten, patience) / patience
    stoss = rng.normal(0.0, 1.0, x.shape) * streuung
    v = mu * v - lr * g - lr * stoss
    return dict(f_best=best, waited=warten, v=v, x=x + v)
"""),
]
