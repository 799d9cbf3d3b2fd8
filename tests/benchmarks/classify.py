"""How quickly and how well pictures that show writing are told from others: the detector against the
classical way, which needs no model.

`make bench NAME=classify`. Both look at the same pictures, which the project draws (`scripts/writing_set`),
one after the other on one core; what decoding costs is not counted. Times are a processor's, not a clock's,
so that other work on the machine matters less. PICTURES (default 220) sets how many there are.
"""

import os
import sys
from statistics import mean, median, quantiles

from fovea.writing import find_models, open_classifier
from fovea.writing.classical import Classical
from scripts.writing_set.making import MEASURING, examples
from scripts.writing_set.measuring import Measured, measure
from tests.benchmarks.report import finish, show

HEADINGS = (
    "way",
    "pictures a second and core",
    "ms, median",
    "ms, 95 of 100",
    "precision",
    "recall",
    "F1",
    "accuracy",
    "area under curve",
)


def row(measured: Measured) -> list[object]:
    """A line of the table."""
    at, seconds = measured.rates(), measured.seconds
    return [
        measured.classifier,
        1 / mean(seconds),
        median(seconds) * 1_000,
        quantiles(seconds, n=20)[-1] * 1_000,
        at.precision,
        at.recall,
        at.f1,
        at.accuracy,
        measured.area(),
    ]


def main() -> int:
    """Measure both, and print."""
    count = int(os.environ.get("PICTURES", "220"))
    models = find_models()
    if models is None:
        print("The detector's models are not installed: rapidocr and onnxruntime (requirements/runtime.txt)")
        return 1
    shown = list(examples(count, part=MEASURING))
    classical, detector = measure(Classical(), shown), measure(open_classifier(models), shown)
    show(f"Telling writing: {count} pictures", HEADINGS, [row(detector), row(classical)])
    finish(
        benchmark="classify",
        rival="the classical way",
        ours=detector.rates().accuracy,
        theirs=classical.rates().accuracy,
        unit="share of pictures told rightly",
        ratio=(1 - classical.rates().accuracy) / max(1e-9, 1 - detector.rates().accuracy),
        pictures=count,
        pictures_a_second_and_core=1 / mean(detector.seconds),
        classical_pictures_a_second_and_core=1 / mean(classical.seconds),
        f1=detector.rates().f1,
        classical_f1=classical.rates().f1,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
