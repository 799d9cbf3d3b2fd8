"""What starting a run takes."""

from marshmallow import fields

from api_server.schemas import Input


class StartRun(Input):
    """How to start a refresh."""

    force = fields.Boolean(
        load_default=False,
        metadata={
            "description": "Read everything anew even if that was done lately. For the account's owner only."
        },
    )
