"""Addresses of artworks at boards, asked of all sites together: each is its own site's, or nobody's."""

import pytest

from puller.artists.artworks import every_artwork_site

SITES = every_artwork_site({})
DANBOORU = "https://danbooru.donmai.us"
DERPI = "https://derpibooru.org"
GELBOORU = "https://gelbooru.com/index.php"
SAFEBOORU = "https://safebooru.org/index.php"


def understood(url: str) -> tuple[str, str] | None:
    found = [address for site in SITES if (address := site.understand(url)) is not None]
    assert len({address.site for address in found}) <= 1
    return (found[0].site, found[0].external_id) if found else None


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (f"{DANBOORU}/posts/1234567", "1234567"),
        (f"{DANBOORU}/posts/1234567/", "1234567"),
        (f"{DANBOORU}/posts/1234567?q=1girl", "1234567"),
        (f"{DANBOORU}/posts/1234567?q=a%20b&z=5", "1234567"),
        (f"{DANBOORU}/posts/1234567#comments", "1234567"),
        (f"{DANBOORU}/posts/1234567.json", "1234567"),
        (f"{DANBOORU}/posts/1234567.json?only=id", "1234567"),
        (f"{DANBOORU}/post/show/1234567", "1234567"),
        (f"{DANBOORU}/post/show/1234567/some-tags", "1234567"),
        (f"{DANBOORU}/posts/1", "1"),
        ("http://danbooru.donmai.us/posts/1234567", "1234567"),
        ("danbooru.donmai.us/posts/1234567", "1234567"),
        ("https://DANBOORU.donmai.us/posts/1234567", "1234567"),
        ("https://danbooru.donmai.us./posts/1234567", "1234567"),
        ("https://danbooru.donmai.us:443/posts/1234567", "1234567"),
        ("https://hijiribe.donmai.us/posts/1234567", "1234567"),
        ("http://hijiribe.donmai.us/post/show/1234567", "1234567"),
        ("https://sonohara.donmai.us/posts/1234567", "1234567"),
        ("https://safebooru.donmai.us/posts/1234567", "1234567"),
        ("safebooru.donmai.us/posts/1234567?q=x", "1234567"),
        (f"  {DANBOORU}/posts/1234567\n", "1234567"),
        (f"https://href.li/?{DANBOORU}/posts/1234567", "1234567"),
        ("https://www.deviantart.com/users/outgoing?https://danbooru.donmai.us/posts/1234567", "1234567"),
        ("https://out.reddit.com/t3_1?url=https%3A%2F%2Fdanbooru.donmai.us%2Fposts%2F1234567", "1234567"),
        ("http://127.0.0.1:8410/-/danbooru.donmai.us/posts/1234567", "1234567"),
    ],
)
def test_a_post_of_danbooru_is_understood(url: str, number: str) -> None:
    assert understood(url) == ("danbooru", number)


@pytest.mark.parametrize(
    "url",
    [
        DANBOORU,
        f"{DANBOORU}/posts",
        f"{DANBOORU}/posts/",
        f"{DANBOORU}/posts?tags=1girl",
        f"{DANBOORU}/posts/abc",
        f"{DANBOORU}/posts/-5",
        f"{DANBOORU}/posts/1.5",
        f"{DANBOORU}/posts/1234567890123",
        f"{DANBOORU}/posts/1234567/edit/now",
        f"{DANBOORU}/posts/random",
        f"{DANBOORU}/artists/1234567",
        f"{DANBOORU}/artists/show_or_new?name=somebody",
        f"{DANBOORU}/pools/1234567",
        f"{DANBOORU}/comments/1234567",
        f"{DANBOORU}/users/1234567",
        f"{DANBOORU}/wiki_pages/1234567",
        f"{DANBOORU}/uploads/1234567",
        "danbooru: 1girl",
        "danbooru.donmai.us",
        "https://cdn.donmai.us/original/01/23/0123456789abcdef0123456789abcdef.png",
        "https://notdanbooru.donmai.us/posts/1234567",
        "https://danbooru.donmai.us.example.com/posts/1234567",
        "https://example.com/danbooru.donmai.us/posts/1234567",
        "https://danbooru.donmai.us@example.com/posts/1234567",
        "ftp://danbooru.donmai.us/posts/1234567",
        f"https://example.com/{'a' * 5_000}",
    ],
)
def test_what_is_no_post_of_danbooru_is_nobodys(url: str) -> None:
    assert understood(url) is None


