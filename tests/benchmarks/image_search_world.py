"""A library's fingerprints, pictures that are looked for in it, and the rivals that look too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import faiss
import numpy as np
import numpy.typing as npt
import pymysql
from sqlalchemy import make_url

from fovea.fingerprints.histograms import TOTAL
from fovea.image_index import Rows
from fovea.image_index.methods import Fingerprint, MethodName
from tests.harness.mariadb import mariadb_server

Words = npt.NDArray[np.uint64]
_SERVER = ("--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M", "--local-infile=1")


class Asked(NamedTuple):
    """A picture that is looked for."""

    phash: Words
    dhash: Words
    pdq: Words
    histogram: npt.NDArray[np.uint32]

    def fingerprint(self, method: MethodName) -> Fingerprint:
        """What a method compares."""
        match method:
            case "phash":
                return int(self.phash[0])
            case "dhash":
                return [int(word) for word in self.dhash]
            case "pdq":
                return self.pdq.astype("<u8").tobytes()
            case _:
                return [int(count) for count in self.histogram]


def library_of(count: int, *, seed: int = 1) -> Rows:
    """Fingerprints as a library has them: most resemble nothing, a quarter are in small crowds a few bits
    apart, and five pictures are there a thousandth of all times each.
    """
    chance = np.random.default_rng(seed)
    rows = Rows.room(count)
    rows.ids[:] = np.arange(1, count + 1)
    rows.rating[:] = chance.integers(0, 4, size=count)
    rows.quality[:] = 100
    crowded, copies = count // 4, count // 1_000
    centre = chance.integers(0, max(1, crowded // 3), size=crowded)
    place = chance.permutation(count)
    for column in (rows.phash[:, None], rows.dhash, rows.pdq):
        hashes = chance.integers(0, 2**64, size=column.shape, dtype=np.uint64)
        hashes[:crowded] = hashes[centre]
        for _ in range(4):  # up to eight bits between two of a crowd, of each word
            flips = np.uint64(1) << chance.integers(0, 64, size=(crowded, column.shape[1]), dtype=np.uint64)
            hashes[:crowded] ^= np.where(chance.random(flips.shape) < 0.7, flips, np.uint64(0))
        for famous in range(5):
            hashes[crowded + famous * copies : crowded + (famous + 1) * copies] = hashes[-1 - famous]
        column[:] = hashes[place]
    shares = chance.random((count, 3, 4), dtype=np.float32) ** 2 + np.float32(0.01)
    ends = np.cumsum(shares, axis=2)
    ends = np.rint(ends / ends[:, :, -1:] * TOTAL).astype(np.int64)
    rows.histogram[:] = np.diff(ends, axis=2, prepend=0).reshape(count, 12)
    return rows


def asked_of(rows: Rows, count: int, *, seed: int = 2) -> list[Asked]:
    """Pictures to look for: every other one is nearly one of the library, the others are unknown there."""
    chance = np.random.default_rng(seed)
    found = []
    for number in range(count):
        at = int(chance.integers(0, len(rows)))
        if number % 2:
            words = chance.integers(0, 2**64, size=8, dtype=np.uint64)
        else:
            words = np.concatenate([rows.phash[at : at + 1], rows.dhash[at], rows.pdq[at]])
            words = words ^ (np.uint64(1) << chance.integers(0, 64, size=8, dtype=np.uint64))
        histogram = rows.histogram[at].astype(np.int64) + chance.integers(-400, 400, size=12) * (number % 2)
        counts = np.clip(histogram, 0, TOTAL).astype(np.uint32)
        found.append(Asked(words[:1], words[1:4], words[4:], counts))
    return found


class Answer(NamedTuple):
    """Distances in order; of those within a radius all, of the nearest so many."""

    distances: list[float]


class Faiss:
    """faiss' exhaustive index, one thread."""

    def __init__(self, words: Words) -> None:
        faiss.omp_set_num_threads(1)
        self._index = faiss.IndexBinaryFlat(64 * words.shape[1])
        self._index.add(np.ascontiguousarray(words).view(np.uint8))

    def within(self, one: Words, bits: int) -> Answer:
        """All within so many bits."""
        _, distances, _ = self._index.range_search(one.view(np.uint8)[None], bits + 1)
        return Answer(sorted(distances.tolist()))

    def nearest(self, one: Words, k: int) -> Answer:
        """The nearest ones."""
        distances, _ = self._index.search(one.view(np.uint8)[None], k)
        return Answer(distances[0].tolist())


