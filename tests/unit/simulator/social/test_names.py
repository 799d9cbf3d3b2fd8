"""Names stand for numbers both ways; limits count within their windows."""

import pytest

from simulator.gallery import addresses
from simulator.social.identifiers import BASE_32, DIGITS, LETTERS, Names
from simulator.social.limits import Window
from simulator.social.pictures import box_of


@pytest.mark.parametrize(
    "names", [Names(DIGITS, 13), Names(LETTERS, 9, salt=3), Names(BASE_32, 24), Names(BASE_32, 52)]
)
def test_a_name_stands_for_its_number(names: Names) -> None:
    numbers = [0, 1, 2, 61, 10**6, 2**40 + 7]
    told = [names.of(number) for number in numbers]
    assert len(set(told)) == len(numbers)
    assert [names.number(name) for name in told] == numbers
    assert names.number(told[1] + "a") is None
    assert names.number("?" * len(told[1])) is None


def test_names_with_another_salt_are_others() -> None:
    assert Names(DIGITS, 13).of(5_000) != Names(DIGITS, 13, salt=7).of(5_000)


def test_keys_of_records_sort_like_their_numbers() -> None:
    keys = [addresses.tid(number) for number in (0, 1, 2, 1_000_000, 1_000_001)]
    assert keys == sorted(keys)
    assert {len(key) for key in keys} == {13}
    assert [addresses.of_tid(key) for key in keys] == [0, 1, 2, 1_000_000, 1_000_001]
    assert addresses.of_tid("3aaaaaaaaaaaa") is None
    assert addresses.of_tid("short") is None


def test_each_instance_has_its_own_numbers_of_a_post() -> None:
    numbers = {addresses.status(77, host) for host in addresses.INSTANCES}
    assert len(numbers) == len(addresses.INSTANCES)
    host = addresses.INSTANCES[1]
    assert addresses.of_status(addresses.status(77, host), host) == 77
    assert addresses.of_status(addresses.status(77, host), addresses.INSTANCES[0]) is None
    assert addresses.of_status(4, "nowhere.example.org") is None


def test_a_window_begins_with_a_clients_first_call_and_ends_by_its_length() -> None:
    moments = iter([0.0, 4.0, 5.0, 5.0, 9.9, 10.0])
    window = Window(2, 10, clock=lambda: next(moments))
    first, second, third = (window.take("one") for _ in range(3))
    assert (first.used, first.remaining, first.seconds, first.over) == (1, 1, 10.0, False)
    assert (second.remaining, second.seconds, second.over) == (0, 6.0, False)
    assert (third.used, third.remaining, third.over) == (2, 0, True)
    assert not window.take("another").over
    assert window.take("one").over
    assert not window.take("one").over


@pytest.mark.parametrize(
    ("width", "box"), [(1, 50), (108, 108), (216, 216), (300, 250), (500, 500), (1_080, 0)]
)
def test_a_rendition_is_no_wider_than_what_is_asked_for(width: int, box: int) -> None:
    assert box_of(width) == box
