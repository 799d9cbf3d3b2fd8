"""Links that pullers follow: asked about when they are due, and led on by whatever answers come, however
often.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from fovea import clock
from fovea.database import link_answers, link_resolving, links, post_details, taking_down
from fovea.database.engine import in_transaction, read, write
from fovea.database.link_answers import Written
from fovea.database.link_resolving import ANSWERED_WITHIN, AT_ONCE, TRIED_AGAIN_AFTER, Sending, Swept
from fovea.database.links import Link, NewLink
from fovea.messages import LinkRecord, PullResponse, ResolvedLink
from tests.integration.database.users_and_posts import photos

NOON = 1_800_000_000_000
IMAGE = "https://i.example.com/a.jpg"
PAGE = "https://example.com/page"

Add = Callable[..., list[int]]


@pytest.fixture
def add(engine: Engine) -> Add:
    """Adds links of one post; their numbers."""
    (post_id,) = photos(engine, 1)

    def add(*urls: str, kind: str = "page", **more: Any) -> list[int]:
        new = [NewLink(post_id=post_id, url=url, kind=kind, **more) for url in urls]
        with write(engine) as connection:
            added = links.add(connection, new, now=NOON)
        assert added.fresh == (added.ids if kind == "image" else [])
        return added.ids

    return add


def swept(engine: Engine, *, now: int = NOON, limit: int = 100, most_sent: int = 1_000) -> Swept:
    return in_transaction(
        engine,
        lambda connection: link_resolving.sweep(connection, limit=limit, now=now, most_sent=most_sent),
    )


def sending(engine: Engine, *, now: int = NOON) -> Sending:
    """The only one that is due."""
    (one,) = swept(engine, now=now).sendings
    return one


def answer(of: Sending | int, *resolved: ResolvedLink, **more: Any) -> PullResponse:
    name = of if isinstance(of, int) else of.deadline_at
    return PullResponse(run_id=0, item_id=name, execution=1, resolved=list(resolved), **more)


def leads_to(number: int, *children: LinkRecord | str) -> ResolvedLink:
    records = [LinkRecord(url=one) if isinstance(one, str) else one for one in children]
    return ResolvedLink(link_id=number, children=records)


def not_now(number: int, outcome: str = "unavailable", **more: Any) -> ResolvedLink:
    fields = {"code": "http_503", "reason": "The host is away"}
    return ResolvedLink(link_id=number, outcome=outcome, **(fields | more))  # type: ignore[arg-type]


def written(engine: Engine, *answers: PullResponse, now: int = NOON) -> Written:
    return in_transaction(engine, lambda connection: link_answers.write(connection, answers, now=now))


def state(engine: Engine, number: int) -> Link:
    with read(engine) as connection:
        found = links.get(connection, number)
    assert found is not None
    return found


def all_links(engine: Engine) -> list[Link]:
    with read(engine) as connection:
        return sorted(links.page(connection, limit=1_000), key=lambda link: link.id)


def children_of(engine: Engine, number: int) -> list[Link]:
    return [link for link in all_links(engine) if link.parent_id == number]


def asked(found: Sequence[Sending]) -> list[int]:
    return sorted(link.id for one in found for link in one.links)


@pytest.mark.parametrize("kind", links.TO_RESOLVE)
def test_a_link_of_any_kind_is_asked_about_and_its_pictures_are_sent(
    engine: Engine, add: Add, kind: str
) -> None:
    (number,) = add(PAGE, kind=kind, keep=True, background=True, batch="import-1", position=2)
    one = sending(engine)
    assert [(link.id, link.kind) for link in one.links] == [(number, kind)]
    assert one.background
    pictures = [
        LinkRecord(url=IMAGE, md5="00" * 16, sha256="11" * 32),
        LinkRecord(url="https://i.example.com/b.jpg", position=1, md5="no digest"),
    ]
    done = written(engine, answer(one, leads_to(number, *pictures)))
    first, second = children_of(engine, number)
    assert done.fresh == {True: [first.id, second.id]}
    assert [link.id for link in done.resolved] == [number]
    assert (first.url, first.kind, first.state, first.position) == (IMAGE, "image", "waiting", 2)
    assert (first.md5, first.sha256) == (bytes(16), b"\x11" * 32)
    assert (second.position, second.md5) == (3, None)
    assert {(link.keep, link.background, link.batch) for link in (first, second)} == {
        (True, True, "import-1")
    }
    told = state(engine, number)
    assert (told.state, told.code, told.finished_at) == ("done", None, NOON)
    assert swept(engine, now=NOON + 10 * clock.DAY).sendings == []


def test_links_are_asked_about_in_small_groups_of_one_kind(engine: Engine, add: Add) -> None:
    pages = add(*(f"https://example.com/{n}" for n in range(AT_ONCE + 1)))
    albums = add("https://imgur.com/a/one", kind="imgur", background=True)
    waited_for = add("https://imgur.com/a/two", kind="imgur")
    add(IMAGE, kind="image")
    found = swept(engine).sendings
    assert [len(one.links) for one in found] == [1, AT_ONCE, 1, 1]
    assert [one.background for one in found] == [False, False, False, True]
    assert asked(found) == sorted(pages + albums + waited_for)
    assert len({one.deadline_at for one in found}) == len(found)
    assert swept(engine).sendings == []


def test_only_so_many_are_asked_about_at_once(engine: Engine, add: Add) -> None:
    numbers = add(*(f"https://example.com/{n}" for n in range(10)))
    first = swept(engine, most_sent=4)
    assert len(asked(first.sendings)) == 4
    assert swept(engine, most_sent=4).sendings == []
    ended = asked(first.sendings)
    (one,) = first.sendings
    written(engine, answer(one, *(leads_to(number, f"{IMAGE}?{number}") for number in ended)))
    assert len(asked(swept(engine, most_sent=4, limit=3).sendings)) == 3
    assert set(ended) < set(numbers)


def test_two_sweeps_at_once_never_ask_about_the_same_link(engine: Engine, add: Add) -> None:
    numbers = add(*(f"https://example.com/{n}" for n in range(40)))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: asked(swept(engine, limit=10).sendings), range(8)))
    assert sorted(number for several in found for number in several) == sorted(numbers)


def test_an_answer_that_comes_twice_changes_nothing(engine: Engine, add: Add) -> None:
    (good,) = add(PAGE)
    (bad,) = add("https://imgur.com/a/one", kind="imgur")
    answers = [
        answer(one, leads_to(good, IMAGE) if good in asked([one]) else not_now(bad))
        for one in swept(engine).sendings
    ]
    written(engine, *answers)
    before = all_links(engine)
    for _ in range(2):
        again = written(engine, *answers, *answers, now=NOON + 5)
        assert (again.fresh, again.resolved, again.failed.total()) == ({}, [], 0)
    assert all_links(engine) == before
    assert state(engine, bad).attempts == 1


def test_answers_written_at_once_make_each_link_once(engine: Engine, add: Add) -> None:
    numbers = add(*(f"https://example.com/{n}" for n in range(8)))
    (one,) = swept(engine).sendings
    same = [leads_to(number, IMAGE, f"https://i.example.com/{number}.jpg") for number in numbers]
    parts = [answer(one, part, final=False) for part in same for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda part: written(engine, part), parts))
    urls = [link.url for link in all_links(engine)]
    assert len(urls) == len(set(urls)) == 8 + 8 + 1
    assert sum(len(one.resolved) for one in done) == 8
    sent = [number for one in done for several in one.fresh.values() for number in several]
    assert len(sent) == len(set(sent)) == 9


def test_what_fails_for_a_while_is_tried_again_after_an_hour_and_given_up_after_the_third_try(
    engine: Engine, add: Add
) -> None:
    (number,) = add(PAGE)
    now = NOON
    for attempt in (1, 2):
        written(engine, answer(sending(engine, now=now), not_now(number)), now=now)
        told = state(engine, number)
        assert (told.state, told.attempts, told.next_at) == ("waiting", attempt, now + TRIED_AGAIN_AFTER)
        assert (told.code, told.reason) == ("http_503", "The host is away")
        assert swept(engine, now=now + clock.HOUR - 1).sendings == []
        assert swept(engine, now=now).next_at == now + clock.HOUR
        now += clock.HOUR
    written(engine, answer(sending(engine, now=now), not_now(number)), now=now)
    told = state(engine, number)
    assert (told.state, told.attempts, told.code) == ("failed", 3, "http_503")
    assert told.reason == "The host is away"
    assert swept(engine, now=now + clock.DAY).sendings == []
    with write(engine) as connection:
        assert links.retry(connection, [number], now=now) == [number]
    again = sending(engine, now=now)
    assert not again.background
    written(engine, answer(again, leads_to(number, IMAGE)), now=now)
    assert state(engine, number).state == "done"


def test_a_host_that_asks_for_more_time_gets_it(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    later = NOON + 5 * clock.HOUR
    written(engine, answer(sending(engine), not_now(number, retry_at=later)))
    assert state(engine, number).next_at == later


@pytest.mark.parametrize("outcome", ["gone", "private", "refused"])
def test_what_will_never_lead_anywhere_fails_at_once(engine: Engine, add: Add, outcome: str) -> None:
    (number,) = add(PAGE)
    one = answer(sending(engine), not_now(number, outcome, code="robots", reason="Not for programs"))
    assert written(engine, one).failed == {"robots": 1}
    told = state(engine, number)
    assert (told.state, told.code, told.reason) == ("failed", "robots", "Not for programs")
    assert told.attempts == 1


def test_what_was_only_put_off_was_no_try(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    now = NOON
    for _ in range(6):
        until = now + clock.MINUTE
        written(
            engine, answer(sending(engine, now=now), not_now(number, "deferred", retry_at=until)), now=now
        )
        told = state(engine, number)
        assert (told.state, told.attempts, told.next_at) == ("waiting", 0, until)
        now = until
    whole_job = answer(sending(engine, now=now), outcome="deferred", retry_at=now + clock.HOUR)
    written(engine, whole_job, now=now)
    assert (state(engine, number).attempts, state(engine, number).next_at) == (0, now + clock.HOUR)


@pytest.mark.parametrize("outcome", ["ok", "unavailable", "refused"])
def test_links_that_the_final_answer_leaves_out_were_tried_in_vain(
    engine: Engine, add: Add, outcome: str
) -> None:
    first, second, third = add(PAGE, f"{PAGE}/2", f"{PAGE}/3")
    one = sending(engine)
    written(engine, answer(one, leads_to(first, IMAGE), final=False))
    assert state(engine, third).state == "sent"
    written(engine, answer(one, not_now(second, "gone"), outcome=outcome))
    assert [state(engine, number).state for number in (first, second, third)] == ["done", "failed", "waiting"]
    assert state(engine, third).next_at == NOON + TRIED_AGAIN_AFTER


def test_a_part_of_an_answer_that_comes_after_its_end_still_counts(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    one = sending(engine)
    written(engine, answer(one))
    assert state(engine, number).state == "waiting"
    written(engine, answer(one, leads_to(number, IMAGE), final=False))
    assert state(engine, number).state == "done"


def test_an_answer_that_never_comes_is_asked_for_again_until_the_third_time(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    sendings = []
    now = NOON
    for attempt in (1, 2, 3):
        one = sending(engine, now=now)
        assert one.deadline_at >= now + attempt * ANSWERED_WITHIN
        assert swept(engine, now=one.deadline_at - 1).sendings == []
        sendings.append(one)
        now = one.deadline_at
    last = swept(engine, now=now)
    assert (last.sendings, last.failed) == ([], 1)
    told = state(engine, number)
    assert (told.state, told.code, told.attempts) == ("failed", "no_answer", 3)
    # Late words: those without pictures are about a sending that was given up; pictures are pictures.
    written(engine, answer(sendings[0], not_now(number)), answer(sendings[1], not_now(number, "gone")))
    assert state(engine, number).code == "no_answer"
    written(engine, answer(sendings[0], leads_to(number, IMAGE)))
    assert state(engine, number).state == "done"


def test_a_late_failure_does_not_end_the_try_that_followed(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    first = sending(engine)
    second = sending(engine, now=first.deadline_at)
    written(engine, answer(first, not_now(number, "gone")))
    assert (state(engine, number).state, state(engine, number).next_at) == ("sent", second.deadline_at)


def test_links_lead_on_for_three_generations(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    now = NOON
    for generation in (1, 2, 3):
        child = LinkRecord(url=f"{PAGE}/{generation}", kind="page")
        written(engine, answer(sending(engine), leads_to(number, child)), now=now)
        (found,) = children_of(engine, number)
        number = found.id
    # The third generation may turn out to be a picture, but leads no further.
    written(engine, answer(sending(engine), leads_to(number, LinkRecord(url=f"{PAGE}/4", kind="page"))))
    told = state(engine, number)
    assert (told.state, told.code) == ("failed", "link_too_far")
    with write(engine) as connection:
        links.retry(connection, [number], now=NOON)
    done = written(engine, answer(sending(engine), leads_to(number, told.url)))
    assert done.fresh == {False: [number]}
    assert (state(engine, number).kind, state(engine, number).state) == ("image", "waiting")
    assert len(all_links(engine)) == 4


def test_links_that_lead_to_each_other_come_to_an_end(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    there = LinkRecord(url=f"{PAGE}/there", kind="page")
    written(engine, answer(sending(engine), leads_to(number, there)))
    (child,) = children_of(engine, number)
    written(engine, answer(sending(engine), leads_to(child.id, LinkRecord(url=PAGE, kind="page"))))
    assert [link.state for link in all_links(engine)] == ["done", "done"]


def test_a_page_that_is_a_picture_is_taken_in_under_its_own_address(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE, background=True)
    other = "https://i.example.com/other.jpg"
    done = written(engine, answer(sending(engine), leads_to(number, PAGE, other)))
    (child,) = children_of(engine, number)
    assert done.fresh == {True: [number, child.id]}
    told = state(engine, number)
    assert (told.kind, told.state, told.attempts, told.code) == ("image", "waiting", 0, None)
    assert swept(engine, now=NOON + clock.DAY).sendings == []


def test_a_link_of_another_kind_is_followed_anew_but_not_for_ever(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    kinds = ["imgur", "page", "imgur"]
    for kind in kinds:
        one = sending(engine)
        written(engine, answer(one, leads_to(number, LinkRecord(url=PAGE, kind=kind))))
    told = state(engine, number)
    assert (told.state, told.code, told.attempts) == ("failed", "link_without_picture", 3)
    assert told.kind == "page"


def test_what_nobody_can_follow_is_of_the_kind_unknown_and_says_why(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    reason = "Nobody knows what is at this address of example.com"
    told = not_now(number, "refused", code="link_unknown", reason=reason)
    written(engine, answer(sending(engine), told))
    with read(engine) as connection:
        (found,) = links.page(connection, state="failed", kind="unknown")
    assert (found.id, found.code, found.reason) == (number, "link_unknown", reason)


def test_children_that_cannot_be_stored_are_left_out(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    children = ["", "https://example.com/\n", "https://example.com/" + "x" * 5_000]
    written(engine, answer(sending(engine), leads_to(number, *children)))
    assert (state(engine, number).state, state(engine, number).code) == ("failed", "link_without_picture")
    with write(engine) as connection:
        links.retry(connection, [number], now=NOON)
    odd = LinkRecord(url=f"{PAGE}/odd", kind="of another time", position=2**40)
    written(engine, answer(sending(engine), leads_to(number, *children, odd)))
    (child,) = children_of(engine, number)
    assert (child.kind, child.position) == ("unknown", 2**32 - 1)


def test_answers_about_what_is_not_there_do_no_harm(engine: Engine, add: Add) -> None:
    (image,) = add(IMAGE, kind="image")
    before = all_links(engine)
    answers = [answer(5, leads_to(2**62, IMAGE), leads_to(image, "https://example.com/b.jpg")), answer(7)]
    assert written(engine, *answers) == Written()
    assert all_links(engine) == before


@pytest.mark.parametrize(("sending_id", "link_id"), [(2**70, 1), (1, 2**70), (-1, 1)])
def test_an_absurd_answer_does_not_hold_up_those_that_came_with_it(
    engine: Engine, add: Add, sending_id: int, link_id: int
) -> None:
    (number,) = add(PAGE)
    absurd = answer(sending_id, ResolvedLink(link_id=link_id))
    good = answer(sending(engine), ResolvedLink(link_id=number, children=[LinkRecord(url=IMAGE)]))
    usable = link_answers.of_links([absurd, good])
    told = in_transaction(engine, lambda one: link_answers.write(one, usable, now=NOON))
    assert [link.id for link in told.resolved] == [number]


def test_links_of_a_post_that_was_taken_down_are_not_followed(engine: Engine, add: Add) -> None:
    (number,) = add(PAGE)
    one = sending(engine)
    post_id = state(engine, number).post_id
    with write(engine) as connection:
        taking_down.take_posts_down(connection, [post_id], at=NOON)
        taking_down.take_posts_down(connection, [post_id], at=NOON + 1)
    with read(engine) as connection:
        assert post_details.get(connection, post_id).removed_at == NOON
    written(engine, answer(one, leads_to(number, IMAGE)))
    assert (state(engine, number).state, len(all_links(engine))) == ("removed", 1)
    with write(engine) as connection:
        assert taking_down.bring_back(connection, [post_id], now=NOON) == [number]
    written(engine, answer(sending(engine), leads_to(number, IMAGE)))
    assert state(engine, number).state == "done"
    with read(engine) as connection:
        assert post_details.get(connection, post_id).removed_at is None


def test_links_are_counted_by_kind_and_state(engine: Engine, add: Add) -> None:
    add(PAGE, f"{PAGE}/2")
    add(IMAGE, kind="image")
    one = sending(engine)
    written(engine, answer(one, not_now(one.links[0].id, "gone"), final=False))
    with read(engine) as connection:
        assert links.census(connection) == {
            ("image", "waiting"): 1,
            ("page", "failed"): 1,
            ("page", "sent"): 1,
        }
