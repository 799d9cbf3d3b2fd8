"""What is recommended to an account: gathers its taste, scores it by a method, and puts it in pages."""

import math
from dataclasses import replace

import numpy as np
from sqlalchemy import Connection

from api_server.recommendations import cursors, photo_facts
from api_server.recommendations.answer import Hidden, Photo, Recommended
from api_server.recommendations.arranging import BEST, Arranged, Memory, Ranked, arrange
from api_server.recommendations.gathering import Gathered, gather
from api_server.recommendations.methods import METHODS
from api_server.recommendations.people import people as best_people
from api_server.recommendations.supporting import Supporters
from api_server.recommendations.tags import tagged
from api_server.recommendations.taste import Counts, Flags, Numbers
from fovea.database import accounts, fingerprints, posts

# Of the best photos so many are remembered at the end of a visit: what is among the best ones (BEST) of the
# next visit and was not even here is new.
REMEMBERED_BEST = 4 * BEST
# `Parameters.most_of_one_owner` is meant for a page of so many photos; other pages hold as many in
# proportion.
USUAL_PAGE = 30
UNCAPPED = frozenset({"flexplore"})  # as in the older system, one photographer may fill a page
_FIRST_RANKED = 640
_NO_MEMORY = Memory()


def recommend(  # noqa: PLR0913 - all by keyword but the two that it is about
    connection: Connection,
    account_id: int,
    *,
    photos: int,
    people: int,
    method: str,
    cursor: str | None = None,
    explain: bool = False,
    memory: Memory = _NO_MEMORY,
) -> Recommended:
    """The page of `photos` photos that `cursor` is of, and the best `people` people. Raises InvalidInput
    for a bad cursor.

    A function of what is stored, of what the account's user has chosen, and of `memory`. Below the stated
    minimum of data nothing is recommended: `enough` is False and both lists are empty.
    """
    page = cursors.decode(cursor, size=photos)
    gathered = gather(connection, account_id)
    supporters = scored_by(method, gathered)
    return page_of(
        connection,
        gathered,
        supporters,
        method=method,
        page=page,
        photos=photos,
        people=people,
        explain=explain,
        memory=memory,
    )


def scored_by(method: str, gathered: Gathered) -> Supporters:
    """What was gathered, scored by a method."""
    return Supporters(gathered.taste, METHODS[method](gathered.taste, gathered.parameters))


def page_of(  # noqa: PLR0913 - all by keyword but the three that it works on
    connection: Connection,
    gathered: Gathered,
    supporters: Supporters,
    *,
    method: str,
    page: int,
    photos: int,
    people: int,
    explain: bool,
    memory: Memory = _NO_MEMORY,
) -> Recommended:
    """As `recommend`, of what is gathered and scored already; the first page has the number 0."""
    nothing = Recommended(
        favorites=len(gathered.taste.favorites),
        photographers=gathered.photographers,
        photographers_read=gathered.photographers_read,
        freshness=gathered.sliders.freshness,
        adventure=gathered.sliders.adventure,
    )
    if not nothing.enough:
        return nothing
    scored = supporters.scored
    most = None if method in UNCAPPED else _most_of_one_owner(gathered.parameters.most_of_one_owner, photos)
    best = scored.best(REMEMBERED_BEST, gathered.taste.photos.keys).astype(np.int64)
    ranked, arranged = _arranged(
        connection, gathered, supporters, memory, best=best, pages=page + 1, size=photos, most=most
    )
    wanted = ranked[arranged.pages[page]] if page < len(arranged.pages) else ranked[:0]
    more = page + 1 < len(arranged.pages)
    return replace(
        nothing,
        photos=_photos(supporters, wanted, arranged, explain=explain),
        people=best_people(connection, gathered, supporters, limit=people, explain=explain),
        next_cursor=cursors.encode(page + 1, size=photos) if more else None,
        hidden=Hidden(seen=arranged.seen_count, muted=arranged.muted_count, folded=arranged.folded_count),
        best=scored.posts[best],
    )


