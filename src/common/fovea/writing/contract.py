"""What every way to tell writing from none has in common."""

from typing import Literal, Protocol

import msgspec
from PIL import Image

# A score between these is a guess: somebody should look.
UNSURE = (0.4, 0.6)

Why = Literal["line", "words", "edges", "shapes", "nothing"]
"""What decided: a shape like a line of writing, words that could be read, how edges lie (without a model);
shapes that are not like writing, or nothing that stood out.
"""


class Line(msgspec.Struct, frozen=True):
    """Where something like writing is: a rectangle that may be turned, in shares of the picture's width
    (`x`), height (`y`) and longer edge (`length`, `thickness`); `angle` of its longer side in degrees,
    clockwise.
    """

    x: float  # of its middle
    y: float
    length: float
    thickness: float
    angle: float
    score: float


class Classified(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a picture shows writing. `score` is from 0 to 1, and at least a half when it does."""

    text: bool
    score: float
    sure: bool
    lines: list[Line]  # at most `MOST_LINES`, the surest first
    why: Why


MOST_LINES = 20


class TextClassifier(Protocol):
    """One way to tell. The name with the version is stored with every image: raise the version when a picture
    may be told otherwise than before.
    """

    @property
    def name(self) -> str:
        """`detector`, `classical`."""

    @property
    def version(self) -> str:
        """With the name: `detector-1`."""

    def classify(self, picture: Image.Image) -> Classified:
        """Look at a picture in `L` or `RGB`, upright."""


def decided(score: float, *, lines: list[Line], why: Why) -> Classified:
    """The answer that a score stands for."""
    score = min(1.0, max(0.0, score))
    sure = not UNSURE[0] <= score <= UNSURE[1]
    surest = sorted(lines, key=lambda line: -line.score)[:MOST_LINES]
    return Classified(text=score >= 0.5, score=round(score, 4), sure=sure, lines=surest, why=why)
