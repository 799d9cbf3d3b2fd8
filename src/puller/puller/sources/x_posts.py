"""Posts and people as X's API tells them (https://docs.x.com/x-api/fundamentals/data-dictionary)."""

from collections.abc import Iterator, Mapping
from typing import Any

from fovea import ratings
from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceRefused,
    SourceUnavailable,
)
from fovea.messages import AccountRecord, LinkRecord, PostDetails, PostRecord
from fovea.renditions import SizeRecord
from puller.links import addresses
from puller.sources import reading

# Since 4 November 2010 the number of a post holds its moment: milliseconds since this one, above 22 bits.
_EPOCH = 1_288_834_974_657
_FIRST_WITH_MOMENT = 29_700_859_247
_PICTURES = "https://pbs.twimg.com/media/"
_SMALL_SIDE = 680
_LONGEST_TITLE = 300


def moment_of(number: str) -> int | None:
    """When a post was written, in milliseconds, by its number; None for numbers that do not tell it."""
    return (int(number) >> 22) + _EPOCH if int(number) > _FIRST_WITH_MOMENT else None


def number_at(moment: int | None) -> int | None:
    """The number that posts of this moment (milliseconds) have at least, less one; None for moments before
    numbers told them.
    """
    if moment is None or moment <= _EPOCH:
        return None
    return ((moment - _EPOCH) << 22) - 1


def account_of(told: Mapping[str, Any]) -> AccountRecord | None:
    """A person by their number; None without one."""
    number = reading.text(told.get("id"), longest=20)
    if number is None or not number.isdecimal():
        return None
    handle = reading.text(told.get("username"), longest=20)
    return AccountRecord(
        external_id=number,
        username=handle,
        real_name=reading.text(told.get("name"), longest=200),
        path_alias=handle.lower() if handle else None,
        icon_url=reading.address(told.get("profile_image_url")),
        state="private" if told.get("protected") is True else None,
    )


def post_of(told: Mapping[str, Any], media: list[dict[str, Any]], *, owner: str) -> PostRecord | None:
    """A post with pictures; None for one without, or without a number. `media` are those of the answer."""
    number = reading.text(told.get("id"), longest=20)
    if number is None or not number.isdecimal():
        return None
    pictures = list(_pictures(told, media))
    if not pictures:
        return None
    words = _words(told)
    return PostRecord(
        external_id=number,
        owner=owner,
        title=words.partition("\n")[0][:_LONGEST_TITLE],
        url=f"https://x.com/i/status/{number}",
        sizes=pictures[0],
        tags=reading.tags(
            one.get("tag") for one in reading.objects(reading.mapping(told.get("entities")).get("hashtags"))
        ),
        posted_at=reading.moment(told.get("created_at")) or moment_of(number),
        details=PostDetails(
            rating=ratings.of_source("x", told.get("possibly_sensitive") is True),
            score=reading.number(reading.mapping(told.get("public_metrics")).get("like_count")),
            description=words or None,
            links=[
                LinkRecord(url=sizes[-1].url, position=position) for position, sizes in enumerate(pictures)
            ],
        ),
    )


def problem_of(errors: list[dict[str, Any]], *, post: str | None = None) -> FoveaError:
    """Why nothing is told of an account or a `post`
    (https://docs.x.com/x-api/fundamentals/response-codes-and-errors).
    """
    told = errors[0] if errors else {}
    kind = str(told.get("type", ""))
    words = reading.text(told.get("detail") or told.get("message"), longest=300) or ""
    if "suspended" in words.lower():
        return AccountGone("X has suspended this account", code="account_suspended")
    if "blocked" in words.lower():
        return AccountPrivate("This account has blocked us at X", code="account_blocked")
    if kind.endswith("not-authorized-for-resource"):
        return AccountPrivate("This account shows its posts only to people whom it accepted")
    if kind.endswith("resource-not-found"):
        if post is not None:
            return NotFound(f"X has no post {post}, or no longer")
        return AccountNotFound("X has no such account: it was never there, was deleted or renamed")
    if not errors:
        return SourceUnavailable("X answered with neither a post nor a reason", source_code="nonsense")
    return SourceRefused(f"X says: {words or told.get('title') or kind}", source_code="refused")


def _pictures(told: Mapping[str, Any], media: list[dict[str, Any]]) -> Iterator[list[SizeRecord]]:
    """The renditions of each picture in the order of the post, the smallest first; of films the still that
    stands for them.
    """
    by_key = {str(one.get("media_key")): one for one in media}
    keys = reading.mapping(told.get("attachments")).get("media_keys")
    for key in keys if isinstance(keys, list) else []:
        one = by_key.get(str(key), {})
        width, height = reading.number(one.get("width")), reading.number(one.get("height"))
        url = reading.address(one.get("url") or one.get("preview_image_url"))
        if url is None:
            continue
        if not addresses.real(url).startswith(_PICTURES) or "?" in url:
            yield reading.sizes(reading.size(url, width, height))
            continue
        small = _within(width, height, _SMALL_SIDE)
        yield reading.sizes(
            reading.size(f"{url}?name=small", *small), reading.size(f"{url}?name=orig", width, height)
        )


def _within(width: int | None, height: int | None, side: int) -> tuple[int | None, int | None]:
    if width is None or height is None or min(width, height) < 1:
        return None, None
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _words(told: Mapping[str, Any]) -> str:
    """What a post says, with the addresses that its short ones stand for."""
    longer = reading.mapping(told.get("note_tweet"))
    words = reading.text(longer.get("text") or told.get("text"), longest=reading.LONGEST_DESCRIPTION) or ""
    entities = reading.mapping(longer.get("entities") or told.get("entities"))
    for one in reading.objects(entities.get("urls")):
        short, whole = one.get("url"), reading.address(one.get("unwound_url") or one.get("expanded_url"))
        if isinstance(short, str) and short and whole is not None:
            words = words.replace(short, "" if one.get("media_key") is not None else whole)
    return words.strip()
