"""The shape ArtistSearch."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from api_server import library_cards, posts
from api_server.artists.whole import AccountTold, Elsewhere, PictureTold, Scan, Whole, whole
from api_server.artists.words import ERRORS
from api_server.context import Context
from api_server.image_search import answering
from api_server.image_search.looking import data_url
from fovea import ratings as rated
from fovea.artists.evidence import Evidence
from fovea.artists.networks import NETWORKS
from fovea.artists.records import AccountAddress, Artwork
from fovea.clock import as_iso
from fovea.database import artist_searches, image_cards
from fovea.database.engine import read
from fovea.database.image_cards import Card
from fovea.database.users import User

THUMBNAIL_WIDTH = 480
_FAILED = "failed"


def of_search(
    context: Context, public_id: str, *, ratings: Collection[int], viewer: User | None
) -> dict[str, Any] | None:
    """The shape ArtistSearch of the search with this id, of whose `elsewhere` these ratings are shown; None
    when there is none.
    """
    with read(context.engine) as connection:
        search = artist_searches.by_public_id(connection, public_id)
        if search is None:
            return None
        told = whole(context, connection, search)
        return {
            **_own(context, told),
            "results": _results(context, connection, told),
            "elsewhere": _elsewhere(context, connection, told.elsewhere, ratings=ratings, viewer=viewer),
        }


def of_address(address: AccountAddress) -> dict[str, Any]:
    """The shape ScannedAccount."""
    return {
        "network": address.network,
        "handle": address.handle,
        "url": address.url,
        "external_id": address.external_id,
    }


def _own(context: Context, told: Whole) -> dict[str, Any]:
    search, small = told.search, _thumbnail(told.picture)
    return {
        "id": search.public_id,
        "kind": search.kind,
        "url": search.asked or None,
        "shared_url": f"{context.settings.public_url}/artists/{search.public_id}",
        "state": told.state,
        "error": _error(told),
        "note": search.note,
        "first_scan": search.first_scan,
        "picture": _picture(told.picture, small),
        "artwork": None if search.artwork is None else _artwork(search.artwork, small),
        "accounts": [_account(one) for one in told.accounts],
        "removed": told.removed,
        "created_at": as_iso(search.created_at),
        "finished_at": as_iso(search.finished_at),
        "position_in_queue": told.position,
    }


def _error(told: Whole) -> dict[str, Any] | None:
    if told.state != _FAILED:
        return None
    code = told.search.code if told.search.code in ERRORS else "processing_error"
    return {"code": code, "message": told.search.message or ERRORS[code]}


def _thumbnail(picture: PictureTold | None) -> str | None:
    return None if picture is None or picture.thumbnail is None else data_url(picture.thumbnail)


def _picture(picture: PictureTold | None, small: str | None) -> dict[str, Any] | None:
    if picture is None:
        return None
    return {"image": small, "width": picture.width, "height": picture.height}


def _artwork(artwork: Artwork, small: str | None) -> dict[str, Any]:
    return {
        "site": artwork.site,
        "url": artwork.url,
        "title": artwork.title,
        "page": artwork.page,
        "posted_at": as_iso(artwork.posted_at),
        "mature": artwork.mature,
        "image": small,
        "artists": [{"name": one.name, "url": one.url, "role": one.role} for one in artwork.artists],
    }


def _account(told: AccountTold) -> dict[str, Any]:
    account, found = told.account, told.account.found
    return {
        "key": account.account_key,
        **of_address(found.account),
        "network_title": NETWORKS[found.account.network].title,
        "confidence": round(found.confidence, 3),
        "accepted": account.accepted,
        "state": account.state,
        "former": list(found.former),
        "evidence": [[_step(step) for step in chain] for chain in found.chains],
        "scan": _scan(told.scan),
    }


def _step(step: Evidence) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "url": step.url,
        "to": step.to,
        "what": step.what,
        "doubts": list(step.doubts),
        "favours": list(step.favours),
    }


def _scan(scan: Scan) -> dict[str, Any]:
    return {
        "state": scan.state,
        "first": scan.first,
        "posts_read": scan.posts_read,
        "pictures_done": scan.pictures_done,
        "pictures_total": scan.pictures_total,
        "code": scan.code,
        "reason": scan.reason,
        "eta_seconds": scan.eta_seconds,
    }


def _results(context: Context, connection: Connection, told: Whole) -> list[dict[str, Any]]:
    if not told.results:
        return []
    found = posts.shapes(context, connection, [one.post_id for one in told.results], viewer=None)
    shown = {post["id"]: post for post in found}
    wanted = {one.image_id for one in told.results}
    cards = {card.image.id: card for card in image_cards.of(connection, sorted(wanted))}
    return [
        {
            "post": {name: shown[one.post_id][name] for name in _POST},
            "account": one.account_key,
            "image_id": one.image_id,
            **_image(cards.get(one.image_id)),
            "position": one.position + 1,
            "count": one.count,
            "distance": one.distance,
            "similarity": one.similarity,
            "orientation": one.orientation,
            "in_trimmed": one.in_trimmed,
            "exists": one.there,
        }
        for one in told.results
        if one.post_id in shown
    ]


_POST = ("id", "url", "title", "source", "external_id", "posted_at")


def _image(card: Card | None) -> dict[str, Any]:
    if card is None:
        return {"thumbnail": None, "image_width": None, "image_height": None, "rating": None}
    image = card.image
    several = library_cards.thumbnails(image)
    fitting = [one["url"] for one in several if one["width"] >= THUMBNAIL_WIDTH] or [
        one["url"] for one in several[-1:]
    ]
    return {
        "thumbnail": fitting[0] if fitting else None,
        "image_width": image.width,
        "image_height": image.height,
        "rating": rated.WORDS[image.rating],
    }


def _elsewhere(
    context: Context,
    connection: Connection,
    told: Elsewhere | None,
    *,
    ratings: Collection[int],
    viewer: User | None,
) -> dict[str, Any] | None:
    if told is None:
        return None
    seen, hidden = answering.visible(connection, told.matches, ratings=ratings)
    return {
        "matches": answering.shapes(context, connection, seen, searched=told.searched, viewer=viewer),
        "hidden": hidden,
        "searched": told.searched,
        "note": told.note,
    }
