"""Groups of variants, on both databases."""

import random
import threading
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, update

from fovea.database import derived, distinct_images, variant_hashes, variant_rebuild, variants, versions
from fovea.database.engine import read, write
from fovea.database.library_tables import image_fingerprints, images
from fovea.database.tables import posts
from fovea.hamming import HashIndex
from tests.integration.database import pictured
from tests.integration.database.bare_images import changing
from tests.integration.database.varied import (
    ORDINARY,
    Group,
    groups,
    groups_by_comparing_all,
    new_image,
    set_state,
)


def _flip(one: int, *bits: int) -> int:
    for bit in bits:
        one ^= 1 << bit
    return one


def _come(engine: Engine, index: HashIndex, *hashes: int, **facts: Any) -> list[int]:
    """The numbers of images that come together."""
    made: list[int] = []

    def write_them(connection: Connection) -> None:
        made[:] = [new_image(connection, f"{random.random()}", one, **facts) for one in hashes]
        variants.place(connection, index, made)

    changing(engine, write_them)
    return made


def _remove(engine: Engine, *image_ids: int) -> None:
    def remove(connection: Connection) -> None:
        set_state(connection, image_ids, "removed")
        variants.regroup(connection, image_ids)

    changing(engine, remove)


def test_variants_are_one_group_named_by_its_first_and_its_best_is_marked(engine: Engine) -> None:
    index = variants.new_index()
    first, loner = _come(engine, index, ORDINARY, ~ORDINARY % 2**64)
    (near,) = _come(engine, index, _flip(ORDINARY, *range(10)), width=20)
    (far,) = _come(engine, index, _flip(ORDINARY, *range(11, 22)))
    assert groups(engine) == {
        first: Group(first, False),
        loner: Group(loner, True),
        near: Group(first, True),
        far: Group(far, True),
    }
    with read(engine) as connection:
        found = variants.groups_of(connection, [first, loner, near])
    assert found == {first: [(near, 10, True)], near: [(first, 10, False)]}


def test_what_links_two_groups_makes_them_one(engine: Engine) -> None:
    index = variants.new_index()
    one, copy, other = _come(engine, index, ORDINARY, ORDINARY, _flip(ORDINARY, *range(20)))
    assert groups(engine)[other] == Group(other, True)
    (bridge,) = _come(engine, index, _flip(ORDINARY, *range(10)))
    assert {number: group.name for number, group in groups(engine).items()} == dict.fromkeys(
        (one, copy, other, bridge), one
    )
    _remove(engine, bridge)
    assert groups(engine)[bridge] == Group(None, False)
    assert [groups(engine)[number].name for number in (one, copy, other)] == [one, one, other]
    _remove(engine, one)
    assert groups(engine)[copy] == Group(copy, True)


def test_the_best_copy_is_the_largest_then_without_loss_then_the_heaviest_then_the_oldest(
    engine: Engine,
) -> None:
    index = variants.new_index()
    ranking: list[dict[str, Any]] = [
        {"width": 20, "posted_at": 9},
        {"format": "png", "bytes": 10, "posted_at": 9},
        {"bytes": 200, "posted_at": 9},
        {"posted_at": 3, "added_at": 9},
        {"posted_at": 4, "added_at": 1},
        {"posted_at": 4, "added_at": 2},
        {"added_at": 1},
        {"added_at": 5},
        {"added_at": 5},
    ]
    numbers = {}
    for position in (8, 4, 0, 6, 2, 7, 1, 5, 3):
        (numbers[position],) = _come(engine, index, ORDINARY, **ranking[position])
        if position == 0:
            assert groups(engine)[numbers[0]].best
    # The last two differ by their number alone, and the later one came first.
    order = [numbers[position] for position in range(7)] + sorted((numbers[7], numbers[8]))
    for best in order:
        assert [number for number, group in groups(engine).items() if group.best] == [best]
        _remove(engine, best)


def test_the_best_copy_follows_what_posts_say(engine: Engine) -> None:
    index = variants.new_index()
    one, other = _come(engine, index, ORDINARY, ORDINARY)
    assert groups(engine)[one].best

    def see(connection: Connection, image_id: int, posted_at: int) -> None:
        post = pictured.post(connection, f"{posted_at}", [], image_id)
        connection.execute(update(posts).where(posts.c.id == post).values(posted_at=posted_at))
        derived.refresh(connection, [image_id], version=versions.present(connection))

    changing(engine, lambda connection: see(connection, other, 5))
    assert [number for number, group in groups(engine).items() if group.best] == [other]
    assert variants.rebuild(engine).mended == 0
    changing(engine, lambda connection: see(connection, one, 4))
    assert [number for number, group in groups(engine).items() if group.best] == [one]
    assert variants.rebuild(engine).mended == 0


