"""Who made this illustration, and where did they post it?

python find_an_artist.py https://www.pixiv.net/artworks/100000001
python find_an_artist.py picture.png --url http://127.0.0.1:8400
"""

import argparse
import sys

from fovea_client import ArtistSearch, ArtistSearchFailed, Fovea, FoveaError

WORDS = {
    "waiting": "waiting for its turn",
    "resolving": "reading the page",
    "finding_accounts": "looking for the artist's accounts",
    "scanning": "reading the artist's posts",
    "searching": "comparing pictures",
    "verifying": "seeing whether the posts are still there",
}


def tell(search: ArtistSearch) -> None:
    """One line about where a search is."""
    if not search.under_way:
        return
    line = WORDS.get(search.state, search.state)
    if search.state == "scanning":
        line += f": {sum(account.scan.posts_read for account in search.accounts):,} so far"
    print(line, file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """Find the artist and print accounts and posts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("artwork", help="the address of the artwork's page, or a picture file")
    parser.add_argument("--url", default="http://127.0.0.1:8400", help="where Fovea runs")
    parser.add_argument("--key", help="an API key")
    told = parser.parse_args(arguments)
    with Fovea(told.url, key=told.key) as fovea:
        try:
            search = fovea.find_artist(told.artwork, on_progress=tell)
        except ArtistSearchFailed as failure:
            print(f"No artist was found ({failure.code}): {failure}", file=sys.stderr)
            return 1
        except (FoveaError, OSError, ValueError) as error:
            print(error, file=sys.stderr)
            return 1
    for account in search.artist_accounts:
        print(f"{account.confidence:.0%}  {account.url}")
        for result in search.results_of(account):
            print(f"      {result.similarity}: {result.post.url}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
