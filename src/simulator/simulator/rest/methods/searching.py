"""flickr.photos.search and flickr.interestingness.getList."""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from simulator.rest.calls import Call
from simulator.rest.errors import FlickrError
from simulator.rest.formats import Payload
from simulator.rest.paging import Page, page_of
from simulator.world.model import IntArray

_MOST_TAGS = 20
_MOST_RESULTS = 4_000
_FIRST_DAY = date(2004, 7, 1)
_NOW = 2**62


def search(call: Call) -> Payload:
    """flickr.photos.search: by tags, words, one person, and the time of upload; newest first unless told.

    Of each search Flickr gives the first 4,000 photos; of pages beyond, the last comes again.
    """
    photos = _within(call, _found(call))
    photos = _sorted(call, photos)
    page = page_of(call, min(len(photos), _MOST_RESULTS), repeats_last=True)
    pages = -(-len(photos) // page.per_page)
    return _answer(call, photos, page, {"pages": pages, "total": len(photos)})


def interesting(call: Call) -> Payload:
    """flickr.interestingness.getList: of a day, or of the newest that was looked through; code 1 for days
    that have none (yet).
    """
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    try:
        day = date.fromisoformat(call.text("date")) if call.text("date") else yesterday
    except ValueError as error:
        raise FlickrError(1, "Not a valid date string") from error
    if not _FIRST_DAY <= day <= yesterday:
        raise FlickrError(1, "Not a valid date string")
    photos = _visible(call, call.flickr.directory.index.interesting(day))
    return _answer(call, photos, page_of(call, len(photos)), {"total": len(photos)})


def _found(call: Call) -> IntArray:
    """The photos that fit, newest first, whenever they were posted."""
    directory, found = call.flickr.directory, None
    tags = [tag for tag in call.text("tags").split(",") if tag.strip()]
    if tags:
        every = call.text("tag_mode") == "all"
        if every and len(tags) > _MOST_TAGS:
            raise FlickrError(1, "Too many tags in ALL query")
        found = directory.index.tagged(tags[:_MOST_TAGS], every=every)
    if call.text("text"):
        fitting = directory.index.with_words(call.text("text"))
        found = fitting if found is None else _common(found, fitting)
    if call.text("user_id"):
        account = directory.account_of_nsid(call.text("user_id"))
        if account is None:
            raise FlickrError(2, "Unknown user")
        if call.flickr.state.is_deleted(account):
            raise FlickrError(5, "User deleted")
        fitting = directory.photos_of(account)
        found = fitting if found is None else _common(found, fitting)
    if found is None:
        if not (_moment(call, "min_upload_date") or _moment(call, "max_upload_date")):
            raise FlickrError(
                3, "Parameterless searches have been disabled. Please use flickr.photos.getRecent instead."
            )
        found = np.arange(directory.world.photos, dtype=np.int64)[::-1]
    return _visible(call, found)


def _within(call: Call, photos: IntArray) -> IntArray:
    since, until = _moment(call, "min_upload_date") or 0, _moment(call, "max_upload_date") or _NOW
    if since > until:
        raise FlickrError(18, "Illogical arguments")
    uploaded = call.flickr.directory.world.photo_uploaded[photos]
    return photos[(uploaded >= since) & (uploaded <= until)]


def _moment(call: Call, name: str) -> int | None:
    """A time, which may be given as Unix seconds or as MySQL writes it."""
    text = call.text(name)
    if not text or (text.isascii() and text.isdigit()):
        return int(text[:15]) if text else None
    try:
        return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def _sorted(call: Call, photos: IntArray) -> IntArray:
    order = call.text("sort") or "date-posted-desc"
    if order == "date-posted-asc":
        return photos[::-1]
    if order.startswith("interestingness") or order == "relevance":
        faved = np.array(
            [call.flickr.state.favorite_count(photo) for photo in photos.tolist()], dtype=np.int64
        )
        photos = photos[np.lexsort((-photos, -faved))]
        return photos[::-1] if order.endswith("-asc") else photos
    if order.startswith("date-taken"):
        taken = [call.flickr.rows.facts(photo).taken for photo in photos.tolist()]
        photos = photos[np.argsort(np.array(taken), kind="stable")]
        return photos if order.endswith("-asc") else photos[::-1]
    return photos


def _visible(call: Call, photos: IntArray) -> IntArray:
    owners = call.flickr.directory.world.photo_owner[photos].tolist()
    seen: IntArray = photos[
        np.array([not call.flickr.state.is_deleted(owner) for owner in owners], dtype=bool)
    ]
    return seen


def _common(photos: IntArray, others: IntArray) -> IntArray:
    return photos[np.isin(photos, others)]


def _answer(call: Call, photos: IntArray, page: Page, more: dict[str, object]) -> Payload:
    shown = photos[page.begin : page.end].tolist()
    rows = call.flickr.rows.listed(shown, call.text("extras"), [{}] * len(shown), as_json=call.as_json)
    told: dict[str, object] = {"page": page.number, "pages": page.pages, "perpage": page.per_page}
    return {"photos": told | more | {"photo": rows}}
