"""What a landscape is: a loss, its gradient, and what is known of it. The landscapes themselves are in `landscapes`."""

import dataclasses
from collections.abc import Callable

import numpy as np

from ..run import inputs


@dataclasses.dataclass(frozen=True)
class Landscape:
    """A loss f and its gradient on arrays (..., d): f gives (...), grad gives (..., d).

    start : where `descend` starts if nothing else is said, (d,); or (rows, cols), and then f and grad take (..., rows, cols).
    box : ((low, high), …), one pair for each coordinate: what a picture shows.
    minima : the local minima inside the box, (k, d), the best first; of ripple, Rastrigin and Ackley the global one
    alone. saddles : the known saddles and maxima.
    noise : standard deviation of the normal noise that `descend` adds to each gradient.
    levels : contour levels that show it well, ascending, or None. source : where it is defined. n : size of the data set.

    Raises TypeError or ValueError, one sentence, for what does not fit: a start, a box, minima, noise, …

    >>> Landscape(lambda x: (x**2).sum(-1), lambda x: 2 * x, start=(1.0, 2.0)).hessian([0.0, 0.0]).round(6)
    array([[2., 0.],
           [0., 2.]])
    """

    f: Callable
    grad: Callable
    start: tuple
    box: tuple | None = None
    minima: tuple = ()
    saddles: tuple = ()
    name: str = "landscape"
    source: str = ""
    levels: tuple | None = None
    noise: float = 0.0
    n: int = 1

    def __post_init__(self):
        for name in ("f", "grad"):
            if not callable(getattr(self, name)):
                raise TypeError(f"{name} is {inputs.show(getattr(self, name))}; it must be a function of points (..., d).")
        start = inputs.finite("start", inputs.as_floats("start", self.start))
        if start.ndim == 2 and len(start) == 1:
            raise ValueError(f"start has shape {start.shape}; it must be one point (d,).")
        if start.ndim not in (1, 2) or start.size == 0:
            raise ValueError(f"start has shape {start.shape}; it must be one point (d,), or one matrix (rows, cols).")
        if self.box is None:
            object.__setattr__(self, "box", ((-3.0, 3.0),) * start.size)
        box = inputs.finite("box", inputs.as_floats("box", self.box))
        if box.shape != (start.size, 2) or not (box[:, 0] < box[:, 1]).all():
            raise ValueError(f"box is {inputs.show(self.box)}; it must be one pair (low, high), low < high, for each coordinate.")
        inputs.real("noise", self.noise, low=0.0)
        inputs.whole("n", self.n)
        for name in ("minima", "saddles"):
            points = inputs.finite(name, inputs.as_floats(name, getattr(self, name)))
            if points.size and points.shape[1:] != start.shape:
                raise ValueError(f"{name} has shape {points.shape}; it must be (k, {', '.join(map(str, start.shape))}), or ().")
        for name in ("name", "source"):
            if not isinstance(getattr(self, name), str):
                raise TypeError(f"{name} is {inputs.show(getattr(self, name))}; it must be a text.")
        if self.levels is not None:
            levels = inputs.finite("levels", inputs.as_floats("levels", self.levels, integers=True))
            if levels.ndim != 1 or levels.size == 0 or not (np.diff(levels) > 0).all():
                raise ValueError(f"levels is {inputs.show(self.levels)}; it must be losses in ascending order, or None.")

    @property
    def axes(self):
        """How many axes the parameters have: 1, or 2 where they are a matrix."""
        return np.ndim(self.start)

    def with_noise(self, sigma):
        """The same landscape whose gradients carry normal noise of standard deviation sigma.

        >>> from optlab.worlds.landscapes import simple_quadratic
        >>> simple_quadratic.with_noise(0.5).noise
        0.5
        """
        return dataclasses.replace(self, noise=inputs.real("sigma", sigma, low=0.0))

    def hessian(self, x):
        """The second derivatives at one point x (d,), by central differences of the gradient: (d, d).

        >>> from optlab.worlds.landscapes import simple_quadratic
        >>> simple_quadratic.hessian([0.0, 0.0]).round(6)
        array([[2., 0.],
               [0., 2.]])
        """
        x = inputs.as_floats("x", x)
        if np.ndim(self.start) > 1:
            raise ValueError(f"start has shape {np.shape(self.start)}; hessian is for landscapes of vectors (d,).")
        if x.shape != np.shape(self.start):
            raise ValueError(f"x has shape {x.shape}; it must be one point of shape {np.shape(self.start)}.")
        x = inputs.fitted("x", x, x.shape, float, "itself")
        h = 1e-5 * np.eye(len(x))
        with np.errstate(all="ignore"):
            columns = (self.grad(x + h) - self.grad(x - h)) / 2e-5
        if not np.isfinite(columns).all():
            raise ValueError(f"x is {inputs.show(x)}; the Hessian there is too large for a float.")
        return (columns + columns.T) / 2

    def wrong_gradient(self, x):
        """A sentence, where grad is not the derivative of f at the points x (..., d), by central differences of f; else "".

        A tenth of the points may be kinks, and points with an f that is not finite do not count.

        >>> Landscape(lambda x: (x**2).sum(-1), lambda x: 3 * x, start=(1.0, 2.0)).wrong_gradient([1.0, 2.0])
        'grad is not the derivative of f: at (1, 2) it is (3, 6), while f changes by (2, 4).'
        """
        shape = np.shape(self.start)
        x = inputs.as_floats("x", x)
        if x.size == 0 or x.shape[-len(shape) :] != shape:
            raise ValueError(f"x has shape {x.shape}; it must be points of shape (..., {', '.join(map(str, shape))}).")
        x = x.reshape(-1, *shape)
        h = 1e-6 * np.maximum(1, np.abs(x.reshape(len(x), -1)))
        ways = h.reshape(*h.shape, *(1 for _ in shape)) * np.eye(h.shape[1]).reshape(-1, *shape)
        with np.errstate(all="ignore"):
            up, down = (np.asarray(self.f((x[:, None] + way).reshape(-1, *shape))).reshape(h.shape) for way in (ways, -ways))
            slope, said = (up - down) / (2 * h), np.asarray(self.grad(x)).reshape(h.shape)
            rounding = 1e-12 * np.abs(up).max(-1, initial=0) / h.min(-1, initial=1)
            off = np.abs(slope - said).max(-1) > 1e-3 * np.abs([slope, said]).max((0, -1)) + rounding + 1e-6
        off &= np.isfinite(slope).all(-1)
        if off.mean() <= 0.1:
            return ""
        at, says, changes = (f"({', '.join(f'{n:.3g}' for n in v[off][0].ravel())})" for v in (x, said, slope))
        return f"grad is not the derivative of f: at {at} it is {says}, while f changes by {changes}."

    def curvature(self, x):
        """The eigenvalues of the Hessian at x, ascending: the smallest is m, the largest L.

        >>> from optlab.worlds.landscapes import ravine
        >>> ravine(100.0).curvature([0.0, 0.0]).round(6)
        array([  1., 100.])
        """
        return np.linalg.eigvalsh(self.hessian(x))


def points(x, d):
    """x as an array of floats (..., d)."""
    if type(x) is not np.ndarray or x.dtype.kind != "f":
        x = inputs.as_floats("x", x, integers=True)
    if x.shape[-1:] != (d,):
        raise ValueError(f"x has shape {x.shape}; this landscape takes points of shape (..., {d}).")
    return x


def on_plane(f, grad, **known):
    """A landscape from f(a, b) and grad(a, b) -> (∂f/∂a, ∂f/∂b)."""
    for name, function in (("f", f), ("grad", grad)):
        if not callable(function):
            raise TypeError(f"{name} is {inputs.show(function)}; it must be a function of the coordinates a and b.")

    def on_points(x):
        x = points(x, 2)
        return f(x[..., 0], x[..., 1])

    def on_points_grad(x):
        x = points(x, 2)
        g = np.empty_like(x)
        g[..., 0], g[..., 1] = grad(x[..., 0], x[..., 1])
        return g

    return Landscape(on_points, on_points_grad, **known)
