"""From numbered batches to lists: favourites and follows, put in when all of an execution is there; and the
posts of listings, noted at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from fovea import clock, packing
from fovea.database import accounts, favorite_pulls, follows, listing_posts, staging
from fovea.database.favorite_pulls import Pull
from fovea.database.follows import ContactsPull
from fovea.database.staging import Arrived, Execution, StagedBatch
from fovea.packing import Numbers
from ingester.records import OF_ACCOUNTS, Numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What an execution has found: all of it, or only what one transaction holds of it (`partial`)."""

    batch: Numbered
    numbers: Numbers
    newest_faved_at: int | None
    truncated: bool
    partial: bool = False


def put_in(connection: Connection, batches: Sequence[Numbered]) -> None:
    """Write receipts and lists of batches that are not in the database yet. Raises `OvertakenError`.

    Lists are locked before receipts are written: of two ingesters with batches of the same execution, the
    later one then finds the receipts of the earlier one, and sees that the execution is complete.
    """
    stored = favorite_pulls.lock(connection, _accounts_of("favorites", batches))
    follows.lock(connection, _accounts_of("contacts", batches))
    found = _put_in_receipts(connection, batches)
    favorite_pulls.apply(connection, stored, map(_pull, _of_kind("favorites", found)))
    whole_contacts = (one for one in _of_kind("contacts", found) if not one.partial)
    follows.apply(connection, map(_contacts_pull, whole_contacts))
    for one in _of_kind("profile", found):
        accounts.set_described_at(connection, one.batch.account_id, at=one.batch.arrival.pulled_at)
    _note_listed(connection, [one for one in batches if one.arrival.kind == "posts"])


def _note_listed(connection: Connection, batches: Iterable[Numbered]) -> None:
    found: dict[int, set[int]] = {}
    for one in batches:
        listing_id = listing_posts.listing_of(one.arrival.external_id)
        if listing_id is not None:
            found.setdefault(listing_id, set()).update(one.numbers.tolist())
    if found:
        listing_posts.note(connection, found, now=clock.now())


def _put_in_receipts(connection: Connection, batches: Sequence[Numbered]) -> list[_Found]:
    """Write receipts; gives what the executions have found, with what earlier transactions staged of them."""
    executions: dict[Execution, list[Numbered]] = {}
    for batch in batches:
        executions.setdefault(batch.arrival.key[:2], []).append(batch)
    waiting = {
        execution
        for execution, its in executions.items()
        if its[0].arrival.kind in OF_ACCOUNTS and not _is_whole(its)
    }
    _write_receipts(connection, batches, waiting)
    staged = staging.batches_of(connection, waiting)
    completed = {execution for execution in waiting if staging.is_complete(staged[execution])}
    staging.clear(connection, completed)
    return [
        _from_staged(its[0], staged[execution])
        if execution in completed
        else _from_batches(its, partial=execution in waiting)
        for execution, its in executions.items()
    ]


def _is_whole(batches: Sequence[Numbered]) -> bool:
    """Whether these are all batches of their execution."""
    lasts = [batch.arrival.number for batch in batches if batch.arrival.last]
    return bool(lasts) and {batch.arrival.number for batch in batches} == set(range(max(lasts) + 1))


def _write_receipts(connection: Connection, batches: Sequence[Numbered], waiting: set[Execution]) -> None:
    now = clock.now()
    staging.record(
        connection,
        [
            Arrived(
                *arrival.key,
                run_id=arrival.run_id,
                rows=arrival.rows,
                last=arrival.last,
                staged=packing.pack(batch.numbers) if arrival.key[:2] in waiting else None,
                newest_faved_at=arrival.newest_faved_at,
                truncated=arrival.truncated,
                received_at=now,
            )
            for batch in batches
            for arrival in (batch.arrival,)
        ],
    )


def _from_batches(batches: Sequence[Numbered], *, partial: bool) -> _Found:
    arrivals = [batch.arrival for batch in batches]
    return _Found(
        batch=batches[0],
        numbers=_union([batch.numbers for batch in batches]),
        newest_faved_at=_newest(arrival.newest_faved_at for arrival in arrivals),
        truncated=any(arrival.truncated for arrival in arrivals),
        partial=partial,
    )


def _from_staged(batch: Numbered, staged: Sequence[StagedBatch]) -> _Found:
    return _Found(
        batch=batch,
        numbers=_union([packing.unpack(one.staged or b"") for one in staged]),
        newest_faved_at=_newest(one.newest_faved_at for one in staged),
        truncated=any(one.truncated for one in staged),
    )


def _union(parts: Sequence[Numbers]) -> Numbers:
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _newest(moments: Iterable[int | None]) -> int | None:
    return max((moment for moment in moments if moment is not None), default=None)


def _accounts_of(kind: str, batches: Iterable[Numbered]) -> set[int]:
    return {batch.account_id for batch in batches if batch.arrival.kind == kind}


def _of_kind(kind: str, found: Iterable[_Found]) -> list[_Found]:
    return [one for one in found if one.batch.arrival.kind == kind]


def _pull(found: _Found) -> Pull:
    arrival = found.batch.arrival
    return Pull(
        account_id=found.batch.account_id,
        numbers=found.numbers,
        pulled_at=arrival.pulled_at,
        since=arrival.since,
        newest_faved_at=found.newest_faved_at,
        truncated=found.truncated,
        partial=found.partial,
    )


def _contacts_pull(found: _Found) -> ContactsPull:
    return ContactsPull(
        account_id=found.batch.account_id,
        followees=frozenset(found.numbers.tolist()),
        pulled_at=found.batch.arrival.pulled_at,
        truncated=found.truncated,
    )
