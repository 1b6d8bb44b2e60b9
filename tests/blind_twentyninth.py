"""Blind set 29: six steps of a teacher's own, and what students make of them."""

import numpy as np


def whirl(x, g, p=0.0, q=0.0, *, lr=0.05, damp=0.2, omega=0.4, mix=0.5):
    """Whirl: two memories turn into each other: p takes the gradient in, q is what p has become, and p pays for q.

    Both fade by damp in each step. Without omega, p is an average of the gradients and q stays 0.

    x, g, p, q : arrays of one shape. lr > 0; 0 <= damp < 1, 0 <= omega < 1; mix >= 0: the share of q in the step.

    >>> whirl(np.array([1.0]), np.array([2.0]), lr=0.5, damp=0.5, omega=0.5)["x"]      # p = 1, q = 0.5
    array([0.375])
    """
    p = (1 - damp) * p + damp * g - omega * q
    q = (1 - damp) * q + omega * p
    u = p + mix * q
    x = x - lr * u
    return dict(p=p, q=q, u=u, x=x)


def stitch(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, share=0.3):
    """Stitch: one gradient ahead along the velocity, a second one a plain step below x, and a mixture of both.

    x : array; grad : function of such an array; v : the last change of x. lr > 0, 0 <= mu < 1, reach >= 0, 0 <= share < 1.

    >>> stitch(np.array([1.0]), lambda x: 2 * x, np.array([-0.5]), lr=0.25, mu=0.8, reach=1.0, share=0.5)["x"]
    array([0.2875])
    """
    near = grad(x + reach * v)
    far = grad(x - lr * near)
    u = (1 - share) * near + share * far
    v = mu * v - lr * u
    x = x + v
    return dict(near=near, far=far, u=u, v=v, x=x)


