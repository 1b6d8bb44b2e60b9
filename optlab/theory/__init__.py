"""What can be said without a run.

`formula` renders the code of a step, `latex` writes it. `closed_form` adds up a signal, `rates` says how fast a quadratic is
descended, `leaving` how long a saddle holds and `saddles` how common they are; `near_rest` takes a step on small gradients as a
filter. `known` tells which of the course's steps a function is.
"""
