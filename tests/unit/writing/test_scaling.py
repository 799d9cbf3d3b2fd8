"""Pictures come to a model in the size and form that it takes."""

import numpy as np
import pytest
from PIL import Image

from fovea.writing.scaling import LONG_EDGE, MOST_PIECES, normalised, pieces, scaled, tensor_of


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((4000, 3000), (640, 480)),
        ((3000, 4000), (480, 640)),
        ((640, 640), (640, 640)),
        ((200, 150), (384, 288)),  # enlarged, but twice at most (and to whole steps)
        ((900, 310), (640, 224)),
        ((10, 10), (32, 32)),
    ],
)
def test_the_longer_edge_is_as_the_model_was_tried(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert scaled(size) == wanted


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_tensor_has_whole_steps_and_values_from_minus_one_to_one(mode: str) -> None:
    made = tensor_of(Image.linear_gradient("L").resize((813, 411)).convert(mode))
    assert made.shape[:2] == (1, 3)
    assert made.shape[2] % 32 == made.shape[3] % 32 == 0
    assert made.shape[3] == LONG_EDGE
    assert made.dtype == np.float32
    assert made.min() == pytest.approx(-1, abs=0.02)
    assert made.max() == pytest.approx(1, abs=0.02)


def test_channels_come_in_the_model_s_order() -> None:
    red = np.zeros((2, 2, 3), dtype=np.uint8)
    red[..., 0] = 255
    assert normalised(red)[0, :, 0, 0].tolist() == [-1, -1, 1]


def test_a_picture_of_a_usual_shape_is_one_piece() -> None:
    picture = Image.new("L", (900, 300))
    assert pieces(picture) == [picture]


@pytest.mark.parametrize("size", [(300, 1000), (800, 20_000), (5_000, 400)])
def test_a_very_long_one_is_looked_at_from_end_to_end_in_few_pieces(size: tuple[int, int]) -> None:
    lengthwise = 0 if size[0] > size[1] else 1
    ramp = np.arange(max(size)) * 255 // (max(size) - 1)
    across = np.broadcast_to(ramp, (min(size), max(size))).astype(np.uint8)
    made = pieces(Image.fromarray(across if lengthwise == 0 else across.T.copy()))
    assert 2 <= len(made) <= MOST_PIECES
    for piece in made:
        assert piece.size[1 - lengthwise] == min(size)
        assert piece.size[lengthwise] == 2 * min(size)
    assert np.asarray(made[0]).min() == 0
    assert np.asarray(made[-1]).max() == 255
