"""X: addresses, recorded answers (after https://docs.x.com/x-api/posts/get-post-by-id), odd ones, no key."""

from typing import Any

import pytest

from fovea.errors import AccountGone, AccountPrivate, FoveaError, NotFound, SourceRefused, SourceUnavailable
from puller.artists.artworks.x import X
from puller.sources.x_posts import moment_of
from tests.unit.puller.artists.artwork_desk import ArtworkDesk
from tests.unit.puller.sources.answering import Asked, status

KEYS = {"X_BEARER_TOKEN": "token"}
NUMBER = "1460323737035677698"
URL = f"https://x.com/somebody/status/{NUMBER}"
MEDIA = "https://pbs.twimg.com/media"
TOLD: dict[str, Any] = {
    "data": {
        "id": NUMBER,
        "author_id": "2244994945",
        "text": "A sunset &amp; a boat https://t.co/abc with @second https://t.co/pic",
        "created_at": "2021-11-15T19:08:05.000Z",
        "possibly_sensitive": False,
        "attachments": {"media_keys": ["3_1", "3_2"]},
        "entities": {
            "urls": [
                {
                    "start": 17,
                    "end": 33,
                    "url": "https://t.co/abc",
                    "expanded_url": "https://somebody.carrd.co",
                    "unwound_url": "https://somebody.carrd.co/",
                },
                {
                    "url": "https://t.co/pic",
                    "expanded_url": f"{URL}/photo/1",
                    "media_key": "3_1",
                },
            ],
            "mentions": [{"start": 40, "end": 47, "username": "second", "id": "7"}],
        },
    },
    "includes": {
        "users": [{"id": "2244994945", "name": "Some Body", "username": "SomeBody", "protected": False}],
        "media": [
            {"media_key": "3_2", "type": "photo", "url": f"{MEDIA}/two.jpg", "width": 800, "height": 600},
            {"media_key": "3_1", "type": "photo", "url": f"{MEDIA}/one.png", "width": 1200, "height": 900},
        ],
    },
}
EMBED: dict[str, Any] = {
    "url": f"https://twitter.com/SomeBody/status/{NUMBER}",
    "author_name": "Some Body",
    "author_url": "https://twitter.com/SomeBody",
    "html": '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">A sunset '
    '<a href="https://t.co/abc">https://t.co/abc</a></p>&mdash; Some Body (@SomeBody) '
    f'<a href="https://twitter.com/SomeBody/status/{NUMBER}?ref_src=twsrc">November 15</a></blockquote>',
    "type": "rich",
    "provider_name": "Twitter",
}


def error(kind: str, detail: str) -> dict[str, Any]:
    return {
        "errors": [
            {
                "value": NUMBER,
                "detail": detail,
                "title": "Error",
                "resource_type": "tweet",
                "parameter": "id",
                "type": f"https://api.twitter.com/2/problems/{kind}",
            }
        ]
    }


