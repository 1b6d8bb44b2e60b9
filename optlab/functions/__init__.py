"""A function as somebody wrote it: run, followed on symbols, read line by line, changed until it is right.

A `learner`'s function is run as it was written: `roles` say what its arguments mean, `returned` what comes back from it,
`stumble` what stopped it, `symptom` how its run parts from the rule's. When it is `followed` on `symbols` it says itself what it
computes.

Its `source` tells which line makes what, `inner` are its lines, `innermost` is the wrong one of them. `planted` lays them open,
and `trials` with other values in them tell which is the `cause`. `changes` are what may have been meant in one of its `places`,
`repair` tries them on the function itself, and what is told is `mended` by one of them wherever there is one.
"""
