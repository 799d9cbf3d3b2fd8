"""Benchmark `image-search-endpoint`: `POST /api/image-search` with a JPEG of a megabyte, two workers.

    make bench NAME=image-search-endpoint     IMAGES=100000 for a smaller library

A million images lie in MariaDB; one of them is the picture that is looked for, saved smaller and worse. What
is measured: from the start until the index answers (first with no segment, then with one), one client and
several at once, how soon a new image is found, and the memory of all processes (what they share counts once).
"""

import io
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import requests
from PIL import Image, ImageFilter
from sqlalchemy import Connection, create_engine, text

from fovea.database import image_fingerprints
from fovea.database.engine import migrate, open_engine, write
from fovea.database.versions import next_version
from fovea.fingerprints import ImageFingerprints, fingerprints_of
from fovea.image_index import Rows
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from tests.benchmarks.image_search_world import library_of
from tests.benchmarks.report import finish, show
from tests.harness.aws import aws_environment, aws_server
from tests.harness.mariadb import mariadb_server
from tests.harness.ports import free_port
from tests.harness.processes import running
from tests.harness.redis import redis_server

IMAGES = int(os.environ.get("IMAGES", "1_000_000"))
WORKERS, CLIENTS, SECONDS = 2, 4, 20.0
WARM_SECONDS = 6.0
JPEG_BYTES = 1_000_000
_SERVER = ("--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M")
_PART = 100_000
_UNLIMITED = "1000000/minute"


def main() -> None:
    """Load, start twice, ask, tell."""
    with (
        tempfile.TemporaryDirectory(prefix="fovea-bench-") as temporary,
        mariadb_server(folder=Path(temporary, "data"), options=_SERVER) as server,
        aws_server() as aws,
        redis_server() as redis,
    ):
        folder = Path(temporary)
        url = server.create_database("library")
        migrate(url)
        body, seen = _picture()
        _load(url, folder, seen)
        os.environ.update(aws_environment(aws))
        QueueClient(QueueSettings()).ensure()
        port = free_port()
        environment = {
            **os.environ,
            "FOVEA_DATABASE_URL": url,
            "FOVEA_REDIS_URL": redis,
            "FOVEA_SERVICE_TOKEN": "t" * 40,
            "FLICKR_API_KEY": "key",
            "FLICKR_API_SECRET": "secret",
            "FOVEA_PORT": str(port),
            "FOVEA_INTERNAL_PORT": str(free_port()),
            "FOVEA_WORKERS": str(WORKERS),
            "FOVEA_LIMIT_REQUESTS": _UNLIMITED,
            "FOVEA_LIMIT_IMAGE_SEARCHES": _UNLIMITED,
            "FOVEA_LOG_LEVEL": "WARNING",
            "FOVEA_METRICS": "off",
            "FOVEA_INDEX_FOLDER": str(folder / "index"),
            "FOVEA_STORAGE_URL": str(folder / "objects"),
        }
        base = f"http://127.0.0.1:{port}"
        starts = []
        figures: dict[str, float] = {}
        for last in (False, True):
            began = time.perf_counter()
            with running(
                [sys.executable, "-m", "api_server"],
                log=folder / "api_server.log",
                ready=lambda: _answers(f"{base}/health/ready"),
                environment=environment,
                timeout_seconds=300,
            ) as process:
                while not _found(base, body):
                    time.sleep(0.2)
                starts.append(time.perf_counter() - began)
                if last:
                    figures = _measured(base, body, url, process.pid)
        figures |= {"first_start_s": starts[0], "next_start_s": starts[1]}
    show(
        f"POST /api/image-search, a JPEG of {len(body) / 1e6:.1f} MB, {IMAGES:,} images, {WORKERS} workers",
        ["what", "figure"],
        [[name, figure] for name, figure in figures.items()],
    )
    finish(
        benchmark="image-search-endpoint",
        rival="none: what a person waits for",
        ours=figures["one_client_p95_ms"],
        theirs=figures["one_client_p95_ms"],
        unit="ms, 95th percentile, one client",
        ratio=1.0,
        images=IMAGES,
        **figures,
    )


def _measured(base: str, body: bytes, url: str, pid: int) -> dict[str, float]:
    _asked(base, body, clients=CLIENTS, seconds=WARM_SECONDS)
    alone, _ = _asked(base, body, clients=1, seconds=SECONDS / 2)
    together, took = _asked(base, body, clients=CLIENTS, seconds=SECONDS)
    found = _answer(base, body)
    return {
        "one_client_p50_ms": median(alone) * 1e3,
        "one_client_p95_ms": float(np.percentile(alone, 95)) * 1e3,
        f"clients_{CLIENTS}_p50_ms": median(together) * 1e3,
        f"clients_{CLIENTS}_p95_ms": float(np.percentile(together, 95)) * 1e3,
        "requests_per_second": len(together) / took,
        "of_these_in_the_service_ms": float(found["took_ms"]),
        "new_image_found_after_s": _freshness(base, url),
        **_memory(pid),
    }


def _asked(base: str, body: bytes, *, clients: int, seconds: float) -> tuple[list[float], float]:
    times: list[float] = []

    def ask(until: float) -> None:
        with requests.Session() as session:
            while time.perf_counter() < until:
                begun = time.perf_counter()
                response = session.post(
                    f"{base}/api/image-search", files={"file": ("a.jpg", body, "image/jpeg")}, timeout=60
                )
                response.raise_for_status()
                times.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(begun + seconds,)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, time.perf_counter() - begun


