"""`python -m ingester`: runs until it is told to stop."""

import gc

gc.disable()  # while all is imported, in which there is no garbage

import sys

from fovea import presence, process
from ingester.service import build
from ingester.settings import IngesterSettings

# A thread that has had its answer from the database or a queue waits this long at most for one that computes
# (Python's own 5 ms, twenty times a transaction, would be most of the transaction's time).
LONGEST_TURN_SECONDS = 0.0005

# A bulk makes tens of thousands of rows and next to no cycles: looking for these as often as Python does,
# after every 700 new objects, took a tenth of the ingester's time. Generations are as large as a bulk.
OBJECTS_BETWEEN_COLLECTIONS = (100_000, 20, 20)


def main() -> int:
    """0 when all work in hand was finished."""
    settings = IngesterSettings()
    process.begin(settings, "ingester")
    sys.setswitchinterval(LONGEST_TURN_SECONDS)
    worker = build(settings)
    presence.begin(settings, "ingester")
    gc.freeze()
    gc.set_threshold(*OBJECTS_BETWEEN_COLLECTIONS)
    return 0 if worker.run() else 1


if __name__ == "__main__":
    sys.exit(main())
