"""POST /api/library/images"""

from typing import Any

from flask import request
from marshmallow import Schema
from marshmallow import ValidationError as Wrong
from werkzeug import Response
from werkzeug.exceptions import RequestEntityTooLarge

from api_server.answers import as_json
from api_server.area import Area, BodyParser
from api_server.context import current
from api_server.library import uploading
from api_server.library.upload_schemas import Upload, Uploaded, UploadedFile, UploadedUrl
from api_server.library.uploading import Picture
from api_server.sessions import viewer
from fovea.errors import InvalidInput

FORM = "multipart/form-data"


def register(blueprint: Area) -> None:
    """Add the route to an area."""
    document = {
        "requestBody": {
            "required": True,
            "content": {FORM: {"schema": UploadedFile}, "application/json": {"schema": UploadedUrl}},
        }
    }

    @blueprint.route("/images", methods=["POST"])
    @blueprint.doc(**document)  # type: ignore[untyped-decorator]  # flask-smorest has no types
    @blueprint.response(202, Uploaded)
    def upload() -> Response:
        """Bring a picture: the file itself, or an address to fetch it from. The answer comes before anybody
        has looked at it: what becomes of it is told by the link. The same bytes, or the same address, twice
        are one.
        """
        picture, told = _form() if request.mimetype == FORM else _json()
        done = uploading.upload(current(), picture, told, user=viewer())
        response = as_json(done, status=202)
        response.headers["Location"] = f"/api/links/{done['link']['id']}"
        return response


def _form() -> tuple[Picture, dict[str, Any]]:
    told = _loaded(Upload(), {name: value for name, value in request.form.items() if value != ""})
    unknown = set(request.files) - {"file"}
    file = request.files.get("file")
    if unknown or file is None:
        raise InvalidInput("Send one picture, as the field `file`.", errors={"file": ["Missing."]})
    body = file.read()
    if not body:
        raise InvalidInput("The file is empty.", errors={"file": ["It is empty."]})
    if len(body) > current().settings.upload_most_bytes:
        raise RequestEntityTooLarge
    return Picture(body=body, url=None), told


def _json() -> tuple[Picture, dict[str, Any]]:
    told = BodyParser().parse(UploadedUrl(), request)
    return Picture(body=None, url=told.pop("url")), told


def _loaded(schema: Schema, fields: dict[str, Any]) -> dict[str, Any]:
    try:
        told: dict[str, Any] = schema.load(fields)
    except Wrong as error:
        raise InvalidInput("Correct the fields that `errors` names.", errors=error.messages_dict) from error
    return told
