"""An eleventh set of functions as students write them, by someone who had read the steps and not the feedback: the classical methods and their framework forms.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong and in which line, source). " | " stands
between alternatives, a space between two wrong lines. RIGHT: (name, step, source): the same path in another form.
"""

ONE = [
    ("sgd_unit_direction", "sgd", "x", "The gradient is divided by its norm, so every step has the length lr. [line 4]", """
def sgd(x, g, *, lr=0.01):
    # steepest descent: we only need the direction of g
    length = np.linalg.norm(g)
    direction = g / length
    return {"x": x - lr * direction}
"""),
    ("sgd_l2_penalty_itself", "sgd_l2", "g_l2",
     "The penalty weight_decay x² is added to g, not its gradient weight_decay x. [line 2]", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    straf = weight_decay * np.square(x)
    g_l2 = g + straf
    x = x - lr * g_l2
    return dict(g_l2=g_l2, x=x)
"""),
    ("momentum_tuple_old_v", "momentum", "x",
     "Both are assigned in one tuple, so x moves by the velocity of the step before. [line 2]", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v, x = mu * v - lr * g, x + v
    return dict(v=v, x=x)
"""),
    ("momentum_ema_lerp_sign", "momentum_ema", "m",
     "The difference in the moving average is the wrong way round: m runs away from g instead of to it. [line 4]", """
def momentum_ema(x, g, m=None, *, lr=0.01, mu=0.9):
    if m is None:
        m = np.zeros_like(x)
    away = m - g
    m = m + (1 - mu) * away
    return m, x - lr * m
"""),
    ("nesterov_asks_twice", "nesterov", "v|g_ahead",
     "The velocity takes the gradient at x; the one at the look-ahead point is computed and not used. [line 4]", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    peek = x + mu * v
    g_ahead, g_here = grad(peek), grad(x)
    v = mu * v - lr * g_here
    x = x + v
    return dict(v=v, x=x)
"""),
    ("smoothed_nesterov_range_from_zero", "smoothed_nesterov", "g_ahead",
     "range(4) starts at 0, so the four points are 0, 1/4, 1/2, 3/4 of the way and not 1/4 to 1. [line 3]", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    total = 0
    for quarter in range(4):
        total = total + grad(x + quarter / 4 * mu * v)
    g_ahead = total / 4
    v = mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)
"""),
    ("momentum_torch_first_dampened", "momentum_torch", "b",
     "The first buffer is dampened too; torch starts with b = g. [line 4]", """
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    fresh = (1 - dampening) * g
    if b is None:
        b = fresh
    else:
        b = mu * b + fresh
    x = x - lr * b
    return dict(b=b, x=x)
"""),
    ("nesterov_torch_mu_on_g", "nesterov_torch", "x", "mu stands at the gradient and not at the buffer. [line 3]", """
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b = np.multiply(mu, b) + g
    d_p = b + mu * g
    return dict(b=b, x=x - lr * d_p)
"""),
    ("nesterov_keras_bracket", "nesterov_keras", "x", "The bracket puts mu at lr g as well. [line 4]", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    schritt = lr * g
    v = mu * v - schritt
    x = x + mu * (v - schritt)
    return dict(v=v, x=x)
"""),
    ("nesterov_shifted_new_v_first", "nesterov_shifted", "x|v", "v is renewed before x, whose line needs the old v. [line 4]", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    # velocity first, then position, as always
    v = mu * v - lr * g
    x = x + mu**2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)
"""),
    ("adagrad_torch_t_from_one", "adagrad_torch", "x",
     "The decay of lr counts t steps and not t - 1: the first step is already too small. [line 2]", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    clr = lr / (1 + t * lr_decay)
    h = h + g * g
    std = np.sqrt(h) + eps
    x = x - clr * g / std
    return dict(h=h, x=x)
"""),
    ("adagrad_keras_empty_start", "adagrad_keras", "h", "The sum starts at 0 and not at 0.1. [line 1]", """
def adagrad_keras(x, g, h=0.0, *, lr=1e-3, eps=1e-7):
    h = h + np.power(g, 2)
    x = x - np.divide(lr * g, np.sqrt(h + eps))
    return dict(h=h, x=x)
"""),
    ("rmsprop_rho_is_new_share", "rmsprop", "v", "rho is the share of the new square and not of the old average. [line 2]", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = v + rho * (g * g - v)
    rms = np.sqrt(v)
    x = x - lr / (rms + eps) * g
    return dict(v=v, x=x)
"""),
    ("rmsprop_torch_lr_twice", "rmsprop_torch", "b|x", "lr stands in the buffer and once more in front of it. [line 4]", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    avg = np.sqrt(v) + eps
    b = mu * b + lr * g / avg
    x = x - lr * b
    return dict(v=v, b=b, x=x)
"""),
    ("rmsprop_centered_numerator", "rmsprop_centered_torch", "x",
     "The numerator is centered too: g - m where g belongs. [line 5]", """
def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    avg = lambda old, new: rho * old + (1 - rho) * new
    m, v = avg(m, g), avg(v, g**2)
    sigma = np.sqrt(v - m * m)
    centered = g - m
    x = x - lr * centered / (sigma + eps)
    return dict(v=v, m=m, x=x)
"""),
    ("rmsprop_corrected_power_outside", "rmsprop_corrected", "v_hat",
     "The power t stands outside the bracket: (1 - rho)^t for 1 - rho^t. [line 3]", """
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.square(g)
    v_hat = v / (1 - rho) ** t
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, x=x)
"""),
    ("rmsprop_power_one_by_two", "rmsprop_eps_inside", "x", "** 1 / 2 is half of the first power, not the root. [line 3]", """
def rmsprop_eps_inside(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-7):
    v = rho * v + (1 - rho) * g**2
    wurzel = (v + eps) ** 1 / 2
    x = x - lr * g / wurzel
    return dict(v=v, x=x)
"""),
    ("adadelta_eps_beside_one_root", "adadelta", "delta",
     "In the numerator eps stands beside the root, so the motion starts a thousand times too slowly. [line 4]", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    RMS_g = np.sqrt(v + eps)
    RMS_dx = np.sqrt(u) + eps
    delta = RMS_dx / RMS_g * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("adam_alias_divided", "adam", "m_hat|m",
     "m_hat is the same array as m, so the division in place also changes the average that is kept. [line 4]", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m
    m_hat /= 1 - beta1**t
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("adam_times_for_power", "adam", "m_hat", "beta1 * t stands where beta1 ** t belongs. [line 4]", """
def adam(x, g, t, m=None, v=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * g + (0 if m is None else beta1 * m)
    v = (1 - beta2) * g * g + (0 if v is None else beta2 * v)
    x = x - lr * (mc := m / (1 - beta1 * t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return {"m": m, "v": v, "x": x}
"""),
    ("adam_eps_inside_pasted_beta1", "adam_eps_inside", "v",
     "The new square has the weight 1 - beta1, left over from the line of m. [line 3]", """
def adam_eps_inside(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta1) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_hat * (v_hat + eps) ** -0.5
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_lr_t_root_of_all", "adam_lr_t", "lr_t",
     "The root goes over the whole fraction, so the correction of m is a root too. [line 5]", """
def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = m + (g - m) * (1 - beta1)
    v = v + (g**2 - v) * (1 - beta2)
    bias = lambda b: 1 - np.power(b, t)
    lr_t = lr * np.sqrt(bias(beta2) / bias(beta1))
    x = x - lr_t * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("adam_l2_half_moved", "adam_l2", "v",
     "v still takes the bare gradient; only m was changed to the one with decay. [line 4]", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    g_l2 = g + weight_decay * x  # from here on use g_l2 instead of g
    m = beta1 * m + (1 - beta1) * g_l2
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=g_l2, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_p_correction_without_p", "adam_p", "u_hat", "The correction has beta2^t where beta2^(p t) belongs. [line 7]", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    b = beta2**p
    s = np.abs(g) + eps
    big = np.maximum(beta2 * u, s)
    u = big * (b * (u / big) ** p + (1 - b) * (s / big) ** p) ** (1 / p)
    u_hat = u / (1 - beta2**t) ** (1 / p)
    x = x - lr / (1 - beta1**t) * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
"""),
    ("adamax_never_fades", "adamax", "u", "The maximum does not fade: beta2 is missing at the old u. [line 4]", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    größe = np.abs(g) + eps
    u = np.where(u > größe, u, größe)
    x = x - lr * m / ((1 - beta1**t) * u)
    return dict(m=m, u=u, x=x)
"""),
    ("adamax_keras_corrects_u", "adamax_keras", "x",
     "u is corrected for its start as Adam's v is; a maximum needs no correction. [line 5]", """
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, abs(g))
    m_hat = m / (1 - beta1**t)
    u_hat = u / (1 - beta2**t)
    x = x - lr * m_hat / (u_hat + eps)
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_same_t_twice", "nadam", "m_hat",
     "m is corrected with beta1^t, as the gradient is; it needs beta1^(t + 1), the form of the well-known blog. [line 5]", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("nadam_torch_product_kept_ahead", "nadam_torch", "mu_product",
     "The product with mu_next is kept as state, so mu_next comes in twice. [line 10]", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - 0.5 * 0.96 ** (t * psi))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * psi))
    prod = mu_product * mu_t
    prod_next = prod * mu_next
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = mu_next * m / (1 - prod_next) + (1 - mu_t) * g / (1 - prod)
    x = x - lr * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, mu_product=prod_next, x=x)
