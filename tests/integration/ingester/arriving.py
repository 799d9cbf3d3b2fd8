"""Batches as a puller sends them, and as they arrive."""

import base64
from collections.abc import Sequence
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Engine

from fovea import messages, wire
from fovea.database import accounts as account_rows
from fovea.database import favorites, posts
from fovea.database.engine import read, write
from fovea.database.tables import accounts, runs
from fovea.messages import AccountRecord, Batch, PostRecord, SizeRecord
from fovea.queues import Received
from ingester import arrivals
from ingester.arrivals import Arrival

VIEWER = "viewer@N00"
NOON = 1_800_000_000_000
PHOTOGRAPHER = "12345@N00"


def begin_run(engine: Engine, run_id: int = 1) -> None:
    """Somebody's run, so that batches of it are awaited."""
    with write(engine) as connection:
        viewer = {"source": "flickr", "external_id": f"{VIEWER}{run_id}"}
        account_id = connection.scalar(accounts.insert().values(viewer).returning(accounts.c.id))
        run = {"kind": "refresh", "state": "running", "background": False, "created_at": NOON}
        connection.execute(runs.insert().values(id=run_id, account_id=account_id, **run))


def photo(name: str, *, owner: str = PHOTOGRAPHER, title: str = "Harbour", **more: Any) -> PostRecord:
    """A photo of which only the id matters."""
    address = f"https://live.example.com/65535/{name}_0a1b2c"
    sizes = [SizeRecord(f"{address}_s.jpg", 75, 75), SizeRecord(f"{address}_b.jpg", 1024, 683)]
    return PostRecord(external_id=name, owner=owner, title=title, sizes=sizes, **more)


def batch(
    photos: Sequence[PostRecord | str] = (), *, of: str = "admirer@N01", execution: int = 1, **more: Any
) -> Batch:
    """A batch of favourites: photos by name or in full. Unless said otherwise it is all that its execution
    has.
    """
    fields: dict[str, Any] = {
        "run_id": 1,
        "item_id": 1,
        "execution": execution,
        "number": 0,
        "last": True,
        "source": "flickr",
        "kind": "favorites",
        "external_id": of,
        "pulled_at": NOON,
        "posts": [photo(one) if isinstance(one, str) else one for one in photos],
        "accounts": [AccountRecord(external_id=PHOTOGRAPHER, username="harbours")],
    }
    return Batch(**(fields | more))


def contacts(followees: Sequence[str], *, of: str = "admirer@N01", execution: int = 1, **more: Any) -> Batch:
    """A batch of contacts."""
    described = [AccountRecord(external_id=name, username=f"name of {name}") for name in followees]
    fields: dict[str, Any] = {"kind": "contacts", "followees": list(followees), "accounts": described}
    return batch(of=of, execution=execution, **(fields | more))


def in_json(sent: Batch, *, compressed: bool = False) -> str:
    """The wire form that batches had before they had one of their own."""
    described = [msgspec.json.decode(messages.describe(post)) for post in sent.posts]
    fields = msgspec.to_builtins(msgspec.structs.replace(sent, posts=[]))
    text = msgspec.json.encode(fields | ({"posts": described} if described else {}))
    return "zstd:" + base64.b64encode(zstandard.compress(text)).decode() if compressed else text.decode()


def of_lines(sent: Batch, posts: Sequence[bytes]) -> str:
    """The wire form of a batch with these texts instead of its posts."""
    unpacked = wire.unpack(messages.encode(sent))
    return wire.pack(unpacked.head, accounts=unpacked.accounts, posts=wire.records(posts))


def arrive(sent: Batch | str) -> Arrival:
    """The batch (or its wire form) as the ingester writes it."""
    arrival = arrivals.decode(sent if isinstance(sent, str) else messages.encode(sent))
    assert isinstance(arrival, Arrival)
    return arrival


def received(sent: Batch | str, *, count: int = 1) -> Received:
    """The batch (or any text) as the worker hands it over."""
    body = sent if isinstance(sent, str) else messages.encode(sent)
    return Received.decoded(
        queue="ingester",
        identifier="m",
        body=body,
        handle="h",
        receive_count=count,
        sent_at=NOON,
        decode=arrivals.decode,
    )


def favorites_of(engine: Engine, account: str) -> set[str]:
    """The outside ids of an account's stored favourites."""
    with read(engine) as connection:
        number = account_rows.ids_of(connection, "flickr", [account]).get(account)
        if number is None:
            return set()
        numbers = favorites.numbers_of(connection, number).tolist()
        stored = posts.get_many(connection, numbers)
        assert len(stored) == len(numbers)
        return {post.external_id for post in stored.values()}
