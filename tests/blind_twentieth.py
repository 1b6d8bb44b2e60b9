ONE = [
("lion_mezcla_guardada", "lion", "m|u", "The mix with beta1 that is meant for the sign only is stored in m, so m is averaged twice in a step [line 2].", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = m + (1 - beta1) * (g - m)
    paso = (m > 0).astype(float) - (m < 0)
    x, m = x * (1 - lr * weight_decay) - lr * paso, m + (1 - beta2) * (g - m)
    return dict(m=m, x=x)
'''),
("adan_average_in_square", "adan", "s", "The square takes the averaged change v instead of the change itself [line 9].", '''
def adan(x, g, t, etat=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if etat is None:
        etat = {"m": np.zeros_like(g), "v": np.zeros_like(g), "s": np.zeros_like(g), "avant": g}
    e = dict(etat)
    ecart = g - e["avant"]
    debias = lambda moy, b: moy / (1 - b ** t)
    e["m"] = beta1 * e["m"] + (1 - beta1) * g
    e["v"] = beta2 * e["v"] + (1 - beta2) * ecart
    e["s"] = beta3 * e["s"] + (1 - beta3) * np.square(g + beta2 * e["v"])
    e["avant"] = g
    haut = debias(e["m"], beta1) + beta2 * debias(e["v"], beta2)
    bas = np.sqrt(debias(e["s"], beta3)) + eps
    x = (x - lr * haut / bas) / (1 + lr * weight_decay)
    return dict(etat=e, x=x)
'''),
("yogi_decays_like_adam", "yogi", "v", "Adam's factor beta2 was left before v, which in Yogi moves by the difference only [line 4].", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    g2 = g * g
    v = beta2 * v - (1 - beta2) * np.sign(v - g2) * g2
    c1, c2 = 1 - np.power(beta1, t), 1 - np.power(beta2, t)
    return dict(x=x - lr * np.divide(m / c1, np.sqrt(v / c2) + eps), m=m, v=v)
'''),
("lamb_length_without_decay", "lamb", "ratio|u", "The ratio divides by the length of Adam's direction before the weight decay is added to it [line 6].", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    laenge = lambda a: np.sqrt((a * a).sum(axis=-1, keepdims=True))
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    richtung = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    lx = laenge(x)
    lu = laenge(richtung)
    richtung = richtung + weight_decay * x
    gut = (lx > 0) & (lu > 0)
    trust = np.where(gut, lx / np.where(gut, lu, 1.0), 1.0)   # ||x|| / ||u||
    return x - lr * trust * richtung, m, v
'''),
("radam_warmup_uncorrected", "radam", "x", "In the branch without a denominator the raw m stands where m_hat belongs [line 8].", '''
def radam(x, g, t, m=None, v=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * g + (0 if m is None else beta1 * m)
    v = (1 - beta2) * g**2 + (0 if v is None else beta2 * v)
    q = beta2**t
    inf = 2 / (1 - beta2) - 1
    rho = inf - 2 * t * q / (1 - q)
    if rho <= 5:
        return dict(m=m, v=v, x=x - lr * m)
    r = (((rho - 4) * (rho - 2) * inf) / ((inf - 4) * (inf - 2) * rho)) ** 0.5
    m_hat = m / (1 - beta1**t)
    return dict(m=m, v=v, x=x - lr * r * m_hat / (np.sqrt(v / (1 - q)) + eps))
'''),
("adabelief_old_mean_twentieth", "adabelief", "s|m", "The surprise is measured from the old m because s is renewed before m [line 2].", '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    s = eps + beta2 * s + (1 - beta2) * (sorpresa := g - m) * sorpresa
    m = beta1 * m + (1 - beta1) * g
    paso = (m / (1 - beta1**t)) / (eps + np.sqrt(s / (1 - beta2**t)))
    x = x - lr * paso
    return {"m": m, "s": s, "x": x}
'''),
("adafactor_d_outside_maximum", "adafactor", "u", "A parenthesis is misplaced: d divides the whole maximum instead of the root mean square inside it [line 10].", '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    def rms(a):
        return np.sqrt((a * a).mean(axis=(-2, -1), keepdims=True))
    q = g * g + eps
    w = 1.0 / t**decay
    r = w * q.mean(-1, keepdims=True) + (1 - w) * (0.0 if r is None else r)
    c = w * q.mean(-2, keepdims=True) + (1 - w) * (0.0 if c is None else c)
    v = r * c / r.mean(-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / (np.maximum(1.0, rms(u)) / d)
    step = min(lr, t**-0.5) * np.maximum(rms(x), eps2)
    return dict(r=r, c=c, x=x - step * u)
'''),
("sophia_looks_late", "sophia", "h", "The condition is off by one: the curvature is first looked at in step k, not in step 1 [line 3].", '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 0:                      # every k-th step
        h = beta2 * h + (1 - beta2) * hess
    teiler = np.maximum(gamma * h, eps)
    schritt = np.minimum(1, np.maximum(-1, m / teiler))
    x = x - lr * schritt - lr * weight_decay * x
    return dict(m=m, h=h, x=x)
'''),
("soap_turned_once_more", "soap", "u", "The step is turned into the basis a second time instead of back out of it [line 14].", '''
def soap(
    x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
    *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10
):
    gg, hh = g @ transpose(g), transpose(g) @ g
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(gg), eigenvectors(hh)
    turn = lambda a: transpose(QL) @ a @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * turn(g) ** 2
    direction = turn(m) / (np.sqrt(v) + eps)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - rate * turn(direction)
    L = beta3 * L + (1 - beta3) * gg
    R = beta3 * R + (1 - beta3) * hh
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
'''),
("shampoo_square_roots", "shampoo", "u", "Both preconditioners get the power -1/2 of the diagonal method instead of -1/4 [line 8].", '''
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    n, k = x.shape[-2:]
    gt = transpose(g)
    L = g @ gt + (eps * np.identity(n) if L is None else L)
    R = gt @ g + (eps * np.identity(k) if R is None else R)
    u = g
    for mat, side in ((L, "l"), (R, "r")):
        p = power(mat, -1 / 2)
        u = p @ u if side == "l" else u @ p
    return dict(L=L, R=R, x=x - lr * u)
'''),
("muon_ahead_unused", "muon", "o", "Nesterov's look-ahead is computed and not used: Newton-Schulz gets the plain momentum [line 4].", '''
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    ahead = mu * b + g
    o = newton_schulz(b)
    rows, cols = x.shape[-2:]
    scale = np.sqrt(rows / cols) if rows > cols else 1.0
    x = (1 - lr * weight_decay) * x - lr * scale * o
    return x, b
'''),
("prodigy_d_not_squared", "prodigy", "v", "Only g is squared, the factor d in front of it stays at its first power [line 9].", '''
def prodigy(
    x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0
):
    depart = x if x0 is None else x0
    d = np.maximum(d0, d)
    rate = lr * d * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    root, w = beta2**0.5, d * rate / d0
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d * g**2
    r = root * r + w * (g * (depart - x)).sum(-1, keepdims=True)
    s = root * s + w * g
    total = np.abs(s).sum(-1, keepdims=True)
    d = np.maximum(d, r / np.where(total > 0, total, 1))
    x = x - rate * m / (np.sqrt(v) + d * eps) - rate * weight_decay * x
    return dict(m=m, v=v, s=s, r=r, d=d, x0=depart, x=x)
'''),
("sfadamw_weights_by_lr", "schedule_free_adamw", "w|c", "The running sum of the weights adds lr while the share is taken with lr squared [line 10].", '''
def schedule_free_adamw(
    x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    z = x if z is None else z
    y = z + beta1 * (x - z)
    g = grad(y)
    v = beta2 * v + (1 - beta2) * g * g
    nenner = np.sqrt(v / (1 - beta2**t)) + eps
    z = z - lr * (g / nenner + weight_decay * y)
    w = w + lr
    x = x + (z - x) * lr**2 / w
    return dict(z=z, v=v, w=w, x=x)
'''),
("santa_e_power_on_quotient", "santa_e", "noise", "The power p is taken of lr / beta_t, where it belongs to lr alone [line 17].", '''
def santa_e(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    a = np.sqrt(lr) * C if a is None else a
    temp = lr / (beta0 * t**anneal)
    v = sigma * v + (1 - sigma) * g**2
    neu = (lam + v**0.5) ** -0.5
    alt = neu if G is None else G
    z = rng.standard_normal(x.shape, x.dtype)
    stoss = 0.0
    if t < burnin:
        a = np.minimum(a_max, np.maximum(a_min, a + u * u - temp))
        stoss = z * np.sqrt(2 * temp**p * alt)
        stoss = stoss + (temp * (1 - alt / neu) / u if curvature else 0)
    u = u - a * u - lr * n * neu * g + stoss
    return dict(v=v, G=neu, a=a, u=u, x=x + neu * u)
'''),
]

TWO = [
("adasecant_paren_and_start", "adasecant", "g_tilde d2", "The sum 1 + gamma has lost its parentheses in g_tilde; d2 starts from its own zero instead of from g^2 in the first step. [lines 13, 26]", '''
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    ema = lambda old, new: old - old / tau + new / tau
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = ema(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = ema(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / 1 + gamma
    alpha = g - g_old
    c, c2 = ema(c, alpha), ema(c2, alpha**2)
    last, last2 = d, d2
    if t == 1:
        last, last2 = g, g * g
    denom = c2 + eps_rate
    rate = np.sqrt((last2 + eps_rate) / denom) - cov / denom
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = ema(d, delta)
    d2 = ema(d2, delta**2)
    cov = ema(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h, x=x + delta)
'''),
("santa_sss_halves", "santa_sss", "u a", "The outer damping takes the whole of a instead of its half; the second thermostat half step has lost its half. [lines 20, 22]", '''
def santa_sss(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    u = lr**0.5 * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = lr**0.5 * C if a is None else a
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_old, G = G, 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G if G_old is None else G_old
    burning = t < burnin
    x = x + 0.5 * G * u
    if burning:
        a = np.clip(a + 0.5 * (u**2 - lr / beta_t), a_min, a_max)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    force = (noise if burning else 0) - lr * G * n * g
    u = np.exp(-a) * (np.exp(-a / 2) * u + force)
    if burning:
        a = np.clip(a + (u**2 - lr / beta_t), a_min, a_max)
    return dict(v=v, G=G, a=a, u=u, x=x + 0.5 * G * u)
'''),
("ademamix_typo_and_corrected", "ademamix", "v x", "v is averaged with beta3, which belongs to m2; the long memory m2 is bias-corrected where the method leaves it raw. [lines 6, 8]", '''
def ademamix(
    x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0
):
    corr = {b: 1 - b**t for b in (beta1, beta2, beta3)}
    m1, m2 = beta1 * m1 + (1 - beta1) * g, beta3 * m2 + (1 - beta3) * g
    v = beta3 * v + (1 - beta3) * g * g
    den = np.sqrt(v / corr[beta2]) + eps
    up = m1 / corr[beta1] + alpha * m2 / corr[beta3]
    return dict(m1=m1, m2=m2, v=v, x=x - lr * (up / den + weight_decay * x))
'''),
("schedule_free_swapped_late", "schedule_free", "y c", "The weights of z and x in y are exchanged; the share is 1 / (t + 1) so that the start stays in the mean. [lines 4, 7]", '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x.copy()
    punkt = x + beta * (z - x)
    steigung = grad(punkt)
    z = z - lr * steigung
    anteil = 1 / (t + 1)
    x = x + anteil * (z - x)
    return x, z
'''),
("adafactor_clock_and_maximum", "adafactor", "beta_t lr_t", "The decay counts from t + 1, so the first mean keeps a part of zero; the larger of lr and 1 / sqrt(t) is taken instead of the smaller. [lines 3, 10]", '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    quad = g**2 + eps
    behalten = 1 - np.power(t + 1.0, -decay)
    neu_r, neu_c = np.mean(quad, axis=-1, keepdims=True), np.mean(quad, axis=-2, keepdims=True)
    r = (1 - behalten) * neu_r if r is None else neu_r + behalten * (r - neu_r)
    c = (1 - behalten) * neu_c if c is None else neu_c + behalten * (c - neu_c)
    u = g * np.sqrt(np.mean(r, axis=-2, keepdims=True) / (r * c))
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    groesse = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    rate = np.maximum(groesse, eps2) * np.maximum(lr, 1 / np.sqrt(t))
    return dict(r=r, c=c, x=x - rate * u)
'''),
("sophia_gamma_up_decay_bare", "sophia", "u x", "gamma multiplies the quotient instead of standing in the denominator; the weight decay is not scaled by lr. [lines 5, 7]", '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = m - (1 - beta1) * (m - g)
    fresh = t % k == 1 % k
    h = beta2 * h + (1 - beta2) * hess if fresh else h + np.zeros_like(g)
    quotient = gamma * m / np.maximum(h, eps)
    u = np.where(np.abs(quotient) > 1, np.sign(quotient), quotient)
    x = x - lr * u - weight_decay * x
    return dict(m=m, h=h, x=x)
'''),
]

RIGHT = [
("lion_decay_first_tuple", "lion", '''
def lion(x, g, m=None, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    alt = np.zeros_like(g) if m is None else m
    misch = g + beta1 * (alt - g)
    schritt = np.where(misch > 0, lr, np.where(misch < 0, -lr, 0.0))
    neu = np.multiply(alt, beta2, out=np.empty_like(g))
    neu += g - beta2 * g
    return (1 - lr * weight_decay) * x - schritt, neu
'''),
("yogi_three_cases", "yogi", '''
def yogi(x, g, t, m=0.0, v=None, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    v = np.full_like(g, 1e-6) if v is None else v
    q, k = g * g, 1 - beta2
    w = np.where(v < q, v + k * q, np.where(v > q, v - k * q, v))
    m = m - (1 - beta1) * (m - g)
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    return dict(m=m, v=w, x=x - rate * m / (np.sqrt(w) + root * eps))
'''),
("lamb_einsum_masked", "lamb", '''
def lamb(x, g, t, stato=(0.0, 0.0), *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    lung = lambda a: np.sqrt(np.einsum("...i,...i->...", a, a))[..., None]
    m, v = stato
    m, v = g + beta1 * (m - g), g * g + beta2 * (v - g * g)
    k = np.sqrt(1 - beta2**t)
    dirz = k * m / ((1 - beta1**t) * (np.sqrt(v) + k * eps)) + weight_decay * x
    num, den = lung(x), lung(dirz)
    nullo = np.logical_or(num == 0, den == 0)
    den = np.where(nullo, 1, den)
    num = np.where(nullo, 1, num)
    return dict(stato=(m, v), x=x - dirz * (lr * num / den))
'''),
("adafactor_sums_factored", "adafactor", '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    n, k = g.shape[-2:]
    w = np.exp(-decay * np.log(t))
    q = g * g + eps
    zr, zc = q.sum(-1, keepdims=True) / k, q.sum(-2, keepdims=True) / n
    r = w * zr if r is None else r + w * (zr - r)
    c = w * zc if c is None else c + w * (zc - c)
    u = g * np.sqrt(r.sum(-2, keepdims=True) / n) / (np.sqrt(r) * np.sqrt(c))
    power_ = np.sqrt((u * u).sum((-2, -1), keepdims=True) / (n * k))
    cut = np.where(power_ > d, d / power_, 1.0)
    size = np.sqrt((x * x).sum((-2, -1), keepdims=True) / (n * k))
    size = np.where(size < eps2, eps2, size)
    rate = np.where(lr * lr * t < 1, lr, 1 / np.sqrt(t))
    return dict(r=r, c=c, x=x - rate * size * cut * u)
'''),
("prodigy_one_sum_rescaled", "prodigy", '''
def prodigy(
    x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=None, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0
):
    inicio = x if x0 is None else x0
    d = np.full(x.shape[:-1] + (1,), d0) if d is None else np.where(d < d0, d0, d)
    tasa = lr * d / (1 - beta1**t) * (1 - beta2**t) ** 0.5
    dg = d * g
    m, v = m + (1 - beta1) * (dg - m), v + (1 - beta2) * (dg * dg - v)
    # r and s are kept times d0
    b = beta2**0.5
    r = b * r + tasa * ((inicio - x) * dg).sum(-1, keepdims=True)
    s = b * s + tasa * dg
    talla = np.linalg.norm(s, 1, axis=-1, keepdims=True)
    guess = np.divide(r, talla, out=np.array(r, float), where=talla > 0)
    d = np.where(guess > d, guess, d)
    x = x * (1 - tasa * weight_decay) - tasa * m / (v**0.5 + d * eps)
    return dict(m=m, v=v, s=s, r=r, d=d, x0=inicio, x=x)
'''),
("santa_sss_unfolded", "santa_sss", '''
def santa_sss(
    x, g, t, rng, n, v=None, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    if u is None:
        u = rng.standard_normal(x.shape, x.dtype) * np.sqrt(lr)
    if a is None:
        a = C * np.sqrt(lr)
    hot = lr / beta0 / t**anneal
    v = (1 - sigma) * g * g if v is None else sigma * v + (1 - sigma) * g * g
    F = np.power(lam + np.sqrt(v), -0.5)
    old = F if G is None else G
    xi = rng.standard_normal(x.shape, x.dtype)
    thermostat = lambda a, u: np.minimum(np.maximum(a + 0.5 * u * u - 0.5 * hot, a_min), a_max)
    start = u
    kick = -lr * n * F * g
    if t < burnin:
        a = thermostat(a, u)
        kick = kick + xi * np.sqrt(2 * old * hot * lr ** (p - 1))
        if curvature:
            kick = kick + hot * (F - old) / (F * u)
    u = np.exp(-a) * start + np.exp(-0.5 * a) * kick
    if t < burnin:
        a = thermostat(a, u)
    return dict(v=v, G=F, a=a, u=u, x=x + F * (start + u) / 2)
'''),
]
