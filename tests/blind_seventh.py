"""A seventh set of functions as students write them, by someone who had read the steps and the exercises, and not the feedback.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong, source); STOPS: the same of functions
that raise, with the quantity at which they do, or that return no dict. RIGHT: (name, step, source). `np` and the helpers of
`optlab.steps.matrices` and `learned` are there for all. Where one mistake may be told of either of two lines, both stand with a
| between. A row's hyperparameters have the reference's names or stand in the reference's places.
"""

import inspect
import linecache

import numpy as np

from optlab.steps import matrices
from optlab.steps.learned import lstm, trained

HELPERS = {name: getattr(matrices, name) for name in ("newton_schulz", "transpose", "power", "eigenvectors")}

ONE = [
    ("sgd_rounds", "sgd", "x", "The new x is rounded to two digits, as for printing.", """
def sgd(x, g, *, lr=0.01):
    x_new = np.round(x - lr * g, 2)
    return {"x": x_new}
"""),
    ("sgd_written_as_average", "sgd", "x", "x shrinks by the factor 1 - lr too, as an average would.", """
def sgd(x, g, *, lr=0.01):
    # keep most of x, take a little of -g
    x = (1 - lr) * x - lr * g
    return dict(x=x)
"""),
    ("momentum_restarts", "momentum", "v", "The velocity is put back to 0 where it points uphill (adaptive restart).", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    uphill = v * g > 0
    v = np.where(uphill, 0.0, mu * v) - lr * g
    return dict(v=v, x=x + v)
"""),
    ("momentum_friction_on_move", "momentum", "x", "x moves by mu times the new velocity.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = np.multiply(mu, v) - np.multiply(lr, g)
    x = x + mu * v
    return dict(v=v, x=x)
"""),
    ("ema_of_points", "momentum_ema", "m", "The average is that of x, not of the gradients.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + (1 - mu) * x
    x = x - lr * m
    return dict(m=m, x=x)
"""),
    ("ema_made_a_sum", "momentum_ema", "x", "m is divided by 1 - mu again where x moves.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    alpha = 1 - mu
    m = m * mu + g * alpha
    m_hat = m / alpha  # bias correction
    return {"m": m, "x": x - lr * m_hat}
"""),
    ("nesterov_two_places", "nesterov", "g_ahead", "The mean of the gradients here and ahead is taken.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = 0.5 * (grad(x) + grad(x + mu * v))
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("nesterov_factor_of_shifted", "nesterov", "v", "The factor 1 + mu of the shifted form multiplies the gradient.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    vorausblick = x + mu * v
    g_ahead = grad(vorausblick)
    v = mu * v - (1 + mu) * lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)
"""),
    ("shifted_previous_lost", "nesterov_shifted", "x", "v is overwritten before the old one is kept: x moves by v alone.", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    v_prev = v
    x = x - mu * v_prev + (1 + mu) * v
    return dict(v=v, x=x)
"""),
    ("adagrad_integer_half", "adagrad", "x", "1 // 2 is 0, so the root is 1 everywhere.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    root = h ** (1 // 2)
    x = x - lr * g / (root + eps)
    return dict(h=h, x=x)
"""),
    ("adagrad_largest", "adagrad", "h", "The largest square is kept in place of the sum of squares.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = np.maximum(h, np.square(g))
    return dict(h=h, x=x - lr * g / (np.sqrt(h) + eps))
"""),
    ("rmsprop_divides_by_share", "rmsprop", "x", "v is divided by 1 - rho before the root, as if that corrected it.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho)
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_floor", "rmsprop", "x", "eps is a least value of the root and is not added.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g * g
    nenner = np.maximum(np.sqrt(v), eps)
    return {"v": v, "x": x - lr * g / nenner}
"""),
    ("graves_average_moves", "rmsprop_graves", "delta", "The average m stands in the numerator in place of g.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    sigma = np.sqrt(v - m**2 + eps)
    delta = mu * delta - lr * m / sigma
    return dict(v=v, m=m, delta=delta, x=x + delta)
"""),
    ("adadelta_squares_x", "adadelta", "u", "u averages the squares of x itself, not those of its changes.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    x = x - lr * delta
    u = rho * u + (1 - rho) * x**2  # E[x^2]
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("adadelta_shares_turned", "adadelta", "v", "The weights of the old v and of the new square are exchanged.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    def RMS(quantity):
        return np.sqrt(quantity + eps)

    v = (1 - rho) * v + rho * g**2
    delta = RMS(u) / RMS(v) * g
    u = rho * u + (1 - rho) * delta**2
    return dict(v=v, delta=delta, u=u, x=x - lr * delta)
"""),
    ("adam_one_step_late", "adam", "m_hat", "m is corrected with t + 1, as Nadam's look-ahead is.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_sizes", "adam", "v", "|g| is averaged in place of its square.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * np.abs(g)
    mhat, vhat = m / (1 - beta1**t), v / (1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * mhat / (vhat**0.5 + eps))
"""),
    ("adam_falling_rate", "adam", "x", "lr is divided by sqrt(t), as in the convergence theorem.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    alpha_t = lr / np.sqrt(t)
    x = x - alpha_t * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamax_square", "adamax", "u", "The square of g is compared with u, which is a size.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, g**2 + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("adamax_fades_after", "adamax", "u", "beta2 multiplies the new size too: the maximum fades after it is taken.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    alt = beta2 * u
    neu = beta2 * (np.abs(g) + eps)
    u = np.where(alt > neu, alt, neu)
    schritt = lr * m / ((1 - beta1**t) * u)
    return dict(m=m, u=u, x=x - schritt)
"""),
    ("adam_p_correction_without_p", "adam_p", "u_hat", "The correction has beta2^t where it must have beta2^(p t).", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = (beta2**p * u**p + (1 - beta2**p) * (abs(g) + eps) ** p) ** (1 / p)
    u_hat = u / (1 - beta2**t) ** (1 / p)
    x = x - lr / (1 - beta1**t) * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
"""),
    ("nadam_weights_turned", "nadam", "m_hat", "The weights of the average and of the newest gradient are exchanged.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_next = m / (1 - beta1 ** (t + 1))
    g_now = g / (1 - beta1**t)
    m_hat = (1 - beta1) * m_next + beta1 * g_now
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("nadam_v_looks_ahead", "nadam", "v_hat", "v is corrected with t + 1 too.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    c1, c1_next, c2 = 1 - beta1**t, 1 - beta1 ** (t + 1), 1 - beta2 ** (t + 1)
    m_hat = beta1 * m / c1_next + (1 - beta1) * g / c1
    v_hat = v / c2
    return dict(m=m, v=v, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))
"""),
    ("amsgrad_fading_maximum", "amsgrad", "v_max", "The maximum fades by beta2 a step, as AdaMax's does.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(beta2 * v_max, v)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("amsgrad_corrects_m", "amsgrad", "x", "m is divided by 1 - beta1^t, which the paper's rule does not do.", """
def amsgrad(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    pas = lr / (1 - beta1**t)
    x = x - pas * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("adabound_geometric", "adabound", "lower", "The lower bound closes in as a power of t, not as 1 / t.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma + 1) ** t)
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x - rate * m)
"""),
    ("adabound_clips_denominator", "adabound", "rate", "The bounds clip the denominator, not the rate.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower, upper = final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    denom = np.clip(np.sqrt(v) + eps, lower, upper)
    rate = lr_t / denom
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("smorms3_share", "smorms3", "r", "The share is 1 / mem, the one added to mem is forgotten.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / mem
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("smorms3_ratio_of_roots", "smorms3", "zeta", "zeta is |m| / sqrt(v), the root of what it should be.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m, v = m + r * (g - m), v + r * (g**2 - v)
    rms = np.sqrt(v) + eps
    zeta = np.abs(m) / rms
    x = x - np.minimum(lr, zeta) * g / rms
    return dict(r=r, m=m, v=v, zeta=zeta, mem=1 + mem * (1 - zeta), x=x)
"""),
    ("eve_relative_to_before", "eve", "d", "The change is divided by the last loss, not by the smaller one.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (f_old - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
    ("eve_best_loss", "eve", "f_old|d", "The best loss so far is handed on in place of the last one.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    best = f
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
        best = np.minimum(f, f_old)
    adam = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_old=best, x=x - lr / d * adam)
"""),
    ("adasecant_fixed_window", "adasecant", "c2", "The average c2 of alpha^2 has the fixed window rho of m2, not tau.", """
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = rho * c2 + (1 - rho) * alpha**2
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
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)
"""),
    ("adasecant_first_square_lost", "adasecant", "d2", "d2 goes on from its own 0 in the first step, not from g^2.", """
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    def window(old, new):
        return old - old / tau + new / tau

    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = window(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = window(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = window(c, alpha)
    c2 = window(c2, alpha**2)
    if t == 1:
        last, last2 = g, g**2
    else:
        last, last2 = d, d2
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = window(d, delta)
    d2 = window(d2, delta**2)
    cov = window(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)
"""),
    ("santa_friction_start", "santa_e", "a", "The friction starts at lr C, not at sqrt(lr) C.", """
def santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50,
          C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    v = sigma * v + (1 - sigma) * g**2
    G_old, G = G, 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    if explore:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
        noise = np.sqrt(2 * lr**p / beta_t * G_old) * xi
        if curvature:
            noise = noise + lr / beta_t * (1 - G_old / G) / u
    else:
        noise = 0 * xi
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)
"""),
    ("santa_moves_with_old_G", "santa_e", "x", "x moves with the G of the step before.", """
def santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50,
          C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    v = sigma * v + (1 - sigma) * g**2
    G_new = 1 / np.sqrt(lam + np.sqrt(v))
    G = G_new if G is None else G
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G) * xi
    if curvature:
        noise = noise + lr / beta_t * (1 - G / G_new) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G_new * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G_new, a=a, noise=noise, u=u, x=x)
"""),
    ("learned_tanh_at_the_end", "learned", "u", "The read-out goes through one more tanh.", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, len(w["Wo"])), x.dtype)
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * np.tanh(h2 @ w["Wo"] + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)
"""),
    ("lr_t_betas_exchanged", "adam_lr_t", "lr_t", "beta1 and beta2 are exchanged in the corrected rate.", """
def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta1**t) / (1 - beta2**t)
    x = x - lr_t * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("adamw_sign_decay", "adamw", "x", "The decay is that of an L1 penalty: the sign of x in place of x.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) + weight_decay * np.sign(x))
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamw_decay_divided", "adamw", "x", "A bracket too wide: the decay is divided by the root too.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    update = (m_hat + weight_decay * x) / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * update)
"""),
    ("lion_clips", "lion", "u", "The average is clipped to [-1, 1] where its sign should be taken.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.clip(beta1 * m + (1 - beta1) * g, -1, 1)
    x = x - lr * (u + weight_decay * x)
    m = beta2 * m + (1 - beta2) * g
    return dict(u=u, m=m, x=x)
"""),
    ("lion_weighs_the_new", "lion", "u", "beta1 weighs the new gradient and 1 - beta1 the average.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    interp = m + beta1 * (g - m)
    u = np.sign(interp)
    return dict(u=u, m=m + (1 - beta2) * (g - m), x=x - lr * u - lr * weight_decay * x)
"""),
    ("muon_other_scale", "muon", "x", "The factor is 0.2 sqrt(max(rows, cols)) of a later paper.", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(u)
    rms_match = 0.2 * np.sqrt(max(x.shape[-2:]))
    x = x - lr * (rms_match * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("muon_only_normalised", "muon", "o", "The matrix is divided by its norm and not made orthogonal.", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = u / (np.sqrt((u**2).sum(axis=(-2, -1), keepdims=True)) + 1e-7)
    rows, cols = x.shape[-2:]
    x = x - lr * (max(1, rows / cols) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("schedule_free_ema", "schedule_free", "x", "x is an exponential average of z with beta, not the mean.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z = z - lr * grad(y)
    x = beta * x + (1 - beta) * z
    return dict(y=y, z=z, x=x)
"""),
    ("sam_both_gradients", "sam", "x", "x moves by the mean of both gradients.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    g_sam = grad(x + e)
    x = x - lr * (g + g_sam) / 2
    return dict(g=g, e=e, g_sam=g_sam, x=x)
"""),
    ("sam_lr_for_rho", "sam", "e", "The look upwards has the length lr in place of rho.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    richting = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    e = lr * richting
    g_sam = grad(x + e)
    return dict(g=g, e=e, g_sam=g_sam, x=x - lr * g_sam)
"""),
    ("smoothed_three", "smoothed_nesterov", "g_ahead", "The last of the four points is left out: the mean of three.", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    samples = [grad(x + mu * v * k / 4) for k in range(1, 4)]
    g_ahead = sum(samples) / len(samples)
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("amsbound_printed_root_of_t", "amsbound", "x", "The step is divided by sqrt(t), as in print and not in the code.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m / np.sqrt(t)
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("santa_sss_friction_in_one_piece", "santa_sss", "u", "The friction comes in one piece, so the force is not damped.", """
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    explore = t < burnin
    x = x + G * u / 2
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = np.exp(-a) * u - lr * G * n * g + noise
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)
"""),
    ("adasecant_paper_three_sigma", "adasecant_paper", "tau", "An outlier is three standard deviations off, not two.", """
def adasecant_paper(
    x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0,
    c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6
):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    gamma = np.clip(np.where(den > 0, num / np.where(den > 0, den, 1), gamma_max), 0, gamma_max)
    far = ((g - m) ** 2 > 9 * (m2 - m**2)) | ((alpha - c) ** 2 > 9 * (c2 - c**2))
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
                cov=cov, rate=rate, tau=tau, delta=delta, g_old=g, x=x)
"""),
    ("schedule_free_adamw_other_beta", "schedule_free_adamw", "v_hat", "v is corrected with beta1.", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x
    y = (1 - beta1) * z + beta1 * x
    g_y = grad(y)
    v = beta2 * v + (1 - beta2) * g_y**2
    v_hat = v / (1 - beta1**t)
    z = z - lr * (g_y / (np.sqrt(v_hat) + eps) + weight_decay * y)
    w = w + lr**2
    c = lr**2 / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=g_y, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)
"""),
    ("radam_waits", "radam", "x", "x stays where it is as long as the denominator is not trusted.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    known = np.maximum(rho_t, 4)
    r = np.sqrt((known - 4) * (known - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * known))
    x = np.where(rho_t > 5, x - lr * r * m_hat / (np.sqrt(v_hat) + eps), x)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)
"""),
    ("radam_no_root", "radam", "r", "The root of the rectification is missing.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    k = np.maximum(rho_t, 4)
    r = (k - 4) * (k - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * k)
    x = x - lr * np.where(rho_t > 5, r * m_hat / (np.sqrt(v_hat) + eps), m_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)
"""),
    ("adabelief_abs_surprise", "adabelief", "s", "|g - m| is averaged in place of its square.", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * np.abs(g - m) + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x - lr * m_hat / (np.sqrt(s_hat) + eps))
"""),
    ("adan_sum_of_squares", "adan", "s", "The two squares are added where the sum should be squared.", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    change = np.zeros_like(g) if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g**2 + (beta2 * change) ** 2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
"""),
    ("yogi_share_of_v", "yogi", "v", "v moves by a share of v itself, not of g^2.", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    signo = np.sign(v - g**2)
    v = v - (1 - beta2) * signo * v
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lamb_of_nothing", "lamb", "ratio", "Where x or the direction is 0 the ratio is 0, not 1: a layer of zeros stays.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    u_size = np.linalg.norm(u, axis=-1, keepdims=True)
    ratio = np.where((x_size > 0) & (u_size > 0), x_size / np.where(u_size > 0, u_size, 1), 0)
    x = x - lr * ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)
"""),
    ("prodigy_m_of_g", "prodigy", "m", "m averages g, and not d g as v does its square.", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None,
            *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    if x0 is None:
        x0 = x
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    r = np.sqrt(beta2) * r + d / d0 * lr_t * np.sum(g * (x0 - x), axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + d / d0 * lr_t * g
    s_size = np.sum(np.abs(s), axis=-1, keepdims=True)
    d_new = np.maximum(d, r / np.where(s_size > 0, s_size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d_new * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d_new, x0=x0, x=x)
"""),
    ("ademamix_alpha_on_fast", "ademamix", "x", "alpha multiplies the fast average in place of the slow one.", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0,
             *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    mix = alpha * m_hat + m2
    x = x - lr * (mix / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("sophia_no_average", "sophia", "h", "The newest curvature replaces h; it is not averaged.", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    refresh = (t - 1) % k == 0
    h = np.where(refresh, hess, h)
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("sophia_clips_to_gamma", "sophia", "u", "The direction is clipped to [-gamma, gamma].", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if (t - 1) % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = np.clip(m / np.maximum(gamma * h, eps), -gamma, gamma)
    return dict(m=m, h=h, u=u, x=x - lr * (u + weight_decay * x))
"""),
    ("shampoo_one_side", "shampoo", "u", "Only the rows are preconditioned, with L^(-1/2).", """
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    L = L + g @ transpose(g)
    R = R + transpose(g) @ g
    u = power(L, -1 / 2) @ g
    return dict(L=L, R=R, u=u, x=x - lr * u)
"""),
    ("shampoo_means", "shampoo", "L", "L is the mean of the old L and the new product, not their sum.", """
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    gT = transpose(g)
    L = 0.5 * (L + g @ gT)
    R = R + gT @ g
    u = power(L, -0.25) @ g @ power(R, -0.25)
    return dict(L=L, R=R, u=u, x=x - lr * u)
"""),
    ("soap_squares_unturned", "soap", "v", "v averages the squares of g and not those of the turned gradient.", """
def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
         *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    if QL is None:
        L, R = 0.0, 0.0
        QL = eigenvectors(g @ transpose(g))
        QR = eigenvectors(transpose(g) @ g)
    g_turned = transpose(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_turned = transpose(QL) @ m @ QR
    u = QL @ (m_turned / (np.sqrt(v) + eps)) @ transpose(QR)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ transpose(g)
    R = beta3 * R + (1 - beta3) * transpose(g) @ g
    if t % k == 0:
        QL = np.linalg.qr(L @ QL)[0]
        QR = np.linalg.qr(R @ QR)[0]
    return dict(g_turned=g_turned, m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("adafactor_constant_decay", "adafactor", "beta_t", "The power decay is taken for the share itself.", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = decay
    carre = g**2 + eps
    r = beta_t * r + (1 - beta_t) * carre.mean(axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * carre.mean(axis=-2, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)
"""),
    ("adafactor_falls_too_fast", "adafactor", "lr_t", "The relative step falls as 1 / t, not as 1 / sqrt(t).", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - float(t) ** -decay
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    rms_u = np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True))
    u = u / np.maximum(1, rms_u / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * min(lr, 1 / t)
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x - lr_t * u)
"""),
    ("l2_penalty_itself", "sgd_l2", "g_l2", "The penalty's square is added to g, not its gradient.", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    g_l2 = g + weight_decay / 2 * x**2
    x = x - lr * g_l2
    return dict(g_l2=g_l2, x=x)
"""),
    ("torch_dampening_bare", "momentum_torch", "b", "The gradient is multiplied by dampening and not by 1 - dampening.", """
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        b = g
    else:
        b = mu * b + dampening * g
    return dict(b=b, x=x - lr * b)
"""),
    ("nesterov_torch_turned", "nesterov_torch", "x", "mu multiplies the gradient and not the buffer.", """
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b = mu * b + g
    x = x - lr * (b + mu * g)
    return dict(b=b, x=x)
"""),
    ("nesterov_keras_bracket", "nesterov_keras", "x", "A bracket too many: mu multiplies the gradient step too.", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    x = x + mu * (v - lr * g)
    return dict(v=v, x=x)
"""),
    ("inside_root_of_each", "adagrad_eps_inside", "x", "The root is taken of h and of eps apart.", """
def adagrad_eps_inside(x, g, h=0.0, *, lr=1e-2, eps=1e-7):
    h = h + g**2
    x = x - lr * g / (np.sqrt(h) + np.sqrt(eps))
    return dict(h=h, x=x)
"""),
    ("adagrad_keras_from_zero", "adagrad_keras", "h", "The sum starts at 0, not at 0.1.", """
def adagrad_keras(x, g, h=0.0, *, lr=1e-3, eps=1e-7):
    h = h + g**2
    x = x - lr * g / np.sqrt(h + eps)
    return dict(h=h, x=x)
"""),
    ("adagrad_torch_geometric", "adagrad_torch", "x", "lr falls as the power (1 - lr_decay)^(t - 1).", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    h = h + g**2
    clr = lr * (1 - lr_decay) ** (t - 1)
    x = x - clr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
    ("inside_eps_squared", "rmsprop_eps_inside", "x", "eps is squared under the root.", """
def rmsprop_eps_inside(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-7):
    v = rho * v + (1 - rho) * g**2
    x = x - lr * g / np.hypot(np.sqrt(v), eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_torch_weighted_buffer", "rmsprop_torch", "b", "The buffer is an average: the new part has the weight 1 - mu.", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    b = mu * b + (1 - mu) * g / (np.sqrt(v) + eps)
    return dict(v=v, b=b, x=x - lr * b)
"""),
    ("rmsprop_keras_eps_out", "rmsprop_keras", "b", "eps stands beside the root and not under it.", """
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = rho * v + (1 - rho) * g**2
    b = mu * b + lr * g / (np.sqrt(v) + eps)
    x = x - b
    return dict(v=v, b=b, x=x)
"""),
    ("centered_numerator", "rmsprop_centered_torch", "x", "The mean is taken off the gradient in the numerator too.", """
def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    std = np.sqrt(v - m**2)
    x = x - lr * (g - m) / (std + eps)
    return dict(v=v, m=m, x=x)
"""),
    ("corrected_multiplies", "rmsprop_corrected", "v_hat", "v is multiplied by 1 - rho^t where it should be divided.", """
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    v_hat = v * (1 - rho**t)
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, x=x)
"""),
    ("inside_raw_v", "adam_eps_inside", "x", "The root is that of the v that is not corrected.", """
def adam_eps_inside(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("l2_subtracted", "adam_l2", "g_l2", "The decay is taken off the gradient: x grows by it.", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    g_l2 = g - weight_decay * x
    m = beta1 * m + (1 - beta1) * g_l2
    v = beta2 * v + (1 - beta2) * g_l2**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=g_l2, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("keras_half_decay", "adamw_keras", "x", "The decay is halved, as if the half of the penalty were left.", """
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    shrink = 1 - 0.5 * lr * weight_decay
    x = shrink * x - lr_t * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("adan_optax_against_average", "adan_optax", "change", "The change is that from the average m, not from g_old.", """
def adan_optax(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None,
               *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    change = 0 * g if g_old is None else g - m
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + (1 - beta2) * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + (1 - beta2) * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
"""),
    ("adamax_keras_floor", "adamax_keras", "x", "eps is a least value of u and is not added.", """
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, abs(g))
    x = x - lr / (1 - beta1**t) * m / np.maximum(u, eps)
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_torch_next", "nadam_torch", "mu_next", "The one is added to t psi and not to t.", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - 0.5 * np.power(0.96, t * psi))
    mu_next = beta1 * (1 - 0.5 * np.power(0.96, t * psi + 1))
    mu_product = mu_product * mu_t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("nadam_dozat_plain_v", "nadam_dozat", "v_hat", "The factor beta2 on v_hat is left out, as others do.", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    def mu(i):
        return beta1 * (1 - 0.5 * 0.96 ** (i * psi))

    mu_t, mu_next = mu(t), mu(t + 1)
    mu_product = mu_product * mu_t
    m = mu_t * m + (1 - mu_t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_torch_m_bare", "amsgrad_torch", "m_hat|x", "m is not corrected; v is.", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    denom = np.sqrt(v_max) / np.sqrt(1 - beta2**t) + eps
    x = x - lr * m / denom
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("amsgrad_keras_rate_inverted", "amsgrad_keras", "lr_t", "The two corrections in lr_t are upside down.", """
def amsgrad_keras(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lr_t = lr * (1 - beta1**t) / np.sqrt(1 - beta2**t)
    x = x - lr_t * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, lr_t=lr_t, x=x)
"""),
    ("amsgrad_optax_keeps_maximum", "amsgrad_optax", "v", "The maximum is handed on as the v of the next step.", """
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    v_max = np.maximum(v_max, v_hat)
    x = x - lr * m_hat / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v_max, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)
"""),
    ("adabound_paper_divides_first", "adabound_paper", "rate", "sqrt(t) divides before the clipping, not after it.", """
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / ((1 - beta2) * t + 1))
    upper = final_lr * (1 + 1 / ((1 - beta2) * t))
    rate = np.clip(lr / (np.sqrt(v) * t**0.5), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x)
"""),
    ("amsbound_paper_bracket", "amsbound_paper", "lower", "The one is added to t, inside the bracket, in the lower bound.", """
def amsbound_paper(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    tempo = 1 - beta2
    lower = final_lr * (1 - 1 / (tempo * (t + 1)))
    upper = final_lr * (1 + 1 / (tempo * t))
    rate = np.clip(lr / np.sqrt(v_max), lower, upper) / t**0.5
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, rate=rate, x=x - rate * m)
"""),
    ("muon_optax_no_look", "muon_optax", "u", "u is the corrected average alone, without Nesterov's look-ahead.", """
def muon_optax(x, g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = mu * m + (1 - mu) * g
    u = m / (1 - mu**t)
    o = newton_schulz(u)
    x = x - lr * (max(1, x.shape[-1] / x.shape[-2]) ** 0.5 * o + weight_decay * x)
    return dict(m=m, u=u, o=o, x=x)
"""),
    ("lookahead_shares_turned", "lookahead_sgd", "slow", "The shares of the slow and of the fast point are exchanged.", """
def lookahead_sgd(x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5):
    if slow is None:
        slow = x
    fast = x - lr * g
    if t % k == 0:
        slow = alpha * slow + (1 - alpha) * fast
        x = slow
    else:
        x = fast
    return dict(fast=fast, slow=slow, x=x)
"""),
]

TWO = [
    ("momentum_pair", "momentum", "v x", "The sign of g stands in the velocity; x moves by half of it.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * np.sign(g)
    x = x + v / 2
    return dict(v=v, x=x)
"""),
    ("ema_pair", "momentum_ema", "m x", "The sizes of the gradients are averaged; x moves with the average, not against it.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + (1 - mu) * np.abs(g)
    x = x + lr * m
    return dict(m=m, x=x)
"""),
    ("nesterov_pair", "nesterov", "g_ahead x", "The gradient is looked up behind x; x moves by mu times the velocity.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x - mu * v)
    v = mu * v - lr * g_ahead
    x = x + mu * v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("shifted_pair", "nesterov_shifted", "v x", "One mu is missing where x moves, and lr in the new velocity.", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    x = x + mu * (v - lr * g) - lr * g
    v = mu * v - g
    return dict(v=v, x=x)
"""),
    ("adagrad_pair", "adagrad", "h x", "Sizes are summed and not squares; the sum divides without its root.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.abs(g)
    x = x - lr * g / (h + eps)
    return dict(h=h, x=x)
"""),
    ("rmsprop_pair", "rmsprop", "v x", "The new square has the weight rho too; the root covers eps.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * (v + g**2)
    x = x - lr * g / np.sqrt(v + eps)
    return dict(v=v, x=x)
"""),
    ("graves_pair", "rmsprop_graves", "m x", "m averages the sizes of the gradients; the step is taken off x.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * np.abs(g)
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    x = x - delta
    return dict(v=v, m=m, delta=delta, x=x)
"""),
    ("adadelta_pair", "adadelta", "v x", "Squares are summed as in AdaGrad; lr multiplies the step by its square.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = v + (1 - rho) * g**2
    delta = g * np.sqrt(u + eps) / np.sqrt(v + eps)
    u = rho * u + (1 - rho) * delta**2
    x = x - lr**2 * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("adam_pair_brackets", "adam", "m_hat v_hat", "The power t is taken of 1 - beta, in both corrections.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1) ** t
    v_hat = v / (1 - beta2) ** t
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_pair_share_root", "adam", "v x", "The new square has the weight 1 - beta1; eps stands under the root.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta1) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / np.sqrt(v_hat + eps))
"""),
    ("adamax_pair", "adamax", "m x", "m keeps the share beta2; its correction is missing where x moves.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta2) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    x = x - lr * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_pair", "nadam", "m_hat v_hat", "Both parts of the look-ahead are corrected alike; v is corrected with beta1.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_pair", "amsgrad", "v x", "The square of m is averaged; the newest gradient moves x.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    v_max = np.maximum(v_max, v)
    x = x - lr * g / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("adabound_pair", "adabound", "lower upper", "1 / gamma * t is not 1 / (gamma t): no brackets, in both bounds.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / gamma * t + 1)
    upper = final_lr * (1 + 1 / gamma * t)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("smorms3_pair", "smorms3", "zeta mem", "v is squared below m^2; the memory shrinks by r and not by zeta.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v**2 + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - r)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("eve_pair", "eve", "d x", "The change is divided by the larger loss; lr is divided by the root of d.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = abs(f - f_old) / (np.maximum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr / np.sqrt(d) * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
    ("learned_pair", "learned", "u x", "The bias is left out of the read-out; the step is taken off x.", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, len(w["Wo"])), x.dtype)
    eingang = g[..., None]
    h1, c1, _ = lstm(eingang, h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * (h2 @ w["Wo"])
    x = x - u
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x)
"""),
    ("adamw_pair", "adamw", "m x", "The new gradient has the weight 1 - beta2 in m; the decay is multiplied by lr twice.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) + lr * weight_decay * x)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lion_pair", "lion", "u m", "The sign is that of the old average alone; the average keeps the share beta1.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(m)
    x = x - lr * (u + weight_decay * x)
    m = beta1 * m + (1 - beta1) * g
    return dict(u=u, m=m, x=x)
"""),
    ("muon_pair", "muon", "b o", "The buffer is an average; the polynomial is applied once and not five times.", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + (1 - mu) * g
    u = g + mu * b
    o = newton_schulz(u, times=1)
    x = x - lr * (max(1, x.shape[-2] / x.shape[-1]) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("schedule_free_pair", "schedule_free", "y z", "The weights of z and x are exchanged in y; z starts its step from x.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = beta * z + (1 - beta) * x
    z = x - lr * grad(y)
    c = 1 / t
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)
"""),
    ("sam_pair", "sam", "e x", "The look upwards is not brought to length rho; the step down is brought to length lr.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g
    g_sam = grad(x + e)
    x = x - lr * g_sam / (np.linalg.norm(g_sam, axis=-1, keepdims=True) + eps)
    return dict(g=g, e=e, g_sam=g_sam, x=x)
"""),
    ("radam_pair", "radam", "rho_t r", "rho_t decays with beta1; known and rho_inf are exchanged in the last factor of r.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta1**t / (1 - beta1**t)
    known = np.maximum(rho_t, 4)
    r = np.sqrt((known - 4) * (known - 2) * known / ((rho_inf - 4) * (rho_inf - 2) * rho_inf))
    x = np.where(rho_t > 5, x - lr * r * m_hat / (np.sqrt(v_hat) + eps), x - lr * m_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)
"""),
    ("adabelief_pair", "adabelief", "m_hat s_hat", "The corrections of m and s are exchanged.", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
    m_hat = m / (1 - beta2**t)
    s_hat = s / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)
"""),
    ("yogi_pair", "yogi", "v m_hat", "v grows by a share of g^2 in every step, the sign is left out; m is not corrected.", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v + (1 - beta2) * g**2
    m_hat = m
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adan_pair", "adan", "s_hat x", "s is corrected with beta2; the decay multiplies x and does not divide.", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    change = 0 * g if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta2**t)
    x = x * (1 - lr * weight_decay) - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
"""),
    ("lamb_pair", "lamb", "u ratio", "eps stands under the root; the sizes are sums of |x|, not Euclidean lengths.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / np.sqrt(v_hat + eps) + weight_decay * x
    x_size = np.abs(x).sum(axis=-1, keepdims=True)
    u_size = np.abs(u).sum(axis=-1, keepdims=True)
    ratio = np.where((x_size > 0) & (u_size > 0), x_size / np.where(u_size > 0, u_size, 1), 1)
    x = x - lr * ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)
"""),
    ("ademamix_both", "ademamix", "m2 x", "The slow average has Adam's beta1; alpha multiplies both averages.", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0,
             *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta1 * m2 + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (alpha * (m_hat + m2) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("shampoo_pair", "shampoo", "R u", "R is not summed up, only the newest product is taken; the roots are square roots.", """
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    L = L + g @ transpose(g)
    R = eps * np.eye(x.shape[-1], dtype=x.dtype) + transpose(g) @ g
    u = power(L, -1 / 2) @ g @ power(R, -1 / 2)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)
"""),
    ("adafactor_pair", "adafactor", "v lr_t", "v is not divided by the mean; the larger of lr and 1 / sqrt(t) counts.", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - np.power(t, -decay)
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.maximum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)
"""),
    ("nadam_torch_pair", "nadam_torch", "mu_product m", "The product is not carried on; mu_t stands in the average.", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - 0.5 * np.power(0.96, t * psi))
    mu_next = beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * psi))
    mu_product = mu_t
    m = mu_t * m + (1 - mu_t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_optax_pair", "amsgrad_optax", "v_hat x", "v is not corrected; eps stands under the root.", """
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v
    v_max = np.maximum(v_max, v_hat)
    x = x - lr * m_hat / np.sqrt(v_max + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)
"""),
    ("rmsprop_torch_pair", "rmsprop_torch", "v b", "The square is missing in v; the buffer keeps the share rho, not mu.", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + (1 - rho) * abs(g)
    b = rho * b + g / (np.sqrt(v) + eps)
    x = x - lr * b
    return dict(v=v, b=b, x=x)
"""),
]

STOPS = [
    ("adadelta_before_it_is", "adadelta", "u", "delta is used in the line before it is made.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    u = rho * u + (1 - rho) * delta**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("nadam_none", "nadam", "m", "m and v start at None, and nothing is put in their place.", """
def nadam(x, g, t, m=None, v=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("lion_prints", "lion", "x", "The new x is printed and nothing is returned.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(beta1 * m + (1 - beta1) * g)
    x = x - lr * (u + weight_decay * x)
    m = beta2 * m + (1 - beta2) * g
    dict(u=u, m=m, x=x)
"""),
    ("sam_tuple", "sam", "x", "A tuple is returned, not a dict.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    g_sam = grad(x + e)
    return x - lr * g_sam, e
"""),
    ("muon_T_called", "muon", "o", "`.T` is called as a method.", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = u / np.linalg.norm(u)
    for _ in range(5):
        a = o @ o.T()
        o = 3.4445 * o + (-4.7750 * a + 2.0315 * a @ a) @ o
    x = x - lr * (o + weight_decay * x)
    return dict(b=b, x=x)
"""),
]

RIGHT = [
    ("sgd_by_sides", "sgd", """
def sgd(x, g, *, lr=0.1):
    size = lr * abs(g)
    return {"x": np.where(g > 0, x - size, x + size)}
"""),
    ("momentum_carried", "momentum", """
def momentum(x, g, carried=0.0, *, lr=0.01, mu=0.9):
    # the state is mu * v: what is left of the velocity for the next step
    v = carried - lr * g
    return dict(carried=mu * v, x=x + v)
"""),
    ("momentum_closure", "momentum", """
def momentum(x, g, v=None, *, lr=0.01, mu=0.9):
    def accelerate(speed):
        return mu * speed - lr * g

    v = accelerate(np.zeros_like(x) if v is None else v)
    return dict(x=np.add(x, v), v=v)
"""),
    ("ema_as_sum", "momentum_ema", """
def momentum_ema(x, g, total=0.0, *, lr=0.01, mu=0.9):
    total = mu * total + g  # the average is (1 - mu) * total
    return dict(total=total, x=x - lr * (1 - mu) * total)
"""),
    ("ema_named_beta", "momentum_ema", """
def momentum_ema(x, g, moyenne=0.0, *, lr=0.01, beta=0.9):
    moyenne = np.average(np.stack(np.broadcast_arrays(moyenne, g)), axis=0, weights=[beta, 1 - beta])
    return dict(moyenne=moyenne, x=x - lr * moyenne)
"""),
    ("nesterov_keeps_point", "nesterov", """
def nesterov(x, grad, ahead=None, *, lr=0.01, mu=0.9):
    if ahead is None:
        ahead = x
    x_new = ahead - lr * grad(ahead)
    return dict(ahead=x_new + mu * (x_new - x), x=x_new)
"""),
    ("smoothed_by_shares", "smoothed_nesterov", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    look = mu * v
    quarter = look / 4
    points = (x + quarter, x + quarter * 2, x + look - quarter, x + look)
    v = look - lr / 4 * sum(map(grad, points))
    return dict(v=v, x=x + v)
"""),
    ("shifted_uphill", "nesterov_shifted", """
def nesterov_shifted(x, g, up=0.0, *, lr=1e-2, mu=0.9):
    s = lr * g
    x, up = x - mu * mu * up - s - mu * s, mu * up + s
    return dict(up=up, x=x)
"""),
    ("adagrad_denominator", "adagrad", """
def adagrad(x, g, noemer=None, *, lr=0.01, eps=1e-8):
    root = 0.0 if noemer is None else noemer - eps
    noemer = np.sqrt(root**2 + g**2) + eps
    return dict(noemer=noemer, x=x - lr * g / noemer)
"""),
    ("adagrad_reciprocal", "adagrad", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = np.add(h, np.power(g, 2))
    per_parameter = np.reciprocal(np.sqrt(h) + eps) * lr
    x = np.subtract(x, np.multiply(per_parameter, g))
    return dict(h=h, rate=per_parameter, x=x)
"""),
    ("rmsprop_log1p", "rmsprop", """
def rmsprop(x, g, log_v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    # log(1 + v) is kept, so a large v is a small number
    v = rho * np.expm1(log_v) + (1 - rho) * g**2
    return dict(log_v=np.log1p(v), x=x - lr * g / (np.sqrt(v) + eps))
"""),
    ("rmsprop_each", "rmsprop", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, alpha=0.9, eps=1e-8):
    new_v, new_x = np.empty_like(x), np.empty_like(x)
    for i in np.ndindex(x.shape):
        new_v[i] = alpha * v[i] + (1 - alpha) * g[i] ** 2
        new_x[i] = x[i] - lr * g[i] / (new_v[i] ** 0.5 + eps)
    return dict(v=new_v, x=new_x)
"""),
    ("graves_forward", "rmsprop_graves", """
def rmsprop_graves(x, g, n=0.0, g_bar=0.0, weg=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    new = 1 - rho
    n = n * rho + g * g * new
    g_bar = g_bar * rho + g * new
    variance = n - g_bar * g_bar
    weg = mu * weg + lr * g * (variance + eps) ** -0.5
    return dict(n=n, g_bar=g_bar, weg=weg, x=x - weg)
"""),
    ("adadelta_keeps_rms", "adadelta", """
def adadelta(x, g, rms_g=None, rms_dx=None, *, lr=1.0, rho=0.95, eps=1e-6):
    if rms_g is None:
        rms_g = rms_dx = np.full_like(x, np.sqrt(eps))
    rms_g = np.sqrt(rho * rms_g**2 + (1 - rho) * (g**2 + eps))
    dx = -rms_dx / rms_g * g
    rms_dx = np.sqrt(rho * rms_dx**2 + (1 - rho) * (dx**2 + eps))
    return dict(rms_g=rms_g, rms_dx=rms_dx, x=x + lr * dx)
"""),
    ("adam_product_of_betas", "adam", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    seen1, seen2 = 1 - np.prod(np.full(t, beta1)), 1 - np.prod(np.full(t, beta2))
    m = m + (g - m) * (1 - beta1)
    v = v + (g**2 - v) * (1 - beta2)
    return dict(m=m, v=v, x=x - lr / seen1 * m / ((v / seen2) ** 0.5 + eps))
"""),
    ("adam_running_weights", "adam", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # m and v are corrected averages: the weight of the new one falls from 1 to 1 - beta
    new1 = (1 - beta1) / (1 - beta1**t)
    new2 = (1 - beta2) / (1 - beta2**t)
    m = (1 - new1) * m + new1 * g
    v = (1 - new2) * v + new2 * g**2
    return dict(m=m, v=v, x=x - lr * m / (np.sqrt(v) + eps))
"""),
    ("adam_dict_of_moments", "adam", """
def adam(x, g, t, m=0.0, rms=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    row = {"m": beta1 * m + (1 - beta1) * g, "rms": np.hypot(beta2**0.5 * rms, (1 - beta2) ** 0.5 * g)}
    top = row["m"] / (1 - beta1**t)
    below = row["rms"] / (1 - beta2**t) ** 0.5 + eps
    row["x"] = x - lr * top / below
    return row
"""),
    ("adamax_without_max", "adamax", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    a, b = beta2 * u, np.abs(g) + eps
    u = b + np.clip(a - b, 0, None)  # the larger of both
    m_hat = m / (1 - beta1**t)
    return dict(m=m, u=u, x=x - lr * m_hat / u)
"""),
    ("adam_p_norm", "adam_p", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    share = (1 - beta2**p) ** (1 / p)
    m = beta1 * m + (1 - beta1) * g
    u = np.linalg.norm(np.stack([beta2 * u, share * (np.abs(g) + eps)]), ord=p, axis=0)
    back = (1 - beta2 ** (p * t)) ** (1 / p)
    return dict(m=m, u=u, x=x - lr * back / (1 - beta1**t) * m / u)
"""),
    ("nadam_lambda", "nadam", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    fix = lambda a, beta, k: a / (1 - beta**k)
    g_part = (1 - beta1) * g
    m = beta1 * m + g_part
    v = beta2 * v + (1 - beta2) * np.square(g)
    richtung = fix(g_part, beta1, t) + fix(beta1 * m, beta1, t + 1)
    return dict(m=m, v=v, x=x - lr * richtung / (eps + np.sqrt(fix(v, beta2, t))))
"""),
    ("amsgrad_gap", "amsgrad", """
def amsgrad(x, g, m=0.0, v=0.0, gap=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # gap: how far the largest v so far lies above the present one
    largest = v + gap
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    gap = np.where(largest > v, largest - v, 0.0)
    return dict(m=m, v=v, gap=gap, x=x - lr * m / (np.sqrt(v + gap) + eps))
"""),
    ("adabound_median", "adabound", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = gamma * t
    free = lr * (1 - beta2**t) ** 0.5 / ((1 - beta1**t) * (v**0.5 + eps))
    three = np.broadcast_arrays(final_lr * k / (k + 1), free, final_lr * (k + 1) / k)
    return dict(m=m, v=v, x=x - np.median(three, axis=0) * m)
"""),
    ("amsbound_sorted", "amsbound", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v * beta2 + (1 - beta2) * g**2
    v_max = np.where(v > v_max, v, v_max)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    spread = final_lr / (gamma * t)
    candidates = np.broadcast_arrays(lr_t / (np.sqrt(v_max) + eps), final_lr - final_lr / (gamma * t + 1), final_lr + spread)
    middle = np.sort(np.stack(candidates), axis=0)[1]
    return dict(m=m, v=v, v_max=v_max, x=x - middle * m)
"""),
    ("smorms3_keeps_share", "smorms3", """
def smorms3(x, g, m=0.0, v=0.0, r=0.5, *, lr=1e-3, eps=1e-16):
    # r = 1 / (mem + 1) is the state
    m = m + r * (g - m)
    v = v + r * (g * g - v)
    zeta = m * m / (v + eps)
    move = np.where(zeta < lr, zeta, lr) * g / (np.sqrt(v) + eps)
    mem = 1 + (1 / r - 1) * (1 - zeta)
    return dict(m=m, v=v, r=1 / (1 + mem), x=x - move)
"""),
    ("eve_speed", "eve", """
def eve(x, g, t, f, m=0.0, v=0.0, speed=1.0, last=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if t > 1:
        low, high = np.minimum(f, last), np.maximum(f, last)
        change = (high - low) / (low - f_star)
        change = np.minimum(np.maximum(change, 1 / c), c)
        speed = 1 / (beta3 / speed + (1 - beta3) * change)
    adam = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, speed=speed, last=f, x=x - lr * speed * adam)
"""),
    ("santa_keeps_mu", "santa_e", """
def santa(x, g, t, rng, n, v=0.0, G=None, mu=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50,
          C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    u = lr**0.5 * rng.standard_normal(x.shape, x.dtype) if u is None else u
    mu = 1 - lr**0.5 * C if mu is None else mu
    heat = t**-anneal / beta0
    xi = rng.standard_normal(x.shape, x.dtype)
    v = sigma * v + (1 - sigma) * g**2
    new_G = (lam + v**0.5) ** -0.5
    old_G = new_G if G is None else G
    force = -lr * new_G * n * g
    if t < burnin:
        mu = np.clip(mu - u**2 + lr * heat, 1 - a_max, 1 - a_min)
        kick = np.sqrt(2 * heat * lr**p * old_G) * xi
        if curvature:
            kick = kick + lr * heat * (new_G - old_G) / (new_G * u)
        force = force + kick
    u = mu * u + force
    return dict(v=v, G=new_G, mu=mu, u=u, x=x + new_G * u)
"""),
    ("adasecant_keeps_share", "adasecant", """
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, new=1 / 2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    # new = 1 / tau is the share of the newest in all averages
    def blend(old, value):
        return (1 - new) * old + new * value

    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m, m2 = rho * m + (1 - rho) * g, rho * m2 + (1 - rho) * g * g
    gamma = np.minimum((num / (den + eps)) ** 0.5, gamma_max)
    num, den = blend(num, ((g - g_tilde) * (g_tilde - m)) ** 2), blend(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = blend(c, alpha), blend(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = ((last2 + eps_rate) / (c2 + eps_rate)) ** 0.5 - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d, d2, cov = blend(d, delta), blend(last2, delta**2), blend(cov, delta * alpha)
    far = np.logical_or((g - m) ** 2 > 4 * (m2 - m**2), (alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, (1 - last**2 / (last2 + eps)) / new + 1 + eps)
    new = 1 / np.clip(tau, 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, c=c, c2=c2, h=h, d=d, d2=d2, cov=cov, new=new, g_old=g,
                x=x + delta)
"""),
    ("learned_own_cells", "learned", """
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def cell(a, h, c, W, U, b):
    z = np.concatenate([a, h], axis=-1) @ np.vstack([W, U]) + b
    i, f, o, j = np.split(z, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(j)
    return sigmoid(o) * np.tanh(c), c


def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1, c1, h2, c2 = np.zeros((4, *x.shape, len(w["Wo"])), x.dtype)
    h1, c1 = cell(np.expand_dims(g, -1), h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2 = cell(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x + w["scale"] * (h2 @ w["Wo"]) + w["scale"] * w["bo"])
"""),
    ("lr_t_imports", "adam_lr_t", """
def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    from math import sqrt

    m = m - (1 - beta1) * (m - g)
    v = v - (1 - beta2) * (v - g**2)
    factor = sqrt(1 - beta2**t) / (1 - beta1**t)
    return dict(m=m, v=v, x=x - lr * m * factor / (np.sqrt(v) + eps))
"""),
    ("adamw_copy", "adamw", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    nuevo = x.copy()
    nuevo -= lr * weight_decay * x
    nuevo -= lr / (1 - beta1**t) * m / (np.sqrt(v / (1 - beta2**t)) + eps)
    return {"m": m, "v": v, "x": nuevo}
"""),
    ("lion_comparisons", "lion", """
def lion(x, g, total=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, wd=0.0):
    # total = m / (1 - beta2)
    c = beta1 * (1 - beta2) * total + (1 - beta1) * g
    u = (c > 0).astype(x.dtype) - (c < 0)
    return dict(total=beta2 * total + g, x=(1 - lr * wd) * x - lr * u)
"""),
    ("schedule_free_gap", "schedule_free", """
def schedule_free(x, grad, t, gap=0.0, *, lr=0.01, beta=0.9):
    # gap = z - x
    y = x + (1 - beta) * gap
    gap = gap - lr * grad(y)
    x = x + gap / t
    return dict(y=y, gap=gap * (1 - 1 / t), x=x)
"""),
    ("schedule_free_adamw_count", "schedule_free_adamw", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    y = z + beta1 * (x - z)
    g = grad(y)
    v, w = beta2 * v + (1 - beta2) * g**2, w + lr * lr
    denominator = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    z = z - lr * g / denominator - lr * weight_decay * y
    return dict(z=z, v=v, w=w, x=x + lr * lr / w * (z - x))
"""),
    ("sam_einsum", "sam", """
def sam(x, grad, *, lr=0.01, radius=0.05, eps=1e-12):
    g = grad(x)
    length = np.sqrt(np.einsum("...i,...i->...", g, g))[..., None]
    worst = x + g * (radius / (length + eps))
    return dict(worst=worst, x=x - lr * grad(worst))
"""),
    ("radam_two_returns", "radam", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    longest = (1 + beta2) / (1 - beta2)
    left = beta2**t
    length = longest - 2 * t * left / (1 - left)
    if length <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    rectify = np.sqrt((length - 4) / (longest - 4) * (length - 2) / (longest - 2) * longest / length)
    return dict(m=m, v=v, x=x - lr * rectify * m_hat / (np.sqrt(v / (1 - left)) + eps))
"""),
    ("adabelief_eps_summed", "adabelief", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    # s without its eps; the sum of all those is eps (1 - beta2^t) / (1 - beta2)
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * (g - m) ** 2
    s_hat = s / (1 - beta2**t) + eps / (1 - beta2)
    return dict(m=m, s=s, x=x - lr * m / ((1 - beta1**t) * (np.sqrt(s_hat) + eps)))
"""),
    ("adan_previous_or_now", "adan", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, before=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    diff = g - (g if before is None else before)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * np.square(g + beta2 * diff)
    root = np.sqrt(s / (1 - beta3**t)) + eps
    update = m / (1 - beta1**t) / root + beta2 * v / (1 - beta2**t) / root
    return dict(m=m, v=v, s=s, before=g, x=(x - lr * update) / (1 + lr * weight_decay))
"""),
    ("yogi_comparisons", "yogi", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    square = g * g
    up = np.where(v < square, 1, np.where(v > square, -1, 0))
    v = v + up * (1 - beta2) * square
    m = beta1 * m + (1 - beta1) * g
    x = x - lr / (1 - beta1**t) * m / (np.sqrt(v) / np.sqrt(1 - beta2**t) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("lamb_divide", "lamb", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    lengths = [np.sqrt((a * a).sum(-1, keepdims=True)) for a in (x, u)]
    trust = np.ones_like(lengths[0])
    np.divide(*lengths, out=trust, where=(lengths[0] > 0) & (lengths[1] > 0))
    return dict(m=m, v=v, x=x - lr * trust * u)
"""),
    ("prodigy_without_d0", "prodigy", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=None, start=None,
            *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    # s and r are d0 times those of the paper; only their ratio counts
    if start is None:
        start, d = x, d0
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d**2 * g**2
    root = beta2**0.5
    r = root * r + d * lr_t * (g * (start - x)).sum(-1, keepdims=True)
    s = root * s + d * lr_t * g
    size = np.abs(s).sum(-1, keepdims=True)
    found = np.where(size > 0, r / np.where(size > 0, size, 1), d)
    d = np.where(found > d, found, d)
    x = (1 - lr_t * weight_decay) * x - lr_t * m / (np.sqrt(v) + d * eps)
    return dict(m=m, v=v, s=s, r=r, d=d, start=start, x=x)
"""),
    ("ademamix_two_steps", "ademamix", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0,
             *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    m1, m2 = (beta * m + (1 - beta) * g for beta, m in ((beta1, m1), (beta3, m2)))
    v = beta2 * v + (1 - beta2) * g**2
    per_root = lr / (np.sqrt(v / (1 - beta2**t)) + eps)
    out = (1 - lr * weight_decay) * x
    for share, average in ((1 / (1 - beta1**t), m1), (alpha, m2)):
        out = out - share * per_root * average
    return dict(m1=m1, m2=m2, v=v, x=out)
"""),
    ("sophia_clock_turned", "sophia", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    keep = beta2 if t % k == 1 % k else 1.0
    h = keep * h + (1 - keep) * hess
    u = np.maximum(np.minimum(m / np.maximum(gamma * h, eps), 1), -1)
    return dict(m=m, h=h, x=x * (1 - lr * weight_decay) - lr * u)
"""),
    ("muon_lying", "muon", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    rows, cols = x.shape[-2:]
    # a tall matrix is laid on its side, as its products are smaller then
    o = transpose(newton_schulz(transpose(u))) if rows > cols else newton_schulz(u)
    scale = np.sqrt(rows / cols) if rows > cols else 1
    return dict(b=b, o=o, x=(1 - lr * weight_decay) * x - lr * scale * o)
"""),
    ("shampoo_eps_apart", "shampoo", """
def shampoo(x, g, left=None, right=None, *, lr=0.1, eps=1e-6):
    # the sums without the eps of their start
    first = left is None
    left = g @ g.swapaxes(-1, -2) + (0 if first else left)
    right = g.swapaxes(-1, -2) @ g + (0 if first else right)
    L = left + eps * np.identity(x.shape[-2])
    R = right + eps * np.identity(x.shape[-1])
    return dict(left=left, right=right, x=x - lr * power(L, -0.25) @ g @ power(R, -0.25))
"""),
    ("soap_helpers", "soap", """
def turn(a, left, right):
    return transpose(left) @ a @ right


def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
         *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    rows, cols = g @ transpose(g), transpose(g) @ g
    if QL is None:
        L, R, QL, QR = 0 * rows, 0 * cols, eigenvectors(rows), eigenvectors(cols)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * turn(g, QL, QR) ** 2
    c2 = np.sqrt(1 - beta2**t)
    adam = turn(m, QL, QR) / (1 - beta1**t) / (np.sqrt(v) / c2 + eps / c2)
    x = x - lr * turn(adam, transpose(QL), transpose(QR))
    L, R = beta3 * L + (1 - beta3) * rows, beta3 * R + (1 - beta3) * cols
    if not t % k:
        QL, _ = np.linalg.qr(L @ QL)
        QR, _ = np.linalg.qr(R @ QR)
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("adafactor_row_sums", "adafactor", """
def adafactor(x, g, t, rows=None, cols=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    old = 0.0 if t == 1 else 1 - t**-decay
    square = g * g + eps
    row, col = square.sum(-1, keepdims=True), square.mean(-2, keepdims=True)
    rows, cols = (row, col) if t == 1 else (old * rows + (1 - old) * row, old * cols + (1 - old) * col)
    share = rows / rows.mean(-2, keepdims=True)  # sums or means: their scale goes out
    u = g / np.sqrt(share * cols)
    rms = np.sqrt(np.mean(u * u, axis=(-2, -1), keepdims=True))
    u = np.where(rms > d, u * d / rms, u)
    size = np.linalg.norm(x, axis=(-2, -1), keepdims=True) / np.sqrt(x.shape[-2] * x.shape[-1])
    return dict(rows=rows, cols=cols, x=x - np.maximum(size, eps2) * min(lr, t**-0.5) * u)
"""),
    ("l2_shrinks", "sgd_l2", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    return dict(x=(1 - lr * weight_decay) * x - lr * g)
"""),
    ("torch_first_in_one", "momentum_torch", """
def momentum_torch(x, g, b=None, *, lr=1e-3, momentum=0.9, dampening=0.0):
    first = b is None
    b = (1 if first else 1 - dampening) * g + (0 if first else momentum * b)
    return dict(b=b, x=x - b * lr)
"""),
    ("nesterov_torch_old_buffer", "nesterov_torch", """
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    look = (1 + mu) * g + mu**2 * b
    return {"x": x - lr * look, "b": g + mu * b}
"""),
    ("adagrad_keras_start_apart", "adagrad_keras", """
def adagrad_keras(x, g, seen=0.0, *, lr=1e-3, eps=1e-7):
    seen = seen + g**2  # the 0.1 of the start stands where it is used
    return dict(seen=seen, x=x - lr * g * (0.1 + seen + eps) ** -0.5)
"""),
    ("rmsprop_keras_down", "rmsprop_keras", """
def rmsprop_keras(x, g, v=0.0, schritt=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = v - (1 - rho) * (v - g * g)
    schritt = mu * schritt - lr * g / np.sqrt(eps + v)
    return dict(v=v, schritt=schritt, x=x + schritt)
"""),
    ("corrected_falling_share", "rmsprop_corrected", """
def rmsprop_corrected(x, g, t, v_hat=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    share = (1 - rho) / (1 - rho**t)
    v_hat = v_hat + share * (g**2 - v_hat)
    return dict(v_hat=v_hat, x=x - lr * g / (np.sqrt(v_hat) + eps))
"""),
    ("dozat_generator", "nadam_dozat", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, seen=0.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    mu, mu_next = (beta1 - beta1 / 2 * 0.96 ** (i * psi) for i in (t, t + 1))
    product = (1 - seen) * mu
    m = mu * m + (1 - mu) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
    below = np.sqrt(beta2 * v / (1 - beta2**t)) + eps
    return dict(m=m, v=v, seen=1 - product, x=x - lr * top / below)
"""),
    ("amsgrad_torch_inplace", "amsgrad_torch", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.fmax(v, v_max)
    denom = np.sqrt(v_max)
    denom /= np.sqrt(1 - beta2**t)
    denom += eps
    step_size = lr / (1 - beta1**t)
    return dict(m=m, v=v, v_max=v_max, x=x - step_size * m / denom)
"""),
    ("amsbound_paper_fractions", "amsbound_paper", """
def amsbound_paper(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    k = t - beta2 * t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    rate = np.minimum(np.maximum(lr * v_max**-0.5, final_lr * k / (k + 1)), final_lr + final_lr / k)
    return dict(m=m, v=v, v_max=v_max, x=x - rate * m / np.sqrt(t))
"""),
    ("muon_optax_sum", "muon_optax", """
def muon_optax(x, g, t, total=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    total = mu * total + g
    new = 1 - mu
    u = mu * new * total / (1 - mu ** (t + 1)) + new * g / (1 - mu**t)
    rows, cols = x.shape[-2:]
    o = newton_schulz(u) * np.sqrt(max(rows, cols) / rows)
    return dict(total=total, x=x - lr * o - lr * weight_decay * x)
"""),
    ("lookahead_early_return", "lookahead_sgd", """
def lookahead_sgd(x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5):
    start = x if slow is None else slow
    fast = x - lr * g
    if t % k:
        return dict(slow=start, x=fast)
    mixed = (1 - alpha) * start + alpha * fast
    return dict(slow=mixed, x=mixed)
"""),
]


def functions(rows):
    """The rows with a function in the place of the source, which `inspect` finds, as it finds that of a cell."""
    for name, step, *about, source in rows:
        space, file = {"np": np, "lstm": lstm, "trained": trained} | HELPERS, f"<{name}>"
        lines = source.strip().splitlines(True)
        linecache.cache[file] = len(source), None, lines, file
        exec(compile("".join(lines), file, "exec"), space)
        own = [f for f in space.values() if inspect.isfunction(f) and f.__code__.co_filename == file]
        yield name, max(own, key=lambda f: f.__code__.co_firstlineno), step, *about
