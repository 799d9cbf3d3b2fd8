"""Indices: documents with versions, and what searches see of them since the last refresh."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.harness.opensearch.mappings import checked_document, checked_mappings, checked_settings
from tests.harness.opensearch.refusals import Refused, illegal
from tests.harness.opensearch.searches import Snapshot

PRIMARY_TERM = 1


class Document(NamedTuple):
    """What is under an id; no source: it was deleted, and its version is still known."""

    source: dict[str, Any] | None
    version: int
    number: int  # _seq_no


class Index:
    """One index. Its `refresh_interval` never passes: only who refreshes sees what was written."""

    def __init__(self, name: str, body: Mapping[str, Any]) -> None:
        if not name or name != name.lower() or name[0] in "_-+" or set(name) & set('\\/*?"<>| ,#:'):
            raise Refused(400, "invalid_index_name_exception", f"Invalid index name [{name}]")
        if unknown := set(body) - {"settings", "mappings", "aliases"}:
            raise Refused(400, "parse_exception", f"unknown key {sorted(unknown)} for create index")
        checked_settings(body.get("settings", {}))
        self.name = name
        self.aliases = set(body.get("aliases", {}))
        self.fields = checked_mappings(body.get("mappings", {}))
        self._strict = body.get("mappings", {}).get("dynamic") == "strict"
        self._documents: dict[str, Document] = {}
        self._numbers = 0
        self.seen = Snapshot(self.fields, {})

    def get(self, name: str) -> dict[str, Any]:
        """As it is at this moment."""
        found = self._documents.get(name)
        if found is None or found.source is None:
            return {"_index": self.name, "_id": name, "found": False}
        place = {"_index": self.name, "_id": name, "_version": found.version, "_seq_no": found.number}
        return {**place, "_primary_term": PRIMARY_TERM, "found": True, "_source": found.source}

    def put(self, name: str, source: dict[str, Any], told: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Index a document, if its version or what is there allows."""
        checked_document(self.fields, source, strict=self._strict)
        was = self._documents.get(name)
        there = was is not None and was.source is not None
        if told.get("op_type") == "create" and there:
            raise conflict(name, "document already exists")
        version = self._version(name, told)
        self._documents[name] = Document(source, version, self._next())
        return (200 if there else 201), self._done(name, "updated" if there else "created")

    def delete(self, name: str, told: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Delete a document; a version is kept of it, even if it was not there."""
        was = self._documents.get(name)
        there = was is not None and was.source is not None
        self._documents[name] = Document(None, self._version(name, told), self._next())
        return (200 if there else 404), self._done(name, "deleted" if there else "not_found")

    def refresh(self) -> None:
        """Let searches see all that was written."""
        there = {name: one.source for name, one in self._documents.items() if one.source is not None}
        self.seen = Snapshot(self.fields, there)

    def _version(self, name: str, told: Mapping[str, Any]) -> int:
        was = self._documents.get(name)
        if "if_seq_no" in told:
            wanted = int(told["if_seq_no"]), int(told["if_primary_term"])
            if was is None or (was.number, PRIMARY_TERM) != wanted:
                raise conflict(name, f"required seqNo [{wanted[0]}], current document has another")
        if told.get("version_type", "internal") == "internal":
            if "version" in told:
                raise illegal("internal versioning can not be used for optimistic concurrency control")
            return was.version + 1 if was else 1
        if (
            told["version_type"] != "external"
            or not isinstance(told.get("version"), int)
            or told["version"] < 0
        ):
            raise illegal(f"illegal version value [{told.get('version')}] for {told['version_type']}")
        if was is not None and told["version"] <= was.version:
            raise conflict(name, f"current version [{was.version}] is higher or equal to the one provided")
        return int(told["version"])

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers

    def _done(self, name: str, result: str) -> dict[str, Any]:
        found = self._documents[name]
        place = {"_index": self.name, "_id": name, "_version": found.version, "_seq_no": found.number}
        return {**place, "_primary_term": PRIMARY_TERM, "result": result}


def conflict(name: str, reason: str) -> Refused:
    """What is there is not what was expected."""
    return Refused(409, "version_conflict_engine_exception", f"[{name}]: version conflict, {reason}")
