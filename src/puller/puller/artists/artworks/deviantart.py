"""DeviantArt (https://www.deviantart.com/developers/oembed): one deviation.

Its oEmbed answer, which wants no key, tells title, author, date and a picture of a middle size. The page has
the picture as large as people see it (not that of mature deviations) and the artist's words; where programs
are not let in to the page, the oEmbed answer is all.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from fovea.artists.links_in_text import links_in
from fovea.artists.records import ArtistName, Artwork, ArtworkAddress, FoundLink, ImageLink
from fovea.errors import FoveaError, NotFound, SourceRefused
from puller.artists.artworks.contract import not_an_artwork, parts_in
from puller.artists.artworks.elements import Element, elements
from puller.artists.sites import DEVIANTART as SITE
from puller.links import addresses
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.deviantart_forms import short
from puller.sources.sites import Site, UrlForm, compile_path

_OEMBED = "https://backend.deviantart.com/oembed"
_USER = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?"
_NUMBER = r"([0-9]{1,15})"
_ART = compile_path(rf"/({_USER})/art/((?:[^/]*-)?{_NUMBER})")
_OLD_ART = compile_path(rf"/art/((?:[^/]*-)?{_NUMBER})")
_DEVIATION = compile_path(rf"/(?:deviation|view)/{_NUMBER}")
_DOWNLOAD = compile_path(rf"/download/{_NUMBER}/[^/]+")
_SHORT = re.compile(r"/?(d[0-9a-z]{1,9})/?", re.IGNORECASE)
_OWN_HOST = re.compile(r"([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)\.deviantart\.com")
# Hosts before .deviantart.com that are nobody's.
_NOT_USERS = frozenset({"www", "backend", "api", "st", "comments", "chat", "about", "forum", "groups"})
_MEASURES = re.compile(r"/v1/(?:fill|fit|crop)/w_([0-9]+),h_([0-9]+)")
_PICTURES_HOST = "wixmp.com"
# (address, width, height) as oEmbed answers name them, the best first.
_RENDITIONS = (
    ("fullsize_url", "fullsize_width", "fullsize_height"),
    ("url", "width", "height"),
    ("thumbnail_url", "thumbnail_width", "thumbnail_height"),
)


class DeviantArt:
    """DeviantArt as a site of artworks."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="one deviation", example="https://www.deviantart.com/somebody/art/A-Title-123456789"),
        UrlForm(meaning="one deviation, in short", example="https://fav.me/d21i3v9"),
    )

    def understand(self, url: str) -> ArtworkAddress | None:
        """Deviations, in the forms that there were over the years."""
        parts = parts_in(url)
        if parts is None:
            return None
        if parts.host in {"fav.me", "www.fav.me"}:
            short = _SHORT.fullmatch(parts.path)
            return _address(_number_of(short[1])) if short else None
        own = _OWN_HOST.fullmatch(parts.host)
        user = own[1] if own is not None and own[1] not in _NOT_USERS else None
        if user is None and parts.host not in {"www.deviantart.com", "deviantart.com"}:
            return None
        if (short := _SHORT.fullmatch(parts.fragment)) and parts.fragment.startswith("/"):
            return _address(_number_of(short[1]))
        if user is not None and (art := _OLD_ART.fullmatch(parts.path)):
            return _address(int(art[2]), user=user, slug=art[1])
        if art := _ART.fullmatch(parts.path):
            return _address(int(art[3]), user=art[1], slug=art[2])
        found = _DEVIATION.fullmatch(parts.path) or _DOWNLOAD.fullmatch(parts.path)
        return _address(int(found[1])) if found else None

    def refusal(self, answer: Answer) -> FoveaError | None:
        """403: a wall before the site that programs do not pass."""
        if answer.status != 403:
            return None
        return SourceRefused("DeviantArt does not let programs in at the moment", source_code="http_403")

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What the oEmbed answer tells, and then the page."""
        asked = address.url if "/art/" in address.url else short(address.external_id)
        answer = asker.get(_OEMBED, {"url": asked, "format": "json"}, accept=frozenset({200, 404}))
        if answer.status == 404:
            raise NotFound(f"DeviantArt has no deviation {address.external_id}, or no longer")
        told = reading.mapping(answer.json())
        if told.get("type") != "photo":
            raise not_an_artwork("This is a text, a film or a page of DeviantArt's")
        artist = _artist(told)
        page = _page(address, asker)
        return Artwork(
            site="deviantart",
            external_id=address.external_id,
            url=address.url,
            own=True,
            title=reading.text(told.get("title")) or "",
            images=_images(told, page),
            posted_at=reading.moment(told.get("pubdate")),
            mature="adult" in (told.get("safety"), told.get("rating")),
            artists=(artist,) if artist is not None else (),
            links=_links(page),
        )


def _address(number: int, *, user: str | None = None, slug: str | None = None) -> ArtworkAddress:
    where = f"deviation/{number}" if user is None else f"{user.lower()}/art/{quote(slug or '', safe='')}"
    return ArtworkAddress(
        site="deviantart", external_id=str(number), url=f"https://www.deviantart.com/{where}"
    )


def _number_of(short: str) -> int:
    """The number behind `d` and digits of base 36."""
    return int(short[1:], 36)


def _artist(told: Mapping[str, Any]) -> ArtistName | None:
    """The author by the name and the address that the answer tells, which hold after a change of name."""
    name = reading.text(told.get("author_name"), longest=100)
    url = reading.address(told.get("author_url"))
    if name is None:
        return None
    parts = urlsplit(url or "")
    own = _OWN_HOST.fullmatch(parts.netloc.lower())
    handle = own[1] if own is not None and own[1] not in _NOT_USERS else parts.path.strip("/") or name
    if not re.fullmatch(_USER, handle):
        return ArtistName(name=name, url=url)
    return ArtistName(name=name, handle=handle.lower(), url=f"https://www.deviantart.com/{handle.lower()}")


def _page(address: ArtworkAddress, asker: Asker) -> list[Element]:
    """The elements of the deviation's page; none where we are not let in."""
    try:
        answer = asker.get(address.url, accept=frozenset({200, 404}))
    except SourceRefused:
        return []
    return elements(answer.text) if answer.status == 200 else []


def _images(told: Mapping[str, Any], page: list[Element]) -> tuple[ImageLink, ...]:
    """The picture as people see it on the page, then what the answer names."""
    found = [
        ImageLink(url=url, width=int(size[1]) if size else None, height=int(size[2]) if size else None)
        for one in page
        if one.tag == "link" and one.get("rel") == "preload" and one.get("as") == "image"
        if (url := reading.address(one.get("href"))) is not None
        if (urlsplit(addresses.real(url)).hostname or "").endswith(f".{_PICTURES_HOST}")
        for size in [_MEASURES.search(url)]
    ][:1]
    for address, width, height in _RENDITIONS:
        size = reading.size(told.get(address), told.get(width), told.get(height))
        if size is not None and size.url not in {one.url for one in found}:
            found.append(ImageLink(url=size.url, width=size.width, height=size.height))
    return tuple(found)


def _links(page: list[Element]) -> tuple[FoundLink, ...]:
    """What the artist's words below the picture name: they lie beside what is told of the deviation, which
    itself names whose page this is.
    """
    beside = next((one for one in page if one.get("data-hook") == "deviation_meta"), None)
    if beside is None or beside.parent is None:
        return ()
    words = beside.parent.inner.replace(beside.inner, "", 1)
    return links_in(words, where="mention", base=f"{SITE.api}/")
