"""A small library whose pictures are known to Python, and what a search of it must find, by looking."""

import hashlib
import random
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import Connection, Engine, update

from fovea import words
from fovea.database import (
    accounts,
    derived,
    images,
    listing_posts,
    listing_subscriptions,
    listings,
    post_details,
    post_images,
    posts,
    tags,
    versions,
)
from fovea.database.engine import in_transaction
from fovea.database.images import NewImage
from fovea.database.library_tables import images as images_table
from fovea.database.post_details import Details
from fovea.database.post_images import Showing
from fovea.fingerprints import ImageFingerprints
from fovea.library_query import All, Either, Node, Not, Phrase, Term, Word
from fovea.library_query.colors import numbered, oklab
from fovea.library_query.fields import NAMESPACES
from fovea.library_query.values import Alike, Choice, Color, Digest, Name, Range, Span
from fovea.messages import AccountRecord, CheckedListing, ListingName, PostRecord
from fovea.ratings import WORDS as RATINGS
from fovea.words import Word as WrittenWord

NOW = 1_750_000_000_000
DAY = 86_400_000


@dataclass(kw_only=True)
class Picture:
    """An image, its one post, and all that a search could ask."""

    name: str
    title: str = ""
    description: str = ""
    owner: str = "anna"
    source: str = "flickr"
    tags: tuple[str, ...] = ()
    rating: int = 0
    score: int = 0
    width: int = 100
    height: int = 100
    size: int = 1_000
    format: str = "jpeg"
    frames: int = 1
    posted_at: int | None = None
    added_at: int = NOW
    colors: tuple[tuple[int, int, int, int], ...] = ()
    phash: int = 0
    text: bool | None = None
    text_score: float | None = None
    group: str | None = None
    best: bool = True
    state: str = "ready"
    subscriptions: tuple[str, ...] = ()
    id: int = field(default=0, compare=False)

    @property
    def sha256(self) -> bytes:
        """Of its bytes."""
        return hashlib.sha256(self.name.encode()).digest()

    @property
    def md5(self) -> bytes:
        """Of its bytes."""
        return hashlib.md5(self.name.encode()).digest()  # noqa: S324 - sources tell this one


def add(engine: Engine, *pictures: Picture) -> list[Picture]:
    """Store pictures as one change of the library; their numbers are set."""
    in_transaction(engine, lambda connection: write(connection, pictures))
    return list(pictures)


def bring(connection: Connection, title: str, post_ids: list[int]) -> int:
    """Have posts come with a subscription of this title; its number."""
    name = ListingName(kind="tags", query=f"q_{title}", title=title, url="https://danbooru.example/")
    listing = listings.put(connection, CheckedListing(source="danbooru", listing=name), now=NOW)
    subscription, _ = listing_subscriptions.subscribe(
        connection, listing.id, since=None, interval_seconds=None, user_id=None, now=NOW
    )
    listing_posts.note(connection, {listing.id: post_ids}, now=NOW)
    return subscription.id


def write(connection: Connection, pictures: tuple[Picture, ...]) -> None:
    """Store pictures, or what has changed of them."""
    version = versions.next_version(connection)
    for picture in pictures:
        owners = accounts.upsert_many(
            connection,
            picture.source,
            [AccountRecord(external_id=f"{picture.owner}-id", username=picture.owner)],
            at=NOW,
        )
        told = PostRecord(
            external_id=picture.name,
            owner=f"{picture.owner}-id",
            title=picture.title,
            tags=list(picture.tags),
            posted_at=picture.posted_at,
        )
        post = posts.upsert_many(connection, picture.source, [posts.told(told)], owners=owners)[picture.name]
        details = Details(rating=picture.rating, score=picture.score, description=picture.description or None)
        post_details.write(connection, {post: details})
        if not picture.id:
            made = images.insert(connection, [_new(picture)], version=version, now=picture.added_at)
            picture.id = made[picture.sha256]
            post_images.add(connection, [Showing(post, picture.id)])
        for title in picture.subscriptions:
            bring(connection, title, [post])
        at = images_table.c.id == picture.id
        told_by = None if picture.text_score is None else "detector-1"
        writing = {"text": picture.text, "text_score": picture.text_score, "text_version": told_by}
        connection.execute(update(images_table).where(at).values(state="ready", **writing))
    derived.refresh(connection, [picture.id for picture in pictures], version=version)
    # Variants are found elsewhere; here they are as the test wants them.
    for picture in pictures:
        first = next((one.id for one in pictures if picture.group and one.group == picture.group), picture.id)
        connection.execute(
            update(images_table)
            .where(images_table.c.id == picture.id)
            .values(group_id=first, best=picture.best, state=picture.state)
        )


