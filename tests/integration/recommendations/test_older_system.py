"""`flexplore` against the older system's own SQL on the same favourites, on MariaDB."""

from collections.abc import Iterator

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, text

from api_server.recommendations.service import recommend
from fovea.database import dismissals, users
from fovea.database.engine import in_transaction, open_engine
from tests.harness import older_system
from tests.harness.databases import MariaDBDatabases
from tests.integration.recommendations.liked_world import NOW, LikedWorld

ACCOUNTS, PHOTOS = 40, 400
LIMIT = 1_000
ALIKE = 1e-4  # the older query divides decimals: its sums differ from ours by about 1e-7


@pytest.fixture
def engine(_mariadb_databases: MariaDBDatabases) -> Iterator[Engine]:
    engine = open_engine(_mariadb_databases.migrated(), pool_size=2)
    yield engine
    engine.dispose()


def nsid(number: int) -> str:
    return f"{number}@N00"


def grown_world(engine: Engine, seed: int) -> LikedWorld:
    """A random world, stored both ways. Account 0 has no photos: the older system would recommend one's
    own.
    """
    random = np.random.default_rng(seed)
    owners = {str(photo): nsid(int(random.integers(1, ACCOUNTS))) for photo in range(PHOTOS)}
    lists = {
        nsid(account): [
            str(photo) for photo in random.choice(PHOTOS, size=random.integers(5, 60), replace=False)
        ]
        for account in range(ACCOUNTS)
    }
    world = LikedWorld(engine=engine)
    world.write(owners, lists)
    with engine.begin() as connection:
        older_system.create(connection)
        rows = [
            {
                "image_id": photo,
                "image_owner": owners[photo],
                "image_url": f"https://host/{photo}.jpg",
                "favorited_by": account,
            }
            for account, photos in lists.items()
            for photo in photos
        ]
        connection.execute(text(older_system.INSERT_FAVORITE), rows)
    return world


def follow_and_dismiss(world: LikedWorld, me: str) -> None:
    """Say on both sides that I follow one neighbour, and dismissed another and two photos."""
    followed, dismissed, photos = nsid(3), nsid(5), ["7", "11"]
    world.follow(me, [followed])

    def write(connection: Connection) -> None:
        user = users.log_in(connection, world.accounts[me], at=NOW)
        dismissals.dismiss_account(connection, user.id, world.accounts[dismissed], at=NOW)
        for photo in photos:
            dismissals.dismiss_post(connection, user.id, world.posts[photo], at=NOW)
        rows = [{"me": me, "photo": photo} for photo in photos]
        connection.execute(
            text("INSERT INTO older_dismissed_photos (user_id, image_id) VALUES (:me, :photo)"), rows
        )
        who = {"me": me, "followed": followed, "dismissed": dismissed}
        connection.execute(
            text("INSERT INTO older_followers (follower_id, followee_id) VALUES (:me, :followed)"), who
        )
        connection.execute(
            text("INSERT INTO older_dismissed_users (user_id, dismissed_id) VALUES (:me, :dismissed)"), who
        )

    in_transaction(world.engine, write)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_is_that_of_the_older_query_ties_apart(engine: Engine, seed: int) -> None:
    world = grown_world(engine, seed)
    me = nsid(0)
    follow_and_dismiss(world, me)
    photo_of = {number: photo for photo, number in world.posts.items()}
    account_of = {number: account for account, number in world.accounts.items()}
    with engine.connect() as connection:
        answer = recommend(connection, world.accounts[me], photos=LIMIT, people=LIMIT, method="flexplore")
        older_photos = older_system.photos(connection, me, LIMIT)
        older_people = older_system.people(connection, me, LIMIT)
    same_order([(photo_of[photo.post_id], photo.score) for photo in answer.photos], older_photos)
    same_order([(account_of[person.account_id], person.score) for person in answer.people], older_people)


def same_order(ours: list[tuple[str, float]], theirs: list[tuple[str, float]]) -> None:
    """The same names with the same scores; where scores are equal, any order will do."""
    assert len(ours) == len(theirs) > 10
    assert [score for _, score in ours] == pytest.approx([score for _, score in theirs], abs=ALIKE)
    assert dict(ours) == pytest.approx(dict(theirs), abs=ALIKE)
