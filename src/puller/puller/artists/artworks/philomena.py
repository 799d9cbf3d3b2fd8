"""Images of Derpibooru, Furbooru and Ponybooru as artworks: artists by their tags, all sources that are told,
and the image that stands for a duplicate.
"""

from collections.abc import Mapping
from typing import Any

from fovea.artists.links_in_text import links_in
from fovea.artists.records import ArtistName, Artwork, ArtworkAddress, Role
from fovea.errors import NotFound, SourceRefused
from puller.artists.artworks import artist_tags
from puller.artists.artworks.contract import markup
from puller.artists.artworks.on_source import OnSource, is_mature, renditions, sources
from puller.politeness import Asker
from puller.sources import reading
from puller.sources.philomena import Philomena, post_of

_MOST_DUPLICATES = 5
# What people of these tags did. Editors change what others made: they are not named.
_ROLES: dict[str, Role] = {"artist": "artist", "colorist": "collaborator", "commissioner": "commissioner"}
_NETWORKS = frozenset({"derpibooru", "furbooru"})


class PhilomenaArtworks(OnSource[Philomena]):
    """Derpibooru, Furbooru and Ponybooru as sites of artworks."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(Philomena(dict(keys)))

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What the site tells of an image, or of the one that it is a duplicate of. Of deleted ones little is
        told.
        """
        told, gone_through = self._followed(address, asker)
        number = reading.number(told.get("id"))
        if number is None:
            raise NotFound(f"{asker.site.title} has no image {address.external_id}")
        post = post_of(number, told, asker.site)
        urls = told.get("source_urls")
        return Artwork(
            site=address.site,
            external_id=post.external_id,
            url=post.url or address.url,
            own=False,
            title=reading.text(told.get("name")) or "",
            images=renditions(post.sizes),
            posted_at=post.posted_at,
            mature=is_mature(post),
            duplicate_of=gone_through,
            removed=bool(told.get("hidden_from_users") or told.get("deletion_reason")),
            artists=_artists(told, address.site, asker.site.api),
            links=links_in(markup(told.get("description")), where="mention", base=f"{asker.site.api}/"),
            source_posts=sources(*(urls if isinstance(urls, list) else []), told.get("source_url")),
        )

    def _followed(self, address: ArtworkAddress, asker: Asker) -> tuple[dict[str, Any], tuple[str, ...]]:
        """(what is told, the addresses that were gone through), from duplicate to duplicate."""
        seen: dict[str, str] = {}
        current = address
        while True:
            told = self.told(current, asker)
            original = reading.number(told.get("duplicate_of"))
            if original is None:
                return told, tuple(seen.values())
            seen[current.external_id] = current.url
            if str(original) in seen or len(seen) > _MOST_DUPLICATES:
                raise SourceRefused(
                    f"{asker.site.title} names this as a duplicate of a duplicate again and again",
                    code="duplicates_in_a_circle",
                )
            current = ArtworkAddress(
                site=address.site,
                external_id=str(original),
                url=f"{asker.site.api}/images/{original}",
            )


def _artists(told: Mapping[str, Any], site: str, api: str) -> tuple[ArtistName, ...]:
    tags = told.get("tags")
    names = [one for one in tags if isinstance(one, str)] if isinstance(tags, list) else []
    return tuple(
        artist
        for prefix, role in _ROLES.items()
        for artist in artist_tags.artists(
            (name.partition(":")[2] for name in names if name.lower().startswith(f"{prefix}:")),
            network=site if site in _NETWORKS and prefix == "artist" else None,
            page=f"{api}/search?q={prefix}%3A{{}}",
            role=role,
        )
    )
