"""Right step functions in unusual styles: every one of them must pass. RIGHT = [(step, function)]."""

import math

import numpy as np

from optlab.steps.learned import trained

RIGHT = []


def right(step):
    def keep(function):
        RIGHT.append((step, function))
        return function

    return keep


# ------------------------------------------------------------------------------------------------------- gradient descent


@right("sgd")
def only_x_comes_back(weights, gradient, learning_rate=0.1):
    return weights - learning_rate * gradient


right("sgd")(lambda p, dp, lr: p - lr * dp)


@right("sgd")
def loop_over_coordinates(x, g, *, lr=0.01):
    new = []
    for xi, gi in zip(x, g, strict=True):
        new.append(xi - lr * gi)
    return np.array(new)


# --------------------------------------------------------------------------------------------------------------- momentum


@right("momentum")
def velocity_with_the_other_sign(w, dw, velocity=0, learning_rate=0.01, momentum=0.9):
    velocity = momentum * velocity + learning_rate * dw
    return w - velocity, velocity


@right("momentum")
def state_first(g, v, x, lr, mu):
    v = mu * v - lr * g
    return v, x + v


@right("momentum")
def copies_then_in_place(x, g, v=None, *, lr=0.01, mu=0.9):
    v = np.zeros_like(x) if v is None else v.copy()
    v *= mu
    v -= lr * g
    y = x.copy()
    y += v
    return {"v": v, "x": y}


