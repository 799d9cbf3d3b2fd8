"""Sites: what is to be known of a source before it is asked anything."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from fovea.sources.catalogue import Auth
from fovea.sources.catalogue import ListingKind as ListingKind  # noqa: PLC0414 - these are the sources' words
from fovea.sources.catalogue import Price as Price  # noqa: PLC0414
from fovea.sources.catalogue import Rate as Rate  # noqa: PLC0414
from fovea.sources.catalogue import UrlForm as UrlForm  # noqa: PLC0414


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One site of a source. `name` is the `source` of its accounts and posts (at most 16 characters).

    `keys` are the settings (names in the environment) that hold its key, all of which are needed for one.
    `documentation` is where its limits and forms are written down; `price` what its answers cost. A search
    never gives more than `most` results, where that is known; `licences` as in `Search`.
    """

    name: str
    title: str
    hosts: tuple[str, ...]
    api: str
    rate: Rate
    page_size: int
    auth: Auth = "none"
    keys: tuple[str, ...] = ()
    documentation: str = ""
    hints: dict[str, str] = {}  # what else an engine has to know of a site of its
    price: Price | None = None
    most: int | None = None
    licences: bool = False
    instance: str = ""  # of sites that are at many hosts: which of them

    def at(self, host: str) -> "Site":
        """The same site at one of its many hosts, each of which has limits of its own."""
        return msgspec.structs.replace(self, title=host, api=f"https://{host}", instance=host)

    @property
    def limited_as(self) -> str:
        """By what its calls are counted and its pauses are kept."""
        return f"{self.name}@{self.instance}" if self.instance else self.name

    @property
    def key_names(self) -> str:
        """The names of the settings of its key, in words."""
        return " and ".join(self.keys)


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Something whose posts can be listed, as an address or a name was understood.

    `query` is what the source's own code takes (the tags, the name of a community, an account's id or
    handle); with `source` and `kind` it is the listing's identity. `title` is for people. Whether there is
    such a thing is not known before the source was asked (kind `check` of a job).
    """

    source: str
    kind: ListingKind
    query: str
    title: str
    url: str


class PostAddress(msgspec.Struct, frozen=True, kw_only=True):
    """The address of one post."""

    source: str
    external_id: str
    url: str


class ImageAddress(msgspec.Struct, frozen=True, kw_only=True):
    """The address of a picture itself."""

    url: str


Understood = Listing | PostAddress | ImageAddress


class Parts(msgspec.Struct, frozen=True):
    """An address in its parts: the host in lower case, the path with its escapes resolved, each value of the
    query by name (the last one counts), and what stands behind the `#`.
    """

    host: str
    path: str
    query: dict[str, str]
    fragment: str


def parts_of(text: str) -> Parts | None:
    """The parts of an http(s) address, also of one that was pasted without its beginning; None for any other
    text.
    """
    whole = text.strip()
    if "://" not in whole:
        whole = f"https://{whole}"
    try:
        parts = urlsplit(whole)
        host = (parts.hostname or "").lower().rstrip(".")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        usable = parts.scheme in {"http", "https"} and "." in host and parts.port in {None, 80, 443}
    except ValueError:
        return None
    if not usable:
        return None
    return Parts(host=host, path=unquote(parts.path), query=query, fragment=unquote(parts.fragment))


def compile_path(pattern: str) -> re.Pattern[str]:
    """A pattern of a whole path, with or without a slash at its end."""
    return re.compile(rf"{pattern}/?", re.ASCII)
