"""Clean-ups of the library: runs whose items are parts of the work, for image ingesters to carry out."""

from collections.abc import Sequence

from sqlalchemy import Connection

from fovea.cleaning import Slice
from fovea.database import accounts, run_items, runs
from fovea.database.run_items import CLEANUP, NewItem
from fovea.database.runs import NewRun
from fovea.messages import AccountRecord

# A run is for an account: this one is the library's own.
SOURCE = "fovea"
LIBRARY = AccountRecord(external_id="library", username="The library")


def library(connection: Connection, *, now: int) -> int:
    """The number of the library's own account, which is made when it is not there yet."""
    return accounts.upsert_many(connection, SOURCE, [LIBRARY], at=now)[LIBRARY.external_id]


def known_library(connection: Connection) -> int:
    """The number of the library's own account; 0 when nothing was ever cleaned up."""
    return accounts.ids_of(connection, SOURCE, [LIBRARY.external_id]).get(LIBRARY.external_id, 0)


def begin(connection: Connection, parts: Sequence[Slice], *, now: int) -> tuple[int, bool]:
    """The id of a run with these parts, the first ones first, and whether it begins now.

    One that consists of the same parts, and of which none has been done yet, will do as well.
    """
    account_id = library(connection, now=now)
    runs.lock_accounts(connection, [account_id])
    names = [one.name for one in parts]
    for running in reversed(runs.running_of(connection, [account_id], kind=runs.CLEANUP)):
        if run_items.untouched(connection, running.id) == set(names):
            return running.id, False
    new = [NewRun(account_id=account_id)]
    run_id = runs.insert_many(connection, new, kind=runs.CLEANUP, background=True, now=now)[account_id]
    items = [
        NewItem(run_id=run_id, source=SOURCE, kind=CLEANUP, external_id=name, weight=len(names) - place)
        for place, name in enumerate(names)
    ]
    run_items.add(connection, items, now=now)
    return run_id, True
