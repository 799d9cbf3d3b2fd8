"""The data sets, each with favourites held out that the methods are to find.

- The generated world: the newest fifth of everybody's favourites, as time will have it.
- pinterest-20 (He et al. 2017, "Neural Collaborative Filtering"): one favourite of everybody, drawn by
  chance, among 99 photos that they did not fave.
- Flickr favourites and contacts: the validation pairs that come with them.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from api_server.recommendations.methods import Parameters
from api_server.recommendations.taste import Counts
from simulator.world import generate
from simulator.world.model import ACTIVE, World
from tests.benchmarks.quality.audience import Audience
from tests.benchmarks.quality.lists import Lists, lists_of

DAY_SECONDS = 86_400
HELD_SHARE = 0.2
MINIMUM_FAVORITES = 5
MINIMUM_PHOTOGRAPHERS = 3
NEGATIVES = 99
SPLIT_SEED = 1

# Chosen on other draws of the held-out favourites. There are thousands of neighbours, so strong ones count
# more, and every photo is in many lists, so what everybody has is held back.
PINTEREST_PARAMETERS = Parameters(beta=0.5, sharpness=1.3)


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which of the `held` photos of each of `accounts` does a method find?

    `order` (favourites) is when each favourite of the audience was made, where that is known. With
    `negatives` (accounts of the audience, 99) the first of the held photos is to be found among those.
    """

    name: str
    audience: Audience
    held: Lists
    accounts: Counts
    parameters: Parameters = field(default_factory=Parameters)
    order: Counts | None = None
    negatives: Counts | None = None

    def of(self, most: int, *, seed: int = SPLIT_SEED) -> npt.NDArray[np.int64]:
        """At most so many of the accounts, drawn by chance."""
        if most >= len(self.accounts):
            return self.accounts
        return np.sort(np.random.default_rng(seed).choice(self.accounts, most, replace=False))


def world_question(*, seed: int, users: int) -> Question:
    """The world of a seed: everybody who still has enough for recommendations without the newest fifth."""
    world = generate(seed=seed, users=users)
    account, photo = world.favorite_account, world.favorite_photo
    counts = np.bincount(account, minlength=users)
    place = np.arange(len(account)) - np.searchsorted(account, np.arange(users))[account]
    is_held = place >= (counts - np.maximum(1, np.round(HELD_SHARE * counts)))[account]
    audience = _world_audience(world, ~is_held)
    held = lists_of(account[is_held], photo[is_held], users)
    photographers = lists_of(account[~is_held], world.photo_owner[photo[~is_held]], users)
    enough = (audience.favorites.lengths >= MINIMUM_FAVORITES) & (
        photographers.lengths >= MINIMUM_PHOTOGRAPHERS
    )
    return Question(
        name=f"world {seed}",
        audience=audience,
        held=held,
        accounts=np.flatnonzero(enough & (held.lengths > 0)),
        order=_order_of(
            audience.favorites, account[~is_held], photo[~is_held], world.favorite_time[~is_held]
        ),
    )


def _world_audience(world: World, known: npt.NDArray[np.bool_]) -> Audience:
    users = world.accounts
    return Audience(
        favorites=lists_of(world.favorite_account[known], world.favorite_photo[known], users),
        keys=world.photo_id,
        contacts=lists_of(world.contact_account, world.contact_other, users),
        owners=world.photo_owner,
        days=world.photo_uploaded // DAY_SECONDS,
        today=int(world.favorite_time.max()) // DAY_SECONDS,
        unread=np.flatnonzero(world.account_state != ACTIVE),
    )


def _order_of(favorites: Lists, accounts: Counts, photos: Counts, times: Counts) -> Counts:
    """Times of favourites in the order of `favorites.numbers`."""
    return times[np.lexsort((photos, accounts))]


def pinterest_question(folder: Path) -> Question:
    """pinterest-20's training pairs, one of everybody's held out."""
    with np.load(folder / "pinterest-20-train.npz") as file:
        accounts, photos = file["user"].astype(np.int64), file["item"].astype(np.int64)
    size, photo_count = int(accounts.max()) + 1, int(photos.max()) + 1
    random = np.random.default_rng(SPLIT_SEED)
    order = np.lexsort((random.random(len(accounts)), accounts))
    accounts, photos = accounts[order], photos[order]
    first = np.append(True, accounts[1:] != accounts[:-1])
    everything = lists_of(accounts, photos, size)
    return Question(
        name="pinterest-20",
        audience=Audience(
            favorites=lists_of(accounts[~first], photos[~first], size), keys=random.permutation(photo_count)
        ),
        held=lists_of(accounts[first], photos[first], size),
        accounts=np.unique(accounts),
        parameters=PINTEREST_PARAMETERS,
        negatives=_negatives(random, everything, photo_count),
    )


def _negatives(random: np.random.Generator, everything: Lists, photo_count: int) -> Counts:
    """For each account 99 different photos that it did not fave."""
    rows = []
    for account in range(everything.size):
        others = random.choice(photo_count, NEGATIVES + 1 + len(everything.row(account)), replace=False)
        rows.append(others[~np.isin(others, everything.row(account))][:NEGATIVES])
    return np.array(rows, dtype=np.int64)


def flickr_question(folder: Path) -> Question:
    """Real favourites of Flickr, with links as contacts; whoever has at least five favourites."""
    with np.load(folder / "flickr-favorites.npz") as file:
        train, validation, links = (file[name].astype(np.int64) for name in ("train", "validation", "links"))
    size = int(max(train[:, 0].max(), links.max())) + 1
    photo_count = int(max(train[:, 1].max(), validation[:, 1].max())) + 1
    favorites = lists_of(train[:, 0], train[:, 1], size)
    held = lists_of(validation[:, 0], validation[:, 1], size)
    return Question(
        name="Flickr favourites",
        audience=Audience(
            favorites=favorites,
            keys=np.random.default_rng(SPLIT_SEED).permutation(photo_count),
            contacts=lists_of(links[:, 0], links[:, 1], size),
        ),
        held=held,
        accounts=np.flatnonzero((favorites.lengths >= MINIMUM_FAVORITES) & (held.lengths > 0)),
    )
