"""Images merged into others and taken out again, on both databases."""

import random

import pytest
from sqlalchemy import Connection, Engine, func, insert, select, update

from fovea.database import (
    derived,
    image_tags,
    images,
    merges,
    post_images,
    texts,
    tombstones,
    variant_hashes,
    variants,
    versions,
)
from fovea.database.engine import read
from fovea.database.library_tables import image_tag_removals, library_version, post_details
from fovea.database.library_tables import images as images_table
from fovea.database.library_tables import merges as merges_table
from fovea.database.merges import CannotMerge, CannotUndo, Merge
from fovea.errors import NotFound
from tests.integration.database import pictured
from tests.integration.database.bare_images import bare_image, changing
from tests.integration.database.varied import ORDINARY, groups, groups_by_comparing_all, print_of


def _image(engine: Engine, name: str, *told: str, phash: int = ORDINARY, **details: int) -> int:
    """The number of an image that one post shows, with these tags; all is derived, variants too."""

    def make(connection: Connection) -> int:
        number = bare_image(connection, name)
        post = pictured.post(connection, f"post of {name}", told, number)
        if details:
            connection.execute(insert(post_details).values(post_id=post, **details))
        print_of(connection, number, phash)
        derived.refresh(connection, [number], version=versions.present(connection))
        variants.place(connection, variants.new_index(), [number])
        return number

    return changing(engine, make)


def _merge(engine: Engine, kept: int, *dropped: int) -> list[int]:
    def merge(connection: Connection) -> list[Merge]:
        version = versions.present(connection)
        return merges.merge(connection, kept, dropped, user_id=7, at=5, version=version).merges

    return [one.id for one in changing(engine, merge)]


def _undo(engine: Engine, merge_id: int) -> None:
    changing(
        engine,
        lambda connection: merges.undo(connection, merge_id, at=6, version=versions.present(connection)),
    )


def _state(engine: Engine) -> dict[int, object]:
    """All that can be seen of images, and the counts of tags."""
    with read(engine) as connection:
        numbers = list(connection.scalars(select(images_table.c.id)))
        there = images.get_many(connection, numbers)
        tags = image_tags.of(connection, numbers)
        shown = post_images.posts_of(connection, numbers)
        words = texts.of(connection, numbers)
        removals = connection.execute(select(image_tag_removals)).all()
        assert pictured.counts(connection) == pictured.recounted(connection)
    found: dict[int, object] = {0: sorted(tuple(row) for row in removals)}
    for number, image in there.items():
        facts = (image.state, image.merged_into, image.rating, image.rating_set, image.score, image.posted_at)
        on = sorted((tag.name, tag.origin) for tag in tags.get(number, ()))
        found[number] = (
            facts,
            image.group_id,
            image.best,
            on,
            sorted(shown.get(number, ())),
            words.get(number),
        )
    return found


def test_a_merge_loses_nothing_and_can_be_undone(engine: Engine) -> None:
    kept = _image(engine, "kept", "sea", "blue", rating=1, score=3)
    dropped = _image(engine, "dropped", "sea", "artist:somebody", rating=3, score=9)
    pictured.edit(engine, kept, add=["mine"], remove=["blue"])
    pictured.edit(engine, dropped, add=["blue", "theirs"], remove=["sea"])
    before = _state(engine)
    (merge_id,) = _merge(engine, kept, dropped)
    assert pictured.on(engine, kept) == {
        "sea": "source",  # the dropped one's person took it off that one, and the kept one has it
        "somebody": "source",
        "mine": "person",
        "theirs": "person",  # but not blue, which a person took off
    }
    with read(engine) as connection:
        image = images.get(connection, kept)
        gone = images.get(connection, dropped)
        posts = post_images.posts_of(connection, [kept])[kept]
        assert merges.get_many(connection, limit=5) == [Merge(merge_id, kept, dropped, 7, 5, None)]
        assert texts.of(connection, [dropped]) == {}
    assert image is not None
    assert gone is not None
    assert (image.rating, image.score, len(posts)) == (3, 9, 2)
    assert (gone.state, gone.merged_into, gone.group_id, gone.best) == ("merged", kept, None, False)
    assert groups(engine)[kept] == (kept, True)
    _state(engine)  # counts are exact
    _undo(engine, merge_id)
    assert _state(engine) == before
    _undo(engine, merge_id)
    assert _state(engine) == before
    with read(engine) as connection:
        assert merges.get_many(connection, limit=5, undone=False) == []
        assert merges.get_many(connection, limit=5)[0].undone_at == 6


def test_what_is_merged_already_stays_merged(engine: Engine) -> None:
    kept, dropped, other = (_image(engine, name) for name in ("kept", "dropped", "other"))
    first = _merge(engine, kept, dropped)
    assert _merge(engine, kept, dropped, other)[:1] == first
    with read(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(merges_table)) == 2
        assert [one.dropped_id for one in merges.into(connection, kept)] == [dropped, other]


def test_what_cannot_be_merged_is_refused(engine: Engine) -> None:
    kept, dropped, other = (_image(engine, name) for name in ("kept", "dropped", "other"))
    _merge(engine, kept, dropped)
    for wrong in ((kept,), (kept, kept), (dropped, other), (other, dropped)):
        with pytest.raises(CannotMerge):
            _merge(engine, *wrong)
    with pytest.raises(NotFound):
        _merge(engine, kept, 999)
    with pytest.raises(NotFound):
        _undo(engine, 999)


