"""Wrong step functions in many styles, none made from the catalogue's edits. WRONG = [(step, expected name, function)].

The expected name is what a teacher would say; where two names fit, they stand in a tuple.
"""

import math

import numpy as np

from optlab.steps.matrices import newton_schulz

WRONG = []


def wrong(step, *names):
    def keep(function):
        WRONG.append((step, names, function))
        return function

    return keep


# ------------------------------------------------------------------------------------------------------- gradient descent


@wrong("sgd", "ascent")
def climbs(weights, gradient, learning_rate=0.1):
    return weights + learning_rate * gradient


@wrong("sgd", "extra np.copysign")
def only_the_sign(x, g, *, lr=0.1):
    moved = [xi - lr * math.copysign(1.0, gi) if gi else xi for xi, gi in zip(x, g, strict=True)]
    return np.array(moved)


@wrong("sgd", "input changed in place")
def in_the_callers_array(params, grads, lr=0.01):
    params -= lr * grads
    return params


@wrong("sgd", "lr missing")
def forgot_lr(p, dp, lr=1.0):
    return {"p": p - dp}


@wrong("sgd", "(d,1)+(d,) broadcast")
def column_minus_row(x, g, *, lr=0.01):
    return dict(x=x.reshape(-1, 1) - lr * g)


# --------------------------------------------------------------------------------------------------------------- momentum


@wrong("momentum", "average instead of sum")
def damped(w, dw, velocity=0.0, learning_rate=0.01, momentum=0.9):
    velocity = momentum * velocity + (1 - momentum) * dw * learning_rate
    return w - velocity, velocity


@wrong("momentum", "double minus")
def two_signs(x, g, v=0.0, *, lr=0.01, mu=0.9):
    new_v = mu * v - lr * g
    new_x = x - new_v
    return {"v": new_v, "x": new_x}


@wrong("momentum", "extra lr")
def twice(theta, grad, vel, eta, beta):
    vel = beta * vel + eta * grad
    theta = theta - eta * vel
    return theta, vel


@wrong("momentum", "old v used")
def moves_before_updating(x, g, v=0.0, *, lr=0.01, mu=0.9):
    x_new = np.add(x, v)
    v_new = np.subtract(np.multiply(mu, v), np.multiply(lr, g))
    return x_new, v_new


@wrong("momentum", "Nesterov written for heavy ball")
def nesterov_by_mistake(x, g, vel=0.0, lr=0.01, mu=0.9):
    vel = mu * vel + lr * g
    return x - (mu * vel + lr * g), vel


