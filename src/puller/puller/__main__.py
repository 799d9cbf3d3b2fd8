"""`python -m puller`: runs until it is told to stop."""

import sys

from fovea import process
from puller.service import build
from puller.settings import PullerSettings


def main() -> int:
    """0 when all work in hand was finished."""
    settings = PullerSettings()
    process.begin(settings, "puller")
    return 0 if build(settings).run() else 1


if __name__ == "__main__":
    sys.exit(main())
