"""Telling by a model that finds writing: by the shapes of what it marks, and by reading what is left in
doubt.
"""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fovea.writing.contract import MOST_LINES, UNSURE, Classified, Line, Why, decided
from fovea.writing.line_shape import Shapes, shapes
from fovea.writing.models import Models
from fovea.writing.networks import Network, network
from fovea.writing.reading import Read, alphabet, read
from fovea.writing.scaling import LONG_EDGE, pieces, tensor_of
from fovea.writing.strips import strip

NAME = "detector"
RULE = 1  # raise it when any picture may be told otherwise

MOST_READ = 6  # strips of a picture
LEAST_CONFIDENCE = 0.8
LEAST_MARKED = 0.5  # what is marked more faintly is not read
_READ_WITHIN = 2 * LONG_EDGE  # pixels a side: in a larger picture, letters are not easier to read


class Detector:
    """Finds shapes like lines of writing; where there are none, tries to read what else was marked: so single
    letters and large ones are found. Reading may only add: it knows few of the world's scripts.
    """

    name = NAME
    version = f"{NAME}-{RULE}"

    def __init__(self, detector: Network, recogniser: Network) -> None:
        self._detector = detector
        self._recogniser = recogniser
        self._characters = alphabet(recogniser)

    def classify(self, picture: Image.Image) -> Classified:
        """Look at a picture, or at the pieces of a very long one until one shows writing."""
        best: Classified | None = None
        for number, piece in enumerate(pieces(picture)):
            found = self._classify(piece)
            if found.text and found.sure:
                return found if number == 0 else _without_places(found)
            if best is None or found.score > best.score:
                best = found if number == 0 else _without_places(found)
        assert best is not None  # noqa: S101 - there is one piece at least
        return best

    def _classify(self, picture: Image.Image) -> Classified:
        picture = _legible(picture)
        tensor = tensor_of(picture)
        marked: NDArray[np.float32] = self._detector.answer(tensor)[0, 0]
        found = shapes(marked)
        lines = [_line(found, place, marked.shape) for place in range(min(len(found), MOST_LINES))]
        score = float(found.likeness[0]) if len(found) else 0.0
        if score >= UNSURE[1]:
            return decided(score, lines=lines, why="line")
        words = self._words(picture, found, marked.shape)
        if words > score:
            return decided(words, lines=lines, why=_why(words, "words", found))
        return decided(score, lines=lines, why=_why(score, "line", found))

    def _words(self, picture: Image.Image, found: Shapes, size: tuple[int, ...]) -> float:
        """The score of the best that can be read."""
        pixels, best = np.asarray(picture.convert("RGB")), 0.0
        scale = picture.width / size[1], picture.height / size[0]
        marked = np.flatnonzero(found.means >= LEAST_MARKED)
        for place in marked[np.argsort(-found.means[marked], kind="stable")][:MOST_READ]:
            text = read(
                self._recogniser, self._characters, strip(pixels, found.rectangles, place, scale=scale)
            )
            best = max(best, score_of(text))
            if best >= 0.5:
                break
        return best


def open_detector(models: Models) -> Detector:
    """With these models in memory. Raises `ModelMissing`."""
    return Detector(network(models.detector.read()), network(models.recogniser.read()))


def score_of(text: Read) -> float:
    """At least a half when it was read as surely as it takes, and a letter or digit is in it."""
    if not text.is_writing:
        return 0.0
    if text.confidence < LEAST_CONFIDENCE:
        return 0.5 * (text.confidence / LEAST_CONFIDENCE) ** 2
    return 0.5 + 0.5 * (text.confidence - LEAST_CONFIDENCE) / (1 - LEAST_CONFIDENCE)


def _legible(picture: Image.Image) -> Image.Image:
    """No larger than is of use, whatever its memory was."""
    scale = _READ_WITHIN / max(picture.size)
    if scale >= 1:
        return picture
    width, height = (max(1, round(edge * scale)) for edge in picture.size)
    return picture.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)


def _why(score: float, decisive: Why, found: Shapes) -> Why:
    if score >= 0.5:
        return decisive
    return "shapes" if len(found) else "nothing"


def _line(found: Shapes, place: int, size: tuple[int, ...]) -> Line:
    height, width = size
    longer, of = max(size), found.rectangles
    return Line(
        x=round((float(of.x[place]) + 0.5) / width, 4),
        y=round((float(of.y[place]) + 0.5) / height, 4),
        length=round((float(of.length[place]) + 1) / longer, 4),
        thickness=round((float(of.thickness[place]) + 1) / longer, 4),
        angle=round(math.degrees(float(of.angle[place])), 1),
        score=round(float(found.likeness[place]), 4),
    )


def _without_places(found: Classified) -> Classified:
    """What a piece shows, said of the whole: where it is there, is not told."""
    return Classified(text=found.text, score=found.score, sure=found.sure, lines=[], why=found.why)
