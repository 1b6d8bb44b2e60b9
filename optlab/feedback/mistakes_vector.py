"""Named mistakes that one coordinate alone would not show: means, norms and maxima over the vector, a coordinate left out."""

from .mistakes import mistake

MISTAKES = [
    mistake(
        "one gradient for all coordinates",
        "The gradient is summed or averaged over the coordinates, so all of them take the same step.",
        "All your coordinates move by the same amount.",
        "Each coordinate has its own slope.",
        "g itself, without a sum or a mean.",
        sgd=(("x = x - lr * np.mean(g, axis=-1, keepdims=True)", "x = x - lr * np.sum(g, axis=-1, keepdims=True)"),),
        momentum=(
            ("v = mu * v - lr * np.mean(g, axis=-1, keepdims=True)", "v = mu * v - lr * np.sum(g, axis=-1, keepdims=True)"),
        ),
    ),
    mistake(
        "divided by the number of coordinates",
        "The step is divided by the number of parameters, as a mean over samples would be.",
        "The more coordinates, the shorter your step.",
        "g is the mean over the samples already; parameters are not samples.",
        "lr times g, without len or size.",
        sgd="x = x - lr * g / g.shape[-1]",
        momentum="v = mu * v - lr * g / g.shape[-1]",
    ),
    mistake(
        "a coordinate left out",
        "Some coordinates are never updated: they stay where they started.",
        "At least one of your coordinates never moves.",
        "Every parameter takes part in every step.",
        "no slice, no loop that begins too late or ends too early, no return inside of the loop.",
        sgd=(
            (
                "x = x - lr * g * (np.arange(x.shape[-1]) < x.shape[-1] - 1)",
                "x = x - lr * g * (np.arange(x.shape[-1]) > 0)",
                "x = x - lr * g * (np.arange(x.shape[-1]) < 1)",
            ),
        ),
        momentum=(
            (
                "x = x + v * (np.arange(x.shape[-1]) < x.shape[-1] - 1)",
                "x = x + v * (np.arange(x.shape[-1]) > 0)",
                "x = x + v * (np.arange(x.shape[-1]) < 1)",
            ),
        ),
        adagrad=(
            (
                "x = x - lr * g / (np.sqrt(h) + eps) * (np.arange(x.shape[-1]) < x.shape[-1] - 1)",
                "x = x - lr * g / (np.sqrt(h) + eps) * (np.arange(x.shape[-1]) > 0)",
            ),
        ),
        adam=(
            (
                "x = x - lr * m_hat / (np.sqrt(v_hat) + eps) * (np.arange(x.shape[-1]) < x.shape[-1] - 1)",
                "x = x - lr * m_hat / (np.sqrt(v_hat) + eps) * (np.arange(x.shape[-1]) > 0)",
            ),
        ),
    ),
    mistake(
        "gradient clipped",
        "The gradient is cut to a fixed size first; the rule takes it as it is.",
        "Small gradients give the right step, large ones a shorter one.",
        "Clipping is a tool of its own, used before the optimizer if it is used at all.",
        "the gradient that came in, without np.clip.",
        "training loops, where it is meant",
        sgd=(
            (
                "x = x - lr * np.clip(g, -1.0, 1.0)",
                "x = x - lr * np.clip(g, -5.0, 5.0)",
                "x = x - lr * g / np.maximum(1.0, np.sqrt(np.sum(g**2, axis=-1, keepdims=True)))",
            ),
        ),
        momentum="v = mu * v - lr * np.clip(g, -1.0, 1.0)",
        adam="m = beta1 * m + (1 - beta1) * (g := np.clip(g, -1.0, 1.0))",
    ),
    mistake(
        "gradient normalised first",
        "The gradient is divided by the length of the whole vector before it is averaged.",
        "Ten times larger gradients give the same m.",
        "The rule brings its own measure of size, for each coordinate; the direction is averaged with its size.",
        "the gradient that came in, without its norm.",
        momentum=(
            (
                "v = mu * v - lr * g / np.sqrt(np.sum(g**2, axis=-1, keepdims=True))",
                "v = mu * v - lr * g / (np.sqrt(np.sum(g**2, axis=-1, keepdims=True)) + 1e-8)",
            ),
        ),
        adam=(
            (
                "m = beta1 * m + (1 - beta1) * (g := g / (np.sqrt(np.sum(g**2, axis=-1, keepdims=True)) + eps))",
                "m = beta1 * m + (1 - beta1) * (g := g / np.sqrt(np.sum(g**2, axis=-1, keepdims=True)))",
            ),
        ),
    ),
    mistake(
        "one maximum for all coordinates",
        "The maximum runs over the coordinates: they all share the largest.",
        "With a single coordinate your run is right; with several it is not.",
        "The maximum is taken over the steps, for each coordinate on its own.",
        "np.maximum of the old value and the new one, elementwise; no np.max and no norm.",
        "AdaMax's infinity norm taken over the vector",
        adamax=(
            (
                "u = np.maximum(beta2 * u, np.max(np.abs(g), axis=-1, keepdims=True) + eps)",
                "u = np.maximum(beta2 * u, np.sqrt(np.sum(g**2, axis=-1, keepdims=True)) + eps)",
                "u = np.maximum(beta2 * u, np.max(np.abs(g), axis=-1, keepdims=True));"
                "x = x - lr / (1 - beta1**t) * m / (u + eps)",
            ),
        ),
        amsgrad="v_max = np.maximum(v_max, np.max(v, axis=-1, keepdims=True))",
    ),
]
