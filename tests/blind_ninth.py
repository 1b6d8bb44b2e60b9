"""A ninth set of functions as students write them, by someone who had read the steps and the exercises, and not the feedback.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong, source); STOPS: the same of functions
that raise, with the quantity at which they do, or that return no dict. RIGHT: (name, step, source). The quantities are the
reference's lines, whatever the function calls them; " | " stands between alternatives, a space between two wrong lines.
HELPERS, np, lstm and trained are there for every source.
"""

import numpy as np

from optlab.steps import matrices
from optlab.steps.learned import lstm, trained

HELPERS = {name: getattr(matrices, name) for name in ("newton_schulz", "transpose", "power", "eigenvectors")}
HELPERS |= {"np": np, "lstm": lstm, "trained": trained}

ONE = [
    ("sgd_mean", "sgd", "x", "All coordinates move by the mean of the gradient.", """
def sgd(x, g, *, lr=0.01):
    slope = np.mean(g, axis=-1, keepdims=True)
    return dict(x=x - lr * slope)
"""),
    ("sgd_clipped", "sgd", "x", "The gradient is clipped to [-1, 1], to be on the safe side.", """
def gradient_descent(x, g, *, lr=0.01):
    g = np.clip(g, -1.0, 1.0)
    x = x - lr * g
    return {"x": x}
"""),
    ("momentum_mu_outside", "momentum", "v", "mu multiplies the new gradient too: a parenthesis too far.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * (v - lr * g)
    x = x + v
    return dict(v=v, x=x)
"""),
    ("momentum_mu_again", "momentum", "x", "x moves by mu v, as if mu had not been applied.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    velocity = mu * v - lr * g      # new velocity
    position = x + mu * velocity    # new position
    return dict(v=velocity, x=position)
"""),
    ("momentum_ema_weights_swapped", "momentum_ema", "m", "mu and 1 - mu are swapped.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    durchschnitt = mu * g + (1 - mu) * m
    return dict(m=durchschnitt, x=x - lr * durchschnitt)
"""),
    ("momentum_ema_old", "momentum_ema", "x", "x moves by the old average.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    x_new = x - lr * m
    m_new = mu * m + (1 - mu) * g
    return dict(m=m_new, x=x_new)
"""),
    ("nesterov_looks_back", "nesterov", "g_ahead", "The gradient is taken behind x, at x - mu v.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = x - mu * v
    v = mu * v - lr * grad(ahead)
    return dict(v=v, x=x + v)
"""),
    ("nesterov_both_forms", "nesterov", "x", "x moves as in the form for the look-ahead point.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = grad(x + mu * v)
    v = mu * v - lr * g
    x = x + mu * v - lr * g
    return {"g_ahead": g, "v": v, "x": x}
"""),
    ("nesterov_shifted_new_v", "nesterov_shifted", "x", "The new v is used where the old one belongs.", """
def nesterov_shifted(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x + mu**2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)
"""),
    ("nesterov_shifted_one_share", "nesterov_shifted", "x", "The gradient has the weight lr, and not (1 + mu) lr.", """
def nesterov_shifted(x, g, v=0.0, *, lr=0.01, mu=0.9):
    step = mu * mu * v - lr * g
    return dict(v=mu * v - lr * g, x=x + step)
"""),
    ("nesterov_torch_no_mu", "nesterov_torch", "x", "mu is missing before the buffer in the look-ahead.", """
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    buf = mu * b + g
    x = x - lr * (g + buf)
    return dict(b=buf, x=x)
"""),
    ("nesterov_keras_plain", "nesterov_keras", "x", "The gradient's own share of the step is forgotten.", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    w = x + mu * v
    return dict(v=v, x=w)
"""),
    ("smoothed_nesterov_no_bracket", "smoothed_nesterov", "g_ahead", "Only the last of four gradients is divided by 4.", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    a = x + mu * v
    g_ahead = grad(x + 0.25 * mu * v) + grad(x + 0.5 * mu * v) + grad(x + 0.75 * mu * v) + grad(a) / 4
    v = mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)
"""),
    ("adagrad_one_rate", "adagrad", "x", "The sum runs over the coordinates too: all have one denominator.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    total = np.sum(h, axis=-1, keepdims=True)
    x = x - lr * g / (np.sqrt(total) + eps)
    return dict(h=h, x=x)
"""),
    ("adagrad_root_kept", "adagrad", "h", "The root is stored back as the sum.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.square(g)
    h = np.sqrt(h)
    x = x - lr * g / (h + eps)
    return dict(h=h, x=x)
"""),
    ("rmsprop_weight_squared", "rmsprop", "v", "1 - rho is squared together with g.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + ((1 - rho) * g)**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_no_root", "rmsprop", "x", "The root is missing.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g ** 2
    return dict(v=v, x=x - lr / (v + eps) * g)
"""),
    ("rmsprop_centered_abs", "rmsprop_centered_torch", "m", "The average is that of |g|.", """
def rmsprop_centered(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    v = rho * v + (1 - rho) * g * g
    m = rho * m + (1 - rho) * np.abs(g)
    std = np.sqrt(v - m * m)
    x = x - lr * g / (std + eps)
    return dict(v=v, m=m, x=x)
"""),
    ("rmsprop_centered_old_m", "rmsprop_centered_torch", "x", "The variance is taken with the mean before this step.", """
def rmsprop_centered(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    var = np.maximum(v - m**2, 0)
    m = rho * m + (1 - rho) * g
    x = x - lr * g / (np.sqrt(var) + eps)
    return dict(v=v, m=m, x=x)
"""),
    ("rmsprop_graves_plus", "rmsprop_graves", "delta", "The squared mean is added to v, not taken off.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v + m**2 + eps)
    return dict(v=v, m=m, delta=delta, x=x + delta)
"""),
    ("rmsprop_graves_uphill", "rmsprop_graves", "x | delta", "delta already points downhill, and x takes it off.", """
def rmsprop_graves(x, g, n=0.0, gm=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n = rho * n + (1 - rho) * g**2
    gm = rho * gm + (1 - rho) * g
    delta = mu * delta - lr * g / (n - gm**2 + eps) ** 0.5
    x = x - delta
    return dict(n=n, gm=gm, delta=delta, x=x)
"""),
    ("adadelta_u_of_g", "adadelta", "u", "u averages the squared gradients, not the squared steps.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * g**2
    x = x - lr * delta
    return dict(v=v, u=u, x=x)
"""),
    ("adadelta_eps_once", "adadelta", "delta", "The eps above is outside of the root.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    rms = lambda a: np.sqrt(a + eps)
    v = rho * v + (1 - rho) * g**2
    delta = (np.sqrt(u) + eps) / rms(v) * g
    u = rho * u + (1 - rho) * delta**2
    return dict(v=v, delta=delta, u=u, x=x - lr * delta)
"""),
    ("adam_power_outside", "adam", "m_hat", "(1 - beta1) ** t for 1 - beta1 ** t.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1) ** t
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_v_stored_back", "adam", "v", "The corrected v is handed back as v, and corrected again in the next step.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    v /= 1 - beta2**t
    x = x - lr * mhat / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("adamax_one_max", "adamax", "u", "The maximum is taken over all parameters.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.max(np.abs(g), axis=-1, keepdims=True) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("adamax_corrects_u", "adamax", "x", "u is corrected for its start like Adam's v, which a maximum does not need.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    m_hat, u_hat = m / (1 - beta1**t), u / (1 - beta2**t)
    return dict(m=m, u=u, x=x - lr * m_hat / u_hat)
"""),
    ("nadam_same_t", "nadam", "m_hat", "Both shares are corrected with t; that of m belongs to t + 1.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))
"""),
    ("nadam_v_hat_beta1", "nadam", "v_hat", "v is corrected with beta1.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    look = beta1 / (1 - beta1 ** (t + 1)) * m + (1 - beta1) / (1 - beta1**t) * g
    x = x - lr * look / (np.sqrt(v / (1 - beta1**t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("amsgrad_v_is_max", "amsgrad", "v", "The maximum is handed back as v and averaged further.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v = v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("amsgrad_max_of_squares", "amsgrad", "v_max", "The largest squared gradient, not the largest average.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    biggest = np.where(g**2 > v_max, g**2, v_max)
    x = x - lr * m / (np.sqrt(biggest) + eps)
    return dict(m=m, v=v, v_max=biggest, x=x)
"""),
    ("adabound_plain_lr", "adabound", "lr_t | rate", "The corrections of Adam are forgotten: the rate is lr.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    rate = np.clip(lr / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x)
"""),
    ("adabound_lower_beta2", "adabound", "lower", "The lower bound closes in with 1 - beta1, not with gamma.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lo, hi = final_lr * (1 - 1 / ((1 - beta1) * t + 1)), final_lr * (1 + 1 / (gamma * t))
    eta = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - np.minimum(np.maximum(eta / (np.sqrt(v) + eps), lo), hi) * m
    return {"m": m, "v": v, "lower": lo, "upper": hi, "x": x}
"""),
    ("amsbound_no_root_in_lr", "amsbound", "lr_t", "The root of the second correction is missing.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x - rate * m)
"""),
    ("amsbound_moves_by_g", "amsbound", "x", "The clipped rate multiplies the gradient, not its average.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    base = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(base / (np.sqrt(v_max) + eps), final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t)))
    x = x - rate * g
    return dict(m=m, v=v, v_max=v_max, rate=rate, x=x)
"""),
    ("adamw_decay_without_lr", "adamw", "x", "The decay is not multiplied by lr.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamw_v_of_mean", "adamw", "v", "v averages the mean of g squared over the coordinates.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.mean(g**2, axis=-1, keepdims=True)
    direction = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    x = x - lr * (direction + weight_decay * x)
    return dict(m=m, v=v, x=x)
"""),
    # the rest
    ("sgd_l2_penalty", "sgd_l2", "g_l2", "The penalty itself is added, not its derivative.", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    g = g + weight_decay / 2 * x**2
    return dict(x=x - lr * g)
"""),
    ("momentum_torch_normed", "momentum_torch", "x", "The buffer is multiplied by 1 - mu, as a sum made a mean.", """
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        b = g
    else:
        b = mu * b + (1 - dampening) * g
    x = x - lr * (1 - mu) * b
    return dict(b=b, x=x)
"""),
    ("adagrad_keras_start", "adagrad_keras", "h", "The sum starts at 0, not at 0.1.", """
def adagrad_keras(x, g, h=0.0, *, lr=1e-3, eps=1e-7):
    h = h + g**2
    x = x - lr * g / np.sqrt(h + eps)
    return dict(h=h, x=x)
"""),
    ("rmsprop_torch_lr_twice", "rmsprop_torch", "b | x", "lr stands in the buffer and before it.", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    b = mu * b + lr * g / (np.sqrt(v) + eps)
    x = x - lr * b
    return dict(v=v, b=b, x=x)
"""),
    ("rmsprop_keras_old_v", "rmsprop_keras", "b", "The buffer is made with the v before this step.", """
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    b = mu * b + lr * g / np.sqrt(v + eps)
    v = rho * v + (1 - rho) * g**2
    return dict(v=v, b=b, x=x - b)
"""),
    ("rmsprop_corrected_no_t", "rmsprop_corrected", "v_hat", "v is divided by 1 - rho, without the power t.", """
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho)
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, x=x)
"""),
    ("adam_lr_t_long_root", "adam_lr_t", "lr_t", "The root is taken of the whole ratio.", """
def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    alpha_t = lr * np.sqrt((1 - beta2**t) / (1 - beta1**t))
    x = x - alpha_t * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("adam_l2_bare_v", "adam_l2", "v", "v takes the gradient without the decay.", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    v = beta2 * v + (1 - beta2) * g**2
    g = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamw_keras_decay_lr_t", "adamw_keras", "x", "The decay is multiplied by lr_t, not by lr.", """
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * (m / (np.sqrt(v) + eps) + weight_decay * x)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("nadam_torch_product_lost", "nadam_torch", "mu_product", "The product is not handed back: it begins anew at every step.", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu = lambda s: beta1 * (1 - 0.5 * 0.96 ** (s * psi))
    mu_product = mu_product * mu(t)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu(t + 1) * m / (1 - mu_product * mu(t + 1)) + (1 - mu(t)) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("nadam_dozat_constant_mu", "nadam_dozat", "m", "The average has the constant beta1, not the schedule's mu_t.", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - 0.5 * 0.96 ** (t * psi))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * psi))
    mu_product *= mu_t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = beta2 * v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_torch_unused_max", "amsgrad_torch", "v_hat", "The maximum is kept, and v is corrected in its place.", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_max=v_max, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_p_correction", "adam_p", "u_hat", "The correction has beta2 ** t where beta2 ** (p t) belongs.", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = (beta2**p * u**p + (1 - beta2**p) * (np.abs(g) + eps) ** p) ** (1 / p)
    u_hat = u / (1 - beta2**t) ** (1 / p)
    x = x - lr * m / (1 - beta1**t) / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
"""),
    ("adamax_keras_fades_too", "adamax_keras", "u", "beta2 multiplies the new gradient as well.", """
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    u = beta2 * np.maximum(u, np.abs(g))
    return dict(m=m, u=u, x=x - lr * m / ((1 - beta1**t) * (u + eps)))
"""),
    ("adabound_paper_over_t", "adabound_paper", "rate", "The clipped rate is divided by t, not by its root.", """
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = (1 - beta2) * t
    lower, upper = final_lr * (1 - 1 / (k + 1)), final_lr * (1 + 1 / k)
    rate = np.clip(lr / np.sqrt(v), lower, upper) / t
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x - rate * m)
"""),
    ("muon_optax_rows", "muon_optax", "x", "The factor is that of the other code, rows over cols.", """
def muon_optax(x, g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = mu * m + (1 - mu) * g
    u = mu * m / (1 - mu ** (t + 1)) + (1 - mu) * g / (1 - mu**t)
    o = newton_schulz(u)
    rows, cols = x.shape[-2:]
    x = x - lr * (np.sqrt(max(1, rows / cols)) * o + weight_decay * x)
    return dict(m=m, u=u, o=o, x=x)
"""),
    ("muon_no_look_ahead", "muon", "u", "The buffer itself is made orthogonal, without Nesterov's look-ahead.", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    o = newton_schulz(b)
    scale = max(1, x.shape[-2] / x.shape[-1]) ** 0.5
    x = x - lr * scale * o - lr * weight_decay * x
    return dict(b=b, o=o, x=x)
"""),
    ("lion_sum_of_signs", "lion", "u", "The signs are averaged; the sign of the average is wanted.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = beta1 * np.sign(m) + (1 - beta1) * np.sign(g)
    m = beta2 * m + (1 - beta2) * g
    x = x - lr * (u + weight_decay * x)
    return dict(u=u, m=m, x=x)
"""),
    ("schedule_free_y_swapped", "schedule_free", "y", "The shares of z and x in y are swapped.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = beta * z + (1 - beta) * x
    z = z - lr * grad(y)
    x = x + (z - x) / t
    return dict(y=y, z=z, x=x)
"""),
    ("schedule_free_adamw_sum_lr", "schedule_free_adamw", "w", "w sums lr, not its square.", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    y = (1 - beta1) * z + beta1 * x
    g = grad(y)
    v = beta2 * v + (1 - beta2) * g**2
    z = z - lr * (g / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * y)
    w = w + lr
    c = lr**2 / w
    x = (1 - c) * x + c * z
    return dict(y=y, v=v, z=z, w=w, c=c, x=x)
"""),
    ("sam_square", "sam", "e", "The gradient is divided by its squared length: the root is missing.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.sum(g**2, axis=-1, keepdims=True) + eps)
    return dict(g=g, e=e, x=x - lr * grad(x + e))
"""),
    ("radam_no_root", "radam", "r", "The root of the rectification is missing.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho_t > 5:
        r = (rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t)
        x = x - lr * r * m_hat / (np.sqrt(v_hat) + eps)
    else:
        x = x - lr * m_hat
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("yogi_as_adam", "yogi", "v", "The difference itself, not its sign times g squared: Adam's average.", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * (v - g**2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adan_whole_change", "adan", "s", "The change has no weight under the square.", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
         weight_decay=0.0):
    d = np.zeros_like(g) if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * d
    s = beta3 * s + (1 - beta3) * (g + d) ** 2
    top = m / (1 - beta1**t) + beta2 * v / (1 - beta2**t)
    x = x - lr * top / (np.sqrt(s / (1 - beta3**t)) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
    ("lamb_inverted", "lamb", "ratio", "The ratio stands upside down.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    nx, nu = (np.linalg.norm(a, axis=-1, keepdims=True) for a in (x, u))
    ok = (nx > 0) & (nu > 0)
    ratio = np.where(ok, nu / np.where(ok, nx, 1), 1)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x - lr * ratio * u)
"""),
    ("prodigy_r_from_x", "prodigy", "r", "The way from the start has the wrong sign, x - x0, so d never grows.", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6,
            weight_decay=0.0):
    if x0 is None:
        x0 = x
    d = np.maximum(d, d0)
    eta = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d**2 * g**2
    root = np.sqrt(beta2)
    r = root * r + d / d0 * eta * np.sum(g * (x - x0), axis=-1, keepdims=True)
    s = root * s + d / d0 * eta * g
    below = np.abs(s).sum(-1, keepdims=True)
    x = x - eta * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    d = np.maximum(d, r / np.where(below > 0, below, 1))
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
"""),
    ("ademamix_both_corrected", "ademamix", "x", "The long memory is corrected too.", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
             weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    fast = m1 / (1 - beta1**t)
    slow = m2 / (1 - beta3**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * ((fast + alpha * slow) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, x=x)
"""),
    ("sophia_late", "sophia", "h", "The curvature is looked at in the steps k, 2k, …, so not in the first.", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    h = np.where(t % k == 0, beta2 * h + (1 - beta2) * hess, h)
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    return dict(m=m, h=h, u=u, x=x - lr * (u + weight_decay * x))
"""),
    ("shampoo_half_power", "shampoo", "u", "The power is -1/2 on both sides, so that the root is taken twice too little.", """
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L, R = eps * np.eye(g.shape[-2]), eps * np.eye(g.shape[-1])
    L = L + g @ transpose(g)
    R = R + transpose(g) @ g
    u = power(L, -0.5) @ g @ power(R, -0.5)
    return dict(L=L, R=R, u=u, x=x - lr * u)
"""),
    ("soap_v_unturned", "soap", "v", "v averages the squares of the gradient as it came, not turned.", """
def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8,
         k=10):
    gT = transpose(g)
    if QL is None:
        L, R, QL, QR = 0.0, 0.0, eigenvectors(g @ gT), eigenvectors(gT @ g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_turned = transpose(QL) @ m @ QR
    u = QL @ (m_turned / (np.sqrt(v) + eps)) @ transpose(QR)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    L = beta3 * L + (1 - beta3) * g @ gT
    R = beta3 * R + (1 - beta3) * gT @ g
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x - lr_t * u)
"""),
    ("adafactor_no_mean_below", "adafactor", "v", "The product of rows and columns is not divided by the mean of the rows.", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    rms = lambda a: np.sqrt(np.mean(a**2, axis=(-2, -1), keepdims=True))
    if r is None:
        r = c = 0.0
    beta = 1 - t**-decay
    sq = g**2 + eps
    r = beta * r + (1 - beta) * sq.mean(-1, keepdims=True)
    c = beta * c + (1 - beta) * sq.mean(-2, keepdims=True)
    v = r * c
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    lr_t = np.maximum(eps2, rms(x)) * min(lr, 1 / np.sqrt(t))
    return dict(beta_t=beta, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x - lr_t * u)
"""),
    ("adabelief_old_mean", "adabelief", "s", "The gradient is compared with the mean before it.", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)
"""),
    ("smorms3_mem_branch", "smorms3", "mem", "The memory grows where the gradients agree: zeta for 1 - zeta.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (1 + mem)
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) * g / (np.sqrt(v) + eps)
    mem = 1 + mem * zeta
    return dict(m=m, v=v, mem=mem, x=x)
"""),
    ("eve_larger_loss", "eve", "d|change", "The change of the loss is divided by the larger of the two.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
        eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        rel = np.abs(f - f_old) / (np.maximum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(rel, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("adasecant_paper_cov_sign", "adasecant_paper", "rate", "The covariance is added to the rate.", """
def adasecant_paper(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0,
                    tau=2.1, *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    gamma = np.clip(np.where(den > 0, num / np.where(den > 0, den, 1), gamma_max), 0, gamma_max)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, tau)
    mix = lambda old, new: (1 - 1 / tau) * old + new / tau
    m, m2 = mix(m, g), mix(m2, g**2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    num, den = mix(num, (g_old - g) * (g_old - m)), mix(den, (g_old - m) * (g - m))
    c, c2 = mix(c, alpha), mix(c2, alpha**2)
    if t == 1:
        d, d2 = g, g**2
    else:
        d, d2 = mix(d, delta), mix(d2, delta**2)
    cov = mix(cov, delta * alpha)
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) + cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    return dict(alpha=alpha, gamma=gamma, m=m, m2=m2, g_tilde=g_tilde, num=num, den=den, c=c, c2=c2, d=d, d2=d2, cov=cov,
                rate=rate, tau=tau, delta=delta, g_old=g, x=x + delta)
"""),
    ("santa_e_thermostat", "santa_e", "a", "The thermostat has its signs turned: friction falls where the velocity is large.", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = np.sqrt(lr) * C
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_new = 1 / np.sqrt(lam + np.sqrt(v))
    G_last = G_new if G is None else G
    a = np.where(t < burnin, np.clip(a - u**2 + lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_last) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_last / G_new) / u
    noise = np.where(t < burnin, noise, 0)
    u = (1 - a) * u - lr * G_new * n * g + noise
    return dict(beta_t=beta_t, v=v, G=G_new, a=a, noise=noise, u=u, x=x + G_new * u)
"""),
    ("santa_sss_full_friction", "santa_sss", "u", "Each of the two dampings is a whole one.", """
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = np.sqrt(lr) * C
    beta_t = beta0 * t**anneal
    hot = t < burnin
    thermostat = lambda a, u: np.where(hot, np.clip(a + 0.5 * (u**2 - lr / beta_t), a_min, a_max), a)
    old = G
    v = sigma * v + (1 - sigma) * g**2
    G = (lam + np.sqrt(v)) ** -0.5
    old = G if old is None else old
    x = x + G * u / 2
    a = thermostat(a, u)
    noise = np.sqrt(2 * lr**p / beta_t * old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - old / G) / u
    noise = np.where(hot, noise, 0)
    damp = np.exp(-a)
    u = damp * (damp * u - lr * G * n * g + noise)
    a = thermostat(a, u)
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x + G * u / 2)
"""),
    ("learned_no_scale", "learned", "u", "The read-out is not multiplied by the scale.", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros(x.shape + (20,), x.dtype)
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = h2 @ w["Wo"] + w["bo"]
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)
"""),
]

TWO = [
    ("momentum_old_and_share", "momentum", "v x", "The gradient's weight is (1 - mu) lr; x moves by the old v.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    neues_x = x + v
    neues_v = mu * v - (1 - mu) * lr * g
    return {"v": neues_v, "x": neues_x}
"""),
    ("nesterov_mu_twice", "nesterov", "g_ahead v", "The look-ahead goes by v, not mu v; the velocity keeps 1 - mu of itself.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = grad(x + v)
    v = (1 - mu) * v - lr * g
    x = x + v
    return dict(v=v, x=x)
"""),
    ("adagrad_abs_uphill", "adagrad", "h x", "h sums |g|; x goes uphill.", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.abs(g)
    x = x + lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
    ("rmsprop_swapped_no_g", "rmsprop", "v x", "rho and 1 - rho are swapped; only the sign of g is kept above.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = (1 - rho) * v + rho * g**2
    x = x - lr * np.sign(g) / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_graves_bracket_no_mu", "rmsprop_graves", "m delta", "rho multiplies the new g too; delta has no momentum.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * (m + (1 - rho) * g)
    delta = -lr * g / np.sqrt(v - m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)
"""),
    ("adadelta_sum_up", "adadelta", "v u", "v sums what it should average; u averages the steps without their square.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * np.abs(delta)
    return dict(v=v, delta=delta, u=u, x=x - lr * delta)
"""),
    ("adam_beta1_t", "adam", "v m_hat", "v has beta1; the first correction is a step ahead.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta1 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamax_sum_no_fading", "adamax", "m u", "The new gradient enters m whole; the maximum does not fade.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    u = np.where(np.abs(g) + eps > u, np.abs(g) + eps, u)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_whole_g_no_root", "nadam", "m_hat x", "The gradient's share in m_hat lacks 1 - beta1; the root is missing.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (v_hat + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_last_two", "amsgrad", "m v_max", "m takes 1 - beta2 of g; the maximum is that of the last two v.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    v_before = v
    m = beta1 * m + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_before, v)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("adabound_crossed", "adabound", "lr_t rate", "The first correction multiplies; the bounds of the clip are swapped.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) * (1 - beta1**t)
    rate = np.minimum(np.maximum(lr_t / (np.sqrt(v) + eps), upper), lower)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("amsbound_v_below", "amsbound", "m rate", "m has beta2; the rate is made of v, not of v_max.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta2 * m + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x - rate * m)
"""),
    ("adamw_grows", "adamw", "m_hat x", "m is corrected with beta2; the decay makes x grow.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    c = 1 - beta2**t
    m_hat, v_hat = m / c, v / c
    x = x * (1 + lr * weight_decay) - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lion_crossed_betas", "lion", "u m", "The sign is taken with beta2; m takes 1 - beta1 of the gradient.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(beta2 * m + (1 - beta2) * g)
    m = beta2 * m + (1 - beta1) * g
    x = x - lr * (u + weight_decay * x)
    return dict(u=u, m=m, x=x)
"""),
    ("eve_no_old_loss", "eve", "v_hat d", "v is not corrected; the change is not divided by the loss.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
        eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    if f_old is not None:
        d = beta3 * d + (1 - beta3) * np.clip(np.abs(f - f_old), 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v) + eps)
    return dict(m=m, v=v, m_hat=m_hat, d=d, f_old=f, x=x)
"""),
    ("smorms3_r_zeta", "smorms3", "r zeta", "r is 1 / mem; zeta lacks the square, so it is |m| over v's root.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / mem
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = np.abs(m) / (np.sqrt(v) + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("radam_branches", "radam", "v_hat x", "v_hat has beta1 below; the branches of the where are swapped.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    k = max(rho_t, 4)
    r = np.sqrt((k - 4) * (k - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * k))
    x = np.where(rho_t > 5, x - lr * m_hat, x - lr * r * m_hat / (np.sqrt(v_hat) + eps))
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)
"""),
    ("sam_max_and_sum", "sam", "e x", "e is divided by the largest |g|; x goes by both gradients.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.max(np.abs(g), axis=-1, keepdims=True) + eps)
    g_sam = grad(x + e)
    x = x - lr * (g + g_sam)
    return dict(g=g, e=e, g_sam=g_sam, x=x)
"""),
    ("adabelief_abs_beta1", "adabelief", "s s_hat", "s averages |g - m|; its correction has beta1.", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * np.abs(g - m) + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)
"""),
    ("muon_mean_cols", "muon", "b x", "The buffer is a mean, not a sum; the factor is cols over rows.", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + (1 - mu) * g
    u = g + mu * b
    o = newton_schulz(u)
    x = x - lr * (max(1, x.shape[-1] / x.shape[-2]) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("sophia_beta_gamma", "sophia", "m u", "m has beta2; gamma multiplies outside of the maximum's place, as a divisor of h.", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    if (t - 1) % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = np.clip(m / np.maximum(h / gamma, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("ademamix_short_alpha", "ademamix", "m2 x", "m2 has beta2's memory; alpha multiplies both averages.", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
             weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta2 * m2 + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (alpha * (m_hat + m2) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("schedule_free_at_z_later", "schedule_free", "y x", "The gradient is taken at z; the mean counts the start.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = z
    z = z - lr * grad(y)
    c = 1 / (t + 1)
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)
"""),
]

STOPS = [
    ("rmsprop_corrected_xor", "rmsprop_corrected", "v_hat", "^ for **.", """
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho ^ t)
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, x=x)
"""),
    ("adamax_keras_max_of_python", "adamax_keras", "u", "Python's max cannot choose between arrays.", """
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    u = max(beta2 * u, abs(g))
    x = x - lr / (1 - beta1**t) * m / (u + eps)
    return dict(m=m, u=u, x=x)
"""),
    ("schedule_free_none", "schedule_free", "y", "z is None in the first step.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    y = (1 - beta) * z + beta * x
    z = z - lr * grad(y)
    x = (1 - 1 / t) * x + z / t
    return dict(y=y, z=z, x=x)
"""),
    ("sgd_printed", "sgd", "", "It prints, and returns nothing.", """
def sgd(x, g, *, lr=0.01):
    x = x - lr * g
    print(x)
"""),
]

RIGHT = [
    ("sgd_loop", "sgd", """
def sgd(x, g, *, lr=0.01):
    out = np.empty_like(x)
    for i in np.ndindex(x.shape):
        out[i] = x[i] - lr * g[i] if np.ndim(lr) == 0 else (x - lr * g)[i]
    return {"x": out}
"""),
    ("momentum_uphill", "momentum", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v + lr * g     # points uphill
    return dict(v=v, x=x - v)
"""),
    ("momentum_ema_difference", "momentum_ema", """
def momentum_ema(theta, gradient, moyenne=0.0, *, lr=0.01, mu=0.9):
    ecart = gradient - moyenne
    moyenne = gradient - mu * ecart
    theta = theta - lr * moyenne
    return {"moyenne": moyenne, "theta": theta}
"""),
    ("nesterov_two_moves", "nesterov", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    drift = mu * v
    ahead = x + drift
    correction = -lr * grad(ahead)
    return dict(v=drift + correction, x=ahead + correction)
"""),
    ("smoothed_nesterov_loop", "smoothed_nesterov", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    total = 0.0
    for k in range(1, 5):
        total = total + grad(x + k / 4 * mu * v)
    v = mu * v - lr * total / 4
    x = x + v
    return dict(v=v, x=x)
"""),
    ("nesterov_shifted_back_and_forth", "nesterov_shifted", """
def nesterov_shifted(x, g, v=0.0, *, lr=0.01, mu=0.9):
    base = x - mu * v               # where x really is
    v_new = mu * v - lr * g
    base = base + v_new
    return dict(v=v_new, x=base + mu * v_new)
"""),
    ("nesterov_torch_expanded", "nesterov_torch", """
def nesterov_torch(x, g, buf=0.0, *, lr=1e-3, mu=0.9):
    x = x - lr * (1 + mu) * g - lr * mu**2 * buf
    buf = mu * buf
    buf = buf + g
    return dict(buf=buf, x=x)
"""),
    ("nesterov_keras_from_old", "nesterov_keras", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    push = lr * g
    v_new = mu * v - push
    x = x + (v_new + mu * (v_new - v))
    return dict(v=v_new, x=x)
"""),
    ("adagrad_hypot", "adagrad", """
def adagrad(x, g, size=0.0, *, lr=0.01, eps=1e-8):
    size = np.hypot(size, g)        # the root of the sum is kept
    return dict(size=size, x=x - lr * g / (size + eps))
"""),
    ("rmsprop_in_place", "rmsprop", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = v + np.zeros_like(x)        # a copy, so that the one which came in stays
    v *= rho
    v += (1 - rho) * g * g
    x = x.copy()
    x -= lr * g / (v**0.5 + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_centered_variance", "rmsprop_centered_torch", """
def rmsprop_centered(x, g, var=0.0, mean=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    diff = g - mean
    mean = mean + (1 - rho) * diff
    var = rho * (var + (1 - rho) * diff**2)
    x = x - lr * g / (np.sqrt(var) + eps)
    return dict(var=var, mean=mean, x=x)
"""),
    ("rmsprop_graves_minus", "rmsprop_graves", """
def rmsprop_graves(w, g, n=0.0, gbar=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    ema = lambda old, new: rho * old + (1 - rho) * new
    n, gbar = ema(n, g**2), ema(gbar, g)
    step = lr * g * (n - gbar**2 + eps) ** -0.5
    delta = mu * delta - step
    return dict(n=n, gbar=gbar, delta=delta, w=w + delta)
"""),
    ("adadelta_one_root", "adadelta", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    ratio = (u + eps) / (v + eps)
    u = rho * u + (1 - rho) * ratio * g**2
    return dict(v=v, u=u, x=x - lr * np.sqrt(ratio) * g)
"""),
    ("adam_lr_t_eps", "adam", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    c1, c2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    x = x - lr * c2 / c1 * m / (np.sqrt(v) + eps * c2)
    return m, v, x
"""),
    ("adamax_where", "adamax", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    groesse = np.where(g < 0, -g, g) + eps
    m = g + beta1 * (m - g)
    u = np.where(groesse > beta2 * u, groesse, beta2 * u)
    return dict(m=m, u=u, x=x - lr * m / u / (1 - beta1**t))
"""),
    ("nadam_gathered", "nadam", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    c, c_next = 1 - beta1**t, 1 - beta1 * beta1**t
    top = (beta1 * c * m + (1 - beta1) * c_next * g) / (c * c_next)
    x = x - lr * top / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("amsgrad_root_max", "amsgrad", """
def amsgrad(x, g, m=0.0, v=0.0, denom=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    denom = np.maximum(denom, np.sqrt(v))
    return dict(m=m, v=v, denom=denom, x=x - lr * m / (denom + eps))
"""),
    ("adabound_fractions", "adabound", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = gamma * t
    rate = lr / (1 - beta1**t) * (1 - beta2**t) ** 0.5 / (np.sqrt(v) + eps)
    rate = np.maximum(rate, final_lr * k / (k + 1))
    rate = np.minimum(rate, final_lr * (k + 1) / k)
    return dict(m=m, v=v, x=x - rate * m)
"""),
    ("amsbound_helper", "amsbound", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    def between(a, lowest, highest):
        return np.where(a < lowest, lowest, np.where(a > highest, highest, a))

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.where(v > v_max, v, v_max)
    alpha = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    slack = 1 / (gamma * t)
    eta = between(alpha / (np.sqrt(v_max) + eps), final_lr / (1 + slack), final_lr * (1 + slack))
    x = x - eta * m
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("adamw_decay_first", "adamw", """
def adamw(x, g, t, m=None, v=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    if m is None:
        m, v = np.zeros_like(g), np.zeros_like(g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = (1 - lr * weight_decay) * x
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    # the rest
    ("momentum_torch_zero_start", "momentum_torch", """
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    first = b is None
    b = mu * (0.0 if first else b) + (1.0 if first else 1 - dampening) * g
    return dict(b=b, x=x - lr * b)
"""),
    ("adagrad_torch_rate", "adagrad_torch", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    h = h + g**2
    taux = lr / (1 + t * lr_decay - lr_decay)
    return dict(h=h, x=x - taux * g / (np.sqrt(h) + eps))
"""),
    ("rmsprop_torch_negative_buffer", "rmsprop_torch", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = v - (1 - rho) * (v - g**2)
    b = mu * b - g / (np.sqrt(v) + eps)     # downhill
    return dict(v=v, b=b, x=x + lr * b)
"""),
    ("amsgrad_optax_max_of_hats", "amsgrad_optax", """
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v / (1 - beta2**t), v_max)
    return m, v, v_max, x - lr * m / ((1 - beta1**t) * (np.sqrt(v_max) + eps))
"""),
    ("lion_three_branches", "lion", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    blend = g + beta1 * (m - g)
    direction = np.where(blend > 0, 1.0, np.where(blend < 0, -1.0, 0.0))
    return dict(m=g + beta2 * (m - g), x=(1 - lr * weight_decay) * x - lr * direction)
"""),
    ("muon_decay_first", "muon", """
def muon(W, G, B=None, *, lr=0.02, mu=0.95, weight_decay=0.0):
    B = G if B is None else mu * B + G
    O = newton_schulz(mu * B + G)
    rows, cols = W.shape[-2], W.shape[-1]
    factor = np.sqrt(rows / cols) if rows > cols else 1.0
    W = W * (1 - lr * weight_decay) - lr * factor * O
    return dict(B=B, W=W)
"""),
    ("schedule_free_running_mean", "schedule_free", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    runner = x if z is None else z
    runner = runner - lr * grad(runner + beta * (x - runner))
    return dict(z=runner, x=((t - 1) * x + runner) / t)
"""),
    ("sam_unit_vector", "sam", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    uphill = grad(x)
    length = np.sqrt(np.sum(uphill * uphill, axis=-1, keepdims=True))
    worst = x + rho / (length + eps) * uphill
    return {"x": x - lr * grad(worst)}
"""),
    ("yogi_cases", "yogi", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    sq = g * g
    m = beta1 * m + (1 - beta1) * g
    v = v + (1 - beta2) * np.where(sq > v, sq, np.where(sq < v, -sq, 0))
    x = x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("adan_difference_named", "adan", """
def adan(x, g, t, m=0.0, v=0.0, n=0.0, g_prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
         weight_decay=0.0):
    if g_prev is None:
        g_prev = g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g - g_prev)
    n = beta3 * n + (1 - beta3) * ((1 + beta2) * g - beta2 * g_prev) ** 2
    eta = lr / (np.sqrt(n / (1 - beta3**t)) + eps)
    x = (x - eta * (m / (1 - beta1**t) + beta2 * v / (1 - beta2**t))) / (1 + weight_decay * lr)
    return dict(m=m, v=v, n=n, g_prev=g, x=x)
"""),
    ("adabelief_from_old", "adabelief", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = beta1 * (g - m)      # this is g minus the new m
    m = g - surprise
    s = beta2 * s + (1 - beta2) * surprise**2 + eps
    x = x - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return dict(m=m, s=s, x=x)
"""),
    ("smorms3_counts", "smorms3", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    m = (mem * m + g) / (mem + 1)
    v = (mem * v + g**2) / (mem + 1)
    zeta = m * m / (v + eps)
    x = x - g * np.where(zeta < lr, zeta, lr) / (np.sqrt(v) + eps)
    return dict(m=m, v=v, mem=1 + mem - mem * zeta, x=x)
"""),
    ("eve_clip_by_hand", "eve", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
        eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if t > 1:
        big, small = np.maximum(f, f_old), np.minimum(f, f_old)
        ratio = (big - small) / (small - f_star)
        ratio = np.maximum(1 / c, np.minimum(c, ratio))
        d = d + (1 - beta3) * (ratio - d)
    adam_step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x - lr * adam_step / d)
"""),
    ("shampoo_by_hand", "shampoo", """
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    def fourth_root_inverse(a):
        return power(a, -0.25)

    if L is None:
        L = eps * np.identity(g.shape[-2])
    if R is None:
        R = eps * np.identity(g.shape[-1])
    gT = np.swapaxes(g, -2, -1)
    L, R = L + g @ gT, R + gT @ g
    return L, R, x - lr * (fourth_root_inverse(L) @ g @ fourth_root_inverse(R))
"""),
    ("sophia_if", "sophia", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 1 or k == 1:
        h = h + (1 - beta2) * (hess - h)
    below = np.maximum(gamma * h, eps)
    u = np.maximum(-1, np.minimum(1, m / below))
    return dict(m=m, h=h, x=x - lr * u - lr * weight_decay * x)
"""),
    ("learned_dict", "learned", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    units = w["U1"].shape[0]
    if h1 is None:
        h1, c1, h2, c2 = (np.zeros(x.shape + (units,), x.dtype) for _ in range(4))
    inp = g.reshape(*g.shape, 1)
    h1, c1 = lstm(inp, h1, c1, w["W1"], w["U1"], w["b1"])[:2]
    h2, c2 = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])[:2]
    step = w["scale"] * (np.sum(h2 * w["Wo"], axis=-1) + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x + step)
"""),
    ("adamax_keras_one_fraction", "adamax_keras", """
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    u = np.fmax(beta2 * u, np.sqrt(g**2))
    x = x - lr * m / ((1 - beta1**t) * (u + eps))
    return m, u, x
"""),
    ("adafactor_sums", "adafactor", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    def rms(a):
        return np.sqrt(np.mean(a * a, axis=(-1, -2), keepdims=True))

    w = np.power(float(t), -decay)      # the weight of the new one
    square = g * g + eps
    row, col = square.mean(axis=-1, keepdims=True), square.mean(axis=-2, keepdims=True)
    r = row if r is None else (1 - w) * r + w * row
    c = col if c is None else (1 - w) * c + w * col
    u = g * np.sqrt(np.mean(r, axis=-2, keepdims=True) / (r * c))
    u = u * np.minimum(1, d / rms(u))
    step = np.minimum(lr, t**-0.5) * np.maximum(rms(x), eps2)
    return dict(r=r, c=c, x=x - step * u)
"""),
]
