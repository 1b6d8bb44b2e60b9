"""Functions as students write them, to measure `optlab.check`: written from the formulas and the exercises alone.

`WRONG` has a row for each wrong one: (function, step, what is wrong, the quantities of its wrong lines). Where one mistake may
be told of either of two lines, both stand with a | between; a mistake of programming has no line, and says so in words.
`RIGHT` has rows (function, step) of right ones in unusual forms.
"""

import math

import numpy as np

import optlab
from optlab.steps.learned import lstm, trained
from optlab.steps.matrices import eigenvectors, newton_schulz, power, transpose

WRONG, RIGHT = [], []

# ---------------------------------------------------------------- one mistake: chapters 01 to 05


def descend_uphill(x, g, *, lr=0.01):
    """One step: the new parameters x."""
    step = -lr * g
    x = x - step
    return dict(x=x)


def descend_sign(x, g, *, lr=0.01):
    direction = np.sign(g)
    return {"x": x - lr * direction}


def descend_in_place(x, g, *, lr=0.01):
    x -= lr * g
    return dict(x=x)


def descend_lr_divides(theta, gradient, *, alpha=0.01):
    theta_new = theta - gradient / alpha
    return dict(theta=theta_new)


def descend_unit(x, g, *, lr=0.01):
    # normalise, so that lr is the length of the step
    g = g / np.linalg.norm(g)
    x = x - lr * g
    return dict(x=x)


def descend_only_update(x, g, *, lr=0.01):
    return -lr * g


WRONG += [
    (descend_uphill, "sgd", "two minus signs make a plus", "x"),
    (descend_sign, "sgd", "the sign of g for g", "x"),
    (descend_in_place, "sgd", "x is changed in place", "in place"),
    (descend_lr_divides, "sgd", "divides by the learning rate", "x"),
    (descend_unit, "sgd", "g is brought to length 1", "x"),
    (descend_only_update, "sgd", "returns the update alone", "return"),
]


def heavy_ball_forgets_lr(x, g, v=0.0, *, lr=0.01, mu=0.9):
    """One step: the new velocity v and the new parameters x."""
    v = mu * v - g
    x = x + v
    return dict(v=v, x=x)