def test_pictures_nearly_of_one_tone_glue_nothing_together(engine: Engine) -> None:
    index = variants.new_index()
    flat = _come(engine, index, 2**63, 2**63, 0, 2**64 - 1)
    noise = _come(engine, index, ORDINARY, ORDINARY, quality=0)
    tiny = _come(engine, index, ORDINARY, ORDINARY, quality=None)
    stored = groups(engine)
    assert all(stored[number] == Group(number, True) for number in flat + noise)
    assert [stored[number].name for number in tiny] == [tiny[0], tiny[0]]
    assert variants.rebuild(engine).mended == 0


def test_images_that_a_person_called_distinct_are_linked_only_by_others(engine: Engine) -> None:
    index = variants.new_index()
    one, other = _come(engine, index, ORDINARY, ORDINARY)

    def say(connection: Connection) -> None:
        distinct_images.say(connection, (other, one), user_id=None, at=1)
        variants.regroup(connection, [one, other], index)

    changing(engine, say)
    assert groups(engine) == {one: Group(one, True), other: Group(other, True)}
    assert variants.rebuild(engine).mended == 0
    (third,) = _come(engine, index, _flip(ORDINARY, 1))
    assert {group.name for group in groups(engine).values()} == {one}
    _remove(engine, third)
    assert groups(engine)[other] == Group(other, True)

    def take_back(connection: Connection) -> None:
        assert distinct_images.take_back(connection, (one, other))
        variants.regroup(connection, [one, other])

    changing(engine, take_back)
    assert groups(engine)[other].name == one


def test_a_change_that_was_rolled_back_leaves_nothing_in_the_index(engine: Engine) -> None:
    index = variants.new_index()
    (first,) = _come(engine, index, ORDINARY)

    class Refused(Exception):
        pass

    def change_and_fail() -> None:
        with write(engine) as connection:
            versions.next_version(connection)
            ghost = new_image(connection, "ghost", ORDINARY)
            set_state(connection, [first], "removed")
            variants.regroup(connection, [first], index)
            variants.place(connection, index, [ghost])
            raise Refused

    with pytest.raises(Refused):
        change_and_fail()
    (again,) = _come(engine, index, ORDINARY)
    assert groups(engine) == {first: Group(first, True), again: Group(first, False)}
    variant_hashes.fill(engine, index)
    assert index.within(ORDINARY, 0)[0].tolist() == [first, again]


def test_an_image_whose_hash_changes_changes_its_group(engine: Engine) -> None:
    index = variants.new_index()
    one, other, third = _come(engine, index, ORDINARY, ORDINARY, ~ORDINARY % 2**64)

    def look_again(connection: Connection) -> None:
        other_hash = {"phash": ~ORDINARY}
        of_other = image_fingerprints.c.image_id == other
        connection.execute(update(image_fingerprints).where(of_other).values(other_hash))
        changed = images.update().where(images.c.id == other)
        connection.execute(changed.values(version=versions.present(connection)))
        variants.regroup(connection, [other], index)

    changing(engine, look_again)
    assert [groups(engine)[number].name for number in (one, other, third)] == [one, other, other]


def test_placing_many_copies_asks_for_each_hash_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "_MANY", 3)
    index = variants.new_index()
    copies = _come(engine, index, *[ORDINARY] * 8, _flip(ORDINARY, 3))

    def say(connection: Connection) -> None:
        for other in copies[1:]:
            distinct_images.say(connection, (copies[0], other), user_id=None, at=1)
        variants.regroup(connection, copies, index)

    changing(engine, say)
    assert groups(engine)[copies[0]] == Group(copies[0], True)
    assert {groups(engine)[number].name for number in copies[1:]} == {copies[1]}
    # The one that a person spoke of is asked for too, though another has its hash.
    _come(engine, index, _flip(ORDINARY, 4))
    assert {group.name for group in groups(engine).values()} == {copies[0]}
    assert variants.rebuild(engine).mended == 0


