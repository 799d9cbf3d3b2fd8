"""Hosts that show their pictures only to who says where the address was found."""

from urllib.parse import urlsplit

_TOLD_TO = {"pximg.net": "https://www.pixiv.net/"}
# In a simulated system each host is at `<simulator>/-/<host>`.
_SIMULATED = "/-/"


def referer_of(url: str) -> str | None:
    """What is said of where an address was found; None for hosts that do not ask."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return None
    if parts.path.startswith(_SIMULATED):
        host = parts.path.removeprefix(_SIMULATED).partition("/")[0].lower()
    found = (referer for name, referer in _TOLD_TO.items() if host == name or host.endswith(f".{name}"))
    return next(found, None)
