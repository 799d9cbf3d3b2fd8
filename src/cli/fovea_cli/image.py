"""`fovea image`: what is known of an image."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.api_client import ApiClient
from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.problems import CannotGoOnError

ALL_RATINGS = "general,safe,questionable,explicit"
_MD5 = re.compile(r"[0-9a-fA-F]{32}")
_OURS = re.compile(r"/library/images/(\d+)(?:/.*)?|/images/([0-9a-f]{32})\.[a-z]+|/api/image/([0-9a-f]{32})")

Json = dict[str, Any]


@click.command()
@click.argument("which")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Store its file here.")
@click.option("--json", "as_json", is_flag=True, help="Print the API's answer as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
@click.option("--key", help="An API key. [default: FOVEA_API_KEY]")
def image(which: str, *, save: Path | None, as_json: bool, url: str | None, key: str | None) -> None:
    """Show an image of the library: its facts, tags, posts and variants.

    WHICH is its number, the MD5 of its file, or an address of Fovea that shows it.
    """
    api = open_api(url, key, edits=False)
    found: Json = api.get(f"/api/library/images/{number_of(api, which)}")
    if save is not None:
        if found["file_url"] is None:
            raise CannotGoOnError(_not_kept(found))
        save.write_bytes(api.download(found["file_url"]))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show(Console(highlight=False), found)
        if save is not None:
            click.echo(f"Its file is in {save}.")


def number_of(api: ApiClient, which: str) -> int:
    """The number of the image that somebody names. CannotGoOnError when there is none."""
    text = which.strip()
    if text.isascii() and text.isdigit():
        return int(text)
    ours = _OURS.fullmatch(urlsplit(text).path) if "/" in text else None
    if ours and ours[1]:
        return int(ours[1])
    md5 = (ours[2] or ours[3]) if ours else text
    if not _MD5.fullmatch(md5):
        message = "Name an image by its number, by the MD5 of its file, or by an address of Fovea."
        raise CannotGoOnError(message)
    answer = api.get("/api/library/search", q=f"md5:{md5.lower()}", ratings=ALL_RATINGS, limit=1)
    if not answer["images"]:
        raise CannotGoOnError("There is no image whose file has this MD5.")
    return int(answer["images"][0]["id"])


def show(console: Console, found: Json) -> None:
    """Print an image."""
    facts = Table.grid(padding=(0, 2))
    for name, value in _facts(found):
        facts.add_row(Text(name, style="dim"), Text(inert(value), overflow="fold"))
    console.print(facts)
    if found["tags"]:
        names = sorted(_tag(tag) for tag in found["tags"])
        console.print(Text("\nTags", style="bold"))
        console.print(Text(inert("  ".join(names)), overflow="fold"))
    if found["posts"]:
        console.print(_posts(found["posts"]))
    if found["group"]:
        console.print(_variants(found["group"]))


def _facts(found: Json) -> list[tuple[str, str]]:
    facts = [
        ("Image", f"{found['id']}{'' if found['state'] == 'ready' else ', ' + found['state']}"),
        ("Title", found["title"]),
        ("Picture", f"{found['width']:,} x {found['height']:,}, {found['format']}, {found['bytes']:,} bytes"),
        ("Frames", f"{found['frames']:,}" if found["frames"] > 1 else ""),
        ("Rating", found["rating"]),
        ("Added", found["added_at"]),
        ("MD5", found["md5"]),
        ("SHA-256", found["sha256"]),
        ("PHash", found["fingerprints"]["phash"] if found["fingerprints"] else ""),
        ("Source", found["original_url"] or ""),
        ("Removed", found["state_reason"] or ""),
    ]
    return [(name, value) for name, value in facts if value]


def _tag(tag: Json) -> str:
    return str(tag["name"]) if tag["namespace"] == "general" else f"{tag['namespace']}:{tag['name']}"


def _posts(posts: list[Json]) -> Table:
    table = Table("Post", "By", "When", title="Seen in", title_justify="left")
    for seen in posts:
        post = seen["post"]
        title = f"{post['title'] or 'Untitled'}\n{post['url']}"
        lines = "\n".join(inert(line) for line in title.split("\n"))
        owner = f"{post['owner']['display_name']} ({post['source']})"
        table.add_row(Text(lines, overflow="fold"), Text(inert(owner)), Text(post["posted_at"] or ""))
    return table


def _variants(group: list[Json]) -> Table:
    table = Table("Image", "Picture", "Bits that differ", "", title="Variants", title_justify="left")
    for card in group:
        size = f"{card['width']:,} x {card['height']:,} {card['format']}"
        distance = "" if card["distance"] is None else str(card["distance"])
        table.add_row(str(card["id"]), size, distance, "the best copy" if card["best"] else "")
    return table


def _not_kept(found: Json) -> str:
    if found["state"] != "ready":
        return f"There is no file: the image is {found['state']}."
    where = f" It is at {found['original_url']}." if found["original_url"] else ""
    return f"The file of this image is not kept here, only smaller pictures of it.{where}"
