"""What chapter 05 asks. Each answer is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend, drive
from ...steps.classic import momentum, nesterov, sgd
from ...steps.variants import nesterov_keras, nesterov_shifted, nesterov_torch
from ...theory.rates import measured_limit, measured_radius
from ...worlds import landscapes, signals
from .ask import Question

RAVINE = landscapes.ravine(100)


def _wrong_way():
    """Steps with the old sign after rectangles have turned, of the 20 until they turn back."""
    update = drive(nesterov, signals.rectangles(), lr=0.25, mu=0.9).update
    return int(np.sum(update[20:40] > 0))


def _overshoot():
    """Nesterov's way beyond the minimum of a bowl, as a share of momentum's, as the nearest of the choices."""
    settings = dict(landscape=landscapes.ravine(1), x0=[1.0, 1.0], steps=60, lr=0.1, mu=0.9)
    far, near = (-descend(step, **settings).path.min() for step in (momentum, nesterov))
    assert 0.5 < near / far < 0.7
    return "a little more than half as far"


def _curve():
    """Where |z| is least, for momentum and for Nesterov."""
    lrs = np.array([0.2, 0.6, 0.99, 1.2, 1.35])
    flat, dips = measured_radius(momentum, lrs, mu=0.9), measured_radius(nesterov, lrs, mu=0.9)
    assert np.allclose(flat, 0.9487, atol=3e-3) and dips.argmin() == 2 and dips[2] < 0.1 and dips[-1] > 0.98
    return "it falls to 0, then rises steeply"


def _bent(x):
    return np.where(x < 1, 25 * x, np.where(x < 2, x + 24, 25 * x - 24))


def _circle():
    bent = landscapes.Landscape(lambda x: 0 * x.sum(-1), _bent, start=(3.3,))
    ends = {
        "momentum": descend(momentum, bent, steps=300, lr=1 / 9, mu=4 / 9).x[-1, 0],
        "Nesterov": descend(nesterov, bent, steps=300, lr=1 / 25, mu=2 / 3).x[-1, 0],
    }
    there = [name for name, x in ends.items() if abs(x) < 1e-6]
    assert len(there) == 1
    return f"only {there[0]}"


def _newest():
    ones = signals.impulse(5)
    shifted = drive(nesterov_shifted, ones, lr=1.0, mu=0.9).update[0]
    return shifted / drive(momentum, ones, lr=1.0, mu=0.9).update[0]


def _calm():
    settings = dict(landscape=RAVINE, steps=125, lr=0.01, mu=0.82)
    rises = [int((np.diff(descend(step, **settings).loss) > 0).sum()) for step in (momentum, nesterov)]
    assert rises == [52, 0]
    return rises[1]


def _first_out():
    """Which of the three has the smallest lr at which it grows, on curvature 1 and with mu = 0.82."""
    limits = {
        "Nesterov": measured_limit(nesterov, 2 * 1.82 / 2.64, mu=0.82),
        "gradient descent": measured_limit(sgd, 2.0),
        "momentum": measured_limit(momentum, 2 * 1.82, mu=0.82),
    }
    return min(limits, key=limits.get)


def _edge():
    """The border of the map at mu = 0.99."""
    return measured_limit(nesterov, 2 * 1.99 / 2.98, mu=0.99) / 100


def _as_printed(x, g, v=0.0, *, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    x = x + mu**2 * v - (1 + mu) * lr * g
    return dict(v=v, x=x)


def _walks_on():
    """Whose x goes farther after lr has fallen to a tenth."""
    ones, falling = signals.constant(60), lambda t: 0.1 if t < 50 else 0.01
    keras, torch = (drive(form, ones, lr=falling, mu=0.9).update[49:].sum() for form in (nesterov_keras, nesterov_torch))
    return "Keras" if keras > 1.5 * torch else "PyTorch" if torch > 1.5 * keras else "neither"


QUESTIONS = {
    "nesterov_turn": Question(
        "The gradient is +1 for 20 steps, then it turns to −1. With `mu = 0.9` momentum walks the wrong way for 5 more "
        "steps. "
        "Nesterov asks for the slope where its velocity will carry it. How many steps does it walk the wrong way, with "
        "`lr = 0.25`?",
        3,
        {
            0: "It sees the turn early, but the old velocity is still there. With `lr = 1`, which looks farther, it is 0.",
            2: "That is what it gains: of the five, the rest is left.",
            4: "It gains more than one: with an update of 2 it looks 1.8 samples ahead.",
            5: "That is momentum. The look-ahead meets the new sign two steps before the turn.",
            10: "Looking ahead does not add to the memory.",
        },
        "The look-ahead reads the new sign two samples before momentum does, so the velocity turns two steps earlier.",
        measured=_wrong_way,
        unit="steps",
    ),
    "nesterov_overshoot": Question(
        "On the bowl x^2/2, from x = 1, both with `mu = 0.9` and `lr = 0.1`: momentum runs past the minimum at 0. How far "
        "past it "
        "does Nesterov run, compared with momentum?",
        "a little more than half as far",
        {
            "as far": "The gradient at the look-ahead point has changed its sign already while x has not.",
            "not at all": "At this `lr` the velocity is braked more, but not so much that there is no swing.",
        },
        "0.35 against 0.60. At the look-ahead point the far wall is felt earlier.",
        measured=_overshoot,
    ),
    "nesterov_curve": Question(
        "|z| is what a step leaves of the error. Momentum with `mu = 0.9` leaves 0.95 whatever the curvature, up to lr · "
        "h = 3.8. "
        "Nesterov's swings leave √(mu (1 − lr h)). How does its curve look, with growing lr · h?",
        "it falls to 0, then rises steeply",
        {
            "it stays at 0.95": "That is momentum. Here the curvature adds friction.",
            "it falls and stays low": "At lr · h = 1 the factor 1 − lr h changes its sign. Beyond, the velocity is turned round.",
        },
        "At lr · h = 1 both roots are 0. Beyond it they are real, and one of them soon reaches −1.",
        measured=_curve,
    ),
    "nesterov_circle": Question(
        "A valley in one dimension: slope 25x, then flatter, then steep again, so all curvatures lie between 1 and 25. "
        "Momentum "
        "has the settings that are best on quadratics with such curvatures, Nesterov the good ones of part 3. "
        "Who is at the minimum after 300 steps?",
        "only Nesterov",
        {
            "both": "For a quadratic yes. This slope has bends.",
            "only momentum": "Its best rate is proved for quadratics only. Nesterov's proof holds for every loss with "
            "such curvatures.",
            "neither": "One of the two has a proof for every such loss.",
        },
        "Momentum visits the same three points for ever.",
        measured=_circle,
    ),
    "nesterov_newest": Question(
        "The shifted form makes one step at the very first gradient g. How long is it, in units of lr · g, for `mu = 0.9`? "
        "(Momentum's first step is 1.)",
        1.9,
        {
            1: "That is the step of x. The look-ahead point moves by mu · v on top of it.",
            0.9: "That is only what the look-ahead adds.",
            10: "That is the sum of all steps that one gradient makes.",
            1.81: "That is 1 + mu^2. The second step has mu^2; the first has 1 + mu.",
        },
        "x moves by lr g, and the look-ahead point by mu times that in addition: 1 + mu.",
        measured=_newest,
    ),
    "nesterov_rises": Question(
        "On the ravine, with lr = 1/L and `mu = 0.82`, momentum's loss goes up in 52 of 125 steps. In how many does Nesterov's?",
        0,
        {
            52: "That is momentum. The steep direction has lr · h = 1 here, and the look-ahead leaves nothing of its error.",
            26: "Half would be a guess. In the steep direction there is no swing left at all.",
        },
        "In the steep direction lr h = 1, so mu (1 − lr h) = 0: no swing. The flat one has two equal roots: no swing either.",
        measured=_calm,
        unit="steps",
    ),
    "nesterov_first_out": Question(
        "Raise the `lr` of all three together. Which of them diverges first?",
        "Nesterov",
        {
            "gradient descent": "It holds until 2/L. Looking ahead costs more than that.",
            "momentum": "It holds longest: 2 (1 + mu)/L.",
        },
        "2 (1 + mu) / (1 + 2 mu) is below 2 for every mu above 0.",
        measured=_first_out,
    ),
    "nesterov_edge": Question(
        "The map shows the loss on the ravine (L = 100) for each pair of `lr` and `mu`. At `mu = 0` the border is at `lr` "
        "= 0.02. "
        "Where does it go as `mu` comes near 1?",
        4 / 300,
        {
            0.04: "That is momentum's: 2 (1 + mu)/L.",
            0.02: "Looking ahead costs stability: the border bends to the left.",
            1.333: "That is lr L. Divide by L = 100.",
            0.01: "That is 1/L, where the steep direction dies at once. The border lies a third beyond it.",
        },
        "2 (1 + 1) / (1 + 2) / 100 = 0.0133.",
        measured=_edge,
        unit="",
    ),
    "nesterov_as_printed": Question(
        "The two lines in the wrong order are Nesterov that looks ahead by c = mu + mu^2 = 1.71. Up to which `lr` are "
        "they stable on "
        "curvature 1?",
        3.8 / 4.42,
        {
            1.357: "That is the right order, c = mu.",
            3.8: "That is momentum, c = 0.",
            1.402: "Divide by 1 + 2c = 4.42, not by 1 + c.",
            2.1: "Divide by 1 + 2c = 4.42, not by 1 + mu^2.",
        },
        "2 (1 + mu) / (1 + 2c) = 3.8 / 4.42.",
        measured=lambda: measured_limit(_as_printed, 3.8 / 4.42, mu=0.9),
    ),
    "nesterov_falling_lr": Question(
        "PyTorch keeps `lr` outside the buffer, Keras inside. In the middle of a run on a steady gradient `lr` falls to a "
        "tenth. Which "
        "of the two walks farther from there on?",
        "Keras",
        {
            "PyTorch": "Its buffer holds gradients; the new `lr` multiplies all of them at once.",
            "neither": "They are one method only as long as `lr` stays.",
        },
        "The velocity that Keras keeps was made with the old `lr`.",
        measured=_walks_on,
    ),
}
