"""The Python client's logins and crawls, against the real API behind a real port."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from api_server.settings import ApiServerSettings
from fovea import clock
from fovea_client import Conflict, Fovea, InvalidRequest, NotAllowed, NotFound, Retries, Tokens
from tests.integration.api_server.people import People
from tests.integration.api_server.test_crawls import shown
from tests.integration.runs.serving import serving

__all__ = ["shown"]

pytestmark = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)

PASSWORD = "a long password 1"
Show = Callable[..., int]


@pytest.fixture
def settings(settings: ApiServerSettings) -> ApiServerSettings:
    """Whoever begins a crawl carries it on."""
    return settings.model_copy(update={"crawl_threads": 0})


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with serving(app) as url:
        yield url


@pytest.fixture
def program(address: str, people: People) -> Iterator[Fovea]:
    """A program that is logged in as mia."""
    people.named("mia", PASSWORD)
    with Fovea(address, retries=Retries(attempts=1)) as fovea:
        fovea.log_in("mia", PASSWORD, program="nightly")
        yield fovea


def test_a_program_logs_in_begins_a_crawl_and_has_it(program: Fovea, address: str) -> None:
    begun = program.crawls.begin(["cat", "dog"], "commons", limit=10)
    assert begun.owner is not None
    assert begun.owner.username == "mia"
    assert {(one.engine, one.keyword) for one in begun.searches} == {("commons", "cat"), ("commons", "dog")}
    assert [one.id for one in program.crawls.all()] == [begun.id]
    with Fovea(address, retries=Retries(attempts=1)) as visitor, pytest.raises(NotAllowed):
        visitor.crawls.get(begun.id)


def test_a_crawl_is_paused_resumed_ended_begun_again_and_deleted(program: Fovea) -> None:
    begun = program.crawls.begin("cat", "commons")
    assert program.crawls.pause(begun.id).state == "paused"
    assert program.crawls.resume(begun.id).under_way
    assert program.crawls.cancel(begun.id).state == "cancelled"
    assert program.crawls.wait(begun).state == "cancelled"
    with pytest.raises(Conflict) as raised:
        program.crawls.resume(begun.id)
    assert raised.value.code == "crawl_ended"
    assert program.crawls.again(begun.id).again_of == begun.id
    program.crawls.remove(begun.id)
    with pytest.raises(NotFound):
        program.crawls.get(begun.id)


def test_what_no_engine_can_do_is_told(program: Fovea) -> None:
    assert {one.name for one in program.crawls.engines()} >= {"baidu", "brave", "commons", "google"}
    with pytest.raises(InvalidRequest):
        program.crawls.begin("cat", "bing")


def test_pictures_are_sorted_by_hand_and_taken_home(program: Fovea, shown: Show, tmp_path: Path) -> None:
    number = program.crawls.begin("cat", "commons").id
    first, second = shown(number), shown(number)
    program.crawls.label(number, [first, second], "nontext")
    program.crawls.label(number, first, "text")
    found = list(program.crawls.images(number))
    assert [(one.image.id, one.shows, one.label) for one in found] == [
        (first, "text", "text"),
        (second, "nontext", "nontext"),
    ]
    assert [one.image.id for one in program.crawls.images(number, shows="nontext")] == [second]
    assert program.crawls.duplicates(number, first) == ()
    folder = tmp_path / "home"
    folder.mkdir()
    file = program.crawls.download(number, folder, shows="text")
    assert file.name == f"crawl-{number}-text.zip"
    with zipfile.ZipFile(file) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        rows = list(csv.DictReader(io.StringIO(packed.read("manifest.csv").decode("utf-8-sig"))))
    assert len(rows) == 1
    assert manifest
    with pytest.raises(NotFound):
        program.crawls.download(number + 1, folder)
    assert [path.name for path in folder.iterdir()] == [file.name]


def test_a_login_outlives_its_first_token(
    program: Fovea, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Tokens] = []
    tokens = program.tokens
    assert tokens is not None
    with Fovea(address, retries=Retries(attempts=1)) as later:
        later.resume(tokens, on_tokens=kept.append)
        later.crawls.begin("cat", "commons")
        assert kept == []
        real = clock.now
        monkeypatch.setattr(clock, "now", lambda: real() + tokens.expires_in * clock.SECOND + 120_000)
        assert len(list(later.crawls.all())) == 1
        assert [one.refresh_token != tokens.refresh_token for one in kept] == [True]
        later.log_out()
        with pytest.raises(NotAllowed):
            list(later.crawls.all())
    # The first refresh token was used, and its login has ended.
    with pytest.raises(NotAllowed):
        list(program.crawls.all())


def test_users_are_for_administrators(program: Fovea, address: str, people: People) -> None:
    with pytest.raises(NotAllowed):
        list(program.users.all())
    with Fovea(address, key=people.program("admin").key) as operator:
        (mia,) = operator.users.all()
        assert (mia.name, mia.role, operator.users.get(mia.id)) == ("mia", "member", mia)


def test_wrong_passwords_are_told(address: str, people: People) -> None:
    people.named("mia", PASSWORD)
    with Fovea(address, retries=Retries(attempts=1)) as fovea, pytest.raises(NotAllowed) as raised:
        fovea.log_in("mia", "wrong")
    assert raised.value.code == "login_failed"
