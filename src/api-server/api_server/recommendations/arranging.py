"""From ranked photos to pages: what is muted or was seen goes, near-duplicates are folded, what is new comes
first, and no photographer fills a page. Plain arrays, no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from api_server.recommendations.taste import Flags, Numbers
from fovea import fingerprints

BEST = 500  # how deep what is new is looked for, and near-duplicates are
MOST_FOLDED = 8


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What the person who looks has seen. `seen`: photos on screen before this view began, and how many
    photographers spoke for each then. `previous_best`: the best photos when the visit before this one ended,
    ascending; None on the first visit. `leave_out_seen` is False when they are asked for.
    """

    seen: Mapping[int, int] = field(default_factory=dict)
    previous_best: Numbers | None = None
    leave_out_seen: bool = True


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """The best candidates, best first (R,): `posts`, `owners`, `supporters` (how many photographers speak for
    each), `muted`. `fingerprints` are of those whose picture is known, by post number.
    """

    posts: Numbers
    owners: Numbers
    supporters: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    muted: Flags
    fingerprints: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """Photos in pages: `pages` hold positions in what was ranked. `new` and `stronger` are post numbers;
    `folded` the near-duplicates of a photo by its number. The counts say how many were kept back, and why;
    `short` says that a page is not full, which more candidates might have changed.
    """

    pages: list[list[int]]
    new: frozenset[int]
    stronger: frozenset[int]
    folded: dict[int, list[int]]
    seen_count: int
    muted_count: int
    folded_count: int
    short: bool


def arrange(
    ranked: Ranked, memory: Memory, *, pages: int, size: int, most_of_one_owner: int | None
) -> Arranged:
    """The first `pages` pages of up to `size` photos, with at most `most_of_one_owner` by one photographer
    each. The order is that of the ranking but for that, and for what is new, which comes first.
    """
    open_to_all = np.flatnonzero(~ranked.muted)
    first_of, folded = _folded(ranked, open_to_all)
    standing = [at for at in open_to_all.tolist() if first_of.get(at, at) == at]
    kept, stronger, seen_count = _not_seen(ranked, standing, folded, memory)
    new = _new(ranked, kept, memory)
    ordered = [at for at in kept if at in new] + [at for at in kept if at not in new]
    made = _paged(ordered, ranked.owners, pages=pages, size=size, most=most_of_one_owner or size)
    return Arranged(
        pages=made,
        new=frozenset(int(ranked.posts[at]) for at in new),
        stronger=frozenset(int(ranked.posts[at]) for at in stronger),
        folded={
            int(ranked.posts[first]): [int(ranked.posts[at]) for at in rest[:MOST_FOLDED]]
            for first, rest in folded.items()
        },
        seen_count=seen_count,
        muted_count=int(np.count_nonzero(ranked.muted)),
        folded_count=sum(map(len, folded.values())),
        short=len(made) < pages or any(len(one) < size for one in made),
    )


def _folded(
    ranked: Ranked, open_to_all: "np.ndarray[tuple[int], np.dtype[np.intp]]"
) -> tuple[dict[int, int], dict[int, list[int]]]:
    """The position that stands for a near-duplicate's position; and what is folded behind a position."""
    known = [at for at in open_to_all[:BEST].tolist() if int(ranked.posts[at]) in ranked.fingerprints]
    hashes = np.array([ranked.fingerprints[int(ranked.posts[at])] for at in known], dtype=np.uint64)
    first_of: dict[int, int] = {}
    folded: dict[int, list[int]] = {}
    for at, first in enumerate(fingerprints.groups(hashes).tolist()):
        if first != at:
            first_of[known[at]] = known[first]
            folded.setdefault(known[first], []).append(known[at])
    return first_of, folded


def _not_seen(
    ranked: Ranked, standing: Sequence[int], folded: Mapping[int, Sequence[int]], memory: Memory
) -> tuple[list[int], set[int], int]:
    """Positions without those seen lately, unless more photographers speak for them now (the second)."""
    kept: list[int] = []
    stronger: set[int] = set()
    left_out = 0
    for at in standing:
        then = [memory.seen.get(int(ranked.posts[member])) for member in (at, *folded.get(at, ()))]
        before = max((count for count in then if count is not None), default=None)
        if before is not None and ranked.supporters[at] > before:
            stronger.add(at)
        elif before is not None and memory.leave_out_seen:
            left_out += 1
            continue
        kept.append(at)
    return kept, stronger, left_out


def _new(ranked: Ranked, kept: Sequence[int], memory: Memory) -> set[int]:
    if memory.previous_best is None:
        return set()
    best = np.array([at for at in kept if at < BEST], dtype=np.intp)
    return set(best[~np.isin(ranked.posts[best], memory.previous_best)].tolist())


def _paged(ordered: Sequence[int], owners: Numbers, *, pages: int, size: int, most: int) -> list[list[int]]:
    """The order, but whoever has `most` photos in a page has the next ones in the pages behind it."""
    made: list[list[int]] = []
    waiting = list(ordered)
    while waiting and len(made) < pages:
        of_owner: dict[int, int] = {}
        taken: list[int] = []
        left: list[int] = []
        for number, at in enumerate(waiting):
            owner = int(owners[at])
            if of_owner.get(owner, 0) < most:
                of_owner[owner] = of_owner.get(owner, 0) + 1
                taken.append(at)
            else:
                left.append(at)
            if len(taken) == size:
                left.extend(waiting[number + 1 :])
                break
        made.append(taken)
        waiting = left
    return made
