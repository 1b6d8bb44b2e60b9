"""Functions as students write them, to measure `optlab.check`: written from the formulas of the chapters alone.

`WRONG` has a row for each wrong one: (function, step, what is wrong, the quantities of its wrong lines). Where one mistake may
be told of either of two lines, both stand with a | between. `RIGHT` has rows (function, step) of right ones in unusual forms.
"""

import math

import numpy as np

import optlab
from optlab.steps.matrices import eigenvectors, newton_schulz, power, transpose

# ---------------------------------------------------------------- one mistake: sgd, momentum


def sgd_mean(params, grads, learning_rate=0.01):
    params = params - learning_rate * grads.mean(axis=-1, keepdims=True)
    return params


def sgd_gives_update(x, g, lr):
    update = lr * g
    new_x = x - update  # noqa: F841
    return {"x": update}


def sgd_unit(w, grad, lr=0.1):
    length = np.linalg.norm(grad, axis=-1, keepdims=True)
    direction = grad / length
    return w - lr * direction


def sgd_scales(theta, gradient, *, alpha=0.01):
    theta = theta * (1 - alpha * gradient)
    return dict(theta=theta)


def sgd_last_left_out(x, g, *, lr=0.01):
    new = np.array(x, dtype=float)
    for i in range(len(x) - 1):
        new[i] = x[i] - lr * g[i]
    return dict(x=new)


def sgd_twice(x, g, *, lr=0.01):
    x = x - lr * g
    step = lr * g
    x = np.subtract(x, step)
    return dict(x=x)


