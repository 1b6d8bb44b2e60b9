"""A tenth set of functions as students write them, by someone who had read the steps and the exercises, and not the feedback.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong, source). " | " stands between
alternatives, a space between two wrong lines. RIGHT: (name, step, source): the same path in another form.
"""

import numpy as np

from optlab.steps import matrices
from optlab.steps.learned import lstm, trained

HELPERS = {name: getattr(matrices, name) for name in ("newton_schulz", "transpose", "power", "eigenvectors")}
NAMES = {"np": np, "lstm": lstm, "trained": trained, **HELPERS}  # what the sources may use

ONE = [
    ("sgd_mean", "sgd", "x", "All coordinates move by the mean of the gradient.", """
def sgd(x, g, *, lr=0.01):
    mean_gradient = np.mean(g, axis=-1, keepdims=True)
    x = x - lr * mean_gradient
    return dict(x=x)
"""),
    ("sgd_floor", "sgd", "x", "Divides by 1/lr with the whole-number division.", """
def sgd(x, g, *, lr=0.01):
    teile = 1 / lr
    return {"x": x - g // teile}
"""),
    ("momentum_minus", "momentum", "x", "The velocity has its minus already and is subtracted again.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x - v
    return dict(v=v, x=x)
"""),
    ("momentum_bracket", "momentum", "v", "mu damps the newest gradient too.", """
def momentum(x, g, vitesse=0.0, *, lr=0.01, mu=0.9):
    vitesse = mu * (vitesse - lr * g)
    return dict(vitesse=vitesse, x=x + vitesse)
"""),
    ("ema_weights", "momentum_ema", "m", "The two weights are exchanged.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = (1 - mu) * m + mu * g
    x = x - lr * m
    return dict(m=m, x=x)
"""),
    ("ema_late", "momentum_ema", "x", "x moves before m is renewed.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    x = x - lr * m
    m = mu * m + (1 - mu) * g
    return dict(m=m, x=x)
"""),
    ("nesterov_behind", "nesterov", "g_ahead", "Looks back, as if v pointed uphill.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = x - mu * v
    g_ahead = grad(ahead)
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("nesterov_twice", "nesterov", "v", "v is damped in place for the look-ahead, and then once more.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v                      # where we would go anyway
    g_ahead = grad(x + v)
    v = mu * v - lr * g_ahead
    return {"g_ahead": g_ahead, "v": v, "x": x + v}
"""),
    ("smoothed_thirds", "smoothed_nesterov", "g_ahead", "Four gradients are summed and divided by 3.", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    total = 0
    for k in range(1, 5):
        total = total + grad(x + k / 4 * mu * v)
    g_ahead = total / 3
    v = mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)
"""),
    ("nesterov_torch_full", "nesterov_torch", "x", "The buffer is added to the gradient undamped.", """
def nesterov_torch(x, g, buf=0.0, *, lr=1e-3, mu=0.9):
    buf = mu * buf + g
    d_p = g + buf
    return dict(buf=buf, x=x - lr * d_p)
"""),
    ("nesterov_keras_average", "nesterov_keras", "v", "The velocity takes only the share 1 - mu of the gradient.", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - (1 - mu) * lr * g
    x = x + mu * v - lr * g
    return dict(v=v, x=x)
"""),
    ("shifted_order", "nesterov_shifted", "x", "v is renewed first, so x takes the new one.", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    x = x + mu ** 2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)
"""),
    ("dampening_itself", "momentum_torch", "b", "The gradient is multiplied by dampening, not by what is left of it.", """
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        b = g
    else:
        b = mu * b + dampening * g
    return dict(b=b, x=x - lr * b)
"""),
    ("adagrad_abs", "adagrad", "h", "Sums the sizes of the gradients, not their squares.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.abs(g)
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
    ("adagrad_again", "adagrad", "x", "The newest square is added under the root a second time.", """
def adagrad(x, g, cache=0.0, *, lr=0.01, eps=1e-8):
    cache = cache + g**2
    x = x - lr / (np.sqrt(cache + g**2) + eps) * g
    return dict(cache=cache, x=x)
