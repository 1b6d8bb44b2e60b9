"""Blind set xxviii: functions with mistakes, as students write them. [line n]: the def line is 1."""

ONE = [
    ("xxviii_sgd_l2_penalty", "sgd_l2", "g_l2", "The penalty (weight_decay / 2) x^2 itself is added to the gradient, not its derivative weight_decay x. [line 3]", """
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    # Strafterm lambda/2 * x^2 kommt zum Gradienten dazu
    gesamt = g + 0.5 * weight_decay * x * x
    return {"g_l2": gesamt, "x": x - lr * gesamt}
"""),
    ("xxviii_momentum_torch_zero_start", "momentum_torch", "b", "The buffer starts at zeros, so the first b is (1 - dampening) g where it must be g itself. [line 2]", """
def momentum_torch(x, g, buf=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    buf = np.zeros_like(x) if buf is None else buf
    buf = mu * buf + (1 - dampening) * g
    return x - lr * buf, buf
"""),
    ("xxviii_nesterov_ahead_kept", "nesterov", "x", "The look-ahead point is stored in x itself, so x has already moved by mu v before the whole new v is added. [line 2]", """
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    x = x + mu * v  # go and look
    v = mu * v - lr * (g_ahead := grad(x))
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
"""),
    ("xxviii_nesterov_shifted_new_v", "nesterov_shifted", "v|x", "The velocity is renewed before x, so that x is moved by the new velocity where the old one belongs. [line 3]", """
def nesterov_shifted(x, g, vitesse=0.0, *, lr=1e-2, mu=0.9):
    pas = lr * g
    vitesse = mu * vitesse - pas
    x = x + mu * (mu * vitesse) - (1 + mu) * pas
    return dict(vitesse=vitesse, x=x)
"""),
    ("xxviii_adagrad_torch_decay_t", "adagrad_torch", "x", "The rate decays by t steps where it must decay by t - 1, so already the first step is shortened. [line 3]", """
def adagrad_torch(x, g, t, suma=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    suma = np.add(suma, np.square(g))
    paso = lr / (1 + t * lr_decay)
    x = x - np.divide(paso * g, eps + np.sqrt(suma))
    return dict(suma=suma, x=x)
"""),
    ("xxviii_graves_mean_on_top", "rmsprop_graves", "delta", "The average of the gradients stands in the numerator of the step where the gradient g itself belongs. [line 4]", """
def rmsprop_graves(x, g, memo=None, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n, gbar, delta = (0.0, 0.0, 0.0) if memo is None else memo
    n, gbar = rho * n + (1 - rho) * g * g, rho * gbar + (1 - rho) * g
    delta = mu * delta - lr * gbar / np.sqrt(n - gbar**2 + eps)
    return dict(memo=(n, gbar, delta), x=x + delta)
"""),
    ("xxviii_adadelta_lr_in_delta", "adadelta", "delta|u", "lr is already in delta, so the memory u of the steps gets lr squared too, which it must not. [line 5]", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    glatt = lambda alt, neu: rho * alt + (1 - rho) * neu**2
    rms = lambda q: np.sqrt(q + eps)
    v = glatt(v, g)
    delta = lr * rms(u) / rms(v) * g
    u = glatt(u, delta)
    return dict(v=v, delta=delta, u=u, x=x - delta)
"""),
    ("xxviii_adamax_max_over_all", "adamax", "u", "The largest |g| is taken over all coordinates, so that every coordinate gets the same new size. [line 3]", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    neu = np.max(np.abs(g) + eps)
    u = np.maximum(beta2 * u, neu)
    x = x - lr * m / (u * (1 - beta1**t))
    return dict(m=m, u=u, x=x)
"""),
    ("xxviii_nadam_m_scaled_in_place", "nadam", "m|m_hat", "m_hat is the same array as m, so the in-place factor changes m too, and the state is stored scaled. [line 5]", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.power(g, 2)
    m_hat = m
    m_hat *= beta1 / (1 - beta1 ** (t + 1))
    m_hat = m_hat + (1 - beta1) / (1 - beta1**t) * g
    v_hat = v / (1 - beta2**t)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))
