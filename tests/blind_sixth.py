"""A sixth set of functions as students write them, by someone who had read the steps and the exercises, and not the feedback.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong, source). STOPS: functions that raise or
return no dict. RIGHT: (name, step, source). `np` and the helpers of `optlab.steps.matrices` and `learned` are there for all.
Where one mistake may be told of either of two lines, both stand with a | between, as it was seen after the first run.
"""

import functools
import inspect
import linecache

import numpy as np

from optlab.steps import matrices
from optlab.steps.learned import lstm, trained

HELPERS = {name: getattr(matrices, name) for name in ("newton_schulz", "transpose", "power", "eigenvectors")}

ONE = [
    ("sgd_default", "sgd", "x", "0.01, the default of lr, stands in place of lr.", """
def sgd(x, g, *, lr=0.01):
    step = -0.01 * g
    return {"x": x + step}
"""),
    ("sgd_clipped", "sgd", "x", "The gradient is clipped to [-1, 1] before the step.", """
def sgd(x, g, *, lr=0.01):
    g = np.clip(g, -1, 1)
    x = x - lr * g
    return dict(x=x)
"""),
    ("sgd_floor", "sgd", "x", "`//` rounds the step down to whole numbers.", """
def sgd(x, g, *, lr=0.01):
    rate = 1 / lr
    return dict(x=x - g // rate)
"""),
    ("sgd_mean", "sgd", "x", "The mean of g over the coordinates moves every coordinate.", """
def sgd(x, g, *, lr=0.01):
    # average gradient of the batch
    g_mean = g.mean(axis=-1, keepdims=True)
    return dict(x=x - lr * g_mean)
"""),
    ("momentum_bracket", "momentum", "v", "mu multiplies lr * g too.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * (v - lr * g)
    x = x + v
    return dict(v=v, x=x)
"""),
    ("momentum_shadow", "momentum", "x", "x moves by the velocity of the step before.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    velocity = mu * v - lr * g
    x = x + v
    return dict(v=velocity, x=x)
"""),
    ("momentum_extra_gradient", "momentum", "x", "The gradient step is taken a second time beside the velocity.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x - lr * g + v
    return dict(v=v, x=x)
"""),
    ("momentum_velocity_is_x", "momentum", "v|v x", "The new x is handed on as the velocity.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    v = x + v
    return dict(v=v, x=v)
"""),
    ("ema_halves", "momentum_ema", "m", "The mean of m and g weighs both by one half, whatever mu is.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = np.mean([m + 0 * g, g], axis=0)
    return dict(m=m, x=x - lr * m)
"""),
    ("ema_inplace", "momentum_ema", "m", "m is changed in place: the array that came in is overwritten.", """
def momentum_ema(x, g, m=None, *, lr=0.01, mu=0.9):
    if m is None:
        m = np.zeros_like(x)
    m *= mu
    m += (1 - mu) * g
    return dict(m=m, x=x - lr * m)
"""),
    ("nesterov_from_ahead", "nesterov", "x", "The step starts at the look-ahead point, so mu * v is walked twice.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = x + mu * v
    g = grad(ahead)
    v = mu * v - lr * g
    x = ahead + v
    return dict(v=v, x=x)
"""),
    ("nesterov_far", "nesterov", "g_ahead|v", "The look-ahead uses the velocity already multiplied by mu a second time.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v
    v = v - lr * grad(x + mu * v)
    x = x + v
    return dict(v=v, x=x)
"""),
    ("smoothed_range", "smoothed_nesterov", "g_ahead", "range(4) gives 0, 1, 2, 3 quarters instead of 1, 2, 3, 4.", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    total = 0
    for k in range(4):
        total = total + grad(x + mu * v * k / 4)
    g_ahead = total / 4
    v = mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)
"""),
    ("smoothed_linspace", "smoothed_nesterov", "g_ahead", "linspace(0, 1, 4) gives 0, 1/3, 2/3, 1.", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    shares = np.linspace(0, 1, 4)
    g = sum(grad(x + s * mu * v) for s in shares) / len(shares)
    v = mu * v - lr * g
    x = x + v
    return dict(v=v, x=x)
"""),
    ("adagrad_cumsum", "adagrad", "h", "cumsum adds up over the coordinates.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.cumsum(g**2, axis=-1)
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
    ("adagrad_twice", "adagrad", "x", "The newest g**2 is counted twice under the root.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g * g
    denominator = np.sqrt(h + g * g) + eps
    return dict(h=h, x=x - lr * g / denominator)
"""),
    ("adagrad_root_kept", "adagrad", "h|h x", "The root is handed on as the sum of squares.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = np.sqrt(h + g**2)
    x = x - lr * g / (h + eps)
    return dict(h=h, x=x)
"""),
    ("rmsprop_star", "rmsprop", "v", "g*2 stands for g**2.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g*2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_no_brackets", "rmsprop", "v", "1 - rho has no brackets.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + 1 - rho * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_numbers", "rmsprop", "v", "0.9 and 0.1 stand in place of rho and 1 - rho.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = 0.9 * v + 0.1 * np.square(g)
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_sqrt_g", "rmsprop", "x", "The gradient is divided by the root of g's own square as well as by that of v.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g ** 2
    direction = g / (np.abs(g) + eps)
    x = x - lr * direction / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("graves_old_mean", "rmsprop_graves", "delta", "The variance is taken with the mean of the step before.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    var = v - m**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(var + eps)
    return dict(v=v, m=m, delta=delta, x=x + delta)
"""),
    ("graves_mu", "rmsprop_graves", "m", "m is averaged with mu instead of rho.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = mu * m + (1 - mu) * g
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)
"""),
    ("adadelta_lr_in_u", "adadelta", "u", "u averages the square of lr * delta.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    step = lr * delta
    u = rho * u + (1 - rho) * step**2
    return dict(v=v, delta=delta, u=u, x=x - step)
"""),
    ("adadelta_rms_of_all", "adadelta", "delta", "The helper takes the mean over the coordinates under the root.", """
def rms(a, eps):
    return np.sqrt(np.mean(a, axis=-1, keepdims=True) + eps)


def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    u = u + np.zeros_like(x)
    v = rho * v + (1 - rho) * g**2
    delta = rms(u, eps) / rms(v, eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("adam_t_from_zero", "adam", "m_hat v_hat", "t is raised by 1 before it is used, as if it began at 0.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    t += 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_squares_m", "adam", "v", "v averages the square of the new m instead of that of g.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_correction_kept", "adam", "m v|m v m_hat v_hat", "The corrected averages are written over m and v, and handed on.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    m /= 1 - beta1**t
    v = beta2 * v + (1 - beta2) * g**2
    v /= 1 - beta2**t
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("adam_one_root", "adam", "x", "The root is taken of the whole ratio.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * np.sign(m_hat) * np.sqrt(np.abs(m_hat) / (v_hat + eps))
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamax_max_of_all", "adamax", "u", "np.max without an axis takes one maximum for all coordinates.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    both = np.stack([beta2 * u + np.zeros_like(g), np.abs(g) + eps])
    u = np.max(both) + np.zeros_like(g)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("adamax_of_m", "adamax", "u", "The maximum is taken of |m| instead of |g|.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(m) + eps)
    x = x - (lr / (1 - beta1**t)) * (m / u)
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_clocks", "nadam", "m_hat", "t + 1 stands at the gradient's correction, t at the average's.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1**t) + (1 - beta1) * g / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_one_v", "amsgrad", "v|v v_max", "The maximum is written into v itself, so v's average can never fall.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = np.maximum(v, beta2 * v + (1 - beta2) * g**2)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v, x=x)
"""),
    ("adabound_clip_order", "adabound", "rate", "lower and upper are exchanged in np.clip, which then gives lower alone.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), upper, lower)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("adabound_step_clipped", "adabound", "x", "The step is clipped between the bounds, not the rate.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    step = lr_t / (np.sqrt(v) + eps) * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, x=x - np.clip(step, lower, upper))
