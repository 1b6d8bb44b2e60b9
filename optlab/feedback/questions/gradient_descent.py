"""What chapter 01 asks. Each number and each choice is measured again by a run: `measured`."""

import numpy as np

from ...run.drive import descend
from ...steps.classic import sgd
from ...steps.variants import sgd_l2
from ...worlds import landscapes
from ...worlds.critical import share_of_saddles
from ...worlds.landscape import Landscape
from .ask import Question


def _limit():
    """The first lr at which a run on the ravine with curvatures 1 and 10 ends farther away than it started."""
    lrs = np.linspace(0.1, 0.3, 401)
    far = np.abs(descend(sgd, landscapes.ravine(10), x0=[1.0, 1.0], steps=2000, lr=lrs).x[-1]).max(axis=-1)
    return lrs[np.argmax(~(far < 1))]


def _search():
    """How the tries of a random search to halve the distance grow from 8 to 32 dimensions."""
    rng, counts = np.random.default_rng(1), {8: 0, 32: 0}
    for d in counts:
        for _ in range(40):
            x = np.ones(d) / np.sqrt(d)
            while np.linalg.norm(x) > 0.5:
                jump = rng.standard_normal(d)
                new = x + 0.6 * np.linalg.norm(x) / np.sqrt(d) * jump / np.linalg.norm(jump)
                x = new if new @ new < x @ x else x
                counts[d] += 1
    growth = counts[32] / counts[8]
    return min({"not at all": 1, "like d": 4, "like 2^d": 2**24}.items(), key=lambda row: abs(np.log(growth / row[1])))[0]


def _nearest():
    """How near steps of a fixed length come to the minimum, from a distance of 1."""

    def fixed_length(x, g, *, lr=0.3):
        return dict(x=x - lr * g / np.sqrt((g**2).sum(axis=-1, keepdims=True)))

    return np.abs(descend(fixed_length, landscapes.ravine(1), x0=[1.0, 0.0], steps=25).x[:, 0]).min()


def _steps(kappa):
    x = descend(sgd, landscapes.ravine(kappa), x0=[1.0, 1.0], steps=5 * kappa, lr=2 / (1 + kappa)).x
    return np.argmax(np.abs(x).max(axis=1) < 1e-3)


def _best_h():
    h = np.array([1e-12, 1e-8, 1e-4])[:, None] * np.linspace(0.5, 2, 50)
    error = np.abs(((3 + h) ** 2 - 9) / h - 6).mean(axis=1)
    return ("10^(-12)", "10^(-8)", "10^(-4)")[np.argmin(error)]


def _stops():
    """Which rule, of those that stop at all, has always arrived when it stops: on a raised bowl and on a plateau."""
    plateau = descend(sgd, landscapes.giant_plateau, steps=1, lr=0.1)
    change_is_fooled = np.linalg.norm(plateau.update[0]) < 1e-4 and np.linalg.norm(plateau.x[0]) > 3
    raised = descend(sgd, landscapes.ravine(1), steps=300, lr=0.1).loss + 5
    loss_is_fooled = raised.min() > 1e-3  # it never stops
    return "neither" if change_is_fooled and loss_is_fooled else "other"


def _share():
    line = np.linspace(-3, 3, 61)
    starts = np.stack(np.meshgrid(line, line), axis=-1)
    end = descend(sgd, landscapes.hills_and_canyon, x0=starts, lr=0.05).x[-1]
    share = (np.linalg.norm(end - landscapes.hills_and_canyon.minima[0], axis=-1) < 0.3).mean()
    return min({"all": 1.0, "three quarters": 0.75, "a third": 1 / 3}.items(), key=lambda row: abs(share - row[1]))[0]


def _ripple():
    run = descend(sgd, landscapes.ripple, steps=500, lr=0.03)
    rests = np.linalg.norm(run.update[-1]) < 1e-6
    return "far out, in a dent" if rests and np.linalg.norm(run.x[-1]) > 2 else "other"


def _leaving():
    """Steps until a deviation of 1e-6 from the saddle of a² − b² (curvature −2, so half the lr) has grown to 1."""
    b = descend(sgd, landscapes.saddle, x0=[0.0, 1e-6], steps=300, lr=0.05).x[:, 1]
    return 1 + np.argmax(np.abs(b) >= 1)


