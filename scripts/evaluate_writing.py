"""Measures how well pictures that show writing are told from others, on a set that the project draws, and
tells it in docs/writing.md: `python -m scripts.evaluate_writing` (some minutes).

--learn learn the weights of the classical way anew, from the other part of the set --folder FOLDER measure on
a folder of one's own instead: what is in its folders text and nontext; nothing is written into the docs

COUNT (default 660) sets how many pictures there are. Accuracy is given with its 95 % interval (Wilson's).
"""

import argparse
import os
import sys
from pathlib import Path

from fovea.writing import find_models, open_classifier
from fovea.writing.classical import Classical, learned, stored
from fovea.writing.edges import features
from scripts.writing_set.drawing import curves, mistakes
from scripts.writing_set.making import LEARNING, MEASURING, examples
from scripts.writing_set.measuring import Measured, measure, of_folder
from scripts.writing_set.telling import page, summary

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "src/common/fovea/writing/classical_weights.json"
PAGE = ROOT / "docs/writing.md"
FIGURES = ROOT / "docs/writing"
BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"


def main() -> int:
    """Learn if that is wanted, measure, and tell."""
    wishes = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    wishes.add_argument("--learn", action="store_true")
    wishes.add_argument("--folder", type=Path)
    told = wishes.parse_args()
    count = int(os.environ.get("COUNT", "660"))
    if told.learn:
        learn(count)
    models = find_models()
    classifiers = [Classical()] if models is None else [open_classifier(models), Classical()]
    found = [
        measure(one, of_folder(told.folder) if told.folder else examples(count, part=MEASURING))
        for one in classifiers
    ]
    print(summary(found))
    if told.folder is None and models is not None:
        write(found)
    return 0


def learn(count: int) -> None:
    """Learn the classical way's weights from the part of the set that nothing is measured on."""
    import numpy as np

    rows, labels = [], []
    for one in examples(count, part=LEARNING):
        rows.append(features(one.picture))
        labels.append(one.text)
    WEIGHTS.write_text(stored(learned(np.array(rows), np.array(labels))), encoding="utf-8")


def write(found: list[Measured]) -> None:
    """Put what was measured into the page, between its marks, and draw the pictures that it shows."""
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / "curves.svg").write_text(curves(found), encoding="utf-8")
    mistakes(found[0]).save(FIGURES / "mistakes.webp", quality=72, method=6)
    text = PAGE.read_text(encoding="utf-8")
    before, behind = text.split(BEGIN)[0], text.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{page(found)}\n\n{END}{behind}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
