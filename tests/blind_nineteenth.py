"""Blind set: classical steps with many intermediate names."""

ONE = [
    ("momentum_friction_kept", "momentum", "v", "The share of the old velocity that is kept is taken as 1 - mu instead of mu. [line 2]", '''
def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    survives = 1 - mu  # what friction leaves
    coasting = survives * v
    push = lr * g
    v = coasting - push
    x_new = x + v
    return dict(v=v, x=x_new)
'''),
    ("ema_half_surprise", "momentum_ema", "m", "In the form m + (1 - mu)(g - m) the old m inside the difference got a factor mu. [line 2]", '''
def durchschnitt(x, g, m=None, *, lr=0.01, mu=0.9):
    alt = 0.0 if m is None else m; ueberraschung = g - mu * alt
    anteil = 1 - mu
    m = alt + anteil * ueberraschung
    schritt = lr * m
    x = x - schritt
    return {"m": m, "x": x}
'''),
    ("nesterov_reach_lr", "nesterov", "g_ahead", "The look-ahead displacement is lr v instead of mu v. [line 2]", '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    reach = lr * v
    ahead = x + reach
    slope = grad(ahead)
    coasting = mu * v
    push = -lr * slope
    v = coasting + push
    there = x + v
    return dict(v=v, x=there)
'''),
    ("shifted_old_taken_late", "nesterov_shifted", "x", "The old velocity is put aside only after v was overwritten, so x uses the new one. [line 4]", '''
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    push = lr * g
    v = mu * v - push
    v_before = v
    glide = mu * mu * v_before
    kick = push + mu * push
    x = x + glide - kick
    return dict(v=v, x=x)
'''),
    ("torch_dampened_impulse", "nesterov_torch", "b", "The gradient enters the buffer with a factor 1 - mu, as in an average. [line 3]", '''
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    recuerdo = mu * b
    nuevo = (1 - mu) * g
    b = recuerdo + nuevo
    mirada = mu * b
    direccion = g + mirada
    x = x - lr * direccion
    return dict(b=b, x=x)
'''),
    ("adagrad_scale_before_sum", "adagrad", "x", "The denominator is taken from h before this step's square was added. [line 3]", '''
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    square = g * g
    scale = np.sqrt(h) + eps
    h = h + square
    step = np.divide(g, scale)
    x = x - lr * step
    return dict(h=h, x=x)
'''),
    ("rmsprop_abs_not_square", "rmsprop", "v", "The average takes |g| in place of the square of g. [line 3]", '''
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    fresh = 1.0 - rho
    energy = np.abs(g)
    remembered = rho * v
    v = remembered + fresh * energy
    root = np.power(v, 0.5)
    bottom = root + eps
    x = x - lr * (g / bottom)
    return dict(v=v, x=x)
'''),
    ("graves_stale_mean", "rmsprop_graves", "delta", "The squared mean in the variance is computed before m is renewed, so it is the last step's. [line 4]", '''
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    old, new = rho, 1 - rho
    second = old * v + new * g**2
    mean_squared = m**2
    first = old * m + new * g
    spread = second - mean_squared
    unit = g / np.sqrt(spread + eps)
    glide = mu * delta
    kick = lr * unit
    delta = glide - kick
    return dict(v=second, m=first, delta=delta, x=x + delta)
'''),
    ("adadelta_moved_averaged", "adadelta", "u", "u averages the square of lr delta instead of that of delta, which shows only where lr is not 1. [line 8]", '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    fresh = 1 - rho
    v = rho * v + fresh * g**2
    usual_step = np.sqrt(u + eps)
    usual_grad = np.sqrt(v + eps)
    delta = usual_step / usual_grad * g
    moved = lr * delta
    u = rho * u + fresh * moved**2
    x = x - moved
    return dict(v=v, delta=delta, u=u, x=x)
'''),
    ("adam_fade_typo", "adam", "v_hat", "The bias of v is computed with beta1. [line 3]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    fade1 = beta1**t
    fade2 = beta1**t
    full1, full2 = 1 - fade1, 1 - fade2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    top = m / full1
    below = v / full2
    bottom = np.sqrt(below) + eps
    x = x - lr * top / bottom
    return dict(m=m, v=v, x=x)
'''),
    ("adamax_peak_of_mean", "adamax", "u", "The newest size is |m| instead of |g|. [line 5]", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    tau = 1 - beta1
    m = beta1 * m + tau * g
    faded = beta2 * u
    newest = np.abs(m) + eps
    u = np.where(newest > faded, newest, faded)
    pace = lr / (1 - beta1**t)
    direction = m / u
    x = x - pace * direction
    return dict(m=m, u=u, x=x)
'''),
    ("nadam_now_next_exchanged", "nadam", "m_hat", "The corrections of now and of the next step are exchanged in the tuple. [line 2]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    now, soon = 1 - beta1 ** (t + 1), 1 - beta1**t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    inertia = beta1 * m / soon
    novelty = (1 - beta1) * g / now
    mixed = inertia + novelty
    bottom = (v / (1 - beta2**t)) ** 0.5 + eps
    x = x - lr * mixed / bottom
    return dict(m=m, v=v, x=x)
'''),
    ("amsgrad_peak_stored_as_v", "amsgrad", "v", "The largest value is stored back as v, so the average goes on from the maximum. [line 9]", '''
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    moy = beta1 * m
    moy = moy + (1 - beta1) * g
    carre = beta2 * v + (1 - beta2) * g**2
    sommet = np.maximum(v_max, carre)
    bas = np.sqrt(sommet) + eps
    pas = lr * moy / bas
    x = x - pas
    etat = dict(m=moy, v=sommet, v_max=sommet)
    etat.update(x=x)
    return etat
'''),
    ("eve_larger_of_losses", "eve", "d", "The change is taken relative to the larger of the two losses instead of the smaller. [line 8]", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = m / (1 - beta1**t)
    bottom = np.sqrt(v / (1 - beta2**t)) + eps
    if f_old is not None:
        jump = np.abs(f - f_old)
        base = np.maximum(f, f_old)
        height = base - f_star
        r = jump / height
        calm = np.clip(r, 1 / c, c)
        d = beta3 * d + (1 - beta3) * calm
    pace = lr / d
    x = x - pace * top / bottom
    return dict(m=m, v=v, d=d, f_old=f, x=x)
'''),
]

