"""A post as Reddit's API and its archive tell it."""

from collections.abc import Mapping
from typing import Any

from fovea import ratings
from fovea.clock import SECOND
from fovea.errors import NotFound
from fovea.messages import AccountRecord, PostDetails, PostRecord
from puller.links import addresses
from puller.sources import reading
from puller.sources.listing_source import ListingPage
from puller.sources.reddit.media import links_of, sizes_of
from puller.sources.reddit.names import MAIN

_DELETED = frozenset({"[deleted]", "[removed]", "[deleted by user]", "[removed by reddit]"})
_PLACEHOLDERS = frozenset({"[ removed by reddit ]", "[ removed by moderator ]"}) | _DELETED


def post_of(told: Mapping[str, Any], found: str) -> PostRecord | None:
    """A post; None without a number. `found` is where the answer came from."""
    number = reading.text(told.get("id"))
    if number is None or not number.isalnum():
        return None
    removed = _is_removed(told)
    text = reading.text(told.get("selftext"), longest=reading.LONGEST_DESCRIPTION)
    outside = reading.address(told.get("url_overridden_by_dest") or told.get("url"))
    over_18 = told.get("over_18")
    return PostRecord(
        external_id=number.lower(),
        owner=owner_of(told.get("author")),
        title=reading.text(told.get("title")) or "",
        url=reading.address(told.get("permalink"), MAIN) or f"{MAIN}/comments/{number}/",
        sizes=[] if removed else sizes_of(told),
        tags=_tags(told),
        posted_at=reading.moment(told.get("created_utc")),
        details=PostDetails(
            rating=ratings.of_source("reddit", over_18) if isinstance(over_18, bool) else None,
            score=reading.number(told.get("score")),
            description=None if text is None or text.lower() in _PLACEHOLDERS else text,
            source_url=None if told.get("is_self") is True or _is_reddits(outside) else outside,
            links=[] if removed else links_of(told, found),
            removed=removed,
        ),
    )


def page_of(
    told: list[dict[str, Any]], found: str, *, cursor: str | None, is_by_time: bool = True
) -> ListingPage:
    """A page of posts. Marks are when they were made, in milliseconds; other orders have none."""
    posts = [post for one in told if (post := post_of(one, found)) is not None]
    marks = [post.posted_at for post in posts if post.posted_at is not None]
    return ListingPage(
        posts=posts, marks=marks if is_by_time else [], accounts=accounts_of(posts), cursor=cursor
    )


def accounts_of(posts: list[PostRecord]) -> list[AccountRecord]:
    """Who put up the posts."""
    return [
        AccountRecord(external_id=owner, username=owner.removeprefix("u/"))
        for owner in sorted({post.owner for post in posts})
    ]


def one_of(page: ListingPage, number: str) -> ListingPage:
    """The page, if there is something on it. Raises `NotFound`."""
    if not page.posts:
        raise NotFound(f"Reddit has no post {number}")
    return page


def owner_of(author: Any) -> str:
    """`u/<name>`; of those who left `u/[deleted]`."""
    return f"u/{(reading.text(author) or '[deleted]').removeprefix('/').removeprefix('u/')[:60]}"


def last_moment(told: list[dict[str, Any]]) -> int | None:
    """When the last of these posts was made, in whole seconds."""
    moments = [moment for one in told if (moment := reading.moment(one.get("created_utc"))) is not None]
    return moments[-1] // SECOND if moments else None


def _tags(told: Mapping[str, Any]) -> list[str]:
    community = reading.text(told.get("subreddit"))
    named = [f"r/{community}"] if community else []
    named += [flair] if (flair := reading.text(told.get("link_flair_text"), longest=100)) else []
    named += ["spoiler"] if told.get("spoiler") is True else []
    return reading.tags(named, "meta")


def _is_removed(told: Mapping[str, Any]) -> bool:
    """By its author, by moderators or by Reddit. That the author left is no removal."""
    later = reading.mapping(told.get("_meta"))
    title, text = (str(told.get(name)).strip().lower() for name in ("title", "selftext"))
    return (
        told.get("removed_by_category") is not None
        or later.get("removal_type") is not None
        or later.get("was_deleted_later") is True
        or text in _PLACEHOLDERS
        or title in _PLACEHOLDERS
    )


def _is_reddits(url: str | None) -> bool:
    address = addresses.read(url) if url is not None else None
    return address is None or any(addresses.is_of(address.host, one) for one in ("reddit.com", "redd.it"))
