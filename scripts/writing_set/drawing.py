"""What was measured as pictures: the curves, and what is told wrongly."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from scripts.plotting import Plot, Values
from scripts.writing_set.fonts import latin
from scripts.writing_set.making import MEASURING, example
from scripts.writing_set.measuring import Measured, Seen

_LOWEST = 0.5  # the precision at the bottom
_STEPS = 101
_TILE, _CAPTION, _COLUMNS, _GAP = 132, 16, 8, 8
_PAPER, _INK = (255, 255, 255), (17, 24, 39)


def curves(found: Sequence[Measured]) -> str:
    """How precise each classifier is at most where it finds so much of the writing, as SVG."""
    plot = Plot("How much of what is taken for writing is writing, by how much of all writing is found")
    for one in found:
        plot.line((precision_at(one) - _LOWEST) / (1 - _LOWEST), one.classifier)
    plot.axis([f"{at} %" for at in range(0, 101, 10)], "recall")
    plot.sides([f"{at} %" for at in range(round(100 * _LOWEST), 101, 10)], [])
    return plot.text()


def precision_at(one: Measured) -> Values:
    """The best precision with at least a recall of 0, 1, 2 ... 100 %, over all lines that could be drawn.
    Scores of several pictures may be the same: a line leaves all of them on one side.
    """
    lines = np.unique(one.scores)
    said = one.scores[:, None] >= lines
    right = (said & one.labels[:, None]).sum(axis=0)
    recall, precision = right / one.labels.sum(), right / said.sum(axis=0)
    wanted = np.linspace(0, 1, _STEPS)
    best: Values = np.array([precision[recall >= least - 1e-9].max() for least in wanted])
    return np.maximum(best, _LOWEST)


def mistakes(one: Measured) -> Image.Image:
    """All pictures that are told wrongly, with their scores: the missed ones first, by how wrong they are."""
    wrong = [seen for seen in one.seen if seen.found.text != seen.text]
    wrong.sort(key=lambda seen: (not seen.text, -abs(seen.found.score - 0.5)))
    rows = -(-len(wrong) // _COLUMNS)
    size = (_COLUMNS * (_TILE + _GAP) + _GAP, rows * (_TILE + _CAPTION + _GAP) + _GAP)
    sheet = Image.new("RGB", size, _PAPER)
    for at, seen in enumerate(wrong):
        left = _GAP + at % _COLUMNS * (_TILE + _GAP)
        top = _GAP + at // _COLUMNS * (_TILE + _CAPTION + _GAP)
        _put(sheet, seen, left, top)
    return sheet


def _put(sheet: Image.Image, seen: Seen, left: int, top: int) -> None:
    picture = example(seen.number, part=MEASURING).picture
    picture.thumbnail((_TILE, _TILE))
    sheet.paste(picture, (left + (_TILE - picture.width) // 2, top + (_TILE - picture.height) // 2))
    words = f"{'missed' if seen.text else 'taken'} {seen.found.score:.2f}"
    font = latin(learning=False)[0].font(12)
    ImageDraw.Draw(sheet).text((left + _TILE / 2, top + _TILE + 1), words, _INK, font, anchor="ma")
