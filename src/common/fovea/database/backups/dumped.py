"""What both kinds of database give when they are dumped."""

from typing import NamedTuple

from fovea.database.backups.note import Storage
from fovea.database.backups.streams import Written


class Dumped(NamedTuple):
    """A dump: its file in the backup's folder, and what it holds."""

    storage: Storage
    revision: str
    file: str
    written: Written
    tables: dict[str, int | None]


# A database in which none of these has a row holds nothing that anybody would miss.
TELLING_TABLES = ("accounts", "users", "posts", "images", "api_keys", "tags")
VERSION_TABLE = "alembic_version"
