"""Archives into files: as they come, and whole or not at all."""

import os
import zipfile
from pathlib import Path

from fovea_client.errors import Unreachable
from fovea_client.transport import Request, Transport


def save_archive(transport: Transport, request: Request, file: Path) -> Path:
    """Write what a request answers into a file, which is there only once it is whole. Raises
    errors.FoveaError, OSError.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as writing, transport.download(request) as pieces:
            for piece in pieces:
                writing.write(piece)
        # Its directory stands at its end. Not everything in between tells when an answer is cut off.
        if not zipfile.is_zipfile(part):
            raise Unreachable(f"{transport.url} broke off in the middle of the archive.")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file