def kept_back(connection: Connection, account_id: int, numbers: Numbers) -> Flags:
    """Which of these posts are not to be shown to an account: its favourites, its own photos, what it
    dismissed or muted.
    """
    gathered = gather(connection, account_id)
    owners = photo_facts.of(connection).read(connection, numbers).owners[numbers]
    return (
        np.isin(numbers, gathered.taste.left_out)
        | np.isin(owners, gathered.taste.hidden_owners)
        | _muted(connection, gathered, numbers, owners)
    )


def _muted(connection: Connection, gathered: Gathered, numbers: Numbers, owners: Numbers) -> Flags:
    return gathered.muted.hides(numbers, owners) | tagged(connection, numbers, gathered.muted.tags)


def _most_of_one_owner(most: int, size: int) -> int:
    return max(most, math.ceil(most * size / USUAL_PAGE))


def _arranged(  # noqa: PLR0913 - all by keyword but the four that it works on
    connection: Connection,
    gathered: Gathered,
    supporters: Supporters,
    memory: Memory,
    *,
    best: Counts,
    pages: int,
    size: int,
    most: int | None,
) -> tuple[Counts, Arranged]:
    """Positions of candidates, best first, and how they are arranged in pages, one more than asked for.

    Only the first of the `best` are looked at; when these do not fill the pages, twice as many, and so on.
    What is looked at changes nothing about full pages.
    """
    scored, taste = supporters.scored, supporters.taste
    looked_at = max(_FIRST_RANKED, 2 * (pages + 1) * size)
    while True:
        if looked_at > len(best):
            best = scored.best(looked_at, taste.photos.keys).astype(np.int64)
        some = best[:looked_at]
        ranked = _ranked(connection, gathered, supporters, some, memory)
        arranged = arrange(ranked, memory, pages=pages + 1 if size else 0, size=size, most_of_one_owner=most)
        if not arranged.short or len(some) == len(scored.posts):
            return some, arranged
        looked_at *= 2


def _ranked(
    connection: Connection, gathered: Gathered, supporters: Supporters, best: Counts, memory: Memory
) -> Ranked:
    numbers = supporters.scored.posts[best]
    owners = supporters.taste.photos.owners[numbers]
    counts = np.zeros(len(numbers), dtype=np.int64)
    seen = np.flatnonzero(np.isin(numbers, np.array(list(memory.seen), dtype=np.uint32)))
    if len(seen):
        counts[seen] = supporters.counts(numbers[seen])
    return Ranked(
        posts=numbers,
        owners=owners,
        supporters=counts,
        muted=_muted(connection, gathered, numbers, owners),
        fingerprints=fingerprints.of(connection, numbers[:BEST]),
    )


def _photos(supporters: Supporters, positions: Counts, arranged: Arranged, *, explain: bool) -> list[Photo]:
    scored = supporters.scored
    numbers = scored.posts[positions]
    photos = []
    for position, number, row in zip(
        positions.tolist(), numbers.tolist(), supporters.table(numbers), strict=True
    ):
        speaking = supporters.ranked(row)
        photos.append(
            Photo(
                post_id=number,
                score=float(scored.scores[position]),
                supporters=len(speaking),
                reasons=supporters.reasons(speaking),
                new=number in arranged.new,
                stronger=number in arranged.stronger,
                folded=arranged.folded.get(number, []),
                why=supporters.parts_of_photo(position, speaking) if explain else None,
            )
        )
    return photos


def rows_of(
    connection: Connection, recommended: Recommended
) -> tuple[dict[int, posts.Post], dict[int, accounts.Account]]:
    """The rows that an answer speaks of: posts and accounts (owners, reasons, people) by number, in one
    query each.
    """
    whys = [photo.why for photo in recommended.photos] + [person.why for person in recommended.people]
    parts = [part for why in whys for part in why or ()]
    numbers = {photo.post_id for photo in recommended.photos}
    numbers.update(number for photo in recommended.photos for number in photo.folded)
    numbers.update(number for person in recommended.people for number in (*person.samples, *person.shared))
    numbers.update(number for part in parts for number in part.shared)
    found = posts.get_many(connection, sorted(numbers))
    people = {person.account_id for person in recommended.people}
    people.update(reason.account_id for photo in recommended.photos for reason in photo.reasons)
    people.update(part.account_id for part in parts if part.account_id is not None)
    people.update(row.owner_id for row in found.values())
    return found, accounts.get_many(connection, sorted(people))