"""),
    ("xxviii_amsgrad_optax_raw_v", "amsgrad_optax", "v_max", "The maximum is taken of the raw v, and the corrected v_hat is computed and not used. [line 5]", """
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    v_max = np.where(v > v_max, v, v_max)
    bottom = np.sqrt(v_max) + eps
    x = x - lr * m_hat / bottom
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)
"""),
    ("xxviii_adabound_clip_crossed", "adabound", "rate", "The minimum is taken with the lower bound and the maximum with the upper one, so the rate is always the upper bound. [line 8]", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    def borne(signe, decalage):
        return final_lr * (1 + signe / (gamma * t + decalage))

    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    bas, haut = borne(-1, 1), borne(+1, 0)
    brut = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t) / (np.sqrt(v) + eps)
    taux = np.maximum(haut, np.minimum(bas, brut))
    return dict(m=m, v=v, lower=bas, upper=haut, rate=taux, x=x - taux * m)
"""),
    ("xxviii_smorms3_mem_parenthesis", "smorms3", "mem", "The 1 stands inside the parenthesis, so it is multiplied by 1 - zeta together with the old memory. [line 6]", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (1 + mem)
    q = 1 - r
    m, v = q * m + r * g, q * v + r * g**2
    zeta = m**2 / (v + eps)
    mem = (1 + mem) * (1 - zeta)
    x = x - g * np.minimum(zeta, lr) / (np.sqrt(v) + eps)
    return dict(m=m, v=v, mem=mem, x=x)
"""),
    ("xxviii_eve_clips_d", "eve", "d", "The average d is clipped to [1/c, c] where the change that goes into it must be clipped. [line 9]", """
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_alt=None,
    *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_alt is not None:
        ruck = abs(f - f_alt) / (np.minimum(f, f_alt) - f_star)
        d = np.clip(beta3 * d + (1 - beta3) * ruck, 1 / c, c)
    adam = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_alt=f, x=x - lr * adam / d)
"""),
    ("xxviii_santa_e_power_turned", "santa_e", "beta_t", "The power is turned round: anneal^t, which falls to 0, in place of t^anneal, which rises. [line 10]", """
def santa_e(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = C * np.sqrt(lr)
    cold = beta0 * np.power(anneal, t)  # inverse temperature
    v = sigma * v + (1 - sigma) * g**2
    G, G_before = 1 / np.sqrt(lam + np.sqrt(v)), G
    if G_before is None:
        G_before = G
    xi = rng.standard_normal(x.shape, x.dtype)
    if t < burnin:
        a = np.clip(a + u * u - lr / cold, a_min, a_max)
        kick = np.sqrt(2 * lr**p / cold * G_before) * xi
        if curvature:
            kick = kick + lr / cold * (1 - G_before / G) / u
    else:
        kick = 0 * xi
    u = (1 - a) * u - lr * G * n * g + kick
    return dict(v=v, G=G, a=a, u=u, x=x + G * u)
"""),
    ("xxviii_adasecant_paper_den_typo", "adasecant_paper", "den", "The second factor of den has the old gradient again where the new one belongs. [line 17]", """
def adasecant_paper(
    x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0,
    c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6
):
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    alpha = g - g_old
    ok = den > 0
    gamma = np.where(ok, num / np.where(ok, den, 1.0), gamma_max)
    gamma = np.minimum(np.maximum(gamma, 0), gamma_max)
    outlier = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    w = 1 / np.where(outlier, 2.2, tau)
    keep = 1 - w
    m, m2 = keep * m + w * g, keep * m2 + w * g**2
    g_tilde = (g + gamma * m) / (1 + gamma)
    num = keep * num + w * (g_old - g) * (g_old - m)
    den = keep * den + w * (g_old - m) * (g_old - m)
    c, c2 = keep * c + w * alpha, keep * c2 + w * alpha**2
    if t == 1:
        d, d2 = g, g**2
    else:
        d, d2 = keep * d + w * delta, keep * d2 + w * delta**2
    cov = keep * cov + w * delta * alpha
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) / w + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    return dict(m=m, m2=m2, num=num, den=den, g_old=g, c=c, c2=c2, delta=delta, d=d, d2=d2, cov=cov, tau=tau, x=x + delta)
"""),
    ("xxviii_muon_cols_over_rows", "muon", "x", "The factor has columns over rows, and so it stretches wide matrices where it must stretch tall ones. [line 6]", """
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2:]
    b = g + mu * b
    u = g + mu * b
    o = newton_schulz(u)
    stretch = np.sqrt(max(1.0, cols / rows))
    x = (1 - lr * weight_decay) * x - lr * stretch * o
    return dict(b=b, u=u, o=o, x=x)
