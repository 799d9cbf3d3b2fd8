"""`fovea image-search`: where a picture was seen."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.api_client import ApiClient
from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.problems import CannotGoOnError

METHODS = ("best", "phash", "dhash", "pdq", "histogram-l1", "histogram-l2")
PATH = "/api/image-search"
MOST_POSTS = 3  # of each image, in the terminal

Json = dict[str, Any]
_WORDS = {
    "same_file": "the same file",
    "same_picture": "the same picture",
    "edited": "edited",
    "perhaps": "perhaps",
    None: "another picture",
}


@click.command(name="image-search")
@click.argument("picture")
@click.option(
    "--account",
    "accounts",
    multiple=True,
    help="Only images posted by this account: a user name, an id, source/id, or its address. May be given "
    "several times.",
)
@click.option("--source", help="Only images seen at this source.")
@click.option(
    "--ratings",
    default="general,safe",
    show_default=True,
    help="What you want to see: general, safe, questionable, explicit, with commas.",
)
@click.option(
    "--method", type=click.Choice(METHODS), default="best", show_default=True, help="How to compare."
)
@click.option("--distance", type=click.FloatRange(min=0), help="No images that are farther than this.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print the API's answer as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
@click.option("--key", help="An API key. [default: FOVEA_API_KEY]")
def image_search(
    picture: str,
    *,
    accounts: tuple[str, ...],
    as_json: bool,
    url: str | None,
    key: str | None,
    **wishes: Any,
) -> None:
    """Find out where PICTURE was seen: the images of the library that show it, perhaps turned, mirrored or
    edited, and their posts, the oldest first.

    PICTURE is a file, the address of a picture, the number of an image of the library, or a hash (16 hex
    digits: phash, 48: dhash, 64: PDQ).
    """
    api = open_api(url, key, edits=False)
    if accounts:
        wishes["account"] = accounts[0] if len(accounts) == 1 else list(accounts)
    answer = ask(api, picture, {name: value for name, value in wishes.items() if value is not None})
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        show(Console(highlight=False), answer, address=api.url)


def ask(api: ApiClient, picture: str, wishes: Json) -> Json:
    """The API's answer. CannotGoOnError when there is no such picture, or it cannot be looked for."""
    answer: Json
    if picture.startswith(("http://", "https://")):
        answer = api.post(PATH, {"url": picture, **wishes})
    elif (file := Path(picture)).is_file():
        answer = api.upload(PATH, fields=wishes, files={"file": (file.name, _read(file))})
    elif picture.isascii() and picture.isdigit() and len(picture) <= 10:
        answer = api.post(PATH, {"image_id": int(picture), **wishes})
    elif _is_hash(picture):
        answer = api.post(PATH, {"hash": picture, **wishes})
    else:
        message = f"{inert(picture)} is no file, no address of a picture, no number of an image and no hash."
        raise CannotGoOnError(message)
    return answer


def show(console: Console, answer: Json, *, address: str) -> None:
    """Print what was found."""
    if answer["matches"]:
        console.print(_table(answer["matches"], address))
    console.print(Text(in_words(answer)))
    if answer["note"]:
        console.print(Text(inert(answer["note"])))


def in_words(answer: Json) -> str:
    """How many were found among how many, and how many are hidden."""
    count = len(answer["matches"])
    found = "Nothing" if not count else f"{count:,} image{'' if count == 1 else 's'}"
    words = f"{found} found among {answer['searched']:,} in {answer['took_ms']:,.0f} ms"
    hidden = ", ".join(f"{many:,} {rating}" for rating, many in answer["hidden"].items())
    return f"{words}; hidden by your ratings: {hidden}" if hidden else words


def _table(matches: list[Json], address: str) -> Table:
    table = Table()
    table.add_column("Number", justify="right")
    table.add_column("It is")
    table.add_column("Distance", justify="right")
    table.add_column("Picture")
    table.add_column("Seen in, the oldest first", overflow="fold")
    for match in matches:
        image = match["image"]
        table.add_row(
            str(image["id"]),
            Text(_similarity(match)),
            f"{match['distance']:g}",
            Text(f"{image['width']} x {image['height']} {image['format']}\n{image['rating']}"),
            Text(_seen(match, address)),
        )
    return table


def _similarity(match: Json) -> str:
    words = _WORDS[match["similarity"]]
    if match["orientation"] != "same":
        words += f"\n({match['orientation']})"
    if match["in_trimmed"]:
        words += "\n(without its margins)"
    return words + ("\nthe best copy" if match["best"] and match["image"]["variants"] else "")


def _seen(match: Json, address: str) -> str:
    lines = []
    for seen in match["posts"][:MOST_POSTS]:
        post = seen["post"]
        day = (post["posted_at"] or "")[:10]
        lines.append(inert(f"{day} {post['title'] or 'Untitled'}, {post['owner']['display_name']}").strip())
        lines.append(inert(post["url"]))
    more = match["post_count"] - len(match["posts"][:MOST_POSTS])
    if more > 0:
        lines.append(f"and {more:,} more: {urljoin(address, '/library/images/')}{match['image']['id']}")
    return "\n".join(lines)


def _is_hash(text: str) -> bool:
    return len(text) in {16, 48, 64} and all(letter in "0123456789abcdefABCDEF" for letter in text)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotGoOnError(f"{file}: {error.strerror or 'it cannot be read'}.") from error
