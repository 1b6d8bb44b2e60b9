"""Blind set thirty: 24 functions with one mistake, 9 with two, 16 right ones in another form."""

ONE = [
    ("xxx_momentum_tuple", "momentum", "x", "The tuple assignment moves x by the old velocity, because the right side is computed before v is renewed. [line 3]", '''
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    # velocity first, then the position
    v, x = mu * v - lr * g, x + v
    return dict(v=v, x=x)
'''),
    ("xxx_nesterov_keras_velocidad", "nesterov_keras", "v|x", "The look-ahead is stored back into the velocity, so the next step starts from mu * v - lr * g instead of v. [line 4]", '''
def nesterov_keras(x, g, velocidad=0.0, *, lr=1e-2, mu=0.9):
    paso = lr * g
    velocidad = mu * velocidad - paso
    velocidad = mu * velocidad - paso  # mirar adelante
    nuevo = x + velocidad
    return {"velocidad": velocidad, "x": nuevo}
'''),
    ("xxx_smoothed_range", "smoothed_nesterov", "g_ahead", "range(n) takes the points 0, 1/4, 1/2, 3/4 of the way and not 1/4, 1/2, 3/4, 1. [line 3]", '''
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    n, somme = 4, np.zeros_like(x)
    for i in range(n):
        somme += grad(x + i / n * mu * v)
    g_ahead = somme / n
    x = x + (v := mu * v - lr * g_ahead)
    return dict(g_ahead=g_ahead, v=v, x=x)
'''),
    ("xxx_adagrad_torch_clr", "adagrad_torch", "x", "The decay of lr counts t steps instead of t - 1, so already the first step is shortened. [line 6]", '''
def adagrad_torch(x, g, t, h=None, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    if h is None:
        h = np.zeros(x.shape, x.dtype)
    h = np.add(h, np.square(g))
    nenner = np.sqrt(h) + eps
    clr = lr / (1 + t * lr_decay)
    return dict(h=h, x=x - clr / nenner * g)
'''),
    ("xxx_graves_bracket", "rmsprop_graves", "delta", "The bracket is too wide: mu also multiplies the new gradient's share. [line 5]", '''
def rmsprop_graves(x, g, q=0.0, gm=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    ema = lambda alt, neu: rho * alt + (1 - rho) * neu
    q, gm = ema(q, g * g), ema(gm, g)
    streuung = (q - gm * gm + eps) ** 0.5
    delta = mu * (delta - lr * g / streuung)
    x = x + delta
    return dict(q=q, gm=gm, delta=delta, x=x)
'''),
    ("xxx_rmsprop_keras_lr_twice", "rmsprop_keras", "x", "lr stands in the buffer already and is multiplied a second time where x moves. [line 6]", '''
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    row = {}
    row["v"] = v + (1 - rho) * (g**2 - v)
    step = np.divide(lr * g, np.sqrt(row["v"] + eps))
    row.update(b=mu * b + step)
    row["x"] = x - lr * row["b"]
    return row
'''),
    ("xxx_adadelta_rms", "adadelta", "delta", "The helper rms adds eps outside the root, for both sizes, so the motion starts with eps and not with sqrt(eps). [line 3]", '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    def rms(a):
        return np.sqrt(a) + eps

    v = rho * v + (1 - rho) * g**2
    delta = rms(u) / rms(v) * g
    u = rho * u + (1 - rho) * delta * delta
    return dict(v=v, delta=delta, u=u, x=x - lr * delta)
'''),
    ("xxx_adam_loop_over_t", "adam", "v_hat", "The loop that multiplies beta1 by hand uses the name t, so from step 2 on v_hat is corrected with t - 1. [line 5]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    p = beta1
    for t in range(1, t):
        p = p * beta1  # beta1 to the power t
    m_hat = m / (1 - p)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxx_adamax_beta_outside", "adamax", "u", "beta2 multiplies the whole maximum, so the new |g| is shrunk too. [line 4]", '''
def adamax(x, g, t, state=(0.0, 0.0), *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, norm = state
    m = m * beta1 + g * (1 - beta1)
    norm = beta2 * np.maximum(norm, abs(g) + eps)
    return x - lr / (1 - beta1**t) * m / norm, (m, norm)
'''),
    ("xxx_nadam_torch_product", "nadam_torch", "mu_product", "The running product takes the next step's mu in too, so each mu is counted twice in the product that is handed on. [line 4]", '''
def nadam_torch(x, g, t, m=0.0, v=0.0, prod=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    plan = lambda k: beta1 * (1 - 0.5 * np.power(0.96, k * psi))
    jetzt, dann = plan(t), plan(t + 1)
    prod = prod * jetzt * dann
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = dann * m / (1 - prod * dann) + (1 - jetzt) * g / (1 - prod)
    wurzel = np.sqrt(v / (1 - beta2**t)) + eps
    return dict(m=m, v=v, prod=prod, m_hat=m_hat, x=x - lr * m_hat / wurzel)
'''),
    ("xxx_amsgrad_optax_alias", "amsgrad_optax", "v|v_hat", "v_hat is the same array as v, so the correction in place changes v too and the corrected v is carried on. [line 5]", '''
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v
    v_hat /= 1 - beta2**t  # saves memory
    v_max = np.where(v_max > v_hat, v_max, v_hat)
    x = x - lr * m_hat / (v_max**0.5 + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)
'''),
    ("xxx_adabound_paper_clip_last", "adabound_paper", "rate", "The rate is divided by sqrt(t) before it is clipped, not after. [line 7]", '''
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = (1 - beta2) * t
    unten, oben = final_lr * k / (k + 1), final_lr * (k + 1) / k
    alpha_t = lr / np.sqrt(t)
    rate = np.minimum(np.maximum(alpha_t / np.sqrt(v), unten), oben)
    return dict(m=m, v=v, rate=rate, x=x - rate * m)
'''),
    ("xxx_amsbound_both_bounds", "amsbound", "upper", "The upper bound was copied from the lower one with its gamma t + 1, so it starts at 2 final_lr instead of near infinity. [line 5]", '''
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    bounds = [final_lr * (1 + sign / (gamma * t + 1)) for sign in (-1, 1)]
    eta = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v_max) + eps)
    x = x - np.clip(eta, *bounds) * m
    return dict(m=m, v=v, v_max=v_max, x=x)
'''),
    ("xxx_smorms3_multiplied_out", "smorms3", "mem", "mem * (1 - zeta) is multiplied out wrongly: mem - zeta instead of mem - mem * zeta. [line 5]", '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m, v = m + r * (g - m), v + r * (g * g - v)
    zeta = m**2 / (v + eps)
    mem = 1 + mem - zeta
    x = x - g * np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
'''),
    ("xxx_eve_first_loss", "eve", "f_old|change", "f_old is set in the first step only and handed on as it is, so each loss is compared with the very first one. [line 13]", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_old is None:
        f_old = f
    else:
        lo, hi = np.minimum(f, f_old), np.maximum(f, f_old)
        change = (hi - lo) / (lo - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    richtung = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    x = x - lr / d * richtung
    return dict(m=m, v=v, d=d, f_old=f_old, x=x)
'''),
    ("xxx_santa_e_thermostat", "santa_e", "a", "The thermostat has the wrong sign: the friction falls where the velocity is too hot. [line 9]", '''
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u, a = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype), np.sqrt(lr) * C
    T = 1 / (beta0 * t**anneal)
    v = sigma * v + (1 - sigma) * g**2
    G_neu = (lam + v**0.5) ** -0.5
    G = G_neu if G is None else G
    a = np.where(t < burnin, np.clip(a + T * lr - u * u, a_min, a_max), a)
    xi = np.sqrt(2 * G * T * lr**p) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        xi = xi + lr * T * (1 - G / G_neu) / u
    u = u - a * u - lr * n * G_neu * g + np.where(t < burnin, xi, 0)
    return dict(v=v, G=G_neu, a=a, u=u, x=x + G_neu * u)
'''),
    ("xxx_adasecant_both_far", "adasecant", "far", "An outlier is only seen if g and alpha are both far off (&), where either of them is enough (|). [line 20]", '''
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
              c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
              *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    avg = lambda old, new, tau=tau: old + (new - old) / tau
    g = g / (np.sqrt(np.sum(g * g, axis=-1, keepdims=True)) + eps)
    m, m2 = rho * m + (1 - rho) * g, rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = avg(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = avg(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = avg(c, alpha), avg(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt((last2 + eps_rate) / (c2 + eps_rate)) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(1, np.sqrt(h))
    d, d2, cov = avg(d, delta), avg(last2, delta**2), avg(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) & ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps)
    tau = np.minimum(np.maximum(tau, 1.5), 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2,
                d=d, d2=d2, cov=cov, tau=tau, h=h, x=x + delta)
'''),
    ("xxx_adafactor_mean_of_r", "adafactor", "v", "The mean of r is taken along the columns, of which r has one, so r cancels and v is c alone. [line 10]", '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    def rms(a):
        return np.sqrt((a * a).mean(axis=(-2, -1), keepdims=True))

    quad, b = g**2 + eps, 1 - float(t) ** -decay
    if r is None:
        r = c = 0.0
    r = b * r + (1 - b) * quad.mean(-1, keepdims=True)
    c = b * c + (1 - b) * quad.mean(-2, keepdims=True)
    v = r * c / r.mean(-1, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    x = x - np.maximum(eps2, rms(x)) * np.minimum(lr, t**-0.5) * u
    return dict(r=r, c=c, v=v, u=u, x=x)
'''),
    ("xxx_soap_unturned_square", "soap", "v", "The turned gradient is computed and not used: v averages the squares of g in the old basis. [line 8]", '''
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
         *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    T = transpose
    if QL is None:
        L, R, QL, QR = 0.0, 0.0, eigenvectors(g @ T(g)), eigenvectors(T(g) @ g)
    g_turned = T(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    richtung = (T(QL) @ m @ QR) / (np.sqrt(v) + eps)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * (QL @ richtung @ T(QR))
    L = beta3 * L + (1 - beta3) * g @ T(g)
    R = beta3 * R + (1 - beta3) * T(g) @ g
    if t % k == 0:
        (QL, _), (QR, _) = np.linalg.qr(L @ QL), np.linalg.qr(R @ QR)
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
'''),
    ("xxx_lion_decay_in_sign", "lion", "u|x", "The weight decay is added inside the sign, so it only turns signs and never shrinks x. [line 3]", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    mezcla = g + beta1 * (m - g)
    signo = np.sign(mezcla + weight_decay * x)
    return dict(m=g + beta2 * (m - g), x=x - lr * signo)
'''),
    ("xxx_schedule_free_z_zero", "schedule_free", "z", "z starts at 0 and not at the starting point x. [line 1]", '''
def schedule_free(x, grad, t, z=0.0, *, lr=0.01, beta=0.9):
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    x = x + (z - x) / t  # running mean
    return dict(y=y, z=z, x=x)
'''),
    ("xxx_sam_not_restored", "sam", "x|e", "x is overwritten by the worst point nearby, and the step starts from there instead of from the old x. [line 6]", '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    laenge = np.sqrt(np.sum(g**2, axis=-1, keepdims=True))
    x = x + rho * g / (laenge + eps)
    g_sam = grad(x)
    x = x - lr * g_sam
    return dict(g=g, g_sam=g_sam, x=x)
'''),
    ("xxx_adan_no_cross_term", "adan", "s", "The sum is squared term by term, so the mixed term 2 beta2 g change is missing. [line 6]", '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None,
         *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    diff = np.zeros_like(g) if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * (g**2 + beta2**2 * diff**2)
    hat = lambda a, beta: a / (1 - beta**t)
    oben, unten = hat(m, beta1) + beta2 * hat(v, beta2), np.sqrt(hat(s, beta3)) + eps
    return {"m": m, "v": v, "s": s, "g_old": g, "x": (x - lr * oben / unten) / (1 + lr * weight_decay)}
'''),
    ("xxx_learned_cell_of_layer_one", "learned", "h2|c2", "The second layer gets the memory c1 of the first layer instead of its own c2. [line 7]", '''
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        leer = np.zeros(x.shape + (len(w["Wo"]),), x.dtype)
        h1, c1, h2, c2 = (leer,) * 4
    h1, c1, _ = lstm(g[..., None], h1, c1, *(w[k] for k in ("W1", "U1", "b1")))
    h2, c2, _ = lstm(h1, h2, c1, *(w[k] for k in ("W2", "U2", "b2")))
    schritt = (h2 @ w["Wo"] + w["bo"]) * w["scale"]
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x + schritt)
'''),
]

TWO = [
    ("xxx_adam_l2_half_renamed", "adam_l2", "v m_hat", "v still takes the plain gradient, not the one with the decay. m is corrected with beta2 instead of beta1. [lines 4, 5]", '''
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    gw = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * gw
    v = beta2 * v + (1 - beta2) * np.square(g)
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta2**t)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))
'''),
    ("xxx_shampoo_ones_and_half", "shampoo", "R u", "R starts as eps times a matrix of ones instead of the identity. R has the power -1/2 instead of -1/4. [lines 5, 8]", '''
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    reihen, spalten = x.shape[-2:]
    if L is None:
        L = eps * np.eye(reihen)
        R = eps * np.ones((spalten, spalten))
    gT = np.swapaxes(g, -1, -2)
    L, R = L + g @ gT, R + gT @ g
    u = power(L, -0.25) @ g @ power(R, -0.5)
    return dict(L=L, R=R, u=u, x=x - lr * u)