@wrong("momentum", "v reset each step")
def starts_anew(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = np.zeros_like(x)
    v = mu * v - lr * g
    return dict(x=x + v, v=v)


@wrong("momentum", "mu in another place")
def friction_on_the_wrong_term(x, g, v=0.0, *, lr=0.01, mu=0.9):
    out_x, out_v = [], []
    for xi, gi, vi in zip(x, g, v, strict=True):
        vi = vi - lr * gi * mu
        out_v.append(vi)
        out_x.append(xi + vi)
    return np.array(out_x), np.array(out_v)


@wrong("momentum", "x returned alone")
def forgets_the_velocity(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    return x + v


_memory = {"v": 0.0}


@wrong("momentum", "state shared between parameters or runs")
def remembers_globally(x, g, *, lr=0.01, mu=0.9):
    _memory["v"] = mu * _memory["v"] - lr * g
    return x + _memory["v"]


@wrong("momentum", "mutable default")
def remembers_in_its_default(x, g, past=[], *, lr=0.01, mu=0.9):  # noqa: B006
    past.append(lr * g)
    v = -sum(mu**age * old for age, old in enumerate(reversed(past)))
    return x + v


def _closure():
    v = 0.0

    def step(x, g, *, lr=0.01, mu=0.9):
        nonlocal v
        v = mu * v - lr * g
        return dict(x=x + v)

    return step


WRONG.append(("momentum", ("state shared between parameters or runs",), _closure()))


@wrong("momentum_ema", "weights swapped")
def forgets_too_fast(x, g, avg=0.0, lr=0.01, beta=0.9):
    avg = beta * g + (1 - beta) * avg
    return {"avg": avg, "x": x - lr * avg}


@wrong("momentum_ema", "sum instead of average")
def never_damped(x, g, avg=0.0, lr=0.01, beta=0.9):
    avg = g + beta * avg
    return {"avg": avg, "x": x - lr * avg}


@wrong("nesterov", "gradient at x instead of the look-ahead")
def does_not_look(theta, gradient, velocity=0.0, *, lr=0.01, mu=0.9):
    velocity = mu * velocity - lr * gradient(theta)
    return dict(velocity=velocity, theta=theta + velocity)


@wrong("nesterov", "look-ahead kept as the new x")
def walks_on_from_there(theta, grad, vel=0.0, *, lr=0.01, mu=0.9):
    theta = theta + mu * vel
    slope = grad(theta)
    vel = mu * vel - lr * slope
    return vel, theta + vel


@wrong("nesterov", "g in place of grad(x + mu * v) and extra mu ** 2 and extra (1 + mu) * lr * g")
def early_update(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v
    v = v - lr * g
    x = x + mu * mu * v
    x = x - (1 + mu) * lr * g
    return dict(v=v, x=x)


# ---------------------------------------------------------------------------------------------------------------- AdaGrad


@wrong("adagrad", "lr in the memory")
def scaled_twice(x, g, cache=0.0, lr=0.01, eps=1e-8):
    step = lr * g
    cache = cache + step * step
    return x - step / (np.sqrt(cache) + eps), cache


@wrong("adagrad", "h reset each step")
def only_the_last(x, g, acc=0.0, lr=0.01, eps=1e-8):
    acc = np.square(g)
    return x - lr * g / (np.sqrt(acc) + eps), acc


@wrong("adagrad", "one size for all coordinates")
def one_length(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + np.dot(np.ravel(g), np.ravel(g))
    return dict(h=h, x=x - lr * g / (np.sqrt(h) + eps))


@wrong("adagrad", "old h used")
def too_early(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    adapted = lr / (h**0.5 + eps)
    return dict(x=x - adapted * g, h=h + g**2)


@wrong("adagrad", "root missing")
def no_root(w, dw, G=0.0, alpha=0.01, eps=1e-8):
    G = G + dw**2
    w = w - alpha * dw / (G + eps)
    return G, w


# ---------------------------------------------------------------------------------------------------------------- RMSprop


@wrong("rmsprop", "another method: adagrad")
def never_forgets(x, g, s=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    total = s + g * g
    return {"s": total, "x": x - lr * g / (np.sqrt(total) + eps)}


@wrong("rmsprop", "weights swapped")
def other_way_round(x, g, s=0.0, *, lr=1e-3, decay=0.9, eps=1e-8):
    s = s + decay * (g**2 - s)
    return s, x - lr * g * (1 / (np.sqrt(s) + eps))


@wrong("rmsprop", "started at 1")
def full_at_the_start(x, g, v=1.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.square(g)
    return dict(v=v, x=x - lr * g / (np.sqrt(v) + eps))


@wrong("rmsprop", "0.9 in place of rho")
def fixed_memory(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = 9 * v / 10 + g**2 / 10
    return dict(v=v, x=x - lr * g / (np.sqrt(v) + eps))


@wrong("rmsprop", "integer state truncates")
def whole_numbers(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    new = np.zeros(x.shape, dtype=int)
    new[...] = rho * v + (1 - rho) * g**2
    return dict(v=new, x=x - lr * g / (np.sqrt(new) + eps))


@wrong("rmsprop", "one size for all coordinates and extra g.shape[-1]")
def mean_square_of_the_vector(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    average = rho * v + (1 - rho) * sum(gi * gi for gi in g) / len(g)
    return dict(v=average, x=x - lr * g / (np.sqrt(average) + eps))


@wrong("rmsprop_graves", "delta reset each step")
def without_momentum(x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4):
    m = rho * m + (1 - rho) * g
    v = rho * v + (1 - rho) * g**2
    delta = lr * g / np.sqrt(v - m**2 + eps)
    return dict(m=m, v=v, delta=-delta, x=x - delta)


@wrong("adadelta", "u updated before its use", "u from g instead of from the step")
def past_is_present(x, g, Eg=0.0, Edx=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    Eg = rho * Eg + (1 - rho) * g**2
    trial = g * np.sqrt(Edx + eps) / np.sqrt(Eg + eps)
    Edx = rho * Edx + (1 - rho) * trial**2
    trial = g * np.sqrt(Edx + eps) / np.sqrt(Eg + eps)
    return x - lr * trial, Eg, Edx


@wrong("adadelta", "root missing")
def squares_only(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
    v = v * rho + g * g * (1 - rho)
    ratio = (u + eps) / (v + eps)
    u = u * rho + (ratio * g) ** 2 * (1 - rho)
    return {"x": x - lr * ratio * g, "u": u, "v": v}


# ------------------------------------------------------------------------------------------------------------------- Adam


@wrong("adam", "no bias correction", "m_hat not used")
def plain_averages(w, dw, t, v=0.0, s=0.0, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    v = b1 * v + (1 - b1) * dw
    s = b2 * s + (1 - b2) * dw**2
    return w - lr * v / (np.sqrt(s) + eps), v, s


@wrong("adam", "parentheses lost")
def eps_drifts(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    top, bottom = m / (1 - beta1**t), np.sqrt(v / (1 - beta2**t))
    x = x - lr * top / bottom + eps
    return x, m, v


@wrong("adam", "1 in place of t")
def time_stands_still(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    t = 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return dict(m=m, v=v, x=x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps))


@wrong("adam", "t + 1 in place of t")
def counts_once_more(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    t += 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return dict(m=m, v=v, x=x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps))


@wrong("adam", "1 - beta1 ** t on the wrong side and 1 - beta2 ** t on the wrong side")
def shrinks_the_small(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mh, vh = m * (1 - beta1**t), v * (1 - beta2**t)
    return dict(m=m, v=v, m_hat=mh, v_hat=vh, x=x - lr * mh / (np.sqrt(vh) + eps))


@wrong("adam", "corrected value stored back")
def overwrites(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
    return dict(m=m, v=v, x=x - lr * m / (np.sqrt(v) + eps))


@wrong("adam", "t * beta1 in place of beta1 ** t and t * beta2 in place of beta2 ** t")
def product(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    return m, v, x - lr * (m / (1 - t * beta1)) / (np.sqrt(v / (1 - t * beta2)) + eps)


@wrong("adam", "^ for **")
def hat_for_power(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return m, v, x - lr * (m / (1 - beta1 ^ t)) / (np.sqrt(v / (1 - beta2 ^ t)) + eps)


@wrong("adam", "beta1 and beta2 exchanged")
def exchanged(x, g, t, first=0.0, second=0.0, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    def average(old, new, keep):
        return keep * old + (1 - keep) * new

    first, second = average(first, g, b2), average(second, g * g, b1)
    return x - lr * first / (1 - b2**t) / (np.sqrt(second / (1 - b1**t)) + eps), first, second


@wrong("adam", "square missing")
def unsquared(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g
    return x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@wrong("adam", "distance from m squared")
def belief(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    surprise = g - m
    v = beta2 * v + (1 - beta2) * surprise * surprise
    return x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@wrong("adam", "t counted inside")
def own_clock(x, g, m=0.0, v=0.0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return dict(t=t, m=m, v=v, x=x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps))


@wrong("adam", "sum instead of average")
def gains(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m2 = m.copy()
    m2 *= beta1
    m2 += g
    v2 = v.copy()
    v2 *= beta2
    v2 += (1 - beta2) * g**2
    return dict(m=m2, v=v2, x=x - lr * (m2 / (1 - beta1**t)) / (np.sqrt(v2 / (1 - beta2**t)) + eps))


@wrong("adam", "global random numbers")
def shakes(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    noise = 1e-3 * np.random.randn(*np.shape(x))  # noqa: NPY002
    return dict(m=m, v=v, x=x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps) + noise)


@wrong("adam", "scalar `if` on arrays")
def guards_with_an_if(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    if v > 0:
        x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return dict(m=m, v=v, x=x)


@wrong("adam", "m in place of m_hat")
def half_used(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    return {"x": x - lr * m / (np.sqrt(vhat) + eps), "mhat": mhat, "vhat": vhat, "m": m, "v": v}


# ----------------------------------------------------------------------------------------------------- after and around it


@wrong("adamax", "max for np.maximum")
def pythons_max(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = max(beta2 * u, abs(g) + eps)
    return dict(m=m, u=u, x=x - lr / (1 - beta1**t) * m / u)


@wrong("adamax", "extra 1 - beta2")
def averaged_maximum(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    share = (1 - beta2) * np.absolute(g) + eps
    u = np.where(beta2 * u < share, share, beta2 * u)
    return m, u, x - lr * m / ((1 - beta1**t) * u)


@wrong("nadam", "t for t + 1 as well")
def same_correction(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    return x - lr * top / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@wrong("amsgrad", "v in place of v_max")
def forgets_the_maximum(x, g, m=0.0, v=0.0, vmax=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vmax = np.maximum(v, vmax)
    return dict(m=m, v=v, vmax=vmax, x=x - lr * m / (np.sqrt(v) + eps))


@wrong("adabound", "sign of 1 / (gamma * t)")
def negative_ceiling(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps)
    floor, ceiling = final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 - 1 / (gamma * t))
    return x - np.clip(rate, floor, ceiling) * m, m, v


@wrong("smorms3", "2 - zeta * mem in place of 1 + mem * (1 - zeta)")
def short_memory(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    r = 1 / (mem + 1)
    m, v = (1 - r) * m + r * g, (1 - r) * v + r * g**2
    zeta = m * m / (v + eps)
    return dict(m=m, v=v, mem=2 - zeta * mem, x=x - g * np.minimum(lr, zeta) / (np.sqrt(v) + eps))


# ------------------------------------------------------------------------------------------- answers that learners tried


def wrong_lines(step, signature, *answers):
    """Answers to one exercise: (names, lines of the body), for a function with this signature."""
    for names, lines in answers:
        space = {"np": np, "newton_schulz": newton_schulz}
        exec(f"def {step}({signature}):\n    " + lines.replace("\n", "\n    "), space)
        space[step].__name__ = f"{step}, {names}"
        WRONG.append((step, (names,) if isinstance(names, str) else names, space[step]))


wrong_lines(
    "nesterov_shifted",
    "x, g, v=0.0, *, lr=0.01, mu=0.9",
    ("v updated before its use", "v = mu*v - lr*g\nx = x + mu**2*v - (1 + mu)*lr*g\nreturn dict(v=v, x=x)"),
    ("square missing", "x = x + mu*v - (1 + mu)*lr*g\nv = mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("mu ** 2 missing", "x = x + v - (1 + mu)*lr*g\nv = mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("1 + mu missing", "x = x + mu**2*v - lr*g\nv = mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("sign of mu", "x = x + mu**2*v - (1 - mu)*lr*g\nv = mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("mu in place of 1 + mu", "step = lr*g\nnew = mu*v - step\nreturn dict(v=new, x=x + mu*(mu*v - step))"),
    ("ascent", "x = x + mu**2*v + (1 + mu)*lr*g\nv = mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("ascent", "v_new = mu*v + lr*g\nreturn dict(v=v_new, x=x + mu*v_new + lr*g)"),
    ("sign of mu ** 2 * v", "x = x - mu**2*v - (1 + mu)*lr*g\nv = mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("ascent", "x = x + mu**2*v - (1 + mu)*lr*g\nv = mu*v + lr*g\nreturn dict(v=v, x=x)"),
    ("mu ** 2 * v missing", "x = x - (1 + mu)*lr*g\nv = mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("another method: momentum", "v = mu*v - lr*g\nreturn dict(v=v, x=x + v)"),
    ("another method: momentum", "v = mu*v - lr*g\nreturn dict(v=v, x=x - mu*v + (1 + mu)*v)"),
    ((None,), "x = x - mu*v + (1 + mu)*v\nv = mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("look-ahead kept as the new x", "v = mu*v - lr*g\nreturn dict(v=v, x=x + (1 + mu)*v)"),
    ("lr missing", "x = x + mu**2*v - (1 + mu)*g\nv = mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("lr missing", "x = x + mu**2*v - (1 + mu)*lr*g\nv = mu*v - g\nreturn dict(v=v, x=x)"),
    ("lr missing", "x = x + mu**2*v - (1 + mu)*g\nv = mu*v - g\nreturn dict(v=v, x=x)"),
    ("average instead of sum", "x = x + mu**2*v - (1 + mu)*lr*g\nv = mu*v - (1 - mu)*lr*g\nreturn dict(v=v, x=x)"),
    ((None,),
     "v_new = mu*v - (1 - mu)*lr*g\nreturn dict(v=v_new, x=x - mu*v + (1 + mu)*v_new)"),
    ("memory never updated", "x = x + mu**2*v - (1 + mu)*lr*g\nreturn dict(v=v, x=x)"),
    ("extra square", "x = x + mu**2*v - (1 + mu)*lr*g\nv = mu*mu*v - lr*g\nreturn dict(v=v, x=x)"),
    ("extra 1 + mu", "x = x + mu**2*v - (1 + mu)*lr*g\nv = mu*v - (1 + mu)*lr*g\nreturn dict(v=v, x=x)"),
    ("1 - mu in place of mu", "x = x + mu**2*v - (1 + mu)*lr*g\nv = (1 - mu)*v - lr*g\nreturn dict(v=v, x=x)"),
    ("mu on both", "x = x + mu**2*v - (1 + mu)*lr*g\nv = mu*(v - lr*g)\nreturn dict(v=v, x=x)"),
    ("return missing", "v = mu*v - lr*g\nreturn dict(x=x + mu*v - lr*g)"),
)

V, M, U = "v = rho*v + (1 - rho)*g**2\n", "m = rho*m + (1 - rho)*g\n", "u = rho*u + (1 - rho)*delta**2\n"
DELTA, BACK = "delta = np.sqrt(u + eps)/np.sqrt(v + eps)*g\n", "x = x - lr*delta\nreturn dict(v=v, delta=delta, u=u, x=x)"
wrong_lines(
    "adadelta",
    "x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6",
    ("another method: sgd", V + "u = rho*u + (1 - rho)*g**2\n" + DELTA + BACK),
    ("another method: sgd", DELTA + U + V + BACK),
    ("g in place of delta", V + DELTA + "u = rho*u + (1 - rho)*g**2\n" + BACK),
    ("np.abs(delta) in place of delta ** 2", V + DELTA + "u = rho*u + (1 - rho)*np.abs(delta)\n" + BACK),
    ("root missing", V + "delta = (u + eps)/(v + eps)*g\n" + U + BACK),
    ("eps missing", V + "delta = np.sqrt(u)/np.sqrt(v + eps)*g\n" + U + BACK),
    ("eps missing", V + "delta = np.sqrt(u + eps)/np.sqrt(v)*g\n" + U + BACK),
    ("eps outside the root", V + "delta = (np.sqrt(u) + eps)/(np.sqrt(v) + eps)*g\n" + U + BACK),
    ("eps outside the root", V + "delta = np.sqrt(u + eps)/(np.sqrt(v) + eps)*g\n" + U + BACK),
    ("lr in the memory", V + "delta = lr*np.sqrt(u + eps)/np.sqrt(v + eps)*g\n" + U + "return v, u, x - delta"),
    ("extra lr", V + "delta = lr*np.sqrt(u + eps)/np.sqrt(v + eps)*g\n" + U + BACK),
    ("lr missing", V + DELTA + U + "return dict(v=v, u=u, x=x - delta)"),
    ("memory never updated", V + DELTA + "return dict(v=v, delta=delta, u=u, x=x - lr*delta)"),
    ("memory never updated", DELTA + U + "return dict(v=v, delta=delta, u=u, x=x - lr*delta)"),
    ("np.sqrt(u + eps) and np.sqrt(v + eps) exchanged", V + "delta = np.sqrt(v + eps)/np.sqrt(u + eps)*g\n" + U + BACK),
)

BACK = "x = x + delta\nreturn dict(v=v, m=m, delta=delta, x=x)"
wrong_lines(
    "rmsprop_graves",
    "x, g, v=0.0, m=0.0, delta=0.0, *, lr=1e-4, rho=0.95, mu=0.9, eps=1e-4",
    ("eps outside the root", V + M + "delta = mu*delta - lr*g/(np.sqrt(v - m**2) + eps)\n" + BACK),
    ("m in place of g", V + M + "delta = mu*delta - lr*m/np.sqrt(v - m**2 + eps)\n" + BACK),
    ("average instead of sum", V + M + "delta = mu*delta - (1 - mu)*lr*g/np.sqrt(v - m**2 + eps)\n" + BACK),
    ("sign of m ** 2", V + M + "delta = mu*delta - lr*g/np.sqrt(v + m**2 + eps)\n" + BACK),
    ("square missing", V + M + "delta = mu*delta - lr*g/np.sqrt(v - m + eps)\n" + BACK),
    ("another method: rmsprop_keras", V + M + "delta = mu*delta - lr*g/np.sqrt(v + eps)\n" + BACK),
    ("root missing", V + M + "delta = mu*delta - lr*g/(v - m**2 + eps)\n" + BACK),
    ("lr missing", V + M + "delta = mu*delta - g/np.sqrt(v - m**2 + eps)\n" + BACK),
    (("double minus", "ascent"), V + M + "delta = mu*delta - lr*g/np.sqrt(v - m**2 + eps)\nreturn v, m, delta, x - delta"),
)

M, U, BACK = "m = beta1*m + (1 - beta1)*g\n", "u = np.maximum(beta2*u, np.abs(g) + eps)\n", "return dict(m=m, u=u, x=x)"
X = "x = x - lr/(1 - beta1**t)*m/u\n"
wrong_lines(
    "adamax",
    "x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8",
    ("max for np.maximum", M + "u = np.max(beta2*u, np.abs(g) + eps)\n" + X + BACK),
    ("no maximum", M + "u = beta2*u + (1 - beta2)*np.abs(g) + eps\n" + X + BACK),
    ("no maximum", M + "u = beta2*u + (1 - beta2)*(abs(g) + eps)\n" + X + BACK),
    ((None,),
     M + "u = beta2*u + (1 - beta2)*abs(g)\nx = x - lr/(1 - beta1**t)*m/(u + eps)\n" + BACK),
    ("extra root", M + U + "x = x - lr/(1 - beta1**t)*m/np.sqrt(u)\n" + BACK),
    ("extra root and extra eps", M + U + "x = x - lr/(1 - beta1**t)*m/(u**0.5 + eps)\n" + BACK),
    ("no bias correction", M + U + "x = x - lr*m/u\n" + BACK),
    ("minimum in place of maximum", M + "u = np.minimum(beta2*u, np.abs(g) + eps)\n" + X + BACK),
    ("g ** 2 in place of np.abs(g)", M + "u = np.maximum(beta2*u, g**2 + eps)\n" + X + BACK),
)

V = "v = beta2*v + (1 - beta2)*g**2\n"
HATS = "m_hat, v_hat = m/(1 - beta1**t), v/(1 - beta2**t)\n"
X = "x = x - lr*m_hat/(np.sqrt(v_hat) + eps)\nreturn dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)"
wrong_lines(
    "adam",
    "x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8",
    ("2 in place of t", M + V + HATS.replace("beta2**t", "beta2**2") + X),
    ("2 in place of t", M + V + HATS.replace("beta1**t", "beta1**2") + X),
    ("eps inside the accumulator", M + V.replace("g**2", "g**2 + eps") + HATS + X),
    ("memory never updated", M + HATS + X),
    ("one size for all coordinates", M + V.replace("g**2", "np.linalg.norm(g)") + HATS + X),
)

X = "x = x - lr*g/(np.sqrt(h) + eps)\nreturn dict(h=h, x=x)"
wrong_lines(
    "adagrad",
    "x, g, h=0.0, *, lr=0.01, eps=1e-8",
    ("eps inside the accumulator and eps missing", "h = h + g**2 + eps\nreturn dict(h=h, x=x - lr*g/np.sqrt(h))"),
    ("eps inside the accumulator", "h = h + g**2 + eps\n" + X),
    ("one size for all coordinates", "h = h + np.sqrt(np.dot(g, g))\n" + X),
    ("memory never updated", X),
)

V, X = "v = rho*v + (1 - rho)*g**2\n", "x = x - lr*g/(np.sqrt(v) + eps)\nreturn dict(v=v, x=x)"
wrong_lines(
    "rmsprop",
    "x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8",
    ("one size for all coordinates", V.replace("g**2", "np.linalg.norm(g)") + X),
    ("one size for all coordinates", V.replace("g**2", "np.mean(np.abs(g))") + X),
    ("one size for all coordinates", V.replace("g**2", "np.linalg.norm(g)**2") + X),
    ("extra root", V.replace("g**2", "np.sqrt(g*g)") + X),
    ("eps inside the accumulator and eps missing", V.replace("g**2", "(g**2 + eps)") + "return dict(v=v, x=x - lr*g/np.sqrt(v))"),
    ("root stored back", "v = np.sqrt(rho*v + (1 - rho)*g**2)\nx = x - lr*g/(v + eps)\nreturn dict(v=v, x=x)"),
)

wrong_lines(
    "momentum_ema",
    "x, g, m=0.0, *, lr=0.01, mu=0.9",
    ("lr in the memory and lr missing", "m = mu*m + lr*(1 - mu)*g\nreturn dict(m=m, x=x - m)"),
)

# ------------------------------------------------------------------------------------------------- slips of pen and keyboard


@wrong("sgd", "extra np.linalg.norm(g)")
def over_the_norm(w, grad, lr=0.1):
    return w - lr * grad / np.linalg.norm(grad)


@wrong("sgd", "a coordinate left out")
def loop_ends_too_early(x, g, *, lr=0.01):
    new = x.copy()
    for i in range(len(x) - 1):
        new[i] = x[i] - lr * g[i]
    return dict(x=new)


@wrong("sgd", "0.01 in place of lr")
def lr_as_a_number(x, g, *, lr=0.01):
    return dict(x=x - 0.01 * g)


@wrong("sgd", "extra np.roll")
def neighbours_gradient(x, g, *, lr=0.01):
    return dict(x=x - lr * np.roll(g, 1, axis=-1))


@wrong("sgd", "extra absolute value")
def size_for_direction(x, g, *, lr=0.01):
    return dict(x=x - lr * np.abs(g))


@wrong("momentum", "extra mu")
def mu_in_the_line_of_x(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x + mu * v
    return dict(v=v, x=x)


@wrong("momentum_ema", "the first step by itself")
def no_zero_at_the_start(x, g, m=None, *, lr=0.01, mu=0.9):
    m = g if m is None else mu * m + (1 - mu) * g
    return dict(m=m, x=x - lr * m)


@wrong("nesterov", "looked ahead twice")
def two_forms_in_one(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    g = grad(x + mu * v)
    v = mu * v - lr * g
    return x + mu * v - lr * g, v


@wrong("rmsprop", "x in place of g")
def x_for_g(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    return dict(v=v, x=x - lr * x / (np.sqrt(v) + eps))


@wrong("adagrad", "half instead of the root")
def power_before_division(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    h = h + g**2
    return dict(h=h, x=x - lr * g / (h**1 / 2 + eps))


@wrong("adam", "return missing")
def memory_does_not_come_back(x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = state or (0.0, 0.0)
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)


@wrong("adamax", "one size for all coordinates")
def infinity_norm_of_the_vector(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.linalg.norm(g, np.inf) + eps)
    return dict(m=m, u=u, x=x - lr / (1 - beta1**t) * m / u)


@wrong("adabound", "minimum in place of np.clip")
def only_the_upper_bound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    rate = lr * math.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x - np.minimum(rate, final_lr * (1 + 1 / (gamma * t))) * m)


M, V = "m = beta1*m + (1 - beta1)*g\n", "v = beta2*v + (1 - beta2)*g**2\n"
HATS = "m_hat, v_hat = m/(1 - beta1**t), v/(1 - beta2**t)\n"
X = "x = x - lr*m_hat/(np.sqrt(v_hat) + eps)\nreturn dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)"
wrong_lines(
    "adam",
    "x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8",
    ("beta1 in place of beta2", M + V + HATS.replace("beta2**t", "beta1**t") + X),
    ("(1 - beta1) ** t in place of 1 - beta1 ** t and (1 - beta2) ** t in place of 1 - beta2 ** t",
     M + V + "m_hat, v_hat = m/(1 - beta1)**t, v/(1 - beta2)**t\n" + X),
    ("np.sqrt in another place", M + V + HATS + X.replace("np.sqrt(v_hat)", "np.sqrt(v)/(1 - beta2**t)")),
    ("g ** 2 in another place", M + V.replace("(1 - beta2)", "1 - beta2") + HATS + X),
    ("beta2 missing", M + V.replace("beta2*v", "v") + HATS + X),
    ("// in place of /", M + V + HATS + X.replace("/(np", "//(np")),
    ("beta1 in place of beta2", M + V.replace("(1 - beta2)", "(1 - beta1)") + HATS + X),
)

START, Y = "z = x if z is None else z\n", "y = (1 - beta)*z + beta*x\n"
Z, MEAN = "z = z - lr*grad(y)\n", "x = (1 - 1/t)*x + z/t\n"
BACK = "return dict(y=y, z=z, x=x)"
wrong_lines(
    "schedule_free",
    "x, grad, t, z=None, *, lr=0.01, beta=0.9",
    ("x and z exchanged", START + "y = beta*z + (1 - beta)*x\n" + Z + MEAN + BACK),
    ("x in place of y", START + Y + Z.replace("(y)", "(x)") + MEAN + BACK),
    ("z in place of y", START + Y + Z.replace("(y)", "(z)") + MEAN + BACK),
    ("y in place of z", START + Y + Z.replace("z - ", "y - ") + MEAN + BACK),
    ((None,), START + Y + Z + "x = (t*x + z)/(t + 1)\n" + BACK),
    ("x and z exchanged", START + Y + Z + "x = x/t + (1 - 1/t)*z\n" + BACK),
    ("1 - beta in place of c", START + Y + Z + "x = beta*x + (1 - beta)*z\n" + BACK),
    ("old z used", START + Y + MEAN + Z + BACK),
)
LOOK = "g = grad(x)\ne = rho*g/(np.linalg.norm(g, axis=-1, keepdims=True) + eps)\n"
STEP = "g_sam = grad(x + e)\nx = x - lr*g_sam\nreturn dict(g=g, e=e, g_sam=g_sam, x=x)"
wrong_lines(
    "sam",
    "x, grad, *, lr=0.01, rho=0.05, eps=1e-12",
    ("extra e", LOOK + STEP.replace("x = x -", "x = x + e -")),
    ("g in place of g_sam", LOOK + STEP.replace("lr*g_sam", "lr*g")),
    ("extra g", LOOK + STEP.replace("lr*g_sam", "lr*(g + g_sam)")),
    ("np.linalg.norm(g) + eps missing", "g = grad(x)\ne = rho*g\n" + STEP),
    ("extra sign and np.linalg.norm(g) + eps missing", "g = grad(x)\ne = rho*np.sign(g)\n" + STEP),
    ("rho missing", LOOK.replace("rho*", "") + STEP),
    ("np.sum(np.abs(g)) in place of np.linalg.norm(g)",
     "g = grad(x)\ne = rho*g/(np.sum(np.abs(g), axis=-1, keepdims=True) + eps)\n" + STEP),
)

HATS = "m = beta1*m + (1 - beta1)*g\nv = beta2*v + (1 - beta2)*g**2\nm_hat = m/(1 - beta1**t)\nv_hat = v/(1 - beta2**t)\n"
RATIO, KEPT = "m_hat/(np.sqrt(v_hat) + eps)", "\nreturn dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)"
wrong_lines(
    "adamw",
    "x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2",
    ("(1 - weight_decay) * x in place of x - lr * weight_decay * x", HATS + f"x = (1 - weight_decay)*x - lr*{RATIO}" + KEPT),
    ("sign of lr * weight_decay * x", HATS + f"x = x - lr*{RATIO} + lr*weight_decay*x" + KEPT),
    ("decay in the quotient", HATS + "x = x - lr*(m_hat + weight_decay*x)/(np.sqrt(v_hat) + eps)" + KEPT),
    ((None,), HATS + f"x = x - lr*{RATIO}\nx = x - lr*weight_decay*x" + KEPT),
    ("x missing", HATS + f"x = x - lr*({RATIO} + weight_decay)" + KEPT),
    ("extra absolute value", HATS + f"x = x - lr*({RATIO} + weight_decay*abs(x))" + KEPT),
    ("extra lr", HATS + f"x = x - lr*({RATIO} + lr*weight_decay*x)" + KEPT),
    ("g in place of x", HATS + f"x = x - lr*({RATIO} + weight_decay*g)" + KEPT),
    ("another method: adam", HATS + f"x = x - lr*{RATIO}" + KEPT),
    ("decay in the gradient", "g = g + weight_decay*x\n" + HATS + f"x = x - lr*({RATIO} + weight_decay*x)" + KEPT),
    ("another method: adam_l2", "g = g + weight_decay*x\n" + HATS + f"x = x - lr*{RATIO}" + KEPT),
)
SIGN, MEMORY = "u = np.sign(beta1*m + (1 - beta1)*g)\n", "m = beta2*m + (1 - beta2)*g\n"
MOVE, PAIR = "x = x - lr*(u + weight_decay*x)\n", "return dict(u=u, m=m, x=x)"
wrong_lines(
    "lion",
    "x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0",
    ("sign missing", SIGN.replace("np.sign", "") + MOVE + MEMORY + PAIR),
    ("1 - beta1 missing and beta1 * m missing", "u = np.sign(g)\n" + MOVE + MEMORY + PAIR),
    ("beta1 missing and (1 - beta1) * g missing", "u = np.sign(m)\n" + MOVE + MEMORY + PAIR),
    ("weights swapped", "u = np.sign((1 - beta1)*m + beta1*g)\n" + MOVE + MEMORY + PAIR),
    ("sum instead of average", "u = np.sign(beta1*m + g)\n" + MOVE + MEMORY + PAIR),
    ("np.sign in another place", "u = beta1*np.sign(m) + (1 - beta1)*np.sign(g)\n" + MOVE + MEMORY + PAIR),
    ("extra beta1 and extra (1 - beta1) * g", "m = beta1*m + (1 - beta1)*g\nu = np.sign(m)\n" + MOVE + MEMORY + PAIR),
    ("u in place of g", SIGN + MOVE + MEMORY.replace("*g", "*u") + PAIR),
    ("m updated before its use", MEMORY + SIGN + MOVE + PAIR),
    ((None,), MEMORY + "u = np.sign(m)\n" + MOVE + PAIR),
    ("decay in the gradient and weight_decay * x missing",
     SIGN.replace("*g", "*g + weight_decay*x") + "x = x - lr*u\n" + MEMORY + PAIR),
    ("decay without the rate", SIGN + "x = x - lr*u - weight_decay*x\n" + MEMORY + PAIR),
)
AHEAD, ROUND = "b = mu*b + g\nu = g + mu*b\n", "o = newton_schulz(u)\n"
SHAPE, FOUR = "max(1, x.shape[-2]/x.shape[-1])**0.5", "return dict(b=b, u=u, o=o, x=x)"
TURN = f"x = x - lr*({SHAPE}*o + weight_decay*x)\n"
wrong_lines(
    "muon",
    "x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0",
    ("b in place of g + mu * b", "b = mu*b + g\nu = b\n" + ROUND + TURN + FOUR),
    ("mu missing", "b = mu*b + g\nu = g + b\n" + ROUND + TURN + FOUR),
    ("average instead of sum and extra 1 - mu", "b = mu*b + (1 - mu)*g\nu = (1 - mu)*g + mu*b\n" + ROUND + TURN + FOUR),
    ("b in place of u", AHEAD + "o = newton_schulz(b)\n" + TURN + FOUR),
    ("newton_schulz missing", AHEAD + "o = u\n" + TURN + FOUR),
    ("sign in place of newton_schulz", AHEAD + "o = np.sign(u)\n" + TURN + FOUR),
    ("np.sqrt(np.maximum(1, x.shape[-2] / x.shape[-1])) missing", AHEAD + ROUND + TURN.replace(SHAPE + "*", "") + FOUR),
    ("upside down", AHEAD + ROUND + TURN.replace("-2", "0").replace("-1", "-2").replace("[0]", "[-1]") + FOUR),
    ("root missing", AHEAD + ROUND + TURN.replace("**0.5", "") + FOUR),
    ((None,), AHEAD + ROUND + TURN.replace(SHAPE, "0.2*max(x.shape)**0.5") + FOUR),
    ("decay in the quotient", AHEAD + ROUND + f"x = x - lr*{SHAPE}*(o + weight_decay*x)\n" + FOUR),
    ("weight_decay * x missing", AHEAD + ROUND + f"x = x - lr*{SHAPE}*o\n" + FOUR),
)
