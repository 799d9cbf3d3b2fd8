"""The pictures of a crawl as one ZIP file, made while it is sent: nothing is written to a disk, and no more
than one picture is held at a time.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

from api_server.context import Context
from api_server.crawls import manifest
from api_server.crawls.manifest import NOT_KEPT, Entry
from api_server.crawls.pictures import class_of
from fovea import library
from fovea.clock import SECOND
from fovea.database import crawl_results, image_labels, images, post_details
from fovea.database.crawl_results import Rank
from fovea.database.crawls import Crawl
from fovea.database.engine import read
from fovea.database.images import Image
from fovea.errors import NotFound

AT_ONCE = 200
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that ZIP can tell

Picture = tuple[Entry, Image]


class _Sink(io.RawIOBase):
    """What was written since somebody last took it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Keep it until it is taken."""
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """All that was not taken before."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def stream(context: Context, crawl: Crawl, class_name: str | None) -> Iterator[bytes]:
    """The bytes of an archive: the pictures as they are, then what is known of them. A picture whose file is
    not there is told of in the manifest.
    """
    sink = _Sink()
    entries: list[Entry] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for entry, image in _pictures(context, crawl, class_name):
            body = _file(context, image)
            if body is None:
                entry.file, entry.missing = None, NOT_KEPT
            elif entry.file is not None:
                archive.writestr(zipfile.ZipInfo(entry.file, _moment(image.added_at)), body)
                yield sink.take()
            entries.append(entry)
        archive.writestr(_info("manifest.json"), manifest.as_json(crawl, entries))
        archive.writestr(_info("manifest.csv"), manifest.as_csv(entries))
    yield sink.take()


def _pictures(context: Context, crawl: Crawl, class_name: str | None) -> Iterator[Picture]:
    after: Rank | None = None
    while True:
        with read(context.engine) as connection:
            found = crawl_results.page(
                connection, crawl.id, class_name=class_name, after=after, limit=AT_ONCE
            )
            stored = images.get_many(connection, {one.image_id for one in found})
            labels = image_labels.of(connection, list(stored))
            details = post_details.get_many(connection, {one.post_id for one in found})
            others = crawl_results.duplicates_of(connection, [one.id for one in found])
        for one in found:
            image = stored.get(one.image_id)
            if image is None or image.state != images.READY:
                continue
            said = labels.get(image.id)
            yield (
                manifest.entry(
                    one,
                    image,
                    details.get(one.post_id),
                    class_name=class_of(image.text, unsure=one.unsure),
                    label=None if said is None else class_of(said),
                    also=others.get(one.id, ()),
                ),
                image,
            )
        if len(found) < AT_ONCE:
            return
        after = found[-1].rank


def _file(context: Context, image: Image) -> bytes | None:
    if not image.kept or image.format not in library.ENDINGS:
        return None
    try:
        return context.storage.get(library.original(image.sha256, library.ENDINGS[image.format]))
    except NotFound:
        return None


def _info(name: str) -> zipfile.ZipInfo:
    now = datetime.now(tz=UTC)
    return zipfile.ZipInfo(name, (now.year, now.month, now.day, now.hour, now.minute, now.second))


def _moment(milliseconds: int) -> tuple[int, int, int, int, int, int]:
    at = datetime.fromtimestamp(milliseconds / SECOND, tz=UTC)
    return max(_EARLIEST, (at.year, at.month, at.day, at.hour, at.minute, at.second))
