"""Artist searches for tests of the API, as they are when others have done their part."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from api_server.artists.advancer import Advancer
from api_server.artists.whole import Elsewhere
from api_server.context import Context
from fovea import clock
from fovea.artists.addresses import account
from fovea.artists.evidence import Evidence
from fovea.artists.records import ArtistName, Artwork
from fovea.artists.walk import AccountFound
from fovea.database import artist_search_accounts, artist_search_results, artist_searches
from fovea.database.artist_search_accounts import NewAccount
from fovea.database.artist_search_results import Found
from fovea.database.engine import in_transaction, read
from fovea.decoding import Decoder
from fovea.image_matches import Match

__all__ = ["context", "finder_world"]


class Resting(Advancer):
    """Lets no search go on by itself: tests say what becomes of them."""

    def __init__(self) -> None:
        super().__init__(threads=0)

    def advance(self, search_ids: Iterable[int], go_on: Callable[[int], None], *, news: bool = True) -> None:
        """Do nothing."""


@pytest.fixture
def context(context: Context, shared_decoder: Decoder) -> Context:
    context.__dict__["decoder"] = shared_decoder  # a process for each test would take long to start
    context.__dict__["artist_advancer"] = Resting()
    return context


@pytest.fixture
def finder_world(context: Context) -> "FinderWorld":
    return FinderWorld(context)


ARTWORK = Artwork(
    site="deviantart",
    external_id="123456789",
    url="https://www.deviantart.com/somebody/art/A-Bird-123456789",
    own=True,
    title="A bird",
    posted_at=1_700_000_000_000,
    artists=(ArtistName(name="Somebody", url="https://www.deviantart.com/somebody"),),
)
ABOUT = "https://www.deviantart.com/somebody/about"


def found(network: str, handle: str, *, external_id: str | None = None, **told: Any) -> AccountFound:
    """An account that a walk came to by one step."""
    address = account(network, handle)
    if external_id is not None:
        address = msgspec.structs.replace(address, external_id=external_id)
    step = Evidence(kind="own_field", url=ABOUT, to=address.url, what=address.handle)
    return AccountFound(
        account=address, **{"confidence": 0.95, "accepted": True, "chains": ((step,),), **told}
    )


def match(image_id: int, **told: Any) -> Match:
    """An image that is near."""
    near = {"distance": 2.0, "distances": {"best": 2.0}, "similarity": "same_picture", "orientation": "same"}
    return Match(image_id=image_id, **{**near, **told})


@dataclass
class FinderWorld:
    """Writes what searches came to."""

    context: Context

    def change(self, public_id: str, /, **values: Any) -> None:
        """Set what is stored of a search."""
        self._write(public_id, lambda connection, search: self._change(connection, search, values))

    def enter(self, public_id: str, stage: str, **values: Any) -> None:
        """Let a search go on to a stage."""

        def write(connection: Connection, search: artist_searches.Search) -> None:
            artist_searches.enter(connection, search, stage, now=clock.now(), **values)

        self._write(public_id, write)

    def accounts(self, public_id: str, accounts: Sequence[AccountFound], *, scan_state: str = "done") -> None:
        """The accounts that a search came to."""
        new = [NewAccount(found=one, scan_state=scan_state if one.accepted else "none") for one in accounts]
        self._write(
            public_id, lambda connection, search: artist_search_accounts.put(connection, search.id, new)
        )

    def scanned(self, public_id: str, key: str, **values: Any) -> None:
        """How far one of them is read."""

        def write(connection: Connection, search: artist_searches.Search) -> None:
            for one in artist_search_accounts.of_search(connection, search.id):
                if one.account_key == key:
                    artist_search_accounts.change(connection, one, **values)

        self._write(public_id, write)

    def results(self, public_id: str, results: Sequence[Found]) -> None:
        """The posts that show the picture."""
        self._write(
            public_id, lambda connection, search: artist_search_results.put(connection, search.id, results)
        )

    def elsewhere(self, public_id: str, matches: Sequence[Match], *, searched: int) -> None:
        """What the whole library has."""
        told = Elsewhere(matches=list(matches), searched=searched)
        self.change(public_id, elsewhere=msgspec.json.encode(told).decode())

    def search(self, public_id: str) -> artist_searches.Search:
        """What is stored."""
        with read(self.context.engine) as connection:
            found = artist_searches.by_public_id(connection, public_id)
        assert found is not None
        return found

    def _change(self, connection: Connection, search: artist_searches.Search, values: dict[str, Any]) -> None:
        artist_searches.change(connection, search.id, **values)

    def _write(self, public_id: str, write: Any) -> None:
        search = self.search(public_id)
        in_transaction(self.context.engine, lambda connection: write(connection, search))


def result(post_id: int, image_id: int, account_key: str, **told: Any) -> Found:
    """A post that shows the picture."""
    told = {"position": 0, "count": 1, "distance": 2.0, "similarity": "same_picture", **told}
    return Found(
        post_id=post_id,
        image_id=image_id,
        account_key=account_key,
        orientation="same",
        in_trimmed=False,
        **told,
    )