@pytest.mark.parametrize(
    ("url", "page"),
    [
        (URL, None),
        (f"{URL}/", None),
        (f"{URL}?s=20&t=abc", None),
        (f"{URL}#m", None),
        (f"{URL}/photo/1", 1),
        (f"{URL}/photo/4", 4),
        (f"{URL}/video/1", 1),
        (f"http://x.com/somebody/status/{NUMBER}", None),
        (f"x.com/somebody/status/{NUMBER}", None),
        (f"https://www.x.com/somebody/status/{NUMBER}", None),
        (f"https://mobile.x.com/somebody/status/{NUMBER}", None),
        (f"https://twitter.com/SomeBody/status/{NUMBER}", None),
        (f"https://www.twitter.com/somebody/status/{NUMBER}", None),
        (f"https://mobile.twitter.com/somebody/status/{NUMBER}/photo/2", 2),
        (f"https://m.twitter.com/somebody/status/{NUMBER}", None),
        (f"https://twitter.com/somebody/statuses/{NUMBER}", None),
        (f"https://twitter.com/statuses/{NUMBER}", None),
        (f"https://twitter.com/#!/somebody/status/{NUMBER}", None),
        (f"https://twitter.com/#!/somebody/statuses/{NUMBER}/photo/1", 1),
        (f"https://fxtwitter.com/somebody/status/{NUMBER}/en", None),
        (f"https://x.com/i/status/{NUMBER}", None),
        (f"https://x.com/i/web/status/{NUMBER}", None),
        (f"https://fxtwitter.com/somebody/status/{NUMBER}", None),
        (f"https://vxtwitter.com/somebody/status/{NUMBER}/photo/2", 2),
        (f"https://fixupx.com/somebody/status/{NUMBER}", None),
        (f"https://fixvx.com/somebody/status/{NUMBER}", None),
        (f"https://d.fxtwitter.com/somebody/status/{NUMBER}.jpg", None),
        (f"https://nitter.net/somebody/status/{NUMBER}#m", None),
        (f"https://X.com/_a_1/status/{NUMBER}", None),
        (f"https://href.li/?{URL}", None),
        (f"http://127.0.0.1:8410/-/x.com/somebody/status/{NUMBER}", None),
    ],
)
def test_a_post_is_understood(url: str, page: int | None) -> None:
    address = X({}).understand(url)
    assert address is not None
    assert (address.site, address.external_id, address.page) == ("x", NUMBER, page)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com",
        "https://x.com/somebody",
        "https://x.com/somebody/media",
        "https://x.com/somebody/status/",
        "https://x.com/somebody/status/abc",
        "https://x.com/somebody/status/0",
        f"https://x.com/somebody/status/{NUMBER}/likes",
        f"https://x.com/somebody/status/{NUMBER}/photo/0",
        f"https://x.com/somebody/status/{NUMBER}/photo/10",
        f"https://x.com/some-body/status/{NUMBER}",
        f"https://x.com/{'a' * 21}/status/{NUMBER}",
        f"https://x.com/status/{NUMBER}",
        f"https://x.com/#/somebody/status/{NUMBER}",
        f"https://x.com/i/user/{NUMBER}",
        f"https://x.com/i/spaces/{NUMBER}",
        "https://x.com/hashtag/landscape",
        f"https://x.com/share?url={URL.replace('x.com', 'example.com')}",
        f"https://x.com/intent/tweet?in_reply_to={NUMBER}",
        "https://x.com/search?q=landscape",
        f"https://nottwitter.com/somebody/status/{NUMBER}",
        f"https://notx.com/somebody/status/{NUMBER}",
        f"https://x.com.example.com/somebody/status/{NUMBER}",
        f"https://example.com/x.com/somebody/status/{NUMBER}",
        f"https://x.com@example.com/somebody/status/{NUMBER}",
        f"https://example.com/?{NUMBER}=x.com/somebody/status/{NUMBER}",
        "https://t.co/abc",
        f"{MEDIA}/one.jpg",
        f"ftp://x.com/somebody/status/{NUMBER}",
        "https://x.com/somebody/status/１２３",
        NUMBER,
        "",
    ],
)
def test_what_is_no_post_is_left_to_others(url: str) -> None:
    assert X({}).understand(url) is None


def test_a_recorded_post_is_read_whole() -> None:
    desk = ArtworkDesk(X(KEYS), lambda _: TOLD)
    artwork = desk.read(URL)
    assert (artwork.site, artwork.external_id, artwork.own, artwork.repost) == ("x", NUMBER, False, False)
    assert artwork.url == f"https://x.com/somebody/status/{NUMBER}"
    assert artwork.title == "A sunset & a boat https://somebody.carrd.co/ with @second"
    assert artwork.posted_at == 1_637_003_285_000
    assert [(one.name, one.handle, one.external_id, one.role) for one in artwork.artists] == [
        ("Some Body", "somebody", "2244994945", "unknown")
    ]
    assert [(image.url, image.page, image.width) for image in artwork.images] == [
        (f"{MEDIA}/one.png?name=orig", 1, 1200),
        (f"{MEDIA}/one.png", 1, None),
        (f"{MEDIA}/two.jpg?name=orig", 2, 800),
        (f"{MEDIA}/two.jpg", 2, None),
    ]
    assert desk.asked[0].headers["Authorization"] == "Bearer token"
    assert desk.asked[0].url == f"https://api.x.com/2/tweets/{NUMBER}"


def test_links_and_people_in_the_text_are_mentions() -> None:
    links = ArtworkDesk(X(KEYS), lambda _: TOLD).read(URL).links
    urls = [link.url.rstrip("/") for link in links]
    assert "https://somebody.carrd.co" in urls
    assert "https://x.com/second" in urls
    assert not any("t.co" in url or "photo" in url for url in urls)
    assert {link.where for link in links} == {"mention"}


def test_the_picture_that_is_named_is_the_one_that_is_read() -> None:
    artwork = ArtworkDesk(X(KEYS), lambda _: TOLD).read(f"{URL}/photo/2")
    assert artwork.page == 2
    assert {image.page for image in artwork.images} == {2}
    with pytest.raises(NotFound, match="number 3"):
        ArtworkDesk(X(KEYS), lambda _: TOLD).read(f"{URL}/photo/3")


def test_what_is_only_shown_again_names_where_it_comes_from() -> None:
    data = {name: value for name, value in TOLD["data"].items() if name != "attachments"}
    told = {
        "data": data | {"referenced_tweets": [{"type": "retweeted", "id": "99"}]},
        "includes": {
            "users": [*TOLD["includes"]["users"], {"id": "5", "username": "Original", "name": "O"}],
            "tweets": [{"id": "99", "author_id": "5"}],
        },
    }
    artwork = ArtworkDesk(X(KEYS), lambda _: told).read(URL)
    assert artwork.repost
    assert artwork.source_posts == ("https://x.com/original/status/99",)


