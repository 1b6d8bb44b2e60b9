"""What mistakes are called. A row is a change of a formula, the same for all steps, and what is said about it.

A change is written `right -> wrong`. In it A, B and C are any formula, H a hyperparameter such as beta1 and K another one, D a
number, S what this line's own quantity was before the step, N another state (N_before: its old value), Q a quantity and P another
one, X what x was before. A row holds wherever its change gives the learner's numbers in every step: so no name is a guess. What
adds to a line more than its letters say is written `right <- wrong`: taken back in the learner's line, it must give the right
numbers.
"""

import ast
import collections
import functools
import re
from typing import NamedTuple

from .apart import told
from .lines import BEFORE, names, parse, put, text


class Row(NamedTuple):
    """name; rules, each `right -> wrong`, and back, each `right <- wrong`; where: the quantities that it may be about ("" all,
    "x", "-x" all but x, "S" states; "!" the whole line).

    message: what is said; idea: the second hint, where it is not what the thing that is missing is for. In both {q} is the
    quantity, {R} the right piece of the formula, {W} the wrong one, and {A}, {H} … what the letters stand for.
    """

    name: str
    where: str
    rules: tuple
    back: tuple
    message: str
    idea: str

    @property
    def known(self):
        """Whether it is a mistake with a name of its own, and not what two lines differ in."""
        return bool(self.rules + self.back)


def row(name, where, rules, message, idea=""):
    pairs, back = (
        tuple(tuple(parse(side) for side in rule.split(arrow)) for rule in rules.split(";") if arrow in rule)
        for arrow in ("->", "<-")
    )
    return Row(name, where, pairs, back, message, idea)


HALVES = [f"X {sign} A -> X {sign} A * (np.arange(X.shape[-1]) {part})" for sign in "-+"
          for part in ("< X.shape[-1] - 1", ">= 1", "< X.shape[-1] // 2")]  # fmt: skip

