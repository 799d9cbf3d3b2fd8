"""The favourites of the benchmark `recommend`, stored twice on one MariaDB server: as Fovea does and as the
older system did.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, text

from fovea import packing
from fovea.database import favorite_folding
from tests.harness import older_system

SIZES = "%s ~m.jpg,240,160 ~z.jpg,640,427 ~b.jpg,1024,683"


@dataclass(frozen=True, kw_only=True)
class FavoritesWorld:
    """Who faved what: `owners` (P,) of posts 1..P; `lists` of accounts 1..A. Accounts 1 and 2 are those we
    ask for.
    """

    owners: np.ndarray
    lists: list[np.ndarray]


def favorites_world(total: int, *, seed: int = 1) -> FavoritesWorld:
    """About `total` favourites: lists log-normal up to 1,000, photos faved by popularity (a few very often).

    Account 1 has 500 favourites of about 250 photographers, account 2 has 2,000 of about 1,000.
    """
    random = np.random.default_rng(seed)
    lengths = np.clip(random.lognormal(6.2, 0.8, size=max(2_000, total // 450)), 10, 1_000).astype(int)
    accounts, post_count = len(lengths), max(100_000, total // 5)
    owners = random.integers(3, accounts + 1, size=post_count).astype(np.uint32)
    # Account 1 and 2 fave the work of a few photographers often.
    lists = []
    for account in range(1, accounts + 1):
        if account <= 2:
            size, photographers = ((500, 250), (2_000, 1_000))[account - 1]
            candidates = np.flatnonzero(owners < 3 + photographers) + 1
            weights = 1.0 / np.arange(1, len(candidates) + 1) ** 0.3
            picked = random.choice(
                candidates, size=min(size, len(candidates)), replace=False, p=weights / weights.sum()
            )
        else:
            picked = (random.random(lengths[account - 1]) ** 2.5 * post_count).astype(np.int64) + 1
        lists.append(packing.sorted_numbers(picked))
    return FavoritesWorld(owners=owners, lists=lists)


def nsid(account: int) -> str:
    """An account's outside id."""
    return f"{account + 10_000_000}@N00"


def photo_id(post: int) -> str:
    """A post's outside id."""
    return str(50_000_000_000 + post)


def photo_url(post: int) -> str:
    """An address as long as the real ones."""
    return f"https://live.staticflickr.com/65535/{photo_id(post)}_{post:010x}_b.jpg"


def load_ours(engine: Engine, world: FavoritesWorld, folder: Path) -> None:
    """Accounts, posts and packed lists, quickly: the way in is not what is measured here."""
    accounts, posts = folder / "accounts.tsv", folder / "posts.tsv"
    with accounts.open("w") as file:
        file.writelines(
            f"{number}\tflickr\t{nsid(number)}\tphotographer {number}\n"
            for number in range(1, len(world.lists) + 1)
        )
    with posts.open("w") as file:
        for number, owner in enumerate(world.owners.tolist(), start=1):
            sizes = SIZES % photo_url(number)[:-5]
            file.write(
                f"{number}\tflickr\t{photo_id(number)}\t{owner}\tPhoto {number}\t\t{sizes}\t{number}\n"
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET foreign_key_checks = 0"))
        connection.execute(text("SET unique_checks = 0"))
        connection.execute(
            text(
                f"LOAD DATA LOCAL INFILE '{accounts}' INTO TABLE accounts (id, source, external_id, username)"
            )
        )
        columns = "(id, source, external_id, owner_id, title, url, sizes, digest)"
        connection.execute(text(f"LOAD DATA LOCAL INFILE '{posts}' INTO TABLE posts {columns}"))
        for start in range(0, len(world.lists), 500):
            rows = [
                {
                    "account_id": start + at + 1,
                    "count": len(numbers),
                    "posts": packing.pack(numbers),
                    "pulled_at": 1,
                    "full_pulled_at": 1,
                }
                for at, numbers in enumerate(world.lists[start : start + 500])
            ]
            names = "account_id, `count`, posts, pulled_at, full_pulled_at"
            connection.execute(
                text(
                    f"INSERT INTO favorite_lists ({names}) "
                    "VALUES (:account_id, :count, :posts, :pulled_at, :full_pulled_at)"
                ),
                rows,
            )
        connection.execute(text("INSERT INTO favorite_changes (added) SELECT posts FROM favorite_lists"))
        connection.execute(text("ANALYZE TABLE accounts, posts, favorite_lists"))
    favorite_folding.fold(engine)


def load_theirs(engine: Engine, world: FavoritesWorld, folder: Path) -> None:
    """The same favourites as rows of the older table; its keys are built afterwards, which gives the same
    table sooner.
    """
    path = folder / "favorites.tsv"
    with path.open("w") as file:
        for account, numbers in enumerate(world.lists, start=1):
            owners = world.owners[numbers - 1].tolist()
            faver = nsid(account)
            file.writelines(
                f"{photo_id(post)}\t{nsid(owner)}\t{photo_url(post)}\t{faver}\n"
                for post, owner in zip(numbers.tolist(), owners, strict=True)
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        older_system.create(connection)
        connection.execute(
            text(
                "ALTER TABLE older_favorites "
                "DROP KEY image_id, DROP KEY favorited_by, DROP KEY image_owner, DROP KEY image_id_2"
            )
        )
        connection.execute(text("SET unique_checks = 0"))
        columns = "(image_id, image_owner, image_url, favorited_by)"
        connection.execute(text(f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE older_favorites {columns}"))
        path.unlink()
        connection.execute(
            text(
                "ALTER TABLE older_favorites ADD UNIQUE KEY (image_id, favorited_by), "
                "ADD KEY (favorited_by), ADD KEY (image_owner), ADD KEY (image_id)"
            )
        )
        connection.execute(text("ANALYZE TABLE older_favorites"))
