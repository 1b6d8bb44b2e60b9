"""Bugs that were published: which step, which edits of the right function, and what a reader noticed.

The code that a learner repairs is made from the right function by these edits, in this course's notation.
"""

from typing import NamedTuple


class Bug(NamedTuple):
    """A wild bug: the step, its edits, the kind of source and what it looks like from outside."""

    step: str
    edit: str
    seen: str
    story: str


BUGS = {
    "lost-parentheses": Bug(
        "adam",
        "m_hat = m / (1 - beta1); v_hat = v / (1 - beta2); x = x - lr * m_hat / np.sqrt(v_hat) + eps",
        "a leading interactive textbook, one framework tab",
        "The steady step is 0.32 lr, every weight drifts, and the loss curve still looks fine.",
    ),
    "multiplied-correction": Bug(
        "adam",
        "m_hat = m * (1 - beta1**t); v_hat = v * (1 - beta2**t)",
        "a browser deep-learning demo",
        "The first step is not lr.",
    ),
    "exponent-two": Bug(
        "adam",
        "m_hat = m / (1 - beta1**2)",
        "the printed formula of a widely read list of optimizers",
        "Late steps are 5.26 lr long.",
    ),
    "hat-left-out": Bug(
        "adam", "x = x - lr * m / (np.sqrt(v_hat) + eps)", "the formulas of a notebook", "The first step is a tenth of lr."
    ),
    "left-over-plus": Bug(
        "adam", "v = v + beta2 * v + (1 - beta2) * g**2", "a blog post whose author found it", "v doubles in each step."
    ),
    "cancelled-lr": Bug(
        "adagrad", "h = h + (lr * g) ** 2", "a blog post whose author found it", "Runs with lr 0.001, 0.01 and 0.1 are the same."
    ),
    "square-in-code-only": Bug(
        "adagrad", "h = h + g", "the formulas of a notebook whose code was right", "A negative gradient makes nan."
    ),
    "dead-unit": Bug(
        "adagrad", "x = x - lr * g / np.sqrt(h)", "a widely read list of optimizers", "A first gradient of 0 makes nan."
    ),
    "unsquared-average": Bug("rmsprop", "v = rho * v + (1 - rho) * g", "the formulas of a notebook", "Steps become nan."),
    "early-velocity": Bug(
        "nesterov",
        "g_ahead = grad(x); x = x + mu**2 * v - (1 + mu) * lr * g_ahead",
        "a well-known book's early code and a framework",
        "On a quadratic it is stable up to 0.86 / L instead of 1.36 / L at mu = 0.9.",
    ),
    "damped-and-undamped": Bug(
        "momentum",
        "v = mu * v - (1 - mu) * lr * g",
        "a best-selling course book: prose and code disagree",
        "The step is off by a factor of ten.",
    ),
    "forgotten-friction": Bug(
        "rmsprop_graves",
        "delta = -lr * g / np.sqrt(v - m**2 + eps)",
        "a widely read list of optimizers",
        "Steady steps are ten times too short.",
    ),
    "zero-by-zero": Bug(
        "adamax", "u = np.maximum(beta2 * u, np.abs(g))", "a widely read list of optimizers", "A first gradient of 0 makes nan."
    ),
    "wrong-ceiling": Bug(
        "adabound",
        "upper = final_lr * (1 - 1 / (gamma * t))",
        "the printed formula of a widely read list",
        "The ceiling is below the floor.",
    ),
    "power-for-product": Bug(
        "adabound",
        "lower = final_lr * (1 - 1 / gamma ** (t + 1))",
        "the first listing of a widely read list",
        "The floor is at minus infinity.",
    ),
    "unused-maximum": Bug(
        "amsbound",
        "rate = np.clip(lr_t / (np.sqrt(v) + eps), lower, upper)",
        "the printed formula of a widely read list",
        "It equals AdaBound.",
    ),
    "short-memory": Bug(
        "smorms3",
        "r = 1 - 1 / (mem + 1); mem = 1 + (1 - zeta * mem); start(mem=0.0)",
        "a widely read list of optimizers",
        "Noise does not make the memory longer.",
    ),
}
