"""Images go with the posts that a source takes down, and come back with posts that show them."""

import pytest

from fovea.database import image_tags, images, links, post_details, taking_down, tombstones, versions
from fovea.database.engine import read, write
from fovea.messages import PostRecord
from tests.integration.fetching.conftest import Server, response
from tests.integration.ingester.arriving import NOON
from tests.integration.ingester.images.library import Library
from tests.integration.ingester.images.test_taking_in import picture
from tests.integration.ingester.listed import Written, begin_listing, page, post


class Sources:
    """A source whose posts show pictures of the server, and the library that they come into."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.ingester = Written(library.engine)
        self.executions = 0

    def tell(self, *told: PostRecord, at: int = NOON) -> list[int]:
        """Has posts told of, and their pictures taken in; the links that were sent."""
        self.executions += 1
        sent = self.ingester.write(page(told, execution=self.executions, at=at))
        if sent:
            self.library.take_in(*sent)
        return sent

    def state(self, link_id: int) -> tuple[str, str | None]:
        """How a link and its image stand."""
        image_id = self.library.of(link_id).image_id
        with read(self.library.engine) as connection:
            image = None if image_id is None else images.get(connection, image_id)
        return self.library.of(link_id).state, None if image is None else image.state

    def gone(self, name: str) -> bool:
        """Whether a post is known to have been taken down."""
        return self.ingester.details(name).removed_at is not None


@pytest.fixture
def sources(library: Library) -> Sources:
    begin_listing(library.engine)
    return Sources(library)


def test_a_picture_that_only_a_removed_post_shows_leaves_the_library_and_comes_back_with_it(
    sources: Sources, server: Server
) -> None:
    url = server.says("/a.jpg", response(picture()))
    (link,) = sources.tell(post("p1", url))
    assert sources.state(link) == ("done", "ready")
    sources.tell(post("p1", url, removed=True), at=NOON + 1)
    assert sources.gone("p1")
    assert sources.state(link) == ("removed", "removed")
    image = sources.library.image_of(link)
    assert image.state_reason == images.AT_SOURCE
    with read(sources.library.engine) as connection:
        assert image_tags.of(connection, [image.id]).get(image.id, []) == []
    # A word from before the removal does not bring it back.
    assert sources.tell(post("p1", url, score=9), at=NOON) == []
    assert sources.gone("p1")
    assert sources.tell(post("p1", url), at=NOON + 2) == [link]
    assert not sources.gone("p1")
    assert sources.state(link) == ("done", "ready")
    with read(sources.library.engine) as connection:
        assert {tag.name for tag in image_tags.of(connection, [image.id])[image.id]} == {"ada", "cat"}
    assert sources.library.count() == 1


def test_a_post_that_was_taken_down_by_hand_comes_back_when_it_is_listed_unchanged(
    sources: Sources, server: Server
) -> None:
    told = post("p1", server.says("/a.jpg", response(picture())))
    (link,) = sources.tell(told)
    number = sources.ingester.number("p1")
    with write(sources.library.engine) as connection:
        taking_down.take_posts_down(connection, [number], at=NOON + 5)
    assert sources.tell(told, at=NOON + 4) == []
    assert sources.state(link) == ("removed", "removed")
    assert sources.tell(told, at=NOON + 6) == [link]
    assert sources.state(link) == ("done", "ready")
    assert not sources.gone("p1")


def test_a_picture_that_another_post_shows_stays_until_that_is_removed_too(
    sources: Sources, server: Server
) -> None:
    url, other = (server.says(path, response(picture())) for path in ("/a.jpg", "/b.jpg"))
    first, second = sources.tell(post("p1", url), post("p2", other))
    sources.tell(post("p1", url, removed=True), at=NOON + 1)
    assert (sources.state(first), sources.state(second)) == (("done", "ready"), ("done", "ready"))
    sources.tell(post("p2", other, removed=True), at=NOON + 2)
    assert (sources.state(first), sources.state(second)) == (("removed", "removed"), ("removed", "removed"))
    assert sources.tell(post("p1", url), at=NOON + 3) == [first]
    assert (sources.state(first), sources.state(second)) == (("done", "ready"), ("removed", "ready"))


def test_a_picture_of_a_removed_post_comes_back_with_any_post_but_one_that_a_person_removed_does_not(
    sources: Sources, server: Server
) -> None:
    ours, theirs = (picture(1), picture(2))
    urls = [server.says("/a.jpg", response(ours)), server.says("/b.jpg", response(theirs))]
    first, second = sources.tell(post("p1", urls[0]), post("p2", urls[1]))
    with write(sources.library.engine) as connection:
        image_id = sources.library.image_of(second).id
        version = versions.next_version(connection)
        tombstones.remove(connection, [image_id], reason="Nobody wants it", version=version)
    sources.tell(post("p1", urls[0], removed=True), post("p2", urls[1], removed=True), at=NOON + 1)
    copies = [server.says("/c.jpg", response(ours)), server.says("/d.jpg", response(theirs))]
    third, fourth = sources.tell(post("p3", copies[0]), post("p4", copies[1]), at=NOON + 2)
    assert sources.state(third) == ("done", "ready")
    assert sources.state(first) == ("removed", "ready")
    assert sources.state(fourth) == sources.state(second) == ("removed", "removed")
    assert sources.library.of(fourth).reason == "Nobody wants it"


def test_links_that_were_on_their_way_when_their_post_was_removed_bring_nothing(
    sources: Sources, server: Server
) -> None:
    url = server.says("/a.jpg", response(picture()))
    sent = sources.ingester.write(page([post("p1", url)]))
    sources.executions = 1
    sources.tell(post("p1", url, removed=True), at=NOON + 1)
    sources.library.take_in(*sent)
    assert sources.state(sent[0]) == ("removed", None)
    assert sources.library.count() == 0
    assert sources.tell(post("p2", removed=True)) == []
    assert sources.tell(post("p1", url), at=NOON + 2) == sent
    assert sources.state(sent[0]) == ("done", "ready")


def test_a_post_with_another_rating_and_other_tags_changes_its_image(
    sources: Sources, server: Server
) -> None:
    url = server.says("/a.jpg", response(picture()))
    (link,) = sources.tell(post("p1", url, rating=1, score=3))
    sources.tell(post("p1", url, rating=3, score=8, tags=["dog"]), at=NOON + 1)
    image = sources.library.image_of(link)
    assert (image.rating, image.score) == (3, 8)
    with read(sources.library.engine) as connection:
        assert [tag.name for tag in image_tags.of(connection, [image.id])[image.id]] == ["dog"]
        assert post_details.removed_among(connection, [sources.ingester.number("p1")]) == {}
        assert links.counts(connection)["done"] == 1
