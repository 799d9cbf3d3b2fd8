"""Artworks of networks where anybody posts, read from the answers that are recorded for their listings."""

from typing import Any

import pytest

from fovea.artists.records import Artwork
from fovea.errors import AccountNotFound, AccountPrivate, NotFound, SourceRefused
from puller.artists.artworks.bluesky import BlueskyArtworks
from puller.artists.artworks.mastodon import MastodonArtworks
from puller.artists.artworks.tumblr import TumblrArtworks
from tests.unit.puller.artists.artwork_desk import ArtworkDesk
from tests.unit.puller.sources.answering import Asked, status
from tests.unit.puller.sources.test_bluesky import AUTHOR, DID
from tests.unit.puller.sources.test_bluesky import POST as BLUESKY
from tests.unit.puller.sources.test_mastodon import ACCOUNT, HOST, IMAGE, STATUS
from tests.unit.puller.sources.test_tumblr import KEYS, MEDIA, posts
from tests.unit.puller.sources.test_tumblr import OLD_POST as OLD_TUMBLR
from tests.unit.puller.sources.test_tumblr import POST as TUMBLR

AT_TUMBLR = "https://somebody.tumblr.com/post/740000000000000001/a-sunset"
AT_BLUESKY = f"https://bsky.app/profile/{DID}/post/3kabc1"
AT_MASTODON = f"https://{HOST}/@Somebody/103270115826048975"


def urls(artwork: Artwork) -> list[str]:
    assert {link.where for link in artwork.links} <= {"mention"}
    return [link.url.rstrip("/") for link in artwork.links]


def tumblr(told: dict[str, Any]) -> Artwork:
    return ArtworkDesk(TumblrArtworks(KEYS), lambda _: posts(told)).read(AT_TUMBLR)


def test_a_post_of_tumblr_is_read_whole() -> None:
    artwork = tumblr(TUMBLR)
    assert (artwork.site, artwork.external_id) == ("tumblr", "somebody/740000000000000001")
    assert (artwork.own, artwork.repost, artwork.mature, artwork.title) == (False, False, False, "A sunset")
    assert [(one.handle, one.role, one.url) for one in artwork.artists] == [
        ("somebody", "unknown", "https://www.tumblr.com/somebody")
    ]
    assert [(image.page, image.url) for image in artwork.images] == [
        (1, f"{MEDIA}/s2048x3072/1.jpg"),
        (1, f"{MEDIA}/s640x960/1.jpg"),
        (1, f"{MEDIA}/s75x75_c1/1.jpg"),
        (2, f"{MEDIA}/s500x750/2.png"),
    ]
    assert artwork.posted_at == 1_705_744_800_000


def test_a_photo_post_of_the_older_form_names_its_source() -> None:
    caption = '<p>by me: <a href="https://x.com/some_painter">here</a></p>'
    artwork = tumblr(OLD_TUMBLR | {"caption": caption})
    assert artwork.source_posts == ("https://example.com/where",)
    assert not artwork.repost
    assert urls(artwork) == ["https://x.com/some_painter"]


def test_links_beside_the_text_are_read() -> None:
    content = [
        *TUMBLR["content"],
        {
            "type": "text",
            "text": "more at my page",
            "formatting": [{"start": 8, "end": 15, "type": "link", "url": "https://somebody.carrd.co/"}],
        },
        {"type": "link", "url": "https://ko-fi.com/somebody", "title": "Ko-fi"},
    ]
    found = urls(tumblr(TUMBLR | {"content": content}))
    assert "https://somebody.carrd.co" in found
    assert "https://ko-fi.com/somebody" in found


def test_a_reblog_names_where_it_began_and_is_nobodys_own() -> None:
    trail = [{"blog": {"name": "Original"}, "post": {"id": "99"}, "content": TUMBLR["content"]}]
    artwork = tumblr(TUMBLR | {"content": [], "trail": trail, "reblogged_from_id": "98"})
    assert artwork.repost
    assert artwork.images == ()
    assert artwork.source_posts == ("https://www.tumblr.com/original/99",)


