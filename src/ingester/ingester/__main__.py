"""`python -m ingester`: runs until it is told to stop."""

import sys

from fovea import process
from ingester.service import build
from ingester.settings import IngesterSettings


def main() -> int:
    """0 when all work in hand was finished."""
    settings = IngesterSettings()
    process.begin(settings, "ingester")
    return 0 if build(settings).run() else 1


if __name__ == "__main__":
    sys.exit(main())
