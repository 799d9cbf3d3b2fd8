"""What somebody may have meant whose search finds nothing: the same with a tag that there is."""

from dataclasses import replace

from sqlalchemy import Connection, Engine, Select, select

from fovea.database.engine import read
from fovea.database.library_search.searching import search
from fovea.database.library_tables import tags
from fovea.library_query import All, Either, Node, Not, Query, Term, Word, printed
from fovea.library_query.fields import get
from fovea.library_query.nearest import nearest
from fovea.library_query.values import Name
from fovea.ratings import Rating

MOST_TAGS = 1_500  # that are compared, of each kind
MOST_WORDS = 6


def meant(engine: Engine, query: Query) -> str | None:
    """The query with those words that find nothing replaced by the tags that are nearest in spelling; None
    when there are none such.
    """
    better: dict[Node, str] = {}
    for leaf in list(dict.fromkeys(query.leaves()))[:MOST_WORDS]:
        parts = _parts(leaf)
        if parts is None or len(parts) > 1:
            continue
        if search(engine, Query(leaf), ratings=set(Rating), limit=1).total:
            continue
        with read(engine) as connection:
            name = _nearest_tag(connection, parts[0])
        if name is not None:
            better[leaf] = name
    if not better:
        return None
    changed = replace(query, wanted=_replaced(query.wanted, better))
    return printed(changed)


def _parts(leaf: Node) -> tuple[str, ...] | None:
    if isinstance(leaf, Word):
        return leaf.parts
    if isinstance(leaf, Term) and isinstance(leaf.value, Name) and get(leaf.field).kind == "tag":
        return leaf.value.parts
    return None


def _nearest_tag(connection: Connection, name: str) -> str | None:
    beginning = name[:1]
    alike = tags.c.name >= beginning, tags.c.name < beginning + "\U0010ffff"
    names = [*connection.scalars(_used().where(*alike)), *connection.scalars(_used())]
    return nearest(name, dict.fromkeys(names))


def _used() -> Select[tuple[str]]:
    count = tags.c["count"]
    return select(tags.c.name).where(count > 0).order_by(count.desc(), tags.c.id).limit(MOST_TAGS)


def _replaced(node: Node, better: dict[Node, str]) -> Node:
    if node in better:
        parts = (better[node],)
        return replace(node, value=Name(parts)) if isinstance(node, Term) else Word(parts)
    if isinstance(node, Not):
        return Not(_replaced(node.inner, better))
    if isinstance(node, All | Either):
        return type(node)(tuple(_replaced(inner, better) for inner in node.inner))
    return node
