"""Paktum's schema, whole, with its names and its meaning, and without its faults: nothing panics at one image
or none, pages begin with the first, and hashes are the same everywhere.
"""

from typing import Annotated, Any

import strawberry
from graphql import GraphQLError
from strawberry.types import Info

from api_server.graphql import loading, searching
from api_server.graphql.ours import Rating
from api_server.library.stats import stats
from api_server.older import shapes as older_shapes
from api_server.permissions import is_administrator
from fovea import __version__
from fovea.database.engine import read
from fovea.library_query import Order, Query

# A page is what comes behind all those before it, which are found, too.
MOST_PAGES = 1_000


@strawberry.type
class NestedImage:
    """An image of the library, as a relative of another."""

    id: str = strawberry.field(name="ID", description="MD5 of the file, in hexadecimal.")
    url: str = strawberry.field(name="Url")
    thumbnail_url: str = strawberry.field(name="ThumbnailUrl")
    tags: list[str] = strawberry.field(name="Tags")
    tagstring: str = strawberry.field(name="Tagstring")
    rating: Rating = strawberry.field(name="Rating")
    added: str = strawberry.field(name="Added", description="Seconds since the epoch.")
    perceptual_hash: str = strawberry.field(name="PHash", description="64 bits as a decimal number.")
    size: int = strawberry.field(name="Size", description="Bytes.")
    width: int = strawberry.field(name="Width")
    height: int = strawberry.field(name="Height")
    filename: str = strawberry.field(name="Filename")


@strawberry.type(name="Image")
class OlderImage(NestedImage):
    """An image of the library."""

    number: strawberry.Private[int]

    @strawberry.field(name="Related")  # type: ignore[untyped-decorator]
    def related(self, info: Info) -> list[NestedImage]:
        """Images that look the same."""
        loaded = loading.of(info)
        numbers = [variant.image_id for variant in loaded.variants(self.number)]
        return [_nested(shape) for shape in map(loaded.older, numbers) if shape is not None]


@strawberry.type
class ServerStats:
    """How the server is."""

    version: str = strawberry.field(name="Version")
    image_count: int = strawberry.field(name="ImageCount")
    group_count: int = strawberry.field(name="GroupCount", description="Groups of variants.")
    uptime: str = strawberry.field(name="Uptime", description="As in 3h 4m 5s.")


@strawberry.type
class OlderQuery:
    """The older system's questions."""

    @strawberry.field
    def image(self, info: Info, md5: Annotated[str, strawberry.argument(name="ID")]) -> OlderImage | None:
        """One image by the MD5 of its file; null when there is none."""
        loaded = loading.of(info)
        with read(loaded.context.engine) as connection:
            found = older_shapes.find(connection, md5)
        return None if found is None else _image(loaded, found.id)

    @strawberry.field
    def random_image(self, info: Info) -> OlderImage:
        """An image by chance. An error when there is none."""
        found = searching.find(Query(order=Order("random")), seen=searching.SAFE_VIEW, first=1)
        made = [one for number in found.ids if (one := _image(loading.of(info), number)) is not None]
        if not made:
            raise GraphQLError("The library has no images yet.", extensions={"code": "not_found"})
        return made[0]

    @strawberry.field
    def search_images(
        self, info: Info, query: str, limit: int, shuffle: bool = True, rating: Rating | None = None
    ) -> list[OlderImage]:
        """Images that a search finds; without `shuffle`, the newest first. A `limit` of 0, or above 100, is
        100.
        """
        most = limit if 1 <= limit <= searching.MOST else searching.MOST
        wanted = searching.understood(query)
        if shuffle:
            wanted = Query(wanted=wanted.wanted, order=Order("random"))
        found = searching.find(wanted, seen=_view(rating), first=most)
        return _images(info, found.ids)

    @strawberry.field
    def paginated_search(
        self, info: Info, query: str, limit: int, page: int, rating: Rating | None = None
    ) -> list[OlderImage]:
        """A page of what a search finds, the newest first. Pages count from 1; `limit` as in
        `searchImages`.
        """
        most = limit if 1 <= limit <= searching.MOST else searching.MOST
        if page > MOST_PAGES:
            raise GraphQLError(
                f"Pages go up to {MOST_PAGES}: use `library`, whose cursors go on for ever.",
                extensions={"code": "invalid_input"},
            )
        wanted = searching.understood(query)
        numbers = searching.numbered_page(wanted, seen=_view(rating), size=most, number=max(page, 1))
        return _images(info, numbers)

    @strawberry.field(name="ServerStats")  # type: ignore[untyped-decorator]
    def server_stats(self, info: Info) -> ServerStats:
        """For administrators."""
        if not is_administrator():
            raise GraphQLError("unauthorized", extensions={"code": "not_an_administrator"})
        told = stats(loading.of(info).context)
        hours, seconds = divmod(told["uptime_seconds"], 3_600)
        return ServerStats(
            version=__version__,
            image_count=told["images"],
            group_count=told["variant_groups"],
            uptime=f"{hours}h {seconds // 60}m {seconds % 60}s",
        )


def _view(rating: Rating | None) -> frozenset[int]:
    return searching.view(None if rating is None else [rating])


def _images(info: Info, numbers: list[int]) -> list[OlderImage]:
    loaded = loading.of(info)
    loaded.expect(numbers)
    return [one for number in numbers if (one := _image(loaded, number)) is not None]


def _image(loaded: loading.Loading, number: int) -> OlderImage | None:
    shape = loaded.older(number)
    return None if shape is None else OlderImage(number=number, **_fields(shape))


def _nested(shape: dict[str, Any]) -> NestedImage:
    return NestedImage(**_fields(shape))


def _fields(shape: dict[str, Any]) -> dict[str, Any]:
    """The older system's shape by the names of the fields here."""
    return {
        "id": shape["ID"],
        "url": shape["URL"],
        "thumbnail_url": shape["ThumbnailURL"],
        "tags": shape["Tags"],
        "tagstring": shape["Tagstring"],
        "rating": Rating(shape["Rating"]),
        "added": shape["Added"],
        "perceptual_hash": str(shape["PHash"]),
        "size": shape["Size"],
        "width": shape["Width"],
        "height": shape["Height"],
        "filename": shape["Filename"],
    }
