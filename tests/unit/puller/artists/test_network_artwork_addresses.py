"""Addresses of posts of Tumblr, Bluesky and Mastodon, asked of all sites of artworks together."""

import pytest

from puller.artists.artworks import every_artwork_site

SITES = every_artwork_site({})
DID = "did:plc:z72i7hdynmk6r22z27h6tvur"
KEY = "3l6oveex3ii2l"
NUMBER = "123456789012"
STATUS = "103254962155278888"


def understood(url: str) -> tuple[str, str] | None:
    found = [address for site in SITES if (address := site.understand(url)) is not None]
    assert len({address.site for address in found}) <= 1
    return (found[0].site, found[0].external_id) if found else None


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.tumblr.com/somebody/{NUMBER}",
        f"https://www.tumblr.com/somebody/{NUMBER}/a-title",
        f"https://www.tumblr.com/somebody/{NUMBER}/",
        f"https://www.tumblr.com/somebody/{NUMBER}?source=share",
        f"https://www.tumblr.com/SomeBody/{NUMBER}",
        f"https://tumblr.com/somebody/{NUMBER}",
        f"http://www.tumblr.com/somebody/{NUMBER}",
        f"tumblr.com/somebody/{NUMBER}",
        f"https://www.tumblr.com/blog/view/somebody/{NUMBER}",
        f"https://www.tumblr.com/blog/somebody/{NUMBER}",
        f"https://www.tumblr.com/dashboard/blog/somebody/{NUMBER}",
        f"https://somebody.tumblr.com/post/{NUMBER}",
        f"https://somebody.tumblr.com/post/{NUMBER}/",
        f"https://somebody.tumblr.com/post/{NUMBER}/a-title",
        f"https://somebody.tumblr.com/post/{NUMBER}/a-title/",
        f"https://somebody.tumblr.com/post/{NUMBER}#notes",
        f"https://somebody.tumblr.com/post/{NUMBER}?is_related_post=1",
        f"https://somebody.tumblr.com/image/{NUMBER}",
        f"http://somebody.tumblr.com/post/{NUMBER}",
        f"somebody.tumblr.com/post/{NUMBER}",
        f"https://SomeBody.tumblr.com/post/{NUMBER}",
        f"https://href.li/?https://somebody.tumblr.com/post/{NUMBER}",
        f"https://t.umblr.com/redirect?z=https%3A%2F%2Fsomebody.tumblr.com%2Fpost%2F{NUMBER}&t=abc",
        f"https://l.instagram.com/?u=https%3A%2F%2Fwww.tumblr.com%2Fsomebody%2F{NUMBER}",
        f"http://127.0.0.1:8410/-/www.tumblr.com/somebody/{NUMBER}",
        f"http://127.0.0.1:8410/-/somebody.tumblr.com/post/{NUMBER}",
    ],
)
def test_a_post_of_tumblr_is_understood(url: str) -> None:
    assert understood(url) == ("tumblr", f"somebody/{NUMBER}")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.tumblr.com",
        "https://www.tumblr.com/somebody",
        "https://www.tumblr.com/somebody/",
        "https://www.tumblr.com/somebody/tagged/art",
        "https://www.tumblr.com/tagged/art",
        "https://www.tumblr.com/search/art",
        "https://www.tumblr.com/dashboard",
        f"https://www.tumblr.com/dashboard/{NUMBER}",
        f"https://www.tumblr.com/settings/{NUMBER}",
        f"https://www.tumblr.com/reblog/{NUMBER}",
        "https://www.tumblr.com/likes",
        f"https://www.tumblr.com/some_body/{NUMBER}",
        "https://www.tumblr.com/somebody/abc",
        "https://somebody.tumblr.com",
        "https://somebody.tumblr.com/archive",
        "https://somebody.tumblr.com/page/2",
        "https://somebody.tumblr.com/post/",
        "https://somebody.tumblr.com/post/abc",
        "https://somebody.tumblr.com/tagged/art",
        f"https://somebody.tumblr.com/posts/{NUMBER}",
        f"https://api.tumblr.com/post/{NUMBER}",
        f"https://64.media.tumblr.com/post/{NUMBER}/s1280x1920/a.jpg",
        f"https://nottumblr.com/somebody/{NUMBER}",
        f"https://www.tumblr.com.example.com/somebody/{NUMBER}",
        f"https://www.tumblr.com@example.com/somebody/{NUMBER}",
        f"ftp://somebody.tumblr.com/post/{NUMBER}",
        "tumblr: somebody",
    ],
)
def test_what_is_no_post_of_tumblr_is_nobodys(url: str) -> None:
    assert understood(url) is None


