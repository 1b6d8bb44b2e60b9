"""What can be said without a run: a step as formulas, rendered, changed and compared; predictions in closed form."""
