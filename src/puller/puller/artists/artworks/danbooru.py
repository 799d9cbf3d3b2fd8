"""Posts of Danbooru as artworks: artists by their tags, and the sources that it names; of one at Pixiv it
knows the work.
"""

from collections.abc import Mapping

from fovea.artists.records import Artwork, ArtworkAddress
from fovea.errors import NotFound
from puller.artists.artworks import artist_tags
from puller.artists.artworks.on_source import OnSource, is_mature, is_removed, renditions, sources
from puller.politeness import Asker
from puller.sources import reading
from puller.sources.danbooru import Danbooru, post_of

_TAGGED = "https://danbooru.donmai.us/posts?tags={}"


class DanbooruArtworks(OnSource[Danbooru]):
    """Danbooru as a site of artworks."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(Danbooru(dict(keys)))

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What Danbooru tells of a post. Hidden ones have artists and sources, and no pictures."""
        told = self.told(address, asker)
        number = reading.number(told.get("id"))
        if number is None:
            raise NotFound(f"Danbooru has no post {address.external_id}")
        post = post_of(number, told, asker.site.api)
        work = reading.number(told.get("pixiv_id"))
        pixiv = f"https://www.pixiv.net/artworks/{work}" if work is not None and work > 0 else None
        return Artwork(
            site="danbooru",
            external_id=post.external_id,
            url=post.url or address.url,
            own=False,
            title=post.title,
            images=renditions(post.sizes),
            posted_at=post.posted_at,
            mature=is_mature(post),
            removed=is_removed(post),
            artists=artist_tags.artists(
                reading.words(told.get("tag_string_artist")), network="danbooru", page=_TAGGED
            ),
            source_posts=sources(pixiv, told.get("source")),
        )
