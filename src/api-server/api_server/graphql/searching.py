"""Searches of the library for GraphQL: the same language and the same answers as everywhere."""

from collections.abc import Collection

from graphql import GraphQLError

from api_server.context import current
from api_server.graphql.ours import Rating
from fovea import ratings
from fovea.database import library_search
from fovea.database.library_search import Found
from fovea.errors import FoveaError
from fovea.library_query import Query, QueryInvalid, parse

MOST = 100
# What somebody sees who has chosen nothing.
SAFE_VIEW: frozenset[int] = frozenset({ratings.Rating.GENERAL, ratings.Rating.SAFE})


def view(chosen: Collection[Rating] | None) -> frozenset[int]:
    """The ratings that are to be seen; without a choice, what is safe."""
    return SAFE_VIEW if chosen is None else frozenset(ratings.of_word(one.value) for one in chosen)


def understood(text: str) -> Query:
    """A query. Raises GraphQLError with the place of what is wrong."""
    try:
        return parse(text)
    except QueryInvalid as problem:
        raise refused(problem) from problem


def find(query: Query, *, seen: Collection[int], first: int, after: str | None = None) -> Found:
    """A page of what a query finds; `first` from 1 to 100. Raises GraphQLError."""
    return _searched(query, seen=seen, limit=min(max(first, 1), MOST), after=after)


def numbered_page(query: Query, *, seen: Collection[int], size: int, number: int) -> list[int]:
    """The images of a page by its number, which counts from 1. It is one search however far back the page
    is: numbers of images cost little, and are in memory. Raises GraphQLError.
    """
    before = size * (number - 1)
    return _searched(query, seen=seen, limit=before + size).ids[before:]


def _searched(query: Query, *, seen: Collection[int], limit: int, after: str | None = None) -> Found:
    try:
        return library_search.search(current().engine, query, ratings=seen, limit=limit, cursor=after)
    except FoveaError as problem:
        raise refused(problem) from problem


def refused(problem: FoveaError) -> GraphQLError:
    """One of our problems as GraphQL tells it: its code, and what goes with it, in `extensions`."""
    return GraphQLError(problem.detail, extensions={"code": problem.code, **problem.extra})
