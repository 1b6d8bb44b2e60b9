"""Blind set forty-one: 30 functions with one mistake, 10 with two, 16 right ones, for rules of optlab and of a teacher."""

import numpy as np


def gatewalk(x, g, m=0.0, s=0.0, *, lr=0.01, beta=0.9, cut=0.5, eps=1e-6):
    """Gatewalk: the average gradient over its average size, passed through a gate that closes where the signs disagree.

    x, g : arrays of one shape. m : average gradient; s : average size of the gradient, in gradient units.
    lr > 0 in parameter units, 0 <= beta < 1, 0 < cut < 1 a share, eps > 0 in gradient units.
    """
    m = beta * m + (1 - beta) * g
    s = beta * s + (1 - beta) * np.abs(g)
    trust = np.abs(m) / (s + eps)
    gate = np.where(trust > cut, 1.0, trust**2)
    x = x - lr * gate * m / (s + eps)
    return dict(m=m, s=s, trust=trust, gate=gate, x=x)


def harbor(x, g, t, v=0.0, home=None, *, lr=0.02, rho=0.95, pull=0.5, eps=1e-8):
    """Harbor: scaled gradient steps on a tether to the mean of the points so far; the tether loosens with time.

    x, g : arrays of one shape; t = 1, 2, ... v : average squared gradient; home : mean of the points, at first x.
    lr > 0 in parameter units, 0 <= rho < 1, pull >= 0 per parameter unit, eps > 0 in gradient units.
    """
    if home is None:
        home = x
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho**t)
    step = g / (np.sqrt(v_hat) + eps)
    home = home + (x - home) / (t + 1)
    tether = pull * (x - home) / t**0.5
    x = x - lr * (step + tether)
    return dict(v=v, v_hat=v_hat, step=step, home=home, tether=tether, x=x)


def twolook(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, limit=0.1):
    """Twolook: momentum whose gradient is changed by what a second gradient, taken ahead, says; the change is clipped.

    x : array; grad : function of such an array, asked twice. v : the last change of x.
    lr > 0, 0 <= mu < 1, reach >= 0 in steps, limit > 0 in gradient units.
    """
    g = grad(x)
    probe = x + mu * v - reach * lr * g
    g_ahead = grad(probe)
    turn = np.clip(g_ahead - g, -limit, limit)
    v = mu * v - lr * (g + turn)
    x = x + v
    return dict(g=g, probe=probe, g_ahead=g_ahead, turn=turn, v=v, x=x)


