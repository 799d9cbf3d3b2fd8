"""Accounts that are nobody's work: of the platforms themselves, of tools, franchises and bots.

They stand in `not_artists.json`, each group with why. A handle without a network holds at all networks.
"""

from functools import cache
from importlib.resources import files

import msgspec

from fovea.artists.records import AccountAddress


class _Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    why: str
    handles: tuple[str, ...]
    network: str | None = None


def why_no_artist(account: AccountAddress) -> str | None:
    """Why an account is no artist's, or None when nothing speaks against it."""
    known = _known()
    handle = account.handle.lower()
    plain = handle.partition("@")[0] if account.network in {"mastodon", "misskey"} else handle
    plain = plain.removesuffix(".bsky.social") if account.network == "bluesky" else plain
    for name in (handle, plain):
        for key in ((account.network, name), (None, name)):
            if name and key in known:
                return known[key]
    return None


@cache
def _known() -> dict[tuple[str | None, str], str]:
    told = files("fovea.artists").joinpath("not_artists.json").read_bytes()
    groups = msgspec.json.decode(told, type=list[_Group])
    return {(group.network, handle): group.why for group in groups for handle in group.handles}