class Numpy:
    """Comparing with all in numpy."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def within(self, one: Words, bits: int) -> Answer:
        """All within so many bits."""
        distances = self._distances(one)
        return Answer(sorted(distances[distances <= bits].tolist()))

    def nearest(self, one: Words, k: int) -> Answer:
        """The nearest ones."""
        return Answer(np.sort(np.partition(self._distances(one), k)[:k]).tolist())

    def _distances(self, one: Words) -> npt.NDArray[np.uint16]:
        total: npt.NDArray[np.uint16] = np.bitwise_count(self._words[:, 0] ^ one[0]).astype(np.uint16)
        for word in range(1, self._words.shape[1]):
            total += np.bitwise_count(self._words[:, word] ^ one[word])
        return total


class NumpyHistograms:
    """Comparing all histograms in numpy."""

    def __init__(self, histograms: npt.NDArray[np.uint32], *, squared: bool) -> None:
        self._histograms = histograms.astype(np.int32)
        self._squared = squared

    def nearest(self, one: npt.NDArray[np.uint32], k: int) -> Answer:
        """The nearest ones; distances squared, if those."""
        apart = self._histograms - one.astype(np.int32)
        if self._squared:
            distances = np.einsum("nc,nc->n", apart, apart, dtype=np.int64)
        else:
            distances = np.abs(apart).sum(axis=1, dtype=np.int64)
        nearest = np.sort(np.partition(distances, k)[:k])
        return Answer(np.sqrt(nearest).tolist() if self._squared else nearest.tolist())


@contextmanager
def sql_over(hashes: Words, folder: Path) -> Iterator[Callable[[int, int], Answer]]:
    """The older system's way: `BIT_COUNT` over a table, all within so many bits. MariaDB, all in memory."""
    folder.mkdir(parents=True)
    rows = folder / "rows.tsv"
    numbered = np.stack([np.arange(1, len(hashes) + 1, dtype=np.uint64), hashes], axis=1)
    with rows.open("wb") as file:
        for part in np.array_split(numbered, max(1, len(hashes) // 1_000_000)):
            file.write(b"".join(b"%d\t%d\n" % tuple(row) for row in part.tolist()))
    with mariadb_server(folder=folder / "server", options=_SERVER) as server:
        server.create_database("older")
        connection = pymysql.connect(**_login(server.url("older")), local_infile=True)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE dhash (id INT UNSIGNED PRIMARY KEY, hash BIGINT UNSIGNED NOT NULL)")
            cursor.execute(f"LOAD DATA LOCAL INFILE '{rows}' INTO TABLE dhash")
            connection.commit()
            rows.unlink()

            def within(one: int, bits: int) -> Answer:
                cursor.execute(
                    "SELECT id, BIT_COUNT(hash ^ %s) AS distance FROM dhash HAVING distance <= %s "
                    "ORDER BY distance, id",
                    (one, bits),
                )
                return Answer([int(row[1]) for row in cursor.fetchall()])

            yield within
        connection.close()


def _login(url: str) -> dict[str, Any]:

    parts = make_url(url)
    found: dict[str, Any] = {"user": parts.username, "database": parts.database}
    if parts.password:
        found["password"] = parts.password
    if "unix_socket" in parts.query:
        return found | {"unix_socket": parts.query["unix_socket"]}
    return found | {"host": parts.host, "port": parts.port}
