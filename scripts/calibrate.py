"""Measures how far pictures get from each other by editing, and how near unrelated ones come, and draws the
curves that docs/image-search.md shows: `python -m scripts.calibrate` (ten minutes); with `--draw`, it only
draws what was measured before, in docs or in the folder behind it.

The lines between the words (`fovea.image_matches.bands`) are chosen from these curves.
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from scripts.calibration import tables
from scripts.calibration.drawing import curves, rates
from scripts.calibration.edits import EDITS
from scripts.calibration.measuring import METHODS, Prints, distances, prints_of
from scripts.calibration.pictures import motif, picture

ROOT = Path(__file__).parents[1]
MEASURED = ROOT / "src/common/fovea/image_matches/calibration.json"
PLOTS = ROOT / "docs/image-search"
PAGE = ROOT / "docs/image-search.md"

UNRELATED = {"photograph": 3_000, "illustration": 1_600, "texture": 600}
EDITED = {"photograph": 120, "illustration": 80, "texture": 20}
FRAMED_FROM = 20_000
EDITED_FROM = 10_000  # the first number: none of them is among the unrelated
SAVED_AT, POSTED_AT, UNRELATED_AT = 90, 80, 85  # qualities of JPEG
FRAMED = 500  # of the edited ones' successors are put into a frame and looked for among the unrelated
FRAMES = ("border", "caption", "screenshot")

Counts = npt.NDArray[np.int64]
Tally = dict[str, Counts]


def main() -> None:
    """Measure unless it is only to be drawn, then draw."""
    if "--draw" not in sys.argv:
        MEASURED.write_text(json.dumps(measured(), separators=(",", ":")).replace('],"', '],\n"') + "\n")
    folder = Path(sys.argv[-1]) if len(sys.argv) > 2 else PLOTS
    told = json.loads(MEASURED.read_text())
    (folder / "edits.svg").write_text(curves(told))
    (folder / "methods.svg").write_text(rates(told))
    if folder == PLOTS:
        PAGE.write_text(tabled(PAGE.read_text(), told))


def tabled(page: str, told: dict[str, Any]) -> str:
    """The page with the tables that are measured, each between the comments that name it."""
    for name, rows in (
        ("edits", tables.edits(told)),
        ("unrelated", tables.unrelated(told)),
        ("sizes", tables.sizes()),
    ):
        before, begin, rest = page.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- end of {name} -->")
        page = before + begin + "\n".join(rows) + "\n" + end + after
    return page


def measured() -> dict[str, Any]:
    """Everything that is counted."""
    with ProcessPoolExecutor(2) as processes:
        edits = processes.submit(edited)
        apart, pairs = unrelated()
        moved = edits.result()
    return {
        "pictures": {"unrelated": UNRELATED, "edited": EDITED, "framed": FRAMED},
        "pairs": pairs,
        "chance": line(apart["other motif"]["best"], pairs["other motif"]),
        "edits": {name: _sparse(tally) for name, tally in moved.items()},
        "unrelated": {name: _sparse(tally) for name, tally in apart.items()},
    }


def edited() -> dict[str, Tally]:
    """For each edit, how many pictures are how far from what they were made of."""
    which = [(kind, EDITED_FROM + number) for kind, count in EDITED.items() for number in range(count)]
    originals = [picture(kind, number, size="z") for kind, number in which]
    stored = prints_of(originals, quality=SAVED_AT)
    told = {}
    for name, edit in EDITS.items():
        random = np.random.default_rng(7)
        found = prints_of((edit(image, random) for image in originals), quality=POSTED_AT)
        known = ~stored.simple & ~found.simple
        told[name] = _counted(distances(found.part(known), stored.part(known)))
    return told


def unrelated() -> tuple[dict[str, Tally], dict[str, int]]:
    """How many pairs of unrelated pictures are how far apart, and how many pairs there are: of other motifs,
    and of the same motif, which look alike though they are two.
    """
    which = [(kind, number) for kind, count in UNRELATED.items() for number in range(count)]
    prints = prints_of((picture(kind, number) for kind, number in which), quality=UNRELATED_AT)
    names: dict[tuple[str, int], int] = {}
    motifs = np.array([names.setdefault(motif(*one), len(names)) for one in which])[~prints.simple]
    prints = prints.part(~prints.simple)
    tallies: dict[str, Tally] = {
        name: {method: np.zeros(most + 1, dtype=np.int64) for method, most in METHODS.items()}
        for name in NAMES
    }
    for at in range(len(motifs) - 1):
        found = distances(prints.part(np.arange(at + 1, len(motifs))), prints.part(np.array([at])))
        same = motifs[at + 1 :] == motifs[at]
        for name, chosen in zip(NAMES, (~same, same), strict=True):
            for method, counts in _counted({one: all_of[chosen] for one, all_of in found.items()}).items():
                tallies[name][method] += counts
    tallies[IN_A_FRAME] = _framed(prints, motifs, names)
    return tallies, {name: int(tally["best"].sum()) for name, tally in tallies.items()}


NAMES = ("other motif", "same motif")
IN_A_FRAME = "other motif, in a frame"


def _framed(stored: Prints, motifs: npt.NDArray[np.int64], names: dict[tuple[str, int], int]) -> Tally:
    """How far pictures with a border, a caption, or the bars of a screen are from unrelated ones of other
    motifs: what is looked for without its margins, too, is looked for twice.
    """
    random = np.random.default_rng(11)
    kinds = list(UNRELATED)
    which = [(kinds[at % len(kinds)], FRAMED_FROM + at) for at in range(FRAMED)]
    images = (
        EDITS[FRAMES[at // len(kinds) % len(FRAMES)]](picture(*one, size="n"), random)
        for at, one in enumerate(which)
    )
    queries = prints_of(images, quality=POSTED_AT)
    tally = {method: np.zeros(most + 1, dtype=np.int64) for method, most in METHODS.items()}
    for at in np.flatnonzero(~queries.simple & queries.trimmed):
        others = stored.part(motifs != names[motif(*which[at])])
        found = distances(queries.part(np.full(len(others.simple), at)), others)
        for method, counts in _counted(found).items():
            tally[method] += counts
    return tally


def line(counts: Counts, pairs: int) -> dict[str, float]:
    """The line through the logarithms of the share of pairs within a distance, where 5 to 1,000 are."""
    within = np.cumsum(counts)
    at = np.flatnonzero((within >= 5) & (within <= 1_000))
    slope, intercept = np.polyfit(at, np.log10(within[at] / pairs), 1)
    return {"intercept": round(float(intercept), 4), "slope": round(float(slope), 5)}


def _counted(found: dict[str, Counts]) -> Tally:
    return {method: np.bincount(found[method], minlength=most + 1) for method, most in METHODS.items()}


def _sparse(tally: Tally) -> dict[str, list[list[int]]]:
    """[distance, count] where there are any."""
    return {
        method: [[int(at), int(counts[at])] for at in np.flatnonzero(counts)]
        for method, counts in tally.items()
    }


if __name__ == "__main__":
    main()
