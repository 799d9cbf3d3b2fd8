"""`fovea keys`: API keys of the operator, for programs."""

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.inert import inert
from fovea_cli.operator_api import OperatorApi

SCOPES = ("library:read", "library:write", "admin")


@click.group()
def keys() -> None:
    """Make, list and revoke API keys of the Fovea on this machine."""


@keys.command()
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    default=SCOPES[:1],
    show_default=True,
    help="What it may do; each includes those before it. Can be given several times.",
)
@click.option("--name", default="made by fovea keys", show_default=True, help="To tell it from others.")
@click.option("--expires-in-days", type=click.IntRange(1, 3_660), help="When it ends. [default: never]")
def create(scopes: tuple[str, ...], name: str, expires_in_days: int | None) -> None:
    """Make a key and print it, this once."""
    made = OperatorApi.here().make_key(name=name, scopes=list(scopes), expires_in_days=expires_in_days)
    notes = Console(stderr=True, highlight=False)
    notes.print(f"Key {made['id']}. Keep it: nobody can show it again.", style="dim")
    click.echo(made["key"])


@keys.command("list")
def listed() -> None:
    """Show everybody's keys, without what opens anything."""
    table = Table("Number", "Name", "Begins with", "Scopes", "Whose", "Last used", "State")
    for key in OperatorApi.here().all_keys():
        owner = key["owner"]["display_name"] if key["owner"] else "the operator"
        state = "revoked" if key["revoked_at"] else f"until {key['expires_at']}" if key["expires_at"] else ""
        texts = (
            key["name"],
            key["prefix"],
            " ".join(key["scopes"]),
            owner,
            key["last_used_at"] or "never",
            state,
        )
        table.add_row(str(key["id"]), *(Text(inert(text)) for text in texts))
    Console(highlight=False).print(table)


@keys.command()
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """Revoke a key, by its NUMBER: it opens nothing any more."""
    OperatorApi.here().revoke(number)
    click.echo(f"Key {number} opens nothing any more.")
