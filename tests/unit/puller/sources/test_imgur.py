"""Imgur: addresses, recorded answers (after https://apidocs.imgur.com), odd ones."""

from typing import Any

import pytest

from fovea.errors import AccountPrivate, FoveaError, NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.links.imgur_forms import imgur_form
from puller.sources.imgur import API, Imgur
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Answering, Asked, Desk, status

SITE = "https://imgur.com"
KEYS = {"IMGUR_CLIENT_ID": "id"}
IMAGE: dict[str, Any] = {
    "id": "AbCdEfG",
    "title": "Fog &amp; trees",
    "description": None,
    "datetime": 1_700_000_000,
    "type": "image/png",
    "animated": False,
    "width": 1200,
    "height": 800,
    "size": 123_456,
    "views": 12,
    "nsfw": False,
    "section": "EarthPorn",
    "account_url": "somebody",
    "tags": [{"name": "fog"}],
    "link": "https://i.imgur.com/AbCdEfG.png",
}
FILM = IMAGE | {
    "id": "FiLm123",
    "type": "video/mp4",
    "animated": True,
    "link": "https://i.imgur.com/FiLm123.mp4",
    "mp4": "https://i.imgur.com/FiLm123.mp4",
}
ALBUM: dict[str, Any] = {
    "id": "AlBuM",
    "title": "A walk",
    "description": "In the fog",
    "datetime": 1_700_000_100,
    "account_url": None,
    "is_album": True,
    "nsfw": True,
    "images_count": 2,
    "images": [IMAGE, IMAGE | {"id": "other12", "link": "https://i.imgur.com/other12.jpg"}],
    "score": "41",
    "link": f"{SITE}/a/AlBuM",
}
TAG = Listing(source="imgur", kind="community", query="t/cats", title="", url="")


def told(data: Any) -> dict[str, Any]:
    return {"data": data, "success": True, "status": 200}


def failure(number: int, words: Any) -> Any:
    return status(number, {"data": {"error": words, "request": "/3/x"}, "success": False, "status": number})


def desk(answer: Answering) -> Desk:
    return Desk(Imgur(KEYS), answer)


def links(url: str, answer: Answering) -> list[str]:
    form = imgur_form(url)
    assert form is not None
    at = desk(answer)
    assert isinstance(at.source, Imgur)
    return [link.url for link in at.source.links(form, at.asker())]


