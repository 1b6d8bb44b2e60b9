"""Functions as students, blogs and repositories write them: wrong ones, with what is wrong, and right ones in unusual forms.

Written from the papers and the steps alone, and fixed before any was checked: a measure of what `optlab.check` found out on code
that it was not made for. No longer blind: what it missed has been mended since. The lines of an entry are the quantities whose
line is wrong; a|b says that either is a fair name for the place.
"""

import numpy as np

WRONG, RIGHT = [], []  # (step, function, "single" or "double", lines, what it does); (step, function, what is unusual)


def single(step, function, lines, does):
    WRONG.append((step, function, "single", tuple(lines.split()), does))


def double(step, function, lines, does):
    WRONG.append((step, function, "double", tuple(lines.split()), does))


def right(step, function, form):
    RIGHT.append((step, function, form))


# Gradient descent
def my_sgd(x, g, *, lr=0.01):
    direction = np.sign(g)
    return dict(x=x - lr * direction)


single("sgd", my_sgd, "x", "the sign of the gradient in place of the gradient")


def my_sgd(x, g, *, lr=0.01):
    update = -lr * g
    x = update
    return dict(x=x)


single("sgd", my_sgd, "x", "returns the step, not the new point")


def my_sgd(x, g, *, lr=0.01):
    return {"x": x * (1 - lr * g)}


single("sgd", my_sgd, "x", "multiplies x by 1 - lr g")


def my_sgd(x, g, *, lr=0.01):
    x = np.array([xi + lr * gi for xi, gi in zip(x, g)])
    return dict(x=x)


single("sgd", my_sgd, "x", "ascent, in a list comprehension")


def my_sgd(x, g, *, lr=0.01):
    g = np.clip(g, -1, 1)
    return dict(x=x - 0.5 * lr * g)


double("sgd", my_sgd, "x", "clips the gradient to [-1, 1] and halves the rate")


# Momentum
def my_momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    velocity = np.multiply(mu, v) + np.multiply(lr, g)
    x = x + velocity
    return dict(v=velocity, x=x)


single("momentum", my_momentum, "v|x", "adds a velocity that goes along the gradient: ascent")


def my_momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v, x = mu * v - lr * g, x + v
    return dict(v=v, x=x)


single("momentum", my_momentum, "x", "a tuple assignment moves x by the old velocity")


def my_momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v *= mu
    v = v - (1 - mu) * lr * g
    return dict(v=v, x=x + v)


single("momentum", my_momentum, "v", "weighs the gradient by 1 - mu, as an average does")


def my_momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    buf = mu * v + lr * g
    x = x - lr * buf
    return dict(v=buf, x=x)


single("momentum", my_momentum, "v|x", "lr in the buffer and outside it")


def my_momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = (1 - mu) * v - lr * g
    x = x + mu * v
    return dict(v=v, x=x)


double("momentum", my_momentum, "v x", "keeps 1 - mu of the velocity, and moves by mu v")


def my_momentum(x, g, buf=0.0, *, lr=0.01, mu=0.9):
    damp = 1 - mu
    buf = mu * buf + damp * g
    x = x + lr * buf
    return dict(buf=buf, x=x)


double("momentum", my_momentum, "v x", "dampens the gradient by 1 - mu, and ascends")


# Momentum as an average
def my_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = (1 - mu) * m + mu * g
    return dict(m=m, x=x - lr * m)


single("momentum_ema", my_ema, "m", "the two weights are swapped")


def my_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    avg = m + (1 - mu) * (g - m)
    x = x - lr * avg / (1 - mu)
    return dict(m=avg, x=x)


single("momentum_ema", my_ema, "x", "divides by 1 - mu, as if the sum was wanted")


def my_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = m + mu * (g - m)
    x = x + lr * m
    return dict(m=m, x=x)


double("momentum_ema", my_ema, "m x", "the increment has the weight mu, and x ascends")


# Nesterov, and its forms
def my_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    look = x - mu * v
    v = mu * v - lr * grad(look)
    x = x + v
    return dict(v=v, x=x)


single("nesterov", my_nesterov, "g_ahead", "looks back, not ahead")


def my_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    y = x + mu * v
    g = grad(y)
    v = mu * v - lr * g
    x = y + v
    return dict(g_ahead=g, v=v, x=x)


single("nesterov", my_nesterov, "x", "moves from the look-ahead point, not from x")


def my_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = grad(x)
    v = mu * v - lr * g
    return dict(g_ahead=g, v=v, x=x + v)


single("nesterov", my_nesterov, "g_ahead", "the gradient at x: plain momentum")


def my_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v
    g = grad(x + v)
    v = v - lr * g
    g = grad(x + v)
    v = v - lr * g
    return dict(v=v, x=x + v)


single("nesterov", my_nesterov, "v|g_ahead", "subtracts a second gradient, at the new point, in the same step")


def my_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g_ahead = grad(x + v)
    v = mu * v - lr * g_ahead
    x = x + mu * v
    return dict(g_ahead=g_ahead, v=v, x=x)


double("nesterov", my_nesterov, "g_ahead x", "looks ahead by the whole velocity, and moves by mu v")


