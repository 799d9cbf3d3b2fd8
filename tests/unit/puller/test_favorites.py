"""Pulling favourites: pages, ends, caps, discoveries."""

from collections import Counter
from typing import Any

import pytest

from fovea.messages import Discovery
from tests.unit.flickr import recorded
from tests.unit.puller.conftest import SUBJECT, Bench, photo

FAVED = 1_700_000_000


def many(count: int, *, owners: int = 10) -> list[dict[str, Any]]:
    """So many favourites, the newest first, of so many owners."""
    return [
        photo(number, owner=f"{2_000 + number % owners}@N00", faved=FAVED - number) for number in range(count)
    ]


def ids(bench: Bench) -> list[str]:
    return [post.external_id for batch in bench.batches for post in batch.posts]


def test_a_short_list_is_one_batch_that_closes_the_item(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(20)
    final = bench.pull()
    (batch,) = bench.batches
    assert (batch.number, batch.last, batch.truncated) == (0, True, False)
    assert len(batch.posts) == 20
    assert (final.outcome, final.batches, final.calls) == ("ok", 1, 1)
    assert final.execution == batch.execution
    assert (batch.run_id, batch.item_id, batch.kind, batch.source) == (7, 8, "favorites", "flickr")


def test_an_empty_list_is_an_empty_batch(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = []
    final = bench.pull(discover=True)
    (batch,) = bench.batches
    assert (batch.posts, batch.last, batch.number, final.batches) == ([], True, 0, 1)
    assert final.discovered == []


@pytest.mark.parametrize(
    ("count", "pages"), [(499, 1), (500, 1), (501, 2), (1_000, 2), (1_001, 3), (2_250, 5)]
)
def test_every_page_is_a_batch_and_the_last_one_says_so(count: int, pages: int, bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(count)
    final = bench.pull(max_pages=20)
    assert [batch.number for batch in bench.batches] == list(range(pages))
    assert [batch.last for batch in bench.batches] == [False] * (pages - 1) + [True]
    assert len(ids(bench)) == count == len(set(ids(bench)))
    assert (final.batches, final.calls) == (pages, pages)
    assert len({batch.execution for batch in bench.batches}) == 1
    assert not any(batch.truncated for batch in bench.batches)


def test_a_page_is_sent_on_before_the_next_is_asked_for(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_200)
    sent_before: list[int] = []

    def note(_asked: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
        sent_before.append(len(bench.batches))
        return answer

    bench.flickr.interfere = note
    bench.pull(max_pages=20)
    assert sent_before == [0, 1, 2]


def test_a_cap_of_pages_is_kept_and_told(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_600)
    final = bench.pull(max_pages=2)
    assert bench.pages_asked == ["1", "2"]
    assert [(batch.last, batch.truncated) for batch in bench.batches] == [(False, False), (True, True)]
    assert final.batches == 2


def test_a_list_that_ends_with_the_last_page_allowed_is_whole(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_000)
    bench.pull(max_pages=2)
    assert [batch.truncated for batch in bench.batches] == [False, False]


def test_only_new_favourites_are_asked_for(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(20)
    since = (FAVED - 4) * 1_000
    bench.pull(since=since)
    (batch,) = bench.batches
    assert len(batch.posts) == 5
    assert batch.since == since
    assert batch.newest_faved_at == FAVED * 1_000


def test_the_newest_date_is_known_in_every_batch(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_200)
    bench.pull(max_pages=20)
    assert {batch.newest_faved_at for batch in bench.batches} == {FAVED * 1_000}


def test_a_list_without_dates_has_no_newest_one(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = [{**one, "date_faved": "0"} for one in many(3)]
    bench.pull()
    assert bench.batches[0].newest_faved_at is None


def test_a_page_with_few_public_photos_does_not_end_the_list(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_500)

    def hide(asked: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
        if asked["page"] == "2":
            answer["photos"]["photo"] = answer["photos"]["photo"][:40]
        return answer

    bench.flickr.interfere = hide
    final = bench.pull(max_pages=20)
    assert (len(ids(bench)), final.batches) == (1_040, 3)
    assert bench.batches[-1].last


@pytest.mark.parametrize("count", [750, 1_000, 1_250])
def test_without_a_count_of_pages_a_short_or_empty_page_ends_the_list(count: int, bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(count)

    def forget(_asked: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
        answer["photos"]["pages"] = None
        return answer

    bench.flickr.interfere = forget
    bench.pull(max_pages=20)
    assert len(ids(bench)) == count
    assert bench.batches[-1].last
    assert [batch.last for batch in bench.batches].count(True) == 1


def test_an_empty_page_ends_a_list_that_claims_to_go_on(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(600)

    def claim(_asked: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
        answer["photos"]["pages"] = 1_000
        return answer

    bench.flickr.interfere = claim
    final = bench.pull(max_pages=20)
    assert bench.pages_asked == ["1", "2", "3"]
    assert bench.batches[-1].last
    assert bench.batches[-1].posts == []
    assert final.batches == len(bench.batches) == 3


def test_a_page_that_comes_for_ever_is_noticed(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(500)

    def repeat(_asked: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
        answer["photos"]["photo"] = many(500)
        answer["photos"]["pages"] = 1_000
        return answer

    bench.flickr.interfere = repeat
    final = bench.pull(max_pages=20)
    assert bench.pages_asked == ["1", "2"]
    assert len(ids(bench)) == 500
    assert (bench.batches[-1].last, bench.batches[-1].truncated, final.batches) == (True, True, 2)


def test_a_list_that_moves_while_it_is_read_brings_nothing_twice(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_000)

    def fave_one_more(_asked: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
        favorites = bench.flickr.favorites[SUBJECT]
        favorites.insert(0, photo(90_000 + len(favorites), owner="1@N00", faved=FAVED + 1))
        return answer

    bench.flickr.interfere = fave_one_more
    bench.pull(max_pages=20)
    assert len(ids(bench)) == len(set(ids(bench)))
    assert set(ids(bench)) >= {str(number) for number in range(1_000)}


def test_photos_without_a_picture_are_left_out(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = [photo(1, owner="2@N00"), {**photo(2, owner="3@N00"), "url_m": ""}]
    final = bench.pull(discover=True)
    assert ids(bench) == ["1"]
    assert [met.external_id for met in final.discovered] == ["2@N00"]


def test_owners_come_along_and_the_subject_is_known_to_live(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(4, owners=2)
    bench.pull()
    accounts = {account.external_id: account for account in bench.batches[0].accounts}
    assert set(accounts) == {SUBJECT, "2000@N00", "2001@N00"}
    assert accounts[SUBJECT].state == "active"
    assert accounts["2000@N00"].username == "name of 2000@N00"


# Discoveries


def test_owners_are_discovered_with_how_often_they_were_met(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = [
        photo(1, owner="1@N00"), photo(2, owner="2@N00"), photo(3, owner="2@N00"), photo(4, owner=SUBJECT),
    ]  # fmt: skip
    final = bench.pull(discover=True)
    assert final.discovered == [
        Discovery(kind="favorites", external_id="2@N00", weight=2),
        Discovery(kind="favorites", external_id="1@N00", weight=1),
    ]
    assert len(bench.responses) == 1


def test_owners_are_told_page_by_page_and_counted_at_the_end(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_200, owners=3)
    final = bench.pull(discover=True, max_pages=20)
    first, second, last = bench.responses
    assert [response.final for response in bench.responses] == [False, False, True]
    assert sum(met.weight for met in first.discovered) == 500
    assert sum(met.weight for met in second.discovered) == 500
    assert last is final
    assert {met.external_id: met.weight for met in final.discovered} == {
        "2000@N00": 400, "2001@N00": 400, "2002@N00": 400,
    }  # fmt: skip
    assert len({response.execution for response in bench.responses}) == 1


def test_nobody_is_discovered_when_nobody_asked(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_200)
    final = bench.pull(max_pages=20)
    assert final.discovered == []
    assert len(bench.responses) == 1


def test_a_batch_is_sent_before_the_response_that_counts_it(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_200)
    bench.pull(discover=True, max_pages=20)
    assert [type(message).__name__ for message in bench.sent] == [
        "Batch", "PullResponse", "Batch", "PullResponse", "Batch", "PullResponse",
    ]  # fmt: skip


def test_more_owners_than_a_message_holds_come_in_several(bench: Bench) -> None:
    # Every owner appears once, so that nothing but the ids themselves is left to compress.
    owners = [
        f"{10_000_000 + (number * 7_919_777) % 89_999_999}@N{number % 90:02}" for number in range(40_000)
    ]
    bench.flickr.favorites[SUBJECT] = [photo(n, owner=owner) for n, owner in enumerate(owners)]
    final = bench.pull(discover=True, max_pages=200)
    weights: Counter[str] = Counter()
    for response in bench.responses[79:]:  # after the one of each page but the last
        weights.update({met.external_id: met.weight for met in response.discovered})
    assert len(bench.responses) > 80
    assert [response.final for response in bench.responses].count(True) == 1
    assert weights == Counter(owners)
    assert final.batches == 80


# Failures


@pytest.mark.parametrize("page", ["1", "2", "3"])
def test_a_list_that_breaks_off_is_not_closed(page: str, bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(1_500)

    def break_off(asked: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
        return recorded.failure(105, "busy") if asked["page"] == page else answer

    bench.flickr.interfere = break_off
    final = bench.pull(max_pages=20)
    assert (final.outcome, final.code, final.batches) == ("unavailable", "flickr_105", 0)
    assert len(bench.batches) == int(page) - 1
    assert not any(batch.last for batch in bench.batches)


def test_a_job_that_is_done_again_is_another_execution(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = many(3)
    first = bench.pull().execution
    assert bench.pull().execution != first
