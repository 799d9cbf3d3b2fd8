"""The library of the benchmark `search`: images with tags and titles, stored twice on one MariaDB server, as
Fovea does and as the older system's documents would be rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, Engine, text

from fovea import tag_names, words

TAGS_AN_IMAGE = 20
VOCABULARY = 60_000
_AT_ONCE = 50_000
_START = 1_600_000_000_000
_SYLLABLES = [first + second for first in "bcdfghjklmnprstvw" for second in "aeiou"]


@dataclass(frozen=True, kw_only=True)
class LibraryWorld:
    """Names of tags and words, the commonest first, and how many images there are."""

    images: int
    tags: list[str]
    words: list[str]

    def parts(self) -> Iterator[tuple[np.ndarray, np.ndarray, list[str]]]:
        """Blocks of images: numbers (N,), tags of each (N, 20) from 0, and titles."""
        for start in range(1, self.images + 1, _AT_ONCE):
            random = np.random.default_rng(start)
            numbers = np.arange(start, min(start + _AT_ONCE, self.images + 1))
            tags = _zipf(random, len(self.tags), (len(numbers), TAGS_AN_IMAGE))
            chosen = _zipf(random, len(self.words), (len(numbers), 7))
            lengths = random.integers(2, 8, size=len(numbers)).tolist()
            titles = [
                " ".join(self.words[place] for place in row[:length])
                for row, length in zip(chosen.tolist(), lengths, strict=True)
            ]
            yield numbers, _distinct(tags, len(self.tags)), titles


def library_world(images: int) -> LibraryWorld:
    """A world of so many images, always the same."""
    return LibraryWorld(
        images=images,
        tags=[f"{_name(number)}_{_name(number * 7 + 3)}" for number in range(max(1_000, images // 10))],
        words=[_name(number + 100_000) for number in range(VOCABULARY)],
    )


def load(engine: Engine, world: LibraryWorld, folder: Path) -> None:
    """Both forms, quickly: the way in is not what is measured here."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for switch in ("foreign_key_checks", "unique_checks"):
            connection.execute(text(f"SET {switch} = 0"))
        connection.execute(text("ALTER TABLE image_tags DROP INDEX ix_image_tags_tag_id_image_id"))
        connection.execute(text("ALTER TABLE image_texts DROP INDEX ft_image_texts_words"))
        connection.execute(text(_OLDER))
        connection.execute(
            text(
                "INSERT INTO accounts VALUES (1,'flickr','1@N00','somebody',NULL,NULL,NULL,"
                "'active',NULL,NULL,NULL)"
            )
        )
        counts = np.zeros(len(world.tags), dtype=np.int64)
        for numbers, tags, titles in world.parts():
            np.add.at(counts, tags[tags >= 0], 1)
            _load_part(connection, world, folder, (numbers, tags, titles))
        _load_tags(connection, world, counts, folder)
        connection.execute(
            text("ALTER TABLE image_tags ADD INDEX ix_image_tags_tag_id_image_id (tag_id, image_id)")
        )
        connection.execute(text("ALTER TABLE image_texts ADD FULLTEXT KEY ft_image_texts_words (words)"))
        connection.execute(text("UPDATE library_version SET version = 1"))
        connection.execute(
            text("ANALYZE TABLE images, image_tags, tags, tag_words, posts, post_images, older_images")
        )


