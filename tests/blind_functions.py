"""Steps written blind, by someone who knew the rules and not the checker: wrong ones with what is wrong, right ones in odd forms.

WRONG = [(function, step, how many mistakes, what is wrong)], RIGHT = [(function, step)].
"""

import math

import numpy as np


# ---------------------------------------------------------------------------------------------------------------- sgd
def gd(x, g, *, lr=0.01):
    return {"x": x + lr * g}


def sgd_batch_mean(x, g, *, lr=0.01):
    # average the gradient like in the mini-batch formula
    step = lr * g / g.shape[-1]
    x = x - step
    return dict(step=step, x=x)


def sgd_robbins_monro(x, g, t, *, lr=0.01):
    """Stochastic gradient descent with a decreasing step size."""
    eta = lr / (1 + t)
    return dict(eta=eta, x=x - eta * g)


def sgd_safe(x, g, *, lr=0.01):
    g = np.clip(g, -1, 1)  # avoid exploding gradients
    new_x = x - lr * g
    new_x = new_x - lr * 1e-2 * x  # regularisation
    return {"x": new_x}


def sgd_unit(x: np.ndarray, g: np.ndarray, *, lr: float = 0.01) -> dict:
    """x <- x - lr * direction"""
    direction = g / np.linalg.norm(g, axis=-1, keepdims=True)
    x = x - lr * direction
    return dict(x=x)


