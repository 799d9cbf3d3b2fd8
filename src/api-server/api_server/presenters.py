"""What the database gives -> the shapes of the API (`api_server.schemas`), as plain dictionaries.

Accounts and posts are those of `fovea.database.accounts` and `posts`; a run is a row of the table `runs`.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from fovea.clock import as_iso
from fovea.database.accounts import Account
from fovea.database.posts import Post
from fovea.flickr.site import Site

COMFORTABLE_PIXELS = 1_000
FLICKR = "flickr"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What a run has done, counted from its items."""

    total: int
    done: int
    failed: int
    waiting: int
    photographers_total: int
    photographers_done: int
    photographers_failed: int
    contacts_total: int
    contacts_done: int
    contacts_failed: int
    favorites_read: int
    contacts_read: int
    cleaned: int = 0
    posts_read: int = 0
    posts_new: int = 0


@dataclass(frozen=True, kw_only=True)
class Failure:
    """An item that failed: its key, the name of whom it was about, a code and a sentence."""

    subject: str
    name: str | None
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """All that is told about a run beside its own row. `deferred_until` in milliseconds."""

    progress: Progress
    deferred_until: int | None = None
    seconds_left: float | None = None
    failures: list[Failure] = field(default_factory=list)
    failure_count: int = 0


class Presenters:
    """Makes the shapes. `flickr_url` is where links to accounts lead: Flickr or the simulator; those of
    sources whose addresses nobody told lead to the library at `public_url`.
    """

    def __init__(self, *, flickr_url: str, public_url: str = "") -> None:
        self._flickr = Site(flickr_url)
        self._public_url = public_url

    def account(self, account: Account) -> dict[str, Any]:
        """The shape Account."""
        username = account.username or account.path_alias or account.external_id
        return {
            "id": account.id,
            "source": account.source,
            "external_id": account.external_id,
            "username": username,
            "real_name": account.real_name or None,
            "display_name": account.real_name or username,
            "url": self._account_url(account),
            "icon_url": account.icon_url or None,
            "state": account.state,
        }

    def post(self, post: Post, *, owner: Account, favorited: bool) -> dict[str, Any]:
        """The shape Post."""
        return self._post(post, owner=self.account(owner), favorited=favorited)

    def posts(
        self, posts: Iterable[Post], *, owners: Mapping[int, Account], favorited: Container[int] = frozenset()
    ) -> list[dict[str, Any]]:
        """Shapes of many posts. `owners`: accounts by number; `favorited`: numbers of the viewer's favourites
        among them.
        """
        accounts: dict[int, dict[str, Any]] = {}
        shapes = []
        for post in posts:
            owner = accounts.get(post.owner_id)
            if owner is None:
                owner = accounts[post.owner_id] = self.account(owners[post.owner_id])
            shapes.append(self._post(post, owner=owner, favorited=post.id in favorited))
        return shapes

    def run(self, row: Any, *, account: Account, report: RunReport) -> dict[str, Any]:
        """The shape Run of a row of `runs`, its account and its report."""
        progress = report.progress
        return {
            "id": row.id,
            "kind": row.kind,
            "state": row.state,
            "account": self.account(account),
            "created_at": as_iso(row.created_at),
            "finished_at": as_iso(row.finished_at),
            "first_results_at": as_iso(row.first_results_at),
            "progress": {
                "total": progress.total,
                "done": progress.done,
                "failed": progress.failed,
                "waiting": progress.waiting,
                "photographers": {
                    "total": progress.photographers_total,
                    "done": progress.photographers_done,
                    "failed": progress.photographers_failed,
                },
                "contacts": {
                    "total": progress.contacts_total,
                    "done": progress.contacts_done,
                    "failed": progress.contacts_failed,
                },
                "favorites_read": progress.favorites_read,
                "contacts_read": progress.contacts_read,
                "cleaned": progress.cleaned,
                "posts_read": progress.posts_read,
                "posts_new": progress.posts_new,
            },
            "deferred_until": as_iso(report.deferred_until),
            "seconds_left": report.seconds_left,
            "failures": [
                {
                    "subject": failure.subject,
                    "name": failure.name,
                    "code": failure.code,
                    "reason": failure.reason,
                }
                for failure in report.failures
            ],
            "failure_count": report.failure_count,
        }

    def _account_url(self, account: Account) -> str:
        if account.source == FLICKR:
            return self._flickr.photos_url(account.path_alias or account.external_id)
        return self._library_url(account.source)

    def _post_url(self, post: Post, owner: str) -> str:
        if post.source == FLICKR:
            return self._flickr.photo_url(owner, post.external_id)
        return self._library_url(post.source)

    def _library_url(self, source: str) -> str:
        return f"{self._public_url}/library?q={quote(f'source:{source}')}"

    def _post(self, post: Post, *, owner: dict[str, Any], favorited: bool) -> dict[str, Any]:
        sizes = [{"url": size.url, "width": size.width, "height": size.height} for size in post.sizes]
        return {
            "id": post.id,
            "source": post.source,
            "external_id": post.external_id,
            "title": post.title,
            "url": post.url or self._post_url(post, owner["external_id"]),
            "owner": owner,
            "posted_at": as_iso(post.posted_at),
            "taken_at": as_iso(post.taken_at),
            "tags": post.tags,
            "image": comfortable(sizes),
            "sizes": sizes,
            "favorited": favorited,
        }


def comfortable(sizes: list[dict[str, Any]]) -> dict[str, Any]:
    """The smallest rendition of at least a thousand pixels on its longer side, else the largest there is."""
    for size in sizes:
        if max(size["width"] or 0, size["height"] or 0) >= COMFORTABLE_PIXELS:
            return size
    return sizes[-1] if sizes else {"url": "", "width": None, "height": None}
