"""How often writing is told rightly, on a small part of the set that nothing was learned or measured on."""

from collections import Counter

import pytest

from fovea.writing import find_models, open_classifier
from fovea.writing.classical import Classical
from scripts.writing_set.making import MEASURING, Example, example
from scripts.writing_set.measuring import Measured, measure

FIRST, LAST = 660, 703  # behind those that docs/writing.md tells of: two of each kind


@pytest.fixture(scope="module")
def shown() -> list[Example]:
    """The part of the set."""
    return [example(number, part=MEASURING) for number in range(FIRST, LAST + 1)]


def test_the_part_has_all_kinds(shown: list[Example]) -> None:
    assert set(Counter(one.kind for one in shown).values()) == {2}
    assert sum(one.text for one in shown) == len(shown) / 2


def test_the_detector_is_right_about_nearly_all(shown: list[Example]) -> None:
    models = find_models()
    assert models is not None
    found = measure(open_classifier(models), shown)
    at = found.rates()
    assert at.precision >= 0.85, wrong(found)
    assert at.recall >= 0.85, wrong(found)
    assert found.area() >= 0.93


def test_the_classical_way_is_right_more_often_than_chance(shown: list[Example]) -> None:
    found = measure(Classical(), shown)
    assert found.rates().accuracy >= 0.65, wrong(found)
    assert found.area() >= 0.75


def wrong(found: Measured) -> list[tuple[str, float]]:
    return [(seen.kind, seen.found.score) for seen in found.seen if seen.found.text != seen.text]
