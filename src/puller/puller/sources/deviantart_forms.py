"""What addresses of DeviantArt stand for."""

import re

from fovea.artists.addresses import account_of
from puller.sources.sites import Listing, Parts, PostAddress, Understood, compile_path, parts_of

_USER = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?"
_NAME = re.compile(_USER)
_OWN_HOST = re.compile(rf"({_USER})\.deviantart\.com")
_HOSTS = frozenset({"www.deviantart.com", "deviantart.com"})
# What lists all that somebody put up. A folder of theirs, their favourites and their journal are other lists.
_OF_ALL = r"(?:gallery(?:/all|/[0-9]{1,12}/all)?|about)"
_GALLERY = compile_path(rf"/{_USER}(?:/{_OF_ALL})?")
_OWN_GALLERY = compile_path(rf"/(?:{_OF_ALL})?")
_ART = compile_path(rf"/({_USER})/art/([^/]*-([0-9]{{1,15}}))")
_OWN_ART = compile_path(r"/art/([^/]*-([0-9]{1,15}))")
_DEVIATION = compile_path(r"/(?:deviation|view)/([0-9]{1,15})")
_SHORT = compile_path(r"/d([0-9a-z]{1,9})")

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def understand(text: str) -> Understood | None:
    """Somebody's gallery, or a deviation."""
    name, colon, given = text.partition(":")
    if colon and name.strip().lower() == "deviantart":
        given = given.strip().removeprefix("@")
        return gallery(given) if _NAME.fullmatch(given) else None
    parts = parts_of(text)
    if parts is None:
        return None
    if parts.host in {"fav.me", "www.fav.me"}:
        short = _SHORT.fullmatch(parts.path.lower())
        return _deviation(int(short[1], 36)) if short else None
    own = _OWN_HOST.fullmatch(parts.host)
    if parts.host in _HOSTS:
        return _at_site(parts)
    return _at_own_host(own[1], parts) if own is not None else None


def gallery(name: str) -> Listing | None:
    """What somebody put up; None for names that are pages of the site itself."""
    account = account_of(f"https://www.deviantart.com/{name}")
    if account is None or account.network != "deviantart":
        return None
    return Listing(
        source="deviantart",
        kind="account",
        query=account.handle,
        title=f"{name} on DeviantArt",
        url=account.url,
    )


def number_in(url: object) -> str | None:
    """The number at the end of a deviation's address."""
    parts = parts_of(url) if isinstance(url, str) else None
    found = _ART.fullmatch(parts.path) if parts is not None and parts.host in _HOSTS else None
    return found[3] if found is not None else None


def short(number: str) -> str:
    """The short address of a deviation: `d` and its number in digits of base 36."""
    rest, digits = int(number), ""
    while rest:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
    return f"https://fav.me/d{digits or '0'}"


def _at_site(parts: Parts) -> Understood | None:
    if art := _ART.fullmatch(parts.path):
        return _deviation(int(art[3]), f"{art[1].lower()}/art/{art[2]}")
    if deviation := _DEVIATION.fullmatch(parts.path):
        return _deviation(int(deviation[1]))
    if not _GALLERY.fullmatch(parts.path) or "catpath" in parts.query or "q" in parts.query:
        return None
    return gallery(parts.path.split("/")[1])


def _at_own_host(name: str, parts: Parts) -> Understood | None:
    if gallery(name) is None:
        return None
    if art := _OWN_ART.fullmatch(parts.path):
        return _deviation(int(art[2]), f"{name}/art/{art[1]}")
    at_gallery = parts.path == "" or _OWN_GALLERY.fullmatch(parts.path)
    return gallery(name) if at_gallery and not parts.query else None


def _deviation(number: int, path: str | None = None) -> PostAddress:
    return PostAddress(
        source="deviantart",
        external_id=str(number),
        url=f"https://www.deviantart.com/{path or f'deviation/{number}'}",
    )
