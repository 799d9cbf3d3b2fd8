"""`fovea query`: who made an illustration, and where they posted it."""

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console

from fovea_cli.api_client import ApiClient
from fovea_cli.artist_view import in_words, show
from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.problems import CannotGoOnError
from fovea_cli.progress import POLL_SECONDS, progress_bar

PATH = "/api/artist-searches"
ENDED = frozenset({"done", "failed"})
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")

Json = dict[str, Any]


@click.command()
@click.argument("artwork", required=False)
@click.option("--account", help="Look only among the posts of this account: its address.")
@click.option("--again", is_flag=True, help="Search anew although there is a fresh answer.")
@click.option("--why", is_flag=True, help="Say of each account by which links it was found.")
@click.option("--json", "as_json", is_flag=True, help="Print the API's answer as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
@click.option("--key", help="An API key. [default: FOVEA_API_KEY]")
def query(  # noqa: PLR0913 - the options of the command
    artwork: str | None,
    *,
    account: str | None,
    again: bool,
    why: bool,
    as_json: bool,
    url: str | None,
    key: str | None,
) -> None:
    """Find out who made ARTWORK, their accounts, and their posts that show it.

    ARTWORK is the address of its page (DeviantArt, pixiv, Danbooru ...) or of a picture, or a file. Without
    it, the artist is the one whose ACCOUNT is named. The exit code is 1 when nobody was found.
    """
    if artwork is None and account is None:
        raise click.UsageError("Name an artwork, or an account with --account.")
    api = open_api(url, key, edits=False)
    notes = Console(stderr=True, highlight=False)
    search = watch(api, begin(api, artwork, account=account, again=again), notes)
    if as_json:
        click.echo(json.dumps(search, ensure_ascii=False, indent=2))
    else:
        show(Console(highlight=False), search, why=why)
    if search["error"] is not None:
        raise CannotGoOnError(inert(search["error"]["message"]))


def begin(api: ApiClient, artwork: str | None, *, account: str | None, again: bool) -> Json:
    """A search that was begun, or that there is already. CannotGoOnError when it cannot be."""
    wishes: Json = {} if account is None else {"account": account}
    found: Json
    if artwork is not None and not _is_address(artwork) and (file := Path(artwork)).is_file():
        fields = {**wishes, "again": "true"} if again else wishes
        found = api.upload(PATH, fields=fields, files={"file": (file.name, _read(file))})
        return found
    if again:
        wishes["again"] = True
    if artwork is not None:
        is_page = account is None and not _leads_to_a_picture(artwork)
        wishes["url" if is_page else "image_url"] = artwork
    found = api.post(PATH, wishes, patient=True)
    return found


def watch(api: ApiClient, search: Json, notes: Console) -> Json:
    """Show what is being done until the search has ended; the search at its end."""
    with progress_bar(notes) as bar:
        task = bar.add_task(in_words(search), total=None)
        while search["state"] not in ENDED:
            time.sleep(POLL_SECONDS)
            search = api.get(f"{PATH}/{search['id']}")
            done, total = _pictures(search)
            bar.update(task, description=in_words(search), completed=done, total=total)
    return search


def _pictures(search: Json) -> tuple[int, int | None]:
    """How many pictures of the accounts are looked at, of how many; None while that is not known."""
    scans = [account["scan"] for account in search["accounts"]]
    total = sum(scan["pictures_total"] for scan in scans)
    return sum(scan["pictures_done"] for scan in scans), total or None


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _leads_to_a_picture(address: str) -> bool:
    try:
        return urlsplit(address).path.lower().endswith(PICTURES)
    except ValueError:
        return False


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotGoOnError(f"{file}: {error.strerror or 'it cannot be read'}.") from error
