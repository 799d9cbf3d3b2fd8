"""Searching on OpenSearch. See `ImageIndex`: the same answers, from a cluster.

Every search is the k-NN plugin's scoring script (`knn_score`) over all images that the filters leave, which
OpenSearch's documentation calls exact; the `knn` query over a graph is approximate, and not used. A score is
1 / (1 + distance) in 32 bits. For bits and for L1 that tells whole distances apart exactly (they are below
2**21), so the order of the cluster, ties by number included, is the answer. For L2 it does not: squares go up
to 2**39. There the cluster's order is a first sieve. Distances are reckoned here, of the histograms
themselves, and more is fetched until nothing that was not fetched can be among the first.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from fovea.image_index.methods import Counts, Fingerprint, MethodName, as_counts
from fovea.image_index.opensearch.documents import HISTOGRAM, asked, facts_of
from fovea.image_index.opensearch.errors import IndexUnavailable
from fovea.image_index.opensearch.store import Store
from fovea.image_index.protocol import Among, Facts, Found

_SPACES = {"histogram-l1": "l1", "histogram-l2": "l2"}
_PAGE = 10_000  # index.max_result_window
_TERMS = 65_000  # index.max_terms_count is 65,536
_FACTS_AT_ONCE = 1_000
_SPARE = 16  # more than are wanted, so that one question is mostly enough
# Twelve squares, their sum, one more and a division, each rounded to 24 bits, and room.
_SCORE_ERROR = 2e-6


class _Hit(NamedTuple):
    number: int
    score: float
    histogram: Any = None

    @property
    def distance(self) -> float:
        """As the score has it."""
        return 1 / self.score - 1


class OpenSearchIndex:
    """What the cluster holds. Any number of threads may use it. All searches raise IndexUnavailable and
    IndexRefused, too.
    """

    def __init__(self, store: Store, *, version: int, size: int) -> None:
        self._store = store
        self.version = version
        self.size = size

    def nearest(
        self,
        method: MethodName,
        fingerprint: Fingerprint,
        k: int,
        at_most: float | None = None,
        among: Among | None = None,
    ) -> Found:
        """See `ImageIndex`. With more than 65,000 numbers in `among`, each 65,000 are a search."""
        if k < 1:
            raise ValueError("at least one must be wanted")
        wanted = asked(method, fingerprint)
        found: list[tuple[float, int]] = []
        if at_most is None or at_most >= 0:
            for filters in _filters(method, among or Among()):
                question = _question(method, wanted, filters, at_most)
                if method == "histogram-l2":
                    found += self._by_l2(question, as_counts(fingerprint), k, at_most)
                else:
                    found += self._by_score(question, k)
        found = sorted(found)[:k]
        return Found(
            np.array([number for _, number in found], dtype=np.uint32),
            np.array([distance for distance, _ in found], dtype=np.float32),
        )

    def nearest_to_each(
        self,
        method: MethodName,
        fingerprints: Sequence[Fingerprint],
        k: int,
        at_most: float | None = None,
        among: Among | None = None,
    ) -> list[Found]:
        """See `ImageIndex`. Here it is one after the other: each looks at everything once."""
        return [self.nearest(method, one, k, at_most, among) for one in fingerprints]

    def facts(self, ids: Collection[int]) -> dict[int, Facts]:
        """See `ImageIndex`."""
        found: dict[int, Facts] = {}
        wanted = sorted(set(ids))
        for first in range(0, len(wanted), _FACTS_AT_ONCE):
            body = {"ids": [str(number) for number in wanted[first : first + _FACTS_AT_ONCE]]}
            documents = self._ask(lambda client, body=body: client.mget(index=self._store.name, body=body))[
                "docs"
            ]
            found |= {int(one["_id"]): facts_of(one["_source"]) for one in documents if one.get("found")}
        return found

    def _by_score(self, question: dict[str, Any], k: int) -> list[tuple[float, int]]:
        """(distance, number) of the first `k`, as the cluster orders them."""
        found: list[tuple[float, int]] = []
        for page in self._pages(question, most=k):
            found += [(round(hit.distance), hit.number) for hit in page]
            if len(found) >= k:
                break
        return found[:k]

    def _by_l2(
        self, question: dict[str, Any], counts: Counts, k: int, at_most: float | None
    ) -> list[tuple[float, int]]:
        """(distance, number) of the first `k`, by what their histograms are."""
        found: list[tuple[int, int]] = []
        for page in self._pages(question | {"_source": [HISTOGRAM]}, most=k + _SPARE):
            histograms = np.array([hit.histogram for hit in page]).astype(np.int64)
            differences = histograms - counts.astype(np.int64)
            squares = (differences * differences).sum(axis=1).tolist()
            found += zip(squares, (hit.number for hit in page), strict=True)
            found.sort()
            if len(found) >= k and found[k - 1][0] < (1 - _SCORE_ERROR) / page[-1].score - 1:
                break  # all that follow are farther away, however their scores were rounded
        told = ((math.sqrt(square), number) for square, number in found)
        return [one for one in told if at_most is None or one[0] <= at_most][:k]

    def _pages(self, question: dict[str, Any], *, most: int) -> Iterator[list[_Hit]]:
        """All hits in their order, so many at a time."""
        size = min(most, _PAGE)
        after: dict[str, Any] = {}
        while True:
            hits = self._hits(question | {"size": size} | after)
            if hits:
                yield hits
            if len(hits) < size:
                return
            after = {"search_after": [hits[-1].score, hits[-1].number]}
            size = min(2 * size, _PAGE)

    def _hits(self, body: dict[str, Any]) -> list[_Hit]:
        params = {"allow_partial_search_results": "false"}
        found = self._ask(lambda client: client.search(index=self._store.name, body=body, params=params))
        if found["timed_out"] or found["_shards"]["failed"]:
            raise IndexUnavailable("A part of the index does not answer: try again in a minute.")
        return [
            _Hit(hit["sort"][1], hit["sort"][0], hit.get("_source", {}).get(HISTOGRAM))
            for hit in found["hits"]["hits"]
        ]

    def _ask(self, question: Any) -> Any:
        cluster = self._store.cluster
        return cluster.ask(lambda: question(cluster.client))


def _filters(method: MethodName, among: Among) -> Iterator[list[dict[str, Any]]]:
    """What to look among, once or in parts."""
    filters: list[dict[str, Any]] = []
    if method == "pdq":
        filters.append({"range": {"quality": {"gte": 0}}})
    if among.ratings is not None:
        filters.append({"terms": {"rating": sorted(among.ratings)}})
    if among.ids is None:
        yield filters
        return
    for first in range(0, len(among.ids), _TERMS):
        yield [*filters, {"terms": {"id": among.ids[first : first + _TERMS].tolist()}}]


def _question(
    method: MethodName, wanted: str | list[float], filters: list[dict[str, Any]], at_most: float | None
) -> dict[str, Any]:
    field = HISTOGRAM if method in _SPACES else method
    scored: dict[str, Any] = {
        "query": {"bool": {"filter": filters}} if filters else {"match_all": {}},
        "script": {
            "lang": "knn",
            "source": "knn_score",
            "params": {
                "field": field,
                "query_value": wanted,
                "space_type": _SPACES.get(method, "hammingbit"),
            },
        },
    }
    if at_most is not None:
        scored["min_score"] = _least_score(method, at_most)
    return {
        "query": {"script_score": scored},
        "sort": [{"_score": "desc"}, {"id": "asc"}],
        "_source": False,
        "track_total_hits": False,
    }


def _least_score(method: MethodName, at_most: float) -> float:
    """Below the scores of all that is within, above those of the rest as far as scores tell them apart."""
    if method == "histogram-l2":
        return (1 - _SCORE_ERROR) / (1 + at_most * at_most)
    return 1 / (1 + math.floor(at_most) + 0.5)