# ----------------------------------------------------------------------------------------------------------- momentum
def momentum_v1(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v + lr * g
    x = x + v
    return dict(v=v, x=x)


def torch_momentum(x, g, buf=0.0, *, lr=0.01, mu=0.9):
    """Port of the torch loop."""
    buf = mu * buf + g
    x = x - buf
    return dict(buf=buf, x=x)


def my_momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x + lr * v
    return dict(v=v, x=x)


def momentum_averaged(x, g, velocity=0.0, *, lr=0.01, mu=0.9):
    # new velocity = mixture of the old one and the gradient step
    velocity = mu * velocity + (1 - mu) * (-lr * g)
    x = x + velocity
    return dict(velocity=velocity, x=x)


def momentum_late(x, g, v=0.0, *, lr=0.01, mu=0.9):
    """Heavy ball."""
    x = x + v
    v = mu * v - lr * g
    return {"v": v, "x": x}


def momentum_loop(x, g, v=None, *, lr=0.01, mu=0.9):
    if v is None:
        v = np.zeros_like(x)
    x, v = x.copy(), v.copy()
    vel = 0.0
    for i in range(len(x)):
        vel = mu * vel - lr * g[i]
        v[i] = vel
        x[i] += vel
    return dict(v=v, x=x)


def momentum_frictional(x, g, v=0.0, *, lr=0.01, mu=0.9):
    # mu is the friction of the ball
    v = (1 - mu) * v - lr * g
    x = x - v
    return dict(v=v, x=x)


def momentum_fancy(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v_prev = v
    v = mu * v_prev - lr * g
    x = x + mu * v - lr * g
    return dict(v_prev=v_prev, v=v, x=x)


def momentum_first(x, g, v=None, *, lr=0.01, mu=0.9):
    if v is None:
        v = -g
    v = mu * v - lr * g
    return dict(v=v, x=x + v)


def momentum_force(x, g, v=0.0, *, lr=0.01, mu=0.9):
    """Newton's second law: force = -gradient."""
    force = -np.abs(g)
    v = mu * v + lr * force
    x = x + mu * v
    return dict(force=force, v=v, x=x)


# ------------------------------------------------------------------------------------------------------- momentum_ema
def ema_momentum(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + g
    x = x - lr * m
    return dict(m=m, x=x)


def ema_swapped(x, g, m=0.0, *, lr=0.01, mu=0.9):
    ema = lambda old, new: (1 - mu) * old + mu * new  # noqa: E731
    m = ema(m, g)
    return {"m": m, "x": x - lr * m}


def ema_debiased(x, g, t, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + (1 - mu) * g
    m_hat = m / (1 - mu**t)
    x = x - lr * m_hat
    return dict(m=m, m_hat=m_hat, x=x)


def ema_running_mean(x, g, t, m=0.0, *, lr=0.01, mu=0.9):
    """m is the average of the gradients so far."""
    m = m + (g - m) / (t + 1)
    x = x - lr * m
    return dict(m=m, x=x)


def ema_sign(x, g, avg=0.0, *, lr=0.01, mu=0.9):
    direction = np.sign(g)
    avg = mu * avg + (1 - mu) * direction
    x = x - lr * (1 - mu) * avg
    return dict(avg=avg, x=x)


# ----------------------------------------------------------------------------------------------------------- nesterov
def nag(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = grad(x)
    v = mu * v - lr * g
    x = x + v
    return dict(g=g, v=v, x=x)


def nesterov_back(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    """Look ahead, then correct."""
    x_ahead = x - mu * v
    v = mu * v - lr * grad(x_ahead)
    x = x + v
    return dict(v=v, x=x)


def nesterov_full_look(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    return dict(v=(v := mu * v - lr * grad(x + v)), x=x + v)


def nesterov_twice(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x + mu * v)
    v = mu * v - lr * g_ahead
    x = x + mu * v - lr * g_ahead  # cs231n version
    return dict(g_ahead=g_ahead, v=v, x=x)


def nesterov_from_ahead(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    y = x + mu * v
    v = mu * v - (1 - mu) * lr * grad(y)
    x = y + v
    return dict(y=y, v=v, x=x)


def nesterov_climbs(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    look = x + lr * v
    v = mu * v + lr * grad(look)
    x = x + v
    return {"v": v, "x": x}


def nesterov_decay_first(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v
    g_ahead = grad(x + mu * v)
    v = v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)


def nesterov_trapezoid(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    here, ahead = grad(x), grad(x + mu * v)
    g = 0.5 * (here + ahead)
    v = mu * v - lr * g
    return dict(g=g, v=v, x=x + v)


def nesterov_positive(x, grad, vel=0.0, *, lr=0.01, mu=0.9):
    # here the velocity points uphill, so we subtract it
    g = grad(x - mu * vel / 2)
    vel = mu * vel + lr * g
    x = x - lr * vel
    return dict(g=g, vel=vel, x=x)


# ------------------------------------------------------------------------------------------------------------ adagrad
def adagrad_abs(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.abs(g)
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def ada_grad(x, g, cache=0.0, *, lr=0.01, eps=1e-8):
    cache = cache + g**2
    x = x - lr * g / (cache + eps)
    return dict(cache=cache, x=x)


def adagrad_mean(x, g, t, h=0.0, *, lr=0.01, eps=1e-8):
    """Keeps the mean of the squared gradients."""
    h = h + (g**2 - h) / t
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def adagrad_norm(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.sum(g**2, axis=-1, keepdims=True)
    adapted_lr = lr / (np.sqrt(h) + eps)
    x = x - adapted_lr * g
    return dict(h=h, adapted_lr=adapted_lr, x=x)


def adagrad_before(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    x = x - lr * g / (np.sqrt(h) + eps)
    h = h + np.square(g)
    return dict(h=h, x=x)


def adagrad_decay(x, g, t, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g * g
    lr_t = lr / math.sqrt(t)
    x = x - lr_t * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def adagrad_parentheses(x, g, G=0.0, *, lr=0.01, eps=1e-8):
    G = 0.9 * G + g**2
    x = x - (lr * g / np.sqrt(G) + eps)
    return dict(G=G, x=x)


def adagrad_cautious(x, g, h=1.0, *, lr=0.01, eps=1e-8):
    # h starts at 1, then no division by zero
    h = h + np.power(g, 2)
    denom = np.power(h, 1 / 3) + eps
    x = x - lr * g / denom
    return dict(h=h, denom=denom, x=x)


def adagrad_eps_eps(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2 + eps
    return dict(h=h, x=x - lr * g / (np.sqrt(h) + eps))


def adagrad_list(x, g, h=None, *, lr=0.01, eps=1e-8):
    if h is None:
        h = np.zeros_like(x)
    new_x, new_h = [], []
    for xi, gi, hi in zip(x, g, h):
        hi = max(hi, gi * gi)
        new_h.append(hi)
        new_x.append(xi - lr * gi / (math.sqrt(hi) + eps))
    return dict(h=np.array(new_h), x=np.array(new_x))


# ------------------------------------------------------------------------------------------------------------ rmsprop
def rms_prop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = (1 - rho) * v + rho * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_sum(x, g, sq=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    sq = rho * sq + g**2
    x = x - lr * g / (np.sqrt(sq) + eps)
    return {"sq": sq, "x": x}


def rmsprop_no_root(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    decay = lambda old, new: rho * old + (1 - rho) * new  # noqa: E731
    v = decay(v, g * g)
    x = x - lr * (g / (v + eps))
    return dict(v=v, x=x)


def rmsprop_two_eps(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.square(g)
    rms = np.sqrt(v + eps)
    x = x - lr * g / (rms + eps)
    return dict(v=v, rms=rms, x=x)


def rmsprop_square_outside(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    """Root mean square propagation."""
    v = rho * v + ((1 - rho) * g) ** 2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_l1(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.abs(g)
    x = x - lr * g / (v + eps)
    return dict(v=v, x=x)


def rmsprop_fixed(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = 0.9 * v + 0.1 * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_shared(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    mean_square = np.mean(g**2, axis=-1, keepdims=True)
    v = rho * v + (1 - rho) * mean_square
    scale = np.sqrt(v) + eps
    x = x - lr * np.sign(g) / scale
    return dict(mean_square=mean_square, v=v, x=x)


def rmsprop_position(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * x**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_centered(x, g, v=0.0, mean=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    mean = rho * mean + (1 - rho) * g
    x = x - lr * g / (np.sqrt(v - mean**2) + eps)
    return dict(v=v, mean=mean, x=x)


def rmsprop_scaled_twice(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho**t)
    g = g / (np.sqrt(v_hat) + eps)
    x = x - lr * g / (1 + eps)
    return dict(v=v, v_hat=v_hat, x=x)


# ----------------------------------------------------------------------------------------------------- rmsprop_graves
def graves_minus(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    x = x - delta
    return dict(v=v, m=m, delta=delta, x=x)


def graves_uncentered(x, g, n=0.0, gbar=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    """Graves 2013, eq. 38-45 (n, g bar, delta)."""
    n = rho * n + (1 - rho) * g * g
    gbar = rho * gbar + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(n + eps)
    return dict(n=n, gbar=gbar, delta=delta, x=x + delta)


def graves_eps_out(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    sigma = np.sqrt(v - m**2) + eps
    delta = mu * delta - lr * g / sigma
    x = x + delta
    return dict(v=v, m=m, sigma=sigma, delta=delta, x=x)


def graves_damped(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * np.abs(g)
    std = np.sqrt(v - m**2 + eps)
    delta = mu * delta - (1 - mu) * lr * g / std
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


# ----------------------------------------------------------------------------------------------------------- adadelta
def adadelta_inverted(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(v + eps) / np.sqrt(u + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def adadelta_lr_inside(x, g, Eg=0.0, Ex=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    Eg = rho * Eg + (1 - rho) * g**2
    dx = -lr * np.sqrt(Ex + eps) / np.sqrt(Eg + eps) * g
    Ex = rho * Ex + (1 - rho) * dx**2
    x = x + dx
    return dict(Eg=Eg, Ex=Ex, x=x)


def adadelta_two_caches(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    def rms(a):
        return np.sqrt(a + eps)

    v = rho * v + (1 - rho) * g**2
    delta = rms(u) / rms(v) * g
    u = rho * u + (1 - rho) * g**2
    return dict(v=v, u=u, delta=delta, x=x - lr * delta)


def adadelta_rootless(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = (u + eps) / (v + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return {"v": v, "u": u, "x": x}


def adadelta_frozen(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def adadelta_torchish(x, g, square_avg=0.0, acc_delta=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    """square_avg.mul_(rho).addcmul_(grad, grad, value=1 - rho) and so on"""
    square_avg = square_avg * rho + (1 - rho) * g * g
    std = np.sqrt(square_avg) + eps
    delta = np.sqrt(acc_delta + eps) / std * g
    acc_delta = acc_delta * rho + delta * delta
    x = x - delta * lr
    return dict(square_avg=square_avg, acc_delta=acc_delta, x=x)


def adadelta_uphill(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * np.abs(delta)
    x = x + lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def adadelta_exchanged(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    new_v = rho * v + (1 - rho) * g**2
    delta = np.sqrt((u + eps) / (new_v + eps)) * g
    new_u = rho * u + (1 - rho) * delta**2
    return dict(v=new_u, u=new_v, x=x - lr * delta)


def adadelta_late(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    v = rho * v + (1 - rho) * g**2
    u = (1 - rho) * u + rho * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def adadelta_big(x, g, v=0.0, u=1.0, *, lr=1.0, rho=0.95, eps=1e-6):
    x = x.copy()
    v = v * rho + (1 - rho) * g**2
    d = g * np.sqrt(u + eps) / np.sqrt(v + eps)
    u = u * rho + (1 - rho) * d**2
    x -= lr * d
    return dict(v=v, u=u, x=x)


# --------------------------------------------------------------------------------------------------------------- adam
def adam_raw(x, g, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)


def adam_half_corrected(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v) + eps)
    return dict(m=m, v=v, m_hat=m_hat, x=x)


def adam_overwrite(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Kingma & Ba, Algorithm 1."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)


def adam_from_zero(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    step = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g * g)
    alpha = lr / (1 - beta1**step)
    v_hat = v / (1 - beta2**t)
    return {"m": m, "v": v, "x": x - alpha * m / (np.sqrt(v_hat) + eps)}


def adam_belief(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g - m) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_oneliner(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return dict(
        m=(m := beta1 * m + (1 - beta1) * g),
        v=(v := beta2 * v + (1 - beta2) * g**2),
        x=x - lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t)) + eps,
    )


def adam_forgetful(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    new_v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = new_v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_powers(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.power(g, 4)
    m_hat = m / np.power(1 - beta1, t)
    v_hat = v / (1 - np.power(beta2, t))
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_of_m(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_mixed_betas(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    b1, b2 = beta1, beta2
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b1) * g**2
    bias1, bias2 = 1 - b1**t, 1 - b2**t
    x = x - lr * (m / bias1) / np.sqrt(v / bias2 + eps)
    return dict(m=m, v=v, x=x)


def adam_regularized(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    grad = g + 0.01 * x
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = lr * m_hat / (v_hat + eps)
    return dict(m=m, v=v, step=step, x=x - step)


def adam_helper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def ema(avg, new, beta):
        avg = beta * avg + (1 - beta) * new
        return avg, avg / (1 - beta * t)

    m, m_hat = ema(m, g, beta1)
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, m_hat=m_hat, v=v, x=x)


# ------------------------------------------------------------------------------------------------------------- adamax
def adamax_sum(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = beta2 * u + np.abs(g) + eps
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def adamax_of_m(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(m) + eps)
    return dict(m=m, u=u, x=x - lr / (1 - beta1**t) * m / u)


def adamax_debias_both(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """AdaMax (Adam with the infinity norm)."""
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    m_hat = m / (1 - beta1**t)
    u_hat = u / (1 - beta2**t)
    x = x - lr * m_hat / u_hat
    return dict(m=m, u=u, m_hat=m_hat, u_hat=u_hat, x=x)


def adamax_global(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    biggest = np.max(np.abs(g), axis=-1, keepdims=True)
    u = np.maximum(beta2 * u, biggest + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def adamax_root(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    u = np.where(np.abs(g) + eps > u, np.abs(g) + eps, u)
    step = lr * m / (1 - beta1**t) / np.sqrt(u)
    return dict(m=m, u=u, step=step, x=x - step)


# -------------------------------------------------------------------------------------------------------------- nadam
def nadam_same_t(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def nadam_heavy(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_bar = beta1 * m / (1 - beta1 ** (t + 1)) + g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return {"m": m, "v": v, "x": x - lr * m_bar / (np.sqrt(v_hat) + eps)}


def nadam_reversed(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = (1 - beta1) * m / (1 - beta1 ** (t + 1)) + beta1 * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def nadam_stale(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_old = m
    m = beta1 * m_old + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    look = beta1 * m_old / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    x = x - lr * look / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, look=look, v_hat=v_hat, x=x)


# ------------------------------------------------------------------------------------------------------------ amsgrad
def amsgrad_unused(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def amsgrad_resets(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_max=v, x=x)


def amsgrad_greedy(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """The maximum of past squared gradients keeps the step from growing."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, g**2)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def amsgrad_block(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + beta1 * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v.max(-1, keepdims=True))
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


# ----------------------------------------------------------------------------------------------------------- adabound
def adabound_clip_first(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t, lower, upper) / (np.sqrt(v) + eps)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, rate=rate, x=x)


def adabound_of_g(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lo, hi = final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t))
    size = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps)
    x = x - np.clip(size, lo, hi) * g
    return {"m": m, "v": v, "x": x}


def adabound_bare_lower(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = 1 - final_lr / (gamma * t + 1)
    upper = final_lr * (1 + 1 / (gamma * t))
    bias_correction1 = 1 - beta1**t
    bias_correction2 = 1 - beta2**t
    step_size = lr * np.sqrt(bias_correction2) / bias_correction1
    x = x - np.minimum(np.maximum(step_size / (np.sqrt(v) + eps), lower), upper) * m
    return dict(m=m, v=v, x=x)


def adabound_tired(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


# ----------------------------------------------------------------------------------------------------------- amsbound
def amsbound_only_upper(
    x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.minimum(lr_t / (np.sqrt(v_max) + eps), upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, upper=upper, lr_t=lr_t, rate=rate, x=x)


def amsbound_gamma(
    x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma**t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def amsbound_inverted(
    x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8
):
    """AMSBound with the corrections in the step size."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(beta2 * v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * (1 - beta1**t) / np.sqrt(1 - beta2**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lr_t=lr_t, rate=rate, x=x)


# ------------------------------------------------------------------------------------------------------------ smorms3
def smorms3_r(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / mem
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def smorms3_mem(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g * g
    zeta = m * m / (v + eps)
    x = x - g * np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    mem = 1 + mem * zeta
    return dict(m=m, v=v, mem=mem, x=x)


def smorms3_memory_first(x, g, g1=0.0, g2=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    """Like in Funk's blog post (g1, g2, mem)."""
    mem = 1 + mem * (1 - g1 * g1 / (g2 + eps))
    r = 1 / (mem + 1)
    g1 = (1 - r) * g1 + r * g
    g2 = (1 - r) * g2 + r * g**2
    x = x - g * np.minimum(lr, g1 * g1 / (g2 + eps)) / (np.sqrt(g2) + eps)
    return dict(g1=g1, g2=g2, mem=mem, x=x)


def smorms3_two(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (np.sqrt(v) + eps)
    step = np.minimum(lr, zeta) / (np.sqrt(v) + eps) * m
    mem = 1 + mem * (1 - zeta)
    return dict(m=m, v=v, zeta=zeta, mem=mem, x=x - step)


# ---------------------------------------------------------------------------------------------------------------- eve
def eve_multiplies(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
                   f_star=0.0, eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr * d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def eve_max(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
            f_star=0.0, eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if t > 1:
        worst = np.maximum(f, f_old)
        rel = np.abs(f - f_old) / (worst - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(rel, 1 / c, c)
    x = x - lr / d * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)


def eve_clip_late(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
                  f_star=0.0, eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = np.clip(beta3 * d + (1 - beta3) * change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def eve_first_loss(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
                   f_star=0.0, eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is None:
        f_old = f
    else:
        change = np.abs(f - f_old) / np.minimum(f, f_old)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f_old, x=x)


# ---------------------------------------------------------------------------------------------------------- adasecant
def adasecant_gamma(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7,
    tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(num / (den + eps), gamma_max)
    w = 1 / tau
    num = (1 - w) * num + w * ((g - g_tilde) * (g_tilde - m)) ** 2
    den = (1 - w) * den + w * ((m - g) * (g_tilde - m)) ** 2
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = (1 - w) * c + w * alpha
    c2 = (1 - w) * c2 + w * alpha**2
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = (1 - w) * d + w * delta
    d2 = (1 - w) * last2 + w * delta**2
    cov = (1 - w) * cov + w * delta * alpha
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)  # fmt: skip


def adasecant_stale_g(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7,
    tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha**2 / tau
    last = g if t == 1 else d
    last2 = g**2 if t == 1 else d2
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = (1 - 1 / tau) * d + delta / tau
    d2 = (1 - 1 / tau) * last2 + delta**2 / tau
    cov = (1 - 1 / tau) * cov + delta * alpha / tau
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    x = x + delta
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g_tilde, x=x)  # fmt: skip


def adasecant_double(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7,
    tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    norm = np.sqrt((g**2).sum(-1, keepdims=True))
    g = g / (norm + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    keep = 1 - 1 / tau
    num = keep * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = keep * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    g_tilde = g + gamma * m / (1 + gamma)
    alpha = g - g_old
    c = keep * c + alpha / tau
    c2 = keep * c2 + alpha**2 / tau
    last = g if t == 1 else d
    last2 = g**2 if t == 1 else d2
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) + cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = keep * d + delta / tau
    d2 = keep * last2 + delta**2 / tau
    cov = keep * cov + delta * alpha / tau
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    x = x + delta
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x)  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ santa_e
def santa_small_force(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5
):  # fmt: skip
    u = lr**0.5 * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = lr**0.5 * C if a is None else a
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G if G_old is None else G_old
    explore = t < burnin
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * g + noise  # gradient of the mean loss
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def santa_single_root(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5
):  # fmt: skip
    """Santa with Euler steps."""
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / (lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    explore = t < burnin
    if explore:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    if not explore:
        noise = np.zeros_like(x)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def santa_thermostat(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5
):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    explore = t < burnin
    a = np.where(explore, np.clip(a - u**2 + lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


WRONG = [
    (gd, "sgd", 1, "x: the step has the wrong sign → climbs, x + lr g"),
    (sgd_batch_mean, "sgd", 1, "step: divided by the number of coordinates → lr g / d"),
    (sgd_robbins_monro, "sgd", 1, "eta: lr falls by itself → lr / (1 + t)"),
    (sgd_safe, "sgd", 2, "g: clipped to [-1, 1]; x: weight decay 0.01 lr x subtracted as well"),
    (sgd_unit, "sgd", 1, "direction: gradient brought to length 1 → lr g / |g|"),
    (momentum_v1, "momentum", 1, "v: gradient added, not subtracted → mu v + lr g, climbs"),
    (torch_momentum, "momentum", 1, "x: lr forgotten, velocity is mu v + g (positive convention) → x - v without lr"),
    (my_momentum, "momentum", 1, "x: lr applied twice → x + lr v, where v has lr already"),
    (momentum_averaged, "momentum", 1, "velocity: gradient step has factor (1 - mu) → average instead of sum"),
    (momentum_late, "momentum", 1, "x: moves by the old v, before v is updated → one step late"),
    (momentum_loop, "momentum", 1, "v[i]: vel is one scalar carried from coordinate to coordinate → the "
     "coordinate's own old v is never used"),
    (momentum_frictional, "momentum", 2, "v: decay 1 - mu instead of mu; x: v subtracted, wrong sign → climbs"),
    (momentum_fancy, "momentum", 1, "x: Nesterov's extra step → x + mu v - lr g instead of x + v"),
    (momentum_first, "momentum", 1, "v: starts at -g instead of 0 → first step mu g + lr g"),
    (momentum_force, "momentum", 2, "force: absolute value of g; x: v times mu once more → x + mu v"),
    (ema_momentum, "momentum_ema", 1, "m: factor (1 - mu) of g missing → sum instead of average"),
    (ema_swapped, "momentum_ema", 1, "m: weights exchanged → (1 - mu) m + mu g"),
    (ema_debiased, "momentum_ema", 1, "x: m is bias-corrected → m / (1 - mu^t)"),
    (ema_running_mean, "momentum_ema", 1, "m: plain running mean, weight 1/(t+1), mu unused → m + (g - m)/(t + 1)"),
    (ema_sign, "momentum_ema", 2, "direction: sign of g instead of g; x: extra factor (1 - mu)"),
    (nag, "nesterov", 1, "g: gradient at x, not at the look-ahead point → plain momentum"),
    (nesterov_back, "nesterov", 1, "x_ahead: looks back → x - mu v"),
    (nesterov_full_look, "nesterov", 1, "look-ahead point: mu missing → grad(x + v)"),
    (nesterov_twice, "nesterov", 1, "x: look-ahead applied again → x + mu v - lr g instead of x + v"),
    (nesterov_from_ahead, "nesterov", 2, "v: factor (1 - mu) on the gradient; x: moves from the look-ahead point y, so mu "
     "v counts twice"),
    (nesterov_climbs, "nesterov", 2, "look: lr v instead of mu v; v: gradient added instead of subtracted"),
    (nesterov_decay_first, "nesterov", 1, "g_ahead: v has mu already → looks mu^2 v ahead"),
    (nesterov_trapezoid, "nesterov", 1, "g: mean of the gradients at x and at the look-ahead point"),
    (nesterov_positive, "nesterov", 2, "g: looks only half as far, mu vel / 2; x: lr applied twice → x - lr vel, where "
     "vel has lr already"),
    (adagrad_abs, "adagrad", 1, "h: sums |g| instead of g^2"),
    (ada_grad, "adagrad", 1, "x: root of the sum missing → lr g / (h + eps)"),
    (adagrad_mean, "adagrad", 1, "h: running mean of g^2 instead of the sum"),
    (adagrad_norm, "adagrad", 1, "h: squared norm over all coordinates, one number for all"),
    (adagrad_before, "adagrad", 1, "x: uses h before this g^2 is added"),
    (adagrad_decay, "adagrad", 1, "lr_t: lr / sqrt(t) on top of the accumulated sum"),
    (adagrad_parentheses, "adagrad", 2, "G: decays by 0.9 a step; x: eps added to the quotient, not to the root (parentheses)"),
    (adagrad_cautious, "adagrad", 2, "h: starts at 1; denom: cube root instead of square root"),
    (adagrad_eps_eps, "adagrad", 1, "h: eps added into the sum in every step, as well as to the root"),
    (adagrad_list, "adagrad", 1, "h: largest g^2 so far instead of the sum"),
    (rms_prop, "rmsprop", 1, "v: weights exchanged → (1 - rho) v + rho g^2"),
    (rmsprop_sum, "rmsprop", 1, "sq: factor (1 - rho) of g^2 missing"),
    (rmsprop_no_root, "rmsprop", 1, "x: root missing → g / (v + eps)"),
    (rmsprop_two_eps, "rmsprop", 1, "rms: eps under the root as well as outside"),
    (rmsprop_square_outside, "rmsprop", 1, "v: (1 - rho) is squared too → ((1 - rho) g)^2"),
    (rmsprop_l1, "rmsprop", 2, "v: average of |g| instead of g^2; x: no root"),
    (rmsprop_fixed, "rmsprop", 1, "v: rho hard-coded as 0.9"),
    (rmsprop_shared, "rmsprop", 2, "mean_square: mean over coordinates, one v for all; x: sign of g instead of g"),
    (rmsprop_position, "rmsprop", 1, "v: averages x^2 instead of g^2"),
    (rmsprop_centered, "rmsprop", 1, "x: variance v - mean^2 under the root instead of v"),
    (rmsprop_scaled_twice, "rmsprop", 2, "v_hat: bias correction that RMSprop has not; x: step divided by 1 + eps once more"),
    (graves_minus, "rmsprop_graves", 1, "x: delta subtracted → climbs"),
    (graves_uncentered, "rmsprop_graves", 1, "delta: mean squared not subtracted → sqrt(n + eps)"),
    (graves_eps_out, "rmsprop_graves", 1, "sigma: eps outside the root"),
    (graves_damped, "rmsprop_graves", 2, "m: averages |g| instead of g; delta: factor (1 - mu) on the gradient part"),
    (adadelta_inverted, "adadelta", 1, "delta: ratio upside down → sqrt(v + eps) / sqrt(u + eps)"),
    (adadelta_lr_inside, "adadelta", 1, "Ex: averages the step with lr in it, (lr delta)^2 → differs for lr other than 1"),
    (adadelta_two_caches, "adadelta", 1, "u: averages g^2 instead of delta^2"),
    (adadelta_rootless, "adadelta", 1, "delta: roots missing → (u + eps) / (v + eps) g"),
    (adadelta_frozen, "adadelta", 1, "delta: eps missing in the numerator, u stays 0 → never moves"),
    (adadelta_torchish, "adadelta", 2, "std: eps outside the root; acc_delta: factor (1 - rho) of delta^2 missing"),
    (adadelta_uphill, "adadelta", 2, "u: averages |delta| instead of delta^2; x: sign, climbs"),
    (adadelta_exchanged, "adadelta", 1, "return: v and u exchanged"),
    (adadelta_late, "adadelta", 2, "delta: uses v before this g^2; u: weights exchanged → (1 - rho) u + rho delta^2"),
    (adadelta_big, "adadelta", 1, "u: starts at 1 instead of 0"),
    (adam_raw, "adam", 1, "x: no bias corrections at all"),
    (adam_half_corrected, "adam", 1, "x: v not bias-corrected"),
    (adam_overwrite, "adam", 1, "m: the corrected m overwrites the state m and is carried on"),
    (adam_from_zero, "adam", 1, "alpha: correction of m with t + 1"),
    (adam_belief, "adam", 1, "v: averages (g - m)^2 instead of g^2 (AdaBelief)"),
    (adam_oneliner, "adam", 1, "x: eps added to x instead of the root (parentheses)"),
    (adam_forgetful, "adam", 1, "return: the old v is returned, so v stays 0 → v_hat knows the newest g only"),
    (adam_powers, "adam", 2, "v: fourth power of g instead of the square; m_hat: (1 - beta1)^t instead of 1 - beta1^t"),
    (adam_of_m, "adam", 2, "v: averages m^2 instead of g^2; x: uses m instead of m_hat"),
    (adam_mixed_betas, "adam", 2, "v: new g^2 has weight 1 - beta1 instead of 1 - beta2; x: eps under the root"),
    (adam_regularized, "adam", 2, "grad: weight decay 0.01 x added; step: root missing → v_hat + eps"),
    (adam_helper, "adam", 1, "m_hat: 1 - beta1 * t instead of 1 - beta1 ** t"),
    (adamax_sum, "adamax", 1, "u: sum beta2 u + |g| + eps instead of the maximum"),
    (adamax_of_m, "adamax", 1, "u: |m| instead of |g|"),
    (adamax_debias_both, "adamax", 1, "u_hat: u is bias-corrected too → u / (1 - beta2^t)"),
    (adamax_global, "adamax", 2, "m: factor (1 - beta1) missing; biggest: maximum over the coordinates"),
    (adamax_root, "adamax", 2, "u: never decays, beta2 missing; step: root of u"),
    (nadam_same_t, "nadam", 1, "m_hat: m is corrected with t instead of t + 1"),
    (nadam_heavy, "nadam", 1, "m_bar: factor (1 - beta1) of g missing"),
    (nadam_reversed, "nadam", 1, "m_hat: weights exchanged → (1 - beta1) m and beta1 g"),
    (nadam_stale, "nadam", 2, "look: old m instead of the new one; v_hat: corrected with beta1 instead of beta2"),
    (amsgrad_unused, "amsgrad", 1, "x: v_max computed but v used"),
    (amsgrad_resets, "amsgrad", 1, "return: v_max is set to v, so the maximum is of the last two only"),
    (amsgrad_greedy, "amsgrad", 1, "v_max: maximum of g^2 instead of v"),
    (amsgrad_block, "amsgrad", 2, "m: g has weight beta1 instead of 1 - beta1; v_max: maximum over the coordinates"),
    (adabound_clip_first, "adabound", 1, "rate: lr_t is clipped before the division, not the quotient"),
    (adabound_of_g, "adabound", 1, "x: g instead of m"),
    (adabound_bare_lower, "adabound", 1, "lower: 1 - final_lr / (gamma t + 1) instead of final_lr (1 - 1 / (gamma t + 1))"),
    (adabound_tired, "adabound", 2, "upper: gamma t + 1 instead of gamma t; rate: lr instead of lr_t, no bias correction"),
    (amsbound_only_upper, "amsbound", 1, "rate: no lower bound"),
    (amsbound_gamma, "amsbound", 1, "lower: gamma ** t instead of gamma * t"),
    (amsbound_inverted, "amsbound", 2, "v_max: decays with beta2; lr_t: bias corrections upside down"),
    (smorms3_r, "smorms3", 1, "r: 1 / mem instead of 1 / (mem + 1)"),
    (smorms3_mem, "smorms3", 1, "mem: 1 + mem zeta instead of 1 + mem (1 - zeta)"),
    (smorms3_memory_first, "smorms3", 1, "mem: updated before r is made, with the averages of the last step → first r is 1/3"),
    (smorms3_two, "smorms3", 2, "zeta: divided by sqrt(v) instead of v; step: m instead of g"),
    (eve_multiplies, "eve", 1, "x: lr times d instead of divided by d"),
    (eve_max, "eve", 1, "rel: divided by the larger loss instead of the smaller"),
    (eve_clip_late, "eve", 1, "d: the average is clipped instead of the change"),
    (eve_first_loss, "eve", 2, "change: f_star not subtracted; f_old: never updated, always the first loss"),
    (adasecant_gamma, "adasecant", 1, "gamma: root missing → num / den"),
    (adasecant_stale_g, "adasecant", 1, "return: g_old is g_tilde instead of the normalized g"),
    (adasecant_double, "adasecant", 2, "g_tilde: parentheses lost, g not divided by 1 + gamma; rate: cov added instead "
     "of subtracted"),
    (santa_small_force, "santa_e", 1, "u: factor n of the gradient missing"),
    (santa_single_root, "santa_e", 1, "G: outer root missing → 1 / (lam + sqrt(v))"),
    (santa_thermostat, "santa_e", 2, "a: thermostat with the wrong sign; x: moves by u without G"),
]


# ---------------------------------------------------------------------------------------------------- right ones
# ---------------------------------------------------------------------------------------------------------------- sgd
def sgd_negative(x, g, *, lr=0.01):
    update = np.negative(g)
    update = update * lr
    return dict(update=update, x=x + update)


def sgd_in_place(x, g, *, lr=0.01):
    w = x.copy()  # do not touch the caller's array
    w -= lr * g
    return {"x": w}


def sgd_coordinates(x, g, *, lr=0.01):
    g, lr = np.broadcast_to(g, x.shape), np.broadcast_to(lr, x.shape)
    out = np.empty_like(x)
    for i in np.ndindex(x.shape):
        out[i] = x[i] - lr[i] * g[i]
    return dict(x=out)


# ----------------------------------------------------------------------------------------------------------- momentum
def momentum_uphill(x, g, vel=0.0, *, lr=0.01, mu=0.9):
    """The velocity points uphill here, so it is subtracted."""
    vel = mu * vel + lr * g
    x = x - vel
    return dict(vel=vel, x=x)


def momentum_signs(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = -(lr * g - mu * v)
    x = x - (-v)
    return dict(v=v, x=x)


def momentum_none(x, g, v=None, *, lr=0.01, mu=0.9):
    if v is None:
        v = -lr * g
    else:
        v = -lr * g + v * mu
    return {"x": x + v, "v": v}


def momentum_positions(x, g, x_old=None, *, lr=0.01, mu=0.9):
    # Polyak 1964: x_{k+1} = x_k - lr g + mu (x_k - x_{k-1})
    if x_old is None:
        x_old = x
    x_new = x - lr * g + mu * (x - x_old)
    return dict(x_old=x, x=x_new)


def momentum_lr_outside(x, g, buf=0.0, lr_old=None, *, lr=0.01, mu=0.9):
    """Torch-like buffer in gradient units; rescaled where lr changes, as the old steps were taken with the old lr."""
    if lr_old is not None:
        buf = buf * (lr_old / lr)
    buf = mu * buf + g
    x = x - lr * buf
    return dict(buf=buf, lr_old=lr, x=x)


def momentum_coordinates(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = v + np.zeros_like(x)
    g = g + np.zeros_like(x)
    lr = lr + np.zeros_like(x)
    mu = mu + np.zeros_like(x)
    x = x.copy()
    for k in np.ndindex(x.shape):
        v[k] = mu[k] * v[k] - lr[k] * g[k]
        x[k] = x[k] + v[k]
    return dict(v=v, x=x)


def momentum_walrus(x, g, v=0.0, *, lr=0.01, mu=0.9):
    return dict(v=(v := v * mu - g * lr), x=x + v, speed=np.abs(v))


def momentum_friction(x, g, v=0.0, *, lr=0.01, mu=0.9):
    friction = 1 - mu
    v = v - friction * v - lr * g
    x = x + v
    return dict(v=v, x=x)


# ------------------------------------------------------------------------------------------------------- momentum_ema
def ema_increment(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = m + (1 - mu) * (g - m)
    return dict(m=m, x=x - lr * m)


def ema_other_weight(x, g, m=0.0, *, lr=0.01, mu=0.9):
    """alpha is the weight of the new gradient."""
    alpha = 1 - mu
    m = alpha * g + (1 - alpha) * m
    x = x + (-lr) * m
    return {"m": m, "x": x}


def ema_sum(x, g, s=0.0, *, lr=0.01, mu=0.9):
    # s is the sum, (1 - mu) s the average
    s = mu * s + g
    m = (1 - mu) * s
    x = x - lr * m
    return dict(s=s, m=m, x=x)


def ema_helper(x, g, m=None, *, lr=0.01, mu=0.9):
    def lerp(a, b, w):
        return a * (1 - w) + b * w

    if m is None:
        m = np.zeros_like(x)
    m = lerp(g, m, mu)
    return dict(m=m, x=x - m * lr)


# ----------------------------------------------------------------------------------------------------------- nesterov
def nesterov_points(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    y = x + mu * v
    x_new = y - lr * grad(y)
    return dict(y=y, v=x_new - x, x=x_new)


def nesterov_previous(x, grad, x_prev=None, *, lr=0.01, mu=0.9):
    """Nesterov 1983: two sequences of points, no velocity."""
    if x_prev is None:
        x_prev = x
    ahead = (1 + mu) * x - mu * x_prev
    return dict(x_prev=x, ahead=ahead, x=ahead - lr * grad(ahead))


def nesterov_uphill(x, grad, vel=0.0, *, lr=0.01, mu=0.9):
    coast = mu * vel
    vel = coast + lr * grad(x - coast)
    return dict(vel=vel, x=x - vel)


def nesterov_in_place(x, grad, v=None, *, lr=0.01, mu=0.9):
    v = np.zeros_like(x) if v is None else v.copy()
    v *= mu
    g_ahead = grad(x + v)
    v -= lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)


# ------------------------------------------------------------------------------------------------------------ adagrad
def adagrad_hypot(x, g, s=0.0, *, lr=0.01, eps=1e-8):
    """s is the root of the sum of squares: the length of the vector of all past gradients."""
    s = np.hypot(s, g)
    x = x - lr * g / (s + eps)
    return dict(s=s, x=x)


def adagrad_power(x, g, h=None, *, lr=0.01, eps=1e-8):
    sq = np.power(g, 2)
    h = sq if h is None else h + sq
    scale = np.power(h, 0.5) + eps
    return dict(h=h, scale=scale, x=x - np.divide(lr, scale) * g)


def adagrad_mean_form(x, g, t, q=0.0, *, lr=0.01, eps=1e-8):
    # q is the mean of the squares, t q their sum
    q = q + (g * g - q) / t
    h = t * q
    return dict(q=q, h=h, x=x - lr * g / (np.sqrt(h) + eps))


def adagrad_coordinates(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    g, h, lr, eps = (np.zeros_like(x) + a for a in (g, h, lr, eps))
    x = x.copy()
    for i in np.ndindex(x.shape):
        h[i] += g[i] * g[i]
        x[i] -= lr[i] * g[i] / (math.sqrt(h[i]) + eps[i])
    return dict(h=h, x=x)


def adagrad_cache(x, g, cache=0.0, *, lr=0.01, eps=1e-8):
    cache = cache + g**2
    rate = lr / (eps + cache**0.5)
    dx = -rate * g
    return {"cache": cache, "rate": rate, "x": x + dx}


# ------------------------------------------------------------------------------------------------------------ rmsprop
def rmsprop_increment(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = v - (1 - rho) * (v - np.square(g))
    x = x - g * lr / (eps + np.power(v, 0.5))
    return dict(v=v, x=x)


def rmsprop_root_state(x, g, r=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    """r is the root mean square itself."""
    r = np.sqrt(rho * r * r + (1 - rho) * g * g)
    return dict(r=r, x=x - lr * g / (r + eps))


def rmsprop_sum_state(x, g, s=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    s = rho * s + g**2
    rms = np.sqrt((1 - rho) * s)
    x = x - lr * (g / (rms + eps))
    return {"s": s, "x": x}


def rmsprop_helpers(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    average = lambda old, new: rho * old + (1 - rho) * new  # noqa: E731
    normalise = lambda a, power: a / (power**0.5 + eps)  # noqa: E731
    v = average(v, g**2)
    return dict(v=v, x=x - lr * normalise(g, v))


def rmsprop_coordinates(x, g, v=None, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = np.zeros(x.shape) if v is None else np.array(v)
    g, lr, rho, eps = np.broadcast_arrays(g, lr, rho, eps, v)[:4]
    new = np.array(x)
    for i in np.ndindex(x.shape):
        gi = g[i]
        v[i] = rho[i] * v[i] + (1.0 - rho[i]) * gi * gi
        new[i] = x[i] - lr[i] * gi / (math.sqrt(v[i]) + eps[i])
    return dict(v=v, x=new)


# ----------------------------------------------------------------------------------------------------- rmsprop_graves
def graves_subtracts(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = v + (1 - rho) * (g**2 - v)
    m = m + (1 - rho) * (g - m)
    variance = v - m * m
    delta = -(lr * g / np.sqrt(variance + eps) - mu * delta)
    return dict(v=v, m=m, variance=variance, delta=delta, x=x + delta)


def graves_paper_names(x, g, n=0.0, g_bar=0.0, Delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n = rho * n + (1 - rho) * g**2
    g_bar = rho * g_bar + (1 - rho) * g
    Delta = mu * Delta - lr * g * (n - g_bar**2 + eps) ** -0.5
    return dict(n=n, g_bar=g_bar, Delta=Delta, x=x + Delta)


def graves_variance_state(x, g, var=0.0, m=0.0, b=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    """The variance by West's recursion, never negative by rounding; b is the step downhill with positive sign."""
    diff = g - m
    m = m + (1 - rho) * diff
    var = rho * (var + (1 - rho) * diff**2)
    b = mu * b + lr * g / np.sqrt(var + eps)
    return dict(var=var, m=m, b=b, x=x - b)


# ----------------------------------------------------------------------------------------------------------- adadelta
def adadelta_one_root(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g * g
    delta = g * np.sqrt((u + eps) / (v + eps))
    u = u + (1 - rho) * (delta * delta - u)
    return dict(v=v, delta=delta, u=u, x=x - lr * delta)


def adadelta_zeiler(x, g, Eg2=0.0, Edx2=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    """The names and the sign of the paper: the step is negative."""

    def RMS(mean_square):
        return np.sqrt(mean_square + eps)

    Eg2 = rho * Eg2 + (1 - rho) * g**2
    dx = -RMS(Edx2) / RMS(Eg2) * g
    Edx2 = rho * Edx2 + (1 - rho) * dx**2
    return dict(Eg2=Eg2, Edx2=Edx2, dx=dx, x=x + lr * dx)


def adadelta_shifted(x, g, v=None, u=None, *, lr=1.0, rho=0.95, eps=1e-6):
    # v and u contain eps from the start: rho (a + eps) + (1 - rho) (b + eps) = (rho a + (1 - rho) b) + eps
    if v is None:
        v, u = eps, eps
    v = rho * v + (1 - rho) * (g**2 + eps)
    delta = np.sqrt(u / v) * g
    u = rho * u + (1 - rho) * (delta**2 + eps)
    return dict(v=v, u=u, x=x - lr * delta)


def adadelta_coordinates(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    g, v, u, lr, rho, eps = (a + np.zeros(x.shape) for a in (g, v, u, lr, rho, eps))
    x = x + 0.0
    for i in np.ndindex(x.shape):
        v[i] = rho[i] * v[i] + (1 - rho[i]) * g[i] ** 2
        d = math.sqrt(u[i] + eps[i]) / math.sqrt(v[i] + eps[i]) * g[i]
        u[i] = rho[i] * u[i] + (1 - rho[i]) * d**2
        x[i] -= lr[i] * d
    return {"v": v, "u": u, "x": x}


# --------------------------------------------------------------------------------------------------------------- adam
def adam_lr_t_exact(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Both corrections gathered in lr_t; eps is scaled along, so that nothing changes."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(1 - beta2**t)
    lr_t = lr * root / (1 - beta1**t)
    x = x - lr_t * m / (np.sqrt(v) + eps * root)
    return dict(m=m, v=v, lr_t=lr_t, x=x)


def adam_products(x, g, m=0.0, v=0.0, b1t=1.0, b2t=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # running products instead of powers, no t needed
    b1t = b1t * beta1
    b2t = b2t * beta2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    x = x - lr * (m / (1 - b1t)) / (np.sqrt(v / (1 - b2t)) + eps)
    return dict(m=m, v=v, b1t=b1t, b2t=b2t, x=x)


def adam_weighted_means(x, g, s=0.0, q=0.0, ws=0.0, wq=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """The corrected averages are weighted means: a weighted sum over the sum of the weights."""
    s, ws = beta1 * s + g, beta1 * ws + 1
    q, wq = beta2 * q + g**2, beta2 * wq + 1
    mean, mean_square = s / ws, q / wq
    return dict(s=s, q=q, ws=ws, wq=wq, x=x - lr * mean / (np.sqrt(mean_square) + eps))


def adam_hat_states(x, g, t, m_hat=0.0, v_hat=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # recursion for the corrected averages themselves
    m_hat = m_hat + (1 - beta1) / (1 - beta1**t) * (g - m_hat)
    v_hat = v_hat + (1 - beta2) / (1 - beta2**t) * (g**2 - v_hat)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m_hat=m_hat, v_hat=v_hat, x=x)


def adam_class_style(x, g, t, m=None, v=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if m is None:
        m, v = np.zeros_like(x), np.zeros_like(x)
    m, v, x = m.copy(), v.copy(), x.copy()
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g * g
    denom = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    step_size = lr / (1 - beta1**t)
    x -= step_size * m / denom
    return dict(m=m, v=v, x=x)


def adam_expression(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return {
        "m": (m := g + beta1 * (m - g)),
        "v": (v := np.square(g) + beta2 * (v - np.square(g))),
        "x": x - lr / (1 - np.power(beta1, t)) * m / (eps + np.sqrt(v / (1 - np.power(beta2, t)))),
    }


def adam_coordinates(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    zero = np.zeros_like(x)
    m, v, g = zero + m, zero + v, zero + g
    lr, b1, b2, e = zero + lr, zero + beta1, zero + beta2, zero + eps
    new = zero.copy()
    for i in np.ndindex(x.shape):
        m[i] = b1[i] * m[i] + (1 - b1[i]) * g[i]
        v[i] = b2[i] * v[i] + (1 - b2[i]) * g[i] ** 2
        mh = m[i] / (1 - b1[i] ** t)
        vh = v[i] / (1 - b2[i] ** t)
        new[i] = x[i] - lr[i] * mh / (math.sqrt(vh) + e[i])
    return dict(m=m, v=v, x=new)


# ------------------------------------------------------------------------------------------------------------- adamax
def adamax_where(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    old, new = beta2 * u, np.abs(g) + eps
    u = np.where(new > old, new, old)
    return dict(m=m, u=u, x=x - lr * (m / (1 - beta1**t)) / u)


def adamax_inverse(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Uses sqrt(g^2) for |g| and max(a, b) = (a + b + |a - b|) / 2."""
    m = m + (1 - beta1) * (g - m)
    a, b = beta2 * u, np.sqrt(g * g) + eps
    u = (a + b + np.abs(a - b)) / 2
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat * u**-1
    return dict(m=m, m_hat=m_hat, u=u, x=x)


def adamax_stack(x, g, t, m=None, u=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * g if m is None else beta1 * m + (1 - beta1) * g
    size = abs(g) + eps
    u = size if u is None else np.max(np.stack(np.broadcast_arrays(beta2 * u, size)), axis=0)
    return {"m": m, "u": u, "x": x - lr / (1 - beta1**t) * m / u}


# -------------------------------------------------------------------------------------------------------------- nadam
def nadam_two_hats(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_next = m / (1 - beta1 * beta1**t)
    g_hat = g / (1 - beta1**t)
    m_bar = g_hat + beta1 * (m_next - g_hat)
    x = x - lr * m_bar / (np.sqrt(v) / np.sqrt(1 - beta2**t) + eps)
    return dict(m=m, v=v, m_bar=m_bar, x=x)


def nadam_products(x, g, m=0.0, v=0.0, p1=1.0, p2=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    p1, p2 = p1 * beta1, p2 * beta2
    m = beta1 * m + (new := (1 - beta1) * g)
    v = beta2 * v + (1 - beta2) * np.square(g)
    direction = beta1 / (1 - p1 * beta1) * m + new / (1 - p1)
    size = np.sqrt(v / (1 - p2)) + eps
    return {"m": m, "v": v, "p1": p1, "p2": p2, "x": x - lr * direction / size}


def nadam_helper(x, g, t, m=None, v=None, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def correct(a, beta, steps):
        return a / (1 - np.power(beta, steps))

    m = (1 - beta1) * g + (0 if m is None else beta1 * m)
    v = (1 - beta2) * g**2 + (0 if v is None else beta2 * v)
    m_hat = beta1 * correct(m, beta1, t + 1) + (1 - beta1) * correct(g, beta1, t)
    x = x - lr * m_hat / (eps + np.sqrt(correct(v, beta2, t)))
    return dict(m=m, v=v, m_hat=m_hat, x=x)


# ------------------------------------------------------------------------------------------------------------ amsgrad
def amsgrad_where(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    grows = v > v_max
    v_max = np.where(grows, v, v_max)
    denom = np.sqrt(v_max) + eps
    return dict(m=m, v=v, v_max=v_max, denom=denom, x=x - m / denom * lr)


def amsgrad_root_max(x, g, m=0.0, v=0.0, r_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Keeps the largest root instead of the largest square: the root is monotone."""
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    r_max = np.fmax(r_max, np.sqrt(v))
    return dict(m=m, v=v, r_max=r_max, x=x - lr * m / (r_max + eps))


def amsgrad_coordinates(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    best = np.broadcast_to(v_max, np.shape(v)).copy()
    for i in np.ndindex(best.shape):
        if v[i] > best[i]:
            best[i] = v[i]
    return {"m": m, "v": v, "v_max": best, "x": x - lr * m / (np.sqrt(best) + eps)}


# ----------------------------------------------------------------------------------------------------------- adabound
def adabound_min_max(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    k = gamma * t
    lower, upper = final_lr * k / (k + 1), final_lr * (k + 1) / k
    step_size = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    rate = np.minimum(np.maximum(step_size / (np.sqrt(v) + eps), lower), upper)
    return dict(m=m, v=v, rate=rate, x=x - m * rate)


def adabound_port(x, g, t, exp_avg=0.0, exp_avg_sq=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3,
                  eps=1e-8):  # fmt: skip
    """Port of the authors' torch code, with its names."""
    exp_avg = exp_avg * beta1 + (1 - beta1) * g
    exp_avg_sq = exp_avg_sq * beta2 + (1 - beta2) * g * g
    denom = np.sqrt(exp_avg_sq) + eps
    bias_correction1 = 1 - beta1**t
    bias_correction2 = 1 - beta2**t
    step_size = lr * np.sqrt(bias_correction2) / bias_correction1
    lower_bound = final_lr * (1 - 1 / (gamma * t + 1))
    upper_bound = final_lr * (1 + 1 / (gamma * t))
    step = np.clip(step_size / denom, lower_bound, upper_bound) * exp_avg
    return dict(exp_avg=exp_avg, exp_avg_sq=exp_avg_sq, x=x - step)


# ----------------------------------------------------------------------------------------------------------- amsbound
def amsbound_helpers(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3,
                     eps=1e-8):  # fmt: skip
    def bounds():
        return final_lr - final_lr / (gamma * t + 1), final_lr + final_lr / (gamma * t)

    m = g - beta1 * (g - m)
    v = g**2 - beta2 * (g**2 - v)
    v_max = np.where(v_max > v, v_max, v)
    rate = np.clip(lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v_max) + eps), *bounds())
    return {"m": m, "v": v, "v_max": v_max, "x": x - rate * m}


def amsbound_none(x, g, t, m=None, v=None, v_max=None, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3,
                  eps=1e-8):  # fmt: skip
    if m is None:
        m = v = v_max = np.zeros_like(x)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    lo = final_lr * gamma * t / (gamma * t + 1)
    hi = final_lr * (gamma * t + 1) / (gamma * t)
    rate = lr * np.sqrt(1 - beta2**t) / ((1 - beta1**t) * (np.sqrt(v_max) + eps))
    rate = np.where(rate < lo, lo, np.where(rate > hi, hi, rate))
    return dict(m=m, v=v, v_max=v_max, rate=rate, x=x - rate * m)


# ------------------------------------------------------------------------------------------------------------ smorms3
def smorms3_increment(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    m = m + (g - m) / (mem + 1)
    v = v + (g**2 - v) / (mem + 1)
    zeta = m * m / (v + eps)
    mem = mem - mem * zeta + 1
    x = x - g * np.minimum(lr, zeta) / (eps + np.sqrt(v))
    return dict(m=m, v=v, zeta=zeta, mem=mem, x=x)


def smorms3_blog(x, g, mem=1.0, g1=0.0, g2=0.0, *, lr=1e-3, eps=1e-16):
    """Order and names of the blog post."""
    r = 1 / (mem + 1)
    g1 = (1 - r) * g1 + r * g
    g2 = (1 - r) * g2 + r * g**2
    ratio = g1 * g1 / (g2 + eps)
    mem = 1 + mem * (1 - ratio)
    rate = np.where(ratio < lr, ratio, lr)
    return dict(mem=mem, g1=g1, g2=g2, x=x - g * rate / (np.sqrt(g2) + eps))


def smorms3_next_r(x, g, m=0.0, v=0.0, r=0.5, *, lr=1e-3, eps=1e-16):
    """The state is r = 1 / (mem + 1) for the next step, so mem is 1 / r - 1."""
    keep = 1 - r
    m = keep * m + r * g
    v = keep * v + r * g * g
    zeta = np.power(m, 2) / (v + eps)
    mem = 1 + (1 / r - 1) * (1 - zeta)
    step = np.minimum(lr, zeta) * g / (np.sqrt(v) + eps)
    return {"m": m, "v": v, "r": 1 / (mem + 1), "x": x - step}


# ---------------------------------------------------------------------------------------------------------------- eve
def eve_by_t(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
             eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if t > 1:
        high, low = np.maximum(f, f_old), np.minimum(f, f_old)
        change = (high - low) / (low - f_star)
        d = d + (1 - beta3) * (np.clip(change, 1 / c, c) - d)
    step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_old=f, step=step, x=x - step / d)


def eve_gap(x, g, t, f, m=0.0, v=0.0, d=1.0, gap_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
            f_star=0.0, eps=1e-8):  # fmt: skip
    """The state is the gap f - f_star; the relative change is the ratio of the gaps minus 1, the larger over the smaller."""
    gap = f - f_star
    if gap_old is not None:
        ratio = np.maximum(gap / gap_old, gap_old / gap)
        d = beta3 * d + (1 - beta3) * np.minimum(np.maximum(ratio - 1, 1 / c), c)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    x = x - lr * (m / (1 - beta1**t)) / (d * (np.sqrt(v / (1 - beta2**t)) + eps))
    return {"m": m, "v": v, "d": d, "gap_old": gap, "x": x}


def eve_eta(x, g, t, f, m=None, v=None, d=None, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
            f_star=0.0, eps=1e-8):  # fmt: skip
    first = f_old is None
    m = (1 - beta1) * g + (0 if first else beta1 * m)
    v = (1 - beta2) * g**2 + (0 if first else beta2 * v)
    if first:
        d = 1.0
    else:
        rel = np.abs(f_old - f) / np.minimum(f - f_star, f_old - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(rel, 1 / c, c)
    eta = lr / d
    x = x - eta * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, f_old=f, eta=eta, x=x)


# ---------------------------------------------------------------------------------------------------------- adasecant
def adasecant_ema(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7,
    tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    w = 1 / tau

    def ema(old, new):
        return (1 - w) * old + w * new

    length = np.sqrt(np.sum(g**2, axis=-1, keepdims=True))
    g = g / (length + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g * g
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    off = g_tilde - m
    num = ema(num, np.square((g_tilde - g) * off))
    den = ema(den, np.square((g - m) * off))
    mix = 1 / (1 + gamma)
    g_tilde = mix * g + (1 - mix) * m
    alpha = g - g_old
    c, c2 = ema(c, alpha), ema(c2, alpha**2)
    last, last2 = (g, g * g) if t == 1 else (d, d2)
    curvature = c2 + eps_rate
    rate = np.sqrt((last2 + eps_rate) / curvature) - cov / curvature
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d, d2, cov = ema(d, delta), ema(last2, delta**2), ema(cov, delta * alpha)
    outlier_g = np.square(g - m) > 4 * (m2 - m**2)
    outlier_alpha = np.square(alpha - c) > 4 * (c2 - c**2)
    longer = tau - tau * last**2 / (last2 + eps) + 1 + eps
    tau = np.minimum(np.maximum(np.where(outlier_g | outlier_alpha, 2.2, longer), 1.5), 1e8)
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ santa_e
def santa_if(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5
):  # fmt: skip
    """One `if` for each of the two stages; the random numbers are drawn in both, so that the stream is the same."""
    u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = np.sqrt(lr) * C if a is None else a
    beta_t = beta0 * np.power(float(t), anneal)
    v = sigma * v + (1 - sigma) * g * g
    G_new = (lam + v**0.5) ** -0.5
    G_last = G_new if G is None else G
    z = rng.standard_normal(x.shape, x.dtype)
    if t < burnin:
        a = np.minimum(np.maximum(a + u * u - lr / beta_t, a_min), a_max)
        noise = np.sqrt(2 * G_last / beta_t) * lr ** (p / 2) * z
        if curvature:
            noise = noise + lr * (1 - G_last / G_new) / (beta_t * u)
    else:
        noise = 0 * z
    force = lr * n * G_new * g
    u = u - a * u - force + noise
    return dict(beta_t=beta_t, v=v, G=G_new, a=a + 0 * u, noise=noise, u=u, x=x + G_new * u)


def santa_mu(
    x, g, t, rng, n, v=0.0, G=None, mu=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5
):  # fmt: skip
    """The state is momentum's mu = 1 - a instead of the friction a."""
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if mu is None:
        mu = 1 - lr**0.5 * C
    temperature = 1 / (beta0 * t**anneal)
    exploring = np.less(t, burnin)
    v = v + (1 - sigma) * (g**2 - v)
    G_old, G = G, 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    mu = np.where(exploring, np.clip(mu - u**2 + lr * temperature, 1 - a_max, 1 - a_min), mu)
    noise = np.sqrt(2 * lr**p * temperature * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr * temperature * (1 - G_old / G) / u
    u = mu * u - lr * G * n * g + np.where(exploring, noise, 0)
    x = x + G * u
    return dict(v=v, G=G, mu=mu, u=u, x=x)


RIGHT = [
    (sgd_negative, "sgd"),
    (sgd_in_place, "sgd"),
    (sgd_coordinates, "sgd"),
    (momentum_uphill, "momentum"),
    (momentum_signs, "momentum"),
    (momentum_none, "momentum"),
    (momentum_positions, "momentum"),
    (momentum_lr_outside, "momentum"),
    (momentum_coordinates, "momentum"),
    (momentum_walrus, "momentum"),
    (momentum_friction, "momentum"),
    (ema_increment, "momentum_ema"),
    (ema_other_weight, "momentum_ema"),
    (ema_sum, "momentum_ema"),
    (ema_helper, "momentum_ema"),
    (nesterov_points, "nesterov"),
    (nesterov_previous, "nesterov"),
    (nesterov_uphill, "nesterov"),
    (nesterov_in_place, "nesterov"),
    (adagrad_hypot, "adagrad"),
    (adagrad_power, "adagrad"),
    (adagrad_mean_form, "adagrad"),
    (adagrad_coordinates, "adagrad"),
    (adagrad_cache, "adagrad"),
    (rmsprop_increment, "rmsprop"),
    (rmsprop_root_state, "rmsprop"),
    (rmsprop_sum_state, "rmsprop"),
    (rmsprop_helpers, "rmsprop"),
    (rmsprop_coordinates, "rmsprop"),
    (graves_subtracts, "rmsprop_graves"),
    (graves_paper_names, "rmsprop_graves"),
    (graves_variance_state, "rmsprop_graves"),
    (adadelta_one_root, "adadelta"),
    (adadelta_zeiler, "adadelta"),
    (adadelta_shifted, "adadelta"),
    (adadelta_coordinates, "adadelta"),
    (adam_lr_t_exact, "adam"),
    (adam_products, "adam"),
    (adam_weighted_means, "adam"),
    (adam_hat_states, "adam"),
    (adam_class_style, "adam"),
    (adam_expression, "adam"),
    (adam_coordinates, "adam"),
    (adamax_where, "adamax"),
    (adamax_inverse, "adamax"),
    (adamax_stack, "adamax"),
    (nadam_two_hats, "nadam"),
    (nadam_products, "nadam"),
    (nadam_helper, "nadam"),
    (amsgrad_where, "amsgrad"),
    (amsgrad_root_max, "amsgrad"),
    (amsgrad_coordinates, "amsgrad"),
    (adabound_min_max, "adabound"),
    (adabound_port, "adabound"),
    (amsbound_helpers, "amsbound"),
    (amsbound_none, "amsbound"),
    (smorms3_increment, "smorms3"),
    (smorms3_blog, "smorms3"),
    (smorms3_next_r, "smorms3"),
    (eve_by_t, "eve"),
    (eve_gap, "eve"),
    (eve_eta, "eve"),
    (adasecant_ema, "adasecant"),
    (santa_if, "santa_e"),
    (santa_mu, "santa_e"),
]
