"""Blind set forty: 22 functions with one mistake, 8 with two, 14 right ones, for rules of a teacher."""

import numpy as np


def tidal(x, g, a=0.0, b=0.0, *, lr=0.05, fast=0.7, slow=0.95, pull=0.5, lift=0.8):
    """Two averages that move each other: a follows the surprise g - b, and b is dragged along by a.

    b is the tide, a the waves on it: where the gradients change, a hurries ahead and takes b with it.

    x, g, a, b : arrays of one shape. lr > 0: parameter units per gradient unit, 0 <= fast, slow < 1, pull, lift >= 0.
    """
    gap = g - b
    a = fast * a + (1 - fast) * gap
    b = slow * b + (1 - slow) * (g + pull * a)
    u = b + lift * a
    x = x - lr * u
    return dict(gap=gap, a=a, b=b, u=u, x=x)


def ballot(x, g, t, votes=0.0, size=0.0, *, lr=0.1, keep=0.9, half=20.0):
    """The gradients vote with their signs; the squared majority times their mean size is the step.

    size is a mean in which gradient k weighs k; votes starts at 0 and is corrected for it; lr falls by the root of the time.

    x, g, votes, size : arrays of one shape; t = 1, 2, ... lr > 0: parameter units per gradient unit, 0 <= keep < 1, half > 0 in
    steps.
    """
    share = 2 / (t + 1)
    votes = keep * votes + (1 - keep) * np.sign(g)
    trust = votes / (1 - keep**t)
    size = (1 - share) * size + share * np.abs(g)
    lr_t = lr / np.sqrt(1 + t / half)
    x = x - lr_t * trust * np.abs(trust) * size
    return dict(share=share, votes=votes, trust=trust, size=size, lr_t=lr_t, x=x)


def downhill_only(x, g, v=0.0, age=0.0, *, lr=0.02, mu=0.95, keep=0.2, wait=2.0):
    """Momentum that must earn its mu: the longer a coordinate goes downhill, the more of its velocity is kept.

    Where the velocity goes uphill the age falls to 0, and only the share keep of the velocity is left.

    x, g, v, age : arrays of one shape; v : the last change of x; age >= 0 in steps. lr > 0, 0 <= mu, keep < 1, wait > 0 in steps.
    """
    age = np.where(v * g > 0, 0.0, age + 1)
    trust = age / (age + wait)
    mu_t = np.where(age > 0, mu * trust, keep)
    v = mu_t * v - lr * g
    x = x + v
    return dict(age=age, trust=trust, mu_t=mu_t, v=v, x=x)


def heun_roll(x, grad, p=0.0, *, lr=0.05, mu=0.8, reach=0.5, theta=0.6):
    """A rolling ball that looks twice: at a point ahead, and at the point to which gradient descent would lead from there.

    x, p : arrays of one shape; p : the last change of x; grad : function of such an array. lr > 0, 0 <= mu < 1, reach >= 0,
    0 <= theta <= 1.
    """
    y = x + reach * p
    g_here = grad(y)
    trial = y - lr * g_here
    g_there = grad(trial)
    mean = (1 - theta) * g_here + theta * g_there
    p = mu * p - lr * mean
    x = x + p
    return dict(y=y, g_here=g_here, trial=trial, g_there=g_there, mean=mean, p=p, x=x)


def tether(x, g, home=None, g_old=None, rough=0.0, *, lr=0.05, pull=0.1, rope=0.9, swing=0.5, rho=0.8, damp=0.5):
    """Gradient descent on a leash: home follows x slowly and pulls it back, and a rough slope makes the steps shorter.

    The first home is the start, and the first change is 0.

    x, g, home, g_old, rough : arrays of one shape. lr > 0, 0 <= pull, rope, rho < 1, swing >= 0, damp >= 0 per gradient unit.
    """
    if home is None:
        home = x
    change = 0 * g if g_old is None else g - g_old
    rough = rho * rough + (1 - rho) * np.abs(change)
    u = (g + swing * change) / (1 + damp * rough)
    x = x - lr * u + pull * (home - x)
    home = rope * home + (1 - rope) * x
    return dict(change=change, rough=rough, u=u, home=home, g_old=g, x=x)


