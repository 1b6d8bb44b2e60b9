"""Blind set: the steps of optlab itself, classical and modern."""

ONE = [
    ("xxiv_sgd_last_coordinate", "sgd", "x",
     "The loop ends one coordinate too early, so the last coordinate never moves [line 3].",
     """
def sgd(x, g, *, lr=0.01):
    neu, steigung = np.array(x, dtype=float), np.broadcast_to(g, np.shape(x))
    for i in range(neu.size - 1):
        neu.flat[i] -= lr * steigung.flat[i]
    return dict(x=neu)
"""),
    ("xxiv_momentum_bracket", "momentum", "v",
     "The bracket is closed too late: mu multiplies the new gradient step as well as the old velocity [line 4].",
     """
def momentum(x, g, vitesse=0.0, *, lr=0.01, mu=0.9):
    # la vitesse oublie peu a peu
    pas = lr * g
    vitesse = mu * (vitesse - pas)
    return {"vitesse": vitesse, "x": x + vitesse}
"""),
    ("xxiv_ema_starts_at_g", "momentum_ema", "m",
     "The average starts at the first gradient, where the reference starts it at 0 [line 3].",
     """
def momentum_ema(x, g, mean=None, *, lr=0.01, mu=0.9):
    if mean is None:
        mean = g  # nothing known yet
    mean = mean + (1 - mu) * (g - mean)
    return dict(mean=mean, x=x - lr * mean)
"""),
    ("xxiv_nesterov_stays_ahead", "nesterov", "x",
     "The velocity is added to the look-ahead point in place of the point itself, so mu v is walked twice [line 5].",
     """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    look = x + mu * v
    slope = grad(look)
    v = mu * v - lr * slope
    x = look + v
    return dict(slope=slope, v=v, x=x)
"""),
    ("xxiv_smoothed_range_from_zero", "smoothed_nesterov", "g_ahead",
     "range(4) gives the shares 0, 1/4, 1/2, 3/4, where 1/4, 1/2, 3/4, 1 of the way are meant [line 3].",
     """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    way = mu * v
    samples = [grad(x + way * k / 4) for k in range(4)]
    v = way - lr * sum(samples) / len(samples)
    x = x + v
    return dict(v=v, x=x)
"""),
    ("xxiv_rmsprop_root_fed_back", "rmsprop", "v",
     "The state holds the root, and the next average takes the root for the mean square [line 2].",
     """
def rmsprop(x, g, rms=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    rms = np.sqrt(rho * rms + (1 - rho) * g * g)
    x = x - lr * g / (rms + eps)
    return dict(rms=rms, x=x)
"""),
    ("xxiv_graves_tuple_old_mean", "rmsprop_graves", "delta|m",
     "Mean and step are assigned in one tuple, so the step still reads the mean before this gradient [line 3].",
     """
def rmsprop_graves(x, g, carre=0.0, moy=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    carre = rho * carre + (1 - rho) * np.square(g)
    moy, delta = rho * moy + (1 - rho) * g, mu * delta - lr * g / np.sqrt(carre - moy**2 + eps)
    return dict(carre=carre, moy=moy, delta=delta, x=x + delta)
"""),
    ("xxiv_adadelta_lr_in_u", "adadelta", "u|delta",
     "u averages the squares of the steps with lr in them; lr belongs to the last line only [line 6].",
     """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    avg = lambda old, new: rho * old + (1 - rho) * new
    rms = lambda a: np.sqrt(a + eps)
    v = avg(v, g**2)
    step = lr * g * rms(u) / rms(v)
    u = avg(u, step**2)
    x = x - step
    return dict(v=v, step=step, u=u, x=x)
"""),
    ("xxiv_adam_product_of_beta1_twice", "adam", "v_hat",
     "The running product for the second correction is multiplied with beta1 in place of beta2 [line 2].",
     """
def adam(x, g, t, m=0.0, v=0.0, pot1=1.0, pot2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    pot1, pot2 = pot1 * beta1, pot2 * beta1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_dach = m / (1 - pot1)
    v_dach = v / (1 - pot2)
    x = x - lr * m_dach / (np.sqrt(v_dach) + eps)
    return dict(m=m, v=v, pot1=pot1, pot2=pot2, x=x)
"""),
    ("xxiv_adamax_norm_of_vector", "adamax", "u",
     "The infinity norm is taken over the coordinates of the gradient, so all coordinates share the largest one [line 3].",
     """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    norme_inf = np.max(np.abs(g), axis=-1, keepdims=True) + eps
    u = np.maximum(beta2 * u, norme_inf) + 0 * g
    m_corrige = m / (1 - beta1**t)
    x = x - lr * np.divide(m_corrige, u)
    return dict(m=m, u=u, x=x)
"""),
    ("xxiv_nadam_looks_with_old_m", "nadam", "m_hat|m",
     "The look-ahead is computed one line before m is renewed, so it mixes in the old average [line 2].",
     """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    look = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(v / (1 - beta2**t)) + eps
    x = x - lr * look / root
    return dict(m=m, v=v, look=look, x=x)
"""),
    ("xxiv_amsgrad_maximum_becomes_v", "amsgrad", "v|v_max",
     "The chained assignment stores the maximum back into v, so the average goes on from the maximum [line 3].",
     """
def amsgrad(x, g, m=0.0, v=0.0, techo=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m * beta1 + g * (1 - beta1)
    v = techo = np.maximum(techo, beta2 * v + (1 - beta2) * g**2)
    x = x - lr * m / (np.sqrt(techo) + eps)
    return dict(m=m, v=v, techo=techo, x=x)
"""),
    ("xxiv_adabound_clip_by_hand", "adabound", "rate",
     "In the clip by hand the two bounds have changed places, so the rate is the upper bound always [line 7].",
     """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    unten = final_lr * (gamma * t / (gamma * t + 1))
    oben = final_lr * ((gamma * t + 1) / (gamma * t))
    roh = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t) / (np.sqrt(v) + eps)
    eta = np.maximum(np.minimum(roh, unten), oben)  # zwischen unten und oben
    return dict(m=m, v=v, eta=eta, x=x - eta * m)
"""),
    ("xxiv_amsbound_maximum_unused", "amsbound", "rate",
     "The maximum is kept but the rate divides by the root of v itself [line 9].",
     """
def amsbound(x, g, t, memo=None, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m, v, peak = memo if memo is not None else (0.0, 0.0, 0.0)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    peak = np.maximum(peak, v)
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    lo = final_lr * (1 - 1 / (gamma * t + 1))
    hi = final_lr * (1 + 1 / (gamma * t))
    eta = np.clip(lr * np.sqrt(c2) / c1 / (np.sqrt(v) + eps), lo, hi)
    x = x - eta * m
    return dict(memo=(m, v, peak), x=x)
"""),
    ("xxiv_smorms3_bracket_in_memory", "smorms3", "mem",
     "The 1 has slipped inside the bracket: it is multiplied by 1 - zeta together with the memory [line 7].",
     """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    zeta = m * m / (v + eps)
    x = x - np.where(zeta < lr, zeta, lr) * g / (np.sqrt(v) + eps)
    mem = (1 + mem) * (1 - zeta)
    return m, v, mem, x
"""),
    ("xxiv_eve_clips_d", "eve", "d",
     "The clip is put around the average d; what must be clipped is the change before it is averaged [line 8].",
     """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
        f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    adam = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    if f_old is not None:
        r = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = np.clip(beta3 * d + (1 - beta3) * r, 1 / c, c)
    x = x - lr * adam / d
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("xxiv_santa_e_variance_for_sd", "santa_e", "noise",
     "The random numbers are multiplied by the variance 2 lr^p G / beta, its root is forgotten [line 14].",
     """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = np.sqrt(lr) * C if a is None else a
    temperature = 1 / (beta0 * t**anneal)
    before = G
    v = sigma * v + (1 - sigma) * g**2
    G = (lam + np.sqrt(v)) ** -0.5
    if before is None:
        before = G
    hot = t < burnin
    if hot:
        a = np.clip(a + u**2 - lr * temperature, a_min, a_max)
    kick = 2 * lr**p * temperature * before * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        kick = kick + lr * temperature * (1 - before / G) / u
    u = (1 - a) * u - lr * G * n * g + (kick if hot else 0)
    return dict(v=v, G=G, a=a + 0 * x, u=u, x=x + G * u)
"""),
    ("xxiv_santa_sss_damping_closes_early", "santa_sss", "u",
     "The second half of the friction damps the old velocity only: its bracket closes before the force and the noise [line 20].",
     """
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = C * lr**0.5
    beta = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G, G_prev = 1 / np.sqrt(lam + np.sqrt(v)), G
    G_prev = G if G_prev is None else G_prev
    warm = t < burnin
    half = lambda: np.where(warm, np.clip(a + 0.5 * (u**2 - lr / beta), a_min, a_max), a)
    x = x + 0.5 * G * u
    a = half()
    z = np.sqrt(2 * lr**p * G_prev / beta) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        z = z + lr / beta * (1 - G_prev / G) / u
    z = np.where(warm, z, 0)
    e = np.exp(-a / 2)
    u = e * (e * u) - lr * G * n * g + z
    a = half()
    x = x + 0.5 * G * u
    return dict(v=v, G=G, a=a, u=u, x=x)
"""),
    ("xxiv_adasecant_outlier_and", "adasecant", "far",
     "A step counts as an outlier only if g and alpha are both far off; one of them is enough [line 27].",
     """
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0,
              cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    g = g / (np.sqrt(np.sum(g * g, axis=-1, keepdims=True)) + eps)
    w = 1 / tau
    mix = lambda old, new: (1 - w) * old + w * new
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = mix(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = mix(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = mix(c, alpha), mix(c2, alpha**2)
    if t == 1:
        d, d2 = g, g**2
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(1, np.sqrt(h))
    common = 1 - d**2 / (d2 + eps)
    d = mix(d if t > 1 else 0.0, delta)
    d2 = mix(d2, delta**2)
    cov = mix(cov, delta * alpha)
    far_g = (g - m) ** 2 > 4 * (m2 - m**2)
    far_a = (alpha - c) ** 2 > 4 * (c2 - c**2)
    far = far_g & far_a
    tau = np.clip(np.where(far, 2.2, common * tau + 1 + eps), 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h,
                x=x + delta)
"""),
    ("xxiv_adasecant_paper_alpha_backwards", "adasecant_paper", "alpha",
     "The change of the gradient is taken backwards, old minus new, which turns the sign of its pairing with the steps [line 4].",
     """
def adasecant_paper(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0,
                    tau=2.1, *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    alpha = g_old - g
    pos = den > 0
    gamma = np.clip(np.where(pos, num / np.where(pos, den, 1), gamma_max), 0, gamma_max)
    outlier = np.logical_or((g - m) ** 2 > 4 * (m2 - m**2), (alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(outlier, 2.2, tau)
    k = 1 - 1 / tau
    m, m2 = k * m + g / tau, k * m2 + g**2 / tau
    g_tilde = (g + gamma * m) / (1 + gamma)
    num, den = k * num + (g_old - g) * (g_old - m) / tau, k * den + (g_old - m) * (g - m) / tau
    c, c2 = k * c + alpha / tau, k * c2 + alpha**2 / tau
    if t == 1:
        d, d2 = g, g**2
    else:
        d, d2 = k * d + delta / tau, k * d2 + delta**2 / tau
    cov = k * cov + delta * alpha / tau
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    x = x + delta
    return dict(m=m, m2=m2, num=num, den=den, g_old=g, c=c, c2=c2, delta=delta, d=d, d2=d2, cov=cov, tau=tau, x=x)
"""),
    ("xxiv_learned_first_weights_in_second", "learned", "h2|c2",
     "The second layer was copied from the first and still has its recurrent weights U1 [line 6].",
     """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros(x.shape + (w["Wo"].shape[0],), x.dtype)
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U1"], w["b2"])
    schritt = (h2 @ w["Wo"] + w["bo"]) * w["scale"]
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, schritt=schritt, x=x + schritt)
"""),
    ("xxiv_adamw_decays_what_moved", "adamw", "x",
     "The decay acts on the point that Adam's step has already moved, not on the old x [line 6].",
     """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    richtung = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    x = x - lr * richtung
    x = x - lr * weight_decay * x  # decoupled
    return dict(m=m, v=v, x=x)
"""),
    ("xxiv_lion_renews_first", "lion", "u|m",
     "m is renewed before the sign is taken, so the new gradient counts twice in the direction [line 2].",
     """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    leo = beta1 * m + (1 - beta1) * g
    x = (1 - lr * weight_decay) * x - lr * np.sign(leo)
    return dict(m=m, x=x)
"""),
    ("xxiv_schedule_free_counts_start", "schedule_free", "c|x",
     "The mean is weighed as if the start point were one of its members: 1 / (t + 1) in place of 1 / t [line 5].",
     """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    x = x + (z - x) / (t + 1)
    return dict(z=z, x=x)
"""),
    ("xxiv_sam_never_comes_back", "sam", "x",
     "The step starts from the disturbed point; e is never taken back [line 6].",
     """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    longueur = np.sqrt((g**2).sum(axis=-1, keepdims=True))
    x = x + rho * g / (longueur + eps)
    g = grad(x)
    x = x - lr * g
    return dict(x=x)
"""),
    ("xxiv_radam_rho_inf_without_one", "radam", "rho_inf",
     "The largest length of the average is 2 / (1 - beta2) - 1; the - 1 is forgotten [line 4].",
     """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    b2t = beta2**t
    rho_max = 2 / (1 - beta2)
    rho_t = rho_max - 2 * t * b2t / (1 - b2t)
    m_hat = m / (1 - beta1**t)
    if rho_t <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    r = ((rho_t - 4) / (rho_max - 4) * (rho_t - 2) / (rho_max - 2) * rho_max / rho_t) ** 0.5
    x = x - lr * r * m_hat / (np.sqrt(v / (1 - b2t)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("xxiv_adafactor_mean_of_wrong_axis", "adafactor", "v",
     "The mean of the row means is taken along the axis of length 1, so r cancels and v is the column means alone [line 8].",
     """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    r, c = (0.0, 0.0) if r is None else (r, c)
    mean = lambda a, *axes: np.mean(a, axis=axes, keepdims=True)
    b = 1 - float(t) ** -decay
    square = g**2 + eps
    r = b * r + (1 - b) * mean(square, -1)
    c = b * c + (1 - b) * mean(square, -2)
    v = r * c / mean(r, -1)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(mean(u**2, -2, -1)) / d)
    alpha = np.maximum(eps2, np.sqrt(mean(x**2, -2, -1))) * min(lr, t**-0.5)
    return dict(r=r, c=c, x=x - alpha * u)
"""),
    ("xxiv_lamb_norm_before_decay", "lamb", "u_size",
     "The length of the direction is measured before the decay is added to it [line 5].",
     """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    adam = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    n_u = np.linalg.norm(adam, axis=-1, keepdims=True)
    n_x = np.linalg.norm(x, axis=-1, keepdims=True)
    u = adam + weight_decay * x
    trust = np.where((n_x > 0) & (n_u > 0), n_x / np.where(n_u > 0, n_u, 1.0), 1.0)
    x = x - lr * trust * u
    return dict(m=m, v=v, x=x)
"""),
]

TWO = [
    ("xxiv_two_adagrad_shared_and_gradientless", "adagrad", "h x",
     "The squares are summed over the coordinates too. The step is the bare rate, the gradient is not multiplied in [lines 2, 4].",
     """
def adagrad(x, g, hist=0.0, *, lr=0.01, eps=1e-8):
    hist = hist + np.sum(g**2, axis=-1, keepdims=True) + 0 * g
    rate = lr / (np.sqrt(hist) + eps)
    x = x - rate
    return dict(hist=hist, x=x)
"""),
    ("xxiv_two_adam_m_squared_and_power", "adam", "v m_hat",
     "v averages the square of m in place of that of g. The power t stands around 1 - beta1 in place of beta1 [lines 3, 4].",
     """
def adam(x, g, t, primero=0.0, segundo=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    primero = beta1 * primero + (1 - beta1) * g
    segundo = beta2 * segundo + (1 - beta2) * primero**2
    p_gorro = primero / (1 - beta1) ** t
    s_gorro = segundo / (1 - beta2**t)
    x = x - lr * p_gorro / (np.sqrt(s_gorro) + eps)
    return dict(primero=primero, segundo=segundo, x=x)
"""),
    ("xxiv_two_nesterov_behind_and_damped", "nesterov", "g_ahead v",
     "The gradient is taken behind the point, x - mu v. The new gradient is damped by 1 - mu as in an average [lines 2, 3].",
     """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_peek = grad(x - mu * v)
    v = mu * v - (1 - mu) * lr * g_peek
    return dict(g_peek=g_peek, v=v, x=x + v)
"""),
    ("xxiv_two_graves_eps_outside_mu_again", "rmsprop_graves", "delta x",
     "eps stands behind the root, it belongs under it. The step is shortened by mu once more when x moves [lines 5, 6].",
     """
def rmsprop_graves(x, g, q=0.0, s=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    q = rho * q + (1 - rho) * g * g
    s = rho * s + (1 - rho) * g
    var = q - s * s
    delta = mu * delta - lr * g / (np.sqrt(var) + eps)
    x = x + mu * delta
    return dict(q=q, s=s, delta=delta, x=x)
"""),
    ("xxiv_two_adadelta_absolute_and_sum", "adadelta", "v u",
     "v averages |g| where its square belongs. The old u keeps its full weight, rho is forgotten there [lines 2, 4].",
     """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * np.abs(g)
    delta = g * np.sqrt((u + eps) / (v + eps))
    u = u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, u=u, x=x)
"""),
    ("xxiv_two_nadam_bare_g_and_next_t", "nadam", "m_hat v_hat",
     "The gradient's share 1 - beta1 is missing in the look-ahead. v is corrected for step t + 1, as if it looked ahead too [lines 5, 6].",
     """
def nadam(x, g, t, state=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    state = dict(m=0.0, v=0.0) if state is None else state
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + g / (1 - beta1**t)
    v_hat = v / (1 - beta2 ** (t + 1))
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(state=dict(m=m, v=v), x=x)
"""),
    ("xxiv_two_santa_e_root_and_friction", "santa_e", "G u",
     "G lacks its outer root, so it is RMSprop's whole factor. The velocity is multiplied by the friction a in place of 1 - a [lines 9, 16].",
     """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t, G_old = beta0 * t**anneal, G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / (lam + np.sqrt(v))
    G_old = G if G_old is None else G_old
    explore = t < burnin
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    u = a * u - lr * G * n * g + np.where(explore, noise, 0)
    x = x + G * u
    return dict(v=v, G=G, a=a, u=u, x=x)
"""),
    ("xxiv_two_eve_larger_loss_and_times_d", "eve", "change x",
     "The change is measured against the larger of the two losses, not the smaller. The rate is multiplied by d where it must be divided [lines 9, 11].",
     """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
        f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    known = f_old is not None
    if known:
        rel = np.abs(f - f_old) / (np.maximum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.minimum(np.maximum(rel, 1 / c), c)
    x = x - lr * d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("xxiv_two_adan_plain_change_and_beta1", "adan", "s v_hat",
     "In s the change of the gradient has lost its weight beta2. The average of changes is corrected with beta1 [lines 6, 8].",
     """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
         weight_decay=0.0):
    diff = np.zeros_like(g) if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * (g + diff) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta3**t)
    step = lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)
    x = (x - step) / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
    ("xxiv_two_sophia_k_late_and_mixed_betas", "sophia", "m h",
     "The new gradient has the weight 1 - beta2 beside beta1. The curvature is looked at in steps k, 2k, ..., not in the first one [lines 3, 4].",
     """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12,
           weight_decay=0.0):
    m = beta1 * m + (1 - beta2) * g
    if t % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    ratio = m / np.maximum(gamma * h, eps)
    x = x - lr * weight_decay * x - lr * np.clip(ratio, -1.0, 1.0)
    return dict(m=m, h=h + 0 * x, x=x)
"""),
]

RIGHT = [
    ("xxiv_right_smoothed_walk", "smoothed_nesterov",
     """
def smoothed_nesterov(x, grad, elan=None, *, lr=0.01, mu=0.9):
    quart = 0 * x if elan is None else mu * elan / 4
    total, point = 0, x
    for _ in range(4):
        point = point + quart
        total = total + grad(point)
    elan = 4 * quart - lr / 4 * total
    return {"elan": elan, "x": x + elan}
"""),
    ("xxiv_right_graves_variance_kept", "rmsprop_graves",
     """
def rmsprop_graves(x, g, var=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    dev = g - m  # before m is renewed
    var = rho * (var + (1 - rho) * dev**2)
    m = m + (1 - rho) * dev
    delta = mu * delta - lr * g * (var + eps) ** -0.5
    x = x + delta
    return dict(var=var, m=m, delta=delta, x=x)
"""),
    ("xxiv_right_adadelta_eps_in_state", "adadelta",
     """
def adadelta(x, g, V=None, U=None, *, lr=1.0, rho=0.95, eps=1e-6):
    V, U = (eps if s is None else s for s in (V, U))
    V = rho * V + (1 - rho) * (g * g + eps)
    ratio = np.sqrt(U) / np.sqrt(V)
    U = rho * U + (1 - rho) * ((ratio * g) ** 2 + eps)
    return V, U, x - lr * ratio * g
"""),
    ("xxiv_right_adam_bare_sums", "adam",
     """
def adam(x, g, t, M=0.0, V=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    M = g + beta1 * M
    V = g**2 + beta2 * V
    # sums of weights: 1 + beta + beta^2 + ...
    w1 = sum(beta1**k for k in range(t))
    w2 = sum(beta2**k for k in range(t))
    x = x - lr * (M / w1) / (np.sqrt(V / w2) + eps)
    return dict(M=M, V=V, x=x)
"""),
    ("xxiv_right_adamax_where", "adamax",
     """
def adamax(x, g, t, m=None, u=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if m is None:
        m, u = np.zeros_like(x), np.zeros_like(x)
    m = g - beta1 * (g - m)
    decayed, now = beta2 * u, np.where(g < 0, -g, g) + eps
    u = np.where(decayed > now, decayed, now)
    bias = 1 - np.power(beta1, t)
    return m, u, x - np.divide(lr * m, bias * u)
"""),
    ("xxiv_right_nadam_one_dict", "nadam",
     """
def nadam(x, g, t, merk=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    merk = {} if merk is None else dict(merk)
    alt = merk.get("m", 0.0)
    merk["m"] = m = beta1 * alt + (1 - beta1) * g
    merk["v"] = v = beta2 * merk.get("v", 0.0) + (1 - beta2) * g**2
    jetzt, dann = 1 - beta1**t, 1 - beta1 * beta1**t
    zaehler = beta1 * m * jetzt + (m - beta1 * alt) * dann
    nenner = jetzt * dann * (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(merk=merk, x=x - lr * zaehler / nenner)
"""),
    ("xxiv_right_amsgrad_out_arrays", "amsgrad",
     """
def amsgrad(x, g, m=None, v=None, top=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if m is None:
        m = v = top = np.zeros(np.shape(x))
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    top = np.where(v >= top, v, top)
    bottom = np.empty(np.shape(x))
    np.sqrt(top, out=bottom)
    np.add(bottom, eps, out=bottom)
    step = np.multiply(lr, m)
    np.divide(step, bottom, out=step)
    return {"m": m, "v": v, "top": top, "x": np.subtract(x, step)}
"""),
    ("xxiv_right_amsbound_root_kept", "amsbound",
     """
def amsbound(x, g, t, m=0.0, v=0.0, s_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    s_max = np.maximum(s_max, v**0.5)
    q = gamma * t
    rate = lr / (1 - beta1**t) * (1 - beta2**t) ** 0.5 / (s_max + eps)
    rate = np.minimum(np.maximum(rate, final_lr * q / (q + 1)), final_lr * (q + 1) / q)
    return m, v, s_max, x - rate * m
"""),
    ("xxiv_right_smorms3_window", "smorms3",
     """
def smorms3(x, g, m=0.0, v=0.0, window=2.0, *, lr=1e-3, eps=1e-16):
    m = m + (g - m) / window
    v = ((window - 1) * v + g**2) / window
    agree = m**2 / (v + eps)
    cap = np.where(agree < lr, agree, lr)
    x = x - cap * g / (np.sqrt(v) + eps)
    window = 2 + (window - 1) * (1 - agree)  # window = mem + 1
    return dict(m=m, v=v, window=window, x=x)
"""),
    ("xxiv_right_eve_sorted_losses", "eve",
     """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
        f_star=0.0, eps=1e-8):
    low, high = (f, f) if f_old is None else (np.minimum(f, f_old), np.maximum(f, f_old))
    if t > 1:
        jump = (high - low) / (low - f_star)
        jump = np.where(jump > c, c, np.where(jump < 1 / c, 1 / c, jump))
        d = jump + beta3 * (d - jump)
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(v / (1 - beta2**t)) + eps
    x = x - lr * m / (d * (1 - beta1**t) * root)
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("xxiv_right_santa_sss_whole_damping", "santa_sss",
     """
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    a = np.sqrt(lr) * C if a is None else a
    T = 1 / (beta0 * t**anneal)
    v = sigma * v + (1 - sigma) * g**2
    G_now = (lam + v**0.5) ** -0.5
    G_before = G_now if G is None else G
    warm = t < burnin

    def thermostat(a, u):
        return np.clip(a + (u**2 - lr * T) / 2, a_min, a_max) if warm else a

    drawn = rng.standard_normal(x.shape, x.dtype)
    middle = x + G_now * u / 2
    a = thermostat(a, u)
    push = -lr * n * G_now * g
    if warm:
        push = push + np.sqrt(2 * T * lr**p * G_before) * drawn
        if curvature:
            push = push + lr * T * (G_now - G_before) / (G_now * u)
    u = np.exp(-a) * u + np.exp(-a / 2) * push
    a = thermostat(a, u)
    return dict(v=v, G=G_now, a=a + 0 * x, u=u, x=middle + G_now * u / 2)
"""),
    ("xxiv_right_adasecant_window_helper", "adasecant",
     """
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0,
              cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    def window(old, new):
        return old + (new - old) / tau

    unit = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m, m2 = rho * m + (1 - rho) * unit, rho * m2 + (1 - rho) * unit**2
    gamma = np.minimum((num / (den + eps)) ** 0.5, gamma_max)
    off = (g_tilde - m) ** 2
    num, den = window(num, (unit - g_tilde) ** 2 * off), window(den, (unit - m) ** 2 * off)
    g_tilde = m + (unit - m) / (1 + gamma)
    alpha = unit - g_old
    c, c2 = window(c, alpha), window(c2, alpha**2)
    first = t == 1
    last, last2 = (unit, unit**2) if first else (d, d2)
    rate = (np.sqrt((last2 + eps_rate) * (c2 + eps_rate)) - cov) / (c2 + eps_rate)
    delta = -g_tilde * rate
    if adagrad:
        h = h + g_tilde**2
        delta = np.where(h > 1, delta / np.sqrt(np.maximum(h, 1)), delta)
    d, d2, cov = window(d, delta), window(last2, delta**2), window(cov, delta * alpha)
    outlier = (np.square(unit - m) > 4 * (m2 - m**2)) | (np.square(alpha - c) > 4 * (c2 - c**2))
    longer = tau - tau * last**2 / (last2 + eps) + 1 + eps
    tau = np.minimum(np.maximum(np.where(outlier, 2.2, longer), 1.5), 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=unit, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau,
                h=h + 0 * x, x=x + delta)
"""),
    ("xxiv_right_learned_gates_by_hand", "learned",
     """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    units = len(w["Wo"])
    sigma = lambda z: 1 / (1 + np.exp(-z))

    def layer(a, h, c, k):
        z = a @ w[f"W{k}"] + h @ w[f"U{k}"] + w[f"b{k}"]
        i, f, o, j = np.split(z, 4, axis=-1)
        c = sigma(f) * c + sigma(i) * np.tanh(j)
        return sigma(o) * np.tanh(c), c

    if c1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*np.shape(x), units))
    h1, c1 = layer(np.expand_dims(g, -1), h1, c1, 1)
    h2, c2 = layer(h1, h2, c2, 2)
    x = x + w["scale"] * (np.sum(h2 * w["Wo"], axis=-1) + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x)
"""),
    ("xxiv_right_yogi_branches", "yogi",
     """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g**2
    share = (1 - beta2) * g2
    v = np.where(v < g2, v + share, np.where(v > g2, v - share, v))
    m = beta1 * m + g - beta1 * g
    root = np.sqrt(v) / (1 - beta2**t) ** 0.5 + eps
    return m, v, x - lr / (1 - beta1**t) * m / root
"""),
    ("xxiv_right_schedule_free_adamw_sum", "schedule_free_adamw",
     """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x
    between = z + beta1 * (x - z)
    slope = grad(between)
    v = beta2 * v + (1 - beta2) * slope * slope
    root = np.sqrt(v / (1 - beta2**t))
    z = z - lr * slope / (root + eps) - lr * weight_decay * between
    before, w = w, w + lr * lr
    x = (before * x + lr * lr * z) / w
    return dict(z=z, v=v, w=w, x=x)
"""),
    ("xxiv_right_ademamix_one_root", "ademamix",
     """
def ademamix(x, g, t, fast=0.0, slow=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
             weight_decay=0.0):
    fast, slow, v = (b * s + (1 - b) * q for b, s, q in ((beta1, fast, g), (beta3, slow, g), (beta2, v, g**2)))
    c1, c2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    direction = c2 * (fast + alpha * c1 * slow) / (c1 * (np.sqrt(v) + c2 * eps))
    x = x - lr * weight_decay * x - lr * direction
    return dict(fast=fast, slow=slow, v=v, x=x)
"""),
    ("xxiv_right_prodigy_scaled_gradient", "prodigy",
     """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6,
            weight_decay=0.0):
    x0 = x if x0 is None else x0
    old = np.maximum(d, d0)
    gd = old * g
    rate = lr * old * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    root = beta2**0.5
    m = beta1 * m + (1 - beta1) * gd
    v = beta2 * v + (1 - beta2) * gd**2
    r = root * r - rate / d0 * np.sum(gd * (x - x0), axis=-1, keepdims=True)
    s = root * s + rate / d0 * gd
    length = np.abs(s).sum(axis=-1, keepdims=True)
    guess = np.where(length > 0, r / np.where(length > 0, length, 1), r)
    d = np.where(guess > old, guess, old)
    x = (1 - rate * weight_decay) * x - rate * m / (np.sqrt(v) + d * eps)
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
"""),
    ("xxiv_right_shampoo_transposed", "shampoo",
     """
def shampoo(x: "matrix", g, links=None, rechts=None, *, lr=0.1, eps=1e-6):
    zeilen, spalten = x.shape[-2:]
    gT = transpose(g)
    links = (eps * np.eye(zeilen) if links is None else links) + np.einsum("...ik,...jk->...ij", g, g)
    rechts = (eps * np.eye(spalten) if rechts is None else rechts) + np.einsum("...ki,...kj->...ij", g, g)
    gedreht = power(rechts, -0.25) @ (gT @ power(links, -0.25))
    return links, rechts, x - lr * transpose(gedreht)
"""),
]
