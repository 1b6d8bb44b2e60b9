"""Blind set forty-three: 22 functions with one mistake, 8 with two, 14 right ones, for rules of a teacher."""

import numpy as np


def xliii_braid(x, g, p=0.0, q=0.0, *, lr=0.05, alpha=0.8, kappa=0.3):
    """Two averages that feed each other: p follows g less a part of q, and q runs after p.

    x, g, p, q : arrays of one shape. lr > 0, 0 <= alpha < 1, 0 < kappa < 1.
    """
    pull = g - kappa * q
    p = alpha * p + (1 - alpha) * pull
    gap = p - q
    q = q + kappa * gap
    x = x - lr * (p + q / 2)
    return dict(pull=pull, p=p, gap=gap, q=q, x=x)


def xliii_turnstile(x, g, v=0.0, n=0.0, *, lr=0.05, mu=0.9, gate=0.3):
    """A velocity that is braked where it runs uphill; n counts the steps since the last brake, and the rate grows with it.

    x, g, v, n : arrays of one shape; v is the last change of x. lr > 0, 0 <= gate < mu < 1.
    """
    keep = np.where(g * v <= 0, mu, gate)
    n = np.where(g * v <= 0, n + 1, 0)
    rate = lr * (n + 1) / (n + 2)
    v = keep * v - rate * g
    x = x + v
    return dict(keep=keep, n=n, rate=rate, v=v, x=x)


def xliii_two_looks(x, grad, d=0.0, *, lr=0.05, mu=0.7, reach=2.0):
    """Look at the gradient here and at the end of a long trial step; what it turned by, per unit of reach, enters the sum d.

    x, d : arrays of one shape; grad : function of such an array. lr > 0, 0 <= mu < 1, reach > 0.
    """
    g_here = grad(x)
    g_there = grad(x - reach * lr * g_here)
    turn = (g_there - g_here) / reach
    d = mu * d + g_here + turn
    x = x - lr * d
    return dict(g_here=g_here, g_there=g_there, turn=turn, d=d, x=x)


def xliii_thaw(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, warm=10, eps=1e-8):
    """A corrected moving average over the root of the plain mean of all squared gradients, with a linear warm-up.

    x, g, m, s : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta < 1, warm >= 1, eps >= 0 in gradient units.
    """
    m = beta * m + (1 - beta) * g
    s = s + (g**2 - s) / t
    unbiased = m / (1 - beta**t)
    fade = np.minimum(1, t / warm)
    x = x - lr * fade * unbiased / (np.sqrt(s) + eps)
    return dict(m=m, s=s, unbiased=unbiased, fade=fade, x=x)


def xliii_anchor(x, g, h=0.0, home=None, *, lr=0.1, rho=0.9, tie=0.1):
    """The gradient's size times an average of its signs, and a rope to a home that drifts after x; home begins at x.

    x, g, h, home : arrays of one shape. lr > 0, 0 <= rho < 1, tie >= 0.
    """
    if home is None:
        home = x
    stretch = x - home
    h = rho * h + (1 - rho) * np.sign(g)
    move = np.abs(g) * h + tie * stretch
    home = home + (1 - rho) * stretch
    x = x - lr * move
    return dict(stretch=stretch, h=h, move=move, home=home, x=x)


def xliii_spool(x, g, size=0.0, m=0.0, *, lr=0.1, beta=0.9, eps=1e-8):
    """A sum of unit gradients gives the direction, an average of the gradients' norms the length of the step.

    x, g, m : arrays of shape (n,) or (k, n), norms over the last axis; size : one number a row. lr > 0, 0 <= beta < 1, eps > 0.
    """
    norm = np.linalg.norm(g, axis=-1, keepdims=True)
    size = beta * size + (1 - beta) * norm
    m = beta * m + g / (norm + eps)
    length = np.linalg.norm(m, axis=-1, keepdims=True)
    x = x - lr * size * m / (length + eps)
    return dict(norm=norm, size=size, m=m, length=length, x=x)