def sideways(x, g, m=0.0, top=0.0, *, lr=0.1, beta=0.9, drift=0.6, fade=0.95, eps=1e-8):
    """The gradient over its largest recent length, and of the memory only what stands at a right angle to the gradient.

    m averages directions; the one it held before this step is split along n, so old and new are not counted twice.

    x, g, m : arrays of one shape, a point along the last axis; top : a number for each point, in gradient units. lr > 0 in
    parameter units, 0 <= beta, fade < 1, drift >= 0, eps > 0 in gradient units.
    """
    length = np.linalg.norm(g, axis=-1, keepdims=True)
    top = np.maximum(fade * top, length)
    n = g / (length + eps)
    along = np.sum(m * n, axis=-1, keepdims=True)
    side = m - along * n
    u = g / (top + eps) + drift * side
    m = beta * m + (1 - beta) * n
    x = x - lr * u
    return dict(length=length, top=top, n=n, along=along, side=side, u=u, m=m, x=x)


def envelope(x, g, hi=0.0, lo=0.0, v=0.0, *, lr=0.03, fade=0.9, mu=0.7, cap=1.2, eps=1e-8):
    """The place of the gradient between its recent extremes is the step, clipped and with momentum.

    hi is the largest recent gradient or 0, lo the smallest or 0; both fade towards 0.

    x, g, hi, lo, v : arrays of one shape; hi >= 0 >= lo. lr > 0 in parameter units, 0 <= fade, mu < 1, cap > 0, eps > 0 in
    gradient units.
    """
    hi = np.maximum(fade * hi, g)
    lo = np.minimum(fade * lo, g)
    width = hi - lo
    u = np.clip((hi + lo + g) / (width + eps), -cap, cap)
    v = mu * v + u
    x = x - lr * v
    return dict(hi=hi, lo=lo, width=width, u=u, v=v, x=x)


