"""A step as formulas, all read from its code: rendered, evaluated, compared and changed.

`formula` renders the code of a step, `latex` writes it. `cells` tell where a text stands, `lines` are a step's code as trees,
loops `unrolled`, `values` the numbers that they give; `trusted` are the lines that give what the step gives. `edits` change
them, `counted` are the same rule with a sign or lr elsewhere, or with a sum for an average. `algebra` sees through order and
parentheses, `apart` finds where two formulas part, `ways` which of the differences to tell, `fused` what stands in one of them
for a name of the other.
"""