@pytest.mark.parametrize(
    ("text", "kind", "query"),
    [
        (f"{SITE}/t/cats", "community", "t/cats"),
        (f"{SITE}/t/cats/", "community", "t/cats"),
        ("imgur.com/t/cats", "community", "t/cats"),
        ("https://www.imgur.com/t/cats", "community", "t/cats"),
        ("https://m.imgur.com/t/cats", "community", "t/cats"),
        (f"{SITE}/r/EarthPorn", "community", "r/EarthPorn"),
        ("http://imgur.com/r/EarthPorn/", "community", "r/EarthPorn"),
        (f"{SITE}/a/AbCdE", "album", "a/AbCdE"),
        (f"{SITE}/a/AbCdE#3", "album", "a/AbCdE"),
        (f"{SITE}/a/AbCdE/layout/grid", "album", "a/AbCdE"),
        (f"{SITE}/a/a-walk-in-the-fog-AbCdE", "album", "a/AbCdE"),
        ("https://imgur.io/a/AbCdE", "album", "a/AbCdE"),
    ],
)
def test_a_listing_is_understood(text: str, kind: str, query: str) -> None:
    understood = Imgur({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("imgur", kind, query)


@pytest.mark.parametrize(
    ("text", "number", "url"),
    [
        (f"{SITE}/AbCdEfG", "AbCdEfG", f"{SITE}/AbCdEfG"),
        (f"{SITE}/AbCdEfG.jpg", "AbCdEfG", f"{SITE}/AbCdEfG"),
        ("https://i.imgur.com/AbCdEfG.gifv", "AbCdEfG", f"{SITE}/AbCdEfG"),
        (f"{SITE}/some-title-AbCdEfG", "AbCdEfG", f"{SITE}/AbCdEfG"),
        (f"{SITE}/gallery/AbCdEfG", "gallery/AbCdEfG", f"{SITE}/gallery/AbCdEfG"),
        (f"{SITE}/gallery/some-title-AbCdEfG", "gallery/AbCdEfG", f"{SITE}/gallery/AbCdEfG"),
        (f"{SITE}/gallery/AbCdEfG/comment/123", "gallery/AbCdEfG", f"{SITE}/gallery/AbCdEfG"),
        (f"{SITE}/t/cats/AbCdEfG", "gallery/AbCdEfG", f"{SITE}/gallery/AbCdEfG"),
        (f"{SITE}/topic/Funny/AbCdEfG", "gallery/AbCdEfG", f"{SITE}/gallery/AbCdEfG"),
        (f"{SITE}/r/pics/AbCdEfG", "r/pics/AbCdEfG", f"{SITE}/r/pics/AbCdEfG"),
    ],
)
def test_a_post_is_understood(text: str, number: str, url: str) -> None:
    assert Imgur({}).understand(text) == PostAddress(source="imgur", external_id=number, url=url)


@pytest.mark.parametrize(
    "text",
    [
        "",
        SITE,
        f"{SITE}/",
        f"{SITE}/upload",
        f"{SITE}/register",
        f"{SITE}/gallery",
        f"{SITE}/gallery/hot",
        f"{SITE}/t",
        f"{SITE}/a",
        f"{SITE}/a/",
        f"{SITE}/user/somebody",
        f"{SITE}/user/somebody/posts",
        f"{SITE}/search?q=cats",
        f"{SITE}/abc",
        f"{SITE}/AbCdEfG,HiJkLmN",
        f"{SITE}/r/pi cs",
        f"{SITE}/AbCdEfG/more",
        "https://imgurXcom/AbCdEfG",
        "https://imgur.com.example.com/AbCdEfG",
        "https://notimgur.com/AbCdEfG",
        "https://example.com/imgur.com/AbCdEfG",
        "https://help.imgur.com/t/cats",
        "ftp://imgur.com/AbCdEfG",
        "cats",
        "https://[broken/AbCdEfG",
    ],
)
def test_what_is_no_listing_and_no_post_of_imgur_is_left_to_others(text: str) -> None:
    assert Imgur({}).understand(text) is None


def test_a_page_of_a_tag_is_read_whole() -> None:
    at = desk(lambda asked: told({"items": [ALBUM, IMAGE] if asked.url.endswith("/0") else []}))
    album, image = at.posts(TAG)
    assert [one.url for one in at.asked] == [f"{API}/gallery/t/cats/time/{page}" for page in (0, 1)]
    assert at.asked[0].headers == {"Authorization": "Client-ID id"}
    assert (album.external_id, album.owner, album.url) == ("a/AlBuM", "[anonymous]", f"{SITE}/a/AlBuM")
    assert album.details is not None
    assert (album.details.rating, album.details.score) == (Rating.EXPLICIT, 41)
    assert album.details.description == "In the fog"
    assert [(link.url, link.kind, link.position) for link in album.details.links] == [
        ("https://i.imgur.com/AbCdEfG.png", "image", 0),
        ("https://i.imgur.com/other12.jpg", "image", 1),
    ]
    assert (image.external_id, image.owner, image.title) == ("AbCdEfG", "somebody", "Fog & trees")
    assert image.posted_at == 1_700_000_000_000
    assert image.tags == ["fog", "meta:r/EarthPorn"]
    assert (image.sizes[0].width, image.sizes[0].height) == (1200, 800)


def test_an_album_of_which_only_the_first_are_told_is_resolved_later() -> None:
    at = desk(
        lambda asked: told({"items": [ALBUM | {"images_count": 7}] if asked.url.endswith("/0") else []})
    )
    details = at.posts(TAG)[0].details
    assert details is not None
    assert [(link.url, link.kind) for link in details.links] == [(f"{SITE}/a/AlBuM", "imgur")]


def test_a_community_of_the_gallery_is_a_plain_list() -> None:
    at = desk(lambda asked: told([IMAGE] if asked.url.endswith("/0") else []))
    listing = Listing(source="imgur", kind="community", query="r/EarthPorn", title="", url="")
    assert [post.external_id for post in at.posts(listing)] == ["AbCdEfG"]
    assert at.asked[0].url == f"{API}/gallery/r/EarthPorn/time/0"


def test_an_album_is_a_listing_of_its_images() -> None:
    at = desk(lambda _: told([IMAGE | {"account_url": None}, FILM]))
    listing = Listing(source="imgur", kind="album", query="a/AlBuM", title="", url="")
    posts = at.posts(listing)
    assert [(post.external_id, post.owner) for post in posts] == [
        ("AbCdEfG", "album:AlBuM"),
        ("FiLm123", "somebody"),
    ]
    assert len(at.asked) == 1


def test_what_is_known_is_not_asked_for_again() -> None:
    at = desk(lambda _: told({"items": [IMAGE]}))
    assert at.pages(TAG, stop_at=1_700_000_000_000)[-1].cursor is None
    assert len(at.asked) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"link": None},
        {"link": "javascript:alert(1)", "type": 5},
        {"width": "1", "height": None, "score": None},
        {"tags": None, "section": 7, "nsfw": None},
        {"datetime": "soon"},
        {"is_album": True, "images": None, "images_count": 0},
        {"images": [None, {}]},
        {"account_url": ""},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    at = desk(lambda asked: told({"items": [IMAGE | odd] if asked.url.endswith("/0") else []}))
    assert len(at.posts(TAG)) == 1


def test_images_are_found_by_their_ids() -> None:
    def answer(asked: Asked) -> Any:
        number = asked.url.rpartition("/")[2]
        return told(IMAGE | {"id": number, "link": f"https://i.imgur.com/{number}.png"})

    assert links(f"{SITE}/AbCdEfG,HiJkLmN", answer) == [
        "https://i.imgur.com/AbCdEfG.png",
        "https://i.imgur.com/HiJkLmN.png",
    ]


def test_all_images_of_an_album_are_found_in_order() -> None:
    images = [IMAGE | {"link": f"https://i.imgur.com/i{number:06}.jpg"} for number in range(120)]
    assert links(f"{SITE}/a/AlBuM#3", lambda _: told(images)) == [one["link"] for one in images]


def test_a_film_is_the_frame_that_stands_for_it() -> None:
    assert links(f"{SITE}/FiLm123", lambda _: told(FILM)) == ["https://i.imgur.com/FiLm123h.jpg"]


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ("gallery/album", ["https://i.imgur.com/AbCdEfG.png", "https://i.imgur.com/other12.jpg"]),
        ("album", ["https://i.imgur.com/AbCdEfG.png", "https://i.imgur.com/other12.jpg"]),
        ("gallery/image", ["https://i.imgur.com/AbCdEfG.png"]),
        ("image", ["https://i.imgur.com/AbCdEfG.png"]),
    ],
)
@pytest.mark.parametrize("way", ["gallery/some-title-AbCdEfG", "t/cats/AbCdEfG", "topic/Funny/AbCdEfG"])
def test_what_the_gallery_names_is_found_wherever_it_is(way: str, there: str, found: list[str]) -> None:
    def answer(asked: Asked) -> Any:
        if asked.url != f"{API}/{there}/AbCdEfG":
            return failure(404, "Unable to find it")
        return told(ALBUM if there.endswith("album") else IMAGE)

    assert links(f"{SITE}/{way}", answer) == found


