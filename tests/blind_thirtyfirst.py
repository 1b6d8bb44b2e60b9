import numpy as np


def tandem(x, g, p=0.0, q=0.0, *, lr=0.05, mu=0.8, kappa=0.4):
    """Tandem: two averages of the gradient that lean on each other: q holds p back, p pushes q on.

    Each sees the other's value from before this step. On a constant gradient p tends to g (1 - kappa) / (1 + kappa^2).

    x, g, p, q : arrays of one shape. lr > 0: parameter units per gradient unit; 0 <= mu, kappa < 1.
    """
    p_old = p
    p = mu * p + (1 - mu) * (g - kappa * q)
    q = mu * q + (1 - mu) * (g + kappa * p_old)
    u = p + q / 2
    x = x - lr * u
    return dict(p=p, q=q, u=u, x=x)


def scout(x, grad, v=0.0, *, lr=0.02, mu=0.85, reach=0.5):
    """Scout: momentum that looks at the gradient twice: here, and where a scout stands on the way of the next move.

    One third of the gradient that it uses is from here, two thirds are from there.

    x : array; grad : function of such an array; v : the last change of x. lr > 0, 0 <= mu < 1, reach >= 0: the part of
    the move that the scout goes.
    """
    g_here = grad(x)
    ahead = x + reach * (mu * v - lr * g_here)
    g_there = grad(ahead)
    g_mix = (g_here + 2 * g_there) / 3
    v = mu * v - lr * g_mix
    x = x + v
    return dict(g_here=g_here, ahead=ahead, g_there=g_there, g_mix=g_mix, v=v, x=x)


def tides(x, g, t, m=0.0, *, lr=0.1, beta=0.9, period=12.0, depth=0.5):
    """Tides: an average whose memory grows, and a learning rate that rises and falls; the first step is at high tide.

    x, g, m : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta < 1, period > 0 in steps, 0 <= depth < 1.
    """
    beta_t = beta * t / (t + 2)
    m = beta_t * m + (1 - beta_t) * g
    lr_t = lr * (1 + depth * np.cos(2 * np.pi * (t - 1) / period))
    x = x - lr_t * m
    return dict(beta_t=beta_t, m=m, lr_t=lr_t, x=x)


def envelope(x, g, s=0.0, m=0.0, *, lr=0.05, mu=0.8, up=0.5, down=0.1, bound=0.3, eps=1e-3):
    """Envelope: momentum over the envelope of |g|, which rises fast and falls slowly; no coordinate moves more than lr bound.

    x, g, s, m : arrays of one shape. lr > 0 in parameter units, 0 <= mu < 1, 0 <= up <= 1, 0 <= down <= 1: the shares by which
    s follows a larger and a smaller |g|; bound > 0, eps > 0 in gradient units.
    """
    m = mu * m + (1 - mu) * g
    share = np.where(np.abs(g) > s, up, down)
    s = s + share * (np.abs(g) - s)
    u = np.clip(m / (s + eps), -bound, bound)
    x = x - lr * u
    return dict(m=m, share=share, s=s, u=u, x=x)


def tether(x, g, home=None, *, lr=0.2, pull=1.0, follow=0.2):
    """Tether: gradient descent on a leash: a spring that never pulls harder than `pull` leads back to a home that comes after.

    The first home is where x starts.

    x, g, home : arrays of one shape. lr > 0, pull >= 0 in gradient units, 0 <= follow <= 1.
    """
    if home is None:
        home = x
    slack = x - home
    tension = pull * slack / np.sqrt(1 + slack**2)
    x = x - lr * (g + tension)
    home = home + follow * (x - home)
    return dict(slack=slack, tension=tension, home=home, x=x)


