"""Addresses as links have them: in a simulated system each host is at `<simulator>/-/<host>`."""

import re
from urllib.parse import unquote, urlsplit

import msgspec

_SIMULATED = re.compile(r"https?://[^/?#]+/-/(?=[a-z0-9.-]+\.[a-z]{2,})", re.IGNORECASE)

LONGEST_URL = 4_096


class Address(msgspec.Struct, frozen=True):
    """An http(s) address in its parts: the host in lower case, the path with its escapes resolved."""

    url: str
    host: str
    path: str
    query: str

    @property
    def segments(self) -> list[str]:
        """The parts of the path."""
        return [segment for segment in self.path.split("/") if segment]


def read(url: str) -> Address | None:
    """The parts of an address, in a simulated system of the one that it stands for; None for what is no
    address of the web.
    """
    text = url.strip()
    if len(text) > LONGEST_URL or not text.isprintable():
        return None
    whole = real(text)
    try:
        parts = urlsplit(whole)
        host = (parts.hostname or "").lower().rstrip(".")
        usable = parts.scheme.lower() in {"http", "https"} and "." in host and " " not in host
    except ValueError:
        return None
    if not usable:
        return None
    return Address(url=whole, host=host, path=unquote(parts.path), query=parts.query)


def real(url: str) -> str:
    """The address that a simulated one stands for; any other as it is."""
    match = _SIMULATED.match(url)
    return f"https://{url[match.end() :]}" if match is not None else url


def beside(found: str, url: str) -> str:
    """An address of another host, as it is reached from where `found` was: through the simulator, or as it
    is.
    """
    match = _SIMULATED.match(found)
    return f"{match[0]}{url.partition('://')[2]}" if match is not None else url


def is_of(host: str, domain: str) -> bool:
    """Whether a host is this domain or lies within it."""
    return host == domain or host.endswith(f".{domain}")