def my_smoothed(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = sum(grad(x + mu * v * k / 4) for k in range(4)) / 4
    v = mu * v - lr * g
    return dict(g_ahead=g, v=v, x=x + v)


single("smoothed_nesterov", my_smoothed, "g_ahead", "the points 0, 1/4, 1/2, 3/4: range from 0")


def my_smoothed(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    gs = []
    for part in np.linspace(0, 1, 5):
        gs.append(grad(x + part * mu * v))
    g_mean = np.mean(gs, axis=0)
    v = mu * v - lr * g_mean
    x = x + v
    return dict(g_ahead=g_mean, v=v, x=x)


single("smoothed_nesterov", my_smoothed, "g_ahead", "the mean of five points, x itself too")


def my_smoothed(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = grad(x + mu * v / 4) + grad(x + mu * v / 2) + grad(x + mu * v * 3 / 4) + grad(x + mu * v) / 4
    v = v - lr * g
    x = x + v
    return dict(g_ahead=g, v=v, x=x)


double("smoothed_nesterov", my_smoothed, "g_ahead v", "only the last gradient is divided by 4, and the velocity never fades")


def my_nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b = mu * b + g
    d_p = g + b
    x = x - lr * d_p
    return dict(b=b, x=x)


single("variants.nesterov_torch", my_nesterov_torch, "x", "the buffer without mu in the step")


def my_nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    b_prev = b
    b = mu * b_prev + g
    x = x - lr * (g + mu * b_prev)
    return dict(b=b, x=x)


single("variants.nesterov_torch", my_nesterov_torch, "x", "steps by the buffer before the update, which is plain momentum")


def my_nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    x += mu * v + lr * g
    return dict(v=v, x=x)


single("variants.nesterov_keras", my_nesterov_keras, "x", "adds lr g in the step of x")


def my_nesterov_keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - (1 - mu) * lr * g
    x = x + v - lr * g
    return dict(v=v, x=x)


double("variants.nesterov_keras", my_nesterov_keras, "v x", "gradient weighed by 1 - mu in v, and no mu before v in x")


def my_nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v = mu * v - lr * g
    x = x + mu**2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)


single("variants.nesterov_shifted", my_nesterov_shifted, "x", "updates v first, and then uses the new one")


def my_nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    v_prev = v
    v = mu * v - lr * g
    x = x + mu * v_prev - (1 + mu) * g
    return dict(v=v, x=x)


double("variants.nesterov_shifted", my_nesterov_shifted, "x", "mu in place of its square, and lr forgotten before the gradient")


# AdaGrad
def my_adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = g * g
    return dict(h=h, x=x - lr * g / (np.sqrt(h) + eps))


single("adagrad", my_adagrad, "h", "keeps no sum: the step has the size lr")


def my_adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h += np.square(g)
    scale = lr / (h + eps)
    x = x - scale * g
    return dict(h=h, x=x)


single("adagrad", my_adagrad, "x", "no square root")


def my_adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    x = x - lr / (np.sqrt(h) + eps) * g
    h = h + g**2
    return dict(h=h, x=x)


single("adagrad", my_adagrad, "x", "divides by the sum from before this gradient")


def my_adagrad(x, g, t, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    G = h / t
    x = x - lr * g / (np.sqrt(G) + eps)
    return dict(h=h, x=x)


single("adagrad", my_adagrad, "x", "divides by the root of the mean, not of the sum")


def my_adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = 0.9 * h + 0.1 * g**2
    x = x - lr * g / (h + eps)
    return dict(h=h, x=x)


double("adagrad", my_adagrad, "h x", "a moving average with 0.9 in place of the sum, and no root")


def my_adagrad(x, g, cache=0.0, *, lr=0.01, eps=1e-8):
    cache = cache + abs(g)
    denom = np.sqrt(cache + eps)
    return dict(cache=cache, x=x - lr * g / denom)


double("adagrad", my_adagrad, "h x", "sums |g|, and has eps under the root")


# RMSprop
def my_rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


single("rmsprop", my_rmsprop, "v", "a fading sum: no 1 - rho")


def my_rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = v + rho * (np.power(g, 2) - v)
    rms = np.power(v, 0.5)
    x = x - np.divide(lr * g, rms + eps)
    return dict(v=v, x=x)


single("rmsprop", my_rmsprop, "v", "the increment has the weight rho")


def my_rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    x = x - lr * g / np.maximum(np.sqrt(v), eps)
    return dict(v=v, x=x)


single("rmsprop", my_rmsprop, "x", "eps is a floor of the divisor, not added")


def my_rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = 0.9 * v + 0.1 * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return dict(v=v, x=x)


single("rmsprop", my_rmsprop, "v", "0.9 written where rho belongs")


def my_rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.abs(g)
    x = x - lr * g / (v + eps)
    return dict(v=v, x=x)


double("rmsprop", my_rmsprop, "v x", "averages |g| and takes no root")


def my_rmsprop(x, g, s=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    old = s
    s = rho * old + (1 - rho) * np.mean(g**2)
    x = x - lr * np.sign(g) / (np.sqrt(s) + eps)
    return dict(s=s, x=x)


double("rmsprop", my_rmsprop, "v x", "one average for all parameters, and the sign of g in the step")


# Graves
def my_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g * g
    m = rho * m + (1 - rho) * g
    delta = mu * delta - lr * g / np.sqrt(v + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


single("rmsprop_graves", my_graves, "delta", "the mean is averaged and never subtracted")


def my_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v += (1 - rho) * (g**2 - v)
    m += (1 - rho) * (g - m)
    std = np.sqrt(np.abs(v - m**2))
    delta = mu * delta - lr * g / (std + eps)
    return dict(v=v, m=m, delta=delta, x=x + delta)


single("rmsprop_graves", my_graves, "delta", "eps outside the root")


def my_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = mu * m + (1 - mu) * g
    var = v - m * m + eps
    delta = mu * delta - lr * g / var
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


double("rmsprop_graves", my_graves, "m delta", "the mean fades with mu, and no root is taken")


def my_graves(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    delta = mu * delta - (1 - mu) * lr * m / np.sqrt(v - m**2 + eps)
    x = x + delta
    return dict(v=v, m=m, delta=delta, x=x)


double("rmsprop_graves", my_graves, "delta", "the mean where the gradient belongs, and weighed by 1 - mu")


# AdaDelta
def my_adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * g**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


single("adadelta", my_adadelta, "u", "averages g squared where the step squared belongs")


def my_adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    def rms(a):
        return np.sqrt(a) + eps

    v = rho * v + (1 - rho) * g**2
    delta = rms(u) / rms(v) * g
    u = rho * u + (1 - rho) * delta**2
    return dict(v=v, delta=delta, u=u, x=x - lr * delta)


single("adadelta", my_adadelta, "delta", "eps outside both roots")


def my_adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = np.sqrt(v + eps) / np.sqrt(u + eps) * g
    u = rho * u + (1 - rho) * delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


single("adadelta", my_adadelta, "delta", "the ratio upside down")


def my_adadelta(x, g, Eg=0.0, Ed=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    Eg = rho * Eg + (1 - rho) * g**2
    dx = -np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g
    Ed = rho * Ed + (1 - rho) * dx
    Ed = np.abs(Ed)
    return dict(Eg=Eg, Ed=Ed, x=x + lr * dx)


single("adadelta", my_adadelta, "u", "averages the step without its square, and takes the size of that")


def my_adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    delta = (u + eps) / np.sqrt(v + eps) * g
    u = rho * u + delta**2
    x = x - lr * delta
    return dict(v=v, delta=delta, u=u, x=x)


double("adadelta", my_adadelta, "delta u", "no root over u, and no 1 - rho in it")


# Adam
def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    t += 1
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("adam", my_adam, "m_hat v_hat", "counts t once more before the corrections")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("adam", my_adam, "m_hat", "a product with t where the power belongs")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**t)
    v = v / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)


single("adam", my_adam, "m v", "the corrected averages are kept as the state")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    x = x - lr * m_hat / (v_hat**0.5 + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("adam", my_adam, "v", "averages the square of m, not of g")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta2) * g
    v = beta1 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("adam", my_adam, "m v m_hat v_hat", "beta1 and beta2 have changed places throughout")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    x = x - lr * mhat / np.sqrt(vhat) + eps
    return dict(m=m, v=v, x=x)


single("adam", my_adam, "x", "no parentheses: eps is added to x")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def ema(old, new, beta):
        return beta * new + (1 - beta) * old

    m = ema(m, g, beta1)
    v = ema(v, g**2, beta2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))


single("adam", my_adam, "m v", "a helper for averages with its weights swapped")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    correction = 1 - beta1**t
    m_hat = m / correction
    v_hat = v / correction
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("adam", my_adam, "v_hat", "one correction, with beta1, for both")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step_size = lr * (1 - beta1**t) / np.sqrt(1 - beta2**t)
    x = x - step_size * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)


single("adam", my_adam, "m_hat|v_hat|x", "keras's rate with its fraction upside down")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t == 1:
        return dict(m=g, v=g**2, x=x - lr * np.sign(g))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)


single("adam", my_adam, "m|m_hat v|v_hat", "starts the averages at the first gradient in place of correcting them")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    lr = lr / np.sqrt(t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("adam", my_adam, "x", "lr falls with the root of t")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * g / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("adam", my_adam, "x", "g in the step, and m is computed for nothing")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / np.sqrt(v + eps)
    return dict(m=m, v=v, m_hat=m_hat, x=x)


double("adam", my_adam, "v_hat|x x", "v is not corrected, and eps stands under the root")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m += beta1 * (g - m)
    v += (1 - beta2) * (g**2 - v)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x -= lr * m_hat / (v_hat + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


double("adam", my_adam, "m x", "increment with the weight beta1, and no root")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    b1t = beta1**t
    m = b1t * m + (1 - b1t) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


double("adam", my_adam, "m v_hat", "beta1 to the power t in the average, and v is not corrected")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    first, second = m, v
    first = beta1 * first + g * (1 - beta1)
    second = beta2 * second + g * (1 - beta2)
    first_unbiased = first / (1 - beta1 ** (t + 1))
    second_unbiased = np.abs(second) / (1 - beta2**t)
    x = x - lr * first_unbiased / (np.sqrt(second_unbiased) + eps)
    return dict(m=first, v=second, x=x)


double("adam", my_adam, "m_hat v", "g is not squared in v, and t + 1 in the correction of m")


# AdaMax
def my_adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, g + eps)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


single("adamax", my_adamax, "u", "no absolute value")


def my_adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    size = np.abs(g) + eps
    u = beta2 * np.where(u > size, u, size)
    x = x - lr / (1 - beta1**t) * m / u
    return dict(m=m, u=u, x=x)


single("adamax", my_adamax, "u", "beta2 times the larger, so the new size fades at once")


def my_adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    u_hat = u / (1 - beta2**t)
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / u_hat
    return dict(m=m, u=u, x=x)


single("adamax", my_adamax, "x", "corrects u as well")


def my_adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(u, np.abs(g) + eps)
    x = x - lr / (1 - beta2**t) * m / u
    return dict(m=m, u=u, x=x)


double("adamax", my_adamax, "u x", "the largest size never fades, and beta2 in the correction")


def my_adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = beta2 * u + (1 - beta2) * (np.abs(g) + eps)
    return dict(m=m, u=u, x=x - lr * m / u)


double("adamax", my_adamax, "u x", "an average of sizes in place of the largest, and no correction")


# Nadam
def my_nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    nesterov = beta1 * m_hat + (1 - beta1) * g / (1 - beta1**t)
    x = x - lr * nesterov / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_hat=v_hat, x=x)


single("nadam", my_nadam, "m_hat|x", "the blogs' form: the power t in both corrections of m")


def my_nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_prev = m
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m_prev / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("nadam", my_nadam, "m_hat", "the old average in the look-ahead")


def my_nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m - (1 - beta1) * (m - g)
    v = v - (1 - beta2) * (v - g**2)
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("nadam", my_nadam, "m_hat", "the new gradient with the weight 1")


def my_nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_bar = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    x = x - lr * m_bar / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)


double("nadam", my_nadam, "m_hat v_hat|x", "the power t in both corrections of m, and v is not corrected")


# AMSGrad
def my_amsgrad(x, g, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = np.maximum(v, beta2 * v + (1 - beta2) * g**2)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)


single("amsgrad", my_amsgrad, "v", "the average itself is never let fall")


def my_amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


single("amsgrad", my_amsgrad, "x", "the maximum is kept and not used")


def my_amsgrad(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.max([np.max(v_max), np.max(v)])
    x = x - lr * m / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


single("amsgrad", my_amsgrad, "v_max", "one maximum for all parameters")


def my_amsgrad(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.where(g**2 > v_max, g**2, v_max)
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v_max) + eps)
    return dict(m=m, v=v, v_max=v_max, x=x)


double("amsgrad", my_amsgrad, "v_max x", "the largest squared gradient, not the largest average, and m is corrected")


# AdaBound and AMSBound
def my_adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t))
    upper = final_lr * (1 + 1 / (gamma * t + 1))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


