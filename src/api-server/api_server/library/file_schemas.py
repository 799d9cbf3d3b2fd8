"""Shapes of asking for files."""

from marshmallow import fields

from api_server.schemas import Input


class FileQuery(Input):
    """How the file is wanted."""

    download = fields.Boolean(
        load_default=False, metadata={"description": "To be stored by the browser instead of shown."}
    )
