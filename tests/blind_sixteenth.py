"""A sixteenth set of functions as students write them, by someone who had read the steps and not the feedback: methods of all kinds.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong and in which line, source). " | " stands
between alternatives, a space between two wrong lines. RIGHT: (name, step, source): the same path in another form.
"""

ONE = [
    ("sgd_paren_all", "sgd", "x", "lr multiplies the point as well: the parenthesis stands around x - g [line 3]", r"""
def descente(theta, pente, *, lr=0.01):
    # un pas contre le gradient
    nouveau = lr * (theta - pente)
    return {"x": nouveau}
"""),
    ("momentum_mu_on_all", "momentum", "v", "mu multiplies the new gradient too, because the parenthesis closes too late [line 3]", r"""
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    gradient_part = lr * g
    v = mu * (v - gradient_part)
    return dict(x=np.add(x, v), v=v)
"""),
    ("ema_weights_exchanged", "momentum_ema", "m", "the weights of the old average and of the new gradient are exchanged [line 4]", r"""
def ema_step(x, g, m=0.0, *, lr=0.01, mu=0.9):
    keep = mu
    new = 1 - keep
    m = np.multiply(new, m) + np.multiply(keep, g)
    x = x - lr * m
    return x, m
"""),
    ("nesterov_looks_behind", "nesterov", "g_ahead", "the gradient is taken at x - mu v, behind x, though v is the last change of x [line 4]", r"""
def nesterov(x, grad, v=None, *, lr=0.01, mu=0.9):
    if v is None:
        v = np.zeros_like(x)
    ahead = x - mu * v
    slope = grad(ahead)
    v = mu * v - lr * slope
    x = x + v
    return dict(v=v, x=x)
"""),
    ("nesterov_torch_buffer_overwritten", "nesterov_torch", "b", "the look-ahead g + mu b is written back into the buffer b, which is kept as the state [line 3]", r"""
def nag(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b = mu * b + g
    b = g + mu * b
    x = x - lr * b
    return dict(b=b, x=x)
"""),
    ("nesterov_keras_old_velocity", "nesterov_keras", "x", "x moves with the old v, since both sides of the tuple assignment are computed before v is renewed [line 3]", r"""
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    pull = lr * g
    v, x = mu * v - pull, x + mu * v - pull
    return dict(v=v, x=x)
"""),
    ("adagrad_sums_sizes", "adagrad", "h", "h sums |g| where it should sum the squares [line 2]", r"""
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    size = np.abs(g)
    h = h + size  # history of squares
    scale = lr / (np.sqrt(h) + eps)
    x = x - scale * g
    return dict(h=h, x=x)
"""),
    ("adagrad_keras_start_replaces", "adagrad_keras", "h", "in the first step h starts at g squared alone: the initial 0.1 of the sum is lost [line 3]", r"""
def adagrad_keras(x, g, h=None, *, lr=1e-3, eps=1e-7):
    if h is None:
        h = np.zeros_like(g)
    h = h + np.square(g)
    x = x - lr * g / np.sqrt(h + eps)
    return dict(h=h, x=x)
"""),
    ("rmsprop_divides_by_yesterday", "rmsprop", "v|x", "the root is taken of the old average, before the new square enters it [line 2]", r"""
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    rms = np.sqrt(v) + eps
    v = rho * v + (1 - rho) * g * g
    x = x - lr * (g / rms)
    return dict(v=v, x=x)
"""),
    ("adadelta_never_starts", "adadelta", "delta", "eps is missing under the root of u, so from u = 0 nothing ever moves [line 4]", r"""
def adadelta(x, g, Eg2=0.0, Edx2=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    rms = lambda a, e: np.sqrt(a + e)
    Eg2 = rho * Eg2 + (1 - rho) * g**2
    dx = rms(Edx2, 0) / rms(Eg2, eps) * g
    Edx2 = rho * Edx2 + (1 - rho) * dx**2
    return x - lr * dx, Eg2, Edx2
"""),
    ("adam_power_of_the_bracket", "adam", "m_hat", "the whole bracket (1 - beta1) is raised to t in place of beta1 alone [line 3]", r"""
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1) ** t
    vhat = v / (1 - beta2 ** t)
    x = x - lr * mhat / (np.sqrt(vhat) + eps)
    return dict(m=m, v=v, m_hat=mhat, v_hat=vhat, x=x)
"""),
    ("adam_v_hat_in_place", "adam", "v|v_hat", "v_hat is only another name of v, so /= corrects the stored v as well [line 5]", r"""
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    v_hat = v
    v_hat /= 1 - beta2**t
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return {"m": m, "v": v, "x": x}
"""),
    ("adamax_corrects_u_sixteenth", "adamax", "x", "u is divided by 1 - beta2^t as in Adam, but a maximum needs no correction [line 5]", r"""
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    first = m / (1 - beta1**t)
    norm = u / (1 - beta2**t)
    x = x - lr * first / norm
    return dict(m=m, u=u, x=x)
"""),
    ("nadam_same_t_twice_sixteenth", "nadam", "m_hat", "the momentum part is corrected with t where the next step's t + 1 belongs [line 7]", r"""
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def korrigiert(wert, beta, k):
        return wert / (1 - np.power(beta, k))

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_bar = beta1 * korrigiert(m, beta1, t) + (1 - beta1) * korrigiert(g, beta1, t)
    nenner = np.sqrt(korrigiert(v, beta2, t)) + eps
    x = x - lr * m_bar / nenner
    return dict(m=m, v=v, x=x)
"""),
    ("amsgrad_max_kept_as_v", "amsgrad", "v|v_max", "the maximum is stored in v too, so the average goes on from the maximum [line 4]", r"""
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v = v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("adamw_decays_the_new_point", "adamw", "x", "the decay is taken of the point after Adam's move, not of the one before [line 7]", r"""
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    x = x - lr * weight_decay * x  # decoupled
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("adam_l2_half_renamed", "adam_l2", "v", "v still averages the raw gradient's square, not that of the gradient with the decay [line 4]", r"""
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    g_reg = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * g_reg
    v = beta2 * v + (1 - beta2) * g * g
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    x = x - lr * (m / c1) / (np.sqrt(v / c2) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("momentum_v_not_through_dict", "momentum", "x", "x moves by the velocity that the state dict holds from before, since the update makes a new dict [line 4]", r"""
def momentum(x, g, state=None, *, lr=0.01, mu=0.9):
    state = state or {"v": np.zeros_like(x)}
    fresh = {**state, "v": mu * state["v"] - lr * g}
    x = x + state["v"]
    return x, fresh
"""),
    ("graves_eps_outside_sixteenth", "rmsprop_graves", "delta", "eps is added to the root where Graves has it under the root [line 4]", r"""
def graves(x, g, n=0.0, gbar=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n = rho * n + (1 - rho) * g**2
    gbar = rho * gbar + (1 - rho) * g
    std = np.sqrt(n - gbar**2) + eps
    delta = mu * delta - lr * g / std
    x = x + delta
    return dict(n=n, gbar=gbar, delta=delta, x=x)
"""),
    ("smorms3_memory_plus_one_gone", "smorms3", "r", "the weight is 1 / mem, the + 1 is forgotten [line 2]", r"""
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = np.divide(1.0, mem)
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    zeta = m * m / (v + eps)
    x = x - g * np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    mem = 1 + mem * (1 - zeta)
    return dict(m=m, v=v, mem=mem, x=x)
"""),
    ("eve_larger_loss_below_sixteenth", "eve", "change", "the change of the loss is related to the larger of the two losses, not to the smaller [line 10]", r"""
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
    *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        base = np.maximum(f, f_old) - f_star
        change = np.clip(np.abs(f - f_old) / base, 1 / c, c)
        d = beta3 * d + (1 - beta3) * change
    x = x - lr * m_hat / (d * (np.sqrt(v_hat) + eps))
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("adabound_upper_copied", "adabound", "upper", "the upper bound has the lower one's gamma t + 1, copied with only the sign changed [line 5]", r"""
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lo = final_lr * (1 - 1 / (gamma * t + 1))
    hi = final_lr * (1 + 1 / (gamma * t + 1))
    alpha = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    eta = np.minimum(np.maximum(alpha / (np.sqrt(v) + eps), lo), hi)
    return dict(m=m, v=v, x=x - eta * m)
"""),
    ("amsbound_max_unused", "amsbound", "rate", "v_max is kept but the rate is divided by the root of v [line 7]", r"""
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.where(v > v_max, v, v_max)
    lower, upper = final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    denom = np.sqrt(v) + eps
    rate = np.clip(lr_t / denom, lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("santa_e_explores_too_late", "santa_e", "explore", "the condition is turned round: it explores from burnin on and refines before [line 13]", r"""
def santa_e(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = np.sqrt(lr) * C if a is None else a
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = (lam + v**0.5) ** -0.5
    G_old = G if G_old is None else G_old
    explore = t >= burnin
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(v=v, G=G, a=a, u=u, x=x)
"""),
    ("santa_sss_friction_once_whole", "santa_sss", "u", "the velocity before the force gets the whole friction exp(-a), so with the second factor it is damped by 3/2 of it [line 26]", r"""
def santa_sss(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_old, G = G, 1 / np.sqrt(lam + np.sqrt(v))
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
    u = np.exp(-a) * u - lr * G * n * g + noise
    u = np.exp(-a / 2) * u
    a = thermostat(a, u)
    x = x + G * u / 2
    return dict(v=v, G=G, a=a, u=u, x=x)
"""),
    ("adasecant_covariance_added_sixteenth", "adasecant", "rate", "the covariance term is added to the ratio of sizes where it is subtracted [line 18]", r"""
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    w = 1 / tau
    mix = lambda old, new: (1 - w) * old + w * new
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = mix(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = mix(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = mix(c, alpha), mix(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt((last2 + eps_rate) / (c2 + eps_rate)) + cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = mix(d, delta)
    d2 = mix(last2, delta**2)
    cov = mix(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    longer = (1 - last**2 / (last2 + eps)) * tau + 1 + eps
    tau = np.clip(np.where(far, 2.2, longer), 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2,
                d=d, d2=d2, cov=cov, tau=tau, h=h, x=x + delta)
"""),
    ("learned_first_cell_in_second_layer", "learned", "h2|c2", "the second layer is given the first layer's cell c1 instead of its own c2 [line 7]", r"""
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1, c1, h2, c2 = (np.zeros((*x.shape, len(w["Wo"])), x.dtype) for _ in range(4))
    entree = g[..., None]
    h1, c1, _ = lstm(entree, h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c1, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * (h2 @ w["Wo"] + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)
"""),
    ("lion_renews_m_first", "lion", "m|u", "m is renewed before the sign is taken, so the sign counts the new gradient twice [line 2]", r"""
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    richtung = np.sign(beta1 * m + (1 - beta1) * g)
    x = x - lr * richtung - lr * weight_decay * x
    return dict(m=m, x=x)
"""),
    ("adan_squares_apart", "adan", "s", "gradient and change are squared one by one where the square is of their sum [line 7]", r"""
def adan(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    diff = g - (g if g_old is None else g_old)
    m = (1 - beta1) * g + beta1 * m
    v = (1 - beta2) * diff + beta2 * v
    s = beta3 * s + (1 - beta3) * (g**2 + (beta2 * diff) ** 2)
    m_hat, v_hat, s_hat = m / (1 - beta1**t), v / (1 - beta2**t), s / (1 - beta3**t)
    x = x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
    ("yogi_share_of_v_sixteenth", "yogi", "v", "v is moved by a share of v itself where Yogi takes a share of the squared gradient [line 4]", r"""
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g * g
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(v - g2) * v
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("lamb_ratio_upside_down", "lamb", "ratio", "the trust ratio is upside down: the direction's length over that of x [line 8]", r"""
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    longueur = lambda a: np.sqrt(np.sum(a**2, axis=-1, keepdims=True))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    X, U = longueur(x), longueur(u)
    ok = (X > 0) & (U > 0)
    trust = np.where(ok, np.where(ok, U, 1) / np.where(ok, X, 1), 1)
    x = x - lr * trust * u
    return dict(m=m, v=v, x=x)
"""),
    ("radam_single_t", "radam", "rho_t", "the factor 2 before t beta2^t is forgotten [line 7]", r"""
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    b2t = beta2**t
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - t * b2t / (1 - b2t)
    if rho_t <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    r = np.sqrt((rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t))
    v_hat = v / (1 - b2t)
    x = x - lr * r * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("adabelief_from_corrected_mean", "adabelief", "s", "the deviation is taken from the corrected m_hat, the paper takes it from m [line 4]", r"""
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1**t)
    surprise = (g - m_hat) ** 2
    s = beta2 * s + (1 - beta2) * surprise + eps
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, x=x)
"""),
    ("shampoo_exponent_half", "shampoo", "u", "both inverse roots are square roots, as in AdaGrad, where the paper has fourth roots [line 8]", r"""
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    filas, columnas = x.shape[-2:]
    L = eps * np.eye(filas) if L is None else L
    R = eps * np.eye(columnas) if R is None else R
    gT = transpose(g)
    L = L + g @ gT
    R = R + gT @ g
    root = -1 / 2
    u = power(L, root) @ g @ power(R, root)
    return dict(L=L, R=R, u=u, x=x - lr * u)
"""),
    ("muon_rows_cols_turned", "muon", "x", "the factor takes columns over rows, the indices of the shape are exchanged [line 4]", r"""
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    o = newton_schulz(mu * b + g)
    cols, rows = x.shape[-2:]
    factor = np.sqrt(np.maximum(1.0, rows / cols))
    x = (1 - lr * weight_decay) * x - lr * factor * o
    return dict(b=b, x=x)
"""),
    ("schedule_free_counts_the_start_sixteenth", "schedule_free", "c", "the newest z gets the weight 1 / (t + 1), so the start stays in the mean [line 5]", r"""
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    c = 1 / (t + 1)
    x = x + c * (z - x)
    return dict(z=z, x=x)
"""),
]

TWO = [
    ("momentum_torch_plus_and_nesterov", "momentum_torch", "b x", "The dampening is added to 1 instead of subtracted. x takes Nesterov's look-ahead, copied from the method beside it [lines 5, 6]", r"""
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        b = g
    else:
        b = mu * b + (1 + dampening) * g
    x = x - lr * (g + mu * b)
    return dict(b=b, x=x)
"""),
    ("nesterov_shifted_mu_and_lr", "nesterov_shifted", "x v", "The old v is multiplied by mu where mu squared belongs. The velocity is renewed with the whole jump (1 + mu) lr g [lines 3, 4]", r"""
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    jump = lr * g * (1 + mu)
    x_new = x + mu * v - jump
    v_new = mu * v - jump
    return x_new, v_new
"""),
    ("rmsprop_torch_two_averages", "rmsprop_torch", "v b", "The new square enters v with the whole weight 1. The buffer is made an average with 1 - mu, where torch has a sum [lines 2, 4]", r"""
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + g**2
    normed = g / (np.sqrt(v) + eps)
    b = mu * b + (1 - mu) * normed
    x = x - lr * b
    return dict(v=v, b=b, x=x)
"""),
    ("adam_betas_mixed", "adam", "v m_hat", "v is kept with beta1 in place of beta2. m_hat is corrected with beta2 in place of beta1 [lines 4, 5]", r"""
def adam(x, g, t, mem=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (np.zeros_like(x), np.zeros_like(x)) if mem is None else mem
    m = beta1 * m + (1 - beta1) * g
    v = beta1 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, (m, v)
"""),
    ("adadelta_root_and_gradient", "adadelta", "delta u", "The numerator u + eps stands without its root. u averages the squared gradient, copied from v, where it should be the squared step [lines 3, 4]", r"""
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * np.power(g, 2)
    schritt = g * (u + eps) / np.sqrt(v + eps)
    u = rho * u + (1 - rho) * np.power(g, 2)
    x = x - lr * schritt
    return dict(v=v, u=u, x=x)
"""),
    ("adamax_sum_and_no_decay", "adamax", "m u", "m is a sum: the factor 1 - beta1 is missing. The maximum is taken with the old u undecayed [lines 2, 3]", r"""
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    u = np.maximum(u, abs(g) + eps)
    x = x - (lr / (1 - beta1**t)) * (m / u)
    return dict(m=m, u=u, x=x)
"""),
    ("amsgrad_raw_square_and_eps", "amsgrad", "v_max x", "The maximum is taken of the squared gradient, not of its average v. eps stands under the root [lines 5, 6]", r"""
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g_sq = g**2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g_sq
    v_max = np.maximum(v_max, g_sq)
    x = x - lr * m / np.sqrt(v_max + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("nadam_next_t_in_v_and_old_m", "nadam", "v_hat m_hat", "v is corrected with t + 1, the look-ahead of m. The share of the new gradient in m_hat has lost its factor 1 - beta1 [lines 4, 6]", r"""
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2 ** (t + 1))
    ahead = beta1 * m / (1 - beta1 ** (t + 1))
    m_hat = ahead + g / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("sf_adamw_y_and_w", "schedule_free_adamw", "y w", "The weights of z and x in y are exchanged. w sums lr, not its square [lines 6, 11]", r"""
def schedule_free_adamw(
    x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    if z is None:
        z = x
    y = beta1 * z + (1 - beta1) * x
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy * gy
    denom = np.sqrt(v / (1 - beta2**t)) + eps
    z = z - lr * (gy / denom + weight_decay * y)
    w = w + lr
    share = lr**2 / w
    x = x + share * (z - x)
    return dict(z=z, v=v, w=w, x=x)
"""),
    ("sam_raw_and_not_back", "sam", "e x", "The ascent is rho g: the division by the length of g is forgotten. x is not taken back from the worst point: it moves from x + e [lines 4, 7]", r"""
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    length = np.sqrt((g * g).sum(axis=-1, keepdims=True)) + eps
    e = rho * g
    worst = x + e
    g_sam = grad(worst)
    return dict(x=worst - lr * g_sam)
"""),
    ("ademamix_slow_and_alpha", "ademamix", "m2 x", "The slow average has beta3 for the old part but 1 - beta2 for the new. alpha multiplies the fast average instead of the slow one [lines 5, 9]", r"""
def ademamix(
    x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0
):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    fast = m1 / (1 - beta1**t)
    den = np.sqrt(v / (1 - beta2**t)) + eps
    x = x - lr * ((alpha * fast + m2) / den + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, x=x)
"""),
    ("sophia_late_look_and_one_side", "sophia", "h u", "The curvature is looked at in the steps k, 2k, ..., not in 1, k + 1, ... The step is limited from above only [lines 3, 6]", r"""
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    ratio = m / np.maximum(gamma * h, eps)
    u = np.minimum(ratio, 1)
    x = x * (1 - lr * weight_decay) - lr * u
    return dict(m=m, h=h, x=x)
"""),
    ("soap_unturned_v_and_no_root", "soap", "v lr_t", "v averages the squares of the gradient as it came, not of the turned one. The correction of v in lr_t has no root [lines 12, 14]", r"""
def soap(
    x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
    *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10
):
    gT = transpose(g)
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(g @ gT), eigenvectors(gT @ g)
    into = lambda a: transpose(QL) @ a @ QR
    g_rot = into(g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = QL @ (into(m) / (np.sqrt(v) + eps)) @ transpose(QR)
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ gT
    R = beta3 * R + (1 - beta3) * gT @ g
    if t % k == 0:
        QL = np.linalg.qr(L @ QL)[0]
        QR = np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("adafactor_axis_and_least", "adafactor", "v lr_t", "The product r c is divided by the mean of c over its one row, which is c itself, where the mean of r belongs. The smaller of eps2 and the size of x is taken, not the larger [lines 8, 12]", r"""
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r = c = 0.0
    beta_t = 1 - float(t) ** -decay
    sq = g**2 + eps
    r = beta_t * r + (1 - beta_t) * sq.mean(axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * sq.mean(axis=-2, keepdims=True)
    v = r * c / c.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    rms = lambda a: np.sqrt(np.mean(a * a, axis=(-2, -1), keepdims=True))
    u = u / np.maximum(1, rms(u) / d)
    lr_t = np.minimum(eps2, rms(x)) * min(lr, t**-0.5)
    return dict(r=r, c=c, x=x - lr_t * u)
"""),
    ("prodigy_way_back_and_d", "prodigy", "r v", "The way from the start is x - x0, so r has the wrong sign. v averages g squared without the factor d [lines 10, 8]", r"""
def prodigy(
    x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0
):
    x0 = x if x0 is None else x0
    d = np.maximum(d, d0)
    rate = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * g**2
    q = np.sqrt(beta2)
    way = x - x0
    r = q * r + d / d0 * rate * np.sum(g * way, axis=-1, keepdims=True)
    s = q * s + d / d0 * rate * g
    total = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(total > 0, total, 1))
    x = x - rate * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
"""),
    ("adam_p_plain_weights", "adam_p", "u u_hat", "The new size enters with 1 - beta2 in place of 1 - beta2^p. The correction has beta2^t, without p in the exponent [lines 5, 7]", r"""
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    top = np.maximum(beta2 * u, size)
    inner = (beta2 * u / top) ** p + (1 - beta2) * (size / top) ** p
    u = top * inner ** (1 / p)
    u_hat = u / (1 - beta2 ** t) ** (1 / p)
    x = x - lr * m / ((1 - beta1**t) * u_hat)
    return dict(m=m, u=u, x=x)
"""),
]

RIGHT = [
    ("sgd_added_negative", "sgd", r"""
def abstieg(ort, steigung, *, lr=0.01):
    weg = np.negative(steigung)
    weg = weg * lr
    return dict(x=np.add(ort, weg))
"""),
    ("momentum_velocity_turned", "momentum", r"""
def momentum(x, g, w=None, *, lr=0.01, mu=0.9):
    # w is what is subtracted: minus the velocity
    w = lr * g if w is None else lr * g + mu * w
    return x - w, w
"""),
    ("ema_by_difference", "momentum_ema", r"""
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    error = g - m
    m = g - mu * error
    x = x + lr * mu * error - lr * g
    return dict(x=x, m=m)
"""),
    ("nesterov_from_two_points", "nesterov", r"""
def nesterov(x, grad, x_before=None, *, lr=0.01, mu=0.9):
    if x_before is None:
        x_before = x
    y = (1 + mu) * x - mu * x_before
    return dict(x_before=x, x=y - lr * grad(y))
"""),
    ("adagrad_hypotenuse", "adagrad", r"""
def adagrad(x, g, root=0.0, *, lr=0.01, eps=1e-8):
    root = np.hypot(root, g)  # the state is the root of the sum itself
    return dict(root=root, x=x - lr * np.divide(g, root + eps))
"""),
    ("rmsprop_own_buffers", "rmsprop", r"""
def rmsprop(x, g, v=None, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = np.zeros(x.shape) if v is None else np.array(v)
    work = np.empty_like(v)
    np.multiply(g, g, out=work)
    work -= v
    work *= 1 - rho
    v += work
    np.sqrt(v, out=work)
    work += eps
    np.divide(g, work, out=work)
    work *= lr
    return dict(v=v, x=np.subtract(x, work, out=work))
"""),
    ("adadelta_one_root_state_dict", "adadelta", r"""
def adadelta(x, g, zustand=None, *, lr=1.0, rho=0.95, eps=1e-6):
    zustand = dict(zustand or {"grad": 0.0, "weg": 0.0})
    zustand["grad"] = zustand["grad"] + (1 - rho) * (g**2 - zustand["grad"])
    faktor = np.sqrt((zustand["weg"] + eps) / (zustand["grad"] + eps))
    quadrat = (faktor * g) ** 2
    zustand["weg"] = zustand["weg"] * rho + quadrat - rho * quadrat
    return x - lr * faktor * g, zustand
"""),
    ("adam_products_by_hand", "adam", r"""
def adam(x, g, t, m=0.0, v=0.0, p1=1.0, p2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    p1, p2 = p1 * beta1, p2 * beta2  # beta^t, counted up
    m = beta1 * (m - g) + g
    v = beta2 * (v - g * g) + g * g
    q = np.sqrt(1 - p2)
    x = x - (lr * q / (1 - p1)) * m / (np.sqrt(v) + q * eps)
    return dict(m=m, v=v, p1=p1, p2=p2, x=x)
"""),
    ("amsgrad_largest_root", "amsgrad", r"""
def amsgrad(x, g, m=0.0, v=0.0, biggest=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    v = np.where(g == 0, beta2 * v, beta2 * v + (1 - beta2) * g**2)
    m = beta1 * m + g - beta1 * g
    root = np.sqrt(v)
    biggest = np.where(root < biggest, biggest, root)  # the largest root is the root of the largest
    return dict(m=m, v=v, biggest=biggest, x=x - m * (lr / (biggest + eps)))
"""),
    ("adamw_decay_first", "adamw", r"""
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    shrink = 1 - lr * weight_decay
    x = shrink * x
    for_m, for_v = (np.power(b, t) for b in (beta1, beta2))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if (denom := np.sqrt(v / (1 - for_v)) + eps) is not None:
        x = x - lr / (1 - for_m) * m / denom
    return dict(m=m, v=v, x=x)
"""),
    ("lion_compares", "lion", r"""
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = g + beta1 * (m - g)
    up, down = c > 0, c < 0
    new_x = x * (1 - lr * weight_decay)
    new_x = np.where(up, new_x - lr, np.where(down, new_x + lr, new_x))
    return new_x, g + beta2 * (m - g)
"""),
    ("radam_early_return", "radam", r"""
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = lr / (1 - beta1**t) * m
    left = beta2**t
    rho_inf = (1 + beta2) / (1 - beta2)
    rho = rho_inf - 2 * t / (1 / left - 1) if left else rho_inf
    if rho > 5:
        up = (rho - 4) * (rho - 2) / rho
        full = (rho_inf - 4) * (rho_inf - 2) / rho_inf
        step = step * np.sqrt(up / full) / (np.sqrt(v / (1 - left)) + eps)
    return dict(m=m, v=v, x=x - step)
"""),
    ("shampoo_sums_without_eps", "shampoo", r"""
def shampoo(x, g, A=None, B=None, *, lr=0.1, eps=1e-6):
    # A and B are the bare sums; eps on the diagonal comes in at the end
    def fourth(S):
        return power(power(S + eps * np.eye(S.shape[-1]), -0.5), 0.5)

    A = (0 if A is None else A) + np.einsum("...ik,...jk->...ij", g, g)
    B = (0 if B is None else B) + np.einsum("...ki,...kj->...ij", g, g)
    return x - lr * (fourth(A) @ g) @ fourth(B), A, B
"""),
    ("smorms3_number_by_number", "smorms3", r"""
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    x, m, v, mem = (np.broadcast_to(a, np.shape(x)).astype(float) for a in (x, m, v, mem))
    for i in np.ndindex(x.shape):
        age = mem[i] + 1
        m[i] = (mem[i] * m[i] + g[i]) / age
        v[i] = (mem[i] * v[i] + g[i] ** 2) / age
        zeta = m[i] ** 2 / (v[i] + eps)
        x[i] -= min(lr, zeta) * g[i] / (v[i] ** 0.5 + eps)
        mem[i] += 1 - mem[i] * zeta
    return dict(m=m, v=v, mem=mem, x=x)
"""),
    ("graves_keeps_the_variance", "rmsprop_graves", r"""
def rmsprop_graves(x, g, var=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    surprise = g - m
    var = rho * (var + (1 - rho) * surprise**2)  # the running variance, without a difference of squares
    m = m + (1 - rho) * surprise
    delta = mu * delta - lr * g * (var + eps) ** -0.5
    return dict(var=var, m=m, delta=delta, x=x + delta)
"""),
    ("schedule_free_keeps_the_sum", "schedule_free", r"""
def schedule_free(x, grad, t, z=None, total=0.0, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    z = z - lr * grad(beta * x + z - beta * z)
    total = total + z
    return dict(z=z, total=total, x=total / t)
"""),
    ("adan_one_direction", "adan", r"""
def adan(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    if t == 1 or g_old is None:
        g_old = g
    ahead = (1 + beta2) * g - beta2 * g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g - g_old)
    s = beta3 * s + (1 - beta3) * ahead * ahead
    k1, k2, k3 = (1 - b**t for b in (beta1, beta2, beta3))
    root = np.sqrt(k3)
    x = x - lr * root * (m / k1 + beta2 / k2 * v) / (np.sqrt(s) + root * eps)
    return dict(m=m, v=v, s=s, g_old=g, x=x / (1 + lr * weight_decay))
"""),
    ("eve_ratio_of_losses", "eve", r"""
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
    *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = m * beta1 + g * (1 - beta1)
    v = v * beta2 + g**2 * (1 - beta2)
    top = m / (1 - beta1**t)
    bottom = np.sqrt(v / (1 - beta2**t)) + eps
    if f_old is not None:
        one, two = f - f_star, f_old - f_star
        change = np.maximum(one, two) / np.minimum(one, two) - 1
        d = d + (1 - beta3) * (np.minimum(c, np.maximum(1 / c, change)) - d)
    return dict(m=m, v=v, d=d, f_old=f, x=x - top / bottom * lr / d)
"""),
    ("lamb_unit_direction", "lamb", r"""
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    u = weight_decay * x + m_hat / (eps + np.sqrt(v / (1 - beta2**t)))
    long_x = np.sqrt((x**2).sum(-1, keepdims=True))
    long_u = np.sqrt((u**2).sum(-1, keepdims=True))
    unit = u / np.where(long_u == 0, 1.0, long_u)
    stretched = np.where(long_x == 0, u, long_x * unit)
    return x - lr * stretched, m, v
"""),
    ("learned_gates_by_hand", "learned", r"""
def learned(x, g, layers=None):
    w = trained(x.dtype)
    units = w["Wo"].shape[0]
    layers = [np.zeros((*x.shape, units))] * 4 if layers is None else layers
    sigmoid = lambda z: 1 / (1 + np.exp(-z))

    def cell(inp, h, c, k):
        z = inp @ w["W" + k] + h @ w["U" + k] + w["b" + k]
        i, f, o, j = np.split(z, 4, axis=-1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(j)
        return sigmoid(o) * np.tanh(c), c

    h1, c1 = cell(g[..., np.newaxis], layers[0], layers[1], "1")
    h2, c2 = cell(h1, layers[2], layers[3], "2")
    return x + w["scale"] * (w["bo"] + h2 @ w["Wo"]), (h1, c1, h2, c2)
"""),
]
