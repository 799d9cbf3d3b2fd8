"""The part of a clean-up that is about files: those that belong to no image go, and thumbnails that lack are
made again.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from functools import partial

import structlog
from sqlalchemy import Engine

from fovea import clock, library
from fovea.cleaning import Slice
from fovea.database import image_files
from fovea.database.engine import read
from fovea.database.image_files import Filed
from fovea.database.links import Link
from fovea.decoding import Decoder, DecoderUnavailable, Wanted
from fovea.decoding.thumbnails import sizes
from fovea.errors import DatabaseUnavailable, FoveaError, NotFound
from fovea.storage import Storage, StorageUnavailable

# What is younger may belong to an image that is being written, or to an upload that waits for its turn.
LEAST_AGE = clock.DAY
# Nobody comes for an upload any more that has waited for so long. (In a bucket, a rule of its own says so.)
UPLOADS_KEPT = 7 * clock.DAY
OURS_IS_AWAY = (DatabaseUnavailable, DecoderUnavailable, StorageUnavailable)

_OF_IMAGE = re.compile(r"(?:images|thumbnails)/[0-9a-f]{2}/[0-9a-f]{2}/([0-9a-f]{64})(?:-\d+)?\.[a-z]+")
_INCOMING = "incoming/"

log = structlog.get_logger(__name__)


class Tidying:
    """Compares the storage with the images, place by place. `fetch` gives the bytes that a link leads to."""

    def __init__(
        self, engine: Engine, storage: Storage, *, decoder: Decoder, fetch: Callable[[Link], bytes]
    ) -> None:
        self._engine = engine
        self._storage = storage
        self._decoder = decoder
        self._fetch = fetch

    def tidy(self, part: Slice, *, told: Callable[[], None]) -> int:
        """Set these places right; how many files were deleted or made."""
        done = 0
        for place in range(part.first, part.last + 1):
            done += self._tidy(place)
            told()
        return done + (self._forget_uploads() if part.first == 0 else 0)

    def _tidy(self, place: int) -> int:
        # The files first, the images afterwards: what is stored in between is found to belong to an image.
        before = clock.now()
        stored = {
            one.key: one.modified_at
            for folder in ("images", "thumbnails")
            for one in self._storage.objects(f"{folder}/{place:02x}/")
        }
        with read(self._engine) as connection:
            filed = image_files.of_place(connection, place)
        belonging = {key for one in filed for key in _keys(one)}
        left_over = [
            key
            for key, modified_at in stored.items()
            if key not in belonging and modified_at < before - LEAST_AGE and _OF_IMAGE.fullmatch(key)
        ]
        for key in left_over:
            self._storage.delete(key)
        lacking = [one for one in filed if one.added_at < before and not stored.keys() >= _made(one)]
        made = sum(self._make_again(one, stored.keys()) for one in lacking)
        if left_over or lacking:
            log.info("files_tidied", place=place, deleted=len(left_over), lacking=len(lacking), made=made)
        return len(left_over) + made

    def _make_again(self, one: Filed, stored: Collection[str]) -> int:
        """How many files were made again: none when the picture is not to be had any more."""
        body = self._body(one, stored)
        if body is None:
            log.warning("thumbnails_lack", image_id=one.id)
            return 0
        try:
            looked = self._decoder.look(body, Wanted(thumbnails=library.THUMBNAIL_WIDTHS))
        except OURS_IS_AWAY:
            raise
        except FoveaError as error:
            log.warning("thumbnails_lack", image_id=one.id, code=error.code)
            return 0
        made = list(zip(library.THUMBNAIL_WIDTHS, looked.thumbnails, strict=False))
        for width, thumbnail in made:
            self._storage.put(library.thumbnail(one.sha256, width), thumbnail.body)
        if one.kept and (original := _original(one)) not in stored:
            self._storage.put(original, body)
        return len(made)

    def _body(self, one: Filed, stored: Collection[str]) -> bytes | None:
        """The picture's bytes, from the storage or from where it was seen, if they are still the same."""
        for read_bytes in self._places_of(one, stored):
            try:
                body = read_bytes()
            except OURS_IS_AWAY:
                raise
            except FoveaError as error:
                log.info("picture_not_to_be_had", image_id=one.id, code=error.code)
                continue
            if hashlib.sha256(body).digest() == one.sha256:
                return body
        return None

    def _places_of(self, one: Filed, stored: Collection[str]) -> Iterator[Callable[[], bytes]]:
        original = _original(one)
        if one.kept and original in stored:
            yield partial(self._storage.get, original)
        with read(self._engine) as connection:
            known = image_files.links_of(connection, one.id)
        for link in known:
            if not link.url.startswith("storage:"):
                yield partial(self._fetch, link)

    def _forget_uploads(self) -> int:
        """Delete uploads whose link has come to its end, or that no link leads to, and those that nobody came
        for.
        """
        now = clock.now()
        old = [one for one in self._storage.objects(_INCOMING) if one.modified_at < now - LEAST_AGE]
        with read(self._engine) as connection:
            awaited = image_files.awaited_uploads(connection)
        gone = [one.key for one in old if one.key not in awaited or one.modified_at < now - UPLOADS_KEPT]
        for key in gone:
            try:
                self._storage.delete(key)
            except (NotFound, ValueError):  # no file of ours
                continue
        return len(gone)


def _made(one: Filed) -> set[str]:
    """The keys of all files that an image should have."""
    number = len(sizes((one.width, one.height), library.THUMBNAIL_WIDTHS))
    made = {library.thumbnail(one.sha256, width) for width in library.THUMBNAIL_WIDTHS[:number]}
    return made | {_original(one)} if one.kept else made


def _keys(one: Filed) -> set[str]:
    """The keys of all files that an image may have."""
    return {*library.of_image(one.sha256, one.format)} - (set() if one.kept else {_original(one)})


def _original(one: Filed) -> str:
    return library.original(one.sha256, library.ENDINGS[one.format])
