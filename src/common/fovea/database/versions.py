"""The version of the library: a number that rises with every change that a search could see.

    with write(engine) as connection:
        version = versions.next_version(connection)   # from here to the commit, nobody else has one
        ... images.version = version ...

Commits follow each other in the order of their versions, so that `changed_since` never misses a change that
was numbered before, but committed after, what it has seen. Take the version late: others wait for it.
"""

from sqlalchemy import Connection, select, update

from fovea.database.library_tables import images, library_version
from fovea.packing import Numbers, sorted_numbers


def next_version(connection: Connection) -> int:
    """The number of the present transaction's changes, which must be written. Waits for other changes."""
    connection.execute(
        update(library_version).where(library_version.c.id == 1).values(version=library_version.c.version + 1)
    )
    return present(connection)


def present(connection: Connection) -> int:
    """The version that this transaction sees; 0 when nothing has ever changed."""
    return int(connection.scalar(select(library_version.c.version).where(library_version.c.id == 1)) or 0)


def changed_since(connection: Connection, version: int) -> Numbers:
    """The numbers of all images that were changed after `version`, sorted; removed ones are among them."""
    rows = connection.scalars(select(images.c.id).where(images.c.version > version))
    return sorted_numbers(rows)
