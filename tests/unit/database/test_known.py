"""What a process remembers of rows."""

import pytest

from fovea.database.known import Known


def test_it_never_holds_more_than_it_may() -> None:
    memory: Known[int, int] = Known(most=100)
    for number in range(1_000):
        memory.learn({number: number})
        assert len(memory) <= 100
    assert memory.get(999) == 999
    assert memory.get(0) is None


def test_what_was_learned_lately_is_known() -> None:
    memory: Known[int, int] = Known(most=100)
    for number in range(1_000):
        memory.learn({number: number})
        recent = range(max(0, number - 40), number)
        assert [memory.get(one) for one in recent] == list(recent)


def test_everything_is_forgotten_in_time_because_others_write_too(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr("fovea.database.known.time.monotonic", lambda: now)
    memory: Known[str, int] = Known(seconds=60)
    memory.learn({"a": 1})
    now += 61
    memory.learn({"b": 2})
    assert (memory.get("a"), memory.get("b")) == (None, 2)


def test_without_room_nothing_is_remembered() -> None:
    memory: Known[str, int] = Known(most=0)
    memory.learn({"a": 1})
    assert memory.get("a") is None
