"""The galleries that are read for artworks, for profiles and for listings alike, so that one budget holds for
all of them.
"""

import msgspec

from puller.sources import deviantart, pixiv, x
from puller.sources.sites import Rate, Site

# Pages and oEmbed answers, which want no key.
DEVIANTART = msgspec.structs.replace(
    deviantart.SITE,
    api="https://www.deviantart.com",
    auth="none",
    keys=(),
    documentation="https://www.deviantart.com/developers/oembed",
)
PIXIV = pixiv.SITE
ARTSTATION = Site(
    name="artstation",
    title="ArtStation",
    hosts=("www.artstation.com", "artstation.com"),
    api="https://www.artstation.com",
    rate=Rate(calls=1, per_seconds=1),
    page_size=50,
    documentation="https://www.artstation.com/robots.txt",
)
# Its rules for programs: one second between two calls (https://www.furaffinity.net/robots.txt).
FURAFFINITY = Site(
    name="furaffinity",
    title="Fur Affinity",
    hosts=("www.furaffinity.net", "furaffinity.net", "sfw.furaffinity.net"),
    api="https://www.furaffinity.net",
    rate=Rate(calls=1, per_seconds=1),
    page_size=48,
    auth="optional",
    keys=("FURAFFINITY_COOKIE_A", "FURAFFINITY_COOKIE_B"),
    documentation="https://www.furaffinity.net/robots.txt",
)
# Without a key, only what is told to whoever embeds a post.
X = msgspec.structs.replace(x.SITE, auth="optional")