# fmt: off
NAMES = (
    # the step, its sign and its learning rate
    row("ascent", "", "X - A - B -> X + A + B; X - A -> X + A; -A * B -> A * B; A - lr * B -> A + lr * B; A - rate * B -> A + "
        "rate * B; A - B * g -> A + B * g", "The sign is wrong: the step goes along the gradient, uphill.",
        "The gradient points uphill. A descent step goes the other way."),
    row("double minus", "x!", "X + A -> X - A",
        "{A} already carries the minus sign, and x subtracts it once more: x goes uphill.",
        "Decide once where the minus stands: before the line of x or in it."),
    row("learning rate missing", "", "lr * A -> A; lr / A -> 1 / A; lr * A / B -> A / B; A * lr -> A",
        "The learning rate is not used in this line: it is the same for every lr."),
    row("lr falls with time", "", "lr -> lr / np.sqrt(t); lr -> lr / t",
        "The step is divided by a power of t that the rule does not have, so it shrinks although nobody asked for it.",
        "A schedule for lr belongs outside, in the lr that the driver hands over."),
    row("lr applied twice", "", "X + A -> X + lr * A; lr * A -> lr * (lr * A); lr -> lr**2; rate * A -> lr * rate * A; "
        "X - A -> X - lr * A", "The learning rate is multiplied in once more.", "lr turns a gradient into a step, once."),
    row("lr in the memory", "S", "(1 - H) * A -> (1 - H) * (lr * A); S + A -> S + lr * A",
        "lr multiplies what is remembered, so as soon as lr changes the old part still carries the old lr.",
        "{q} remembers gradients, in gradient units."),
    row("lr folded into {q}", "-x", "g**2 -> (lr * g) ** 2",
        "lr is part of {q}: it cancels in the ratio, and the run is the same for every lr.", "{q} measures gradients only."),
    row("lr inside delta", "delta", "A * g -> lr * A * g",
        "lr is part of delta, so it enters u as well, and the next step is scaled once more.",
        "u averages the squares of the unscaled step."),
    row("only the step returned", "x!", "X - A -> -A; X - A -> A; X + A -> A",
        "What is returned as x is the change of x, not the new x.",
        "The next step begins where this one ended: at the old point plus the change."),
    row("step multiplied by x", "x!", "X - A -> X - X * A; X - A -> X - A * X",
        "The step is multiplied by x: a parameter at 0 never moves, and a negative one goes uphill.",
        "The step depends on the slope, not on where x stands."),
    row("a coordinate left out", "x!", ";".join(HALVES), "Not all coordinates of x are moved: some stay where they started.",
        "Every parameter takes part in every step."),
    # the gradient
    row("gradient's size lost", "", "g -> np.sign(g); g_ahead -> np.sign(g_ahead)",
        "Only the sign of the gradient is used, so a gradient of 0.01 counts as much as one of 100.",
        "The rule knows steep from flat."),
    row("gradient normalised", "", "g -> g / np.linalg.norm(g); g -> g / (np.linalg.norm(g) + 1e-8); g -> g / (np.linalg.norm(g) "
        "+ 1e-12); g -> g / (np.linalg.norm(g) + eps)", "The gradient is divided by its length.",
        "The rule takes the gradient as it comes in, without its norm."),
    row("one sign treated differently", "", "g -> np.abs(g)",
        "The size of the gradient stands where the gradient itself belongs.", "Directions keep their sign, sizes have none."),
    row("average without effect", "x", "m_hat -> g; m -> g", "The step uses the gradient itself; the average has no effect.",
        "The rule moves along the averaged gradient."),
    # momentum
    row("average instead of sum", "S", "H * S - A -> H * S - (1 - H) * A; H * S + lr * A -> H * S + (1 - H) * (lr * A); "
        "H * S + g -> H * S + (1 - H) * g; A - B * lr * g -> A - B * (1 - mu) * lr * g",
        "The new gradient is damped by 1 - {H}: that is the averaged form. "
        "The classic velocity is a sum with gain 1 / (1 - {H}).",
        "On a constant gradient the velocity should grow to 1 / (1 - {H}) times the first step."),
    row("sum instead of average", "", "(1 - H) * A -> A; r * A -> A",
        "The factor 1 - {H} is missing, so the new value is added in full: a sum, not an average.",
        "The two weights of an average add up to 1."),
    row("weights swapped", "S", "H * S + (1 - H) * A -> (1 - H) * S + H * A; (1 - r) * S + r * A -> r * S + (1 - r) * A",
        "The two weights are exchanged: the old value is nearly forgotten in every step.",
        "The old value is kept with the large weight."),
    row("keep and forget exchanged", "S", "H * S - A -> (1 - H) * S - A; H * S + A -> (1 - H) * S + A",
        "The old value is multiplied by 1 - {H}: with {H} near 1 nearly everything is forgotten at once.",
        "{H} is the share of the old value that is kept."),
    row("momentum on the gradient", "S", "H * S - A -> S - H * A",
        "{H} multiplies the gradient instead of the old value, which never fades.",
        "{H} is friction: it shrinks what is remembered a little in each step."),
    row("{q} reset each step", "S",
        "H * S + A -> A; H * S - A -> -A; (1 - r) * S + A -> A; np.maximum(H * S, A) -> A; S + A -> A",
        "The old {q} does not enter the new one: nothing is remembered.", "{q} carries over from step to step."),
    row("memory never updated", "S", "H * S + A -> S; H * S - A -> S; S + A -> S; np.maximum(A, B) -> S; (1 - r) * S + A -> S",
        "{q} comes back as it went in: nothing is ever remembered.", "What a step learns has to be in what it returns."),
    row("old value kept in full", "S", "H * S + A -> S + A; H * S - A -> S - A; H * S + (1 - H) * A -> S + A; "
        "np.maximum(H * S, A) -> np.maximum(S, A)", "The old {q} is kept in full: {H} does not damp it, so nothing ever fades.",
        "Old gradients are to be forgotten: in each step {q} loses the share 1 - {H}."),
    row("mu on both", "", "H * S - A -> H * (S - A); H * S + A -> H * (S + A); X + N -> X + mu * N; A - lr * B -> A - (1 + mu) * "
        "lr * B", "mu multiplies the newest gradient as well.",
        "Only what is remembered is damped; the newest gradient counts once, in full."),
    row("{H} squared", "", "H -> H**2", "{H} is multiplied in twice.",
        "One step leaves the share {H} of what is remembered: once."),
    row("started at the first gradient", "S", "H * S + (1 - H) * A -> np.where(t == 1, A, H * S + (1 - H) * A)",
        "Your {q} starts at the first gradient (or its square); the rule's starts at 0.",
        "The rule has no case of its own for the first step."),
    row("the first step by itself", "", "A <- np.where(t == 1, B, A)", "The first step has a formula of its own, {B}.",
        "The rule has one formula for all steps: the start value makes the first step what it should be."),
    row("old {N} used", "", "N -> N_before", "This line uses the {N} from before this step.",
        "The newest gradient enters {N} first; here the new value belongs, so the line that makes it stands above."),
    row("{N} updated before its use", "", "N_before -> N",
        "This line needs the {N} from before this step, and {N} is updated already.",
        "What was known before this step decides here: the line of {N} comes after this one."),
    row("Nesterov written for heavy ball", "x!", "X + v -> X + (mu * v - lr * g); X - v -> X - (mu * v + lr * g)",
        "This step looks ahead: x moves by mu v - lr g, and here it should move by v.",
        "The new position is the old one plus the new velocity, no more."),
    row("looked ahead twice", "x!", "X + v -> X + mu * v - lr * g_ahead",
        "The gradient is taken at the look-ahead point, and x is carried on to the next one as well: two forms in one.",
        "Either the gradient is asked ahead and x moves by v, or x itself is the look-ahead point; not both."),
    row("shifted form with the new v", "x!", "X + v -> X + mu**2 * v - (1 + mu) * lr * g",
        "This is the line of the shifted form, and it uses the v from after this step: x looks ahead by (mu + mu^2) v.",
        "In the shifted form the old v is used first."),
    # looking ahead
    row("gradient at x instead of the look-ahead", "g_ahead!",
        "grad(X + A) -> grad(X); grad(X + A) -> g; grad(X - A) -> grad(X); grad(X - A) -> g; A / 4 -> grad(X); A / 4 -> g",
        "The gradient is taken at x: that is heavy ball, and no look-ahead.",
        "Nesterov asks for the slope where the velocity is about to lead."),
    row("look-ahead without mu", "g_ahead", "grad(X + mu * A) -> grad(X + A); grad(X - mu * A) -> grad(X - A)",
        "The look-ahead goes the whole v, without mu: too far.",
        "Of the old velocity only the share mu survives into this step."),
    row("look-ahead to the wrong side", "g_ahead", "grad(X + A) -> grad(X - A); grad(X - A) -> grad(X + A)",
        "The look-ahead goes back instead of forward.",
        "Whatever is about to be done to x with v, the look-ahead does too."),
    row("look-ahead kept as the new x", "x!", "X + v -> X + mu * v_before + v",
        "The step starts from the look-ahead point, so mu v is walked twice.",
        "The look-ahead point is only visited to measure the slope."),
    row("look-ahead missing", "x!", "X + mu**2 * v_before - (1 + mu) * lr * g -> X + v; X - lr * (g + mu * b) -> X - lr * b",
        "The new velocity alone moves x: that is heavy ball.",
        "Here x is the look-ahead point: it is carried on by mu times that more."),
    row("gradient taken on the other side", "", "grad(X + A) -> grad(X - A)", "The gradient is asked at x minus {A}, not plus.",
        "It is asked where adding {A} leads."),
    row("wrong share of the old v", "x", "mu**2 -> mu; mu**2 * A -> A; X + A * v_before - B -> X - A * v_before - B; "
        "X + A * v_before - B -> X - B", "The old v does not come into x as it should.",
        "One mu brings the old v here, the other looks ahead."),
    row("wrong share of the gradient", "x", "(1 + mu) * A -> A; 1 + mu -> 1 - mu; 1 + mu -> mu",
        "The gradient comes in with another factor than the look-ahead asks for.",
        "x moves by the gradient now, and by mu times it for the look-ahead."),
    # decay, sign, matrices
    row("decay without the rate", "x!", "X - lr * (A + weight_decay * X) -> X - lr * A - weight_decay * X",
        "The decay is not multiplied by lr: it takes the share weight_decay of x in each step, far too much.",
        "Both pulls are multiplied by lr, so that one schedule rules both."),
    row("decay with the wrong sign", "x", "A + weight_decay * X -> A - weight_decay * X",
        "The decay is taken off the step: it pushes x away from 0.", "A decay pulls every parameter towards 0."),
    row("decay divided by the root", "x", "A / B + weight_decay * X -> (A + weight_decay * X) / B",
        "The decay is divided by the size of the gradients as well: that is what AdamW is there to undo.",
        "The decay stands beside the quotient, not in it."),
    row("decay of the new x", "x!", "X - lr * (A + weight_decay * X) -> X - lr * A - lr * weight_decay * (X - lr * A)",
        "The decay acts on the x that is moved already.", "Both pulls start from the x of before the step."),
    row("decay without x", "x", "weight_decay * X -> weight_decay; weight_decay * X -> weight_decay * np.sign(X)",
        "The decay takes the same amount of every parameter, large or small.", "A decay takes a *share* of x."),
    row("decay in the gradient", "", "g -> g + weight_decay * X; np.sign(A) -> np.sign(A + weight_decay * X)",
        "The decay is added to what becomes the direction; it belongs beside the direction, in the line of x.",
        "Decoupled: the direction is made of gradients alone."),
    row("only the newest gradient asked", "u", "np.sign(A + B * g) -> np.sign(g)",
        "The sign is that of the newest gradient; m has no vote.", "The direction is the sign of an average of m and g."),
    row("only the memory asked", "u", "np.sign(A * m_before + B) -> np.sign(m_before)",
        "The sign is that of the old m; the newest gradient has no vote.", "The direction is the sign of an average of m and g."),
    row("signs averaged", "u", "np.sign(H * A + (1 - H) * B) -> H * np.sign(A) + (1 - H) * np.sign(B)",
        "The signs are averaged; the rule takes the sign of the average.", "First the average, then one sign."),
    row("direction's average kept as the memory", "m",
        "beta2 * S + A -> beta2 * (beta1 * S + (1 - beta1) * g) + A",
        "What goes into the sign is carried on as m: the gradient is averaged twice.",
        "Two averages from one state: one for the sign, one to keep."),
    row("look-ahead left out", "u", "g + mu * b -> b",
        "{q} is the momentum itself (g and mu times the *old* b is the same): nothing looks ahead.",
        "Nesterov adds mu times the new b to the gradient once more."),
    row("mu missing in the look-ahead", "u", "g + mu * b -> g + b", "The look-ahead takes b in full.",
        "b will be multiplied by mu in the next step: that is what is looked ahead to."),
    row("momentum averaged", "b u", "mu * S + g -> mu * S + (1 - mu) * g; g + mu * b -> (1 - mu) * g + mu * b",
        "The gradient comes in with 1 - mu: an average, where the rule has a sum.",
        "The iterations divide the size away, but u = g + mu b needs b and g on one scale."),
    row("not made orthogonal", "o", "newton_schulz(u) -> u; newton_schulz(u) -> np.sign(u)",
        "{q} is not an orthogonal factor: its singular values differ.", "All directions get the same step."),
    row("factor left out or upside down", "x", "max(1, A) ** 0.5 * o -> o",
        "A tall matrix gets no factor: it is left out, or has columns over rows, as where layers are stored the other way round.",
        "Rows are outputs, axis -2. Those of a tall matrix are longer, and may change by more."),
    row("the other factor", "x", "max(1, A / B) ** 0.5 -> 0.2 * max(A, B) ** 0.5",
        "This is the factor 0.2 sqrt(max(rows, cols)) of later papers; the released code's is asked for.",
        "Two factors are in use: one for the outputs, one for the size of the entries."),
    row("factor on the decay", "x", "A * o + weight_decay * X -> A * (o + weight_decay * X)",
        "The factor for the shape multiplies the decay as well.", "Every weight loses the same share, whatever the shape."),
    row("decay's sign lost", "x", "weight_decay * X -> weight_decay * np.abs(X)",
        "The decay has the size of x without its sign: a negative x is pulled farther out.",
        "A decay pulls towards 0 from both sides."),
    row("lr twice in the decay", "x", "weight_decay * X -> lr * weight_decay * X",
        "lr stands before the parentheses already; here the decay is multiplied by it once more.",
        "The decay takes the share lr * weight_decay of x."),
    row("decay left out", "x", "A + weight_decay * X -> A", "weight_decay is not used in the line of x.",
        "Every weight loses a share in each step."),
    row("factor without its root", "x", "max(1, A) ** 0.5 -> max(1, A)", "The root of the factor is missing.",
        "Lengths go with the root of the number of entries."),
    row("sign missing", "u", "np.sign(A) -> A", "The average itself is the direction; the rule takes its sign alone.",
        "Every step has the size lr."),
    row("weights swapped in the direction", "u", "H * A + (1 - H) * B -> (1 - H) * A + H * B",
        "The two weights in the sign are exchanged: the newest gradient has nine votes of ten.",
        "The memory has the large weight."),
    # sizes: squares, roots, eps
    row("square missing", "", "A**2 -> A; A**2 -> A * 2", "{A} is not squared."),
    row("|{A}| for {A} squared", "", "A**2 -> np.abs(A)", "The absolute value of {A} stands where its square belongs."),
    row("1 - beta squared as well", "S", "(1 - H) * A**2 -> ((1 - H) * A) ** 2",
        "The weight is squared as well: the new value comes in with (1 - {H})^2.",
        "First the square, then its weight: the two weights of an average add up to 1."),
    row("m squared for g squared", "", "g**2 -> m**2; g**2 -> (m / (1 - beta1**t)) ** 2",
        "The square is taken of m instead of the gradient.",
        "{q} measures the size of single gradients; m has already averaged their signs away."),
    row("distance from m squared", "", "g**2 -> (g - m) ** 2", "{q} averages (g - m)^2: that is AdaBelief, another method.",
        "Here {q} is the mean square of g itself."),
    row("root missing", "", "np.sqrt(A) -> A", "The root of {A} is missing."),
    row("half instead of the root", "", "np.sqrt(A) -> A / 2", "{A} is halved; its root is needed.",
        "** binds more strongly than /: h**1/2 is half of h."),
    row("eps forgotten", "", "A + eps -> A; A / (B + eps) -> np.where(B == 0, 0, A / B)",
        "eps is not used here: a gradient of 0 in the first step gives 0 / 0, and small gradients are not damped."),
    row("eps only below", "delta", "np.sqrt(A + eps) / B -> np.sqrt(A) / B",
        "eps is missing in the numerator: the first step is 0, and so is every other.",
        "eps in the numerator is what starts the motion."),
    row("parentheses lost", "x!", "X - A / (B + eps) -> X - A / B + eps; X - lr * A / (B + eps) -> X - lr * (A / B + eps); "
        "X - A / (B + eps) -> X - (A / B + eps)", "Without parentheses eps is added outside of the denominator.",
        "Division binds more strongly than addition."),
    row("eps inside the root", "", "np.sqrt(A) + eps -> np.sqrt(A + eps)",
        "eps stands under the root, where it acts like its own root.",
        "The root of 1e-6 is 1e-3: under the root eps is far stronger."),
    row("eps outside the root", "",
        "np.sqrt(A + eps) -> np.sqrt(A) + eps; np.sqrt(A + eps) / np.sqrt(B + eps) -> (np.sqrt(A) + eps) / (np.sqrt(B) + eps)",
        "eps stands beside the root; in this rule it stands under it.",
        "The root of 1e-6 is 1e-3: beside the root eps is far weaker than under it."),
    row("eps in two places", "", "np.sqrt(A) + eps -> np.sqrt(A + eps) + eps", "eps is added under the root and beside it."),
    row("eps beside u", "x", "A / u -> A / (u + eps)", "eps is added to u in the line of x; this rule has it in u."),
    row("eps as a floor", "", "A + eps -> np.maximum(A, eps)", "The larger of {A} and eps is taken; the rule adds them.",
        "A sum fades smoothly from one case to the other; a maximum switches."),
    row("eps inside the accumulator", "S",
        "A**2 -> A**2 + eps; S + A -> S + A + eps; H * S + A -> H * S + A + eps; A**2 -> (A + eps) ** 2",
        "eps is added to {q} in each step, so it piles up there.",
        "eps only keeps a denominator away from 0. What is remembered holds gradients alone."),
    row("root stored back", "S", "H * S + A -> np.sqrt(H * S + A); S + A -> np.sqrt(S + A)",
        "The root is taken before {q} is returned, and the next step averages roots with squares.",
        "What is remembered is the mean square; its root is only a view of it."),
    row("floor division", "", "A / B -> A // B", "// rounds the quotient down to a whole number.",
        "In Python / divides and // divides and rounds down."),
    row("parentheses of 1 - beta lost", "S", "(1 - H) * A -> 1 - H * A; H * S + (1 - H) * A -> H * S + 1 - H * A",
        "Without parentheses 1 is added and {H} times the new value is subtracted.",
        "Multiplication binds more strongly than subtraction."),
    # the coordinates
    row("one size for all coordinates", "",
        "g**2 -> np.mean(g**2); np.sqrt(A) -> np.sqrt(np.mean(A)); g**2 -> np.mean(g)**2; g**2 -> np.sum(g**2); np.sqrt(A) -> "
        "np.sqrt(np.sum(A)); g**2 -> np.linalg.norm(g); g**2 -> np.mean(np.abs(g)); g**2 -> np.sum(np.abs(g)); np.abs(g) -> "
        "np.max(np.abs(g)); np.abs(g) -> np.linalg.norm(g); np.maximum(A, v) -> np.maximum(A, np.max(v))",
        "{W} runs over the coordinates: they all share one size.", "Each coordinate has a size of its own, over the steps."),
    row("coordinates mixed", "", "g -> np.roll(g, 1); g -> np.mean(g); g -> np.sum(g)",
        "Each coordinate gets the gradient of others.",
        "The rule treats each coordinate by itself: look for a sum, a mean or an index that is off by one."),
    # which hyperparameter, which quantity
    row("constants hard-coded", "", "H -> D; lr -> D; eps -> D", "A number stands where a hyperparameter belongs.",
        "A hyperparameter is an argument, so that it can be changed."),
    row("weights of two betas", "S", "H * S + (1 - H) * A -> H * S + (1 - K) * A; H * S + (1 - H) * A -> K * S + (1 - H) * A",
        "The old value is weighted with one hyperparameter and the new one with another, so the two do not add up to 1.",
        "An average has one beta."),
    row("{K} in place of {H}", "", "H -> K", "{K} stands where {H} belongs.",
        "Each average has its own hyperparameter, here and in its correction."),
    row("u from g instead of from the step", "u", "delta**2 -> g**2", "u averages the squares of the gradients, so it equals v.",
        "u measures how far x has moved, v how large the gradients were."),
    row("ratio upside down", "delta", "np.sqrt(A) / np.sqrt(B) -> np.sqrt(B) / np.sqrt(A)", "The ratio is upside down.",
        "Size of steps over size of gradients, times a gradient, gives a step."),
    row("root of the ratio forgotten", "delta", "np.sqrt(A) / np.sqrt(B) -> A / B",
        "The ratio is taken without roots: it has the wrong units.", "Both are mean squares; sizes are their roots."),
    row("not the variance", "delta", "v - m**2 -> v; v - m**2 -> v - m; v - m**2 -> v + m**2",
        "{W} stands where the variance belongs.", "The variance is the mean square minus the square of the mean."),
    # the correction for the start at 0
    row("no bias correction", "", "A / (1 - H**t) -> A; lr * np.sqrt(A) / B -> lr / B; lr / (1 - H**t) -> lr; "
        "lr * np.sqrt(A) / B -> lr",
        "The correction for the start at 0 is missing, so the first steps have the wrong size.",
        "After one step an average holds only the share 1 - beta of the gradient. Dividing by 1 - beta^t repairs that."),
    row("{R} not used", "", "m_hat -> m; v_hat -> v; v_max -> v", "This line uses {W}, so {R} has no effect.",
        "A quantity helps only where it is used."),
    row("t frozen at 1", "", "H**t -> H", "The correction always uses t = 1, so it never fades.",
        "The correction is there for the start only. It must go to 1."),
    row("t one ahead", "", "H**t -> H**(t + 1); t -> t + 1", "The line uses {W}: one step further than what it counts.",
        "In step 1 one gradient has come in."),
    row("t one behind", "", "H**(t + 1) -> H**t; t + 1 -> t; H**t -> H**(t - 1); t -> t - 1",
        "The line uses {W}: one step less than what it counts.", "Count what has come in, or will have, at this place."),
    row("no power of t", "", "H**t -> H * t; H**t -> H**2; 1 - H**t -> (1 - H) ** t",
        "The correction holds {W}, so it does not go to 1 as the start fades.",
        "After t steps the start value has been multiplied by {H} t times: beta to the power t, and 1 minus it goes to 1."),
    row("corrected value stored back", "S", "H * S + A -> (H * S + A) / (1 - H**t)",
        "The corrected {q} is carried into the next step and corrected again.",
        "{q} is the memory; the corrected value is only a view of it, and gets a name of its own."),
    row("correction of v without its root", "", "np.sqrt(v_hat) -> np.sqrt(v) / (1 - beta2**t); np.sqrt(1 - H**t) -> 1 - H**t",
        "The root is taken of v alone, not of its correction.",
        "The correction belongs to v, so it stands under the root with v."),
    row("bias correction added", "", "X - lr * A -> X - lr * A / (1 - H**t); A <- A / (1 - B**t)",
        "There is one correction for the start at 0 too many: of what is corrected already, or needs none.",
        "Not every memory is corrected, and none twice: the rule says which."),
    # maxima and bounds
    row("minimum and maximum exchanged", "", "np.maximum(A, B) -> np.minimum(A, B); np.minimum(A, B) -> np.maximum(A, B)",
        "Of two values the wrong one is taken, the larger for the smaller or the smaller for the larger.",
        "A largest recent size is a maximum; a step that is bounded by two things is a minimum."),
    row("maximum not taken", "", "np.maximum(A, B) -> B; np.maximum(A, B) -> A",
        "Nothing is compared: the maximum is not taken."),
    row("average in place of the maximum", "S", "np.maximum(H * S, np.abs(g) + eps) -> H * S + (1 - H) * np.abs(g) + eps; "
        "np.maximum(H * S, A) -> H * S + (1 - H) * A; np.maximum(H * S, np.abs(g) + eps) -> H * S + (1 - H) * np.abs(g); "
        "np.maximum(A, B) -> A + B; np.maximum(B, np.abs(g) + eps) -> np.maximum(B, (1 - beta2) * np.abs(g) + eps)",
        "Old and new sizes are weighted or added, as in an average; the larger of the two is needed.",
        "The maximum lets {q} jump at once to a large gradient and forget it slowly."),
    row("sign kept in the maximum", "", "np.abs(g) -> g", "g stands where |g| belongs, so negative gradients do not count.",
        "{q} is a size."),
    row("square in the maximum", "", "np.abs(g) -> g**2", "The square stands where |g| belongs, and no root takes that back.",
        "{q} needs no root because it takes |g| itself."),
    row("root of u", "x", "A / u -> A / np.sqrt(u); A / u -> A / (np.sqrt(u) + eps)",
        "The step divides by the root of u: u is a size already.", "A root takes back a square; nothing was squared here."),
    row("bound's sign", "lower upper", "1 - A -> 1 + A; 1 + A -> 1 - A", "The bound has the wrong sign.",
        "The upper bound comes down from infinity, the lower one up from 0."),
    row("bounds swapped", "", "np.clip(A, B, C) -> np.clip(A, C, B)", "The lower and the upper bound are exchanged.",
        "clip(value, low, high): low comes first."),
    row("bound without effect", "", "np.clip(A, B, C) -> A; np.clip(A, B, C) -> np.maximum(A, B); np.clip(A, B, C) -> "
        "np.minimum(A, C); A - 1 / (gamma * t + 1) -> A - 1 / gamma ** (t + 1)",
        "The value is to stay between two bounds, and a bound has no effect here.",
        "A value between two bounds is at least the one and at most the other."),
    row("whole step clipped", "x", "np.clip(A / B, lower, upper) * m <- np.clip(A * m / B, lower, upper); "
        "np.clip(A, lower, upper) * m <- np.clip(A * m, lower, upper)",
        "The whole step is clipped, with m in it: between two bounds above 0 it can go one way only.",
        "What is bounded is the rate, a size; the direction comes after."),
    row("clipped", "", "A <- np.clip(A, B, C)", "A value is clipped that the rule takes as it is.",
        "A bound hides how large the value was."),
    row("memory rule with a wrong parenthesis", "mem", "1 + A * (1 - B) -> 1 + (1 - B * A)",
        "The memory is 1 + (1 - zeta mem): it can never exceed 2.", "Noise makes the memory longer by one step per step."),
    # a gradient between two points (Schedule-Free) and from uphill (SAM)
    row("gradient at the mean", "z!", "A - lr * grad(y) -> A - lr * grad(X)",
        "The gradient is taken at x, the mean, as if beta were 1: y has no effect.",
        "The gradient belongs to the point in between."),
    row("gradient at the runner", "z!", "A - lr * grad(y) -> A - lr * grad(A)",
        "The gradient is taken at z, as if beta were 0: the mean cannot forget its start.",
        "The gradient belongs to the point in between."),
    row("runner starts from y", "z!", "A - lr * grad(y) -> y - lr * grad(y)",
        "The step starts from y, which is only visited for its gradient.",
        "z goes its own way, with a constant rate."),
    row("weights of the mean exchanged", "x!", "(1 - c) * X + c * z -> c * X + (1 - c) * z",
        "The weights are exchanged: late in the run x is z itself, and calms nothing.",
        "Of t points the newest one is one."),
    row("moving average in place of the mean", "x!", "(1 - c) * X + c * z -> beta * X + (1 - beta) * z",
        "This average forgets: it is made of the last points only, and its noise stays.",
        "All points count alike, so the weight of the newest falls with t."),
    row("mean taken before the step", "x!", "(1 - c) * X + c * z -> (1 - c) * X + c * z_1",
        "The mean takes in the z from before this step.", "The newest point belongs to the mean."),
    row("no way back", "x!", "X - lr * g_sam -> X + e - lr * g_sam",
        "The step starts from x + e: the way uphill is kept.", "x + e is only visited for its gradient."),
    row("second gradient not used", "x!", "X - lr * g_sam -> X - lr * g",
        "The step takes the first gradient: that is gradient descent, at twice the price.",
        "The first gradient only says where to look."),
    row("both gradients in the step", "x!", "X - lr * g_sam -> X - lr * (g + g_sam)",
        "The step takes both gradients; on a flat slope it is twice as long.",
        "The first gradient only says where to look."),
    row("look as long as the slope is steep", "e!", "rho * g / A -> rho * g; rho * g / A -> lr * g",
        "The look is longer where the slope is steeper, and 0 at a minimum: there SAM would see nothing.",
        "rho says how far the look goes, the gradient only where to."),
    row("a look in each coordinate", "e!", "rho * g / A -> rho * np.sign(g); rho * g / A -> rho * g / (np.abs(g) + eps)",
        "Each coordinate goes the whole rho: together that is too far, and not the steepest way.",
        "The length of the whole look is rho."),
    row("look of length 1", "e!", "rho * g / A -> g / A", "The look has the length 1, whatever rho is.",
        "rho says how far the look goes."),
    row("another size for the length", "e!", "rho * g / A -> rho * g / (np.sum(np.abs(g)) + eps); rho * g / A -> rho * g / "
        "(np.max(np.abs(g)) + eps); rho * g / A -> rho * g / (np.sum(g**2) + eps)",
        "What g is divided by is not its length, so the look is not rho long.",
        "The length is the root of the sum of the squares."),
    # whatever the rule has
    row("multiplied instead of divided", "", "A / B -> A * B", "{B} multiplies where it should divide.",
        "Dividing takes a size, or a share, away; multiplying puts it in once more."),
)
# fmt: on

