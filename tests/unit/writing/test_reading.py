"""What a recogniser's steps spell."""

import numpy as np
import pytest

from fovea.writing.detector import LEAST_CONFIDENCE, score_of
from fovea.writing.networks import Network, Tensor
from fovea.writing.reading import Read, alphabet, read, spelled
from fovea.writing.strips import LEAST_WIDTH

CHARACTERS = ["", "a", "b", "*", " "]
BLANK, A, B, STAR, SPACE = range(5)


def steps(*told: tuple[int, float]) -> Tensor:
    """Of each step the likeliest character, and how likely it is."""
    made = np.zeros((len(told), len(CHARACTERS)), dtype=np.float32)
    for place, (character, probability) in enumerate(told):
        made[place] = (1 - probability) / (len(CHARACTERS) - 1)
        made[place, character] = probability
    return made


def test_repeated_characters_count_once_and_blanks_part_them() -> None:
    told = [(BLANK, 0.9), (A, 0.9), (A, 0.9), (BLANK, 0.9), (A, 0.9), (B, 0.9), (SPACE, 0.9), (B, 0.9)]
    assert spelled(steps(*told), CHARACTERS).text == "aab b"


def test_only_characters_count_for_how_sure_it_is_and_each_once() -> None:
    found = spelled(steps((BLANK, 0.5), (A, 0.8), (A, 0.4), (BLANK, 0.5), (B, 0.6)), CHARACTERS)
    assert found.confidence == pytest.approx(0.7)


def test_where_nothing_stands_nothing_is_read() -> None:
    assert spelled(steps((BLANK, 0.99), (BLANK, 0.99)), CHARACTERS) == Read("", 0.0)


def test_ornaments_are_no_writing_however_sure() -> None:
    assert score_of(Read("***", 0.99)) == 0.0
    assert score_of(Read("**a", 0.99)) > 0.5


def test_a_half_is_where_it_is_sure_enough() -> None:
    assert score_of(Read("a", LEAST_CONFIDENCE)) == pytest.approx(0.5)
    assert score_of(Read("a", LEAST_CONFIDENCE - 0.01)) < 0.5
    assert score_of(Read("a", 1.0)) == pytest.approx(1.0)


def test_short_strips_are_followed_by_grey_and_long_ones_are_left_as_they_are() -> None:
    asked: list[Tensor] = []

    def answer(tensor: Tensor) -> Tensor:
        asked.append(tensor)
        return steps((A, 0.9))[None]

    network = Network(answer, {"character": "a\nb\n*"})
    assert alphabet(network) == CHARACTERS
    for width in (40, LEAST_WIDTH + 77):
        assert read(network, CHARACTERS, np.full((48, width, 3), 255, dtype=np.uint8)).text == "a"
    assert [tensor.shape for tensor in asked] == [(1, 3, 48, LEAST_WIDTH), (1, 3, 48, LEAST_WIDTH + 77)]
    assert (asked[0][..., :40] == 1).all()
    assert (asked[0][..., 40:] == 0).all()
