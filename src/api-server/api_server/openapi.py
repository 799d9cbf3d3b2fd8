"""`python -m api_server.openapi`: print the OpenAPI document. Needs no settings and reaches nothing."""

import os
import sys
from typing import Any

import orjson
from pydantic import SecretStr

from api_server.app import create_app
from api_server.context import bootstrap
from api_server.settings import ApiServerSettings
from api_server.specification import document

_UNUSED = SecretStr("-" * 32)


def openapi_document() -> dict[str, Any]:
    """The document of the public API."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # boto3 wants to know, even to do nothing
    settings = ApiServerSettings(
        service_token=_UNUSED,
        flickr_api_key=_UNUSED,
        flickr_api_secret=_UNUSED,
        database_url=SecretStr("mysql+pymysql://nobody@localhost/nothing"),
    )
    return document(create_app(bootstrap(settings)))


def main() -> None:
    """Print the document."""
    sys.stdout.write(orjson.dumps(openapi_document(), option=orjson.OPT_INDENT_2).decode() + "\n")


if __name__ == "__main__":
    main()
