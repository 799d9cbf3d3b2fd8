"""Whom does a person mean who pastes a Flickr address or a name? `read` tells what to ask; it calls nothing.

Taken: pages (https://www.flickr.com/photos/bees/2733/in/album-1, m.flickr.com/people/bees, flickr.com/bees),
guest passes, NSIDs (12037949754@N01), path aliases, user names, short links (https://flic.kr/p/2p4QbKN,
flic.kr/ps/ZVcni), pictures (https://live.staticflickr.com/65535/53381630964_63d765ee92_b.jpg), and the same
on a simulator's host. Address forms: https://www.flickr.com/services/api/misc.urls.html; short links are the
photo's id in base 58, see https://www.flickr.com/groups/51035612836@N01/discuss/72157616713786392/.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from fovea.errors import InvalidInput
from fovea.flickr.site import Site
from fovea.flickr.values import NSID

ACCEPTED = (
    "Give the address of somebody's Flickr page (https://www.flickr.com/photos/...), of one of their photos, "
    "a short link (https://flic.kr/...), an NSID (12345678@N00) or a user name."
)


@dataclass(frozen=True)
class Person:
    """Somebody by their NSID."""

    nsid: str


@dataclass(frozen=True)
class Page:
    """Somebody by the alias in their pages' addresses; `photo_id` is one of their photos, when the address
    had one.
    """

    alias: str
    photo_id: str | None = None


@dataclass(frozen=True)
class Photo:
    """The owner of a photo."""

    photo_id: str


@dataclass(frozen=True)
class ShortLink:
    """A short link whose target only Flickr knows: `ps` people, `s` albums, `y` galleries."""

    kind: str
    code: str


@dataclass(frozen=True)
class Name:
    """What somebody calls themselves; `may_be_alias` when it could as well be the alias in their address."""

    text: str
    may_be_alias: bool


Ask = Person | Page | Photo | ShortLink | Name

_BASE_58 = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_PAGE_HOSTS = {"flickr.com", "www.flickr.com", "m.flickr.com", "secure.flickr.com", "mobile.flickr.com"}
_SHORT_HOSTS = {"flic.kr", "www.flic.kr"}
_PICTURE_HOST = re.compile(
    r"live\.staticflickr\.com|static\.flickr\.com|(?:farm|c)[0-9]{1,3}\.static\.?flickr\.com|photos[0-9]{0,3}\.flickr\.com"
)
_ALIAS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_DANGEROUS = re.compile(
    r"(?:javascript|vbscript|data|file|blob|about|mailto|ftp|tel|view-source)\s*:", re.IGNORECASE
)
_HOST_SHAPE = re.compile(r"(?:[\w-]+\.)+[\w-]+(?::[0-9]+)?(?=[/?#]|$)")
_COMMON_ENDINGS = re.compile(
    r"\.(?:com|org|net|info|biz|io|co|me|tv|app|dev|kr|de|uk|fr|it|es|ru|cn|jp|eu|us)(?::[0-9]+)?$",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_PICTURE_FILE = re.compile(r"([0-9]{1,20})_[0-9A-Za-z]+(?:_[a-z0-9]+)?\.[a-z0-9]{3,4}", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,20}")
_LONGEST = 2_048
_LONGEST_NAME = 200

# Pages of Flickr that are nobody's (https://www.flickr.com/<word>).
_NOT_PEOPLE = {
    "about", "account", "activity", "apps", "beta", "browser", "cameras", "commons", "contacts",
    "create", "creativecommons", "do", "events", "explore", "galleries", "gift", "groups", "help",
    "import", "invite", "jobs", "lookingahead", "mail", "map", "me", "new", "organize", "people",
    "photo", "photos", "prints", "privacy", "recent", "register", "report", "search", "services", "sets",
    "signin", "signup", "sitemap", "special", "stats", "tags", "terms", "tools", "upload", "video",
}  # fmt: skip
_NOT_OWNERS = {"tags", "search", "me", "upload", "organize", "friends", "contacts", "albums", "sets"}


def read(text: str, *, site: Site) -> Ask:
    """What to ask Flickr about. Raises `InvalidInput`, whose detail says what is accepted."""
    cleaned = unicodedata.normalize("NFC", text).strip()
    if cleaned.startswith("<") and cleaned.endswith(">"):
        cleaned = cleaned[1:-1].strip()
    if not cleaned:
        raise InvalidInput(ACCEPTED)
    if len(cleaned) > _LONGEST or any(
        unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in cleaned
    ):
        raise InvalidInput(f"That is no name and no address. {ACCEPTED}")
    if nsid := _nsid(unquote(cleaned)):
        return Person(nsid)
    address = _address(cleaned, site=site)
    return _of_name(cleaned) if address is None else _of_address(address, site=site)


def decode_base_58(code: str) -> int | None:
    """The number behind a short link's code, or None when it has other letters."""
    number = 0
    for letter in code:
        digit = _BASE_58.find(letter)
        if digit < 0:
            return None
        number = number * len(_BASE_58) + digit
    return number


def _nsid(text: str) -> str | None:
    upper = text.upper()
    return upper if NSID.fullmatch(upper) else None


