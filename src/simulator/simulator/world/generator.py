"""From a seed and a number of accounts to a world."""

from dataclasses import replace

import numpy as np

from simulator.world import identifiers, names
from simulator.world.contacts import befriend
from simulator.world.demo import DEMO_ACCOUNTS
from simulator.world.favorites import admire
from simulator.world.groups import gather
from simulator.world.model import IntArray, World
from simulator.world.photos import Uploads, upload
from simulator.world.population import populate
from simulator.world.series import repeat

VERSION = 2
"""Raised whenever the same seed begins to give another world, so that stored worlds are not taken for new
ones.
"""

_LIFE, _SERIES = 1, 2  # each has chances of its own, so that a change to one leaves the other as it was

FEWEST_ACCOUNTS = 20
_SPARE = 2.4


def _with_photographers(owners: IntArray, *, favorites: int, photographers: int) -> IntArray:
    """Which of somebody's favourites (given by their owners, oldest first) to keep to have about so many of
    so many photographers.

    The newest stay, so that the list still ends where the world does.
    """
    newest_first = owners[::-1]
    _, first = np.unique(newest_first, return_index=True)
    kept = np.sort(first)[:photographers]
    others = np.setdiff1d(np.flatnonzero(np.isin(newest_first, newest_first[kept])), kept)
    return len(owners) - 1 - np.concatenate([kept, others[: max(0, favorites - len(kept))]])


def _settle_demo(
    photos: Uploads, faved: tuple[IntArray, IntArray, IntArray]
) -> tuple[IntArray, IntArray, IntArray]:
    """Thin the favourites of demo people who stand for a number of photographers (more had been drawn for
    them).
    """
    account, photo, time = faved
    keep = np.ones(len(account), dtype=bool)
    for number, person in enumerate(DEMO_ACCOUNTS):
        if person.photographers is None or person.favorites is None:
            continue
        rows = np.flatnonzero(account == number)
        wanted = min(person.favorites, int(len(rows) / 1.25))
        photographers = min(person.photographers, max(1, wanted * person.photographers // person.favorites))
        chosen = _with_photographers(photos.owner[photo[rows]], favorites=wanted, photographers=photographers)
        keep[rows] = False
        keep[rows[chosen]] = True
    return account[keep], photo[keep], time[keep]


def generate(*, seed: int = 1, users: int = 3_000) -> World:
    """The world of a seed and a number of accounts (20 at least). The same arguments give the same world,
    always.

    10,000 users have about 220,000 photos and 375,000 favourites and take some seconds.
    """
    if users < FEWEST_ACCOUNTS:
        message = (
            f"A world needs at least {FEWEST_ACCOUNTS} users, not {users}: the demo's people are among them."
        )
        raise ValueError(message)
    random = np.random.default_rng([seed, _LIFE])
    people = populate(random, users)
    wished = people.favorites.copy()
    for number, person in enumerate(DEMO_ACCOUNTS):
        if person.photographers is not None:
            wished[number] = int(wished[number] * _SPARE)
    photos = upload(random, people)
    contacts = befriend(random, people)
    faved = admire(random, replace(people, favorites=wished), photos, contacts)
    account, photo, time = _settle_demo(photos, faved)
    groups = gather(random, photos, np.bincount(photo, minlength=photos.size), users)

    noise = random.integers(0, 2**62, users)
    nsids = identifiers.nsids(random, users)
    screen_names = names.user_names(noise.tolist())
    aliases = names.path_aliases(noise.tolist(), screen_names)
    real_names = [names.real_name(value) if (value >> 50) % 5 else "" for value in noise.tolist()]
    reserved = {text.lower() for person in DEMO_ACCOUNTS for text in (person.alias, person.name) if text}
    for number in range(len(DEMO_ACCOUNTS), users):
        if screen_names[number].lower() in reserved or aliases[number] in reserved:
            screen_names[number], aliases[number] = f"{screen_names[number]} II", None
    for number, person in enumerate(DEMO_ACCOUNTS):
        nsids[number], screen_names[number] = person.nsid, person.name
        aliases[number], real_names[number] = person.alias, person.real_name
    photo_ids = identifiers.photo_numbers(photos.uploaded, random)
    photo_noise, scenes, takes = repeat(
        np.random.default_rng([seed, _SERIES]), photos, random.integers(0, 2**62, photos.size)
    )
    return World(
        seed=seed,
        account_nsid=tuple(nsids),
        account_name=tuple(screen_names),
        account_alias=tuple(aliases),
        account_real_name=tuple(real_names),
        account_noise=noise,
        account_state=people.state,
        account_joined=people.joined,
        taste=people.taste,
        photo_id=photo_ids,
        photo_owner=photos.owner,
        photo_cluster=photos.cluster,
        photo_uploaded=photos.uploaded,
        photo_noise=photo_noise,
        photo_scene=scenes,
        photo_take=takes,
        favorite_account=account,
        favorite_photo=photo,
        favorite_time=time,
        contact_account=contacts[0],
        contact_other=contacts[1],
        groups=groups,
    )