"""),
    ("xxviii_shampoo_half_powers", "shampoo", "u", "Both matrices get the power -1/2 of AdaGrad where each must have -1/4, since there are two of them. [line 5]", """
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    zeilen, spalten = x.shape[-2], x.shape[-1]
    L = (eps * np.eye(zeilen) if L is None else L) + g @ transpose(g)
    R = (eps * np.eye(spalten) if R is None else R) + transpose(g) @ g
    wurzel = lambda A: power(A, -1 / 2)  # inverse root, as in AdaGrad
    u = wurzel(L) @ g @ wurzel(R)
    return dict(L=L, R=R, u=u, x=x - lr * u)
"""),
    ("xxviii_adafactor_d_outside", "adafactor", "u", "d stands outside of the maximum, so that short steps are divided by d as well. [line 11]", """
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    def rms(a):
        return np.sqrt(np.mean(a * a, axis=(-2, -1), keepdims=True))

    r, c = (0.0 if r is None else r), (0.0 if c is None else c)
    new = float(t) ** -decay
    sq = g**2 + eps
    r = (1 - new) * r + new * sq.mean(axis=-1, keepdims=True)
    c = (1 - new) * c + new * sq.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(r * c / r.mean(axis=-2, keepdims=True))
    u = u / np.maximum(1, rms(u)) / d
    alpha = min(lr, 1 / t**0.5)
    return dict(r=r, c=c, u=u, x=x - alpha * np.maximum(eps2, rms(x)) * u)
"""),
    ("xxviii_adamw_decays_after", "adamw", "x", "The decay is taken of the x that has already made Adam's step, where it must be of the x before it. [line 6]", """
def adamw(x, g, t, mom=0.0, var=0.0, *, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8, weight_decay=1e-2):
    mom = b1 * mom + (1 - b1) * g
    var = b2 * var + (1 - b2) * g**2
    dir_ = (mom / (1 - b1**t)) / (np.sqrt(var / (1 - b2**t)) + eps)
    x = x - lr * dir_
    x = x - lr * weight_decay * x
    return x, mom, var
