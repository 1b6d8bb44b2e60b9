"""Blind set xxii: a teacher's own references (7), and functions of students for them: 22 ONE, 8 TWO, 14 RIGHT."""

import numpy as np


def adagrad_window(x, g, t, h=0.0, h_old=0.0, *, lr=0.1, k=3, eps=1e-8):
    """AdaGrad with a forgetting window: the sum of squares of this window of k steps and of the one before it.

    x, g, h, h_old : arrays of one shape; t = 1, 2, ... lr > 0, k >= 1 a whole number of steps, eps >= 0 in gradient units.
    """
    first = (t - 1) % k == 0
    h_old = np.where(first, h, h_old)
    h = np.where(first, 0.0, h) + g**2
    x = x - lr * g / (np.sqrt(h_old + h) + eps)
    return dict(first=first, h_old=h_old, h=h, x=x)


def rmsprop_warm(x, g, t, v=0.0, *, lr=0.01, rho=0.9, warmup=4.0, eps=1e-8, weight_decay=0.1):
    """RMSprop with a linear warm-up and decoupled decay: x shrinks first, by the warm rate, then it moves.

    x, g, v : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= rho < 1, warmup > 0 in steps, eps, weight_decay >= 0.
    """
    v = rho * v + (1 - rho) * g**2
    lr_t = lr * np.minimum(1, t / warmup)
    shrunk = (1 - lr_t * weight_decay) * x
    x = shrunk - lr_t * g / (np.sqrt(v) + eps)
    return dict(v=v, lr_t=lr_t, shrunk=shrunk, x=x)


def delta_bar_delta(x, g, rate=1.0, g_bar=0.0, *, lr=0.01, theta=0.7, up=0.1, down=0.5):
    """Each coordinate's rate grows by a summand where the gradient has the sign of its past average, and falls by a factor else.

    x, g, rate, g_bar : arrays of one shape. lr > 0, 0 <= theta < 1, up >= 0, 0 < down < 1.
    """
    agree = g * g_bar
    rate = np.where(agree > 0, rate + up, np.where(agree < 0, down * rate, rate))
    g_bar = theta * g_bar + (1 - theta) * g
    x = x - lr * rate * g
    return dict(agree=agree, rate=rate, g_bar=g_bar, x=x)


def restarted(x, g, v=0.0, *, lr=0.01, mu=0.9):
    """Momentum that forgets its velocity as soon as the velocity leads uphill: g v > 0, summed over the last axis.

    x, g, v : arrays of one shape, a point along the last axis. lr > 0, 0 <= mu < 1.
    """
    along = np.sum(g * v, axis=-1, keepdims=True)
    keep = np.where(along > 0, 0.0, mu)
    v = keep * v - lr * g
    x = x + v
    return dict(along=along, keep=keep, v=v, x=x)


def two_paths(x, grad, v=0.0, *, lr=0.01, mu=0.9, w=0.5):
    """The weighted mean of two paths from x: the plain gradient step a, and Nesterov's look-ahead step b.

    x, v : arrays of one shape; grad : function of such an array. lr > 0, 0 <= mu, w < 1.
    """
    a = x - lr * grad(x)
    v = mu * v - lr * grad(x + mu * v)
    b = x + v
    x = (1 - w) * a + w * b
    return dict(a=a, v=v, b=b, x=x)


def secant_newton(x, grad, c=1.0, *, lr=0.3, rho=0.8, h=0.01, floor=0.5):
    """Newton's step in each coordinate, with an averaged curvature from two gradients a distance h apart.

    x, c : arrays of one shape; grad : function of such an array. lr > 0, 0 <= rho < 1, h > 0, floor > 0.
    """
    here = grad(x)
    there = grad(x + h)
    curve = (there - here) / h
    c = rho * c + (1 - rho) * np.abs(curve)
    x = x - lr * here / np.maximum(c, floor)
    return dict(here=here, there=there, curve=curve, c=c, x=x)


