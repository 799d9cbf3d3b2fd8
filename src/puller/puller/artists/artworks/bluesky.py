"""Posts of Bluesky as artworks. Whoever posted is known by their DID, and nobody knows whether they made the
picture.
"""

import re
from collections.abc import Mapping
from typing import Any

from fovea.artists.links_in_text import links_in
from fovea.artists.records import ArtistName, Artwork, ArtworkAddress, FoundLink
from puller.artists.artworks.contract import not_an_artwork
from puller.artists.artworks.on_source import OnSource, is_mature, pictures
from puller.politeness import Asker
from puller.sources import reading
from puller.sources.bluesky import Bluesky
from puller.sources.bluesky_posts import post_of

_SITE = "https://bsky.app/profile"
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,100}")
# The AppView's word for a handle that does not lead back to the account.
_NO_HANDLE = "handle.invalid"


class BlueskyArtworks(OnSource[Bluesky]):
    """Bluesky as a site of artworks."""

    def __init__(self) -> None:
        super().__init__(Bluesky())

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What the AppView tells of a post."""
        told = self.told(address, asker)
        post = post_of(told)
        if post is None:
            raise not_an_artwork("This post of Bluesky's has no pictures")
        author = _author(reading.mapping(told.get("author")))
        who = author.handle or author.external_id
        return Artwork(
            site="bluesky",
            external_id=post.external_id,
            url=f"{_SITE}/{who}/post/{post.external_id.rpartition('/')[2]}",
            own=False,
            title=post.title,
            images=pictures(post),
            posted_at=post.posted_at,
            mature=is_mature(post),
            artists=(author,),
            links=_links(told),
        )


def _author(told: Mapping[str, Any]) -> ArtistName:
    did = reading.text(told.get("did"), longest=128)
    handle = reading.text(told.get("handle"), longest=255)
    known = handle.lower() if handle is not None and handle != _NO_HANDLE else None
    return ArtistName(
        name=reading.text(told.get("displayName"), longest=255) or known or did or "",
        handle=known,
        url=f"{_SITE}/{known or did}",
        external_id=did,
        role="unknown",
    )


def _links(told: Mapping[str, Any]) -> tuple[FoundLink, ...]:
    """What the post's words name, and the page that it shows a card of."""
    record = reading.mapping(told.get("record"))
    embed = reading.mapping(record.get("embed"))
    media = reading.mapping(embed.get("media")) or embed
    card = reading.address(reading.mapping(media.get("external")).get("uri"))
    return links_in("\n".join(filter(None, [_with_whole_links(record), card])), where="mention")


def _with_whole_links(record: Mapping[str, Any]) -> str:
    """The text with whole addresses where it shows shortened ones or names; places are counted in bytes of
    UTF-8 (https://docs.bsky.app/docs/advanced-guides/post-richtext).
    """
    text = record.get("text")
    if not isinstance(text, str):
        return ""
    whole = text.encode(errors="replace")
    places = []
    for facet in reading.objects(record.get("facets")):
        index = reading.mapping(facet.get("index"))
        begin, end = reading.number(index.get("byteStart")), reading.number(index.get("byteEnd"))
        address = next(filter(None, map(_address, reading.objects(facet.get("features")))), None)
        if begin is not None and end is not None and 0 <= begin <= end <= len(whole) and address:
            places.append((begin, end, address))
    after = len(whole)
    for begin, end, address in sorted(places, reverse=True):
        if end <= after:  # places that overlap make no sense
            whole = whole[:begin] + address.encode() + whole[end:]
            after = begin
    return whole.decode(errors="replace")


def _address(feature: Mapping[str, Any]) -> str | None:
    did = feature.get("did")
    if isinstance(did, str) and _DID.fullmatch(did):
        return f"{_SITE}/{did}"
    return reading.address(feature.get("uri"))
