"""The well-known mistakes, by name. A row is a change of a formula, the same for all steps, and what is said about it.

A change is written `right -> wrong`. In it A, B and C are any formula, H a hyperparameter such as beta1 and K another one, S what
this line's own quantity was before the step, N another state (N_before: its old value), X what x was before. A row holds
wherever its change gives the learner's numbers in every step: so no name is a guess. A slip that has no row is told by where the
two formulas part, in `words`: a row is only worth its place where it says more.
"""

import ast
import functools
from typing import NamedTuple

from ..theory.lines import BEFORE, names, parse, put


class Row(NamedTuple):
    """name; rules, each `right -> wrong`; where: the quantities that it may be about ("" all, "-x" all but x, "S" states;
    "!" the whole line).

    message: what is said; idea: the second hint, where it is not what the thing that is missing is for. In both {q} is the
    quantity, {R} the right piece of the formula, {W} the wrong one, and {A}, {H} … what the letters stand for.
    """

    name: str
    where: str
    rules: tuple
    message: str = ""
    idea: str = ""


def row(name, where, rules, *said):
    return Row(name, where, tuple(tuple(map(parse, rule.split("->"))) for rule in rules.split(";")), *said)


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
    row("lr in the memory", "S", "(1 - H) * A -> (1 - H) * (lr * A); S + A -> S + lr * A",
        "lr multiplies what is remembered, so as soon as lr changes the old part still carries the old lr.",
        "{q} remembers gradients, in gradient units."),
    row("lr folded into {q}", "-x", "g**2 -> (lr * g) ** 2",
        "lr is part of {q}: it cancels in the ratio, and the run is the same for every lr.", "{q} measures gradients only."),
    row("only the step returned", "x!", "X - A -> -A; X - A -> A; X + A -> A",
        "What is returned as x is the change of x, not the new x.",
        "The next step begins where this one ended: at the old point plus the change."),
    row("a coordinate left out", "x!", ";".join(HALVES), "Not all coordinates of x are moved: some stay where they started.",
        "Every parameter takes part in every step."),
    row("gradient's size lost", "", "g -> np.sign(g); g_ahead -> np.sign(g_ahead)",
        "Only the sign of the gradient is used, so a gradient of 0.01 counts as much as one of 100.",
        "The rule knows steep from flat."),
    # what is remembered
    row("average instead of sum", "", "H * S - A -> H * S - (1 - H) * A; H * S + lr * A -> H * S + (1 - H) * (lr * A); "
        "H * S + g -> H * S + (1 - H) * g; A - B * lr * g -> A - B * (1 - mu) * lr * g; g + mu * b -> (1 - mu) * g + mu * b",
        "The new gradient is damped by 1 - {H}: that is the averaged form. "
        "The classic velocity is a sum with gain 1 / (1 - {H}).",
        "On a constant gradient the velocity should grow to 1 / (1 - {H}) times the first step."),
    row("sum instead of average", "", "(1 - H) * A -> A; r * A -> A",
        "{A} is added in full, without its weight: a sum, not an average.", "The two weights of an average add up to 1."),
    row("weights swapped", "", "H * A + (1 - H) * B -> (1 - H) * A + H * B; (1 - c) * A + c * B -> c * A + (1 - c) * B; "
        "(1 - r) * A + r * B -> r * A + (1 - r) * B",
        "The two weights are exchanged: {A} has the weight of {B}, and {B} that of {A}.",
        "What is old has the large weight, and what is new the small one."),
    row("mu on both", "", "H * S - A -> H * (S - A); H * S + A -> H * (S + A); X + N -> X + mu * N; A - lr * B -> A - (1 + mu) * "
        "lr * B", "mu multiplies the newest gradient as well.",
        "Only what is remembered is damped; the newest gradient counts once, in full."),
    row("{q} reset each step", "S",
        "H * S + A -> A; H * S - A -> -A; (1 - r) * S + A -> A; np.maximum(H * S, A) -> A; S + A -> A",
        "The old {q} does not enter the new one: nothing is remembered.", "{q} carries over from step to step."),
    row("memory never updated", "S", "H * S + A -> S; H * S - A -> S; S + A -> S; np.maximum(A, B) -> S; (1 - r) * S + A -> S",
        "{q} comes back as it went in: nothing is ever remembered.", "What a step learns has to be in what it returns."),
    row("started at the first gradient", "S", "H * S + (1 - H) * A -> np.where(t == 1, A, H * S + (1 - H) * A)",
        "Your {q} starts at the first gradient (or its square); the rule's starts at 0.",
        "The rule has no case of its own for the first step."),
    row("average in place of the maximum", "S", "np.maximum(H * S, np.abs(g) + eps) -> H * S + (1 - H) * np.abs(g) + eps; "
        "np.maximum(H * S, A) -> H * S + (1 - H) * A; np.maximum(H * S, np.abs(g) + eps) -> H * S + (1 - H) * np.abs(g); "
        "np.maximum(A, B) -> A + B; np.maximum(B, np.abs(g) + eps) -> np.maximum(B, (1 - beta2) * np.abs(g) + eps)",
        "Old and new sizes are weighted or added, as in an average; the larger of the two is needed.",
        "The maximum lets {q} jump at once to a large gradient and forget it slowly."),
    # looking ahead
    row("Nesterov written for heavy ball", "x!", "X + v -> X + (mu * v - lr * g); X - v -> X - (mu * v + lr * g)",
        "This step looks ahead: x moves by mu v - lr g, and here it should move by v.",
        "The new position is the old one plus the new velocity, no more."),
    row("looked ahead twice", "x!", "X + v -> X + mu * v - lr * g_ahead",
        "The gradient is taken at the look-ahead point, and x is carried on to the next one as well: two forms in one.",
        "Either the gradient is asked ahead and x moves by v, or x itself is the look-ahead point; not both."),
    row("look-ahead kept as the new x", "x!", "X + v -> X + mu * v_before + v",
        "The step starts from the look-ahead point, so mu v is walked twice.",
        "The look-ahead point is only visited to measure the slope."),
    row("gradient at x instead of the look-ahead", "g_ahead!",
        "grad(X + A) -> grad(X); grad(X + A) -> g; grad(X - A) -> grad(X); grad(X - A) -> g; A / 4 -> grad(X); A / 4 -> g",
        "The gradient is taken at x: that is heavy ball, and no look-ahead.",
        "Nesterov asks for the slope where the velocity is about to lead."),
    row("shifted form with the new v", "x!", "X + v -> X + mu**2 * v - (1 + mu) * lr * g",
        "This is the line of the shifted form, and it uses the v from after this step: x looks ahead by (mu + mu^2) v.",
        "In the shifted form the old v is used first."),
    row("look-ahead missing", "", "X + mu**2 * v_before - (1 + mu) * lr * g -> X + v; g + mu * b -> b",
        "The new velocity is taken as it is: that is heavy ball.", "The step is carried on by mu times the new velocity."),
    # weight decay
    row("decay without the rate", "x!", "X - lr * (A + weight_decay * X) -> X - lr * A - weight_decay * X",
        "The decay is not multiplied by lr: it takes the share weight_decay of x in each step, far too much.",
        "Both pulls are multiplied by lr, so that one schedule rules both."),
    row("decay divided by the root", "x", "A / B + weight_decay * X -> (A + weight_decay * X) / B",
        "The decay is divided by the size of the gradients as well: that is what AdamW is there to undo.",
        "The decay stands beside the quotient, not in it."),
    row("decay of the new x", "x!", "X - lr * (A + weight_decay * X) -> X - lr * A - lr * weight_decay * (X - lr * A)",
        "The decay acts on the x that is moved already.", "Both pulls start from the x of before the step."),
    row("decay in the gradient", "", "g -> g + weight_decay * X; np.sign(A) -> np.sign(A + weight_decay * X)",
        "The decay is added to what becomes the direction; it belongs beside the direction, in the line of x.",
        "Decoupled: the direction is made of gradients alone."),
    # squares, roots and eps
    row("1 - beta squared as well", "S", "(1 - H) * A**2 -> ((1 - H) * A) ** 2",
        "The weight is squared as well: the new value comes in with (1 - {H})^2.",
        "First the square, then its weight: the two weights of an average add up to 1."),
    row("parentheses of 1 - beta lost", "S", "(1 - H) * A -> 1 - H * A; H * S + (1 - H) * A -> H * S + 1 - H * A",
        "Without parentheses 1 is added and {H} times the new value is subtracted.",
        "Multiplication binds more strongly than subtraction."),
    row("distance from m squared", "", "g**2 -> (g - m) ** 2", "{q} averages (g - m)^2: that is AdaBelief, another method.",
        "Here {q} is the mean square of g itself."),
    row("half instead of the root", "x", "np.sqrt(A) -> A / 2", "{A} is halved; its root is needed.",
        "** binds more strongly than /: h**1/2 is half of h."),
    row("root stored back", "S", "H * S + A -> np.sqrt(H * S + A); S + A -> np.sqrt(S + A)",
        "The root is taken before {q} is returned, and the next step adds a square to a root.",
        "What is remembered is made of squares; its root is only a view of it."),
    row("parentheses lost", "x!", "X - A / (B + eps) -> X - A / B + eps; X - lr * A / (B + eps) -> X - lr * (A / B + eps); "
        "X - A / (B + eps) -> X - (A / B + eps)", "Without parentheses eps is added outside of the denominator.",
        "Division binds more strongly than addition."),
    row("division missing", "g_tilde", "A / (1 + B) -> A", "The division by 1 + {B} is missing here.",
        "The weights of a mean are divided by their sum: together they are 1."),
    row("eps inside the root", "", "np.sqrt(A) + eps -> np.sqrt(A + eps)",
        "eps stands under the root, where it acts like its own root.",
        "The root of 1e-8 is 1e-4: a small eps is far stronger under the root than beside it."),
    row("eps outside the root", "",
        "np.sqrt(A + eps) -> np.sqrt(A) + eps; np.sqrt(A + eps) / np.sqrt(B + eps) -> (np.sqrt(A) + eps) / (np.sqrt(B) + eps)",
        "eps stands beside the root; in this rule it stands under it.",
        "The root of 1e-8 is 1e-4: a small eps is far weaker beside the root than under it."),
    row("eps only below", "delta", "np.sqrt(A + eps) / B -> np.sqrt(A) / B",
        "eps is missing in the numerator: the first step is 0, and so is every other.",
        "eps in the numerator is what starts the motion."),
    row("eps inside the accumulator", "S",
        "A**2 -> A**2 + eps; S + A -> S + A + eps; H * S + A -> H * S + A + eps; A**2 -> (A + eps) ** 2",
        "eps is added to {q} in each step, so it piles up there.",
        "eps only keeps a denominator away from 0. What is remembered holds gradients alone."),
    # the correction for the start at 0
    row("no bias correction", "", "A / (1 - H**t) -> A; lr * np.sqrt(A) / B -> lr / B; lr / (1 - H**t) -> lr; "
        "lr * np.sqrt(A) / B -> lr", "The correction for the start at 0 is missing, so the first steps have the wrong size."),
    row("corrected value stored back", "S", "H * S + A -> (H * S + A) / (1 - H**t)",
        "The corrected {q} is carried into the next step and corrected again.",
        "{q} is the memory; the corrected value is only a view of it, and gets a name of its own."),
    row("bound without effect", "", "np.clip(A, B, C) -> A; np.clip(A, B, C) -> np.maximum(A, B); np.clip(A, B, C) -> "
        "np.minimum(A, C)", "The value is to stay between two bounds, and a bound has no effect here."),
    # the coordinates
    row("one size for all coordinates", "",
        "g**2 -> np.mean(g**2); np.sqrt(A) -> np.sqrt(np.mean(A)); g**2 -> np.mean(g)**2; g**2 -> np.sum(g**2); np.sqrt(A) -> "
        "np.sqrt(np.sum(A)); g**2 -> np.linalg.norm(g); g**2 -> np.mean(np.abs(g)); g**2 -> np.sum(np.abs(g)); np.abs(g) -> "
        "np.max(np.abs(g)); np.abs(g) -> np.linalg.norm(g); np.maximum(A, v) -> np.maximum(A, np.max(v))",
        "{W} runs over the coordinates: they all share one size.", "Each coordinate has a size of its own, over the steps."),
    row("coordinates mixed", "", "g -> np.roll(g, 1); g -> np.mean(g); g -> np.sum(g)",
        "Each coordinate gets the gradient of others.",
        "The rule treats each coordinate by itself: look for a sum, a mean or an index that is off by one."),
    # matrices
    row("the other factor", "x", "max(1, A / B) ** 0.5 -> 0.2 * max(A, B) ** 0.5",
        "This is the factor 0.2 sqrt(max(rows, cols)) of later papers; the released code's is asked for.",
        "Two factors are in use: one for the outputs, one for the size of the entries."),
)

