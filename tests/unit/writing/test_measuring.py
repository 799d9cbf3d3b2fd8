"""How accuracy is counted."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fovea.writing import Classified
from scripts.writing_set.drawing import curves, mistakes, precision_at
from scripts.writing_set.making import Example, examples
from scripts.writing_set.measuring import interval, measure, of_folder, rates
from scripts.writing_set.telling import page, summary
from scripts.writing_set.written import KINDS as WRITTEN
from tests.unit.fingerprints.pictures import encoded, scene


class Dice:
    """Says what it is told to, one after the other."""

    name, version = "dice", "dice-1"

    def __init__(self, *scores: float) -> None:
        self._scores = list(scores)

    def classify(self, picture: Image.Image) -> Classified:
        score = self._scores.pop(0)
        return Classified(text=score >= 0.5, score=score, sure=abs(score - 0.5) > 0.1, lines=[], why="line")


def shown(*labels: bool) -> list[Example]:
    picture = scene(1, size=(40, 30))
    return [Example(number, "scene", "latin", text, picture) for number, text in enumerate(labels)]


def test_precision_is_of_what_was_said_and_recall_of_what_is_so() -> None:
    truth = np.array([True, True, True, False, False])
    found = rates(truth, np.array([True, True, False, True, False]))
    assert (found.precision, found.recall, found.accuracy) == pytest.approx((2 / 3, 2 / 3, 3 / 5))
    assert found.f1 == pytest.approx(2 / 3)
    assert rates(truth, np.zeros(5, dtype=np.bool_)).recall == 0


def test_the_interval_is_wilson_s() -> None:
    assert interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998, table I
    low, high = interval(20, 20)
    assert low < 1 <= high + 1e-9


def test_the_area_is_how_often_the_right_one_scores_higher() -> None:
    truth = (True, False, True, False)
    assert measure(Dice(0.9, 0.1, 0.8, 0.2), shown(*truth)).area() == 1
    assert measure(Dice(0.1, 0.9, 0.2, 0.8), shown(*truth)).area() == 0
    assert measure(Dice(0.5, 0.5, 0.5, 0.5), shown(*truth)).area() == 0.5


def test_the_page_tells_of_every_kind_and_of_every_mistake() -> None:
    several = list(examples(44, part=2))
    scores = [0.9 if one.text else 0.1 for one in several]
    scores[0] = 0.3
    found = measure(Dice(*scores), several)
    told = page([found, found])
    assert all(kind in told for kind in WRITTEN)
    assert f"{several[0].kind} missed (1)" in told.replace(f" in {several[0].script}", "")
    assert "| dice-1 | 1.000 | 0.955 |" in told
    assert "dice-1 1.000 0.955" in summary([found])


def test_the_curve_is_of_the_best_precision_with_so_much_recall() -> None:
    found = measure(Dice(0.9, 0.8, 0.7, 0.6, 0.1), shown(True, False, True, True, False))
    at = precision_at(found)
    assert [at[percent] for percent in (0, 33, 34, 66, 67, 100)] == [1, 1, 3 / 4, 3 / 4, 3 / 4, 3 / 4]
    # Pictures of one score are on one side of every line.
    alike = measure(Dice(0.9, 0.5, 0.5, 0.5), shown(True, True, False, False))
    assert [precision_at(alike)[percent] for percent in (50, 51, 100)] == [1, 0.5, 0.5]
    assert "dice-1" in curves([found, alike])


def test_the_sheet_shows_what_was_told_wrongly_and_nothing_else() -> None:
    several = list(examples(10, part=2))
    right = [0.9 if one.text else 0.1 for one in several]
    wrong = [1 - score for score in right[:9]] + right[9:]
    one_row = mistakes(measure(Dice(0.2, *right[1:]), several))
    two_rows = mistakes(measure(Dice(*wrong), several))
    assert one_row.width == two_rows.width
    assert one_row.height < two_rows.height < 2 * one_row.height
    first, second = (np.asarray(sheet.crop((8, 8, 140, 140))) for sheet in (one_row, two_rows))
    assert (first == second).all()  # the only one is the first of several: all are as wrong, in their order
    assert (np.asarray(one_row.crop((148, 8, 280, 140))) == 255).all()


def test_a_folder_of_one_s_own_is_read_by_its_folders(tmp_path: Path) -> None:
    for name, seed in (("text", 1), ("nontext", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.jpg").write_bytes(encoded(scene(seed)))
    assert [one.text for one in of_folder(tmp_path)] == [True, False]
