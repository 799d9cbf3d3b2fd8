"""The way without a model: what edges say, and what was learned of it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fovea.writing.classical import Classical, known_weights, learned, stored
from fovea.writing.edges import NAMES, features
from scripts.writing_set.making import LEARNING, MEASURING, example, examples
from scripts.writing_set.measuring import measure

PAGE, GRASS = 6, 17  # numbers of the set


def told(name: str, picture: Image.Image) -> float:
    return float(features(picture)[NAMES.index(name)])


def test_features_say_what_they_are_called() -> None:
    page, grass = example(PAGE, part=MEASURING), example(GRASS, part=MEASURING)
    assert (page.kind, grass.kind) == ("page", "hatching")
    assert told("lines", page.picture) > np.log1p(8)
    assert told("alike", page.picture) > 0.5
    empty = Image.new("RGB", (300, 200), "teal")
    assert told("flat", empty) == 1
    for name in ("edges", "strokes", "lines", "length", "alike", "filled", "longest"):
        assert told(name, empty) <= 0 < np.exp(told(name, page.picture))
    fence = Image.fromarray(np.tile(np.repeat([0, 255], 8), (160, 20)).astype(np.uint8))
    assert told("upright", fence) == 1
    assert told("upright", fence.transpose(Image.Transpose.ROTATE_90)) == 0
    assert told("two_tones", fence) == pytest.approx(1)
    assert told("two_tones", grass.picture) < 1


@pytest.mark.parametrize("size", [(1, 1), (3, 700), (640, 480), (20, 20)])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_every_picture_has_finite_ones(size: tuple[int, int], mode: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    assert np.isfinite(features(Image.fromarray(noise).convert(mode))).all()
    assert np.isfinite(features(Image.new(mode, size))).all()


def test_what_is_learned_tells_apart_what_can_be_told() -> None:
    random = np.random.default_rng(3)
    rows = random.normal(size=(400, len(NAMES)))
    labels = rows[:, 2] * 2 - rows[:, 5] + random.normal(0, 0.3, 400) > 0.4
    weights = learned(rows, labels)
    scores = np.array([weights.score(row) for row in rows])
    assert ((scores >= 0.5) == labels).mean() > 0.93
    assert weights.weights[2] > 0 > weights.weights[5]
    assert abs(weights.weights[2]) > 3 * np.abs(np.delete(weights.weights, [2, 5])).max()


def test_weights_are_read_as_they_were_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    rows = random.normal(size=(80, len(NAMES)))
    weights = learned(rows, rows[:, 0] > 0)
    (tmp_path / "classical_weights.json").write_text(stored(weights))
    monkeypatch.setattr("fovea.writing.classical.resources.files", lambda _: tmp_path)
    again = known_weights()
    for name in ("means", "deviations", "weights", "bias"):
        assert np.allclose(getattr(weights, name), getattr(again, name), atol=1e-4)


def test_it_is_right_far_oftener_than_by_chance_about_pictures_that_it_never_saw() -> None:
    measured = measure(Classical(), examples(66, part=MEASURING))
    assert measured.rates().accuracy > 0.65
    assert measured.area() > 0.75


def test_no_picture_is_both_learned_from_and_measured_on() -> None:
    for number in range(0, 44, 11):
        one, other = example(number, part=LEARNING), example(number, part=MEASURING)
        assert (one.kind, one.text) == (other.kind, other.text)
        assert one.picture.tobytes() != other.picture.tobytes()
        again = example(number, part=MEASURING)
        assert again.picture.tobytes() == other.picture.tobytes()
