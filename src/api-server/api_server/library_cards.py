"""The shape of an image wherever images are listed, and what makes it."""

import base64
from collections.abc import Collection
from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy import Connection

from api_server.schemas import Image, moment
from fovea import library, ratings
from fovea.clock import as_iso
from fovea.database import image_cards
from fovea.database.image_cards import Card
from fovea.database.images import Image as StoredImage
from fovea.decoding.thumbnails import sizes


class ImageCard(Schema):
    """An image in a list."""

    id = fields.Integer(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    rating = fields.String(required=True, validate=validate.OneOf(ratings.WORDS))
    score = fields.Integer(required=True, metadata={"description": "The best that a source told."})
    title = fields.String(
        required=True, metadata={"description": "Of its oldest post that has one; else empty."}
    )
    added_at = moment("When it came into the library.", required=True)
    thumbhash = fields.String(
        required=True, allow_none=True, metadata={"description": "Base64; what to show while it loads."}
    )
    color = fields.String(
        required=True, allow_none=True, metadata={"description": "Its most frequent colour, #rrggbb."}
    )
    thumbnails = fields.List(
        fields.Nested(Image), required=True, metadata={"description": "The smallest first."}
    )
    variants = fields.Integer(
        required=True, metadata={"description": "How many others look nearly the same."}
    )
    best = fields.Boolean(required=True, metadata={"description": "Whether it is the best of its variants."})
    text = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Whether it shows writing; null: nobody has looked."},
    )
    format = fields.String(required=True)
    frames = fields.Integer(required=True)
    source = fields.String(
        required=True, allow_none=True, metadata={"description": "Where its oldest post is."}
    )


def cards(connection: Connection, image_ids: Collection[int]) -> list[dict[str, Any]]:
    """The shapes ImageCard of these images, in their order; those that there are not are left out."""
    return [of_card(card) for card in image_cards.of(connection, image_ids)]


def of_card(card: Card) -> dict[str, Any]:
    """The shape ImageCard."""
    image = card.image
    return {
        "id": image.id,
        "width": image.width,
        "height": image.height,
        "rating": ratings.WORDS[image.rating],
        "score": image.score,
        "title": card.title,
        "added_at": as_iso(image.added_at),
        "thumbhash": None if image.thumbhash is None else base64.b64encode(image.thumbhash).decode(),
        "color": _color(image.colors),
        "thumbnails": thumbnails(image),
        "variants": card.variants,
        "best": image.best,
        "text": image.text,
        "format": image.format,
        "frames": image.frames,
        "source": card.source,
    }


def thumbnails(image: StoredImage) -> list[dict[str, Any]]:
    """The shapes Image of its thumbnails, the smallest first."""
    made = sizes((image.width, image.height), library.THUMBNAIL_WIDTHS)
    return [
        {"url": f"/api/library/images/{image.id}/thumbnails/{most}.webp", "width": width, "height": height}
        for most, (width, height) in zip(library.THUMBNAIL_WIDTHS, made, strict=False)
    ]


def colors(image: StoredImage) -> list[dict[str, Any]]:
    """The dominant colours of an image, the most frequent first, with their shares of it."""
    packed = image.colors or b""
    several = [packed[at : at + 4] for at in range(0, len(packed) - 3, 4)]
    several.sort(key=lambda color: color[3], reverse=True)
    return [{"color": f"#{one[:3].hex()}", "share": round(one[3] / 255, 3)} for one in several]


def _color(colors: bytes | None) -> str | None:
    if not colors:
        return None
    several = [colors[at : at + 4] for at in range(0, len(colors) - 3, 4)]
    return f"#{max(several, key=lambda color: color[3])[:3].hex()}"
