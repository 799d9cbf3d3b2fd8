"""The part of a clean-up that tells again whether images show writing: those of which another classifier did,
or none. What people say of them stays.
"""

from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy import Connection, Engine

from fovea import library, metrics
from fovea.cleaning import Slice
from fovea.database import image_files, image_labels, images, versions
from fovea.database.engine import in_transaction, read
from fovea.database.image_files import Filed
from fovea.database.image_labels import Classification
from fovea.decoding import Decoder, Looked, Wanted
from fovea.decoding.thumbnails import sizes
from fovea.errors import NotFound
from fovea.fingerprints import PictureRefused
from fovea.storage import Storage

AT_ONCE = 20  # written in one transaction

_WANTED = Wanted(phash_only=True, thumbnails=(), writing=True)

log = structlog.get_logger(__name__)


class Classifying:
    """Looks at the largest thumbnails of images. `version` is what the decoder's classifier is called; None:
    it has none, and nothing is done.
    """

    def __init__(self, engine: Engine, storage: Storage, *, decoder: Decoder, version: str | None) -> None:
        self._engine = engine
        self._storage = storage
        self._decoder = decoder
        self._version = version

    def classify(self, part: Slice, *, told: Callable[[], None]) -> int:
        """Tell of the images in this range of numbers; of how many that was done. Raises what storage,
        database and decoder do when they are away.
        """
        if self._version is None:
            return 0
        done, at = 0, part.first
        while True:
            with read(self._engine) as connection:
                wanted = image_files.told_by_others(
                    connection, self._version, first=at, last=part.last, limit=AT_ONCE
                )
            if not wanted:
                return done
            found = {one.id: said for one in wanted if (said := self._look(one)) is not None}
            if found:
                done += in_transaction(self._engine, partial(_write, found=found), idempotent=True)
            at = wanted[-1].id + 1  # what could not be told is not asked for again now
            told()

    def _look(self, one: Filed) -> Classification | None:
        made = len(sizes((one.width, one.height), library.THUMBNAIL_WIDTHS))
        try:
            body = self._storage.get(library.thumbnail(one.sha256, library.THUMBNAIL_WIDTHS[made - 1]))
            return classification(self._decoder.look(body, _WANTED))
        except (NotFound, PictureRefused) as error:
            log.warning("image_not_classified", image_id=one.id, code=error.code)
            return None


def classification(looked: Looked) -> Classification | None:
    """What was told of a picture, as it is stored; None when nothing was. It is counted."""
    if looked.writing is None:
        metrics.count("image_texts", Class="unknown")
        return None
    found = looked.writing.found
    metrics.count("image_texts", Class=("text" if found.text else "nontext") if found.sure else "unsure")
    return Classification(text=found.text, score=found.score, version=looked.writing.classifier)


def _write(connection: Connection, *, found: dict[int, Classification]) -> int:
    version = versions.next_version(connection)
    there = images.get_many(connection, found)
    ready = {number: said for number, said in found.items() if _is_ready(there.get(number))}
    image_labels.classified(connection, ready, version=version)
    return len(ready)


def _is_ready(image: images.Image | None) -> bool:
    return image is not None and image.state == images.READY
