"""The driver: what runs a step, and what looks at all that is handed to it.

`drive` has the two loops (a signal, a landscape), `apply` the training loop, `trace` what a run leaves behind. `signature`
reads what a step asks for, `asked` has all that it can ask for, `ranges` what its hyperparameters may be. `inputs`, `hyper` and
`values` meet bad input with one sentence, in which `nearest` finds the name that was meant; a `guard` lets foreign code disturb
nothing.
"""
