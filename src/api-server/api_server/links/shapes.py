"""The shape Link."""

from typing import Any

from fovea.clock import as_iso
from fovea.database.fitting import LARGEST_MOMENT
from fovea.database.links import UNFINISHED, Link


def shape(link: Link) -> dict[str, Any]:
    """The shape of a link."""
    due = link.state in UNFINISHED and link.next_at < LARGEST_MOMENT
    return {
        "id": link.id,
        "post_id": link.post_id,
        "url": link.url,
        "kind": link.kind,
        "state": link.state,
        "attempts": link.attempts,
        "next_at": as_iso(link.next_at) if due else None,
        "code": link.code,
        "reason": link.reason,
        "image_id": link.image_id,
        "batch": link.batch,
        "created_at": as_iso(link.created_at),
        "finished_at": as_iso(link.finished_at),
    }
