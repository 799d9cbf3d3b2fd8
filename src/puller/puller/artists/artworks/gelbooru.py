"""Posts of Gelbooru and of boards of its 0.2 kind as artworks: sources as they are named, and artists where
the board says which of the tags are artists' (Gelbooru in a call of its own, rule34.xxx beside the post). The
others do not say it.
"""

from collections.abc import Mapping
from typing import Any

from fovea.artists.records import Artwork, ArtworkAddress
from fovea.errors import NotFound
from puller.artists.artworks import artist_tags
from puller.artists.artworks.on_source import OnSource, is_mature, is_removed, renditions, sources
from puller.politeness import Asker
from puller.sources import reading
from puller.sources.gelbooru import TAGS_A_CALL, Gelbooru, post_of

_MOST_TAGS = 300
# As Gelbooru numbers the kinds of tags, and as rule34.xxx calls them.
_ARTIST = frozenset({"1", "artist"})


class GelbooruArtworks(OnSource[Gelbooru]):
    """These boards as sites of artworks."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(Gelbooru(dict(keys)))

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What the board tells of a post."""
        told = self.told(address, asker)
        number = reading.number(told.get("id"))
        if number is None:
            raise NotFound(f"{asker.site.title} has no post {address.external_id}")
        post = post_of(number, told, asker.site)
        return Artwork(
            site=address.site,
            external_id=post.external_id,
            url=post.url or address.url,
            own=False,
            title=post.title,
            images=renditions(post.sizes),
            posted_at=post.posted_at,
            mature=is_mature(post),
            removed=is_removed(post),
            artists=artist_tags.artists(
                self._artists(told, asker),
                network=address.site if address.site == "gelbooru" else None,
                page=f"https://{asker.site.hosts[0]}/index.php?page=post&s=list&tags={{}}",
            ),
            source_posts=sources(told.get("source")),
        )

    def _artists(self, told: Mapping[str, Any], asker: Asker) -> list[str]:
        """The tags that are artists', in the order of the post."""
        names = reading.words(reading.text(told.get("tags"), longest=reading.LONGEST_DESCRIPTION))
        kinds = reading.objects(told.get("tag_info"))
        if asker.site.name == "gelbooru":
            asked = names[:_MOST_TAGS]
            kinds = [
                kind
                for begin in range(0, len(asked), TAGS_A_CALL)
                for kind in self.source.tags_told(asked[begin : begin + TAGS_A_CALL], asker)
            ]
        known = {
            reading.text(one.get("name") or one.get("tag"))
            for one in kinds
            if (reading.text(one.get("type")) or "").lower() in _ARTIST
        }
        return [name for name in names if name in known]
