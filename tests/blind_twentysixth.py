"""Blind set: the steps of optlab itself, as students write them. Lines count from `def` = 1.

Conventions of return: a dict by name; or a tuple (x, states in the order of the signature); a single `state` is one tuple or dict.
"""

ONE = [
    ("xxvi_momentum_ahead_twice", "momentum", "x",
     "The new velocity is multiplied by mu once more and the gradient step is added again, as in Keras's Nesterov [line 4]", '''
def momentum(x, g, vitesse=0.0, *, lr=0.01, mu=0.9):
    pas = lr * g
    vitesse = mu * vitesse - pas
    return dict(vitesse=vitesse, x=x + mu * vitesse - pas)
'''),
    ("xxvi_nesterov_starts_from_ahead", "nesterov", "x",
     "The new velocity is added to the look-ahead point, not to the point where x stood [line 7]", '''
def nesterov(x, grad, v=None, *, lr=0.01, mu=0.9):
    if v is None:
        v = np.zeros_like(x)
    ahead = x + mu * v
    slope = grad(ahead)
    v = mu * v - lr * slope
    x = ahead + v
    return {"g_ahead": slope, "v": v, "x": x}
'''),
    ("xxvi_smoothed_nesterov_range_four", "smoothed_nesterov", "g_ahead",
     "range(4) takes the quarters 0, 1/4, 1/2 and 3/4 of the way, where the rule has 1/4, 1/2, 3/4 and 1 [line 3]", '''
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    punkte = 4
    g_ahead = sum(grad(x + k / punkte * mu * v) for k in range(punkte)) / punkte
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
'''),
    ("xxvi_adagrad_g_is_square", "adagrad", "x|h",
     "g is overwritten by its own square, so the step afterwards goes along g squared and has lost the sign [line 3]", '''
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    # no need for a second array
    g = g * g
    h = h + g
    return dict(h=h, x=x - np.divide(lr * g, np.sqrt(h) + eps))
'''),
    ("xxvi_graves_momentum_of_all", "rmsprop_graves", "delta",
     "The parenthesis closes too late, so mu also shrinks the new gradient's share and not only the old delta [line 6]", '''
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    ema = lambda alt, neu: rho * alt + (1 - rho) * neu
    v, m = ema(v, g**2), ema(m, g)
    streuung = np.sqrt(v - m * m + eps)
    neu = lr * g / streuung
    delta = mu * (delta - neu)
    return dict(v=v, m=m, delta=delta, x=x + delta)
'''),
    ("xxvi_adadelta_ratio_again", "adadelta", "x",
     "The step is written out a second time, now with the u that already contains this step [line 5]", '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt((u + eps) / (v + eps)) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * np.sqrt((u + eps) / (v + eps)) * g
    return dict(v=v, delta=delta, u=u, x=x)
'''),
    ("xxvi_adam_times_for_power", "adam", "m_hat",
     "beta1 is multiplied by t where it is to be raised to the power t [line 4]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    m_hat = m / (1 - beta1*t)
    v_hat = v / (1 - beta2**t)
    x = x - lr / (np.sqrt(v_hat) + eps) * m_hat
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxvi_adamax_size_of_mean", "adamax", "u",
     "The maximum looks at the size of the average m, where the size of the gradient g belongs [line 5]", '''
def adamax(x, g, t, media=0.0, maximo=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    media = beta1 * media
    media = media + (1 - beta1) * g
    olvidado = beta2 * maximo
    maximo = np.maximum(olvidado, np.abs(media) + eps)
    paso = lr * media / ((1 - beta1**t) * maximo)
    return x - paso, media, maximo
'''),
    ("xxvi_nadam_next_t_for_both", "nadam", "m_hat",
     "The gradient's own share is corrected with t + 1 too, where only that of m has the next step's power [line 5]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1 ** (t + 1))
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxvi_amsgrad_max_kept_as_v", "amsgrad", "v_max|v",
     "The maximum is stored back into v, so the average goes on from the maximum in the next step [line 5]", '''
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    d = {}
    d["m"] = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    v = v_max = np.maximum(v_max, v)
    d.update(v=v, v_max=v_max)
    d["x"] = x - lr * d["m"] / (np.sqrt(v_max) + eps)
    return d
'''),
    ("xxvi_adabound_clip_without_lr", "adabound", "rate",
     "The bare reciprocal of the root is clipped and lr_t comes in afterwards, where the whole rate is to be clipped [line 8]", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = gamma * t
    lower, upper = final_lr * k / (k + 1), final_lr * (1 + 1 / k)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    root = np.sqrt(v) + eps
    rate = lr_t * np.clip(1 / root, lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
'''),
    ("xxvi_amsbound_one_maximum", "amsbound", "v_max",
     "The maximum is taken over all coordinates together, so each parameter gets the largest v of any of them [line 5]", '''
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    mix = lambda b, old, new: b * old + (1 - b) * new
    m = mix(beta1, m, g)
    v = mix(beta2, v, g**2)
    v_max = np.full_like(x, max(np.max(v_max), np.max(v)))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    upper = final_lr * (1 + 1 / (gamma * t))
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x - rate * m)
'''),
    ("xxvi_eve_only_when_falling", "eve", "d",
     "d is renewed only where the loss has fallen, where it is to be renewed in every step but the first [line 12]", '''
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
    *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    # the first loss has no loss before it
    if f_old is not None:
        best = np.minimum(f, f_old)
        change = np.abs(f - f_old) / (best - f_star)
        d = np.where(f < f_old, beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c), d)
    x = x - lr * m_hat / (d * (np.sqrt(v_hat) + eps))
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
'''),
    ("xxvi_santa_e_a_for_what_remains", "santa_e", "u",
     "The old velocity is multiplied by the friction a itself, where what friction leaves, 1 - a, belongs [line 18]", '''
def santa_e(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    u = lr**0.5 * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = lr**0.5 * C if a is None else a
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_old, G = G, (lam + np.sqrt(v)) ** -0.5
    G_old = G if G_old is None else G_old
    warm = t < burnin
    a = np.where(warm, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(warm, noise, 0)
    u = a * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)
'''),
    ("xxvi_santa_sss_damped_once", "santa_sss", "u",
     "The second half of the friction is left out: only the old velocity is damped, not the sum behind it [line 22]", '''
def santa_sss(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = C * np.sqrt(lr)
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_before, G = G, 1 / np.sqrt(lam + np.sqrt(v))
    if G_before is None:
        G_before = G
    thermostat = lambda a, u: np.where(t < burnin, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u / 2
    a = thermostat(a, u)
    noise = np.sqrt(2 * lr**p / beta_t * G_before) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_before / G) / u
    noise = np.where(t < burnin, noise, 0)
    u = np.exp(-a / 2) * u - lr * G * n * g + noise
    a = thermostat(a, u)
    x = x + G * u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)
'''),
    ("xxvi_adasecant_both_outliers", "adasecant", "far|tau",
     "The window is reset only where g and alpha are both outliers, where one of the two is to suffice [line 30]", '''
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    def window(old, new):
        return old - old / tau + new / tau

    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m, m2 = rho * m + (1 - rho) * g, rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    gap = g_tilde - m
    num = window(num, ((g - g_tilde) * gap) ** 2)
    den = window(den, ((m - g) * gap) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = window(c, alpha)
    c2 = window(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = window(d, delta)
    d2 = window(last2, delta**2)
    cov = window(cov, delta * alpha)
    weit_g = (g - m) ** 2 > 4 * (m2 - m**2)
    weit_a = (alpha - c) ** 2 > 4 * (c2 - c**2)
    far = weit_g & weit_a
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    x = x + delta
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h, x=x)
'''),
    ("xxvi_learned_weights_of_first_layer", "learned", "h2|c2",
     "The second layer is given U1, the first layer's matrix for its own output, in a copied line [line 7]", '''
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        units = len(w["Wo"])
        h1, c1, h2, c2 = (np.zeros(x.shape + (units,), x.dtype) for _ in range(4))
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U1"], w["b2"])
    u = w["scale"] * (h2 @ w["Wo"] + w["bo"])
    return x + u, h1, c1, h2, c2
'''),
    ("xxvi_adamw_decay_behind_step", "adamw", "x",
     "The step is made first and the new x is then shrunk, where the decay is that of the old x [line 6]", '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    x = x * (1 - lr * weight_decay)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxvi_lion_mix_carried_on", "lion", "m",
     "m is renewed from the mixture made for the sign, so the gradient goes into it twice [line 4]", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(mezcla := beta1 * m + (1 - beta1) * g)
    x = (1 - lr * weight_decay) * x - lr * u
    m = beta2 * mezcla + (1 - beta2) * g
    return {"u": u, "m": m, "x": x}
'''),
    ("xxvi_schedule_free_start_in_mean", "schedule_free", "c|x",
     "The weight of the newest point is one over t + 1, so the start stays in the mean for ever [line 7]", '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    # eq. (5) of the paper
    if z is None:
        z = x
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    weight = 1 / (t + 1)
    x = x + weight * (z - x)
    return dict(y=y, z=z, x=x)
'''),
    ("xxvi_radam_t_lost", "radam", "rho_t",
     "The factor t is missing in front of the power of beta2 in the count of gradients [line 7]", '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    b = beta2**t
    rho_t = rho_inf - 2 * b / (1 - b)
    if rho_t <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    r = ((rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t)) ** 0.5
    return dict(m=m, v=v, x=x - lr * r * m_hat / (np.sqrt(v / (1 - b)) + eps))
'''),
    ("xxvi_adabelief_surprise_too_early", "adabelief", "s",
     "The distance from the average is measured before m is renewed, from the old average [line 2]", '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * surprise**2 + eps
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return dict(m=m, s=s, x=x)
'''),
    ("xxvi_adan_v_in_the_square", "adan", "s",
     "Inside the square the average v stands where the newest change of the gradient belongs [line 7]", '''
def adan(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    change = np.zeros_like(g) if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * np.square(g + beta2 * v)
    m_hat, v_hat, s_hat = (q / (1 - b**t) for q, b in ((m, beta1), (v, beta2), (s, beta3)))
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
'''),
    ("xxvi_prodigy_abs_of_sum", "prodigy", "s_size",
     "The absolute value is taken of the sum, where the sum is to be of the absolute values [line 12]", '''
def prodigy(
    x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0
):
    x0 = x if x0 is None else x0
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    dg = d * g
    m = beta1 * m + (1 - beta1) * dg
    v = beta2 * v + (1 - beta2) * dg**2
    r = beta2**0.5 * r + d / d0 * lr_t * (g * (x0 - x)).sum(-1, keepdims=True)
    s = beta2**0.5 * s + d / d0 * lr_t * g
    s_size = np.abs(np.sum(s, axis=-1, keepdims=True))
    d = np.maximum(d, r / np.where(s_size > 0, s_size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d, x0=x0, x=x)
'''),
    ("xxvi_muon_cols_over_rows", "muon", "x",
     "The factor is made from cols / rows, where rows / cols is to be under the root [line 7]", '''
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2:]
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(u)
    # wide matrices get a longer step
    scale = max(1, cols / rows) ** 0.5
    x = x - lr * weight_decay * x - lr * scale * o
    return dict(b=b, u=u, o=o, x=x)
'''),
    ("xxvi_adafactor_decay_to_t", "adafactor", "beta_t",
     "decay is raised to the power t, where t is to be raised to the power minus decay [line 4]", '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r = c = 0.0
    beta_t = 1 - decay**t
    sq = g**2 + eps
    r = beta_t * r + (1 - beta_t) * sq.mean(-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * sq.mean(-2, keepdims=True)
    v = r * c / r.mean(-2, keepdims=True)
    rms = lambda a: np.sqrt(np.mean(a**2, axis=(-2, -1), keepdims=True))
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    lr_t = np.maximum(eps2, rms(x)) * min(lr, t**-0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)
'''),
]

TWO = [
    ("xxvi_rmsprop_square_of_all_and_no_g", "rmsprop", "v x",
     "The square is taken of the whole mixture, not of g alone. The step has no gradient in it any more [lines 2, 3]", '''
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = (rho * v + (1 - rho) * g) ** 2
    x = x - lr / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
'''),
    ("xxvi_smorms3_r_and_larger", "smorms3", "r x",
     "r is one over mem without the 1 added. The step takes the larger of lr and zeta, not the smaller [lines 2, 6]", '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / mem
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    zeta = m**2 / (v + eps)
    grenze = np.where(zeta > lr, zeta, lr)
    x = x - grenze / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
'''),
    ("xxvi_eve_larger_loss_and_times_d", "eve", "change x",
     "The change is divided by the larger of the two losses, not the smaller. The rate lr is multiplied by d, not divided [lines 9, 11]", '''
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
    *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f_old - f) / (np.maximum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.minimum(np.maximum(change, 1 / c), c)
    x = x - lr * d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
'''),
    ("xxvi_nadam_torch_product_and_beta", "nadam_torch", "mu_product v_hat",
     "The product takes in the next step's mu. The average v is corrected with the power of beta1 [lines 4, 8]", '''
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    plan = lambda k: beta1 * (1 - 0.96 ** (k * psi) / 2)
    mu_t, mu_next = plan(t), plan(t + 1)
    mu_product = mu_product * mu_next
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, m, v, mu_product
'''),
    ("xxvi_rmsprop_torch_sum_and_average", "rmsprop_torch", "v b",
     "g squared is added whole, without 1 - rho. The momentum buffer is made an average with 1 - mu [lines 2, 4]", '''
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + g**2
    normed = g / (v**0.5 + eps)
    b = mu * b + (1 - mu) * normed
    x = x - lr * b
    return dict(v=v, b=b, x=x)
'''),
    ("xxvi_adasecant_paper_mean_squared_no_growth", "adasecant_paper", "c2 tau",
     "The average of squares takes the square of the average c, not of alpha. The window does not grow by 1 [lines 21, 26]", '''
def adasecant_paper(
    x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0,
    c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6
):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    ok = den > 0
    gamma = np.clip(np.where(ok, num / np.where(ok, den, 1), gamma_max), 0, gamma_max)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, tau)
    w = 1 / tau
    m = (1 - w) * m + w * g
    m2 = (1 - w) * m2 + w * g**2
    g_tilde = (g + gamma * m) / (1 + gamma)
    num, den = (
        (1 - w) * num + w * (g_old - g) * (g_old - m),
        (1 - w) * den + w * (g_old - m) * (g - m),
    )
    c = (1 - w) * c + w * alpha
    c2 = (1 - w) * c2 + w * c**2
    d = g if t == 1 else (1 - w) * d + w * delta
    d2 = g**2 if t == 1 else (1 - w) * d2 + w * delta**2
    cov = (1 - w) * cov + w * delta * alpha
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau, 1.5, 1e8)
    delta = -rate * g_tilde
    return dict(m=m, m2=m2, num=num, den=den, g_old=g, c=c, c2=c2, delta=delta, d=d, d2=d2, cov=cov, tau=tau, x=x + delta)
'''),
    ("xxvi_lamb_ratio_upside_down", "lamb", "m_hat ratio",
     "m is corrected with the power of beta2. The ratio of the two lengths stands upside down [lines 4, 10]", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    laenge = lambda a: np.sqrt(np.sum(a * a, axis=-1, keepdims=True))
    lx, lu = laenge(x), laenge(u)
    beide = (lx > 0) & (lu > 0)
    ratio = np.where(beide, lu / np.where(lx > 0, lx, 1), 1.0)
    x = x - lr * ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)
'''),
    ("xxvi_soap_square_of_m_and_no_root", "soap", "v lr_t",
     "v averages the square of the turned m, not of the turned gradient. The rate lr_t has no root over 1 - beta2**t [lines 11, 13]", '''
def soap(
    x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
    *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10
):
    rows, cols = g @ transpose(g), transpose(g) @ g
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(rows), eigenvectors(cols)
    m = beta1 * m + (1 - beta1) * g
    m_turned = transpose(QL) @ m @ QR
    v = beta2 * v + (1 - beta2) * m_turned**2
    u = QL @ (m_turned / (np.sqrt(v) + eps)) @ transpose(QR)
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * rows
    R = beta3 * R + (1 - beta3) * cols
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
'''),
    ("xxvi_sophia_late_and_other_beta", "sophia", "h m",
     "The curvature is first looked at in step k, not in step 1. The average m is made with beta2, not beta1 [lines 2, 4]", '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    if t % k == 0:  # every k-th step
        h = beta2 * h + (1 - beta2) * hess
    m = beta2 * m + (1 - beta2) * g
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
'''),
]

RIGHT = [
    ("xxvi_sgd_convex_mix", "sgd", '''
def sgd(x, g, *, lr=0.01):
    ziel = x - g
    return dict(x=(1 - lr) * x + lr * ziel)
'''),
    ("xxvi_momentum_downhill", "momentum", '''
def momentum(x, g, w=0.0, *, lr=0.01, mu=0.9):
    # w is minus the velocity
    w = lr * g + mu * w
    return x - w, w
'''),
    ("xxvi_nesterov_last_point", "nesterov", '''
def nesterov(x, grad, was=None, *, lr=0.01, mu=0.9):
    y = x if was is None else x + mu * (x - was)
    return {"was": x, "x": y - lr * grad(y)}
'''),
    ("xxvi_adagrad_torch_hypot", "adagrad_torch", '''
def adagrad_torch(x, g, t, root=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    root = np.hypot(root, g)
    divisor = (root + eps) * (1 + lr_decay * (t - 1))
    return dict(root=root, x=x - lr * g / divisor)
'''),
    ("xxvi_adadelta_one_tuple", "adadelta", '''
def adadelta(x, g, state=None, *, lr=1.0, rho=0.95, eps=1e-6):
    v, u = state or (0.0, 0.0)
    v = v + (1 - rho) * (g * g - v)
    delta = g * np.sqrt((u + eps) / (v + eps))
    u = u + (1 - rho) * (delta * delta - u)
    return x - lr * delta, (v, u)
'''),
    ("xxvi_adam_products_by_hand", "adam", '''
def adam(x, g, t, m=None, v=None, b1t=1.0, b2t=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if m is None:
        m, v = np.zeros_like(x), np.zeros_like(x)
    b1t, b2t = b1t * beta1, b2t * beta2
    m = np.add(beta1 * m, g - beta1 * g)
    v = np.add(beta2 * v, g * g - beta2 * g * g)
    korrektur = np.sqrt(1 - b2t)
    x = x - lr * korrektur / (1 - b1t) * m / (np.sqrt(v) + eps * korrektur)
    return dict(m=m, v=v, b1t=b1t, b2t=b2t, x=x)
'''),
    ("xxvi_adamax_where", "adamax", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = g - beta1 * (g - m)
    taille = np.where(g < 0, -g, g) + eps
    u = np.where(taille >= beta2 * u, taille, beta2 * u)
    x = x + lr * m / (u * (beta1**t - 1))
    return dict(m=m, u=u, x=x)
'''),
    ("xxvi_amsgrad_largest_root", "amsgrad", '''
def amsgrad(x, g, m=0.0, v=0.0, top=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    out = {"m": m + (1 - beta1) * (g - m), "v": v + (1 - beta2) * (g * g - v)}
    out["top"] = np.fmax(np.sqrt(out["v"]), top)
    out["x"] = x - lr * out["m"] / (out["top"] + eps)
    return out
'''),
    ("xxvi_adabound_min_of_max", "adabound", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m, v = (b * old + (1 - b) * new for b, old, new in ((beta1, m, g), (beta2, v, g**2)))
    k = gamma * t
    unten = final_lr * k / (1 + k)
    oben = final_lr * (1 + k) / k
    rate = lr * (1 - beta2**t) ** 0.5 / ((1 - beta1**t) * (eps + v**0.5))
    rate = np.minimum(np.maximum(rate, unten), oben)
    return x - m * rate, m, v
'''),
    ("xxvi_santa_e_draws_only_when_warm", "santa_e", '''
def santa_e(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    if u is None:
        u = rng.standard_normal(x.shape, x.dtype) * np.sqrt(lr)
    if a is None:
        a = np.full_like(x, C * np.sqrt(lr))
    v = g * g + sigma * (v - g * g)
    new = np.power(lam + np.sqrt(v), -0.5)
    old = new if G is None else G
    kick = -lr * n * new * g
    if t < burnin:
        cold = beta0 * t**anneal
        a = np.minimum(np.maximum(u * u + a - lr / cold, a_min), a_max)
        kick = kick + rng.standard_normal(x.shape, x.dtype) * np.sqrt(2 * old / cold * lr**p)
        if curvature:
            kick = kick + lr * (new - old) / (cold * new * u)
    u = u - a * u + kick
    return dict(v=v, G=new, a=a, u=u, x=x + new * u)
'''),
    ("xxvi_learned_cells_by_hand", "learned", '''
def learned(x, g, memory=None):
    w = trained(x.dtype)
    k = len(w["Wo"])
    if memory is None:
        memory = {name: np.zeros(x.shape + (k,), x.dtype) for name in ("h1", "c1", "h2", "c2")}
    gate = lambda z: 1 / (1 + np.exp(-z))
    read, kept = g[..., np.newaxis], {}
    for layer in "12":
        z = read @ w["W" + layer] + memory["h" + layer] @ w["U" + layer] + w["b" + layer]
        i, f, o, j = np.split(z, 4, axis=-1)
        kept["c" + layer] = gate(f) * memory["c" + layer] + gate(i) * np.tanh(j)
        read = kept["h" + layer] = gate(o) * np.tanh(kept["c" + layer])
    return x + w["scale"] * ((read * w["Wo"]).sum(-1) + w["bo"]), kept
'''),
    ("xxvi_yogi_three_cases", "yogi", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    q = g * g
    share = (1 - beta2) * q
    v = np.where(v > q, v - share, np.where(v < q, v + share, v))
    c1, c2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    x = x - (lr * c2 / c1) * m / (np.sqrt(v) + c2 * eps)
    return dict(m=m, v=v, x=x)
'''),
    ("xxvi_ademamix_one_loop", "ademamix", '''
def ademamix(
    x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0
):
    old = state if state is not None else dict(fast=0.0, slow=0.0, size=0.0)
    new = {}
    for key, b, what in (("fast", beta1, g), ("slow", beta3, g), ("size", beta2, g**2)):
        new[key] = b * old[key] + (1 - b) * what
    c2 = np.sqrt(1 - beta2**t)
    both = new["fast"] / (1 - beta1**t) + alpha * new["slow"]
    x = (1 - lr * weight_decay) * x - lr * c2 * both / (np.sqrt(new["size"]) + eps * c2)
    return x, new
'''),
    ("xxvi_sam_out_arrays", "sam", '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    size = np.sqrt(np.einsum("...i,...i->...", g, g))[..., None]
    e = np.empty_like(x)
    np.divide(g, size + eps, out=e)
    np.multiply(e, rho, out=e)
    np.add(e, x, out=e)
    return dict(x=x - lr * grad(e))
'''),
    ("xxvi_shampoo_eps_aside", "shampoo", '''
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    gt = transpose(g)
    L = g @ gt if L is None else L + g @ gt
    R = gt @ g if R is None else R + gt @ g
    left = power(L + eps * np.eye(L.shape[-1]), -0.25)
    right = power(R + eps * np.eye(R.shape[-1]), -0.25)
    return dict(L=L, R=R, x=x - lr * (left @ (g @ right)))
'''),
    ("xxvi_adafactor_mean_of_columns", "adafactor", '''
def adafactor(x: "matrix", g, t, r=0.0, c=0.0, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    share = np.power(float(t), -decay)
    sq = g * g + eps
    r = r + share * (sq.mean(axis=-1, keepdims=True) - r)
    c = c + share * (sq.mean(axis=-2, keepdims=True) - c)
    # the mean of the rows' means is that of the columns' means
    u = g * np.sqrt(c.mean(axis=-1, keepdims=True)) / np.sqrt(r * c)
    length = (u * u).mean(axis=(-2, -1), keepdims=True) ** 0.5
    u = np.where(length > d, d * u / length, u)
    size = (x * x).mean(axis=(-2, -1), keepdims=True) ** 0.5
    x = x - np.where(size > eps2, size, eps2) * min(lr, 1 / np.sqrt(t)) * u
    return dict(r=r, c=c, x=x)
'''),
]
