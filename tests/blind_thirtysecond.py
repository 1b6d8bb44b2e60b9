"""Blind set thirty-two: 24 functions with one mistake, 9 with two, 16 right ones in another form."""

ONE = [
    ("xxxii_smoothed_points", "smoothed_nesterov", "g_ahead",
     "The four points should lie at 1/4, 2/4, 3/4 and 4/4 of the way; range(4) takes 0, 1/4, 2/4 and 3/4, so the mean begins at x itself and never reaches the look-ahead point. [line 3]", '''
def smoothed(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    # mean of the four gradients on the way to the look-ahead point
    points = [x + k / 4 * mu * v for k in range(4)]
    g_ahead = sum(grad(p) for p in points) / len(points)
    v = mu * v - lr * g_ahead
    return {"g_ahead": g_ahead, "v": v, "x": x + v}
'''),
    ("xxxii_graves_last_step_kept", "rmsprop_graves", "delta",
     "x moves by mu delta + step, but only the newest step is kept as delta: the momentum reaches back a single step instead of summing all of them. [line 7]", '''
def graves_rms(x, g, n=0.0, gbar=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    """Graves (2013), eqs. 38-45"""
    n = rho * n + (1 - rho) * np.square(g)
    gbar = rho * gbar + (1 - rho) * g
    step = -lr * g / np.sqrt(n - gbar**2 + eps)
    x = x + mu * delta + step
    return dict(n=n, gbar=gbar, delta=step, x=x)
'''),
    ("xxxii_smorms3_min_scope", "smorms3", "x",
     "The minimum must be taken of lr and zeta, and then divided by the root; here zeta is divided first, so that where lr is the smaller one the step is lr g and not lr g / sqrt(v). [line 5]", '''
def smorms(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (1 + mem)
    m, v = m + r * (g - m), v + r * (g * g - v)
    zeta = m * m / (v + eps)
    rate = np.minimum(lr, zeta / (np.sqrt(v) + eps))
    new_mem = 1 + (1 - zeta) * mem
    return dict(r=r, m=m, v=v, zeta=zeta, mem=new_mem, x=x - rate * g)
'''),
    ("xxxii_eve_d_under_root", "eve", "x",
     "The whole rate lr is divided by d; here d stands under the root with v_hat, so that only its root divides. [line 10]", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_prev=None, *,
        lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)
    if f_prev is not None:
        jump = abs(f - f_prev) / (np.minimum(f, f_prev) - f_star)
        jump = np.clip(jump, 1 / c, c)
        d = beta3 * d + (1 - beta3) * jump
    x = x - lr * mh / (np.sqrt(d * vh) + eps)       # d large: the loss jumps, go slower
    return dict(m=m, v=v, d=d, f_prev=f, x=x)
'''),
    ("xxxii_santa_e_clip_change", "santa_e", "a",
     "The friction a itself has to be kept between a_min and a_max; here only its change is clipped, so that the friction grows by at least a_min in every step. [line 14]", '''
def santa_euler(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0,
                anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = np.sqrt(lr) * C
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g * g
    G_new = 1 / np.sqrt(lam + np.sqrt(v))
    if G is None:
        G = G_new
    xi = rng.standard_normal(x.shape, x.dtype)
    if t < burnin:                      # exploration
        a = a + np.clip(u**2 - lr / beta_t, a_min, a_max)
        noise = np.sqrt(2 * lr**p / beta_t * G) * xi
        if curvature:
            noise = noise + lr / beta_t * (1 - G / G_new) / u
    else:                               # refinement
        noise = np.zeros_like(x)
    u = (1 - a) * u - lr * n * G_new * g + noise
    return dict(beta_t=beta_t, v=v, G=G_new, a=a, noise=noise, u=u, x=x + G_new * u)
'''),
    ("xxxii_santa_sss_same_half", "santa_sss", "x",
     "The second half move must be made with the new velocity; here the half move computed from the old velocity is added a second time. [line 23]", '''
def sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
        *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
        p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    u = lr**0.5 * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = lr**0.5 * C if a is None else a
    beta_t = beta0 * t**anneal
    temp = lr / beta_t
    v = sigma * v + (1 - sigma) * g**2
    G_before, G = G, 1 / np.sqrt(lam + np.sqrt(v))
    if G_before is None:
        G_before = G
    thermostat = lambda a, u: np.clip(a + (u**2 - temp) / 2, a_min, a_max) if t < burnin else a
    half = G * u / 2
    x = x + half
    a = thermostat(a, u)
    z = np.sqrt(2 * lr**p / beta_t * G_before) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        z = z + temp * (1 - G_before / G) / u
    z = z if t < burnin else np.zeros_like(x)
    damp = np.exp(-a / 2)
    u = damp * (damp * u - lr * n * G * g + z)
    a = thermostat(a, u)
    x = x + half
    return dict(beta_t=beta_t, v=v, G=G, noise=z, u=u, a=a, x=x)
'''),
    ("xxxii_adasecant_both_far", "adasecant", "tau",
     "The window is put back to 2.2 where g OR alpha is an outlier; with & both have to be outliers at once. [line 31]", '''
def secant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    # 1. block normalisation
    g = g / (np.sqrt(np.sum(g * g, axis=-1, keepdims=True)) + eps)
    w = 1 / tau                       # weight of the newest value
    avg = lambda old, new: (1 - w) * old + w * new
    # 2. variance reduction
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = avg(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = avg(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    # 3. secant rate
    alpha = g - g_old
    c, c2 = avg(c, alpha), avg(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)    # mean of the past steps, and of their squares
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(1, np.sqrt(h))
    d, d2 = avg(d, delta), avg(last2, delta**2)
    cov = avg(cov, delta * alpha)
    # 4. the window: back to 2.2 at an outlier
    out_g = (g - m) ** 2 > 4 * (m2 - m**2)
    out_alpha = (alpha - c) ** 2 > 4 * (c2 - c**2)
    grown = np.where(out_g & out_alpha, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2,
                cov=cov, tau=np.clip(grown, 1.5, 1e8), h=h, x=x + delta)
'''),
    ("xxxii_amsbound_lower_plus_one", "amsbound", "lower",
     "The 1 is added to gamma t, it does not belong to t: with gamma (t + 1) below the line the lower bound is negative for the first 1 / gamma steps and bounds nothing. [line 7]", '''
def ams_bound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999,
              final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    biggest = np.maximum(v, v_max)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    lower = final_lr * (1 - 1 / (gamma * (t + 1)))
    upper = final_lr * (1 + 1 / (gamma * t))
    eta = np.clip(lr_t / (np.sqrt(biggest) + eps), lower, upper)
    return m, v, biggest, x - eta * m
'''),
    ("xxxii_adam_p_correction", "adam_p", "u_hat",
     "u is an average of p-th powers with the weight beta2^p, so what is missing after t steps is beta2^(p t); the correction takes beta2^t. [line 7]", '''
def p_adam(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size, old = np.abs(g) + eps, beta2 * u
    big = np.maximum(old, size)          # taken out, against overflow
    b = np.power(beta2, p)
    u = big * np.power(np.power(old / big, p) + (1 - b) * np.power(size / big, p), 1 / p)
    u_hat = u / np.power(1 - np.power(beta2, t), 1 / p)
    x = x - lr * m / ((1 - beta1**t) * u_hat)
    return dict(m=m, u=u, u_hat=u_hat, x=x)
'''),
    ("xxxii_schedule_free_from_y", "schedule_free", "z",
     "The gradient is taken at y, but it is z that goes down: the step has to start from the old z, not from y. [line 5]", '''
def sans_calendrier(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = np.copy(x) if z is None else z
    y = z + beta * (x - z)
    pente = grad(y)
    z = y - lr * pente
    x = x + (z - x) / t       # moyenne de tous les z
    return dict(y=y, z=z, x=x)
'''),
    ("xxxii_sam_never_back", "sam", "x",
     "After the climb by e the point has to return to where it was before the step is made; here the step starts from the climbed point, so e stays in x. [line 7]", '''
def sharpness_aware(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    length = np.sqrt((g**2).sum(axis=-1, keepdims=True))
    e = rho * g / (length + eps)
    x = x + e                 # climb
    g_sam = grad(x)
    x = x - lr * g_sam        # and descend
    return {"g": g, "e": e, "g_sam": g_sam, "x": x}
'''),
    ("xxxii_radam_raw_warmup", "radam", "x",
     "While rho_t is not above 5 the step is lr times the corrected average m_hat; here the uncorrected m is taken, and the first steps are much too small. [line 10]", '''
def rectified(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    last = 2 / (1 - beta2) - 1
    now = last - 2 * t * beta2**t / (1 - beta2**t)
    if now > 5:
        r = np.sqrt(((now - 4) * (now - 2) * last) / ((last - 4) * (last - 2) * now))
        denom = np.sqrt(v / (1 - beta2**t)) + eps
        return m, v, x - lr * r * (m / (1 - beta1**t)) / denom
    return m, v, x - lr * m
'''),
    ("xxxii_adabelief_old_mean", "adabelief", "s",
     "The belief compares g with the average that already contains it; here the surprise is taken against the m of the step before. [line 2]", '''
def belief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m
    m = m + (1 - beta1) * (g - m)
    s = beta2 * s + (1 - beta2) * surprise**2 + eps
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x - lr * m_hat / (np.sqrt(s_hat) + eps))
'''),
    ("xxxii_adan_first_gradient", "adan", "g_old",
     "The gradient of this step must be kept for the next one; here g_old is handed on as it came, so that all changes are measured from the very first gradient. [line 13]", '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None,
         *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if g_old is None:
        g_old = g               # no change in the first step
    diff = g - g_old
    m = m * beta1 + g * (1 - beta1)
    v = v * beta2 + diff * (1 - beta2)
    s = s * beta3 + (g + beta2 * diff) ** 2 * (1 - beta3)
    c1, c2, c3 = (1 - b**t for b in (beta1, beta2, beta3))
    direction = (m / c1 + beta2 * v / c2) / (np.sqrt(s / c3) + eps)
    x = x - lr * direction
    x = x / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g_old, x=x)
'''),
    ("xxxii_yogi_start", "yogi", "v",
     "Yogi's v starts at 1e-6, not at 0. [line 1]", '''
def yogi(x, g, t, m=0.0, v=0.0, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g * g
    m = beta1 * m + (1 - beta1) * g
    v = v + (1 - beta2) * np.sign(g2 - v) * g2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return m, v, x
'''),
    ("xxxii_lamb_gradient_norm", "lamb", "ratio",
     "The trust ratio is the length of x over the length of the direction u; here the length of the raw gradient is taken, as LARS does. [line 9]", '''
def lamb_layer(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    def norm(a):
        return np.linalg.norm(a, axis=-1, keepdims=True)

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    u = u + weight_decay * x
    w_norm, u_norm = norm(x), norm(g)
    ok = np.logical_and(w_norm > 0, u_norm > 0)
    trust = np.where(ok, w_norm / np.where(ok, u_norm, 1.0), 1.0)
    return dict(m=m, v=v, u=u, ratio=trust, x=x - lr * trust * u)
'''),
    ("xxxii_prodigy_d_not_squared", "prodigy", "v",
     "v averages the square of d g, so d has to be squared too; here only g is. [line 7]", '''
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *,
            lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    x0 = x if x0 is None else x0
    d = np.maximum(d, d0)
    gamma = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d * g**2
    beta3 = np.sqrt(beta2)
    r = beta3 * r + gamma * d / d0 * np.sum(g * (x0 - x), axis=-1, keepdims=True)
    s = beta3 * s + gamma * d / d0 * g
    l1 = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(l1 > 0, l1, 1))
    x = x - gamma * weight_decay * x - gamma * m / (np.sqrt(v) + d * eps)
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
'''),
    ("xxxii_ademamix_corrects_both", "ademamix", "x",
     "The slow average m2 goes in uncorrected, that is how its weight grows slowly; here it is divided by 1 - beta3^t, like Adam's m, and counts in full from the first step on. [line 6]", '''
def mix(x, g, t, fast=0.0, slow=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999,
        alpha=5.0, eps=1e-8, weight_decay=0.0):
    ema = lambda old, new, b: b * old + (1 - b) * new
    fast, slow = ema(fast, g, beta1), ema(slow, g, beta3)
    v = ema(v, g**2, beta2)
    top = fast / (1 - beta1**t) + alpha * slow / (1 - beta3**t)
    x = (1 - lr * weight_decay) * x - lr * top / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(fast=fast, slow=slow, v=v, x=x)
'''),
    ("xxxii_sophia_one_side", "sophia", "u",
     "The quotient has to be kept between -1 and 1; the minimum bounds it from above only, and where m is negative the step has no bound. [line 6]", '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 1 or k == 1:            # every k-th step, the first one included
        h = beta2 * h + (1 - beta2) * hess
    newton = m / np.maximum(gamma * h, eps)
    u = np.minimum(newton, 1)           # never more than 1
    x = x - lr * weight_decay * x - lr * u
    return m, h, x
'''),
    ("xxxii_muon_spectral_norm", "muon", "o",
     "Before the five rounds u is divided by its Frobenius norm; norm(u, 2) of a matrix is its largest singular value. [line 4]", '''
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b                                  # Nesterov
    o = u / (np.linalg.norm(u, 2) + 1e-7)
    for _ in range(5):
        oot = o @ o.T
        o = 3.4445 * o - 4.7750 * oot @ o + 2.0315 * oot @ oot @ o
    rows, cols = x.shape
    x = x - lr * np.sqrt(max(1, rows / cols)) * o - lr * weight_decay * x
    return {"b": b, "u": u, "o": o, "x": x}
'''),
    ("xxxii_soap_turned_back", "soap", "m_turned",
     "m has to be turned into the eigenbasis, QL^T m QR, as the gradient is; here it is turned the other way round, with the function that leads out of the basis. [line 14]", '''
def soap_step(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
              *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    basis = lambda s: np.linalg.eigh(s)[1][:, ::-1]
    if QL is None:
        L, R = 0.0, 0.0
        QL, QR = basis(g @ g.T), basis(g.T @ g)
    there = lambda a: QL.T @ a @ QR
    back = lambda a: QL @ a @ QR.T
    # Adam, but v lives in the eigenbasis
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * there(g) ** 2
    c1 = 1 - beta1**t
    c2 = 1 - beta2**t
    m_turned = back(m)
    x = x - lr * np.sqrt(c2) / c1 * back(m_turned / (np.sqrt(v) + eps))
    # Shampoo's matrices, for the next time
    L = beta3 * L + (1 - beta3) * g @ g.T
    R = beta3 * R + (1 - beta3) * g.T @ g
    if t % k == 0:
        QL = np.linalg.qr(L @ QL)[0]
        QR = np.linalg.qr(R @ QR)[0]
    return m, v, L, R, QL, QR, x
'''),
    ("xxxii_adafactor_mean_axis", "adafactor", "v",
     "r has one number per row; the product r c is divided by the mean of r over the rows (axis -2). The mean over axis -1 is r itself, and v is c alone. [line 9]", '''
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    rms = lambda a: np.sqrt(np.mean(np.square(a)))
    if r is None:
        r, c = np.zeros((len(x), 1)), np.zeros((1, x.shape[1]))
    keep = 1 - t ** (-decay)
    g2 = g**2 + eps
    r = keep * r + (1 - keep) * g2.mean(axis=1, keepdims=True)
    c = keep * c + (1 - keep) * g2.mean(axis=0, keepdims=True)
    v = r @ c / r.mean(axis=1, keepdims=True)
    u = g / np.sqrt(v)
    u = u / max(1.0, rms(u) / d)
    alpha = max(eps2, rms(x)) * min(lr, 1 / np.sqrt(t))
    return dict(r=r, c=c, v=v, u=u, x=x - alpha * u)
'''),
    ("xxxii_nadam_torch_next_mu", "nadam_torch", "mu_next",
     "The next step's mu takes (t + 1) psi as the exponent; here 1 is added after the product, so the schedule is a full unit of t psi ahead. [line 4]", '''
def NAdam(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    base = 0.96
    mu = beta1 * (1 - 0.5 * base ** (t * psi))
    mu_next = beta1 * (1 - 0.5 * base ** (t * psi + 1))
    mu_product = mu_product * mu
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    denom = np.sqrt(v / (1 - beta2**t)) + eps
    x = x - lr * (1 - mu) / (1 - mu_product) * g / denom
    x = x - lr * mu_next / (1 - mu_product * mu_next) * m / denom
    return m, v, mu_product, x
'''),
    ("xxxii_adam_keeps_corrected", "adam", "m",
     "The corrected average is written over m and handed on as the state, so the next step averages, and corrects, an average that was already corrected. [line 4]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m = m / (1 - beta1**t)                      # bias correction
    root = np.sqrt(v / (1 - beta2**t))
    return x - lr * m / (root + eps), m, v
'''),
]

TWO = [
    ("xxxii_adadelta_two", "adadelta", "v delta",
     "The weights of v are exchanged: rho belongs to the old v. And eps stands outside the root of u, so the first step is a thousandth of what it should be. [lines 2, 4]", '''
def zeiler(x, g, Eg=0.0, Ed=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    Eg = (1 - rho) * Eg + rho * g**2
    rms_g = np.sqrt(Eg + eps)
    rms_d = np.sqrt(Ed) + eps
    delta = rms_d / rms_g * g
    Ed = rho * Ed + (1 - rho) * delta**2
    return dict(Eg=Eg, Ed=Ed, delta=delta, x=x - lr * delta)
'''),
    ("xxxii_nadam_dozat_two", "nadam_dozat", "m v_hat",
     "In m the gradient has the weight 1 - mu_t, as mu_t is the weight of the old m, not 1 - beta1. And Dozat's factor beta2 on v_hat is missing. [lines 8, 11]", '''
def nadam_2016(x, g, t, m=0.0, v=0.0, mu_product=1.0,
               *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    def mu(s):
        return beta1 * (1 - 0.5 * np.power(0.96, s * psi))

    mu_t, mu_next = mu(t), mu(t + 1)
    mu_product = mu_product * mu_t
    m = mu_t * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu_t) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, mu_product=mu_product, x=x)
'''),
    ("xxxii_adamax_keras_two", "adamax_keras", "u x",
     "The decay beta2 has to weaken the old u, not the new gradient. And the correction of step t is 1 - beta1^t, not 1 - beta1^(t + 1). [lines 3, 4]", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = m - (1 - beta1) * (m - g)
    u = np.maximum(u, beta2 * np.abs(g))
    lr_t = lr / (1 - beta1 ** (t + 1))
    x = x - lr_t * m / (u + eps)
    return m, u, x
'''),
    ("xxxii_amsgrad_keras_two", "amsgrad_keras", "v_max lr_t",
     "v_max is the largest v so far, not the largest squared gradient. And in lr_t the correction 1 - beta2^t belongs under a root. [lines 6, 7]", '''
def ams_keras(x, g, t, m=None, v=None, v_max=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    if m is None:
        m = v = v_max = np.zeros_like(x)
    m = np.add(beta1 * m, (1 - beta1) * g)
    v = np.add(beta2 * v, (1 - beta2) * g**2)
    v_max = np.maximum(v_max, g**2)
    alpha = lr * (1 - beta2**t) / (1 - beta1**t)
    x = x - alpha * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, lr_t=alpha, x=x)
'''),
    ("xxxii_nesterov_torch_two", "nesterov_torch", "b x",
     "The buffer b sums the gradients, each with weight 1; 1 - mu would make it an average. And in the step mu belongs to b, not to g: the two are exchanged. [lines 3, 4]", '''
def nag(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    # torch: SGD(nesterov=True)
    b = mu * b + (1 - mu) * g
    look_ahead = b + mu * g
    return b, x - lr * look_ahead
'''),
    ("xxxii_adan_optax_two", "adan_optax", "change s_hat",
     "The change of the gradient is the new one minus the old one, the sign is wrong. And s is an average with beta3, so it has to be corrected with beta3, not beta2. [lines 3, 9]", '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_alt=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99,
         eps=1e-8, weight_decay=0.0):
    aenderung = np.zeros_like(g) if g_alt is None else g_alt - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * aenderung
    s = beta3 * s + (1 - beta3) * (g + (1 - beta2) * aenderung) ** 2
    m_dach = m / (1 - beta1**t)
    v_dach = v / (1 - beta2**t)
    s_dach = s / (1 - beta2**t)
    x = x - lr * (m_dach + (1 - beta2) * v_dach) / (np.sqrt(s_dach) + eps)
    return dict(m=m, v=v, s=s, g_alt=g, x=x / (1 + lr * weight_decay))
'''),
    ("xxxii_adamw_keras_two", "adamw_keras", "lr_t x",
     "beta1 and beta2 are exchanged in lr_t: the root belongs to v's correction, with beta2. And the decay is multiplied by lr_t where it should be lr. [lines 6, 8]", '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m
    m = m + (1 - beta1) * g
    v = beta2 * v
    v = v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta1**t) / (1 - beta2**t)
    direction = m / (np.sqrt(v) + eps)
    x = x - lr_t * (direction + weight_decay * x)
    return m, v, x
'''),
    ("xxxii_adasecant_paper_two", "adasecant_paper", "g_tilde cov",
     "In g_tilde the whole sum g + gamma m is divided by 1 + gamma, not its second term alone. And the new product in cov lacks its weight 1 / tau. [lines 16, 24]", '''
def adasecant_printed(
    x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0,
    c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6
):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    positive = den > 0
    gamma = np.where(positive, num / np.where(positive, den, 1), gamma_max)
    gamma = np.minimum(np.maximum(gamma, 0), gamma_max)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, tau)
    q = 1 - 1 / tau
    m = q * m + g / tau
    m2 = q * m2 + g**2 / tau
    g_tilde = g + gamma * m / (1 + gamma)
    num = q * num + (g_old - g) * (g_old - m) / tau
    den = q * den + (g_old - m) * (g - m) / tau
    c, c2 = q * c + alpha / tau, q * c2 + alpha**2 / tau
    if t == 1:
        d, d2 = g, g**2
    else:
        d, d2 = q * d + delta / tau, q * d2 + delta**2 / tau
    cov = q * cov + delta * alpha
    rate = np.sqrt((d2 + eps_rate) / (c2 + eps_rate)) - cov / (c2 + eps_rate)
    tau = np.clip(tau * (1 - d**2 / (d2 + eps)) + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    return dict(m=m, m2=m2, num=num, den=den, g_old=g, c=c, c2=c2, delta=delta, d=d, d2=d2, cov=cov, tau=tau, x=x + delta)
'''),
    ("xxxii_rmsprop_keras_two", "rmsprop_keras", "v x",
     "v has to start at 0, not at 1. And lr stands in the buffer already; where x moves it is multiplied by lr a second time. [lines 1, 4]", '''
def rms_keras(x, g, v=1.0, buf=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = rho * v + (1 - rho) * np.power(g, 2)
    buf = mu * buf + lr * g / np.sqrt(v + eps)
    return v, buf, x - lr * buf
'''),
]

RIGHT = [
    ("xxxii_ok_lion_counts", "lion", '''
def loewe(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    mix = (1 - beta1) * g + beta1 * m
    up, down = (mix < 0) * lr, (mix > 0) * lr       # where x rises, where it falls
    x = (1 - lr * weight_decay) * x + up - down
    return x, beta2 * m + (1 - beta2) * g
'''),
    ("xxxii_ok_shampoo_kron", "shampoo", '''
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    """vec(u) = (L kron R)^(-1/4) vec(g), rows after each other"""
    rows, cols = x.shape
    if L is None:
        L, R = eps * np.identity(rows), eps * np.identity(cols)

    def fourth_root_inverse(S):
        w, V = np.linalg.eigh(S)
        w = np.maximum(w, np.finfo(S.dtype).eps * w[-1])
        return V @ np.diag(1 / np.sqrt(np.sqrt(w))) @ V.T

    L, R = L + g @ g.T, R + g.T @ g
    big = np.kron(fourth_root_inverse(L), fourth_root_inverse(R))
    return dict(L=L, R=R, x=x - lr * (big @ g.reshape(-1)).reshape(rows, cols))
'''),
    ("xxxii_ok_schedule_free_adamw_gap", "schedule_free_adamw", '''
def sf_adamw(x, grad, t, gap=0.0, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    # the state is gap = z - x instead of z
    z = x + gap
    y = x + (1 - beta1) * gap
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy * gy
    corr = np.sqrt(1 - beta2**t)
    z = z - lr * weight_decay * y - lr * corr * gy / (np.sqrt(v) + corr * eps)
    w = w + lr * lr
    x = x + (z - x) * lr * lr / w
    return dict(gap=z - x, v=v, w=w, x=x)
'''),
    ("xxxii_ok_adabound_fractions", "adabound", '''
def ada_bound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    age = gamma * t
    shrink = age / (1 + age)                 # from 0 to 1
    rate = lr / (1 - beta1**t) * np.sqrt(1 - beta2**t) / (eps + np.sqrt(v))
    rate = np.where(rate > final_lr / shrink, final_lr / shrink, rate)
    rate = np.where(rate < final_lr * shrink, final_lr * shrink, rate)
    return m, v, x - m * rate
'''),
    ("xxxii_ok_adagrad_hypot", "adagrad", '''
def adagrad(x, g, longueur=0.0, *, lr=0.01, eps=1e-8):
    longueur = np.hypot(longueur, g)         # racine de la somme des carres
    return dict(longueur=longueur, x=x - g * (lr / (longueur + eps)))
'''),
    ("xxxii_ok_rmsprop_torch_loop", "rmsprop_torch", '''
def rmsprop(x, g, sq=None, buf=None, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    sq = np.zeros_like(x) if sq is None else np.array(sq)
    buf = np.zeros_like(x) if buf is None else np.array(buf)
    out = np.array(x)
    for i, gi in enumerate(g):
        sq[i] *= rho
        sq[i] += (1 - rho) * gi * gi
        buf[i] *= mu
        buf[i] += gi / (np.sqrt(sq[i]) + eps)
        out[i] -= lr * buf[i]
    return sq, buf, out
'''),
    ("xxxii_ok_adamw_pair", "adamw", '''
def adamw(x, g, t, moments=(0.0, 0.0), *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    first, second = moments
    first = beta1 * first + (1 - beta1) * g
    second = beta2 * second + (1 - beta2) * g**2
    unbias = np.sqrt(1 - beta2**t)
    # multiply above and below by sqrt(1 - beta2^t)
    adam_part = first * unbias / ((1 - beta1**t) * (np.sqrt(second) + unbias * eps))
    x = (1 - lr * weight_decay) * x - lr * adam_part
    return dict(moments=(first, second), x=x)
'''),
    ("xxxii_ok_nadam_difference", "nadam", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_old, m = m, beta1 * m + (1 - beta1) * g
    v = v * beta2 + (1 - beta2) * g * g
    fresh = m - beta1 * m_old                # what this gradient added
    top = beta1 / (1 - beta1 * beta1**t) * m + fresh / (1 - beta1**t)
    x = x - lr * top / (eps + (v / (1 - beta2**t)) ** 0.5)
    return {"m": m, "v": v, "x": x}
'''),
    ("xxxii_ok_momentum_two_points", "momentum", '''
def heavy_ball(x, g, x_prev=None, *, lr=0.01, mu=0.9):
    if x_prev is None:
        return dict(x_prev=x, x=x - lr * g)
    return dict(x_prev=x, x=x + mu * (x - x_prev) - lr * g)
'''),
    ("xxxii_ok_nesterov_keras_weakened", "nesterov_keras", '''
def nag_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    step = lr * g
    v = mu * (v - step)          # kept with the mu of the next look-ahead
    return x + v - step, v
'''),
    ("xxxii_ok_amsgrad_optax_hats", "amsgrad_optax", '''
def ams(x, g, t, mhat=0.0, vhat=0.0, top=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # the states are the corrected averages themselves
    j, k = (1 - beta1) / (1 - beta1**t), (1 - beta2) / (1 - beta2**t)     # 1 at first, 1 - beta in the end
    mhat, vhat = (1 - j) * mhat + j * g, (1 - k) * vhat + k * g**2
    top = np.where(vhat > top, vhat, top)
    return dict(mhat=mhat, vhat=vhat, top=top, x=x - lr * mhat / (np.sqrt(top) + eps))
'''),
    ("xxxii_ok_muon_optax_right_side", "muon_optax", '''
def zeropower(u):
    y = u / (np.sqrt(np.sum(u * u)) + 1e-7)
    for k in range(5):
        s = y.T @ y                          # multiplied from the right
        y = y @ (3.4445 * np.eye(len(s)) - 4.7750 * s + 2.0315 * (s @ s))
    return y


def muon_step(x, g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = mu * m + (1 - mu) * g
    u = mu / (1 - mu ** (t + 1)) * m + (1 - mu) / (1 - mu**t) * g
    rows, cols = x.shape
    stretch = np.sqrt(cols / rows) if cols > rows else 1.0
    return dict(m=m, x=(1 - lr * weight_decay) * x - lr * stretch * zeropower(u))
'''),
    ("xxxii_ok_rmsprop_corrected_weight", "rmsprop_corrected", '''
def rmsprop_bc(x, g, t, total=0.0, weight=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    """total / weight is a proper weighted mean of all g^2; t is not needed"""
    total = rho * total + g**2
    weight = rho * weight + 1
    return total, weight, x - lr * g / (np.sqrt(total / weight) + eps)
'''),
    ("xxxii_ok_amsbound_paper_inverse", "amsbound_paper", '''
def amsbound(x, g, t, m=0.0, v=0.0, peak=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    peak = np.maximum(peak, np.sqrt(v))          # root of the largest v
    s = (1 - beta2) * t
    low, high = final_lr * s / (s + 1), final_lr * (s + 1) / s
    # clip the denominator: dividing turns the bounds round
    denominator = np.clip(peak, lr / high, lr / low)
    return dict(m=m, v=v, peak=peak, x=x - lr * m / (denominator * np.sqrt(t)))
'''),
    ("xxxii_ok_santa_sss_one_factor", "santa_sss", '''
def santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
          burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = C * np.sqrt(lr)
    cold = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    old_G = G
    G = 1 / np.sqrt(lam + np.sqrt(v))
    dice = rng.standard_normal(x.shape, x.dtype)
    kick = -lr * n * G * g
    hot = t < burnin
    if hot:
        a = np.minimum(a_max, np.maximum(a_min, a + 0.5 * u * u - 0.5 * lr / cold))
        before = G if old_G is None else old_G
        kick = kick + dice * np.sqrt(before) * np.sqrt(2 / cold) * lr ** (p / 2)
        if curvature:
            kick = kick + lr / cold * (1 - before / G) / u
    u_new = u * np.exp(-a) + kick * np.exp(-0.5 * a)
    x = x + G * (u + u_new) / 2                  # both half moves at once
    if hot:
        a = np.minimum(a_max, np.maximum(a_min, a + 0.5 * u_new * u_new - 0.5 * lr / cold))
    return v, G, a, u_new, x
'''),
    ("xxxii_ok_prodigy_root", "prodigy", '''
def prodigy(x, g, t, m=0.0, root=0.0, s=0.0, r=0.0, d=0.0, x0=None,
            *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    if x0 is None:
        x0 = x
    d = np.where(d > d0, d, d0)
    dg = d * g
    rate = lr * d * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * dg
    root = np.hypot(beta2**0.5 * root, (1 - beta2) ** 0.5 * dg)     # sqrt(v)
    r = beta2**0.5 * r - rate / d0 * (dg * (x - x0)).sum(axis=-1, keepdims=True)
    s = beta2**0.5 * s + rate / d0 * dg
    size = np.abs(s).sum(axis=-1, keepdims=True)
    d = np.maximum(d, r / (size + (size == 0)))
    x = x * (1 - rate * weight_decay) - rate * m / (root + eps * d)
    return dict(m=m, root=root, s=s, r=r, d=d, x0=x0, x=x)
'''),
]
