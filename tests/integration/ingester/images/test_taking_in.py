"""From links to images: what is stored of a picture, and how often."""

import hashlib

import pytest
from PIL import Image
from sqlalchemy import select

from fovea import fingerprints
from fovea.database import fingerprints as post_fingerprints
from fovea.database import (
    image_fingerprints,
    image_tags,
    images,
    links,
    post_details,
    post_images,
    tombstones,
    versions,
)
from fovea.database.engine import read, write
from fovea.database.library_tables import blocked_tags
from fovea.database.library_tables import images as images_table
from fovea.database.post_details import Details
from fovea.fingerprints import opened
from fovea.library import incoming, original
from fovea.packing import sorted_numbers
from fovea.ratings import Rating
from tests.integration.fetching.conftest import Server, response
from tests.integration.ingester.images.library import Library, files_of
from tests.unit.fingerprints.pictures import encoded, scene


def picture(seed: int = 1, *, size: tuple[int, int] = (320, 240)) -> bytes:
    return encoded(scene(seed, size=size))


def test_the_picture_behind_a_link_comes_into_the_library(library: Library, server: Server) -> None:
    body = picture(size=(1_200, 900))
    link = library.link(server.says("/harbour.jpg", response(body)))
    library.take_in(link)
    image = library.image_of(link)
    assert (image.sha256, image.md5) == (
        hashlib.sha256(body).digest(),
        hashlib.md5(body, usedforsecurity=False).digest(),
    )
    assert (image.format, image.bytes, image.frames, image.kept) == ("jpeg", len(body), 1, False)
    assert (image.width, image.height, image.state, image.best) == (1_200, 900, "ready", True)
    assert image.group_id == image.id
    assert image.thumbhash
    assert image.colors
    assert library.files() == files_of(image, thumbnails=3)
    with Image.open(library.folder / min(files_of(image))) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("WEBP", (256, 192))
    told = library.of(link)
    assert (told.state, told.code, told.attempts) == ("done", None, 1)
    assert told.finished_at is not None
    with read(library.engine) as connection:
        looks = image_fingerprints.of(connection, [image.id])[image.id]
        assert post_images.posts_of(connection, [image.id]) == {image.id: [told.post_id]}
        assert image.version == versions.present(connection)
        of_posts = post_fingerprints.of(connection, sorted_numbers([told.post_id]))
    assert fingerprints.distance(looks.phash, fingerprints.phash(opened(body))) <= 2
    assert of_posts == {told.post_id: looks.phash}


def test_one_picture_that_many_posts_show_is_stored_once(library: Library, server: Server) -> None:
    for path in ("/a.jpg", "/b.jpg", "/c.jpg"):
        server.says(path, response(picture()))
    both = [library.link(server.url("/a.jpg")), library.link(server.url("/b.jpg"))]
    library.take_in(*both)
    later = library.link(server.url("/c.jpg"))
    library.take_in(later)
    assert library.count() == 1
    image = library.image_of(later)
    with read(library.engine) as connection:
        shown = post_images.posts_of(connection, [image.id])[image.id]
    assert shown == [library.of(one).post_id for one in (*both, later)]


def test_a_bulk_that_comes_twice_changes_nothing(library: Library, server: Server) -> None:
    link = library.link(server.says("/a.jpg", response(picture())))
    library.take_in(link)
    before = library.of(link), library.image_of(link)
    library.take_in(link)
    assert (library.of(link), library.image_of(link)) == before
    assert server.paths == ["/a.jpg"]
    with read(library.engine) as connection:
        assert versions.present(connection) == before[1].version


def test_the_file_itself_is_kept_where_that_is_wanted_also_later(library: Library, server: Server) -> None:
    body = picture()
    post = library.post()
    link = library.link(server.says("/a.jpg", response(body)), post_id=post)
    library.take_in(link)
    before = library.image_of(link)
    assert library.link(server.url("/a.jpg"), post_id=post, keep=True) == link
    library.take_in(link)
    image = library.image_of(link)
    assert image.kept
    assert image.version == before.version + 1
    assert library.storage.get(original(image.sha256, "jpg")) == body


