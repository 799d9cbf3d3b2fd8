"""Images in the library, as the image ingester would have written them."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock, library
from fovea.database import derived, images, post_images, variants, versions
from fovea.database.engine import in_transaction, read
from fovea.database.images import NewImage
from fovea.database.post_images import Showing
from fovea.decoding import Looked
from fovea.fingerprints import ImageFingerprints


@dataclass
class LibraryWorld:
    """Makes images."""

    context: Context
    _count: int = field(default=0, init=False)

    def write(self, function: Callable[[Connection], Any]) -> None:
        """Do something in a transaction."""
        in_transaction(self.context.engine, function)

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection to look with."""
        return read(self.context.engine)

    def image(
        self,
        *,
        posts: Sequence[int],
        body: bytes | None = None,
        phash: int | None = None,
        looked: Looked | None = None,
    ) -> int:
        """The number of an image that these posts show. Its file and two thumbnails are in the storage: of
        a real picture, which was looked at, its own.
        """
        self._count += 1
        content = body or f"picture {self._count}".encode()
        sha256 = hashlib.sha256(content).digest()
        new = NewImage(
            sha256=sha256,
            md5=hashlib.md5(content, usedforsecurity=False).digest(),
            format="png" if looked is None else looked.format,
            bytes=len(content),
            width=640 if looked is None else looked.width,
            height=480 if looked is None else looked.height,
            frames=1,
            thumbhash=b"\1\2\3",
            colors=bytes([255, 0, 0, 255]),
            kept=True,
            fingerprints=looked.fingerprints
            if looked is not None
            else ImageFingerprints(
                phash=phash if phash is not None else int.from_bytes(sha256[:8]),
                dhash=(2**64 - 1, 2**63, 1),
                histogram=(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                pdq=bytes(32),
                pdq_quality=77,
            ),
        )
        storage = self.context.storage
        storage.put(library.original(sha256, library.ENDINGS[new.format]), content)
        for place, width in enumerate((256, 512)):
            small = looked.thumbnails[place].body if looked else b"thumbnail of " + content
            storage.put(library.thumbnail(sha256, width), small)

        def write(connection: Connection) -> int:
            version = versions.next_version(connection)
            (number,) = images.insert(connection, [new], version=version, now=clock.now()).values()
            post_images.add(connection, [Showing(post_id, number) for post_id in posts])
            derived.refresh(connection, [number], version=version)
            variants.regroup(connection, [number])
            return number

        return in_transaction(self.context.engine, write)
