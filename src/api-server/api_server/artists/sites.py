"""The websites whose pages of artworks can be read, for people who ask which. A test holds it to what pullers
read.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ArtworkSite:
    """A website, and what an address of an artwork there looks like."""

    name: str
    title: str
    example: str


ARTWORK_SITES = (
    ArtworkSite("deviantart", "DeviantArt", "https://www.deviantart.com/somebody/art/A-Title-123456789"),
    ArtworkSite("pixiv", "Pixiv", "https://www.pixiv.net/artworks/104500000#2"),
    ArtworkSite("artstation", "ArtStation", "https://www.artstation.com/artwork/AbCdE"),
    ArtworkSite("furaffinity", "Fur Affinity", "https://www.furaffinity.net/view/12345678/"),
    ArtworkSite("danbooru", "Danbooru", "https://danbooru.donmai.us/posts/1234567"),
    ArtworkSite("derpibooru", "Derpibooru", "https://derpibooru.org/images/123456"),
    ArtworkSite("furbooru", "Furbooru", "https://furbooru.org/images/12345"),
    ArtworkSite("e621", "e621", "https://e621.net/posts/1234567"),
    ArtworkSite("gelbooru", "Gelbooru", "https://gelbooru.com/index.php?page=post&s=view&id=1234567"),
    ArtworkSite("ponybooru", "Ponybooru", "https://ponybooru.org/images/123456"),
    ArtworkSite("e926", "e926", "https://e926.net/posts/1234567"),
    ArtworkSite("safebooru", "Safebooru", "https://safebooru.org/index.php?page=post&s=view&id=1234567"),
    ArtworkSite("rule34", "Rule34", "https://rule34.xxx/index.php?page=post&s=view&id=1234567"),
    ArtworkSite("tbib", "TBIB", "https://tbib.org/index.php?page=post&s=view&id=1234567"),
    ArtworkSite("xbooru", "XBooru", "https://xbooru.com/index.php?page=post&s=view&id=1234567"),
    ArtworkSite("hypnohub", "Hypnohub", "https://hypnohub.net/index.php?page=post&s=view&id=123456"),
    ArtworkSite("tumblr", "Tumblr", "https://www.tumblr.com/somebody/123456789012"),
    ArtworkSite("bluesky", "Bluesky", "https://bsky.app/profile/somebody.bsky.social/post/3kabcdefghi2a"),
    ArtworkSite("mastodon", "Mastodon", "https://mastodon.art/@somebody/123456789012345678"),
    ArtworkSite("x", "X", "https://x.com/somebody/status/1234567890123456789"),
)