def momentum_uphill(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v + lr * g
    x = x + v
    return dict(v=v, x=x)


def momentum_old_returned(x, grad, velocity=0.0, learning_rate=0.01, momentum=0.9):
    new_velocity = momentum * velocity - learning_rate * grad
    x = x + new_velocity
    return x, velocity


def momentum_moves_first(x, g, v=0.0, *, lr=0.01, mu=0.9):
    x = x + v
    v = mu * v - lr * g
    return dict(v=v, x=x)


def momentum_all_damped(theta, g, v=0.0, *, lr=0.01, gamma=0.9):
    v = gamma * (v - lr * g)
    theta = theta + v
    return dict(v=v, x=theta)


def momentum_like_average(x, g, v=0.0, *, lr=0.01, beta=0.9):
    v = beta * v - (1 - beta) * lr * g
    return dict(v=v, x=x + v)


def momentum_friction(x, g, v=0.0, *, lr=0.01, mu=0.9):
    friction = mu
    v = (1 - friction) * v - lr * g
    x = x + v
    return dict(x=x, v=v)


def momentum_lr_twice(w, dw, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * dw
    w = w + lr * v
    return w, v


def momentum_starts_at_g(x, g, v=None, *, lr=0.01, mu=0.9):
    if v is None:
        v = g
    v = mu * v - lr * g
    x = x + v
    return dict(v=v, x=x)


def momentum_never_kept(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = 0
    v = mu * v - lr * g
    x = x + v
    return dict(v=v, x=x)


def momentum_square(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu**2 * v - lr * g
    return dict(v=v, x=x + v)


def ema_sum(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + g
    return dict(m=m, x=x - lr * m)


def ema_weights(x, g, m=0.0, *, lr=0.01, beta=0.9):
    m = (1 - beta) * m + beta * g
    x = x - lr * m
    return dict(m=m, x=x)


def ema_corrected(x, g, t, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + (1 - mu) * g
    m_hat = m / (1 - mu**t)
    x = x - lr * m_hat
    return dict(m=m, x=x)


def ema_away(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = m + (1 - mu) * (m - g)
    x = x - lr * m
    return dict(m=m, x=x)


def ema_first_is_g(x, g, t, m=0.0, *, lr=0.01, mu=0.9):
    if t == 1:
        m = g
    else:
        m = mu * m + (1 - mu) * g
    x = x - lr * m
    return dict(m=m, x=x)


def momentum_in_place(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v *= mu
    v -= lr * g
    x += v
    return dict(v=v, x=x)


def momentum_no_return(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x + v


def momentum_x_alone(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x + v
    return x


def make_momentum(mu=0.9):
    velocity = 0.0

    def step(x, g, lr=0.01):
        nonlocal velocity
        velocity = mu * velocity - lr * g
        return x + velocity

    return step


# ---------------------------------------------------------------- one mistake: Nesterov's forms


def nesterov_whole_v(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    x_ahead = x + v
    v = mu * v - lr * grad(x_ahead)
    x = x + v
    return dict(v=v, x=x)


def nesterov_behind(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = grad(x - mu * v)
    v = mu * v - lr * g
    return dict(g_ahead=g, v=v, x=x + v)


def nesterov_here(theta, grad, v=0.0, lr=0.01, momentum=0.9):
    g = grad(theta)
    v = momentum * v - lr * g
    theta = theta + v
    return theta, v


def nesterov_from_ahead(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    x = x + mu * v  # look ahead
    g_ahead = grad(x)
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)


def nesterov_damped_move(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x + mu * v)
    v = mu * v - lr * g_ahead
    x = x + mu * v
    return dict(g_ahead=g_ahead, v=v, x=x)


def nesterov_uphill_whole(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    v_new = mu * v + lr * grad(x - v)
    x = x - v_new
    return dict(v=v_new, x=x)


def shifted_wrong_sign(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x + mu * v + lr * g
    return dict(v=v, x=x)


def shifted_new_for_old(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    v_prev = v
    x = x - mu * v_prev + (1 + mu) * v
    return dict(v=v, x=x)


def torch_plain(p, grad, buf=0.0, *, lr=0.01, momentum=0.9):
    buf = momentum * buf + grad
    p = p - lr * buf
    return dict(buf=buf, p=p)


def torch_crossed(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b = mu * b + g
    x = x - lr * (b + mu * g)
    return dict(b=b, x=x)


def keras_half(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x + mu * v
    return dict(v=v, x=x)


def smoothed_three(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = 0
    for k in (1, 2, 3):
        g = g + grad(x + mu * v * k / 4)
    g = g / 3
    v = mu * v - lr * g
    x = x + v
    return dict(g_ahead=g, v=v, x=x)


def smoothed_from_zero(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = sum(grad(x + mu * v * k / 4) for k in range(4)) / 4
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)


# ---------------------------------------------------------------- one mistake: AdaGrad, RMSprop, AdaDelta


def adagrad_forgets(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = g**2
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def adagrad_no_root(theta, grad, cache=0.0, learning_rate=0.01, epsilon=1e-8):
    cache = cache + np.square(grad)
    theta = theta - learning_rate * grad / (cache + epsilon)
    return {"theta": theta, "cache": cache}


def adagrad_precedence(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    x = x - lr * g / np.sqrt(h) + eps
    return dict(h=h, x=x)


def adagrad_late(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    x = x - lr * g / (np.sqrt(h) + eps)
    h = h + g**2
    return dict(h=h, x=x)


def adagrad_one_h(w, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.sum(g * g, axis=-1, keepdims=True)
    w = w - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=w)


def adagrad_mean(x, g, t, h=0.0, *, lr=0.01, eps=1e-8):
    h = ((t - 1) * h + g**2) / t
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def adagrad_abs(x, g, s=0.0, *, lr=0.01, eps=1e-8):
    s = s + abs(g)
    x = x - lr * g / (s**0.5 + eps)
    return x, s


def adagrad_eps_in_sum(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2 + eps
    x = x - lr * g / np.sqrt(h)
    return dict(h=h, x=x)


def adagrad_single(x, g, h=0.0, lr=0.01, eps=1e-8):
    h = h + g**2
    x = x - lr / (math.sqrt(h) + eps) * abs(g)
    return x, h


def rmsprop_leaky(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_abs(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.abs(g)
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_max_eps(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    x = x - lr * g / np.maximum(np.sqrt(v), eps)
    return dict(v=v, x=x)


def rmsprop_v_on_top(x, grad, cache=0.0, lr=1e-3, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * grad**2
    x = x - lr * cache / (np.sqrt(cache) + eps)
    return x, cache


def rmsprop_power(x, g, t, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    v_hat = v / (1 - rho) ** t
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(v=v, x=x)


def rmsprop_average_g(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.mean(g**2, axis=-1, keepdims=True)
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_lr_inside(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * (lr * g) ** 2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_fixed_rho(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = 0.9 * v + 0.1 * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rmsprop_outer_square(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = (rho * v + (1 - rho) * g) ** 2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def graves_no_square(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(np.abs(v - m) + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


def graves_copied(x, g, n=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n = rho * n + (1 - rho) * g * g
    m = mu * m + (1 - mu) * g
    delta = mu * delta - lr * g / np.sqrt(n - m * m + eps)
    return dict(n=n, m=m, delta=delta, x=x + delta)


def graves_minus(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    variance = v - m**2
    delta = mu * delta - lr * g / np.sqrt(variance + eps)
    x = x - delta
    return dict(v=v, m=m, delta=delta, x=x)


def graves_not_centered(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


def adadelta_u_of_g(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * g**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def adadelta_inverted(x, g, eg=0.0, ed=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    eg = rho * eg + (1 - rho) * g**2
    rms_g = np.sqrt(eg + eps)
    rms_d = np.sqrt(ed + eps)
    delta = rms_g / rms_d * g
    ed = rho * ed + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(eg=eg, ed=ed, x=x)


def adadelta_half_root(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = (u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def adadelta_u_first(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    u_new = rho * u + (1 - rho) * (np.sqrt(u + eps) / np.sqrt(v + eps) * g) ** 2
    delta = np.sqrt(u_new + eps) / np.sqrt(v + eps) * g
    return dict(v=v, u=u_new, x=x - lr * delta)


# ---------------------------------------------------------------- one mistake: Adam


def adam_power_of_bracket(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1) ** t
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_one_beta(theta, grad, t, m=0.0, v=0.0, alpha=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad * grad
    mhat = m / (1 - b1**t)
    vhat = v / (1 - b1**t)
    theta = theta - alpha * mhat / (np.sqrt(vhat) + eps)
    return theta, m, v


def adam_no_root(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    x = x - lr * (m / (1 - beta1**t)) / (v / (1 - beta2**t) + eps)
    return dict(m=m, v=v, x=x)


def adam_v_of_m(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.power(m, 2)
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    return dict(m=m, v=v, m_hat=mhat, v_hat=vhat, x=x - lr * mhat / (np.sqrt(vhat) + eps))


def adam_keeps_corrected_m(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)


def adam_running_power(x, g, m=0.0, v=0.0, b1t=1.0, b2t=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    b1t = b1t * beta1
    b2t = b2t * beta1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * (m / (1 - b1t)) / (np.sqrt(v / (1 - b2t)) + eps)
    return dict(m=m, v=v, b1t=b1t, b2t=b2t, x=x)


def adam_no_eps(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_hat_unused(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_corrected_twice(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    lr_t = lr / (1 - beta1**t)
    x = x - lr_t * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_plus(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 + beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_scalar(x, g, t, m=0.0, v=0.0, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if t < 10:  # only the first steps are biased
        m_hat = m / (1 - beta1**t)
    else:
        m_hat = m
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (math.sqrt(v_hat) + eps)
    return x, m, v


def adam_g_for_m(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_norm(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.linalg.norm(g, axis=-1, keepdims=True) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_v_starts_at_one(x, g, t, m=0.0, v=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_product(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_class_like(x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (np.zeros_like(x), np.zeros_like(x)) if state is None else state
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / np.sqrt(1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, (m, v)


# ---------------------------------------------------------------- one mistake: AdaMax, Nadam, AMSGrad, the bounds


def adamax_no_abs(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, g + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def adamax_min(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.minimum(beta2 * u, np.abs(g) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def adamax_never_fades(theta, g, t, m=0.0, u=0.0, *, alpha=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.where(u > np.abs(g) + eps, u, np.abs(g) + eps)
    theta = theta - alpha / (1 - beta1**t) * m / u
    return theta, m, u


def adamax_u_corrected(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    m_hat = m / (1 - beta1**t)
    u_hat = u / (1 - beta2**t)
    x = x - lr * m_hat / u_hat
    return dict(m=m, u=u, x=x)


def adamax_one_for_all(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.max(np.abs(g), axis=-1, keepdims=True) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def nadam_whole_g(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def nadam_one_correction(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_bar = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_bar / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)


def nadam_old_m(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_new = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m_new, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def amsgrad_v_overwritten(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v = np.maximum(v_max, v)
    v_max = v
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def amsgrad_max_unused(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def amsgrad_max_lost(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * m / (np.sqrt(np.maximum(v_max, v)) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def amsgrad_of_all(x, g, m=0.0, v=0.0, vmax=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vmax = np.maximum(vmax, np.max(v, axis=-1, keepdims=True))
    x = x - lr * m / (np.sqrt(vmax) + eps)
    return dict(m=m, v=v, vmax=vmax, x=x)


def amsgrad_max_fades(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(beta2 * v_max, v)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def amsgrad_torch_uncorrected(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, m_hat=m_hat, x=x)


def adabound_lower(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * (t + 1)))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def adabound_clip_turned(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    low, high = final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.maximum(np.minimum(lr_t / (np.sqrt(v) + eps), low), high)
    x = x - rate * m
    return dict(m=m, v=v, lower=low, upper=high, lr_t=lr_t, rate=rate, x=x)


def adabound_clips_step(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - np.clip(lr_t * m / (np.sqrt(v) + eps), lower, upper)
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, x=x)


def adabound_lr_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * (1 - beta1**t) / np.sqrt(1 - beta2**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def amsbound_v(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x - rate * m)


# ---------------------------------------------------------------- one mistake: SMORMS3, Eve, Santa, AdaSecant


def smorms3_r(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / mem
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def smorms3_mem(w, g, g1=0.0, g2=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    g1 = g1 + r * (g - g1)
    g2 = g2 + r * (g * g - g2)
    denoise = g1 * g1 / (g2 + eps)
    mem = 1 + mem - denoise
    w = w - g * np.minimum(lr, denoise) / (np.sqrt(g2) + eps)
    return dict(g1=g1, g2=g2, mem=mem, x=w)


def smorms3_max(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.maximum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


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


def eve_signed(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0,
               f_star=0.0, eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if f_old is not None:
        change = (f - f_old) / (np.minimum(f, f_old) - f_star)
        change = np.clip(change, 1 / c, c)
        d = beta3 * d + (1 - beta3) * change
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, d=d, f_old=f, x=x)


def santa_e_noise(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=0.004, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
                  burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
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
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def santa_sss_whole_move(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=0.004, sigma=0.95, lam=1e-8, beta0=1.0,
                         anneal=0.5, burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
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
    x = x + G * u / 2
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = np.exp(-a / 2) * (np.exp(-a / 2) * u - lr * G * n * g + noise)
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)


def adasecant_plus_cov(x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0,
                       cov=1e-7, tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False):  # fmt: skip
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
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) + cov / (c2 + eps_rate)
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
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x)  # fmt: skip


def adasecant_paper_rate(x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0,
                         cov=0.0, tau=2.1, *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    gamma = np.clip(np.where(den > 0, num / np.where(den > 0, den, 1), gamma_max), 0, gamma_max)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(far, 2.2, tau)
    m = (1 - 1 / tau) * m + g / tau
    m2 = (1 - 1 / tau) * m2 + g**2 / tau
    g_tilde = (g + gamma * m) / (1 + gamma)
    num = (1 - 1 / tau) * num + (g_old - g) * (g_old - m) / tau
    den = (1 - 1 / tau) * den + (g_old - m) * (g - m) / tau
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha / tau
    d = g if t == 1 else (1 - 1 / tau) * d + delta / tau
    d2 = g**2 if t == 1 else (1 - 1 / tau) * d2 + delta**2 / tau
    cov = (1 - 1 / tau) * cov + delta * alpha / tau
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    x = x + delta
    return dict(alpha=alpha, gamma=gamma, m=m, m2=m2, g_tilde=g_tilde, num=num, den=den, c=c, c2=c2, d=d, d2=d2, cov=cov,
                rate=rate, tau=tau, delta=delta, g_old=g, x=x)  # fmt: skip


# ---------------------------------------------------------------- one mistake: the modern ones


def adamw_l2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    g = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adamw_decay_without_lr(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x * (1 - weight_decay)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adamw_decay_after(theta, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, wd=0.01):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    theta = theta - lr * wd * theta
    return theta, m, v


def adamw_grows(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def lion_m_first(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    u = np.sign(beta1 * m + (1 - beta1) * g)
    x = x - lr * (u + weight_decay * x)
    return dict(u=u, m=m, x=x)


def lion_one_average(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = beta1 * m + (1 - beta1) * g
    x = x - lr * (np.sign(u) + weight_decay * x)
    return dict(u=np.sign(u), m=u, x=x)


def lion_sign_outside(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = beta1 * m + (1 - beta1) * np.sign(g)
    x = x - lr * (u + weight_decay * x)
    m = beta2 * m + (1 - beta2) * g
    return dict(u=u, m=m, x=x)


def lion_decay_in_sign(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = beta1 * m + (1 - beta1) * g
    update = np.sign(c + weight_decay * x)
    x = x - lr * update
    m = beta2 * m + (1 - beta2) * g
    return x, m


def schedule_free_y(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = beta * z + (1 - beta) * x
    z = z - lr * grad(y)
    c = 1 / t
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)


def schedule_free_count(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = (1 - beta) * z + beta * x
    z = z - lr * grad(y)
    x = x + (z - x) / (t + 1)
    return dict(y=y, z=z, x=x)


def schedule_free_old_z(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    x = (1 - 1 / t) * x + z / t
    z = z - lr * grad(y)
    return dict(y=y, z=z, x=x)


def schedule_free_at_x(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    g = grad(x)
    z = z - lr * g
    c = 1 / t
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)


def free_adamw_w(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x
    y = (1 - beta1) * z + beta1 * x
    g_y = grad(y)
    v = beta2 * v + (1 - beta2) * g_y**2
    v_hat = v / (1 - beta2**t)
    z = z - lr * (g_y / (np.sqrt(v_hat) + eps) + weight_decay * x)
    w = w + lr**2
    c = lr**2 / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=g_y, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)


def sam_no_norm(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g
    g_sam = grad(x + e)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)


def sam_downhill(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    g_sam = grad(x - e)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)


def sam_stays_up(w, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(w)
    w = w + rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    w = w - lr * grad(w)
    return w


def sam_signs(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.abs(g) + eps)
    g_sam = grad(x + e)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)


def radam_rho(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - t * beta2**t / (1 - beta2**t)
    known = np.maximum(rho_t, 4)
    r = np.sqrt((known - 4) * (known - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * known))
    x = np.where(rho_t > 5, x - lr * r * m_hat / (np.sqrt(v_hat) + eps), x - lr * m_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)


def radam_r(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho_t > 5:
        v_hat = v / (1 - beta2**t)
        r = (rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t)
        x = x - lr * r * m_hat / (np.sqrt(v_hat) + eps)
    else:
        x = x - lr * m_hat
    return x, m, v


def adabelief_old_m(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    diff = g - m
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * diff**2 + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)


def adabelief_plus(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * (g + m) ** 2 + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)


def adan_turned(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
                weight_decay=0.0):  # fmt: skip
    change = 0 * g if g_old is None else g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)


def adan_decay(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
               weight_decay=0.0):  # fmt: skip
    change = 0 * g if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (1 - lr * weight_decay) * x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)


def yogi_turned(x, g, t, m=0.0, v=1e-6, *, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(g**2 - v) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def yogi_like_adam(x, g, t, m=0.0, v=1e-6, *, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g**2
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * (v - g2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def lamb_inverted(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    u_size = np.linalg.norm(u, axis=-1, keepdims=True)
    ratio = np.where((x_size > 0) & (u_size > 0), u_size / np.where(x_size > 0, x_size, 1), 1)
    x = x - lr * ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)


def lamb_decay_later(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps)
    nx = np.sqrt(np.sum(x**2, axis=-1, keepdims=True))
    nu = np.sqrt(np.sum(u**2, axis=-1, keepdims=True))
    ratio = np.where((nx > 0) & (nu > 0), nx / np.where(nu > 0, nu, 1), 1)
    x = x - lr * ratio * (u + weight_decay * x)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, ratio=ratio, x=x)


def prodigy_other_way(x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8,
                      d0=1e-6, weight_decay=0.0):  # fmt: skip
    if x0 is None:
        x0 = x
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    r = np.sqrt(beta2) * r + d / d0 * lr_t * np.sum(g * (x - x0), axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + d / d0 * lr_t * g
    s_size = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(s_size > 0, s_size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d, x0=x0, x=x)


def ademamix_slow_corrected(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0,
                            eps=1e-8, weight_decay=0.0):  # fmt: skip
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    m1_hat = m1 / (1 - beta1**t)
    m2_hat = m2 / (1 - beta3**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * ((m1_hat + alpha * m2_hat) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, x=x)


def ademamix_alpha(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
                   weight_decay=0.0):  # fmt: skip
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * ((alpha * m_hat + m2) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def sophia_each_step(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12,
                     weight_decay=0.0):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    h = beta2 * h + (1 - beta2) * hess
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)


def sophia_no_clip(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12,
                   weight_decay=0.0):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    if (t - 1) % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = m / np.maximum(gamma * h, eps)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)


def muon_no_nesterov(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    o = newton_schulz(b)
    x = x - lr * (max(1, x.shape[-2] / x.shape[-1]) ** 0.5 * o + weight_decay * x)
    return dict(b=b, o=o, x=x)


def muon_of_g(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(g)
    x = x - lr * (max(1, x.shape[-2] / x.shape[-1]) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def shampoo_half(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2])
        R = eps * np.eye(x.shape[-1])
    L = L + g @ np.swapaxes(g, -1, -2)
    R = R + np.swapaxes(g, -1, -2) @ g
    u = power(L, -1 / 2) @ g @ power(R, -1 / 2)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)


def adafactor_never_clipped(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - t**-decay
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)


def soap_not_back(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95,
                  eps=1e-8, k=10):  # fmt: skip
    if QL is None:
        L, R = 0.0, 0.0
        QL, QR = eigenvectors(g @ transpose(g)), eigenvectors(transpose(g) @ g)
    g_turned = transpose(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g_turned**2
    m_turned = transpose(QL) @ m @ QR
    u = m_turned / (np.sqrt(v) + eps)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ transpose(g)
    R = beta3 * R + (1 - beta3) * transpose(g) @ g
    QL = np.where(t % k == 0, np.linalg.qr(L @ QL)[0], QL)
    QR = np.where(t % k == 0, np.linalg.qr(R @ QR)[0], QR)
    return dict(g_turned=g_turned, m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)


def lookahead_never_back(x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5):
    fast = x - lr * g
    if slow is None:
        slow = x
    if t % k == 0:
        slow = slow + alpha * (fast - slow)
    x = fast
    return dict(fast=fast, slow=slow, x=x)


# ---------------------------------------------------------------- two mistakes


def momentum2_lr_and_sign(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - g
    x = x - v
    return dict(v=v, x=x)


def momentum2_mean(w, grad, velocity=0.0, learning_rate=0.01, momentum=0.9):
    velocity = (1 - momentum) * velocity - learning_rate * grad
    w = w + momentum * velocity
    return w, velocity


def ema2_turned(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = (1 - mu) * m + mu * g
    x = x + lr * m
    return dict(m=m, x=x)


def nesterov2_signs(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x - mu * v)
    v = mu * v - lr * g_ahead
    x = x - v
    return dict(g_ahead=g_ahead, v=v, x=x)


def nesterov2_no_mu(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x + v)
    v = mu * v - (1 - mu) * lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)


def adagrad2_sizes(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.abs(g)
    x = x - lr * g / (h + eps)
    return dict(h=h, x=x)


def adagrad2_uphill(x, grad, cache=0.0, lr=0.01, eps=1e-8):
    cache = grad**2
    x = x + lr * grad / (np.sqrt(cache) + eps)
    return x, cache


def rmsprop2_late(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    x = x - lr * g / (np.sqrt(v) + eps)
    v = (1 - rho) * v + rho * g**2
    return dict(v=v, x=x)


def rmsprop2_no_root(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + g**2
    x = x - lr * g / (v + eps)
    return dict(v=v, x=x)


def rmsprop2_helper(params, grads, cache=0.0, *, lr=1e-3, decay_rate=0.9, eps=1e-8):
    def average(old, new, beta):
        return beta * old + new

    cache = average(cache, grads**2, decay_rate)
    params = params - lr * grads / np.sqrt(cache) + eps
    return params, cache


def graves2(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = (1 - rho) * v + rho * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    x = x - delta
    return dict(v=v, m=m, delta=delta, x=x)


def adadelta2_sums(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = v + g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = u + delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def adadelta2_no_root(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / (v + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x + lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def adam2_betas(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta2) * g
    v = beta1 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam2_count(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam2_beta_root(theta, g, t, m=0.0, v=0.0, alpha=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    theta = theta - alpha * m_hat / (v_hat + epsilon)
    return theta, m, v


def adam2_leaky(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam2_abs(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.abs(g)
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam2_early(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t == 1:
        return dict(m=g, v=g**2, x=x - lr * np.sign(g))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)


def adam2_constants(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adamax2(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta1 * u, np.abs(g) + eps)
    x = x - lr * m / u
    return dict(m=m, u=u, x=x)


def adamax2_sum(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * m + beta1 * g
    u = beta2 * u + np.abs(g) + eps
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def nadam2(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1**t) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def amsgrad2(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, g**2)
    x = x - lr * m / (v_max + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def amsgrad2_min(w, g, m=0.0, v=0.0, v_hat=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta1 * v + (1 - beta1) * g**2
    v_hat = np.maximum(v_hat, v)
    w = w + lr * m / (np.sqrt(v_hat) + eps)
    return w, m, v, v_hat


def adabound2_signs(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def adabound2_rate(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * g
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def smorms3_2(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def adamw2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + g * (1 - beta2)
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def lion2_betas(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(beta2 * m + (1 - beta2) * g)
    x = x - lr * (u + weight_decay * x)
    m = beta1 * m + (1 - beta1) * g
    return dict(u=u, m=m, x=x)


def lion2_of_m(w, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(m)
    w = w - lr * u + weight_decay * w
    m = beta2 * m + (1 - beta2) * g
    return dict(u=u, m=m, x=w)


def schedule_free2(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = beta * z + (1 - beta) * x
    z = z - lr * grad(y)
    c = 1 / (t + 1)
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)


def sam2(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.sum(g**2, axis=-1, keepdims=True) + eps)
    g_sam = grad(x + e)
    x = x - lr * g
    return dict(g=g, e=e, g_sam=g_sam, x=x)


def radam2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf + 2 * t * beta2**t / (1 - beta2**t)
    known = np.maximum(rho_t, 4)
    r = np.sqrt((known - 4) * (known - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * known))
    x = np.where(rho_t > 5, x - lr * m_hat / (np.sqrt(v_hat) + eps), x - lr * m_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)


def adabelief2(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2 + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)


def adan2(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
          weight_decay=0.0):  # fmt: skip
    change = 0 * g if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)


def lamb2(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    u_size = np.linalg.norm(u, axis=-1, keepdims=True)
    ratio = np.where((x_size > 0) & (u_size > 0), x_size / np.where(u_size > 0, u_size, 1), 1)
    x = x - ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)


def ademamix2(x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
              weight_decay=0.0):  # fmt: skip
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta2 * m2 + (1 - beta2) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * ((m_hat + m2) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def sophia2(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    h = np.where(t % k == 0, beta2 * h + (1 - beta2) * hess, h)
    u = np.clip(m / np.maximum(h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)


def muon2(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + (1 - mu) * g
    u = g + mu * b
    o = newton_schulz(u)
    x = x - lr * (o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def shampoo2(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2])
        R = eps * np.eye(x.shape[-1])
    L = L + g @ np.swapaxes(g, -1, -2)
    R = np.swapaxes(g, -1, -2) @ g
    u = power(L, -1 / 4) @ g @ power(R, -1 / 2)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)


def momentum2_in_place(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = v * (1 - mu)
    v -= lr * g
    x = x - v
    return dict(v=v, x=x)


# ---------------------------------------------------------------- right, in unusual forms


def right_sgd_loop(weights, grads, learning_rate):
    result = np.empty_like(weights)
    for i, (w, g) in enumerate(zip(weights, grads, strict=True)):
        result[i] = w - learning_rate * g
    return result


def right_sgd_add(x, g, *, lr=0.01):
    delta = np.multiply(-lr, g)
    return {"delta": delta, "x": np.add(x, delta)}


def right_momentum_up(theta, grad, velocity=0.0, learning_rate=0.01, momentum=0.9):
    velocity = momentum * velocity + learning_rate * grad
    theta = theta - velocity
    return theta, velocity


def right_momentum_none(x, g, v=None, *, lr=0.01, mu=0.9):
    v = -lr * g if v is None else mu * v - lr * g
    return dict(v=v, x=x + v)


def right_momentum_half(x, g, v=0.0, *, lr=0.01, mu=0.9):
    half = mu * v / 2 - lr / 2 * g
    v = 2 * half
    x = x + half + half
    return dict(v=v, x=x)


def right_ema_incremental(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = m + (1 - mu) * (g - m)
    return dict(m=m, x=x - lr * m)


def right_ema_scaled(x, g, m=0.0, *, lr=0.01, beta=0.9):
    m = beta * m + g
    x = x - lr * (1 - beta) * m
    return x, m


def right_nesterov_up(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v + lr * grad(x - mu * v)
    x = x - v
    return dict(v=v, x=x)


def right_nesterov_ahead(w, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = w + mu * v
    new = ahead - lr * grad(ahead)
    return dict(v=new - w, x=new)


def right_shifted_cs(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v_prev = v
    v = mu * v - lr * g
    x = x + (-mu * v_prev + (1 + mu) * v)
    return dict(v=v, x=x)


def right_torch(x, g, buf=None, *, lr=1e-3, momentum=0.9):
    buf = g if buf is None else momentum * buf + g
    d_p = g + momentum * buf
    return x - lr * d_p, buf


def right_smoothed(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = np.mean([grad(x + mu * v * part) for part in (0.25, 0.5, 0.75, 1.0)], axis=0)
    v = mu * v - lr * g
    x = x + v
    return dict(v=v, x=x)


def right_adagrad_root_kept(x, g, root=0.0, *, lr=0.01, eps=1e-8):
    root = np.hypot(root, g)
    x = x - lr * g / (root + eps)
    return dict(root=root, x=x)


def right_adagrad_single(x, g, cache=0.0, lr=0.01, eps=1e-8):
    cache = cache + g * g
    x = x - lr * g / (math.sqrt(cache) + eps)
    return x, cache


def right_adagrad_rate(theta, grad, G=None, *, lr=0.01, eps=1e-8):
    if G is None:
        G = np.zeros_like(theta)
    G = G + np.square(grad)
    rate = lr / (eps + G**0.5)
    theta = theta - rate * grad
    return {"theta": theta, "G": G, "rate": rate}


def right_rmsprop_incremental(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = v - (1 - rho) * (v - g * g)
    return dict(v=v, x=x - lr / (v**0.5 + eps) * g)


def right_rmsprop_forget(x, g, cache=0.0, lr=1e-3, decay=0.9, eps=1e-8):
    forget = 1 - decay
    cache = cache * decay
    cache = cache + forget * np.power(g, 2)
    step = np.divide(g, np.sqrt(cache) + eps)
    return x - lr * step, cache


def right_rmsprop_scaled(x, g, s=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    s = rho * s + g**2
    rms = np.sqrt((1 - rho) * s)
    x = x - lr * g / (rms + eps)
    return dict(s=s, rms=rms, x=x)


def right_graves(x, g, n=0.0, gbar=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    n = n + (1 - rho) * (g * g - n)
    gbar = gbar + (1 - rho) * (g - gbar)
    std = (n - gbar * gbar + eps) ** 0.5
    delta = mu * delta + lr * g / std
    return dict(n=n, gbar=gbar, delta=delta, x=x - delta)


def right_adadelta(x, g, acc_g=0.0, acc_d=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    acc_g = rho * acc_g + (1 - rho) * g * g
    d = -np.sqrt((acc_d + eps) / (acc_g + eps)) * g
    acc_d = rho * acc_d + (1 - rho) * d * d
    return x + lr * d, acc_g, acc_d


def right_adam_in_lr(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(1 - beta2**t)
    x = x - lr * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root)
    return dict(m=m, v=v, x=x)


def right_adam_powers(x, g, m=0.0, v=0.0, beta1_t=1.0, beta2_t=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    beta1_t, beta2_t = beta1_t * beta1, beta2_t * beta2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * (m / (1 - beta1_t)) / (np.sqrt(v / (1 - beta2_t)) + eps)
    return dict(m=m, v=v, beta1_t=beta1_t, beta2_t=beta2_t, x=x)


def right_adam_corrected_kept(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = (1 - beta1) / (1 - beta1**t)
    b = (1 - beta2) / (1 - beta2**t)
    m = (1 - a) * m + a * g
    v = (1 - b) * v + b * g**2
    return dict(m=m, v=v, x=x - lr * m / (np.sqrt(v) + eps))


def right_adam_scalar(x, g, t, m=0.0, v=0.0, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m * beta1 + g * (1 - beta1)
    v = v * beta2 + g * g * (1 - beta2)
    return x - lr * (m / (1 - pow(beta1, t))) / (math.sqrt(v / (1 - pow(beta2, t))) + eps), m, v


def right_adam_tuple_state(x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (0.0, 0.0) if state is None else state
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return x, (m, v)


def right_adam_sums(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + g**2
    total1, total2 = (1 - beta1**t) / (1 - beta1), (1 - beta2**t) / (1 - beta2)
    x = x - lr * (m / total1) / (np.sqrt(v / total2) + eps)
    return dict(m=m, v=v, x=x)


def right_adam_helpers(params, grads, t, m=0.0, v=0.0, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    def ema(old, new, beta):
        return old * beta + new * (1 - beta)

    def unbias(value, beta):
        return value / -math.expm1(t * math.log(beta))

    m, v = ema(m, grads, beta_1), ema(v, grads**2, beta_2)
    return params - learning_rate * unbias(m, beta_1) / (unbias(v, beta_2) ** 0.5 + epsilon), m, v


def right_adamax_where(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    u = np.where(beta2 * u > size, beta2 * u, size)
    x = x - lr * m / ((1 - beta1**t) * u)
    return dict(m=m, u=u, x=x)


def right_adamax_average(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_sum = beta1 * m + g
    u = (beta2 * u + abs(g) + eps + abs(beta2 * u - abs(g) - eps)) / 2
    x = x - lr * (1 - beta1) / (1 - beta1**t) * m_sum / u
    return dict(m=m_sum, u=u, x=x)


def right_nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    now = (1 - beta1) * g / (1 - beta1**t)
    later = beta1 * m / (1 - beta1 * beta1**t)
    x = x - lr * (now + later) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return x, m, v


def right_amsgrad(x, g, m=0.0, v=0.0, vmax=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vmax = v if vmax is None else np.where(v > vmax, v, vmax)
    x = x - lr * m / (np.sqrt(vmax) + eps)
    return dict(m=m, v=v, vmax=vmax, x=x)


def right_amsgrad_roots(x, g, m=0.0, v=0.0, top=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = np.maximum(top, np.sqrt(v))
    x = x - lr * m / (top + eps)
    return dict(m=m, v=v, top=top, x=x)


def right_adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    low = final_lr * gamma * t / (gamma * t + 1)
    high = final_lr + final_lr / (gamma * t)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps)
    rate = np.minimum(np.maximum(rate, low), high)
    return dict(m=m, v=v, x=x - rate * m)


def right_smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (1 + mem)
    m = m + r * (g - m)
    v = v + r * (g * g - v)
    zeta = m * m / (v + eps)
    mem = 1 + mem - mem * zeta
    x = x - g * np.where(zeta < lr, zeta, lr) / (np.sqrt(v) + eps)
    return x, m, v, mem


def right_eve(x, g, t, f, m=0.0, v=0.0, d=1.0, last_f=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
              eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if last_f is not None:
        ratio = (np.maximum(f, last_f) - np.minimum(f, last_f)) / (np.minimum(f, last_f) - f_star)
        d = d + (1 - beta3) * (np.minimum(np.maximum(ratio, 1 / c), c) - d)
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, d=d, last_f=f, x=x - lr * step / d)


def right_adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    x = (1 - lr * weight_decay) * x
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return x, m, v


def right_lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = beta1 * m + (1 - beta1) * g
    direction = np.where(u > 0, 1.0, np.where(u < 0, -1.0, 0.0))
    return dict(x=(1 - lr * weight_decay) * x - lr * direction, m=m + (1 - beta2) * (g - m))


def right_schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if t == 1:
        z = x
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    x = x + (z - x) / t
    return dict(z=z, x=x)


def right_sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    norm = np.sqrt(np.sum(g * g, axis=-1, keepdims=True))
    return x - lr * grad(x + rho / (norm + eps) * g)


def right_radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = (1 + beta2) / (1 - beta2)
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    r = np.sqrt((rho - 4) / (rho_inf - 4) * (rho - 2) / (rho_inf - 2) * rho_inf / rho)
    return dict(m=m, v=v, x=x - lr * r * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps))


def right_adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    rest = g - m
    m = m + (1 - beta1) * rest
    s = beta2 * s + (1 - beta2) * (beta1 * rest) ** 2 + eps
    return x - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), m, s


def right_adan(x, g, t, m=0.0, v=0.0, s=0.0, prev=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
               weight_decay=0.0):  # fmt: skip
    if prev is None:
        prev = g
    dg = g - prev
    m, v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (dg - v)
    s = beta3 * s + (1 - beta3) * np.square((1 + beta2) * g - beta2 * prev)
    top = m / (1 - beta1**t) + beta2 * v / (1 - beta2**t)
    x = x - lr * top / (np.sqrt(s / (1 - beta3**t)) + eps)
    return dict(m=m, v=v, s=s, prev=g, x=x / (1 + lr * weight_decay))


def right_yogi(x, g, t, m=0.0, v=1e-6, *, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v + (1 - beta2) * np.sign(g**2 - v) * g**2
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)


def right_lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    def size(a):
        return np.sqrt(np.sum(a * a, axis=-1, keepdims=True))

    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    ratio = np.where(size(x) * size(u) == 0, 1, size(x) / np.maximum(size(u), 1e-300))
    return dict(m=m, v=v, x=x - lr * ratio * u)


def right_ademamix(x, g, t, fast=0.0, slow=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
                   weight_decay=0.0):  # fmt: skip
    fast, slow = beta1 * fast + (1 - beta1) * g, beta3 * slow + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = fast / (1 - beta1**t) + alpha * slow
    x = x * (1 - lr * weight_decay) - lr * top / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(fast=fast, slow=slow, v=v, x=x)


def right_sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    if t % k == 1 % k:
        h = h + (1 - beta2) * (hess - h)
    u = np.maximum(-1, np.minimum(1, m / np.maximum(gamma * h, eps)))
    return dict(m=m, h=h, x=x - lr * u - lr * weight_decay * x)


def right_muon(w, g, buf=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    rows, cols = w.shape[-2:]
    buf = mu * buf + g
    o = newton_schulz((1 + mu) * g + mu**2 * ((buf - g) / mu))
    w = w * (1 - lr * weight_decay) - lr * np.sqrt(max(rows, cols) / cols) * o
    return w, buf


def right_adafactor(x, g, t, r=0.0, c=0.0, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    share = t ** (-decay)
    r = (1 - share) * r + share * (g**2 + eps).mean(axis=-1, keepdims=True)
    c = (1 - share) * c + share * (g**2 + eps).mean(axis=-2, keepdims=True)
    u = g * np.sqrt(r.mean(axis=-2, keepdims=True)) / np.sqrt(r * c)
    rms = (u**2).mean(axis=(-2, -1), keepdims=True) ** 0.5
    u = np.where(rms > d, u * d / rms, u)
    size = (x**2).mean(axis=(-2, -1), keepdims=True) ** 0.5
    return dict(r=r, c=c, x=x - np.maximum(eps2, size) * min(lr, t**-0.5) * u)


def right_momentum_float32(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = np.asarray(mu * v - lr * g, dtype=np.asarray(g).dtype)
    return dict(v=v, x=(x + v).astype(x.dtype), speed=np.abs(v))


def right_lookahead(x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5):
    fast = x - lr * g
    slow = x if slow is None else slow
    if t % k:
        return dict(fast=fast, slow=slow, x=fast)
    slow = (1 - alpha) * slow + alpha * fast
    return dict(fast=fast, slow=slow, x=slow)


LOOKAHEAD = optlab.lookahead(optlab.sgd)

WRONG = [
    (sgd_mean, "sgd", "the mean over the coordinates", "x"),
    (sgd_gives_update, "sgd", "returns the update in place of x", "x"),
    (sgd_unit, "sgd", "g brought to length 1", "x"),
    (sgd_scales, "sgd", "times in place of minus", "x"),
    (sgd_last_left_out, "sgd", "the loop ends one coordinate early", "x"),
    (sgd_twice, "sgd", "steps twice", "x"),
    (lambda x, g, lr=0.01: x - lr * np.sign(g), "sgd", "only the sign of g", "x"),
    (momentum_uphill, "momentum", "uphill", "v|x"),
    (momentum_old_returned, "momentum", "returns the old v", "v"),
    (momentum_moves_first, "momentum", "x moves by the old v", "x"),
    (momentum_all_damped, "momentum", "lr g is damped too", "v"),
    (momentum_like_average, "momentum", "1 - beta on g", "v"),
    (momentum_friction, "momentum", "1 - mu for mu", "v"),
    (momentum_lr_twice, "momentum", "lr twice", "v|x"),
    (momentum_starts_at_g, "momentum", "v starts at g", "v"),
    (momentum_never_kept, "momentum", "v is reset to 0 in each step", "v"),
    (momentum_square, "momentum", "mu squared", "v"),
    (momentum_in_place, "momentum", "changes its inputs in place", ""),
    (momentum_no_return, "momentum", "returns nothing", ""),
    (momentum_x_alone, "momentum", "returns x alone", "v"),
    (make_momentum(), "momentum", "keeps v outside", ""),
    (lambda x, g, v=0.0, lr=0.01, mu=0.9: (x - v, mu * v + lr * g), "momentum", "x moves by the old v", "x"),
    (ema_sum, "momentum_ema", "no 1 - mu", "m"),
    (ema_weights, "momentum_ema", "weights exchanged", "m"),
    (ema_corrected, "momentum_ema", "corrected for the start", "x"),
    (ema_away, "momentum_ema", "sign of the increment", "m"),
    (ema_first_is_g, "momentum_ema", "starts at the first g", "m"),
    (nesterov_whole_v, "nesterov", "looks ahead by v, not mu v", "g_ahead"),
    (nesterov_behind, "nesterov", "looks back", "g_ahead"),
    (nesterov_here, "nesterov", "does not look ahead", "g_ahead"),
    (nesterov_from_ahead, "nesterov", "moves from the look-ahead point", "x"),
    (nesterov_damped_move, "nesterov", "x moves by mu v", "x"),
    (nesterov_uphill_whole, "nesterov", "looks ahead by v, not mu v", "g_ahead"),
    (shifted_wrong_sign, "nesterov_shifted", "plus lr g", "x"),
    (shifted_new_for_old, "nesterov_shifted", "the new v for the old", "x"),
    (torch_plain, "nesterov_torch", "plain momentum", "x"),
    (torch_crossed, "nesterov_torch", "b and g exchanged", "x"),
    (keras_half, "nesterov_keras", "without its own lr g", "x"),
    (smoothed_three, "smoothed_nesterov", "three points in place of four", "g_ahead"),
    (smoothed_from_zero, "smoothed_nesterov", "points 0 to 3 in place of 1 to 4", "g_ahead"),
    (adagrad_forgets, "adagrad", "no sum", "h"),
    (adagrad_no_root, "adagrad", "no root", "x"),
    (adagrad_precedence, "adagrad", "eps outside the fraction", "x"),
    (adagrad_late, "adagrad", "divides by the old h", "x"),
    (adagrad_one_h, "adagrad", "one h for all coordinates", "h"),
    (adagrad_mean, "adagrad", "the mean in place of the sum", "h"),
    (adagrad_abs, "adagrad", "|g| for g squared", "h"),
    (adagrad_eps_in_sum, "adagrad", "eps added to the sum in each step", "h x"),
    (adagrad_single, "adagrad", "|g| in the step", "x"),
    (rmsprop_leaky, "rmsprop", "no 1 - rho", "v"),
    (rmsprop_abs, "rmsprop", "|g| for g squared", "v"),
    (rmsprop_max_eps, "rmsprop", "the larger of root and eps", "x"),
    (rmsprop_v_on_top, "rmsprop", "v in the numerator", "x"),
    (rmsprop_power, "rmsprop", "divided by (1 - rho)^t", "x"),
    (rmsprop_average_g, "rmsprop", "mean over the coordinates", "v"),
    (rmsprop_lr_inside, "rmsprop", "lr inside the square", "v"),
    (rmsprop_fixed_rho, "rmsprop", "numbers for rho", "v"),
    (rmsprop_outer_square, "rmsprop", "the whole average squared", "v"),
    (graves_no_square, "rmsprop_graves", "m for its square", "delta"),
    (graves_copied, "rmsprop_graves", "m with mu", "m"),
    (graves_minus, "rmsprop_graves", "x minus delta", "x"),
    (graves_not_centered, "rmsprop_graves", "mean not taken off", "delta"),
    (adadelta_u_of_g, "adadelta", "u averages g squared", "u"),
    (adadelta_inverted, "adadelta", "the ratio upside down", "delta"),
    (adadelta_half_root, "adadelta", "no root above", "delta"),
    (adadelta_u_first, "adadelta", "u renewed before it is used", "delta"),
    (adam_power_of_bracket, "adam", "the power of the bracket", "m_hat"),
    (adam_one_beta, "adam", "beta1 for beta2", "v_hat"),
    (adam_no_root, "adam", "no root", "x"),
    (adam_v_of_m, "adam", "m squared for g squared", "v"),
    (adam_keeps_corrected_m, "adam", "the corrected m is kept", "m"),
    (adam_running_power, "adam", "beta1 in the power of v", "v_hat"),
    (adam_no_eps, "adam", "no eps", "x"),
    (adam_hat_unused, "adam", "m for m_hat", "x"),
    (adam_corrected_twice, "adam", "m corrected twice", "x"),
    (adam_plus, "adam", "plus in the correction", "v_hat"),
    (adam_scalar, "adam", "corrected in the first nine steps only", "m_hat"),
    (adam_g_for_m, "adam", "g for m", "m_hat"),
    (adam_norm, "adam", "the norm for each coordinate", "v"),
    (adam_v_starts_at_one, "adam", "v starts at 1", "v"),
    (adam_product, "adam", "times t for to the power t", "m_hat"),
    (adam_class_like, "adam", "the root of v's correction", "v_hat"),
    (adamax_no_abs, "adamax", "no absolute value", "u"),
    (adamax_min, "adamax", "minimum", "u"),
    (adamax_never_fades, "adamax", "u does not fade", "u"),
    (adamax_u_corrected, "adamax", "u corrected", "x"),
    (adamax_one_for_all, "adamax", "one u for all coordinates", "u"),
    (nadam_whole_g, "nadam", "no 1 - beta1 on g", "m_hat"),
    (nadam_one_correction, "nadam", "t for t + 1", "m_hat|x"),
    (nadam_old_m, "nadam", "the old m", "m_hat"),
    (amsgrad_v_overwritten, "amsgrad", "v overwritten by the maximum", "v"),
    (amsgrad_max_unused, "amsgrad", "v for v_max", "x"),
    (amsgrad_max_lost, "amsgrad", "the maximum is not kept", "v_max"),
    (amsgrad_of_all, "amsgrad", "maximum over the coordinates", "v_max"),
    (amsgrad_max_fades, "amsgrad", "the maximum fades", "v_max"),
    (amsgrad_torch_uncorrected, "amsgrad_torch", "v_max not corrected", "v_hat|x"),
    (adabound_lower, "adabound", "t + 1 in the bracket", "lower"),
    (adabound_clip_turned, "adabound", "bounds exchanged", "rate"),
    (adabound_clips_step, "adabound", "clips the step, not the rate", "rate|x"),
    (adabound_lr_t, "adabound", "corrections upside down", "lr_t"),
    (amsbound_v, "amsbound", "v for v_max", "rate"),
    (smorms3_r, "smorms3", "1 / mem", "r"),
    (smorms3_mem, "smorms3", "mem does not stand at zeta", "mem"),
    (smorms3_max, "smorms3", "the larger", "x"),
    (eve_multiplies, "eve", "times d", "x"),
    (eve_signed, "eve", "no absolute value", "d|change"),
    (santa_e_noise, "santa_e", "noise not cooled", "noise"),
    (santa_sss_whole_move, "santa_sss", "the second half move is whole", "x"),
    (adasecant_plus_cov, "adasecant", "plus cov", "rate"),
    (adasecant_paper_rate, "adasecant_paper", "alpha not squared", "c2"),
    (adamw_l2, "adamw", "decay in the gradient", "m v x"),
    (adamw_decay_without_lr, "adamw", "decay without lr", "x"),
    (adamw_decay_after, "adamw", "decay of the new x", "x"),
    (adamw_grows, "adamw", "sign of the decay", "x"),
    (lion_m_first, "lion", "m renewed before it is used", "u"),
    (lion_one_average, "lion", "one average for both", "m"),
    (lion_sign_outside, "lion", "the sign of g alone", "u"),
    (lion_decay_in_sign, "lion", "decay inside the sign", "u x|x"),
    (schedule_free_y, "schedule_free", "weights exchanged", "y"),
    (schedule_free_count, "schedule_free", "t + 1", "c|x"),
    (schedule_free_old_z, "schedule_free", "averages the old z", "x"),
    (schedule_free_at_x, "schedule_free", "the gradient at x", "z"),
    (free_adamw_w, "schedule_free_adamw", "decays x for y", "z"),
    (sam_no_norm, "sam", "not brought to length rho", "e"),
    (sam_downhill, "sam", "downhill", "g_sam|e"),
    (sam_stays_up, "sam", "moves from the top", "x"),
    (sam_signs, "sam", "each coordinate by itself", "e"),
    (radam_rho, "radam", "no factor 2", "rho_t"),
    (radam_r, "radam", "no root", "r|x"),
    (adabelief_old_m, "adabelief", "the old m", "s"),
    (adabelief_plus, "adabelief", "plus m", "s"),
    (adan_turned, "adan", "the change turned round", "change"),
    (adan_decay, "adan", "decay as in AdamW", "x"),
    (yogi_turned, "yogi", "the sign turned round", "v v_hat|v x"),
    (yogi_like_adam, "yogi", "Adam's average", "v"),
    (lamb_inverted, "lamb", "upside down", "ratio"),
    (lamb_decay_later, "lamb", "decay not in the size", "u x"),
    (prodigy_other_way, "prodigy", "the way turned round", "r"),
    (ademamix_slow_corrected, "ademamix", "the slow average corrected", "x"),
    (ademamix_alpha, "ademamix", "alpha on the fast average", "x"),
    (sophia_each_step, "sophia", "h renewed in each step", "h"),
    (sophia_no_clip, "sophia", "not clipped", "u"),
    (muon_no_nesterov, "muon", "b for u", "u|o"),
    (muon_of_g, "muon", "g for u", "o"),
    (shampoo_half, "shampoo", "-1/2 for -1/4", "u"),
    (soap_not_back, "soap", "not turned back", "u"),
    (adafactor_never_clipped, "adafactor", "not clipped", "u"),
    (lookahead_never_back, LOOKAHEAD, "never goes back", "x"),
]

TWO = [
    (momentum2_lr_and_sign, "momentum", "no lr; minus v", "v x|x"),
    (momentum2_mean, "momentum", "1 - mu for mu; x moves by mu v", "v x"),
    (momentum2_in_place, "momentum", "1 - mu for mu; minus v", "v x"),
    (ema2_turned, "momentum_ema", "weights exchanged; uphill", "m x"),
    (nesterov2_signs, "nesterov", "looks back; minus v", "g_ahead x|v x"),
    (nesterov2_no_mu, "nesterov", "looks ahead by v; 1 - mu on g", "g_ahead v"),
    (adagrad2_sizes, "adagrad", "|g| for g squared; no root", "h x"),
    (adagrad2_uphill, "adagrad", "no sum; uphill", "h x"),
    (rmsprop2_late, "rmsprop", "weights exchanged; divides by the old v", "v x"),
    (rmsprop2_no_root, "rmsprop", "no 1 - rho; no root", "v x"),
    (rmsprop2_helper, "rmsprop", "no 1 - rho; eps outside the fraction", "v x"),
    (graves2, "rmsprop_graves", "weights exchanged; minus delta", "v x"),
    (adadelta2_sums, "adadelta", "sums for averages, twice", "v u"),
    (adadelta2_no_root, "adadelta", "no root below; plus", "delta x"),
    (adam2_betas, "adam", "betas exchanged", "m v"),
    (adam2_count, "adam", "t + 1", "m_hat v_hat"),
    (adam2_beta_root, "adam", "beta1 for beta2; no root", "v_hat x"),
    (adam2_leaky, "adam", "no 1 - beta1; v for v_hat", "m x"),
    (adam2_abs, "adam", "|g| for g squared; no t", "v m_hat"),
    (adam2_early, "adam", "averages start at the first g", "m v"),
    (adam2_constants, "adam", "numbers for the betas", "m v"),
    (adamax2, "adamax", "beta1 for beta2; not corrected", "u x"),
    (adamax2_sum, "adamax", "weights exchanged; sum for maximum", "m u"),
    (nadam2, "nadam", "t for t + 1; no t", "m_hat v_hat"),
    (amsgrad2, "amsgrad", "maximum of g squared; no root", "v_max x"),
    (amsgrad2_min, "amsgrad", "beta1 for beta2; uphill", "v x"),
    (adabound2_signs, "adabound", "+ 1 in the wrong bound", "lower upper"),
    (adabound2_rate, "adabound", "no root; g for m", "lr_t x"),
    (smorms3_2, "smorms3", "m not squared; no 1 +", "zeta mem"),
    (adamw2, "adamw", "1 - beta2 for 1 - beta1; decay without lr", "m x"),
    (lion2_betas, "lion", "betas exchanged", "u m"),
    (lion2_of_m, "lion", "the sign of m; decay grows, without lr", "u x"),
    (schedule_free2, "schedule_free", "weights exchanged; t + 1", "y x|y c"),
    (sam2, "sam", "no root in the length; g for g_sam", "e x"),
    (radam2, "radam", "plus; no r", "rho_t x"),
    (adabelief2, "adabelief", "g for g - m; m for m_hat", "s x"),
    (adan2, "adan", "g for its change; no beta2", "v x"),
    (lamb2, "lamb", "minus decay; no lr", "u x"),
    (ademamix2, "ademamix", "beta2 for beta3; no alpha", "m2 x"),
    (sophia2, "sophia", "t for t - 1; no gamma", "h u"),
    (muon2, "muon", "an average; no factor for the shape", "b x"),
    (shampoo2, "shampoo", "no sum; -1/2 for -1/4", "R u"),
]

RIGHT = [
    (right_sgd_loop, "sgd"),
    (right_sgd_add, "sgd"),
    (lambda w, dw, eta: w - eta * dw, "sgd"),
    (right_momentum_up, "momentum"),
    (right_momentum_none, "momentum"),
    (right_momentum_half, "momentum"),
    (right_momentum_float32, "momentum"),
    (right_ema_incremental, "momentum_ema"),
    (right_ema_scaled, "momentum_ema"),
    (right_nesterov_up, "nesterov"),
    (right_nesterov_ahead, "nesterov"),
    (right_shifted_cs, "nesterov_shifted"),
    (right_torch, "nesterov_torch"),
    (right_smoothed, "smoothed_nesterov"),
    (right_adagrad_root_kept, "adagrad"),
    (right_adagrad_rate, "adagrad"),
    (right_rmsprop_incremental, "rmsprop"),
    (right_rmsprop_forget, "rmsprop"),
    (right_rmsprop_scaled, "rmsprop"),
    (right_graves, "rmsprop_graves"),
    (right_adadelta, "adadelta"),
    (right_adam_in_lr, "adam"),
    (right_adam_powers, "adam"),
    (right_adam_corrected_kept, "adam"),
    (right_adam_tuple_state, "adam"),
    (right_adam_sums, "adam"),
    (right_adam_helpers, "adam"),
    (right_adamax_where, "adamax"),
    (right_adamax_average, "adamax"),
    (right_nadam, "nadam"),
    (right_amsgrad, "amsgrad"),
    (right_amsgrad_roots, "amsgrad"),
    (right_adabound, "adabound"),
    (right_smorms3, "smorms3"),
    (right_eve, "eve"),
    (right_adamw, "adamw"),
    (right_lion, "lion"),
    (right_schedule_free, "schedule_free"),
    (right_sam, "sam"),
    (right_radam, "radam"),
    (right_adabelief, "adabelief"),
    (right_adan, "adan"),
    (right_yogi, "yogi"),
    (right_lamb, "lamb"),
    (right_ademamix, "ademamix"),
    (right_sophia, "sophia"),
    (right_muon, "muon"),
    (right_adafactor, "adafactor"),
    (right_lookahead, LOOKAHEAD),
]