@pytest.mark.parametrize(
    ("url", "site"),
    [
        (f"{DERPI}/images/1234567", "derpibooru"),
        (f"{DERPI}/images/1234567/", "derpibooru"),
        (f"{DERPI}/1234567", "derpibooru"),
        (f"{DERPI}/1234567/", "derpibooru"),
        (f"{DERPI}/1234567?q=safe", "derpibooru"),
        (f"{DERPI}/images/1234567?scope=abc#comments", "derpibooru"),
        (f"{DERPI}/1234567.json", "derpibooru"),
        ("https://www.derpibooru.org/1234567", "derpibooru"),
        ("https://www.derpibooru.org/images/1234567", "derpibooru"),
        ("https://trixiebooru.org/images/1234567", "derpibooru"),
        ("http://derpibooru.org/1234567", "derpibooru"),
        ("derpibooru.org/1234567", "derpibooru"),
        ("derpibooru.org/images/1234567", "derpibooru"),
        ("https://Derpibooru.org/images/1234567", "derpibooru"),
        ("https://href.li/?https://derpibooru.org/images/1234567", "derpibooru"),
        ("https://l.instagram.com/?u=https%3A%2F%2Fderpibooru.org%2F1234567&e=a", "derpibooru"),
        ("http://127.0.0.1:8410/-/derpibooru.org/images/1234567", "derpibooru"),
        ("https://furbooru.org/images/1234567", "furbooru"),
        ("https://furbooru.org/1234567", "furbooru"),
        ("https://www.furbooru.org/images/1234567", "furbooru"),
        ("furbooru.org/images/1234567?q=a", "furbooru"),
        ("http://furbooru.org/images/1234567#c", "furbooru"),
        ("http://127.0.0.1:8410/-/furbooru.org/1234567", "furbooru"),
        ("https://ponybooru.org/images/1234567", "ponybooru"),
        ("https://www.ponybooru.org/1234567", "ponybooru"),
    ],
)
def test_an_image_of_philomena_is_understood(url: str, site: str) -> None:
    assert understood(url) == (site, "1234567")


