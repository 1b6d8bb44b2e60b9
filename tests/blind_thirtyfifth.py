"""A blind set for rules of a teacher's own: seven rules, then functions with ONE mistake, with TWO, and RIGHT ones."""

import numpy as np


def seesaw(x, g, p=0.0, q=0.0, *, lr=0.05, a=0.4, b=0.1, pull=0.5):
    """Seesaw: a quick average of what the slow one does not explain yet, and a slow one that listens to the quick one.

    gap is what is left of g without the slow average's share; p averages it quickly; q slowly averages the mean of g and p.

    x, g, p, q : arrays of one shape. lr > 0, 0 < a, b <= 1, 0 <= pull <= 1.
    """
    gap = g - pull * q
    p = (1 - a) * p + a * gap
    q = (1 - b) * q + b * (g + p) / 2
    d = p + pull * q
    x = x - lr * d
    return dict(gap=gap, p=p, q=q, d=d, x=x)


def patient(x, g, s=0.0, k=0.0, *, lr=0.02, keep=0.8, ratio=1.5):
    """Patient: the longer a coordinate's gradients stay calm, the longer its steps; a wild gradient is cut to the usual size.

    excess is how far |g| lies above ratio times the usual size s so far; k counts the calm steps in a row.

    x, g, s, k : arrays of one shape. lr > 0, 0 <= keep < 1, ratio > 1.
    """
    excess = np.abs(g) - ratio * s
    k = np.where(excess > 0, 0, k + 1)
    s = keep * s + (1 - keep) * np.abs(g)
    u = np.where(excess > 0, s * np.sign(g), g)
    x = x - lr * (1 + np.log1p(k)) * u
    return dict(excess=excess, k=k, s=s, u=u, x=x)


def sounding(x, grad, c=0.0, *, lr=0.1, reach=0.5, keep=0.7, weight=0.75):
    """Sounding: a second gradient, further down, tells how the ground bends; where it bends much the step is short.

    c averages the change of the gradient over the reach; the step mixes both gradients.

    x, c : arrays of one shape; grad : function of such an array. lr > 0, reach > 0, 0 <= keep < 1, 0 <= weight <= 1.
    """
    g = grad(x)
    y = x - reach * g
    g_far = grad(y)
    c = keep * c + (1 - keep) * np.abs(g - g_far) / reach
    d = (1 - weight) * g + weight * g_far
    x = x - lr * d / (1 + c)
    return dict(g=g, y=y, g_far=g_far, c=c, d=d, x=x)


def tide(x, g, t, m=0.0, w=0.0, *, lr=0.05, period=12.0, depth=0.6, keep=0.9):
    """Tide: an average in which the gradients of high tide weigh more than those of low tide, with falling steps.

    swell is the weight of this step; m sums the weighed gradients, w the weights, both fading; m_hat is their average.

    x, g, m : arrays of one shape; w : a number; t = 1, 2, ... lr > 0, period > 0, 0 <= depth < 1, 0 <= keep < 1.
    """
    swell = 1 + depth * np.cos(2 * np.pi * t / period)
    m = keep * m + swell * g
    w = keep * w + swell
    m_hat = m / w
    x = x - lr / t**0.25 * m_hat
    return dict(swell=swell, m=m, w=w, m_hat=m_hat, x=x)


def leash(x, g, home=None, v=None, *, lr=0.05, mu=0.8, follow=0.1, pull=0.3):
    """Leash: momentum on a leash: a home that follows x slowly pulls it back.

    The first home is the first x; the first v is the whole force. away is measured before anything moves.

    x, g, home, v : arrays of one shape. lr > 0, 0 <= mu < 1, 0 <= follow <= 1, pull >= 0.
    """
    if home is None:
        home = x
    away = x - home
    f = g + pull * away
    v = -f if v is None else mu * v - (1 - mu) * f
    home = home + follow * away
    x = x + lr * v
    return dict(away=away, f=f, v=v, home=home, x=x)


