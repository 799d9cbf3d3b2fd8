"""People and posts whose favourites are counted, and the count that must come out."""

import numpy as np
from sqlalchemy import Connection, Engine, select

from fovea import packing
from fovea.database import accounts, favorite_counts, favorite_pulls, posts
from fovea.database.engine import in_transaction
from fovea.database.favorite_pulls import Pull
from fovea.database.tables import favorite_lists
from fovea.messages import AccountRecord, PostRecord

POSTS = 40
SNAPSHOT = {"sqlite": "SERIALIZABLE", "mysql": "REPEATABLE READ", "mariadb": "REPEATABLE READ"}


def make_people(engine: Engine, how_many: int) -> list[int]:
    """The numbers of so many accounts; the first owns posts 1 to POSTS."""

    def function(connection: Connection) -> list[int]:
        names = [f"{number}@N00" for number in range(how_many)]
        told = [AccountRecord(external_id=name) for name in names]
        numbers = accounts.upsert_many(connection, "flickr", told, at=0)
        photos = [posts.told(PostRecord(external_id=f"{n:02}", owner=names[0])) for n in range(1, POSTS + 1)]
        posts.upsert_many(connection, "flickr", photos, owners=numbers)
        return [numbers[name] for name in names]

    return in_transaction(engine, function)


def put_in(connection: Connection, *pulls: Pull) -> None:
    """Put pulls into the lists, as the ingester does."""
    stored = favorite_pulls.lock(connection, {pull.account_id for pull in pulls})
    favorite_pulls.apply(connection, stored, pulls)


def assert_exact(engine: Engine) -> None:
    """Both ways to ask give what a recount of the lists gives, in one and the same transaction."""
    isolated = engine.execution_options(isolation_level=SNAPSHOT[engine.dialect.name])
    with isolated.connect() as connection:
        lists = [packing.unpack(packed) for packed in connection.scalars(select(favorite_lists.c.posts))]
        numbers, times = np.unique(np.concatenate([*lists, packing.unpack(b"")]), return_counts=True)
        others = np.setdiff1d(np.arange(60, dtype=np.uint32), numbers)
        assert favorite_counts.counts_of(connection, numbers).tolist() == times.tolist()
        assert not favorite_counts.counts_of(connection, others).any()
        small = numbers[numbers < 100_000]
        expected = np.bincount(np.repeat(small, times[: small.size]), minlength=100_000)
        assert (favorite_counts.all_counts(connection, 100_000) == expected).all()