def test_a_post_of_words_is_no_artwork() -> None:
    with pytest.raises(SourceRefused) as refused:
        tumblr(TUMBLR | {"content": TUMBLR["content"][:1]})
    assert refused.value.code == "not_an_artwork"


def test_a_label_makes_a_post_of_tumblr_one_for_adults() -> None:
    assert tumblr(TUMBLR | {"community_labels": {"has_community_label": True}}).mature


def test_what_is_not_at_tumblr_is_told_apart() -> None:
    with pytest.raises(NotFound):
        ArtworkDesk(TumblrArtworks(KEYS), lambda _: posts()).read(AT_TUMBLR)
    with pytest.raises(AccountNotFound):
        ArtworkDesk(TumblrArtworks(KEYS), lambda _: status(404, {"errors": []})).read(AT_TUMBLR)
    with pytest.raises(SourceRefused) as refused:
        ArtworkDesk(TumblrArtworks({}), lambda _: posts()).read(AT_TUMBLR)
    assert refused.value.code == "key_missing"


def bluesky(told: dict[str, Any], url: str = AT_BLUESKY) -> Artwork:
    def answer(asked: Asked) -> Any:
        return {"did": DID} if "resolveHandle" in asked.url else {"posts": [told]}

    return ArtworkDesk(BlueskyArtworks(), answer).read(url)


def test_a_post_of_bluesky_is_read_whole() -> None:
    artwork = bluesky(BLUESKY)
    assert (artwork.site, artwork.external_id) == ("bluesky", f"{DID}/3kabc1")
    assert artwork.url == "https://bsky.app/profile/somebody.bsky.social/post/3kabc1"
    assert (artwork.own, artwork.repost, artwork.mature) == (False, False, False)
    assert [(one.name, one.handle, one.external_id, one.role) for one in artwork.artists] == [
        ("Some Body", "somebody.bsky.social", DID, "unknown")
    ]
    assert [image.page for image in artwork.images] == [1, 1, 2]
    assert artwork.images[0].url.endswith("feed_fullsize/plain/" + DID + "/baf1@jpeg")
    assert (artwork.images[0].width, artwork.images[0].height) == (2000, 1500)


def test_a_post_by_a_handle_is_known_by_its_did() -> None:
    url = "https://bsky.app/profile/somebody.bsky.social/post/3kabc1"
    assert bluesky(BLUESKY, url).external_id == f"{DID}/3kabc1"


def test_shortened_links_and_people_are_read_whole() -> None:
    text = "Ü art by @friend.art · somebody.carr… "
    whole = text.encode()

    def place(part: str, feature: dict[str, str]) -> dict[str, Any]:
        begin = whole.index(part.encode())
        return {
            "index": {"byteStart": begin, "byteEnd": begin + len(part.encode())},
            "features": [{"$type": "x", **feature}],
        }

    friend = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"
    facets = [
        place("@friend.art", {"did": friend}),
        place("somebody.carr…", {"uri": "https://somebody.carrd.co/"}),
        {"index": {"byteStart": 500, "byteEnd": 600}, "features": [{"uri": "https://far.example/"}]},
        {"index": {"byteStart": "x"}, "features": [{"uri": 7, "did": "nobody"}]},
    ]
    record = BLUESKY["record"] | {"text": text, "facets": facets}
    found = urls(bluesky(BLUESKY | {"record": record}))
    assert "https://somebody.carrd.co" in found
    assert f"https://bsky.app/profile/{friend}" in found
    assert not any("carr" in url and "carrd.co" not in url for url in found)
    assert not any("far.example" in url for url in found)


def test_an_account_without_a_handle_is_known_by_its_did() -> None:
    artist = bluesky(BLUESKY | {"author": AUTHOR | {"handle": "handle.invalid"}}).artists[0]
    assert (artist.handle, artist.url) == (None, f"https://bsky.app/profile/{DID}")


def test_a_label_makes_a_post_of_bluesky_one_for_adults() -> None:
    assert bluesky(BLUESKY | {"labels": [{"val": "porn"}]}).mature


