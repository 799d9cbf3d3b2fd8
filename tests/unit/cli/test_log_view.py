"""The terminal shows what is worth a look, and shows it once."""

import json
from pathlib import Path

import pytest

from fovea_cli.log_view import ALIKE_SECONDS, MOST_ALIKE, LogView, short, worth_showing

WARNING = {
    "event": "message_buried",
    "level": "warning",
    "timestamp": "2026-11-21T09:08:07.123Z",
    "service": "ingester",
    "queue": "ingester",
    "reason": "no such type",
}


def lines(*entries: object) -> str:
    return "".join(json.dumps(entry) + "\n" for entry in entries)


def test_a_warning_is_shortened_to_one_line() -> None:
    assert short(WARNING, name="ingester-1") == (
        "09:08:07 ingester-1: message_buried queue=ingester reason=no such type"
    )


@pytest.mark.parametrize(
    "line",
    [b"", b"Traceback", b"[]", b"3", b'{"level": "info", "event": "x"}', b'{"event": "x"}', b"\xff\xfe"],
)
def test_what_is_no_warning_is_not_shown(line: bytes) -> None:
    assert worth_showing(line) is None


def test_a_long_line_is_cut() -> None:
    assert len(short({**WARNING, "reason": "x" * 5_000}, name="ingester-1")) == 160


def test_the_same_trouble_is_not_told_over_and_over(tmp_path: Path) -> None:
    shown: list[str] = []
    now = 0.0
    log = tmp_path / "ingester-1.log"
    view = LogView(show=lambda _level, line: shown.append(line), clock=lambda: now)
    view.skip_to_end(log)

    log.write_text(lines(*[WARNING] * 500, {**WARNING, "event": "something_else"}))
    view.look()
    assert len(shown) == MOST_ALIKE + 2
    assert shown[MOST_ALIKE].endswith(f"more of these are only in {log}")
    assert "something_else" in shown[-1]

    now += ALIKE_SECONDS
    with log.open("a") as file:
        file.write(lines(WARNING))
    view.look()
    assert len(shown) == MOST_ALIKE + 3


def test_only_what_is_new_is_shown_and_a_half_written_line_waits_for_its_end(tmp_path: Path) -> None:
    shown: list[str] = []
    log = tmp_path / "ingester-1.log"
    log.write_text(lines({**WARNING, "event": "old"}))
    view = LogView(show=lambda _level, line: shown.append(line.split()[2]))
    view.skip_to_end(log)

    view.look()
    whole, half = lines({**WARNING, "event": "new"}), lines({**WARNING, "event": "late"})
    with log.open("a") as file:
        file.write(whole + half[:20])
        file.flush()
        view.look()
        view.look()
        assert shown == ["new"]
        file.write(half[20:])
    view.look()

    assert shown == ["new", "late"]


def test_a_log_that_was_put_aside_is_followed_from_its_new_beginning(tmp_path: Path) -> None:
    shown: list[str] = []
    log = tmp_path / "puller-1.log"
    log.write_text("x" * 10_000 + "\n")
    view = LogView(show=lambda _level, line: shown.append(line.split()[2]))
    view.skip_to_end(log)

    log.write_text(lines({**WARNING, "event": "after"}))
    view.look()

    assert shown == ["after"]


def test_a_log_that_is_not_there_yet_is_no_problem(tmp_path: Path) -> None:
    view = LogView(show=lambda _level, _line: pytest.fail("nothing was written"))
    view.skip_to_end(tmp_path / "none.log")

    view.look()
