"""Links: added once, sent when they are due, and ended in one way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from fovea.database import link_dispatch, links
from fovea.database.engine import in_transaction, read, write
from fovea.database.link_dispatch import Ended, Swept
from fovea.database.links import ANSWERED_WITHIN, SENT_WITHIN, TAKEN_UP_WITHIN, Link, NewLink
from tests.integration.database.users_and_posts import photos

NOON = 1_800_000_000_000
LATER = NOON + SENT_WITHIN


@pytest.fixture
def add(engine: Engine) -> Callable[..., list[int]]:
    """Adds links of so many posts, one each; their numbers."""
    post_ids = photos(engine, 40)

    def add(count: int, **more: object) -> list[int]:
        new = [
            NewLink(post_id=number, url=f"https://example.com/{number}.jpg", **more)  # type: ignore[arg-type]
            for number in post_ids[:count]
        ]
        with write(engine) as connection:
            return links.add(connection, new, now=NOON).ids

    return add


def swept(engine: Engine, *, now: int = LATER, limit: int = 100, most_sent: int = 1_000) -> Swept:
    return in_transaction(
        engine,
        lambda connection: link_dispatch.sweep(
            connection, limit=limit, now=now, most_attempts=3, most_sent=most_sent
        ),
    )


def state(engine: Engine, number: int) -> Link:
    with read(engine) as connection:
        found = links.get(connection, number)
    assert found is not None
    return found


def end(engine: Engine, *ended: Ended) -> None:
    with write(engine) as connection:
        link_dispatch.end(connection, ended, now=NOON)


def test_a_link_that_the_post_has_already_stays_as_it_is(engine: Engine) -> None:
    one, other = photos(engine, 2)
    urls = ["https://example.com/ä.jpg", "https://example.com/a.jpg?" + "x" * 3_000]
    wanted = [NewLink(post_id=post, url=url) for post in (other, one) for url in urls]
    with write(engine) as connection:
        first = links.add(connection, wanted + wanted[:1], now=NOON)
    assert len(set(first.ids)) == 4
    assert first.ids[4] == first.ids[0]
    assert sorted(first.fresh) == sorted(set(first.ids))
    end(engine, Ended(first.ids[0], links.FAILED, code="http_404", reason="gone"))
    with write(engine) as connection:
        again = links.add(connection, wanted, now=NOON + 5)
        assert links.of_posts(connection, [one])[one][0].url in urls
    assert again.ids == first.ids[:4]
    assert again.fresh == []
    assert state(engine, first.ids[0]).code == "http_404"


@pytest.mark.parametrize("url", ["", "x" * 4_097, "https://example.com/\n.jpg"])
def test_what_is_no_address_is_not_stored(engine: Engine, url: str) -> None:
    (post,) = photos(engine, 1)
    assert not links.is_address(url)
    with pytest.raises(ValueError, match="no address"), write(engine) as connection:
        links.add(connection, [NewLink(post_id=post, url=url)], now=NOON)


def test_what_is_due_is_sent_once_and_again_when_no_answer_comes(
    engine: Engine, add: Callable[..., list[int]]
) -> None:
    ids = add(5)
    assert swept(engine, now=NOON).links == []
    early = swept(engine, limit=3)
    assert sorted(early.links + swept(engine).links) == ids
    assert swept(engine).links == []
    assert swept(engine).next_at == LATER + TAKEN_UP_WITHIN
    with write(engine) as connection:
        assert len(link_dispatch.take_up(connection, ids, now=LATER)) == 5
    assert swept(engine).next_at == LATER + ANSWERED_WITHIN
    end(engine, Ended(ids[0], links.DONE, image_id=7))
    assert sorted(swept(engine, now=LATER + ANSWERED_WITHIN).links) == ids[1:]


def test_a_sweep_tells_which_links_nobody_waits_for_until_somebody_does(
    engine: Engine, add: Callable[..., list[int]]
) -> None:
    (waited_for,) = add(1)
    background = add(3, background=True)[1:]  # the first is that which there is
    found = swept(engine)
    assert sorted(found.links) == sorted([waited_for, *background])
    assert sorted(found.background) == background
    assert swept(engine, now=LATER + TAKEN_UP_WITHIN).links == [waited_for]
    assert sorted(swept(engine, now=LATER + ANSWERED_WITHIN).background) == background
    end(engine, Ended(background[0], links.FAILED, code="http_500"))
    with write(engine) as connection:
        assert links.retry(connection, background[:1], now=NOON) == background[:1]
    again = swept(engine)
    assert (again.links, again.background) == (background[:1], [])


@pytest.mark.parametrize("kind", links.TO_RESOLVE)
def test_image_ingesters_get_only_links_to_images(
    engine: Engine, add: Callable[..., list[int]], kind: str
) -> None:
    (number,) = add(1, kind=kind)
    assert swept(engine, now=NOON + 10**12).links == []
    with write(engine) as connection:
        link_dispatch.mark_sent(connection, [number], now=NOON)
        assert link_dispatch.take_up(connection, [number], now=NOON) == []
    assert (state(engine, number).state, state(engine, number).attempts) == ("waiting", 0)


def test_only_so_many_are_on_their_way_at_once(engine: Engine, add: Callable[..., list[int]]) -> None:
    ids = add(10)
    first = swept(engine, most_sent=4)
    assert len(first.links) == 4
    assert swept(engine, most_sent=4).links == []
    end(engine, *(Ended(number, links.DONE, image_id=1) for number in first.links[:3]))
    assert len(swept(engine, most_sent=4).links) == 3
    overdue = swept(engine, now=LATER + ANSWERED_WITHIN, most_sent=4)
    assert len(overdue.links) == 4
    assert set(overdue.links) < set(ids)


def test_a_link_that_kills_whoever_looks_at_it_comes_to_an_end(
    engine: Engine, add: Callable[..., list[int]]
) -> None:
    deadly, unlucky = add(2)
    now = LATER
    for _ in range(3):
        assert swept(engine, now=now).links
        with write(engine) as connection:
            link_dispatch.take_up(connection, [deadly], now=now)
        now += ANSWERED_WITHIN
    last = swept(engine, now=now)
    assert (last.links, last.failed) == ([unlucky], 1)
    assert (state(engine, deadly).state, state(engine, deadly).code) == ("failed", "no_answer")
    assert state(engine, unlucky).attempts == 0


def test_two_sweeps_at_once_never_send_the_same_link(engine: Engine, add: Callable[..., list[int]]) -> None:
    ids = add(40)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: swept(engine, limit=10).links, range(8)))
    assert sorted(number for several in found for number in several) == ids


def test_an_end_is_not_undone_but_success_counts_before_failure(
    engine: Engine, add: Callable[..., list[int]]
) -> None:
    one, other = add(2)
    end(engine, Ended(one, links.DONE, image_id=3), Ended(other, links.FAILED, code="http_500"))
    end(engine, Ended(one, links.FAILED, code="late"), Ended(other, links.WAITING, next_at=5))
    assert (state(engine, one).state, state(engine, one).image_id) == ("done", 3)
    assert state(engine, other).state == "failed"
    end(engine, Ended(other, links.DONE, image_id=4))
    assert (state(engine, other).state, state(engine, other).code) == ("done", None)


def test_a_try_that_was_none_does_not_count(engine: Engine, add: Callable[..., list[int]]) -> None:
    (number,) = add(1)
    for _ in range(3):
        with write(engine) as connection:
            (link,) = link_dispatch.take_up(connection, [number], now=NOON)
        assert link.attempts == 1
        end(engine, Ended(number, links.WAITING, next_at=NOON, counts=False))


def test_a_message_that_comes_twice_is_no_try_before_the_next_one_is_due(
    engine: Engine, add: Callable[..., list[int]]
) -> None:
    (number,) = add(1)
    end(engine, Ended(number, links.WAITING, code="http_503", next_at=NOON + 60))
    with write(engine) as connection:
        assert link_dispatch.take_up(connection, [number], now=NOON + 59) == []
        (link,) = link_dispatch.take_up(connection, [number], now=NOON + 60)
    assert link.attempts == 1


def test_reasons_of_any_length_and_letters_are_kept_as_far_as_they_fit(
    engine: Engine, add: Callable[..., list[int]]
) -> None:
    (number,) = add(1)
    end(engine, Ended(number, links.FAILED, code="c" * 100, reason="🌊\0" * 5_000))
    told = state(engine, number)
    assert told.code == "c" * 64
    assert told.reason == "🌊" * 1_000


def test_links_are_listed_and_counted(engine: Engine, add: Callable[..., list[int]]) -> None:
    ids = add(10, batch="import-1")
    end(engine, *(Ended(number, links.FAILED, code="x") for number in ids[:4]))
    with write(engine) as connection:
        assert links.counts(connection) == {"waiting": 6, "sent": 0, "done": 0, "failed": 4, "removed": 0}
        assert links.counts(connection, batch="import-2")["waiting"] == 0
        first = links.page(connection, state="failed", kind="image", batch="import-1", limit=3)
        rest = links.page(connection, state="failed", before_id=first[-1].id, limit=3)
        assert [link.id for link in first + rest] == ids[3::-1]
        assert links.retry(connection, ids[3:6], now=NOON) == [ids[3]]
        assert links.remove(connection, [ids[0], 10**9]) == 1
        assert links.counts(connection)["failed"] == 2
    assert state(engine, ids[3]).attempts == 0