@pytest.mark.parametrize(
    ("url", "who"),
    [
        (f"https://bsky.app/profile/somebody.bsky.social/post/{KEY}", "somebody.bsky.social"),
        (f"https://bsky.app/profile/somebody.bsky.social/post/{KEY}/", "somebody.bsky.social"),
        (f"https://bsky.app/profile/somebody.bsky.social/post/{KEY}?ref=x", "somebody.bsky.social"),
        (f"https://bsky.app/profile/somebody.bsky.social/post/{KEY}#r", "somebody.bsky.social"),
        (f"https://bsky.app/profile/SomeBody.Bsky.Social/post/{KEY}", "somebody.bsky.social"),
        (f"https://bsky.app/profile/somebody.art/post/{KEY}", "somebody.art"),
        (f"https://bsky.app/profile/some-body.co.uk/post/{KEY}", "some-body.co.uk"),
        (f"https://bsky.app/profile/a.b.c.example/post/{KEY}", "a.b.c.example"),
        (f"https://bsky.app/profile/x1.studio/post/{KEY}", "x1.studio"),
        (f"https://bsky.app/profile/somebody.gallery/post/{KEY}", "somebody.gallery"),
        (f"https://bsky.app/profile/xn--bcher-kva.example/post/{KEY}", "xn--bcher-kva.example"),
        (f"https://bsky.app/profile/{DID}/post/{KEY}", DID),
        (f"https://bsky.app/profile/{DID}/post/{KEY}/", DID),
        (f"https://bsky.app/profile/did:web:somebody.example/post/{KEY}", "did:web:somebody.example"),
        (f"https://www.bsky.app/profile/somebody.bsky.social/post/{KEY}", "somebody.bsky.social"),
        (f"https://main.bsky.dev/profile/somebody.bsky.social/post/{KEY}", "somebody.bsky.social"),
        (f"http://bsky.app/profile/somebody.bsky.social/post/{KEY}", "somebody.bsky.social"),
        (f"bsky.app/profile/somebody.bsky.social/post/{KEY}", "somebody.bsky.social"),
        (f"bsky.app/profile/{DID}/post/{KEY}", DID),
        (f"https://BSKY.app/profile/somebody.art/post/{KEY}", "somebody.art"),
        (f"https://bsky.app:443/profile/somebody.art/post/{KEY}", "somebody.art"),
        (f"https://href.li/?https://bsky.app/profile/somebody.art/post/{KEY}", "somebody.art"),
        (f"https://www.google.com/url?q=https%3A%2F%2Fbsky.app%2Fprofile%2Fs.art%2Fpost%2F{KEY}", "s.art"),
        (f"  https://bsky.app/profile/somebody.art/post/{KEY} ", "somebody.art"),
        (f"http://127.0.0.1:8410/-/bsky.app/profile/{DID}/post/{KEY}", DID),
    ],
)
def test_a_post_of_bluesky_is_understood(url: str, who: str) -> None:
    assert understood(url) == ("bluesky", f"{who}/{KEY}")


