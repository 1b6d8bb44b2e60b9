"""What chapter 04 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.classic import momentum, momentum_ema, sgd
from ...steps.variants import momentum_torch
from ...worlds import landscapes, signals
from .ask import Question

RAVINE = landscapes.ravine(100)
BEST = dict(lr=4 / 121, mu=81 / 121)  # momentum's best pair on it


def _last(signal, **hyper):
    return abs(drive(momentum, signal, **hyper).update[-1])


def _steps_to(step, **hyper):
    """Steps until both coordinates of the ravine have come 1000 times closer, as the nearest of the choices."""
    path = np.abs(descend(step, RAVINE, x0=[1.0, 1.0], steps=500, **hyper).x).max(axis=1)
    steps = int(np.argmax(path < 1e-3)) + 1
    return f"about {min((10, 35, 60, 175, 350), key=lambda choice: abs(choice - steps))}"


def _swinging():
    """How much the two coordinates of a bowl with curvatures 10 and 40 shrink a step, over many steps."""
    bowl = landscapes.ravine(4)  # curvatures 1 and 4: lr is ten times as large
    path = descend(momentum, bowl, x0=[1.0, 1.0], steps=1200, lr=0.1, mu=0.81).x
    shrunk = np.hypot(path[-1], path[-2]) / np.hypot(path[199], path[198])
    factors = shrunk ** (1 / 1000)
    assert np.allclose(factors, 0.9, rtol=2e-3)
    return "both by the same factor" if np.ptp(factors) < 2e-3 else "the steep one"


def _calm():
    """The largest mu, to two digits, with which b never changes its sign on the ravine at lr = 0.0036."""
    mus = np.arange(0.0, 0.6, 0.01)
    b = descend(momentum, RAVINE, steps=125, lr=0.0036, mu=mus).x[..., 1]
    calm = (np.sign(b) == np.sign(b[0])).all(axis=0)
    return mus[calm].max()


def _wrong_way():
    """Steps with the old sign after rectangles have turned, of the 20 until they turn back."""
    update = drive(momentum, signals.rectangles(), lr=1.0, mu=0.9).update
    return int(np.sum(update[20:40] > 0))


def _late_teeth():
    update = drive(momentum, signals.sawtooth(), lr=1.0, mu=0.9).update
    return update[60:80].max() / update[280:300].max()


def _noise():
    noise = signals.gaussian_noise(400_000, rng=4).reshape(1000, 400)
    return drive(momentum_ema, noise, lr=1.0, mu=0.9).update[200:].var()


def _first_steps():
    loss = descend(momentum, RAVINE, **BEST).loss
    assert 11 < loss.max() / loss[0] < 11.5 and loss.argmax() == 4
    return "it rises about tenfold" if loss.max() > 2 * loss[0] else "it falls from the start"


def _border():
    lrs = np.linspace(0.03, 0.045, 601)
    loss = descend(momentum, RAVINE, steps=3000, lr=lrs, mu=0.9).loss
    return lrs[np.argmax(~(loss[-1] < loss[0]))]


def _arrives():
    """Which of three mu has come to rest in the best minimum of hills and canyon."""
    good = np.array(landscapes.hills_and_canyon.minima[0])
    ends = {mu: descend(momentum, landscapes.hills_and_canyon, lr=0.02, mu=mu).x[-1] for mu in (0.5, 0.9, 0.975)}
    near = [mu for mu, x in ends.items() if np.linalg.norm(x - good) < 0.05]
    assert len(near) == 1
    return f"mu = {near[0]}"


def _first_ratio():
    ones = signals.constant(1)
    return drive(momentum, ones, lr=0.06, mu=0.9).update[0] / drive(momentum_ema, ones, lr=0.06, mu=0.9).update[0]


def _at_once():
    """Whose step is ten times shorter in the step in which lr falls to a tenth."""
    ones, falling = signals.constant(60), lambda t: 0.1 if t < 50 else 0.01
    forms = {"lr outside (PyTorch, optax)": momentum_torch, "lr inside (Keras)": momentum}
    steps = {name: drive(form, ones, lr=falling, mu=0.9).update for name, form in forms.items()}
    sharp = [name for name, update in steps.items() if update[49] < 0.11 * update[48]]
    return sharp[0] if len(sharp) == 1 else "both"


QUESTIONS = {
    "momentum_end": Question(
        "The gradient is 1 at every step, for ever. Gradient descent with `lr = 0.25` moves by 0.25 each time. Momentum adds "
        "0.9 of its last move to the next one. How large does one move become in the end?",
        0.25 / (1 - 0.9),
        {
            0.25: "That would be an average of the moves. Here 0.9 of the last move is *added* to 0.25, again and again.",
            0.475: "That is 0.25 + 0.9 · 0.25, the second move. It goes on growing.",
            10: "That is the gain. One move is lr = 0.25 times as large.",
            2.25: "That is what the last move gives to the next, 0.9 · 2.5. The gradient adds its own 0.25.",
            0.225: "That is the part that the last move gives to the second one. The gradient adds its own 0.25.",
        },
        "A move s that no longer changes obeys s = 0.9 s + 0.25, so s = 0.25 / (1 − 0.9): ten times the first move.",
        measured=lambda: _last(signals.constant(300), lr=0.25, mu=0.9),
    ),
    "momentum_ravine_descent": Question(
        "Gradient descent may use any one `lr`. With the best one, how many steps does it take to come 1000 times closer to "
        "the minimum of the ravine?",
        "about 350",
        {
            "about 35": "That is what a condition number of 10 would cost. Here it is 100.",
            "about 10": "That would do on a round bowl. One `lr` has to serve two curvatures that differ 100 times.",
        },
        "The best `lr` leaves 99/101 of the error in each step, along and across, and 0.98^346 is 1/1000.",
        measured=lambda: _steps_to(sgd, lr=2 / 101),
    ),
    "momentum_alternating": Question(
        "Gradients of size 1 alternate: +1, −1, +1 … With `lr = 1` and `mu = 0.9`: how large is a step of momentum in the end, "
        "without its sign?",
        1 / 1.9,
        {
            10: "That is the step when all gradients agree. Here each new one works against the sum.",
            0: "They cancel, but not wholly: the newest has full weight, the one before it only 0.9.",
            0.0526: "That is an average, 0.1/1.9. Here the newest gradient counts fully.",
            0.5: "Nearly: 1 − 0.9 + 0.9^2 − … is 1/(1 + 0.9), and not 1/2.",
            0.1: "That is 1 − mu, the sum of the two newest only. The older pairs add to it.",
            1: "That is gradient descent. Momentum also holds what is left of the gradient before, which has the other sign.",
        },
        "1 − 0.9 + 0.9^2 − 0.9^3 + … = 1 / (1 + 0.9) = 0.53. What agrees grows tenfold, what alternates is halved.",
        measured=lambda: _last(signals.alternating(300), lr=1.0, mu=0.9),
    ),
    "momentum_swinging": Question(
        "A bowl has curvature 10 along one axis and 40 along the other. With `lr = 0.01` and `mu = 0.81` both coordinates "
        "swing around 0. Which of them shrinks faster, step by step, in the long run?",
        "both by the same factor",
        {
            "the steep one": "So it is with gradient descent at a small `lr`. A coordinate that swings is braked by friction "
            "alone.",
            "the flat one": "It swings more slowly, but how fast a swing dies out does not depend on how fast it swings.",
        },
        "Both roots have the size √mu = 0.9, whatever the curvature is: each swing shrinks by 0.9 a step.",
        measured=_swinging,
    ),
    "momentum_calm": Question(
        "On the ravine (curvatures 1 and 100) `lr` is 0.0036. What is the largest `mu` with which neither coordinate swings?",
        (1 - 0.6) ** 2,
        {
            0.8836: "That is (1 − √(lr · 1))^2, for the *flat* direction. The steep one swings long before.",
            0.4: "That is √mu. Square it.",
            0.9: "With 0.9 the steep coordinate changes its sign 25 times in 125 steps.",
            0.36: "That is lr L. The border is √mu = 1 − √(lr L).",
            0.6: "That is √(lr L). The border is √mu = 1 − √(lr L).",
            0.64: "That is 1 − lr L. The border is √mu = 1 − √(lr L).",
        },
        "No swing as long as √mu ≤ 1 − √(lr h). The largest curvature decides: 1 − √0.36 = 0.4, squared.",
        measured=_calm,
        tolerance=0.03,
    ),
    "momentum_wrong_way": Question(
        "The gradient is +1 for 20 steps, then it turns to −1. With `mu = 0.9`: for how many steps after the turn does "
        "momentum still walk the old way?",
        5,
        {
            0: "That is gradient descent. Momentum still holds the sum of the 20 old gradients.",
            6: "In the sixth step the new gradients outweigh the old ones already.",
            20: "The new gradients count too, and the old ones fade: the sum turns before the signal does.",
            10: "That is the gain 1/(1 − mu). The new gradients cancel the old ones sooner.",
            6.6: "That is the half-life of one gradient. Here new gradients of the other sign help to cancel the old ones.",
        },
        "The sum has to lose what 20 steps have put in. It passes 0 between the fifth and the sixth step.",
        measured=_wrong_way,
        unit="steps",
    ),
    "momentum_sawtooth": Question(
        "The sawtooth has teeth of height 3.8 first, of height 0.95 later. How many times longer are momentum's longest steps "
        "on the high teeth than on the low ones?",
        4,
        {
            1: "That would be a method that divides by the size of the gradients (chapter 06). Momentum only adds.",
            10: "That is the gain for `mu = 0.9`. It multiplies high and low teeth alike.",
            40: "The gain is in both: it multiplies high and low teeth alike.",
            0.25: "The other way round.",
            2: "That is a root of 4. There is no root in a sum.",
        },
        "Momentum is a sum of gradients: a gradient a quarter as large makes a step a quarter as large.",
        measured=_late_teeth,
    ),
    "momentum_noise": Question(
        "The gradients are pure noise of variance 1. What variance has their *average* with factor 0.9, m = m + 0.1 (g − m)?",
        0.1 / 1.9,
        {
            0.1: "Nearly: ten values, a tenth of the variance? The weights are not equal, and their squares add up to less.",
            1: "An average of independent values is calmer than each of them.",
            0.229: "That is the standard deviation.",
            5.26: "That is the *sum*, 1/(1 − 0.81). The average has 0.1^2 of it.",
            0.01: "That is the square of the newest weight alone.",
        },
        "The squared weights 0.1^2 · 0.9^(2k) add up to 0.01 / (1 − 0.81) = 1/19.",
        measured=_noise,
        tolerance=0.03,
    ),
    "momentum_first_steps": Question(
        "Momentum with its best settings starts on the ravine at (−2.5, 0.5), with `v = 0`. What does its loss do in the first "
        "steps?",
        "it rises about tenfold",
        {
            "it falls from the start": "Every gradient points downhill, and yet: the steep coordinate is thrown across the "
            "valley, further each time.",
            "it stays level": "The steep coordinate does not wait for the flat one.",
        },
        "On the border of damping b behaves like (1 + 1.8 t) 0.82^t. The bracket grows at once, the power wins later.",
        measured=_first_steps,
    ),
    "momentum_ravine": Question(
        "Gradient descent took 346 steps to come 1000 times closer on the ravine. How many does momentum take, with its best "
        "settings?",
        "about 60",
        {
            "about 35": "That is ln 1000 / −ln 0.818, the rate alone. The factor 1 + 1.8 t in front of it costs another 23 "
            "steps.",
            "about 175": "That would be half. The square root of the condition number gives much more.",
            "about 350": "Then nothing would be gained. 0.818 a step is not 0.980.",
        },
        "(1 + 1.8 t) 0.818^t falls below 1/1000 at step 58.",
        measured=lambda: _steps_to(momentum, **BEST),
    ),
    "momentum_border": Question(
        "The map shows the loss for each pair of `lr` and `mu` on the ravine (L = 100). For `mu = 0` the border of stability "
        "is at `lr` = 0.02. Where is it for `mu = 0.9`?",
        2 * 1.9 / 100,
        {
            0.02: "That is gradient descent's. Momentum bears more.",
            0.002: "The gain does not divide the limit: across the valley the gradients alternate, and there is no gain.",
            0.2: "The gain does not multiply the limit.",
            3.8: "That is lr L. Divide by L = 100.",
            0.019: "The 2 is missing: a root reaches −1 at 2 (1 + mu)/L.",
            0.38: "That is the limit of the *average*, whose lr counts only a tenth.",
        },
        "A root reaches −1 at lr L = 2 (1 + mu): 3.8 / 100.",
        measured=_border,
    ),
    "momentum_stop": Question(
        "Between the start and the good minimum lies a shallow hollow. Three balls with `lr = 0.02`: which of them lies still "
        "in the good minimum after 125 steps?",
        "mu = 0.9",
        {
            "mu = 0.5": "It is too slow for the rim of the hollow, and stays in there.",
            "mu = 0.975": "It rolls through the hollow, and through the good minimum too.",
        },
        "Fast enough for the hollow, slow enough for the minimum. With 0.975 the run is still 0.38 away.",
        measured=_arrives,
    ),
    "momentum_first_ratio": Question(
        "Both programs get their first gradient. How many times longer is the first step of the second program?",
        10,
        {
            1: "The first takes only the share 1 − mu = 0.1 of its first gradient, the second takes all of it.",
            1.9: "That is 1 + mu. Compare one step only.",
            9: "That is how much longer. The first takes 0.1 of its gradient, the second all of it.",
            0.1: "The other way round: the second is the longer one.",
        },
        "0.06 g against 0.06 · 0.1 g. And so it stays: the one sums, the other averages.",
        measured=_first_ratio,
    ),
    "momentum_schedule": Question(
        "In the middle of a run on a steady gradient `lr` falls to a tenth. Whose steps are ten times shorter at once?",
        "lr outside (PyTorch, optax)",
        {
            "lr inside (Keras)": "Its velocity is a sum of old *steps*, made with the old `lr`. They fade little by little.",
            "both": "As long as `lr` is constant they are equal. Not here: it matters what is stored, gradients or steps.",
        },
        "There the new `lr` multiplies the whole sum; inside, it multiplies the newest gradient only.",
        measured=_at_once,
    ),
}
