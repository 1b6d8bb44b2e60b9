"""Blind test set twenty-first: the steps of optlab itself, classical ones and rare and modern ones."""

ONE = [
    # ---- classical
    ("xxi_sgd_last_left_out", "sgd", "x",
     "The loop over the coordinates ends one too early, so the last coordinate never moves. [line 4]", '''
def sgd(x, g, *, lr=0.01):
    new = np.array(x)
    flat, grad = new.reshape(-1), np.ravel(g)
    for i in range(len(flat) - 1):
        flat[i] -= lr * grad[i]
    return {"x": new}
'''),
    ("xxi_momentum_paren", "momentum", "v",
     "The parenthesis takes the gradient into the factor mu: mu * (v - lr * g) instead of mu * v - lr * g. [line 2]", '''
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    velocity = mu * (v - lr * g)
    return dict(v=velocity, x=x + velocity)
'''),
    ("xxi_nesterov_v_decayed_first", "nesterov", "g_ahead",
     "v is already multiplied by mu when the look-ahead point is made, so the gradient is taken at x + mu^2 v. [line 5]", '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    # 1. friction
    v = mu * v
    # 2. look ahead
    g_ahead = grad(x + mu * v)
    # 3. push
    v = v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)
'''),
    ("xxi_nesterov_shifted_order", "nesterov_shifted", "x|v",
     "The two lines are exchanged: x is moved with the new v, but the shifted form needs the old one. [line 3]", '''
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = np.multiply(mu, v) - np.multiply(lr, g)
    x = x + np.power(mu, 2) * v - (1 + mu) * lr * g
    return {'v': v, 'x': x}
'''),
    ("xxi_nesterov_keras_no_gradient", "nesterov_keras", "x",
     "The gradient's own share - lr * g is missing in the move of x, which has only mu times the new velocity. [line 5]", '''
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    schritt = lr * g
    geschwindigkeit = mu * v - schritt
    # Nesterov: look ahead along the velocity
    return dict(v=geschwindigkeit, x=x + mu * geschwindigkeit)
'''),
    ("xxi_adagrad_scaled_sum", "adagrad", "h",
     "The sum is made of the squares of lr * g instead of those of g, so that lr cancels in the step. [line 3]", '''
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    step = lr * g
    h = h + step**2
    x = x - step / (np.sqrt(h) + eps)
    return dict(h=h, x=x)
'''),
    ("xxi_rmsprop_warm_start", "rmsprop", "v",
     "v starts at the first squared gradient, as if it needed a warm start; it starts at 0. [line 2]", '''
def rmsprop(x, g, v=None, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = g * g if v is None else rho * v + (1 - rho) * g * g
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)
'''),
    ("xxi_adadelta_old_v", "adadelta", "delta",
     "The step is divided by the root of the old v, from before this gradient, instead of the new one. [line 4]", '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    rms = lambda z: np.sqrt(z + eps)
    v_new = rho * v + (1 - rho) * np.square(g)
    delta = rms(u) / rms(v) * g
    u_new = rho * u + (1 - rho) * np.square(delta)
    return dict(v=v_new, delta=delta, u=u_new, x=x - lr * delta)
'''),
    ("xxi_adam_plain_first_step", "adam", "x",
     "In the first step x makes a plain gradient step, because there would be no history; Adam's corrected step is of size lr there. [line 7]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if t == 1:
        return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * g)  # no history yet
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxi_adamax_size_of_average", "adamax", "u",
     "u takes the size of the average m instead of that of the gradient g. [line 3]", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    u = np.maximum(beta2 * u, abs(m) + eps)
    alpha = lr / (1 - beta1**t)
    return {**dict(m=m, u=u), "x": x - alpha * m / u}
'''),
    ("xxi_nadam_old_average", "nadam", "m_hat",
     "The look-ahead share of m_hat is made from the old average, before this gradient, instead of the new m. [line 4]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_new, v_new = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    now = (1 - beta1) * g / (1 - beta1**t)
    ahead = beta1 * m / (1 - beta1 ** (t + 1))
    m_hat = ahead + now
    v_hat = v_new / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m_new, v=v_new, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxi_amsgrad_one_state", "amsgrad", "v|v_max",
     "The maximum is stored back as v, so the next average starts from the maximum and not from v. [line 4]", '''
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v = v_max = np.where(v > v_max, v, v_max)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
'''),
    ("xxi_adamw_decay_after", "adamw", "x",
     "The decay acts on x after Adam has moved it, so it shrinks the step too; it acts on the x from before the step. [line 8]", '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    # decoupled decay
    x = x - lr * weight_decay * x
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    # ---- rare and modern
    ("xxi_graves_eps_outside", "rmsprop_graves", "delta",
     "eps stands outside the root; Graves has it under the root, in squared gradient units. [line 4]", '''
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n, gbar = [rho * old + (1 - rho) * new for old, new in ((v, g * g), (m, g))]
    variance = n - gbar * gbar
    d = mu * delta - lr * g / (np.sqrt(variance) + eps)
    return dict(v=n, m=gbar, delta=d, x=x + d)
