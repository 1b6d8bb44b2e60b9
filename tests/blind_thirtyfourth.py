"""Blind set thirty-four: 24 functions with one mistake, 9 with two, 16 right ones in another form."""

ONE = [
("xxxiv_quatre_points", "smoothed_nesterov", "g_ahead", "The four points lie at one, two, three and four quarters of the way; range(4) takes the start x itself in place of the look-ahead point. [line 4]", '''
def smoothed_nesterov(x, grad, vitesse=0.0, *, lr=0.01, mu=0.9):
    # quatre points sur le chemin, puis la moyenne
    quart = mu * vitesse / 4
    g = sum(grad(x + k * quart) for k in range(4)) / 4
    vitesse = mu * vitesse - lr * g
    return vitesse, x + vitesse
'''),

("xxxiv_handwriting", "rmsprop_graves", "delta", "eps belongs under the root with the variance; here it is added to the root, where 1e-4 is nearly nothing. [line 5]", '''
def graves(x, g, n=0.0, gbar=0.0, step=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    """eqs. 38-45 of the handwriting paper"""
    n = rho * n + (1 - rho) * np.square(g)
    gbar = rho * gbar + (1 - rho) * g
    sigma = np.sqrt(n - np.square(gbar)) + eps
    step = mu * step - lr * g / sigma
    return dict(n=n, gbar=gbar, step=step, x=x + step)
'''),

("xxxiv_longmem", "smorms3", "mem", "The memory must grow where zeta is small (noise) and shrink where the gradients agree: the factor is 1 - zeta, not zeta. [line 9]", '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    share = 1 / (1 + mem)
    m = m + share * (g - m)
    v = v + share * (g * g - v)
    agree = m * m / (v + eps)
    # never further than the agreement allows
    rate = np.where(agree < lr, agree, lr)
    x = x - g * rate / (np.sqrt(v) + eps)
    mem = agree * mem + 1
    return {"m": m, "v": v, "mem": mem, "x": x}
'''),

("xxxiv_bestloss", "eve", "f_old", "The state must hold the loss of the last step; here it holds the smaller of the two, so in the end the best loss ever. [line 13]", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, last=None, *, lr=1e-3, beta1=0.9, beta2=0.999,
        beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    def ema(old, new, b):
        return b * old + (1 - b) * new
    m = ema(m, g, beta1)
    v = ema(v, g**2, beta2)
    if last is None:
        last = f
    else:
        low = np.minimum(f, last)
        jump = np.abs(f - last) / (low - f_star)
        d = ema(d, np.clip(jump, 1 / c, c), beta3)
        last = low  # for the next call
    direction = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, last=last, x=x - lr / d * direction)
'''),

("xxxiv_sampler_newG", "santa_e", "noise", "The noise has the preconditioner of the step before, G_old; here it takes the new one. [line 13]", '''
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8,
            beta0=1.0, anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    a = C * np.sqrt(lr) if a is None else a
    beta = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g * g
    new_G = (lam + v**0.5) ** -0.5
    G = new_G if G is None else G
    exploring = t < burnin
    a = np.where(exploring, np.clip(a + u * u - lr / beta, a_min, a_max), a)
    z = rng.standard_normal(x.shape, x.dtype)
    zeta = np.sqrt(2 * new_G * lr**p / beta) * z
    if curvature:
        zeta = zeta + lr / beta * (1 - G / new_G) / u
    zeta = np.where(exploring, zeta, 0)
    u = (1 - a) * u - lr * n * new_G * g + zeta
    return dict(v=v, G=new_G, a=a, u=u, noise=zeta, x=x + new_G * u)
'''),

("xxxiv_half_friction", "santa_sss", "u", "The second half of the friction acts on force and noise as well; here both halves damp only the old velocity: a bracket is missing. [line 20]", '''
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8,
              beta0=1.0, anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = C * lr**0.5
    temp = 1 / (beta0 * t**anneal)
    hot = t < burnin
    thermostat = lambda a, u: np.where(hot, np.clip(a + (u * u - lr * temp) / 2, a_min, a_max), a)
    v = sigma * v + (1 - sigma) * g**2
    Gn = 1 / np.sqrt(lam + np.sqrt(v))
    Go = Gn if G is None else G
    x = x + Gn * u / 2
    a = thermostat(a, u)
    noise = np.sqrt(2 * lr**p * temp * Go) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr * temp * (1 - Go / Gn) / u
    noise = np.where(hot, noise, 0)
    half = np.exp(-a / 2)
    u = half * half * u - lr * Gn * n * g + noise
    a = thermostat(a, u)
    x = x + Gn * u / 2
    return v, Gn, a, u, x
'''),

("xxxiv_secant_start", "adasecant", "d2", "In the first step g^2 stands for the unknown square of the last step, in the average too; here the average starts from the empty d2. [line 20]", '''
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7,
              d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    mix = lambda old, new, w: (1 - w) * old + new * w
    w = 1 / tau
    g = g / (np.sqrt(np.sum(g * g, axis=-1, keepdims=True)) + eps)
    m, m2 = mix(m, g, 1 - rho), mix(m2, g * g, 1 - rho)
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num, den = mix(num, ((g - g_tilde) * (g_tilde - m))**2, w), mix(den, ((m - g) * (g_tilde - m))**2, w)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = mix(c, alpha, w), mix(c2, alpha**2, w)
    e, e2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt(e2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    far = ((g - m)**2 > 4 * (m2 - m**2)) | ((alpha - c)**2 > 4 * (c2 - c**2))
    d = mix(d, delta, w)
    d2 = mix(d2, delta**2, w)
    cov = mix(cov, delta * alpha, w)
    tau = np.clip(np.where(far, 2.2, (1 - e**2 / (e2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2,
                d=d, d2=d2, cov=cov, tau=tau, h=h, x=x + delta)
'''),

("xxxiv_one_root", "adadelta", "delta", "The root is of (u + eps) / (v + eps); here only eps is divided by v + eps, and u stands undivided beside it. [line 3]", '''
def adadelta(x, g, Eg2=0.0, Edx2=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    Eg2 = rho * Eg2 + (1 - rho) * g * g
    dx = g * np.sqrt(Edx2 + eps / (Eg2 + eps))
    Edx2 = rho * Edx2 + (1 - rho) * dx * dx
    return Eg2, Edx2, x - lr * dx
'''),

("xxxiv_clipped_numerator", "adabound", "rate", "The bounds hold the rate of each coordinate, after the division by the root of v; here only the learning rate above the fraction is clipped. [line 8]", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)      # Adam's two corrections in one number
    floor = final_lr * (1 - 1 / (gamma * t + 1))
    ceiling = final_lr * (1 + 1 / (gamma * t))
    # keep every coordinate's rate within the corridor
    rate = np.clip(lr_t, floor, ceiling) / (np.sqrt(v) + eps)
    x = x - rate * m
    return {"m": m, "v": v, "lower": floor, "upper": ceiling, "rate": rate, "x": x}
'''),

("xxxiv_mean_with_start", "schedule_free", "x", "The mean of z_1 ... z_t gives the newest point the weight 1 / t; with 1 / (t + 1) the start point stays in the mean for ever. [line 6]", '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x.copy()
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    peso = 1.0 / (t + 1)
    x = x + peso * (z - x)
    return z, x
'''),

