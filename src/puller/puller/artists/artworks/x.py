"""X, once Twitter (https://docs.x.com/x-api/posts/get-post-by-id): one post.

Its API wants a key, and a post costs (https://docs.x.com/x-api/getting-started/pricing). Without a key, the
oEmbed answer (https://developer.x.com/en/docs/x-for-websites/oembed-api) tells who wrote a post and what, but
not its pictures. Posts of who is not to be seen by all are refused in both.
"""

import re
from collections.abc import Mapping
from typing import Any

from fovea.artists.links_in_text import links_in
from fovea.artists.records import ArtistName, Artwork, ArtworkAddress, FoundLink, ImageLink
from fovea.errors import AccountGone, AccountPrivate, FoveaError, NotFound, SourceRefused, SourceUnavailable
from puller.artists.artworks.contract import markup, not_an_artwork, parts_in
from puller.artists.sites import X as SITE
from puller.links import addresses
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Site, UrlForm, compile_path
from puller.sources.x import headers
from puller.sources.x_posts import moment_of

_OEMBED = "https://publish.x.com/oembed"
_NAMES = ("x.com", "twitter.com", "fxtwitter.com", "vxtwitter.com", "fixupx.com", "fixvx.com", "nitter.net")
HOSTS = frozenset(
    prefix + name for name in _NAMES for prefix in ("", "www.", "mobile.", "m.")
) | {"twittpr.com", "d.fxtwitter.com", "nitter.poast.org", "xcancel.com"}  # fmt: skip
_NUMBER = r"([1-9][0-9]{0,19})"
# Mirrors may name a language or a kind of file behind a post.
_POST = compile_path(
    rf"/(?:i/web|i|[A-Za-z0-9_]{{1,20}})/status(?:es)?/{_NUMBER}"
    r"(?:/(?:photo|video)/([1-9]))?(?:/[a-z]{2}|\.[a-z0-9]{2,4})?"
)
_OLDEST_FORM = compile_path(rf"/statuses/{_NUMBER}")
_USER = re.compile(r"[A-Za-z0-9_]{1,20}")
_ASKED = {
    "expansions": "author_id,attachments.media_keys,referenced_tweets.id,referenced_tweets.id.author_id",
    "tweet.fields": "attachments,created_at,entities,note_tweet,possibly_sensitive,referenced_tweets",
    "media.fields": "height,preview_image_url,type,url,width",
    "user.fields": "name,protected,username",
}
_AUTHOR = re.compile(r"https?://(?:www\.)?(?:twitter|x)\.com/([A-Za-z0-9_]{1,20})/?")
_PICTURES_HOST = "https://pbs.twimg.com/media/"


class X:
    """X as a site of artworks."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="one post", example="https://x.com/somebody/status/1234567890123456789"),
        UrlForm(
            meaning="one picture of a post",
            example="https://x.com/somebody/status/1234567890123456789/photo/2",
        ),
    )

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._headers = headers(keys)

    def understand(self, url: str) -> ArtworkAddress | None:
        """Posts, also at the hosts that show them to other programs."""
        parts = parts_in(url)
        if parts is None or parts.host not in HOSTS:
            return None
        path = parts.fragment[1:] if parts.fragment.startswith("!/") else parts.path
        post = _POST.fullmatch(path)
        if post is None:
            oldest = _OLDEST_FORM.fullmatch(path)
            return _address(oldest[1]) if oldest else None
        return _address(post[1], int(post[2]) if post[2] else None)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """402: nothing is left of what was paid."""
        if answer.status != 402:
            return None
        words = "Nothing is left of what was paid to X"
        return SourceRefused(words, code="budget_spent", source_code="http_402")

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What the API tells of a post, or, without a key, what is told to embed it."""
        if not self._headers:
            return _embedded(address, asker)
        told = reading.mapping(
            asker.get(f"{SITE.api}/tweets/{address.external_id}", _ASKED, headers=self._headers).json()
        )
        post = reading.mapping(told.get("data"))
        if not post:
            raise _problem(reading.objects(told.get("errors")), address)
        included = reading.mapping(told.get("includes"))
        asker.paid(
            posts=1 + len(reading.objects(included.get("tweets"))),
            people=len(reading.objects(included.get("users"))),
        )
        people = {reading.text(one.get("id")): one for one in reading.objects(included.get("users"))}
        artist = _person(people.get(reading.text(post.get("author_id")), {}))
        repeated = _repeated(post, included, people)
        images = _images(post, reading.objects(included.get("media")), address.page)
        if address.page is not None and not images:
            raise NotFound(f"This post of X's has no picture number {address.page}")
        if not images and not repeated:
            raise not_an_artwork("This post of X's has no pictures")
        words, links = _words(post)
        return Artwork(
            site="x",
            external_id=address.external_id,
            url=_url(address.external_id, artist),
            own=False,
            page=address.page,
            title=words.partition("\n")[0][:300],
            images=images,
            posted_at=reading.moment(post.get("created_at")) or moment_of(address.external_id),
            mature=post.get("possibly_sensitive") is True,
            repost=bool(repeated),
            artists=(artist,) if artist is not None else (),
            links=links,
            source_posts=repeated,
        )


def _address(number: str, page: int | None = None) -> ArtworkAddress:
    url = _url(number, None)
    return ArtworkAddress(site="x", external_id=number, url=f"{url}/photo/{page}" if page else url, page=page)


def _url(number: str, artist: ArtistName | None) -> str:
    return f"https://x.com/{artist.handle if artist is not None else 'i'}/status/{number}"