single("adabound", my_adabound, "lower upper", "the + 1 stands in the wrong bound")


def my_adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    bounds = final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t, *bounds) / (np.sqrt(v) + eps)
    x = x - rate * m
    return dict(m=m, v=v, rate=rate, x=x)


single("adabound", my_adabound, "rate", "clips the rate before it is divided")


def my_adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.maximum(np.minimum(lr_t / (np.sqrt(v) + eps), lower), upper)
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x - rate * m)


single("adabound", my_adabound, "rate", "minimum and maximum have changed places: always the upper bound")


def my_adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * (1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)
    x = x - lr * rate * m
    return dict(m=m, v=v, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


double("adabound", my_adabound, "lr_t x", "no root in the correction, and lr once more in the step")


def my_amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    lo = final_lr * (1 - 1 / (gamma * t + 1))
    hi = final_lr * (1 + 1 / (gamma * t))
    a = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(a / (np.sqrt(v) + eps), lo, hi)
    return dict(m=m, v=v, v_max=v_max, rate=rate, x=x - rate * m)


single("amsbound", my_amsbound, "rate", "divides by the average, not by its maximum")


def my_amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    lower = final_lr - 1 / (gamma * t + 1)
    upper = final_lr + 1 / (gamma * t)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * m
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


single("amsbound", my_amsbound, "lower upper", "the bounds are final_lr plus and minus, not times")


def my_amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, beta2 * v)
    lower = final_lr * (1 - 1 / (gamma * t + 1))
    upper = final_lr * (1 + 1 / (gamma * t))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    x = x - rate * g
    return dict(m=m, v=v, v_max=v_max, lower=lower, upper=upper, lr_t=lr_t, rate=rate, x=x)