# Slips without a name of their own, tried where a function does not say itself what it computes.
SLIP = row("", "", "A + B -> A - B; A - B -> A + B; A + B -> A; A + B -> B; A - B -> A; A * B -> A; A * B -> B; A / B -> A; "
    "A / B -> A * B; A * B -> A / B; A**2 -> A; np.sqrt(A) -> A; g -> np.abs(g); H -> K; "
    "N -> N_before; N_before -> N; lr * A -> lr * (lr * A); np.maximum(A, B) -> np.minimum(A, B); np.minimum(A, B) -> "
    "np.maximum(A, B); np.maximum(A, B) -> A; np.maximum(A, B) -> B; np.minimum(A, B) -> A; H**t -> H; t + 1 -> t; t -> "
    "t + 1; t -> t - 1")
# fmt: on

# Found by comparing lines with each other, not by a change of one.
NOT_RETURNED = row("new value not returned", "S", "A -> S",
    "The new value is computed and used, but the old one is returned: the next step knows nothing of it.",
    "What is not returned is forgotten: look at what is returned.")  # fmt: skip
EXCHANGED = row("new values exchanged", "S", "A -> S", "What is returned as {q} is the new value of another state.",
    "Each new value comes back under its own name: look at which name gets which value.")  # fmt: skip

