"""The world holds what recommendations live on: who one faves says what one will fave."""

import numpy as np

from simulator.world import World, generate


def _found_among_twenty(
    world: World, scores: "np.ndarray[tuple[int], np.dtype[np.float64]]", held: set[int]
) -> int:
    best = np.argsort(-scores, kind="stable")[:20]
    return len(held.intersection(best.tolist()))


def test_what_faved_photographers_fave_foretells_better_than_popularity() -> None:
    world = generate(seed=8, users=1_200)
    random = np.random.default_rng(1)
    lists = [world.favorites_of(account)[0] for account in range(world.accounts)]
    popularity = np.bincount(world.favorite_photo, minlength=world.photos).astype(np.float64)
    by_neighbours = by_popularity = 0
    for account in [number for number in range(10, world.accounts) if len(lists[number]) >= 20][:120]:
        shuffled = random.permutation(lists[account])
        held, kept = set(shuffled[: len(shuffled) // 5].tolist()), shuffled[len(shuffled) // 5 :]
        scores = np.zeros(world.photos)
        for neighbour in np.unique(world.photo_owner[kept]):
            faved = lists[neighbour]
            scores[faved] += np.sqrt(np.isin(faved, kept).sum() / (len(faved) + 250))
        popular = popularity.copy()
        scores[kept] = popular[kept] = 0
        by_neighbours += _found_among_twenty(world, scores, held)
        by_popularity += _found_among_twenty(world, popular, held)
    assert by_neighbours >= 2 * by_popularity > 0
