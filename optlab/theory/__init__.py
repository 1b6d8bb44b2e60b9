"""What can be said without a run: formulas rendered from the code, predictions in closed form, rates on quadratics."""
