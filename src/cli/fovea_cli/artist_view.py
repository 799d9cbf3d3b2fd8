"""A search for an artist, in the terminal."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.inert import inert

MOST_RESULTS = 20

Json = dict[str, Any]
_STATES = {
    "waiting": "Waiting for its turn",
    "resolving": "Reading the page",
    "finding_accounts": "Looking for the artist's accounts",
    "searching": "Comparing the picture with what they posted",
    "verifying": "Seeing whether the posts are still there",
    "done": "Done",
    "failed": "Failed",
}
_SCANS = {
    "none": "",
    "not_listable": "its posts cannot be read",
    "waiting": "waits for its turn",
    "reading": "being read",
    "pictures": "its pictures are being looked at",
    "done": "read",
    "fresh": "was read lately",
    "failed": "could not be read",
}
_ACCOUNTS = {
    "gone": "does not exist any more",
    "suspended": "suspended",
    "private": "private",
    "renamed": "renamed",
    "blocked": "blocks us",
}
_EVIDENCE = {
    "artist_field": "is named as the artist",
    "own_field": "in the field for their own accounts",
    "verified_link": "checked by the site",
    "mutual_link": "both link to each other",
    "button": "a button",
    "description": "in a description",
    "mention": "in the text",
    "source_of_post": "said to be the source",
    "image_match": "shows the same picture",
}
_SIMILAR = {
    "same_file": "the same file",
    "same_picture": "the same picture",
    "edited": "edited",
    "perhaps": "perhaps",
    None: "another picture",
}


def in_words(search: Json) -> str:
    """What is being done now: of which accounts posts are being read, how many there were, how long it
    takes.
    """
    if search["state"] == "waiting" and search["position_in_queue"]:
        return f"{_STATES['waiting']}, behind {search['position_in_queue']:,} others"
    if search["state"] != "scanning":
        return _STATES.get(search["state"], inert(search["state"]))
    under_way = [one for one in search["accounts"] if one["scan"]["state"] in {"reading", "pictures"}]
    posts = sum(one["scan"]["posts_read"] for one in under_way)
    names = ", ".join(inert(f"{one['network_title']} {one['handle']}") for one in under_way[:3])
    words = f"Reading {names}: {posts:,} posts" if names else "Reading the artist's posts"
    left = [one["scan"]["eta_seconds"] for one in under_way if one["scan"]["eta_seconds"] is not None]
    return f"{words}, about {span(max(left))} left" if left else words


def span(seconds: float) -> str:
    """How long something takes, roughly: `20 s`, `3 min`, `2 h`."""
    for unit, length in (("h", 3_600), ("min", 60)):
        if seconds >= 1.5 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(seconds, 1):.0f} s"


def show(console: Console, search: Json, *, why: bool) -> None:
    """Print the artwork, the accounts, the posts, and what the whole library knows."""
    artwork = search["artwork"]
    if artwork is not None:
        names = ", ".join(artist["name"] for artist in artwork["artists"])
        by = f" by {names}" if names else ""
        console.print(Text(inert(f"{artwork['title'] or 'Untitled'}{by}, {artwork['url']}")))
    if search["accounts"]:
        console.print(_accounts(search["accounts"], why=why))
    if search["results"]:
        console.print(_results(search))
    elsewhere = search["elsewhere"]
    if elsewhere is not None and elsewhere["matches"]:
        shown = _show(len(elsewhere["matches"]), "image")
        console.print(Text(f"Of {elsewhere['searched']:,} images of the whole library {shown} it."))
    if search["note"]:
        console.print(Text(inert(search["note"])))
    if search["error"] is None:
        console.print(Text(f"{_summary(search)} {inert(search['shared_url'])}"))


def _summary(search: Json) -> str:
    if search["picture"] is None and not search["results"]:
        count = sum(one["accepted"] for one in search["accounts"])
        return "1 account is theirs." if count == 1 else f"{count:,} accounts are theirs."
    shown = _show(len(search["results"]), "post")
    gone = f" {_show(search['removed'], 'post')} it no more: gone since." if search["removed"] else ""
    return f"{shown[0].upper()}{shown[1:]} it.{gone}"


def _show(count: int, what: str) -> str:
    """`no post shows`, `1 post shows`, `2 posts show`."""
    return f"{count:,} {what}s show" if count > 1 else f"{count or 'no'} {what} shows"


def _accounts(accounts: list[Json], *, why: bool) -> Table:
    table = Table(title="Accounts", title_justify="left")
    table.add_column("Sure", justify="right")
    table.add_column("Account", overflow="fold")
    table.add_column("What is known")
    if why:
        table.add_column("Found by", overflow="fold")
    for one in accounts:
        name = f"{inert(one['network_title'])}\n{inert(one['url'])}"
        cells = [Text(f"{one['confidence']:.0%}"), Text(name), Text(_known(one))]
        if why:
            cells.append(Text("\n".join(_step(step) for step in (one["evidence"] or [[]])[0])))
        table.add_row(*cells, style=None if one["accepted"] else "dim")
    return table


def _known(account: Json) -> str:
    scan = account["scan"]
    facts = [] if account["accepted"] else ["not taken for theirs"]
    if account["state"] != "active":
        facts.append(_ACCOUNTS.get(account["state"], inert(account["state"])))
    if account["former"]:
        facts.append(f"formerly {inert(', '.join(account['former']))}")
    words = _SCANS.get(scan["state"], inert(scan["state"]))
    if scan["reason"]:
        words = f"{words}: {inert(scan['reason'])}"
    if words:
        facts.append(words)
    if scan["posts_read"]:
        facts.append(f"{scan['posts_read']:,} posts")
    return "\n".join(facts)


def _step(step: Json) -> str:
    words = _EVIDENCE.get(step["kind"], step["kind"])
    return inert(f"{words}: {step['url']}")


def _results(search: Json) -> Table:
    handles = {one["key"]: f"{one['network_title']} {one['handle']}" for one in search["accounts"]}
    table = Table(title="Posts", title_justify="left")
    table.add_column("It is")
    table.add_column("Distance", justify="right")
    table.add_column("Post", overflow="fold")
    table.add_column("By", overflow="fold")
    for result in search["results"][:MOST_RESULTS]:
        post = result["post"]
        place = f" ({result['position']} of {result['count']})" if result["count"] > 1 else ""
        unsure = "" if result["exists"] else "\nnot seen to be there still"
        day = (post["posted_at"] or "")[:10]
        table.add_row(
            Text(_SIMILAR.get(result["similarity"], "similar")),
            f"{result['distance']:g}",
            Text(inert(post["url"]) + f"\n{day}{place}{unsure}"),
            Text(inert(handles.get(result["account"], ""))),
        )
    return table
