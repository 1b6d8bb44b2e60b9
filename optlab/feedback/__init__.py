"""Feedback that names the mistake.

`checks` is what a learner meets: it runs a function on the `probes`, finds the `diagnosis`, and returns a `verdict`.
`mistakes` and its tables are the catalogue: wrong optimizers as edits of single assignments of the right one.
"""
