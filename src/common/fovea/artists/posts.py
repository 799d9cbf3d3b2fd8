"""Whose is a post? Said by its address alone, as in `fovea.artists.addresses`."""

import re

import msgspec

from fovea.artists import fediverse, networks, web_address
from fovea.artists.addresses import made, path_forms, unwrapped
from fovea.artists.network import Network, words
from fovea.artists.records import AccountAddress
from fovea.artists.web_address import WebAddress

# Where posts are found by their number, whatever name stands before it.
_FOUND_BY_NUMBER = frozenset({"x"})
# Networks whose posts have another address than `https://www.<first host><path>`.
_PAGES = {
    "x": "https://x.com/i/status/{post}",
    "pixiv": "https://www.pixiv.net/artworks/{post}",
    "danbooru": "https://danbooru.donmai.us/posts/{post}",
    "e621": "https://e621.net/posts/{post}",
    "gelbooru": "https://gelbooru.com/index.php?page=post&s=view&id={post}",
    "derpibooru": "https://derpibooru.org/images/{post}",
    "furbooru": "https://furbooru.org/images/{post}",
    "furaffinity": "https://www.furaffinity.net/view/{post}/",
    "nijie": "https://nijie.info/view.php?id={post}",
}
_WITH_WWW = words("deviantart artstation tumblr instagram patreon reddit weasyl tiktok behance flickr inprnt")


class PostPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The page of a post or an artwork; `account` is who posted it, where the address says so. `page`
    counts the picture of a set that it names, from 1.
    """

    network: str
    external_id: str
    url: str
    account: AccountAddress | None = None
    page: int | None = None


def post_of(url: str) -> PostPage | None:
    """The post or artwork whose page this is."""
    address = web_address.read(unwrapped(url))
    if address is None:
        return None
    of = networks.network_at(address.host)
    if of is not None and of not in {networks.MASTODON, networks.MISSKEY}:
        return _by_path(of, address) or _by_query(of, address)
    return _in_fediverse(address) or _at_own_host(address)


def _by_path(of: Network, address: WebAddress) -> PostPage | None:
    for path in path_forms(of, address):
        for form in of.posts:
            if (match := form.fullmatch(path)) and (found := _post(of, address, match)):
                return found
    return None


def _post(of: Network, address: WebAddress, match: re.Match[str]) -> PostPage | None:
    groups = match.groupdict()
    named = groups.get("handle") or groups.get("id")
    poster = made(of, groups.get("handle"), groups.get("id")) if named else None
    if named and poster is None and of.name not in _FOUND_BY_NUMBER:
        return None
    post = groups["post"]
    host = f"www.{of.hosts[0]}" if of.name in _WITH_WWW else of.hosts[0]
    url = _PAGES[of.name].format(post=post) if of.name in _PAGES else f"https://{host}{match[0].rstrip('/')}"
    if of.name == "x" and poster is not None:
        url = f"{poster.url}/status/{post}"
    return PostPage(network=of.name, external_id=post, url=url, account=poster, page=_page(of, address))


def _page(of: Network, address: WebAddress) -> int | None:
    """`/status/1/photo/2` at X, `#2` at pixiv."""
    if of.name == "x":
        match = re.search(r"/photo/([1-9][0-9]?)/*$", address.path)
        return int(match[1]) if match else None
    if of.name == "pixiv" and re.fullmatch(r"[1-9][0-9]{0,2}", address.fragment):
        return int(address.fragment)
    return None


def _by_query(of: Network, address: WebAddress) -> PostPage | None:
    asked = address.asked
    if of.name == "gelbooru" and (asked.get("page"), asked.get("s")) != ("post", "view"):
        return None
    for form in of.post_queries:
        value = asked.get(form.parameter, "")
        if form.path.fullmatch(address.path) and value.isdecimal() and len(value) <= 20:
            return PostPage(
                network=of.name,
                external_id=value,
                url=_PAGES[of.name].format(post=value),
                page=_page(of, address),
            )
    return None


def _at_own_host(address: WebAddress) -> PostPage | None:
    of = networks.network_above(address.host)
    poster = made(of, of.label(address.host)) if of is not None else None
    if of is None or poster is None:
        return None
    for form in of.posts_under:
        if match := form.fullmatch(re.sub(r"/{2,}", "/", address.path)):
            url = f"https://{address.host}{match[0].rstrip('/')}"
            return PostPage(network=of.name, external_id=match["post"], url=url, account=poster)
    return None


def _in_fediverse(address: WebAddress) -> PostPage | None:
    named = fediverse.post_at(address)
    poster = made(named.network, named.handle) if named is not None else None
    if named is None or named.post is None or poster is None:
        return None
    url = f"https://{address.host}{address.path.rstrip('/')}"
    return PostPage(network=poster.network, external_id=named.post, url=url, account=poster)