# What a thing is for: the second hint where it is missing, or one too many.
WHY = {
    "lr": "lr turns gradient units into parameter units; without it, or with it twice, the step has the wrong size.",
    "eps": "eps keeps the denominator away from 0, once. It also decides how small a gradient still counts.",
    "np.sqrt": "The root takes back the square.",
    "a square": "The square makes a size of it; the root takes the square back.",
    "np.maximum": "The larger of the two counts.",
}

# Found by comparing lines with each other, not by a change of one.
NOT_RETURNED = row("new value not returned", "S", "A -> S",
    "The new value is computed and used, but the old one is returned: the next step knows nothing of it.",
    "What is not returned is forgotten: look at what is returned.")  # fmt: skip
EXCHANGED = row("new values exchanged", "S", "A -> S", "What is returned as {q} is the new value of another state.",
    "Each new value comes back under its own name: look at which name gets which value.")  # fmt: skip

# Found by changing one coordinate of the gradient.
MIXED = next(row for row in NAMES if row.name == "coordinates mixed")

# What several lines are called together: names of which all are there.
TOGETHER = {
    "betas swapped": {"beta1 in place of beta2", "beta2 in place of beta1"},
    "v updated before its use": {"gradient at x instead of the look-ahead", "shifted form with the new v"},
    "lr inside delta": {"lr inside delta", "learning rate missing"},
    "lr in the memory": {"lr in the memory", "learning rate missing"},
    "eps inside the accumulator": {"eps inside the accumulator", "eps forgotten"},
    "root stored back": {"root stored back", "root missing"},
    "corrected value stored back": {"corrected value stored back", "no bias correction"},
}


