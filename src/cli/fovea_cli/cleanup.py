"""`fovea cleanup`: clean the library up, and watch it."""

import json
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console

from fovea.cleaning import KINDS
from fovea_cli.library_api import open_api
from fovea_cli.problems import CannotGoOnError
from fovea_cli.watching import until_ended

MOST_TOLD = 5  # failures

Json = dict[str, Any]


@click.command()
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="What to clean up; may be given several times. [default: everything]",
)
@click.option("--key", envvar="FOVEA_API_KEY", help="API key with the scope admin. [env: FOVEA_API_KEY]")
@click.option("--json", "as_json", is_flag=True, help="Print the run at its end as JSON, and nothing else.")
@click.option("--no-wait", is_flag=True, help="Begin, and do not wait for the end.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
def cleanup(kinds: Sequence[str], *, key: str | None, as_json: bool, no_wait: bool, url: str | None) -> None:
    """Remove images that carry blocked tags, with their files; delete files of no image, and make thumbnails
    that lack; count tags and group variants anew.

    Needs a running Fovea; one that runs elsewhere also wants an API key of an administrator.
    """
    api = open_api(url, key, edits=True)
    notes = Console(stderr=True, highlight=False)
    run = api.post("/api/cleanups", {"kinds": list(kinds)} if kinds else {})
    if not no_wait:
        run = until_ended(api, run, notes, describe=lambda _: "Cleaning up")
    if as_json:
        click.echo(json.dumps(run, ensure_ascii=False, indent=2))
    elif no_wait:
        click.echo(f"Begun: {api.url}/api/runs/{run['id']}")
    else:
        click.echo(summary(run))
    if run["failure_count"]:
        raise CannotGoOnError(failures(run))


def summary(run: Json) -> str:
    """What a clean-up did, in a line."""
    progress = run["progress"]
    parts = f"{progress['done']:,} of {progress['total']:,} parts done"
    return f"{parts}, {progress.get('cleaned', 0):,} things changed."


def failures(run: Json) -> str:
    """What a clean-up could not do."""
    told = [f"{one['subject']}: {one['reason']}" for one in run["failures"][:MOST_TOLD]]
    return "\n".join([f"{run['failure_count']:,} of the parts could not be done.", *told])