def tempered(x, g, t, f, rng, m=0.0, f_best=None, *, lr=0.01, beta=0.9, noise=0.5, tau=1.0):
    """A corrected average of the gradients, stirred by noise that is the stronger the farther the loss is above its best.

    x, g, m : arrays of one shape; f : the loss, broadcast; f_best : the least loss so far; t = 1, 2, ... lr > 0,
    0 <= beta < 1, noise >= 0, tau > 0 in units of the loss.
    """
    f_best = f if f_best is None else np.minimum(f, f_best)
    m = beta * m + (1 - beta) * g
    m_hat = m / (1 - beta**t)
    heat = noise * (1 - np.exp((f_best - f) / tau))
    kick = heat * rng.standard_normal(x.shape, x.dtype)
    x = x - lr * (m_hat + kick)
    return dict(f_best=f_best, m=m, m_hat=m_hat, heat=heat, kick=kick, x=x)


ONE = [
    ("xxii_window_starts_one_step_early", adagrad_window, "first",
     "The window begins at t = k, 2k, ... (t % k) and not at t = 1, k + 1, ... [line 2]", """
def adagrad_window(x, g, t, h=0.0, h_old=0.0, *, lr=0.1, k=3, eps=1e-8):
    neu = t % k == 0
    h_old = np.where(neu, h, h_old)
    h = np.where(neu, 0.0, h) + g * g
    return dict(h=h, h_old=h_old, x=x - lr * g / (eps + np.sqrt(h + h_old)))
"""),
    ("xxii_window_drops_its_first_square", adagrad_window, "h",
     "The parenthesis closes late: the first gradient of each window is not counted in h. [line 5]", """
def windowed(x, g, t, somme=0.0, avant=0.0, *, lr=0.1, k=3, eps=1e-8):
    debut = (t - 1) % k == 0
    avant = np.where(debut, somme, avant)
    # une nouvelle fenetre repart de zero
    somme = np.where(debut, 0.0, somme + np.power(g, 2))
    pas = np.divide(lr * g, np.sqrt(avant + somme) + eps)
    x = x - pas
    return dict(somme=somme, avant=avant, x=x)
"""),
    ("xxii_window_saved_after_reset", adagrad_window, "h_old",
     "h is emptied before it is saved, so h_old gets the new window's first square instead of the old sum. [line 4]", """
def adagrad_window(x, g, t, h=0.0, h_old=0.0, *, lr=0.1, k=3, eps=1e-8):
    if (t - 1) % k == 0:
        h = 0.0 * g
        h_old = h
    h = h + g**2
    x = x - lr * g / (np.sqrt(h_old + h) + eps)
    return dict(h=h, h_old=h_old, x=x)
"""),
    ("xxii_warm_up_by_maximum", rmsprop_warm, "lr_t",
     "np.maximum for np.minimum: the rate never warms up and then grows for ever. [line 4]", """
def rmsprop_warm(x, g, t, v=None, *, lr=0.01, rho=0.9, warmup=4.0, eps=1e-8, weight_decay=0.1):
    v = (1 - rho) * g**2 if v is None else rho * v + (1 - rho) * g**2
    # ramp up to lr, then stay
    rate = np.maximum(1, t / warmup) * lr
    decayed = x - rate * weight_decay * x
    return dict(v=v, x=decayed - rate * g / (np.sqrt(v) + eps))
"""),
    ("xxii_decay_by_full_lr", rmsprop_warm, "shrunk",
     "The decay takes lr where the warmed-up rate belongs. [line 5]", """
def rmsprop_chaud(x, g, t, v=0.0, *, lr=0.01, rho=0.9, warmup=4.0, eps=1e-8, weight_decay=0.1):
    carre = lambda a: a * a
    v = v + (1 - rho) * (carre(g) - v)
    pas = lr * np.minimum(t / warmup, 1.0)
    reduit = x - lr * weight_decay * x
    x = reduit - pas * g / (np.sqrt(v) + eps)
    return dict(v=v, pas=pas, reduit=reduit, x=x)
"""),
    ("xxii_root_stored_back", rmsprop_warm, "v",
     "v is overwritten by the denominator and so the root is fed back into the average. [line 5]", """
def rmsprop_warm(x, g, t, v=0.0, *, lr=0.01, rho=0.9, warmup=4.0, eps=1e-8, weight_decay=0.1):
    v = rho * v + (1 - rho) * g**2
    lr_t = lr * np.where(t < warmup, t / warmup, 1.0)
    shrunk = x * (1 - weight_decay * lr_t)
    v = np.sqrt(v) + eps
    x = shrunk - lr_t * g / v
    return dict(v=v, lr_t=lr_t, shrunk=shrunk, x=x)
"""),
    ("xxii_agreement_with_itself", delta_bar_delta, "agree|g_bar",
     "The average is renewed before the comparison, so g is compared with an average that contains g already. [line 2]", """
def delta_bar_delta(x, g, rate=1.0, g_bar=0.0, *, lr=0.01, theta=0.7, up=0.1, down=0.5):
    g_bar = theta * g_bar + (1 - theta) * g
    agree = g * g_bar
    rate = np.where(agree > 0, rate + up, np.where(agree < 0, down * rate, rate))
    x = x - lr * rate * g
    return dict(agree=agree, rate=rate, g_bar=g_bar, x=x)
"""),
    ("xxii_zero_counts_as_disagreement", delta_bar_delta, "rate",
     "Where the product is 0, as in the first step, the rate is lowered instead of kept: the third case is missing. [line 4]", """
def dbd(x, g, raten=1.0, mittel=0.0, *, lr=0.01, theta=0.7, up=0.1, down=0.5):
    gleich = np.sign(g) * np.sign(mittel) > 0
    hoch, runter = raten + up, raten * down
    raten = np.where(gleich, hoch, runter)
    mittel = theta * mittel + (1 - theta) * g
    x = x - raten * (lr * g)
    return dict(raten=raten, mittel=mittel, x=x)
"""),
    ("xxii_theta_on_the_new_gradient", delta_bar_delta, "g_bar",
     "The weights of the average are exchanged: theta goes to the new gradient. [line 8]", """
def delta_bar_delta(x, g, state=None, *, lr=0.01, theta=0.7, up=0.1, down=0.5):
    if state is None:
        state = dict(rate=np.ones_like(x), g_bar=np.zeros_like(x))
    rate, bar = state["rate"], state["g_bar"]
    product = g * bar
    rate = rate + up * (product > 0)
    rate = np.where(product < 0, rate * down, rate)
    bar = bar + theta * (g - bar)
    return dict(state=dict(rate=rate, g_bar=bar), x=x - lr * rate * g)
"""),
    ("xxii_boosted_rate_not_kept", delta_bar_delta, "rate",
     "The new rate is used for this step only and the state goes back unchanged: it starts at 1 each time. [line 6]", """
def delta_bar_delta(x, g, rate=1.0, g_bar=0.0, *, lr=0.01, theta=0.7, up=0.1, down=0.5):
    agree = g * g_bar
    new_rate = np.where(agree > 0, rate + up, np.where(agree < 0, down * rate, rate))
    g_bar = theta * g_bar + (1 - theta) * g
    x = x - lr * new_rate * g
    return dict(rate=rate, g_bar=g_bar, x=x)
"""),
    ("xxii_restart_coordinate_by_coordinate", restarted, "along",
     "The product is not summed, so each coordinate restarts alone instead of the whole point. [line 2]", """
def restarted(x, g, v=0.0, *, lr=0.01, mu=0.9):
    uphill = g * v
    keep = mu * (uphill <= 0)
    v = keep * v - lr * g
    x = x + v
    return dict(v=v, x=x)
"""),
    ("xxii_restart_stands_still", restarted, "keep|v",
     "At a restart the whole new velocity is set to 0, also the new gradient's share, so x stands still. [line 5]", """
def momentum_restart(x, g, vel=None, *, lr=0.01, mu=0.9):
    if vel is None:
        vel = np.zeros_like(x)
    bergauf = (g * vel).sum(-1, keepdims=True) > 0
    vel = np.where(bergauf, 0.0, mu * vel - lr * g)
    return vel, x + vel
"""),
    ("xxii_restart_tests_the_new_velocity", restarted, "along",
     "The test looks at the velocity that already has the new gradient in it instead of the old one. [line 3]", """
def restarted(x, g, v=0.0, *, lr=0.01, mu=0.9):
    new = mu * v - lr * g
    dot = np.sum(g * new, axis=-1, keepdims=True)
    v = np.where(dot > 0, -lr * g, new)
    return dict(v=v, x=x + v)
"""),
    ("xxii_look_ahead_too_far", two_paths, "v",
     "The look-ahead point is x + v, the factor mu is forgotten there. [line 4]", """
def two_paths(x, grad, v=0.0, *, lr=0.01, mu=0.9, w=0.5):
    def push(at, speed):
        return speed - lr * grad(at)
    v_new = push(x + v, mu * v)
    plain = push(x, x)
    b = x + v_new
    return dict(v=v_new, x=plain + w * (b - plain))
"""),
    ("xxii_both_paths_look_ahead", two_paths, "a",
     "The plain step takes the gradient of the look-ahead point too, in the attempt to save a call. [line 4]", """
def two_paths(x, grad, v=0.0, *, lr=0.01, mu=0.9, w=0.5):
    # one gradient serves both paths
    gr = grad(x + mu * v)
    a = x - lr * gr
    v = mu * v - lr * gr
    b = x + v
    x = (1 - w) * a + w * b
    return dict(a=a, v=v, b=b, x=x)
"""),
    ("xxii_weights_of_the_paths_swapped", two_paths, "x",
     "w weighs the plain path and 1 - w the look-ahead path: unseen at w = 0.5. [line 5]", """
def zwei_wege(x, grad, v=0.0, *, lr=0.01, mu=0.9, w=0.5):
    weg1 = x - lr * grad(x)
    v = (schwung := mu * v) - lr * grad(x + schwung)
    weg2 = x + v
    x = weg2 + w * (weg1 - weg2)
    return dict(v=v, x=x)
"""),
    ("xxii_difference_without_parentheses", secant_newton, "curve",
     "Only the second gradient is divided by h: the parentheses of the difference are missing. [line 4]", """
def secant_newton(x, grad, c=1.0, *, lr=0.3, rho=0.8, h=0.01, floor=0.5):
    here = grad(x)
    there = grad(x + h)
    curve = there - here / h
    c = rho * c + (1 - rho) * np.abs(curve)
    x = x - lr * here / np.maximum(c, floor)
    return dict(here=here, there=there, curve=curve, c=c, x=x)
"""),
    ("xxii_abs_around_the_average", secant_newton, "c",
     "The absolute value is taken of the average, not of the curvature, so negative curvatures are subtracted. [line 5]", """
def newton_secante(x, grad, courbure=1.0, *, lr=0.3, rho=0.8, h=0.01, floor=0.5):
    g0, g1 = grad(x), grad(x + h)
    pente = np.divide(g1 - g0, h)
    poids = 1 - rho
    courbure = np.abs(rho * courbure + poids * pente)
    diviseur = np.where(courbure < floor, floor, courbure)
    return dict(courbure=courbure, x=x - lr * g0 / diviseur)
"""),
    ("xxii_floor_added", secant_newton, "x",
     "The floor is added to the curvature like an eps instead of being its lower bound. [line 5]", """
def secant_newton(x, grad, c=1.0, *, lr=0.3, rho=0.8, h=0.01, floor=0.5):
    g = grad(x)
    c = c * rho
    c = c + (1 - rho) * np.abs(grad(x + h) - g) / h
    x = x - lr * g / (c + floor)
    return dict(c=c, x=x)
"""),
    ("xxii_last_loss_as_best", tempered, "f_best",
     "The last loss goes back as the best, so the least loss of all steps is lost. [line 9]", """
def tempered(x, g, t, f, rng, m=0.0, f_best=None, *, lr=0.01, beta=0.9, noise=0.5, tau=1.0):
    if f_best is None:
        f_best = f
    lowest = np.minimum(f_best, f)
    m = beta * m + (1 - beta) * g
    heat = noise * (1 - np.exp(-(f - lowest) / tau))
    kick = heat * rng.standard_normal(x.shape, x.dtype)
    x = x - lr * (m / (1 - beta**t) + kick)
    return dict(m=m, f_best=f, x=x)
"""),
    ("xxii_noise_not_scaled_by_lr", tempered, "x",
     "The bracket closes early: the kick is not multiplied by lr. [line 7]", """
def tempered(x, g, t, f, rng, m=0.0, best=None, *, lr=0.01, beta=0.9, noise=0.5, tau=1.0):
    best = f if best is None else np.where(f < best, f, best)
    m = m - (1 - beta) * (m - g)
    mh = m / (1 - np.power(beta, t))
    hitze = noise - noise * np.exp((best - f) / tau)
    stoss = hitze * rng.standard_normal(x.shape, x.dtype)
    x = x - (lr * mh + stoss)
    return dict(m=m, best=best, x=x)
"""),
    ("xxii_one_draw_for_all", tempered, "kick",
     "One random number is drawn for all coordinates instead of one for each. [line 6]", """
def tempered(x, g, t, f, rng, m=0.0, f_best=None, *, lr=0.01, beta=0.9, noise=0.5, tau=1.0):
    f_best = f if f_best is None else np.minimum(f, f_best)
    m = beta * m + (1 - beta) * g
    m_hat = m / (1 - beta**t)
    heat = noise * (1 - np.exp((f_best - f) / tau))
    kick = rng.standard_normal() * heat
    x = x - lr * (m_hat + kick)
    return dict(f_best=f_best, m=m, m_hat=m_hat, heat=heat, kick=kick, x=x)
"""),
]