# Matching


def match(pattern, node, bound, about):
    """Whether the node has the pattern's form; fills `bound` with what its letters stand for."""
    if isinstance(pattern, list):
        return len(pattern) == len(node) and all(match(a, b, bound, about) for a, b in zip(pattern, node, strict=True))
    if not isinstance(pattern, ast.AST):
        return pattern == node
    letter = getattr(pattern, "id", "")
    if letter in bound:
        return ast.unparse(bound[letter]) == ast.unparse(node)
    if letter in ("A", "B", "C") or (isinstance(node, ast.Name) and _stands_for(letter, node.id, about)):
        bound[letter] = node
        return True
    same = type(pattern) is type(node)
    return same and all(match(getattr(pattern, part), getattr(node, part), bound, about) for part in pattern._fields)


def _stands_for(letter, name, about):
    """Whether a letter may stand for a name."""
    old = name.removesuffix(BEFORE)
    return (
        (letter == "H" and name in about["hyper"])
        or (letter == "S" and name == about["q"] + BEFORE)
        or (letter == "X" and name == "x" + BEFORE)
        or (letter == "N" and name in about["state"])
        or (letter == "N_before" and old in about["state"] and name != old != about["q"])
        or (letter == "Q" and old in about["quantities"])
    )


@functools.cache
def _rows():
    """The rows that are about one quantity come first: they say more."""
    return sorted(NAMES, key=lambda row: row.where.rstrip("!") in ("", "S", "x", "-x"))