TWO = [
    ("adamw_weight_and_full_decay", "adamw", "v x", "The new square gets the weight 1 - beta1; the decay is not multiplied by lr. [lines 2, 7]", '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    w1, w2 = 1 - beta1, 1 - beta1
    m = beta1 * m + w1 * g
    v = beta2 * v + w2 * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    keep = 1 - weight_decay
    shrunk = keep * x
    step = m_hat / (np.sqrt(v_hat) + eps)
    x = shrunk - lr * step
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ("adabound_floor_and_linear_bias", "adabound", "lower lr_t", "The lower bound misses the + 1 in its denominator; the correction has beta1 t for beta1 to the power t. [lines 5, 7]", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    clock = gamma * t
    floor_share = 1 - 1 / clock
    roof_share = 1 + 1 / clock
    bias1 = 1 - beta1 * t
    bias2 = 1 - beta2**t
    floor, roof = final_lr * floor_share, final_lr * roof_share
    pace = lr * np.sqrt(bias2) / bias1
    wanted = pace / (np.sqrt(v) + eps)
    rate = np.minimum(np.maximum(wanted, floor), roof)
    x = x - rate * m
    return dict(m=m, v=v, x=x)
'''),
    ("eve_power_of_difference_and_swapped", "eve", "m_hat d", "The correction of m is 1 - (1 - beta1)^t; the weights beta3 and 1 - beta3 of d are exchanged. [lines 2, 9]", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    left1 = (1 - beta1) ** t
    left2 = beta2**t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - left1)
    v_hat = v / (1 - left2)
    if f_old is not None:
        w_old, w_new = 1 - beta3, beta3
        gap = np.minimum(f, f_old) - f_star
        change = np.abs(f - f_old) / gap
        clipped = np.minimum(np.maximum(change, 1 / c), c)
        d = w_old * d + w_new * clipped
    x = x - (lr / d) * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)
'''),
    ("smorms_one_twice_and_root_cap", "smorms3", "r x", "The window already has the + 1 and r adds it again; the step is capped by the root of zeta. [lines 4, 9]", '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    one = 1.0
    window = mem + one
    r = one / (window + one)
    stay = one - r
    m = stay * m + r * g
    v = stay * v + r * g**2
    zeta = m**2 / (v + eps)
    cap = np.sqrt(zeta)
    pace = np.minimum(lr, cap)
    bottom = np.sqrt(v) + eps
    x = x - pace / bottom * g
    mem = one + mem * (one - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)
'''),
    ("graves_rho_on_both_and_mean_kick", "rmsprop_graves", "m delta", "rho multiplies the old mean and the fresh gradient together, as if by a parenthesis; the step is taken along the mean m in place of g. [lines 5, 8]", '''
def rmsprop_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    fresh = 1 - rho
    v = rho * v + fresh * g**2
    both = m + fresh * g
    m = rho * both
    variance = v - m**2
    sigma = np.sqrt(variance + eps)
    force = m
    kick = lr * force / sigma
    delta = mu * delta - kick
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)
'''),
    ("keras_squared_glide_and_plus", "nesterov_keras", "v x", "The push has the sign plus in the velocity; the glide of x has mu squared, copied from the shifted form. [lines 4, 5]", '''
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    push = lr * g
    coasting = mu * v
    v = coasting + push
    ahead = mu**2
    glide = ahead * v
    x = x + glide - push
    return dict(v=v, x=x)
'''),
]

RIGHT = [
    ("adamw_shrink_first", "adamw", '''
def adamw(x, g, t, m=None, v=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = (1 - beta1) * g if m is None else m + (1 - beta1) * (g - m)
    v = (1 - beta2) * g * g if v is None else v + (1 - beta2) * (g * g - v)
    keep = 1 - lr * weight_decay
    c1, root2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    pace = lr * root2 / c1
    bottom = np.sqrt(v) + eps * root2
    x = keep * x - pace * m / bottom
    return dict(m=m, v=v, x=x)
'''),
    ("nadam_expanded", "nadam", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = 1 - beta1
    soon, now = 1 - beta1 * beta1**t, 1 - beta1**t
    from_old = beta1 * beta1 * m / soon
    from_new = a * g * (beta1 / soon + 1 / now)
    m = beta1 * m + a * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    bottom = eps + np.sqrt(v / (1 - beta2**t))
    x = x - lr * (from_old + from_new) / bottom
    return dict(v=v, m=m, x=x)
'''),
    ("adabound_where", "adabound", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    clock = gamma * t
    floor = final_lr * clock / (clock + 1)
    roof = final_lr * (clock + 1) / clock
    m = g - beta1 * (g - m)
    v = g * g - beta2 * (g * g - v)
    wanted = lr * (1 - beta2**t) ** 0.5 / ((1 - beta1**t) * (v**0.5 + eps))
    rate = np.where(wanted < floor, floor, np.where(wanted > roof, roof, wanted))
    return dict(m=m, v=v, x=x - rate * m)
'''),
    ("eve_two_cases", "eve", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    if f_old is None:
        d_new = d
    else:
        low = np.where(f < f_old, f, f_old)
        high = f + f_old - low
        r = (high - low) / (low - f_star)
        r = np.minimum(c, np.maximum(r, 1 / c))
        d_new = r + beta3 * (d - r)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = lr * m
    bottom = d_new * (1 - beta1**t) * (np.sqrt(v / (1 - beta2**t)) + eps)
    x = x - top / bottom
    return dict(x=x, m=m, v=v, d=d_new, f_old=f)
'''),
    ("smorms_by_window", "smorms3", '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    window = mem + 1
    m = (mem * m + g) / window
    v = (mem * v + g * g) / window
    agree = m * m / (v + eps)
    pace = np.where(agree < lr, agree, lr)
    x = x - pace * g / (np.sqrt(v) + eps)
    mem = window - mem * agree
    return dict(m=m, v=v, mem=mem, x=x)
'''),
    ("adadelta_one_root", "adadelta", '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    mix = lambda old, new: rho * old + (1 - rho) * new * new
    v = mix(v, g)
    ratio = (u + eps) / (v + eps)
    delta = g * np.sqrt(ratio)
    u = mix(u, delta)
    x_new = np.empty_like(x + delta)
    np.subtract(x, lr * delta, out=x_new)
    return dict(v=v, u=u, x=x_new)
'''),
]
