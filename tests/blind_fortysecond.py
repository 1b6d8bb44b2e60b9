"""Blind set forty-two: 30 functions with one mistake, 10 with two, 16 right ones, for rules of optlab."""

ONE = [
    ('xlii_name_swap_dampening', 'momentum_torch', 'b', 'The new gradient is weighed by 1 - mu, but it is the dampening that weighs it: two hyperparameters are exchanged. [line 5]', '''
def momentum_torch(x, g, buf=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if buf is None:
        buf = np.array(g, dtype=float)
    else:
        buf = mu * buf + (1 - mu) * g
    return {"b": buf, "x": x - lr * buf}
'''),
    ('xlii_new_speed_first', 'nesterov_shifted', 'x', 'The step of the look-ahead point takes mu squared of the velocity before this gradient; here the renewed velocity is put in, so the gradient counts twice. [line 4]', '''
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    schub = lr * g
    v_neu = mu * v - schub
    x_neu = x + mu**2 * v_neu - (1 + mu) * schub
    return v_neu, x_neu
'''),
    ('xlii_decay_from_zero', 'adagrad_torch', 'x', 'The decay of lr counts the steps before this one, t - 1, so the first step is undamped; here it is one step ahead. [line 3]', '''
def adagrad_torch(x, g, t, h=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    h = h + np.square(g)
    clr = lr / (1 + t * lr_decay)
    denom = np.sqrt(h) + eps
    return dict(h=h, x=x - clr * g / denom)
'''),
    ('xlii_eps_left_the_root', 'rmsprop_graves', 'delta', 'Graves adds eps to the variance, under the root; here it is added to the root. [line 4]', '''
def rmsprop_graves(x, g, n=0.0, gbar=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    ema = lambda old, new: rho * old + (1 - rho) * new
    n, gbar = ema(n, g * g), ema(gbar, g)
    spread = np.sqrt(n - gbar * gbar) + eps
    delta = mu * delta - lr * g / spread
    return dict(v=n, m=gbar, delta=delta, x=x + delta)
'''),
    ('xlii_parenthesis_of_eps', 'adadelta', 'delta', 'The second eps belongs to v, below the bar; here the parenthesis closes too early and it is added to the whole quotient. [line 4]', '''
def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g ** 2
    # RMS of the steps over RMS of the gradients
    ratio = np.sqrt((u + eps) / v + eps)
    delta = ratio * g
    u = rho * u + (1 - rho) * delta ** 2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)
'''),
    ('xlii_corrects_with_the_other_beta', 'adamax', 'x', 'm is corrected for its start by its own beta1; here beta2 stands in the correction, which makes the first steps far too long. [line 5]', '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    candidates = np.abs(g) + eps
    u = np.where(beta2 * u > candidates, beta2 * u, candidates)
    bias_correction = 1 - beta2 ** t
    x = x - (lr / bias_correction) * (m / u)
    return m, u, x
'''),
    ('xlii_same_t_twice', 'nadam', 'm_hat', 'The share of m belongs to the next step, so its correction has the power t + 1; here both parts are corrected with t. [line 5]', '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    c = 1 - beta1 ** t
    m_bar = (beta1 * m + (1 - beta1) * g) / c
    v_hat = v / (1 - beta2 ** t)
    x = x - lr * m_bar / (np.sqrt(v_hat) + eps)
    return {"m": m, "v": v, "m_hat": m_bar, "v_hat": v_hat, "x": x}
'''),
    ('xlii_maximum_without_memory', 'amsgrad_optax', 'v_max', 'The maximum must be taken with the largest value so far; between v and v_hat it is always v_hat, so nothing is remembered. [line 6]', '''
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    v_max = np.maximum(v, v_hat)
    x = x - lr * m_hat / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)
'''),
    ('xlii_the_max_is_not_used', 'amsbound', 'rate', 'v_max is kept but the rate still divides by the root of v, so it can rise again: this is AdaBound. [line 8]', '''
def amsbound(x, g, t, m=0.0, v=0.0, vhat=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vhat = np.maximum(vhat, v)
    lo = final_lr * (1 - 1 / (gamma * t + 1))
    hi = final_lr * (1 + 1 / (gamma * t))
    step_size = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    denom = np.sqrt(v) + eps
    eta = np.clip(step_size / denom, lo, hi)
    return dict(m=m, v=v, v_max=vhat, lower=lo, upper=hi, lr_t=step_size, rate=eta, x=x - eta * m)
'''),
    ('xlii_memory_does_not_age', 'smorms3', 'mem', 'The memory grows by one each step before agreement shortens it; the 1 + has been forgotten, so it can only shrink. [line 7]', '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (1 + mem)
    m = m - r * (m - g)
    v = v - r * (v - g**2)
    zeta = m * m / (v + eps)
    x = x - g * np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    mem = mem - zeta * mem
    return m, v, mem, x
'''),
    ('xlii_change_against_the_old_loss', 'eve', 'd', 'The change of the loss is measured against the smaller of the two losses; here always against the old one, so a jump up and a jump down count differently. [line 8]', '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_prev=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mh = m / (1 - beta1**t)
    vh = v / (1 - beta2**t)
    if f_prev is not None:
        rel = np.abs(f - f_prev) / (f_prev - f_star)
        rel = np.minimum(np.maximum(rel, 1 / c), c)
        d = beta3 * d + (1 - beta3) * rel
    x = x - (lr / d) * mh / (np.sqrt(vh) + eps)
    return dict(m=m, v=v, m_hat=mh, v_hat=vh, d=d, f_old=f, x=x)
'''),
    ('xlii_sign_of_the_stored_average', 'lion', 'u', 'The sign is that of the mixture with beta1, taken from the old m; here it is the sign of the renewed m, which is made with beta2. [line 3]', '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m_next = beta2 * m + (1 - beta2) * g
    richtung = np.sign(m_next)
    x = x - lr * (richtung + weight_decay * x)
    return dict(u=richtung, m=m_next, x=x)
'''),
    ('xlii_start_in_the_mean', 'schedule_free', 'x', 'The weight of the new z in the mean is 1 / t, so the first x is z itself; 1 / (t + 1) leaves the start in the mean. [line 5]', '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    w = 1.0 / (t + 1)
    x = x + w * (z - x)
    return {"y": y, "z": z, "x": x}
'''),
    ('xlii_gradient_at_the_base_point', 'schedule_free_adamw', 'g_y', 'The gradient is asked for at y, between the mean and z; here it is asked for at z, and y only serves the decay. [line 5]', '''
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x.copy()
    y = (1 - beta1) * z + beta1 * x
    gr = grad(z)
    v = beta2 * v + (1 - beta2) * gr**2
    v_hat = v / (1 - beta2**t)
    z = z - lr * (gr / (np.sqrt(v_hat) + eps) + weight_decay * y)
    w = w + lr**2
    c = lr**2 / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=gr, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)
'''),
    ('xlii_stays_on_the_hill', 'sam', 'x', 'After the second gradient one must come back to x and step from there; here the step starts at the raised point x + e. [line 7]', '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g1 = grad(x)
    scale = rho / (np.sqrt(np.sum(g1 * g1, axis=-1, keepdims=True)) + eps)
    e_w = g1 * scale
    p = x + e_w  # climb
    g2 = grad(p)
    p = p - lr * g2
    return dict(g=g1, e=e_w, g_sam=g2, x=p)
'''),
    ('xlii_length_of_memory', 'radam', 'rho_t', 'The longest memory rho_inf is 2 / (1 - beta2) - 1; the 1 is missing, so rho_t is one too large at each step. [line 6]', '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    N = 2 / (1 - beta2)
    rho_t = N - 2 * t * beta2**t / (1 - beta2**t)
    if rho_t <= 5:
        return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, x=x - lr * m_hat)
    r = np.sqrt((rho_t - 4) * (rho_t - 2) * N / ((N - 4) * (N - 2) * rho_t))
    x = x - lr * r * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, x=x)
'''),
    ('xlii_surprise_at_the_old_mean', 'adabelief', 's', 'The belief is the distance of g from the renewed average m; here it is the distance from the average before this gradient. [line 2]', '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    residual = g - m
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * residual**2 + eps
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    x = x - lr * m_hat / (eps + np.sqrt(s_hat))
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)
'''),
    ('xlii_average_for_the_change', 'adan', 's', "The look-ahead gradient under the square is g + beta2 times this step's change; here the averaged change v stands there. [line 5]", '''
def adan(x, g, t, m=0.0, v=0.0, n=0.0, g_prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    diff = np.zeros_like(g) if g_prev is None else g - g_prev
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    look = g + beta2 * v
    n = beta3 * n + (1 - beta3) * look * look
    mh = m / (1 - beta1**t)
    vh = v / (1 - beta2**t)
    nh = n / (1 - beta3**t)
    eta = lr / (np.sqrt(nh) + eps)
    x = (x - eta * (mh + beta2 * vh)) / (1 + lr * weight_decay)
    return m, v, n, g, x
'''),
    ('xlii_compares_with_g', 'yogi', 'v', 'The sign tells whether v is above or below the squared gradient; here v is compared with g itself. [line 4]', '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g * g
    m = beta1 * m + (1 - beta1) * g
    direction = np.sign(v - g)
    v = v - (1 - beta2) * direction * g2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ('xlii_length_without_root', 'lamb', 'ratio', 'The length of u is the root of the sum of its squares; the root is missing here, so the trust ratio has a squared length below the bar. [line 8]', '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    w_norm = np.sqrt(np.sum(x**2, axis=-1, keepdims=True))
    u_norm = np.sum(u**2, axis=-1, keepdims=True)
    safe = np.where(u_norm > 0, u_norm, 1.0)
    trust = np.where((w_norm > 0) & (u_norm > 0), w_norm / safe, 1.0)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=trust, x=x - lr * trust * u)
'''),
    ('xlii_forgets_twice_as_fast', 'prodigy', 's', 'Both sums of the estimate are forgotten with sqrt(beta2); here s is forgotten with beta2 itself, twice as fast as r. [line 10]', '''
def prodigy(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None,
            *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0):
    x0 = x if x0 is None else x0
    d = np.maximum(d, d0)
    dlr = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * (d * g)
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    w = d / d0 * dlr
    r = np.sqrt(beta2) * r + w * np.sum(g * (x0 - x), axis=-1, keepdims=True)
    s = beta2 * s + w * g
    l1 = np.abs(s).sum(axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(l1 > 0, l1, 1))
    x = x - dlr * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=dlr, m=m, v=v, s=s, r=r, d=d, x0=x0, x=x)
'''),
    ('xlii_slow_average_corrected', 'ademamix', 'x', 'The slow average m2 enters as it is; here it is corrected for its start at 0, which makes it ten thousand times too large in the first step. [line 8]', '''
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    def unbias(avg, beta):
        return avg / (1 - beta**t)

    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    numer = unbias(m1, beta1) + alpha * unbias(m2, beta3)
    denom = np.sqrt(unbias(v, beta2)) + eps
    x = x - lr * (numer / denom + weight_decay * x)
    return m1, m2, v, x
'''),
    ('xlii_curvature_at_the_wrong_steps', 'sophia', 'h', 'The curvature is looked at in steps 1, 1 + k, ...; the condition waits for step k, so until then h is 0. [line 3]', '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = m / np.maximum(gamma * h, eps)
    u = np.maximum(-1.0, np.minimum(1.0, u))
    x = x - lr * weight_decay * x - lr * u
    return dict(m=m, h=h + np.zeros_like(x), u=u, x=x)
'''),
    ('xlii_square_root_on_both_sides', 'shampoo', 'u', 'Each side takes the power -1/4, so that together they divide by a root; here each side takes -1/2 as in full AdaGrad. [line 13]', '''
def matpow(a, p):
    w, q = np.linalg.eigh(a)
    w = np.maximum(w, np.finfo(a.dtype).eps * w[..., -1:])
    return (q * w[..., None, :] ** p) @ np.swapaxes(q, -1, -2)

def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    gT = np.swapaxes(g, -1, -2)
    if L is None:
        L = eps * np.eye(x.shape[-2])
        R = eps * np.eye(x.shape[-1])
    L = L + g @ gT
    R = R + gT @ g
    order = 2  # a matrix has two sides
    u = matpow(L, -1 / order) @ g @ matpow(R, -1 / order)
    return dict(L=L, R=R, u=u, x=x - lr * u)
'''),
    ('xlii_squares_not_turned', 'soap', 'v', 'v lives in the eigenbasis and averages the squares of the turned gradient; here the squares of the plain gradient go in. [line 8]', '''
def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    T = lambda a: np.swapaxes(a, -1, -2)
    if QL is None:
        L = R = 0.0
        QL = np.linalg.eigh(g @ T(g))[1][..., ::-1]
        QR = np.linalg.eigh(T(g) @ g)[1][..., ::-1]
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_rot = T(QL) @ m @ QR
    u = QL @ (m_rot / (np.sqrt(v) + eps)) @ T(QR)
    x = x - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * u
    L = beta3 * L + (1 - beta3) * g @ T(g)
    R = beta3 * R + (1 - beta3) * T(g) @ g
    if t % k == 0:
        QL, _ = np.linalg.qr(L @ QL)
        QR, _ = np.linalg.qr(R @ QR)
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
'''),
    ('xlii_decay_one_step_ahead', 'adafactor', 'beta_t', 'beta_t is 1 - t^-decay, which is 0 in the first step; with t + 1 the start at 0 stays in r and c, and nothing corrects it. [line 5]', '''
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    rms = lambda a: np.sqrt(np.mean(a**2, axis=(-2, -1), keepdims=True))
    b = 1 - (t + 1.0) ** (-decay)
    sq = g**2 + eps
    r = b * r + (1 - b) * sq.mean(axis=-1, keepdims=True)
    c = b * c + (1 - b) * sq.mean(axis=-2, keepdims=True)
    v = r * c / r.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, rms(u) / d)
    alpha = np.maximum(eps2, rms(x)) * min(lr, 1 / np.sqrt(t))
    return dict(beta_t=b, r=r, c=c, v=v, u=u, lr_t=alpha, x=x - alpha * u)
'''),
    ('xlii_looks_ahead_from_the_old_buffer', 'muon', 'u', "Nesterov's look-ahead adds mu times the renewed buffer to g; here the buffer of the step before is used, and u is just the plain buffer. [line 4]", '''
def muon(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b_old = b
    b = mu * b_old + g
    u = g + mu * b_old
    X = u / (np.linalg.norm(u, axis=(-2, -1), keepdims=True) + 1e-7)
    for _ in range(5):
        A = X @ np.swapaxes(X, -1, -2)
        X = 3.4445 * X + (-4.7750 * A + 2.0315 * A @ A) @ X
    factor = np.sqrt(max(1, x.shape[-2] / x.shape[-1]))
    x = x - lr * (factor * X + weight_decay * x)
    return dict(b=b, u=u, o=X, x=x)
'''),
    ('xlii_rows_for_columns', 'muon_optax', 'x', 'optax takes cols / rows under the root; rows / cols is the factor of the original Muon. [line 13]', '''
def muon_optax(x, g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    def ns5(w):
        w = w / (np.sqrt(np.sum(w * w, axis=(-2, -1), keepdims=True)) + 1e-7)
        for _ in range(5):
            s = w @ np.swapaxes(w, -1, -2)
            w = 3.4445 * w + (-4.7750 * s + 2.0315 * (s @ s)) @ w
        return w

    m = mu * m + (1 - mu) * g
    u = mu * m / (1 - mu ** (t + 1)) + (1 - mu) * g / (1 - mu**t)
    o = ns5(u)
    rows, cols = x.shape[-2:]
    shape_factor = max(1, rows / cols) ** 0.5
    x = x - lr * (shape_factor * o + weight_decay * x)
    return dict(m=m, u=u, o=o, x=x)
'''),
    ('xlii_mean_of_sizes', 'rmsprop_centered_torch', 'm', 'What is taken off is the square of the mean gradient, sign and all; here m averages |g|, so gradients that cancel are taken for a steady one. [line 4]', '''
def rmsprop_centered_torch(x, g, sq=0.0, avg=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    a = np.abs(g)
    sq = rho * sq + (1 - rho) * a**2
    avg = rho * avg + (1 - rho) * a
    std = np.sqrt(sq - avg**2)
    x = x - lr * g / (std + eps)
    return dict(v=sq, m=avg, x=x)
'''),
    ('xlii_product_of_constants', 'nadam_torch', 'mu_product', 'The product is that of the scheduled mu_t; here beta1 itself is multiplied in each step, as if there were no schedule. [line 4]', '''
def nadam_torch(x, g, t, m=0.0, v=0.0, prod=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu = lambda step: beta1 * (1 - 0.5 * 0.96 ** (step * psi))
    mu_t, mu_next = mu(t), mu(t + 1)
    prod = prod * beta1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - prod * mu_next) + (1 - mu_t) * g / (1 - prod)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu_t, mu_next=mu_next, m=m, v=v, mu_product=prod, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
]

TWO = [
    ('xlii_half_a_power', 'adam_p', 'u x', 'The weight of the new size in u is 1 - beta2^p, not 1 - beta2; and the step lacks the correction of m by 1 - beta1^t. [lines 5, 7]', '''
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    M = np.maximum(beta2 * u, size)
    u = M * ((beta2 * u / M) ** p + (1 - beta2) * (size / M) ** p) ** (1 / p)
    u_hat = u / (1 - beta2 ** (p * t)) ** (1 / p)
    x = x - lr * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
'''),
    ('xlii_printed_but_misread', 'adabound_paper', 'm rate', "The new gradient's weight in m is 1 - beta1, not 1 - beta2; and the clipped rate is not divided by the root of t. [lines 2, 7]", '''
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = beta1 * m + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = (1 - beta2) * t
    lower = final_lr * (1 - 1 / (k + 1))
    upper = final_lr * (1 + 1 / k)
    rate = np.clip(lr / np.sqrt(v), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x)
'''),
    ('xlii_torch_in_dozat', 'nadam_dozat', 'm v_hat', 'In the printed algorithm m is averaged with the scheduled mu_t, not with beta1; and v_hat has a factor beta2 that is forgotten here. [lines 5, 10]', '''
def nadam_dozat(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    mu_t = beta1 * (1 - np.power(0.96, t * psi) / 2)
    mu_t1 = beta1 * (1 - np.power(0.96, (t + 1) * psi) / 2)
    mu_product *= mu_t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    g_hat = g / (1 - mu_product)
    m_hat = m / (1 - mu_product * mu_t1)
    m_bar = (1 - mu_t) * g_hat + mu_t1 * m_hat
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_bar / (np.sqrt(v_hat) + eps)
    return m, v, mu_product, x
'''),
    ('xlii_largest_square_and_root', 'amsgrad_keras', 'v_max lr_t', 'The maximum is that of the averages v, here it is that of the bare squared gradients; and lr_t has the root of 1 - beta2^t, which is missing. [lines 4, 5]', '''
def amsgrad_keras(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    v_new = beta2 * v + (1 - beta2) * g**2
    m_new = beta1 * m + (1 - beta1) * g
    vm = np.maximum(v_max, g**2)
    alpha = lr * (1 - beta2**t) / (1 - beta1**t)
    x = x - alpha * m_new / (np.sqrt(vm) + eps)
    return dict(m=m_new, v=v_new, v_max=vm, lr_t=alpha, x=x)
'''),
    ('xlii_first_change_and_weight', 'adan_optax', 'change s', "In the first step there is no old gradient and the change is 0, not g; and s weighs the change by 1 - beta2, not by the paper's beta2. [lines 3, 7]", '''
def adan_optax(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if g_old is None:
        g_old = np.zeros_like(g)
    change = g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    num = m / (1 - beta1**t) + (1 - beta2) * v / (1 - beta2**t)
    x = x - lr * num / (np.sqrt(s / (1 - beta3**t)) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, g_old=g, x=x)
'''),
    ('xlii_swapped_weights', 'rmsprop_keras', 'v b', 'rho weighs the old v and 1 - rho the new square, here they are exchanged; and mu multiplies the old buffer only, not the new step. [lines 2, 4]', '''
def rmsprop_keras(x, g, vel=0.0, b=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    vel = (1 - rho) * vel + rho * g**2
    increment = lr * g / np.sqrt(vel + eps)
    b = mu * (b + increment)
    return vel, b, x - b
'''),
    ('xlii_betas_and_decay', 'adamw_keras', 'lr_t x', 'The root belongs to the correction with beta2, and the betas are exchanged here; and the decay is multiplied by lr, not by lr_t. [lines 4, 6]', '''
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = m + (g - m) * (1 - beta1)
    v = v + (g**2 - v) * (1 - beta2)
    alpha = lr * np.sqrt(1 - beta1**t) / (1 - beta2**t)
    new_x = x - alpha * m / (np.sqrt(v) + eps)
    new_x = new_x - alpha * weight_decay * x
    return dict(m=m, v=v, lr_t=alpha, x=new_x)
'''),
    ('xlii_empty_start_no_root', 'adagrad_keras', 'h x', 'Keras starts the sum at 0.1, not at 0; and the gradient is divided by the root of the sum, not by the sum. [lines 1, 3]', '''
def adagrad_keras(x, g, acc=0.0, *, lr=1e-3, eps=1e-7):
    acc = np.add(acc, np.power(g, 2))
    x = np.subtract(x, lr * g / (acc + eps))
    return dict(h=acc, x=x)
'''),
    ('xlii_raw_squares_other_beta', 'adam_l2', 'v v_hat', "v averages the squares of the gradient with its decay, here the raw gradient's; and v is corrected with beta2, not with beta1. [lines 4, 6]", '''
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    grad_wd = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * grad_wd
    v = beta2 * v + (1 - beta2) * g**2
    bias1 = 1 - beta1**t
    v_hat = v / bias1
    m_hat = m / bias1
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=grad_wd, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ('xlii_short_memory_fast_fall', 'amsbound_paper', 'v rate', 'v is averaged with beta2, here with beta1, which forgets far too soon; and the rate falls with the root of t, not with t. [lines 4, 10]', '''
def amsbound_paper(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    avg = lambda old, new: beta1 * old + (1 - beta1) * new
    m = avg(m, g)
    v = avg(v, g**2)
    v_max = np.maximum(v_max, v)
    one = 1 - beta2
    lower = final_lr * (1 - 1 / (one * t + 1))
    upper = final_lr * (1 + 1 / (one * t))
    rate = np.clip(lr / np.sqrt(v_max), lower, upper)
    rate = rate / t
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, rate=rate, x=x - rate * m)
'''),
]

RIGHT = [
    ('xlii_ok_eps_scaled', 'adam', '''
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = g + beta1 * (m - g), g * g + beta2 * (v - g * g)
    root = np.sqrt(1 - beta2**t)
    return m, v, x - lr * root * m / ((1 - beta1**t) * (np.sqrt(v) + eps * root))
'''),
    ('xlii_ok_where_larger', 'amsgrad', '''
def amsgrad(x, g, m=0.0, v=0.0, largest=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    v = beta2 * v + (1 - beta2) * g**2
    grown = v > largest
    largest = np.where(grown, v, largest)
    m = beta1 * (m - g) + g
    return {"v_max": largest, "v": v, "m": m, "x": x - m * (lr / (eps + largest**0.5))}
'''),
    ('xlii_ok_hypot', 'adagrad', '''
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    wurzel = np.hypot(np.sqrt(h), g)  # grows like Pythagoras
    return wurzel * wurzel, x - g * lr / (eps + wurzel)
'''),
    ('xlii_ok_minus_form', 'nesterov', '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    lead = mu * v
    ahead = x + lead
    slope = grad(ahead)
    new = ahead - lr * slope
    return dict(g_ahead=slope, v=lead - lr * slope, x=new)
'''),
    ('xlii_ok_old_buffer', 'nesterov_torch', '''
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    x = x - lr * ((1 + mu) * g + mu * mu * b)
    b = g + mu * b
    return {"x": x, "b": b}
'''),
    ('xlii_ok_two_velocities', 'nesterov_keras', '''
def nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    before = v
    v = mu * before - lr * g
    # Lasagne: x + (1 + mu) v_new - mu v_old
    x = x + (1 + mu) * v - mu * before
    return v, x
'''),
    ('xlii_ok_four_stops', 'smoothed_nesterov', '''
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    quarter, point, total = mu * v / 4, x, 0.0
    for _ in range(4):
        point = point + quarter
        total = total + grad(point)
    v = 4 * quarter - lr * total / 4
    return dict(v=v, x=x + v)
'''),
    ('xlii_ok_coordinate_loop', 'adamax_keras', '''
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    u = np.array(beta2 * u + np.zeros_like(g))
    for i in np.ndindex(u.shape):
        if abs(g[i]) > u[i]:
            u[i] = abs(g[i])
    return m, u, x - lr * m / ((u + eps) * (1 - beta1**t))
'''),
    ('xlii_ok_compare_signs', 'lion', '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = beta1 * m + (1 - beta1) * g
    u = (c > 0) * 1.0 - (c < 0) * 1.0
    return dict(x=(1 - lr * weight_decay) * x - lr * u, m=g + beta2 * (m - g))
'''),
    ('xlii_ok_outer_product', 'adafactor', '''
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    keep = 1 - float(t) ** -decay
    n, k = g.shape[-2:]
    rows = (g * g + eps).sum(-1, keepdims=True) / k
    cols = (g * g + eps).sum(-2, keepdims=True) / n
    r = (1 - keep) * rows if r is None else keep * r + (1 - keep) * rows
    c = (1 - keep) * cols if c is None else keep * c + (1 - keep) * cols
    u = g * np.sqrt(r.mean(-2, keepdims=True)) / np.sqrt(r) / np.sqrt(c)
    size_u = np.linalg.norm(u, axis=(-2, -1), keepdims=True) / np.sqrt(n * k)
    u = u * d / np.maximum(d, size_u)
    size_x = np.linalg.norm(x, axis=(-2, -1), keepdims=True) / np.sqrt(n * k)
    return dict(r=r, c=c, x=x - np.maximum(size_x, eps2) * np.minimum(lr, t**-0.5) * u)
'''),
    ('xlii_ok_three_cases', 'yogi', '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    q = g * g
    share = (1 - beta2) * q
    v = np.where(q > v, v + share, np.where(q < v, v - share, v))
    m = m * beta1 + g * (1 - beta1)
    x = x - lr * m / (1 - beta1**t) / (eps + np.sqrt(v / (1 - beta2**t)))
    return m, v, x
'''),
    ('xlii_ok_running_mean', 'schedule_free', '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    base = x if z is None else z
    mid = base - beta * (base - x)
    base = base - lr * grad(mid)
    mean = ((t - 1) * x + base) / t
    return base, mean
'''),
    ('xlii_ok_pair_as_state', 'adam_lr_t', '''
def adam_lr_t(x, g, t, mv=(0.0, 0.0), *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m, v = mv
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    correction = (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    x = x - lr * correction * m / (np.sqrt(v) + eps)
    return (m, v), x
'''),
    ('xlii_ok_bounds_one_by_one', 'adabound', '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    gt = gamma * t
    eta = lr * np.sqrt(1 - beta2**t) / ((1 - beta1**t) * (np.sqrt(v) + eps))
    eta = np.minimum(eta, final_lr * (gt + 1) / gt)
    eta = np.maximum(eta, final_lr * gt / (gt + 1))
    return dict(rate=eta, m=m, v=v, x=x - eta * m)
'''),
    ('xlii_ok_velocity_of_gradient_mean', 'momentum_ema', '''
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    x, m = x - lr * g - lr * mu * (m - g), g + mu * (m - g)
    return m, x
'''),
    ('xlii_ok_corrected_kept_apart', 'rmsprop_corrected', '''
def rmsprop_corrected(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    w = 1 - rho
    v = np.hypot(np.sqrt(rho * v), np.sqrt(w) * g) ** 2
    n = np.sqrt(1 - rho**t)
    return dict(v=v, x=x - lr * n * g / (np.sqrt(v) + eps * n))
'''),
]
