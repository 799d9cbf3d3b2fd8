"""`fovea up` as a person has it: started, used, hurt, stopped."""

import hashlib
import json
import os
import re
import signal
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from fovea_cli.readiness import is_ready
from tests.harness.ports import free_port
from tests.harness.processes import stop, wait_until
from tests.unit.fingerprints.pictures import encoded, scene

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc"),
]


@dataclass(kw_only=True)
class System:
    """A started system."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    port: int
    environment: dict[str, str]

    @property
    def output(self) -> str:
        """What it has printed."""
        return (self.folder.parent / "output").read_text()

    def fovea(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the command beside it."""
        return subprocess.run(
            [sys.executable, "-m", "fovea_cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def running(self) -> Any:
        """What it has written down of itself."""
        return json.loads((self.folder / "running.json").read_text())

    def processes(self) -> set[int]:
        """All processes of this system: they have inherited its mark."""
        mark = f"{MARK}={self.folder}".encode()
        return {int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if _has(path, mark)}

    def process_of(self, module: str) -> int:
        """The first process that runs a module."""
        for number in sorted(self.processes()):
            if f"-m\0{module}\0".encode() in Path(f"/proc/{number}/cmdline").read_bytes():
                return number
        raise AssertionError(f"nothing runs {module}:\n{self.output}")


MARK = "TEST_DATA_FOLDER"  # not one of Fovea's settings, so every child gets it


def _has(path: Path, mark: bytes) -> bool:
    try:
        return mark in path.read_bytes().split(b"\0")
    except OSError:
        return False  # gone, or somebody else's


def start(folder: Path) -> System:
    port = free_port()
    environment = {
        **os.environ,
        MARK: str(folder),
        "COLUMNS": "200",
        "FOVEA_DATA_DIR": str(folder),
        "FOVEA_SIMULATOR_USERS": "400",
        "FOVEA_IMAGE_TEXT_CLASSIFIER": "classical",
    }
    with (folder.parent / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "fovea_cli", "up", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    system = System(process=process, folder=folder, port=port, environment=environment)
    wait_until(
        lambda: "Ctrl-C stops it" in system.output or process.poll() is not None,
        timeout_seconds=120,
        what="Fovea to be up",
    )
    assert process.poll() is None, system.output
    return system


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = start(tmp_path_factory.mktemp("up") / "data")
    yield system
    stop(system.process, with_signal=signal.SIGINT, patience_seconds=60)


def test_it_says_where_it_is_and_what_is_simulated(system: System) -> None:
    assert f"Fovea is at http://127.0.0.1:{system.port}" in system.output
    assert "Flickr is simulated" in system.output
    assert str(system.folder) in system.output


def test_status_shows_that_every_part_is_ready(system: System) -> None:
    status = system.fovea("status")

    assert status.returncode == 0, status.stderr
    assert status.stdout.count(" ready ") == 10
    assert "not ready" not in status.stdout
    assert "ingester-response" in status.stdout
    assert "Calls to Flickr left in this hour" in status.stdout


def test_recommendations_come_from_end_to_end(system: System) -> None:
    asked = system.fovea("recommend", somebody_of(system), "--photos", "7", "--people", "2", "--json")

    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert len(answer["photos"]) == 7
    assert len(answer["people"]) == 2
    assert all(photo["reasons"]["count"] for photo in answer["photos"])
    assert system.fovea("recommend", "nobody-has-this-name").returncode == 1


def test_a_crawl_is_begun_watched_and_taken_home(system: System, tmp_path: Path) -> None:
    archive = tmp_path / "sunsets.zip"
    asked = system.fovea("crawl", "sunset", "-e", "commons", "-e", "brave", "-n", "20", "--zip", str(archive))

    assert asked.returncode == 0, asked.stderr
    assert "(done): 40 results." in asked.stdout
    assert "4 dead links, 2 no pictures" in asked.stdout
    different = int(asked.stdout.splitlines()[1].partition(" ")[0])
    with ZipFile(archive) as opened:
        pictures = [name for name in opened.namelist() if not name.startswith("manifest.")]
        assert len(pictures) == different
        assert {name.partition("/")[0] for name in pictures} <= {"text", "nontext"}
        assert len(json.loads(opened.read("manifest.json"))["pictures"]) == different
    unknown = system.fovea("crawl", "sunset", "-e", "bing")
    assert unknown.returncode == 1
    assert "There is no engine bing" in unknown.stderr


def test_users_are_added_and_log_in(system: System) -> None:
    made = system.fovea("users", "add", "anna", "--role", "editor", "--generate")
    assert made.returncode == 0, made.stderr
    assert token(system, "anna", made.stdout.strip())["token_type"] == "Bearer"
    assert system.fovea("users", "role", "anna", "administrator").returncode == 0
    assert system.fovea("users", "disable", "anna").returncode == 0
    listed = system.fovea("users", "list").stdout
    assert re.search(r"anna .* administrator .* disabled", listed), listed
    with pytest.raises(urllib.error.HTTPError) as refused:
        token(system, "anna", made.stdout.strip())
    assert refused.value.code in {401, 403}


def token(system: System, name: str, password: str) -> Any:
    """What a program is given for a name and a password."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{system.port}/api/auth/token",
        data=json.dumps({"name": name, "password": password}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)


def test_pictures_are_imported_with_their_tags_and_shown(system: System, tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "one.jpg").write_bytes(encoded(scene(1), "JPEG"))
    (tmp_path / "one.jpg.txt").write_text("artist:Some One, cat\nrating:questionable")
    (tmp_path / "inside" / "two.png").write_bytes(encoded(scene(2), "PNG"))
    (tmp_path / "none.gif").write_bytes(b"GIF89a, but no picture")

    first = system.fovea("import", str(tmp_path))
    assert first.returncode == 1, first.stderr
    assert first.stdout == "2 of 3 pictures are in the library.\n"
    assert "none.gif" in first.stderr
    (tmp_path / "none.gif").unlink()
    again = system.fovea("import", str(tmp_path))
    assert (again.returncode, again.stdout) == (0, "2 of 2 pictures are in the library.\n"), again.stderr

    md5 = hashlib.md5((tmp_path / "one.jpg").read_bytes(), usedforsecurity=False).hexdigest()
    shown = json.loads(system.fovea("image", md5, "--json").stdout)
    assert {tag["name"] for tag in shown["tags"]} == {"some_one", "cat"}
    assert (shown["rating"], shown["title"], len(shown["posts"])) == ("questionable", "one", 1)
    saved = system.fovea("image", str(shown["id"]), "--save", str(tmp_path / "saved"))
    assert saved.returncode == 0, saved.stderr
    assert (tmp_path / "saved").read_bytes() == (tmp_path / "one.jpg").read_bytes()
    assert stat.S_IMODE((system.folder / "api-key.json").stat().st_mode) == 0o600


def test_keys_are_made_and_revoked_without_a_browser(system: System) -> None:
    made = system.fovea("keys", "create", "--name", "a script", "--scope", "library:write")
    assert made.stdout.startswith("fov_"), made.stderr
    listed = system.fovea("keys", "list").stdout
    number = next(line.split("│")[1].strip() for line in listed.splitlines() if "a script" in line)
    assert system.fovea("keys", "revoke", number).returncode == 0
    assert "revoked" in system.fovea("keys", "list").stdout


def test_operators_see_processes_queues_measurements_and_stacks(system: System) -> None:
    workers = json.loads(system.fovea("workers", "--json").stdout)
    services = [
        "api-server",
        "image-ingester",
        "ingester",
        "puller",
        "puller",
        "response-readers",
        "scheduler",
    ]
    assert [one["service"] for one in workers] == services
    assert {one["process_id"] for one in workers} <= system.processes()
    assert not any(one["silent"] for one in workers)

    queues = {one["name"]: one for one in json.loads(system.fovea("queues", "--json").stdout)}
    assert queues["puller"]["dead_letters"] == 0
    measured = {one["name"]: one for one in json.loads(system.fovea("metrics", "http_", "--json").stdout)}
    assert measured["http_request_seconds"]["count"] > 0
    assert json.loads(system.fovea("stats", "--json").stdout)["library"]["images"] >= 0

    stacks = json.loads(system.fovea("stacks", "--json").stdout)
    assert [one["service"] for one in stacks] == services
    assert all("MainThread:" in one["stacks"] for one in stacks)
    assert "stacks_told" in (system.folder / "logs" / "scheduler.log").read_text()


def test_a_second_system_on_the_same_port_is_refused_in_plain_words(system: System, tmp_path: Path) -> None:
    second = system.fovea("up", "--port", str(system.port), "--data", str(tmp_path / "other"))

    assert second.returncode == 1
    assert f"Port {system.port} is in use" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_second_system_on_the_same_data_is_refused_in_plain_words(system: System) -> None:
    second = system.fovea("up", "--port", str(free_port()))

    assert second.returncode == 1
    assert f"already running at http://127.0.0.1:{system.port}" in second.stderr


@pytest.mark.parametrize("module", ["puller", "scheduler", "api_server"])
def test_a_service_that_is_killed_comes_back(system: System, module: str) -> None:
    before = system.process_of(module)
    os.kill(before, signal.SIGKILL)

    wait_until(lambda: before not in system.processes(), what=f"{module} to be gone")
    addresses = system.running()["health_addresses"].values()
    wait_until(lambda: all(map(is_ready, addresses)), timeout_seconds=60, what=f"{module} to be back")
    assert "killed by SIGKILL" in system.output


def test_ctrl_c_lets_services_finish_and_leaves_nothing_behind(system: System) -> None:
    system.process.send_signal(signal.SIGINT)

    assert system.process.wait(timeout=60) == 0
    assert system.processes() == set()
    assert "Fovea is stopped" in system.output
    assert "does not stop" not in system.output
    status = system.fovea("status")
    assert status.returncode == 1
    assert "No Fovea runs" in status.stderr


def test_a_killed_fovea_leaves_no_process_behind_starts_again_and_is_stopped_by_a_command(
    tmp_path: Path,
) -> None:
    first = start(tmp_path / "data")
    assert len(first.processes()) > 9

    first.process.kill()
    first.process.wait()
    wait_until(lambda: not first.processes(), what="all processes to be gone")

    second = start(tmp_path / "data")
    backup = second.fovea("backup")
    assert backup.returncode == 0, backup.stderr
    refused = second.fovea("restore", "--replace")
    assert (refused.returncode, "Stop it first" in refused.stderr) == (1, True)

    stopped = second.fovea("stop", "--wait", "60")
    assert (stopped.returncode, stopped.stdout) == (0, "Fovea is stopped.\n"), stopped.stderr
    assert second.process.wait(timeout=10) == 0
    assert second.processes() == set()
    assert "No Fovea runs" in second.fovea("stop").stdout
    restored = second.fovea("restore", "--replace")
    assert restored.returncode == 0, restored.stderr


def somebody_of(system: System) -> str:
    """One of those whom the simulated Flickr suggests to try."""
    simulator = system.running()["health_addresses"]["simulator"].removesuffix("/health/ready")
    with urllib.request.urlopen(simulator, timeout=30) as page:
        found = re.search(r"/flickr/(\d+@N\d+)", page.read().decode())
    assert found
    return found.group(1)
