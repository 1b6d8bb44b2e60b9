"""Blind set thirty-nine: 30 functions with one mistake, 10 with two, 16 right ones, for rules of optlab."""

ONE = [
("xxxix_halved_penalty", "sgd_l2", "g_l2", "The derivative of (weight_decay / 2) x^2 is weight_decay x: the half is gone once it is derived. Here the decay is only half as strong as asked. [line 3]", '''
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    # the loss has the extra term  weight_decay/2 * x**2
    slope_of_penalty = 0.5 * weight_decay * x
    total = g + slope_of_penalty
    return {"g_l2": total, "x": x - lr * total}
'''),
("xxxix_damped_start", "momentum_torch", "b", "In the first step the buffer is the whole gradient; the dampening is for the later ones only. Here the first gradient is damped too. [line 4]", '''
def momentum_torch(x, g, puffer=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    neu = g - dampening * g
    if puffer is None:
        puffer = neu
    else:
        puffer = mu * puffer + neu
    return puffer, x - lr * puffer
'''),
("xxxix_backup_too_late", "nesterov_keras", "x", "The velocity must be saved before it is renewed: saved afterwards it is the new one, and the two terms with mu cancel to plain momentum. [line 3]", '''
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    v_prev = v              # back this up
    x = x - mu * v_prev + (1 + mu) * v
    return dict(v=v, x=x)
'''),
("xxxix_quarters_from_zero", "smoothed_nesterov", "g_ahead", "The four points lie at 1/4, 1/2, 3/4 and the whole of the way to the look-ahead point; here they begin at x itself and never get to the end. [line 3]", '''
def smoothed_nesterov(x, grad, vel=0.0, *, lr=0.01, mu=0.9):
    total = 0.0
    for part in (0.0, 0.25, 0.5, 0.75):
        total = total + grad(x + part * mu * vel)
    g_ahead = total / 4
    vel = mu * vel - lr * g_ahead
    return dict(g_ahead=g_ahead, vel=vel, x=x + vel)
'''),
("xxxix_mu_over_everything", "nesterov", "v", "mu weakens the old velocity only; here the bracket puts it on the new gradient's share too, so the gradient's share is too small by a factor mu. [line 4]", '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    where = lambda speed: x + mu * speed
    g_ahead = grad(where(v))
    v = mu * (v - lr * g_ahead)
    x = x + v
    return x, v
'''),
("xxxix_decay_counts_from_one", "adagrad_torch", "x", "In torch the first step has the full lr: the decay counts the steps that lie behind, t - 1, not t. [line 3]", '''
def adagrad_torch(x, g, t, sum_sq=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    sum_sq = sum_sq + np.square(g)
    clr = lr / (1.0 + t * lr_decay)
    denom = np.sqrt(sum_sq) + eps
    return {"sum_sq": sum_sq, "x": x - clr * (g / denom)}
'''),
("xxxix_empty_accumulator", "adagrad_keras", "h", "Keras starts the accumulator at 0.1, not at 0: with 0 the first step has the size lr whatever the gradient is. [line 1]", '''
def adagrad_keras(x, g, acc=0.0, *, lr=1e-3, eps=1e-7):
    acc = acc + g * g
    scale = lr / np.sqrt(acc + eps)
    return acc, x - scale * g
'''),
("xxxix_spread_before_averages", "rmsprop_graves", "delta", "The root is taken of the averages before they have seen this gradient; Graves divides by the new ones. It has to stand after the two averages. [line 3]", '''
def rmsprop_graves(x, g, n=0.0, gbar=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    # eqs. (38)-(45)
    spread = np.sqrt(n - gbar**2 + eps)
    n, gbar = rho * n + (1 - rho) * g**2, rho * gbar + (1 - rho) * g
    delta = mu * delta - lr * g / spread
    x = x + delta
    return dict(n=n, gbar=gbar, delta=delta, x=x)
'''),
("xxxix_scaled_step_remembered", "adadelta", "u", "u averages the squares of the rule's own step delta, before lr; here lr is already in it, so that it comes back squared in the next ratio. [line 4]", '''
def adadelta(x, g, Eg2=0.0, Edx2=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    Eg2 = rho * Eg2 + (1 - rho) * g**2
    dx = lr * (np.sqrt(Edx2 + eps) / np.sqrt(Eg2 + eps) * g)
    Edx2 = rho * Edx2 + (1 - rho) * dx**2
    return dict(Eg2=Eg2, Edx2=Edx2, x=x - dx)
'''),
("xxxix_corrected_kept", "adam", "m", "The corrected average is stored as the state m, so the next step averages and corrects what has already been corrected. The correction needs a name of its own. [line 4]", '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**t)     # undo the start at zero
    v_hat = v / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)
'''),
("xxxix_largest_average", "adamax", "u", "u is the largest recent size of the gradient itself; here the size of its average m is taken, which is much smaller while the signs change and at the start. [line 4]", '''
def adamax(x, g, t, moy=0.0, borne=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    moy = np.add(beta1 * moy, (1 - beta1) * g)
    # norme infinie, avec oubli
    borne = np.maximum(beta2 * borne, np.abs(moy) + eps)
    pas = lr / (1 - beta1**t)
    return moy, borne, x - pas * moy / borne
'''),
("xxxix_one_correction_for_both", "nadam", "m_hat", "The gradient's share belongs to this step and is corrected with beta1^t; only the average's share, which looks one step ahead, has beta1^(t + 1). Here both have t + 1. [line 4]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_bar = (beta1 * m + (1 - beta1) * g) / (1 - beta1 ** (t + 1))
    v_bar = v / (1 - beta2**t)
    x = x - lr * m_bar / (eps + np.sqrt(v_bar))
    return {"m": m, "v": v, "x": x}
'''),
("xxxix_product_one_ahead", "nadam_torch", "mu_product", "The state must be the product up to this step; the one with mu_next is for this step's m_hat alone. Stored, it is multiplied by the same mu once more in the next step. [line 12]", '''
def nadam_torch(x, g, t, m=0.0, v=0.0, prod=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - 0.5 * np.power(0.96, t * psi))
    mu_next = beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * psi))
    prod = prod * mu_t
    prod_next = prod * mu_next
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    ahead = mu_next * m / (1 - prod_next)
    now = (1 - mu_t) * g / (1 - prod)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (ahead + now) / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, prod=prod_next, x=x)
'''),
("xxxix_average_never_falls", "amsgrad", "v", "v itself must go on as a plain average; the maximum is a state beside it. Here the maximum overwrites v, and the next average starts from it. [line 4]", '''
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    v = np.where(v > v_max, v, v_max)
    v_max = v
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
'''),
("xxxix_root_of_both_corrections", "amsgrad_keras", "lr_t", "The root belongs to the correction of v only; that of m is linear, as m is. Here it stands over the whole quotient. [line 5]", '''
def amsgrad_keras(x, g, t, m=0.0, v=0.0, vhat=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    vhat = np.maximum(vhat, v)
    alpha = lr * np.sqrt((1 - beta2**t) / (1 - beta1**t))
    x = x - alpha * m / (np.sqrt(vhat) + eps)
    return m, v, vhat, x
'''),
("xxxix_root_of_t_before_the_clip", "adabound_paper", "rate", "The clipped rate is divided by sqrt(t); here the division stands inside the clip, so that rates at a bound do not fall with t. [line 6]", '''
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    mix = lambda b, old, new: b * old + (1 - b) * new
    m, v = mix(beta1, m, g), mix(beta2, v, g**2)
    width = (1 - beta2) * t
    low, high = final_lr * (1 - 1 / (width + 1)), final_lr * (1 + 1 / width)
    eta = np.clip(lr / np.sqrt(t * v), low, high)
    return dict(m=m, v=v, x=x - eta * m)
'''),
("xxxix_memory_loses_a_number", "smorms3", "mem", "The memory shrinks by the share zeta of itself, mem (1 - zeta); here zeta is only subtracted, which is next to nothing for a long memory. [line 8]", '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (1 + mem)
    m += r * (g - m)
    v += r * (g * g - v)
    zeta = m * m / (v + eps)
    rate = np.minimum(zeta, lr) / (np.sqrt(v) + eps)
    x = x - rate * g
    mem = mem - zeta + 1
    return dict(m=m, v=v, mem=mem, x=x)
'''),
("xxxix_best_loss_kept", "eve", "f_old", "The change is taken against the loss of the step before; here the smallest loss so far is kept, and while the loss lies above it the same rise is counted in every step. [line 13]", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_last=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999,
        c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_last is None:
        f_last = f
    else:
        small, big = np.minimum(f, f_last), np.maximum(f, f_last)
        rel = (big - small) / (small - f_star)
        rel = np.minimum(np.maximum(rel, 1 / c), c)
        d = beta3 * d + (1 - beta3) * rel
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    f_last = np.minimum(f, f_last)
    x = x - lr / d * step
    return dict(m=m, v=v, d=d, f_last=f_last, x=x)
'''),
("xxxix_noise_with_the_new_size", "santa_e", "noise", "The noise has the G of the step before, which does not depend on this gradient; here the new G is in it. [line 13]", '''
def santa_e(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0,
            anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = np.sqrt(lr) * C
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_new = 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G_new if G is None else G
    exploring = t < burnin
    a = np.where(exploring, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    xi = np.sqrt(2 * lr**p / beta_t * G_new) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        xi = xi + lr / beta_t * (1 - G_old / G_new) / u
    xi = np.where(exploring, xi, 0)
    u = (1 - a) * u - lr * G_new * n * g + xi
    return dict(v=v, G=G_new, a=a, u=u, noise=xi, x=x + G_new * u)
'''),
("xxxix_one_half_of_the_friction", "santa_sss", "u", "The friction acts in two halves around the force; here only the first one is applied, so the velocity is damped half as much and the force and the noise not at all. [line 22]", '''
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0,
              anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    before = G
    v = sigma * v + (1 - sigma) * g**2
    G = (lam + np.sqrt(v)) ** -0.5
    if before is None:
        before = G
    explore = t < burnin
    x = x + 0.5 * G * u
    if explore:
        a = np.clip(a + 0.5 * (u**2 - lr / beta_t), a_min, a_max)
    noise = np.sqrt(2 * lr**p / beta_t * before) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - before / G) / u
    if not explore:
        noise = 0 * noise
    u = np.exp(-a / 2) * u - lr * G * n * g + noise
    if explore:
        a = np.clip(a + 0.5 * (u**2 - lr / beta_t), a_min, a_max)
    return dict(v=v, G=G, a=a + 0 * x, u=u, x=x + 0.5 * G * u)
'''),
("xxxix_two_variances", "adasecant", "tau", "An outlier is more than two standard deviations off its mean: the square of the distance against 4 variances. Here it is 2 variances, so far too many gradients reset the window. [line 2]", '''
def outlier(value, mean, mean_sq):
    return (value - mean) ** 2 > 2 * (mean_sq - mean**2)
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7,
              d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6,
              adagrad=False):
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m, m2 = rho * m + (1 - rho) * g, rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    w = 1 / tau
    num = (1 - w) * num + w * ((g - g_tilde) * (g_tilde - m)) ** 2
    den = (1 - w) * den + w * ((m - g) * (g_tilde - m)) ** 2
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = (1 - w) * c + w * alpha, (1 - w) * c2 + w * alpha**2
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d, d2, cov = (1 - w) * d + w * delta, (1 - w) * last2 + w * delta**2, (1 - w) * cov + w * delta * alpha
    longer = (1 - last**2 / (last2 + eps)) * tau + 1 + eps
    tau = np.clip(np.where(outlier(g, m, m2) | outlier(alpha, c, c2), 2.2, longer), 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov,
                tau=tau, h=h, x=x + delta)
'''),
("xxxix_decay_at_the_warm_rate", "adamw_keras", "x", "The decay is multiplied by lr itself; here it has lr_t, which contains Adam's corrections and has nothing to do with the decay. [line 6]", '''
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    richtung = m / (np.sqrt(v) + eps)
    x = x - lr_t * (richtung + weight_decay * x)
    return dict(m=m, v=v, lr_t=lr_t, x=x)
'''),
("xxxix_start_in_the_mean", "schedule_free", "x", "x is the mean of z_1 ... z_t, so the new point has the weight 1 / t; with 1 / (t + 1) the starting point stays in the mean as a point of its own. [line 7]", '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    # where the gradient is looked at
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    # running mean
    x = x + (z - x) / (t + 1)
    return z, x
'''),
("xxxix_never_walks_back", "sam", "x", "The step starts from x; the worst point nearby only lends its gradient. Here the climb is never undone, and x goes on from there. [line 6]", '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    laenge = np.sqrt(np.sum(g * g, axis=-1, keepdims=True))
    oben = x + rho * g / (laenge + eps)
    g_sam = grad(oben)
    x = oben - lr * g_sam
    return {"g": g, "g_sam": g_sam, "x": x}
'''),
("xxxix_surprise_before_the_average", "adabelief", "s", "The surprise is the distance of g from the average that already contains it; here it is measured from the old m, and is larger by a factor 1 / beta1. [line 2]", '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m
    m = m + (1 - beta1) * (g - m)
    s = beta2 * s + (1 - beta2) * surprise**2 + eps
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return m, s, x
'''),
("xxxix_full_change_squared", "adan", "s", "Under the square the change of the gradient has the weight beta2, as it has in the step; here it is taken whole. [line 9]", '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99,
         eps=1e-8, weight_decay=0.0):
    if prev is None:
        prev = g
    diff = g - prev
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    # the look-ahead gradient
    s = beta3 * s + (1 - beta3) * (g + diff) ** 2
    num = m / (1 - beta1**t) + beta2 * (v / (1 - beta2**t))
    den = np.sqrt(s / (1 - beta3**t)) + eps
    x = (x - lr * num / den) / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, prev=g, x=x)
'''),
("xxxix_d_not_squared", "prodigy", "v", "v averages the square of d g, so d is squared as well; without that the root does not carry d, and m and the denominator no longer have the same units. [line 8]", '''
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8,
            d0=1e-6, weight_decay=0.0):
    if x0 is None:
        x0 = x
    d = np.maximum(d, d0)
    rate = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d * g**2
    keep, weight = np.sqrt(beta2), d / d0 * rate
    r = keep * r + weight * np.sum(g * (x0 - x), axis=-1, keepdims=True)
    s = keep * s + weight * g
    size = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(size > 0, size, 1))
    x = x - rate * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