"""),
    ("amsbound_lower", "amsbound", "lower", "The + 1 is missing in the lower bound, which is then below 0 at first.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    margin = final_lr / (gamma * t)
    lower, upper = final_lr - margin, final_lr + margin
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x - rate * m)
"""),
    ("smorms3_min_of_ratio", "smorms3", "x", "The minimum is taken after the division by the root.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta / (np.sqrt(v) + eps)) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("smorms3_start", "smorms3", "mem", "mem starts at 0 instead of 1.", """
def smorms3(x, g, m=0.0, v=0.0, mem=0.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m * m / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("eve_star_inside", "eve", "d|change", "f_star is taken off f_old alone, inside the minimum.", """
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / np.minimum(f, f_old - f_star)
        change = np.clip(change, 1 / c, c)
        d = beta3 * d + (1 - beta3) * change
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
    ("eve_clip_symmetric", "eve", "d", "The relative change is clipped to [-c, c] instead of [1/c, c].", """
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        r = abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(r, -c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
    ("santa_temperature", "santa_e", "beta_t", "beta_t falls with t: the power is divided by instead of multiplied.", """
def santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50,
          C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 / t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * xi
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)
"""),
    ("santa_sss_force", "santa_sss", "u", "The force and the noise are not damped by the second half of the friction.", """
def santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50,
          C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    x = x + G * u / 2
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = np.exp(-a / 2) * np.exp(-a / 2) * u - lr * G * n * g + noise
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)
"""),
    ("adasecant_brackets", "adasecant", "g_tilde", "1 + gamma has no brackets under the fraction.", """
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1,
    h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    g_tilde = (g + gamma * m) / 1 + gamma
    alpha = g - g_old
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha**2 / tau
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
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)
"""),
    ("adasecant_paper_square", "adasecant_paper", "d2", "delta / tau is squared as a whole.", """
def adasecant_paper(
    x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6
):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    gamma = np.clip(np.where(den > 0, num / np.where(den > 0, den, 1), gamma_max), 0, gamma_max)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, tau)
    keep = 1 - 1 / tau
    m = keep * m + g / tau
    m2 = keep * m2 + g**2 / tau
    g_tilde = (g + gamma * m) / (1 + gamma)
    num = keep * num + (g_old - g) * (g_old - m) / tau
    den = keep * den + (g_old - m) * (g - m) / tau
    c = keep * c + alpha / tau
    c2 = keep * c2 + alpha**2 / tau
    d = g if t == 1 else keep * d + delta / tau
    d2 = g**2 if t == 1 else keep * d2 + (delta / tau)**2
    cov = keep * cov + delta * alpha / tau
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    x = x + delta
    return dict(alpha=alpha, gamma=gamma, m=m, m2=m2, g_tilde=g_tilde, num=num, den=den, c=c, c2=c2, d=d, d2=d2,
                cov=cov, rate=rate, tau=tau, delta=delta, g_old=g, x=x)
"""),
    ("learned_cell_read", "learned", "h2 c2", "The second layer reads the cell c1 instead of the output h1.", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, len(w["Wo"])), x.dtype)
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(c1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * (h2 @ w["Wo"] + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)
"""),
    ("adamw_after", "adamw", "x", "The decay acts on the new x, after Adam's step, instead of on the old one.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    x = x - lr * weight_decay * x
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lion_sign_of_g", "lion", "u", "The sign is taken of g alone, before the average.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = beta1 * m + (1 - beta1) * np.sign(g)
    x = x - lr * (u + weight_decay * x)
    m = beta2 * m + (1 - beta2) * g
    return dict(u=u, m=m, x=x)
"""),
    ("lion_chained", "lion", "m", "m is renewed from the mix of the sign instead of from the old m.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = beta1 * m + (1 - beta1) * g
    u = np.sign(c)
    x = x - lr * (u + weight_decay * x)
    m = beta2 * c + (1 - beta2) * g
    return dict(u=u, m=m, x=x)
"""),
    ("schedule_free_whole", "schedule_free", "x|c", "1 // t is 0 from the second step on.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z = z - lr * grad(y)
    c = 1 // t
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)
"""),
    ("schedule_free_alias", "schedule_free", "z", "z is changed in place, and at first it is the very array x that came in.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z -= lr * grad(y)
    x = x + (z - x) / t
    return dict(y=y, z=z, x=x)
"""),
    ("schedule_free_adamw_weights", "schedule_free_adamw", "w c",
     "The weights of the mean are lr, not lr**2; it shows when lr changes.", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    y = (1 - beta1) * z + beta1 * x
    g_y = grad(y)
    v = beta2 * v + (1 - beta2) * g_y**2
    v_hat = v / (1 - beta2**t)
    z = z - lr * (g_y / (np.sqrt(v_hat) + eps) + weight_decay * y)
    w = w + lr
    c = lr / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=g_y, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)
"""),
    ("sam_norm_one", "sam", "e", "The length is the sum of absolute values instead of the root of the sum of squares.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    length = np.linalg.norm(g, ord=1, axis=-1, keepdims=True)
    e = rho * g / (length + eps)
    g_sam = grad(x + e)
    return dict(g=g, e=e, g_sam=g_sam, x=x - lr * g_sam)
"""),
    ("sam_stays_up", "sam", "x", "The step starts at the climbed point x + e instead of x.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    x = x + e
    g_sam = grad(x)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)
"""),
    ("radam_branches", "radam", "x", "The two branches are exchanged.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    known = np.maximum(rho_t, 4)
    r = np.sqrt((known - 4) * (known - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * known))
    x = np.where(rho_t > 5, x - lr * m_hat, x - lr * r * m_hat / (np.sqrt(v_hat) + eps))
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)
"""),
    ("adabelief_old_m", "adabelief", "s", "s is renewed before m, so g is compared with the old average.", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)
"""),
    ("adan_average_in_s", "adan", "s", "s squares g + beta2 * v, with the average, instead of the change itself.", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    change = np.zeros_like(g) if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * v) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
"""),
    ("yogi_sign_of_g", "yogi", "v", "The sign compares v with g instead of g**2.", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(v - g) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(np.maximum(v_hat, 0)) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lamb_norm_of_g", "lamb", "ratio|u_size", "The length of the gradient stands for that of the direction u.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    u_size = np.linalg.norm(g, axis=-1, keepdims=True)
    ratio = np.where((x_size > 0) & (u_size > 0), x_size / np.where(u_size > 0, u_size, 1), 1)
    x = x - lr * ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)
"""),
    ("lamb_all_layers", "lamb", "ratio", "The lengths are taken over all axes, not over the last one.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    x_size, u_size = np.linalg.norm(x), np.linalg.norm(u)
    ratio = x_size / u_size if x_size > 0 and u_size > 0 else 1.0
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x - lr * ratio * u)
"""),
    ("prodigy_start_moves", "prodigy", "x0", "x0 is set to x at every step, so d never grows.", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None,
            *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    x0 = x
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    r = np.sqrt(beta2) * r + d / d0 * lr_t * np.sum(g * (x0 - x), axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + d / d0 * lr_t * g
    s_size = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(s_size > 0, s_size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d, x0=x0, x=x)
"""),
    ("prodigy_norm", "prodigy", "d|s_size", "The length of s is the Euclidean one instead of the sum of absolute values.", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None,
            *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    if x0 is None:
        x0 = x
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    r = np.sqrt(beta2) * r + d / d0 * lr_t * np.sum(g * (x0 - x), axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + d / d0 * lr_t * g
    s_size = np.linalg.norm(s, axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(s_size > 0, s_size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d, x0=x0, x=x)
"""),
    ("ademamix_corrected", "ademamix", "x", "The long memory is corrected for its start too.", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0,
             *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    m1_hat = m1 / (1 - beta1**t)
    m2_hat = m2 / (1 - beta3**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * ((m1_hat + alpha * m2_hat) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m1_hat, v_hat=v_hat, x=x)
"""),
    ("sophia_clip_m", "sophia", "u", "m is clipped before the division instead of the ratio.", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    h = np.where((t - 1) % k == 0, beta2 * h + (1 - beta2) * hess, h)
    u = np.clip(m, -1, 1) / np.maximum(gamma * h, eps)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("sophia_clock", "sophia", "h", "The curvature is looked at in steps k, 2k, ... instead of 1, k + 1, ...", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    h_new = beta2 * h + (1 - beta2) * hess
    h = np.where(t % k == 0, h_new, h)
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("lookahead_truth", "lookahead_sgd", "slow x", "t % k is true when it is not 0: the slow point moves in all other steps.", """
def lookahead_sgd(x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5):
    if slow is None:
        slow = x
    fast = x - lr * g
    now = t % k
    slow = np.where(now, slow + alpha * (fast - slow), slow)
    x = np.where(now, slow, fast)
    return dict(fast=fast, slow=slow, x=x)
"""),
    ("muon_axes", "muon", "x", "shape[0] and shape[1] are not rows and columns when runs stand in front.", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(u)
    factor = max(1, x.shape[0] / x.shape[1]) ** 0.5
    x = x - lr * (factor * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("muon_momentum_after", "muon", "u", "mu multiplies g as well: mu * (g + b).", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = mu * (g + b)
    o = newton_schulz(u)
    rows, cols = x.shape[-2:]
    x = x - lr * (np.sqrt(max(1, rows / cols)) * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("shampoo_eps_each", "shampoo", "L R", "eps times the identity is added in every step, not once at the start.", """
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    rows, cols = x.shape[-2], x.shape[-1]
    if L is None:
        L, R = np.zeros((rows, rows)), np.zeros((cols, cols))
    L = L + g @ transpose(g) + eps * np.eye(rows)
    R = R + transpose(g) @ g + eps * np.eye(cols)
    u = power(L, -1 / 4) @ g @ power(R, -1 / 4)
    return dict(L=L, R=R, u=u, x=x - lr * u)
"""),
    ("soap_basis", "soap", "v|g_turned", "v averages the squares of g in its own basis, not of the turned g.", """
def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
         *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    if QL is None:
        L, R = 0.0, 0.0
        QL = eigenvectors(g @ transpose(g))
        QR = eigenvectors(transpose(g) @ g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_turned = transpose(QL) @ m @ QR
    u = QL @ (m_turned / (np.sqrt(v) + eps)) @ transpose(QR)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ transpose(g)
    R = beta3 * R + (1 - beta3) * transpose(g) @ g
    QL = np.where(t % k == 0, np.linalg.qr(L @ QL)[0], QL)
    QR = np.where(t % k == 0, np.linalg.qr(R @ QR)[0], QR)
    return dict(m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("adafactor_norm", "adafactor", "lr_t|size", "The length of x stands for its root mean square.", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r = c = 0.0
    beta_t = 1 - np.power(t, -decay)
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.linalg.norm(x, axis=(-2, -1), keepdims=True)
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5)
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x - lr_t * u)
"""),
    ("adafactor_rows", "adafactor", "u", "The root mean square of the step is taken row by row.", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - t ** -decay
    g2 = g**2 + eps
    r = beta_t * r + (1 - beta_t) * g2.mean(axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * g2.mean(axis=-2, keepdims=True)
    v = r * c / r.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    rms_u = np.sqrt((u**2).mean(axis=-1, keepdims=True))
    u = u / np.maximum(1, rms_u / d)
    rms_x = np.sqrt((x**2).mean(axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, rms_x) * np.minimum(lr, 1 / np.sqrt(t))
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)
"""),
    ("l2_lr_twice", "sgd_l2", "g_l2", "The decay is multiplied by lr before it is added to g.", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    g = g + lr * weight_decay * x
    return dict(g_l2=g, x=x - lr * g)
"""),
    ("torch_first_dampened", "momentum_torch", "b", "The first gradient is dampened too: b starts at 0.", """
def momentum_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9, dampening=0.0):
    b = mu * b + (1 - dampening) * g
    x = x - lr * b
    return dict(b=b, x=x)
"""),
    ("shifted_new_v", "nesterov_shifted", "x", "v is renewed first, so x is moved with the new one.", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    x = x + mu**2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)
"""),
    ("nesterov_torch_old", "nesterov_torch", "x", "The look-ahead takes the old buffer.", """
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    x = x - lr * (g + mu * b)
    b = mu * b + g
    return dict(b=b, x=x)
"""),
    ("adagrad_torch_clock", "adagrad_torch", "x", "lr falls from the first step on: t instead of t - 1.", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    lr = lr / (1 + t * lr_decay)
    h = h + g**2
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
    ("centered_std", "rmsprop_centered_torch", "x", "np.std takes the spread over the coordinates, not over the steps.", """
def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    sigma = np.std(g, axis=-1, keepdims=True)
    x = x - lr * g / (sigma + eps)
    return dict(v=v, m=m, x=x)
"""),
    ("corrected_outside", "rmsprop_corrected", "x", "The root of v is divided by 1 - rho**t, instead of v under the root.", """
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    rms = np.sqrt(v) / (1 - rho**t)
    x = x - lr * g / (rms + eps)
    return dict(v=v, x=x)
"""),
    ("lr_t_whole_root", "adam_lr_t", "lr_t", "The root covers both corrections.", """
def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt((1 - beta2**t) / (1 - beta1**t))
    x = x - lr_t * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("l2_not_in_v", "adam_l2", "v", "v averages the square of g without the decay.", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    v = beta2 * v + (1 - beta2) * g**2
    g = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=g, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("keras_decay_rate", "adamw_keras", "x", "The decay is multiplied by lr_t instead of lr.", """
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * (m / (np.sqrt(v) + eps) + weight_decay * x)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("adam_p_plain_power", "adam_p", "u_hat", "The correction has beta2**t for beta2**(p t).", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    top = np.maximum(beta2 * u, size)
    inner = (beta2 * u / top) ** p + (1 - beta2**p) * (size / top) ** p
    u = top * inner ** (1 / p)
    u_hat = u / (1 - beta2**t) ** (1 / p)
    x = x - lr / (1 - beta1**t) * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
"""),
    ("nadam_torch_product", "nadam_torch", "mu_product", "The product takes the factor of the next step.", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    def mu_at(t):
        return beta1 * (1 - 0.5 * np.power(0.96, t * psi))

    mu_t, mu_next = mu_at(t), mu_at(t + 1)
    mu_product = mu_product * mu_next
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("ams_torch_unused", "amsgrad_torch", "v_hat", "The corrected v is that of v: v_max is kept and never used.", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_max=v_max, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adabound_paper_half", "adabound_paper", "rate", "t*0.5 stands for t**0.5, and / binds first.", """
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    gamma = 1 - beta2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    rate = np.clip(lr / np.sqrt(v), lower, upper) / t*0.5
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x - rate * m)
"""),
    ("muon_optax_clock", "muon_optax", "u", "Both corrections have the power t.", """
def muon_optax(x, g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = mu * m + (1 - mu) * g
    u = (mu * m + (1 - mu) * g) / (1 - mu**t)
    o = newton_schulz(u)
    x = x - lr * (max(1, x.shape[-1] / x.shape[-2]) ** 0.5 * o + weight_decay * x)
    return dict(m=m, u=u, o=o, x=x)
"""),
    ("lion_state_forgotten", "lion", "m", "m is not handed on, so it is 0 in every step.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(beta1 * m + (1 - beta1) * g)
    m = beta2 * m + (1 - beta2) * g
    x = x - lr * (u + weight_decay * x)
    return {"u": u, "x": x}
"""),
]

TWO = [
    ("momentum_two", "momentum", "v x", "The gradient is added to v, and the old velocity moves x.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    new_x = x + v
    v = mu * v + lr * g
    return dict(v=v, x=new_x)
"""),
    ("ema_two", "momentum_ema", "m x", "The weights of the average are exchanged, and x is stepped up.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = (1 - mu) * m + mu * g
    x = x + lr * m
    return dict(m=m, x=x)
"""),
    ("nesterov_two", "nesterov", "g_ahead v", "The look-ahead is a whole v, and the velocity is averaged with 1 - mu.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x + v)
    v = mu * v - (1 - mu) * lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("adagrad_two", "adagrad", "h x", "h averages instead of summing (0.9 and 0.1), and eps stands outside the fraction.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = 0.9 * h + 0.1 * g**2
    x = x - lr * g / np.sqrt(h) + eps
    return dict(h=h, x=x)
"""),
    ("rmsprop_two", "rmsprop", "v x", "v averages |g|, and x divides by a square where a root stands.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.abs(g)
    x = x - lr * g / (v + eps)**2
    return dict(v=v, x=x)
"""),
    ("graves_two", "rmsprop_graves", "m delta", "m averages |g|, and the mean is not squared in the variance.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * abs(g)
    delta = mu * delta - lr * g / np.sqrt(np.abs(v - m) + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)
"""),
    ("adadelta_two", "adadelta", "delta x", "The ratio is upside down, and lr is left out.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(v + eps) / np.sqrt(u + eps) * g
    u = rho * u + (1 - rho) * delta**2
    return dict(v=v, delta=delta, u=u, x=x - delta)
"""),
    ("adam_two_clock_beta", "adam", "v v_hat", "v is averaged with beta1, and v_hat corrected with beta1.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    b = beta1
    m = b * m + (1 - b) * g
    v = b * v + (1 - b) * g**2
    m_hat = m / (1 - b**t)
    v_hat = v / (1 - b**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_two_m_x", "adam", "m x", "m sums instead of averaging, and the denominator has v instead of v_hat.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamax_two", "adamax", "u x", "The old maximum does not fade, and lr is corrected by beta2.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(u, np.abs(g) + eps)
    x = x - lr / (1 - beta2**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_two", "nadam", "m_hat v_hat", "m_hat adds the whole gradient, and v_hat has t + 1.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + g / (1 - beta1**t)
    v_hat = v / (1 - beta2 ** (t + 1))
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_two", "amsgrad", "v_max x", "The minimum is kept, and x is divided by the root of v.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.minimum(v_max, v)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("adabound_two", "adabound", "upper x", "The upper bound has t + 1 like the lower one, and x moves by g instead of m.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * g
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("smorms3_two", "smorms3", "zeta mem", "m is not squared in zeta, and the memory grows with zeta.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    zeta = np.abs(m) / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * zeta
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("eve_two", "eve", "d x|change x", "The change is divided by the new loss, and lr is multiplied by d.", """
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (f - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr * d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
    ("adamw_two", "adamw", "m_hat x", "m_hat has beta1 * t for beta1**t, and the decay is not multiplied by lr.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lion_two", "lion", "u x", "The sign is that of the old m, and the decay pulls away from 0.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(m)
    m = beta2 * m + (1 - beta2) * g
    x = x - lr * (u - weight_decay * x)
    return dict(u=u, m=m, x=x)
"""),
    ("schedule_free_two", "schedule_free", "y x|y c", "The weights of y are exchanged, and the mean has 1 / (t + 1).", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = beta * z + (1 - beta) * x
    z = z - lr * grad(y)
    x = (t * x + z) / (t + 1)
    return dict(y=y, z=z, x=x)
"""),
    ("sam_two", "sam", "e x", "e goes down the gradient, and x moves by the mean of the two gradients.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = -rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    g_sam = grad(x + e)
    x = x - lr * (g + g_sam) / 2
    return dict(g=g, e=e, g_sam=g_sam, x=x)
"""),
    ("radam_two", "radam", "rho_t x", "rho_t lacks the 2, and the momentum branch is divided by the root too.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - t * beta2**t / (1 - beta2**t)
    known = np.maximum(rho_t, 4)
    r = np.sqrt((known - 4) * (known - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * known))
    adaptive = lr * m_hat / (np.sqrt(v_hat) + eps)
    x = np.where(rho_t > 5, x - r * adaptive, x - adaptive)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)
"""),
    ("adabelief_two", "adabelief", "s s_hat", "The difference is not squared, and s is not corrected.", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * np.abs(g - m) + eps
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(s) + eps)
    return dict(m=m, s=s, m_hat=m_hat, x=x)
"""),
    ("adan_two", "adan", "change x", "The change has its sign turned, and the decay multiplies instead of dividing.", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    change = 0 * g if g_old is None else g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat, v_hat, s_hat = m / (1 - beta1**t), v / (1 - beta2**t), s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) * (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
"""),
    ("yogi_two", "yogi", "m v", "m weighs g by 1 - beta2, and v moves by a share of the difference, as Adam's.", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta2) * g
    v = v - (1 - beta2) * (v - g**2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lamb_two", "lamb", "u ratio|m_hat ratio", "u takes m without correction, and the ratio is upside down.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    u = m / (np.sqrt(v_hat) + eps) + weight_decay * x
    a = np.linalg.norm(x, axis=-1, keepdims=True)
    b = np.linalg.norm(u, axis=-1, keepdims=True)
    ratio = np.where((a > 0) & (b > 0), b / np.where(a > 0, a, 1), 1)
    x = x - lr * ratio * u
    return dict(m=m, v=v, v_hat=v_hat, u=u, ratio=ratio, x=x)
"""),
    ("sophia_two", "sophia", "m u", "m is averaged with beta2, and |h| is taken in place of h.", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    h = np.where((t - 1) % k == 0, beta2 * h + (1 - beta2) * hess, h)
    u = np.clip(m / np.maximum(gamma * np.abs(h), eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("muon_two", "muon", "u x", "There is no look-ahead, and the factor has columns over rows.", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    o = newton_schulz(b)
    rows, cols = x.shape[-2:]
    x = x - lr * (max(1, cols / rows) ** 0.5 * o + weight_decay * x)
    return dict(b=b, o=o, x=x)
"""),
    ("shampoo_two", "shampoo", "L u", "L is the mean of old and new, not the sum, and the powers are -1/2.", """
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    L = (L + g @ transpose(g)) / 2
    R = R + transpose(g) @ g
    u = power(L, -1 / 2) @ g @ power(R, -1 / 2)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)
"""),
    ("adafactor_two", "adafactor", "r lr_t",
     "r averages the roots of the row means, and eps2 is added to the size instead of being its least value.", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - np.power(t, -decay)
    r = beta_t * r + (1 - beta_t) * np.sqrt(np.mean(g**2 + eps, axis=-1, keepdims=True))
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = (eps2 + size) * np.minimum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)
"""),
    ("nadam_dozat_two", "nadam_dozat", "mu_t v_hat", "mu_t has t + 1 as mu_next, and beta2 is missing in v_hat.", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = mu_next = beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * psi))
    mu_product = mu_product * mu_t
    m = mu_t * m + (1 - mu_t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
]

STOPS = [
    ("adam_calls_lr", "adam", "x", "lr is called as a schedule; it comes in as a number.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr(t) * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adagrad_math", "adagrad", "x", "math.sqrt takes one number, not an array.", """
import math


def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    x = x - lr * g / (math.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
    ("adamax_python_max", "adamax", "u", "Python's max compares whole arrays.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = max(beta2 * u, abs(g) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("rmsprop_caret", "rmsprop", "v", "^ is no power in Python.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g^2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("momentum_returns_x", "momentum", "x", "x is returned as it is, with no dict and no v.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    return x + v
"""),
]

RIGHT = [
    ("sgd_copy", "sgd", """
def sgd(x, g, *, lr=0.01):
    x = x.copy()
    x -= lr * g
    return dict(x=x)
"""),
    ("sgd_functions", "sgd", """
sgd = lambda x, g, *, lr=0.01: {"x": np.subtract(x, np.multiply(g, lr))}
"""),
    ("momentum_opposite", "momentum", """
def momentum(x, g, p=0.0, *, lr=0.01, mu=0.9):
    p = lr * g + mu * p
    return dict(p=p, x=x - p)
"""),
    ("momentum_points", "momentum", """
def momentum(x, g, x_old=None, *, lr=0.01, mu=0.9):
    if x_old is None:
        x_old = x
    new = x - lr * g + mu * (x - x_old)
    return dict(x_old=x, x=new)
"""),
    ("ema_weights", "momentum_ema", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = np.average(np.stack([m + np.zeros_like(g), g]), axis=0, weights=[mu, 1 - mu])
    return dict(m=m, x=x - lr * m)
"""),
    ("nesterov_walrus", "nesterov", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    coast = mu * v
    return {"g_ahead": (g := grad(x + coast)), "v": (v := coast - lr * g), "x": x + v}
"""),
    ("smoothed_loop", "smoothed_nesterov", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    look = [grad(x + share * mu * v) for share in (0.25, 0.5, 0.75, 1.0)]
    g_ahead = np.mean(look, axis=0)
    v = mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)
"""),
    ("adagrad_hypot", "adagrad", """
def adagrad(x, g, root=0.0, *, lr=0.01, eps=1e-8):
    root = np.hypot(root, g)
    return dict(root=root, x=x - lr * (g / (eps + root)))
"""),
    ("adagrad_elements", "adagrad", """
def adagrad(x, g, h=None, *, lr=0.01, eps=1e-8):
    if h is None:
        h = np.zeros_like(x)
    x_new, h_new = np.empty_like(x), np.empty_like(x)
    for i in np.ndindex(x.shape):
        h_new[i] = h[i] + g[i] ** 2
        x_new[i] = x[i] - lr * g[i] / (h_new[i] ** 0.5 + eps)
    return dict(h=h_new, x=x_new)
"""),
    ("rmsprop_difference", "rmsprop", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    error = g * g - v
    v = v + (1 - rho) * error
    scale = lr / (v**0.5 + eps)
    return dict(v=v, x=x - scale * g)
"""),
    ("rmsprop_root_state", "rmsprop", """
def rmsprop(x, g, rms=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    rms = np.sqrt(rho * rms**2 + (1 - rho) * g**2)
    return dict(rms=rms, x=x - lr * g / (rms + eps))
"""),
    ("graves_names", "rmsprop_graves", """
def ema(old, new, keep):
    return keep * old + (1 - keep) * new


def rmsprop_graves(x, g, n=0.0, mean=0.0, step=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n, mean = ema(n, g**2, rho), ema(mean, g, rho)
    step = mu * step - lr * g * (n - mean * mean + eps) ** -0.5
    return dict(n=n, mean=mean, step=step, x=x + step)
"""),
    ("adadelta_down", "adadelta", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    down = -g * np.sqrt((u + eps) / (v + eps))
    u = u + (1 - rho) * (down**2 - u)
    return dict(v=v, u=u, x=x + lr * down)
"""),
    ("adam_one_state", "adam", """
def adam(x, g, t, moments=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (0.0, 0.0) if moments is None else moments
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(moments=np.stack([m, v]), x=x)
"""),
    ("adam_products", "adam", """
def adam(x, g, t, m=0.0, v=0.0, p1=1.0, p2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    p1, p2 = p1 * beta1, p2 * beta2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return dict(m=m, v=v, p1=p1, p2=p2, x=x - lr * m / (1 - p1) / (np.sqrt(v / (1 - p2)) + eps))
"""),
    ("adam_eps_hat", "adam", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    root = np.sqrt(1 - beta2**t)
    lr_t = lr * root / (1 - beta1**t)
    return dict(m=m, v=v, x=x - lr_t * m / (np.sqrt(v) + eps * root))
"""),
    ("adam_sums", "adam", """
def adam(x, g, t, s1=0.0, s2=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # weighted sums, divided by the sums of their weights
    s1 = beta1 * s1 + g
    s2 = beta2 * s2 + g * g
    w1 = (1 - beta1**t) / (1 - beta1)
    w2 = (1 - beta2**t) / (1 - beta2)
    return dict(s1=s1, s2=s2, x=x - lr * (s1 / w1) / (np.sqrt(s2 / w2) + eps))
"""),
    ("adamax_where", "adamax", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    faded, size = beta2 * u, abs(g) + eps
    u = np.where(size > faded, size, faded)
    m_hat = m / (1 - beta1**t)
    return dict(m=m, u=u, x=x - lr * m_hat / u)
"""),
    ("nadam_factored", "nadam", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def left(beta, k):
        return 1 - beta**k

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    ahead = beta1 / left(beta1, t + 1) * m
    now = (1 - beta1) / left(beta1, t) * g
    x = x - lr / (np.sqrt(v / left(beta2, t)) + eps) * (ahead + now)
    return dict(m=m, v=v, x=x)
"""),
    ("amsgrad_loud", "amsgrad", """
def amsgrad(x, g, m=0.0, v=0.0, largest=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    largest = np.maximum(largest, np.sqrt(v))
    return dict(m=m, v=v, largest=largest, x=x - lr * m / (largest + eps))
"""),
    ("adabound_min_max", "adabound", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    s = gamma * t
    lower, upper = final_lr * s / (s + 1), final_lr * (s + 1) / s
    own = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t) / (v**0.5 + eps)
    rate = np.minimum(upper, np.maximum(lower, own))
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x - rate * m)
"""),
    ("smorms3_window", "smorms3", """
def smorms3(x, g, m=0.0, v=0.0, window=2.0, *, lr=1e-3, eps=1e-16):
    # window = mem + 1
    m = m + (g - m) / window
    v = v + (g**2 - v) / window
    agree = m**2 / (v + eps)
    x = x - g * np.minimum(agree, lr) / (np.sqrt(v) + eps)
    window = 2 + (window - 1) * (1 - agree)
    return dict(m=m, v=v, window=window, x=x)
"""),
    ("eve_high_low", "eve", """
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    direction = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    if f_old is None:
        return dict(m=m, v=v, d=d, f_old=f, x=x - lr * direction / d)
    high, low = np.maximum(f, f_old) - f_star, np.minimum(f, f_old) - f_star
    change = np.maximum(1 / c, np.minimum(c, (high - low) / low))
    d = d + (1 - beta3) * (change - d)
    return dict(m=m, v=v, d=d, f_old=f, x=x - lr * direction / d)
"""),
    ("santa_inline", "santa_e", """
def santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50,
          C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    u = lr**0.5 * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = lr**0.5 * C if a is None else a
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    v = sigma * v + (1 - sigma) * g**2
    G_new = (lam + v**0.5) ** -0.5
    G_old = G_new if G is None else G
    a = np.where(explore, np.minimum(np.maximum(a + u * u - lr / beta_t, a_min), a_max), a)
    kick = (2 * lr**p * G_old / beta_t) ** 0.5 * xi
    if curvature:
        kick = kick + lr / beta_t * (G_new - G_old) / (G_new * u)
    kick = kick * explore
    u = u - a * u - lr * n * G_new * g + kick
    return dict(beta_t=beta_t, v=v, G=G_new, a=a, noise=kick, u=u, x=x + G_new * u)
"""),
    ("adasecant_helper", "adasecant", """
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1,
    h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    def window(old, new):
        return old + (new - old) / tau

    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = window(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = window(den, ((m - g) * (g_tilde - m)) ** 2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = window(c, alpha), window(c2, alpha**2)
    rate = np.sqrt((last2 + eps_rate) / (c2 + eps_rate)) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d, d2 = window(d, delta), window(last2, delta**2)
    cov = window(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)
"""),
    ("learned_packed", "learned", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    zeros = np.zeros(x.shape + (20,), x.dtype)
    h1, c1, h2, c2 = (zeros if s is None else s for s in (h1, c1, h2, c2))
    read = g[..., np.newaxis]
    h1, c1, gates = lstm(read, h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, gates = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    step = (np.tensordot(h2, w["Wo"], axes=1) + w["bo"]) * w["scale"]
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=step + x)
"""),
    ("adamw_shrink_first", "adamw", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x * (1 - lr * weight_decay)
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("lion_interp", "lion", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    lerp = lambda a, b, share: a + share * (b - a)
    u = np.sign(lerp(g, m, beta1))
    m_new = lerp(g, m, beta2)
    return {"m": m_new, "u": u, "x": x * (1 - lr * weight_decay) - lr * u}
"""),
    ("schedule_free_sum", "schedule_free", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    if t == 1:
        return dict(y=y, z=z, x=z)
    return dict(y=y, z=z, x=((t - 1) * x + z) / t)
"""),
    ("schedule_free_adamw_total", "schedule_free_adamw", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    y = x + (1 - beta1) * (z - x)
    g = grad(y)
    v = beta2 * v + (1 - beta2) * g**2
    z = z - lr * g / (np.sqrt(v / (1 - beta2**t)) + eps) - lr * weight_decay * y
    total = w + lr**2
    x = (w * x + lr**2 * z) / total
    return dict(y=y, v=v, z=z, w=total, x=x)
"""),
    ("sam_helper", "sam", """
def length(a):
    return np.sqrt((a * a).sum(axis=-1, keepdims=True))


def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    up = grad(x)
    worst = x + rho / (length(up) + eps) * up
    return dict(x=x - lr * grad(worst))
"""),
    ("radam_step", "radam", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = (1 + beta2) / (1 - beta2)
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    safe = np.where(rho > 5, rho, 6)
    r = np.sqrt((safe - 4) / (rho_inf - 4) * (safe - 2) / (rho_inf - 2) * rho_inf / safe)
    step = np.where(rho > 5, r / (np.sqrt(v / (1 - beta2**t)) + eps), 1) * m_hat
    return dict(m=m, v=v, x=x - lr * step)
"""),
    ("adabelief_surprise", "adabelief", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m
    m = m + (1 - beta1) * surprise
    s = beta2 * s + (1 - beta2) * (beta1 * surprise) ** 2 + eps
    return dict(m=m, s=s, x=x - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps))
"""),
    ("adan_steps", "adan", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if g_old is None:
        g_old = g
    y = g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * y
    s = beta3 * s + (1 - beta3) * np.square(g + beta2 * y)
    up = m / (1 - beta1**t) + beta2 * v / (1 - beta2**t)
    x = (x - lr * up / (np.sqrt(s / (1 - beta3**t)) + eps)) / (1 + weight_decay * lr)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
    ("yogi_cases", "yogi", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    square = g**2
    share = (1 - beta2) * square
    v = np.where(v > square, v - share, np.where(v < square, v + share, v))
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("lamb_trust", "lamb", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    size = lambda a: np.sqrt(np.sum(a**2, axis=-1, keepdims=True))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    a, b = size(x), size(u)
    trust = np.ones_like(a)
    np.divide(a, b, out=trust, where=(a > 0) & (b > 0))
    return dict(m=m, v=v, x=x - lr * trust * u)
"""),
    ("prodigy_keys", "prodigy", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=None, x0=None,
            *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    d = d0 if d is None else d
    x0 = x if x0 is None else x0
    k = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    scaled = d * g
    m = beta1 * m + (1 - beta1) * scaled
    v = beta2 * v + (1 - beta2) * scaled**2
    keep = beta2**0.5
    r = keep * r + k / d0 * (scaled * (x0 - x)).sum(axis=-1, keepdims=True)
    s = keep * s + k / d0 * scaled
    l1 = np.linalg.norm(s, ord=1, axis=-1, keepdims=True)
    d = np.maximum(d, np.where(l1 > 0, r / np.where(l1 > 0, l1, 1), r))
    step = k * m / (np.sqrt(v) + d * eps) + k * weight_decay * x
    return dict(m=m, v=v, r=r, s=s, d=d, x0=x0, x=x - step)
"""),
    ("ademamix_pair", "ademamix", """
def ademamix(x, g, t, fast=0.0, slow=0.0, v=0.0,
             *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    fast, slow = (b * old + (1 - b) * g for b, old in ((beta1, fast), (beta3, slow)))
    v = beta2 * v + (1 - beta2) * g**2
    blend = fast / (1 - beta1**t) + alpha * slow
    adam = blend / (eps + np.sqrt(v / (1 - beta2**t)))
    return dict(fast=fast, slow=slow, v=v, x=x - lr * adam - lr * weight_decay * x)
"""),
    ("sophia_limits", "sophia", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    look = t % k == 1 % k
    h = h + look * (1 - beta2) * (hess - h)
    ratio = m / np.maximum(gamma * h, eps)
    u = np.minimum(np.maximum(ratio, -1), 1)
    return dict(m=m, h=h, u=u, x=x - lr * u - lr * weight_decay * x)
"""),
    ("lookahead_blend", "lookahead_sgd", """
def lookahead_sgd(x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5):
    if slow is None:
        slow = x
    fast = x - lr * g
    meet = (t % k == 0) * 1.0
    middle = (1 - alpha) * slow + alpha * fast
    return dict(slow=meet * middle + (1 - meet) * slow, x=meet * middle + (1 - meet) * fast)
"""),
    ("muon_own_iteration", "muon", """
def orthogonal(u, eps=1e-7):
    o = u / (np.sqrt((u**2).sum(axis=(-2, -1), keepdims=True)) + eps)
    for _ in range(5):
        a = np.einsum("...ij,...kj->...ik", o, o)
        o = 3.4445 * o - 4.7750 * a @ o + 2.0315 * a @ (a @ o)
    return o


def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = g + mu * b
    rows, cols = x.shape[-2:]
    stretch = np.sqrt(rows / cols) if rows > cols else 1.0
    x = (1 - lr * weight_decay) * x - lr * stretch * orthogonal(g + mu * b)
    return dict(b=b, x=x)
"""),
    ("shampoo_own_power", "shampoo", """
def fourth_root(a):
    w, q = np.linalg.eigh(a)
    w = np.maximum(w, np.finfo(a.dtype).eps * w[..., -1:])
    return (q / w[..., None, :] ** 0.25) @ np.swapaxes(q, -1, -2)


def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    gT = np.swapaxes(g, -1, -2)
    L = g @ gT + (eps * np.eye(x.shape[-2]) if L is None else L)
    R = gT @ g + (eps * np.eye(x.shape[-1]) if R is None else R)
    return dict(L=L, R=R, x=x - lr * fourth_root(L) @ g @ fourth_root(R))
"""),
    ("adafactor_columns", "adafactor", """
def rms(a):
    return np.sqrt(np.mean(a * a, axis=(-2, -1), keepdims=True))


def adafactor(x, g, t, r=0.0, c=0.0, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    new = 1 / t**decay
    square = g**2 + eps
    r = (1 - new) * r + new * square.mean(axis=-1, keepdims=True)
    c = (1 - new) * c + new * square.mean(axis=-2, keepdims=True)
    u = g * np.sqrt(c.mean(axis=-1, keepdims=True) / (r * c))
    u = u / np.maximum(1, rms(u) / d)
    return dict(r=r, c=c, x=x - np.maximum(eps2, rms(x)) * np.minimum(lr, t**-0.5) * u)
"""),
    ("shifted_by_new", "nesterov_shifted", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v_new = mu * v - lr * g
    x = x + mu * v_new - lr * g
    return dict(v=v_new, x=x)
"""),
    ("centered_variance", "rmsprop_centered_torch", """
def rmsprop_centered_torch(x, g, var=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    # the variance by its own recursion
    var = rho * (var + (1 - rho) * (g - m) ** 2)
    m = rho * m + (1 - rho) * g
    return dict(var=var, m=m, x=x - lr * g / (np.sqrt(var) + eps))
"""),
    ("adam_l2_loop", "adam_l2", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    full = g + x * weight_decay
    averages = []
    for old, new, beta in ((m, full, beta1), (v, full**2, beta2)):
        averages.append(beta * old + (1 - beta) * new)
    m, v = averages
    m_hat, v_hat = (a / (1 - b**t) for a, b in zip(averages, (beta1, beta2)))
    return dict(m=m, v=v, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))
"""),
    ("adam_lr_t_out", "adam_lr_t", """
def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m, v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v)
    step = np.sqrt(v)
    step += eps
    np.divide(m, step, out=step)
    step *= lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return {"m": m, "v": v, "x": x - step}
"""),
    ("adagrad_torch_decay", "adagrad_torch", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    past = t - 1
    h = h + g**2
    x = x - lr * g / ((1 + past * lr_decay) * (h**0.5 + eps))
    return dict(h=h, x=x)
"""),
]


def functions(rows):
    """The rows with a function in the place of the source, which `inspect` finds, as it finds that of a cell."""
    for name, step, *about, source in rows:
        yield name, function(name, source), step, *about


@functools.cache
def function(name, source):
    space, file = {"np": np, "lstm": lstm, "trained": trained} | HELPERS, f"<{name} {len(linecache.cache)}>"
    lines = source.strip().splitlines(True)
    linecache.cache[file] = len(source), None, lines, file
    exec(compile("".join(lines), file, "exec"), space)
    own = [f for f in space.values() if inspect.isfunction(f) and f.__code__.co_filename == file]
    return max(own, key=lambda f: f.__code__.co_firstlineno)
