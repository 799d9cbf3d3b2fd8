"""What the API answers, typed."""

from fovea_client.records.artists import (
    AccountScan,
    ArtistAccount,
    ArtistResult,
    ArtistSearch,
    Artwork,
    ArtworkArtist,
    Elsewhere,
    EvidenceStep,
    FoundPost,
    ScannedAccount,
    ScanOfAccount,
    SearchedWith,
    SearchError,
)
from fovea_client.records.images import ImageMatch, ImageSearch, LibraryImage, SearchedPicture, SeenPost
from fovea_client.records.posts import Account, Image, Post
from fovea_client.records.recommendations import (
    PersonRecommendation,
    PhotoRecommendation,
    Reasons,
    Recommendations,
    Supporter,
)
from fovea_client.records.runs import Run, RunFailure, RunProgress
from fovea_client.records.subscriptions import Check, CheckedListing, ListingProblem, ListingRun, Subscription

__all__ = [
    "Account",
    "AccountScan",
    "ArtistAccount",
    "ArtistResult",
    "ArtistSearch",
    "Artwork",
    "ArtworkArtist",
    "Check",
    "CheckedListing",
    "Elsewhere",
    "EvidenceStep",
    "FoundPost",
    "Image",
    "ImageMatch",
    "ImageSearch",
    "LibraryImage",
    "ListingProblem",
    "ListingRun",
    "PersonRecommendation",
    "PhotoRecommendation",
    "Post",
    "Reasons",
    "Recommendations",
    "Run",
    "RunFailure",
    "RunProgress",
    "ScanOfAccount",
    "ScannedAccount",
    "SearchError",
    "SearchedPicture",
    "SearchedWith",
    "SeenPost",
    "Subscription",
    "Supporter",
]
