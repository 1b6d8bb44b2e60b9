"""What a step can ask for, one row for each name. Who gives, reads, prints, draws or translates such a thing looks here.

A further input is a row. A landscape computes it as the row says; a training loop (`worlds.network`) and the page (js/land.js,
js/openloop.js) have a line of their own for it, under the same name.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .values import as_floats, frozen

# Forms: an array of x's shape; one number, which broadcasts to x; 1, 2, …; a function of an array of x's shape; a generator.
ARRAY, NUMBER, COUNT, FUNCTION, GENERATOR = "array", "number", "count", "function", "generator"


class Asked(NamedTuple):
    """form : one of those above. words : what it is. on : its value on a landscape, from (landscape, x, axes); None where the
    driver itself makes it. letter : what stands for it in a formula, if not its name."""

    form: str
    words: str
    on: Callable | None = None
    letter: str = ""


def loss(landscape, x, axes=1):
    """The landscape's loss at x, with axes of length 1 for the coordinates."""
    f = as_floats("landscape.f(x)", landscape.f(x), integers=True).astype(x.dtype, copy=False)
    if f.shape != x.shape[:-axes]:
        raise ValueError(f"landscape.f gives shape {f.shape} for x of shape {x.shape}; it must give {x.shape[:-axes]}.")
    return frozen(f.reshape(f.shape + (1,) * axes))


def curvature(landscape, x, axes=1):
    """The diagonal of the landscape's Hessian at x, in x's type: its own, or by central differences of its gradient."""
    if hasattr(landscape, "hess"):
        diagonal = as_floats("landscape.hess(x)", landscape.hess(x), integers=True)
        if diagonal.shape != x.shape:
            raise ValueError(f"landscape.hess gives shape {diagonal.shape} for x of shape {x.shape}; it must be the same.")
        return frozen(diagonal.astype(x.dtype, copy=False))
    exact, diagonal = x.astype(float), np.empty(x.shape)
    for i in np.ndindex(x.shape[-axes:]):
        h, entry = np.zeros(x.shape[-axes:]), (..., *i)
        h[i] = 1e-5
        diagonal[entry] = (landscape.grad(exact + h)[entry] - landscape.grad(exact - h)[entry]) / 2e-5
    return frozen(diagonal.astype(x.dtype))


ASKED = {
    "x": Asked(ARRAY, "the parameters"),
    "g": Asked(ARRAY, "the gradient"),
    "t": Asked(COUNT, "the number of the step"),
    "f": Asked(NUMBER, "the loss", on=loss),
    "grad": Asked(FUNCTION, "the gradient", letter=r"\nabla f"),
    "hess": Asked(ARRAY, "the diagonal of the Hessian", on=curvature, letter=r"\mathrm{diag}\,H"),
    "rng": Asked(GENERATOR, "a numpy.random.Generator, the same one in each call"),
    "n": Asked(COUNT, "the size of the data set", on=lambda landscape, x, axes: getattr(landscape, "n", 1)),
}
GIVEN = tuple(name for name in ASKED if name not in ("x", "g", "t"))  # besides what each step is given


def of_form(*forms, among=ASKED):
    """The names, of all or of some, of what has one of these forms.

    >>> of_form(ARRAY), of_form(NUMBER, COUNT, among=("x", "f", "t"))
    (('x', 'g', 'hess'), ('f', 't'))
    """
    return tuple(name for name in among if name in ASKED and ASKED[name].form in forms)
