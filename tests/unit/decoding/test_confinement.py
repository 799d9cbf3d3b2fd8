"""The process that decodes can do no harm, and what becomes of it harms nobody."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from fovea.decoding import Decoder, DecoderUnavailable, PictureRefused, Wanted
from fovea.fingerprints import phash_of
from tests.unit.fingerprints.pictures import encoded, scene

BODY = encoded(scene(1, size=(300, 200)))
HASH = Wanted(phash_only=True)
LARGE = encoded(scene(2, size=(3_000, 2_400)), "PNG", compress_level=1)  # takes a while, and fills the pipe


@pytest.fixture
def own() -> Iterator[Decoder]:
    with closing(Decoder(most_seconds=20)) as decoder:
        decoder.look(BODY, HASH)
        yield decoder


def limits_of(pid: int) -> dict[str, str]:
    """The soft limits of a process."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {line[:26].strip(): line[26:47].strip() for line in lines}


def files_of(pid: int, folder: str) -> list[str]:
    """The names of what there is of a process."""
    return sorted(path.name for path in Path(f"/proc/{pid}/{folder}").iterdir())


def is_there(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.005)


def test_no_process_is_started_before_there_is_a_picture() -> None:
    with closing(Decoder(processes=3)) as decoder:
        assert decoder.pids() == []
        decoder.look(BODY, HASH)
        decoder.look(BODY, HASH)
        assert len(decoder.pids()) == 1


def test_it_knows_no_secrets_and_may_not_open_files_or_start_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FOVEA_DATABASE_URL", "mysql://user:secret@host/fovea")
    with closing(Decoder(most_memory_bytes=100 << 20)) as decoder:
        decoder.look(BODY, HASH)
        (pid,) = decoder.pids()
        names = {
            entry.split(b"=")[0] for entry in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") if entry
        }
        assert names <= {
            b"OPENBLAS_NUM_THREADS",
            b"OMP_NUM_THREADS",
            b"MALLOC_ARENA_MAX",
            b"MALLOC_MMAP_THRESHOLD_",
            b"MALLOC_TRIM_THRESHOLD_",
            b"LC_CTYPE",
            b"ORT_DISABLE_TELEMETRY",
        }
        assert files_of(pid, "fd") == ["0", "1", "2"]
        assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
        limits = limits_of(pid)
        assert limits["Max open files"] == "3"
        assert limits["Max file size"] == limits["Max processes"] == limits["Max core file size"] == "0"
        assert int(limits["Max address space"]) < 400 << 20
        assert int(limits["Max data size"]) < 250 << 20
        assert int(limits["Max cpu time"]) <= 30
        assert len(files_of(pid, "task")) == 1


def test_a_picture_that_takes_too_long_is_refused_and_the_next_one_is_not() -> None:
    with closing(Decoder(most_seconds=1.5)) as decoder:
        decoder.look(BODY, HASH)
        (pid,) = decoder.pids()
        os.kill(pid, signal.SIGSTOP)  # as if a decoder hung
        for body in (BODY, LARGE):
            with pytest.raises(PictureRefused) as refusal:
                decoder.look(body, HASH)
            assert refusal.value.code == "picture_too_costly"
            assert not is_there(pid)
            assert decoder.look(BODY, HASH).fingerprints.phash == phash_of(BODY)
            (pid,) = decoder.pids()
            os.kill(pid, signal.SIGSTOP)


def test_who_is_killed_in_between_is_replaced(own: Decoder) -> None:
    for _ in range(3):
        (pid,) = own.pids()
        os.kill(pid, signal.SIGKILL)
        assert own.look(BODY, HASH).fingerprints.phash == phash_of(BODY)
        assert own.pids() != [pid]


def test_who_is_killed_at_work_is_replaced_and_the_picture_looked_at(own: Decoder) -> None:
    (pid,) = own.pids()
    os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        looked = pool.submit(own.look, LARGE, HASH)
        wait_for(looked.running)
        os.kill(pid, signal.SIGKILL)
        assert looked.result().width == 3_000
    assert own.pids() != [pid]


def test_a_picture_that_kills_twice_is_refused(own: Decoder) -> None:
    done = threading.Event()

    def kill_all() -> None:
        while not done.is_set():
            for pid in own.pids():
                os.kill(pid, signal.SIGKILL)
            done.wait(0.01)

    killer = threading.Thread(target=kill_all)
    killer.start()
    with pytest.raises(PictureRefused) as refusal:
        own.look(BODY, HASH)
    done.set()
    killer.join()
    assert refusal.value.code == "picture_too_costly"
    assert own.look(BODY, HASH).width == 300


@pytest.mark.parametrize("processes", [1, 2])
def test_many_threads_get_their_own_answers(processes: int) -> None:
    bodies = [encoded(scene(seed, size=(100 + seed, 80))) for seed in range(24)]
    with closing(Decoder(processes=processes)) as decoder, ThreadPoolExecutor(6) as pool:
        looked = list(pool.map(lambda body: decoder.look(body, HASH), bodies))
        assert len(decoder.pids()) <= processes
    assert [one.width for one in looked] == [100 + seed for seed in range(24)]
    assert [one.fingerprints.phash for one in looked] == [phash_of(body) for body in bodies]


def test_after_many_pictures_a_process_is_replaced(own: Decoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fovea.decoding.decoder._MOST_TASKS", 4)
    used = set()
    for _ in range(8):
        used.update(own.pids())
        own.look(BODY, HASH)
    assert len(used | set(own.pids())) == 3  # the first one had looked at one already


def test_closing_ends_all_and_whoever_waits(own: Decoder) -> None:
    (pid,) = own.pids()
    os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(own.look, BODY, HASH) for _ in range(2)]
        wait_for(waiting[0].running)
        own.close()
        for one in waiting:
            with pytest.raises(DecoderUnavailable):
                one.result()
    assert not is_there(pid)
    with pytest.raises(DecoderUnavailable):
        own.look(BODY, HASH)


def test_it_ends_with_its_parent() -> None:
    program = (
        "import os, sys; from fovea.decoding import *; decoder = Decoder();"
        "decoder.look(sys.stdin.buffer.read(), Wanted(phash_only=True));"
        "print(decoder.pids()[0], flush=True); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", program], input=BODY, capture_output=True, check=False)
    assert ended.returncode == 9
    wait_for(lambda: not is_there(int(ended.stdout)))


def test_without_a_program_to_start_it_is_not_the_picture_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Decoder()) as decoder:
        with monkeypatch.context() as broken:
            broken.setattr(sys, "executable", "/nowhere/python")
            with pytest.raises(DecoderUnavailable):
                decoder.look(BODY, HASH)
        assert decoder.look(BODY, HASH).width == 300
