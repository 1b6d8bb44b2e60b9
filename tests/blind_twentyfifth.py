"""Blind set: homework of a first course, on optlab's steps and on four references of a teacher's own."""

import numpy as np


# The teacher's own references
def clipped_momentum(x, g, m=0.0, *, lr=0.01, mu=0.9, c=1.0):
    """Momentum as an average of clipped gradients: a gradient longer than c is shortened to the length c.

    x, g, m : arrays of one shape, a point along the last axis. lr > 0, 0 <= mu < 1, c > 0 in gradient units.
    """
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    g_cut = np.where(size > c, c * g / np.where(size > 0, size, 1), g)
    m = mu * m + (1 - mu) * g_cut
    x = x - lr * m
    return dict(size=size, g_cut=g_cut, m=m, x=x)


def warm_rmsprop(x, g, t, v=0.0, *, lr=0.01, rho=0.9, warm=5, eps=1e-8):
    """RMSprop with a corrected average, whose learning rate rises in a straight line for the first `warm` steps.

    x, g, v : arrays of one shape; t = 1, 2, ... lr > 0 in parameter units, 0 <= rho < 1, warm >= 1 a whole number of steps,
    eps >= 0 in gradient units.
    """
    warmth = np.minimum(1, t / warm)
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho**t)
    x = x - lr * warmth * g / (np.sqrt(v_hat) + eps)
    return dict(warmth=warmth, v=v, v_hat=v_hat, x=x)


def delta_bar_delta(x, g, a=1.0, b=0.0, *, lr=0.01, theta=0.7, kappa=0.1, phi=0.2):
    """Jacobs's delta-bar-delta: each coordinate's rate lr a grows by a sum while gradients agree, and falls by a factor if not.

    x, g, a, b : arrays of one shape; a : the gain of each coordinate, b : the average of the past gradients. lr > 0,
    0 <= theta < 1, kappa >= 0, 0 <= phi < 1.
    """
    agree = b * g
    a = np.where(agree > 0, a + kappa, np.where(agree < 0, (1 - phi) * a, a))
    b = theta * b + (1 - theta) * g
    x = x - lr * a * g
    return dict(agree=agree, a=a, b=b, x=x)


def nesterov_restarted(x, grad, t, v=0.0, *, lr=0.01):
    """Nesterov with his growing momentum (t - 1) / (t + 2), forgotten in each coordinate that runs uphill.

    x, v : arrays of one shape; grad : function of such an array; t = 1, 2, ... lr > 0.
    """
    beta = (t - 1) / (t + 2)
    y = x + beta * v
    g_y = grad(y)
    v = np.where(g_y * v > 0, 0, beta * v) - lr * g_y
    x = x + v
    return dict(beta=beta, y=y, g_y=g_y, v=v, x=x)