'''),
("xxxix_slow_memory_corrected", "ademamix", "x", "The slow average is meant to grow from 0 and is not corrected; corrected, it counts alpha times in full from the first step on. [line 9]", '''
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0,
             eps=1e-8, weight_decay=0.0):
    def unbias(average, beta):
        return average / (1 - beta**t)

    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = unbias(m1, beta1) + alpha * unbias(m2, beta3)
    bottom = np.sqrt(unbias(v, beta2)) + eps
    x = x - lr * (top / bottom + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, x=x)
'''),
("xxxix_gram_matrix_once", "muon", "o", "The matrix X X^T belongs to the X of each round; computed once before the loop it is that of the start, and the singular values do not come near 1. [line 3]", '''
def orthogonalize(M):
    X = M / (np.linalg.norm(M, axis=(-2, -1), keepdims=True) + 1e-7)
    A = X @ np.swapaxes(X, -1, -2)
    B = -4.7750 * A + 2.0315 * A @ A
    for _ in range(5):
        X = 3.4445 * X + B @ X
    return X


def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    O = orthogonalize(g + mu * b)
    rows, cols = x.shape[-2:]
    scale = np.sqrt(max(1, rows / cols))
    return dict(b=b, o=O, x=x * (1 - lr * weight_decay) - lr * scale * O)
