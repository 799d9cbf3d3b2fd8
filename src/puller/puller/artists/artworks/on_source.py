"""Posts of sources of listings as artworks: their addresses and answers are known there."""

import re
from collections.abc import Iterable
from typing import Any, Generic, Protocol, TypeVar

from fovea.artists import addresses as artists_addresses
from fovea.artists.records import ArtworkAddress, ImageLink
from fovea.errors import FoveaError
from fovea.ratings import Rating
from fovea.records import PostRecord
from fovea.renditions import SizeRecord
from puller.artists.artworks.contract import MOST_SOURCES, meant
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.listing_source import ListingSource
from puller.sources.sites import PostAddress, Site, UrlForm

_IN_JSON = re.compile(r"\.json(?=$|[?#])")
_NO_PICTURES = (".webm", ".mp4", ".swf", ".zip", ".mov", ".mkv", ".m4v", ".avi", ".mp3", ".ogg", ".rar")


class PostSource(ListingSource, Protocol):
    """A source that tells one post in the site's own words, too."""

    def told(self, address: PostAddress, asker: Asker) -> dict[str, Any]:
        """One post as the site tells it."""


Of = TypeVar("Of", bound=PostSource)


class OnSource(Generic[Of]):
    """What is the same for all sites whose posts are known as listings are."""

    def __init__(self, source: Of) -> None:
        self.source = source
        self.sites: tuple[Site, ...] = source.sites
        self.url_forms: tuple[UrlForm, ...] = tuple(
            form for form in source.url_forms if isinstance(source.understand(form.example), PostAddress)
        )

    def understand(self, url: str) -> ArtworkAddress | None:
        """Posts, also in the form that programs ask for."""
        text = meant(url)
        found = self.source.understand(_IN_JSON.sub("", text, count=1)) if text else None
        if not isinstance(found, PostAddress):
            return None
        return ArtworkAddress(site=found.source, external_id=found.external_id, url=found.url)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """What it means at the source."""
        return self.source.refusal(answer)

    def told(self, address: ArtworkAddress, asker: Asker) -> dict[str, Any]:
        """One post as the site tells it."""
        found = PostAddress(source=address.site, external_id=address.external_id, url=address.url)
        return self.source.told(found, asker)


def is_mature(post: PostRecord) -> bool:
    """Whether a post is for adults, or may be."""
    rating = post.details.rating if post.details is not None else None
    return rating is not None and rating >= Rating.QUESTIONABLE


def is_removed(post: PostRecord) -> bool:
    """Whether the site shows the post no longer."""
    return post.details is not None and post.details.removed


def renditions(sizes: list[SizeRecord], *, page: int = 1) -> tuple[ImageLink, ...]:
    """The renditions of one picture, the best first; files that are no pictures are left out."""
    return tuple(
        ImageLink(url=one.url, width=one.width, height=one.height, page=page)
        for one in reversed(sizes)
        if not one.url.lower().partition("?")[0].endswith(_NO_PICTURES)
    )


def pictures(post: PostRecord) -> tuple[ImageLink, ...]:
    """The pictures of a post that may have several: of the first all renditions, of each the best one."""
    links = post.details.links if post.details is not None else []
    first = [one.url for one in post.sizes]
    found = []
    for page, link in enumerate(links, start=1):
        if page == 1:
            told = [] if link.url in first else [ImageLink(url=link.url)]
            found += [*told, *renditions(post.sizes)]
        else:
            found.append(ImageLink(url=link.url, page=page))
    return tuple(found)


def sources(*told: Any) -> tuple[str, ...]:
    """Where a picture is said to come from, as far as these are addresses: each once, those first that come
    first. Boards write several into one field, and put a sign before those that are dead.
    """
    words = (word for one in told if isinstance(one, str) for word in re.split(r"[\s|]+", one))
    return _once(_address(word) for word in words)


def _address(word: str) -> str | None:
    whole = word.removeprefix("-")
    found = reading.address(whole if "://" in whole else None)
    return artists_addresses.unwrapped(found) if found is not None else None


def _once(found: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in found if one is not None))[:MOST_SOURCES]
