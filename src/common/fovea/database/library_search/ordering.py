"""Orders: one number for each image, the smallest first; among equals the newest number first."""

import hashlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from fovea.database.library_search import comparing
from fovea.database.library_search.memory import Memory
from fovea.library_query import Node, Order, Query, Term
from fovea.library_query.values import Alike
from fovea.packing import Numbers

Keys = npt.NDArray[np.int64]
_UP = frozenset({"oldest"})  # in which the oldest number comes first

_MANY = 20_000
_STEP = 64

# Fields that need a column which is not read for all searches.
EXTRAS = {"posts": "posts", "similar": "phash"}


def keys_of(memory: Memory, query: Query, order: Order, found: Numbers) -> Keys:
    """The key of each of the images in `found`."""
    arrays = memory.columns.arrays
    if order.name == "random":
        return _shuffled(order.seed or "", found)
    if order.name == "similar":
        alike = next(_alike(query))
        return comparing.distances(memory, alike)[found].astype(np.int64)
    if order.name == "oldest":
        return arrays["added"][found]
    columns: dict[str, Callable[[], npt.NDArray[np.int64]]] = {
        "newest": lambda: arrays["added"],
        "posted": lambda: arrays["date"],
        "score": lambda: arrays["score"],
        "size": lambda: arrays["size"],
        "pixels": lambda: comparing.pixels(memory),
        "posts": lambda: memory.further("posts"),
        "variants": lambda: comparing.variants(memory),
    }
    return -columns[order.name]()[found].astype(np.int64)


def first(
    found: Numbers, keys: Keys, order: Order, *, after: tuple[int, int] | None, limit: int
) -> list[tuple[int, int]]:
    """The (key, number) of the first `limit` images behind `after`, in order. `found` is sorted."""
    up = order.name in _UP
    if after is not None:
        key, number = after
        behind = (keys > key) | ((keys == key) & (found > number if up else found < number))
        found, keys = found[behind], keys[behind]
    found, keys = _nearer(found, keys, limit)
    if len(keys) > limit:
        edge = np.partition(keys, limit - 1)[limit - 1]
        before = np.flatnonzero(keys < edge)
        equal, room = np.flatnonzero(keys == edge), limit - len(before)
        chosen = np.concatenate([before, equal[:room] if up else equal[len(equal) - room :]])
        found, keys = found[chosen], keys[chosen]
    numbers = found.astype(np.int64)
    sorted_ = np.lexsort((numbers if up else -numbers, keys))[:limit]
    return list(zip(keys[sorted_].tolist(), found[sorted_].tolist(), strict=True))


def _nearer(found: Numbers, keys: Keys, limit: int) -> tuple[Numbers, Keys]:
    """Without most of those that do not come among the first `limit`, when there are very many: a sample of
    the keys tells about where these end.
    """
    if len(keys) < _MANY:
        return found, keys
    sample = keys[::_STEP]
    place = min(len(sample) - 1, 8 * limit // _STEP + 8)
    near = keys <= np.partition(sample, place)[place]
    return (found[near], keys[near]) if np.count_nonzero(near) >= limit else (found, keys)


def _alike(query: Query) -> "filter[Alike]":
    values: list[Alike] = [
        leaf.value for leaf in query.leaves() if isinstance(leaf, Term) and isinstance(leaf.value, Alike)
    ]
    return filter(None, values)


def _shuffled(seed: str, found: Numbers) -> Keys:
    """An order by chance that a seed and an image's number alone decide (splitmix64 of both)."""
    start = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest(), "little")
    with np.errstate(over="ignore"):
        mixed = found.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(start)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed.view(np.int64)


__all__ = ["EXTRAS", "Node", "first", "keys_of"]
