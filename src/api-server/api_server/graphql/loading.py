"""What one GraphQL request loads: for all images of a list at once, as soon as one of them is asked.

A list of a hundred images whose tags are asked for takes one query, not a hundred.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection
from strawberry.types import Info

from api_server import library_cards
from api_server.context import Context, current
from api_server.library import writing
from api_server.library.whole import tag_shape
from api_server.older import shapes as older_shapes
from api_server.sessions import viewer
from api_server.submissions.shapes import shapes as seen_posts
from fovea.database import image_fingerprints, image_tags, images, post_images, variants
from fovea.database.engine import read
from fovea.database.images import Image
from fovea.database.variants import Variant
from fovea.fingerprints import ImageFingerprints

Loaded = TypeVar("Loaded")
Load = Callable[[Connection, Sequence[int]], dict[int, Loaded]]


class Loading:
    """What was loaded so far, by kind and image. `expect` says which images will be asked about."""

    def __init__(self) -> None:
        self.context: Context = current()
        self._expected: set[int] = set()
        self._found: dict[str, dict[int, Any]] = {}

    def expect(self, image_ids: Collection[int]) -> None:
        """These images are going to be shown."""
        self._expected.update(image_ids)

    def images(self, image_ids: Sequence[int]) -> list[Image]:
        """The images with these numbers, in this order; unknown ones are left out."""
        self.expect(image_ids)
        found = [self._one("image", number, images.get_many) for number in image_ids]
        return [image for image in found if image is not None]

    def card(self, image_id: int) -> dict[str, Any]:
        """The shape ImageCard."""
        return self._one("card", image_id, _cards) or {}

    def tags(self, image_id: int) -> list[dict[str, Any]]:
        """The shapes TagOnImage."""
        return self._one("tags", image_id, _tags) or []

    def fingerprints(self, image_id: int) -> ImageFingerprints | None:
        """The fingerprints, of an image that is there."""
        return self._one("fingerprints", image_id, image_fingerprints.of)

    def older(self, image_id: int) -> dict[str, Any] | None:
        """The older system's shape."""
        return self._one("older", image_id, self._older)

    def posts(self, image_id: int, *, first: int) -> list[dict[str, Any]]:
        """The shapes SeenPost of the posts that show it, the oldest first."""

        def load(connection: Connection, image_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
            shown = post_images.posts_of(connection, image_ids)
            wanted = {number: several[:first] for number, several in shown.items()}
            every = sorted({one for several in wanted.values() for one in several})
            shapes = seen_posts(self.context, connection, every, viewer=viewer())
            by_post = {shape["post"]["id"]: shape for shape in shapes}
            return {
                number: [by_post[one] for one in several if one in by_post]
                for number, several in wanted.items()
            }

        return self._one(f"posts:{first}", image_id, load) or []

    def writing(self, image_id: int) -> dict[str, Any] | None:
        """The shape Writing."""

        def load(connection: Connection, image_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
            found = images.get_many(connection, image_ids)
            return writing.shapes(connection, found.values(), viewer=viewer())

        return self._one("writing", image_id, load)

    def variants(self, image_id: int) -> list[Variant]:
        """Its variants, the nearest first."""
        found = self._one("variants", image_id, variants.groups_of) or []
        self.expect([variant.image_id for variant in found])
        return found

    def _one(self, kind: str, image_id: int, load: Load[Loaded]) -> Loaded | None:
        known: dict[int, Loaded | None] = self._found.setdefault(kind, {})
        if image_id not in known:
            wanted = sorted((self._expected | {image_id}) - known.keys())
            with read(self.context.engine) as connection:
                found = load(connection, wanted)
            known.update({number: found.get(number) for number in wanted})
        return known[image_id]

    def _older(self, connection: Connection, image_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        found = images.get_many(connection, image_ids)
        several = [found[number] for number in image_ids if number in found]
        made = older_shapes.shapes(self.context, connection, several)
        return {image.id: shape for image, shape in zip(several, made, strict=True)}


def of(info: Info) -> Loading:
    """What the present request has loaded."""
    loading: Loading | None = info.context.get("loading")
    if loading is None:
        loading = info.context["loading"] = Loading()
    return loading


def _cards(connection: Connection, image_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    return {card["id"]: card for card in library_cards.cards(connection, image_ids)}


def _tags(connection: Connection, image_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found = image_tags.of(connection, image_ids)
    return {number: [tag_shape(tag) for tag in several] for number, several in found.items()}
