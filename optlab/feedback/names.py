"""What mistakes are called. A row is a change of a formula, the same for all steps, and what is said about it.

A change is written `right -> wrong`. In it A, B and C are any formula, H a hyperparameter such as beta1 and K another one, D a
number, S what this line's own quantity was before the step, N another quantity of the step (N_before: its old value), X what x
was before. A row holds wherever its change gives the learner's numbers in every step: so no name is a guess. What adds to a
line more than its letters say is written `right <- wrong`: taken back in the learner's line, it must give the right numbers.
"""

import ast
import functools
import re
from typing import NamedTuple

from .lines import BEFORE, copied, names, parse, put, text


class Row(NamedTuple):
    """name; rules, each `right -> wrong`, and back, each `right <- wrong`; where: the quantities that it may be about ("" all,
    "x", "-x" all but x, "S" states; "!" the whole line, "=" all, if just this line stands in the learner's function).

    message, idea and line are what is said; in them {q} is the quantity, and {H}, {K}, {N}, {A} and {B} what they stand for.
    """

    name: str
    where: str
    rules: tuple
    back: tuple
    message: str
    idea: str
    line: str


def row(name, where, rules, message, idea, line):
    pairs, back = (
        tuple(tuple(parse(side) for side in rule.split(arrow)) for rule in rules.split(";") if arrow in rule)
        for arrow in ("->", "<-")
    )
    return Row(name, where, pairs, back, message, idea, line)


