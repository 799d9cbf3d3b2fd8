"""Writing to the index, and knowing how far it is.

Every document carries, as its external version, the version of the library that it was read at: what is older
than what is there is refused by OpenSearch, so that two who feed at once do no harm. How far the index is
stands in a document of its own, which is only changed by who has read it as it is.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from fovea.image_index.opensearch.cluster import Busy, Cluster
from fovea.image_index.opensearch.documents import IMAGES, PRESENT, documents
from fovea.image_index.opensearch.errors import IndexRefused
from fovea.image_index.protocol import Ids
from fovea.image_index.rows import Rows

AT_ONCE = 1_000  # documents of a bulk request: about 600 KB
NEVER = -1
_DOCUMENT = "present"
_NEWER_IS_THERE, _PUT_OFF = 409, 429  # of a bulk's item


class Present(NamedTuple):
    """How far the index is: the version of the library up to which all changes are in it (NEVER: it is not
    whole yet), and, while all images are walked through, at which version that began and the last number that
    was brought. `mark` tells this state from others.
    """

    version: int = NEVER
    walk_version: int = NEVER
    walked_to: int = 0
    mark: tuple[int, int] | None = None

    @property
    def is_walking(self) -> bool:
        """Whether all images are being walked through."""
        return self.walk_version != NEVER


class Store:
    """The index of one library: `name` for its images, `name`-present for how far it is. All methods raise
    IndexUnavailable and IndexRefused.

    `name` is an alias, and documents are only taken through it: OpenSearch would make an index that is not
    there, of fields as it guesses them, for a feeder that has not seen it go.
    """

    def __init__(self, cluster: Cluster, *, name: str) -> None:
        self.cluster = cluster
        self.name = name
        self._client = cluster.client
        self._images_name = f"{name}-images"
        self._present_name = f"{name}-present"

    def make(self) -> None:
        """Make the index where there is none."""
        if not self._is_made():
            self._drop(self._present_name)  # it would speak of another index
            self._create(self._present_name, PRESENT)
            self._create(self._images_name, IMAGES | {"aliases": {self.name: {}}})

    def begin_anew(self) -> None:
        """Forget all that is there."""
        self._drop(self._images_name)
        self._drop(self._present_name)
        self.make()

    def present(self) -> Present:
        """How far the index is; at its beginning when there is none."""
        if not self._is_made():
            return Present()
        found = self.cluster.ask(
            lambda: self._client.get(index=self._present_name, id=_DOCUMENT, params={"ignore": 404})
        )
        if not found.get("found"):
            return Present()
        mark = found["_seq_no"], found["_primary_term"]
        return Present(**found["_source"], mark=mark)

    def advance(self, last: Present, wanted: Present) -> Present:
        """Set how far it is, if that is still `last`. Raises Conflict."""
        body = {"version": wanted.version, "walk_version": wanted.walk_version, "walked_to": wanted.walked_to}
        if last.mark is None:
            only_if: dict[str, Any] = {"op_type": "create"}
        else:
            only_if = {"if_seq_no": last.mark[0], "if_primary_term": last.mark[1]}
        done = self.cluster.ask(
            lambda: self._client.index(index=self._present_name, id=_DOCUMENT, body=body, params=only_if)
        )
        return wanted._replace(mark=(done["_seq_no"], done["_primary_term"]))

    def bring(self, rows: Rows, *, version: int) -> None:
        """Put images there as they are at a version."""
        lines = (
            [{"index": self._place(number, version)}, document]
            for number, document in documents(rows, version=version)
        )
        self._in_bulk(lines)

    def remove(self, ids: Ids, *, version: int) -> None:
        """Take images away that are gone at a version."""
        self._in_bulk([{"delete": self._place(number, version)}] for number in ids.tolist())

    def remove_not_fed_since(self, version: int) -> None:
        """Take all images away that were last brought at an older version."""
        body = {"query": {"range": {"fed": {"lt": version}}}}
        params = {"conflicts": "proceed", "refresh": "true", "request_timeout": 600}
        self.cluster.ask(lambda: self._client.delete_by_query(index=self.name, body=body, params=params))

    def show(self) -> None:
        """Have searches find all that was written."""
        self.cluster.ask(lambda: self._client.indices.refresh(index=self.name))

    def count(self) -> int:
        """How many images searches look at."""
        return int(self.cluster.ask(lambda: self._client.count(index=self.name))["count"])

    def _is_made(self) -> bool:
        return bool(self.cluster.ask(lambda: self._client.indices.exists(index=self._images_name)))

    def _place(self, number: int, version: int) -> dict[str, Any]:
        return {"_id": str(number), "version": version, "version_type": "external"}

    def _in_bulk(self, actions: Iterable[Sequence[Any]]) -> None:
        part: list[Sequence[Any]] = []
        for action in actions:
            part.append(action)
            if len(part) == AT_ONCE:
                self.cluster.ask(self._sending(part))
                part = []
        if part:
            self.cluster.ask(self._sending(part))

    def _sending(self, actions: Sequence[Sequence[Any]]) -> Callable[[], None]:
        """Sends these, and when asked again only those that were put off."""
        left = list(actions)

        def send() -> None:
            body = b"\n".join(msgspec.json.encode(line) for action in left for line in action) + b"\n"
            items = self._client.bulk(index=self.name, body=body, params={"require_alias": "true"})["items"]
            ended = [next(iter(item.values())) for item in items]
            for one in ended:
                if "error" in one and one["status"] not in {_NEWER_IS_THERE, _PUT_OFF}:
                    why = "{type}: {reason}".format_map({"type": one["status"], "reason": "?"} | one["error"])
                    raise IndexRefused(f"OpenSearch does not take image {one['_id']}: {why}")
            left[:] = [action for action, one in zip(left, ended, strict=True) if one["status"] == _PUT_OFF]
            if left:
                raise Busy(f"{len(left)} documents were put off")

        return send

    def _create(self, name: str, body: dict[str, Any]) -> None:
        try:
            self.cluster.ask(lambda: self._client.indices.create(index=name, body=body))
        except IndexRefused as error:
            if "resource_already_exists_exception" not in error.detail:  # somebody else was quicker
                raise

    def _drop(self, name: str) -> None:
        self.cluster.ask(lambda: self._client.indices.delete(index=name, params={"ignore": 404}))