@pytest.mark.parametrize(
    "url",
    [
        DERPI,
        f"{DERPI}/images",
        f"{DERPI}/images/",
        f"{DERPI}/images/abc",
        f"{DERPI}/images/random",
        f"{DERPI}/images/1234567/edit",
        f"{DERPI}/images/1234567/source_changes",
        f"{DERPI}/images/-1",
        f"{DERPI}/1234567890123",
        f"{DERPI}/search?q=1234567",
        f"{DERPI}/tags/artist-colon-somebody",
        f"{DERPI}/tags/1234567/edit",
        f"{DERPI}/profiles/somebody",
        f"{DERPI}/galleries/1234567",
        f"{DERPI}/forums/art/topics/1234567",
        f"{DERPI}/comments/1234567",
        f"{DERPI}/filters/56027",
        "https://derpicdn.net/img/view/2020/1/1/1234567.png",
        "https://notderpibooru.org/1234567",
        "https://derpibooru.org.example.com/1234567",
        "https://example.com/derpibooru.org/1234567",
        "https://derpibooru.org@example.com/1234567",
        "ftp://derpibooru.org/1234567",
        "derpibooru: safe",
        "https://furbooru.org/tags/artist-colon-somebody",
        "https://xfurbooru.org/images/1234567",
        "1234567",
    ],
)
def test_what_is_no_image_of_philomena_is_nobodys(url: str) -> None:
    assert understood(url) is None


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://e621.net/posts/1234567", "e621"),
        ("https://e621.net/posts/1234567/", "e621"),
        ("https://e621.net/posts/1234567?q=wolf", "e621"),
        ("https://e621.net/posts/1234567?q=wolf+solo&p=2", "e621"),
        ("https://e621.net/posts/1234567#comments", "e621"),
        ("https://e621.net/posts/1234567.json", "e621"),
        ("https://e621.net/post/show/1234567", "e621"),
        ("https://e621.net/post/show/1234567/", "e621"),
        ("https://e621.net/post/show/1234567/some-tags", "e621"),
        ("https://www.e621.net/posts/1234567", "e621"),
        ("https://www.e621.net/post/show/1234567", "e621"),
        ("http://e621.net/posts/1234567", "e621"),
        ("e621.net/posts/1234567", "e621"),
        ("www.e621.net/posts/1234567", "e621"),
        ("https://E621.net/posts/1234567", "e621"),
        ("https://e621.net:443/posts/1234567", "e621"),
        ("https://href.li/?https://e621.net/posts/1234567", "e621"),
        ("https://steamcommunity.com/linkfilter/?u=https%3A%2F%2Fe621.net%2Fposts%2F1234567", "e621"),
        ("http://127.0.0.1:8410/-/e621.net/posts/1234567", "e621"),
        ("https://e926.net/posts/1234567", "e926"),
        ("https://e926.net/posts/1234567?q=wolf", "e926"),
        ("https://e926.net/post/show/1234567", "e926"),
        ("https://www.e926.net/posts/1234567", "e926"),
        ("e926.net/posts/1234567.json", "e926"),
        ("http://127.0.0.1:8410/-/e926.net/posts/1234567", "e926"),
    ],
)
def test_a_post_of_e621_is_understood(url: str, site: str) -> None:
    assert understood(url) == (site, "1234567")


@pytest.mark.parametrize(
    "url",
    [
        "https://e621.net",
        "https://e621.net/posts",
        "https://e621.net/posts/",
        "https://e621.net/posts?tags=wolf",
        "https://e621.net/posts/abc",
        "https://e621.net/posts/-1",
        "https://e621.net/posts/1234567890123",
        "https://e621.net/posts/1234567/edit/now",
        "https://e621.net/posts/random",
        "https://e621.net/artists/1234567",
        "https://e621.net/artists/somebody",
        "https://e621.net/pools/1234567",
        "https://e621.net/users/1234567",
        "https://e621.net/forum_topics/1234567",
        "https://e621.net/wiki_pages/1234567",
        "https://e621.net/post_sets/1234567",
        "https://static1.e621.net/data/01/23/0123456789abcdef0123456789abcdef.png",
        "https://note621.net/posts/1234567",
        "https://e621.net.example.com/posts/1234567",
        "https://example.com/e621.net/posts/1234567",
        "https://e621.net@example.com/posts/1234567",
        "https://e621.com/posts/1234567",
        "ftp://e621.net/posts/1234567",
        "e621: wolf",
        "https://e926.net/posts?tags=wolf",
        "https://e926.net/artists/1234567",
    ],
)
def test_what_is_no_post_of_e621_is_nobodys(url: str) -> None:
    assert understood(url) is None


