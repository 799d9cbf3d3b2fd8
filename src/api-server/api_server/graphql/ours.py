"""The library in GraphQL: the types of our own."""

from enum import Enum
from typing import Any

import strawberry
from strawberry.types import Info

from api_server import library_cards
from api_server.fingerprints.shapes import hex_of
from api_server.graphql import loading
from fovea import ratings
from fovea.clock import as_iso
from fovea.database.images import Image

MOST_POSTS = 100


@strawberry.enum
class Rating(Enum):
    """For whom a picture is, from the mildest to the strongest: general, safe, questionable, explicit."""

    general = "general"
    safe = "safe"
    questionable = "questionable"
    explicit = "explicit"


@strawberry.type
class Thumbnail:
    """A smaller picture of an image."""

    url: str
    width: int
    height: int


@strawberry.type
class Tag:
    """A tag, as an image has it."""

    name: str
    namespace: str
    count: int = strawberry.field(description="Images that have it.")
    origin: str | None = strawberry.field(default=None, description="source, person or implied")


@strawberry.type
class Color:
    """A dominant colour and its share of the picture."""

    color: str
    share: float


@strawberry.type
class Account:
    """A person or community at a source."""

    source: str
    external_id: str
    display_name: str
    url: str


@strawberry.type
class SeenPost:
    """A post that shows an image."""

    source: str
    external_id: str
    title: str
    url: str
    posted_at: str | None
    owner: Account
    rating: Rating | None
    score: int | None
    description: str | None
    source_url: str | None
    licence: str | None = strawberry.field(description="As its source names it: CC BY-SA 4.0.")
    licence_url: str | None
    creator: str | None = strawberry.field(description="Who made the picture, as its source says.")


@strawberry.enum
class Sayer(Enum):
    """Whose word it is."""

    person = "person"
    classifier = "classifier"


@strawberry.type
class Writing:
    """Whether an image shows writing, and why that is thought."""

    text: bool | None = strawberry.field(description="Null: nobody can tell.")
    by: Sayer | None
    score: float | None = strawberry.field(description="The classifier's, 0 (none) to 1.")
    classifier: str | None = strawberry.field(description="Which one, and its version: detector-1.")
    unsure: bool = strawberry.field(description="The classifier guesses or cannot tell, and nobody has said.")
    said: bool | None = strawberry.field(description="What whoever asks said of it.")


@strawberry.type
class ImageFingerprints:
    """What similarity is computed from, in hexadecimal."""

    phash: str
    dhash: list[str] = strawberry.field(description="Of red, green and blue.")
    histogram: list[int] = strawberry.field(description="Four bins each of red, green and blue.")
    pdq: str | None
    pdq_quality: int | None


