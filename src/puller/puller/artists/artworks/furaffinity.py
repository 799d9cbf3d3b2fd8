"""Fur Affinity: one submission. It has no API; its page is read, in the layout that it has now and in the
older one, which people may still choose. It asks programs to leave a second between two calls.

What is for adults is shown to people who are logged in: the cookies `a` and `b` of somebody are a key.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from fovea import clock
from fovea.artists.links_in_text import links_in
from fovea.artists.records import ArtistName, Artwork, ArtworkAddress, ImageLink
from fovea.errors import (
    AccountGone,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceRefused,
    SourceUnavailable,
)
from puller.artists.artworks.contract import not_an_artwork, parts_in
from puller.artists.artworks.elements import Element, elements, of_class
from puller.artists.sites import FURAFFINITY as SITE
from puller.links import addresses
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Site, UrlForm, compile_path

# The last ones show the same pages to other programs.
_HOST = re.compile(r"(?:www\.|sfw\.)?(?:furaffinity|fxfuraffinity|fxraffinity|xfuraffinity)\.net")
_SUBMISSION = compile_path(r"/(?:view|full)/([1-9][0-9]{0,11})")
_USER = re.compile(r"/user/([^/?#]{1,60})/?")
_FILE_HOST = re.compile(r"^(?:https?:)?//d[0-9]?\.(?:furaffinity|facdn)\.net/")
_FOLDER = re.compile(r"/([0-9]{9,11})/")
_MEASURES = re.compile(r"([0-9]{1,6})\s*x\s*([0-9]{1,6})\s*p?")
_LONGEST_CELL = 2_000
_DATE = "%b %d, %Y %I:%M %p"
_ADULT = frozenset({"mature", "adult"})
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff")
# Parts of system messages.
_SUSPENDED = ("access has been disabled", "account has been banned", "account was banned", "suspended")
_GONE = ("disabled access", "deactivated", "pending deletion")
_NOT_THERE = ("not in our database", "deleted", "cannot be found", "could not be found")
_NOT_FOR_ALL = ("registered users only", "log in", "logged in", "content filter", "mature or adult content")


class FurAffinity:
    """Fur Affinity as a site of artworks."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="one submission", example="https://www.furaffinity.net/view/12345678/"),
    )

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._headers = headers(keys)

    def understand(self, url: str) -> ArtworkAddress | None:
        """Submissions."""
        parts = parts_in(url)
        if parts is None or not _HOST.fullmatch(parts.host):
            return None
        submission = _SUBMISSION.fullmatch(parts.path)
        if submission is None:
            return None
        number = submission[1]
        return ArtworkAddress(site="furaffinity", external_id=number, url=f"{SITE.api}/view/{number}/")

    def refusal(self, answer: Answer) -> FoveaError | None:
        """403: a wall before the site that programs do not pass."""
        if answer.status != 403:
            return None
        return SourceRefused("Fur Affinity does not let programs in at the moment", source_code="http_403")

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What the page of a submission shows."""
        answer = asker.get(address.url, headers=self._headers, accept=frozenset({200, 404}))
        found = elements(answer.text)
        if told := system_message(found):
            raise self._problem(told)
        if answer.status == 404:
            raise NotFound(f"Fur Affinity has no submission {address.external_id}, or no longer")
        artist = _artist(found)
        if artist is None:
            raise SourceUnavailable(
                "Fur Affinity showed a page that does not look like a submission's", source_code="nonsense"
            )
        images = _images(found)
        if not images:
            raise not_an_artwork("This submission is a text, a piece of music or a film")
        described = next(of_class(found, "submission-description"), None) or _in_older_layout(found)
        return Artwork(
            site="furaffinity",
            external_id=address.external_id,
            url=address.url,
            own=True,
            title=_title(found),
            images=images,
            posted_at=_posted_at(found, images[0].url),
            mature=_is_mature(found),
            artists=(artist,),
            links=links_in(described.inner if described else "", where="mention", base=address.url),
        )

    def _problem(self, told: str) -> FoveaError:
        """What a system message means."""
        words = told.lower()
        if any(part in words for part in _SUSPENDED):
            return AccountGone(f"Fur Affinity says: {told}", code="account_suspended")
        if any(part in words for part in _GONE):
            return AccountGone(f"Fur Affinity says: {told}")
        if any(part in words for part in _NOT_THERE):
            return NotFound(f"Fur Affinity says: {told}")
        if any(part in words for part in _NOT_FOR_ALL):
            if self._headers:
                return AccountPrivate(f"Fur Affinity says: {told}")
            return SourceRefused(
                f"Fur Affinity shows this only to people who are logged in: set {SITE.key_names}",
                code="key_missing",
            )
        return SourceRefused(f"Fur Affinity says: {told}", source_code="system_message")


def headers(keys: Mapping[str, str]) -> dict[str, str]:
    """What goes along with a call: the cookies of somebody, if there are any."""
    a, b = (keys.get(name, "") for name in SITE.keys)
    return {"Cookie": f"a={a}; b={b}"} if a and b else {}


def system_message(found: list[Element]) -> str | None:
    """What the site says instead of showing a page; None on a usual page."""
    boxes = [one for one in found if one.has_class("notice-message") or one.has_class("error-message-box")]
    for box in boxes:
        words = re.sub(r"(?i)^system (?:message|error)\s*", "", box.text)
        if words:
            return re.split(r"(?i)\s*(?:click here to go back|\.\s*continue)", words)[0][:300]
    return None


def _artist(found: list[Element]) -> ArtistName | None:
    """Whose submission it is: the first user named beside the title."""
    for one in found:
        user = _USER.match(one.get("href").removeprefix(SITE.api)) if one.tag == "a" else None
        if user is None:
            continue
        if not (one.within("submission-id-sub-container") or one.within("classic-submission-title")):
            continue
        if not one.text:  # a link around the picture of the person
            continue
        handle = user[1].lower()
        return ArtistName(name=one.text[:100], handle=handle, url=f"{SITE.api}/user/{handle}/")
    return None


def _title(found: list[Element]) -> str:
    boxes = ("submission-title", "classic-submission-title")
    for one in found:
        if one.tag == "h2" and any(one.within(box) for box in boxes):
            return one.text[: reading.LONGEST_TITLE]
    return ""


def _images(found: list[Element]) -> tuple[ImageLink, ...]:
    """The file itself, then the picture as the page shows it, large and small."""
    picture = next((one for one in found if one.get("id") == "submissionImg"), None)
    if picture is None:
        return ()
    files = [
        one.get("href")
        for one in found
        if one.tag == "a" and _FILE_HOST.match(addresses.real(one.get("href")))
        if one.within("download") or one.text.lower() == "download"
    ]
    told = [*files[:1], *(picture.get(name) for name in ("data-fullview-src", "data-preview-src", "src"))]
    urls = dict.fromkeys(url for one in told if (url := reading.address(one, f"{SITE.api}/")) is not None)
    pictures = [url for url in urls if url.lower().partition("?")[0].endswith(_PICTURES)]
    width, height = next(_sizes(found), (None, None)) if pictures[:1] == list(urls)[:1] else (None, None)
    return tuple(
        ImageLink(url=url, width=None if place else width, height=None if place else height)
        for place, url in enumerate(pictures)
    )


def _sizes(found: list[Element]) -> Iterator[tuple[int, int]]:
    """The size of the file, as the column beside the picture tells it."""
    for one in found:
        words = one.text if one.tag in {"div", "td"} and len(one.inner) < _LONGEST_CELL else ""
        for name in ("Size", "Resolution:"):
            match = _MEASURES.match(words.partition(name)[2].strip())
            if match is not None:
                yield int(match[1]), int(match[2])


def _posted_at(found: list[Element], url: str) -> int | None:
    """The moment in the address of the file, for dates on the page are in the time of who reads it."""
    if (folder := _FOLDER.search(url)) is not None:
        return int(folder[1]) * clock.SECOND
    for one in of_class(found, "popup_date"):
        if moment := reading.moment(one.get("data-time")):
            return moment
        for words in (one.get("title"), one.text):
            try:
                return round(datetime.strptime(words, _DATE).replace(tzinfo=UTC).timestamp()) * clock.SECOND
            except ValueError:
                continue
    return None


def _is_mature(found: list[Element]) -> bool:
    told = {one.text.lower() for one in found if any("rating" in name for name in one.get("class").split())}
    signs = (one.get("alt").lower().partition(" ") for one in found if one.tag == "img")
    return bool((told | {word for word, _, rest in signs if rest == "rating"}) & _ADULT)


def _in_older_layout(found: list[Element]) -> Element | None:
    cells = (one for one in found if one.tag == "td" and one.has_class("alt1"))
    return next((one for one in cells if one.get("width") == "70%"), None)
