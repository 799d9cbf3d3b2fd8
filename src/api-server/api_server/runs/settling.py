"""What follows for runs from what became of their items: completed items, first results, the end, the next
items' turn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

from api_server.artists import progress
from api_server.recommendations.answer import MINIMUM_FAVORITES, MINIMUM_PHOTOGRAPHERS
from api_server.runs import listing_ends
from api_server.runs.answers import REASONS
from api_server.runs.contacts import add_contacts
from api_server.runs.listing_ends import ListingEnd
from api_server.runs.photographers import add_found
from api_server.runs.settings import RunSettings
from fovea import metrics
from fovea.clock import SECOND
from fovea.database import (
    artist_searches,
    crawl_listings,
    follows,
    item_dispatch,
    photographers,
    receipts,
    run_items,
    runs,
)
from fovea.database.run_items import Tally

LockedRuns = Mapping[int, Row[Any]]


@dataclass(kw_only=True)
class Settled:
    """What a transaction made happen, to be told to the world after its commit.

    `let_in`: items whose jobs are to be sent now. `first_results` and `finished`: runs (as they were
    before) by id.
    """

    let_in: list[int] = field(default_factory=list)
    let_in_until: int = 0
    first_results: dict[int, Row[Any]] = field(default_factory=dict)
    finished: dict[int, Row[Any]] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    listings: list[ListingEnd] = field(default_factory=list)
    at: int = 0

    def and_then(self, later: "Settled") -> "Settled":
        """Both, as one."""
        return Settled(
            at=self.at,
            let_in=self.let_in + later.let_in,
            let_in_until=self.let_in_until,
            first_results=self.first_results | later.first_results,
            finished=self.finished | later.finished,
            states=self.states | later.states,
            listings=self.listings + later.listings,
        )

    def count(self) -> None:
        """Send the metrics: of each run exactly once, because only one transaction can have changed its
        row.
        """
        for run in self.first_results.values():
            metrics.record("time_to_first_recommendations", (self.at - run.created_at) / SECOND)
        for end in self.listings:
            end.count()
        for run_id, run in self.finished.items():
            metrics.count("runs_finished", State=self.states[run_id])
            if run.kind == runs.REFRESH and self.states[run_id] != runs.FAILED:
                metrics.record("time_to_all_recommendations", (self.at - run.created_at) / SECOND)


def settle(connection: Connection, locked: LockedRuns, *, now: int, settings: RunSettings) -> Settled:
    """Bring running runs, whose locks the caller holds, up to date with their items and receipts.

    Calling it once more changes nothing. Everything is counted from rows, so it also sets right what an
    earlier crash left.
    """
    let_in_until = now + int(settings.item_sending_seconds * SECOND)
    settled = Settled(at=now, let_in_until=let_in_until)
    if not locked:
        return settled
    _complete(connection, locked, now=now, settings=settings)
    tallies = run_items.tallies(connection, locked.keys())
    tallies |= _with_contacts(connection, locked, tallies, now=now, settings=settings)
    searching = [run_id for run_id, run in locked.items() if run.kind == runs.ARTIST_SEARCH]
    ended = _of_searches(connection, searching, tallies, now=now, settings=settings) if searching else {}
    settled.states = {
        run_id: final_state(tally)
        for run_id, tally in tallies.items()
        if not tally.unfinished and locked[run_id].kind not in runs.OF_THEIR_OWN
    } | ended
    settled.finished = {run_id: locked[run_id] for run_id in settled.states}
    settled.first_results = _with_first_results(connection, locked, tallies, settled.states)
    runs.mark_first_results(connection, settled.first_results, now=now)
    runs.finish(connection, settled.states, now=now)
    settled.listings = listing_ends.note(connection, settled.finished, settled.states, now=now)
    listing = [run_id for run_id, run in locked.items() if run.kind == runs.LISTING]
    paused = crawl_listings.paused_runs(connection, listing)
    room = {
        run_id: settings.run_items_in_flight - tally.under_way
        for run_id, tally in tallies.items()
        if tally.held and run_id not in paused
    }
    settled.let_in = item_dispatch.let_in(connection, room, deadline_at=let_in_until)
    return settled


def _of_searches(
    connection: Connection,
    run_ids: list[int],
    tallies: dict[int, Tally],
    *,
    now: int,
    settings: RunSettings,
) -> dict[int, str]:
    """Bring artist searches up to date, which may give their runs further items (`tallies` are changed); the
    final states of those that have ended: a run of theirs ends with its search.
    """
    ended = progress.settle(connection, run_ids, now=now, settings=settings)
    code = "not_waited_for"
    run_items.fail_unfinished(connection, ended, code=code, reason=REASONS[code], now=now)
    tallies |= run_items.tallies(connection, run_ids)
    return {
        run_id: runs.FAILED
        if stage == artist_searches.FAILED
        else runs.DONE_WITH_FAILURES
        if tallies[run_id].failed
        else runs.DONE
        for run_id, stage in ended.items()
    }


def final_state(tally: Tally) -> str:
    """The state in which a run ends: failed when its account's favourites could not be read, or nothing at
    all.
    """
    if tally.subject_failed or (tally.failed and not tally.done):
        return runs.FAILED
    return runs.DONE_WITH_FAILURES if tally.failed else runs.DONE


def _complete(connection: Connection, locked: LockedRuns, *, now: int, settings: RunSettings) -> None:
    """Finish items whose data is here. With an account's own list complete, its photographers become items
    at once: in this transaction, so that the run cannot end before them.
    """
    complete = receipts.complete_items(connection, locked.keys())
    if not complete:
        return
    run_items.mark_done(connection, complete, now=now)
    for item in run_items.discovering(connection, complete):
        account_id = locked[item.run_id].account_id
        found = photographers.stored_of(connection, account_id, source=item.source)
        add_found(connection, item.run_id, found, source=item.source, now=now, settings=settings)


def _with_contacts(
    connection: Connection,
    locked: LockedRuns,
    tallies: Mapping[int, Tally],
    *,
    now: int,
    settings: RunSettings,
) -> dict[int, Tally]:
    """Make whom an account follows items of its run, once all its photographers are; the new tallies of these
    runs.

    That is when both its lists are read, in whatever order: nobody is taken for a mere contact who turns out
    to be a photographer. When its contacts cannot be read, those that are stored will do.
    """
    oldest = now - settings.run_hard_limit_seconds * SECOND
    complete = [
        run_id
        for run_id, tally in tallies.items()
        if tally.contacts_to_add
        and not tally.subject_unfinished
        and not tally.subject_failed
        and locked[run_id].created_at >= oldest
    ]
    if not complete:
        return {}
    for row in run_items.take_contacts(connection, complete):
        account_id = locked[row.run_id].account_id
        followed = follows.followed_by(connection, account_id, source=row.source)
        add_contacts(connection, row.run_id, followed, source=row.source, now=now, settings=settings)
    return run_items.tallies(connection, complete)


def _with_first_results(
    connection: Connection, locked: LockedRuns, tallies: Mapping[int, Tally], ended: Mapping[int, str]
) -> dict[int, Row[Any]]:
    """Refreshes that have come so far that recommendations can be made, or that have come to their end with
    some.
    """
    candidates = {
        run_id: MINIMUM_PHOTOGRAPHERS if run_id not in ended else 1
        for run_id, run in locked.items()
        if run.kind == runs.REFRESH and run.first_results_at is None and ended.get(run_id) != runs.FAILED
    }
    far_enough = [
        run_id for run_id, least in candidates.items() if tallies[run_id].photographers_done >= least
    ]
    enough = runs.with_enough_favorites(connection, far_enough, least=MINIMUM_FAVORITES)
    return {run_id: locked[run_id] for run_id in far_enough if run_id in enough}