def xliii_vise(x, g, lo=0.0, hi=0.0, c=0.0, *, lr=0.03, rho=0.9, slack=0.2):
    """Clip to a part of the gradients' recent range; a part of what was cut off, c, is tried again in the next step.

    x, g, lo, hi, c : arrays of one shape. lr > 0, 0 < rho < 1, 0 < slack < 1.
    """
    lo = np.minimum(rho * lo, g)
    hi = np.maximum(rho * hi, g)
    bound = slack * (hi - lo)
    want = g + c
    u = np.clip(want, -bound, bound)
    c = rho * (want - u)
    x = x - lr * u
    return dict(lo=lo, hi=hi, bound=bound, want=want, u=u, c=c, x=x)


ONE = [
    ("xliii_old_q_chased", xliii_braid, "q", "The gap already contains -q, so kappa times the gap is added to q in full; with the factor 1 - kappa before it q is shrunk twice. [line 5]", '''
def braid(x, g, p=0.0, q=0.0, *, lr=0.05, alpha=0.8, kappa=0.3):
    pull = g - kappa * q
    p = alpha * p + (1 - alpha) * pull
    gap = p - q
    q = (1 - kappa) * q + kappa * gap
    x = x - lr * (p + q / 2)
    return dict(pull=pull, p=p, gap=gap, q=q, x=x)
'''),
    ("xliii_gap_before_p", xliii_braid, "gap", "The gap is measured with p as it was before this step; it should use the new p. [line 4]", '''
def braid(x, g, fast=0.0, slow=0.0, *, lr=0.05, alpha=0.8, kappa=0.3):
    # exponential average of the pulled gradient
    new_fast = alpha * fast + (1 - alpha) * (g - kappa * slow)
    diff = fast - slow
    slow = slow + kappa * diff
    return {"fast": new_fast, "slow": slow, "x": x - lr * (new_fast + 0.5 * slow)}
'''),
    ("xliii_kappa_outside", xliii_braid, "pull", "kappa belongs to q only: g comes in full and kappa q is taken off. Here the parenthesis scales the gradient, too. [line 2]", '''
def schritt(x, g, p=0.0, q=0.0, *, lr=0.05, alpha=0.8, kappa=0.3):
    zug = kappa * (g - q)
    p = p + (1 - alpha) * (zug - p)
    q = q + kappa * (p - q)
    x_neu = x - lr * p - lr * q / 2
    return p, q, x_neu
'''),
    ("xliii_half_of_both", xliii_braid, "x", "Only q is halved in the step, p counts in full; the parenthesis here halves both. [line 5]", '''
def braid(x, g, p=0.0, q=0.0, *, lr=0.05, alpha=0.8, kappa=0.3):
    b = 1 - alpha
    p = alpha * p + b * g - b * kappa * q
    q = (1 - kappa) * q + kappa * p
    step = (p + q) / 2
    x = x - lr * step
    return {"p": p, "q": q, "x": x}
'''),
    ("xliii_new_v_decides", xliii_turnstile, "n", "The counter asks the velocity that was just changed; whether the step ran uphill must be asked of the old velocity, as for the brake. [line 5]", '''
def turnstile(x, g, v=0.0, n=0.0, *, lr=0.05, mu=0.9, gate=0.3):
    uphill = g * v > 0
    keep = np.where(uphill, gate, mu)
    pushed = keep * v
    n = np.where(g * (pushed - lr * g) > 0, 0, n + 1)
    rate = lr * (n + 1) / (n + 2)
    v = pushed - rate * g
    return {"keep": keep, "n": n, "rate": rate, "v": v, "x": x + v}
'''),
    ("xliii_count_to_one", xliii_turnstile, "n", "After a brake the counter goes back to 0, not to 1. [line 3]", '''
def turnstile(x, g, v=0.0, n=0.0, *, lr=0.05, mu=0.9, gate=0.3):
    downhill = np.multiply(g, v) <= 0
    n = np.where(downhill, n, 0) + 1
    v = np.where(downhill, mu, gate) * v - lr * (n + 1) / (n + 2) * g
    return v, n, x + v
'''),
    ("xliii_brake_on_all", xliii_turnstile, "keep", "One coordinate that runs uphill brakes all: the condition must be asked of each coordinate by itself. [line 3]", '''
def turnstile(x, g, v=0.0, n=0.0, *, lr=0.05, mu=0.9, gate=0.3):
    ok = g * v <= 0
    keep = mu if np.all(ok) else gate
    n = (n + 1) * ok
    rate = lr * (1 - 1 / (n + 2))
    v = keep * v - rate * g
    x = x + v
    return dict(keep=keep, n=n, rate=rate, v=v, x=x)
'''),
    ("xliii_rate_of_old_count", xliii_turnstile, "rate", "The rate is computed with the count before it was raised or reset; it needs the new n. [line 4]", '''
def draaihek(x, g, v=0.0, n=0.0, *, lr=0.05, mu=0.9, gate=0.3):
    bergaf = (g * v <= 0).astype(float)
    teller = bergaf * (n + 1)
    tempo = lr * (n + 1) / (n + 2)
    v = (gate + (mu - gate) * bergaf) * v - tempo * g
    x = x + v
    return dict(v=v, n=teller, x=x)
'''),
    ("xliii_trial_uphill", xliii_two_looks, "g_there", "The trial step must go down the gradient, not up. [line 3]", '''
def two_looks(x, grad, d=0.0, *, lr=0.05, mu=0.7, reach=2.0):
    first = grad(x)
    trial = x + reach * lr * first
    second = grad(trial)
    d = mu * d + first + (second - first) / reach
    return d, x - lr * d
'''),
    ("xliii_trial_from_sum", xliii_two_looks, "g_there", "The trial step goes along the gradient here, not along the old sum d. [line 4]", '''
def two_looks(x, grad, acc=0.0, *, lr=0.05, mu=0.7, reach=2.0):
    a = grad(x)
    probe = lambda w: grad(x - reach * lr * w)
    b = probe(acc)
    acc = mu * acc + a + (b - a) / reach
    x = x - lr * acc
    return {"acc": acc, "x": x}
'''),
    ("xliii_turn_not_per_reach", xliii_two_looks, "turn", "The change of the gradient must be divided by reach, since the trial step was reach times as long. [line 5]", '''
def two_looks(x, grad, d=0.0, *, lr=0.05, mu=0.7, reach=2.0):
    g0 = grad(x)
    far = reach * lr
    g1 = grad(x - far * g0)
    delta = g1 - g0
    d = d * mu
    d = d + g0
    d = d + delta
    x = x - lr * d
    return dict(turn=delta, d=d, x=x)
'''),
    ("xliii_mu_on_the_lot", xliii_two_looks, "d", "mu forgets only the old sum; here the new gradient is damped with it, too. [line 4]", '''
def two_looks(x, grad, d=0.0, *, lr=0.05, mu=0.7, reach=2.0):
    g_here = grad(x)
    turn = (grad(x - reach * lr * g_here) - g_here) / reach
    d = mu * (d + g_here) + turn
    return dict(g_here=g_here, turn=turn, d=d, x=x - lr * d)
'''),
    ("xliii_mean_from_t_plus_one", xliii_thaw, "s", "The mean of t values needs weight 1/t for the newest; t already counts from 1, so t + 1 leaves a false zero in the mean. [line 2]", '''
def thaw(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, warm=10, eps=1e-8):
    w = 1 / (t + 1)   # weight of the newest
    s = (1 - w) * s + w * g * g
    m = beta * m + (1 - beta) * g
    mh = m / (1 - beta**t)
    ramp = min(1.0, t / warm)
    x = x - lr * ramp * mh / (eps + s**0.5)
    return dict(m=m, s=s, x=x)
'''),
    ("xliii_corrected_is_kept", xliii_thaw, "m", "The corrected average is stored as the state, so the correction is applied again and again; keep the raw m. [line 7]", '''
def thaw(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, warm=10, eps=1e-8):
    m = beta * m + (1 - beta) * g
    s = ((t - 1) * s + g**2) / t
    mhat = m / (1 - beta**t)
    fade = t / warm if t < warm else 1
    x = x - lr * fade * mhat / (np.sqrt(s) + eps)
    return mhat, s, x
'''),
    ("xliii_never_thawed", xliii_thaw, "fade", "The warm-up must stop at 1: with the maximum it starts at 1 and then grows beyond all bounds. [line 4]", '''
def dégel(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, warm=10, eps=1e-8):
    m = m + (1 - beta) * (g - m)
    s = s + (g**2 - s) / t
    montée = max(t / warm, 1)
    pas = lr * montée / (1 - beta**t)
    return dict(m=m, s=s, x=x - pas * m / (np.sqrt(s) + eps))
'''),
    ("xliii_home_after_move", xliii_anchor, "home", "home drifts after the x of before the step; here the stretch is measured with the moved x. [line 5]", '''
def anchor(x, g, h=0.0, home=None, *, lr=0.1, rho=0.9, tie=0.1):
    home = np.copy(x) if home is None else home
    h = rho * h + (1 - rho) * np.sign(g)
    x_new = x - lr * (abs(g) * h + tie * (x - home))
    home = rho * home + (1 - rho) * x_new
    return h, home, x_new
'''),
    ("xliii_votes_with_size", xliii_anchor, "h", "h averages the signs of the gradient, not the gradient: the size enters later, once. [line 5]", '''
def anchor(x, g, h=0.0, home=None, *, lr=0.1, rho=0.9, tie=0.1):
    if home is None:
        home = x
    rope = x - home
    h = rho * h + (1 - rho) * g
    move = np.abs(g) * h
    move = move + tie * rope
    return {"stretch": rope, "h": h, "move": move, "home": home + (1 - rho) * rope, "x": x - lr * move}
'''),
    ("xliii_home_at_zero", xliii_anchor, "stretch|home", "home begins at the first x, not at zero, or else the rope pulls to the origin from the first step on. [line 3]", '''
def anchor(x, g, votes=0.0, base=None, *, lr=0.1, rho=0.9, tie=0.1):
    if base is None:
        base = np.zeros_like(x)
    votes = rho * votes + (1 - rho) * ((g > 0) * 1.0 - (g < 0) * 1.0)
    off = x - base
    x = x - lr * (np.abs(g) * votes) - lr * tie * off
    base = base + (1 - rho) * off
    return dict(votes=votes, base=base, x=x)
'''),
    ("xliii_norm_squared", xliii_spool, "norm", "The root of the norm was forgotten: the sum of squares is not the length. [line 4]", '''
def spool(x, g, size=0.0, m=0.0, *, lr=0.1, beta=0.9, eps=1e-8):
    def laenge(a):
        return np.sqrt((a * a).sum(axis=-1, keepdims=True))
    r = laenge(g)**2
    size = beta * size + (1 - beta) * r
    m = beta * m + g / (r + eps)
    x = x - lr * size * m / (laenge(m) + eps)
    return dict(norm=r, size=size, m=m, x=x)
'''),
    ("xliii_length_of_old_m", xliii_spool, "length", "The step must be divided by the length of the new m, in which the old m is damped with beta; the length here is that of another vector, the undamped sum. [line 6]", '''
def spool(x, g, size=0.0, m=0.0, *, lr=0.1, beta=0.9, eps=1e-8):
    n = lambda a: np.linalg.norm(a, axis=-1, keepdims=True)
    ng = n(g)
    size = size + (1 - beta) * (ng - size)
    m_next = beta * m + g / (ng + eps)
    how_long = n(m + g / (ng + eps))
    x = x - lr * size * m_next / (how_long + eps)
    return size, m_next, x
'''),
    ("xliii_mean_of_range", xliii_vise, "bound", "The range of the recent gradients is hi - lo; with a plus the bound is nearly 0 where the two balance, and everything is cut off. [line 3]", '''
def vise(x, g, lo=0.0, hi=0.0, c=0.0, *, lr=0.03, rho=0.9, slack=0.2):
    lo, hi = np.minimum(rho * lo, g), np.maximum(rho * hi, g)
    b = slack * np.abs(hi + lo)
    wish = g + c
    u = np.minimum(np.maximum(wish, -b), b)
    return dict(lo=lo, hi=hi, c=rho * (wish - u), x=x - lr * u)
'''),
    ("xliii_rest_of_g", xliii_vise, "c", "What was cut off is want - u; measured from g the rest that was carried over is lost. [line 7]", '''
def vise(x, g, lo=0.0, hi=0.0, rest=0.0, *, lr=0.03, rho=0.9, slack=0.2):
    hi = np.maximum(rho * hi, g)
    lo = np.minimum(rho * lo, g)
    limit = slack * (hi - lo)
    total = g + rest
    taken = np.clip(total, -limit, limit)
    rest = rho * (g - taken)
    x = x - lr * taken
    return lo, hi, rest, x
'''),
]


