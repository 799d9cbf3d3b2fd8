"""Which addresses are pages about people, and what is asked for them."""

import pytest

from fovea.artists.addresses import page_of
from fovea.artists.networks import NETWORKS
from fovea.artists.records import Unread
from puller.artists.profiles import every_profile_reader
from tests.unit.puller.artists_profiles.people import People
from tests.unit.puller.sources.answering import Asked

PIXIV = "https://www.pixiv.net/ajax/user/12345"
FA = "https://www.furaffinity.net/user/jane/"
DA = "https://www.deviantart.com/jane/about"
X = "https://api.x.com/2/users/by/username/jane"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://linktr.ee/jane", "https://linktr.ee/jane"),
        ("https://www.linktr.ee/jane?utm_source=x", "https://linktr.ee/jane"),
        ("linktr.ee/jane", "https://linktr.ee/jane"),
        ("https://jane.carrd.co", "https://jane.carrd.co/"),
        ("http://jane.crd.co/#about", "https://jane.crd.co/"),
        ("https://jane.uwu.ai/", "https://jane.uwu.ai/"),
        ("https://lit.link/ja/jane", "https://lit.link/jane"),
        ("https://potofu.me/jane", "https://potofu.me/jane"),
        ("https://www.patreon.com/c/jane", "https://www.patreon.com/jane"),
        ("https://www.patreon.com/cw/jane/about", "https://www.patreon.com/jane"),
        ("https://patreon.com/foo_bar", "https://www.patreon.com/foo_bar"),
        ("https://ko-fi.com/jane", "https://ko-fi.com/jane"),
        ("https://jane.deviantart.com/", DA),
        ("https://www.deviantart.com/jane/gallery", DA),
        ("https://www.deviantart.com/users/outgoing?https://linktr.ee/jane", "https://linktr.ee/jane"),
        ("https://www.pixiv.net/en/users/12345", PIXIV),
        ("https://www.pixiv.net/member.php?id=12345", PIXIV),
        ("https://jane.artstation.com", "https://www.artstation.com/users/jane.json"),
        ("https://www.artstation.com/jane", "https://www.artstation.com/users/jane.json"),
        ("https://www.furaffinity.net/user/jane/", FA),
        ("https://furaffinity.net/gallery/jane", FA),
        ("https://x.com/jane", X),
        ("https://mobile.twitter.com/Jane/", X),
        ("https://l.instagram.com/?u=https%3A%2F%2Ftwitter.com%2Fjane", X),
        (
            "https://bsky.app/profile/jane.bsky.social",
            "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile",
        ),
        ("https://mastodon.art/@jane", "https://mastodon.art/api/v1/accounts/lookup"),
        ("https://pawoo.net/@jane", "https://pawoo.net/api/v1/accounts/lookup"),
        ("https://jane.tumblr.com", "https://api.tumblr.com/v2/blog/jane.tumblr.com/info"),
        ("https://www.tumblr.com/jane", "https://api.tumblr.com/v2/blog/jane.tumblr.com/info"),
        ("https://danbooru.donmai.us/artists/77", "https://danbooru.donmai.us/artists/77.json"),
        ("https://e621.net/artists/77", "https://e621.net/artists/77.json"),
        ("https://jane.studio", "https://jane.studio/"),
        ("https://jane.gallery/about", "https://jane.gallery/about"),
    ],
)
def test_an_address_is_asked_for_where_it_tells_most(url: str, asked: str) -> None:
    world = People({})
    world.look(url)
    assert world.asked[:1] == [asked]


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/share",
        "https://twitter.com/share?url=https://linktr.ee/jane",
        "https://twitter.com/hashtag/art",
        "https://twitter.com/intent/tweet?text=x",
        "https://x.com/home",
        "https://x.com/i/lists/1",
        "https://x.com/search?q=jane",
        "https://www.patreon.com/login",
        "https://www.patreon.com/posts/title-12345",
        "https://linktr.ee/",
        "https://linktr.ee/login",
        "https://linktr.ee/s/pricing",
        "https://carrd.co/",
        "https://www.carrd.co/build",
        "https://lit.link/",
        "https://www.deviantart.com/tag/art",
        "https://www.deviantart.com/jane/art/Title-12345",
        "https://www.pixiv.net/artworks/12345",
        "https://www.pixiv.net/tags/art",
        "https://www.artstation.com/artwork/AbCdE",
        "https://www.furaffinity.net/view/12345/",
        "https://bsky.app/search?q=jane",
        "https://www.tumblr.com/tagged/art",
        "https://danbooru.donmai.us/posts/12345",
        "https://www.google.com/search?q=jane",
        "https://discord.gg/abc",
        "https://imgur.com/a/AbCdE",
        "https://jane.studio/picture.png",
        "https://jane@evil.example/",
        "mailto:jane@jane.studio",
        "javascript:alert(1)",
        "jane",
        "",
        "https://",
    ],
)
def test_what_is_no_page_about_somebody_is_not_asked_for(url: str) -> None:
    world = People({})
    assert isinstance(world.look(url), Unread)
    assert world.web.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "https://nottwitter.com/jane",
        "https://x.com.evil.example/jane",
        "https://evil.example/x.com",
        "https://linktr.ee.evil.example/jane",
    ],
)
def test_who_only_looks_like_a_network_is_any_website(url: str) -> None:
    world = People({})
    found = world.look(url)
    assert isinstance(found, Unread)
    assert all(one == url or one.startswith(f"{url}/") for one in world.asked)


def test_nobody_is_asked_twice_for_the_rules_of_a_host() -> None:
    world = People({"https://linktr.ee/jane": lambda _asked: b""})
    world.look("https://linktr.ee/jane")
    world.look("https://linktr.ee/june")
    assert [_is_rules(one) for one in world.web.asked].count(True) == 1


def _is_rules(asked: Asked) -> bool:
    return asked.url.endswith("/robots.txt")


def test_all_pages_that_are_said_to_be_readable_have_a_reader() -> None:
    readers = every_profile_reader({})
    readable = {one.name for one in NETWORKS.values() if one.readable}
    assert readable <= set(readers)
    hubs = [
        "linktr.ee/jane",
        "bio.link/jane",
        "solo.to/jane",
        "about.me/jane",
        "lnk.bio/jane",
        "taplink.cc/jane",
    ]
    hubs += [
        "jane.straw.page",
        "jane.neocities.org",
        "jane.strikingly.com",
        "jane.wixsite.com",
        "twpf.jp/jane",
    ]
    kinds = [known.kind for one in hubs if (known := page_of(one)) is not None]
    assert len(kinds) == len(hubs)
    assert set(kinds) <= set(readers)