# fmt: off
NAMES = (
    # the step, its sign and its learning rate
    row("ascent", "", "X - A - B -> X + A + B; X - A -> X + A; -A * B -> A * B; A - lr * B -> A + lr * B; A - rate * B -> A + "
        "rate * B; A - B * g -> A + B * g", "The sign is wrong: the step goes along the gradient, uphill.",
        "The gradient points uphill. A descent step goes the other way.", "the step is subtracted."),
    row("double minus", "x!", "X + A -> X - A",
        "{A} already carries the minus sign, and x subtracts it once more: x goes uphill.",
        "Decide once where the minus stands: before the line of x or in it.", "what already carries the minus is added."),
    row("learning rate missing", "", "lr * A -> A; lr / A -> 1 / A; lr * A / B -> A / B; A * lr -> A",
        "The learning rate is not used in this line: it is the same for every lr.",
        "lr turns gradient units into parameter units; without it the step has the wrong size.", "lr is a factor of the step."),
    row("divided by the learning rate", "", "lr * A -> A / lr",
        "The step is divided by lr instead of multiplied: a small learning rate gives a huge step.",
        "A small learning rate means small, careful steps.", "lr is a factor, not a divisor."),
    row("lr falls with time", "", "lr -> lr / np.sqrt(t); lr -> lr / t",
        "The step is divided by a power of t that the rule does not have, so it shrinks although nobody asked for it.",
        "A schedule for lr belongs outside, in the lr that the driver hands over.", "no t stands beside lr."),
    row("lr applied twice", "",
        "X + A -> X + lr * A; lr * A -> lr * (lr * A); lr -> lr**2; rate * A -> lr * rate * A; X - A -> X - lr * A",
        "The learning rate is multiplied in once more.", "lr turns a gradient into a step, once.",
        "lr is already in what stands here."),
    row("lr in the memory", "S", "(1 - H) * A -> (1 - H) * (lr * A); S + A -> S + lr * A",
        "lr multiplies what is remembered, so as soon as lr changes the old part still carries the old lr.",
        "{q} remembers gradients, in gradient units.", "no lr in this line."),
    row("only the step returned", "x!", "X - A -> -A; X + A -> A", "What is returned as x is the change of x, not the new x.",
        "The next step begins where this one ended: at the old point plus the change.", "the old x is part of the new x."),
    row("only x returned, without a step", "x!", "X - A -> X; X + A -> X", "x comes back as it went in.",
        "What is computed helps only where it is used.", "the step is subtracted from the old x."),
    row("parentheses around x - lr", "x!", "X - lr * g -> (X - lr) * g",
        "lr is subtracted from x, and the result is multiplied by the gradient.",
        "The step is lr times g; it is taken off x as a whole.", "x - lr * g needs no parentheses."),
    row("step multiplied by x", "x!", "X - A -> X - X * A; X - A -> X - A * X",
        "The step is multiplied by x: a parameter at 0 never moves, and a negative one goes uphill.",
        "The step depends on the slope, not on where x stands.", "there is no x in the step."),
    row("step depends on x", "x", "g -> X; m_hat -> X", "x stands where the gradient belongs.",
        "x is what is moved. It is no part of how far.", "x stands once, as what the step is taken from."),
    row("a coordinate left out", "x!", "X - A -> X - A * (np.arange(X.shape[-1]) < X.shape[-1] - 1); X - A -> X - A * "
        "(np.arange(X.shape[-1]) >= 1); X - A -> X - A * (np.arange(X.shape[-1]) < X.shape[-1] // 2); X + A -> X + A * "
        "(np.arange(X.shape[-1]) < X.shape[-1] - 1); X + A -> X + A * (np.arange(X.shape[-1]) >= 1); X + A -> X + A * "
        "(np.arange(X.shape[-1]) < X.shape[-1] // 2)", "Not all coordinates of x are moved: some stay where they started.",
        "Every parameter takes part in every step.", "no slice, and no loop that ends too early."),
    # the gradient
    row("gradient's size lost", "", "g -> np.sign(g); g_ahead -> np.sign(g_ahead)",
        "Only the sign of the gradient is used, so a gradient of 0.01 counts as much as one of 100.",
        "The rule knows steep from flat.", "the gradient itself stands there, without np.sign."),
    row("gradient normalised", "", "g -> g / np.linalg.norm(g); g -> g / (np.linalg.norm(g) + 1e-8); g -> g / (np.linalg.norm(g) "
        "+ 1e-12); g -> g / (np.linalg.norm(g) + eps)", "The gradient is divided by its length.",
        "The rule takes the gradient as it comes in, without its norm.", "no division by a norm."),
    row("gradient squared", "x", "A * g -> A * g**2; g / A -> g**2 / A",
        "The step holds the square of the gradient: it has lost its sign.",
        "The direction is the gradient itself; squares belong to sizes.", "g without a square."),
    row("one sign treated differently", "", "g -> np.abs(g)",
        "The size of the gradient stands where the gradient itself belongs.", "Directions keep their sign, sizes have none.",
        "no np.abs around g here."),
    row("m in the numerator", "delta", "g / A -> m / A; A * g / B -> A * m / B",
        "The step uses the averaged gradient m; this rule takes g itself.", "m is there for the variance only.",
        "g stands above the root."),
    row("m in both terms", "m_hat", "A + B * g / C -> A + B * m / C",
        "Both terms of {q} are made of m; the second one takes the new gradient itself.",
        "m already knows the newest gradient, with a small weight; the second term lets it count at once.",
        "m stands in the first term, g in the second."),
    row("weight left out", "m_hat", "(1 - H) * A -> A", "The new gradient comes in with its full size; its weight is 1 - {H}.",
        "The two weights of an average add up to 1.", "the new gradient comes in with weight 1 - {H}."),
    row("g in the numerator", "x", "m_hat -> g; m -> g", "The step uses the gradient itself; the average has no effect.",
        "The rule moves along the averaged gradient.", "the average stands in the numerator."),
    # momentum
    row("average instead of sum", "S", "H * S - A -> H * S - (1 - H) * A; H * S + lr * A -> H * S + (1 - H) * (lr * A); A - B * "
        "lr * g -> A - B * (1 - mu) * lr * g", "The new gradient is damped by 1 - {H}: that is the averaged form. The classic "
        "velocity is a sum with gain 1 / (1 - {H}).",
        "On a constant gradient the velocity should grow to 1 / (1 - {H}) times the first step.",
        "the gradient comes in with lr alone, without 1 - {H}."),
    row("sum instead of average", "S", "(1 - H) * A -> A; r * A -> A",
        "The factor 1 - {H} is missing, so the new value is added in full: a sum, not an average.",
        "The two weights of an average add up to 1.", "the new value comes in with weight 1 - {H}."),
    row("weights swapped", "S", "H * S + (1 - H) * A -> (1 - H) * S + H * A; (1 - r) * S + r * A -> r * S + (1 - r) * A",
        "The two weights are exchanged: the old value is nearly forgotten in every step.",
        "The old value is kept with the large weight.", "the old value has the weight {H}, the new one 1 - {H}."),
    row("keep and forget exchanged", "S", "H * S - A -> (1 - H) * S - A; H * S + A -> (1 - H) * S + A",
        "The old value is multiplied by 1 - {H}: with {H} near 1 nearly everything is forgotten at once.",
        "{H} is the share of the old value that is kept.", "the old {q} is multiplied by {H}."),
    row("momentum on the gradient", "S", "H * S - A -> S - H * A",
        "{H} multiplies the gradient instead of the old value, which never fades.",
        "{H} is friction: it shrinks what is remembered a little in each step.", "{H} is the factor of the old {q}."),
    row("{q} reset each step", "S", "H * S + A -> A; H * S - A -> -A; (1 - r) * S + A -> A; np.maximum(H * S, A) -> A",
        "The old {q} does not enter the new one: nothing is remembered.", "{q} carries over from step to step.",
        "the old {q}, with its factor, is part of the new one."),
    row("maximum in place of the sum", "S", "S + A -> np.maximum(S, A)",
        "The larger of the old {q} and the new term is kept; they are added here.", "A sum over all steps never forgets.",
        "the new term is added to the old {q}."),
    row("h overwritten", "S", "S + A -> A", "The old {q} does not enter the new one: the sum holds the newest term only.",
        "A sum over all steps never forgets.", "the new term is added to the old {q}."),
    row("memory never updated", "S", "H * S + A -> S; H * S - A -> S; S + A -> S; np.maximum(A, B) -> S; (1 - r) * S + A -> S",
        "{q} comes back as it went in: nothing is ever remembered.", "What a step learns has to be in what it returns.",
        "the new {q} is computed and returned."),
    row("memory with the wrong sign", "S", "H * S -> -H * S", "The old {q} comes in with a minus.",
        "What is remembered keeps its sign.", "{H} times the old {q} is added, not subtracted."),
    row("friction missing", "S", "H * S - A -> S - A",
        "The old {q} is kept in full: {H} is not used here, so nothing ever fades.", "{H} below 1 forgets old gradients.",
        "the old {q} is multiplied by {H}."),
    row("AdaGrad's sum", "S", "H * S + (1 - H) * A**2 -> S + A**2",
        "The squares are summed and nothing is forgotten: that is AdaGrad's sum.", "Here old gradients are forgotten.",
        "the old {q} is weighted by {H} and the new square by 1 - {H}."),
    row("old value kept in full", "S", "H * S + A -> S + A",
        "The old {q} is not multiplied by {H}: nothing is forgotten, and the sum grows.",
        "The two weights of an average add up to 1.", "the old {q} is multiplied by {H}."),
    row("mu on both", "", "H * S - A -> H * (S - A); H * S + A -> H * (S + A); X + N -> X + mu * N",
        "mu multiplies the newest gradient as well.", "Only what is remembered is damped; the newest gradient counts in full.",
        "mu stands with the old {q} alone."),
    row("started at the first gradient", "S", "H * S + (1 - H) * A -> np.where(t == 1, A, H * S + (1 - H) * A)",
        "Your {q} starts at the first gradient (or its square); the rule's starts at 0.",
        "The rule has no case of its own for the first step.", "the same formula in every step; the memory starts at 0.0."),
    row("mu squared in the velocity", "S", "H * S - A -> H**2 * S - A", "The old velocity is multiplied by {H} twice.",
        "In each step the velocity loses the share 1 - {H}, once.", "the old {q} is multiplied by {H}."),
    row("1 + mu in the velocity", "S", "A - lr * B -> A - (1 + mu) * lr * B",
        "The factor 1 + mu belongs to the line of x; here the gradient comes in with lr alone.",
        "Only x, the look-ahead point, moves further.", "no 1 + mu in this line."),
    row("old {N} used", "", "N -> N_before", "This line uses the {N} from before this step: {N} is updated too late.",
        "The newest gradient enters {N} first; then {N} is used.", "it needs the new {N}: the line of {N} comes before it."),
    row("{N} updated before its use", "", "N_before -> N",
        "This line needs the {N} from before this step, and {N} is updated already.",
        "What was known before this step decides here.", "it needs the old {N}: the line of {N} comes after it."),
    row("Nesterov written for heavy ball", "x!", "X + v -> X + (mu * v - lr * g); X - v -> X - (mu * v + lr * g)",
        "This step looks ahead: x moves by mu v - lr g, and here it should move by v.",
        "The new position is the old one plus the new velocity, no more.", "x takes v once."),
    row("gradient counted twice", "x!", "X + v -> X + v - lr * g; X + v -> X + v - lr * g_ahead; X - v -> X - v - lr * g",
        "v already contains the new gradient, and the line of x takes it off once more.", "v is the whole step.",
        "x + v, and no gradient."),
    row("looked ahead twice", "x!", "X + v -> X + mu * v - lr * g_ahead",
        "The gradient is taken at the look-ahead point, and x is carried on to the next one as well: two forms in one.",
        "Either the gradient is asked ahead and x moves by v, or x itself is the look-ahead point; not both.", "x takes v once."),
    row("shifted form with the new v", "x!", "X + v -> X + mu**2 * v - (1 + mu) * lr * g",
        "This is the line of the shifted form, and it uses the v from after this step: x looks ahead by (mu + mu^2) v.",
        "In the shifted form the old v is used first.", "x + v, or the old v in the shifted form."),
    # looking ahead
    row("gradient at x instead of the look-ahead", "g_ahead!",
        "grad(X + A) -> grad(X); grad(X + A) -> g; A / 4 -> grad(X); A / 4 -> g",
        "The gradient is taken at x: that is heavy ball, and no look-ahead.",
        "Nesterov asks for the slope where the velocity is about to lead.", "the argument of grad is x + mu v."),
    row("look-ahead without mu", "", "grad(X + mu * A) -> grad(X + A)", "The look-ahead goes the whole v, without mu: too far.",
        "Of the old velocity only the share mu survives into this step.",
        "grad is asked at the point to which mu v is about to carry x."),
    row("look-ahead to the wrong side", "", "grad(X + A) -> grad(X - A)", "The look-ahead goes back instead of forward.",
        "Whatever is about to be done to x with v, the look-ahead does too.", "mu v has the sign with which v is added to x."),
    row("look-ahead kept as the new x", "x!", "X + v -> X + mu * v_before + v",
        "The step starts from the look-ahead point, so mu v is walked twice.",
        "The look-ahead point is only visited to measure the slope.",
        "it starts from the old x, and v already contains mu times the old v."),
    row("look-ahead missing", "x!", "X + mu**2 * v_before - (1 + mu) * lr * g -> X + v",
        "x moves by the new v alone: that is heavy ball.", "Here x is the look-ahead point: it is carried on by mu v more.",
        "the old v with mu squared, and (1 + mu) times the gradient."),
    row("old v left out", "x!", "X + A * v_before - B -> X - B", "The old v has no effect on x.",
        "x moves by the old velocity and by the new gradient.", "the old v, with its factor, is added."),
    row("old v with the wrong sign", "x!", "X + A * v_before - B -> X - A * v_before - B", "The old v is subtracted.",
        "x goes on in the direction in which it moved.", "the old v is added."),
    row("mu for mu squared", "x", "mu**2 -> mu", "The old v comes in with mu instead of its square.",
        "One mu brings the old v here, the other looks ahead.", "mu**2."),
    row("1 for mu squared", "x", "mu**2 * A -> A", "The old v comes in undamped.",
        "One mu brings the old v here, the other looks ahead.", "mu**2."),
    row("1 + mu forgotten", "x", "(1 + mu) * A -> A", "The gradient comes in once; here it counts 1 + mu times.",
        "x moves by the gradient now, and by mu times it for the look-ahead.", "1 + mu times lr g."),
    row("1 - mu for 1 + mu", "x", "1 + mu -> 1 - mu", "The gradient comes in with 1 - mu instead of 1 + mu.",
        "The look-ahead adds mu times the gradient.", "1 + mu."),
    row("mu for 1 + mu", "x", "1 + mu -> mu", "The gradient comes in with mu instead of 1 + mu.",
        "x moves by the gradient now, and by mu times it for the look-ahead.", "1 + mu."),
    # decay, sign, matrices
    row("decay without the rate", "x!", "X - lr * (A + weight_decay * X) -> X - lr * A - weight_decay * X",
        "The decay is not multiplied by lr: it takes the share weight_decay of x in each step, far too much.",
        "Both pulls are multiplied by lr, so that one schedule rules both.",
        "weight_decay * x stands in the parentheses, behind lr."),
    row("decay with the wrong sign", "x", "A + weight_decay * X -> A - weight_decay * X",
        "The decay is taken off the step: it pushes x away from 0.", "A decay pulls every parameter towards 0.",
        "weight_decay * x is added to what is subtracted."),
    row("decay divided by the root", "x", "A / B + weight_decay * X -> (A + weight_decay * X) / B",
        "The decay is divided by the size of the gradients as well: that is what AdamW is there to undo.",
        "The decay stands beside the quotient, not in it.", "plus weight_decay * x, behind the quotient."),
    row("decay of the new x", "x!", "X - lr * (A + weight_decay * X) -> X - lr * A - lr * weight_decay * (X - lr * A)",
        "The decay acts on the x that is moved already.", "Both pulls start from the x of before the step.",
        "one line for x, or the decay first."),
    row("decay without x", "x", "weight_decay * X -> weight_decay; weight_decay * X -> weight_decay * np.sign(X)",
        "The decay takes the same amount of every parameter, large or small.", "A decay takes a *share* of x.",
        "weight_decay * x."),
    row("decay's sign lost", "x", "weight_decay * X -> weight_decay * np.abs(X)",
        "The decay has the size of x without its sign: a negative x is pulled farther out.",
        "A decay pulls towards 0 from both sides.", "x itself, without np.abs."),
    row("lr twice in the decay", "x", "weight_decay * X -> lr * weight_decay * X",
        "lr stands before the parentheses already; here the decay is multiplied by it once more.",
        "The decay takes the share lr * weight_decay of x.", "weight_decay * x in the parentheses."),
    row("decay of something else", "x", "weight_decay * X -> weight_decay * g; weight_decay * X -> weight_decay * m",
        "What decays is not x.", "A weight decay shrinks the weights.", "weight_decay * x."),
    row("decay in the gradient", "", "g -> g + weight_decay * X; np.sign(A) -> np.sign(A + weight_decay * X)",
        "The decay is added to what becomes the direction; it belongs beside the direction, in the line of x.",
        "Decoupled: the direction is made of gradients alone.", "weight_decay * x stands in the line of x, and nowhere else."),
    row("decay left out", "x", "A + weight_decay * X -> A", "weight_decay is not used in the line of x.",
        "Every weight loses a share in each step.", "plus weight_decay * x, in the parentheses behind lr."),
    row("sign missing", "u", "np.sign(A) -> A", "The average itself is the direction; the rule takes its sign alone.",
        "Every step has the size lr.", "np.sign around the average."),
    row("only the newest gradient asked", "u", "np.sign(A + B * g) -> np.sign(g)",
        "The sign is that of the newest gradient; m has no vote.", "The direction is the sign of an average of m and g.",
        "beta1 * m + (1 - beta1) * g stands in the sign."),
    row("only the memory asked", "u", "np.sign(A * m_before + B) -> np.sign(m_before)",
        "The sign is that of the old m; the newest gradient has no vote.", "The direction is the sign of an average of m and g.",
        "beta1 * m + (1 - beta1) * g stands in the sign."),
    row("weights swapped in the direction", "u", "H * A + (1 - H) * B -> (1 - H) * A + H * B",
        "The two weights in the sign are exchanged: the newest gradient has nine votes of ten.",
        "The memory has the large weight.", "m has the weight {H}, g has 1 - {H}."),
    row("newest gradient too loud", "u", "(1 - H) * g -> g", "The newest gradient has the vote 1 instead of 1 - {H}.",
        "The two weights of an average add up to 1.", "(1 - {H}) * g."),
    row("signs averaged", "u", "np.sign(H * A + (1 - H) * B) -> H * np.sign(A) + (1 - H) * np.sign(B)",
        "The signs are averaged; the rule takes the sign of the average.", "First the average, then one sign.",
        "np.sign stands around the whole average."),
    row("direction's average kept as the memory", "m",
        "beta2 * S + A -> beta2 * (beta1 * S + (1 - beta1) * g) + A",
        "What goes into the sign is carried on as m: the gradient is averaged twice.",
        "Two averages from one state: one for the sign, one to keep.", "the old m stands in both lines."),
    row("memory of directions", "m", "(1 - H) * g -> (1 - H) * u", "m averages the directions, +1 and -1, not the gradients.",
        "m knows loud gradients from quiet ones.", "g in the line of m."),
    row("look-ahead left out", "u", "g + mu * b -> b",
        "{q} is the momentum itself (g and mu times the *old* b is the same): nothing looks ahead.",
        "Nesterov adds mu times the new b to the gradient once more.", "g + mu * b, with the new b."),
    row("mu missing in the look-ahead", "u", "g + mu * b -> g + b", "The look-ahead takes b in full.",
        "b will be multiplied by mu in the next step: that is what is looked ahead to.", "g + mu * b."),
    row("momentum averaged", "b u", "mu * S + g -> mu * S + (1 - mu) * g; g + mu * b -> (1 - mu) * g + mu * b",
        "The gradient comes in with 1 - mu: an average, where the rule has a sum.",
        "The iterations divide the size away, but u = g + mu b needs b and g on one scale.", "b = mu * b + g."),
    row("something else made orthogonal", "o", "newton_schulz(u) -> newton_schulz(g); newton_schulz(u) -> newton_schulz(b)",
        "The iterations get another matrix than u.", "Momentum and look-ahead come first, then the iterations.",
        "newton_schulz(u)."),
    row("not made orthogonal", "o", "newton_schulz(u) -> u; newton_schulz(u) -> np.sign(u)",
        "{q} is not an orthogonal factor: its singular values differ.", "All directions get the same step.",
        "newton_schulz(u)."),
    row("factor left out or upside down", "x", "max(1, A) ** 0.5 * o -> o",
        "A tall matrix gets no factor: it is left out, or has columns over rows, as where layers are stored the other way round.",
        "Rows are outputs, axis -2. Those of a tall matrix are longer, and may change by more.",
        "max(1, x.shape[-2] / x.shape[-1]) ** 0.5 stands before o."),
    row("factor without its root", "x", "max(1, A) ** 0.5 -> max(1, A)", "The root of the factor is missing.",
        "Lengths go with the root of the number of entries.", "** 0.5."),
    row("the other factor", "x", "max(1, A / B) ** 0.5 -> 0.2 * max(A, B) ** 0.5",
        "This is the factor 0.2 sqrt(max(rows, cols)) of later papers; the released code's is asked for.",
        "Two factors are in use: one for the outputs, one for the size of the entries.", "max(1, rows / cols) ** 0.5."),
    row("factor on the decay", "x", "A * o + weight_decay * X -> A * (o + weight_decay * X)",
        "The factor for the shape multiplies the decay as well.", "Every weight loses the same share, whatever the shape.",
        "the factor stands before o alone."),
    # sizes: squares, roots, eps
    row("square missing", "", "A**2 -> A", "{A} is not squared.",
        "The square makes a size of it; the root takes the square back.", "{A} is squared."),
    row("|g| for g squared", "", "g**2 -> np.abs(g)", "The gradient's absolute value stands where its square belongs.",
        "The root later takes back a square, not an absolute value.", "g**2."),
    row("{A} without the square", "", "A**2 -> np.abs(A)", "The absolute value of {A} stands where its square belongs.",
        "The root later takes back a square.", "{A} is squared."),
    row("doubled instead of squared", "", "A**2 -> A * 2", "{A} is multiplied by 2 where it should be squared.",
        "One star multiplies, two stars raise to a power.", "two stars."),
    row("1 - beta squared as well", "S", "(1 - H) * A**2 -> ((1 - H) * A) ** 2",
        "The weight is squared as well: the new value comes in with (1 - {H})^2.",
        "First the square, then its weight: the two weights of an average add up to 1.", "only {A} is squared."),
    row("lr folded into {q}", "-x", "g**2 -> (lr * g) ** 2",
        "lr is part of {q}: it cancels in the ratio, and the run is the same for every lr.", "{q} measures gradients only.",
        "the square is taken of g, without lr."),
    row("m squared for g squared", "", "g**2 -> m**2; g**2 -> (m / (1 - beta1**t)) ** 2",
        "The square is taken of m instead of the gradient.",
        "{q} measures the size of single gradients; m has already averaged their signs away.", "g**2."),
    row("distance from m squared", "", "g**2 -> (g - m) ** 2", "{q} averages (g - m)^2: that is AdaBelief, another method.",
        "Here {q} is the mean square of g itself.", "g**2."),
    row("root missing", "", "np.sqrt(A) -> A", "The root of {A} is missing.", "The root takes back the square.", "np.sqrt."),
    row("half instead of the root", "", "np.sqrt(A) -> A / 2", "{A} is halved; its root is needed.",
        "** binds more strongly than /: h**1/2 is half of h.", "np.sqrt, or ** 0.5."),
    row("multiplied by the root", "", "A / (np.sqrt(B) + eps) -> A * (np.sqrt(B) + eps); A / np.sqrt(B) -> A * np.sqrt(B)",
        "The root multiplies where it should divide.",
        "Gradient over its own size has no units: large gradients must not give large steps.",
        "the root stands below the division."),
    row("eps forgotten", "", "A + eps -> A; A / (B + eps) -> np.where(B == 0, 0, A / B)",
        "eps is not used here: a gradient of 0 in the first step gives 0 / 0, and small gradients are not damped.",
        "eps keeps the denominator away from 0. It also decides how small a gradient still counts.", "eps is added here."),
    row("parentheses lost", "x!", "X - A / (B + eps) -> X - A / B + eps",
        "Without parentheses eps is added to x, not to the denominator.", "Division binds more strongly than addition.",
        "root plus eps stand together in parentheses, below the division."),
    row("parentheses lost in the step", "x!",
        "X - lr * A / (B + eps) -> X - lr * (A / B + eps); X - A / (B + eps) -> X - (A / B + eps)",
        "Without parentheses eps is added to the step, outside the division.", "Division binds more strongly than addition.",
        "root plus eps stand together in parentheses, below the division."),
    row("eps inside the root", "", "np.sqrt(A) + eps -> np.sqrt(A + eps)",
        "eps stands under the root, where it acts like its own root.",
        "The root of 1e-6 is 1e-3: under the root eps is far stronger.", "the root first, then plus eps."),
    row("eps outside the root", "",
        "np.sqrt(A + eps) -> np.sqrt(A) + eps; np.sqrt(A + eps) / np.sqrt(B + eps) -> (np.sqrt(A) + eps) / (np.sqrt(B) + eps)",
        "eps stands beside the root; in this rule it stands under it.",
        "The root of 1e-6 is 1e-3: beside the root eps is far weaker than under it.", "eps is added under the root."),
    row("eps in two places", "", "np.sqrt(A) + eps -> np.sqrt(A + eps) + eps", "eps is added under the root and beside it.",
        "eps keeps the denominator away from 0 once.", "the root of {A}, then plus eps."),
    row("eps as a floor", "", "A + eps -> np.maximum(A, eps)", "The larger of {A} and eps is taken; the rule adds them.",
        "A sum fades smoothly from one case to the other; a maximum switches.", "plus eps, without np.maximum."),
    row("eps inside the accumulator", "S",
        "A**2 -> A**2 + eps; S + A -> S + A + eps; H * S + A -> H * S + A + eps; A**2 -> (A + eps) ** 2",
        "eps is added to {q} in each step, so it piles up there.",
        "eps only keeps a denominator away from 0. What is remembered holds gradients alone.", "no eps here."),
    row("floor division", "", "A / B -> A // B", "// rounds the quotient down to a whole number.",
        "In Python / divides and // divides and rounds down.", "one stroke: /."),
    row("parentheses of 1 - beta lost", "S", "(1 - H) * A -> 1 - H * A; H * S + (1 - H) * A -> H * S + 1 - H * A",
        "Without parentheses 1 is added and {H} times the new value is subtracted.",
        "Multiplication binds more strongly than subtraction.", "(1 - {H}) stands in parentheses, times the new value."),
    row("root stored back", "S", "H * S + A -> np.sqrt(H * S + A); S + A -> np.sqrt(S + A)",
        "The root is taken before {q} is returned, and the next step averages roots with squares.",
        "What is remembered is the mean square; its root is only a view of it.", "no root here."),
    # the coordinates
    row("one denominator for all coordinates", "",
        "g**2 -> np.mean(g**2); np.sqrt(A) -> np.sqrt(np.mean(A)); g**2 -> np.mean(g)**2",
        "The mean over the coordinates is taken: they all share one size.", "Each coordinate has a size of its own.",
        "no mean over the vector."),
    row("norm for all coordinates", "", "g**2 -> np.sum(g**2); np.sqrt(A) -> np.sqrt(np.sum(A))",
        "The squares of all coordinates are summed: they share one size.", "Each coordinate has a size of its own.",
        "g**2, elementwise; no sum, dot or norm."),
    row("norm without its square", "", "g**2 -> np.linalg.norm(g); g**2 -> np.mean(np.abs(g)); g**2 -> np.sum(np.abs(g))",
        "One size for the whole vector is taken, and it is not squared.", "Each coordinate has a square of its own.",
        "g**2, elementwise."),
    row("one maximum for all coordinates", "",
        "np.abs(g) -> np.max(np.abs(g)); np.abs(g) -> np.linalg.norm(g); np.maximum(A, v) -> np.maximum(A, np.max(v))",
        "The maximum runs over the coordinates: they all share the largest.",
        "The maximum is taken over the steps, for each coordinate on its own.",
        "np.maximum, elementwise; no np.max and no norm."),
    row("coordinates mixed", "", "g -> np.roll(g, 1); g -> np.mean(g); g -> np.sum(g)",
        "Each coordinate gets the gradient of others.", "The rule treats each coordinate by itself.",
        "look for a sum, mean or an index that is off by one."),
    # which hyperparameter, which quantity
    row("constants hard-coded", "", "H -> D; lr -> D; eps -> D", "A number stands where a hyperparameter belongs.",
        "A hyperparameter is an argument, so that it can be changed.", "the hyperparameters by name."),
    row("weights of two betas", "S", "H * S + (1 - H) * A -> H * S + (1 - K) * A; H * S + (1 - H) * A -> K * S + (1 - H) * A",
        "The old value is weighted with one hyperparameter and the new one with another, so the two do not add up to 1.",
        "An average has one beta.", "{H} and 1 - {H} stand in this line."),
    row("{K} in place of {H}", "", "H -> K", "{K} stands where {H} belongs.",
        "Each average has its own hyperparameter, here and in its correction.", "{H}."),
    row("u from g instead of from the step", "u", "delta**2 -> g**2", "u averages the squares of the gradients, so it equals v.",
        "u measures how far x has moved, v how large the gradients were.", "delta**2."),
    row("ratio upside down", "delta", "np.sqrt(A) / np.sqrt(B) -> np.sqrt(B) / np.sqrt(A)", "The ratio is upside down.",
        "Size of steps over size of gradients, times a gradient, gives a step.", "the size of the steps is above."),
    row("root of the ratio forgotten", "delta", "np.sqrt(A) / np.sqrt(B) -> A / B",
        "The ratio is taken without roots: it has the wrong units.", "Both are mean squares; sizes are their roots.",
        "np.sqrt stands around both."),
    row("eps only below", "delta", "np.sqrt(A + eps) / B -> np.sqrt(A) / B",
        "eps is missing in the numerator: the first step is 0, and so is every other.",
        "eps in the numerator is what starts the motion.", "eps is added above as well as below."),
    row("eps only above", "delta", "B / np.sqrt(A + eps) -> B / np.sqrt(A)",
        "eps is missing in the denominator: where all gradients so far are 0 it is nan.", "eps keeps both roots away from 0.",
        "eps is added below as well as above."),
    row("lr inside delta", "delta", "A * g -> lr * A * g",
        "lr is part of delta, so it enters u as well, and the next step is scaled once more.",
        "u averages the squares of the unscaled step.", "no lr here."),
    row("mean not subtracted", "delta", "v - m**2 -> v", "The mean square stands where the variance belongs: m is not used.",
        "The variance is the mean square minus the square of the mean.", "v - m**2."),
    row("mean subtracted without its square", "delta", "v - m**2 -> v - m",
        "m itself is subtracted from v: they have different units.",
        "The variance is the mean square minus the square of the mean.", "v - m**2."),
    row("mean added instead of subtracted", "delta", "v - m**2 -> v + m**2",
        "The square of the mean is added: the sum is no variance.",
        "The variance is the mean square minus the square of the mean.", "v - m**2."),
    # the correction for the start at 0
    row("not corrected", "", "A / (1 - H**t) -> A; lr * np.sqrt(A) / B -> lr / B; lr / (1 - H**t) -> lr",
        "The correction for the start at 0 is missing, so the first steps have the wrong size.",
        "After one step an average holds only the share 1 - beta of the gradient. Dividing by 1 - beta^t repairs that.",
        "it is divided by 1 - beta**t."),
    row("no bias correction", "lr_t", "lr * A / B -> lr", "lr is not corrected for the averages' start at 0.",
        "Both averages start at 0.", "both corrections stand here."),
    row("m where m_hat belongs", "x", "m_hat -> m", "The line of x uses m: the correction has no effect.",
        "A corrected quantity helps only where it is used.", "m_hat."),
    row("v where v_hat belongs", "x", "v_hat -> v", "The line of x uses v: the correction has no effect.",
        "A corrected quantity helps only where it is used.", "v_hat."),
    row("correction multiplied", "", "A / (1 - H**t) -> A * (1 - H**t)",
        "What should be divided by 1 - {H}^t is multiplied by it.",
        "The share of the gradient in it is 1 - {H}^t; dividing by a share gives the whole.", "divided by 1 - {H}**t."),
    row("t frozen at 1", "", "H**t -> H", "The correction always uses t = 1, so it never fades.",
        "The correction is there for the start only. It must go to 1.", "{H}**t, and t is the number of this step."),
    row("t starts at 0", "", "H**t -> H**(t - 1)", "The correction uses t - 1, so the first step divides by 0.",
        "The first step is number 1: one gradient has been averaged.", "the exponent is t."),
    row("t one ahead", "", "H**t -> H**(t + 1)", "The correction uses t + 1: one step further than the averages.",
        "In step 1 one gradient has been averaged.", "the exponent is t."),
    row("t counted per parameter", "", "H**t -> H**(2 * t)", "t runs too fast, as if it were counted for each parameter.",
        "All parameters share one clock.", "t as it is given."),
    row("beta times t", "", "H**t -> H * t", "{H} * t stands where {H} to the power t belongs.",
        "After t steps the start value has been multiplied by {H} t times: a power.", "two stars."),
    row("beta squared instead of beta^t", "", "H**t -> H**2", "The exponent is 2 in every step instead of t.",
        "The correction fades as t grows.", "the exponent is t."),
    row("power of 1 - beta", "", "1 - H**t -> (1 - H) ** t", "(1 - {H})^t stands where 1 - {H}^t belongs: it goes to 0.",
        "What fades is {H}^t; 1 minus it goes to 1.", "the power comes before the minus."),
    row("corrected {q} stored back", "S", "H * S + A -> (H * S + A) / (1 - H**t)",
        "The corrected {q} is carried into the next step and corrected again.",
        "{q} is the memory; the corrected value is only a view of it.", "the corrected value gets a name of its own."),
    row("correction of v without its root", "", "np.sqrt(v_hat) -> np.sqrt(v) / (1 - beta2**t); np.sqrt(1 - H**t) -> 1 - H**t",
        "The root is taken of v alone, not of its correction.",
        "The correction belongs to v, so it stands under the root with v.", "np.sqrt(v / (1 - beta2**t))."),
    row("mu_t for mu_(t+1)", "", "H**(t + 1) -> H**t", "The look-ahead share of m is corrected as if it belonged to this step.",
        "m enters with the weight that it will have in the *next* step.", "the exponent is t + 1 here."),
    row("bias correction added", "", "X - lr * A -> X - lr * A / (1 - H**t); A <- A / (1 - B**t)",
        "A memory is corrected for its start at 0 that this rule uses as it is.",
        "Not every memory is corrected: the rule says which.", "one correction 1 - beta**t too many."),
    # maxima and bounds
    row("eps beside u", "x", "A / u -> A / (u + eps)", "eps is added to u in the line of x; this rule has it in u.",
        "eps keeps the denominator away from 0 once.", "u itself stands below."),
    row("minimum in place of the maximum", "", "np.maximum(A, B) -> np.minimum(A, B)", "The smaller of the two is taken.",
        "{q} is the largest recent size.", "np.maximum."),
    row("maximum not taken", "", "np.maximum(A, B) -> B; np.maximum(A, B) -> A", "Nothing is compared: the maximum is not taken.",
        "The larger of the two counts.", "np.maximum."),
    row("maximum in place of the minimum", "", "np.minimum(A, B) -> np.maximum(A, B)", "The larger of the two is taken.",
        "The step is bounded by both.", "np.minimum."),
    row("maximum computed and not used", "", "v_max -> v", "The largest v is not used here: the step divides by the root of v.",
        "A quantity helps only where it is used.", "v_max."),
    row("maximum does not fade", "S", "np.maximum(H * S, A) -> np.maximum(S, A)",
        "The old maximum is kept in full, so it never falls.", "{q} forgets slowly: each step it loses the share 1 - {H}.",
        "the old {q} is multiplied by {H}."),
    row("momentum's weights in the maximum", "S",
        "np.maximum(B, np.abs(g) + eps) -> np.maximum(B, (1 - beta2) * np.abs(g) + eps)",
        "Inside the maximum |g| is multiplied by 1 - beta2, as in an average.",
        "The maximum chooses between the faded old value and the new one. Nothing is averaged.", "|g| without a weight."),
    row("average in place of the maximum", "S", "np.maximum(H * S, np.abs(g) + eps) -> H * S + (1 - H) * np.abs(g) + eps; "
        "np.maximum(H * S, A) -> H * S + (1 - H) * A; np.maximum(H * S, np.abs(g) + eps) -> H * S + (1 - H) * np.abs(g); "
        "np.maximum(A, B) -> A + B", "Old and new sizes are added, as in an average; the larger of the two is needed.",
        "The maximum lets {q} jump at once to a large gradient and forget it slowly.", "np.maximum."),
    row("sign kept in the maximum", "", "np.abs(g) -> g", "g stands where |g| belongs, so negative gradients do not count.",
        "{q} is a size.", "np.abs(g)."),
    row("square in the maximum", "", "np.abs(g) -> g**2", "The square stands where |g| belongs, and no root takes that back.",
        "{q} needs no root because it takes |g| itself.", "np.abs(g)."),
    row("root of u", "x", "A / u -> A / np.sqrt(u); A / u -> A / (np.sqrt(u) + eps)",
        "The step divides by the root of u: u is a size already.", "A root takes back a square; nothing was squared here.",
        "u itself."),
    row("bound's sign", "lower upper", "1 - A -> 1 + A; 1 + A -> 1 - A", "The bound has the wrong sign.",
        "The upper bound comes down from infinity, the lower one up from 0.",
        "1 minus for the lower bound, 1 plus for the upper."),
    row("bounds swapped", "", "np.clip(A, B, C) -> np.clip(A, C, B)", "The lower and the upper bound are exchanged.",
        "clip(value, low, high): low comes first.", "first lower, then upper."),
    row("not clipped", "", "np.clip(A, B, C) -> A", "The value is not clipped.", "The clip is what brings the rate to its end.",
        "np.clip."),
    row("upper bound without effect", "", "np.clip(A, B, C) -> np.maximum(A, B)", "Only the lower bound acts.",
        "Both bounds close in, one from each side.", "np.clip with both bounds."),
    row("lower bound without effect", "",
        "np.clip(A, B, C) -> np.minimum(A, C); A - 1 / (gamma * t + 1) -> A - 1 / gamma ** (t + 1)", "Only the upper bound acts.",
        "Both bounds close in, one from each side.", "np.clip with both bounds."),
    row("whole step clipped", "x", "np.clip(A / B, lower, upper) * m <- np.clip(A * m / B, lower, upper); "
        "np.clip(A, lower, upper) * m <- np.clip(A * m, lower, upper)",
        "The whole step is clipped, with m in it: between two bounds above 0 it can go one way only.",
        "What is bounded is the rate, a size; the direction comes after.", "np.clip holds the rate alone, and m stands outside."),
    row("clipped", "", "A <- np.clip(A, B, C)", "A value is clipped that the rule takes as it is.",
        "A bound hides how large the value was.", "no np.clip here."),
    row("memory rule with a wrong parenthesis", "mem", "1 + A * (1 - B) -> 1 + (1 - B * A)",
        "The memory is 1 + (1 - zeta mem): it can never exceed 2.", "Noise makes the memory longer by one step per step.",
        "the old mem is multiplied by 1 - zeta, and 1 is added."),
    row("d not used", "x", "lr / d -> lr", "d is computed, but the step is not divided by it: that is Adam.",
        "d is how Eve listens to the loss.", "lr is divided by d."),
    row("d multiplied", "x", "lr / d -> lr * d", "The step is multiplied by d: a jumping loss makes it longer.",
        "A loss that jumps asks for shorter steps.", "lr is divided by d."),
    # a gradient between two points (Schedule-Free) and from uphill (SAM)
    row("shares of z and x exchanged", "y!", "(1 - H) * A + H * B -> H * A + (1 - H) * B",
        "The shares are exchanged: with {H} near 1 the gradient is taken at z instead of near the mean.",
        "{H} is the share of the mean.", "z has the share 1 - {H}, x the share {H}."),
    row("gradient at the mean", "z!", "A - lr * grad(y) -> A - lr * grad(X)",
        "The gradient is taken at x, the mean, as if beta were 1: y has no effect.",
        "The gradient belongs to the point in between.", "the argument of grad is y."),
    row("gradient at the runner", "z!", "A - lr * grad(y) -> A - lr * grad(A)",
        "The gradient is taken at z, as if beta were 0: the mean cannot forget its start.",
        "The gradient belongs to the point in between.", "the argument of grad is y."),
    row("runner starts from y", "z!", "A - lr * grad(y) -> y - lr * grad(y)",
        "The step starts from y, which is only visited for its gradient.",
        "z goes its own way, with a constant rate.", "it starts from the old z."),
    row("start counted in the mean", "x!", "(1 - c) * X + c * z -> (1 - 1 / (t + 1)) * X + 1 / (t + 1) * z",
        "The mean is one of t + 1 points: the start is counted, too.",
        "In the first step x becomes z: the mean of one point.", "the new point has the weight 1 / t."),
    row("weights of the mean exchanged", "x!", "(1 - c) * X + c * z -> c * X + (1 - c) * z",
        "The weights are exchanged: late in the run x is z itself, and calms nothing.",
        "Of t points the newest one is one.", "the new z has the weight 1 / t."),
    row("moving average in place of the mean", "x!", "(1 - c) * X + c * z -> beta * X + (1 - beta) * z",
        "This average forgets: it is made of the last points only, and its noise stays.",
        "All points count alike, so the weight of the newest falls with t.", "the new z has the weight 1 / t."),
    row("mean taken before the step", "x!", "(1 - c) * X + c * z -> (1 - c) * X + c * np.where(t == 1, X, z_before)",
        "The mean takes in the z from before this step.", "The newest point belongs to the mean.", "it needs the new z."),
    row("no way back", "x!", "X - lr * g_sam -> X + e - lr * g_sam",
        "The step starts from x + e: the way uphill is kept.", "x + e is only visited for its gradient.",
        "it starts from the old x."),
    row("second gradient not used", "x!", "X - lr * g_sam -> X - lr * g",
        "The step takes the first gradient: that is gradient descent, at twice the price.",
        "The first gradient only says where to look.", "g_sam stands in the step."),
    row("both gradients in the step", "x!", "X - lr * g_sam -> X - lr * (g + g_sam)",
        "The step takes both gradients; on a flat slope it is twice as long.",
        "The first gradient only says where to look.", "g_sam alone stands in the step."),
    row("look as long as the slope is steep", "e!", "rho * g / A -> rho * g; rho * g / A -> lr * g",
        "The look is longer where the slope is steeper, and 0 at a minimum: there SAM would see nothing.",
        "rho says how far the look goes, the gradient only where to.", "g is divided by its length."),
    row("a look in each coordinate", "e!", "rho * g / A -> rho * np.sign(g); rho * g / A -> rho * g / (np.abs(g) + eps)",
        "Each coordinate goes the whole rho: together that is too far, and not the steepest way.",
        "The length of the whole look is rho.", "the length of the vector g stands below."),
    row("look of length 1", "e!", "rho * g / A -> g / A", "The look has the length 1, whatever rho is.",
        "rho says how far the look goes.", "rho is a factor."),
    row("another size for the length", "e!", "rho * g / A -> rho * g / (np.sum(np.abs(g)) + eps); rho * g / A -> rho * g / "
        "(np.max(np.abs(g)) + eps); rho * g / A -> rho * g / (np.sum(g**2) + eps)",
        "What g is divided by is not its length, so the look is not rho long.",
        "The length is the root of the sum of the squares.", "np.linalg.norm."),
    # whatever the rule adds
    row("{B} left out", "=", "A + B -> A; A - B -> A; B - A -> -A; B + A -> A", "The term {B} of the rule is missing here.",
        "Each term of the rule has its task.", "one term is missing."),
)
# fmt: on

