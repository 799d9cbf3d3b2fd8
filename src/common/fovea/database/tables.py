"""All tables, in one place. Times are milliseconds since the epoch (see `fovea.clock`).

Outside ids are compared byte by byte (binary collation): `Abc` and `abc` are two accounts. Post numbers must
stay below 2**32, because favourites are stored as packed lists of 32-bit post numbers (see `fovea.packing`).
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import mysql, sqlite

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Number = Integer().with_variant(mysql.INTEGER(unsigned=True), "mysql", "mariadb")
BigNumber = (
    BigInteger()
    .with_variant(mysql.BIGINT(unsigned=True), "mysql", "mariadb")
    .with_variant(sqlite.INTEGER(), "sqlite")
)
Moment = BigInteger()
Packed = LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


def identifier(length: int) -> String:
    """A string of an outside service, compared byte by byte, trailing spaces included."""
    return String(length).with_variant(
        mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_nopad_bin"), "mysql", "mariadb"
    )


# AUTOINCREMENT keeps SQLite, as AUTO_INCREMENT does MariaDB, from giving a deleted row's number to a new one:
# late receipts of a purged run must not count for another.
OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "sqlite_autoincrement": True,
}

accounts = Table(
    "accounts",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("source", identifier(16), nullable=False),
    Column("external_id", identifier(64), nullable=False),
    Column("username", String(255)),
    Column("real_name", String(255)),
    Column("path_alias", String(128)),
    Column("icon_url", String(512)),
    Column("state", identifier(16), nullable=False, server_default="active"),
    Column("state_at", Moment),
    Column("contacts_pulled_at", Moment),
    Column("described_at", Moment),
    UniqueConstraint("source", "external_id"),
    **OPTIONS,
)

posts = Table(
    "posts",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("source", identifier(16), nullable=False),
    Column("external_id", identifier(64), nullable=False),
    Column("owner_id", Number, ForeignKey("accounts.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("url", String(512), nullable=False),
    Column("sizes", Text),  # fovea.database.sizes: the renditions, smallest first
    Column("tags", Text),  # space-separated
    Column("posted_at", Moment),
    Column("taken_at", Moment),
    Column("digest", BigInteger, nullable=False),  # of what the source tells, to see whether it changed
    UniqueConstraint("source", "external_id"),
    Index(None, "owner_id"),
    **OPTIONS,
)

favorite_lists = Table(
    "favorite_lists",
    metadata,
    Column("account_id", Number, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("count", Number, nullable=False),
    Column("posts", Packed, nullable=False),  # fovea.packing: sorted u32 post numbers, delta + zstd
    # newest finished pull of any kind; 0 while the first is arriving
    Column("pulled_at", Moment, nullable=False),
    Column("full_pulled_at", Moment),  # newest finished pull of the whole list
    Column("newest_faved_at", Moment),  # where the next incremental pull begins
    Column("truncated", Boolean(create_constraint=False), nullable=False, server_default="0"),
    **OPTIONS,
)

# What a user faved or un-faved in Fovea lately. A pull that began before the edit does not undo it.
favorite_edits = Table(
    "favorite_edits",
    metadata,
    Column("account_id", Number, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("action", identifier(8), nullable=False),  # add | remove
    Column("state", identifier(8), nullable=False),  # pending | made
    Column("edited_at", Moment, nullable=False),
    **OPTIONS,
)

follows = Table(
    "follows",
    metadata,
    Column("account_id", Number, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("followee_id", Number, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Index(None, "followee_id"),
    **OPTIONS,
)

users = Table(
    "users",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("account_id", Number, ForeignKey("accounts.id"), nullable=False, unique=True),
    Column("token", Packed),  # the source's access token under AES-GCM
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("disabled_at", Moment),  # since when they may not log in
    **OPTIONS,
)

dismissed_posts = Table(
    "dismissed_posts",
    metadata,
    Column(
        "user_id", Number, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("dismissed_at", Moment, nullable=False),
    **OPTIONS,
)

dismissed_accounts = Table(
    "dismissed_accounts",
    metadata,
    Column(
        "user_id", Number, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("account_id", Number, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("dismissed_at", Moment, nullable=False),
    **OPTIONS,
)

# Something kept up to date on a schedule: here, the recommendations of an account that somebody looks at.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("kind", identifier(32), nullable=False),  # recommendations | posts
    Column("account_id", Number, ForeignKey("accounts.id"), nullable=False),
    Column("state", identifier(16), nullable=False, server_default="active"),  # active | paused
    Column("interval_seconds", Number, nullable=False),
    Column("next_due_at", Moment, nullable=False),
    # when somebody last looked; unseen for a month is not refreshed
    Column("last_seen_at", Moment, nullable=False),
    Column("last_run_id", BigNumber),
    UniqueConstraint("kind", "account_id"),
    Index(None, "state", "next_due_at"),
    **OPTIONS,
)

runs = Table(
    "runs",
    metadata,
    Column("id", BigNumber, primary_key=True, autoincrement=True),
    Column("kind", identifier(32), nullable=False),  # refresh | favorite | listing | ... (runs.KINDS)
    Column("account_id", Number, ForeignKey("accounts.id"), nullable=False),
    Column("subscription_id", Number),
    Column("state", identifier(32), nullable=False),  # running | done | done_with_failures | failed
    Column("background", Boolean(create_constraint=False), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("first_results_at", Moment),
    Column("finished_at", Moment),
    Index(None, "account_id", "kind", "id"),
    Index(None, "state"),
    **OPTIONS,
)

run_items = Table(
    "run_items",
    metadata,
    Column("id", BigNumber, primary_key=True, autoincrement=True),
    Column("run_id", BigNumber, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("key", identifier(191), nullable=False),  # flickr/favorites/12345@N00
    Column("source", identifier(16), nullable=False),
    Column("kind", identifier(32), nullable=False),  # favorites | posts | check | ... (run_items)
    Column("external_id", identifier(64), nullable=False),
    Column("discover", Boolean(create_constraint=False), nullable=False),
    Column("weight", Number, nullable=False, server_default="1"),
    Column("state", identifier(16), nullable=False),  # waiting | sent | done | failed
    # done at once: pulled recently
    Column("fresh", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("attempts", Number, nullable=False, server_default="0"),
    Column("deadline_at", Moment, nullable=False),
    Column("execution", BigInteger),  # the answered execution ...
    Column("batches", Number),  # ... and how many batches it sent
    Column("code", identifier(64)),
    Column("reason", Text),
    Column("finished_at", Moment),
    UniqueConstraint("run_id", "key"),
    Index(None, "state", "deadline_at"),
    **OPTIONS,
)

receipts = Table(
    "receipts",
    metadata,
    Column("item_id", BigNumber, primary_key=True, autoincrement=False),
    Column("execution", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("run_id", BigNumber, nullable=False),
    Column("rows", Number, nullable=False),
    Column("last", Boolean(create_constraint=False), nullable=False),
    Column("staged", Packed),  # this batch's packed numbers until all of its execution are here
    # what the batch said of its list: staged batches are applied together
    Column("newest_faved_at", Moment),
    Column("truncated", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("received_at", Moment, nullable=False),
    Index(None, "run_id"),
    **OPTIONS,
)

# Which posts came into lists and went out of them since `favorite_counts` was brought up to date: how many
# lists hold a post is what the counts say plus what these say (fovea.database.favorite_counts).
favorite_changes = Table(
    "favorite_changes",
    metadata,
    Column("id", BigNumber, primary_key=True, autoincrement=True),
    Column("added", Packed),
    Column("removed", Packed),
    **OPTIONS,
)

favorite_counts = Table(
    "favorite_counts",
    metadata,
    Column("block", Number, primary_key=True, autoincrement=False),  # post number // posts a block
    Column("counts", Packed, nullable=False),
    **OPTIONS,
)


def _user_key() -> "Column[int]":
    owner = ForeignKey("users.id", ondelete="CASCADE")
    return Column("user_id", Number, owner, primary_key=True, autoincrement=False)


# What a user does not want to be shown: the photos of an account, those with a tag, those in a group.
mutes = Table(
    "mutes",
    metadata,
    _user_key(),
    Column("kind", identifier(16), primary_key=True),  # account | tag | group
    Column("value", identifier(191), primary_key=True),  # our account number | tag | source/outside id
    Column("label", String(255), nullable=False),
    Column("muted_at", Moment, nullable=False),
    **OPTIONS,
)

# Where a user's sliders stand, from -1 to 1; 0 is the method as it is.
steering = Table(
    "steering",
    metadata,
    _user_key(),
    Column("freshness", Float, nullable=False),
    Column("adventure", Float, nullable=False),
    Column("changed_at", Moment, nullable=False),
    **OPTIONS,
)

# When a user looked at their list, and what its best photos were then (packed post numbers).
visits = Table(
    "visits",
    metadata,
    _user_key(),
    Column("began_at", Moment, nullable=False),
    Column("looked_at", Moment, nullable=False),
    Column("previous_at", Moment),  # when the visit before this one ended
    Column("previous_best", Packed),  # the best photos when it ended
    Column("best", Packed, nullable=False),
    **OPTIONS,
)

# The photos that were on a user's screen.
shown_posts = Table(
    "shown_posts",
    metadata,
    _user_key(),
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("first_shown_at", Moment, nullable=False),
    Column("last_shown_at", Moment, nullable=False),
    Column("supporters", Number, nullable=False),  # how many photographers spoke for it then
    Index(None, "user_id", "last_shown_at"),
    **OPTIONS,
)

# A user's private feed: its token, encrypted to be shown again, and hashed to be found.
feeds = Table(
    "feeds",
    metadata,
    _user_key(),
    Column("token", Packed, nullable=False),
    Column("token_hash", identifier(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("filled_at", Moment, nullable=False),
    **OPTIONS,
)

feed_items = Table(
    "feed_items",
    metadata,
    _user_key(),
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("appeared_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),  # in the words of that moment
    **OPTIONS,
)

# The newest photos of groups that somebody muted.
group_pools = Table(
    "group_pools",
    metadata,
    Column("source", identifier(16), primary_key=True),
    Column("external_id", identifier(64), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("posts", Packed, nullable=False),
    Column("pulled_at", Moment, nullable=False),
    **OPTIONS,
)

# What pictures look like: equal ones differ in few bits, whatever their size or file.
post_fingerprints = Table(
    "post_fingerprints",
    metadata,
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("phash", BigInteger),  # 64 bits as a signed number; null when the picture could not be read
    Column("code", identifier(64)),  # why not
    Column("made_at", Moment, nullable=False),
    **OPTIONS,
)