def _load_part(
    connection: Connection,
    world: LibraryWorld,
    folder: Path,
    part: tuple[np.ndarray, np.ndarray, list[str]],
) -> None:
    numbers, tags, titles = part
    random = np.random.default_rng(int(numbers[0]))
    shape = len(numbers)
    ratings = random.choice(4, size=shape, p=[0.6, 0.2, 0.12, 0.08]).tolist()
    widths, heights = random.integers(200, 6_000, size=(2, shape)).tolist()
    scores = (random.pareto(1.2, size=shape) * 10).astype(int).clip(0, 100_000).tolist()
    hashes = random.integers(-(2**63), 2**63 - 1, size=shape).tolist()
    formats = random.choice(["jpeg", "png", "gif", "webp"], size=shape, p=[0.8, 0.12, 0.04, 0.04]).tolist()
    colors = random.integers(0, 256, size=(shape, 5, 4)).astype(np.uint8)
    rows = range(shape)
    ids = numbers.tolist()

    def write(table: str, columns: str, line: Callable[[int], str], *, setting: str = "") -> None:
        path = folder / f"{table}.tsv"
        with path.open("w") as file:
            file.writelines(map(line, rows))
        where = f"INTO TABLE {table} CHARACTER SET utf8mb4 ({columns}) {setting}"
        connection.execute(text(f"LOAD DATA LOCAL INFILE '{path}' {where}"))
        path.unlink()

    write(
        "images",
        "id,@sha,@md5,format,bytes,width,height,rating,score,added_at,posted_at,@colors,group_id,version",
        lambda at: (
            f"{ids[at]}\t{ids[at]:064x}\t{ids[at]:032x}\t{formats[at]}\t{widths[at] * heights[at] // 4}\t"
            f"{widths[at]}\t{heights[at]}\t{ratings[at]}\t{scores[at]}\t{_START + ids[at] * 1000}\t"
            f"{_START - 10**9 + ids[at] * 900}\t{colors[at].tobytes().hex()}\t{ids[at]}\t1\n"
        ),
        setting="SET sha256 = UNHEX(@sha), md5 = UNHEX(@md5), colors = UNHEX(@colors)",
    )
    write(
        "image_fingerprints",
        "image_id,phash,dhash_red,dhash_green,dhash_blue,histogram",
        lambda at: f"{ids[at]}\t{hashes[at]}\t0\t0\t0\t0\n",
    )
    write(
        "posts",
        "id,source,external_id,owner_id,title,url,digest",
        lambda at: f"{ids[at]}\tflickr\t{ids[at]}\t1\t{titles[at]}\thttps://example.net/{ids[at]}\t1\n",
    )
    write("post_images", "post_id,image_id", lambda at: f"{ids[at]}\t{ids[at]}\n")
    write(
        "image_texts",
        "image_id,words",
        lambda at: f"{ids[at]}\t {' '.join(words.of_text(titles[at]))} \n",
    )
    names = [sorted(tag for tag in row if tag >= 0) for row in tags.tolist()]
    write(
        "image_tags",
        "image_id,tag_id,origin",
        lambda at: "".join(f"{ids[at]}\t{tag + 1}\t1\n" for tag in names[at]),
    )
    write(
        "older_images",
        "id,tagstring,title,rating,added",
        lambda at: (
            f"{ids[at]}\t {' '.join(world.tags[tag] for tag in names[at])} \t {titles[at]} \t"
            f"{ratings[at]}\t{_START + ids[at] * 1000}\n"
        ),
    )


def _load_tags(connection: Connection, world: LibraryWorld, counts: np.ndarray, folder: Path) -> None:
    path = folder / "tags.tsv"
    with path.open("w") as file:
        file.writelines(
            f"{number}\t{name}\tgeneral\t{count}\t0\n"
            for number, (name, count) in enumerate(zip(world.tags, counts.tolist(), strict=True), start=1)
        )
    connection.execute(
        text(f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE tags (id,name,namespace,count,created_at)")
    )
    with path.open("w") as file:
        for number, name in enumerate(world.tags, start=1):
            file.writelines(f"{number}\t{word}\n" for word in set(tag_names.words(name)))
    connection.execute(text(f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE tag_words (tag_id,word)"))
    path.unlink()


def _zipf(random: np.random.Generator, kinds: int, shape: tuple[int, int]) -> np.ndarray:
    """Places from 0, drawn so that the n-th commonest comes about 1/n as often as the commonest."""
    return np.minimum((kinds + 1) ** random.random(shape) - 1, kinds - 1).astype(np.int64)


def _distinct(tags: np.ndarray, kinds: int) -> np.ndarray:
    """Each row without what it has twice: another of the commoner tags in its place, or -1."""
    row = np.sort(tags, axis=1)
    twice = np.zeros(row.shape, dtype=bool)
    twice[:, 1:] = row[:, 1:] == row[:, :-1]
    return np.where(twice, -1, row)


def _name(number: int) -> str:
    """A word of syllables, another for each number."""
    name = ""
    number += len(_SYLLABLES)
    while number:
        number, syllable = divmod(number, len(_SYLLABLES))
        name += _SYLLABLES[syllable]
    return name


_OLDER = """
CREATE TABLE older_images (
    id INT UNSIGNED NOT NULL PRIMARY KEY,
    tagstring TEXT NOT NULL,
    title TEXT NOT NULL,
    rating TINYINT NOT NULL,
    added BIGINT NOT NULL,
    KEY (added)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
"""
