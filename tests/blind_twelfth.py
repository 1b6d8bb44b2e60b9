"""A twelfth set of functions as students write them, by someone who had read the steps and not the feedback: the rare and the modern methods.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong and in which line, source). " | " stands
between alternatives, a space between two wrong lines. RIGHT: (name, step, source): the same path in another form.
"""

ONE = [
    ("graves_eps_outside", "rmsprop_graves", "delta",
     "eps stands outside the root; Graves has it under the root beside the variance [line 5]", """
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    # n_i and g_i of the paper
    n_i = rho * v + (1 - rho) * g * g
    g_i = rho * m + (1 - rho) * g
    spread = np.sqrt(n_i - g_i * g_i) + eps
    delta = mu * delta - lr * g / spread
    return {"v": n_i, "m": g_i, "delta": delta, "x": x + delta}
"""),
    ("graves_mean_of_sizes", "rmsprop_graves", "m", "m averages the sizes |g|, Graves averages g with its sign [line 4]", r"""
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    ema = lambda old, new, decay: decay * old + (1 - decay) * new
    v, m = ema(v, g**2, rho), \
           ema(m, np.abs(g), rho)
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)
"""),
    ("smorms3_mem_loses_product", "smorms3", "mem",
     "the memory is lowered by zeta itself, not by mem * zeta: the bracket was opened without the factor [line 8]", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (1 + mem)
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    zeta = m * m / (v + eps)
    rate = np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    x = x - rate * g
    mem = 1 + mem - zeta
    return dict(m=m, v=v, mem=mem, x=x)
"""),
    ("smorms3_min_too_late", "smorms3", "x",
     "lr is divided by the root before the minimum is taken, so zeta caps the whole rate [line 6]", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr / (np.sqrt(v) + eps), zeta) * g
    mem = 1 + mem * (1 - zeta)
    return x, m, v, mem
"""),
    ("eve_larger_loss_below", "eve", "change",
     "the change of the loss is divided by the larger of the two losses, Eve takes the smaller [line 7]", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    adam_step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    if f_old is not None:
        low, high = np.minimum(f, f_old), np.maximum(f, f_old)
        change = (high - low) / (high - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr * adam_step / d
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("eve_clips_the_average", "eve", "d",
     "the clip is round the whole average, it belongs round the new change only [line 8]", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if not f_old is None:
        r = abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = np.clip(beta3 * d + (1 - beta3) * r, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
"""),
    ("santa_e_thermostat_of_g", "santa_e", "a",
     "the thermostat compares the squared gradient with the temperature, it must be the squared velocity u [line 13]", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
            p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape)
    a = np.sqrt(lr) * C if a is None else a
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g * g
    precond = 1 / np.sqrt(lam + np.sqrt(v))
    before = precond if G is None else G
    draw = rng.standard_normal(x.shape)
    noise = 0 * x
    if t < burnin:
        a = np.clip(a + g**2 - lr / beta_t, a_min, a_max)
        noise = np.sqrt(2 * before * lr**p / beta_t) * draw
        if curvature:
            noise = noise + lr / beta_t * (1 - before / precond) / u
    u = u - a * u - lr * precond * n * g + noise
    x = x + precond * u
    return dict(beta_t=beta_t, v=v, G=precond, a=a, noise=noise, u=u, x=x)
"""),
    ("santa_e_power_outside_root", "santa_e", "noise",
     "lr**p was drawn out of the root without halving the exponent [line 14]", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
            p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape)
    a = np.sqrt(lr) * C if a is None else a
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g * g
    precond = 1 / np.sqrt(lam + np.sqrt(v))
    before = precond if G is None else G
    draw = rng.standard_normal(x.shape)
    noise = 0 * x
    if t < burnin:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
        noise = lr**p * np.sqrt(2 * before / beta_t) * draw
        if curvature:
            noise = noise + lr / beta_t * (1 - before / precond) / u
    u = u - a * u - lr * precond * n * g + noise
    x = x + precond * u
    return dict(beta_t=beta_t, v=v, G=precond, a=a, noise=noise, u=u, x=x)
"""),
    ("santa_sss_one_damping_only", "santa_sss", "u",
     "the inner half damping of u was forgotten, only the outer exp(-a/2) is left [line 24]", """
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
              p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape)
    if a is None:
        a = lr**0.5 * C
    temperature = 1 / (beta0 * t**anneal)
    v = sigma * v + (1 - sigma) * g**2
    old, G = G, 1 / np.sqrt(lam + np.sqrt(v))
    old = G if old is None else old
    exploring = t < burnin

    def thermostat(a, u):
        return np.clip(a + (u**2 - lr * temperature) / 2, a_min, a_max) if exploring else a

    x = x + G * u / 2
    a = thermostat(a, u)
    half = np.exp(-a / 2)
    noise = np.sqrt(2 * lr**p * temperature * old) * rng.standard_normal(x.shape)
    if curvature:
        noise = noise + lr * temperature * (1 - old / G) / u
    if not exploring:
        noise = np.zeros_like(x)
    u = u - lr * G * n * g + noise
    u = half * u
    a = thermostat(a, u)
    x = x + G * u / 2
    return dict(v=v, G=G, noise=noise, u=u, a=a, x=x)
"""),
    ("adasecant_cov_added", "adasecant", "rate",
     "the covariance is added to the ratio of sizes, it must be taken off [line 16]", """
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
              *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    w = 1 / tau
    mix = lambda old, new: old + w * (new - old)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g * g
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = mix(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = mix(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = mix(c, alpha)
    c2 = mix(c2, alpha * alpha)
    last, last2 = (g, g * g) if t == 1 else (d, d2)
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) + cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = mix(d, delta)
    d2 = mix(last2, delta * delta)
    cov = mix(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    longer = (1 - last**2 / (last2 + eps)) * tau + 1 + eps
    tau = np.clip(np.where(far, 2.2, longer), 1.5, 1e8)
    x = x + delta
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h, x=x)
"""),
    ("adasecant_both_must_be_far", "adasecant", "far",
     "an outlier is where g or alpha is far off, the code asks for both [line 24]", """
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
              *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    w = 1 / tau
    mix = lambda old, new: old + w * (new - old)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g * g
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = mix(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = mix(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = mix(c, alpha)
    c2 = mix(c2, alpha * alpha)
    last, last2 = (g, g * g) if t == 1 else (d, d2)
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = mix(d, delta)
    d2 = mix(last2, delta * delta)
    cov = mix(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) & ((alpha - c) ** 2 > 4 * (c2 - c**2))
    longer = (1 - last**2 / (last2 + eps)) * tau + 1 + eps
    tau = np.clip(np.where(far, 2.2, longer), 1.5, 1e8)
    x = x + delta
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h, x=x)
"""),
    ("adasecant_paper_tau_of_gradients", "adasecant_paper", "tau",
     "the window is renewed with the averages of the gradient, m and m2, they must be those of the steps, d and d2 [line 23]", """
def adasecant_paper(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
                    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
    g = g / (np.sqrt(np.sum(g**2, axis=-1, keepdims=True)) + eps)
    alpha = g - g_old
    safe = np.where(den > 0, den, 1)
    gamma = np.where(den > 0, np.clip(num / safe, 0, gamma_max), gamma_max)
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
    if t == 1:
        d, d2 = g, g**2
    else:
        d, d2 = keep * d + delta / tau, keep * d2 + delta**2 / tau
    cov = keep * cov + delta * alpha / tau
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - m**2 / (m2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    return dict(m=m, m2=m2, num=num, den=den, g_old=g, c=c, c2=c2, delta=delta, d=d, d2=d2, cov=cov, tau=tau, x=x + delta)
"""),
    ("learned_second_layer_U1", "learned", "h2|c2",
     "copy-paste: the second layer uses the recurrent weights U1 of the first [line 7]", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        zero = np.zeros(x.shape + (len(w["Wo"]),))
        h1 = h2 = c1 = c2 = zero
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U1"], w["b2"])
    u = w["scale"] * (h2 @ w["Wo"] + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x + u)
"""),
    ("learned_bias_dropped", "learned", "u", "the read-out has lost its bias bo [line 9]", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    W = trained(x.dtype)
    units = W["Wo"].shape[0]
    if c2 is None:
        h1, c1, h2, c2 = (np.zeros((*x.shape, units)) for _ in range(4))
    eingang = g[..., np.newaxis]
    h1, c1, gates1 = lstm(eingang, h1, c1, W["W1"], W["U1"], W["b1"])
    h2, c2, gates2 = lstm(h1, h2, c2, W["W2"], W["U2"], W["b2"])
    ausgang = h2 @ W["Wo"]
    schritt = W["scale"] * ausgang
    return x + schritt, h1, c1, h2, c2
"""),
    ("lion_m_first", "lion", "u|m", "m is renewed before the sign is taken, so the new gradient counts twice in u [line 2]", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    u = np.sign(beta1 * m + (1 - beta1) * g)
    x = x * (1 - lr * weight_decay) - lr * u
    return dict(u=u, m=m, x=x)
"""),
    ("sophia_looks_at_t_multiple_of_k", "sophia", "h",
     "the curvature is looked at when t is a multiple of k, the first look must be at t = 1 [line 3]", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = m * beta1 + g * (1 - beta1)
    if t % k == 0:
        h = h * beta2 + hess * (1 - beta2)
    ratio = m / np.maximum(gamma * h, eps)
    u = np.maximum(-1, np.minimum(1, ratio))
    x = x - lr * weight_decay * x
    x = x - lr * u
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("muon_orthogonalizes_b", "muon", "o",
     "the Nesterov direction u is computed and not used: Newton-Schulz gets the buffer b [line 4]", """
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = g + mu * b
    u = g + mu * b
    o = newton_schulz(b)
    rows, cols = x.shape[-2:]
    stretch = np.sqrt(max(1, rows / cols))
    x = (1 - lr * weight_decay) * x - lr * stretch * o
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("muon_optax_same_exponent", "muon_optax", "u",
     "the correction of the look-ahead term has mu**t, it must be mu**(t+1) [line 5]", """
def muon_optax(x: "matrix", g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = mu * m + (1 - mu) * g
    now = 1 - mu**t
    then = 1 - mu ** (t + 1)
    u = mu * m / now + (1 - mu) * g / now
    factor = max(1.0, x.shape[-1] / x.shape[-2]) ** 0.5
    x = x - lr * factor * newton_schulz(u) - lr * weight_decay * x
    return {"m": m, "x": x}
"""),
    ("shampoo_half_power_left", "shampoo", "u", "the left factor has the power -1/2, with two sides each takes -1/4 [line 6]", """
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    gT = transpose(g)
    rows, cols = x.shape[-2:]
    L = (eps * np.eye(rows) if L is None else L) + g @ gT
    R = (eps * np.eye(cols) if R is None else R) + gT @ g
    left = power(L, -1 / 2)
    u = left @ g @ power(R, -1 / 4)
    return dict(L=L, R=R, u=u, x=x - lr * u)
"""),
    ("soap_v_not_turned", "soap", "v",
     "v averages the squares of the plain gradient, it must be those of the turned one [line 9]", """
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    gg, g2 = g @ transpose(g), transpose(g) @ g
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(gg), eigenvectors(g2)
    turn = lambda a: transpose(QL) @ a @ QR
    back = lambda a: QL @ a @ transpose(QR)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = back(turn(m) / (np.sqrt(v) + eps))
    lr_t = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * gg
    R = beta3 * R + (1 - beta3) * g2
    if t % k == 0:
        QL = np.linalg.qr(L @ QL)[0]
        QR = np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, u=u, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("adafactor_mean_over_cols", "adafactor", "v",
     "the mean of r is taken along the axis of length 1, it must be over the rows [line 8]", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r = c = 0.0
    beta_t = 1 - t ** (-decay)
    sq = g**2 + eps
    r = beta_t * r + (1 - beta_t) * sq.mean(axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * sq.mean(axis=-2, keepdims=True)
    v = r * c / r.mean(axis=-1, keepdims=True)
    rms = lambda a: np.sqrt(np.mean(a**2, axis=(-2, -1), keepdims=True))
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    lr_t = np.maximum(eps2, rms(x)) * np.minimum(lr, t**-0.5)
    x = x - lr_t * u
    return dict(r=r, c=c, u=u, x=x)
"""),
    ("prodigy_wrong_way_round", "prodigy", "r",
     "the way is measured from the start to x with the sign turned: x - x0 for x0 - x [line 11]", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    if x0 is None:
        x0 = x.copy()
    d = np.maximum(d, d0)
    rate = d * lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    dg = d * g
    m = beta1 * m + (1 - beta1) * dg
    v = beta2 * v + (1 - beta2) * dg * dg
    weight = d / d0 * rate
    root = np.sqrt(beta2)
    r = root * r + weight * (g * (x - x0)).sum(-1, keepdims=True)
    s = root * s + weight * g
    below = np.abs(s).sum(-1, keepdims=True)
    d = np.maximum(d, r / np.where(below > 0, below, 1))
    x = x - rate * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
"""),
    ("prodigy_v_with_one_d", "prodigy", "v", "only one of the two factors g carries d, v must hold (d g)^2 [line 8]", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    if x0 is None:
        x0 = x.copy()
    d = np.maximum(d, d0)
    rate = d * lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    dg = d * g
    m = beta1 * m + (1 - beta1) * dg
    v = beta2 * v + (1 - beta2) * dg * g
    weight = d / d0 * rate
    root = np.sqrt(beta2)
    r = root * r + weight * (g * (x0 - x)).sum(-1, keepdims=True)
    s = root * s + weight * g
    below = np.abs(s).sum(-1, keepdims=True)
    d = np.maximum(d, r / np.where(below > 0, below, 1))
    x = x - rate * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
"""),
    ("schedule_free_start_counted", "schedule_free", "c", "the mean has 1/(t+1), so the start counts as a point too [line 5]", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    c = 1 / (t + 1)
    x = x + c * (z - x)
    return dict(y=y, z=z, c=c, x=x)
"""),
    ("sfadamw_decay_of_z", "schedule_free_adamw", "z",
     "the decay pulls at z, it must be the point y where the gradient was taken [line 7]", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None: z = x
    y = beta1 * x + (1 - beta1) * z
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy**2
    nenner = np.sqrt(v / (1 - beta2**t)) + eps
    z = z - lr * gy / nenner - lr * weight_decay * z
    w = w + lr**2
    c = lr**2 / w
    x = (1 - c) * x + c * z
    return dict(y=y, v=v, z=z, w=w, c=c, x=x)
"""),
    ("sam_walks_downhill_first", "sam", "g_sam",
     "the second gradient is taken at x - e, where the loss is lower, SAM looks uphill [line 5]", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    norm = np.sqrt(np.sum(g**2, axis=-1, keepdims=True))
    e = rho * g / (norm + eps)
    return dict(x=x - lr * grad(x - e))
"""),
    ("radam_rho_without_two", "radam", "rho_t", "the 2 in front of t beta2^t is missing [line 7]", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    bt = beta2**t
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - t * bt / (1 - bt)
    if rho_t <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    r = np.sqrt((rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t))
    x = x - lr * r * m_hat / (np.sqrt(v / (1 - bt)) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("yogi_moves_by_v", "yogi", "v", "the amount by which v moves is a share of v, Yogi moves it by a share of g^2 [line 5]", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    quadrat = g * g
    richtung = np.sign(quadrat - v)
    v = v + (1 - beta2) * richtung * v
    m_dach, v_dach = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_dach / (v_dach**0.5 + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("lamb_size_one_norm", "lamb", "u_size",
     "the length of the direction is the sum of absolute values, LAMB has the root of the sum of squares [line 6]", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    x_size = np.sqrt((x**2).sum(axis=-1, keepdims=True))
    u_size = np.abs(u).sum(axis=-1, keepdims=True)
    both = np.logical_and(x_size > 0, u_size > 0)
    trust = np.where(both, x_size / np.where(both, u_size, 1), 1)
    x = x - lr * trust * u
    return dict(m=m, v=v, u=u, x=x)
"""),
    ("adabelief_old_mean", "adabelief", "s",
     "the surprise is measured from the average before this gradient, it must be from the new m [line 4]", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m_prev = m
    m = beta1 * m_prev + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * np.square(g - m_prev) + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, x=x)
"""),
    ("adan_difference_turned", "adan", "change", "the change of the gradient is old minus new [line 4]", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if g_old is None:
        g_old = g
    diff = g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * np.power(g + beta2 * diff, 2)
    zaehler = m / (1 - beta1**t) + beta2 * v / (1 - beta2**t)
    x = x - lr * zaehler / (np.sqrt(s / (1 - beta3**t)) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
    ("adam_p_root_forgets_t", "adam_p", "u_hat", "the correction has beta2^p, it must be beta2^(p t) [line 8]", """
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    top = np.maximum(beta2 * u, size)
    bp = beta2**p
    total = bp * (u / top) ** p + (1 - bp) * (size / top) ** p
    u = top * total ** (1 / p)
    u_hat = u / (1 - bp) ** (1 / p)
    x = x - lr * m / (1 - beta1**t) / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
"""),
    ("amsgrad_optax_corrected_stored", "amsgrad_optax", "v",
     "the corrected average is handed back as the state v, so it is corrected again and again [line 7]", """
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    v_max = np.where(v_hat > v_max, v_hat, v_max)
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v_max) + eps)
    return dict(x=x, m=m, v=v_hat, v_max=v_max)
"""),
    ("rmsprop_corrected_alias", "rmsprop_corrected", "v_hat|v",
     "v_hat is the same array as v, so the division in place changes the state too [line 3]", """
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    v_hat = v
    v_hat /= 1 - rho**t
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, v_hat=v_hat, x=x)
"""),
    ("nadam_dozat_product_ahead", "nadam_dozat", "mu_product",
     "the product is lengthened by the next momentum, it must be by the present one [line 4]", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    schedule = lambda i: beta1 * (1 - 0.5 * 0.96 ** (i * psi))
    mu_t, mu_next = schedule(t), schedule(t + 1)
    mu_product = mu_product * mu_next
    m = mu_t * m + (1 - mu_t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = beta2 * v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_product=mu_product, m=m, v=v, x=x)
"""),
    ("smoothed_nesterov_quarters_from_zero", "smoothed_nesterov", "g_ahead",
     "the four points are at 0, 1/4, 1/2, 3/4 of the way: range(4) begins at 0 [line 3]", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    summe = 0
    for i in range(4):
        summe = summe + grad(x + i / 4 * mu * v)
    v = mu * v - lr * summe / 4
    return dict(v=v, x=x + v)
"""),
]

TWO = [
    ("eve_abs_lost_and_d_multiplies", "eve", "change x",
     "The absolute value of the change of the loss is lost. The rate is multiplied by d, it must be divided [lines 5, 8]", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_old is not None:
        rel = (f - f_old) / (np.minimum(f, f_old) - f_star)
        rel = np.maximum(1 / c, np.minimum(c, rel))
        d = beta3 * d + (1 - beta3) * rel
    rate = lr * d
    x = x - rate * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("adasecant_gamma_root_and_cov_gradient", "adasecant", "gamma cov",
     "gamma is the plain ratio, the root of num / den is missing. The covariance is taken of the step with g, it "
     "must be with the change of g, alpha [lines 8, 23]", """
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
              *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    w = 1 / tau
    mix = lambda old, new: old + w * (new - old)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g * g
    gamma = np.minimum(num / (den + eps), gamma_max)
    num = mix(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = mix(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = mix(c, alpha)
    c2 = mix(c2, alpha * alpha)
    last, last2 = (g, g * g) if t == 1 else (d, d2)
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = mix(d, delta)
    d2 = mix(last2, delta * delta)
    cov = mix(cov, delta * g)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    longer = (1 - last**2 / (last2 + eps)) * tau + 1 + eps
    tau = np.clip(np.where(far, 2.2, longer), 1.5, 1e8)
    x = x + delta
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h, x=x)
"""),
    ("santa_e_G_fourth_root_and_cooling", "santa_e", "beta_t G",
     "The inverse temperature falls with t because the exponent has a minus. G has the whole root, 1 / (lam + sqrt "
     "v), it must be its root again [lines 6, 8]", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
            p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape)
    a = np.sqrt(lr) * C if a is None else a
    beta_t = beta0 * t**-anneal
    v = sigma * v + (1 - sigma) * g * g
    precond = 1 / (lam + np.sqrt(v))
    before = precond if G is None else G
    draw = rng.standard_normal(x.shape)
    noise = 0 * x
    if t < burnin:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
        noise = np.sqrt(2 * before * lr**p / beta_t) * draw
        if curvature:
            noise = noise + lr / beta_t * (1 - before / precond) / u
    u = u - a * u - lr * precond * n * g + noise
    x = x + precond * u
    return dict(beta_t=beta_t, v=v, G=precond, a=a, noise=noise, u=u, x=x)
"""),
    ("santa_sss_whole_move_and_bracket", "santa_sss", "x a",
     "The first half move of x is a whole one. The thermostat divides the temperature alone by 2, the bracket "
     "closes too early [lines 9, 21]", """
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
              p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    u = lr**0.5 * rng.standard_normal(x.shape) if u is None else u
    a = lr**0.5 * C if a is None else a
    T = lr / (beta0 * t**anneal)
    v = sigma * v + (1 - sigma) * g**2
    G_now = 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G_now if G is None else G
    x = x + G_now * u
    if t < burnin:
        a = np.clip(a + (u**2 - T) / 2, a_min, a_max)
    xi = rng.standard_normal(x.shape)
    noise = np.sqrt(2 * lr ** (p - 1) * T * G_old) * xi
    if curvature:
        noise = noise + T * (1 - G_old / G_now) / u
    if t >= burnin:
        noise = 0.0
    e = np.exp(-a / 2)
    u = e * e * u + e * (noise - lr * n * G_now * g)
    if t < burnin:
        a = np.clip(a + (u**2 - T / 2), a_min, a_max)
    x = x + G_now * u / 2
    return dict(v=v, G=G_now, a=a, u=u, x=x)
"""),
    ("soap_rates_swapped_and_qr_of_L", "soap", "lr_t QL",
     "The two corrections in lr_t have changed places. QL is taken from the qr of L alone, the product with the old "
     "QL is missing [lines 11, 16]", """
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    gg, g2 = g @ transpose(g), transpose(g) @ g
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(gg), eigenvectors(g2)
    turn = lambda a: transpose(QL) @ a @ QR
    back = lambda a: QL @ a @ transpose(QR)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * turn(g) ** 2
    u = back(turn(m) / (np.sqrt(v) + eps))
    lr_t = lr * (1 - beta1**t) ** 0.5 / (1 - beta2**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * gg
    R = beta3 * R + (1 - beta3) * g2
    if t % k == 0:
        QL = np.linalg.qr(L)[0]
        QR = np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, u=u, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("adafactor_counts_from_two_and_larger_rate", "adafactor", "beta_t lr_t",
     "The decay is computed with t + 1, it must be t. The relative rate takes the larger of lr and 1 / sqrt(t), it "
     "must take the smaller [lines 2, 11]", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    b = 1 - 1 / (t + 1) ** decay
    rows = np.mean(g * g + eps, -1, keepdims=True)
    cols = np.mean(g * g + eps, -2, keepdims=True)
    r = rows if r is None else b * r + (1 - b) * rows
    c = cols if c is None else b * c + (1 - b) * cols
    u = g / np.sqrt(r * c / np.mean(r, axis=-2, keepdims=True))
    rms = np.sqrt(np.mean(u * u, axis=(-1, -2), keepdims=True))
    u = u / np.maximum(1, rms / d)
    size = np.sqrt(np.mean(x * x, axis=(-1, -2), keepdims=True))
    share = np.maximum(lr, 1 / np.sqrt(t))
    x = x - np.maximum(eps2, size) * share * u
    return x, r, c
"""),
    ("prodigy_no_root_and_no_d", "prodigy", "s x",
     "s is weighed by beta2 itself, the root is missing. The step of x has lost the factor d of the rate [lines 12, 15]", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    if x0 is None:
        x0 = x.copy()
    d = np.maximum(d, d0)
    rate = d * lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    dg = d * g
    m = beta1 * m + (1 - beta1) * dg
    v = beta2 * v + (1 - beta2) * dg * dg
    weight = d / d0 * rate
    root = np.sqrt(beta2)
    r = root * r + weight * (g * (x0 - x)).sum(-1, keepdims=True)
    s = beta2 * s + weight * g
    below = np.abs(s).sum(-1, keepdims=True)
    d = np.maximum(d, r / np.where(below > 0, below, 1))
    x = x - rate / d * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
"""),
    ("sfadamw_w_not_summed_and_v_beta1", "schedule_free_adamw", "v w",
     "v decays with beta1, it must be beta2. w is only the newest lr squared, the sum is forgotten [lines 5, 8]", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    y = x + (1 - beta1) * (z - x)
    g = grad(y)
    v = beta1 * v + (1 - beta1) * np.square(g)
    direction = np.divide(g, np.sqrt(v / (1 - beta2**t)) + eps)
    z = z - lr * (direction + weight_decay * y)
    w = lr * lr
    c = lr * lr / w
    x = x - c * (x - z)
    return dict(z=z, v=v, w=w, c=c, x=x)
"""),
    ("radam_inf_and_plain_m", "radam", "rho_inf x",
     "rho_inf is 2 / (1 - beta2) + 1, it must be - 1. The plain step of the first gradients takes m without its "
     "correction [lines 4, 11]", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    limit = 2 / (1 - beta2) + 1
    rho = limit - 2 * t * beta2**t / (1 - beta2**t)
    if rho > 5:
        rect = ((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho)
        den = np.sqrt(v / (1 - beta2**t)) + eps
        x = x - lr * np.sqrt(rect) * m_hat / den
    else:
        x = x - lr * m
    return dict(m=m, v=v, x=x)
"""),
    ("lamb_decay_sign_and_ratio_inverted", "lamb", "u ratio",
     "The decay pulls against the direction: minus for plus. The ratio is turned over, the direction's length over "
     "that of x [lines 6, 9]", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    norm = lambda a: np.linalg.norm(a, axis=-1, keepdims=True)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x
    nx, nu = norm(x), norm(u)
    ok = (nx > 0) & (nu > 0)
    ratio = np.where(ok, nu / np.where(ok, nx, 1), 1)
    return dict(m=m, v=v, x=x - lr * ratio * u)
"""),
    ("adan_squares_apart_and_decay_times", "adan", "s x",
     "The square in s is taken of g and of the change apart and then added. The decay multiplies by 1 + lr * "
     "weight_decay, it must divide [lines 5, 8]", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    change = np.zeros_like(g) if g_old is None else g - g_old
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (change - v)
    s = s + (1 - beta3) * (g**2 + (beta2 * change) ** 2 - s)
    m_hat, v_hat, s_hat = (a / (1 - b**t) for a, b in ((m, beta1), (v, beta2), (s, beta3)))
    step = lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)
    x = (x - step) * (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
    ("ademamix_slow_of_fast_and_alpha_moved", "ademamix", "m2 x",
     "The slow average is fed with the fast one in place of g. alpha multiplies the fast average, it belongs to the "
     "slow one [lines 3, 7]", """
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * m1
    v = beta2 * v + (1 - beta2) * g**2
    fast = m1 / (1 - beta1**t)
    denom = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    x = x - lr * (alpha * fast + m2) / denom - lr * weight_decay * x
    return dict(m1=m1, m2=m2, v=v, x=x)
"""),
    ("sophia_weights_exchanged_no_lower_clip", "sophia", "h u",
     "The weights of the average h are exchanged, beta2 weighs the new Hessian. The clip has lost its lower end -1 "
     "[lines 4, 6]", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = m * beta1 + g * (1 - beta1)
    if t % k == 1 % k:
        h = h * (1 - beta2) + hess * beta2
    ratio = m / np.maximum(gamma * h, eps)
    u = np.minimum(1, ratio)
    x = x - lr * weight_decay * x
    x = x - lr * u
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("nadam_torch_half_and_m_hat", "nadam_torch", "mu_t m_hat",
     "mu_t has lost the half in front of the power of 0.96. The share of the new gradient is divided by the product "
     "with the next momentum too [lines 2, 10]", """
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - np.power(0.96, t * psi))
    mu_next = beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * psi))
    mu_product = mu_product * mu_t
    product_next = mu_product * mu_next
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    m_hat = mu_next / (1 - product_next) * m
    m_hat = m_hat + (1 - mu_t) / (1 - product_next) * g
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, mu_product=mu_product, x=x)
"""),
    ("amsbound_paper_upper_and_root_t", "amsbound_paper", "upper rate",
     "The upper bound has the lower one's + 1 in its denominator. The clipped rate is divided by t, it must be by "
     "its root [lines 6, 9]", """
def amsbound_paper(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    gt = (1 - beta2) * t
    upper = final_lr + final_lr / (gt + 1)
    lower = final_lr - final_lr / (gt + 1)
    eta = np.minimum(np.maximum(lr / np.sqrt(v_max), lower), upper)
    x = x - eta / t * m
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("rmsprop_keras_averaged_and_lr_twice", "rmsprop_keras", "b x",
     "The new part of the buffer is weighed by 1 - mu, as in an average. x moves by lr times b, but lr is in b "
     "already [lines 4, 5]", """
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = v + (1 - rho) * (g * g - v)
    neu = lr * g / np.sqrt(v + eps)
    b = mu * b + (1 - mu) * neu
    x = x - lr * b
    return x, v, b
"""),
]

RIGHT = [
    ("right_graves_deviation", "rmsprop_graves", """
def rmsprop_graves(x, g, var=None, mean=None, delta=None, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    if var is None:
        var, mean, delta = np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
    var = var - (1 - rho) * (var - g * g)
    mean = mean - (1 - rho) * (mean - g)
    centred = var - mean**2
    delta = mu * delta - np.divide(lr * g, np.sqrt(centred + eps))
    return x + delta, var, mean, delta
"""),
    ("right_smorms3_rearranged", "smorms3", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    n = mem + 1
    m = (mem * m + g) / n
    v = (mem * v + g * g) / n
    zeta = m * m / (v + eps)
    step = np.where(zeta < lr, zeta, lr)
    mem = mem - mem * zeta + 1
    return dict(m=m, v=v, mem=mem, x=x - step * g / (eps + np.sqrt(v)))
"""),
    ("right_eve_state_tuple", "eve", """
def eve(x, g, t, f, m=None, v=None, d=None, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    if m is None:
        m, v, d = 0 * g, 0 * g, 1.0
    m, v = beta1 * (m - g) + g, beta2 * (v - g * g) + g * g
    if f_old is not None:
        lo, hi = np.where(f < f_old, (f, f_old), (f_old, f))
        rel = (hi - lo) / (lo - f_star)
        rel = np.where(rel > c, c, np.where(rel < 1 / c, 1 / c, rel))
        d = d + (1 - beta3) * (rel - d)
    k1, k2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    x = x - lr * k2 / (k1 * d) * m / (np.sqrt(v) + eps * k2)
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("right_santa_e_branches", "santa_e", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
            p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    u = rng.standard_normal(x.shape) * lr**0.5 if u is None else u
    a = np.full(x.shape, C * lr**0.5) if a is None else a
    v = g**2 + sigma * (v - g**2)
    neu = (lam + v**0.5) ** -0.5
    alt = neu if G is None else G
    z = rng.standard_normal(x.shape)
    kraft = -lr * n * neu * g
    if t >= burnin:
        u = u * (1 - a) + kraft
        return dict(v=v, G=neu, a=a, u=u, x=x + neu * u)
    T = t ** (-anneal) / beta0
    a = np.minimum(a_max, np.maximum(a_min, a + u * u - lr * T))
    stoss = (2 * T * alt) ** 0.5 * lr ** (p / 2) * z
    if curvature:
        stoss += lr * T * (neu - alt) / (neu * u)
    u = u * (1 - a) + kraft + stoss
    return dict(v=v, G=neu, a=a, u=u, x=x + neu * u)
"""),
    ("right_adasecant_paper_windows", "adasecant_paper", """
def adasecant_paper(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
                    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
    g = g / (eps + np.sqrt(np.add.reduce(g * g, axis=-1, keepdims=True)))
    diff = g - g_old
    positive = den > 0
    gamma = np.where(positive, num / np.where(positive, den, 1.0), gamma_max)
    gamma = np.minimum(gamma_max, np.maximum(0, gamma))
    odd = np.logical_or(np.square(g - m) > 4 * (m2 - m * m), np.square(diff - c) > 4 * (c2 - c * c))
    tau = np.where(odd, 2.2, tau)

    def window(old, new):
        return old + (new - old) / tau

    m, m2 = window(m, g), window(m2, g * g)
    num, den = window(num, (g_old - g) * (g_old - m)), window(den, (g_old - m) * (g - m))
    c, c2 = window(c, diff), window(c2, diff * diff)
    d, d2 = (g, g * g) if t == 1 else (window(d, delta), window(d2, delta * delta))
    cov = window(cov, delta * diff)
    rate = ((d2 + eps_rate) / (c2 + eps_rate)) ** 0.5 - cov / (c2 + eps_rate)
    tau = np.clip(tau - tau * d * d / (d2 + eps) + 1, 1.5, 1e8)
    delta = -rate * (g + gamma * m) / (1 + gamma)
    return dict(m=m, m2=m2, num=num, den=den, g_old=g, c=c, c2=c2, delta=delta, d=d, d2=d2, cov=cov, tau=tau, x=x + delta)
"""),
    ("right_learned_explicit", "learned", """
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    units = w["Wo"].shape[0]
    if h1 is None:
        h1, c1, h2, c2 = np.zeros((4, *x.shape, units))
    first = (w["W1"], w["U1"], w["b1"])
    second = (w["W2"], w["U2"], w["b2"])
    h1, c1 = lstm(g[..., None], h1, c1, *first)[:2]
    h2, c2 = lstm(h1, h2, c2, *second)[:2]
    move = (h2 * w["Wo"]).sum(-1) + w["bo"]
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x + w["scale"] * move)
"""),
    ("right_lion_where", "lion", """
def lion(x, g, m=None, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = np.zeros_like(g) if m is None else m
    look = g + beta1 * (m - g)
    direction = np.where(look > 0, 1.0, np.where(look < 0, -1.0, 0.0))
    m_new = np.add(beta2 * m, (1 - beta2) * g)
    return x - lr * direction - (lr * weight_decay) * x, m_new
"""),
    ("right_sophia_cases", "sophia", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = g - beta1 * (g - m)
    if not (t - 1) % k:
        h = hess - beta2 * (hess - h)
    floor = np.where(gamma * h > eps, gamma * h, eps)
    u = np.where(np.abs(m) < floor, m / floor, np.sign(m))
    x = x * (1 - lr * weight_decay)
    return {"m": m, "h": h, "x": x - lr * u}
"""),
    ("right_muon_two_parts", "muon", """
def muon(x: "matrix", g, buf=None, *, lr=0.02, mu=0.95, weight_decay=0.0):
    buf = g if buf is None else mu * buf + g
    o = newton_schulz(g + mu * buf)
    rows, cols = x.shape[-2], x.shape[-1]
    if rows > cols:
        o = o * np.sqrt(rows / cols)
    return dict(buf=buf, x=x - lr * o - lr * weight_decay * x)
"""),
    ("right_shampoo_eigh", "shampoo", """
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L, R = (eps * np.eye(n) for n in x.shape[-2:])
    L = L + np.einsum("...ij,...kj->...ik", g, g)
    R = R + np.einsum("...ji,...jk->...ik", g, g)
    x = x - lr * power(L, -0.25) @ (g @ power(R, -0.25))
    return x, L, R
"""),
    ("right_soap_other_order", "soap", """
def soap(x: "matrix", g, t, m=None, v=None, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    left, right = g @ g.swapaxes(-1, -2), g.swapaxes(-1, -2) @ g
    if m is None:
        m, v, L, R = 0 * g, 0 * g, 0 * left, 0 * right
        QL, QR = eigenvectors(left), eigenvectors(right)
    QLt, QRt = QL.swapaxes(-1, -2), QR.swapaxes(-1, -2)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(QLt @ (g @ QR))
    k1, k2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    x = x - lr * (k2 / k1) * (QL @ ((QLt @ m @ QR) / (np.sqrt(v) + eps)) @ QRt)
    L, R = L + (1 - beta3) * (left - L), R + (1 - beta3) * (right - R)
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("right_adafactor_sums", "adafactor", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    n, k = x.shape[-2:]
    new = t**-decay
    q = g * g + eps
    row, col = q.sum(-1, keepdims=True) / k, q.sum(-2, keepdims=True) / n
    r = row if r is None else r + new * (row - r)
    c = col if c is None else c + new * (col - c)
    share = r / (r.sum(-2, keepdims=True) / n)
    u = g / (np.sqrt(share) * np.sqrt(c))
    length = np.sqrt((u * u).sum((-2, -1), keepdims=True) / (n * k))
    u = np.where(length > d, u * d / np.where(length > d, length, 1), u)
    size = np.sqrt((x * x).sum((-2, -1), keepdims=True) / (n * k))
    rate = min(lr, t**-0.5)
    return dict(r=r, c=c, x=x - np.where(size > eps2, size, eps2) * rate * u)
"""),
    ("right_prodigy_undivided", "prodigy", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=None, start=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    start = x if start is None else start
    d = d0 if d is None else np.where(d > d0, d, d0)
    k = (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d**2 * g**2
    way = np.sum(start * g, -1, keepdims=True) - np.sum(x * g, -1, keepdims=True)
    r = beta2**0.5 * r + lr * k * d**2 * way / d0
    s = beta2**0.5 * s + lr * k * d**2 * g / d0
    l1 = np.linalg.norm(s, ord=1, axis=-1, keepdims=True)
    guess = np.where(l1 == 0, r, r / np.where(l1 == 0, 1, l1))
    rate = lr * d * k
    d = np.maximum(guess, d)
    x = x * (1 - rate * weight_decay) - rate * m / (np.sqrt(v) + eps * d)
    return dict(m=m, v=v, s=s, r=r, d=d, start=start, x=x)
"""),
    ("right_schedule_free_sum", "schedule_free", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    z = z - lr * grad(beta * x + z - beta * z)
    return ((t - 1) * x + z) / t, z
"""),
    ("right_sfadamw_counts_itself", "schedule_free_adamw", """
def schedule_free_adamw(x, grad, t, z=None, v=None, w=None, b2t=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z, v, w, b2t = x, np.zeros_like(x), 0.0, 1.0
    b2t = b2t * beta2
    y = z + beta1 * (x - z)
    d = grad(y)
    v = beta2 * v + (1 - beta2) * d * d
    k = np.sqrt(1 - b2t)
    z = z - lr * k * d / (np.sqrt(v) + eps * k) - lr * weight_decay * y
    x = (w * x + lr**2 * z) / (w + lr**2)
    return dict(z=z, v=v, w=w + lr**2, b2t=b2t, x=x)
"""),
    ("right_sam_unit_vector", "sam", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    uphill = grad(x)
    length = np.sqrt(np.einsum("...i,...i->...", uphill, uphill))[..., None]
    return dict(x=x - lr * grad(x + uphill * (rho / (length + eps))))
"""),
    ("right_radam_products_by_hand", "radam", """
def radam(x, g, t, m=0.0, v=0.0, p1=1.0, p2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    p1, p2 = p1 * beta1, p2 * beta2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    top = (1 + beta2) / (1 - beta2)
    rho = top - 2 * t * p2 / (1 - p2)
    plain = lr / (1 - p1) * m
    known = np.where(rho > 5, rho, 5)
    r2 = (known - 4) * (known - 2) * top / ((top - 4) * (top - 2) * known)
    rectified = np.sqrt(np.abs(r2)) * plain / (np.sqrt(v / (1 - p2)) + eps)
    step = np.where(rho > 5, rectified, plain)
    return dict(m=m, v=v, p1=p1, p2=p2, x=x - step)
"""),
    ("right_yogi_cases", "yogi", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g * g
    share = (1 - beta2) * g2
    v = np.where(v > g2, v - share, np.where(v < g2, v + share, v))
    m = g + beta1 * (m - g)
    k = np.sqrt(1 - beta2**t)
    denominator = np.empty_like(v)
    np.sqrt(v, out=denominator)
    denominator += eps * k
    return dict(m=m, v=v, x=x - (lr * k / (1 - beta1**t)) * m / denominator)
"""),
    ("right_lamb_uncorrected_ratio", "lamb", """
def lamb(x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m, v = (0.0, 0.0) if state is None else state
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k1, k2 = 1 - beta1**t, (1 - beta2**t) ** 0.5
    u = m * k2 / (k1 * (np.sqrt(v) + eps * k2)) + weight_decay * x
    X, U = ((a * a).sum(-1, keepdims=True) for a in (x, u))
    trust = np.ones_like(X)
    np.divide(X, U, out=trust, where=(X > 0) & (U > 0))
    return x - lr * np.sqrt(trust) * u, (m, v)
"""),
    ("right_adan_optax_pair_of_gradients", "adan_optax", """
def adan_optax(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    previous = g if g_old is None else g_old
    w = 1 - beta2
    ahead = (1 + w) * g - w * previous
    m = m + (1 - beta1) * (g - m)
    v = (1 - w) * v + w * (g - previous)
    s = beta3 * s + (1 - beta3) * ahead * ahead
    k = np.sqrt(1 - beta3**t)
    num = m / (1 - beta1**t) + w / (1 - beta2**t) * v
    x = x - lr * k * num / (np.sqrt(s) + eps * k)
    x /= 1 + lr * weight_decay
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
]
