"""Posts of e621 and e926 as artworks: artists by their tags, all sources that are named (of those that are
dead, too, which are struck out by a sign).
"""

from collections.abc import Mapping

from fovea.artists.links_in_text import links_in
from fovea.artists.records import Artwork, ArtworkAddress
from fovea.errors import NotFound
from puller.artists.artworks import artist_tags
from puller.artists.artworks.contract import markup
from puller.artists.artworks.on_source import OnSource, is_mature, is_removed, renditions, sources
from puller.politeness import Asker
from puller.sources import reading
from puller.sources.e621 import E621, post_of

_DEAD = "-"


class E621Artworks(OnSource[E621]):
    """e621 and e926 as sites of artworks."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(E621(dict(keys)))

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What the site tells of a post. Without a key, some have no address of their picture."""
        told = self.told(address, asker)
        number = reading.number(told.get("id"))
        if number is None:
            raise NotFound(f"{asker.site.title} has no post {address.external_id}")
        post = post_of(number, told, asker.site)
        tags, named = reading.mapping(told.get("tags")).get("artist"), told.get("sources")
        urls = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
        return Artwork(
            site=address.site,
            external_id=post.external_id,
            url=post.url or address.url,
            own=False,
            title="",
            images=renditions(post.sizes),
            posted_at=post.posted_at,
            mature=is_mature(post),
            removed=is_removed(post),
            artists=artist_tags.artists(
                (tag for tag in (tags if isinstance(tags, list) else []) if isinstance(tag, str)),
                network="e621",
                page=f"{asker.site.api}/posts?tags={{}}",
            ),
            links=links_in(markup(told.get("description")), where="mention", base=f"{asker.site.api}/"),
            source_posts=sources(*sorted(urls, key=lambda one: one.startswith(_DEAD))),
        )