"""),
    ("nadam_dozat_psi_not_in_power", "nadam_dozat", "mu_t|mu_next",
     "psi multiplies the power and does not stand in the exponent; the one helper spoils both mu. [line 3]", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    def schedule(k):
        return beta1 * (1 - 0.5 * 0.96**k * psi)

    mu_t, mu_next = schedule(t), schedule(t + 1)
    mu_product = mu_product * mu_t
    m = mu_t * m + (1 - mu_t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = beta2 * v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("amsgrad_max_becomes_v", "amsgrad", "v|v_max",
     "The largest v is handed back as v, so the average itself never falls. [line 6]", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v_max, v_max=v_max, x=x)
"""),
    ("amsgrad_torch_max_unused", "amsgrad_torch", "v_hat", "v_max is kept and never used: v_hat is made of v. [line 6]", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)  # never falls
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    denom = np.sqrt(v) / np.sqrt(c2) + eps
    x = x - lr / c1 * m / denom
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("amsgrad_optax_max_of_raw", "amsgrad_optax", "v_max",
     "The maximum is taken of the raw v; optax takes it of v_hat. [line 7]", """
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    out = {}
    out["m"] = beta1 * m + (1 - beta1) * g
    out["v"] = beta2 * v + (1 - beta2) * g**2
    out["m_hat"] = out["m"] / (1 - beta1**t)
    out["v_hat"] = out["v"] / (1 - beta2**t)
    out["v_max"] = np.maximum(v_max, out["v"])
    out["x"] = x - lr * out["m_hat"] / (np.sqrt(out["v_max"]) + eps)
    return out
"""),
    ("adabound_bounds_crossed", "adabound", "rate",
     "The bounds are exchanged in the clip, so the rate always is the lower bound. [line 7]", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.minimum(lower, np.maximum(upper, lr_t / (np.sqrt(v) + eps)))
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x - rate * m)
"""),
    ("amsbound_max_of_the_whole", "amsbound", "v_max",
     "Python's max takes the whole array with the larger norm; the maximum is of each parameter by itself. [line 4]", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = max(v_max, v, key=np.linalg.norm)
    lr_t = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    lower, upper = final_lr - final_lr / (gamma * t + 1), final_lr + final_lr / (gamma * t)
    rate = (lr_t / (v_max**0.5 + eps)).clip(lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("adabound_paper_root_t_inside_clip", "adabound_paper", "rate",
     "sqrt(t) divides before the clip and not after it. [line 7]", """
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = (1 - beta2) * t
    lower = final_lr * (1 - 1 / (k + 1))
    upper = final_lr * (1 + 1 / k)
    rate = np.clip(lr / np.sqrt(v) / np.sqrt(t), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x)
