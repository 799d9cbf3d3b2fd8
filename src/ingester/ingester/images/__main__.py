"""`python -m ingester.images`: runs until it is told to stop."""

import gc

gc.disable()  # while all is imported, in which there is no garbage

import sys

from fovea import presence, process
from ingester.images.service import build
from ingester.images.settings import ImageIngesterSettings


def main() -> int:
    """0 when all work in hand was finished."""
    settings = ImageIngesterSettings()
    process.begin(settings, "image-ingester")
    presence.begin(settings, "image-ingester")
    return 0 if build(settings).run() else 1


if __name__ == "__main__":
    sys.exit(main())