TWO = [
    ("xliii_braid_sign_and_new", xliii_braid, "pull q", "A part of q must be taken off the gradient, not added; and q moves by kappa times the gap, not by 1 - kappa times it. [lines 2, 5]", '''
def braid(x, g, p=0.0, q=0.0, *, lr=0.05, alpha=0.8, kappa=0.3):
    pull = g + kappa * q
    p = alpha * p + (1 - alpha) * pull
    gap = p - q
    q = q + (1 - kappa) * gap
    x = x - lr * p - lr * q / 2
    return dict(pull=pull, p=p, gap=gap, q=q, x=x)
'''),
    ("xliii_turnstile_swap_and_rate", xliii_turnstile, "keep rate", "mu and gate are exchanged, so that downhill is braked; and the rate is (n + 1) / (n + 2), not n / (n + 1). [lines 3, 5]", '''
def turnstile(x, g, v=0.0, n=0.0, *, lr=0.05, mu=0.9, gate=0.3):
    down = g * v <= 0
    keep = np.where(down, gate, mu)
    n = np.where(down, 1 + n, 0)
    rate = lr * n / (n + 1)
    v = keep * v
    v = v - rate * g
    return dict(keep=keep, n=n, rate=rate, v=v, x=x + v)
'''),
    ("xliii_looks_turn_and_lr", xliii_two_looks, "turn d", "The turn is there minus here, not here minus there; and d is a sum, so that g_here gets no factor 1 - mu. [lines 4, 5]", '''
def two_looks(x, grad, d=0.0, *, lr=0.05, mu=0.7, reach=2.0):
    g1 = grad(x)
    g2 = grad(x - lr * reach * g1)
    turn = (g1 - g2) / reach
    d = mu * d + (1 - mu) * g1 + turn
    x = x - lr * d
    return d, x
'''),
    ("xliii_thaw_bias_and_root", xliii_thaw, "unbiased x", "t counts from 1, so the correction is 1 - beta to the power t, not t + 1; and the step divides by the root of s, not by s itself. [lines 4, 7]", '''
def thaw(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, warm=10, eps=1e-8):
    m = beta * m + (1 - beta) * g
    s = s + (np.square(g) - s) / t
    corr = 1 - beta**(t + 1)
    unbiased = m / corr
    fade = np.clip(t / warm, 0, 1)
    x = x - lr * fade * unbiased / (s + eps)
    return dict(m=m, s=s, unbiased=unbiased, fade=fade, x=x)
'''),
    ("xliii_anchor_rope_and_drift", xliii_anchor, "move home", "The rope must pull x back home, so its term has a plus in the move; and home drifts by 1 - rho of the stretch, not by rho of it. [lines 6, 7]", '''
def ancre(x, g, h=0.0, home=None, *, lr=0.1, rho=0.9, tie=0.1):
    if home is None:
        home = x
    écart = x - home
    h = rho * h + (1 - rho) * np.sign(g)
    move = np.abs(g) * h - tie * écart
    home = (1 - rho) * home + rho * x
    return h, home, x - lr * move
'''),
    ("xliii_spool_size_and_m", xliii_spool, "size m", "size is an average, so the new norm has the weight 1 - beta; and m sums unit gradients, so g must be divided by its norm. [lines 3, 4]", '''
def spool(x, g, size=0.0, m=0.0, *, lr=0.1, beta=0.9, eps=1e-8):
    norm = np.sqrt(np.sum(g**2, axis=-1, keepdims=True))
    size = beta * size + norm
    m = beta * m + g
    length = np.sqrt(np.sum(m**2, axis=-1, keepdims=True))
    x = x - lr * size * (m / (length + eps))
    return {"norm": norm, "size": size, "m": m, "length": length, "x": x}
'''),
    ("xliii_vise_lo_and_want", xliii_vise, "lo want", "lo has to fade with rho before it is compared; and what was cut off is added to the gradient, not subtracted. [lines 2, 5]", '''
def vise(x, g, lo=0.0, hi=0.0, c=0.0, *, lr=0.03, rho=0.9, slack=0.2):
    lo = np.minimum(lo, g)
    hi = np.maximum(rho * hi, g)
    bound = slack * (hi - lo)
    want = g - c
    u = np.clip(want, -bound, bound)
    c = (want - u) * rho
    return lo, hi, c, x - lr * u
'''),
    ("xliii_vise_hi_and_step", xliii_vise, "hi x", "The fading applies to the old hi only, not to the new gradient; and the step is made with the clipped u, not with all that was wanted. [lines 3, 7]", '''
def vise(x, g, lo=0.0, hi=0.0, c=0.0, *, lr=0.03, rho=0.9, slack=0.2):
    lo = np.where(g < rho * lo, g, rho * lo)
    hi = rho * np.maximum(hi, g)
    b = slack * (hi - lo)
    want = g + c
    u = np.where(want > b, b, np.where(want < -b, -b, want))
    x = x - lr * want
    return dict(lo=lo, hi=hi, u=u, c=rho * (want - u), x=x)
'''),
]