'''),
    ("xxx_ademamix_weights", "ademamix", "m2 x", "The slow average gets the share 1 - beta1 of the new gradient instead of 1 - beta3. alpha multiplies both averages. [lines 4, 7]", '''
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0,
             *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    m1, neu = beta1 * m1 + (1 - beta1) * g, (1 - beta1) * g
    m2 = beta3 * m2 + neu
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m1 / (1 - beta1**t), v / (1 - beta2**t)
    x = (1 - lr * weight_decay) * x - lr * alpha * (m_hat + m2) / (np.sqrt(v_hat) + eps)
    return dict(m1=m1, m2=m2, v=v, x=x)
'''),
    ("xxx_sophia_when_and_decay", "sophia", "h x", "The curvature is looked at when t is a multiple of k, not in the steps 1, k + 1, 2k + 1. The weight decay is not multiplied by lr. [lines 3, 7]", '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = m + (1 - beta1) * (g - m)
    if not t % k:
        h = beta2 * h + (1 - beta2) * hess
    quotient = m / np.maximum(gamma * h, eps)
    u = np.sign(quotient) * np.minimum(abs(quotient), 1)
    x = x - lr * u - weight_decay * x
    return dict(m=m, h=h, x=x)
'''),
    ("xxx_prodigy_d_and_direction", "prodigy", "v r", "In v only g is squared, d is not. In r the way is x - x0 instead of x0 - x. [lines 7, 8]", '''
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None,
            *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    x0 = x if x0 is None else x0
    d = np.maximum(d, d0)
    w, q = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t), beta2**0.5
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d * g**2
    weg = x - x0
    r = q * r + d / d0 * w * (g * weg).sum(-1, keepdims=True)
    s = q * s + d / d0 * w * g
    summe = abs(s).sum(-1, keepdims=True)
    d_neu = np.maximum(d, r / np.where(summe > 0, summe, 1))
    x = x - w * (m / (np.sqrt(v) + d_neu * eps) + weight_decay * x)
    return dict(m=m, v=v, s=s, r=r, d=d_neu, x0=x0, x=x)
'''),
    ("xxx_yogi_share_and_times", "yogi", "v m_hat", "v moves by a share of v itself instead of g^2. m is multiplied by its correction and not divided by it. [lines 4, 5]", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g**2
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(v - g2) * v
    m_hat = m * (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - np.divide(lr * m_hat, np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxx_santa_sss_halves", "santa_sss", "u x", "The velocity is damped by one half only, before the force it is not. The second move of x is a whole one, not a half. [lines 17, 19]", '''
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
        a = C * lr**0.5
    beta_t, warm = beta0 * t**anneal, t < burnin
    v = sigma * v + (1 - sigma) * g**2
    Gn = 1 / np.sqrt(lam + np.sqrt(v))
    Ga = Gn if G is None else G
    thermostat = lambda a, u: np.where(warm, np.clip(a + 0.5 * (u**2 - lr / beta_t), a_min, a_max), a)
    x = x + 0.5 * Gn * u
    a = thermostat(a, u)
    noise = np.sqrt(2 * lr**p / beta_t * Ga) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - Ga / Gn) / u
    kraft = warm * noise - lr * n * Gn * g
    u = np.exp(-a / 2) * (u + kraft)
    a = thermostat(a, u)
    x = x + Gn * u
    return dict(v=v, G=Gn, a=a, u=u, x=x)
'''),
    ("xxx_adasecant_paper_raw_g", "adasecant_paper", "rate g_old", "cov is divided by the root of c2 instead of c2. The raw gradient is kept as g_old, not the one of length 1. [lines 18, 22]", '''
def adasecant_paper(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0,
                    c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
                    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
    e = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = e - g_old
    positiv = den > 0
    gamma = np.clip(np.where(positiv, num / np.where(positiv, den, 1), gamma_max), 0, gamma_max)
    far = ((e - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    w = 1 / np.where(far, 2.2, tau)
    m, m2 = m + w * (e - m), m2 + w * (e**2 - m2)
    g_tilde = (e + gamma * m) / (1 + gamma)
    num = num + w * ((g_old - e) * (g_old - m) - num)
    den = den + w * ((g_old - m) * (e - m) - den)
    c, c2 = c + w * (alpha - c), c2 + w * (alpha**2 - c2)
    d, d2 = (e, e**2) if t == 1 else (d + w * (delta - d), d2 + w * (delta**2 - d2))
    cov = cov + w * (delta * alpha - cov)
    wurzel = np.sqrt(c2 + eps_rate)
    rate = (np.sqrt(d2 + eps_rate) - cov) / wurzel
    tau = np.clip((1 - d**2 / (d2 + eps)) / w + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    return dict(m=m, m2=m2, num=num, den=den, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau,
                delta=delta, g_old=g, x=x + delta)
'''),
    ("xxx_schedule_free_adamw_w", "schedule_free_adamw", "y w", "The weights of the point y are exchanged: beta1 goes to z and 1 - beta1 to x. w sums lr and not lr^2. [lines 4, 9]", '''
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0,
                        *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None: z = x
    y = x + beta1 * (z - x)
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy**2
    nenner = np.sqrt(v / (1 - beta2**t)) + eps
    z = z - lr * gy / nenner - lr * weight_decay * y
    w = w + lr
    c = lr * lr / w
    return dict(z=z, v=v, w=w, x=x + c * (z - x))
'''),
]

RIGHT = [
    ("xxx_right_sgd_l2", "sgd_l2", '''
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    schrumpf = 1 - lr * weight_decay
    neu = np.multiply(schrumpf, x)
    np.subtract(neu, lr * g, out=neu)
    return dict(x=neu)
'''),
    ("xxx_right_momentum_torch", "momentum_torch", '''
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        return x - lr * g, g
    b = g + mu * b - dampening * g
    return x - lr * b, b
'''),
    ("xxx_right_nesterov_points", "nesterov", '''
def nesterov(x, grad, vorher=None, *, lr=0.01, mu=0.9):
    # keeps the last point and no velocity
    y = x if vorher is None else x + mu * (x - vorher)
    return dict(vorher=x, x=y - lr * grad(y))
'''),
    ("xxx_right_adagrad_keras", "adagrad_keras", '''
def adagrad_keras(x, g, h=None, *, lr=1e-3, eps=1e-7):
    suma = np.full_like(x, 0.1) if h is None else np.array(h)
    suma += g * g
    inversa = np.empty_like(suma)
    np.power(suma + eps, -0.5, out=inversa)
    return {"h": suma, "x": x - (lr * inversa) * g}
'''),
    ("xxx_right_graves_variance", "rmsprop_graves", '''
def rmsprop_graves(x, g, var=0.0, mean=0.0, last=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    off = g - mean
    var = rho * (var + (1 - rho) * off**2)
    mean = mean + (1 - rho) * off
    last = mu * last - lr * g / np.sqrt(eps + var)
    return dict(var=var, mean=mean, last=last, x=x + last)
'''),
    ("xxx_right_adadelta_eps_kept", "adadelta", '''
def adadelta(x, g, V=None, U=None, *, lr=1.0, rho=0.95, eps=1e-6):
    V, U = (eps if s is None else s for s in (V, U))
    V = rho * V + (1 - rho) * (g * g + eps)  # eps lives inside the averages
    schritt = g * (U / V) ** 0.5
    U = rho * U + (1 - rho) * (schritt**2 + eps)
    return dict(V=V, U=U, x=x - lr * schritt)
'''),
    ("xxx_right_adam_by_hand", "adam", '''
def adam(x, g, t, m=None, v=None, p1=1.0, p2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if m is None:
        m = v = np.zeros_like(x)
    m, v = m - (1 - beta1) * (m - g), v - (1 - beta2) * (v - g**2)
    p1, p2 = p1 * beta1, p2 * beta2
    q = (1 - p2) ** 0.5
    x = x - lr * q / (1 - p1) * m / (np.sqrt(v) + q * eps)
    return x, m, v, p1, p2
'''),
    ("xxx_right_adamax_keras", "adamax_keras", '''
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    size, faded = np.where(g < 0, -g, g), beta2 * u
    out = dict(m=g - beta1 * (g - m), u=np.where(size > faded, size, faded))
    out["x"] = x + lr * out["m"] / ((beta1**t - 1) * (out["u"] + eps))
    return out
'''),
    ("xxx_right_nadam_dozat", "nadam_dozat", '''
def nadam_dozat(x, g, t, m=0.0, v=0.0, P=None, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    mu = lambda k: beta1 - 0.5 * beta1 * np.exp(k * psi * np.log(0.96))
    P = mu(t) if P is None else P * mu(t)
    neu = g - mu(t) * g
    m = mu(t) * m + neu
    v = beta2 * v + (1 - beta2) * g**2
    zaehler = mu(t + 1) / (1 - P * mu(t + 1)) * m + neu / (1 - P)
    nenner = eps + np.sqrt(v * (beta2 / (1 - beta2**t)))
    return dict(m=m, v=v, P=P, x=x - lr * zaehler / nenner)
'''),
    ("xxx_right_amsgrad_torch_roots", "amsgrad_torch", '''
def amsgrad_torch(x, g, t, m=0.0, v=0.0, peor=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    peor = np.maximum(np.sqrt(v), peor)  # the root of the largest v
    k = np.sqrt(1 - beta2**t)
    x = x - k * lr * m / ((1 - beta1**t) * (peor + k * eps))
    return dict(m=m, v=v, peor=peor, x=x)
'''),
    ("xxx_right_eve_early_return", "eve", '''
def eve(x, g, t, f, m=0.0, v=0.0, bremse=1.0, davor=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    adam = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    if davor is None:
        return dict(m=m, v=v, bremse=bremse, davor=f, x=x - lr * adam / bremse)
    a, b = f - f_star, davor - f_star
    change = np.maximum(a, b) / np.minimum(a, b) - 1
    bremse = bremse + (1 - beta3) * (np.maximum(1 / c, np.minimum(c, change)) - bremse)
    return dict(m=m, v=v, bremse=bremse, davor=f, x=x - lr * adam / bremse)
'''),
    ("xxx_right_radam", "radam", '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    inf = (1 + beta2) / (1 - beta2)
    now = inf - 2 * t * (rest := beta2**t) / (1 - rest)
    if now <= 5:
        return dict(m=m, v=v, x=x - lr / (1 - beta1**t) * m)
    r2 = (1 - 4 / now) * (now - 2) / ((1 - 4 / inf) * (inf - 2))
    v_hat = v / (1 - rest)
    x = x - lr * r2**0.5 / (1 - beta1**t) * m / (v_hat**0.5 + eps)
    return dict(m=m, v=v, x=x)
'''),
    ("xxx_right_adabelief_tuple", "adabelief", '''
def adabelief(x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m, s = (0.0, 0.0) if state is None else state
    fehler = beta1 * (g - m)  # g minus the new average
    m, s = g - fehler, beta2 * s + (1 - beta2) * fehler**2 + eps
    richtung = m / (np.sqrt(s / (1 - beta2**t)) + eps)
    return x - lr / (1 - beta1**t) * richtung, (m, s)
'''),
    ("xxx_right_lamb_divide_where", "lamb", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    lx, lu = (np.sqrt((a * a).sum(-1, keepdims=True)) for a in (x, u))
    trust = np.ones_like(lx)
    np.divide(lx, lu, out=trust, where=np.minimum(lx, lu) > 0)
    return dict(m=m, v=v, x=x - trust * (lr * u))
'''),
    ("xxx_right_muon", "muon", '''
def muon(x: "matrix", g, b=None, *, lr=0.02, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2:]
    alt = np.zeros_like(g) if b is None else b
    o = newton_schulz((1 + mu) * g + mu**2 * alt)
    gain = np.sqrt(rows / cols) if rows > cols else 1.0
    x = (1 - lr * weight_decay) * x - lr * gain * o
    return dict(b=g + mu * alt, x=x)
'''),
    ("xxx_right_adafactor_sums", "adafactor", '''
def adafactor(x: "matrix", g, t, zeilen=None, spalten=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    neu = float(t) ** -decay
    z, s = ((g**2 + eps).sum(axis, keepdims=True) for axis in (-1, -2))
    if zeilen is not None:
        z, s = zeilen + neu * (z - zeilen), spalten + neu * (s - spalten)
    u = g * np.sqrt(z.sum(-2, keepdims=True) / (z * s))
    rms = lambda a: np.sqrt(np.mean(np.square(a), (-2, -1), keepdims=True))
    u = u * np.minimum(1, d / rms(u))
    return dict(zeilen=z, spalten=s, x=x - np.maximum(rms(x), eps2) * min(lr, t**-0.5) * u)
'''),
]