'''),
("xxxix_turned_but_not_back", "shampoo", "u", "A power of a symmetric matrix is Q w^p Q^T; here the last factor is Q and not its transpose, so the matrix is not turned back. [line 6]", '''
def shampoo(x: "matrix", g, L=None, R=None, *, lr=0.1, eps=1e-6):
    def inv_fourth_root(S):
        w, Q = np.linalg.eigh(S)
        floor = np.finfo(S.dtype).eps * w[..., -1:]
        w = np.maximum(w, floor)
        return Q * w[..., None, :] ** -0.25 @ Q

    gt = np.swapaxes(g, -1, -2)
    if L is None:
        L, R = eps * np.eye(x.shape[-2]), eps * np.eye(x.shape[-1])
    L = L + g @ gt
    R = R + gt @ g
    x = x - lr * (inv_fourth_root(L) @ g @ inv_fourth_root(R))
    return dict(L=L, R=R, x=x)
'''),
]

TWO = [
("xxxix_sizes_and_sums", "rmsprop_centered_torch", "v m", "The squares are added whole, without the factor 1 - rho; and the mean is that of the sizes |g|, where the variance needs the mean of g with its sign. [lines 2, 3]", '''
def rmsprop_centered_torch(x, g, sq=0.0, avg=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    sq = rho * sq + g**2
    avg = rho * avg + (1 - rho) * np.abs(g)
    std = np.sqrt(sq - avg**2)
    return dict(sq=sq, avg=avg, x=x - lr * g / (std + eps))
'''),
("xxxix_swapped_and_averaged", "rmsprop_torch", "v b", "rho and 1 - rho are exchanged in the average of the squares; and the buffer is made an average with 1 - mu, where torch adds the whole quotient. [lines 2, 4]", '''
def rmsprop_torch(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = (1 - rho) * v + rho * g**2
    scaled = g / (np.sqrt(v) + eps)
    b = mu * b + (1 - mu) * scaled
    x = x - lr * b
    return v, b, x
'''),
("xxxix_sum_and_power_of_t", "adam_p", "m u_hat", "The gradient enters m without its factor 1 - beta1; and the average inside u decays with beta2^p, so its correction has beta2^(p t), not beta2^t. [lines 2, 8]", '''
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + g
    bp = np.power(beta2, p)
    size = np.abs(g) + eps
    top = np.maximum(beta2 * u, size)     # taken out so that nothing overflows
    inner = np.power(beta2 * u / top, p) + (1 - bp) * np.power(size / top, p)
    u = top * np.power(inner, 1 / p)
    u_hat = u / np.power(1 - np.power(beta2, t), 1 / p)
    x = x - lr / (1 - beta1**t) * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
'''),
("xxxix_beta_and_norm", "lamb", "v_hat ratio", "The second average is corrected with beta1 in place of beta2; and the length of x is taken as the sum of the sizes, where both lengths are Euclidean. [lines 8, 10]", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    def quotient(a, b):
        fine = (a > 0) & (b > 0)
        return np.where(fine, a / np.where(b > 0, b, 1), 1)

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta1**t)
    u = m / (1 - beta1**t) / (np.sqrt(v_hat) + eps) + weight_decay * x
    len_x = np.sum(np.abs(x), axis=-1, keepdims=True)
    len_u = np.sqrt(np.sum(u**2, axis=-1, keepdims=True))
    trust = quotient(len_x, len_u)
    return dict(m=m, v=v, v_hat=v_hat, u=u, ratio=trust, x=x - lr * trust * u)
'''),
("xxxix_other_beta_other_turn", "sophia", "m h", "The average of the gradients has beta1, here it has the beta2 of the curvature; and the curvature is looked at in steps 1, k + 1, 2 k + 1, not in step k for the first time. [lines 3, 4]", '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12,
           weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    if t % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    ratio = m / np.maximum(gamma * h, eps)
    u = np.maximum(np.minimum(ratio, 1), -1)
    x = x - lr * weight_decay * x - lr * u
    return dict(m=m, h=h + 0 * x, u=u, x=x)
'''),
("xxxix_not_turned_back_no_root", "soap", "u lr_t", "Back from the eigenbasis the right factor is the transpose of QR, here QR itself; and the correction of v in lr_t has lost its root. [lines 12, 13]", '''
def soap(x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95,
         beta3=0.95, eps=1e-8, k=10):
    T = lambda a: np.swapaxes(a, -1, -2)
    if QL is None:
        L = R = 0.0
        QL = np.linalg.eigh(g @ T(g))[1][..., ::-1]
        QR = np.linalg.eigh(T(g) @ g)[1][..., ::-1]
    g_rot = T(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g_rot**2
    m_rot = T(QL) @ m @ QR
    u = QL @ (m_rot / (np.sqrt(v) + eps)) @ QR
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ T(g)
    R = beta3 * R + (1 - beta3) * T(g) @ g
    if t % k == 0:
        QL, _ = np.linalg.qr(L @ QL)
        QR, _ = np.linalg.qr(R @ QR)
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, u=u, lr_t=lr_t, x=x)
'''),
("xxxix_late_decay_and_larger_rate", "adafactor", "beta_t lr_t", "With t + 1 the first step keeps a part of an average that is still empty; 1 - t^(-decay) is 0 there. And the relative step is the smaller of lr and 1/sqrt(t), not the larger. [lines 4, 12]", '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r = c = 0.0
    b = 1 - (t + 1.0) ** -decay
    sq = g * g + eps
    r = b * r + (1 - b) * sq.mean(axis=-1, keepdims=True)
    c = b * c + (1 - b) * sq.mean(axis=-2, keepdims=True)
    v = r * c / r.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    rms = lambda a: np.sqrt(np.mean(a**2, axis=(-2, -1), keepdims=True))
    u = u / np.maximum(1, rms(u) / d)
    rel = max(lr, 1 / np.sqrt(t))
    x = x - np.maximum(eps2, rms(x)) * rel * u
    return dict(r=r, c=c, x=x)
'''),
("xxxix_summed_and_rootless", "radam", "v r", "The squares are added without their factor 1 - beta2, which the correction takes for granted; and r is the root of the quotient, which is left out here. [lines 9, 15]", '''
def length_of_memory(t, beta2):
    rho_inf = 2 / (1 - beta2) - 1
    bt = beta2**t
    return rho_inf, rho_inf - 2 * t * bt / (1 - bt)


def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + g**2
    m_hat = m / (1 - beta1**t)
    rho_inf, rho_t = length_of_memory(t, beta2)
    if rho_t > 5:
        over = (rho_t - 4) * (rho_t - 2) * rho_inf
        under = (rho_inf - 4) * (rho_inf - 2) * rho_t
        r = over / under
        x = x - lr * r * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps)
    else:
        x = x - lr * m_hat
    return dict(m=m, v=v, x=x)
'''),
("xxxix_whole_gradient_short_memory", "lion", "u m", "In the sign the gradient weighs 1 - beta1 against the average, here it weighs 1; and the state must be renewed with beta2, here it has the beta1 of the sign. [lines 3, 5]", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    # interpolate, take the sign, step
    u = np.sign(beta1 * m + g)
    x = x - lr * u - lr * weight_decay * x
    m = beta1 * m + (1 - beta1) * g
    return x, m
'''),
("xxxix_no_seed_and_eps_inside", "yogi", "v x", "v starts at 1e-6, here at 0; and eps belongs beside the root; under it, 1e-3 acts like 0.03. [lines 1, 6]", '''
def yogi(x, g, t, m=0.0, v=0.0, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g**2
    m = beta1 * m + (1 - beta1) * g
    v = v + (1 - beta2) * np.sign(g2 - v) * g2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat + eps)
    return dict(m=m, v=v, x=x)
'''),
]

RIGHT = [
("xxxix_ok_sum_for_average", "momentum_ema", '''
def momentum_ema(x, g, summe=None, *, lr=0.01, mu=0.9):
    # the state is m / (1 - mu): a plain decaying sum
    summe = g if summe is None else g + mu * summe
    return dict(summe=summe, x=x - (lr - lr * mu) * summe)
'''),
("xxxix_ok_same_move_twice", "nesterov_shifted", '''
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    def kick(speed):
        return mu * speed - lr * g

    v = kick(v)
    return v, x + kick(v)      # kicked twice on purpose
'''),
("xxxix_ok_weakened_buffer", "nesterov_torch", '''
def nesterov_torch(x, g, faded=0.0, *, lr=1e-3, mu=0.9):
    faded = mu * (faded + g)
    x = x - lr * faded - lr * g
    return x, faded
'''),
("xxxix_ok_root_as_state", "adam_lr_t", '''
def adam_lr_t(x, g, t, m=0.0, root=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = m - (1 - beta1) * (m - g)
    root = np.hypot(np.sqrt(beta2) * root, np.sqrt(1 - beta2) * g)
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    return dict(m=m, root=root, x=x - lr * c2**0.5 * m / (c1 * (root + eps)))
'''),
("xxxix_ok_moments_in_a_tuple", "adam_l2", '''
def adam_l2(x, g, t, moments=(0.0, 0.0), *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    first, second = moments
    total = weight_decay * x + g
    first = total + beta1 * (first - total)
    second = total**2 + beta2 * (second - total**2)
    k = np.sqrt(1 - beta2**t)
    x = x - lr * first * k / ((1 - beta1**t) * (np.sqrt(second) + k * eps))
    return {"moments": (first, second), "x": x}
'''),
("xxxix_ok_largest_root", "amsgrad_optax", '''
def amsgrad_optax(x, g, t, m=0.0, v=0.0, grootste=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    wortel = np.sqrt(v / (1 - beta2**t))
    grootste = np.where(wortel > grootste, wortel, grootste)
    x = x - (lr / (1 - beta1**t)) * m / (grootste + eps)
    return dict(m=m, v=v, grootste=grootste, x=x)
'''),
("xxxix_ok_bounds_as_fractions", "amsbound", '''
def between(low, value, high):
    return np.minimum(np.maximum(value, low), high)


def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    age = gamma * t
    low = final_lr * age / (age + 1)
    high = final_lr * (age + 1) / age
    raw = lr * (1 - beta2**t) ** 0.5 / ((1 - beta1**t) * (np.sqrt(v_max) + eps))
    return dict(m=m, v=v, v_max=v_max, x=x - m * between(low, raw, high))
'''),
("xxxix_ok_one_mixed_vector", "adan_optax", '''
def adan_optax(x, g, t, m=0.0, v=0.0, s=0.0, before=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
               weight_decay=0.0):
    jump = np.zeros_like(g) if before is None else g - before
    pull = (1 - beta2) * jump
    m = m + (1 - beta1) * (g - m)
    v = beta2 * v + pull
    s = s + (1 - beta3) * ((g + pull) ** 2 - s)
    way = m / (1 - beta1**t) + v * ((1 - beta2) / (1 - beta2**t))
    way = way / (np.sqrt(s / (1 - beta3**t)) + eps)
    x = (x - lr * way) / (1 + weight_decay * lr)
    return dict(m=m, v=v, s=s, before=g, x=x)
'''),
("xxxix_ok_gap_between_points", "schedule_free_adamw", '''
def schedule_free_adamw(x, grad, t, gap=0.0, v=0.0, weight=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8,
                        weight_decay=0.0):
    # gap = z - x, so no None is needed
    y = x + (1 - beta1) * gap
    slope = grad(y)
    v = beta2 * v + (1 - beta2) * slope**2
    move = slope / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * y
    gap = gap - lr * move
    weight = weight + lr * lr
    share = lr * lr / weight
    return dict(gap=(1 - share) * gap, v=v, weight=weight, x=x + share * gap)
'''),
("xxxix_ok_from_the_right_side", "muon_optax", '''
def muon_optax(x: "matrix", g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    def polar(u):
        # p(o o^T) o  =  o p(o^T o)
        o = u / (np.sqrt(np.sum(u * u, axis=(-2, -1), keepdims=True)) + 1e-7)
        for _ in range(5):
            a = np.swapaxes(o, -1, -2) @ o
            o = 3.4445 * o + o @ (2.0315 * a @ a - 4.7750 * a)
        return o

    m = mu * m + (1 - mu) * g
    ahead = m * (mu / (1 - mu ** (t + 1))) + g * ((1 - mu) / (1 - mu**t))
    rows, cols = x.shape[-2:]
    factor = np.sqrt(cols / rows) if cols > rows else 1.0
    return m, (1 - lr * weight_decay) * x - lr * factor * polar(ahead)
'''),
("xxxix_ok_warmth", "nadam_dozat", '''
def nadam_dozat(x, g, t, m=0.0, v=0.0, prod=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    warmth = lambda k: beta1 - beta1 * np.power(0.96, k * psi) / 2
    now, then = warmth(t), warmth(t + 1)
    prod = now * prod
    m = g + now * (m - g)
    v = beta2 * v + (1 - beta2) * g**2
    top = then / (1 - then * prod) * m + (1 - now) / (1 - prod) * g
    bottom = np.sqrt(v * beta2 / (1 - beta2**t)) + eps
    return dict(m=m, v=v, prod=prod, x=x - lr * top / bottom)
'''),
("xxxix_ok_sums_for_means", "adafactor", '''
def adafactor(x: "matrix", g, t, rows=0.0, cols=0.0, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    # sums, not means: the counts cancel in the quotient
    new = np.power(float(t), -decay)
    sq = g**2 + eps
    rows = rows + new * (sq.sum(axis=-1, keepdims=True) - rows)
    cols = cols + new * (sq.sum(axis=-2, keepdims=True) - cols)
    v = rows * cols / cols.sum(axis=-1, keepdims=True)
    u = g / np.sqrt(v)
    length = np.sqrt((u**2).mean(axis=(-2, -1), keepdims=True))
    u = u * np.minimum(1, d / length)
    size = np.sqrt((x**2).mean(axis=(-2, -1), keepdims=True))
    return dict(rows=rows, cols=cols, x=x - np.maximum(size, eps2) * np.minimum(lr, t**-0.5) * u)
'''),
("xxxix_ok_negative_buffer", "rmsprop_keras", '''
def rmsprop_keras(x, g, v=0.0, vel=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    x, v, vel = np.array(x), v + (1 - rho) * (g**2 - v), mu * vel
    vel = vel - lr * g * (v + eps) ** -0.5
    x += vel
    return v, vel, x
'''),
("xxxix_ok_size_before_root", "amsbound_paper", '''
def amsbound_paper(x, g, t, m=0.0, v=0.0, biggest=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    biggest = np.where(v < biggest, biggest, v)
    s = t - beta2 * t
    # the rate lies between the bounds just if its inverse lies between their inverses
    slowness = np.clip(np.sqrt(biggest) / lr, s / (final_lr * (s + 1)), (s + 1) / (final_lr * s))
    return dict(m=m, v=v, biggest=biggest, x=x - m / (slowness * np.sqrt(t)))
'''),
("xxxix_ok_corrected_recursion", "rmsprop_corrected", '''
def rmsprop_corrected(x, g, t, v_hat=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    # v_hat has a recursion of its own: the weight of the new square falls from 1 to 1 - rho
    a = (1 - rho) / (1 - rho**t)
    v_hat = (1 - a) * v_hat + a * g**2
    return dict(v_hat=v_hat, x=x - lr * g / (np.sqrt(v_hat) + eps))
'''),
("xxxix_ok_wider_of_two", "adamax_keras", '''
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    def larger(a, b):
        return (a + b + np.abs(a - b)) / 2

    m = beta1 * m + (1 - beta1) * g
    u = larger(beta2 * u, np.abs(g))
    rate = lr / ((1 - beta1**t) * (u + eps))
    x = np.subtract(x, rate * m)
    return m, u, x
'''),
]
