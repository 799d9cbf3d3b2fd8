"""flickr.favorites: what people love."""

import time

import numpy as np

from simulator.rest.calls import Call
from simulator.rest.errors import FlickrError
from simulator.rest.formats import Payload
from simulator.rest.paging import page_of


def public_list(call: Call) -> Payload:
    """flickr.favorites.getPublicList: newest favourite first, between min_fave_date and max_fave_date (both
    included).
    """
    faved = call.flickr.state.favorites(call.open_user())
    photos, times = faved.photos, faved.times
    since, until = call.number("min_fave_date", 0), call.number("max_fave_date", 0)
    if since or until:
        fitting = (times >= since) & (times <= (until or np.iinfo(np.int64).max))
        photos, times = photos[fitting], times[fitting]
    page = page_of(call, len(photos))
    shown, at = photos[page.begin : page.end].tolist(), times[page.begin : page.end].tolist()
    rows = call.flickr.rows.listed(
        shown, call.text("extras"), [{"date_faved": str(moment)} for moment in at], as_json=call.as_json
    )
    return {
        "photos": {
            "page": page.number,
            "pages": page.pages,
            "perpage": page.per_page,
            "total": page.total,
            "photo": rows,
        }
    }


def add(call: Call) -> Payload:
    """flickr.favorites.add."""
    photo = call.photo()
    if int(call.flickr.directory.world.photo_owner[photo]) == call.caller:
        raise FlickrError(2, "Photo is owned by you")
    if not call.flickr.state.set_favorite(call.caller, photo, int(time.time())):
        raise FlickrError(3, "Photo is already in favorites")
    return {}


def remove(call: Call) -> Payload:
    """flickr.favorites.remove."""
    photo = call.flickr.directory.photo_of_id(call.text("photo_id"))
    if photo is None or not call.flickr.state.set_favorite(call.caller, photo, None):
        raise FlickrError(1, "Photo not in favorites")
    return {}
