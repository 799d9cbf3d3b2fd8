"""What a crawl of simulated engines is to find, worked out from the simulator's own world: nothing of it has
been through the system.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image

from fovea.decoding.messages import THUMBNAIL_WIDTHS
from fovea.decoding.thumbnails import thumbnails
from fovea.writing import UNSURE
from fovea.writing.classical import Classical
from simulator.gallery import File, Gallery
from simulator.search_engines.index import ENGINES, Index, Result
from simulator.settings import SimulatorSettings

WORKS, ENDS_AT = 6_000, 1_790_000_000
SIMULATOR = {
    "FOVEA_SIMULATOR_USERS": "20",
    "FOVEA_SIMULATOR_GALLERY_WORKS": str(WORKS),
    "FOVEA_SIMULATOR_GALLERY_ENDS_AT": str(ENDS_AT),
    "FOVEA_SIMULATOR_GALLERY_DIGESTS": "false",
    "FOVEA_SIMULATOR_GALLERY_SMALL": "true",
    "FOVEA_SIMULATOR_SOURCE_LIMITS": "false",
}
# A search of these never gives more, as their documentation says; of Openverse to who has no key.
_MOST = {"google": 100, "brave": 200, "openverse": 240}


@dataclass(frozen=True)
class Kept:
    """A picture that is to be told once: where it stands first, what it is, and what else shows it."""

    engine: str
    url: str
    sha256: str
    class_name: str
    sure: bool
    duplicates: int


class Truth:
    """What is found for a keyword by all five engines, of each so many results at most."""

    def __init__(self, keyword: str, limit: int) -> None:
        index = Index(_gallery(), SimulatorSettings(data_folder=None))
        self.results = {
            engine: list(index.results(engine, keyword)[: min(limit, _MOST.get(engine, limit))])
            for engine in ENGINES
        }
        self.in_order = [one for found in self.results.values() for one in found]
        self._first: dict[int, Result] = {}
        for one in self.in_order:
            if one.file is not None:
                self._first.setdefault(one.work.number, one)

    def progress(self, results: Sequence[Result]) -> dict[str, int]:
        """How some of the results are counted when all is over, by the API's names."""
        counted = Counter(self._state(one) for one in results)
        folded = Counter(by for one in results if (by := self._duplicate_by(one)) is not None)
        different = counted["pictures"] - sum(folded.values())
        nothing = dict.fromkeys(("pending", "filtered", "removed", "cancelled"), 0)
        return nothing | {
            "listed": len(results),
            "dead": counted["dead"],
            "not_pictures": counted["not_pictures"],
            "pictures": counted["pictures"],
            "duplicates_bytes": folded["bytes"],
            "duplicates_looks": folded["looks"],
            "different": different,
        }

    def classes(self) -> dict[str, int]:
        """How the different pictures are counted by what they show."""
        kept = list(self.kept())
        counted = Counter(one.class_name for one in kept)
        unsure = sum(not one.sure for one in kept)
        return {"text": counted["text"], "nontext": counted["nontext"], "unsure": unsure, "pending": 0}

    def kept(self) -> Iterator[Kept]:
        """The different pictures, in the order of the results."""
        shown = Counter(one.work.number for one in self.in_order if one.file is not None)
        for one in self._first.values():
            assert one.file is not None
            class_name, sure = _class(one.file)
            yield Kept(
                engine=one.engine,
                url=one.url,
                sha256=_sha256(one.file),
                class_name=class_name,
                sure=sure,
                duplicates=shown[one.work.number] - 1,
            )

    def digests(self) -> set[str]:
        """Of the files that differ in their bytes."""
        return {_sha256(file) for file in {one.file for one in self.in_order} if file is not None}

    def _state(self, one: Result) -> str:
        if one.file is not None:
            return "pictures"
        return "dead" if one.kind == "gone" else "not_pictures"

    def _duplicate_by(self, one: Result) -> str | None:
        """What tells that a result shows what an earlier one does. Files of a work look alike, and those of
        different works do not.
        """
        first = self._first.get(one.work.number)
        if one.file is None or first is None or first is one:
            return None
        return "bytes" if first.file == one.file else "looks"


@cache
def _gallery() -> Gallery:
    return Gallery(seed=1, works=WORKS, ends_at=ENDS_AT, digests_told=False, small=True)


@cache
def _sha256(file: File) -> str:
    return hashlib.sha256(_gallery().files.body(file)).hexdigest()


@cache
def _class(file: File) -> tuple[str, bool]:
    """Whether a picture shows writing, and whether that is sure: what the classical way says of its
    thumbnail.
    """
    with Image.open(BytesIO(_gallery().files.body(file))) as opened:
        picture = opened.convert("RGB")
    (small, *_) = thumbnails(picture, picture.size, THUMBNAIL_WIDTHS)
    with Image.open(BytesIO(small.body)) as opened:
        told = Classical().classify(opened.convert("RGB"))
    return "text" if told.text else "nontext", not UNSURE[0] <= told.score <= UNSURE[1]