ONE = [
("xli_rmspropc_overwritten", "rmsprop_corrected", "v", "The corrected average overwrites the state, so the next step averages on top of a value that was already corrected. Correct into a new variable and keep the raw one. [line 3]", '''
def rmsprop_corrected(x, g, t, avg=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    avg = rho * avg + (1 - rho) * g * g
    avg = avg / (1 - rho**t)  # bias correction
    x = x - lr * g / (np.sqrt(avg) + eps)
    return avg, x
'''),
("xli_graves_m_in_step", "rmsprop_graves", "delta", "The velocity gets the averaged gradient m; Graves's rule divides the new gradient itself, m only serves the variance. [line 5]", '''
def graves(x, g, n=0.0, gbar=0.0, vel=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    ema = lambda old, new: rho * old + (1 - rho) * new
    n, gbar = ema(n, g * g), ema(gbar, g)
    std = np.sqrt(n - gbar * gbar + eps)
    vel = mu * vel - lr * gbar / std
    return n, gbar, vel, x + vel
'''),
("xli_adadelta_eps_out", "adadelta", "delta", "In the numerator eps has slipped out of the root: with u = 0 the start is then eps and not sqrt(eps), a thousand times less. [line 4]", '''
def adadelta(x, g, Eg=0.0, Ed=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    # running mean of squared gradients
    Eg = rho * Eg + (1.0 - rho) * np.square(g)
    num = np.sqrt(Ed) + eps
    den = np.sqrt(Eg + eps)
    schritt = num / den * g
    Ed = rho * Ed + (1.0 - rho) * np.square(schritt)
    x = x - lr * schritt
    return Eg, Ed, x
'''),
("xli_adamax_norm_of_m", "adamax", "u", "The infinity norm is taken of the averaged gradient m; it must look at the new gradient g. [line 3]", '''
def adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    candidates = np.stack(np.broadcast_arrays(beta2 * u, np.abs(m) + eps))
    u = candidates.max(axis=0)
    alpha = lr / (1 - beta1**t)
    x = x - alpha * m / u
    return dict(m=m, u=u, x=x)
'''),
("xli_nadamtorch_single_mu", "nadam_torch", "m_hat", "The share of the new gradient must be corrected with the product of the mu so far, 1 - mu_product; here it gets the next step's product, which belongs to the momentum part only. [line 11]", '''
def nadam_torch(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    def mu_at(step):
        return beta1 * (1.0 - 0.5 * 0.96 ** (step * psi))

    now, nxt = mu_at(t), mu_at(t + 1)
    mu_product = mu_product * now
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    # Nesterov: momentum part one step ahead
    ahead = nxt * m / (1 - mu_product * nxt)
    fresh = (1 - now) * g / (1 - mu_product * nxt)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (ahead + fresh) / (np.sqrt(v_hat) + eps)
    return {"m": m, "v": v, "mu_product": mu_product, "x": x}
'''),
("xli_amsoptax_max_unused", "amsgrad_optax", "x", "The largest v_hat so far is kept but never used: the step must be divided by the root of v_max, not of v_hat. [line 6]", '''
def amsgrad_optax(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    v_max = np.maximum(v_max, v_hat)
    denom = np.sqrt(v_hat) + eps
    x = x - lr * m_hat / denom
    return dict(m=m, v=v, v_max=v_max, x=x)
'''),
("xli_adabound_betas_swapped", "adabound", "lr_t", "beta1 and beta2 are exchanged in the bias correction: the root belongs to v's correction (beta2), the divisor to m's (beta1). [line 4]", '''
def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    c1, c2 = 1 - beta2**t, 1 - beta1**t
    size = lr * c2**0.5 / c1
    lo = final_lr * (1 - 1 / (gamma * t + 1))
    hi = final_lr * (1 + 1 / (gamma * t))
    eta = np.minimum(np.maximum(size / (np.sqrt(v) + eps), lo), hi)
    return m, v, x - eta * m
'''),
("xli_smorms3_clipped_zeta", "smorms3", "mem|zeta", "The memory must shrink with zeta itself; here it shrinks with min(lr, zeta), the factor of the step, so it hardly ever forgets. [line 6]", '''
def smorms3(x, g, mean=0.0, sq=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1.0 / (1.0 + mem)
    mean = mean + r * (g - mean)
    sq = sq + r * (g**2 - sq)
    zeta = mean**2 / (sq + eps)
    zeta = np.minimum(zeta, lr)
    x = x - g * zeta / (np.sqrt(sq) + eps)
    mem = 1.0 + mem * (1.0 - zeta)
    return mean, sq, mem, x
'''),
("xli_eve_relative_to_old", "eve", "d", "The change of the loss is taken relative to the old loss; the rule divides by the smaller of both losses (less f_star). [line 5]", '''
def eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_old is not None:
        rel = np.abs(f - f_old) / (f_old - f_star)
        rel = np.clip(rel, 1 / c, c)
        d = beta3 * d + (1 - beta3) * rel
    mh = m / (1 - beta1**t)
    vh = v / (1 - beta2**t)
    x = x - (lr / d) * mh / (np.sqrt(vh) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)
'''),
("xli_lion_feeds_sign", "lion", "m", "The state averages the signs that were stepped along; it must average the gradients. [line 4]", '''
def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    direction = np.sign(m * beta1 + g * (1 - beta1))
    x = x * (1 - lr * weight_decay) - lr * direction
    m = m * beta2 + direction * (1 - beta2)
    return dict(m=m, x=x)
'''),
("xli_sfadamw_y_mixed_up", "schedule_free_adamw", "y", "The weights of z and x in y are exchanged: beta1 belongs to the mean x, 1 - beta1 to z. [line 4]", '''
def schedule_free_adamw(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    z = x if z is None else z
    # point where the gradient is evaluated: interpolate between z and x
    y = x + beta1 * (z - x)
    gy = grad(y)
    v = beta2 * v + (1 - beta2) * gy**2
    update = gy / (np.sqrt(v / (1 - beta2**t)) + eps)
    update = update + weight_decay * y
    z = z - lr * update
    w = w + lr * lr
    c = lr * lr / w
    x = x + c * (z - x)
    return z, v, w, x
'''),
("xli_radam_threshold_four", "radam", "x", "The rectified step begins at rho_t > 4, as the paper prints; the rule (and all code) waits until rho_t > 5. [line 8]", '''
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    b2t = beta2**t
    rho = rho_inf - 2 * t * b2t / (1 - b2t)
    if rho <= 4:  # variance not tractable
        return m, v, x - lr * m_hat
    r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
    v_hat = v / (1 - b2t)
    return m, v, x - lr * r * m_hat / (np.sqrt(v_hat) + eps)
'''),
("xli_adabelief_stale_mean", "adabelief", "s", "The surprise is measured from the old average: m must be renewed first, then s takes (g - m)^2 with the new m. [line 2]", '''
def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    surprise = g - m
    m = m + (1 - beta1) * surprise
    s = beta2 * s + (1 - beta2) * surprise**2 + eps
    mh = m / (1 - beta1**t)
    sh = s / (1 - beta2**t)
    x = x - lr * mh / (np.sqrt(sh) + eps)
    return {"m": m, "s": s, "x": x}
'''),
("xli_adan_full_change", "adan", "s", "In the square the change of the gradient must be weighed by beta2; here it enters whole. [line 7]", '''
def adan(x, g, t, m=0.0, v=0.0, n=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    if g_old is None:
        g_old = g
    dg = g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * dg
    nes = g + dg
    n = beta3 * n + (1 - beta3) * nes * nes
    mh = m / (1 - beta1**t)
    vh = v / (1 - beta2**t)
    nh = n / (1 - beta3**t)
    x = x - lr * (mh + beta2 * vh) / (np.sqrt(nh) + eps)
    x = x / (1 + lr * weight_decay)
    return dict(m=m, v=v, n=n, g_old=g, x=x)
'''),
("xli_lamb_norm_of_m", "lamb", "ratio", "The trust ratio divides the length of x by the length of m_hat; it must be the length of the direction u itself. [line 9]", '''
def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    length = lambda a: np.sqrt((a * a).sum(axis=-1, keepdims=True))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    richtung = m_hat / (np.sqrt(v_hat) + eps)
    richtung = richtung + weight_decay * x
    a, b = length(x), length(m_hat)
    ok = (a > 0) & (b > 0)
    ratio = np.where(ok, a / np.where(ok, b, 1.0), 1.0)
    x = x - lr * ratio * richtung
    return dict(m=m, v=v, ratio=ratio, x=x)
'''),
("xli_muon_averaged_buffer", "muon", "b", "The buffer must sum the gradients, mu b + g. As an average it is twenty times too small beside the g that is added for the look-ahead. [line 9]", '''
def zeropower(u, times=5):
    o = u / (np.sqrt((u * u).sum(axis=(-2, -1), keepdims=True)) + 1e-7)
    for _ in range(times):
        a = o @ np.swapaxes(o, -1, -2)
        o = 3.4445 * o + (-4.7750 * a + 2.0315 * a @ a) @ o
    return o

def muon(x, g, buf=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    buf = mu * buf + (1 - mu) * g
    nesterov = g + mu * buf
    rows, cols = x.shape[-2:]
    factor = max(1, rows / cols) ** 0.5
    x = x * (1 - lr * weight_decay) - lr * factor * zeropower(nesterov)
    return buf, x
'''),
("xli_adafactor_late_beta", "adafactor", "beta_t", "The decay counts one step too many: beta_t is 1 - t^(-decay), which is 0 in the first step, so that r and c start as the first means. [line 5]", '''
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    rms = lambda a: np.sqrt(np.mean(a * a, axis=(-2, -1), keepdims=True))
    r = 0.0 if r is None else r
    c = 0.0 if c is None else c
    keep = 1.0 - (t + 1.0) ** (-decay)
    sq = g * g + eps
    r = keep * r + (1 - keep) * sq.mean(axis=-1, keepdims=True)
    c = keep * c + (1 - keep) * sq.mean(axis=-2, keepdims=True)
    u = g / np.sqrt(r * c / r.mean(axis=-2, keepdims=True))
    u = u / np.maximum(1.0, rms(u) / d)
    rate = np.maximum(eps2, rms(x)) * min(lr, t**-0.5)
    return r, c, x - rate * u
'''),
# ---- own rules
("xli_gate_s_of_m", gatewalk, "s", "s must average the size of the new gradient; here it averages the size of m, which is small already where the signs disagree. [line 4]", '''
def gatewalk(x, g, m=0.0, s=0.0, *, lr=0.01, beta=0.9, cut=0.5, eps=1e-6):
    mix = lambda a, b: beta * a + (1 - beta) * b
    m = mix(m, g)
    s = mix(s, abs(m))
    q = m / (s + eps)
    trust = abs(q)
    gate = np.where(trust > cut, 1.0, trust * trust)
    return m, s, x - lr * gate * q
'''),
("xli_gate_not_squared", gatewalk, "gate", "Below the cut the gate is the square of the trust; here it is the trust itself. [line 7]", '''
def gatewalk(x, g, m=0.0, s=0.0, *, lr=0.01, beta=0.9, cut=0.5, eps=1e-6):
    m = beta * m + (1 - beta) * g
    s = beta * s + (1 - beta) * np.abs(g)
    trust = np.abs(m) / (s + eps)
    gate = np.ones_like(x)
    weak = trust <= cut
    gate[weak] = trust[weak]
    x = x - lr * gate * m / (s + eps)
    return dict(m=m, s=s, gate=gate, x=x)
'''),
("xli_gate_reversed", gatewalk, "gate", "The condition is turned around: the gate is fully open where the trust is above the cut, not below. [line 6]", '''
def gatewalk(x, g, mittel=0.0, groesse=0.0, *, lr=0.01, beta=0.9, cut=0.5, eps=1e-6):
    mittel = beta * mittel + (1 - beta) * g
    groesse = beta * groesse + (1 - beta) * np.abs(g)
    vertrauen = np.abs(mittel) / (groesse + eps)
    # Tor offen, wenn das Vertrauen reicht
    tor = np.where(vertrauen < cut, 1.0, vertrauen**2)
    x = x - lr * tor * mittel / (groesse + eps)
    return mittel, groesse, x
'''),
("xli_gate_raw_g_step", gatewalk, "x", "The step must go along the average m; here the raw gradient g is scaled and gated. [line 6]", '''
def gatewalk(x, g, m=0.0, s=0.0, *, lr=0.01, beta=0.9, cut=0.5, eps=1e-6):
    m = m + (1 - beta) * (g - m)
    s = s + (1 - beta) * (np.abs(g) - s)
    trust = np.abs(m) / (s + eps)
    factor = lr * np.where(trust > cut, 1, trust**2)
    x = x - factor * (g / (s + eps))
    return dict(m=m, s=s, trust=trust, x=x)
'''),
("xli_gate_trust_too_early", gatewalk, "trust", "The trust is measured against s before s has seen this gradient; it must be divided by the new s. [line 5]", '''
def gatewalk(x, g, m=0.0, s=0.0, *, lr=0.01, beta=0.9, cut=0.5, eps=1e-6):
    before = s
    s = beta * s + (1 - beta) * np.absolute(g)
    m = beta * m + (1 - beta) * g
    trust = np.absolute(m) / (before + eps)
    open_ = trust > cut
    gate = open_ * 1.0 + (1.0 - open_) * trust**2
    step = gate * m / (s + eps)
    x = x - lr * step
    return {"m": m, "s": s, "x": x}
'''),
("xli_harbor_home_by_t", harbor, "home", "The mean is off by one: together with the start there are t + 1 points after step t, so the new one has the share 1 / (t + 1). [line 6]", '''
def harbor(x, g, t, v=0.0, home=None, *, lr=0.02, rho=0.95, pull=0.5, eps=1e-8):
    if home is None:
        home = x.copy()
    v = rho * v + (1 - rho) * g * g
    step = g / (np.sqrt(v / (1 - rho**t)) + eps)
    share = 1 / t
    home = (1 - share) * home + share * x
    tether = pull * (x - home) / np.sqrt(t)
    return v, home, x - lr * (step + tether)
'''),
("xli_harbor_old_home", harbor, "tether", "The tether is pulled from the old home; the home must be moved first. [line 7]", '''
def harbor(x, g, t, v=0.0, home=None, *, lr=0.02, rho=0.95, pull=0.5, eps=1e-8):
    home = x if home is None else home
    gap = x - home
    v = v * rho + g**2 * (1 - rho)
    v_hat = v / (1 - rho**t)
    home = home + gap / (t + 1)
    tether = pull * gap * t**-0.5
    x = x - lr * g / (np.sqrt(v_hat) + eps) - lr * tether
    return dict(v=v, home=home, tether=tether, x=x)
'''),
("xli_harbor_tether_without_lr", harbor, "x", "lr multiplies only the gradient's step; it must multiply the sum of step and tether. [line 8]", '''
def harbor(x, g, t, v=0.0, home=None, *, lr=0.02, rho=0.95, pull=0.5, eps=1e-8):
    if home is None: home = x
    v = rho * v + (1 - rho) * np.power(g, 2)
    v_hat = v / (1 - np.power(rho, t))
    home = (t * home + x) / (t + 1)
    step = np.divide(g, np.sqrt(v_hat) + eps)
    tether = pull * (x - home) / np.sqrt(t)
    x = x - lr * step - tether
    return v, home, x
'''),
("xli_harbor_starts_at_zero", harbor, "home", "The first home is the origin; it must be the point where the run starts, x. [line 3]", '''
def harbor(x, g, t, var=0.0, base=None, *, lr=0.02, rho=0.95, pull=0.5, eps=1e-8):
    if base is None:
        base = np.zeros_like(x)
    var = rho * var + (1 - rho) * g**2
    scale = np.sqrt(var / (1 - rho**t)) + eps
    base = base + (x - base) / (t + 1)
    x = x - lr * (g / scale + pull * (x - base) / t**0.5)
    return var, base, x
'''),
("xli_twolook_full_v", twolook, "probe", "The probe goes ahead by the whole last velocity; only mu v of it will be left in this step. [line 3]", '''
def twolook(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, limit=0.1):
    here = grad(x)
    there = grad(x + v - reach * lr * here)
    turn = np.clip(there - here, -limit, limit)
    v = mu * v - lr * (here + turn)
    return v, x + v
'''),
("xli_twolook_clip_then_minus", twolook, "turn", "The second gradient is clipped and then g is taken off; the difference of both is what must be clipped. [line 6]", '''
def twolook(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, limit=0.1):
    g1 = grad(x)
    probe = x + mu * v - reach * lr * g1
    g2 = grad(probe)
    # limit the correction
    turn = np.clip(g2, -limit, limit) - g1
    v = mu * v - lr * (g1 + turn)
    x = x + v
    return dict(turn=turn, v=v, x=x)
'''),
("xli_twolook_turn_on_ahead", twolook, "v", "The turn is added to the gradient ahead, so the change counts twice; it belongs to the gradient at x. [line 6]", '''
def twolook(x, grad, velocity=0.0, *, lr=0.05, mu=0.8, reach=0.5, limit=0.1):
    g = grad(x)
    drift = mu * velocity
    g_ahead = grad(x + drift - lr * reach * g)
    turn = np.minimum(np.maximum(g_ahead - g, -limit), limit)
    velocity = drift - lr * (g_ahead + turn)
    x = x + velocity
    return {"velocity": velocity, "x": x}
'''),
("xli_twolook_probe_uphill", twolook, "probe", "The probe goes with the gradient, uphill: reach lr g must be taken off, not added. [line 3]", '''
def twolook(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, limit=0.1):
    g = grad(x)
    probe = x + (mu * v + reach * lr * g)
    diff = grad(probe) - g
    v = mu * v
    v = v - lr * g
    v = v - lr * np.clip(diff, -limit, limit)
    x = x + v
    return dict(v=v, x=x)
'''),
]