def test_a_merge_into_what_was_removed_since_cannot_be_undone(engine: Engine) -> None:
    kept, dropped, last = (_image(engine, name) for name in ("kept", "dropped", "last"))
    (merge_id,) = _merge(engine, kept, dropped)
    (later,) = _merge(engine, last, kept)
    changing(
        engine,
        lambda connection: tombstones.remove(
            connection, [last], reason="no", version=versions.present(connection)
        ),
    )
    for one in (merge_id, later):
        with pytest.raises(CannotUndo) as refused:
            _undo(engine, one)
        assert str(last) in refused.value.detail


def test_edits_and_posts_that_came_since_stay_when_a_merge_is_undone(engine: Engine) -> None:
    kept = _image(engine, "kept", "sea", rating=1)
    dropped = _image(engine, "dropped", "sky", rating=2)
    (merge_id,) = _merge(engine, kept, dropped)
    pictured.edit(engine, kept, add=["later"], remove=["sky"])
    changing(engine, lambda connection: pictured.post(connection, "new", ["boat"], kept))
    pictured.derive(engine, kept)
    _undo(engine, merge_id)
    assert pictured.on(engine, kept) == {"sea": "source", "boat": "source", "later": "person"}
    assert pictured.on(engine, dropped) == {"sky": "source"}
    _state(engine)


def test_a_persons_rating_goes_along_unless_a_person_rated_what_is_kept(engine: Engine) -> None:
    kept, dropped = _image(engine, "kept", rating=1), _image(engine, "dropped", rating=0)

    def rate(engine: Engine, image_id: int, rating: int) -> None:
        def write(connection: Connection) -> None:
            rated = update(images_table).where(images_table.c.id == image_id)
            connection.execute(rated.values(rating=rating, rating_set=True))

        changing(engine, write)

    rate(engine, dropped, 2)
    before = _state(engine)
    (merge_id,) = _merge(engine, kept, dropped)
    with read(engine) as connection:
        image = images.get(connection, kept)
    assert image is not None
    assert (image.rating, image.rating_set) == (2, True)
    _undo(engine, merge_id)
    assert _state(engine) == before
    rate(engine, kept, 0)
    _merge(engine, kept, dropped)
    with read(engine) as connection:
        image = images.get(connection, kept)
    assert image is not None
    assert (image.rating, image.rating_set) == (0, True)


@pytest.mark.parametrize("seed", range(5))
def test_merges_can_be_undone_in_any_order(engine: Engine, seed: int) -> None:
    chance = random.Random(seed)
    words = ["sea", "sky", "boat", "artist:a", "artist:b"]
    hashes = [ORDINARY, ORDINARY ^ 0b11111, ORDINARY ^ (0b11111111 << 20)]
    all_of_them = [
        _image(
            engine,
            f"{number}",
            *chance.sample(words, 2),
            phash=chance.choice(hashes),
            rating=chance.randint(0, 3),
            score=chance.randint(0, 9),
        )
        for number in range(6)
    ]
    for number in all_of_them:
        pictured.edit(engine, number, add=chance.sample(words, 1), remove=chance.sample(words, 1))
    before = _state(engine)
    there = list(all_of_them)
    made: list[int] = []
    while len(there) > 1 and len(made) < 4:
        kept, *dropped = chance.sample(there, chance.randint(2, min(3, len(there))))
        made += _merge(engine, kept, *dropped)
        there = [number for number in there if number not in dropped]
        if chance.random() < 0.3:
            again = made.pop(chance.randrange(len(made)))
            _undo(engine, again)
            with read(engine) as connection:
                there = [
                    number
                    for number, image in images.get_many(connection, all_of_them).items()
                    if image.state == images.READY
                ]
        assert groups(engine) == groups_by_comparing_all(engine)
    chance.shuffle(made)
    for merge_id in made:
        _undo(engine, merge_id)
        assert groups(engine) == groups_by_comparing_all(engine)
    assert _state(engine) == before


def test_undoing_finds_the_variants_that_came_meanwhile(engine: Engine) -> None:
    kept = _image(engine, "kept", phash=ORDINARY ^ (2**20 - 1))
    dropped = _image(engine, "dropped")
    (merge_id,) = _merge(engine, kept, dropped)
    newcomer = _image(engine, "newcomer", phash=ORDINARY ^ 1)
    index = variants.new_index()
    variant_hashes.fill(engine, index)

    def undo(connection: Connection) -> None:
        merges.undo(connection, merge_id, at=6, version=versions.present(connection), index=index)

    changing(engine, undo)
    assert groups(engine)[newcomer].name == dropped
    assert groups(engine) == groups_by_comparing_all(engine)


def test_a_merge_and_its_undoing_give_both_images_the_next_version(engine: Engine) -> None:
    kept, dropped = _image(engine, "kept", "sea"), _image(engine, "dropped")
    (merge_id,) = _merge(engine, kept, dropped)
    assert _changed_last(engine) == [kept, dropped]
    _undo(engine, merge_id)
    assert _changed_last(engine) == [kept, dropped]


def _changed_last(engine: Engine) -> list[int]:
    """The images that have the newest version."""
    with read(engine) as connection:
        version = connection.scalar(select(library_version.c.version))
        changed: list[int] = versions.changed_since(connection, int(version or 0) - 1).tolist()
        return changed
