"""Posts as Bluesky's AppView tells them (lexicons app.bsky.feed.defs and app.bsky.embed.images)."""

import re
from collections.abc import Mapping
from typing import Any

from fovea import ratings
from fovea.messages import AccountRecord, LinkRecord, PostDetails, PostRecord
from puller.sources import reading

_URI = re.compile(r"at://(did:[^/]+)/app\.bsky\.feed\.post/([^/]+)")
_LONGEST_ID = 64
_LONGEST_POST_TITLE = 300


def mark_of(entry: Mapping[str, Any]) -> int | None:
    """Where an entry of a feed stands in time, in milliseconds: when it came in, or earlier if it says so
    itself; a repost when it was reposted.
    """
    reason = reading.moment(reading.mapping(entry.get("reason")).get("indexedAt"))
    return reason if reason is not None else _posted_at(reading.mapping(entry.get("post")))


def account_of(told: Mapping[str, Any]) -> AccountRecord | None:
    """An account by its DID; None without a usable one."""
    did = told.get("did")
    if not isinstance(did, str) or not did.startswith("did:") or len(did) > _LONGEST_ID:
        return None
    return AccountRecord(
        external_id=did,
        username=reading.text(told.get("handle"), longest=255),
        real_name=reading.text(told.get("displayName"), longest=255),
        icon_url=reading.address(told.get("avatar")),
    )


def post_of(told: Mapping[str, Any]) -> PostRecord | None:
    """A post with pictures; None for one without, or one that has no usable address."""
    uri = _URI.fullmatch(str(told.get("uri")))
    owner = account_of(reading.mapping(told.get("author")))
    pictures = _pictures(reading.mapping(told.get("embed")))
    if uri is None or owner is None or not pictures or len(f"{uri[1]}/{uri[2]}") > _LONGEST_ID:
        return None
    record = reading.mapping(told.get("record"))
    words = reading.text(record.get("text"), longest=reading.LONGEST_DESCRIPTION) or ""
    described = [text for one in pictures if (text := reading.text(one.get("alt"), longest=2_000))]
    labels = [
        *reading.objects(told.get("labels")),
        *reading.objects(reading.mapping(record.get("labels")).get("values")),
    ]
    first = pictures[0]
    shape = reading.mapping(first.get("aspectRatio"))
    return PostRecord(
        external_id=f"{uri[1]}/{uri[2]}",
        owner=owner.external_id,
        title=words.partition("\n")[0][:_LONGEST_POST_TITLE],
        url=f"https://bsky.app/profile/{uri[1]}/post/{uri[2]}",
        sizes=reading.sizes(
            reading.size(first.get("thumb"), None, None),
            reading.size(first.get("fullsize"), shape.get("width"), shape.get("height")),
        ),
        tags=_hashtags(record),
        posted_at=_posted_at(told),
        details=PostDetails(
            rating=ratings.of_source(
                "bluesky", None, [str(one.get("val")) for one in labels if not one.get("neg")]
            ),
            score=reading.number(told.get("likeCount")),
            description="\n\n".join([words, *described]).strip() or None,
            links=[
                LinkRecord(url=url, position=position)
                for position, one in enumerate(pictures)
                if (url := reading.address(one.get("fullsize"))) is not None
            ],
        ),
    )


def _posted_at(told: Mapping[str, Any]) -> int | None:
    said = reading.moment(reading.mapping(told.get("record")).get("createdAt"))
    came = reading.moment(told.get("indexedAt"))
    return min((one for one in (said, came) if one is not None), default=None)


def _pictures(embed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pictures of an embed, also of one beside a quoted post; of a video, its first frame."""
    embed = reading.mapping(embed.get("media")) or embed
    kind = str(embed.get("$type", ""))
    if kind.startswith("app.bsky.embed.images"):
        return [one for one in reading.objects(embed.get("images")) if reading.address(one.get("fullsize"))]
    frame = reading.address(embed.get("thumbnail"))
    if kind.startswith("app.bsky.embed.video") and frame is not None:
        return [
            {
                "fullsize": frame,
                "thumb": frame,
                "alt": embed.get("alt"),
                "aspectRatio": embed.get("aspectRatio"),
            }
        ]
    return []


def _hashtags(record: Mapping[str, Any]) -> list[str]:
    """The hashtags in the text, and those beside it."""
    beside = record.get("tags")
    features = [
        feature
        for facet in reading.objects(record.get("facets"))
        for feature in reading.objects(facet.get("features"))
        if str(feature.get("$type", "")).endswith("#tag")
    ]
    names = [feature.get("tag") for feature in features] + (beside if isinstance(beside, list) else [])
    return list(dict.fromkeys(reading.tags(names)))
