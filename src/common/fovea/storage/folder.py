"""Objects in a folder of this machine."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fovea.errors import NotFound
from fovea.storage.storage import StorageUnavailable, Stored, checked_folder, content_type_of

_UNFINISHED = ".new-"


class FolderStorage:
    """Objects as files under `folder`, written beside their place and then moved: none is ever seen half."""

    def __init__(self, folder: Path, *, public_url: str | None = None) -> None:
        self._folder = folder.absolute()
        self._public_url = public_url.rstrip("/") if public_url else None

    def put(self, key: str, data: bytes) -> None:
        """See `Storage.put`."""
        place = self._place(key)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=place.parent, prefix=_UNFINISHED)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).chmod(0o644)
                Path(name).replace(place)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise StorageUnavailable(f"cannot write {key}: {error.strerror}") from error

    def get(self, key: str) -> bytes:
        """See `Storage.get`."""
        try:
            return self._place(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotFound(f"there is no object {key}") from error
        except OSError as error:
            raise StorageUnavailable(f"cannot read {key}: {error.strerror}") from error

    def exists(self, key: str) -> bool:
        """See `Storage.exists`."""
        return self._place(key).is_file()

    def delete(self, key: str) -> None:
        """See `Storage.delete`."""
        try:
            self._place(key).unlink(missing_ok=True)
        except OSError as error:
            raise StorageUnavailable(f"cannot remove {key}: {error.strerror}") from error

    def objects(self, folder: str) -> Iterator[Stored]:
        """See `Storage.objects`."""
        for inside, _, names in os.walk(self._folder / checked_folder(folder)):
            for name in names:
                place = Path(inside, name)
                if name.startswith(_UNFINISHED):
                    continue
                try:
                    status = place.stat()
                except FileNotFoundError:  # deleted meanwhile
                    continue
                key = place.relative_to(self._folder).as_posix()
                yield Stored(key, status.st_size, int(status.st_mtime * 1_000))

    def url(self, key: str, *, seconds: int = 3600) -> str:  # noqa: ARG002 - a file's address does not expire
        """The address behind the public one, or a file:// address."""
        place = self._place(key)
        return f"{self._public_url}/{key}" if self._public_url else place.as_uri()

    def _place(self, key: str) -> Path:
        content_type_of(key)
        return self._folder / key