def test_an_image_of_a_community_is_found_there_or_elsewhere() -> None:
    assert links(f"{SITE}/r/pics/AbCdEfG", lambda _: told(IMAGE)) == ["https://i.imgur.com/AbCdEfG.png"]

    def elsewhere(asked: Asked) -> Any:
        return told(IMAGE) if asked.url == f"{API}/image/AbCdEfG" else failure(404, "no")

    assert links(f"{SITE}/r/pics/AbCdEfG", elsewhere) == ["https://i.imgur.com/AbCdEfG.png"]


def test_the_rest_of_an_album_is_asked_for() -> None:
    def answer(asked: Asked) -> Any:
        if asked.url.endswith("/images"):
            return told([*ALBUM["images"], IMAGE | {"link": "https://i.imgur.com/third12.jpg"}])
        return told(ALBUM | {"images_count": 3})

    assert len(links(f"{SITE}/gallery/AlBuM", answer)) == 3


def test_a_post_is_found_with_all_its_images() -> None:
    at = desk(lambda _: told(ALBUM))
    page = at.source.post(PostAddress(source="imgur", external_id="gallery/AlBuM", url=""), at.asker())
    assert page.posts[0].details is not None
    assert len(page.posts[0].details.links) == 2


def test_without_a_key_nothing_is_asked() -> None:
    at = Desk(Imgur({}), lambda _: told(IMAGE))
    with pytest.raises(SourceRefused, match="IMGUR_CLIENT_ID") as refused:
        at.posts(TAG)
    assert refused.value.code == "key_missing"
    assert at.asked == []


