"""What sites list, kept up to date: communities, searches by tags, accounts, feeds."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from fovea_client.errors import CheckFailed, WaitedTooLong
from fovea_client.records import Check, ListingRun, Run, Subscription
from fovea_client.records.base import Record
from fovea_client.transport import Request, Transport
from fovea_client.waiting import Patience

PATH = "/api/subscriptions"
PAGE = 50
LOOK_SECONDS = 10.0


class _Begun(Record, frozen=True, kw_only=True):
    run: Run


class _Subscriptions(Record, frozen=True, kw_only=True):
    subscriptions: tuple[Subscription, ...]
    next_cursor: str | None = None


class _Runs(Record, frozen=True, kw_only=True):
    runs: tuple[ListingRun, ...]
    next_cursor: str | None = None


class _Unsubscribed(Record, frozen=True, kw_only=True):
    removing: bool = False


class Subscribing:
    """Subscriptions. What changes something wants a key with the scope library:write."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def check(self, text: str, *, timeout_seconds: float | None = 120.0) -> Check:
        """What a site says of an address, or of a name as `danbooru: cat` or `r/EarthPorn`. Raises
        CheckFailed when there is no such thing, InvalidRequest when no site is meant, WaitedTooLong.
        """
        begun = self._transport.post(f"{PATH}/checks", {"text": text}, _Begun, repeatable=True)
        patience = Patience(timeout_seconds, sleep=self._transport.sleep)
        while True:
            check = self._transport.get(f"{PATH}/checks/{begun.run.id}", Check)
            if not check.under_way:
                break
            if patience.is_over:
                raise WaitedTooLong("The site has not answered yet.", last=check)
            patience.pause()
        if check.checked is None:
            raise CheckFailed(check)
        return check

    def subscribe(
        self, what: str | Check, *, since: datetime | None = None, interval_seconds: int | None = None
    ) -> Subscription:
        """Subscribe to something, or get the subscription that there is. `since`: read all posts since then,
        instead of the newest only. `interval_seconds`: how often to look for new posts; None: as often as
        they come. Raises what `check` raises, and NotAllowed.
        """
        check = self.check(what) if isinstance(what, str) else what
        body = {"check": check.run.id, "since": _moment(since), "interval_seconds": interval_seconds}
        return self._transport.post(PATH, body, Subscription, repeatable=True)

    def all(self, *, state: str | None = None, source: str | None = None) -> Iterator[Subscription]:
        """All subscriptions, the newest first, asked for page by page. `state`: active or paused."""
        cursor: str | None = None
        while True:
            page = self._transport.get(
                PATH, _Subscriptions, state=state, source=source, cursor=cursor, limit=PAGE
            )
            yield from page.subscriptions
            cursor = page.next_cursor
            if cursor is None:
                return

    def get(self, subscription_id: int) -> Subscription:
        """One subscription. Raises NotFound."""
        return self._transport.get(f"{PATH}/{subscription_id}", Subscription)

    def pause(self, subscription_id: int) -> Subscription:
        """Look for no new posts until it is resumed."""
        return self._change(subscription_id, {"state": "paused"})

    def resume(self, subscription_id: int) -> Subscription:
        """Look for new posts again, at once."""
        return self._change(subscription_id, {"state": "active"})

    def look_every(self, subscription_id: int, seconds: int | None) -> Subscription:
        """Change how often new posts are looked for; None: as often as they come."""
        return self._change(subscription_id, {"interval_seconds": "adaptive" if seconds is None else seconds})

    def unsubscribe(self, subscription_id: int, *, remove_posts: bool = False) -> bool:
        """End a subscription; with `remove_posts` also remove what only this one brought. Whether posts are
        being removed now, in the background.
        """
        request = Request(
            method="DELETE",
            path=f"{PATH}/{subscription_id}",
            query={"posts": "remove" if remove_posts else "keep"},
        )
        return self._transport.ask(request, _Unsubscribed).removing

    def runs(self, subscription_id: int) -> Iterator[ListingRun]:
        """The runs of a subscription, the newest first, asked for page by page."""
        cursor: str | None = None
        while True:
            page = self._transport.get(f"{PATH}/{subscription_id}/runs", _Runs, cursor=cursor, limit=PAGE)
            yield from page.runs
            cursor = page.next_cursor
            if cursor is None:
                return

    def run_now(self, subscription_id: int, *, since: datetime | None = None) -> Run:
        """Look for new posts now, or read all since a moment; a run that is under way is joined."""
        return self._transport.post(
            f"{PATH}/{subscription_id}/runs", {"since": _moment(since)}, Run, repeatable=True
        )

    def scrape(self, what: str | Check, *, pages: int = 5, since: datetime | None = None) -> Run:
        """Read something once, the newest posts first, without subscribing to it."""
        check = self.check(what) if isinstance(what, str) else what
        body = {"check": check.run.id, "pages": pages, "since": _moment(since)}
        return self._transport.post("/api/scrapes", body, Run)

    def watch(
        self,
        subscription_id: int,
        *,
        every_seconds: float = LOOK_SECONDS,
        timeout_seconds: float | None = None,
    ) -> Iterator[ListingRun]:
        """Each run of a subscription that ends from now on, the earliest first, for as long as one goes on;
        the one under way now is the first. Ends behind `timeout_seconds`.
        """
        patience = Patience(timeout_seconds, sleep=self._transport.sleep)
        told = {run.id for run in self._newest(subscription_id) if not run.under_way}
        while not patience.is_over:
            for run in reversed(self._newest(subscription_id)):
                if not run.under_way and run.id not in told:
                    told.add(run.id)
                    yield run
            patience.pause(every_seconds)

    def _newest(self, subscription_id: int) -> tuple[ListingRun, ...]:
        return self._transport.get(f"{PATH}/{subscription_id}/runs", _Runs, limit=PAGE).runs

    def _change(self, subscription_id: int, change: dict[str, Any]) -> Subscription:
        request = Request(method="PATCH", path=f"{PATH}/{subscription_id}", json=change, repeatable=True)
        return self._transport.ask(request, Subscription)


def _moment(moment: datetime | None) -> str | None:
    """As the API takes it. ValueError for a moment that does not say in which time zone it is."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("Give a moment with its time zone: datetime(..., tzinfo=UTC).")
    return moment.astimezone(UTC).isoformat()
