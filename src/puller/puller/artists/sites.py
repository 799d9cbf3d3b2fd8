"""The galleries that are read for artworks and for profiles alike, so that one budget holds for both."""

from puller.sources.sites import Rate, Site

DEVIANTART = Site(
    name="deviantart",
    title="DeviantArt",
    hosts=("www.deviantart.com", "deviantart.com", "backend.deviantart.com", "fav.me"),
    api="https://www.deviantart.com",
    rate=Rate(calls=1, per_seconds=1),
    page_size=24,
    documentation="https://www.deviantart.com/developers/oembed",
)
PIXIV = Site(
    name="pixiv",
    title="Pixiv",
    hosts=("www.pixiv.net", "pixiv.net", "pixiv.me"),
    api="https://www.pixiv.net",
    rate=Rate(calls=1, per_seconds=1),
    page_size=48,
    auth="optional",
    keys=("PIXIV_SESSION",),
    documentation="https://www.pixiv.net/terms/?page=term",
)
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
# Lookups of posts, by one application (https://docs.x.com/x-api/fundamentals/rate-limits).
X = Site(
    name="x",
    title="X",
    hosts=("x.com", "twitter.com", "mobile.x.com", "mobile.twitter.com"),
    api="https://api.x.com/2",
    rate=Rate(calls=300, per_seconds=900),
    page_size=100,
    auth="optional",
    keys=("X_BEARER_TOKEN",),
    documentation="https://docs.x.com/x-api/fundamentals/rate-limits",
)
