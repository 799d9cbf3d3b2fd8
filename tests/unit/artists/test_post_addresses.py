"""Whose posts addresses are."""

import pytest

from fovea.artists.posts import post_of

POSTS = [
    ("https://x.com/jane/status/12", "x", "12", "x:jane", None),
    ("https://twitter.com/jane/status/12/photo/2", "x", "12", "x:jane", 2),
    ("https://twitter.com/jane/statuses/12?s=20", "x", "12", "x:jane", None),
    ("https://x.com/i/web/status/12", "x", "12", None, None),
    ("https://x.com/i/status/12", "x", "12", None, None),
    ("https://vxtwitter.com/jane/status/12.jpg", "x", "12", "x:jane", None),
    ("https://nitter.net/jane/status/12#m", "x", "12", "x:jane", None),
    ("https://bsky.app/profile/jane.art/post/3kabc", "bluesky", "3kabc", "bluesky:jane.art", None),
    (
        "https://mastodon.art/@jane/109501",
        "mastodon",
        "mastodon.art/109501",
        "mastodon:jane@mastodon.art",
        None,
    ),
    (
        "https://mastodon.art/users/jane/statuses/109501",
        "mastodon",
        "mastodon.art/109501",
        "mastodon:jane@mastodon.art",
        None,
    ),
    (
        "https://a.example/@jane@b.example/109501",
        "mastodon",
        "a.example/109501",
        "mastodon:jane@b.example",
        None,
    ),
    ("https://www.pixiv.net/artworks/12", "pixiv", "12", None, None),
    ("https://www.pixiv.net/en/artworks/12#3", "pixiv", "12", None, 3),
    ("https://www.pixiv.net/ja/artworks/12", "pixiv", "12", None, None),
    ("https://www.pixiv.net/i/12", "pixiv", "12", None, None),
    ("https://www.pixiv.net/member_illust.php?mode=medium&illust_id=12", "pixiv", "12", None, None),
    ("https://www.deviantart.com/jane/art/Title-12", "deviantart", "Title-12", "deviantart:jane", None),
    ("https://jane.deviantart.com/art/Title-12", "deviantart", "Title-12", "deviantart:jane", None),
    ("https://www.deviantart.com/deviation/12", "deviantart", "12", None, None),
    ("https://jane.tumblr.com/post/12/title", "tumblr", "12", "tumblr:jane", None),
    ("https://www.tumblr.com/jane/12/title", "tumblr", "12", "tumblr:jane", None),
    ("https://danbooru.donmai.us/posts/12?q=a", "danbooru", "12", None, None),
    ("https://e621.net/posts/12", "e621", "12", None, None),
    ("https://derpibooru.org/images/12", "derpibooru", "12", None, None),
    ("https://derpibooru.org/12?q=a", "derpibooru", "12", None, None),
    ("https://gelbooru.com/index.php?page=post&s=view&id=12", "gelbooru", "12", None, None),
    ("https://www.artstation.com/artwork/aB3", "artstation", "aB3", None, None),
    ("https://jane.artstation.com/projects/aB3", "artstation", "aB3", "artstation:jane", None),
    ("https://www.furaffinity.net/view/12/", "furaffinity", "12", None, None),
    ("https://l.instagram.com/?u=https%3A%2F%2Fx.com%2Fjane%2Fstatus%2F12", "x", "12", "x:jane", None),
]
NONE = [
    "https://x.com/jane",
    "https://nottwitter.com/jane/status/12",
    "https://x.com/jane/status/",
    "https://x.com/jane/status/abc",
    "https://bsky.app/profile/jane.art",
    "https://bsky.app/profile/jane.art/feed/a",
    "https://mastodon.art/@jane",
    "https://medium.com/@jane/title-123456",
    "https://www.pixiv.net/artworks/abc",
    "https://www.pixiv.net/users/12",
    "https://www.deviantart.com/jane",
    "https://www.deviantart.com/jane/art/",
    "https://www.tumblr.com/jane",
    "https://jane.tumblr.com/archive",
    "https://danbooru.donmai.us/posts",
    "https://danbooru.donmai.us/posts?tags=a",
    "https://gelbooru.com/index.php?page=post&s=list&id=12",
    "https://derpibooru.org/search?q=1",
    "https://www.artstation.com/jane",
    "https://www.furaffinity.net/view/abc",
    "https://example.com/12",
    "https://x.com@evil.example/jane/status/12",
]


@pytest.mark.parametrize(("url", "network", "external_id", "poster", "page"), POSTS)
def test_an_address_says_which_post_it_is(
    url: str, network: str, external_id: str, poster: str | None, page: int | None
) -> None:
    found = post_of(url)
    assert found is not None
    assert (found.network, found.external_id, found.page) == (network, external_id, page)
    assert (found.account.key if found.account else None) == poster
    again = post_of(found.url)
    assert again is not None
    assert again.external_id == external_id


@pytest.mark.parametrize("url", NONE)
def test_what_is_no_post_is_none(url: str) -> None:
    assert post_of(url) is None
