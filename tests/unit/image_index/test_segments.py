"""Segments in files, their folder, and their copies in storage."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from fovea import clock
from fovea.image_index import Rows, View, copies
from fovea.image_index.folder import SegmentFolder
from fovea.image_index.segment_files import Damaged, opened, write
from fovea.storage import FolderStorage
from tests.unit.image_index.worlds import rows_of


def same(one: Rows, other: Rows) -> bool:
    return all(
        np.array_equal(mine, theirs)
        for mine, theirs in zip(one.columns().values(), other.columns().values(), strict=True)
    )


def test_a_segment_has_what_was_written_and_stands_for_its_version(tmp_path: Path) -> None:
    rows = rows_of(300)
    segment = opened(write(tmp_path, rows, version=12, origin="here"), origin="here")
    assert segment.version == 12
    assert same(segment.part.rows(), rows)
    assert [file.name for file in tmp_path.iterdir()] == [segment.path.name]
    assert segment.path.stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("place", [3, 40, 65_536 + 11, 0.3, 0.6, -1])
def test_a_changed_byte_is_noticed(tmp_path: Path, place: float) -> None:
    path = write(tmp_path, rows_of(64), version=1, origin="here")
    body = bytearray(path.read_bytes())
    opened(path, origin="here")
    at = int(place * len(body)) if 0 < place < 1 else _last_number(path, body) if place < 0 else int(place)
    body[at] ^= 4
    path.chmod(0o600)
    path.write_bytes(body)
    with pytest.raises(Damaged):
        opened(path, origin="here")


def _last_number(path: Path, body: bytearray) -> int:
    """Where the last array's last byte is; what follows only fills the line."""
    arrays = opened(path, origin="here").part.arrays
    header = json.loads(body[32 : body.index(b"\0", 40)])["arrays"]
    name = max(header, key=lambda name: header[name]["offset"])
    return int(header[name]["offset"]) + arrays[name].nbytes - 1


@pytest.mark.parametrize("length", [0, 10, 65_536, 70_000])
def test_a_file_that_was_cut_is_noticed(tmp_path: Path, length: int) -> None:
    path = write(tmp_path, rows_of(64), version=1, origin="here")
    path.chmod(0o600)
    os.truncate(path, length)
    with pytest.raises(Damaged):
        opened(path, origin="here")


def test_a_segment_of_another_library_is_not_taken(tmp_path: Path) -> None:
    path = write(tmp_path, rows_of(5), version=1, origin="here")
    with pytest.raises(Damaged):
        opened(path, origin="elsewhere")


def test_who_has_an_older_segment_mapped_keeps_it_when_it_is_deleted(tmp_path: Path) -> None:
    folder = SegmentFolder(tmp_path)
    rows = rows_of(200, seed=1)
    old = View(opened(write(tmp_path, rows, version=1, origin="here"), origin="here").part, version=1)
    new = write(tmp_path, rows_of(10), version=2, origin="here")
    (tmp_path / "half.unfinished").write_bytes(b"begun")
    assert folder.newest() == new
    folder.clean(keep=new)
    assert [file.name for file in tmp_path.iterdir()] == [new.name]
    assert old.nearest("phash", int(rows.phash[7]), 1).distances.tolist() == [0.0]
    assert len(old.facts(rows.ids.tolist())) == 200


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, rows_of(5), version=1, origin="here")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_others_prepared_is_not_looked_into(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    write(theirs, rows_of(5), version=9, origin="here")
    theirs.chmod(0o777)
    linked = tmp_path / "index"
    linked.symlink_to(theirs)
    for folder in (SegmentFolder(linked), SegmentFolder(theirs)):
        assert folder.newest() is None
        with pytest.raises(PermissionError):
            folder.make()
    theirs.chmod(0o700)
    assert SegmentFolder(theirs).newest() is not None


_HOLDER = """
    import sys, time
    from pathlib import Path
    from fovea.image_index.folder import SegmentFolder
    assert SegmentFolder(Path(sys.argv[1])).lock() is not None
    print("have it", flush=True)
    time.sleep(60)
"""


def test_one_process_at_a_time_has_the_right_to_build_and_loses_it_by_dying(tmp_path: Path) -> None:
    folder = SegmentFolder(tmp_path / "new" / "index")
    folder.make()
    command = [sys.executable, "-c", textwrap.dedent(_HOLDER), str(folder.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"have it\n"
        assert folder.lock() is None
        holder.kill()
        holder.wait()
    right = folder.lock()
    assert right is not None
    os.close(right)


def test_a_copy_brings_all_rows_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "ROWS_OF_A_PART", 70)
    storage = FolderStorage(tmp_path / "objects")
    assert copies.newest(storage, "here") is None
    rows = rows_of(200)
    segment = opened(write(tmp_path, rows, version=3, origin="here"), origin="here")
    copies.store(storage, segment.part, version=3, origin="here")
    found = copies.newest(storage, "here")
    assert found is not None
    assert (found.version, len(found.parts)) == (3, 3)
    assert same(Rows.together(copies.fetched(storage, found)), rows)
    assert copies.newest(storage, "elsewhere") is None


def test_older_copies_go_when_nobody_can_be_fetching_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = FolderStorage(tmp_path / "objects")
    segment = opened(write(tmp_path, rows_of(20), version=3, origin="here"), origin="here")
    first = copies.store(storage, segment.part, version=3, origin="here")
    second = copies.store(storage, segment.part, version=4, origin="here")
    assert storage.exists(first.parts[0].key)
    later = clock.now() + 2 * 3_600_000
    monkeypatch.setattr(clock, "now", lambda: later)
    third = copies.store(storage, segment.part, version=5, origin="here")
    assert [copy.parts[0].key for copy in (first, second, third) if storage.exists(copy.parts[0].key)] == [
        third.parts[0].key
    ]


def test_a_damaged_copy_is_not_believed(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path / "objects")
    segment = opened(write(tmp_path, rows_of(20), version=3, origin="here"), origin="here")
    copy = copies.store(storage, segment.part, version=3, origin="here")
    key = copy.parts[0].key
    body = bytearray(storage.get(key))
    body[-1] ^= 1
    storage.put(key, bytes(body))
    with pytest.raises(copies.CopyUnusable):
        list(copies.fetched(storage, copy))
    storage.delete(key)
    with pytest.raises(copies.CopyUnusable):
        list(copies.fetched(storage, copy))
    storage.put("indexes/here.json", b"{}")
    assert copies.newest(storage, "here") is None
