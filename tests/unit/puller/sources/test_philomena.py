"""Philomena: addresses, recorded answers (https://derpibooru.org/pages/api), odd ones."""

from typing import Any

import pytest

from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.listing_source import site_of
from puller.sources.philomena import Philomena, post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

SITE = site_of(Philomena.sites, "derpibooru")
IMAGE: dict[str, Any] = {
    "animated": False,
    "aspect_ratio": 1.25,
    "comment_count": 4,
    "created_at": "2023-02-01T10:00:00Z",
    "deletion_reason": None,
    "description": "A *landscape* &amp; a pony",
    "downvotes": 1,
    "duplicate_of": None,
    "duration": 0.04,
    "faves": 30,
    "first_seen_at": "2023-01-31T10:00:00Z",
    "format": "png",
    "height": 1600,
    "hidden_from_users": False,
    "id": 3_000_001,
    "intensities": {"ne": 34.5, "nw": 33.0, "se": 40.1, "sw": 39.0},
    "mime_type": "image/png",
    "name": "3000001.png",
    "orig_sha512_hash": "f" * 128,
    "processed": True,
    "representations": {
        "full": "https://derpicdn.net/img/view/2023/1/31/3000001.png",
        "large": "https://derpicdn.net/img/2023/1/31/3000001/large.png",
        "medium": "https://derpicdn.net/img/2023/1/31/3000001/medium.png",
        "small": "https://derpicdn.net/img/2023/1/31/3000001/small.png",
        "tall": "https://derpicdn.net/img/2023/1/31/3000001/tall.png",
        "thumb": "https://derpicdn.net/img/2023/1/31/3000001/thumb.png",
        "thumb_small": "https://derpicdn.net/img/2023/1/31/3000001/thumb_small.png",
        "thumb_tiny": "https://derpicdn.net/img/2023/1/31/3000001/thumb_tiny.png",
    },
    "score": 55,
    "sha512_hash": "e" * 128,
    "size": 1_234_567,
    "source_url": "https://www.deviantart.com/somebody/art/1",
    "source_urls": ["https://www.deviantart.com/somebody/art/1", "https://example.com/2"],
    "spoilered": False,
    "tag_count": 6,
    "tag_ids": [1, 2, 3, 4, 5, 6],
    "tags": ["artist:somebody", "oc:some pony", "safe", "landscape", "spoiler:s09e01", "species:griffon"],
    "thumbnails_generated": True,
    "updated_at": "2023-02-02T10:00:00Z",
    "uploader": "Background Pony",
    "uploader_id": 4321,
    "upvotes": 56,
    "view_url": "https://derpicdn.net/img/view/2023/1/31/3000001__safe_artist.png",
    "width": 2000,
    "wilson_score": 0.9,
}
LISTING = Listing(source="derpibooru", kind="tags", query="landscape, safe", title="landscape", url="")


