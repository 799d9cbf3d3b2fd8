"""What the edges of a picture say of writing, without a model: strokes are dark and light in turn, and stand
in lines of one thickness. (After Epshtein, Ofek and Wexler, "Detecting Text in Natural Scenes with Stroke
Width Transform", 2010, of which only the opposite edges of a stroke are kept.)
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fovea.writing.components import components
from fovea.writing.rectangles import Rectangles, least_rectangles

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]

NAMES = (
    "flat",
    "edges",
    "strong",
    "upright",
    "two_tones",
    "tones",
    "strokes",
    "lines",
    "length",
    "alike",
    "filled",
    "longest",
)
"""Shares of the picture's pixels: nearly flat, at an edge; of the edges: strong, upright; of the tones: the
two most frequent ones, and how many of 64 there are at all; pixels among strokes; then of what is like a line
of writing: how many, how long together, how alike in thickness, how full of strokes, and the longest's
aspect.
"""

LONG_EDGE = 480
_FLAT, _EDGE, _STRONG = 4.0, 24.0, 64.0  # of 255, between neighbours
_STROKE = 9  # pixels: a stroke's other edge is not farther away
_WINDOW = (3, 15)  # in which strokes are counted
_DENSE = 0.16
_LEAST_AREA = 24
_LEAST_ASPECT = 2.5
_THICKNESS = (4.0, 0.12)  # pixels; of the shorter edge


def features(picture: Image.Image) -> NDArray[np.float64]:
    """The numbers that `NAMES` tells of."""
    grey = _grey(picture)
    across = np.diff(grey, axis=1, append=grey[:, -1:])
    down = np.diff(grey, axis=0, append=grey[-1:])
    strength = np.maximum(np.abs(across), np.abs(down))
    is_edge = strength > _EDGE
    edges = max(1, int(is_edge.sum()))
    tones = np.sort(np.bincount((grey / 4).astype(np.intp).ravel(), minlength=64))[::-1] / grey.size
    strokes = _strokes(across)
    lines, filled = _lines(strokes, is_edge)
    shorter = min(grey.shape)
    return np.array(
        [
            (strength < _FLAT).mean(),
            np.log(edges / grey.size + 1e-4),
            (strength > _STRONG).sum() / edges,
            (np.abs(across) > np.abs(down))[is_edge].sum() / edges,
            tones[:2].sum(),
            np.log((tones > 1e-3).sum() + 1),
            strokes.mean(),
            np.log1p(len(lines.x)),
            np.log1p(lines.length.sum() / shorter),
            _alike(lines.thickness),
            filled,
            np.log(lines.aspect.max(initial=1.0)),
        ]
    )


def _grey(picture: Image.Image) -> Grey:
    scale = min(1.0, LONG_EDGE / max(picture.size))
    size = tuple(max(16, round(edge * scale)) for edge in picture.size)
    small = picture.resize((size[0], size[1]), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(small.convert("L"), dtype=np.float32)


def _strokes(across: Grey) -> Mask:
    """Where edges of both directions are near each other, and dense."""
    lighter, darker = across > _EDGE, across < -_EDGE
    both = (_mean(lighter, (1, _STROKE)) > 0) & (_mean(darker, (1, _STROKE)) > 0)
    dense = _mean(lighter | darker, _WINDOW) > _DENSE
    return both & dense


def _lines(strokes: Mask, is_edge: Mask) -> tuple[Rectangles, float]:
    """Parts of the strokes that are like lines of writing, and how much of them is at edges."""
    found = components(strokes).without_specks(_LEAST_AREA)
    boxes = least_rectangles(*found.outlines())
    thin = (boxes.thickness >= _THICKNESS[0]) & (boxes.thickness <= _THICKNESS[1] * min(strokes.shape))
    like = np.flatnonzero(thin & (boxes.aspect >= _LEAST_ASPECT))
    means = found.means(is_edge.astype(np.float32))
    return boxes.chosen(like), float(means[like].mean()) if len(like) else 0.0


def _alike(thickness: NDArray[np.float64]) -> float:
    """How many lines are nearly as thick as the one in the middle, by all of them; 0 of fewer than two."""
    if len(thickness) < 2:
        return 0.0
    return float((np.abs(thickness / np.median(thickness) - 1) < 0.25).mean())


def _mean(mask: Mask, size: tuple[int, int]) -> Grey:
    """The mean in a window around each pixel; behind the edges there is nothing."""
    sums = mask.astype(np.float32)
    for axis, window in enumerate(size):
        if window == 1:
            continue
        half = window // 2
        padding = [(0, 0), (0, 0)]
        padding[axis] = (half + 1, half)
        total = np.cumsum(np.pad(sums, padding), axis=axis, dtype=np.float32)
        behind = np.take(total, np.arange(window, total.shape[axis]), axis=axis)
        before = np.take(total, np.arange(total.shape[axis] - window), axis=axis)
        sums = behind - before
    return sums / np.float32(size[0] * size[1])
