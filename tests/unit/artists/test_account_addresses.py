"""Whose accounts addresses are, and which are nobody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea.artists.addresses import account, account_of
from fovea.artists.networks import NETWORKS

# Network, then addresses of one account each; before them the handle (or #number).
SAME: dict[tuple[str, str], str] = {
    ("x", "somebody"): """
        https://x.com/somebody https://twitter.com/somebody http://www.twitter.com/somebody/
        https://mobile.twitter.com/somebody https://m.twitter.com/somebody x.com/somebody
        twitter.com/Somebody HTTPS://X.COM/SOMEBODY //x.com/somebody https://x.com/@somebody
        https://x.com/somebody/media https://x.com/somebody/with_replies https://x.com/somebody/likes
        https://x.com/somebody?s=21&t=abc https://x.com/somebody#top https://twitter.com/#!/somebody
        https://twitter.com/intent/user?screen_name=somebody
        https://x.com/intent/follow?screen_name=somebody https://fxtwitter.com/somebody
        https://vxtwitter.com/somebody https://fixupx.com/somebody https://nitter.net/somebody
        https://xcancel.com/somebody https://x.com:443/somebody https://x.com./somebody
        https://x.com//somebody// https://x.com/%73omebody https:/x.com/somebody
        https://127.0.0.1:8410/-/x.com/somebody
        https://web.archive.org/web/2020/https://twitter.com/somebody
    """,
    ("x", "#12"): """
        https://x.com/i/user/12 https://twitter.com/i/user/12/
        https://twitter.com/intent/user?user_id=12 https://x.com/intent/follow?user_id=12
    """,
    ("bluesky", "jane.bsky.social"): """
        https://bsky.app/profile/jane.bsky.social bsky.app/profile/jane.bsky.social
        https://jane.bsky.social https://jane.bsky.social/ jane.bsky.social
        https://bsky.app/profile/@jane.bsky.social https://bsky.app/profile/JANE.bsky.social
        https://fxbsky.app/profile/jane.bsky.social https://main.bsky.dev/profile/jane.bsky.social
        https://staging.bsky.app/profile/jane.bsky.social
        https://bsky.app/profile/jane.bsky.social/followers
        https://go.bsky.app/redirect?u=https%3A%2F%2Fjane.bsky.social
    """,
    ("bluesky", "jane.art"): "https://bsky.app/profile/jane.art https://bskx.app/profile/jane.art/",
    ("bluesky", "#did:plc:z72i7hdynmk6r22z27h6tvur"): """
        https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur
    """,
    ("mastodon", "jane@mastodon.art"): """
        https://mastodon.art/@jane https://mastodon.art/@Jane/ https://mastodon.art/@jane/media
        https://mastodon.art/users/jane https://mastodon.art/web/@jane mastodon.art/@jane
        https://mastodon.social/@jane@mastodon.art https://art.example/@jane@mastodon.art
    """,
    ("mastodon", "jane@baraag.net"): """
        https://baraag.net/@jane https://pawoo.net/@jane@baraag.net https://baraag.net/users/jane
    """,
    ("mastodon", "jane@art.example"): "https://art.example/@jane",
    ("misskey", "jane@misskey.io"): """
        https://misskey.io/@jane https://mastodon.social/@jane@misskey.io
    """,
    ("pixiv", "12"): """
        https://www.pixiv.net/users/12 https://www.pixiv.net/en/users/12
        https://www.pixiv.net/ja/users/12 https://www.pixiv.net/users/12/artworks
        https://www.pixiv.net/en/users/12/illustrations https://pixiv.net/u/12
        https://www.pixiv.net/member.php?id=12 https://touch.pixiv.net/member.php?id=12
        www.pixiv.net/users/12 https://www.pixiv.net/member_illust.php?id=12
        https://www.pixiv.net/fanbox/creator/12 https://www.pixiv.net/users/12/bookmarks/artworks
        http://www.pixiv.net/member.php?id=12&type=all
    """,
    ("pixiv", "jane"): """
        https://pixiv.me/jane http://pixiv.me/Jane/ https://www.pixiv.net/stacc/jane
    """,
    ("deviantart", "jane-doe"): """
        https://www.deviantart.com/jane-doe https://jane-doe.deviantart.com
        http://Jane-Doe.deviantart.com/ https://www.deviantart.com/jane-doe/gallery
        https://www.deviantart.com/jane-doe/gallery/12/folder https://www.deviantart.com/jane-doe/about
        https://www.deviantart.com/jane-doe/favourites deviantart.com/jane-doe
        https://jane-doe.deviantart.com/gallery/ https://fxdeviantart.com/jane-doe
        https://www.deviantart.com/users/outgoing?https://www.deviantart.com/jane-doe
    """,
    ("tumblr", "jane"): """
        https://jane.tumblr.com https://jane.tumblr.com/archive https://www.tumblr.com/jane
        tumblr.com/jane https://www.tumblr.com/blog/view/jane https://www.tumblr.com/blog/jane
        https://www.tumblr.com/@jane https://jane.tumblr.com/tagged/art jane.tumblr.com
        https://at.tumblr.com/jane https://www.tumblr.com/jane/archive
        https://t.umblr.com/redirect?z=https%3A%2F%2Fjane.tumblr.com%2F&t=abc
    """,
    ("danbooru", "jane_(doe)"): """
        https://danbooru.donmai.us/artists/show_or_new?name=jane_%28doe%29
        https://danbooru.donmai.us/artists.json?search[name]=jane_(doe)
        https://safebooru.donmai.us/artists?name=jane_(doe)
    """,
    ("danbooru", "#34"): """
        https://danbooru.donmai.us/artists/34 https://danbooru.donmai.us/artists/34.json
    """,
    ("e621", "jane"): """
        https://e621.net/artists/jane https://e926.net/artists/show_or_new?name=jane
    """,
    ("e621", "#34"): "https://e621.net/artists/34",
    ("derpibooru", "jane"): """
        https://derpibooru.org/tags/artist-colon-jane https://www.derpibooru.org/tags/artist:jane
    """,
    ("furbooru", "jane"): "https://furbooru.org/tags/artist-colon-jane",
    ("derpibooru", "jane doe"): """
        https://derpibooru.org/tags/artist-colon-jane+doe https://derpibooru.org/tags/artist%3Ajane%20doe
        https://derpibooru.org/search?q=artist%3Ajane+doe https://derpibooru.org/search?q=artist:jane%20doe&page=2
        https://trixiebooru.org/images?q=artist%3Ajane+doe""",
    ("derpibooru", "j-k.l+m"): "https://derpibooru.org/tags/artist-colon-j-dash-k-dot-l-plus-m",
    ("artstation", "jane"): """
        https://www.artstation.com/jane https://jane.artstation.com
        https://www.artstation.com/artist/jane https://www.artstation.com/jane/profile
        https://www.artstation.com/users/jane.json artstation.com/jane
        https://jane.artstation.com/albums/12
    """,
    ("furaffinity", "janedoe"): """
        https://www.furaffinity.net/user/janedoe/ https://www.furaffinity.net/user/jane_doe
        https://furaffinity.net/gallery/JaneDoe https://www.furaffinity.net/scraps/janedoe/2/
        https://sfw.furaffinity.net/user/janedoe https://fxfuraffinity.net/user/janedoe
        furaffinity.net/user/janedoe
    """,
    ("instagram", "jane.doe"): """
        https://www.instagram.com/jane.doe https://instagram.com/jane.doe/
        https://www.instagram.com/jane.doe?igshid=1 https://www.instagram.com/stories/jane.doe/12
        https://instagr.am/jane.doe
        https://l.instagram.com/?u=https%3A%2F%2Finstagram.com%2Fjane.doe&e=AT
    """,
    ("patreon", "foo_bar"): """
        https://www.patreon.com/foo_bar https://www.patreon.com/c/foo_bar
        https://www.patreon.com/cw/foo_bar https://patreon.com/foo_bar/posts
        https://www.patreon.com/join/foo_bar https://www.patreon.com/c/foo_bar/membership
    """,
    ("patreon", "#9"): "https://www.patreon.com/user?u=9 https://www.patreon.com/bePatron?u=9",
    ("kofi", "jane"): """
        https://ko-fi.com/jane ko-fi.com/Jane https://ko-fi.com/jane/shop
        https://www.ko-fi.com/jane/commissions
    """,
    ("fanbox", "jane"): "https://jane.fanbox.cc https://www.fanbox.cc/@jane",
    ("skeb", "jane"): "https://skeb.jp/@jane",
    ("threads", "jane"): "https://www.threads.net/@jane https://threads.com/@jane",
    ("youtube", "jane"): """
        https://www.youtube.com/@jane https://youtube.com/c/jane/about https://m.youtube.com/user/jane
    """,
    ("reddit", "jane"): """
        https://www.reddit.com/user/jane/ https://old.reddit.com/u/jane
        https://out.reddit.com/x?url=https%3A%2F%2Freddit.com%2Fu%2Fjane
    """,
    ("toyhouse", "jane"): "https://toyhou.se/jane",
    ("weasyl", "janedoe"): """
        https://www.weasyl.com/~janedoe https://www.weasyl.com/profile/jane_doe
    """,
    ("newgrounds", "jane"): "https://jane.newgrounds.com/",
    ("cara", "jane"): "https://cara.app/jane https://cara.app/jane/portfolio",
    ("weibo", "#77"): "https://weibo.com/u/77 https://weibo.com/u/77?is_all=1",
    ("vk", "jane"): """
        https://vk.com/jane https://m.vk.com/jane https://vk.com/away.php?to=https%3A%2F%2Fvk.com%2Fjane
    """,
}
ACCEPTED = [(network, handle, url) for (network, handle), urls in SAME.items() for url in urls.split()]

