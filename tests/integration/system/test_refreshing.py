"""What later refreshes ask of Flickr and what they notice, and a list that is longer than a page."""

from typing import Any

import pytest
from sqlalchemy import select

from fovea.clock import SECOND
from fovea.database.engine import read
from fovea.database.tables import accounts, favorite_lists
from tests.harness.processes import wait_until
from tests.integration.system.truth import lists_of, stored_is_what_flickr_says
from tests.integration.system.visiting import FAVORITES, Visited, codes

pytestmark = pytest.mark.timeout(180)

LUCIA, EMIL, KENJI = "17633920@N00", "64102275@N04", "41774012@N03"
PAGE = 500
SETTINGS = {
    "FOVEA_SIMULATOR_USERS": "700",
    "FOVEA_SCHEDULER_DUE_SECONDS": "0.5",
}


def is_read(system: Visited, run: dict[str, Any], *, subject: str) -> None:
    """The run has ended well, and what is stored is what Flickr says. (Nobody else was read.)"""
    assert run["state"] in {"done", "done_with_failures"}
    assert set(codes(run).values()) <= {"account_gone", "account_private"}
    with read(system.engine) as connection:
        stored_is_what_flickr_says(connection, system.flickr, run, subject=subject)


def newest_faves(system: Visited) -> dict[str, int | None]:
    """When the newest favourite was made that is stored for those who have been read, in seconds."""
    statement = select(accounts.c.external_id, favorite_lists.c.newest_faved_at).join_from(
        favorite_lists, accounts, accounts.c.id == favorite_lists.c.account_id
    )
    with read(system.engine) as connection:
        return {
            nsid: None if newest is None else newest // SECOND
            for nsid, newest in connection.execute(statement)
        }


def photo_to_fave(system: Visited, nsid: str, *, of: str) -> str:
    """A favourite of somebody else that an account could fave too."""
    faved = set(system.flickr.favorites_of(nsid))
    found = system.flickr.owners_of_favorites(of)
    return next(photo for photo, owner in found.items() if photo not in faved and owner != nsid)


def next_refresh(system: Visited, after: int, *, subject: str) -> dict[str, Any]:
    """The refresh that comes after a run by itself, when it has ended."""

    def begun() -> int | None:
        run_id = int(system.stack.get(f"/api/accounts/flickr/{subject}")["run"]["id"])
        return run_id if run_id != after else None

    run_id = wait_until(begun, what="the scheduler to refresh what somebody looked at")
    assert run_id is not None
    return system.ended(run_id)


def test_new_faves_are_noticed_by_asking_for_the_newest_only(system: Visited) -> None:
    first = system.refreshed(LUCIA)
    before = newest_faves(system)
    friend = next(nsid for nsid in system.flickr.photographers_of(LUCIA) if before.get(nsid))
    mine, theirs = (photo_to_fave(system, nsid, of=KENJI) for nsid in (LUCIA, friend))
    system.flickr.fave(LUCIA, mine, at=(before[LUCIA] or 0) + 60)
    system.flickr.fave(friend, theirs, at=(before[friend] or 0) + 60)
    system.flickr.forget_calls()
    system.let_time_pass(days=2)

    second = next_refresh(system, first["id"], subject=LUCIA)

    calls = system.favorites_calls()
    assert {call["user_id"] for call in calls} >= {LUCIA, friend}
    for call in calls:
        newest = before.get(call["user_id"])
        asked = call["arguments"].get("min_fave_date")
        assert asked == (None if newest is None else str(newest)), call
    assert second["progress"]["favorites_read"] < first["progress"]["favorites_read"] / 2
    with read(system.engine) as connection:
        stored = lists_of(connection)
    assert mine in stored[LUCIA]
    assert theirs in stored[friend]
    is_read(system, second, subject=LUCIA)


def test_unfaves_are_noticed_by_asking_for_whole_lists_after_a_week(system: Visited) -> None:
    first = system.refreshed(LUCIA)
    friend = next(nsid for nsid in system.flickr.photographers_of(LUCIA) if system.flickr.favorites_of(nsid))
    mine, theirs = (system.flickr.favorites_of(nsid)[0] for nsid in (LUCIA, friend))
    system.flickr.unfave(LUCIA, mine)
    system.flickr.unfave(friend, theirs)
    system.flickr.forget_calls()
    system.let_time_pass(days=8)

    next_refresh(system, first["id"], subject=LUCIA)

    calls = system.favorites_calls()
    assert {call["user_id"] for call in calls} >= {LUCIA, friend}
    assert all("min_fave_date" not in call["arguments"] for call in calls)
    with read(system.engine) as connection:
        stored = lists_of(connection)
    assert mine not in stored[LUCIA]
    assert theirs not in stored[friend]
    assert stored[LUCIA] == sorted(system.flickr.favorites_of(LUCIA))


def test_a_photographer_whom_two_users_fave_is_read_once(system: Visited) -> None:
    system.refreshed(LUCIA)
    # Emil's own list is asked about when he comes himself, though Lucia faves him too.
    read_for_lucia = {call["user_id"] for call in system.favorites_calls()} - {EMIL}
    shared = read_for_lucia & set(system.flickr.photographers_of(EMIL))
    assert len(shared) > 5
    system.flickr.forget_calls()

    second = system.refreshed(EMIL)

    read_for_emil = {call["user_id"] for call in system.favorites_calls()}
    assert not read_for_emil & read_for_lucia
    photographers = set(system.flickr.photographers_of(EMIL))
    contacts = set(system.flickr.contacts_of(EMIL)) - photographers
    assert read_for_emil == {EMIL, *photographers, *contacts} - read_for_lucia
    assert second["progress"]["photographers"]["total"] == len(photographers)
    assert second["progress"]["contacts"]["total"] == len(contacts)
    with read(system.engine) as connection:
        stored = lists_of(connection)
    assert stored.keys() >= {nsid for nsid in shared if system.flickr.favorites_of(nsid)}
    assert system.recommendations(EMIL)["photos"]


def test_a_list_of_many_pages_arrives_whole_though_pullers_are_killed_while_they_read_it(
    system: Visited,
) -> None:
    system.look_up(KENJI)
    whole = system.flickr.favorites_of(KENJI)
    pages = -(-len(whole) // PAGE)
    assert len(whole) > 2_000
    system.flickr.set_faults(user_id=KENJI, methods=[FAVORITES], latency_milliseconds=400)
    system.flickr.forget_calls()
    run_id = system.start(KENJI)
    wait_until(lambda: pages_read(system) >= 2, what="the second page")

    for puller in ("puller-1", "puller-2"):
        system.stack.kill(puller)
    assert pages_read(system) < pages
    for puller in ("puller-1", "puller-2"):
        system.stack.start(puller)
    run = system.ended(run_id)

    asked = [call["arguments"]["page"] for call in system.favorites_calls() if call["user_id"] == KENJI]
    # Who begins after the deadline reads it a third time, which changes nothing.
    assert asked.count("1") >= 2, "it was to be read again, from its beginning"
    with read(system.engine) as connection:
        assert lists_of(connection)[KENJI] == sorted(whole)
    assert run["progress"]["favorites_read"] >= len(whole)
    is_read(system, run, subject=KENJI)


def pages_read(system: Visited) -> int:
    """How many of Kenji's pages Flickr has given out."""
    return sum(call["user_id"] == KENJI for call in system.favorites_calls())
