"""The curves as pictures for the documentation."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from fovea.image_matches.bands import BANDS
from scripts.calibration.measuring import METHODS
from scripts.plotting import Plot, Values

_SHADES = {"same_picture": "#d1fae5", "edited": "#fef3c7", "perhaps": "#fee2e2"}
_WORDS = {"same_picture": "same picture", "edited": "edited", "perhaps": "perhaps"}
# Edits that no line of its own would be seen of: all of their pictures are found.
_ALIKE = ("recompressed", "resized", "grey", "mirrored", "rotated")
_LOWEST = -8  # the logarithm of the smallest share that is drawn
_FARTHEST_DRAWN = 160


def curves(told: dict[str, Any]) -> str:
    """For each edit: the share of edited pictures within each distance of `best`; the shares of unrelated
    pairs, on a scale of powers of ten; and the words as bands.
    """
    plot = Plot("How far edits take a picture (lines), and how many unrelated pairs are so near (dashes)")
    before = 0.0
    for name, most in BANDS.items():
        plot.band(before / _FARTHEST_DRAWN, most / _FARTHEST_DRAWN, _SHADES[name], _WORDS[name])
        before = most
    shown = {name: within(tally["best"], "best") for name, tally in told["edits"].items()}
    together = np.mean([shown.pop(name) for name in _ALIKE], axis=0)
    for name, share in {", ".join(_ALIKE): together, **shown}.items():
        plot.line(share[: _FARTHEST_DRAWN + 1], name)
    for name, tally in told["unrelated"].items():
        share = within(tally["best"], "best")[: _FARTHEST_DRAWN + 1]
        plot.line(_logarithmic(share), f"unrelated, {name}", dashed=True)
    plot.axis(
        [str(at) for at in range(0, _FARTHEST_DRAWN + 1, 20)],
        "distance of best: bits of PDQ + 2 x bits of phash",
    )
    plot.sides([f"{at} %" for at in range(0, 101, 20)], [f"1e{at}" for at in range(_LOWEST, 1, 2)])
    return plot.text()


def rates(told: dict[str, Any]) -> str:
    """For each method: the share of edited pictures that are found (the mean of all edits), against the share
    of unrelated pairs that are found with them.
    """
    plot = Plot("What each method finds of edited pictures, by the wrong finds that come with it")
    steps = np.linspace(_LOWEST, 0, 161)
    for method in METHODS:
        right = np.mean([within(tally[method], method) for tally in told["edits"].values()], axis=0)
        wrong = within(told["unrelated"]["other motif"][method], method)
        # Of all distances with no more wrong finds than this, the largest.
        at = np.searchsorted(wrong, 10.0**steps, side="right") - 1
        plot.line(np.where(at < 0, 0.0, right[np.maximum(at, 0)]), method)
    plot.axis(
        [f"1e{at}" for at in range(_LOWEST, 1)], "share of unrelated pairs that are taken for one picture"
    )
    plot.sides([f"{at} %" for at in range(0, 101, 20)], [])
    return plot.text()


def within(counts: Sequence[Sequence[int]], method: str) -> Values:
    """The share of pictures within each distance, from [distance, count]."""
    dense = np.zeros(METHODS[method] + 1)
    for at, count in counts:
        dense[at] = count
    share: Values = np.cumsum(dense) / dense.sum()
    return share


def _logarithmic(share: Values) -> Values:
    """Powers of ten on a line from 0 to 1."""
    return np.clip(1 - np.log10(np.maximum(share, 1e-12)) / _LOWEST, 0, 1)