NOBODY = [
    "https://nottwitter.com/evil",
    "https://twitter.com.evil.example/somebody",
    "https://evil.example/x.com/somebody",
    "https://x.com@evil.example/somebody",
    "https://somebody:word@x.com/somebody",
    "https://xx.com/somebody",
    "https://ax.com/somebody",
    "https://evil.example?u=https://x.com/somebody",
    "https://x.com",
    "https://x.com/",
    "https://x.com/share",
    "https://x.com/share?url=a",
    "https://x.com/i",
    "https://x.com/i/web/status/12",
    "https://x.com/hashtag/art",
    "https://x.com/home",
    "https://x.com/login",
    "https://x.com/search?q=art",
    "https://x.com/explore",
    "https://x.com/settings/account",
    "https://x.com/intent/tweet?text=x",
    "https://x.com/intent/user",
    "https://x.com/intent/user?user_id=abc",
    "https://x.com/compose/post",
    "https://x.com/messages",
    "https://x.com/notifications",
    "https://x.com/tos",
    "https://x.com/privacy",
    "https://x.com/widgets",
    "https://x.com/i/lists/12",
    "https://x.com/somebody_with_a_name_too_long",
    "https://x.com/some-body",
    "https://x.com/some.body",
    "https://x.com/somebody/status/12",
    "https://x.com/somebody/what",
    "https://x.com\\somebody",
    "ftp://x.com/somebody",
    "javascript://x.com/somebody",
    "mailto:x@x.com",
    "https://t.co/abcdefg",
    "https://pbs.twimg.com/media/abc.jpg",
    "https://pic.twitter.com/abcdef",
    "https://help.x.com/somebody",
    "https://bsky.app",
    "https://bsky.app/profile",
    "https://bsky.app/search?q=a",
    "https://bsky.app/profile/jane",
    "https://bsky.app/profile/jane.bsky.social/post/3k",
    "https://bsky.app/profile/jane.bsky.social/feed/art",
    "https://bsky.app/settings",
    "https://bsky.app/profile/did:plc:short",
    "https://notbsky.app.example/profile/jane.bsky.social",
    "https://bsky.social",
    "https://mastodon.art",
    "https://mastodon.art/explore",
    "https://mastodon.art/@jane/109501",
    "https://mastodon.art/tags/art",
    "https://medium.com/@jane",
    "https://www.flickr.com/@jane",
    "https://soundcloud.com/@jane",
    "https://art.example/users/jane",
    "https://mastodon.social/@jane@x.com",
    "https://mastodon.art/@",
    "https://linktr.ee/@jane",
    "https://www.pixiv.net",
    "https://www.pixiv.net/users/jane",
    "https://www.pixiv.net/artworks/12",
    "https://www.pixiv.net/en/artworks/12",
    "https://www.pixiv.net/member.php",
    "https://www.pixiv.net/member.php?id=abc",
    "https://www.pixiv.net/tags/art",
    "https://notpixiv.net/users/12",
    "https://www.pixiv.net/member_illust.php?mode=medium&illust_id=12",
    "https://i.pximg.net/img-original/12_p0.png",
    "https://www.pixiv.net/jane",
    "https://pixiv.me",
    "https://pixiv.me/a/b",
    "https://www.pixiv.net/ranking.php",
    "https://www.pixiv.net/i/12",
    "https://www.deviantart.com",
    "https://www.deviantart.com/jane/art/Title-12",
    "https://www.deviantart.com/tag/art",
    "https://www.deviantart.com/search?q=a",
    "https://www.deviantart.com/users/outgoing",
    "https://www.deviantart.com/daily-deviations",
    "https://www.deviantart.com/join",
    "https://backend.deviantart.com/oembed?url=a",
    "https://sta.sh/0abc",
    "https://jane.deviantart.com/art/Title-12",
    "https://www.deviantart.com/deviation/12",
    "https://www.deviantart.com/jane_doe",
    "https://deviantart.com.example/jane",
    "https://www.tumblr.com",
    "https://www.tumblr.com/tagged/art",
    "https://www.tumblr.com/explore",
    "https://www.tumblr.com/dashboard",
    "https://jane.tumblr.com/post/12/x",
    "https://www.tumblr.com/jane/12/x",
    "https://64.media.tumblr.com/a.jpg",
    "https://assets.tumblr.com",
    "https://www.tumblr.com/share/link?url=a",
    "https://www.tumblr.com/login",
    "https://nottumblr.com/jane",
    "https://api.tumblr.com/v2",
    "https://danbooru.donmai.us/posts/12",
    "https://danbooru.donmai.us/posts?tags=jane",
    "https://danbooru.donmai.us/artists",
    "https://danbooru.donmai.us/wiki_pages/jane",
    "https://danbooru.donmai.us/users/12",
    "https://e621.net/posts/12",
    "https://e621.net/artists",
    "https://e621.net/artists/show_or_new",
    "https://derpibooru.org/12",
    "https://derpibooru.org/tags/safe",
    "https://derpibooru.org/search?q=safe",
    "https://derpibooru.org/search?q=artist%3Ajane%2C+safe",
    "https://derpibooru.org/search?q=artist%3Ajane+AND+safe",
    "https://derpibooru.org/search?q=artist%3Ajane+OR+artist%3Amay",
    "https://derpibooru.org/search?q=artist%3A*",
    "https://derpibooru.org/search?q=artist%3A",
    "https://derpibooru.org/search?q=NOT+artist%3Ajane",
    "https://derpibooru.org/profiles/jane",
    "https://www.artstation.com",
    "https://www.artstation.com/artwork/abc",
    "https://www.artstation.com/marketplace",
    "https://www.artstation.com/search?q=a",
    "https://magazine.artstation.com/2020",
    "https://cdna.artstation.com/p/a.jpg",
    "https://jane.artstation.com/projects/abc",
    "https://www.artstation.com/jobs",
    "https://www.artstation.com/challenges/a",
    "https://www.furaffinity.net",
    "https://www.furaffinity.net/view/12/",
    "https://www.furaffinity.net/browse/",
    "https://www.furaffinity.net/search/",
    "https://www.furaffinity.net/jane",
    "https://d.furaffinity.net/art/jane/1/a.png",
    "https://www.instagram.com/p/abc/",
    "https://www.instagram.com/reel/abc",
    "https://www.instagram.com/explore/",
    "https://www.instagram.com/accounts/login",
    "https://www.instagram.com",
    "https://www.instagram.com/jane.doe/p/abc",
    "https://www.instagram.com/direct/inbox",
    "https://www.patreon.com",
    "https://www.patreon.com/c",
    "https://www.patreon.com/posts/title-12",
    "https://www.patreon.com/login",
    "https://www.patreon.com/search",
    "https://www.patreon.com/user",
    "https://www.patreon.com/home",
    "https://www.patreon.com/policy/terms",
    "https://ko-fi.com",
    "https://ko-fi.com/s/abc",
    "https://ko-fi.com/i/ABC",
    "https://ko-fi.com/home/about",
    "https://ko-fi.com/explore",
    "https://youtube.com/watch?v=a",
    "https://youtu.be/a",
    "https://www.youtube.com/channel/short",
    "https://www.reddit.com/r/art",
    "https://jane.studio",
    "https://x.carrd.co",
    "https://linktr.ee/jane",
    "https://example.com/@",
    "http://[::1]/somebody",
    "http://x",
    "about:blank",
    "#",
    "?",
    "/",
    "@somebody",
    "somebody",
    "x.com:8443/somebody",
    "https://x.com/somebody%00",
    "https://\u202ex.com/somebody",
]


