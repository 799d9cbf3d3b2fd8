"""Favourites as pullers send them: batches of photos and people that the simulator has made up.

Photos and people are described by the simulator and read by our Flickr client, so that records are as long as
real ones. Who faves what is one of two:

- `photographers`: lists as a refresh meets them, those of active photographers, log-normal up to 1,000 long
  (the cap of a pull), of photos that are faved five times each on average, a few of them very often. The
  lists of the benchmark `recommend` are the same.
- `population`: everybody in the simulated world, most of whom have faved a few photos only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import orjson

from fovea.flickr.answers import photos_page
from fovea.flickr.site import Site
from fovea.flickr.sizes import SIZE_EXTRAS
from fovea.messages import AccountRecord, Batch, PostRecord
from simulator.directory import Directory
from simulator.rest.photo_rows import PhotoRows
from simulator.world import World

PAGE = 500
LONGEST_LIST = 1_000
EXTRAS = ",".join(
    ("owner_name", "realname", "path_alias", "icon_server", "date_upload", "date_taken", "tags", *SIZE_EXTRAS)
)
PULLED_AT = 1_795_000_000_000

Lists = dict[int, npt.NDArray[np.int64]]


def photographers(world: World, *, favorites: int, seed: int = 1) -> Lists:
    """About so many favourites in lists of active photographers, by account, in order of their arrival."""
    random = np.random.default_rng(seed)
    by_popularity = random.permutation(world.photos)[: favorites // 5]
    accounts = random.permutation(world.accounts)
    lists: Lists = {}
    left = favorites
    for account in accounts.tolist():
        if left <= 0:
            break
        length = int(np.clip(random.lognormal(6.2, 0.8), 10, LONGEST_LIST))
        picked = by_popularity[(random.random(length) ** 2.5 * len(by_popularity)).astype(np.int64)]
        lists[account] = random.permutation(np.unique(picked))
        left -= len(lists[account])
    return lists


def population(world: World, *, favorites: int, seed: int = 1) -> Lists:
    """The favourites of the world's people, newest first, in the order of their arrival, about so many in
    all.
    """
    random = np.random.default_rng(seed)
    lists: Lists = {}
    left = favorites
    for account in random.permutation(np.unique(world.favorite_account)).tolist():
        if left <= 0:
            break
        lists[account] = world.favorites_of(account)[0][::-1][:LONGEST_LIST]
        left -= len(lists[account])
    return lists


@dataclass
class Puller:
    """Describes lists as batches. `photos` keeps what was described, because popular photos come often."""

    world: World
    photos: dict[int, tuple[PostRecord, AccountRecord]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows = PhotoRows(Directory(self.world), "https://live.staticflickr.com")
        self._site = Site("https://www.flickr.com")

    def batches_of(self, account: int, photos: npt.NDArray[np.int64]) -> Iterator[Batch]:
        """The batches of one account's list."""
        nsid = self.world.account_nsid[account]
        pages = [photos[at : at + PAGE].tolist() for at in range(0, len(photos), PAGE)] or [[]]
        for number, page in enumerate(pages):
            described = self._describe(page)
            owners = {post.owner: owner for post, owner in described if post.owner != nsid}
            yield Batch(
                run_id=1,
                item_id=account + 1,
                execution=account + 1,
                number=number,
                last=number == len(pages) - 1,
                source="flickr",
                kind="favorites",
                external_id=nsid,
                pulled_at=PULLED_AT,
                newest_faved_at=PULLED_AT - 1,
                accounts=[AccountRecord(external_id=nsid, state="active"), *owners.values()],
                posts=[post for post, _ in described],
            )

    def _describe(self, photos: Sequence[int]) -> list[tuple[PostRecord, AccountRecord]]:
        unknown = [photo for photo in photos if photo not in self.photos]
        if unknown:
            rows = self._rows.listed(unknown, EXTRAS, [{}] * len(unknown), as_json=True)
            page = photos_page(orjson.loads(orjson.dumps({"photos": {"photo": rows}})), site=self._site)
            owners = {account.external_id: account for account in page.accounts}
            for photo, post in zip(unknown, page.posts, strict=True):
                self.photos[photo] = post, owners[post.owner]
        return [self.photos[photo] for photo in photos]


@dataclass(frozen=True, slots=True)
class Favorite:
    """A favourite as the older system stored it."""

    image_id: str
    image_owner: str
    image_url: str
    favorited_by: str


def as_older_rows(batches: Sequence[Batch]) -> list[Favorite]:
    """The same favourites as rows of the older system's table."""
    return [
        Favorite(post.external_id, post.owner, post.sizes[-1].url, batch.external_id)
        for batch in batches
        for post in batch.posts
    ]
