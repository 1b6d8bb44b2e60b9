"""The driver: what runs a step, and what looks at all that is handed to it.

`drive` has the two loops (a signal, a landscape), `apply` the training loop, `trace` what a run leaves behind. `signature`
reads what a step asks for; `inputs`, `hyper` and `values` meet bad input with one sentence.
"""
