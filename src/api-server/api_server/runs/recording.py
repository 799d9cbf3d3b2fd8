"""What pullers report, written down: what it makes of items, and which photographers it brings."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from api_server.runs import answers, listing_answers
from api_server.runs.photographers import add_found
from api_server.runs.settings import RunSettings
from api_server.runs.settling import LockedRuns
from fovea.database import photographers, run_items, runs
from fovea.database.run_items import CHECK, FAILED, FAVORITES, PAGE, POSTS, UNFINISHED, Item
from fovea.messages import PullResponse

LARGEST_ID = 2**63 - 1
MOST_BATCHES = 2**31
# Of these the answer itself says something, once.
_TOLD_ONCE = frozenset({POSTS, CHECK, PAGE})

# What an item's end tells about the account that it asked for. That contacts are private says nothing about
# photos.
_STATES = {"account_gone": "gone", "account_private": "private"}


def responses(
    connection: Connection, received: Sequence[PullResponse], *, now: int, settings: RunSettings
) -> tuple[LockedRuns, Counter[str]]:
    """Write down pull responses; the running runs that they belong to, and the codes of items that failed
    by them.

    Responses for what is not there any more, or never was, are passed over.
    """
    usable = [response for response in received if _is_usable(response)]
    locked = runs.lock(connection, {response.run_id for response in usable})
    usable = [response for response in usable if response.run_id in locked]
    before = run_items.load(connection, {response.item_id for response in usable})
    after = dict(before)
    found: dict[tuple[int, str], dict[str, int]] = {}
    told: dict[int, PullResponse] = {}
    for response in usable:
        item = after.get(response.item_id)
        if item is None or item.run_id != response.run_id:
            continue
        if item.discover and item.kind == FAVORITES and item.state in UNFINISHED:
            _gather(found.setdefault((item.run_id, item.source), {}), response)
        after[item.id] = answers.after_answer(item, response, now=now, settings=settings)
        if item.kind in _TOLD_ONCE and item.execution is None and after[item.id].execution is not None:
            told[item.id] = response
    if told:
        after |= listing_answers.apply(connection, after, told, now=now)
    changed = [item for item in after.values() if item is not before[item.id]]
    run_items.save(connection, changed)
    failed = [item for item in changed if item.state == FAILED]
    _note_states(connection, failed, now=now)
    for (run_id, source), weights in sorted(found.items()):
        add_found(connection, run_id, weights, source=source, now=now, settings=settings)
    return locked, Counter(item.code or "" for item in failed)


def _gather(found: dict[str, int], response: PullResponse) -> None:
    """Photographers of a response. One that several pages name counts with the largest of their numbers."""
    for discovery in response.discovered:
        if discovery.kind == FAVORITES:
            name = discovery.external_id
            found[name] = max(found.get(name, 0), discovery.weight)


def _is_usable(response: PullResponse) -> bool:
    """Whether the database can hold its numbers: one absurd message must not hold up those that came with
    it.
    """
    ids = (response.run_id, response.item_id, response.execution)
    return all(0 < number <= LARGEST_ID for number in ids) and 0 <= response.batches < MOST_BATCHES


def _note_states(connection: Connection, failed: Iterable[Item], *, now: int) -> None:
    by_state: dict[tuple[str, str], list[str]] = {}
    for item in failed:
        state = _STATES.get(item.code or "") if item.kind not in _TOLD_ONCE else None
        if state == "gone" or (state == "private" and item.kind == FAVORITES):
            by_state.setdefault((item.source, state), []).append(item.external_id)
    for (source, state), external_ids in by_state.items():
        photographers.note_state(connection, source, external_ids, state, now=now)