# Found by comparing lines with each other, not by a change of one.
NOT_RETURNED = row("new value not returned", "S", "A -> S",
    "The new value is computed and used, but the old one is returned: the next step knows nothing of it.",
    "What is not returned is forgotten.", "what is returned must be the new value.")
EXCHANGED = row("new values exchanged", "S", "A -> S", "What is returned as {q} is the new value of another state.",
    "Each new value comes back under its own name.", "look at which name gets which value.")

# Found by changing one coordinate of the gradient.
MIXED = next(row for row in NAMES if row.name == "coordinates mixed")

# What several lines are called together: {(quantity, name) …} of which all are there.
# fmt: off
TOGETHER = (
    ("corrected moment stored back",
     {"m: corrected m stored back", "v: corrected v stored back", "m_hat: not corrected", "v_hat: not corrected"}),
    ("corrected m stored back", {"m: corrected m stored back", "m_hat: not corrected"}),
    ("corrected v stored back", {"v: corrected v stored back", "v_hat: not corrected"}),
    ("no bias correction", {"m_hat: not corrected", "v_hat: not corrected"}),
    ("no bias correction", {"x: not corrected"}),
    ("only m corrected", {"v_hat: not corrected"}),
    ("only v corrected", {"m_hat: not corrected"}),
    ("hats computed, not used", {"x: m where m_hat belongs", "x: v where v_hat belongs"}),
    ("betas swapped",
     {"m: beta2 in place of beta1", "v: beta1 in place of beta2", "m_hat: beta2 in place of beta1",
      "v_hat: beta1 in place of beta2"}),
    ("betas swapped", {"m: beta2 in place of beta1", "v: beta1 in place of beta2"}),
    ("betas swapped in the correction", {"m_hat: beta2 in place of beta1", "v_hat: beta1 in place of beta2"}),
    ("beta1 in the correction of v", {"v_hat: beta1 in place of beta2"}),
    ("beta2 in the correction of m", {"m_hat: beta2 in place of beta1"}),
    ("v updated before its use", {"g_ahead: gradient at x instead of the look-ahead", "x: shifted form with the new v"}),
    ("lr inside m", {"m: lr in the memory", "x: learning rate missing"}),
    ("eps inside the accumulator", {"h: eps inside the accumulator", "x: eps forgotten"}),
    ("eps inside the accumulator", {"v: eps inside the accumulator", "x: eps forgotten"}),
    ("root stored back", {"v: root stored back", "x: root missing"}),
)
# fmt: on


