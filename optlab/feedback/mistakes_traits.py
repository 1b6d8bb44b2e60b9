"""Mistakes without an edit: what `traits` finds in a function that equals no known wrong one."""

from .mistakes import mistake

MISTAKES = [
    mistake(
        "hyperparameter not used",
        "A hyperparameter comes in and has no effect: it is used nowhere, a number stands in its place, or it cancels.",
        "Your run is the same for every value of it.",
        "Each hyperparameter of the rule changes the run; that is why it is an argument.",
        "look for the formula's letter in your lines: it is missing, or a number stands there.",
    ),
    mistake(
        "coordinates mixed",
        "What happens in one coordinate changes the others: something is summed, averaged or compared over the whole vector.",
        "Change the first number of the gradient, and your other coordinates move differently.",
        "The rule treats each coordinate by itself.",
        "look for a sum, mean, max, norm, sort or @, and for an index that is off by one.",
    ),
    mistake(
        "step depends on x",
        "The size of your step depends on where x stands; the rule's depends on the gradients only.",
        "Start from another place, with the same gradients: your steps are different.",
        "x is what is moved. It is no part of how far.",
        "x stands once, as what the step is taken from.",
    ),
    mistake(
        "one sign treated differently",
        "A gradient and its negative do not give opposite steps.",
        "Turn the sign of every gradient: your run is not mirrored.",
        "Directions keep their sign, sizes have none: the square (or abs) belongs to the sizes only, and nothing else is added.",
        "look for a square or abs that is missing or too much, and for a term that does not change its sign with g.",
    ),
]
