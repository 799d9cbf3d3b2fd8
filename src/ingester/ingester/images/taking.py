"""From a link to a picture: fetched, checked, decoded, and its files in the storage."""

import hashlib

import structlog
from sqlalchemy import Engine

from fovea import library, metrics
from fovea.database import images, placeholders
from fovea.database.engine import read
from fovea.database.images import Image, NewImage
from fovea.database.links import Link
from fovea.decoding import Decoder, DecoderUnavailable, Looked, Wanted
from fovea.errors import DatabaseUnavailable, NotFound, SourceBudgetUsedUp, SourceUnavailable
from fovea.fetching import Fetcher, FetchRefused
from fovea.fingerprints import PictureRefused
from fovea.library.keys import STORED, stored_at
from fovea.storage import Storage, StorageUnavailable
from ingester.images.hosts import Hosts
from ingester.images.outcomes import Outcome, PutOff, Refused, Taken

# Hosts of files say so of pictures, too; what it is will be seen.
_TYPES = ("image/", "application/octet-stream", "binary/octet-stream")
# What a bulk waits for.
OURS_IS_AWAY = (DatabaseUnavailable, DecoderUnavailable, StorageUnavailable)

_WANTED = Wanted(thumbnails=library.THUMBNAIL_WIDTHS)

log = structlog.get_logger(__name__)


class Taking:
    """Takes pictures in; for all threads of a process."""

    def __init__(
        self, engine: Engine, storage: Storage, *, fetcher: Fetcher, decoder: Decoder, hosts: Hosts
    ) -> None:
        self._engine = engine
        self._storage = storage
        self._fetcher = fetcher
        self._decoder = decoder
        self._hosts = hosts

    def take(self, link: Link) -> Outcome:
        """What becomes of a link. Raises only `OURS_IS_AWAY`."""
        host = self._hosts.of(link.url)
        if (until := self._hosts.away_until(host)) is not None:
            reason = f"{host} does not answer at the moment"
            return PutOff(link=link, code="host_away", reason=reason, retry_at=until, counted=False)
        try:
            with metrics.time("image_seconds"):
                return self._take(link)
        except (FetchRefused, PictureRefused) as error:
            return Refused(link=link, code=error.code, reason=error.detail)
        except SourceBudgetUsedUp as error:
            return PutOff(
                link=link, code=error.code, reason=error.detail, retry_at=error.retry_at, counted=False
            )
        except SourceUnavailable as error:
            retry_at = self._hosts.failed(host, error)
            return PutOff(link=link, code=error.code, reason=error.detail, retry_at=retry_at)
        except OURS_IS_AWAY:
            raise
        except Exception as error:
            # Whatever a stranger's bytes made us stumble over: it is not to take its neighbours with it.
            metrics.count("unhandled_exceptions")
            log.exception("image_failed", link_id=link.id)
            return PutOff(link=link, code="internal_error", reason=type(error).__name__)

    def _take(self, link: Link) -> Outcome:
        body = self.body(link)
        metrics.record("image_bytes", len(body))
        sha256, md5 = hashlib.sha256(body).digest(), hashlib.md5(body, usedforsecurity=False).digest()
        if (link.sha256 or sha256) != sha256 or (link.md5 or md5) != md5:
            return _other_bytes(link)
        with read(self._engine) as connection:
            placeholder = placeholders.of_bytes(connection, md5)
            known = images.by_sha256(connection, [sha256]).get(sha256)
        if placeholder is not None:
            raise _is_placeholder(placeholder)
        if known is not None and _is_all_there(known, link):
            return Taken(link=link, sha256=sha256)
        looked = self._decoder.look(body, _WANTED)
        self._store(looked, sha256, body if link.keep else None)
        return Taken(link=link, sha256=sha256, new=_new_image(looked, body, sha256, md5, kept=link.keep))

    def body(self, link: Link) -> bytes:
        """The bytes that a link leads to. Raises what fetching and the storage do."""
        if link.url.startswith(STORED):
            return self._stored(link.url)
        self._hosts.take(self._hosts.of(link.url))
        fetched = self._fetcher.get(link.url, types=_TYPES)
        placeholder = placeholders.of_address(fetched.url)
        if placeholder is not None:
            raise _is_placeholder(placeholder)
        return fetched.body

    def _stored(self, url: str) -> bytes:
        key = stored_at(url)
        if key is None:
            raise FetchRefused("The address leads to nothing that was uploaded", code="address_unreadable")
        try:
            return self._storage.get(key)
        except NotFound as error:
            raise FetchRefused("What was uploaded is not there any more", code="upload_gone") from error

    def _store(self, looked: Looked, sha256: bytes, original: bytes | None) -> None:
        """Write the files, each of them whole or not at all: writing them again changes nothing."""
        for wanted, made in _thumbnails(looked):
            self._storage.put(library.thumbnail(sha256, wanted), made)
        if original is not None:
            self._storage.put(library.original(sha256, library.ENDINGS[looked.format]), original)


def _is_all_there(known: Image, link: Link) -> bool:
    """Whether nothing of an image needs to be made (again)."""
    if known.state == images.READY:
        return known.kept or not link.keep
    return not images.may_return(known)


def _thumbnails(looked: Looked) -> list[tuple[int, bytes]]:
    """The files by the widths that they were made for. A small picture has fewer of them."""
    return [
        (width, one.body) for width, one in zip(library.THUMBNAIL_WIDTHS, looked.thumbnails, strict=False)
    ]


def _new_image(looked: Looked, body: bytes, sha256: bytes, md5: bytes, *, kept: bool) -> NewImage:
    return NewImage(
        sha256=sha256,
        md5=md5,
        format=looked.format,
        bytes=len(body),
        width=looked.width,
        height=looked.height,
        frames=looked.frames,
        thumbhash=looked.thumbhash,
        colors=looked.colors,
        kept=kept,
        fingerprints=looked.fingerprints,
    )


def _other_bytes(link: Link) -> Outcome:
    """Once, it may have been an answer of a moment; twice, the source tells of another file."""
    reason = "The bytes are not those that the source told of"
    if link.attempts <= 1:
        return PutOff(link=link, code="bytes_differ", reason=reason)
    return Refused(link=link, code="bytes_differ", reason=reason)


def _is_placeholder(name: str) -> FetchRefused:
    return FetchRefused(f"A placeholder stands there: {name}", code="placeholder")
