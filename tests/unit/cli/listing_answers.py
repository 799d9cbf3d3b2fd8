"""Answers of the API about listings, as commands meet them."""

from typing import Any

Json = dict[str, Any]

API = "http://fovea.test"
CHECKED: Json = {
    "source": "danbooru",
    "kind": "tags",
    "query": "cat solo",
    "title": "cat solo on Danbooru",
    "url": "https://danbooru.donmai.us/posts?tags=cat+solo",
    "description": None,
    "posts": 1_234,
    "followers": None,
    "created_at": None,
    "rating": None,
    "newest_at": "2026-11-20T10:00:00Z",
    "note": "Without a key, Danbooru searches for two tags at most.",
}


def run(number: int, state: str = "running", *, read: int = 0, new: int = 0, **more: Any) -> Json:
    reason = more.pop("reason", None)
    told = [{"subject": "danbooru/posts/1#0", "name": None, "code": "tags_refused", "reason": reason}]
    return {
        "id": number,
        "state": state,
        "created_at": "2026-11-21T10:00:00Z",
        "progress": {
            "total": 1,
            "done": 0 if state == "running" else 1,
            "failed": 0,
            "waiting": 0,
            "posts_read": read,
            "posts_new": new,
        },
        "deferred_until": None,
        "failure_count": 1 if reason else 0,
        "failures": told if reason else [],
        **more,
    }


def check(number: int, *, state: str = "done", **more: Any) -> Json:
    told: Json = {"run": run(number, state), "checked": None, "subscribed": None, "problem": None}
    return {**told, "waiting": None, **more}


def subscription(number: int, **more: Any) -> Json:
    return {
        "id": number,
        "source": "danbooru",
        "kind": "tags",
        "query": "cat solo",
        "title": "cat solo on Danbooru",
        "url": CHECKED["url"],
        "state": "active",
        "state_reason": None,
        "interval_seconds": 3_600,
        "adaptive": True,
        "next_due_at": "2026-11-21T11:00:00Z",
        "last_run": None,
        "posts": 12_345,
        "images": 11_000,
        "failed_links": 7,
        **more,
    }