def _new(picture: Picture) -> NewImage:
    return NewImage(
        sha256=picture.sha256,
        md5=picture.md5,
        format=picture.format,
        bytes=picture.size,
        width=picture.width,
        height=picture.height,
        frames=picture.frames,
        thumbhash=None,
        colors=bytes(part for color in picture.colors for part in color) or None,
        kept=False,
        fingerprints=ImageFingerprints(
            phash=picture.phash,
            dhash=(0, 0, 0),
            histogram=(0,) * 12,
            pdq=None,
            pdq_quality=None,
        ),
    )


WORDS = ("golden", "gate", "bridge", "fog", "the", "a", "Müller", "東京", "東京都", "京", "ünder", "z", "😀")
TAGS = (
    "sky",
    "sky_blue",
    "blue_sky",
    "cat",
    "cats",
    "catfish",
    "the",
    "golden",
    "saber_(fate)",
    "日本",
    "artist:anna",
    "re:zero",
)
OWNERS = ("anna", "Bert K.", "ünal")


def pictures(count: int, *, seed: int = 1) -> list[Picture]:
    """So many different pictures, always the same."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        phash = chance.getrandbits(64) if number % 3 else (1 << (number % 12)) - 1
        made.append(
            Picture(
                name=f"picture-{seed}-{number}",
                title=" ".join(chance.choices(WORDS, k=chance.randint(0, 4))),
                description=" ".join(chance.choices(WORDS, k=3)) if number % 4 == 0 else "",
                owner=chance.choice(OWNERS),
                source=chance.choice(["flickr", "danbooru"]),
                tags=tuple(chance.sample(TAGS, k=chance.randint(0, 5))),
                rating=chance.choice([0, 0, 1, 2, 3]),
                score=chance.choice([-3, 0, 0, 5, 10]),
                width=chance.choice([640, 1280, 1920]),
                height=chance.choice([480, 720, 1080]),
                size=chance.choice([1_000, 200_000, 3_000_000_000]),
                format=chance.choice(["jpeg", "png", "gif"]),
                frames=chance.choice([1, 1, 7]),
                posted_at=chance.choice([None, NOW - chance.randint(0, 400) * DAY]),
                added_at=NOW - chance.randint(0, 5) * DAY,
                colors=tuple(
                    (chance.randint(0, 255), chance.randint(0, 255), chance.randint(0, 255), share)
                    for share in (120, 60, 5)[: chance.randint(0, 3)]
                ),
                phash=phash,
                text=chance.choice([None, True, False]),
                text_score=chance.choice([None, 0.39, 0.4, 0.6, 0.61]),
                group=chance.choice([None, None, "one", "two"]),
                best=chance.choice([True, False]),
                state=chance.choice(["ready"] * 7 + ["merged"]),
                subscriptions=(*["Skies"][: number % 3], *["r/Cats"][: number % 2]),
            )
        )
    return made


class Naive:
    """Looks at each picture in turn."""

    def __init__(self, library: list[Picture]) -> None:
        self.library = library
        self.ready = [picture for picture in library if picture.state == "ready"]

    def matches(self, node: Node, picture: Picture) -> bool:
        """Whether a picture is what a node asks for."""
        if isinstance(node, Not):
            return not self.matches(node.inner, picture)
        if isinstance(node, All):
            return all(self.matches(inner, picture) for inner in node.inner)
        if isinstance(node, Either):
            return any(self.matches(inner, picture) for inner in node.inner)
        if isinstance(node, Phrase):
            return _says(picture, words.of_query(node.text))
        if isinstance(node, Word):
            return _is_tagged(picture, node.parts) or _is_in_text(picture, node.parts)
        return self._field(node, picture)

    def found(self, node: Node, ratings: set[int]) -> tuple[set[int], dict[int, int]]:
        """The numbers of all that is found, and how many of each rating are hidden."""
        every = [picture for picture in self.ready if self.matches(node, picture)]
        hidden: dict[int, int] = {}
        for picture in every:
            if picture.rating not in ratings:
                hidden[picture.rating] = hidden.get(picture.rating, 0) + 1
        return {picture.id for picture in every if picture.rating in ratings}, hidden

    def _field(self, term: Term, picture: Picture) -> bool:
        value = term.value
        if isinstance(value, Name):
            if term.field == "source":
                return picture.source == value.text
            if term.field == "account":
                return picture.owner.lower() == value.text.lower() or f"{picture.owner}-id" == value.text
            if term.field == "subscription":
                return any(_means(value.text, title) for title in picture.subscriptions)
            return _is_tagged(picture, value.parts, term.field if term.field in NAMESPACES else None)
        if isinstance(value, Choice):
            told = {
                "rating": RATINGS[picture.rating],
                "format": picture.format,
                "animated": "yes" if picture.frames > 1 else "no",
                "best": "yes" if picture.best else "no",
                "text": "unknown" if picture.text is None else "yes" if picture.text else "no",
            }
            if term.field == "text" and "unsure" in value.names and _is_unsure(picture):
                return True
            return told[term.field] in value.names
        if isinstance(value, Span):
            at = picture.posted_at if term.field == "date" else picture.added_at
            first, last = value.bounds(NOW)
            return at is not None and (first is None or at >= first) and (last is None or at <= last)
        if isinstance(value, Color):
            shown = [color[:3] for color in picture.colors if color[3] >= 13]
            return any(_is_near(color, value) for color in shown)
        if isinstance(value, Alike):
            other = value.phash
            if other is None:
                other = next((one.phash for one in self.ready if one.id == value.image_id), None)
            return other is not None and (other ^ picture.phash).bit_count() <= value.bits
        if isinstance(value, Digest):
            return value.value in {picture.md5, picture.sha256}
        return self._number(term, value, picture)

    def _number(self, term: Term, value: Range, picture: Picture) -> bool:
        if term.field == "age":
            return picture.posted_at is not None and _is_within(value, NOW - picture.posted_at)
        if term.field == "ratio":
            ratio = picture.width / picture.height
            if value.low is not None and value.low == value.high:
                return value.low * 0.99 <= ratio <= value.low * 1.01
            return _is_within(value, ratio)
        group = [one for one in self.ready if one.group == picture.group] if picture.group else []
        first = next(
            (one.id for one in self.library if picture.group and one.group == picture.group), picture.id
        )
        numbers = {
            "width": picture.width,
            "height": picture.height,
            "pixels": picture.width * picture.height,
            "size": picture.size,
            "score": picture.score,
            "id": picture.id,
            "posts": 1,
            "tags": len(set(picture.tags)),
            "variants": max(0, len(group) - 1),
            "group": first,
        }
        return _is_within(value, numbers[term.field])


def _is_unsure(picture: Picture) -> bool:
    score = picture.text_score
    return score is not None and (picture.text is None or 0.4 <= score <= 0.6)


def _means(text: str, title: str) -> bool:
    return text.lower() in {title.lower(), f"q_{title}".lower(), f"danbooru/q_{title}".lower()}


def _is_within(wanted: Range, number: float) -> bool:
    above = wanted.low is None or (number > wanted.low if wanted.above else number >= wanted.low)
    below = wanted.high is None or (number < wanted.high if wanted.below else number <= wanted.high)
    return above and below


def _is_tagged(picture: Picture, parts: tuple[str, ...], namespace: str | None = None) -> bool:
    for told in picture.tags:
        known = tags.parsed(told)
        assert known is not None
        name, of = known
        if namespace in (None, of) and _fits(name, parts):
            return True
    return False


def _fits(name: str, parts: tuple[str, ...]) -> bool:
    if len(parts) == 1:
        return name == parts[0]
    first, *rest = parts
    if not name.startswith(first):
        return False
    left = name[len(first) :]
    if len(rest) == 1:
        return left.endswith(rest[0])
    return any(_fits(left[at:], tuple(rest)) for at in range(len(left) + 1))


def _is_in_text(picture: Picture, parts: tuple[str, ...]) -> bool:
    if len(parts) == 1:
        return _says(picture, words.of_query(parts[0]))
    if len(parts) > 2 or parts[1] or not words.of_query(parts[0][-1:]):
        return False
    sought = words.of_query(parts[0])
    return _says(picture, [*sought[:-1], sought[-1]._replace(whole=False)])


def _says(picture: Picture, sought: list[WrittenWord]) -> bool:
    for text in (picture.title, picture.description, picture.owner, picture.source):
        line = words.of_text(text)
        for start in range(len(line) - len(sought) + 1):
            pairs = zip(line[start:], sought, strict=False)
            if sought and all(
                word == wanted.written if wanted.whole else word.startswith(wanted.written)
                for word, wanted in pairs
            ):
                return True
    return False


def _is_near(color: tuple[int, ...], wanted: Color) -> bool:
    one = np.array(color, dtype=np.uint8)
    other = np.array([wanted.red, wanted.green, wanted.blue], dtype=np.uint8)
    middle = ((one >> 3 << 3) + 4).astype(np.uint8)
    away = float(((oklab(middle) - oklab(other)) ** 2).sum())
    return away <= wanted.tolerance**2 or int(numbered(one)) == int(numbered(other))