TWO = [
("xli_two_yogi", "yogi", "m x", "The new gradient enters m without its factor 1 - beta1; and eps, which belongs beside the root of v_hat, stands under it. [lines 2, 7]", '''
def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + g
    g2 = g**2
    v = v - (1 - beta2) * np.sign(v - g2) * g2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat + eps)
    return dict(m=m, v=v, x=x)
'''),
("xli_two_ademamix", "ademamix", "m2 v_hat", "The new gradient enters the slow average with the fast one's share 1 - beta1; and v is corrected with beta1 where it forgets with beta2. [lines 3, 7]", '''
def ademamix(x, g, t, fast=0.0, slow=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0):
    fast = beta1 * fast + (1 - beta1) * g
    slow = beta3 * slow + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    bias = 1 - beta1**t
    fast_hat = fast / bias
    v_hat = v / bias
    x = x - lr * (fast_hat + alpha * slow) / (np.sqrt(v_hat) + eps) - lr * weight_decay * x
    return fast, slow, v, x
'''),
("xli_two_adan_optax", "adan_optax", "v s_hat", "The change of the gradient goes into v with the wrong sign; and s, which forgets with beta3, is corrected with beta2. [lines 4, 8]", '''
def adan(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    delta = np.zeros_like(g) if g_old is None else g - g_old
    m = m * beta1 + g * (1 - beta1)
    v = v * beta2 - delta * (1 - beta2)
    s = s * beta3 + (g + delta * (1 - beta2)) ** 2 * (1 - beta3)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta2**t)
    top = m_hat + (1 - beta2) * v_hat
    x = (x - lr * top / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return m, v, s, g, x
'''),
("xli_two_amsbound_paper", "amsbound_paper", "m rate", "The gradient enters m with the share 1 - beta2; and the clipped rate is divided by t where the paper has the root of t. [lines 3, 8]", '''
def amsbound_paper(x, g, t, m=0.0, v=0.0, vmax=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1):
    w = 1 - beta2
    m = beta1 * m + w * g
    v = beta2 * v + w * g**2
    vmax = np.where(v > vmax, v, vmax)
    lo, hi = final_lr * (1 - 1 / (w * t + 1)), final_lr * (1 + 1 / (w * t))
    eta = np.clip(lr / np.sqrt(vmax), lo, hi)
    eta = eta / t
    x = x - eta * m
    return m, v, vmax, x
'''),
("xli_two_adamax_keras", "adamax_keras", "u x", "The old maximum does not fade, beta2 is missing; and lr is not divided by 1 - beta1^t, so the first steps are too short. [lines 3, 4]", '''
def adamax_keras(x, g, t, m=0.0, u=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(u, np.abs(g))
    x = x - lr * m / (u + eps)
    return m, u, x
'''),
("xli_two_adam_p", "adam_p", "u_hat x", "The correction of u must use beta2 to the power p t, p is missing in the exponent; and the rate is corrected with beta2 where m's correction has beta1. [lines 7, 8]", '''
def adam_p(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    old = beta2 * u
    top = np.maximum(old, size)  # avoids overflow
    u = top * ((old / top) ** p + (1 - beta2**p) * (size / top) ** p) ** (1 / p)
    u_hat = u / (1 - beta2**t) ** (1 / p)
    rate = lr / (1 - beta2**t)
    x = x - rate * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)
'''),
("xli_two_gate", gatewalk, "s gate", "s must average the absolute gradients, not their squares; and below the cut the gate must be the square of the trust, not 0. [lines 3, 5]", '''
def gatewalk(x, g, m=0.0, s=0.0, *, lr=0.01, beta=0.9, cut=0.5, eps=1e-6):
    m = beta * m + (1 - beta) * g
    s = beta * s + (1 - beta) * g**2
    trust = np.abs(m) / (s + eps)
    gate = np.where(trust > cut, 1.0, 0.0)
    x = x - lr * gate * m / (s + eps)
    return dict(m=m, s=s, trust=trust, gate=gate, x=x)
'''),
("xli_two_harbor_a", harbor, "v_hat tether", "v is not corrected for its start at 0; and the tether pushes away from home, its difference is the wrong way around. [lines 5, 7]", '''
def harbor(x, g, t, v=0.0, home=None, *, lr=0.02, rho=0.95, pull=0.5, eps=1e-8):
    if home is None:
        home = x
    v = rho * v + (1 - rho) * g**2
    v_hat = v
    home = home + (x - home) / (t + 1)
    tether = pull * (home - x) / t**0.5
    x = x - lr * (g / (np.sqrt(v_hat) + eps) + tether)
    return dict(v=v, v_hat=v_hat, home=home, tether=tether, x=x)
'''),
("xli_two_harbor_b", harbor, "step home", "The gradient is divided by v_hat itself, the root is forgotten; and the new point has the share 1 / (t + 2) of the mean where it should be 1 / (t + 1). [lines 5, 6]", '''
def harbor(x, g, t, v=0.0, home=None, *, lr=0.02, rho=0.95, pull=0.5, eps=1e-8):
    home = x if home is None else home
    v = v + (1 - rho) * (g * g - v)
    v_hat = v / (1 - rho**t)
    step = g / (v_hat + eps)
    n = t + 2
    home = home * (n - 1) / n + x / n
    x = x - lr * step - lr * pull * (x - home) / t**0.5
    return v, home, x
'''),
("xli_two_twolook", twolook, "probe v", "The probe forgets reach and goes a whole gradient step; and lr multiplies only g, not the turn. [lines 3, 5]", '''
def twolook(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, limit=0.1):
    g = grad(x)
    probe = x + mu * v - lr * g
    turn = np.clip(grad(probe) - g, -limit, limit)
    v = mu * v - lr * g + turn
    return v, x + v
'''),
]