("xxxiv_mean_of_old_z", "schedule_free_adamw", "x", "The mean must take in the new point z; here the point from before the step is averaged. [line 11]", '''
def sf_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    base = x if z is None else z
    y = beta1 * x + (1 - beta1) * base
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy**2
    move = gy / (np.sqrt(v / (1 - beta2**t)) + eps)
    move = move + weight_decay * y
    z = base - lr * move
    w = w + lr * lr
    c = lr * lr / w
    x = x + c * (base - x)
    return dict(z=z, v=v, w=w, x=x)
'''),

("xxxiv_never_back_down", "sam", "x", "The second gradient is applied at x, not at the climbed point: the perturbation has to be taken back before the step. [line 6]", '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    length = np.linalg.norm(g, axis=-1, keepdims=True)
    w = x + rho * g / (length + eps)
    # now descend with the gradient of the worst neighbour
    return {"x": w - lr * grad(w)}
'''),

("xxxiv_raw_warmup", "radam", "x", "While there is no denominator the step is lr m_hat; here it takes m without the correction of its start. [line 7]", '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    N = 2 / (1 - beta2) - 1
    rho = N - 2 * t * beta2**t / (1 - beta2**t)
    if rho <= 5:
        return dict(m=m, v=v, x=x - lr * m)   # variance not tractable yet
    rect = np.sqrt((rho - 4) * (rho - 2) * N / ((N - 4) * (N - 2) * rho))
    m_hat = m / (1 - beta1**t)
    scale = np.sqrt(v / (1 - beta2**t)) + eps
    return dict(m=m, v=v, x=x - lr * rect * m_hat / scale)
'''),