def changes(formula, about, back=False):
    """[(row, what its letters stand for, the changed formula)] of all rows on one line.

    about : q, the quantity; hyper, state, quantities: the names of the step's; numbers: those in the learner's source.
    back : the line is the learner's, and the changes are taken back.
    """
    return _changes(ast.unparse(formula), back, *((key, value if key == "q" else tuple(value)) for key, value in about.items()))


@functools.lru_cache(maxsize=2048)
def _changes(formula, back, *about):
    formula, about = parse(formula), dict(about)
    found, seen, nodes = [], set(), [node for node in ast.walk(formula) if isinstance(node, ast.expr)]
    own = about["q"] + BEFORE in names(formula) and about["q"] != "x"
    for row in _rows():
        where = row.where.rstrip("!")
        if not {"": True, "-x": about["q"] != "x", "S": own}.get(where, about["q"] in where.split()):
            continue
        total = {}
        for right, wrong in (*(rule[::-1] for rule in row.back),) if back else row.rules:
            made = {}
            for node in [formula] if row.where.endswith("!") else nodes:
                bound = {}
                if match(right, node, bound, about):
                    for choice in _choices(wrong, bound, about):
                        piece = put(wrong, {"X": ast.Name("x" + BEFORE)} | choice)
                        kind = ast.unparse(choice.get("K", choice.get("D", choice.get("P", ast.Constant(0)))))
                        made.setdefault(kind, {})[node] = total[node] = choice | dict(zip("WR" if back else "RW", (node, piece)))
            found += [option for places in made.values() for option in _placed(row, formula, places, seen, back)]
        found += _placed(row, formula, total, seen, back)  # what all rules of the row change together
    return found


