"""Feedback that says what a learner's function does, line by line, and names it where it has a name.

`checks` is what a learner meets: it runs a function on the `probes` and asks the `diagnosis`. `explain`
compares each of the reference's own `lines` with what the `learner`'s function has; what a wrong one computes is what the
function says itself when it is run on `symbols`, or a change of the right line. `words` says it: a well-known mistake has its
sentences in `names`, any other is told by where the two formulas are `apart`. No claim is made that does not reproduce the
learner's run.
"""

from ..theory.edits import edited

__all__ = ["edited"]
