"""Feedback that says what a learner's function does, line by line, and names it where it has a name.

`checks` is what a learner meets, `diagnosis` the questions that are asked of a function, in order; `others` are what else it may
be than the rule, `programming` finds what its numbers do not show.

A `comparison` asks each line of the rule of the values that the function has; a wrong line it says itself, when it is run on
symbols. `explain` chooses the simplest of several ways to read it, and `place` finds where a wrong line is written. Where two
formulas part has its words in `names`; `words` makes sentences of them, `hints` three hints, `verdict` the page. No claim is made
that does not reproduce the learner's run.
"""

from ..formulas.edits import edited

__all__ = ["edited"]