def convoy(x, g, r=0.0, m=0.0, *, lr=0.1, keep=0.8, tail=0.9, eps=1e-8):
    """Convoy: all coordinates share one size, the largest recent length of g; the step is longer where g goes with the average.

    cos is the cosine between the new average m and g: 2 m is the step's direction where they agree, 0 where they are opposed.

    x, g, m : arrays of one shape, a point along the last axis; r : a number for each point. lr > 0, 0 <= keep, tail < 1, eps > 0.
    """
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    r = np.maximum(tail * r, size)
    n = g / (r + eps)
    m = keep * m + (1 - keep) * n
    cos = np.sum(m * g, axis=-1, keepdims=True) / (np.linalg.norm(m, axis=-1, keepdims=True) * size + eps)
    x = x - lr * (1 + cos) * m
    return dict(size=size, r=r, n=n, m=m, cos=cos, x=x)


def ballot(x, g, c=0.0, z=0.0, *, lr=0.02, fade=0.9, cap=4.0, top=1.0, keep=0.8):
    """Ballot: the signs of the gradients are votes; the more past votes the newest sign has behind it, the longer the step.

    c is the fading count of the votes, within -cap and cap; z averages |g|, each no more than top; agree is 0 if outvoted.

    x, g, c, z : arrays of one shape. lr > 0, 0 <= fade <= 1, cap > 0, top > 0, 0 <= keep < 1.
    """
    c = np.clip(fade * c + np.sign(g), -cap, cap)
    z = keep * z + (1 - keep) * np.minimum(np.abs(g), top)
    agree = np.maximum(c * np.sign(g), 0)
    u = (1 + agree / cap) * z * np.sign(g)
    x = x - lr * u
    return dict(c=c, z=z, agree=agree, u=u, x=x)