ONE = [
    ("xl_tide_lag", tidal, "b", "The slow average is dragged by the fast average of the last step; the one just computed, a_new, "
     "must drag it. [line 5]", '''
def tidal(x, g, a=0.0, b=0.0, *, lr=0.05, fast=0.7, slow=0.95, pull=0.5, lift=0.8):
    # surprise first, then both averages
    surprise = g - b
    a_new = fast * a + (1 - fast) * surprise
    b_new = slow * b + (1 - slow) * (g + pull * a)
    direction = b_new + lift * a_new
    return {"a": a_new, "b": b_new, "x": x - lr * direction}
'''),
    ("xl_marea_hueco", tidal, "gap", "The surprise is measured from the fast average itself; it is the distance of the gradient from "
     "the slow one. [line 3]", '''
def tidal(x, g, rapida=0.0, lenta=0.0, *, lr=0.05, fast=0.7, slow=0.95, pull=0.5, lift=0.8):
    mezcla = lambda viejo, nuevo, peso: peso * viejo + (1 - peso) * nuevo
    hueco = g - rapida
    rapida = mezcla(rapida, hueco, fast)
    lenta = mezcla(lenta, g + pull * rapida, slow)
    u = lenta + lift * rapida
    return rapida, lenta, x - lr * u
'''),
    ("xl_tide_saved_name", tidal, "u", "g - gap is the slow average from before this step; the direction takes the renewed one. "
     "[line 5]", '''
def tidal(x, g, a=0.0, b=0.0, *, lr=0.05, fast=0.7, slow=0.95, pull=0.5, lift=0.8):
    gap = g - b
    a = a + (1 - fast) * (gap - a)
    b = b + (1 - slow) * (g + pull * a - b)
    u = (g - gap) + lift * a  # g - gap is the slow part
    x = x - lr * u
    return dict(gap=gap, a=a, b=b, u=u, x=x)
'''),
    ("xl_ballot_zero_count", ballot, "share", "The share of the new gradient is 2 / (t + 1), which is 1 in the first step; here time is "
     "counted as if it began at 0. [line 2]", '''
def ballot(x, g, t, votes=0.0, size=0.0, *, lr=0.1, keep=0.9, half=20.0):
    share = 2.0 / (t + 2)
    votes = keep * votes + (1 - keep) * np.sign(g)
    size = size + share * (np.abs(g) - size)
    trust = votes / (1 - keep**t)
    pace = lr * (1 + t / half) ** -0.5
    x = x - pace * np.sign(trust) * trust**2 * size
    return dict(share=share, votes=votes, trust=trust, size=size, x=x)
'''),
    ("xl_wahl_korrigiert", ballot, "votes|trust", "The correction for the start at 0 is written into the votes that go on to the next "
     "step, so it is applied again and again; it belongs into a name of its own. [line 5]", '''
def ballot(x, g, t, stimmen=0.0, groesse=0.0, *, lr=0.1, keep=0.9, half=20.0):
    stimmen = np.zeros_like(x) + stimmen   # Kopie
    stimmen *= keep
    stimmen += (1 - keep) * np.sign(g)
    stimmen /= 1 - keep ** t
    anteil = 2 / (t + 1)
    groesse = (1 - anteil) * groesse + anteil * abs(g)
    schritt = stimmen * abs(stimmen) * groesse
    x = x - lr / np.sqrt(1 + t / half) * schritt
    return stimmen, groesse, x
'''),
    ("xl_ballot_root_scope", ballot, "lr_t", "half divides t alone; here it divides 1 + t, so the rate begins far too large. "
     "[line 6]", '''
def ballot(x, g, t, votes=0.0, size=0.0, *, lr=0.1, keep=0.9, half=20.0):
    w = 2 / (t + 1)
    votes = votes * keep + np.sign(g) * (1 - keep)
    size = size * (t - 1) / (t + 1) + np.abs(g) * w
    trust = votes / (1 - keep**t)
    lr_t = lr / np.sqrt((1 + t) / half)
    move = np.abs(trust) * trust * size
    return dict(votes=votes, size=size, lr_t=lr_t, x=x - lr_t * move)
'''),
    ("xl_ballot_last_word", ballot, "x", "The direction of the step is the sign of the majority, trust; here the newest gradient alone "
     "decides about it. [line 8]", '''
def ballot(x, g, t, votes=0.0, size=0.0, *, lr=0.1, keep=0.9, half=20.0):
    s = np.sign(g)
    votes = keep * votes + (1 - keep) * s
    share = 2 / (1 + t)
    size = np.add((1 - share) * size, share * s * g)
    trust = votes / (1 - keep**t)
    lr_t = lr / (1 + t / half) ** 0.5
    x = x - lr_t * s * trust**2 * size
    return dict(share=share, votes=votes, trust=trust, size=size, lr_t=lr_t, x=x)
'''),
    ("xl_downhill_at_rest", downhill_only, "age", "A velocity of 0 does not go uphill: the age falls to 0 only where v * g > 0, and a "
     "coordinate at rest, as all are in the first step, grows older. [line 2]", '''
def downhill_only(x, g, v=0.0, age=0.0, *, lr=0.02, mu=0.95, keep=0.2, wait=2.0):
    downhill = v * g < 0
    age = np.where(downhill, age + 1, 0.0)
    mu_t = np.where(age > 0, mu * age / (age + wait), keep)
    v = mu_t * v - lr * g
    return dict(v=v, age=age, mu_t=mu_t, x=x + v)
'''),
    ("xl_salita_fiducia", downhill_only, "trust", "The trust is computed from the age before this step; it needs the new one, eta. "
     "[line 4]", '''
def downhill_only(x, g, vel=0.0, anni=0.0, *, lr=0.02, mu=0.95, keep=0.2, wait=2.0):
    in_salita = np.multiply(vel, g) > 0
    eta = np.where(in_salita, 0.0, anni + 1.0)
    fiducia = anni / (anni + wait)
    resta = np.where(in_salita, keep, mu * fiducia)
    vel = resta * vel - lr * g
    x = np.add(x, vel)
    return vel, eta, x
'''),
    ("xl_downhill_brake_only", downhill_only, "v", "Where the velocity is braked the gradient still acts: - lr * g belongs to both "
     "cases. [line 8]", '''
def downhill_only(x, g, v=0.0, age=0.0, *, lr=0.02, mu=0.95, keep=0.2, wait=2.0):
    """Momentum with a brake."""
    v = v + 0 * x
    uphill = v * g > 0
    age = np.where(uphill, 0.0, age + 1)
    trust = age / (age + wait)
    rolled = mu * trust * v - lr * g
    braked = keep * v
    v = np.where(uphill, braked, rolled)
    x = x + v
    return dict(age=age, trust=trust, v=v, x=x)
'''),
    ("xl_heun_trial_home", heun_roll, "trial", "The second look is taken one descent step from the point y, where the first gradient "
     "was taken; here it is taken one step from x. [line 4]", '''
def heun_roll(x, grad, p=0.0, *, lr=0.05, mu=0.8, reach=0.5, theta=0.6):
    y = x + reach * p
    k1 = grad(y)
    k2 = grad(x - lr * k1)
    k = (1 - theta) * k1 + theta * k2
    p = mu * p - lr * k
    return dict(p=p, x=x + p)
'''),
    ("xl_boule_poids", heun_roll, "mean", "The two weights are exchanged: theta is the weight of the second gradient, 1 - theta that "
     "of the first. [line 9]", '''
def heun_roll(x, grad, elan=0.0, *, lr=0.05, mu=0.8, reach=0.5, theta=0.6):
    def descendre(point):
        pente = grad(point)
        return pente, point - lr * pente

    devant = x + reach * elan
    pente1, essai = descendre(devant)
    pente2, _ = descendre(essai)
    moyenne = pente2 + theta * (pente1 - pente2)
    elan = mu * elan - lr * moyenne
    return x + elan, elan
'''),
    ("xl_heun_from_ahead", heun_roll, "x", "The velocity is added to the look-ahead point; it moves x itself, and the look-ahead is "
     "forgotten after the look. [line 8]", '''
def heun_roll(x, grad, p=0.0, *, lr=0.05, mu=0.8, reach=0.5, theta=0.6):
    y = x + reach * p
    g1 = grad(y)
    trial = y - lr * g1
    g2 = grad(trial)
    mean = g1 + theta * (g2 - g1)
    p = mu * p - lr * mean
    x = y + p
    return dict(y=y, trial=trial, mean=mean, p=p, x=x)
'''),
    ("xl_tether_early_home", tether, "home", "Home follows the x to which the step has led; here it follows the x from before the step. "
     "[line 8]", '''
def tether(x, g, home=None, g_old=None, rough=0.0, *, lr=0.05, pull=0.1, rope=0.9, swing=0.5, rho=0.8, damp=0.5):
    if home is None:
        home, g_old = x, g
    change = g - g_old
    rough = rho * rough + (1 - rho) * np.abs(change)
    u = (g + swing * change) / (1 + damp * rough)
    x_next = x - lr * u + pull * (home - x)
    home_next = rope * home + (1 - rope) * x
    return dict(change=change, rough=rough, u=u, home=home_next, g_old=g, x=x_next)
'''),
    ("xl_leine_erster_ruck", tether, "change", "In the first step there is no change yet, so it is 0; here the unknown old gradient "
     "counts as 0 and the change is the whole g. [line 3]", '''
def tether(x, g, heim=None, g_alt=None, rau=0.0, *, lr=0.05, pull=0.1, rope=0.9, swing=0.5, rho=0.8, damp=0.5):
    heim = x if heim is None else heim
    ruck = g - (0.0 if g_alt is None else g_alt)
    rau = rho * rau + (1 - rho) * abs(ruck)
    zug = pull * (heim - x)
    schritt = (g + swing * ruck) / (1 + damp * rau)
    x = x - lr * schritt + zug
    heim = heim + (1 - rope) * (x - heim)
    return heim, g, rau, x
'''),
    ("xl_tether_abs_late", tether, "rough", "The sizes of the changes are averaged; here changes of both signs cancel in the average, and "
     "the absolute value comes after it. [line 8]", '''
def tether(x, g, home=None, g_old=None, rough=0.0, *, lr=0.05, pull=0.1, rope=0.9, swing=0.5, rho=0.8, damp=0.5):
    if home is None:
        home = x.copy()
    if g_old is None:
        change = np.zeros_like(g)
    else:
        change = g - g_old
    rough = np.abs(rho * rough + (1 - rho) * change)
    u = (g + swing * change) / (1 + damp * rough)
    x = (1 - pull) * x + pull * home - lr * u
    home = rope * home + (1 - rope) * x
    return dict(change=change, rough=rough, u=u, home=home, g_old=g, x=x)
'''),
    ("xl_sideways_taxi", sideways, "length", "The length of a vector is the root of the sum of squares; this is the sum of the absolute "
     "values. [line 2]", '''
def sideways(x, g, m=0.0, top=0.0, *, lr=0.1, beta=0.9, drift=0.6, fade=0.95, eps=1e-8):
    length = np.abs(g).sum(-1, keepdims=True)
    top = np.maximum(fade * top, length)
    n = g / (length + eps)
    along = (m * n).sum(-1, keepdims=True)
    side = m - along * n
    u = g / (top + eps) + drift * side
    m = beta * m + (1 - beta) * n
    return dict(length=length, top=top, m=m, x=x - lr * u)
'''),
    ("xl_lado_nuevo", sideways, "side", "The part along n was computed from the memory before this step, and it is taken off the renewed "
     "memory: the rest is no longer at a right angle. The old memory is to be split. [line 7]", '''
def sideways(x, g, memoria=0.0, techo=0.0, *, lr=0.1, beta=0.9, drift=0.6, fade=0.95, eps=1e-8):
    largo = np.sqrt(np.sum(g * g, axis=-1, keepdims=True))
    techo = np.maximum(techo * fade, largo)
    rumbo = g / (largo + eps)
    a_lo_largo = np.sum(memoria * rumbo, axis=-1, keepdims=True)
    nueva = beta * memoria + (1 - beta) * rumbo
    de_lado = nueva - a_lo_largo * rumbo
    x = x - lr * (g / (techo + eps) + drift * de_lado)
    return x, nueva, techo
'''),
    ("xl_sideways_fading_top", sideways, "top", "Only the old top fades, not the length just measured: the factor belongs inside the "
     "maximum. [line 6]", '''
def sideways(x, g, m=0.0, top=0.0, *, lr=0.1, beta=0.9, drift=0.6, fade=0.95, eps=1e-8):
    dot = lambda p, q: np.sum(p * q, axis=-1, keepdims=True)
    length = np.sqrt(dot(g, g))
    n = g / (length + eps)
    side = m - dot(m, n) * n
    top = fade * np.maximum(top, length)
    m = m + (1 - beta) * (n - m)
    x = x - lr * (g / (top + eps) + drift * side)
    return {"length": length, "n": n, "side": side, "top": top, "m": m, "x": x}
'''),
    ("xl_envelope_faded_floor", envelope, "lo", "What fades is the old floor, not the new gradient. [line 3]", '''
def envelope(x, g, hi=0.0, lo=0.0, v=0.0, *, lr=0.03, fade=0.9, mu=0.7, cap=1.2, eps=1e-8):
    hi = np.maximum(hi * fade, g)
    lo = np.minimum(lo, g * fade)
    u = (hi + lo + g) / (hi - lo + eps)
    u = np.where(np.abs(u) > cap, np.sign(u) * cap, u)
    v = mu * v + u
    x = x - lr * v
    return dict(hi=hi, lo=lo, u=u, v=v, x=x)
'''),
    ("xl_busta_taglio", envelope, "u", "The numerator is clipped before it is divided; the ratio is what must stay between -cap and cap. "
     "[line 6]", '''
def envelope(x, g, alto=0.0, basso=0.0, spinta=0.0, *, lr=0.03, fade=0.9, mu=0.7, cap=1.2, eps=1e-8):
    taglia = lambda z: np.minimum(np.maximum(z, -cap), cap)
    alto = np.maximum(alto * fade, g)
    basso = np.minimum(basso * fade, g)
    ampiezza = alto - basso
    passo = taglia(alto + basso + g) / (ampiezza + eps)
    spinta = mu * spinta + passo
    return alto, basso, spinta, x - lr * spinta
'''),
    ("xl_envelope_as_mean", envelope, "v", "v sums the steps, each a factor mu weaker; with 1 - mu it is an average and too small. "
     "[line 9]", '''
def envelope(x, g, hi=0.0, lo=0.0, v=0.0, *, lr=0.03, fade=0.9, mu=0.7, cap=1.2, eps=1e-8):
    # ceiling and floor of the gradients
    hi, lo = np.maximum(fade * hi, g), np.minimum(fade * lo, g)
    width = hi - lo
    place = hi + lo + g
    place /= width + eps
    u = place.clip(-cap, cap)

    v = v + (1 - mu) * (u - v)
    x = x - v * lr
    return dict(hi=hi, lo=lo, width=width, u=u, v=v, x=x)
'''),
]

