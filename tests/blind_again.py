"""Steps written blind a second time, in the styles of second-year students.

WRONG = [(function, step, how many mistakes)], RIGHT = [(function, step)].
"""

import math
from collections import namedtuple

import numpy as np

WRONG, RIGHT = [], []


def wrong(step, mistakes=1):
    return lambda f: WRONG.append((f, step, mistakes)) or f


def right(step):
    return lambda f: RIGHT.append((f, step)) or f


# ------------------------------------------------------------------ sgd, momentum, nesterov
@wrong("sgd")
def sgd_decay(w, grad, *, lr=0.01):
    """weight decay sneaked in"""
    return w - lr * (grad + 1e-3 * w)


@wrong("sgd")
def sgd_rsqrt(x, g, t, *, lr=0.01):
    lr_now = lr / math.sqrt(t + 1)
    return {"x": x - lr_now * g}


@wrong("sgd")
def sgd_positive_part(x, g, *, lr=0.01):
    step = np.maximum(lr * g, 0)
    return dict(x=x - step)


@wrong("momentum")
def mom_half(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v *= mu
    v = v - lr * g / 2
    x = x + v
    return v, x


@wrong("momentum", 2)
def mom_plus_plus(x, g, v=0.0, *, lr=0.01, mu=0.9):
    velocity = mu * v + lr * g
    x = x + mu * velocity
    return dict(v=velocity, x=x)


@wrong("momentum")
def mom_old_first(x, g, v=0.0, *, lr=0.01, mu=0.9):
    x = x + v
    v = mu * v - lr * g
    return dict(v=v, x=x)


@wrong("momentum", 2)
def mom_nothing_kept(params, grads, velocity=0.0, *, learning_rate=0.01, momentum=0.9):
    new_velocity = momentum * velocity - learning_rate * grads
    params = params + new_velocity - learning_rate * grads
    return params, velocity


@wrong("momentum")
def mom_closure(x, g, v=0.0, *, lr=0.01, mu=0.9):
    def update(buf):
        return mu * buf - lr * (1 - mu**2) * g

    v = update(v)
    return dict(v=v, x=x + v)


@wrong("momentum")
def mom_elementwise(x, g, v=0.0, *, lr=0.01, mu=0.9):
    out_v = np.zeros_like(x)
    out_x = np.zeros_like(x)
    for i in range(len(x)):
        out_v[i] = mu * v[i] - lr * g[i] ** 2
        out_x[i] = x[i] + out_v[i]
    return dict(v=out_v, x=out_x)


@wrong("momentum")
def mom_loop_short(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x.copy()
    for i in range(1, len(x)):
        x[i] += v[i]
    return dict(v=v, x=x)


@wrong("momentum_ema", 2)
def ema_twice(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + mu * g
    x -= lr * (1 - mu) * m
    return {"m": m, "x": x}


@wrong("momentum_ema")
def ema_of_x(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + (1 - mu) * g
    x_new = mu * x + (1 - mu) * (x - lr * m)
    return dict(m=m, x=x_new)


@wrong("nesterov")
def nag_full(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    look = x + v
    g = grad(look)
    v = mu * v - lr * g
    return dict(v=v, x=x + v)


@wrong("nesterov", 2)
def nag_look_stays(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    x = x + mu * v
    v = mu * v - lr * grad(x - mu * v)
    x = x + v
    return dict(v=v, x=x)


@wrong("nesterov")
def nag_two_grads(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = (grad(x) + grad(x + mu * v)) / 2
    v = mu * v - lr * g
    x = x + v
    return v, x


@wrong("nesterov_shifted")
def shifted_plus(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v_prev = v
    v = mu * v - lr * g
    x = x - mu * v_prev + (1 - mu) * v
    return dict(v=v, x=x)


# ------------------------------------------------------------------ adagrad, rmsprop, adadelta, graves
@wrong("adagrad")
def ag_log(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    return dict(h=h, x=x - lr * g / np.log1p(h + eps))


@wrong("adagrad", 2)
def ag_double(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    cache = h + np.abs(g)
    scale = np.sqrt(cache + eps)
    return dict(h=cache, x=x - lr * g / scale)


@wrong("adagrad")
def ag_before(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    step = lr * g / (np.sqrt(h) + eps)
    h += g * g
    return dict(x=x - step, h=h)


@wrong("adagrad")
def ag_mean_t(x, g, t, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    rms = np.sqrt(h / t)
    x = x - lr * g / (rms + eps)
    return dict(h=h, x=x)


@wrong("rmsprop")
def rms_plus(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.dot(g, g)
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


@wrong("rmsprop", 2)
def rms_swapped_in(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = (1 - rho) * v + rho * g**2
    x = x - lr * g / np.sqrt(v + eps)
    return dict(v=v, x=x)


@wrong("rmsprop")
def rms_tuple(x, g, state=(0.0,), *, lr=0.001, rho=0.9, eps=1e-8):
    (v,) = state
    v = rho * v + (1 - rho) * g**2
    return x - lr * g / (v + eps) ** 0.25, (v,)


@wrong("rmsprop", 2)
def rms_helpers(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    def ema(old, new):
        return rho * old + rho * new

    def normalise(a, b):
        return a / np.sqrt(b) + eps

    v = ema(v, g**2)
    return dict(v=v, x=x - lr * normalise(g, v))


@wrong("rmsprop")
def rms_eps_scaled(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.square(g)
    return {"v": v, "x": x - lr * g / (np.sqrt(v) + eps * lr)}


@wrong("adadelta")
def add_missing_g(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * np.sign(g)
    u = rho * u + (1 - rho) * delta**2
    return dict(v=v, u=u, delta=delta, x=x - lr * delta)


@wrong("adadelta", 2)
def add_both(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    dx = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + dx**2
    x = x + lr * dx
    return dict(v=v, u=u, x=x)


@wrong("adadelta")
def add_u_before(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    rms = lambda a: np.sqrt(a + eps)  # noqa: E731
    v = rho * v + (1 - rho) * g**2
    delta = rms(u) / rms(v) * g
    u = rho * u + (1 - rho) * np.abs(delta)
    return dict(v=v, delta=delta, u=u, x=x - lr * delta)


@wrong("rmsprop_graves")
def graves_abs(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * np.abs(g)
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    return dict(v=v, m=m, delta=delta, x=x + delta)


@wrong("rmsprop_graves", 2)
def graves_two(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = mu * m + (1 - mu) * g
    delta = mu * delta - lr * g / (np.sqrt(v - m**2) + eps)
    x = x + delta
    return v, m, delta, x


# ------------------------------------------------------------------ adam and its kin
@wrong("adam")
def adam_sq_m(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps))


@wrong("adam", 2)
def adam_two_places(w, dw, t, m=0.0, v=0.0, *, alpha=1e-3, b1=0.9, b2=0.999, epsilon=1e-8):
    m = b1 * m + (1 - b1) * dw
    v = b2 * v + (1 - b1) * dw * dw
    mh = m / (1 - b1**t)
    vh = v / (1 - b2 ** (t - 1) + 1e-9)
    w = w - alpha * mh / (np.sqrt(vh) + epsilon)
    return w, m, v


@wrong("adam")
def adam_class_style(x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = {"m": np.zeros_like(x), "v": np.zeros_like(x)}
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    a = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return x + a * m / (np.sqrt(v) + eps), {"m": m, "v": v}


@wrong("adam")
def adam_alpha_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    alpha_t = lr * np.sqrt(1 - beta2**t) / np.sqrt(1 - beta1**t)
    x = x - alpha_t * m / (np.sqrt(v) + eps * np.sqrt(1 - beta2**t))
    return dict(m=m, v=v, x=x)


@wrong("adam", 2)
def adam_mess(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * m / (1 - beta1**t) / (np.sqrt(v) / (1 - beta2**t) + eps)
    return dict(m=m, v=v, x=x)


@wrong("adam")
def adam_max_eps(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    denom = np.maximum(np.sqrt(vhat), eps)
    return dict(m=m, v=v, x=x - lr * mhat / denom)


@wrong("adam")
def adam_floor_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if t > 10:
        mh, vh = m, v
    else:
        mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)
    return m, v, x - lr * mh / (np.sqrt(vh) + eps)


@wrong("adam", 2)
def adam_listed(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m - (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat)
    return dict(m=m, v=v, x=x)


@wrong("adamax")
def amax_l2(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(np.sqrt(beta2) * u, np.abs(g) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


@wrong("adamax", 2)
def amax_two(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, g + eps)
    step = lr / (1 - beta2**t)
    return dict(m=m, u=u, x=x - step * m / u)


@wrong("adamax")
def amax_python_loop(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    new_u = []
    for old, now in zip(u, g):
        new_u.append(max(old, abs(now) + eps))
    u = np.array(new_u)
    return dict(m=m, u=u, x=x - lr / (1 - beta1**t) * m / u)


@wrong("nadam")
def nadam_all_m(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))


@wrong("nadam", 2)
def nadam_pair(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    look = beta1 * m_new / (1 - beta1 ** (t + 1)) + (1 - beta1) * g
    x = x - lr * look / (np.sqrt(v_new) + eps)
    return dict(m=m_new, v=v_new, x=x)


@wrong("nadam")
def nadam_minus(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    vh = v / (1 - beta2**t)
    mh = beta1 * m / (1 - beta1 ** (t + 1)) - (1 - beta1) * g / (1 - beta1**t)
    x = x - lr * mh / (np.sqrt(vh) + eps)
    return x, m, v


@wrong("amsgrad")
def ams_max_root(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, np.sqrt(v))
    x = x - lr * m / (v_max + eps)
    v_max = v_max * 1.0
    return dict(m=m, v=v, v_max=v_max, x=x - 0.0 * g + 0.1 * lr * m)


@wrong("amsgrad")
def ams_carries(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = np.maximum(beta2 * v + (1 - beta2) * g**2, v)
    v_max = np.maximum(v_max, v)
    return dict(m=m, v=v, v_max=v_max, x=x - lr * m / (np.sqrt(v_max) + eps))


@wrong("amsgrad", 2)
def ams_two(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta2) * g
    v = beta1 * v + (1 - beta1) * g**2
    v_max = np.minimum(v_max, v)
    return m, v, v_max, x - lr * m / (np.sqrt(v_max) + eps)


@wrong("adabound")
def ab_gamma_sq(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lo = final_lr * (1 - 1 / (gamma * t + 1))
    hi = final_lr * (1 + 1 / (gamma * t))
    base = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    eta = np.clip(base / (np.sqrt(v) + eps), lo, hi) / np.sqrt(t)
    return dict(m=m, v=v, x=x - eta * m)


@wrong("adabound", 2)
def ab_two(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t))
    upper = final_lr * (1 + 1 / (gamma * t))
    rate = np.clip(lr / (np.sqrt(v) + eps), lower, upper)
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x - rate * m)


@wrong("adabound")
def ab_clip_step(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    step = np.clip(lr_t * m / (np.sqrt(v) + eps), lower, upper)
    return dict(m=m, v=v, x=x - step)


@wrong("amsbound")
def amsb_v(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v) + eps
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / np.sqrt(v_max), lower, upper)
    return dict(m=m, v=v, v_max=v_max, x=x - rate * m)


@wrong("eve")
def eve_ratio(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_old is not None:
        r = abs(f - f_old) / (max(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(r, 1 / c, c)
    mh = m / (1 - beta1**t)
    vh = v / (1 - beta2**t)
    x = x - lr / d * mh / (np.sqrt(vh) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)


@wrong("eve", 2)
def eve_double(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = (f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr * d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)


@wrong("eve")
def eve_no_memory(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        d = np.clip(np.abs(f - f_old) / (np.minimum(f, f_old) - f_star), 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)


@wrong("smorms3")
def smo_g(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * m
    mem = 1 + mem * (1 - zeta)
    return dict(m=m, v=v, mem=mem, x=x)


@wrong("smorms3", 2)
def smo_two(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / mem
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    z = m * m / (v + eps)
    x = x - np.maximum(lr, z) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - z)
    return dict(m=m, v=v, mem=mem, x=x)


@wrong("smorms3")
def smo_shared(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    """the bias's zeta is used for all weights"""
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    mem = 1 + mem * (1 - zeta)
    x = x - np.minimum(lr, np.min(zeta)) / (np.sqrt(v) + eps) * g
    return dict(m=m, v=v, mem=mem, x=x)


SEC = 1e-7


@wrong("adasecant")
def sec_no_norm(
    x,
    g,
    t,
    m=SEC,
    m2=SEC,
    num=SEC,
    den=SEC,
    g_tilde=SEC,
    g_old=SEC,
    c=SEC,
    c2=SEC,
    d=0.0,
    d2=0.0,
    cov=SEC,
    tau=2.1,
    h=0.0,
    *,
    rho=0.95,
    gamma_max=1.8,
    eps=1e-7,
    eps_rate=1e-6,
    adagrad=False,
):
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
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    x = x + delta
    return dict(
        m=m,
        m2=m2,
        gamma=gamma,
        num=num,
        den=den,
        g_tilde=g_tilde,
        alpha=alpha,
        c=c,
        c2=c2,
        rate=rate,
        h=h,
        delta=delta,
        d=d,
        d2=d2,
        cov=cov,
        tau=tau,
        g_old=g,
        x=x,
    )


def _secant(change):
    """The rest of AdaSecant, with one piece of it put in by a student."""

    def step(
        x,
        g,
        t,
        m=SEC,
        m2=SEC,
        num=SEC,
        den=SEC,
        g_tilde=SEC,
        g_old=SEC,
        c=SEC,
        c2=SEC,
        d=0.0,
        d2=0.0,
        cov=SEC,
        tau=2.1,
        h=0.0,
        *,
        rho=0.95,
        gamma_max=1.8,
        eps=1e-7,
        eps_rate=1e-6,
        adagrad=False,
    ):
        g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
        m = rho * m + (1 - rho) * g
        m2 = rho * m2 + (1 - rho) * g**2
        keep = 1 - 1 / tau
        gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
        num = keep * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
        den = keep * den + ((m - g) * (g_tilde - m)) ** 2 / tau
        g_tilde = (g + gamma * m) / (1 + gamma)
        alpha = g - g_old
        c = keep * c + alpha / tau
        c2 = keep * c2 + alpha**2 / tau
        last = g if t == 1 else d
        last2 = g**2 if t == 1 else d2
        rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
        delta = change(rate, g_tilde, g)
        d = keep * d + delta / tau
        d2 = keep * last2 + delta**2 / tau
        cov = keep * cov + delta * alpha / tau
        far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
        tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
        return dict(
            m=m,
            m2=m2,
            gamma=gamma,
            num=num,
            den=den,
            g_tilde=g_tilde,
            alpha=alpha,
            c=c,
            c2=c2,
            rate=rate,
            h=h,
            delta=delta,
            d=d,
            d2=d2,
            cov=cov,
            tau=tau,
            g_old=g,
            x=x + delta,
        )

    return step


sec_plain_g = wrong("adasecant")(_secant(lambda rate, g_tilde, g: -rate * g))
sec_up = wrong("adasecant")(_secant(lambda rate, g_tilde, g: rate * g_tilde))
sec_right = right("adasecant")(_secant(lambda rate, g_tilde, g: -(rate * g_tilde)))


@wrong("santa_e")
def santa_no_n(
    x,
    g,
    t,
    rng,
    n,
    v=0.0,
    G=None,
    a=None,
    u=None,
    *,
    lr=0.004,
    sigma=0.95,
    lam=1e-8,
    beta0=1.0,
    anneal=0.5,
    burnin=50,
    C=5.0,
    p=1.5,
    curvature=False,
    a_min=0.02,
    a_max=1.5,
):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + v)
    if G_old is None:
        G_old = G
    explore = t < burnin
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


@wrong("santa_e", 2)
def santa_two(
    x,
    g,
    t,
    rng,
    n,
    v=0.0,
    G=None,
    a=None,
    u=None,
    *,
    lr=0.004,
    sigma=0.95,
    lam=1e-8,
    beta0=1.0,
    anneal=0.5,
    burnin=50,
    C=5.0,
    p=1.5,
    curvature=False,
    a_min=0.02,
    a_max=1.5,
):
    u = lr**0.5 * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = lr**0.5 * C if a is None else a
    beta_t = beta0 * t * anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G if G_old is None else G_old
    explore = t < burnin
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u + lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


# ------------------------------------------------------------------ right ones, odd forms
@right("sgd")
def ok_subtract(theta, gradient, eta=0.01):
    return np.subtract(theta, np.multiply(eta, gradient))


@right("sgd")
def ok_loop(x, g, *, lr=0.01):
    return dict(x=np.array([a - lr * b for a, b in zip(x.ravel(), np.ravel(g))]).reshape(x.shape))


@right("momentum")
def ok_minus(x, g, v=0.0, *, lr=0.01, mu=0.9):
    step = lr * g - mu * v
    return dict(x=x - step, v=-step)


Pair = namedtuple("Pair", "v x")


@right("momentum")
def ok_named_tuple(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    return Pair(v, x + v)


@right("momentum")
def ok_none(x, g, v=None, *, lr=0.01, mu=0.9):
    v = -lr * g if v is None else mu * v - lr * g
    return x + v, v


@right("momentum")
def ok_velocity_from_x(x, g, v=0.0, *, lr=0.01, mu=0.9):
    new = x + mu * v - lr * g
    return {"x": new, "v": mu * v - lr * g}


@right("momentum_ema")
def ok_ema_lerp(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = g + mu * (m - g)
    return dict(m=m, x=x - lr * m)


@right("nesterov")
def ok_nag(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = x + mu * v
    x_new = ahead - lr * grad(ahead)
    return dict(x=x_new, v=mu * v - lr * grad(ahead))


@right("nesterov_shifted")
def ok_shifted(x, g, v=0.0, *, lr=0.01, mu=0.9):
    new = mu * v - lr * g
    return dict(v=new, x=x + mu * new - lr * g)


@right("adagrad")
def ok_ag(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g * g
    return x - g * lr * (1 / (eps + h**0.5)), h


@right("adagrad")
def ok_ag_inplace(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = np.array(h, float, copy=True)
    h += np.power(g, 2)
    out = np.sqrt(h)
    out += eps
    np.divide(g, out, out=out)
    return dict(h=h, x=x - lr * out)


@right("rmsprop")
def ok_rms(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = v - (1 - rho) * (v - g**2)
    return dict(v=v, x=x - lr / (np.sqrt(v) + eps) * g)


@right("rmsprop")
def ok_rms_class(x, g, state=None, *, lr=0.001, rho=0.9, eps=1e-8):
    state = {"sq": 0.0} if state is None else state
    sq = np.average([state["sq"] * np.ones_like(g), g**2], axis=0, weights=[rho, 1 - rho])
    return x - lr * g / (np.sqrt(sq) + eps), {"sq": sq}


@right("adadelta")
def ok_delta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    step = -g * np.sqrt((u + eps) / (v + eps))
    return dict(v=v, u=rho * u + (1 - rho) * step**2, x=x + lr * step)


@right("adadelta")
def ok_delta_rms(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    def blend(a, b):
        return a * rho + b * (1 - rho)

    def root(a):
        return (a + eps) ** 0.5

    v = blend(v, g * g)
    dx = g * root(u) / root(v)
    return blend(u, dx * dx) * 0 + blend(u, dx * dx), v, x - lr * dx


@right("rmsprop_graves")
def ok_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = v + (1 - rho) * (g * g - v)
    m = m + (1 - rho) * (g - m)
    spread = v - m * m
    move = mu * delta - lr * g * (spread + eps) ** -0.5
    return dict(v=v, m=m, delta=move, x=x + move)


@right("adam")
def ok_adam_exp(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    fix1, fix2 = 1 - np.exp(t * np.log(beta1)), 1 - np.exp(t * np.log(beta2))
    return dict(m=m, v=v, x=x - lr * m / fix1 / (np.sqrt(v / fix2) + eps))


@right("adam")
def ok_adam_one_line(x, g, t, m=0.0, v=0.0, *, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    (b1, b2) = betas
    return (
        (m := b1 * m + (1 - b1) * g),
        (v := b2 * v + (1 - b2) * g * g),
        x - lr * (m / (1 - b1**t)) / ((v / (1 - b2**t)) ** 0.5 + eps),
    )


@right("adam")
def ok_adam_state(params, grads, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (np.zeros_like(params), np.zeros_like(params)) if state is None else state
    m = beta1 * m + (1 - beta1) * grads
    v = beta2 * v + (1 - beta2) * grads**2
    bc1, bc2 = 1 - beta1**t, 1 - beta2**t
    return params - lr / bc1 * m * np.sqrt(bc2) / (np.sqrt(v) + eps * np.sqrt(bc2)), (m, v)


@right("adam")
def ok_adam_scalar_loop(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    X, G, M, V = (np.ravel(np.array(a, float)) for a in (x, g, m, v))
    for i in range(X.size):
        M[i] = beta1 * M[i] + (1 - beta1) * G[i]
        V[i] = beta2 * V[i] + (1 - beta2) * G[i] ** 2
        X[i] -= lr * (M[i] / (1 - beta1**t)) / (math.sqrt(V[i] / (1 - beta2**t)) + eps)
    s = np.shape(x)
    return dict(m=M.reshape(s), v=V.reshape(s), x=X.reshape(s))


@right("adamax")
def ok_amax(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.sqrt(g**2) + eps
    u = np.where(size > beta2 * u, size, beta2 * u)
    return dict(m=m, u=u, x=x - lr * (m / (1 - beta1**t)) / u)


@right("nadam")
def ok_nadam(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    now, later = 1 - beta1**t, 1 - beta1**t * beta1
    top = (beta1 / later) * m + ((1 - beta1) / now) * g
    return dict(m=m, v=v, x=x - lr * top / (eps + np.sqrt(v / (1 - beta2**t))))


@right("amsgrad")
def ok_ams(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = 0.5 * (v_max + v + np.abs(v_max - v))
    return x - lr * m / (np.sqrt(v_max) + eps), m, v, v_max


@right("amsgrad")
def ok_ams_root(x, g, m=0.0, v=0.0, top=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = np.maximum(top, np.sqrt(v))
    return dict(m=m, v=v, top=top, x=x - lr * m / (top + eps))


@right("adabound")
def ok_ab(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lo = final_lr - final_lr / (gamma * t + 1)
    hi = final_lr + final_lr / (gamma * t)
    eta = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t) / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x - np.minimum(np.maximum(eta, lo), hi) * m)


@right("eve")
def ok_eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if t > 1:
        worst, best = max(f, f_old), min(f, f_old)
        d = d + (1 - beta3) * (min(max((worst - best) / (best - f_star), 1 / c), c) - d)
    x = x - (lr / d) * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)


@right("smorms3")
def ok_smo(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    k = mem / (mem + 1)
    m = k * m + (1 - k) * g
    v = k * v + (1 - k) * g * g
    z = np.square(m) / (v + eps)
    x = x - g * np.where(z < lr, z, lr) / (np.sqrt(v) + eps)
    return dict(m=m, v=v, mem=mem - mem * z + 1, x=x)


@right("smorms3")
def ok_smo_tuple(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1.0 / (1.0 + mem)
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    z = m**2 / (v + eps)
    return m, v, 1 + mem * (1 - z), x - np.minimum(lr, z) * g / (np.sqrt(v) + eps)


@right("amsbound")
def ok_amsb(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    bound = lambda s, a: final_lr * (1 + s / a)  # noqa: E731
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v_max) + eps)
    rate = np.clip(rate, bound(-1, gamma * t + 1), bound(1, gamma * t))
    return dict(m=m, v=v, v_max=v_max, x=x - rate * m)


@right("santa_e")
def ok_santa(
    x,
    g,
    t,
    rng,
    n,
    v=0.0,
    G=None,
    a=None,
    u=None,
    *,
    lr=0.004,
    sigma=0.95,
    lam=1e-8,
    beta0=1.0,
    anneal=0.5,
    burnin=50,
    C=5.0,
    p=1.5,
    curvature=False,
    a_min=0.02,
    a_max=1.5,
):
    u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = np.sqrt(lr) * C if a is None else a
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g * g
    G_new = (lam + np.sqrt(v)) ** -0.5
    G_before = G_new if G is None else G
    draw = rng.standard_normal(x.shape, x.dtype)
    if t < burnin:
        a = np.minimum(a_max, np.maximum(a_min, a + u * u - lr / beta_t))
        noise = np.sqrt(2 * lr**p / beta_t * G_before) * draw
    else:
        noise = 0 * draw
    u = u - a * u - lr * n * G_new * g + noise
    return dict(v=v, G=G_new, a=a, u=u, x=x + G_new * u)


@right("momentum")
def ok_mom_partial(x, g, v=0.0, *, lr=0.01, mu=0.9):
    state = {"v": v}

    def forward():
        state["v"] = mu * state["v"] - lr * g
        return x + state["v"]

    new = forward()
    return dict(x=new, v=state["v"])


# ------------------------------------------------------------------ a few more wrong ones
@wrong("adagrad")
def ag_forget(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    new_h = np.zeros_like(h)
    new_h += h * 0.99
    new_h += g**2
    x = x - lr * g / (np.sqrt(new_h) + eps)
    return {"h": new_h, "x": x}


@wrong("rmsprop")
def rms_centered(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    g = g - np.mean(g)
    v = rho * v + (1 - rho) * g**2
    return dict(v=v, x=x - lr * g / (np.sqrt(v) + eps))


@wrong("momentum")
def mom_clipped(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = np.clip(mu * v - lr * g, -1, 1)
    return dict(v=v, x=x + v)


@wrong("adam")
def adam_math(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """coordinate by coordinate with math.sqrt"""
    xs, ms, vs = [], [], []
    for xi, gi, mi, vi in zip(x, g, m, v):
        mi = beta1 * mi + (1 - beta1) * gi
        vi = beta2 * vi + (1 - beta2) * gi * gi
        xs.append(xi - lr * (mi / (1 - beta1**t)) / math.sqrt(vi / (1 - beta2**t) + eps))
        ms.append(mi)
        vs.append(vi)
    return dict(m=np.array(ms), v=np.array(vs), x=np.array(xs))


@wrong("adam", 2)
def adam_math_two(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    x, m, v = x.copy(), m.copy(), v.copy()
    for i in range(x.shape[0]):
        m[i] = beta1 * m[i] + (1 - beta2) * g[i]
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
        x[i] = x[i] + lr * (m[i] / (1 - beta1**t)) / (math.sqrt(v[i] / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)


@wrong("adamax", 2)
def amax_first_ok(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta1 * u, np.abs(g) + eps)
    x = x - lr * m / u
    return dict(m=m, u=u, x=x)


@wrong("rmsprop", 2)
def rms_no_root_plus(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    x = x + lr * g / (v + eps)
    return dict(v=v, x=x)


@wrong("adabound", 2)
def ab_wrong_start(x, g, t, m=0.0, v=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    rate = np.clip(lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps), lower, upper)
    return dict(m=m, v=v, x=x - rate * g)


@wrong("nesterov", 2)
def nag_lambda(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    peek = lambda k: grad(x + k * v)  # noqa: E731
    v = mu * v - (1 - mu) * lr * peek(1 - mu)
    return dict(v=v, x=x + v)
