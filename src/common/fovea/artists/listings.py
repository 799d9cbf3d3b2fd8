"""From an artist's account to the listing of its posts, and back: what to give to a check of a listing, whose
account a checked listing is, and what a failure says of it.
"""

from collections.abc import Callable

from fovea.artists import networks
from fovea.artists.addresses import account_of, made
from fovea.artists.records import AccountAddress, ProfileState
from fovea.messages import CheckedListing

# What failures of checks and of listings say of the account (the codes of `fovea.errors`, and those that
# sources give where a site says more).
_STATES: dict[str, ProfileState] = {
    "account_gone": "gone",
    "account_not_found": "gone",
    "not_found": "gone",
    "account_suspended": "suspended",
    "account_private": "private",
    "account_blocked": "blocked",
}
_TAGGED = {
    # A board's account is a tag, with a namespace where searches take one.
    "danbooru": "danbooru: {}",
    "gelbooru": "gelbooru: {}",
    "e621": "e621: {}",
    "derpibooru": "derpibooru: artist:{}",
    "furbooru": "furbooru: artist:{}",
}


def listing_text(account: AccountAddress) -> str | None:
    """What stands for the account's posts in a check; None where they cannot be listed. By the account's
    lasting number where it is known, so that one that was renamed is found.
    """
    make = _TEXTS.get(account.network)
    return make(account) if make is not None else None


def account_of_checked(checked: CheckedListing) -> AccountAddress | None:
    """The account whose listing was checked, as its site says that it is called now; with its lasting number
    where listings are known by it. None for other listings.
    """
    query = checked.listing.query
    if checked.source in _TAGGED:
        tag = query.removeprefix("artist:") if checked.source in {"derpibooru", "furbooru"} else query
        return made(networks.NETWORKS[checked.source], tag)
    if checked.listing.kind != "account":
        return None
    found = account_of(checked.listing.url)
    if found is None:
        return None
    return made(networks.NETWORKS[found.network], found.handle, _number(checked.source, query)) or found


def state_of_failure(code: str | None) -> ProfileState | None:
    """What a failed check or listing says of the account; None when it says nothing of it."""
    return _STATES.get(code or "")


def _number(source: str, query: str) -> str | None:
    """The lasting number in the query of a listing."""
    match source:
        case "x":
            return query.removeprefix("#") if query.startswith("#") else None
        case "bluesky":
            return query if query.startswith("did:") else None
        case "pixiv":
            return query
    return None


def _of_x(account: AccountAddress) -> str:
    return f"https://x.com/i/user/{account.external_id}" if account.external_id else account.url


def _of_bluesky(account: AccountAddress) -> str:
    return f"https://bsky.app/profile/{account.external_id or account.handle}"


def _of_mastodon(account: AccountAddress) -> str:
    return f"mastodon: @{account.handle}"


def _of_pixiv(account: AccountAddress) -> str | None:
    number = account.external_id or account.handle
    return f"https://www.pixiv.net/users/{number}" if number.isdecimal() else None


def _by_name(account: AccountAddress) -> str | None:
    return f"{account.network}: {account.handle}" if account.handle else None


def _by_tag(account: AccountAddress) -> str | None:
    """A tag that would be read as one to leave out, or as another question, is none."""
    tag = account.handle
    usable = bool(tag) and tag[0] not in "-~" and not tag.lower().startswith(("order:", "sort:"))
    return _TAGGED[account.network].format(tag) if usable else None


_TEXTS: dict[str, Callable[[AccountAddress], str | None]] = {
    "x": _of_x,
    "bluesky": _of_bluesky,
    "mastodon": _of_mastodon,
    "pixiv": _of_pixiv,
    "tumblr": _by_name,
    "deviantart": _by_name,
    "flickr": lambda account: account.url,
    **dict.fromkeys(_TAGGED, _by_tag),
}
