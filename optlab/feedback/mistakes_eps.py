"""Named mistakes of eps: forgotten, in the wrong place, outside its parentheses."""

from .mistakes import mistake

MISTAKES = [
    mistake(
        "eps forgotten",
        "eps is not used, so a gradient of 0 in the first step gives 0/0 = nan for ever.",
        "Your run is nan as soon as the first gradients are zero.",
        "eps keeps the denominator away from 0. It also decides how small a gradient still counts.",
        "eps is added to the denominator.",
        "a widely read list of optimizers: nan at a dead unit",
        adagrad="x = x - lr * g / np.sqrt(h)",
        rmsprop="x = x - lr * g / np.sqrt(v)",
        adam="x = x - lr * m_hat / np.sqrt(v_hat)",
        nadam="x = x - lr * m_hat / np.sqrt(v_hat)",
        amsgrad="x = x - lr * m / np.sqrt(v_max)",
    ),
    mistake(
        "parentheses lost",
        "Without parentheses eps is added to x, not to the denominator: every x drifts by eps in each step.",
        "Where the gradient is 0 your x still moves, always by the same amount.",
        "Division binds more strongly than addition.",
        "root plus eps stand together in parentheses, below the division.",
        "a leading interactive textbook, one framework tab; its loss curve still looked fine",
        adagrad="x = x - lr * g / np.sqrt(h) + eps",
        rmsprop="x = x - lr * g / np.sqrt(v) + eps",
        adam="x = x - lr * m_hat / np.sqrt(v_hat) + eps",
        nadam="x = x - lr * m_hat / np.sqrt(v_hat) + eps",
        amsgrad="x = x - lr * m / np.sqrt(v_max) + eps",
    ),
    mistake(
        "parentheses lost in the step",
        "Without parentheses eps is added to the step, outside the division: every x drifts by lr eps or eps in each step.",
        "Where the gradient is 0 your x still moves, always by the same amount.",
        "Division binds more strongly than addition.",
        "root plus eps stand together in parentheses, below the division.",
        adagrad="x = x - lr * (g / np.sqrt(h) + eps)",
        rmsprop="x = x - lr * (g / np.sqrt(v) + eps)",
        adam="x = x - lr * (m_hat / np.sqrt(v_hat) + eps)",
    ),
    mistake(
        "eps only below",
        "eps is missing in the numerator: u starts at 0, so the first step is 0, and so is every other.",
        "Your x never moves.",
        "eps in the numerator is what starts the motion.",
        "eps is added to u as well as to v.",
        adadelta="delta = np.sqrt(u) / np.sqrt(v + eps) * g",
    ),
    mistake(
        "eps inside the accumulator",
        "eps is added to the accumulated square in each step, so it piles up there.",
        "Where the gradient is 0 your accumulated square still grows.",
        "eps only keeps the denominator away from 0. What is remembered holds gradients alone.",
        "no eps here; it stands in the line of x, beside the root.",
        adagrad=(
            (
                "h = h + g**2 + eps; x = x - lr * g / np.sqrt(h)",
                "h = h + g**2 + eps",
                "h = h + (g + eps) ** 2; x = x - lr * g / np.sqrt(h)",
                "h = h + (g + eps) ** 2",
            ),
        ),
        rmsprop=(
            (
                "v = rho * v + (1 - rho) * g**2 + eps; x = x - lr * g / np.sqrt(v)",
                "v = rho * v + (1 - rho) * g**2 + eps",
                "v = rho * v + (1 - rho) * (g**2 + eps); x = x - lr * g / np.sqrt(v)",
                "v = rho * v + (1 - rho) * (g**2 + eps)",
            ),
        ),
        adam=(
            (
                "v = beta2 * v + (1 - beta2) * g**2 + eps; x = x - lr * m_hat / np.sqrt(v_hat)",
                "v = beta2 * v + (1 - beta2) * g**2 + eps",
                "v = beta2 * v + (1 - beta2) * (g**2 + eps)",
            ),
        ),
    ),
    mistake(
        "eps outside the root",
        "eps stands beside the root; in this rule it stands under it, where it acts like its own root.",
        "Where gradients are small, or at the start, your steps have another size.",
        "The root of 1e-6 is 1e-3: beside the root eps is far weaker than under it.",
        "eps is added under the root.",
        "RMSprop's usual form carried over",
        rmsprop_graves="delta = mu * delta - lr * g / (np.sqrt(v - m**2) + eps)",
        adadelta=(
            (
                "delta = (np.sqrt(u) + eps) / (np.sqrt(v) + eps) * g",
                "delta = (np.sqrt(u) + eps) / np.sqrt(v + eps) * g",
                "delta = np.sqrt(u + eps) / (np.sqrt(v) + eps) * g",
                "delta = (np.sqrt(u) + np.sqrt(eps)) / (np.sqrt(v) + np.sqrt(eps)) * g",
            ),
        ),
    ),
    mistake(
        "eps only above",
        "eps is missing in the denominator: where all gradients so far are 0 the step is a number over 0 times 0, nan.",
        "Your run is nan as soon as the first gradients are zero.",
        "eps keeps both roots away from 0.",
        "eps is added to v as well as to u.",
        adadelta="delta = np.sqrt(u + eps) / np.sqrt(v) * g",
    ),
]