'''),
    ("xxi_smorms3_minimum_paren", "smorms3", "x",
     "The minimum is taken of lr and zeta / (sqrt(v) + eps), so lr is not divided by the root: the parenthesis closes too late. [line 6]", '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = m - r * m + r * g
    v = v - r * v + r * g**2
    zeta = m * m / (v + eps)
    x = x - np.minimum(lr, zeta / (np.sqrt(v) + eps)) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
'''),
    ("xxi_eve_maximum", "eve", "change",
     "The change of the loss is divided by the larger of the two losses instead of the smaller one. [line 7]", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    if f_old is not None:
        high, low = np.maximum(f, f_old), np.minimum(f, f_old)
        change = (high - low) / (high - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
'''),
    ("xxi_adabound_upper_copied", "adabound", "upper",
     "The upper bound was copied from the lower one and kept its + 1 in the denominator: it is 1 / (gamma * t). [line 6]", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    rate = np.minimum(np.maximum(lr_t / (np.sqrt(v) + eps), lower), upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
'''),
    ("xxi_santa_e_thermostat_sign", "santa_e", "a",
     "The thermostat has the wrong sign: the friction falls where u^2 is above lr / beta_t, where it must grow. [line 14]", '''
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
            *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
            p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = C * np.sqrt(lr)
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_new = 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G_new if G is None else G
    explore = t < burnin
    if explore:
        a = np.clip(a + lr / beta_t - u**2, a_min, a_max)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G_new) / u
    noise = noise if explore else np.zeros_like(noise)
    u = u - a * u - lr * n * G_new * g + noise
    return dict(beta_t=beta_t, v=v, G=G_new, a=a, noise=noise, u=u, x=x + G_new * u)
'''),
    ("xxi_santa_sss_one_damping", "santa_sss", "u",
     "Only the first half of the damping is there: the factor exp(-a / 2) around the whole, after force and noise, is missing. [line 19]", '''
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
              *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
              p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G, G_old = 1 / np.sqrt(lam + np.sqrt(v)), G
    G_old = G if G_old is None else G_old
    thermostat = lambda a, u: np.where(t < burnin, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u / 2
    a = thermostat(a, u)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(t < burnin, noise, 0)
    u = np.exp(-a / 2) * u - lr * G * n * g + noise
    a = thermostat(a, u)
    x = x + G * u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)
'''),
    ("xxi_adasecant_gamma_late", "adasecant", "gamma",
     "gamma is computed after num and den have been renewed; it is made from those before this step. [line 10]", '''
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
              c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
              *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    window = lambda old, new: (1 - 1 / tau) * old + new / tau
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    num = window(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = window(den, ((m - g) * (g_tilde - m)) ** 2)
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = window(c, alpha), window(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = window(d, delta)
    d2 = window(last2, delta**2)
    cov = window(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    x = x + delta
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x)
'''),
    ("xxi_learned_cell_of_first", "learned", "h2|c2",
     "The second layer gets the cell c1 of the first layer, a typo for its own c2. [line 7]", '''
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    zero = np.zeros(x.shape + (len(w["Wo"]),), x.dtype)
    h1, c1, h2, c2 = (zero if s is None else s for s in (h1, c1, h2, c2))
    inp = np.expand_dims(g, -1)
    h1, c1, gates = lstm(inp, h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, gates = lstm(h1, h2, c1, w["W2"], w["U2"], w["b2"])
    # read-out
    u = (h2 @ w["Wo"] + w["bo"]) * w["scale"]
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)
'''),
    ("xxi_lion_two_signs", "lion", "u",
     "The signs of m and g are averaged; Lion takes the sign of the average of m and g. [line 3]", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    s = np.sign
    u = beta1 * s(m) + (1 - beta1) * s(g)
    x = (1 - lr * weight_decay) * x - lr * u
    m = beta2 * m + (1 - beta2) * g
    return dict(u=u, m=m, x=x)
'''),
    ("xxi_yogi_is_adam", "yogi", "v",
     "The sign is multiplied by |v - g^2| instead of g^2, which gives Adam's average again. [line 4]", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    diff = v - g**2
    v = v - (1 - beta2) * np.sign(diff) * np.abs(diff)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxi_shampoo_half_root", "shampoo", "u",
     "Both preconditioners have the power -1/2, as AdaGrad's has for a vector; with two sides each one has -1/4. [line 7]", '''
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    rows, cols = x.shape[-2:]
    L = eps * np.eye(rows, dtype=x.dtype) if L is None else L
    R = eps * np.eye(cols, dtype=x.dtype) if R is None else R
    gT = transpose(g)
    L, R = L + g @ gT, R + gT @ g
    u = power(L, -0.5) @ g @ power(R, -0.5)
    return dict(L=L, R=R, u=u, x=x - lr * u)
'''),
    ("xxi_muon_look_ahead_unused", "muon", "o",
     "Newton-Schulz gets the momentum b; the look-ahead u is computed and not used. [line 4]", '''
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(b)
    factor = np.sqrt(np.maximum(1, x.shape[-2] / x.shape[-1]))
    x = x - lr * factor * o - lr * weight_decay * x
    return dict(b=b, u=u, o=o, x=x)
'''),
]

TWO = [
    # ---- classical
    ("xxi_two_adam", "adam", "v m_hat",
     "v weighs the new square with 1 - beta1 instead of 1 - beta2. m is corrected with the power t + 1 instead of t. [lines 3, 4]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("xxi_two_momentum_ema", "momentum_ema", "m x",
     "The new gradient is not weighed with 1 - mu in the average. x makes Nesterov's move, with g mixed in once more. [lines 2, 3]", '''
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    media = mu * m + g
    x = x - lr * (mu * media + (1 - mu) * g)
    return {'m': media, 'x': x}
'''),
    ("xxi_two_nesterov", "nesterov", "g_ahead x",
     "The look-ahead point lies behind x: minus mu * v instead of plus. x moves by mu times the new velocity, which has its mu already. [lines 2, 4]", '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x - mu * v)
    v = mu * v - lr * g_ahead
    x = x + mu * v
    return dict(g_ahead=g_ahead, v=v, x=x)
'''),
    ("xxi_two_adadelta", "adadelta", "v u",
     "v averages |g| instead of g squared. The new square in u lacks its weight 1 - rho. [lines 2, 5]", '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * np.abs(g)
    rms_u, rms_v = np.sqrt(u + eps), np.sqrt(v + eps)
    delta = rms_u / rms_v * g
    u = rho * u + delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
'''),
    ("xxi_two_amsgrad", "amsgrad", "m v_max",
     "The gradient's weight in m is 1 - beta2 instead of 1 - beta1. The maximum is taken over all coordinates instead of over time for each one. [lines 2, 4]", '''
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, np.max(v))
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
'''),
    # ---- rare and modern
    ("xxi_two_amsbound", "amsbound", "lower lr_t",
     "The lower bound subtracts from final_lr instead of taking a share of it. The correction of v in lr_t is not under a root. [lines 5, 7]", '''
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr - 1 / (gamma * t + 1)
    upper = final_lr + final_lr / (gamma * t)
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
'''),
    ("xxi_two_adan", "adan", "change s",
     "The unknown gradient before the first one counts as 0, so the first change is g instead of 0. s squares the look-ahead with the averaged change v in place of the change. [lines 4, 7]", '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=0.0,
         *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    ema = lambda old, new, b: b * old + (1 - b) * new
    change = g - g_old
    m = ema(m, g, beta1)
    v = ema(v, change, beta2)
    s = ema(s, (g + beta2 * v) ** 2, beta3)
    m_hat, v_hat, s_hat = m / (1 - beta1**t), v / (1 - beta2**t), s / (1 - beta3**t)
    x = x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)
'''),
    ("xxi_two_lamb", "lamb", "v_hat x_size",
     "v is corrected with beta1, copied from the line above. The length of x is the sum of its absolute values instead of the Euclidean norm. [lines 5, 7]", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    x_size = np.sum(np.abs(x), axis=-1, keepdims=True)
    u_size = np.sqrt(np.sum(u * u, axis=-1, keepdims=True))
    ok = (x_size > 0) & (u_size > 0)
    ratio = np.where(ok, x_size / np.where(ok, u_size, 1), 1)
    x = x - lr * ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)
