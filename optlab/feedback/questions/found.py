"""Which line of an exercise is wrong. It stands here, so that the cell which checks the answer does not tell it when unfolded."""

from typing import NamedTuple

import numpy as np

from ..verdict import Verdict


class Line(NamedTuple):
    """wrong : which line it is, or which lines. why : told when found. else_ : told of other lines; near : of some of them.

    Where several are wrong, else_ tells how many of those named are.
    """

    wrong: int | set
    why: str
    else_: str
    near: dict = {}


LINES = {
    "momentum": Line(2, "Right: it steps by mu * v and once more by the gradient. That is Nesterov's form.",
        "Line {} only hands on.",
        {1: "Line 1 is momentum's own: a share of the old velocity, and the step."}),
    "nesterov": Line(1, "Right: x will go to x - mu v, for it takes v off. Line 1 looks back, to where it came from.",
        "Line {} is right: x takes off what points uphill.",
        {2: "Line 2 is right: this velocity adds the gradients up."}),
    "adagrad": Line(2, "Right: eps is missing. As long as h is 0, it divides 0 by 0.",
        "Line {} only hands on.",
        {1: "Line 1 is AdaGrad's own: the sum of the squares."}),
    "rmsprop": Line(1, "Right: np.dot makes one number of all squares, and all parameters share it. g**2 keeps one for each.",
        "Line {} only hands on.",
        {2: "Line 2 is RMSprop's own: the gradient over the root."}),
    "adadelta": Line(2, "Right: below, eps belongs under the root.",
        "Line {} is as in part 3. Write down what your signal makes of each line, by hand."),
    "adam": Line({2, 3}, "Right: v must average g**2, and the exponent must be t.",
        "Wrong in the code, of your two: {}. Compare each line with part 3."),
    "adamax": Line(3, "Right: u must hold the size of gradients.",
        "Line {} is as in the chapter (m_hat is m with its correction). Compare each line with part 3."),
    "nadam": Line(4, "Right: the second term is made of the gradient itself.",
        "Line {} is as in part 3. Which weight has the newest gradient in each term?"),
    "amsgrad": Line(3, "Right: the maximum is that of v.",
        "Line {} is as in part 3. Write down what your signal makes of each line, by hand."),
    "adabound": Line(4, "Right: the upper bound has to close, 1 + 1 / (gamma t).",
        "Line {} is as in part 3. Write down what your signal makes of each line, at the last step."),
    "smorms3": Line(6, "Right: (1 - zeta) multiplies the memory.",
        "Line {} is as in part 3. Print the quantities of the last step, and compare."),
    "eve": Line(3, "Right: the smaller one of the two losses divides.",
        "Line {} is as in part 3. Write down what your losses make of each line, by hand."),
    "adasecant": Line(7, "Right: what is stored must have length 1, too.",
        "Line {} is as in part 3. Write down what your signal makes of each line, by hand.",
        {2: "Line 2 is right if unit_old is what its name says. What is stored there?"}),
    "santa": Line(4, "Right: the first half of the move is overwritten.",
        "Line {} is as it should be. Write down what your signal makes of each line, by hand.",
        {1: "Line 1 makes the right half move. What becomes of it?"}),
    "learned": Line(4, "Right: the scale belongs to both terms.",
        "Line {} is as it should be. Compare each line with the formula in part 4, parentheses too."),
    "learned, order": Line({2, 3}, "Right: layer 2 must read the new h1.",
        "Right of your two: {}. Which layer reads what the other one writes?"),
    "race": Line(2, "Right: who is masked does not count.",
        "Line {} is as it should be. Print what it makes of your rate, for each start.",
        {3: "A median over the starts is right; of which runs is it?"}),
    "network": Line(5, "Right: range leaves out its end, the last layer.",
        "Line {} does what it should. Print what your sizes make of each line."),
    "museum": Line(3, "Right: the look-ahead belongs to t + 1.",
        "Line {} is as in Adam. Write down what your signal makes of each line, by hand."),
    "adamw": Line(5, "Right: the decay pulls a negative weight farther out.",
        "Line {} is as in part 3. Follow your gradients through the lines, by hand."),
    "muon": Line(3, "Right: the largest entry is not the length.",
        "Line {} is as in part 3. What are the singular values of your gradient before and after it?"),
    "sam": Line(2, "Right: the length is the root of the sum of squares.",
        "Line {} is as in part 3. Write down what your start makes of each line, by hand."),
    "lion": Line(4, "Right: m must collect the gradients, not their signs.",
        "Line {} is as in part 3. What is m made of, here and there?"),
    "schedule_free": Line(2, "Right: the gradient must be taken at y.",
        "Line {} is as in part 3. Where is each of the three points used?",
        {1: "Line 1 is as in part 3. But what becomes of its y?"}),
    "choosing": Line(4, "Right: the gap is not halved again.",
        "Line {} does what it should. Write down the four rates beside the grid that it tries for your valley.",
        {5: "Line 5 tries both sides of the best rate, as it should. But at which gap, the second time?"}),
}  # fmt: skip


def found(name, line, shown):
    """The verdict on the line that a learner holds to be wrong, once an input shows that something is.

    name : of the exercise. line : the learner's number, or a set of them. shown : the verdict on the input, judged first.

    >>> from .marks import claim
    >>> shown = claim("signal", lambda: None)
    >>> found("eve", 5, shown).message
    'Line 5 is as in part 3. Write down what your losses make of each line, by hand.'
    >>> found("eve", 3, shown).ok
    True
    >>> found("adam", {1, 2}, shown).message
    'Wrong in the code, of your two: 1. Compare each line with part 3.'
    >>> found("adam", 2, shown).message
    'Lines that are wrong: 2. You named 1.'
    >>> found("eve", "3", shown).message
    "A line has a whole number, such as 1; yours is '3'."
    """
    if name not in LINES:
        raise ValueError(f"name is {name!r}; it must be one of {', '.join(LINES)}.")
    row = LINES[name]
    if not shown:
        return Verdict(False, "This is judged once your input shows the mistake.", "line", "not judged yet")
    if line is ... or line is None:
        return Verdict(False, "Which line is it? Put its number in place of the dots.", "line")
    wrong, named = (set(np.ravel([*what] if isinstance(what, set) else what).tolist()) for what in (row.wrong, line))
    if any(number not in range(1, 100) for number in named):
        return Verdict(False, f"A line has a whole number, such as 1; yours is {line!r}.", "line")
    if named == wrong:
        return Verdict(True, row.why, "line", score=1.0)
    if len(named) != len(wrong):
        return Verdict(False, f"Lines that are wrong: {len(wrong)}. You named {len(named)}.", "line")
    if len(wrong) > 1:
        return Verdict(False, row.else_.format(len(named & wrong)), "line")
    return Verdict(False, row.near.get(*named, row.else_.format(*named)), "line")
