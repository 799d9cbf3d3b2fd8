"""Clean-ups, part by part: what is removed, what is set right, and that they can be killed anywhere."""

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, update

from fovea import clock
from fovea import library as kernel
from fovea.cleaning import slices
from fovea.database import (
    blocked_tags,
    image_tags,
    images,
    item_dispatch,
    links,
    run_items,
    runs,
    tag_aliases,
    tags,
    tombstones,
    variants,
    versions,
)
from fovea.database.engine import in_transaction, read, write
from fovea.database.images import Image
from fovea.database.library_tables import images as images_table
from fovea.database.library_tables import tags as tags_table
from fovea.database.run_items import CLEANUP, NewItem
from fovea.database.runs import NewRun
from fovea.decoding import Decoder
from fovea.messages import AnyMessage, CleanupJob, PullResponse
from fovea.queues import Received
from fovea.storage import FolderStorage, StorageUnavailable
from ingester.images import cleaning
from ingester.images.classifying import Classifying
from ingester.images.cleanup import Cleanups
from ingester.images.tidying import Tidying
from tests.integration.fetching.conftest import Server, response
from tests.integration.ingester.images.library import Library, files_of
from tests.integration.ingester.images.test_taking_in import picture


@dataclass
class Cleaner:
    """A run with the parts that tests name, and who carries them out."""

    library: Library
    cleanups: Cleanups
    answers: list[PullResponse] = field(default_factory=list)

    def job(self, part: str) -> CleanupJob:
        """The job of a new run's item."""
        with write(self.library.engine) as connection:
            new = [NewRun(account_id=1)]
            made = runs.insert_many(connection, new, kind=runs.CLEANUP, background=True, now=clock.now())
            item = NewItem(run_id=made[1], source="fovea", kind=CLEANUP, external_id=part)
            run_items.add(connection, [item], now=clock.now())
            room = {made[1]: 1}
            (item_id,) = item_dispatch.let_in(connection, room, deadline_at=clock.now() + clock.DAY)
        return CleanupJob(run_id=made[1], item_id=item_id, part=part)

    def carry_out(self, job: CleanupJob) -> PullResponse | None:
        """The answer to a job, if there is one."""
        before = len(self.answers)
        self.cleanups.handle([received(job)])
        return self.answers[-1] if len(self.answers) > before else None

    def clean(self, kind: str) -> None:
        """Do all parts of a kind."""
        for part in slices(kind, last_image=100, last_tag=100):
            answer = self.carry_out(self.job(part.name))
            assert answer is not None
            assert (answer.outcome, answer.batches, answer.final) == ("ok", 1, True), answer


def received(job: CleanupJob) -> Received:
    return Received(
        queue="images", identifier="m", body="", handle="h", receive_count=1, sent_at=0, message=job
    )


def cleaner_of(library: Library, decoder: Decoder, storage: FolderStorage | None = None) -> Cleaner:
    answers: list[PullResponse] = []

    def send(messages: Sequence[AnyMessage]) -> None:
        answers.extend(one for one in messages if isinstance(one, PullResponse))

    used = storage or library.storage
    tidying = Tidying(library.engine, used, decoder=decoder, fetch=library.ingester.taking.body)
    classifying = Classifying(library.engine, used, decoder=decoder, version=None)
    return Cleaner(library, Cleanups(library.engine, used, tidying, classifying, send=send), answers)


@pytest.fixture
def cleaner(library: Library, decoder: Decoder) -> Cleaner:
    return cleaner_of(library, decoder)


@pytest.fixture
def shown(library: Library, server: Server) -> Callable[..., int]:
    """Takes a new picture in, with these tags; the number of its link."""

    def show(seed: int, *tags: str, keep: bool = False) -> int:
        url = server.says(f"/{seed}.jpg", response(picture(seed, size=(200, 150))))
        link = library.link(url, post_id=library.post(tags=list(tags)), keep=keep)
        library.take_in(link)
        return link

    return show


def block(library: Library, name: str) -> None:
    with write(library.engine) as connection:
        blocked_tags.put(connection, name, reason="", user_id=None, at=clock.now())


def counts(library: Library) -> dict[str, int]:
    with read(library.engine) as connection:
        assert tags.wrong_counts(connection, first=0, last=2**31) == {}
        return {tag.name: tag.count for tag in tags.page(connection, limit=100) if tag.count}


def state(library: Library, image: Image) -> str:
    with read(library.engine) as connection:
        found = images.get(connection, image.id)
    assert found is not None
    return found.state


def age(library: Library, key: str, *, days: int = 2) -> None:
    """Let a file be so old."""
    moment = (clock.now() - days * clock.DAY) / 1_000
    os.utime(library.folder / key, (moment, moment))


