"""`fovea remove-deleted-accounts`: what the artist finder keeps of accounts that are no more."""

import json
import time
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea.artists.listings import state_of_failure
from fovea_cli.api_client import ApiClient, RefusedError
from fovea_cli.checking import PATH
from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.operator_api import OperatorApi
from fovea_cli.progress import POLL_SECONDS, progress_bar
from fovea_cli.watching import RUNNING

GOING = ("gone", "suspended")
LONGEST_WAIT_SECONDS = 60.0

Json = dict[str, Any]


@click.command("remove-deleted-accounts")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; without --yes, nothing is removed then.")
def remove_deleted_accounts(*, yes: bool, as_json: bool) -> None:
    """Remove accounts of the artist finder that their networks have deleted or suspended, and those that are
    on the list of accounts that are no artist's, with their posts, subscriptions and failed links.

    Each network is asked once more. What would go is shown, and asked about. Posts that somebody has
    subscribed to, faves, or that another listing has brought, stay. Needs the Fovea on this machine, running.
    """
    operator = OperatorApi.here()
    notes = Console(stderr=True, highlight=False)
    told = operator.gone_accounts()
    accounts: list[Json] = told["accounts"]
    _ask_about(open_api(None, None, edits=True), accounts, notes)
    back = [one["id"] for one in accounts if one["outcome"] == "there"]
    if back:
        operator.accounts_are_there(back)
    going = [one for one in accounts if one["outcome"] in (*GOING, "blacklisted")]
    removed: Json = {"accounts": 0, "posts": 0}
    if not as_json:
        _show(accounts, going, more=told["more"])
    if going and (yes or (not as_json and click.confirm("Remove these?", default=False))):
        removed = operator.remove_accounts([one["id"] for one in going])
    if as_json:
        click.echo(json.dumps({"accounts": accounts, "removed": removed}, ensure_ascii=False, indent=2))
    elif removed["accounts"]:
        number = removed["accounts"]
        text = f"{number:,} account{'s were' if number > 1 else ' was'} removed"
        more = f", and {removed['posts']:,} posts go within the next minutes" if removed["posts"] else ""
        click.echo(f"{text}{more}.")
    elif going:
        click.echo("Nothing was removed.")


def _ask_about(api: ApiClient, accounts: list[Json], notes: Console) -> None:
    """Note with each account what its network says of it now: its `outcome`, and why."""
    with progress_bar(notes) as bar:
        task = bar.add_task("Asking networks", total=len(accounts))
        for account in accounts:
            if account["blacklisted"]:
                account["outcome"], account["reason"] = "blacklisted", account["blacklisted"]
            elif account["check"] is None:
                account["outcome"], account["reason"] = "unknown", "its network cannot be asked"
            else:
                account["outcome"], account["reason"] = _outcome(api, account["check"])
            bar.advance(task)


def _outcome(api: ApiClient, text: str) -> tuple[str, str | None]:
    try:
        run = api.post(PATH, {"text": text}, patient=True)["run"]
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while True:
            told = api.get(f"{PATH}/{run['id']}")
            if told["run"]["state"] != RUNNING:
                break
            if told["run"].get("deferred_until") or time.monotonic() > deadline:
                return "unknown", "its network does not answer now; ask again later"
            time.sleep(POLL_SECONDS)
    except RefusedError as error:
        return "unknown", error.format_message()
    if told["checked"] is not None:
        return "there", None
    problem = told["problem"]
    return state_of_failure(problem["code"]) or "unknown", problem["reason"]


def _show(accounts: list[Json], going: list[Json], *, more: int) -> None:
    console = Console(highlight=False)
    if not accounts:
        click.echo("No account of the artist finder has vanished.")
        return
    table = Table("Account", "Posts", "What", "Why")
    table.columns[1].justify = "right"
    for one in accounts:
        kept = " (its posts stay: somebody has subscribed)" if one["subscribed"] and one in going else ""
        verdict = f"goes{kept}" if one in going else "stays"
        why = one["outcome"] if not one["reason"] else f"{one['outcome']}: {one['reason']}"
        table.add_row(Text(inert(one["url"])), f"{one['posts']:,}", verdict, Text(inert(why)))
    console.print(table)
    if more:
        click.echo(f"And {more:,} more; call this again after these.")
    if not going:
        click.echo("Nothing is to be removed.")