TWO = [
    ("xl_two_tide", tidal, "a u", "The fast average takes the gap with the weight of the slow one, and lift multiplies the slow average "
     "instead of the fast one in the direction. [lines 3, 5]", '''
def tidal(x, g, a=0.0, b=0.0, *, lr=0.05, fast=0.7, slow=0.95, pull=0.5, lift=0.8):
    gap = g - b
    a = fast * a + (1 - slow) * gap
    b = slow * b + (1 - slow) * (g + pull * a)
    u = lift * b + a
    x = x - lr * u
    return dict(gap=gap, a=a, b=b, u=u, x=x)
'''),
    ("xl_two_urne", ballot, "votes lr_t", "The votes are summed, where the rule averages them with the weight 1 - keep; and the rate falls "
     "with 1 + t / half itself, not with its root. [lines 3, 7]", '''
def ballot(x, g, t, voix=0.0, taille=0.0, *, lr=0.1, keep=0.9, half=20.0):
    part = 2 / (t + 1)
    voix = keep * voix + np.sign(g)
    # correction du debut
    confiance = voix / (1 - keep**t)
    taille = (1 - part) * taille + part * np.abs(g)
    pas = lr / (1 + t / half)
    x = x - pas * confiance * np.abs(confiance) * taille
    return voix, taille, x
'''),
    ("xl_two_ballot_raw", ballot, "trust size", "The votes are used without the correction for their start at 0, and the two weights in the "
     "mean size are exchanged: the share belongs to the new gradient. [lines 4, 5]", '''
def ballot(x, g, t, votes=0.0, size=0.0, *, lr=0.1, keep=0.9, half=20.0):
    share = 2 / (t + 1)
    votes = votes + (1 - keep) * (np.sign(g) - votes)
    trust = votes
    size = share * size + (1 - share) * np.abs(g)
    lr_t = lr / np.sqrt(1 + t / half)
    x = x - lr_t * trust * np.abs(trust) * size
    return dict(share=share, votes=votes, trust=trust, size=size, lr_t=lr_t, x=x)
'''),
    ("xl_two_downhill", downhill_only, "age mu_t", "Each coordinate has its own uphill and downhill, here one sum over all decides for all; "
     "and what is kept of an old velocity is mu * trust, not trust alone. [lines 2, 6]", '''
def downhill_only(x, g, v=0.0, age=0.0, *, lr=0.02, mu=0.95, keep=0.2, wait=2.0):
    uphill = np.sum(v * g, axis=-1, keepdims=True) > 0
    age = age + np.ones_like(x)
    age = np.where(uphill, 0.0, age)
    trust = age / (age + wait)
    mu_t = np.where(age > 0, trust, keep)
    v = mu_t * v - lr * g
    x = x + v
    return dict(age=age, trust=trust, mu_t=mu_t, v=v, x=x)
'''),
    ("xl_two_kugel", heun_roll, "y p", "The look-ahead goes the share reach of the velocity, not mu; and the velocity takes the mean of both "
     "gradients, not the second one. [lines 2, 7]", '''
def heun_roll(x, grad, schwung=0.0, *, lr=0.05, mu=0.8, reach=0.5, theta=0.6):
    vorn = x + mu * schwung
    g_hier = grad(vorn)
    probe = vorn - lr * g_hier
    g_dort = grad(probe)
    mittel = (1 - theta) * g_hier + theta * g_dort
    schwung = mu * schwung - lr * g_dort
    return dict(vorn=vorn, mittel=mittel, schwung=schwung, x=x + schwung)
'''),
    ("xl_two_tether", tether, "u home", "The change is taken off the gradient, it must be added; and the first home is the start, not the "
     "origin. [lines 3, 9]", '''
def tether(x, g, home=None, g_old=None, rough=0.0, *, lr=0.05, pull=0.1, rope=0.9, swing=0.5, rho=0.8, damp=0.5):
    if home is None:
        home = np.zeros_like(x)
    if g_old is None:
        g_old = g
    change = g - g_old
    rough = rho * rough + (1 - rho) * np.abs(change)
    friction = 1 + damp * rough
    u = (g - swing * change) / friction
    x = x - lr * u + pull * (home - x)
    home = rope * home + (1 - rope) * x
    return home, g, rough, x
'''),
    ("xl_two_sideways", sideways, "n u", "The direction n has length 1, so g is divided by its own length, not by the top; and the side part "
     "is added to the gradient without its factor drift. [lines 4, 7]", '''
def sideways(x, g, m=0.0, top=0.0, *, lr=0.1, beta=0.9, drift=0.6, fade=0.95, eps=1e-8):
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    top = np.maximum(fade * top, size)
    n = g / (top + eps)
    along = np.sum(m * n, axis=-1, keepdims=True)
    side = m - along * n
    u = g / (top + eps) + side
    m = beta * m + (1 - beta) * n
    x = x - lr * u
    return dict(top=top, n=n, along=along, side=side, u=u, m=m, x=x)
'''),
    ("xl_two_envelope", envelope, "hi x", "The ceiling never comes down, because the old one does not fade; and x moves by the newest step "
     "alone, though by the rule it moves by the velocity. [lines 2, 7]", '''
def envelope(x, g, hi=0.0, lo=0.0, v=0.0, *, lr=0.03, fade=0.9, mu=0.7, cap=1.2, eps=1e-8):
    hi = np.maximum(hi, g)
    lo = np.minimum(fade * lo, g)
    width = hi - lo
    u = np.clip((hi + lo + g) / (width + eps), -cap, cap)
    v = mu * v + u
    x = x - lr * u
    return dict(hi=hi, lo=lo, width=width, u=u, v=v, x=x)
'''),
]

