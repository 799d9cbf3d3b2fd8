"""Pixiv, through the answers that its own pages are made of (`/ajax/illust/ID`, `/ajax/illust/ID/pages`; seen
in gallery-dl's and Danbooru's sources): one work, of which one page may be meant.

Without a session, works for adults are told without the addresses of their pictures; a session is the value
of the cookie PHPSESSID of somebody who is logged in. The hosts of pictures want to be told where one comes
from.
"""

import re
from collections.abc import Mapping
from typing import Any

from fovea.artists.links_in_text import links_in
from fovea.artists.records import ArtistName, Artwork, ArtworkAddress, ImageLink
from fovea.errors import FoveaError, NotFound, SourceRefused, SourceUnavailable
from puller.artists.artworks.contract import markup, parts_in
from puller.artists.sites import PIXIV as SITE
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.pixiv import headers
from puller.sources.sites import Parts, Site, UrlForm, compile_path

REFERER = {"Referer": "https://www.pixiv.net/"}
_HOSTS = frozenset({"www.pixiv.net", "pixiv.net", "touch.pixiv.net", "www.phixiv.net", "phixiv.net"})
_NUMBER = r"([1-9][0-9]{0,11})"
_ARTWORK = compile_path(rf"(?:/[a-z]{{2}}(?:-[a-z]{{2}})?)?/artworks/{_NUMBER}(?:/([1-9][0-9]{{0,2}}))?")
_SHORT = compile_path(rf"/i/{_NUMBER}")
_OLD = frozenset({"/member_illust.php", "/en/member_illust.php", "/index.php"})
_OLD_MODES = frozenset({"", "medium", "big", "manga", "manga_big", "ugoira_view"})
_FILE = rf"(?:.*/)?{_NUMBER}(?:_(?:[a-z]+_)?p([0-9]{{1,3}}))?(?:_[A-Za-z0-9]+)*\.[a-z0-9]{{2,4}}"
# Where pictures are, by host: those of today, and those of earlier years.
_PICTURES = (
    (
        re.compile(r"i(?:-[a-z]{1,3})?\.pximg\.net|i[0-9]{1,3}\.pixiv\.net"),
        re.compile(rf"/(?:.*/)?(?:img-original|img-master|img-zip-ugoira|img-inf|custom-thumb)/{_FILE}"),
    ),
    (
        re.compile(r"(?:i|img)[0-9]{1,3}\.pixiv\.net"),
        re.compile(rf"/(?:img[0-9]{{1,3}}/)?img/[^/]+/{_FILE}"),
    ),
)
_PAGE = re.compile(r"(?:p|page|manga-)?([1-9][0-9]{0,2})")
_MOST_PAGES = 200
_RENDITIONS = ("original", "regular", "small", "thumb", "thumb_mini", "mini")
# The rendition whose size the answers tell.
_MEASURED = "original"
_ANIMATED = 2