@pytest.mark.parametrize("seed", range(4))
def test_groups_are_the_same_however_images_came_and_went(engine: Engine, seed: int) -> None:
    chance = random.Random(seed)
    indexes = [variants.new_index() for _ in range(2)]
    centres = [_flip(ORDINARY, *chance.sample(range(64), 16)) for _ in range(3)] + [0, 2**63]
    there: list[int] = []
    gone: list[int] = []
    said: list[tuple[int, int]] = []

    def hash_by_chance() -> int:
        return _flip(chance.choice(centres), *chance.sample(range(64), chance.randint(0, 9)))

    for _ in range(25):
        index = chance.choice([*indexes, None])
        match chance.choice(["come", "come", "come", "go", "back", "distinct", "same"]):
            case "come":
                found = [hash_by_chance() for _ in range(chance.randint(1, 6))]
                quality = chance.choice([90, 90, 90, 0, None])
                there += _come(
                    engine, index or indexes[0], *found, quality=quality, bytes=chance.randint(1, 9)
                )
            case "go" if there:
                leaving = chance.sample(there, min(len(there), chance.randint(1, 3)))
                _remove(engine, *leaving)
                there = [number for number in there if number not in leaving]
                gone += leaving
            case "back" if gone:
                coming = gone.pop()
                there.append(coming)

                def bring_back(
                    connection: Connection, coming: int = coming, index: HashIndex | None = index
                ) -> None:
                    set_state(connection, [coming], "ready")
                    variants.regroup(connection, [coming], index)

                changing(engine, bring_back)
            case "distinct" if len(there) > 1:
                pair = chance.sample(there, 2)
                said.append((pair[0], pair[1]))

                def say(
                    connection: Connection, pair: list[int] = pair, index: HashIndex | None = index
                ) -> None:
                    distinct_images.say(connection, (pair[0], pair[1]), user_id=None, at=1)
                    variants.regroup(connection, pair, index)

                changing(engine, say)
            case "same" if said:
                unsaid = said.pop()

                def unsay(
                    connection: Connection, unsaid: tuple[int, int] = unsaid, index: HashIndex | None = index
                ) -> None:
                    distinct_images.take_back(connection, unsaid)
                    variants.regroup(connection, unsaid, index)

                changing(engine, unsay)
    assert groups(engine) == groups_by_comparing_all(engine)
    assert variants.rebuild(engine).mended == 0
    # Whatever is stored, a rebuild makes it what it should be.
    changing(engine, lambda connection: _spoil(connection, chance))
    assert variants.rebuild(engine).mended > 0
    assert groups(engine) == groups_by_comparing_all(engine)


def _spoil(connection: Connection, chance: random.Random) -> None:
    for number in range(1, 40):
        name = chance.choice([None, number, 1, 7, 11])
        values = {"group_id": name, "best": chance.random() < 0.5}
        connection.execute(update(images).where(images.c.id == number).values(values))


def test_many_wrong_groups_are_mended_in_steps(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variant_rebuild, "REPAIRED_AT_ONCE", 20)
    chance = random.Random(5)

    def come_unplaced(connection: Connection) -> None:
        for number in range(60):
            centre = _flip(ORDINARY, *range(number % 4 * 16, number % 4 * 16 + 16))
            new_image(connection, f"{number}", _flip(centre, *chance.sample(range(64), 3)))

    changing(engine, come_unplaced)
    with read(engine) as connection:
        before = versions.present(connection)
    rebuilt = variants.rebuild(engine)
    assert rebuilt.images == rebuilt.mended == 60
    assert groups(engine) == groups_by_comparing_all(engine)
    with read(engine) as connection:
        assert versions.present(connection) == before + 4


def test_several_who_place_at_once_make_the_groups_that_one_would_make(engine: Engine) -> None:
    chance = random.Random(9)
    hashes = [[_flip(ORDINARY, *chance.sample(range(64), 8)) for _ in range(24)] for _ in range(3)]
    failures: list[BaseException] = []
    start = threading.Barrier(3)

    def ingest(mine: list[int], remove_some: bool) -> None:
        try:
            index = variants.new_index()
            start.wait()
            for at in range(0, len(mine), 4):
                numbers = _come(engine, index, *mine[at : at + 4])
                if remove_some and at % 8 == 0:
                    _remove(engine, numbers[0])
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=ingest, args=(mine, at > 0)) for at, mine in enumerate(hashes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert groups(engine) == groups_by_comparing_all(engine)
