"""Blind set thirty-eight: 30 functions with one mistake, 10 with two, 16 right ones, for rules of optlab and of a teacher."""

import numpy as np


def torchbearer(x, g, m=0.0, s=1.0, a=0.0, *, lr=0.02, beta=0.9, rho=0.95, up=0.1, down=0.7, eps=1e-6):
    """A factor s for each coordinate: it rises by a sum where average and gradient agree, and falls by a factor where not.

    x, g, m, s, a : arrays of one shape; m averages the gradients, a their sizes. lr > 0, 0 <= beta, rho < 1, up >= 0,
    0 < down < 1, eps > 0 in gradient units.
    """
    m = beta * m + (1 - beta) * g
    s = np.where(m * g >= 0, s + up, s * down)
    a = rho * a + (1 - rho) * np.abs(g)
    u = m / (a + eps)
    x = x - lr * s * u
    return dict(m=m, s=s, a=a, u=u, x=x)


def latecomer(x, g, t, q=0.0, m=0.0, g_old=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    """Momentum that warms up by itself, adds a share of the gradient's change, and slows down where gradients are restless.

    x, g, q, m, g_old : arrays of one shape; t = 1, 2, ...; q averages g^2 and its change squared; g_old is the last gradient.
    lr > 0, 0 <= mu, beta < 1, kappa >= 0, tau > 0 in steps.
    """
    jump = 0 * g if g_old is None else g - g_old
    q = beta * q + (1 - beta) * (g**2 + jump**2)
    q_hat = q / (1 - beta**t)
    warm = t / (t + tau)
    m = mu * m + warm * g + kappa * jump
    x = x - lr * m / (1 + np.sqrt(q_hat))
    return dict(jump=jump, q=q, q_hat=q_hat, warm=warm, m=m, g_old=g, x=x)


def two_lamps(x, grad, v=0.0, a=0.0, *, lr=0.05, mu=0.85, beta=0.9, reach=0.5, cap=0.8):
    """Two gradients, here and at a probe ahead; their mean, damped where they differ and clipped, drives a velocity.

    x, v, a : arrays of one shape; grad : function of such an array; a averages how far the two gradients differ. lr > 0,
    0 <= mu, beta < 1, reach >= 0, cap > 0.
    """
    g = grad(x)
    probe = x + mu * v - reach * lr * g
    g_probe = grad(probe)
    a = beta * a + (1 - beta) * np.abs(g_probe - g)
    mix = (g + 2 * g_probe) / 3
    push = np.clip(mix / (1 + a), -cap, cap)
    v = mu * v - lr * push
    x = x + v
    return dict(g=g, probe=probe, g_probe=g_probe, a=a, mix=mix, push=push, v=v, x=x)


ONE = [
    ('xxxviii_nesterov_shifted_new_v', 'nesterov_shifted', 'x',
     'The factors mu**2 and 1 + mu belong to the old velocity, but v has been renewed a line before: the gradient and the momentum are then counted once too often. [line 5]', '''
def bengio_nag(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    # velocity
    v = mu * v - lr * g
    # parameters, eq. (7)
    x = x + mu * mu * v - (1 + mu) * lr * g
    return v, x
'''),
    ('xxxviii_graves_eps_outside', 'rmsprop_graves', 'delta',
     'eps has to be added to the variance, under the root; here it is added to the root. [line 4]', '''
def graves(x, grad, n=0., gbar=0., Delta=0., *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    ema = lambda old, new: rho*old + (1-rho)*new
    n, gbar = ema(n, grad*grad), ema(gbar, grad)
    sigma = np.sqrt(n - gbar*gbar) + eps
    Delta = mu*Delta - lr*grad/sigma
    return n, gbar, Delta, x + Delta
'''),
    ('xxxviii_adadelta_old_v', 'adadelta', 'delta',
     'The step is divided by the root of the average before this gradient was taken into it; the renewed average has to be used. [line 6]', '''
def zeiler(x, g, Eg=0.0, Edx=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    def rms(a):
        return np.sqrt(a + eps)

    Eg_new = rho * Eg + (1 - rho) * np.square(g)
    dx = -rms(Edx) / rms(Eg) * g
    Edx_new = rho * Edx + (1 - rho) * np.square(dx)
    return Eg_new, Edx_new, x + lr * dx
'''),
    ('xxxviii_adamax_u_corrected', 'adamax', 'x',
     'u is a maximum, not an average from 0, so it needs no bias correction; dividing it by 1 - beta2**t makes the first steps far too small. [line 6]', '''
def ada_max(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1.0 - beta1) * g
    u = np.maximum(u * beta2, abs(g) + eps)
    # bias corrections
    mhat = m / (1.0 - beta1 ** t)
    uhat = u / (1.0 - beta2 ** t)
    return {"m": m, "u": u, "x": x - lr * mhat / uhat}
'''),
    ('xxxviii_nadam_both_next', 'nadam', 'm_hat',
     "The gradient's own share belongs to step t, so it is divided by 1 - beta1**t; here both shares are divided by the correction of the next step. [line 4]", '''
def nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    look = (beta1 * m + (1 - beta1) * g) / (1 - beta1 ** (t + 1))
    scale = np.sqrt(v / (1 - beta2 ** t)) + eps
    x = x - lr * look / scale
    return dict(m=m, v=v, m_hat=look, x=x)
'''),
    ('xxxviii_amsgrad_optax_raw_max', 'amsgrad_optax', 'v_max',
     'The maximum is taken of v before its bias correction; optax takes it of the corrected v_hat. [line 6]', '''
def amsgrad_step(x, g, t, mom=0.0, sq=0.0, peak=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    mom = mom + (1 - beta1) * (g - mom)
    sq = sq + (1 - beta2) * (g * g - sq)
    mom_c = mom / (1 - beta1**t)
    sq_c = sq / (1 - beta2**t)
    peak = np.fmax(peak, sq)
    x = x - lr * mom_c / (np.sqrt(peak) + eps)
    return x, mom, sq, peak
'''),
    ('xxxviii_amsbound_twice_corrected', 'amsbound', 'x',
     'lr_t already holds the correction of m; multiplying the rate by m_hat corrects it a second time. The clipped rate is multiplied by the plain m. [line 10]', '''
def amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0,
             *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    lo = final_lr - final_lr / (gamma * t + 1)
    hi = final_lr + final_lr / (gamma * t)
    eta = np.minimum(np.maximum(lr * np.sqrt(c2) / c1 / (np.sqrt(v_max) + eps), lo), hi)
    x = x - eta * m / c1
    return dict(m=m, v=v, v_max=v_max, x=x)
'''),
    ('xxxviii_smorms3_parenthesis', 'smorms3', 'mem',
     'Only the old memory is shortened by 1 - zeta and the 1 is added afterwards; here the parenthesis takes the 1 into the product. [line 7]', '''
def smorms(x, g, m=0.0, v=0.0, memory=1.0, *, lr=1e-3, eps=1e-16):
    r = 1. / (1. + memory)
    m = m + r * (g - m)
    v = v + r * (g ** 2 - v)
    agreement = m * m / (v + eps)
    rate = np.minimum(agreement, lr) / (np.sqrt(v) + eps)
    memory = (1. + memory) * (1. - agreement)
    return m, v, memory, x - rate * g
'''),
    ('xxxviii_eve_larger_loss', 'eve', 'd',
     'The change of the loss is measured against the smaller of the two losses, above f_star; here the larger one is taken. [line 8]', '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_prev=None,
        *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1*m + (1-beta1)*g
    v = beta2*v + (1-beta2)*g*g
    if f_prev is not None:
        # relative change of the objective, from the gap to the optimum
        hi, lo = np.maximum(f, f_prev), np.minimum(f, f_prev)
        change = (hi - lo) / (hi - f_star)
        change = np.minimum(np.maximum(change, 1/c), c)
        d = beta3*d + (1-beta3)*change
    adam = (m/(1-beta1**t)) / (np.sqrt(v/(1-beta2**t)) + eps)
    return m, v, d, f, x - lr*adam/d
'''),
    ('xxxviii_schedule_free_t_plus_1', 'schedule_free', 'x',
     'The mean has to leave the start out: the weight of the newest point in step t is 1 / t, not 1 / (t + 1). [line 5]', '''
def sf_sgd(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x.copy() if z is None else z
    y = x + (1 - beta) * (z - x)
    z = z - lr * grad(y)
    x = x + (z - x) / (t + 1)
    return {"y": y, "z": z, "x": x}
'''),
    ('xxxviii_sam_stays_up', 'sam', 'x',
     'The worst point is only where the gradient is taken; the step has to start from x itself. Here the climb e is never taken back. [line 7]', '''
def sharpness_aware(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    first = grad(x)
    length = np.sqrt(np.sum(first ** 2, axis=-1, keepdims=True))
    w = np.array(x, copy=True)
    w += rho * first / (length + eps)      # climb
    second = grad(w)
    w = w - lr * second
    return dict(x=w)
'''),
    ('xxxviii_radam_rho_inf', 'radam', 'rho_t',
     'The length of the average in the long run is 2 / (1 - beta2) - 1; the 1 is not subtracted. [line 5]', '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    direction = m / (1 - beta1 ** t)
    N = 2 / (1 - beta2)
    n = N - 2 * t * beta2 ** t / (1 - beta2 ** t)
    if n <= 5:
        return dict(m=m, v=v, rho_t=n, x=x - lr * direction)
    # rectification
    top = (n - 4) * (n - 2) * N
    bottom = (N - 4) * (N - 2) * n
    direction = direction * np.sqrt(top / bottom)
    v_hat = v / (1 - beta2 ** t)
    return dict(m=m, v=v, rho_t=n, x=x - lr * direction / (np.sqrt(v_hat) + eps))
'''),
    ('xxxviii_adabelief_old_m', 'adabelief', 's',
     'The surprise is measured from the renewed average m; here it is measured from the average before this gradient. [line 2]', '''
def adabelief(x, g, t, mu_=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - mu_
    mu_ = mu_ + (1 - beta1) * (g - mu_)
    s = beta2 * s + (1 - beta2) * surprise * surprise + eps
    corrected_mu = mu_ / (1 - beta1 ** t)
    corrected_s = s / (1 - beta2 ** t)
    return mu_, s, x - lr * corrected_mu / (eps + np.sqrt(corrected_s))
'''),
    ('xxxviii_adan_v_hat_beta1', 'adan', 'v_hat',
     'The average of the changes is renewed with beta2, so its start is corrected with beta2 too; here beta1 stands in the correction. [line 10]', '''
def adan(x, g, t, m=0.0, v=0.0, n=0.0, prev=None,
         *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if prev is None:
        prev = g
    diff = g - prev
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * diff
    n = beta3 * n + (1 - beta3) * np.power(g + beta2 * diff, 2)
    mh = m / (1 - beta1 ** t)
    vh = v / (1 - beta1 ** t)
    nh = n / (1 - beta3 ** t)
    p = x - lr / (np.sqrt(nh) + eps) * (mh + beta2 * vh)
    p = p / (1 + weight_decay * lr)
    return m, v, n, g, p
'''),
    ('xxxviii_lamb_single_sizes', 'lamb', 'ratio',
     'The ratio compares the length of the whole layer x with that of its direction; here each coordinate is compared by itself. [line 6]', '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    u = u + weight_decay * x
    size = lambda a: np.sqrt(a ** 2)
    nx, nu = size(x), size(u)
    ok = np.logical_and(nx > 0, nu > 0)
    trust = np.ones_like(nx)
    trust[ok] = nx[ok] / nu[ok]
    return {"m": m, "v": v, "u": u, "ratio": trust, "x": x - lr * trust * u}
'''),
    ('xxxviii_muon_factor_turned', 'muon', 'x',
     "The factor is sqrt(max(1, rows / cols)), so that tall matrices take longer steps; here rows and columns are exchanged (optax's form). [line 13]", '''
def newtonschulz5(G, steps=5, eps=1e-7):
    X = G / (np.sqrt((G * G).sum(axis=(-2, -1), keepdims=True)) + eps)
    a, b, c = 3.4445, -4.7750, 2.0315
    for _ in range(steps):
        A = X @ np.swapaxes(X, -2, -1)
        X = a * X + (b * A + c * (A @ A)) @ X
    return X

def muon(x, g, buf=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    buf = mu * buf + g
    O = newtonschulz5(g + mu * buf)
    rows, cols = x.shape[-2:]
    O = O * np.sqrt(max(1, cols / rows))
    return buf, x * (1 - lr * weight_decay) - lr * O
'''),
    ('xxxviii_adafactor_mean_axis', 'adafactor', 'v',
     'r has one number for each row, and its mean over the rows is wanted (axis -2). Over axis -1 the mean of one number is that number, and r cancels out of v. [line 8]', '''
def adafactor(W, G, t, R=None, C=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    R = 0.0 if R is None else R
    C = 0.0 if C is None else C
    b = 1 - t ** (-decay)
    G2 = G * G + eps
    R = b * R + (1 - b) * G2.mean(axis=-1, keepdims=True)
    C = b * C + (1 - b) * G2.mean(axis=-2, keepdims=True)
    V = R * C / R.mean(axis=-1, keepdims=True)
    U = G / np.sqrt(V)
    rms = lambda A: np.sqrt((A * A).mean(axis=(-2, -1), keepdims=True))
    U = U / np.maximum(1.0, rms(U) / d)
    step = np.minimum(lr, 1 / np.sqrt(t)) * np.maximum(eps2, rms(W))
    return R, C, W - step * U
'''),
    ('xxxviii_torch_strictly', torchbearer, 's',
     'The factor s stays in the sum on agreement and is multiplied on disagreement; here the sum is multiplied too: up acts as a factor 1 + up. [line 4]', '''
def porte_flambeau(x, g, moy=0.0, fac=1.0, taille=0.0, *, lr=0.02, beta=0.9, rho=0.95, up=0.1, down=0.7, eps=1e-6):
    moy = beta * moy + (1 - beta) * g
    accord = moy * g >= 0
    fac = np.where(accord, fac * (1 + up), fac * down)
    taille = rho * taille + (1 - rho) * np.abs(g)
    return moy, fac, taille, x - lr * fac * moy / (taille + eps)
'''),
    ('xxxviii_torch_old_m_compared', torchbearer, 's',
     'Whether average and gradient agree is asked of the renewed average; here the average before this gradient is compared. [line 3]', '''
def torchbearer(x, g, m=0.0, s=1.0, a=0.0, *, lr=0.02, beta=0.9, rho=0.95, up=0.1, down=0.7, eps=1e-6):
    avg = beta * m + (1 - beta) * g
    same = (m * g >= 0)
    s = same * (s + up) + (~same) * (s * down)
    a = a + (1 - rho) * (np.abs(g) - a)
    x = x - lr * s * (avg / (a + eps))
    return dict(m=avg, s=s, a=a, x=x)
'''),
    ('xxxviii_torch_rms_size', torchbearer, 'a',
     'a averages the sizes |g|; here it averages the squares, whose root is missing where it divides. [line 4]', '''
def bearer(x, g, m=0.0, s=1.0, a=0.0, *, lr=0.02, beta=0.9, rho=0.95, up=0.1, down=0.7, eps=1e-6):
    m = (1 - beta) * g + beta * m
    s = s + np.where(m * g < 0, (down - 1) * s, up)
    a = (1 - rho) * g ** 2 + rho * a
    u = m / (eps + a)
    return x - lr * s * u, m, s, a
'''),
    ('xxxviii_torch_s_late', torchbearer, 'x',
     'The step takes the factor s from before this step; it has to take the renewed one. [line 9]', '''
def Fackel(x, g, m=0.0, s=1.0, a=0.0, *, lr=0.02, beta=0.9, rho=0.95, up=0.1, down=0.7, eps=1e-6):
    m = beta * m + (1 - beta) * g
    a = rho * a + (1 - rho) * np.abs(g)
    u = m / (a + eps)
    s_neu = np.empty_like(u)
    einig = m * g >= 0
    s_neu[einig] = (s + up + 0 * u)[einig]
    s_neu[~einig] = (s * down + 0 * u)[~einig]
    x = x - lr * s * u
    return dict(m=m, s=s_neu, a=a, u=u, x=x)
'''),
    ('xxxviii_late_sum_squared', latecomer, 'q',
     'The squares of the gradient and of its change are added; here the two are added first and the sum is squared. [line 5]', '''
def latecomer(x, g, t, q=0.0, m=0.0, g_old=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    change = np.zeros_like(g)
    if g_old is not None:
        change = g - g_old
    q = beta * q + (1 - beta) * (g + change) ** 2
    m = mu * m + g * t / (t + tau) + kappa * change
    root = np.sqrt(q / (1 - beta ** t))
    return dict(q=q, m=m, g_old=g, x=x - lr * m / (1 + root))
'''),
    ('xxxviii_late_first_jump', latecomer, 'jump',
     'In the first step no earlier gradient is known and the change is 0; here the whole gradient counts as the change. [line 2]', '''
def late(x, g, t, q=0.0, m=0.0, last=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    last = np.zeros(g.shape) if last is None else last
    jump = g - last
    q = beta * q + (1 - beta) * (g * g + jump * jump)
    m = mu * m + t / (t + tau) * g + kappa * jump
    x = x - lr * m / (1 + np.sqrt(q / (1 - beta**t)))
    return q, m, g, x
'''),
    ('xxxviii_late_warm_by_t_minus', latecomer, 'warm',
     'The warm-up counts the steps from 1, t / (t + tau); here it counts from 0, and the first gradient has no weight at all. [line 6]', '''
def newcomer(w, dw, step, q=0.0, vel=0.0, prev=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    n = step - 1
    jump = dw - (dw if prev is None else prev)
    q = beta * q + (1 - beta) * (dw ** 2 + jump ** 2)
    qh = q / (1 - beta ** (n + 1))
    warm = n / (n + tau)
    vel = mu * vel + warm * dw + kappa * jump
    return q, vel, dw, w - lr * vel / (1 + np.sqrt(qh))
'''),
    ('xxxviii_late_root_over_one', latecomer, 'x',
     'The root covers q_hat alone and 1 is added outside; here 1 stands under the root. [line 6]', '''
def spaet(x, g, t, q=0.0, m=0.0, g_alt=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    sprung = 0 * g if g_alt is None else g - g_alt
    q = beta * q + (1 - beta) * (g**2 + sprung**2)
    q_hut = q / (1 - beta**t)
    m = mu * m + t / (t + tau) * g + kappa * sprung
    nenner = np.sqrt(1 + q_hut)
    return {"q": q, "m": m, "g_alt": g, "x": x - lr / nenner * m}
'''),
    ('xxxviii_late_change_kept', latecomer, 'g_old',
     'The state has to keep the gradient itself for the next step; here the change of it is stored. [line 8]', '''
def latecomer_step(x, g, t, q=0.0, m=0.0, g_old=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    if g_old is None:
        g_old = g
    jump = np.subtract(g, g_old)
    q = np.add(beta * q, (1 - beta) * np.add(np.square(g), np.square(jump)))
    m = np.add(mu * m, (t / (t + tau)) * g) + kappa * jump
    x = np.subtract(x, lr * m / (1 + np.sqrt(q / (1 - beta ** t))))
    g_old = jump
    return q, m, g_old, x
'''),
    ('xxxviii_lamps_probe_plus', two_lamps, 'probe',
     'The probe goes down the first gradient, minus reach lr g; here it goes up. [line 3]', '''
def lamps(x, grad, v=0.0, a=0.0, *, lr=0.05, mu=0.85, beta=0.9, reach=0.5, cap=0.8):
    here = grad(x)
    ahead = grad(x + mu * v + reach * lr * here)
    a = beta * a + (1 - beta) * abs(ahead - here)
    drive = (here / 3 + ahead * 2 / 3) / (1 + a)
    v = mu * v - lr * np.maximum(-cap, np.minimum(drive, cap))
    return v, a, x + v
'''),
    ('xxxviii_lamps_weights_turned', two_lamps, 'mix',
     'The gradient at the probe weighs twice as much as the one at x; here the two are exchanged. [line 7]', '''
def two_lamps(x, grad, v=0.0, a=0.0, *, lr=0.05, mu=0.85, beta=0.9, reach=0.5, cap=0.8):
    g1 = grad(x)
    p = x + mu * v - reach * lr * g1
    g2 = grad(p)
    a = beta * a + (1 - beta) * np.abs(g1 - g2)
    # g2 looks further, it gets more weight
    mean = np.average([g2, g1], axis=0, weights=[1, 2])
    push = np.clip(mean / (1 + a), -cap, cap)
    v = mu * v - lr * push
    x = x + v
    return dict(probe=p, a=a, mix=mean, push=push, v=v, x=x)
'''),
    ('xxxviii_lamps_clip_before', two_lamps, 'push',
     'First the mean is damped by 1 + a, then the result is clipped; here the clip comes first, so the bound is cap / (1 + a). [line 6]', '''
def deux_lampes(x, grad, v=0.0, ecart=0.0, *, lr=0.05, mu=0.85, beta=0.9, reach=0.5, cap=0.8):
    g0 = grad(x)
    sonde = x + mu * v - reach * (lr * g0)
    g1 = grad(sonde)
    ecart = beta * ecart + (1 - beta) * np.abs(g1 - g0)
    pousse = np.clip((g0 + 2 * g1) / 3, -cap, cap) / (1 + ecart)
    v = mu * v - lr * pousse
    return x + v, v, ecart
'''),
    ('xxxviii_lamps_signed_difference', two_lamps, 'a',
     'a averages how large the difference is, without its sign; here its positive part only is averaged. [line 4]', '''
def lampen(x, grad, v=0.0, a=0.0, *, lr=0.05, mu=0.85, beta=0.9, reach=0.5, cap=0.8):
    g = grad(x)
    g_probe = grad(x + mu * v - reach * lr * g)
    diff = np.maximum(g_probe - g, 0)
    a = a + (1 - beta) * (diff - a)
    push = (g + 2 * g_probe) / (3 + 3 * a)
    push = np.where(push > cap, cap, np.where(push < -cap, -cap, push))
    v = mu * v - lr * push
    return dict(v=v, a=a, x=x + v)
'''),
]


TWO = [
    ('xxxviii_adam_p_share_and_m', 'adam_p', 'u x',
     "The new size enters with the weight 1 - beta2**p, not 1 - beta2; and the correction of m's start, 1 - beta1**t, is missing in the step. [lines 7, 10]", '''
def adam_lp(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    decayed = beta2 * u
    big = np.maximum(decayed, size)
    keep = beta2 ** p
    inner = (decayed / big) ** p + (1 - beta2) * (size / big) ** p
    u = big * inner ** (1 / p)
    u_hat = u / (1 - keep ** t) ** (1 / p)
    x = x - lr * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
'''),
    ('xxxviii_nadam_torch_next_and_v', 'nadam_torch', 'mu_next v_hat',
     "mu_next belongs to step t + 1, but is the same as mu_t here; and v's start is corrected with the exponent t, not t + 1. [lines 6, 10]", '''
def NAdam(p, grad, t, exp_avg=0.0, exp_avg_sq=0.0, prod=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    def momentum_at(k):
        return beta1 * (1 - 0.5 * 0.96 ** (k * psi))

    now = momentum_at(t)
    nxt = momentum_at(t)
    prod = prod * now
    exp_avg = beta1 * exp_avg + (1 - beta1) * grad
    exp_avg_sq = beta2 * exp_avg_sq + (1 - beta2) * grad * grad
    denom = np.sqrt(exp_avg_sq / (1 - beta2 ** (t + 1))) + eps
    p = p - lr * (1 - now) / (1 - prod) * grad / denom
    p = p - lr * nxt / (1 - prod * nxt) * exp_avg / denom
    return exp_avg, exp_avg_sq, prod, p
'''),
    ('xxxviii_rmsprop_corrected_share_and_times', 'rmsprop_corrected', 'v v_hat',
     'The square belongs to g alone: 1 - rho must not be squared with it. And the average starts too small, so it is divided by 1 - rho**t, not multiplied. [lines 3, 5]', '''
def rms_prop_corrected(params, grads, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    # running mean of the squares
    v = rho * v + ((1 - rho) * grads) ** 2
    bias = 1 - rho ** t
    v_hat = v * bias
    step = lr * grads / (np.sqrt(v_hat) + eps)
    return {"v": v, "v_hat": v_hat, "x": params - step}
'''),
    ('xxxviii_ademamix_slow_and_scope', 'ademamix', 'v_hat x',
     'The correction of v is 1 - beta2**t; here the power is taken of 1 - beta2. And the slow average m2 is used as it is, without a bias correction. [lines 7, 8]', '''
def ademamix(theta, g, t, fast=0.0, slow=0.0, nu=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0,
             eps=1e-8, weight_decay=0.0):
    fast = beta1 * fast + (1 - beta1) * g
    slow = beta3 * slow + (1 - beta3) * g
    nu = beta2 * nu + (1 - beta2) * g ** 2
    fast_hat = fast / (1 - beta1 ** t)
    nu_hat = nu / (1 - beta2) ** t
    numer = fast_hat + alpha * slow / (1 - beta3 ** t)
    update = numer / (np.sqrt(nu_hat) + eps) + weight_decay * theta
    return theta - lr * update, fast, slow, nu
'''),
    ('xxxviii_soap_v_and_root', 'soap', 'v lr_t',
     'v has to average the squares of the turned gradient, not those of g; and the correction of v enters the rate under a root. [lines 12, 14]', '''
def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
         *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):
    T = lambda a: np.swapaxes(a, -1, -2)
    left, right = g @ T(g), T(g) @ g
    if QL is None:
        L, R = 0 * left, 0 * right
        QL = np.linalg.eigh(left)[1][..., ::-1]
        QR = np.linalg.eigh(right)[1][..., ::-1]
    turn = lambda a: T(QL) @ a @ QR
    gt = turn(g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    u = QL @ (turn(m) / (np.sqrt(v) + eps)) @ T(QR)
    rate = lr * (1 - beta2 ** t) / (1 - beta1 ** t)
    x = x - rate * u
    L = beta3 * L + (1 - beta3) * left
    R = beta3 * R + (1 - beta3) * right
    if t % k == 0:
        QL = np.linalg.qr(L @ QL)[0]
        QR = np.linalg.qr(R @ QR)[0]
    return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)
'''),
    ('xxxviii_adamw_keras_sum_and_decay', 'adamw_keras', 'm x',
     "The gradient's share 1 - beta1 is missing in the average; and the decay is multiplied by the plain lr, not by the corrected lr_t. [lines 2, 5]", '''
def keras_adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = m * beta1 + g
    v = v + (g * g - v) * (1 - beta2)
    alpha = lr * (1 - beta2 ** t) ** 0.5 / (1 - beta1 ** t)
    decayed = x - alpha * weight_decay * x
    x = decayed - alpha * m / (v ** 0.5 + eps)
    return dict(m=m, v=v, lr_t=alpha, x=x)
'''),
    ('xxxviii_torch_down_and_abs', torchbearer, 's a',
     'On disagreement s is multiplied by down, not by 1 - down; and a averages with rho, not with beta. [lines 3, 5]', '''
def t_bearer(x, g, m=0.0, s=1.0, a=0.0, *, lr=0.02, beta=0.9, rho=0.95, up=0.1, down=0.7, eps=1e-6):
    m = beta * m + (1 - beta) * g
    shrunk = s * (1 - down)
    s = np.where(m * g < 0, shrunk, s + up)
    a = beta * a + (1 - beta) * np.abs(g)
    u = m / (a + eps)
    x = x - lr * s * u
    return {"m": m, "s": s, "a": a, "u": u, "x": x}
'''),
    ('xxxviii_late_exponent_and_kappa', latecomer, 'q_hat m',
     'After t steps the correction of q is 1 - beta**t, not 1 - beta**(t + 1); and the change of the gradient is added to m, not subtracted. [lines 6, 8]', '''
def late_comer(x, g, t, q=0.0, m=0.0, g_old=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    jump = 0.0 * g
    if g_old is not None:
        jump = jump + g - g_old
    q = beta * q + (1 - beta) * (g**2 + jump**2)
    q_hat = q / (1 - beta**(t + 1))
    warm = 1 / (1 + tau / t)
    m = mu * m + warm * g - kappa * jump
    x = x - lr * m / (1 + np.sqrt(q_hat))
    return dict(jump=jump, q=q, q_hat=q_hat, m=m, g_old=g, x=x)
'''),
    ('xxxviii_late_warm_and_mean', latecomer, 'q warm',
     'The squares get the weight 1 - beta, not beta, in their average; and the warm-up is t / (t + tau), not t / tau up to 1. [lines 4, 5]', '''
def tardif(x, g, t, q=0.0, m=0.0, g_avant=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    saut = g - g if g_avant is None else g - g_avant
    energie = g * g + saut * saut
    q = (1 - beta) * q + beta * energie
    chaud = min(1, t / tau)
    m = mu * m + chaud * g + kappa * saut
    return q, m, g, x - lr * m / (1 + np.sqrt(q / (1 - beta ** t)))
'''),
    ('xxxviii_lamps_old_v_and_a', two_lamps, 'probe a',
     'The probe goes mu v ahead, not the whole v; and a keeps the share beta of its old value, not 1 - beta. [lines 3, 6]', '''
def lamp2(x, grad, v=0.0, a=0.0, *, lr=0.05, mu=0.85, beta=0.9, reach=0.5, cap=0.8):
    g = grad(x)
    probe = x + v - reach * lr * g
    g2 = grad(probe)
    gap = np.abs(g2 - g)
    a = gap + (1 - beta) * (a - gap)
    push = np.clip((g + g2 + g2) / 3 / (1 + a), -cap, cap)
    v = mu * v - lr * push
    return dict(probe=probe, a=a, push=push, v=v, x=x + v)
'''),
]


RIGHT = [
    ('xxxviii_ok_momentum_torch_one_line', 'momentum_torch', '''
def heavy(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    b = g + (0 if b is None else mu * b - dampening * g)
    return b, x - lr * b
'''),
    ('xxxviii_ok_adam_plain_sums', 'adam', '''
def adam(x, g, t, A=0.0, B=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # geometric sums, not averages: (1-b)/(1-b^t) = 1 / (1 + b + ... + b^(t-1))
    A = g + beta1 * A
    B = g * g + beta2 * B
    weight = lambda b: (1 - b) / (1 - b ** t)
    return A, B, x - lr * weight(beta1) * A / (eps + np.sqrt(weight(beta2) * B))
'''),
    ('xxxviii_ok_amsgrad_torch_roots', 'amsgrad_torch', '''
def ams_grad(x, g, t, memory=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, root, top = (0.0, 0.0, 0.0) if memory is None else memory
    m = m - (1 - beta1) * (m - g)
    root = np.hypot(np.sqrt(beta2) * root, np.sqrt(1 - beta2) * g)
    top = np.where(root > top, root, top)
    k = np.sqrt(1 - beta2 ** t)
    x = x - lr / (1 - beta1 ** t) * k * m / (top + k * eps)
    return (m, root, top), x
'''),
    ('xxxviii_ok_rmsprop_torch_sums', 'rmsprop_torch', '''
def rms_prop(x, g, s=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    s = np.sqrt(1 - rho) * np.hypot(g, s * np.sqrt(rho / (1 - rho)))
    b = b - (1 - mu) * b + g / (s + eps)
    out = np.array(x)
    out -= lr * b
    return {"x": out, "s": s, "b": b}
'''),
    ('xxxviii_ok_nesterov_two_points', 'nesterov', '''
def nag(x, grad, before=None, *, lr=0.01, mu=0.9):
    """y = x_k + mu (x_k - x_{k-1});  x_{k+1} = y - lr grad f(y)"""
    if before is None:
        before = x
    y = (1 + mu) * x - mu * before
    return dict(before=x, x=y - lr * grad(y))
'''),
    ('xxxviii_ok_schedule_free_adamw_sum', 'schedule_free_adamw', '''
def sfadamw(x, grad, t, z=None, v=0.0, w=0.0, total=0.0,
            *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    y = z + beta1 * (x - z)
    gy = grad(y)
    v = v + (1 - beta2) * (gy * gy - v)
    step = gy / (np.sqrt(v / (1 - beta2 ** t)) + eps)
    z = z - lr * step - lr * weight_decay * y
    w = w + lr * lr
    total = total + lr * lr * z      # x is total / w
    return z, v, w, total, total / w
'''),
    ('xxxviii_ok_lion_where', 'lion', '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    blend = g + beta1 * (m - g)
    keep = (1 - lr * weight_decay) * x
    x = np.where(blend > 0, keep - lr, np.where(blend < 0, keep + lr, keep))
    m = g + beta2 * (m - g)
    return x, m
'''),
    ('xxxviii_ok_yogi_bools', 'yogi', '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    sq = g * g
    more, less = sq > v, sq < v
    v = v + (1 - beta2) * sq * more - (1 - beta2) * sq * less
    m = beta1 * m + (1 - beta1) * g
    k1, k2 = 1 - beta1 ** t, np.sqrt(1 - beta2 ** t)
    x = x - lr * k2 * m / (k1 * (np.sqrt(v) + k2 * eps))
    return dict(m=m, v=v, x=x)
'''),
    ('xxxviii_ok_adabound_paper_branches', 'adabound_paper', '''
def ada_bound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    m = m * beta1 + g * (1 - beta1)
    v = v * beta2 + g * g * (1 - beta2)
    k = t - beta2 * t
    new = np.empty_like(x)
    for i in np.ndindex(x.shape):
        root = np.sqrt(v[i])
        if lr * (k + 1) <= final_lr * k * root:
            eta = final_lr * k / (k + 1)
        elif lr * k >= final_lr * (k + 1) * root:
            eta = final_lr * (k + 1) / k
        else:
            eta = lr / root
        new[i] = x[i] - eta / np.sqrt(t) * m[i]
    return m, v, new
'''),
    ('xxxviii_ok_adagrad_keras_hypot', 'adagrad_keras', '''
def adagrad(x, g, root=np.sqrt(0.1), *, lr=1e-3, eps=1e-7):
    root = np.hypot(root, g)
    x = x - lr * g / np.hypot(root, np.sqrt(eps))
    return root, x
'''),
    ('xxxviii_ok_torch_sums', torchbearer, '''
def torch(x, g, S=0.0, s=1.0, A=0.0, *, lr=0.02, beta=0.9, rho=0.95, up=0.1, down=0.7, eps=1e-6):
    S = beta * S + g
    A = rho * A + abs(g)
    s = np.where(S * g < 0, down * s, s + up)
    ratio = (1 - beta) * S / ((1 - rho) * A + eps)
    return S, s, A, x - lr * ratio * s
'''),
    ('xxxviii_ok_torch_loop', torchbearer, '''
def torchbearer(x, g, mem=None, *, lr=0.02, beta=0.9, rho=0.95, up=0.1, down=0.7, eps=1e-6):
    m, s, a = (0 * x, 0 * x + 1, 0 * x) if mem is None else [q.copy() for q in mem]
    x = x.copy()
    for i in np.ndindex(x.shape):
        m[i] += (1 - beta) * (g[i] - m[i])
        a[i] += (1 - rho) * (abs(g[i]) - a[i])
        if (m[i] > 0 and g[i] < 0) or (m[i] < 0 and g[i] > 0):
            s[i] *= down
        else:
            s[i] += up
        x[i] -= lr * s[i] * m[i] / (a[i] + eps)
    return (m, s, a), x
'''),
    ('xxxviii_ok_late_split', latecomer, '''
def latecomer(x, g, t, q=0.0, m=0.0, g_old=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    if g_old is None:
        g_old = g
    # g^2 + (g - o)^2 = 2 g (g - o) + o^2
    q = beta * q + (1 - beta) * (2 * g * (g - g_old) + g_old ** 2)
    m = mu * m + (kappa + t / (t + tau)) * g - kappa * g_old
    k = np.sqrt(1 - beta ** t)
    return q, m, g, x - lr * k * m / (k + np.sqrt(q))
'''),
    ('xxxviii_ok_late_length', latecomer, '''
def spaetling(x, g, t, laenge=0.0, v=0.0, alt=None, *, lr=0.05, mu=0.8, beta=0.9, kappa=0.3, tau=20.0):
    sprung = np.zeros_like(x) if alt is None else np.subtract(g, alt)
    laenge = beta * laenge + np.hypot(g, sprung) ** 2
    v = v * mu - (g - g * tau / (t + tau)) - kappa * sprung
    gewicht = (1 - beta) / (1 - beta ** t)
    x = x + v * lr / (1 + (gewicht * laenge) ** 0.5)
    return {"laenge": laenge, "v": v, "alt": g, "x": x}
'''),
    ('xxxviii_ok_lamps_last_point', two_lamps, '''
def lamps(x, grad, old=None, a=0.0, *, lr=0.05, mu=0.85, beta=0.9, reach=0.5, cap=0.8):
    run = 0 * x if old is None else mu * (x - old)
    g = grad(x)
    diff = grad(x + run - reach * lr * g) - g
    a = beta * a + (1 - beta) * abs(diff)
    push = (g + 2 / 3 * diff) / (1 + a)
    push = np.maximum(np.minimum(push, cap), -cap)
    return dict(old=x, a=a, x=x + run - lr * push)
'''),
    ('xxxviii_ok_lamps_sign', two_lamps, '''
def two_lanterns(x, grad, p=0.0, d=0.0, *, lr=0.05, mu=0.85, beta=0.9, reach=0.5, cap=0.8):
    near = grad(x)
    far = grad(x - (mu * p + reach * lr * near))
    d = d * beta + np.where(far > near, far - near, near - far)
    mean = (near + far + far) / (3 + 3 * (1 - beta) * d)
    p = mu * p + lr * np.sign(mean) * np.minimum(np.abs(mean), cap)
    return x - p, p, d
'''),
]
