"""Deleting files from the storage that belong to no image any more, when that is committed."""

from collections.abc import Iterable

import structlog

from api_server.context import Context
from fovea.storage import StorageUnavailable

_log = structlog.get_logger(__name__)


def delete(context: Context, keys: Iterable[str]) -> None:
    """Delete files. What cannot be deleted now is found by the next clean-up."""
    for key in keys:
        try:
            context.storage.delete(key)
        except StorageUnavailable as error:
            _log.warning("file_not_deleted", key=key, error=error.detail)
