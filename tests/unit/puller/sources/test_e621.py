"""e621 and e926: addresses, recorded answers (https://e621.net/help/api), odd ones, who we say we are."""

from base64 import b64encode
from typing import Any

import pytest

from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.e621 import E621, post_of
from puller.sources.listing_source import site_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

SITE = site_of(E621.sites, "e621")
KEYS = {"E621_LOGIN": "somebody", "E621_API_KEY": "secret"}
POST: dict[str, Any] = {
    "id": 4_200_001,
    "created_at": "2023-08-01T12:00:00.123-04:00",
    "updated_at": "2023-08-02T12:00:00.123-04:00",
    "file": {
        "width": 1200,
        "height": 900,
        "ext": "png",
        "size": 1_234_567,
        "md5": "0123456789abcdef0123456789abcdef",
        "url": "https://static1.e621.net/data/01/23/0123456789abcdef0123456789abcdef.png",
    },
    "preview": {"width": 150, "height": 112, "url": "https://static1.e621.net/data/preview/01/23/a.jpg"},
    "sample": {
        "has": True,
        "height": 637,
        "width": 850,
        "url": "https://static1.e621.net/data/sample/01/23/a.jpg",
        "alternates": {},
    },
    "score": {"up": 50, "down": -3, "total": 47},
    "tags": {
        "general": ["sky", "tree"],
        "artist": ["some_artist"],
        "contributor": ["some_voice"],
        "copyright": ["pokemon"],
        "character": ["pikachu"],
        "species": ["mammal"],
        "invalid": ["not_a_tag"],
        "meta": ["hi_res"],
        "lore": ["young_(lore)"],
    },
    "locked_tags": [],
    "change_seq": 50_000_001,
    "flags": {"pending": False, "flagged": False, "deleted": False, "rating_locked": False},
    "rating": "s",
    "fav_count": 90,
    "sources": ["-https://example.com/gone", "", "https://www.furaffinity.net/view/1/", "https://a.example/"],
    "pools": [],
    "relationships": {"parent_id": None, "has_children": False, "children": []},
    "approver_id": 5,
    "uploader_id": 123_456,
    "description": "A [b]tree[/b] &amp; a sky",
    "comment_count": 2,
    "is_favorited": False,
    "has_notes": False,
    "duration": None,
}
LISTING = Listing(source="e621", kind="tags", query="tree", title="tree", url="")


