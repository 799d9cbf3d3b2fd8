"""The least rectangle around points, turned as it has to be.

One of its sides lies on an edge of the points' hull (Freeman and Shapira, "Determining the minimum-area
encasing rectangle for an arbitrary closed curve", 1975). Here all angles are tried in steps of a degree, then
of a tenth around the best: for shapes of pixels that is as exact, and done for many shapes at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

_COARSE: Real = np.deg2rad(np.arange(90.0))
_FINE: Real = np.deg2rad(np.arange(-10, 11) / 10)
_AT_ONCE = 4_000  # points, each of which takes some kilobytes


@dataclass(frozen=True)
class Rectangles:
    """One for each group of points; arrays of as many. `angle` of the longer side, in radians, clockwise from
    pointing right (y points down), from -pi/2 to pi/2. Lengths go from middle to middle of the outermost
    pixels.
    """

    x: Real  # of the middles
    y: Real
    length: Real
    thickness: Real
    angle: Real

    @property
    def aspect(self) -> Real:
        """How many times as long as thick; a single row of pixels counts as half a pixel thick."""
        return self.length / np.maximum(self.thickness, 0.5)

    def chosen(self, which: Whole) -> "Rectangles":
        """Some of them, in this order."""
        return Rectangles(
            self.x[which], self.y[which], self.length[which], self.thickness[which], self.angle[which]
        )


def least_rectangles(group: Whole, points: Real) -> Rectangles:
    """Of points (N, 2) that are sorted by their group; groups are counted from 0, and each has points."""
    count = int(group[-1]) + 1 if len(group) else 0
    made = [_of_block(group[part], points[part]) for part in _blocks(group, count)]
    if not made:
        return Rectangles(*(np.zeros(0) for _ in range(5)))
    return Rectangles(*(np.concatenate(sides) for sides in zip(*made, strict=True)))


def _blocks(group: Whole, count: int) -> Iterator[slice]:
    """Whole groups, of about `_AT_ONCE` points together."""
    ends = np.searchsorted(group, np.arange(count), side="right")
    begin = 0
    while begin < len(group):
        behind = int(np.searchsorted(ends, begin + _AT_ONCE, side="right"))
        end = int(ends[max(behind - 1, int(group[begin]))])
        yield slice(begin, end)
        begin = end


def _of_block(group: Whole, points: Real) -> tuple[Real, Real, Real, Real, Real]:
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    place = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(group))))
    origin = points[starts]
    near = points - origin[place]  # small numbers stay exact
    coarse = _COARSE[_best(near, starts, np.broadcast_to(_COARSE, (len(points), len(_COARSE))))]
    tried = coarse[:, None] + _FINE
    angle = np.take_along_axis(tried, _best(near, starts, tried[place])[:, None], axis=1)[:, 0]
    low, high = _extents(near, starts, angle[place][:, None])
    along, across = (high - low)[:, 0, 0], (high - low)[:, 1, 0]
    middle = (high + low)[:, :, 0] / 2
    x = middle[:, 0] * np.cos(angle) - middle[:, 1] * np.sin(angle) + origin[:, 0]
    y = middle[:, 0] * np.sin(angle) + middle[:, 1] * np.cos(angle) + origin[:, 1]
    angle = np.where(along >= across, angle, angle + np.pi / 2)
    angle = (angle + np.pi / 2) % np.pi - np.pi / 2
    return x, y, np.maximum(along, across), np.minimum(along, across), angle


def _extents(points: Real, starts: Whole, angles: Real) -> tuple[Real, Real]:
    """Least and greatest of each group along and across directions: (groups, 2, angles) each. `angles` has a
    row for each point.
    """
    cosines, sines = np.cos(angles), np.sin(angles)
    along = points[:, :1] * cosines + points[:, 1:] * sines
    across = points[:, 1:] * cosines - points[:, :1] * sines
    both = np.stack([along, across], axis=1)
    return np.minimum.reduceat(both, starts), np.maximum.reduceat(both, starts)


def _best(points: Real, starts: Whole, angles: Real) -> Whole:
    """Which angle gives each group the least area, and among those the shortest way around; the first one."""
    low, high = _extents(points, starts, angles)
    sides = high - low
    area = sides[:, 0] * sides[:, 1]
    # Points on a line have no area from any side that they lie along: their outline tells.
    best: Whole = np.argmin(area + 1e-6 * sides.sum(axis=1), axis=1)
    return best
