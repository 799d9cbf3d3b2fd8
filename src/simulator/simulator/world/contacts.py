"""Who follows whom: first people of one's taste whose photos are good, then friends of friends, often both
ways.

Link symmetry on Flickr: 62 % (Mislove et al. 2008, "Growth of the Flickr Social Network"); here near one
half.
"""

import numpy as np

from simulator.world.model import FloatArray, IntArray
from simulator.world.population import Population

_RECIPROCATED = 0.36
_CANDIDATES = 6


def starts_of(sorted_keys: IntArray, count: int) -> IntArray:
    """Where each key's run begins in a sorted array: run k is starts[k]:starts[k + 1]."""
    return np.searchsorted(sorted_keys, np.arange(count + 1)).astype(np.int64)


def _by_taste(
    generator: np.random.Generator, people: Population, who: IntArray, appeal: FloatArray
) -> IntArray:
    """For each of `who` a photographer who shoots what they like: the best of a few, by appeal and style."""
    weight = np.cumsum(people.shoots * (people.uploads > 0)[:, None] * np.exp(0.5 * appeal)[:, None], axis=0)
    cumulative = np.cumsum(people.taste, axis=1)
    cluster = np.argmax(generator.random((len(who), 1)) * 0.999999 < cumulative[who], axis=1)
    candidates = np.empty((len(who), _CANDIDATES), dtype=np.int64)
    for number in np.unique(cluster):
        rows = np.flatnonzero(cluster == number)
        total = weight[-1, number]
        if total <= 0:
            candidates[rows] = generator.integers(0, people.size, (len(rows), _CANDIDATES))
        else:
            candidates[rows] = np.searchsorted(
                weight[:, number], generator.random((len(rows), _CANDIDATES)) * total
            )
    match = (
        np.einsum("nd,nkd->nk", people.style_liked[who], people.style_made[candidates])
        / people.style_made.shape[1]
    )
    score = 1.2 * match + generator.gumbel(size=match.shape)
    chosen: IntArray = candidates[np.arange(len(who)), np.argmax(score, axis=1)]
    return chosen


def befriend(generator: np.random.Generator, people: Population) -> tuple[IntArray, IntArray]:
    """The links (account, other), sorted by account, without doubles or links to oneself."""
    size = people.size
    wanted = np.exp(generator.normal(np.log(10.0), 1.0, size)) * (1.0 + people.favorites) ** 0.25 / 2.0
    wanted = np.clip(np.round(wanted), 0, max(4, size // 5)).astype(np.int64)
    wanted[generator.random(size) < 0.03] = 0
    # How much an account draws others: skill, and having something to show.
    appeal = people.skill + 0.5 * np.log1p(people.uploads)
    keys = np.empty(0, dtype=np.int64)

    def joined(account: IntArray, other: IntArray) -> IntArray:
        fine = account != other
        fresh = account[fine] * size + other[fine]
        returned = generator.random(len(fresh)) < _RECIPROCATED
        back = other[fine][returned] * size + account[fine][returned]
        return np.unique(np.concatenate([keys, fresh, back]))

    first = np.repeat(np.arange(size), np.ceil(wanted * 0.45).astype(np.int64))
    keys = joined(first, _by_taste(generator, people, first, appeal))
    for share in (0.25, 0.2):
        account, other = keys // size, keys % size
        starts = starts_of(account, size)
        degree = np.diff(starts)
        who = np.repeat(np.arange(size), np.round(wanted * share).astype(np.int64))
        who = who[degree[who] > 0]
        friend = other[starts[who] + (generator.random(len(who)) * degree[who]).astype(np.int64)]
        who, friend = who[degree[friend] > 0], friend[degree[friend] > 0]
        friend_of_friend = other[
            starts[friend] + (generator.random(len(friend)) * degree[friend]).astype(np.int64)
        ]
        keys = joined(who, friend_of_friend)
    return keys // size, keys % size