TWO = [
    ("xxii_two_window_piles_up_and_abs", adagrad_window, "h_old h",
     "At a new window the sum is added to h_old instead of replacing it. The size |g| is summed, not the square. [lines 3, 4]", """
def adagrad_window(x, g, t, h=0.0, h_old=0.0, *, lr=0.1, k=3, eps=1e-8):
    first = (t - 1) % k == 0
    h_old = h_old + np.where(first, h, 0.0)
    h = np.where(first, 0.0, h) + np.abs(g)
    x = x - lr * g / (np.sqrt(h_old + h) + eps)
    return dict(first=first, h_old=h_old, h=h, x=x)
"""),
    ("xxii_two_sum_and_late_warm_up", rmsprop_warm, "v lr_t",
     "The factor 1 - rho of the new square is missing. The warm-up counts from 0, so the first step has rate 0. [lines 2, 3]", """
def rmsprop_warm(x, g, t, v=0.0, *, lr=0.01, rho=0.9, warmup=4.0, eps=1e-8, weight_decay=0.1):
    v = v * rho + g**2
    eta = lr * np.minimum(1, (t - 1) / warmup)
    kleiner = (1 - weight_decay * eta) * x
    x = kleiner - eta * g / (eps + np.sqrt(v))
    return dict(v=v, eta=eta, kleiner=kleiner, x=x)
"""),
    ("xxii_two_down_subtracted_and_bar_moves", delta_bar_delta, "rate x",
     "Where the signs differ, down is subtracted instead of multiplied. x moves along the average instead of the gradient. "
     "[lines 6, 8]", """
def delta_bar_delta(x, g, rate=None, g_bar=None, *, lr=0.01, theta=0.7, up=0.1, down=0.5):
    rate = np.ones_like(x) if rate is None else rate
    g_bar = np.zeros_like(x) if g_bar is None else g_bar
    yes, no = g * g_bar > 0, g * g_bar < 0
    # faster where the signs agree, slower where not
    rate = rate + yes * up - no * down
    g_bar = (1 - theta) * g + theta * g_bar
    x = x - rate * lr * g_bar
    return dict(rate=rate, g_bar=g_bar, x=x)
"""),
    ("xxii_two_resets_downhill_and_mu_twice", restarted, "keep x",
     "The velocity is dropped when it leads downhill. mu is multiplied a second time where x moves. [lines 3, 5]", """
def restarted(x, g, v=0.0, *, lr=0.01, mu=0.9):
    along = np.sum(v * g, axis=-1, keepdims=True)
    keep = np.where(along < 0, 0.0, mu)
    v = keep * v - lr * g
    x = x + mu * v
    return dict(along=along, keep=keep, v=v, x=x)
"""),
    ("xxii_two_no_look_and_path_on_path", two_paths, "v b",
     "The velocity takes the gradient at x, so nothing looks ahead. The second path starts at the end of the first. [lines 4, 5]", """
def deux_chemins(x, grad, vit=0.0, *, lr=0.01, mu=0.9, w=0.5):
    pente = grad(x)
    a = x - lr * pente
    vit = mu * vit - lr * pente
    b = a + vit
    return dict(vit=vit, x=a * (1 - w) + b * w)
"""),
    ("xxii_two_probe_along_gradient_and_sum", secant_newton, "there c",
     "The second gradient is taken h gradients away, yet divided by h. The new curvature enters c without 1 - rho. [lines 3, 5]", """
def secant_newton(x, grad, c=1.0, *, lr=0.3, rho=0.8, h=0.01, floor=0.5):
    here = grad(x)
    there = grad(x + h * here)
    curve = (there - here) / h
    c = rho * c + np.abs(curve)
    x = x - lr * here / np.maximum(c, floor)
    return dict(here=here, there=there, curve=curve, c=c, x=x)
"""),
    ("xxii_two_beta_times_t_and_heat_sign", tempered, "m_hat heat",
     "The correction has beta * t for beta**t. The exponent has the other sign, so the heat is negative without a bound. "
     "[lines 4, 5]", """
def tempered(x, g, t, f, rng, m=0.0, f_best=None, *, lr=0.01, beta=0.9, noise=0.5, tau=1.0):
    f_best = np.minimum(f, f if f_best is None else f_best)
    m = beta * m + (1 - beta) * g
    m_hat = m / (1 - beta * t)
    heat = noise * (1 - np.exp((f - f_best) / tau))
    kick = heat * rng.standard_normal(x.shape, x.dtype)
    x = x - lr * (m_hat + kick)
    return dict(f_best=f_best, m=m, m_hat=m_hat, heat=heat, kick=kick, x=x)
"""),
    ("xxii_two_plain_sum_and_uniform_noise", tempered, "m kick",
     "m sums the gradients without 1 - beta. The noise is uniform in 0 to 1 instead of normal. [lines 3, 6]", """
def tempered(x, g, t, f, rng, m=0.0, f_min=None, *, lr=0.01, beta=0.9, noise=0.5, tau=1.0):
    f_min = f if f_min is None else np.minimum(f_min, f)
    m = g + beta * m
    above = (f - f_min) / tau
    heat = noise * (1 - np.exp(-above))
    kick = heat * rng.random(x.shape)
    return dict(m=m, f_min=f_min, x=x - lr * (m / (1 - beta**t) + kick))
"""),
]


