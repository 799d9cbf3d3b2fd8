"""Addresses of the web as people write them, in their parts."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

LONGEST = 4_096

# In a simulated system each host is at `<simulator>/-/<host>`.
_SIMULATED = re.compile(r"https?://[^/?#]+/-/(?=[a-z0-9.-]+\.[a-z]{2,})", re.IGNORECASE)
_SCHEME = re.compile(r"https?:/{1,3}(?=[^/])", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:/|$))", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,62})\.)+[^\W\d_][\w-]{1,62}")
_PORTS = frozenset({None, 80, 443})


class WebAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An http(s) address: the host in lower case and in ASCII, the path with its escapes resolved."""

    url: str
    host: str
    path: str
    query: str
    fragment: str

    @property
    def asked(self) -> dict[str, str]:
        """The query's values by name; the first one counts."""
        found: dict[str, str] = {}
        for name, value in parse_qsl(self.query, keep_blank_values=True):
            found.setdefault(name, value)
        return found

    @property
    def segments(self) -> list[str]:
        """The parts of the path."""
        return [one for one in self.path.split("/") if one]


def read(text: str) -> WebAddress | None:
    """The parts of an address, with or without its beginning (`x.com/somebody`), in a simulated system of the
    one that it stands for; None for whatever is no address of the web, or hides its host
    (`x.com@evil.example`).
    """
    written = text.strip()
    if not written or len(written) > LONGEST or not written.isprintable() or "\\" in written:
        return None
    whole = (
        _SIMULATED.sub("https://", written, count=1) if _SIMULATED.match(written) else _with_scheme(written)
    )
    if whole is None:
        return None
    try:
        parts = urlsplit(whole)
        host = (parts.hostname or "").rstrip(".").lower()
        if parts.username is not None or parts.port not in _PORTS or not _HOST.fullmatch(host):
            return None
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    return WebAddress(
        url=whole, host=host, path=unquote(parts.path) or "/", query=parts.query, fragment=parts.fragment
    )


def _with_scheme(written: str) -> str | None:
    if begun := _SCHEME.match(written):
        return f"{written[: written.index(':')].lower()}://{written[begun.end() :]}"
    if written.startswith("//"):
        return f"https:{written}"
    if _OTHER_SCHEME.match(written) or written.startswith(("/", "#", "?", "@")):
        return None
    return f"https://{written}"


def scheme(address: WebAddress) -> str:
    """`http` or `https`."""
    return address.url.partition(":")[0]
