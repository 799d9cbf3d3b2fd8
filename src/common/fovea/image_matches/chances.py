"""How many images of a library come near a picture by chance, though they show something else."""

import json
from functools import cache
from importlib import resources

from fovea.image_matches.bands import BANDS, PERHAPS

MOST_BY_CHANCE = 3.0  # wrong images that a search may be expected to show


def by_chance(distance: float, *, searched: int) -> float:
    """How many of so many images that have nothing to do with a picture are expected to be within this
    distance of `best` of it, in any orientation.

    Rates of chance fall by a tenth about every 15 bits; the line that was fitted to those that could be
    counted goes on below.
    """
    intercept, slope = _line()
    return float(searched * 10 ** min(0.0, intercept + slope * distance))


def widest(searched: int) -> int:
    """The largest distance that is worth showing in a library of this size: in a larger one more pictures
    come near by chance.
    """
    distance = BANDS[PERHAPS]
    while distance > 0 and by_chance(distance, searched=searched) > MOST_BY_CHANCE:
        distance -= 1
    return distance


@cache
def _line() -> tuple[float, float]:
    """The logarithm (base 10) of the share of unrelated pairs within a distance: intercept and slope."""
    told = resources.files("fovea.image_matches").joinpath("calibration.json").read_text(encoding="utf-8")
    chance = json.loads(told)["chance"]
    return chance["intercept"], chance["slope"]