double("amsbound", my_amsbound, "v_max x", "beta2 once more in the maximum, and g in the step")


# SMORMS3
def my_smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (v + eps)
    x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


single("smorms3", my_smorms3, "mem", "no 1 + in the memory")


def my_smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / mem
    m += r * (g - m)
    v += r * (g**2 - v)
    zeta = m * m / (v + eps)
    x = x - g * np.minimum(lr, zeta) / (np.sqrt(v) + eps)
    mem = 1 + mem * (1 - zeta)
    return dict(m=m, v=v, mem=mem, x=x)


single("smorms3", my_smorms3, "r", "1/mem where 1/(mem + 1) belongs")


def my_smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    mem = 1 + mem * (1 - m**2 / (v + eps))
    x = x - np.minimum(lr, m**2 / (v + eps)) / (np.sqrt(v) + eps) * m
    return dict(r=r, m=m, v=v, mem=mem, x=x)


single("smorms3", my_smorms3, "x", "m in the step where g belongs")


def my_smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m = (1 - r) * m + r * g
    v = (1 - r) * v + r * g**2
    zeta = m**2 / (np.sqrt(v) + eps)
    x = x - np.maximum(lr, zeta) / (np.sqrt(v) + eps) * g
    mem = 1 + mem * (1 - zeta)
    return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)


double("smorms3", my_smorms3, "zeta x", "a root too much in zeta, and the larger of lr and zeta")


# Eve
def my_eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *,
           lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.minimum(change, c)
    x = x - lr / d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


single("eve", my_eve, "d", "clips the change above only")


def my_eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *,
           lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        rel = np.abs(f - f_old) / (f_old - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(rel, 1 / c, c)
    x = x - lr * m_hat / (d * (np.sqrt(v_hat) + eps))
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


single("eve", my_eve, "d|change", "relative to the old loss, not to the smaller one")


def my_eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *,
           lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta3 * d + (1 - beta3) * np.clip(change, 1 / c, c)
    x = x - lr * d * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, d=d, f_old=f, x=x)


single("eve", my_eve, "x", "multiplies by d")


def my_eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *,
           lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    if f_old is not None:
        change = np.abs(f - f_old) / (np.minimum(f, f_old) - f_star)
        d = beta2 * d + (1 - beta2) * np.clip(change, 1 / c, c)
    x = x - lr / d * m / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, v_hat=v_hat, d=d, f_old=f, x=x)