ONE = [
    ("xxv_adam_alias_of_v", "adam", "v_hat|v",
     "v_hat is only another name for v, so the in-place division corrects v itself and the corrected value is fed back [line 5]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    m_hat = m / (1 - beta1**t)
    v_hat = v
    v_hat /= 1 - beta2**t      # bias correction
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxv_adam_weight_squared", "adam", "v",
     "the square embraces the weight 1 - beta2 too, so the new gradient counts (1 - beta2)^2 [line 6]", '''
def adam(x, g, t, m=None, v=None, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if m is None:
        m, v = np.zeros_like(x), np.zeros_like(x)
    anteil1, anteil2 = 1 - beta1, 1 - beta2
    m = beta1 * m + anteil1 * g
    v = beta2 * v + (anteil2 * g) ** 2
    schritt = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return {"m": m, "v": v, "x": x - lr * schritt}
'''),
    ("xxv_keras_adam_root_of_both", "adam_lr_t", "lr_t",
     "the root covers the whole quotient of the two corrections, not only 1 - beta2^t [line 7]", '''
def adam_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    # from keras/src/optimizers/adam.py, update_step
    beta_1_power = beta1**t
    beta_2_power = beta2**t
    m = m + (g - m) * (1 - beta1)
    v = v + (np.square(g) - v) * (1 - beta2)
    alpha = lr * np.sqrt((1 - beta_2_power) / (1 - beta_1_power))
    x = x - (m * alpha) / (np.sqrt(v) + eps)
    return dict(m=m, v=v, lr_t=alpha, x=x)
'''),
    ("xxv_adam_l2_half_refactored", "adam_l2", "v",
     "m already takes the gradient with the decay, v still the raw one [line 4]", '''
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    d_p = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * d_p
    v = beta2 * v + (1 - beta2) * g * g
    bias_correction1, bias_correction2 = 1 - beta1**t, 1 - beta2**t
    denom = np.sqrt(v) / bias_correction2**0.5 + eps
    x = x - (lr / bias_correction1) * m / denom
    return dict(m=m, v=v, x=x)
'''),
    ("xxv_rmsprop_starts_at_first_square", "rmsprop", "v",
     "the average starts at the first squared gradient where it should start at 0 [line 3]", '''
def rmsprop(x, g, v=None, *, lr=1e-3, rho=0.9, eps=1e-8):
    if v is None:
        v = g**2               # nothing seen yet, so begin with what we have
    v = rho * v + (1 - rho) * g**2
    rms = np.sqrt(v) + eps
    x = x - lr * np.divide(g, rms)
    return dict(v=v, x=x)
'''),
    ("xxv_centered_mean_of_sizes", "rmsprop_centered_torch", "m",
     "the mean is that of the gradient's absolute value, so a gradient that changes its sign seems to have no variance [line 3]", '''
def rmsprop_centered(x, g, square_avg=0.0, grad_avg=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    square_avg = rho * square_avg + (1 - rho) * g * g
    grad_avg = rho * grad_avg + (1 - rho) * np.abs(g)
    x = x - lr * g / (np.sqrt(square_avg - grad_avg**2) + eps)
    return dict(square_avg=square_avg, grad_avg=grad_avg, x=x)
'''),
    ("xxv_momentum_mu_times_all", "momentum", "v",
     "mu multiplies the new gradient's share too, the parenthesis closes too late [line 2]", '''
def momentum(x, g, velocity=0.0, *, lr=0.01, mu=0.9):
    velocity = mu * (velocity - lr * g)
    return dict(velocity=velocity, x=x + velocity)
'''),
    ("xxv_nesterov_mu_twice_ahead", "nesterov", "g_ahead",
     "the velocity has been damped already when the look-ahead multiplies it by mu a second time [line 4]", '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    # first the friction, then look, then correct (Hinton, lecture 6)
    v = mu * v
    voraus = x + mu * v
    v = v - lr * grad(voraus)
    x = x + v
    return dict(v=v, x=x)
'''),
    ("xxv_adagrad_keeps_root", "adagrad", "h",
     "the root is stored back into h, so the next square is added to a root [line 2]", '''
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = np.sqrt(h + g**2)
    x = x - lr / (h + eps) * g
    return dict(h=h, x=x)
'''),
    ("xxv_adadelta_rms_eps_outside", "adadelta", "delta",
     "RMS adds eps after the root, where the paper has it under the root [line 2]", '''
def adadelta(x, g, Eg2=0.0, Edx2=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    RMS = lambda E: np.sqrt(E) + eps
    Eg2 = rho * Eg2 + (1 - rho) * g**2
    dx = -RMS(Edx2) / RMS(Eg2) * g
    Edx2 = rho * Edx2 + (1 - rho) * dx**2
    x = x + lr * dx
    return dict(Eg2=Eg2, Edx2=Edx2, x=x)
'''),
    ("xxv_adamax_max_of_m", "adamax", "u",
     "the infinity norm is taken of the average m where it should be of the gradient g [line 4]", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    faded = beta2 * u
    u = np.where(faded > np.abs(m) + eps, faded, np.abs(m) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)
'''),
    ("xxv_nadam_same_correction", "nadam", "m_hat",
     "the share of m is corrected with the power t, where the look-ahead needs t + 1 [line 6]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # the formula of ruder.io, last section but one
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    b = 1 - beta1**t
    m_bar = beta1 * m / b + (1 - beta1) * g / b
    v_hat = v / (1 - beta2**t)
    x = x - lr / (np.sqrt(v_hat) + eps) * m_bar
    return dict(m=m, v=v, x=x)
'''),
    ("xxv_amsgrad_max_fed_back", "amsgrad", "v|v_max",
     "the maximum is stored in v itself, so the average goes on from the maximum [line 4]", '''
def amsgrad(x, g, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v_old = v
    v = np.maximum(v_old, beta2 * v_old + (1 - beta2) * g**2)   # never falls
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)
'''),
    ("xxv_amsgrad_optax_hat_unused", "amsgrad_optax", "v_max",
     "the corrected v_hat is computed, but the maximum is taken of the raw v [line 6]", '''
def amsgrad_optax(x, g, t, mu=0.0, nu=0.0, nu_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    mu = beta1 * mu + (1 - beta1) * g
    nu = beta2 * nu + (1 - beta2) * g**2
    mu_hat = mu / (1 - beta1**t)
    nu_hat = nu / (1 - beta2**t)
    nu_max = np.maximum(nu_max, nu)
    updates = mu_hat / (np.sqrt(nu_max) + eps)
    return dict(mu=mu, nu=nu, nu_max=nu_max, x=x - lr * updates)
'''),
    # other steps of KNOWN
    ("xxv_lion_beta_of_memory", "lion", "u",
     "the direction is mixed with beta2, the weight of the memory, where it needs beta1 [line 3]", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    mix = lambda b: b * m + (1 - b) * g
    direction = np.sign(mix(beta2))
    memory = mix(beta2)
    return dict(m=memory, x=(1 - lr * weight_decay) * x - lr * direction)
'''),
    ("xxv_yogi_sign_without_square", "yogi", "v",
     "the sign compares v with the gradient, not with its square [line 4]", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g * g
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(v - g) * g2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps))
'''),
    ("xxv_radam_rho_inf_one_too_many", "radam", "rho_inf",
     "the longest length of the average lacks its - 1 [line 4]", '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    rho_inf = 2 / (1 - beta2)
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    m_hat = m / (1 - beta1**t)
    if rho_t > 5:
        l = 1 / (np.sqrt(v / (1 - beta2**t)) + eps)
        r = np.sqrt((rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t))
        x = x - lr * m_hat * r * l
    else:
        x = x - lr * m_hat
    return dict(m=m, v=v, x=x)
'''),
    ("xxv_sophia_looks_at_kth", "sophia", "h",
     "the curvature is looked at in steps k, 2k, ... and not in steps 1, k + 1, ... [line 3]", '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    nenner = np.maximum(gamma * h, eps)
    u = np.maximum(-1, np.minimum(m / nenner, 1))
    x = x - lr * weight_decay * x - lr * u
    return dict(m=m, h=h, x=x)
'''),
    ("xxv_adabound_lr_again", "adabound", "x",
     "the clipped rate is multiplied by lr once more, which is in it already [line 7]", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    lo = final_lr * (1 - 1 / (gamma * t + 1))
    hi = final_lr * (1 + 1 / (gamma * t))
    step_size = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    eta = np.minimum(np.maximum(step_size / (np.sqrt(v) + eps), lo), hi)
    x = x - lr * eta * m
    return dict(m=m, v=v, x=x)
'''),
    ("xxv_schedule_free_printed_c", "schedule_free", "c",
     "the mean counts the starting point too, 1 / (t + 1) where 1 / t is meant [line 6]", '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    x = x + (z - x) / (t + 1)      # running mean, eq. (5)
    return {"z": z, "x": x}
'''),
    ("xxv_smorms3_memory_never_ages", "smorms3", "mem",
     "the memory is not lengthened by 1 in each step [line 7]", '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = m + r * (g - m)
    v = v + r * (g * g - v)
    zeta = m * m / (v + eps)
    x = x - g * np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    mem = mem - mem * zeta
    return dict(m=m, v=v, mem=mem, x=x)
'''),
    # the teacher's own
    ("xxv_clip_length_without_root", clipped_momentum, "size",
     "the length of the gradient lacks its root: it is the sum of squares [line 2]", '''
def clipped_momentum(x, g, m=0.0, *, lr=0.01, mu=0.9, c=1.0):
    laenge = (g * g).sum(axis=-1, keepdims=True)
    g = np.where(laenge > c, g * c / np.where(laenge > 0, laenge, 1), g)
    m = m + (1 - mu) * (g - m)
    return dict(m=m, x=x - lr * m)
'''),
    ("xxv_clip_the_short_ones", clipped_momentum, "g_cut",
     "the condition is turned round: short gradients are stretched to c, and long ones are left as they are [line 4]", '''
def clipped_momentum(x, g, m=0.0, *, lr=0.01, mu=0.9, c=1.0):
    norm = np.sqrt(np.sum(g**2, -1, keepdims=True))
    unit = g / np.where(norm == 0, 1, norm)
    clipped = np.where(norm > c, g, c * unit)
    m = mu * m + (1 - mu) * clipped
    x = x - lr * m
    return dict(size=norm, g_cut=clipped, m=m, x=x)
'''),
    ("xxv_warmup_max_for_min", warm_rmsprop, "warmth",
     "the warm-up takes the larger of 1 and t / warm, so the rate begins at lr and then grows for ever [line 2]", '''
def warm_rmsprop(x, g, t, v=0.0, *, lr=0.01, rho=0.9, warm=5, eps=1e-8):
    rate = lr * max(1.0, t / warm)
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho**t)
    x = x - rate * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, x=x)
'''),
    ("xxv_warm_power_of_difference", warm_rmsprop, "v_hat",
     "the power t is taken of 1 - rho, and not of rho alone [line 4]", '''
def warm_rmsprop(x, g, t, v=0.0, *, lr=0.01, rho=0.9, warm=5, eps=1e-8):
    w = t / warm if t < warm else 1
    v = rho * v + (1 - rho) * np.power(g, 2)
    v_hat = v / (1 - rho) ** t
    return dict(warmth=w, v=v, v_hat=v_hat, x=x - w * lr * g / (v_hat**0.5 + eps))
'''),
    ("xxv_dbd_bar_too_early", delta_bar_delta, "agree|b",
     "the average is renewed before the comparison, so the gradient is compared with an average that holds it already [line 2]", '''
def delta_bar_delta(x, g, a=1.0, bar=0.0, *, lr=0.01, theta=0.7, kappa=0.1, phi=0.2):
    bar = theta * bar + (1 - theta) * g
    s = np.sign(bar * g)
    a = a + kappa * (s > 0) - phi * a * (s < 0)
    x = x - lr * a * g
    return dict(a=a, bar=bar, x=x)
'''),
    ("xxv_dbd_grows_by_factor", delta_bar_delta, "a",
     "where the gradients agree the gain grows by the factor 1 + kappa, and should grow by kappa [line 4]", '''
def delta_bar_delta(x, g, a=1.0, b=0.0, *, lr=0.01, theta=0.7, kappa=0.1, phi=0.2):
    same, opposite = b * g > 0, b * g < 0
    gain = np.ones_like(x) * a
    gain = np.where(same, gain * (1 + kappa), gain)
    gain = np.where(opposite, gain * (1 - phi), gain)
    b = theta * b + (1 - theta) * g
    x = x - lr * gain * g
    return dict(a=gain, b=b, x=x)
'''),
    ("xxv_restart_stands_still", nesterov_restarted, "v",
     "the restart throws away the new gradient's share too, since it stands inside the where [line 4]", '''
def nesterov_restarted(x, grad, t, v=0.0, *, lr=0.01):
    beta = (t - 1) / (t + 2)
    g = grad(x + beta * v)
    v = np.where(g * v > 0, 0, beta * v - lr * g)
    x = x + v
    return dict(v=v, x=x)
'''),
]

