"""One transaction: all pictures of a bulk, everything derived of them, and how their links ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine

from fovea import clock, library, metrics
from fovea.database import (
    derived,
    fingerprints,
    image_fingerprints,
    images,
    link_dispatch,
    links,
    post_images,
    variants,
    versions,
)
from fovea.database.engine import in_transaction
from fovea.database.images import Image
from fovea.database.link_dispatch import Ended
from fovea.database.post_images import Showing
from fovea.hamming import HashIndex
from fovea.messages import Fingerprint
from fovea.packing import sorted_numbers
from ingester.images.outcomes import Outcome, Taken, ended


@dataclass(kw_only=True)
class Written:
    """What a transaction has done. `ended` are the links that had no end before; `files` are keys of files
    that belong to no image (any more).
    """

    ended: list[Ended] = field(default_factory=list)
    new: int = 0
    files: list[str] = field(default_factory=list)


def write(engine: Engine, outcomes: Sequence[Outcome], *, index: HashIndex, most_attempts: int) -> Written:
    """Write what became of links. What is written already changes nothing. Raises `DatabaseUnavailable`."""
    with metrics.time("image_transaction_seconds"):
        return in_transaction(
            engine,
            lambda connection: _Writer(connection, index=index, most_attempts=most_attempts).write(outcomes),
            idempotent=True,
        )


class _Writer:
    def __init__(self, connection: Connection, *, index: HashIndex, most_attempts: int) -> None:
        self._connection = connection
        self._index = index
        self._most_attempts = most_attempts
        self._now = clock.now()
        self._written = Written()

    def write(self, outcomes: Sequence[Outcome]) -> Written:
        left = self._unfinished(outcomes)
        for one in left:
            if not isinstance(one, Taken):
                end = ended(one, most_attempts=self._most_attempts, now=self._now)
                self._written.ended.append(end)
        if any(isinstance(one, Taken) for one in left):
            self._write_pictures(outcomes)
        link_dispatch.end(self._connection, self._written.ended, now=self._now)
        return self._written

    def _unfinished(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Those whose links are there and have no end: somebody else may have been quicker."""
        stored = links.get_many(self._connection, {one.link.id for one in outcomes})
        return [
            one
            for one in outcomes
            if (link := stored.get(one.link.id)) is not None and link.state in links.UNFINISHED
        ]

    def _write_pictures(self, outcomes: Sequence[Outcome]) -> None:
        version = versions.next_version(self._connection)
        # From here nobody else changes the library, so that what is looked up now stays so.
        taken = [one for one in self._unfinished(outcomes) if isinstance(one, Taken)]
        stored = self._store(taken, version)
        shown: list[Showing] = []
        for one in taken:
            image = stored.get(one.sha256)
            if self._end(one, image) and image is not None:
                shown.append(Showing(one.link.post_id, image.id, one.link.position))
        fresh = post_images.add(self._connection, shown)
        self._fingerprint_posts(shown)
        changed = {one.image_id for one in fresh} | self._keep(taken, stored) | self._new
        self._derive(changed, version)

    def _store(self, taken: Sequence[Taken], version: int) -> dict[bytes, Image]:
        """The images of all these bytes; what is new among them is stored."""
        new = {one.sha256: one.new for one in taken if one.new is not None}
        found = images.by_sha256(self._connection, {one.sha256 for one in taken})
        missing = [one for digest, one in new.items() if digest not in found]
        made = images.insert(self._connection, missing, version=version, now=self._now)
        back = {
            found[digest].id: one
            for digest, one in new.items()
            if digest in found and images.may_return(found[digest])
        }
        images.revive(self._connection, back, version=version, now=self._now)
        self._new = set(made.values()) | back.keys()
        self._written.new = len(self._new)
        found |= images.by_sha256(self._connection, [*made, *(one.sha256 for one in back.values())])
        return images.followed(self._connection, found)

    def _end(self, one: Taken, image: Image | None) -> bool:
        """Note how a link ended; whether its post shows the image."""
        if image is not None and image.state == images.READY:
            self._written.ended.append(Ended(one.link.id, links.DONE, image_id=image.id))
            return True
        if image is not None and image.state == images.REMOVED and not images.may_return(image):
            reason = image.state_reason or "The image was removed"
            self._written.ended.append(
                Ended(one.link.id, links.REMOVED, links.IMAGE_REMOVED, reason, image_id=image.id)
            )
            if one.new is not None:
                self._written.files += library.of_image(one.sha256, one.new.format)
            return False
        # It was there when the bytes were compared, and is gone: they are looked at the next time.
        self._written.ended.append(
            Ended(one.link.id, links.WAITING, next_at=self._now + clock.SECOND, counts=False)
        )
        return False

    def _keep(self, taken: Sequence[Taken], stored: dict[bytes, Image]) -> set[int]:
        """Images whose file was not stored before, and is now."""
        kept = {
            stored[one.sha256].id
            for one in taken
            if one.new is not None
            and one.new.kept
            and one.sha256 in stored
            and stored[one.sha256].sha256 == one.sha256
            and stored[one.sha256].state == images.READY
            and not stored[one.sha256].kept
        }
        images.note_kept(self._connection, kept)
        return kept

    def _fingerprint_posts(self, shown: Iterable[Showing]) -> None:
        """Recommendations know by these which photos are alike."""
        first: dict[int, int] = {}
        for one in sorted(shown, key=lambda one: one.position):
            first.setdefault(one.post_id, one.image_id)
        known = fingerprints.known(self._connection, sorted_numbers(first)).tolist()
        for post_id in known:
            first.pop(post_id, None)
        looks = image_fingerprints.of(self._connection, set(first.values()))
        made = [
            Fingerprint(post_id=post_id, made_at=self._now, phash=looks[image_id].phash)
            for post_id, image_id in first.items()
            if image_id in looks
        ]
        fingerprints.write(self._connection, made)

    def _derive(self, changed: set[int], version: int) -> None:
        if not changed:
            return
        self._written.files += derived.refresh(self._connection, changed, version=version)
        there = images.get_many(self._connection, changed)
        gone = {number for number, image in there.items() if image.state == images.REMOVED}
        variants.place(self._connection, self._index, sorted(self._new - gone))
        self._written.ended = [self._without_image(one, there, gone) for one in self._written.ended]

    @staticmethod
    def _without_image(one: Ended, there: dict[int, Image], gone: set[int]) -> Ended:
        if one.image_id not in gone:
            return one
        reason = there[one.image_id].state_reason
        return one._replace(state=links.REMOVED, code=links.IMAGE_REMOVED, reason=reason)