@pytest.mark.parametrize(
    ("text", "site", "query"),
    [
        ("https://derpibooru.org/search?q=landscape", "derpibooru", "landscape"),
        ("https://derpibooru.org/search?q=landscape%2C+safe", "derpibooru", "landscape, safe"),
        ("https://derpibooru.org/search?q=landscape%2C%20safe", "derpibooru", "landscape, safe"),
        ("https://derpibooru.org/search?sf=score&q=a", "derpibooru", "a"),
        ("https://derpibooru.org/search/?q=a", "derpibooru", "a"),
        ("https://www.derpibooru.org/search?q=a", "derpibooru", "a"),
        ("https://trixiebooru.org/search?q=a", "derpibooru", "a"),
        ("derpibooru.org/search?q=a", "derpibooru", "a"),
        ("https://furbooru.org/search?q=a", "furbooru", "a"),
        ("https://ponybooru.org/search?q=a", "ponybooru", "a"),
        ("https://derpibooru.org/search?q=score.gte%3A100", "derpibooru", "score.gte:100"),
        ("https://derpibooru.org/tags/landscape", "derpibooru", "landscape"),
        ("https://derpibooru.org/tags/landscape/", "derpibooru", "landscape"),
        ("https://derpibooru.org/tags/artist-colon-somebody", "derpibooru", "artist:somebody"),
        ("https://derpibooru.org/tags/twilight+sparkle", "derpibooru", "twilight sparkle"),
        ("https://derpibooru.org/tags/a-dash-b", "derpibooru", "a-b"),
        ("https://derpibooru.org/tags/c-plus--plus-", "derpibooru", "c++"),
        ("https://derpibooru.org/tags/a-dash-colon-dash-b", "derpibooru", "a-colon-b"),
        ("https://furbooru.org/tags/mr-dot-+fox", "furbooru", "mr. fox"),
        ("derpibooru: landscape, safe", "derpibooru", "landscape, safe"),
        ("Furbooru:a", "furbooru", "a"),
    ],
)
def test_a_search_is_understood(text: str, site: str, query: str) -> None:
    understood = Philomena({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == (site, "tags", query)


@pytest.mark.parametrize(
    ("text", "site", "number"),
    [
        ("https://derpibooru.org/images/3000001", "derpibooru", "3000001"),
        ("https://derpibooru.org/3000001", "derpibooru", "3000001"),
        ("https://derpibooru.org/3000001?q=safe", "derpibooru", "3000001"),
        ("furbooru.org/images/5/", "furbooru", "5"),
    ],
)
def test_an_image_is_understood(text: str, site: str, number: str) -> None:
    understood = Philomena({}).understand(text)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == (site, number)


@pytest.mark.parametrize(
    "text",
    [
        "https://derpibooru.org/",
        "https://derpibooru.org/search",
        "https://derpibooru.org/search?q=",
        "https://derpibooru.org/search?q=+++",
        f"https://derpibooru.org/search?q={'a' * 501}",
        "https://derpibooru.org/search/reverse",
        "https://derpibooru.org/tags",
        "https://derpibooru.org/tags/a/edit",
        "https://derpibooru.org/images/abc",
        "https://derpibooru.org/images/5/comments",
        "https://derpibooru.org/galleries/1",
        "https://derpibooru.org/profiles/somebody",
        "https://derpibooru.org/forums",
        "https://derpicdn.net/img/view/2023/1/31/3000001.png",
        "https://derpibooru.org.example.com/search?q=a",
        "https://notderpibooru.org/search?q=a",
        "https://derpibooru.org:8080/search?q=a",
        "ftp://derpibooru.org/search?q=a",
        "https://danbooru.donmai.us/posts?tags=a",
        "derpibooru:",
        "derpibooru",
        "landscape, safe",
        "https://[derpibooru.org/search?q=a",
    ],
)
def test_what_is_no_address_of_theirs_is_left_to_others(text: str) -> None:
    assert Philomena({}).understand(text) is None


def test_a_recorded_image_is_read_whole() -> None:
    post = post_of(3_000_001, IMAGE, SITE)
    assert (post.owner, post.url) == ("Background Pony", "https://derpibooru.org/images/3000001")
    assert post.tags == [
        "artist:somebody",
        "character:some_pony",
        "general:safe",
        "general:landscape",
        "general:spoiler:s09e01",
        "general:griffon",
    ]
    assert post.posted_at == 1_675_159_200_000
    assert IMAGE["view_url"] in [size.url for size in post.sizes]
    details = post.details
    assert details is not None
    assert (details.rating, details.score) == (Rating.SAFE, 55)
    assert details.description == "A *landscape* & a pony"
    assert details.source_url == IMAGE["source_url"]
    assert [(link.url, link.kind) for link in details.links] == [(IMAGE["view_url"], "image")]


@pytest.mark.parametrize(
    ("tags", "rating"),
    [
        (["safe"], Rating.SAFE),
        (["suggestive"], Rating.QUESTIONABLE),
        (["safe", "explicit"], Rating.EXPLICIT),
        (["grimdark"], Rating.EXPLICIT),
        (["s"], None),
        ([], None),
    ],
)
def test_the_rating_is_the_strongest_of_the_tags(tags: list[str], rating: Rating | None) -> None:
    details = post_of(1, IMAGE | {"tags": tags}, SITE).details
    assert details is not None
    assert details.rating == rating


@pytest.mark.parametrize(
    "told",
    [
        {"id": 5, "hidden_from_users": True, "deletion_reason": "Rule 1", "first_seen_at": "2023-01-31"},
        {"id": 5, "hidden_from_users": False, "duplicate_of": 4},
        IMAGE | {"hidden_from_users": True},
    ],
)
def test_hidden_images_and_duplicates_are_told_as_removed(told: dict[str, Any]) -> None:
    details = post_of(5, told, SITE).details
    assert details is not None
    assert (details.removed, details.links) == (True, [])


@pytest.mark.parametrize(
    "odd",
    [
        {"id": "3000001", "score": "7", "width": "2000"},
        {"view_url": None},
        {"view_url": None, "representations": None},
        {"representations": {"full": 5, "thumb": None}},
        {"tags": None, "source_urls": None, "source_url": None},
        {"tags": "a, b", "source_urls": "https://example.com/"},
        {"tags": [None, 5, " "]},
        {"uploader": None, "uploader_id": None},
        {"first_seen_at": "long ago", "created_at": None},
        {"description": None},
    ],
)
def test_odd_fields_do_not_spoil_an_image(odd: dict[str, Any]) -> None:
    assert len(Desk(Philomena({}), lambda _: {"images": [IMAGE | odd], "total": 1}).posts(LISTING)) == 1


@pytest.mark.parametrize("nothing", [{"images": [], "total": 0}, {}, {"images": None}, []])
def test_an_empty_page_is_the_end(nothing: Any) -> None:
    desk = Desk(Philomena({}), lambda _: nothing)
    assert desk.posts(LISTING) == []
    with pytest.raises(NotFound, match="shows no images for landscape"):
        desk.check("derpibooru: landscape")


def test_pages_go_on_below_the_lowest_number_until_one_is_short() -> None:
    def answer(asked: Asked) -> Any:
        below = asked.query["q"].rpartition("id.lt:")[2]
        above = int(below) if below.isdecimal() else 81
        return {"images": [IMAGE | {"id": number} for number in range(above - 1, max(above - 51, 0), -1)]}

    desk = Desk(Philomena({}), answer)
    assert [int(post.external_id) for post in desk.posts(LISTING)] == list(range(80, 0, -1))
    assert [asked.query["q"] for asked in desk.asked] == ["landscape, safe", "(landscape, safe), id.lt:31"]
    assert {(asked.query["sf"], asked.query["sd"], asked.query["per_page"]) for asked in desk.asked} == {
        ("id", "desc", "50")
    }


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = Desk(
        Philomena({}), lambda _: {"images": [IMAGE | {"id": number} for number in range(500, 450, -1)]}
    )
    pages = desk.pages(LISTING, stop_at=500)
    assert (len(desk.asked), pages[-1].newest, pages[-1].cursor) == (1, 500, None)


@pytest.mark.parametrize(("site", "number"), [("derpibooru", "56027"), ("furbooru", "2"), ("ponybooru", "3")])
def test_without_a_key_nothing_is_filtered(site: str, number: str) -> None:
    desk = Desk(Philomena({}), lambda _: {}, site=site)
    desk.posts(Listing(source=site, kind="tags", query="a", title="a", url=""))
    assert desk.asked[0].query["filter_id"] == number
    assert "key" not in desk.asked[0].query


def test_with_a_key_its_users_filter_holds_at_that_site() -> None:
    desk = Desk(Philomena({"DERPIBOORU_API_KEY": "secret"}), lambda _: {})
    desk.posts(LISTING)
    assert desk.asked[0].query["key"] == "secret"
    assert "filter_id" not in desk.asked[0].query


def test_a_search_that_cannot_be_read_is_refused_in_the_sites_words() -> None:
    desk = Desk(Philomena({}), lambda _: status(400, {"error": "Missing closing parenthesis."}))
    with pytest.raises(SourceRefused, match="Missing closing parenthesis") as refused:
        desk.posts(LISTING)
    assert refused.value.code == "tags_refused"


def test_a_key_that_is_not_taken_is_named() -> None:
    desk = Desk(Philomena({"DERPIBOORU_API_KEY": "old"}), lambda _: status(403))
    with pytest.raises(SourceRefused, match="check DERPIBOORU_API_KEY"):
        desk.posts(LISTING)


def test_a_page_of_a_firewall_is_no_answer() -> None:
    desk = Desk(Philomena({}), lambda _: status(200, b"<html>", content_type="text/html"))
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON"):
        desk.posts(LISTING)


def test_a_listing_is_checked() -> None:
    checked = Desk(Philomena({}), lambda _: {"images": [IMAGE], "total": 987}).check(
        "derpibooru: landscape, safe"
    )
    assert (checked.posts, checked.listing.query) == (987, "landscape, safe")


def test_an_image_is_asked_for_by_its_number() -> None:
    desk = Desk(
        Philomena({}), lambda asked: {"image": IMAGE} if asked.url.endswith("/3000001") else status(404)
    )
    there = PostAddress(source="derpibooru", external_id="3000001", url="")
    assert [post.external_id for post in desk.source.post(there, desk.asker()).posts] == ["3000001"]
    assert desk.asked[0].url == "https://derpibooru.org/api/v1/json/images/3000001"
    with pytest.raises(NotFound, match="Derpibooru has no image 6"):
        desk.source.post(PostAddress(source="derpibooru", external_id="6", url=""), desk.asker())
