"""The pictures of an artist's accounts, for which searches wait."""

import itertools
from typing import Any

from sqlalchemy import Connection, select, update

from fovea import clock
from fovea.database import artist_pictures
from fovea.database import links as stored_links
from fovea.database.library_tables import links as links_table
from fovea.database.links import NewLink
from tests.integration.api_server.artist_world import ArtistWorld, artists, settings, shared_decoder
from tests.integration.api_server.one_artist import QUERY, finch, listing, scanning, told, write
from tests.integration.fetching.conftest import server

__all__ = ["artists", "finch", "server", "settings", "shared_decoder"]


def with_links(world: ArtistWorld, count: int) -> list[int]:
    """Links of the account's first post that nobody has taken up, in the background as all of listings."""
    post = world.posts[QUERY][0]

    def add(connection: Connection) -> list[int]:
        new = [
            NewLink(post_id=post, url=f"https://cdn.example/{number}.jpg", background=True)
            for number in range(count)
        ]
        return stored_links.add(connection, new, now=clock.now()).ids

    return write(world, add)


def link_values(world: ArtistWorld, link_ids: list[int], **values: Any) -> None:
    write(
        world,
        lambda connection: connection.execute(
            update(links_table).where(links_table.c.id.in_(link_ids)).values(values)
        ),
    )


def test_the_pictures_of_an_account_are_waited_for_on_their_first_try_only(finch: ArtistWorld) -> None:
    numbers = with_links(finch, 2)
    public_id = scanning(finch)
    for _ in range(3):
        finch.turn()
    assert finch.stage(public_id) == "scanning"
    (bluesky,) = [one for one in finch.found(public_id).accounts if one.account.listing_id is not None]
    assert (bluesky.scan.state, bluesky.scan.posts_read) == ("pictures", 3)
    link_values(finch, numbers[:1], state="failed", attempts=5)
    finch.advance()
    assert finch.stage(public_id) == "scanning"
    link_values(finch, numbers[1:], state="waiting", attempts=1, code="http_503", next_at=2**61)
    finch.advance()
    assert finch.stage(public_id) != "scanning"
    assert finch.finished(public_id).state == "done"


def test_the_pictures_of_what_another_search_had_read_are_waited_for_too(finch: ArtistWorld) -> None:
    first = scanning(finch)
    numbers = with_links(finch, 1)
    finch.turn()
    other = finch.begin("https://www.deviantart.com/finch/art/Another-77")
    finch.artwork("https://www.deviantart.com/finch/art/Another-77", seed=2)
    for _ in range(5):
        finch.turn()
    assert {finch.stage(first), finch.stage(other)} == {"scanning"}
    link_values(finch, numbers, state="done", attempts=1)
    assert {finch.finished(first).state, finch.finished(other).state} == {"done"}
    assert [job.kind for job in finch.asked].count("posts") == 1


def test_pictures_that_are_waited_for_go_first_but_not_all_of_many_at_once(finch: ArtistWorld) -> None:
    numbers = with_links(finch, 7)
    scanning(finch)
    for _ in range(2):
        finch.turn()
    number = listing(finch).id

    def promote(most: int) -> int:
        now = next(moments)
        return write(
            finch, lambda connection: artist_pictures.promote(connection, number, most=most, now=now)
        )

    def first() -> list[int]:
        statement = select(links_table.c.id).where(links_table.c.background.is_(False))
        return list(told(finch, lambda connection: connection.scalars(statement.order_by("id")).all()))

    numbers.sort()
    moments = itertools.count(clock.now(), clock.SECOND)
    assert first() == numbers  # the search has seen to it
    link_values(finch, numbers, background=True, next_at=clock.now())
    assert promote(3) == 3
    assert promote(3) == 0
    assert first() == numbers[:3]
    link_values(finch, numbers[:2], state="done", attempts=1)
    assert promote(3) == 2
    assert first() == numbers[:5]
    assert promote(100) == 2
    due = select(links_table.c.next_at).order_by(links_table.c.id)
    in_order = told(finch, lambda connection: connection.scalars(due).all())[2:]
    assert in_order == sorted(in_order)  # whose turn came earlier goes earlier ...
    assert len(set(in_order)) == 3
    assert max(in_order) < clock.now() - 365 * clock.DAY  # ... and all before those for which nobody waits


def test_pictures_that_are_waited_for_do_not_stay_in_the_queue_of_the_background(finch: ArtistWorld) -> None:
    queued, looked_at, *others = sorted(with_links(finch, 4))
    later = clock.now() + stored_links.ANSWERED_WITHIN
    link_values(finch, [queued], background=True, state="sent", attempts=0, next_at=later)
    link_values(finch, [looked_at], background=True, state="sent", attempts=1, next_at=later)
    link_values(finch, others, background=True)
    scanning(finch)
    for _ in range(2):
        finch.turn()
    found = told(finch, lambda connection: stored_links.get_many(connection, [queued, looked_at]))
    assert (found[queued].state, found[queued].background) == ("waiting", False)
    assert found[queued].next_at < clock.now() - 365 * clock.DAY
    assert (found[looked_at].state, found[looked_at].background) == ("sent", True)
    assert found[looked_at].next_at == later
