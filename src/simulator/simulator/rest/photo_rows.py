"""A photo as a row of a list, with the extras that were asked for: most of what the API sends."""

from collections.abc import Mapping, Sequence

import numpy as np
import orjson

from simulator.directory import Directory
from simulator.drawing.recent import Recent
from simulator.drawing.sizes import Size
from simulator.rest.extras import Extra, extras, picture_path
from simulator.rest.facts import PhotoFacts, facts_of
from simulator.world import titles

_KEPT_ROWS = 60_000


class PhotoRows:
    """Rows of photos, kept as JSON for the next time."""

    def __init__(self, directory: Directory, address: str) -> None:
        self._directory, self._address = directory, address
        self._extras = extras(address)
        # What was generated, so that kept rows stay true.
        self._faved = np.bincount(directory.world.favorite_photo, minlength=directory.world.photos)
        self._kept: Recent[tuple[int, str], bytes] = Recent(_KEPT_ROWS, lambda _: 1)

    def facts(self, photo: int) -> PhotoFacts:
        """What is known about a photo."""
        return facts_of(self._directory, photo, faved=int(self._faved[photo]))

    def address_of(self, photo: int, size: Size) -> str:
        """Where a photo is in a size."""
        return self._address + picture_path(self.facts(photo), size)

    def listed(
        self, photos: Sequence[int], wanted: str, more: Sequence[Mapping[str, object]], *, as_json: bool
    ) -> list[object]:
        """Rows of a list: those of the photos, each with what belongs to its place in the list (when it was
        faved, for one).
        """
        names = frozenset(word.strip() for word in wanted.split(","))
        chosen = {name: extra for name, extra in self._extras.items() if name in names}
        if not as_json:
            return [{**self._row(photo, chosen), **own} for photo, own in zip(photos, more, strict=True)]
        key = ",".join(chosen)
        rows: list[object] = []
        for photo, own in zip(photos, more, strict=True):
            kept = self._kept.get((photo, key))
            if kept is None:
                kept = orjson.dumps(self._row(photo, chosen))
                self._kept.put((photo, key), kept)
            rows.append(orjson.Fragment(kept[:-1] + b"," + orjson.dumps(own)[1:] if own else kept))
        return rows

    def _row(self, photo: int, chosen: Mapping[str, Extra]) -> dict[str, object]:
        facts = self.facts(photo)
        row: dict[str, object] = {
            "id": facts.id,
            "owner": facts.owner.nsid,
            "secret": facts.secret,
            "server": facts.server,
            "farm": facts.farm,
            "title": titles.title(facts.cluster, facts.noise),
            "ispublic": 1,
            "isfriend": 0,
            "isfamily": 0,
        }
        for extra in chosen.values():
            row.update(extra(facts))
        return row
