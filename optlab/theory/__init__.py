"""What can be said of a step: its formulas, rendered, changed and compared; the cause of a mistake; predictions in closed form.

`formula` renders the code of a step, `latex` writes it. `lines` are a step's code as trees, loops `unrolled`, `values` the
numbers that they give; `trusted` are the lines that give what the step gives. `edits` change them, `counted` are the same rule
with a sign or lr elsewhere, or with a sum for an average. A function that is `followed` on `symbols` says itself what it
computes, its `source` which line does, `inner` are its lines, `innermost` is the wrong one of them, `stumble` what stopped it.
Its lines are laid open by `planted`, and `trials` with other values in them tell which is the `cause`. `changes` are what may
have been meant in a place, `repair` tries them on the function itself, and what is told is `mended` by one of them wherever
there is one. `algebra` sees through order and parentheses, `apart` finds where two formulas part, `ways` which of the differences
to tell, `fused` what stands in one of them for a name of the other, `symptom` how their runs part.

`closed_form` adds up a signal, `rates` says how fast a quadratic is descended, `leaving` how long a saddle holds, `saddles` how
common they are; `near_rest` takes a step on small gradients as a filter. `known` tells which of the course's steps a function is.
"""