'''),
    ("xxi_two_soap", "soap", "m lr_t",
     "m averages the turned gradient, which is then turned a second time; it averages g itself. The correction of v in lr_t is not under a root. [lines 9, 14]", '''
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
         *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    left, right = g @ transpose(g), transpose(g) @ g
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(left), eigenvectors(right)
    turn = lambda a: transpose(QL) @ a @ QR
    g_turned = turn(g)
    m = beta1 * m + (1 - beta1) * g_turned
    v = beta2 * v + (1 - beta2) * g_turned**2
    m_turned = turn(m)
    direction = m_turned / (np.sqrt(v) + eps)
    u = QL @ direction @ transpose(QR)
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * left
    R = beta3 * R + (1 - beta3) * right
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(g_turned=g_turned, m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)
'''),
]

RIGHT = [
    # ---- classical
    ("xxi_right_momentum_difference", "momentum", '''
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    # keep the velocity as what it is: the last change of x
    reibung = 1 - mu
    v, x = (neu := v - reibung * v - lr * g), neu + x
    return v, x
'''),
    ("xxi_right_nesterov_none", "nesterov", '''
def nesterov(x, grad, v=None, *, lr=0.01, mu=0.9):
    coast = np.zeros_like(x) if v is None else np.multiply(v, mu)
    y = x + coast
    slope = grad(y)
    landed = y - lr * slope
    return dict(g_ahead=slope, v=coast - lr * slope, x=landed)