def convoy(x, g, n=1.0, d=0.0, *, lr=0.05, rho=0.9, mu=0.8, eps=1e-8):
    """Convoy: all coordinates travel together: d averages the directions, n the lengths of the gradient; its root is the pace.

    x, g, d : arrays of one shape; n : one number, as is the length of g, taken over all coordinates. lr > 0,
    0 <= rho, mu < 1, eps >= 0 in gradient units.
    """
    length = np.sqrt(np.sum(g**2))
    n = rho * n + (1 - rho) * length
    d = mu * d + (1 - mu) * g / (length + eps)
    x = x - lr * np.sqrt(n) * d
    return dict(length=length, n=n, d=d, x=x)


def spiky(x, g, t, m2=0.0, m4=0.0, *, lr=0.02, rho2=0.9, rho4=0.95, eps=1e-6):
    """Spiky: divide by the root mean square of the gradient, and once more by how spiky its past is: E[g^4] over E[g^2]^2.

    x, g, m2, m4 : arrays of one shape; t = 1, 2, ... lr > 0 in parameter units, 0 <= rho2, rho4 < 1, eps > 0.
    """
    m2 = rho2 * m2 + (1 - rho2) * g**2
    m4 = rho4 * m4 + (1 - rho4) * g**4
    m2_hat = m2 / (1 - rho2**t)
    m4_hat = m4 / (1 - rho4**t)
    spike = (m4_hat + eps) / (m2_hat**2 + eps)
    x = x - lr * g / (np.sqrt(m2_hat) + eps) / spike
    return dict(m2=m2, m4=m4, m2_hat=m2_hat, m4_hat=m4_hat, spike=spike, x=x)


