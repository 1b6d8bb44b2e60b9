"""Steps as learners write them, in many styles: each must be translated. STEPS = [function]."""

import functools
import math
from math import sqrt

import numpy as np

import optlab

STEPS = []


def step(function):
    STEPS.append(function)
    return function


# Helpers, closures, lambdas, constants


def blend(old, new, keep):
    return keep * old + (1 - keep) * new


@step
def a_helper(x, g, m=0.0, *, lr=0.1, beta=0.9):
    m = blend(m, g, beta)
    return dict(m=m, x=x - lr * m)


@step
def a_helper_inside(x, g, v=0.0, *, lr=0.1, rho=0.9, eps=1e-8):
    def scaled(u):
        return u / (np.sqrt(v) + eps)

    v = blend(v, g**2, rho)
    return dict(v=v, x=x - lr * scaled(g))


def made_by(power):
    def root(x, g, h=0.0, *, lr=0.1):
        h = h + np.abs(g) ** power
        return dict(h=h, x=x - lr * g / (h ** (1 / power) + 1e-8))

    return root


step(made_by(3))
step(made_by(1.5))

step(lambda x, g, *, lr=0.1: dict(x=x - lr * g))

soft = lambda z, width=1.0: z / (1 + np.abs(z) / width)  # noqa: E731


@step
def a_lambda(x, g, *, lr=0.1):
    return {"x": x - lr * soft(g, width=2.0)}


WARMUP, TABLE = 10, [0.5, 0.25, 0.125]


@step
def constants_and_a_list(x, g, t, *, lr=0.1):
    scale = sum(TABLE) / len(TABLE)
    return dict(scale=scale, x=x - lr * scale * np.minimum(t / WARMUP, 1) * g)


