from hypothesis import given
from hypothesis import strategies as some

from fovea.queues.batching import LARGEST_REQUEST_BYTES, MOST_ENTRIES, cut_to_requests

sizes = some.lists(some.one_of(some.integers(0, 5_000), some.integers(0, 260_000)), max_size=60)


@given(sizes)
def test_nothing_is_lost_and_the_order_stays(entry_sizes: list[int]) -> None:
    requests = list(cut_to_requests(enumerate(entry_sizes)))
    assert [number for request in requests for number in request] == list(range(len(entry_sizes)))
    assert all(requests)


@given(sizes)
def test_no_request_is_larger_than_the_queue_takes(entry_sizes: list[int]) -> None:
    for request in cut_to_requests(enumerate(entry_sizes)):
        assert len(request) <= MOST_ENTRIES
        assert len(request) == 1 or sum(entry_sizes[number] for number in request) <= LARGEST_REQUEST_BYTES


def test_small_entries_go_ten_at_a_time() -> None:
    assert [len(request) for request in cut_to_requests((n, 10) for n in range(25))] == [10, 10, 5]


def test_large_entries_go_by_their_size() -> None:
    assert [len(request) for request in cut_to_requests((n, 100_000) for n in range(5))] == [2, 2, 1]
