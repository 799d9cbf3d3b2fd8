"""How often a classifier is right, and about what it is wrong."""

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fovea.fingerprints import opened
from fovea.writing import Classified, TextClassifier
from scripts.writing_set.making import Example


@dataclass(frozen=True)
class Seen:
    """What was said of one picture."""

    kind: str
    script: str
    text: bool
    found: Classified
    number: int


@dataclass
class Measured:
    """What one classifier said of all."""

    classifier: str
    seen: list[Seen] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)  # of one core, a picture

    @property
    def scores(self) -> NDArray[np.float64]:
        """Of all pictures."""
        return np.array([one.found.score for one in self.seen])

    @property
    def labels(self) -> NDArray[np.bool_]:
        """The truth about all pictures."""
        return np.array([one.text for one in self.seen])

    def rates(self, threshold: float = 0.5) -> "Rates":
        """How often it is right when scores of so much are taken for writing."""
        return rates(self.labels, self.scores >= threshold)

    def area(self) -> float:
        """Under the curve of true by false alarms: how often a picture with writing scores higher than one
        without (Mann and Whitney's U).
        """
        of, without = self.scores[self.labels], self.scores[~self.labels]
        higher = (of[:, None] > without).mean() + 0.5 * (of[:, None] == without).mean()
        return float(higher)


@dataclass(frozen=True)
class Rates:
    """Shares of 1; the interval is of the accuracy."""

    precision: float
    recall: float
    f1: float
    accuracy: float
    interval: tuple[float, float]


def measure(classifier: TextClassifier, shown: Iterable[Example]) -> Measured:
    """Show it all of them, one after the other."""
    measured = Measured(classifier.version)
    for one in shown:
        begun = time.thread_time()
        found = classifier.classify(one.picture)
        measured.seconds.append(time.thread_time() - begun)
        measured.seen.append(Seen(one.kind, one.script, one.text, found, one.number))
    return measured


def rates(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> Rates:
    """Of what was said, and what is so."""
    right, alarms = int((truth & said).sum()), int(said.sum())
    precision = right / alarms if alarms else 1.0
    recall = right / max(1, int(truth.sum()))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    correct = int((truth == said).sum())
    return Rates(precision, recall, f1, correct / len(truth), interval(correct, len(truth)))


def interval(hits: int, of: int) -> tuple[float, float]:
    """Where a share lies with 95 % (Wilson, "Probable Inference", 1927)."""
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return middle - half, middle + half


def of_folder(folder: Path) -> Iterator[Example]:
    """The pictures in a folder's folders `text` and `nontext`."""
    for name in ("text", "nontext"):
        for number, path in enumerate(sorted((folder / name).iterdir())):
            picture = opened(path.read_bytes(), edge=1_280).convert("RGB")
            yield Example(number, path.name, "", name == "text", picture)
