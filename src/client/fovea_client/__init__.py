"""A typed client of Fovea's API.

from fovea_client import Fovea

with Fovea("http://127.0.0.1:8400") as fovea:
    search = fovea.find_artist("https://www.pixiv.net/artworks/100000001")
    for account in search.artist_accounts:
        print(account.url, account.confidence)
"""

from fovea_client.client import Fovea
from fovea_client.errors import (
    ArtistSearchFailed,
    CheckFailed,
    Conflict,
    FoveaError,
    InvalidRequest,
    NotAllowed,
    NotFound,
    NotUnderstood,
    Problem,
    RunFailed,
    TooManyRequests,
    Unavailable,
    Unreachable,
    WaitedTooLong,
)
from fovea_client.records import (
    Account,
    ArtistAccount,
    ArtistResult,
    ArtistSearch,
    Artwork,
    Check,
    Crawl,
    CrawlEngine,
    CrawlFilters,
    CrawlImage,
    ImageMatch,
    ImageSearch,
    ListingRun,
    PersonRecommendation,
    PhotoRecommendation,
    Post,
    Recommendations,
    Run,
    Subscription,
    Tokens,
    User,
    WholeCrawl,
)
from fovea_client.retrying import Retries

__all__ = [
    "Account",
    "ArtistAccount",
    "ArtistResult",
    "ArtistSearch",
    "ArtistSearchFailed",
    "Artwork",
    "Check",
    "CheckFailed",
    "Conflict",
    "Crawl",
    "CrawlEngine",
    "CrawlFilters",
    "CrawlImage",
    "Fovea",
    "FoveaError",
    "ImageMatch",
    "ImageSearch",
    "InvalidRequest",
    "ListingRun",
    "NotAllowed",
    "NotFound",
    "NotUnderstood",
    "PersonRecommendation",
    "PhotoRecommendation",
    "Post",
    "Problem",
    "Recommendations",
    "Retries",
    "Run",
    "RunFailed",
    "Subscription",
    "Tokens",
    "TooManyRequests",
    "Unavailable",
    "Unreachable",
    "User",
    "WaitedTooLong",
    "WholeCrawl",
]
__version__ = "0.1.0"
