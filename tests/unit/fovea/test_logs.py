import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from pydantic import SecretStr

from fovea import logs
from fovea.settings import CommonSettings


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> structlog.stdlib.BoundLogger:
    logs.configure(CommonSettings(), "puller")
    logger: structlog.stdlib.BoundLogger = structlog.get_logger("test")
    return logger


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_is_one_json_object_with_time_level_service_and_event(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    log.info("page_pulled", page=3)
    (line,) = lines(capsys)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"level": "info", "service": "puller", "event": "page_pulled", "page": 3}


def test_what_is_bound_to_a_piece_of_work_is_in_all_its_lines(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    with structlog.contextvars.bound_contextvars(run_id=5, item_id=7):
        log.info("begun")
        logging.getLogger("some.library").warning("%s of a library", "a line")
    log.info("ended")
    begun, library, ended = lines(capsys)
    assert (begun["run_id"], begun["item_id"]) == (library["run_id"], library["item_id"]) == (5, 7)
    assert library["event"] == "a line of a library"
    assert "run_id" not in ended


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("oauth_token", "tell-nobody"),
        ("token_secret", "tell-nobody"),
        ("password", "tell-nobody"),
        ("Authorization", "Bearer tell-nobody"),
        ("cookie", b"session=tell-nobody"),
        ("flickr_api_key", "tell-nobody"),
        ("setting", SecretStr("tell-nobody")),
        ("headers", {"Authorization": "Bearer tell-nobody", "Accept": "*/*"}),
        ("arguments", [{"api_key": "tell-nobody"}]),
        ("error", "GET https://api.flickr.com/?api_key=tell-nobody&page=2 failed"),
        ("error", "401 for oauth_signature=tell-nobody, oauth_verifier=tell-nobody"),
        ("error", "no answer of redis://fovea:tell-nobody@cache:6379/0"),
        ("error", "mysql+pymysql://fovea:tell-nobody@db/fovea: refused"),
        ("error", "sent Authorization: Bearer tell-nobody to the internal API"),
        ("error", "{'oauth_token': 'tell-nobody', 'page': 1}"),
    ],
)
def test_a_secret_is_never_logged(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str], name: str, value: object
) -> None:
    log.info("something_happened", **{name: value})
    written = capsys.readouterr().out
    assert "tell-nobody" not in written
    assert "redacted" in written


def test_a_secret_in_a_traceback_is_not_logged_either(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise ConnectionError("https://x/?oauth_token=tell-nobody")
    except ConnectionError:
        log.exception("call_failed")
    written = capsys.readouterr().out
    assert "ConnectionError" in written
    assert "tell-nobody" not in written


def test_what_is_no_secret_stays_readable(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    log.info(
        "page_pulled", url="https://www.flickr.com/photos/12345@N00/?page=2", tokens_left=5, next="page=3"
    )
    (line,) = lines(capsys)
    assert line["url"] == "https://www.flickr.com/photos/12345@N00/?page=2"
    assert line["tokens_left"] == 5
    assert line["next"] == "page=3"


def test_the_body_of_a_message_does_not_fill_the_log(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    log.info("odd_message", body="x" * 250_000)
    (line,) = lines(capsys)
    assert len(line["body"]) < 25_000
    assert line["body"].endswith("[... 250000 characters]")


def test_values_that_json_does_not_know_are_written_as_text(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    log.info("odd_values", pattern=object, numbers={1, 2}, pairs={3: 4})
    (line,) = lines(capsys)
    assert sorted(line["numbers"]) == [1, 2]
    assert line["pairs"] == {"3": 4}


def test_the_level_is_that_of_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(CommonSettings(log_level="WARNING"), "puller")
    structlog.get_logger("test").info("not_worth_it")
    logging.getLogger("library").info("not worth it")
    structlog.get_logger("test").warning("worth_it")
    assert [line["event"] for line in lines(capsys)] == ["worth_it"]


def test_people_may_have_lines_without_braces(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(CommonSettings(log_format="console"), "puller")
    structlog.get_logger("test").info("page_pulled", page=3)
    written = capsys.readouterr().out
    assert "page_pulled" in written
    assert "page=3" in written
    assert "{" not in written