"""),
    ("adamw_decay_without_lr", "adamw", "x", "The decay is not multiplied by lr. [line 6]", """
def adamw(x, g, t, estado=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m, v = estado if estado is not None else (0.0, 0.0)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    paso = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    x = (1 - weight_decay) * x - paso
    return x, (m, v)
"""),
]

TWO = [
    ("momentum_average_and_mu_again", "momentum", "v x",
     "The gradient has the factor 1 - mu of the average; x moves by mu v and not by v. [lines 2, 3]", """
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - (1 - mu) * lr * g
    x = x + mu * v
    return dict(v=v, x=x)
"""),
    ("adagrad_abs_and_uphill", "adagrad", "h x",
     "The sum is of |g| and not of its square; x goes along the gradient and not against it. [lines 2, 4]", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    summe = h + np.abs(g)
    rate = lr / (np.sqrt(summe) + eps)
    x = x + rate * g
    return dict(h=summe, x=x)
"""),
    ("adam_betas_exchanged", "adam", "m_hat v_hat", "m is corrected with beta2; v is corrected with beta1. [lines 3, 4]", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adamax_beta1_and_raw_m", "adamax", "u x",
     "The maximum fades with beta1 and not beta2; m is not corrected for its start. [lines 3, 4]", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta1 * u, np.abs(g) + eps)
    alpha = lr
    x = x - alpha * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("adadelta_bracket_and_wrong_square", "adadelta", "delta u",
     "The bracket of the root closes too late, so u is not divided; u collects g² and not delta². [lines 3, 4]", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps / (v + eps)) * g
    u = rho * u + (1 - rho) * g**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("rmsprop_keras_sum_and_plus", "rmsprop_keras", "v x",
     "The square comes in whole, without 1 - rho; x adds the buffer b, which points uphill. [lines 2, 4]", """
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = rho * v + g**2
    b = mu * b + lr * g / np.sqrt(v + eps)
    x = x + b
    return dict(v=v, b=b, x=x)
"""),
    ("amsgrad_keras_zero_based_t", "amsgrad_keras", "v_max lr_t",
     "The maximum is of g² and not of v; t is counted one further though it starts at 1. [lines 5, 6]", """
def amsgrad_keras(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    g2 = g * g
    m = m + (g - m) * (1 - beta1)
    v = v + (g2 - v) * (1 - beta2)
    v_max = np.maximum(v_max, g2)
    step = t + 1
    lr_t = lr * np.sqrt(1 - beta2**step) / (1 - beta1**step)
    x = x - m * lr_t / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, lr_t=lr_t, x=x)
"""),
    ("adamw_keras_beta2_and_lr_t", "adamw_keras", "m x",
     "The gradient enters m with the weight 1 - beta2; the decay is multiplied by lr_t and not by lr. [lines 2, 5]", """
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * (m / (np.sqrt(v) + eps) + weight_decay * x)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("nesterov_behind_and_mu_on_g", "nesterov", "g_ahead v",
     "The gradient is taken behind x and not ahead of it; mu multiplies the gradient as well. [lines 2, 3]", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x - mu * v)
    v = mu * (v - lr * g_ahead)
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("amsbound_pasted_bound_no_root", "amsbound", "upper lr_t",
     "The + 1 of the lower bound was copied into the upper one; the root over the correction of v is missing. [lines 6, 7]", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
"""),
    ("amsbound_paper_wrong_closing_and_t", "amsbound_paper", "upper rate",
     "The upper bound closes in with 1 - beta2^t, a bias correction, and not with (1 - beta2) t; the rate is "
     "divided by t and not by its root. [lines 6, 8]", """
def amsbound_paper(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    unten = final_lr * (1 - 1 / ((1 - beta2) * t + 1))
    oben = final_lr * (1 + 1 / (1 - beta2**t))
    rate = np.clip(lr / np.sqrt(v_max), unten, oben)
    rate = rate / t
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=unten, upper=oben, rate=rate, x=x)
"""),
    ("nadam_beta1_on_g_and_v_ahead", "nadam", "m_hat v_hat",
     "The gradient in m_hat has the weight beta1 and not 1 - beta1; v is corrected with t + 1, which belongs to m "
     "alone. [lines 4, 5]", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + beta1 * g / (1 - beta1**t)
    v_hat = v / (1 - beta2 ** (t + 1))
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("momentum_torch_dampening_and_nesterov", "momentum_torch", "b x",
     "The gradient is multiplied by the dampening and not by 1 - dampening; x takes the Nesterov step. [lines 5, 6]", """
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        b = g
    else:
        b = mu * b + dampening * g
    d_p = g + mu * b
    x = x - lr * d_p
    return dict(b=b, x=x)
"""),
    ("adam_l2_minus_and_decay_again", "adam_l2", "g_l2 x",
     "The decay is taken off the gradient and not added; x decays a second time, as in AdamW. [lines 2, 7]", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    g = g - weight_decay * x
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.power(g, 2)
    m_hat = m / (1 - np.power(beta1, t))
    v_hat = v / (1 - np.power(beta2, t))
    x = x * (1 - lr * weight_decay) - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=g, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("nadam_torch_t_behind_and_dozat_m", "nadam_torch", "mu_t m",
     "mu_t is taken at t - 1; m is averaged with mu_t, where torch has beta1. [lines 2, 5]", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - 0.5 * np.power(0.96, (t - 1) * psi))
    mu_next = beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * psi))
    mu_product = mu_product * mu_t
    m = mu_t * m + (1 - mu_t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adagrad_torch_maximum_and_linear_decay", "adagrad_torch", "h x",
     "h is the largest square and not the sum; lr falls in a straight line and not as 1 / (1 + ...). [lines 2, 3]", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    h = np.maximum(h, g**2)
    lr_t = lr * (1 - (t - 1) * lr_decay)
    x = x - lr_t * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
"""),
]

RIGHT = [
    ("sgd_out_buffer", "sgd", """
def sgd(x, g, *, lr=0.01):
    neu = np.empty_like(x)
    np.multiply(g, lr, out=neu)
    np.subtract(x, neu, out=neu)
    return dict(x=neu)
"""),
    ("momentum_from_the_last_point", "momentum", """
def momentum(x, g, x_before=None, *, lr=0.01, mu=0.9):
    # Polyak's own form: no velocity, only the point before
    swing = 0 if x_before is None else mu * (x - x_before)
    return dict(x_before=x, x=x - lr * g + swing)
"""),
    ("momentum_ema_weight_taken_out", "momentum_ema", """
def momentum_ema(x, g, s=None, *, lr=0.01, mu=0.9):
    s = g if s is None else g + mu * s  # the sum; the weight 1 - mu comes below
    return s, x - (lr - lr * mu) * s
"""),
    ("nesterov_three_points", "nesterov", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    y = x + mu * v
    neu = y - lr * grad(y)
    return dict(v=neu - x, x=neu)
"""),
    ("smoothed_nesterov_mean_of_stack", "smoothed_nesterov", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    way = mu * v
    points = [x + share * way for share in (1.0, 0.75, 0.5, 0.25)]
    g_ahead = np.mean([grad(p) for p in points], axis=0)
    v = way - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)
