"""Photos that an account may love, people whom it may want to follow."""

from datetime import datetime

from fovea_client.records.base import Record
from fovea_client.records.posts import Account, Post
from fovea_client.records.runs import Run


class Supporter(Record, frozen=True, kw_only=True):
    """A photographer whose favourites speak for a photo, and how much."""

    account: Account
    weight: float
    shared_favorites: int = 0


class Reasons(Record, frozen=True, kw_only=True):
    """How many photographers faved a photo, and the three of most weight."""

    count: int
    accounts: tuple[Supporter, ...] = ()


class PhotoRecommendation(Record, frozen=True, kw_only=True):
    """A photo, its score and its reasons. `folded`: near-duplicates of it."""

    post: Post
    score: float
    reasons: Reasons
    new: bool = False
    stronger: bool = False
    folded: tuple[Post, ...] = ()


class PersonRecommendation(Record, frozen=True, kw_only=True):
    """Somebody to follow. `samples`: photos of theirs."""

    account: Account
    score: float
    shared_favorites: int = 0
    favorites: int = 0
    owned: int = 0
    followed: bool = False
    samples: tuple[Post, ...] = ()
    shared: tuple[Post, ...] = ()


class Needed(Record, frozen=True, kw_only=True):
    """How much must be known before anything is recommended."""

    favorites: int
    photographers: int


class BasedOn(Record, frozen=True, kw_only=True):
    """How much is known."""

    favorites: int
    photographers: int
    photographers_read: int = 0


class Recommendations(Record, frozen=True, kw_only=True):
    """A page of recommendations. `enough`: False while too little is known to recommend anything."""

    account: Account
    method: str
    generated_at: datetime
    enough: bool
    needed: Needed
    based_on: BasedOn
    photos: tuple[PhotoRecommendation, ...]
    people: tuple[PersonRecommendation, ...]
    run: Run | None = None
    next_cursor: str | None = None