def heavy_ball_lr_on_all(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = lr * (mu * v - g)
    x = x + v
    return dict(v=v, x=x)


def heavy_ball_minus_velocity(x, g, v=0.0, *, lr=0.01, mu=0.9):
    new_v = mu * v - lr * g
    new_x = x - new_v
    return dict(v=new_v, x=new_x)


def heavy_ball_old_velocity(x, g, v=0.0, *, lr=0.01, mu=0.9):
    new_x = x + v
    new_v = mu * v - lr * g
    return {"v": new_v, "x": new_x}


def heavy_ball_keeps_old(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v_next = mu * v - lr * g
    return dict(v=v, x=x + v_next)


def heavy_ball_friction(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = (1 - mu) * v - lr * g
    x = x + v
    return dict(v=v, x=x)


def heavy_ball_augmented(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v *= mu
    v -= lr * g
    x = x + v
    return dict(v=v, x=x)


velocity = 0.0


def heavy_ball_global(x, g, v=0.0, *, lr=0.01, mu=0.9):
    global velocity
    velocity = mu * velocity - lr * g
    x = x + velocity
    return dict(v=velocity, x=x)


WRONG += [
    (heavy_ball_forgets_lr, "momentum", "no learning rate", "v"),
    (heavy_ball_lr_on_all, "momentum", "lr times the old velocity as well", "v"),
    (heavy_ball_minus_velocity, "momentum", "minus the velocity, which has its minus already", "x|v"),
    (heavy_ball_old_velocity, "momentum", "x moves with the old velocity", "x"),
    (heavy_ball_keeps_old, "momentum", "returns the old v", "v"),
    (heavy_ball_friction, "momentum", "1 - mu for mu", "v"),
    (heavy_ball_augmented, "momentum", "v is changed in place", "in place"),
    (heavy_ball_global, "momentum", "the velocity is kept in a global variable", "global"),
]


def smooth_unweighted(x, g, m=0.0, *, lr=0.01, beta=0.9):
    """One step: the new average m of the gradients and the new parameters x."""
    m = beta * m + g
    x = x - lr * m
    return dict(m=m, x=x)


def smooth_weights_exchanged(x, g, m=0.0, *, lr=0.01, beta=0.9):
    m = (1 - beta) * m + beta * g
    x = x - lr * m
    return dict(m=m, x=x)


def smooth_minus(x, g, m=0.0, *, lr=0.01, beta=0.9):
    m = m - (1 - beta) * (g - m)
    x = x - lr * m
    return dict(m=m, x=x)


def smooth_no_brackets(x, g, m=0.0, *, lr=0.01, beta=0.9):
    m = beta * m + 1 - beta * g
    return dict(m=m, x=x - lr * m)


def smooth_steps_with_g(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + (1.0 - mu) * g
    x = x - lr * g
    return dict(m=m, x=x)


WRONG += [
    (smooth_unweighted, "momentum_ema", "a sum, no average", "m"),
    (smooth_weights_exchanged, "momentum_ema", "the weights are exchanged", "m"),
    (smooth_minus, "momentum_ema", "the incremental form with a minus", "m"),
    (smooth_no_brackets, "momentum_ema", "brackets left out", "m"),
    (smooth_steps_with_g, "momentum_ema", "steps with g", "x"),
]


def nag_behind(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    """One step: the new velocity v and the new parameters x."""
    g_ahead = grad(x - mu * v)
    v = mu * v - lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)


def nag_far(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    ahead = x + v
    v = mu * v - lr * grad(ahead)
    x = x + v
    return dict(v=v, x=x)


def nag_not_ahead(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = grad(x)
    v = mu * v - lr * g
    return {"v": v, "x": x + v}


def nag_from_ahead(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    x_ahead = x + mu * v
    g_ahead = grad(x_ahead)
    v = mu * v - lr * g_ahead
    x = x_ahead + v
    return dict(g_ahead=g_ahead, v=v, x=x)


def nag_twice(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * grad(x + mu * v)
    x = x + mu * v
    return dict(v=v, x=x)


def nag_lr_ahead(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    look = x + lr * mu * v
    g_ahead = grad(look)
    v_new = mu * v - lr * g_ahead
    x_new = x + v_new
    return {"g_ahead": g_ahead, "v": v_new, "x": x_new}


WRONG += [
    (nag_behind, "nesterov", "looks back", "g_ahead"),
    (nag_far, "nesterov", "looks v ahead for mu v", "g_ahead"),
    (nag_not_ahead, "nesterov", "does not look ahead", "g_ahead"),
    (nag_from_ahead, "nesterov", "steps from the look-ahead point: mu v twice", "x"),
    (nag_twice, "nesterov", "mu times the new velocity", "x"),
    (nag_lr_ahead, "nesterov", "lr mu v ahead", "g_ahead"),
]


def shifted_new_velocity(x, g, v=0.0, *, lr=0.01, mu=0.9):
    """One step, where x is the look-ahead point and g the gradient there: the new velocity v and the new x."""
    v = mu * v - lr * g
    x = x + mu**2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)


def shifted_one_mu(x, g, v=0.0, *, lr=0.01, mu=0.9):
    x = x + mu * v - (1 + mu) * lr * g
    v = mu * v - lr * g
    return dict(v=v, x=x)


def shifted_difference(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v_prev = v
    v = mu * v - lr * g
    x = x - mu * v_prev + (1 - mu) * v
    return dict(v=v, x=x)


def four_sum(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    total = 0
    for k in range(1, 5):
        total = total + grad(x + mu * v * k / 4)
    v = mu * v - lr * total
    x = x + v
    return dict(g_ahead=total, v=v, x=x)


def four_from_zero(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = sum(grad(x + mu * v * k / 4) for k in range(4)) / 4
    v = mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)


WRONG += [
    (shifted_new_velocity, "nesterov_shifted", "the new v where the old one stands", "x"),
    (shifted_one_mu, "nesterov_shifted", "mu for mu squared", "x"),
    (shifted_difference, "nesterov_shifted", "1 - mu for 1 + mu", "x"),
    (four_sum, "smoothed_nesterov", "the sum for the mean", "g_ahead"),
    (four_from_zero, "smoothed_nesterov", "0 1 2 3 quarters for 1 2 3 4", "g_ahead"),
]

# ---------------------------------------------------------------- one mistake: chapters 06 to 08


def ada_no_root(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    """One step: the new sum of squares h and the new parameters x."""
    h = h + g**2
    x = x - lr * g / (h + eps)
    return dict(h=h, x=x)


def ada_no_square(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.abs(g)
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def ada_norm(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.sum(g**2)
    x = x - lr / (np.sqrt(h) + eps) * g
    return dict(h=h, x=x)


def ada_forgets(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = g * g
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def ada_late(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    x_new = x - lr * g / (np.sqrt(h) + eps)
    h_new = h + g**2
    return dict(h=h_new, x=x_new)


def ada_torch_style(param, grad, state_sum=0.0, *, lr=0.01, eps=1e-10):
    state_sum += grad * grad
    std = np.sqrt(state_sum) + eps
    param = param - lr * grad / std
    return {"state_sum": state_sum, "param": param}


def ada_starts_at_one(x, g, h=1.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def ada_math(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    x = x - lr * g / (math.sqrt(h) + eps)
    return dict(h=h, x=x)


WRONG += [
    (ada_no_root, "adagrad", "no root", "x"),
    (ada_no_square, "adagrad", "abs for the square", "h"),
    (ada_norm, "adagrad", "one h for all coordinates", "h"),
    (ada_forgets, "adagrad", "the old h is left out", "h"),
    (ada_late, "adagrad", "divides by the old h", "x"),
    (ada_torch_style, "adagrad", "the sum is changed in place", "in place"),
    (ada_starts_at_one, "adagrad", "h starts at 1", "h start"),
    (ada_math, "adagrad", "math.sqrt of an array", "math"),
]


def rms_brackets(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    """One step: the new average of squares v and the new parameters x."""
    v = rho * v + (1 - rho) * g**2
    x = x - lr * g / np.sqrt(v) + eps
    return dict(v=v, x=x)


def rms_square_of_all(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + ((1 - rho) * g) ** 2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rms_mean(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    mean_square = np.mean(g**2)
    v = rho * v + (1 - rho) * mean_square
    return dict(v=v, x=x - lr * g / (np.sqrt(v) + eps))


def rms_plus_equals(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = v + rho * v + (1 - rho) * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rms_difference(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = v + (1 - rho) * (g - v) ** 2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rms_scalar_if(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    if v == 0:
        v = g**2
    else:
        v = rho * v + (1 - rho) * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def rms_multiplies(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    rate = lr * (np.sqrt(v) + eps)
    x = x - rate * g
    return dict(v=v, x=x)


WRONG += [
    (rms_brackets, "rmsprop", "brackets round the denominator are missing", "x"),
    (rms_square_of_all, "rmsprop", "1 - rho is squared as well", "v"),
    (rms_mean, "rmsprop", "a mean over the coordinates", "v"),
    (rms_plus_equals, "rmsprop", "v + rho v", "v"),
    (rms_difference, "rmsprop", "(g - v)**2 for g**2 - v", "v"),
    (rms_scalar_if, "rmsprop", "if of an array, and v starts at g**2", "if"),
    (rms_multiplies, "rmsprop", "multiplied by the root", "x"),
]


def graves_plus_square(x, g, v=0.0, m=0.0, delta=0.0, *, lr=0.0001, rho=0.95, mu=0.9, eps=1e-4):
    """One step: the averages v and m, the step delta and the new parameters x."""
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v + m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


def graves_no_square(x, g, v=0.0, m=0.0, delta=0.0, *, lr=0.0001, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    variance = v - m
    delta = mu * delta - lr * g / np.sqrt(np.abs(variance) + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


def graves_average_on_top(x, g, v=0.0, m=0.0, delta=0.0, *, lr=0.0001, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * m / np.sqrt(v - m**2 + eps)
    return dict(v=v, m=m, delta=delta, x=x + delta)


def graves_subtracts(x, g, v=0.0, m=0.0, delta=0.0, *, lr=0.0001, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    x = x - delta
    return dict(v=v, m=m, delta=delta, x=x)


def graves_mu_for_rho(x, g, v=0.0, m=0.0, delta=0.0, *, lr=0.0001, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = mu * m + (1 - mu) * g
    delta = mu * delta - lr * g / np.sqrt(v - m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


WRONG += [
    (graves_plus_square, "rmsprop_graves", "plus m squared", "delta"),
    (graves_no_square, "rmsprop_graves", "abs(v - m) for v - m**2", "delta"),
    (graves_average_on_top, "rmsprop_graves", "m on top for g", "delta"),
    (graves_subtracts, "rmsprop_graves", "x - delta", "x|delta"),
    (graves_mu_for_rho, "rmsprop_graves", "mu for rho in m", "m"),
]


def delta_upside_down(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    """One step: the average v of squared gradients, the step delta, the average u of squared steps, the new parameters x."""
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(v + eps) / np.sqrt(u + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def delta_new_u(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    rms_g = np.sqrt(v + eps)
    delta = np.sqrt(u + eps) / rms_g * g
    u = rho * u + (1 - rho) * delta**2
    delta = np.sqrt(u + eps) / rms_g * g
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def delta_eps_beside(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = (np.sqrt(u) + eps) / (np.sqrt(v) + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def delta_gradient_in_u(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * g**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def delta_no_square_in_u(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g * g
    delta = g * np.sqrt((u + eps) / (v + eps))
    u = rho * u + (1 - rho) * np.abs(delta)
    return dict(v=v, delta=delta, u=u, x=x - lr * delta)


def delta_lr_in_u(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = lr * np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - delta
    return dict(v=v, delta=delta, u=u, x=x)


def delta_u_lost(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u_new = rho * u + (1 - rho) * delta**2  # noqa: F841
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def delta_no_eps_above(x, g, v=0.0, u=1e-6, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


WRONG += [
    (delta_upside_down, "adadelta", "the ratio upside down", "delta"),
    (delta_new_u, "adadelta", "the new u in the step", "delta"),
    (delta_eps_beside, "adadelta", "eps beside both roots", "delta"),
    (delta_gradient_in_u, "adadelta", "u averages squared gradients", "u"),
    (delta_no_square_in_u, "adadelta", "abs for the square in u", "u"),
    (delta_lr_in_u, "adadelta", "lr in delta, so it enters u", "delta|u"),
    (delta_u_lost, "adadelta", "returns the old u", "u"),
    (delta_no_eps_above, "adadelta", "no eps in the upper root, and u starts at 1e-6 for it", "delta u start"),
]

# ---------------------------------------------------------------- one mistake: chapters 09 to 12


def kb_uncorrected(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step: the averages m and v, the same corrected for their start, and the new parameters x."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_stores_hats(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)


def kb_minus_one(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_times_t(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - (beta2 ** (t * 2)))
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))


def kb_variance(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m_old = m
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g - m_old) * (g - m)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_beta1_for_v(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_copy_paste(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = m / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_frozen(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t = 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_sqrt_late(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    denom = np.sqrt(v) / (1 - beta2**t) + eps
    x = x - lr * m_hat / denom
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_plain_loss(params, grads, step, exp_avg=0.0, exp_avg_sq=0.0, *, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    exp_avg = b1 * exp_avg + (1 - b1) * grads
    exp_avg_sq = b2 * exp_avg_sq + (1 - b2) * exp_avg**2
    m_hat = exp_avg / (1 - b1**step)
    v_hat = exp_avg_sq / (1 - b2**step)
    params = params - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(exp_avg=exp_avg, exp_avg_sq=exp_avg_sq, params=params)


def kb_counts_twice(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_old_average(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m_t = beta1 * m + (1 - beta1) * g
    v_t = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v_t / (1 - beta2**t)
    x_t = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m_t, v=v_t, m_hat=m_hat, v_hat=v_hat, x=x_t)


def kb_floor(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m // (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_tuple_order(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return v, m, x


def kb_no_v(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, m_hat=m_hat, v_hat=v_hat, x=x)


def kb_eps_in_v(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g**2 + eps)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


WRONG += [
    (kb_uncorrected, "adam", "m for m_hat", "x"),
    (kb_stores_hats, "adam", "the corrected m is stored", "m"),
    (kb_minus_one, "adam", "t + 1 in the correction of m", "m_hat"),
    (kb_times_t, "adam", "2 t for t", "v_hat"),
    (kb_variance, "adam", "a variance for the mean square", "v"),
    (kb_beta1_for_v, "adam", "1 - beta1 in v", "v"),
    (kb_copy_paste, "adam", "v_hat is made of m, and abs saves the root", "v_hat x"),
    (kb_frozen, "adam", "t is set to 1", "m_hat v_hat"),
    (kb_sqrt_late, "adam", "the correction of v outside the root", "x|v_hat"),
    (kb_plain_loss, "adam", "the square of m in v", "v"),
    (kb_counts_twice, "adam", "corrected twice", "x"),
    (kb_old_average, "adam", "the old m is corrected", "m_hat"),
    (kb_floor, "adam", "// for /", "m_hat"),
    (kb_tuple_order, "adam", "the tuple is in the wrong order", "return"),
    (kb_no_v, "adam", "v is not returned", "v return"),
    (kb_eps_in_v, "adam", "eps is averaged in v", "v x"),
]


def inf_norm_sum(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step: the average m, the fading maximum u and the new parameters x."""
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.max(np.abs(g)) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def inf_no_abs(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, g + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def inf_weighted(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, (1 - beta2) * (np.abs(g) + eps))
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def inf_corrects_u(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    m_hat = m / (1 - beta1**t)
    u_hat = u / (1 - beta2**t)
    x = x - lr * m_hat / u_hat
    return dict(m=m, u=u, x=x)


def inf_precedence(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    x = x - lr / 1 - beta1**t * m / u
    return dict(m=m, u=u, x=x)


def inf_root(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    return dict(m=m, u=u, x=x - lr * m / ((1 - beta1**t) * np.sqrt(u)))


WRONG += [
    (inf_norm_sum, "adamax", "a maximum over the coordinates", "u"),
    (inf_no_abs, "adamax", "no abs", "u"),
    (inf_weighted, "adamax", "the new |g| is weighted", "u"),
    (inf_corrects_u, "adamax", "u is corrected", "x"),
    (inf_precedence, "adamax", "brackets left out", "x"),
    (inf_root, "adamax", "a root over u", "x"),
]


def dozat_same_t(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step: Adam's averages m and v, m_hat with the look-ahead, v_hat, and the new parameters x."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1**t) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def dozat_old_m(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    new_m = beta1 * m + (1 - beta1) * g
    new_v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = new_v / (1 - beta2**t)
    return dict(m=new_m, v=new_v, m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))


def dozat_whole_g(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def dozat_plus_one_slips(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1**t + 1) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def dozat_is_adam(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


WRONG += [
    (dozat_same_t, "nadam", "t for t + 1", "m_hat"),
    (dozat_old_m, "nadam", "the old m in m_hat", "m_hat"),
    (dozat_whole_g, "nadam", "g without its weight", "m_hat"),
    (dozat_plus_one_slips, "nadam", "+ 1 outside the exponent", "m_hat"),
    (dozat_is_adam, "nadam", "it is Adam", "m_hat"),
]


def ams_old_max(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step: Adam's averages m and v, the largest v so far, and the new parameters x."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, g**2)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def ams_builtin_max(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = max(v_max, v)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def ams_v_below(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def ams_max_is_v(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v_max + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    return dict(m=m, v=v, v_max=v_max, x=x - lr * m / (np.sqrt(v_max) + eps))


def ams_minimum(x, g, m=0.0, v=0.0, v_max=np.inf, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.minimum(v_max, v)
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def ams_max_lost(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_max=v_max, v_hat=v_hat, x=x)


WRONG += [
    (ams_old_max, "amsgrad", "the maximum of g squared", "v_max"),
    (ams_builtin_max, "amsgrad", "max of arrays", "if"),
    (ams_v_below, "amsgrad", "divides by v", "x"),
    (ams_max_is_v, "amsgrad", "v goes on from the maximum", "v"),
    (ams_minimum, "amsgrad", "the minimum, from infinity", "v_max v_max start"),
    (ams_max_lost, "amsgrad", "the maximum is not kept", "v_max"),
]

# ---------------------------------------------------------------- one mistake: chapters 13 to 15


def bound_exchanged(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    """One step: the averages m and v, the bounds lower and upper, lr_t, the clipped rate, the new parameters x."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), upper, lower)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def bound_rate_first(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t, lower, upper) / (np.sqrt(v) + eps)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def bound_one_correction(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x - rate * m)


def bound_upper_plus_one(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def bound_gradient(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    low, high = final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.minimum(np.maximum(lr_t / (np.sqrt(v) + eps), low), high)
    x = x - rate * g
    return dict(m=m, v=v, lower=low, upper=high, lr_t=lr_t, rate=rate, x=x)


def bound_no_brackets(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / gamma * t + 1)
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def amsb_current(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def amsb_final_rate(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    return {"m": m, "v": v, "v_max": v_max, "lower": lower, "upper": upper, "lr_t": lr_t, "rate": rate, "x": x - rate * m}


WRONG += [
    (bound_exchanged, "adabound", "the bounds are exchanged in clip", "rate"),
    (bound_rate_first, "adabound", "clips before it divides", "rate"),
    (bound_one_correction, "adabound", "no root in lr_t", "lr_t"),
    (bound_upper_plus_one, "adabound", "+ 1 in the upper bound too", "upper"),
    (bound_gradient, "adabound", "g for m", "x"),
    (bound_no_brackets, "adabound", "brackets left out in lower", "lower"),
    (amsb_current, "amsbound", "v for v_max", "rate"),
    (amsb_final_rate, "amsbound", "lr for final_lr in lower", "lower"),
]


def funk_new_memory(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    """One step: the share r, the averages m and v, their comparison zeta, the new parameters x, the new memory mem."""
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * 1 - zeta
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def funk_maximum(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.maximum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def funk_average_steps(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g * g
    zeta = m * m / (v + eps)
    x = x - m * np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def funk_no_square(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = np.abs(m) / (np.sqrt(v) + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def funk_early_memory(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / mem + 1
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(np.abs(v)) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def funk_starts_at_zero(x, g, m=0.0, v=0.0, mem=0.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def funk_python_min(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - min(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


WRONG += [
    (funk_new_memory, "smorms3", "brackets left out in mem", "mem"),
    (funk_maximum, "smorms3", "the maximum", "x"),
    (funk_average_steps, "smorms3", "steps with m", "x"),
    (funk_no_square, "smorms3", "the root of zeta", "zeta"),
    (funk_early_memory, "smorms3", "brackets left out in r, abs under the root", "r x"),
    (funk_starts_at_zero, "smorms3", "mem starts at 0", "mem start"),
    (funk_python_min, "smorms3", "min of an array", "if"),
]


def eve_d_multiplies(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    """One step: Adam's averages, the smoothed relative change d of the loss, the new parameters x."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr * d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def eve_no_abs(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        rel = (f - f_old) / (np.minimum(f, f_old) - f_star)
        rel = np.clip(rel, 1 / c, c)
        d = beta3 * d + (1 - beta3) * rel
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def eve_clips_average(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = np.clip(beta3 * d + (1 - beta3) * change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def eve_keeps_first(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is None:
        f_old = f
    else:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f_old, x=x)


def eve_star_above(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.maximum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def eve_clip_c(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, -c, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def eve_truth_of_loss(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        if f > f_old:
            change = (f - f_old) / (f_old - f_star)
        else:
            change = (f_old - f) / (f - f_star)
        d = beta3 * d + (1 - beta3) * min(max(change, 1 / c), c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


WRONG += [
    (eve_d_multiplies, "eve", "multiplied by d", "x"),
    (eve_no_abs, "eve", "no abs", "d|change"),
    (eve_clips_average, "eve", "the average is clipped, not the change", "d"),
    (eve_keeps_first, "eve", "f_old stays the first loss", "f_old"),
    (eve_star_above, "eve", "the larger of the losses below", "d|change"),
    (eve_clip_c, "eve", "-c for 1 / c", "d"),
    (eve_truth_of_loss, "eve", "if of an array", "if"),
]

# ---------------------------------------------------------------- one mistake: chapters 16 to 18


def secant_gamma_g(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1,
    h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    g_tilde = (m + gamma * g) / (1 + gamma)
    alpha = g - g_old
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha**2 / tau
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
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)  # fmt: skip


def secant_root_of_cov(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1,
    h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha**2 / tau
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / np.sqrt(c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = (1 - 1 / tau) * d + delta / tau
    d2 = (1 - 1 / tau) * last2 + delta**2 / tau
    cov = (1 - 1 / tau) * cov + delta * alpha / tau
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)  # fmt: skip


def secant_c_squared(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1,
    h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + c**2 / tau
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
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)  # fmt: skip


def secant_no_minus(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1,
    h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    w = 1 / tau
    c = (1 - w) * c + w * alpha
    c2 = (1 - w) * c2 + w * alpha**2
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
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)  # fmt: skip


def secant_printed_far(
    x, g, t, m=0.0, m2=0.0, num=0.0, den=0.0, g_old=0.0, c=0.0, c2=0.0, delta=0.0, d=0.0, d2=0.0, cov=0.0, tau=2.1,
    *, gamma_max=1.8, eps=1e-7, eps_rate=1e-6
):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    alpha = g - g_old
    gamma = np.clip(np.where(den > 0, num / np.where(den > 0, den, 1), gamma_max), 0, gamma_max)
    far = ((g - m) ** 2 > 2 * (m2 - m**2)) | ((alpha - c) ** 2 > 2 * (c2 - c**2))
    tau = np.where(far, 2.2, tau)
    m = (1 - 1 / tau) * m + g / tau
    m2 = (1 - 1 / tau) * m2 + g**2 / tau
    g_tilde = (g + gamma * m) / (1 + gamma)
    num = (1 - 1 / tau) * num + (g_old - g) * (g_old - m) / tau
    den = (1 - 1 / tau) * den + (g_old - m) * (g - m) / tau
    c = (1 - 1 / tau) * c + alpha / tau
    c2 = (1 - 1 / tau) * c2 + alpha**2 / tau
    d = g if t == 1 else (1 - 1 / tau) * d + delta / tau
    d2 = g**2 if t == 1 else (1 - 1 / tau) * d2 + delta**2 / tau
    cov = (1 - 1 / tau) * cov + delta * alpha / tau
    rate = np.sqrt(d2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    tau = np.clip((1 - d**2 / (d2 + eps)) * tau + 1, 1.5, 1e8)
    delta = -rate * g_tilde
    x = x + delta
    return dict(alpha=alpha, gamma=gamma, m=m, m2=m2, g_tilde=g_tilde, num=num, den=den, c=c, c2=c2, d=d, d2=d2,
                cov=cov, rate=rate, tau=tau, delta=delta, g_old=g, x=x)  # fmt: skip


WRONG += [
    (secant_gamma_g, "adasecant", "gamma weighs g, not m", "g_tilde"),
    (secant_root_of_cov, "adasecant", "cov over a root", "rate"),
    (secant_c_squared, "adasecant", "c squared in c2", "c2"),
    (secant_no_minus, "adasecant", "plus cov", "rate"),
    (secant_printed_far, "adasecant_paper", "2 for 4, its square, in both", "far tau"),
]


def santa_no_n(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50,
               C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    v = sigma * v + (1 - sigma) * g**2
    old = G
    G = 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G if old is None else old
    if explore:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
        noise = np.sqrt(2 * G_old * lr**p / beta_t) * xi
    else:
        noise = 0 * xi
    u = (1 - a) * u - lr * G * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def santa_new_G(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
                burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G
    if explore:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
        noise = np.sqrt(2 * G_old * lr**p / beta_t) * xi
    else:
        noise = 0 * xi
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def santa_thermostat(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
                     burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    noise = np.zeros_like(xi)
    if explore:
        a = np.clip(a + lr / beta_t - u**2, a_min, a_max)
        noise = np.sqrt(2 * G_old * lr**p / beta_t) * xi
    u = (1 - a) * u - lr * G * n * g + noise
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x + G * u)


def santa_one_root(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
                   burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / (lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    if explore:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
    noise = np.sqrt(2 * G_old * lr**p / beta_t) * xi if explore else 0 * xi
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def santa_always_hot(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
                     burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    if explore:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
    noise = np.sqrt(2 * G_old * lr**p / beta_t) * xi
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def santa_x_without_G(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
                      burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    if explore:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
    noise = np.sqrt(2 * G_old * lr**p / beta_t) * xi if explore else 0 * xi
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def santa_split_whole(
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
    x = x + G * u / 2
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    noise = np.where(explore, noise, 0)
    u = np.exp(-a) * (np.exp(-a / 2) * u - lr * G * n * g + noise)
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)


WRONG += [
    (santa_no_n, "santa_e", "n is left out", "u"),
    (santa_new_G, "santa_e", "the new G in the noise", "noise|G_old"),
    (santa_thermostat, "santa_e", "the thermostat upside down", "a"),
    (santa_one_root, "santa_e", "the outer root is left out", "G"),
    (santa_always_hot, "santa_e", "noise after burnin too", "noise"),
    (santa_x_without_G, "santa_e", "no G where x moves", "x"),
    (santa_split_whole, "santa_sss", "exp(-a) for exp(-a / 2)", "u"),
]


def net_minus(x, g, h1=None, c1=None, h2=None, c2=None):
    """One step: both layers, the step u that they write, and the new parameters x."""
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, 20))
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * (h2 @ w["Wo"] + w["bo"])
    x = x - u
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x)


def net_first_output(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, 20))
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * (h1 @ w["Wo"] + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)


def net_same_weights(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    zeros = np.zeros((*x.shape, 20))
    if h1 is None:
        h1, c1, h2, c2 = zeros, zeros, zeros, zeros
    h1, c1, gates1 = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, gates2 = lstm(h1, h2, c2, w["W2"], w["U1"], w["b2"])
    u = w["scale"] * (h2 @ w["Wo"] + w["bo"])
    x = x + u
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x)


def net_bias_unscaled(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, 20))
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
    u = w["scale"] * h2 @ w["Wo"] + w["bo"]
    x = x + u
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x)


WRONG += [
    (net_minus, "learned", "minus u", "x|u"),
    (net_first_output, "learned", "the first layer's output is read", "u"),
    (net_same_weights, "learned", "U1 in the second layer", "h2 c2"),
    (net_bias_unscaled, "learned", "brackets: the scale acts on the product alone", "u"),
]

# ---------------------------------------------------------------- one mistake: frameworks' forms


def rate_root_below(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    """One step: the averages m and v, the rate lr_t that holds both corrections, the new parameters x."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * (1 - beta1**t) / np.sqrt(1 - beta2**t)
    x = x - lr_t * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, lr_t=lr_t, x=x)


def rate_root_of_all(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt((1 - beta2**t) / (1 - beta1**t))
    x = x - lr_t * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, lr_t=lr_t, x=x)


def power_beta_bare(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    """One step: the average m, the measure of size u, the same corrected, and the new parameters x."""
    m = beta1 * m + (1 - beta1) * g
    s = np.abs(g) + eps
    M = np.maximum(beta2 * u, s)
    u = M * ((beta2 * u / M) ** p + (1 - beta2) * (s / M) ** p) ** (1 / p)
    u_hat = u / (1 - beta2 ** (p * t)) ** (1 / p)
    x = x - lr / (1 - beta1**t) * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)


def power_root_lost(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    s = np.abs(g) + eps
    M = np.maximum(beta2 * u, s)
    u = M * ((beta2 * u / M) ** p + (1 - beta2**p) * (s / M) ** p) ** (1 / p)
    u_hat = u / (1 - beta2 ** (p * t))
    x = x - lr / (1 - beta1**t) * m / u_hat
    return dict(m=m, u=u, u_hat=u_hat, x=x)


def torch_rms_lr_twice(x, g, v=0.0, b=0.0, *, lr=1e-2, rho=0.99, mu=0.0, eps=1e-8):
    v = rho * v + (1 - rho) * g * g
    b = mu * b + lr * g / (np.sqrt(v) + eps)
    x = x - lr * b
    return dict(v=v, b=b, x=x)


def torch_nadam_product(x, g, t, m=0.0, v=0.0, mu_product=1.0, *, lr=2e-3, beta1=0.9, beta2=0.999, psi=4e-3, eps=1e-8):
    mu = beta1 * (1 - 0.5 * 0.96 ** (t * psi))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * psi))
    mu_product = mu_product * mu
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = mu_next * m / (1 - mu_product) + (1 - mu) * g / (1 - mu_product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(mu_t=mu, mu_next=mu_next, mu_product=mu_product, m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def torch_buffer_weighted(x, g, b=None, *, lr=1e-3, mu=0.9, dampening=0.0):
    if b is None:
        b = (1 - dampening) * g
    else:
        b = mu * b + (1 - dampening) * g
    x = x - lr * b
    return dict(b=b, x=x)


WRONG += [
    (rate_root_below, "adam_lr_t", "the fraction upside down", "lr_t"),
    (rate_root_of_all, "adam_lr_t", "the root over the whole fraction", "lr_t"),
    (power_beta_bare, "adam_p", "1 - beta2 for 1 - beta2**p", "u"),
    (power_root_lost, "adam_p", "the correction without its root", "u_hat"),
    (torch_rms_lr_twice, "rmsprop_torch", "lr twice", "b|x"),
    (torch_nadam_product, "nadam_torch", "mu_next is left out of the product", "m_hat"),
    (torch_buffer_weighted, "momentum_torch", "the first b is dampened too", "b"),
]

# ---------------------------------------------------------------- one mistake: chapters 22 to 26 and the modern steps


def decay_in_gradient(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """One step: the averages m and v, their corrected forms, the new parameters x."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat + weight_decay * x) / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def decay_without_lr(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def decay_after(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    x = x - lr * weight_decay * x
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def decay_grows(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) - weight_decay * x)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def roar_new_average(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    """One step: the direction u, the average m, the new parameters x."""
    m = beta2 * m + (1 - beta2) * g
    u = np.sign(m)
    x = x - lr * (u + weight_decay * x)
    return dict(u=u, m=m, x=x)


def roar_keeps_u(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = beta1 * m + (1 - beta1) * g
    u = np.sign(c)
    x = x - lr * (u + weight_decay * x)
    m = beta2 * c + (1 - beta2) * g
    return dict(u=u, m=m, x=x)


def roar_decays_inside(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(beta1 * m + (1 - beta1) * g + weight_decay * x)
    m = beta2 * m + (1 - beta2) * g
    return dict(u=u, m=m, x=x - lr * u)


def roar_no_sign(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = beta1 * m + (1 - beta1) * np.sign(g)
    x = x - lr * (u + weight_decay * x)
    m = beta2 * m + (1 - beta2) * g
    return dict(u=u, m=m, x=x)


WRONG += [
    (decay_in_gradient, "adamw", "the decay is divided by the root", "x"),
    (decay_without_lr, "adamw", "the decay without lr", "x"),
    (decay_after, "adamw", "the decay of the new x", "x"),
    (decay_grows, "adamw", "the decay with the wrong sign", "x"),
    (roar_new_average, "lion", "the sign of the new m", "u"),
    (roar_keeps_u, "lion", "m goes on from the other average", "m"),
    (roar_decays_inside, "lion", "the decay inside the sign", "u x"),
    (roar_no_sign, "lion", "the sign of g alone, before it is averaged", "u"),
]


def free_weights(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    """One step: the point y of the gradient, the runner z, the mean x."""
    if z is None:
        z = x
    y = beta * z + (1 - beta) * x
    z = z - lr * grad(y)
    c = 1 / t
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)


def free_from_y(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z = y - lr * grad(y)
    x = (1 - 1 / t) * x + z / t
    return dict(y=y, z=z, x=x)


def free_counts_start(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z = z - lr * grad(y)
    c = 1 / (t + 1)
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)


def free_gradient_at_x(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z = z - lr * grad(x)
    c = 1 / t
    return dict(y=y, z=z, x=x + c * (z - x))


def free_old_z(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z_next = z - lr * grad(y)
    x_next = (1 - 1 / t) * x + 1 / t * z
    return dict(y=y, z=z_next, x=x_next)


def free_adam_lr(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x
    y = (1 - beta1) * z + beta1 * x
    g_y = grad(y)
    v = beta2 * v + (1 - beta2) * g_y**2
    v_hat = v / (1 - beta2**t)
    z = z - lr * (g_y / (np.sqrt(v_hat) + eps) + weight_decay * y)
    w = w + lr
    c = lr / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=g_y, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)


def free_adam_decay(x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if z is None:
        z = x
    y = (1 - beta1) * z + beta1 * x
    g_y = grad(y)
    v = beta2 * v + (1 - beta2) * g_y**2
    v_hat = v / (1 - beta2**t)
    z = z - lr * (g_y / (np.sqrt(v_hat) + eps) + weight_decay * z)
    w = w + lr**2
    c = lr**2 / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=g_y, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)


WRONG += [
    (free_weights, "schedule_free", "the weights of y are exchanged", "y"),
    (free_from_y, "schedule_free", "z starts from y", "z"),
    (free_counts_start, "schedule_free", "the start counts in the mean", "x"),
    (free_gradient_at_x, "schedule_free", "the gradient at x", "z"),
    (free_old_z, "schedule_free", "the old z in the mean", "x"),
    (free_adam_lr, "schedule_free_adamw", "w sums lr, not its square", "w c"),
    (free_adam_decay, "schedule_free_adamw", "the decay of z", "z"),
]


def sharp_downhill(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    """One step: the gradient g, the look e, the gradient there g_sam, the new parameters x."""
    g = grad(x)
    e = rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    g_sam = grad(x - e)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)


def sharp_stays_there(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    x = x + e
    g_sam = grad(x)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)


def sharp_squared(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    length = np.sum(g**2, axis=-1, keepdims=True)
    e = rho * g / (length + eps)
    g_sam = grad(x + e)
    return dict(g=g, e=e, g_sam=g_sam, x=x - lr * g_sam)


def sharp_own_signs(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.abs(g) + eps)
    g_sam = grad(x + e)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)


def sharp_whole_batch(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = rho * g / (np.linalg.norm(g) + eps)
    g_sam = grad(x + e)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)


WRONG += [
    (sharp_downhill, "sam", "looks downhill", "g_sam"),
    (sharp_stays_there, "sam", "steps from the look's point", "x"),
    (sharp_squared, "sam", "the square of the length", "e"),
    (sharp_own_signs, "sam", "each coordinate by its own size", "e"),
    (sharp_whole_batch, "sam", "one length for all points", "e"),
]


def rect_infinity(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    known = np.maximum(rho_t, 4)
    r = (known - 4) * (known - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * known)
    x = np.where(rho_t > 5, x - lr * r * m_hat / (np.sqrt(v_hat) + eps), x - lr * m_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)


def rect_rho_t(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * beta2**t / (1 - beta2**t)
    if rho_t > 5:
        r = math.sqrt((rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t))
        x = x - lr * r * m_hat / (np.sqrt(v_hat) + eps)
    else:
        r = 0.0
        x = x - lr * m_hat
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)


def belief_old_average(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
    m = beta1 * m + (1 - beta1) * g
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)


def belief_difference_of_squares(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * np.abs(g**2 - m**2) + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)


def adan_no_look(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    change = 0 * g if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)


def adan_backwards(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    if g_old is None:
        g_old = g
    change = g_old - g
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat, v_hat, s_hat = m / (1 - beta1**t), v / (1 - beta2**t), s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)


def yogi_sign_exchanged(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(g**2 - v) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def yogi_sign_of_difference(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(v - g) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


WRONG += [
    (rect_infinity, "radam", "r without its root", "r"),
    (rect_rho_t, "radam", "t is left out of rho_t", "rho_t"),
    (belief_old_average, "adabelief", "the old m in s", "s"),
    (belief_difference_of_squares, "adabelief", "g**2 - m**2 for (g - m)**2", "s"),
    (adan_no_look, "adan", "the change is left out of s", "s"),
    (adan_backwards, "adan", "the change with the wrong sign", "change"),
    (yogi_sign_exchanged, "yogi", "the sign exchanged, abs saves the root", "v x"),
    (yogi_sign_of_difference, "yogi", "the sign of v - g", "v"),
]


def layer_ratio_inverted(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
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


def layer_elementwise(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    ok = (np.abs(x) > 0) & (np.abs(u) > 0)
    ratio = np.where(ok, np.abs(x) / np.where(ok, np.abs(u), 1), 1)
    x = x - lr * ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)


def distance_minimum(
    x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0
):
    if x0 is None:
        x0 = x
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    r = np.sqrt(beta2) * r + d / d0 * lr_t * np.sum(g * (x - x0), axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + d / d0 * lr_t * g
    size = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(size > 0, size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d, x0=x0, x=x)


def distance_unscaled_v(
    x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0
):
    if x0 is None:
        x0 = x
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d * g**2
    r = np.sqrt(beta2) * r + d / d0 * lr_t * np.sum(g * (x0 - x), axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + d / d0 * lr_t * g
    size = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(size > 0, size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d, x0=x0, x=x)


def long_memory_corrected(
    x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0
):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    m2_hat = m2 / (1 - beta3**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * ((m_hat + alpha * m2_hat) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def long_memory_of_memory(
    x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0
):
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * m1
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * ((m_hat + alpha * m2) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def newton_every_k(
    x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0
):
    m = beta1 * m + (1 - beta1) * g
    h = np.where(t % k == 0, beta2 * h + (1 - beta2) * hess, h)
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)


def newton_gamma_out(
    x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0
):
    m = beta1 * m + (1 - beta1) * g
    if (t - 1) % k == 0:
        h = beta2 * h + (1 - beta2) * hess
    u = np.clip(m / np.maximum(gamma * h, eps), 0, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)


WRONG += [
    (layer_ratio_inverted, "lamb", "the ratio upside down", "ratio"),
    (layer_elementwise, "lamb", "a ratio for each coordinate", "ratio"),
    (distance_minimum, "prodigy", "x - x0 for x0 - x", "r"),
    (distance_unscaled_v, "prodigy", "d is not squared in v", "v"),
    (long_memory_corrected, "ademamix", "m2 is corrected", "x"),
    (long_memory_of_memory, "ademamix", "m2 averages m1", "m2"),
    (newton_every_k, "sophia", "the curvature at t = k, 2 k, ...", "h"),
    (newton_gamma_out, "sophia", "clipped from 0", "u"),
]

# ---------------------------------------------------------------- one mistake: matrices


def ortho_look_behind(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    """One step: momentum b, the look-ahead u, its orthogonal factor o, the new matrix x."""
    u = g + mu * b
    b = mu * b + g
    o = newton_schulz(u)
    scale = max(1, x.shape[-2] / x.shape[-1]) ** 0.5
    x = x - lr * (scale * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def ortho_shape_exchanged(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(u)
    rows, cols = x.shape[-2:]
    x = x - lr * (max(1, cols / rows) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def ortho_average(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + (1 - mu) * g
    u = g + mu * b
    o = newton_schulz(u)
    rows, cols = x.shape[-2], x.shape[-1]
    x = x - lr * (np.sqrt(max(1, rows / cols)) * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def ortho_no_root(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(u)
    x = x - lr * (max(1, x.shape[-2] / x.shape[-1]) * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def ortho_of_gradient(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + newton_schulz(g)
    u = g + mu * b
    o = u
    x = x - lr * (max(1, x.shape[-2] / x.shape[-1]) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def kronecker_half(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = eps * np.eye(x.shape[-2])
        R = eps * np.eye(x.shape[-1])
    L = L + g @ transpose(g)
    R = R + transpose(g) @ g
    u = power(L, -1 / 2) @ g @ power(R, -1 / 2)
    x = x - lr * u
    return dict(L=L, R=R, u=u, x=x)


def kronecker_no_start(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    if L is None:
        L = np.eye(x.shape[-2])
        R = np.eye(x.shape[-1])
    L = L + g @ transpose(g)
    R = R + transpose(g) @ g
    u = power(L, -1 / 4) @ g @ power(R, -1 / 4)
    return dict(L=L, R=R, u=u, x=x - lr * u)


def turned_back_wrong(
    x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10
):
    if QL is None:
        L, R = 0.0, 0.0
        QL = eigenvectors(g @ transpose(g))
        QR = eigenvectors(transpose(g) @ g)
    g_turned = transpose(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_turned = transpose(QL) @ m @ QR
    u = QL @ (m_turned / (np.sqrt(v) + eps)) @ transpose(QR)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ transpose(g)
    R = beta3 * R + (1 - beta3) * transpose(g) @ g
    QL = np.where(t % k == 0, np.linalg.qr(L @ QL)[0], QL)
    QR = np.where(t % k == 0, np.linalg.qr(R @ QR)[0], QR)
    return dict(g_turned=g_turned, m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)


def turned_never(
    x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None, *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10
):
    if QL is None:
        L, R = 0.0, 0.0
        QL = eigenvectors(g @ transpose(g))
        QR = eigenvectors(transpose(g) @ g)
    g_turned = transpose(QL) @ g @ QR
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g_turned**2
    m_turned = transpose(QL) @ m @ QR
    u = QL @ (m_turned / (np.sqrt(v) + eps)) @ QR
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - lr_t * u
    L = beta3 * L + (1 - beta3) * g @ transpose(g)
    R = beta3 * R + (1 - beta3) * transpose(g) @ g
    if t % k == 0:
        QL = np.linalg.qr(L @ QL)[0]
        QR = np.linalg.qr(R @ QR)[0]
    return dict(g_turned=g_turned, m=m, v=v, m_turned=m_turned, u=u, lr_t=lr_t, L=L, R=R, QL=QL, QR=QR, x=x)


def factored_axis(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - t ** (-decay)
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)


def factored_minimum(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - t ** (-decay)
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / np.sqrt(v)
    u = u / np.minimum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)


def factored_no_mean(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - t ** (-decay)
    r = beta_t * r + (1 - beta_t) * np.mean(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c
    u = g / np.sqrt(v)
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)


WRONG += [
    (ortho_look_behind, "muon", "u from the old b", "u"),
    (ortho_shape_exchanged, "muon", "columns over rows", "x"),
    (ortho_average, "muon", "1 - mu in b", "b"),
    (ortho_no_root, "muon", "the factor without its root", "x"),
    (ortho_of_gradient, "muon", "the gradient is made orthogonal, not u", "b o"),
    (kronecker_half, "shampoo", "-1/2 for -1/4", "u"),
    (kronecker_no_start, "shampoo", "no eps in the start", "L R start"),
    (turned_back_wrong, "soap", "v of g, which is not turned", "v"),
    (turned_never, "soap", "QR is not transposed on the way back", "u"),
    (factored_axis, "adafactor", "the columns' means over the rows' axis", "c"),
    (factored_minimum, "adafactor", "minimum for maximum", "u"),
    (factored_no_mean, "adafactor", "not divided by the mean of r", "v"),
]


def slow_keeps(x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5):
    if slow is None:
        slow = x
    fast = x - lr * g
    if t % k == 0:
        slow = alpha * slow + (1 - alpha) * fast
        x = slow
    else:
        x = fast
    return dict(fast=fast, slow=slow, x=x)


def slow_stays_behind(x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5):
    slow = x if slow is None else slow
    fast = x - lr * g
    slow = np.where(t % k == 0, slow + alpha * (fast - slow), slow)
    return dict(fast=fast, slow=slow, x=fast)


WRONG += [
    (slow_keeps, optlab.lookahead(optlab.sgd), "the weights of slow and fast are exchanged", "slow"),
    (slow_stays_behind, optlab.lookahead(optlab.sgd), "the fast point does not go back", "x"),
]

# ---------------------------------------------------------------- two mistakes


def sgd_up_and_squared(w, dw, *, eta=0.01):
    w_new = w + eta * dw * np.abs(dw)
    return {"w": w_new}


def sgd_mean_no_lr(x, g, *, lr=0.01):
    x = x - np.mean(g)
    return dict(x=x)


def ball_two_a(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g**2
    x = x - v
    return dict(v=v, x=x)


def ball_two_b(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - (1 - mu) * g
    x = x + mu * v
    return dict(v=v, x=x)


def ball_two_c(x, g, v=0.0, *, lr=0.01, mu=0.9):
    vel = mu * v - (1 - mu) * g
    return dict(v=vel, x=x + vel)


def ball_two_d(theta, grad, momentum_buffer=0.0, *, lr=0.01, momentum=0.9):
    momentum_buffer = grad - momentum * momentum_buffer
    theta = theta + lr * momentum_buffer
    return {"momentum_buffer": momentum_buffer, "theta": theta}


def ema_two_a(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + (1 - mu) * g**2
    x = x + lr * m
    return dict(m=m, x=x)


def ema_two_b(x, g, m=0.0, *, lr=0.01, beta=0.9):
    m_new = (1 - beta) * m + beta * g
    x = x - m_new
    return dict(m=m_new, x=x)


def nag_two_a(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x - mu * v)
    v = mu * v + lr * g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)


def nag_two_b(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x + v)
    v = mu * v - g_ahead
    x = x + v
    return dict(g_ahead=g_ahead, v=v, x=x)


def nag_two_c(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = grad(x)
    v = (1 - mu) * v - lr * g
    x = x + v
    return dict(v=v, x=x)


def shifted_two(x, g, v=0.0, *, lr=0.01, mu=0.9):
    x = x + mu * v - (1 - mu) * lr * g
    v = mu * v - lr * g
    return dict(v=v, x=x)


def grad_two_a(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.mean(g**2)
    x = x - lr * g / (h + eps)
    return dict(h=h, x=x)


def grad_two_b(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + lr * g**2
    x = x - lr * g / np.sqrt(h) + eps
    return dict(h=h, x=x)


def grad_two_c(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + abs(g)
    x = x - lr * h / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def prop_two_a(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = (1 - rho) * v + rho * g**2
    x = x - lr * g / (v + eps)
    return dict(v=v, x=x)


def prop_two_b(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * abs(g)
    x = x - lr * g * (np.sqrt(v) + eps)
    return dict(v=v, x=x)


def prop_two_c(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v_new = rho * v + g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v_new, x=x)


def graves_two_a(x, g, v=0.0, m=0.0, delta=0.0, *, lr=0.0001, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g**2
    delta = mu * delta - lr * g / np.sqrt(np.abs(v - m) + eps)
    return dict(v=v, m=m, delta=delta, x=x + delta)


def graves_two_b(x, g, v=0.0, m=0.0, delta=0.0, *, lr=0.0001, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + g
    delta = mu * delta - lr * g / np.sqrt(np.abs(v - m**2) + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


def dd_two_a(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * delta
    x = x + lr * delta
    return dict(v=v, delta=delta, u=np.abs(u), x=x)


def dd_two_b(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * np.sum(g**2)
    delta = (u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def dd_two_c(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps)
    u = rho * u + delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


def ad_two_a(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.abs(g)
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def ad_two_b(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def ad_two_c(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta2) * g
    v = beta2 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def ad_two_d(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m * (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (v_hat + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def ad_two_e(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * g
    v = v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return {"x": x - lr * m_hat / (np.sqrt(v_hat) + eps), "m": m, "v": v}


def ad_two_f(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t - 1) * 0.5)
    v_hat = v / (1 - beta2**t)
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def ad_two_g(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x + lr * m_hat / np.sqrt(v_hat) + eps
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def am_two_a(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.minimum(beta2 * u, np.abs(g)) + eps
    x = x - lr * m / u
    return dict(m=m, u=u, x=x)


def am_two_b(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * np.abs(g)
    u = np.maximum(beta1 * u, np.abs(g) + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


def nd_two_a(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g
    v_hat = v / (1 - beta2 ** (t + 1))
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def nd_two_b(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) - (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def ag_two_a(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g
    v_max = np.maximum(v_max, np.abs(v))
    x = x - lr * g / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def ag_two_b(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + beta1 * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.minimum(v_max, v)
    x = x - lr * m / (np.sqrt(v_max) + 1e-3 + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def ab_two_a(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def ab_two_b(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta1**t) / (1 - beta2**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m / (1 - beta1**t)
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


def sm_two_a(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=np.abs(mem), x=x)


def sm_two_b(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = r * m + (1 - r) * g
    v = r * v + (1 - r) * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


def ev_two_a(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_star) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * change
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def ev_two_b(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = (1 - beta3) * d + beta3 * np.clip(change, 1 / c, c)
    x = x - lr / d * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


def sa_two(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50,
           C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    if explore:
        a = np.clip(a + u**2 - lr / beta_t, a_min, a_max)
        noise = np.sqrt(2 * G_old * lr**p * beta_t) * xi
    else:
        noise = 0 * xi
    u = a * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def le_two(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    if h1 is None:
        h1 = c1 = h2 = c2 = np.zeros((*x.shape, 20))
    h1, c1, _ = lstm(g[..., None], h1, c1, w["W1"], w["U1"], w["b1"])
    h2, c2, _ = lstm(h1, h2, c2, w["W2"], w["U2"], w["b1"])
    u = h2 @ w["Wo"] + w["bo"]
    x = x + u
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x)


def aw_two_a(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) + weight_decay)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def aw_two_b(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * (g + weight_decay * x)
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def li_two_a(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(beta2 * m + (1 - beta2) * g)
    x = x - lr * (u + weight_decay * x)
    m = beta1 * m + (1 - beta1) * g
    return dict(u=u, m=m, x=x)


def li_two_b(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    u = np.sign(beta1 * m + g)
    m = beta2 * m + (1 - beta2) * g
    return dict(u=u, m=m, x=x - lr * u - weight_decay * x)


def sf_two(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = beta * z + (1 - beta) * x
    z = y - lr * grad(y)
    c = 1 / t
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)


def sf_two_b(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z = z + lr * grad(y)
    c = 1 / (t + 1)
    x = c * x + (1 - c) * z
    return dict(y=y, z=z, x=x)


def sm_sam_two(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    e = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    g_sam = grad(x + e)
    x = x - lr * (g + g_sam)
    return dict(g=g, e=e, g_sam=g_sam, x=x)


def mu_two(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + (1 - mu) * g
    u = b
    o = newton_schulz(u)
    x = x - lr * (max(1, x.shape[-2] / x.shape[-1]) ** 0.5 * o + weight_decay * x)
    return dict(b=b, u=u, o=o, x=x)


def af_two(x, g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    if r is None:
        r, c = 0.0, 0.0
    beta_t = 1 - t ** (-decay)
    r = beta_t * r + (1 - beta_t) * np.sum(g**2 + eps, axis=-1, keepdims=True)
    c = beta_t * c + (1 - beta_t) * np.mean(g**2 + eps, axis=-2, keepdims=True)
    v = r * c / np.mean(r, axis=-2, keepdims=True)
    u = g / v
    u = u / np.maximum(1, np.sqrt(np.mean(u**2, axis=(-2, -1), keepdims=True)) / d)
    size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
    lr_t = np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5)
    x = x - lr_t * u
    return dict(beta_t=beta_t, r=r, c=c, v=v, u=u, lr_t=lr_t, x=x)


def so_two(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    h = np.where((t - 1) % k == 0, beta2 * h + (1 - beta2) * hess**2, h)
    u = m / np.maximum(gamma * h, eps)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)


def yo_two(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(v - g**2)
    m_hat = m / (1 - beta1**t)
    v_hat = np.abs(v) / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


TWO = [
    (sgd_up_and_squared, "sgd", "uphill, and |g| g", "x"),
    (sgd_mean_no_lr, "sgd", "the mean, and no lr", "x"),
    (ball_two_a, "momentum", "g squared; x - v", "v x|v"),
    (ball_two_b, "momentum", "1 - mu for lr; mu v", "v x"),
    (ball_two_c, "momentum", "1 - mu in place of lr, one line", "v"),
    (ball_two_d, "momentum", "minus mu b in the buffer; plus lr", "v x|v"),
    (ema_two_a, "momentum_ema", "g squared; plus", "m x"),
    (ema_two_b, "momentum_ema", "weights exchanged; no lr", "m x"),
    (nag_two_a, "nesterov", "looks back; plus lr", "g_ahead v"),
    (nag_two_b, "nesterov", "v ahead; no lr", "g_ahead v"),
    (nag_two_c, "nesterov", "not ahead; 1 - mu", "g_ahead v"),
    (shifted_two, "nesterov_shifted", "mu for mu**2, 1 - mu for 1 + mu, one line", "x"),
    (grad_two_a, "adagrad", "a mean; no root", "h x"),
    (grad_two_b, "adagrad", "lr in h; brackets", "h x"),
    (grad_two_c, "adagrad", "abs; h for g", "h x"),
    (prop_two_a, "rmsprop", "weights exchanged; no root", "v x"),
    (prop_two_b, "rmsprop", "abs; multiplied", "v x"),
    (prop_two_c, "rmsprop", "g squared unweighted; the old v", "v x"),
    (graves_two_a, "rmsprop_graves", "m of g squared; abs(v - m)", "m delta"),
    (graves_two_b, "rmsprop_graves", "m unweighted; abs under the root", "m delta"),
    (dd_two_a, "adadelta", "no square in u, abs saves the root; plus", "u x"),
    (dd_two_b, "adadelta", "a sum in v; no upper root", "v delta"),
    (dd_two_c, "adadelta", "no g in delta; u unweighted", "delta u"),
    (ad_two_a, "adam", "abs in v; beta1 t", "v m_hat"),
    (ad_two_b, "adam", "the betas exchanged in both corrections", "m_hat v_hat"),
    (ad_two_c, "adam", "the weights of the new exchanged", "m v"),
    (ad_two_d, "adam", "m is multiplied; no root", "m_hat x"),
    (ad_two_e, "adam", "the old m and v do not fade", "m v"),
    (ad_two_f, "adam", "0.5 and t - 1 in m_hat; g for m_hat", "x"),
    (ad_two_g, "adam", "plus; brackets, one line", "x"),
    (am_two_a, "adamax", "minimum, eps after it; no correction", "u x"),
    (am_two_b, "adamax", "abs in m; beta1 in u", "m u"),
    (nd_two_a, "nadam", "g uncorrected; t + 1 in v_hat", "m_hat v_hat"),
    (nd_two_b, "nadam", "m squared in v; minus", "v m_hat"),
    (ag_two_a, "amsgrad", "no square, abs saves the root; g for m", "v v_max x"),
    (ag_two_b, "amsgrad", "beta1 g; minimum, and 1e-3 saves the division", "m v_max x"),
    (ab_two_a, "adabound", "the + 1 stands in the other bound", "lower upper"),
    (ab_two_b, "adabound", "the betas exchanged in lr_t; corrected again", "lr_t x"),
    (sm_two_a, "smorms3", "no square in zeta; no 1 + in mem, abs", "zeta mem"),
    (sm_two_b, "smorms3", "r and 1 - r exchanged", "m v"),
    (ev_two_a, "eve", "f_star for f_old above; no clip", "d|change"),
    (ev_two_b, "eve", "the weights of d exchanged; m for m_hat", "d x"),
    (sa_two, "santa_e", "times beta_t; a for 1 - a", "noise u"),
    (le_two, "learned", "b1 in the second layer; no scale", "h2 c2 u"),
    (aw_two_a, "adamw", "beta1 in v_hat; no x in the decay", "v_hat x"),
    (aw_two_b, "adamw", "the decay in m alone, not in x", "m x"),
    (li_two_a, "lion", "the betas exchanged", "u m"),
    (li_two_b, "lion", "g unweighted; the decay without lr", "u x"),
    (sf_two, "schedule_free", "the weights of y exchanged; z from y", "y z"),
    (sf_two_b, "schedule_free", "plus; weights of the mean exchanged, t + 1", "z x"),
    (sm_sam_two, "sam", "no rho; both gradients", "e x"),
    (mu_two, "muon", "1 - mu; no look-ahead", "b u"),
    (af_two, "adafactor", "a sum in r; no root (r's sum changes v)", "r u"),
    (so_two, "sophia", "the square of the curvature; no clip", "h u"),
    (yo_two, "yogi", "the sign alone; abs in v_hat", "v v_hat"),
]
WRONG += TWO

# ---------------------------------------------------------------- right, in unusual forms


def ok_sgd_subtract(x, g, *, lr=0.01):
    return {"x": np.subtract(x, np.multiply(lr, g))}


def ok_sgd_loop(x: np.ndarray, g: np.ndarray, *, lr: float = 0.01) -> dict:
    """Coordinate by coordinate."""
    new = np.empty_like(x)
    for index in np.ndindex(x.shape):
        new[index] = x[index] - lr * g[index]
    return {"x": new}


def ok_sgd_extras(w, grad, *, learning_rate=0.1, verbose=False):
    """A step of gradient descent that also says how long it was."""
    step = learning_rate * grad
    if verbose:
        print(step)
    return dict(w=w - step, step=step, length=np.linalg.norm(step))


ok_sgd_lambda = lambda x, g, *, lr=0.01: dict(x=x + (-lr) * g)  # noqa: E731


def ok_sgd_bare(x, g, *, lr=0.01):
    return x - lr * g


def ok_momentum_none(x, g, velocity=None, *, lr=0.01, momentum=0.9):
    if velocity is None:
        velocity = np.zeros_like(x)
    velocity = momentum * velocity - lr * g
    return {"velocity": velocity, "x": x + velocity}


def ok_momentum_positive(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v + lr * g
    x = x - v
    return dict(v=v, x=x)


def ok_momentum_previous(x, g, x_prev=None, *, lr=0.01, mu=0.9):
    # Polyak's own form: two points and no velocity
    x_prev = x if x_prev is None else x_prev
    return dict(x_prev=x, x=x - lr * g + mu * (x - x_prev))


def ok_momentum_walrus(x, g, v=0.0, *, lr=0.01, mu=0.9):
    return dict(v=(w := mu * v - lr * g), x=x + w)


def ok_momentum_tuple(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    return x + v, v


def ok_momentum_out(x, g, v=0.0, *, lr=0.01, mu=0.9):
    new_v = np.empty_like(x)
    np.multiply(v, mu, out=new_v)
    np.subtract(new_v, lr * g, out=new_v)
    new_x = x.copy()
    new_x += new_v
    return dict(v=new_v, x=new_x)


def ok_ema_increment(x, g, m=0.0, *, lr=0.01, beta=0.9):
    m = m + (1 - beta) * (g - m)
    return dict(m=m, x=x - lr * m)


def ok_ema_average(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = np.average([m * np.ones_like(g), g], axis=0, weights=[mu, 1 - mu])
    x = x - lr * m
    return dict(m=m, x=x)


def ok_ema_alpha(x, g, m=0.0, *, lr=0.01, beta=0.9):
    alpha = 1 - beta
    m = alpha * g + (1 - alpha) * m
    x = x - m * lr
    return {"x": x, "m": m}


def ok_nag_names(theta, gradient_function, velocity=0.0, *, lr=0.01, mu=0.9):
    look_ahead = theta + mu * velocity
    velocity = mu * velocity - lr * gradient_function(look_ahead)
    theta = theta + velocity
    return {"velocity": velocity, "theta": theta}


def ok_nag_two_moves(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    start = x
    x = x + mu * v
    x = x - lr * grad(x)
    return dict(v=x - start, x=x)


def ok_nag_positive(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    v_next = mu * v + lr * grad(x - mu * v)
    return dict(v=v_next, x=x - v_next)


def ok_shifted_difference(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v_prev = v
    v = mu * v - lr * g
    x = x - mu * v_prev + (1 + mu) * v
    return dict(v=v, x=x)


def ok_smoothed_mean(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = np.mean([grad(x + part * mu * v) for part in (0.25, 0.5, 0.75, 1.0)], axis=0)
    v = mu * v - lr * g_ahead
    return dict(g_ahead=g_ahead, v=v, x=x + v)


def ok_adagrad_rate(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = np.add(h, np.square(g))
    rate = lr / (h**0.5 + eps)
    return dict(h=h, rate=rate, x=x - rate * g)


def ok_adagrad_cache(x, dx, cache=None, *, learning_rate=0.01, eps=1e-8):
    if cache is None:
        cache = np.zeros(x.shape)
    cache = cache + dx**2
    x = x + -learning_rate * dx / (np.sqrt(cache) + eps)
    return x, cache


def ok_adagrad_loop(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.zeros_like(g)
    new_x, new_h = x.copy(), h.copy()
    for i in np.ndindex(g.shape):
        new_h[i] = h[i] + g[i] * g[i]
        new_x[i] = x[i] - lr * g[i] / (math.sqrt(new_h[i]) + eps)
    return dict(h=new_h, x=new_x)


def ok_rmsprop_helper(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    def average(old, new):
        return rho * old + (1 - rho) * new

    v = average(v, g**2)
    return dict(v=v, x=x - lr * g / (np.sqrt(v) + eps))


def _blend(old, new, keep):
    return keep * old + (1.0 - keep) * new


def _root(a, eps):
    return np.power(a, 0.5) + eps


def ok_rmsprop_outside(x, g, v=0.0, *, lr=0.001, rho=0.9, eps=1e-8):
    v = _blend(v, g * g, rho)
    return dict(v=v, x=x - lr / _root(v, eps) * g)


def ok_rmsprop_torch_style(param, grad, square_avg=0.0, *, lr=0.001, alpha=0.9, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * grad * grad
    avg = np.sqrt(square_avg)
    avg = avg + eps
    param = param + grad / avg * -lr
    return {"square_avg": square_avg, "param": param}


def ok_graves_variance(x, g, n=0.0, gbar=0.0, delta=0.0, *, lr=0.0001, rho=0.95, mu=0.9, eps=1e-4):
    n = n + (1 - rho) * (g**2 - n)
    gbar = gbar + (1 - rho) * (g - gbar)
    std = np.sqrt((n - gbar * gbar) + eps)
    delta = mu * delta - lr * (g / std)
    return dict(n=n, gbar=gbar, delta=delta, x=x + delta)


def ok_adadelta_ratio(x, g, Eg=0.0, Ed=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    Eg = rho * Eg + (1 - rho) * g**2
    delta = -np.sqrt((Ed + eps) / (Eg + eps)) * g
    Ed = rho * Ed + (1 - rho) * delta**2
    return dict(Eg=Eg, Ed=Ed, x=x + lr * delta)


def ok_adadelta_rms(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    rms = lambda a: np.sqrt(a + eps)  # noqa: E731
    v = rho * v + (1 - rho) * g**2
    delta = rms(u) / rms(v) * g
    return dict(v=v, delta=delta, u=rho * u + (1 - rho) * delta**2, x=x - lr * delta)


def ok_adam_lr_t(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(1 - beta2**t)
    lr_t = lr * root / (1 - beta1**t)
    x = x - lr_t * m / (np.sqrt(v) + eps * root)
    return dict(m=m, v=v, x=x)


def ok_adam_betas(params, grads, step, exp_avg=0.0, exp_avg_sq=0.0, *, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    exp_avg = exp_avg * beta1 + grads * (1 - beta1)
    exp_avg_sq = exp_avg_sq * beta2 + grads * grads * (1 - beta2)
    bias_correction1 = 1 - beta1**step
    bias_correction2 = 1 - beta2**step
    step_size = lr / bias_correction1
    denom = np.sqrt(exp_avg_sq) / math.sqrt(bias_correction2) + eps
    params = params - step_size * exp_avg / denom
    return {"params": params, "exp_avg": exp_avg, "exp_avg_sq": exp_avg_sq}


def ok_adam_list(x, g, t, m=0.0, v=0.0, *, lr=1e-3, betas=[0.9, 0.999], eps=1e-8):  # noqa: B006
    m = betas[0] * m + (1 - betas[0]) * g
    v = betas[1] * v + (1 - betas[1]) * g**2
    m_hat, v_hat = m / (1 - betas[0] ** t), v / (1 - betas[1] ** t)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))


def ok_adam_hats_kept(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    # m and v are kept corrected: uncorrect, average, correct
    m = (beta1 * m * (1 - beta1 ** (t - 1)) + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * v * (1 - beta2 ** (t - 1)) + (1 - beta2) * g**2) / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)


def ok_adam_sums(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    # sums in place of averages; the weights come in later
    m = beta1 * m + g
    v = beta2 * v + g**2
    m_hat = m * (1 - beta1) / (1 - beta1**t)
    v_hat = v * (1 - beta2) / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def ok_adam_own_clock(x, g, t, m=0.0, v=0.0, b1t=1.0, b2t=1.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    b1t, b2t = b1t * beta1, b2t * beta2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * (m / (1 - b1t)) / (np.sqrt(v / (1 - b2t)) + eps)
    return dict(m=m, v=v, b1t=b1t, b2t=b2t, x=x)


def ok_adam_positional(x, g, t, /, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The numpy way."""
    m = np.add(np.multiply(beta1, m), np.multiply(1 - beta1, g))
    v = np.add(np.multiply(beta2, v), np.multiply(1 - beta2, np.square(g)))
    m_hat = np.true_divide(m, 1 - np.power(beta1, t))
    v_hat = np.true_divide(v, 1 - np.power(beta2, t))
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=np.subtract(x, lr * m_hat / np.add(np.sqrt(v_hat), eps)))


def ok_adam_annotated(
    x, g, t: int, m=0.0, v=0.0, *, lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
) -> dict:
    """One step of Adam.

    >>> ok_adam_annotated(np.array([1.0]), np.array([2.0]), 1)["x"].round(3)
    array([0.999])
    """
    assert t >= 1, "t counts from 1"
    state = {"m": m, "v": v}
    for name, beta, new in (("m", beta1, g), ("v", beta2, g**2)):
        state[name] = beta * state[name] + (1 - beta) * new
    hat = {name: state[name] / (1 - beta**t) for name, beta in (("m", beta1), ("v", beta2))}
    return {**state, "x": x - lr * hat["m"] / (np.sqrt(hat["v"]) + eps)}


def ok_adam_stacked(x, g, t, m=0.0, v=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    correct = lambda a, beta: a / (1 - beta**t)  # noqa: E731
    update = -lr * correct(m, beta1) / (np.sqrt(correct(v, beta2)) + eps)
    return m, v, x + update


def ok_adam_amsgrad_flag(
    x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8, amsgrad=False, weight_decay=0.0
):
    if weight_decay != 0:
        g = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    v_hat = (v_max if amsgrad else v) / (1 - beta2**t)
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


def ok_adamax_where(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    faded, new = beta2 * u, np.where(g > 0, g, -g) + eps
    u = np.where(faded > new, faded, new)
    return dict(m=m, u=u, x=x - lr * m / (u * (1 - beta1**t)))


def ok_adamax_stack(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.max(np.stack([beta2 * u * np.ones_like(g), np.absolute(g) + eps]), axis=0)
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / u
    return dict(m=m, u=u, m_hat=m_hat, x=x)


def ok_nadam_factored(x, g, t, m=0.0, v=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    nesterov_part = beta1 / (1 - beta1 ** (t + 1)) * m
    gradient_part = (1 - beta1) / (1 - beta1**t) * g
    root = np.sqrt(v / (1 - beta2**t))
    return dict(m=m, v=v, x=x - lr * (nesterov_part + gradient_part) / (root + eps))


def ok_amsgrad_where(x, g, m=0.0, v=0.0, vhat=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vhat = np.where(v > vhat, v, vhat)
    x = x - lr * m / (np.sqrt(vhat) + eps)
    return dict(m=m, v=v, vhat=vhat, x=x)


def ok_amsgrad_root_of_max(x, g, m=0.0, v=0.0, s_max=0.0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    # the root grows with v, so the largest root is the root of the largest
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    s_max = np.fmax(s_max, np.sqrt(v))
    return dict(m=m, v=v, s_max=s_max, x=x - lr * m / (s_max + eps))


def ok_adabound_minmax(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    low = final_lr * gamma * t / (gamma * t + 1)
    high = final_lr * (gamma * t + 1) / (gamma * t)
    size = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps)
    size = np.maximum(low, np.minimum(high, size))
    return dict(m=m, v=v, x=x - size * m)


def ok_amsbound_method(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = _blend(m, g, beta1)
    v = _blend(v, g**2, beta2)
    v_max = np.maximum(v, v_max)
    lr_t = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    rate = (lr_t / _root(v_max, eps)).clip(final_lr - final_lr / (gamma * t + 1), final_lr + final_lr / (gamma * t))
    return dict(m=m, v=v, v_max=v_max, x=x - rate * m)


def ok_smorms3_increment(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (1 + mem)
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    zeta = m * m / (v + eps)
    x = x - g * np.where(zeta < lr, zeta, lr) / (v**0.5 + eps)
    mem = mem - mem * zeta + 1
    return dict(m=m, v=v, mem=mem, x=x)


def ok_eve_first(
    x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if t > 1:
        least = np.where(f < f_old, f, f_old)
        change = abs(f_old - f) / (least - f_star)
        d = d + (1 - beta3) * (np.minimum(np.maximum(change, 1 / c), c) - d)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return dict(m=m, v=v, d=d, f_old=f, x=x - lr * m_hat / (d * (np.sqrt(v_hat) + eps)))


def ok_adasecant_weight(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7, tau=2.1,
    h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = (1 - 1 / tau) * num + ((g - g_tilde) * (g_tilde - m)) ** 2 / tau
    den = (1 - 1 / tau) * den + ((m - g) * (g_tilde - m)) ** 2 / tau
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    w = 1 / (1 + gamma)
    g_tilde = w * g + (1 - w) * m
    alpha = g - g_old
    c, c2 = c + (alpha - c) / tau, c2 + (alpha**2 - c2) / tau
    A2 = c2 + eps_rate
    rate = np.sqrt((last2 + eps_rate) / A2) - cov / A2
    delta = -(rate * g_tilde)
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = (1 - 1 / tau) * d + delta / tau
    d2 = (1 - 1 / tau) * last2 + delta**2 / tau
    cov = (1 - 1 / tau) * cov + delta * alpha / tau
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x + delta)  # fmt: skip


def ok_santa_ifs(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
                 burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    explore = t < burnin
    xi = rng.standard_normal(x.shape, x.dtype)
    G_before = G
    v = v + (1 - sigma) * (g * g - v)
    G = (lam + v**0.5) ** -0.5
    G_before = G if G_before is None else G_before
    noise = 0 * xi
    if explore:
        a = np.minimum(np.maximum(a + u * u - lr / beta_t, a_min), a_max)
        noise = (2 * G_before * lr**p / beta_t) ** 0.5 * xi
    u = u - a * u - n * lr * G * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def ok_learned_newaxis(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained(x.dtype)
    units = w["Wo"].shape[0]
    h1, c1, h2, c2 = (np.zeros(x.shape + (units,), x.dtype) if s is None else s for s in (h1, c1, h2, c2))
    first, second = ([w[letter + layer] for letter in "WUb"] for layer in "12")
    h1, c1, *_ = lstm(np.expand_dims(g, -1), h1, c1, *first)
    h2, c2, *_ = lstm(h1, h2, c2, *second)
    u = w["scale"] * (np.dot(h2, w["Wo"]) + w["bo"])
    return dict(h1=h1, c1=c1, h2=h2, c2=c2, u=u, x=x + u)


def ok_rate_one_line(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
    m, v = _blend(m, g, beta1), _blend(v, g * g, beta2)
    lr_t = lr / (1 - beta1**t) * math.sqrt(1 - beta2**t)
    return dict(m=m, v=v, lr_t=lr_t, x=x - m * lr_t / (eps + np.sqrt(v)))


def ok_power_plain(x, g, t, m=0.0, u=0.0, *, lr=0.002, beta1=0.9, beta2=0.999, p=4.0, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    s = np.abs(g) + eps
    M = np.maximum(beta2 * u, s)
    old, new = beta2 * u / M, s / M
    q = beta2**p
    u = M * np.power(old**p + (1 - q) * new**p, 1 / p)
    u_hat = u * np.power(1 - q**t, -1 / p)
    x = x - lr * m / ((1 - beta1**t) * u_hat)
    return dict(m=m, u=u, u_hat=u_hat, x=x)


def ok_adamw_shrinks_first(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    x = x * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def ok_adamw_wd(x, g, t, m=None, v=None, *, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, wd=1e-2):
    if m is None:
        m, v = np.zeros_like(x), np.zeros_like(x)
    b1, b2 = betas
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g * g
    return dict(m=m, v=v, x=x - lr * wd * x - lr * (m / (1 - b1**t)) / ((v / (1 - b2**t)) ** 0.5 + eps))


def ok_lion_tuple(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m_new = beta2 * m + (1 - beta2) * g
    direction = np.sign(m + (1 - beta1) * (g - m))
    x_new = (1 - lr * weight_decay) * x - lr * direction
    return dict(m=m_new, x=x_new)


def ok_lion_where(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = beta1 * m + (1 - beta1) * g
    u = np.where(c > 0, 1.0, np.where(c < 0, -1.0, 0.0))
    m = beta2 * m + (1 - beta2) * g
    x = x - lr * u - lr * weight_decay * x
    return dict(u=u, m=m, x=x)


def ok_free_increment(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    z = x if z is None else z
    y = z + beta * (x - z)
    z = z - lr * grad(y)
    return dict(y=y, z=z, x=x + (z - x) / t)


def ok_free_sum(x, grad, t, z=None, total=0.0, *, lr=0.01, beta=0.9):
    if z is None:
        z = x
    mean = x if t == 1 else total / (t - 1)
    y = (1 - beta) * z + beta * mean
    z = z - lr * grad(y)
    total = total + z
    return dict(y=y, z=z, total=total, x=total / t)


def ok_sam_unit(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    length = np.sqrt((g * g).sum(axis=-1))[..., None]
    up = x + rho * (g / (length + eps))
    return dict(g=g, x=x - lr * grad(up))


def ok_radam_if(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    N_max = 2 / (1 - beta2) - 1
    N = N_max - 2 * t * beta2**t / (1 - beta2**t)
    if N <= 5:
        return dict(m=m, v=v, x=x - lr * m_hat)
    r = math.sqrt((N - 4) / (N_max - 4) * (N - 2) / (N_max - 2) * N_max / N)
    return dict(m=m, v=v, x=x - lr * r * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps))


def ok_adabelief_diff(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    m = beta1 * m + (1 - beta1) * g
    surprise = g - m
    s = beta2 * s + (1 - beta2) * surprise * surprise + eps
    x = x - lr / (1 - beta1**t) * m / (np.sqrt(s / (1 - beta2**t)) + eps)
    return dict(m=m, s=s, x=x)


def ok_adan_previous(
    x, g, t, m=0.0, v=0.0, s=0.0, previous=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):
    change = g - previous if t > 1 else np.zeros_like(g)
    m, v = _blend(m, g, beta1), _blend(v, change, beta2)
    s = _blend(s, (g + beta2 * change) ** 2, beta3)
    direction = m / (1 - beta1**t) + beta2 * v / (1 - beta2**t)
    x = (x - lr * direction / _root(s / (1 - beta3**t), eps)) / (1 + lr * weight_decay)
    return dict(m=m, v=v, s=s, previous=g, x=x)


def ok_yogi_where(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    m = beta1 * m + (1 - beta1) * g
    g2 = g**2
    v = np.where(v > g2, v - (1 - beta2) * g2, np.where(v < g2, v + (1 - beta2) * g2, v))
    return dict(m=m, v=v, x=x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps))


def ok_lamb_masks(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    a = np.sqrt(np.sum(x**2, axis=-1, keepdims=True))
    b = np.sqrt(np.sum(u**2, axis=-1, keepdims=True))
    ratio = np.ones_like(a)
    both = (a > 0) & (b > 0)
    ratio[both] = a[both] / b[both]
    return dict(m=m, v=v, x=x - lr * ratio * u)


def ok_ademamix_names(
    x, g, t, fast=0.0, slow=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0
):
    fast = beta1 * fast + (1 - beta1) * g
    slow = beta3 * slow + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(v / (1 - beta2**t)) + eps
    x = x * (1 - lr * weight_decay) - lr * fast / (1 - beta1**t) / root - lr * alpha * slow / root
    return dict(fast=fast, slow=slow, v=v, x=x)


def ok_sophia_if(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    m = m * beta1 + g * (1 - beta1)
    if t % k == 1 or k == 1:
        h = h * beta2 + hess * (1 - beta2)
    bottom = np.maximum(gamma * h, eps)
    u = np.minimum(1, np.maximum(-1, m / bottom))
    x = x * (1 - lr * weight_decay) - lr * u
    return dict(m=m, h=h, x=x)


def ok_muon_shape(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    rows, cols = x.shape[-2:]
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(u)
    if rows > cols:
        o_scaled = np.sqrt(rows / cols) * o
    else:
        o_scaled = o
    x = (1 - lr * weight_decay) * x - lr * o_scaled
    return dict(b=b, u=u, o=o, x=x)


def ok_muon_old_b(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    look = (1 + mu) * g + mu**2 * b
    o = newton_schulz(look)
    b = mu * b + g
    return dict(b=b, u=look, o=o, x=x - lr * weight_decay * x - lr * np.sqrt(np.maximum(1, x.shape[-2] / x.shape[-1])) * o)


def ok_shampoo_einsum(x, g, L=None, R=None, *, lr=0.1, eps=1e-6):
    gT = np.swapaxes(g, -1, -2)
    L = (eps * np.eye(x.shape[-2]) if L is None else L) + np.matmul(g, gT)
    R = (eps * np.eye(x.shape[-1]) if R is None else R) + np.matmul(gT, g)
    return dict(L=L, R=R, x=x - lr * power(L, -0.25) @ g @ power(R, -0.25))


def ok_adafactor_rms(x, g, t, r=0.0, c=0.0, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):
    def rms(a):
        return np.sqrt((a**2).mean(axis=(-2, -1), keepdims=True))

    keep = 1 - float(t) ** -decay
    r = keep * r + (1 - keep) * (g**2 + eps).mean(-1, keepdims=True)
    c = keep * c + (1 - keep) * (g**2 + eps).mean(-2, keepdims=True)
    u = g / np.sqrt(r * c / r.mean(-2, keepdims=True))
    u = u / np.maximum(1, rms(u) / d)
    return dict(r=r, c=c, x=x - np.maximum(eps2, rms(x)) * np.minimum(lr, 1 / np.sqrt(t)) * u)


def ok_sgd_newaxis(x, g, *, lr=0.01):
    n = x.size
    x, g = np.asarray(x, dtype=x.dtype), np.asarray(g, dtype=x.dtype)
    flat = [x.flat[i] - lr * g.flat[i] for i in range(n)]
    return dict(x=np.array(flat, dtype=x.dtype).reshape(x.shape))


def ok_momentum_torch(p, d_p, buf=None, *, lr=1e-3, momentum=0.9, dampening=0.0):
    if momentum != 0:
        if buf is None:
            buf = d_p.copy()
        else:
            buf = buf * momentum + d_p * (1 - dampening)
        d_p = buf
    return {"buf": buf, "p": p - lr * d_p}


def ok_lookahead(x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5):
    slow = x if slow is None else slow
    x = x - lr * g
    if t % k == 0:
        x = slow = (1 - alpha) * slow + alpha * x
    return dict(slow=slow, x=x)


RIGHT += [
    (ok_lookahead, optlab.lookahead(optlab.sgd)),
    (ok_sgd_subtract, "sgd"),
    (ok_sgd_loop, "sgd"),
    (ok_sgd_extras, "sgd"),
    (ok_sgd_lambda, "sgd"),
    (ok_sgd_bare, "sgd"),
    (ok_sgd_newaxis, "sgd"),
    (ok_momentum_none, "momentum"),
    (ok_momentum_positive, "momentum"),
    (ok_momentum_previous, "momentum"),
    (ok_momentum_walrus, "momentum"),
    (ok_momentum_tuple, "momentum"),
    (ok_momentum_out, "momentum"),
    (ok_momentum_torch, "momentum_torch"),
    (ok_ema_increment, "momentum_ema"),
    (ok_ema_average, "momentum_ema"),
    (ok_ema_alpha, "momentum_ema"),
    (ok_nag_names, "nesterov"),
    (ok_nag_two_moves, "nesterov"),
    (ok_nag_positive, "nesterov"),
    (ok_shifted_difference, "nesterov_shifted"),
    (ok_smoothed_mean, "smoothed_nesterov"),
    (ok_adagrad_rate, "adagrad"),
    (ok_adagrad_cache, "adagrad"),
    (ok_adagrad_loop, "adagrad"),
    (ok_rmsprop_helper, "rmsprop"),
    (ok_rmsprop_outside, "rmsprop"),
    (ok_rmsprop_torch_style, "rmsprop"),
    (ok_graves_variance, "rmsprop_graves"),
    (ok_adadelta_ratio, "adadelta"),
    (ok_adadelta_rms, "adadelta"),
    (ok_adam_lr_t, "adam"),
    (ok_adam_betas, "adam"),
    (ok_adam_list, "adam"),
    (ok_adam_hats_kept, "adam"),
    (ok_adam_sums, "adam"),
    (ok_adam_own_clock, "adam"),
    (ok_adam_positional, "adam"),
    (ok_adam_annotated, "adam"),
    (ok_adam_stacked, "adam"),
    (ok_adam_amsgrad_flag, "adam"),
    (ok_adamax_where, "adamax"),
    (ok_adamax_stack, "adamax"),
    (ok_nadam_factored, "nadam"),
    (ok_amsgrad_where, "amsgrad"),
    (ok_amsgrad_root_of_max, "amsgrad"),
    (ok_adabound_minmax, "adabound"),
    (ok_amsbound_method, "amsbound"),
    (ok_smorms3_increment, "smorms3"),
    (ok_eve_first, "eve"),
    (ok_adasecant_weight, "adasecant"),
    (ok_santa_ifs, "santa_e"),
    (ok_learned_newaxis, "learned"),
    (ok_rate_one_line, "adam_lr_t"),
    (ok_power_plain, "adam_p"),
    (ok_adamw_shrinks_first, "adamw"),
    (ok_adamw_wd, "adamw"),
    (ok_lion_tuple, "lion"),
    (ok_lion_where, "lion"),
    (ok_free_increment, "schedule_free"),
    (ok_free_sum, "schedule_free"),
    (ok_sam_unit, "sam"),
    (ok_radam_if, "radam"),
    (ok_adabelief_diff, "adabelief"),
    (ok_adan_previous, "adan"),
    (ok_yogi_where, "yogi"),
    (ok_lamb_masks, "lamb"),
    (ok_ademamix_names, "ademamix"),
    (ok_sophia_if, "sophia"),
    (ok_muon_shape, "muon"),
    (ok_muon_old_b, "muon"),
    (ok_shampoo_einsum, "shampoo"),
    (ok_adafactor_rms, "adafactor"),
]
