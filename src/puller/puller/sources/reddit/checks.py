"""What is told of communities and users when somebody names them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from fovea import ratings
from fovea.errors import AccountPrivate
from fovea.messages import CheckedListing, ListingName
from puller.sources import reading
from puller.sources.reddit.names import Wanted

ARCHIVE_NOTE = (
    "Without a key of Reddit's, posts come from an archive (Arctic Shift): the newest may be late, and scores"
    " are as they were then. With REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, they come from Reddit itself."
)
FEED_NOTE = (
    "Without a key of Reddit's, this comes from its feeds: the first 25 posts, without scores and ratings."
    " Set REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET for all of them, or subscribe to the newest posts."
)


class Community(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one community. `name` is its exact name."""

    name: str
    description: str | None = None
    followers: int | None = None
    created_at: int | None = None
    over_18: bool | None = None
    newest_at: int | None = None


def note(wanted: Wanted) -> str:
    """What a person should know who has no key."""
    return ARCHIVE_NOTE if wanted.is_by_time else FEED_NOTE


def community_of(told: Mapping[str, Any]) -> Community | None:
    """A community as the API and the archive tell it. Raises `AccountPrivate`."""
    name = reading.text(told.get("display_name"))
    if name is None:
        return None
    if told.get("subreddit_type") in {"private", "employees_only", "gold_only"}:
        raise AccountPrivate(f"r/{name} is private: only its members see it")
    if told.get("quarantine") is True:
        raise AccountPrivate(
            f"r/{name} is in quarantine: Reddit shows it only to those who asked for it", code="quarantined"
        )
    over_18 = told.get("over18")
    return Community(
        name=name,
        description=reading.text(told.get("public_description") or told.get("title"), longest=1_000),
        followers=reading.number(told.get("subscribers")),
        created_at=reading.moment(told.get("created_utc")),
        over_18=over_18 if isinstance(over_18, bool) else None,
    )


def checked(listing: ListingName, each: Sequence[Community], *, note: str | None) -> CheckedListing:
    """A listing of one community, or of several together."""
    only = each[0] if len(each) == 1 else Community(name="")
    rated = [one.over_18 for one in each]
    strict = True if True in rated else None if None in rated else False
    return CheckedListing(
        source="reddit",
        listing=listing,
        description=only.description,
        followers=only.followers,
        created_at=only.created_at,
        rating=None if strict is None else ratings.of_source("reddit", strict),
        newest_at=only.newest_at,
        note=note,
    )


def checked_user(listing: ListingName, told: Mapping[str, Any], *, note: str | None) -> CheckedListing:
    """A listing of a user."""
    numbers = reading.mapping(told.get("_meta"))
    return CheckedListing(
        source="reddit",
        listing=listing,
        posts=reading.number(numbers.get("num_posts")),
        created_at=reading.moment(told.get("created_utc")),
        newest_at=reading.moment(numbers.get("last_post_at")),
        note=note,
    )
