"""What addresses of X stand for. Whose one is, `fovea.artists` knows: at the old hosts, at mirrors, with
redirects around it.
"""

import re

from fovea.artists.addresses import account as network_account
from fovea.artists.addresses import account_of
from fovea.artists.posts import post_of
from fovea.artists.records import AccountAddress
from fovea.errors import AccountPrivate
from puller.sources.sites import Listing, PostAddress, Understood, parts_of

_HANDLE = re.compile(r"@?([A-Za-z0-9_]{1,20})", re.ASCII)
_NAMES = frozenset({"x", "twitter"})
# Lists of an account's that are not what it posted.
_OTHER_LISTS = re.compile(
    r"/[^/]+/(?:likes|favorites|followers|following|verified_followers|lists|memberships|moments"
    r"|highlights|affiliates|communities|topics)(?:/.*)?"
)


def understand(text: str) -> Understood | None:
    """An account, or one post."""
    name, colon, given = text.partition(":")
    if colon and name.strip().lower() in _NAMES and (handle := _HANDLE.fullmatch(given.strip())):
        return _listing_of(_named(handle[1]))
    parts = parts_of(text)
    if parts is None:
        return None
    found = account_of(text)
    if found is not None and found.network == "x":
        return None if _OTHER_LISTS.fullmatch(parts.path) else _listing_of(found)
    post = post_of(text)
    if post is None or post.network != "x":
        return None
    return PostAddress(source="x", external_id=post.external_id, url=post.url)


def account(handle: str, *, number: str | None = None, name: str | None = None) -> Listing:
    """What an account posted, by its number where that is known."""
    return Listing(
        source="x",
        kind="account",
        query=f"#{number}" if number else handle.lower(),
        title=f"{name} (@{handle}) on X" if name else f"@{handle} on X",
        url=f"https://x.com/{handle}",
    )


def number_of(listing: Listing) -> str | None:
    """The number of a listing's account; None where only the name is known."""
    return listing.query[1:] if listing.query.startswith("#") else None


def protected(handle: str) -> AccountPrivate:
    """The error of an account that shows its posts only to some."""
    return AccountPrivate(f"@{handle} shows posts only to people whom they accepted")


def _listing_of(found: AccountAddress | None) -> Listing | None:
    if found is None:
        return None
    if found.handle:
        return account(found.handle)
    return Listing(
        source="x",
        kind="account",
        query=f"#{found.external_id}",
        title=f"X's account number {found.external_id}",
        url=found.url,
    )


def _named(handle: str) -> AccountAddress | None:
    try:
        return network_account("x", handle)
    except ValueError:
        return None
