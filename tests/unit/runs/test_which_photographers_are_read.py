"""Choosing a run's photographers, without any database."""

from hypothesis import given
from hypothesis import strategies as st

from api_server.runs.photographers import Present, choose


def present(**weights: tuple[int, bool]) -> dict[str, Present]:
    return {
        name: Present(item_id=number, weight=weight, held=held)
        for number, (name, (weight, held)) in enumerate(weights.items(), start=1)
    }


def test_the_most_faved_come_first_and_the_cap_cuts_the_others_off() -> None:
    choice = choose({"a": 1, "b": 5, "c": 3}, {}, most=2)
    assert choice.new == {"b": 5, "c": 3}
    assert list(choice.new) == ["b", "c"]
    assert choice.capped


def test_what_is_found_again_adds_nothing() -> None:
    choice = choose({"a": 3, "b": 2}, present(a=(3, True), b=(2, False)), most=10)
    assert (choice.new, choice.reweighed, choice.removed, choice.capped) == ({}, {}, [], False)


def test_a_photographer_of_a_later_page_takes_the_place_of_a_lighter_one_that_was_not_sent_yet() -> None:
    choice = choose({"c": 9}, present(a=(1, True), b=(2, True)), most=2)
    assert (choice.new, choice.removed) == ({"c": 9}, [1])


def test_a_photographer_who_has_been_sent_stays() -> None:
    choice = choose({"c": 9}, present(a=(1, False), b=(2, False)), most=2)
    assert (choice.new, choice.removed, choice.capped) == ({}, [], True)


def test_whoever_waits_moves_up_when_more_of_their_photos_turn_up() -> None:
    choice = choose({"a": 7, "b": 1}, present(a=(2, True), b=(2, True)), most=5)
    assert choice.reweighed == {1: 7}


def after(page: dict[str, int], before: dict[str, Present], *, most: int) -> dict[str, Present]:
    """The photographers of a run, none of them sent yet, after one more page."""
    choice = choose(page, before, most=most)
    kept = {
        name: Present(item_id=one.item_id, weight=choice.reweighed.get(one.item_id, one.weight), held=True)
        for name, one in before.items()
        if one.item_id not in choice.removed
    }
    assert not kept.keys() & choice.new.keys()
    new = {name: Present(item_id=int(name), weight=weight, held=True) for name, weight in choice.new.items()}
    return kept | new


pages_of_names = st.lists(
    st.dictionaries(st.integers(0, 29).map(str), st.integers(1, 2_000_000), max_size=30), max_size=6
)


@given(pages=pages_of_names, most=st.integers(1, 20))
def test_with_each_page_the_heaviest_are_chosen_and_their_number_never_shrinks(
    pages: list[dict[str, int]], most: int
) -> None:
    chosen: dict[str, Present] = {}
    for page in pages:
        before = {name: one.weight for name, one in chosen.items()}
        offered = {
            name: max(before.get(name, 0), min(page.get(name, 0), 999_999))
            for name in before.keys() | page.keys()
        }
        chosen = after(page, chosen, most=most)
        heaviest = sorted(offered, key=lambda name: (-offered[name], name))[:most]
        assert {name: one.weight for name, one in chosen.items()} == {
            name: offered[name] for name in heaviest
        }
        assert len(before) <= len(chosen) <= most