# Found by changing one coordinate of the gradient.
MIXED = next(row for row in NAMES if row.name == "coordinates mixed")


# Where a row holds


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
    )


def changes(formula, q, hyper, state):
    """[(row, what its letters stand for, the changed formula)] of all rows on one line: q, the quantity; hyper: the names of
    hyperparameters that may be taken for one another; state: those of the other states."""
    return _changes(ast.unparse(formula), q, tuple(hyper), tuple(state))


@functools.lru_cache(maxsize=2048)
def _changes(formula, q, hyper, state):
    formula, about = parse(formula), dict(q=q, hyper=hyper, state=state)
    found, seen, nodes = [], set(), [node for node in ast.walk(formula) if isinstance(node, ast.expr)]
    own = q + BEFORE in names(formula) and q != "x"
    for row in (*NAMES, SLIP):
        where = row.where.rstrip("!")
        if not {"": True, "-x": q != "x", "S": own}.get(where, q in where.split()):
            continue
        total = {}
        for right, wrong in row.rules:
            made = {}
            for node in [formula] if row.where.endswith("!") else nodes:
                bound = {}
                if match(right, node, bound, about):
                    for choice in _choices(wrong, bound, about):
                        piece = put(wrong, {"X": ast.Name("x" + BEFORE)} | choice)
                        made.setdefault(getattr(choice.get("K"), "id", ""), {})[node] = choice | dict(R=node, W=piece)
            for places in made.values():
                found += _placed(row, formula, places, seen)
                total |= places
        found += _placed(row, formula, total, seen) if row.name else []  # what all rules of the row change together
    return found


def _placed(row, formula, places, seen):
    """The formula changed in each of the places {node: letters}, and in all of them, as far as it has not been seen."""
    for where in [[node] for node in places] + ([list(places)] if len(places) > 1 else []):
        new = put(formula, {id(node): places[node]["W"] for node in where})
        if ast.unparse(new) not in seen:
            seen.add(ast.unparse(new))
            yield row, places[where[0]], new


def _choices(wrong, bound, about):
    """What the letters may stand for that only the wrong side has."""
    used = names(wrong) - bound.keys()
    if "K" in used and "H" in bound:
        return [bound | {"K": ast.Name(h)} for h in about["hyper"] if h != bound["H"].id]
    if "N_before" in used:
        return [bound | {"N_before": ast.Name(bound["N"].id + BEFORE)}]
    if "N" in used:
        return [bound | {"N": ast.Name(bound["N_before"].id.removesuffix(BEFORE))}]
    return [bound]