("xxxiv_mean_change", "adan", "s", "The square is of the gradient plus beta2 times this step's change; here the averaged change v stands in it. [line 5]", '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    diff = np.zeros_like(g) if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * np.square(g + beta2 * v)
    mh, vh, sh = m / (1 - beta1**t), v / (1 - beta2**t), s / (1 - beta3**t)
    x = x - lr * (mh + beta2 * vh) / (np.sqrt(sh) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
'''),

("xxxiv_trust_in_g", "lamb", "ratio", "The trust ratio divides the length of x by the length of the direction u, not by that of the gradient (that would be LARS). [line 9]", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    def laenge(a):
        return np.sqrt((a * a).sum(axis=-1, keepdims=True))

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    richtung = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    richtung = richtung + weight_decay * x
    oben, unten = laenge(x), laenge(g)
    beide = (oben > 0) & (unten > 0)
    vertrauen = np.where(beide, oben / np.where(unten > 0, unten, 1), 1)
    return x - lr * vertrauen * richtung, m, v      # neuer Punkt zuerst
'''),

("xxxiv_square_scope", "prodigy", "v", "d is squared together with the gradient, (d g)^2; here only g is. [line 7]", '''
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999,
            eps=1e-8, d0=1e-6, weight_decay=0.0):
    origin = x if x0 is None else x0
    d = np.maximum(d, d0)
    k = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d * g**2
    root = np.sqrt(beta2)
    r = root * r + (d / d0) * k * (g * (origin - x)).sum(-1, keepdims=True)
    s = root * s + (d / d0) * k * g
    l1 = np.abs(s).sum(-1, keepdims=True)
    new_d = np.maximum(d, r / np.where(l1 > 0, l1, 1))
    x = x - k * (m / (np.sqrt(v) + new_d * eps) + weight_decay * x)
    return dict(m=m, v=v, s=s, r=r, d=new_d, x0=origin, x=x)
'''),

("xxxiv_one_sided_clip", "sophia", "u", "The step is held between -1 and 1; the minimum holds it from above only, and steps the other way are without a bound. [line 7]", '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    new_h = beta2 * h + (1 - beta2) * hess
    h = new_h if t % k == 1 % k else h       # 1, k + 1, 2 k + 1, ...
    floor = np.maximum(gamma * h, eps)
    # no coordinate may move farther than lr
    u = np.minimum(m / floor, 1)
    x = x * (1 - lr * weight_decay) - lr * u
    return m, h, x
'''),

("xxxiv_spectral", "muon", "o", "Newton-Schulz starts from u over its Frobenius norm, the root of the sum of all squares; ord=2 is the largest singular value. [line 8]", '''
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    A, B, C = 3.4445, -4.7750, 2.0315
    T = lambda M: np.swapaxes(M, -1, -2)

    b = g + mu * b
    look = g + mu * b
    rows, cols = x.shape[-2:]
    o = look / (np.linalg.norm(look, ord=2, axis=(-2, -1), keepdims=True) + 1e-7)
    for i in range(5):
        S = o @ T(o)
        o = A * o + B * S @ o + C * S @ (S @ o)
    stretch = np.sqrt(max(1, rows / cols))
    return dict(b=b, o=o, x=x - lr * (stretch * o + weight_decay * x))
'''),

("xxxiv_square_root_each", "shampoo", "u", "For a matrix each of the two sides takes the power -1/4; with -1/2 on both the gradient is divided twice over. [line 4]", '''
def inv_root(S):
    lam, Q = np.linalg.eigh(S)
    lam = np.maximum(lam, np.finfo(S.dtype).eps * lam[..., -1:])
    return (Q * lam[..., None, :] ** -0.5) @ np.swapaxes(Q, -1, -2)

def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    n, k = x.shape[-2:]
    if L is None:
        L, R = eps * np.eye(n, dtype=x.dtype), eps * np.eye(k, dtype=x.dtype)
    gT = np.swapaxes(g, -1, -2)
    L = L + g @ gT
    R = R + gT @ g
    x = x - lr * inv_root(L) @ g @ inv_root(R)
    return dict(L=L, R=R, x=x)
'''),

("xxxiv_turned_twice", "soap", "u", "To come back from the eigenbasis the right side needs QR transposed; QR itself turns the columns once more. [line 13]", '''
def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    gT = np.swapaxes(g, -1, -2)
    if QL is None:
        L = R = 0.0
        QL, QR = (np.linalg.eigh(S)[1][..., ::-1] for S in (g @ gT, gT @ g))
    QLt = np.swapaxes(QL, -1, -2)
    into = lambda a: QLt @ a @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * into(g)**2
    # Adam in the rotated space
    n = into(m) / (np.sqrt(v) + eps)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - rate * (QL @ n @ QR)
    L = beta3 * L + (1 - beta3) * g @ gT
    R = beta3 * R + (1 - beta3) * gT @ g
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
'''),

("xxxiv_clip_meansquare", "adafactor", "u", "The step is shortened by its root mean square over d; the root has been forgotten, so it is the mean square. [line 14]", '''
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r = 0.0
    if c is None:
        c = 0.0
    both = (-2, -1)
    old = 1 - t ** (-decay)
    sq = g * g + eps
    r = old * r + (1 - old) * sq.mean(axis=-1, keepdims=True)
    c = old * c + (1 - old) * sq.mean(axis=-2, keepdims=True)
    v = r * c / r.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    # clip the update
    too_long = np.mean(u * u, axis=both, keepdims=True) / d
    u = u / np.maximum(1, too_long)
    scale = np.maximum(eps2, np.sqrt(np.mean(x * x, axis=both, keepdims=True)))
    x = x - scale * np.minimum(lr, t**-0.5) * u
    return dict(r=r, c=c, x=x)
'''),

("xxxiv_bias_outside_scale", "learned", "u", "The scale holds the whole read-out, weights and bias; here the bias is added unscaled, ten times too large. [line 19]", '''
NET = dict(trained())   # the trained weights of the package

def cell(inp, h, c, W, U, b):
    n = c.shape[-1]
    z = inp @ W + h @ U + b
    sig = lambda s: 0.5 + 0.5 * np.tanh(0.5 * s)
    i, f, o = sig(z[..., :n]), sig(z[..., n:2*n]), sig(z[..., 2*n:3*n])
    cand = np.tanh(z[..., 3*n:])
    c = f * c + i * cand
    return o * np.tanh(c), c

def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = {name: a.astype(x.dtype) for name, a in NET.items()}
    if h1 is None:
        zero = np.zeros(x.shape + (20,), x.dtype)
        h1, c1, h2, c2 = zero, zero, zero, zero
    h1, c1 = cell(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2 = cell(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * h2 @ w["Wo"] + w["bo"]
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)
'''),

("xxxiv_two_signs", "lion", "u", "The sign is taken once, of the mixture; here each of the two parts has its own sign, and the mixture of signs is no longer of size 1. [line 2]", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    paso = beta1 * np.sign(m) + (1 - beta1) * np.sign(g)
    x = (1 - lr * weight_decay) * x - lr * paso
    return dict(u=paso, m=beta2 * m + (1 - beta2) * g, x=x)
'''),

("xxxiv_product_ahead", "nadam_torch", "mu_product", "What is kept is the product up to mu_t; the product with mu_next is for this step only, and storing it multiplies every mu in twice. [line 12]", '''
def nadam(x, g, t, m=0.0, v=0.0, prod=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    def schedule(step):
        return beta1 * (1 - 0.5 * np.power(0.96, step * psi))

    now, soon = schedule(t), schedule(t + 1)
    upto_now = prod * now
    upto_soon = upto_now * soon
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    look = soon * m / (1 - upto_soon) + (1 - now) * g / (1 - upto_now)
    x = x - lr * look / (np.sqrt(v / (1 - beta2**t)) + eps)
    return m, v, upto_soon, x
'''),
]

TWO = [
("xxxiv_two_adam", "adam", "m v_hat", "m is an average: the new gradient enters with 1 - beta1, a factor that is missing. And v is corrected with beta1 where its own factor beta2 belongs. [lines 2, 5]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),

("xxxiv_two_amsbound", "amsbound", "v_max lower", "The maximum is taken of the averages v, not of the single squared gradients. And the lower bound tends to final_lr: that factor is missing, so it tends to 1. [lines 5, 7]", '''
def amsbound(x, g, t, mom=0.0, sec=0.0, top=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    mom = beta1 * mom + (1 - beta1) * g
    g2 = g * g
    sec = beta2 * sec + (1 - beta2) * g2
    top = np.maximum(top, g2)
    gt = gamma * t
    lo = 1 - 1 / (gt + 1)
    hi = final_lr * (1 + 1 / gt)
    step = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.minimum(np.maximum(step / (np.sqrt(top) + eps), lo), hi)
    return mom, sec, top, x - rate * mom
'''),

("xxxiv_two_adabelief", "adabelief", "s m_hat", "s measures the distance of g from the new average m, and here it is computed before m is renewed. And m is corrected with beta1**t: t + 1 is a step ahead. [lines 3, 5]", '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    # surprise: how far is g from what we expected
    surprise = (g - m) ** 2
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1 ** (t + 1))
    s = beta2 * s + (1 - beta2) * surprise + eps
    s_hat = s / (1 - beta2**t)
    return dict(m=m, s=s, x=x - lr * m_hat / (np.sqrt(s_hat) + eps))
'''),

("xxxiv_two_secant_printed", "adasecant_paper", "gamma tau", "Where its denominator is not positive gamma is gamma_max, not 0. And an outlier is more than two standard deviations off, so 4 times the variance, not twice. [lines 6, 8]", '''
def adasecant_paper(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0,
                    d=0.0, d2=0.0, cov=0.0, tau=2.1, *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
    g = g / (np.sqrt((g * g).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    ok = den > 0
    gamma = np.where(ok, num / np.where(ok, den, 1), 0)
    gamma = np.clip(gamma, 0, gamma_max)
    outlier = lambda a, mean, sq: (a - mean)**2 > 2 * (sq - mean**2)
    w = 1 / np.where(outlier(g, m, m2) | outlier(alpha, c, c2), 2.2, tau)
    avg = lambda old, new: old + w * (new - old)
    m, m2 = avg(m, g), avg(m2, g * g)
    gt = (g + gamma * m) / (1 + gamma)
    num, den = avg(num, (g_old - g) * (g_old - m)), avg(den, (g_old - m) * (g - m))
    c, c2, cov = avg(c, alpha), avg(c2, alpha**2), avg(cov, delta * alpha)
    if t == 1:
        d, d2 = g, g**2
    else:
        d, d2 = avg(d, delta), avg(d2, delta**2)
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) / w + 1, 1.5, 1e8)
    delta = -rate * gt
    return dict(m=m, m2=m2, num=num, den=den, g_old=g, c=c, c2=c2, delta=delta,
                d=d, d2=d2, cov=cov, tau=tau, x=x + delta)
'''),

("xxxiv_two_yogi", "yogi", "v x", "v moves by a share of g^2; here by a share of v itself. And eps is added to the root, not under it. [lines 5, 8]", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    sq = g**2
    m = beta1 * m + (1 - beta1) * g
    # additive, not multiplicative
    v = v - (1 - beta2) * np.sign(v - sq) * v
    a = m / (1 - beta1**t)
    b = v / (1 - beta2**t)
    x = x - lr * a / np.sqrt(b + eps)
    return m, v, x
'''),

("xxxiv_two_adamax_keras", "adamax_keras", "u x", "u fades with beta2, the factor of the second state; here beta1 stands there. And the step lacks the correction 1 - beta1**t for m's start at 0. [lines 5, 6]", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m, size = beta1 * m + (1 - beta1) * g, np.abs(g)

    # infinity norm
    u = np.where(beta1 * u > size, beta1 * u, size)
    x = x - lr * m / (u + eps)
    return {"x": x, "u": u, "m": m}
'''),

("xxxiv_two_ademamix", "ademamix", "m2 x", "The long memory takes in the gradient with 1 - beta3, not with beta1's share. And alpha multiplies the long memory, not the corrected short one. [lines 4, 6]", '''
def ademamix(x, g, t, fast=0.0, slow=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999,
             alpha=5.0, eps=1e-8, weight_decay=0.0):
    fast = beta1 * fast + (1 - beta1) * g
    slow = beta3 * slow + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mix = alpha * fast / (1 - beta1**t) + slow
    x = x - lr * (mix / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x)
    return dict(fast=fast, slow=slow, v=v, x=x)
'''),

("xxxiv_two_nadam", "nadam", "v m_hat", "v averages the squares of the gradients, not of their average m. And the present gradient's share is corrected with beta1**t; only the share of the next step takes t + 1. [lines 3, 5]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = beta2 * v + (1 - beta2) * np.square(m)
    bias = 1 - beta1 ** (t + 1)
    m_bar = beta1 * m / bias + (1 - beta1) * g / bias
    denom = np.sqrt(v / (1 - beta2**t)) + eps
    return m, v, x - lr * m_bar / denom
'''),

("xxxiv_two_muon_optax", "muon_optax", "u o", "The present gradient's share in u has a correction of its own, 1 / (1 - mu**t), which is missing. And the polynomial is applied five times; range(1, 5) makes four. [lines 3, 7]", '''
def muon(x, g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = mu * m + (1 - mu) * g
    u = mu * m / (1 - mu ** (t + 1)) + (1 - mu) * g

    # Newton-Schulz, five rounds
    o = u / (np.linalg.norm(u, axis=(-2, -1), keepdims=True) + 1e-7)
    for _ in range(1, 5):
        gram = o @ np.swapaxes(o, -1, -2)
        o = 3.4445 * o + (2.0315 * gram @ gram - 4.7750 * gram) @ o
    wide = max(1, x.shape[-1] / x.shape[-2])
    x = x - lr * (np.sqrt(wide) * o + weight_decay * x)
    return dict(m=m, u=u, o=o, x=x)
'''),
]

RIGHT = [
("xxxiv_ok_two_points", "momentum", '''
def momentum(x, g, x_before=None, *, lr=0.01, mu=0.9):
    # Polyak's own form: two points, no velocity
    if x_before is None:
        x_before = x
    return {"x": (1 + mu) * x - mu * x_before - lr * g, "x_before": x}
'''),

("xxxiv_ok_hypot", "adagrad_keras", '''
def adagrad(x, g, norm=0.1**0.5, *, lr=1e-3, eps=1e-7):
    # norm is the length of the vector of all gradients so far
    norm = np.hypot(norm, g)
    return norm, x - lr * g / np.hypot(norm, np.sqrt(eps))
'''),

("xxxiv_ok_running_mean", "rmsprop_corrected", '''
def rmsprop(x, g, t, mean_sq=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    """The corrected average is a weighted mean: keep it directly."""
    weight = (1 - rho) / (1 - rho**t)
    mean_sq = np.array((1 - weight) * mean_sq + weight * g * g)
    x = x - lr * g / (np.sqrt(mean_sq) + eps)
    return {"mean_sq": mean_sq, "x": x}
'''),

("xxxiv_ok_pair", "adam_lr_t", '''
def adam(x, g, t, mv=(0.0, 0.0), *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    betas = beta1, beta2
    mv = tuple(b * old + (1 - b) * g**k for b, old, k in zip(betas, mv, (1, 2)))
    top, bottom = (1 - b**t for b in betas)
    return mv, x - lr * mv[0] * bottom**0.5 / (top * (mv[1]**0.5 + eps))
'''),

("xxxiv_ok_sums", "nadam_dozat", '''
def nadam_dozat(x, g, t, m=0.0, q=0.0, prod=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    now, then = (beta1 - 0.5 * beta1 * np.power(0.96, k * psi) for k in (t, t + 1))
    fresh = (1 - now) * g
    m = fresh + now * m
    q = g**2 + beta2 * q                     # v without its factor 1 - beta2
    prod = now * prod
    # one fraction in place of two
    up = (then * m * (1 - prod) + fresh * (1 - prod * then)) / ((1 - prod) * (1 - prod * then))
    down = np.sqrt(beta2 * (1 - beta2) * q / (1 - beta2**t)) + eps
    return dict(m=m, q=q, prod=prod, x=x - lr * up / down)
'''),

("xxxiv_ok_largest_root", "amsgrad_optax", '''
def amsgrad(x, g, t, m=0.0, v=0.0, biggest=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    blend = lambda a, b, share: b - share * b + share * a
    m, v = blend(m, g, beta1), blend(v, g * g, beta2)
    # the root of the largest is the largest root
    root = np.sqrt(v) / np.sqrt(1 - beta2**t)
    biggest = np.where(root > biggest, root, biggest)
    step = -lr / (1 - beta1**t) * m / (biggest + eps)
    return m, v, biggest, x + step
'''),

("xxxiv_ok_big_small", "adam_p", '''
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = np.subtract(g, beta1 * g) + beta1 * m
    share = lambda n: np.power(1 - np.power(beta2, p * n), 1 / p)
    a = beta2 * u
    b = share(1) * (np.abs(g) + eps)
    big, small = np.maximum(a, b), np.minimum(a, b)
    u = big * np.power(1 + np.power(small / big, p), 1 / p)
    return m, u, x - lr * share(t) * m / ((1 - beta1**t) * u)
'''),

("xxxiv_ok_velocity_twice", "nesterov_shifted", '''
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    old, v = v, mu * v - lr * g
    # the velocity, and mu times its change
    return v, x + v + mu * (v - old)
'''),

("xxxiv_ok_shrunk_first", "adamw_keras", '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = g - beta1 * (g - m)
    v = beta2 * v + (1 - beta2) * abs(g) ** 2
    debias = np.sqrt(1 - beta2**t)
    mh, rms = m / (1 - beta1**t), np.sqrt(v) / debias
    x = (1 - lr * weight_decay) * x
    return dict(m=m, v=v, x=x - lr * mh / (rms + eps / debias))
'''),

("xxxiv_ok_row_sums", "adafactor", '''
def adafactor(x, g, t, zeilen=None, spalten=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    # sums in place of means: the counts cancel
    neu = np.power(t, -decay)
    q = g**2 + eps
    zs, ss = q.sum(-1, keepdims=True), q.sum(-2, keepdims=True)
    if zeilen is None:
        zeilen, spalten = 0 * zs, 0 * ss
    zeilen = (1 - neu) * zeilen + neu * zs
    spalten = (1 - neu) * spalten + neu * ss
    u = g * np.sqrt(zeilen.sum(-2, keepdims=True) / zeilen / spalten)
    count = x.shape[-2] * x.shape[-1]
    rms = lambda a: np.linalg.norm(a, axis=(-2, -1), keepdims=True) / np.sqrt(count)
    long = rms(u) / d
    u = np.where(long > 1, u / long, u)
    x = x - np.maximum(rms(x), eps2) * np.minimum(lr, t**-0.5) * u
    return dict(zeilen=zeilen, spalten=spalten, x=x)
'''),

("xxxiv_ok_short_side", "muon", '''
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    o = g + mu * b
    o = o / (np.sqrt(np.square(o).sum((-2, -1), keepdims=True)) + 1e-7)
    tall = x.shape[-2] > x.shape[-1]
    if tall:                                  # work on the smaller Gram matrix
        o = np.swapaxes(o, -1, -2)
    unit = np.eye(o.shape[-2], dtype=x.dtype)
    for _ in range(5):
        s = o @ np.swapaxes(o, -1, -2)
        o = (3.4445 * unit + s @ (2.0315 * s - 4.7750 * unit)) @ o
    if tall:
        o = np.swapaxes(o, -1, -2) * (x.shape[-2] / x.shape[-1]) ** 0.5
    return b, x - lr * weight_decay * x - lr * o
'''),

("xxxiv_ok_landing", "nesterov", '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = x + mu * v
    landing = ahead - lr * grad(ahead)
    return dict(v=landing - x, x=landing)
'''),

("xxxiv_ok_ratio_of_debts", "adan_optax", '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    k = 1 - beta2
    jump = k * (g - (g if prev is None else prev))
    m = beta1 * (m - g) + g
    v = beta2 * v + jump                      # averages the change: no other factor needed
    s = beta3 * s + (1 - beta3) * np.power(g + jump, 2)
    root = np.sqrt(s / (1 - beta3**t)) + eps
    push = m / (1 - beta1**t) / root + k * v / (1 - beta2**t) / root
    return dict(m=m, v=v, s=s, prev=np.array(g), x=(x - lr * push) / (1 + weight_decay * lr))
'''),

("xxxiv_ok_corridor_of_roots", "adabound_paper", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = (1 - beta2) * t
    slowest, fastest = final_lr * k / (k + 1), final_lr * (k + 1) / k
    # clip the denominator: its bounds are the reciprocals, exchanged
    denom = np.clip(np.sqrt(v) / lr, 1 / fastest, 1 / slowest)
    return {"x": x - m / denom / np.sqrt(t), "m": m, "v": v}
'''),

("xxxiv_ok_mean_times_t", "adagrad_torch", '''
def adagrad(x, g, t, mean=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    mean = mean + (g**2 - mean) / t           # the sum is t times this
    slower = 1 + lr_decay * (t - 1)
    out = np.array(x)
    out -= lr * g / (slower * np.sqrt(t * mean) + slower * eps)
    return mean, out
'''),

("xxxiv_ok_pull", "rmsprop_torch", '''
def rmsprop(x, g, square_avg=0.0, pull=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    # pull is torch's buffer with the other sign
    square_avg = np.add(rho * square_avg, (1 - rho) * np.multiply(g, g))
    avg = np.sqrt(square_avg)
    avg += eps
    pull = np.subtract(mu * pull, g / avg)
    new = np.copy(x)
    new += lr * pull
    return new, square_avg, pull
'''),
]
