import re

import pytest

from fovea import errors
from fovea.errors import FoveaError


def every_error() -> list[type[FoveaError]]:
    found, left = [], [FoveaError]
    while left:
        kind = left.pop()
        found.append(kind)
        left.extend(kind.__subclasses__())
    return [kind for kind in found if kind.__module__ == errors.__name__]


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_a_code_and_a_title(kind: type[FoveaError]) -> None:
    assert 400 <= kind.status < 600
    assert re.fullmatch(r"[a-z][a-z_]+", kind.code)
    assert kind.title
    assert kind.__doc__


def test_two_errors_have_the_same_code_only_if_they_have_the_same_status() -> None:
    by_code: dict[str, set[int]] = {}
    for kind in every_error():
        by_code.setdefault(kind.code, set()).add(kind.status)
    assert [code for code, statuses in by_code.items() if len(statuses) > 1] == []


def test_an_error_says_its_title_when_it_has_nothing_better_to_say() -> None:
    assert str(errors.NotFound()) == "There is nothing here"
    assert (
        str(errors.NotFound("Look elsewhere")) == errors.NotFound("Look elsewhere").detail == "Look elsewhere"
    )


def test_one_error_may_have_a_code_of_its_own_without_changing_the_others() -> None:
    assert errors.NotFound(code="group_not_found").code == "group_not_found"
    assert errors.NotFound().code == "not_found"


def test_an_error_carries_what_its_reader_needs() -> None:
    assert errors.TooManyRequests(retry_after_seconds=3).retry_after_seconds == 3
    assert errors.SourceBudgetUsedUp(retry_at=5).retry_at == 5
    assert errors.QueueUnavailable(unsent=("a", "b")).unsent == ["a", "b"]
    assert errors.NotFound(limit=5).extra == {"limit": 5}