@step
def builds_on_a_step_of_the_package(x, g, t, m=0.0, v=0.0, *, lr=0.1, beta1=0.9, beta2=0.99, eps=1e-8):
    row = optlab.adam(x, g, t, m, v, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return {**row, "x": row["x"] - lr * 0.01 * x}


@functools.lru_cache
def correction(beta, t):
    return 1 - beta**t


@step
def a_cached_helper(x, g, t, m=0.0, *, lr=0.1):
    m = 0.9 * m + 0.1 * g
    return dict(m=m, x=x - lr * m / correction(0.9, t))


def printing(function):
    @functools.wraps(function)
    def wrapper(x, g, m=0.0, *, lr=0.1):
        print("step from", x)
        return function(x, g, m, lr=lr)

    return wrapper


@step
@printing
def a_decorated_step(x, g, m=0.0, *, lr=0.1):
    m = 0.5 * m + g
    return dict(m=m, x=x - lr * m)


class Rule:
    keep = 0.8

    def step(self, x, g, m=0.0, *, lr=0.1):
        m = self.keep * m + (1 - self.keep) * g
        return dict(m=m, x=x - lr * m)


step(Rule().step)


# Loops and lists


@step
def a_loop_over_coordinates(x, g, h=0.0, *, lr=0.1, eps=1e-8):
    new_x, new_h = np.zeros(x.shape), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        new_h[i] = h[i] + g[i] ** 2
        new_x[i] = x[i] - lr * g[i] / (math.sqrt(new_h[i]) + eps)
    return dict(h=new_h, x=new_x)


@step
def a_comprehension(x, g, v=0.0, *, lr=0.1, mu=0.9):
    new = [mu * vi - lr * gi for vi, gi in zip(v.ravel(), g.ravel())]
    v = np.array(new).reshape(x.shape)
    return dict(v=v, x=x + v)


@step
def a_power_series(x, g, *, lr=0.1):
    total, term = 0, g
    for k in range(1, 12):
        total = total + term
        term = -term * g**2 / (2 * k * (2 * k + 1))
    return dict(total=total, x=x - lr * total)  # sin(g)


@step
def a_while_loop(x, g, *, lr=0.1):
    k, root = 0, 1 + np.abs(g)
    while k < 6:
        root, k = (root + (1 + np.abs(g)) / root) / 2, k + 1
    return dict(root=root, x=x - lr * g / root)


@step
def numbers_by_math(x, g, t, m=0.0, v=0.0, *, lr=0.1, beta1=0.9, beta2=0.99, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    lr_t = float(lr) * sqrt(1 - beta2**t) / (1 - math.pow(beta1, t)) * math.exp(-0.001 * t)
    return dict(lr_t=lr_t, m=m, v=v, x=x - lr_t * m / (np.sqrt(v) + eps))


@step
def logarithms_by_math(x, g, t, *, lr=0.1):
    slow = math.log(t + 1, 2) * math.atan2(1.0, t) + math.floor(t / 3) / math.pi - np.log(np.e)
    return dict(slow=slow, x=x - lr * g / (1 + abs(slow)))


# In place, on copies


@step
def in_place_on_copies(x, g, v=0.0, *, lr=0.1, mu=0.9):
    v = v.copy()
    v *= mu
    v -= lr * g
    x = np.array(x)
    x += v
    return dict(v=v, x=x)


@step
def in_place_with_out(x, g, *, lr=0.1):
    move = np.empty_like(x)
    np.multiply(g, -lr, out=move)
    np.add(move, x, out=move)
    return dict(x=move)


@step
def a_mask(x, g, *, lr=0.1, limit=0.5):
    move = -lr * g
    move[np.abs(g) > limit] *= 0.5
    return dict(move=move, x=x + move)


@step
def a_mask_set_to_zero(x, g, m=0.0, *, lr=0.1):
    m = 0.9 * m + g
    m[m * g < 0] = 0
    return dict(m=m, x=x - lr * m)


@step
def a_clock_in_place(x, g, t, *, lr=0.1):
    t += 1
    lr = lr / t
    return dict(x=x - lr * g)


# Conditions


@step
def another_first_step(x, g, t, m=0.0, *, lr=0.1):
    m = g if t == 1 else 0.9 * m + 0.1 * g
    return dict(m=m, x=x - lr * m)


@step
def not_yet_known(x, g, last=None, *, lr=0.1):
    change = np.zeros_like(g) if last is None else g - last
    return dict(change=change, last=g, x=x - lr * (g + 0.5 * change))


@step
def three_phases(x, g, t, *, lr=0.1):
    if t < 10:
        scale = t / 10
    elif t % 7 == 0:
        scale = 2.0
    else:
        scale = 1 / np.sqrt(t)
    return dict(scale=scale, x=x - lr * scale * g)


@step
def where_signs_agree(x, g, last=0.0, rate=0.1, *, up=1.2, down=0.5):
    rate = np.where(g * last > 0, rate * up, np.where(g * last < 0, rate * down, rate))
    rate = np.clip(rate, 1e-6, 1.0)
    return dict(rate=rate, last=g, x=x - rate * np.sign(g))


@step
def select_by_size(x, g, *, lr=0.1):
    size = np.abs(g)
    move = np.select([size < 0.1, size < 1.0], [g, np.sign(g) * np.sqrt(size)], np.sign(g))
    return dict(move=move, x=x - lr * move)


@step
def a_switch(x, g, v=0.0, *, lr=0.1, mu=0.9, nesterov=False):
    v = mu * v - lr * g
    x = x + (mu * v - lr * g if nesterov else v)
    return dict(v=v, x=x)


@step
def an_option_that_may_be_none(x, g, *, lr=0.1, limit=None):
    if limit is not None:
        g = np.clip(g, -limit, limit)
    return dict(x=x - lr * g)


@step
def a_word(x, g, *, lr=0.1, mode="sign"):
    return dict(x=x - lr * (np.sign(g) if mode == "sign" else g))


@step
def checks_its_arguments(x, g, *, lr=0.1):
    if lr <= 0:
        raise ValueError(f"lr is {lr}; it must be positive")
    assert np.all(lr < 100)
    return dict(x=x - lr * g)


@step
def stops_when_small(x, g, *, lr=0.1):
    if np.linalg.norm(g) < 0.01:
        return dict(moved=0.0, x=x)
    return dict(moved=1.0, x=x - lr * g)


@step
def asks_and_then_decides(x, g, grad, *, lr=0.1):
    ahead = grad(x - lr * g)
    if (ahead * g).sum() < 0:
        return dict(ahead=ahead, x=x - lr / 2 * g)
    return dict(ahead=ahead, x=x - lr * ahead)


@step
def pythons_min_and_max(x, g, t, *, lr=0.1):
    return dict(x=x - min(lr, 1 / t) * max(0.5, 2 / t) * g)


# All coordinates together


@step
def clipped_to_a_norm(x, g, *, lr=0.1, clip=1.0):
    norm = np.linalg.norm(g)
    g = g * np.minimum(1, clip / (norm + 1e-12))
    return dict(norm=norm, x=x - lr * g)


@step
def mean_of_squares(x, g, v=0.0, *, lr=0.1, rho=0.9):
    v = rho * v + (1 - rho) * np.mean(g**2, axis=-1, keepdims=True)
    return dict(v=v, x=x - lr * g / np.sqrt(v + 1e-8))


@step
def largest_of_all(x, g, u=0.0, *, lr=0.1):
    u = np.maximum(0.99 * u, np.max(np.abs(g)))
    return dict(u=u, x=x - lr * g / (u + 1e-8))


@step
def centred(x, g, *, lr=0.1):
    spread = np.std(g)
    return dict(spread=spread, x=x - lr * (g - g.mean()) - lr * 0.1 * g)


@step
def dot_and_matmul(x, g, last=0.0, *, lr=0.1):
    along = np.dot(g.ravel(), last.ravel()) / (last.ravel() @ last.ravel() + 1e-8)
    return dict(along=along, last=g, x=x - lr * g * (1 + np.tanh(along)))


@step
def a_norm_written_out(x, g, *, lr=0.1):
    total = sum(gi * gi for gi in g.ravel())
    return dict(x=x - lr * g / total**0.5)


@step
def neighbours(x, g, *, lr=0.1):
    return dict(x=x - lr * (g + 0.5 * np.roll(g, 1, axis=-1)))


# Other functions of numpy, other questions


@step
def many_functions(x, g, t, *, lr=0.1):
    a = np.log1p(np.abs(g)) * np.cos(t) + np.arctan2(g, 1 + x**2) - np.expm1(-np.abs(g))
    b = np.hypot(g, 0.1) + np.cbrt(g) + np.logaddexp(0, g) + np.floor(g) + np.fmod(g, 0.3) + g % 0.7 + g // 0.4
    return dict(a=a, b=b, x=x - lr * np.tanh(a + b) * np.copysign(1.0, g))


@step
def powers(x, g, t, *, lr=0.1, power=0.75):
    return dict(p=np.power(np.abs(g), power), q=g**3, x=x - lr * t**-0.5 * g**1 * np.abs(g) ** 0.5)


@step
def flags(x, g, m=0.0, *, lr=0.1):
    agrees = (g > 0) & (m > 0) | ~(g > 0) & (m <= 0)
    m = 0.9 * m + 0.1 * g
    return dict(agrees=agrees, m=m, x=x - lr * m * agrees)


@step
def cleaned(x, g, v=0.0, *, lr=0.1):
    v = 0.9 * v + 0.1 * np.square(g)
    move = np.nan_to_num(g / np.sqrt(v))
    return dict(v=v, move=move, x=np.add(x, -lr * move))


@step
def stacked(x, g, m=0.0, v=0.0, *, lr=0.1):
    m, v = np.stack([m, v]) * 0.9 + np.stack([g, g**2]) * 0.1
    return dict(m=m, v=v, x=x - lr * m / np.sqrt(v + 1e-8))


@step
def two_gradients(x, grad, v=0.0, *, lr=0.1, mu=0.9):
    half = grad(x + mu * v / 2)
    full = grad(x + mu * v)
    v = mu * v - lr * (half + full) / 2
    return dict(half=half, full=full, v=v, x=x + v)


@step
def shaken(x, g, t, rng, *, lr=0.1, noise=0.1):
    jump = rng.normal(0.0, noise / np.sqrt(t), size=x.shape) + rng.uniform(-0.01, 0.01, x.shape)
    return dict(jump=jump, x=x - lr * g * (0.5 + rng.random()) + jump)


@step
def tosses_a_coin(x, g, rng, *, lr=0.1, p=0.5):
    size = rng.random()
    if rng.random() < p:
        return dict(size=size, x=x - lr * size * g)
    return dict(size=-size, x=x + 0.01 * rng.standard_normal(x.shape, x.dtype))


@step
def listens_to_the_loss(x, g, f, best=None, *, lr=0.1):
    best = f if best is None else np.minimum(best, f)
    return dict(best=best, x=x - lr * g * (1 + np.tanh(f - best)))


@step
def reserved_words(x, g, new=0.0, *, var=0.1, delete=0.5, function=2.0, square=1.0, Math=1.0):
    new = delete * new + square * Math * g**2
    return dict(new=new, x=x - var * g / (np.sqrt(new) + function))


@step
def exchanged(x, g, a=1.0, b=2.0, *, lr=0.1):
    return dict(a=b, b=a, x=x - lr * g * a)