def _person(told: Mapping[str, Any]) -> ArtistName | None:
    """Whoever wrote a post, of whom nobody knows whether they made the picture."""
    handle = reading.text(told.get("username"), longest=20)
    if handle is None or not _USER.fullmatch(handle):
        return None
    return ArtistName(
        name=reading.text(told.get("name"), longest=200) or handle,
        handle=handle.lower(),
        url=f"https://x.com/{handle.lower()}",
        external_id=reading.text(told.get("id"), longest=20),
        role="unknown",
    )


def _problem(errors: list[dict[str, Any]], address: ArtworkAddress) -> FoveaError:
    """Why there is no post (https://docs.x.com/x-api/fundamentals/response-codes-and-errors)."""
    told = errors[0] if errors else {}
    kind, words = str(told.get("type", "")), reading.text(told.get("detail"), longest=300) or ""
    if "suspended" in words.lower():
        return AccountGone("X has suspended whoever wrote this post", code="account_suspended")
    if kind.endswith("not-authorized-for-resource"):
        return AccountPrivate("Whoever wrote this post shows it only to people whom they know")
    if kind.endswith("resource-not-found"):
        return NotFound(f"X has no post {address.external_id}, or no longer")
    if not errors:
        return SourceUnavailable("X answered with neither a post nor a reason", source_code="nonsense")
    return SourceRefused(f"X says: {words or told.get('title') or kind}", source_code=kind.rpartition("/")[2])


def _repeated(
    post: Mapping[str, Any], included: Mapping[str, Any], people: Mapping[str | None, Mapping[str, Any]]
) -> tuple[str, ...]:
    """The post of somebody else that this one only shows again. A quoted one stands beside own words."""
    numbers = [
        reading.text(one.get("id"), longest=20)
        for one in reading.objects(post.get("referenced_tweets"))
        if one.get("type") == "retweeted"
    ]
    authors = {
        reading.text(one.get("id")): _person(people.get(reading.text(one.get("author_id")), {}))
        for one in reading.objects(included.get("tweets"))
    }
    return tuple(_url(number, authors.get(number)) for number in numbers if number and number.isdecimal())


def _images(post: Mapping[str, Any], media: list[dict[str, Any]], page: int | None) -> tuple[ImageLink, ...]:
    """The pictures of a post in its order, each in its original form and in the one that is told; of films
    the still that stands for them.
    """
    keys = reading.mapping(post.get("attachments")).get("media_keys")
    by_key = {str(one.get("media_key")): one for one in media}
    found: list[ImageLink] = []
    for number, key in enumerate(keys if isinstance(keys, list) else [], start=1):
        one = by_key.get(str(key), {})
        size = reading.size(
            one.get("url") or one.get("preview_image_url"), one.get("width"), one.get("height")
        )
        if size is None or page not in {None, number}:
            continue
        if addresses.real(size.url).startswith(_PICTURES_HOST) and "?" not in size.url:
            found.append(
                ImageLink(url=f"{size.url}?name=orig", width=size.width, height=size.height, page=number)
            )
        found.append(ImageLink(url=size.url, page=number))
    return tuple(found)


def _words(post: Mapping[str, Any]) -> tuple[str, tuple[FoundLink, ...]]:
    """What a post says, with the addresses that its short ones stand for, and the links in it."""
    longer = reading.mapping(post.get("note_tweet"))
    words = reading.text(longer.get("text") or post.get("text"), longest=reading.LONGEST_DESCRIPTION) or ""
    entities = reading.mapping(longer.get("entities") or post.get("entities"))
    for one in reading.objects(entities.get("urls")):
        short, whole = one.get("url"), reading.address(one.get("unwound_url") or one.get("expanded_url"))
        if isinstance(short, str) and short and whole is not None:
            own = one.get("media_key") is not None
            words = words.replace(short, "" if own else whole).strip()
    linked = words
    for one in reading.objects(entities.get("mentions")):
        handle = reading.text(one.get("username"), longest=20)
        if handle and _USER.fullmatch(handle):
            linked = re.sub(rf"@{handle}\b", f"https://x.com/{handle}", linked, flags=re.IGNORECASE)
    return words, links_in(linked, where="mention")


def _embedded(address: ArtworkAddress, asker: Asker) -> Artwork:
    """A post as it is told to whoever embeds it: its author and its words."""
    asked = {"url": _url(address.external_id, None), "omit_script": "true", "dnt": "true"}
    answer = asker.get(_OEMBED, asked, accept=frozenset({200, 403, 404, 410}))
    if answer.status == 403:
        raise AccountPrivate("X shows this post only to some people, or has suspended whoever wrote it")
    if answer.status != 200:
        raise NotFound(f"X has no post {address.external_id}, or no longer")
    told = reading.mapping(answer.json())
    author = _AUTHOR.fullmatch(str(told.get("author_url")))
    if author is None:
        raise SourceUnavailable("X does not tell who wrote this post", source_code="nonsense")
    person = {"username": author[1], "name": told.get("author_name")}
    artist = _person(person)
    html = markup(told.get("html"))
    return Artwork(
        site="x",
        external_id=address.external_id,
        url=_url(address.external_id, artist),
        own=False,
        page=address.page,
        title=(reading.plain_text(html) or "").partition("\n")[0][:300],
        posted_at=moment_of(address.external_id),
        artists=(artist,) if artist is not None else (),
        links=tuple(
            link
            for link in links_in(html, where="mention")
            if f"/status/{address.external_id}" not in link.url
        ),
    )