@pytest.mark.parametrize(
    ("answer", "error", "code", "words"),
    [
        (failure(403, "The client_id is not valid"), SourceRefused, "key_refused", "IMGUR_CLIENT_ID"),
        (failure(401, "Authentication required"), SourceRefused, "key_refused", "IMGUR_CLIENT_ID"),
        (failure(403, {"message": "Permission denied"}), AccountPrivate, "account_private", "Permission"),
        (failure(404, "Unable to find an album"), NotFound, "not_found", "nothing"),
        (failure(400, "Bad request"), SourceRefused, "source_refused", "Bad request"),
        (failure(429, "Too many requests"), SourceUnavailable, "source_unavailable", "patience"),
        (failure(500, "Over capacity"), SourceUnavailable, "source_unavailable", "500"),
        (status(403, b"<html></html>"), SourceUnavailable, "source_unavailable", "firewall"),
        (b"<html></html>", SourceUnavailable, "source_unavailable", "instead of JSON"),
        ({"data": None, "success": False}, SourceUnavailable, "source_unavailable", "another form"),
        ([], SourceUnavailable, "source_unavailable", "another form"),
    ],
)
def test_refusals_are_told_in_words(answer: Any, error: type[FoveaError], code: str, words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        desk(lambda _: answer).check(f"{SITE}/a/AlBuM")
    assert raised.value.code == code


def test_when_the_day_is_used_up_nobody_asks_until_the_next() -> None:
    used_up = status(429, b"{}", x_ratelimit_clientremaining="0", x_ratelimit_clientlimit="12500")
    at = desk(lambda _: used_up)
    with pytest.raises(SourceUnavailable):
        at.check(f"{SITE}/a/AlBuM")
    asked = len(at.asked)
    with pytest.raises(SourceUnavailable, match="asked not to be asked"):
        at.check(f"{SITE}/a/AlBuM")
    assert len(at.asked) == asked


def test_listings_are_checked() -> None:
    checked = desk(lambda _: told(ALBUM)).check(f"{SITE}/a/AlBuM")
    assert (checked.posts, checked.description, checked.rating) == (2, "A walk", Rating.EXPLICIT)
    assert desk(lambda _: told({"items": [IMAGE]})).check(f"{SITE}/t/cats").newest_at == 1_700_000_000_000
    with pytest.raises(NotFound, match="t/nothing"):
        desk(lambda _: told({"items": []})).check(f"{SITE}/t/nothing")