def _placed(row, formula, places, seen, back):
    """The formula changed in each of the places {node: letters}, and in all of them, as far as it has not been seen."""
    for where in [[node] for node in places] + ([list(places)] if len(places) > 1 else []):
        new = put(formula, {id(node): places[node]["R" if back else "W"] for node in where})
        if ast.unparse(new) not in seen:
            seen.add(ast.unparse(new))
            yield row, places[where[0]], new


def _choices(wrong, bound, about):
    """What the letters may stand for that only the wrong side has."""
    used = {n.id for n in ast.walk(wrong) if isinstance(n, ast.Name)} - bound.keys()
    if "K" in used and "H" in bound:
        return [bound | {"K": ast.Name(h)} for h in about["hyper"] if h != bound["H"].id]
    if "D" in used:
        return [bound | {"D": ast.Constant(d)} for d in about["numbers"] if d]
    if "P" in used:
        taken = (about["q"], shown(bound["Q"].id))
        return [bound | {"P": ast.Name(p)} for p in about["quantities"] if p != taken[0] and shown(p) != taken[1]]
    if "N_before" in used:
        return [bound | {"N_before": ast.Name(bound["N"].id + BEFORE)}]
    if "N" in used:
        return [bound | {"N": ast.Name(bound["N_before"].id.removesuffix(BEFORE))}]
    return [bound]