@strawberry.type
class LibraryImage:
    """A picture of the library, known by its bytes."""

    row: strawberry.Private[Image]
    distance: int | None = strawberry.field(
        default=None, description="As a variant: in how many of 64 bits the hashes differ."
    )

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Its number."""
        return strawberry.ID(str(self.row.id))

    @strawberry.field
    def width(self) -> int:
        """Pixels, upright."""
        return self.row.width

    @strawberry.field
    def height(self) -> int:
        """Pixels, upright."""
        return self.row.height

    @strawberry.field
    def bytes(self) -> float:
        """The size of its file."""
        return self.row.bytes

    @strawberry.field
    def format(self) -> str:
        """jpeg, png, gif, webp, avif or bmp."""
        return self.row.format

    @strawberry.field
    def frames(self) -> int:
        """More than one: it is animated."""
        return self.row.frames

    @strawberry.field
    def rating(self) -> Rating:
        """For whom it is."""
        return Rating(ratings.word(self.row.rating))

    @strawberry.field
    def score(self) -> int:
        """The best that a source told."""
        return self.row.score

    @strawberry.field
    def state(self) -> str:
        """ready, removed or merged."""
        return self.row.state

    @strawberry.field
    def best(self) -> bool:
        """Whether it is the best copy of its variants."""
        return self.row.best

    @strawberry.field
    def text(self) -> bool | None:
        """Whether it shows writing; null: nobody has looked."""
        return self.row.text

    @strawberry.field
    def writing(self, info: Info) -> Writing | None:
        """The same, with whose word that is and how sure; null: it is not in the library any more."""
        told = loading.of(info).writing(self.row.id)
        return None if told is None else Writing(**{**told, "by": told["by"] and Sayer(told["by"])})

    @strawberry.field
    def added_at(self) -> str:
        """When it came into the library."""
        return as_iso(self.row.added_at) or ""

    @strawberry.field
    def posted_at(self) -> str | None:
        """When its oldest post was published."""
        return as_iso(self.row.posted_at)

    @strawberry.field
    def md5(self) -> str:
        """Of its bytes."""
        return self.row.md5.hex()

    @strawberry.field
    def sha256(self) -> str:
        """Of its bytes."""
        return self.row.sha256.hex()

    @strawberry.field
    def title(self, info: Info) -> str:
        """Of its first post that has one."""
        return str(self._card(info).get("title", ""))

    @strawberry.field
    def source(self, info: Info) -> str | None:
        """Of its first post."""
        return self._card(info).get("source")

    @strawberry.field
    def thumbhash(self, info: Info) -> str | None:
        """A blurred preview, in base64."""
        return self._card(info).get("thumbhash")

    @strawberry.field
    def thumbnails(self, info: Info) -> list[Thumbnail]:
        """The smallest first."""
        return [Thumbnail(**one) for one in self._card(info).get("thumbnails", [])]

    @strawberry.field
    def colors(self) -> list[Color]:
        """The dominant ones."""
        return [Color(**one) for one in library_cards.colors(self.row)]

    @strawberry.field
    def tags(self, info: Info) -> list[Tag]:
        """All of its tags."""
        return [Tag(**one) for one in loading.of(info).tags(self.row.id)]

    @strawberry.field
    def posts(self, info: Info, first: int = 10) -> list[SeenPost]:
        """Where it was seen, the oldest first."""
        most = min(max(first, 0), MOST_POSTS)
        return [_post(one) for one in loading.of(info).posts(self.row.id, first=most)]

    @strawberry.field
    def variants(self, info: Info, first: int = 10) -> list["LibraryImage"]:
        """Images that look the same, the nearest first."""
        loaded = loading.of(info)
        found = loaded.variants(self.row.id)[: min(max(first, 0), MOST_POSTS)]
        distances = {variant.image_id: variant.distance for variant in found}
        return [LibraryImage(row=row, distance=distances[row.id]) for row in loaded.images(list(distances))]

    @strawberry.field
    def fingerprints(self, info: Info) -> ImageFingerprints | None:
        """What similarity is computed from."""
        prints = loading.of(info).fingerprints(self.row.id)
        if prints is None:
            return None
        return ImageFingerprints(
            phash=hex_of(prints.phash),
            dhash=[hex_of(one) for one in prints.dhash],
            histogram=list(prints.histogram),
            pdq=None if prints.pdq is None else prints.pdq.hex(),
            pdq_quality=prints.pdq_quality,
        )

    def _card(self, info: Info) -> dict[str, Any]:
        return loading.of(info).card(self.row.id)


@strawberry.type
class LibraryPage:
    """A page of what a search finds."""

    images: list[LibraryImage]
    total: int = strawberry.field(description="All that the search finds and the ratings show.")
    hidden: int = strawberry.field(description="What the chosen ratings hide.")
    query: str = strawberry.field(description="The search in its canonical form.")
    next_cursor: str | None = strawberry.field(description="`after` for the next page.")


@strawberry.type
class LibraryStats:
    """What the library holds."""

    images: int
    removed: int
    posts: int
    accounts: int
    tags: int
    bytes: float
    variant_groups: int
    newest_at: str | None
    version: float = strawberry.field(description="Rises with every change.")


def _post(shape: dict[str, Any]) -> SeenPost:
    post = shape["post"]
    owner = post["owner"]
    return SeenPost(
        source=post["source"],
        external_id=post["external_id"],
        title=post["title"],
        url=post["url"],
        posted_at=post["posted_at"],
        owner=Account(**{name: owner[name] for name in ("source", "external_id", "display_name", "url")}),
        rating=None if shape["rating"] is None else Rating(shape["rating"]),
        score=shape["score"],
        description=shape["description"],
        source_url=shape["source_url"],
        licence=shape["licence"],
        licence_url=shape["licence_url"],
        creator=shape["creator"],
    )