"""),
    ("adagrad_torch_t", "adagrad_torch", "x", "lr falls from the first step on: t for t - 1.", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    clr = lr / (1 + t * lr_decay)
    h = h + g * g
    return dict(h=h, x=x - clr * g / (np.sqrt(h) + eps))
"""),
    ("adagrad_keras_zero", "adagrad_keras", "h", "The sum starts at 0, as in the paper.", """
def adagrad_keras(x, g, h=0.0, *, lr=1e-3, eps=1e-7):
    h = h + g ** 2
    x = x - lr * g / np.sqrt(h + eps)
    return dict(h=h, x=x)
"""),
    ("rmsprop_about_v", "rmsprop", "v", "The square is that of g - v, as if v were the mean.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * (g - v) ** 2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_half", "rmsprop", "x", "v ** 1 / 2 is half of v, not its root.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g ** 2
    wurzel = v ** 1 / 2
    x = x - lr * g / (wurzel + eps)
    return dict(v=v, x=x)
"""),
    ("graves_plus", "rmsprop_graves", "delta", "The square of the mean is added, not subtracted.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v + m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)
"""),
    ("graves_mu", "rmsprop_graves", "m", "The average of the gradients has mu for rho.", """
def rmsprop_graves(x, g, n=0.0, gbar=0.0, step=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n = rho * n + (1 - rho) * g**2
    gbar = mu * gbar + (1 - mu) * g
    step = mu * step - lr * g / np.sqrt(np.abs(n - gbar**2) + eps)
    return dict(n=n, gbar=gbar, step=step, x=x + step)
"""),
    ("centered_roots", "rmsprop_centered_torch", "x", "The root is taken of each, and then the difference.", """
def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    v = rho * v + (1 - rho) * np.square(g)
    m = rho * m + (1 - rho) * g
    std = np.sqrt(v) - np.abs(m)
    x = x - lr * g / (std + eps)
    return dict(v=v, m=m, x=x)
"""),
    ("rmsprop_torch_lr", "rmsprop_torch", "b | x", "lr stands in the buffer and before it.", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    b = mu * b + lr * g / (np.sqrt(v) + eps)
    x = x - lr * b
    return dict(v=v, b=b, x=x)
"""),
    ("rmsprop_keras_rho", "rmsprop_keras", "b", "The buffer is damped by rho, not by mu.", """
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = rho * v + (1 - rho) * g**2
    b = rho * b + lr * g / np.sqrt(v + eps)
    return dict(v=v, b=b, x=x - b)
"""),
    ("rmsprop_corrected_next", "rmsprop_corrected", "v_hat", "Corrected as if the next step were this one.", """
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    t = t + 1
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho**t)
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, x=x)
"""),
    ("rmsprop_root_kept", "rmsprop_eps_inside", "v", "The root is written into v and returned as the memory.", """
def rmsprop_eps_inside(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-7):
    v = rho * v + (1 - rho) * g**2
    v = np.sqrt(v + eps)
    return dict(v=v, x=x - lr * g / v)
"""),
    ("adadelta_u_of_g", "adadelta", "u", "u averages the squared gradients, as v does.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * g**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("adadelta_no_root", "adadelta", "delta", "u has no root.", """