TWO = [
    ("xxv_two_adam_sum_and_eps_in_root", "adam", "m x",
     "m sums the gradients without the weight 1 - beta1; eps stands under the root [lines 2, 6]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxv_two_nadam_belief_and_bare_g", "nadam", "v m_hat",
     "v averages the squared distance from m, as AdaBelief does; the gradient's share in m_hat is not corrected [lines 4, 5]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    decay = lambda old, new, b: b * old + (1 - b) * new
    m = decay(m, g, beta1)
    v = decay(v, (g - m) ** 2, beta2)
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g
    v_hat = v / (1 - beta2**t)
    return {**dict(m=m, v=v), "x": x - lr * m_hat / (np.sqrt(v_hat) + eps)}
'''),
    ("xxv_two_adamax_fades_new_and_beta2", "adamax", "u x",
     "beta2 fades the new gradient too, since it stands outside the maximum; the step is corrected with beta2 [lines 4, 5]", '''
def adamax(x, g, t, state=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, u = (0 * x, 0 * x) if state is None else state
    m = beta1 * m + (1 - beta1) * g
    u = beta2 * np.maximum(u, abs(g) + eps)
    x = x - lr / (1 - beta2**t) * m / u
    return dict(state=(m, u), x=x)
'''),
    ("xxv_two_nesterov_torch_average_and_mu", "nesterov_torch", "b x",
     "the buffer is an average, torch has a sum; the buffer enters the step without its mu [lines 4, 6]", '''
def sgd_nesterov(x, g, buf=None, *, lr=1e-3, mu=0.9):
    if buf is None:
        buf = np.zeros(x.shape)
    buf = buf * mu + g * (1 - mu)
    # d_p = d_p.add(buf)
    d_p = g + buf
    x = x - lr * d_p
    return dict(buf=buf, x=x)
'''),
    ("xxv_two_amsgrad_torch_betas_crossed", "amsgrad_torch", "v m_hat",
     "the second moment is averaged with beta1; the first one is corrected with beta2 [lines 3, 5]", '''
def amsgrad(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta1 * v + (1 - beta1) * g * g
    v_max = np.maximum(v_max, v)
    c1 = 1 - beta2**t
    c2 = 1 - beta2**t
    x = x - lr * (m / c1) / (np.sqrt(v_max / c2) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
'''),
    ("xxv_two_adamw_bare_decay_and_late_t", "adamw", "m_hat x",
     "m is corrected with the power t + 1; the decay is not multiplied by lr [lines 4, 6]", '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))     # we count from 0
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxv_two_adan_backwards_and_beta2", "adan", "change s_hat",
     "the change is the old gradient minus the new one; s is corrected with beta2, copied from the line before [lines 5, 11]", '''
def adan(
    x, g, t, m=0.0, v=0.0, n=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    g_old = g if g_old is None else g_old
    diff = g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    n = beta3 * n + (1 - beta3) * (g + beta2 * diff) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    n_hat = n / (1 - beta2**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(n_hat) + eps)) / (1 + lr * weight_decay)
    return dict(m=m, v=v, n=n, g_old=g, x=x)
'''),
    ("xxv_two_adafactor_axis_and_mean_size", "adafactor", "c size",
     "the column means are taken along the rows' axis; the size of x is its mean absolute value, not its root mean square [lines 7, 11]", '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    b = 1 - t ** (-float(decay))
    q = g**2 + eps
    r = b * r + (1 - b) * q.mean(-1, keepdims=True)
    c = b * c + (1 - b) * q.mean(-1, keepdims=True)
    V = r * c / r.mean(-2, keepdims=True)
    U = g / np.sqrt(V)
    U = U / np.maximum(1, np.sqrt((U**2).mean((-2, -1), keepdims=True)) / d)
    size = np.abs(x).mean((-2, -1), keepdims=True)
    x = x - np.maximum(eps2, size) * min(lr, t**-0.5) * U
    return dict(r=r, c=c, x=x)
'''),
    ("xxv_two_dbd_no_shrink_and_theta", delta_bar_delta, "a b",
     "the gain is multiplied by phi where it should be by 1 - phi; theta weighs the new gradient [lines 4, 7]", '''
def delta_bar_delta(x, g, a=1.0, b=0.0, *, lr=0.01, theta=0.7, kappa=0.1, phi=0.2):
    a = np.full(x.shape, a, dtype=float)
    up, down = b * g > 0, b * g < 0
    a[down] *= phi
    a[up] += kappa
    schritt = lr * a * g
    b = (1 - theta) * b + theta * g
    return dict(a=a, b=b, x=x - schritt)
'''),
    ("xxv_two_clip_each_and_unweigh", clipped_momentum, "g_cut x",
     "each coordinate is clipped by itself, and not the length of the gradient; the step divides by 1 - mu as if m were a sum [lines 2, 4]", '''
def clipped_momentum(x, g, m=0.0, *, lr=0.01, mu=0.9, c=1.0):
    g_cut = np.clip(g, -c, c)
    m = mu * m + (1 - mu) * g_cut
    x = x - lr * m / (1 - mu)
    return dict(g_cut=g_cut, m=m, x=x)
'''),
]

RIGHT = [
    ("xxv_right_adam_unweighted_sums", "adam", '''
def adam(x, g, t, S=0.0, Q=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    # sums without 1 - beta: the weights are divided out by the sum of all weights, a geometric series counted by hand
    S, Q = S * beta1 + g, Q * beta2 + g * g
    w1 = w2 = 0.0
    for _ in range(t):
        w1, w2 = 1 + beta1 * w1, 1 + beta2 * w2
    return dict(S=S, Q=Q, x=x - (lr / w1) * S / (np.sqrt(Q / w2) + eps))
'''),
    ("xxv_right_adam_tuple_and_loop", "adam", '''
def adam(x, g, t, m=None, v=None, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    neu_x, neu_m, neu_v = np.empty(x.shape), np.empty(x.shape), np.empty(x.shape)
    for i in np.ndindex(x.shape):
        mi = (0.0 if m is None else m[i]) * beta1 + g[i] - beta1 * g[i]
        vi = (0.0 if v is None else v[i]) * beta2 + g[i] ** 2 - beta2 * g[i] ** 2
        oben = mi * (1 - beta2**t) ** 0.5
        unten = (1 - beta1**t) * (vi**0.5 + eps * (1 - beta2**t) ** 0.5)
        neu_x[i], neu_m[i], neu_v[i] = x[i] - lr * oben / unten, mi, vi
    return neu_m, neu_v, neu_x
'''),
    ("xxv_right_rmsprop_out_arrays", "rmsprop", '''
def rmsprop(x, g, cache=None, *, lr=1e-3, rho=0.9, eps=1e-8):
    cache = {"v": np.zeros_like(x)} if cache is None else cache
    v, step = np.empty_like(x), np.empty_like(x)
    np.multiply(cache["v"] - g * g, rho, out=v)
    np.add(v, g * g, out=v)
    np.sqrt(v, out=step)
    step += eps
    np.divide(g, step, out=step)
    step *= lr
    return {"cache": {"v": v}, "x": np.subtract(x, step)}
'''),
    ("xxv_right_momentum_minus_velocity", "momentum", '''
def momentum(x, g, p=None, *, lr=0.01, mu=0.9):
    p = lr * g if p is None else lr * g + mu * p       # p points uphill
    return dict(x=x - p, p=p)
'''),
    ("xxv_right_adagrad_hypot", "adagrad", '''
def adagrad(x, g, wurzel=0.0, *, lr=0.01, eps=1e-8):
    wurzel = np.hypot(wurzel, g)          # the root of the sum of squares, renewed without squaring
    x = x + lr * -g / (eps + wurzel)
    return dict(wurzel=wurzel, x=x)
'''),
    ("xxv_right_adadelta_one_root", "adadelta", '''
def adadelta(x, g, a=0.0, b=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    a = g**2 + rho * (a - g**2)
    d2 = (b + eps) * g**2 / (a + eps)
    b_new = rho * b + (1 - rho) * d2
    return dict(a=a, b=b_new, x=x - lr * np.copysign(np.sqrt(d2), g))
'''),
    ("xxv_right_adamax_where", "adamax", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    kandidat = np.where(g < 0, -g, g) + eps
    u = np.where((alt := u * beta2) >= kandidat, alt, kandidat)
    m = m - (1 - beta1) * (m - g)
    x = x - m * lr / (u * (1 - np.power(beta1, t)))
    return dict(m=m, u=u, x=x)
'''),
    ("xxv_right_nadam_recounted", "nadam", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    share = (1 - beta1) * g
    m, v = beta1 * m + share, beta2 * v + (1 - beta2) * g**2
    p = beta1**t
    look = (beta1 * m * (1 - p) + share * (1 - p * beta1)) / ((1 - p * beta1) * (1 - p))
    q = np.sqrt(1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * q * look / (np.sqrt(v) + q * eps))
'''),
    ("xxv_right_amsgrad_torch_states_none", "amsgrad_torch", '''
def amsgrad(x, g, t, exp_avg=None, exp_avg_sq=None, max_exp_avg_sq=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if exp_avg is None:
        exp_avg = exp_avg_sq = max_exp_avg_sq = np.zeros_like(x)
    exp_avg = exp_avg + (1 - beta1) * (g - exp_avg)
    exp_avg_sq = beta2 * exp_avg_sq + (1 - beta2) * g * g
    max_exp_avg_sq = np.fmax(exp_avg_sq, max_exp_avg_sq)
    denom = np.sqrt(max_exp_avg_sq) / np.sqrt(1 - beta2**t) + eps
    step_size = lr / (1 - beta1**t)
    x = x - step_size * exp_avg / denom
    return dict(exp_avg=exp_avg, exp_avg_sq=exp_avg_sq, max_exp_avg_sq=max_exp_avg_sq, x=x)
'''),
    # other steps of KNOWN
    ("xxv_right_adabelief_old_surprise", "adabelief", '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m                       # from the old mean; what is left of it after the renewal is beta1 times that
    m = m + (1 - beta1) * surprise
    s = beta2 * s + (1 - beta2) * (beta1 * surprise) ** 2 + eps
    x = x - lr / (1 - beta1**t) * m / (np.sqrt(s / (1 - beta2**t)) + eps)
    return dict(m=m, s=s, x=x)
'''),
    ("xxv_right_lamb_einsum", "lamb", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    def length(a):
        return np.sqrt(np.einsum("...i,...i->...", a, a))[..., None]

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (eps + np.sqrt(v / (1 - beta2**t))) + x * weight_decay
    lx, lu = length(x), length(u)
    trust = np.ones_like(lx)
    np.divide(lx, lu, out=trust, where=(lx > 0) & (lu > 0))
    return dict(m=m, v=v, x=x - (lr * trust) * u)
'''),
    ("xxv_right_schedule_free_moving_mean", "schedule_free", '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    z = z - lr * grad(z - beta * (z - x))
    return {"z": z, "x": ((t - 1) * x + z) / t}
'''),
    ("xxv_right_yogi_three_cases", "yogi", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    q = g * g
    move = (1 - beta2) * q
    v = np.where(v > q, v - move, np.where(v < q, v + move, v))
    m = beta1 * m + (1 - beta1) * g
    rate = lr / (1 - beta1**t)
    x = x - rate * m / (eps + np.sqrt(v) * (1 - beta2**t) ** -0.5)
    return dict(m=m, v=v, x=x)
'''),
    # the teacher's own
    ("xxv_right_clip_shorten_factor", clipped_momentum, '''
def clipped_momentum(x, g, m=0.0, *, lr=0.01, mu=0.9, c=1.0):
    kurz = c / np.maximum(c, np.sqrt((g**2).sum(-1, keepdims=True)))      # 1 unless g is too long
    m = (1 - mu) * kurz * g + mu * m
    return m, x - m * lr
'''),
    ("xxv_right_warm_two_branches", warm_rmsprop, '''
def warm_rmsprop(x, g, t, v=None, *, lr=0.01, rho=0.9, warm=5, eps=1e-8):
    v = (1 - rho) * g**2 + (0 if v is None else rho * v)
    bias = np.sqrt(1 - rho**t)
    full = lr * g * bias / (np.sqrt(v) + eps * bias)
    if t >= warm:
        return dict(v=v, x=x - full)
    return dict(v=v, x=x - full * t / warm)
'''),
    ("xxv_right_dbd_sign_arithmetic", delta_bar_delta, '''
def delta_bar_delta(x, g, a=1.0, b=0.0, *, lr=0.01, theta=0.7, kappa=0.1, phi=0.2):
    s = np.sign(b) * np.sign(g)
    a = a + kappa * s * (s + 1) / 2 - phi * a * s * (s - 1) / 2
    return dict(b=g + theta * (b - g), a=a, x=x - a * g * lr)
'''),
    ("xxv_right_dbd_masks_in_own_array", delta_bar_delta, '''
def delta_bar_delta(x, g, state=None, *, lr=0.01, theta=0.7, kappa=0.1, phi=0.2):
    gain, bar = (np.ones_like(x), np.zeros_like(x)) if state is None else state
    gain = gain.copy()
    gain[bar * g > 0] += kappa
    gain[bar * g < 0] *= 1 - phi
    bar = theta * bar + (1 - theta) * g
    return dict(state=(gain, bar), x=x - lr * gain * g)
'''),
    ("xxv_right_restart_keeps_last_point", nesterov_restarted, '''
def nesterov_restarted(x, grad, t, x_old=None, *, lr=0.01):
    last = 0 * x if x_old is None else x - x_old       # the velocity is the last change of x
    beta = (t - 1) / (t + 2)
    slope = grad(x + beta * last)
    keep = slope * last <= 0
    return dict(x_old=x, x=x + beta * keep * last - lr * slope)
'''),
]
