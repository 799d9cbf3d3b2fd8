"""`fovea users`: who may log in to the Fovea on this machine, and what they may do."""

import secrets
import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.inert import inert
from fovea_cli.operator_api import OperatorApi
from fovea_cli.problems import CannotGoOnError

ROLES = ("member", "editor", "administrator")
_from_input = click.option(
    "--password-stdin", "from_input", is_flag=True, help="Read the password from standard input."
)
_made = click.option(
    "--generate", "generated", is_flag=True, help="Make up a password and print it, this once."
)


@click.group()
def users() -> None:
    """Add and list users of the Fovea on this machine; give them roles and passwords.

    A USER is named by the name they log in with, their number, or their id at Flickr.
    """


@users.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default=ROLES[0],
    show_default=True,
    help="Editors edit the library, administrators do everything.",
)
@_from_input
@_made
def add(name: str, role: str, *, from_input: bool, generated: bool) -> None:
    """Add a user who logs in with NAME and a password."""
    password = _password(from_input=from_input, generated=generated)
    made = OperatorApi.here().add_user(name=name, password=password, role=role)
    _say(f"User {made['id']}: {made['name']}, {made['role']}.")
    if generated:
        click.echo(password)


@users.command("list")
def listed() -> None:
    """Show all users."""
    table = Table("Number", "Name", "At", "Role", "Last seen", "State")
    for user in OperatorApi.here().all_users():
        texts = (
            user["name"] or user["account"]["display_name"],
            user["account"]["source"],
            user["role"],
            user["last_seen_at"],
            "disabled" if user["disabled_at"] else "",
        )
        table.add_row(str(user["id"]), *(Text(inert(text)) for text in texts))
    Console(highlight=False).print(table)


@users.command()
@click.argument("user")
@click.argument("role", type=click.Choice(ROLES))
def role(user: str, role: str) -> None:
    """Give a USER a ROLE."""
    api = OperatorApi.here()
    changed = api.change_user(_find(api, user)["id"], {"role": role})
    _say(f"User {changed['id']} is {changed['role']}.")


@users.command()
@click.argument("user")
@_from_input
@_made
def password(user: str, *, from_input: bool, generated: bool) -> None:
    """Give a USER another password: all their browsers and programs are logged out."""
    api = OperatorApi.here()
    found = _find(api, user)
    new = _password(from_input=from_input, generated=generated)
    api.change_user(found["id"], {"password": new})
    _say(f"User {found['id']} has another password.")
    if generated:
        click.echo(new)


@users.command()
@click.argument("user")
def disable(user: str) -> None:
    """Let nothing let a USER in any more. What is theirs stays."""
    api = OperatorApi.here()
    changed = api.change_user(_find(api, user)["id"], {"disabled": True})
    _say(f"Nothing lets user {changed['id']} in any more.")


@users.command()
@click.argument("user")
def enable(user: str) -> None:
    """Let a USER in again."""
    api = OperatorApi.here()
    changed = api.change_user(_find(api, user)["id"], {"disabled": False})
    _say(f"User {changed['id']} may log in again.")


def _find(api: OperatorApi, wanted: str) -> dict[str, Any]:
    """The user that is meant. CannotGoOnError when there is none."""
    everybody = api.all_users()
    for told in (
        lambda user: user["name"],
        lambda user: str(user["id"]),
        lambda user: user["account"]["external_id"],
    ):
        for user in everybody:
            if told(user) == wanted.strip().casefold() or told(user) == wanted:
                return user
    raise CannotGoOnError(f"There is no user {inert(wanted)}. `fovea users list` shows all of them.")


def _password(*, from_input: bool, generated: bool) -> str:
    if generated:
        return secrets.token_urlsafe(15)
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    entered: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return entered


def _say(text: str) -> None:
    Console(stderr=True, highlight=False).print(inert(text), style="dim", markup=False)