@right("momentum_ema")
def difference_form(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = m + (1 - mu) * (g - m)
    return dict(x=x - lr * m, m=m)


@right("nesterov")
def follows_the_three_points(theta, grad_fn, vel=0.0, *, eta=0.01, momentum=0.9):
    ahead = theta + momentum * vel
    landed = ahead - eta * grad_fn(ahead)
    return dict(vel=landed - theta, theta=landed)


# ---------------------------------------------------------------------------------------------------------------- AdaGrad


@right("adagrad")
def keeps_the_root(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = np.hypot(h, g)
    return dict(h=h, x=x - lr * g / (h + eps))


@right("adagrad")
def loop_with_math(x, g, cache=0.0, lr=0.01, epsilon=1e-8):
    new_x, new_cache = [], []
    for i in range(len(x)):
        c = cache[i] + float(g[i]) ** 2
        new_cache.append(c)
        new_x.append(x[i] - lr * float(g[i]) / (math.sqrt(c) + epsilon))
    return np.array(new_x), np.array(new_cache)


# ---------------------------------------------------------------------------------------------------------------- RMSprop


@right("rmsprop")
def helper_functions(x, g, s=0.0, *, alpha=1e-3, decay=0.9, epsilon=1e-8):
    def mix(old, new):
        return decay * old + (1 - decay) * new

    s = mix(s, np.square(g))
    return {"s": s, "x": x - alpha * g / (np.sqrt(s) + epsilon)}


@right("rmsprop")
def prints_while_it_works(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    print("rmsprop", x)
    v = rho * v + (1 - rho) * g**2
    return dict(v=v, x=x - lr * g / (np.sqrt(v) + eps))


@right("rmsprop_graves")
def variance_by_name(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    m = rho * m + (1 - rho) * g
    v = rho * v + (1 - rho) * g * g
    spread = np.sqrt(v - m * m + eps)
    delta = mu * delta - lr * g / spread
    return dict(m=m, v=v, delta=delta, x=x + delta)


@right("adadelta")
def one_root_for_the_ratio(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = rho * v + (1 - rho) * g**2
    step = g * ((u + eps) / (v + eps)) ** 0.5
    return dict(v=v, u=rho * u + (1 - rho) * step**2, x=x - lr * step)


# ------------------------------------------------------------------------------------------------------------------- Adam


@right("adam")
def names_of_a_course(w, dw, t, v=0, s=0, learning_rate=0.001, b1=0.9, b2=0.999, epsilon=1e-8):
    v = b1 * v + (1 - b1) * dw
    s = b2 * s + (1 - b2) * dw**2
    vc, sc = v / (1 - b1**t), s / (1 - b2**t)
    w = w - learning_rate * vc / (np.sqrt(sc) + epsilon)
    return w, v, s


@right("adam")
def gathered_factor(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    root = math.sqrt(1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root))


@right("adam")
def powers_as_memory(x, g, m=0.0, v=0.0, p1=1.0, p2=1.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    p1, p2 = p1 * beta1, p2 * beta2
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    x = x - lr * (m / (1 - p1)) / (np.sqrt(v / (1 - p2)) + eps)
    return dict(m=m, v=v, p1=p1, p2=p2, x=x)


@right("adam")
def arguments_in_another_order(t, g, x, moment1, moment2, lr, betas=(0.9, 0.999), eps=1e-8):
    moment1 = betas[0] * moment1 + (1 - betas[0]) * g
    moment2 = betas[1] * moment2 + (1 - betas[1]) * g**2
    step = (moment1 / (1 - betas[0] ** t)) / (np.sqrt(moment2 / (1 - betas[1] ** t)) + eps)
    return moment1, moment2, x - lr * step


class Callable:
    def __call__(self, x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m = np.average([m, g], axis=0, weights=[beta1, 1 - beta1])
        v = np.average([v, g**2], axis=0, weights=[beta2, 1 - beta2])
        return dict(m=m, v=v, x=x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps))


RIGHT.append(("adam", Callable()))


@right("adamax")
def maximum_by_where(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    faded, fresh = beta2 * u, abs(g) + eps
    u = np.where(faded > fresh, faded, fresh)
    return x - lr * m / (u * (1 - beta1**t)), m, u


@right("nadam")
def mixture_written_out(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.power(g, 2)
    now, then = 1 - np.power(beta1, t), 1 - np.power(beta1, t + 1)
    top = beta1 / then * m + (1 - beta1) / now * g
    return {"m": m, "v": v, "x": x - lr * top / (eps + (v / (1 - beta2**t)) ** 0.5)}


@right("amsgrad")
def maximum_of_a_pair(x, g, m=0.0, v=0.0, vmax=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vmax = np.max(np.stack([np.broadcast_to(vmax, np.shape(v)), v]), axis=0)
    return {"m": m, "v": v, "vmax": vmax, "new_x": x - lr * m / (np.sqrt(vmax) + eps)}


@right("adabound")
def bounds_by_minimum_and_maximum(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps)
    low, high = final_lr - final_lr / (gamma * t + 1), final_lr + final_lr / (gamma * t)
    return dict(m=m, v=v, x=x - m * np.minimum(np.maximum(rate, low), high))


@right("santa_e")
def noise_from_rng_normal(x, g, t, rng, n, v=0.0, G=None, a=None, u=None, *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5,
                          burnin=50, C=5.0, p=1.5, a_min=0.02, a_max=1.5):  # fmt: skip
    if u is None:
        u, a = rng.normal(0, np.sqrt(lr), size=x.shape), np.full(x.shape, C * np.sqrt(lr))
    heat, push = 1 / (beta0 * t**anneal), 0.0
    v = sigma * v + (1 - sigma) * g * g
    new = (lam + v**0.5) ** -0.5
    if t < burnin:
        a = np.minimum(np.maximum(a + u * u - lr * heat, a_min), a_max)
        push = rng.normal(0.0, np.sqrt(2 * (new if G is None else G) * heat * lr**p))
    u = u - a * u - lr * n * new * g + push
    return dict(v=v, G=new, a=a, u=u, x=x + new * u)


@right("learned")
def network_with_layers_of_its_own(x, g, h1=None, c1=None, h2=None, c2=None):
    w = trained()
    if h1 is None:
        h1, c1, h2, c2 = (np.zeros((*x.shape, 20)) for _ in range(4))

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def layer(a, h, c, k):
        i, f, o, j = np.split(a @ w["W" + k] + h @ w["U" + k] + w["b" + k], 4, axis=-1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(j)
        return sigmoid(o) * np.tanh(c), c

    h1, c1 = layer(np.expand_dims(g, -1), h1, c1, "1")
    h2, c2 = layer(h1, h2, c2, "2")
    return dict(x=x + w["scale"] * (h2 @ w["Wo"] + w["bo"]), h1=h1, c1=c1, h2=h2, c2=c2)


@right("smorms3")
def funk_s_own_words(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m, v = m + r * (g - m), v + r * (g**2 - v)
    agree = m * m / (v + eps)
    return dict(m=m, v=v, mem=1 + mem - mem * agree, x=x - g * np.where(agree < lr, agree, lr) / (np.sqrt(v) + eps))


@right("adam")
def all_memory_in_one_tuple(x, g, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = state or (0.0, 0.0, 0)
    m, v, t = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2, t + 1
    return dict(state=(m, v, t), x=x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps))


@right("adam")
def all_memory_in_one_dict(x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    state = dict(state or dict(m=0.0, v=0.0))
    state["m"] = beta1 * state["m"] + (1 - beta1) * g
    state["v"] = beta2 * state["v"] + (1 - beta2) * g**2
    return x - lr * state["m"] / (1 - beta1**t) / (np.sqrt(state["v"] / (1 - beta2**t)) + eps), state


@right("momentum")
def a_memory_called_state(x, g, state=0.0, *, lr=0.01, mu=0.9):
    state = mu * state - lr * g
    return x + state, state
