"""Which API the commands of the library ask, and with which key."""

import os

from fovea_cli.api_client import ApiClient
from fovea_cli.installation import Installation, default_folder
from fovea_cli.operator_api import OperatorApi
from fovea_cli.recommend import running_url


def open_api(url: str | None, key: str | None, *, edits: bool) -> ApiClient:
    """The API at an address, or of the system on this machine.

    The key is the one given, or that of FOVEA_API_KEY, or, if something is edited on this machine, the
    command's own.
    """
    used = key or os.environ.get("FOVEA_API_KEY")
    if used is None and edits and url is None and _runs_here():
        used = OperatorApi.here().own_key()
    return ApiClient(url or running_url(), key=used)


def _runs_here() -> bool:
    folder = default_folder()
    return folder.exists() and Installation(folder).running() is not None
