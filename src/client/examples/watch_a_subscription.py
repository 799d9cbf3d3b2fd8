"""Subscribe to something and say what each look at it brings.

python watch_a_subscription.py "danbooru: landscape" --key fov_...
"""

import argparse
import sys

from fovea_client import CheckFailed, Fovea, FoveaError, ListingRun


def line(run: ListingRun) -> str:
    """One line about a run that has ended."""
    progress = run.progress
    text = f"{run.state}: {progress.posts_read:,} posts read, {progress.posts_new:,} of them new"
    return f"{text} ({run.failures[0].reason})" if run.failures else text


def main(arguments: list[str] | None = None) -> int:
    """Subscribe, then print a line at the end of each run, until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", help='an address, or a name as "danbooru: landscape" or r/EarthPorn')
    parser.add_argument("--url", default="http://127.0.0.1:8400", help="where Fovea runs")
    parser.add_argument("--key", help="an API key with the scope library:write")
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two looks at its runs")
    parser.add_argument("--runs", type=int, help="end after so many runs")
    told = parser.parse_args(arguments)
    with Fovea(told.url, key=told.key) as fovea:
        try:
            subscription = fovea.subscriptions.subscribe(told.what)
            print(f"{subscription.title} ({subscription.url})", flush=True)
            ended = fovea.subscriptions.watch(subscription.id, every_seconds=told.every)
            for number, run in enumerate(ended, start=1):
                print(line(run), flush=True)
                if number == told.runs:
                    break
        except CheckFailed as failure:
            meant = f" Did you mean: {', '.join(failure.suggestions)}?" if failure.suggestions else ""
            print(f"{failure}{meant}", file=sys.stderr)
            return 1
        except FoveaError as error:
            print(error, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
