"""Looking for a picture, through GraphQL. Files are sent to /api/image-search."""

from typing import Annotated, Any

import strawberry
from graphql import GraphQLError
from marshmallow import ValidationError
from strawberry.types import Info

from api_server import limits
from api_server.graphql import loading, searching
from api_server.graphql.ours import LibraryImage, Rating
from api_server.image_search import answering, service
from api_server.image_search.given import Given
from api_server.image_search.schemas import DEFAULT_LIMIT, ImageSearch
from fovea.errors import FoveaError


@strawberry.type
class MethodDistance:
    """How far an image is by one method."""

    method: str
    distance: float


@strawberry.type
class ImageMatch:
    """An image of the library that may be the picture."""

    image: LibraryImage
    distance: float = strawberry.field(description="In the units of the method.")
    distances: list[MethodDistance]
    similarity: str | None = strawberry.field(
        description="same_file, same_picture, edited, perhaps; null: most likely another picture."
    )
    by_chance: float | None = strawberry.field(
        description="How many images that show something else are expected to be as near."
    )
    orientation: str = strawberry.field(
        description="What has to be done to the picture to look like the image."
    )
    in_trimmed: bool = strawberry.field(
        description="Whether it is nearest to the picture without the border, bars or caption around it."
    )


@strawberry.type
class ImageSearchResult:
    """What was found, the surest first."""

    method: str
    matches: list[ImageMatch]
    searched: int = strawberry.field(description="How many images were looked through.")
    hidden: int = strawberry.field(description="How many matches the chosen ratings hide.")
    note: str | None


@strawberry.type
class ImageSearchQuery:
    """Looking for a picture."""

    @strawberry.field
    def image_search(  # noqa: PLR0913, PLR0917 -- the arguments of the field
        self,
        info: Info,
        url: str | None = None,
        image_id: Annotated[strawberry.ID | None, strawberry.argument(name="imageId")] = None,
        hash: str | None = None,  # noqa: A002 -- as everywhere
        method: str = "best",
        limit: int = DEFAULT_LIMIT,
        distance: float | None = None,
        source: str | None = None,
        account: str | None = None,
        accounts: list[str] | None = None,
        ratings: list[Rating] | None = None,
    ) -> ImageSearchResult:
        """The images that show the picture at an address, an image of the library, or what has a hash."""
        told = _read(
            url=url,
            image_id=None if image_id is None or not image_id.isdecimal() else int(image_id),
            hash=hash,
            method=method,
            limit=limit,
            distance=distance,
            source=source,
            account=_named(account, accounts),
        )
        told["ratings"] = set(searching.view(ratings))
        ways = {name: told.pop(name) for name in ("url", "image_id", "hash")}
        if sum(way is not None for way in ways.values()) != 1:
            raise GraphQLError(
                "Name one picture: url, imageId or hash.", extensions={"code": "invalid_input"}
            )
        try:
            limits.spend("image_searches", by="address")
            found = service.find(loading.of(info).context, Given(**ways), told)
        except FoveaError as problem:
            raise searching.refused(problem) from problem
        return _result(info, found)


def _named(account: str | None, accounts: list[str] | None) -> list[str] | None:
    if account is None:
        return accounts
    return [account, *(accounts or [])]


def _read(**told: Any) -> dict[str, Any]:
    try:
        read: dict[str, Any] = ImageSearch().load(told)
    except ValidationError as error:
        raise GraphQLError(
            f"These arguments cannot be used: {error.messages}.", extensions={"code": "invalid_input"}
        ) from error
    return read


def _result(info: Info, found: service.Result) -> ImageSearchResult:
    rows = {row.id: row for row in loading.of(info).images([one.image_id for one in found.matches])}
    return ImageSearchResult(
        method=found.method,
        matches=[
            ImageMatch(
                image=LibraryImage(row=rows[one.image_id]),
                distance=one.distance,
                distances=[MethodDistance(method=name, distance=far) for name, far in one.distances.items()],
                similarity=one.similarity,
                by_chance=answering.chance(one, found.searched),
                orientation=one.orientation,
                in_trimmed=one.in_trimmed,
            )
            for one in found.matches
            if one.image_id in rows
        ],
        searched=found.searched,
        hidden=sum(found.hidden.values()),
        note=found.note,
    )
