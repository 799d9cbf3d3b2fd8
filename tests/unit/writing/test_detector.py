"""The detector's rule: shapes first, then reading. The models here are drawn answers."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from fovea.writing.contract import MOST_LINES
from fovea.writing.detector import MOST_READ, Detector
from fovea.writing.networks import Network, Tensor
from tests.unit.writing.maps import Map, bar, blob, empty

PICTURE = Image.new("RGB", (640, 480), "grey")
MIDDLE = (320.0, 240.0)


class Models:
    """Answers with one map; and reads one text."""

    def __init__(self, on: Map, *, character: str = "a", confidence: float = 0.0) -> None:
        self.asked, self.read = 0, 0
        self._on = on
        self._character, self._confidence = character, confidence

    def detect(self, _: Tensor) -> Tensor:
        self.asked += 1
        return self._on[None, None]

    def recognise(self, _: Tensor) -> Tensor:
        self.read += 1
        return np.array([[[1 - self._confidence, self._confidence, 0]]], dtype=np.float32)

    @property
    def detector(self) -> Detector:
        return Detector(Network(self.detect, {}), Network(self.recognise, {"character": self._character}))


def test_a_line_decides_and_nothing_is_read() -> None:
    models = Models(bar(empty(), middle=MIDDLE, length=200, thickness=10), confidence=0.99)
    found = models.detector.classify(PICTURE)
    assert (found.text, found.sure, found.why, models.read) == (True, True, "line", 0)
    (line,) = found.lines
    assert (line.x, line.y) == pytest.approx((0.5, 0.5), abs=0.01)
    assert line.length == pytest.approx(200 / 640, abs=0.01)


def test_what_stands_out_is_no_writing_unless_it_can_be_read() -> None:
    on = blob(empty(), middle=MIDDLE, radius=100)
    unread = Models(on)
    found = unread.detector.classify(PICTURE)
    assert (found.text, found.sure, found.why, unread.read) == (False, True, "shapes", 1)
    read = Models(on, confidence=0.97).detector.classify(PICTURE)
    assert (read.text, read.sure, read.why) == (True, True, "words")


def test_ornaments_that_are_read_are_no_writing() -> None:
    on = blob(empty(), middle=MIDDLE, radius=100)
    assert not Models(on, character="*", confidence=0.99).detector.classify(PICTURE).text


def test_what_is_read_with_doubt_is_a_guess() -> None:
    found = Models(blob(empty(), middle=MIDDLE, radius=100), confidence=0.76).detector.classify(PICTURE)
    assert (found.text, found.sure) == (False, False)
    found = Models(blob(empty(), middle=MIDDLE, radius=100), confidence=0.82).detector.classify(PICTURE)
    assert (found.text, found.sure) == (True, False)


def test_few_parts_are_read_and_none_that_are_marked_faintly() -> None:
    on = empty()
    for place in range(12):
        on = blob(on, middle=(40 + place % 4 * 150, 60 + place // 4 * 150), radius=30)
    models = Models(on, confidence=0.3)
    models.detector.classify(PICTURE)
    assert models.read == MOST_READ
    faint = Models(blob(empty(), middle=MIDDLE, radius=100, value=0.4), confidence=0.99)
    assert not faint.detector.classify(PICTURE).text
    assert faint.read == 0


def test_where_nothing_is_marked_it_says_so() -> None:
    found = Models(empty()).detector.classify(PICTURE)
    assert (found.text, found.score, found.why, found.lines) == (False, 0.0, "nothing", [])


def test_a_page_tells_of_some_lines_only() -> None:
    on = empty()
    for row in range(20, 460, 14):
        on = bar(on, middle=(320, row), length=300, thickness=7)
    assert len(Models(on).detector.classify(PICTURE).lines) == MOST_LINES


def test_of_a_very_long_picture_every_piece_is_looked_at_until_one_shows_writing() -> None:
    long = Image.new("RGB", (300, 3_000))
    nothing = Models(empty((640, 320)))
    assert not nothing.detector.classify(long).text
    assert nothing.asked == 4
    writing = Models(bar(empty((640, 320)), middle=(160, 300), length=200, thickness=9))
    assert writing.detector.classify(long).text
    assert writing.asked == 1


def test_the_last_piece_may_be_the_one() -> None:
    maps = [empty((640, 320))] * 3 + [bar(empty((640, 320)), middle=(160, 300), length=200, thickness=9)]
    given = iter(maps)
    answer: Callable[[Tensor], Tensor] = lambda _: next(given)[None, None]  # noqa: E731
    detector = Detector(Network(answer, {}), Network(answer, {"character": "a"}))
    found = detector.classify(Image.new("RGB", (300, 3_000)))
    assert (found.text, found.why, found.lines) == (True, "line", [])


def test_its_name_tells_its_version() -> None:
    assert Models(empty()).detector.version.startswith(f"{Models(empty()).detector.name}-")