double("eve", my_eve, "d m_hat|x", "beta2 in the average d, and m is not corrected")


# Santa
def my_santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
             burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    u = lr**0.5 * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = lr**0.5 * C if a is None else a
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + v)
    G_old = G if G_old is None else G_old
    explore = t < burnin
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


single("santa_e", my_santa, "G", "one root where G has two")


def my_santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
             burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_new = 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G_new if G is None else G
    z = rng.standard_normal(x.shape, x.dtype)
    if t < burnin:
        a = np.clip(a - (u**2 - lr / beta_t), a_min, a_max)
        noise = np.sqrt(2 * lr**p / beta_t * G_old) * z
        if curvature:
            noise = noise + lr / beta_t * (1 - G_old / G_new) / u
    else:
        noise = np.zeros_like(x)
    u = (1 - a) * u - lr * G_new * n * g + noise
    x = x + G_new * u
    return dict(beta_t=beta_t, v=v, G=G_new, a=a, noise=noise, u=u, x=x)


single("santa_e", my_santa, "a", "the thermostat with its sign turned: friction falls where the velocity is large")


def my_santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
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
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = a * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


single("santa_e", my_santa, "u", "keeps the share a of the velocity, not 1 - a")


def my_santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
             burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t * anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    explore = t < burnin
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


double("santa_e", my_santa, "beta_t x", "t times anneal for the power, and no G where x moves")


def my_santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
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
    x = x + G * u / 2
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = np.exp(-a / 2) * u - lr * G * n * g + noise
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)


single("santa_sss", my_santa_sss, "u", "only the first half of the friction")


def my_santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
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
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = np.exp(-a / 2) * (np.exp(-a / 2) * u - lr * G * n * g + noise)
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)


single("santa_sss", my_santa_sss, "x", "one whole move of x after u, not half before and half after")


def my_santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
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
    x = x + G * u / 2
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = np.exp(-a / 2) * (np.exp(-a / 2) * u - lr * n * g + noise)
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)


double("santa_sss", my_santa_sss, "u x", "no G before the gradient, and none in the second half move")


# AdaSecant
def my_adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7,
    tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    g = g / (np.sqrt((g**2).sum(-1, keepdims=True)) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.maximum(np.sqrt(num / (den + eps)), gamma_max)
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
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x)  # fmt: skip


single("adasecant", my_adasecant, "gamma", "gamma_max is a floor")


