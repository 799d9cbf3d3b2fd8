"""What somebody may mean who has typed the beginning of a tag: the tags that most images have, first.

What is typed may begin a name or any of its words, and a namespace may stand before it. Where it begins few
words, those are looked up; where it begins many, as a single letter does, the most used tags are gone
through, for the wanted ones are soon among them.
"""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from fovea.database import blocked_tags, tags
from fovea.database.library_tables import tag_words
from fovea.database.library_tables import tags as tags_table
from fovea.database.tags import LAST_CHARACTER
from fovea.tag_names import namespace_of, normalised, words

FEW_WORDS = 2_000
MOST_USED = (500, 2_000)  # in steps
MOST_FOUND = 100  # among them blocked tags, and several names of one


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A tag that may be meant. `alias`: the other name of it by which it was found, if that is one. `count`
    is the tag's.
    """

    name: str
    namespace: str
    count: int
    alias: str | None = None

    @property
    def text(self) -> str:
        """How it is shown: `alias -> name`, or the name."""
        return self.name if self.alias is None else f"{self.alias} -> {self.name}"


def suggest(connection: Connection, typed: str, *, limit: int = 10) -> list[Suggestion]:
    """At most so many tags that images have and that `typed` may begin, by how many have them.

    Blocked tags are left out. Nothing typed is the beginning of every tag.
    """
    prefix, colon, rest = typed.partition(":")
    namespace = namespace_of(prefix) if colon else None
    found = _found(connection, normalised(typed) or "", None, limit=limit) if _is_typed(typed) else {}
    if namespace is not None or not _is_typed(typed):
        beginning = normalised(rest) or "" if namespace is not None else ""
        found |= _found(connection, beginning, namespace, limit=limit)
    blocked = blocked_tags.ids(connection) if found else set()
    shown = [one for number, one in found.items() if number not in blocked]
    return sorted(shown, key=lambda one: (-one.count, one.name))[:limit]


def _is_typed(typed: str) -> bool:
    return normalised(typed) is not None


def _found(
    connection: Connection, beginning: str, namespace: str | None, *, limit: int
) -> dict[int, Suggestion]:
    """Suggestions by the number of the tag that is meant; some more than `limit`, for some may be blocked."""
    if beginning and _begun(connection, beginning) <= FEW_WORDS:
        return _looked_up(connection, beginning, namespace, most=FEW_WORDS)
    found = _most_used(connection, beginning, namespace, limit=limit)
    if len(found) < limit and beginning:
        found = _looked_up(connection, beginning, namespace, most=FEW_WORDS) | found
    return found


def _begun(connection: Connection, beginning: str) -> int:
    """How many words of tags begin so, as far as that matters."""
    some = select(tag_words.c.tag_id).where(_begins(beginning)).limit(FEW_WORDS + 1).subquery()
    return int(connection.scalar(select(func.count()).select_from(some)) or 0)


def _looked_up(
    connection: Connection, beginning: str, namespace: str | None, *, most: int
) -> dict[int, Suggestion]:
    begun = select(tag_words.c.tag_id).where(_begins(beginning)).limit(most).subquery()
    named, meant = tags_table.alias("named"), tags_table.alias("meant")

    def of_what_is_meant(name: str) -> ColumnElement[Any]:
        # only aliases have another row to look up
        return case((named.c.alias_of.is_(None), named.c[name]), else_=meant.c[name])

    count = of_what_is_meant("count")
    columns = (of_what_is_meant("id").label("number"), of_what_is_meant("name"))
    statement = (
        select(*columns, of_what_is_meant("namespace"), count, named.c.name.label("by"))
        .select_from(begun)
        .join(named, named.c.id == begun.c.tag_id)
        .outerjoin(meant, meant.c.id == named.c.alias_of)
        .where(count > 0)
        .order_by(count.desc(), columns[0], named.c.alias_of.is_not(None), named.c.name)
        .limit(MOST_FOUND)
    )
    if namespace is not None:
        statement = statement.where(of_what_is_meant("namespace") == namespace)
    found: dict[int, Suggestion] = {}
    for number, name, of, images, by in connection.execute(statement):
        alias = None if by == name else by
        found.setdefault(number, Suggestion(name=name, namespace=of, count=images, alias=alias))
    return found


def _most_used(
    connection: Connection, beginning: str, namespace: str | None, *, limit: int
) -> dict[int, Suggestion]:
    """As many as wanted of the most used tags, if there are so many that begin so."""
    found: dict[int, Suggestion] = {}
    seen = 0
    for most in MOST_USED:
        rows = connection.execute(_used(namespace).offset(seen).limit(most - seen)).all()
        by_number = {number: (name, of, count) for number, name, of, count in rows}
        names: Sequence[tuple[int, str]] = [(number, name) for number, (name, _, _) in by_number.items()]
        for number, name in [*names, *_other_names(connection, by_number)] if beginning else names:
            meant, of, count = by_number[number]
            if number not in found and _matches(name, beginning):
                alias = None if name == meant else name
                found[number] = Suggestion(name=meant, namespace=of, count=count, alias=alias)
        if len(found) >= limit or len(rows) < most - seen:
            break
        seen = most
    return found


def _matches(name: str, beginning: str) -> bool:
    return beginning in name and any(word.startswith(beginning) for word in words(name))


def _used(namespace: str | None) -> Select[Any]:
    columns = tags_table.c
    count = columns["count"]
    statement = select(columns.id, columns.name, columns.namespace, count).where(count > 0)
    if namespace is not None:
        statement = statement.where(columns.namespace == namespace)
    return statement.order_by(count.desc(), columns.id.desc())


def _other_names(connection: Connection, tag_ids: Collection[int]) -> list[tuple[int, str]]:
    aliases = tags.aliases_of(connection, tag_ids)
    return [(number, name) for number, names in aliases.items() for name in names]


def _begins(beginning: str) -> Any:
    return and_(tag_words.c.word >= beginning, tag_words.c.word < beginning + LAST_CHARACTER)
