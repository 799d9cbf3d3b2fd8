"""Posts of Tumblr as artworks. A blog may show its own or what it found: who posted is nobody's proof, and a
reblog tells where it comes from.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from fovea.artists.links_in_text import links_in
from fovea.artists.records import ArtistName, Artwork, ArtworkAddress, FoundLink
from puller.artists.artworks.contract import markup, not_an_artwork
from puller.artists.artworks.on_source import OnSource, is_mature, pictures, sources
from puller.politeness import Asker
from puller.sources import reading
from puller.sources.tumblr import Tumblr
from puller.sources.tumblr_posts import is_reblog, post_of

_SITE = "https://www.tumblr.com"


class TumblrArtworks(OnSource[Tumblr]):
    """Tumblr as a site of artworks."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(Tumblr(dict(keys)))

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What Tumblr tells of a post."""
        told = self.told(address, asker)
        post, repost = post_of(told), is_reblog(told)
        if post is None and not repost:
            raise not_an_artwork("This post of Tumblr's has no pictures")
        return Artwork(
            site="tumblr",
            external_id=address.external_id,
            url=address.url,
            own=False,
            title=post.title if post is not None else reading.text(told.get("summary")) or "",
            images=pictures(post) if post is not None else (),
            posted_at=reading.moment(told.get("timestamp")),
            mature=post is not None and is_mature(post),
            repost=repost,
            artists=_poster(told, address),
            links=_links(told),
            source_posts=sources(told.get("source_url"), *(_origins(told) if repost else ())),
        )


def _poster(told: Mapping[str, Any], address: ArtworkAddress) -> tuple[ArtistName, ...]:
    blog = reading.mapping(told.get("blog"))
    handle = (
        reading.text(told.get("blog_name"), longest=32) or address.external_id.partition("/")[0]
    ).lower()
    return (
        ArtistName(
            name=reading.text(blog.get("title"), longest=200) or handle,
            handle=handle,
            url=f"{_SITE}/{handle}",
            external_id=reading.text(blog.get("uuid"), longest=64),
            role="unknown",
        ),
    )


def _origins(told: Mapping[str, Any]) -> Iterator[str]:
    """Where a reblog began, the first post first."""
    for name in ("reblogged_root_url", "parent_post_url", "reblogged_from_url"):
        found = reading.address(told.get(name))
        if found is not None:
            yield found
    for one in reading.objects(told.get("trail")):
        blog = reading.text(reading.mapping(one.get("blog")).get("name"), longest=32)
        number = reading.number(reading.mapping(one.get("post")).get("id"))
        if blog is not None and number is not None and one.get("is_current_item") is not True:
            yield f"{_SITE}/{blog.lower()}/{number}"


def _links(told: Mapping[str, Any]) -> tuple[FoundLink, ...]:
    """What the post's own words name; in the newer form links lie beside the text."""
    words = "\n".join(_lines(told))
    found = (
        *links_in(words, where="mention"),
        *links_in(markup(told.get("caption")), where="mention", base=f"{_SITE}/"),
    )
    return tuple({one.url: one for one in reversed(found)}.values())[::-1]


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    for block in reading.objects(told.get("content")):
        text = reading.text(block.get("text"), longest=reading.LONGEST_DESCRIPTION) or ""
        beside = [one.get("url") for one in reading.objects(block.get("formatting"))]
        blogs = [reading.mapping(one.get("blog")) for one in reading.objects(block.get("formatting"))]
        beside += [one.get("url") for one in blogs]
        if block.get("type") == "link":
            beside.append(block.get("url"))
        beside.append(reading.mapping(block.get("attribution")).get("url"))
        urls = [url for url in map(reading.address, beside) if url is not None]
        if text or urls:
            yield " ".join([text, *urls])
