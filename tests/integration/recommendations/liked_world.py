"""A small database of who faved what, written the way the product writes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine

from fovea import packing
from fovea.database import accounts, favorite_pulls, follows, posts
from fovea.database.engine import in_transaction
from fovea.messages import AccountRecord, PostRecord, SizeRecord

NOW = 1_800_000_000_000


@dataclass(kw_only=True)
class LikedWorld:
    """Accounts and posts by outside id; numbers as the database gave them."""

    engine: Engine
    accounts: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)

    def write(
        self,
        owners: Mapping[str, str],
        lists: Mapping[str, Iterable[str]],
        *,
        tags: Mapping[str, list[str]] | None = None,
    ) -> None:
        """Store posts (`{post: owner}`, tags by post) and whole lists of favourites (`{account: posts}`)."""
        in_transaction(self.engine, lambda connection: self._write(connection, owners, lists, tags or {}))

    def follow(self, account: str, followees: Iterable[str]) -> None:
        """Store whom an account follows."""

        def write(connection: Connection) -> None:
            numbers = frozenset(self.accounts[followee] for followee in followees)
            pull = follows.ContactsPull(account_id=self.accounts[account], followees=numbers, pulled_at=NOW)
            follows.lock(connection, [pull.account_id])
            follows.apply(connection, [pull])

        in_transaction(self.engine, write)

    def _write(
        self,
        connection: Connection,
        owners: Mapping[str, str],
        lists: Mapping[str, Iterable[str]],
        tags: Mapping[str, list[str]],
    ) -> None:
        people = {*owners.values(), *lists}
        records = [AccountRecord(external_id=nsid, username=f"name of {nsid}") for nsid in sorted(people)]
        self.accounts |= accounts.upsert_many(connection, "flickr", records, at=NOW)
        photos = [
            PostRecord(
                external_id=photo,
                owner=owner,
                title=f"title of {photo}",
                tags=tags.get(photo, []),
                sizes=[SizeRecord(f"https://live.staticflickr.com/1/{photo}_z.jpg", 640, 427)],
            )
            for photo, owner in owners.items()
        ]
        self.posts |= posts.upsert_many(
            connection, "flickr", [posts.told(photo) for photo in photos], owners=self.accounts
        )
        pulls = [
            favorite_pulls.Pull(
                account_id=self.accounts[account],
                numbers=packing.sorted_numbers([self.posts[photo] for photo in photos]),
                pulled_at=NOW,
            )
            for account, photos in lists.items()
        ]
        stored = favorite_pulls.lock(connection, [pull.account_id for pull in pulls])
        favorite_pulls.apply(connection, stored, pulls)
