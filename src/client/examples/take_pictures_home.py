"""Have engines searched for keywords, and take the pictures that they find home as a ZIP file.

python take_pictures_home.py "sea otter" --engine commons --engine openverse --user mia --to otters.zip
"""

import argparse
import getpass
import sys
from pathlib import Path

from fovea_client import CrawlFilters, Fovea, FoveaError, WholeCrawl


def line(crawl: WholeCrawl) -> str:
    """One line about how far a crawl is."""
    done, classes = crawl.progress, crawl.classes
    return (
        f"{crawl.state}: {done.listed:,} found, {done.different:,} different pictures "
        f"({classes.text:,} with writing, {classes.nontext:,} without), {done.dead:,} gone"
    )


def main(arguments: list[str] | None = None) -> int:
    """Begin a crawl, say how far it is, and write its archive."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("keywords", nargs="+", help="what to look for")
    parser.add_argument("--engine", action="append", required=True, help="where; may be given several times")
    parser.add_argument("--limit", type=int, default=100, help="results of each engine for each keyword")
    parser.add_argument("--licensed", action="store_true", help="only what an engine tells the licence of")
    parser.add_argument("--shows", choices=["text", "nontext"], help="only pictures with or without writing")
    parser.add_argument("--to", type=Path, default=Path(), help="the file, or a folder")
    parser.add_argument("--user", required=True, help="the name to log in with")
    parser.add_argument("--url", default="http://127.0.0.1:8400", help="where Fovea runs")
    told = parser.parse_args(arguments)
    filters = CrawlFilters(licensed=told.licensed)
    with Fovea(told.url) as fovea:
        try:
            fovea.log_in(told.user, getpass.getpass(), program="take_pictures_home.py")
            crawl = fovea.crawls.begin(told.keywords, told.engine, limit=told.limit, filters=filters)
            ended = fovea.crawls.wait(crawl, on_progress=lambda one: print(line(one), flush=True))
            print(fovea.crawls.download(ended.id, told.to, shows=told.shows))
            fovea.log_out()
        except FoveaError as error:
            print(error, file=sys.stderr)
            return 1
    return 0 if ended.state == "done" else 1


if __name__ == "__main__":
    sys.exit(main())
