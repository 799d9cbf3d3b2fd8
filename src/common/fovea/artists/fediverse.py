"""Addresses at any host whose pages are as Mastodon has them: `https://host/@somebody`."""

import re

import msgspec

from fovea.artists import networks
from fovea.artists.network import Network, bare
from fovea.artists.pages_of_people import is_hub
from fovea.artists.web_address import WebAddress

_INSTANCE = re.compile(r"(?:.*\.)?[\w-]*(?:mastodon|mstdn|pawoo|baraag|misskey|fedi)[\w-]*\..+")
_MISSKEY = re.compile(r"(?:.*\.)?[\w-]*misskey[\w-]*\..+")
_USER = r"[a-z0-9_](?:[a-z0-9_.-]{0,62}[a-z0-9_])?"
_HOST = r"(?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z][a-z0-9-]{1,62}"
_ACCOUNT = re.compile(
    rf"(?:/web|/deck)?/@(?P<user>{_USER})(?:@(?P<host>{_HOST}))?"
    r"(?:/(?:media|with_replies|featured|following|followers|tagged/[^/]+))?/*",
    re.IGNORECASE,
)
_USERS = re.compile(rf"/users/(?P<user>{_USER})(?P<host>)/*", re.IGNORECASE)
_POST = re.compile(
    rf"(?:/web|/deck)?/(?:@(?P<user>{_USER})(?:@(?P<host>{_HOST}))?|users/(?P<other>{_USER})/statuses)"
    r"/(?P<post>(?=[A-Za-z]*[0-9])[0-9A-Za-z]{6,40})/*",
    re.IGNORECASE,
)


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An account as an address names it: `handle` is `somebody@host`. `post`: the post's id at the host."""

    network: Network
    handle: str
    post: str | None = None


def account_at(address: WebAddress) -> Named | None:
    """The account whose page this is."""
    if not _may_be(address.host):
        return None
    match = _ACCOUNT.fullmatch(address.path)
    if match is None and _INSTANCE.fullmatch(address.host):
        match = _USERS.fullmatch(address.path)
    return _named(match["user"], match["host"] or bare(address.host)) if match else None


def post_at(address: WebAddress) -> Named | None:
    """The post whose page this is."""
    match = _POST.fullmatch(address.path) if _may_be(address.host) else None
    if match is None:
        return None
    named = _named(match["user"] or match["other"], match["host"] or bare(address.host))
    post = f"{address.host}/{match['post']}"
    return msgspec.structs.replace(named, post=post) if named is not None else None


def network_of(host: str) -> Network:
    """Of which kind an instance is, as far as its name says."""
    known = host in networks.MISSKEY.hosts or _MISSKEY.fullmatch(host)
    return networks.MISSKEY if known else networks.MASTODON


def _may_be(host: str) -> bool:
    at = networks.network_at(host)
    known = at in {networks.MASTODON, networks.MISSKEY}
    elsewhere = at is not None or networks.network_above(host) is not None or is_hub(host)
    return known or (not elsewhere and networks.may_be_mastodon(host))


def _named(user: str, host: str) -> Named | None:
    host = host.lower()
    if not _may_be(host):  # somebody of another network, seen through a bridge
        return None
    return Named(network=network_of(host), handle=f"{user}@{host}")