@pytest.mark.parametrize(
    ("url", "site"),
    [
        (f"{GELBOORU}?page=post&s=view&id=1234567", "gelbooru"),
        (f"{GELBOORU}?page=post&s=view&id=1234567&tags=1girl", "gelbooru"),
        (f"{GELBOORU}?s=view&id=1234567&page=post", "gelbooru"),
        (f"{GELBOORU}?id=1234567&page=post&s=view#c", "gelbooru"),
        (f"{GELBOORU}?page=post&s=view&id=01234567", "gelbooru"),
        ("http://gelbooru.com/index.php?page=post&s=view&id=1234567", "gelbooru"),
        ("https://www.gelbooru.com/index.php?page=post&s=view&id=1234567", "gelbooru"),
        ("gelbooru.com/index.php?page=post&s=view&id=1234567", "gelbooru"),
        ("https://Gelbooru.com/index.php?page=post&s=view&id=1234567", "gelbooru"),
        ("https://gelbooru.com/?page=post&s=view&id=1234567", "gelbooru"),
        ("https://gelbooru.com:443/index.php?page=post&s=view&id=1234567", "gelbooru"),
        ("http://127.0.0.1:8410/-/gelbooru.com/index.php?page=post&s=view&id=1234567", "gelbooru"),
        (f"{SAFEBOORU}?page=post&s=view&id=1234567", "safebooru"),
        (f"{SAFEBOORU}?page=post&s=view&id=1234567&pool_id=1", "safebooru"),
        ("https://www.safebooru.org/index.php?page=post&s=view&id=1234567", "safebooru"),
        ("safebooru.org/index.php?page=post&s=view&id=1234567", "safebooru"),
        ("https://rule34.xxx/index.php?page=post&s=view&id=1234567", "rule34"),
        ("https://www.rule34.xxx/index.php?page=post&s=view&id=1234567", "rule34"),
        ("https://api.rule34.xxx/index.php?page=post&s=view&id=1234567", "rule34"),
        ("https://tbib.org/index.php?page=post&s=view&id=1234567", "tbib"),
        ("https://www.tbib.org/index.php?page=post&s=view&id=1234567", "tbib"),
        ("https://xbooru.com/index.php?page=post&s=view&id=1234567", "xbooru"),
        ("https://www.xbooru.com/index.php?page=post&s=view&id=1234567", "xbooru"),
        ("https://hypnohub.net/index.php?page=post&s=view&id=1234567", "hypnohub"),
        ("https://www.hypnohub.net/index.php?page=post&s=view&id=1234567", "hypnohub"),
    ],
)
def test_a_post_of_a_gelbooru_is_understood(url: str, site: str) -> None:
    assert understood(url) == (site, "1234567")


@pytest.mark.parametrize(
    "url",
    [
        "https://gelbooru.com",
        GELBOORU,
        f"{GELBOORU}?page=post",
        f"{GELBOORU}?page=post&s=view",
        f"{GELBOORU}?page=post&s=view&id=",
        f"{GELBOORU}?page=post&s=view&id=abc",
        f"{GELBOORU}?page=post&s=view&id=-1",
        f"{GELBOORU}?page=post&s=view&id=1e5",
        f"{GELBOORU}?page=post&s=list&id=1234567",
        f"{GELBOORU}?page=post&s=list&tags=1girl",
        f"{GELBOORU}?page=pool&s=show&id=1234567",
        f"{GELBOORU}?page=account&s=profile&id=1234567",
        f"{GELBOORU}?page=wiki&s=view&id=1234567",
        f"{GELBOORU}?page=artist&s=list&search=somebody",
        f"{GELBOORU}?page=tags&s=list",
        "https://gelbooru.com/posts/1234567",
        "https://gelbooru.com/view.php?page=post&s=view&id=1234567",
        "https://img3.gelbooru.com/images/01/23/0123456789abcdef0123456789abcdef.png",
        "https://notgelbooru.com/index.php?page=post&s=view&id=1234567",
        "https://gelbooru.com.example.com/index.php?page=post&s=view&id=1234567",
        "https://example.com/gelbooru.com/index.php?page=post&s=view&id=1234567",
        "https://gelbooru.com@example.com/index.php?page=post&s=view&id=1234567",
        "ftp://gelbooru.com/index.php?page=post&s=view&id=1234567",
        "gelbooru: 1girl",
        f"{SAFEBOORU}?page=post&s=list&tags=all",
        "https://safebooru.com/index.php?page=post&s=view&id=1234567",
    ],
)
def test_what_is_no_post_of_a_gelbooru_is_nobodys(url: str) -> None:
    assert understood(url) is None
