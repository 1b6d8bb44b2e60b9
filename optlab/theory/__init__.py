"""What can be predicted of a step before it runs.

`closed_form` adds up a signal, `rates` says how fast a quadratic is descended, `leaving` how long a saddle holds, `saddles` how
common they are; `near_rest` takes a step on small gradients as a filter. `known` tells which of the course's steps a function is.
"""