@pytest.mark.parametrize(
    ("text", "site", "query"),
    [
        ("https://e621.net/posts?tags=tree", "e621", "tree"),
        ("https://e621.net/posts?tags=tree+sky", "e621", "tree sky"),
        ("https://e621.net/posts?tags=tree%20sky&page=2", "e621", "tree sky"),
        ("https://e621.net/posts/?tags=a", "e621", "a"),
        ("https://e621.net/?tags=a", "e621", "a"),
        ("https://e621.net/post/index?tags=a", "e621", "a"),
        ("https://e621.net/post?tags=a", "e621", "a"),
        ("https://www.e621.net/posts?tags=a", "e621", "a"),
        ("http://e621.net/posts?tags=a", "e621", "a"),
        ("e621.net/posts?tags=a", "e621", "a"),
        ("https://e926.net/posts?tags=a", "e926", "a"),
        ("https://www.e926.net/posts?tags=a", "e926", "a"),
        ("https://e621.net/posts?tags=rating%3As+a", "e621", "rating:s a"),
        ("https://e621.net/posts?tags=score%3A%3E50", "e621", "score:>50"),
        ("https://e621.net/posts?tags=a+order%3Ascore", "e621", "a"),
        ("https://e621.net/posts?tags=~a+~b", "e621", "~a ~b"),
        ("https://e621.net/posts?tags=pok%C3%A9mon", "e621", "pokémon"),
        ("https://e621.net/posts?tags=3_%2B_4", "e621", "3_+_4"),
        ("e621: tree  sky", "e621", "tree sky"),
        ("E926:a", "e926", "a"),
    ],
)
def test_a_tag_search_is_understood(text: str, site: str, query: str) -> None:
    understood = E621({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == (site, "tags", query)


@pytest.mark.parametrize(
    ("text", "site", "number"),
    [
        ("https://e621.net/posts/4200001", "e621", "4200001"),
        ("https://e621.net/posts/4200001?q=tree", "e621", "4200001"),
        ("https://e926.net/post/show/5/tree", "e926", "5"),
        ("e621.net/posts/5/", "e621", "5"),
    ],
)
def test_a_post_is_understood(text: str, site: str, number: str) -> None:
    understood = E621({}).understand(text)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == (site, number)


@pytest.mark.parametrize(
    "text",
    [
        "https://e621.net/",
        "https://e621.net/posts",
        "https://e621.net/posts?tags=",
        "https://e621.net/posts?tags=order%3Arandom",
        f"https://e621.net/posts?tags={'a' * 501}",
        "https://e621.net/posts/abc",
        "https://e621.net/posts/12/edit/now",
        "https://e621.net/pools/1",
        "https://e621.net/users/1",
        "https://e621.net/artists/1",
        "https://e621.net/help/api",
        "https://static1.e621.net/data/01/23/a.png",
        "https://e621.net.example.com/posts?tags=a",
        "https://note621.net/posts?tags=a",
        "https://e621.net:8443/posts?tags=a",
        "ftp://e621.net/posts?tags=a",
        "https://e6.ai/posts?tags=a",
        "https://danbooru.donmai.us/posts?tags=a",
        "e621:",
        "e621",
        "tree",
        "https://[e621.net/posts?tags=a",
    ],
)
def test_what_is_no_address_of_theirs_is_left_to_others(text: str) -> None:
    assert E621({}).understand(text) is None


def test_a_recorded_post_is_read_whole() -> None:
    post = post_of(4_200_001, POST, SITE)
    assert (post.owner, post.url) == ("uploader:123456", "https://e621.net/posts/4200001")
    assert post.tags == [
        "artist:some_artist",
        "character:pikachu",
        "copyright:pokemon",
        "species:mammal",
        "general:sky",
        "general:tree",
        "general:some_voice",
        "lore:young_(lore)",
        "meta:hi_res",
    ]
    assert post.posted_at == 1_690_905_600_123
    assert [size.width for size in post.sizes] == [150, 850, 1200]
    details = post.details
    assert details is not None
    assert (details.rating, details.score) == (Rating.SAFE, 47)
    assert details.source_url == "https://www.furaffinity.net/view/1/"
    assert details.description == "A [b]tree[/b] & a sky"
    assert [(link.url, link.md5) for link in details.links] == [(POST["file"]["url"], POST["file"]["md5"])]


@pytest.mark.parametrize(
    ("site", "letter", "rating"),
    [
        ("e621", "s", Rating.SAFE),
        ("e621", "q", Rating.QUESTIONABLE),
        ("e621", "e", Rating.EXPLICIT),
        ("e621", "g", None),
        ("e621", None, None),
        ("e926", "s", Rating.SAFE),
        ("e926", None, Rating.SAFE),
    ],
)
def test_an_s_is_safe_here(site: str, letter: str | None, rating: Rating | None) -> None:
    details = post_of(1, POST | {"rating": letter}, site_of(E621.sites, site)).details
    assert details is not None
    assert details.rating == rating


def test_a_post_whose_address_is_withheld_leads_nowhere() -> None:
    details = post_of(1, POST | {"file": POST["file"] | {"url": None}}, SITE).details
    assert details is not None
    assert (details.links, details.removed) == ([], False)


def test_a_deleted_post_is_told_as_removed() -> None:
    details = post_of(1, POST | {"flags": {"deleted": True}}, SITE).details
    assert details is not None
    assert (details.removed, details.links) == (True, [])


@pytest.mark.parametrize(
    "odd",
    [
        {"file": None},
        {"file": {"url": 5, "width": "1200"}},
        {"tags": {"general": None, "artist": "somebody"}},
        {"tags": None, "flags": None, "sources": None},
        {"tags": ["a"], "score": 5},
        {"id": "4200001", "rating": 5},
        {"created_at": None, "uploader_id": None},
        {"preview": [], "sample": {"url": ""}},
        {"sources": ["a book", None, 5]},
        {"description": None},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    assert len(Desk(E621({}), lambda _: {"posts": [POST | odd]}).posts(LISTING)) == 1


@pytest.mark.parametrize("nothing", [{"posts": []}, {}, {"posts": None}, []])
def test_an_empty_page_is_the_end(nothing: Any) -> None:
    desk = Desk(E621({}), lambda _: nothing)
    assert desk.posts(LISTING) == []
    with pytest.raises(NotFound, match="no posts with the tags tree"):
        desk.check("e621: tree")


def test_pages_go_on_below_the_lowest_number_until_one_is_short() -> None:
    def answer(asked: Asked) -> Any:
        above = int(asked.query.get("page", "b401")[1:])
        return {"posts": [POST | {"id": number} for number in range(above - 1, max(above - 321, 0), -1)]}

    desk = Desk(E621({}), answer)
    assert [int(post.external_id) for post in desk.posts(LISTING)] == list(range(400, 0, -1))
    assert [asked.query.get("page") for asked in desk.asked] == [None, "b81"]


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = Desk(E621({}), lambda _: {"posts": [POST | {"id": number} for number in range(500, 180, -1)]})
    pages = desk.pages(LISTING, stop_at=500)
    assert (len(desk.asked), pages[-1].newest, pages[-1].cursor) == (1, 500, None)


def test_who_asks_is_said_with_the_key() -> None:
    desk = Desk(E621(KEYS), lambda _: {"posts": []})
    desk.posts(LISTING)
    assert desk.asked[0].headers == {
        "Authorization": f"Basic {b64encode(b'somebody:secret').decode()}",
        "User-Agent": "Fovea/0.1 (by somebody on e621)",
    }


def test_without_a_key_the_usual_user_agent_holds() -> None:
    desk = Desk(E621({"E621_LOGIN": "somebody"}), lambda _: {"posts": []})
    desk.posts(LISTING)
    assert desk.asked[0].headers == {}


def test_a_403_without_a_key_says_what_is_missing() -> None:
    desk = Desk(E621({}), lambda _: status(403, b"<html>Forbidden</html>"))
    with pytest.raises(SourceRefused, match="FOVEA_FETCH_USER_AGENT") as refused:
        desk.posts(LISTING)
    assert refused.value.code == "key_missing"


@pytest.mark.parametrize("number", [401, 403])
def test_a_key_that_is_not_taken_is_named(number: int) -> None:
    desk = Desk(E621(KEYS), lambda _: status(number, {"success": False, "reason": "invalid key"}))
    with pytest.raises(SourceRefused, match="check E621_LOGIN and E621_API_KEY") as refused:
        desk.posts(LISTING)
    assert refused.value.code == "key_refused"


def test_too_many_tags_are_refused_in_the_sites_words() -> None:
    told = {"success": False, "message": "You cannot search for more than 40 tags at a time", "code": None}
    with pytest.raises(SourceRefused, match="more than 40 tags") as refused:
        Desk(E621({}), lambda _: status(422, told)).posts(LISTING)
    assert refused.value.code == "tags_refused"


def test_too_many_calls_are_answered_with_503() -> None:
    desk = Desk(E621({}), lambda _: status(503, b"", retry_after="60"))
    with pytest.raises(SourceUnavailable, match="60 seconds of patience"):
        desk.posts(LISTING)
    assert len(desk.asked) == 1


def test_a_page_of_a_firewall_is_no_answer() -> None:
    desk = Desk(E621({}), lambda _: status(200, b"<html>", content_type="text/html"))
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON"):
        desk.posts(LISTING)


def test_a_listing_is_checked() -> None:
    checked = Desk(E621({}), lambda _: {"posts": [POST]}).check("https://e621.net/posts?tags=tree")
    assert (checked.listing.query, checked.newest_at) == ("tree", 1_690_905_600_123)
    assert checked.note is not None
    assert Desk(E621(KEYS), lambda _: {"posts": [POST]}).check("e621: tree").note is None


def test_a_post_is_asked_for_by_its_number() -> None:
    desk = Desk(
        E621({}), lambda asked: {"post": POST} if asked.url.endswith("/4200001.json") else status(404)
    )
    there = PostAddress(source="e621", external_id="4200001", url="")
    assert [post.external_id for post in desk.source.post(there, desk.asker()).posts] == ["4200001"]
    with pytest.raises(NotFound, match="e621 has no post 6"):
        desk.source.post(PostAddress(source="e621", external_id="6", url=""), desk.asker())