class Pixiv:
    """Pixiv as a site of artworks."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="one work", example="https://www.pixiv.net/en/artworks/123456789"),
        UrlForm(meaning="one page of a work", example="https://www.pixiv.net/artworks/123456789#3"),
        UrlForm(
            meaning="a picture of a work",
            example="https://i.pximg.net/img-original/img/2024/01/02/03/04/05/123456789_p0.png",
        ),
    )

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._headers = headers(keys)

    def understand(self, url: str) -> ArtworkAddress | None:
        """Works and their pages, in today's forms and those of earlier years; addresses of pictures tell of
        which work they are.
        """
        parts = parts_in(url)
        if parts is None:
            return None
        for host, path in _PICTURES:
            if host.fullmatch(parts.host) and (picture := path.fullmatch(parts.path)):
                return _address(picture[1], int(picture[2]) + 1 if picture[2] else None)
        if parts.host not in _HOSTS:
            return None
        if work := _ARTWORK.fullmatch(parts.path):
            return _address(work[1], int(work[2]) if work[2] else _page_named(parts.fragment))
        if work := _SHORT.fullmatch(parts.path):
            return _address(work[1], _page_named(parts.fragment))
        return _old(parts)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """404 is no such work, which it says in words; 403 without a session may be only for members."""
        if answer.status == 404:
            return NotFound(_words(answer) or "Pixiv has no such work, or no longer")
        if answer.status in {401, 403} and not self._headers.get("Cookie"):
            return SourceRefused(
                "Pixiv shows this only to people who are logged in: set PIXIV_SESSION",
                code="key_missing",
                source_code=f"http_{answer.status}",
            )
        return None

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What Pixiv tells of a work. Of several pages, all are named, or the one that was asked for."""
        body = self._body(f"{SITE.api}/ajax/illust/{address.external_id}", asker)
        if reading.text(body.get("id") or body.get("illustId")) != address.external_id:
            raise SourceUnavailable("Pixiv tells of another work than was asked for", source_code="nonsense")
        count = reading.number(body.get("pageCount")) or 1
        if address.page is not None and address.page > count:
            pictures = "one picture" if count == 1 else f"{count} pictures"
            raise NotFound(f"This work of Pixiv's has {pictures}, and no number {address.page}")
        artist = _artist(body)
        return Artwork(
            site="pixiv",
            external_id=address.external_id,
            url=address.url,
            own=True,
            page=address.page,
            title=reading.text(body.get("title") or body.get("illustTitle")) or "",
            images=self._images(body, count, address, asker),
            posted_at=reading.moment(body.get("createDate")) or reading.moment(body.get("uploadDate")),
            mature=(reading.number(body.get("xRestrict")) or 0) > 0,
            artists=(artist,) if artist is not None else (),
            links=links_in(markup(body.get("description")), where="mention", base=address.url),
        )

    def _body(self, url: str, asker: Asker) -> dict[str, Any]:
        told = reading.mapping(asker.get(url, headers=self._headers).json())
        if told.get("error") is True:
            raise NotFound(reading.text(told.get("message")) or "Pixiv has no such work, or no longer")
        body = told.get("body")
        return {"pages": body} if isinstance(body, list) else dict(reading.mapping(body))

    def _images(
        self, body: Mapping[str, Any], count: int, address: ArtworkAddress, asker: Asker
    ) -> tuple[ImageLink, ...]:
        first = {"urls": body.get("urls"), "width": body.get("width"), "height": body.get("height")}
        animated = reading.number(body.get("illustType")) == _ANIMATED
        if (
            count <= 1
            or animated
            or address.page == 1
            or not reading.mapping(body.get("urls")).get("original")
        ):
            return _renditions(first, 1)
        told = self._body(f"{SITE.api}/ajax/illust/{address.external_id}/pages", asker)
        pages = reading.objects(told.get("pages"))[:_MOST_PAGES]
        numbered = list(enumerate(pages, start=1)) or [(1, first)]
        return tuple(
            image
            for number, page in numbered
            if address.page in {None, number}
            for image in _renditions(page, number)
        )


def _address(number: str, page: int | None = None) -> ArtworkAddress:
    url = f"https://www.pixiv.net/artworks/{number}"
    usable = page if page is not None and page <= _MOST_PAGES else None
    return ArtworkAddress(
        site="pixiv", external_id=number, url=f"{url}#{usable}" if usable else url, page=usable
    )


def _old(parts: Parts) -> ArtworkAddress | None:
    """`member_illust.php?mode=medium&illust_id=ID`; its pages are counted from 0."""
    number = parts.query.get("illust_id", "")
    if parts.path not in _OLD or parts.query.get("mode", "") not in _OLD_MODES:
        return None
    if not re.fullmatch(_NUMBER, number, re.ASCII):
        return None
    page = parts.query.get("page", "")
    return _address(number, int(page) + 1 if re.fullmatch(r"[0-9]{1,3}", page, re.ASCII) else None)


def _page_named(fragment: str) -> int | None:
    page = _PAGE.fullmatch(fragment)
    return int(page[1]) if page is not None else None


def _artist(body: Mapping[str, Any]) -> ArtistName | None:
    number = reading.text(body.get("userId"), longest=20)
    if number is None or not number.isdecimal():
        return None
    name = reading.text(body.get("userName"), longest=200)
    account = reading.text(body.get("userAccount"), longest=100)
    return ArtistName(
        name=name or account or number,
        handle=number,
        url=f"https://www.pixiv.net/users/{number}",
        external_id=number,
    )


def _renditions(page: Mapping[str, Any], number: int) -> tuple[ImageLink, ...]:
    """The renditions of one picture, the best first."""
    urls = reading.mapping(page.get("urls"))
    found = []
    for name in _RENDITIONS:
        sides = (page.get("width"), page.get("height")) if name == _MEASURED else (None, None)
        size = reading.size(urls.get(name), *sides)
        if size is not None:
            found.append(
                ImageLink(url=size.url, width=size.width, height=size.height, page=number, headers=REFERER)
            )
    return tuple(found)


def _words(answer: Answer) -> str | None:
    try:
        return reading.text(reading.mapping(answer.json()).get("message"), longest=200)
    except FoveaError:
        return None