ONE = [
    ("xxxi_tandem_new_p", tandem, "q|p_old",
     "q is pushed by the p of this step, because the old p was not kept. [line 4]", '''
def tandem(x, g, p=0.0, q=0.0, *, lr=0.05, mu=0.8, kappa=0.4):
    rest = 1 - mu
    p = mu * p + rest * (g - kappa * q)    # q bremst p
    q = mu * q + rest * (g + kappa * p)    # p schiebt q
    schritt = p + 0.5 * q
    return {"p": p, "q": q, "x": x - lr * schritt}
'''),
    ("xxxi_tandem_both_push", tandem, "p",
     "p is pushed on by q instead of held back: the sign that the helper gets for p must be -1. [line 4]", '''
def tandem(x, g, p=0.0, q=0.0, *, lr=0.05, mu=0.8, kappa=0.4):
    lean = lambda own, other, sign: mu * own + (1 - mu) * (g + sign * kappa * other)
    # both at once, so that neither sees the other's new value
    p, q = lean(p, q, 1), lean(q, p, 1)
    u = p + q / 2
    x = x - lr * u
    return dict(p=p, q=q, u=u, x=x)
'''),
    ("xxxi_tandem_kappa_outside", tandem, "q",
     "kappa p_old stands outside the parenthesis that 1 - mu multiplies, so q is pushed too hard. [line 5]", '''
def tandem(x, g, p=0.0, q=0.0, *, lr=0.05, mu=0.8, kappa=0.4):
    alt = p
    neu = np.subtract(g, kappa * q)
    p = np.multiply(mu, p) + (1 - mu) * neu
    q = np.multiply(mu, q) + (1 - mu) * g + kappa * alt
    x = x - lr * np.add(p, np.divide(q, 2))
    return dict(x=x, q=q, p=p)
'''),
    ("xxxi_tandem_half_of_sum", tandem, "u",
     "The half belongs to q alone, but the sum of both is halved. [line 4]", '''
def zweier(x, g, p=0.0, q=0.0, *, lr=0.05, mu=0.8, kappa=0.4):
    p, q = (mu * p + (1 - mu) * (g - kappa * q),
            mu * q + (1 - mu) * (g + kappa * p))
    x = x - lr * (u := (p + q) / 2)
    return x, p, q
'''),
    ("xxxi_scout_stays_home", scout, "g_there",
     "The second gradient is taken at x again; the scout's place is computed and not used. [line 4]", '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.85, reach=0.5):
    g_here = grad(x)
    ahead = x + reach * (mu * v - lr * g_here)
    g_there = grad(x)  # the gradient where the scout is
    g_mix = g_here / 3 + g_there * 2 / 3
    v = mu * v - lr * g_mix
    return dict(g_here=g_here, ahead=ahead, g_there=g_there, v=v, x=x + v)
'''),
    ("xxxi_scout_reach_half_used", scout, "ahead",
     "reach multiplies only the velocity's part of the move, not lr g_here. [line 3]", '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.85, reach=0.5):
    g0 = grad(x)
    vorn = x + reach * mu * v - lr * g0
    g1 = grad(vorn)
    v = mu * v - lr / 3 * (g0 + g1 + g1)
    x = np.add(x, v)
    return dict(ahead=vorn, v=v, x=x)
'''),
    ("xxxi_scout_trial_kept", scout, "v|ahead",
     "The scout's trial move is stored into v, so that the real move starts from it and not from the old v. [line 3]", '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.85, reach=0.5):
    g_here = grad(x)
    v = mu * v - lr * g_here          # the move as it would be
    g_there = grad(x + reach * v)
    g_mix = (g_here + 2 * g_there) / 3
    v = mu * v - lr * g_mix
    x = x + v
    return dict(g_here=g_here, g_there=g_there, g_mix=g_mix, v=v, x=x)
'''),
    ("xxxi_tides_late", tides, "lr_t",
     "The tide's angle has t in place of t - 1, so the first step is not at high tide. [line 2]", '''
def tides(x, g, t, m=0.0, *, lr=0.1, beta=0.9, period=12.0, depth=0.5):
    winkel = 2 * np.pi / period * t
    gedaechtnis = beta * t / (t + 2)
    m = m + (1 - gedaechtnis) * (g - m)
    x = x - lr * (1 + depth * np.cos(winkel)) * m
    return dict(m=m, x=x)
'''),
    ("xxxi_tides_full_beta", tides, "m",
     "The new gradient's weight is 1 - beta where it must be 1 - beta_t. [line 3]", '''
def tides(x, g, t, m=0.0, *, lr=0.1, beta=0.9, period=12.0, depth=0.5):
    beta_t = beta * t / (t + 2)
    m = beta_t * m + (1 - beta) * g
    lr_t = lr * (1 + depth * np.cos(2 * np.pi * (t - 1) / period))
    x = x - lr_t * m
    return dict(beta_t=beta_t, m=m, lr_t=lr_t, x=x)
'''),
    ("xxxi_tides_additive", tides, "lr_t",
     "lr multiplies only the 1 and not the wave: the parenthesis around 1 + depth cos is missing. [line 5]", '''
def tides(x, g, t, m=0.0, *, lr=0.1, beta=0.9, period=12.0, depth=0.5):
    b = beta / (1 + 2 / t)
    m = b * m + g - b * g
    wave = np.cos((t - 1) * 2 * np.pi / period)
    rate = lr * 1 + depth * wave
    x = x - rate * m
    return dict(beta_t=b, m=m, lr_t=rate, x=x)
'''),
    ("xxxi_envelope_no_abs", envelope, "share",
     "g itself and not |g| is compared with s, so negative gradients always count as small. [line 3]", '''
def envelope(x, g, s=0.0, m=0.0, *, lr=0.05, mu=0.8, up=0.5, down=0.1, bound=0.3, eps=1e-3):
    m = mu * m + (1 - mu) * g
    grows = g > s
    share = up * grows + down * ~grows
    s = (1 - share) * s + share * np.abs(g)
    u = np.clip(m / (s + eps), -bound, bound)
    x = x - lr * u
    return dict(m=m, share=share, s=s, u=u, x=x)
'''),
    ("xxxi_envelope_share_of_old", envelope, "s",
     "share weighs the old s and 1 - share the new |g|; it must be the other way round. [line 6]", '''
def envelope(x, g, s=0.0, m=0.0, *, lr=0.05, mu=0.8, up=0.5, down=0.1, bound=0.3, eps=1e-3):
    def average(old, new, keep):
        return keep * old + (1 - keep) * new
    m, size = average(m, g, mu), abs(g)
    share = np.where(size > s, up, down)
    s = average(s, size, share)
    u = np.minimum(np.maximum(m / (s + eps), -bound), bound)
    return dict(s=s, m=m, x=x - lr * u)
'''),
    ("xxxi_envelope_one_sided", envelope, "u",
     "The ratio is bounded from above only; steps in the other direction have no bound. [line 5]", '''
def huelle(x, g, s=0.0, m=0.0, *, lr=0.05, mu=0.8, up=0.5, down=0.1, bound=0.3, eps=1e-3):
    m = m - (1 - mu) * (m - g)
    a = np.abs(g)
    s = s + (a - s) * np.where(a > s, up, down)
    u = np.minimum(m / (s + eps), bound)      # bounded on both sides
    x = x - lr * u
    return dict(s=s, m=m, u=u, x=x)
'''),
    ("xxxi_tether_alias", tether, "home|x",
     "The first home is the same array as x, so that x -= moves home with it; a copy is missing. [line 3]", '''
def tether(x, g, home=None, *, lr=0.2, pull=1.0, follow=0.2):
    x = x.copy()     # the caller's x stays as it is
    home = x if home is None else home
    slack = x - home
    x -= lr * (g + pull * slack / np.sqrt(1 + slack ** 2))
    home = (1 - follow) * home + follow * x
    return dict(home=home, x=x)
'''),
    ("xxxi_tether_old_slack", tether, "home",
     "home follows the slack of before the step, not the distance to the new x. [line 6]", '''
def tether(x, g, home=None, *, lr=0.2, pull=1.0, follow=0.2):
    if home is None: home = x
    d = x - home
    feder = pull * d / np.sqrt(1 + d * d)
    x = x - lr * g - lr * feder
    home = home + follow * d      # a fifth of the way to x
    return dict(slack=d, tension=feder, home=home, x=x)
'''),
    ("xxxi_tether_home_at_zero", tether, "home",
     "The first home is the origin and not the starting point. [line 3]", '''
def tether(x, g, home=None, *, lr=0.2, pull=1.0, follow=0.2):
    if home is None:
        home = np.zeros_like(x)
    slack = x - home
    tension = slack * pull * (1 + slack**2) ** -0.5
    x = x - lr * (tension + g)
    return dict(slack=slack, tension=tension, home=home - follow * (home - x), x=x)
'''),
    ("xxxi_convoy_rms", convoy, "length",
     "length is the root mean square of the coordinates, not the root of their sum of squares. [line 2]", '''
def convoy(x, g, n=1.0, d=0.0, *, lr=0.05, rho=0.9, mu=0.8, eps=1e-8):
    length = np.sqrt((g * g).mean())   # Euclid
    n = rho * n + (1 - rho) * length
    d = mu * d + (1 - mu) * g / (length + eps)
    x = x - lr * n**0.5 * d
    return dict(length=length, n=n, d=d, x=x)
'''),
    ("xxxi_convoy_starts_at_rest", convoy, "n",
     "n starts at 0 where the start value is 1. [line 1]", '''
def convoy(x, g, n=0.0, d=0.0, *, lr=0.05, rho=0.9, mu=0.8, eps=1e-8):
    laenge = np.linalg.norm(g)
    n = n + (1 - rho) * (laenge - n)
    richtung = np.divide(g, laenge + eps)
    d = d + (1 - mu) * (richtung - d)
    x = x - lr * d * np.sqrt(n)
    return dict(n=n, d=d, x=x)
'''),
    ("xxxi_convoy_wrong_divisor", convoy, "d",
     "The gradient is divided by the average length n and not by its own length. [line 4]", '''
def convoy(x, g, n=1.0, d=0.0, *, lr=0.05, rho=0.9, mu=0.8, eps=1e-8):
    length = np.sqrt(np.vdot(g, g))
    n = (1 - rho) * length + rho * n
    unit = g / (n + eps)
    d = (1 - mu) * unit + mu * d
    pace = np.sqrt(n)
    x = x - (lr * pace) * d
    return dict(length=length, n=n, d=d, x=x)
'''),
    ("xxxi_spiky_pasted_rho", spiky, "m4",
     "The line of m4 was copied from that of m2 and still weighs the new value by 1 - rho2. [line 3]", '''
def spiky(x, g, t, m2=0.0, m4=0.0, *, lr=0.02, rho2=0.9, rho4=0.95, eps=1e-6):
    m2 = rho2 * m2 + (1 - rho2) * g**2
    m4 = rho4 * m4 + (1 - rho2) * g**4
    m2_hat = m2 / (1 - rho2**t)
    m4_hat = m4 / (1 - rho4**t)
    spike = (m4_hat + eps) / (m2_hat**2 + eps)
    x = x - lr * g / (np.sqrt(m2_hat) + eps) / spike
    return dict(m2=m2, m4=m4, m2_hat=m2_hat, m4_hat=m4_hat, spike=spike, x=x)
'''),
    ("xxxi_spiky_hat_stored", spiky, "m2_hat",
     "The corrected m2 is stored back into m2 and goes into the next step's average. [line 4]", '''
def spiky(x, g, t, m2=0.0, m4=0.0, *, lr=0.02, rho2=0.9, rho4=0.95, eps=1e-6):
    m2 = rho2 * m2 + (1 - rho2) * np.square(g)
    m4 = rho4 * m4 + (1 - rho4) * np.square(np.square(g))
    m2 = m2 / (1 - np.power(rho2, t))
    kurt = (m4 / (1 - np.power(rho4, t)) + eps) / (np.square(m2) + eps)
    x = x - lr * g / (kurt * (np.sqrt(m2) + eps))
    return dict(m2=m2, m4=m4, spike=kurt, x=x)
'''),
    ("xxxi_spiky_no_square", spiky, "spike",
     "The mean fourth power is divided by the mean square, which must itself be squared. [line 7]", '''
def spiky(x, g, t, m2=0.0, m4=0.0, *, lr=0.02, rho2=0.9, rho4=0.95, eps=1e-6):
    quadrat = g * g
    m2 = rho2 * m2 + (1 - rho2) * quadrat
    m4 = rho4 * m4 + (1 - rho4) * quadrat * quadrat
    a = m2 / (1 - rho2**t)
    b = m4 / (1 - rho4**t)
    spitz = (b + eps) / (a + eps)
    x = x - lr / spitz * g / (eps + a**0.5)
    return dict(m2=m2, m4=m4, m2_hat=a, m4_hat=b, x=x)
'''),
]


TWO = [
    ("xxxi_two_tandem", tandem, "p x",
     "The new part of p has no factor 1 - mu. x moves by p alone, and u is not used. [lines 2, 5]", '''
def tandem(x, g, p=0.0, q=0.0, *, lr=0.05, mu=0.8, kappa=0.4):
    p_new = mu * p + (g - kappa * q)
    q_new = mu * q + (1 - mu) * (g + kappa * p)
    u = p_new + q_new / 2
    x = x - lr * p_new
    return dict(p=p_new, q=q_new, u=u, x=x)
'''),
    ("xxxi_two_scout_weights", scout, "ahead g_mix",
     "The scout goes with the whole v where mu v is left of it. The weights 1/3 and 2/3 are exchanged. [lines 3, 5]", '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.85, reach=0.5):
    hier = grad(x)
    vorn = x + reach * (v - lr * hier)
    dort = grad(vorn)
    mix = hier + (dort - hier) / 3
    v = mu * v - lr * mix
    x = x + v
    return dict(g_here=hier, ahead=vorn, g_there=dort, g_mix=mix, v=v, x=x)
'''),
    ("xxxi_two_tides", tides, "beta_t lr_t",
     "The memory is made with t + 1 where t + 2 belongs. The wave has half the angle, for its 2 is missing. [lines 2, 4]", '''
def tides(x, g, t, m=0.0, *, lr=0.1, beta=0.9, period=12.0, depth=0.5):
    beta_t = beta * t / (t + 1)
    m = beta_t * (m - g) + g
    lr_t = lr + lr * depth * np.cos(np.pi * (t - 1) / period)
    x = x - lr_t * m
    return dict(beta_t=beta_t, m=m, lr_t=lr_t, x=x)
'''),
    ("xxxi_two_envelope", envelope, "m u",
     "m is a sum, for the gradient has lost its factor 1 - mu. m is clipped before the division instead of after it. [lines 2, 6]", '''
def envelope(x, g, s=0.0, m=0.0, *, lr=0.05, mu=0.8, up=0.5, down=0.1, bound=0.3, eps=1e-3):
    m = mu * m + g
    a = np.abs(g)
    share = np.where(s < a, up, down)
    s = s - share * (s - a)
    u = np.clip(m, -bound, bound) / (s + eps)
    x = x - lr * u
    return dict(m=m, share=share, s=s, u=u, x=x)
'''),
    ("xxxi_two_tether", tether, "tension home",
     "The root in the spring's denominator is missing. home keeps the share follow and not 1 - follow of itself. [lines 5, 7]", '''
def tether(x, g, home=None, *, lr=0.2, pull=1.0, follow=0.2):
    if home is None:
        home = x
    slack = x - home
    tension = pull * slack / (1 + slack**2)
    x = x - lr * (g + tension)
    home = follow * home + (1 - follow) * x
    return dict(slack=slack, tension=tension, home=home, x=x)
'''),
    ("xxxi_two_convoy", convoy, "length x",
     "The length is the largest coordinate and not the Euclidean norm. The pace is n itself, without the root. [lines 2, 5]", '''
def convoy(x, g, n=1.0, d=0.0, *, lr=0.05, rho=0.9, mu=0.8, eps=1e-8):
    size = np.max(np.abs(g))
    n = rho * n + (1 - rho) * size
    d = mu * d + (1 - mu) * g / (size + eps)
    x = x - lr * n * d   # n is the pace
    return x, n, d
'''),
    ("xxxi_two_spiky", spiky, "m4 x",
     "g^2 is doubled where it must be squared. The step is multiplied by spike, not divided. [lines 3, 7]", '''
def spiky(x, g, t, m2=0.0, m4=0.0, *, lr=0.02, rho2=0.9, rho4=0.95, eps=1e-6):
    m2 = rho2 * m2 + (1 - rho2) * g**2
    m4 = rho4 * m4 + (1 - rho4) * g**2 * 2
    m2_hat = m2 / (1 - rho2**t)
    m4_hat = m4 / (1 - rho4**t)
    spike = (m4_hat + eps) / (m2_hat**2 + eps)
    x = x - lr * g / (np.sqrt(m2_hat) + eps) * spike
    return dict(m2=m2, m4=m4, x=x)
'''),
    ("xxxi_two_scout_places", scout, "g_there v",
     "ahead, a place already, is added to x once more. mu multiplies the new part of v, too. [lines 5, 6]", '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.85, reach=0.5):
    g_here = grad(x)
    move = mu * v - lr * g_here
    ahead = x + reach * move
    g_there = grad(x + ahead)
    v = mu * (v - lr * (g_here + 2 * g_there) / 3)
    x = x + v
    return dict(g_here=g_here, ahead=ahead, g_there=g_there, v=v, x=x)
'''),
]


RIGHT = [
    ("xxxi_ok_tandem_complex", tandem, '''
def tandem(x, g, p=0.0, q=0.0, *, lr=0.05, mu=0.8, kappa=0.4):
    # p + iq turns by kappa: one complex average
    z = (mu + 1j * kappa * (1 - mu)) * (p + 1j * q) + (1 - mu) * (1 + 1j) * g
    p, q = z.real, z.imag
    return dict(p=p, q=q, x=x - lr * p - lr * q / 2)
'''),
    ("xxxi_ok_tandem_pair", tandem, '''
def tandem(x, g, paar=None, *, lr=0.05, mu=0.8, kappa=0.4):
    p, q = paar or (0 * g, 0 * g)
    out = np.multiply(g, 1 - mu)          # shared by both
    k = kappa - mu * kappa
    paar = (out + mu * p - k * q, out + k * p + mu * q)
    weight = (lr, lr / 2)
    for w, part in zip(weight, paar):
        x = x - w * part
    return dict(paar=paar, x=x)
'''),
    ("xxxi_ok_scout_moves", scout, '''
def scout(x, grad, v=0.0, *, lr=0.02, mu=0.85, reach=0.5):
    move = lambda force: mu * v - lr * force
    near = move(grad(x))
    far = move(grad(x + reach * near))
    v = (near + far + far) / 3          # a move is linear in its force
    return dict(v=v, x=x + v)
'''),
    ("xxxi_ok_scout_out", scout, '''
def scout(x, grad, v=None, *, lr=0.02, mu=0.85, reach=0.5):
    v = np.zeros_like(x) if v is None else v
    carried = mu * v
    first = grad(x)
    spot = (1 - reach) * x + reach * (x + carried - lr * first)
    second = grad(spot)
    total = np.empty_like(carried + first)
    np.subtract(second, first, out=total)
    total *= 2 / 3
    total += first
    total *= -lr
    total += carried
    return x + total, total
'''),
    ("xxxi_ok_tides_half_angle", tides, '''
def tides(x, g, t, m=0.0, *, lr=0.1, beta=0.9, period=12.0, depth=0.5):
    neu = (t + 2 - beta * t) / (t + 2)
    m = m + neu * (g - m)
    ebb = np.sin(np.deg2rad(180 * (t - 1) / period)) ** 2
    x = x - lr * m * (1 + depth - 2 * depth * ebb)
    return dict(m=m, x=x)
'''),
    ("xxxi_ok_tides_average", tides, '''
def tides(x, g, t, m=None, *, lr=0.1, beta=0.9, period=12.0, depth=0.5):
    old = t * beta
    m = g * 0 if m is None else m
    m = (old * m + (t + 2 - old) * g) / (t + 2)
    turn = np.exp(2j * np.pi * (t - 1) / period)
    x = x - (lr_t := lr + lr * depth * turn.real) * m
    return dict(beta_t=old / (t + 2), m=m, lr_t=lr_t, x=x)
'''),
    ("xxxi_ok_envelope_parts", envelope, '''
def envelope(x, g, s=0.0, m=0.0, *, lr=0.05, mu=0.8, up=0.5, down=0.1, bound=0.3, eps=1e-3):
    over = np.abs(g) - s
    s = s + up * np.maximum(over, 0) + down * np.minimum(over, 0)
    m = g - mu * (g - m)
    room = bound * (s + eps)
    kept = np.maximum(np.minimum(m, room), -room)       # clipped before it is divided
    x = x - lr * kept / (s + eps)
    return dict(s=s, m=m, x=x)
'''),
    ("xxxi_ok_envelope_loop", envelope, '''
def envelope(x, g, s=0.0, m=0.0, *, lr=0.05, mu=0.8, up=0.5, down=0.1, bound=0.3, eps=1e-3):
    s, m, new = (np.array(a + 0 * g) for a in (s, m, x))
    for i in np.ndindex(new.shape):
        size = abs(g[i])
        m[i] = mu * m[i] + (1 - mu) * g[i]
        if size > s[i]:
            s[i] = (1 - up) * s[i] + up * size
        else:
            s[i] = (1 - down) * s[i] + down * size
        u = m[i] / (s[i] + eps)
        if abs(u) > bound:
            u = np.sign(u) * bound
        new[i] -= lr * u
    return dict(s=s, m=m, x=new)
'''),
    ("xxxi_ok_tether_leash", tether, '''
def tether(x, g, leash=0.0, *, lr=0.2, pull=1.0, follow=0.2):
    # the state is x - home; home itself is never needed
    kraft = g + pull * np.sin(np.arctan(leash))
    move = -lr * kraft
    leash = (leash + move) * (1 - follow)
    return dict(leash=leash, x=x + move)
'''),
    ("xxxi_ok_tether_hypot", tether, '''
def tether(x, g, home=None, *, lr=0.2, pull=1.0, follow=0.2):
    if home is None:
        x_new = x - lr * g
        return x_new, x + follow * (x_new - x)
    d = home - x
    x = x + lr * (pull * d / np.hypot(1, d) - g)
    return x, (1 - follow) * home + follow * x
'''),
    ("xxxi_ok_convoy_sum", convoy, '''
def convoy(x, g, n=1.0, total=0.0, *, lr=0.05, rho=0.9, mu=0.8, eps=1e-8):
    length = np.linalg.norm(np.ravel(g))
    n = length + rho * (n - length)
    total = mu * total + g / (length + eps)      # 1 - mu comes with lr
    x = x - lr * (1 - mu) * np.sqrt(n) * total
    return dict(n=n, total=total, x=x)
'''),
    ("xxxi_ok_convoy_root", convoy, '''
def convoy(x, g, memo=None, *, lr=0.05, rho=0.9, mu=0.8, eps=1e-8):
    memo = dict(pace=1.0, d=0 * g) if memo is None else dict(memo)
    length = sum(float(one) ** 2 for one in np.ravel(g)) ** 0.5
    memo.update(pace=np.sqrt(rho * memo["pace"] ** 2 + (1 - rho) * length))
    memo.update(d=mu * memo["d"] + g * ((1 - mu) / (length + eps)))
    x = x - lr * memo["pace"] * memo["d"]
    return dict(memo=memo, x=x)
'''),
    ("xxxi_ok_spiky_running_mean", spiky, '''
def spiky(x, g, t, a=0.0, b=0.0, *, lr=0.02, rho2=0.9, rho4=0.95, eps=1e-6):
    # a and b are the corrected means themselves
    w2, w4 = (1 - rho2) / (1 - rho2**t), (1 - rho4) / (1 - rho4**t)
    a = a + w2 * (g**2 - a)
    b = b + w4 * (np.abs(g) ** 4 - b)
    x = x - lr * g * (a * a + eps) / ((b + eps) * (np.sqrt(a) + eps))
    return dict(a=a, b=b, x=x)
'''),
    ("xxxi_ok_spiky_products", spiky, '''
def spiky(x, g, t, m2=0.0, m4=0.0, r2=1.0, r4=1.0, *, lr=0.02, rho2=0.9, rho4=0.95, eps=1e-6):
    r2, r4 = r2 * rho2, r4 * rho4
    sq = np.square(g)
    m2 = rho2 * m2 + sq - rho2 * sq
    m4 = rho4 * m4 + (sq * sq) * (1 - rho4)
    c2, c4 = 1 - r2, 1 - r4
    # both corrections stand in one fraction
    rate = lr * ((m2 / c2) ** 2 + eps) * c4 / (m4 + c4 * eps)
    x = x - rate * g / (np.sqrt(m2 / c2) + eps)
    return dict(m2=m2, m4=m4, r2=r2, r4=r4, x=x)
'''),
]
