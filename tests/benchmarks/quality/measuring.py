"""Asks every way for every account's photos, and measures what was found."""

import multiprocessing
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api_server.recommendations.taste import Counts, Numbers, Weights
from tests.benchmarks.quality.questions import Question
from tests.benchmarks.quality.ways import Answer, Way

SHORT, LONG = 10, 20
_DISCOUNTS = 1.0 / np.log2(np.arange(LONG) + 2.0)
_MEASURES = ("hit10", "ndcg10", "recall20", "ndcg20", "owners", "seconds")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one way reached: (accounts,) each, and the share of all photos that it showed to anybody in the
    first 20.

    HR@10 and NDCG@10 are taken in the whole ranking, or among 99 negatives where the question has them.
    Scores that are equal there count against the way. `seconds` are of processor
    time for scoring alone.
    """

    hit10: Weights
    ndcg10: Weights
    recall20: Weights
    ndcg20: Weights
    owners: Weights
    seconds: Weights
    coverage: float

    def row(self) -> list[object]:
        """The means as cells of a table."""
        shown = (self.hit10, self.ndcg10, self.recall20, self.ndcg20)
        owners = f"{self.owners.mean():.1f}" if self.owners.any() else "-"
        return [
            *(f"{values.mean():.4f}" for values in shown),
            f"{100 * self.coverage:.1f}",
            owners,
            f"{1e3 * self.seconds.mean():.2f}",
        ]


HEADINGS = ("HR@10", "NDCG@10", "R@20", "NDCG@20", "coverage %", "owners in 20", "ms a user")


def best(answer: Answer, keys: Counts, most: int) -> Numbers:
    """The photos of the `most` highest scores, best first; of equal ones that of the larger key."""
    photos, scores = answer
    if len(photos) > most:
        kept = scores >= np.partition(scores, -most)[-most]
        photos, scores = photos[kept], scores[kept]
    return photos[np.lexsort((-keys[photos].astype(np.int64), -scores))][:most]


def gain(found: npt.NDArray[np.bool_], held: int, most: int) -> float:
    """Normalised discounted cumulative gain of the first `most` places: `found` says which hold what was
    sought, `held` how much there was to find.
    """
    first = found[:most]
    return float((first * _DISCOUNTS[: len(first)]).sum() / _DISCOUNTS[: min(held, most)].sum())


def among(answer: Answer, held: int, negatives: Counts, scores: Weights) -> tuple[float, float]:
    """(whether the held photo is in the first 10 among the negatives, the gain of its place). `scores` is
    room by photo, 0 everywhere.
    """
    scores[answer[0]] = answer[1]
    place = int(np.count_nonzero(scores[negatives] >= scores[held]))
    scores[answer[0]] = 0.0
    return (1.0, float(_DISCOUNTS[place])) if place < SHORT else (0.0, 0.0)


def measure(
    question: Question, ways: Mapping[str, Way], accounts: Counts, *, processes: int = 2
) -> dict[str, Figures]:
    """The figures of each way; so many processes share the accounts."""
    _Shared.question, _Shared.ways = question, ways
    # What is computed once is computed before the processes part.
    _ = question.audience.photos, question.audience.readable
    question.audience.taste(int(accounts[0]))
    parts = [accounts[start::processes] for start in range(processes)]
    if processes == 1:
        measured = [_measure_part(accounts)]
    else:
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            measured = list(pool.map(_measure_part, parts))
    order = np.argsort(np.concatenate(parts), kind="stable")
    figures = {}
    for name in ways:
        values = np.concatenate([rows[name] for rows, _ in measured])[order]
        shown = np.unique(np.concatenate([photos[name] for _, photos in measured]))
        columns = {measure: values[:, at] for at, measure in enumerate(_MEASURES)}
        figures[name] = Figures(**columns, coverage=len(shown) / question.audience.photo_count)
    return figures


class _Shared:
    """What the processes inherit."""

    question: Question
    ways: Mapping[str, Way]


def _measure_part(accounts: Counts) -> tuple[dict[str, Weights], dict[str, Numbers]]:
    question, ways = _Shared.question, _Shared.ways
    keys, owners = question.audience.keys, question.audience.photos.owners
    rows = {name: np.zeros((len(accounts), len(_MEASURES))) for name in ways}
    shown: dict[str, list[Numbers]] = {name: [np.empty(0, dtype=np.uint32)] for name in ways}
    room = np.zeros(question.audience.photo_count)
    for at, account in enumerate(accounts.tolist()):
        taste, held = question.audience.taste(account), question.held.row(account)
        for name, way in ways.items():
            begun = time.process_time()
            answer = way(account, taste)
            seconds = time.process_time() - begun
            first = best(answer, keys, LONG)
            found = np.isin(first, held)
            if question.negatives is None:
                hit10, ndcg10 = float(found[:SHORT].any()), gain(found, len(held), SHORT)
            else:
                hit10, ndcg10 = among(answer, int(held[0]), question.negatives[account], room)
            recall20, ndcg20 = found.sum() / len(held), gain(found, len(held), LONG)
            variety = len(np.unique(owners[first])) if question.audience.owners is not None else 0
            rows[name][at] = (hit10, ndcg10, recall20, ndcg20, variety, seconds)
            shown[name].append(first)
    return rows, {name: np.unique(np.concatenate(photos)) for name, photos in shown.items()}