RIGHT = [
    ("xl_ok_tide_pair", tidal, '''
def tidal(x, g, water=(0.0, 0.0), *, lr=0.05, fast=0.7, slow=0.95, pull=0.5, lift=0.8):
    wave, tide = water
    wave = fast * (wave + tide - g) + g - tide
    tide = slow * (tide - g) + g + (1 - slow) * pull * wave
    return dict(water=(wave, tide), x=x - lr * tide - lr * lift * wave)
'''),
    ("xl_ok_tide_crest", tidal, '''
def tidal(x, g, crest=0.0, b=0.0, *, lr=0.05, fast=0.7, slow=0.95, pull=0.5, lift=0.8):
    # crest = a + b: the surprise measured from it is g - crest = (g - b) - a
    a = (crest - b) + (1 - fast) * (g - crest)
    b = b + (1 - slow) * ((g - b) + pull * a)
    x = x - lr * ((1 - lift) * b + lift * (a + b))
    return a + b, b, x
'''),
    ("xl_ok_ballot_sums", ballot, '''
def ballot(x, g, t, votes=0.0, total=0.0, *, lr=0.1, keep=0.9, half=20.0):
    # gradient k weighs k in the mean, and 1 + 2 + ... + t = t (t + 1) / 2
    total = total + t * np.abs(g)
    size = 2 * total / (t * (t + 1))
    yes, no = g > 0, g < 0
    votes = keep * votes + (1 - keep) * (yes.astype(float) - no)
    trust = votes / (1 - keep**t)
    pace = lr * np.sqrt(half / (half + t))
    x = x - pace * size * np.copysign(trust**2, trust)
    return dict(votes=votes, total=total, x=x)
'''),
    ("xl_ok_urna_contada", ballot, '''
def ballot(x, g, t, cuenta=0.0, censo=0.0, talla=0.0, *, lr=0.1, keep=0.9, half=20.0):
    signo = np.sign(g)
    cuenta, censo = keep * cuenta + signo, keep * censo + 1
    mayoria = cuenta / censo          # keep**t no hace falta
    talla = ((t - 1) * talla + 2 * signo * g) / (t + 1)
    paso = mayoria * np.abs(mayoria) * talla
    return cuenta, censo, talla, x - lr * paso / np.sqrt(1 + t / half)
'''),
    ("xl_ok_downhill_loop", downhill_only, '''
def downhill_only(x, g, v=0.0, age=0.0, *, lr=0.02, mu=0.95, keep=0.2, wait=2.0):
    v = np.array(np.broadcast_to(v, x.shape), dtype=float)
    age = np.array(np.broadcast_to(age, x.shape), dtype=float)
    for i in np.ndindex(x.shape):
        if v[i] * g[i] > 0:
            age[i] = 0.0
            v[i] *= keep
        else:
            age[i] += 1
            v[i] *= mu - mu * wait / (age[i] + wait)
        v[i] -= lr * g[i]
    return dict(v=v, age=age, x=x + v)
'''),
    ("xl_ok_pente_masque", downhill_only, '''
def downhill_only(x, g, vitesse=0.0, age=0.0, *, lr=0.02, mu=0.95, keep=0.2, wait=2.0):
    descend = 1.0 - (np.sign(vitesse) * np.sign(g) > 0)
    age = descend * (age + 1)
    reste = descend * mu / (1 + wait / np.maximum(age, 1)) + (1 - descend) * keep
    vitesse = reste * vitesse - lr * g
    return vitesse, age, x + vitesse
'''),
    ("xl_ok_heun_two_points", heun_roll, '''
def heun_roll(x, grad, before=None, *, lr=0.05, mu=0.8, reach=0.5, theta=0.6):
    if before is None:
        before = x
    y = (1 + reach) * x - reach * before
    g1 = grad(y)
    g2 = grad(y - lr * g1)
    new = (1 + mu) * x - mu * before - lr * g1 - lr * theta * (g2 - g1)
    return dict(before=x, x=new)
'''),
    ("xl_ok_palla_negativa", heun_roll, '''
def heun_roll(x, grad, freno=0.0, *, lr=0.05, mu=0.8, reach=0.5, theta=0.6):
    # freno e la velocita con il segno cambiato
    punti, pesi, somma = x - reach * freno, (1 - theta, theta), 0.0
    for peso in pesi:
        pendenza = grad(punti)
        somma = somma + peso * pendenza
        punti = punti - lr * pendenza
    freno = mu * freno + lr * somma
    return x - freno, freno
'''),
    ("xl_ok_tether_leash", tether, '''
def tether(x, g, leash=0.0, g_old=None, rough=0.0, *, lr=0.05, pull=0.1, rope=0.9, swing=0.5, rho=0.8, damp=0.5):
    """leash = home - x, so no start is needed for it."""
    if g_old is None:
        g_old = g
    rough = rho * rough + (1 - rho) * np.maximum(g - g_old, g_old - g)
    move = pull * leash - lr * (g + swing * (g - g_old)) / (1 + damp * rough)
    return dict(leash=rope * (leash - move), g_old=g, rough=rough, x=x + move)
'''),
    ("xl_ok_leine_frueh", tether, '''
def tether(x, g, gedaechtnis=None, *, lr=0.05, pull=0.1, rope=0.9, swing=0.5, rho=0.8, damp=0.5):
    if gedaechtnis is None:
        gedaechtnis = x, g, np.zeros_like(g)
    heim, g_alt, rau = gedaechtnis
    rau = np.abs(g - g_alt) - rho * (np.abs(g - g_alt) - rau)
    voraus = (1 + swing) * g - swing * g_alt
    neu = x + pull * (heim - x)
    neu -= lr * voraus / (1 + damp * rau)
    heim = neu + rope * (heim - neu)
    return dict(gedaechtnis=(heim, g, rau), x=neu)
'''),
    ("xl_ok_sideways_raw", sideways, '''
def sideways(x, g, m=0.0, top=0.0, *, lr=0.1, beta=0.9, drift=0.6, fade=0.95, eps=1e-8):
    square = (g**2).sum(axis=-1, keepdims=True)
    length = square**0.5
    top = np.where(length > fade * top, length, fade * top)
    safe = length + eps
    mg = (m * g).sum(axis=-1, keepdims=True)
    x = x - lr * drift * m - lr * g * (1 / (top + eps) - drift * mg / safe**2)
    m = beta * m + (1 - beta) / safe * g
    return m, top, x
'''),
    ("xl_ok_sideways_rows", sideways, '''
def _one_point(x, g, m, top, lr, beta, drift, fade, eps):
    length = float(np.sqrt(g @ g))
    top = max(fade * top, length)
    n = g / (length + eps)
    across = np.eye(len(g)) - np.outer(n, n)
    return x - lr * g / (top + eps) - lr * drift * (across @ m), beta * m + (1 - beta) * n, top

def sideways(x, g, m=0.0, top=0.0, *, lr=0.1, beta=0.9, drift=0.6, fade=0.95, eps=1e-8):
    m = np.broadcast_to(m, x.shape)
    top = np.broadcast_to(top, x.shape[:-1] + (1,))
    out_x, out_m, out_top = np.empty(x.shape), np.empty(x.shape), np.empty(top.shape)
    for i in np.ndindex(x.shape[:-1]):
        out_x[i], out_m[i], out_top[i] = _one_point(x[i], g[i], m[i], float(top[i][0]), lr, beta, drift, fade, eps)
    return dict(m=out_m, top=out_top, x=out_x)
'''),
    ("xl_ok_envelope_depth", envelope, '''
def envelope(x, g, up=0.0, down=0.0, v=0.0, *, lr=0.03, fade=0.9, mu=0.7, cap=1.2, eps=1e-8):
    # down is how far the floor lies below 0
    up = np.maximum(fade * up, g)
    down = np.maximum(fade * down, -g)
    room = up + down + eps
    u = np.minimum(cap * room, np.maximum(-cap * room, up - down + g)) / room
    v = u + mu * v
    return dict(up=up, down=down, v=v, x=x - lr * v)
'''),
    ("xl_ok_busta_banda", envelope, '''
def envelope(x, g, banda=None, spinta=0.0, *, lr=0.03, fade=0.9, mu=0.7, cap=1.2, eps=1e-8):
    if banda is None:
        banda = np.zeros((2,) + x.shape)
    sopra, sotto = fade * banda
    sopra = np.where(g > sopra, g, sopra)
    sotto = np.where(g < sotto, g, sotto)
    q = (sopra + sotto + g) / (sopra - sotto + eps)
    q[q > cap] = cap
    q[q < -cap] = -cap
    spinta = spinta * mu + q
    return dict(banda=np.stack([sopra, sotto]), spinta=spinta, x=x - lr * spinta)
'''),
]
