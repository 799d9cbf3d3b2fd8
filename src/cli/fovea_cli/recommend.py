"""`fovea recommend`: recommendations for somebody, in the terminal."""

import json
import time
from typing import Any
from urllib.parse import quote

import click
from rich.console import Console

from fovea_cli.api_client import ApiClient
from fovea_cli.installation import Installation, default_folder
from fovea_cli.ports import DEFAULT_PORT
from fovea_cli.problems import CannotGoOnError
from fovea_cli.progress import POLL_SECONDS, progress_bar
from fovea_cli.tables import show_recommendations

Json = dict[str, Any]


@click.command()
@click.argument("who")
@click.option("--photos", type=click.IntRange(0, 500), default=10, show_default=True, help="How many photos.")
@click.option("--people", type=click.IntRange(0, 100), default=5, show_default=True, help="How many people.")
@click.option("--method", help="How to score: default, or flexplore as the older system did.")
@click.option("--why", is_flag=True, help="Say why, in parts that sum to each score.")
@click.option("--json", "as_json", is_flag=True, help="Print the API's answer as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
def recommend(  # noqa: PLR0913 - the options of the command
    who: str,
    *,
    photos: int,
    people: int,
    method: str | None,
    why: bool,
    as_json: bool,
    url: str | None,
) -> None:
    """Find photos and people for WHO: any Flickr address, a user name, or an id like 12345678@N00.

    Reads their favourites, and those of the photographers behind them, if that was not done lately. Needs a
    running Fovea (`fovea up`).
    """
    api = ApiClient(url or running_url())
    notes = Console(stderr=True, highlight=False)
    account = api.post("/api/accounts/lookup", {"query": who})
    path = f"/api/accounts/{quote(account['source'])}/{quote(account['external_id'])}"
    run = _watch(api, api.post(f"{path}/runs", {}), notes)
    wishes: Json = {"photos": photos, "people": people}
    if method is not None:
        wishes["method"] = method
    if why:
        wishes["explain"] = "true"
    answer = api.get(f"{path}/recommendations", **wishes)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        show_recommendations(Console(highlight=False), answer, why=why)
    _explain_failures(run, notes)
    if run["state"] == "failed":
        message = f"The favourites of {account['display_name']} could not be read."
        raise CannotGoOnError(message)
    if not answer["enough"]:
        raise CannotGoOnError(_not_enough(answer))


def running_url() -> str:
    """The address of the Fovea that runs on this machine's data folder, else the usual one."""
    folder = default_folder()
    running = Installation(folder).running() if folder.exists() else None
    return running.url if running else f"http://127.0.0.1:{DEFAULT_PORT}"


def _watch(api: ApiClient, run: Json, notes: Console) -> Json:
    """Show a run's progress until it has ended; the run at its end."""
    with progress_bar(notes) as progress:
        task = progress.add_task("Starting", total=None)
        while run["state"] == "running":
            if run["deferred_until"]:
                message = (
                    f"Flickr's hourly budget of calls is used up; the run goes on by itself at "
                    f"{run['deferred_until']}. {describe(run['progress'])} so far. Ask again then."
                )
                raise CannotGoOnError(message)
            total, done = amounts(run["progress"])
            progress.update(task, description=describe(run["progress"]), total=total, completed=done)
            time.sleep(POLL_SECONDS)
            run = api.get(f"/api/runs/{run['id']}")
    return run


def amounts(progress: Json) -> tuple[int | None, int]:
    """How much there is to do (None while that is not known) and how much of it is done."""
    photographers = progress["photographers"]
    return photographers["total"] or None, photographers["done"] + photographers["failed"]


def describe(progress: Json) -> str:
    """The progress of a run in words."""
    photographers = progress["photographers"]
    if not photographers["total"]:
        return f"{progress['favorites_read']:,} favourites read"
    return f"{photographers['done']:,} of {photographers['total']:,} photographers read"


def _explain_failures(run: Json, notes: Console) -> None:
    if run["failure_count"]:
        first = run["failures"][0]
        name = first["name"] or first["subject"]
        notes.print(f"{run['failure_count']:,} could not be read; {name}: {first['reason']}", style="yellow")


def _not_enough(answer: Json) -> str:
    known, needed = answer["based_on"], answer["needed"]
    return (
        f"{answer['account']['display_name']} has {known['favorites']:,} public favourites by "
        f"{known['photographers']:,} photographers. Recommendations need at least "
        f"{needed['favorites']:,} by {needed['photographers']:,}."
    )