def my_adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7,
    tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    def window(old, new):
        return old + (new - old) / tau

    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m = rho * m + (1 - rho) * g
    m2 = rho * m2 + (1 - rho) * g**2
    gamma = np.minimum(np.sqrt(num / (den + eps)), gamma_max)
    num = window(num, ((g - g_tilde) * (g_tilde - m)) ** 2)
    den = window(den, ((m - g) * (g_tilde - m)) ** 2)
    g_tilde = (g + gamma * m) / (1 + gamma)
    alpha = g - g_old
    c = window(c, alpha)
    c2 = window(c2, alpha**2)
    last, last2 = (g, g**2) if t == 1 else (d, d2)
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) + cov / (c2 + eps_rate)
    delta = -rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        delta = delta / np.maximum(np.sqrt(h), 1)
    d = window(d, delta)
    d2 = window(last2, delta**2)
    cov = window(cov, delta * alpha)
    far = ((g - m) ** 2 > 4 * (m2 - m**2)) | ((alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.clip(np.where(far, 2.2, (1 - last**2 / (last2 + eps)) * tau + 1 + eps), 1.5, 1e8)
    x = x + delta
    return dict(m=m, m2=m2, gamma=gamma, num=num, den=den, g_tilde=g_tilde, alpha=alpha, c=c, c2=c2, rate=rate, h=h,
                delta=delta, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x)  # fmt: skip


single("adasecant", my_adasecant, "rate", "the covariance is added")


def my_adasecant(
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
    c2 = (1 - 1 / tau) * c2 + alpha**2
    last = g if t == 1 else d
    last2 = g**2 if t == 1 else d2
    rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / (c2 + eps_rate)
    delta = -rate * g
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


double("adasecant", my_adasecant, "c2 delta", "alpha squared is not divided by tau, and g in the step where g_tilde belongs")


# Later steps
def my_adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    g = g + weight_decay * x
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


single("adamw", my_adamw, "m|x v|x x", "adds the decay to the gradient")


def my_adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    x = x * (1 - weight_decay)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / (np.sqrt(v) + eps)
    return dict(m=m, v=v, m_hat=m_hat, x=x)


double("adamw", my_adamw, "v_hat|x x", "no lr before the decay, and v is not corrected")


def my_lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    m = beta2 * m + (1 - beta2) * g
    update = np.sign(beta1 * m + (1 - beta1) * g)
    x = x - lr * (update + weight_decay * x)
    return dict(m=m, x=x)


single("lion", my_lion, "u", "the average is updated before it is used")


def my_lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = beta1 * m + (1 - beta1) * g
    u = np.sign(c)
    x = x - lr * u - weight_decay * x
    return dict(u=u, m=c, x=x)


double("lion", my_lion, "m x", "keeps the average with beta1, and no lr before the decay")


def my_adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    diff = g - m
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * diff * diff + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)


single("adabelief", my_adabelief, "s", "the distance from the old average")


def my_yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    g2 = g**2
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(g2 - v) * g2
    m_hat = m / (1 - beta1**t)
    v_hat = np.abs(v) / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, x=x)


single("yogi", my_yogi, "v", "the sign turned: v runs away from the square (and abs keeps the root alive)")


# Right, in unusual forms
def my_sgd(x, g, *, lr=0.01):
    flat = [xi - lr * gi for xi, gi in zip(np.ravel(x), np.ravel(g))]
    return dict(x=np.reshape(flat, np.shape(x)))


right("sgd", my_sgd, "a list of numbers")


def my_sgd(x, g, *, lr=0.01):
    return {"x": np.subtract(x, np.multiply(g, lr))}


right("sgd", my_sgd, "functions for operators")


def my_momentum(x, g, d=0.0, *, lr=0.01, mu=0.9):
    d = lr * g + mu * d
    x = x - d
    return dict(d=d, x=x)


right("momentum", my_momentum, "the displacement with the other sign")


def my_momentum(x, g, x_prev=None, *, lr=0.01, mu=0.9):
    if x_prev is None:
        x_prev = x
    x_new = x - lr * g + mu * (x - x_prev)
    return dict(x_prev=x, x=x_new)


right("momentum", my_momentum, "Polyak's own form: the last point for the velocity")


def my_momentum(x, g, v=None, *, lr=0.01, mu=0.9):
    v = np.zeros_like(x) if v is None else v
    x_new = x + mu * v - lr * g
    v = mu * v - lr * g
    return dict(v=v, x=x_new)


right("momentum", my_momentum, "x first, with the step written out")


def my_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = m + (1 - mu) * (g - m)
    return dict(m=m, x=x - lr * m)


right("momentum_ema", my_ema, "the increment")


def my_ema(x, g, s=0.0, *, lr=0.01, mu=0.9):
    s = mu * s + g
    x = x - lr * (1 - mu) * s
    return dict(s=s, x=x)


right("momentum_ema", my_ema, "the sum, weighed in the step")


def my_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    y = x + mu * v
    new = y - lr * grad(y)
    return dict(v=new - x, x=new)


right("nesterov", my_nesterov, "the point first, the velocity from it")


def my_nesterov(x, grad, x_prev=None, *, lr=0.01, mu=0.9):
    x_prev = x if x_prev is None else x_prev
    y = (1 + mu) * x - mu * x_prev
    return dict(x_prev=x, x=y - lr * grad(y))


right("nesterov", my_nesterov, "two points in place of a velocity")


def my_smoothed(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    total = np.zeros_like(x)
    for k in (1, 2, 3, 4):
        total = total + grad(x + 0.25 * k * mu * v)
    v = mu * v - 0.25 * lr * total
    return dict(v=v, x=x + v)


right("smoothed_nesterov", my_smoothed, "a loop, and the quarter in the velocity")


def my_nesterov_torch(x, g, b=0.0, *, lr=1e-3, mu=0.9):
    x = x - lr * ((1 + mu) * g + mu * mu * b)
    b = g + mu * b
    return dict(b=b, x=x)


right("variants.nesterov_torch", my_nesterov_torch, "x first, from the old buffer")


def my_nesterov_shifted(x, g, v=0.0, *, lr=1e-2, mu=0.9):
    new = mu * v - lr * g
    x = x - mu * v + (1 + mu) * new + mu * (mu * v - new) - mu * lr * g
    return dict(v=new, x=x)


right("variants.nesterov_shifted", my_nesterov_shifted, "a change of variables with terms that cancel")


def my_adagrad(x, g, root=0.0, *, lr=0.01, eps=1e-8):
    root = np.hypot(root, g)
    x = x - lr * g / (root + eps)
    return dict(root=root, x=x)


right("adagrad", my_adagrad, "keeps the root of the sum")


def my_adagrad(x, g, h=None, *, lr=0.01, eps=1e-8):
    if h is None:
        h = np.zeros_like(x)
    h = np.add(h, np.square(g))
    return dict(h=h, x=np.subtract(x, np.divide(lr * g, np.add(eps, np.power(h, 0.5)))))


right("adagrad", my_adagrad, "functions for operators, None at the start")


def my_rmsprop(x, g, s=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    s = np.sqrt(rho * s**2 + (1 - rho) * g**2)
    return dict(s=s, x=x - lr * g / (s + eps))


right("rmsprop", my_rmsprop, "keeps the root mean square")


def my_rmsprop(x, g, v=None, *, lr=1e-3, rho=0.9, eps=1e-8):
    if v is None:
        v = 0 * g
    v = g * g + rho * (v - g * g)
    factor = lr / (eps + v**0.5)
    return dict(v=v, x=x - factor * g)


right("rmsprop", my_rmsprop, "the average from the other end")


def my_graves(x, g, v=0.0, m=0.0, step=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    m, v = m - (1 - rho) * (m - g), v - (1 - rho) * (v - np.square(g))
    step = mu * step + lr * g / np.sqrt(eps + v - m * m)
    return dict(v=v, m=m, step=step, x=x - step)


right("rmsprop_graves", my_graves, "increments in a tuple, a step that is subtracted")


def my_graves(x, g, v=0.0, m=0.0, b=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    v = rho * v + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    b = mu * b + g * (v - m**2 + eps) ** -0.5
    return dict(b=b, v=v, m=m, x=x - lr * b)


right("rmsprop_graves", my_graves, "lr outside the buffer")


def my_adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    dx = -np.sqrt((u + eps) / (v + eps)) * g
    u = u + (1 - rho) * (dx**2 - u)
    return dict(v=v, u=u, x=x + lr * dx)


right("adadelta", my_adadelta, "one root over the ratio, a signed step")


def my_adadelta(x, g, accum=(0.0, 0.0), *, lr=1.0, rho=0.95, eps=1e-6):
    v, u = accum

    def mix(old, new):
        return rho * old + (1 - rho) * new

    v = mix(v, g * g)
    delta = g * ((u + eps) ** 0.5 / (v + eps) ** 0.5)
    return dict(accum=(v, mix(u, delta * delta)), x=x - lr * delta)


right("adadelta", my_adadelta, "the state in a tuple, a nested function")


def my_adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    x = x - lr * np.sqrt(c2) / c1 * m / (np.sqrt(v) + eps * np.sqrt(c2))
    return dict(m=m, v=v, x=x)


right("adam", my_adam, "lr_t with eps corrected too")


def my_adam(x, g, t, S=0.0, Q=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    S = beta1 * S + g
    Q = beta2 * Q + g**2
    w1 = sum(beta1**k for k in range(int(t)))
    w2 = sum(beta2**k for k in range(int(t)))
    x = x - lr * (S / w1) / (np.sqrt(Q / w2) + eps)
    return dict(S=S, Q=Q, x=x)


right("adam", my_adam, "weighted sums over the sums of their weights")


def my_adam(x, g, m=None, v=None, p1=1.0, p2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = np.zeros_like(g) if m is None else m
    v = np.zeros_like(g) if v is None else v
    p1, p2 = p1 * beta1, p2 * beta2
    m = m + (g - m) * (1 - beta1)
    v = v + (g**2 - v) * (1 - beta2)
    x = x - lr * m / (1 - p1) / (np.sqrt(v / (1 - p2)) + eps)
    return dict(m=m, v=v, p1=p1, p2=p2, x=x)


right("adam", my_adam, "running products of the betas, no t, None at the start")


def my_adam(x, g, t, m_hat=0.0, v_hat=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = (1 - beta1) / (1 - beta1**t)
    b = (1 - beta2) / (1 - beta2**t)
    m_hat = (1 - a) * m_hat + a * g
    v_hat = (1 - b) * v_hat + b * g**2
    return dict(m_hat=m_hat, v_hat=v_hat, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))


right("adam", my_adam, "averages the corrected averages, with weights that change")


def my_adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a, b = u * beta2, abs(g) + eps
    u = np.where(a >= b, a, b)
    m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    return dict(u=u, m=m_hat * (1 - beta1**t), x=x - lr * m_hat / u)


right("adamax", my_adamax, "where for maximum, m from m_hat")


def my_adamax(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = 0.5 * (beta2 * u + np.abs(g) + eps + np.abs(beta2 * u - np.abs(g) - eps))
    step = lr * m
    step = step / u
    step = step / (1 - beta1**t)
    return dict(m=m, u=u, x=x - step)


right("adamax", my_adamax, "the maximum by its formula with |a - b|")


def my_nadam(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    ahead = m / (1 - beta1 ** (t + 1))
    now = g / (1 - beta1**t)
    blend = now + beta1 * (ahead - now)
    return dict(m=m, v=v, x=x - lr * blend / (np.sqrt(v / (1 - beta2**t)) + eps))


right("nadam", my_nadam, "the blend as an interpolation")


def my_nadam(x, g, t, v=0.0, m=0.0, *, eps=1e-8, beta2=0.999, beta1=0.9, lr=2e-3):
    t1 = t + 1
    v = (1 - beta2) * np.power(g, 2) + beta2 * v
    m = (1 - beta1) * g + beta1 * m
    num = (m * beta1) / (1 - np.power(beta1, t1)) + (g - beta1 * g) / (1 - np.power(beta1, t))
    x = x - num * lr / (np.sqrt(v) / np.sqrt(1 - np.power(beta2, t)) + eps)
    return dict(m=m, v=v, x=x)


right("nadam", my_nadam, "another order of everything")


def my_amsgrad(x, g, m=0.0, v=0.0, top=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = np.where(v > top**2, np.sqrt(v), top)
    return dict(m=m, v=v, top=top, x=x - lr * m / (top + eps))


right("amsgrad", my_amsgrad, "keeps the root of the maximum")


def my_amsgrad(x, g, m=None, v=None, v_max=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if m is None:
        m = v = v_max = np.zeros_like(g)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = v_max + np.clip(v - v_max, 0, None)
    return dict(v_max=v_max, m=m, v=v, x=x - lr * m / (np.sqrt(v_max) + eps))


right("amsgrad", my_amsgrad, "the maximum by its increase")


def my_adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    s = gamma * t
    rate = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t) / (v**0.5 + eps)
    rate = np.maximum(final_lr * s / (s + 1), np.minimum(rate, final_lr * (s + 1) / s))
    return dict(m=m, v=v, rate=rate, x=x - rate * m)


right("adabound", my_adabound, "the bounds as fractions, maximum and minimum for clip")


def my_amsbound(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    v_max = np.fmax(v, v_max)
    lr_t = np.sqrt(1 - beta2**t) / (1 - beta1**t) * lr
    lower, upper = final_lr - final_lr / (gamma * t + 1), final_lr + final_lr / (gamma * t)
    x = x - m * np.clip(lr_t / (np.sqrt(v_max) + eps), lower, upper)
    return dict(m=m, v=v, v_max=v_max, lr_t=lr_t, x=x)


right("amsbound", my_amsbound, "increments, bounds multiplied out")


def my_smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    m = (mem * m + g) / (mem + 1)
    v = (mem * v + g**2) / (mem + 1)
    agree = m * m / (v + eps)
    x = x - g * np.where(agree < lr, agree, lr) / (eps + np.sqrt(v))
    return dict(m=m, v=v, mem=1 + mem - agree * mem, x=x)


right("smorms3", my_smorms3, "averages as sums over mem + 1")


def my_smorms3(x, g, m=0.0, v=0.0, q=2.0, *, lr=1e-3, eps=1e-16):
    r = 1 / q
    m = m + r * (g - m)
    v = v + r * (g**2 - v)
    zeta = np.square(m) / (v + eps)
    x = x - np.minimum(lr, zeta) * g / (np.sqrt(v) + eps)
    q = 2 + (q - 1) * (1 - zeta)
    return dict(q=q, m=m, v=v, x=x)


right("smorms3", my_smorms3, "mem + 1 is the state")


def my_eve(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *,
           lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0, eps=1e-8):  # fmt: skip
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    if t > 1:
        low, high = np.minimum(f, f_old), np.maximum(f, f_old)
        change = (high - low) / (low - f_star)
        d = d + (1 - beta3) * (np.minimum(np.maximum(change, 1 / c), c) - d)
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps) / d
    return dict(m=m, v=v, d=d, f_old=f, x=x)


right("eve", my_eve, "the change as larger minus smaller, t for None")


def my_santa(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
             burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    u = np.sqrt(lr) * rng.standard_normal(x.shape, x.dtype) if u is None else u
    a = C * np.sqrt(lr) if a is None else a
    temperature = 1 / (beta0 * t**anneal)
    v = v + (1 - sigma) * (g * g - v)
    new = (lam + v**0.5) ** -0.5
    old = new if G is None else G
    kick = rng.standard_normal(x.shape, x.dtype)
    force = -lr * n * g * new
    if t < burnin:
        a = np.minimum(np.maximum(a + u * u - lr * temperature, a_min), a_max)
        kick = kick * np.sqrt(2 * temperature * old * lr**p)
        if curvature:
            kick = kick + lr * temperature * (1 - old / new) / u
        force = force + kick
    u = u - a * u + force
    return dict(v=v, G=new, a=a, u=u, x=x + new * u)


right("santa_e", my_santa, "temperatures, a branch for the phases, forces gathered")


def my_santa_sss(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
                 burnin=50, C=5.0, p=1.5, curvature=False, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    v = sigma * v + (1 - sigma) * g**2
    G_new = 1 / np.sqrt(lam + np.sqrt(v))
    G_old = G_new if G is None else G
    start, z = u, rng.standard_normal(x.shape, x.dtype)

    def thermostat(a, u):
        return np.clip(a + 0.5 * u**2 - 0.5 * lr / beta_t, a_min, a_max) if t < burnin else a

    a = thermostat(a, u)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * z
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G_new) / u
    if t >= burnin:
        noise = 0 * z
    half = np.exp(-0.5 * a)
    u = half**2 * u + half * (noise - lr * n * G_new * g)
    a = thermostat(a, u)
    return dict(v=v, G=G_new, u=u, a=a, x=x + G_new * (start + u) / 2)


right("santa_sss", my_santa_sss, "one move by the mean velocity, a nested thermostat")


def my_adasecant(
    x, g, t, m=1e-7, m2=1e-7, num=1e-7, den=1e-7, g_tilde=1e-7, g_old=1e-7, c=1e-7, c2=1e-7, d=0.0, d2=0.0, cov=1e-7,
    tau=2.1, h=0.0, *, rho=0.95, gamma_max=1.8, eps=1e-7, eps_rate=1e-6, adagrad=False
):  # fmt: skip
    w = 1 / tau

    def mean(old, new):
        return (1 - w) * old + w * new

    g = g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    m, m2 = rho * m + (1 - rho) * g, rho * m2 + (1 - rho) * g**2
    gamma = np.sqrt(num / (den + eps))
    gamma = np.where(gamma > gamma_max, gamma_max, gamma)
    num = mean(num, (g - g_tilde) ** 2 * (g_tilde - m) ** 2)
    den = mean(den, (g - m) ** 2 * (g_tilde - m) ** 2)
    g_tilde = m + (g - m) / (1 + gamma)
    alpha = g - g_old
    c, c2 = mean(c, alpha), mean(c2, alpha * alpha)
    if t == 1:
        last, last2 = g, g * g
    else:
        last, last2 = d, d2
    rate = np.sqrt((last2 + eps_rate) / (c2 + eps_rate)) - cov / (c2 + eps_rate)
    step = rate * g_tilde
    if adagrad:
        h = h + g_tilde**2
        step = step / np.maximum(np.sqrt(h), 1)
    d, d2, cov = mean(d, -step), mean(last2, step**2), mean(cov, -step * alpha)
    outlier = np.logical_or((g - m) ** 2 > 4 * (m2 - m**2), (alpha - c) ** 2 > 4 * (c2 - c**2))
    tau = np.where(outlier, 2.2, tau - tau * last**2 / (last2 + eps) + 1 + eps)
    tau = np.minimum(np.maximum(tau, 1.5), 1e8)
    return dict(m=m, m2=m2, num=num, den=den, g_tilde=g_tilde, c=c, c2=c2, h=h, d=d, d2=d2, cov=cov, tau=tau, g_old=g, x=x - step)


right("adasecant", my_adasecant, "a nested mean, pairs in tuples, a step that is subtracted")


def my_adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    x = x * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    denom = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    x = x - lr / (1 - beta1**t) * m / denom
    return dict(m=m, v=v, x=x)


right("adamw", my_adamw, "the decay first, as torch has it")


def my_lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = g + beta1 * (m - g)
    up = np.where(c > 0, 1.0, np.where(c < 0, -1.0, 0.0))
    return dict(m=g + beta2 * (m - g), x=(1 - lr * weight_decay) * x - lr * up)


right("lion", my_lion, "the sign by where")
