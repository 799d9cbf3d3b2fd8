"""`fovea stop`, with a process in the place of `fovea up` that has claimed a data folder."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fovea_cli.installation import Installation
from fovea_cli.main import main
from fovea_cli.problems import CannotGoOnError

BEGIN = "import signal, sys; from pathlib import Path; from fovea_cli.installation import Installation; "
OBEDIENT = (
    f"{BEGIN} kept = Installation(Path(sys.argv[1])); kept.claim(); print('claimed', flush=True); "
    "signal.pause()"
)
DEAF = OBEDIENT.replace("print(", "signal.signal(signal.SIGTERM, lambda *_: None); print(").replace(
    "signal.pause()", "[signal.pause() for _ in range(9)]"
)


@contextlib.contextmanager
def holding(folder: Path, program: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that has claimed the folder."""
    process = subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"claimed\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def stop(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["stop", "--data", str(folder), *options])


def test_who_holds_the_folder_is_asked_to_end_and_waited_for(tmp_path: Path) -> None:
    with holding(tmp_path, OBEDIENT) as process:
        assert Installation(tmp_path).holder() == process.pid
        with pytest.raises(CannotGoOnError):
            Installation(tmp_path).claim()
        result = stop(tmp_path)
        assert (result.exit_code, result.stdout) == (0, "Fovea is stopped.\n")
        assert process.wait(5) == -15
    assert Installation(tmp_path).holder() is None


def test_who_does_not_end_is_told_of_after_a_while(tmp_path: Path) -> None:
    with holding(tmp_path, DEAF) as process:
        for options in (("--wait", "0.1"), ("--wait", "0.1", "--now")):
            result = stop(tmp_path, *options)
            assert (result.exit_code, "stop --now" in result.stderr) == (1, True)
        assert process.poll() is None


def test_where_nothing_runs_there_is_nothing_to_stop(tmp_path: Path) -> None:
    for folder in (tmp_path / "nothing", tmp_path):
        result = stop(folder)
        assert (result.exit_code, "No Fovea runs" in result.stdout) == (0, True)
    assert not (tmp_path / "nothing").exists()


def test_a_stranger_with_an_old_number_is_left_alone(tmp_path: Path) -> None:
    """The file still names a process, which is somebody else by now: nobody holds the folder."""
    Installation(tmp_path)
    (tmp_path / "lock").write_text("1")
    assert Installation(tmp_path).holder() is None
    assert stop(tmp_path).exit_code == 0


def test_a_folder_that_was_released_can_be_claimed_again(tmp_path: Path) -> None:
    first, second = Installation(tmp_path), Installation(tmp_path)
    first.claim()
    assert second.holder() is not None
    first.release()
    second.claim()
    second.release()