def _parabola():
    """(x − 2)² / 2."""
    return Landscape(lambda x: ((x - 2) ** 2).sum(-1) / 2, lambda x: x - 2, start=(0.0, 0.0))


QUESTIONS = {
    "descent_limit": Question(
        "In the ravine (a² + 10 b²)/2 the curvature is 1 along a and 10 across. "
        "Above which `lr` does the run no longer converge?",
        0.2,
        {
            2.0: "That is the limit of the flat direction, curvature 1. The steep one breaks first.",
            0.1: "With this one b arrives in a single step. Beyond it b jumps to the other side, and still comes nearer.",
            0.1818: "That is 2/11, the best lr of part 3, at which both directions are equally slow. It still converges.",
            1.0: "That is where the flat direction arrives in one step. The steep one has left long before.",
        },
        "One step multiplies b by 1 − 10 lr. Beyond lr = 2/10 that is below −1, and b grows.",
        measured=_limit,
    ),
    "descent_search": Question(
        "Random search on |x|²/2 in d dimensions: how does the number of tries to halve the distance grow with d?",
        "like d",
        {
            "not at all": "A random direction hardly agrees with the one that leads down when there are many dimensions.",
            "like 2^d": "That would be a search on a grid. A small jump often goes down, but it gains little.",
        },
        "A random jump has only a share of about 1/√d of its length along the slope, and it has to be shorter by √d as well.",
        measured=_search,
    ),
    "descent_fixed": Question(
        "Every step has the fixed length 0.3. The run starts at a distance of 1. How near does it ever come to the minimum?",
        0.1,
        {
            0.0: "It would have to land on it: 1 is no multiple of 0.3.",
            0.3: "It comes nearer than one step.",
            0.2: "That is the farther one of the two places between which it jumps.",
            0.15: "That is half a step, the mean of the two places between which it jumps.",
        },
        "1, 0.7, 0.4, 0.1, and then over the minimum to 0.2, back to 0.1, for ever.",
        measured=_nearest,
    ),
    "descent_units": Question(
        "You measure the parameter in centimetres and no longer in metres. By which factor must `lr` grow for the same run?",
        10_000,
        {
            100: "x grows by 100. But the gradient, loss per parameter, also shrinks by 100.",
            1: "Then every step would be 10 000 times too small.",
            0.01: "The other way round, and only half of it: x grows, and the gradient shrinks as well.",
            1e-4: "The other way round: the steps have to become longer, in numbers.",
        },
        "x is 100 times larger and the gradient 100 times smaller; lr has the unit parameter²/loss.",
        measured=lambda: 0.1 * 100**2 / 0.1,
    ),
    "descent_kappa": Question(
        "Each with its best `lr`: by which factor does the number of steps grow from κ = 100 to κ = 1000?",
        10,
        {
            3.16: "√10 is what momentum makes of it, in chapter 04.",
            100: "The factor a step is near 1 − 2/κ: κ comes in once, not squared.",
            1: "The best lr sets a compromise, and a wider ravine makes a worse one.",
        },
        "(κ − 1)/(κ + 1) is near 1 − 2/κ, so it takes about κ/2 · ln(1000) steps.",
        measured=lambda: _steps(1000) / _steps(100),
    ),
    "descent_memory": Question(
        "A network has a million parameters. How many terabytes (10^12 bytes) does the matrix of all its second derivatives "
        "need, at 8 bytes a number?",
        8,
        {
            8e-6: "That is the gradient: one number a parameter. The matrix has one for each pair.",
            1: "There are 10^12 numbers, and each has 8 bytes.",
            8e12: "In bytes. A terabyte has 10^12 of them.",
            4: "It is symmetric, so one could store half of it. Counted whole it is twice as much.",
        },
        "10^6 times 10^6 numbers, 8 bytes each.",
        measured=lambda: (10**6) ** 2 * np.zeros(1).itemsize / 1e12,
    ),
    "descent_stop": Question(
        "Stop when the loss is below 0.001, or stop when x changes by less than 0.0001: which rule stops, and only after it has "
        "arrived, both on a bowl raised by 5 and on a plateau?",
        "neither",
        {
            "the change": "On the plateau the slope is tiny, and so is the change: it stops at once.",
            "the loss": "On the raised bowl the loss never comes below 5: it never stops.",
        },
        "The loss rule must know the least value in advance; the change rule takes a small slope for the goal.",
        measured=_stops,
    ),
    "descent_share": Question(
        "Hills and canyon has three minima. From which share of all starts does gradient descent reach the best one?",
        "three quarters",
        {
            "all": "It goes downhill from where it stands, and two other hollows lie in the way.",
            "a third": "The basins are not equally large.",
        },
        "A run ends in the minimum of the basin in which it starts, and the best minimum has the largest basin here.",
        measured=_share,
    ),
    "descent_ripple": Question(
        "Ripple is a bowl with many small dents; its curvature is at most L = 54. Where does gradient descent end with the "
        "sound rate `lr` = 0.03, below 2/L?",
        "far out, in a dent",
        {
            "in the middle": "The bowl leads there, but every dent on the way has a bottom of its own.",
            "nowhere, it diverges": "0.03 is below 2/54 = 0.037: every step goes down.",
        },
        "Every step goes down, so it cannot leave a dent. The first that is deep enough keeps it.",
        measured=_ripple,
    ),
    "descent_saddles": Question(
        "In one dimension no point without slope is a saddle, in two dimensions one half are. Which share is it in three?",
        0.75,
        {
            0.5: "With more directions it gets more likely that they disagree.",
            1.0: "Tops and bottoms become rare, but in three dimensions they are still a quarter.",
            0.25: "That is the share of tops and bottoms.",
            0.875: "That is four dimensions.",
            0.67: "That goes on 0, 1/2, 2/3. Count how the signs of three curvatures can fall.",
        },
        "A top or a bottom needs all curvatures to agree. Three coins agree in a quarter of all tosses, and so do these.",
        measured=lambda: share_of_saddles(3, functions=40, rng=3)[0],
        tolerance=0.04,
    ),
    "descent_leaving": Question(
        "Curvature −1, `lr` = 0.1: each step multiplies the distance from the saddle by 1.1. It starts at 0.000001. "
        "After how many steps is it 1?",
        145,
        {
            10: "That is 1/`lr`: in ten steps it grows by 2.6 only.",
            138: "That is 13.8 / 0.1, for growth without steps. The logarithm of 1.1 is 0.095, a little less than 0.1.",
            14: "That is the logarithm of 10^6: a factor e a step. It is 1.1.",
            60: "That would be a factor 1.26 a step. Take the logarithm of 1.1.",
            10_000_000: "That would be steps of equal length. They grow with the distance.",
        },
        "1.1^t = 10^6 at t = ln(10^6) / ln(1.1) = 13.8 / 0.0953.",
        measured=_leaving,
        unit="steps",
    ),
    "descent_h": Question(
        "Which h gives the slope (f(3 + h) − f(3))/h of x² with the smallest error?",
        "10^(-8)",
        {
            "10^(-12)": "That is the page's h. It gives 6.0005.",
            "10^(-4)": "Then the formula's own error, which is h, is still 0.0001.",
        },
        "A smaller h makes the formula better and the rounding worse; the two errors meet near h = 5 · 10^(-8).",
        measured=_best_h,
    ),
    "descent_default": Question(
        "PyTorch's default is `lr` = 0.001. On a bowl of curvature 1: which share of the distance is left after 1000 steps?",
        0.37,
        {
            0.0: "A thousand steps of a thousandth do not add up to the whole: each takes a thousandth of what is *left*.",
            0.001: "That is the rate, not what is left.",
            0.63: "That is the way that it has gone. The rest is left.",
            0.999: "That is what one step leaves.",
        },
        "0.999^1000 is near 1/e.",
        measured=lambda: descend(sgd, landscapes.ravine(1), x0=[1.0, 1.0], steps=1000, lr=0.001).x[-1, 0],
    ),
    "descent_decay": Question(
        "Weight decay adds λ x to the gradient. Where does a run on (x − 2)²/2 end, for λ = 0.5?",
        4 / 3,
        {
            2: "That is the minimum without the decay. The decay pulls it towards 0.",
            1: "λ takes its share of x as it is at the end, not of 2.",
            4: "With this sign the decay would push x away from 0. It is added to the gradient, so it pulls.",
            1.5: "2 − λ: but λ has no unit of x. It multiplies x.",
        },
        "It rests where (x − 2) + 0.5 x = 0: at 2/1.5.",
        measured=lambda: descend(sgd_l2, _parabola(), steps=1000, lr=0.1, weight_decay=0.5).x[-1, 0],
    ),
}
