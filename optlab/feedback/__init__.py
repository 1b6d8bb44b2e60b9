"""Feedback that says what a learner's function does, line by line, and names it where it has a name.

`checks` is what a learner meets: it runs a function on the `probes` and asks the `diagnosis`. `explain`
compares each of the reference's own `lines` with what the `learner`'s function has; what a wrong one computes is a change that
has a name in `names`, or what the function says itself when it is run on `symbols`. No claim is made that does not reproduce
the learner's run.
"""

from .lines import edited

__all__ = ["edited"]