def test_what_was_uploaded_is_taken_out_of_the_storage(library: Library) -> None:
    key = incoming("0a1b2c3d-0000")
    library.storage.put(key, picture())
    link = library.link(f"storage:{key}", keep=True)
    library.take_in(link)
    image = library.image_of(link)
    assert library.files() == {*files_of(image, thumbnails=2), original(image.sha256, "jpg")}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("storage:incoming/gone.bin", "upload_gone"),
        ("storage:images/ab/cd/abcd.jpg", "address_unreadable"),
        ("storage:incoming/../secrets.bin", "address_unreadable"),
    ],
)
def test_a_link_into_the_storage_leads_only_to_uploads(library: Library, url: str, code: str) -> None:
    link = library.link(url)
    library.take_in(link)
    assert (library.of(link).state, library.of(link).code) == ("failed", code)


def test_an_image_is_rated_scored_and_dated_by_its_posts(library: Library, server: Server) -> None:
    server.says("/a.jpg", response(picture()))
    posts = [library.post(posted_at=30, tags=["pier"]), library.post(posted_at=20, tags=["sea"])]
    with write(library.engine) as connection:
        post_details.write(connection, {posts[0]: Details(rating=Rating.QUESTIONABLE, score=7)})
        post_details.write(connection, {posts[1]: Details(score=-2)})
    first = library.link(server.url("/a.jpg"), post_id=posts[1])
    library.take_in(first)
    alone = library.image_of(first)
    assert (alone.rating, alone.score, alone.posted_at) == (Rating.SAFE, -2, 20)
    second = library.link(server.url("/a.jpg?"), post_id=posts[0])
    server.says("/a.jpg?", response(picture()))
    library.take_in(second)
    image = library.image_of(second)
    assert (image.rating, image.score, image.posted_at) == (Rating.QUESTIONABLE, 7, 20)
    with read(library.engine) as connection:
        tags = image_tags.of(connection, [image.id])[image.id]
    assert [(tag.name, tag.count) for tag in tags] == [("pier", 1), ("sea", 1)]


def test_a_removed_image_stays_removed_until_it_is_wanted_back(library: Library, server: Server) -> None:
    server.says("/a.jpg", response(picture()))
    server.says("/b.jpg", response(picture()))
    first = library.link(server.url("/a.jpg"))
    library.take_in(first)
    image = library.image_of(first)
    with write(library.engine) as connection:
        version = versions.next_version(connection)
        keys = images.remove(connection, [image.id], reason="Its owner asked", version=version)
    for key in keys:
        library.storage.delete(key)
    second = library.link(server.url("/b.jpg"))
    library.take_in(second)
    for link in (first, second):
        told = library.of(link)
        assert (told.state, told.code, told.reason) == ("removed", "image_removed", "Its owner asked")
    assert library.files() == set()
    with write(library.engine) as connection:
        version = versions.next_version(connection)
        again = tombstones.await_again(connection, image.id, version=version)
        assert links.retry(connection, again, now=0) == [first, second]
    library.take_in(first, second)
    back = library.image_of(second)
    assert (back.id, back.state, back.state_reason) == (image.id, "ready", None)
    assert library.files() == files_of(image, thumbnails=2)
    assert [library.of(link).state for link in (first, second)] == ["done", "done"]


def test_a_post_shows_what_its_image_was_merged_into(library: Library, server: Server) -> None:
    links_ = [library.link(server.says(f"/{n}.jpg", response(picture(n)))) for n in (1, 2)]
    library.take_in(*links_)
    kept, dropped = (library.image_of(one) for one in links_)
    with write(library.engine) as connection:
        connection.execute(
            images_table.update()
            .where(images_table.c.id == dropped.id)
            .values(state="merged", merged_into=kept.id)
        )
    link = library.link(server.says("/again.jpg", response(picture(2))))
    library.take_in(link)
    assert library.image_of(link).id == kept.id


def test_a_picture_with_a_blocked_tag_leaves_a_tombstone_and_no_file(
    library: Library, server: Server
) -> None:
    with write(library.engine) as connection:
        row = {"name": "gore", "reason": "Not here", "created_at": 1}
        connection.execute(blocked_tags.insert().values(row))
    good = library.link(server.says("/good.jpg", response(picture(1))))
    bad = library.link(
        server.says("/bad.jpg", response(picture(2))), post_id=library.post(tags=["gore", "sea"])
    )
    library.take_in(good, bad)
    assert (library.of(bad).state, library.of(bad).code) == ("removed", "image_removed")
    assert library.image_of(bad).state == "removed"
    assert library.files() == files_of(library.image_of(good), thumbnails=2)
    with read(library.engine) as connection:
        assert image_tags.of(connection, [library.image_of(bad).id]) == {}
        assert list(connection.scalars(select(images_table.c.state))) == ["ready", "removed"]
