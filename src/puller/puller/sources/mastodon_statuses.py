"""Statuses as Mastodon tells them (https://docs.joinmastodon.org/entities/Status/)."""

import re
from collections.abc import Mapping
from typing import Any

from fovea import ratings
from fovea.messages import AccountRecord, LinkRecord, PostDetails, PostRecord
from puller.sources import reading

_LONGEST_ID = 64
_LONGEST_TITLE = 300
# What has a picture: `gifv` is a silent film that began as a GIF.
_PICTURES = frozenset({"image", "gifv"})
# Mastodon's own address of a status, the same at all instances.
_URI = re.compile(r"https://([a-z0-9.-]{4,40})/users/[^/]+/statuses/([0-9]{1,22})")
_WHERE = re.compile(r"https?://([a-z0-9.-]+)/", re.IGNORECASE)


def mark_of(told: Mapping[str, Any]) -> int | None:
    """When a status was posted, in milliseconds."""
    return reading.moment(told.get("created_at"))


def account_of(told: Mapping[str, Any], host: str) -> AccountRecord | None:
    """An account as `user@host`; `host` is the instance that told of it, whose own people have no host in
    their names. None without a usable name.
    """
    acct = reading.text(told.get("acct"), longest=255) or reading.text(told.get("username"), longest=255)
    if acct is None:
        return None
    name = (acct if "@" in acct else f"{acct}@{host}").lower()
    if len(name) > _LONGEST_ID:
        return None
    return AccountRecord(
        external_id=name,
        username=name,
        real_name=reading.text(told.get("display_name"), longest=255),
        icon_url=reading.address(told.get("avatar")),
    )


def post_of(told: Mapping[str, Any], host: str) -> PostRecord | None:
    """A status with pictures; None for one without, or one that has no usable number."""
    owner = account_of(reading.mapping(told.get("account")), host)
    number = reading.text(told.get("id"), longest=_LONGEST_ID)
    pictures = [
        one for one in reading.objects(told.get("media_attachments")) if str(one.get("type")) in _PICTURES
    ]
    usable = [(url, one) for one in pictures if (url := _address(one)) is not None]
    if owner is None or number is None or not usable:
        return None
    origin = _URI.fullmatch(str(told.get("uri")))
    identity = f"{origin[1]}/{origin[2]}" if origin is not None else f"{host}/{number}"
    words = reading.plain_text(told.get("content")) or ""
    warning = reading.text(told.get("spoiler_text"))
    described = [text for _, one in usable if (text := reading.text(one.get("description"), longest=2_000))]
    url, first = usable[0]
    shape = reading.mapping(reading.mapping(first.get("meta")).get("original"))
    small = reading.mapping(reading.mapping(first.get("meta")).get("small"))
    return PostRecord(
        external_id=identity[:_LONGEST_ID],
        owner=owner.external_id,
        title=(warning or words).partition("\n")[0][:_LONGEST_TITLE],
        url=reading.address(told.get("url")) or f"https://{host}/statuses/{number}",
        sizes=reading.sizes(
            reading.size(first.get("preview_url"), small.get("width"), small.get("height")),
            reading.size(first.get("url") or url, shape.get("width"), shape.get("height")),
        ),
        tags=reading.tags(one.get("name") for one in reading.objects(told.get("tags"))),
        posted_at=mark_of(told),
        details=PostDetails(
            rating=ratings.of_source("mastodon", told.get("sensitive") is True),
            score=reading.number(told.get("favourites_count")),
            description="\n\n".join(filter(None, [warning, words, *described])) or None,
            links=[LinkRecord(url=url, position=position) for position, (url, _) in enumerate(usable)],
        ),
    )


def _address(attachment: Mapping[str, Any]) -> str | None:
    """The picture where it was first put up, if that is told, for instances drop their copies; of a silent
    film the still that stands for it, for it is no picture itself.
    """
    if attachment.get("type") == "gifv":
        return reading.address(attachment.get("preview_url"))
    return reading.address(attachment.get("remote_url")) or reading.address(attachment.get("url"))