RIGHT = [
    ("xliii_ok_braid_matrix", xliii_braid, '''
def braid(x, g, p=0.0, q=0.0, *, lr=0.05, alpha=0.8, kappa=0.3):
    a = 1 - alpha
    # both averages as one linear map of (p, q, g)
    p2 = alpha * p - a * kappa * q + a * g
    q2 = kappa * alpha * p + (1 - kappa - kappa * a * kappa) * q + kappa * a * g
    return p2, q2, x - lr * p2 - 0.5 * lr * q2
'''),
    ("xliii_ok_braid_gap_state", xliii_braid, '''
def braid(x, g, p=0.0, lead=0.0, *, lr=0.05, alpha=0.8, kappa=0.3):
    # lead = p - q after the step
    q = p - lead
    p = p + (1 - alpha) * (g - kappa * q - p)
    lead = (1 - kappa) * (p - q)
    x = x - lr * (1.5 * p - 0.5 * lead)
    return {"p": p, "lead": lead, "x": x}
'''),
    ("xliii_ok_turnstile_loop", xliii_turnstile, '''
def turnstile(x, g, v=0.0, n=0.0, *, lr=0.05, mu=0.9, gate=0.3):
    v = np.zeros_like(x) + v
    n = np.zeros_like(x) + n
    for i in np.ndindex(x.shape):
        if g[i] * v[i] > 0:
            n[i] = 0
            v[i] *= gate
        else:
            n[i] += 1
            v[i] *= mu
        v[i] -= lr * g[i] * (n[i] + 1) / (n[i] + 2)
    return v, n, x + v
'''),
    ("xliii_ok_turnstile_inverse", xliii_turnstile, '''
def drehkreuz(x, g, v=0.0, k=2.0, *, lr=0.05, mu=0.9, gate=0.3):
    # k = n + 2
    bergauf = np.sign(g) * np.sign(v) == 1
    k = np.where(bergauf, 2.0, k + 1.0)
    v = v * (mu - (mu - gate) * bergauf) - (lr - lr / k) * g
    x = x + v
    return dict(v=v, k=k, x=x)
'''),
    ("xliii_ok_looks_weights", xliii_two_looks, '''
def two_looks(x, grad, d=0.0, *, lr=0.05, mu=0.7, reach=2.0):
    a = grad(x)
    w = 1 / reach
    d = mu * d + (1 - w) * a + w * grad(x - lr * a / w)
    x = x - lr * d
    return dict(d=d, x=x)
'''),
    ("xliii_ok_looks_negative_sum", xliii_two_looks, '''
def two_looks(x, grad, neg=None, *, lr=0.05, mu=0.7, reach=2.0):
    down = -grad(x)
    further = -grad(x + lr * reach * down)
    if neg is None:
        neg = np.zeros_like(x)
    neg = mu * neg + ((reach - 1) * down + further) / reach
    return x + lr * neg, neg
'''),
    ("xliii_ok_thaw_sums", xliii_thaw, '''
def thaw(x, g, t, m=0.0, total=0.0, *, lr=0.02, beta=0.9, warm=10, eps=1e-8):
    total = total + g * g      # sum, not mean
    m = beta * m + g           # without 1 - beta
    scale = lr * min(t, warm) / warm * (1 - beta) / (1 - beta**t)
    x = x - scale * m / (np.sqrt(total / t) + eps)
    return dict(m=m, total=total, x=x)
'''),
    ("xliii_ok_thaw_weighted", xliii_thaw, '''
def thaw(x, g, t, mhat=0.0, s=0.0, *, lr=0.02, beta=0.9, warm=10, eps=1e-8):
    # the corrected average itself as the state
    before, now = 1 - beta ** (t - 1), 1 - beta**t
    mhat = (beta * before * mhat + (1 - beta) * g) / now
    s = (1 - 1 / t) * s + g**2 / t
    if t >= warm:
        return mhat, s, x - lr * mhat / (s**0.5 + eps)
    return mhat, s, x - lr * t * mhat / (warm * (s**0.5 + eps))
'''),
    ("xliii_ok_anchor_stretch_state", xliii_anchor, '''
def anchor(x, g, h=0.0, stretch=0.0, *, lr=0.1, rho=0.9, tie=0.1):
    # no home: only the distance to it
    h = h + (1 - rho) * (np.sign(g) - h)
    dx = -lr * (np.abs(g) * h + tie * stretch)
    stretch = rho * stretch + dx
    return h, stretch, x + dx
'''),
    ("xliii_ok_anchor_votes", xliii_anchor, '''
def anchor(x, g, up=0.0, down=0.0, home=None, *, lr=0.1, rho=0.9, tie=0.1):
    up = rho * up + (1 - rho) * (g > 0)
    down = rho * down + (1 - rho) * (g < 0)
    if home is None:
        home = x
    nxt = (1 - lr * tie) * x + lr * tie * home - lr * np.maximum(g, -g) * (up - down)
    home = rho * home + (1 - rho) * x
    return dict(up=up, down=down, home=home, x=nxt)
'''),
    ("xliii_ok_spool_einsum", xliii_spool, '''
def spool(x, g, size=0.0, m=0.0, *, lr=0.1, beta=0.9, eps=1e-8):
    def hyp(a):
        return np.sqrt(np.einsum("...i,...i->...", a, a))[..., None]
    r = hyp(g)
    size = r - beta * (r - size)
    m = beta * m + g / (r + eps)
    factor = lr * size / (hyp(m) + eps)
    return {"size": size, "m": m, "x": x - factor * m}
'''),
    ("xliii_ok_spool_sum_state", xliii_spool, '''
def spool(x, g, total=None, m=None, *, lr=0.1, beta=0.9, eps=1e-8):
    norm = np.sum(g**2, axis=-1, keepdims=True) ** 0.5
    unit = g / (norm + eps)
    if m is None:
        m, total = unit, norm
    else:
        m, total = unit + beta * m, norm + beta * total
    length = np.sum(m**2, axis=-1, keepdims=True) ** 0.5
    x = x - (1 - beta) * lr * total * m / (length + eps)
    return total, m, x
'''),
    ("xliii_ok_vise_shrink", xliii_vise, '''
def vise(x, g, lo=0.0, hi=0.0, c=0.0, *, lr=0.03, rho=0.9, slack=0.2):
    lo = -np.maximum(-rho * lo, -g)
    hi = -np.minimum(-rho * hi, -g)
    b = slack * hi - slack * lo
    want = g + c
    cut = np.sign(want) * np.maximum(np.abs(want) - b, 0)   # soft threshold: the rest
    return lo, hi, rho * cut, x - lr * (want - cut)
'''),
    ("xliii_ok_vise_scale", xliii_vise, '''
def vise(x, g, lo=0.0, span=0.0, raw=0.0, *, lr=0.03, rho=0.9, slack=0.2):
    # span = hi - lo; raw = what was cut off, before rho
    hi = np.maximum(rho * (lo + span), g)
    lo = np.minimum(rho * lo, g)
    span = hi - lo
    v = g + rho * raw
    inside = np.abs(v) <= slack * span
    u = np.where(inside, v, np.sign(v) * slack * span)
    return dict(lo=lo, span=span, raw=v - u, x=x - lr * u)
'''),
]
