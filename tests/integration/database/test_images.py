"""Images and what is known of them, apart from whoever takes them in."""

import hashlib
from typing import Any

from sqlalchemy import Engine

from fovea.database import (
    derived,
    image_fingerprints,
    images,
    placeholders,
    post_details,
    post_images,
    texts,
    versions,
)
from fovea.database.engine import read, write
from fovea.database.images import NewImage
from fovea.database.library_tables import images as table
from fovea.database.post_details import Details
from fovea.database.post_images import Showing
from fovea.fingerprints import ImageFingerprints
from fovea.ratings import Rating
from tests.integration.database.users_and_posts import photos

LOOKS = ImageFingerprints(
    phash=2**64 - 1,
    dhash=(2**63, 0, 2**63 - 1),
    histogram=(262_144, *(0,) * 10, 262_144),
    pdq=b"\x80" + b"\0" * 31,
    pdq_quality=100,
)


def new(name: str, **more: Any) -> NewImage:
    body = name.encode()
    fields: dict[str, Any] = {
        "sha256": hashlib.sha256(body).digest(),
        "md5": hashlib.md5(body, usedforsecurity=False).digest(),
        "format": "jpeg",
        "bytes": 5_000,
        "width": 640,
        "height": 480,
        "frames": 1,
        "thumbhash": b"\0\xff",
        "colors": None,
        "kept": False,
        "fingerprints": LOOKS,
    }
    return NewImage(**(fields | more))


def store(engine: Engine, *names: str) -> list[int]:
    """Images that no post shows yet; their numbers."""
    several = [new(name) for name in names]
    with write(engine) as connection:
        version = versions.next_version(connection)
        numbers = images.insert(connection, several, version=version, now=9)
    return [numbers[one.sha256] for one in several]


def test_an_image_is_found_by_its_number_and_its_bytes_with_every_bit_of_its_looks(engine: Engine) -> None:
    (number,) = store(engine, "a")
    one = new("a")
    with read(engine) as connection:
        found = images.get(connection, number)
        assert found is not None
        assert images.by_sha256(connection, [one.sha256, b"?" * 32]) == {one.sha256: found}
        assert images.by_md5(connection, one.md5) == found
        assert images.by_md5(connection, b"?" * 16) is None
        assert image_fingerprints.of(connection, [number]) == {number: LOOKS}
    assert (found.rating, found.score, found.added_at, found.thumbhash) == (Rating.SAFE, 0, 9, b"\0\xff")


def test_what_an_image_was_merged_into_is_followed_to_the_end(engine: Engine) -> None:
    first, second, last = store(engine, "a", "b", "c")
    with write(engine) as connection:
        for number, into in ((first, second), (second, last)):
            merged = table.update().where(table.c.id == number)
            connection.execute(merged.values(state="merged", merged_into=into))
        digest = new("a").sha256
        found = images.followed(connection, images.by_sha256(connection, [digest]))
    assert found[digest].id == last


def test_a_post_shows_images_in_their_order_and_each_once(engine: Engine) -> None:
    one, other = store(engine, "a", "b")
    (post,) = photos(engine, 1)
    with write(engine) as connection:
        fresh = post_images.add(connection, [Showing(post, one, 1), Showing(post, other), Showing(post, one)])
        assert len(fresh) == 2
        assert post_images.add(connection, [Showing(post, one, 5)]) == []
        assert post_images.images_of_posts(connection, [post, 10**9]) == {post: [one, other]}


def test_a_person_s_word_on_the_rating_counts_before_any_source(engine: Engine) -> None:
    (number,) = store(engine, "a")
    post, other = photos(engine, 2)
    with write(engine) as connection:
        post_images.add(connection, [Showing(post, number), Showing(other, number)])
        post_details.write(
            connection, {post: Details(rating=Rating.EXPLICIT, score=10**12, description="a pier")}
        )
        derived.posts_changed(connection, [post])
        rated = images.get(connection, number)
        assert "pier" in texts.of(connection, [number])[number]
        connection.execute(table.update().values(rating=Rating.GENERAL, rating_set=True))
        post_details.write(connection, {post: Details(rating=Rating.QUESTIONABLE)})
        derived.posts_changed(connection, [post])
        said = images.get(connection, number)
    assert rated is not None
    assert said is not None
    assert (rated.rating, rated.score) == (Rating.EXPLICIT, 2**31 - 1)
    assert (said.rating, said.score) == (Rating.GENERAL, 0)
    assert said.version == rated.version + 1


def test_details_of_any_letters_and_length_are_kept_as_far_as_they_fit(engine: Engine) -> None:
    (post,) = photos(engine, 1)
    with write(engine) as connection:
        told = Details(description="🌊\0" * 20_000, source_url="https://example.com/" + "x" * 9_000)
        post_details.write(connection, {post: told})
        kept = post_details.get(connection, post)
        assert post_details.get(connection, 10**9) == Details()
    assert kept.description == "🌊" * post_details.LONGEST_DESCRIPTION
    assert kept.source_url is not None
    assert len(kept.source_url) == post_details.LONGEST_ADDRESS


def test_placeholders_are_known_from_the_start_and_an_installation_adds_its_own(engine: Engine) -> None:
    removed = bytes.fromhex("d835884373f4d6c8f24742ceabe74946")
    own = b"\x01" * 16
    with write(engine) as connection:
        assert "Imgur" in (placeholders.of_bytes(connection, removed) or "")
        assert placeholders.of_bytes(connection, own) is None
        placeholders.add(connection, own, "Ours", now=1)
        placeholders.add(connection, own, "Ours, renamed", now=2)
        assert placeholders.of_bytes(connection, own) == "Ours, renamed"
        assert placeholders.all_of(connection)[0].name == "Ours, renamed"
        assert placeholders.remove(connection, own)
        assert not placeholders.remove(connection, own)
    assert placeholders.of_address("https://i.imgur.com/removed.png?1") is not None
    assert placeholders.of_address("https://s.yimg.com/pw/images/en-us/photo_unavailable.png") is not None
    assert placeholders.of_address("https://i.imgur.com/abc.png") is None
    assert placeholders.of_address("http://[") is None
