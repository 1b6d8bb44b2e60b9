"""Named mistakes of the hats: one correction right and the other not, powers of the wrong thing, a copied line half changed."""

from .mistakes import mistake

MISTAKES = [
    mistake(
        "beta1 in the correction of v",
        "v is averaged with beta2, but corrected with beta1.",
        "m_hat is right, and your first steps are too long.",
        "Each average is corrected with the beta that it was made with.",
        "v_hat uses beta2.",
        "a line copied and half changed",
        adam="v_hat = v / (1 - beta1**t)",
        nadam="v_hat = v / (1 - beta1**t)",
    ),
    mistake(
        "beta2 in the correction of m",
        "m is averaged with beta1, but corrected with beta2.",
        "v_hat is right, and your first steps are too long.",
        "Each average is corrected with the beta that it was made with.",
        "m_hat uses beta1.",
        adam="m_hat = m / (1 - beta2**t)",
        adamax="x = x - lr / (1 - beta2**t) * m / u",
    ),
    mistake(
        "power of 1 - beta",
        "(1 - beta)^t stands where 1 - beta^t belongs: it goes to 0, so the corrected average explodes.",
        "Your first step is right; then the correction grows instead of fading.",
        "What fades is beta^t, the share of the start value; 1 minus it goes to 1.",
        "1 - beta**t: the power before the minus, without parentheses around 1 - beta.",
        adam=(
            (
                "m_hat = m / (1 - beta1) ** t; v_hat = v / (1 - beta2) ** t",
                "m_hat = m / (1 - beta1) ** t",
                "v_hat = v / (1 - beta2) ** t",
            ),
        ),
        adamax="x = x - lr / (1 - beta1) ** t * m / u",
        nadam="v_hat = v / (1 - beta2) ** t",
    ),
    mistake(
        "correction of v without its root",
        "The root is taken of v alone; its correction 1 - beta2^t is left as it is.",
        "Your first steps are too short, and the error fades.",
        "The correction belongs to v, so it stands under the root with v.",
        "the root is taken of v / (1 - beta2**t), or lr is multiplied by the root of 1 - beta2**t.",
        adam=(
            (
                "x = x - lr * m_hat / (np.sqrt(v) / (1 - beta2**t) + eps)",
                "x = x - lr * (1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)",
            ),
        ),
        adabound="lr_t = lr * (1 - beta2**t) / (1 - beta1**t)",
    ),
    mistake(
        "v_hat made of m",
        "m is corrected where v belongs: the root is then taken of a mean that can be negative.",
        "m_hat is right; with negative gradients your step is nan, or its size is wrong.",
        "m_hat comes from m, v_hat from v.",
        "v stands above 1 - beta2**t.",
        "a line copied and half changed",
        adam=(
            (
                "v_hat = m / (1 - beta2**t)",
                "v_hat = m / (1 - beta2**t); x = x - lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps)",
            ),
        ),
        nadam="v_hat = m / (1 - beta2**t)",
    ),
    mistake(
        "weights of two betas",
        "The old value is weighted with one beta and the new one with 1 minus the other, so the two do not add up to 1.",
        "With beta1 = beta2 your run is right; otherwise it is not.",
        "An average has one beta.",
        "beta1 and 1 - beta1 stand with m, beta2 and 1 - beta2 with v.",
        "a line copied and half changed",
        adam=("m = beta1 * m + (1 - beta2) * g", "v = beta2 * v + (1 - beta1) * g**2"),
        nadam=("m = beta1 * m + (1 - beta2) * g", "v = beta2 * v + (1 - beta1) * g**2"),
        amsgrad=("m = beta1 * m + (1 - beta2) * g", "v = beta2 * v + (1 - beta1) * g**2"),
    ),
    mistake(
        "weights of the look-ahead",
        "m_hat mixes the average and the newest gradient with other weights than beta1 and 1 - beta1.",
        "Your first step has the wrong length, whatever the gradient.",
        "What is looked ahead is one more step of the average: beta1 of m, and 1 - beta1 of g.",
        "beta1 is the factor of m, 1 - beta1 that of g.",
        nadam=(
            (
                "m_hat = m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)",
                "m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + g / (1 - beta1**t)",
                "m_hat = (1 - beta1) * m / (1 - beta1 ** (t + 1)) + beta1 * g / (1 - beta1**t)",
            ),
        ),
    ),
    mistake(
        "share of g not corrected",
        "The share of m is corrected, that of the newest gradient is not.",
        "Your first step is too short.",
        "Both parts of m_hat start at 0, so both need their correction.",
        "(1 - beta1) g is divided by 1 - beta1**t.",
        nadam="m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g",
    ),
]