'''),
    ("xxi_right_nesterov_torch_expanded", "nesterov_torch", '''
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    pull = (1 + mu) * g + mu * mu * b
    return {"x": x - lr * pull, "b": g + b * mu}
'''),
    ("xxi_right_adagrad_out", "adagrad", '''
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    total = np.square(g)
    np.add(total, h, out=total)
    denominator = np.sqrt(total)
    denominator += eps
    quotient = np.divide(g, denominator)
    quotient *= -lr
    return dict(h=total, x=quotient + x)
'''),
    ("xxi_right_adadelta_one_root", "adadelta", '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = g * g - rho * (g * g - v)
    ratio2 = (u + eps) / (v + eps)
    u = u + (1 - rho) * (ratio2 * g * g - u)
    delta = ratio2**0.5 * g
    return dict(v=v, u=u, delta=delta, x=x - delta * lr)
'''),
    ("xxi_right_adam_folded", "adam", '''
def adam(x, g, t, m=None, v=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * g if m is None else m - (1 - beta1) * (m - g)
    v = (1 - beta2) * g * g if v is None else v - (1 - beta2) * (v - g * g)
    c1 = 1.0
    c2 = 1.0
    for _ in range(t):
        c1, c2 = c1 * beta1, c2 * beta2
    root = np.sqrt(1 - c2)
    # multiply above and below by the root of the second correction
    rate = lr * root / (1 - c1)
    return dict(m=m, v=v, x=x - rate * m / (np.sqrt(v) + eps * root))
'''),
    ("xxi_right_nadam_common_factor", "nadam", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    share = (1 - beta1) * g
    m = share + beta1 * m
    v = (v - g**2) * beta2 + g**2
    p = beta1**t
    top = (beta1 * m * (1 - p) + share * (1 - beta1 * p)) / ((1 - p) * (1 - beta1 * p))
    s = (v / (1 - beta2**t)) ** 0.5
    return m, v, top, s * s, x - top * (lr / (s + eps))
'''),
    ("xxi_right_amsgrad_where", "amsgrad", '''
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    b1, b2 = 1 - beta1, 1 - beta2
    state = {"m": m + b1 * (g - m), "v": v + b2 * (g * g - v)}
    grown = state["v"] > v_max
    state["v_max"] = np.where(grown, state["v"], v_max)
    root = np.where(grown, np.sqrt(state["v"]), np.sqrt(v_max))
    state.update(x=x - state["m"] * lr / (eps + root))
    return state
'''),
    # ---- rare and modern
    ("xxi_right_eve_ratio", "eve", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = g + beta1 * (m - g)
    v = g**2 + beta2 * (v - g**2)
    if f_old is not None:
        hi, lo = np.where(f > f_old, f, f_old) - f_star, np.where(f > f_old, f_old, f) - f_star
        rel = hi / lo - 1
        d = d - (1 - beta3) * (d - np.minimum(np.maximum(rel, 1 / c), c))
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_hat / (d * np.sqrt(v_hat) + d * eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
'''),
    ("xxi_right_lion_comparisons", "lion", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    kept, fresh = beta1 * m, (beta1 - 1) * g
    up, down = kept > fresh, kept < fresh
    u = np.where(up, 1.0, np.where(down, -1.0, 0.0))
    shrunk = x * (1 - weight_decay * lr)
    return dict(m=g - beta2 * (g - m), u=u, x=np.where(up, shrunk - lr, np.where(down, shrunk + lr, shrunk)))
'''),
    ("xxi_right_adabelief_old_m", "adabelief", '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m
    # g minus the NEW average is beta1 times g minus the old one
    s = beta2 * s + (1 - beta2) * beta1**2 * surprise**2 + eps
    m = m + (1 - beta1) * surprise
    bias1, bias2 = (1 - b**t for b in (beta1, beta2))
    x = x - lr / bias1 * m / (np.sqrt(s / bias2) + eps)
    return dict(m=m, s=s, x=x)
'''),
    ("xxi_right_muon_scaled_look_ahead", "muon", '''
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2], x.shape[-1]
    u = (1 + mu) * g + mu**2 * b
    o = newton_schulz(u)
    scale = (rows / cols) ** 0.5 if rows > cols else 1.0
    return dict(o=o, u=u, b=g + mu * b, x=(1 - lr * weight_decay) * x - (lr * scale) * o)
'''),
    ("xxi_right_adafactor_sums", "adafactor", '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    rows, cols = g.shape[-2:]
    new = 1 / t**decay
    sq = g * g + eps
    row, col = sq.sum(-1, keepdims=True) / cols, sq.sum(-2, keepdims=True) / rows
    r = new * row if r is None else r + new * (row - r)
    c = new * col if c is None else c + new * (col - c)
    v = rows * (r @ c) / r.sum(-2, keepdims=True)
    u = g * v**-0.5
    rms = lambda a: np.sqrt((a * a).sum((-2, -1), keepdims=True) / (rows * cols))
    big = rms(u)
    u = u * np.where(big > d, d / big, 1)
    lr_t = np.maximum(rms(x), eps2) * np.minimum(lr, t**-0.5)
    return dict(r=r, c=c, v=v, u=u, lr_t=lr_t, x=x - lr_t * u)
'''),
    ("xxi_right_sam_by_hand", "sam", '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    here = grad(x)
    laenge = np.sqrt(np.einsum("...i,...i->...", here, here))[..., None]
    climb = here * (rho / (laenge + eps))
    return dict(e=climb, x=x + (-lr) * grad(climb + x))
'''),
    ("xxi_right_radam_two_factors", "radam", '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    q = np.power(beta2, t)
    longest = (1 + beta2) / (1 - beta2)
    rho = longest - 2 * t * q / (1 - q)
    ok = rho > 5
    safe = np.where(ok, rho, 4.0)
    r = ((safe - 4) / (longest - 4) * ((safe - 2) / (longest - 2)) * (longest / safe)) ** 0.5
    factor = np.where(ok, r / (np.sqrt(v / (1 - q)) + eps), 1.0)
    return dict(m=m, v=v, x=x - factor * lr * m / (1 - np.power(beta1, t)))
'''),
    ("xxi_right_santa_e_mu", "santa_e", '''
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
            *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
            p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    hot = t < burnin
    temperature = 1 / (beta0 * np.power(float(t), anneal))
    u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = np.sqrt(lr) * C if a is None else a
    v = g * g + sigma * (v - g * g)
    precond = (lam + v**0.5) ** -0.5
    before = precond if G is None else G
    a = np.where(hot, np.minimum(np.maximum(a + u * u - lr * temperature, a_min), a_max), a)
    xi = rng.standard_normal(x.shape, x.dtype)  # drawn in every step, used while it is hot
    kick = np.sqrt(2 * temperature * before) * lr ** (p / 2) * xi
    if curvature:
        kick = kick + lr * temperature * (precond - before) / (precond * u)
    mu = 1 - a
    u = mu * u - (n * lr) * precond * g + np.where(hot, kick, 0.0)
    return dict(v=v, G=precond, a=a, u=u, x=x + precond * u)
'''),
]
