"""What is recommended to an account: gathers its taste, scores it by a method, and tells the reasons."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from api_server.recommendations import cursors
from api_server.recommendations.gathering import Gathered, gather
from api_server.recommendations.kernels import holders
from api_server.recommendations.methods import METHODS
from api_server.recommendations.taste import Scored
from fovea.database import accounts, posts

MINIMUM_FAVORITES = 5
MINIMUM_PHOTOGRAPHERS = 3
REASONS = 3
SAMPLES = 4


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A photographer whose favourites speak for a photo, by account number."""

    account_id: int
    weight: float
    shared_favorites: int


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A recommended photo by post number. `supporters` counts all reasons; `reasons` are those of most
    weight.
    """

    post_id: int
    score: float
    supporters: int
    reasons: list[Reason]


@dataclass(frozen=True, kw_only=True)
class Person:
    """A recommended person by account number; `samples` are post numbers of theirs that the account faved."""

    account_id: int
    score: float
    shared_favorites: int
    favorites: int
    samples: list[int]


@dataclass(frozen=True, kw_only=True)
class Recommended:
    """The answer, by numbers only."""

    favorites: int
    photographers: int
    photographers_read: int
    photos: list[Photo]
    people: list[Person]
    next_cursor: str | None

    @property
    def enough(self) -> bool:
        """Whether enough is known to recommend anything."""
        return self.favorites >= MINIMUM_FAVORITES and self.photographers >= MINIMUM_PHOTOGRAPHERS


def recommend(
    connection: Connection,
    account_id: int,
    *,
    photos: int,
    people: int,
    method: str,
    cursor: str | None = None,
) -> Recommended:
    """The next `photos` photos behind `cursor` and the best `people` people. Raises InvalidInput for a bad
    cursor.

    Below the stated minimum of data nothing is recommended: `enough` is False and both lists are empty.
    """
    after = cursors.decode(cursor)
    gathered = gather(connection, account_id)
    taste = gathered.taste
    known = {
        "favorites": len(taste.favorites),
        "photographers": len(taste.neighbours),
        "photographers_read": gathered.photographers_read,
    }
    nothing = Recommended(**known, photos=[], people=[], next_cursor=None)
    if not nothing.enough:
        return nothing
    scored = METHODS[method](taste)
    page = _photos(gathered, scored, photos, after)
    full = len(page) == photos > 0
    return Recommended(
        **known,
        photos=page,
        people=_people(gathered, scored, people),
        next_cursor=cursors.encode(page[-1].score, page[-1].post_id) if full else None,
    )


def _photos(gathered: Gathered, scored: Scored, limit: int, after: tuple[float, int] | None) -> list[Photo]:
    taste = gathered.taste
    best = scored.best(limit, after=after)
    numbers, scores = scored.posts[best], scored.scores[best]
    table = holders(numbers, taste.lists, taste.offsets)
    photos = []
    for number, score, row in zip(numbers.tolist(), scores.tolist(), table, strict=True):
        supporters = np.flatnonzero(row)
        strongest = supporters[np.argsort(-scored.weights[supporters], kind="stable")][:REASONS]
        reasons = [
            Reason(
                account_id=int(taste.neighbours[at]),
                weight=float(scored.weights[at]),
                shared_favorites=int(scored.shared[at]),
            )
            for at in strongest
        ]
        photos.append(Photo(post_id=number, score=score, supporters=len(supporters), reasons=reasons))
    return photos


def _people(gathered: Gathered, scored: Scored, limit: int) -> list[Person]:
    taste = gathered.taste
    lengths = taste.list_lengths
    candidates = np.flatnonzero((lengths > 0) & ~np.isin(taste.neighbours, gathered.known_people))
    ranked = candidates[np.argsort(-scored.weights[candidates], kind="stable")][:limit]
    return [
        Person(
            account_id=int(taste.neighbours[at]),
            score=float(scored.weights[at]),
            shared_favorites=int(scored.shared[at]),
            favorites=int(lengths[at]),
            samples=taste.favorites[taste.favorite_owners == taste.neighbours[at]][::-1][:SAMPLES].tolist(),
        )
        for at in ranked
    ]


def rows_of(
    connection: Connection, recommended: Recommended
) -> tuple[dict[int, posts.Post], dict[int, accounts.Account]]:
    """The rows that an answer speaks of: posts and accounts (owners, reasons, people) by number, in one
    query each.
    """
    numbers = {photo.post_id for photo in recommended.photos}
    numbers.update(sample for person in recommended.people for sample in person.samples)
    found = posts.get_many(connection, sorted(numbers))
    people = {person.account_id for person in recommended.people}
    people.update(reason.account_id for photo in recommended.photos for reason in photo.reasons)
    people.update(row.owner_id for row in found.values())
    return found, accounts.get_many(connection, sorted(people))
