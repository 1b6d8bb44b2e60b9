"""Blind set: steps of optlab, classical and modern, with mistakes as students write them."""

ONE = [
    ('xxiii_momentum_forgets_the_point_before', 'momentum', 'v', 'The point kept for the next step is the new x and not the one before it, so x - x_prev is always 0 and there is no momentum. [line 7]', '''
def momentum(x, g, x_prev=None, *, lr=0.01, mu=0.9):
    # Polyak 1964: x_{k+1} = x_k - lr g + mu (x_k - x_{k-1})
    if x_prev is None:
        x_prev = x
    heavy_ball = mu * (x - x_prev)
    x_new = x - lr * g + heavy_ball
    return {"x_prev": x_new, "x": x_new}
'''),
    ('xxiii_nesterov_vorausschau_unbenutzt', 'nesterov', 'g_ahead', 'The look-ahead point is computed but the gradient is taken at x itself. [line 3]', '''
def nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    vorausschau = x + mu * v
    g_dort = grad(x)  # Steigung an der vorausgeschauten Stelle
    v = mu * v - lr * g_dort
    return dict(g_ahead=g_dort, v=v, x=x + v)
'''),
    ('xxiii_nesterov_shifted_new_v_first', 'nesterov_shifted', 'x|v', 'x is moved with the velocity that is already renewed, where the formula has the old one: the two lines are in the wrong order. [line 3]', '''
def nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = np.subtract(mu * v, lr * g)
    x = x + np.square(mu) * v - (1 + mu) * lr * g
    return dict(v=v, x=x)
'''),
    ('xxiii_adagrad_raiz_guardada', 'adagrad', 'h', 'The root of the sum is stored as the sum, so the next step adds g^2 to a root. [line 2]', '''
def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    norma = h = np.sqrt(h + g * g)
    paso = -lr * np.divide(g, norma + eps)
    return {"h": h, "x": x + paso}
'''),
    ('xxiii_rmsprop_premier_carre', 'rmsprop', 'v', 'v starts with the first squared gradient in place of 0, so the first step has full weight on it. [line 3]', '''
def rmsprop(x, g, v=None, *, lr=1e-3, rho=0.9, eps=1e-8):
    carre = g**2
    v = carre if v is None else v + (1 - rho) * (carre - v)
    x = x - lr * g / (v**0.5 + eps)
    return (x, v)
'''),
    ('xxiii_adadelta_lr_in_the_memory', 'adadelta', 'u|delta', 'The average of the squared steps is fed with the step after lr, where delta without lr belongs. [line 6]', '''
def adadelta(x, g, acc=(0.0, 0.0), *, lr=1.0, rho=0.95, eps=1e-6):
    Eg2, Edx2 = acc
    Eg2 = rho * Eg2 + (1 - rho) * g**2
    rms = lambda s: np.sqrt(s + eps)
    dx = -lr * rms(Edx2) / rms(Eg2) * g
    Edx2 = rho * Edx2 + (1 - rho) * dx**2
    return dict(acc=(Eg2, Edx2), x=x + dx)
'''),
    ('xxiii_adam_loop_eats_t', 'adam', 'v_hat', 'The loop over the coordinates counts with t, so v is corrected with the number of the coordinate and not of the step. [line 7]', '''
def adam(x, g, t, m=None, v=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if m is None:
        m, v = np.zeros_like(x), np.zeros_like(x)
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1**t)
    v, x = v.copy(), x.copy()
    for t, i in enumerate(np.ndindex(x.shape), start=1):
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
        v_hat = v[i] / (1 - beta2**t)
        x[i] = x[i] - lr * m_hat[i] / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)
'''),
    ('xxiii_adamax_one_max_for_all', 'adamax', 'u', 'The maximum runs over all coordinates too, so that every coordinate is divided by the same number. [line 3]', '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    u = max(np.max(beta2 * u), np.max(np.abs(g) + eps))  # infinity norm
    alpha_t = lr / (1 - beta1**t)
    return dict(m=m, u=u, x=x - alpha_t * m / u)
'''),
    ('xxiii_nadam_same_correction_twice', 'nadam', 'm_hat', "The share of m is corrected with beta1^t where the next step's beta1^(t+1) belongs. [line 5]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * np.square(g)
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    nesterov = (
        beta1 * m / c1
        + (1 - beta1) * g / c1
    )
    x = x - lr * nesterov / (np.sqrt(v / c2) + eps)
    return {"m": m, "v": v, "m_hat": nesterov, "x": x}
'''),
    ('xxiii_amsgrad_out_v', 'amsgrad', 'v_max|v', 'With out=v the maximum is written into v as well, so the average itself never falls. [line 5]', '''
def amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    # out= saves one temporary
    v_max = np.maximum(v_max, v, out=v)
    x = x - np.divide(lr * m, np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)
'''),
    ('xxiii_adamw_decay_of_moved_x', 'adamw', 'x', 'The decay is taken of the x that Adam has already moved and not of the x at which the step began. [line 6]', '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    correct = lambda average, beta: average / (1 - np.power(beta, t))
    theta = x - lr * correct(m, beta1) / (np.sqrt(correct(v, beta2)) + eps)
    theta = theta - lr * weight_decay * theta  # decoupled, so separate from Adam
    return dict(m=m, v=v, x=theta)
'''),
    ('xxiii_smorms3_larger_rate', 'smorms3', 'x', 'The larger of lr and zeta is taken as the rate, where lr is the upper limit: minimum. [line 6]', '''
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = m + r * (g - m)
    v = v + r * (g * g - v)
    agree = m * m / (v + eps)
    x = x - g * np.maximum(lr, agree) / (np.sqrt(v) + eps)
    mem = mem - mem * agree + 1
    return dict(m=m, v=v, mem=mem, x=x)
'''),
    ('xxiii_eve_relative_to_the_old_loss', 'eve', 'change', 'The change of the loss is divided by the old loss, where the smaller of old and new loss belongs. [line 9]', '''
def eve(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None,
    *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    richtung = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    if f_old is not None:
        schwankung = np.abs(f - f_old) / (f_old - f_star)
        begrenzt = np.minimum(np.maximum(schwankung, 1 / c), c)
        d = beta3 * d + (1 - beta3) * begrenzt
    return {"m": m, "v": v, "d": d, "f_old": f, "x": x - lr * richtung / d}
'''),
    ('xxiii_adabound_upper_copied_from_lower', 'adabound', 'upper', "The upper bound has the + 1 of the lower bound's denominator, so it starts at 2 final_lr and not near infinity. [line 6]", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step_size = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    eta = np.full_like(x, step_size) / (np.sqrt(v) + eps)
    eta = np.clip(eta, lower, upper)
    return dict(m=m, v=v, x=x - eta * m)
'''),
    ('xxiii_santa_e_phases_exchanged', 'santa_e', 'explore', 'The condition is turned round: exploration comes after burnin in place of before it. [line 15]', '''
def santa_e(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    if u is None:
        u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = np.sqrt(lr) * C
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_avant, G = G, 1 / np.sqrt(lam + np.sqrt(v))
    if G_avant is None:
        G_avant = G
    chauffe = t > burnin
    bruit = np.sqrt(2 * lr**p / beta_t * G_avant) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        bruit = bruit + lr / beta_t * (1 - G_avant / G) / u
    if chauffe:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
    else:
        bruit = 0 * bruit
    u = (1 - a) * u - lr * G * n * g + bruit
    return dict(v=v, G=G, a=a, u=u, x=x + G * u)
'''),
    ('xxiii_adasecant_cov_of_the_mean_step', 'adasecant', 'cov', 'The covariance averages alpha times the mean step d, where the step delta itself belongs: a typo. [line 21]', '''
def adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7,
    c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1, h=0.0,
    *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):
    avg = lambda old, new: (1 - 1 / tau) * old + new / tau
    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m, m2 = rho * m + (1 - rho) * g, rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num, den = avg(num, ((g - g_tilde) * (g_tilde - m)) ** 2), avg(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = avg(c, alpha), avg(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d, d2 = avg(d, delta), avg(last2, delta**2)
    cov = avg(cov, d * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps)
    tau = np.clip(tau, 1.5, 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, g_old=g, c=c, c2=c2,
                d=d, d2=d2, cov=cov, tau=tau, h=h, x=x + delta)
'''),
    ('xxiii_learned_second_layer_first', 'learned', 'h2|c2', "The second layer runs before the first and so reads the first layer's output of the step before. [line 6]", '''
def learned(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1, c1, h2, c2 = (np.zeros(x.shape + w["Wo"].shape[:1], x.dtype) for _ in range(4))
    # backwards through the layers, so nothing gets overwritten too early
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    u = w["scale"] * (h2 @ w["Wo"] + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)
'''),
    ('xxiii_lion_sign_of_g_alone', 'lion', 'u', 'The sign is taken of the new gradient alone and then averaged, where it belongs around the whole average. [line 3]', '''
def lion(x, g, gedaechtnis=None, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = (gedaechtnis or {"m": 0.0})["m"]
    schritt = beta1 * m + (1 - beta1) * np.sign(g)
    gedaechtnis = {"m": beta2 * m + (1 - beta2) * g}
    return dict(gedaechtnis=gedaechtnis, x=(1 - lr * weight_decay) * x - lr * schritt)
'''),
    ('xxiii_adan_first_change_is_g', 'adan', 'change|g_old', 'g_old starts at 0, so the first change is the whole gradient where it is 0 by definition. [line 4]', '''
def adan(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=0.0, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    diff = g - g_old
    row = dict(g_old=g)
    row["m"] = m = beta1 * m + (1 - beta1) * g
    row["v"] = v = beta2 * v + (1 - beta2) * diff
    row["s"] = s = beta3 * s + (1 - beta3) * np.square(g + beta2 * diff)
    eta = lr / (np.sqrt(s / (1 - beta3**t)) + eps)
    step = eta * (m / (1 - beta1**t) + beta2 * v / (1 - beta2**t))
    row.update(x=(x - step) / (1 + lr * weight_decay))
    return row
'''),
    ('xxiii_lamb_length_of_the_momentum', 'lamb', 'u_size', 'The trust ratio divides by the length of m_hat where the length of the whole direction u belongs. [line 8]', '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    norm = lambda a: np.sqrt(np.sum(a * a, axis=-1, keepdims=True))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    norm_x = norm(x)
    norm_u = norm(m_hat)
    trust = np.where((norm_x > 0) & (norm_u > 0), norm_x / np.where(norm_u > 0, norm_u, 1.0), 1.0)
    return {"m": m, "v": v, "x": x - lr * trust * u}
'''),
    ('xxiii_shampoo_roots_of_full_adagrad', 'shampoo', 'u', 'Both matrices are taken to the power -1/2, as in AdaGrad with one full matrix, where two of them share it: -1/4 each. [line 2]', '''
def shampoo(x: "matrix", g, links=None, rechts=None, *, lr=0.1, eps=1e-6):
    inv_root = lambda M: power(M, -1 / 2)
    if links is None:
        rows, cols = x.shape[-2:]
        links, rechts = eps * np.eye(rows), eps * np.eye(cols)
    links = links + g @ transpose(g)
    rechts = rechts + transpose(g) @ g
    x = x - lr * (inv_root(links) @ g @ inv_root(rechts))
    return dict(links=links, rechts=rechts, x=x)
'''),
    ('xxiii_adafactor_mean_of_the_wrong_factor', 'adafactor', 'v', 'The product is divided by the mean of c over an axis of length 1, that is by c itself, where the mean of r belongs. [line 11]', '''
def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    def rms(a):
        return np.sqrt((a**2).mean(axis=(-2, -1), keepdims=True))

    if r is None:
        r = c = 0.0
    keep = 1 - float(t) ** -decay
    g2 = g**2 + eps
    r = keep * r + (1 - keep) * g2.mean(axis=-1, keepdims=True)
    c = keep * c + (1 - keep) * g2.mean(axis=-2, keepdims=True)
    v = r * c / np.mean(c, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1.0, rms(u) / d)
    x = x - np.maximum(eps2, rms(x)) * np.minimum(lr, t**-0.5) * u
    return dict(r=r, c=c, x=x)
'''),
]

TWO = [
    ('xxiii_momentum_torch_damped_start_and_look_ahead', 'momentum_torch', 'b x', 'The first b is damped too, where it is g itself. x moves with g + mu b, which is the Nesterov option. [lines 3, 6]', '''
def momentum_torch(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        b = (1 - dampening) * g
    else:
        b = mu * b + (1 - dampening) * g
    x = x - lr * (g + mu * b)
    return dict(b=b, x=x)
'''),
    ('xxiii_rmsprop_torch_weights_and_lr_twice', 'rmsprop_torch', 'v b|x', 'rho weighs the new squared gradient in place of the old average. lr stands in the buffer and again where x moves. [lines 2, 3]', '''
def rmsprop_torch(x, g, moyenne=0.0, elan=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    moyenne = (1 - rho) * moyenne + rho * g**2
    elan = mu * elan + lr * g / (np.sqrt(moyenne) + eps)
    x = x - lr * elan
    return x, moyenne, elan
'''),
    ('xxiii_amsgrad_torch_beta_typo_and_no_square', 'amsgrad_torch', 'v m_hat', 'v averages |g| where g^2 belongs. m is corrected with beta2, a copy of the line below. [lines 3, 5]', '''
def amsgrad_torch(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.abs(g)
    v_max = np.where(v > v_max, v, v_max)
    m_hat = m / (1 - beta2**t)
    v_hat = v_max / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_max=v_max, m_hat=m_hat, v_hat=v_hat, x=x)
'''),
    ('xxiii_nadam_dozat_product_of_beta1_and_factor_lost', 'nadam_dozat', 'mu_product v_hat', "The product takes up the constant beta1 where this step's mu of the schedule belongs. Dozat's factor beta2 on v_hat is forgotten. [lines 5, 10]", '''
def nadam_dozat(x, g, t, m=0.0, v=0.0, produkt=1.0, *, lr=2e-3, beta1=0.99, beta2=0.999, psi=4e-3, eps=1e-8):
    def plan(i):
        return beta1 * (1 - np.power(0.96, i * psi) / 2)

    produkt = produkt * beta1
    m = plan(t) * m + (1 - plan(t)) * g
    v = beta2 * v + (1 - beta2) * g**2
    vorn = plan(t + 1) * m / (1 - produkt * plan(t + 1))
    jetzt = (1 - plan(t)) * g / (1 - produkt)
    v_hat = v / (1 - beta2**t)
    return {"m": m, "v": v, "produkt": produkt, "x": x - lr * (vorn + jetzt) / (np.sqrt(v_hat) + eps)}
'''),
    ('xxiii_yogi_share_of_v_and_eps_under_root', 'yogi', 'v x', 'v changes by a share of v itself where a share of g^2 belongs. eps stands under the root in place of beside it. [lines 4, 5]', '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = np.multiply(g, g)
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(v - g2) * v
    return dict(m=m, v=v, x=x - lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps))
'''),
    ('xxiii_muon_plain_momentum_and_turned_shape', 'muon', 'o|u x', "The buffer b is made orthogonal where Nesterov's u belongs, so u is not used. The factor has cols / rows where rows / cols belongs. [lines 5, 6]", '''
def muon(x: "matrix", g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    zeilen, spalten = x.shape[-2:]
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(b)
    faktor = np.sqrt(max(1, spalten / zeilen))
    x = x * (1 - lr * weight_decay) - lr * faktor * o
    return dict(b=b, u=u, o=o, x=x)
'''),
    ('xxiii_soap_beta_and_never_turned_back', 'soap', 'v u', 'v is renewed with the weight 1 - beta1 where 1 - beta2 belongs. The step is turned into the eigenbasis once more in place of back. [lines 12, 13]', '''
def soap(
    x: "matrix", g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
    *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10
):
    gl, gr = g @ transpose(g), transpose(g) @ g
    if QL is None:
        L = R = 0.0
        QL, QR = eigenvectors(gl), eigenvectors(gr)
    into = lambda a: transpose(QL) @ a @ QR
    back = lambda a: QL @ a @ transpose(QR)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta1) * into(g) ** 2
    u = into(into(m) / (np.sqrt(v) + eps))
    x = x - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * u
    L, R = beta3 * L + (1 - beta3) * gl, beta3 * R + (1 - beta3) * gr
    if t % k == 0:
        QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
'''),
    ('xxiii_prodigy_decay_without_root_and_plain_eps', 'prodigy', 'r x', 'r decays by beta2 where its root belongs, as in the line of s. eps is added without the factor d that v has. [lines 10, 14]', '''
def prodigy(
    x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0
):
    x0 = x if x0 is None else x0
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    dg = d * g
    m = beta1 * m + (1 - beta1) * dg
    v = beta2 * v + (1 - beta2) * dg**2
    r = beta2 * r + lr_t / d0 * np.sum(dg * (x0 - x), axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + lr_t / d0 * dg
    norm1 = np.abs(s).sum(axis=-1, keepdims=True)
    d_now = np.maximum(d, np.divide(r, np.where(norm1 == 0, 1, norm1)))
    x = x - lr_t * (m / (np.sqrt(v) + eps) + weight_decay * x)
    return {"m": m, "v": v, "s": s, "r": r, "d": d_now, "x0": x0, "x": x}
'''),
]

RIGHT = [
    ('xxiii_sgd_into_a_buffer', 'sgd', '''
def sgd(x, g, *, lr=0.01):
    puffer = np.empty_like(x)
    np.multiply(g, -lr, out=puffer)
    np.add(puffer, x, out=puffer)
    return {"x": puffer}
'''),
    ('xxiii_nesterov_torch_buffer_last', 'nesterov_torch', '''
def nesterov_torch(x, g, tampon=None, *, lr=1e-3, mu=0.9):
    if tampon is None:
        return x - lr * (1 + mu) * g, g
    x = x - lr * ((1 + mu) * g + mu * mu * tampon)
    return x, g + mu * tampon
'''),
    ('xxiii_smoothed_nesterov_sum_of_quarters', 'smoothed_nesterov', '''
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    reach = mu * v
    total = 0.0
    for quarter in (1.0, 0.75, 0.5, 0.25):
        total = total + grad(x + quarter * reach)
    return dict(v=(v := reach - 0.25 * lr * total), x=x + v)
'''),
    ('xxiii_adam_sums_not_averages', 'adam', '''
def adam(x, g, t, M=None, V=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # discounted sums; a geometric series gives the sum of the weights
    M = g if M is None else g + beta1 * M
    V = g * g if V is None else g * g + beta2 * V
    w1 = sum(beta1**i for i in range(t))
    w2 = sum(beta2**i for i in range(t))
    return dict(M=M, V=V, x=x - lr * (M / w1) / (eps + np.sqrt(V / w2)))
'''),
    ('xxiii_adamax_power_by_hand', 'adamax', '''
def adamax(x, g, t, m=0.0, u=0.0, b1_to_t=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    b1_to_t = b1_to_t * beta1
    m = g - beta1 * (g - m)
    size = np.abs(g) + eps
    faded = beta2 * u
    u = np.where(faded > size, faded, size)
    return dict(m=m, u=u, b1_to_t=b1_to_t, x=x - (lr * m) / (u * (1 - b1_to_t)))
'''),
    ('xxiii_adadelta_keeps_the_roots', 'adadelta', '''
def adadelta(x, g, raices=None, *, lr=1.0, rho=0.95, eps=1e-6):
    rg, rx = (0.0, 0.0) if raices is None else raices
    rg = np.hypot(rho**0.5 * rg, (1 - rho) ** 0.5 * g)
    paso = g * np.sqrt((rx * rx + eps) / (rg * rg + eps))
    rx = np.hypot(rho**0.5 * rx, (1 - rho) ** 0.5 * paso)
    return dict(raices=(rg, rx), x=x - lr * paso)
'''),
    ('xxiii_rmsprop_graves_positive_step', 'rmsprop_graves', '''
def rmsprop_graves(x, g, stats=None, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n, gbar, step = stats if stats is not None else (0.0, 0.0, 0.0)
    n = n + (1 - rho) * (g**2 - n)
    gbar = gbar + (1 - rho) * (g - gbar)
    step = mu * step + lr * g * (n - gbar * gbar + eps) ** -0.5
    return {"stats": (n, gbar, step), "x": x - step}
'''),
    ('xxiii_amsbound_clip_the_other_way', 'amsbound', '''
def amsbound(x, g, t, m=0.0, v=0.0, root_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    root_max = np.maximum(np.sqrt(v), root_max)
    gt = gamma * t
    lower, upper = final_lr * gt / (gt + 1), final_lr * (gt + 1) / gt
    wish = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t) / (root_max + eps)
    # the middle of three numbers: it does not matter which of the first two comes first
    rate = np.clip(lower, wish, upper)
    return dict(m=m, v=v, root_max=root_max, x=x - rate * m)
'''),
    ('xxiii_santa_sss_helpers_for_the_halves', 'santa_sss', '''
def santa_sss(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):
    sqrt = np.sqrt
    if u is None:
        u = sqrt(lr) * rng.standard_normal(x.shape, x.dtype)
    a = C * sqrt(lr) if a is None else a
    temperature = 1 / (beta0 * t**anneal)

    def thermostat(a, u):
        new = a + 0.5 * (u * u - lr * temperature)
        return np.where(t < burnin, np.minimum(np.maximum(new, a_min), a_max), a)

    v = v + (1 - sigma) * (g * g - v)
    before, G = G, (lam + sqrt(v)) ** -0.5
    before = G if before is None else before
    x = x + 0.5 * G * u
    a = thermostat(a, u)
    xi = rng.standard_normal(x.shape, x.dtype)
    kick = -lr * n * G * g
    if t < burnin:
        kick = kick + xi * sqrt(2 * temperature * before * lr**p)
        if curvature:
            kick = kick + lr * temperature * (G - before) / (G * u)
    u = np.exp(-a) * u + np.exp(-a / 2) * kick
    return dict(v=v, G=G, a=thermostat(a, u), u=u, x=x + 0.5 * G * u)
'''),
    ('xxiii_sophia_due_as_a_number', 'sophia', '''
def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    due = 1.0 * (t % k == 1 % k)
    m = m - (1 - beta1) * (m - g)
    h = h + due * (1 - beta2) * (hess - h)
    nenner = np.where(gamma * h < eps, eps, gamma * h)
    schritt = np.sign(m) * np.minimum(np.abs(m), nenner) / nenner
    return {"m": m, "h": h, "x": (1 - lr * weight_decay) * x - lr * schritt}
'''),
    ('xxiii_schedule_free_adamw_by_differences', 'schedule_free_adamw', '''
def schedule_free_adamw(
    x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    if z is None:
        z = x
    y = z + beta1 * (x - z)
    pente = grad(y)
    v = beta2 * v + (1 - beta2) * pente * pente
    direction = pente / (eps + np.sqrt(v) / np.sqrt(1 - beta2**t))
    z = z - lr * direction - lr * weight_decay * y
    w = w + lr * lr
    return x + (z - x) * lr * lr / w, z, v, w
'''),
    ('xxiii_adafactor_sums_not_means', 'adafactor', '''
def adafactor(x: "matrix", g, t, summen=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    both = (-2, -1)
    fresh = t**-decay
    sq = np.square(g) + eps
    zeilen, spalten = (0.0, 0.0) if summen is None else summen
    zeilen = (1 - fresh) * zeilen + fresh * sq.sum(-1, keepdims=True)
    spalten = (1 - fresh) * spalten + fresh * sq.sum(-2, keepdims=True)
    # a sum of the rows counts all entries once, so no numbers of rows and columns are left
    u = g * np.sqrt(zeilen.sum(-2, keepdims=True) / (zeilen * spalten))
    root = np.sqrt(g.shape[-1] * g.shape[-2])
    length = np.linalg.norm(u, axis=both, keepdims=True) / root
    u = np.where(length > d, u * (d / length), u)
    rate = np.maximum(np.linalg.norm(x, axis=both, keepdims=True) / root, eps2) * np.minimum(lr, 1 / np.sqrt(t))
    return dict(summen=(zeilen, spalten), x=x - rate * u)
'''),
]