def adadelta(x, g, Eg=0.0, Ex=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    rms = lambda a: np.sqrt(a + eps)
    Eg = rho * Eg + (1 - rho) * g**2
    d = (Ex + eps) / rms(Eg) * g
    Ex = rho * Ex + (1 - rho) * d**2
    return {"Eg": Eg, "Ex": Ex, "x": x - lr * d}
"""),
    ("adam_hat_beta2", "adam", "m_hat", "m is corrected with beta2.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    korrektur = 1 - beta2**t
    m_hat = m / korrektur
    v_hat = v / korrektur
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_all_squared", "adam", "v", "The bracket is squared with its weight.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + ((1 - beta2) * g) ** 2
    mc, vc = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * mc / (vc**0.5 + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("lr_t_root_over_all", "adam_lr_t", "lr_t", "The root stands over the whole fraction.", """
def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt((1 - beta2**t) / (1 - beta1**t))
    x = x - lr_t * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("l2_minus", "adam_l2", "g_l2", "The decay is subtracted from the gradient: weights grow.", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    g = g - weight_decay * x
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=g, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamax_beta1", "adamax", "u", "u is forgotten with beta1.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta1 * u, np.abs(g) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("adamax_power", "adamax", "x", "The power stands outside the bracket: (1 - beta1)^t.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    x = x - (lr / (1 - beta1) ** t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_same_t", "nadam", "m_hat", "Both parts are corrected with this step's t.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("nadam_hat_kept", "nadam", "v", "The corrected v is returned as the memory.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v /= 1 - beta2**t
    ahead = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    return dict(m=m, v=v, x=x - lr * ahead / (np.sqrt(v) + eps))
"""),
    ("nadam_torch_bracket", "nadam_torch", "mu_next", "The bracket round t + 1 is missing.", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - 0.5 * 0.96 ** (t * psi))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** (t + 1 * psi))
    mu_product = mu_product * mu_t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("dozat_constant", "nadam_dozat", "m", "The average has the constant beta1, not the schedule.", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    def schedule(s):
        return beta1 * (1 - 0.5 * np.power(0.96, s * psi))

    mu_t, mu_next = schedule(t), schedule(t + 1)
    mu_product = mu_product * mu_t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = beta2 * v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_of_g", "amsgrad", "v_max", "The maximum is that of the squared gradients.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, g**2)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("amsgrad_stored", "amsgrad", "v", "The maximum is written back into v.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v = v_max = np.maximum(v, v_max)
    return dict(m=m, v=v, v_max=v_max, x=x - lr * m / (np.sqrt(v_max) + eps))
"""),
    ("amsgrad_optax_least", "amsgrad_optax", "v_max", "np.where keeps the smaller of the two, except at the start.", """
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    v_max = np.where((v_hat > v_max) & (t > 1), v_max, v_hat)
    x = x - lr * m_hat / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)
"""),
    ("amsgrad_keras_no_root", "amsgrad_keras", "x", "Divides by v_max, not by its root.", """
def amsgrad_keras(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = m + (g - m) * (1 - beta1)
    v = v + (g * g - v) * (1 - beta2)
    v_max = np.maximum(v_max, v)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * m / (v_max + eps)
    return dict(m=m, v=v, v_max=v_max, lr_t=lr_t, x=x)
"""),
    ("adabound_lower", "adabound", "lower", "gamma multiplies t + 1.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * (t + 1)))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("adabound_swapped", "adabound", "rate", "np.clip gets the upper bound first.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    hi = final_lr * (1 + 1 / (gamma * t))
    lo = final_lr * (1 - 1 / (gamma * t + 1))
    step_size = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(step_size / (np.sqrt(v) + eps), hi, lo)
    return dict(m=m, v=v, lower=lo, upper=hi, lr_t=step_size, rate=rate, x=x - rate * m)
"""),
    ("amsbound_upper", "amsbound", "upper", "The upper bound opens with t: the 1 / is forgotten.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + gamma * t)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("amsbound_paper_t", "amsbound_paper", "rate", "Divided by t, not by its root.", """
def amsbound_paper(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    k = (1 - beta2) * t
    lower, upper = final_lr * (1 - 1 / (k + 1)), final_lr * (1 + 1 / k)
    rate = np.clip(lr / np.sqrt(v_max), lower, upper) / t
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, rate=rate, x=x - rate * m)
"""),
    ("adabound_paper_g", "adabound_paper", "x", "The gradient is multiplied by the rate, not its average.", """
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / ((1 - beta2) * t + 1))
    upper = final_lr * (1 + 1 / ((1 - beta2) * t))
    rate = np.clip(lr / np.sqrt(v), lower, upper) / np.sqrt(t)
    x = x - rate * g
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x)
"""),
    ("adamw_bare", "adamw", "x", "The decay is not multiplied by lr.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamw_in_m", "adamw", "m", "The decay enters m as well.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * (g + weight_decay * x)
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamw_keras_lr_t", "adamw_keras", "x", "The decay has Adam's lr_t.", """
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * (m / (np.sqrt(v) + eps) + weight_decay * x)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("smorms3_no_one", "smorms3", "mem", "The memory does not grow by a step.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("eve_larger", "eve", "d", "The change is measured by the larger loss.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
        eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.maximum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
    ("adasecant_paper_plus", "adasecant_paper", "rate", "The covariance is added to the ratio.", """
def adasecant_paper(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0,
                    tau=2.1, *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    gamma = np.clip(np.where(den > 0, num / np.where(den > 0, den, 1), gamma_max), 0, gamma_max)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, tau)
    q = 1 / tau
    m = (1 - q) * m + q * g
    m2 = (1 - q) * m2 + q * g**2
    g_tilde = (g + gamma * m) / (1 + gamma)
    num = (1 - q) * num + q * (g_old - g) * (g_old - m)
    den = (1 - q) * den + q * (g_old - m) * (g - m)
    c = (1 - q) * c + q * alpha
    c2 = (1 - q) * c2 + q * alpha**2
    d = g if t == 1 else (1 - q) * d + q * delta
    d2 = g**2 if t == 1 else (1 - q) * d2 + q * delta**2
    cov = (1 - q) * cov + q * delta * alpha
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) + cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    return dict(alpha=alpha, gamma=gamma, m=m, m2=m2, g_tilde=g_tilde, num=num, den=den, c=c, c2=c2, d=d, d2=d2,
                cov=cov, rate=rate, tau=tau, delta=delta, g_old=g, x=x + delta)
"""),
    ("adasecant_gamma", "adasecant", "g_tilde", "The mix of g and its average is not divided by 1 + gamma.", """
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0,
              cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    g_tilde = g + gamma * m / (1 + gamma)
    alpha = g - g_old
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha**2 / tau
    last, last2 = (g, g**2) if t == 1 else (d, d2)
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
    ("santa_one_root", "santa_e", "G", "G has one root, not two.", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / (lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    explore = t < burnin
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)
"""),
    ("sss_once_damped", "santa_sss", "u", "The second half of the friction is missing.", """
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
    u = np.exp(-a / 2) * u - lr * G * n * g + noise
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)
"""),
    ("learned_first_layer", "learned", "u", "The read-out reads the first layer.", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, len(w["Wo"])), x.dtype)
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * (h1 @ w["Wo"] + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)
"""),
    ("lion_one_beta", "lion", "m", "m is renewed with beta1, as for the sign.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    u = np.sign(m)
    x = x - lr * (u + weight_decay * x)
    return dict(u=u, m=m, x=x)
"""),
    ("schedule_free_y", "schedule_free", "y", "The weights of z and x are exchanged.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = beta * z + (1 - beta) * x
    z = z - lr * grad(y)
    x = x + (z - x) / t
    return dict(y=y, z=z, x=x)
"""),
    ("sfadamw_c", "schedule_free_adamw", "c", "lr is not squared in the weight of the newest point.", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x
    y = (1 - beta1) * z + beta1 * x
    g_y = grad(y)
    v = beta2 * v + (1 - beta2) * g_y**2
    v_hat = v / (1 - beta2**t)
    z = z - lr * (g_y / (np.sqrt(v_hat) + eps) + weight_decay * y)
    w = w + lr**2
    c = lr / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=g_y, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)
"""),
    ("sam_square", "sam", "e", "Divides by the squared length.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    size = np.sum(g**2, axis=-1, keepdims=True)
    e = rho * g / (size + eps)
    g_sam = grad(x + e)
    return dict(g=g, e=e, g_sam=g_sam, x=x - lr * g_sam)
"""),
    ("radam_no_two", "radam", "rho_t", "The factor 2 before t is missing.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - t * beta2**t / (1 - beta2**t)
    known = np.maximum(rho_t, 4)
    r = np.sqrt((known - 4) * (known - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * known))
    x = np.where(rho_t > 5, x - lr * r * m_hat / (np.sqrt(v_hat) + eps), x - lr * m_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)
"""),
    ("adabelief_old_m", "adabelief", "s", "s is made before m, with the old one.", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)
