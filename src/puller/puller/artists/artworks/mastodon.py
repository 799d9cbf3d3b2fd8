"""Statuses of Mastodon and of what speaks its API as artworks. Whoever posted is known as `user@host`; nobody
knows whether they made the picture.
"""

from collections.abc import Collection, Mapping
from typing import Any

from fovea.artists.links_in_text import links_in
from fovea.artists.records import ArtistName, Artwork, ArtworkAddress
from puller.artists.artworks.contract import markup, not_an_artwork
from puller.artists.artworks.on_source import OnSource, is_mature, pictures, sources
from puller.politeness import Asker
from puller.sources import reading
from puller.sources.mastodon import Mastodon
from puller.sources.mastodon_statuses import account_of, post_of


class MastodonArtworks(OnSource[Mastodon]):
    """Every instance as one site of artworks. `elsewhere`: hosts of other sites, where the same forms of
    address mean something else.
    """

    def __init__(self, *, elsewhere: Collection[str] = ()) -> None:
        super().__init__(Mastodon(elsewhere=elsewhere))

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What the instance tells of a status. A boost tells where it comes from."""
        host = address.external_id.partition("/")[0]
        told = self.told(address, asker)
        boosted = reading.mapping(told.get("reblog"))
        post = post_of(told, host)
        if post is None and not boosted:
            raise not_an_artwork("This post has no pictures")
        return Artwork(
            site="mastodon",
            external_id=address.external_id,
            url=post.url if post is not None and post.url else address.url,
            own=False,
            title=post.title if post is not None else "",
            images=pictures(post) if post is not None else (),
            posted_at=reading.moment(told.get("created_at")),
            mature=post is not None and is_mature(post),
            repost=bool(boosted),
            artists=_poster(reading.mapping(told.get("account")), host),
            links=links_in(markup(told.get("content")), where="mention", base=f"https://{host}/"),
            source_posts=sources(boosted.get("url"), boosted.get("uri")) if boosted else (),
        )


def _poster(told: Mapping[str, Any], host: str) -> tuple[ArtistName, ...]:
    account = account_of(told, host)
    if account is None:
        return ()
    user, _, home = account.external_id.partition("@")
    return (
        ArtistName(
            name=account.real_name or account.external_id,
            handle=account.external_id,
            url=reading.address(told.get("url")) or f"https://{home}/@{user}",
            role="unknown",
        ),
    )