def test_what_is_not_at_bluesky_is_told_apart() -> None:
    with pytest.raises(NotFound):
        ArtworkDesk(BlueskyArtworks(), lambda _: {"posts": []}).read(AT_BLUESKY)
    with pytest.raises(AccountPrivate):
        bluesky(BLUESKY | {"author": AUTHOR | {"labels": [{"val": "!no-unauthenticated"}]}})
    with pytest.raises(SourceRefused) as refused:
        bluesky(BLUESKY | {"embed": None})
    assert refused.value.code == "not_an_artwork"


def mastodon(told: dict[str, Any]) -> Artwork:
    return ArtworkDesk(MastodonArtworks(), lambda _: told).read(AT_MASTODON)


def test_a_status_of_mastodon_is_read_whole() -> None:
    content = '<p>A tree. More: <a href="https://somebody.carrd.co/" rel="me">somebody.carrd.co</a></p>'
    artwork = mastodon(STATUS | {"content": content})
    assert (artwork.site, artwork.external_id) == ("mastodon", f"{HOST}/103270115826048975")
    assert (artwork.own, artwork.repost, artwork.mature, artwork.url) == (False, False, False, AT_MASTODON)
    assert [(one.name, one.handle, one.url, one.role) for one in artwork.artists] == [
        ("Some Body", f"somebody@{HOST}", f"https://{HOST}/@Somebody", "unknown")
    ]
    assert [image.url for image in artwork.images] == [IMAGE["url"], IMAGE["preview_url"]]
    assert urls(artwork) == ["https://somebody.carrd.co"]


def test_a_post_from_elsewhere_is_that_of_its_home() -> None:
    account = ACCOUNT | {"acct": "Painter@art.example", "url": "https://art.example/@Painter"}
    artwork = mastodon(STATUS | {"account": account, "url": "https://art.example/@Painter/1234567"})
    assert artwork.artists[0].handle == "painter@art.example"
    assert artwork.url == "https://art.example/@Painter/1234567"


def test_a_boost_names_where_it_comes_from() -> None:
    boosted = STATUS | {"url": "https://art.example/@Painter/99", "uri": "https://art.example/@Painter/99"}
    artwork = mastodon(STATUS | {"reblog": boosted, "media_attachments": [], "content": ""})
    assert artwork.repost
    assert artwork.images == ()
    assert artwork.source_posts == ("https://art.example/@Painter/99",)


def test_a_sensitive_status_may_be_for_adults() -> None:
    assert mastodon(STATUS | {"sensitive": True}).mature


def test_several_pictures_are_pages() -> None:
    second = IMAGE | {"id": "2", "url": f"https://files.{HOST}/media/original/b.jpeg"}
    images = mastodon(STATUS | {"media_attachments": [IMAGE, second]}).images
    assert [(image.page, image.url) for image in images][-1] == (2, second["url"])


def test_what_is_not_at_an_instance_is_told_apart() -> None:
    with pytest.raises(NotFound):
        ArtworkDesk(MastodonArtworks(), lambda _: status(404, {"error": "Record not found"})).read(
            AT_MASTODON
        )
    with pytest.raises(NotFound):
        ArtworkDesk(MastodonArtworks(), lambda _: status(410, {"error": "Gone"})).read(AT_MASTODON)
    with pytest.raises(AccountPrivate):
        ArtworkDesk(MastodonArtworks(), lambda _: status(401, {"error": "login"})).read(AT_MASTODON)
    with pytest.raises(SourceRefused) as refused:
        mastodon(STATUS | {"media_attachments": []})
    assert refused.value.code == "not_an_artwork"


@pytest.mark.parametrize(
    "odd",
    [
        {"content": None, "tags": None, "url": None},
        {"created_at": "then", "reblog": []},
        {"sensitive": "yes", "uri": 7},
    ],
)
def test_odd_fields_do_not_spoil_a_status(odd: dict[str, Any]) -> None:
    assert mastodon(STATUS | odd).images


@pytest.mark.parametrize("account", [None, {"acct": "x" * 300}])
def test_a_status_of_nobody_is_no_artwork(account: Any) -> None:
    with pytest.raises(SourceRefused) as refused:
        mastodon(STATUS | {"account": account})
    assert refused.value.code == "not_an_artwork"