RIGHT = [
    ("xxii_right_window_by_if_and_hypot", adagrad_window, """
def adagrad_fenster(x, g, t, summe=None, vorige=None, *, lr=0.1, k=3, eps=1e-8):
    if summe is None:
        summe = vorige = np.zeros_like(x)
    if (t - 1) % k == 0:
        summe, vorige = np.zeros_like(x), summe
    summe = summe + np.square(g)
    nenner = np.hypot(np.sqrt(summe), np.sqrt(vorige)) + eps
    return dict(summe=summe, vorige=vorige, x=x - lr * np.divide(g, nenner))
"""),
    ("xxii_right_window_keeps_the_whole", adagrad_window, """
def adagrad_window(x, g, t, both=0.0, h=0.0, *, lr=0.1, k=3, eps=1e-8):
    start = 1.0 * ((t - 1) % k == 0)
    go_on = 1.0 - start
    both, h = go_on * both + start * h + g * g, go_on * h + g * g
    return both, h, x - lr / (eps + both**0.5) * g
"""),
    ("xxii_right_warm_counts_by_hand", rmsprop_warm, """
def rmsprop_warm(x, g, v=None, n=0.0, *, lr=0.01, rho=0.9, warmup=4.0, eps=1e-8, weight_decay=0.1):
    n = n + 1
    v = (0 if v is None else v * rho) + g * g * (1 - rho)
    eta = np.where(n < warmup, lr * n / warmup, lr)
    direction = weight_decay * x + g / (eps + np.sqrt(v))
    return dict(v=v, n=n, x=x - eta * direction)
"""),
    ("xxii_right_warm_with_out_arrays", rmsprop_warm, """
def rmsprop_warm(x, g, t, v=0.0, *, lr=0.01, rho=0.9, warmup=4.0, eps=1e-8, weight_decay=0.1):
    v = v - (1 - rho) * (v - np.power(g, 2))
    step = np.empty_like(x)
    np.sqrt(v, out=step)
    np.add(step, eps, out=step)
    np.divide(g, step, out=step)
    np.multiply(step, np.clip(t / warmup, 0, 1) * lr, out=step)
    rest = 1 - weight_decay * lr * np.clip(t / warmup, 0, 1)
    np.subtract(rest * x, step, out=step)
    return dict(v=v, x=step)
"""),
    ("xxii_right_rates_by_masks", delta_bar_delta, """
def delta_bar_delta(x, g, rate=1.0, g_bar=0.0, *, lr=0.01, theta=0.7, up=0.1, down=0.5):
    s = np.sign(g) * np.sign(g_bar)
    rate = (rate + up * (s == 1)) * np.where(s == -1, down, 1.0)
    x = x - (step := lr * g * rate)
    g_bar = g + theta * (g_bar - g)
    return dict(step=step, rate=rate, g_bar=g_bar, x=x)
"""),
    ("xxii_right_rates_from_a_plain_trace", delta_bar_delta, """
def delta_bar_delta(x, g, state=None, *, lr=0.01, theta=0.7, up=0.1, down=0.5):
    # the trace is the average without its 1 - theta: only its sign is asked for
    rate, trace = (np.ones_like(x), np.zeros_like(x)) if state is None else state
    product = trace * g
    rate = np.select([product > 0, product < 0], [rate + up, rate * down], rate)
    return dict(state=(rate, theta * trace + g), x=x - lr * (rate * g))
"""),
    ("xxii_right_restart_with_positive_push", restarted, """
def restarted(x, g, push=None, *, lr=0.01, mu=0.9):
    if push is None:
        return dict(push=lr * g, x=x - lr * g)
    downhill = np.einsum("...i,...i->...", g, push)[..., None] >= 0
    push = mu * downhill * push + lr * g
    return dict(push=push, x=x - push)
"""),
    ("xxii_right_restart_from_the_last_point", restarted, """
def restarted(x, g, x_old=None, *, lr=0.01, mu=0.9):
    v = np.zeros_like(x) if x_old is None else x - x_old
    cos = (v * g).sum(axis=-1, keepdims=True)
    new = x - lr * g + np.where(cos > 0, 0.0 * v, mu * v)
    return dict(v=new - x, x_old=x, x=new)
"""),
    ("xxii_right_paths_multiplied_out", two_paths, """
def two_paths(x, grad, v=0.0, *, lr=0.01, mu=0.9, w=0.5):
    ahead, here = (grad(x + reach * v) for reach in (mu, 0))
    v = mu * v - lr * ahead
    x = x + w * (v + lr * here) - lr * here
    return dict(v=v, x=x)
"""),
    ("xxii_right_paths_with_stored_reach", two_paths, """
def zwei_wege(x, grad, weite=0.0, *, lr=0.01, mu=0.9, w=0.5):
    v = weite - lr * grad(x + weite)
    mischung = w * v + (w - 1) * (lr * grad(x))
    return mu * v, x + mischung
"""),
    ("xxii_right_curvature_by_correction", secant_newton, """
def secant_newton(x, grad, c=None, *, lr=0.3, rho=0.8, h=0.01, floor=0.5):
    c = np.ones_like(x) if c is None else c
    c = c - (1 - rho) * (c - np.abs(grad(x + h) - (g0 := grad(x))) / h)
    big = c > floor
    return dict(g0=g0, c=c, x=x - lr * g0 * np.where(big, 1 / np.where(big, c, 1.0), 1 / floor))
"""),
    ("xxii_right_curvature_times_h", secant_newton, """
def secant_newton(x, grad, rise=None, *, lr=0.3, rho=0.8, h=0.01, floor=0.5):
    g, g_side = [grad(x + s * h) for s in (0, 1)]
    rise = rho * (h if rise is None else rise) + (1 - rho) * np.maximum(g - g_side, g_side - g)
    x = x - h * lr * g / np.fmax(rise, h * floor)
    return dict(rise=rise, x=x)
"""),
    ("xxii_right_tempered_power_by_hand", tempered, """
def tempered(x, g, f, rng, m=0.0, best=np.inf, left=1.0, *, lr=0.01, beta=0.9, noise=0.5, tau=1.0):
    left = left * beta
    best = np.minimum(best, f)
    m = m + (1 - beta) * (g - m)
    stir = -noise * np.expm1((best - f) / tau) * rng.standard_normal(x.shape, x.dtype)
    return dict(m=m, best=best, left=left, x=x - lr / (1 - left) * m - lr * stir)
"""),
    ("xxii_right_tempered_normalised_state", tempered, """
def tempered(x, g, t, f, rng, m_hat=0.0, f_best=None, *, lr=0.01, beta=0.9, noise=0.5, tau=1.0):
    z = rng.standard_normal(x.size, x.dtype).reshape(x.shape)
    share = (1 - beta) / (1 - beta**t)
    m_hat = (1 - share) * m_hat + share * g
    f_best = np.where(f < f_best, f, f_best) if f_best is not None else 1.0 * f
    z = z * noise - z * noise * np.exp(f_best / tau - f / tau)
    return dict(m_hat=m_hat, f_best=f_best, x=x - lr * m_hat - lr * z)
"""),
]