ONE = [
    ("xxxv_seesaw_at_once", seesaw, "q", "The slow average must listen to the new p. Both are assigned at once here, so the old p stands in it. [line 4]", '''
def seesaw(x, g, p=0.0, q=0.0, *, lr=0.05, a=0.4, b=0.1, pull=0.5):
    gap = g - pull * q
    # quick and slow one
    p, q = (1 - a) * p + a * gap, (1 - b) * q + b * (g + p) / 2
    d = p + pull * q
    return {"gap": gap, "p": p, "q": q, "d": d, "x": x - lr * d}
'''),
    ("xxxv_seesaw_half_of_one", seesaw, "q", "What enters the slow average is the mean of g and p; the half belongs to their sum, here only p is halved. [line 4]", '''
def balancin(x, g, rapida=0.0, lenta=0.0, *, lr=0.05, a=0.4, b=0.1, pull=0.5):
    mezcla = lambda viejo, nuevo, peso: viejo + peso * (nuevo - viejo)
    rapida = mezcla(rapida, g - pull * lenta, a)
    lenta = mezcla(lenta, g + rapida / 2, b)
    return rapida, lenta, x - lr * (rapida + pull * lenta)
'''),
    ("xxxv_seesaw_shares", seesaw, "d", "d is the sum p + pull q, not their weighted mean: the division by 1 + pull shortens all steps. [line 9]", '''
def seesaw_step(x, g, p=0.0, q=0.0, *, lr=0.05, a=0.4, b=0.1, pull=0.5):
    # quick average of the unexplained part
    unexplained = g - q * pull
    p = p * (1 - a)
    p = p + a * unexplained
    # slow average of the middle of g and p
    middle = 0.5 * (g + p)
    q = b * middle + (1 - b) * q
    direction = (p + pull * q) / (1 + pull)
    x = x - lr * direction
    return x, p, q
'''),
    ("xxxv_patient_own_part", patient, "excess", "A gradient is compared with the usual size so far, the s before this step. Here s holds this gradient already, so that fewer count as wild. [line 4]", '''
def patient(x, g, s=0.0, k=0.0, *, lr=0.02, keep=0.8, ratio=1.5):
    size = np.abs(g)
    s = keep * s + (1 - keep) * size
    wild = size > ratio * s
    k = np.where(wild, 0, k + 1)
    u = np.where(wild, s * np.sign(g), g)
    x = x - lr * (1 + np.log1p(k)) * u
    return dict(s=s, k=k, u=u, x=x)
'''),
    ("xxxv_patient_one_inside", patient, "x", "The 1 stands before the logarithm: 1 + log(1 + k). Here it has slipped into the argument, log(1 + (1 + k)). [line 11]", '''
def geduldig(x, g, s=0.0, k=0.0, *, lr=0.02, keep=0.8, ratio=1.5):
    betrag = np.abs(g)
    zu_viel = betrag - ratio * s > 0

    ruhig = k + 1
    k = np.where(zu_viel, 0.0, ruhig)
    s = s * keep + betrag * (1 - keep)

    zug = g.copy()
    zug[zu_viel] = (s * np.sign(g))[zu_viel]
    geduld = np.log1p(1 + k)
    x = x - lr * geduld * zug
    return s, k, x
'''),
    ("xxxv_patient_to_the_limit", patient, "u", "A wild gradient is cut to the usual size s, not to the limit ratio times s above which it counts as wild. [line 9]", '''
def patient(x, g, s=0.0, k=0.0, *, lr=0.02, keep=0.8, ratio=1.5):
    def average(old, new):
        return keep * old + (1 - keep) * new

    limit = ratio * s
    excess = abs(g) - limit
    k = (k + 1) * (excess <= 0)
    s = average(s, abs(g))
    u = np.where(excess > 0, ratio * s * np.sign(g), g)
    return {"excess": excess, "k": k, "s": s, "u": u, "x": x - lr * u * (1 + np.log1p(k))}
'''),
    ("xxxv_sounding_starts_at_one", sounding, "c", "c is 0 at the start: the 1 that keeps the division safe is already in 1 + c. With c = 1 the first steps are too short. [line 1]", '''
def lodning(x, grad, krumning=1.0, *, lr=0.1, reach=0.5, keep=0.7, weight=0.75):
    # two gradients
    her = grad(x)
    der = grad(x - reach * her)
    krumning = keep * krumning + (1 - keep) * np.abs(der - her) / reach
    steg = weight * der + (1 - weight) * her
    return krumning, x - lr * steg / (1 + krumning)
'''),
    ("xxxv_sounding_all_over_reach", sounding, "c", "Only the change of the gradient is divided by reach. Here the old average is divided too, in every step again. [line 6]", '''
def sounding(x, grad, c=0.0, *, lr=0.1, reach=0.5, keep=0.7, weight=0.75):
    g = grad(x)
    y = x - reach * g
    g_far = grad(y)
    bend = np.abs(g_far - g)
    c = (keep * c + (1 - keep) * bend) / reach
    d = g + weight * (g_far - g)
    x = x - lr * d / (1 + c)
    return dict(g=g, y=y, g_far=g_far, c=c, d=d, x=x)
'''),
    ("xxxv_sounding_uphill", sounding, "y", "The second gradient is taken further down, at x - reach g. This one is taken uphill. [line 5]", '''
def sounding(x, grad, c=0.0, *, lr=0.1, reach=0.5, keep=0.7, weight=0.75):
    grads = []
    point = x
    grads.append(grad(point))
    point = np.add(x, reach * grads[0])
    grads.append(grad(point))
    change = grads[1] - grads[0]
    c = np.add(keep * c, (1 - keep) * np.abs(change) / reach)
    d = np.average(grads, axis=0, weights=[1 - weight, weight])
    x = np.subtract(x, lr * d / (1 + c))
    return x, c
'''),
    ("xxxv_sounding_bend_of_before", sounding, "x", "The step must be shortened by the c of this step. Here x moves before c is renewed, with the one of the step before. [line 5]", '''
def sounding(x, grad, c=0.0, *, lr=0.1, reach=0.5, keep=0.7, weight=0.75):
    g = grad(x)
    g_far = grad(x - g * reach)
    d = weight * g_far + g - weight * g
    x = x - d * lr / (1 + c)
    c = c + (1 - keep) * (np.abs(g_far - g) / reach - c)
    return {"c": c, "x": x}
'''),
    ("xxxv_tide_from_zero", tide, "swell", "t counts from 1 and the tide is taken at t itself; t - 1 shifts it by a step. [line 3]", '''
def hoehe(t, period, depth):
    # the first step is at the top
    winkel = 2 * np.pi * (t - 1) / period
    return 1 + depth * np.cos(winkel)


def tide(x, g, t, summe=0.0, gewicht=0.0, *, lr=0.05, period=12.0, depth=0.6, keep=0.9):
    h = hoehe(t, period, depth)
    summe = keep * summe + h * g
    gewicht = keep * gewicht + h
    mittel = summe / gewicht
    return summe, gewicht, x - lr * mittel / t**0.25
'''),
    ("xxxv_tide_power_first", tide, "x", "t**1/4 is (t**1) / 4, for the power binds before the division; the fourth root is t**(1/4). [line 6]", '''
def tide(x, g, t, m=0.0, w=0.0, *, lr=0.05, period=12.0, depth=0.6, keep=0.9):
    swell = 1 + depth * np.cos(2 * np.pi * t / period)
    m, w = keep * m + swell * g, keep * w + swell
    m_hat = m / w
    # fourth root of t
    rate = lr / (t**1/4)
    x = x - rate * m_hat
    return dict(swell=swell, m=m, w=w, m_hat=m_hat, x=x)
'''),
    ("xxxv_tide_counts_steps", tide, "w", "w sums the weights with which the gradients entered m, which are the swells. Adding 1 counts the steps instead, so m / w is no average. [line 5]", '''
def maree(x, g, t, m=0.0, w=0.0, *, lr=0.05, period=12.0, depth=0.6, keep=0.9):
    houle = depth * np.cos(2 * np.pi * t / period) + 1
    oubli = lambda ancien, neuf: keep * ancien + neuf
    m = oubli(m, houle * g)
    w = oubli(w, 1)
    return {"m": m, "w": w, "x": x - lr * t**-0.25 * (m / w)}
'''),
    ("xxxv_leash_home_looks_ahead", leash, "home", "Home follows the point where x was when the step began. x has moved already in this line, so home follows the new one. [line 9]", '''
def leash(x, g, home=None, v=None, *, lr=0.05, mu=0.8, follow=0.1, pull=0.3):
    if home is None:
        home = x
    f = g + pull * (x - home)
    if v is None:
        v = -f
    else:
        v = mu * v - (1 - mu) * f
    x = x + lr * v; home = home + follow * (x - home)
    return dict(home=home, v=v, x=x)
'''),
    ("xxxv_leash_starts_at_rest", leash, "v", "The first v is the whole force, -f. Zeros make it only the share 1 - mu of it. [line 3]", '''
def leash(x, g, home=None, v=None, *, lr=0.05, mu=0.8, follow=0.1, pull=0.3):
    home = x if home is None else home
    v = np.zeros_like(x) if v is None else v

    away = x - home
    force = g + pull * away

    v = mu * v - (1 - mu) * force
    home = home + follow * away
    x = x + lr * v
    return x, home, v
'''),
    ("xxxv_leash_pushes", leash, "f", "f is a gradient, which the step goes against: g + pull (x - home). With home - x the leash drives x away from home. [line 5]", '''
def koban(x, g, dom=None, pred=None, *, lr=0.05, mu=0.8, follow=0.1, pull=0.3):
    if dom is None:
        dom = x.copy()
    # back towards home
    sila = g + pull * (dom - x)
    pred = -sila if pred is None else mu * pred - (1 - mu) * sila
    dom = (1 - follow) * dom + follow * x
    x = x + lr * pred
    return dom, pred, x
'''),
    ("xxxv_convoy_each_alone", convoy, "size", "size is the length of the whole gradient: the squares are summed over the coordinates before the root. Without the sum it is |g| of each coordinate for itself. [line 2]", '''
def convoy(x, g, r=0.0, m=0.0, *, lr=0.1, keep=0.8, tail=0.9, eps=1e-8):
    size = np.sqrt(g**2)
    r = np.maximum(r * tail, size)
    m = keep * m + (1 - keep) * g / (r + eps)
    length = np.sqrt(np.sum(m**2, axis=-1, keepdims=True))
    cos = np.sum(g * m, axis=-1, keepdims=True) / (length * size + eps)
    x = x - lr * (1 + cos) * m
    return {"r": r, "m": m, "x": x}
'''),
    ("xxxv_convoy_half_a_cosine", convoy, "cos", "A cosine divides the product of two vectors by both lengths; the length of m is missing. [line 8]", '''
def norma(a):
    return np.linalg.norm(a, axis=-1, keepdims=True)


def comboio(x, g, r=0.0, m=0.0, *, lr=0.1, keep=0.8, tail=0.9, eps=1e-8):
    r = np.maximum(tail * r, norma(g))
    m = m + (1 - keep) * (g / (r + eps) - m)
    cosseno = (m * g).sum(axis=-1, keepdims=True) / (norma(g) + eps)
    return r, m, x - lr * m * (1 + cosseno)
'''),
    ("xxxv_convoy_remembers_last", convoy, "r", "What must be kept for the next step is the faded maximum r. Kept here is the length of this gradient alone, so a large one is forgotten after one step. [line 9]", '''
def convoy(x, g, r=0.0, m=0.0, *, lr=0.1, keep=0.8, tail=0.9, eps=1e-8):
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    largest = np.maximum(tail * r, size)
    n = g / (largest + eps)
    m = keep * m + (1 - keep) * n
    m_size = np.linalg.norm(m, axis=-1, keepdims=True)
    cos = np.sum(m * n * (largest + eps), axis=-1, keepdims=True) / (m_size * size + eps)
    x = x - lr * (m + cos * m)
    return dict(r=size, m=m, x=x)
'''),
    ("xxxv_ballot_fades_late", ballot, "c", "The old count fades and then the new vote comes in whole. Here the new vote fades with it, and the limits hold before the fading. [line 4]", '''
def ballot(x, g, c=0.0, z=0.0, *, lr=0.02, fade=0.9, cap=4.0, top=1.0, keep=0.8):
    vote = np.sign(g)
    # count, keep within the limits, forget a little
    c = fade * np.clip(c + vote, -cap, cap)
    z = keep * z + (1 - keep) * np.minimum(np.abs(g), top)
    agree = np.maximum(c * vote, 0)
    u = (1 + agree / cap) * z * vote
    x = x - lr * u
    return dict(c=c, z=z, agree=agree, u=u, x=x)
'''),
    ("xxxv_ballot_average_capped", ballot, "z", "top limits each |g| before it enters the average; here the average is limited, and one huge gradient fills it at once. [line 7]", '''
def wahl(x, g, stimmen=0.0, mittel=0.0, *, lr=0.02, fade=0.9, cap=4.0, top=1.0, keep=0.8):
    richtung = np.sign(g)
    stimmen = fade * stimmen + richtung
    stimmen = np.where(stimmen > cap, cap, stimmen)
    stimmen = np.where(stimmen < -cap, -cap, stimmen)
    mittel = keep * mittel + (1 - keep) * np.abs(g)
    mittel = np.minimum(mittel, top)
    einig = np.where(stimmen * richtung > 0, np.abs(stimmen), 0)
    x = x - lr * mittel * richtung * (cap + einig) / cap
    return stimmen, mittel, x
'''),
    ("xxxv_ballot_minority", ballot, "agree", "A sign that is outvoted has agree 0, no less. Without the maximum with 0 the votes against it shorten the step. [line 4]", '''
def ballot(x, g, c=0.0, z=0.0, *, lr=0.02, fade=0.9, cap=4.0, top=1.0, keep=0.8):
    c = np.clip(fade * c + np.sign(g), -cap, cap)
    z = z + (1 - keep) * (np.minimum(np.abs(g), top) - z)
    agree = np.sign(g) * c
    step = np.sign(g) * z
    step = step + step * agree / cap
    x = x - lr * step
    return x, c, z
'''),
]


