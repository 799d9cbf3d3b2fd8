"""Which parts of a detector's map are like lines of writing.

A detector of writing also marks what merely stands out: on a picture without writing the one large thing that
it shows, as one large part. So how much is marked says little, and less than nothing when it is much. A line
of writing is long, thin against the picture, and marked without doubt.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fovea.writing.components import components
from fovea.writing.rectangles import Real, Rectangles, least_rectangles

MARKED = 0.3  # of a map's 0 to 1
LEAST_MEAN = 0.8
LEAST_ASPECT = 2.0
MOST_THICKNESS = 0.06  # of the picture's shorter edge
LEAST_AREA = 9  # pixels of the map: less is a speck

_STEEPNESS = 4.0


@dataclass(frozen=True)
class Shapes:
    """The parts of a map, the surest first: their rectangles in pixels of the map, how strongly they are
    marked in the mean, and how much each is like a line, from 0 to 1: at least a half when it is one.
    """

    rectangles: Rectangles
    means: Real
    likeness: Real

    def __len__(self) -> int:
        return len(self.means)


def shapes(probabilities: NDArray[np.float32]) -> Shapes:
    """The parts of a map (height, width) of how probable writing is."""
    found = components(probabilities > MARKED).without_specks(LEAST_AREA)
    rectangles = least_rectangles(*found.outlines())
    means = found.means(probabilities)
    likeness = like_lines(rectangles, means, shorter_edge=min(probabilities.shape))
    order = np.argsort(-likeness, kind="stable")
    return Shapes(rectangles.chosen(order), means[order], likeness[order])


def like_lines(rectangles: Rectangles, means: Real, *, shorter_edge: int) -> Real:
    """From 0 to 1; at least a half for what is marked, long and thin enough: the least of these counts."""
    share = np.maximum(rectangles.thickness, 0.5) / shorter_edge
    certainty = (means - LEAST_MEAN) / (1 - LEAST_MEAN)
    elongation = np.log2(np.maximum(rectangles.aspect, 1e-3) / LEAST_ASPECT)
    thinness = np.log2(MOST_THICKNESS / share)
    least = np.minimum(np.minimum(certainty, elongation), thinness)
    likeness: Real = 1 / (1 + np.exp(-_STEEPNESS * np.clip(least, -8, 8)))
    return likeness