def _freshness(base: str, url: str) -> float:
    """Seconds from the commit of a new image until it is found."""
    engine = open_engine(url, pool_size=1)
    body, seen = _picture(seed=5)
    with write(engine) as connection:
        version = next_version(connection)
        _insert(connection, IMAGES + 2, seen, version)
    committed = time.perf_counter()
    while not any(match["image"]["id"] == IMAGES + 2 for match in _answer(base, body)["matches"]):
        pass
    engine.dispose()
    return time.perf_counter() - committed


def _memory(pid: int) -> dict[str, float]:
    """Megabytes of the server and all its children: what several share counts once."""
    everybody = _with_children(pid)
    pages = [Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii") for one in everybody]
    return {
        "processes": float(len(everybody)),
        "memory_megabytes": sum(_megabytes(one, "Pss") for one in pages),
        "of_it_from_files_megabytes": sum(_megabytes(one, "Pss_File") for one in pages),
    }


def _with_children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    # What a thread of a worker began is that thread's child.
    for task in Path(f"/proc/{pid}/task").iterdir():
        children += (task / "children").read_text(encoding="ascii").split()
    return [pid, *(number for child in set(children) for number in _with_children(int(child)))]


def _megabytes(pages: str, name: str) -> float:
    return int(re.search(rf"^{name}: +(\d+) kB", pages, flags=re.MULTILINE)[1]) / 1e3  # type: ignore[index]


def _found(base: str, body: bytes) -> bool:
    try:
        return any(match["image"]["id"] == IMAGES + 1 for match in _answer(base, body)["matches"])
    except requests.HTTPError as error:
        if error.response is not None and error.response.status_code == 503:
            return False
        raise


def _answer(base: str, body: bytes) -> dict[str, Any]:
    response = requests.post(f"{base}/api/image-search", files={"file": ("a.jpg", body)}, timeout=60)
    response.raise_for_status()
    answer: dict[str, Any] = response.json()
    return answer


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False


def _picture(*, seed: int = 4) -> tuple[bytes, ImageFingerprints]:
    """(a JPEG of a megabyte, what the same picture looks like smaller and worse)."""
    chance = np.random.default_rng(seed)
    coarse = chance.integers(0, 256, size=(12, 16, 3)).astype(np.uint8)
    image = Image.fromarray(coarse).resize((2_400, 1_800), Image.Resampling.BICUBIC)
    image = image.filter(ImageFilter.GaussianBlur(8))
    grain = chance.normal(0, 9, size=(1_800, 2_400, 3))
    image = Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))
    body = b""
    for quality in range(95, 40, -3):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        body = file.getvalue()
        if len(body) <= JPEG_BYTES:
            break
    smaller = image.resize((800, 600), Image.Resampling.LANCZOS)
    return body, fingerprints_of(smaller)


def _load(url: str, folder: Path, seen: ImageFingerprints) -> None:
    """The library, quickly: the way in is not what is measured here."""
    rows = library_of(IMAGES)
    engine = create_engine(f"{url}&local_infile=1")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for switch in ("foreign_key_checks", "unique_checks"):
            connection.execute(text(f"SET {switch} = 0"))
        for first in range(0, IMAGES, _PART):
            part = rows.taken(np.arange(first, min(first + _PART, IMAGES)))
            for table, columns, setting, lines in _TABLES:
                path = folder / f"{table}.tsv"
                with path.open("w", encoding="ascii") as file:
                    file.writelines(lines(part))
                connection.execute(
                    text(f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {table} ({columns}) SET {setting}")
                )
                path.unlink()
        connection.execute(text("UPDATE library_version SET version = 1"))
    with engine.begin() as connection:
        _insert(connection, IMAGES + 1, seen, 1)
    engine.dispose()


def _images(rows: Rows) -> Iterator[str]:
    for number, rating in zip(rows.ids.tolist(), rows.rating.tolist(), strict=True):
        digests = f"{number:064x}\t{number:032x}"
        yield f"{number}\t{digests}\tjpeg\t200000\t1024\t768\t{rating % 2}\t0\t{number}\t1\n"


def _prints(rows: Rows) -> Iterator[str]:
    signed = [column.view(np.int64).tolist() for column in (rows.phash, *rows.dhash.T.copy())]
    for at, number in enumerate(rows.ids.tolist()):
        hashes = "\t".join(str(column[at]) for column in signed)
        counts = rows.histogram[at].astype("<u4").tobytes().hex()
        yield f"{number}\t{hashes}\t{counts}\t{rows.pdq[at].astype('<u8').tobytes().hex()}\t100\n"


_TABLES = (
    (
        "images",
        "id,@sha,@md5,format,bytes,width,height,rating,score,added_at,version",
        "sha256 = UNHEX(@sha), md5 = UNHEX(@md5), group_id = id",
        _images,
    ),
    (
        "image_fingerprints",
        "image_id,phash,dhash_red,dhash_green,dhash_blue,@counts,@pdq,pdq_quality",
        "histogram = UNHEX(@counts), pdq = UNHEX(@pdq)",
        _prints,
    ),
)


def _insert(connection: Connection, number: int, seen: ImageFingerprints, version: int) -> None:
    connection.execute(
        text(
            "INSERT INTO images (id,sha256,md5,format,bytes,width,height,rating,added_at,group_id,version) "
            "VALUES (:id,:sha,:md5,'jpeg',200000,800,600,0,0,:id,:version)"
        ),
        {"id": number, "sha": os.urandom(32), "md5": os.urandom(16), "version": version},
    )
    image_fingerprints.write(connection, {number: seen})


if __name__ == "__main__":
    main()
