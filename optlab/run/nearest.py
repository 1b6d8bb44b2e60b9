"""The name that was probably meant, where one is mistyped or known elsewhere under another."""

import difflib

# Names under which the same hyperparameter, or argument of the driver, is known elsewhere.
_ALIASES = {
    "lr": ("learning_rate", "learningrate", "learn_rate", "eta", "alpha", "step_size", "stepsize", "rate"),
    "mu": ("momentum", "gamma", "beta", "beta1", "rho", "b1"),
    "rho": ("decay", "gamma", "alpha", "beta2", "mu", "b2", "smoothing", "decay_rate"),
    "beta1": ("b1", "beta_1", "mu", "momentum", "betas"),
    "beta2": ("b2", "beta_2", "nu", "rho"),
    "beta3": ("b3", "beta_3"),
    "eps": ("epsilon", "delta"),
    "weight_decay": ("wd", "l2", "lambda_"),
    "x0": ("x", "start", "init", "initial"),
    "steps": ("n_steps", "num_steps", "iterations", "max_iter", "epochs"),
    "rng": ("seed", "random_state", "generator"),
}


def nearest(name, known):
    """The known name that was probably meant: one of the same letters, or one that begins so, before the one most alike.

    >>> nearest("adma", ["adamax", "adam"]), nearest("Mom", ["sgd", "momentum"]), nearest("learning_rate", ["beta1", "lr"])
    ('adam', 'momentum', 'lr')
    >>> nearest("foo", ["lr"]) is None
    True
    """
    name = name.lower()
    for other in known:
        if name in _ALIASES.get(other, ()):
            return other

    def likeness(other):
        other = other.lower()
        return (sorted(other) == sorted(name)) + other.startswith(name) + difflib.SequenceMatcher(None, name, other).ratio()

    best = max(known, key=likeness, default="")
    return best if likeness(best) >= 0.6 else None
