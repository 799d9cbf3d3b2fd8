"""What an answer of a puller makes of an item. Only rules here: no database, no clock of its own.

An answer may come twice, late, in any order, or belong to a carrying-out that was given up. Therefore:

- an item that is done or failed never changes again;
- `ok` counts whatever attempt it belongs to, for the source has answered the question;
- `gone`, `private` and `refused` are final: asking again gives the same;
- `unavailable` and `deferred` count only for the newest attempt, and only once, and never take an `ok`
  back;
- of a listing's part, and of a page, the first `ok` counts: where it ended, what came next began.
"""

from dataclasses import replace

from api_server.runs.settings import RunSettings
from fovea.clock import SECOND
from fovea.database.run_items import CHECK, DONE, FAILED, PAGE, POSTS, SENT, WAITING, Item
from fovea.messages import PullResponse

BUDGET_USED_UP = "source_budget_used_up"
UNAVAILABLE = "source_unavailable"
UNSUBSCRIBED = "unsubscribed"
CRAWL_CANCELLED = "crawl_cancelled"

LONGEST_REASON = 500
_LONGEST_DEFERRAL = 7_200 * SECOND
_LONGEST_RETRY = 1_800 * SECOND

CODES = {"gone": "account_gone", "private": "account_private", "refused": "source_refused"}
REASONS = {
    "account_gone": "This account has been deleted, or never was.",
    "account_private": "This account does not show its favourites to the public.",
    "source_refused": "The source refused to answer.",
    UNAVAILABLE: "The source did not answer, although it was asked again. The next refresh asks once more.",
    "no_answer": "There was no answer, although it was asked again. The next refresh asks once more.",
    "not_stored": "The answer could not be stored in time. The next refresh asks once more.",
    "took_too_long": "The run took too long and was ended. The next refresh goes on where it stopped.",
    "listing_repeats": "The source begins anew where older posts should come: what follows cannot be read.",
    "listing_too_long": "This run has read as much as one run may. The next one goes on.",
    "listing_cursor": "The source's word for its next page is too long to be kept.",
    "not_waited_for": "The search has ended without it.",
    CRAWL_CANCELLED: "The crawl was cancelled while this was being read.",
    UNSUBSCRIBED: "The subscription was deleted while it was being read.",
}

# Failures that may be over soon. What failed so is worth another try before a whole refresh interval is over.
PASSING = frozenset({UNAVAILABLE, "no_answer", "not_stored", "took_too_long"})


def after_answer(item: Item, response: PullResponse, *, now: int, settings: RunSettings) -> Item:
    """The item as it is after this response: the same one when the response changes nothing."""
    if item.state in {DONE, FAILED}:
        return item
    if item.kind in {POSTS, PAGE} and item.execution is not None:
        return item
    if not response.final:
        return _still_at_work(item, response, now=now, settings=settings)
    if response.outcome == "ok":
        return _answered(item, response, now=now, settings=settings)
    if response.outcome in CODES:
        return failed(item, code=_code_of(item, response), reason=response.reason, now=now)
    if item.execution is not None or response.attempt != item.attempts or item.code is not None:
        return item
    if response.outcome == "deferred":
        return _deferred(item, response, now=now)
    # Whoever pasted an address waits for what it is, and can ask again.
    most = settings.check_attempts if item.kind in {CHECK, PAGE} else settings.item_attempts
    if item.attempts >= most:
        return failed(item, code=UNAVAILABLE, reason=response.reason, now=now)
    return _to_be_tried_again(item, response, now=now, settings=settings)


def failed(item: Item, *, code: str, reason: str | None = None, now: int) -> Item:
    """The item, failed, with the reason or else with our words for the code."""
    words = (reason or "")[:LONGEST_REASON] or REASONS.get(code, code)
    return replace(item, state=FAILED, code=code, reason=words, finished_at=now)


def not_answered(item: Item, *, now: int) -> Item:
    """The item, failed, because its last deadline has passed: for want of an answer, or of the answer's
    data.
    """
    return failed(item, code="no_answer" if item.execution is None else "not_stored", now=now)


def _code_of(item: Item, response: PullResponse) -> str:
    """Of listings there is more to be told than of accounts: which key is missing, which tag is refused."""
    own = (response.code or "")[:64] if item.kind in {POSTS, CHECK, PAGE} else ""
    return own or CODES[response.outcome]


def _answered(item: Item, response: PullResponse, *, now: int, settings: RunSettings) -> Item:
    if item.execution == response.execution:
        return item
    return replace(
        item,
        state=SENT,
        execution=response.execution,
        batches=response.batches,
        deadline_at=now + int(settings.item_storing_seconds * SECOND),
        code=None,
        reason=None,
    )


def _still_at_work(item: Item, response: PullResponse, *, now: int, settings: RunSettings) -> Item:
    if item.state != SENT or response.attempt != item.attempts:
        return item
    deadline_at = now + int(settings.item_deadline_seconds * SECOND)
    return replace(item, deadline_at=max(item.deadline_at, deadline_at))


def _deferred(item: Item, response: PullResponse, *, now: int) -> Item:
    """The budget is used up: that is nobody's failure, so the attempt does not count."""
    retry_at = response.retry_at if response.retry_at is not None else now + 60 * SECOND
    return replace(
        item,
        state=WAITING,
        attempts=response.attempt - 1,
        deadline_at=min(max(retry_at, now), now + _LONGEST_DEFERRAL),
        code=BUDGET_USED_UP,
        reason=(response.reason or "")[:LONGEST_REASON] or None,
    )


def _to_be_tried_again(item: Item, response: PullResponse, *, now: int, settings: RunSettings) -> Item:
    pause = int(settings.item_retry_seconds * SECOND) * 2 ** max(0, item.attempts - 1)
    retry_at = max(now + min(pause, _LONGEST_RETRY), response.retry_at or 0)
    return replace(
        item,
        state=WAITING,
        deadline_at=min(retry_at, now + _LONGEST_DEFERRAL),
        code=(response.code or "")[:64] or UNAVAILABLE,
        reason=(response.reason or "")[:LONGEST_REASON] or None,
    )