@pytest.mark.parametrize(
    "url",
    [
        "https://bsky.app",
        "https://bsky.app/profile/somebody.art",
        "https://bsky.app/profile/somebody.art/media",
        "https://bsky.app/profile/somebody.art/post",
        "https://bsky.app/profile/somebody.art/post/",
        f"https://bsky.app/profile/somebody.art/post/{KEY}/liked-by",
        f"https://bsky.app/profile/somebody.art/post/{KEY}/reposted-by",
        f"https://bsky.app/profile/somebody.art/posts/{KEY}",
        f"https://bsky.app/profile/somebody/post/{KEY}",
        f"https://bsky.app/profile/.art/post/{KEY}",
        f"https://bsky.app/profile/some_body.art/post/{KEY}",
        f"https://bsky.app/profile/did:plc:short/post/{KEY}",
        f"https://bsky.app/profile/did:key:abc/post/{KEY}",
        "https://bsky.app/profile/somebody.art/feed/cats",
        "https://bsky.app/profile/somebody.art/lists/3kabc",
        "https://bsky.app/hashtag/art",
        "https://bsky.app/search?q=art",
        "https://bsky.app/settings",
        f"https://bsky.app/profile/somebody.art/post/{'a' * 65}",
        f"https://bsky.app/profile/somebody.art/post/{KEY}%20x",
        f"https://notbsky.app/profile/somebody.art/post/{KEY}",
        f"https://bsky.app.example.com/profile/somebody.art/post/{KEY}",
        f"https://bsky.app@example.com/profile/somebody.art/post/{KEY}",
        f"at://{DID}/app.bsky.feed.post/{KEY}",
        f"ftp://bsky.app/profile/somebody.art/post/{KEY}",
        "bluesky: somebody.art",
        "@somebody.bsky.social",
    ],
)
def test_what_is_no_post_of_bluesky_is_nobodys(url: str) -> None:
    assert understood(url) is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (f"https://mastodon.social/@somebody/{STATUS}", "mastodon.social"),
        (f"https://mastodon.social/@somebody/{STATUS}/", "mastodon.social"),
        (f"https://mastodon.social/@somebody/{STATUS}?x=1", "mastodon.social"),
        (f"https://mastodon.social/@somebody/{STATUS}#c", "mastodon.social"),
        (f"https://mastodon.social/@some_body/{STATUS}", "mastodon.social"),
        (f"https://mastodon.social/@somebody@mastodon.art/{STATUS}", "mastodon.social"),
        (f"https://mastodon.social/web/@somebody/{STATUS}", "mastodon.social"),
        (f"https://mastodon.social/deck/@somebody/{STATUS}", "mastodon.social"),
        (f"https://mastodon.social/users/somebody/statuses/{STATUS}", "mastodon.social"),
        (f"https://mastodon.social/web/statuses/{STATUS}", "mastodon.social"),
        (f"https://mastodon.social/statuses/{STATUS}", "mastodon.social"),
        (f"https://mastodon.art/@somebody/{STATUS}", "mastodon.art"),
        (f"https://baraag.net/@somebody/{STATUS}", "baraag.net"),
        (f"https://pawoo.net/@somebody/{STATUS}", "pawoo.net"),
        (f"https://art.example.co.uk/@somebody/{STATUS}", "art.example.co.uk"),
        (f"https://somebody.gallery/@me/{STATUS}", "somebody.gallery"),
        (f"https://pleroma.example/notice/{STATUS}", "pleroma.example"),
        ("https://pleroma.example/notice/AbCdEf1234", "pleroma.example"),
        (f"http://mastodon.social/@somebody/{STATUS}", "mastodon.social"),
        (f"mastodon.social/@somebody/{STATUS}", "mastodon.social"),
        (f"https://Mastodon.Social/@somebody/{STATUS}", "mastodon.social"),
        (f"https://mastodon.social:443/@somebody/{STATUS}", "mastodon.social"),
        (f"https://href.li/?https://mastodon.art/@somebody/{STATUS}", "mastodon.art"),
        (
            f"https://www.deviantart.com/users/outgoing?https://mastodon.art/@somebody/{STATUS}",
            "mastodon.art",
        ),
        (f"http://127.0.0.1:8410/-/mastodon.social/@somebody/{STATUS}", "mastodon.social"),
    ],
)
def test_a_status_of_mastodon_is_understood(url: str, host: str) -> None:
    found = understood(url)
    assert found is not None
    assert found[0] == "mastodon"
    assert found[1].startswith(f"{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "https://mastodon.social",
        "https://mastodon.social/@somebody",
        "https://mastodon.social/@somebody/media",
        "https://mastodon.social/@somebody/with_replies",
        "https://mastodon.social/@somebody/abc",
        "https://mastodon.social/@somebody/12",
        "https://mastodon.social/@somebody.rss",
        f"https://mastodon.social/@somebody/{STATUS}.rss",
        f"https://mastodon.social/@somebody/{STATUS}/embed",
        f"https://mastodon.social/@some body/{STATUS}",
        "https://mastodon.social/tags/art",
        "https://mastodon.social/about",
        "https://mastodon.social/explore",
        f"https://mastodon.social/{STATUS}",
        f"https://mastodon.social/media/{STATUS}",
        "@somebody@mastodon.social",
        "somebody@mastodon.social",
        f"https://medium.com/@somebody/{STATUS}",
        f"https://www.tiktok.com/@somebody/{STATUS}",
        f"https://www.youtube.com/@somebody/{STATUS}",
        f"https://twitter.com/@somebody/{STATUS}",
        f"https://x.com/@somebody/{STATUS}",
        f"https://www.pixiv.net/@somebody/{STATUS}",
        f"https://danbooru.donmai.us/@somebody/{STATUS}",
        f"https://www.deviantart.com/@somebody/{STATUS}",
        f"ftp://mastodon.social/@somebody/{STATUS}",
        f"https://localhost/@somebody/{STATUS}",
        STATUS,
    ],
)
def test_what_is_no_status_is_nobodys(url: str) -> None:
    assert understood(url) is None
