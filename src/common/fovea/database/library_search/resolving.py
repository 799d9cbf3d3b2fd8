"""What the names in a search stand for in the database at this moment: tags, accounts, files."""

from collections.abc import Mapping

from sqlalchemy import Connection, exists, or_, select

from fovea.database import tags
from fovea.database.library_tables import images
from fovea.database.library_tables import tags as tags_table
from fovea.database.tables import accounts, posts
from fovea.errors import InvalidInput
from fovea.library_query import Phrase, Query, Term, Word
from fovea.library_query.fields import get
from fovea.library_query.values import Digest, Name
from fovea.tag_names import normalised

MOST_TAGS = 10_000


def tags_named(connection: Connection, query: Query) -> dict[str, tags.Tag]:
    """The tags of all names in a search, without stars, by name: in one look-up."""
    names = set()
    for leaf in query.leaves():
        parts = leaf.parts if isinstance(leaf, Word) else _tag_of(leaf)
        if len(parts) == 1 and (name := normalised(parts[0])) is not None:
            names.add(name)
    return tags.by_names(connection, names)


def tag_ids(
    connection: Connection,
    parts: tuple[str, ...],
    named: Mapping[str, tags.Tag],
    *,
    namespace: str | None = None,
) -> list[int]:
    """The numbers of the tags of this name (stars between the parts), aliases followed; sorted. `named` is
    what `tags_named` gave.

    Raises InvalidInput when stars stand for too many of them.
    """
    if len(parts) == 1:
        name = normalised(parts[0])
        found = [named[name]] if name is not None and name in named else []
    else:
        found = _matching(connection, parts)
    meant = {tag.means for tag in found}
    if namespace is not None:
        known = {tag.id: tag for tag in found}
        missing = tags.get_many(connection, meant - known.keys())
        meant = {one for one in meant if (known | missing)[one].namespace == namespace}
    return sorted(meant)


def account_ids(connection: Connection, name: Name) -> list[int]:
    """The numbers of the accounts that have this user name (in upper or lower case), this name in addresses
    or this id, or `source/id`.
    """
    source, slash, external_id = name.text.partition("/")
    if slash:
        exact = select(accounts.c.id).where(
            accounts.c.source == source.lower(), accounts.c.external_id == external_id
        )
        if found := list(connection.scalars(exact)):
            return found
    columns = (accounts.c.external_id, accounts.c.username, accounts.c.path_alias)
    alike = or_(*(column.collate(any_case(connection)) == name.text for column in columns))
    rows = connection.execute(select(accounts.c.id, *columns).where(alike))
    wanted = lower(name.text)
    # MariaDB also finds what differs in accents only.
    return sorted(row.id for row in rows if any(wanted == lower(text) for text in row[1:] if text))


def accounts_beginning(connection: Connection, begun: str, *, limit: int) -> list[str]:
    """User names that begin so (in upper or lower case), of accounts whose posts are here, in order."""
    pattern = begun.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    statement = (
        select(accounts.c.username)
        .distinct()
        .where(accounts.c.username.like(pattern, escape="!"))
        .where(exists().where(posts.c.owner_id == accounts.c.id))
        .order_by(accounts.c.username)
        .limit(limit * 4)
    )
    wanted = lower(begun)
    found = {name for name in connection.scalars(statement) if name and lower(name).startswith(wanted)}
    return sorted(found, key=lambda name: (lower(name), name))[:limit]


def image_ids(connection: Connection, field: str, digest: Digest) -> list[int]:
    """The numbers of the images whose file has this checksum; `field` is md5 or sha256."""
    return list(connection.scalars(select(images.c.id).where(images.c[field] == digest.value)))


def sources(connection: Connection) -> list[str]:
    """The names of all sources that posts come from."""
    # The index of outside ids begins with the source: each look-up jumps to the next one.
    found: list[str] = []
    following = select(posts.c.source).order_by(posts.c.source).limit(1)
    while (
        name := connection.scalar(following.where(posts.c.source > found[-1]) if found else following)
    ) is not None:
        found.append(name)
    return found


def _tag_of(leaf: Word | Phrase | Term) -> tuple[str, ...]:
    """What a field names that is about tags."""
    if isinstance(leaf, Term) and isinstance(leaf.value, Name) and get(leaf.field).kind == "tag":
        return leaf.value.parts
    return ()


def _matching(connection: Connection, parts: tuple[str, ...]) -> list[tags.Tag]:
    """The tags whose names match; both databases find more, each in its way, and Python sees to that."""
    pattern = "%".join(part.replace("!", "!!").replace("%", "!%").replace("_", "!_") for part in parts)
    statement = select(tags_table.c.id, tags_table.c.name).where(tags_table.c.name.like(pattern, escape="!"))
    if parts[0]:
        statement = statement.where(
            tags_table.c.name >= parts[0], tags_table.c.name < parts[0] + tags.LAST_CHARACTER
        )
    found = [number for number, name in connection.execute(statement) if _fits(name, parts)]
    if len(found) > MOST_TAGS:
        message = f"{len(found):,} tags match {'*'.join(parts)}: write more letters beside the star."
        raise InvalidInput(message)
    return list(tags.get_many(connection, found).values())


def _fits(name: str, parts: tuple[str, ...]) -> bool:
    first, *middle, last = parts
    if not (name.startswith(first) and name.endswith(last) and len(name) >= len(first) + len(last)):
        return False
    at, end = len(first), len(name) - len(last)
    for part in middle:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def any_case(connection: Connection) -> str:
    """The collation for which A to Z are the same in upper and lower case."""
    return "NOCASE" if connection.dialect.name == "sqlite" else "utf8mb4_general_ci"


def lower(text: str) -> str:
    """A to Z in lower case, and all other letters as they are: what both databases agree on."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)
