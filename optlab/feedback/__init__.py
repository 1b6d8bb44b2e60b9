"""Feedback that says what a learner's function does, line by line, and names it where it has a name.

`checks` is what a learner meets: it runs a function on the `probes` and asks the `diagnosis`. Mistakes are derived from the
reference's own `lines`: `explain` compares each with what the learner has, `names` holds the changes that have a name,
`search` finds all others, and no claim is made that does not reproduce the learner's run.
"""

from .lines import edited

__all__ = ["edited"]