# Words


def shown(name):
    """A name as a learner would write it: without before, and without the number of one of several lines."""
    return re.sub(r"_before$|_\d$", "", name)


def said(part, q, bound):
    """A name or sentence of a row, about this quantity."""
    words = {letter: re.sub(r"(_before|_\d)\b", "", text(formula)) for letter, formula in bound.items()}
    words = dict.fromkeys("KABPQRW", "it") | {"H": "the memory", "N": words.get("N_before", "")} | words | {"q": q}
    return part.format(**words)


def together(labels):
    """One name for the names of all wrong lines."""
    for name, members in TOGETHER.items():
        if members <= set(labels):
            labels = [name if label in members else label for label in labels]
    return " and ".join(dict.fromkeys(labels))


def hints(row, q, bound):
    """The second and the third hint of a row: the idea, "" where none is known, and what the line needs."""
    if "R" not in bound:
        idea, _, look = row.idea.partition(": ")
        return idea and f"{idea}.", look
    right, wrong = (collections.Counter(_things(bound[side])) for side in "RW")
    lost, extra = list(right - wrong), list(wrong - right)
    if not lost and not extra and (found := told(bound["R"], bound["W"])):
        return said(row.idea, q, bound), found[2]
    if "np.where" in extra:  # it stands for an if
        return said(row.idea, q, bound), "it needs no case of its own."
    idea = row.idea or next((WHY[thing] for thing in (*lost, *extra) if thing in WHY), "")
    return said(idea, q, bound), needed(lost, extra, right, wrong)