def thaw(x, g, t, m=0.0, s=0.0, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    """Thaw: averages whose memory lengthens with t, a ratio of the mean to the mean size, and a ramp at the start.

    x, g, m, s : arrays of one shape; t = 1, 2, ... lr > 0 in parameter units, 0 <= beta < 1, warm > 0 in steps, eps > 0 in
    gradient units.

    >>> thaw(np.array([1.0]), np.array([-300.0]), 1, lr=0.5, warm=1.0)["x"].round(4)      # 1 + 0.5 (1 - 1/e)
    array([1.3161])
    """
    beta_t = beta * t / (t + warm)
    m = beta_t * m + (1 - beta_t) * g
    s = beta_t * s + (1 - beta_t) * np.abs(g)
    ramp = 1 - np.exp(-t / warm)
    x = x - lr * ramp * m / (s + eps)
    return dict(beta_t=beta_t, m=m, s=s, ramp=ramp, x=x)


def brake(x, g, v=0.0, e=0.0, *, lr=0.05, mu=0.9, hold=0.5, cap=1.0):
    """Brake: momentum that keeps less of its velocity where that leads uphill, driven by a mean and a clipped surprise.

    x, g, e : arrays of one shape, e the mean of the gradients; v : the last change of x. lr > 0, 0 <= mu < 1, 0 <= hold < 1;
    cap > 0 in gradient units.

    >>> brake(np.array([1.0]), np.array([8.0]), np.array([-1.0]), lr=0.25, mu=0.5)["x"]       # 1 - 0.5 - 0.25 (4 + 1)
    array([-0.75])
    """
    e = mu * e + (1 - mu) * g
    push = np.clip(g - e, -cap, cap)
    keep = np.where(v * g < 0, mu, hold * mu)
    v = keep * v - lr * (e + push)
    x = x + v
    return dict(e=e, push=push, keep=keep, v=v, x=x)


def tether(x, g, a=None, r=0.0, *, lr=0.1, pull=0.05, drift=0.2, eps=1e-2):
    """Tether: gradient descent on a line to an anchor a, which drifts after x; r is the usual square of the line's length.

    x, g, a, r : arrays of one shape; a starts at x. lr > 0, pull >= 0, 0 <= drift < 1, eps > 0 in squared parameter units.

    >>> tether(np.array([1.0]), np.array([2.0]), np.array([3.0]), lr=0.25, pull=0.5, drift=0.5, eps=2.0)["x"]
    array([1.])
    """
    if a is None:
        a = x
    d = x - a
    r = (1 - drift) * r + drift * d**2
    x = x - lr * g - pull * d / np.sqrt(r + eps)
    a = a + drift * (x - a)
    return dict(d=d, r=r, a=a, x=x)


def leash(x, g, m=0.0, b=0.0, *, lr=0.1, beta=0.8, gamma=0.9, eps=1e-3):
    """Leash: momentum whose gradients are shortened when the whole gradient is longer than it used to be.

    size is the length of the gradient over all coordinates, b its average: one number for the whole of x.

    x, g, m : arrays of one shape, b : a number. lr > 0, 0 <= beta, gamma < 1, eps > 0 in gradient units.

    >>> leash(np.array([0.0, 0.0]), np.array([3.0, 4.0]), lr=1.0, beta=0.0, gamma=0.5, eps=2.5)["x"]
    array([-0.75, -1.  ])
    """
    size = np.sqrt(np.sum(g**2))
    b = gamma * b + (1 - gamma) * size
    rho = b / (b + size + eps)
    m = beta * m + rho * g
    x = x - lr * (beta * m + rho * g)
    return dict(size=size, b=b, rho=rho, m=m, x=x)


ONE = [
    # whirl
    ("xxix_whirl_tuple_old_p", whirl, "q",
     "q is fed from the p before this step, since both are assigned in one tuple [line 3]", '''
def whirl(x, g, p=0.0, q=0.0, *, lr=0.05, damp=0.2, omega=0.4, mix=0.5):
    keep = 1 - damp
    p, q = keep * p + damp * g - omega * q, keep * q + omega * p
    return dict(p=p, q=q, x=x - lr * (p + mix * q))
'''),
    ("xxix_wirbel_no_fading", whirl, "q",
     "q does not fade: the factor 1 - damp is forgotten [line 4]", '''
def wirbel(x, g, haupt=0.0, neben=0.0, *, lr=0.05, damp=0.2, omega=0.4, mix=0.5):
    haupt = haupt - damp * haupt + damp * g      # klingt ab
    haupt = haupt - omega * neben                # gibt ab
    neben = neben + omega * haupt                # nimmt auf
    schritt = lr * haupt + lr * mix * neben
    return dict(haupt=haupt, neben=neben, x=x - schritt)
'''),
    ("xxix_whirl_same_sign", whirl, "p",
     "p gains from q in place of paying for it: + omega q for - omega q [line 5]", '''
def whirl(x, g, pair=None, *, lr=0.05, damp=0.2, omega=0.4, mix=0.5):
    fade = lambda value: (1 - damp) * value
    if pair is None:
        pair = (np.zeros_like(x), np.zeros_like(x))
    p = fade(pair[0]) + damp * g + omega * pair[1]
    q = fade(pair[1]) + omega * p
    return dict(pair=(p, q), x=x - lr * (p + mix * q))
'''),
    ("xxix_whirl_stored_back", whirl, "u|p",
     "the step p + mix q is stored back in p, which goes into the next step [line 4]", '''
def whirl(x, g, p=0.0, q=0.0, *, lr=0.05, damp=0.2, omega=0.4, mix=0.5):
    p = (1 - damp) * p + damp * g - omega * q
    q = (1 - damp) * q + omega * p
    p = p + mix * q
    x = x - lr * p
    return dict(p=p, q=q, x=x)
'''),
    # stitch
    ("xxix_stitch_far_from_ahead", stitch, "far",
     "the second gradient is taken a plain step below the point ahead, not below x [line 4]", '''
def stitch(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, share=0.3):
    ahead = x + reach * v
    near = grad(ahead)
    far = grad(ahead - lr * near)
    mixture = near * (1 - share) + far * share
    v = mu * v - lr * mixture
    return x + v, v
'''),
    ("xxix_stitch_near_mu", stitch, "near",
     "the first look ahead goes by mu v, as Nesterov's, and reach is not used [line 3]", '''
def stitch(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, share=0.3):
    # look ahead
    g1 = grad(x + mu * v)
    # one plain step
    g2 = grad(x - lr * g1)
    g = g1 + share * (g2 - g1)
    v = mu * v - lr * g
    x = x + v
    return dict(v=v, x=x)
'''),
    ("xxix_puntada_shares_swapped", stitch, "u",
     "the shares are exchanged: share goes to the near gradient, 1 - share to the far one [line 5]", '''
def puntada(x, grad, velocidad=0.0, *, lr=0.05, mu=0.8, reach=0.5, share=0.3):
    cerca = grad(x + np.multiply(reach, velocidad))
    lejos = grad(x - np.multiply(lr, cerca))
    # mezcla de los dos gradientes
    mezcla = share * cerca + (1 - share) * lejos
    velocidad = np.subtract(mu * velocidad, lr * mezcla)
    return dict(velocidad=velocidad, x=np.add(x, velocidad))
'''),
    ("xxix_stitch_shifted_move", stitch, "x",
     "x moves by mu v - lr u with the new v, as in Nesterov's shifted form, in place of v [line 5]", '''
def stitch(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, share=0.3):
    near = grad(x + reach * v)
    u = (1 - share) * near + share * grad(x - lr * near)
    v = mu * v - lr * u
    x = x + mu * v - lr * u
    return dict(u=u, v=v, x=x)
'''),
    # thaw
    ("xxix_thaw_t_from_zero", thaw, "beta_t",
     "the schedule of beta counts from 0: t - 1 stands for t [line 3]", '''
def thaw(x, g, t, m=0.0, s=0.0, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    k = t - 1   # python counts from 0
    b = beta * k / (k + warm)
    m = b * m + (1 - b) * g
    s = b * s + (1 - b) * abs(g)
    ramp = 1 - np.exp(-(k + 1) / warm)
    x = x - lr * ramp * m / (s + eps)
    return dict(m=m, s=s, ramp=ramp, x=x)
'''),
    ("xxix_thaw_half_refactored", thaw, "m",
     "the new gradient's weight in m is 1 - beta, not 1 - beta_t: only half of the line was changed [line 4]", '''
def thaw(x, g, t, memory=None, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    old = memory or {"m": 0.0, "s": 0.0}
    beta_t = beta * t / (t + warm)
    m = beta_t * old["m"] + (1 - beta) * g
    s = beta_t * old["s"] + (1 - beta_t) * np.abs(g)
    x = x - lr * (1 - np.exp(-t / warm)) * m / (s + eps)
    return dict(memory={"m": m, "s": s}, x=x)
'''),
    ("xxix_thaw_abs_too_late", thaw, "s",
     "the absolute value is taken of the whole average, not of the gradient [line 4]", '''
def thaw(x, g, t, m=0.0, s=0.0, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    ema = lambda old, new: (w := beta * t / (t + warm)) * old + (1 - w) * new
    m = ema(m, g)
    s = np.abs(ema(s, g))
    lr = lr * (1 - np.exp(-t / warm))
    x = x - np.divide(lr * m, s + eps)
    return x, m, s
'''),
    ("xxix_fonte_exp_parenthesis", thaw, "ramp",
     "exp(-t) is divided by warm; the division belongs into the exponent [line 6]", '''
def fonte(x, g, t, moyenne=0.0, taille=0.0, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    oubli = beta * t
    oubli = oubli / (t + warm)
    moyenne = oubli * moyenne + (1 - oubli) * g
    taille = oubli * taille + (1 - oubli) * np.abs(g)
    rampe = 1 - np.exp(-t) / warm
    pas = rampe * lr / (eps + taille)
    return dict(moyenne=moyenne, taille=taille, x=x - pas * moyenne)
'''),
    # brake
    ("xxix_brake_clip_before", brake, "push",
     "the gradient is clipped before the mean is subtracted; the difference should be clipped [line 3]", '''
def brake(x, g, v=0.0, e=0.0, *, lr=0.05, mu=0.9, hold=0.5, cap=1.0):
    e = e + (1 - mu) * (g - e)
    push = np.clip(g, -cap, cap) - e
    keep = np.where(v * g < 0, mu, hold * mu)
    v = keep * v - lr * e - lr * push
    return dict(v=v, e=e, x=x + v)
'''),
    ("xxix_brake_mean_too_late", brake, "push|e",
     "the surprise is taken against the old mean, since e is renewed only afterwards [line 3]", '''
def brake(x, g, v=0.0, e=0.0, *, lr=0.05, mu=0.9, hold=0.5, cap=1.0):
    # 1. surprise, 2. mean, 3. velocity
    surprise = np.maximum(-cap, np.minimum(cap, g - e))
    e = mu * e + (1 - mu) * g
    keep = mu * np.where(v * g < 0, 1, hold)
    v = keep * v - lr * (surprise + e)
    x = x + v
    return dict(v=v, e=e, x=x)
'''),
    ("xxix_brake_keep_unused", brake, "v",
     "keep is computed and not used: the velocity is always multiplied by mu [line 8]", '''
def brake(x, g, v=0.0, e=0.0, *, lr=0.05, mu=0.9, hold=0.5, cap=1.0):
    e = mu * e + (1 - mu) * g
    push = np.clip(g - e, -cap, cap)
    if np.ndim(v) == 0:
        v = np.zeros_like(x) + v
    uphill = v * g >= 0
    keep = np.where(uphill, hold * mu, mu)
    v = mu * v - lr * (e + push)
    x = x + v
    return dict(e=e, push=push, keep=keep, v=v, x=x)
'''),
    # tether
    ("xxix_tether_anchor_at_zero", tether, "a",
     "the anchor starts at 0 and not at the first x [line 3]", '''
def tether(x, g, a=None, r=0.0, *, lr=0.1, pull=0.05, drift=0.2, eps=1e-2):
    if a is None:
        a = np.zeros_like(x)
    line = x - a
    r = r + drift * (line**2 - r)
    x = x - lr * g - pull * line / np.sqrt(r + eps)
    a = (1 - drift) * a + drift * x
    return dict(a=a, r=r, x=x)
'''),
    ("xxix_tether_eps_outside", tether, "x",
     "eps is added to the root, as in Adam, and not under it [line 5]", '''
def tether(x, g, a=None, r=0.0, *, lr=0.1, pull=0.05, drift=0.2, eps=1e-2):
    a = x if a is None else a
    d = x - a
    r = (1 - drift) * r + drift * np.power(d, 2)
    x = x - (lr * g + pull * d / (np.sqrt(r) + eps))
    a = a + drift * (x - a)
    return dict(d=d, r=r, a=a, x=x)
'''),
    ("xxix_tether_anchor_one_late", tether, "a",
     "the anchor drifts after the old x: d is taken again, though x has moved since [line 6]", '''
def tether(x, g, a=None, r=0.0, *, lr=0.1, pull=0.05, drift=0.2, eps=1e-2):
    if a is None: a = x
    d = x - a                        # used three times, so computed once
    r = (1 - drift) * r + drift * d * d
    x = x - lr * g - pull * d * (r + eps) ** -0.5
    a = a + drift * d
    return dict(d=d, r=r, a=a, x=x)
'''),
    ("xxix_tether_alias", tether, "a",
     "in the first step a is the same array as x, so the in-place steps move the anchor too; it should be a copy [line 4]", '''
def tether(x, g, anchor=None, r=0.0, *, lr=0.1, pull=0.05, drift=0.2, eps=1e-2):
    x = np.array(x, dtype=float)     # never touch the caller's x
    if anchor is None:
        anchor = x
    d = x - anchor
    r = drift * d**2 + (1 - drift) * r
    x -= lr * g
    x -= pull * d / np.sqrt(eps + r)
    anchor = anchor + drift * (x - anchor)
    return dict(anchor=anchor, r=r, x=x)
'''),
    # leash
    ("xxix_leash_rms", leash, "size",
     "the root of the mean square stands for the length, the root of the sum of squares [line 2]", '''
def leash(x, g, m=0.0, b=0.0, *, lr=0.1, beta=0.8, gamma=0.9, eps=1e-3):
    size = np.mean(g**2) ** 0.5
    b = gamma * b + (1 - gamma) * size
    rho = b / (b + size + eps)
    m = beta * m + rho * g
    x = x - lr * (beta * m + rho * g)
    return dict(size=size, b=b, rho=rho, m=m, x=x)
'''),
    ("xxix_leine_wrong_numerator", leash, "rho",
     "the factor has the new length above the fraction bar; the average b belongs there [line 5]", '''
def leine(x, g, schwung=None, mittel=None, *, lr=0.1, beta=0.8, gamma=0.9, eps=1e-3):
    alt, bisher = (0.0, 0.0) if schwung is None else (schwung, mittel)
    laenge = np.linalg.norm(np.ravel(g))
    mittel = laenge + gamma * (bisher - laenge)
    faktor = laenge / (mittel + laenge + eps)
    kurz = faktor * g
    schwung = beta * alt + kurz
    return dict(schwung=schwung, mittel=mittel, x=x - lr * (beta * schwung + kurz))
'''),
    ("xxix_leash_bias_corrected", leash, "b|rho",
     "b is corrected for its start at 0, as Adam's averages are; this method does not do so [line 4]", '''
def leash(x, g, t, m=0.0, b=0.0, *, lr=0.1, beta=0.8, gamma=0.9, eps=1e-3):
    size = np.sqrt((g * g).sum())
    b = gamma * b + (1 - gamma) * size
    b_hat = b / (1 - gamma**t)
    rho = b_hat / (b_hat + size + eps)
    m = beta * m + rho * g
    x = x - lr * (beta * m + rho * g)
    return dict(b=b, m=m, x=x)
'''),
]

TWO = [
    ("xxix_whirl_two", whirl, "p u",
     "The gradient enters p without its factor damp, and mix multiplies p in place of q. [lines 2, 4]", '''
def whirl(x, g, p=0.0, q=0.0, *, lr=0.05, damp=0.2, omega=0.4, mix=0.5):
    p = (1 - damp) * p + g - omega * q
    q = (1 - damp) * q + omega * p
    u = mix * p + q
    x = x - lr * u
    return dict(p=p, q=q, u=u, x=x)
'''),
    ("xxix_stitch_two", stitch, "u v",
     "The bend is subtracted the wrong way round, near - far for far - near, and mu multiplies the new gradient too. [lines 4, 5]", '''
def stitch(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=0.5, share=0.3):
    near = grad(x + reach * v)
    far = grad(x - lr * near)
    u = near + share * (near - far)
    v = mu * (v - lr * u)
    return dict(v=v, x=x + v)
'''),
    ("xxix_thaw_two_squares", thaw, "s ramp",
     "s averages g^2, as RMSprop does, in place of |g|, and the ramp's exponent is upside down. [lines 6, 7]", '''
def thaw(x, g, t, m=None, s=None, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    if m is None:
        m = s = np.zeros(x.shape)
    keep = beta * t / (t + warm)
    m = keep * m + (1 - keep) * g
    s = keep * s + (1 - keep) * g**2
    ramp = 1 - np.exp(-warm / t)
    x = x - lr * ramp * m / (s + eps)
    return {"m": m, "s": s, "x": x}
'''),
    ("xxix_thaw_two_falling", thaw, "beta_t x",
     "beta_t falls with t, since warm stands above the fraction bar for t, and the step takes g in place of its mean m. [lines 2, 6]", '''
def thaw(x, g, t, m=0.0, s=0.0, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    beta_t = beta * warm / (t + warm)
    m = m + (1 - beta_t) * (g - m)
    s = s + (1 - beta_t) * (np.abs(g) - s)
    ramp = -np.expm1(-t / warm)
    x = x - lr * ramp * g / (s + eps)
    return x, m, s
'''),
    ("xxix_brake_two", brake, "push keep",
     "The surprise is clipped from above only, and the velocity is compared with the mean e in place of g. [lines 3, 4]", '''
def brake(x, g, v=0.0, e=0.0, *, lr=0.05, mu=0.9, hold=0.5, cap=1.0):
    e = mu * e + (1 - mu) * g
    push = np.minimum(g - e, cap)
    keep = np.where(v * e < 0, mu, hold * mu)
    v = keep * v - lr * (e + push)
    x = x + v
    return dict(e=e, push=push, keep=keep, v=v, x=x)
'''),
    ("xxix_tether_two_signs", tether, "d r",
     "The line is measured from x to the anchor, so it pushes away, and the two weights of r are exchanged. [lines 4, 5]", '''
def tether(x, g, a=None, r=0.0, *, lr=0.1, pull=0.05, drift=0.2, eps=1e-2):
    if a is None:
        a = x.copy()
    d = a - x
    r = drift * r + (1 - drift) * d**2
    x = x - lr * g - pull * d / np.sqrt(r + eps)
    a = a + drift * (x - a)
    return dict(a=a, r=r, d=d, x=x)
'''),
    ("xxix_amarra_two", tether, "r a",
     "r averages the length and not its square, and the anchor's line lacks parentheses, so that only drift x is left. [lines 4, 7]", '''
def amarra(x, g, ancla=None, r=0.0, *, lr=0.1, pull=0.05, drift=0.2, eps=1e-2):
    ancla = x if ancla is None else ancla
    cuerda = x - ancla
    r = (1 - drift) * r + drift * np.abs(cuerda)
    x = x - lr * g
    x = x - pull * cuerda / np.sqrt(r + eps)
    ancla = ancla + drift * x - ancla
    return dict(ancla=ancla, r=r, x=x)
'''),
    ("xxix_leash_two", leash, "size x",
     "The length is a sum of absolute values, and the step is m itself, without the second share of the gradient. [lines 2, 6]", '''
def leash(x, g, m=0.0, b=0.0, *, lr=0.1, beta=0.8, gamma=0.9, eps=1e-3):
    size = np.sum(np.abs(g))
    b = gamma * b + (1 - gamma) * size
    rho = b / (b + size + eps)
    m = beta * m + rho * g
    x = x - lr * m
    return dict(b=b, m=m, x=x)
'''),
]

RIGHT = [
    ("xxix_whirl_tuple_state", whirl, '''
def whirl(x, g, beide=None, *, lr=0.05, damp=0.2, omega=0.4, mix=0.5):
    links, rechts = beide if beide is not None else (np.zeros_like(x), np.zeros_like(x))
    links = links + damp * (g - links) - omega * rechts
    rechts = rechts - damp * rechts + omega * links
    return dict(beide=(links, rechts), x=x - lr * links - lr * mix * rechts)
'''),
    ("xxix_whirl_q_first", whirl, '''
def whirl(x, g, p=0.0, q=0.0, *, lr=0.05, damp=0.2, omega=0.4, mix=0.5):
    k = 1 - damp
    # q before p, with p's formula put in
    q_new = (k - omega**2) * q + omega * (k * p + damp * g)
    p_new = k * p + damp * g - omega * q
    return x - lr * (p_new + mix * q_new), p_new, q_new
'''),
    ("xxix_whirl_negative_q", whirl, '''
def whirl(x, g, p=0.0, debt=0.0, *, lr=0.05, damp=0.2, omega=0.4, mix=0.5):
    """debt is -q."""
    def fade(value):
        return value - damp * value
    p = fade(p) + damp * g + omega * debt
    debt = fade(debt) - omega * p
    x = x + lr * (mix * debt - p)
    return dict(p=p, debt=debt, x=x)
'''),
    ("xxix_stitch_last_point", stitch, '''
def stitch(x, grad, last=None, *, lr=0.05, mu=0.8, reach=0.5, share=0.3):
    v = 0 * x if last is None else x - last
    slope = grad(x + reach * v)
    slope = slope + share * (grad(x - lr * slope) - slope)
    return dict(last=x, x=x + mu * v - lr * slope)
'''),
    ("xxix_stitch_backwards", stitch, '''
def stitch(x, grad, w=0.0, *, lr=0.05, mu=0.8, reach=0.5, share=0.3):
    # w points uphill: it is what is taken off x
    at = lambda shift: grad(np.subtract(x, shift))
    first = at(reach * w)
    parts = [(1 - share, first), (share, at(lr * first))]
    w = mu * w + lr * sum(weight * slope for weight, slope in parts)
    return x - w, w
'''),
    ("xxix_thaw_rewritten", thaw, '''
def thaw(x, g, t, m=0.0, s=0.0, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    new = 1 - beta / (1 + warm / t)
    m = m + new * (g - m)
    s = s + new * (np.maximum(g, -g) - s)
    return dict(m=m, s=s, x=x + np.expm1(-t / warm) * lr * m / (s + eps))
'''),
    ("xxix_thaw_counts_itself", thaw, '''
def thaw(x, g, m=0.0, s=0.0, k=0.0, frost=1.0, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    k = k + 1
    frost = frost * np.exp(-1 / warm)      # what is still frozen
    old, new = beta * k / (k + warm), (k + warm - beta * k) / (k + warm)
    m = old * m + new * g
    s = old * s + new * np.sqrt(g**2)
    x = x - (lr - lr * frost) * m / (s + eps)
    return dict(m=m, s=s, k=k, frost=frost, x=x)
'''),
    ("xxix_thaw_by_coordinate", thaw, '''
def thaw(x, g, t, memory=None, *, lr=0.1, beta=0.9, warm=5.0, eps=1e-3):
    if memory is None:
        memory = {"mean": np.zeros_like(x), "size": np.zeros_like(x)}
    mean, size, out = memory["mean"].copy(), memory["size"].copy(), np.empty_like(x)
    keep = beta * t / (t + warm)
    for i in np.ndindex(x.shape):
        mean[i] = keep * mean[i] + (1 - keep) * g[i]
        size[i] = keep * size[i] + (1 - keep) * (g[i] if g[i] > 0 else -g[i])
        out[i] = x[i] - lr * (1 - np.exp(-t / warm)) * mean[i] / (size[i] + eps)
    return dict(memory={"mean": mean, "size": size}, x=out)
'''),
    ("xxix_brake_mask", brake, '''
def brake(x, g, v=0.0, e=0.0, *, lr=0.05, mu=0.9, hold=0.5, cap=1.0):
    downhill = (g * v < 0).astype(float)
    e = g - mu * (g - e)
    drive = e + np.maximum(np.minimum(g - e, cap), -cap)
    v = mu * (hold + (1 - hold) * downhill) * v - lr * drive
    return dict(v=v, e=e, x=x + v)
'''),
    ("xxix_brake_surprise_of_old", brake, '''
def brake(x, g, step=None, mean=None, *, lr=0.05, mu=0.9, hold=0.5, cap=1.0):
    if step is None:
        step, mean = np.zeros_like(x), np.zeros_like(x)
    gap = mu * (g - mean)                        # the same as g - (new mean)
    mean = g - gap
    push = np.sign(gap) * np.minimum(np.abs(gap), cap)
    rest = np.array(step * mu)
    np.multiply(rest, hold, out=rest, where=~(step * g < 0))
    step = rest - lr * mean - lr * push
    return dict(step=step, mean=mean, x=x + step)
'''),
    ("xxix_tether_line_kept", tether, '''
def tether(x, g, line=0.0, r=0.0, *, lr=0.1, pull=0.05, drift=0.2, eps=1e-2):
    # the anchor itself is not needed, only the line to it
    r = r + drift * (line * line - r)
    step = lr * g + pull * line / np.sqrt(r + eps)
    line = (1 - drift) * (line - step)
    return x - step, line, r
'''),
    ("xxix_tether_walrus", tether, '''
def tether(x, g, a=None, r=None, *, lr=0.1, pull=0.05, drift=0.2, eps=1e-2):
    d = np.zeros_like(x) if (fresh := a is None) else x - a
    r = drift * d**2 + (0 if r is None else (1 - drift) * r)
    taut = np.divide(pull * d, np.sqrt(r + eps), out=np.empty_like(x))
    new = x - (taut + lr * g)
    base = x if fresh else a
    return dict(a=(1 - drift) * base + drift * new, r=r, x=new)
'''),
    ("xxix_leash_expanded", leash, '''
def leash(x, g, m=0.0, b=0.0, *, lr=0.1, beta=0.8, gamma=0.9, eps=1e-3):
    size = np.sqrt(np.vdot(g, g))
    b = size - gamma * (size - b)
    short = g / (1 + (size + eps) / b) if np.all(b > 0) else 0 * g
    x = x - lr * (beta**2 * m + (1 + beta) * short)
    return dict(b=b, m=beta * m + short, x=x)
'''),
    ("xxix_leash_hypot", leash, '''
def leash(x, g, memo=None, *, lr=0.1, beta=0.8, gamma=0.9, eps=1e-3):
    memo = dict(memo or dict(m=np.zeros_like(x), mean=0.0))
    size = np.hypot.reduce(np.ravel(g), initial=0.0)
    memo["mean"] = gamma * memo["mean"] + (1 - gamma) * size
    memo["m"] = beta * memo["m"] + (g := g * memo["mean"] / (memo["mean"] + size + eps))
    return dict(memo=memo, x=x - lr * beta * memo["m"] - lr * g)
'''),
]
