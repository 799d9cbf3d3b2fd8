"""Searches as the API answers them."""

import secrets
from dataclasses import replace
from typing import Any

from api_server.context import Context
from api_server.library_cards import cards
from fovea import ratings as rated
from fovea.database import library_search
from fovea.database.engine import read
from fovea.errors import NotFound
from fovea.library_query import FIELDS, Order, parse, printed
from fovea.library_query.operators import OPERATORS


def search(context: Context, *, q: str, limit: int, cursor: str | None, ratings: set[int]) -> dict[str, Any]:
    """The shape SearchResults. Raises QueryInvalid, InvalidInput."""
    query = parse(q)
    found = library_search.search(context.engine, query, ratings=ratings, limit=limit, cursor=cursor)
    nothing = not found.total and not found.hidden
    with read(context.engine) as connection:
        shown = cards(connection, found.ids)
    return {
        "images": shown,
        "total": found.total,
        "hidden": {rated.WORDS[rating]: count for rating, count in found.hidden.items()},
        "next_cursor": found.next_cursor,
        "query": printed(query),
        "did_you_mean": library_search.meant(context.engine, query) if nothing else None,
    }


def random(context: Context, *, q: str, seed: str | None, ratings: set[int]) -> dict[str, Any]:
    """The shape ImageCard of one image by chance. Raises QueryInvalid; NotFound when nothing is found."""
    query = replace(parse(q), order=Order("random", seed or secrets.token_urlsafe(9)))
    found = library_search.search(context.engine, query, ratings=ratings, limit=1)
    with read(context.engine) as connection:
        shown = cards(connection, found.ids)
    if not shown:
        raise NotFound("There is no such image here: search for something else, or see more ratings.")
    return shown[0]


def grammar() -> dict[str, Any]:
    """The shape Grammar."""
    return {
        "fields": [
            {
                "name": field.name,
                "kind": field.kind,
                "aliases": list(field.aliases),
                "values": list(field.values),
                "meaning": field.meaning,
                "example": field.example,
            }
            for field in FIELDS
        ],
        "operators": [
            {"text": one.text, "meaning": one.meaning, "example": one.example} for one in OPERATORS
        ],
    }
