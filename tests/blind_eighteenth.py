"""An eighteenth set of functions as students write them, by someone who had read the steps and not the feedback: methods of all kinds.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong and in which line, source). " | " stands
between alternatives, a space between two wrong lines. RIGHT: (name, step, source): the same path in another form.
"""

ONE = [
    ("descente_divisee_par_taille", "sgd", "x",
     'The step is divided by the number of coordinates, as if g were a sum over a batch and not the gradient. [line 3]', '''
def descente(x, g, *, lr=0.01):
    # moyenne sur les exemples
    pas = np.multiply(lr, g) / np.size(g)
    return {"x": np.subtract(x, pas)}
'''),
    ("heavy_ball_backwards_difference", "momentum", "v|x",
     'The last move is x - x_old; here x_old - x is taken, so the ball is thrown back to where it came from. [line 4]', '''
def heavy_ball(x, g, x_old=None, *, lr=0.01, mu=0.9):
    if x_old is None:
        x_old = x
    inertia = x_old - x
    x_new = x - lr * g + mu * inertia
    return dict(x_old=x, x=x_new)
'''),
    ("ema_drifts_whole_m_away", "momentum_ema", "m",
     'The update of the average lacks a parenthesis: it subtracts the whole m where it should subtract (1 - mu) m. [line 3]', '''
def ema_momentum(x, g, m=None, *, lr=0.01, mu=0.9):
    m = np.zeros(x.shape) if m is None else m.copy()
    m += (1 - mu) * g - m      # move m a little towards g
    x = x - lr * m
    return x, m
'''),
    ("nag_never_looks_ahead", "nesterov", "g_ahead",
     'The look-ahead point is computed, but the gradient is asked at x all the same. [line 3]', '''
def nag(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = x + mu * v
    g_ahead = grad(x)
    v, x_before = mu * v - lr * g_ahead, x
    x = x_before + v
    return dict(g_ahead=g_ahead, v=v, x=x)
'''),
    ("keras_nesterov_x_first", "nesterov_keras", "x|v",
     'x is moved before the velocity is renewed, so the velocity of the last step is used. [line 3]', '''
def sgd_nesterov(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    lr_g = lr * g
    x = x + mu * v - lr_g
    v = mu * v - lr_g
    return dict(x=x, v=v)
'''),
    ("torch_nesterov_mu_on_g", "nesterov_torch", "x",
     'The factor mu stands at the gradient and not at the buffer. [line 4]', '''
def step(x, g, buf=None, *, lr=1e-3, mu=0.9):
    if buf is None: buf = 0 * x
    buf = g + mu * buf
    direction = mu * g + buf
    x = x - lr * direction
    return dict(buf=buf, x=x)
'''),
    ("adagrad_one_sum_for_all", "adagrad", "h",
     'The squares are summed over all coordinates, so that all share a single h. [line 2]', '''
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.sum(g * g)
    scale = np.sqrt(h) + eps
    x = x - np.divide(lr * g, scale)
    return dict(h=h, x=x)
'''),
    ("rmsprop_square_takes_the_weight_too", "rmsprop", "v",
     'The square goes over the factor 1 - rho as well; only g should be squared. [line 3]', '''
def rms_prop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    alt = rho * v
    neu = np.power((1 - rho) * g, 2)
    v = alt + neu
    wurzel = np.sqrt(v)
    return dict(v=v, x=x - lr * g / (wurzel + eps))
'''),
    ("adadelta_rho_swapped_in_u", "adadelta", "u",
     'In the average of the steps rho and 1 - rho have changed places. [line 5]', '''
def adadelta(x, g, Eg2=0.0, Edx2=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    RMS = lambda E: np.sqrt(E + eps)
    Eg2 = rho * Eg2 + (1 - rho) * g**2
    dx = -RMS(Edx2) / RMS(Eg2) * g
    Edx2 = (1 - rho) * Edx2 + rho * dx**2
    return dict(Eg2=Eg2, Edx2=Edx2, x=x + lr * dx)
'''),
    ("adam_corrects_m_in_place", "adam", "m_hat|m",
     'm_hat is the same array as m and is divided in place, so the corrected average goes into the next step as m. [line 5]', '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    m_hat = m
    m_hat /= 1 - beta1**t
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("adamax_decays_after_the_max", "adamax", "u",
     'beta2 multiplies the whole maximum and not only the old u. [line 3]', '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = beta2 * np.maximum(u, np.abs(g) + eps)
    alpha_t = lr / (1 - beta1**t)
    x = x - alpha_t * m / u
    return dict(m=m, u=u, x=x)
'''),
    ("nadam_corrections_exchanged", "nadam", "m_hat",
     'The two corrections are exchanged: m is corrected for step t and g for step t + 1. [line 6]', '''
def nadam(x, g, t, state=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (0.0, 0.0) if state is None else state
    bias = lambda b, k: 1 - np.power(b, k)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    look = beta1 * m / bias(beta1, t) + (1 - beta1) * g / bias(beta1, t + 1)
    x = x - lr * look / (np.sqrt(v / bias(beta2, t)) + eps)
    return dict(state=(m, v), x=x)
'''),
    ("amsgrad_max_written_into_v", "amsgrad", "v|v_max",
     'The maximum is written into v as well, so the average goes on from the maximum and never falls. [line 3]', '''
def ams(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    v = v_max = np.maximum(v, v_max)  # never falls
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
'''),
    ("adamw_decays_the_moved_x", "adamw", "x",
     'The decay is taken of the x that has already moved and not of the x before the step. [line 7]', '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    y = x - lr * m_hat / (v_hat**0.5 + eps)
    x = y - lr * weight_decay * y
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("torch_adagrad_decays_at_once", "adagrad_torch", "x",
     'The decay of lr counts t steps; before step t only t - 1 have been made, the first one has the full lr. [line 3]', '''
def adagrad(x, g, t, summe=None, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    summe = g**2 if summe is None else summe + g**2
    clr = lr / (1 + t * lr_decay)
    nenner = np.sqrt(summe) + eps
    for i in np.ndindex(x.shape):
        x = x.copy()
        x[i] = x[i] - clr * g[i] / nenner[i]
    return dict(summe=summe, x=x)
'''),
    ("graves_eps_outside_the_root", "rmsprop_graves", "delta",
     "eps is added to the root; in Graves's formula it stands under it. [line 4]", '''
def graves(x, g, n=0.0, gbar=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n = rho * n + (1 - rho) * g**2
    gbar = rho * gbar + (1 - rho) * g
    sigma = np.sqrt(n - gbar**2) + eps
    delta = mu * delta - lr * g / sigma
    return dict(n=n, gbar=gbar, delta=delta, x=x + delta)
'''),
    ("smorms3_larger_rate", "smorms3", "x",
     'The larger of lr and zeta is taken; lr should be a ceiling, so the smaller. [line 6]', '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m += r * (g - m)
    v += r * (g**2 - v)
    zeta = m * m / (v + eps)
    rate = np.where(zeta > lr, zeta, lr)
    x = x - rate * g / (np.sqrt(v) + eps)
    mem = 1 + mem * (1 - zeta)
    return dict(m=m, v=v, mem=mem, x=x)
'''),
    ("eve_relative_to_the_larger_loss", "eve", "change|d",
     'The change of the loss is divided by the larger of the two losses; it should be the smaller one, each less f_star. [line 6]', '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_old is not None:
        lo, hi = np.minimum(f, f_old), np.maximum(f, f_old)
        ratio = (hi - lo) / (hi - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(ratio, 1 / c, c)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)
'''),
    ("adabound_upper_copied_from_lower", "adabound", "upper",
     'The upper bound has the +1 of the lower one in its denominator, so it is not wide open at the start. [line 5]', '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.minimum(np.maximum(lr_t / (np.sqrt(v) + eps), lower), upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)
'''),
    ("amsbound_clips_before_dividing", "amsbound", "rate",
     'Only lr_t is clipped to the bounds and divided afterwards; the quotient of lr_t and the root should be clipped. [line 7]', '''
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    band = final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t, *band) / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x - rate * m)
'''),
    ("santa_noise_with_new_preconditioner", "santa_e", "noise",
     'The noise is scaled with the new G; the algorithm has that of the step before. [line 13]', '''
def santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
          burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    normal = lambda: rng.standard_normal(x.shape)
    u = np.sqrt(lr) * normal() if u is None else u
    a = np.sqrt(lr) * C if a is None else a
    temperature = 1 / (beta0 * t**anneal)
    v = sigma * v + (1 - sigma) * g**2
    G_new = (lam + np.sqrt(v)) ** -0.5
    G_before = G_new if G is None else G
    draw = normal()
    if t < burnin:
        a = np.clip(a + u * u - lr * temperature, a_min, a_max)
        noise = np.sqrt(2 * lr**p * temperature * G_new) * draw
        if curvature:
            noise = noise + lr * temperature * (1 - G_before / G_new) / u
    else:
        noise = 0
    u = (1 - a) * u - lr * n * G_new * g + noise
    return dict(v=v, G=G_new, a=a, u=u, x=x + G_new * u)
'''),
    ("santa_split_damps_only_the_old_u", "santa_sss", "u",
     'The second damping factor was multiplied out onto the old u only; the force and the noise lack it. [line 17]', '''
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None: u = lr**0.5 * rng.standard_normal(x.shape)
    if a is None: a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    thermostat = lambda a, u: np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max) if explore else a
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None: G_old = G
    x = x + G * u / 2
    a = thermostat(a, u)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    u = np.exp(-a) * u - lr * G * n * g + noise * explore
    a = thermostat(a, u)
    x = x + G * u / 2
    return dict(v=v, G=G, a=a, u=u, x=x)
'''),
    ("adasecant_window_branches_exchanged", "adasecant", "tau|far",
     'The branches of the window are exchanged: the outliers keep their window and all others get 2.2. [line 21]', '''
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0,
              cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    avg = lambda old, new: old + (new - old) / tau
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m, m2 = rho * m + (1 - rho) * g, rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = avg(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = avg(den, ((g - m) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = avg(c, alpha), avg(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt((last2 + eps_rate) / (c2 + eps_rate)) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d, d2, cov = avg(d, delta), avg(last2, delta**2), avg(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    grown = (1 - last**2 / (last2 + eps)) * tau + 1 + eps
    tau = np.clip(np.where(far, grown, 2.2), 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h, x=x + delta)
'''),
    ("adasecant_print_den_half_copied", "adasecant_paper", "den",
     "In den the first factor was copied from num's second and then both became alike: (g_old - m) squared in place of (g_old - m)(g - m). [line 13]", '''
def adasecant_print(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0,
                    tau=2.1, *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    gamma = np.clip(np.where(den > 0, num / np.where(den > 0, den, 1), gamma_max), 0, gamma_max)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, tau)
    w = 1 / tau
    m = (1 - w) * m + w * g
    m2 = (1 - w) * m2 + w * g**2
    g_tilde = (g + gamma * m) / (1 + gamma)
    num = (1 - w) * num + w * (g_old - g) * (g_old - m)
    den = (1 - w) * den + w * (g_old - m) * (g_old - m)
    c = (1 - w) * c + w * alpha
    c2 = (1 - w) * c2 + w * alpha**2
    d, d2 = (g, g**2) if t == 1 else ((1 - w) * d + w * delta, (1 - w) * d2 + w * delta**2)
    cov = (1 - w) * cov + w * delta * alpha
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    return dict(m=m, m2=m2, num=num, den=den, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, delta=delta, g_old=g, x=x + delta)
'''),
    ("learned_second_layer_hears_itself_wrong", "learned", "h2|c2",
     'The second layer gets h1 for its own last output h2. [line 8]', '''
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        zeros = np.zeros((*x.shape, len(w["Wo"])))
        h1, c1, h2, c2 = zeros, zeros, zeros, zeros
    a = g[..., None]     # jede Koordinate ist ein eigenes Netz mit einer Eingabe
    h1, c1, _ = lstm(a, h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h1, c2, w["W2"], w["U2"], w["b2"])
    x = x + w["scale"] * (h2 @ w["Wo"] + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x)
'''),
    ("lion_average_renewed_first", "lion", "u|m",
     'm is renewed before the sign is taken, so the sign sees the new gradient twice. [line 2]', '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    c = beta1 * m + (1 - beta1) * g
    x = (1 - lr * weight_decay) * x - lr * np.sign(c)
    return dict(m=m, x=x)
'''),
    ("adan_s_without_weight_on_change", "adan", "s",
     'In s the change of the gradient is added with weight 1; it should have the weight beta2. [line 5]', '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    diff = np.zeros_like(g) if prev is None else g - prev
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * (g + diff) ** 2
    eta = lr / (np.sqrt(s / (1 - beta3**t)) + eps)
    x = x - eta * (m / (1 - beta1**t) + beta2 * v / (1 - beta2**t))
    x = x / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, prev=g, x=x)
'''),
    ("yogi_still_moves_like_adam", "yogi", "v",
     "The sign is multiplied with the difference v - g^2 and not with g^2, which is Adam's average again. [line 4]", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-3):
    gap = v - g**2
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(gap) * np.abs(gap)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("lamb_trusts_the_raw_gradient", "lamb", "u_size|ratio",
     'The trust ratio divides by the length of the gradient; it should be the length of the update u. [line 6]', '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    length = lambda a: np.sqrt(np.sum(a**2, axis=-1, keepdims=True))
    wx, wu = length(x), length(g)
    trust = np.where((wx > 0) & (wu > 0), wx / np.where(wu > 0, wu, 1), 1)
    x = x - lr * trust * u
    return dict(m=m, v=v, u=u, x=x)
'''),
    ("shampoo_full_root_on_each_side", "shampoo", "u",
     'Each side takes the power -1/2; with two sides it is -1/4 each. [line 8]', '''
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    rows, cols = x.shape[-2:]
    if L is None:
        L, R = eps * np.eye(rows), eps * np.eye(cols)
    gT = transpose(g)
    L, R = L + g @ gT, R + gT @ g
    order = 2  # a matrix has two sides
    left, right = (power(A, -1 / order) for A in (L, R))
    x = x - lr * (left @ g @ right)
    return dict(L=L, R=R, x=x)
'''),
]

TWO = [
    ("adam_wrong_beta_and_times", "adam", "m v_hat",
     'm decays with beta2 in place of beta1. v is multiplied with its correction and should be divided by it. [lines 2, 5]', '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_korr = m / (1 - beta1**t)
    v_korr = v * (1 - beta2**t)
    x = x - lr * m_korr / (np.sqrt(v_korr) + eps)
    return dict(m=m, v=v, x=x)
'''),
    ("nadam_schedule_two_slips", "nadam_torch", "mu_next mu_product",
     'mu_next is taken at t and should be at t + 1. The product is multiplied with beta1 in place of mu_t. [lines 4, 5]', '''
def nadam(x, g, t, m=0.0, v=0.0, prod=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu = lambda k: beta1 * (1 - 0.96 ** (k * psi) / 2)
    mu_t = mu(t)
    mu_next = mu(t)
    prod = prod * beta1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    bar = mu_next * m / (1 - prod * mu_next) + (1 - mu_t) * g / (1 - prod)
    x = x - lr * bar / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, prod=prod, x=x)
'''),
    ("adadelta_eps_out_and_lr_in", "adadelta", "delta u",
     'eps is added to the two roots and should stand under them. The average of the steps takes them times lr and should take them without. [lines 3, 4]', '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = (np.sqrt(u) + eps) / (np.sqrt(v) + eps) * g
    u = rho * u + (1 - rho) * (lr * delta) ** 2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
'''),
    ("torch_rmsprop_abs_and_damped", "rmsprop_torch", "v b",
     'v averages |g| and not the square. The buffer takes the new part times 1 - mu, and should take it whole. [lines 3, 5]', '''
def rmsprop(x, g, v=None, b=None, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v, b = (np.zeros(x.shape), np.zeros(x.shape)) if v is None else (v, b)
    v = rho * v + (1 - rho) * np.abs(g)
    scaled = g / (np.sqrt(v) + eps)
    b = mu * b + (1 - mu) * scaled
    return x - lr * b, v, b
'''),
    ("smoothed_nag_starts_at_x", "smoothed_nesterov", "g_ahead x",
     'The four gradients are taken at 0, 1/4, 1/2, 3/4 of the way and should be at 1/4 to 1. x moves by mu v and should move by v. [lines 3, 6]', '''
def smoothed(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    total = 0
    for k in range(4):
        total = total + grad(x + mu * v * k / 4)
    v = mu * v - lr * total / 4
    x = x + mu * v
    return dict(v=v, x=x)
'''),
    ("keras_amsgrad_forgets_its_max", "amsgrad_keras", "lr_t v_max",
     'The root in lr_t goes over the whole fraction and should go over the numerator only. v is handed on as v_max, so the maximum is forgotten. [lines 5, 8]', '''
def amsgrad(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = np.where(v > v_max, v, v_max)
    lr_t = lr * np.sqrt((1 - beta2**t) / (1 - beta1**t))
    x = x - lr_t * m / (np.sqrt(top) + eps)
    return dict(m=m, v=v,
                v_max=v, x=x)
'''),
    ("adamw_decay_free_of_lr", "adamw", "m_hat x",
     'm is corrected with the power of 1 - beta1 and should be with 1 minus the power of beta1. The decay is not multiplied with lr. [lines 5, 7]', '''
def adamw(x, g, t, mom=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    mom = mom or {"m": 0.0, "v": 0.0}
    m = beta1 * mom["m"] + (1 - beta1) * g
    v = beta2 * mom["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1) ** t
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x
    return dict(mom=dict(m=m, v=v), x=x)
'''),
    ("muon_buffer_first_and_wide", "muon", "u x",
     'mu stands at the gradient and should stand at the buffer. The factor has columns over rows, and should have rows over columns. [lines 4, 6]', '''
def muon(x: "matrix", g, b=None, *, lr=0.02, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2], x.shape[-1]
    b = g if b is None else mu * b + g
    nesterov = b + mu * g
    o = newton_schulz(nesterov)
    factor = np.sqrt(max(1, cols / rows))
    x = x * (1 - lr * weight_decay) - lr * factor * o
    return dict(b=b, x=x)
'''),
    ("sophia_late_and_bare", "sophia", "h u",
     'The Hessian is renewed when t is a multiple of k, and should be at steps 1, k + 1, ... The factor gamma on h is missing under the clip. [lines 3, 5]', '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = m / np.maximum(h, eps)
    u = np.where(np.abs(u) > 1, np.sign(u), u)
    x = x - lr * weight_decay * x - lr * u
    return dict(m=m, h=h, u=u, x=x)
'''),
    ("soap_unturned_square", "soap", "v m_turned",
     'v averages the square of the gradient before it is turned. m is turned back, out of the eigenbasis, and should be turned into it. [lines 8, 9]', '''
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    gT = transpose(g)
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(g @ gT), eigenvectors(gT @ g)
    g_turned = transpose(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_turned = QL @ m @ transpose(QR)
    u = QL @ (m_turned / (np.sqrt(v) + eps)) @ transpose(QR)
    x = x - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * u
    L = beta3 * L + (1 - beta3) * g @ gT
    R = beta3 * R + (1 - beta3) * gT @ g
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
'''),
    ("ademamix_slow_sum_outside", "ademamix", "m2 x",
     'The slow average lacks the factor 1 - beta3. It is added behind the division and should be divided by the root as well. [lines 3, 7]', '''
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(v / (1 - beta2**t)) + eps
    m_hat = m1 / (1 - beta1**t)
    update = m_hat / root + alpha * m2
    x = x - lr * (update + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, x=x)
'''),
    ("radam_counts_from_zero", "radam", "m_hat rho_t",
     'm is corrected for step t + 1, as if t began at 0. In rho_t the last term lacks its division by 1 - beta2^t. [lines 3, 6]', '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    longest = 2 / (1 - beta2) - 1
    b2t = beta2**t
    length = longest - 2 * t * b2t
    if length <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    r = np.sqrt((length - 4) / (longest - 4) * (length - 2) / (longest - 2) * longest / length)
    return dict(m=m, v=v, x=x - lr * r * m_hat / (np.sqrt(v / (1 - b2t)) + eps))
'''),
    ("schedule_free_weights_and_count", "schedule_free", "y c",
     'In y the weights are exchanged: beta should weigh the average x and 1 - beta the fast z. The average counts t + 1 points and should count t. [lines 4, 6]', '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    mischen = lambda a, b, anteil: (1 - anteil) * a + anteil * b
    z = x if z is None else z
    y = mischen(x, z, beta)
    z = z - lr * grad(y)
    anteil = 1 / (t + 1)     # x0 zaehlt mit
    return {"z": z, "x": mischen(x, z, anteil)}
'''),
    ("adafactor_column_mean_and_max", "adafactor", "v lr_t",
     'v is divided by c itself (its mean over the rows axis) and should be by the mean of r. lr_t takes the larger of lr and 1/sqrt(t), and should take the smaller. [lines 7, 10]', '''
def adafactor(x: "matrix", g, t, r=0.0, c=0.0, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    rms = lambda a: np.sqrt(np.mean(a**2, axis=(-2, -1), keepdims=True))
    beta_t = 1 - float(t) ** -decay
    sq = g**2 + eps
    r = beta_t * r + (1 - beta_t) * sq.mean(axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * sq.mean(axis=-2, keepdims=True)
    v = r * c / c.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    lr_t = np.maximum(eps2, rms(x)) * max(lr, t**-0.5)
    return dict(r=r, c=c, x=x - lr_t * u)
'''),
]

RIGHT = [
    ("nag_by_difference", "nesterov", '''
def nag(x, grad, tempo=None, *, lr=0.01, mu=0.9):
    if tempo is None:
        tempo = np.zeros_like(x)
    probe = x + mu * tempo          # we stand where the ball would roll
    landing = probe - lr * grad(probe)
    return {"tempo": landing - x, "x": landing}
'''),
    ("bengio_tuple", "nesterov_shifted", '''
def shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    pull = lr * g
    v_new = mu * v - pull
    return x + (mu * v_new - pull), v_new
'''),
    ("adagrad_keras_out_arrays", "adagrad_keras", '''
def adagrad(x, g, h=None, *, lr=1e-3, eps=1e-7):
    new = np.empty_like(x)
    np.multiply(g, g, out=new)
    h = new + (0.1 if h is None else h)
    bottom = np.empty_like(x)
    np.sqrt(h + eps, out=bottom)
    quotient = np.divide(g, bottom)
    return dict(h=h, x=np.subtract(x, np.multiply(lr, quotient)))
'''),
    ("centered_one_tuple_of_state", "rmsprop_centered_torch", '''
def rms_centre(x, g, moments=None, *, lr=1e-2, rho=0.99, eps=1e-8):
    second, first = moments or (0.0, 0.0)
    first, second = rho * first + g * (1 - rho), rho * second + g * g * (1 - rho)
    ecart = np.sqrt(second - first * first)
    return dict(moments=(second, first), x=x - g * lr / (eps + ecart))
'''),
    ("adam_products_by_hand", "adam", '''
def adam(x, g, t, m=None, v=None, p1=1.0, p2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * g if m is None else beta1 * (m - g) + g
    v = (1 - beta2) * g**2 if v is None else beta2 * v + (1 - beta2) * g**2
    p1, p2 = p1 * beta1, p2 * beta2
    root2 = np.sqrt(1 - p2)
    x = x - lr * root2 / (1 - p1) * m / (np.sqrt(v) + eps * root2)
    return dict(m=m, v=v, p1=p1, p2=p2, x=x)
'''),
    ("adamax_where_and_negative_step", "adamax", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m - (1 - beta1) * (m - g)
    groesse = np.where(g < 0, -g, g) + eps
    verblasst = beta2 * u
    u = np.where(verblasst > groesse, verblasst, groesse)
    schritt = -np.divide(m, u) * lr / (1 - np.power(beta1, t))
    return x + schritt, m, u
'''),
    ("nadam_geometric_sums", "nadam", '''
def nadam(x, g, t, memo=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    memo = dict(memo or dict(M=0.0, V=0.0))
    # M and V are the plain discounted sums, without 1 - beta
    memo.update(M=beta1 * memo["M"] + g, V=beta2 * memo["V"] + g * g)
    geo = lambda b, n: sum(b**k for k in range(n))
    nenner = np.sqrt(memo["V"] / geo(beta2, t)) + eps
    zaehler = beta1 * memo["M"] / geo(beta1, t + 1) + g / geo(beta1, t)
    return dict(memo=memo, x=x - lr * zaehler / nenner)
'''),
    ("amsgrad_optax_entry_by_entry", "amsgrad_optax", '''
def ams(x, g, t, m=None, v=None, peak=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    zero = np.zeros(x.shape)
    m, v, peak, x = (np.array(zero if a is None else a, dtype=float) for a in (m, v, peak, x))
    for i in np.ndindex(x.shape):
        m[i] += (1 - beta1) * (g[i] - m[i])
        v[i] += (1 - beta2) * (g[i] ** 2 - v[i])
        if (now := v[i] / (1 - beta2**t)) > peak[i]:
            peak[i] = now
        x[i] -= lr * (m[i] / (1 - beta1**t)) / (peak[i] ** 0.5 + eps)
    return dict(m=m, v=v, peak=peak, x=x)
'''),
    ("adabelief_surprise_before_m", "adabelief", '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m                       # g - m_new is beta1 of it
    s = beta2 * s + (1 - beta2) * beta1**2 * surprise**2 + eps
    m = m + (1 - beta1) * surprise
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    x = x - (lr / c1) * m / ((s / c2) ** 0.5 + eps)
    return dict(m=m, s=s, x=x)
'''),
    ("schedule_free_adamw_differences", "schedule_free_adamw", '''
def sf_adamw(x, grad, t, z=None, v=None, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    y = z + beta1 * (x - z)
    g = grad(y)
    v = (0 if v is None else beta2 * v) + (1 - beta2) * g * g
    adam_part = g / (eps + np.sqrt(np.divide(v, 1 - beta2**t)))
    z = z - lr * adam_part - lr * weight_decay * y
    share = lr * lr / (w := w + lr * lr)
    return dict(z=z, v=v, w=w, x=x + share * (z - x))
'''),
    ("sam_einsum_norm", "sam", '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    laenge = np.sqrt(np.einsum("...i,...i->...", g, g))[..., None]
    return {"x": x - lr * grad(x + g * (rho / (laenge + eps)))}
'''),
    ("smorms3_carries_the_rate", "smorms3", '''
def smorms3(x, g, m=0.0, v=0.0, r=0.5, *, lr=1e-3, eps=1e-16):
    m = m + r * (g - m)
    v = (1 - r) * v + r * g * g
    zeta = m * m / (v + eps)
    x = x - g * np.where(zeta < lr, zeta, lr) / (np.sqrt(v) + eps)
    memory = 1 / r - 1
    r = 1 / (2 + memory * (1 - zeta))      # of the next step
    return x, m, v, r
'''),
    ("eve_inverse_rate", "eve", '''
def eve(x, g, t, f, m=0.0, v=0.0, brake=1.0, before=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if before is not None:
        up, down = np.maximum(f, before), np.minimum(f, before)
        r = np.maximum(1 / c, np.minimum((up - down) / (down - f_star), c))
        brake = r + beta3 * (brake - r)
    half = np.sqrt(1 - beta2**t)
    x = x - lr * half * m / (brake * (1 - beta1**t) * (np.sqrt(v) + eps * half))
    return dict(m=m, v=v, brake=brake, before=f, x=x)
'''),
    ("muon_optax_sum_of_gradients", "muon_optax", '''
def muon(x: "matrix", g, t, total=None, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2:]
    total = g if total is None else g + mu * total      # m without its 1 - mu
    ahead = (1 - mu) * (mu * total / (1 - mu ** (t + 1)) + g / (1 - mu**t))
    stretch = np.sqrt(max(rows, cols) / rows)
    shrunk = x * (1 - lr * weight_decay)
    return dict(total=total, x=shrunk - lr * stretch * newton_schulz(ahead))
'''),
    ("santa_sss_two_helpers", "santa_sss", '''
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    u = np.sqrt(lr) * rng.standard_normal(x.shape) if u is None else u
    a = C * np.sqrt(lr) if a is None else a
    kT = 1 / (beta0 * t**anneal)
    warm = np.less(t, burnin)

    def friction(a, u):
        return np.where(warm, np.minimum(np.maximum(a + 0.5 * (u * u - lr * kT), a_min), a_max), a)

    v = v + (1 - sigma) * (g * g - v)
    G_new = np.power(lam + np.sqrt(v), -0.5)
    G = G_new if G is None else G
    x = x + 0.5 * G_new * u
    a = friction(a, u)
    dice = rng.standard_normal(x.shape)
    kick = -lr * n * G_new * g
    thermal = np.sqrt(2 * lr**p * kT * G) * dice
    if curvature:
        thermal = thermal + lr * kT * (1 - G / G_new) / u
    kick = np.where(warm, kick + thermal, kick)
    damp = np.exp(-0.5 * a)
    u = damp**2 * u + damp * kick
    return dict(v=v, G=G_new, a=friction(a, u), u=u, x=x + 0.5 * G_new * u)
'''),
    ("learned_layers_in_a_loop", "learned", '''
def learned(x, g, memory=None):
    w = trained(x.dtype)
    if memory is None:
        memory = [(np.zeros(x.shape + (len(w["Wo"]),)),) * 2 for _ in range(2)]
    signal = np.expand_dims(g, -1)
    kept = []
    for layer, (h, c) in zip("12", memory):
        signal, c, _ = lstm(signal, h, c, w["W" + layer], w["U" + layer], w["b" + layer])
        kept.append((signal, c))
    return dict(memory=kept, x=x + w["scale"] * (w["bo"] + signal @ w["Wo"]))
'''),
]

