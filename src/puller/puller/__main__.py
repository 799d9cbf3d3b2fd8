"""`python -m puller`: runs until it is told to stop."""

import gc

gc.disable()  # while all is imported, in which there is no garbage

import sys
from contextlib import closing

from fovea import presence, process
from fovea.decoding import Decoder
from puller.service import build
from puller.settings import PullerSettings


def main() -> int:
    """0 when all work in hand was finished."""
    settings = PullerSettings()
    process.begin(settings, "puller")
    presence.begin(settings, "puller")
    with closing(Decoder()) as decoder:
        return 0 if build(settings, decoder=decoder).run() else 1


if __name__ == "__main__":
    sys.exit(main())
