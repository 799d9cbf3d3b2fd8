"""Have the artists of many illustrations read, so that later searches are quick.

    python fill_the_database.py addresses.txt --url http://127.0.0.1:8400 --at-once 5

One address a line; empty lines and those that begin with # are passed over. Some searches are begun at once,
and as one ends the next one begins. Run it again after an interruption: what was found is answered at once.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from fovea_client import ArtistSearch, Fovea, FoveaError

PAUSE_SECONDS = 2.0


def addresses(text: str) -> Iterator[str]:
    """The addresses in a list, each once."""
    lines = dict.fromkeys(line.strip() for line in text.splitlines())
    return (line for line in lines if line and not line.startswith("#"))


def searches(
    fovea: Fovea, wanted: Iterable[str], *, at_once: int, pause_seconds: float = PAUSE_SECONDS
) -> Iterator[tuple[str, ArtistSearch | FoveaError]]:
    """Each address with its search when that has ended, or with what went wrong; in the order in which they
    end.
    """
    waiting = iter(wanted)
    under_way: dict[str, ArtistSearch] = {}
    more = True
    while more or under_way:
        while more and len(under_way) < at_once:
            address = next(waiting, None)
            more = address is not None
            if address is None:
                break
            try:
                under_way[address] = fovea.artist_searches.begin(address)
            except FoveaError as error:
                yield address, error
        for address, search in list(under_way.items()):
            if not search.under_way:
                del under_way[address]
                yield address, search
                continue
            try:
                under_way[address] = fovea.artist_searches.get(search.id)
            except FoveaError as error:
                del under_way[address]
                yield address, error
        if under_way and all(search.under_way for search in under_way.values()):
            time.sleep(pause_seconds)


def main(arguments: list[str] | None = None) -> int:
    """Search for all addresses of a file; a line about each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="a file with one address a line")
    parser.add_argument("--url", default="http://127.0.0.1:8400", help="where Fovea runs")
    parser.add_argument("--key", help="an API key")
    parser.add_argument("--at-once", type=int, default=5, help="how many searches at a time")
    parser.add_argument("--pause", type=float, default=PAUSE_SECONDS, help="seconds between two looks")
    told = parser.parse_args(arguments)
    failed = 0
    with Fovea(told.url, key=told.key) as fovea:
        wanted = addresses(told.file.read_text())
        for address, ended in searches(fovea, wanted, at_once=told.at_once, pause_seconds=told.pause):
            if isinstance(ended, FoveaError):
                failed += 1
                print(f"{address}: {ended}")
            elif ended.error is not None:
                print(f"{address}: {ended.error.code}")
            else:
                print(f"{address}: {len(ended.artist_accounts)} accounts, {len(ended.results)} posts")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
