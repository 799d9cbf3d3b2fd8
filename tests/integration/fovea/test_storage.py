"""Storage in a bucket and in a folder: the same tests."""

import threading
import urllib.request
from pathlib import Path

import pytest

from fovea import clock
from fovea.errors import NotFound
from fovea.settings import StorageSettings
from fovea.storage import BucketStorage, FolderStorage, Storage, StorageUnavailable, open_storage
from tests.harness.ports import free_port


@pytest.fixture(params=["bucket", "bucket-with-prefix", "folder"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return open_storage(StorageSettings(storage_url=str(tmp_path / "objects")))
    request.getfixturevalue("aws_endpoint")
    prefix = "/some/where" if request.param == "bucket-with-prefix" else ""
    return open_storage(StorageSettings(storage_url=f"s3://fovea-objects{prefix}"))


def test_what_is_put_can_be_got(storage: Storage) -> None:
    assert not storage.exists("thumbnails/ab/cd.webp")
    storage.put("thumbnails/ab/cd.webp", b"\x00\xffpicture")
    assert storage.exists("thumbnails/ab/cd.webp")
    assert storage.get("thumbnails/ab/cd.webp") == b"\x00\xffpicture"
    storage.put("thumbnails/ab/cd.webp", b"another")
    assert storage.get("thumbnails/ab/cd.webp") == b"another"


def test_what_is_not_there_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        storage.get("nothing.json")
    storage.delete("nothing.json")
    storage.put("something.json", b"{}")
    storage.delete("something.json")
    assert not storage.exists("something.json")


def test_anyone_who_has_its_address_can_read_an_object(storage: Storage) -> None:
    storage.put("export.json", b'{"a": 1}')
    with urllib.request.urlopen(storage.url("export.json"), timeout=5) as answer:
        assert answer.read() == b'{"a": 1}'
        assert answer.headers["Content-Type"] == "application/json"


def test_an_empty_object_is_an_object(storage: Storage) -> None:
    storage.put("empty.txt", b"")
    assert storage.get("empty.txt") == b""


def test_the_objects_of_a_folder_are_listed(storage: Storage) -> None:
    assert list(storage.objects("thumbnails/ab/")) == []
    before = clock.now() - 2_000  # a bucket tells whole seconds
    for key in ("thumbnails/ab/one.webp", "thumbnails/ab/cd/two.webp", "thumbnails/abc/three.webp"):
        storage.put(key, b"12345")
    found = {one.key: one for one in storage.objects("thumbnails/ab/")}
    assert found.keys() == {"thumbnails/ab/one.webp", "thumbnails/ab/cd/two.webp"}
    assert {one.bytes for one in found.values()} == {5}
    assert all(before <= one.modified_at <= clock.now() + 2_000 for one in found.values())


@pytest.mark.parametrize("folder", ["", "/", "../", "a", "a//", "a/../b/", ".a/"])
def test_odd_folders_are_refused(storage: Storage, folder: str) -> None:
    with pytest.raises(ValueError, match="no folder"):
        list(storage.objects(folder))


ODD_KEYS = [
    *("", "/etc/passwd.txt", "../up.txt", "a/../b.txt", "a//b.txt", "a/.hidden.txt", ".txt", "a b.txt"),
    *(
        "a\x00.txt",
        "no-ending",
        "program.exe",
        "page.html",
        "a\n.txt",
        "a.txt\n",
        "é.txt",
        "x" * 600 + ".txt",
    ),
]


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_key_that_could_lead_elsewhere_is_refused(storage: Storage, key: str) -> None:
    for act in (storage.get, storage.exists, storage.delete, storage.url):
        with pytest.raises(ValueError, match="no key of an object"):
            act(key)
    with pytest.raises(ValueError, match="no key of an object"):
        storage.put(key, b"")


def test_a_public_address_is_used_where_there_is_one(tmp_path: Path, aws_endpoint: str) -> None:
    for url in (str(tmp_path), "s3://fovea-objects"):
        storage = open_storage(StorageSettings(storage_url=url, storage_public_url="https://images.example/"))
        assert storage.url("a/b.webp") == "https://images.example/a/b.webp"


def test_an_address_that_is_no_storage_stops_the_start() -> None:
    with pytest.raises(ValueError, match="FOVEA_STORAGE_URL"):
        open_storage(StorageSettings(storage_url="ftp://somewhere/else"))


def test_a_folder_may_be_given_as_a_file_address(tmp_path: Path) -> None:
    storage = open_storage(StorageSettings(storage_url=(tmp_path / "with space").as_uri()))
    storage.put("a.txt", b"x")
    assert (tmp_path / "with space" / "a.txt").read_bytes() == b"x"
    assert isinstance(storage, FolderStorage)


def test_an_endpoint_that_is_away_is_an_error(monkeypatch: pytest.MonkeyPatch, aws_endpoint: str) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StorageUnavailable):
        open_storage(StorageSettings(storage_url="s3://fovea-objects"))


def test_a_bucket_that_is_there_is_taken_as_it_is(aws_endpoint: str) -> None:
    first = open_storage(StorageSettings(storage_url="s3://fovea-objects"))
    first.put("a.txt", b"x")
    again = open_storage(StorageSettings(storage_url="s3://fovea-objects"))
    assert isinstance(again, BucketStorage)
    assert again.get("a.txt") == b"x"


def test_a_reader_never_sees_half_an_object(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    versions = {bytes([letter]) * 200_000 for letter in b"abcd"}
    storage.put("a.txt", min(versions))
    seen: set[bytes] = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.add(storage.get("a.txt"))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        for version in versions:
            storage.put("a.txt", version)
    ended.set()
    reader.join()
    assert seen <= versions
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_write_that_fails_leaves_the_old_object_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = FolderStorage(tmp_path)
    storage.put("a.txt", b"old")

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fovea.storage.folder.os.fsync", no_space)
    with pytest.raises(StorageUnavailable, match="No space left on device"):
        storage.put("a.txt", b"new")
    assert storage.get("a.txt") == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
