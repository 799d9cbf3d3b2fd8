"""Telling whether images show writing, from their largest thumbnails.

New images are told of behind everything else (`Trailing`), with what the processor has to spare: nobody waits
for their thumbnails and fingerprints because of it. A clean-up tells again of those of which another
classifier did. What people say stays.
"""

import random
import threading
from collections.abc import Callable, Sequence
from functools import partial

import structlog
from sqlalchemy import Connection, Engine

from fovea import library, metrics
from fovea.cleaning import Slice
from fovea.database import image_files, image_labels, images, versions
from fovea.database.engine import in_transaction, read
from fovea.database.image_files import Filed
from fovea.database.image_labels import Classification
from fovea.decoding import Decoder, Wanted
from fovea.decoding.thumbnails import sizes
from fovea.errors import FoveaError, NotFound
from fovea.fingerprints import PictureRefused
from fovea.storage import Storage

AT_ONCE = 20  # written in one transaction
NICENESS = 15  # of the process that looks: those that decode come first

_LATEST = 10 * AT_ONCE  # of which each process takes some, so that several rarely take the same
_PAUSE_SECONDS = 2.0
_AWAY_SECONDS = 10.0
_LONG_PAUSE_SECONDS = 60.0  # when nothing can be told
_WANTED = Wanted(phash_only=True, thumbnails=(), writing=True)

log = structlog.get_logger(__name__)


class Classifying:
    """Looks at images. `version` is what the decoder's classifier is called; None: it has none, and nothing
    is done.
    """

    def __init__(self, engine: Engine, storage: Storage, *, decoder: Decoder, version: str | None) -> None:
        self._engine = engine
        self._storage = storage
        self._decoder = decoder
        self.version = version

    def classify(self, part: Slice, *, told: Callable[[], None]) -> int:
        """Tell of the images in this range of numbers of which another classifier did, or none; of how many
        that was done. Raises what storage, database and decoder do when they are away.
        """
        if self.version is None:
            return 0
        done, at = 0, part.first
        while True:
            with read(self._engine) as connection:
                wanted = image_files.told_by_others(
                    connection, self.version, first=at, last=part.last, limit=AT_ONCE
                )
            if not wanted:
                return done
            done += self._tell(wanted)
            at = wanted[-1].id + 1  # what could not be told is not asked for again now
            told()

    def classify_new(self) -> int | None:
        """Tell of some of the newest images that no classifier has looked at; of how many that was done, and
        None when there are none. Raises as `classify`.
        """
        with read(self._engine) as connection:
            found = image_files.untold(connection, limit=_LATEST)
        if self.version is None or not found:
            return None
        return self._tell(random.sample(found, min(len(found), AT_ONCE)))

    def _tell(self, wanted: Sequence[Filed]) -> int:
        found = {one.id: said for one in wanted if (said := self._look(one)) is not None}
        return in_transaction(self._engine, partial(_write, found=found), idempotent=True) if found else 0

    def _look(self, one: Filed) -> Classification | None:
        """What is told of an image. None when the classifier is not there; when the picture is not, or is too
        much for the classifier, that it cannot be told: it is not asked for again and again.
        """
        made = len(sizes((one.width, one.height), library.THUMBNAIL_WIDTHS))
        try:
            body = self._storage.get(library.thumbnail(one.sha256, library.THUMBNAIL_WIDTHS[made - 1]))
            writing = self._decoder.look(body, _WANTED).writing
        except (NotFound, PictureRefused) as error:
            return self._untellable(one, error.code)
        if writing is None:
            metrics.count("image_texts", Class="unknown")
            return None
        if (found := writing.found) is None:
            return self._untellable(one, "classifier_failed")
        metrics.count("image_texts", Class=("text" if found.text else "nontext") if found.sure else "unsure")
        return Classification(text=found.text, score=found.score, version=writing.classifier)

    def _untellable(self, one: Filed, code: str) -> Classification:
        log.warning("image_not_classified", image_id=one.id, code=code)
        metrics.count("image_texts", Class="unknown")
        return Classification(text=None, score=None, version=self.version or "")


class Trailing:
    """A thread that tells of new images, one after the other, until `stopping`."""

    def __init__(self, classifying: Classifying, *, stopping: threading.Event) -> None:
        self._classifying = classifying
        self._stopping = stopping
        self._new = threading.Event()
        self._thread = threading.Thread(target=self.run, name="classifying", daemon=True)

    def start(self) -> None:
        """Begin; without a classifier there is nothing to begin."""
        if self._classifying.version is not None:
            self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait for its end."""
        self._thread.join(seconds)

    def note_new(self) -> None:
        """There are new images."""
        self._new.set()

    def run(self) -> None:
        """Tell of one bulk after the other. What is away is waited for."""
        while not self._stopping.is_set():
            self._new.clear()
            try:
                done = self._classifying.classify_new()
            except FoveaError as error:
                log.warning("images_not_classified", code=error.code)
                self._stopping.wait(_AWAY_SECONDS)
                continue
            except Exception:
                metrics.count("unhandled_exceptions")
                log.exception("images_not_classified")
                done = 0
            if done is None:
                self._new.wait(_PAUSE_SECONDS)
            elif not done:
                self._stopping.wait(_LONG_PAUSE_SECONDS)


def _write(connection: Connection, *, found: dict[int, Classification]) -> int:
    version = versions.next_version(connection)
    there = images.get_many(connection, found)
    ready = {number: said for number, said in found.items() if _is_ready(there.get(number))}
    image_labels.classified(connection, ready, version=version)
    return len(ready)


def _is_ready(image: images.Image | None) -> bool:
    return image is not None and image.state == images.READY