@pytest.mark.parametrize(("network", "handle", "url"), ACCEPTED)
def test_an_address_says_whose_account_it_is(network: str, handle: str, url: str) -> None:
    found = account_of(url)
    assert found is not None
    assert (found.network, found.handle or f"#{found.external_id}") == (network, handle)


@pytest.mark.parametrize(
    "url", [*NOBODY, "", "   ", "x.com/some body", "https://x.com/" + "a" * 5000, "not an address"]
)
def test_what_is_no_account_is_nobodys(url: str) -> None:
    assert account_of(url) is None


@pytest.mark.parametrize(("network", "handle", "url"), ACCEPTED)
def test_the_page_that_is_kept_is_of_the_same_account(network: str, handle: str, url: str) -> None:
    found = account_of(url)
    assert found is not None
    again = account_of(found.url)
    assert again is not None
    assert (again.key, again.url) == (found.key, found.url)


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    account_of(text)
    account_of(f"https://x.com/{text}")


@given(
    st.sampled_from(["x", "deviantart", "tumblr", "patreon", "kofi", "furaffinity"]),
    st.from_regex(r"[a-z]{4,12}[0-9]{1,3}", fullmatch=True),
)
def test_an_account_is_found_again_by_its_page(network: str, handle: str) -> None:
    made = account(network, handle)
    assert account_of(made.url) == made


@pytest.mark.parametrize(
    ("network", "handle"),
    [("x", "share"), ("x", "with space"), ("nowhere", "jane"), ("pixiv", "a/b"), ("x", "")],
)
def test_what_can_be_no_handle_is_refused(network: str, handle: str) -> None:
    with pytest.raises(ValueError, match=r"no (account|network)"):
        account(network, handle)


def test_no_two_networks_share_a_host() -> None:
    hosts = [host for one in NETWORKS.values() for host in (*one.hosts, *one.short_hosts)]
    assert len(hosts) == len(set(hosts))
