"""The race: every optimizer of the course on one axis, down the quartic of `optlab.landscapes`."""

from ..worlds import landscapes
from .runs import RACERS
from .terrain import TerrainFigure


def race(runs=RACERS, landscape=landscapes.quartic, *, steps=100, **options):
    """`explore("race")`: markers on f(x), the error ½(x − 2.5)² beside it.

    runs, landscape, **options : as for `TerrainFigure`; the landscape has one coordinate.
    """
    return TerrainFigure(runs, landscape, steps=steps, **options)
