"""`python -m response_readers`: runs until they are told to stop."""

import gc

gc.disable()  # while all is imported, in which there is no garbage

import sys

from fovea import presence, process
from response_readers.service import build
from response_readers.settings import ResponseReadersSettings


def main() -> int:
    """0 when all work in hand was finished."""
    settings = ResponseReadersSettings()
    process.begin(settings, "response-readers")
    presence.begin(settings, "response-readers")
    return 0 if build(settings).run() else 1


if __name__ == "__main__":
    sys.exit(main())
