"""How many images of a library come near a picture by chance, though they show something else."""

import json
from functools import cache
from importlib import resources
from itertools import accumulate

from fovea.image_matches.bands import BANDS, FARTHEST, PERHAPS

MOST_BY_CHANCE = 3.0  # wrong images that a search may be expected to show


def by_chance(distance: float, *, searched: int) -> float:
    """How many of so many images that have nothing to do with a picture are expected to be within this
    distance of `best` of it, in any orientation.

    It is the share of measured pairs that are so near; where that are few, at least what the line says
    through the logarithms of those that could be counted: they fall to a tenth about every eleven bits.
    """
    (intercept, slope), counted = _measured()
    at = min(len(counted) - 1, int(distance))
    return float(searched * max(counted[at], 10 ** min(0.0, intercept + slope * distance)))


def widest(searched: int) -> int:
    """The largest distance that is worth showing in a library of this size: in a larger one more pictures
    come near by chance.
    """
    distance = BANDS[PERHAPS]
    while distance > 0 and by_chance(distance, searched=searched) > MOST_BY_CHANCE:
        distance -= 1
    return distance


@cache
def _measured() -> tuple[tuple[float, float], list[float]]:
    """The line of logarithms (base 10): intercept and slope; and the share of unrelated pairs within each
    distance.
    """
    told = resources.files("fovea.image_matches").joinpath("calibration.json").read_text(encoding="utf-8")
    measured = json.loads(told)
    counts = dict(measured["unrelated"]["other motif"]["best"])
    pairs = sum(counts.values())
    within = accumulate(counts.get(distance, 0) for distance in range(FARTHEST + 1))
    line = measured["chance"]
    return (line["intercept"], line["slope"]), [count / pairs for count in within]
