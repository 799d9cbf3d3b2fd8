"""Which images are looked through."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection

from api_server.context import Context
from fovea.artists.addresses import account, account_of
from fovea.artists.networks import NETWORKS
from fovea.artists.records import AccountAddress
from fovea.database import artist_accounts, artist_pictures, library_search
from fovea.database.engine import read
from fovea.image_index import Among
from fovea.library_query import All, Either, Node, Query, Term
from fovea.library_query.values import Name
from fovea.packing import Numbers


def among(context: Context, *, source: str | None, accounts: Sequence[str] | None) -> Among | None:
    """The images seen at a source and posted by one of these accounts; None: all."""
    if source is None and accounts is None:
        return None
    seen = None if source is None else Term("source", Name((source,)))
    if accounts is None:
        return Among(ids=_matching(context, [seen]))
    with read(context.engine) as connection:
        listings, others = _of_artists(connection, accounts)
        found = artist_pictures.of_listings(connection, listings)
    if seen is not None and found.size:
        found = np.intersect1d(found, _matching(context, [seen]), assume_unique=True)
    if others:
        posted = others[0] if len(others) == 1 else Either(tuple(others))
        found = np.union1d(found, _matching(context, [seen, posted]))
    return Among(ids=found.astype(np.uint32))


def _of_artists(connection: Connection, names: Sequence[str]) -> tuple[set[int], list[Node]]:
    """The listings of the names that are those of artists' accounts, and what finds the others' images."""
    listings: set[int] = set()
    others: list[Node] = []
    for name in names:
        address = address_of(name)
        known = None if address is None else artist_accounts.find(connection, address)
        if known is not None:
            listings.add(known.listing_id)
        elif address is None:
            others.append(Term("account", Name((name,))))
        else:
            named = address.handle or address.external_id or name
            at = Term("source", Name((address.network,)))
            others.append(All((at, Term("account", Name((named,))))))
    return listings, others


def address_of(name: str) -> AccountAddress | None:
    """The account at a network that an address, or `network:name`, stands for; None for any other name."""
    network, colon, handle = name.partition(":")
    if colon and network.lower() in NETWORKS and not handle.startswith("//"):
        try:
            return account(network.lower(), handle.strip().removeprefix("@"))
        except ValueError:
            return None
    return account_of(name) if "://" in name else None


def _matching(context: Context, terms: Sequence[Node | None]) -> Numbers:
    wanted = tuple(term for term in terms if term is not None)
    return library_search.matching(context.engine, Query(wanted=All(wanted)))