"""),
    ("nesterov_torch_expanded", "nesterov_torch", """
def nesterov_torch(x, g, b=None, *, lr=1e-3, mu=0.9):
    b = 0.0 if b is None else b
    x, b = x - lr * ((1 + mu) * g + mu * mu * b), g + mu * b
    return dict(b=b, x=x)
"""),
    ("nesterov_shifted_keras_way", "nesterov_shifted", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    d = -lr * g
    v = d + mu * v
    return dict(v=v, x=x + d + mu * v)
"""),
    ("adagrad_number_by_number", "adagrad", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    def single(xi, gi, hi, rate, tiny):
        hi += gi**2
        return xi - rate * gi / (hi**0.5 + tiny), hi

    x, h = np.vectorize(single, otypes=[float, float])(x, g, h, lr, eps)
    return dict(h=h, x=x)
"""),
    ("adagrad_torch_hypot", "adagrad_torch", """
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    racine = np.hypot(np.sqrt(h), g)
    x = x - (lr * g) / ((racine + eps) * (1 - lr_decay + t * lr_decay))
    return {"h": racine**2, "x": x}
"""),
    ("rmsprop_lerp_tuple", "rmsprop", """
def rmsprop(x, g, v=None, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = 0 * g if v is None else v
    v = v - (1 - rho) * (v - g * g)
    return v, x - lr * np.divide(g, eps + v**0.5)
"""),
    ("rmsprop_centered_variance_kept", "rmsprop_centered_torch", """
def rmsprop_centered_torch(x, g, var=0.0, mean=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    # the moving variance has a recursion of its own (West, 1979)
    gap = g - mean
    var = rho * (var + (1 - rho) * gap**2)
    mean = mean + (1 - rho) * gap
    return dict(var=var, mean=mean, x=x - lr * g / (np.sqrt(var) + eps))
"""),
    ("adadelta_walrus", "adadelta", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    mix = lambda alt, neu: alt * rho + neu**2 * (1 - rho)
    u, v = mix(u, delta := g * np.sqrt((u + eps) / ((v := mix(v, g)) + eps))), v
    return dict(v=v, u=u, x=x - delta * lr)
"""),
    ("adam_powers_by_hand", "adam", """
def adam(x, g, t, m=0.0, v=0.0, p1=1.0, p2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    p1, p2 = p1 * beta1, p2 * beta2  # beta1**t and beta2**t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(1 - p2)
    alpha = lr * root / (1 - p1)
    x = x - alpha * m / (np.sqrt(v) + eps * root)
    return dict(m=m, v=v, p1=p1, p2=p2, x=x)
"""),
    ("adam_weighted_means", "adam", """
def adam(x, g, t, memory=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    '''Both corrected averages are plain weighted means: sum of w g over sum of w.'''
    old = memory or dict(s=0.0, s_w=0.0, q=0.0, q_w=0.0)
    s, s_w = g + beta1 * old["s"], 1 + beta1 * old["s_w"]
    q, q_w = g * g + beta2 * old["q"], 1 + beta2 * old["q_w"]
    x = x - lr * (s / s_w) / (np.sqrt(q / q_w) + eps)
    return x, dict(s=s, s_w=s_w, q=q, q_w=q_w)
"""),
    ("adamax_where", "adamax", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = g + beta1 * (m - g)
    faded, size = beta2 * u, np.sqrt(g * g) + eps
    u = np.where(size < faded, faded, size)
    x = x - np.divide(lr * m, u - u * beta1**t)
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_from_the_old_m", "nadam", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    c = [1 - beta1**k for k in (t, t + 1)]
    nu = beta2 * v + (1 - beta2) * g**2
    ahead = beta1**2 * m / c[1] + (1 - beta1) * (beta1 / c[1] + 1 / c[0]) * g
    scale = np.sqrt(nu) / np.sqrt(1 - beta2**t) + eps
    return dict(m=beta1 * m + (1 - beta1) * g, v=nu, x=x - lr * ahead / scale)
"""),
    ("nadam_dozat_product_from_the_start", "nadam_dozat", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    mu = lambda k: beta1 - beta1 / 2 * 0.96 ** (k * psi)
    upto = 1.0
    for k in range(1, t + 1):
        upto = upto * mu(k)
    m = mu(t) * m + (1 - mu(t)) * g
    v = beta2 * v + (1 - beta2) * g**2
    bar = mu(t + 1) * m / (1 - upto * mu(t + 1)) + (1 - mu(t)) / (1 - upto) * g
    x = x - lr * bar / (np.sqrt(v * beta2 / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("amsgrad_torch_maximum_by_clip", "amsgrad_torch", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = v_max + np.clip(v - v_max, 0, None)
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    x = x - lr * m / (c1 * eps + c1 * (v_max / c2) ** 0.5)
    return m, v, v_max, x
"""),
    ("adamw_shrinks_first", "adamw", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    x = x * (1 - lr * weight_decay)  # torch does it before anything else; m and v do not see x
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    denom = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    np.subtract(x, lr / (1 - beta1**t) * m / denom, out=x)
    return dict(m=m, v=v, x=x)
"""),
    ("amsbound_paper_median_is_clip", "amsbound_paper", """
def amsbound_paper(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    k = (1 - beta2) * t
    three = np.broadcast_arrays(final_lr * k / (k + 1), lr * v_max**-0.5, final_lr * (k + 1) / k)
    middle = np.median(np.stack(three), axis=0)
    return dict(m=m, v=v, v_max=v_max, x=x - middle * m / np.sqrt(t))
"""),
]
