"""A fourteenth set of functions as students write them, by someone who had read the steps and not the feedback: methods of all kinds.

ONE and TWO: (name, step, quantities of the reference that come out wrong, what is wrong and in which line, source). " | " stands
between alternatives, a space between two wrong lines. RIGHT: (name, step, source): the same path in another form.
"""

ONE = [
    ("clip_sneaks_in", "sgd", "x",
     "The gradient is shortened to length 1 whenever it is longer, which is gradient clipping and no part of plain descent [line 5]", """
def sgd(x, g, *, lr=0.01):
    # make sure that the step cannot explode
    length = np.sqrt(np.sum(g * g))
    if length > 1.0:
        g = g / length
    step = lr * g
    new_x = x - step
    return {"x": new_x}
"""),
    ("bracket_around_both", "momentum", "v",
     "mu multiplies the whole bracket, so the fresh gradient is weakened by mu as well [line 4]", """
def momentum(x, g, v=None, *, lr=0.01, mu=0.9):
    if v is None:
        v = np.zeros_like(x)
    v = mu * (v - lr * g)
    return dict(x=x + v, v=v)
"""),
    ("share_taken_twice", "momentum_ema", "x",
     "The factor 1 - mu is already in the average and is applied once more in the step [line 4]", """
def momentum_ema(x, g, durchschnitt=0.0, *, lr=0.01, mu=0.9):
    rest = 1 - mu
    durchschnitt = durchschnitt + rest * (g - durchschnitt)
    schritt = lr * rest * durchschnitt
    return x - schritt, durchschnitt
"""),
    ("looks_but_stays", "nesterov", "g_ahead",
     "The look-ahead point is computed, but the gradient is taken at x [line 6]", '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    """Nesterov accelerated gradient."""
    # 1. peek at where the velocity will carry us
    lookahead_position = x + mu * v
    # 2. gradient there
    gradient = grad(x)
    # 3. velocity, 4. move
    velocity_from_before = mu * v
    velocity_from_gradient = -lr * gradient
    v = velocity_from_before + velocity_from_gradient
    x = x + v
    return dict(v=v, x=x)
'''),
    ("range_from_zero", "smoothed_nesterov", "g_ahead",
     "range(4) begins at 0, so the four points are 0, 1/4, 1/2, 3/4 of the way and the last one is missed [line 3]", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    reach = mu * v
    g_mean = sum(grad(x + reach * k / 4) for k in range(4)) / 4
    v = reach - lr * g_mean
    return dict(v=v, x=x + v)
"""),
    ("absolute_sum", "adagrad", "h",
     "The accumulator sums the sizes of the gradients where it should sum their squares [line 3]", """
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    magnitude = np.abs(g)
    h = h + magnitude
    root = np.sqrt(h)
    denominator = root + eps
    effective_lr = lr / denominator
    x = x - effective_lr * g
    return dict(h=h, x=x)
"""),
    ("root_kept_as_state", "rmsprop", "v",
     "v is overwritten by its own root, and the root is handed on as the next step's average [line 4]", """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v
    v = v + (1 - rho) * g ** 2
    v = np.sqrt(v)
    x = x - lr * g / (v + eps)
    return dict(v=v, x=x)
"""),
    ("eps_slips_out", "rmsprop_graves", "delta",
     "eps belongs under the root beside the variance, here it is added to the root [line 3]", """
def rmsprop_graves(x, g, n_i=0.0, g_i=0.0, delta_i=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n_i, g_i = rho * n_i + (1 - rho) * g * g, rho * g_i + (1 - rho) * g
    delta_i = mu * delta_i - lr * g / (np.sqrt(n_i - g_i * g_i) + eps)
    return x + delta_i, n_i, g_i, delta_i
"""),
    ("steps_pile_up", "adadelta", "u",
     "The average of the squared steps has lost its factor 1 - rho [line 5]", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    rms = lambda a: np.sqrt(a + eps)
    v = rho * v + (1 - rho) * np.square(g)
    delta = rms(u) / rms(v) * g
    u = rho * u + np.square(delta)
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
"""),
    ("counts_from_zero", "adam", "m_hat|v_hat",
     "t already begins at 1, and adding 1 makes both bias corrections one step late [line 2]", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    t = t + 1  # the loop counts from 0
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    correction1 = 1 - beta1 ** t
    correction2 = 1 - beta2 ** t
    m_hat = m / correction1
    v_hat = v / correction2
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("average_in_maximum", "adamax", "u",
     "The new gradient gets the weight 1 - beta2 of an average, though u is a maximum and takes |g| whole [line 3]", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, (1 - beta2) * (np.abs(g) + eps))
    x = x - (lr / (1 - beta1**t)) * (m / u)
    return dict(m=m, u=u, x=x)
"""),
    ("both_shares_same_power", "nadam", "m_hat",
     "The momentum share belongs to the next step and needs 1 - beta1^(t+1), here both shares are divided by 1 - beta1^t [line 3]", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    nest = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    x = x - lr * nest / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, m_hat=nest, x=x)
"""),
    ("maximum_feeds_average", "amsgrad", "v|v_max",
     "The maximum is written back into v, so the next average starts from the maximum and not from the average [line 4]", """
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v = v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("clip_arguments_swapped", "adabound", "rate",
     "np.clip takes the lower bound first, here the upper one comes first and every rate becomes the lower bound [line 7]", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    hi = final_lr + final_lr / (gamma * t)
    lo = final_lr - final_lr / (gamma * t + 1)
    eta = np.clip(lr_t / (np.sqrt(v) + eps), hi, lo)
    return dict(m=m, v=v, x=x - eta * m)
"""),
    ("maximum_left_aside", "amsbound", "rate",
     "v_max is kept up to date, but the rate still divides by the root of v as AdaBound does [line 8]", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    lower = final_lr * gamma * t / (gamma * t + 1)
    upper = final_lr * (gamma * t + 1) / (gamma * t)
    rate = lr * np.sqrt(c2) / c1 / (np.sqrt(v) + eps)
    rate = np.minimum(np.maximum(rate, lower), upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, x=x)
"""),
    ("decay_without_rate", "adamw", "x",
     "The decay is taken off whole, without the learning rate in front of it [line 6]", """
def adamw(x, g, t, m=None, v=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = (0 if m is None else beta1 * m) + (1 - beta1) * g
    v = (0 if v is None else beta2 * v) + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    adam_part = lr * m_hat / (np.sqrt(v_hat) + eps)
    decay_part = weight_decay * x
    return x - adam_part - decay_part, m, v
"""),
    ("corrected_rate_on_decay", "adamw_keras", "x",
     "The decay is multiplied by the bias-corrected lr_t instead of the plain lr [line 5]", """
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * (m / (np.sqrt(v) + eps) + weight_decay * x)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
"""),
    ("square_of_raw_gradient", "adam_l2", "v",
     "m gets the gradient with the decay, but v squares the gradient without it [line 4]", """
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    g_reg = g + weight_decay * x
    m = m + (1 - beta1) * (g_reg - m)
    v = v + (1 - beta2) * (g**2 - v)
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x - lr * step)
"""),
    ("dampened_from_start", "momentum_torch", "b",
     "The buffer starts at 0, so the first gradient is dampened too, whereas the first b is g itself [line 3]", """
def momentum_torch(x, g, buf=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if buf is None:
        buf = np.zeros(x.shape)
    buf = mu * buf + (1 - dampening) * g
    x = x - lr * buf
    return {"buf": buf, "x": x}
"""),
    ("old_velocity_looks_ahead", "nesterov_keras", "x",
     "x is moved with mu times the velocity from before the update, the formula takes the new one [line 5]", """
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    push = lr * g
    v_prev = v
    v = mu * v_prev - push
    x = x + mu * v_prev - push
    return dict(v=v, x=x)
"""),
    ("velocity_too_early", "nesterov_shifted", "v|x",
     "v is renewed before x uses it, while the x line is written for the old v [line 2]", """
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    x = x + mu**2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)
"""),
    ("rate_inside_and_outside", "rmsprop_keras", "x",
     "lr stands already inside the buffer and is multiplied once more where x moves [line 4]", """
def rmsprop_keras(x, g, v=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = v * rho + g**2 * (1 - rho)
    b = np.divide(lr * g, np.sqrt(v + eps)) + mu * b
    x = x - lr * b
    return dict(v=v, b=b, x=x)
"""),
    ("unsquared_mean", "rmsprop_centered_torch", "x",
     "The mean is subtracted without being squared, and abs hides the negative variances that come of it [line 4]", """
def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    variance = np.abs(v - m)  # abs, otherwise numpy warns
    std = np.sqrt(variance)
    x = x - lr * g / (std + eps)
    return dict(v=v, m=m, x=x)
"""),
    ("decays_from_first_step", "adagrad_torch", "x",
     "The decay of lr must be nothing in the first step, it counts t - 1 and not t [line 3]", """
def adagrad_torch(x, g, t, suma=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    suma = suma + np.power(g, 2)
    tasa = lr / (1 + t * lr_decay)
    x = x - tasa * g / (np.sqrt(suma) + eps)
    return x, suma
"""),
    ("parentheses_multiplied_out", "smorms3", "mem",
     "1 - zeta lost its parentheses, so mem loses zeta only once and not mem times [line 6]", """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = m + r * (g - m)
    v = v + r * (g * g - v)
    zeta = m * m / (v + eps)
    mem = 1 + mem * 1 - zeta
    x = x - g * np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    return dict(m=m, v=v, mem=mem, x=x)
"""),
    ("larger_loss_below", "eve", "change",
     "The change is taken relative to the larger of the two losses, not to the smaller [line 8]", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
        f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        gap = np.maximum(f, f_old) - f_star
        ratio = np.clip(np.abs(f - f_old) / gap, 1 / c, c)
        d = beta3 * d + (1 - beta3) * ratio
    x = x - lr * m_hat / (d * (np.sqrt(v_hat) + eps))
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("noise_from_new_preconditioner", "santa_e", "noise",
     "The noise is scaled with the G of this step, the algorithm has the G of the step before [line 14]", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    u = lr**0.5 * rng.standard_normal(x.shape) if u is None else u
    a = C * lr**0.5 if a is None else a
    G_before = G
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    G_before = G if G_before is None else G_before
    xi = rng.standard_normal(x.shape)
    noise = 0
    if t < burnin:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
        noise = np.sqrt(2 * lr**p / beta_t * G) * xi
        if curvature:
            noise = noise + lr / beta_t * (1 - G_before / G) / u
    u = (1 - a) * u - lr * G * n * g + noise
    return dict(v=v, G=G, a=a, u=u, x=x + G * u)
"""),
    ("one_whole_damping", "santa_sss", "u",
     "The friction is applied whole to the old velocity alone, so force and noise escape the second half of the damping [line 19]", """
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G, G_old = 1 / np.sqrt(lam + np.sqrt(v)), G
    if G_old is None:
        G_old = G
    exploring = t < burnin
    thermostat = lambda a, u: np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max) if exploring else a
    x = x + 0.5 * G * u
    a = thermostat(a, u)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    u = np.exp(-a) * u - lr * G * n * g + (noise if exploring else 0)
    a = thermostat(a, u)
    x = x + 0.5 * G * u
    return dict(v=v, G=G, a=a, u=u, x=x)
"""),
    ("guard_beside_quotient", "adasecant", "gamma",
     "eps should guard the denominator, here it is added to the quotient [line 6]", """
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0,
              cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    g = g / (np.sqrt(np.sum(g**2, axis=-1, keepdims=True)) + eps)
    ema = lambda old, new: (1 - 1 / tau) * old + new / tau
    m, m2 = rho * m + (1 - rho) * g, rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / den + eps), gamma_max)
    num = ema(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = ema(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = ema(c, alpha), ema(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt((last2 + eps_rate) / (c2 + eps_rate)) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    new_tau = np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps)
    d, d2 = ema(d, delta), ema(last2, delta**2)
    cov = ema(cov, delta * alpha)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, c=c, c2=c2, d=d, d2=d2, cov=cov, h=h,
                tau=np.clip(new_tau, 1.5, 1e8), g_old=g, x=x + delta)
"""),
    ("memory_first", "lion", "u|m",
     "m is renewed before the sign is taken, so the new gradient enters the direction twice [line 3]", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    # update the memory
    m = beta2 * m + (1 - beta2) * g
    # interpolate, keep only the direction
    interpolated = beta1 * m + (1 - beta1) * g
    direction = np.sign(interpolated)
    # decoupled decay
    x = x - lr * direction - lr * weight_decay * x
    return dict(m=m, x=x)
"""),
    ("curvature_at_end_of_period", "sophia", "h",
     "The curvature is looked at when t is a multiple of k, but the first look is due in step 1 [line 3]", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)
"""),
    ("wide_for_tall", "muon", "x",
     "The shape factor is made of columns over rows, it should be rows over columns [line 5]", """
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2:]
    b = g + mu * b
    o = newton_schulz(g + mu * b)
    factor = np.sqrt(max(1.0, cols / rows))
    x = (1 - lr * weight_decay) * x - lr * factor * o
    return dict(b=b, x=x)
"""),
    ("mean_along_kept_axis", "adafactor", "v",
     "The row means are averaged along the axis of length 1, which leaves r itself and cancels it [line 6]", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    b = 1 - float(t) ** -decay
    sq = g**2 + eps
    r = (0 if r is None else b * r) + (1 - b) * sq.mean(-1, keepdims=True)
    c = (0 if c is None else b * c) + (1 - b) * sq.mean(-2, keepdims=True)
    v = r * c / r.mean(-1, keepdims=True)
    rms = lambda a: np.sqrt((a * a).mean((-2, -1), keepdims=True))
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    x = x - np.maximum(eps2, rms(x)) * min(lr, t**-0.5) * u
    return dict(r=r, c=c, x=x)
"""),
    ("distance_backwards", "prodigy", "r",
     "The displacement is x - x0 where it should be x0 - x, so r falls while the gradients agree [line 9]", """
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6,
            weight_decay=0.0):
    x0 = x if x0 is None else x0
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * (d * g)
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    weight = d / d0 * lr_t
    displacement = x - x0
    r = np.sqrt(beta2) * r + weight * np.sum(g * displacement, axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + weight * g
    s_norm = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(s_norm > 0, s_norm, 1))
    step = m / (np.sqrt(v) + d * eps) + weight_decay * x
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x - lr_t * step)
"""),
    ("mean_includes_start", "schedule_free", "c",
     "The weight of the newest point is 1/t, with 1/(t+1) the start stays in the mean [line 5]", """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x.copy() if z is None else z
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    x = x + (z - x) / (t + 1)
    return dict(y=y, z=z, x=x)
"""),
    ("norm_over_everything", "sam", "e",
     "The norm is taken over the whole array, and not for each point along the last axis [line 3]", """
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    first = grad(x)
    climb = first * (rho / (np.linalg.norm(first) + eps))
    second = grad(x + climb)
    return x - lr * second
"""),
    ("plus_one_at_infinity", "radam", "rho_inf",
     "rho_inf is 2/(1-beta2) - 1, here 1 is added [line 5]", """
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) + 1
    b = beta2**t
    rho_t = rho_inf - 2 * t * b / (1 - b)
    if rho_t <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    v_hat = v / (1 - b)
    r = np.sqrt((rho_t - 4) / (rho_inf - 4) * (rho_t - 2) / (rho_inf - 2) * rho_inf / rho_t)
    return dict(m=m, v=v, x=x - lr * r * m_hat / (np.sqrt(v_hat) + eps))
"""),
    ("share_of_itself", "yogi", "v",
     "v moves by a share of v, whereas Yogi's point is that it moves by a share of g squared [line 5]", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g * g
    richtung = np.sign(v - g2)
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * richtung * v
    m_dach = m / (1 - beta1**t)
    v_dach = v / (1 - beta2**t)
    x = x - lr * m_dach / (np.sqrt(v_dach) + eps)
    return dict(m=m, v=v, x=x)
"""),
    ("ratio_before_decay", "lamb", "u|ratio",
     "The length of the direction is measured before the decay is added to it [line 6]", """
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    norm = lambda a: np.linalg.norm(a, axis=-1, keepdims=True)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    w_norm, u_norm = norm(x), norm(u)
    u = u + weight_decay * x
    trust = np.where((w_norm > 0) & (u_norm > 0), w_norm / np.where(u_norm > 0, u_norm, 1), 1.0)
    x = x - lr * trust * u
    return dict(m=m, v=v, x=x)
"""),
    ("belief_in_last_average", "adabelief", "s",
     "The surprise is measured against the average before this gradient, the algorithm takes the renewed m [line 2]", """
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * surprise**2 + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, x=x)
"""),
]

TWO = [
    ("plain_sum_and_loose_power", "adam", "m m_hat",
     "The average m takes the new gradient without the factor 1 - beta1. The power t stands outside the parentheses of 1 - beta1 [lines 2, 4]", """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m * beta1 + g
    v = v * beta2 + (1 - beta2) * g * g
    mc = m / (1 - beta1) ** t
    vc = v / (1 - beta2 ** t)
    denom = vc ** 0.5 + eps
    return dict(m=m, v=v, x=x - lr * mc / denom)
"""),
    ("full_gradient_raw_v", "nadam", "m_hat x",
     "The gradient's share in m_hat has lost its factor 1 - beta1. The step divides by the root of v although v_hat has been computed [lines 5, 8]", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    momentum_part = beta1 * m / (1 - beta1 ** (t + 1))
    gradient_part = g / (1 - beta1 ** t)
    m_hat = momentum_part + gradient_part
    v_hat = v / (1 - beta2 ** t)
    x = x - lr * m_hat / (np.sqrt(v) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("empty_start_no_root", "adagrad_keras", "h x",
     "The sum starts at 0 where Keras starts it at 0.1. The gradient is divided by h itself and not by its root [lines 3, 5]", """
def adagrad_keras(x, g, h=None, *, lr=1e-3, eps=1e-7):
    if h is None:
        h = np.zeros_like(g)
    h = h + np.multiply(g, g)
    x = x - lr * np.divide(g, h + eps)
    return x, h
"""),
    ("weights_swapped_uphill", "adadelta", "v x",
     "rho and 1 - rho are exchanged in the average of the squared gradients. The step is added, but nothing has made it negative [lines 3, 9]", """
def adadelta(x, g, Eg=0.0, Ex=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    # accumulate gradient
    Eg = (1 - rho) * Eg + rho * g**2
    # compute update (the minus is already inside)
    dx = np.sqrt((Ex + eps) / (Eg + eps)) * g
    # accumulate updates
    Ex = rho * Ex + (1 - rho) * dx**2
    # apply
    x = x + lr * dx
    return dict(Eg=Eg, Ex=Ex, x=x)
"""),
    ("beta2_typed_no_correction", "adamax", "m x",
     "m weighs the gradient by 1 - beta2 instead of 1 - beta1. The step leaves out the bias correction of m [lines 2, 4]", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta2) * g
    u = np.where(beta2 * u > np.abs(g) + eps, beta2 * u, np.abs(g) + eps)
    x = x - lr * m / u
    return dict(m=m, u=u, x=x)
"""),
    ("wrong_beta_and_unused_max", "amsgrad_torch", "m_hat v_hat",
     "m is corrected with beta2. v is corrected where the largest v should be [lines 5, 6]", """
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_max=v_max, m_hat=m_hat, v_hat=v_hat, x=x)
"""),
    ("loose_bound_half_correction", "adabound", "lower lr_t",
     "In the lower bound gamma*t + 1 has lost its parentheses and 1 is added to the whole. lr_t corrects m but not v [lines 5, 7]", """
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    gt = gamma * t
    lower_bound = final_lr * (1 - 1 / gt + 1)
    upper_bound = final_lr * (1 + 1 / gt)
    step_size = lr / (1 - beta1**t)
    step_size = step_size / (np.sqrt(v) + eps)
    clipped = np.minimum(np.maximum(step_size, lower_bound), upper_bound)
    x = x - clipped * m
    return dict(m=m, v=v, x=x)
"""),
    ("weight_squared_buffer_averaged", "rmsprop_torch", "v b",
     "The square covers the factor 1 - rho as well. The buffer is an average with 1 - mu, torch's is a sum [lines 2, 4]", """
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + ((1 - rho) * g) ** 2
    normed = g / (np.sqrt(v) + eps)
    b = mu * b + (1 - mu) * normed
    x = x - lr * b
    return dict(v=v, b=b, x=x)
"""),
    ("old_d_forgotten_multiplied", "eve", "d x",
     "d drops its past: beta3 stands without the old d. The step is multiplied by d where it should be divided [lines 6, 8]", """
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
        f_star=0.0, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    if t > 1:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 + (1 - beta3) * np.clip(change, 1 / c, c)
    adam = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    x = x - lr * d * adam
    return dict(m=m, v=v, d=d, f_old=f, x=x)
"""),
    ("square_root_only_once", "santa_e", "G u",
     "G is the inverse square root of v, the outer root is missing. The velocity keeps the share a, it should keep 1 - a [lines 9, 20]", """
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
            burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape)
    if a is None:
        a = np.sqrt(lr) * C
    temperature = 1 / (beta0 * t**anneal)
    v = sigma * v + (1 - sigma) * g * g
    G_prev, G = G, 1 / (lam + np.sqrt(v))
    if G_prev is None:
        G_prev = G
    z = rng.standard_normal(x.shape)
    if t < burnin:
        a = np.clip(a + u * u - lr * temperature, a_min, a_max)
        noise = np.sqrt(2 * lr**p * temperature * G_prev) * z
        if curvature:
            noise = noise + lr * temperature * (1 - G_prev / G) / u
    else:
        noise = 0.0
    u = a * u - lr * n * G * g + noise
    x = x + G * u
    return dict(v=v, G=G, a=a, u=u, x=x)
"""),
    ("one_sided_clip_growing_h", "sophia", "h u",
     "The curvature's average adds hess without the factor 1 - beta2. The clip bounds the ratio above only, not below [lines 5, 7]", """
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    x = x - lr * weight_decay * x
    m = beta1 * m + (1 - beta1) * g
    if t % k == 1 or k == 1:
        h = beta2 * h + hess
    ratio = m / np.maximum(gamma * h, eps)
    ratio = np.minimum(ratio, 1)
    x = x - lr * ratio
    return dict(m=m, h=h, x=x)
"""),
    ("same_beta_decay_outwards", "lion", "x m",
     "The decay has the wrong sign and pushes x away from 0. m is renewed with beta1, the beta of the direction [lines 3, 4]", """
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    mix = lambda b: b * m + (1 - b) * g
    x = x - lr * (np.sign(mix(beta1)) - weight_decay * x)
    return dict(x=x, m=mix(beta1))
"""),
    ("fresh_rows_half_power", "shampoo", "L u",
     "L starts anew from eps in every step where it should go on summing. The power on the right side is -1/2, for a matrix it is -1/4 on both [lines 5, 8]", """
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    rows, cols = x.shape[-2], x.shape[-1]
    if L is None:
        L, R = eps * np.eye(rows), eps * np.eye(cols)
    L = eps * np.eye(rows) + g @ transpose(g)
    R = R + transpose(g) @ g
    left = power(L, -0.25)
    right = power(R, -0.5)
    x = x - lr * (left @ g @ right)
    return dict(L=L, R=R, x=x)
"""),
    ("backward_change_bare_in_s", "adan", "change s",
     "The change is old minus new. The squared term adds the change without its weight beta2 [lines 2, 5]", """
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    diff = np.zeros_like(g) if g_old is None else g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    s = beta3 * s + (1 - beta3) * (g + diff) ** 2
    k1, k2, k3 = (1 - b**t for b in (beta1, beta2, beta3))
    x = x - lr * (m / k1 + beta2 * v / k2) / (np.sqrt(s / k3) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, g_old=g, x=x)
"""),
    ("averaged_and_unweighted", "nesterov_torch", "b x",
     "The buffer weighs the gradient by 1 - mu, torch's takes it whole. The look-ahead adds b without its factor mu [lines 2, 3]", """
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b = b * mu + g * (1 - mu)
    ahead = g + b
    x = x - lr * ahead
    return dict(b=b, x=x)
"""),
    ("unturned_square_wrong_way_back", "soap", "v u",
     "v averages the squares of the gradient that was not turned into the eigenbasis. The way back out of the basis uses the transposes on the wrong sides [lines 10, 12]", """
def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    T = transpose
    GL, GR = g @ T(g), T(g) @ g
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(GL), eigenvectors(GR)
    into = lambda a: T(QL) @ a @ QR
    g_rot = into(g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    adam = into(m) / (np.sqrt(v) + eps)
    back = T(QL) @ adam @ QR
    x = x - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * back
    L, R = beta3 * L + (1 - beta3) * GL, beta3 * R + (1 - beta3) * GR
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
"""),
]

RIGHT = [
    ("through_the_next_point", "sgd", """
def sgd(x, g, *, lr=0.01):
    out = np.empty_like(x)
    np.multiply(g, -lr, out=out)
    np.add(out, x, out=out)
    return out
"""),
    ("velocity_is_difference", "momentum", """
def momentum(x, g, anterior=None, *, lr=0.01, mu=0.9):
    # la velocidad es la diferencia entre los dos ultimos puntos
    if anterior is None:
        anterior = x
    nuevo = x + mu * (x - anterior) - lr * g
    return dict(anterior=x, x=nuevo)
"""),
    ("point_ahead_walrus", "nesterov", """
def nesterov(x, grad, v=None, *, lr=0.01, mu=0.9):
    glide = 0.0 if v is None else mu * v
    x_new = (ahead := x + glide) - lr * grad(ahead)
    return dict(v=x_new - x, x=x_new)
"""),
    ("quarters_in_a_loop", "smoothed_nesterov", """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    whole_way = mu * v
    total = 0.0
    position = x
    for quarter in range(4):
        position = position + 0.25 * whole_way
        total = total + grad(position)
    average_gradient = total / 4.0
    v = whole_way - lr * average_gradient
    return dict(v=v, x=x + v)
"""),
    ("hypot_accumulator", "adagrad", """
def adagrad(x, g, length=0.0, *, lr=0.01, eps=1e-8):
    length = np.hypot(length, g)   # the root of the sum of squares, kept as such
    return dict(length=length, x=x - lr * g / (length + eps))
"""),
    ("sum_over_weight", "rmsprop_corrected", """
def rmsprop_corrected(x, g, t, total=0.0, weight=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    total = rho * total + g * g
    weight = rho * weight + 1
    return dict(total=total, weight=weight, x=x - lr * g / (np.sqrt(total / weight) + eps))
"""),
    ("variance_recursion", "rmsprop_graves", """
def rmsprop_graves(x, g, var=0.0, mean=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    # Welford: the variance itself is carried on
    off = g - mean
    var = rho * (var + (1 - rho) * off**2)
    mean = mean + (1 - rho) * off
    delta = mu * delta - lr * g / np.sqrt(var + eps)
    return dict(var=var, mean=mean, delta=delta, x=x + delta)
"""),
    ("one_root_of_ratio", "adadelta", """
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    keep, new = rho, 1 - rho
    v = keep * v + new * g**2
    ratio = (u + eps) / (v + eps)
    u = keep * u + new * ratio * g**2
    return x - lr * ratio**0.5 * g, v, u
"""),
    ("products_by_hand", "adam", """
def adam(x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = (np.zeros_like(x), np.zeros_like(x), 1.0, 1.0)
    m, v, p1, p2 = state
    p1, p2 = p1 * beta1, p2 * beta2
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    root = np.sqrt(1 - p2)
    x = x - lr * root / (1 - p1) * m / (np.sqrt(v) + eps * root)
    return dict(state=(m, v, p1, p2), x=x)
"""),
    ("where_for_maximum", "adamax", """
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    decayed = beta2 * u
    fresh = np.where(g < 0, -g, g) + eps
    u = np.where(decayed < fresh, fresh, decayed)
    m = g - beta1 * (g - m)
    x = x - lr * m / (u * (1 - beta1**t))
    return dict(m=m, u=u, x=x)
"""),
    ("old_m_expanded", "nadam", """
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    now, later = 1 - beta1**t, 1 - beta1 ** (t + 1)
    # m_hat written with the old m and g
    weight_old = beta1**2 / later
    weight_g = (1 - beta1) * (beta1 / later + 1 / now)
    m_hat = weight_old * m + weight_g * g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    scale = lr / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x - scale * m_hat)
"""),
    ("state_in_a_dict", "amsgrad", """
def amsgrad(x, g, s=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    s = dict(m=0.0 * g, v=0.0 * g, root=0.0 * g) if s is None else dict(s)
    s.update(m=beta1 * s["m"] + (1 - beta1) * g, v=beta2 * s["v"] + (1 - beta2) * g**2)
    s["root"] = np.fmax(s["root"], np.sqrt(s["v"]))
    return dict(s=s, x=x - lr * s["m"] / (s["root"] + eps))
"""),
    ("bounds_in_closed_form", "amsbound", """
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    v_max = np.where(v > v_max, v, v_max)
    k = gamma * t
    eta = lr * (1 - beta2**t) ** 0.5 / ((1 - beta1**t) * (v_max**0.5 + eps))
    eta = np.minimum(eta, final_lr * (k + 1) / k)
    eta = np.maximum(eta, final_lr * k / (k + 1))
    return x - eta * m, m, v, v_max
"""),
    ("shrink_first", "adamw", """
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    x = (1 - lr * weight_decay) * x
    first_moment = beta1 * m + (1 - beta1) * g
    second_moment = beta2 * v + (1 - beta2) * g * g
    bias1 = 1 - beta1**t
    bias2 = 1 - beta2**t
    denominator = np.sqrt(second_moment) / np.sqrt(bias2) + eps
    x = x - (lr / bias1) * (first_moment / denominator)
    return dict(m=first_moment, v=second_moment, x=x)
"""),
    ("next_mu_carried_on", "nadam_torch", """
def nadam_torch(x, g, t, m=0.0, v=0.0, prod=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    schedule = lambda k: beta1 - 0.5 * beta1 * 0.96 ** (k * psi)
    mu, mu_next = schedule(t), schedule(t + 1)
    prod = prod * mu
    prod_next = prod * mu_next
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    denom = np.sqrt(v / (1 - beta2**t)) + eps
    x = x - lr * (1 - mu) / (1 - prod) * g / denom
    x = x - lr * mu_next / (1 - prod_next) * m / denom
    return dict(m=m, v=v, prod=prod, x=x)
"""),
    ("factored_by_outer_sum", "adafactor", """
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    rows, cols = x.shape[-2:]
    new = float(t) ** (-decay)
    sq = g * g + eps
    row_mean, col_mean = sq.sum(-1, keepdims=True) / cols, sq.sum(-2, keepdims=True) / rows
    r = row_mean if r is None else r + new * (row_mean - r)
    c = col_mean if c is None else c + new * (col_mean - c)
    u = g * np.sqrt(r.mean(-2, keepdims=True)) / (np.sqrt(r) * np.sqrt(c))
    rms = lambda a: np.linalg.norm(a, axis=(-2, -1), keepdims=True) / (rows * cols) ** 0.5
    u = u * np.minimum(1, d / rms(u))
    share = min(lr, t**-0.5)
    return dict(r=r, c=c, x=x - share * np.maximum(eps2, rms(x)) * u)
"""),
    ("blend_by_hand", "muon", """
def muon(x, g, b=None, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = g if b is None else mu * b + g
    o = newton_schulz(mu * b + g)
    rows, cols = x.shape[-2:]
    stretch = (rows / cols) ** 0.5 if rows > cols else 1.0
    x = x * (1 - lr * weight_decay)
    x = x - lr * stretch * o
    return x, b
"""),
    ("weights_kept_as_share", "schedule_free_adamw", """
def schedule_free_adamw(x, grad, t, z=None, v=0.0, share=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    w = lr**2 + (0.0 if share is None else share)
    y = z + beta1 * (x - z)
    g = grad(y)
    v = v + (1 - beta2) * (g**2 - v)
    z = z - lr * weight_decay * y - lr * g / (np.sqrt(v / (1 - beta2**t)) + eps)
    x = ((w - lr**2) * x + lr**2 * z) / w
    return dict(z=z, v=v, share=w, x=x)
"""),
    ("yogi_two_branches", "yogi", """
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g_squared = g * g
    share = (1 - beta2) * g_squared
    too_big = v > g_squared
    too_small = v < g_squared
    v = v - too_big * share + too_small * share
    m = beta1 * m + (1 - beta1) * g
    m_corrected = m / (1 - beta1**t)
    v_corrected = v / (1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * m_corrected / (np.sqrt(v_corrected) + eps))
"""),
    ("memory_as_inverse_rate", "smorms3", """
def smorms3(x, g, m=None, v=None, r=None, *, lr=1e-3, eps=1e-16):
    if r is None:
        m, v, r = 0.0, 0.0, 0.5
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    agree = m**2 / (v + eps)
    step = np.where(agree < lr, agree, lr) * g / (np.sqrt(v) + eps)
    mem = 1 / r - 1
    r = 1 / (2 + mem * (1 - agree))
    return dict(m=m, v=v, r=r, x=x - step)
"""),
]