TWO = [
    ("xxxv_seesaw_two", seesaw, "gap q", "The gap is left by the slow average q, not by p itself. And q listens to the mean of g and p: their sum must be halved. [lines 2, 5]", '''
def seesaw(x, g, p=0.0, q=0.0, *, lr=0.05, a=0.4, b=0.1, pull=0.5):
    gap = g - pull * p
    p = a * gap + (1 - a) * p
    # slow one
    q = b * (g + p) + (1 - b) * q
    x = x - lr * (p + pull * q)
    return dict(p=p, q=q, x=x)
'''),
    ("xxxv_patient_two", patient, "k s", "After a wild gradient the count of calm steps is 0, not 1. And s averages sizes: it takes |g|, not g. [lines 3, 4]", '''
def tolmodig(x, g, s=0.0, k=0.0, *, lr=0.02, keep=0.8, ratio=1.5):
    vild = np.abs(g) > ratio * s
    k = np.where(vild, 1, k + 1)
    s = keep * s + (1 - keep) * g
    u = np.where(vild, s * np.sign(g), g)
    return s, k, x - lr * (1 + np.log1p(k)) * u
'''),
    ("xxxv_sounding_two", sounding, "c d", "c measures how much the gradient changes, whatever the direction: the absolute value is missing. And weight belongs to the far gradient, 1 - weight to the near one. [lines 5, 6]", '''
def sounding(x, grad, c=0.0, *, lr=0.1, reach=0.5, keep=0.7, weight=0.75):
    near = grad(x)
    far = grad(x - reach * near)
    # curvature, running average
    c = keep * c + (1 - keep) * (near - far) / reach
    d = weight * near + (1 - weight) * far
    denominator = 1 + c
    x = x - lr * d / denominator
    return dict(c=c, d=d, x=x)
'''),
    ("xxxv_tide_two", tide, "swell w", "A whole tide lasts period steps, so the angle is 2 pi t / period. And the sum of the weights must fade as m does: keep w + swell. [lines 2, 4]", '''
def tide(x, g, t, m=0.0, w=0.0, *, lr=0.05, period=12.0, depth=0.6, keep=0.9):
    swell = 1 + depth * np.cos(np.pi * t / period)
    m = m * keep + g * swell
    w = w + swell
    x = x - lr * m / (w * t**0.25)
    return x, m, w
'''),
    ("xxxv_leash_two", leash, "f v", "The way from home enters the force with the factor pull. And v is an average after its start, so the new force has the share 1 - mu. [lines 5, 9]", '''
def leash(x, g, home=None, v=None, *, lr=0.05, mu=0.8, follow=0.1, pull=0.3):
    if home is None:
        home = x
    away = x - home
    f = g + away
    if v is None:
        v = -f
    else:
        v = mu * v - f
    home = home + follow * away
    return {"home": home, "v": v, "x": x + lr * v}
'''),
    ("xxxv_leash_two_more", leash, "home x", "Home comes after x: it moves by follow (x - home), here it runs away. And v is in gradient units, so x moves by lr v. [lines 6, 7]", '''
def guinzaglio(x, g, casa=None, vel=None, *, lr=0.05, mu=0.8, follow=0.1, pull=0.3):
    casa = x if casa is None else casa
    forza = g + pull * x - pull * casa
    primo = vel is None
    vel = -forza if primo else mu * vel - (1 - mu) * forza
    casa = casa + follow * (casa - x)
    x = x + vel
    return casa, vel, x
'''),
    ("xxxv_convoy_two", convoy, "r x", "r is the larger of the faded old one and the new length, not their sum. And the step is long where m and g agree: 1 + cos. [lines 4, 10]", '''
def convoy(x, g, r=0.0, m=0.0, *, lr=0.1, keep=0.8, tail=0.9, eps=1e-8):
    norm = lambda a: np.linalg.norm(a, axis=-1, keepdims=True)
    size = norm(g)
    r = tail * r + size
    n = g / (r + eps)
    m = keep * m + (1 - keep) * n
    # cosine of the angle
    dot = np.sum(m * g, axis=-1, keepdims=True)
    cos = dot / (norm(m) * size + eps)
    x = x - lr * (1 - cos) * m
    return dict(size=size, r=r, n=n, m=m, cos=cos, x=x)
'''),
    ("xxxv_ballot_two", ballot, "c z", "A vote is the sign of g, not g itself. And top is the most that a gradient counts: the smaller of |g| and top. [lines 2, 3]", '''
def ballot(x, g, c=0.0, z=0.0, *, lr=0.02, fade=0.9, cap=4.0, top=1.0, keep=0.8):
    c = np.clip(g + fade * c, -cap, cap)
    z = keep * z + (1 - keep) * np.maximum(np.abs(g), top)
    s = np.sign(g)
    share = np.maximum(c * s, 0) / cap
    return c, z, x - lr * s * z * (1 + share)
'''),
]


