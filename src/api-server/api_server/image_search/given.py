"""What is looked for, as somebody sends it: a file, an address, an image of the library, or a hash."""

from dataclasses import dataclass
from typing import Any

from flask import Request, request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from api_server.area import BodyParser
from api_server.context import current
from api_server.image_search.problems import NotAPicture, PictureTooLarge
from api_server.image_search.schemas import ImageSearch, ImageSearchFields
from fovea.errors import InvalidInput

FORM = "multipart/form-data"


@dataclass(frozen=True, kw_only=True)
class Given:
    """One of these is there."""

    body: bytes | None = None
    url: str | None = None
    image_id: int | None = None
    hash: str | None = None


_WAYS = ("url", "image_id", "hash")


def given() -> tuple[Given, dict[str, Any]]:
    """What the present request brings, and its wishes (the fields of `ImageSearchFields`). Raises
    InvalidInput, PictureTooLarge, NotAPicture.
    """
    if request.mimetype == FORM:
        form: dict[str, Any] = {name: value for name, value in form_of(request).items() if value != ""}
        if "account" in form:
            form["account"] = [name for name in request.form.getlist("account") if name != ""]
        told = loaded(ImageSearchFields(), form)
        return Given(body=uploaded("file")), told
    told = BodyParser().parse(ImageSearch(), request)
    ways = {name: told.pop(name) for name in _WAYS}
    if sum(value is not None for value in ways.values()) != 1:
        raise InvalidInput(
            "Send one picture: a file as the field `file` of a form, or `url`, `image_id` or `hash`.",
            errors={name: ["One of these is needed."] for name in _WAYS},
        )
    return Given(**ways), told


def form_of(sent: Request) -> dict[str, str]:
    """The fields of a form. Raises PictureTooLarge."""
    try:
        return dict(sent.form.items())
    except RequestEntityTooLarge as error:
        raise too_large() from error


def uploaded(name: str) -> bytes:
    """The one file of a form. Raises InvalidInput, PictureTooLarge, NotAPicture."""
    try:
        file = request.files.get(name)
        unknown = set(request.files) - {name}
    except RequestEntityTooLarge as error:
        raise too_large() from error
    if unknown or file is None or len(request.files.getlist(name)) > 1:
        raise InvalidInput(f"Send one picture, as the field `{name}`.", errors={name: ["One is needed."]})
    body: bytes = file.read()
    if not body:
        raise NotAPicture("The file is empty.")
    if len(body) > current().settings.upload_most_bytes:
        raise too_large()
    return body


def loaded(schema: Schema, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as the schema reads them. Raises InvalidInput."""
    try:
        told: dict[str, Any] = schema.load(fields)
    except ValidationError as error:
        raise InvalidInput("Correct the fields that `errors` names.", errors=error.messages_dict) from error
    return told


def too_large() -> PictureTooLarge:
    """The problem of a file with too many bytes."""
    most = current().settings.upload_most_bytes
    return PictureTooLarge(f"Files have at most {most:,} bytes: send a smaller copy; it finds the same.")