"""),
    ("adan_backwards", "adan", "change", "The change is old minus new.", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
         weight_decay=0.0):
    if g_old is None:
        g_old = g
    change = g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat, v_hat, s_hat = m / (1 - beta1**t), v / (1 - beta2**t), s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
"""),
    ("adan_optax_mixed", "adan_optax", "s", "The square has the paper's beta2.", """
def adan_optax(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
               weight_decay=0.0):
    change = np.zeros_like(g) if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + (1 - beta2) * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
"""),
    ("yogi_unsigned", "yogi", "v", "v is always lowered by the whole difference: Adam's rule.", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * (v - g**2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lamb_upside_down", "lamb", "ratio", "The trust ratio is upside down.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    norm = lambda a: np.sqrt(np.sum(a**2, axis=-1, keepdims=True))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    nx, nu = norm(x), norm(u)
    ratio = np.where((nx > 0) & (nu > 0), nu / np.where(nx > 0, nx, 1), 1)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x - lr * ratio * u)
"""),
    ("prodigy_away", "prodigy", "r", "The way is measured from the start, not to it.", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6,
            weight_decay=0.0):
    x0 = x if x0 is None else x0
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    r = np.sqrt(beta2) * r + d / d0 * lr_t * np.sum(g * (x - x0), axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + d / d0 * lr_t * g
    s_size = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(s_size > 0, s_size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d, x0=x0, x=x)
"""),
    ("ademamix_both_hats", "ademamix", "x", "The slow average is corrected too.", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
             weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    slow = m2 / (1 - beta3**t)
    x = x - lr * ((m_hat + alpha * slow) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("sophia_when", "sophia", "h", "The curvature is looked at when t, not t - 1, is a multiple of k.", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    h = np.where(t % k == 0, beta2 * h + (1 - beta2) * hess, h)
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("muon_plain", "muon", "u", "No look-ahead: the buffer itself is made orthogonal.", """
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = b
    o = newton_schulz(u)
    x = x - lr * (max(1, x.shape[-2] / x.shape[-1]) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("muon_optax_rows", "muon_optax", "x", "The factor is Jordan's, rows over columns.", """
def muon_optax(x: "matrix", g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2:]
    m = mu * m + (1 - mu) * g
    u = mu * m / (1 - mu ** (t + 1)) + (1 - mu) * g / (1 - mu**t)
    o = newton_schulz(u)
    x = x - lr * (max(1, rows / cols) ** 0.5 * o + weight_decay * x)
    return dict(m=m, u=u, o=o, x=x)
"""),
    ("shampoo_root", "shampoo", "u", "The matrices have the power -1/2, as AdaGrad's.", """
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    L = L + g @ transpose(g)
    R = R + transpose(g) @ g
    u = power(L, -0.5) @ g @ power(R, -0.5)
    return dict(L=L, R=R, u=u, x=x - lr * u)
"""),
    ("soap_unturned", "soap", "v", "The squares are those of the gradient as it came.", """
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95,
         eps=1e-8, k=10):
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
    QL = np.where(t % k == 0, np.linalg.qr(L @ QL)[0], QL)
    QR = np.where(t % k == 0, np.linalg.qr(R @ QR)[0], QR)
    return dict(g_turned=g_turned, m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("adafactor_sum", "adafactor", "c", "The columns have sums, the rows means.", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r = c = 0.0
    beta_t = 1 - t ** (-decay)
    sq = g**2 + eps
    r = beta_t * r + (1 - beta_t) * sq.mean(axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * sq.sum(axis=-2, keepdims=True)
    v = r * c / r.mean(axis=-2, keepdims=True)
    rms = lambda a: np.sqrt(np.mean(a**2, axis=(-2, -1), keepdims=True))
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    lr_t = np.maximum(eps2, rms(x)) * np.minimum(lr, 1 / np.sqrt(t))
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x - lr_t * u)
"""),
    ("l2_twice", "sgd_l2", "g_l2 | x", "The derivative of the square without its half: twice the decay.", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    g_reg = g + 2 * weight_decay * x
    return dict(x=x - lr * g_reg)
"""),
    ("adam_p_no_root", "adam_p", "u", "The p-th root is not taken.", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    top = np.maximum(beta2 * u, size)
    u = top * ((beta2 * u / top) ** p + (1 - beta2**p) * (size / top) ** p)
    u_hat = u / (1 - beta2 ** (p * t)) ** (1 / p)
    x = x - lr / (1 - beta1**t) * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
"""),
    ("adamax_keras_square", "adamax_keras", "u", "The square of the gradient, not its size, is compared.", """
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, g**2)
    x = x - lr / (1 - beta1**t) * m / (u + eps)
    return dict(m=m, u=u, x=x)
"""),
    ("adam_eps_inside_raw", "adam_eps_inside", "x", "The corrected average is made and not used.", """
def adam_eps_inside(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m / np.sqrt(v_hat + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adagrad_eps_inside_sign", "adagrad_eps_inside", "x", "Only the sign of the gradient is divided.", """
def adagrad_eps_inside(x, g, h=0.0, *, lr=1e-2, eps=1e-7):
    h = h + g**2
    x = x - lr * np.sign(g) / np.sqrt(h + eps)
    return dict(h=h, x=x)
"""),
]

TWO = [
    ("momentum_two", "momentum", "v x", "The old velocity has the weight 1 - mu; x damps the velocity again.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = (1 - mu) * v - lr * g
    return dict(v=v, x=x + mu * v)
"""),
    ("nesterov_two", "nesterov", "g_ahead v", "Looks ahead by the whole velocity; lr has a factor 1 - mu.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x + v)
    v = mu * v - lr * (1 - mu) * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("adagrad_two", "adagrad", "h x", "Only the newest square is kept, and plus lr.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = g**2
    x = x + lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
    ("rmsprop_two", "rmsprop", "v x", "rho is the weight of both; the fourth root.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + rho * g**2
    x = x - lr * g / (np.sqrt(np.sqrt(v)) + eps)
    return dict(v=v, x=x)
"""),
    ("graves_two", "rmsprop_graves", "v delta", "The squares are summed with weight 1; no root.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / (v - m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)
"""),
    ("adadelta_two", "adadelta", "v x", "v has no 1 - rho; x moves by the gradient, not by delta.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + g * g
    delta = np.sqrt((u + eps) / (v + eps)) * g
    u = rho * u + (1 - rho) * delta**2
    return dict(v=v, delta=delta, u=u, x=x - lr * g)
"""),
    ("adam_two", "adam", "m_hat x", "m is corrected one step late; x divides by the raw v.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamax_two", "adamax", "m u", "m is a sum; u adds where it should take the larger.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    u = beta2 * u + np.abs(g) + eps
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_two", "nadam", "v m_hat", "v has beta1; the newest gradient enters m_hat with its full weight.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta1 * v + (1 - beta1) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_two", "amsgrad", "m x", "The new gradient has 1 - beta2 in m; x divides by v, not by its maximum.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("adabound_two", "adabound", "upper lr_t", "The upper bound lacks its 1 +; no root in the correction.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr / (gamma * t)
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("amsbound_two", "amsbound", "lower rate", "The lower bound lacks the + 1; the rate has the bare lr.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("adamw_two", "adamw", "v_hat x", "v is not corrected; the decay has the wrong sign.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lion_two", "lion", "u m", "The sign is that of the gradient alone; m has the two weights exchanged.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(g)
    x = x - lr * (u + weight_decay * x)
    m = (1 - beta2) * m + beta2 * g
    return dict(u=u, m=m, x=x)
"""),
    ("eve_two", "eve", "d x", "The change has no lower bound; lr is multiplied by d.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
        eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.minimum(change, c)
    x = x - lr * d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
    ("adabelief_two", "adabelief", "s m_hat", "The size, not the square, of g - m; m is not corrected.", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * np.abs(g - m) + eps
    m_hat = m
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)
"""),
    ("yogi_two", "yogi", "v x", "The sign is turned round, with abs lest v be negative; eps stands under the root.", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = np.abs(v - (1 - beta2) * np.sign(g**2 - v) * g**2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("sophia_two", "sophia", "u x", "The step is clipped to 0 and 1; the decay has no lr.", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 1 or k == 1:
        h = beta2 * h + (1 - beta2) * hess
    u = np.clip(m / np.maximum(gamma * h, eps), 0, 1)
    x = x * (1 - weight_decay) - lr * u
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("muon_two", "muon", "b x", "The buffer is an average; the factor has no root.", """
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + (1 - mu) * g
    u = g + mu * b
    o = newton_schulz(u)
    factor = max(1, x.shape[-2] / x.shape[-1])
    x = x - lr * (factor * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("lamb_two", "lamb", "u ratio", "The decay has an lr of its own; lengths are sums of sizes.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + lr * weight_decay * x
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    u_size = np.abs(u).sum(axis=-1, keepdims=True)
    ratio = np.where((x_size > 0) & (u_size > 0), x_size / np.where(u_size > 0, u_size, 1), 1)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x - lr * ratio * u)
"""),
    ("smorms3_two", "smorms3", "r zeta", "r without the + 1; zeta is the root of what it should be.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / mem
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = np.abs(m) / np.sqrt(v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("shampoo_two", "shampoo", "L u", "L forgets a tenth each step; R has lost its minus.", """
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    L = 0.9 * L + g @ transpose(g)
    R = R + transpose(g) @ g
    u = power(L, -1 / 4) @ g @ power(R, 1 / 4)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)
"""),
]

RIGHT = [
    ("sgd_loop", "sgd", """
def sgd(x, g, *, lr=0.01):
    new = np.array(x)
    for i in range(x.shape[-1]):
        new[..., i] -= (lr * g)[..., i]
    return {"x": new}
"""),
    ("momentum_sign", "momentum", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = lr * g + v * mu
    return {"v": v, "x": x - v}
"""),
    ("ema_none", "momentum_ema", """
def momentum_ema(x, g, m=None, *, lr=0.01, mu=0.9):
    if m is None:
        m = np.zeros_like(x)
    m = m + (1 - mu) * (g - m)
    neu = x.copy()
    neu -= lr * m
    return {"m": m, "x": neu}
"""),
    ("nesterov_named", "nesterov", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    inertia = v * mu
    v = inertia + (-lr) * grad(inertia + x)
    return dict(v=v, x=v + x)
"""),
    ("smoothed_mean", "smoothed_nesterov", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    places = [x + share * mu * v for share in (1.0, 0.75, 0.5, 0.25)]
    v = mu * v - lr * sum(grad(p) for p in places) * 0.25
    return dict(v=v, x=x + v)
"""),
    ("nesterov_torch_apart", "nesterov_torch", """
def nesterov_torch(x, g, b=None, *, lr=1e-3, mu=0.9):
    b = g if b is None else g + mu * b
    x = x - lr * g
    x = x - lr * mu * b
    return dict(b=b, x=x)
"""),
    ("nesterov_keras_old_v", "nesterov_keras", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v_old = v
    v = mu * v_old - lr * g
    return dict(v=v, x=x + (1 + mu) * v - mu * v_old)
"""),
    ("shifted_after", "nesterov_shifted", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    pas = lr * g
    v = mu * v - pas
    return dict(v=v, x=x + mu * v - pas)
"""),
    ("momentum_torch_where", "momentum_torch", """
def momentum_torch(x, g, buf=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if buf is not None:
        buf = buf * mu
        buf = buf + g - dampening * g
    else:
        buf = 1.0 * g
    return dict(buf=buf, x=x - buf * lr)
"""),
    ("adagrad_hypot", "adagrad", """
def adagrad(x, g, size=0.0, *, lr=0.01, eps=1e-8):
    size = np.hypot(size, g)    # the root is what I keep
    return dict(size=size, x=x - lr / (size + eps) * g)
"""),
    ("rmsprop_root", "rmsprop", """
def rmsprop(x, g, rms=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    rms = np.sqrt(rho * rms**2 + (1 - rho) * g * g)
    return {"rms": rms, "x": x - lr * (g / (rms + eps))}
"""),
    ("graves_uphill", "rmsprop_graves", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    avg = lambda old, new: new + rho * (old - new)
    v, m = avg(v, g**2), avg(m, g)
    delta = mu * delta + lr * g * (eps + v - m * m) ** -0.5
    return dict(v=v, m=m, delta=delta, x=x - delta)
"""),
    ("centered_variance", "rmsprop_centered_torch", """
def rmsprop_centered_torch(x, g, sq=0.0, mean=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    sq = sq * rho + np.square(g) * (1 - rho)
    mean = mean * rho + g * (1 - rho)
    variance = sq - np.square(mean)
    denominator = eps + np.sqrt(variance)
    return dict(sq=sq, mean=mean, x=x + lr * -g / denominator)
"""),
    ("adadelta_signed", "adadelta", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = -g * np.sqrt((u + eps) / (v + eps))
    u = u + (1 - rho) * (delta**2 - u)
    x = x + lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("adam_helper", "adam", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def ema(old, new, beta):
        return old * beta + new * (1 - beta)

    m, v = ema(m, g, beta1), ema(v, np.square(g), beta2)
    root = np.sqrt(1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * root / (1 - beta1**t) * m / (np.sqrt(v) + root * eps))
"""),
    ("adamax_where", "adamax", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    alt, neu = beta2 * u, np.where(g < 0, -g, g) + eps
    u = np.where(alt > neu, alt, neu)
    return dict(m=m, u=u, x=x - lr * m / (u * (1 - beta1**t)))
"""),
    ("nadam_short", "nadam", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g_part = (1 - beta1) * g
    m = beta1 * m + g_part
    v = v - (1 - beta2) * (v - g**2)
    now, then = 1 - beta1**t, 1 - beta1 * beta1**t
    top = beta1 * m / then + g_part / now
    return dict(m=m, v=v, x=x - lr * top / (eps + (v / (1 - beta2**t)) ** 0.5))
"""),
    ("amsgrad_roots", "amsgrad", """
def amsgrad(x, g, m=0.0, v=0.0, peak=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    peak = np.maximum(peak, np.sqrt(v))
    return dict(m=m, v=v, peak=peak, x=x - lr * m / (peak + eps))
"""),
    ("adabound_min_max", "adabound", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    s = gamma * t
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps)
    rate = np.minimum(np.maximum(rate, final_lr * s / (s + 1)), final_lr * (s + 1) / s)
    return dict(m=m, v=v, x=x - m * rate)
"""),
    ("amsbound_where", "amsbound", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.where(v > v_max, v, v_max)
    lower, upper = final_lr - final_lr / (gamma * t + 1), final_lr + final_lr / (gamma * t)
    eta = lr / (1 - beta1**t) * (1 - beta2**t) ** 0.5 / (v_max**0.5 + eps)
    eta = np.where(eta < lower, lower, np.where(eta > upper, upper, eta))
    return dict(m=m, v=v, v_max=v_max, x=x - eta * m)
"""),
    ("adamw_shrink_first", "adamw", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    x = (1 - lr * weight_decay) * x
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("smorms3_reordered", "smorms3", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    m = (mem * m + g) / (mem + 1)
    v = (mem * v + g * g) / (mem + 1)
    agree = m * m / (v + eps)
    size = np.where(agree < lr, agree, lr)
    return dict(m=m, v=v, mem=mem - mem * agree + 1, x=x - size * g / (np.sqrt(v) + eps))
"""),
    ("eve_early_d", "eve", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
        eps=1e-8):
    if f_old is not None:
        high, low = np.maximum(f, f_old), np.minimum(f, f_old)
        jump = (high - low) / (low - f_star)
        d = d + (1 - beta3) * (np.minimum(np.maximum(jump, 1 / c), c) - d)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    direction = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x - lr * direction / d)
"""),
    ("lion_where", "lion", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    mix = beta1 * m + (1 - beta1) * g
    richtung = np.where(mix > 0, 1.0, np.where(mix < 0, -1.0, 0.0))
    m = m - (1 - beta2) * (m - g)
    return dict(m=m, x=x * (1 - lr * weight_decay) - lr * richtung)
"""),
    ("schedule_free_drift", "schedule_free", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    z = z - lr * grad(z + beta * (x - z))
    return dict(z=z, x=(x * (t - 1) + z) / t)
"""),
    ("sfadamw_sum", "schedule_free_adamw", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = np.array(x)
    y = z + beta1 * (x - z)
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy * gy
    z = z - lr * gy / (np.sqrt(v / (1 - beta2**t)) + eps) - lr * weight_decay * y
    w_new = w + lr * lr
    x = (w * x + lr * lr * z) / w_new
    return dict(z=z, v=v, w=w_new, x=x)
"""),
    ("sam_unit", "sam", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    length = np.sqrt((g * g).sum(axis=-1, keepdims=True))
    worst = x + g * (rho / (length + eps))
    return {"x": x - lr * grad(worst)}
"""),
    ("radam_where_r", "radam", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    N = (1 + beta2) / (1 - beta2)
    n = N - 2 * t / (beta2**-t - 1)
    k = np.maximum(n, 4)
    r = np.sqrt((k - 4) / (N - 4) * (k - 2) / (N - 2) * N / k)
    scale = np.where(n > 5, r / (np.sqrt(v / (1 - beta2**t)) + eps), 1)
    return dict(m=m, v=v, x=x - lr * scale * m / (1 - beta1**t))
"""),
    ("adabelief_surprise", "adabelief", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m
    m = m + (1 - beta1) * surprise
    s = beta2 * s + (1 - beta2) * (beta1 * surprise) ** 2 + eps
    return dict(m=m, s=s, x=x - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps))
"""),
    ("adan_same_at_first", "adan", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
         weight_decay=0.0):
    prev = g if prev is None else prev
    diff = g - prev
    ahead = g + beta2 * diff
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * ahead * ahead
    step = (m / (1 - beta1**t) + beta2 * v / (1 - beta2**t)) / (np.sqrt(s / (1 - beta3**t)) + eps)
    return dict(m=m, v=v, s=s, prev=g, x=(x - lr * step) / (1 + weight_decay * lr))
"""),
    ("yogi_where", "yogi", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    sq = g * g
    share = (1 - beta2) * sq
    m = beta1 * m + (1 - beta1) * g
    v = np.where(v < sq, v + share, np.where(v > sq, v - share, v))
    return dict(m=m, v=v, x=x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps))
"""),
    ("lamb_einsum", "lamb", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = weight_decay * x + m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    a, b = (np.sqrt(np.sum(q * q, axis=-1, keepdims=True)) for q in (x, u))
    trust = np.where(a * b == 0, 1, a / np.where(b == 0, 1, b))
    return dict(m=m, v=v, x=x - lr * trust * u)
"""),
    ("ademamix_tuple", "ademamix", """
def ademamix(x, g, t, fast=0.0, slow=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
             weight_decay=0.0):
    fast, slow, v = (b * a + (1 - b) * q for a, q, b in ((fast, g, beta1), (slow, g, beta3), (v, g * g, beta2)))
    den = np.sqrt(v / (1 - beta2**t)) + eps
    x = x - lr * (fast / (1 - beta1**t) / den + alpha * slow / den) - lr * weight_decay * x
    return dict(fast=fast, slow=slow, v=v, x=x)
"""),
    ("sophia_if", "sophia", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    h = np.where((t - 1) % k > 0, h, h + (1 - beta2) * (hess - h))
    u = np.maximum(-1, np.minimum(1, m / np.maximum(eps, gamma * h)))
    return dict(m=m, h=h, x=(1 - lr * weight_decay) * x - lr * u)
"""),
    ("muon_own_loop", "muon", """
def muon(x: "matrix", g, b=None, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = np.array(g) if b is None else mu * b + g
    rows, cols = x.shape[-2:]
    X = g + mu * b
    X = X / (np.sqrt((X * X).sum(axis=(-2, -1), keepdims=True)) + 1e-7)
    for _ in range(5):
        A = X @ X.swapaxes(-1, -2)
        X = 3.4445 * X + (-4.7750 * A + 2.0315 * A @ A) @ X
    x = x - lr * weight_decay * x - lr * np.sqrt(max(rows, cols) / cols) * X
    return dict(b=b, x=x)
"""),
    ("shampoo_zero", "shampoo", """
def shampoo(x: "matrix", g, L=0.0, R=0.0, *, lr=0.1, eps=1e-6):
    gT = np.swapaxes(g, -1, -2)
    L, R = L + g @ gT, R + gT @ g
    left = power(L + eps * np.eye(g.shape[-2]), -0.25)
    right = power(R + eps * np.eye(g.shape[-1]), -0.25)
    return dict(L=L, R=R, x=x - lr * left @ g @ right)
"""),
    ("adafactor_factors", "adafactor", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    def rms(a):
        return np.sqrt((a * a).mean(axis=(-2, -1), keepdims=True))

    w = 1.0 / t**decay
    sq = g * g + eps
    rows, cols = sq.mean(axis=-1, keepdims=True), sq.mean(axis=-2, keepdims=True)
    r = rows if r is None else r + w * (rows - r)
    c = cols if c is None else c + w * (cols - c)
    u = g * np.sqrt(r.mean(axis=-2, keepdims=True) / r) / np.sqrt(c)
    u = u * np.minimum(1, d / rms(u))
    return dict(r=r, c=c, x=x - np.maximum(eps2, rms(x)) * np.minimum(lr, t**-0.5) * u)
"""),
    ("learned_own_layers", "learned", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1, c1, h2, c2 = (np.zeros(x.shape + (20,)) for _ in range(4))
    h1, c1 = lstm(g[..., np.newaxis], h1, c1, w["W1"], w["U1"], w["b1"])[:2]
    h2, c2 = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])[:2]
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x + (h2 @ w["Wo"] + w["bo"]) * w["scale"])
"""),
    ("prodigy_start", "prodigy", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6,
            weight_decay=0.0):
    start = x if x0 is None else x0
    d = np.where(d < d0, d0, d)
    dg, beta = d * g, beta2**0.5
    rate = lr * d * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    m, v = beta1 * m + (1 - beta1) * dg, beta2 * v + (1 - beta2) * dg**2
    r = beta * r + rate * (dg * (start - x)).sum(-1, keepdims=True) / d0
    s = beta * s + rate * dg / d0
    l1 = np.abs(s).sum(-1, keepdims=True)
    d_new = np.maximum(d, r / np.where(l1 == 0, 1, l1))
    x = (1 - rate * weight_decay) * x - rate * m / (np.sqrt(v) + d_new * eps)
    return dict(m=m, v=v, s=s, r=r, d=d_new, x0=start, x=x)
"""),
    ("rmsprop_keras_velocity", "rmsprop_keras", """
def rmsprop_keras(x, g, v=0.0, vel=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = v * rho + g * g * (1 - rho)
    vel = mu * vel - lr * g * (v + eps) ** -0.5
    return dict(v=v, vel=vel, x=x + vel)
"""),
    ("amsgrad_torch_short", "amsgrad_torch", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = g + beta1 * (m - g)
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.where(v_max < v, v, v_max)
    denom = np.sqrt(v_max) / np.sqrt(1 - beta2**t) + eps
    return dict(m=m, v=v, v_max=v_max, x=x - lr / (1 - beta1**t) * m / denom)
"""),
]