RIGHT = [
("xli_ok_momentum_torch", "momentum_torch", '''
def sgd_mom(x, g, buf=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if buf is None:
        return g, x - lr * g
    buf = mu * buf + g - dampening * g
    return buf, x - lr * buf
'''),
("xli_ok_nesterov_shifted", "nesterov_shifted", '''
def nag(x, g, p=0.0, *, lr=1e-2, mu=0.9):
    # p is the velocity with its sign turned
    push = lr * g
    p_new = mu * p + push
    x = x - push - mu * p_new
    return p_new, x
'''),
("xli_ok_adagrad_torch", "adagrad_torch", '''
def adagrad(x, g, t, total=0.0, *, lr=1e-2, eps=1e-10, lr_decay=0.0):
    total = np.add(total, np.multiply(g, g))
    bremse = 1 - lr_decay + t * lr_decay
    nenner = bremse * (np.sqrt(total) + eps)
    return total, np.subtract(x, lr * g / nenner)
'''),
("xli_ok_rmsprop_torch", "rmsprop_torch", '''
def rmsprop(x, g, s=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    """s is the discounted SUM of squares; its weight comes when it is used."""
    s = rho * s + g * g
    b = mu * b + g / (np.sqrt((1 - rho) * s) + eps)
    x = x - lr * b
    return s, b, x
'''),
("xli_ok_adam_l2", "adam_l2", '''
def adam_l2(x, g, t, moments=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    m, v = (0.0, 0.0) if moments is None else moments
    g = g + weight_decay * x
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    c1, c2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    x = x - (lr * c2 / c1) * m / (np.sqrt(v) + eps * c2)
    return (m, v), x
'''),
("xli_ok_sam", "sam", '''
def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    first = grad(x)
    laenge = np.sqrt(np.sum(np.square(first), axis=-1, keepdims=True))
    return dict(x=x - lr * grad(x + rho / (laenge + eps) * first))
'''),
("xli_ok_smoothed_nesterov", "smoothed_nesterov", '''
def smoothed(x, grad, vel=0.0, *, lr=0.01, mu=0.9):
    vel = mu * vel
    total = 0.0
    for quarter in (1, 2, 3, 4):
        total = total + grad(x + 0.25 * quarter * vel)
    vel = vel - 0.25 * lr * total
    return vel, x + vel
'''),
("xli_ok_adafactor", "adafactor", '''
def adafactor(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    new = 1.0 / np.power(float(t), decay)
    sq = g**2 + eps
    row, col = sq.mean(axis=-1, keepdims=True), sq.mean(axis=-2, keepdims=True)
    if r is None:
        r, c = new * row, new * col
    else:
        r, c = r + new * (row - r), c + new * (col - c)
    # the mean over all entries is the same from rows and from columns
    u = g * np.sqrt(c.mean(axis=-1, keepdims=True)) / (np.sqrt(r) * np.sqrt(c))
    rms_u = np.sqrt((u * u).mean(axis=(-2, -1), keepdims=True))
    rms_x = np.sqrt((x * x).mean(axis=(-2, -1), keepdims=True))
    u = u * np.minimum(1.0, d / rms_u)
    x = x - np.maximum(eps2, rms_x) * np.minimum(lr, t**-0.5) * u
    return r, c, x
'''),
("xli_ok_amsgrad_torch", "amsgrad_torch", '''
def amsgrad(x, g, t, m=0.0, v=0.0, root=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # keeps the ROOT of the maximum: the root grows with its argument
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.maximum(root, np.sqrt(v))
    k = np.sqrt(1 - beta2**t)
    x = x - lr * k * m / ((1 - beta1**t) * (root + k * eps))
    return m, v, root, x
'''),
("xli_ok_adamw_keras", "adamw_keras", '''
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=4e-3):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    shrunk = x * (1 - lr * weight_decay)
    numerator = np.sqrt(1 - beta2**t) * m
    denominator = (1 - beta1**t) * (eps + np.sqrt(v))
    return m, v, shrunk - lr * numerator / denominator
'''),
("xli_ok_gate_signs", gatewalk, '''
def gatewalk(x, g, m=0.0, s=0.0, *, lr=0.01, beta=0.9, cut=0.5, eps=1e-6):
    m = m - (1 - beta) * (m - g)
    s = s - (1 - beta) * (s - np.abs(g))
    q = m / (s + eps)
    x = x - lr * np.where(np.abs(q) > cut, q, q**3)
    return m, s, x
'''),
("xli_ok_gate_loop", gatewalk, '''
def gatewalk(x, g, state=None, *, lr=0.01, beta=0.9, cut=0.5, eps=1e-6):
    m, s = (np.zeros_like(x), np.zeros_like(x)) if state is None else (state[0].copy(), state[1].copy())
    out = x.copy()
    for i in range(len(x)):
        m[i] = beta * m[i] + (1 - beta) * g[i]
        s[i] = beta * s[i] + (1 - beta) * abs(g[i])
        trust = abs(m[i]) / (s[i] + eps)
        if not trust > cut:
            out[i] -= lr * trust**2 * m[i] / (s[i] + eps)
            continue
        out[i] -= lr * m[i] / (s[i] + eps)
    return (m, s), out
'''),
("xli_ok_harbor_sum", harbor, '''
def harbor(x, g, t, v=0.0, total=None, *, lr=0.02, rho=0.95, pull=0.5, eps=1e-8):
    # total: the sum of all points, the start counted twice
    total = x + x if total is None else total + x
    v = rho * v + (1 - rho) * g**2
    k = np.sqrt(1 - rho**t)
    step = k * g / (np.sqrt(v) + k * eps)
    x = x - lr * (step + pull * (x - total / (t + 1)) * t**-0.5)
    return v, total, x
'''),
("xli_ok_harbor_gap", harbor, '''
def harbor(x, g, t, v=0.0, home=None, *, lr=0.02, rho=0.95, pull=0.5, eps=1e-8):
    gap = 0 * x if home is None else x - home
    gap = gap * t / (t + 1)
    v = rho * v + (1 - rho) * np.square(g)
    home = x - gap
    move = g / (eps + np.sqrt(v / (1 - rho**t))) + pull / np.sqrt(t) * gap
    return dict(v=v, home=home, x=x - lr * move)
'''),
("xli_ok_twolook_bounds", twolook, '''
def twolook(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, limit=0.1):
    g = grad(x)
    v = mu * v
    ahead = grad(x + v - lr * reach * g)
    used = np.clip(ahead, g - limit, g + limit)
    v = v - lr * used
    return v, x + v
'''),
("xli_ok_twolook_where", twolook, '''
def twolook(x, grad, u=0.0, *, lr=0.05, mu=0.8, reach=0.5, limit=0.1):
    # u = -v, the way back
    g = grad(x)
    diff = grad(x - (mu * u + reach * lr * g)) - g
    too_far = np.abs(diff) > limit
    diff = np.where(too_far, np.sign(diff) * limit, diff)
    u = mu * u + lr * diff + lr * g
    x = x - u
    return dict(u=u, x=x)
'''),
]
