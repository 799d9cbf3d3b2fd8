"""`python -m ingester`: runs until it is told to stop."""

import sys

from fovea import process
from ingester.service import build
from ingester.settings import IngesterSettings

# A thread that has had its answer from the database or a queue waits this long at most for one that computes
# (Python's own 5 ms, twenty times a transaction, would be most of the transaction's time).
LONGEST_TURN_SECONDS = 0.0005


def main() -> int:
    """0 when all work in hand was finished."""
    settings = IngesterSettings()
    process.begin(settings, "ingester")
    sys.setswitchinterval(LONGEST_TURN_SECONDS)
    return 0 if build(settings).run() else 1


if __name__ == "__main__":
    sys.exit(main())
