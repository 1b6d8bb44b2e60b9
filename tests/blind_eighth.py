"""An eighth set of functions as students write them, by someone who had read the steps and the exercises, and not the feedback.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong, source); STOPS: the same of functions
that raise, with the quantity at which they do, or that return no dict (then the quantity is empty). RIGHT: (name, step, source).
Where a mistake may be told of either of two lines, " | " stands between them; two wrong lines are separated by a space. A tuple
that is returned holds the state in the reference's order and then x. The function is the last one that a source defines.
"""

import numpy as np

from optlab.steps import matrices
from optlab.steps.learned import lstm, trained

HELPERS = {name: getattr(matrices, name) for name in ("newton_schulz", "transpose", "power", "eigenvectors")}
NAMES = HELPERS | dict(np=np, lstm=lstm, trained=trained)  # what a source may use without defining it

ONE = [
    ("sgd_unit_length", "sgd", "x", "The gradient is divided by its length, so only its direction counts.", """
def sgd(x, g, *, lr=0.01):
    length = np.sqrt((g**2).sum(axis=-1, keepdims=True))
    direction = g / length
    return {"x": x - lr * direction}
"""),
    ("sgd_minus_minus", "sgd", "x", "Two minus signs: the step goes up.", """
def sgd(x, g, *, lr=0.01):
    pas = -lr * g
    x = x - pas
    return dict(x=x)
"""),
    ("momentum_dampened", "momentum", "v", "The gradient has the factor 1 - mu of an average.", """
def momentum(x, g, tempo=0.0, *, lr=0.01, mu=0.9):
    # Geschwindigkeit
    tempo = mu * tempo - (1 - mu) * lr * g
    return dict(tempo=tempo, x=x + tempo)
"""),
    ("momentum_moves_first", "momentum", "x", "x moves by the old velocity, which is renewed afterwards.", """
def momentum(x, g, velocity=0.0, *, lr=0.01, mu=0.9):
    x_new = x + velocity
    v_new = mu * velocity - lr * g
    return {"x": x_new, "velocity": v_new}
"""),
    ("momentum_ema_exchanged", "momentum_ema", "m", "mu and 1 - mu are exchanged.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, beta=0.9):
    m = beta * g + (1 - beta) * m
    x = x - lr * m
    return dict(m=m, x=x)
"""),
    ("momentum_ema_undone", "momentum_ema", "x", "The average is divided by 1 - mu, which makes it a sum again.", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    media = mu * m + (1 - mu) * g
    corregida = media / (1 - mu)
    x = x - lr * corregida
    return dict(m=media, x=x)
"""),
    ("nesterov_whole_velocity", "nesterov", "g_ahead", "The look-ahead goes by all of v, without mu.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = x + v
    v = mu * v - lr * grad(ahead)
    x = x + v
    return dict(v=v, x=x)
"""),
    ("nesterov_ahead_again", "nesterov", "x", "x moves by mu v - lr g once more, as where x itself is the look-ahead point.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x + mu * v)
    v = mu * v - lr * g_ahead
    x = x + mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("smoothed_over_five", "smoothed_nesterov", "g_ahead", "Four gradients are added and divided by five.", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    total = 0
    for k in range(1, 5):
        total = total + grad(x + k / 4 * mu * v)
    g_ahead = total / 5
    v = mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)
"""),
    ("smoothed_starts_at_x", "smoothed_nesterov", "g_ahead", "range(4) starts at 0: the points are 0 ... 3/4, not 1/4 ... 1.", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = sum(grad(x + mu * v * i / 4) for i in range(4)) / 4
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("nesterov_torch_roles", "nesterov_torch", "x", "mu stands before g and not before b.", """
def nesterov_torch(x, g, momentum_buffer=0.0, *, lr=1e-3, mu=0.9):
    buf = mu * momentum_buffer + g
    d_p = buf + mu * g
    return dict(momentum_buffer=buf, x=x - lr * d_p)
"""),
    ("nesterov_torch_averages", "nesterov_torch", "b", "The buffer is an average, with 1 - mu before the gradient.", """
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b = b + (1 - mu) * (g - b)
    x = x - lr * (g + mu * b)
    return dict(b=b, x=x)
"""),
    ("nesterov_keras_plain", "nesterov_keras", "x", "The gradient's own step is left out behind mu v.", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    x = x + mu * v
    return dict(v=v, x=x)
"""),
    ("nesterov_keras_no_lr", "nesterov_keras", "v", "There is no lr in the velocity.", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - g
    return dict(v=v, x=x + mu * v - lr * g)
"""),
    ("nesterov_shifted_order", "nesterov_shifted", "x", "v is renewed first, so x is moved by the new one.", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    x = x + mu**2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)
"""),
    ("nesterov_shifted_one_less", "nesterov_shifted", "x", "1 - mu for 1 + mu before the gradient.", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    vitesse = mu * v - lr * g
    x = x + mu * mu * v - lr * (1 - mu) * g
    return {"v": vitesse, "x": x}
"""),
    ("adagrad_sizes", "adagrad", "h", "The absolute values are summed, not the squares.", """
def adagrad(x, g, h=0.0, lr=0.01, eps=1e-8):
    h = h + np.abs(g)
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
    ("adagrad_one_rate", "adagrad", "x", "One rate for all coordinates, from the mean of h.", """
def adagrad(x, g, cache=0.0, *, lr=0.01, eps=1e-8):
    cache = cache + np.square(g)
    rate = lr / (np.sqrt(np.mean(cache)) + eps)
    x = x - rate * g
    return dict(cache=cache, x=x)
"""),
    ("rmsprop_share_squared", "rmsprop", "v", "The bracket begins too early: the share 1 - rho is squared too.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + ((1 - rho) * g) ** 2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_old_average", "rmsprop", "x", "x is divided by the root of the average before this step.", """
def rmsprop(x, g, s=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    schritt = lr * g / (np.sqrt(s) + eps)
    v_neu = rho * s + (1 - rho) * g * g
    return dict(s=v_neu, x=x - schritt)
"""),
    ("centered_root_too_short", "rmsprop_centered_torch", "x", "The root ends before - m**2.", """
def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    x = x - lr * g / (np.sqrt(v) - m**2 + eps)
    return dict(v=v, m=m, x=x)
"""),
    ("centered_mean_size", "rmsprop_centered_torch", "m", "The mean is that of |g|, not of g.", """
def rmsprop_centered_torch(x, g, carres=0.0, moyenne=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    a = np.abs(g)
    carres = rho * carres + (1 - rho) * a**2
    moyenne = rho * moyenne + (1 - rho) * a
    std = np.sqrt(carres - moyenne**2)
    x = x - lr * g / (std + eps)
    return dict(carres=carres, moyenne=moyenne, x=x)
"""),
    ("graves_mean_above", "rmsprop_graves", "delta", "The average m stands above the fraction in place of g.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * m / np.sqrt(v - m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)
"""),
    ("graves_mu_twice", "rmsprop_graves", "x", "x moves by mu delta, though mu is in delta.", """
def rmsprop_graves(x, g, n_bar=0.0, g_bar=0.0, dw=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n = rho * n_bar + (1 - rho) * g**2
    gbar = rho * g_bar + (1 - rho) * g
    step = mu * dw - lr * g / np.sqrt(n - gbar**2 + eps)
    return dict(n_bar=n, g_bar=gbar, dw=step, x=x + mu * step)
"""),
    ("adadelta_eps_behind_root", "adadelta", "delta", "In the numerator eps is added to the root, not under it.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    rms_u = np.sqrt(u) + eps
    rms_g = np.sqrt(v + eps)
    delta = rms_u / rms_g * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("adadelta_gradients_again", "adadelta", "u", "u averages the squares of the gradients, not those of the steps.", """
def adadelta(x, g, Eg2=0.0, Edx2=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    def mittel(alt, neu):
        return rho * alt + (1 - rho) * neu**2

    Eg2 = mittel(Eg2, g)
    delta = g * np.sqrt((Edx2 + eps) / (Eg2 + eps))
    Edx2 = mittel(Edx2, g)
    return dict(Eg2=Eg2, delta=delta, Edx2=Edx2, x=x - lr * delta)
"""),
    ("adam_beta1_for_both", "adam", "v_hat", "v is corrected with beta1.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    korrektur = 1 - beta1**t
    m_hat = m / korrektur
    v_hat = v / korrektur
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_squares_the_average", "adam", "v", "v averages the square of m, not that of g.", """
def adam(x, g, t, moment1=0.0, moment2=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # moments
    moment1 = beta1 * moment1 + (1 - beta1) * g
    moment2 = beta2 * moment2 + (1 - beta2) * np.power(moment1, 2)
    # bias
    mc, vc = moment1 / (1 - beta1**t), moment2 / (1 - beta2**t)
    return dict(moment1=moment1, moment2=moment2, x=x - lr * mc / (vc**0.5 + eps))
"""),
    ("adamax_corrects_u", "adamax", "x", "The correction has beta2 for beta1.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    x = x - lr / (1 - beta2**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("adamax_wrong_one_fades", "adamax", "u", "beta2 stands before |g| and not before the old u.", """
def adamax(x, g, t, m=0.0, norma_inf=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    norma_inf = np.maximum(norma_inf, beta2 * (abs(g) + eps))
    alpha = lr / (1 - beta1**t)
    return dict(m=m, norma_inf=norma_inf, x=x - alpha * m / norma_inf)
"""),
    ("nadam_same_correction", "nadam", "m_hat", "Both shares are divided by the correction of step t + 1.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("nadam_v_a_step_late", "nadam", "v_hat", "v_hat has the correction of the next step, as the share of m has.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    suivant = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1**suivant) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**suivant)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("amsgrad_maximum_stored", "amsgrad", "v", "The maximum is given back as v too, and the next average starts from it.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v_max = np.maximum(v_max, beta2 * v + (1 - beta2) * g**2)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v_max, v_max=v_max, x=x)
"""),
    ("amsgrad_maximum_unused", "amsgrad", "x", "The maximum is made and kept, and the step is divided by the root of v.", """
def amsgrad(x, g, mt=0.0, vt=0.0, vhat=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    mt = beta1 * mt + (1 - beta1) * g
    vt = beta2 * vt + (1 - beta2) * g**2
    vhat = np.maximum(vt, vhat)
    x = x - lr * mt / (np.sqrt(vt) + eps)
    return dict(mt=mt, vt=vt, vhat=vhat, x=x)
"""),
    ("adabound_bounds_exchanged", "adabound", "rate", "The bounds are given to clip in the wrong order.", """
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
    ("adabound_ends_at_lr", "adabound", "lower", "The lower bound closes in on lr, not on final_lr.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    low = lr * (1 - 1 / (gamma * t + 1))
    high = final_lr * (1 + 1 / (gamma * t))
    eta = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps)
    eta = np.minimum(np.maximum(eta, low), high)
    return dict(m=m, v=v, lower=low, upper=high, x=x - eta * m)
"""),
    ("amsbound_bare_gradient", "amsbound", "x", "The clipped rate multiplies the gradient, not its average.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * g
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("amsbound_uncorrected", "amsbound", "rate", "lr stands in the rate in place of lr_t.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("adamw_decay_divided", "adamw", "x", "The decay stands above the fraction, so the gradients' size divides it.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat + weight_decay * x) / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamw_decay_without_lr", "adamw", "x", "The bracket behind lr ends before the decay.", """
def adamw(x, g, t, exp_avg=0.0, exp_avg_sq=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    exp_avg = beta1 * exp_avg + (1 - beta1) * g
    exp_avg_sq = beta2 * exp_avg_sq + (1 - beta2) * g**2
    m_hat, v_hat = exp_avg / (1 - beta1**t), exp_avg_sq / (1 - beta2**t)
    x = (1 - weight_decay) * x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(exp_avg=exp_avg, exp_avg_sq=exp_avg_sq, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    # ---- the rest
    ("sgd_l2_grows", "sgd_l2", "g_l2", "The decay has the wrong sign: weights grow.", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    g_l2 = g - weight_decay * x
    x = x - lr * g_l2
    return dict(g_l2=g_l2, x=x)
"""),
    ("momentum_torch_dampening", "momentum_torch", "b", "dampening for 1 - dampening.", """
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        b = g
    else:
        b = mu * b + dampening * g
    return dict(b=b, x=x - lr * b)
"""),
    ("adagrad_eps_inside_lr_too", "adagrad_eps_inside", "x", "lr has come under the root.", """
def adagrad_eps_inside(x, g, h=0.0, *, lr=1e-2, eps=1e-7):
    h = h + g**2
    x = x - np.sqrt(lr / (h + eps)) * g
    return dict(h=h, x=x)
"""),
    ("adagrad_keras_from_zero", "adagrad_keras", "h", "The sum starts at 0, not at 0.1.", """
def adagrad_keras(x, g, h=0.0, *, lr=1e-3, eps=1e-7):
    h = h + g * g
    x = x - lr * g / np.sqrt(h + eps)
    return dict(h=h, x=x)
"""),
    ("adagrad_torch_late", "adagrad_torch", "x", "The decay of lr counts t and not t - 1.", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    h = h + g**2
    clr = lr / (1 + t * lr_decay)
    x = x - clr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
    ("rmsprop_eps_inside_norm", "rmsprop_eps_inside", "x", "v, which is made of squares, is squared again under the root.", """
def rmsprop_eps_inside(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-7):
    v = rho * v + (1 - rho) * g**2
    x = x - lr * g / np.sqrt(v**2 + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_torch_lr_twice", "rmsprop_torch", "b | x", "lr is in the buffer and before it.", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    b = mu * b + lr * g / (np.sqrt(v) + eps)
    x = x - lr * b
    return dict(v=v, b=b, x=x)
"""),
    ("rmsprop_keras_mu_for_rho", "rmsprop_keras", "b", "The buffer fades with rho, not with mu.", """
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = rho * v + (1 - rho) * g**2
    b = rho * b + lr * g / np.sqrt(v + eps)
    x = x - b
    return dict(v=v, b=b, x=x)
"""),
    ("rmsprop_corrected_power", "rmsprop_corrected", "v_hat", "The power is taken of the bracket: (1 - rho)**t.", """
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho) ** t
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, x=x)
"""),
    ("adam_eps_inside_raw", "adam_eps_inside", "x", "The corrected v_hat is made, and v stands under the root.", """
def adam_eps_inside(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_lr_t_rootless", "adam_lr_t", "lr_t", "The root over the correction of v is missing.", """
def adam_lr_t(x, g, t, erstes=0.0, zweites=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    erstes = beta1 * erstes + (1 - beta1) * g
    zweites = beta2 * zweites + (1 - beta2) * g**2
    alpha_t = lr * (1 - beta2**t) / (1 - beta1**t)
    x = x - alpha_t * erstes / (np.sqrt(zweites) + eps)
    return dict(erstes=erstes, zweites=zweites, lr_t=alpha_t, x=x)
"""),
    ("adam_l2_half", "adam_l2", "v", "v averages the square of the gradient without the decay.", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    g_l2 = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * g_l2
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=g_l2, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamw_keras_lr_t_decay", "adamw_keras", "x", "The decay is multiplied by lr_t, not by lr.", """
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * (m / (np.sqrt(v) + eps) + weight_decay * x)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("adan_optax_two_squares", "adan_optax", "s", "Two squares are added where the square of the sum is meant.", """
def adan_optax(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
               weight_decay=0.0):
    if g_old is None:
        g_old = g
    change = g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g**2 + ((1 - beta2) * change) ** 2)
    m_hat, v_hat, s_hat = m / (1 - beta1**t), v / (1 - beta2**t), s / (1 - beta3**t)
    x = (x - lr * (m_hat + (1 - beta2) * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
    ("adam_p_rootless_correction", "adam_p", "u_hat", "The p-th root of the correction is missing.", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    bp = beta2**p
    size = np.abs(g) + eps
    top = np.maximum(beta2 * u, size)
    u = top * ((beta2 * u / top) ** p + (1 - bp) * (size / top) ** p) ** (1 / p)
    u_hat = u / (1 - bp**t)
    x = x - lr * m / (1 - beta1**t) / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
"""),
    ("adamax_keras_never_falls", "adamax_keras", "u", "The old u does not fade: beta2 is missing.", """
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(u, np.abs(g))
    x = x - lr / (1 - beta1**t) * m / (u + eps)
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_torch_product_ahead", "nadam_torch", "mu_product", "The product that goes on to the next step holds mu_next too.", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    def mu(i):
        return beta1 * (1 - 0.5 * 0.96 ** (i * psi))

    mu_t, mu_next = mu(t), mu(t + 1)
    product = mu_product * mu_t
    product_next = product * mu_next
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - product_next) + (1 - mu_t) * g / (1 - product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=product_next, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("nadam_dozat_constant_average", "nadam_dozat", "m", "The average has the constant beta1, not the schedule mu_t.", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - 0.5 * np.power(0.96, t * psi))
    mu_next = beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * psi))
    mu_product = mu_product * mu_t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = beta2 * v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_torch_maximum_corrected", "amsgrad_torch", "v_max", "The corrected maximum is stored, and corrected again.", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = np.maximum(v_max, v) / (1 - beta2**t)
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_max=v_hat, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_keras_upside_down", "amsgrad_keras", "lr_t", "The two corrections are exchanged: lr_t is upside down.", """
def amsgrad_keras(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lr_t = lr * (1 - beta1**t) / np.sqrt(1 - beta2**t)
    x = x - lr_t * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, lr_t=lr_t, x=x)
"""),
    ("amsgrad_optax_raw_maximum", "amsgrad_optax", "v_max", "The maximum is taken of v, not of the corrected v_hat.", """
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    v_max = np.maximum(v_max, v)
    x = x - lr * m_hat / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)
"""),
    ("adabound_paper_clipped_last", "adabound_paper", "rate", "The rate is divided by sqrt(t) before it is clipped.", """
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = (1 - beta2) * t
    lower = final_lr * (1 - 1 / (k + 1))
    upper = final_lr * (1 + 1 / k)
    rate = np.clip(lr / np.sqrt(v) / t**0.5, lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x)
"""),
    ("amsbound_paper_largest_square", "amsbound_paper", "v_max", "The maximum is taken of the squares, not of their average.", """
def amsbound_paper(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, g**2)
    lower = final_lr * (1 - 1 / ((1 - beta2) * t + 1))
    upper = final_lr * (1 + 1 / ((1 - beta2) * t))
    rate = np.clip(lr / np.sqrt(v_max), lower, upper) / np.sqrt(t)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, rate=rate, x=x)
"""),
    ("muon_optax_mean_only", "muon_optax", "u", "There is no look-ahead: u is the corrected average.", """
def muon_optax(x: "matrix", g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = mu * m + (1 - mu) * g
    u = m / (1 - mu**t)
    o = newton_schulz(u)
    scale = max(1, x.shape[-1] / x.shape[-2]) ** 0.5
    x = x - lr * (scale * o + weight_decay * x)
    return dict(m=m, u=u, o=o, x=x)
"""),
    ("smorms3_forgets_the_one", "smorms3", "mem", "The 1 + of the new memory is missing.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m * m / (v + eps)
    x = x - g * np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    mem = mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("smorms3_longest_step", "smorms3", "x", "maximum for minimum: lr is the least rate and not the largest.", """
def smorms3(x, g, g1=0.0, g2=0.0, memory=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (memory + 1)
    g1 = g1 + r * (g - g1)
    g2 = g2 + r * (g**2 - g2)
    zeta = g1**2 / (g2 + eps)
    x = x - np.maximum(lr, zeta) / (np.sqrt(g2) + eps) * g
    return dict(r=r, g1=g1, g2=g2, zeta=zeta, memory=1 + memory * (1 - zeta), x=x)
"""),
    ("eve_larger_loss_below", "eve", "d", "The change is divided by the larger of the two losses.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
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
    ("eve_times_d", "eve", "x", "Adam's step is multiplied by d, not divided.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_old is not None:
        rel = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.minimum(np.maximum(rel, 1 / c), c)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
    ("adasecant_covariance_added", "adasecant", "rate", "The covariance is added to the rate, not subtracted.", """
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0,
              cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha**2 / tau
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) + cov / (c2 + eps_rate)
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
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x)
"""),
    ("adasecant_paper_bare_gradient", "adasecant_paper", "delta", "The step goes along g, not along the calmed g_tilde.", """
def adasecant_paper(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0,
                    tau=2.1, *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
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
    d2 = g**2 if t == 1 else keep * d2 + delta**2 / tau
    cov = keep * cov + delta * alpha / tau
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g
    x = x + delta
    return dict(alpha=alpha, gamma=gamma, m=m, m2=m2, g_tilde=g_tilde, num=num, den=den, c=c, c2=c2, d=d, d2=d2,
                cov=cov, rate=rate, tau=tau, delta=delta, g_old=g, x=x)
"""),
    ("santa_e_warm_a", "santa_e", "a", "The friction goes against lr times beta_t, not lr / beta_t.", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    G_before = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_before is None:
        G_before = G
    a = np.where(explore, np.clip(a + u**2 - lr * beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_before) * xi
    if curvature:
        noise = noise + lr / beta_t * (1 - G_before / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)
"""),
    ("santa_sss_outer_half", "santa_sss", "u", "The second half of the friction is left out: exp(-a/2) once only.", """
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

    def thermostat(a, u):
        return np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)

    x = x + G * u / 2
    a = thermostat(a, u)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = np.exp(-a / 2) * u - lr * G * n * g + noise
    a = thermostat(a, u)
    x = x + G * u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)
"""),
    ("learned_descends", "learned", "x", "The step is subtracted, although the network writes its sign.", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, len(w["Wo"])), x.dtype)
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * (h2 @ w["Wo"] + w["bo"])
    x = x - u
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x)
"""),
    ("learned_reads_the_cell", "learned", "u", "The step is read out of the cells of the second layer, not of its outputs.", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        zero = np.zeros(x.shape + (len(w["Wo"]),), x.dtype)
        h1, c1, h2, c2 = zero, zero, zero, zero
    a = g[..., None]
    h1, c1, _ = lstm(a, h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * (c2 @ w["Wo"] + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)
"""),
    ("lion_sign_of_m", "lion", "u", "m is renewed first, and the sign is that of m; beta1 is not used.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    u = np.sign(m)
    x = x - lr * (u + weight_decay * x)
    return dict(u=u, m=m, x=x)
"""),
    ("schedule_free_counts_the_start", "schedule_free", "x", "1 / (t + 1): the start stays in the mean.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z = z - lr * grad(y)
    c = 1 / (t + 1)
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)
"""),
    ("schedule_free_y_turned", "schedule_free", "y", "beta stands before z and 1 - beta before x.", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = x + beta * (z - x)
    z = z - lr * grad(y)
    return dict(y=y, z=z, x=x + (z - x) / t)
"""),
    ("schedule_free_adamw_sums_lr", "schedule_free_adamw", "w", "w sums lr, not its square.", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x
    y = (1 - beta1) * z + beta1 * x
    g_y = grad(y)
    v = beta2 * v + (1 - beta2) * g_y**2
    v_hat = v / (1 - beta2**t)
    z = z - lr * (g_y / (np.sqrt(v_hat) + eps) + weight_decay * y)
    w = w + lr
    c = lr**2 / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=g_y, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)
"""),
    ("sam_looks_downhill", "sam", "g_sam", "The second gradient is taken on the other side, at x - e.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    g_sam = grad(x - e)
    return dict(g=g, e=e, g_sam=g_sam, x=x - lr * g_sam)
"""),
    ("sam_square_of_length", "sam", "e", "g is divided by the square of its length: the root is missing.", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.sum(g**2, axis=-1, keepdims=True) + eps)
    g_sam = grad(x + e)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)
"""),
    ("radam_rootless", "radam", "r", "The root of the rectification is missing.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    k = np.maximum(rho_t, 4)
    r = ((k - 4) * (k - 2) * rho_inf) / ((rho_inf - 4) * (rho_inf - 2) * k)
    x = np.where(rho_t > 5, x - lr * r * m_hat / (np.sqrt(v_hat) + eps), x - lr * m_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)
"""),
    ("adabelief_old_mean", "adabelief", "s", "g is compared with the average before this step.", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)
"""),
    ("adan_change_backwards", "adan", "change", "The change is the old gradient minus the new one.", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    change = np.zeros_like(g) if g_old is None else g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
"""),
    ("yogi_share_of_v", "yogi", "v", "v moves by a share of v itself, not of g^2.", """
def yogi(x, g, t, m=0.0, nu=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    nu = nu - (1 - beta2) * np.sign(nu - g**2) * nu
    m_hat = m / (1 - beta1**t)
    v_hat = nu / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, nu=nu, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lamb_ratio_inverted", "lamb", "ratio", "The ratio is that of the direction's length to x's.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    nx = np.linalg.norm(x, axis=-1, keepdims=True)
    nu = np.linalg.norm(u, axis=-1, keepdims=True)
    ratio = np.where((nx > 0) & (nu > 0), nu / np.where(nx > 0, nx, 1), 1)
    x = x - lr * ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)
"""),
    ("prodigy_way_back", "prodigy", "r", "x - x0 for x0 - x: agreement counts as disagreement, and d does not grow.", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6,
            weight_decay=0.0):
    if x0 is None:
        x0 = x
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
    ("ademamix_outside", "ademamix", "x", "The slow average is added behind the fraction, so it is not divided.", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
             weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) + alpha * m2 + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("sophia_clipped_at_gamma", "sophia", "u", "gamma bounds the ratio m / h from both sides, so u is gamma times too short.", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if (t - 1) % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = np.clip(m / np.maximum(h, eps), -gamma, gamma)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("muon_no_look", "muon", "o", "The momentum itself is made orthogonal, not the look-ahead u.", """
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(b)
    factor = max(1, x.shape[-2] / x.shape[-1]) ** 0.5
    x = x - lr * (factor * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("shampoo_whole_root", "shampoo", "u", "Powers -1/2 on both sides, as if there were one of them.", """
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    L = L + g @ transpose(g)
    R = R + transpose(g) @ g
    u = power(L, -1 / 2) @ g @ power(R, -1 / 2)
    return dict(L=L, R=R, u=u, x=x - lr * u)
"""),
    ("soap_squares_unturned", "soap", "v", "v averages the squares of g, not those of the turned g.", """
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
    ("adafactor_exponential", "adafactor", "beta_t", "decay to the power t, not t to the power -decay.", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - decay**t
    sq = g**2 + eps
    r = beta_t * r + (1 - beta_t) * sq.mean(axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * sq.mean(axis=-2, keepdims=True)
    v = r * c / r.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / np.sqrt(t))
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x - lr_t * u)
"""),
    ("adafactor_norm_of_all", "adafactor", "lr_t", "The size of x is its norm, not its root mean square.", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - np.power(t, -decay)
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.sum(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)
"""),
]

TWO = [
    ("momentum_forgets_and_weak", "momentum", "v x", "1 - mu for mu before the velocity; x moves by mu v.", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = (1 - mu) * v - lr * g
    x = x + mu * v
    return dict(v=v, x=x)
"""),
    ("momentum_ema_size_and_mu", "momentum_ema", "m x", "The average is that of |g|; the step has mu as a further factor.", """
def momentum_ema(x, g, avg=0.0, *, lr=0.01, mu=0.9):
    avg = mu * avg + (1 - mu) * np.abs(g)
    x = x - lr * mu * avg
    return dict(avg=avg, x=x)
"""),
    ("nesterov_behind_and_weak", "nesterov", "g_ahead v", "It looks back, at x - mu v; lr is multiplied by 1 - mu.", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x - mu * v)
    v = mu * v - lr * (1 - mu) * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("smoothed_sum_and_old_v", "smoothed_nesterov", "g_ahead x",
     "The four gradients are not divided by 4; x moves by the old v.", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    d = mu * v
    somme = grad(x + d / 4) + grad(x + d / 2) + grad(x + 3 * d / 4) + grad(x + d)
    v_new = mu * v - lr * somme
    return dict(g_ahead=somme, v=v_new, x=x + v)
"""),
    ("nesterov_torch_never_fades", "nesterov_torch", "b x", "The buffer grows without mu; the look-ahead has mu twice.", """
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b = b + g
    x = x - lr * (g + mu**2 * b)
    return dict(b=b, x=x)
"""),
    ("nesterov_keras_weak", "nesterov_keras", "v x",
     "lr (1 - mu) in the velocity; the gradient's own step is added, not subtracted.", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    step = lr * g
    v = mu * v - (1 - mu) * step
    x = x + mu * v + step
    return dict(v=v, x=x)
"""),
    ("nesterov_shifted_two", "nesterov_shifted", "x v", "mu for mu squared before v; the velocity does not fade.", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    x = x + mu * v - (1 + mu) * lr * g
    v = v - lr * g
    return dict(v=v, x=x)
"""),
    ("adagrad_fading_rootless", "adagrad", "h x", "The sum fades by 0.9 a step; the root is missing.", """
def adagrad(x, g, G2=0.0, *, lr=0.01, eps=1e-8):
    G2 = 0.9 * G2 + g**2
    x = x - lr * g / (G2 + eps)
    return dict(G2=G2, x=x)
"""),
    ("rmsprop_turned_sign", "rmsprop", "v x", "rho and 1 - rho exchanged; only the sign of g stands above the fraction.", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, decay=0.9, eps=1e-8):
    v = (1 - decay) * v + decay * g**2
    x = x - lr * np.sign(g) / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
"""),
    ("centered_sum_uphill", "rmsprop_centered_torch", "v x", "1 - rho is missing before g**2; the step goes up.", """
def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    v = rho * v + g**2
    m = rho * m + (1 - rho) * g
    x = x + lr * g / (np.sqrt(v - m**2) + eps)
    return dict(v=v, m=m, x=x)
"""),
    ("graves_sum_and_gain", "rmsprop_graves", "v x", "v does not fade; the step is divided by 1 - mu.", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    x = x + delta / (1 - mu)
    return dict(v=v, m=m, delta=delta, x=x)
"""),
    ("adadelta_turned_average", "adadelta", "v x",
     "rho and 1 - rho are exchanged in v; x moves by the share 1 - rho of delta.", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = (1 - rho) * v + rho * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * (1 - rho) * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("adam_beta2_everywhere", "adam", "m x", "m has beta2 for beta1; the root over v_hat is missing.", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (v_hat + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamax_turned_and_added", "adamax", "m u", "beta1 and 1 - beta1 exchanged; u adds where it should take the larger.", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * m + beta1 * g
    u = beta2 * u + np.abs(g) + eps
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_share_and_beta", "nadam", "v m_hat", "1 - beta1 before g**2; beta1 is missing before m in m_hat.", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_fading_maximum", "amsgrad", "v_max x", "The maximum fades by beta2; the bare gradient makes the step.", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(beta2 * v_max, v)
    x = x - lr * g / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("adabound_lr_twice", "adabound", "lr_t x",
     "The root over 1 - beta2**t is missing; the clipped rate is multiplied by lr again.", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, lr_final=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = lr_final * (1 - 1 / (gamma * t + 1))
    upper = lr_final * (1 + 1 / (gamma * t))
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - lr * rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("amsbound_least_and_late", "amsbound", "lower lr_t",
     "gamma t without + 1 in the lower bound; the correction of m is left out.", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("adamw_late_and_grows", "adamw", "m_hat x",
     "m is corrected with t + 1; the decay is subtracted inside the bracket, so it adds.", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    # ---- the rest
    ("rmsprop_torch_size_and_share", "rmsprop_torch", "v b",
     "|g| in the average of squares; 1 - rho before the new share of the buffer.", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + (1 - rho) * np.abs(g)
    b = mu * b + (1 - rho) * g / (np.sqrt(v) + eps)
    x = x - lr * b
    return dict(v=v, b=b, x=x)
"""),
    ("adam_l2_lr_and_t", "adam_l2", "g_l2 m_hat", "The decay is multiplied by lr; m is divided by 1 - beta1, as if t were 1.", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    grad = g + lr * weight_decay * x
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=grad, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("lion_sign_late", "lion", "u m", "The sign is taken of g alone before it is averaged; m has beta1 for beta2.", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = beta1 * m + (1 - beta1) * np.sign(g)
    x = x - lr * (u + weight_decay * x)
    m = beta1 * m + (1 - beta1) * g
    return dict(u=u, m=m, x=x)
"""),
    ("schedule_free_adamw_raw", "schedule_free_adamw", "v_hat z", "v is not corrected; the decay has no lr.", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x
    y = (1 - beta1) * z + beta1 * x
    g_y = grad(y)
    v = beta2 * v + (1 - beta2) * g_y**2
    v_hat = v
    z = z - lr * g_y / (np.sqrt(v_hat) + eps) - weight_decay * y
    w = w + lr**2
    c = lr**2 / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=g_y, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)
"""),
    ("radam_half_length", "radam", "rho_t x", "2 is missing before t; where has its branches exchanged.", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - t * beta2**t / (1 - beta2**t)
    known = np.maximum(rho_t, 4)
    r = np.sqrt((known - 4) * (known - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * known))
    x = np.where(rho_t > 5, x - lr * m_hat, x - lr * r * m_hat / (np.sqrt(v_hat) + eps))
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)
"""),
    ("adan_shares", "adan", "v x", "The shares of v are exchanged; beta2 is missing before v_hat in the step.", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    change = 0 * g if g_prev is None else g - g_prev
    m = beta1 * m + (1 - beta1) * g
    v = (1 - beta2) * v + beta2 * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_prev=g, x=x)
"""),
    ("lamb_rootless_and_ratio", "lamb", "u x", "The root of v_hat is missing; x moves without the ratio.", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (v_hat + eps) + weight_decay * x
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    u_size = np.linalg.norm(u, axis=-1, keepdims=True)
    ratio = np.where((x_size > 0) & (u_size > 0), x_size / np.where(u_size > 0, u_size, 1), 1)
    x = x - lr * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)
"""),
    ("prodigy_d_and_root", "prodigy", "v s", "d is outside the square; s fades with beta2, not with its root.", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6,
            weight_decay=0.0):
    if x0 is None:
        x0 = x
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d * g**2
    r = np.sqrt(beta2) * r + d / d0 * lr_t * np.sum(g * (x0 - x), axis=-1, keepdims=True)
    s = beta2 * s + d / d0 * lr_t * g
    s_size = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(s_size > 0, s_size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d, x0=x0, x=x)
"""),
    ("ademamix_one_correction", "ademamix", "m2 v_hat",
     "The slow average has beta1 for its new share; v_hat has the correction of m1.", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
             weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    corr = 1 - beta1**t
    m_hat = m1 / corr
    v_hat = v / corr
    x = x - lr * ((m_hat + alpha * m2) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("sophia_whole_curvature", "sophia", "h u", "hess enters without 1 - beta2; gamma is left out below the fraction.", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 1 or k == 1:
        h = beta2 * h + hess
    u = np.clip(m / np.maximum(h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("smorms3_root_and_mean", "smorms3", "zeta x", "zeta is not squared; the average m makes the step, not g.", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = np.abs(m) / (np.sqrt(v) + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * m
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
"""),
    ("shampoo_one_sided", "shampoo", "R u",
     "R is not summed but made anew from g; the step is turned on the left with the root, -1/2.", """
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2], dtype=x.dtype)
        R = eps * np.eye(x.shape[-1], dtype=x.dtype)
    L = L + g @ transpose(g)
    R = eps * np.eye(x.shape[-1], dtype=x.dtype) + transpose(g) @ g
    u = power(L, -1 / 2) @ g @ power(R, -1 / 4)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)
"""),
    ("soap_wrong_way_round", "soap", "m_turned lr_t", "m stays unturned; lr_t has its root over the other correction.", """
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95,
         eps=1e-8, k=10):
    if QL is None:
        L, R = 0.0, 0.0
        QL = eigenvectors(g @ transpose(g))
        QR = eigenvectors(transpose(g) @ g)
    g_turned = transpose(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g_turned**2
    m_turned = m
    u = QL @ (m_turned / (np.sqrt(v) + eps)) @ transpose(QR)
    lr_t = lr * (1 - beta2**t) / np.sqrt(1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ transpose(g)
    R = beta3 * R + (1 - beta3) * transpose(g) @ g
    QL = np.where(t % k == 0, np.linalg.qr(L @ QL)[0], QL)
    QR = np.where(t % k == 0, np.linalg.qr(R @ QR)[0], QR)
    return dict(g_turned=g_turned, m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("adafactor_rows_and_share", "adafactor", "v lr_t",
     "v is divided by the sum of r, not by its mean; the larger of lr and 1/sqrt(t) is taken.", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    def rms(a):
        return np.sqrt(np.mean(a**2, axis=(-2, -1), keepdims=True))

    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - t ** (-decay)
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c / np.sum(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    lr_t = np.maximum(eps2, rms(x)) * np.maximum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)
"""),
    ("santa_e_cold_and_weak", "santa_e", "noise u", "The noise is made without its 2; a for 1 - a before the velocity.", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
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
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = a * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)
"""),
    ("eve_unclipped_square", "eve", "v d", "1 - beta1 for 1 - beta2 in v; the change is not clipped.", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * change
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
]

STOPS = [
    ("adam_p_no_return", "adam_p", "", "There is no return.", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    top = np.maximum(beta2 * u, size)
    v = (beta2 * u / top) ** p + (1 - beta2**p) * (size / top) ** p
    u = top * v ** (1 / p)
    u_hat = u / (1 - beta2 ** (p * t)) ** (1 / p)
    x = x - lr / (1 - beta1**t) * m / u_hat
"""),
    ("sgd_l2_unknown_name", "sgd_l2", "g_l2", "wd is defined nowhere.", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    g_l2 = g + wd * x
    x = x - lr * g_l2
    return dict(g_l2=g_l2, x=x)
"""),
    ("amsgrad_keras_two_in_one", "amsgrad_keras", "v_max", "np.max is given two arrays, and takes the second for an axis.", """
def amsgrad_keras(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.max(v_max, v)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, lr_t=lr_t, x=x)
"""),
    ("rmsprop_corrected_too_early", "rmsprop_corrected", "v_hat", "v_hat is made of v_new before there is one.", """
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v_hat = v_new / (1 - rho**t)
    v_new = rho * v + (1 - rho) * g**2
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v_new, v_hat=v_hat, x=x)
"""),
    ("momentum_torch_starts_with_none", "momentum_torch", "b", "The first b is None, and None is multiplied.", """
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    b = mu * b + (1 - dampening) * g
    x = x - lr * b
    return dict(b=b, x=x)
"""),
    ("adabound_paper_no_call", "adabound_paper", "lower", "A product sign is forgotten: final_lr(...) calls a number.", """
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    bound = final_lr
    lower = bound(1 - 1 / ((1 - beta2) * t + 1))
    upper = bound(1 + 1 / ((1 - beta2) * t))
    rate = np.clip(lr / np.sqrt(v), lower, upper) / t**0.5
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x - rate * m)
"""),
]

RIGHT = [
    ("sgd_loop", "sgd", """
def sgd(x, g, *, lr=0.01):
    neu = np.empty_like(x)
    for i in np.ndindex(x.shape):
        neu[i] = x[i] - lr * g[i]
    return {"x": neu}
"""),
    ("sgd_in_place", "sgd", """
def sgd(x, g, *, lr=0.01):
    x = x.copy()
    x -= lr * g
    return dict(x=x)
"""),
    ("momentum_brake", "momentum", """
def momentum(x, g, v=None, *, lr=0.01, mu=0.9):
    if v is None:
        v = np.zeros_like(x)
    # friction takes 1 - mu of the velocity
    v = v - (1 - mu) * v
    v = v - lr * g
    return {"x": x + v, "v": v}
"""),
    ("momentum_ema_towards", "momentum_ema", """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = m + (g - m) * (1 - mu)
    x = x + (-lr) * m
    return m, x
"""),
    ("nesterov_point", "nesterov", """
def nesterov(x, grad, vel=0.0, *, lr=0.01, mu=0.9):
    point = x + mu * vel
    neu = point - lr * grad(point)
    return dict(vel=neu - x, x=neu)
"""),
    ("smoothed_mean", "smoothed_nesterov", """
def smoothed_nesterov(x, grad, vitesse=0.0, *, lr=0.01, mu=0.9):
    glissade = mu * vitesse
    pentes = [grad(x + part * glissade) for part in (0.25, 0.5, 0.75, 1.0)]
    vitesse = glissade - lr * np.mean(pentes, axis=0)
    x = x + vitesse
    return dict(vitesse=vitesse, x=x)
"""),
    ("nesterov_torch_nesting", "nesterov_torch", """
def nesterov_torch(x, g, b=None, *, lr=1e-3, mu=0.9):
    b = g if b is None else g + mu * b
    x = x - lr * g - lr * mu * b
    return dict(b=b, x=x)
"""),
    ("nesterov_keras_substituted", "nesterov_keras", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    dx = lr * g
    v_new = mu * v - dx
    return dict(v=v_new, x=x + mu * (mu * v - dx) - dx)
"""),
    ("nesterov_shifted_two_velocities", "nesterov_shifted", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v_old = v
    v = mu * v_old - lr * g
    x = x - mu * v_old + (1 + mu) * v
    return dict(v=v, x=x)
"""),
    ("adagrad_fraction", "adagrad", """
def adagrad(x, g, acumulado=None, *, lr=0.01, eps=1e-8):
    somme = g * g if acumulado is None else acumulado + g * g
    denominateur = eps + np.sqrt(somme)
    return dict(acumulado=somme, x=x - g * (lr / denominateur))
"""),
    ("rmsprop_minus_the_rest", "rmsprop", """
def rmsprop(x, g, v=0.0, lr=1e-3, rho=0.9, eps=1e-8):
    new_v = v - (1 - rho) * (v - np.square(g))
    rms = np.power(new_v, 0.5)
    return {"v": new_v, "x": x - lr / (rms + eps) * g}
"""),
    ("centered_helper", "rmsprop_centered_torch", """
def ema(old, new, beta):
    return beta * old + (1 - beta) * new


def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    second = ema(v, g**2, rho)
    first = ema(m, g, rho)
    varianz = second - first * first
    return dict(v=second, m=first, x=x - lr * g / (varianz**0.5 + eps))
"""),
    ("graves_his_letters", "rmsprop_graves", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    eps_t = g
    n = rho * v + (1 - rho) * eps_t**2
    gi = rho * m + (1 - rho) * eps_t
    d = mu * delta - lr * eps_t * (n - gi**2 + eps) ** -0.5
    w = x + d
    return dict(v=n, m=gi, delta=d, x=w)
"""),
    ("adadelta_negative_delta", "adadelta", """
def adadelta(x, g, acc_g=0.0, acc_dx=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    acc_g = rho * acc_g + (1 - rho) * g**2
    dx = -np.sqrt(acc_dx + eps) / np.sqrt(acc_g + eps) * g  # as in the paper
    acc_dx = rho * acc_dx + (1 - rho) * dx**2
    x = x + lr * dx
    return dict(acc_g=acc_g, acc_dx=acc_dx, x=x)
"""),
    ("adam_one_line", "adam", """
def adam(x, g, t, m=0.0, v=0.0, *, alpha=1e-3, b1=0.9, b2=0.999, e=1e-8):
    m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
    return dict(m=m, v=v, x=x - alpha * (m / (1 - b1**t)) / ((v / (1 - b2**t)) ** 0.5 + e))
"""),
    ("adamax_where", "adamax", """
def adamax(x, g, t, m=0.0, pico=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    vecchio = beta2 * pico
    nuovo = np.abs(g) + eps
    pico = np.where(vecchio > nuovo, vecchio, nuovo)
    m_corretto = m / (1 - beta1**t)
    return dict(m=m, pico=pico, x=x - lr * m_corretto / pico)
"""),
    ("nadam_two_parts", "nadam", """
def nadam(x, g, t, mom=0.0, sq=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    mom = beta1 * mom + (1 - beta1) * g
    sq = beta2 * sq + (1 - beta2) * g**2
    denom = np.sqrt(sq / (1 - beta2**t)) + eps
    part_m = beta1 / (1 - beta1 ** (t + 1)) * mom
    part_g = (1 - beta1) / (1 - beta1**t) * g
    x = x - lr * part_m / denom - lr * part_g / denom
    return mom, sq, x
"""),
    ("amsgrad_root_of_each", "amsgrad", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    wurzel = np.maximum(np.sqrt(v_max), np.sqrt(v))
    x = x - lr * m / (wurzel + eps)
    return dict(m=m, v=v, v_max=np.where(v > v_max, v, v_max), x=x)
"""),
    ("adabound_fractions", "adabound", """
def adabound(x, g, t, m1=0.0, m2=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta2 * m2 + (1 - beta2) * g**2
    k = gamma * t
    lo, hi = final_lr * k / (k + 1), final_lr * (k + 1) / k
    eta = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(m2) + eps)
    eta = np.maximum(lo, np.minimum(hi, eta))
    return {"x": x - eta * m1, "m1": m1, "m2": m2}
"""),
    ("amsbound_helper", "amsbound", """
def bounds(t, final_lr, gamma):
    return final_lr - final_lr / (gamma * t + 1), final_lr + final_lr / (gamma * t)


def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    lr_t = lr / (1 - beta1**t) * (1 - beta2**t) ** 0.5
    rate = (lr_t / (np.sqrt(v_max) + eps)).clip(*bounds(t, final_lr, gamma))
    return dict(m=m, v=v, v_max=v_max, x=x - rate * m)
"""),
    ("adamw_decay_first", "adamw", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    x = x * (1 - lr * weight_decay)  # decoupled
    exp_avg = beta1 * m + (1 - beta1) * g
    exp_avg_sq = beta2 * v + (1 - beta2) * g * g
    denom = np.sqrt(exp_avg_sq) / np.sqrt(1 - beta2**t) + eps
    x = x - lr / (1 - beta1**t) * exp_avg / denom
    return dict(m=exp_avg, v=exp_avg_sq, x=x)
"""),
    ("sgd_l2_shrinks", "sgd_l2", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    shrunk = (1 - lr * weight_decay) * x
    return dict(x=shrunk - lr * g)
"""),
    ("momentum_torch_branches", "momentum_torch", """
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        buf = np.array(g)
    else:
        buf = b * mu
        buf += g - dampening * g
    return dict(b=buf, x=x - lr * buf)
"""),
    ("adagrad_eps_inside_power", "adagrad_eps_inside", """
def adagrad_eps_inside(x, g, h=0.0, *, lr=1e-2, eps=1e-7):
    cache = h + np.power(g, 2)
    return {"h": cache, "x": x - lr * g * (cache + eps) ** (-0.5)}
"""),
    ("adagrad_keras_none", "adagrad_keras", """
def adagrad_keras(x, g, h=None, *, lr=1e-3, eps=1e-7):
    accumulator = np.full_like(x, 0.1) if h is None else h
    accumulator = accumulator + g * g
    rate = lr / np.sqrt(accumulator + eps)
    return dict(h=accumulator, x=x - rate * g)
"""),
    ("adagrad_torch_clr", "adagrad_torch", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    clr = lr / (1 - lr_decay + t * lr_decay)
    h = h + g**2
    std = np.sqrt(h) + eps
    x = x + -clr * (g / std)
    return dict(h=h, x=x)
"""),
    ("rmsprop_eps_inside_loop", "rmsprop_eps_inside", """
def rmsprop_eps_inside(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-7):
    v = np.array(np.broadcast_to(v, x.shape))
    x = np.array(x)
    for i in np.ndindex(x.shape):
        v[i] = rho * v[i] + (1 - rho) * g[i] ** 2
        x[i] -= lr * g[i] / np.sqrt(v[i] + eps)
    return dict(v=v, x=x)
"""),
    ("rmsprop_torch_normalised", "rmsprop_torch", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    square_avg = rho * v + (1 - rho) * g * g
    normed = g / (eps + np.sqrt(square_avg))
    buf = normed + mu * b
    return dict(v=square_avg, b=buf, x=x - lr * buf)
"""),
    ("rmsprop_keras_downhill", "rmsprop_keras", """
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = rho * v + (1 - rho) * g**2
    b = mu * b - lr * g / np.sqrt(v + eps)  # points downhill
    return dict(v=v, b=b, x=x + b)
"""),
    ("adam_eps_inside_gathered", "adam_eps_inside", """
def adam_eps_inside(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    m = m * beta1 + g * (1 - beta1)
    v = v * beta2 + g * g * (1 - beta2)
    x = x - lr / c1 * m * np.sqrt(c2 / (v + c2 * eps))
    return dict(m=m, v=v, x=x)
"""),
    ("adam_lr_t_hats", "adam_lr_t", """
def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(1 - beta2**t)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * m_hat / (np.sqrt(v_hat) + eps / root))
"""),
    ("adamw_keras_shrinks", "adamw_keras", """
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = m + (g - m) * (1 - beta1)
    v = v + (g**2 - v) * (1 - beta2)
    alpha = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    x = x - lr * weight_decay * x - alpha * m / (v**0.5 + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("adam_p_other_top", "adam_p", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    scale = np.maximum(u, size)
    inner = (beta2 * u / scale) ** p + (1 - beta2**p) * (size / scale) ** p
    u = scale * inner ** (1 / p)
    corrected = u * (1 - beta2 ** (p * t)) ** (-1 / p)
    x = x - lr * m / (1 - beta1**t) / corrected
    return dict(m=m, u=u, x=x)
"""),
    ("adamax_keras_norm", "adamax_keras", """
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m_t = beta1 * m + (1 - beta1) * g
    u_t = np.max([beta2 * u + 0 * g, np.abs(g)], axis=0)
    return dict(m=m_t, u=u_t, x=x - (lr * m_t) / ((1 - beta1**t) * (u_t + eps)))
"""),
    ("nadam_torch_schedule", "nadam_torch", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    def schedule(step):
        return beta1 * (1 - 0.96 ** (step * psi) / 2)

    prod = mu_product * schedule(t)
    prod_next = prod * schedule(t + 1)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    denom = np.sqrt(v / (1 - beta2**t)) + eps
    x = x - lr * (1 - schedule(t)) / (1 - prod) * g / denom
    x = x - lr * schedule(t + 1) / (1 - prod_next) * m / denom
    return dict(m=m, v=v, mu_product=prod, x=x)
"""),
    ("amsgrad_torch_where", "amsgrad_torch", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.where(v >= v_max, v, v_max)
    denom = np.sqrt(v_max) / np.sqrt(1 - beta2**t) + eps
    step_size = lr / (1 - beta1**t)
    return dict(m=m, v=v, v_max=v_max, x=x - step_size * m / denom)
"""),
    ("amsgrad_optax_clip", "amsgrad_optax", """
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    mu = beta1 * m + (1 - beta1) * g
    nu = beta2 * v + (1 - beta2) * g**2
    nu_max = np.clip(nu / (1 - beta2**t), v_max, None)
    return dict(m=mu, v=nu, v_max=nu_max, x=x - lr * mu / (1 - beta1**t) / (np.sqrt(nu_max) + eps))
"""),
    ("adabound_paper_bounds_divided", "adabound_paper", """
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = t - beta2 * t
    root = np.sqrt(t)
    lower, upper = final_lr * (1 - 1 / (k + 1)) / root, final_lr * (1 + 1 / k) / root
    eta = np.clip(lr / np.sqrt(v * t), lower, upper)
    return dict(m=m, v=v, x=x - eta * m)
"""),
    ("smorms3_rate_kept", "smorms3", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    rest = mem / (mem + 1)
    m = rest * m + g / (mem + 1)
    v = rest * v + g * g / (mem + 1)
    zeta = m * m / (v + eps)
    step = g * np.where(zeta < lr, zeta, lr) / (np.sqrt(v) + eps)
    return dict(m=m, v=v, mem=mem - mem * zeta + 1, x=x - step)
"""),
    ("eve_small_and_large", "eve", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    adam = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    if f_old is not None:
        small, large = np.minimum(f, f_old), np.maximum(f, f_old)
        change = (large - small) / (small - f_star)
        change = np.minimum(np.maximum(change, 1 / c), c)
        d = d + (1 - beta3) * (change - d)
    return dict(m=m, v=v, d=d, f_old=f, x=x - lr * adam / d)
"""),
    ("santa_e_brakes", "santa_e", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    a = np.sqrt(lr) * C if a is None else a
    xi = rng.standard_normal(x.shape, x.dtype)
    v = sigma * v + (1 - sigma) * g**2
    G_new = (lam + np.sqrt(v)) ** -0.5
    G_old = G_new if G is None else G
    force = -lr * n * G_new * g
    if t < burnin:
        heat = lr / (beta0 * t**anneal)
        a = np.clip(a + u * u - heat, a_min, a_max)
        force = force + np.sqrt(2 * heat * lr ** (p - 1) * G_old) * xi
        if curvature:
            force = force + heat * (1 - G_old / G_new) / u
    u = u - a * u + force
    return dict(v=v, G=G_new, a=a, u=u, x=x + G_new * u)
"""),
    ("santa_sss_damping", "santa_sss", """
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    xi = rng.standard_normal(x.shape, x.dtype)
    heat = lr / (beta0 * t**anneal)
    hot = t < burnin
    v = sigma * v + (1 - sigma) * g**2
    before, G = G, 1 / np.sqrt(lam + np.sqrt(v))
    before = G if before is None else before

    def renewed(a, u):
        return np.clip(a + u**2 / 2 - heat / 2, a_min, a_max) if hot else a

    a = renewed(a, u)
    kick = -lr * n * G * g
    if hot:
        kick = kick + np.sqrt(2 * heat * lr ** (p - 1) * before) * xi
        if curvature:
            kick = kick + heat * (1 - before / G) / u
    u_new = np.exp(-a) * u + np.exp(-a / 2) * kick
    a = renewed(a, u_new)
    return dict(v=v, G=G, u=u_new, a=a, x=x + G * (u + u_new) / 2)
"""),
    ("adasecant_window", "adasecant", """
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0,
              cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    def towards(old, new):
        return old + (new - old) / tau

    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    off = g_tilde - m
    num = towards(num, (g - g_tilde) ** 2 * off**2)
    den = towards(den, (g - m) ** 2 * off**2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = towards(c, alpha), towards(c2, alpha * alpha)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt((last2 + eps_rate) / (c2 + eps_rate)) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d, d2, cov = towards(d, delta), towards(last2, delta**2), towards(cov, delta * alpha)
    far = np.logical_or((g - m) ** 2 > 4 * (m2 - m**2), (alpha - c) ** 2 > 4 * (c2 - c**2))
    grown = (1 - last**2 / (last2 + eps)) * tau + 1 + eps
    tau = np.minimum(np.maximum(np.where(far, 2.2, grown), 1.5), 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h,
                x=x + delta)
"""),
    ("learned_gates", "learned", """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def layer(a, h, c, W, U, b):
    i, f, o, j = np.split(a @ W + h @ U + b, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(j)
    return sigmoid(o) * np.tanh(c), c


def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, len(w["Wo"])), x.dtype)
    h1, c1 = layer(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2 = layer(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x + w["scale"] * (h2 @ w["Wo"] + w["bo"]))
"""),
    ("lion_shrinks", "lion", """
def lion(x, g, ema=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    richtung = np.sign(g + beta1 * (ema - g))
    x = (1 - lr * weight_decay) * x - lr * richtung
    ema = g + beta2 * (ema - g)
    return ema, x
"""),
    ("schedule_free_running_mean", "schedule_free", """
def schedule_free(x, grad, t, iterato=None, *, lr=0.01, beta=0.9):
    iterato = x if iterato is None else iterato
    iterato = iterato - lr * grad(iterato + beta * (x - iterato))
    return dict(iterato=iterato, x=((t - 1) * x + iterato) / t)
"""),
    ("schedule_free_adamw_share", "schedule_free_adamw", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    y = z + beta1 * (x - z)
    g = grad(y)
    v = beta2 * v + (1 - beta2) * g * g
    z = z - lr * weight_decay * y - lr * g / (np.sqrt(v / (1 - beta2**t)) + eps)
    total = w + lr * lr
    x = (w * x + lr * lr * z) / total
    return dict(z=z, v=v, w=total, x=x)
"""),
    ("sam_look_point", "sam", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    length = np.sqrt(np.sum(g * g, axis=-1, keepdims=True))
    worst = x + rho / (length + eps) * g
    return dict(x=x - lr * grad(worst))
"""),
    ("radam_if", "radam", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    inf = 2 / (1 - beta2) - 1
    rho = inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho > 5:
        rect = np.sqrt(((rho - 4) * (rho - 2) * inf) / ((inf - 4) * (inf - 2) * rho))
        l_t = 1 / (np.sqrt(v / (1 - beta2**t)) + eps)
        x = x - lr * rect * m_hat * l_t
    else:
        x = x - lr * m_hat
    return dict(m=m, v=v, x=x)
"""),
    ("adabelief_difference_before", "adabelief", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = beta1 * (g - m)  # what g - m will be once m is renewed
    m = m + (1 - beta1) * (g - m)
    s = beta2 * s + (1 - beta2) * surprise**2 + eps
    step = m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return dict(m=m, s=s, x=x - lr * step)
"""),
    ("adan_first_gradient", "adan", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if g_old is None:
        g_old = g
    diff = g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * np.square(g + beta2 * diff)
    above = m / (1 - beta1**t) + beta2 * v / (1 - beta2**t)
    below = np.sqrt(s / (1 - beta3**t)) + eps
    return dict(m=m, v=v, s=s, g_old=g, x=(x - lr * above / below) / (1 + weight_decay * lr))
"""),
    ("yogi_either_way", "yogi", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    q = g**2
    v = v + (1 - beta2) * q * np.sign(q - v)
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("lamb_direction", "lamb", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    def norm(a):
        return np.sqrt((a * a).sum(axis=-1, keepdims=True))

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    r = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    w_norm, r_norm = norm(x), norm(r)
    nothing = (w_norm == 0) | (r_norm == 0)
    trust = np.where(nothing, 1, w_norm / np.where(nothing, 1, r_norm))
    return dict(m=m, v=v, x=x - lr * trust * r)
"""),
    ("prodigy_letters", "prodigy", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6,
            weight_decay=0.0):
    if x0 is None:
        x0 = x
    d = np.where(d > d0, d, d0)
    dlr = d * lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + d * d * (1 - beta2) * g * g
    b3 = beta2**0.5
    r = b3 * r - d / d0 * dlr * (g * (x - x0)).sum(-1, keepdims=True)
    s = b3 * s + d / d0 * dlr * g
    below = np.abs(s).sum(-1, keepdims=True)
    d = np.maximum(d, r / np.where(below > 0, below, 1))
    new_x = x - dlr * (m / (d * eps + np.sqrt(v)) + weight_decay * x)
    return dict(m=m, v=v, r=r, s=s, d=d, x0=x0, x=new_x)
"""),
    ("ademamix_two_steps", "ademamix", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
             weight_decay=0.0):
    fast = beta1 * m1 + (1 - beta1) * g
    slow = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    denom = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    x = x - lr * weight_decay * x - lr * fast / (1 - beta1**t) / denom - lr * alpha * slow / denom
    return dict(m1=fast, m2=slow, v=v, x=x)
"""),
    ("sophia_if", "sophia", """
def sophia(x, g, t, hess, m=0.0, curv=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 1 % k:
        curv = beta2 * curv + (1 - beta2) * hess
    u = np.minimum(1, np.maximum(-1, m / np.maximum(eps, gamma * curv)))
    return dict(m=m, curv=curv, x=x - lr * weight_decay * x - lr * u)
"""),
    ("muon_own_iteration", "muon", """
def orthogonal(u):
    a, b, c = 3.4445, -4.7750, 2.0315
    o = u / (np.sqrt((u**2).sum(axis=(-2, -1), keepdims=True)) + 1e-7)
    for _ in range(5):
        gram = o @ transpose(o)
        o = a * o + b * gram @ o + c * gram @ gram @ o
    return o


def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = g + mu * b
    o = orthogonal(g + mu * b)
    rows, cols = x.shape[-2:]
    if rows > cols:
        o = o * np.sqrt(rows / cols)
    return dict(b=b, x=(1 - lr * weight_decay) * x - lr * o)
"""),
    ("shampoo_inverse_roots", "shampoo", """
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    gt = transpose(g)
    rows, cols = x.shape[-2:]
    L = (eps * np.eye(rows) if L is None else L) + g @ gt
    R = (eps * np.eye(cols) if R is None else R) + gt @ g
    links, rechts = power(L, -0.25), power(R, -0.25)
    return dict(L=L, R=R, x=x - lr * links @ g @ rechts)
"""),
    ("soap_turn", "soap", """
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95,
         eps=1e-8, k=10):
    left, right = g @ transpose(g), transpose(g) @ g
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(left), eigenvectors(right)

    def turn(a):
        return transpose(QL) @ a @ QR

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * turn(g) ** 2
    step = turn(m) / (1 - beta1**t) * np.sqrt(1 - beta2**t) / (np.sqrt(v) + eps)
    x = x - lr * (QL @ step @ transpose(QR))
    L = beta3 * L + (1 - beta3) * left
    R = beta3 * R + (1 - beta3) * right
    if t % k == 0:
        QL = np.linalg.qr(L @ QL)[0]
        QR = np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("adafactor_sums", "adafactor", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    def rms(a):
        return np.sqrt(np.mean(a * a, axis=(-2, -1), keepdims=True))

    q = g * g + eps
    new = float(t) ** -decay
    row, col = q.mean(-1, keepdims=True), q.mean(-2, keepdims=True)
    r = row if r is None else r + new * (row - r)
    c = col if c is None else c + new * (col - c)
    u = g * np.sqrt(r.mean(-2, keepdims=True)) / np.sqrt(r) / np.sqrt(c)
    u = u / np.maximum(1, rms(u) / d)
    alpha = np.maximum(eps2, rms(x)) * np.minimum(lr, t**-0.5)
    return dict(r=r, c=c, x=x - alpha * u)
"""),
    ("muon_optax_tall", "muon_optax", """
def muon_optax(x: "matrix", g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = m + (1 - mu) * (g - m)
    look = mu / (1 - mu ** (t + 1)) * m + (1 - mu) / (1 - mu**t) * g
    factor = np.sqrt(max(1, x.shape[-1] / x.shape[-2]))
    x = x - lr * weight_decay * x - lr * factor * newton_schulz(look)
    return dict(m=m, x=x)
"""),
]
