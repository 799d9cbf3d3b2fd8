"""The galleries that are read for artworks and for profiles alike, so that one budget holds for both."""

from puller.sources.sites import Rate, Site

DEVIANTART = Site(
    name="deviantart",
    title="DeviantArt",
    hosts=("www.deviantart.com", "deviantart.com", "backend.deviantart.com"),
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
    documentation="https://www.furaffinity.net/robots.txt",
)
