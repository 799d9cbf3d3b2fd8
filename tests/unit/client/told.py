"""What the API tells, as JSON."""

from typing import Any

Json = dict[str, Any]
SEARCH_ID = "aB3_-aB3_-aB3_-aB3_-aB"
ARTWORK = "https://www.pixiv.net/artworks/100000001"

ACCOUNT: Json = {
    "id": 1,
    "source": "flickr",
    "external_id": "1@N00",
    "username": "mara",
    "real_name": None,
    "display_name": "Mara",
    "url": "https://www.flickr.com/people/mara",
    "icon_url": None,
    "state": "active",
}
POST: Json = {
    "id": 5,
    "source": "flickr",
    "external_id": "77",
    "title": "Fog",
    "url": "https://www.flickr.com/photos/mara/77",
    "owner": ACCOUNT,
    "posted_at": "2024-05-01T09:00:00Z",
    "taken_at": None,
    "tags": ["fog"],
    "image": {"url": "https://live.staticflickr.com/77.jpg", "width": 1024, "height": None},
    "sizes": [],
    "favorited": False,
}


def run(number: int = 1, state: str = "running", **more: Any) -> Json:
    """A run; fields that are not told keep their usual values."""
    return {
        "id": number,
        "kind": "listing",
        "state": state,
        "account": ACCOUNT,
        "created_at": "2026-11-21T09:00:00Z",
        "finished_at": None if state == "running" else "2026-11-21T09:01:00Z",
        "first_results_at": None,
        "progress": {"total": 1, "done": 0, "failed": 0, "waiting": 0, "posts_read": 0, "posts_new": 0},
        "deferred_until": None,
        "seconds_left": None,
        "failures": [],
        "failure_count": 0,
    } | more


def account(key: str = "bluesky:did:plc:x", **more: Any) -> Json:
    """An account of an artist."""
    return {
        "key": key,
        "network": "bluesky",
        "network_title": "Bluesky",
        "handle": "mara.bsky.social",
        "url": "https://bsky.app/profile/mara.bsky.social",
        "external_id": "did:plc:x",
        "confidence": 0.9,
        "accepted": True,
        "state": "active",
        "former": [],
        "evidence": [[{"kind": "own_field", "url": ARTWORK, "to": None, "what": "its profile"}]],
        "scan": {"state": "reading", "first": True, "posts_read": 40, "eta_seconds": 12.5},
    } | more


def search(state: str = "done", **more: Any) -> Json:
    """A search for an artist."""
    return {
        "id": SEARCH_ID,
        "state": state,
        "url": ARTWORK,
        "error": None,
        "first_scan": True,
        "artwork": None,
        "picture": None,
        "accounts": [],
        "results": [],
        "elsewhere": None,
        "created_at": "2026-11-21T09:00:00Z",
        "finished_at": None,
        "position_in_queue": None,
        "something_newer": {"that": "this client does not know"},
    } | more


def failed(code: str, message: str) -> Json:
    """A search that found nothing."""
    return search("failed", error={"code": code, "message": message})


def result(key: str = "bluesky:did:plc:x", **more: Any) -> Json:
    """A post that shows the picture."""
    return {
        "post": {"id": 9, "url": "https://bsky.app/profile/x/post/9", "title": "", "source": "bluesky",
                 "posted_at": "2024-05-01T09:00:00Z"},
        "account": key,
        "image_id": 3,
        "thumbnail": "/files/3.webp",
        "position": 1,
        "count": 4,
        "distance": 12.0,
        "similarity": "same_picture",
        "exists": True,
    } | more  # fmt: skip


def problem(status: int, code: str, **more: Any) -> Json:
    """A problem as RFC 9457 has it."""
    return {
        "type": f"urn:fovea:problem:{code}",
        "title": "That does not go",
        "status": status,
        "detail": "Do otherwise.",
        "code": code,
    } | more