def test_a_quoted_post_is_no_repost() -> None:
    told = TOLD | {"data": TOLD["data"] | {"referenced_tweets": [{"type": "quoted", "id": "99"}]}}
    artwork = ArtworkDesk(X(KEYS), lambda _: told).read(URL)
    assert not artwork.repost
    assert artwork.source_posts == ()


def test_a_longer_text_takes_the_place_of_its_beginning() -> None:
    note = {"text": "All of it: https://t.co/z", "entities": {"urls": [{"url": "https://t.co/z", "expanded_url": "https://ko-fi.com/somebody"}]}}  # fmt: skip  # noqa: E501
    told = TOLD | {"data": TOLD["data"] | {"note_tweet": note}}
    artwork = ArtworkDesk(X(KEYS), lambda _: told).read(URL)
    assert artwork.title == "All of it: https://ko-fi.com/somebody"
    assert [link.url for link in artwork.links if "ko-fi" in link.url]


def test_of_a_film_the_still_is_taken() -> None:
    media = [{"media_key": "3_1", "type": "video", "preview_image_url": "https://pbs.twimg.com/ext_tw/a.jpg"}]
    told = TOLD | {"includes": TOLD["includes"] | {"media": media}}
    images = ArtworkDesk(X(KEYS), lambda _: told).read(URL).images
    assert [image.url for image in images] == ["https://pbs.twimg.com/ext_tw/a.jpg"]


@pytest.mark.parametrize(
    ("told", "kind", "code"),
    [
        (error("resource-not-found", "Could not find tweet with id"), NotFound, "not_found"),
        (
            error("not-authorized-for-resource", "Sorry, you are not authorized"),
            AccountPrivate,
            "account_private",
        ),
        (error("resource-not-found", "User has been suspended: [1]"), AccountGone, "account_suspended"),
        (error("odd-thing", "No way"), SourceRefused, "source_refused"),
        ({}, SourceUnavailable, "source_unavailable"),
    ],
)
def test_why_there_is_no_post_is_told_apart(told: Any, kind: type[FoveaError], code: str) -> None:
    with pytest.raises(kind) as problem:
        ArtworkDesk(X(KEYS), lambda _: told).read(URL)
    assert problem.value.code == code


def test_a_post_without_pictures_is_no_artwork() -> None:
    told = TOLD | {"includes": {"users": TOLD["includes"]["users"]}}
    with pytest.raises(SourceRefused) as refused:
        ArtworkDesk(X(KEYS), lambda _: told).read(URL)
    assert refused.value.code == "not_an_artwork"


@pytest.mark.parametrize(
    ("number", "code"), [(401, "key_refused"), (403, "key_refused"), (402, "budget_spent")]
)
def test_a_key_that_is_not_taken_is_told_as_such(number: int, code: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        ArtworkDesk(X(KEYS), lambda _: status(number, {"title": "Unauthorized"})).read(URL)
    assert refused.value.code == code


def test_without_a_key_the_author_and_the_words_are_read() -> None:
    desk = ArtworkDesk(X({}), lambda _: EMBED)
    artwork = desk.read(URL)
    assert [(one.name, one.handle, one.role) for one in artwork.artists] == [
        ("Some Body", "somebody", "unknown")
    ]
    assert artwork.images == ()
    assert artwork.title.startswith("A sunset")
    assert artwork.posted_at is not None
    assert abs(artwork.posted_at - 1_637_003_285_000) < 1_000
    assert not any("/status/" in link.url for link in artwork.links)
    assert desk.asked[0].url == "https://publish.x.com/oembed"
    assert "Authorization" not in desk.asked[0].headers


@pytest.mark.parametrize(("number", "kind"), [(404, NotFound), (403, AccountPrivate)])
def test_without_a_key_a_post_may_not_be_there(number: int, kind: type[FoveaError]) -> None:
    with pytest.raises(kind):
        ArtworkDesk(X({}), lambda _: status(number)).read(URL)


def test_the_number_of_a_post_tells_its_moment_since_late_2010() -> None:
    assert moment_of("1212092628029698048") == 1_577_820_376_771  # 2019-12-31T19:26:16.771Z
    assert moment_of("20") is None


@pytest.mark.parametrize(
    "odd",
    [
        {"author_id": None},
        {"author_id": "unknown"},
        {"text": None, "entities": {"urls": [{"url": 5}], "mentions": [{"username": "a b"}]}},
        {"created_at": "soon", "possibly_sensitive": "yes"},
        {"entities": None, "referenced_tweets": "none"},
        {"attachments": {"media_keys": ["3_1", "9_9", 7]}},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    def answer(_: Asked) -> Any:
        return TOLD | {"data": TOLD["data"] | odd}

    assert ArtworkDesk(X(KEYS), answer).read(URL).external_id == NUMBER
