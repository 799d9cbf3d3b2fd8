"""What sources tell of a post beside its row: rating, score, description; the links to its pictures; whether
it was taken down, or is there again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from fovea import clock
from fovea.database import link_answers, links, post_details, taking_down
from fovea.database.links import NewLink
from fovea.database.post_details import Details
from fovea.messages import PostDetails
from ingester.memory import Learned

MOST_LINKS = 500  # of a post


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written: links to images that are to be sent after the commit, and posts that were taken down
    (with when that was told) or are there again.
    """

    fresh: list[int] = field(default_factory=list)
    down: dict[int, int] = field(default_factory=dict)
    back: list[int] = field(default_factory=list)


def write(connection: Connection, learned: Sequence[Learned]) -> Written:
    """Write the details and links of posts that were told of; costs nothing when there are none.

    The newest word about a post counts, in whatever order the words come. Links only ever come to a post. No
    image is touched yet: see `follow`.
    """
    told = {number: one for source in learned for number, one in source.described.items()}
    if not told:
        return Written()
    known = post_details.get_many(connection, told)
    newest = {
        number: (details, at)
        for number, (details, at) in told.items()
        if number not in known or at >= (known[number].told_at or at)
    }
    post_details.write(
        connection,
        {number: _row(details, at, known.get(number)) for number, (details, at) in newest.items()},
    )
    removed_at = {number: one.removed_at for number, one in known.items() if one.removed_at is not None}
    # Those that went with a subscription: the source has never said that they are gone.
    let_go = {number for number in removed_at if known[number].told_at is None}
    gone = [number for number, (details, _) in newest.items() if details.removed]
    back = [
        number
        for number, (details, at) in newest.items()
        if not details.removed and (number in let_go or at >= removed_at.get(number, at + 1))
    ]
    hidden = {*gone, *removed_at} - set(back)
    added = links.add(connection, _links(told, but=hidden), now=clock.now())
    return Written(
        fresh=added.fresh,
        down={number: told[number][1] for number in gone if number not in removed_at},
        back=back,
    )


def follow(connection: Connection, written: Written) -> list[int]:
    """Let images go with posts that were taken down, and come back with those that are there again; the links
    to images that are to be sent after the commit.

    Late in a transaction: from here to the commit, others wait to change the library. Files of images that
    are removed are left to the clean-up of files.
    """
    for at in sorted(set(written.down.values())):
        posts = [number for number, told_at in written.down.items() if told_at == at]
        taking_down.take_posts_down(connection, posts, at=at)
    if not written.back:
        return written.fresh
    again = taking_down.bring_back(connection, written.back, now=clock.now())
    return list(dict.fromkeys([*written.fresh, *links.of_images(connection, again)]))


def _row(told: PostDetails, at: int, known: Details | None) -> Details:
    return Details(
        rating=told.rating,
        score=told.score,
        description=told.description,
        source_url=told.source_url,
        removed_at=None if known is None else known.removed_at,
        told_at=at,
        licence=told.licence,
        licence_url=told.licence_url,
        creator=told.creator,
    )


def _links(told: Mapping[int, tuple[PostDetails, int]], *, but: set[int]) -> list[NewLink]:
    every = (
        link_answers.from_record(record, post_id=number)
        for number, (details, _) in sorted(told.items())
        if number not in but
        for record in details.links[:MOST_LINKS]
    )
    return [one for one in every if one is not None]