def needed(lost, extra, right, wrong):
    """What a line needs, in words: things that it lacks, and things that it has too often."""
    if {*lost, *extra} - (right.keys() & wrong.keys()):  # what is new says more than what stands there once more
        lost, extra = ([thing for thing in some if thing not in right.keys() & wrong.keys()] for some in (lost, extra))
    if len(lost) > 3 or len(extra) > 3 or not lost + extra:
        return "look at what stands where, at signs and at parentheses."
    more, less = " and ".join(lost), " or ".join(extra)
    if set(lost + extra) & right.keys() & wrong.keys():
        counts = [f"one more {more}"] * bool(lost) + [f"one {less} less"] * bool(extra)
        return f"it needs {' and '.join(counts)}.".replace(" a ", " ")
    return f"it needs {more}, not {less}." if more and less else f"it needs {more or 'no ' + less.removeprefix('a ')}."


def _things(formula):
    """The things that a formula is made of, as one says them."""
    if isinstance(formula, ast.Name):
        old = formula.id.endswith(BEFORE) and formula.id != "x" + BEFORE
        return ["the old " * old + shown(formula.id)] if formula.id != "np" else []
    found = [thing for part in ast.iter_child_nodes(formula) for thing in _things(part)]
    if isinstance(formula, ast.Constant) and formula.value not in (0, 1, 2):
        return [f"{formula.value:g}"]
    if isinstance(formula, ast.Attribute):
        return [ast.unparse(formula)]
    if isinstance(formula, ast.BinOp) and isinstance(formula.op, ast.Pow) and getattr(formula.right, "value", 0) == 2:
        return [*found, "a square"]
    if re.fullmatch(r"1 - \w+( \*\* t)?", whole := ast.unparse(formula)):
        return [whole]
    return found