"""),
    ("xxviii_lion_mixed_stored", "lion", "m", "m is renewed from the mixture that was made for the sign, not from the old m. [line 4]", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    misch = beta1 * m + (1 - beta1) * g
    x = x - lr * (np.sign(misch) + weight_decay * x)
    m = beta2 * misch + (1 - beta2) * g
    return dict(m=m, x=x)
"""),
    ("xxviii_radam_asks_rho_inf", "radam", "x", "The condition asks whether rho_inf, a constant, is above 5, not rho_t; so there is no plain momentum in the first steps. [line 8]", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    b2t = beta2**t
    rho_inf = (1 + beta2) / (1 - beta2)
    rho_t = rho_inf - 2 * t * b2t / (1 - b2t)
    if rho_inf > 5:
        k = max(rho_t, 4)
        r = ((k - 4) * (k - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * k)) ** 0.5
        x = x - lr * r * m_hat / (np.sqrt(v / (1 - b2t)) + eps)
    else:
        x = x - lr * m_hat
    return dict(m=m, v=v, x=x)
"""),
    ("xxviii_adabelief_old_mean", "adabelief", "s", "The distance of g is that from the old average: it was taken before m was renewed. [line 4]", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m
    m = m + (1 - beta1) * surprise
    s = beta2 * s + (1 - beta2) * surprise * surprise + eps
    croyance = np.sqrt(s / (1 - beta2**t)) + eps
    x = x - lr / (1 - beta1**t) * m / croyance
    return dict(m=m, s=s, x=x)
"""),
    ("xxviii_yogi_full_difference", "yogi", "v", "The sign is multiplied by the whole difference v - g^2, as in Adam and with its sign lost, where only g^2 belongs. [line 3]", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v + (1 - beta2) * np.sign(g**2 - v) * (g**2 - v)
    korr1 = 1 - beta1**t
    korr2 = 1 - beta2**t
    x = x - (lr / korr1) * m / (np.sqrt(v / korr2) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("xxviii_prodigy_eps_bare", "prodigy", "x", "eps is added without its factor d, though sqrt(v) has d in it. [line 14]", """
def prodigy(
    x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0
):
    x0 = x if x0 is None else x0
    d = np.maximum(d0, d)
    lr_t = d * lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    dg = d * g
    m, v = beta1 * m + (1 - beta1) * dg, beta2 * v + (1 - beta2) * dg**2
    half = beta2**0.5
    r = half * r + lr_t * np.sum(dg * (x0 - x), axis=-1, keepdims=True) / d0
    s = half * s + lr_t * dg / d0
    below = np.abs(s).sum(axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(below > 0, below, 1.0))
    x = x - lr_t * (m / (np.sqrt(v) + eps) + weight_decay * x)
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
"""),
]

TWO = [
    ("xxviii_sf_adamw_y_and_w", "schedule_free_adamw", "y w", "y has the weights of z and x exchanged. w sums lr where it must sum lr squared. [lines 5, 9]", """
def schedule_free_adamw(
    x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    z = x if z is None else z
    y = beta1 * z + (1 - beta1) * x
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy**2
    z = z - lr * (gy / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * y)
    w = w + lr
    anteil = lr**2 / w
    x = x + anteil * (z - x)
    return dict(z=z, v=v, w=w, x=x)
"""),
    ("xxviii_lamb_m_squared_and_ratio", "lamb", "v ratio", "v averages the square of m where it must average that of g. The ratio is upside down: the length of u over that of x. [lines 3, 8]", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    length = lambda a: np.sqrt(np.sum(a * a, axis=-1, keepdims=True))
    x_len, u_len = length(x), length(u)
    ratio = np.where((x_len > 0) & (u_len > 0), u_len / np.where(x_len > 0, x_len, 1), 1)
    x = x - lr * ratio * u
    return dict(m=m, v=v, u=u, ratio=ratio, x=x)
"""),
    ("xxviii_sophia_turn_and_decay_sign", "sophia", "h x", "The curvature is renewed when t is a multiple of k, not in steps 1, k + 1, ... The decay has the wrong sign and pushes x away from 0. [lines 3, 6]", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = np.maximum(-1, np.minimum(1, m / np.maximum(gamma * h, eps)))
    x = x - lr * (u - weight_decay * x)
    return dict(m=m, h=h + 0 * x, x=x)
"""),
    ("xxviii_adan_change_and_s", "adan", "change s", "The change is the old gradient minus the new one. s squares g + beta2 v, with the average v where the change itself belongs. [lines 4, 7]", """
def adan(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    diff = np.zeros_like(g) if g_old is None else g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * (g + beta2 * v) ** 2
    top = m / (1 - beta1**t) + beta2 * v / (1 - beta2**t)
    x = (x - lr * top / (np.sqrt(s / (1 - beta3**t)) + eps)) / (1 + weight_decay * lr)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
    ("xxviii_santa_sss_noise_and_last_half", "santa_sss", "noise x", "The factor 2 is missing in the noise's variance. The last move of x is a whole one where it must be half. [lines 19, 25]", """
def santa_sss(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    u = lr**0.5 * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = lr**0.5 * C if a is None else a
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_alt, G = G, 1 / np.sqrt(lam + np.sqrt(v))
    G_alt = G if G_alt is None else G_alt
    warm = t < burnin

    def thermostat(a, u):
        return np.clip(a + 0.5 * (u**2 - lr / beta_t), a_min, a_max) if warm else a

    x = x + 0.5 * G * u
    a = thermostat(a, u)
    noise = np.sqrt(lr**p / beta_t * G_alt) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_alt / G) / u
    e = np.exp(-a / 2)
    u = e * (e * u - lr * G * n * g + (noise if warm else 0))
    a = thermostat(a, u)
    x = x + G * u
    return dict(v=v, G=G, a=a, u=u, x=x)
"""),
    ("xxviii_soap_v_and_back", "soap", "v u", "v averages the square of g itself, not of the turned gradient. The way back turns with the transposed bases once more, not with the bases. [lines 11, 13]", """
def soap(
    x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
    *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10
):
    gg, hh = g @ transpose(g), transpose(g) @ g
    if QL is None:
        L, R, QL, QR = 0 * gg, 0 * hh, eigenvectors(gg), eigenvectors(hh)
    turn = lambda a: transpose(QL) @ a @ QR
    gt = turn(g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mt = turn(m)
    u = transpose(QL) @ (mt / (np.sqrt(v) + eps)) @ QR
    x = x - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * u
    L = beta3 * L + (1 - beta3) * gg
    R = beta3 * R + (1 - beta3) * hh
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
    ("xxviii_nadam_dozat_product_and_v_hat", "nadam_dozat", "mu_product v_hat", "The product gathers the momentum of the next step, not of this one. v_hat lacks Dozat's factor beta2. [lines 4, 8]", """
def nadam_dozat(x, g, t, m=0.0, v=0.0, produit=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    plan = lambda k: beta1 * (1 - 0.5 * np.power(0.96, k * psi))
    mu_t, mu_suiv = plan(t), plan(t + 1)
    produit = produit * mu_suiv
    m = mu_t * m + (1 - mu_t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_suiv * m / (1 - produit * mu_suiv) + (1 - mu_t) * g / (1 - produit)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, produit=produit, x=x)
"""),
    ("xxviii_adasecant_tilde_and_cov", "adasecant", "g_tilde cov", "g_tilde is divided by 1 + m where it must be 1 + gamma. The new product in cov is not divided by tau. [lines 13, 24]", """
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    g = g / (np.sqrt(np.sum(g**2, axis=-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    q = 1 - 1 / tau
    num = q * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = q * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    g_tilde = (g + gamma * m) / (1 + m)
    alpha = g - g_old
    c = q * c + alpha / tau
    c2 = q * c2 + alpha**2 / tau
    if t == 1:
        d, d2 = g, g**2
    rate = np.sqrt((d2 + eps_rate) / (c2 + eps_rate)) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(1, np.sqrt(h))
    cov = q * cov + delta * alpha
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    longer = (1 - d**2 / (d2 + eps)) * tau + 1 + eps
    d = (q * d if t > 1 else 0) + delta / tau
    d2 = q * d2 + delta**2 / tau
    tau = np.clip(np.where(far, 2.2, longer), 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h, x=x + delta)
"""),
    ("xxviii_rmsprop_keras_weights_and_lr", "rmsprop_keras", "v x", "v gives the new square the weight rho and the old v the rest. lr is in the buffer already and stands before it once more. [lines 2, 4]", """
def rmsprop_keras(x, g, v=0.0, tampon=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = (1 - rho) * v + rho * g**2
    tampon = mu * tampon + lr * g / np.sqrt(v + eps)
    x = x - lr * tampon
    return dict(v=v, tampon=tampon, x=x)
"""),
]

RIGHT = [
    ("xxviii_momentum_backwards", "momentum", """
def momentum(x, g, schwung=None, *, lr=0.01, mu=0.9):
    schwung = lr * g if schwung is None else lr * g + mu * schwung  # counted downhill: minus the velocity
    return x - schwung, schwung
"""),
    ("xxviii_smoothed_nesterov_mean", "smoothed_nesterov", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    reach = mu * v
    g_ahead = np.mean([grad(x + k / 4 * reach) for k in (1, 2, 3, 4)], axis=0)
    step = reach - lr * g_ahead
    return {"v": step, "x": step + x}
"""),
    ("xxviii_rmsprop_centered_spread", "rmsprop_centered_torch", """
def rmsprop_centered_torch(x, g, streu=0.0, mittel=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    # streu is v - m^2 itself, renewed as a whole
    weg = g - mittel
    streu = rho * (streu + (1 - rho) * weg * weg)
    mittel = mittel + (1 - rho) * weg
    return dict(streu=streu, mittel=mittel, x=x - lr * g / (eps + np.sqrt(streu)))
"""),
    ("xxviii_adadelta_one_root", "adadelta", """
def adadelta(x, g, state=None, *, lr=1.0, rho=0.95, eps=1e-6):
    old = {"v": np.zeros_like(g), "u": np.zeros_like(g)} if state is None else state
    v = old["v"] + (1 - rho) * (g * g - old["v"])
    shrink = (old["u"] + eps) / (v + eps)
    u = old["u"] + (1 - rho) * (shrink * g * g - old["u"])
    return dict(state={"v": v, "u": u}, x=x - lr * np.sqrt(shrink) * g)
"""),
    ("xxviii_adam_counted_products", "adam", """
def adam(x, g, t, m=None, v=None, p=1.0, q=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    p, q = p * beta1, q * beta2
    m = (1 - beta1) * g if m is None else beta1 * m + (1 - beta1) * g
    v = (1 - beta2) * g * g if v is None else beta2 * v + (1 - beta2) * g * g
    root = np.sqrt(1 - q)
    x = x - lr * root / (1 - p) * m / (np.sqrt(v) + eps * root)
    return dict(m=m, v=v, p=p, q=q, x=x)
"""),
    ("xxviii_amsbound_wheres", "amsbound", """
def amsbound(x, g, t, m=0.0, v=0.0, v_top=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m, v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (g**2 - v)
    v_top = np.where(v_top > v, v_top, v)
    k = gamma * t
    low, high = final_lr * k / (1 + k), final_lr * (1 + k) / k
    rate = lr / (1 - beta1**t) * np.sqrt(1 - beta2**t) / (np.sqrt(v_top) + eps)
    rate = np.where(rate < low, low, np.where(rate > high, high, rate))
    return dict(m=m, v=v, v_top=v_top, x=x - m * rate)
"""),
    ("xxviii_smorms3_share_kept", "smorms3", """
def smorms3(x, g, m=0.0, v=0.0, r=0.5, *, lr=1e-3, eps=1e-16):
    # the share r of the next step is kept, not the memory 1 / r - 1
    m = m + r * (g - m)
    v = v + r * (g * g - v)
    zeta = np.divide(m * m, v + eps)
    x = x - np.where(zeta < lr, zeta, lr) * g / (v**0.5 + eps)
    return dict(m=m, v=v, r=r / (2 * r + (1 - r) * (1 - zeta)), x=x)
"""),
    ("xxviii_eve_high_over_low", "eve", """
def eve(
    x, g, t, f, m=None, v=None, d=None, f_vor=None,
    *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    if m is None:
        m, v, d = 0 * g, 0 * g, np.ones_like(x)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    if f_vor is not None:
        hoch, tief = np.maximum(f, f_vor), np.minimum(f, f_vor)
        wechsel = (hoch - f_star) / (tief - f_star) - 1
        d = d + (1 - beta3) * (np.minimum(c, np.maximum(wechsel, 1 / c)) - d)
    zaehler = lr * m / (1 - beta1**t)
    nenner = d * (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_vor=f, x=x - zaehler / nenner)
"""),
    ("xxviii_santa_e_two_phases", "santa_e", """
def santa_e(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = C * np.sqrt(lr) if a is None else a
    v = sigma * v + (1 - sigma) * g * g
    G_new = (lam + v**0.5) ** -0.5
    G = G_new if G is None else G
    force = lr * n * G_new * g
    if t >= burnin:
        u = u - a * u - force
        return dict(v=v, G=G_new, a=a + 0 * x, u=u, x=x + G_new * u)
    temperature = 1 / (beta0 * t**anneal)
    a = np.minimum(a_max, np.maximum(a_min, a + u * u - lr * temperature))
    kick = np.sqrt(2 * lr**p * temperature * G) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        kick += lr * temperature * (G_new - G) / (G_new * u)
    u = u - a * u - force + kick
    return dict(v=v, G=G_new, a=a, u=u, x=x + G_new * u)
"""),
    ("xxviii_learned_gates_by_hand", "learned", """
def learned(x, g, memory=None):
    w = trained(x.dtype)
    units = len(w["Wo"])
    if memory is None:
        memory = (np.zeros((*x.shape, units), x.dtype),) * 4
    sigmoid = lambda z: 1 / (1 + np.exp(-z))

    def layer(k, a, h, c):
        z = a @ w["W" + k] + h @ w["U" + k] + w["b" + k]
        i, f, o, new = np.split(z, 4, axis=-1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(new)
        return sigmoid(o) * np.tanh(c), c

    h1, c1 = layer("1", g[..., np.newaxis], *memory[:2])
    h2, c2 = layer("2", h1, *memory[2:])
    return x + w["scale"] * (h2 @ w["Wo"] + w["bo"]), (h1, c1, h2, c2)
"""),
    ("xxviii_muon_optax_lying", "muon_optax", """
def muon_optax(x: "matrix", g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2:]
    m = m + (1 - mu) * (g - m)
    u = (1 - mu) / (1 - mu**t) * g + mu / (1 - mu * mu**t) * m
    o = transpose(newton_schulz(transpose(u)))  # of the matrix laid on its side, and back
    x = (1 - lr * weight_decay) * x - lr * np.sqrt(max(rows, cols) / rows) * o
    return dict(m=m, x=x)
"""),
    ("xxviii_adafactor_flat_sums", "adafactor", """
def adafactor(x: "matrix", g, t, zeile=None, spalte=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    neu = np.power(float(t), -decay)
    q = g * g + eps
    zeile_neu, spalte_neu = q.sum(-1) / q.shape[-1], q.sum(-2) / q.shape[-2]
    zeile = zeile_neu if zeile is None else zeile + neu * (zeile_neu - zeile)
    spalte = spalte_neu if spalte is None else spalte + neu * (spalte_neu - spalte)
    anteil = zeile / zeile.mean(-1)[..., None]
    u = g / np.sqrt(anteil[..., :, None] * spalte[..., None, :])
    laenge = lambda a: np.sqrt(np.mean(a * a, axis=(-2, -1), keepdims=True))
    u = d * u / np.maximum(d, laenge(u))
    return dict(zeile=zeile, spalte=spalte, x=x - np.minimum(lr, t**-0.5) * np.maximum(laenge(x), eps2) * u)
"""),
    ("xxviii_sam_einsum", "sam", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    uphill = grad(x)
    length = np.sqrt(np.einsum("...i,...i->...", uphill, uphill))[..., None]
    worst = x + uphill * (rho / (length + eps))
    return {"x": x - lr * grad(worst)}
"""),
    ("xxviii_ademamix_stacked", "ademamix", """
def ademamix(
    x, g, t, m1=None, m2=None, v=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0
):
    old = [np.zeros_like(x) if s is None else s for s in (m1, m2, v)]
    fast, slow, size = (b * s + (1 - b) * new for b, s, new in zip((beta1, beta3, beta2), old, (g, g, g**2)))
    c1, c2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    top = (fast + c1 * alpha * slow) * (c2 / c1)
    bottom = np.sqrt(size) + eps * c2
    x = x * (1 - lr * weight_decay) - lr * top / bottom
    return x, fast, slow, size
"""),
    ("xxviii_radam_one_denominator", "radam", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    b = beta2**t
    inf = (1 + beta2) / (1 - beta2)
    worth = inf - 2 * t * b / (1 - b)
    bottom = 1.0
    if worth > 5:
        factor = (1 - 4 / worth) * (worth - 2) * inf / ((inf - 4) * (inf - 2))
        bottom = (np.sqrt(v / (1 - b)) + eps) / np.sqrt(factor)
    return dict(m=m, v=v, x=x - lr / (1 - beta1**t) * m / bottom)
"""),
    ("xxviii_lamb_own_buffers", "lamb", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    u = np.empty_like(x)
    np.divide(v, 1 - beta2**t, out=u)
    np.sqrt(u, out=u)
    np.add(u, eps, out=u)
    np.divide(m, u, out=u)
    np.divide(u, 1 - beta1**t, out=u)
    np.add(u, weight_decay * x, out=u)
    of_x = np.sqrt((x * x).sum(-1, keepdims=True))
    of_u = np.sqrt((u * u).sum(-1, keepdims=True))
    both = np.logical_and(of_x != 0, of_u != 0)
    of_x, of_u = np.where(both, of_x, 1), np.where(both, of_u, 1)
    return dict(m=m, v=v, x=x - lr * of_x * (u / of_u))
"""),
]
