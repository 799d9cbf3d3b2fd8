"""The data folder keeps secrets, and lets one system use it at a time."""

import base64
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fovea_cli.installation import Installation, Running
from fovea_cli.problems import CannotGoOnError


def test_secrets_are_made_once_and_readable_by_their_owner_alone(tmp_path: Path) -> None:
    first = Installation(tmp_path / "data").secrets()
    again = Installation(tmp_path / "data").secrets()

    assert again == first
    assert len(first.service_token) >= 32
    name, _, key = first.token_keys.partition(":")
    assert name
    assert len(base64.b64decode(key)) == 32
    assert stat.S_IMODE((tmp_path / "data" / "secrets.json").stat().st_mode) == 0o600


def test_two_installations_have_different_secrets(tmp_path: Path) -> None:
    assert Installation(tmp_path / "one").secrets() != Installation(tmp_path / "two").secrets()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"service_token": "x"}'])
def test_secrets_that_cannot_be_read_are_never_replaced_silently(tmp_path: Path, content: str) -> None:
    (tmp_path / "secrets.json").write_text(content)

    with pytest.raises(CannotGoOnError, match=r"secrets\.json cannot be read"):
        Installation(tmp_path).secrets()

    assert (tmp_path / "secrets.json").read_text() == content


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotGoOnError, match="file/data cannot be made"):
        Installation(tmp_path / "file" / "data")


def test_a_second_system_on_the_same_folder_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from fovea_cli.installation import Installation; "
        "kept = Installation(Path(sys.argv[1])); kept.claim(); print('claimed', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"claimed\n"
        Installation(tmp_path).announce(running(other.pid))

        with pytest.raises(
            CannotGoOnError, match=rf"already running at http://here:1 \(process {other.pid}\)"
        ):
            Installation(tmp_path).claim()
        other.kill()

    Installation(tmp_path).claim()  # a lock of the dead holds nobody up


def test_a_running_system_is_found_until_it_is_gone(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    assert installation.running() is None

    installation.announce(running(os.getpid()))
    assert installation.running() == running(os.getpid())

    installation.withdraw()
    installation.withdraw()
    assert installation.running() is None


def test_a_system_that_died_without_a_word_does_not_count_as_running(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    installation = Installation(tmp_path)
    installation.announce(running(gone.pid))

    assert installation.running() is None


def test_what_other_commands_read_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    Installation(tmp_path).announce(running(1))

    path = tmp_path / "running.json"
    assert json.loads(path.read_text())["url"] == "http://here:1"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def running(process_id: int) -> Running:
    return Running(process_id=process_id, url="http://here:1", health_addresses={}, environment={})