# Matching


def match(pattern, node, bound, about):
    """Whether the node has the pattern's form; fills `bound` with what its letters stand for."""
    if isinstance(pattern, ast.Name):
        name = pattern.id
        if name in bound:
            return ast.unparse(bound[name]) == ast.unparse(node)
        free = (
            name in ("A", "B", "C")
            or (isinstance(node, ast.Name) and (
                (name == "H" and node.id in about["hyper"])
                or (name == "S" and node.id == about["q"] + BEFORE)
                or (name == "X" and node.id == "x" + BEFORE)
                or (name == "N" and node.id in about["state"])
                or (name == "N_before" and node.id.removesuffix(BEFORE) in about["state"] and node.id.endswith(BEFORE)
                    and node.id != about["q"] + BEFORE)
            ))
        )  # fmt: skip
        if free:
            bound[name] = node
            return True
        return isinstance(node, ast.Name) and node.id == name
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, ast.Constant):
        return pattern.value == node.value
    if isinstance(pattern, ast.Call):
        return (
            ast.unparse(pattern.func) == ast.unparse(node.func)
            and len(pattern.args) == len(node.args)
            and all(match(a, b, bound, about) for a, b in zip(pattern.args, node.args, strict=True))
        )
    if isinstance(pattern, ast.BinOp):
        return (
            type(pattern.op) is type(node.op)
            and match(pattern.left, node.left, bound, about)
            and match(pattern.right, node.right, bound, about)
        )
    if isinstance(pattern, ast.UnaryOp):
        return type(pattern.op) is type(node.op) and match(pattern.operand, node.operand, bound, about)
    return ast.dump(pattern) == ast.dump(node)


