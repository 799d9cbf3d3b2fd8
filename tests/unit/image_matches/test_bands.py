"""What a match means holds for pictures that were edited, and for such as have nothing to do with each other.

A small part of what `scripts/calibrate.py` measures, on other pictures than those that it chose the lines by.
"""

import json
import subprocess
import sys
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from fovea.image_matches import EDITED, PERHAPS, SAME_PICTURE, by_chance, similarity, widest
from fovea.image_matches.bands import BANDS, FARTHEST, PHASH_WEIGHT_ALONE, distance_of
from fovea.image_matches.chances import MOST_BY_CHANCE
from scripts.calibration import tables
from scripts.calibration.edits import EDITS
from scripts.calibration.measuring import Prints, distances, prints_of
from scripts.calibration.pictures import motif, picture

ROOT = Path(__file__).parents[3]
FIRST = 50_000  # none of these is among the pictures that were measured
WHICH = [(kind, FIRST + number) for number in range(10) for kind in ("photograph", "illustration")]
# At least so many of the copies are found as `best` calls them, if it says no more than this.
FOUND = {
    "recompressed": (SAME_PICTURE, 0.95),
    "resized": (SAME_PICTURE, 0.95),
    "grey": (SAME_PICTURE, 0.95),
    "mirrored": (SAME_PICTURE, 0.95),
    "rotated": (SAME_PICTURE, 0.95),
    "colour": (EDITED, 0.9),
    "watermark": (EDITED, 0.9),
    "text": (EDITED, 0.85),
    "shared again": (PERHAPS, 0.8),
    "cropped 5 %": (PERHAPS, 0.8),
    "tilted": (PERHAPS, 0.75),
    "sticker": (PERHAPS, 0.7),
    "border": (SAME_PICTURE, 0.85),
    "caption": (EDITED, 0.75),
    "screenshot": (EDITED, 0.8),
}
TOLD = json.loads(resources.files("fovea.image_matches").joinpath("calibration.json").read_text())


@pytest.fixture(scope="module")
def originals() -> list[object]:
    return [picture(kind, number, size="n") for kind, number in WHICH]


@pytest.fixture(scope="module")
def stored(originals: list[object]) -> Prints:
    return prints_of(originals, quality=90)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FOUND)
def test_copies_are_called_what_they_are(name: str, originals: list[object], stored: Prints) -> None:
    random = np.random.default_rng(3)
    edited = prints_of((EDITS[name](image, random) for image in originals), quality=80)  # type: ignore[arg-type]
    word, share = FOUND[name]
    within = distances(edited, stored)["best"] <= BANDS[word]
    assert within.mean() >= share


def test_pictures_of_other_things_are_never_called_edited(stored: Prints) -> None:
    motifs = [motif(*one) for one in WHICH]
    for at in range(len(WHICH)):
        found = distances(stored, stored.part(np.array([at])))["best"]
        others = [one for one in range(len(WHICH)) if motifs[one] != motifs[at]]
        assert found[others].min() > BANDS[EDITED]


@pytest.mark.parametrize("name", ["border", "caption", "screenshot"])
def test_what_is_in_a_frame_is_not_taken_for_another_thing(
    name: str, originals: list[object], stored: Prints
) -> None:
    random = np.random.default_rng(4)
    framed = prints_of((EDITS[name](image, random) for image in originals), quality=80)  # type: ignore[arg-type]
    assert framed.trimmed.mean() > 0.9
    motifs = [motif(*one) for one in WHICH]
    for at in range(len(WHICH)):
        found = distances(framed, stored.part(np.array([at])))["best"]
        others = [one for one in range(len(WHICH)) if motifs[one] != motifs[at]]
        assert found[others].min() > BANDS[EDITED]


def test_the_words_follow_each_other() -> None:
    assert [similarity(distance) for distance in (0, 48, 49, 88, 89, 112, 113, FARTHEST)] == [
        SAME_PICTURE,
        SAME_PICTURE,
        EDITED,
        EDITED,
        PERHAPS,
        PERHAPS,
        None,
        None,
    ]
    assert similarity(None) is None


def test_what_is_missing_makes_the_other_hash_count_for_more() -> None:
    assert distance_of(3, 20, quality=80) == 26
    assert distance_of(3, 20, quality=10) == distance_of(3, None, quality=0) == 3 * PHASH_WEIGHT_ALONE
    assert distance_of(None, 20, quality=80) == 30
    assert distance_of(None, None, quality=0) is None
    assert distance_of(64, None, quality=0) == FARTHEST


def test_what_is_expected_by_chance_grows_with_the_library_and_the_distance() -> None:
    assert by_chance(0, searched=10**7) < 1e-4
    assert by_chance(BANDS[SAME_PICTURE], searched=10**6) < 1e-3
    assert by_chance(BANDS[EDITED], searched=10**6) < 0.5
    assert by_chance(90, searched=2_000) == pytest.approx(2 * by_chance(90, searched=1_000))
    assert by_chance(FARTHEST, searched=1_000) == 1_000


def test_in_a_large_library_less_is_worth_showing() -> None:
    assert widest(1_000) == BANDS[PERHAPS]
    assert widest(10**7) < widest(10**6) < BANDS[PERHAPS] + 1
    for size in (10**6, 10**7, 10**9):
        assert by_chance(widest(size), searched=size) <= MOST_BY_CHANCE


@pytest.mark.parametrize("distance", [0, 48, 72, *range(88, 125, 4), 200])
def test_chances_are_never_told_smaller_than_they_were_counted(distance: int) -> None:
    pairs = TOLD["pairs"]["other motif"]
    counted = sum(count for at, count in TOLD["unrelated"]["other motif"]["best"] if at <= distance)
    told = by_chance(distance, searched=pairs)
    assert told >= 0.999 * counted
    assert told <= 3 * max(counted, 1)


def test_the_curves_are_drawn_of_what_was_measured(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.calibrate", "--draw", str(tmp_path)]
    subprocess.run(command, check=True, cwd=ROOT)
    for name in ("edits.svg", "methods.svg"):
        drawn = (ROOT / "docs" / "image-search" / name).read_text()
        assert (tmp_path / name).read_text() == drawn, "draw them anew: python -m scripts.calibrate --draw"


def test_the_tables_of_the_page_are_what_was_measured() -> None:
    page = (ROOT / "docs" / "image-search.md").read_text()
    told = {
        "edits": tables.edits(TOLD),
        "unrelated": tables.unrelated(TOLD),
        "sizes": tables.sizes(),
    }
    for name, rows in told.items():
        shown = page.partition(f"<!-- {name} -->\n")[2].partition(f"<!-- end of {name} -->")[0]
        assert shown.splitlines() == rows, "write it anew: python -m scripts.calibrate --draw"
