"""What is stored, held against what Flickr says."""

from typing import Any

from sqlalchemy import Connection, select

from fovea import packing
from fovea.database.tables import accounts, favorite_lists, follows, posts
from tests.harness.simulated_flickr import SimulatedFlickr

PHOTOGRAPHERS_FAVORITES = 1_000  # two pages, by default


def stored_is_what_flickr_says(
    connection: Connection, flickr: SimulatedFlickr, run: Any, *, subject: str
) -> None:
    """Every list that the run was to read is in the database, photo for photo; and so are the contacts.

    Only for a database in which nobody else was read than in this run.
    """
    stored = lists_of(connection)
    read = run["progress"]["photographers"]["done"] + run["progress"]["contacts"]["done"]
    assert len(stored) == read + 1
    assert stored == {nsid: told(flickr, nsid, subject=subject) for nsid in stored}
    names = dict(connection.execute(select(accounts.c.id, accounts.c.external_id)).all())
    followed = connection.execute(select(follows.c.account_id, follows.c.followee_id)).all()
    assert {names[account] for account, _ in followed} <= {subject}
    assert sorted(names[followee] for _, followee in followed) == sorted(flickr.contacts_of(subject))


def told(flickr: SimulatedFlickr, nsid: str, *, subject: str) -> list[str]:
    """The photos that Flickr tells somebody to have faved, as far as Fovea reads them, sorted."""
    return sorted(flickr.favorites_of(nsid, most=None if nsid == subject else PHOTOGRAPHERS_FAVORITES))


def lists_of(connection: Connection) -> dict[str, list[str]]:
    """The stored lists of all whose list has been read to its end: sorted photo ids by NSID."""
    names = dict(connection.execute(select(accounts.c.id, accounts.c.external_id)).all())
    photos = dict(connection.execute(select(posts.c.id, posts.c.external_id)).all())
    assert len(set(photos.values())) == len(photos)
    whole = favorite_lists.c.full_pulled_at.is_not(None)
    rows = connection.execute(select(favorite_lists.c.account_id, favorite_lists.c.posts).where(whole))
    return {
        names[account_id]: sorted(photos[number] for number in packing.unpack(packed).tolist())
        for account_id, packed in rows
    }