def test_blocked_images_go_once_and_for_all_with_their_files(
    library: Library, cleaner: Cleaner, shown: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "IMAGES_AT_ONCE", 2)
    bad = [shown(seed, "bad", "worse", "sky", keep=seed == 0) for seed in range(5)]
    good = library.image_of(shown(9, "sky"))
    gone = [library.image_of(link) for link in bad]
    kept = kernel.original(gone[0].sha256, "jpg")
    assert kept in library.files()
    for name in ("bad", "wor*"):
        block(library, name)
    removed: list[int] = []

    def remove(connection: Connection, image_ids: Collection[int], *, reason: str, version: int) -> list[str]:
        removed.extend(image_ids)
        return tombstones.remove(connection, image_ids, reason=reason, version=version)

    monkeypatch.setattr(images, "remove", remove)
    cleaner.clean("blocked-tags")
    assert sorted(removed) == [image.id for image in gone]  # nobody twice, although two tags are blocked
    assert library.files() == files_of(good)
    assert counts(library) == {"sky": 1}
    for link, image in zip(bad, gone, strict=True):
        assert state(library, image) == "removed"
        told = library.of(link)
        assert (told.state, told.code) == ("removed", "image_removed")
        assert "bad, worse" in (told.reason or "")
    library.take_in(library.link(library.of(bad[1]).url))
    assert library.files() == files_of(good)  # its bytes are not taken in again
    cleaner.clean("blocked-tags")
    assert sorted(removed) == [image.id for image in gone]


def test_what_is_let_in_again_comes_back_when_it_is_restored(
    library: Library, cleaner: Cleaner, shown: Callable[..., int]
) -> None:
    link = shown(1, "bad")
    image = library.image_of(link)
    block(library, "bad")
    cleaner.clean("blocked-tags")

    def restore() -> None:
        with write(library.engine) as connection:
            version = versions.next_version(connection)
            again = tombstones.await_again(connection, image.id, version=version)
            links.retry(connection, again, now=clock.now())
        library.take_in(link)

    restore()
    assert state(library, image) == "removed"  # still blocked
    with write(library.engine) as connection:
        assert blocked_tags.remove(connection, "bad")
    restore()
    assert state(library, image) == "ready"
    assert library.files() == files_of(image)
    assert counts(library) == {"bad": 1}


class Failing(FolderStorage):
    """A folder that cannot be reached once, at the n-th deletion."""

    def __init__(self, library: Library, at: int) -> None:
        super().__init__(library.folder)
        self._left = at

    def delete(self, key: str) -> None:
        self._left -= 1
        if self._left == 0:
            raise StorageUnavailable("away")
        super().delete(key)


@pytest.mark.parametrize("at", [1, 9])
def test_files_whose_deletion_was_cut_short_go_the_next_time(
    library: Library, decoder: Decoder, shown: Callable[..., int], at: int
) -> None:
    for seed in range(3):
        shown(seed, "bad")
    block(library, "bad")
    cleaner = cleaner_of(library, decoder, Failing(library, at))
    job = cleaner.job("blocked-tags/1-100")
    first = cleaner.carry_out(job)
    assert first is not None
    assert (first.outcome, first.code) == ("unavailable", "storage_unavailable")
    assert library.files()
    second = cleaner.carry_out(job)
    assert second is not None
    assert second.outcome == "ok"
    assert library.files() == set()
    assert counts(library) == {}


def test_a_part_that_was_killed_anywhere_is_done_by_the_next_one(
    library: Library, cleaner: Cleaner, shown: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "IMAGES_AT_ONCE", 1)
    for seed in range(3):
        shown(seed, "bad", "sky")
    good = library.image_of(shown(9, "sky"))
    block(library, "bad")
    job = cleaner.job("blocked-tags/1-100")
    calls = 0

    def killed(*arguments: object, **more: object) -> None:
        nonlocal calls
        calls += 1
        in_transaction(*arguments, **more)  # type: ignore[arg-type]
        if calls < 3:
            raise KeyboardInterrupt  # behind the commit, before the files are deleted

    monkeypatch.setattr(cleaning, "in_transaction", killed)
    kills, answer = 0, None
    while answer is None:
        try:
            answer = cleaner.carry_out(job)
        except KeyboardInterrupt:
            kills += 1
            assert counts(library)["sky"] == 4 - kills  # exact at every stop
    assert kills == 2
    assert answer is not None
    assert answer.outcome == "ok"
    assert library.files() == files_of(good)
    assert counts(library) == {"sky": 1}