RIGHT = [
    ("xxxv_ok_seesaw_linear", seesaw, '''
def seesaw(x, g, pq=(0.0, 0.0), *, lr=0.05, a=0.4, b=0.1, pull=0.5):
    p, q = pq
    h = b / 2
    # p put into q by hand, so the order does not matter any more
    p_next = (1 - a) * p - a * pull * q + a * g
    q_next = h * (1 - a) * p + (1 - b - h * a * pull) * q + h * (1 + a) * g
    return dict(pq=(p_next, q_next), x=x - lr * p_next - lr * pull * q_next)
'''),
    ("xxxv_ok_seesaw_in_place", seesaw, '''
def wippe(x, g, schnell=None, langsam=None, *, lr=0.05, a=0.4, b=0.1, pull=0.5):
    s = np.zeros_like(x) if schnell is None else np.zeros_like(x) + schnell
    l = np.zeros_like(x) if langsam is None else np.zeros_like(x) + langsam
    s -= a * (s + pull * l - g)
    l *= 1 - b
    l += 0.5 * b * s
    l += 0.5 * b * g
    neu = x.copy()
    neu -= lr * s
    neu -= lr * pull * l
    return s, l, neu
'''),
    ("xxxv_ok_patient_loop", patient, '''
def patient(x, g, s=0.0, k=0.0, *, lr=0.02, keep=0.8, ratio=1.5):
    s = np.array(np.broadcast_to(s, x.shape), dtype=float)
    k = np.array(np.broadcast_to(k, x.shape), dtype=float)
    new = np.array(x)
    for i in np.ndindex(*x.shape):
        size = abs(g[i])
        calm = not size > ratio * s[i]
        s[i] = keep * s[i] + (1 - keep) * size
        if calm:
            k[i] += 1
            new[i] -= lr * (1 + np.log(1 + k[i])) * g[i]
        else:
            k[i] = 0
            new[i] -= lr * s[i] * np.sign(g[i])
    return dict(s=s, k=k, x=new)
'''),
    ("xxxv_ok_patient_masks", patient, '''
def patient(x, g, s=0.0, k=0.0, *, lr=0.02, keep=0.8, ratio=1.5):
    size = np.abs(g)
    calm = 1 - (size > ratio * s)
    k = calm * k + calm
    s = keep * s + (1 - keep) * size
    length = calm * size + (1 - calm) * s
    move = lr * length * np.sign(g)
    return s, k, x - move - np.log1p(k) * move
'''),
    ("xxxv_ok_sounding_one_plus", sounding, '''
def sounding(x, grad, stiff=1.0, *, lr=0.1, reach=0.5, keep=0.7, weight=0.75):
    # stiff is the whole denominator
    g = grad(x)
    change = grad(x - reach * g) - g
    stiff = keep * stiff + (1 - keep) * (1 + np.abs(change / reach))
    x = x - lr / stiff * (g + weight * change)
    return {"stiff": stiff, "x": x}
'''),
    ("xxxv_ok_sounding_walk", sounding, '''
def sondage(x, grad, c=0.0, *, lr=0.1, reach=0.5, keep=0.7, weight=0.75):
    def meler(part, un, deux):
        return part * un + (1 - part) * deux

    pente = grad(x)
    pas = -reach * pente
    loin = grad(x + pas)
    bas, haut = np.minimum(pente, loin), np.maximum(pente, loin)
    c = meler(keep, c, (haut - bas) / reach)
    x = (x * (1 + c) - lr * meler(weight, loin, pente)) / (1 + c)
    return x, c
'''),
    ("xxxv_ok_tide_running_mean", tide, '''
def tide(x, g, t, mean=0.0, w=0.0, *, lr=0.05, period=12.0, depth=0.6, keep=0.9):
    angle = t / period * 2 * np.pi
    swell = 1 + depth * np.cos(angle)
    w = w * keep + swell
    # the mean itself is the state, moved by the share of the newest weight
    mean = mean + swell / w * (g - mean)
    x = x - lr * mean / np.sqrt(np.sqrt(t))
    return mean, w, x
'''),
    ("xxxv_ok_tide_sine", tide, '''
def tidevann(x, g, t, sum_g=0.0, sum_w=0.0, *, lr=0.05, period=12.0, depth=0.6, keep=0.9):
    lav = 2 * depth * np.sin(np.pi * t / period) ** 2
    vekt = 1 + depth - lav
    sum_g, sum_w = keep * sum_g, keep * sum_w
    sum_g, sum_w = sum_g + vekt * g, sum_w + vekt
    return x - sum_g * (lr / (sum_w * t ** (1 / 4))), sum_g, sum_w
'''),
    ("xxxv_ok_leash_offset", leash, '''
def leash(x, g, away=0.0, v=None, *, lr=0.05, mu=0.8, follow=0.1, pull=0.3):
    # no home needed, only how far it is
    f = g + pull * away
    if v is None:
        v = -f
    else:
        v = v + (1 - mu) * (-f - v)
    away = (1 - follow) * away + lr * v
    x = x + lr * v
    return dict(away=away, v=v, x=x)
'''),
    ("xxxv_ok_leash_share", leash, '''
def lina(x, g, hem=None, fart=None, *, lr=0.05, mu=0.8, follow=0.1, pull=0.3):
    ny = 1 - mu
    if fart is None:
        fart, ny = 0 * x, 1
    if hem is None:
        hem = x
    fart = (1 - ny) * fart - ny * g - ny * pull * (x - hem)
    hem = follow * x + (1 - follow) * hem
    return hem, fart, lr * fart + x
'''),
    ("xxxv_ok_convoy_einsum", convoy, '''
def dot(a, b):
    return np.einsum("...i,...i->...", a, b)[..., None]


def convoy(x, g, r=0.0, m=0.0, *, lr=0.1, keep=0.8, tail=0.9, eps=1e-8):
    size = np.sqrt(dot(g, g))
    r = np.where(size > tail * r, size, tail * r)
    m = m - (1 - keep) * (m - g / (r + eps))
    cos = dot(m, g) / (np.sqrt(dot(m, m)) * size + eps)
    step = lr * m
    return x - step - cos * step, r, m
'''),
    ("xxxv_ok_convoy_matmul", convoy, '''
def konvoj(x, g, r=0.0, m=0.0, *, lr=0.1, keep=0.8, tail=0.9, eps=1e-8):
    laengd = lambda a: np.sqrt((a * a).sum(-1, keepdims=True))
    L = laengd(g)
    faded = r * tail
    r = (faded + L + np.abs(faded - L)) / 2
    m = (keep * (r + eps) * m + (1 - keep) * g) / (r + eps)
    below = laengd(m) * L + eps
    above = (m[..., None, :] @ g[..., :, None])[..., 0]
    x = x - lr * m * (below + above) / below
    return {"r": r, "m": m, "x": x}
'''),
    ("xxxv_ok_ballot_cases", ballot, '''
def ballot(x, g, c=0.0, z=0.0, *, lr=0.02, fade=0.9, cap=4.0, top=1.0, keep=0.8):
    c = fade * c + (g > 0) - (g < 0)
    c = np.minimum(np.maximum(c, -cap), cap)
    z = keep * z + (1 - keep) * np.where(np.abs(g) < top, np.abs(g), top)
    up = np.where(g > 0, 1 + np.maximum(c, 0) / cap, 0)
    down = np.where(g < 0, 1 - np.minimum(c, 0) / cap, 0)
    x = x + lr * z * down - lr * z * up
    return dict(c=c, z=z, x=x)
'''),
    ("xxxv_ok_ballot_clips", ballot, '''
def abstimmung(x, g, c=0.0, z=0.0, *, lr=0.02, fade=0.9, cap=4.0, top=1.0, keep=0.8):
    ja = np.sign(g)
    c = cap * np.clip((fade * c + ja) / cap, -1, 1)
    z = z + (1 - keep) * (ja * np.clip(g, -top, top) - z)
    # at most twice as long
    factor = np.clip(1 + ja * c / cap, 1, 2)
    return c, z, x - lr * factor * (ja * z)
'''),
]