def _address(text: str, *, site: Site) -> SplitResult | None:
    """The address that the text is, or None for a name."""
    if _DANGEROUS.match(text):
        raise InvalidInput(f"Only web addresses of Flickr can be read. {ACCEPTED}")
    if _SCHEME.match(text):
        candidate = text
    elif text.startswith("//"):
        candidate = f"https:{text}"
    elif re.match(r"/?(?:photos|people)/[^/\s]", text):
        candidate = f"{site.base_url}/{text.lstrip('/')}"
    elif (host := _HOST_SHAPE.match(text)) and _is_host(host.group(), text, site=site):
        candidate = f"https://{text}"
    elif text.lower().split("/", 1)[0] == site.host:
        candidate = f"{urlsplit(site.base_url).scheme}://{text}"
    else:
        return None
    try:
        parts = urlsplit(candidate)
        _ = parts.port
    except ValueError:
        raise InvalidInput(f"That address cannot be read. {ACCEPTED}") from None
    if (
        parts.scheme.lower() not in {"http", "https"}
        or "\\" in candidate
        or "@" in parts.netloc
        or " " in parts.netloc
    ):
        raise InvalidInput(f"That address cannot be read. {ACCEPTED}")
    return parts


def _is_host(host: str, text: str, *, site: Site) -> bool:
    lowered = host.lower()
    return (
        len(host) < len(text)
        or "flickr" in lowered
        or lowered == site.host
        or bool(_COMMON_ENDINGS.search(lowered))
    )


def _of_name(text: str) -> Ask:
    if _EMAIL.fullmatch(text):
        raise InvalidInput(f"People cannot be looked up by e-mail address. {ACCEPTED}")
    if len(text) > _LONGEST_NAME:
        raise InvalidInput(f"That is too long for a user name. {ACCEPTED}")
    if not any(unicodedata.category(letter)[0] in "LNSP" for letter in text):
        raise InvalidInput(f"That is no name and no address. {ACCEPTED}")
    bare = text.removeprefix("@")
    return Name(bare, may_be_alias=True) if _ALIAS.fullmatch(bare) else Name(text, may_be_alias=False)


def _of_address(parts: SplitResult, *, site: Site) -> Ask:
    host = (parts.hostname or "").lower().rstrip(".")
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    if parts.netloc.lower() == site.host and not site.is_real:
        found = _of_short(segments) or _of_picture(segments) or _of_page(segments, parts.query)
    elif parts.port not in {None, 80, 443}:
        found = None
    elif host in _PAGE_HOSTS:
        found = _of_page(segments, parts.query)
    elif host in _SHORT_HOSTS:
        found = _of_short(segments)
    elif _PICTURE_HOST.fullmatch(host):
        found = _of_picture(segments)
    else:
        raise InvalidInput(f"{host or 'That'} is not Flickr. {ACCEPTED}")
    if found is None:
        raise InvalidInput(f"That is no page of a person or a photo. {ACCEPTED}")
    return found


def _of_short(segments: list[str]) -> Ask | None:
    if len(segments) != 2 or not 1 <= len(segments[1]) <= 12:
        return None
    kind, code = segments
    number = decode_base_58(code)
    if number is None:
        return None
    if kind == "p":
        return Photo(str(number))
    return ShortLink(kind, code) if kind in {"ps", "s", "y"} else None


def _of_picture(segments: list[str]) -> Ask | None:
    """`server/id_secret_size.jpg`, with `farm` or size folders before it, or `video/id/...`."""
    if len(segments) >= 2 and segments[0] == "video" and _DIGITS.fullmatch(segments[1]):
        return Photo(segments[1])
    match = _PICTURE_FILE.fullmatch(segments[-1]) if segments else None
    return Photo(match.group(1)) if match else None


def _of_page(segments: list[str], query: str) -> Ask | None:
    if segments[:2] == ["x", "t"]:  # old links of mails: /x/t/0090009/photos/...
        segments = segments[3:]
    match segments:
        case ["photos" | "photo" | "people", owner, photo_id, *_] if _DIGITS.fullmatch(photo_id):
            return _of_owner(owner, photo_id)
        case ["photos" | "people" | "gp", owner, *_]:
            return _of_owner(owner, None)
        case [script] if script.startswith(("photo", "video")) and script.endswith(".gne"):
            return _of_script(query)
        case [alias] if alias.lower() not in _NOT_PEOPLE and not alias.endswith((".gne", ".html", ".php")):
            return _of_owner(alias, None)
    return None


def _of_owner(owner: str, photo_id: str | None) -> Ask | None:
    if nsid := _nsid(owner):
        return Person(nsid)
    if owner.lower() in _NOT_OWNERS or not _ALIAS.fullmatch(owner):
        return None
    return Page(owner, photo_id)


def _of_script(query: str) -> Ask | None:
    """photo.gne?id=105 and photo.gne?short=2ouuqFT."""
    asked = parse_qs(query)
    identifier, short = asked.get("id", [""])[0], asked.get("short", [""])[0]
    if _DIGITS.fullmatch(identifier):
        return Photo(identifier)
    number = decode_base_58(short) if 1 <= len(short) <= 12 else None
    return Photo(str(number)) if number is not None else None
