"""The supervisor, with small web servers as its parts."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fovea_cli.parts import Part
from fovea_cli.problems import CannotGoOnError
from fovea_cli.readiness import is_ready
from fovea_cli.supervisor import Child, Supervisor
from tests.harness.ports import free_port
from tests.harness.processes import wait_until

SERVE = """
from http.server import HTTPServer, SimpleHTTPRequestHandler
import sys
HTTPServer(("127.0.0.1", int(sys.argv[1])), SimpleHTTPRequestHandler).serve_forever()
"""
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + SERVE
WITH_CHILD = (
    """
import subprocess
child = subprocess.Popen(["sleep", "600"])
print("child", child.pid, flush=True)
"""
    + SERVE
)
WITH_SUPERVISED_CHILD = """
import os, time
from fovea_cli.processes import start_child
child = start_child(["sleep", "600"], environment=os.environ)
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def reports() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, reports: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(log_folder=tmp_path, report=reports.append)
    yield supervisor
    supervisor.kill()


def server(name: str = "server", program: str = SERVE, *, stop_seconds: float = 5.0) -> Part:
    port = free_port()
    return Part(
        name=name,
        command=(sys.executable, "-c", program, str(port)),
        environment=dict(os.environ),
        health_address=f"http://127.0.0.1:{port}/",
        stop_seconds=stop_seconds,
    )


def failing(program: str) -> Part:
    return Part(
        name="failing",
        command=(sys.executable, "-c", program),
        environment=dict(os.environ),
        health_address=f"tcp://127.0.0.1:{free_port()}",
    )


def start(supervisor: Supervisor, *parts: Part) -> list[Child]:
    children = supervisor.start(parts)
    supervisor.wait_ready(children, timeout_seconds=30, on_ready=lambda _child: None)
    return children


def process_id(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def is_gone(number: int) -> bool:
    """Whether a process has ended (one that nobody has waited for yet has ended, too)."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_parts_are_ready_before_the_next_ones_are_started(supervisor: Supervisor) -> None:
    children = start(supervisor, server("one"), server("two"))

    assert all(is_ready(child.part.health_address) for child in children)


def test_a_part_that_is_killed_is_started_again_and_that_is_said(
    supervisor: Supervisor, reports: list[str]
) -> None:
    [child] = start(supervisor, server())
    before = process_id(child)

    # Children die with the thread that started them, so the watching is done here and the killing beside it.
    def kill_and_look() -> None:
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: child.process is not None and child.process.pid != before, what="a new process")
        wait_until(lambda: is_ready(child.part.health_address), what="the new process to be ready")
        supervisor.stop_wanted.set()

    beside = threading.Thread(target=kill_and_look)
    beside.start()
    supervisor.watch()
    beside.join()

    assert is_ready(child.part.health_address)
    assert any("server has ended (killed by SIGKILL); starting it again" in line for line in reports)


def test_a_part_that_keeps_failing_is_tried_ever_more_slowly(
    supervisor: Supervisor, reports: list[str]
) -> None:
    supervisor.start([failing("raise SystemExit(3)")])

    supervisor.watch(each_look=lambda: supervisor.stop_wanted.set() if len(reports) >= 3 else None)

    pauses = [line.partition(" again in ")[2].partition(" s")[0] for line in reports]
    assert pauses == ["0.5", "1", "2"]
    assert all("(code 3)" in line for line in reports)


def test_a_part_that_ends_while_starting_is_an_error_with_the_end_of_its_log(supervisor: Supervisor) -> None:
    with pytest.raises(CannotGoOnError, match=r"(?s)failing stopped with code 1.*no such database"):
        start(supervisor, failing("raise SystemExit('no such database')"))


def test_a_part_that_never_gets_ready_is_not_waited_for_without_end(supervisor: Supervisor) -> None:
    children = supervisor.start([failing("import time; print('hm', flush=True); time.sleep(600)")])

    with pytest.raises(CannotGoOnError, match=r"not ready within 1 seconds"):
        supervisor.wait_ready(children, timeout_seconds=1, on_ready=lambda _child: None)


def test_a_failed_migration_is_an_error_with_what_it_said(supervisor: Supervisor) -> None:
    with pytest.raises(CannotGoOnError, match=r"(?s)failed with code 2.*table is there"):
        supervisor.run_once(failing("import sys; print('the table is there'); sys.exit(2)"))

    supervisor.run_once(failing("print('done')"))


def test_stopping_ends_every_process_and_what_it_has_started(supervisor: Supervisor, tmp_path: Path) -> None:
    children = start(supervisor, server("one"), server("two", WITH_CHILD))
    grandchild = int((tmp_path / "two.log").read_text().split()[1])
    numbers = [*map(process_id, children), grandchild]
    assert not any(map(is_gone, numbers))

    supervisor.stop()

    wait_until(lambda: all(map(is_gone, numbers)), what="all processes to be gone")
    assert supervisor.children == []


def test_a_part_that_does_not_stop_in_time_is_killed(supervisor: Supervisor, reports: list[str]) -> None:
    [child] = start(supervisor, server(program=DEAF, stop_seconds=0.5))

    supervisor.stop()

    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL
    assert reports == ["server does not stop; killing it"]


def test_a_stop_that_is_wanted_while_parts_start_is_heard(supervisor: Supervisor) -> None:
    children = supervisor.start([failing("import time; time.sleep(600)")])
    supervisor.stop_wanted.set()

    supervisor.wait_ready(
        children, timeout_seconds=60, on_ready=lambda _child: pytest.fail("it is not ready")
    )


def test_a_large_log_is_put_aside_before_a_part_starts(supervisor: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_bytes(b"x" * 10_000_001)

    start(supervisor, server())

    assert log.stat().st_size < 10_000_001
    assert (tmp_path / "server.log.1").stat().st_size == 10_000_001


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise is Linux's")
def test_children_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WITH_SUPERVISED_CHILD], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not is_gone(child)
        parent.kill()

    wait_until(lambda: is_gone(child), what="the child to die")