class _At(ast.NodeTransformer):
    """Puts a formula in the place of some of the nodes, counted as they are visited."""

    def __init__(self, change, where):
        self.change, self.where, self.count = change, where, -1

    def visit(self, node):
        if isinstance(node, ast.expr):
            self.count += 1
            if self.count in self.where:
                new = self.change[self.count]
                self.count += sum(1 for _ in _expressions(node)) - 1  # its parts are counted too
                return new
        return self.generic_visit(node)


def _expressions(node):
    """The nodes in the order in which _At visits them."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _expressions(child)


@functools.cache
def _rows():
    """The rows that are about one quantity come first: they say more."""
    return sorted(NAMES, key=lambda row: row.where.rstrip("!=") in ("", "S", "x", "-x"))


def changes(formula, about, back=False):
    """[(row, what its letters stand for, the changed formula)] of all rows on one line.

    about : q, the quantity; hyper, state: the names of the step's; numbers: those in the learner's source.
    back : the line is the learner's, and the changes are taken back.
    """
    key = (about["q"], tuple(about["hyper"]), frozenset(about["state"]), tuple(about["numbers"]))
    return _changes(ast.unparse(formula), back, *key)


@functools.lru_cache(maxsize=2048)
def _changes(formula, back, *about):
    formula, about = parse(formula), dict(zip(("q", "hyper", "state", "numbers"), about, strict=True))
    found, seen, nodes = [], set(), list(_expressions(formula))
    own = about["q"] + BEFORE in names(formula) and about["q"] != "x"
    for row in _rows():
        where = row.where.rstrip("!=")
        if not {"": True, "-x": about["q"] != "x", "S": own}.get(where, about["q"] in where.split()):
            continue
        total = {}
        rules = [rule[::-1] for rule in row.back] if back else row.rules
        for right, wrong in (*rules, (None, None)):  # at last what all rules of the row change together
            made = {} if right else {"": total}
            for i, node in enumerate([formula] if row.where.endswith("!") else nodes) if right else ():
                bound = {}
                if type(right) in (type(node), ast.Name) and match(right, node, bound, about):
                    for choice in _choices(wrong, bound, about):
                        key = ast.unparse(choice.get("K", choice.get("D", ast.Constant(0))))
                        made.setdefault(key, {})[i] = total[i] = _fill(wrong, choice), choice
            for places in made.values():
                change = {i: new for i, (new, _) in places.items()}
                outer = [{i} for i in places] + ([set(places)] if len(places) > 1 else [])
                for where in outer:
                    new = _At(change, where).visit(copied(formula))
                    key = ast.unparse(new)
                    if key not in seen:
                        seen.add(key)
                        found.append((row, places[min(where)][1], new))
    return found


def _choices(wrong, bound, about):
    used = {n.id for n in ast.walk(wrong) if isinstance(n, ast.Name)}
    if "K" in used and "H" in bound:
        taken = ast.unparse(bound["H"])
        return [bound | {"K": ast.Name(h)} for h in about["hyper"] if h != taken]
    if "D" in used:
        return [bound | {"D": ast.Constant(d)} for d in about["numbers"] if d]
    if "N_before" in used:
        return [bound | {"N_before": ast.Name(ast.unparse(bound["N"]) + BEFORE)}]
    if "N" in used and "N" not in bound:
        return [bound | {"N": ast.Name(ast.unparse(bound["N_before"]).removesuffix(BEFORE))}]
    return [bound]


def _fill(wrong, bound):
    letters = {"X": ast.Name("x" + BEFORE)} | bound
    return put(wrong, letters)


def said(row, part, q, bound):
    """One sentence of a row, about this quantity."""
    words = {k: re.sub(r"(_before|_\d)\b", "", text(v)) for k, v in bound.items()}
    words = {"H": "the memory", "K": "", "N": "", "A": "it", "B": "it"} | words | {"q": q}
    if "N_before" in bound and not words["N"]:
        words["N"] = words["N_before"]
    sentence = getattr(row, part).format(**words)
    return sentence


def together(found):
    """One name for the names of all wrong lines. found : [(quantity, name)]."""
    left, labels = [f"{q}: {name}" for q, name in found], []
    for name, members in TOGETHER:
        if members <= set(left):
            labels.append(name)
            left = [label for label in left if label not in members]
    labels += [label.partition(": ")[2] for label in left]
    return " and ".join(dict.fromkeys(labels))
