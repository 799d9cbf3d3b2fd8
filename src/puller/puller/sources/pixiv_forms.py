"""What addresses of Pixiv stand for: people and works are known by numbers."""

import re

from puller.sources.sites import Listing, Parts, PostAddress, Understood, compile_path, parts_of

_HOSTS = frozenset({"www.pixiv.net", "pixiv.net", "touch.pixiv.net"})
_NUMBER = r"([1-9][0-9]{0,11})"
_NAMED = re.compile(_NUMBER, re.ASCII)
_LANGUAGE = r"(?:/[a-z]{2}(?:-[a-z]{2})?)?"
# All works, or all of one kind; somebody's bookmarks, followers and novels are other lists.
_PERSON = compile_path(rf"{_LANGUAGE}/(?:users|u)/{_NUMBER}(?:/(?:artworks|illustrations|manga))?")
_WORK = compile_path(rf"{_LANGUAGE}/(?:artworks|i)/{_NUMBER}")
_OLD_PERSON = frozenset({"/member.php", "/member_illust.php"})
_OLD_WORK = frozenset({"/member_illust.php", "/index.php"})


def understand(text: str) -> Understood | None:
    """Somebody, or one work."""
    name, colon, given = text.partition(":")
    if colon and name.strip().lower() == "pixiv":
        return person(given.strip()) if _NAMED.fullmatch(given.strip()) else None
    parts = parts_of(text)
    if parts is None or parts.host not in _HOSTS:
        return None
    if found := _PERSON.fullmatch(parts.path):
        return person(found[1]) if not parts.query.get("tag") else None
    if found := _WORK.fullmatch(parts.path):
        return _work(found[1])
    return _old(parts)


def person(number: str, *, name: str | None = None) -> Listing:
    """What somebody put up."""
    return Listing(
        source="pixiv",
        kind="account",
        query=number,
        title=f"{name} on Pixiv" if name else f"Pixiv's user {number}",
        url=f"https://www.pixiv.net/users/{number}",
    )


def _old(parts: Parts) -> Understood | None:
    """`member_illust.php?id=PERSON` and `?mode=medium&illust_id=WORK`."""
    work, number = parts.query.get("illust_id", ""), parts.query.get("id", "")
    if parts.path in _OLD_WORK and _NAMED.fullmatch(work):
        return _work(work)
    if parts.path in _OLD_PERSON and _NAMED.fullmatch(number) and not parts.query.get("tag"):
        return person(number)
    return None


def _work(number: str) -> PostAddress:
    return PostAddress(source="pixiv", external_id=number, url=f"https://www.pixiv.net/artworks/{number}")
