"""Whose is an address? All of it is said by the address alone; nobody is asked.

Taken are addresses as they are written and passed on: of old hosts and of mirrors, with redirects of other
sites around them, with or without their beginning, and those of a simulated system. What is not anchored at a
host that is the network's own is nobody's (`nottwitter.com/somebody`).
"""

import re

from fovea.artists import fediverse, networks, web_address
from fovea.artists.network import Network, bare
from fovea.artists.pages_of_people import PersonPage, hub_at, website
from fovea.artists.records import AccountAddress
from fovea.artists.web_address import WebAddress
from fovea.artists.wrappers import unwrapped

__all__ = ["account", "account_of", "page_of", "path_forms", "unwrapped"]


def account(network: str, handle: str = "", external_id: str | None = None) -> AccountAddress:
    """The account of a handle, or of the network's own number. Raises ValueError for what can be none."""
    of = networks.NETWORKS.get(network)
    if of is None:
        raise ValueError(f"no network: {network[:40]!r}")
    if not handle and external_id and of.page_of_number:
        named = external_id if of.number_is_handle else ""
        url = of.page_of_number.format(external_id)
        return AccountAddress(network=of.name, handle=named, url=url, external_id=external_id)
    kept = of.accepted(handle)
    if kept is None:
        raise ValueError(f"no account at {of.title}: {handle[:80]!r}")
    if external_id is None and of.number_is_handle and kept.isdecimal():
        external_id = kept
    return AccountAddress(network=of.name, handle=kept, url=of.address(kept), external_id=external_id)


def made(of: Network, handle: str | None, number: str | None = None) -> AccountAddress | None:
    """The account, or None for a handle that can be none."""
    try:
        return account(of.name, handle or "", number)
    except ValueError:
        return None


def account_of(url: str) -> AccountAddress | None:
    """The account whose page (or a part of it) this is. None for posts (`fovea.artists.posts` knows them),
    for pages of the network itself (`x.com/share`), and for everything else.
    """
    address = web_address.read(unwrapped(url))
    if address is None:
        return None
    of = networks.network_at(address.host)
    if of is None or of in {networks.MASTODON, networks.MISSKEY}:
        named = fediverse.account_at(address)
        return made(named.network, named.handle) if named is not None else _of_own_host(address)
    if bare(address.host) in of.short_hosts:
        return made(of, address.segments[0]) if len(address.segments) == 1 else None
    return _by_path(of, address) or _by_query(of, address)


def page_of(url: str) -> PersonPage | None:
    """The page about a person that this is: a hub of links, a profile at a network (its kind is the network's
    name), or, not `certain` then, a website that may be somebody's own.
    """
    address = web_address.read(unwrapped(url))
    if address is None:
        return None
    if hub := hub_at(address):
        return hub
    if found := account_of(address.url):
        return PersonPage(kind=found.network, url=found.url)
    if networks.network_at(address.host) or networks.network_above(address.host):
        return None
    return website(address)


def path_forms(of: Network, address: WebAddress) -> list[str]:
    """The path, with no slash twice; and first what stands behind `#!`, as X had it once."""
    path = re.sub(r"/{2,}", "/", address.path)
    older = address.fragment.removeprefix("!")
    return [f"/{older.lstrip('/')}", path] if of.name == "x" and older != address.fragment else [path]


def _by_path(of: Network, address: WebAddress) -> AccountAddress | None:
    for path in path_forms(of, address):
        for form in of.accounts:
            match = form.fullmatch(path)
            groups = match.groupdict() if match else {}
            handle = of.spoken(groups.get("handle") or "")
            if match and (found := made(of, handle, groups.get("id"))):
                return found
    return None


def _by_query(of: Network, address: WebAddress) -> AccountAddress | None:
    asked = address.asked
    for form in of.queries:
        value = form.named(asked.get(form.parameter, "").strip())
        if not value or not form.path.fullmatch(address.path):
            continue
        if not form.is_number:
            found = made(of, value)
        else:
            found = made(of, None, value) if value.isdecimal() and len(value) <= 20 else None
        if found is not None:
            return found
    return None


def _of_own_host(address: WebAddress) -> AccountAddress | None:
    """`somebody.tumblr.com`, `somebody.bsky.social`."""
    if address.host.endswith(".bsky.social"):
        return made(networks.NETWORKS["bluesky"], address.host) if address.path == "/" else None
    of = networks.network_above(address.host)
    if of is None or any(form.fullmatch(address.path) for form in of.posts_under):
        return None
    return made(of, of.label(address.host))
