"""Searching what was refreshed."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.harness.opensearch.refusals import illegal, unparsable
from tests.harness.opensearch.scoring import Scores, scores

MOST_HITS, MOST_TERMS = 10_000, 65_536
_KEYS = {"query", "size", "sort", "search_after", "_source", "track_total_hits"}
Mask = npt.NDArray[np.bool_]


class Snapshot:
    """All documents as searches see them."""

    def __init__(self, fields: Mapping[str, dict[str, Any]], documents: Mapping[str, dict[str, Any]]) -> None:
        self.names = list(documents)
        self.sources = list(documents.values())
        self._fields = fields
        self._columns: dict[str, npt.NDArray[np.int64]] = {}

    def search(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The hits."""
        if unknown := set(body) - _KEYS:
            raise unparsable(f"unknown key {sorted(unknown)} in a search")
        size = body.get("size", 10)
        if not 0 <= size <= MOST_HITS:
            raise illegal(
                f"Result window is too large, from + size must be less than or equal to: [{MOST_HITS}]"
            )
        places, scored = self.matching(body.get("query", {"match_all": {}}))
        if body.get("sort") != [{"_score": "desc"}, {"id": "asc"}]:
            raise unparsable("this stand-in sorts by _score and id only")
        ids = self._column("id")[places]
        order = np.lexsort((ids, -scored))
        places, scored, ids = places[order], scored[order], ids[order]
        if "search_after" in body:
            last_score, last_id = body["search_after"]
            score = np.float32(last_score)
            later = (scored < score) | ((scored == score) & (ids > last_id))
            places, scored, ids = places[later], scored[later], ids[later]
        return [
            self._hit(place, float(str(score)), number, body.get("_source", True))
            for place, score, number in zip(
                places[:size].tolist(), scored[:size], ids[:size].tolist(), strict=True
            )
        ]

    def matching(self, query: Mapping[str, Any]) -> tuple[npt.NDArray[np.intp], Scores]:
        """Places and scores of what a query finds."""
        (kind, told) = _only(query)
        if kind != "script_score":
            places = np.flatnonzero(self._mask(query))
            return places, np.ones(len(places), dtype=np.float32)
        if unknown := set(told) - {"query", "script", "min_score"}:
            raise unparsable(f"[script_score] query does not support {sorted(unknown)}")
        places = np.flatnonzero(self._mask(told["query"]))
        field = told["script"].get("params", {}).get("field", "")
        found = scores(told["script"], self._fields, [self.sources[at].get(field) for at in places.tolist()])
        if "min_score" in told:
            kept = found >= np.float32(told["min_score"])
            places, found = places[kept], found[kept]
        return places, found

    def _mask(self, query: Mapping[str, Any]) -> Mask:
        kind, told = _only(query)
        match kind:
            case "match_all":
                return np.ones(len(self.sources), dtype=np.bool_)
            case "bool":
                if set(told) != {"filter"}:
                    raise unparsable("this stand-in knows bool with filter only")
                mask = np.ones(len(self.sources), dtype=np.bool_)
                for one in told["filter"]:
                    mask &= self._mask(one)
                return mask
            case "terms":
                field, wanted = _only(told)
                if len(wanted) > MOST_TERMS:
                    raise illegal(f"The number of terms [{len(wanted)}] has exceeded the allowed maximum")
                return np.isin(self._column(field), wanted)
            case "range":
                field, bounds = _only(told)
                if set(bounds) - {"gte", "lt"}:
                    raise unparsable("this stand-in knows gte and lt")
                column = self._column(field)
                within: Mask = (column >= bounds.get("gte", -(2**63))) & (
                    column < bounds.get("lt", 2**63 - 1)
                )
                return within
            case _:
                raise unparsable(f"unknown query [{kind}]")

    def _column(self, field: str) -> npt.NDArray[np.int64]:
        if self._fields.get(field, {}).get("type") not in {"long", "integer"}:
            raise illegal(f"No mapping found for [{field}] as a number")
        if field not in self._columns:
            self._columns[field] = np.array([source[field] for source in self.sources], dtype=np.int64)
        return self._columns[field]

    def _hit(self, place: int, score: float, number: int, wanted: Any) -> dict[str, Any]:
        hit: dict[str, Any] = {"_id": self.names[place], "_score": score, "sort": [score, number]}
        if wanted is not False:
            source = self.sources[place]
            hit["_source"] = source if wanted is True else {name: source[name] for name in wanted}
        return hit


def _only(query: Mapping[str, Any]) -> tuple[str, Any]:
    if len(query) != 1:
        raise unparsable(f"one thing is expected instead of {sorted(query)}")
    return next(iter(query.items()))
