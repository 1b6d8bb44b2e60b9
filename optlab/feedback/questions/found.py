"""Which line of an exercise is wrong. It stands here, so that the cell which checks the answer does not tell it when unfolded."""

from typing import NamedTuple

from ..verdict import Verdict


class Line(NamedTuple):
    """number : which line is wrong. why : told when it is found. else_ : told of the other lines; near : of some of them."""

    number: int
    why: str
    else_: str
    near: dict = {}


LINES = {
    "smorms3": Line(6, "Right: (1 - zeta) multiplies the memory.",
        "Line {} is as in part 3. Print the quantities of the last step, and compare."),
    "eve": Line(3, "Right: the smaller one of the two losses divides.",
        "Line {} is as in part 3. Compute the change from your last two losses, by hand."),
    "adasecant": Line(7, "Right: what is stored must have length 1, too.",
        "Line {} is as in part 3. Write down what your signal makes of each line, by hand.",
        {2: "Line 2 is right if g_old is what its name should mean. What is stored there?"}),
    "santa": Line(4, "Right: the first half of the move is overwritten.",
        "Line {} is as it should be. Write down what your signal makes of each line, by hand.",
        {1: "Line 1 makes the right half move. What becomes of it?"}),
    "race": Line(2, "Right: who is masked does not count.",
        "Line {} is as it should be. Print what it makes of your rate, for each start.",
        {3: "A median over the starts is right; of which runs is it?"}),
    "network": Line(5, "Right: range leaves out its end, the last layer.",
        "Line {} does what it should. Print what your sizes make of each line."),
    "nadam": Line(3, "Right: the look-ahead belongs to t + 1.",
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
}  # fmt: skip


def found(name, line, shown):
    """The verdict on the line that a learner holds to be wrong, once an input shows that something is.

    name : of the exercise. line : the learner's number. shown : the verdict on the input, judged first.

    >>> from ..checks import claim
    >>> shown = claim("signal", lambda: None)
    >>> found("eve", 5, shown).message
    'Line 5 is as in part 3. Compute the change from your last two losses, by hand.'
    >>> found("eve", 3, shown).ok
    True
    """
    if name not in LINES:
        raise ValueError(f"name is {name!r}; it must be one of {', '.join(LINES)}.")
    row = LINES[name]
    if not shown:
        return Verdict(False, "This is judged once your input shows the mistake.", "line")
    if line is ... or line is None:
        return Verdict(False, "Which line is it? Put its number in place of the dots.", "line")
    if line == row.number:
        return Verdict(True, row.why, "line", score=1.0)
    return Verdict(False, row.near.get(line, row.else_.format(line)), "line")