def test_files_of_no_image_go_when_they_are_old(
    library: Library, cleaner: Cleaner, shown: Callable[..., int]
) -> None:
    image = library.image_of(shown(1, "sky"))
    orphan, young = kernel.thumbnail(b"\x01" * 32, 256), kernel.original(b"\xfe" * 32, "png")
    waiting, forgotten = kernel.incoming("waiting"), kernel.incoming("forgotten")
    not_kept = kernel.original(image.sha256, "jpg")  # which nobody asked to keep
    given_up = kernel.incoming("given-up")  # which a link leads to, but nobody came for
    for key in (orphan, young, waiting, forgotten, given_up, not_kept):
        library.storage.put(key, b"x")
    for key in (orphan, waiting, forgotten, not_kept, *files_of(image)):
        age(library, key)
    age(library, given_up, days=8)
    for key in (waiting, given_up):
        library.link(f"storage:{key}")
    cleaner.clean("files")
    assert library.files() == {*files_of(image), young, waiting}


@pytest.mark.parametrize("keep", [True, False])
def test_thumbnails_that_lack_are_made_again(
    library: Library, cleaner: Cleaner, shown: Callable[..., int], server: Server, keep: bool
) -> None:
    image = library.image_of(shown(1, "sky", keep=keep))
    before = {key: library.storage.get(key) for key in library.files()}
    asked = len(server.requests)
    for key in files_of(image):
        library.storage.delete(key)
    cleaner.clean("files")
    assert {key: library.storage.get(key) for key in library.files()} == before
    assert len(server.requests) - asked == (0 if keep else 1)  # from the file itself where there is one


def test_thumbnails_of_a_picture_that_is_not_to_be_had_lack_and_nothing_else_fails(
    library: Library, cleaner: Cleaner, shown: Callable[..., int], server: Server
) -> None:
    changed, gone = library.image_of(shown(1)), library.image_of(shown(2))
    server.says("/1.jpg", response(picture(3)))  # other bytes
    server.says("/2.jpg", response(status="404 Not Found"))
    for key in library.files():
        library.storage.delete(key)
    cleaner.clean("files")
    assert library.files() == set()
    assert {state(library, image) for image in (changed, gone)} == {"ready"}


def test_wrong_counts_are_set_right(library: Library, cleaner: Cleaner, shown: Callable[..., int]) -> None:
    shown(1, "sky", "sea")
    shown(2, "sky")
    with write(library.engine) as connection:
        connection.execute(update(tags_table).values(count=17))
    cleaner.clean("counts")
    assert counts(library) == {"sky": 2, "sea": 1}


def test_wrong_groups_are_set_right(library: Library, cleaner: Cleaner, shown: Callable[..., int]) -> None:
    number = library.image_of(shown(1)).id
    with write(library.engine) as connection:
        connection.execute(update(images_table).values(group_id=999, best=False))
    cleaner.clean("variants")
    with read(library.engine) as connection:
        assert variants.groups_of(connection, [number]) == {}
        image = images.get(connection, number)
    assert image is not None
    assert (image.group_id, image.best) == (number, True)


def test_images_follow_an_alias_in_parts(
    library: Library, cleaner: Cleaner, shown: Callable[..., int]
) -> None:
    numbers = [library.image_of(shown(seed, "kitty")).id for seed in range(3)]
    with write(library.engine) as connection:
        versions.next_version(connection)
        known = tags.ensure(connection, {"kitty": "general", "cat": "general"})
        tag_aliases.put(connection, known["kitty"], known["cat"])
    cleaner.carry_out(cleaner.job(f"tag-{known['kitty'].id}/1-{numbers[0]}"))
    assert counts(library) == {"kitty": 2, "cat": 1}
    cleaner.carry_out(cleaner.job(f"tag-{known['kitty'].id}/{numbers[1]}-100"))
    assert counts(library) == {"cat": 3}
    with read(library.engine) as connection:
        assert {tag.name for several in image_tags.of(connection, numbers).values() for tag in several} == {
            "cat"
        }


def test_a_job_that_makes_no_sense_is_refused_with_the_reason(cleaner: Cleaner) -> None:
    answer = cleaner.carry_out(cleaner.job("nonsense"))
    assert answer is not None
    assert (answer.outcome, answer.final) == ("refused", True)
    assert "nonsense" in (answer.reason or "")


def test_what_nobody_waits_for_any_more_is_not_done(cleaner: Cleaner, library: Library) -> None:
    job = cleaner.job("counts/1-100")
    with write(library.engine) as connection:
        runs.finish(connection, {job.run_id: runs.FAILED}, now=1)
    assert cleaner.carry_out(job) is None
    other = cleaner.job("counts/1-100")
    with write(library.engine) as connection:
        run_items.mark_done(connection, [other.item_id], now=1)
    assert cleaner.carry_out(other) is None
    assert cleaner.carry_out(cleaner.job("counts/1-100")) is not None
