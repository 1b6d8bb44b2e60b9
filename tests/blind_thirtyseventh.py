"""Blind set thirty-seven: 30 functions with one mistake, 10 with two, 16 right ones, for rules of optlab."""

ONE = [
('xxxvii_sgdl2_half', 'sgd_l2', 'g_l2', 'The penalty is (weight_decay / 2) x²; its derivative is weight_decay x. The half goes away when one differentiates, and here it is still there. [line 3]', '''
def sgd_l2(x, g, *, lr=1e-3, weight_decay=0.0):
    # gradient of  wd/2 * |w|^2
    reg = 0.5 * weight_decay * x
    total = np.add(g, reg)
    return {"g_l2": total, "x": x - lr * total}
'''),
('xxxvii_torchmom_scope', 'momentum_torch', 'b', 'mu belongs to the old buffer only; here the bracket makes it multiply the new gradient as well. [line 5]', '''
def momentum_torch(x, g, buf=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if buf is None:
        # torch clones the first gradient
        return g.copy(), x - lr * g
    buf = mu * (buf + (1 - dampening) * g)
    return buf, x - lr * buf
'''),
('xxxvii_nagtorch_oldbuffer', 'nesterov_torch', 'x', 'The look-ahead takes the buffer that already contains this gradient; here the buffer from before the step is used. [line 3]', '''
def nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b_new = mu * b + g
    direction = g + mu * b
    x = x - lr * direction
    return dict(b=b_new, x=x)
'''),
('xxxvii_shifted_square', 'nesterov_shifted', 'x', "After the change of variables the old velocity counts with mu squared: one mu from the velocity's own fading and one from looking ahead. Here it has mu only once. [line 3]", '''
def nesterov_shifted(x, g, vel=0.0, *, lr=1e-2, mu=0.9):
    pull = lr * g
    theta_next = x + mu * vel - (1 + mu) * pull
    vel = mu * vel - pull
    return theta_next, vel
'''),
('xxxvii_smooth_range', 'smoothed_nesterov', 'g_ahead', 'The four points are a quarter, a half, three quarters and the whole of the way; range(4) begins at the place itself and never reaches the look-ahead point. [line 3]', '''
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    total = 0
    for k in range(4):
        total = total + grad(x + k / 4 * mu * v)
    g_ahead = total / 4
    v = mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)
'''),
('xxxvii_adagradtorch_decayt', 'adagrad_torch', 'x', 'The decay begins after the first step: the factor is 1 + (t - 1) lr_decay, and t counts from 1 here. [line 3]', '''
def adagrad_torch(x, g, t, somme=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    somme = somme + g * g
    taux = lr / (1 + t * lr_decay)
    x = x - taux * g / (np.sqrt(somme) + eps)
    return (somme, x)
'''),
('xxxvii_graves_ema', 'rmsprop_graves', 'delta', "Graves's delta is a sum with momentum, not an average: the new part is not weighed by 1 - mu. [line 6]", '''
def rmsprop_graves(x, g, n=0.0, gbar=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    mix = lambda old, new, w: w * old + (1 - w) * new
    n = mix(n, g ** 2, rho)
    gbar = mix(gbar, g, rho)
    push = -lr * g / np.sqrt(n - gbar ** 2 + eps)
    delta = mix(delta, push, mu)
    return dict(v=n, m=gbar, delta=delta, x=x + delta)
'''),
('xxxvii_adadelta_bracket', 'adadelta', 'delta', 'eps is to be added to v before the division; without the bracket the ratio is taken of (u + eps) and v alone, and eps is added to the ratio. [line 4]', '''
def adadelta(x, g, Eg=0.0, Ed=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    Eg = rho * Eg + (1 - rho) * np.square(g)
    # one root is cheaper than two
    delta = np.sqrt((Ed + eps) / Eg + eps) * g
    Ed = rho * Ed + (1 - rho) * np.square(delta)
    return {'v': Eg, 'u': Ed, 'delta': delta, 'x': x - lr * delta}
'''),
('xxxvii_adamax_shrinkall', 'adamax', 'u', 'Only the old u is shrunk by beta2; the new |g| enters the maximum as it is. Here beta2 stands before the whole maximum. [line 3]', '''
def adamax(x, g, t, m=0.0, norm=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    norm = beta2 * np.maximum(norm, np.abs(g) + eps)
    step = lr / (1 - beta1 ** t)
    x = x - step * m / norm
    return m, norm, x
'''),
('xxxvii_amstorch_store', 'amsgrad_torch', 'v', 'The running average v goes on by itself; what is handed to the next step as v here is the maximum. [line 7]', '''
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    top = np.where(v > v_max, v, v_max)
    denom = np.sqrt(top / (1 - beta2 ** t)) + eps
    x = x - lr / (1 - beta1 ** t) * m / denom
    return m, top, top, x
'''),
('xxxvii_amskeras_root', 'amsgrad_keras', 'lr_t', "The root belongs to the correction of v alone; m's correction 1 - beta1^t must not stand under it. [line 3]", '''
def amsgrad_keras(x, g, t, m=0.0, v=0.0, vhat=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    c1, c2 = 1 - beta1 ** t, 1 - beta2 ** t
    alpha = lr * np.sqrt(c2 / c1)
    m = m + (g - m) * (1 - beta1)
    v = v + (g ** 2 - v) * (1 - beta2)
    vhat = np.maximum(vhat, v)
    x = x - m * alpha / (np.sqrt(vhat) + eps)
    return dict(m=m, v=v, v_max=vhat, lr_t=alpha, x=x)
'''),
('xxxvii_adabound_lowbracket', 'adabound', 'lower', 'The bound is 1 - 1 / (gamma t + 1): the 1 is added to gamma t, not to t. So the lower bound here is far below 0 and never acts. [line 5]', '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2

    low = final_lr * (1 - 1 / (gamma * (t + 1)))
    high = final_lr * (1 + 1 / (gamma * t))
    base = lr * (1 - beta2 ** t) ** 0.5 / (1 - beta1 ** t)
    rate = np.minimum(np.maximum(base / (np.sqrt(v) + eps), low), high)
    return dict(m=m, v=v, lower=low, upper=high, lr_t=base, rate=rate, x=x - rate * m)
'''),
('xxxvii_smorms_minscope', 'smorms3', 'x', 'The smaller of lr and zeta is taken first and then divided by the root of v. Here zeta is divided and lr is not. [line 6]', '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = m - r * (m - g)
    v = v - r * (v - g ** 2)
    agree = m * m / (v + eps)
    rate = np.minimum(lr, agree / (np.sqrt(v) + eps))
    x = x - rate * g
    mem = 1 + (1 - agree) * mem
    return dict(r=r, m=m, v=v, zeta=agree, mem=mem, x=x)
'''),
('xxxvii_eve_largerloss', 'eve', 'd', 'The change of the loss is measured against the smaller of the two losses, so that rise and fall count alike; here it is the larger one. [line 5]', '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    if f_old is not None:
        base = np.maximum(f, f_old) - f_star
        ratio = np.clip(np.abs(f - f_old) / base, 1 / c, c)
        d = beta3 * d + (1 - beta3) * ratio
    mh, vh = m / (1 - beta1 ** t), v / (1 - beta2 ** t)
    x = x - lr * mh / (d * (np.sqrt(vh) + eps))
    return dict(m=m, v=v, m_hat=mh, v_hat=vh, d=d, f_old=f, x=x)
'''),
('xxxvii_adasecant_twovar', 'adasecant', 'tau', 'Two standard deviations are four variances once both sides are squared. Here the gradient counts as an outlier beyond two variances already. [line 18]', '''
def adasecant(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
              c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
              *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):
    g = g / (np.sqrt(np.sum(g * g, axis=-1, keepdims=True)) + eps)
    m, m2 = rho * m + (1 - rho) * g, rho * m2 + (1 - rho) * g * g
    avg = lambda old, new: (1 - 1 / tau) * old + new / tau
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = avg(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = avg(den, ((g - m) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = avg(c, alpha), avg(c2, alpha ** 2)
    last, last2 = (g, g * g) if t == 1 else (d, d2)
    rate = np.sqrt((last2 + eps_rate) / (c2 + eps_rate)) - cov / (c2 + eps_rate)
    h = h + g_tilde ** 2 if adagrad else h
    delta = -rate * g_tilde / (np.maximum(np.sqrt(h), 1) if adagrad else 1)
    d, d2, cov = avg(d, delta), avg(last2, delta ** 2), avg(cov, delta * alpha)
    out_g = (g - m) ** 2 > 2 * (m2 - m ** 2)
    out_a = (alpha - c) ** 2 > 4 * (c2 - c ** 2)
    grown = (1 - last ** 2 / (last2 + eps)) * tau + 1 + eps
    tau = np.clip(np.where(out_g | out_a, 2.2, grown), 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2, d=d, d2=d2, cov=cov, tau=tau, h=h, x=x + delta)
'''),
('xxxvii_adamw_divided', 'adamw', 'x', 'The decay must act on x directly. Here it stands over the root of v_hat and is divided by the size of the gradients, which is what AdamW was made to avoid. [line 8]', '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    def debias(avg, beta):
        return avg / (1 - beta ** t)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    root = np.sqrt(debias(v, beta2)) + eps
    # decoupled decay
    x = x - lr * (debias(m, beta1) + weight_decay * x) / root
    return m, v, x
'''),
('xxxvii_lion_averagec', 'lion', 'm', 'm is the average of the gradients; here the interpolation that was made for the sign is averaged instead. [line 5]', '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = g + beta1 * (m - g)
    u = np.sign(c)
    x = x * (1 - lr * weight_decay) - lr * u
    m = beta2 * m + (1 - beta2) * c
    return dict(u=u, m=m, x=x)
'''),
('xxxvii_schedfree_weights', 'schedule_free', 'y', 'The weights of z and x are exchanged: the gradient is taken near the mean x, which has the weight beta, not near z. [line 3]', '''
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = x + beta * (z - x)
    z = z - lr * grad(y)
    x = x + (z - x) / t
    return {"y": y, "z": z, "x": x}
'''),
('xxxvii_sfadamw_fromy', 'schedule_free_adamw', 'z', 'z walks on from its own last place. Here it starts again from y, the point where the gradient was taken. [line 9]', '''
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x.copy()
    y = beta1 * x + (1 - beta1) * z
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy ** 2
    vh = v / (1 - beta2 ** t)
    u = gy / (np.sqrt(vh) + eps) + weight_decay * y
    z = y - lr * u
    w = w + lr * lr
    share = lr * lr / w
    return dict(y=y, g_y=gy, v=v, v_hat=vh, z=z, w=w, c=share, x=x + share * (z - x))
'''),
('xxxvii_sam_noreturn', 'sam', 'x', 'After the second gradient one has to go back: the step starts from x, not from the perturbed point. [line 7]', '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    first = grad(x)
    laenge = np.sqrt((first ** 2).sum(axis=-1, keepdims=True))
    stoerung = rho / (laenge + eps) * first
    oben = x + stoerung
    second = grad(oben)
    x_neu = oben - lr * second
    return dict(g=first, e=stoerung, g_sam=second, x=x_neu)
'''),
('xxxvii_radam_rhoinf', 'radam', 'rho_t', 'rho_inf is 2 / (1 - beta2) - 1; without the - 1 each rho_t is one too large and the rectified steps begin too early. [line 2]', '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    rho_inf = 2 / (1 - beta2)
    b2t = beta2 ** t
    rho = rho_inf - 2 * t * b2t / (1 - b2t)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    mh = m / (1 - beta1 ** t)
    safe = np.maximum(rho, 4)
    r = np.sqrt((safe - 4) / (rho_inf - 4) * (safe - 2) / (rho_inf - 2) * rho_inf / safe)
    adaptive = r * mh / (np.sqrt(v / (1 - b2t)) + eps)
    x = x - lr * np.where(rho > 5, adaptive, mh)
    return dict(m=m, v=v, m_hat=mh, rho_t=rho, r=r, x=x)
'''),
('xxxvii_adabelief_oldm', 'adabelief', 's', 'The belief is measured against the average that already contains this gradient; here the surprise is taken from the old m. [line 3]', '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m_new = beta1 * m + (1 - beta1) * g
    surprise = g - m
    s = beta2 * s + (1 - beta2) * surprise ** 2 + eps
    m_hat = m_new / (1 - beta1 ** t)
    s_hat = s / (1 - beta2 ** t)
    x = x - lr * m_hat / (s_hat ** 0.5 + eps)
    return m_new, s, x
'''),
('xxxvii_adan_fullchange', 'adan', 's', 'Under the square the change of the gradient counts with beta2, as it does in the step; here it counts in full. [line 5]', '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if g_old is None:
        g_old = g
    diff = g - g_old
    look = g + diff
    m = (1 - beta1) * g + beta1 * m
    v = (1 - beta2) * diff + beta2 * v
    s = (1 - beta3) * look * look + beta3 * s
    top = m / (1 - beta1 ** t) + beta2 * v / (1 - beta2 ** t)
    bottom = np.sqrt(s / (1 - beta3 ** t)) + eps
    x = (x - lr * top / bottom) / (1 + lr * weight_decay)
    return dict(change=diff, m=m, v=v, s=s, g_old=g, x=x)
'''),
('xxxvii_yogi_unsquared', 'yogi', 'v', 'v is compared with g squared, which has its units. Here it is compared with |g|, so the sign is wrong wherever v lies between the two. [line 3]', '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    too_big = np.sign(v - np.abs(g))
    v = v - (1 - beta2) * too_big * g ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))
'''),
('xxxvii_lamb_larsnorm', 'lamb', 'ratio', "The trust ratio is the length of x over the length of the step's direction u; here the length of the raw gradient is taken, as in LARS. [line 8]", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    size = lambda a: np.sqrt(np.sum(a * a, axis=-1, keepdims=True))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    u = (m / (1 - beta1 ** t)) / (np.sqrt(v / (1 - beta2 ** t)) + eps)
    u = u + weight_decay * x
    nx = size(x)
    nu = size(g)
    ok = (nx > 0) & (nu > 0)
    trust = np.where(ok, nx / np.where(ok, nu, 1.0), 1.0)
    return dict(m=m, v=v, u=u, ratio=trust, x=x - lr * trust * u)
'''),
('xxxvii_ademamix_corrected', 'ademamix', 'x', 'Only the fast average and v are corrected for their start. The slow one enters raw; corrected, it counts alpha times from the first step. [line 6]', '''
def ademamix(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    fast = m1 / (1 - beta1 ** t)
    slow = m2 / (1 - beta3 ** t)
    vh = v / (1 - beta2 ** t)
    x = x - lr * ((fast + alpha * slow) / (np.sqrt(vh) + eps) + weight_decay * x)
    return m1, m2, v, x
'''),
('xxxvii_sophia_clipscope', 'sophia', 'u', 'The quotient is clipped to [-1, 1], so that no coordinate moves farther than lr. Here m alone is clipped and then divided by a small number. [line 6]', '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    look = (t - 1) % k == 0
    h = np.where(look, h + (1 - beta2) * (hess - h), h)
    denom = np.maximum(gamma * h, eps)
    u = np.clip(m, -1, 1) / denom
    x = (1 - lr * weight_decay) * x - lr * u
    return dict(m=m, h=h, u=u, x=x)
'''),
('xxxvii_muon_fourtimes', 'muon', 'o', 'The polynomial is applied five times; range(1, 5) makes only four rounds, so small singular values are left behind. [line 5]', '''
def muon(x, g, B=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    def orth(M, eps=1e-7):
        a, b, c = 3.4445, -4.7750, 2.0315
        M = M / (np.sqrt(np.sum(M ** 2, axis=(-2, -1), keepdims=True)) + eps)
        for _ in range(1, 5):
            A = M @ np.swapaxes(M, -1, -2)
            M = a * M + (b * A + c * (A @ A)) @ M
        return M
    B = mu * B + g
    O = orth(g + mu * B)
    rows, cols = x.shape[-2:]
    scale = np.sqrt(max(1, rows / cols))
    W = x - lr * scale * O - lr * weight_decay * x
    return dict(b=B, o=O, x=W)
'''),
('xxxvii_soap_unturned', 'soap', 'v', "Adam's v lives in the eigenbasis: it averages the squares of the turned gradient, not those of g itself. [line 9]", '''
def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    T = lambda a: np.swapaxes(a, -1, -2)
    if QL is None:
        L = R = 0.0
        QL = np.linalg.eigh(g @ T(g))[1][..., ::-1]
        QR = np.linalg.eigh(T(g) @ g)[1][..., ::-1]
    rot = T(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    m_rot = T(QL) @ m @ QR
    u = QL @ (m_rot / (np.sqrt(v) + eps)) @ T(QR)
    lr_t = lr * np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ T(g)
    R = beta3 * R + (1 - beta3) * T(g) @ g
    turn = t % k == 0
    QL = np.where(turn, np.linalg.qr(L @ QL)[0], QL)
    QR = np.where(turn, np.linalg.qr(R @ QR)[0], QR)
    return dict(g_turned=rot, m=m, v=v, m_turned=m_rot, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)
'''),
('xxxvii_santasss_outerdamp', 'santa_sss', 'u', 'Force and noise come between two half dampings, so the second half acts on them too. Here both halves act on the old u only and the push is not damped at all. [line 19]', '''
def santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
              burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    a = np.sqrt(lr) * C if a is None else a
    beta = beta0 * t ** anneal
    v = sigma * v + (1 - sigma) * g ** 2
    before = G
    G = (lam + np.sqrt(v)) ** -0.5
    before = G if before is None else before
    hot = t < burnin
    warm = lambda a, u: np.where(hot, np.clip(a + 0.5 * (u * u - lr / beta), a_min, a_max), a)
    x = x + 0.5 * G * u
    a = warm(a, u)
    xi = np.sqrt(2 * before * lr ** p / beta) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        xi = xi + lr / beta * (1 - before / G) / u
    push = np.where(hot, xi, 0) - lr * n * G * g
    u = np.exp(-a) * u + push
    a = warm(a, u)
    return dict(v=v, G=G, a=a, u=u, x=x + 0.5 * G * u)
'''),
]

TWO = [
('xxxvii_ema_sum_half', 'momentum_ema', 'm x', 'm should be an average, so the new gradient has the weight 1 - mu. And the step goes against m itself; here m is averaged with the gradient once more. [lines 2, 3]', '''
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + g
    x = x - lr * (g + mu * (m - g))
    return dict(m=m, x=x)
'''),
('xxxvii_rmstorch_weights_root', 'rmsprop_torch', 'v b', 'rho is the weight of the old v, and here it stands at the new square. And the gradient is divided by the root of v, not by v. [lines 2, 3]', '''
def rmsprop_torch(x, g, sq=0.0, buf=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    sq = (1 - rho) * sq + rho * g ** 2
    scaled = g / (sq + eps)
    buf = mu * buf + scaled
    return sq, buf, x - lr * buf
'''),
('xxxvii_adaml2_sign_t', 'adam_l2', 'g_l2 m_hat', 'The decay is added to the gradient, not subtracted. And the correction of m has the exponent t: the first step is t = 1 already. [lines 3, 6]', '''
def adam_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    # weight decay shrinks, hence the minus
    gr = g - weight_decay * x
    m = beta1 * m + (1 - beta1) * gr
    v = beta2 * v + (1 - beta2) * gr ** 2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(g_l2=gr, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
('xxxvii_kerasadamw_root_lrt', 'adamw_keras', 'lr_t x', "v's correction stands under a root in lr_t. And the decay is multiplied by lr itself, not by the corrected lr_t. [lines 4, 5]", '''
def adamw_keras(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = m + (g - m) * (1 - beta1)
    v = v + (g * g - v) * (1 - beta2)
    rate = lr * (1 - beta2 ** t) / (1 - beta1 ** t)
    decay = rate * weight_decay * x
    x = x - rate * m / (np.sqrt(v) + eps) - decay
    return {"m": m, "v": v, "lr_t": rate, "x": x}
'''),
('xxxvii_amsoptax_beta_raw', 'amsgrad_optax', 'm_hat v_max', 'm is corrected with beta1, not beta2. And the maximum is taken of the corrected v_hat; here it is taken of the raw v. [lines 4, 6]', '''
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    m_hat = m / (1 - beta2 ** t)
    v_hat = v / (1 - beta2 ** t)
    v_max = np.maximum(v_max, v)
    x = x - lr * m_hat / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)
'''),
('xxxvii_amsbound_low_clipscope', 'amsbound', 'lower rate', 'The lower bound is final_lr (1 - 1 / (gamma t + 1)): here it is final_lr / (gamma t + 1), which falls where it should rise. And the whole rate, after the division by the root, lies between the bounds; here lr_t alone is clipped. [lines 7, 9]', '''
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    v_max = np.where(v_max > v, v_max, v)
    lr_t = lr * np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t)
    s = gamma * t
    unten = final_lr / (s + 1)
    oben = final_lr * (s + 1) / s
    eta = np.clip(lr_t, unten, oben) / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, lower=unten, upper=oben, lr_t=lr_t, rate=eta, x=x - eta * m)
'''),
('xxxvii_nadam_t_beta', 'nadam', 'm_hat v_hat', "The share of this gradient is corrected with 1 - beta1^t; only m's share looks a step ahead. And v is corrected with beta2, not beta1. [lines 5, 6]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    ahead = beta1 * m / (1 - beta1 ** (t + 1))
    now = (1 - beta1) * g / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta1 ** t)
    x = x - lr * (ahead + now) / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=ahead + now, v_hat=v_hat, x=x)
'''),
('xxxvii_adanoptax_sum_beta', 'adan_optax', 'v s_hat', 'v is an average of the changes, so a change has the weight 1 - beta2. And s is corrected with its own beta3. [lines 5, 9]', '''
def adan_optax(x, g, t, m=0.0, v=0.0, s=0.0, prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    dg = np.zeros_like(g) if prev is None else g - prev
    w = 1 - beta2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + dg
    s = beta3 * s + (1 - beta3) * np.square(g + w * dg)
    mh = m / (1 - beta1 ** t)
    vh = v / (1 - beta2 ** t)
    sh = s / (1 - beta2 ** t)
    x = x - lr * (mh + w * vh) / (np.sqrt(sh) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(change=dg, m=m, v=v, s=s, m_hat=mh, v_hat=vh, s_hat=sh, g_old=g, x=x)
'''),
('xxxvii_secantpaper_c2_rate', 'adasecant_paper', 'c2 rate', 'c2 averages the square of alpha, and the window divides once; here alpha / tau is squared. And the covariance is subtracted in the rate, not added. [lines 17, 20]', '''
def adasecant_paper(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
                    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    alpha = g - g_old
    pos = den > 0
    gamma = np.where(pos, np.clip(num / np.where(pos, den, 1.0), 0, gamma_max), gamma_max)
    odd = (g - m) ** 2 > 4 * (m2 - m ** 2)
    odd = odd | ((alpha - c) ** 2 > 4 * (c2 - c ** 2))
    tau = np.where(odd, 2.2, tau)
    q = 1 - 1 / tau
    m = q * m + g / tau
    m2 = q * m2 + g ** 2 / tau
    smooth = (g + gamma * m) / (1 + gamma)
    num = q * num + (g_old - g) * (g_old - m) / tau
    den = q * den + (g_old - m) * (g - m) / tau
    c = q * c + alpha / tau
    c2 = q * c2 + (alpha / tau) ** 2
    d, d2 = (g, g ** 2) if t == 1 else (q * d + delta / tau, q * d2 + delta ** 2 / tau)
    cov = q * cov + delta * alpha / tau
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) + cov / (c2 + eps_rate)
    tau = np.clip(1 + tau - tau * d ** 2 / (d2 + eps), 1.5, 1e8)
    delta = -rate * smooth
    return dict(m=m, m2=m2, num=num, den=den, g_old=g, c=c, c2=c2, delta=delta, d=d, d2=d2, cov=cov, tau=tau, rate=rate, x=x + delta)
'''),
('xxxvii_muonoptax_t_shape', 'muon_optax', 'u x', "m's share looks one step ahead and is corrected with mu^(t + 1). And optax's factor is the root of cols / rows; here it is that of rows / cols, as in the authors' Muon. [lines 10, 14]", '''
def _ns5(m):
    m = m / (np.linalg.norm(m, axis=(-2, -1), keepdims=True) + 1e-7)
    for _ in range(5):
        gram = m @ np.swapaxes(m, -1, -2)
        m = 3.4445 * m - 4.7750 * gram @ m + 2.0315 * gram @ gram @ m
    return m

def muon_optax(x, g, t, m=0.0, *, lr=1e-3, mu=0.95, weight_decay=0.0):
    m = mu * m + (1 - mu) * g
    mean = mu * m / (1 - mu ** t)
    u = mean + (1 - mu) * g / (1 - mu ** t)
    o = _ns5(u)
    rows, cols = x.shape[-2:]
    factor = np.sqrt(max(1, rows / cols))
    return dict(m=m, u=u, o=o, x=x - lr * (factor * o + weight_decay * x))
'''),
]

RIGHT = [
('xxxvii_ok_sgd_convex', 'sgd', '''
def sgd(x, g, *, lr=0.01):
    # a mean of where we are and where a unit step would lead
    target = np.subtract(x, g)
    return dict(x=(1 - lr) * x + lr * target)
'''),
('xxxvii_ok_heavyball_points', 'momentum', '''
def momentum(x, g, before=None, *, lr=0.01, mu=0.9):
    """Heavy ball with two points instead of a velocity (Polyak's own form)."""
    inertia = 0.0 if before is None else x - before
    return x, x + mu * inertia - lr * g
'''),
('xxxvii_ok_nag_points', 'nesterov', '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = x + mu * v
    slope = grad(ahead)
    landed = ahead - lr * slope
    return {"g_ahead": slope, "x": landed, "v": landed - x}
'''),
('xxxvii_ok_nagkeras_half', 'nesterov_keras', '''
def nesterov_keras(x, g, w=0.0, *, lr=1e-2, mu=0.9):
    # w is mu times the usual velocity: what the look-ahead adds
    kick = lr * g
    w = mu * (w - kick)
    return w, x + w - kick
'''),
('xxxvii_ok_adagrad_hypot', 'adagrad', '''
def adagrad(x, g, length=0.0, *, lr=0.01, eps=1e-8):
    length = np.hypot(length, g)      # the root of the sum is kept, not the sum
    x = x - g / ((length + eps) / lr)
    return length, x
'''),
('xxxvii_ok_adagradkeras_shift', 'adagrad_keras', '''
def adagrad_keras(x, g, extra=None, *, lr=1e-3, eps=1e-7):
    if extra is None: extra = np.zeros(x.shape)
    extra = extra + np.power(g, 2)
    inv = 1.0 / np.sqrt(extra + (0.1 + eps))
    x = x - (g * inv) * lr
    return dict(extra=extra, x=x)
'''),
('xxxvii_ok_adagrad_root_eps', 'adagrad_eps_inside', '''
def adagrad_eps_inside(x, g, S=None, *, lr=1e-2, eps=1e-7):
    S = (eps if S is None else S) + g * g     # eps sits in the sum from the start
    return dict(S=S, x=x - lr * g * S ** -0.5)
'''),
('xxxvii_ok_rmsprop_hypot', 'rmsprop', '''
def rmsprop(x, g, rms=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    rms = np.hypot(rho ** 0.5 * rms, (1 - rho) ** 0.5 * g)
    shift = np.divide(-g, rms + eps)
    shift *= lr
    return rms, shift + x
'''),
('xxxvii_ok_rmskeras_velocity', 'rmsprop_keras', '''
def rmsprop_keras(x, g, v=0.0, vel=0.0, *, lr=1e-3, rho=0.9, mu=0.0, eps=1e-7):
    v = g ** 2 + rho * (v - g ** 2)
    vel = mu * vel - lr * g / np.sqrt(v + eps)   # keeps the minus inside
    x = x + vel
    return v, vel, x
'''),
('xxxvii_ok_rmscorr_sum', 'rmsprop_corrected', '''
def rmsprop_corrected(x, g, t, total=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    # a fading sum, divided by the sum of its weights 1 + rho + ... + rho^(t-1)
    total = rho * total + g * g
    weights = (1 - rho ** t) / (1 - rho)
    return dict(total=total, x=x - lr * g / (np.sqrt(total / weights) + eps))
'''),
('xxxvii_ok_centered_loop', 'rmsprop_centered_torch', '''
def rmsprop_centered_torch(x, g, v=0.0, m=0.0, *, lr=1e-2, rho=0.99, eps=1e-8):
    moments = np.stack([np.zeros_like(x) + v, np.zeros_like(x) + m])
    moments = moments * rho
    for i, power in enumerate((2, 1)):
        moments[i] += (1 - rho) * g ** power
    second, first = moments
    sd = np.sqrt(second - first ** 2)
    return second, first, x - lr * g / (sd + eps)
'''),
('xxxvii_ok_adam_tuple', 'adam', '''
def adam(x, g, t, memory=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a, b = memory or (np.zeros_like(x), np.zeros_like(x))
    a = beta1 * a + g                   # sums, not averages
    b = beta2 * b + g ** 2
    mean = a * ((1 - beta1) / (1 - beta1 ** t))
    mean_sq = b * ((1 - beta2) / (1 - beta2 ** t))
    return dict(memory=(a, b), x=x - lr * mean / (eps + mean_sq ** 0.5))
'''),
('xxxvii_ok_adamin_runningmean', 'adam_eps_inside', '''
def adam_eps_inside(x, g, t, mh=0.0, vh=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # the corrected averages are kept themselves: a mean with a falling weight
    w1 = (1 - beta1) / (1 - beta1 ** t)
    w2 = (1 - beta2) / (1 - beta2 ** t)
    mh = (1 - w1) * mh + w1 * g
    vh = (1 - w2) * vh + w2 * g * g
    return mh, vh, x - lr * mh / np.sqrt(vh + eps)
'''),
('xxxvii_ok_adamlrt_epshat', 'adam_lr_t', '''
def adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    c = np.sqrt(1 - beta2 ** t)
    m_hat = m / (1 - beta1 ** t)
    # paper's form, with its eps made to fit
    return dict(m=m, v=v, x=x - lr * m_hat / (np.sqrt(v) / c + eps / c))
'''),
('xxxvii_ok_adaboundpaper_maxmin', 'adabound_paper', '''
def adabound_paper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    q = (1 - beta2) * t
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g ** 2
    floor, ceiling = final_lr * q / (1 + q), final_lr * (1 + q) / q
    eta = np.minimum(ceiling, np.maximum(floor, lr / np.sqrt(v)))
    x = x - eta * m * t ** -0.5
    return m, v, x
'''),
('xxxvii_ok_shampoo_einsum', 'shampoo', '''
def shampoo(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L, R = (eps * np.identity(k) for k in x.shape[-2:])
    L = L + np.einsum("...ij,...kj->...ik", g, g)
    R = R + np.einsum("...ji,...jk->...ik", g, g)

    def fourth(a):
        lam, q = np.linalg.eigh(a)
        lam = np.maximum(lam, np.finfo(lam.dtype).eps * lam[..., -1:])
        return np.einsum("...ik,...k,...jk->...ij", q, 1 / np.sqrt(np.sqrt(lam)), q)

    u = fourth(L) @ (g @ fourth(R))
    return dict(L=L, R=R, u=u, x=x - lr * u)
'''),
]
