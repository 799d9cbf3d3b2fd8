"""What could stand at the caret of a search."""

from typing import Any

from sqlalchemy import Connection

from api_server.context import Context
from fovea.database import tag_suggestions
from fovea.database.engine import read
from fovea.database.library_search import listings_named, resolving
from fovea.library_query import Term, Word, completing, printed
from fovea.library_query.completing import Place
from fovea.library_query.fields import NAMESPACES, Field
from fovea.library_query.nodes import Query
from fovea.library_query.values import Name

MOST = 12
MOST_FIELDS = 4

Json = dict[str, Any]


def suggestions(context: Context, query: str, at: int | None) -> Json:
    """The shape Suggestions."""
    place = completing.place(query, len(query) if at is None else at)
    with read(context.engine) as connection:
        found = _words(connection, place) if place.field is None else _values(connection, place, place.field)
    return {"from": place.start, "to": place.end, "suggestions": found[:MOST]}


def _words(connection: Connection, place: Place) -> list[Json]:
    fields = [_plain(f"{field.name}:", "field") for field in completing.fields_for(place.begun)]
    return fields[:MOST_FIELDS] + _tags(connection, place.begun, None)


def _values(connection: Connection, place: Place, field: Field) -> list[Json]:
    if field.kind == "tag":
        return _tags(connection, place.begun, field)
    if field.name == "account":
        names = resolving.accounts_beginning(connection, place.begun, limit=MOST)
        return [_plain(_value(field, name), "account") for name in names]
    if field.name == "subscription":
        titles = listings_named.titles_beginning(connection, place.begun, limit=MOST)
        return [_plain(_value(field, title), "value") for title in titles]
    if field.name == "source":
        known = [name for name in resolving.sources(connection) if name.startswith(place.begun.lower())]
        return [_plain(name, "value") for name in known]
    return [_plain(value, "value") for value in completing.values_for(field, place.begun)]


def _tags(connection: Connection, begun: str, field: Field | None) -> list[Json]:
    if not begun and field is None:
        return []
    typed = f"{field.name}:{begun}" if field is not None and field.name in NAMESPACES else begun
    return [
        {
            "text": _word(one.name) if field is None else _value(field, one.name),
            "kind": "tag",
            "namespace": one.namespace,
            "count": one.count,
            "alias": one.alias,
        }
        for one in tag_suggestions.suggest(connection, typed, limit=MOST)
        if field is None or field.name not in NAMESPACES or one.namespace == field.name
    ]


def _word(name: str) -> str:
    return printed(Query(Word((name,))))


def _value(field: Field, name: str) -> str:
    return printed(Query(Term(field.name, Name((name,))))).removeprefix(f"{field.name}:")


def _plain(text: str, kind: str) -> Json:
    return {"text": text, "kind": kind, "namespace": None, "count": None, "alias": None}
